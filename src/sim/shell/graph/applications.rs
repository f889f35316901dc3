//! App registrations, their secrets, and service principals.

use jiff::{SignedDuration, Timestamp};

use super::{
    super::{
        CommandError, Record, Tenant, Value,
        binding::{Command, Given, Kind, Outcome, guid, record, texts_of},
    },
    ALL, FILTER, PROPERTY, bad_request, capital, failed, filtered, fresh, id, not_found, shown, tables, text_of,
};
use crate::{
    sim::{
        graph::directory::{application_row, principal_row},
        healthy::secret_value,
        json::{Object, object},
        simulation::iso,
        state::{App, Principal, Registration, Secret},
    },
    tenant::{AppId, Resource, TenantId, app::PermissionKind},
};

const APPLICATION: (&str, Kind) = ("ApplicationId", Kind::Text);
const PRINCIPAL: (&str, Kind) = ("ServicePrincipalId", Kind::Text);
const AUDIENCES: &[&str] =
    &["AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount"];

pub(super) const COMMANDS: &[Command] = &[
    Command { name: "Get-MgApplication", needs: &[], takes: &[APPLICATION, FILTER, ALL, PROPERTY], run: get },
    Command {
        name: "New-MgApplication",
        needs: &["DisplayName"],
        takes: &[
            ("DisplayName", Kind::Text),
            ("SignInAudience", Kind::OneOf(AUDIENCES)),
            ("RequiredResourceAccess", Kind::Any),
            ("Web", Kind::Any),
            ("IsFallbackPublicClient", Kind::Switch),
        ],
        run: new,
    },
    Command {
        name: "Update-MgApplication",
        needs: &["ApplicationId"],
        takes: &[
            APPLICATION,
            ("DisplayName", Kind::Text),
            ("SignInAudience", Kind::OneOf(AUDIENCES)),
            ("RequiredResourceAccess", Kind::Any),
            ("Web", Kind::Any),
            ("IsFallbackPublicClient", Kind::Switch),
        ],
        run: update,
    },
    Command { name: "Remove-MgApplication", needs: &["ApplicationId"], takes: &[APPLICATION], run: remove },
    Command {
        name: "Add-MgApplicationPassword",
        needs: &["ApplicationId"],
        takes: &[APPLICATION, ("PasswordCredential", Kind::Any)],
        run: add_password,
    },
    Command {
        name: "Remove-MgApplicationPassword",
        needs: &["ApplicationId", "KeyId"],
        takes: &[APPLICATION, ("KeyId", Kind::Text)],
        run: remove_password,
    },
    Command {
        name: "Get-MgServicePrincipal",
        needs: &[],
        takes: &[PRINCIPAL, FILTER, ALL, PROPERTY],
        run: get_principals,
    },
    Command {
        name: "New-MgServicePrincipal",
        needs: &["AppId"],
        takes: &[("AppId", Kind::Text), ("Tags", Kind::Texts), ("AccountEnabled", Kind::Switch)],
        run: new_principal,
    },
    Command {
        name: "Update-MgServicePrincipal",
        needs: &["ServicePrincipalId"],
        takes: &[
            PRINCIPAL,
            ("AccountEnabled", Kind::Switch),
            ("AppRoleAssignmentRequired", Kind::Switch),
            ("Tags", Kind::Texts),
        ],
        run: update_principal,
    },
    Command {
        name: "Remove-MgServicePrincipal",
        needs: &["ServicePrincipalId"],
        takes: &[PRINCIPAL],
        run: remove_principal,
    },
];

/// Every registration as a row.
fn rows(tenant: &mut Tenant) -> Vec<Object> {
    let simulation = tenant.simulation();
    let registered = simulation.state.apps.iter().filter_map(|app| Some((app, app.registration.as_ref()?)));
    registered.map(|(app, registration)| application_row(simulation, app, registration)).collect()
}

fn get(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let Some(key) = given.text("ApplicationId") else {
        let rows = rows(tenant);
        return Ok(filtered(rows, given)?.iter().map(|row| shown(row, given)).collect());
    };
    let at = app_at(tenant, given)?;
    let simulation = tenant.simulation();
    let app = simulation.state.apps.get(at);
    match app.and_then(|app| Some((app, app.registration.as_ref()?))) {
        Some((app, registration)) => Ok(vec![shown(&application_row(simulation, app, registration), given)]),
        None => Err(not_found(key)),
    }
}

/// The place of the app whose registration has this object id.
fn app_at(tenant: &Tenant, given: &Given<'_>) -> Result<usize, CommandError> {
    let key = id(given, "ApplicationId")?;
    let is_it = |app: &App| app.registration.as_ref().is_some_and(|registration| registration.object_id == key);
    tenant.state().apps.iter().position(is_it).ok_or_else(|| not_found(given.needed("ApplicationId")))
}

