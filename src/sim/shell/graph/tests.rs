//! Each command by its effect on the objects that are read afterwards, and each refusal.

use super::*;
use crate::{
    sim::{Simulation, State, tests::options},
    tenant::Resource,
};

fn tenant_with(change: impl FnOnce(&mut State)) -> Tenant {
    let mut state = State::healthy(&options(), 5);
    change(&mut state);
    Tenant::new(Simulation::new(state, &options()))
}

fn healthy() -> Tenant {
    tenant_with(|_| {})
}

fn run(tenant: &mut Tenant, name: &str, arguments: &[(&str, Value)]) -> Outcome {
    let arguments = arguments.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
    invoke(tenant, name, &arguments).unwrap_or_else(|| panic!("{name} is not known"))
}

#[track_caller]
fn rows(tenant: &mut Tenant, name: &str, arguments: &[(&str, Value)]) -> Vec<Record> {
    let rows = run(tenant, name, arguments).unwrap_or_else(|error| panic!("{name}: {error}"));
    let records = rows.into_iter().map(|row| match row {
        Value::Record(row) => row,
        other => panic!("{other:?}"),
    });
    records.collect()
}

#[track_caller]
fn refuses(tenant: &mut Tenant, name: &str, arguments: &[(&str, Value)], code: &str) -> String {
    let before = seen(tenant);
    let error = run(tenant, name, arguments).expect_err(name);
    assert!(error.id.ends_with(code), "{error:?}");
    assert_eq!(seen(tenant), before, "a refused command changed something");
    error.message
}

fn seen(tenant: &Tenant) -> String {
    format!("{:#?}", tenant.state())
}

fn text(text: impl ToString) -> Value {
    Value::Text(text.to_string())
}

fn table(entries: &[(&str, Value)]) -> Value {
    Value::Record(Record(entries.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()))
}

/// Object ids of the subject's registration and service principal.
fn subject(tenant: &Tenant) -> (Value, Value) {
    let app = tenant.state().apps.iter().find(|app| app.app_id == tenant.state().subject).unwrap();
    (text(app.registration.as_ref().unwrap().object_id), text(app.principal.as_ref().unwrap().object_id))
}

#[test]
fn the_context_names_the_tenant_and_without_one_nothing_runs() {
    let mut tenant = healthy();
    let id = text(tenant.state().tenant);
    assert_eq!(rows(&mut tenant, "Get-MgContext", &[])[0].get("TenantId"), Some(&id));
    tenant.graph = None;
    assert!(rows(&mut tenant, "Get-MgContext", &[]).is_empty());
    let message = refuses(&mut tenant, "Get-MgApplication", &[], "AuthenticationException");
    assert!(message.contains("Connect-MgGraph"));
    assert!(invoke(&mut tenant, "Get-MgSomething", &Arguments::new()).is_none());
}

#[test]
fn apps_are_found_by_filter_and_by_object_id() {
    let mut tenant = healthy();
    let (registration, _) = subject(&tenant);
    let filter = format!("appId eq '{}'", tenant.state().subject);
    let found = rows(&mut tenant, "Get-MgApplication", &[("Filter", text(&filter))]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].get("Id"), Some(&registration));
    assert_eq!(found[0].get("SignInAudience"), Some(&text("AzureADMyOrg")));
    assert!(matches!(found[0].get("CreatedDateTime"), Some(Value::Time(_))));
    let Some(Value::List(asked)) = found[0].get("RequiredResourceAccess") else { panic!("permissions are listed") };
    assert!(matches!(&asked[0], Value::Record(asked) if asked.get("ResourceAppId").is_some()));
    let only = [("ApplicationId", registration.clone()), ("Property", text("id,displayName"))];
    let only = rows(&mut tenant, "Get-MgApplication", &only).remove(0);
    assert_eq!((only.get("Id"), only.get("SignInAudience")), (Some(&registration), Some(&Value::Null)));
    let nobody = rows(&mut tenant, "Get-MgApplication", &[("Filter", text("displayName eq 'O''Neill'"))]);
    assert!(nobody.is_empty());
    for filter in ["startswith(displayName,'W')", "displayName eq 'a' or displayName eq 'b'", "displayName eq W"] {
        refuses(&mut tenant, "Get-MgApplication", &[("Filter", text(filter))], "Request_BadRequest");
    }
    let wrong = [("ApplicationId", text(tenant.state().subject))];
    let message = refuses(&mut tenant, "Get-MgApplication", &wrong, "Request_ResourceNotFound");
    assert!(message.starts_with("[Request_ResourceNotFound] : Resource '"), "{message}");
}

