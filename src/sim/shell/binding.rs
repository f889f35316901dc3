//! How arguments become parameters: which a command takes, of which type, and how PowerShell refuses what it cannot
//! bind. Stricter than PowerShell, which would make numbers and truth of some texts: our scripts are what they seem.

use uuid::Uuid;

use super::{Arguments, CommandError, Record, Tenant, Value};
use crate::sim::json::{Json, Object};

/// What a command gives, or why it failed.
pub(super) type Outcome = Result<Vec<Value>, CommandError>;

/// The type of a parameter.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// On by its name alone.
    Switch,
    /// `$true` or `$false`.
    Bool,
    /// A number of this range.
    Int(i64, i64),
    /// A number, or `$null` for none.
    MaybeInt,
    /// Text, or `$null` for none.
    Text,
    /// One of these words, whatever their case.
    OneOf(&'static [&'static str]),
    /// One of these words, or `$null` for none.
    MaybeOneOf(&'static [&'static str]),
    /// Texts, which replace what is there.
    Texts,
    /// Texts, which replace what is there; or a table of what to add and to remove.
    Multi,
    /// Some of these words.
    Words(&'static [&'static str]),
    /// Whatever the command makes of it.
    Any,
}

/// A command.
pub(super) struct Command {
    /// Its name.
    pub(super) name: &'static str,
    /// Parameters that must be there.
    pub(super) needs: &'static [&'static str],
    /// Parameters that it takes.
    pub(super) takes: &'static [(&'static str, Kind)],
    /// What it does.
    pub(super) run: fn(&mut Tenant, &Given<'_>) -> Outcome,
}

/// What every command takes.
const COMMON: [&str; 13] = [
    "Confirm",
    "WhatIf",
    "Verbose",
    "Debug",
    "ErrorAction",
    "ErrorVariable",
    "WarningAction",
    "WarningVariable",
    "InformationAction",
    "InformationVariable",
    "OutVariable",
    "OutBuffer",
    "PipelineVariable",
];

/// Arguments that fit the command.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    takes: &'static [(&'static str, Kind)],
    arguments: &'a Arguments,
}

impl Command {
    /// Binds the arguments and runs.
    pub(super) fn invoke(&self, tenant: &mut Tenant, arguments: &Arguments) -> Outcome {
        for (name, value) in arguments {
            match self.takes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
                Some((known, kind)) => check(known, *kind, value, self.needs.contains(known))?,
                None if COMMON.iter().any(|common| common.eq_ignore_ascii_case(name)) => {}
                None => {
                    let message = format!("A parameter cannot be found that matches parameter name '{name}'.");
                    return Err(binding(message));
                }
            }
        }
        let missing: Vec<&str> =
            self.needs.iter().copied().filter(|name| !arguments.contains_key(&name.to_ascii_lowercase())).collect();
        if !missing.is_empty() {
            return Err(binding(format!(
                "Cannot process command because of one or more missing mandatory parameters: {}.",
                missing.join(" ")
            )));
        }
        let is_read = ["Get-", "Test-"].iter().any(|verb| self.name.starts_with(verb));
        if !is_read && arguments.get("whatif") == Some(&Value::Bool(true)) {
            return Ok(Vec::new());
        }
        (self.run)(tenant, &Given { takes: self.takes, arguments })
    }
}

fn binding(message: String) -> CommandError {
    CommandError { id: "System.Management.Automation.ParameterBindingException".to_owned(), message }
}

