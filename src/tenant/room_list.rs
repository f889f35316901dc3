//! Room lists: distribution groups that carry the room-list flag.

use serde::{Deserialize, Serialize};

use super::{Address, Fact, MailboxGuid, Untrusted};

/// A room list, joined on its address.
///
/// `None` inside a known fact means "that source was read to the end and does not have it".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomList {
    /// The primary SMTP address, lower-cased.
    pub address: Address,
    /// What Graph lists: the name.
    pub graph: Fact<Option<Untrusted>>,
    /// What Exchange lists.
    pub exchange: Fact<Option<ExchangeList>>,
    /// Addresses of the rooms that Graph counts to the list.
    pub graph_rooms: Fact<Vec<Address>>,
    /// Members as Exchange lists them.
    pub members: Fact<Vec<ListMember>>,
}

/// A room list in Exchange.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExchangeList {
    /// Exchange's `Guid`.
    pub guid: Option<MailboxGuid>,
    /// `DisplayName`.
    pub display_name: Untrusted,
    /// `RecipientTypeDetails`; `RoomList` when the flag is set.
    pub recipient_type_details: Option<String>,
    /// `HiddenFromAddressListsEnabled`.
    pub hidden_from_address_lists: Option<bool>,
    /// `IsDirSynced`: mastered on premises.
    pub is_dir_synced: Option<bool>,
    /// `DistinguishedName`.
    pub distinguished_name: Option<Untrusted>,
}

/// A direct member of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListMember {
    /// Exchange's `Guid`.
    pub guid: Option<MailboxGuid>,
    /// `PrimarySmtpAddress`; some recipients have none.
    pub address: Option<Address>,
    /// `DisplayName`.
    pub display_name: Untrusted,
    /// `RecipientTypeDetails`, such as `RoomMailbox`, `UserMailbox`, `MailUniversalSecurityGroup`.
    pub recipient_type_details: Option<String>,
}

impl ListMember {
    /// Whether it is a group inside a group.
    pub fn is_group(&self) -> bool {
        self.recipient_type_details.as_deref().is_some_and(|kind| kind.ends_with("Group") || kind == "RoomList")
    }

    /// Whether it is a room mailbox of Exchange Online (workspaces are room mailboxes too).
    pub fn is_room(&self) -> bool {
        self.recipient_type_details.as_deref() == Some("RoomMailbox")
    }
}

impl RoomList {
    /// A list of which nothing but the address is known.
    pub fn unread(address: Address) -> Self {
        Self {
            address,
            graph: Fact::NotGathered,
            exchange: Fact::NotGathered,
            graph_rooms: Fact::NotGathered,
            members: Fact::NotGathered,
        }
    }

    /// The id that reports show: Exchange's `Guid` where it is known, else the address.
    pub fn id(&self) -> String {
        match self.exchange.ok().and_then(Option::as_ref).and_then(|list| list.guid) {
            Some(guid) => guid.to_string(),
            None => self.address.to_string(),
        }
    }

    /// The name to show.
    pub fn name(&self) -> Option<&Untrusted> {
        let exchange = self.exchange.ok().and_then(Option::as_ref).map(|list| &list.display_name);
        exchange.or_else(|| self.graph.ok().and_then(Option::as_ref))
    }

    /// Every room that one of the two sources counts to this list; some twice.
    pub fn rooms(&self) -> impl Iterator<Item = &Address> {
        let members = self.members.ok().into_iter().flatten().filter_map(|member| member.address.as_ref());
        members.chain(self.graph_rooms.ok().into_iter().flatten())
    }

    /// Whether one of the two sources counts the room to this list.
    pub fn holds(&self, room: &Address) -> bool {
        self.members.ok().is_some_and(|members| members.iter().any(|member| member.address.as_ref() == Some(room)))
            || self.graph_rooms.ok().is_some_and(|rooms| rooms.contains(room))
    }
}