#[test]
fn a_registration_is_changed_and_changed_back() {
    let mut tenant = healthy();
    let (registration, _) = subject(&tenant);
    let before = seen(&tenant);
    let old = rows(&mut tenant, "Get-MgApplication", &[("ApplicationId", registration.clone())]).remove(0);
    let access = table(&[("Id", text("913b9306-0ce1-42b8-9137-6a7df690a760")), ("Type", text("Role"))]);
    let asked = table(&[("ResourceAppId", text(Resource::MicrosoftGraph.app_id())), ("ResourceAccess", access)]);
    let new = [
        ("ApplicationId", registration.clone()),
        ("SignInAudience", text("AzureADMultipleOrgs")),
        ("RequiredResourceAccess", asked),
        ("Web", table(&[("RedirectUris", Value::List(vec![text("https://sync.example.com")]))])),
    ];
    rows(&mut tenant, "Update-MgApplication", &new);
    let now = rows(&mut tenant, "Get-MgApplication", &[("ApplicationId", registration.clone())]).remove(0);
    assert_eq!(now.get("SignInAudience"), Some(&text("AzureADMultipleOrgs")));
    let app = tenant.state().apps[0].registration.clone().unwrap();
    assert_eq!((app.requested.len(), app.redirect_uris.len()), (1, 1));
    // What was read is what can be written back.
    let back = [
        ("ApplicationId", registration.clone()),
        ("SignInAudience", old.get("SignInAudience").cloned().unwrap()),
        ("RequiredResourceAccess", old.get("RequiredResourceAccess").cloned().unwrap()),
        ("Web", old.get("Web").cloned().unwrap()),
    ];
    rows(&mut tenant, "Update-MgApplication", &back);
    assert_eq!(seen(&tenant), before);
    let foreign = table(&[("ResourceAppId", text("11111111-2222-3333-4444-555555555555"))]);
    let foreign = [("ApplicationId", registration.clone()), ("RequiredResourceAccess", foreign)];
    refuses(&mut tenant, "Update-MgApplication", &foreign, "Request_BadRequest");
    let wrong = [("ApplicationId", registration), ("SignInAudience", text("Everybody"))];
    refuses(&mut tenant, "Update-MgApplication", &wrong, "ParameterBindingArgumentTransformationException");
}

#[test]
fn a_secret_is_shown_once_and_can_be_taken_away() {
    let mut tenant = healthy();
    let (registration, _) = subject(&tenant);
    let before = seen(&tenant);
    let end = "2027-05-01T00:00:00Z";
    let credential = table(&[("DisplayName", text("sync")), ("EndDateTime", text(end))]);
    let made = rows(
        &mut tenant,
        "Add-MgApplicationPassword",
        &[("ApplicationId", registration.clone()), ("PasswordCredential", credential)],
    )
    .remove(0);
    let Some(Value::Text(value)) = made.get("SecretText") else { panic!("a new secret is shown") };
    assert_eq!(value.len(), 40);
    assert_eq!(made.get("EndDateTime"), Some(&Value::Time(end.parse().unwrap())));
    let shown = rows(&mut tenant, "Get-MgApplication", &[("ApplicationId", registration.clone())]).remove(0);
    let Some(Value::List(secrets)) = shown.get("PasswordCredentials") else { panic!("secrets are listed") };
    let Some(Value::Record(last)) = secrets.last() else { panic!("the new one is listed") };
    assert_eq!((secrets.len(), last.get("SecretText")), (2, Some(&Value::Null)));
    let key = [("ApplicationId", registration.clone()), ("KeyId", made.get("KeyId").cloned().unwrap())];
    rows(&mut tenant, "Remove-MgApplicationPassword", &key);
    assert_eq!(seen(&tenant), before);
    refuses(&mut tenant, "Remove-MgApplicationPassword", &key, "Request_BadRequest");
    let past = table(&[("EndDateTime", text("2020-01-01T00:00:00Z"))]);
    let past = [("ApplicationId", registration), ("PasswordCredential", past)];
    refuses(&mut tenant, "Add-MgApplicationPassword", &past, "Request_BadRequest");
}

