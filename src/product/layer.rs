//! A product that extends another one: the customer's file laid over a built-in product's, before anything is validated.
//!
//! Tables merge key by key, lists of tables by the key that names their items; every other value is replaced. The word
//! "off" takes a wish away.

use super::Wish;
use crate::toml_file::{DeArray, DeTable, DeValue, Document, Spanned, TomlError};

/// Lists of tables whose items have a name: where they stand, and the key that holds it.
const NAMED: &[(&str, &str)] =
    &[("permission_sets", "name"), ("modes", "name"), ("requirements", "id"), ("attestations", "id")];

/// The word that takes a wish away.
const OFF: &str = "off";

/// The document with the product that it extends below it, and without the wishes that are off.
///
/// `builtin` gives the text of a built-in product.
///
/// # Errors
/// [`TomlError`] when it extends something that cannot be extended, or says something about a wish that is no rule.
pub(super) fn resolve<'t>(
    mut document: Document<'t>,
    builtin: impl Fn(&str) -> Option<&'static str>,
    known: &[&str],
) -> Result<Document<'t>, TomlError> {
    wishes_are_rules_or_off(&document)?;
    if let Some((key, extends)) = document.root_mut().remove_entry("extends") {
        let Some(name) = extends.get_ref().as_str() else {
            return Err(document.error(extends.span(), "\"extends\" is not the name of a product"));
        };
        let Some(base) = builtin(name) else {
            let error =
                document.error(extends.span(), format!("\"extends\" names \"{name}\", which is no built-in product"));
            return Err(error.hint(format!("Products: {}.", known.join(", "))).meant(name, known.iter().copied()));
        };
        for own in ["name", "title"] {
            if !document.root().contains_key(own) {
                let what = format!("the key \"{own}\" is missing: a product that extends another one has its own");
                return Err(document.error(key.span(), what));
            }
        }
        let base = Document::parse(&format!("the built-in product {name}"), base)?;
        document = document.over(base, merge);
    }
    take_off(document.root_mut());
    Ok(document)
}

/// Every value under `wishes` is a table or the word "off", and every key a wish: afterwards nothing shows that it was
/// there.
fn wishes_are_rules_or_off(document: &Document<'_>) -> Result<(), TomlError> {
    let known: Vec<String> = Wish::all().map(Wish::id).collect();
    for (key, value) in wish_tables(document.root()).flat_map(DeTable::iter) {
        let name = key.get_ref().as_ref();
        if !known.iter().any(|known| known == name) {
            let error = document.error(key.span(), format!("unknown key \"{name}\""));
            return Err(error.meant(name, known.iter().map(String::as_str)));
        }
        let is_rule = value.get_ref().is_table() || value.get_ref().as_str() == Some(OFF);
        if !is_rule {
            let what = format!("the wish \"{name}\" is neither a rule such as {{ level = \"warning\" }} nor \"off\"");
            return Err(document.error(value.span(), what));
        }
    }
    Ok(())
}

fn wish_tables<'a, 't>(root: &'a DeTable<'t>) -> impl Iterator<Item = &'a DeTable<'t>> {
    let modes =
        root.get("modes").and_then(|modes| modes.get_ref().as_array()).into_iter().flat_map(|modes| modes.iter());
    let holders = modes.filter_map(|mode| mode.get_ref().as_table());
    std::iter::once(root)
        .chain(holders)
        .filter_map(|holder| holder.get("wishes").and_then(|wishes| wishes.get_ref().as_table()))
}

fn take_off(root: &mut DeTable<'_>) {
    if let Some(DeValue::Array(modes)) = root.get_mut("modes").map(Spanned::get_mut) {
        for mode in modes.iter_mut() {
            if let DeValue::Table(mode) = mode.get_mut() {
                take_off(mode);
            }
        }
    }
    if let Some(DeValue::Table(wishes)) = root.get_mut("wishes").map(Spanned::get_mut) {
        let is_off = |value: &Spanned<DeValue<'_>>| value.get_ref().as_str() == Some(OFF);
        *wishes = std::mem::take(wishes).into_iter().filter(|(_, value)| !is_off(value)).collect();
    }
}

/// Everything of the base that the own file does not say.
fn merge<'t>(own: &mut DeTable<'t>, base: DeTable<'t>) {
    for (key, below) in base {
        let name = key.get_ref().to_string();
        let Some(above) = own.get_mut(name.as_str()) else {
            own.insert(key, below);
            continue;
        };
        let named = NAMED.iter().find(|(list, _)| *list == name).map(|(_, id)| *id);
        match (above.get_mut(), below.into_inner(), named) {
            (DeValue::Table(above), DeValue::Table(below), _) => merge(above, below),
            (DeValue::Array(above), DeValue::Array(below), Some(id)) => {
                let mut news: Vec<_> = above.iter().cloned().collect();
                *above = DeArray::new();
                for mut item in below {
                    let is_same = |other: &Spanned<DeValue<'t>>| {
                        let name = name_of(other.get_ref(), id);
                        name.is_some() && name == name_of(item.get_ref(), id)
                    };
                    if let Some(at) = news.iter().position(is_same) {
                        let mut mine = news.remove(at);
                        if let (DeValue::Table(mine), DeValue::Table(theirs)) = (mine.get_mut(), item.get_mut()) {
                            merge(mine, std::mem::take(theirs));
                        }
                        item = mine;
                    }
                    above.push(item);
                }
                for item in news {
                    above.push(item);
                }
            }
            // A plain value, a list of words, or a value of another kind: the own file's stands.
            _ => {}
        }
    }
}

fn name_of<'a>(item: &'a DeValue<'_>, id: &str) -> Option<&'a str> {
    item.as_table()?.get(id)?.get_ref().as_str()
}
