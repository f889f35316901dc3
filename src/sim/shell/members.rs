//! Members of values: properties, elements, methods, and the few static ones.
//!
//! Under `Set-StrictMode -Version 2.0` and later a property that is not there is an error, and so is `.Count` of a
//! single value or of nothing: the friendly answer 1 or 0 is for scripts without strict mode
//! (<https://learn.microsoft.com/powershell/module/microsoft.powershell.core/set-strictmode>; PowerShell's
//! `Binders.cs`, `PropertyDoesntExist`).

use jiff::{SignedDuration, tz::Offset};

use super::{
    convert::{cast, double, text, type_word, units},
    fault::{Step, error, outside},
    item::{Fields, Item, Order},
    operators::join,
    time::{Kind, Time},
};

/// How strict the script wants to be treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strict {
    #[default]
    Off,
    /// Variables that were never set are errors.
    Variables,
    /// And properties that are not there.
    Members,
    /// And elements that are not there.
    Elements,
}

/// A property that an item has of itself. `None`: it has none of this name.
fn own(item: &Item, name: &str) -> Step<Option<Item>> {
    let lower = name.to_ascii_lowercase();
    Ok(match item {
        Item::Table(fields, _) => {
            let fields = fields.borrow();
            // A key goes before a property of the table itself.
            match (fields.get(name), lower.as_str()) {
                (Some(item), _) => Some(item.clone()),
                (None, "count") => Some(Item::count(fields.len())),
                (None, "keys") => Some(Item::list(fields.iter().map(|(key, _)| Item::text(key)).collect())),
                (None, "values") => Some(Item::list(fields.iter().map(|(_, item)| item.clone()).collect())),
                (None, _) => None,
            }
        }
        Item::Object(fields) => fields.borrow().get(name).cloned(),
        Item::List(items) => match lower.as_str() {
            "count" | "length" => Some(Item::count(items.borrow().len())),
            _ => None,
        },
        Item::Text(text) if lower == "length" => Some(Item::count(text.encode_utf16().count())),
        Item::Halves(units) if lower == "length" => Some(Item::count(units.len())),
        Item::Error(record) => match lower.as_str() {
            "exception" => Some(Item::Exception(record.clone())),
            "fullyqualifiederrorid" => Some(Item::text(record.id.as_str())),
            "categoryinfo" | "errordetails" | "invocationinfo" | "scriptstacktrace" | "targetobject" => {
                return Err(outside(format_args!("$_.{name}")));
            }
            _ => None,
        },
        Item::Exception(record) => match lower.as_str() {
            "message" => Some(Item::text(record.message.as_str())),
            "innerexception" | "response" | "hresult" | "stacktrace" | "data" => {
                return Err(outside(format_args!("$_.Exception.{name}")));
            }
            _ => None,
        },
        Item::Span(span) => span_part(*span, &lower),
        Item::Time(_) => return Err(outside(format_args!("the part {name} of a date"))),
        _ => None,
    })
}

fn span_part(span: SignedDuration, lower: &str) -> Option<Item> {
    let seconds = span.as_secs_f64();
    Some(match lower {
        "totaldays" => Item::Double(seconds / 86_400.0),
        "totalhours" => Item::Double(seconds / 3_600.0),
        "totalminutes" => Item::Double(seconds / 60.0),
        "totalseconds" => Item::Double(seconds),
        "days" => Item::Int(span.as_secs() / 86_400),
        "hours" => Item::Int(span.as_secs() / 3_600 % 24),
        "minutes" => Item::Int(span.as_secs() / 60 % 60),
        "seconds" => Item::Int(span.as_secs() % 60),
        _ => return None,
    })
}

fn missing(name: &str) -> super::fault::Stop {
    let message = format!("The property '{name}' cannot be found on this object. Verify that the property exists.");
    error("PropertyNotFoundStrict", message)
}

/// `item.name`.
pub(super) fn property(item: &Item, name: &str, strict: Strict) -> Step<Item> {
    if let Some(found) = own(item, name)? {
        return Ok(found);
    }
    if let Item::List(items) = item {
        return of_each(&items.borrow(), name, strict);
    }
    if strict >= Strict::Members {
        return Err(missing(name));
    }
    if name.eq_ignore_ascii_case("count") || name.eq_ignore_ascii_case("length") {
        return Ok(Item::Int(i64::from(!item.is_null())));
    }
    Ok(Item::Null)
}

