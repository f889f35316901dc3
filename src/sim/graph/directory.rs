//! The directory: organisation, domains, applications, service principals, grants, people.
//!
//! Source: the Graph pages of each resource; permissions from Microsoft's permission catalogue.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD as BASE64, URL_SAFE_NO_PAD as BASE64URL},
};
use jiff::Timestamp;
use uuid::{Uuid, uuid};

use super::{Call, DIRECTORY};
use crate::{
    sim::{
        json::{Json, Object, object},
        simulation::{Found, Response, Simulation, iso},
        state::{App, Certificate, Home, Principal, Registration, Secret},
    },
    tenant::{KNOWN_PERMISSIONS, Permission, Resource, RoomKind, app::PermissionKind},
};

/// App roles of the Exchange resource with the names of Graph's, left over from the Outlook REST API: they give nothing
/// on Graph.
///
/// guess: the ids are invented; public sources only say that the names exist twice.
pub(in crate::sim) const LEGACY_ROLES: [(&str, Uuid); 3] = [
    ("Calendars.Read", uuid!("9f1c2a52-6d53-4c4e-8a55-0a3f4f7a1c01")),
    ("Mail.Read", uuid!("9f1c2a52-6d53-4c4e-8a55-0a3f4f7a1c02")),
    ("Calendars.ReadWrite", uuid!("9f1c2a52-6d53-4c4e-8a55-0a3f4f7a1c03")),
];

/// `User.Read` of Graph, the scope that every new registration asks for.
pub(in crate::sim) const USER_READ: Uuid = uuid!("e1fe6dd8-ba31-4d61-89e7-88639da4683d");

/// guess: the delegated `Calendars.ReadWrite` of Graph; its id is in no source that was read.
pub(in crate::sim) const DELEGATED_CALENDARS: Uuid = uuid!("1ec239c2-d7c9-4623-a91a-a9775856bb36");

/// The id of an app role.
pub(in crate::sim) fn role_id(resource: Resource, value: &str) -> Option<Uuid> {
    let legacy = || LEGACY_ROLES.iter().find(|(name, _)| resource == Resource::ExchangeOnline && *name == value);
    Permission::named(resource, value).map(|permission| permission.id).or_else(|| legacy().map(|(_, id)| *id))
}

/// The name of an app role.
pub(in crate::sim) fn role_value(resource: Resource, id: Uuid) -> Option<&'static str> {
    let legacy = || LEGACY_ROLES.iter().find(|(_, known)| resource == Resource::ExchangeOnline && *known == id);
    Permission::by_id(resource, id).map(|permission| permission.value).or_else(|| legacy().map(|(value, _)| *value))
}

