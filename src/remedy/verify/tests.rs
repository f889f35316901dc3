//! Every kind of change held against a snapshot before and after it.

use uuid::Uuid;

use super::*;
use crate::remedy::{Planned, Section, manifest, section};
use crate::report::samples;
use crate::tenant::{
    AccessRight, AutomateProcessing, CalendarProcessing, Entry, Fact, FolderRight, Gap, GroupRef, Holder, InboxRule,
    ListMember, ListSetting, Listing, Mailbox, MailboxGuid, MailboxRight, MailboxSettings, NewGroup, NewRoom, ObjectId,
    Protocols, Recipient, Room, SettingValue, Source, Untrusted, Way,
};

fn known<T>(value: T) -> Fact<T> {
    Fact::known(value, Source::ExchangeMailboxes, samples::time("2026-11-21T12:00:00Z"))
}

/// One room of which everything was read, and the app.
fn snapshot() -> Snapshot {
    let mut snapshot = samples::app();
    let rooms = samples::snapshot(1);
    snapshot.app.service_principal = rooms.app.service_principal;
    (snapshot.rooms, snapshot.lists) = (rooms.rooms, rooms.lists);
    let listing = || known(Listing { count: 1, missing: Vec::new() });
    (snapshot.exchange_rooms, snapshot.exchange_lists) = (listing(), listing());
    snapshot.access.exchange_principal = known(None);
    snapshot.access.impersonation = known(Vec::new());
    let mut calendar = CalendarProcessing::exchange_defaults();
    calendar.book_in_policy = Some(vec!["/o=x/cn=ann".into(), "/o=x/cn=gone".into()]);
    let ann = Recipient { guid: Some(MailboxGuid(Uuid::from_u128(0xa))), ..Recipient::default() };
    snapshot.recipients.insert("/o=x/cn=ann".into(), known(Some(ann)));
    snapshot.recipients.insert("/o=x/cn=gone".into(), known(None));
    let room = room(&mut snapshot);
    room.calendar = known(calendar);
    room.settings =
        known(MailboxSettings { automatic_replies: Some("alwaysEnabled".into()), ..MailboxSettings::default() });
    room.protocols = known(Protocols { ews_enabled: Some(true), ..Protocols::default() });
    room.inbox_rules = known(vec![InboxRule { name: Some("Forward".into()), enabled: Some(true) }]);
    room.calendar_rights =
        known(vec![FolderRight { user: "Default".into(), rights: vec!["Reviewer".into()], flags: Vec::new() }]);
    room.mailbox_rights = known(vec![MailboxRight {
        user: "CONTOSO\\ann".into(),
        rights: vec!["FullAccess".into()],
        inherited: Some(false),
        deny: Some(false),
    }]);
    let id = room.guid();
    let list = snapshot.lists.values_mut().next().unwrap();
    if let Fact::Known { value: members, .. } = &mut list.members {
        members[0].guid = id;
    }
    snapshot
}

fn room(snapshot: &mut Snapshot) -> &mut Room {
    snapshot.rooms.values_mut().next().unwrap()
}

fn guid(snapshot: &Snapshot) -> MailboxGuid {
    snapshot.rooms.values().next().unwrap().guid().unwrap()
}

/// The document of a plan with these changes.
fn manifest(changes: Vec<Change>, snapshot: &Snapshot) -> Manifest {
    let wanted = changes.into_iter().map(|change| section::Wanted {
        change,
        checks: BTreeSet::from(["CP022"]),
        trust: crate::check::Trust::Safe,
    });
    let scripts = section::sections(wanted.collect());
    let row = |row: &crate::remedy::Row| manifest::Row { key: row.key.clone(), changes: row.changes.clone() };
    let section = |section: &Section| manifest::Section {
        id: section.id.clone(),
        checks: BTreeSet::from(["CP022".to_owned()]),
        rows: section.rows.iter().map(row).collect(),
    };
    let planned = |(stage, sections): (Stage, Vec<Section>)| {
        let planned = Planned { stage, sections };
        manifest::Planned { stage, sections: planned.sections.iter().map(section).collect() }
    };
    Manifest {
        schema: manifest::SCHEMA.to_owned(),
        tool_version: "0.0.0".to_owned(),
        tenant: snapshot.header.tenant,
        cloud: snapshot.header.cloud,
        facts_from: snapshot.header.taken_at,
        digest: String::new(),
        files: Vec::new(),
        scripts: scripts.into_iter().map(planned).collect(),
    }
}