fn check(name: &str, kind: Kind, value: &Value, is_needed: bool) -> Result<(), CommandError> {
    if is_needed && matches!(value, Value::Null) {
        return Err(binding(format!("Cannot bind argument to parameter '{name}' because it is null.")));
    }
    if is_needed && matches!(value, Value::Text(text) if text.is_empty()) {
        return Err(binding(format!("Cannot bind argument to parameter '{name}' because it is an empty string.")));
    }
    let refuse = |why: &str| {
        Err(CommandError {
            id: "System.Management.Automation.ParameterBindingArgumentTransformationException".to_owned(),
            message: format!("Cannot process argument transformation on parameter '{name}'. {why}"),
        })
    };
    let to_type = |wanted: &str| refuse(&format!("Cannot convert value \"{}\" to type \"{wanted}\".", type_of(value)));
    let is_text = |value: &Value| matches!(value, Value::Text(_));
    match kind {
        Kind::Any => Ok(()),
        Kind::Switch => match value {
            Value::Bool(_) => Ok(()),
            _ => to_type("System.Management.Automation.SwitchParameter"),
        },
        Kind::Bool => match value {
            Value::Bool(_) => Ok(()),
            _ => refuse(&format!(
                "Cannot convert value \"{}\" to type \"System.Boolean\". Boolean parameters accept only Boolean values \
                 and numbers, such as $True, $False, 1 or 0.",
                type_of(value)
            )),
        },
        Kind::Int(least, most) => match value {
            Value::Int(number) if (least..=most).contains(number) => Ok(()),
            // guess: the sentence, after those of other properties.
            Value::Int(number) => Err(CommandError {
                id: "Microsoft.Exchange.Data.DataValidationException".to_owned(),
                message: format!(
                    "The property value is invalid. The value {number} isn't within the range {least} to {most}. \
                     Property Name: {name}"
                ),
            }),
            _ => to_type("System.Int32"),
        },
        Kind::MaybeInt => match value {
            Value::Int(_) | Value::Null => Ok(()),
            _ => to_type("System.Int32"),
        },
        Kind::Text => match value {
            Value::Text(_) | Value::Null => Ok(()),
            _ => to_type("System.String"),
        },
        Kind::OneOf(words) | Kind::MaybeOneOf(words) => match value {
            Value::Text(text) if words.iter().any(|word| word.eq_ignore_ascii_case(text)) => Ok(()),
            Value::Null if matches!(kind, Kind::MaybeOneOf(_)) => Ok(()),
            Value::Text(text) => refuse(&unknown_word(text, words)),
            _ => to_type("System.Enum"),
        },
        Kind::Words(words) => {
            let texts = split(value);
            match (texts.iter().find(|text| !words.iter().any(|word| word.eq_ignore_ascii_case(text))), value) {
                (Some(text), _) => refuse(&unknown_word(text, words)),
                (None, Value::Text(_)) => Ok(()),
                (None, Value::List(items)) if !items.is_empty() && items.iter().all(is_text) => Ok(()),
                (None, _) => to_type("System.Enum[]"),
            }
        }
        Kind::Texts | Kind::Multi => match value {
            Value::Text(_) | Value::Null => Ok(()),
            Value::List(items) if items.iter().all(is_text) => Ok(()),
            Value::Record(Record(items))
                if matches!(kind, Kind::Multi)
                    && items.iter().all(|(key, value)| {
                        (key.eq_ignore_ascii_case("Add") || key.eq_ignore_ascii_case("Remove"))
                            && matches!(value, Value::Text(_) | Value::List(_))
                    }) =>
            {
                Ok(())
            }
            _ => to_type("System.String[]"),
        },
    }
}

fn unknown_word(text: &str, words: &[&str]) -> String {
    format!(
        "Cannot convert value \"{text}\" to the type of the parameter: unable to match the identifier name {text} to a \
         valid enumerator name. Specify one of the following enumerator names and try again: {}",
        words.join(", ")
    )
}

/// The name of a value's type.
fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "System.Boolean",
        Value::Int(_) => "System.Int32",
        Value::Double(_) => "System.Double",
        Value::Text(_) => "System.String",
        Value::Time(_) => "System.DateTime",
        Value::List(_) => "System.Object[]",
        Value::Record(_) => "System.Collections.Hashtable",
    }
}

