//! Runs over simulated tenants, in process: gathered, judged, reported.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use rsync_check::check::{Area, Judgement, Outcome, Severity, evaluate};
use rsync_check::gather::{Wanted, gather};
use rsync_check::import::{Columns, vendor_rooms};
use rsync_check::product::{Product, Wish, merged};
use rsync_check::report::{Report, RunInfo, Stats};
use rsync_check::session::auth::{Credential, Identity, Tokens};
use rsync_check::session::{Cloud, Secret, Session, SessionOptions, progress::Silent};
use rsync_check::sim::{InProcess, Options, SCENARIOS, Scenario, Simulation, Vouches};
use rsync_check::tenant::{
    Address, Attestation, CloudName, Fact, Header, Selection, Snapshot, SnapshotVersion, Source, SubjectApp,
};

/// Who signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The app that is judged.
    App,
    /// Another app that may only read.
    Reader,
    /// A person, through the app that may only read.
    Person,
}

/// One run over a simulated tenant: the scenario, and what differs from the demo.
#[derive(Clone, Copy)]
pub struct Run {
    pub scenario: &'static str,
    pub by: By,
    pub product: &'static str,
    pub parameters: &'static [(&'static str, &'static str)],
    pub rooms: &'static [&'static str],
    pub lists: &'static [&'static str],
    pub wishes: &'static [Wish],
    pub signed_in_with: &'static str,
    /// The product's own list of rooms, as CSV; empty for none.
    pub vendor_rooms: &'static str,
    /// Attestations in place of those of the scenario: step, day, last day.
    pub attested: &'static [(&'static str, &'static str, &'static str)],
    /// Mailboxes that the app must not reach; it is made to prove what it reaches when there is one.
    pub controls: &'static [&'static str],
    /// A second product, which wishes the opposite of what the first wishes for titles.
    pub beside: Option<&'static str>,
}

/// What the demo asks: Spacewell, bookable two years ahead.
pub const DEMO: Run = Run {
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
pub const EXTRA: &[Run] = &[
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
pub const LARGE: usize = 300;

pub fn now() -> Timestamp {
    "2026-11-21T09:26:00Z".parse().unwrap()
}

pub fn product(run: &Run) -> Product {
    let first = first_product(run);
    let Some(beside) = run.beside else { return first };
    let mut other = Product::builtin(beside).unwrap();
    let rule = other.wishes.remove(&Wish::Titles).unwrap();
    other.wishes.insert(Wish::TitlesRemoved, rule);
    merged(vec![first, other])
}

pub fn first_product(run: &Run) -> Product {
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

pub fn simulation(run: &Run) -> Simulation {
    let mut options = Options::at(now());
    options.rooms = (run.scenario == "large").then_some(LARGE);
    let mut state = Scenario::named(run.scenario).unwrap().state(&options);
    if run.by == By::Person {
        let reader = state.reader;
        state.app_mut(reader).registration.as_mut().unwrap().is_public_client = true;
    }
    Simulation::new(state, &options)
}

pub fn addresses(texts: &[&str]) -> BTreeSet<Address> {
    texts.iter().map(|text| Address::parse(text).unwrap()).collect()
}

/// Gathers over the simulated tenant; `None` when the identity cannot sign in.
pub fn read(run: &Run, simulation: Simulation) -> Option<Snapshot> {
    read_at(run, simulation, now())
}

/// The same at another time.
pub fn read_at(run: &Run, simulation: Simulation, at: Timestamp) -> Option<Snapshot> {
    let identity = simulation.identity();
    let (client, secret) = match run.by {
        By::App => (identity.app, identity.secret),
        By::Reader | By::Person => identity.reader,
    };
    let product = product(run);
    let clock: Arc<dyn Fn() -> Timestamp + Send + Sync> = Arc::new(move || at);
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
        taken_at: at,
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
        snapshot.put_vendor_rooms(rooms, at);
    }
    let attestations = match Scenario::named(run.scenario).unwrap().vouches {
        _ if !run.attested.is_empty() => run.attested.iter().map(attestation).collect(),
        Vouches::Everything => product.vouched("Demo", "simulated", now().to_zoned(jiff::tz::TimeZone::UTC).date()),
        Vouches::Nothing => Vec::new(),
    };
    snapshot.attestations = Fact::known(attestations, Source::Attestations, at);
    Some(snapshot)
}

pub fn attestation((step, date, expires): &(&str, &str, &str)) -> Attestation {
    Attestation {
        step: (*step).to_owned(),
        product: None,
        owner: "Ann".into(),
        date: date.parse().unwrap(),
        evidence: "ticket 12".into(),
        expires: expires.parse().unwrap(),
    }
}

pub fn judge(run: &Run, snapshot: &Snapshot) -> Vec<Judgement> {
    evaluate(snapshot, &product(run), &Area::ALL).collect()
}

pub fn report(run: &Run, snapshot: &Snapshot) -> Report {
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
pub fn runs() -> &'static [(Run, Option<Snapshot>)] {
    static RUNS: LazyLock<Vec<(Run, Option<Snapshot>)>> = LazyLock::new(read_all);
    &RUNS
}

pub fn read_all() -> Vec<(Run, Option<Snapshot>)> {
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

pub fn title(run: &Run) -> String {
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
pub fn said(judgements: &[Judgement]) -> String {
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
