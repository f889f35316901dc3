//! Small reports for tests: invented checks, invented tenants.

use jiff::Timestamp;
use uuid::Uuid;

use super::{Report, RunInfo, Stats};
use crate::check::{
    Area, Check, Datum, Finding, Judged, Judgement, Outcome, Probe, Reading, Severity, Subject, SubjectKind, Trust,
};
use crate::product::Product;
use crate::tenant::room_list::ExchangeList;
use crate::tenant::{
    Address, AppId, CloudName, Fact, Failure, FailureKind, Gap, Header, ListMember, Listing, Mailbox, MailboxGuid,
    ObjectId, Organization, Place, Right, Room, RoomKind, RoomList, Selection, ServicePrincipal, Snapshot,
    SnapshotVersion, Source, SubjectApp, TenantId,
};

/// A check that is only looked at, never run.
const fn check(id: &'static str, name: &'static str, title: &'static str, area: Area, severity: Severity) -> Check {
    Check {
        id,
        name,
        title,
        consequence: "Something does not work.",
        area,
        severity,
        fix: Trust::Safe,
        since: "0.1",
        page: "# Page\n\nA paragraph about `Set-CalendarProcessing`.\n\n## How to fix\n\n- do this\n",
        probe: Probe::Tenant(|_| Ok(Vec::new())),
    }
}

pub(crate) static WINDOW: Check = Check {
    consequence: "Bookings beyond the window are declined by Exchange and look lost in {product}.",
    ..check("CP022", "booking-window-too-short", "Booking window too short", Area::Calendars, Severity::Error)
};
pub(crate) static SUBJECT: Check = Check {
    consequence: "{product} shows the organiser's name in place of the meeting's title.",
    fix: Trust::Review,
    ..check("CP011", "subject-deleted", "Meeting title removed on arrival", Area::Calendars, Severity::Error)
};
pub(crate) static PRIVATE: Check = Check {
    consequence: "Confidential meetings made in {product} are not private in Outlook.",
    ..check("CP013", "private-flag-removed", "Private flag removed on arrival", Area::Calendars, Severity::Error)
};
pub(crate) static REACH: Check = Check {
    consequence: "Every user's mailbox can be read and written, although rooms are enough.",
    fix: Trust::Manual,
    ..check("AC008", "reach-tenant-wide", "App can read every mailbox in the tenant", Area::Access, Severity::Error)
};
pub(crate) static HIDDEN: Check = Check {
    consequence: "{product} does not see a hidden room list, nor the rooms in it.",
    ..check("PL002", "room-list-hidden", "Room list hidden from address lists", Area::Lists, Severity::Error)
};
pub(crate) static DETAILS: Check =
    check("PL006", "place-details-missing", "Floor or capacity missing on the place", Area::Places, Severity::Warning);
pub(crate) static EXPIRY: Check = Check {
    fix: Trust::Manual,
    ..check("CR002", "credential-expires-soon", "Client secret expires soon", Area::Permissions, Severity::Warning)
};
pub(crate) static BODY: Check =
    check("CP014", "body-deleted", "Meeting body removed on arrival", Area::Calendars, Severity::Info);
pub(crate) static YOUNG: Check =
    check("RM006", "room-too-young", "Room younger than the directory's delay", Area::Places, Severity::Info);

/// All of them, sorted by id.
static CHECKS: [&Check; 9] = [&REACH, &SUBJECT, &PRIVATE, &BODY, &WINDOW, &EXPIRY, &HIDDEN, &DETAILS, &YOUNG];

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    time("2026-11-21T09:26:00Z")
}

fn known<T>(value: T) -> Fact<T> {
    Fact::known(value, Source::ExchangeMailboxes, now())
}

fn guid(number: u128) -> Uuid {
    Uuid::from_u128(0x1111_1111_1111_4111_8111_0000_0000_0000 + number)
}

