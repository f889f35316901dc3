//! Tenants by name. Each starts from the healthy one and states only what differs.

use jiff::SignedDuration;
use uuid::{Uuid, uuid};

use super::{
    faults::{Fault, Faults, Rule},
    graph::directory::{DELEGATED_CALENDARS, USER_READ},
    healthy::{INBOX_RULES_ROLE, READING_ON_GRAPH, healthy_calendar},
    products,
    simulation::{Options, Simulation},
    state::{Certificate, GroupKind, Home, Place, Policy, Reach, Room, Scope, State},
};
use crate::tenant::{
    Address, AppId, AutomateProcessing, BookingType, CalendarProcessing, DeletedMailbox, FolderRight, Impersonation,
    InboxRule, MailboxRight, Resource, RoomKind, TenantId, Untrusted, app::PermissionKind,
};

/// A simulated tenant by name.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    /// Its name on the command line.
    pub name: &'static str,
    /// What is special about it, in one line.
    pub summary: &'static str,
    /// Whether the demo signs in as the app that may only read, because the subject app is not there to be used.
    pub is_read_by_another: bool,
    /// What the people of the tenant vouch for.
    pub vouches: Vouches,
    /// Whose guide was followed here; `None` where the tenant is no product's in particular.
    pub followed: Option<Followed>,
    rooms: usize,
    differs: fn(&mut State),
}

/// The product whose guide was followed in a simulated tenant, and how it is used there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Followed {
    /// The product's name.
    pub product: &'static str,
    /// Its parameters, where they are not its own defaults.
    pub parameters: &'static [(&'static str, &'static str)],
}

/// What people vouch for in a simulated tenant. What there is to vouch for is the product's matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vouches {
    /// No step at all.
    Nothing,
    /// Every step that the product asks for.
    Everything,
}

impl Scenario {
    /// The scenario with this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        SCENARIOS.iter().find(|scenario| scenario.name == name)
    }

    /// The tenant of the scenario, before it answers: tests change it further.
    pub fn state(&self, options: &Options) -> State {
        let mut state = State::healthy(options, options.rooms.unwrap_or(self.rooms));
        (self.differs)(&mut state);
        state
    }

    /// The tenant of the scenario.
    pub fn simulation(&self, options: &Options) -> Simulation {
        Simulation::new(self.state(options), options)
    }
}

const fn scenario(name: &'static str, summary: &'static str, rooms: usize, differs: fn(&mut State)) -> Scenario {
    Scenario { name, summary, is_read_by_another: false, vouches: Vouches::Everything, followed: None, rooms, differs }
}

const fn followed(
    product: &'static str,
    parameters: &'static [(&'static str, &'static str)],
    scenario: Scenario,
) -> Scenario {
    Scenario { followed: Some(Followed { product, parameters }), ..scenario }
}

const fn vouched_by_nobody(scenario: Scenario) -> Scenario {
    Scenario { vouches: Vouches::Nothing, ..scenario }
}

const fn read_by_another(scenario: Scenario) -> Scenario {
    Scenario { is_read_by_another: true, ..scenario }
}

