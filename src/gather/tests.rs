//! Gathering from a simulated tenant that misbehaves: nothing is lost in silence, nothing is asked too often, and
//! nothing but reads is ever sent.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::*;
use crate::session::auth::{Credential, Identity, Tokens};
use crate::session::progress::{Observer, Wait};
use crate::session::{
    Cloud, Outgoing, Reply, Secret, SessionOptions, Stats, Transport, TransportError, reply as reply_of,
};
use crate::sim::{Fault, Faults, InProcess, NextLink, Options, Rule, SCENARIOS, Scenario, Simulation, State};
use crate::tenant::{Address, CloudName, Gap, Quota, RoomKind, SnapshotVersion};

const NOW: &str = "2026-11-21T09:00:00Z";

type Outcome = Result<Reply, TransportError>;
type Meddle = Box<dyn Fn(&Outgoing, Outcome) -> Outcome + Send + Sync>;

/// A wire that writes down what is sent and may spoil what comes back.
struct Tap {
    inner: InProcess,
    meddle: Meddle,
    sent: Mutex<Vec<Outgoing>>,
}

#[async_trait]
impl Transport for Tap {
    async fn send(&self, request: &Outgoing) -> Outcome {
        self.sent.lock().unwrap().push(request.clone());
        let outcome = self.inner.send(request).await;
        (self.meddle)(request, outcome)
    }
}

#[derive(Default)]
struct Heard(Mutex<Vec<Event>>);

impl Observer for Heard {
    fn event(&self, event: Event) {
        self.0.lock().unwrap().push(event);
    }
}

/// A run to be made.
struct Case {
    state: State,
    options: Options,
    wanted: Wanted,
    meddle: Meddle,
    max_wait: Duration,
    secret: Option<&'static str>,
    is_own: bool,
    interrupt_after: Option<Duration>,
}

/// A run that was made.
struct Run {
    result: Result<Snapshot, SignInError>,
    stats: Stats,
    sent: Vec<Outgoing>,
    events: Vec<Event>,
    took: Duration,
    facts: OnceCell<Value>,
}

fn everything() -> Wanted {
    Wanted {
        app: true,
        access: true,
        lists: true,
        places: true,
        calendars: true,
        mailboxes: true,
        setup: true,
        ..Wanted::default()
    }
}

fn case(scenario: &str, rooms: Option<usize>) -> Case {
    let mut options = Options::at(NOW.parse().unwrap());
    options.rooms = rooms;
    let mut state = Scenario::named(scenario).unwrap().state(&options);
    // The reader of the scenarios has no right to mailbox settings; here every reading is to be seen.
    state.grant(state.reader, crate::tenant::Resource::MicrosoftGraph, "MailboxSettings.Read");
    Case {
        state,
        options,
        wanted: everything(),
        meddle: Box::new(|_, outcome| outcome),
        max_wait: Duration::from_secs(300),
        secret: None,
        is_own: false,
        interrupt_after: None,
    }
}

impl Case {
    fn fault(mut self, rule: Rule) -> Self {
        self.state.faults = std::mem::take(&mut self.state.faults).and(rule);
        self
    }

    fn meddle(mut self, meddle: impl Fn(&Outgoing, Outcome) -> Outcome + Send + Sync + 'static) -> Self {
        self.meddle = Box::new(meddle);
        self
    }

    /// Signed in as the app under test itself.
    fn by_the_app(mut self) -> Self {
        self.is_own = true;
        self
    }

    fn latency(mut self, millis: u64) -> Self {
        self.options.latency = Duration::from_millis(millis);
        self
    }

    /// On the heap: tests make many runs, one behind the other.
    fn run(self) -> std::pin::Pin<Box<dyn Future<Output = Run>>> {
        Box::pin(self.made())
    }

    async fn made(self) -> Run {
        let started = Instant::now();
        let base: Timestamp = NOW.parse().unwrap();
        let now: Arc<dyn Fn() -> Timestamp + Send + Sync> =
            Arc::new(move || base + jiff::SignedDuration::try_from(started.elapsed()).unwrap());
        let simulation = Arc::new(Simulation::new(self.state, &self.options));
        let who = simulation.identity();
        let (reader, secret) = if self.is_own { (who.app, who.secret) } else { who.reader };
        let secret = self.secret.map_or(secret, str::to_owned);
        let tap =
            Arc::new(Tap { inner: InProcess::new(simulation), meddle: self.meddle, sent: Mutex::new(Vec::new()) });
        let transport: Arc<dyn Transport> = Arc::clone(&tap) as Arc<dyn Transport>;
        let cloud = Cloud::of(CloudName::Public);
        let identity = Identity {
            cloud: cloud.clone(),
            tenant: who.tenant,
            client_id: Some(reader),
            credential: Credential::Secret(Secret::new(secret)),
            prompt: Arc::new(|_| {}),
            accept_opaque: false,
        };
        let heard = Arc::new(Heard::default());
        let session = Session::new(SessionOptions {
            tokens: Tokens::new(identity, Arc::clone(&transport), Arc::clone(&now)),
            transport,
            cloud,
            tenant: who.tenant,
            observer: Arc::clone(&heard) as Arc<dyn Observer>,
            max_wait: self.max_wait,
            simulator: None,
            now,
            wait_share: 1.0,
        });
        let header = Header {
            format: SnapshotVersion::CURRENT,
            tool_version: "0".into(),
            cloud: CloudName::Public,
            tenant: who.tenant,
            reader: Some(reader),
            signed_in_with: "secret".into(),
            taken_at: base,
            product: "generic".into(),
            parameters: std::collections::BTreeMap::new(),
            more_products: Vec::new(),
            product_files: std::collections::BTreeMap::new(),
            selection: self.wanted.selection.clone(),
            control_mailboxes: Default::default(),
        };
        if let Some(after) = self.interrupt_after {
            let session = session.clone();
            tokio::spawn(async move {
                tokio::time::sleep(after).await;
                session.interrupt();
            });
        }
        let result = gather(&session, header, SubjectApp::unread(who.app, self.is_own), &self.wanted).await;
        let sent = tap.sent.lock().unwrap().clone();
        let events = heard.0.lock().unwrap().clone();
        Run { result, stats: session.stats(), sent, events, took: started.elapsed(), facts: OnceCell::new() }
    }
}

impl Run {
    fn snapshot(&self) -> &Snapshot {
        self.result.as_ref().unwrap()
    }

    fn to(&self, host: &str) -> usize {
        self.sent.iter().filter(|request| request.url().host_str() == Some(host)).count()
    }

    fn sign_ins(&self) -> usize {
        self.to("login.microsoftonline.com")
    }

    fn beyond_sign_in(&self) -> usize {
        self.sent.len() - self.sign_ins()
    }

    /// The snapshot without times.
    fn facts(&self) -> &Value {
        self.facts.get_or_init(|| facts(self.snapshot()))
    }

    fn assert_whole(&self, truth: &Self) {
        let facts = self.facts();
        assert_eq!(gaps(facts), Vec::<String>::new());
        assert!(facts == truth.facts(), "complete, but not what the tenant holds");
    }
}

fn facts(snapshot: &Snapshot) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.remove("at");
                fields.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(snapshot).unwrap();
    // How often Exchange was asked differs from run to run.
    value["service"]["exchange_budget"].take();
    strip(&mut value);
    value
}

