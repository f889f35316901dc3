//! Operators.
//!
//! <https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_comparison_operators>,
//! <https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_arithmetic_operators>; where
//! they are silent, PowerShell's `Binders.cs`.

use std::{cmp::Ordering, collections::HashMap, rc::Rc};

use jiff::tz::Offset;
use regex::{Regex, RegexBuilder};

use super::{
    compare::{Case, equal, numeric, ordered},
    convert::{double, from_units, text, truth, units},
    fault::{Step, error, outside},
    item::{Fields, Item, Order},
};

/// What operators need to know of the machine, and patterns that were met.
#[derive(Debug)]
pub(super) struct Operators {
    pub(super) zone: Offset,
    patterns: HashMap<(String, Case), Rc<Regex>>,
}

/// A comparison of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equal,
    Unequal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Like,
    NotLike,
    Match,
    NotMatch,
}

impl Operators {
    pub(super) fn in_zone(zone: Offset) -> Self {
        Self { zone, patterns: HashMap::new() }
    }

    /// `left operator right`, both evaluated. `-and` and `-or` are not here: they may leave the right side alone.
    pub(super) fn apply(&mut self, left: &Item, operator: &str, right: &Item) -> Step<Item> {
        let lower = operator.to_ascii_lowercase();
        let (case, plain) = match lower.strip_prefix('-') {
            Some(word @ ("contains" | "in" | "is" | "isnot")) => (Case::Ignored, word),
            Some(word) if word.strip_prefix('c').is_some_and(is_comparison) => (Case::Counts, word.split_at(1).1),
            Some(word) if word.strip_prefix('i').is_some_and(is_comparison) => (Case::Ignored, word.split_at(1).1),
            Some(word) => (Case::Ignored, word),
            None => (Case::Ignored, lower.as_str()),
        };
        let comparison = match plain {
            "eq" => Comparison::Equal,
            "ne" => Comparison::Unequal,
            "gt" => Comparison::Greater,
            "ge" => Comparison::GreaterOrEqual,
            "lt" => Comparison::Less,
            "le" => Comparison::LessOrEqual,
            "like" => Comparison::Like,
            "notlike" => Comparison::NotLike,
            "match" => Comparison::Match,
            "notmatch" => Comparison::NotMatch,
            "contains" => return self.contains(left, right, case).map(Item::Bool),
            "notcontains" => return self.contains(left, right, case).map(|found| Item::Bool(!found)),
            "in" => return self.contains(right, left, case).map(Item::Bool),
            "notin" => return self.contains(right, left, case).map(|found| Item::Bool(!found)),
            "join" => return join(left, right),
            "split" => return self.split(left, right, case),
            "replace" => return self.replace(left, right, case),
            "f" => return format(left, right),
            "+" => return add(left, right),
            "" if lower == "-" => return self.subtract(left, right),
            "*" => return arithmetic(left, right, '*'),
            "/" => return arithmetic(left, right, '/'),
            "xor" => return Ok(Item::Bool(truth(left) != truth(right))),
            _ => return Err(outside(format_args!("the operator {operator}"))),
        };
        if let Item::List(items) = left {
            let mut kept = Vec::new();
            for item in items.borrow().iter() {
                if self.compare(item, comparison, right, case)? {
                    kept.push(item.clone());
                }
            }
            return Ok(Item::list(kept));
        }
        self.compare(left, comparison, right, case).map(Item::Bool)
    }

    fn compare(&mut self, left: &Item, comparison: Comparison, right: &Item, case: Case) -> Step<bool> {
        Ok(match comparison {
            Comparison::Equal => equal(left, right, case, self.zone)?,
            Comparison::Unequal => !equal(left, right, case, self.zone)?,
            Comparison::Greater => ordered(left, right, case, self.zone)? == Ordering::Greater,
            Comparison::GreaterOrEqual => ordered(left, right, case, self.zone)? != Ordering::Less,
            Comparison::Less => ordered(left, right, case, self.zone)? == Ordering::Less,
            Comparison::LessOrEqual => ordered(left, right, case, self.zone)? != Ordering::Greater,
            Comparison::Like => self.like(left, right, case)?,
            Comparison::NotLike => !self.like(left, right, case)?,
            Comparison::Match => self.pattern(&text(right)?, case)?.is_match(&text(left)?),
            Comparison::NotMatch => !self.pattern(&text(right)?, case)?.is_match(&text(left)?),
        })
    }