/// All scenarios.
pub static SCENARIOS: &[Scenario] = &[
    scenario("healthy", "everything as a reservation product wants it", 40, |_| {}),
    vouched_by_nobody(scenario("mixed", "a real-life tenant with a bit of everything", 140, mixed)),
    scenario("nothing-consented", "the subject app has neither consent nor an Exchange role", 40, nothing_consented),
    scenario("expired-secret", "the subject app's only secret ended ten days ago", 40, |state| {
        let secret = state.make_secret("Workplace Sync", "prod", 375, 365);
        state.subject_mut().secrets = vec![secret];
    }),
    scenario("no-room-list", "rooms, but not one room list", 40, |state| {
        state.groups.retain(|group| group.kind != GroupKind::RoomList);
    }),
    scenario("hidden-rooms", "every fourth room is hidden from address lists", 40, |state| {
        state.rooms.iter_mut().step_by(4).for_each(|room| room.hidden = true);
    }),
    scenario("short-window", "a third of the rooms accepts bookings 180 days ahead only", 40, |state| {
        state.rooms.iter_mut().step_by(3).for_each(|room| room.calendar.booking_window_days = Some(180));
    }),
    scenario("unscoped-app", "the app reaches every mailbox of the tenant", 40, |state| {
        state.assignments.clear();
        for permission in ["Calendars.ReadWrite", "MailboxSettings.Read"] {
            state.grant_and_request(state.subject, Resource::MicrosoftGraph, permission);
        }
    }),
    scenario("policy-scoped", "an application access policy confines the app to rooms", 40, policy_scoped),
    scenario(
        "rbac-leftover-grant",
        "Exchange roles confine the app, but the old tenant-wide grant is still there",
        40,
        |state| {
            state.grant_and_request(state.subject, Resource::MicrosoftGraph, "Calendars.ReadWrite");
        },
    ),
    scenario("no-exchange-role", "consent is there, but no Exchange role for reading", 40, |state| {
        let ids = [state.subject, state.reader];
        for id in ids {
            if let Some(principal) = &mut state.app_mut(id).principal {
                principal.exchange_roles.clear();
            }
        }
    }),
    scenario("throttled", "every seventh answer is a 429", 40, |state| state.faults = Faults::throttling(7)),
    scenario("large", "ten thousand rooms, part of them with a short booking window", 10_000, |state| {
        state.rooms.iter_mut().step_by(5).for_each(|room| room.calendar.booking_window_days = Some(180));
    }),
    scenario("calendar-faults", "one room for each fault of calendar processing", 10, calendar_faults),
    scenario("list-faults", "room lists: hidden, nested, with people, too large", 40, list_faults),
    scenario("place-faults", "rooms: places with gaps, mailboxes that nothing reaches", 10, place_faults),
    scenario("app-faults", "the app registration: permissions, credentials, audience", 10, app_faults),
    scenario("access-faults", "access policies and Exchange roles that do not do what they seem to", 20, access_faults),
    read_by_another(scenario(
        "vendor-app",
        "the app belongs to the vendor: only its service principal is here",
        40,
        vendor_app,
    )),
    read_by_another(scenario(
        "separate-reader",
        "everything is well, and an app of its own reads it with the least rights",
        40,
        separate_reader,
    )),
    read_by_another(scenario("disabled-app", "somebody switched off the app's sign-in", 40, |state| {
        separate_reader(state);
        state.subject_principal_mut().account_enabled = false;
    })),
    scenario(
        "fresh-consent",
        "an administrator consented two minutes ago, and the token does not show it",
        40,
        |state| {
            state.grant_and_request(state.subject, Resource::MicrosoftGraph, "Calendars.ReadBasic.All");
            let just_now = state.now - SignedDuration::from_mins(2);
            if let Some(newest) = state.subject_principal_mut().grants.last_mut() {
                newest.2 = just_now;
            }
            state.consent_delay = SignedDuration::from_mins(30);
        },
    ),
    scenario("secret-ends-soon", "the subject app's only secret ends in nine days", 40, |state| {
        let secret = state.make_secret("Workplace Sync", "prod", 356, 365);
        state.subject_mut().secrets = vec![secret];
    }),
    scenario(
        "scope-lacks-rooms",
        "a group confines the app and lacks two rooms, which only the old tenant-wide consent still reaches",
        40,
        scope_lacks_rooms,
    ),
    scenario("no-rooms", "an empty tenant", 0, |state| state.groups.clear()),
    read_by_another(scenario(
        "earlier-permissions",
        "the app holds what the earlier Spacewell guide asks for",
        40,
        |state| {
            separate_reader(state);
            state.assignments.clear();
            for permission in ["Calendars.ReadBasic.All", "Calendars.ReadWrite"] {
                state.grant_and_request(state.subject, Resource::MicrosoftGraph, permission);
            }
        },
    )),
    scenario("mailbox-faults", "what is wrong inside mailboxes: rules, rights, sizes", 10, mailbox_faults),
    scenario("access-holes", "the app reaches a person, and a room refuses it", 10, access_holes),
    scenario(
        "setup-faults",
        "subscriptions of all kinds of wrong, a clock that differs, little budget",
        12,
        setup_faults,
    ),
    followed(
        "spacewell",
        WORKPLACE,
        read_by_another(scenario(
            "spacewell-ready",
            "Spacewell: everything its guide asks for, done",
            40,
            products::spacewell_ready,
        )),
    ),
    followed(
        "spacewell",
        WORKPLACE,
        read_by_another(scenario(
            "spacewell-broken",
            "Spacewell: ready but for what scripts can mend",
            40,
            products::spacewell_broken,
        )),
    ),
    followed(
        "spacewell",
        WORKPLACE,
        vouched_by_nobody(read_by_another(scenario(
            "spacewell-as-written",
            "Spacewell: its guide followed as it stands",
            40,
            products::spacewell_as_written,
        ))),
    ),
    followed(
        "ioffice",
        NEXT_YEAR,
        read_by_another(scenario(
            "ioffice-ready",
            "iOFFICE: everything its guide asks for, done",
            40,
            products::ioffice_ready,
        )),
    ),
    followed(
        "ioffice",
        NEXT_YEAR,
        read_by_another(scenario(
            "ioffice-broken",
            "iOFFICE: ready but for what scripts can mend",
            40,
            products::ioffice_broken,
        )),
    ),
    followed(
        "ioffice",
        NEXT_YEAR,
        vouched_by_nobody(scenario(
            "ioffice-as-written",
            "iOFFICE: its guide followed as it stands",
            40,
            products::ioffice_as_written,
        )),
    ),
    followed(
        "servicenow",
        SERVICENOW,
        read_by_another(scenario(
            "servicenow-ready",
            "ServiceNow: everything its guide asks for, done",
            40,
            products::servicenow_ready,
        )),
    ),
    followed(
        "servicenow",
        SERVICENOW_STRICT,
        read_by_another(scenario(
            "servicenow-strict-ready",
            "ServiceNow in strict mode: everything its guide asks for, done",
            40,
            products::servicenow_strict_ready,
        )),
    ),
    followed(
        "servicenow",
        SERVICENOW,
        read_by_another(scenario(
            "servicenow-broken",
            "ServiceNow: ready but for what scripts can mend",
            40,
            products::servicenow_broken,
        )),
    ),
    followed(
        "servicenow",
        SERVICENOW_STRICT,
        vouched_by_nobody(scenario(
            "servicenow-as-written",
            "ServiceNow in strict mode: its guide followed as it stands",
            40,
            products::servicenow_as_written,
        )),
    ),
    followed(
        "spaceiq",
        NEXT_YEAR,
        read_by_another(scenario(
            "spaceiq-ready",
            "SpaceIQ: Cronofy's app through Graph, confined to rooms",
            40,
            products::spaceiq_ready,
        )),
    ),
    followed(
        "spaceiq",
        NEXT_YEAR,
        read_by_another(scenario(
            "spaceiq-broken",
            "SpaceIQ: ready but for what scripts can mend",
            40,
            products::spaceiq_broken,
        )),
    ),
    followed(
        "spaceiq",
        SERVICE_ACCOUNT,
        read_by_another(vouched_by_nobody(scenario(
            "spaceiq-as-written",
            "SpaceIQ: the service account of its guide",
            40,
            products::spaceiq_as_written,
        ))),
    ),
    followed(
        "roomz",
        NEXT_YEAR,
        read_by_another(scenario(
            "roomz-ready",
            "ROOMZ: everything its guide asks for, done",
            40,
            products::roomz_ready,
        )),
    ),
    followed(
        "roomz",
        NEXT_YEAR,
        read_by_another(scenario(
            "roomz-broken",
            "ROOMZ: ready but for what scripts can mend",
            40,
            products::roomz_broken,
        )),
    ),
    followed(
        "roomz",
        NEXT_YEAR,
        vouched_by_nobody(read_by_another(scenario(
            "roomz-as-written",
            "ROOMZ: its guide followed as it stands",
            40,
            products::roomz_as_written,
        ))),
    ),
];

