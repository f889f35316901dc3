//! What confines apps: access policies, service principals, role assignments, scopes.

use serde::Deserialize;

use super::invoke;
use crate::api::lenient;
use crate::session::Cmdlet;
use crate::session::call::{Call, Invocation, Page, Unreadable, page};
use crate::tenant::{
    AccessPolicy, AccessRight, AppId, AssignmentScope, ExchangePrincipal, Impersonation, ManagementScope, ObjectId,
    RoleAssignment, Source, Untrusted,
};

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Wire {
    #[serde(deserialize_with = "lenient::text")]
    identity: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::word")]
    app_id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    scope_name: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::text")]
    scope_identity: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::word")]
    access_right: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    description: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::text")]
    display_name: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::word")]
    object_id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    name: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::word")]
    role: Option<String>,
    #[serde(deserialize_with = "lenient::word")]
    custom_resource_scope: Option<String>,
    #[serde(deserialize_with = "lenient::word")]
    recipient_write_scope: Option<String>,
    #[serde(deserialize_with = "lenient::word")]
    recipient_administrative_unit_scope: Option<String>,
    #[serde(deserialize_with = "lenient::word")]
    recipient_group_scope: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    recipient_filter: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::flag")]
    exclusive: Option<bool>,
    #[serde(deserialize_with = "lenient::text")]
    role_assignee_name: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::text")]
    role_assignee: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::word")]
    role_assignee_type: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    custom_recipient_write_scope: Option<Untrusted>,
}

/// All application access policies. Least: role group `Organization Management`.
pub fn policies() -> Call<Page<AccessPolicy>> {
    fn read(body: &str) -> Result<Page<AccessPolicy>, Unreadable> {
        page(body, |wire: Wire| {
            let right = match wire.access_right.as_deref() {
                Some("RestrictAccess") => AccessRight::RestrictAccess,
                Some("DenyAccess") => AccessRight::DenyAccess,
                other => AccessRight::Other(other.unwrap_or_default().into()),
            };
            Ok(AccessPolicy {
                identity: wire.identity.unwrap_or_default(),
                app_id: wire.app_id.and_then(|id| id.parse::<AppId>().ok()),
                right,
                scope_name: wire.scope_name.unwrap_or_default(),
                scope_identity: wire.scope_identity.unwrap_or_default(),
                description: wire.description,
            })
        })
    }
    invoke(Source::ExchangeAccessPolicies, Invocation::new(Cmdlet::GetApplicationAccessPolicy), read)
}

/// The app's service principal in Exchange. Least: role `Role Management`. Not found: Exchange has none.
pub fn service_principal(app: AppId) -> Call<Page<ExchangePrincipal>> {
    fn read(body: &str) -> Result<Page<ExchangePrincipal>, Unreadable> {
        page(body, |wire: Wire| {
            Ok(ExchangePrincipal {
                object_id: wire.object_id.and_then(|id| id.parse::<ObjectId>().ok()),
                app_id: wire.app_id.and_then(|id| id.parse::<AppId>().ok()),
                display_name: wire.display_name,
            })
        })
    }
    let call = Invocation::new(Cmdlet::GetServicePrincipal).with("Identity", app.to_string());
    invoke(Source::ExchangeServicePrincipal, call, read)
}

/// The roles of an app. Least: role `View-Only Configuration`.
pub fn role_assignments(principal: ObjectId) -> Call<Page<RoleAssignment>> {
    fn read(body: &str) -> Result<Page<RoleAssignment>, Unreadable> {
        page(body, |wire: Wire| {
            let scope = scope(&wire);
            let role = wire.role.ok_or_else(|| Unreadable("a role assignment without a role".into()))?;
            let name = wire.name.or(wire.identity).unwrap_or_default();
            Ok(RoleAssignment { name, role, scope })
        })
    }
    let call = Invocation::new(Cmdlet::GetManagementRoleAssignment).with("RoleAssignee", principal.to_string());
    invoke(Source::ExchangeRoleAssignments, call, read)
}