/// A tenant with so many rooms and one room list.
pub(crate) fn snapshot(rooms: u128) -> Snapshot {
    let header = Header {
        format: SnapshotVersion::CURRENT,
        tool_version: "0.1.0".into(),
        cloud: CloudName::Public,
        tenant: TenantId(guid(0xaaaa)),
        reader: Some(AppId(guid(0xbbbb))),
        signed_in_with: "certificate".into(),
        taken_at: now(),
        product: "spacewell".into(),
        parameters: product().parameters_as_text(),
        more_products: Vec::new(),
        product_files: std::collections::BTreeMap::new(),
        selection: Selection::default(),
        control_mailboxes: std::collections::BTreeSet::new(),
    };
    let mut snapshot = Snapshot::unread(header, SubjectApp::unread(AppId(guid(0xbbbb)), true));
    snapshot.organization = known(Organization {
        id: TenantId(guid(0xaaaa)),
        display_name: "Contoso".into(),
        initial_domain: Some("contoso.onmicrosoft.com".into()),
        verified_domains: vec!["contoso.com".into()],
    });
    snapshot.app.service_principal = known(Some(ServicePrincipal {
        id: ObjectId(guid(0xdddd)),
        display_name: "Workplace Sync".into(),
        account_enabled: Some(true),
        owner_tenant: None,
        assignment_required: None,
        tags: Vec::new(),
        credentials: Vec::new(),
    }));
    snapshot.rooms = (1..=rooms).map(|number| (address(number), room(number))).collect();
    let members = (1..=rooms.min(4)).map(|number| ListMember {
        guid: None,
        address: Some(address(number)),
        display_name: name(number).as_str().into(),
        recipient_type_details: Some("RoomMailbox".into()),
    });
    let list_address = Address::parse("berlin-hq@contoso.com").unwrap();
    let list = RoomList {
        graph: known(Some("Berlin HQ".into())),
        exchange: known(Some(ExchangeList {
            guid: Some(MailboxGuid(guid(0x1157))),
            display_name: "Berlin HQ".into(),
            recipient_type_details: Some("RoomList".into()),
            hidden_from_address_lists: Some(true),
            is_dir_synced: Some(false),
            distinguished_name: None,
        })),
        members: known(members.collect()),
        ..RoomList::unread(list_address.clone())
    };
    snapshot.lists.insert(list_address, list);
    snapshot
}

fn name(number: u128) -> String {
    format!("BER-{number} {}", ["Spree", "Havel", "Panke", "Dahme"][usize::try_from(number % 4).unwrap()])
}

fn address(number: u128) -> Address {
    Address::parse(&format!("ber-{number:05}@contoso.com")).unwrap()
}

fn room(number: u128) -> Room {
    let mailbox = Mailbox {
        guid: Some(MailboxGuid(guid(number))),
        object_id: None,
        display_name: name(number).as_str().into(),
        alias: None,
        user_principal_name: None,
        distinguished_name: None,
        legacy_dn: None,
        recipient_type_details: Some("RoomMailbox".into()),
        resource_type: Some("Room".into()),
        resource_capacity: Some(8),
        hidden_from_address_lists: Some(number.is_multiple_of(5)),
        is_dir_synced: Some(false),
        account_disabled: Some(true),
        addresses: vec![address(number)],
        created: None,
        forwarding: None,
        forwarding_recipient: None,
        forwarding_smtp: None,
        deliver_and_forward: None,
        moderated: None,
        require_sender_authentication: None,
        accepts_only_from: Vec::new(),
        rejects_from: Vec::new(),
        administrative_units: Vec::new(),
        litigation_hold: None,
        quota: None,
        changed: None,
    };
    let place = Place { city: Some("Berlin".into()), floor: Some(2), capacity: Some(8), ..Place::default() };
    Room {
        mailbox: known(Some(mailbox)),
        place: known((!number.is_multiple_of(3)).then_some(place)),
        ..Room::unread(address(number), RoomKind::Room)
    }
}

