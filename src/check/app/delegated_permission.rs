//! Calendar or mail rights are delegated, where an app that works without a person needs application permissions.

use std::collections::BTreeSet;

use super::consent::required;
use super::or_pass;
use super::standing::standing;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Subject, Trust};
use crate::tenant::app::PermissionKind;
use crate::tenant::{Gap, Permission, SubjectApp};

/// The check.
pub static CHECK: Check = Check {
    id: "AC004",
    name: "delegated-permission",
    title: "Delegated permission in place of an application permission",
    consequence: "A delegated permission works only while a person is signed in, so {product} cannot use it.",
    area: Area::Permissions,
    severity: Severity::Error,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/delegated-permission.md"),
    probe: Probe::Tenant(probe),
};

/// Whether the delegated scope is what somebody takes for the application permission.
pub fn stands_for(scope: &str, permission: &Permission) -> bool {
    let stem = |name: &str| name.trim_end_matches(".All").trim_end_matches(".Shared").to_ascii_lowercase();
    stem(scope) == stem(permission.value)
}

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let judged: Vec<_> = scopes(&context.snapshot.app)?
        .into_iter()
        .map(|scope| Judged { subject: Subject::permission(scope), outcome: judge(scope, context) })
        .collect();
    Ok(or_pass(judged, context))
}

/// The delegated scopes on calendars, mail and places: those consented to, else those requested.
fn scopes(app: &SubjectApp) -> Result<BTreeSet<&str>, Gap> {
    let requested = app.registration.ok().and_then(Option::as_ref).map(|registration| &registration.requested);
    let requested = requested.map(|requests| {
        let delegated = requests.iter().filter(|request| request.kind == PermissionKind::Delegated);
        delegated.filter_map(|request| request.value.as_deref())
    });
    let consented = app.delegated.get().map(|grants| {
        grants.iter().filter(|grant| grant.resource.is_some()).flat_map(|grant| grant.scopes.iter().map(String::as_str))
    });
    let mut scopes = BTreeSet::new();
    match (consented, requested) {
        (Ok(consented), requested) => {
            scopes.extend(consented);
            scopes.extend(requested.into_iter().flatten());
        }
        // Reading the consent needs more than reading the registration, which tells nearly the same.
        (Err(_), Some(requested)) => scopes.extend(requested),
        (Err(gap), None) => return Err(gap),
    }
    let concerns = |scope: &&str| {
        let families = ["Calendars.", "Mail.", "MailboxSettings.", "Place.", "EWS."];
        families.iter().any(|family| scope.starts_with(family))
    };
    Ok(scopes.into_iter().filter(concerns).collect())
}

fn judge(scope: &str, context: &Context<'_>) -> Result<Outcome, Gap> {
    let finding = Finding::new(Reading::of("kind", "delegated"), Reading::of("kind", "application"));
    let Some(permission) = required(context.product).find(|permission| stands_for(scope, permission)) else {
        return Ok(leftover(scope, finding));
    };
    Ok(match standing(context.snapshot, permission)?.is_missing() {
        true => finding.cause("the product needs the application permission of this name").into(),
        false => leftover(scope, finding),
    })
}

fn leftover(scope: &str, finding: Finding) -> Outcome {
    if scope.starts_with("Place.") {
        return Outcome::Pass;
    }
    finding.severity(Severity::Warning).cause("nothing in the sync uses it; it can be removed").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    #[test]
    fn no_delegated_scope_passes() {
        assert_eq!(lines(&CHECK, &healthy()), ["app: pass"]);
    }

    #[test]
    fn the_default_of_a_new_registration_passes() {
        let mut snapshot = healthy();
        snapshot.app.delegated = known(vec![delegated(&["User.Read", "openid"])]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: pass"]);
    }

    #[test]
    fn a_required_permission_that_is_only_delegated_fails() {
        let mut snapshot = unconfined();
        snapshot.app.grants = known(vec![]);
        snapshot.app.delegated = known(vec![delegated(&["Calendars.ReadWrite.Shared", "Calendars.ReadBasic"])]);
        assert_eq!(lines(&CHECK, &snapshot), ["Calendars.ReadBasic: error", "Calendars.ReadWrite.Shared: error"]);
    }

    #[test]
    fn a_delegated_scope_beside_the_application_permission_is_left_over() {
        let mut snapshot = unconfined();
        snapshot.app.delegated = known(vec![delegated(&["Calendars.ReadWrite", "Mail.Read"])]);
        assert_eq!(lines(&CHECK, &snapshot), ["Calendars.ReadWrite: warning", "Mail.Read: warning"]);
    }

    #[test]
    fn the_registration_tells_when_the_consent_may_not_be_read() {
        let mut snapshot = unconfined();
        snapshot.app.delegated = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: pass"]);
        registration_mut(&mut snapshot).requested = vec![requested("Calendars.ReadWrite", PermissionKind::Delegated)];
        assert_eq!(lines(&CHECK, &snapshot), ["Calendars.ReadWrite: warning"]);
        snapshot.app.registration = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
