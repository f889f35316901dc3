//! Consents: app roles given to service principals, and delegated permissions.

use uuid::Uuid;

use super::{
    super::{
        CommandError, Tenant,
        binding::{Command, Given, Kind, Outcome, record},
    },
    ALL, FILTER,
    applications::principal,
    bad_request, capital, failed, filtered, id, not_found, shown,
};
use crate::{
    sim::{
        graph::directory::{assignment_row, delegated_row, role_value},
        json::{Json, Object},
        simulation::Simulation,
        state::{App, Principal},
    },
    tenant::Resource,
};

const PRINCIPAL: (&str, Kind) = ("ServicePrincipalId", Kind::Text);
const GRANT: (&str, Kind) = ("OAuth2PermissionGrantId", Kind::Text);

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "Get-MgServicePrincipalAppRoleAssignment",
        needs: &["ServicePrincipalId"],
        takes: &[PRINCIPAL, ("AppRoleAssignmentId", Kind::Text), ALL],
        run: assignments,
    },
    Command {
        name: "New-MgServicePrincipalAppRoleAssignment",
        needs: &["ServicePrincipalId", "PrincipalId", "ResourceId", "AppRoleId"],
        takes: &[PRINCIPAL, ("PrincipalId", Kind::Text), ("ResourceId", Kind::Text), ("AppRoleId", Kind::Text)],
        run: new_assignment,
    },
    Command {
        name: "Remove-MgServicePrincipalAppRoleAssignment",
        needs: &["ServicePrincipalId", "AppRoleAssignmentId"],
        takes: &[PRINCIPAL, ("AppRoleAssignmentId", Kind::Text)],
        run: remove_assignment,
    },
    Command { name: "Get-MgOauth2PermissionGrant", needs: &[], takes: &[GRANT, FILTER, ALL], run: grants },
    Command {
        name: "New-MgOauth2PermissionGrant",
        needs: &["ClientId", "ConsentType", "ResourceId", "Scope"],
        takes: &[
            ("ClientId", Kind::Text),
            ("ConsentType", Kind::OneOf(&["AllPrincipals"])),
            ("ResourceId", Kind::Text),
            ("Scope", Kind::Text),
        ],
        run: new_grant,
    },
    Command {
        name: "Update-MgOauth2PermissionGrant",
        needs: &["OAuth2PermissionGrantId"],
        takes: &[GRANT, ("Scope", Kind::Text)],
        run: update_grant,
    },
    Command {
        name: "Remove-MgOauth2PermissionGrant",
        needs: &["OAuth2PermissionGrantId"],
        takes: &[GRANT],
        run: remove_grant,
    },
];

/// `id` of a row.
fn id_of(row: &Object) -> &str {
    match row.get("id") {
        Some(Json::Text(text)) => text,
        _ => "",
    }
}

/// The app whose service principal has an object id.
fn holder(simulation: &Simulation, key: Uuid) -> Option<(&App, &Principal)> {
    let mut apps = simulation.state.apps.iter().filter_map(|app| Some((app, app.principal.as_ref()?)));
    apps.find(|(_, principal)| principal.object_id == key)
}

/// The rows of what a service principal was given, in order.
fn rows(tenant: &mut Tenant, given: &Given<'_>) -> Result<Vec<Object>, CommandError> {
    let key = principal(tenant, given)?.object_id;
    let simulation = tenant.simulation();
    let Some((app, principal)) = holder(simulation, key) else { return Ok(Vec::new()) };
    Ok(principal.grants.iter().map(|grant| assignment_row(simulation, app, principal, grant)).collect())
}

fn assignments(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let mut rows = rows(tenant, given)?;
    if let Some(wanted) = given.text("AppRoleAssignmentId") {
        rows.retain(|row| id_of(row) == wanted);
        if rows.is_empty() {
            return Err(not_found(wanted));
        }
    }
    Ok(rows.iter().map(|row| record(row, capital)).collect())
}

/// The resource whose service principal has an object id.
fn resource(tenant: &mut Tenant, given: &Given<'_>) -> Result<Resource, CommandError> {
    let key = id(given, "ResourceId")?;
    let simulation = tenant.simulation();
    [Resource::MicrosoftGraph, Resource::ExchangeOnline]
        .into_iter()
        .find(|resource| simulation.resource_object_id(*resource) == key)
        .ok_or_else(|| not_found(given.needed("ResourceId")))
}