/// The property of each element, arrays among them laid out.
fn of_each(items: &[Item], name: &str, strict: Strict) -> Step<Item> {
    let mut found = Vec::new();
    for item in items {
        match own(item, name)? {
            Some(item) => found.extend(item.walked()),
            None if strict >= Strict::Members => return Err(missing(name)),
            None => {}
        }
    }
    match found.len() {
        0 if strict >= Strict::Members => Err(missing(name)),
        0 => Ok(Item::Null),
        _ => Ok(Item::kept(found)),
    }
}

/// `item.name = value`.
pub(super) fn set_property(item: &Item, name: &str, value: Item) -> Step<()> {
    match item {
        Item::Table(fields, _) => fields.borrow_mut().set(name, value),
        Item::Object(fields) if fields.borrow().get(name).is_some() => fields.borrow_mut().set(name, value),
        _ => {
            let why = "cannot be found on this object. Verify that the property exists and can be set.";
            return Err(error("PropertyNotFound", format!("The property '{name}' {why}")));
        }
    }
    Ok(())
}

fn key(at: &Item) -> Step<String> {
    match at {
        Item::Text(key) => Ok(key.to_string()),
        Item::Nothing | Item::Null => {
            Err(error("NullArrayIndex", "Index operation failed; the array index evaluated to null."))
        }
        other => Err(outside(format_args!("a key of type {}", other.type_name()))),
    }
}

/// The place in a row of so many that an index names; negative ones count from the end.
fn place(at: &Item, len: usize, zone: Offset) -> Step<Option<usize>> {
    let Item::Int(at) = cast("int", at.clone(), zone)? else { return Err(outside("an index that is no number")) };
    let at = if at < 0 { at.saturating_add(i64::try_from(len).unwrap_or(i64::MAX)) } else { at };
    Ok(usize::try_from(at).ok().filter(|at| *at < len))
}

fn out_of_bounds() -> super::fault::Stop {
    error("System.IndexOutOfRangeException", "Index was outside the bounds of the array.")
}

/// `item[at]`.
pub(super) fn element(item: &Item, at: &Item, strict: Strict, zone: Offset) -> Step<Item> {
    if matches!(at, Item::List(_)) {
        return Err(outside("several elements by one index"));
    }
    match item {
        Item::Nothing | Item::Null => Err(error("NullArray", "Cannot index into a null array.")),
        // A key that is not there is `$null`, in strict mode as well.
        Item::Table(fields, _) => Ok(fields.borrow().get(&key(at)?).cloned().unwrap_or_default()),
        Item::List(items) => {
            if at.is_null() {
                key(at)?;
            }
            let items = items.borrow();
            match place(at, items.len(), zone)?.and_then(|at| items.get(at)) {
                Some(item) => Ok(item.clone()),
                None if strict >= Strict::Elements => Err(out_of_bounds()),
                None => Ok(Item::Null),
            }
        }
        Item::Text(_) => {
            let units = units(item)?;
            match place(at, units.len(), zone)?.and_then(|at| units.get(at)) {
                Some(unit) => Ok(Item::Char(*unit)),
                None if strict >= Strict::Elements => Err(out_of_bounds()),
                None => Ok(Item::Null),
            }
        }
        other => {
            let kind = other.type_name();
            Err(error("CannotIndex", format!("Unable to index into an object of type \"{kind}\".")))
        }
    }
}

/// `item[at] = value`.
pub(super) fn set_element(item: &Item, at: &Item, value: Item, zone: Offset) -> Step<()> {
    match item {
        Item::Nothing | Item::Null => Err(error("NullArray", "Cannot index into a null array.")),
        Item::Table(fields, _) => {
            fields.borrow_mut().set(&key(at)?, value);
            Ok(())
        }
        Item::List(items) => {
            let mut items = items.borrow_mut();
            let len = items.len();
            let slot = place(at, len, zone)?.and_then(|at| items.get_mut(at)).ok_or_else(out_of_bounds)?;
            *slot = value;
            Ok(())
        }
        other => {
            let kind = other.type_name();
            Err(error("CannotIndex", format!("Unable to index into an object of type \"{kind}\".")))
        }
    }
}

