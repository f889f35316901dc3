//! A healthy tenant with one room in one list. A test states what differs and what it expects.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::check::{Check, Context, Finding, Judged, Outcome, Reading, engine};
use crate::product::{Level, Product, Rule, Wish};
use crate::tenant::room_list::ExchangeList;
use crate::tenant::{
    Address, AppId, CalendarProcessing, Change, CloudName, Entry, Fact, Failure, FailureKind, FolderRight, Gap, Header,
    ListMember, ListSetting, Listing, Mailbox, MailboxGuid, MailboxSettings, MailboxStatistics, ObjectId, Place,
    Protocols, Quota, Recipient, Right, Room, RoomKind, RoomList, Selection, Setting, SettingValue, Snapshot,
    SnapshotVersion, Source, SubjectApp, TenantId, Untrusted, VendorRoom, WorkingHours,
};

/// A tenant and a product, to be judged.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) snapshot: Snapshot,
    pub(crate) product: Product,
}

/// What cases differ in: the calendars of the rooms, and the wishes.
impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for room in self.snapshot.rooms.values() {
            write!(f, "{:?} {:?} ", room.kind, room.calendar.ok())?;
        }
        write!(f, "{:?} {:?}", self.product.wishes.keys(), self.product.parameters_as_text())
    }
}

impl Case {
    /// The room `a` in the list `rooms`, as Spacewell wants them, with a horizon of two years.
    pub(crate) fn new() -> Self {
        let mut product = Product::builtin("spacewell").unwrap();
        product.set("horizon_days", "730").unwrap();
        let mut snapshot = Snapshot::unread(header(), SubjectApp::unread(AppId(Uuid::nil()), true));
        for listing in [
            &mut snapshot.graph_rooms,
            &mut snapshot.exchange_rooms,
            &mut snapshot.graph_lists,
            &mut snapshot.exchange_lists,
        ] {
            *listing = known(Listing { count: 1, missing: Vec::new() });
        }
        snapshot.deleted_mailboxes = known(Vec::new());
        Self { snapshot, product }.with_room(room("a")).with_list(list("rooms", &[member("a", "RoomMailbox")]))
    }

    pub(crate) fn with_room(mut self, room: Room) -> Self {
        self.snapshot.rooms.insert(room.address.clone(), room);
        self
    }

    pub(crate) fn with_list(mut self, list: RoomList) -> Self {
        self.snapshot.lists.insert(list.address.clone(), list);
        self
    }

    /// Somebody whom policy lists can name.
    pub(crate) fn with_recipient(mut self, name: &str, recipient: Fact<Option<Recipient>>) -> Self {
        self.snapshot.recipients.insert(name.into(), recipient);
        self
    }

    /// One more row of the product's own list of rooms, which begins with the first of them.
    pub(crate) fn vendor_row(mut self, name: &str, change: impl FnOnce(&mut VendorRoom)) -> Self {
        let mut rows = self.snapshot.vendor_rooms.ok().cloned().unwrap_or_default();
        let mut row = VendorRoom { row: rows.len() + 1, address: Some(address(name)), ..VendorRoom::default() };
        change(&mut row);
        rows.push(row);
        self.snapshot.put_vendor_rooms(rows, now());
        self
    }

    pub(crate) fn without_rooms(mut self) -> Self {
        self.snapshot.rooms.clear();
        self.snapshot.graph_rooms = known(Listing { count: 0, missing: Vec::new() });
        self.snapshot.exchange_rooms = self.snapshot.graph_rooms.clone();
        self
    }

    pub(crate) fn without_lists(mut self) -> Self {
        self.snapshot.lists.clear();
        self.snapshot.graph_lists = known(Listing { count: 0, missing: Vec::new() });
        self.snapshot.exchange_lists = self.snapshot.graph_lists.clone();
        self
    }

    /// A product that wishes nothing.
    pub(crate) fn without_wishes(mut self) -> Self {
        self.product.wishes.clear();
        self
    }

    pub(crate) fn wishing(mut self, wish: Wish, level: Level) -> Self {
        self.product.wishes.insert(wish, Rule { level, cites: Vec::new(), because: None });
        self
    }

    pub(crate) fn parameter(mut self, name: &str, value: &str) -> Self {
        self.product.set(name, value).unwrap();
        self
    }

