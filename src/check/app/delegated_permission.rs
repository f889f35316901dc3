//! Calendar or mail rights are delegated, where an app that works without a person needs application permissions; or
//! the delegated ones are missing, where the product acts for the people who sign in.

use std::collections::BTreeSet;

use super::change::{principal_id, request_of, requests};
use super::consent::required;
use super::or_pass;
use super::standing::standing;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Subject, Trust};
use crate::tenant::app::{PermissionKind, Requested};
use crate::tenant::{Change, Gap, Permission, Resource, SubjectApp, Way};

/// The check.
pub static CHECK: Check = Check {
    id: "AC004",
    name: "delegated-permission",
    title: "Delegated and application permissions mixed up",
    consequence: "A delegated permission works only while a person is signed in, so {product} cannot use it.",
    area: Area::Permissions,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/delegated-permission.md"),
    probe: Probe::Tenant(probe),
};

/// Whether the delegated scope is what somebody takes for the application permission.
pub fn stands_for(scope: &str, permission: &Permission) -> bool {
    let stem = |name: &str| name.trim_end_matches(".All").trim_end_matches(".Shared").to_ascii_lowercase();
    stem(scope) == stem(permission.value)
}

/// Whether a delegated scope gives what another one gives: itself, or a broader one.
fn gives(held: &str, wanted: &str) -> bool {
    let (held, wanted) = (held.to_ascii_lowercase(), wanted.to_ascii_lowercase());
    // `.Shared` adds what others shared with the person; writing includes reading.
    let without = |name: &str| name.trim_end_matches(".shared").to_owned();
    let is_wide_enough = held.ends_with(".shared") || !wanted.ends_with(".shared");
    let (held, wanted) = (without(&held), without(&wanted));
    is_wide_enough
        && (held == wanted || wanted.strip_suffix(".read").is_some_and(|family| held == format!("{family}.readwrite")))
}

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let wanted = &context.product.permissions.delegated;
    let is_wanted = |scope: &str| wanted.iter().any(|wanted| gives(scope, wanted));
    let mut judged: Vec<_> = wanted
        .iter()
        .map(|scope| Judged { subject: Subject::permission(scope), outcome: judge_wanted(scope, context) })
        .collect();
    match scopes(&context.snapshot.app) {
        Ok(scopes) => {
            let others = scopes.into_iter().filter(|scope| !is_wanted(scope));
            judged.extend(
                others.map(|scope| Judged { subject: Subject::permission(scope), outcome: judge(scope, context) }),
            );
        }
        // Each of the wanted ones says so already.
        Err(_) if !judged.is_empty() => {}
        Err(gap) => return Err(gap),
    }
    Ok(or_pass(judged, context))
}

/// A delegated permission that the product acts with. A request proves no consent, so that only the consent counts.
fn judge_wanted(scope: &str, context: &Context<'_>) -> Result<Outcome, Gap> {
    let app = &context.snapshot.app;
    let grants = match app.delegated.get() {
        // Without a service principal there is nothing that a permission could be granted to.
        Err(_) if matches!(app.service_principal.ok(), Some(None)) => &[],
        grants => grants?.as_slice(),
    };
    let on_graph = grants.iter().filter(|grant| grant.resource == Some(Resource::MicrosoftGraph));
    let mut giving = on_graph.filter(|grant| grant.scopes.iter().any(|held| gives(held, scope))).peekable();
    let expected = || Reading::of("granted", true);
    if giving.peek().is_none() {
        return Ok(Finding {
            because: Some("{product} acts for the person who signed in, and has no right to.".into()),
            ..Finding::new(Reading::of("granted", false), expected())
        }
        .cause("the product needs the delegated permission of this name; nobody consented to it")
        .mend(for_everybody(scope, context))
        .into());
    }
    if giving.any(|grant| grant.for_everybody) {
        return Ok(Outcome::Pass);
    }
    Ok(Finding {
        because: Some(
            "Each person is asked for consent before the first booking, where the tenant allows that.".into(),
        ),
        ..Finding::new(Reading::of("granted", "by single people"), Reading::of("granted", "for everybody"))
    }
    .severity(Severity::Info)
    .cause("an administrator can consent for everybody")
    .mend(for_everybody(scope, context))
    .into())
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
        return Ok(leftover(scope, finding, context));
    };
    Ok(match standing(context.snapshot, permission)?.is_missing() {
        true => finding
            .cause("the product needs the application permission of this name")
            .mend(without(scope, context))
            .into(),
        false => leftover(scope, finding, context),
    })
}