const APPLICATIONS: [&str; 4] =
    ["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
const ORGANIZATION: [&str; 4] =
    ["Organization.Read.All", "User.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"];
const DOMAINS: [&str; 3] = ["Domain.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"];
const GRANTS: [&str; 2] = ["Directory.Read.All", "Directory.ReadWrite.All"];
const DIRECTORY_ROLES: [&str; 4] =
    ["RoleManagement.Read.Directory", "RoleManagement.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"];
const PEOPLE: [&str; 4] = ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
const PEOPLE_BASIC: [&str; 1] = ["User.ReadBasic.All"];

/// What `User.ReadBasic.All` shows of a person.
const BASIC: [&str; 6] = ["id", "displayName", "givenName", "surname", "mail", "userPrincipalName"];

/// What a person has without `$select`.
pub(in crate::sim) const DEFAULT: [&str; 11] = [
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
];

/// Everything but people; `None` when the first segment is not of the directory.
pub(super) fn route(call: &Call<'_>, first: &str, rest: &[&str]) -> Option<Response> {
    if let Some(key) = alternate_key(first, "applications") {
        return Some(application(call, Some(&key), None, rest));
    }
    if let Some(key) = alternate_key(first, "serviceprincipals") {
        return Some(service_principal(call, Some(&key), None, rest));
    }
    Some(match (first, rest) {
        ("organization", []) => organization(call),
        ("organization", [id]) => match id.parse::<Uuid>() {
            Ok(id) if id == call.simulation.state.tenant.0 => organization(call),
            Ok(_) | Err(_) => call.not_found(id),
        },
        ("domains", []) => domains(call),
        ("applications", []) => applications(call),
        ("applications", [id, rest @ ..]) => application(call, None, Some(id), rest),
        ("serviceprincipals", []) => service_principals(call),
        ("serviceprincipals", [id, rest @ ..]) => service_principal(call, None, Some(id), rest),
        ("oauth2permissiongrants", []) => delegated_grants(call, None),
        ("rolemanagement", ["directory", "roleassignments"]) => role_assignments(call),
        _ => return None,
    })
}

/// The `appId` of `applications(appId='…')`.
fn alternate_key(segment: &str, set: &str) -> Option<String> {
    let inner = segment.strip_prefix(set)?.strip_prefix('(')?.strip_suffix(')')?;
    let (name, value) = inner.split_once('=')?;
    (name.trim() == "appid").then(|| value.trim().trim_matches('\'').to_owned())
}

fn organization(call: &Call<'_>) -> Response {
    if !call.has_any(&ORGANIZATION) {
        return call.denied();
    }
    let state = &call.simulation.state;
    call.page("organization", &DIRECTORY, &[state], |state| {
        let domains: Vec<Object> = state
            .domains
            .iter()
            .enumerate()
            .map(|(at, name)| {
                object! {
                    "capabilities": "Email, OfficeCommunicationsOnline",
                    "isDefault": at == 0,
                    "isInitial": name.ends_with(".onmicrosoft.com"),
                    "name": name,
                    "type": "Managed",
                }
            })
            .collect();
        object! {
            "id": state.tenant.0,
            "deletedDateTime": Json::Null,
            "businessPhones": Vec::<String>::new(),
            "city": "Amsterdam",
            "country": Json::Null,
            "countryLetterCode": "NL",
            "createdDateTime": iso(state.days_ago(2000)),
            "defaultUsageLocation": Json::Null,
            "displayName": &state.name,
            "marketingNotificationEmails": Vec::<String>::new(),
            "onPremisesLastSyncDateTime": Json::Null,
            "onPremisesSyncEnabled": Json::Null,
            "partnerTenantType": Json::Null,
            "postalCode": "1016 DX",
            "preferredLanguage": "en",
            "securityComplianceNotificationMails": Vec::<String>::new(),
            "securityComplianceNotificationPhones": Vec::<String>::new(),
            "state": Json::Null,
            "street": "Keizersgracht 210",
            "technicalNotificationMails": [format!("admin@{}", state.domain())],
            "tenantType": "AAD",
            "assignedPlans": Vec::<Json>::new(),
            "provisionedPlans": Vec::<Json>::new(),
            "verifiedDomains": domains,
        }
    })
}

fn domains(call: &Call<'_>) -> Response {
    if !call.has_any(&DOMAINS) {
        return call.denied();
    }
    let domains = &call.simulation.state.domains;
    call.page("domains", &DIRECTORY, domains, |name| {
        object! {
            "authenticationType": "Managed",
            "availabilityStatus": Json::Null,
            "id": name,
            "isAdminManaged": true,
            "isDefault": Some(name) == domains.first(),
            "isInitial": name.ends_with(".onmicrosoft.com"),
            "isRoot": true,
            "isVerified": true,
            "supportedServices": ["Email", "OfficeCommunicationsOnline"],
            "passwordValidityPeriodInDays": Json::Null,
            "passwordNotificationWindowInDays": Json::Null,
            "state": Json::Null,
        }
    })
}

fn applications(call: &Call<'_>) -> Response {
    if !call.has_any(&APPLICATIONS) {
        return call.denied();
    }
    let apps: Vec<(&App, &Registration)> =
        call.simulation.state.apps.iter().filter_map(|app| Some((app, app.registration.as_ref()?))).collect();
    call.page("applications", &DIRECTORY, &apps, |(app, registration)| {
        application_row(call.simulation, app, registration)
    })
}

fn application(call: &Call<'_>, app_id: Option<&str>, id: Option<&str>, rest: &[&str]) -> Response {
    if !call.has_any(&APPLICATIONS) && !call.has_any(&["Application.ReadWrite.OwnedBy"]) {
        return call.denied();
    }
    let found = call.simulation.state.apps.iter().find_map(|app| {
        let registration = app.registration.as_ref()?;
        let is_it = app_id.is_some_and(|key| key.parse() == Ok(app.app_id.0))
            || id.is_some_and(|key| key.parse() == Ok(registration.object_id));
        is_it.then_some((app, registration))
    });
    let Some((app, registration)) = found else { return call.not_found(app_id.or(id).unwrap_or_default()) };
    match rest {
        [] => call.entity("applications/$entity", application_row(call.simulation, app, registration)),
        ["federatedidentitycredentials"] => {
            let of = format!("applications('{}')/federatedIdentityCredentials", registration.object_id);
            call.page(&of, &DIRECTORY, &app.federated, |record| {
                object! {
                    "id": call.simulation.state.guid("federated", &record.name),
                    "name": &record.name,
                    "issuer": &record.issuer,
                    "subject": &record.subject,
                    "description": Json::Null,
                    "audiences": [record.audience.clone()],
                }
            })
        }
        [other, ..] => call.unknown_segment(other),
    }
}

pub(in crate::sim) fn application_row(simulation: &Simulation, app: &App, registration: &Registration) -> Object {
    let state = &simulation.state;
    let mut requested: Vec<(Resource, Vec<Object>)> = Vec::new();
    for (resource, id, kind) in &registration.requested {
        let kind = match kind {
            PermissionKind::Application => "Role",
            PermissionKind::Delegated => "Scope",
        };
        let access = object! { "id": *id, "type": kind };
        match requested.iter_mut().find(|(known, _)| known == resource) {
            Some((_, list)) => list.push(access),
            None => requested.push((*resource, vec![access])),
        }
    }
    let requested: Vec<Object> = requested
        .into_iter()
        .map(|(resource, access)| object! { "resourceAppId": resource.app_id(), "resourceAccess": access })
        .collect();
    object! {
        "id": registration.object_id,
        "deletedDateTime": Json::Null,
        "appId": app.app_id.0,
        "applicationTemplateId": Json::Null,
        "disabledByMicrosoftStatus": Json::Null,
        "createdByAppId": Json::Null,
        "createdDateTime": iso(registration.created),
        "displayName": &app.display_name,
        "description": Json::Null,
        "groupMembershipClaims": Json::Null,
        "identifierUris": Vec::<String>::new(),
        "isDeviceOnlyAuthSupported": Json::Null,
        "isDisabled": Json::Null,
        "isFallbackPublicClient": registration.is_public_client,
        "nativeAuthenticationApisEnabled": Json::Null,
        "notes": Json::Null,
        "publisherDomain": state.domain(),
        "serviceManagementReference": Json::Null,
        "signInAudience": &registration.sign_in_audience,
        "tags": app.principal.as_ref().map(|principal| principal.tags.clone()).unwrap_or_default(),
        "tokenEncryptionKeyId": Json::Null,
        "uniqueName": Json::Null,
        "samlMetadataUrl": Json::Null,
        "defaultRedirectUri": Json::Null,
        "certification": Json::Null,
        "optionalClaims": Json::Null,
        "servicePrincipalLockConfiguration": Json::Null,
        "requestSignatureVerification": Json::Null,
        "addIns": Vec::<Json>::new(),
        "api": object! {
            "acceptMappedClaims": Json::Null,
            "knownClientApplications": Vec::<Json>::new(),
            "requestedAccessTokenVersion": Json::Null,
            "oauth2PermissionScopes": Vec::<Json>::new(),
            "preAuthorizedApplications": Vec::<Json>::new(),
        },
        "appRoles": Vec::<Json>::new(),
        "info": object! {
            "logoUrl": Json::Null, "marketingUrl": Json::Null, "privacyStatementUrl": Json::Null,
            "supportUrl": Json::Null, "termsOfServiceUrl": Json::Null,
        },
        "keyCredentials": app.certificates.iter().map(key_credential).collect::<Vec<_>>(),
        "parentalControlSettings": object! {
            "countriesBlockedForMinors": Vec::<String>::new(), "legalAgeGroupRule": "Allow",
        },
        "passwordCredentials": app.secrets.iter().map(password_credential).collect::<Vec<_>>(),
        "publicClient": object! { "redirectUris": Vec::<String>::new() },
        "requiredResourceAccess": requested,
        "verifiedPublisher": object! {
            "displayName": Json::Null, "verifiedPublisherId": Json::Null, "addedDateTime": Json::Null,
        },
        "web": object! {
            "homePageUrl": Json::Null,
            "logoutUrl": Json::Null,
            "redirectUris": registration.redirect_uris.clone(),
            "implicitGrantSettings": object! {
                "enableAccessTokenIssuance": false, "enableIdTokenIssuance": false,
            },
            "redirectUriSettings": Vec::<Json>::new(),
        },
        "spa": object! { "redirectUris": Vec::<String>::new() },
    }
}

fn password_credential(secret: &Secret) -> Object {
    object! {
        "customKeyIdentifier": Json::Null,
        "displayName": &secret.display_name,
        "endDateTime": iso(secret.end),
        // Source: the hint is the first three characters of the secret.
        "hint": secret.value.chars().take(3).collect::<String>(),
        "keyId": secret.key_id,
        "secretText": Json::Null,
        "startDateTime": iso(secret.start),
    }
}

fn key_credential(certificate: &Certificate) -> Object {
    let bytes: Vec<u8> = (0..certificate.sha1.len() / 2)
        .filter_map(|at| u8::from_str_radix(certificate.sha1.get(at * 2..at * 2 + 2)?, 16).ok())
        .collect();
    object! {
        "customKeyIdentifier": (!bytes.is_empty()).then(|| BASE64.encode(bytes)),
        "displayName": &certificate.display_name,
        "endDateTime": iso(certificate.end),
        "key": Json::Null,
        "keyId": certificate.key_id,
        "startDateTime": iso(certificate.start),
        "type": "AsymmetricX509Cert",
        "usage": "Verify",
    }
}

/// A service principal: of an app, or of one of the two resources.
#[derive(Clone, Copy)]
pub(in crate::sim) enum Holder<'a> {
    App(&'a App, &'a Principal),
    Resource(Resource),
}