fn app(tenant: &mut Tenant, at: usize) -> &mut App {
    tenant.state_mut().apps.get_mut(at).expect("the place of an app was just looked up")
}

/// What a registration asks for, of tables such as `@{ ResourceAppId = …; ResourceAccess = @(@{ Id = …; Type = 'Role' }) }`.
fn requested(value: &Value) -> Result<Vec<(Resource, uuid::Uuid, PermissionKind)>, CommandError> {
    let mut list = Vec::new();
    for table in tables(value) {
        let resource =
            text_of(table, "ResourceAppId").and_then(guid).and_then(Resource::from_app_id).ok_or_else(|| {
                bad_request("The simulated tenant knows two resources: Microsoft Graph and Exchange Online.")
            })?;
        for access in table.get("ResourceAccess").map(tables).unwrap_or_default() {
            let role = text_of(access, "Id").and_then(guid);
            let kind = match text_of(access, "Type") {
                Some("Role") => Some(PermissionKind::Application),
                Some("Scope") => Some(PermissionKind::Delegated),
                Some(_) | None => None,
            };
            match (role, kind) {
                (Some(role), Some(kind)) => list.push((resource, role, kind)),
                (None, _) | (_, None) => {
                    return Err(bad_request(
                        "Invalid value specified for property 'resourceAccess' of resource \
                                            'RequiredResourceAccess'.",
                    ));
                }
            }
        }
    }
    Ok(list)
}

/// Writes what was given to a registration.
fn write(app: &mut App, given: &Given<'_>) -> Result<(), CommandError> {
    let asked = given.value("RequiredResourceAccess").map(requested).transpose()?;
    if let Some(name) = given.text("DisplayName") {
        app.display_name = name.to_owned();
    }
    let Some(registration) = &mut app.registration else { return Ok(()) };
    if let Some(audience) = given.word("SignInAudience") {
        registration.sign_in_audience = audience.to_owned();
    }
    if let Some(asked) = asked {
        registration.requested = asked;
    }
    if let Some(Value::Record(web)) = given.value("Web")
        && let Some(uris) = web.get("RedirectUris")
    {
        registration.redirect_uris = texts_of(uris);
    }
    if let Some(is_public) = given.flag("IsFallbackPublicClient") {
        registration.is_public_client = is_public;
    }
    Ok(())
}

fn new(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let (app_id, object_id, now) = (AppId(fresh(tenant)), fresh(tenant), tenant.now());
    let mut app = App {
        app_id,
        display_name: String::new(),
        registration: Some(Registration {
            object_id,
            // Source: what Graph takes where nobody says.
            sign_in_audience: "AzureADandPersonalMicrosoftAccount".to_owned(),
            requested: Vec::new(),
            redirect_uris: Vec::new(),
            is_public_client: false,
            created: now,
        }),
        principal: None,
        secrets: Vec::new(),
        certificates: Vec::new(),
        federated: Vec::new(),
    };
    write(&mut app, given)?;
    tenant.state_mut().apps.push(app);
    let rows = rows(tenant);
    Ok(rows.last().map(|row| record(row, capital)).into_iter().collect())
}

fn update(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = app_at(tenant, given)?;
    write(app(tenant, at), given)?;
    Ok(Vec::new())
}

fn remove(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = app_at(tenant, given)?;
    let app = app(tenant, at);
    app.registration = None;
    app.secrets.clear();
    app.certificates.clear();
    app.federated.clear();
    // Source: the service principal in the tenant of the registration goes with it.
    let principal = app.principal.take();
    if let Some(principal) = principal {
        forget_in_exchange(tenant, principal.object_id);
    }
    Ok(Vec::new())
}

/// Source: with the service principal of Entra goes the one of Exchange, and all that was assigned to it.
fn forget_in_exchange(tenant: &mut Tenant, principal: uuid::Uuid) {
    let state = tenant.state_mut();
    state.exchange_principals.retain(|known| known.object_id != principal);
    state.assignments.retain(|assignment| assignment.principal != principal);
}

fn time_of(table: &Record, name: &str) -> Option<Timestamp> {
    match table.get(name) {
        Some(Value::Time(time)) => Some(*time),
        Some(Value::Text(text)) => text.parse().ok(),
        _ => None,
    }
}