const WORKPLACE: &[(&str, &str)] = &[("horizon_days", "730")];
const NEXT_YEAR: &[(&str, &str)] = &[("horizon_days", "365")];
const SERVICENOW: &[(&str, &str)] = &[("horizon_days", "365"), ("notification_host", "hooks.workplace.example")];
const SERVICENOW_STRICT: &[(&str, &str)] = &[
    ("booking_account", "workplace.bookings@contoso.com"),
    ("horizon_days", "365"),
    ("mode", "strict"),
    ("notification_host", "hooks.workplace.example"),
];
const SERVICE_ACCOUNT: &[(&str, &str)] =
    &[("booking_account", "cronofy.service@contoso.com"), ("horizon_days", "365"), ("mode", "full")];

fn mixed(state: &mut State) {
    for (at, room) in state.rooms.iter_mut().enumerate() {
        room.calendar.booking_window_days = Some(if at % 17 == 5 { 90 } else { 180 });
    }
    let lyon = state.rooms.iter_mut().filter(|room| room.place.city.as_deref() == Some("Lyon"));
    for room in lyon.take(15) {
        room.calendar.delete_subject = Some(true);
        room.calendar.add_organizer_to_subject = Some(true);
        room.calendar.remove_private_property = Some(true);
    }
    // Extra lists are small copies, so that the rooms' own lists stay as they are.
    for name in ["Rooms Boardroom", "Rooms Video", "Rooms Old Building"] {
        let members = state.rooms.iter().skip(1).step_by(29).map(|room| room.address.clone()).collect();
        state.add_group(name, GroupKind::RoomList, members);
        state.groups.last_mut().expect("a list was just added").hidden = true;
    }
    let adele = state.users[0].address.clone();
    state.add_to_list("Berlin", &adele);
    nth_room(state, 7, |room| {
        room.place.floor = None;
        room.place.floor_label = None;
    });
    nth_room(state, 12, |room| room.place.capacity = None);
    nth_room(state, 13, |room| {
        room.place.capacity = None;
        room.place.floor = None;
    });
    nth_room(state, 16, |room| room.hidden = true);
    let new = state.now - SignedDuration::from_hours(5);
    nth_room(state, 18, |room| room.created = new);
    let lee = vec![Untrusted::from("Lee Gu")];
    nth_room(state, 21, |room| {
        room.calendar.resource_delegates = Some(lee);
        room.calendar.all_book_in_policy = Some(false);
        room.calendar.all_request_in_policy = Some(true);
    });
    nth_room(state, 23, |room| {
        room.display_name = "MAD-01-Sala \u{202e}noisuf\u{202c} \u{1b}[31m\u{200b}roja".to_owned()
    });
    for nth in [9, 24] {
        if let Some(address) = state.rooms.get(nth).map(|room| room.address.clone()) {
            let broken = Rule::on(&format!("get-calendarprocessing {address}|get-place {address}"), Fault::Broken(500));
            state.faults.rules.push(broken);
        }
    }
    for nth in [26, 33] {
        if let Some(address) = state.rooms.get(nth).map(|room| room.address.clone()) {
            state.remove_from_groups(&address);
        }
    }
    state.assignments.clear();
    for permission in ["Calendars.ReadWrite", "Calendars.Read", "Calendars.ReadBasic.All", "MailboxSettings.Read"] {
        state.grant_and_request(state.subject, Resource::MicrosoftGraph, permission);
    }
    let secret = state.make_secret("Workplace Sync", "prod", 356, 365);
    let certificate = Certificate {
        key_id: state.guid("certificate", "CN=workplace-sync"),
        display_name: "CN=workplace-sync".to_owned(),
        sha256: state.guid("thumbprint", "1").simple().to_string()
            + &state.guid("thumbprint", "2").simple().to_string(),
        sha1: state.guid("thumbprint", "3").simple().to_string()
            + &state.guid("thumbprint", "4").simple().to_string()[..8],
        start: state.days_ago(153),
        end: state.days_ago(-212),
    };
    let subject = state.subject_mut();
    subject.secrets = vec![secret];
    subject.certificates = vec![certificate];
}

