//! Exchange roles through Graph (beta): assignments, definitions and scopes of RBAC for Applications.
//!
//! Source: the beta pages of `rbacApplication` and `customAppScope`.

use std::collections::BTreeSet;

use super::{Call, DIRECTORY};
use crate::sim::{
    json::{Json, Object, object},
    simulation::{Found, Response},
    state::{Assignment, Reach, Scope},
};

const PERMISSIONS: [&str; 2] = ["RoleManagement.Read.Exchange", "RoleManagement.Read.All"];

pub(super) fn route(call: &Call<'_>, rest: &[&str]) -> Response {
    if !call.has_any(&PERMISSIONS) {
        return call.denied();
    }
    let state = &call.simulation.state;
    match rest {
        ["roleassignments"] => {
            call.page("roleManagement/exchange/roleAssignments", &DIRECTORY, &state.assignments, |at| {
                assignment_row(call, at)
            })
        }
        ["roledefinitions"] => {
            let roles: Vec<&str> = roles(call).into_iter().collect();
            call.page("roleManagement/exchange/roleDefinitions", &DIRECTORY, &roles, |role| definition_row(call, role))
        }
        ["roledefinitions", id] => {
            let found = roles(call).into_iter().find(|role| state.guid("role", role).to_string() == *id);
            match found {
                Some(role) => {
                    call.entity("roleManagement/exchange/roleDefinitions/$entity", definition_row(call, role))
                }
                None => call.not_found(id),
            }
        }
        ["customappscopes"] => {
            call.page("roleManagement/exchange/customAppScopes", &DIRECTORY, &state.scopes, scope_row)
        }
        ["customappscopes", id] => match state.scopes.iter().find(|scope| scope.id.to_string() == *id) {
            Some(scope) => call.entity("roleManagement/exchange/customAppScopes/$entity", scope_row(scope)),
            None => call.not_found(id),
        },
        [other, ..] => call.unknown_segment(other),
        [] => call.unknown_segment("exchange"),
    }
}

/// The roles that are assigned, and the two that readers of rooms look for.
fn roles<'a>(call: &'a Call<'_>) -> BTreeSet<&'a str> {
    let assigned = call.simulation.state.assignments.iter().map(|at| at.role.as_str());
    assigned.chain(["Application Calendars.Read", "Application Calendars.ReadWrite"]).collect()
}

fn definition_row(call: &Call<'_>, role: &str) -> Object {
    object! {
        "id": call.simulation.state.guid("role", role),
        "description": Json::Null,
        "displayName": role,
        "isEnabled": true,
        "version": "0.12 (14.0.451.0)",
        "isBuiltIn": true,
        "templateId": Json::Null,
        "allowedPrincipalTypes": "servicePrincipal",
        "rolePermissions": Vec::<Json>::new(),
    }
}

fn assignment_row(call: &Call<'_>, at: &Assignment) -> Object {
    let state = &call.simulation.state;
    // guess: with a custom scope `directoryScopeId` is null and `appScopeId` holds the scope's id.
    let (directory, custom) = match &at.reach {
        Reach::Organization => (Some("/".to_owned()), None),
        Reach::Scope(name) => (None, state.scopes.iter().find(|scope| scope.name == *name).map(|scope| scope.id)),
        Reach::Group(address) => match call.simulation.recipient(address) {
            Some(Found::Group(group)) => (Some(format!("/Groups/{}", group.object_id)), None),
            Some(found) => (Some(format!("/Users/{}", found.object_id())), None),
            None => (None, None),
        },
        Reach::AdministrativeUnit(id) => (Some(format!("/AdministrativeUnits/{id}")), None),
    };
    object! {
        "id": state.guid("exchange assignment", &format!("{}{}{:?}", at.principal, at.role, at.reach)),
        "principalId": format!("/ServicePrincipals/{}", at.principal),
        "roleDefinitionId": state.guid("role", &at.role),
        "directoryScopeId": directory,
        "appScopeId": custom,
    }
}

fn scope_row(scope: &Scope) -> Object {
    object! {
        "id": scope.id,
        "type": "RecipientScope",
        "displayName": &scope.name,
        "customAttributes": object! { "Exclusive": scope.exclusive, "RecipientFilter": &scope.filter },
    }
}
