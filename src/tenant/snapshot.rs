//! All the facts of one run. Can be saved and judged again; "now" in a check is [`Header::taken_at`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    AcceptedDomain, AccessFacts, Address, AppId, Attestation, DeletedMailbox, Fact, Listing, Organization,
    OrganizationConfig, Probed, Recipient, Room, RoomKind, RoomList, Selection, ServiceFacts, Source, SubjectApp,
    Subscription, TenantId, Untrusted, VendorRoom,
};

/// The version of the snapshot format: readers accept the same major version and any minor one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotVersion {
    /// Changes when an old reader would misunderstand.
    pub major: u16,
    /// Changes when something was added.
    pub minor: u16,
}

impl SnapshotVersion {
    /// What this program writes.
    pub const CURRENT: Self = Self { major: 1, minor: 1 };

    /// Whether this program can read the format.
    pub fn is_readable(self) -> bool {
        self.major == Self::CURRENT.major
    }
}

/// The clouds that Microsoft runs. GCC uses the public one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CloudName {
    /// Worldwide and GCC.
    #[default]
    Public,
    /// US Government L4 (GCC High).
    UsGovHigh,
    /// US Government L5 (DoD).
    UsGovDod,
    /// China, operated by 21Vianet.
    China,
}

impl CloudName {
    /// All of them, in the order of the help text.
    pub const ALL: [Self; 4] = [Self::Public, Self::UsGovHigh, Self::UsGovDod, Self::China];

    /// The name on the command line and in documents.
    pub fn id(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::UsGovHigh => "us-gov-high",
            Self::UsGovDod => "us-gov-dod",
            Self::China => "china",
        }
    }
}

/// Who, when, how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The format of the file.
    pub format: SnapshotVersion,
    /// The version of the program that gathered.
    pub tool_version: String,
    /// The cloud.
    pub cloud: CloudName,
    /// The tenant.
    pub tenant: TenantId,
    /// The identity that signed in; `None` when a person did.
    pub reader: Option<AppId>,
    /// How it signed in, such as `secret` or `certificate`.
    pub signed_in_with: String,
    /// When gathering began: "now" for every check.
    pub taken_at: Timestamp,
    /// The name of the product that was asked for.
    pub product: String,
    /// The product's parameters, by name.
    pub parameters: BTreeMap<String, String>,
    /// The other products of the run, in the order in which they were named.
    #[serde(default)]
    pub more_products: Vec<HeaderProduct>,
    /// The texts of the customer's own product files, by the name of the product.
    #[serde(default)]
    pub product_files: BTreeMap<String, String>,
    /// Which rooms were asked for.
    pub selection: Selection,
    /// Mailboxes that the app must not reach, named to prove that it is confined (`--control-mailbox`).
    #[serde(default)]
    pub control_mailboxes: BTreeSet<Address>,
}

/// A product of a run, as a header keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderProduct {
    /// Its name.
    pub name: String,
    /// Its parameters, by name.
    pub parameters: BTreeMap<String, String>,
}

/// All the facts of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Who, when, how.
    pub header: Header,
    /// The organisation.
    pub organization: Fact<Organization>,
    /// The app under test.
    pub app: SubjectApp,
    /// How the listing of rooms by Graph went.
    pub graph_rooms: Fact<Listing>,
    /// How the listing of room mailboxes by Exchange went.
    pub exchange_rooms: Fact<Listing>,
    /// How the listing of room lists by Graph went.
    pub graph_lists: Fact<Listing>,
    /// How the listing of room lists by Exchange went.
    pub exchange_lists: Fact<Listing>,
    /// Rooms, workspaces and equipment by address.
    pub rooms: BTreeMap<Address, Room>,
    /// Room lists by address.
    pub lists: BTreeMap<Address, RoomList>,
    /// Recipients that policy lists, delegate entries, the vendor's list, the product's parameters and the control
    /// mailboxes name, by that name or address; `None` = not found.
    pub recipients: BTreeMap<Untrusted, Fact<Option<Recipient>>>,
    /// What confines the app.
    pub access: AccessFacts,
    /// Organisation switches of Exchange.
    pub organization_config: Fact<OrganizationConfig>,
    /// The domains that Exchange takes mail for.
    #[serde(default)]
    pub accepted_domains: Fact<Vec<AcceptedDomain>>,
    /// Room mailboxes that were deleted and can still be restored.
    #[serde(default)]
    pub deleted_mailboxes: Fact<Vec<DeletedMailbox>>,
    /// The app's own subscriptions; only the app itself sees them.
    #[serde(default)]
    pub subscriptions: Fact<Vec<Subscription>>,
    /// What the app met at mailboxes that it must not reach, by address.
    #[serde(default)]
    pub controls: BTreeMap<Address, Fact<Probed>>,
    /// What the answers tell about the services.
    #[serde(default)]
    pub service: ServiceFacts,
    /// The product's own list of rooms, in the order of [`VendorRoom::order`]; not gathered when nobody named a file.
    /// See [`Snapshot::put_vendor_rooms`].
    #[serde(default)]
    pub vendor_rooms: Fact<Vec<VendorRoom>>,
    /// What people vouch for; not gathered when there is no file.
    #[serde(default)]
    pub attestations: Fact<Vec<Attestation>>,
}