fn add_password(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = app_at(tenant, given)?;
    let (key_id, now, seed) = (fresh(tenant), tenant.now(), tenant.state().seed);
    let empty = Record::default();
    let asked = match given.value("PasswordCredential") {
        Some(Value::Record(table)) => table,
        Some(_) | None => &empty,
    };
    let start = time_of(asked, "StartDateTime").unwrap_or(now);
    // Source: two years where nobody says.
    let end = time_of(asked, "EndDateTime")
        .unwrap_or_else(|| start.saturating_add(SignedDuration::from_hours(24 * 730)).unwrap_or(start));
    if end <= start {
        return Err(bad_request("The end of the password credential must be after its start."));
    }
    let secret = Secret {
        key_id,
        display_name: text_of(asked, "DisplayName").unwrap_or_default().to_owned(),
        value: secret_value(seed, &key_id.to_string()),
        start,
        end,
    };
    let row = object! {
        "displayName": &secret.display_name,
        "startDateTime": iso(start),
        "endDateTime": iso(end),
        "hint": secret.value.chars().take(3).collect::<String>(),
        "keyId": key_id,
        // Source: shown this once.
        "secretText": &secret.value,
    };
    app(tenant, at).secrets.push(secret);
    Ok(vec![record(&row, capital)])
}

fn remove_password(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = app_at(tenant, given)?;
    let key = id(given, "KeyId")?;
    let secrets = &mut app(tenant, at).secrets;
    let Some(secret) = secrets.iter().position(|secret| secret.key_id == key) else {
        return Err(bad_request("No password credential found with keyId."));
    };
    secrets.remove(secret);
    Ok(Vec::new())
}

fn get_principals(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let simulation = tenant.simulation();
    let holders = simulation.holders();
    if given.has("ServicePrincipalId") {
        let key = id(given, "ServicePrincipalId")?;
        let found = holders.iter().find(|holder| holder.object_id(simulation) == key);
        let found = found.ok_or_else(|| not_found(given.needed("ServicePrincipalId")))?;
        return Ok(vec![shown(&principal_row(simulation, found), given)]);
    }
    let rows = holders.iter().map(|holder| principal_row(simulation, holder)).collect();
    Ok(filtered(rows, given)?.iter().map(|row| shown(row, given)).collect())
}

/// The service principal of an app. Microsoft's own cannot be changed here.
pub(super) fn principal<'a>(tenant: &'a mut Tenant, given: &Given<'_>) -> Result<&'a mut Principal, CommandError> {
    let key = id(given, "ServicePrincipalId")?;
    let mut principals = tenant.state_mut().apps.iter_mut().filter_map(|app| app.principal.as_mut());
    principals.find(|principal| principal.object_id == key).ok_or_else(|| not_found(given.needed("ServicePrincipalId")))
}

fn new_principal(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let key = AppId(id(given, "AppId")?);
    let (object_id, own) = (fresh(tenant), tenant.state().tenant);
    let foreign = TenantId(tenant.state().guid("owner", &key.to_string()));
    let Some(at) = tenant.state().apps.iter().position(|app| app.app_id == key) else {
        return Err(bad_request(&format!(
            "The appId '{key}' of the service principal does not reference a valid application object."
        )));
    };
    let app = app(tenant, at);
    if app.principal.is_some() {
        return Err(failed(
            "Request_MultipleObjectsWithSameKeyValue",
            &format!(
                "The service principal cannot be created, updated, or restored because the service principal name {key} \
                 is already in use."
            ),
        ));
    }
    app.principal = Some(Principal {
        object_id,
        account_enabled: given.flag("AccountEnabled").unwrap_or(true),
        owner: if app.registration.is_some() { own } else { foreign },
        tags: given.texts("Tags").unwrap_or_default(),
        assignment_required: false,
        grants: Vec::new(),
        delegated: Vec::new(),
        directory_roles: Vec::new(),
        exchange_roles: Vec::new(),
    });
    let simulation = tenant.simulation();
    let holders = simulation.holders();
    let made = holders.iter().find(|holder| holder.object_id(simulation) == object_id);
    Ok(made.map(|holder| record(&principal_row(simulation, holder), capital)).into_iter().collect())
}

fn update_principal(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let principal = principal(tenant, given)?;
    if let Some(enabled) = given.flag("AccountEnabled") {
        principal.account_enabled = enabled;
    }
    if let Some(required) = given.flag("AppRoleAssignmentRequired") {
        principal.assignment_required = required;
    }
    if let Some(tags) = given.texts("Tags") {
        principal.tags = tags;
    }
    Ok(Vec::new())
}

fn remove_principal(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let key = principal(tenant, given)?.object_id;
    for app in &mut tenant.state_mut().apps {
        if app.principal.as_ref().is_some_and(|principal| principal.object_id == key) {
            app.principal = None;
        }
    }
    forget_in_exchange(tenant, key);
    Ok(Vec::new())
}
