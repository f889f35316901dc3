//! A policy that denies access touches the app: a blocklist, which is not confinement.

use super::membership::{Groups, Nesting};
use super::{confine, or_not_applicable, policy};
use crate::check::{Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{AccessPolicy, AccessRight, Gap};

/// The check.
pub static CHECK: Check = Check {
    id: "AC013",
    name: "deny-policy",
    title: "Access policy that denies",
    consequence: "Mailboxes on the list are closed to the app and all others stay open; roles in Exchange have nothing like it.",
    area: Area::Access,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/deny-policy.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let policies = policy::in_force(context)?.unwrap_or_default();
    let groups = Groups::index(&context.snapshot.access);
    let judged =
        policies.into_iter().map(|one| Judged { subject: policy::subject(one), outcome: judge(one, &groups, context) });
    Ok(or_not_applicable(judged.collect(), context))
}

fn judge(policy: &AccessPolicy, groups: &Groups<'_>, context: &Context<'_>) -> Result<Outcome, Gap> {
    match policy.right {
        AccessRight::RestrictAccess => return Ok(Outcome::Pass),
        AccessRight::DenyAccess => {}
        AccessRight::Other(_) => {
            return Err(Gap::NotEvaluable { what: "an access policy with an unknown kind of right" });
        }
    }
    let key = policy.scope_identity.raw();
    // How many rooms it closes is worth telling when it is known, and changes nothing about the finding.
    let denied = context.rooms().map(|room| groups.holds(key, Nesting::Whole, &room.into()));
    let denied = denied.collect::<Result<Vec<_>, _>>().ok();
    let denied =
        denied.map(|rooms| i64::try_from(rooms.into_iter().filter(|is_denied| *is_denied).count()).unwrap_or(i64::MAX));
    let actual = Reading::of("access_right", "DenyAccess").and("rooms_denied", denied);
    let finding = Finding::new(actual, Reading::of("access_right", Datum::Not("DenyAccess".into())));
    Ok(match denied {
        // Whether these rooms are to be in the sync is a decision, and no role knows a denial.
        Some(1..) => finding.cause("it closes rooms of the sync; deny wins over every other policy").into(),
        Some(_) => finding.mend(confine::mending(context)).into(),
        None => finding.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    fn denying(rooms: &[&str]) -> crate::tenant::Snapshot {
        let mut snapshot = confined_by_policy(rooms);
        snapshot.access.policies = known(vec![policy(AccessRight::DenyAccess, "Sync-Rooms")]);
        snapshot
    }

    fn word(snapshot: &crate::tenant::Snapshot) -> String {
        lines(&CHECK, snapshot)[0].rsplit(": ").next().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_restricting_policy_passes() {
        assert_eq!(word(&confined_by_policy(&[ROOM_1])), "pass");
    }

    #[test]
    fn a_denying_policy_fails_and_counts_its_rooms() {
        assert_eq!(word(&denying(&[])), "warning");
        let actual = finding(&CHECK, &denying(&[ROOM_1])).actual;
        assert_eq!(actual.0.get("rooms_denied"), Some(&Datum::Int(1)));
    }

    #[test]
    fn an_unread_group_does_not_hide_the_policy() {
        let mut snapshot = denying(&[]);
        snapshot.access.groups.clear();
        assert_eq!(word(&snapshot), "warning");
    }

    #[test]
    fn without_consent_that_it_could_narrow_it_is_not_judged() {
        let mut snapshot = denying(&[ROOM_1]);
        snapshot.app.grants = known(vec![]);
        assert_eq!(word(&snapshot), "not applicable");
    }

    #[test]
    fn unread_is_unknown() {
        let mut snapshot = unconfined();
        snapshot.access.policies = denied();
        assert_eq!(word(&snapshot), "unknown");
        snapshot.access.policies = known(vec![policy(AccessRight::Other("Maybe".into()), "Sync-Rooms")]);
        assert_eq!(word(&snapshot), "unknown");
    }
}