impl Simulation {
    /// The object id of a resource's service principal in this tenant.
    pub(in crate::sim) fn resource_object_id(&self, resource: Resource) -> Uuid {
        self.state.guid("resource", resource.title())
    }

    /// Every service principal of the tenant.
    pub(in crate::sim) fn holders(&self) -> Vec<Holder<'_>> {
        let apps = self.state.apps.iter().filter_map(|app| Some(Holder::App(app, app.principal.as_ref()?)));
        apps.chain([Resource::MicrosoftGraph, Resource::ExchangeOnline].map(Holder::Resource)).collect()
    }
}

impl Holder<'_> {
    pub(in crate::sim) fn app_id(&self) -> Uuid {
        match self {
            Self::App(app, _) => app.app_id.0,
            Self::Resource(resource) => resource.app_id(),
        }
    }

    pub(in crate::sim) fn object_id(&self, simulation: &Simulation) -> Uuid {
        match self {
            Self::App(_, principal) => principal.object_id,
            Self::Resource(resource) => simulation.resource_object_id(*resource),
        }
    }
}

fn service_principals(call: &Call<'_>) -> Response {
    if !call.has_any(&APPLICATIONS) {
        return call.denied();
    }
    call.page("servicePrincipals", &DIRECTORY, &call.simulation.holders(), |holder| {
        principal_row(call.simulation, holder)
    })
}

