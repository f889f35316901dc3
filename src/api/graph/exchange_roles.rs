//! Exchange role assignments through Graph (beta): the way to read RBAC for Applications without Exchange's own rights.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::api::lenient;
use crate::session::call::{Call, GraphRead, GraphVersion, Needs, Page, Read, Unreadable, page};
use crate::tenant::{AssignmentScope, ManagementScope, ObjectId, Source, Untrusted};

fn beta<T>(segments: &[&str], query: &str, parse: fn(&str) -> Result<T, Unreadable>) -> Call<T> {
    let read = Read::Graph(GraphRead::new(GraphVersion::Beta, segments, query));
    Call { source: Source::GraphExchangeRoles, read, needs: Needs::graph("RoleManagement.Read.Exchange"), parse }
}

/// An assignment whose role is known by id only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignmentRow {
    /// The assignment's id.
    pub id: String,
    /// The role's id.
    pub role_definition_id: String,
    /// How far it reaches.
    pub scope: AssignmentScope,
}

/// The Exchange roles of a service principal. Least: `RoleManagement.Read.Exchange`.
pub fn assignments(principal: ObjectId) -> Call<Page<AssignmentRow>> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire {
        id: String,
        role_definition_id: String,
        #[serde(default, deserialize_with = "lenient::word")]
        directory_scope_id: Option<String>,
        #[serde(default, deserialize_with = "lenient::word")]
        app_scope_id: Option<String>,
    }
    fn read(body: &str) -> Result<Page<AssignmentRow>, Unreadable> {
        page(body, |wire: Wire| {
            let scope = scope(wire.directory_scope_id.as_deref(), wire.app_scope_id.as_deref());
            Ok(AssignmentRow { id: wire.id, role_definition_id: wire.role_definition_id, scope })
        })
    }
    let query = format!("$filter=principalId eq '/ServicePrincipals/{principal}'");
    beta(&["roleManagement", "exchange", "roleAssignments"], &query, read)
}

/// A custom scope wins: the pairing with a null directory scope is not confirmed by Microsoft's pages.
fn scope(directory: Option<&str>, app: Option<&str>) -> AssignmentScope {
    if let Some(id) = app.filter(|id| !id.is_empty()) {
        return AssignmentScope::CustomScope(id.into());
    }
    match directory {
        Some("/") => AssignmentScope::Organization,
        Some(path) => match path.trim_start_matches('/').split_once('/') {
            Some(("AdministrativeUnits", id)) => AssignmentScope::AdministrativeUnit(id.to_owned()),
            Some(("Groups", id)) => AssignmentScope::Group(id.to_owned()),
            Some(("Users", id)) => AssignmentScope::Recipient(id.to_owned()),
            Some(_) | None => AssignmentScope::Other(path.into()),
        },
        None => AssignmentScope::Other("".into()),
    }
}

/// The name of a role. Least: `RoleManagement.Read.Exchange`.
pub fn role_name(definition: &str) -> Call<String> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire {
        display_name: String,
    }
    fn read(body: &str) -> Result<String, Unreadable> {
        Ok(serde_json::from_str::<Wire>(body)?.display_name)
    }
    beta(&["roleManagement", "exchange", "roleDefinitions", definition], "", read)
}

/// The custom scopes. Least: `RoleManagement.Read.Exchange`.
pub fn scopes() -> Call<Page<ManagementScope>> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire {
        id: String,
        #[serde(default, deserialize_with = "lenient::text")]
        display_name: Option<Untrusted>,
        #[serde(default)]
        custom_attributes: Option<Map<String, Value>>,
    }
    fn read(body: &str) -> Result<Page<ManagementScope>, Unreadable> {
        page(body, |wire: Wire| {
            // Keys are spelled in two ways on Microsoft's own pages.
            let attributes = wire.custom_attributes.unwrap_or_default();
            let find =
                |name: &str| attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value);
            let filter = find("RecipientFilter").and_then(Value::as_str).map(Untrusted::from);
            let exclusive = find("Exclusive").and_then(Value::as_bool);
            let name = wire.display_name.unwrap_or_default();
            Ok(ManagementScope { id: Some(wire.id), name, recipient_filter: filter, exclusive })
        })
    }
    beta(&["roleManagement", "exchange", "customAppScopes"], "", read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_assignments_are_read() {
        let body = r#"{"value":[
          {"id":"a","principalId":"/ServicePrincipals/x","roleDefinitionId":"r","directoryScopeId":"/","appScopeId":null},
          {"id":"b","principalId":"/ServicePrincipals/x","roleDefinitionId":"r","directoryScopeId":"/AdministrativeUnits/u","appScopeId":null},
          {"id":"c","principalId":"/ServicePrincipals/x","roleDefinitionId":"r","directoryScopeId":null,"appScopeId":"s"}]}"#;
        let page = (assignments(ObjectId(uuid::Uuid::nil())).parse)(body).unwrap();
        let scopes: Vec<_> = page.items.into_iter().map(|row| row.unwrap().scope).collect();
        assert_eq!(
            scopes,
            [
                AssignmentScope::Organization,
                AssignmentScope::AdministrativeUnit("u".into()),
                AssignmentScope::CustomScope("s".into())
            ]
        );
    }

    #[test]
    fn scope_attributes_are_read_in_both_spellings() {
        for body in [
            r#"{"value":[{"id":"s","displayName":"Rooms","customAttributes":{"Exclusive":false,"RecipientFilter":"f"}}]}"#,
            r#"{"value":[{"id":"s","displayName":"Rooms","customAttributes":{"exclusive":false,"recipientFilter":"f"}}]}"#,
        ] {
            let page = (scopes().parse)(body).unwrap();
            let scope = page.items[0].as_ref().unwrap();
            assert_eq!(scope.recipient_filter.as_ref().unwrap().raw(), "f");
            assert_eq!(scope.exclusive, Some(false));
        }
    }
}