fn seen(snapshot: &Snapshot, change: &Change) -> Seen {
    Reader::new(&manifest(vec![change.clone()], snapshot), snapshot).seen(change)
}

/// A change that is not made yet, and would be as it was when it were the other way round.
#[track_caller]
fn is_before(snapshot: &Snapshot, change: Change) {
    assert_eq!(seen(snapshot, &change), Seen::Before, "{change:?}");
    if let Some(back) = change.back() {
        assert_eq!(seen(snapshot, &back), Seen::Made, "back from {change:?}");
    }
}

#[test]
fn settings_of_a_room_are_found_wherever_a_snapshot_keeps_them() {
    let mut all = snapshot();
    let id = guid(&all).0;
    let account = ObjectId(Uuid::from_u128(0xacc));
    if let Fact::Known { value: Some(mailbox), .. } = &mut room(&mut all).mailbox {
        *mailbox = Mailbox {
            object_id: Some(account),
            account_disabled: Some(false),
            forwarding: Some("smtp:x@y".into()),
            hidden_from_address_lists: Some(true),
            ..mailbox.clone()
        };
    }
    for (of, setting, from, to) in [
        (id, Setting::BookingWindowInDays, SettingValue::from(180), SettingValue::from(730)),
        (id, Setting::DeleteSubject, true.into(), false.into()),
        (id, Setting::RoomHidden, true.into(), false.into()),
        (id, Setting::ForwardingSmtpAddress, "smtp:x@y".into(), SettingValue::Empty),
        (id, Setting::AutoReplyState, "Enabled".into(), "Disabled".into()),
        (id, Setting::EwsEnabled, true.into(), false.into()),
        (id, Setting::City, "Berlin".into(), "Paris".into()),
        (id, Setting::Floor, 2.into(), 3.into()),
        (account.0, Setting::AccountEnabled, true.into(), false.into()),
    ] {
        is_before(&all, Change::set(of, setting, from, to));
    }
    let other = Change::set(id, Setting::BookingWindowInDays, 90, 730);
    assert_eq!(seen(&all, &other), Seen::Other("180".to_owned()));
    room(&mut all).calendar = Fact::NotGathered;
    assert_eq!(seen(&all, &other), Seen::Unknown(Unread::Gap(Gap::NotGathered)));
    let nobody = Change::set(Uuid::from_u128(7), Setting::DeleteSubject, true, false);
    assert_eq!(seen(&all, &nobody), Seen::Unknown(Unread::NotFound));
}

#[test]
fn a_word_that_exchange_spells_is_compared_as_exchange_spells_it() {
    let mut all = snapshot();
    if let Fact::Known { value, .. } = &mut room(&mut all).calendar {
        value.automate_processing = Some(AutomateProcessing::AutoUpdate);
    }
    is_before(&all, Change::set(guid(&all).0, Setting::AutomateProcessing, "AutoUpdate", "AutoAccept"));
}

#[test]
fn lists_of_recipients_are_held_against_whom_they_name() {
    let mut all = snapshot();
    let amend = |add, remove| Change::Amend { of: guid(&snapshot()).0, list: ListSetting::BookInPolicy, add, remove };
    let ann = Entry::Recipient(Uuid::from_u128(0xa));
    let bob = Entry::Recipient(Uuid::from_u128(0xb));
    is_before(&all, amend(vec![bob.clone()], vec![ann.clone()]));
    is_before(&all, amend(Vec::new(), vec![Entry::Named("/o=x/cn=gone".into())]));
    assert_eq!(seen(&all, &amend(vec![ann, bob.clone()], Vec::new())), Seen::Other("1 of 2 done".to_owned()));
    // Somebody in the list whom nobody could look up may be the one.
    all.recipients.insert("/o=x/cn=gone".into(), Fact::NotGathered);
    assert!(matches!(seen(&all, &amend(vec![bob], Vec::new())), Seen::Unknown(_)));
}

