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
        }
    }

    /// The id that reports show: Exchange's `Guid` where it is known, else the address.
    pub fn id(&self) -> String {
        match self.mailbox.ok().and_then(Option::as_ref).and_then(|mailbox| mailbox.guid) {
            Some(guid) => guid.to_string(),
            None => self.address.to_string(),
        }
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipient {
    /// `DisplayName`.
    pub display_name: Untrusted,
    /// `PrimarySmtpAddress`.
    pub address: Option<Address>,
    /// `RecipientTypeDetails`, such as `UserMailbox`, `DynamicDistributionGroup`, `DisabledUser`.
    pub recipient_type_details: Option<String>,
}
