//! The app can open every mailbox of the tenant: nothing confines its consent, or a role has no scope.

use super::{about_app, confine, policy, role};
use crate::check::app::consent::{Consent, words};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::product::{Level, Wish};
use crate::tenant::{AccessRight, AssignmentScope, Gap};

/// The check.
pub static CHECK: Check = Check {
    id: "AC008",
    name: "tenant-wide-reach",
    title: "App reaches every mailbox in the tenant",
    consequence: "The app, and whoever gets hold of its credential, can open the calendars of everybody and not only those of rooms.",
    area: Area::Access,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/tenant-wide-reach.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    judge(context).map(|outcome| about_app(context, outcome))
}

fn judge(context: &Context<'_>) -> Result<Outcome, Gap> {
    let Some(rule) = context.product.wish(Wish::ConfinedToRooms) else { return Ok(Outcome::NotApplicable) };
    if context.product.permissions.graph.is_empty() {
        // It asks for no reach of its own: what the app holds all the same is told by `surplus-permission`.
        return Ok(Outcome::NotApplicable);
    }
    let by_consent = unconfined_consent(context);
    let by_role = unconfined_roles(context);
    let names = |half: &Result<Half, Gap>| half.as_ref().map(|half| half.unconfined.clone()).unwrap_or_default();
    let mut unconfined = names(&by_consent);
    unconfined.extend(names(&by_role));
    unconfined.sort_unstable();
    unconfined.dedup();
    if unconfined.is_empty() {
        let has_any = by_consent?.has_any | by_role?.has_any;
        return Ok(if has_any { Outcome::Pass } else { Outcome::NotApplicable });
    }
    let severity = match (context.product.parameters.room_centric, rule.level) {
        (true, _) => Severity::Error,
        (false, Level::Info) => Severity::Info,
        (false, Level::Warning | Level::Error) => Severity::Warning,
    };
    let actual = Reading::of("reach", "every mailbox").and("permissions", words(unconfined.iter().copied()));
    let finding = Finding::new(actual, Reading::of("reach", "rooms")).by(rule).severity(severity);
    let finding = finding.mend(confine::mending(context));
    let has_scope = role::assignments(&context.snapshot.access)
        .is_ok_and(|all| all.iter().any(|one| one.scope != AssignmentScope::Organization));
    Ok(match has_scope {
        true => finding.cause("a role with a scope exists, but scopes and consent add up: the wider one wins").into(),
        false => finding.into(),
    })
}

/// What consent or roles say about the reach.
struct Half {
    /// Names of what opens every mailbox.
    unconfined: Vec<&'static str>,
    /// Whether it opens mailboxes at all.
    has_any: bool,
}

fn unconfined_consent(context: &Context<'_>) -> Result<Half, Gap> {
    let app = &context.snapshot.app;
    let consent = Consent::read(app)?;
    let held: Vec<_> =
        consent.confinable().filter(|permission| !confine::is_only_for_reading(permission, context)).collect();
    if held.is_empty() {
        // Of what the token for Exchange would tell, only EWS opens mailboxes, and that has a check of its own.
        return Ok(Half { unconfined: Vec::new(), has_any: false });
    }
    let policies = policy::in_force(context)?.unwrap_or_default();
    let is_confined = policies.iter().any(|policy| policy.right == AccessRight::RestrictAccess);
    if !is_confined && policies.iter().any(|policy| matches!(policy.right, AccessRight::Other(_))) {
        return Err(Gap::NotEvaluable { what: "an access policy with an unknown kind of right" });
    }
    let unconfined = if is_confined { Vec::new() } else { held.iter().map(|permission| permission.value).collect() };
    Ok(Half { unconfined, has_any: true })
}

fn unconfined_roles(context: &Context<'_>) -> Result<Half, Gap> {
    let assignments = role::assignments(&context.snapshot.access)?;
    let opening = assignments.iter().filter(|one| role::permissions(&one.role).next().is_some());
    let everywhere = opening.clone().filter(|one| one.scope == AssignmentScope::Organization);
    let unconfined = everywhere.flat_map(|one| role::permissions(&one.role)).map(|permission| permission.value);
    Ok(Half { unconfined: unconfined.collect(), has_any: opening.count() > 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    #[test]
    fn an_app_confined_by_roles_passes_without_knowing_the_policies() {
        assert_eq!(lines(&CHECK, &healthy()), ["app: pass"]);
    }

    #[test]
    fn an_app_confined_by_a_policy_passes() {
        assert_eq!(lines(&CHECK, &confined_by_policy(&[ROOM_1])), ["app: pass"]);
    }

    #[test]
    fn bare_consent_fails_as_hard_as_the_product_minds() {
        let snapshot = unconfined();
        assert_eq!(lines(&CHECK, &snapshot), ["app: error"]);
        assert_eq!(lines_for(&CHECK, &snapshot, &generic()), ["app: warning"]);
        let mut personal = spacewell();
        personal.set("room_centric", "false").unwrap();
        assert_eq!(lines_for(&CHECK, &snapshot, &personal), ["app: warning"]);
        personal.wishes.clear();
        assert_eq!(lines_for(&CHECK, &snapshot, &personal), ["app: not applicable"]);
    }

    #[test]
    fn a_product_that_asks_for_no_application_permission_is_not_judged() {
        let mut product = spacewell();
        product.permissions.graph.clear();
        assert_eq!(lines_for(&CHECK, &unconfined(), &product), ["app: not applicable"]);
    }

    #[test]
    fn a_deny_policy_confines_nothing() {
        let mut snapshot = confined_by_policy(&[ROOM_1]);
        snapshot.access.policies = known(vec![policy(AccessRight::DenyAccess, "Sync-Rooms")]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: error"]);
    }

    #[test]
    fn a_role_without_a_scope_fails() {
        let mut snapshot = healthy();
        snapshot.access.assignments =
            known(vec![role("Application Calendars.ReadWrite", AssignmentScope::Organization)]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: error"]);
        let actual = finding(&CHECK, &snapshot).actual;
        assert_eq!(actual.0.get("permissions"), Some(&words(["Calendars.ReadWrite"])));
    }

    #[test]
    fn consent_beside_a_scope_is_still_tenant_wide() {
        let mut snapshot = healthy();
        snapshot.app.grants = known(vec![grant("Calendars.ReadWrite")]);
        snapshot.access.policies = known(vec![]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: error"]);
        assert!(finding(&CHECK, &snapshot).cause.is_some());
    }

    #[test]
    fn what_only_the_reading_needs_does_not_count_for_the_reader() {
        let mut snapshot = healthy();
        snapshot.app.grants = known(vec![grant("MailboxSettings.Read"), grant("Place.Read.All")]);
        snapshot.access.policies = known(vec![]);
        sign_in(&mut snapshot, &[]);
        let mut product = generic();
        product.set("room_centric", "true").unwrap();
        assert_eq!(lines_for(&CHECK, &snapshot, &product), ["app: pass"]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: error"]);
    }

    #[test]
    fn unread_halves_are_unknown_unless_the_other_one_decides() {
        let mut snapshot = unconfined();
        snapshot.access.policies = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
        snapshot.access.assignments =
            known(vec![role("Application Calendars.ReadWrite", AssignmentScope::Organization)]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: error"]);
        let mut snapshot = healthy();
        snapshot.access.assignments = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