/// Who still holds the withdrawn role for impersonation. Least: role `View-Only Configuration`. Not found: the tenant
/// has no such role any more, so nobody holds it.
pub fn impersonation() -> Call<Page<Impersonation>> {
    fn read(body: &str) -> Result<Page<Impersonation>, Unreadable> {
        page(body, |wire: Wire| {
            Ok(Impersonation {
                name: wire.name.or(wire.identity).unwrap_or_default(),
                assignee: wire.role_assignee_name.or(wire.role_assignee).unwrap_or_default(),
                assignee_type: wire.role_assignee_type.filter(|kind| !kind.is_empty()),
                scope: wire.custom_recipient_write_scope.filter(|scope| !scope.is_blank()),
            })
        })
    }
    let call = Invocation::new(Cmdlet::GetManagementRoleAssignment).with("Role", "ApplicationImpersonation");
    invoke(Source::ExchangeImpersonation, call, read)
}

fn scope(wire: &Wire) -> AssignmentScope {
    let named = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    if let Some(name) = named(&wire.custom_resource_scope) {
        return AssignmentScope::CustomScope(Untrusted::new(name));
    }
    if let Some(id) = named(&wire.recipient_administrative_unit_scope) {
        return AssignmentScope::AdministrativeUnit(id);
    }
    if let Some(id) = named(&wire.recipient_group_scope) {
        return AssignmentScope::Group(id);
    }
    match wire.recipient_write_scope.as_deref() {
        None | Some("" | "Organization" | "None" | "NotApplicable") => AssignmentScope::Organization,
        Some(other) => AssignmentScope::Other(other.into()),
    }
}

/// All management scopes. Least: role `View-Only Configuration`.
pub fn management_scopes() -> Call<Page<ManagementScope>> {
    fn read(body: &str) -> Result<Page<ManagementScope>, Unreadable> {
        page(body, |wire: Wire| {
            Ok(ManagementScope {
                id: None,
                name: wire.name.or(wire.identity).unwrap_or_default(),
                recipient_filter: wire.recipient_filter,
                exclusive: wire.exclusive,
            })
        })
    }
    invoke(Source::ExchangeManagementScopes, Invocation::new(Cmdlet::GetManagementScope), read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_policy_is_read() {
        let body = r#"{"value":[{"Identity":"t\\app:S-1;g","AppId":"22222222-2222-2222-2222-222222222222","ScopeName":"Rooms","ScopeIdentity":"Rooms","AccessRight":"RestrictAccess","Description":"d"}]}"#;
        let page = (policies().parse)(body).unwrap();
        let policy = page.items[0].as_ref().unwrap();
        assert_eq!(policy.right, AccessRight::RestrictAccess);
        assert!(policy.app_id.is_some());
    }

    #[test]
    fn scopes_of_assignments_are_told_apart() {
        let scope = |fields: &str| {
            let body = format!(r#"{{"value":[{{"Role":"Application Calendars.Read","Name":"n",{fields}}}]}}"#);
            let parse = role_assignments(ObjectId(uuid::Uuid::nil())).parse;
            parse(&body).unwrap().items.remove(0).unwrap().scope
        };
        assert_eq!(
            scope(r#""CustomResourceScope":"Rooms","RecipientWriteScope":"CustomRecipientScope""#),
            AssignmentScope::CustomScope("Rooms".into())
        );
        assert_eq!(
            scope(r#""CustomResourceScope":null,"RecipientWriteScope":"Organization""#),
            AssignmentScope::Organization
        );
        assert_eq!(scope(r#""RecipientAdministrativeUnitScope":"u""#), AssignmentScope::AdministrativeUnit("u".into()));
        assert_eq!(scope(r#""RecipientWriteScope":"Something""#), AssignmentScope::Other("Something".into()));
    }

    #[test]
    fn who_may_impersonate_is_read_with_the_scope() {
        let body = r#"{"value":[
          {"Name":"ApplicationImpersonation-sync","Role":"ApplicationImpersonation","RoleAssigneeName":"svc-sync","RoleAssigneeType":"User","CustomRecipientWriteScope":"Rooms"},
          {"Name":"ApplicationImpersonation-Org","RoleAssigneeName":"Organization Management","RoleAssigneeType":"RoleGroup","CustomRecipientWriteScope":null}]}"#;
        let page = (impersonation().parse)(body).unwrap();
        let first = page.items[0].as_ref().unwrap();
        assert_eq!((first.assignee.raw(), first.assignee_type.as_deref()), ("svc-sync", Some("User")));
        assert_eq!(first.scope, Some("Rooms".into()));
        assert_eq!(page.items[1].as_ref().unwrap().scope, None);
    }
}