    fn contains(&mut self, list: &Item, wanted: &Item, case: Case) -> Step<bool> {
        let zone = self.zone;
        match list {
            Item::List(items) => {
                for item in items.borrow().iter() {
                    // An element that is an array is compared as one and is never equal to a value.
                    if !matches!(item, Item::List(_)) && equal(item, wanted, case, zone)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            one => equal(one, wanted, case, zone),
        }
    }

    fn like(&mut self, left: &Item, right: &Item, case: Case) -> Step<bool> {
        Ok(self.compiled(&wildcard(&text(right)?)?, case)?.is_match(&text(left)?))
    }

    fn pattern(&mut self, pattern: &str, case: Case) -> Step<Rc<Regex>> {
        self.compiled(&with_line_end(pattern)?, case)
    }

    fn compiled(&mut self, pattern: &str, case: Case) -> Step<Rc<Regex>> {
        let key = (pattern.to_owned(), case);
        if let Some(known) = self.patterns.get(&key) {
            return Ok(Rc::clone(known));
        }
        let built = RegexBuilder::new(pattern).case_insensitive(case == Case::Ignored).build();
        let built = Rc::new(built.map_err(|_| outside(format_args!("the pattern {pattern}")))?);
        self.patterns.insert(key, Rc::clone(&built));
        Ok(built)
    }

    fn split(&mut self, left: &Item, right: &Item, case: Case) -> Step<Item> {
        if matches!(right, Item::List(_)) {
            return Err(outside("-split with more than a pattern"));
        }
        let pattern = text(right)?;
        if pattern.contains('$') || pattern.contains('(') {
            return Err(outside(format_args!("-split by the pattern {pattern}")));
        }
        let pattern = self.pattern(&pattern, case)?;
        let mut parts = Vec::new();
        for item in left.clone().walked() {
            parts.extend(pattern.split(&text(&item)?).map(Item::text));
        }
        Ok(Item::list(parts))
    }

    fn replace(&mut self, left: &Item, right: &Item, case: Case) -> Step<Item> {
        let (pattern, by) = match right {
            Item::List(pair) => match pair.borrow().as_slice() {
                [pattern] => (text(pattern)?, String::new()),
                [pattern, by] => (text(pattern)?, text(by)?),
                _ => return Err(outside("-replace with more than a pattern and a text")),
            },
            pattern => (text(pattern)?, String::new()),
        };
        if pattern.contains('$') || by.contains('$') {
            return Err(outside("-replace with $"));
        }
        let pattern = self.pattern(&pattern, case)?;
        let replaced = |item: &Item| Ok(Item::text(pattern.replace_all(&text(item)?, regex::NoExpand(&by)).as_ref()));
        match left {
            Item::List(items) => Ok(Item::list(items.borrow().iter().map(replaced).collect::<Step<_>>()?)),
            one => replaced(one),
        }
    }

    fn subtract(&self, left: &Item, right: &Item) -> Step<Item> {
        match (left, right) {
            (Item::Time(left), Item::Time(right)) => Ok(Item::Span(left.since(*right))),
            (Item::Time(left), Item::Span(right)) => {
                left.plus(-*right).map(Item::Time).ok_or_else(|| outside("a date beyond all dates"))
            }
            _ => arithmetic(left, right, '-'),
        }
    }
}

fn is_comparison(word: &str) -> bool {
    matches!(
        word,
        "eq" | "ne"
            | "gt"
            | "ge"
            | "lt"
            | "le"
            | "like"
            | "notlike"
            | "match"
            | "notmatch"
            | "contains"
            | "notcontains"
            | "in"
            | "notin"
            | "split"
            | "replace"
    )
}

/// The pattern with .NET's meaning of `$`: also before a line feed at the very end.
fn with_line_end(pattern: &str) -> Step<String> {
    let mut built = String::with_capacity(pattern.len());
    let (mut is_escaped, mut is_in_class) = (false, false);
    for c in pattern.chars() {
        if is_escaped {
            if matches!(c, 'z' | 'Z' | 'G' | 'K') || c.is_ascii_digit() {
                return Err(outside(format_args!("the pattern {pattern}")));
            }
            is_escaped = false;
        } else if c == '$' && !is_in_class {
            built.push_str(r"(?:\n?\z)");
            continue;
        } else {
            match c {
                '\\' => is_escaped = true,
                // The two engines differ about classes within classes.
                '[' | '&' | '~' if is_in_class => return Err(outside(format_args!("the pattern {pattern}"))),
                '[' => is_in_class = true,
                ']' => is_in_class = false,
                _ => {}
            }
        }
        built.push(c);
    }
    Ok(built)
}

/// A pattern of `-like` as a regular expression. The whole text must match it.
fn wildcard(pattern: &str) -> Step<String> {
    let mut built = String::from(r"\A(?s:");
    for c in pattern.chars() {
        match c {
            '*' => built.push_str(".*"),
            '?' => built.push('.'),
            '[' | ']' | '`' => return Err(outside(format_args!("-like with {c}"))),
            other => built.push_str(&regex::escape(&other.to_string())),
        }
    }
    Ok(built + r")\z")
}

/// `left + right`.
pub(super) fn add(left: &Item, right: &Item) -> Step<Item> {
    match (left, right) {
        (Item::Null, _) => Ok(if right.is_null() { Item::Null } else { right.clone() }),
        // No output counts as an array without elements here, on either side.
        (Item::Nothing, _) => Ok(Item::list(right.clone().walked())),
        (Item::Text(left), Item::Text(right)) => Ok(Item::text([&**left, &**right].concat())),
        (Item::Text(_) | Item::Char(_) | Item::Halves(_), _) => {
            let mut all = units(left)?;
            all.extend(units(right)?);
            Ok(from_units(all))
        }
        (Item::List(items), _) => {
            let mut all = items.borrow().clone();
            all.extend(right.clone().walked());
            Ok(Item::list(all))
        }
        (Item::Table(left, _), Item::Table(right, _)) => {
            let mut all: Fields = left.borrow().clone();
            for (name, item) in right.borrow().iter() {
                if all.get(name).is_some() {
                    let message =
                        format!("Item has already been added. Key in dictionary: '{name}'  Key being added: '{name}'");
                    return Err(error("System.ArgumentException", message));
                }
                all.set(name, item.clone());
            }
            Ok(Item::table(all, Order::Hash))
        }
        (Item::Table(..), _) => {
            Err(error("AddHashTableToNonHashTable", "A hash table can only be added to another hash table."))
        }
        (Item::Time(at), Item::Span(by)) => {
            at.plus(*by).map(Item::Time).ok_or_else(|| outside("a date beyond all dates"))
        }
        (Item::Span(left), Item::Span(right)) => Ok(Item::Span(left.saturating_add(*right))),
        _ => arithmetic(left, right, '+'),
    }
}

fn arithmetic(left: &Item, right: &Item, sign: char) -> Step<Item> {
    let name = match sign {
        '+' => "op_Addition",
        '-' => "op_Subtraction",
        '*' => "op_Multiply",
        _ => "op_Division",
    };
    let first = match left {
        Item::Text(_) | Item::List(_) if sign == '*' => return Err(outside("text or an array, repeated")),
        Item::Nothing | Item::Null if sign == '*' => return Ok(Item::Null),
        Item::Nothing | Item::Null | Item::Int(_) | Item::Double(_) | Item::Bool(_) | Item::Text(_) => numeric(left),
        _ => None,
    };
    let unfit = |item: &Item| match item {
        Item::Text(text) => error(
            "InvalidCastFromStringToInteger",
            format!(
                "Cannot convert value \"{text}\" to type \"System.Int32\". Error: \"Input string was not in a correct format.\""
            ),
        ),
        _ => {
            let kind = left.type_name();
            error(
                "MethodNotFound",
                format!("Method invocation failed because [{kind}] does not contain a method named '{name}'."),
            )
        }
    };
    let (first, second) = (first.ok_or_else(|| unfit(left))?, numeric(right).ok_or_else(|| unfit(right))?);
    if let (Item::Int(first), Item::Int(second)) = (&first, &second) {
        let whole = match sign {
            '+' => first.checked_add(*second),
            '-' => first.checked_sub(*second),
            '*' => first.checked_mul(*second),
            _ if *second == 0 => return Err(error("RuntimeException", "Attempted to divide by zero.")),
            _ if first.checked_rem(*second) == Some(0) => first.checked_div(*second),
            _ => None,
        };
        if let Some(whole) = whole {
            return Ok(Item::Int(whole));
        }
    }
    let (first, second) = double(&first).zip(double(&second)).ok_or_else(|| outside("this sum"))?;
    Ok(Item::Double(match sign {
        '+' => first + second,
        '-' => first - second,
        '*' => first * second,
        _ => first / second,
    }))
}

/// `left -join right`.
pub(super) fn join(left: &Item, right: &Item) -> Step<Item> {
    let between = units(right)?;
    let mut all: Vec<u16> = Vec::new();
    for (at, item) in left.clone().walked().iter().enumerate() {
        if at > 0 {
            all.extend(&between);
        }
        match item {
            Item::List(_) => all.extend("System.Object[]".encode_utf16()),
            item => all.extend(units(item)?),
        }
    }
    Ok(from_units(all))
}

/// `left -f right`, for `{0}` without formats.
fn format(left: &Item, right: &Item) -> Step<Item> {
    let arguments = match right {
        Item::List(items) => items.borrow().clone(),
        one => vec![one.clone()],
    };
    let form = text(left)?;
    let bad = |what: &str| error("FormatError", format!("Error formatting a string: {what}."));
    let mut built = String::new();
    let mut rest = form.as_str();
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        built.push_str(before);
        if let Some(after) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
            built.push_str(from.get(..1).unwrap_or_default());
            rest = after;
            continue;
        }
        let (place, after) = from
            .strip_prefix('{')
            .and_then(|from| from.split_once('}'))
            .ok_or_else(|| bad("Input string was not in a correct format."))?;
        if place.contains([':', ',']) {
            return Err(outside(format_args!("the format {{{place}}}")));
        }
        let number: usize = place.parse().map_err(|_| bad("Input string was not in a correct format."))?;
        let item = arguments.get(number).ok_or_else(|| {
            bad("Index (zero based) must be greater than or equal to zero and less than the size of the argument list.")
        })?;
        match item {
            Item::List(_) => built.push_str("System.Object[]"),
            item => built.push_str(&text(item)?),
        }
        rest = after;
    }
    built.push_str(rest);
    Ok(Item::text(built))
}
