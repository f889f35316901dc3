//! How a room answers requests, when it works and whether it answers mail by itself.
//!
//! These settings live in the mailbox: directory synchronisation does not stand in the way.
//! guess: they leave `WhenChanged`, a time of the directory object, as it is.

use super::{
    super::{
        Tenant,
        binding::{Command, Given, Kind, Outcome},
    },
    named, room, room_at, set,
};
use crate::tenant::{AutomateProcessing, BookingType, CalendarProcessing, Untrusted};

const MOST: i64 = 2_147_483_647;

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "Set-CalendarProcessing",
        needs: &["Identity"],
        takes: &[
            ("Identity", Kind::Text),
            ("AddAdditionalResponse", Kind::Bool),
            ("AdditionalResponse", Kind::Text),
            ("AddNewRequestsTentatively", Kind::Bool),
            ("AddOrganizerToSubject", Kind::Bool),
            ("AllBookInPolicy", Kind::Bool),
            ("AllowConflicts", Kind::Bool),
            ("AllowRecurringMeetings", Kind::Bool),
            ("AllRequestInPolicy", Kind::Bool),
            ("AllRequestOutOfPolicy", Kind::Bool),
            ("AutomateProcessing", Kind::OneOf(&["None", "AutoUpdate", "AutoAccept"])),
            ("BookingType", Kind::OneOf(&["Standard", "Reserved"])),
            ("BookingWindowInDays", Kind::Int(0, 1080)),
            ("BookInPolicy", Kind::Texts),
            ("ConflictPercentageAllowed", Kind::Int(0, 100)),
            ("DeleteAttachments", Kind::Bool),
            ("DeleteComments", Kind::Bool),
            ("DeleteNonCalendarItems", Kind::Bool),
            ("DeleteSubject", Kind::Bool),
            ("EnableAutoRelease", Kind::Bool),
            ("EnableResponseDetails", Kind::Bool),
            ("EnforceCapacity", Kind::Bool),
            ("EnforceSchedulingHorizon", Kind::Bool),
            ("ForwardRequestsToDelegates", Kind::Bool),
            ("MaximumConflictInstances", Kind::Int(0, MOST)),
            ("MaximumDurationInMinutes", Kind::Int(0, MOST)),
            ("MinimumDurationInMinutes", Kind::Int(0, MOST)),
            ("OrganizerInfo", Kind::Bool),
            ("PostReservationMaxClaimTimeInMinutes", Kind::Int(0, MOST)),
            ("ProcessExternalMeetingMessages", Kind::Bool),
            ("RemoveCanceledMeetings", Kind::Bool),
            ("RemoveForwardedMeetingNotifications", Kind::Bool),
            ("RemoveOldMeetingMessages", Kind::Bool),
            ("RemovePrivateProperty", Kind::Bool),
            ("RequestInPolicy", Kind::Texts),
            ("RequestOutOfPolicy", Kind::Texts),
            ("ResourceDelegates", Kind::Texts),
            ("ScheduleOnlyDuringWorkHours", Kind::Bool),
            ("TentativePendingApproval", Kind::Bool),
        ],
        run: set_processing,
    },
    Command {
        name: "Set-MailboxCalendarConfiguration",
        needs: &["Identity"],
        takes: &[
            ("Identity", Kind::Text),
            (
                "WorkDays",
                Kind::Words(&[
                    "None",
                    "Sunday",
                    "Monday",
                    "Tuesday",
                    "Wednesday",
                    "Thursday",
                    "Friday",
                    "Weekdays",
                    "Saturday",
                    "WeekendDays",
                    "AllDays",
                ]),
            ),
            ("WorkingHoursStartTime", Kind::Text),
            ("WorkingHoursEndTime", Kind::Text),
            ("WorkingHoursTimeZone", Kind::Text),
        ],
        run: set_configuration,
    },
    Command {
        name: "Set-MailboxAutoReplyConfiguration",
        needs: &["Identity"],
        takes: &[("Identity", Kind::Text), ("AutoReplyState", Kind::OneOf(&["Enabled", "Disabled", "Scheduled"]))],
        run: set_auto_reply,
    },
];

fn set_processing(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = room_at(tenant, given.needed("Identity"))?;
    // Source: lists replace what is there; who is named is kept by the legacy name, whatever identity was typed.
    // guess: a name that leads nowhere is refused, even when it stands in the list already.
    let mut policy = |name: &str| -> Result<Option<Vec<Untrusted>>, super::CommandError> {
        let Some(list) = given.texts(name) else { return Ok(None) };
        let names = named(tenant, &list, |found| found.legacy_dn())?;
        Ok(Some(names.iter().map(|name| Untrusted::new(name.as_str())).collect()))
    };
    let book = policy("BookInPolicy")?;
    let request_in = policy("RequestInPolicy")?;
    let request_out = policy("RequestOutOfPolicy")?;
    let delegates = match given.texts("ResourceDelegates") {
        None => None,
        Some(list) => {
            let names = named(tenant, &list, |found| found.display_name().to_owned())?;
            Some(names.iter().map(|name| Untrusted::new(name.as_str())).collect::<Vec<_>>())
        }
    };
    let room = room(tenant, at);
    if given.has("AdditionalResponse") {
        room.additional_response = given.text("AdditionalResponse").map(str::to_owned);
    }
    let calendar = &mut room.calendar;
    set(&mut calendar.book_in_policy, book.map(Some));
    set(&mut calendar.request_in_policy, request_in.map(Some));
    set(&mut calendar.request_out_of_policy, request_out.map(Some));
    set(&mut calendar.resource_delegates, delegates.map(Some));
    let automate = given.word("AutomateProcessing").map(|word| match word {
        "AutoUpdate" => AutomateProcessing::AutoUpdate,
        "AutoAccept" => AutomateProcessing::AutoAccept,
        _ => AutomateProcessing::None,
    });
    set(&mut calendar.automate_processing, automate.map(Some));
    let booking = given.word("BookingType").map(|word| match word {
        "Reserved" => BookingType::Reserved,
        _ => BookingType::Standard,
    });
    set(&mut calendar.booking_type, booking.map(Some));
    for (name, place) in flags(calendar) {
        set(place, given.flag(name).map(Some));
    }
    for (name, place) in numbers(calendar) {
        set(place, given.number(name).map(Some));
    }
    Ok(Vec::new())
}

