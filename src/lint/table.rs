//! Calls beside the table of commands: names, parameters, values.

use super::calls::{Call, Calls, OneWord, Slip, Splatted};
use super::remark::{Note, Remarks};
use super::rules::{self, Rule};
use crate::powershell::cmdlets::{self, Fault, Item, Literal};

/// Judges a call.
pub fn judge(call: &Call, all: &Calls, remarks: &mut Remarks<'_>) {
    slips(call, remarks);
    let Some(cmdlet) = call.cmdlet else {
        unknown(call, all, remarks);
        return;
    };
    let source = cmdlet.page.clone();
    let Some(bound) = call.bound() else { return };
    for found in &bound.faults {
        let span = found.at.and_then(|at| call.words.get(at)).map_or(call.name_span.clone(), |word| word.span.clone());
        let Some(rule) = rule_of(&found.fault) else { continue };
        if call.splatted == Splatted::From && matches!(found.fault, Fault::Missing { .. }) {
            continue;
        }
        // What is gone from Exchange Online altogether is told as such.
        if found.at.is_none() && rule.id == "on-premises-only" && cmdlets::withdrawn(&cmdlet.name).is_some() {
            continue;
        }
        let mut note = Note::new(found.fault.to_string()).source(source.clone());
        if let Some(edit) = mended(&found.fault) {
            note = note.instead([remarks.rewritten(call, &[(span.clone(), edit)])]);
        }
        remarks.add(rule, span, note);
    }
    for given in &bound.given {
        let is_empty = matches!(&given.value, Some(Literal::Text(text)) if text.is_empty());
        let is_core = cmdlet.module.starts_with("Microsoft.PowerShell");
        let must_be = !is_core && (!given.parameter.required.is_empty() || given.parameter.name == "Identity");
        if let Some(word) = given.value_at.and_then(|at| call.words.get(at)).filter(|_| is_empty && must_be) {
            let note = Note::new(format!("-{} is empty", given.parameter.name)).source(source.clone());
            remarks.add(&rules::EMPTY_VALUE, word.span.clone(), note);
        }
    }
}

fn rule_of(fault: &Fault) -> Option<&'static Rule> {
    Some(match fault {
        // Judged by `unknown`.
        Fault::UnknownCommand { .. } => return None,
        Fault::UnknownParameter { .. } => &rules::UNKNOWN_PARAMETER,
        Fault::AmbiguousParameter { .. } => &rules::AMBIGUOUS_PARAMETER,
        Fault::NotInFull { .. } => &rules::SHORTENED_PARAMETER,
        Fault::WrongType { .. } => &rules::WRONG_TYPE,
        Fault::OutOfRange { .. } | Fault::TooLong { .. } => &rules::VALUE_OUT_OF_RANGE,
        Fault::NotOfList { .. } => &rules::VALUE_NOT_IN_LIST,
        Fault::Missing { .. } => &rules::MISSING_PARAMETER,
        Fault::SwitchWithValue { .. } => &rules::SWITCH_WITH_VALUE,
        Fault::ValueMissing { .. } => &rules::MISSING_VALUE,
        Fault::Twice { .. } => &rules::REPEATED_PARAMETER,
        Fault::Surplus { .. } => &rules::STRAY_VALUE,
        Fault::NotTogether { .. } => &rules::CONFLICTING_PARAMETERS,
        Fault::OnlyOnPremises { .. } => &rules::ON_PREMISES_ONLY,
        Fault::OnlySince { .. } => &rules::NEWER_POWERSHELL,
    })
}

/// What to write in the place of the word that a fault is about.
fn mended(fault: &Fault) -> Option<String> {
    match fault {
        Fault::UnknownParameter { meant: Some(name), .. } | Fault::NotInFull { full: name, .. } => {
            Some(format!("-{name}"))
        }
        Fault::NotOfList { meant: Some(value), .. } => Some(value.clone()),
        Fault::WrongType { wanted, given, .. } if wanted.starts_with("$true") => {
            let lower = given.to_ascii_lowercase();
            let value = ["true", "false"].into_iter().find(|value| lower == format!("the text \"{value}\""))?;
            Some(format!("${value}"))
        }
        Fault::SwitchWithValue { .. } => Some(String::new()),
        _ => None,
    }
}

fn slips(call: &Call, remarks: &mut Remarks<'_>) {
    let source = call.cmdlet.map(|cmdlet| cmdlet.page.clone());
    for slip in &call.slips {
        match slip {
            Slip::Hyphen(span, name) => {
                let line = remarks.rewritten(call, &[(span.clone(), format!("-{name}"))]);
                let mut note = Note::new(format!("the parameter {name} lacks its hyphen")).instead([line]);
                note.source = source.clone();
                remarks.add(&rules::MISSING_HYPHEN, span.clone(), note);
            }
            Slip::Space(span, name, one_word) => {
                let (rule, found) = match one_word {
                    OneWord::No => (&rules::MISSING_SPACE, format!("no space before -{name}")),
                    OneWord::Yes => {
                        (&rules::JOINED_WORDS, format!("-{name} and what stands beside it are one word to PowerShell"))
                    }
                };
                let line = remarks.rewritten(call, &[(span.start..span.start, " ".to_owned())]);
                remarks.add(rule, span.clone(), Note::new(found).instead([line]));
            }
            Slip::LineBreak(span, name) => {
                let note = Note::new(format!("`{name}` begins another command"))
                    .instead([format!("put {name} on a line of its own")]);
                remarks.add(&rules::LOST_LINE_BREAK, span.clone(), note);
            }
        }
    }
}

fn unknown(call: &Call, all: &Calls, remarks: &mut Remarks<'_>) {
    let is_named = call.name.split_once('-').is_some_and(|(verb, noun)| {
        !noun.is_empty() && verb.chars().all(|c| c.is_ascii_alphabetic()) && noun.chars().all(char::is_alphanumeric)
    });
    let is_own = all.functions.contains(&call.name.to_ascii_lowercase());
    if !is_named || is_own || cmdlets::is_documented(&call.name) || cmdlets::withdrawn(&call.name).is_some() {
        return;
    }
    match cmdlets::meant(&call.name) {
        Some(meant) => {
            let line = remarks.rewritten(call, &[(call.name_span.clone(), meant.to_owned())]);
            let note = Note::new(format!("there is no `{}`; `{meant}` is one", call.name)).instead([line]);
            remarks.add(&rules::MISSPELT_COMMAND, call.name_span.clone(), note);
        }
        None => {
            let note = Note::new(format!("`{}` is not in the table", call.name));
            remarks.add(&rules::UNKNOWN_COMMAND, call.name_span.clone(), note);
        }
    }
}

/// Whether a word of a call is a text that can be read.
pub fn text_of(item: &Item) -> Option<&str> {
    match item {
        Item::Value(Literal::Text(text)) | Item::Parameter(_, Some(Literal::Text(text))) => Some(text),
        Item::Value(_) | Item::Parameter(..) => None,
    }
}
