//! TOML → [`Product`]: the unvalidated form of a product file and its way to the validated one.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{
    AttestedStep, BUILTIN, Guide, Mode, Note, PARAMETERS, ParameterError, Parameters, PermissionSet, Product,
    Requirement, Rule, Wish, layer,
};
use crate::tenant::{KNOWN_PERMISSIONS, Resource};
use crate::toml_file::{DeTable, DeValue, Document, Spanned, Step, TomlError};

/// Why a product file was refused. The text says where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// What is wrong, in the order of the file; never empty.
    pub errors: Vec<TomlError>,
}

impl std::error::Error for ParseError {}

impl std::fmt::Display for ParseError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines: Vec<_> = self.errors.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl From<TomlError> for ParseError {
    fn from(error: TomlError) -> Self {
        Self { errors: vec![error] }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    title: String,
    guide: Guide,
    #[serde(default)]
    defaults: BTreeMap<String, toml::Value>,
    permission_sets: Vec<PermissionSet>,
    #[serde(default)]
    wishes: BTreeMap<Wish, Rule>,
    #[serde(default)]
    modes: Vec<Mode>,
    #[serde(default)]
    requirements: Vec<Requirement>,
    #[serde(default)]
    attestations: Vec<AttestedStep>,
    #[serde(default)]
    notes: Vec<Note>,
}

/// Reads the text of a product, built-in ones included.
///
/// # Errors
/// [`ParseError`] with the place (line, key) of what is wrong.
pub fn parse(text: &str) -> Result<Product, ParseError> {
    read("the product", text, None)
}

/// Reads a customer's product file. `checks` are the ids that its requirements may name.
///
/// # Errors
/// [`ParseError`] with the file, line, column and key of everything that is wrong.
pub fn parse_file(file: &str, text: &str, checks: &[&str]) -> Result<Product, ParseError> {
    let mut product = read(file, text, Some(checks))?;
    product.text = Some(text.to_owned());
    Ok(product)
}

fn read(file: &str, text: &str, checks: Option<&[&str]>) -> Result<Product, ParseError> {
    let builtin = |name: &str| BUILTIN.iter().find(|(builtin, _)| *builtin == name).map(|(_, text)| *text);
    let names = Product::builtin_names();
    let document = layer::resolve(Document::parse(file, text)?, builtin, &names)?;
    let file: File = document.read()?;
    let mut faults = Faults { document: &document, errors: Vec::new() };
    faults.names(&file, checks.is_some().then_some(names.as_slice()));
    faults.permissions();
    faults.references(&file, checks);
    faults.opposites(&file);
    let product = product(file, &mut faults);
    let mut errors = faults.errors;
    match product {
        Some(product) if errors.is_empty() => Ok(product),
        _ => {
            errors.sort_by_key(|error| error.place);
            Err(ParseError { errors })
        }
    }
}

/// The product with its defaults; `None` when there is no permission set to begin with.
fn product(file: File, faults: &mut Faults<'_, '_>) -> Option<Product> {
    let mut sets = file.permission_sets;
    if sets.is_empty() {
        faults.say(&[Step::Key("permission_sets")], "\"permission_sets\" holds no set");
        return None;
    }
    let permissions = sets.remove(0);
    let mut product = Product {
        name: file.name,
        title: file.title,
        guide: file.guide,
        parameters: Parameters {
            expiry_days: 30,
            directory_delay_hours: 24,
            scope_delay_minutes: 120,
            permission_set: permissions.name.clone(),
            ..Parameters::default()
        },
        permissions,
        other_permission_sets: sets,
        wishes_of_all_modes: file.wishes.clone(),
        wishes: file.wishes,
        modes: file.modes,
        requirements: file.requirements,
        attestations: file.attestations,
        notes: file.notes,
        parts: Vec::new(),
        clashes: Vec::new(),
        text: None,
    };
    // A mode that names an unknown set was told already.
    if let Some(first) = product.modes.first().map(|mode| mode.name.clone())
        && faults.errors.is_empty()
        && let Err(error) = product.set("mode", &first)
    {
        faults.say(&[Step::Key("modes")], error.to_string());
    }
    for (name, value) in file.defaults {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let way = [Step::Key("defaults"), Step::Key(&name)];
        match product.set(&name, &text) {
            Ok(()) => {}
            Err(ParameterError::Unknown { .. }) if faults.is_full() => {}
            Err(ParameterError::Unknown { .. }) => {
                let error = faults.document.error_at(&way, format!("unknown key \"{name}\""));
                faults.errors.push(error.meant(&name, PARAMETERS.iter().map(|(name, _)| *name)));
            }
            Err(error @ ParameterError::Value { .. }) => faults.say(&way, error.to_string()),
        }
    }
    Some(product)
}

/// What is wrong with a file that is well-formed: names that mean nothing, and things that cannot be.
struct Faults<'a, 't> {
    document: &'a Document<'t>,
    errors: Vec<TomlError>,
}

/// Nobody reads more than so many errors at once, and looking up places and likely names takes its time.
const MOST_ERRORS: usize = 40;

impl Faults<'_, '_> {
    fn is_full(&self) -> bool {
        self.errors.len() >= MOST_ERRORS
    }

