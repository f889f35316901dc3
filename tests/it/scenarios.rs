//! Every scenario is gathered and judged, and every check is seen to fail in one run and not to fail in another.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use rsync_check::check::{Area, Judgement, Outcome, REGISTRY, Severity, evaluate};
use rsync_check::exit;
use rsync_check::gather::{Wanted, gather};
use rsync_check::import::{Columns, vendor_rooms};
use rsync_check::product::{Product, Wish, merged};
use rsync_check::report::{FailOn, Report, RunInfo, Stats};
use rsync_check::session::auth::{Credential, Identity, Tokens};
use rsync_check::session::{Cloud, Secret, Session, SessionOptions, progress::Silent};
use rsync_check::sim::{InProcess, Options, Principal, SCENARIOS, Scenario, Simulation, Vouches};
use rsync_check::tenant::{
    Address, Attestation, CloudName, Fact, Header, Permission, Selection, Snapshot, SnapshotVersion, Source, SubjectApp,
};
use snapbox::{assert_data_eq, str};

/// Who signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// The app that is judged.
    App,
    /// Another app that may only read.
    Reader,
    /// A person, through the app that may only read.
    Person,
}

/// One run over a simulated tenant: the scenario, and what differs from the demo.
#[derive(Clone, Copy)]
struct Run {
    scenario: &'static str,
    by: By,
    product: &'static str,
    parameters: &'static [(&'static str, &'static str)],
    rooms: &'static [&'static str],
    lists: &'static [&'static str],
    wishes: &'static [Wish],
    signed_in_with: &'static str,
    /// The product's own list of rooms, as CSV; empty for none.
    vendor_rooms: &'static str,
    /// Attestations in place of those of the scenario: step, day, last day.
    attested: &'static [(&'static str, &'static str, &'static str)],
    /// Mailboxes that the app must not reach; it is made to prove what it reaches when there is one.
    controls: &'static [&'static str],
    /// A second product, which wishes the opposite of what the first wishes for titles.
    beside: Option<&'static str>,
}

/// What the demo asks: Spacewell, bookable two years ahead.
const DEMO: Run = Run {
    scenario: "healthy",
    by: By::App,
    product: "spacewell",
    parameters: &[("horizon_days", "730")],
    rooms: &[],
    lists: &[],
    wishes: &[],
    signed_in_with: "secret",
    vendor_rooms: "",
    attested: &[],
    controls: &[],
    beside: None,
};

