//! The table itself: read once from the data files, looked up as PowerShell looks names up.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::toml_file::{self, did_you_mean};

/// Where facts were read, and when that text was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The repository and folder of the reference.
    pub document: String,
    /// The date of what was read there.
    pub date: String,
}

/// Which Exchange knows a command or a parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Exchange Online and Exchange Server; for commands of other modules, everywhere.
    #[default]
    Both,
    /// Exchange Online only.
    Cloud,
    /// Exchange Server only.
    OnPremises,
}

/// What sort of value a parameter takes, as far as a value written in place can be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `SwitchParameter`: takes no value.
    Switch,
    /// `Boolean`: `$true` or `$false`.
    Boolean,
    /// A whole number.
    Whole,
    /// A GUID.
    Guid,
    /// One of a closed list.
    Choice,
    /// An address with an `@`.
    Address,
    /// A number of results, or `Unlimited`.
    Unlimited,
    /// `SecureString`: never text.
    Secure,
    /// `@{ … }`.
    Table,
    /// `{ … }`.
    Script,
    /// An object of a module, such as a Graph resource; tables are turned into them, text is not.
    Model,
    /// Anything else; any text may be right.
    Text,
}

/// A parameter of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name without the hyphen, as Microsoft spells it.
    pub name: String,
    /// Its type, as the reference names it.
    pub type_name: String,
    /// What sort of value that means.
    pub kind: Kind,
    /// Its other names.
    pub aliases: Vec<String>,
    /// The parameter sets (from 1) in which it may stand; empty when it may in all.
    pub sets: Vec<usize>,
    /// The parameter sets (from 1) in which it must be there.
    pub required: Vec<usize>,
    /// Its place (from 1) among values without a name.
    pub position: Option<usize>,
    /// Whether the pipeline can fill it.
    pub is_from_pipeline: bool,
    /// Whether it also takes all values that are left over.
    pub takes_rest: bool,
    /// The closed list of its values, when it has one.
    pub values: Vec<String>,
    /// The smallest number that is taken.
    pub least: Option<i64>,
    /// The largest number that is taken.
    pub most: Option<i64>,
    /// How many characters are taken at most.
    pub longest: Option<usize>,
    /// What counts when it is not given, where that cuts results off.
    pub default: Option<i64>,
    /// Which Exchange knows it.
    pub place: Place,
    /// The version of PowerShell that brought it, when Windows PowerShell 5.1 lacks it.
    pub since: Option<String>,
    /// The last version of PowerShell that has it.
    pub until: Option<String>,
}

impl Parameter {
    /// Whether it takes several values, in a list.
    pub fn is_list(&self) -> bool {
        self.type_name.ends_with("[]") || self.type_name.contains("Multi") || self.type_name.ends_with("Collection")
    }

    /// Whether it may stand in this parameter set.
    pub fn is_in(&self, set: usize) -> bool {
        self.sets.is_empty() || self.sets.contains(&set)
    }

    /// Whether every command that can change something has it.
    fn is_of_every_change(&self) -> bool {
        matches!(self.name.as_str(), "WhatIf" | "Confirm")
    }
}

/// A command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cmdlet {
    /// Its name, as Microsoft spells it.
    pub name: String,
    /// The module that brings it.
    pub module: String,
    /// Its short names.
    pub aliases: Vec<String>,
    /// Which Exchange knows it.
    pub place: Place,
    /// The version of PowerShell that brought it, when Windows PowerShell 5.1 lacks it.
    pub since: Option<String>,
    /// The last version of PowerShell that has it.
    pub until: Option<String>,
    /// How many parameter sets it has.
    pub sets: usize,
    /// Its own parameters, by name.
    pub parameters: Vec<Parameter>,
    /// The page of the reference.
    pub page: String,
    /// Where all of this was read.
    pub source: Source,
}

/// What a typed parameter name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match<'t> {
    /// A parameter by its name or another of its names.
    Full(&'t Parameter),
    /// A parameter by the beginning of a name that no other one shares.
    Short(&'t Parameter),
}

impl<'t> Match<'t> {
    /// The parameter, however it was written.
    pub fn parameter(self) -> &'t Parameter {
        match self {
            Self::Full(parameter) | Self::Short(parameter) => parameter,
        }
    }
}

