//! Sets the arguments of a call beside the parameters of its command, as PowerShell's binder does, and tells what is
//! wrong. Nothing is run: values that only a run would show are taken as right.

use super::fault::{Fault, Found};
use super::literal::Literal;
use super::table::{Cmdlet, Kind, Match, Parameter, Place};
use crate::toml_file::did_you_mean;

/// One thing after the name of a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// `-Name`, or `-Name:value`.
    Parameter(String, Option<Literal>),
    /// A value: of the parameter before it, or by position.
    Value(Literal),
}

/// Whether something comes through the pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fed {
    /// The command stands first.
    ByNothing,
    /// Another one stands before it.
    ByPipeline,
}

/// A parameter that got its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Given<'t> {
    /// The parameter.
    pub parameter: &'t Parameter,
    /// The item that names it; `None` when it was bound by position.
    pub named_at: Option<usize>,
    /// The item that holds its value; `None` for a switch.
    pub value_at: Option<usize>,
    /// Its value; `None` for a switch that is simply there.
    pub value: Option<Literal>,
}

/// The outcome of binding.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bound<'t> {
    /// What was bound, in the order of the call.
    pub given: Vec<Given<'t>>,
    /// What is wrong, in the order of the call.
    pub faults: Vec<Found>,
}

impl<'t> Bound<'t> {
    /// What was given for the parameter of this name.
    pub fn of(&self, name: &str) -> Option<&Given<'t>> {
        self.given.iter().find(|given| given.parameter.name.eq_ignore_ascii_case(name))
    }

    fn fault(&mut self, at: impl Into<Option<usize>>, fault: Fault) {
        self.faults.push(Found { at: at.into(), fault });
    }
}

/// Binds a call.
pub fn bind<'t>(cmdlet: &'t Cmdlet, items: &[Item], fed: Fed) -> Bound<'t> {
    let mut bound = Bound::default();
    let mut is_certain = true;
    let mut loose = Vec::new();
    let mut at = 0;
    while let Some(item) = items.get(at) {
        let Item::Parameter(name, colon) = item else {
            loose.push(at);
            at += 1;
            continue;
        };
        let next = match items.get(at + 1) {
            Some(Item::Value(value)) => Some(value),
            _ => None,
        };
        match cmdlet.parameter(name) {
            Ok(found) => {
                let parameter = found.parameter();
                if let Match::Short(_) = found {
                    let fault = Fault::NotInFull { name: name.clone(), full: parameter.name.clone() };
                    bound.fault(at, fault);
                }
                at += named(&mut bound, (cmdlet, parameter), at, colon.as_ref(), next);
            }
            // `-?` asks for help.
            Err(_) if name == "?" => at += 1,
            Err(candidates) => {
                is_certain = false;
                let candidates: Vec<String> = candidates.into_iter().map(ToOwned::to_owned).collect();
                let name = name.clone();
                let fault = if candidates.is_empty() {
                    let meant = cmdlet.parameter_meant(&name).map(ToOwned::to_owned);
                    Fault::UnknownParameter { command: cmdlet.name.clone(), name, meant }
                } else {
                    Fault::AmbiguousParameter { name, candidates }
                };
                bound.fault(at, fault);
                // Whether a value belongs to it, nobody knows: taken as its own.
                at += if colon.is_none() && next.is_some() { 2 } else { 1 };
            }
        }
    }
    by_position(&mut bound, cmdlet, items, &loose);
    places(&mut bound, cmdlet);
    if is_certain {
        sets(&mut bound, cmdlet, fed);
    }
    bound.faults.sort_by_key(|found| found.at);
    bound
}

/// Binds a parameter that was named; tells how many items that took.
fn named<'t>(
    bound: &mut Bound<'t>,
    (cmdlet, parameter): (&'t Cmdlet, &'t Parameter),
    at: usize,
    colon: Option<&Literal>,
    next: Option<&Literal>,
) -> usize {
    if bound.of(&parameter.name).is_some() {
        bound.fault(at, Fault::Twice { parameter: parameter.name.clone() });
    }
    let is_switch = parameter.kind == Kind::Switch;
    // `Where-Object Property -EQ $true`: the value is one of its own there.
    let takes_any_value = cmdlet.parameters.iter().any(|one| one.position.is_some() && one.type_name == "Object");
    let (value, value_at, taken) = match (colon, next) {
        (Some(value), _) => (Some(value), Some(at), 1),
        (None, Some(value)) if !is_switch => (Some(value), Some(at + 1), 2),
        (None, Some(Literal::Bool(_))) if !takes_any_value => {
            // What was meant is plain; PowerShell takes the value for an argument of its own.
            bound.fault(at + 1, Fault::SwitchWithValue { parameter: parameter.name.clone() });
            (None, None, 2)
        }
        (None, _) => (None, None, 1),
    };
    if value.is_none() && !is_switch {
        bound.fault(at, Fault::ValueMissing { parameter: parameter.name.clone() });
    }
    if let (Some(value), Some(value_at)) = (value, value_at)
        && let Some(fault) = value_fault(parameter, value)
    {
        bound.fault(value_at, fault);
    }
    bound.given.push(Given { parameter, named_at: Some(at), value_at, value: value.cloned() });
    taken
}

