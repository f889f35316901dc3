//! Conversions: what counts as true, text of a value, casts.
//!
//! <https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_booleans>,
//! <https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_type_conversion>.

use jiff::tz::Offset;

use super::{
    fault::{Step, error, outside},
    item::{Fields, Item, Order},
    time::Time,
};

/// Whether a condition holds.
pub(super) fn truth(item: &Item) -> bool {
    match item {
        Item::Nothing | Item::Null => false,
        Item::Bool(value) => *value,
        Item::Int(value) => *value != 0,
        Item::Double(value) => *value != 0.0,
        Item::Char(unit) => *unit != 0,
        Item::Text(text) => !text.is_empty(),
        Item::List(items) => match items.borrow().as_slice() {
            [] => false,
            // An array within is true unless it is empty.
            [Item::List(inner)] => !inner.borrow().is_empty(),
            [only] => truth(only),
            _ => true,
        },
        Item::Halves(_)
        | Item::Time(_)
        | Item::Span(_)
        | Item::Table(..)
        | Item::Object(_)
        | Item::Error(_)
        | Item::Exception(_) => true,
    }
}

/// What a value is as text: `[string]$value`.
pub(super) fn text(item: &Item) -> Step<String> {
    Ok(match item {
        Item::Nothing | Item::Null => String::new(),
        Item::Bool(value) => if *value { "True" } else { "False" }.to_owned(),
        Item::Int(value) => value.to_string(),
        Item::Double(value) => double_text(*value),
        Item::Char(unit) => String::from_utf16(&[*unit]).map_err(|_| outside("half a character as text"))?,
        Item::Text(text) => text.to_string(),
        Item::Halves(_) => return Err(outside("half a character as text")),
        // In the invariant culture: month first, no fraction, no zone.
        Item::Time(time) => time.face().strftime("%m/%d/%Y %H:%M:%S").to_string(),
        Item::Span(_) => return Err(outside("a length of time as text")),
        Item::List(items) => {
            let part = |item: &Item| match item {
                // Only the first level is told.
                Item::List(_) => Ok("System.Object[]".to_owned()),
                other => text(other),
            };
            items.borrow().iter().map(part).collect::<Step<Vec<_>>>()?.join(" ")
        }
        Item::Table(..) => item.type_name().to_owned(),
        Item::Object(fields) => {
            let part = |(name, item): (&str, &Item)| {
                let shown = match item {
                    Item::List(_) => "System.Object[]".to_owned(),
                    other => text(other)?,
                };
                Ok(format!("{name}={shown}"))
            };
            format!("@{{{}}}", fields.borrow().iter().map(part).collect::<Step<Vec<_>>>()?.join("; "))
        }
        Item::Error(record) => record.message.clone(),
        Item::Exception(_) => return Err(outside("an exception as text; its .Message is")),
    })
}

fn double_text(value: f64) -> String {
    if value.is_finite() && value != 0.0 && !(1e-5..1e15).contains(&value.abs()) {
        // 1E+20, 1E-07: at least two digits after the sign.
        let shown = format!("{value:E}");
        let (digits, power) = shown.split_once('E').unwrap_or((&shown, "0"));
        let (sign, power) = power.strip_prefix('-').map_or(('+', power), |power| ('-', power));
        return format!("{digits}E{sign}{power:0>2}");
    }
    value.to_string()
}

/// The units of UTF-16 of a value as text.
pub(super) fn units(item: &Item) -> Step<Vec<u16>> {
    Ok(match item {
        Item::Char(unit) => vec![*unit],
        Item::Halves(units) => units.to_vec(),
        other => text(other)?.encode_utf16().collect(),
    })
}

/// Text of such units, whole or not.
pub(super) fn from_units(units: Vec<u16>) -> Item {
    match String::from_utf16(&units) {
        Ok(text) => Item::text(text),
        Err(_) => Item::Halves(units.into()),
    }
}

/// The number that text says, in the forms that scripts may use.
pub(super) fn number(text: &str) -> Option<Item> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Item::Int(0));
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_plain = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '-' | '+'));
    if !is_plain {
        return None;
    }
    let whole = text.strip_prefix('+').unwrap_or(text);
    whole.parse().map(Item::Int).or_else(|_| whole.parse().map(Item::Double)).ok()
}

fn uncast(item: &Item, kind: &str, why: &str) -> super::fault::Stop {
    let shown = text(item).unwrap_or_default();
    match item {
        Item::Text(_) => {
            let message = format!("Cannot convert value \"{shown}\" to type \"{kind}\". Error: \"{why}\"");
            error("InvalidCastFromString", message)
        }
        other => {
            let from = other.type_name();
            error(
                "ConvertToFinalInvalidCastException",
                format!("Cannot convert the \"{shown}\" value of type \"{from}\" to type \"{kind}\"."),
            )
        }
    }
}