/// Changes the room at a position, where the tenant is large enough to have it.
fn nth_room(state: &mut State, nth: usize, change: impl FnOnce(&mut Room)) {
    if let Some(room) = state.rooms.get_mut(nth) {
        change(room);
    }
}

fn nothing_consented(state: &mut State) {
    let principal = state.subject_principal_mut();
    principal.grants.clear();
    principal.exchange_roles.clear();
    state.assignments.clear();
    let subject = state.subject;
    state.exchange_principals.retain(|principal| principal.app_id != subject);
}

fn policy_scoped(state: &mut State) {
    state.assignments.clear();
    let rooms = state.rooms.iter().map(|room| room.address.clone()).collect();
    state.add_group("Rooms for sync", GroupKind::MailSecurity, rooms);
    let target = state.groups.last().map(|group| group.address.clone()).unwrap_or_default();
    let description = "Workplace Sync may only read rooms".to_owned();
    state.policies.push(Policy { app_id: state.subject, denies: false, target, description });
    for permission in ["Calendars.ReadWrite", "Calendars.Read", "MailboxSettings.Read"] {
        state.grant_and_request(state.subject, Resource::MicrosoftGraph, permission);
    }
}

/// Adds a room that differs from a healthy one in its calendar processing only.
fn add_faulty(state: &mut State, name: &str, change: impl FnOnce(&mut CalendarProcessing)) {
    state.add_room_with(name, |room| change(&mut room.calendar));
}

