//! The directory: organisation, registration, service principal, grants.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use super::get;
use crate::api::lenient;
use crate::session::call::{Call, Page, Unreadable, page};
use crate::tenant::app::{PermissionKind, Requested};
use crate::tenant::{
    AppId, AppRegistration, Credential, CredentialKind, DelegatedGrant, ObjectId, Organization, Resource,
    ServicePrincipal, Source, TenantId, Untrusted,
};

/// The organisation. Least: `Organization.Read.All`.
pub fn organization() -> Call<Organization> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire {
        id: TenantId,
        #[serde(default, deserialize_with = "lenient::text")]
        display_name: Option<Untrusted>,
        #[serde(default)]
        verified_domains: Option<Vec<Domain>>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Domain {
        name: Option<String>,
        #[serde(default, deserialize_with = "lenient::flag")]
        is_initial: Option<bool>,
    }
    fn read(body: &str) -> Result<Organization, Unreadable> {
        let rows = page(body, |wire: Wire| Ok(wire))?.items;
        let wire =
            rows.into_iter().next().unwrap_or_else(|| Err(Unreadable("no organisation in the answer".into())))?;
        let domains = wire.verified_domains.unwrap_or_default();
        let initial = domains.iter().find(|domain| domain.is_initial == Some(true));
        Ok(Organization {
            id: wire.id,
            display_name: wire.display_name.unwrap_or_default(),
            initial_domain: initial.and_then(|domain| domain.name.clone()),
            verified_domains: domains.into_iter().filter_map(|domain| domain.name).collect(),
        })
    }
    let query = "$select=id,displayName,verifiedDomains";
    get(Source::GraphOrganization, &["organization"], query, "Organization.Read.All", read)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireCredential {
    key_id: Option<Uuid>,
    #[serde(default, deserialize_with = "lenient::text")]
    display_name: Option<Untrusted>,
    #[serde(default, deserialize_with = "lenient::text")]
    hint: Option<Untrusted>,
    #[serde(default, deserialize_with = "lenient::time")]
    start_date_time: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::time")]
    end_date_time: Option<Timestamp>,
}

fn credentials(secrets: Option<Vec<WireCredential>>, keys: Option<Vec<WireCredential>>) -> Vec<Credential> {
    let of = |kind, wire: WireCredential| Credential {
        key_id: wire.key_id.unwrap_or_default(),
        kind,
        display_name: wire.display_name,
        hint: wire.hint,
        start: wire.start_date_time,
        end: wire.end_date_time,
    };
    let secrets = secrets.into_iter().flatten().map(|wire| of(CredentialKind::Secret, wire));
    // A certificate appears twice when it both signs and verifies; it is one certificate.
    let mut all: Vec<Credential> = secrets.collect();
    for wire in keys.into_iter().flatten() {
        let key = of(CredentialKind::Certificate, wire);
        if !all.iter().any(|known| known.kind == key.kind && known.key_id == key.key_id) {
            all.push(key);
        }
    }
    all
}

fn app_segment(collection: &str, app: AppId) -> String {
    format!("{collection}(appId='{app}')")
}

/// An app registration. Least: `Application.Read.All`. A 404 means that it is not in this tenant.
pub fn application(app: AppId) -> Call<AppRegistration> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire {
        id: ObjectId,
        #[serde(default, deserialize_with = "lenient::text")]
        display_name: Option<Untrusted>,
        #[serde(default, deserialize_with = "lenient::word")]
        sign_in_audience: Option<String>,
        #[serde(default, deserialize_with = "lenient::flag")]
        is_disabled: Option<bool>,
        #[serde(default, deserialize_with = "lenient::text")]
        disabled_by_microsoft_status: Option<Untrusted>,
        #[serde(default)]
        required_resource_access: Option<Vec<WireResource>>,
        #[serde(default)]
        password_credentials: Option<Vec<WireCredential>>,
        #[serde(default)]
        key_credentials: Option<Vec<WireCredential>>,
        #[serde(default)]
        web: Option<Platform>,
        #[serde(default)]
        spa: Option<Platform>,
        #[serde(default)]
        public_client: Option<Platform>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Platform {
        #[serde(default, deserialize_with = "lenient::texts")]
        redirect_uris: Option<Vec<Untrusted>>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct WireResource {
        resource_app_id: Uuid,
        #[serde(default)]
        resource_access: Vec<WireAccess>,
    }
    #[derive(Deserialize)]
    struct WireAccess {
        id: Uuid,
        #[serde(rename = "type", default)]
        kind: String,
    }
    fn read(body: &str) -> Result<AppRegistration, Unreadable> {
        let wire: Wire = serde_json::from_str(body)?;
        let resources = wire.required_resource_access.unwrap_or_default();
        let requested = resources.into_iter().flat_map(|resource| {
            let resource_app_id = resource.resource_app_id;
            resource.resource_access.into_iter().map(move |access| Requested {
                resource_app_id,
                id: access.id,
                value: None,
                kind: if access.kind == "Scope" { PermissionKind::Delegated } else { PermissionKind::Application },
            })
        });
        let web_redirect_uris = wire.web.as_ref().and_then(|web| web.redirect_uris.clone()).unwrap_or_default();
        let platforms = [wire.web, wire.spa, wire.public_client];
        let uris = platforms.into_iter().flatten().filter_map(|platform| platform.redirect_uris).flatten();
        Ok(AppRegistration {
            id: wire.id,
            display_name: wire.display_name.unwrap_or_default(),
            sign_in_audience: wire.sign_in_audience,
            is_disabled: wire.is_disabled,
            disabled_by_microsoft: wire.disabled_by_microsoft_status,
            requested: requested.collect(),
            credentials: credentials(wire.password_credentials, wire.key_credentials),
            redirect_uris: uris.collect(),
            web_redirect_uris,
        })
    }
    let query = "$select=id,appId,displayName,signInAudience,isDisabled,disabledByMicrosoftStatus,\
                 requiredResourceAccess,passwordCredentials,keyCredentials,web,spa,publicClient";
    get(Source::GraphApplication, &[&app_segment("applications", app)], query, "Application.Read.All", read)
}

/// A service principal. Least: `Application.Read.All`. A 404 means that nobody consented to the app here.
pub fn service_principal(app: AppId) -> Call<ServicePrincipal> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire {
        id: ObjectId,
        #[serde(default, deserialize_with = "lenient::text")]
        display_name: Option<Untrusted>,
        #[serde(default, deserialize_with = "lenient::flag")]
        account_enabled: Option<bool>,
        #[serde(default)]
        app_owner_organization_id: Option<TenantId>,
        #[serde(default, deserialize_with = "lenient::flag")]
        app_role_assignment_required: Option<bool>,
        #[serde(default, deserialize_with = "lenient::texts")]
        tags: Option<Vec<Untrusted>>,
        #[serde(default)]
        password_credentials: Option<Vec<WireCredential>>,
        #[serde(default)]
        key_credentials: Option<Vec<WireCredential>>,
    }
    fn read(body: &str) -> Result<ServicePrincipal, Unreadable> {
        let wire: Wire = serde_json::from_str(body)?;
        Ok(ServicePrincipal {
            id: wire.id,
            display_name: wire.display_name.unwrap_or_default(),
            account_enabled: wire.account_enabled,
            owner_tenant: wire.app_owner_organization_id,
            assignment_required: wire.app_role_assignment_required,
            tags: wire.tags.unwrap_or_default(),
            credentials: credentials(wire.password_credentials, wire.key_credentials),
        })
    }
    let query = "$select=id,appId,displayName,accountEnabled,appOwnerOrganizationId,appRoleAssignmentRequired,tags,\
                 passwordCredentials,keyCredentials";
    get(Source::GraphServicePrincipal, &[&app_segment("servicePrincipals", app)], query, "Application.Read.All", read)
}

/// What a resource offers: its object id in this tenant, and the names of its app roles and scopes by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceRoles {
    /// The object id of the resource's service principal in this tenant.
    pub id: ObjectId,
    /// Names of app roles by id.
    pub roles: HashMap<Uuid, String>,
    /// Names of delegated scopes by id.
    pub scopes: HashMap<Uuid, String>,
}