/// Runs beside those of all scenarios, each for a check that asks for more than a tenant: a parameter, a room or a list
/// that was named, another identity or another product.
const EXTRA: &[Run] = &[
    Run { product: "generic", parameters: &[], ..DEMO },
    Run { by: By::Reader, ..DEMO },
    Run { scenario: "separate-reader", by: By::Reader, product: "generic", parameters: &[], ..DEMO },
    // CR008: the app can use a certificate.
    Run { signed_in_with: "certificate", ..DEMO },
    // Only a reader sees an app that cannot sign in or may not read.
    Run { scenario: "expired-secret", by: By::Reader, ..DEMO },
    Run { scenario: "nothing-consented", by: By::Reader, ..DEMO },
    // CP034: no horizon is known.
    Run { scenario: "calendar-faults", product: "generic", parameters: &[], ..DEMO },
    // CP015 and CP017: no built-in product minds, a customer's own may.
    Run { scenario: "calendar-faults", wishes: &[Wish::Attachments, Wish::ExternalInvitations], ..DEMO },
    // CP031 and CP023 compare with what the product was told.
    Run {
        scenario: "calendar-faults",
        parameters: &[("horizon_days", "730"), ("booking_account", "lee.gu@contoso.com"), ("max_minutes", "480")],
        ..DEMO
    },
    // RM002: an address that no room has.
    Run { rooms: &["nobody@contoso.com", "ams-01-rembrandt@contoso.com"], ..DEMO },
    // RM001, RM003, RM011, RM017, RM018 and PL012: the product's own list differs from the tenant.
    Run {
        vendor_rooms: "id,mail,seats\n1,ams-01-rembrandt@contoso.com,999\n2,lee.gu@contoso.com,\n\
            3,ams-01-rembrandt@contoso.onmicrosoft.com,\n4,,\n5,nobody@contoso.com,\n",
        ..DEMO
    },
    // MA002, MA003, MA004: what was vouched for has ended, ends soon, or is no step.
    Run { attested: &[("security-review", "2025-01-01", "2025-12-31")], ..DEMO },
    Run {
        attested: &[("security-review", "2026-01-01", "2026-12-01"), ("unheard-of", "2026-01-01", "2026-12-01")],
        ..DEMO
    },
    // AC011 and AC018: the app is made to prove what it reaches.
    Run { controls: &["lee.gu@contoso.com"], ..DEMO },
    Run { scenario: "access-holes", controls: &["adele.vance@contoso.com"], ..DEMO },
    // AC026: only one program is let in, and this is another one.
    Run { scenario: "access-holes", parameters: &[("user_agent", "WorkplaceSync/3.2")], ..DEMO },
    // AC032: the mailbox of strict mode is there and out of the app's reach.
    Run {
        scenario: "servicenow-ready",
        by: By::Reader,
        product: "servicenow",
        parameters: &[("booking_account", "lee.gu@contoso.com"), ("mode", "strict")],
        ..DEMO
    },
    // A mode that was withdrawn, and the one in its place on the same tenant.
    Run { scenario: "spaceiq-as-written", by: By::Reader, product: "spaceiq", parameters: &[], ..DEMO },
    // ServiceNow's personal mode: people sign in themselves.
    Run {
        scenario: "servicenow-strict-ready",
        by: By::Reader,
        product: "servicenow",
        parameters: &[("booking_account", "workplace.bookings@contoso.com"), ("mode", "personal")],
        ..DEMO
    },
    // CP036: two products that cannot both be right.
    Run { beside: Some("generic"), ..DEMO },
    // CP037, CP038 and CP039: no built-in product wishes for these, a customer's own may.
    Run { wishes: &[Wish::TitlesRemoved, Wish::BodyRemoved, Wish::AttachmentsRemoved, Wish::Approval], ..DEMO },
    Run { wishes: &[Wish::CalendarRights], parameters: &[("booking_account", "lee.gu@contoso.com")], ..DEMO },
    Run {
        scenario: "mailbox-faults",
        wishes: &[Wish::CalendarRights],
        parameters: &[("booking_account", "lee.gu@contoso.com")],
        ..DEMO
    },
    // EN003: a person who may read everything and mend nothing.
    Run { by: By::Person, signed_in_with: "device", ..DEMO },
    Run { scenario: "setup-faults", by: By::Person, signed_in_with: "device", ..DEMO },
    // EN005: a domain that is not this tenant's. SB: the subscriptions are told against what the product uses.
    Run {
        scenario: "setup-faults",
        product: "servicenow",
        parameters: &[("domain", "fabrikam.example"), ("notification_host", "hooks.workplace.example")],
        ..DEMO
    },
    // PL005: a distribution group that is no room list.
    Run { scenario: "list-faults", lists: &["rooms-without-flag@contoso.com"], ..DEMO },
];

/// Rooms of a scenario that is large for its own sake: what it shows does not need all of them.
const LARGE: usize = 300;

fn now() -> Timestamp {
    "2026-11-21T09:26:00Z".parse().unwrap()
}

fn product(run: &Run) -> Product {
    let first = first_product(run);
    let Some(beside) = run.beside else { return first };
    let mut other = Product::builtin(beside).unwrap();
    let rule = other.wishes.remove(&Wish::Titles).unwrap();
    other.wishes.insert(Wish::TitlesRemoved, rule);
    merged(vec![first, other])
}

fn first_product(run: &Run) -> Product {
    let mut product = Product::builtin(run.product).unwrap();
    for (name, value) in run.parameters {
        product.set(name, value).unwrap();
    }
    let rule = product.wish(Wish::Recurrence).cloned();
    for wish in run.wishes {
        if let Some(opposite) = wish.opposite() {
            product.wishes.remove(&opposite);
        }
        product.wishes.insert(*wish, rule.clone().unwrap());
    }
    product
}