fn flags(calendar: &mut CalendarProcessing) -> [(&'static str, &mut Option<bool>); 25] {
    [
        ("AddAdditionalResponse", &mut calendar.add_additional_response),
        ("AddNewRequestsTentatively", &mut calendar.add_new_requests_tentatively),
        ("AddOrganizerToSubject", &mut calendar.add_organizer_to_subject),
        ("AllBookInPolicy", &mut calendar.all_book_in_policy),
        ("AllowConflicts", &mut calendar.allow_conflicts),
        ("AllowRecurringMeetings", &mut calendar.allow_recurring_meetings),
        ("AllRequestInPolicy", &mut calendar.all_request_in_policy),
        ("AllRequestOutOfPolicy", &mut calendar.all_request_out_of_policy),
        ("DeleteAttachments", &mut calendar.delete_attachments),
        ("DeleteComments", &mut calendar.delete_comments),
        ("DeleteNonCalendarItems", &mut calendar.delete_non_calendar_items),
        ("DeleteSubject", &mut calendar.delete_subject),
        ("EnableAutoRelease", &mut calendar.enable_auto_release),
        ("EnableResponseDetails", &mut calendar.enable_response_details),
        ("EnforceCapacity", &mut calendar.enforce_capacity),
        ("EnforceSchedulingHorizon", &mut calendar.enforce_scheduling_horizon),
        ("ForwardRequestsToDelegates", &mut calendar.forward_requests_to_delegates),
        ("OrganizerInfo", &mut calendar.organizer_info),
        ("ProcessExternalMeetingMessages", &mut calendar.process_external_meeting_messages),
        ("RemoveCanceledMeetings", &mut calendar.remove_canceled_meetings),
        ("RemoveForwardedMeetingNotifications", &mut calendar.remove_forwarded_meeting_notifications),
        ("RemoveOldMeetingMessages", &mut calendar.remove_old_meeting_messages),
        ("RemovePrivateProperty", &mut calendar.remove_private_property),
        ("ScheduleOnlyDuringWorkHours", &mut calendar.schedule_only_during_work_hours),
        ("TentativePendingApproval", &mut calendar.tentative_pending_approval),
    ]
}

fn numbers(calendar: &mut CalendarProcessing) -> [(&'static str, &mut Option<i64>); 6] {
    [
        ("BookingWindowInDays", &mut calendar.booking_window_days),
        ("ConflictPercentageAllowed", &mut calendar.conflict_percentage_allowed),
        ("MaximumConflictInstances", &mut calendar.maximum_conflict_instances),
        ("MaximumDurationInMinutes", &mut calendar.maximum_duration_minutes),
        ("MinimumDurationInMinutes", &mut calendar.minimum_duration_minutes),
        ("PostReservationMaxClaimTimeInMinutes", &mut calendar.post_reservation_max_claim_minutes),
    ]
}

fn set_configuration(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = room_at(tenant, given.needed("Identity"))?;
    let time = |name: &str| match given.text(name) {
        None => Ok(None),
        Some(text) => match text.parse::<jiff::civil::Time>() {
            Ok(time) => Ok(Some(time.strftime("%H:%M:%S").to_string().into())),
            Err(_) => Err(super::failed(
                "System.Management.Automation.ParameterBindingArgumentTransformationException",
                &format!(
                    "Cannot process argument transformation on parameter '{name}'. Cannot convert value \"{text}\" to \
                     type \"System.TimeSpan\"."
                ),
            )),
        },
    };
    let (start, end) = (time("WorkingHoursStartTime")?, time("WorkingHoursEndTime")?);
    let settings = &mut room(tenant, at).settings;
    set(&mut settings.hours.0, start);
    set(&mut settings.hours.1, end);
    set(&mut settings.hours_time_zone, given.text("WorkingHoursTimeZone").map(str::to_owned));
    set(&mut settings.work_days, given.words("WorkDays").map(|days| days.join(", ").into()));
    Ok(Vec::new())
}

fn set_auto_reply(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = room_at(tenant, given.needed("Identity"))?;
    let state = given.word("AutoReplyState").map(|word| match word {
        "Enabled" => "alwaysEnabled",
        "Scheduled" => "scheduled",
        _ => "disabled",
    });
    set(&mut room(tenant, at).settings.automatic_replies, state);
    Ok(Vec::new())
}
