//! Every room, however it is set up: its repairs agree with each other, and after them what they were for is right.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use uuid::Uuid;

use super::apply;
use crate::check::calendar::fixture::{Case, known, recipient};
use crate::check::{Area, Check, Context, Outcome, REGISTRY, Severity, SubjectKind, engine};
use crate::product::{Level, Wish};
use crate::tenant::{
    AutomateProcessing, BookingType, CalendarProcessing, Change, Fact, MailboxGuid, Recipient, Setting, SettingValue,
    Untrusted,
};

/// What checks said about the room.
#[derive(Default)]
struct Said {
    /// What is wrong, and how it would be put right.
    failures: BTreeMap<&'static str, (Severity, Vec<Change>)>,
    /// What is not known.
    unknown: BTreeSet<&'static str>,
}

/// Checks of one room's calendar processing. CP029 compares rooms with each other, and nobody repairs by majority.
fn checks() -> impl Iterator<Item = &'static &'static Check> {
    REGISTRY.iter().filter(|check| check.area == Area::Calendars && check.id != "CP029")
}

fn said(case: &Case) -> Said {
    let context = Context { snapshot: &case.snapshot, product: &case.product };
    let mut said = Said::default();
    for check in checks() {
        for judged in engine::judge(check, &context) {
            assert!(matches!(judged.subject.kind, SubjectKind::Room | SubjectKind::Workspace));
            match judged.outcome {
                Ok(Outcome::Fail(finding)) => {
                    said.failures.insert(check.id, (finding.severity.unwrap_or(check.severity), finding.fix));
                }
                Ok(Outcome::Pass | Outcome::Pending { .. } | Outcome::NotApplicable) => {}
                Err(_) => {
                    said.unknown.insert(check.id);
                }
            }
        }
    }
    said
}