fn calendar_faults(state: &mut State) {
    let disabled = state.add_user("Nestor Wilke", "DisabledUser");
    let no_mailbox = state.add_user("Pradeep Gupta", "MailUser");
    state.add_group("All of Sales", GroupKind::Dynamic, Vec::new());
    let entry = |text: &str| Some(vec![Untrusted::from(text)]);
    let dn = |state: &State, at: usize| Untrusted::new(state.users[at].legacy_dn());
    let person = dn(state, 0);
    let group = state.groups.last().map(super::Group::legacy_dn).unwrap_or_default();
    let gone = super::state::legacy_dn(state.guid("gone", "somebody"), "somebody.gone");
    let disabled_dn =
        state.users.iter().find(|user| user.address == disabled).map(super::User::legacy_dn).unwrap_or_default();
    let no_mailbox = state
        .users
        .iter()
        .find(|user| user.address == no_mailbox)
        .map(|user| user.display_name.clone())
        .unwrap_or_default();
    let person_in = move || Some(vec![person.clone()]);

    add_faulty(state, "CP001 Auto Update", |it| it.automate_processing = Some(AutomateProcessing::AutoUpdate));
    add_faulty(state, "CP001 None", |it| it.automate_processing = Some(AutomateProcessing::None));
    add_faulty(state, "CP001 Auto Update With Delegate", |it| {
        it.automate_processing = Some(AutomateProcessing::AutoUpdate);
        it.resource_delegates = entry("Lee Gu");
    });
    add_faulty(state, "CP001 Unknown Value", |it| {
        it.automate_processing = Some(AutomateProcessing::Other(Untrusted::from("FooBar")));
    });
    add_faulty(state, "CP002 Nobody May Book", |it| it.all_book_in_policy = Some(false));
    add_faulty(state, "CP003 Out Of Policy Without Delegates", |it| it.all_request_out_of_policy = Some(true));
    add_faulty(state, "CP003 Listed Out Of Policy Without Delegates", |it| it.request_out_of_policy = person_in());
    add_faulty(state, "CP004 Forwards To Nobody", |it| {
        it.all_book_in_policy = Some(false);
        it.all_request_in_policy = Some(true);
    });
    add_faulty(state, "CP005 Useless List", |it| {
        it.all_request_out_of_policy = Some(true);
        it.request_out_of_policy = person_in();
        it.resource_delegates = entry("Lee Gu");
    });
    add_faulty(state, "CP006 Ignored List", |it| it.book_in_policy = person_in());
    add_faulty(state, "CP007 Dynamic Group", |it| {
        it.all_book_in_policy = Some(false);
        it.book_in_policy = entry(&group);
    });
    add_faulty(state, "CP007 Deleted Recipient", |it| {
        it.all_book_in_policy = Some(false);
        it.book_in_policy = entry(&gone);
    });
    add_faulty(state, "CP007 Disabled Recipient", |it| {
        it.all_book_in_policy = Some(false);
        it.book_in_policy = entry(&disabled_dn);
    });
    add_faulty(state, "CP008 Disabled Delegate", |it| it.resource_delegates = entry("Nestor Wilke"));
    add_faulty(state, "CP008 Deleted Delegate", |it| it.resource_delegates = entry("Somebody Gone"));
    add_faulty(state, "CP008 Delegate Without Mailbox", |it| it.resource_delegates = entry(&no_mailbox));
    add_faulty(state, "CP009 Not Tentatively", |it| {
        it.add_new_requests_tentatively = Some(false);
        it.resource_delegates = entry("Lee Gu");
    });
    add_faulty(state, "CP011 Delete Subject", |it| it.delete_subject = Some(true));
    add_faulty(state, "CP012 Organizer In Subject", |it| it.add_organizer_to_subject = Some(true));
    add_faulty(state, "CP013 Remove Private", |it| it.remove_private_property = Some(true));
    add_faulty(state, "CP014 Delete Comments", |it| it.delete_comments = Some(true));
    add_faulty(state, "CP015 Delete Attachments", |it| it.delete_attachments = Some(true));
    add_faulty(state, "CP016 Remove Cancelled", |it| it.remove_canceled_meetings = Some(true));
    add_faulty(state, "CP017 Process External", |it| it.process_external_meeting_messages = Some(true));
    add_faulty(state, "CP018 No Series", |it| it.allow_recurring_meetings = Some(false));
    add_faulty(state, "CP019 Conflicts Allowed", |it| it.allow_conflicts = Some(true));
    add_faulty(state, "CP020 No Conflict At All", |it| {
        it.conflict_percentage_allowed = Some(0);
        it.maximum_conflict_instances = Some(0);
    });
    add_faulty(state, "CP021 Horizon Enforced", |it| it.enforce_scheduling_horizon = Some(true));
    add_faulty(state, "CP022 Today Only", |it| it.booking_window_days = Some(0));
    add_faulty(state, "CP022 Short Window", |it| it.booking_window_days = Some(90));
    add_faulty(state, "CP022 Impossible Window", |it| it.booking_window_days = Some(2000));
    add_faulty(state, "CP023 One Hour At Most", |it| it.maximum_duration_minutes = Some(60));
    add_faulty(state, "CP023 One Day At Most", |it| it.maximum_duration_minutes = Some(1440));
    add_faulty(state, "CP024 Minimum On A Room", |it| it.minimum_duration_minutes = Some(30));
    state.add_room_with("CP025 Work Hours Elsewhere", |room| {
        room.calendar.schedule_only_during_work_hours = Some(true);
        room.settings.hours = ("09:00:00".into(), "12:00:00".into());
        room.settings.hours_time_zone = "Pacific Standard Time".to_owned();
    });
    state.add_room_with("CP026 Workspace Without Capacity", |room| {
        room.kind = RoomKind::Workspace;
        room.calendar.allow_conflicts = Some(true);
        room.calendar.enforce_capacity = Some(false);
        room.place.capacity = None;
    });
    state.add_room_with("CP019 Workspace Without Conflicts", |room| {
        room.kind = RoomKind::Workspace;
        room.calendar.allow_conflicts = Some(false);
        room.calendar.enforce_capacity = Some(true);
    });
    add_faulty(state, "CP027 Auto Release", |it| it.enable_auto_release = Some(true));
    add_faulty(state, "CP028 Pending Shows Free", |it| {
        it.tentative_pending_approval = Some(false);
        it.resource_delegates = entry("Lee Gu");
    });
    add_faulty(state, "CP028 Silent Answers", |it| {
        it.enable_response_details = Some(false);
        it.organizer_info = Some(false);
        it.add_additional_response = Some(true);
    });
    add_faulty(state, "CP031 Only Others Book", |it| {
        it.all_book_in_policy = Some(false);
        it.book_in_policy = person_in();
    });
    add_faulty(state, "CP032 Delegates Not Told", |it| {
        it.resource_delegates = entry("Lee Gu");
        it.forward_requests_to_delegates = Some(false);
    });
    add_faulty(state, "RM010 Reserved", |it| it.booking_type = Some(BookingType::Reserved));
    add_faulty(state, "Old Server", |it| {
        *it = CalendarProcessing {
            enable_auto_release: None,
            enforce_capacity: None,
            post_reservation_max_claim_minutes: None,
            minimum_duration_minutes: None,
            ..healthy_calendar()
        }
    });
}