impl Cmdlet {
    /// The parameter that a name stands for, by PowerShell's rule: case does not count; a name or alias in full comes
    /// first; the beginning of a name will do when it leaves one parameter, a command's own before the common ones.
    ///
    /// # Errors
    /// The names that it could be: several when it is ambiguous, none when there is no such parameter.
    pub fn parameter(&self, typed: &str) -> Result<Match<'_>, Vec<&str>> {
        let everything = || self.parameters.iter().chain(COMMON.iter());
        let is_alias = |parameter: &&Parameter| parameter.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(typed));
        let by_name = everything().find(|parameter| parameter.name.eq_ignore_ascii_case(typed));
        if let Some(full) = by_name.or_else(|| everything().find(is_alias)) {
            return Ok(Match::Full(full));
        }
        if typed.is_empty() {
            return Err(Vec::new());
        }
        let begins = |name: &String| name.get(..typed.len()).is_some_and(|head| head.eq_ignore_ascii_case(typed));
        let is_begun = |parameter: &&Parameter| begins(&parameter.name) || parameter.aliases.iter().any(begins);
        let begun: Vec<&Parameter> = everything().filter(is_begun).collect();
        let own: Vec<&Parameter> =
            (self.parameters.iter()).filter(|one| !one.is_of_every_change()).filter(is_begun).collect();
        match (begun.as_slice(), own.as_slice()) {
            ([only], _) | (_, [only]) => Ok(Match::Short(only)),
            _ => Err(begun.iter().map(|parameter| parameter.name.as_str()).collect()),
        }
    }

    /// The parameter whose name was probably meant.
    pub fn parameter_meant(&self, typed: &str) -> Option<&str> {
        did_you_mean(typed, self.parameters.iter().chain(COMMON.iter()).map(|parameter| parameter.name.as_str()))
    }

    /// The parameter of this name in full, among its own.
    pub fn own(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name.eq_ignore_ascii_case(name))
    }
}

/// Every command of the table.
pub fn all() -> &'static [Cmdlet] {
    &TABLE.cmdlets
}

/// The command of this name or short name; case does not count.
pub fn find(name: &str) -> Option<&'static Cmdlet> {
    let at = *TABLE.by_name.get(&name.to_ascii_lowercase())?;
    TABLE.cmdlets.get(at)
}

/// Whether a command of this name is documented, although nothing else of it is in the table; case does not count.
pub fn is_documented(name: &str) -> bool {
    NAMES.contains(&name.to_ascii_lowercase())
}

/// The other commands of the reference, by name alone, in lower case.
static NAMES: LazyLock<HashSet<String>> =
    LazyLock::new(|| include_str!("names.txt").lines().map(str::to_ascii_lowercase).collect());

/// The command whose name was probably meant, if one is very near: a wrong guess is worse than none.
pub fn meant(typed: &str) -> Option<&'static str> {
    let typed: String = typed.chars().take(80).collect::<String>().to_ascii_lowercase();
    let (verb, noun) = typed.split_once('-').unwrap_or(("", &typed));
    TABLE
        .cmdlets
        .iter()
        .map(|cmdlet| {
            let name = cmdlet.name.to_ascii_lowercase();
            let (its_verb, its_noun) = name.split_once('-').unwrap_or(("", &name));
            let far = strsim::damerau_levenshtein(noun, its_noun) + strsim::damerau_levenshtein(verb, its_verb);
            (far, cmdlet.name.as_str())
        })
        .min()
        .filter(|(far, name)| *far <= 2 && *far * 4 < name.len())
        .map(|(_, name)| name)
}

struct Table {
    cmdlets: Vec<Cmdlet>,
    by_name: HashMap<String, usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let files = [
        ("exchange.toml", include_str!("exchange.toml")),
        ("graph.toml", include_str!("graph.toml")),
        ("core.toml", include_str!("core.toml")),
    ];
    let cmdlets: Vec<Cmdlet> = files
        .into_iter()
        .flat_map(|(name, text)| {
            toml_file::read::<File>(name, text).expect("the tables are parsed by a test").cmdlets()
        })
        .collect();
    let mut by_name = HashMap::new();
    for (at, cmdlet) in cmdlets.iter().enumerate() {
        for name in cmdlet.aliases.iter().chain([&cmdlet.name]) {
            by_name.insert(name.to_ascii_lowercase(), at);
        }
    }
    Table { cmdlets, by_name }
});

