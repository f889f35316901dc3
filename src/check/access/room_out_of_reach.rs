//! The app was given a permission and cannot use it in a room's mailbox.
//!
//! A permission that the app was not given at all is the fault of the app, not of each room: that is
//! `required-permission-missing`.

use super::confine::Opener;
use super::effective::{Reach, Verdict};
use super::{or_not_applicable, permissions, required_in_mailboxes, settling};
use crate::check::app::standing::standing;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Permission, Room};

/// The check.
pub static CHECK: Check = Check {
    id: "AC010",
    name: "room-out-of-reach",
    title: "Room out of the app's reach",
    consequence: "Bookings of this room do not reach {product}, and those made there do not reach Outlook.",
    area: Area::Access,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/room-out-of-reach.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let mut wanted = Vec::new();
    for permission in required_in_mailboxes(context) {
        if !standing(context.snapshot, permission)?.is_missing() {
            wanted.push(permission);
        }
    }
    if wanted.is_empty() {
        return Ok(or_not_applicable(Vec::new(), context));
    }
    let reach = Reach::of(context.snapshot);
    let opener = Opener::new(&reach, context);
    let judged = context
        .rooms()
        .map(|room| Judged { subject: room.into(), outcome: judge(room, &wanted, &reach, &opener, context) });
    Ok(judged.collect())
}

