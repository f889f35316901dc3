//! Changes of what the app may do, as findings carry them. None where something that a change names is not known.

use uuid::Uuid;

use super::consent::Held;
use crate::check::Context;
use crate::tenant::app::{PermissionKind, Requested};
use crate::tenant::{AppRegistration, Change, ObjectId, Permission, Resource, ServicePrincipal, Way};

/// The app's service principal, when it is here.
pub fn principal<'a>(context: &Context<'a>) -> Option<&'a ServicePrincipal> {
    context.snapshot.app.service_principal.ok()?.as_ref()
}

/// The object id of the app's service principal, from the directory or, where that may not be read, from its token.
pub fn principal_id(context: &Context<'_>) -> Option<ObjectId> {
    crate::check::access::exchange_principal_mismatch::entra_id(context.snapshot).ok()
}

/// The app's registration, when it is in this tenant.
pub fn registration<'a>(context: &Context<'a>) -> Option<&'a AppRegistration> {
    context.snapshot.app.registration.ok()?.as_ref()
}

/// Consent to a permission, given or taken.
pub fn consent(permission: &Permission, way: Way, context: &Context<'_>) -> Option<Change> {
    consent_to(permission.resource, permission.id, permission.value, way, context)
}

fn consent_to(resource: Resource, role: Uuid, value: &str, way: Way, context: &Context<'_>) -> Option<Change> {
    let app = principal_id(context)?;
    Some(Change::Consent { app, resource, role, value: value.to_owned(), way })
}

/// Consent that is taken away, and with it the request, so that the next consent does not give it again.
pub fn taken(held: &Held<'_>, context: &Context<'_>) -> Vec<Change> {
    let (Some(resource), known) = (held.resource, held.permission()) else { return Vec::new() };
    let Some(role) = held.role_id.or_else(|| known.map(|permission| permission.id)) else { return Vec::new() };
    let consent = consent_to(resource, role, held.name.unwrap_or_default(), Way::Unmake, context);
    let request = requests(context).find(|one| is_of(one, resource.app_id(), role, PermissionKind::Application));
    consent.into_iter().chain(request.and_then(|one| request_of(one, Way::Unmake, context))).collect()
}

/// The request for an application permission, when there is none yet.
pub fn request(permission: &Permission, context: &Context<'_>) -> Option<Change> {
    let resource = permission.resource.app_id();
    let is_there = |one: &Requested| is_of(one, resource, permission.id, PermissionKind::Application);
    if requests(context).any(is_there) {
        return None;
    }
    let (id, value, kind) = (permission.id, Some(permission.value.to_owned()), PermissionKind::Application);
    request_of(&Requested { resource_app_id: resource, id, value, kind }, Way::Make, context)
}

/// The end of the request for an application permission, when there is one.
pub fn not_requested(permission: &Permission, context: &Context<'_>) -> Option<Change> {
    let resource = permission.resource.app_id();
    let request = requests(context).find(|one| is_of(one, resource, permission.id, PermissionKind::Application));
    request.and_then(|one| request_of(one, Way::Unmake, context))
}

/// A change of what the registration asks for; `None` when it is not in this tenant.
pub fn request_of(request: &Requested, way: Way, context: &Context<'_>) -> Option<Change> {
    Some(Change::Requested {
        application: registration(context)?.id,
        resource: request.resource_app_id,
        role: request.id,
        value: request.value.clone().unwrap_or_default(),
        kind: request.kind,
        way,
    })
}

/// What the registration asks for.
pub fn requests<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Requested> {
    registration(context).into_iter().flat_map(|registration| &registration.requested)
}

fn is_of(request: &Requested, resource: Uuid, id: Uuid, kind: PermissionKind) -> bool {
    request.kind == kind && request.resource_app_id == resource && request.id == id
}
