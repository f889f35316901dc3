//! The registration asks for an application permission that nobody consented to.
//!
//! Required permissions that the app lacks altogether belong to `required-permission-missing`, which names the missing
//! consent as its cause; saying it here again would count one fault twice.

use super::change::{consent, request_of};
use super::consent::{Consent, permission_subject, required};
use super::standing::{Standing, standing};
use super::{about_app, or_pass};
use crate::check::access::confine;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Subject, Trust};
use crate::tenant::app::{PermissionKind, Requested};
use crate::tenant::{Change, Gap, Permission, Resource, Way};

/// The check.
pub static CHECK: Check = Check {
    id: "AC002",
    name: "permission-not-consented",
    title: "Permission requested but not consented",
    consequence: "The portal shows the permission as configured, but the app cannot use it.",
    area: Area::Permissions,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/permission-not-consented.md"),
    probe: Probe::Tenant(probe),
};

/// Whether the registration asks for exactly this permission, as an application permission.
pub fn is_request_for(request: &Requested, permission: &Permission) -> bool {
    request.kind == PermissionKind::Application
        && request.resource_app_id == permission.resource.app_id()
        && request.id == permission.id
}

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let app = &context.snapshot.app;
    let Some(registration) = app.registration.get()? else {
        return Ok(about_app(context, Outcome::NotApplicable));
    };
    let mut requests = registration.requested.iter().filter(|one| one.kind == PermissionKind::Application).peekable();
    if requests.peek().is_none() {
        return Ok(about_app(context, Outcome::Pass));
    }
    let consent = Consent::read(app);
    let judged = requests.map(|request| Judged {
        subject: subject(request),
        outcome: consent.as_ref().map_err(Clone::clone).and_then(|consent| judge(request, consent, context)),
    });
    Ok(or_pass(judged.collect(), context))
}

/// What the product asks for is consented to, unless a role is to give it; the rest is not requested any more.
fn change(request: &Requested, context: &Context<'_>) -> Option<Change> {
    let mut needed = required(context.product);
    match needed.find(|permission| is_request_for(request, permission)) {
        Some(permission) if !confine::is_for_a_role(permission, context) => consent(permission, Way::Make, context),
        None if context.product.is_general() => None,
        Some(_) | None => request_of(request, Way::Unmake, context),
    }
}

fn subject(request: &Requested) -> Subject {
    let resource = Resource::from_app_id(request.resource_app_id);
    let known = resource.and_then(|resource| Permission::by_id(resource, request.id));
    match (resource, known.map(|permission| permission.value).or(request.value.as_deref())) {
        (Some(resource), Some(name)) => permission_subject(resource, name),
        (_, Some(_) | None) => Subject::permission(&request.id.to_string()),
    }
}

fn judge(request: &Requested, consent: &Consent<'_>, context: &Context<'_>) -> Result<Outcome, Gap> {
    let resource = Resource::from_app_id(request.resource_app_id);
    let name = resource.and_then(|resource| Permission::by_id(resource, request.id)).map(|permission| permission.value);
    let name = name.or(request.value.as_deref());
    let is_held = consent.held.iter().any(|held| match held.role_id {
        Some(id) => id == request.id,
        None => resource.is_some() && held.resource == resource && held.name == name,
    });
    if is_held {
        return Ok(Outcome::Pass);
    }
    if resource == Some(Resource::ExchangeOnline)
        && let Some(gap) = &consent.exchange_gap
    {
        return Err(gap.clone());
    }
    let mut needed = required(context.product);
    let needed = needed.find(|permission| is_request_for(request, permission));
    let finding = Finding::new(Reading::of("consented", false), Reading::of("consented", true));
    match needed.map(|permission| standing(context.snapshot, permission)).transpose()? {
        Some(Standing::Missing) => Ok(Outcome::NotApplicable),
        Some(Standing::Assigned(_)) => Ok(finding
            .severity(Severity::Info)
            .cause("a role in Exchange gives it; the next admin consent would give it in the whole tenant again")
            .mend(request_of(request, Way::Unmake, context))
            .into()),
        Some(Standing::Consented(_)) | None => Ok(finding.mend(change(request, context)).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    fn requesting(names: &[&str]) -> crate::tenant::Snapshot {
        let mut snapshot = healthy();
        registration_mut(&mut snapshot).requested =
            names.iter().map(|name| requested(name, PermissionKind::Application)).collect();
        snapshot
    }

    #[test]
    fn consented_requests_pass() {
        assert_eq!(lines(&CHECK, &healthy()), ["Place.Read.All: pass"]);
        assert_eq!(lines(&CHECK, &requesting(&[])), ["app: pass"]);
    }

    #[test]
    fn a_request_without_consent_fails() {
        let snapshot = requesting(&["Place.Read.All", "User.Read.All"]);
        assert_eq!(lines(&CHECK, &snapshot), ["Place.Read.All: pass", "User.Read.All: warning"]);
    }

    #[test]
    fn a_required_permission_that_is_missing_is_told_elsewhere() {
        let mut snapshot = requesting(&["Place.Read.All"]);
        snapshot.app.grants = known(vec![]);
        assert_eq!(lines(&CHECK, &snapshot), ["Place.Read.All: not applicable"]);
    }

    #[test]
    fn a_required_permission_that_a_broader_one_covers_is_told_here() {
        let mut snapshot = unconfined();
        snapshot.app.grants = known(vec![grant("Calendars.ReadWrite")]);
        registration_mut(&mut snapshot).requested = vec![requested("Calendars.Read", PermissionKind::Application)];
        assert_eq!(lines(&CHECK, &snapshot), ["Calendars.Read: warning"]);
    }

    #[test]
    fn a_request_that_a_role_answers_is_worth_knowing() {
        assert_eq!(lines(&CHECK, &requesting(&["Calendars.ReadWrite"])), ["Calendars.ReadWrite: info"]);
    }

    #[test]
    fn delegated_requests_and_foreign_registrations_do_not_matter() {
        let mut snapshot = healthy();
        registration_mut(&mut snapshot).requested = vec![requested("User.Read.All", PermissionKind::Delegated)];
        assert_eq!(lines(&CHECK, &snapshot), ["app: pass"]);
        snapshot.app.registration = known(None);
        assert_eq!(lines(&CHECK, &snapshot), ["app: not applicable"]);
    }

    #[test]
    fn unread_consent_is_unknown() {
        let mut snapshot = healthy();
        snapshot.app.grants = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["Place.Read.All: unknown"]);
        snapshot.app.registration = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