fn new_assignment(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let resource = resource(tenant, given)?;
    let (assignee, role, now) = (id(given, "PrincipalId")?, id(given, "AppRoleId")?, tenant.now());
    let principal = principal(tenant, given)?;
    if principal.object_id != assignee {
        // guess: the sentence.
        return Err(bad_request("The principal of the assignment is not the one of the request."));
    }
    if role_value(resource, role).is_none() {
        return Err(bad_request("Permission being assigned was not found on application."));
    }
    if principal.grants.iter().any(|(known, id, _)| *known == resource && *id == role) {
        return Err(bad_request("Permission being assigned already exists on the object."));
    }
    principal.grants.push((resource, role, now));
    let rows = rows(tenant, given)?;
    Ok(rows.last().map(|row| record(row, capital)).into_iter().collect())
}

fn remove_assignment(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let wanted = given.needed("AppRoleAssignmentId");
    let at = rows(tenant, given)?.iter().position(|row| id_of(row) == wanted).ok_or_else(|| not_found(wanted))?;
    principal(tenant, given)?.grants.remove(at);
    Ok(Vec::new())
}

/// All delegated permissions, with the object id of whom they were given to and their place there.
fn delegated(tenant: &mut Tenant) -> Vec<(Uuid, usize, Object)> {
    let simulation = tenant.simulation();
    let principals = simulation.state.apps.iter().filter_map(|app| app.principal.as_ref());
    principals
        .flat_map(|principal| principal.delegated.iter().enumerate().map(move |(at, grant)| (principal, at, grant)))
        .map(|(principal, at, grant)| (principal.object_id, at, delegated_row(simulation, principal, grant)))
        .collect()
}

fn grants(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let mut rows: Vec<Object> = delegated(tenant).into_iter().map(|(_, _, row)| row).collect();
    if let Some(wanted) = given.text("OAuth2PermissionGrantId") {
        rows.retain(|row| id_of(row) == wanted);
        if rows.is_empty() {
            return Err(not_found(wanted));
        }
    }
    Ok(filtered(rows, given)?.iter().map(|row| shown(row, given)).collect())
}

/// The service principal that holds a delegated permission, and the permission's place there.
fn grant<'a>(tenant: &'a mut Tenant, given: &Given<'_>) -> Result<(&'a mut Principal, usize), CommandError> {
    let wanted = given.needed("OAuth2PermissionGrantId");
    let found = delegated(tenant).into_iter().find(|(_, _, row)| id_of(row) == wanted);
    let (key, at, _) = found.ok_or_else(|| not_found(wanted))?;
    let mut principals = tenant.state_mut().apps.iter_mut().filter_map(|app| app.principal.as_mut());
    let principal = principals.find(|principal| principal.object_id == key).ok_or_else(|| not_found(wanted))?;
    Ok((principal, at))
}

fn new_grant(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let (resource, client) = (resource(tenant, given)?, id(given, "ClientId")?);
    let mut principals = tenant.state_mut().apps.iter_mut().filter_map(|app| app.principal.as_mut());
    let principal = principals
        .find(|principal| principal.object_id == client)
        .ok_or_else(|| not_found(given.needed("ClientId")))?;
    if principal.delegated.iter().any(|(known, _)| *known == resource) {
        return Err(failed("Request_MultipleObjectsWithSameKeyValue", "Permission entry already exists."));
    }
    principal.delegated.push((resource, given.needed("Scope").to_owned()));
    let made = delegated(tenant).into_iter().rfind(|(key, _, _)| *key == client);
    Ok(made.map(|(_, _, row)| record(&row, capital)).into_iter().collect())
}

fn update_grant(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let (principal, at) = grant(tenant, given)?;
    if let (Some((_, scopes)), Some(new)) = (principal.delegated.get_mut(at), given.new_text("Scope")) {
        *scopes = new.unwrap_or_default();
    }
    Ok(Vec::new())
}

fn remove_grant(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let (principal, at) = grant(tenant, given)?;
    if at < principal.delegated.len() {
        principal.delegated.remove(at);
    }
    Ok(Vec::new())
}
