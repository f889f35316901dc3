//! A permission is consented to that the registration does not ask for. Looks at the two resources of the sync only.

use super::change::{request, taken};
use super::consent::{Consent, Held};
use super::surplus_permission::is_wanted;
use super::{about_app, or_pass};
use crate::check::access::{confine, permission_without_role};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::product::Wish;
use crate::tenant::app::PermissionKind;
use crate::tenant::{AppRegistration, Change, Gap, Resource};

/// The check.
pub static CHECK: Check = Check {
    id: "AC003",
    name: "permission-not-requested",
    title: "Permission consented but not requested",
    consequence: "The app holds a right that its registration does not show, so a review of the registration misses it.",
    area: Area::Permissions,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/permission-not-requested.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let app = &context.snapshot.app;
    let Some(registration) = app.registration.get()? else {
        return Ok(about_app(context, Outcome::NotApplicable));
    };
    let consent = Consent::read(app)?;
    let ours = consent.held.iter().filter_map(|held| Some((held, held.resource?)));
    let judged: Vec<_> = ours
        .map(|(held, resource)| {
            let id = held.role_id.or_else(|| held.permission().map(|permission| permission.id));
            let is_requested = is_requested(registration, resource, id, held.name);
            let finding = Finding::new(Reading::of("requested", false), Reading::of("requested", true));
            let outcome = if is_requested { Outcome::Pass } else { finding.mend(changes(held, context)).into() };
            Judged::new(held.subject(), outcome)
        })
        .collect();
    Ok(or_pass(judged, context))
}

/// A right that is to stay is requested; one that is to go goes.
fn changes(held: &Held<'_>, context: &Context<'_>) -> Vec<Change> {
    let Some(permission) = held.permission() else { return Vec::new() };
    let is_wanted = is_wanted(permission, context);
    let unconfinable = permission_without_role::change(permission, context);
    if context.product.wish(Wish::ConfinedToRooms).is_some() && !unconfinable.is_empty() {
        return unconfinable;
    }
    match confine::is_only_for_reading(permission, context) {
        false if is_wanted && confine::is_for_a_role(permission, context) => confine::mending(context),
        false if !is_wanted && !context.product.is_general() => taken(held, context),
        _ => request(permission, context).into_iter().collect(),
    }
}

fn is_requested(
    registration: &AppRegistration,
    resource: Resource,
    id: Option<uuid::Uuid>,
    name: Option<&str>,
) -> bool {
    registration.requested.iter().any(|request| {
        let is_named = name.is_some() && request.value.as_deref() == name;
        request.kind == PermissionKind::Application
            && request.resource_app_id == resource.app_id()
            && (Some(request.id) == id || id.is_none() && is_named)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    #[test]
    fn what_is_requested_passes() {
        assert_eq!(lines(&CHECK, &healthy()), ["Place.Read.All: pass"]);
    }

    #[test]
    fn what_is_not_requested_fails() {
        let mut snapshot = healthy();
        snapshot.app.grants = known(vec![grant("Place.Read.All"), grant("User.Read.All")]);
        assert_eq!(lines(&CHECK, &snapshot), ["Place.Read.All: pass", "User.Read.All: warning"]);
    }

    #[test]
    fn a_delegated_request_is_another_permission() {
        let mut snapshot = healthy();
        registration_mut(&mut snapshot).requested = vec![requested("Place.Read.All", PermissionKind::Delegated)];
        assert_eq!(lines(&CHECK, &snapshot), ["Place.Read.All: warning"]);
    }

    #[test]
    fn other_resources_and_foreign_registrations_are_left_alone() {
        let mut snapshot = healthy();
        let mut other = grant("Place.Read.All");
        other.resource = None;
        snapshot.app.grants = known(vec![other]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: pass"]);
        snapshot.app.registration = known(None);
        assert_eq!(lines(&CHECK, &snapshot), ["app: not applicable"]);
    }

    #[test]
    fn unread_consent_is_unknown() {
        let mut snapshot = healthy();
        snapshot.app.grants = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