/// Parameters that every command has (about_CommonParameters), with those of changes under the names that are typed.
static COMMON: LazyLock<Vec<Parameter>> = LazyLock::new(|| {
    let preference = ["Stop", "Continue", "Inquire", "Ignore", "SilentlyContinue", "Suspend", "Break"];
    let one = |name: &str, alias: &str, kind: &str, values: &[&str], since: Option<&str>| {
        let text = |one: &&str| (*one).to_owned();
        RawParameter::Full(Box::new(Full {
            kind: kind.to_owned(),
            aliases: vec![alias.to_owned()],
            values: values.iter().map(text).collect(),
            since: since.map(ToOwned::to_owned),
            ..Full::default()
        }))
        .read(name.to_owned(), 1)
    };
    vec![
        one("Verbose", "vb", "SwitchParameter", &[], None),
        one("Debug", "db", "SwitchParameter", &[], None),
        one("ErrorAction", "ea", "ActionPreference", &preference, None),
        one("WarningAction", "wa", "ActionPreference", &preference, None),
        one("InformationAction", "infa", "ActionPreference", &preference, None),
        one("ProgressAction", "proga", "ActionPreference", &preference, Some("7")),
        one("ErrorVariable", "ev", "String", &[], None),
        one("WarningVariable", "wv", "String", &[], None),
        one("InformationVariable", "iv", "String", &[], None),
        one("OutVariable", "ov", "String", &[], None),
        one("OutBuffer", "ob", "Int32", &[], None),
        one("PipelineVariable", "pv", "String", &[], None),
    ]
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: String,
    date: String,
    module: String,
    help: String,
    cmdlet: Vec<RawCmdlet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCmdlet {
    name: String,
    module: Option<String>,
    #[serde(default)]
    place: Place,
    #[serde(default)]
    aliases: Vec<String>,
    since: Option<String>,
    until: Option<String>,
    #[serde(default = "one")]
    sets: usize,
    #[serde(default)]
    parameters: BTreeMap<String, RawParameter>,
}

fn one() -> usize {
    1
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawParameter {
    /// Only a type.
    Kind(String),
    Full(Box<Full>),
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Full {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    required_in: Vec<usize>,
    #[serde(default, rename = "in")]
    sets: Vec<usize>,
    at: Option<usize>,
    #[serde(default)]
    pipeline: bool,
    #[serde(default)]
    rest: bool,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    values: Vec<String>,
    least: Option<i64>,
    most: Option<i64>,
    longest: Option<usize>,
    default: Option<i64>,
    #[serde(default)]
    place: Place,
    since: Option<String>,
    until: Option<String>,
}

impl File {
    fn cmdlets(self) -> Vec<Cmdlet> {
        let Self { source, date, module, help, cmdlet } = self;
        let source = Source { document: source, date };
        let read = |raw: RawCmdlet| {
            let own = raw.module.unwrap_or_else(|| module.clone());
            let folder =
                if help.ends_with("/module/") { format!("{}/", own.to_ascii_lowercase()) } else { String::new() };
            Cmdlet {
                page: format!("{help}{folder}{}", raw.name.to_ascii_lowercase()),
                module: own,
                aliases: raw.aliases,
                place: raw.place,
                since: raw.since,
                until: raw.until,
                sets: raw.sets,
                parameters: raw.parameters.into_iter().map(|(name, one)| one.read(name, raw.sets)).collect(),
                source: source.clone(),
                name: raw.name,
            }
        };
        cmdlet.into_iter().map(read).collect()
    }
}

impl RawParameter {
    fn read(self, name: String, sets: usize) -> Parameter {
        let full = match self {
            Self::Kind(kind) => Full { kind, ..Full::default() },
            Self::Full(full) => *full,
        };
        let required = match (full.required, full.sets.is_empty()) {
            (false, _) => full.required_in,
            (true, true) => (1..=sets).collect(),
            (true, false) => full.sets.clone(),
        };
        Parameter {
            kind: kind(&full.kind, !full.values.is_empty()),
            name,
            type_name: full.kind,
            aliases: full.aliases,
            sets: full.sets,
            required,
            position: full.at,
            is_from_pipeline: full.pipeline,
            takes_rest: full.rest,
            values: full.values,
            least: full.least,
            most: full.most,
            longest: full.longest,
            default: full.default,
            place: full.place,
            since: full.since,
            until: full.until,
        }
    }
}

fn kind(type_name: &str, has_values: bool) -> Kind {
    match type_name.trim_end_matches("[]") {
        _ if has_values => Kind::Choice,
        "SwitchParameter" => Kind::Switch,
        "Boolean" => Kind::Boolean,
        "Int16" | "Int32" | "Int64" | "UInt16" | "UInt32" | "UInt64" => Kind::Whole,
        "Guid" => Kind::Guid,
        "SmtpAddress" | "WindowsLiveId" => Kind::Address,
        "Unlimited" => Kind::Unlimited,
        "SecureString" => Kind::Secure,
        "Hashtable" | "IDictionary" => Kind::Table,
        "ScriptBlock" => Kind::Script,
        name if name.starts_with("IMicrosoftGraph") || name == "IRequestBody" => Kind::Model,
        _ => Kind::Text,
    }
}