/// `item.name(arguments)`.
pub(super) fn method(item: &Item, name: &str, arguments: &[Item], zone: Offset) -> Step<Item> {
    let lower = name.to_ascii_lowercase();
    if item.is_null() {
        return Err(error("InvokeMethodOnNull", "You cannot call a method on a null-valued expression."));
    }
    let found = match item {
        Item::Text(text) => text_method(text, &lower, arguments)?,
        Item::Table(fields, order) => match (lower.as_str(), arguments) {
            ("containskey", [at]) if *order == Order::Hash => Some(Item::Bool(has_key(&fields.borrow(), at)?)),
            ("contains", [at]) => Some(Item::Bool(has_key(&fields.borrow(), at)?)),
            ("add", [at, value]) => {
                let name = key_argument(at)?;
                if fields.borrow().get(&name).is_some() {
                    let why =
                        format!("Item has already been added. Key in dictionary: '{name}'  Key being added: '{name}'");
                    return Err(error(
                        "ArgumentException",
                        format!("Exception calling \"Add\" with \"2\" argument(s): \"{why}\""),
                    ));
                }
                fields.borrow_mut().set(&name, value.clone());
                Some(Item::Nothing)
            }
            ("remove", [at]) => {
                fields.borrow_mut().remove(&key_argument(at)?);
                Some(Item::Nothing)
            }
            _ => None,
        },
        Item::List(items) => match (lower.as_str(), arguments) {
            // Of the array itself: no conversion, and case counts.
            ("contains", [wanted]) => Some(Item::Bool(items.borrow().iter().any(|item| is_same(item, wanted)))),
            _ => return Err(outside(format_args!("the method {name} of an array"))),
        },
        Item::Time(time) => match (lower.as_str(), arguments) {
            ("touniversaltime", []) => Some(Item::Time(Time::utc(time.at))),
            ("tolocaltime", []) if time.kind != Kind::Unspecified => Some(Item::Time(Time::local(time.at, zone))),
            ("tostring", [Item::Text(format)]) => {
                let shown = time.shown(format).ok_or_else(|| outside(format_args!("the format {format}")))?;
                Some(Item::text(shown))
            }
            ("adddays" | "addhours" | "addminutes" | "addseconds", [by]) => {
                let unit = match lower.as_str() {
                    "adddays" => 86_400.0,
                    "addhours" => 3_600.0,
                    "addminutes" => 60.0,
                    _ => 1.0,
                };
                let by = double(by).ok_or_else(|| outside("this length of time"))?;
                let by = SignedDuration::try_from_secs_f64(by * unit).ok();
                let moved = by.and_then(|by| time.plus(by)).ok_or_else(|| outside("a date beyond all dates"))?;
                Some(Item::Time(moved))
            }
            _ => return Err(outside(format_args!("the method {name} of a date"))),
        },
        _ => None,
    };
    match found {
        Some(found) => Ok(found),
        None if lower == "tostring" && arguments.is_empty() => Ok(Item::text(text(item)?)),
        None if is_known_elsewhere(&lower) => Err(outside(format_args!("the method {name} here"))),
        None => {
            let kind = item.type_name();
            let message =
                format!("Method invocation failed because [{kind}] does not contain a method named '{name}'.");
            Err(error("MethodNotFound", message))
        }
    }
}

/// Methods that every object of .NET has; what scripts do with them is not ours to show.
fn is_known_elsewhere(lower: &str) -> bool {
    matches!(lower, "gettype" | "equals" | "gethashcode" | "compareto" | "clone" | "getenumerator")
}

fn has_key(fields: &Fields, at: &Item) -> Step<bool> {
    Ok(fields.get(&key_argument(at)?).is_some())
}

fn key_argument(at: &Item) -> Step<String> {
    if at.is_null() {
        let message =
            "Exception calling a method with \"1\" argument(s): \"Value cannot be null. Parameter name: key\"";
        return Err(error("ArgumentNullException", message));
    }
    key(at)
}

/// `Object.Equals`: the same type and the same value.
fn is_same(left: &Item, right: &Item) -> bool {
    match (left, right) {
        (Item::Nothing | Item::Null, Item::Nothing | Item::Null) => true,
        (Item::Text(left), Item::Text(right)) => left == right,
        (Item::Int(left), Item::Int(right)) => left == right,
        (Item::Bool(left), Item::Bool(right)) => left == right,
        (Item::Char(left), Item::Char(right)) => left == right,
        _ => false,
    }
}