fn by_position<'t>(bound: &mut Bound<'t>, cmdlet: &'t Cmdlet, items: &[Item], loose: &[usize]) {
    for &at in loose {
        let Some(Item::Value(value)) = items.get(at) else { continue };
        let is_free = |parameter: &&Parameter| {
            parameter.position.is_some() && parameter.kind != Kind::Switch && bound.of(&parameter.name).is_none()
        };
        let is_possible = |parameter: &&Parameter| {
            bound.given.iter().all(|given| {
                (1..=cmdlet.sets).any(|set| given.parameter.is_in(set) && parameter.is_in(set))
                    && given.parameter.position != parameter.position
            })
        };
        let fits = |parameter: &Parameter| {
            value_fault(parameter, value).is_none() && (parameter.kind == Kind::Script) == (*value == Literal::Script)
        };
        let free = cmdlet.parameters.iter().filter(is_free).filter(is_possible);
        let Some(parameter) =
            free.min_by_key(|parameter| (parameter.position, !fits(parameter), parameter.sets.first().copied()))
        else {
            let takes_rest = cmdlet.parameters.iter().any(|parameter| parameter.takes_rest);
            if takes_rest {
                continue;
            }
            bound.fault(at, Fault::Surplus { command: cmdlet.name.clone(), given: value.words() });
            continue;
        };
        if let Some(fault) = value_fault(parameter, value) {
            bound.fault(at, fault);
        }
        bound.given.push(Given { parameter, named_at: None, value_at: Some(at), value: Some(value.clone()) });
    }
}

/// Only what this Exchange or this PowerShell does not know.
fn places(bound: &mut Bound<'_>, cmdlet: &Cmdlet) {
    if cmdlet.place == Place::OnPremises {
        bound.fault(None, Fault::OnlyOnPremises { what: cmdlet.name.clone() });
    }
    if let Some(version) = &cmdlet.since {
        bound.fault(None, Fault::OnlySince { what: cmdlet.name.clone(), version: version.clone() });
    }
    let found: Vec<Found> = bound
        .given
        .iter()
        .filter_map(|given| {
            let what = format!("-{}", given.parameter.name);
            let fault = match (given.parameter.place, &given.parameter.since) {
                (Place::OnPremises, _) => Fault::OnlyOnPremises { what },
                (_, Some(version)) => Fault::OnlySince { what, version: version.clone() },
                (Place::Both | Place::Cloud, None) => return None,
            };
            Some(Found { at: given.named_at.or(given.value_at), fault })
        })
        .collect();
    bound.faults.extend(found);
}

/// What must be there, and what cannot be together.
fn sets(bound: &mut Bound<'_>, cmdlet: &Cmdlet, fed: Fed) {
    let possible: Vec<usize> =
        (1..=cmdlet.sets).filter(|set| bound.given.iter().all(|given| given.parameter.is_in(*set))).collect();
    let is_core = cmdlet.module.starts_with("Microsoft.PowerShell");
    if possible.is_empty() {
        // Their sets are folded together in the table where there are many, and the reference is loose about them.
        if is_core {
            return;
        }
        let parameters = bound.given.iter().filter(|given| !given.parameter.sets.is_empty());
        let parameters: Vec<String> = parameters.map(|given| given.parameter.name.clone()).collect();
        bound.fault(None, Fault::NotTogether { parameters });
        return;
    }
    let missing = |set: &usize| -> Vec<String> {
        let is_missing = |parameter: &&Parameter| {
            parameter.required.contains(set)
                && bound.of(&parameter.name).is_none()
                && !(fed == Fed::ByPipeline && (parameter.is_from_pipeline || is_core))
        };
        cmdlet.parameters.iter().filter(is_missing).map(|parameter| parameter.name.clone()).collect()
    };
    let least = possible.iter().map(missing).min_by_key(Vec::len).unwrap_or_default();
    if !least.is_empty() {
        bound.fault(None, Fault::Missing { command: cmdlet.name.clone(), names: least });
    }
}