fn list_faults(state: &mut State) {
    let room = state.add_room("LST In No List");
    let rooms: Vec<String> =
        state.rooms.iter().filter(|known| known.address != room).map(|room| room.address.clone()).collect();
    state.add_group("Rooms Hidden", GroupKind::RoomList, rooms.iter().take(3).cloned().collect());
    state.groups.last_mut().expect("a list was just added").hidden = true;
    let inner = state.lists().next().map(|list| list.address.clone()).unwrap_or_default();
    state.add_group("Rooms Nested", GroupKind::RoomList, vec![inner]);
    let mut people: Vec<String> = state.users.iter().take(2).map(|user| user.address.clone()).collect();
    people.extend(rooms.iter().take(1).cloned());
    state.add_group("Rooms And People", GroupKind::RoomList, people);
    let many: Vec<String> = (1..=105).map(|at| state.add_room(&format!("LST Big {at:03}"))).collect();
    state.add_group("Rooms Big", GroupKind::RoomList, many);
    state.add_group("Rooms Empty", GroupKind::RoomList, Vec::new());
    state.add_group("Rooms Without Flag", GroupKind::Distribution, rooms.iter().skip(3).take(3).cloned().collect());
}

fn place_faults(state: &mut State) {
    state.add_room_with("PL No City", |room| room.place.city = None);
    state.add_room_with("PL No Building", |room| room.place.building = None);
    state.add_room_with("PL Blank Building", |room| room.place.building = Some(String::new()));
    state.add_room_with("PL No Floor", |room| {
        room.place.floor = None;
        room.place.floor_label = None;
    });
    state.add_room_with("PL No Capacity", |room| room.place.capacity = None);
    state.add_room_with("PL Nothing At All", |room| room.place = Place::default());
    state.add_room_with("PL Differs In Graph", |room| {
        room.graph_place = Some(Place { city: Some("Rotterdam".to_owned()), capacity: Some(4), ..room.place.clone() });
    });
    state.add_room_with("RM On Premises", |room| {
        room.home = Home::OnPremises;
        room.dir_synced = true;
    });
    state.add_room_with("RM Hidden", |room| room.hidden = true);
    let new = state.now - SignedDuration::from_hours(3);
    state.add_room_with("RM Young", |room| room.created = new);
    state.add_room_with("PL Only In Graph", |room| room.home = Home::GraphOnly);
    state.add_room_with("PL Made A User Mailbox", |room| room.home = Home::Converted);
    state.add_room_with("PL Not In Graph", |room| room.is_lost_by_graph = true);
    state.add_room_with("RM Forwarding", |room| room.forwarding = Some("facilities@example.net".to_owned()));
    let (adele, alex) = (state.users[0].display_name.clone(), state.users[1].display_name.clone());
    state.add_room_with("RM Restricted Senders", |room| room.accepts_only_from = vec![adele]);
    state.add_room_with("RM Rejected Senders", |room| room.rejects_from = vec![alex.clone()]);
    state.add_room_with("RM Moderated", |room| room.moderated_by = vec![alex]);
    state.add_room_with("RM Authenticated Senders", |room| room.require_sender_authentication = true);
    state.add_room_with("RM Auto Reply", |room| room.settings.automatic_replies = "alwaysEnabled");
    state.add_room_with("RM Sign In Enabled", |room| room.account_enabled = true);
    state.add_room_with("RM Dir Synced", |room| room.dir_synced = true);
    state.add_room_with("RM Other Sign In Name", |room| room.upn = format!("res-{}", room.upn));
    state.add_room_with("RM Equipment", |room| room.kind = RoomKind::Equipment);
}

fn app_faults(state: &mut State) {
    let subject = state.subject;
    // Requested and not consented; consented and not requested; the calendar permission itself is missing.
    state.assignments.clear();
    state.request(subject, Resource::MicrosoftGraph, "MailboxSettings.Read");
    state.grant(subject, Resource::MicrosoftGraph, "Calendars.ReadBasic.All");
    state.grant_and_request(subject, Resource::MicrosoftGraph, "Calendars.Read.All");
    state.grant_and_request(subject, Resource::ExchangeOnline, "Calendars.Read");
    state.grant_and_request(subject, Resource::MicrosoftGraph, "Mail.Read");
    state.grant_and_request(subject, Resource::ExchangeOnline, "full_access_as_app");
    let secrets = vec![
        state.make_secret("Workplace Sync", "pilot", 900, 365),
        state.make_secret("Workplace Sync", "first", 500, 365),
        state.make_secret("Workplace Sync", "test", 200, 365),
        state.make_secret("Workplace Sync", "two years", 100, 730),
    ];
    let app = state.subject_mut();
    app.secrets = secrets;
    if let Some(registration) = &mut app.registration {
        registration.sign_in_audience = "AzureADMultipleOrgs".to_owned();
        registration.redirect_uris = vec!["https://sync.example.com/signin".to_owned()];
        registration.requested.push((Resource::MicrosoftGraph, USER_READ, PermissionKind::Delegated));
        registration.requested.push((Resource::MicrosoftGraph, DELEGATED_CALENDARS, PermissionKind::Delegated));
    }
    let principal = state.subject_principal_mut();
    principal.delegated = vec![(Resource::MicrosoftGraph, "User.Read Calendars.ReadWrite".to_owned())];
    principal.tags.retain(|tag| tag != "HideApp");
    principal.assignment_required = true;
}