/// Everything that is marked as not read.
fn gaps(facts: &Value) -> Vec<String> {
    fn walk<'v>(value: &'v Value, at: &mut Vec<&'v str>, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                let is_short = fields.get("missing").and_then(Value::as_array).is_some_and(|list| !list.is_empty());
                if is_short || matches!(fields.get("state").and_then(Value::as_str), Some("failed" | "denied")) {
                    found.push(format!("{}: {value}", at.join("/")));
                }
                for (key, value) in fields {
                    at.push(key);
                    walk(value, at, found);
                    at.pop();
                }
            }
            Value::Array(items) => items.iter().for_each(|value| walk(value, at, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(facts, &mut Vec::new(), &mut found);
    found
}

/// What is known must be what the tenant holds.
fn assert_subset(seen: &Value, truth: &Value, at: &str) {
    match (seen, truth) {
        (Value::Object(seen), Value::Object(truth)) => {
            if let Some(state) = seen.get("state").and_then(Value::as_str) {
                if state != "known" {
                    return;
                }
                // Roles read from the other source are written differently there.
                if seen.get("source") != truth.get("source") {
                    assert_eq!(seen["source"], "graph_exchange_roles", "{at}");
                    return;
                }
                let missing = seen["value"].get("missing").and_then(Value::as_array);
                if missing.is_some_and(|missing| !missing.is_empty()) {
                    assert!(seen["value"]["count"].as_u64() <= truth["value"]["count"].as_u64(), "{at}");
                    return;
                }
            }
            for (key, value) in seen {
                let Some(true_value) = truth.get(key) else { panic!("{at}/{key} does not exist: {value}") };
                assert_subset(value, true_value, &format!("{at}/{key}"));
            }
        }
        (seen, truth) => assert_eq!(seen, truth, "{at}"),
    }
}

fn calendars(snapshot: &Snapshot) -> (usize, usize) {
    let rooms = || snapshot.rooms.values().filter(|room| room.kind != RoomKind::Equipment);
    (rooms().filter(|room| room.calendar.is_known()).count(), rooms().count())
}

fn missing(fact: &Fact<Listing>) -> Vec<FailureKind> {
    fact.ok().unwrap_or_else(|| panic!("{fact:?}")).missing.iter().map(|why| why.kind).collect()
}

fn failure<T>(fact: &Fact<T>) -> Failure {
    match fact.get() {
        Err(Gap::Failed { why, .. }) => why,
        Err(gap) => panic!("{gap:?}"),
        Ok(_) => panic!("it is known"),
    }
}

fn is_token(request: &Outgoing) -> bool {
    request.url().path().ends_with("/oauth2/v2.0/token")
}

fn body_of(request: &Outgoing) -> String {
    String::from_utf8(request.body().to_vec()).unwrap()
}

fn has(request: &Outgoing, cmdlet: &str) -> bool {
    body_of(request).contains(&format!("\"{cmdlet}\""))
}

fn answer(status: u16, headers: &[(&'static str, &str)], body: &str) -> Outcome {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(*name, HeaderValue::from_str(value).unwrap());
    }
    Ok(reply_of(StatusCode::from_u16(status).unwrap(), map, body.to_owned()))
}

/// The same answer with another body.
fn edited(outcome: Outcome, edit: impl FnOnce(String) -> String) -> Outcome {
    outcome.map(|reply| {
        let (parts, body) = reply.into_parts();
        reply_of(parts.status, parts.headers, edit(String::from_utf8(body.to_vec()).unwrap()))
    })
}

fn edited_json(outcome: Outcome, edit: impl FnOnce(&mut Value)) -> Outcome {
    edited(outcome, |body| {
        let mut value = serde_json::from_str(&body).unwrap();
        edit(&mut value);
        value.to_string()
    })
}

async fn truth(rooms: usize) -> Run {
    case("healthy", Some(rooms)).run().await
}

/// A large tenant of which the mailboxes are not opened: for what happens while lists are paged.
fn paged(rooms: usize) -> Case {
    let mut case = case("healthy", Some(rooms));
    case.wanted.mailboxes = false;
    case
}

#[tokio::test(start_paused = true)]
async fn a_healthy_tenant_is_read_without_a_gap() {
    let run = case("healthy", None).run().await;
    assert_eq!(gaps(run.facts()), Vec::<String>::new());
    assert_eq!((run.stats.retries, run.sign_ins()), (0, 2));
    let snapshot = run.snapshot();
    assert!(snapshot.rooms.values().filter(|room| room.kind == RoomKind::Room).all(|room| room.settings.is_known()));
}

#[tokio::test(start_paused = true)]
async fn throttling_is_waited_for_as_asked_and_everything_is_read() {
    let truth = truth(30).await;
    for (text, least) in [
        (Some("7"), 7),
        (Some("0.249"), 1),
        (Some("2.128"), 3),
        (Some("-5"), 1),
        (Some("soon"), 1),
        (Some("Sat, 21 Nov 2020 09:00:00 GMT"), 1),
        (None, 1),
    ] {
        for on in ["graph get", "graph post", "exchange post", "get-calendarprocessing", "mailboxsettings"] {
            let throttled = Fault::Throttled(text.map(str::to_owned));
            let run = case("healthy", Some(30)).fault(Rule::on(on, throttled).once()).run().await;
            run.assert_whole(&truth);
            assert_eq!(run.stats.retries, 1, "{text:?} {on}");
            let (least, most) = (Duration::from_secs(least), Duration::from_secs(least + 3));
            assert!((least..most).contains(&run.took), "{text:?} {on}: {:?}", run.took);
            let told = |event: &Event| matches!(event, Event::Waiting { because: Wait::Throttled(429), .. });
            assert!(run.events.iter().any(told), "{text:?} {on}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_seventh_answer_refused_is_still_read_whole() {
    let truth = truth(120).await;
    let mut case = case("healthy", Some(120));
    case.state.faults = Faults::throttling(7);
    let run = case.run().await;
    run.assert_whole(&truth);
}

#[tokio::test(start_paused = true)]
async fn a_wait_of_a_day_is_not_begun_and_its_end_is_told() {
    for text in ["86400", "Sun, 29 Nov 2026 09:00:00 GMT"] {
        let throttled = Fault::Throttled(Some(text.to_owned()));
        let run = case("healthy", Some(30)).fault(Rule::on("get-calendarprocessing", throttled)).run().await;
        assert!(run.took < Duration::from_secs(5), "{:?}", run.took);
        let snapshot = run.snapshot();
        for room in snapshot.rooms.values().filter(|room| room.kind != RoomKind::Equipment) {
            let why = failure(&room.calendar);
            assert_eq!((why.kind, why.status), (FailureKind::Throttled, Some(429)));
            assert!(why.retry_after.unwrap() >= "2026-11-22T09:00:00Z".parse().unwrap());
        }
        assert!(snapshot.rooms.values().filter(|room| room.kind == RoomKind::Room).all(|r| r.settings.is_known()));
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_that_refuses_for_ever_sees_about_a_tenth_more() {
    let planned = paged(400).run().await.stats.requests;
    for on in ["get-calendarprocessing", "mailboxsettings", "graph ", "exchange "] {
        let throttled = Fault::Throttled(Some("1".into()));
        let run = paged(400).fault(Rule::on(on, throttled)).run().await;
        // A tenth for every request, the retries themselves among them, and ten to begin with.
        let most = planned + (planned + 100) / 9 + 1;
        assert!(run.stats.requests <= most, "{on}: {} of {planned}", run.stats.requests);
        assert!(!gaps(run.facts()).is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_that_keeps_refusing_does_not_use_up_the_retries_of_the_other() {
    let truth = truth(200).await;
    let run = case("healthy", Some(200))
        .fault(Rule::on("exchange ", Fault::Throttled(Some("1".into()))))
        .fault(Rule::on("graph ", Fault::Broken(503)).every(7))
        .run()
        .await;
    let snapshot = run.snapshot();
    assert!(snapshot.organization.is_known() && snapshot.graph_rooms.is_known() && snapshot.graph_lists.is_known());
    let known = snapshot.rooms.values().filter(|room| room.settings.is_known()).count();
    let all = truth.snapshot().graph_rooms.ok().unwrap().count;
    assert_eq!(known, all);
}

#[tokio::test(start_paused = true)]
async fn a_passing_server_error_is_asked_again_and_a_lasting_one_is_not() {
    let truth = truth(30).await;
    for status in [500, 502, 503, 504, 408] {
        for on in ["graph get", "graph post", "exchange post", "get-calendarprocessing", "mailboxsettings"] {
            let run = case("healthy", Some(30)).fault(Rule::on(on, Fault::Broken(status)).once()).run().await;
            run.assert_whole(&truth);
            assert_eq!(run.stats.retries, 1, "{status} {on}");
        }
    }
    for status in [501, 505] {
        let run = case("healthy", Some(30)).fault(Rule::on("get-place", Fault::Broken(status))).run().await;
        assert_eq!(run.stats.retries, 0);
        assert!(run.snapshot().rooms.values().all(|room| !room.exchange_place.is_known()));
        assert_subset(run.facts(), truth.facts(), "");
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_of_one_room_loses_that_room_only() {
    let truth = truth(30).await;
    let victim = truth.snapshot().rooms.values().find(|room| room.kind == RoomKind::Room).unwrap().address.clone();
    let run = case("healthy", Some(30))
        .fault(Rule::on(&format!("get-calendarprocessing {victim}"), Fault::Broken(500)))
        .fault(Rule::on(&format!("users/{victim}/mailboxsettings"), Fault::Broken(500)))
        .run()
        .await;
    assert_eq!(gaps(run.facts()).len(), 2);
    assert_eq!(failure(&run.snapshot().rooms[&victim].calendar).kind, FailureKind::Service);
    assert_subset(run.facts(), truth.facts(), "");
}

fn is_batch(request: &Outgoing, holds: &str) -> bool {
    request.url().path().ends_with("/$batch") && body_of(request).contains(holds)
}

#[tokio::test(start_paused = true)]
async fn a_part_without_an_answer_is_a_gap_and_failed_parts_are_asked_again_alone() {
    let truth = truth(30).await;
    let first = Mutex::new(true);
    let run = case("healthy", Some(30))
        .meddle(move |request, outcome| {
            if !is_batch(request, "Get-CalendarProcessing") || !std::mem::take(&mut *first.lock().unwrap()) {
                return outcome;
            }
            edited_json(outcome, |body| {
                let parts = body["responses"].as_array_mut().unwrap();
                parts.remove(0);
                for at in [0, 1] {
                    parts[at]["status"] = json!(424);
                    parts[at]["body"] = json!({"error": {"code": "FailedDependency"}});
                }
                parts[2]["status"] = json!(429);
                parts[2]["headers"] = json!({"Retry-After": "3"});
                parts[2]["body"] = Value::Null;
                parts[3]["status"] = json!(404);
                let kind = "Ex1|a.ManagementObjectNotFoundException|gone";
                parts[3]["body"] = json!({"error": {"code": "NotFound", "details": [{"message": kind}]}});
            })
        })
        .run()
        .await;
    let found = gaps(run.facts());
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().any(|gap| gap.contains("without an answer")));
    assert!(found.iter().any(|gap| gap.contains("not_found")));
    assert_eq!(run.stats.retries, 1);
    let again = run.sent.iter().filter(|request| is_batch(request, "Get-CalendarProcessing")).map(|request| {
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        body["requests"].as_array().unwrap().len()
    });
    assert!(again.into_iter().any(|parts| parts == 3));
    assert_subset(run.facts(), truth.facts(), "");
}

#[tokio::test(start_paused = true)]
async fn a_token_that_ended_early_is_replaced_once() {
    let truth = truth(60).await;
    for on in ["graph get", "graph post", "exchange post", "get-calendarprocessing ", "mailboxsettings", "get-place"] {
        let run = case("healthy", Some(60)).latency(20).fault(Rule::on(on, Fault::SignedOut).once()).run().await;
        run.assert_whole(&truth);
        assert_eq!(run.sign_ins(), 3, "{on}");
    }
}

#[tokio::test(start_paused = true)]
async fn rooms_that_refuse_every_token_are_lost_alone_and_cost_few_sign_ins() {
    let truth = paged(200).run().await;
    let victims: Vec<_> = truth.snapshot().rooms.values().step_by(15).map(|room| room.address.clone()).collect();
    let mut case = paged(200).latency(20);
    for victim in &victims {
        case = case
            .fault(Rule::on(&format!("get-calendarprocessing {victim}"), Fault::SignedOut))
            .fault(Rule::on(&format!("users/{victim}/mailboxsettings"), Fault::SignedOut));
    }
    let run = case.run().await;
    assert_subset(run.facts(), truth.facts(), "");
    let lost: Vec<_> = run.snapshot().rooms.values().filter(|room| !room.calendar.is_known()).collect();
    assert!(lost.iter().all(|room| victims.contains(&room.address)));
    assert!(gaps(run.facts()).len() <= victims.len() * 2);
    assert!(run.sign_ins() <= 2 + 2 * 3, "{}", run.sign_ins());
    // Also where the room is alone in its batch.
    let alone = case_of_one().run().await;
    assert!(alone.snapshot().graph_rooms.is_known() && alone.snapshot().exchange_rooms.is_known());
}

fn case_of_one() -> Case {
    case("healthy", Some(1))
        .fault(Rule::on("get-calendarprocessing ", Fault::SignedOut))
        .fault(Rule::on("/mailboxsettings", Fault::SignedOut))
}

#[tokio::test(start_paused = true)]
async fn a_token_that_graph_refuses_again_ends_the_run() {
    let run = case("healthy", Some(60)).latency(20).fault(Rule::on("graph ", Fault::SignedOut).after(12)).run().await;
    let Err(SignInError::NotAccepted { challenged: false, .. }) = run.result else { panic!("{:?}", run.result) };
    assert!(run.sign_ins() <= 4, "{}", run.sign_ins());
}

#[tokio::test(start_paused = true)]
async fn exchange_that_refuses_every_token_costs_no_storm_and_the_graph_half_stays() {
    for after in [0, 12] {
        let fault = Rule::on("exchange ", Fault::SignedOut).after(after);
        let run = case("healthy", Some(200)).latency(20).fault(fault).run().await;
        assert!(run.sign_ins() <= 4, "{}", run.sign_ins());
        let snapshot = run.snapshot();
        assert!(snapshot.graph_rooms.is_known() && snapshot.organization.is_known());
        let (known, all) = calendars(snapshot);
        assert!(known < all);
        // The token carries the role: what is missing is not the role.
        let asked: Vec<_> = snapshot.rooms.values().filter(|room| room.kind != RoomKind::Equipment).collect();
        assert!(asked.iter().all(|room| room.calendar.is_known() || matches!(room.calendar, Fact::Failed { .. })));
        assert!(run.to("outlook.office365.com") < 30, "{}", run.to("outlook.office365.com"));
    }
}

#[tokio::test(start_paused = true)]
async fn an_app_without_the_exchange_permission_is_told_which_one() {
    let mut case = case("healthy", Some(200)).latency(20);
    let reader = case.state.reader;
    let exchange = crate::tenant::Resource::ExchangeOnline;
    let principal = case.state.app_mut(reader).principal.as_mut().unwrap();
    principal.grants.retain(|(resource, _, _)| *resource != exchange);
    let run = case.run().await;
    let Fact::Denied { needs, .. } = &run.snapshot().exchange_rooms else {
        panic!("{:?}", run.snapshot().exchange_rooms)
    };
    assert_eq!(needs.name, "Exchange.ManageAsApp");
    assert!(run.sign_ins() <= 3, "{}", run.sign_ins());
    assert!(run.to("outlook.office365.com") < 20, "{}", run.to("outlook.office365.com"));
}

#[tokio::test(start_paused = true)]
async fn a_missing_exchange_role_denies_the_exchange_half_only() {
    let mut case = case("healthy", Some(200)).latency(20);
    let reader = case.state.reader;
    let principal = case.state.app_mut(reader).principal.as_mut().unwrap();
    principal.exchange_roles.clear();
    principal.directory_roles.clear();
    let run = case.run().await;
    let snapshot = run.snapshot();
    let Fact::Denied { needs, .. } = &snapshot.exchange_rooms else { panic!("{:?}", snapshot.exchange_rooms) };
    assert_eq!(needs.kind, RightKind::ExchangeRole);
    assert!(snapshot.graph_rooms.is_known() && snapshot.app.grants.is_known());
    assert!(snapshot.rooms.values().filter(|room| room.kind == RoomKind::Room).all(|room| room.settings.is_known()));
    assert_eq!((run.sign_ins(), run.stats.retries), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn a_claims_challenge_ends_the_run_without_a_new_token() {
    for host in ["graph.microsoft.com", "outlook.office365.com"] {
        let run = case("healthy", Some(30))
            .latency(20)
            .meddle(move |request, outcome| {
                if request.url().host_str() != Some(host) {
                    return outcome;
                }
                let challenge =
                    r#"Bearer realm="", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ==""#;
                answer(401, &[("www-authenticate", challenge)], "")
            })
            .run()
            .await;
        let Err(SignInError::NotAccepted { challenged: true, .. }) = run.result else { panic!("{:?}", run.result) };
        assert_eq!(run.sign_ins(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_that_fails_in_the_middle_is_not_tried_for_every_call() {
    let count = Mutex::new(0);
    let run = case("healthy", Some(200))
        .latency(20)
        .fault(Rule::on("exchange ", Fault::SignedOut).after(5))
        .meddle(move |request, outcome| {
            if !is_token(request) {
                return outcome;
            }
            *count.lock().unwrap() += 1;
            if *count.lock().unwrap() <= 2 {
                return outcome;
            }
            let body =
                r#"{"error":"invalid_client","error_description":"AADSTS7000222: expired","error_codes":[7000222]}"#;
            answer(401, &[], body)
        })
        .run()
        .await;
    assert_eq!(run.sign_ins(), 3);
    assert!(run.snapshot().graph_rooms.is_known());
    assert!(!gaps(run.facts()).is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_wrong_secret_is_told_and_nothing_else_is_sent() {
    let mut case = case("healthy", None);
    case.secret = Some("wrong");
    let run = case.run().await;
    let Err(SignInError::Refused { code: Some(7_000_215), .. }) = run.result else { panic!("{:?}", run.result) };
    assert_eq!(run.beyond_sign_in(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_token_of_another_tenant_is_refused_before_anything_else_is_sent() {
    use base64::Engine;
    let claims = r#"{"tid":"99999999-9999-9999-9999-999999999999","roles":["Place.Read.All"]}"#;
    let token = format!("e30.{}.c2ln", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(claims));
    let body = json!({"access_token": token, "expires_in": 3599, "token_type": "Bearer"}).to_string();
    let run = case("healthy", None)
        .meddle(move |request, outcome| if is_token(request) { answer(200, &[], &body) } else { outcome })
        .run()
        .await;
    let Err(SignInError::OtherTenant { .. }) = run.result else { panic!("{:?}", run.result) };
    assert_eq!(run.beyond_sign_in(), 0);
}

#[tokio::test(start_paused = true)]
async fn odd_token_answers_are_understood_or_refused() {
    let truth = truth(15).await;
    let with = |lifetime: Option<Value>| {
        move |request: &Outgoing, outcome: Outcome| {
            if !is_token(request) {
                return outcome;
            }
            let lifetime = lifetime.clone();
            edited_json(outcome, move |body| {
                let fields = body.as_object_mut().unwrap();
                fields.remove("expires_in");
                if let Some(value) = lifetime {
                    fields.insert("expires_in".into(), value);
                }
            })
        }
    };
    for lifetime in [None, Some(json!("3599")), Some(json!(0)), Some(json!("soon")), Some(json!(1e300))] {
        let run = case("healthy", Some(15)).meddle(with(lifetime.clone())).run().await;
        run.assert_whole(&truth);
        assert_eq!(run.sign_ins(), 2, "{lifetime:?}");
    }
    for body in ["{}", "<html>", r#"{"access_token":""}"#, r#"{"access_token":"opaque"}"#, "", "[]"] {
        let run = case("healthy", Some(15))
            .meddle(move |request, outcome| if is_token(request) { answer(200, &[], body) } else { outcome })
            .run()
            .await;
        assert!(matches!(run.result, Err(SignInError::NotEntra { .. })), "{body}: {:?}", run.result);
        assert_eq!(run.beyond_sign_in(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn links_that_lead_out_are_not_followed_and_circles_end() {
    let truth = paged(250).run().await;
    for (link, kind) in [
        (NextLink::ForeignHost, FailureKind::SuspiciousLink),
        (NextLink::PlainHttp, FailureKind::SuspiciousLink),
        (NextLink::Loops, FailureKind::TooLarge),
    ] {
        let fault = Rule::on("microsoft.graph.room?", Fault::NextLink(link));
        let run = paged(250).fault(fault).run().await;
        assert_eq!(missing(&run.snapshot().graph_rooms), [kind], "{link:?}");
        assert_eq!(run.snapshot().graph_rooms.ok().unwrap().count, 100);
        assert!(run.sent.iter().all(|request| request.url().scheme() == "https"));
        assert_subset(run.facts(), truth.facts(), "");
    }
}

#[tokio::test(start_paused = true)]
async fn links_that_only_look_different_are_followed() {
    let truth = paged(250).run().await;
    for from_to in
        [("https://graph.microsoft.com/", "/"), ("https://graph.microsoft.com/", "https://GRAPH.Microsoft.com:443/")]
    {
        let run = paged(250)
            .meddle(move |_, outcome| {
                edited(outcome, |body| {
                    body.replace(
                        &format!("\"@odata.nextLink\":\"{}", from_to.0),
                        &format!("\"@odata.nextLink\":\"{}", from_to.1),
                    )
                })
            })
            .run()
            .await;
        run.assert_whole(&truth);
    }
}

#[tokio::test(start_paused = true)]
async fn endless_empty_pages_end() {
    let count = Mutex::new(0);
    let run = case("healthy", Some(15))
        .meddle(move |request, outcome| {
            if !request.url().path().ends_with("microsoft.graph.roomList") {
                return outcome;
            }
            *count.lock().unwrap() += 1;
            let next = format!("/v1.0/places/microsoft.graph.roomList?$skiptoken={}", count.lock().unwrap());
            answer(200, &[], &json!({"value": [], "@odata.nextLink": next}).to_string())
        })
        .run()
        .await;
    assert_eq!(failure(&run.snapshot().graph_lists).kind, FailureKind::TooLarge);
    assert!(run.sent.len() < 2_200);
}

#[tokio::test(start_paused = true)]
async fn a_lost_page_makes_the_list_incomplete_and_its_rooms_stay() {
    let truth = paged(250).run().await;
    let all = truth.snapshot().graph_rooms.ok().unwrap().count;
    let run = paged(250)
        .meddle(|request, outcome| {
            let is_last = request.url().query().is_some_and(|query| query.contains("200"));
            if request.url().path().ends_with("microsoft.graph.room") && is_last {
                return Err(TransportError::Broken { host: "graph.microsoft.com".into(), why: "cut".into() });
            }
            outcome
        })
        .run()
        .await;
    let listing = run.snapshot().graph_rooms.ok().unwrap();
    assert_eq!((listing.count, missing(&run.snapshot().graph_rooms)), (200, vec![FailureKind::Network]));
    assert!(all > 200);
    assert_subset(run.facts(), truth.facts(), "");
}

#[tokio::test(start_paused = true)]
async fn rooms_that_appear_on_two_pages_count_once() {
    let truth = paged(250).run().await;
    let last = Mutex::new(Value::Null);
    let run = paged(250)
        .meddle(move |request, outcome| {
            let is_rooms = request.url().path().ends_with("microsoft.graph.room")
                || body_of(request).contains(r#""Get-Mailbox""#) && body_of(request).contains("RoomMailbox");
            if !is_rooms || body_of(request).contains("SoftDeletedMailbox") {
                return outcome;
            }
            edited_json(outcome, |body| {
                let items = body["value"].as_array_mut().unwrap();
                let again = items[0].clone();
                items.push(again);
                let before = std::mem::replace(&mut *last.lock().unwrap(), items[0].clone());
                if !before.is_null() && before.get("placeId").is_some() == items[0].get("placeId").is_some() {
                    items.push(before);
                }
            })
        })
        .run()
        .await;
    run.assert_whole(&truth);
}

#[tokio::test(start_paused = true)]
async fn redirects_are_not_followed() {
    let truth = truth(15).await;
    for status in [301, 302, 307, 308] {
        let run = case("healthy", Some(15))
            .meddle(move |request, outcome| {
                if request.url().host_str() != Some("graph.microsoft.com") {
                    return outcome;
                }
                answer(status, &[("location", "https://evil.example/v1.0/places")], "")
            })
            .run()
            .await;
        assert!(run.sent.iter().all(|request| request.url().host_str() != Some("evil.example")));
        assert!(!run.snapshot().graph_rooms.is_known());
        assert_subset(run.facts(), truth.facts(), "");
    }
}

#[tokio::test(start_paused = true)]
async fn exchange_is_followed_to_its_region_and_nowhere_else() {
    let truth = paged(1010).run().await;
    let run = paged(1010).fault(Rule::on("exchange ", Fault::Region("eurprd01".into()))).run().await;
    run.assert_whole(&truth);
    assert!(run.to("eurprd01.outlook.office365.com") > run.to("outlook.office365.com"));
    // Only the first label is believed, whatever follows it.
    let run = case("healthy", Some(15))
        .meddle(|request, outcome| {
            if request.url().host_str() != Some("outlook.office365.com") {
                return outcome;
            }
            answer(302, &[("location", "https://apc.evil.example:446/adminapi/other")], "")
        })
        .run()
        .await;
    assert_eq!(gaps(run.facts()), Vec::<String>::new());
    assert!(run.to("apc.outlook.office365.com") > 0);
    for location in ["https://user:pw@[::1]/x", "nowhere", "https://AB_C.outlook.office365.com"] {
        let run = case("healthy", Some(15))
            .meddle(move |request, outcome| {
                if request.url().host_str() != Some("outlook.office365.com") {
                    return outcome;
                }
                answer(302, &[("location", location)], "")
            })
            .run()
            .await;
        assert!(!run.snapshot().exchange_rooms.is_known(), "{location}");
        let ours = ["login.microsoftonline.com", "graph.microsoft.com", "outlook.office365.com"];
        assert!(run.sent.iter().all(|request| ours.contains(&request.url().host_str().unwrap())), "{location}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_list_of_exchange_that_cannot_be_continued_is_never_short_but_complete() {
    let run = paged(1010)
        .meddle(|request, outcome| {
            if !request.url().query().unwrap_or_default().contains("skiptoken") {
                return outcome;
            }
            let text = "Expired or Invalid pagination request. Default Expiry time is 00:30:00";
            answer(400, &[], &json!({"error": {"code": "BadRequest", "message": text}}).to_string())
        })
        .run()
        .await;
    let snapshot = run.snapshot();
    assert_eq!(missing(&snapshot.exchange_rooms), [FailureKind::Rejected]);
    assert!(snapshot.exchange_rooms.ok().unwrap().count <= 1000);
    // A room that was not seen may be on the page that was lost.
    assert!(snapshot.rooms.values().all(|room| !matches!(room.mailbox, Fact::Known { value: None, .. })));
    assert!(snapshot.rooms.values().all(|room| !room.exchange_place.is_known()));
}

#[tokio::test(start_paused = true)]
async fn a_list_that_exchange_cut_short_is_not_taken_for_whole() {
    let truth = truth(30).await;
    for cmdlet in ["Get-Mailbox", "Get-Place", "Get-DistributionGroup", "Get-DistributionGroupMember"] {
        let warn = |body: &mut Value| {
            body["@adminapi.warnings"] =
                json!(["By default, only the first 1000 items are returned. Use the ResultSize parameter."]);
        };
        let run = case("healthy", Some(30))
            .meddle(move |request, outcome| {
                if !has(request, cmdlet) {
                    return outcome;
                }
                edited_json(outcome, |body| match body["responses"].as_array_mut() {
                    Some(parts) => parts.iter_mut().for_each(|part| warn(&mut part["body"])),
                    None => warn(body),
                })
            })
            .run()
            .await;
        let found = gaps(run.facts());
        assert!(found.iter().any(|gap| gap.contains("cut the list short")), "{cmdlet}: {found:?}");
        assert_subset(run.facts(), truth.facts(), "");
    }
}

#[tokio::test(start_paused = true)]
async fn a_404_that_is_not_the_services_own_proves_no_absence() {
    let truth = truth(15).await;
    for host in ["graph.microsoft.com", "outlook.office365.com"] {
        for body in ["", "<html>404</html>"] {
            let run = case("healthy", Some(15))
                .meddle(
                    move |request, outcome| {
                        if request.url().host_str() == Some(host) { answer(404, &[], body) } else { outcome }
                    },
                )
                .run()
                .await;
            assert_subset(run.facts(), truth.facts(), "");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_beyond_the_cap_is_a_gap() {
    let run = case("healthy", Some(15))
        .meddle(|request, outcome| {
            if is_batch(request, "Get-CalendarProcessing") {
                return Err(TransportError::TooLarge { host: "outlook.office365.com".into(), limit: 32 << 20 });
            }
            outcome
        })
        .run()
        .await;
    assert_eq!(calendars(run.snapshot()).0, 0);
    let room = run.snapshot().rooms.values().find(|room| room.kind == RoomKind::Room).unwrap();
    assert_eq!(failure(&room.calendar).kind, FailureKind::TooLarge);
    assert_eq!(run.stats.retries, 0);
}

#[tokio::test(start_paused = true)]
async fn a_name_that_is_no_text_loses_one_room() {
    let truth = truth(30).await;
    let count = truth.snapshot().graph_rooms.ok().unwrap().count;
    let run = case("healthy", Some(30))
        .meddle(|request, outcome| {
            if !request.url().path().ends_with("microsoft.graph.room") {
                return outcome;
            }
            edited(outcome, |body| body.replacen(r#""displayName":""#, r#""displayName":"\ud800"#, 1))
        })
        .run()
        .await;
    let listing = run.snapshot().graph_rooms.ok().unwrap();
    assert_eq!((listing.count, missing(&run.snapshot().graph_rooms)), (count - 1, vec![FailureKind::Unreadable]));
    assert_subset(run.facts(), truth.facts(), "");
}

#[tokio::test(start_paused = true)]
async fn a_web_page_in_place_of_an_answer_is_a_gap() {
    let truth = truth(30).await;
    for on in ["microsoft.graph.room?", "get-mailbox", "/$batch", "get-calendarprocessing", "organization", "get-place"]
    {
        for fault in [Fault::WebPage, Fault::CutOff] {
            let run = case("healthy", Some(30)).fault(Rule::on(on, fault.clone())).run().await;
            assert!(!gaps(run.facts()).is_empty(), "{on} {fault:?}");
            assert_subset(run.facts(), truth.facts(), "");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_value_that_nobody_knows_loses_nothing_else() {
    let run = case("healthy", Some(15))
        .meddle(|request, outcome| {
            if !is_batch(request, "Get-CalendarProcessing") {
                return outcome;
            }
            edited(outcome, |body| {
                body.replace(r#""AutomateProcessing":"AutoAccept""#, r#""AutomateProcessing":"FooBar","New":{"a":[1]}"#)
                    .replace(r#""BookingWindowInDays":"#, r#""Unused":null,"BookingWindowInDays":"#)
            })
        })
        .run()
        .await;
    assert_eq!(gaps(run.facts()), Vec::<String>::new());
    let (known, all) = calendars(run.snapshot());
    assert_eq!(known, all);
}

#[tokio::test(start_paused = true)]
async fn an_empty_tenant_is_read_to_the_end_and_empty() {
    let run = case("no-rooms", None).run().await;
    let snapshot = run.snapshot();
    for listing in [&snapshot.graph_rooms, &snapshot.exchange_rooms, &snapshot.graph_lists, &snapshot.exchange_lists] {
        let listing = listing.ok().unwrap();
        assert_eq!((listing.count, listing.is_complete()), (0, true));
    }
    assert_eq!(gaps(run.facts()), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn an_interrupted_run_ends_at_once_and_says_what_it_did_not_read() {
    let truth = case("healthy", Some(45)).latency(50).run().await;
    let steps = u64::try_from(truth.took.as_millis()).unwrap() / 17 + 1;
    let mut partial = 0;
    for step in 0..steps {
        let at = Duration::from_millis(step * 17);
        let mut case = case("healthy", Some(45)).latency(50);
        // Also while it waits for a service that asked for it.
        if step % 2 == 0 {
            case = case.fault(Rule::on("graph |exchange ", Fault::Throttled(Some("60".into()))).after(5).every(9));
        }
        case.interrupt_after = Some(at);
        let run = case.run().await;
        assert!(run.took <= at.max(truth.took) + Duration::from_millis(5), "{at:?}: {:?}", run.took);
        match &run.result {
            Ok(snapshot) => {
                partial += 1;
                let facts = facts(snapshot);
                assert_subset(&facts, truth.facts(), "");
                assert!(gaps(&facts).iter().any(|gap| gap.contains("interrupted")), "{at:?}");
            }
            Err(error) => assert!(matches!(error, SignInError::Interrupted), "{error:?}"),
        }
    }
    assert!(partial > 5, "{partial}");
}

#[tokio::test(start_paused = true)]
async fn one_named_room_costs_one_reading_of_its_settings() {
    let all = paged(200).run().await;
    let one = all.snapshot().rooms.values().find(|room| room.kind == RoomKind::Room).unwrap().address.clone();
    let mut case = paged(200);
    case.wanted.selection.rooms = BTreeSet::from([one.clone()]);
    let run = case.run().await;
    let asked: usize = run.sent.iter().map(|request| body_of(request).matches("/mailboxSettings").count()).sum();
    assert_eq!(asked, 1);
    assert!(run.snapshot().rooms[&one].settings.is_known() && run.snapshot().rooms[&one].calendar.is_known());
}

/// So many addresses that no room has, and those of others.
fn named(count: usize, others: &[&str]) -> BTreeSet<crate::tenant::Address> {
    let nobody = (0..count).map(|at| format!("nobody-{at}@contoso.com"));
    nobody.chain(others.iter().map(|text| (*text).to_owned())).map(|text| text.parse().unwrap()).collect()
}

fn look_ups(run: &Run) -> usize {
    let bodies = run.sent.iter().filter_map(|request| std::str::from_utf8(request.body()).ok());
    bodies.map(|body| body.matches("\"CmdletName\":\"Get-Recipient\"").count()).sum()
}

#[tokio::test(start_paused = true)]
async fn named_addresses_are_looked_up_unless_a_room_has_them() {
    let mut case = case("healthy", Some(30));
    let (room, alias) = (case.state.rooms[0].address.clone(), case.state.rooms[1].proxies[0].clone());
    let person = case.state.users[0].address.clone();
    case.wanted.calendars = false;
    case.wanted.named = named(1, &[&room, &alias, &person]);
    let run = case.run().await;
    let recipients = &run.snapshot().recipients;
    let asked: Vec<&str> = recipients.keys().map(|name| name.raw()).collect();
    let person = person.to_lowercase();
    assert_eq!(BTreeSet::from_iter(asked), BTreeSet::from([person.as_str(), "nobody-0@contoso.com"]));
    assert!(matches!(recipients[&"nobody-0@contoso.com".into()].ok(), Some(None)), "absence is an answer");
    let found = recipients[&person.as_str().into()].ok().and_then(Option::as_ref).unwrap();
    assert_eq!(found.recipient_type_details.as_deref(), Some("UserMailbox"));
    assert!(found.object_id.is_some() && found.distinguished_name.is_some());
    assert_eq!(found.addresses.first(), found.address.as_ref());
    assert_eq!(look_ups(&run), 2);
}

#[tokio::test(start_paused = true)]
async fn named_addresses_that_cannot_be_looked_up_are_never_missing() {
    let mut refused = case("healthy", Some(30));
    let reader = refused.state.reader;
    let principal = refused.state.app_mut(reader).principal.as_mut().unwrap();
    principal.exchange_roles.clear();
    principal.directory_roles.clear();
    refused.wanted.named = named(200, &[]);
    let run = refused.run().await;
    assert_eq!(run.snapshot().recipients.len(), 200);
    assert!(run.snapshot().recipients.values().all(|fact| matches!(fact, Fact::Denied { .. })));
    assert!(look_ups(&run) <= 10, "{} look-ups, and the first ten told for all", look_ups(&run));
    let mut silent = case("healthy", Some(30)).fault(Rule::on("get-recipient", Fault::Broken(500)));
    silent.wanted.named = named(3, &[]);
    let run = silent.run().await;
    assert!(run.snapshot().recipients.values().all(|fact| matches!(fact, Fact::Failed { .. })));
}

#[tokio::test(start_paused = true)]
async fn rooms_that_graph_does_not_list_are_asked_by_their_id() {
    let mut case = case("healthy", Some(30));
    case.state.rooms.iter_mut().for_each(|room| room.hidden = true);
    let run = case.run().await;
    let rooms = run.snapshot().rooms.values().filter(|room| room.kind == RoomKind::Room);
    assert!(rooms.into_iter().all(|room| room.settings.is_known()));
}

fn is_allowed(request: &Outgoing) -> bool {
    let path = request.url().path();
    let host = request.url().host_str().unwrap_or_default();
    let reads = |name: &Value| name.as_str().is_some_and(|name| name.starts_with("Get-") || name.starts_with("Test-"));
    if *request.method() == Method::GET {
        return request.body().is_empty() && host == "graph.microsoft.com";
    }
    if *request.method() != Method::POST {
        return false;
    }
    let body = || serde_json::from_slice::<Value>(request.body()).unwrap();
    let is_exchange = host == "outlook.office365.com" || host.ends_with(".outlook.office365.com");
    match path.rsplit('/').next().unwrap_or_default() {
        "token" | "devicecode" => host == "login.microsoftonline.com",
        "InvokeCommand" => is_exchange && reads(&body()["CmdletInput"]["CmdletName"]),
        "$batch" if is_exchange => body()["requests"].as_array().unwrap().iter().all(|part| {
            let url = part["url"].as_str().unwrap_or_default();
            reads(&part["body"]["CmdletInput"]["CmdletName"])
                && url.starts_with(&format!("https://{host}/adminapi/beta/"))
                && url.split('?').next().unwrap_or_default().ends_with("/InvokeCommand")
        }),
        "$batch" => {
            let parts = body();
            let is_get = |part: &Value| part["method"] == "GET" && part.get("body").is_none();
            host == "graph.microsoft.com" && parts["requests"].as_array().unwrap().iter().all(is_get)
        }
        _ => false,
    }
}

#[tokio::test(start_paused = true)]
async fn every_request_of_every_scenario_reads_and_goes_to_the_selected_cloud() {
    let mut requests = 0;
    for scenario in SCENARIOS {
        // Two pages of rooms in one of them; in the others it is not the number that tells them apart.
        let rooms = if scenario.name == "large" { 120 } else { 12 };
        let faults = [None, Some(Fault::Region("eurprd01".into())), Some(Fault::NextLink(NextLink::ForeignHost))];
        for fault in faults {
            let mut case = case(scenario.name, Some(rooms));
            if let Some(fault) = fault {
                case = case.fault(Rule::on("graph |exchange ", fault));
            }
            let run = case.run().await;
            assert!(run.beyond_sign_in() > 10, "{}", scenario.name);
            for request in &run.sent {
                assert!(is_allowed(request), "{}: {request:?} {:?}", scenario.name, request.url());
                assert!(request.url().scheme() == "https" && request.url().port().is_none());
            }
            requests += run.sent.len();
        }
    }
    assert!(requests > 1_000);
}

/// Small, seeded, and good enough to choose faults (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }

    fn fault(&mut self) -> Fault {
        match self.roll(14) {
            0..=3 => Fault::Throttled(Some("1".into())),
            4 => Fault::Throttled(None),
            5 => Fault::Throttled(Some("900".into())),
            6 => Fault::Broken(500),
            7 => Fault::Broken(502),
            8 => Fault::Broken(503),
            9 => Fault::Broken(504),
            10 => Fault::WebPage,
            11 => Fault::CutOff,
            12 => Fault::Region("eurprd01".into()),
            _ => Fault::SignedOut,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_reported_is_true_and_complete_means_all_of_it() {
    soak(0..100).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_reported_is_true_and_complete_means_all_of_it_with_other_dice() {
    soak(100..200).await;
}

async fn soak(seeds: std::ops::Range<u64>) {
    let scenarios = ["healthy", "hidden-rooms", "list-faults", "access-faults"];
    let mut truths = Vec::new();
    for scenario in scenarios {
        let truth = case(scenario, Some(15)).run().await.facts().clone();
        assert_eq!(gaps(&truth), Vec::<String>::new(), "{scenario}");
        truths.push(truth);
    }
    let on = ["graph ", "exchange ", "graph |exchange ", "graph get", "get-", "mailboxsettings", "places", "$batch"];
    let (mut whole, mut partial, mut lost) = (0, 0, 0);
    for seed in seeds {
        let mut dice = Dice(seed);
        let at = usize::try_from(dice.roll(4)).unwrap();
        let (truth, mut case) = (&truths[at], case(scenarios[at], Some(15)));
        for _ in 0..=dice.roll(2) {
            let on = on[usize::try_from(dice.roll(8)).unwrap()];
            let rule = Rule::on(on, dice.fault()).after(dice.roll(10)).every(8 + dice.roll(5));
            case = case.fault(rule);
        }
        let run = case.run().await;
        match &run.result {
            Ok(snapshot) => {
                let seen = facts(snapshot);
                assert_subset(&seen, truth, &format!("seed {seed}"));
                let by_graph = seen["access"]["assignments"]["source"] == "graph_exchange_roles";
                if gaps(&seen).is_empty() && !by_graph {
                    assert!(seen == *truth, "seed {seed}: complete, but not the truth");
                    whole += 1;
                } else {
                    partial += 1;
                }
            }
            Err(SignInError::NotAccepted { .. }) => lost += 1,
            Err(error) => panic!("seed {seed}: {error:?}"),
        }
    }
    // The dice fall on both sides, or the test proves nothing.
    assert!(whole > 20 && partial > 20 && lost < 20, "{whole} whole, {partial} partial, {lost} lost");
}

/// The rooms that are meant by what is read room by room.
fn meeting_rooms(snapshot: &Snapshot) -> Vec<&crate::tenant::Room> {
    snapshot.meeting_rooms().filter(|room| matches!(room.mailbox.ok(), Some(Some(_)))).collect()
}

fn asked(run: &Run, cmdlet: &str) -> usize {
    let name = format!("\"CmdletName\":\"{cmdlet}\"");
    run.sent.iter().map(|request| body_of(request).matches(&name).count()).sum()
}

fn batches(run: &Run, cmdlet: &str) -> usize {
    run.sent.iter().filter(|request| is_batch(request, cmdlet)).count()
}

#[tokio::test(start_paused = true)]
async fn what_is_inside_each_mailbox_is_read() {
    let run = case("healthy", Some(35)).run().await;
    let snapshot = run.snapshot();
    let rooms = meeting_rooms(snapshot);
    assert_eq!(rooms.len(), 35);
    for room in rooms {
        let rules = room.inbox_rules.get().unwrap();
        assert_eq!(rules[0].name.as_ref().unwrap().raw(), "Junk E-mail Rule");
        // Whatever the mailbox's language calls the folder.
        let rights = room.calendar_rights.get().unwrap();
        assert_eq!((rights[0].user.raw(), &rights[0].rights[..]), ("Default", &["AvailabilityOnly".to_owned()][..]));
        assert_eq!(room.mailbox_rights.get().unwrap()[0].inherited, Some(false));
        assert_eq!(room.statistics.get().unwrap().total_bytes, Some(48_234_496));
        assert_eq!(room.protocols.get().unwrap().ews_enabled, Some(true));
        let mailbox = room.mailbox.get().unwrap().as_ref().unwrap();
        assert_eq!((mailbox.quota, mailbox.litigation_hold), (Some(Quota::Bytes(100 << 30)), Some(false)));
        assert!(mailbox.changed.is_some());
    }
    let batches = ["Get-InboxRule", "Get-MailboxFolderStatistics", "Get-MailboxPermission", "Get-MailboxStatistics"];
    for cmdlet in batches {
        assert_eq!((asked(&run, cmdlet), self::batches(&run, cmdlet)), (35, 4), "{cmdlet}");
    }
    assert_eq!((asked(&run, "Get-CASMailbox"), asked(&run, "Get-MailboxCalendarConfiguration")), (1, 0));
    let count = |wanted: fn(&Event) -> bool| run.events.iter().filter(|event| wanted(event)).count();
    assert_eq!(count(|event| matches!(event, Event::RoomRead)), 35);
}

#[tokio::test(start_paused = true)]
async fn without_the_mailboxes_nothing_is_asked_in_them() {
    let mut case = case("healthy", Some(35));
    case.wanted.mailboxes = false;
    let run = case.run().await;
    for cmdlet in ["Get-InboxRule", "Get-MailboxFolderStatistics", "Get-MailboxPermission", "Get-MailboxStatistics"] {
        assert_eq!(asked(&run, cmdlet), 0, "{cmdlet}");
    }
    let rooms = meeting_rooms(run.snapshot());
    // The reach of the app depends on them, and they come all at once.
    assert!(rooms.iter().all(|room| room.protocols.is_known() && room.inbox_rules == Fact::NotGathered));
}

#[tokio::test(start_paused = true)]
async fn a_role_that_is_missing_costs_one_request_and_no_other_kind() {
    let mut case = case("healthy", Some(130));
    let reader = case.state.reader;
    case.state.app_mut(reader).principal.as_mut().unwrap().exchange_roles =
        vec!["View-Only Recipients".to_owned(), "View-Only Configuration".to_owned()];
    let run = case.run().await;
    assert_eq!(batches(&run, "Get-InboxRule"), 1);
    for room in meeting_rooms(run.snapshot()) {
        let Fact::Denied { source: Source::ExchangeInboxRules, needs } = &room.inbox_rules else {
            panic!("{:?}", room.inbox_rules)
        };
        assert_eq!(needs.name, "Mail Recipients");
        assert!(room.calendar_rights.is_known() && room.mailbox_rights.is_known() && room.statistics.is_known());
    }
    assert_eq!(run.events.iter().filter(|event| matches!(event, Event::RoomRead)).count(), 130);
}

#[tokio::test(start_paused = true)]
async fn an_error_inside_one_mailbox_loses_that_one_only() {
    for (on, which) in [
        ("get-inboxrule", 0),
        ("get-mailboxfolderstatistics", 1),
        ("get-mailboxfolderpermission", 1),
        ("get-mailboxpermission", 2),
        ("get-mailboxstatistics", 3),
    ] {
        let mut case = case("healthy", Some(30));
        let broken = case.state.rooms[3].address.clone();
        case = case.fault(Rule::on(&format!("{on} {broken}"), Fault::Broken(500)));
        let run = case.run().await;
        let known = |room: &crate::tenant::Room| {
            [
                room.inbox_rules.is_known(),
                room.calendar_rights.is_known(),
                room.mailbox_rights.is_known(),
                room.statistics.is_known(),
            ]
        };
        let lost: Vec<_> = meeting_rooms(run.snapshot()).into_iter().filter(|room| known(room) != [true; 4]).collect();
        let [room] = lost[..] else { panic!("{on}: {} rooms were lost", lost.len()) };
        assert!(known(room).iter().enumerate().all(|(at, known)| *known == (at != which)), "{on}");
        assert_eq!(room.address.as_str(), broken);
    }
}

#[tokio::test(start_paused = true)]
async fn a_mailbox_without_a_calendar_folder_has_unknown_rights() {
    let run = case("healthy", Some(12))
        .meddle(|request, outcome| {
            if !is_batch(request, "Get-MailboxFolderStatistics") {
                return outcome;
            }
            edited(outcome, |body| body.replace(r#""FolderType":"Calendar""#, r#""FolderType":"User Created""#))
        })
        .run()
        .await;
    assert_eq!(asked(&run, "Get-MailboxFolderPermission"), 0);
    for room in meeting_rooms(run.snapshot()) {
        assert_eq!(failure(&room.calendar_rights).kind, FailureKind::Unreadable);
    }
}

#[tokio::test(start_paused = true)]
async fn a_right_that_cannot_be_read_is_not_left_out() {
    let run = case("healthy", Some(12))
        .meddle(|request, outcome| {
            if !is_batch(request, "Get-MailboxPermission") {
                return outcome;
            }
            edited(outcome, |body| body.replace(r#""User":"NT AUTHORITY\\SELF""#, r#""User":null"#))
        })
        .run()
        .await;
    for room in meeting_rooms(run.snapshot()) {
        assert_eq!(failure(&room.mailbox_rights).kind, FailureKind::Unreadable);
    }
}

#[tokio::test(start_paused = true)]
async fn only_meeting_rooms_are_opened_and_only_the_named_ones() {
    let mut case = case("calendar-faults", Some(10));
    case.wanted.selection.rooms = BTreeSet::from([Address::parse("cp022-short-window@contoso.com").unwrap()]);
    let run = case.run().await;
    assert_eq!((asked(&run, "Get-InboxRule"), asked(&run, "Get-MailboxFolderPermission")), (1, 1));
    let run = self::case("calendar-faults", Some(10)).run().await;
    let workspaces: Vec<_> = run.snapshot().rooms.values().filter(|room| room.kind == RoomKind::Workspace).collect();
    assert!(!workspaces.is_empty());
    for room in workspaces {
        assert_eq!((&room.inbox_rules, &room.protocols), (&Fact::NotGathered, &Fact::NotGathered));
    }
    let total = run.snapshot().rooms.values().filter(|room| room.kind != RoomKind::Equipment).count();
    assert_eq!(run.events.iter().filter(|event| matches!(event, Event::RoomRead)).count(), total);
}

#[tokio::test(start_paused = true)]
async fn working_hours_come_from_exchange_where_graph_does_not_tell_them() {
    let restricted = |case: &mut Case| {
        for room in case.state.rooms.iter_mut().take(3) {
            room.calendar.schedule_only_during_work_hours = Some(true);
        }
    };
    let mut told = case("healthy", Some(12));
    restricted(&mut told);
    assert_eq!(asked(&told.run().await, "Get-MailboxCalendarConfiguration"), 0);
    let mut untold = case("healthy", Some(12));
    restricted(&mut untold);
    untold.state.revoke(untold.state.reader, "MailboxSettings.Read");
    let run = untold.run().await;
    assert_eq!(asked(&run, "Get-MailboxCalendarConfiguration"), 3);
    let known: Vec<_> = run.snapshot().rooms.values().filter_map(|room| room.work_hours.ok()).collect();
    assert_eq!(known.len(), 3);
    assert_eq!((known[0].start.as_deref(), known[0].days.len()), (Some("08:00:00"), 5));
}

#[tokio::test(start_paused = true)]
async fn deleted_mailboxes_domains_and_impersonation_are_read() {
    let mut case = case("healthy", Some(12));
    case.state.deleted_mailboxes.push(crate::tenant::DeletedMailbox {
        address: Address::parse("old@contoso.com").unwrap(),
        guid: None,
        display_name: "Old".into(),
        deleted: Some(NOW.parse().unwrap()),
        litigation_hold: Some(true),
    });
    case.state.impersonation = Some(vec![crate::tenant::Impersonation {
        name: "ApplicationImpersonation-sync".into(),
        assignee: "svc-sync".into(),
        assignee_type: Some("User".to_owned()),
        scope: None,
    }]);
    let (deleted, held) = (case.state.deleted_mailboxes.clone(), case.state.impersonation.clone());
    let run = case.run().await;
    let snapshot = run.snapshot();
    assert_eq!(snapshot.deleted_mailboxes.ok(), Some(&deleted));
    assert_eq!(snapshot.access.impersonation.ok(), held.as_ref());
    let domains: Vec<_> = snapshot.accepted_domains.get().unwrap().iter().map(|it| it.name.as_str()).collect();
    assert_eq!(domains, ["contoso.com", "contoso.onmicrosoft.com"]);
    // A role that is gone is held by nobody.
    let none = truth(12).await;
    assert_eq!(none.snapshot().access.impersonation.ok(), Some(&Vec::new()));
    let mut refused = self::case("healthy", Some(12));
    let reader = refused.state.reader;
    refused.state.app_mut(reader).principal.as_mut().unwrap().exchange_roles = vec!["View-Only Recipients".to_owned()];
    let run = refused.run().await;
    assert!(matches!(run.snapshot().accepted_domains, Fact::Denied { .. }));
    assert!(matches!(run.snapshot().access.impersonation, Fact::Denied { .. }));
    assert!(run.snapshot().deleted_mailboxes.is_known());
}

#[tokio::test(start_paused = true)]
async fn subscriptions_are_read_by_the_app_itself_only() {
    let run = case("healthy", Some(130)).by_the_app().run().await;
    let subscriptions = run.snapshot().subscriptions.get().unwrap();
    assert_eq!(subscriptions.len(), 130);
    assert!(subscriptions[0].lifecycle_url.is_some() && subscriptions[0].expires.is_some());
    let other = truth(12).await;
    assert_eq!(other.snapshot().subscriptions, Fact::NotGathered);
    assert!(!other.sent.iter().any(|request| request.url().path().ends_with("/subscriptions")));
    let lost = case("healthy", Some(12)).by_the_app().fault(Rule::on("/subscriptions", Fault::Broken(500))).run().await;
    assert_eq!(failure(&lost.snapshot().subscriptions).kind, FailureKind::Service);
}

fn probing(controls: &[&str]) -> Case {
    let mut case = case("healthy", Some(45));
    case.wanted.probe = true;
    case.wanted.controls = controls.iter().map(|text| Address::parse(text).unwrap()).collect();
    case
}

#[tokio::test(start_paused = true)]
async fn the_app_proves_what_it_sees_and_what_it_does_not() {
    use crate::tenant::Probed;
    let mut case = probing(&["lee.gu@contoso.com", "nobody@contoso.com"]).by_the_app();
    // The account has another name than the address: the room is there all the same.
    case.state.rooms[7].upn = "res-7@contoso.com".to_owned();
    let run = case.run().await;
    let snapshot = run.snapshot();
    assert!(meeting_rooms(snapshot).iter().all(|room| room.probe.ok() == Some(&Probed::Shown)));
    let control = |text: &str| snapshot.controls[&Address::parse(text).unwrap()].get().unwrap().clone();
    let Probed::Refused { code: Some(code), .. } = control("lee.gu@contoso.com") else { panic!("it was not refused") };
    assert_eq!((code.raw(), control("nobody@contoso.com")), ("ErrorAccessDenied", Probed::NotThere));
    let probes = run.sent.iter().filter(|request| body_of(request).contains("/calendarView?")).count();
    assert_eq!(probes, 3);
}

#[tokio::test(start_paused = true)]
async fn another_reader_proves_nothing_and_asks_nothing() {
    let run = probing(&["lee.gu@contoso.com"]).run().await;
    assert!(!run.sent.iter().any(|request| body_of(request).contains("/calendarView")));
    assert!(run.snapshot().controls.is_empty());
    assert!(meeting_rooms(run.snapshot()).iter().all(|room| room.probe == Fact::NotGathered));
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_fails_is_unknown_and_no_refusal() {
    let run = probing(&[]).by_the_app().fault(Rule::on("calendarview", Fault::Broken(503))).run().await;
    for room in meeting_rooms(run.snapshot()) {
        assert_eq!(failure(&room.probe).kind, FailureKind::Service);
    }
}

#[tokio::test(start_paused = true)]
async fn the_clock_and_the_budget_of_the_services_are_noticed() {
    let plain = truth(12).await;
    let service = &plain.snapshot().service;
    assert_eq!(service.clock_ahead_seconds.ok(), Some(&0));
    let budget = service.exchange_budget.get().unwrap();
    assert!(budget.limit == 30_000 && budget.remaining < 30_000 && budget.remaining > 29_000, "{budget:?}");
    let mut odd = case("healthy", Some(12));
    odd.state.clock_ahead = jiff::SignedDuration::from_secs(-600);
    odd.state.exchange_budget = 5;
    let run = odd.run().await;
    assert_eq!(run.snapshot().service.clock_ahead_seconds.ok(), Some(&600));
    assert_eq!(run.snapshot().service.exchange_budget.get().unwrap().remaining, 0);
}

/// Round trips of a plan: a token, then the longer of two chains that run side by side.
///
/// Graph: its pages along the next links, as published, then the batches of the last one. Exchange: its first page, then
/// all its batches, as many at once as the pace allows: one command for each room, and five more inside the mailboxes.
fn least_round_trips(rooms: usize, with_mailboxes: bool) -> usize {
    let commands = if with_mailboxes { 6 } else { 1 };
    let batches = commands * rooms.div_ceil(10);
    1 + (rooms.div_ceil(100) + 1).max(1 + batches.div_ceil(16))
}

async fn assert_quick(rooms: usize, latency: u64, with_mailboxes: bool) {
    let mut case = case("healthy", Some(rooms)).latency(latency);
    case.wanted.mailboxes = with_mailboxes;
    let run = case.run().await;
    assert_eq!(gaps(run.facts()), Vec::<String>::new());
    let listed = run.snapshot().graph_rooms.ok().unwrap().count;
    let least = latency * u64::try_from(least_round_trips(listed, with_mailboxes)).unwrap();
    let took = u64::try_from(run.took.as_millis()).unwrap();
    assert!(took * 10 <= least * 13, "{rooms} rooms at {latency} ms: {took} ms of {least} ms");
}

#[tokio::test(start_paused = true)]
async fn a_thousand_rooms_take_hardly_longer_than_their_pages() {
    assert_quick(1_000, 50, false).await;
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_rooms_take_hardly_longer_than_their_pages() {
    assert_quick(10_000, 50, false).await;
}

#[tokio::test(start_paused = true)]
async fn two_thousand_rooms_far_away_take_hardly_longer_than_their_pages() {
    assert_quick(2_000, 150, false).await;
}

#[tokio::test(start_paused = true)]
async fn the_insides_of_mailboxes_take_hardly_longer_than_their_batches() {
    assert_quick(600, 50, true).await;
}

#[tokio::test(start_paused = true)]
async fn the_insides_of_mailboxes_far_away_take_hardly_longer_than_their_batches() {
    assert_quick(1_000, 150, true).await;
}