fn simulation(run: &Run) -> Simulation {
    let mut options = Options::at(now());
    options.rooms = (run.scenario == "large").then_some(LARGE);
    let mut state = Scenario::named(run.scenario).unwrap().state(&options);
    if run.by == By::Person {
        let reader = state.reader;
        state.app_mut(reader).registration.as_mut().unwrap().is_public_client = true;
    }
    Simulation::new(state, &options)
}

fn addresses(texts: &[&str]) -> BTreeSet<Address> {
    texts.iter().map(|text| Address::parse(text).unwrap()).collect()
}

/// Gathers over the simulated tenant; `None` when the identity cannot sign in.
fn read(run: &Run, simulation: Simulation) -> Option<Snapshot> {
    let identity = simulation.identity();
    let (client, secret) = match run.by {
        By::App => (identity.app, identity.secret),
        By::Reader | By::Person => identity.reader,
    };
    let product = product(run);
    let clock: Arc<dyn Fn() -> Timestamp + Send + Sync> = Arc::new(now);
    let cloud = Cloud::of(CloudName::Public);
    let transport = Arc::new(InProcess::new(Arc::new(simulation)));
    let signing_in = Identity {
        cloud: cloud.clone(),
        tenant: identity.tenant,
        client_id: Some(client),
        credential: match run.by {
            By::Person => Credential::DeviceCode,
            By::App | By::Reader => Credential::Secret(Secret::new(secret)),
        },
        prompt: Arc::new(|_| {}),
        accept_opaque: false,
    };
    let tokens = Tokens::new(signing_in, Arc::clone(&transport) as _, Arc::clone(&clock));
    let session = Session::new(SessionOptions {
        transport,
        tokens,
        cloud,
        tenant: identity.tenant,
        observer: Arc::new(Silent),
        max_wait: std::time::Duration::from_secs(300),
        simulator: None,
        now: clock,
        wait_share: 0.0,
    });
    let selection = Selection { rooms: addresses(run.rooms), lists: addresses(run.lists) };
    let header = Header {
        format: SnapshotVersion::CURRENT,
        tool_version: String::new(),
        cloud: CloudName::Public,
        tenant: identity.tenant,
        reader: Some(client),
        signed_in_with: run.signed_in_with.to_owned(),
        taken_at: now(),
        product: product.name.clone(),
        parameters: product.parameters_as_text(),
        more_products: Vec::new(),
        product_files: std::collections::BTreeMap::new(),
        selection: selection.clone(),
        control_mailboxes: addresses(run.controls),
    };
    let vendor_rooms = (!run.vendor_rooms.is_empty())
        .then(|| vendor_rooms(run.vendor_rooms.as_bytes(), &Columns::default(), None).unwrap());
    let wanted = Wanted {
        app: true,
        access: true,
        lists: true,
        places: true,
        calendars: true,
        mailboxes: true,
        setup: true,
        selection,
        probe: !run.controls.is_empty(),
        controls: addresses(run.controls),
        named: vendor_rooms
            .iter()
            .flatten()
            .filter_map(|room| room.address.clone())
            .chain(product.parameters.booking_accounts().cloned())
            .chain(addresses(run.controls))
            .collect(),
    };
    let app = SubjectApp::unread(identity.app, run.by == By::App);
    // A person takes a while to type the code; nobody here has to wait for it.
    let is_paused = run.by == By::Person;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(is_paused).build().unwrap();
    let mut snapshot = runtime.block_on(gather(&session, header, app, &wanted)).ok()?;
    if let Some(rooms) = vendor_rooms {
        snapshot.put_vendor_rooms(rooms, now());
    }
    let attestations = match Scenario::named(run.scenario).unwrap().vouches {
        _ if !run.attested.is_empty() => run.attested.iter().map(attestation).collect(),
        Vouches::Everything => product.vouched("Demo", "simulated", now().to_zoned(jiff::tz::TimeZone::UTC).date()),
        Vouches::Nothing => Vec::new(),
    };
    snapshot.attestations = Fact::known(attestations, Source::Attestations, now());
    Some(snapshot)
}

fn attestation((step, date, expires): &(&str, &str, &str)) -> Attestation {
    Attestation {
        step: (*step).to_owned(),
        product: None,
        owner: "Ann".into(),
        date: date.parse().unwrap(),
        evidence: "ticket 12".into(),
        expires: expires.parse().unwrap(),
    }
}