#[test]
fn an_app_is_made_consented_to_and_removed() {
    let mut tenant = healthy();
    let before = seen(&tenant);
    let made = rows(
        &mut tenant,
        "New-MgApplication",
        &[("DisplayName", text("Room sync")), ("SignInAudience", text("AzureADMyOrg"))],
    )
    .remove(0);
    let (id, app_id) = (made.get("Id").cloned().unwrap(), made.get("AppId").cloned().unwrap());
    let principal = rows(&mut tenant, "New-MgServicePrincipal", &[("AppId", app_id.clone())]).remove(0);
    assert_eq!(principal.get("AppId"), Some(&app_id));
    assert_eq!(principal.get("AppOwnerOrganizationId"), Some(&text(tenant.state().tenant)));
    refuses(&mut tenant, "New-MgServicePrincipal", &[("AppId", app_id)], "Request_MultipleObjectsWithSameKeyValue");
    let unknown = [("AppId", text("11111111-2222-3333-4444-555555555555"))];
    refuses(&mut tenant, "New-MgServicePrincipal", &unknown, "Request_BadRequest");
    rows(&mut tenant, "Remove-MgApplication", &[("ApplicationId", id.clone())]);
    refuses(&mut tenant, "Get-MgApplication", &[("ApplicationId", id)], "Request_ResourceNotFound");
    let gone = [("ServicePrincipalId", principal.get("Id").cloned().unwrap())];
    refuses(&mut tenant, "Get-MgServicePrincipal", &gone, "Request_ResourceNotFound");
    tenant.state_mut().apps.pop();
    assert_eq!(seen(&tenant), before);
}

#[test]
fn a_service_principal_is_switched_and_its_end_takes_what_exchange_knows() {
    let mut tenant = healthy();
    let (_, principal) = subject(&tenant);
    let before = seen(&tenant);
    let old = rows(&mut tenant, "Get-MgServicePrincipal", &[("ServicePrincipalId", principal.clone())]).remove(0);
    let off = [
        ("ServicePrincipalId", principal.clone()),
        ("AccountEnabled", false.into()),
        ("AppRoleAssignmentRequired", true.into()),
        ("Tags", Value::List(Vec::new())),
    ];
    rows(&mut tenant, "Update-MgServicePrincipal", &off);
    let now = rows(&mut tenant, "Get-MgServicePrincipal", &[("ServicePrincipalId", principal.clone())]).remove(0);
    for (name, value) in &off[1..] {
        assert_eq!(now.get(name), Some(value), "{name}");
        let back = [("ServicePrincipalId", principal.clone()), (name, old.get(name).cloned().unwrap())];
        rows(&mut tenant, "Update-MgServicePrincipal", &back);
    }
    assert_eq!(seen(&tenant), before);
    let microsoft = rows(
        &mut tenant,
        "Get-MgServicePrincipal",
        &[("Filter", text(format!("appId eq '{}'", Resource::MicrosoftGraph.app_id())))],
    );
    assert_eq!(microsoft.len(), 1);
    let foreign = [("ServicePrincipalId", microsoft[0].get("Id").cloned().unwrap()), ("AccountEnabled", false.into())];
    refuses(&mut tenant, "Update-MgServicePrincipal", &foreign, "Request_ResourceNotFound");
    rows(&mut tenant, "Remove-MgServicePrincipal", &[("ServicePrincipalId", principal)]);
    assert!(tenant.state().assignments.is_empty());
    assert_eq!(tenant.state().exchange_principals.len(), 1);
}

