//! TOML → [`Product`]: the unvalidated form of a product file and its way to the validated one.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{AttestedStep, Guide, Mode, Note, Parameters, PermissionSet, Product, Requirement, Rule, Wish};
use crate::tenant::{Permission, Resource};

/// Why a product file was refused. The text says where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// It is not TOML of the right shape; the message carries line, column and key.
    #[error("{0}")]
    Toml(String),
    /// It is well-formed but says something that cannot be.
    #[error("{0}")]
    Meaning(String),
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

/// Reads a product file.
///
/// # Errors
/// [`ParseError`] with the place (line, key) of what is wrong.
pub fn parse(text: &str) -> Result<Product, ParseError> {
    let file: File = toml::from_str(text).map_err(|error| ParseError::Toml(error.to_string()))?;
    let mut sets = file.permission_sets;
    if sets.is_empty() {
        return Err(ParseError::Meaning("`permission_sets` needs at least one set".into()));
    }
    for set in &sets {
        if let Some(name) = set.graph.iter().find(|name| Permission::named(Resource::MicrosoftGraph, name).is_none()) {
            let message =
                format!("`permission_sets` \"{}\" names `{name}`, which is no known Graph permission", set.name);
            return Err(ParseError::Meaning(message));
        }
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
    };
    if let Some(first) = product.modes.first().map(|mode| mode.name.clone()) {
        product.set("mode", &first).map_err(|error| ParseError::Meaning(format!("`modes`: {error}")))?;
    }
    for (name, value) in file.defaults {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        product.set(&name, &text).map_err(|error| ParseError::Meaning(format!("`defaults`: {error}")))?;
    }
    Ok(product)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = "name = 'x'\ntitle = 'X'\nguide = { title = 'G', version = '1' }\n\
        permission_sets = [{ name = 'only', graph = ['Calendars.ReadWrite'] }]\n";

    #[test]
    fn the_least_file_is_a_product() {
        let product = parse(LEAST).unwrap();
        assert_eq!(product.parameters.permission_set, "only");
        assert_eq!(product.parameters.expiry_days, 30);
    }

    #[test]
    fn errors_point_to_the_line() {
        let error = parse(&format!("{LEAST}[wishes.tittles]\nlevel = 'error'\n")).unwrap_err().to_string();
        assert!(error.contains("line 5") && error.contains("tittles"), "{error}");
    }

    #[test]
    fn an_unknown_permission_is_named() {
        let error = parse(&LEAST.replace("Calendars.ReadWrite", "Calendar.ReadWrite")).unwrap_err().to_string();
        assert!(error.contains("`Calendar.ReadWrite`"), "{error}");
    }

    #[test]
    fn a_default_that_does_not_fit_is_named() {
        let error = parse(&format!("{LEAST}[defaults]\nhorizon_days = 2000\n")).unwrap_err().to_string();
        assert!(error.contains("horizon_days") && error.contains("0 to 1080"), "{error}");
    }
}