/// The roles that a resource defines. Least: `Application.Read.All`.
pub fn resource_roles(resource: Resource) -> Call<ResourceRoles> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire {
        id: ObjectId,
        #[serde(default)]
        app_roles: Vec<Role>,
        #[serde(default)]
        oauth2_permission_scopes: Vec<Role>,
    }
    #[derive(Deserialize)]
    struct Role {
        id: Uuid,
        value: Option<String>,
    }
    fn read(body: &str) -> Result<ResourceRoles, Unreadable> {
        let wire: Wire = serde_json::from_str(body)?;
        let names = |roles: Vec<Role>| roles.into_iter().filter_map(|role| Some((role.id, role.value?))).collect();
        Ok(ResourceRoles { id: wire.id, roles: names(wire.app_roles), scopes: names(wire.oauth2_permission_scopes) })
    }
    let segment = app_segment("servicePrincipals", AppId(resource.app_id()));
    let query = "$select=id,appId,appRoles,oauth2PermissionScopes";
    get(Source::GraphServicePrincipal, &[&segment], query, "Application.Read.All", read)
}

/// One consented application permission, before its names are known.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleAssignmentRow {
    /// The object id of the resource's service principal.
    pub resource_id: Option<ObjectId>,
    /// The resource's name.
    pub resource_name: Untrusted,
    /// The role.
    pub role_id: Uuid,
    /// When it was consented to.
    pub created: Option<Timestamp>,
}