fn access_faults(state: &mut State) {
    let subject = state.subject;
    let rooms: Vec<String> = state.rooms.iter().map(|room| room.address.clone()).collect();
    let person = state.users[0].address.clone();
    state.add_group("Sync Inner", GroupKind::MailSecurity, rooms.iter().skip(5).take(3).cloned().collect());
    let inner = state.groups.last().map(|group| group.address.clone()).unwrap_or_default();
    let mut members: Vec<String> = rooms.iter().take(5).cloned().collect();
    members.extend([inner, person]);
    state.add_group("Sync Rooms", GroupKind::MailSecurity, members);
    state.add_group("Sync Plain List", GroupKind::Distribution, rooms.iter().take(4).cloned().collect());
    state.add_group("Sync Denied", GroupKind::MailSecurity, rooms.iter().take(1).cloned().collect());
    let domain = state.domain().to_owned();
    let room = rooms.first().cloned().unwrap_or_default();
    for (target, denies, description) in [
        (format!("sync-rooms@{domain}"), false, "rooms, a person and a group"),
        (format!("sync-plain-list@{domain}"), false, "a plain distribution list"),
        (format!("sync-deleted@{domain}"), false, "a group that was deleted"),
        (room, false, "one room mailbox"),
        (format!("sync-denied@{domain}"), true, "one room denied"),
    ] {
        state.policies.push(Policy { app_id: subject, denies, target, description: description.to_owned() });
    }
    for at in 0..241 {
        let app_id = AppId(state.guid("other app", &at.to_string()));
        let target = format!("sync-rooms@{domain}");
        state.policies.push(Policy { app_id, denies: false, target, description: format!("other app {at}") });
    }
    // The object id of the registration, where the service principal's belongs.
    let wrong: Uuid = state.guid("application", "Workplace Sync");
    for principal in state.exchange_principals.iter_mut().filter(|principal| principal.app_id == subject) {
        principal.object_id = wrong;
    }
    for assignment in &mut state.assignments {
        assignment.principal = wrong;
    }
    state.scopes.push(Scope {
        id: state.guid("scope", "Odd"),
        name: "Odd".to_owned(),
        filter: "((RecipientTypeDetails -eq 'RoomMailbox') -and (Office -like 'A*'))".to_owned(),
        exclusive: true,
    });
    let role = "Application Calendars.Read".to_owned();
    state.assignments.push(super::Assignment {
        principal: wrong,
        role,
        reach: Reach::Scope("Odd".to_owned()),
        name: None,
    });
    for permission in ["Calendars.ReadWrite", "MailboxSettings.Read"] {
        state.grant_and_request(subject, Resource::MicrosoftGraph, permission);
    }
}

/// The app holds what the product needs and nothing else; the reader what reading needs at least.
pub(super) fn separate_reader(state: &mut State) {
    let (subject, reader) = (state.subject, state.reader);
    for app in [subject, reader] {
        let app = state.app_mut(app);
        if let Some(registration) = &mut app.registration {
            registration.requested.clear();
        }
        if let Some(principal) = &mut app.principal {
            principal.grants.clear();
            principal.exchange_roles.clear();
        }
    }
    state.grant_and_request(subject, Resource::MicrosoftGraph, "Place.Read.All");
    for permission in READING_ON_GRAPH.into_iter().chain(["MailboxSettings.Read"]) {
        state.grant_and_request(reader, Resource::MicrosoftGraph, permission);
    }
    state.grant_and_request(reader, Resource::ExchangeOnline, "Exchange.ManageAsApp");
    if let Some(principal) = &mut state.app_mut(reader).principal {
        principal.exchange_roles =
            ["View-Only Recipients", "View-Only Configuration", INBOX_RULES_ROLE].map(str::to_owned).to_vec();
    }
}

fn scope_lacks_rooms(state: &mut State) {
    let members = state.rooms.iter().skip(2).map(|room| room.address.clone()).collect();
    state.add_group("Rooms in sync", GroupKind::MailSecurity, members);
    let filter = format!("MemberOfGroup -eq '{}'", state.distinguished_name("Rooms in sync"));
    if let Some(scope) = state.scopes.first_mut() {
        scope.filter = filter;
    }
    state.grant_and_request(state.subject, Resource::MicrosoftGraph, "Calendars.ReadWrite");
    state.grant_and_request(state.subject, Resource::MicrosoftGraph, "MailboxSettings.Read");
}