pub(crate) fn product() -> Product {
    let mut product = Product::builtin("spacewell").unwrap();
    product.set("horizon_days", "730").unwrap();
    product
}

/// Says the same about every room.
fn each(snapshot: &Snapshot, outcome: impl Fn(usize) -> Result<Outcome, Gap>) -> Vec<Judged> {
    let rooms = snapshot.meeting_rooms().enumerate();
    rooms.map(|(at, room)| Judged { subject: room.into(), outcome: outcome(at) }).collect()
}

fn judgements(snapshot: &Snapshot, said: Vec<(&'static Check, Vec<Judged>)>) -> Vec<Judgement> {
    let mut all: Vec<_> = said.into_iter().map(|(check, outcomes)| Judgement { check, outcomes }).collect();
    for check in CHECKS {
        if !all.iter().any(|judgement| judgement.check.id == check.id) {
            all.push(Judgement { check, outcomes: each(snapshot, |_| Ok(Outcome::Pass)) });
        }
    }
    all
}

pub(crate) fn report(snapshot: &Snapshot, said: Vec<(&'static Check, Vec<Judged>)>) -> Report {
    let started = now();
    let run = RunInfo {
        id: RunInfo::id_of(started, snapshot.header.tenant),
        started,
        finished: time("2026-11-21T09:28:05Z"),
        command: vec!["rsync-check".into(), "tenant".into()],
        cloud: CloudName::Public,
        interrupted: false,
    };
    let stats = Stats { requests: 561, retries: 6, throttle_wait_s: 41, bytes: 1_234_567 };
    Report::new(snapshot, &product(), judgements(snapshot, said), run, stats)
}

pub(crate) fn window(days: i64) -> Finding {
    Finding::new(Reading::of("booking_window_days", days), Reading::of("booking_window_days", Datum::AtLeast(730)))
}

fn switch(name: &'static str) -> Finding {
    Finding::new(Reading::of(name, true), Reading::of(name, false))
}

/// Everything as it should be.
pub(crate) fn clean() -> Report {
    report(&snapshot(40), Vec::new())
}

/// A bit of everything that can be wrong.
pub(crate) fn mixed() -> Report {
    let snapshot = snapshot(40);
    let list = snapshot.lists.values().next().unwrap();
    let app = Subject::new(SubjectKind::App, snapshot.app.app_id.to_string(), Some("Workplace Sync".into()));
    let windows = |at: usize| match at {
        0 => Ok(Outcome::Pass),
        1..=3 => Ok(window(90).into()),
        _ => Ok(window(180).cause("set by the policy of the site").into()),
    };
    let some =
        |finding: Finding| move |at: usize| Ok(if at < 5 { Outcome::Fail(finding.clone()) } else { Outcome::Pass });
    let secret = Subject::new(SubjectKind::Credential, guid(0xc0de).to_string(), Some("sync 2025".into()));
    let place = Finding::new(Reading::of("floor", Datum::Missing).and("capacity", Datum::Missing), Reading::default());
    report(
        &snapshot,
        vec![
            (&WINDOW, each(&snapshot, windows)),
            (&SUBJECT, each(&snapshot, some(switch("delete_subject")))),
            (&PRIVATE, each(&snapshot, some(switch("remove_private_property")))),
            (&BODY, each(&snapshot, |_| Ok(switch("delete_comments").into()))),
            (
                &REACH,
                vec![Judged::new(
                    app,
                    Finding::new(
                        Reading::of("unscoped", Datum::List(vec!["Calendars.ReadWrite".into()])),
                        Reading::default(),
                    )
                    .into(),
                )],
            ),
            (
                &HIDDEN,
                vec![Judged::new(list.into(), switch("hidden_from_address_lists").cause("hidden in Exchange").into())],
            ),
            (
                &EXPIRY,
                vec![Judged::new(
                    secret,
                    Finding::new(Reading::of("expires", time("2026-11-30T10:00:00Z")), Reading::default()).into(),
                )],
            ),
            (&DETAILS, each(&snapshot, move |at| Ok(if at == 7 { place.clone().into() } else { Outcome::Pass }))),
        ],
    )
}

/// Nothing wrong as far as it could be seen.
pub(crate) fn incomplete() -> Report {
    let mut snapshot = snapshot(40);
    snapshot.graph_rooms = Fact::known(
        Listing { count: 200, missing: vec![Failure::of(FailureKind::Network)] },
        Source::GraphRooms,
        now(),
    );
    let denied = || Gap::Denied {
        source: Source::ExchangeCalendarProcessing,
        needs: Right::exchange_role("View-Only Recipients"),
    };
    let busy = || Gap::Failed {
        source: Source::ExchangeMailboxes,
        why: Failure {
            status: Some(429),
            request_id: Some("2f6c0000-0000-4000-8000-000000000000".into()),
            retry_after: Some(time("2026-11-21T11:00:00Z")),
            ..Failure::of(FailureKind::Throttled)
        },
    };
    let two = |at: usize| if at < 2 { Err(busy()) } else { Ok(Outcome::Pass) };
    let unknown = vec![
        (&WINDOW, each(&snapshot, |_| Err(denied()))),
        (&SUBJECT, each(&snapshot, |_| Err(denied()))),
        (&DETAILS, each(&snapshot, two)),
    ];
    report(&snapshot, unknown)
}

/// Nothing wrong, one thing not there yet.
pub(crate) fn pending() -> Report {
    let snapshot = snapshot(40);
    let young = |at: usize| {
        Ok(match at {
            0..3 => Outcome::Pending { until: time("2026-11-22T08:00:00Z"), finding: Finding::default() },
            _ => Outcome::NotApplicable,
        })
    };
    report(&snapshot, vec![(&YOUNG, each(&snapshot, young))])
}

/// Names that try to act.
pub(crate) fn hostile() -> Report {
    let mut snapshot = snapshot(3);
    let names =
        ["\u{1b}[2J\u{1b}]52;c;eA==\u{7}", "##vso[task.setvariable]x\n::add-mask::y", "\u{202e}moor\u{200b} \u{e0041}"];
    for (room, name) in snapshot.rooms.values_mut().zip(names) {
        if let Fact::Known { value: Some(mailbox), .. } = &mut room.mailbox {
            mailbox.display_name = name.into();
        }
    }
    if let Fact::Known { value, .. } = &mut snapshot.organization {
        value.initial_domain = Some("evil\u{1b}[31m.onmicrosoft.com".into());
    }
    let finding = || Finding::new(Reading::of("city", "Ber\u{1b}[31mlin"), Reading::default());
    report(&snapshot, vec![(&DETAILS, each(&snapshot, |_| Ok(finding().into())))])
}

/// Ten thousand rooms, and as many faults as there can be, all in every room.
pub(crate) fn huge() -> Report {
    let snapshot = snapshot(10_000);
    let said = (1..=60)
        .map(|number| {
            let name: &'static str = Box::leak(format!("fault-{number}").into_boxed_str());
            let id: &'static str = Box::leak(format!("CP{number:03}").into_boxed_str());
            let severity = [Severity::Error, Severity::Warning, Severity::Info][number % 3];
            let check: &'static Check =
                Box::leak(Box::new(check(id, name, "A fault with a title", Area::Calendars, severity)));
            (check, each(&snapshot, |at| Ok(window(i64::try_from(at).unwrap() % 7).into())))
        })
        .collect();
    let started = now();
    let run = RunInfo {
        id: "20261121T0926Z-5d1a".into(),
        started,
        finished: started,
        command: Vec::new(),
        cloud: CloudName::Public,
        interrupted: false,
    };
    let said: Vec<(&'static Check, Vec<Judged>)> = said;
    let judgements = said.into_iter().map(|(check, outcomes)| Judgement { check, outcomes });
    Report::new(&snapshot, &product(), judgements, run, Stats::default())
}

/// A tenant of which the app and its reach were read.
pub(crate) fn app() -> Snapshot {
    use crate::tenant::app::{PermissionKind, Requested};
    use crate::tenant::{
        AccessPolicy, AccessRight, AppRegistration, AssignmentScope, Credential, CredentialKind, DelegatedGrant, Grant,
        ManagementScope, Permission, Resource, RoleAssignment, ScopeGroup, TokenClaims,
    };
    let graph = Resource::MicrosoftGraph;
    let id = |value: &str| Permission::named(graph, value).unwrap().id;
    let mut snapshot = snapshot(0);
    let credential = |number, kind, name: &str, end: &str| Credential {
        key_id: guid(number),
        kind,
        display_name: Some(name.into()),
        hint: None,
        start: None,
        end: Some(time(end)),
    };
    let request = |value: &str| Requested {
        resource_app_id: graph.app_id(),
        id: id(value),
        value: Some(value.into()),
        kind: PermissionKind::Application,
    };
    snapshot.app.registration = known(Some(AppRegistration {
        id: ObjectId(guid(1)),
        display_name: "Workplace Sync".into(),
        sign_in_audience: None,
        is_disabled: None,
        disabled_by_microsoft: None,
        requested: ["Calendars.ReadWrite", "Place.Read.All"].map(request).to_vec(),
        credentials: vec![
            credential(2, CredentialKind::Secret, "sync 2024", "2026-10-01T00:00:00Z"),
            credential(3, CredentialKind::Certificate, "CN=\u{1b}sync", "2027-06-21T09:26:00Z"),
        ],
        redirect_uris: Vec::new(),
        web_redirect_uris: Vec::new(),
    }));
    let grant = |value: &str| Grant {
        resource: Some(graph),
        resource_name: "Microsoft Graph".into(),
        role_id: id(value),
        value: Some(value.into()),
        since: None,
    };
    snapshot.app.grants = known(vec![grant("Calendars.ReadWrite"), grant("Mail.Send")]);
    snapshot.app.delegated =
        known(vec![DelegatedGrant { resource: Some(graph), scopes: vec!["User.Read".into()], for_everybody: true }]);
    let roles = vec!["Calendars.ReadWrite".into()];
    snapshot.app.graph_token = known(TokenClaims { roles, is_app_only: true, ..TokenClaims::default() });
    let policy = |app_id, right| AccessPolicy {
        identity: "contoso\\x:S-1-5;y".into(),
        app_id,
        right,
        scope_name: "Sync rooms".into(),
        scope_identity: "Sync rooms".into(),
        description: Some("rooms only".into()),
    };
    snapshot.access.policies = known(vec![
        policy(Some(AppId(guid(0xbbbb))), AccessRight::RestrictAccess),
        policy(None, AccessRight::DenyAccess),
    ]);
    snapshot.access.assignments = known(vec![RoleAssignment {
        name: "a".into(),
        role: "Application Calendars.Read".into(),
        scope: AssignmentScope::CustomScope("Rooms of \u{202e}Berlin".into()),
    }]);
    snapshot.access.scopes = known(vec![ManagementScope {
        id: None,
        name: "Rooms of \u{202e}Berlin".into(),
        recipient_filter: Some("MemberOfGroup -eq 'CN=Sync rooms'".into()),
        exclusive: Some(false),
    }]);
    snapshot.access.groups.insert(
        "Sync rooms".into(),
        known(Some(ScopeGroup {
            guid: None,
            is_dir_synced: Some(false),
            address: None,
            display_name: "Sync rooms".into(),
            distinguished_name: None,
            object_id: None,
            recipient_type_details: Some("MailUniversalSecurityGroup".into()),
            members: known(Vec::new()),
            nested: std::collections::BTreeMap::new(),
            changed: None,
        })),
    );
    snapshot
}
