//! How a room answers meeting requests: the row of `Get-CalendarProcessing`.
//!
//! Every field is optional: older hybrid servers leave some out, and absent means unknown, never the default.

use serde::{Deserialize, Serialize};

use super::Untrusted;

/// `AutomateProcessing`: which of the two attendants work on the mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub enum AutomateProcessing {
    /// Nothing is processed.
    None,
    /// Requests land tentatively, no policy applies.
    AutoUpdate,
    /// Both attendants work and policies apply.
    AutoAccept,
    /// A value that this version does not know.
    Other(Untrusted),
}

/// `BookingType`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub enum BookingType {
    /// Can be booked.
    Standard,
    /// Cannot be booked at all.
    Reserved,
    /// A value that this version does not know.
    Other(Untrusted),
}

/// Settings of the calendar and resource booking attendants of one room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CalendarProcessing {
    /// `AutomateProcessing`.
    pub automate_processing: Option<AutomateProcessing>,
    /// `BookingType`.
    pub booking_type: Option<BookingType>,
    /// `BookingWindowInDays`, 0 to 1080; 0 means today only.
    pub booking_window_days: Option<i64>,
    /// `MaximumDurationInMinutes`; 0 means unlimited.
    pub maximum_duration_minutes: Option<i64>,
    /// `MinimumDurationInMinutes`; workspaces only.
    pub minimum_duration_minutes: Option<i64>,
    /// `AllowConflicts`.
    pub allow_conflicts: Option<bool>,
    /// `AllowRecurringMeetings`.
    pub allow_recurring_meetings: Option<bool>,
    /// `ConflictPercentageAllowed`, 0 to 100.
    pub conflict_percentage_allowed: Option<i64>,
    /// `MaximumConflictInstances`.
    pub maximum_conflict_instances: Option<i64>,
    /// `EnforceSchedulingHorizon`.
    pub enforce_scheduling_horizon: Option<bool>,
    /// `EnforceCapacity`.
    pub enforce_capacity: Option<bool>,
    /// `AllowDistributionGroup`; kept, never judged: Microsoft does not tell administrators what it does.
    pub allow_distribution_group: Option<bool>,
    /// `AllowMultipleResources`; kept, never judged, for the same reason.
    pub allow_multiple_resources: Option<bool>,
    /// `ScheduleOnlyDuringWorkHours`.
    pub schedule_only_during_work_hours: Option<bool>,
    /// `ProcessExternalMeetingMessages`.
    pub process_external_meeting_messages: Option<bool>,
    /// `DeleteSubject`.
    pub delete_subject: Option<bool>,
    /// `AddOrganizerToSubject`.
    pub add_organizer_to_subject: Option<bool>,
    /// `RemovePrivateProperty`.
    pub remove_private_property: Option<bool>,
    /// `DeleteComments`.
    pub delete_comments: Option<bool>,
    /// `DeleteAttachments`.
    pub delete_attachments: Option<bool>,
    /// `DeleteNonCalendarItems`.
    pub delete_non_calendar_items: Option<bool>,
    /// `RemoveCanceledMeetings`.
    pub remove_canceled_meetings: Option<bool>,
    /// `RemoveOldMeetingMessages`.
    pub remove_old_meeting_messages: Option<bool>,
    /// `RemoveForwardedMeetingNotifications`.
    pub remove_forwarded_meeting_notifications: Option<bool>,
    /// `EnableAutoRelease`.
    pub enable_auto_release: Option<bool>,
    /// `PostReservationMaxClaimTimeInMinutes`.
    pub post_reservation_max_claim_minutes: Option<i64>,
    /// `TentativePendingApproval`.
    pub tentative_pending_approval: Option<bool>,
    /// `AddNewRequestsTentatively`.
    pub add_new_requests_tentatively: Option<bool>,
    /// `EnableResponseDetails`.
    pub enable_response_details: Option<bool>,
    /// `OrganizerInfo`.
    pub organizer_info: Option<bool>,
    /// `AddAdditionalResponse`.
    pub add_additional_response: Option<bool>,
    /// `ForwardRequestsToDelegates`.
    pub forward_requests_to_delegates: Option<bool>,
    /// `ResourceDelegates`, as Exchange names them: display names or legacy names.
    pub resource_delegates: Option<Vec<Untrusted>>,
    /// `AllBookInPolicy`.
    pub all_book_in_policy: Option<bool>,
    /// `BookInPolicy`, legacy names.
    pub book_in_policy: Option<Vec<Untrusted>>,
    /// `AllRequestInPolicy`.
    pub all_request_in_policy: Option<bool>,
    /// `RequestInPolicy`, legacy names.
    pub request_in_policy: Option<Vec<Untrusted>>,
    /// `AllRequestOutOfPolicy`.
    pub all_request_out_of_policy: Option<bool>,
    /// `RequestOutOfPolicy`, legacy names.
    pub request_out_of_policy: Option<Vec<Untrusted>>,
}

impl CalendarProcessing {
    /// What a room made in the admin centre of Exchange Online starts with.
    ///
    /// Source: `Set-CalendarProcessing` in Microsoft's cmdlet reference. Used by the simulated tenant and by tests; no
    /// check ever assumes a default for a field that was not read.
    pub fn exchange_defaults() -> Self {
        Self {
            automate_processing: Some(AutomateProcessing::AutoAccept),
            booking_type: Some(BookingType::Standard),
            booking_window_days: Some(180),
            maximum_duration_minutes: Some(1440),
            minimum_duration_minutes: Some(0),
            allow_conflicts: Some(false),
            allow_recurring_meetings: Some(true),
            conflict_percentage_allowed: Some(0),
            maximum_conflict_instances: Some(0),
            enforce_scheduling_horizon: Some(true),
            enforce_capacity: Some(false),
            allow_distribution_group: Some(true),
            allow_multiple_resources: Some(true),
            schedule_only_during_work_hours: Some(false),
            process_external_meeting_messages: Some(false),
            delete_subject: Some(true),
            add_organizer_to_subject: Some(true),
            remove_private_property: Some(true),
            delete_comments: Some(true),
            delete_attachments: Some(true),
            delete_non_calendar_items: Some(true),
            remove_canceled_meetings: Some(false),
            remove_old_meeting_messages: Some(true),
            remove_forwarded_meeting_notifications: Some(false),
            enable_auto_release: Some(false),
            post_reservation_max_claim_minutes: Some(10),
            tentative_pending_approval: Some(true),
            add_new_requests_tentatively: Some(true),
            enable_response_details: Some(true),
            organizer_info: Some(true),
            add_additional_response: Some(false),
            forward_requests_to_delegates: Some(true),
            resource_delegates: Some(Vec::new()),
            all_book_in_policy: Some(true),
            book_in_policy: Some(Vec::new()),
            all_request_in_policy: Some(false),
            request_in_policy: Some(Vec::new()),
            all_request_out_of_policy: Some(false),
            request_out_of_policy: Some(Vec::new()),
        }
    }

    /// Every recipient that delegates and policy lists name, in the order of the row.
    pub fn named_recipients(&self) -> impl Iterator<Item = &Untrusted> {
        [&self.resource_delegates, &self.book_in_policy, &self.request_in_policy, &self.request_out_of_policy]
            .into_iter()
            .flatten()
            .flatten()
    }
}
