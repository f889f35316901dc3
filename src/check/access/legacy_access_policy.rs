//! An access policy confines the app: it works, and Microsoft asks for roles in its place.

use super::{confine, or_not_applicable, policy};
use crate::check::app::consent::Consent;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::Gap;

/// The check.
pub static CHECK: Check = Check {
    id: "AC015",
    name: "legacy-access-policy",
    title: "Legacy access policy",
    consequence: "The policy works today, but Microsoft no longer wants new ones, and moving on is easier before a date is set.",
    area: Area::Access,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/legacy-access-policy.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let snapshot = context.snapshot;
    let app = snapshot.app.app_id;
    let is_idle =
        Consent::read(&snapshot.app).and_then(|consent| consent.is_narrowable()).is_ok_and(|narrows| !narrows);
    let policies = match snapshot.access.policies.get() {
        Ok(policies) => policies.as_slice(),
        Err(_) if is_idle => &[],
        Err(gap) => return Err(gap),
    };
    // Policies for every app at once are not this app's to move.
    let own = policies.iter().filter(|policy| policy.app_id == Some(app));
    let judged = own.map(|one| {
        let finding = Finding::new(
            Reading::of("mechanism", "application access policy"),
            Reading::of("mechanism", "RBAC for Applications"),
        );
        let outcome: Outcome = match is_idle {
            true => finding
                .severity(Severity::Info)
                .cause("the app holds no consent that it narrows; it can be removed")
                .into(),
            false => finding.into(),
        };
        Judged::new(policy::subject(one), outcome)
    });
    let mut judged: Vec<_> = judged.collect();
    confine::mend_first(&mut judged, context);
    Ok(or_not_applicable(judged, context))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    fn word(snapshot: &crate::tenant::Snapshot) -> String {
        lines(&CHECK, snapshot)[0].rsplit(": ").next().unwrap_or_default().to_owned()
    }

    #[test]
    fn the_words_hold_as_long_as_the_table_has_no_date() {
        let retirement = crate::tenant::retirement::APPLICATION_ACCESS_POLICY;
        assert!(retirement.phases.is_empty(), "a date was set: say it in the consequence and on the page");
        assert!(CHECK.consequence.contains("before a date is set") && CHECK.page.contains("no date is set"));
    }

    #[test]
    fn an_app_without_a_policy_is_not_judged() {
        assert_eq!(word(&unconfined()), "not applicable");
        assert_eq!(word(&healthy()), "not applicable");
    }

    #[test]
    fn a_policy_of_the_app_is_told() {
        assert_eq!(word(&confined_by_policy(&[ROOM_1])), "warning");
    }

    #[test]
    fn a_policy_that_was_left_behind_is_information() {
        let mut snapshot = confined_by_policy(&[ROOM_1]);
        snapshot.app.grants = known(vec![grant("Place.Read.All")]);
        assert_eq!(word(&snapshot), "info");
    }

    #[test]
    fn a_policy_for_every_app_is_not_told() {
        let mut snapshot = confined_by_policy(&[ROOM_1]);
        let mut every = policy(crate::tenant::AccessRight::RestrictAccess, "Sync-Rooms");
        every.app_id = None;
        snapshot.access.policies = known(vec![every]);
        assert_eq!(word(&snapshot), "not applicable");
    }

    #[test]
    fn unread_is_unknown_only_where_policies_matter() {
        let mut snapshot = unconfined();
        snapshot.access.policies = denied();
        assert_eq!(word(&snapshot), "unknown");
    }
}