fn text_method(of: &str, lower: &str, arguments: &[Item]) -> Step<Option<Item>> {
    // What a .NET method wants as text or characters.
    let first = arguments.first().map(text).transpose()?.unwrap_or_default();
    let marks = |text: &str| text.chars().collect::<Vec<_>>();
    Ok(Some(match (lower, arguments) {
        ("tostring", []) => Item::text(of),
        ("trim", []) => Item::text(of.trim()),
        ("trimstart", []) => Item::text(of.trim_start()),
        ("trimend", []) => Item::text(of.trim_end()),
        ("trim", [_]) => Item::text(of.trim_matches(marks(&first).as_slice())),
        ("trimstart", [_]) => Item::text(of.trim_start_matches(marks(&first).as_slice())),
        ("trimend", [_]) => Item::text(of.trim_end_matches(marks(&first).as_slice())),
        ("tolowerinvariant" | "tolower", []) => Item::text(of.to_lowercase()),
        ("toupperinvariant" | "toupper", []) => Item::text(of.to_uppercase()),
        // Windows PowerShell splits at each of the characters, PowerShell 7 at the whole text: one character is safe.
        ("split", [_]) if first.chars().count() == 1 => Item::list(of.split(first.as_str()).map(Item::text).collect()),
        ("contains", [_]) => Item::Bool(of.contains(&first)),
        ("startswith", [_]) => Item::Bool(of.starts_with(&first)),
        ("endswith", [_]) => Item::Bool(of.ends_with(&first)),
        ("replace", [_, by]) if !first.is_empty() => Item::text(of.replace(&first, &text(by)?)),
        ("indexof", [_]) => match of.find(&first) {
            Some(at) => Item::count(of.get(..at).unwrap_or_default().encode_utf16().count()),
            None => Item::Int(-1),
        },
        ("substring", [from, rest @ ..]) if rest.len() < 2 => {
            let units: Vec<u16> = of.encode_utf16().collect();
            let number = |item: &Item| match item {
                Item::Int(value) => usize::try_from(*value).map_err(|_| outside("a negative place in text")),
                _ => Err(outside("a place in text that is no number")),
            };
            let from = number(from)?;
            let to = match rest.first() {
                Some(length) => from.saturating_add(number(length)?),
                None => units.len(),
            };
            let part = units.get(from..to).ok_or_else(|| {
                error(
                    "ArgumentOutOfRangeException",
                    "Exception calling \"Substring\": \"Index and length must refer to a location within the string.\"",
                )
            })?;
            super::convert::from_units(part.to_vec())
        }
        (
            "split" | "padleft" | "padright" | "insert" | "remove" | "normalize" | "tochararray" | "lastindexof"
            | "isnormalized" | "replace" | "trim" | "contains" | "startswith" | "endswith" | "indexof" | "substring",
            _,
        ) => return Err(outside(format_args!("the method {lower} in this form"))),
        _ => return Ok(None),
    }))
}

/// `[kind]::name(arguments)`.
pub(super) fn static_method(kind: &str, name: &str, arguments: &[Item], zone: Offset) -> Step<Item> {
    let word = type_word(kind);
    match (word.as_str(), name.to_ascii_lowercase().as_str(), arguments) {
        ("string", "join", [between, items]) => {
            let between = cast("string", between.clone(), zone)?;
            join(items, &between)
        }
        ("string", "isnullorempty", [item]) => Ok(Item::Bool(text(item)?.is_empty())),
        ("string", "isnullorwhitespace", [item]) => Ok(Item::Bool(text(item)?.trim().is_empty())),
        ("guid", "parse", [item]) => cast("guid", item.clone(), zone),
        ("datetime", "parse", [item]) => cast("datetime", item.clone(), zone),
        ("math", "min", [Item::Int(left), Item::Int(right)]) => Ok(Item::Int(*left.min(right))),
        ("math", "max", [Item::Int(left), Item::Int(right)]) => Ok(Item::Int(*left.max(right))),
        ("math", "floor", [value]) => round(value, f64::floor),
        ("math", "ceiling", [value]) => round(value, f64::ceil),
        ("math", "round", [value]) => round(value, f64::round_ties_even),
        _ => Err(outside(format_args!("[{kind}]::{name}()"))),
    }
}

fn round(value: &Item, how: impl Fn(f64) -> f64) -> Step<Item> {
    double(value).map(|value| Item::Double(how(value))).ok_or_else(|| outside("rounding of what is no number"))
}

/// `[kind]::name`.
pub(super) fn static_member(kind: &str, name: &str, now: jiff::Timestamp, zone: Offset) -> Step<Item> {
    match (type_word(kind).as_str(), name.to_ascii_lowercase().as_str()) {
        ("string", "empty") => Ok(Item::text("")),
        ("int", "maxvalue") => Ok(Item::Int(i64::from(i32::MAX))),
        ("datetime", "utcnow") => Ok(Item::Time(Time::utc(now))),
        ("datetime", "now") => Ok(Item::Time(Time::local(now, zone))),
        ("guid", "empty") => Ok(Item::text(uuid::Uuid::nil().hyphenated().to_string())),
        _ => Err(outside(format_args!("[{kind}]::{name}"))),
    }
}
