//! Calendar processing of one mailbox.

use serde::Deserialize;

use super::invoke;
use crate::api::lenient;
use crate::session::Cmdlet;
use crate::session::call::{Call, Invocation, Page, Unreadable, page};
use crate::tenant::{Address, AutomateProcessing, BookingType, CalendarProcessing, Source, Untrusted, WorkingHours};

const PROPERTIES: &[&str] = &[
    "Identity",
    "AutomateProcessing",
    "BookingType",
    "BookingWindowInDays",
    "MaximumDurationInMinutes",
    "MinimumDurationInMinutes",
    "AllowConflicts",
    "AllowRecurringMeetings",
    "ConflictPercentageAllowed",
    "MaximumConflictInstances",
    "EnforceSchedulingHorizon",
    "EnforceCapacity",
    "AllowDistributionGroup",
    "AllowMultipleResources",
    "ScheduleOnlyDuringWorkHours",
    "ProcessExternalMeetingMessages",
    "DeleteSubject",
    "AddOrganizerToSubject",
    "RemovePrivateProperty",
    "DeleteComments",
    "DeleteAttachments",
    "DeleteNonCalendarItems",
    "RemoveCanceledMeetings",
    "RemoveOldMeetingMessages",
    "RemoveForwardedMeetingNotifications",
    "EnableAutoRelease",
    "PostReservationMaxClaimTimeInMinutes",
    "TentativePendingApproval",
    "AddNewRequestsTentatively",
    "EnableResponseDetails",
    "OrganizerInfo",
    "AddAdditionalResponse",
    "ForwardRequestsToDelegates",
    "ResourceDelegates",
    "AllBookInPolicy",
    "BookInPolicy",
    "AllRequestInPolicy",
    "RequestInPolicy",
    "AllRequestOutOfPolicy",
    "RequestOutOfPolicy",
];

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Wire {
    #[serde(deserialize_with = "lenient::word")]
    automate_processing: Option<String>,
    #[serde(deserialize_with = "lenient::word")]
    booking_type: Option<String>,
    #[serde(deserialize_with = "lenient::int")]
    booking_window_in_days: Option<i64>,
    #[serde(deserialize_with = "lenient::int")]
    maximum_duration_in_minutes: Option<i64>,
    #[serde(deserialize_with = "lenient::int")]
    minimum_duration_in_minutes: Option<i64>,
    #[serde(deserialize_with = "lenient::flag")]
    allow_conflicts: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    allow_recurring_meetings: Option<bool>,
    #[serde(deserialize_with = "lenient::int")]
    conflict_percentage_allowed: Option<i64>,
    #[serde(deserialize_with = "lenient::int")]
    maximum_conflict_instances: Option<i64>,
    #[serde(deserialize_with = "lenient::flag")]
    enforce_scheduling_horizon: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    enforce_capacity: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    allow_distribution_group: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    allow_multiple_resources: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    schedule_only_during_work_hours: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    process_external_meeting_messages: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    delete_subject: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    add_organizer_to_subject: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    remove_private_property: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    delete_comments: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    delete_attachments: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    delete_non_calendar_items: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    remove_canceled_meetings: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    remove_old_meeting_messages: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    remove_forwarded_meeting_notifications: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    enable_auto_release: Option<bool>,
    #[serde(rename = "PostReservationMaxClaimTimeInMinutes", deserialize_with = "lenient::int")]
    post_reservation_max_claim_minutes: Option<i64>,
    #[serde(deserialize_with = "lenient::flag")]
    tentative_pending_approval: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    add_new_requests_tentatively: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    enable_response_details: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    organizer_info: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    add_additional_response: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    forward_requests_to_delegates: Option<bool>,
    #[serde(deserialize_with = "lenient::texts")]
    resource_delegates: Option<Vec<Untrusted>>,
    #[serde(deserialize_with = "lenient::flag")]
    all_book_in_policy: Option<bool>,
    #[serde(deserialize_with = "lenient::texts")]
    book_in_policy: Option<Vec<Untrusted>>,
    #[serde(deserialize_with = "lenient::flag")]
    all_request_in_policy: Option<bool>,
    #[serde(deserialize_with = "lenient::texts")]
    request_in_policy: Option<Vec<Untrusted>>,
    #[serde(deserialize_with = "lenient::flag")]
    all_request_out_of_policy: Option<bool>,
    #[serde(deserialize_with = "lenient::texts")]
    request_out_of_policy: Option<Vec<Untrusted>>,
}

