//! Settings that a change can set: where each one lives and how Microsoft spells its parameter.

use serde::{Deserialize, Serialize};

use crate::tenant::{AutomateProcessing, BookingType, CalendarProcessing, Untrusted};

/// The kind of object that a setting belongs to: one pair of commands reads and writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Home {
    /// `Get-CalendarProcessing`, `Set-CalendarProcessing`.
    CalendarProcessing,
    /// `Get-Mailbox`, `Set-Mailbox`.
    Mailbox,
    /// `Get-MailboxAutoReplyConfiguration`, `Set-MailboxAutoReplyConfiguration`.
    AutomaticReplies,
    /// `Get-CASMailbox`, `Set-CASMailbox`.
    Protocols,
    /// `Get-DistributionGroup`, `Set-DistributionGroup`.
    Group,
    /// `Get-Place`, `Set-Place`.
    Place,
    /// `Get-MgUser`, `Update-MgUser`: the account in Entra.
    Account,
    /// `Get-MgApplication`, `Update-MgApplication`: the app registration.
    Application,
    /// `Get-MgServicePrincipal`, `Update-MgServicePrincipal`: the enterprise application.
    ServicePrincipal,
}

/// A value of a setting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SettingValue {
    /// Nothing: `$null`.
    Empty,
    /// Yes or no.
    Bool(bool),
    /// A number, in the unit of the setting.
    Int(i64),
    /// A word of an enumeration, or text.
    Text(Untrusted),
}

impl From<bool> for SettingValue {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
impl From<i64> for SettingValue {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<&str> for SettingValue {
    fn from(value: &str) -> Self {
        Self::Text(value.into())
    }
}
impl From<Untrusted> for SettingValue {
    fn from(value: Untrusted) -> Self {
        Self::Text(value)
    }
}
impl<T: Into<Self>> From<Option<T>> for SettingValue {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

macro_rules! settings {
    ($($variant:ident $home:ident $property:literal $parameter:literal,)*) => {
        /// A setting with one value. Settings that hold lists are amended, see [`ListSetting`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Setting {
            $(#[doc = concat!("`", $parameter, "` of ", stringify!($home), ".")] $variant,)*
        }

        impl Setting {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Where it lives.
            pub fn home(self) -> Home {
                match self { $(Self::$variant => Home::$home),* }
            }

            /// The property of what the Get command gives.
            pub fn property(self) -> &'static str {
                match self { $(Self::$variant => $property),* }
            }

            /// The parameter of the Set command.
            pub fn parameter(self) -> &'static str {
                match self { $(Self::$variant => $parameter),* }
            }
        }
    };
}

settings! {
    AutomateProcessing CalendarProcessing "AutomateProcessing" "AutomateProcessing",
    BookingType CalendarProcessing "BookingType" "BookingType",
    BookingWindowInDays CalendarProcessing "BookingWindowInDays" "BookingWindowInDays",
    MaximumDurationInMinutes CalendarProcessing "MaximumDurationInMinutes" "MaximumDurationInMinutes",
    MinimumDurationInMinutes CalendarProcessing "MinimumDurationInMinutes" "MinimumDurationInMinutes",
    AllowConflicts CalendarProcessing "AllowConflicts" "AllowConflicts",
    AllowRecurringMeetings CalendarProcessing "AllowRecurringMeetings" "AllowRecurringMeetings",
    ConflictPercentageAllowed CalendarProcessing "ConflictPercentageAllowed" "ConflictPercentageAllowed",
    MaximumConflictInstances CalendarProcessing "MaximumConflictInstances" "MaximumConflictInstances",
    EnforceSchedulingHorizon CalendarProcessing "EnforceSchedulingHorizon" "EnforceSchedulingHorizon",
    EnforceCapacity CalendarProcessing "EnforceCapacity" "EnforceCapacity",
    ScheduleOnlyDuringWorkHours CalendarProcessing "ScheduleOnlyDuringWorkHours" "ScheduleOnlyDuringWorkHours",
    ProcessExternalMeetingMessages CalendarProcessing "ProcessExternalMeetingMessages" "ProcessExternalMeetingMessages",
    DeleteSubject CalendarProcessing "DeleteSubject" "DeleteSubject",
    AddOrganizerToSubject CalendarProcessing "AddOrganizerToSubject" "AddOrganizerToSubject",
    RemovePrivateProperty CalendarProcessing "RemovePrivateProperty" "RemovePrivateProperty",
    DeleteComments CalendarProcessing "DeleteComments" "DeleteComments",
    DeleteAttachments CalendarProcessing "DeleteAttachments" "DeleteAttachments",
    DeleteNonCalendarItems CalendarProcessing "DeleteNonCalendarItems" "DeleteNonCalendarItems",
    RemoveCanceledMeetings CalendarProcessing "RemoveCanceledMeetings" "RemoveCanceledMeetings",
    EnableAutoRelease CalendarProcessing "EnableAutoRelease" "EnableAutoRelease",
    TentativePendingApproval CalendarProcessing "TentativePendingApproval" "TentativePendingApproval",
    AddNewRequestsTentatively CalendarProcessing "AddNewRequestsTentatively" "AddNewRequestsTentatively",
    EnableResponseDetails CalendarProcessing "EnableResponseDetails" "EnableResponseDetails",
    OrganizerInfo CalendarProcessing "OrganizerInfo" "OrganizerInfo",
    ForwardRequestsToDelegates CalendarProcessing "ForwardRequestsToDelegates" "ForwardRequestsToDelegates",
    AllBookInPolicy CalendarProcessing "AllBookInPolicy" "AllBookInPolicy",
    AllRequestInPolicy CalendarProcessing "AllRequestInPolicy" "AllRequestInPolicy",
    AllRequestOutOfPolicy CalendarProcessing "AllRequestOutOfPolicy" "AllRequestOutOfPolicy",
    RoomHidden Mailbox "HiddenFromAddressListsEnabled" "HiddenFromAddressListsEnabled",
    ForwardingAddress Mailbox "ForwardingAddress" "ForwardingAddress",
    ForwardingSmtpAddress Mailbox "ForwardingSmtpAddress" "ForwardingSmtpAddress",
    DeliverToMailboxAndForward Mailbox "DeliverToMailboxAndForward" "DeliverToMailboxAndForward",
    ModerationEnabled Mailbox "ModerationEnabled" "ModerationEnabled",
    RequireSenderAuthentication Mailbox "RequireSenderAuthenticationEnabled" "RequireSenderAuthenticationEnabled",
    ResourceCapacity Mailbox "ResourceCapacity" "ResourceCapacity",
    AutoReplyState AutomaticReplies "AutoReplyState" "AutoReplyState",
    EwsEnabled Protocols "EwsEnabled" "EwsEnabled",
    GroupHidden Group "HiddenFromAddressListsEnabled" "HiddenFromAddressListsEnabled",
    City Place "City" "City",
    CountryOrRegion Place "CountryOrRegion" "CountryOrRegion",
    Building Place "Building" "Building",
    Floor Place "Floor" "Floor",
    FloorLabel Place "FloorLabel" "FloorLabel",
    Capacity Place "Capacity" "Capacity",
    ParentId Place "ParentId" "ParentId",
    AccountEnabled Account "AccountEnabled" "AccountEnabled",
    SignInAudience Application "SignInAudience" "SignInAudience",
    AppEnabled ServicePrincipal "AccountEnabled" "AccountEnabled",
    AssignmentRequired ServicePrincipal "AppRoleAssignmentRequired" "AppRoleAssignmentRequired",
}

/// Who has the last word on a setting of a synchronised mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Master {
    /// It is kept in the cloud, synchronised or not.
    Cloud,
    /// The directory on premises; a command of Exchange there sets it.
    Directory,
    /// The directory on premises, and no command of Exchange there sets it.
    DirectoryOnly,
}