fn judge(run: &Run, snapshot: &Snapshot) -> Vec<Judgement> {
    evaluate(snapshot, &product(run), &Area::ALL).collect()
}

fn report(run: &Run, snapshot: &Snapshot) -> Report {
    let info = RunInfo {
        id: RunInfo::id_of(now(), snapshot.header.tenant),
        started: now(),
        finished: now(),
        command: Vec::new(),
        cloud: CloudName::Public,
        interrupted: false,
    };
    Report::new(snapshot, &product(run), judge(run, snapshot), info, Stats::default())
}

/// All runs with what was gathered: read once for all tests.
fn runs() -> &'static [(Run, Option<Snapshot>)] {
    static RUNS: LazyLock<Vec<(Run, Option<Snapshot>)>> = LazyLock::new(read_all);
    &RUNS
}

fn read_all() -> Vec<(Run, Option<Snapshot>)> {
    let all = SCENARIOS.iter().map(|scenario| Run {
        scenario: scenario.name,
        by: if scenario.is_read_by_another { By::Reader } else { By::App },
        product: scenario.followed.map_or(DEMO.product, |followed| followed.product),
        parameters: scenario.followed.map_or(DEMO.parameters, |followed| followed.parameters),
        ..DEMO
    });
    let all: Vec<Run> = all.chain(EXTRA.iter().copied()).collect();
    // Two at a time: each is a thread of its own work.
    let half = all.len().div_ceil(2);
    std::thread::scope(|scope| {
        let halves = all
            .chunks(half)
            .map(|part| scope.spawn(|| part.iter().map(|run| (*run, read(run, simulation(run)))).collect::<Vec<_>>()));
        let halves: Vec<_> = halves.collect();
        halves.into_iter().flat_map(|half| half.join().unwrap()).collect()
    })
}

fn title(run: &Run) -> String {
    let mut title = run.scenario.to_owned();
    match run.by {
        By::App => {}
        By::Reader => title.push_str(", read by another app"),
        By::Person => title.push_str(", read by a person"),
    }
    if run.product != DEMO.product {
        write!(title, ", {}", run.product).unwrap();
    }
    for (name, value) in run.parameters.iter().filter(|parameter| !DEMO.parameters.contains(parameter)) {
        write!(title, ", {name} {value}").unwrap();
    }
    for wish in run.wishes {
        write!(title, ", wishes {wish:?}").unwrap();
    }
    if run.signed_in_with != DEMO.signed_in_with {
        write!(title, ", signed in with a {}", run.signed_in_with).unwrap();
    }
    if !run.vendor_rooms.is_empty() {
        title.push_str(", with the product's own rooms");
    }
    for (step, _, expires) in run.attested {
        write!(title, ", {step} until {expires}").unwrap();
    }
    if let Some(beside) = run.beside {
        write!(title, ", beside {beside} without titles").unwrap();
    }
    for control in run.controls {
        write!(title, ", not {control}").unwrap();
    }
    for asked in run.rooms.iter().chain(run.lists) {
        write!(title, ", {asked}").unwrap();
    }
    title
}

/// Ids by what was said, worst first.
fn said(judgements: &[Judgement]) -> String {
    let mut said: BTreeMap<(u8, &str), BTreeSet<&str>> = BTreeMap::new();
    for judgement in judgements {
        for judged in &judgement.outcomes {
            let place = match &judged.outcome {
                Ok(Outcome::Fail(finding)) => match finding.severity.unwrap_or(judgement.check.severity) {
                    Severity::Error => (0, "error"),
                    Severity::Warning => (1, "warning"),
                    Severity::Info => (2, "info"),
                },
                Ok(Outcome::Pending { .. }) => (3, "pending"),
                Err(_) => (4, "unknown"),
                Ok(Outcome::Pass | Outcome::NotApplicable) => continue,
            };
            said.entry(place).or_default().insert(judgement.check.id);
        }
    }
    let lines = said.into_iter().map(|((_, word), ids)| {
        // Whole areas that could not be read are counted, not listed.
        let ids = match ids.len() {
            30.. => format!("{} checks", ids.len()),
            _ => ids.into_iter().collect::<Vec<_>>().join(" "),
        };
        format!("  {word}: {ids}\n")
    });
    lines.collect()
}