    fn say(&mut self, way: &[Step<'_>], what: impl Into<String>) {
        if self.is_full() {
            return;
        }
        let error = self.document.error_at(way, what);
        self.errors.push(error);
    }

    /// The product's own name, and names that stand twice in a list.
    fn names(&mut self, file: &File, taken: Option<&[&str]>) {
        if !is_name(&file.name) {
            let what =
                format!("the name \"{}\" is not made of a to z, 0 to 9 and \"-\", 40 characters at most", file.name);
            self.say(&[Step::Key("name")], what);
        }
        if taken.is_some_and(|taken| taken.contains(&file.name.as_str())) {
            self.say(&[Step::Key("name")], format!("the name \"{}\" is a built-in product's", file.name));
        }
        if file.title.trim().is_empty() {
            self.say(&[Step::Key("title")], "the title is empty");
        }
        let sets = file.permission_sets.iter().map(|set| &set.name);
        let modes = file.modes.iter().map(|mode| &mode.name);
        let requirements = file.requirements.iter().map(|requirement| &requirement.id);
        let attestations = file.attestations.iter().map(|step| &step.id);
        self.once("permission_sets", "name", sets);
        self.once("modes", "name", modes);
        self.once("requirements", "id", requirements);
        self.once("attestations", "id", attestations);
    }

    fn once<'n>(&mut self, list: &str, key: &str, names: impl Iterator<Item = &'n String>) {
        let mut seen = BTreeSet::new();
        for (at, name) in names.enumerate() {
            let way = [Step::Key(list), Step::Item(at), Step::Key(key)];
            if name.trim().is_empty() {
                self.say(&way, format!("the {key} of an item of \"{list}\" is empty"));
            } else if !seen.insert(name) {
                self.say(&way, format!("\"{name}\" stands twice in \"{list}\""));
            }
        }
    }

    /// Every word of a list that must be one of the known ones.
    fn words(&mut self, list: &str, key: &str, what: &str, known: &[&str]) {
        let root: &DeTable<'_> = self.document.root();
        for item in items(root.get(list)).filter_map(|item| item.get_ref().as_table()) {
            let value = item.get(key);
            let single = value.filter(|value| value.get_ref().is_str());
            for word in items(value).chain(single) {
                let Some(text) = word.get_ref().as_str().filter(|text| !known.contains(text)) else { continue };
                if self.is_full() {
                    return;
                }
                let error = self.document.error(word.span(), format!("unknown {what} \"{text}\""));
                self.errors.push(error.meant(text, known.iter().copied()));
            }
        }
    }

    fn permissions(&mut self) {
        let known: Vec<&str> = KNOWN_PERMISSIONS
            .iter()
            .filter(|permission| permission.resource == Resource::MicrosoftGraph)
            .map(|permission| permission.value)
            .collect();
        self.words("permission_sets", "graph", "Graph permission", &known);
    }