#[test]
fn groups_and_their_members_are_found_by_guid_or_by_what_the_plan_calls_them() {
    let mut all = snapshot();
    let list = all.lists.values().next().unwrap();
    let list = list.exchange.ok().unwrap().as_ref().unwrap().guid.unwrap();
    let member = |group: GroupRef, way| Change::Member { group, member: guid(&snapshot()), way, side: Side::Cloud };
    let known_list = GroupRef::Known { guid: list, purpose: Purpose::RoomList };
    is_before(&all, member(known_list, Way::Unmake));
    is_before(&all, Change::RoomListFlag { group: MailboxGuid(Uuid::from_u128(5)) });
    assert_eq!(seen(&all, &Change::RoomListFlag { group: list }), Seen::Made);
    // A list that the plan makes, and a room that goes into it.
    let new = NewGroup { alias: "paris".into(), name: "Paris".into(), address: None, purpose: Purpose::RoomList };
    let make = Change::Group { group: new, way: Way::Make };
    let join = member(GroupRef::New { alias: "paris".into(), purpose: Purpose::RoomList }, Way::Make);
    let plan = manifest(vec![make.clone(), join.clone()], &all);
    let reader = Reader::new(&plan, &all);
    assert_eq!((reader.seen(&make), reader.seen(&join)), (Seen::Before, Seen::Before));
    let mut made = all.lists.values().next().unwrap().clone();
    made.address = crate::tenant::Address::parse("paris@contoso.com").unwrap();
    let room =
        ListMember { guid: Some(guid(&all)), address: None, display_name: "x".into(), recipient_type_details: None };
    made.members = known(vec![room]);
    all.lists.insert(made.address.clone(), made);
    let reader = Reader::new(&plan, &all);
    assert_eq!((reader.seen(&make), reader.seen(&join)), (Seen::Made, Seen::Made));
    // Of groups that confine, only those that something names are read.
    let scope = NewGroup { alias: "scope".into(), name: "Scope".into(), address: None, purpose: Purpose::Scope };
    assert_eq!(seen(&all, &Change::Group { group: scope, way: Way::Make }), Seen::Unknown(Unread::NotKept));
}

#[test]
fn what_is_inside_a_mailbox_is_compared_entry_by_entry() {
    let all = snapshot();
    let room = guid(&all);
    let right = |who, from: &[&str], to: &[&str]| Change::FolderRight {
        room,
        who,
        from: from.iter().map(|word| (*word).to_owned()).collect(),
        to: to.iter().map(|word| (*word).to_owned()).collect(),
        flags_from: Vec::new(),
        flags_to: Vec::new(),
    };
    is_before(&all, right(Holder::Default, &["Reviewer"], &["AvailabilityOnly"]));
    is_before(&all, right(Holder::Anonymous, &[], &["Editor"]));
    assert_eq!(seen(&all, &right(Holder::Default, &["Editor"], &["None"])), Seen::Other("Reviewer".to_owned()));
    is_before(&all, Change::FullAccess { room, who: "contoso\\ANN".into(), way: Way::Unmake });
    is_before(&all, Change::InboxRule { room, rule: "Forward".into(), from: true, to: false });
    let gone = Change::InboxRule { room, rule: "Other".into(), from: true, to: false };
    assert!(matches!(seen(&all, &gone), Seen::Other(_)));
}

#[test]
fn what_confines_the_app_is_found_by_name_and_id() {
    let all = snapshot();
    let (app, sp) = (all.app.app_id, ObjectId(Uuid::from_u128(0x99)));
    let scope: Untrusted = "Rooms of \u{202e}Berlin".into();
    let group = || GroupRef::Known { guid: MailboxGuid(Uuid::from_u128(5)), purpose: Purpose::Scope };
    is_before(&all, Change::ExchangePrincipal { app, object: sp, name: "x".into(), way: Way::Make });
    is_before(&all, Change::Scope { name: scope.clone(), group: group(), way: Way::Unmake });
    let role = |role: &str, way| Change::Assignment { app: sp, role: role.to_owned(), scope: Some(scope.clone()), way };
    is_before(&all, role("Application Calendars.Read", Way::Unmake));
    is_before(&all, role("Application Calendars.ReadWrite", Way::Make));
    let everybody =
        Change::Assignment { app: sp, role: "Application Calendars.Read".to_owned(), scope: None, way: Way::Make };
    is_before(&all, everybody);
    let policy = |identity: &str, way| Change::Policy {
        app,
        group: group(),
        right: AccessRight::RestrictAccess,
        description: None,
        identity: Some(identity.into()),
        way,
    };
    is_before(&all, policy("contoso\\x:S-1-5;y", Way::Unmake));
    is_before(&all, policy("contoso\\x:S-1-5;z", Way::Make));
    assert_eq!(seen(&all, &Change::Impersonation { assignment: "x".into() }), Seen::Made);
}