fn judge(
    room: &Room,
    wanted: &[&Permission],
    reach: &Reach<'_>,
    opener: &Opener<'_, '_>,
    context: &Context<'_>,
) -> Result<Outcome, Gap> {
    if room.has_no_mailbox() {
        // There is no mailbox to reach; other checks say so.
        return Ok(Outcome::NotApplicable);
    }
    let (mut granted, mut ends, mut gap, mut settling) = (Vec::new(), Vec::new(), None, None);
    for permission in wanted {
        match reach.verdict(permission, room) {
            Verdict::Granted(path) => {
                granted.push(*permission);
                settling = settling.max(reach.changed(path).and_then(|changed| settling::until(changed, context)));
            }
            Verdict::Denied(obstacles) => ends.push(obstacles.first().copied()),
            Verdict::Unknown(unknown) => gap = gap.or(Some(unknown)),
        }
    }
    match (ends.first().copied(), gap) {
        (Some(obstacle), _) => {
            let changes = opener.open(&ends, room.guid());
            let actual = permissions(granted);
            let expected = permissions(wanted.iter().copied());
            Ok(match obstacle {
                Some(obstacle) => Finding::new(actual.and("outside", obstacle.name().clone()), expected)
                    .cause(obstacle.words())
                    .mend(changes)
                    .into(),
                None => Finding::new(actual, expected).mend(changes).into(),
            })
        }
        (None, Some(gap)) => Err(gap),
        (None, None) => Ok(settling.map_or(Outcome::Pass, |until| Outcome::Pending {
            until,
            finding: Finding::new(Reading::of("reach", "set, not in effect yet"), Reading::of("reach", "in effect"))
                .cause("the group that confines the app changed lately, and changes take their time to act"),
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    #[test]
    fn rooms_in_the_scope_pass() {
        let pass = [format!("{ROOM_1}: pass"), format!("{ROOM_2}: pass")];
        assert_eq!(lines(&CHECK, &healthy()), pass);
        assert_eq!(lines(&CHECK, &unconfined()), pass);
        assert_eq!(lines(&CHECK, &confined_by_policy(&[ROOM_1, ROOM_2])), pass);
    }

    #[test]
    fn a_room_outside_the_policy_group_fails_and_names_it() {
        let snapshot = confined_by_policy(&[ROOM_1]);
        assert_eq!(lines(&CHECK, &snapshot), [format!("{ROOM_1}: pass"), format!("{ROOM_2}: error")]);
        let finding = finding(&CHECK, &snapshot);
        assert_eq!(finding.actual.0.get("outside"), Some(&"Sync-Rooms".into()));
        assert!(finding.cause.is_some_and(|cause| cause.contains("not in the group")));
    }

    #[test]
    fn a_room_outside_the_scope_fails() {
        let mut snapshot = healthy();
        set_filter(&mut snapshot, "MemberOfGroup -eq 'CN=Sync-Rooms,DC=x'");
        add_group(&mut snapshot, "Sync-Rooms", &[ROOM_2]);
        assert_eq!(lines(&CHECK, &snapshot), [format!("{ROOM_1}: error"), format!("{ROOM_2}: pass")]);
    }

    #[test]
    fn one_permission_of_several_out_of_reach_is_enough_to_fail() {
        let mut snapshot = healthy();
        let calendars = role("Application Calendars.ReadWrite", crate::tenant::AssignmentScope::Organization);
        let settings = role(
            "Application MailboxSettings.Read",
            crate::tenant::AssignmentScope::Recipient(object_id(1).to_string()),
        );
        snapshot.access.assignments = known(vec![calendars, settings]);
        assert_eq!(lines(&CHECK, &snapshot), [format!("{ROOM_1}: pass"), format!("{ROOM_2}: error")]);
    }

    #[test]
    fn a_product_that_asks_for_no_application_permission_is_not_judged() {
        let mut product = spacewell();
        product.permissions.graph.clear();
        assert_eq!(lines_for(&CHECK, &confined_by_policy(&[ROOM_1]), &product), ["app: not applicable"]);
    }

    #[test]
    fn a_permission_that_is_missing_altogether_is_told_elsewhere() {
        let mut snapshot = unconfined();
        snapshot.app.grants = known(vec![grant("Place.Read.All")]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: not applicable"]);
    }

    #[test]
    fn a_room_without_a_mailbox_is_not_judged() {
        let mut snapshot = healthy();
        for room in snapshot.rooms.values_mut() {
            room.mailbox = known(None);
        }
        assert!(lines(&CHECK, &snapshot).iter().all(|line| line.ends_with("not applicable")));
    }

    #[test]
    fn a_scope_that_cannot_be_evaluated_is_unknown() {
        let mut snapshot = healthy();
        set_filter(&mut snapshot, "CustomAttribute1 -eq 'rsync'");
        assert!(lines(&CHECK, &snapshot).iter().all(|line| line.ends_with("unknown")));
        snapshot.access.assignments = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }

    #[test]
    fn a_group_that_changed_within_the_delay_makes_its_rooms_wait() {
        let mut snapshot = confined_by_policy(&[ROOM_1, ROOM_2]);
        group_mut(&mut snapshot, "Sync-Rooms").changed = Some(at("2026-11-21T07:00:01Z"));
        assert_eq!(lines(&CHECK, &snapshot), [format!("{ROOM_1}: pending"), format!("{ROOM_2}: pending")]);
        group_mut(&mut snapshot, "Sync-Rooms").changed = Some(at("2026-11-21T07:00:00Z"));
        assert_eq!(lines(&CHECK, &snapshot), [format!("{ROOM_1}: pass"), format!("{ROOM_2}: pass")]);
        let mut patient = spacewell();
        patient.set("scope_delay_minutes", "1440").unwrap();
        assert!(lines_for(&CHECK, &snapshot, &patient)[0].ends_with("pending"));
    }

    #[test]
    fn the_group_of_a_scope_makes_its_rooms_wait_too() {
        let mut snapshot = healthy();
        set_filter(&mut snapshot, "MemberOfGroup -eq 'CN=Sync-Rooms,DC=x'");
        add_group(&mut snapshot, "Sync-Rooms", &[ROOM_1, ROOM_2]);
        group_mut(&mut snapshot, "Sync-Rooms").changed = Some(at("2026-11-21T08:00:00Z"));
        assert_eq!(lines(&CHECK, &snapshot), [format!("{ROOM_1}: pending"), format!("{ROOM_2}: pending")]);
    }
}
