//! A room as both sources see it: the place of Graph, the mailbox of Exchange.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Address, CalendarProcessing, Fact, MailboxGuid, ObjectId, Place, Untrusted};

/// A bookable mailbox, joined on its primary SMTP address.
///
/// `None` inside a known fact means "that source was read to the end and does not have it".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Room {
    /// The primary SMTP address, lower-cased.
    pub address: Address,
    /// Room, workspace or equipment.
    pub kind: RoomKind,
    /// Whether the run was asked for this room by its address (`--room`, `--rooms`).
    #[serde(default)]
    pub asked: bool,
    /// The place that Graph lists.
    pub place: Fact<Option<Place>>,
    /// The place that Exchange lists (`Get-Place`).
    pub exchange_place: Fact<Option<Place>>,
    /// The mailbox that Exchange lists.
    pub mailbox: Fact<Option<Mailbox>>,
    /// Its calendar processing.
    pub calendar: Fact<CalendarProcessing>,
    /// Its mailbox settings from Graph.
    pub settings: Fact<MailboxSettings>,
    /// Its working hours from Exchange: asked where Graph does not tell them and a rule depends on them.
    #[serde(default)]
    pub work_hours: Fact<WorkingHours>,
    /// Its inbox rules, hidden ones included.
    #[serde(default)]
    pub inbox_rules: Fact<Vec<InboxRule>>,
    /// Who may do what in its calendar folder.
    #[serde(default)]
    pub calendar_rights: Fact<Vec<FolderRight>>,
    /// Who may open the whole mailbox.
    #[serde(default)]
    pub mailbox_rights: Fact<Vec<MailboxRight>>,
    /// How full it is.
    #[serde(default)]
    pub statistics: Fact<MailboxStatistics>,
    /// What it lets programs do.
    #[serde(default)]
    pub protocols: Fact<Protocols>,
    /// What the app itself met when it asked for the calendar (`--probe`).
    #[serde(default)]
    pub probe: Fact<Probed>,
}

/// What is booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomKind {
    /// A meeting room.
    Room,
    /// A pool of desks.
    Workspace,
    /// Equipment.
    Equipment,
}

impl Room {
    /// A room of which nothing but the address is known.
    pub fn unread(address: Address, kind: RoomKind) -> Self {
        Self {
            address,
            kind,
            asked: false,
            place: Fact::NotGathered,
            exchange_place: Fact::NotGathered,
            mailbox: Fact::NotGathered,
            calendar: Fact::NotGathered,
            settings: Fact::NotGathered,
            work_hours: Fact::NotGathered,
            inbox_rules: Fact::NotGathered,
            calendar_rights: Fact::NotGathered,
            mailbox_rights: Fact::NotGathered,
            statistics: Fact::NotGathered,
            protocols: Fact::NotGathered,
            probe: Fact::NotGathered,
        }
    }

    /// Whether Exchange, read to the end, has no mailbox for it. A mailbox that was not read is none of that.
    pub fn has_no_mailbox(&self) -> bool {
        matches!(self.mailbox.ok(), Some(None))
    }

    /// The id that reports show: Exchange's `Guid` where it is known, else the address.
    pub fn id(&self) -> String {
        match self.guid() {
            Some(guid) => guid.to_string(),
            None => self.address.to_string(),
        }
    }

    /// Exchange's `Guid`, where it is known: what scripts name the room by.
    pub fn guid(&self) -> Option<MailboxGuid> {
        self.mailbox.ok().and_then(Option::as_ref).and_then(|mailbox| mailbox.guid)
    }

    /// The name to show: the mailbox's, else the place's.
    pub fn name(&self) -> Option<&Untrusted> {
        let mailbox = self.mailbox.ok().and_then(Option::as_ref).map(|mailbox| &mailbox.display_name);
        mailbox.or_else(|| self.place.ok().and_then(Option::as_ref).and_then(|place| place.display_name.as_ref()))
    }
}

