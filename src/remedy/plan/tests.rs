//! What goes into scripts and what is left to a person: by class, by check, by room.

use super::*;
use crate::check::{Finding, Judged, Outcome, Reading, Subject};
use crate::report::samples::{self, PRIVATE, REACH, SUBJECT, WINDOW};
use crate::tenant::{MailboxGuid, NewGroup, ObjectId, Room, Side};

/// A finding about a room that these changes mend.
fn found(room: &Room, changes: Vec<Change>) -> Judged {
    Judged::new(room.into(), Outcome::Fail(Finding::new(Reading::of("x", true), Reading::default()).mend(changes)))
}

fn set(room: &Room, setting: Setting, to: i64) -> Change {
    Change::set(room.guid().unwrap().0, setting, 180, to)
}

fn window(room: &Room) -> Judged {
    found(room, vec![set(room, Setting::BookingWindowInDays, 730)])
}

fn rooms(snapshot: &Snapshot) -> Vec<&Room> {
    snapshot.rooms.values().collect()
}

fn asked(ids: impl IntoIterator<Item = String>) -> Ask {
    Ask { rooms: Some(ids.into_iter().collect()), ..Ask::default() }
}

#[test]
fn what_is_safe_is_in_and_what_is_to_be_reviewed_comes_when_it_is_named() {
    let snapshot = samples::snapshot(3);
    let subject =
        |room: &&Room| found(room, vec![Change::set(room.guid().unwrap().0, Setting::DeleteSubject, true, false)]);
    let report = samples::report(
        &snapshot,
        vec![
            (&WINDOW, rooms(&snapshot).into_iter().map(window).collect()),
            (&SUBJECT, rooms(&snapshot).iter().map(subject).collect()),
            (&REACH, vec![found(rooms(&snapshot)[0], Vec::new())]),
        ],
    );
    let plan = Plan::of(&report, &snapshot, &Ask::default());
    let line = |plan: &Plan, id: &str| plan.lines.iter().find(|line| line.check.id == id).cloned().unwrap();
    assert_eq!((line(&plan, "CP022").in_scripts, line(&plan, "CP022").left), (3, None));
    assert_eq!((line(&plan, "CP011").in_scripts, line(&plan, "CP011").left), (0, Some(Left::ToReview)));
    assert_eq!(line(&plan, "AC008").left, Some(Left::ByHand));
    assert_eq!(plan.changes().count(), 3);
    let steps: Vec<(&str, usize)> = plan.steps.iter().map(|steps| (steps.check.id, steps.members.len())).collect();
    assert!(steps.contains(&("CP011", 3)) && steps.contains(&("AC008", 1)) && steps.len() == 2, "{steps:?}");
    let include = Include::Checks(BTreeSet::from(["CP011".to_owned()]));
    let plan = Plan::of(&report, &snapshot, &Ask { include, ..Ask::default() });
    assert_eq!((line(&plan, "CP011").in_scripts, line(&plan, "CP011").left, plan.changes().count()), (3, None, 6));
    let only = Some(BTreeSet::from(["CP022".to_owned()]));
    assert_eq!(Plan::of(&report, &snapshot, &Ask { only, ..Ask::default() }).lines.len(), 1);
}

#[test]
fn a_finding_that_another_one_overrules_is_left_to_a_person() {
    let snapshot = samples::snapshot(2);
    let all = rooms(&snapshot);
    let report = samples::report(
        &snapshot,
        vec![
            (&PRIVATE, vec![found(all[0], vec![set(all[0], Setting::BookingWindowInDays, 90)])]),
            (&WINDOW, all.iter().map(|room| window(room)).collect()),
        ],
    );
    let plan = Plan::of(&report, &snapshot, &Ask::default());
    let line = plan.lines.iter().find(|line| line.check.id == "CP022").unwrap();
    assert_eq!((line.in_scripts, &line.left), (1, &Some(Left::Overruled { by: "CP013" })));
    let steps = plan.steps.iter().find(|steps| steps.check.id == "CP022").unwrap();
    assert_eq!(steps.members.iter().map(|one| one.subject.id.clone()).collect::<Vec<_>>(), [all[0].id()]);
}