fn row(wire: Wire) -> CalendarProcessing {
    let automate = |text: String| match text.as_str() {
        "None" => AutomateProcessing::None,
        "AutoUpdate" => AutomateProcessing::AutoUpdate,
        "AutoAccept" => AutomateProcessing::AutoAccept,
        _ => AutomateProcessing::Other(Untrusted::new(text)),
    };
    let booking = |text: String| match text.as_str() {
        "Standard" => BookingType::Standard,
        "Reserved" => BookingType::Reserved,
        _ => BookingType::Other(Untrusted::new(text)),
    };
    CalendarProcessing {
        automate_processing: wire.automate_processing.map(automate),
        booking_type: wire.booking_type.map(booking),
        booking_window_days: wire.booking_window_in_days,
        maximum_duration_minutes: wire.maximum_duration_in_minutes,
        minimum_duration_minutes: wire.minimum_duration_in_minutes,
        allow_conflicts: wire.allow_conflicts,
        allow_recurring_meetings: wire.allow_recurring_meetings,
        conflict_percentage_allowed: wire.conflict_percentage_allowed,
        maximum_conflict_instances: wire.maximum_conflict_instances,
        enforce_scheduling_horizon: wire.enforce_scheduling_horizon,
        enforce_capacity: wire.enforce_capacity,
        allow_distribution_group: wire.allow_distribution_group,
        allow_multiple_resources: wire.allow_multiple_resources,
        schedule_only_during_work_hours: wire.schedule_only_during_work_hours,
        process_external_meeting_messages: wire.process_external_meeting_messages,
        delete_subject: wire.delete_subject,
        add_organizer_to_subject: wire.add_organizer_to_subject,
        remove_private_property: wire.remove_private_property,
        delete_comments: wire.delete_comments,
        delete_attachments: wire.delete_attachments,
        delete_non_calendar_items: wire.delete_non_calendar_items,
        remove_canceled_meetings: wire.remove_canceled_meetings,
        remove_old_meeting_messages: wire.remove_old_meeting_messages,
        remove_forwarded_meeting_notifications: wire.remove_forwarded_meeting_notifications,
        enable_auto_release: wire.enable_auto_release,
        post_reservation_max_claim_minutes: wire.post_reservation_max_claim_minutes,
        tentative_pending_approval: wire.tentative_pending_approval,
        add_new_requests_tentatively: wire.add_new_requests_tentatively,
        enable_response_details: wire.enable_response_details,
        organizer_info: wire.organizer_info,
        add_additional_response: wire.add_additional_response,
        forward_requests_to_delegates: wire.forward_requests_to_delegates,
        resource_delegates: wire.resource_delegates,
        all_book_in_policy: wire.all_book_in_policy,
        book_in_policy: wire.book_in_policy,
        all_request_in_policy: wire.all_request_in_policy,
        request_in_policy: wire.request_in_policy,
        all_request_out_of_policy: wire.all_request_out_of_policy,
        request_out_of_policy: wire.request_out_of_policy,
    }
}

/// How a room answers requests. Least: role `View-Only Recipients`.
///
/// The row's own `Identity` is a directory path: results belong to the address that was asked, not to what it says.
pub fn processing(room: &Address) -> Call<Page<CalendarProcessing>> {
    fn read(body: &str) -> Result<Page<CalendarProcessing>, Unreadable> {
        page(body, |wire: Wire| Ok(row(wire)))
    }
    let call = Invocation::new(Cmdlet::GetCalendarProcessing).with("Identity", room.as_str()).select(PROPERTIES);
    invoke(Source::ExchangeCalendarProcessing, call, read)
}