fn service_principal(call: &Call<'_>, app_id: Option<&str>, id: Option<&str>, rest: &[&str]) -> Response {
    let is_single = rest.is_empty() && call.has_any(&["Application.ReadWrite.OwnedBy"]);
    if !call.has_any(&APPLICATIONS) && !is_single {
        return call.denied();
    }
    let simulation = call.simulation;
    let found = simulation.holders().into_iter().find(|holder| {
        app_id.is_some_and(|key| key.parse() == Ok(holder.app_id()))
            || id.is_some_and(|key| key.parse() == Ok(holder.object_id(simulation)))
    });
    let Some(holder) = found else { return call.not_found(app_id.or(id).unwrap_or_default()) };
    match (rest, holder) {
        ([], holder) => call.entity("servicePrincipals/$entity", principal_row(simulation, &holder)),
        (["approleassignments"], Holder::App(app, principal)) => {
            call.page("appRoleAssignments", &DIRECTORY, &principal.grants, |grant| {
                assignment_row(simulation, app, principal, grant)
            })
        }
        (["approleassignedto"], Holder::Resource(resource)) => {
            let rows: Vec<_> = simulation
                .state
                .apps
                .iter()
                .filter_map(|app| Some((app, app.principal.as_ref()?)))
                .flat_map(|(app, principal)| principal.grants.iter().map(move |grant| (app, principal, grant)))
                .filter(|(_, _, grant)| grant.0 == resource)
                .collect();
            call.page("appRoleAssignments", &DIRECTORY, &rows, |(app, principal, grant)| {
                assignment_row(simulation, app, principal, grant)
            })
        }
        (["approleassignments"], Holder::Resource(_)) | (["approleassignedto"], Holder::App(..)) => {
            call.page("appRoleAssignments", &DIRECTORY, &[] as &[()], |()| Object::default())
        }
        (["oauth2permissiongrants"], holder) => delegated_grants(call, Some(holder.object_id(simulation))),
        (["memberof" | "transitivememberof"], Holder::App(_, principal)) => {
            call.page("directoryObjects", &DIRECTORY, &principal.directory_roles, |role| {
                object! {
                    "@odata.type": "#microsoft.graph.directoryRole",
                    "id": simulation.state.guid("directory role", &role.to_string()),
                    "deletedDateTime": Json::Null,
                    "description": Json::Null,
                    "displayName": directory_role_name(*role),
                    "roleTemplateId": *role,
                }
            })
        }
        (["memberof" | "transitivememberof"], Holder::Resource(_)) => {
            call.page("directoryObjects", &DIRECTORY, &[] as &[()], |()| Object::default())
        }
        ([other, ..], _) => call.unknown_segment(other),
    }
}

