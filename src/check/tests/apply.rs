//! What becomes of a snapshot when a change is made in the tenant, so that tests can look again.

use crate::tenant::{
    AutomateProcessing, BookingType, CalendarProcessing, Change, Entry, Fact, ListSetting, Place, Room, Setting,
    SettingValue, Snapshot, Untrusted,
};

/// Makes changes of calendar processing, in any order.
pub(super) fn calendars(snapshot: &mut Snapshot, changes: &[Change]) {
    for change in changes {
        match change {
            Change::Set { of, setting, from, to, .. } => {
                let room = room(snapshot, *of);
                if *setting == Setting::Capacity {
                    place(room, |place| place.capacity = int(to));
                    continue;
                }
                let calendar = open(&mut room.calendar);
                let seen = calendar.setting(*setting).unwrap();
                assert!(seen == *from || seen == *to, "{change:?} begins from what is there");
                set(calendar, *setting, to);
            }
            Change::Amend { of, list, add, remove } => amend(snapshot, *of, *list, add, remove),
            other => panic!("no change of calendar processing: {other:?}"),
        }
    }
}

fn amend(snapshot: &mut Snapshot, of: uuid::Uuid, list: ListSetting, add: &[Entry], remove: &[Entry]) {
    let by_name: std::collections::BTreeMap<Untrusted, Option<uuid::Uuid>> = snapshot
        .recipients
        .iter()
        .map(|(name, fact)| {
            let found = fact.ok().and_then(Option::as_ref);
            (name.clone(), found.and_then(|found| found.guid).map(|guid| guid.0))
        })
        .collect();
    let names = |entry: &Entry, name: &Untrusted| match entry {
        Entry::Named(own) => own == name,
        Entry::Recipient(id) => by_name.get(name) == Some(&Some(*id)),
    };
    let calendar = open(&mut room(snapshot, of).calendar);
    let list = match list {
        ListSetting::BookInPolicy => &mut calendar.book_in_policy,
        ListSetting::RequestInPolicy => &mut calendar.request_in_policy,
        ListSetting::RequestOutOfPolicy => &mut calendar.request_out_of_policy,
        ListSetting::ResourceDelegates => &mut calendar.resource_delegates,
        ListSetting::AcceptMessagesOnlyFrom | ListSetting::RejectMessagesFrom => panic!("a list of the mailbox"),
    };
    let list = list.as_mut().unwrap();
    list.retain(|name| !remove.iter().any(|entry| names(entry, name)));
    for entry in add {
        let name = by_name.keys().find(|name| names(entry, name)).unwrap();
        if !list.contains(name) {
            list.push(name.clone());
        }
    }
}

fn room(snapshot: &mut Snapshot, of: uuid::Uuid) -> &mut Room {
    snapshot.rooms.values_mut().find(|room| room.guid().is_some_and(|guid| guid.0 == of)).unwrap()
}

fn open<T>(fact: &mut Fact<T>) -> &mut T {
    match fact {
        Fact::Known { value, .. } => value,
        Fact::Denied { .. } | Fact::Failed { .. } | Fact::NotGathered => panic!("changed without being known"),
    }
}

fn place(room: &mut Room, change: impl Fn(&mut Place)) {
    for place in [&mut room.place, &mut room.exchange_place] {
        if let Fact::Known { value: Some(place), .. } = place {
            change(place);
        }
    }
}

fn bool(value: &SettingValue) -> Option<bool> {
    let SettingValue::Bool(value) = value else { panic!("{value:?} is not yes or no") };
    Some(*value)
}

fn int(value: &SettingValue) -> Option<i64> {
    let SettingValue::Int(value) = value else { panic!("{value:?} is no number") };
    Some(*value)
}

fn set(calendar: &mut CalendarProcessing, setting: Setting, to: &SettingValue) {
    match setting {
        Setting::AutomateProcessing => {
            assert_eq!(*to, SettingValue::from("AutoAccept"));
            calendar.automate_processing = Some(AutomateProcessing::AutoAccept);
        }
        Setting::BookingType => {
            assert_eq!(*to, SettingValue::from("Standard"));
            calendar.booking_type = Some(BookingType::Standard);
        }
        Setting::BookingWindowInDays => calendar.booking_window_days = int(to),
        Setting::MaximumDurationInMinutes => calendar.maximum_duration_minutes = int(to),
        Setting::MinimumDurationInMinutes => calendar.minimum_duration_minutes = int(to),
        Setting::ConflictPercentageAllowed => calendar.conflict_percentage_allowed = int(to),
        Setting::AllowConflicts => calendar.allow_conflicts = bool(to),
        Setting::AllowRecurringMeetings => calendar.allow_recurring_meetings = bool(to),
        Setting::EnforceSchedulingHorizon => calendar.enforce_scheduling_horizon = bool(to),
        Setting::EnforceCapacity => calendar.enforce_capacity = bool(to),
        Setting::ScheduleOnlyDuringWorkHours => calendar.schedule_only_during_work_hours = bool(to),
        Setting::ProcessExternalMeetingMessages => calendar.process_external_meeting_messages = bool(to),
        Setting::DeleteSubject => calendar.delete_subject = bool(to),
        Setting::AddOrganizerToSubject => calendar.add_organizer_to_subject = bool(to),
        Setting::RemovePrivateProperty => calendar.remove_private_property = bool(to),
        Setting::DeleteComments => calendar.delete_comments = bool(to),
        Setting::DeleteAttachments => calendar.delete_attachments = bool(to),
        Setting::RemoveCanceledMeetings => calendar.remove_canceled_meetings = bool(to),
        Setting::EnableAutoRelease => calendar.enable_auto_release = bool(to),
        Setting::TentativePendingApproval => calendar.tentative_pending_approval = bool(to),
        Setting::AddNewRequestsTentatively => calendar.add_new_requests_tentatively = bool(to),
        Setting::EnableResponseDetails => calendar.enable_response_details = bool(to),
        Setting::OrganizerInfo => calendar.organizer_info = bool(to),
        Setting::ForwardRequestsToDelegates => calendar.forward_requests_to_delegates = bool(to),
        Setting::AllBookInPolicy => calendar.all_book_in_policy = bool(to),
        Setting::AllRequestInPolicy => calendar.all_request_in_policy = bool(to),
        Setting::AllRequestOutOfPolicy => calendar.all_request_out_of_policy = bool(to),
        other => panic!("no repair of a calendar sets {other:?}"),
    }
}