#[test]
fn what_the_app_asks_for_and_was_granted_is_found_by_id() {
    let all = snapshot();
    let registration = all.app.registration.ok().unwrap().as_ref().unwrap();
    let principal = all.app.service_principal.ok().unwrap().as_ref().unwrap().id;
    let grant = &all.app.grants.ok().unwrap()[0];
    let resource = grant.resource.unwrap();
    let consent = |role, way| Change::Consent { app: principal, resource, role, value: "x".to_owned(), way };
    is_before(&all, consent(grant.role_id, Way::Unmake));
    is_before(&all, consent(Uuid::from_u128(1), Way::Make));
    let requested = &registration.requested[0];
    is_before(
        &all,
        Change::Requested {
            application: registration.id,
            resource: requested.resource_app_id,
            role: requested.id,
            value: String::new(),
            kind: requested.kind,
            way: Way::Unmake,
        },
    );
    let scopes = |scopes: &[&str], way| Change::Delegated {
        app: principal,
        resource,
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        way,
    };
    is_before(&all, scopes(&["User.Read"], Way::Unmake));
    assert_eq!(seen(&all, &scopes(&["User.Read", "x"], Way::Make)), Seen::Other("1 of 2 done".to_owned()));
    is_before(
        &all,
        Change::RedirectUris { application: registration.id, uris: vec!["https://x".into()], way: Way::Make },
    );
    is_before(&all, Change::HideApp { app: principal, way: Way::Make });
    let key = registration.credentials[0].key_id;
    is_before(&all, Change::RemoveSecret { application: registration.id, key });
    is_before(&all, Change::NewSecret { application: registration.id, name: "new".to_owned(), months: 12 });
    is_before(&all, Change::set(principal.0, Setting::AppEnabled, true, false));
    let other = Change::HideApp { app: ObjectId(Uuid::from_u128(1)), way: Way::Make };
    assert_eq!(seen(&all, &other), Seen::Unknown(Unread::OtherApp));
    assert_eq!(seen(&all, &Change::Application { name: "x".into(), way: Way::Make }), Seen::Made);
}

#[test]
fn a_room_that_is_not_there_is_not_there_only_in_a_list_that_was_read_to_the_end() {
    let mut all = snapshot();
    let room = NewRoom { address: crate::tenant::Address::parse("new@x").unwrap(), name: "New".into(), capacity: None };
    let make = Change::Room { room, way: Way::Make };
    is_before(&all, make.clone());
    all.exchange_rooms = Fact::NotGathered;
    assert!(matches!(seen(&all, &make), Seen::Unknown(_)));
}

#[test]
fn a_record_tells_waiting_from_drift() {
    let mut all = snapshot();
    all.header.taken_at = samples::time("2026-11-21T12:00:00Z");
    let id = guid(&all).0;
    let city = Change::set(id, Setting::City, "Berlin", "Paris");
    let window = Change::set(id, Setting::BookingWindowInDays, 180, 730);
    let plan = manifest(vec![city, window], &all);
    let stand = |records: &BTreeMap<Stage, Record>| -> Vec<Standing> {
        verify(&plan, records, &all).into_iter().map(|one| one.standing).collect()
    };
    assert_eq!(stand(&BTreeMap::new()), [Standing::Open, Standing::Open]);
    let log = |time: &str| {
        let log = format!(r#"{{"time":"{time}","section":"S1","id":"{id}","outcome":"Changed","text":""}}"#);
        let record = Record::read(&format!("changed S1 {id}"), &log);
        BTreeMap::from([(Stage::Calendar, record.clone()), (Stage::Places, record)])
    };
    // Calendar settings show at once; a place may take a day.
    let (applied, until) = (samples::time("2026-11-21T11:00:00Z"), samples::time("2026-11-22T11:00:00Z"));
    let drifted = || Standing::Drifted { now: "back to what it was".to_owned() };
    assert_eq!(stand(&log("2026-11-21T11:00:00Z")), [drifted(), Standing::Pending { applied, until }]);
    assert_eq!(stand(&log("2026-11-19T11:00:00Z")), [drifted(), drifted()]);
    let later = || Standing::Unknown(Unread::ReadEarlier);
    assert_eq!(stand(&log("2026-11-21T13:00:00Z")), [later(), later()]);
}