#[test]
fn rooms_that_were_asked_for_come_alone_with_all_that_they_need() {
    let snapshot = samples::snapshot(3);
    let all = rooms(&snapshot);
    let account = ObjectId(Uuid::from_u128(0xacc));
    let alias = || "paris".to_owned();
    let group = NewGroup { alias: alias(), name: "Paris".into(), address: None, purpose: Purpose::RoomList };
    let into = |room: &Room, group: GroupRef| Change::Member {
        group,
        member: room.guid().unwrap(),
        way: Way::Make,
        side: Side::Cloud,
    };
    let listed = |room: &Room| into(room, GroupRef::New { alias: alias(), purpose: Purpose::RoomList });
    let held = GroupRef::Known { guid: MailboxGuid(Uuid::from_u128(0x5c)), purpose: Purpose::Scope };
    let tenant = |changes| {
        let subject = Subject::new(SubjectKind::Tenant, "tenant", None);
        Judged::new(subject, Outcome::Fail(Finding::default().mend(changes)))
    };
    let lists = [Change::Group { group, way: Way::Make }].into_iter().chain(all.iter().map(|room| listed(room)));
    let report = samples::report(
        &snapshot,
        vec![
            (&WINDOW, all.iter().map(|room| window(room)).collect()),
            (&PRIVATE, vec![tenant(lists.collect())]),
            (&SUBJECT, vec![tenant(all.iter().map(|room| into(room, held.clone())).collect())]),
            (&samples::HIDDEN, vec![tenant(vec![Change::set(account.0, Setting::AccountEnabled, true, false)])]),
        ],
    );
    let ask = Ask { include: Include::All, ..asked([all[1].id(), account.to_string()]) };
    let plan = Plan::of(&report, &snapshot, &ask);
    let guid = all[1].guid().unwrap();
    let about: Vec<&Change> = plan.changes().collect();
    let has = |is_it: fn(&Change) -> bool| about.iter().filter(|change| is_it(change)).count();
    assert_eq!(has(|change| matches!(change, Change::Set { setting: Setting::BookingWindowInDays, .. })), 1);
    assert_eq!(has(|change| matches!(change, Change::Set { setting: Setting::AccountEnabled, .. })), 1);
    assert_eq!(has(|change| matches!(change, Change::Group { .. })), 1);
    assert_eq!(has(|change| matches!(change, Change::Member { .. })), 2);
    let members = about.iter().filter_map(|change| match change {
        Change::Member { member, .. } => Some(*member),
        _ => None,
    });
    assert!(members.into_iter().all(|member| member == guid));
    // Nobody new: nothing to do.
    let none = Plan::of(&report, &snapshot, &Ask { include: Include::All, ..asked([]) });
    assert!(none.lines.is_empty() && none.scripts.is_empty());
}

#[test]
fn a_group_that_would_confine_the_app_is_not_begun_with_new_rooms_only() {
    let snapshot = samples::snapshot(2);
    let all = rooms(&snapshot);
    let group = NewGroup { alias: "scope".into(), name: "Scope".into(), address: None, purpose: Purpose::Scope };
    let member = Change::Member {
        group: GroupRef::New { alias: "scope".into(), purpose: Purpose::Scope },
        member: all[0].guid().unwrap(),
        way: Way::Make,
        side: Side::Cloud,
    };
    let report = samples::report(
        &snapshot,
        vec![(&WINDOW, vec![found(all[0], vec![Change::Group { group, way: Way::Make }, member])])],
    );
    let ask = Ask { include: Include::All, ..asked([all[0].id()]) };
    assert_eq!(Plan::of(&report, &snapshot, &ask).changes().count(), 0);
    assert_eq!(Plan::of(&report, &snapshot, &Ask { include: Include::All, ..Ask::default() }).changes().count(), 2);
}