impl Snapshot {
    /// A snapshot in which nothing has been read yet.
    pub fn unread(header: Header, app: SubjectApp) -> Self {
        Self {
            header,
            organization: Fact::NotGathered,
            app,
            graph_rooms: Fact::NotGathered,
            exchange_rooms: Fact::NotGathered,
            graph_lists: Fact::NotGathered,
            exchange_lists: Fact::NotGathered,
            rooms: BTreeMap::new(),
            lists: BTreeMap::new(),
            recipients: BTreeMap::new(),
            access: AccessFacts::default(),
            organization_config: Fact::NotGathered,
            accepted_domains: Fact::NotGathered,
            deleted_mailboxes: Fact::NotGathered,
            subscriptions: Fact::NotGathered,
            controls: BTreeMap::new(),
            service: ServiceFacts::default(),
            vendor_rooms: Fact::NotGathered,
            attestations: Fact::NotGathered,
        }
    }

    /// Takes over the product's own list of rooms, in the order in which rooms are looked up in it.
    pub fn put_vendor_rooms(&mut self, mut rooms: Vec<VendorRoom>, at: Timestamp) {
        rooms.sort_by(VendorRoom::order);
        self.vendor_rooms = Fact::known(rooms, Source::VendorRooms, at);
    }

    /// The rows of the product's own list with this address. None when there is no list.
    pub fn vendor_rows(&self, address: &Address) -> &[VendorRoom] {
        let rows = self.vendor_rooms.ok().map(Vec::as_slice).unwrap_or_default();
        let before = |row: &VendorRoom| row.address.as_ref().is_some_and(|own| own < address);
        let (start, same) = (rows.partition_point(before), |row: &VendorRoom| row.address.as_ref() == Some(address));
        let rest = rows.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(same)).unwrap_or_default()
    }

    /// Addresses of mailboxes that were deleted and can still be restored, as far as they are known.
    pub fn deleted_addresses(&self) -> BTreeSet<&Address> {
        self.deleted_mailboxes.ok().into_iter().flatten().map(|mailbox| &mailbox.address).collect()
    }

    /// Meeting rooms, in the order of their addresses. Workspaces and equipment count in no total.
    pub fn meeting_rooms(&self) -> impl Iterator<Item = &Room> {
        self.rooms.values().filter(|room| room.kind == RoomKind::Room)
    }

    /// The same snapshot, about fewer rooms.
    ///
    /// Rooms that were named but are in no source stay, so that a check can say that they do not exist. Lists stay when
    /// they were named or hold one of the rooms.
    #[must_use]
    pub fn narrowed(mut self, selection: &Selection) -> Self {
        if selection.is_everything() {
            return self;
        }
        let mut wanted: BTreeSet<Address> = selection.rooms.clone();
        for list in self.lists.values().filter(|list| selection.lists.contains(&list.address)) {
            wanted.extend(list.rooms().filter(|room| self.rooms.contains_key(*room)).cloned());
        }
        self.rooms.retain(|address, _| wanted.contains(address));
        for room in self.rooms.values_mut() {
            room.asked = selection.rooms.contains(&room.address);
        }
        let rooms = &self.rooms;
        // A list whose members are not known may hold one of the rooms: it stays, so that nobody takes it for empty.
        let is_unread = |list: &RoomList| !list.members.is_known() && !list.graph_rooms.is_known();
        self.lists.retain(|address, list| {
            selection.lists.contains(address) || is_unread(list) || list.rooms().any(|room| rooms.contains_key(room))
        });
        self.header.selection = selection.clone();
        self
    }
}