    fn references(&mut self, file: &File, checks: Option<&[&str]>) {
        let sets: Vec<&str> = file.permission_sets.iter().map(|set| set.name.as_str()).collect();
        let modes: Vec<&str> = file.modes.iter().map(|mode| mode.name.as_str()).collect();
        let steps: Vec<&str> = file.attestations.iter().map(|step| step.id.as_str()).collect();
        let parameters: Vec<&str> = PARAMETERS.iter().map(|(name, _)| *name).collect();
        self.words("modes", "permission_set", "permission set", &sets);
        self.words("modes", "needs", "parameter", &parameters);
        self.words("attestations", "modes", "mode", &modes);
        self.words("requirements", "attests", "attestation", &steps);
        if let Some(checks) = checks {
            self.words("requirements", "checks", "check", checks);
        }
    }

    /// Two wishes that no room can fulfil at once.
    fn opposites(&mut self, file: &File) {
        for wish in file.wishes.keys() {
            let Some(opposite) = wish.opposite().filter(|opposite| opposite < wish) else { continue };
            if file.wishes.contains_key(&opposite) {
                let (one, other) = (wish.id(), opposite.id());
                let what = format!("\"{one}\" is the opposite of \"{other}\", and both are wished for");
                let error = self.document.error_at(&[Step::Key("wishes"), Step::Key(&one)], what);
                self.errors.push(error.hint(format!("Turn one of them off: {other} = \"off\".")));
            }
        }
    }
}

fn items<'a, 't>(value: Option<&'a Spanned<DeValue<'t>>>) -> impl Iterator<Item = &'a Spanned<DeValue<'t>>> {
    value.and_then(|value| value.get_ref().as_array()).into_iter().flat_map(|items| items.iter())
}

/// A name that can stand on a command line, in a file name and before a dot.
fn is_name(text: &str) -> bool {
    let is_fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=40).contains(&text.len()) && text.chars().all(is_fine) && !text.starts_with('-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::product::Level;

    const LEAST: &str = "name = 'x'\ntitle = 'X'\nguide = { title = 'G', version = '1' }\n\
        permission_sets = [{ name = 'only', graph = ['Calendars.ReadWrite'] }]\n";

    const OWN: &str = "extends = 'spacewell'\nname = 'ours'\ntitle = 'Ours'\n";

    fn wrong(text: &str) -> String {
        parse_file("own.toml", text, &checks()).unwrap_err().to_string()
    }

    /// Every check that there is: a product that extends another takes over what the other names.
    fn checks() -> Vec<&'static str> {
        crate::check::REGISTRY.iter().map(|check| check.id).collect()
    }