impl Setting {
    /// Who has the last word on it when the mailbox is synchronised from on premises.
    ///
    /// Sources: Microsoft's pages on `Set-Place` (City and CountryOrRegion of synchronised rooms are set with `Set-User`
    /// on premises, Capacity, Building and Floor in the cloud), `Set-RemoteMailbox` and `Set-CalendarProcessing`.
    pub fn master(self) -> Master {
        match self {
            Self::City
            | Self::CountryOrRegion
            | Self::RoomHidden
            | Self::ForwardingAddress
            | Self::ModerationEnabled
            | Self::RequireSenderAuthentication => Master::Directory,
            Self::AccountEnabled | Self::ResourceCapacity => Master::DirectoryOnly,
            _ => Master::Cloud,
        }
    }
}

/// A setting that holds a list of recipients. It is read, amended and written back, never replaced by what was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListSetting {
    /// `BookInPolicy` of the calendar processing.
    BookInPolicy,
    /// `RequestInPolicy` of the calendar processing.
    RequestInPolicy,
    /// `RequestOutOfPolicy` of the calendar processing.
    RequestOutOfPolicy,
    /// `ResourceDelegates` of the calendar processing.
    ResourceDelegates,
    /// `AcceptMessagesOnlyFromSendersOrMembers` of the mailbox.
    AcceptMessagesOnlyFrom,
    /// `RejectMessagesFromSendersOrMembers` of the mailbox.
    RejectMessagesFrom,
}