    pub(crate) fn snapshot(mut self, change: impl FnOnce(&mut Snapshot)) -> Self {
        change(&mut self.snapshot);
        self
    }

    /// Changes the room `a`.
    pub(crate) fn room(mut self, change: impl FnOnce(&mut Room)) -> Self {
        change(self.snapshot.rooms.get_mut(&address("a")).unwrap());
        self
    }

    /// Makes the room `a` a workspace.
    pub(crate) fn workspace(self) -> Self {
        self.room(|room| room.kind = RoomKind::Workspace).calendar(|calendar| {
            calendar.allow_conflicts = Some(true);
            calendar.enforce_capacity = Some(true);
        })
    }

    pub(crate) fn calendar(self, change: impl FnOnce(&mut CalendarProcessing)) -> Self {
        self.room(|room| change(open(&mut room.calendar)))
    }

    pub(crate) fn mailbox(self, change: impl FnOnce(&mut Mailbox)) -> Self {
        self.room(|room| change(open(&mut room.mailbox).as_mut().unwrap()))
    }

    pub(crate) fn settings(self, change: impl FnOnce(&mut MailboxSettings)) -> Self {
        self.room(|room| change(open(&mut room.settings)))
    }

    /// Changes the place of the room `a` in both sources.
    pub(crate) fn place(self, change: impl Fn(&mut Place)) -> Self {
        self.room(|room| {
            change(open(&mut room.place).as_mut().unwrap());
            change(open(&mut room.exchange_place).as_mut().unwrap());
        })
    }

    /// Changes the list `rooms`.
    pub(crate) fn list(mut self, change: impl FnOnce(&mut RoomList)) -> Self {
        change(self.snapshot.lists.get_mut(&address("rooms")).unwrap());
        self
    }

    pub(crate) fn all(&self, check: &'static Check) -> Vec<Judged> {
        engine::judge(check, &Context { snapshot: &self.snapshot, product: &self.product })
    }

    /// What the check says about the only subject, or about the room `a` when there are more.
    pub(crate) fn outcome(&self, check: &'static Check) -> Result<Outcome, Gap> {
        let mut all = self.all(check);
        if all.len() > 1 {
            all.retain(|judged| judged.subject.name == Some("a".into()));
        }
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0).outcome
    }

    pub(crate) fn passes(&self, check: &'static Check) {
        assert_eq!(self.outcome(check), Ok(Outcome::Pass));
    }

    /// Whatever it is about passes, and there is something.
    pub(crate) fn passes_all(&self, check: &'static Check) {
        let all = self.all(check);
        assert!(!all.is_empty() && all.iter().all(|judged| judged.outcome == Ok(Outcome::Pass)), "{all:?}");
    }

    pub(crate) fn fails(&self, check: &'static Check) -> Finding {
        match self.outcome(check) {
            Ok(Outcome::Fail(finding)) => finding,
            other => panic!("{} should fail: {other:?}", check.id),
        }
    }

    /// Fails with this one value.
    pub(crate) fn fails_with(&self, check: &'static Check, name: &'static str, value: impl Into<crate::check::Datum>) {
        assert_eq!(self.fails(check).actual, Reading::of(name, value));
    }

    /// Fails and is put right by these changes, and by none where nobody tells who is who.
    pub(crate) fn is_mended_by(&self, check: &'static Check, changes: &[Change]) {
        assert_eq!(self.fails(check).fix, changes);
        let nameless = self.clone().without_ids().fails(check);
        assert_eq!((nameless.fix, nameless.actual), (Vec::new(), self.fails(check).actual));
    }

    /// Fails, and a person has to put it right.
    pub(crate) fn is_mended_by_hand(&self, check: &'static Check) {
        assert_eq!(self.fails(check).fix, []);
    }

    /// The same tenant read from a server that tells no id.
    fn without_ids(mut self) -> Self {
        for room in self.snapshot.rooms.values_mut() {
            if let Fact::Known { value: Some(mailbox), .. } = &mut room.mailbox {
                (mailbox.guid, mailbox.object_id) = (None, None);
            }
        }
        for list in self.snapshot.lists.values_mut() {
            if let Fact::Known { value: Some(group), .. } = &mut list.exchange {
                group.guid = None;
            }
        }
        self
    }

    pub(crate) fn is_pending(&self, check: &'static Check) -> (Timestamp, Finding) {
        match self.outcome(check) {
            Ok(Outcome::Pending { until, finding }) => (until, finding),
            other => panic!("{} should be pending: {other:?}", check.id),
        }
    }

    pub(crate) fn is_not_applicable(&self, check: &'static Check) {
        assert_eq!(self.outcome(check), Ok(Outcome::NotApplicable));
    }

    pub(crate) fn is_unknown(&self, check: &'static Check) -> Gap {
        match self.outcome(check) {
            Err(gap) => gap,
            other => panic!("{} should be unknown: {other:?}", check.id),
        }
    }

    /// Unknown because this field was left out.
    pub(crate) fn lacks(&self, check: &'static Check, name: &str) {
        let gap = self.is_unknown(check);
        assert!(matches!(gap, Gap::Field { field, value: None, .. } if field == name), "{gap:?}");
    }
}

