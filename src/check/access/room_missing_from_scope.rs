//! A room is in none of the groups and scopes that confine the app, and within reach only because something else is open.
//!
//! It drops out on the day that the open way is closed. A room that is out of reach already belongs to
//! `room-out-of-reach`, which names the same group; a room that is in one of several groups lacks nothing.

use super::confine::Opener;
use super::effective::{Obstacle, Reach, Ways};
use super::{or_not_applicable, required_in_mailboxes};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Permission, Room};

/// The check.
pub static CHECK: Check = Check {
    id: "AC021",
    name: "room-missing-from-scope",
    title: "Room missing from the scope",
    consequence: "The room works only as long as the app is not confined; it drops out of the sync when the tenant-wide access is removed.",
    area: Area::Access,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/room-missing-from-scope.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let wanted: Vec<_> = required_in_mailboxes(context).collect();
    if wanted.is_empty() {
        return Ok(or_not_applicable(Vec::new(), context));
    }
    let reach = Reach::of(context.snapshot);
    let opener = Opener::new(&reach, context);
    let judged =
        context.rooms().map(|room| Judged { subject: room.into(), outcome: judge(room, &wanted, &reach, &opener) });
    Ok(judged.collect())
}

fn judge(room: &Room, wanted: &[&Permission], reach: &Reach<'_>, opener: &Opener<'_, '_>) -> Result<Outcome, Gap> {
    let mut outcome = Ok(Outcome::NotApplicable);
    let mut found: Option<Finding> = None;
    let mut ends = Vec::new();
    for permission in wanted {
        let ways = reach.ways(permission, room);
        match judge_permission(&ways) {
            Ok(Outcome::Fail(finding)) => {
                ends.push(outside(&ways));
                found = found.or(Some(finding));
            }
            Ok(Outcome::Pass) if outcome == Ok(Outcome::NotApplicable) => outcome = Ok(Outcome::Pass),
            Ok(Outcome::Pass | Outcome::NotApplicable | Outcome::Pending { .. }) => {}
            Err(gap) => outcome = Err(gap),
        }
    }
    match found {
        Some(finding) => Ok(finding.mend(opener.open(&ends, room.guid())).into()),
        None => outcome,
    }
}

/// The confined way that ends before the room.
fn outside<'a>(ways: &Ways<'a>) -> Option<Obstacle<'a>> {
    let closed = ways.closed.iter().copied();
    closed.into_iter().find(|obstacle| match obstacle {
        Obstacle::OutsidePolicy(_) | Obstacle::OutsideScope(_) => true,
        Obstacle::DeniedBy(_) | Obstacle::WrongPrincipal(_) => false,
    })
}

fn judge_permission(ways: &Ways<'_>) -> Result<Outcome, Gap> {
    if ways.open.iter().any(|path| path.is_confined()) {
        return Ok(Outcome::Pass);
    }
    if ways.open.is_empty() {
        return Ok(Outcome::NotApplicable);
    }
    match (outside(ways), ways.gaps.first()) {
        // A scope that was not evaluated may hold the room.
        (_, Some(gap)) => Err(gap.clone()),
        (Some(outside), None) => {
            let actual = Reading::of("in_scope", false).and("outside", outside.name().clone());
            Ok(Finding::new(actual, Reading::of("in_scope", true)).cause(outside.words()).into())
        }
        (None, None) => Ok(Outcome::NotApplicable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    /// Consent that nothing narrows beside a scope that holds one room.
    fn half_way() -> crate::tenant::Snapshot {
        let mut snapshot = healthy();
        snapshot.app.grants = known(vec![grant("Calendars.ReadWrite"), grant("MailboxSettings.Read")]);
        snapshot.access.policies = known(vec![]);
        set_filter(&mut snapshot, "MemberOfGroup -eq 'CN=Sync-Rooms,DC=x'");
        add_group(&mut snapshot, "Sync-Rooms", &[ROOM_1]);
        snapshot
    }

    #[test]
    fn a_room_in_the_scope_passes() {
        assert_eq!(lines(&CHECK, &healthy()), [format!("{ROOM_1}: pass"), format!("{ROOM_2}: pass")]);
    }

    #[test]
    fn a_room_that_only_the_consent_reaches_fails_and_names_the_scope() {
        let snapshot = half_way();
        assert_eq!(lines(&CHECK, &snapshot), [format!("{ROOM_1}: pass"), format!("{ROOM_2}: warning")]);
        assert_eq!(finding(&CHECK, &snapshot).actual.0.get("outside"), Some(&"Rooms".into()));
    }

    #[test]
    fn a_product_that_asks_for_no_application_permission_is_not_judged() {
        let mut product = spacewell();
        product.permissions.graph.clear();
        assert_eq!(lines_for(&CHECK, &confined_by_policy(&[ROOM_1]), &product), ["app: not applicable"]);
    }

    #[test]
    fn a_room_out_of_reach_is_told_elsewhere() {
        let lines = lines(&CHECK, &confined_by_policy(&[ROOM_1]));
        assert_eq!(lines, [format!("{ROOM_1}: pass"), format!("{ROOM_2}: not applicable")]);
    }

    #[test]
    fn one_of_several_groups_is_enough() {
        let mut snapshot = confined_by_policy(&[ROOM_1]);
        add_group(&mut snapshot, "More-Rooms", &[ROOM_2]);
        let right = crate::tenant::AccessRight::RestrictAccess;
        snapshot.access.policies = known(vec![policy(right.clone(), "Sync-Rooms"), policy(right, "More-Rooms")]);
        assert_eq!(lines(&CHECK, &snapshot), [format!("{ROOM_1}: pass"), format!("{ROOM_2}: pass")]);
    }

    #[test]
    fn an_unconfined_app_has_no_scope_to_miss() {
        assert!(lines(&CHECK, &unconfined()).iter().all(|line| line.ends_with("not applicable")));
    }

    #[test]
    fn a_scope_that_cannot_be_evaluated_is_unknown() {
        let mut snapshot = half_way();
        set_filter(&mut snapshot, "CustomAttribute1 -eq 'rsync'");
        assert!(lines(&CHECK, &snapshot).iter().all(|line| line.ends_with("unknown")));
    }
}