/// A row of `Get-Mailbox`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mailbox {
    /// Exchange's `Guid`.
    pub guid: Option<MailboxGuid>,
    /// `ExternalDirectoryObjectId`: the object id of the account in Entra.
    pub object_id: Option<ObjectId>,
    /// `DisplayName`.
    pub display_name: Untrusted,
    /// `Alias`.
    pub alias: Option<Untrusted>,
    /// `UserPrincipalName`; it can differ from the address.
    pub user_principal_name: Option<Untrusted>,
    /// `DistinguishedName`.
    pub distinguished_name: Option<Untrusted>,
    /// `LegacyExchangeDN`, which policy lists use.
    pub legacy_dn: Option<Untrusted>,
    /// `RecipientTypeDetails`, such as `RoomMailbox`.
    pub recipient_type_details: Option<String>,
    /// `ResourceType`: `Room`, `Workspace`, `Equipment`.
    pub resource_type: Option<String>,
    /// `ResourceCapacity`.
    pub resource_capacity: Option<i64>,
    /// `HiddenFromAddressListsEnabled`.
    pub hidden_from_address_lists: Option<bool>,
    /// `IsDirSynced`: mastered on premises.
    pub is_dir_synced: Option<bool>,
    /// `AccountDisabled`: sign-in is blocked, as it should be.
    pub account_disabled: Option<bool>,
    /// `EmailAddresses` without their prefix, lower-cased; the primary one first.
    pub addresses: Vec<Address>,
    /// `WhenMailboxCreated`.
    pub created: Option<Timestamp>,
    /// `ForwardingAddress` or `ForwardingSmtpAddress`.
    pub forwarding: Option<Untrusted>,
    /// `ForwardingAddress`: a recipient of the tenant; `None` in older snapshots too.
    #[serde(default)]
    pub forwarding_recipient: Option<Untrusted>,
    /// `ForwardingSmtpAddress`: any address; `None` in older snapshots too.
    #[serde(default)]
    pub forwarding_smtp: Option<Untrusted>,
    /// `DeliverToMailboxAndForward`.
    pub deliver_and_forward: Option<bool>,
    /// `ModerationEnabled`.
    pub moderated: Option<bool>,
    /// `RequireSenderAuthenticationEnabled`.
    pub require_sender_authentication: Option<bool>,
    /// Everything in `AcceptMessagesOnlyFromSendersOrMembers`, `AcceptMessagesOnlyFrom`, `…DLMembers`.
    pub accepts_only_from: Vec<Untrusted>,
    /// Everything in `RejectMessagesFromSendersOrMembers`, `RejectMessagesFrom`, `…DLMembers`.
    pub rejects_from: Vec<Untrusted>,
    /// `AdministrativeUnits`.
    pub administrative_units: Vec<Untrusted>,
    /// `LitigationHoldEnabled`.
    #[serde(default)]
    pub litigation_hold: Option<bool>,
    /// `ProhibitSendReceiveQuota`.
    #[serde(default)]
    pub quota: Option<Quota>,
    /// `WhenChanged`: the last change of the directory object.
    #[serde(default)]
    pub changed: Option<Timestamp>,
}

/// How much a mailbox may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quota {
    /// As much as anybody sends.
    Unlimited,
    /// So many bytes.
    Bytes(u64),
}

/// `mailboxSettings` of a room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MailboxSettings {
    /// `automaticRepliesSetting.status`: `disabled`, `alwaysEnabled`, `scheduled`.
    pub automatic_replies: Option<String>,
    /// `timeZone`.
    pub time_zone: Option<Untrusted>,
    /// `workingHours`.
    pub working_hours: Option<WorkingHours>,
    /// `userPurpose`, such as `room`.
    pub purpose: Option<String>,
}

/// Working hours of a mailbox.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WorkingHours {
    /// Days, in English, lower-case.
    pub days: Vec<String>,
    /// Start, `HH:MM:SS`.
    pub start: Option<String>,
    /// End, `HH:MM:SS`.
    pub end: Option<String>,
    /// The name of the time zone; a custom one has its own.
    pub time_zone: Option<Untrusted>,
}