/// "Now" in every test.
pub(crate) fn now() -> Timestamp {
    "2026-03-10T12:00:00Z".parse().unwrap()
}

/// So many hours before now.
pub(crate) fn hours_ago(hours: i64) -> Timestamp {
    now() - SignedDuration::from_hours(hours)
}

pub(crate) fn address(name: &str) -> Address {
    Address::parse(&format!("{name}@contoso.com")).unwrap()
}

pub(crate) fn known<T>(value: T) -> Fact<T> {
    Fact::known(value, Source::ExchangeMailboxes, now())
}

pub(crate) fn denied<T>() -> Fact<T> {
    Fact::Denied { source: Source::ExchangeMailboxes, needs: Right::exchange_role("View-Only Recipients") }
}

pub(crate) fn failed<T>(code: &str) -> Fact<T> {
    let why = Failure { code: Some(code.into()), ..Failure::of(FailureKind::NotFound) };
    Fact::Failed { source: Source::GraphMailboxSettings, why }
}

pub(crate) fn names(names: &[&str]) -> Option<Vec<Untrusted>> {
    Some(names.iter().map(|name| Untrusted::new(*name)).collect())
}

/// The `Guid` of the room of this name.
pub(crate) fn guid(name: &str) -> MailboxGuid {
    MailboxGuid(Uuid::from_u128(name.bytes().fold(1, |id, byte| id * 256 + u128::from(byte))))
}

/// The `Guid` of the list of this name.
pub(crate) fn list_guid(name: &str) -> MailboxGuid {
    MailboxGuid(Uuid::from_u128(guid(name).0.as_u128() | 1 << 120))
}

/// The id of the account of the room of this name.
pub(crate) fn account(name: &str) -> ObjectId {
    ObjectId(Uuid::from_u128(guid(name).0.as_u128() | 1 << 121))
}

/// A setting of the room `a`.
pub(crate) fn changed(setting: Setting, from: impl Into<SettingValue>, to: impl Into<SettingValue>) -> Change {
    Change::set(guid("a").0, setting, from, to)
}

/// A list of the room `a`, without these names.
pub(crate) fn removed(list: ListSetting, names: &[&str]) -> Change {
    let remove = names.iter().map(|name| Entry::Named((*name).into())).collect();
    Change::Amend { of: guid("a").0, list, add: Vec::new(), remove }
}

/// A list of the room `a`, with somebody more.
pub(crate) fn added(list: ListSetting, id: u128) -> Change {
    Change::Amend { of: guid("a").0, list, add: vec![Entry::Recipient(Uuid::from_u128(id))], remove: Vec::new() }
}

/// A recipient that was found, with its `Guid`.
pub(crate) fn known_recipient(name: &str, kind: &str, id: u128) -> Fact<Option<Recipient>> {
    known(Some(Recipient {
        display_name: name.into(),
        address: Some(address(name)),
        recipient_type_details: Some(kind.into()),
        guid: Some(MailboxGuid(Uuid::from_u128(id))),
        ..Recipient::default()
    }))
}

/// A recipient that was found.
pub(crate) fn recipient(name: &str, kind: &str) -> Fact<Option<Recipient>> {
    known(Some(Recipient {
        display_name: name.into(),
        address: Some(address(name)),
        recipient_type_details: Some(kind.into()),
        ..Recipient::default()
    }))
}

pub(crate) fn member(name: &str, kind: &str) -> ListMember {
    ListMember {
        guid: None,
        address: Some(address(name)),
        display_name: name.into(),
        recipient_type_details: Some(kind.into()),
    }
}