impl ListSetting {
    /// Where it lives.
    pub fn home(self) -> Home {
        match self {
            Self::BookInPolicy | Self::RequestInPolicy | Self::RequestOutOfPolicy | Self::ResourceDelegates => {
                Home::CalendarProcessing
            }
            Self::AcceptMessagesOnlyFrom | Self::RejectMessagesFrom => Home::Mailbox,
        }
    }

    /// The property that is read, and the parameter that writes it: the same word.
    pub fn parameter(self) -> &'static str {
        match self {
            Self::BookInPolicy => "BookInPolicy",
            Self::RequestInPolicy => "RequestInPolicy",
            Self::RequestOutOfPolicy => "RequestOutOfPolicy",
            Self::ResourceDelegates => "ResourceDelegates",
            Self::AcceptMessagesOnlyFrom => "AcceptMessagesOnlyFromSendersOrMembers",
            Self::RejectMessagesFrom => "RejectMessagesFromSendersOrMembers",
        }
    }
}

impl CalendarProcessing {
    /// The value of a setting of this row; `None` when it was left out, or lives elsewhere.
    pub fn setting(&self, setting: Setting) -> Option<SettingValue> {
        fn of<T: Clone + Into<SettingValue>>(value: &Option<T>) -> Option<SettingValue> {
            value.clone().map(Into::into)
        }
        match setting {
            Setting::AutomateProcessing => self.automate_processing.as_ref().map(|value| match value {
                AutomateProcessing::None => "None".into(),
                AutomateProcessing::AutoUpdate => "AutoUpdate".into(),
                AutomateProcessing::AutoAccept => "AutoAccept".into(),
                AutomateProcessing::Other(word) => word.clone().into(),
            }),
            Setting::BookingType => self.booking_type.as_ref().map(|value| match value {
                BookingType::Standard => "Standard".into(),
                BookingType::Reserved => "Reserved".into(),
                BookingType::Other(word) => word.clone().into(),
            }),
            Setting::BookingWindowInDays => of(&self.booking_window_days),
            Setting::MaximumDurationInMinutes => of(&self.maximum_duration_minutes),
            Setting::MinimumDurationInMinutes => of(&self.minimum_duration_minutes),
            Setting::AllowConflicts => of(&self.allow_conflicts),
            Setting::AllowRecurringMeetings => of(&self.allow_recurring_meetings),
            Setting::ConflictPercentageAllowed => of(&self.conflict_percentage_allowed),
            Setting::MaximumConflictInstances => of(&self.maximum_conflict_instances),
            Setting::EnforceSchedulingHorizon => of(&self.enforce_scheduling_horizon),
            Setting::EnforceCapacity => of(&self.enforce_capacity),
            Setting::ScheduleOnlyDuringWorkHours => of(&self.schedule_only_during_work_hours),
            Setting::ProcessExternalMeetingMessages => of(&self.process_external_meeting_messages),
            Setting::DeleteSubject => of(&self.delete_subject),
            Setting::AddOrganizerToSubject => of(&self.add_organizer_to_subject),
            Setting::RemovePrivateProperty => of(&self.remove_private_property),
            Setting::DeleteComments => of(&self.delete_comments),
            Setting::DeleteAttachments => of(&self.delete_attachments),
            Setting::DeleteNonCalendarItems => of(&self.delete_non_calendar_items),
            Setting::RemoveCanceledMeetings => of(&self.remove_canceled_meetings),
            Setting::EnableAutoRelease => of(&self.enable_auto_release),
            Setting::TentativePendingApproval => of(&self.tentative_pending_approval),
            Setting::AddNewRequestsTentatively => of(&self.add_new_requests_tentatively),
            Setting::EnableResponseDetails => of(&self.enable_response_details),
            Setting::OrganizerInfo => of(&self.organizer_info),
            Setting::ForwardRequestsToDelegates => of(&self.forward_requests_to_delegates),
            Setting::AllBookInPolicy => of(&self.all_book_in_policy),
            Setting::AllRequestInPolicy => of(&self.all_request_in_policy),
            Setting::AllRequestOutOfPolicy => of(&self.all_request_out_of_policy),
            Setting::RoomHidden
            | Setting::ForwardingAddress
            | Setting::ForwardingSmtpAddress
            | Setting::DeliverToMailboxAndForward
            | Setting::ModerationEnabled
            | Setting::RequireSenderAuthentication
            | Setting::ResourceCapacity
            | Setting::AutoReplyState
            | Setting::EwsEnabled
            | Setting::GroupHidden
            | Setting::City
            | Setting::CountryOrRegion
            | Setting::Building
            | Setting::Floor
            | Setting::FloorLabel
            | Setting::Capacity
            | Setting::ParentId
            | Setting::AccountEnabled
            | Setting::SignInAudience
            | Setting::AppEnabled
            | Setting::AssignmentRequired => None,
        }
    }
}