/// The working hours of a room, as Exchange keeps them. Least: role `View-Only Recipients`.
pub fn work_hours(room: &Address) -> Call<Page<WorkingHours>> {
    // One public client reads the hours without the `ing`; either is understood.
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "PascalCase", default)]
    struct Wire {
        #[serde(deserialize_with = "lenient::words")]
        work_days: Option<Vec<String>>,
        #[serde(alias = "WorkHoursStartTime", deserialize_with = "lenient::word")]
        working_hours_start_time: Option<String>,
        #[serde(alias = "WorkHoursEndTime", deserialize_with = "lenient::word")]
        working_hours_end_time: Option<String>,
        #[serde(alias = "WorkHoursTimeZone", deserialize_with = "lenient::text")]
        working_hours_time_zone: Option<Untrusted>,
    }
    fn read(body: &str) -> Result<Page<WorkingHours>, Unreadable> {
        page(body, |wire: Wire| {
            let short = |time: Option<String>| time.map(|time| time.chars().take(8).collect::<String>());
            Ok(WorkingHours {
                days: wire.work_days.unwrap_or_default().iter().flat_map(|word| days(word)).collect(),
                start: short(wire.working_hours_start_time),
                end: short(wire.working_hours_end_time),
                time_zone: wire.working_hours_time_zone,
            })
        })
    }
    let call = Invocation::new(Cmdlet::GetMailboxCalendarConfiguration).with("Identity", room.as_str()).opening(room);
    invoke(Source::ExchangeCalendarConfiguration, call, read)
}

/// The days behind one word of `WorkDays`, as Graph writes them.
fn days(word: &str) -> Vec<String> {
    let days: &[&str] = match word.to_ascii_lowercase().as_str() {
        "none" => &[],
        "weekdays" => &["monday", "tuesday", "wednesday", "thursday", "friday"],
        "weekendday" | "weekenddays" => &["saturday", "sunday"],
        "alldays" => &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
        day => return vec![day.to_owned()],
    };
    days.iter().map(|day| (*day).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recorded_row_is_read_and_absent_fields_stay_unknown() {
        let body = r#"{"value":[{"Identity":"room1","AutomateProcessing":"AutoAccept","BookingWindowInDays":180,"DeleteSubject":true,
          "ResourceDelegates":[],"BookInPolicy":["/o=ExchangeLabs/cn=x"],"BookingType":"Standard","AllBookInPolicy":"False"}]}"#;
        let page = (processing(&Address::parse("a@b").unwrap()).parse)(body).unwrap();
        let row = page.items[0].as_ref().unwrap();
        assert_eq!(row.automate_processing, Some(AutomateProcessing::AutoAccept));
        assert_eq!((row.booking_window_days, row.all_book_in_policy), (Some(180), Some(false)));
        assert_eq!((row.enforce_capacity, row.request_in_policy.clone()), (None, None));
    }

    #[test]
    fn a_new_value_is_kept_as_it_is() {
        let page =
            (processing(&Address::parse("a@b").unwrap()).parse)(r#"{"value":[{"AutomateProcessing":"FooBar"}]}"#)
                .unwrap();
        let row = page.items[0].as_ref().unwrap();
        assert_eq!(row.automate_processing, Some(AutomateProcessing::Other("FooBar".into())));
    }

    #[test]
    fn working_hours_are_read_under_either_name() {
        let read = |body: &str| {
            let page = (work_hours(&Address::parse("a@b").unwrap()).parse)(body).unwrap();
            page.items[0].clone().unwrap()
        };
        let usual = read(
            r#"{"value":[{"WorkDays":"Weekdays","WorkingHoursStartTime":"08:00:00","WorkingHoursEndTime":"17:00:00","WorkingHoursTimeZone":"W. Europe Standard Time"}]}"#,
        );
        assert_eq!(
            (usual.days.len(), usual.start.as_deref(), usual.end.as_deref()),
            (5, Some("08:00:00"), Some("17:00:00"))
        );
        let other = read(r#"{"value":[{"WorkDays":"Monday, Saturday","WorkHoursStartTime":"09:00:00.0000000"}]}"#);
        assert_eq!(other.days, ["monday", "saturday"]);
        assert_eq!((other.start.as_deref(), other.end), (Some("09:00:00"), None));
    }
}