/// The texts in a value: one or several.
pub(super) fn texts_of(value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) => vec![text.clone()],
        Value::List(items) => items
            .iter()
            .filter_map(|item| match item {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The words in a value: several, or one text with commas.
fn split(value: &Value) -> Vec<String> {
    texts_of(value).iter().flat_map(|text| text.split(',')).map(|word| word.trim().to_owned()).collect()
}

impl<'a> Given<'a> {
    /// The value of a parameter, `$null` too.
    pub(super) fn value(&self, name: &str) -> Option<&'a Value> {
        self.arguments.get(&name.to_ascii_lowercase())
    }

    /// Whether a parameter was given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// Text that is not empty.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        match self.value(name) {
            Some(Value::Text(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// Text that has to be there.
    pub(super) fn needed(&self, name: &str) -> &'a str {
        self.text(name).unwrap_or_default()
    }

    /// The text of a parameter that was given: `None` inside for `$null` and for nothing.
    pub(super) fn new_text(&self, name: &str) -> Option<Option<String>> {
        self.has(name).then(|| self.text(name).map(str::to_owned))
    }

    /// Truth.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        match self.value(name) {
            Some(Value::Bool(value)) => Some(*value),
            _ => None,
        }
    }

    /// A number.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        match self.value(name) {
            Some(Value::Int(value)) => Some(*value),
            _ => None,
        }
    }

    /// A number of a parameter that was given: `None` inside for `$null`.
    pub(super) fn new_number(&self, name: &str) -> Option<Option<i64>> {
        self.has(name).then(|| self.number(name))
    }

    /// A word as the command spells it.
    pub(super) fn word(&self, name: &str) -> Option<&'static str> {
        let text = self.text(name)?;
        let (_, kind) = self.takes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        match kind {
            Kind::OneOf(words) | Kind::MaybeOneOf(words) | Kind::Words(words) => {
                words.iter().copied().find(|word| word.eq_ignore_ascii_case(text))
            }
            _ => None,
        }
    }

    /// Words as the command spells them.
    pub(super) fn words(&self, name: &str) -> Option<Vec<String>> {
        let given = split(self.value(name)?);
        let (_, kind) = self.takes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        let Kind::Words(words) = kind else { return None };
        let spelled = |text: &String| words.iter().find(|word| word.eq_ignore_ascii_case(text));
        Some(given.iter().filter_map(spelled).map(|word| (*word).to_owned()).collect())
    }

    /// Texts of a parameter that was given.
    pub(super) fn texts(&self, name: &str) -> Option<Vec<String>> {
        self.value(name).map(texts_of)
    }

    /// The list that a parameter makes of the one that is there: another, or with some added and removed.
    pub(super) fn applied(&self, name: &str, old: &[String]) -> Option<Vec<String>> {
        let value = self.value(name)?;
        let Value::Record(table) = value else { return Some(texts_of(value)) };
        let mut list = old.to_vec();
        for gone in table.get("Remove").map(texts_of).unwrap_or_default() {
            list.retain(|entry| !entry.eq_ignore_ascii_case(&gone));
        }
        for new in table.get("Add").map(texts_of).unwrap_or_default() {
            if !list.iter().any(|entry| entry.eq_ignore_ascii_case(&new)) {
                list.push(new);
            }
        }
        Some(list)
    }

    /// The names of the parameters that were given and are among these, as the command spells them.
    pub(super) fn names_among(&self, names: &[&str]) -> Vec<&'static str> {
        self.takes.iter().map(|(name, _)| *name).filter(|name| names.contains(name) && self.has(name)).collect()
    }
}

/// A GUID in text.
pub(super) fn guid(text: &str) -> Option<Uuid> {
    text.trim().parse().ok()
}

/// A row of a service as an object of the script: without the hints, and times as times.
pub(super) fn record(row: &Object, name: fn(&str) -> String) -> Value {
    let mut out = Record::default();
    let mut is_time = false;
    for (key, value) in &row.0 {
        if key.contains('@') {
            is_time = matches!(value, Json::Text(hint) if hint == "System.DateTime");
            continue;
        }
        let time = match value {
            Json::Text(text) if is_time || key.ends_with("DateTime") => text.parse().ok(),
            _ => None,
        };
        out.0.push((name(key), time.map_or_else(|| value_of(value, name), Value::Time)));
        is_time = false;
    }
    Value::Record(out)
}

fn value_of(value: &Json, name: fn(&str) -> String) -> Value {
    match value {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Int(value) => Value::Int(*value),
        Json::Float(value) => Value::Double(*value),
        Json::Text(text) => Value::Text(text.clone()),
        Json::Raw(text) => Value::Text((*text).to_owned()),
        Json::List(items) => Value::List(items.iter().map(|item| value_of(item, name)).collect()),
        Json::Object(object) => record(object, name),
    }
}