    fn own(more: &str) -> Product {
        let text = format!("{OWN}{more}");
        parse_file("own.toml", &text, &checks()).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn the_least_file_is_a_product() {
        let product = parse(LEAST).unwrap();
        assert_eq!(product.parameters.permission_set, "only");
        assert_eq!(product.parameters.expiry_days, 30);
    }

    #[test]
    fn errors_point_to_the_line() {
        let error = wrong(&format!("{LEAST}[wishes.tittles]\nlevel = 'error'\n"));
        assert_eq!(error, "unknown key \"tittles\" in own.toml, line 5, column 9. Did you mean \"titles\"?");
    }

    #[test]
    fn an_unknown_permission_is_named() {
        let error = wrong(&LEAST.replace("Calendars.ReadWrite", "Calendar.ReadWrite"));
        assert_eq!(
            error,
            "unknown Graph permission \"Calendar.ReadWrite\" in own.toml, line 4, column 46. \
             Did you mean \"Calendars.ReadWrite\"?"
        );
    }

    #[test]
    fn a_default_that_does_not_fit_is_named() {
        let error = wrong(&format!("{LEAST}[defaults]\nhorizon_days = 2000\n"));
        assert!(error.contains("0 to 1080") && error.ends_with("in own.toml, line 6, column 1"), "{error}");
        let unknown = wrong(&format!("{LEAST}[defaults]\nhorizon_day = 2\n"));
        assert!(unknown.ends_with("Did you mean \"horizon_days\"?"), "{unknown}");
    }

    #[test]
    fn words_that_name_nothing_are_told_with_the_one_that_was_meant() {
        let modes = "[[modes]]\nname = 'strict'\npermission_set = 'onlx'\nneeds = ['booking_acount']\n\
            [[attestations]]\nid = 'reviewed'\nasks = 'a'\nlevel = 'info'\nwho = 'w'\nmodes = ['strickt']\n\
            [[requirements]]\nid = 'A-1'\nchecks = ['CP022', 'CP22']\nattests = ['review']\n";
        let error = wrong(&format!("{LEAST}{modes}"));
        let lines: Vec<&str> = error.lines().collect();
        assert_eq!(
            lines,
            [
                "unknown permission set \"onlx\" in own.toml, line 7, column 18. Did you mean \"only\"?",
                "unknown parameter \"booking_acount\" in own.toml, line 8, column 10. Did you mean \"booking_account\"?",
                "unknown mode \"strickt\" in own.toml, line 14, column 10. Did you mean \"strict\"?",
                "unknown check \"CP22\" in own.toml, line 17, column 20. Did you mean \"CP022\"?",
                "unknown attestation \"review\" in own.toml, line 18, column 12. Did you mean \"reviewed\"?",
            ]
        );
    }

    #[test]
    fn names_are_the_files_own_and_stand_once() {
        assert!(wrong(&LEAST.replace("'x'", "'My Product'")).contains("is not made of a to z"));
        assert!(wrong(&LEAST.replace("'x'", "'spacewell'")).contains("is a built-in product's"));
        assert!(wrong(&LEAST.replace("'X'", "' '")).contains("the title is empty"));
        let twice =
            wrong(&format!("{LEAST}[[notes]]\ntext = 'n'\n[[requirements]]\nid = 'A'\n[[requirements]]\nid = 'A'\n"));
        assert_eq!(twice, "\"A\" stands twice in \"requirements\" in own.toml, line 10, column 1");
        let without = wrong("extends = 'spacewell'\nname = 'ours'\n");
        assert!(without.starts_with("the key \"title\" is missing: a product that extends"), "{without}");
    }

    #[test]
    fn a_product_that_extends_another_takes_over_what_it_does_not_say() {
        let (base, ours) = (Product::builtin("spacewell").unwrap(), own(""));
        assert_eq!((ours.name.as_str(), ours.title.as_str()), ("ours", "Ours"));
        assert_eq!(ours.wishes, base.wishes);
        assert_eq!((&ours.guide, &ours.parameters), (&base.guide, &base.parameters));
        assert_eq!(ours.permission_sets().count(), base.permission_sets().count());
    }

    #[test]
    fn wishes_merge_key_by_key_and_can_be_turned_off() {
        let (base, ours) = (
            Product::builtin("spacewell").unwrap(),
            own("[wishes]\ntitles = { level = 'info' }\nbody = 'off'\nattachments = { level = 'warning' }\n"),
        );
        let titles = ours.wish(Wish::Titles).unwrap();
        assert_eq!(titles.level, Level::Info);
        assert_eq!(titles.cites, base.wish(Wish::Titles).unwrap().cites);
        assert!(base.wish(Wish::Body).is_some() && ours.wish(Wish::Body).is_none());
        assert!(ours.wish(Wish::Attachments).is_some());
        assert_eq!(ours.wishes.len(), base.wishes.len());
    }

    #[test]
    fn named_items_merge_and_others_are_appended() {
        let more = "[[permission_sets]]\nname = 'earlier'\ngraph = ['Calendars.ReadWrite']\n\
            [[permission_sets]]\nname = 'ours'\ngraph = ['Calendars.Read']\n\
            [[notes]]\ntext = 'only this one'\n[defaults]\npermission_set = 'ours'\nroom_centric = false\n";
        let (base, ours) = (Product::builtin("spacewell").unwrap(), own(more));
        let set = |name: &str| ours.permission_sets().find(|set| set.name == name).unwrap().clone();
        assert_eq!(ours.permissions.name, "ours");
        assert_eq!(set("earlier").graph, ["Calendars.ReadWrite"]);
        assert_eq!(set("earlier").cites, base.permission_sets().find(|set| set.name == "earlier").unwrap().cites);
        assert_eq!(set("current").graph, base.permissions.graph);
        assert_eq!(ours.parameters.secret_months, base.parameters.secret_months, "other defaults stay");
        assert!(!ours.parameters.room_centric);
        assert_eq!(ours.notes.len(), 1, "a list without names is replaced");
    }

    #[test]
    fn what_cannot_be_extended_or_turned_off_is_refused() {
        let error = wrong("extends = 'spacwell'\nname = 'x'\ntitle = 'X'\n");
        assert_eq!(
            error,
            "\"extends\" names \"spacwell\", which is no built-in product in own.toml, line 1, column 11. \
             Did you mean \"spacewell\"?"
        );
        assert!(wrong("extends = 3\nname = 'x'\ntitle = 'X'\n").contains("not the name of a product"));
        let of = wrong(&format!("{OWN}[wishes]\ntitles = 'of'\n"));
        assert!(of.starts_with("the wish \"titles\" is neither a rule"), "{of}");
        let tittles = wrong(&format!("{OWN}[wishes]\ntittles = 'off'\n"));
        assert!(tittles.ends_with("line 5, column 1. Did you mean \"titles\"?"), "{tittles}");
    }

    #[test]
    fn opposite_wishes_are_refused_and_one_may_be_turned_off() {
        let error = wrong(&format!("{OWN}[wishes]\ntitles_removed = {{ level = 'error' }}\n"));
        assert_eq!(
            error,
            "\"titles_removed\" is the opposite of \"titles\", and both are wished for in own.toml, line 5, column 1. \
             Turn one of them off: titles = \"off\"."
        );
        let ours = own("[wishes]\ntitles_removed = { level = 'error' }\ntitles = 'off'\n");
        assert!(ours.wish(Wish::TitlesRemoved).is_some() && ours.wish(Wish::Titles).is_none());
    }

    #[test]
    fn a_wish_of_a_mode_takes_the_place_of_its_opposite() {
        let ours = own("[[modes]]\nname = 'plain'\ntitle = 'p'\n[[modes]]\nname = 'people'\ntitle = 'q'\n\
             wishes = { user_calendars = { level = 'error' } }\n");
        assert!(ours.wish(Wish::ConfinedToRooms).is_some());
        let mut people = ours;
        people.set("mode", "people").unwrap();
        assert!(people.wish(Wish::UserCalendars).is_some() && people.wish(Wish::ConfinedToRooms).is_none());
    }

    #[test]
    fn a_file_of_nothing_but_mistakes_is_told_in_part_and_at_once() {
        let words: Vec<_> = (0..20_000).map(|number| format!("'p{number}'")).collect();
        let text = LEAST.replace("'Calendars.ReadWrite'", &words.join(","));
        assert_eq!(parse(&text).unwrap_err().errors.len(), MOST_ERRORS);
    }

    proptest! {
        // A file of the size of a real guide takes a while to read without optimisation.
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn arbitrary_text_is_never_a_panic(text in any::<String>()) {
            let _ = parse_file("x", &text, &[]).map_err(|error| error.to_string());
        }

        #[test]
        fn a_mutated_product_is_never_a_panic(
            which in 0..BUILTIN.len(),
            at in any::<proptest::sample::Index>(),
            length in 0_usize..40,
            put in "[a-z0-9 =\\[\\]{}\"',.\n#-]{0,20}",
        ) {
            let text = BUILTIN[which].1;
            let mut start = at.index(text.len());
            while !text.is_char_boundary(start) { start -= 1; }
            let mut end = (start + length).min(text.len());
            while !text.is_char_boundary(end) { end += 1; }
            let mutated = format!("{}{put}{}", &text[..start], &text[end..]);
            if let Err(error) = parse(&mutated) {
                prop_assert!(!error.errors.is_empty());
            }
        }
    }
}