/// An administrator's consent to a delegated permission, for everybody.
fn for_everybody(scope: &str, context: &Context<'_>) -> Option<Change> {
    let app = principal_id(context)?;
    let scopes = vec![scope.to_owned()];
    Some(Change::Delegated { app, resource: Resource::MicrosoftGraph, scopes, way: Way::Make })
}

/// The end of a delegated permission: of the consent that an administrator gave for everybody, and of the request.
/// What people consented to for themselves is theirs to take back.
fn without(scope: &str, context: &Context<'_>) -> Vec<Change> {
    let grants = context.snapshot.app.delegated.ok().into_iter().flatten();
    let for_all = grants.filter(|grant| grant.for_everybody && grant.scopes.iter().any(|held| held == scope));
    let consent = for_all.filter_map(|grant| {
        let (app, resource) = (principal_id(context)?, grant.resource?);
        Some(Change::Delegated { app, resource, scopes: vec![scope.to_owned()], way: Way::Unmake })
    });
    let is_it = |one: &&Requested| one.kind == PermissionKind::Delegated && one.value.as_deref() == Some(scope);
    let request = requests(context).filter(is_it).filter_map(|one| request_of(one, Way::Unmake, context));
    consent.chain(request).collect()
}

fn leftover(scope: &str, finding: Finding, context: &Context<'_>) -> Outcome {
    if scope.starts_with("Place.") {
        return Outcome::Pass;
    }
    let finding = finding.severity(Severity::Warning).cause("nothing in the sync uses it; it can be removed");
    finding.mend(without(scope, context)).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::tenant::DelegatedGrant;

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

    fn personal(delegated: &[&str]) -> crate::product::Product {
        let mut product = spacewell();
        product.permissions.graph.clear();
        product.permissions.delegated = delegated.iter().map(|&scope| scope.to_owned()).collect();
        product
    }

    #[test]
    fn a_product_that_acts_for_people_needs_its_delegated_permissions() {
        let product = personal(&["Calendars.ReadWrite", "offline_access"]);
        let mut snapshot = unconfined();
        let missing = ["Calendars.ReadWrite: error", "offline_access: error"];
        assert_eq!(lines_for(&CHECK, &snapshot, &product), missing);
        snapshot.app.delegated = known(vec![delegated(&["Calendars.ReadWrite", "offline_access"])]);
        let there = ["Calendars.ReadWrite: pass", "offline_access: pass"];
        assert_eq!(lines_for(&CHECK, &snapshot, &product), there);
    }

    #[test]
    fn a_request_alone_is_no_consent() {
        let mut snapshot = unconfined();
        registration_mut(&mut snapshot).requested = vec![requested("Calendars.ReadWrite", PermissionKind::Delegated)];
        let product = personal(&["Calendars.ReadWrite"]);
        assert_eq!(lines_for(&CHECK, &snapshot, &product), ["Calendars.ReadWrite: error"]);
        snapshot.app.delegated = denied();
        assert_eq!(lines_for(&CHECK, &snapshot, &product), ["Calendars.ReadWrite: unknown"]);
    }

    #[test]
    fn consent_of_single_people_is_worth_knowing() {
        let mut snapshot = unconfined();
        snapshot.app.delegated =
            known(vec![DelegatedGrant { for_everybody: false, ..delegated(&["Calendars.ReadWrite"]) }]);
        let product = personal(&["Calendars.ReadWrite"]);
        assert_eq!(lines_for(&CHECK, &snapshot, &product), ["Calendars.ReadWrite: info"]);
    }

    #[test]
    fn other_delegated_permissions_beside_the_wanted_ones_are_left_over() {
        let mut snapshot = unconfined();
        snapshot.app.delegated = known(vec![delegated(&["Calendars.ReadWrite.Shared", "Mail.Read"])]);
        let product = personal(&["Calendars.Read"]);
        assert_eq!(lines_for(&CHECK, &snapshot, &product), ["Calendars.Read: pass", "Mail.Read: warning"]);
    }

    #[test]
    fn broader_scopes_give_narrower_ones() {
        assert!(gives("Calendars.ReadWrite", "calendars.read"));
        assert!(gives("Calendars.Read.Shared", "Calendars.Read"));
        assert!(!gives("Calendars.ReadWrite", "Calendars.Read.Shared"));
        assert!(!gives("Calendars.Read", "Calendars.ReadWrite"));
        assert!(!gives("Mail.ReadWrite", "Calendars.Read"));
    }
}