pub(crate) fn list(name: &str, members: &[ListMember]) -> RoomList {
    RoomList {
        address: address(name),
        graph: known(Some(name.into())),
        exchange: known(Some(ExchangeList {
            guid: Some(list_guid(name)),
            display_name: name.into(),
            recipient_type_details: Some("RoomList".into()),
            hidden_from_address_lists: Some(false),
            is_dir_synced: Some(false),
            distinguished_name: None,
        })),
        graph_rooms: known(members.iter().filter_map(|member| member.address.clone()).collect()),
        members: known(members.to_vec()),
    }
}

/// A room that every product is content with.
pub(crate) fn room(name: &str) -> Room {
    let place = Place {
        city: Some("Antwerp".into()),
        building: Some("North".into()),
        floor: Some(2),
        capacity: Some(8),
        ..Place::default()
    };
    let zone = || Some(Untrusted::from("Romance Standard Time"));
    Room {
        address: address(name),
        kind: RoomKind::Room,
        asked: false,
        place: known(Some(place.clone())),
        exchange_place: known(Some(place)),
        mailbox: known(Some(mailbox(name))),
        calendar: known(CalendarProcessing {
            booking_window_days: Some(730),
            conflict_percentage_allowed: Some(20),
            enforce_scheduling_horizon: Some(false),
            delete_subject: Some(false),
            add_organizer_to_subject: Some(false),
            remove_private_property: Some(false),
            delete_comments: Some(false),
            ..CalendarProcessing::exchange_defaults()
        }),
        settings: known(MailboxSettings {
            automatic_replies: Some("disabled".into()),
            time_zone: zone(),
            working_hours: Some(WorkingHours {
                days: vec!["monday".into(), "tuesday".into()],
                start: Some("08:00:00".into()),
                end: Some("17:00:00".into()),
                time_zone: zone(),
            }),
            purpose: Some("room".into()),
        }),
        inbox_rules: known(Vec::new()),
        calendar_rights: known(vec![
            FolderRight { user: "Default".into(), rights: vec!["AvailabilityOnly".into()], flags: Vec::new() },
            FolderRight { user: "Anonymous".into(), rights: vec!["None".into()], flags: Vec::new() },
        ]),
        mailbox_rights: known(Vec::new()),
        statistics: known(MailboxStatistics { total_bytes: Some(1 << 20), item_count: Some(12) }),
        protocols: known(Protocols::default()),
        ..Room::unread(address(name), RoomKind::Room)
    }
}

fn mailbox(name: &str) -> Mailbox {
    Mailbox {
        guid: Some(guid(name)),
        object_id: Some(account(name)),
        display_name: name.into(),
        alias: None,
        user_principal_name: None,
        distinguished_name: None,
        legacy_dn: None,
        recipient_type_details: Some("RoomMailbox".into()),
        resource_type: Some("Room".into()),
        resource_capacity: Some(8),
        hidden_from_address_lists: Some(false),
        is_dir_synced: Some(false),
        account_disabled: Some(true),
        addresses: vec![address(name)],
        created: Some(hours_ago(24 * 365)),
        forwarding: None,
        forwarding_recipient: None,
        forwarding_smtp: None,
        deliver_and_forward: Some(false),
        moderated: Some(false),
        require_sender_authentication: Some(true),
        accepts_only_from: Vec::new(),
        rejects_from: Vec::new(),
        administrative_units: Vec::new(),
        litigation_hold: None,
        quota: Some(Quota::Bytes(100 << 30)),
        changed: None,
    }
}

fn header() -> Header {
    Header {
        format: SnapshotVersion::CURRENT,
        tool_version: "0".into(),
        cloud: CloudName::Public,
        tenant: TenantId(Uuid::nil()),
        reader: None,
        signed_in_with: "secret".into(),
        taken_at: now(),
        product: "spacewell".into(),
        parameters: std::collections::BTreeMap::new(),
        more_products: Vec::new(),
        product_files: std::collections::BTreeMap::new(),
        selection: Selection::default(),
        control_mailboxes: std::collections::BTreeSet::new(),
    }
}

fn open<T>(fact: &mut Fact<T>) -> &mut T {
    match fact {
        Fact::Known { value, .. } => value,
        Fact::Denied { .. } | Fact::Failed { .. } | Fact::NotGathered => panic!("the fixture knows everything"),
    }
}