/// Somebody or something that a policy list, a delegate entry or a group names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Recipient {
    /// `DisplayName`.
    pub display_name: Untrusted,
    /// `PrimarySmtpAddress`.
    pub address: Option<Address>,
    /// `RecipientTypeDetails`, such as `UserMailbox`, `DynamicDistributionGroup`, `DisabledUser`.
    pub recipient_type_details: Option<String>,
    /// Exchange's `Guid`.
    #[serde(default)]
    pub guid: Option<MailboxGuid>,
    /// `ExternalDirectoryObjectId`: the object id in Entra.
    #[serde(default)]
    pub object_id: Option<ObjectId>,
    /// `DistinguishedName`, which scopes compare with.
    #[serde(default)]
    pub distinguished_name: Option<Untrusted>,
    /// `EmailAddresses` without their prefix, lower-cased; the primary one first.
    #[serde(default)]
    pub addresses: Vec<Address>,
}

/// A row of `Get-InboxRule`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InboxRule {
    /// `Name`; `None` when the reader may not see it (redacted).
    pub name: Option<Untrusted>,
    /// `Enabled`.
    pub enabled: Option<bool>,
}

/// A row of `Get-MailboxFolderPermission` for the calendar folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FolderRight {
    /// `User`: `Default`, `Anonymous`, or the name of a recipient.
    pub user: Untrusted,
    /// `AccessRights`, such as `AvailabilityOnly`, `LimitedDetails`, `Reviewer`, `Editor`.
    pub rights: Vec<String>,
    /// `SharingPermissionFlags`, such as `Delegate`, `CanViewPrivateItems`; empty when none.
    pub flags: Vec<String>,
}

/// A row of `Get-MailboxPermission`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailboxRight {
    /// `User`.
    pub user: Untrusted,
    /// `AccessRights`, such as `FullAccess`.
    pub rights: Vec<String>,
    /// `IsInherited`: comes with the organisation, not given on the mailbox.
    pub inherited: Option<bool>,
    /// `Deny`.
    pub deny: Option<bool>,
}

/// A row of `Get-MailboxStatistics`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MailboxStatistics {
    /// `TotalItemSize`, in bytes.
    pub total_bytes: Option<u64>,
    /// `ItemCount`.
    pub item_count: Option<i64>,
}

/// A row of `Get-CASMailbox`: what the mailbox lets programs do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Protocols {
    /// `EwsEnabled`.
    pub ews_enabled: Option<bool>,
    /// `EwsApplicationAccessPolicy`: `EnforceAllowList` or `EnforceBlockList`; also binds Graph.
    pub ews_application_access_policy: Option<String>,
    /// `EwsAllowList`: user agents.
    pub ews_allow_list: Vec<Untrusted>,
    /// `EwsBlockList`: user agents.
    pub ews_block_list: Vec<Untrusted>,
}

/// What the app met when it asked Graph for a calendar: the only proof that counts consent, policies and Exchange roles
/// together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Probed {
    /// The calendar was shown.
    Shown,
    /// The calendar was refused (403).
    Refused {
        /// Graph's code, such as `ErrorAccessDenied`.
        code: Option<Untrusted>,
        /// Graph's words, shortened.
        message: Option<Untrusted>,
    },
    /// There is no such mailbox (404).
    NotThere,
}

/// A mailbox that was deleted and can still be restored (`Get-Mailbox -SoftDeletedMailbox`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeletedMailbox {
    /// `PrimarySmtpAddress`.
    pub address: Address,
    /// `Guid`.
    pub guid: Option<MailboxGuid>,
    /// `DisplayName`.
    pub display_name: Untrusted,
    /// `WhenSoftDeleted`.
    pub deleted: Option<Timestamp>,
    /// `LitigationHoldEnabled`.
    pub litigation_hold: Option<bool>,
}