fn directory_role_name(template: Uuid) -> &'static str {
    match template.to_string().as_str() {
        "f2ef992c-3afb-46b9-b7cf-a126ee74c451" => "Global Reader",
        "29232cdf-9323-42fd-ade2-1d097af3e4de" => "Exchange Administrator",
        "31392ffb-586c-42d1-9346-e59415a2cc4e" => "Exchange Recipient Administrator",
        "5d6b6bb7-de71-4623-b4af-96380a352509" => "Security Reader",
        _ => "Custom role",
    }
}

pub(in crate::sim) fn principal_row(simulation: &Simulation, holder: &Holder<'_>) -> Object {
    let app_id = holder.app_id();
    // The tenant that owns Microsoft's own apps.
    let microsoft = uuid!("f8cdef31-a31e-4b4a-93e4-5f571e91255a");
    let (name, enabled, owner, audience, tags, required) = match holder {
        Holder::App(app, principal) => (
            app.display_name.clone(),
            principal.account_enabled,
            principal.owner.0,
            app.registration.as_ref().map_or("AzureADMultipleOrgs", |app| &app.sign_in_audience),
            principal.tags.clone(),
            principal.assignment_required,
        ),
        Holder::Resource(resource) => {
            (resource.title().to_owned(), true, microsoft, "AzureADMultipleOrgs", Vec::new(), false)
        }
    };
    let (roles, scopes) = match holder {
        Holder::App(..) => (Vec::new(), Vec::new()),
        Holder::Resource(resource) => (app_roles(*resource), permission_scopes(*resource)),
    };
    object! {
        "id": holder.object_id(simulation),
        "deletedDateTime": Json::Null,
        "accountEnabled": enabled,
        "alternativeNames": Vec::<String>::new(),
        "appDisplayName": name.clone(),
        "appDescription": Json::Null,
        "appId": app_id,
        "applicationTemplateId": Json::Null,
        "appOwnerOrganizationId": owner,
        "appRoleAssignmentRequired": required,
        "description": Json::Null,
        "disabledByMicrosoftStatus": Json::Null,
        "displayName": name,
        "homepage": Json::Null,
        "loginUrl": Json::Null,
        "logoutUrl": Json::Null,
        "notes": Json::Null,
        "notificationEmailAddresses": Vec::<String>::new(),
        "preferredSingleSignOnMode": Json::Null,
        "preferredTokenSigningKeyThumbprint": Json::Null,
        "replyUrls": Vec::<String>::new(),
        "servicePrincipalNames": [app_id],
        "servicePrincipalType": "Application",
        "signInAudience": audience,
        "tags": tags,
        "tokenEncryptionKeyId": Json::Null,
        "samlSingleSignOnSettings": Json::Null,
        "addIns": Vec::<Json>::new(),
        "appRoles": roles,
        "info": Json::Null,
        "keyCredentials": Vec::<Json>::new(),
        "oauth2PermissionScopes": scopes,
        "passwordCredentials": Vec::<Json>::new(),
        "resourceSpecificApplicationPermissions": Vec::<Json>::new(),
        "verifiedPublisher": object! {
            "displayName": Json::Null, "verifiedPublisherId": Json::Null, "addedDateTime": Json::Null,
        },
    }
}