#[test]
fn each_scenario_fails_exactly_the_checks_that_it_is_made_for() {
    let mut table = String::new();
    for (run, snapshot) in runs() {
        let cannot = || "  cannot sign in\n".to_owned();
        let said = snapshot.as_ref().map_or_else(cannot, |snapshot| said(&judge(run, snapshot)));
        writeln!(table, "{}\n{said}", title(run)).unwrap();
    }
    assert_data_eq!(
        table,
        str![[r#"
healthy
  info: AC005 AC019 CR008 PV005

mixed
  error: AC008 CP011 CP012 CP013 CP022 MA001 PL002
  warning: CR002 MA001 PL003 PL004 RM005
  info: AC005 AC006 AC019 AC022 CP029 CR008 MA001 PL006 PV005
  pending: RM006
  unknown: 34 checks

nothing-consented
  error: AC001
  warning: EN001
  info: CR008
  unknown: AC001 AC002 AC003 AC004 AC005 AC008 AC010 AC016 AC017 AC020 AC023 AC025 AC026 AC027 AC028 AC029 AC031 CR001 CR002 CR003 CR004 CR005 PL001 PV005 RM014

expired-secret
  cannot sign in

no-room-list
  error: PL001
  info: AC005 AC019 CR008 PV005

hidden-rooms
  warning: RM005
  info: AC005 AC019 CR008 PV005

short-window
  error: CP022
  info: AC005 AC019 CP029 CR008 PV005

unscoped-app
  error: AC008
  info: AC005 AC019 CR008 PV005

policy-scoped
  warning: AC015
  info: AC005 AC006 AC019 CR008 PV005

rbac-leftover-grant
  error: AC008 AC009
  info: AC005 AC019 CR008 PV005

no-exchange-role
  warning: EN001
  info: AC005 AC019 CR008 PV005
  unknown: 52 checks

throttled
  info: AC005 AC019 CR008 PV005

large
  error: CP022
  info: AC005 AC019 CR008 PV005

calendar-faults
  error: CP001 CP002 CP003 CP011 CP012 CP013 CP019 CP022 CP026 CP033 RM010
  warning: CP004 CP005 CP006 CP007 CP008 CP009 CP018 CP020 CP021 CP024 CP025 CP032 CP035
  info: AC005 AC019 CP004 CP014 CP016 CP027 CP028 CP029 CP032 CR008 PV005
  unknown: CP001 CP024 CP027

list-faults
  error: PL002
  warning: PL003 PL004 PL009
  info: AC005 AC019 CR008 PL010 PV005

place-faults
  error: RM004
  warning: PL004 RM005 RM007 RM008 RM015
  info: AC005 AC019 CR008 PL006 PL007 PL008 PV005
  pending: RM006
  unknown: RM004

app-faults
  error: AC001 AC004 AC008
  warning: AC003 AC005 AC017 AC023 AC024 CR003
  info: AC005 AC019 AC022 AC025 CR001 CR005 CR008
  unknown: RM008

access-faults
  error: AC010 AC020 AC029
  warning: AC012 AC013 AC014 AC015
  info: AC005 AC019 CR008 PV005
  unknown: AC010 RM008

vendor-app, read by another app
  error: AC008
  info: AC019 AC028 PV005
  unknown: RM008

separate-reader, read by another app
  info: AC019 CR008 PV005

disabled-app, read by another app
  error: AC007
  info: AC019 CR008 PV005

fresh-consent
  info: AC005 AC019 AC022 CR008 PV005
  pending: AC027

secret-ends-soon
  warning: CR002 CR004
  info: AC005 AC019 CR008 PV005

scope-lacks-rooms
  error: AC008 AC009
  warning: AC021
  info: AC005 AC019 CR008 PV005

no-rooms
  error: PL001 RM014
  info: AC005 AC019 CR008 PV005

earlier-permissions, read by another app
  error: AC001
  info: AC006 AC019 AC022 AC031 CR008 PV005
  unknown: AC008 AC010 AC012 AC013 AC014 AC015 AC020

mailbox-faults
  error: CP010 PV004
  warning: CP010 PV001 PV002 PV003 RM009 RM012
  info: AC005 AC019 CR008 PL011 PV005

access-holes
  error: AC020
  info: AC005 AC019 CR008 PV005
  unknown: AC026 RM008

setup-faults
  warning: AC016 EN002 EN004
  info: AC005 AC019 CR008 PV005

spacewell-ready, read by another app
  info: AC019 CR008 PV005

spacewell-as-written, read by another app
  error: AC010 CP011 CP012 CP013 CP022 MA001
  warning: AC015 CP020 CP021 MA001
  info: AC006 AC019 AC022 CP014 CP029 CR008 MA001 PV005

ioffice-ready, read by another app, ioffice, horizon_days 365
  info: CR008

ioffice-as-written, ioffice, horizon_days 365
  error: CP022 MA001
  warning: AC012 AC015 MA001 SB001
  info: AC005 AC019 CP011 CP012 CP013 CP014 CP020 CP021 CR008 MA001
  unknown: AC010

servicenow-ready, read by another app, servicenow, horizon_days 365, notification_host hooks.workplace.example
  info: CR008

servicenow-strict-ready, read by another app, servicenow, booking_account workplace.bookings@contoso.com, horizon_days 365, mode strict, notification_host hooks.workplace.example
  info: CR008

servicenow-as-written, servicenow, booking_account workplace.bookings@contoso.com, horizon_days 365, mode strict, notification_host hooks.workplace.example
  error: AC032 CP022 MA001 RM016 SB001 SB005
  warning: AC008 MA001 SB002 SB003
  info: AC005 AC019 CP011 CP012 CP013 CP014 CP020 CP021 CR008 MA001 SB006

spaceiq-ready, read by another app, spaceiq, horizon_days 365
  info: AC019 AC022

spaceiq-as-written, read by another app, spaceiq, booking_account cronofy.service@contoso.com, horizon_days 365, mode full
  error: AC016 AC030 CP022 MA001 RM016
  warning: MA001
  info: AC019 AC028 CP011 CP012 CP013 CP014 CP020 CP021

roomz-ready, read by another app, roomz, horizon_days 365
  info: CR008

roomz-as-written, read by another app, roomz, horizon_days 365
  error: AC010 CP011 CP012 CP013 CP022 MA001
  warning: AC015 MA001
  info: CP014 CP015 CP020 CP021 CP029 CR008 MA001

healthy, generic
  info: AC005 AC019 CR008

healthy, read by another app
  warning: AC005
  info: AC006 AC019 CR008 PV005
  unknown: RM008

separate-reader, read by another app, generic
  info: AC005 AC019 CR008

healthy, signed in with a certificate
  info: AC005 AC019 PV005

expired-secret, read by another app
  error: CR001
  warning: AC005
  info: AC006 AC019 PV005
  unknown: RM008

nothing-consented, read by another app
  error: AC001
  warning: AC002
  info: CR008
  unknown: RM008

calendar-faults, generic
  error: CP001 CP002 CP003 CP019 CP022 CP026 CP033 RM010
  warning: CP004 CP005 CP006 CP007 CP008 CP009 CP011 CP012 CP013 CP018 CP024 CP025 CP032 CP034 CP035
  info: AC005 AC019 CP004 CP014 CP016 CP020 CP021 CP027 CP028 CP029 CP032 CR008
  unknown: CP001 CP024 CP027

calendar-faults, wishes Attachments, wishes ExternalInvitations
  error: CP001 CP002 CP003 CP011 CP012 CP013 CP019 CP022 CP026 CP033 RM010
  warning: CP004 CP005 CP006 CP007 CP008 CP009 CP015 CP017 CP018 CP020 CP021 CP024 CP025 CP032 CP035
  info: AC005 AC019 CP004 CP014 CP016 CP027 CP028 CP029 CP032 CR008 PV005
  unknown: CP001 CP024 CP027

calendar-faults, booking_account lee.gu@contoso.com, max_minutes 480
  error: CP001 CP002 CP003 CP011 CP012 CP013 CP019 CP022 CP026 CP031 CP033 RM010
  warning: CP004 CP005 CP006 CP007 CP008 CP009 CP018 CP020 CP021 CP023 CP024 CP025 CP031 CP032 CP035
  info: AC005 AC019 CP004 CP014 CP016 CP027 CP028 CP029 CP032 CR008 PV005
  unknown: CP001 CP024 CP027 CP031

healthy, nobody@contoso.com, ams-01-rembrandt@contoso.com
  error: RM002
  info: AC005 AC019 CR008 PV005

healthy, with the product's own rooms
  error: RM001 RM002
  warning: RM003 RM011 RM018
  info: AC005 AC019 CR008 PL012 PV005 RM017

healthy, security-review until 2025-12-31
  error: MA001
  warning: MA001 MA002
  info: AC005 AC019 CR008 MA001 PV005

healthy, security-review until 2026-12-01, unheard-of until 2026-12-01
  error: MA001
  warning: MA001 MA004
  info: AC005 AC019 CR008 MA001 MA003 PV005

healthy, not lee.gu@contoso.com
  info: AC005 AC019 CR008 PV005

access-holes, not adele.vance@contoso.com
  error: AC011 AC018 AC020
  info: AC005 AC019 CR008 PV005
  unknown: AC026 RM008

access-holes, user_agent WorkplaceSync/3.2
  error: AC020 AC026
  info: AC005 AC019 CR008 PV005
  unknown: RM008

servicenow-ready, read by another app, servicenow, booking_account lee.gu@contoso.com, mode strict
  error: AC032
  info: CR008

spaceiq-as-written, read by another app, spaceiq
  error: MA001
  warning: AC016 MA001
  info: AC008 AC019 CP011 CP012 CP013 CP014 CP020 CP021

servicenow-strict-ready, read by another app, servicenow, booking_account workplace.bookings@contoso.com, mode personal
  error: AC004
  warning: AC005
  info: CR008

healthy, beside generic without titles
  error: CP036
  info: AC005 AC019 CR008 PV005

healthy, wishes TitlesRemoved, wishes BodyRemoved, wishes AttachmentsRemoved, wishes Approval
  warning: CP037 CP038
  info: AC005 AC019 CR008 PV005

healthy, booking_account lee.gu@contoso.com, wishes CalendarRights
  warning: CP039
  info: AC005 AC019 CR008 PV005

mailbox-faults, booking_account lee.gu@contoso.com, wishes CalendarRights
  error: CP010 PV004
  warning: CP010 CP031 CP039 PV001 PV003 RM009 RM012
  info: AC005 AC019 CR008 PL011 PV005

healthy, read by a person, signed in with a device
  warning: AC005
  info: AC006 AC019 CR008 PV005
  unknown: RM008

setup-faults, read by a person, signed in with a device
  warning: AC005 AC016 EN002 EN004
  info: AC006 AC019 CR008 EN003 PV005
  unknown: RM008

setup-faults, servicenow, domain fabrikam.example, notification_host hooks.workplace.example
  error: EN005 SB001 SB005
  warning: AC005 AC016 EN002 EN004 SB002 SB003 SB004
  info: AC005 AC019 CR008 SB006

list-faults, rooms-without-flag@contoso.com
  warning: PL005
  info: AC005 AC019 CR008 PV005


"#]]
    );
}

#[test]
fn every_check_fails_in_one_run_and_is_content_in_another() {
    let (mut failed, mut content) = (BTreeSet::new(), BTreeSet::new());
    for (run, snapshot) in runs() {
        let Some(snapshot) = snapshot else { continue };
        let judgements = judge(run, snapshot);
        for judgement in &judgements {
            let mut outcomes = judgement.outcomes.iter().map(|judged| &judged.outcome);
            let is_fault = |outcome: &_| matches!(outcome, Ok(Outcome::Fail(_) | Outcome::Pending { .. }));
            if outcomes.clone().any(is_fault) {
                failed.insert(judgement.check.id);
            } else if outcomes.clone().any(|outcome| matches!(outcome, Ok(Outcome::Pass)))
                || outcomes.all(Result::is_ok)
            {
                content.insert(judgement.check.id);
            }
        }
        for (one, other) in judgements.iter().zip(judge(run, snapshot)) {
            assert_eq!(one.outcomes, other.outcomes, "{} judged twice", one.check.id);
        }
    }
    let lacking = |seen: &BTreeSet<&str>| -> Vec<_> {
        REGISTRY.iter().map(|check| check.id).filter(|id| !seen.contains(id)).collect()
    };
    assert_eq!((lacking(&failed), lacking(&content)), (Vec::new(), Vec::new()), "(never failed, never content)");
}

/// Whether nothing is wrong, open or worth more than a note.
#[track_caller]
fn assert_healthy(run: &Run, snapshot: &Snapshot) {
    let said = said(&judge(run, snapshot));
    for word in ["error", "warning", "pending", "unknown"] {
        assert!(!said.contains(word), "{}\n{said}", title(run));
    }
    assert_eq!(report(run, snapshot).verdict(FailOn::Warning, &[]), exit::OK, "{}", title(run));
}

#[test]
fn a_healthy_tenant_is_healthy_for_every_product_and_every_reader() {
    for (scenario, by) in [("healthy", By::App), ("separate-reader", By::Reader)] {
        for (product, parameters) in [("spacewell", DEMO.parameters), ("generic", &[])] {
            let run = Run { scenario, by, product, parameters, ..DEMO };
            assert_healthy(&run, &read(&run, simulation(&run)).unwrap());
        }
    }
}

#[test]
fn a_tenant_that_follows_its_guide_is_green_and_one_that_followed_it_as_written_is_not() {
    let (mut ready, mut as_written) = (BTreeSet::new(), BTreeSet::new());
    for (run, snapshot) in runs() {
        let Some(followed) = Scenario::named(run.scenario).unwrap().followed else { continue };
        let is_its_own_run = run.product == followed.product && run.parameters == followed.parameters;
        let snapshot = snapshot.as_ref().unwrap();
        if run.scenario.ends_with("-ready") && is_its_own_run {
            assert_healthy(run, snapshot);
            ready.insert(followed.product);
        } else if run.scenario.ends_with("-as-written") && is_its_own_run {
            assert_eq!(report(run, snapshot).verdict(FailOn::Error, &[]), exit::FINDINGS, "{}", title(run));
            as_written.insert(followed.product);
        }
    }
    let guides: BTreeSet<_> = Product::builtin_names().into_iter().filter(|name| *name != "generic").collect();
    assert_eq!((ready, as_written), (guides.clone(), guides));
}

#[test]
fn the_documented_least_rights_are_enough_for_exit_0_on_a_healthy_tenant() {
    let documented = std::fs::read_to_string(crate::support::repository("docs/permissions.md")).unwrap();
    let run = Run { scenario: "separate-reader", by: By::Reader, ..DEMO };
    let options = Options::at(now());
    let state = |change: fn(&mut Principal)| {
        let mut state = Scenario::named(run.scenario).unwrap().state(&options);
        let reader = state.reader;
        change(state.app_mut(reader).principal.as_mut().unwrap());
        state
    };
    let role_group = state(|_| {});
    let principal = role_group.apps.iter().find(|app| app.app_id == role_group.reader).unwrap();
    for role in &principal.principal.as_ref().unwrap().exchange_roles {
        assert!(documented.contains(&format!("'{role}'")), "{role} is not what the page asks for");
    }
    for request in &principal.registration.as_ref().unwrap().requested {
        let name = Permission::by_id(request.0, request.1).unwrap().value;
        assert!(documented.contains(name), "{name} is not what the page asks for");
    }
    // The directory role that the page names in place of the role group: all but the role for inbox rules.
    let global_reader = state(|principal| {
        principal.exchange_roles.retain(|role| !role.starts_with("View-Only"));
        principal.directory_roles = vec!["f2ef992c-3afb-46b9-b7cf-a126ee74c451".parse().unwrap()];
    });
    for state in [role_group, global_reader] {
        assert_healthy(&run, &read(&run, Simulation::new(state, &options)).unwrap());
    }
    // One right less, and it shows.
    let one_less = state(|principal| principal.exchange_roles.retain(|role| role != "View-Only Recipients"));
    let snapshot = read(&run, Simulation::new(one_less, &options)).unwrap();
    assert_eq!(report(&run, &snapshot).verdict(FailOn::Error, &[]), exit::INCOMPLETE);
}