/// What is wrong with a value for a parameter, as far as it can be told without running it.
fn value_fault(parameter: &Parameter, value: &Literal) -> Option<Fault> {
    match value {
        Literal::Unknown | Literal::Null => None,
        Literal::List(values) if parameter.is_list() || parameter.kind == Kind::Text => {
            values.iter().find_map(|value| value_fault(parameter, value))
        }
        Literal::List(values) => match values.as_slice() {
            [only] => value_fault(parameter, only),
            _ if parameter.kind == Kind::Choice => values.iter().find_map(|value| value_fault(parameter, value)),
            _ => Some(wrong(parameter, value)),
        },
        Literal::Text(text) => text_fault(parameter, text, value),
        Literal::Int(number) => number_fault(parameter, *number, value),
        Literal::Bool(_) => match parameter.kind {
            Kind::Boolean | Kind::Switch | Kind::Text => None,
            _ => Some(wrong(parameter, value)),
        },
        Literal::Table => match parameter.kind {
            Kind::Table | Kind::Model | Kind::Text => None,
            _ => Some(wrong(parameter, value)),
        },
        // Exchange's filters are written in braces now and then, and taken.
        Literal::Script => match parameter.kind {
            Kind::Script | Kind::Text => None,
            _ => Some(wrong(parameter, value)),
        },
    }
}

fn text_fault(parameter: &Parameter, text: &str, value: &Literal) -> Option<Fault> {
    let is_right = match parameter.kind {
        Kind::Switch | Kind::Boolean | Kind::Secure | Kind::Table | Kind::Script | Kind::Model => false,
        Kind::Whole => match text.trim().parse() {
            Ok(number) => return number_fault(parameter, number, value),
            Err(_) => false,
        },
        Kind::Guid => uuid::Uuid::parse_str(text.trim()).is_ok(),
        Kind::Address => text.contains('@'),
        Kind::Unlimited => {
            text.eq_ignore_ascii_case("unlimited") || text.starts_with(|first: char| first.is_ascii_digit())
        }
        Kind::Choice => return choice_fault(parameter, text),
        Kind::Text => true,
    };
    if !is_right {
        return Some(wrong(parameter, value));
    }
    let given = text.chars().count();
    let longest = parameter.longest.filter(|longest| given > *longest)?;
    Some(Fault::TooLong { parameter: parameter.name.clone(), longest, given })
}

fn choice_fault(parameter: &Parameter, text: &str) -> Option<Fault> {
    // Several flags in one text are parted by commas.
    let given = text.split(',').map(str::trim).find(|one| {
        !parameter.values.iter().any(|value| value.eq_ignore_ascii_case(one)) && one.parse::<i64>().is_err()
    })?;
    Some(Fault::NotOfList {
        parameter: parameter.name.clone(),
        values: parameter.values.clone(),
        given: given.to_owned(),
        meant: did_you_mean(given, parameter.values.iter().map(String::as_str)).map(ToOwned::to_owned),
    })
}

fn number_fault(parameter: &Parameter, number: i64, value: &Literal) -> Option<Fault> {
    match parameter.kind {
        Kind::Whole => {
            let (natural_least, natural_most) = bounds(&parameter.type_name);
            let (least, most) = (parameter.least.unwrap_or(natural_least), parameter.most.unwrap_or(natural_most));
            let is_outside = !(least..=most).contains(&number);
            is_outside.then(|| Fault::OutOfRange { parameter: parameter.name.clone(), least, most, given: number })
        }
        Kind::Boolean if (0..=1).contains(&number) => None,
        Kind::Unlimited | Kind::Choice | Kind::Text => None,
        _ => Some(wrong(parameter, value)),
    }
}

fn bounds(type_name: &str) -> (i64, i64) {
    match type_name.trim_end_matches("[]") {
        "Int16" => (i16::MIN.into(), i16::MAX.into()),
        "Int32" => (i32::MIN.into(), i32::MAX.into()),
        "UInt16" => (0, u16::MAX.into()),
        "UInt32" => (0, u32::MAX.into()),
        "UInt64" => (0, i64::MAX),
        _ => (i64::MIN, i64::MAX),
    }
}

fn wrong(parameter: &Parameter, value: &Literal) -> Fault {
    let wanted = match parameter.kind {
        Kind::Switch | Kind::Boolean => "$true or $false",
        Kind::Whole => "a whole number",
        Kind::Guid => "a GUID",
        Kind::Address => "an address with an @",
        Kind::Unlimited => "a number or Unlimited",
        Kind::Secure => "a SecureString",
        Kind::Table => "a table, @{ \u{2026} }",
        Kind::Script => "a script block, { \u{2026} }",
        Kind::Model => "an object or a table",
        Kind::Choice => "one of its values",
        Kind::Text => "text",
    };
    Fault::WrongType { parameter: parameter.name.clone(), wanted: wanted.to_owned(), given: value.words() }
}