#[test]
fn consents_are_given_once_and_taken_back() {
    let mut tenant = healthy();
    let (_, principal) = subject(&tenant);
    let of = ("ServicePrincipalId", principal.clone());
    let count = |tenant: &mut Tenant| {
        rows(tenant, "Get-MgServicePrincipalAppRoleAssignment", &[of.clone(), ("All", true.into())]).len()
    };
    let before = count(&mut tenant);
    let graph = text(tenant.simulation().resource_object_id(Resource::MicrosoftGraph));
    let new = |role: &str| {
        [of.clone(), ("PrincipalId", principal.clone()), ("ResourceId", graph.clone()), ("AppRoleId", text(role))]
    };
    let calendars = new("ef54d2bf-783f-4e0f-bca1-3210c0444d99");
    let made = rows(&mut tenant, "New-MgServicePrincipalAppRoleAssignment", &calendars).remove(0);
    assert_eq!(made.get("AppRoleId"), Some(&text("ef54d2bf-783f-4e0f-bca1-3210c0444d99")));
    assert_eq!(count(&mut tenant), before + 1);
    let message = refuses(&mut tenant, "New-MgServicePrincipalAppRoleAssignment", &calendars, "Request_BadRequest");
    assert!(message.contains("already exists"));
    let unknown = new("11111111-2222-3333-4444-555555555555");
    refuses(&mut tenant, "New-MgServicePrincipalAppRoleAssignment", &unknown, "Request_BadRequest");
    let one = [of.clone(), ("AppRoleAssignmentId", made.get("Id").cloned().unwrap())];
    rows(&mut tenant, "Remove-MgServicePrincipalAppRoleAssignment", &one);
    assert_eq!(count(&mut tenant), before);
    refuses(&mut tenant, "Remove-MgServicePrincipalAppRoleAssignment", &one, "Request_ResourceNotFound");
}

#[test]
fn delegated_permissions_are_cut_down_and_restored() {
    let mut tenant = healthy();
    let (_, principal) = subject(&tenant);
    let graph = text(tenant.simulation().resource_object_id(Resource::MicrosoftGraph));
    let new = [
        ("ClientId", principal.clone()),
        ("ConsentType", text("AllPrincipals")),
        ("ResourceId", graph),
        ("Scope", text("User.Read Calendars.ReadWrite")),
    ];
    let made = rows(&mut tenant, "New-MgOauth2PermissionGrant", &new).remove(0);
    let before = seen(&tenant);
    refuses(&mut tenant, "New-MgOauth2PermissionGrant", &new, "Request_MultipleObjectsWithSameKeyValue");
    let id = made.get("Id").cloned().unwrap();
    let scope = |scope: &str| [("OAuth2PermissionGrantId", id.clone()), ("Scope", text(scope))];
    rows(&mut tenant, "Update-MgOauth2PermissionGrant", &scope("User.Read"));
    let Value::Text(client) = &principal else { panic!("ids are text") };
    let filter = [("Filter", text(format!("clientId eq '{client}'")))];
    assert_eq!(rows(&mut tenant, "Get-MgOauth2PermissionGrant", &filter)[0].get("Scope"), Some(&text("User.Read")));
    rows(&mut tenant, "Update-MgOauth2PermissionGrant", &scope("User.Read Calendars.ReadWrite"));
    assert_eq!(seen(&tenant), before);
    rows(&mut tenant, "Remove-MgOauth2PermissionGrant", &[("OAuth2PermissionGrantId", id.clone())]);
    assert!(rows(&mut tenant, "Get-MgOauth2PermissionGrant", &[]).is_empty());
    refuses(
        &mut tenant,
        "Remove-MgOauth2PermissionGrant",
        &[("OAuth2PermissionGrantId", id)],
        "Request_ResourceNotFound",
    );
}

#[test]
fn an_account_of_a_room_is_blocked_but_not_one_from_on_premises() {
    let mut tenant = tenant_with(|state| {
        state.rooms[0].account_enabled = true;
        state.rooms[1].dir_synced = true;
        state.rooms[1].account_enabled = true;
    });
    let ids: Vec<Value> = tenant.state().rooms.iter().take(2).map(|room| text(room.object_id)).collect();
    let upn = text(&tenant.state().rooms[0].upn);
    rows(&mut tenant, "Update-MgUser", &[("UserId", ids[0].clone()), ("AccountEnabled", false.into())]);
    let asked = [("UserId", upn.clone()), ("Property", text("AccountEnabled"))];
    assert_eq!(rows(&mut tenant, "Get-MgUser", &asked)[0].get("AccountEnabled"), Some(&Value::Bool(false)));
    // Without asking it is empty.
    assert_eq!(rows(&mut tenant, "Get-MgUser", &[("UserId", upn)])[0].get("AccountEnabled"), Some(&Value::Null));
    let synced = [("UserId", ids[1].clone()), ("AccountEnabled", false.into())];
    let message = refuses(&mut tenant, "Update-MgUser", &synced, "Request_BadRequest");
    assert!(message.contains("on-premises mastered"), "{message}");
    let nobody = [("UserId", text("nobody@contoso.com")), ("AccountEnabled", false.into())];
    refuses(&mut tenant, "Update-MgUser", &nobody, "Request_ResourceNotFound");
}