fn app_roles(resource: Resource) -> Vec<Object> {
    let known = KNOWN_PERMISSIONS
        .iter()
        .filter(|permission| permission.resource == resource)
        .map(|permission| (permission.value, permission.id));
    let legacy = LEGACY_ROLES.into_iter().filter(|_| resource == Resource::ExchangeOnline);
    known
        .chain(legacy)
        .map(|(value, id)| {
            object! {
                "allowedMemberTypes": ["Application"],
                "description": format!("Allows the app to use {value} without a signed-in user."),
                "displayName": format!("{value} (all)"),
                "id": id,
                "isEnabled": true,
                "origin": "Application",
                "value": value,
            }
        })
        .collect()
}

fn permission_scopes(resource: Resource) -> Vec<Object> {
    let scopes: &[(&str, Uuid)] = match resource {
        Resource::MicrosoftGraph => &[("User.Read", USER_READ), ("Calendars.ReadWrite", DELEGATED_CALENDARS)],
        Resource::ExchangeOnline => &[("Exchange.Manage", uuid!("ab4f2b77-0b06-4fc1-a9de-02113fc2ab7c"))],
    };
    scopes
        .iter()
        .map(|(value, id)| {
            object! {
                "adminConsentDescription": format!("Allows the app to use {value} for the signed-in user."),
                "adminConsentDisplayName": *value,
                "id": *id,
                "isEnabled": true,
                "type": if *value == "User.Read" { "User" } else { "Admin" },
                "userConsentDescription": Json::Null,
                "userConsentDisplayName": Json::Null,
                "value": *value,
            }
        })
        .collect()
}

pub(in crate::sim) fn assignment_row(
    simulation: &Simulation,
    app: &App,
    principal: &Principal,
    (resource, role, since): &(Resource, Uuid, Timestamp),
) -> Object {
    let row = simulation.state.guid("app role assignment", &format!("{}{role}", principal.object_id));
    let mut id = principal.object_id.to_bytes_le().to_vec();
    id.extend_from_slice(&row.to_bytes_le());
    object! {
        "id": BASE64URL.encode(id),
        "deletedDateTime": Json::Null,
        "appRoleId": *role,
        "createdDateTime": since.strftime("%Y-%m-%dT%H:%M:%S.1234567Z").to_string(),
        "principalDisplayName": &app.display_name,
        "principalId": principal.object_id,
        "principalType": "ServicePrincipal",
        "resourceDisplayName": resource.title(),
        "resourceId": simulation.resource_object_id(*resource),
    }
}

fn delegated_grants(call: &Call<'_>, client: Option<Uuid>) -> Response {
    if !call.has_any(&GRANTS) {
        return call.denied();
    }
    let simulation = call.simulation;
    let rows: Vec<_> = simulation
        .state
        .apps
        .iter()
        .filter_map(|app| app.principal.as_ref())
        .filter(|principal| client.is_none_or(|id| id == principal.object_id))
        .flat_map(|principal| principal.delegated.iter().map(move |grant| (principal, grant)))
        .collect();
    call.page("oauth2PermissionGrants", &DIRECTORY, &rows, |(principal, grant)| {
        delegated_row(simulation, principal, grant)
    })
}

pub(in crate::sim) fn delegated_row(
    simulation: &Simulation,
    principal: &Principal,
    (resource, scopes): &(Resource, String),
) -> Object {
    let mut id = principal.object_id.to_bytes_le().to_vec();
    id.extend_from_slice(&simulation.resource_object_id(*resource).to_bytes_le());
    object! {
        "clientId": principal.object_id,
        "consentType": "AllPrincipals",
        "id": BASE64URL.encode(id),
        "principalId": Json::Null,
        "resourceId": simulation.resource_object_id(*resource),
        "scope": scopes,
    }
}

fn role_assignments(call: &Call<'_>) -> Response {
    if !call.has_any(&DIRECTORY_ROLES) {
        return call.denied();
    }
    let rows: Vec<(Uuid, Uuid)> = call
        .simulation
        .state
        .apps
        .iter()
        .filter_map(|app| app.principal.as_ref())
        .flat_map(|principal| principal.directory_roles.iter().map(|role| (principal.object_id, *role)))
        .collect();
    call.page("roleManagement/directory/roleAssignments", &DIRECTORY, &rows, |(principal, role)| {
        object! {
            "id": call.simulation.state.guid("role assignment", &format!("{principal}{role}")),
            "principalId": *principal,
            "directoryScopeId": "/",
            "roleDefinitionId": *role,
        }
    })
}