/// What an app was granted. Least: `Application.Read.All`.
pub fn app_role_assignments(principal: ObjectId) -> Call<Page<RoleAssignmentRow>> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire {
        app_role_id: Uuid,
        resource_id: Option<ObjectId>,
        #[serde(default, deserialize_with = "lenient::text")]
        resource_display_name: Option<Untrusted>,
        #[serde(default, deserialize_with = "lenient::time")]
        created_date_time: Option<Timestamp>,
    }
    fn read(body: &str) -> Result<Page<RoleAssignmentRow>, Unreadable> {
        page(body, |wire: Wire| {
            Ok(RoleAssignmentRow {
                resource_id: wire.resource_id,
                resource_name: wire.resource_display_name.unwrap_or_default(),
                role_id: wire.app_role_id,
                created: wire.created_date_time,
            })
        })
    }
    let segments = ["servicePrincipals", &principal.to_string(), "appRoleAssignments"];
    get(Source::GraphAppRoleAssignments, &segments, "$top=999", "Application.Read.All", read)
}

/// Delegated permissions for one resource, before the resource is known.
#[derive(Clone, Debug, PartialEq)]
pub struct DelegatedRow {
    /// The object id of the resource's service principal.
    pub resource_id: Option<ObjectId>,
    /// What was consented to.
    pub grant: DelegatedGrant,
}

/// The delegated permissions of an app. Least: `Directory.Read.All`.
pub fn delegated_grants(principal: ObjectId) -> Call<Page<DelegatedRow>> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire {
        resource_id: Option<ObjectId>,
        scope: Option<String>,
        consent_type: Option<String>,
    }
    fn read(body: &str) -> Result<Page<DelegatedRow>, Unreadable> {
        page(body, |wire: Wire| {
            let scopes = wire.scope.unwrap_or_default().split_whitespace().map(str::to_owned).collect();
            let for_everybody = wire.consent_type.as_deref() == Some("AllPrincipals");
            Ok(DelegatedRow {
                resource_id: wire.resource_id,
                grant: DelegatedGrant { resource: None, scopes, for_everybody },
            })
        })
    }
    let query = format!("$filter=clientId eq '{principal}'");
    get(Source::GraphDelegatedGrants, &["oauth2PermissionGrants"], &query, "Directory.Read.All", read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::call::Read;

    fn path<T>(call: &Call<T>) -> String {
        match &call.read {
            Read::Graph(read) => read.path.clone(),
            Read::Exchange(_) => String::new(),
        }
    }

    #[test]
    fn the_documented_registration_is_read() {
        let body = r#"{"id":"11111111-1111-1111-1111-111111111111","appId":"22222222-2222-2222-2222-222222222222",
          "displayName":"Reservation Sync","signInAudience":"AzureADMyOrg","isDisabled":null,"disabledByMicrosoftStatus":null,
          "requiredResourceAccess":[{"resourceAppId":"00000003-0000-0000-c000-000000000000",
            "resourceAccess":[{"id":"ef54d2bf-783f-4e0f-bca1-3210c0444d99","type":"Role"},{"id":"e1fe6dd8-ba31-4d61-89e7-88639da4683d","type":"Scope"}]}],
          "passwordCredentials":[{"customKeyIdentifier":null,"displayName":"prod","endDateTime":"2027-03-01T00:00:00Z","hint":"aB3",
            "keyId":"33333333-3333-3333-3333-333333333333","secretText":null,"startDateTime":"2026-03-01T00:00:00Z"}],
          "keyCredentials":[],"web":{"redirectUris":["https://x"]}}"#;
        let call = application(AppId(Uuid::nil()));
        assert!(
            path(&call).starts_with("/applications(appId='00000000-0000-0000-0000-000000000000')?$select=id,"),
            "{}",
            path(&call)
        );
        let app = (call.parse)(body).unwrap();
        assert_eq!(app.requested.len(), 2);
        assert_eq!(app.requested[1].kind, PermissionKind::Delegated);
        assert_eq!(app.credentials[0].hint.as_ref().unwrap().raw(), "aB3");
        assert_eq!(app.redirect_uris.len(), 1);
    }

    #[test]
    fn the_initial_domain_is_found() {
        let body = r#"{"value":[{"id":"11111111-1111-1111-1111-111111111111","displayName":"Contoso",
          "verifiedDomains":[{"name":"contoso.com","isInitial":false},{"name":"contoso.onmicrosoft.com","isInitial":true}]}]}"#;
        let organization = (organization().parse)(body).unwrap();
        assert_eq!(organization.initial_domain.as_deref(), Some("contoso.onmicrosoft.com"));
        assert_eq!(organization.verified_domains.len(), 2);
    }

    #[test]
    fn an_empty_organisation_is_unreadable_not_absent() {
        assert!((organization().parse)(r#"{"value":[]}"#).is_err());
    }

    #[test]
    fn delegated_scopes_are_split() {
        let body = r#"{"value":[{"clientId":"x","consentType":"AllPrincipals","resourceId":"11111111-1111-1111-1111-111111111111","scope":" User.Read Calendars.ReadWrite"}]}"#;
        let page = (delegated_grants(ObjectId(Uuid::nil())).parse)(body).unwrap();
        let row = page.items[0].as_ref().unwrap();
        assert_eq!(row.grant.scopes, ["User.Read", "Calendars.ReadWrite"]);
        assert!(row.grant.for_everybody);
    }
}
