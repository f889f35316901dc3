//! Commands of Microsoft Graph PowerShell, by their effect on the simulated tenant. Objects look like those of the SDK:
//! names begin with a capital, times are times. Only the properties that a request of the same form returns are there.
//!
//! Source: the reference of the Graph SDK for PowerShell and the Graph pages of each resource.

mod applications;
mod grants;
#[cfg(test)]
mod tests;
mod users;

use uuid::Uuid;

use super::{
    Arguments, CommandError, Record, Tenant, Value,
    binding::{Command, Given, Kind, Outcome, guid, record},
};
use crate::sim::json::{Json, Object, object};

/// What the command does and gives; `None` when Graph has no command of this name.
pub fn invoke(tenant: &mut Tenant, name: &str, arguments: &Arguments) -> Option<Result<Vec<Value>, CommandError>> {
    let tables = [CONTEXT, applications::COMMANDS, grants::COMMANDS, users::COMMANDS];
    let command = tables.into_iter().flatten().find(|known| known.name.eq_ignore_ascii_case(name))?;
    if tenant.graph.is_none() && command.name != "Get-MgContext" {
        return Some(Err(CommandError {
            id: "System.Security.Authentication.AuthenticationException".to_owned(),
            message: "Authentication needed. Please call Connect-MgGraph.".to_owned(),
        }));
    }
    Some(command.invoke(tenant, arguments))
}

const CONTEXT: &[Command] = &[Command { name: "Get-MgContext", needs: &[], takes: &[], run: context }];

const FILTER: (&str, Kind) = ("Filter", Kind::Text);
const ALL: (&str, Kind) = ("All", Kind::Switch);
const PROPERTY: (&str, Kind) = ("Property", Kind::Texts);

fn context(tenant: &mut Tenant, _: &Given<'_>) -> Outcome {
    let Some(id) = tenant.graph else { return Ok(Vec::new()) };
    let row = object! {
        "ClientId": "14d82eec-204b-4c2f-b7e8-296a70dab67e",
        "TenantId": id.0,
        "Scopes": [
            "Application.ReadWrite.All",
            "AppRoleAssignment.ReadWrite.All",
            "DelegatedPermissionGrant.ReadWrite.All",
            "Directory.Read.All",
            "User.ReadWrite.All",
        ],
        "AuthType": "Delegated",
        "TokenCredentialType": "InteractiveBrowser",
        "CertificateThumbprint": Json::Null,
        "Account": format!("admin@{}", tenant.state().initial_domain()),
        "AppName": "Microsoft Graph Command Line Tools",
        "ContextScope": "CurrentUser",
        "Environment": "Global",
    };
    Ok(vec![record(&row, str::to_owned)])
}

/// An error of Graph, as the SDK shows it.
fn failed(code: &str, message: &str) -> CommandError {
    CommandError { id: code.to_owned(), message: format!("[{code}] : {message}") }
}

fn not_found(key: &str) -> CommandError {
    failed(
        "Request_ResourceNotFound",
        &format!("Resource '{key}' does not exist or one of its queried reference-property objects are not present."),
    )
}

fn bad_request(message: &str) -> CommandError {
    failed("Request_BadRequest", message)
}

/// A name as the SDK spells it.
fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// An object of the SDK: what was not asked for is there and empty.
fn shown(row: &Object, given: &Given<'_>) -> Value {
    let asked = given.texts("Property").unwrap_or_default();
    let names: Vec<&str> = asked.iter().flat_map(|name| name.split(',')).map(str::trim).collect();
    if names.is_empty() { record(row, capital) } else { narrowed(row, &names) }
}

/// An object of the SDK in which only these properties have values.
fn narrowed(row: &Object, names: &[&str]) -> Value {
    let Value::Record(mut object) = record(row, capital) else { return Value::Null };
    for (name, value) in &mut object.0 {
        if !names.iter().any(|wanted| wanted.eq_ignore_ascii_case(name)) {
            *value = Value::Null;
        }
    }
    Value::Record(object)
}

/// Rows that a filter of the form `property eq 'value'` leaves.
fn filtered(rows: Vec<Object>, given: &Given<'_>) -> Result<Vec<Object>, CommandError> {
    let Some(filter) = given.text("Filter") else { return Ok(rows) };
    let unsupported = || bad_request("Invalid filter clause: only `property eq 'value'` is known here.");
    let (property, value) = filter.trim().split_once(" eq ").ok_or_else(unsupported)?;
    let value = value.trim().strip_prefix('\'').and_then(|value| value.strip_suffix('\'')).ok_or_else(unsupported)?;
    let value = value.replace("''", "\u{0}");
    if value.contains('\'') {
        return Err(unsupported());
    }
    let value = value.replace('\u{0}', "'");
    let is_it = |row: &Object| match row.get(property.trim()) {
        Some(Json::Text(text)) => text.eq_ignore_ascii_case(&value),
        _ => false,
    };
    Ok(rows.into_iter().filter(is_it).collect())
}

/// A GUID that a parameter has to be.
fn id(given: &Given<'_>, name: &str) -> Result<Uuid, CommandError> {
    let text = given.needed(name);
    guid(text).ok_or_else(|| bad_request(&format!("Invalid object identifier '{text}'.")))
}

/// An identifier that nothing has yet.
fn fresh(tenant: &mut Tenant) -> Uuid {
    tenant.simulation().next_id()
}

/// The tables in a value: one or several.
fn tables(value: &Value) -> Vec<&Record> {
    match value {
        Value::Record(table) => vec![table],
        Value::List(items) => items
            .iter()
            .filter_map(|item| match item {
                Value::Record(table) => Some(table),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Text of a table.
fn text_of<'a>(table: &'a Record, name: &str) -> Option<&'a str> {
    match table.get(name) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}