/// The people whom settings name: by name, with what a look-up finds.
fn people() -> [(&'static str, Fact<Option<Recipient>>); 5] {
    let found = |name: &str, kind, id| {
        let Fact::Known { value: Some(found), .. } = recipient(name, kind) else { unreachable!("a known recipient") };
        known(Some(Recipient { guid: Some(MailboxGuid(Uuid::from_u128(id))), ..found }))
    };
    [
        ("Ann", found("ann", "UserMailbox", 1)),
        ("sync@contoso.com", found("sync", "UserMailbox", 2)),
        ("Sales", found("sales", "DynamicDistributionGroup", 3)),
        ("Nestor", found("nestor", "DisabledUser", 4)),
        ("Gone", known(None)),
    ]
}

prop_compose! {
    fn names()(chosen in prop::collection::vec(0..5_usize, 0..3)) -> Vec<Untrusted> {
        let set: BTreeSet<usize> = chosen.into_iter().collect();
        set.into_iter().map(|at| people()[at].0.into()).collect()
    }
}

prop_compose! {
    fn calendar()(
        flags in prop::array::uniform24(any::<bool>()),
        days in prop::sample::select(vec![-1_i64, 0, 1, 90, 180, 730, 1080, 2000]),
        minutes in prop::sample::select(vec![0_i64, 30, 60, 1440]),
        share in prop::sample::select(vec![0_i64, 10, 20]),
        mode in prop::sample::select(vec![AutomateProcessing::None, AutomateProcessing::AutoUpdate, AutomateProcessing::AutoAccept]),
        delegates in names(), book in names(), request in names(), beyond in names(),
    ) -> CalendarProcessing {
        let mut flags = flags.into_iter();
        let mut flag = || flags.next();
        CalendarProcessing {
            automate_processing: Some(mode),
            booking_type: flag().map(|flag| if flag { BookingType::Standard } else { BookingType::Reserved }),
            booking_window_days: Some(days),
            maximum_duration_minutes: Some(minutes),
            minimum_duration_minutes: Some(minutes / 2),
            allow_conflicts: flag(),
            allow_recurring_meetings: flag(),
            conflict_percentage_allowed: Some(share),
            enforce_scheduling_horizon: flag(),
            enforce_capacity: flag(),
            schedule_only_during_work_hours: flag(),
            process_external_meeting_messages: flag(),
            delete_subject: flag(),
            add_organizer_to_subject: flag(),
            remove_private_property: flag(),
            delete_comments: flag(),
            delete_attachments: flag(),
            remove_canceled_meetings: flag(),
            enable_auto_release: flag(),
            tentative_pending_approval: flag(),
            add_new_requests_tentatively: flag(),
            enable_response_details: flag(),
            organizer_info: flag(),
            forward_requests_to_delegates: flag(),
            resource_delegates: Some(delegates),
            all_book_in_policy: flag(),
            book_in_policy: Some(book),
            all_request_in_policy: flag(),
            request_in_policy: Some(request),
            all_request_out_of_policy: flag(),
            request_out_of_policy: Some(beyond),
            ..CalendarProcessing::exchange_defaults()
        }
    }
}

/// Wishes that one product can have together: of two opposite ones at most one.
fn wishes() -> impl Strategy<Value = BTreeSet<Wish>> {
    prop::collection::vec(any::<bool>(), Wish::all().count()).prop_map(|chosen| {
        let mut wishes = BTreeSet::new();
        for (wish, _) in Wish::all().zip(chosen).filter(|(_, chosen)| *chosen) {
            if wish.opposite().is_none_or(|opposite| !wishes.contains(&opposite)) {
                wishes.insert(wish);
            }
        }
        wishes
    })
}

prop_compose! {
    fn cases()(
        calendar in calendar(),
        wishes in wishes(),
        horizon in prop::option::of(prop::sample::select(vec![0_i64, 30, 730, 2000])),
        share in prop::option::of(prop::sample::select(vec![0_i64, 20])),
        is_workspace in prop::bool::weighted(0.2),
        has_account in any::<bool>(),
        has_seats in any::<bool>(),
    ) -> Case {
        let mut case = Case::new().without_wishes();
        for wish in wishes {
            case = case.wishing(wish, Level::Warning);
        }
        for (name, person) in people() {
            case = case.with_recipient(name, person);
        }
        case.product.parameters.horizon_days = horizon;
        case.product.parameters.conflict_percentage = share;
        if has_account {
            case = case.parameter("booking_account", "sync@contoso.com");
        }
        if is_workspace {
            case = case.workspace();
        }
        if !has_seats {
            case = case.place(|place| place.capacity = None).mailbox(|mailbox| mailbox.resource_capacity = None);
        }
        case.calendar(|own| *own = calendar)
    }
}

proptest! {
    #[test]
    fn repairs_of_one_room_agree_and_mend_what_they_are_for(mut case in cases()) {
        let before = said(&case);
        let changes: Vec<Change> = before.failures.values().flat_map(|(_, fix)| fix.clone()).collect();
        let mut wanted: BTreeMap<Setting, SettingValue> = BTreeMap::new();
        for change in &changes {
            prop_assert!(!change.widens(), "{change:?}");
            if let Change::Set { setting, to, .. } = change {
                let first = wanted.entry(*setting).or_insert_with(|| to.clone());
                prop_assert_eq!(&*first, to, "two checks want {:?} otherwise", setting);
            }
        }
        apply::calendars(&mut case.snapshot, &changes);
        for (id, (severity, fix)) in &said(&case).failures {
            match before.failures.get(id) {
                // What no script could mend is as it was, or better.
                Some((was, none)) if none.is_empty() => prop_assert!(severity <= was, "{} got worse", id),
                Some(_) => prop_assert!(is_out_of_reach(id, &case), "{} still fails after its repair", id),
                None if before.unknown.contains(id) || is_decision_to_come(id, *severity, &case) => {}
                None => prop_assert!(false, "{} fails only after the repairs: {:?}\n{:?}", id, changes, fix),
            }
        }
    }
}

/// A room that takes conflicts has no need of a share for series; once it declines them, somebody has to decide on one
/// that the product does not tell.
/// Delegates who stay when the last name that could ask them was an empty one had nothing to decide before, either.
fn is_decision_to_come(id: &str, severity: Severity, case: &Case) -> bool {
    match id {
        "CP020" => case.product.parameters.conflict_percentage.is_none(),
        "CP032" => severity == Severity::Info,
        _ => false,
    }
}

/// A product may offer more days than a room of Exchange can take: then the window is as long as it gets.
fn is_out_of_reach(id: &str, case: &Case) -> bool {
    let room = case.snapshot.rooms.values().next().unwrap();
    let days = room.calendar.ok().and_then(|calendar| calendar.booking_window_days);
    id == "CP022" && case.product.parameters.horizon_days == Some(2000) && days == Some(1080)
}