fn vendor_app(state: &mut State) {
    state.assignments.clear();
    for permission in ["Calendars.ReadWrite", "MailboxSettings.Read"] {
        state.grant(state.subject, Resource::MicrosoftGraph, permission);
    }
    let app = state.subject_mut();
    app.registration = None;
    let principal = state.subject_principal_mut();
    principal.owner = TenantId(uuid!("7d2f5c4e-50b1-4b0a-9d0c-3c1b8f6a2e11"));
    principal.exchange_roles.clear();
    // What a vendor's app holds, it holds for the product, not for reading the tenant's settings.
    let reading: Vec<Uuid> = READING_ON_GRAPH
        .iter()
        .filter(|name| **name != "Place.Read.All")
        .filter_map(|name| super::graph::directory::role_id(Resource::MicrosoftGraph, name))
        .collect();
    principal.grants.retain(|(resource, id, _)| *resource == Resource::MicrosoftGraph && !reading.contains(id));
    let subject = state.subject;
    state.exchange_principals.retain(|principal| principal.app_id != subject);
}

/// A right on a calendar folder.
fn right(user: &str, rights: &[&str], flags: &[&str]) -> FolderRight {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    FolderRight { user: user.into(), rights: words(rights), flags: words(flags) }
}

fn mailbox_faults(state: &mut State) {
    let rule = |name: &str| InboxRule { name: Some(name.into()), enabled: Some(true) };
    state.add_room_with("CP010 Delegate Rule", |room| room.inbox_rules.push(rule("Delegate Rule 3")));
    state.add_room_with("CP010 Another Rule", |room| room.inbox_rules.push(rule("Move to archive")));
    let lee = state.users[8].display_name.clone();
    let open = |user: &str, rights: &[&str], flags: &[&str]| vec![right(user, rights, flags)];
    state.add_room_with("PV001 Reviewer By Default", |room| {
        room.calendar_rights = open("Default", &["Reviewer"], &[]);
    });
    state.add_room_with("PV002 Private Readable", |room| {
        room.calendar_rights.extend(open(&lee, &["Editor"], &["Delegate", "CanViewPrivateItems"]));
    });
    state.add_room_with("PV003 Full Access", |room| {
        room.mailbox_rights.push(MailboxRight {
            user: "S-1-5-21-1111111111-2222222222-3333333333-4444".into(),
            rights: vec!["FullAccess".to_owned()],
            inherited: Some(false),
            deny: Some(false),
        });
    });
    state.add_room_with("PV004 Open To Everybody", |room| {
        room.calendar_rights =
            vec![right("Default", &["AvailabilityOnly"], &[]), right("Anonymous", &["Reviewer"], &[])];
    });
    state.add_room_with("RM009 Full", |room| room.statistics.total_bytes = room.quota_bytes.map(|quota| quota - 4_096));
    let deleted = state.days_ago(6);
    let twin = state.add_room("RM012 Twin");
    state.add_to_list("Amsterdam", &twin);
    state.deleted_mailboxes.push(DeletedMailbox {
        address: Address::parse(&twin).expect("the simulated tenant makes addresses"),
        guid: None,
        display_name: "RM012 Twin".into(),
        deleted: Some(deleted),
        litigation_hold: Some(false),
    });
    state.add_room_with("PL011 Parent", |room| {
        room.place.parent_id = Some("5c1d8f0e-2f6a-4f4e-9c53-0f5a1b7c9d21".to_owned())
    });
    state.add_room_with("CP037 Approval By Lee", |room| {
        room.calendar.all_book_in_policy = Some(false);
        room.calendar.all_request_in_policy = Some(true);
        room.calendar.resource_delegates = Some(vec![lee.as_str().into()]);
    });
}

fn access_holes(state: &mut State) {
    // A person in the scope, and a room that lets no program in but one.
    let person = state.users[0].address.clone();
    let mut members: Vec<String> = state.rooms.iter().map(|room| room.address.clone()).collect();
    members.push(person);
    products::confine_to_group(
        state,
        "Rooms and one person",
        members,
        &["Application Calendars.ReadWrite", "Application MailboxSettings.Read"],
    );
    nth_room(state, 3, |room| {
        room.protocols.ews_application_access_policy = Some("EnforceAllowList".to_owned());
        room.protocols.ews_allow_list = vec!["OneTrustedProgram/*".into()];
    });
}

fn setup_faults(state: &mut State) {
    let (person, now) = (state.users[0].object_id, state.now());
    let old = state.guid("subscription", "of before");
    // The first room has none; the second two; the third ends soon; the fourth tells another host; one watches a person.
    state.subscriptions.remove(0);
    let mut twice = state.subscriptions[0].clone();
    twice.id = old;
    state.subscriptions.push(twice);
    state.subscriptions[1].expires = now + SignedDuration::from_hours(4);
    state.subscriptions[2].notification_url = "https://old.workplace.example/graph".to_owned();
    state.subscriptions[3].lifecycle_url = None;
    state.subscriptions[4].resource = format!("users/{person}/events");
    state.clock_ahead = SignedDuration::from_secs(-600);
    state.exchange_budget = 20;
    // Global Reader.
    state.person_roles = vec![uuid!("f2ef992c-3afb-46b9-b7cf-a126ee74c451")];
    state.impersonation = Some(vec![Impersonation {
        name: "Old sync".into(),
        assignee: "svc-sync".into(),
        assignee_type: Some("User".to_owned()),
        scope: None,
    }]);
}
