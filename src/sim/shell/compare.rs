//! Whether two single values are equal, and which is greater: the right one becomes what the left one is.
//!
//! <https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_comparison_operators>; where
//! it is silent, PowerShell's `Binders.cs`. Order of text is by letters; the finer rules of cultures are not here.

use std::{cmp::Ordering, rc::Rc};

use jiff::tz::Offset;

use super::{
    convert::{cast, double, number, text, truth},
    fault::{Step, error, outside},
    item::Item,
};

/// Whether `A` is `a`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Case {
    Ignored,
    Counts,
}

/// Whether two texts are the same, letter by letter.
fn same_text(left: &str, right: &str, case: Case) -> bool {
    left == right || case == Case::Ignored && left.to_lowercase() == right.to_lowercase()
}

/// `left -eq right` of single values.
pub(super) fn equal(left: &Item, right: &Item, case: Case, zone: Offset) -> Step<bool> {
    Ok(match (left, right) {
        (Item::Nothing | Item::Null, _) => right.is_null(),
        (_, Item::Nothing | Item::Null) => false,
        (Item::Text(left), _) => same_text(left, &text(right)?, case),
        (Item::Halves(_), _) | (_, Item::Halves(_)) => return Err(outside("half a character in a comparison")),
        (Item::Int(left), Item::Int(right)) => left == right,
        (Item::Int(_) | Item::Double(_), _) => match numeric(right) {
            Some(right) => double(left) == double(&right),
            None => false,
        },
        (Item::Bool(left), _) => *left == truth(right),
        (Item::Char(_), Item::Char(_) | Item::Text(_)) => same_text(&text(left)?, &text(right)?, case),
        (Item::Char(unit), Item::Int(right)) => i64::from(*unit) == *right,
        (Item::Time(left), _) => match cast("datetime", right.clone(), zone) {
            Ok(Item::Time(right)) => left.face() == right.face(),
            _ => false,
        },
        (Item::Span(left), Item::Span(right)) => left == right,
        // Tables and objects are equal to themselves only.
        (Item::List(left), Item::List(right)) => Rc::ptr_eq(left, right),
        (Item::Table(left, _), Item::Table(right, _)) | (Item::Object(left), Item::Object(right)) => {
            Rc::ptr_eq(left, right)
        }
        (Item::Error(left), Item::Error(right)) => Rc::ptr_eq(left, right),
        (
            Item::Char(_)
            | Item::Span(_)
            | Item::List(_)
            | Item::Table(..)
            | Item::Object(_)
            | Item::Error(_)
            | Item::Exception(_),
            _,
        ) => false,
    })
}

/// The number that the right side of a comparison or a sum with a number is.
pub(super) fn numeric(item: &Item) -> Option<Item> {
    match item {
        Item::Nothing | Item::Null => Some(Item::Int(0)),
        Item::Int(_) | Item::Double(_) => Some(item.clone()),
        Item::Bool(value) => Some(Item::Int(i64::from(*value))),
        Item::Char(unit) => Some(Item::Int(i64::from(*unit))),
        Item::Text(text) => number(text),
        _ => None,
    }
}

/// Texts in order, as `Sort-Object` and `-lt` see them.
pub(super) fn text_order(left: &str, right: &str, case: Case) -> Ordering {
    let ignoring = left.to_lowercase().cmp(&right.to_lowercase());
    // Small letters come before large ones where nothing else differs.
    if case == Case::Counts { ignoring.then_with(|| right.cmp(left)) } else { ignoring }
}

/// How two single values are to each other: the right one becomes what the left one is.
pub(super) fn ordered(left: &Item, right: &Item, case: Case, zone: Offset) -> Step<Ordering> {
    let failed = || {
        let (left, right) = (text(left).unwrap_or_default(), text(right).unwrap_or_default());
        let why = "Input string was not in a correct format.";
        error("ComparisonFailure", format!("Could not compare \"{left}\" to \"{right}\". Error: \"{why}\""))
    };
    Ok(match (left, right) {
        (Item::Nothing | Item::Null, Item::Nothing | Item::Null) => Ordering::Equal,
        // Beside a number, `$null` is just below zero.
        (Item::Nothing | Item::Null, Item::Int(_) | Item::Double(_)) => {
            if double(right) < Some(0.0) {
                Ordering::Greater
            } else {
                Ordering::Less
            }
        }
        (Item::Int(_) | Item::Double(_), Item::Nothing | Item::Null) => {
            if double(left) < Some(0.0) {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        }
        (Item::Nothing | Item::Null, _) => Ordering::Less,
        (_, Item::Nothing | Item::Null) => Ordering::Greater,
        (Item::Text(left), _) => text_order(left, &text(right)?, case),
        (Item::Int(left), Item::Int(right)) => left.cmp(right),
        (Item::Int(_) | Item::Double(_), _) => {
            let right = numeric(right).ok_or_else(failed)?;
            let pair = double(left).zip(double(&right));
            pair.and_then(|(left, right)| left.partial_cmp(&right)).ok_or_else(|| outside("a comparison with NaN"))?
        }
        (Item::Bool(left), _) => left.cmp(&truth(right)),
        (Item::Time(left), _) => match cast("datetime", right.clone(), zone)? {
            Item::Time(right) => left.face().cmp(&right.face()),
            _ => return Err(failed()),
        },
        (Item::Span(left), Item::Span(right)) => left.cmp(right),
        (left, _) => return Err(outside(format_args!("an order of {}", left.type_name()))),
    })
}
