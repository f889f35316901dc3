//! A role with a scope confines nothing, because the same permission is consented to in the whole tenant.

use super::{confine, or_not_applicable, policy, role};
use crate::check::app::consent::Consent;
use crate::check::{Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Subject, Trust};
use crate::tenant::{AccessRight, AssignmentScope, Gap, Permission};

/// The check.
pub static CHECK: Check = Check {
    id: "AC009",
    name: "scope-defeated-by-consent",
    title: "Scope defeated by tenant-wide consent",
    consequence: "Somebody confined the app to rooms, and it still opens every mailbox, because the older consent was left in place.",
    area: Area::Access,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/scope-defeated-by-consent.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let consent = Consent::read(&context.snapshot.app);
    if let Ok(consent) = &consent
        && consent.confinable().next().is_none()
        && consent.exchange_gap.is_none()
    {
        // Without such consent nothing can defeat a scope, whatever the scopes are.
        return Ok(or_not_applicable(Vec::new(), context));
    }
    let assignments = role::assignments(&context.snapshot.access)?.iter();
    let scoped = assignments.filter(|one| one.scope != AssignmentScope::Organization);
    let mut scoped: Vec<_> = scoped.flat_map(|one| role::permissions(&one.role)).collect();
    scoped.sort_unstable_by_key(|permission| (permission.resource, permission.value));
    scoped.dedup();
    let judged = scoped.into_iter().map(|permission| {
        let consent = consent.as_ref().map_err(Clone::clone);
        let outcome = consent.and_then(|consent| judge(permission, consent, context));
        Judged { subject: Subject::permission(permission.value), outcome }
    });
    Ok(or_not_applicable(judged.collect(), context))
}

fn judge(permission: &Permission, consent: &Consent<'_>, context: &Context<'_>) -> Result<Outcome, Gap> {
    let Some(consented) = consent.giving(permission) else { return Ok(Outcome::Pass) };
    let policies = policy::in_force(context)?.unwrap_or_default();
    if policies.iter().any(|policy| policy.right == AccessRight::RestrictAccess) {
        return Ok(Outcome::Pass);
    }
    let actual = Reading::of("consented", consented);
    let finding = Finding::new(actual, Reading::of("consented", Datum::Missing)).mend(confine::mending(context));
    Ok(finding.cause("remove the consent once the scope is proven; until then the scope has no effect").into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    fn with_consent(name: &str) -> crate::tenant::Snapshot {
        let mut snapshot = healthy();
        snapshot.app.grants = known(vec![grant(name)]);
        snapshot.access.policies = known(vec![]);
        snapshot
    }

    #[test]
    fn a_scope_alone_passes() {
        assert_eq!(lines(&CHECK, &healthy()), ["app: not applicable"]);
        let lines = lines(&CHECK, &with_consent("MailboxSettings.Read"));
        assert_eq!(lines, ["Calendars.ReadWrite: pass", "MailboxSettings.Read: error"]);
    }

    #[test]
    fn consent_to_the_same_permission_fails() {
        let lines = lines(&CHECK, &with_consent("Calendars.ReadWrite"));
        assert_eq!(lines, ["Calendars.ReadWrite: error", "MailboxSettings.Read: pass"]);
    }

    #[test]
    fn consent_that_a_policy_narrows_passes() {
        let mut snapshot = with_consent("Calendars.ReadWrite");
        snapshot.access.policies = known(vec![policy(AccessRight::RestrictAccess, "Sync-Rooms")]);
        assert_eq!(lines(&CHECK, &snapshot)[0], "Calendars.ReadWrite: pass");
    }

    #[test]
    fn without_a_scope_there_is_nothing_to_defeat() {
        assert_eq!(lines(&CHECK, &unconfined()), ["app: not applicable"]);
        let mut snapshot = with_consent("Calendars.ReadWrite");
        snapshot.access.assignments =
            known(vec![role("Application Calendars.ReadWrite", AssignmentScope::Organization)]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: not applicable"]);
    }

    #[test]
    fn unread_is_unknown_where_it_matters() {
        let mut snapshot = with_consent("Calendars.ReadWrite");
        snapshot.access.policies = denied();
        assert_eq!(lines(&CHECK, &snapshot)[0], "Calendars.ReadWrite: unknown");
        snapshot.access.assignments = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
        snapshot.app.grants = known(vec![grant("Place.Read.All")]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: not applicable"]);
    }
}