fn int(item: &Item, kind: &str, range: std::ops::RangeInclusive<i64>) -> Step<Item> {
    let bad_form = || uncast(item, kind, "Input string was not in a correct format.");
    let too_big = || uncast(item, kind, "Value was either too large or too small for the type.");
    let value = match item {
        Item::Nothing | Item::Null => 0,
        Item::Bool(value) => i64::from(*value),
        Item::Int(value) => *value,
        Item::Char(unit) => i64::from(*unit),
        Item::Double(value) => rounded(*value).ok_or_else(too_big)?,
        Item::Text(text) => match number(text).ok_or_else(bad_form)? {
            Item::Int(value) => value,
            Item::Double(value) => rounded(value).ok_or_else(too_big)?,
            _ => return Err(bad_form()),
        },
        Item::List(items) if items.borrow().len() == 1 => {
            let only = items.borrow().first().cloned().unwrap_or_default();
            return int(&only, kind, range);
        }
        _ => return Err(bad_form()),
    };
    if range.contains(&value) { Ok(Item::Int(value)) } else { Err(too_big()) }
}

/// To the nearest whole number, halves to the even one.
fn rounded(value: f64) -> Option<i64> {
    let value = value.round_ties_even();
    // Every whole double below 2^53 is exact.
    (value.abs() < 9e15).then(|| value.to_string().parse().ok()).flatten()
}

/// A number as a double.
pub(super) fn double(item: &Item) -> Option<f64> {
    match item {
        Item::Int(value) => value.to_string().parse().ok(),
        Item::Double(value) => Some(*value),
        _ => None,
    }
}

/// The name of a type without the namespace and without its case.
pub(super) fn type_word(kind: &str) -> String {
    let lower = kind.to_ascii_lowercase();
    let word = lower.strip_prefix("system.").unwrap_or(&lower);
    match word {
        "int32" => "int".to_owned(),
        "int64" => "long".to_owned(),
        "boolean" => "bool".to_owned(),
        "management.automation.switchparameter" => "switch".to_owned(),
        "management.automation.pscustomobject" => "pscustomobject".to_owned(),
        "collections.hashtable" => "hashtable".to_owned(),
        "object[]" => "array".to_owned(),
        other => other.to_owned(),
    }
}

/// `[kind]item`.
pub(super) fn cast(kind: &str, item: Item, zone: Offset) -> Step<Item> {
    let word = type_word(kind);
    if let Some(element) = word.strip_suffix("[]") {
        if item.is_null() {
            return Ok(Item::Null);
        }
        let cast = |item: Item| cast(element, item, zone);
        return Ok(Item::list(item.walked().into_iter().map(cast).collect::<Step<_>>()?));
    }
    match word.as_str() {
        "string" => match item {
            Item::Text(_) | Item::Halves(_) => Ok(item),
            other => Ok(from_units(units(&other)?)),
        },
        "int" => int(&item, "System.Int32", i64::from(i32::MIN)..=i64::from(i32::MAX)),
        "long" => int(&item, "System.Int64", i64::MIN..=i64::MAX),
        "double" => match &item {
            Item::Text(text) => {
                let number = number(text).and_then(|number| self::double(&number));
                let bad_form = || uncast(&item, "System.Double", "Input string was not in a correct format.");
                number.map(Item::Double).ok_or_else(bad_form)
            }
            other => self::double(other)
                .map(Item::Double)
                .ok_or_else(|| outside(format_args!("[double] of {}", other.type_name()))),
        },
        "bool" => Ok(Item::Bool(truth(&item))),
        "switch" => match item {
            Item::Bool(_) | Item::Int(_) => Ok(Item::Bool(truth(&item))),
            other => Err(uncast(&other, "System.Management.Automation.SwitchParameter", "")),
        },
        "char" => char_of(&item),
        "datetime" => match &item {
            Item::Time(_) => Ok(item),
            Item::Text(text) => {
                let bad = || uncast(&item, "System.DateTime", "String was not recognized as a valid DateTime.");
                Time::read(text, zone).map(Item::Time).ok_or_else(bad)
            }
            other => Err(uncast(other, "System.DateTime", "")),
        },
        "guid" => match &item {
            Item::Text(text) => {
                let why = "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).";
                let id = uuid::Uuid::try_parse(text.trim()).map_err(|_| uncast(&item, "System.Guid", why))?;
                Ok(Item::text(id.hyphenated().to_string()))
            }
            other => Err(uncast(other, "System.Guid", "")),
        },
        "array" => Ok(if item.is_null() { item } else { Item::list(item.walked()) }),
        "object" => Ok(item),
        "void" => Ok(Item::Nothing),
        "hashtable" | "ordered" if matches!(item, Item::Table(..)) => match item {
            Item::Table(fields, _) if word == "ordered" => Ok(Item::Table(fields, Order::Kept)),
            other => Ok(other),
        },
        "pscustomobject" => match item {
            Item::Table(fields, _) => Ok(Item::object(Fields::clone(&fields.borrow()))),
            object @ Item::Object(_) => Ok(object),
            other => Err(outside(format_args!("[pscustomobject] of {}", other.type_name()))),
        },
        _ => Err(outside(format_args!("the type [{kind}]"))),
    }
}

fn char_of(item: &Item) -> Step<Item> {
    match item {
        Item::Char(_) => Ok(item.clone()),
        Item::Int(value) => {
            let why = "Value was either too large or too small for a character.";
            u16::try_from(*value).map(Item::Char).map_err(|_| uncast(item, "System.Char", why))
        }
        Item::Text(text) => {
            let units: Vec<u16> = text.encode_utf16().collect();
            match units.as_slice() {
                [unit] => Ok(Item::Char(*unit)),
                _ => Err(uncast(item, "System.Char", "String must be exactly one character long.")),
            }
        }
        other => Err(uncast(other, "System.Char", "")),
    }
}