pub(super) fn users(call: &Call<'_>) -> Response {
    if let Some(refusal) = may_not_read_people(call) {
        return refusal;
    }
    let simulation = call.simulation;
    let one = match call.query.filter() {
        Ok(Some(filter)) => ["mail", "userPrincipalName", "id"].into_iter().find_map(|property| {
            let found = simulation.in_directory(filter.only(property)?);
            Some(
                found.into_iter().filter(|found| property != "mail" || !found.address().is_empty()).collect::<Vec<_>>(),
            )
        }),
        Ok(None) | Err(_) => None,
    };
    let rows = one.unwrap_or_else(|| {
        let people = simulation.state.users.iter().map(Found::User);
        people.chain(simulation.state.rooms.iter().map(Found::Room)).collect()
    });
    let call_select = call.query.select();
    call.page("users", &DIRECTORY, &rows, |found| {
        let mut row = user_row(simulation, *found);
        if call_select.is_none() {
            row.select(&DEFAULT.map(str::to_owned));
        }
        row
    })
}

pub(super) fn user(call: &Call<'_>, key: &str) -> Response {
    if let Some(refusal) = may_not_read_people(call) {
        return refusal;
    }
    let Some(found) = call.simulation.in_directory(key) else { return call.not_found(key) };
    let mut row = user_row(call.simulation, found);
    if call.query.select().is_none() {
        row.select(&DEFAULT.map(str::to_owned));
    }
    call.entity("users/$entity", row)
}

fn may_not_read_people(call: &Call<'_>) -> Option<Response> {
    if call.has_any(&PEOPLE) {
        return None;
    }
    let is_basic = call
        .query
        .select()
        .is_none_or(|names| names.iter().all(|name| BASIC.iter().any(|basic| basic.eq_ignore_ascii_case(name))));
    (!call.has_any(&PEOPLE_BASIC) || !is_basic).then(|| call.denied())
}

pub(in crate::sim) fn user_row(simulation: &Simulation, found: Found<'_>) -> Object {
    let state = &simulation.state;
    let (upn, name, enabled, synced, hidden, proxies, has_mail) = match found {
        Found::Room(room) => (
            &room.upn,
            &room.display_name,
            room.account_enabled,
            room.dir_synced || room.home == Home::OnPremises,
            room.hidden,
            room.proxies.as_slice(),
            true,
        ),
        Found::User(user) => (
            &user.upn,
            &user.display_name,
            user.account_enabled,
            false,
            false,
            &[] as &[String],
            user.details != "User" && user.details != "DisabledUser",
        ),
        Found::Group(group) => {
            (&group.address, &group.display_name, false, false, group.hidden, &[] as &[String], true)
        }
    };
    let address = found.address();
    let mut addresses = vec![format!("SMTP:{address}")];
    addresses.extend(proxies.iter().map(|proxy| format!("smtp:{proxy}")));
    let created = match found {
        Found::Room(room) => room.created,
        Found::User(_) | Found::Group(_) => state.days_ago(700),
    };
    let (given, surname) = match found {
        Found::User(_) => name.split_once(' ').map_or((None, None), |(given, surname)| (Some(given), Some(surname))),
        Found::Room(_) | Found::Group(_) => (None, None),
    };
    object! {
        "businessPhones": Vec::<String>::new(),
        "displayName": name,
        "givenName": given,
        "jobTitle": Json::Null,
        "mail": has_mail.then_some(address),
        "mobilePhone": Json::Null,
        "officeLocation": Json::Null,
        "preferredLanguage": Json::Null,
        "surname": surname,
        "userPrincipalName": upn,
        "id": found.object_id(),
        "accountEnabled": enabled,
        // Source: unreliable, null means true.
        "showInAddressList": hidden.then_some(false),
        "onPremisesSyncEnabled": synced.then_some(true),
        "proxyAddresses": addresses,
        "usageLocation": "NL",
        "assignedLicenses": Vec::<Json>::new(),
        "userType": "Member",
        "createdDateTime": iso(created),
        "mailNickname": address.split('@').next(),
        "isResourceAccount": Json::Null,
        "city": match found {
            Found::Room(room) if room.kind == RoomKind::Room => room.place.city.clone(),
            Found::Room(_) | Found::User(_) | Found::Group(_) => None,
        },
    }
}
