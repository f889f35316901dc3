//! The pure core: a request in, an answer out. Looks things up, counts faults, writes down what was asked; the three
//! services do the rest.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use jiff::Timestamp;
use serde_json::Value;
use tokio::time::Instant;
use uuid::Uuid;

use super::{
    exchange,
    faults::{Counters, Fault, NextLink},
    graph,
    json::{Json, Object, object},
    state::{App, Group, GroupKind, Home, Room, State, User},
    token,
};
use crate::tenant::{AppId, RoomKind, TenantId};

/// How a simulated tenant is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many rooms; the scenario's own number when it is `None`.
    pub rooms: Option<usize>,
    /// How long every answer takes.
    pub latency: Duration,
    /// "Now" of the tenant; runs on from there.
    pub now: Timestamp,
    /// What identifiers and orders are made from.
    pub seed: u64,
}

impl Options {
    /// The scenario's own size, no latency, a fixed seed.
    pub fn at(now: Timestamp) -> Self {
        Self { rooms: None, latency: Duration::ZERO, now, seed: 365 }
    }
}

/// Who can sign in to a simulated tenant.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    /// The tenant.
    pub tenant: TenantId,
    /// The app under test.
    pub app: AppId,
    /// Its secret.
    pub secret: String,
    /// An app that may only read, and its secret.
    pub reader: (AppId, String),
}

impl std::fmt::Debug for Identity {
    /// Without the secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Identity {{ tenant: {}, app: {}, reader: {} }}", self.tenant, self.app, self.reader.0)
    }
}

/// Where the three services are, as the client sees it: next links and assertions name these origins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins {
    /// Sign-in.
    pub login: String,
    /// Graph.
    pub graph: String,
    /// Exchange.
    pub exchange: String,
}

impl Origins {
    /// The hosts of the public cloud.
    pub fn public() -> Self {
        Self {
            login: "https://login.microsoftonline.com".to_owned(),
            graph: "https://graph.microsoft.com".to_owned(),
            exchange: "https://outlook.office365.com".to_owned(),
        }
    }

    /// One origin for everything, such as `http://127.0.0.1:8080`.
    pub fn all(origin: &str) -> Self {
        let origin = origin.trim_end_matches('/').to_owned();
        Self { login: origin.clone(), graph: origin.clone(), exchange: origin }
    }
}

/// What came of a request.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The response.
    pub reply: http::Response<Bytes>,
    /// How long to wait before giving it.
    pub delay: Duration,
}

/// A request that was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its method.
    pub method: http::Method,
    /// Its path.
    pub path: String,
    /// Its query, as it was sent.
    pub query: String,
}

/// A simulated tenant that answers requests.
#[derive(Debug)]
pub struct Simulation {
    pub(super) state: State,
    latency: Duration,
    started: Instant,
    faults: Counters,
    answers: AtomicU64,
    /// The minute that is counted, and the requests to Exchange in it.
    exchange_requests: Mutex<(i64, u64)>,
    records: AtomicBool,
    recorded: Mutex<Vec<Recorded>>,
    pub(super) polls: AtomicU64,
    /// Claims of tokens whose signature was found good, by token: every part of a batch brings its own.
    pub(super) verified: Mutex<HashMap<String, Arc<Value>>>,
    index: Index,
}

/// Places in the state by what names them.
#[derive(Debug)]
struct Index {
    /// By UPN, address and object id, as Graph looks people and rooms up.
    directory: HashMap<String, Target>,
    /// By everything that Exchange takes as an identity.
    recipients: HashMap<String, Target>,
    places: HashMap<Uuid, usize>,
    /// Room lists by the address of each member.
    localities: HashMap<String, Vec<usize>>,
}

impl Index {
    fn of(state: &State) -> Self {
        let (mut directory, mut recipients, mut places) = (HashMap::new(), HashMap::new(), HashMap::new());
        for (at, room) in state.rooms.iter().enumerate() {
            let target = Target::Room(at);
            for key in [room.upn.clone(), room.address.clone(), room.object_id.to_string()] {
                directory.insert(key.to_lowercase(), target);
            }
            places.insert(room.place_id, at);
            if room.home == Home::GraphOnly {
                continue;
            }
            let names =
                [room.alias.clone(), room.guid.to_string(), room.legacy_dn(), state.distinguished_name(&room.alias)];
            let others =
                [room.upn.clone(), room.address.clone(), room.object_id.to_string(), room.display_name.clone()];
            for key in names.into_iter().chain(others).chain(room.proxies.iter().cloned()) {
                recipients.entry(key.to_lowercase()).or_insert(target);
            }
        }
        for (at, user) in state.users.iter().enumerate() {
            let target = Target::User(at);
            for key in [user.upn.clone(), user.address.clone(), user.object_id.to_string()] {
                directory.insert(key.to_lowercase(), target);
                recipients.entry(key.to_lowercase()).or_insert(target);
            }
            let names = [user.guid.to_string(), user.legacy_dn(), user.display_name.clone()];
            for key in names.into_iter().chain([user.alias().to_owned(), state.distinguished_name(user.alias())]) {
                recipients.entry(key.to_lowercase()).or_insert(target);
            }
        }
        let mut localities: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, group) in state.groups.iter().enumerate() {
            for member in group.members.iter().filter(|_| group.kind == GroupKind::RoomList) {
                localities.entry(member.clone()).or_default().push(at);
            }
            let names =
                [group.address.clone(), group.alias().to_owned(), group.display_name.clone(), group.guid.to_string()];
            let others =
                [group.object_id.to_string(), group.legacy_dn(), state.distinguished_name(&group.display_name)];
            for key in names.into_iter().chain(others) {
                recipients.entry(key.to_lowercase()).or_insert(Target::Group(at));
            }
        }
        Self { directory, recipients, places, localities }
    }
}

/// Something that an identity can name, by its place in the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Room(usize),
    User(usize),
    Group(usize),
}

/// Something that an identity can name.
#[derive(Clone, Copy, Debug)]
pub(super) enum Found<'a> {
    Room(&'a Room),
    User(&'a User),
    Group(&'a Group),
}

impl Found<'_> {
    pub(super) fn address(&self) -> &str {
        match self {
            Found::Room(room) => &room.address,
            Found::User(user) => &user.address,
            Found::Group(group) => &group.address,
        }
    }

    pub(super) fn guid(&self) -> Uuid {
        match self {
            Found::Room(room) => room.guid,
            Found::User(user) => user.guid,
            Found::Group(group) => group.guid,
        }
    }

    pub(super) fn display_name(&self) -> &str {
        match self {
            Found::Room(room) => &room.display_name,
            Found::User(user) => &user.display_name,
            Found::Group(group) => &group.display_name,
        }
    }

    pub(super) fn alias(&self) -> &str {
        match self {
            Found::Room(room) => &room.alias,
            Found::User(user) => user.alias(),
            Found::Group(group) => group.alias(),
        }
    }

    pub(super) fn legacy_dn(&self) -> String {
        match self {
            Found::Room(room) => room.legacy_dn(),
            Found::User(user) => user.legacy_dn(),
            Found::Group(group) => group.legacy_dn(),
        }
    }

    pub(super) fn object_id(&self) -> Uuid {
        match self {
            Found::Room(room) => room.object_id,
            Found::User(user) => user.object_id,
            Found::Group(group) => group.object_id,
        }
    }
}

/// What a service answers, before headers that all answers share.
#[derive(Clone, Debug)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Body,
}

/// The body of a [`Response`].
#[derive(Clone, Debug)]
pub(super) enum Body {
    Empty,
    Json(Object),
    Raw(Vec<u8>, &'static str),
}

impl Response {
    pub(super) fn json(status: u16, body: Object) -> Self {
        Self { status, headers: Vec::new(), body: Body::Json(body) }
    }

    pub(super) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Body::Empty }
    }

    #[must_use]
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Which service a path belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    Login,
    Graph,
    Exchange,
}

impl Door {
    fn of(path: &str) -> Self {
        let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        match first.to_ascii_lowercase().as_str() {
            "v1.0" | "beta" => Self::Graph,
            "adminapi" => Self::Exchange,
            _ => Self::Login,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Graph => "graph",
            Self::Exchange => "exchange",
        }
    }
}

impl Simulation {
    /// Makes a tenant answer.
    pub fn new(state: State, options: &Options) -> Self {
        Self {
            faults: Counters::of(&state.faults),
            latency: options.latency,
            started: Instant::now(),
            answers: AtomicU64::new(0),
            exchange_requests: Mutex::default(),
            records: AtomicBool::new(false),
            recorded: Mutex::new(Vec::new()),
            polls: AtomicU64::new(0),
            verified: Mutex::default(),
            index: Index::of(&state),
            state,
        }
    }

    /// Makes the look-ups agree with a state that was changed.
    pub(super) fn reindex(&mut self) {
        self.index = Index::of(&self.state);
    }

    /// Who can sign in.
    pub fn identity(&self) -> Identity {
        let secret = |app: AppId| {
            let app = self.app(app);
            app.and_then(|app| app.secrets.last()).map_or_else(String::new, |secret| secret.value.clone())
        };
        Identity {
            tenant: self.state.tenant,
            app: self.state.subject,
            secret: secret(self.state.subject),
            reader: (self.state.reader, secret(self.state.reader)),
        }
    }

    /// What the tenant holds.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Starts to record requests.
    #[must_use]
    pub fn recording(self) -> Self {
        self.records.store(true, Ordering::Relaxed);
        self
    }

    /// The requests so far, when they are recorded.
    ///
    /// # Panics
    /// Never: nothing panics while it holds the lock.
    pub fn recorded(&self) -> Vec<Recorded> {
        self.recorded.lock().expect("nothing panics while it holds the lock").clone()
    }

    /// "Now" in the tenant: runs on from [`Options::now`].
    pub fn now(&self) -> Timestamp {
        // Tokio's clock, so that the tenant grows older with a test whose time stands still and leaps.
        let elapsed = jiff::SignedDuration::try_from(self.started.elapsed()).unwrap_or_default();
        self.state.now + elapsed
    }

    /// Answers one request. Does not wait: the caller waits for [`Answer::delay`].
    pub fn answer(&self, request: &http::Request<Bytes>, origins: &Origins) -> Answer {
        let path = request.uri().path();
        let query = request.uri().query().unwrap_or_default();
        if self.records.load(Ordering::Relaxed) {
            let record = Recorded { method: request.method().clone(), path: path.to_owned(), query: query.to_owned() };
            self.recorded.lock().expect("nothing panics while it holds the lock").push(record);
        }
        let door = Door::of(path);
        let request_id = self.next_id();
        let echoed = request.headers().get("client-request-id").and_then(|id| id.to_str().ok());
        let mut ask = Ask {
            method: request.method(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: request.headers(),
            body: request.body(),
            origins,
            client_request_id: echoed.map_or_else(|| request_id.to_string(), str::to_owned),
            request_id,
        };
        if path.contains("//") {
            ask.path = path.replace("//", "/");
        }
        let response = match door {
            Door::Login => token::answer(self, &ask),
            Door::Graph => graph::answer(self, &ask),
            Door::Exchange => exchange::answer(self, &ask),
        };
        Answer { reply: self.finish(door, &ask, response), delay: self.latency }
    }

    /// The fault that strikes an answer, and the answer with the fault in it.
    ///
    /// `what` names the answer for the rules, if there are any; `answer` is only asked when the fault lets the service
    /// answer at all.
    pub(super) fn with_faults(
        &self,
        door: Door,
        ask: &Ask<'_>,
        what: impl FnOnce() -> String,
        answer: impl FnOnce() -> Response,
    ) -> Response {
        if self.state.faults.rules.is_empty() {
            return answer();
        }
        let line = format!("{} {} {}", door.word(), ask.method.as_str(), what()).to_lowercase();
        match self.faults.strike(&self.state.faults, &line) {
            None => answer(),
            Some(Fault::Throttled(retry_after)) => {
                let response = match door {
                    // guess: the code and the sentence; Microsoft's pages show several.
                    Door::Graph | Door::Login => graph::error(self, ask, 429, "TooManyRequests", "Too many requests."),
                    Door::Exchange => exchange::failure(429, "TooManyRequests", "", "Too many requests."),
                };
                match retry_after {
                    Some(text) => response.with("retry-after", text),
                    None => response,
                }
            }
            Some(Fault::Broken(status)) => match door {
                Door::Graph | Door::Login => {
                    let code = match status {
                        503 => "serviceNotAvailable",
                        504 => "UnknownError",
                        // Known issue of Outlook's part of Graph.
                        _ => "ErrorInternalServerTransientError",
                    };
                    graph::error(self, ask, *status, code, "The service could not answer this time.")
                }
                Door::Exchange => exchange::failure(
                    *status,
                    "InternalServerError",
                    "Microsoft.Exchange.Data.Storage.StorageTransientException",
                    "The operation failed on the server.",
                ),
            },
            Some(Fault::SignedOut) => match door {
                Door::Graph | Door::Login => {
                    graph::invalid_token(self, ask, "Lifetime validation failed, the token is expired.")
                }
                Door::Exchange => exchange::unauthorized(),
            },
            Some(Fault::WebPage) => Response {
                status: 200,
                headers: Vec::new(),
                body: Body::Raw(
                    b"<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body></body></html>"
                        .to_vec(),
                    "text/html; charset=utf-8",
                ),
            },
            Some(Fault::Region(label)) => {
                let host = ask.headers.get(http::header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
                if host.starts_with(&format!("{label}.")) {
                    return answer();
                }
                Response::empty(302).with("location", format!("https://{label}.outlook.office365.com:446{}", ask.path))
            }
            Some(Fault::NextLink(link)) => bend_next_link(answer(), *link, ask),
            Some(Fault::CutOff) => {
                let mut response = answer();
                if let Body::Json(body) = response.body {
                    let mut bytes = Json::Object(body).to_bytes();
                    bytes.truncate(bytes.len() / 2);
                    response.body = Body::Raw(bytes, "application/json");
                }
                response
            }
        }
    }

    fn finish(&self, door: Door, ask: &Ask<'_>, response: Response) -> http::Response<Bytes> {
        let mut headers = HeaderMap::new();
        let mut set = |name: &'static str, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        };
        let ahead = if door == Door::Graph { self.state.clock_ahead } else { jiff::SignedDuration::ZERO };
        set("date", &http_date(self.now() + ahead));
        set("cache-control", "no-cache");
        set("strict-transport-security", "max-age=31536000; includeSubDomains");
        let (kind, bytes) = match response.body {
            Body::Empty => (None, Vec::new()),
            Body::Json(body) => (Some(json_type(door)), Json::Object(body).to_bytes()),
            Body::Raw(bytes, kind) => (Some(kind), bytes),
        };
        if let Some(kind) = kind {
            set("content-type", kind);
        }
        match door {
            Door::Login => set("x-ms-request-id", &ask.request_id.to_string()),
            Door::Graph => {
                set("request-id", &ask.request_id.to_string());
                set("client-request-id", &ask.client_request_id);
                set(
                    "x-ms-ags-diagnostic",
                    r#"{"ServerInfo":{"DataCenter":"West Europe","Slice":"E","Ring":"5","ScaleUnit":"003","RoleInstance":"AM1PEPF00000000"}}"#,
                );
                set("odata-version", "4.0");
            }
            Door::Exchange => {
                set("request-id", &ask.request_id.to_string());
                set("client-request-id", &ask.client_request_id);
                // Names and limit as public clients measured them; the reset lay 16 s after the date. guess: a batch
                // counts once, and the count begins anew every minute.
                let now = self.now();
                let limit = self.state.exchange_budget;
                let used = self.count_exchange(now.as_second() / 60);
                set("rate-limit-limit", &limit.to_string());
                set("rate-limit-remaining", &limit.saturating_sub(used).to_string());
                set("rate-limit-reset", &iso(now + jiff::SignedDuration::from_secs(16)));
                set("odata-version", "4.0");
            }
        }
        for (name, value) in &response.headers {
            set(name, value);
        }
        let mut reply = http::Response::new(Bytes::from(bytes));
        *reply.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        *reply.headers_mut() = headers;
        reply
    }

    /// Counts one more request to Exchange in a minute.
    fn count_exchange(&self, minute: i64) -> u64 {
        let mut counted = self.exchange_requests.lock().expect("nothing panics while it holds the lock");
        if counted.0 != minute {
            *counted = (minute, 0);
        }
        counted.1 += 1;
        counted.1
    }

    /// A fresh identifier, the same in every run of the same requests.
    pub(super) fn next_id(&self) -> Uuid {
        let count = self.answers.fetch_add(1, Ordering::Relaxed);
        let (high, low) = (mix(self.state.seed ^ 0x5851_f42d), mix(self.state.seed.wrapping_add(count)));
        uuid::Builder::from_u128((u128::from(high) << 64) | u128::from(low))
            .with_version(uuid::Version::Random)
            .with_variant(uuid::Variant::RFC4122)
            .into_uuid()
    }

    /// Puts things into an order that depends on the seed and on how much was answered before.
    pub(super) fn shuffle<T>(&self, items: &mut [T]) {
        let mut random = mix(self.state.seed ^ self.answers.load(Ordering::Relaxed));
        for at in (1..items.len()).rev() {
            random = mix(random);
            let bound = u64::try_from(at + 1).unwrap_or(u64::MAX);
            items.swap(at, usize::try_from(random % bound).unwrap_or(0));
        }
    }

    pub(super) fn app(&self, id: AppId) -> Option<&App> {
        self.state.apps.iter().find(|app| app.app_id == id)
    }

    fn found(&self, target: Target) -> Found<'_> {
        match target {
            Target::Room(at) => Found::Room(&self.state.rooms[at]),
            Target::User(at) => Found::User(&self.state.users[at]),
            Target::Group(at) => Found::Group(&self.state.groups[at]),
        }
    }

    /// A person or a room by UPN, address or object id.
    pub(super) fn in_directory(&self, key: &str) -> Option<Found<'_>> {
        self.index.directory.get(&key.trim().to_lowercase()).map(|target| self.found(*target))
    }

    /// The place in the state of a recipient, by anything that Exchange takes as an identity.
    pub(super) fn target(&self, identity: &str) -> Option<Target> {
        self.index.recipients.get(&identity.trim().to_lowercase()).copied()
    }

    /// The place in the state of a person or a room, by UPN, address or object id.
    pub(super) fn account(&self, key: &str) -> Option<Target> {
        self.index.directory.get(&key.trim().to_lowercase()).copied()
    }

    /// A recipient by anything that Exchange takes as an identity.
    pub(super) fn recipient(&self, identity: &str) -> Option<Found<'_>> {
        self.index.recipients.get(&identity.trim().to_lowercase()).map(|target| self.found(*target))
    }

    /// A room by the id or the address of its place, when Graph lists it.
    pub(super) fn place(&self, key: &str) -> Option<&Room> {
        let room = match key.trim().parse::<Uuid>() {
            Ok(id) => self.index.places.get(&id).map(|at| &self.state.rooms[*at]),
            Err(_) => match self.index.directory.get(&key.trim().to_lowercase()) {
                Some(Target::Room(at)) => Some(&self.state.rooms[*at]),
                Some(Target::User(_) | Target::Group(_)) | None => None,
            },
        };
        room.filter(|room| room.is_listed_by_graph(self.now()))
    }

    /// Addresses of the room lists that hold a member.
    pub(super) fn localities(&self, member: &str) -> Vec<&str> {
        let lists = self.index.localities.get(member).map(Vec::as_slice).unwrap_or_default();
        lists.iter().map(|at| self.state.groups[*at].address.as_str()).collect()
    }

    /// Bookable mailboxes that Graph lists, of one kind.
    pub(super) fn listed(&self, kind: RoomKind) -> Vec<&Room> {
        let now = self.now();
        self.state.rooms.iter().filter(|room| room.kind == kind && room.is_listed_by_graph(now)).collect()
    }
}

impl State {
    /// The distinguished name of a recipient.
    pub(super) fn distinguished_name(&self, name: &str) -> String {
        format!(
            "CN={name},OU={},OU=Microsoft Exchange Hosted Organizations,DC=EURPR01A001,DC=PROD,DC=OUTLOOK,DC=COM",
            self.initial_domain()
        )
    }
}

/// One request (or one item of a batch), taken apart.
pub(super) struct Ask<'a> {
    pub(super) method: &'a http::Method,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
    pub(super) origins: &'a Origins,
    pub(super) request_id: Uuid,
    pub(super) client_request_id: String,
}

impl Ask<'_> {
    /// The value of a header, when it is text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

fn json_type(door: Door) -> &'static str {
    match door {
        Door::Login => "application/json; charset=utf-8",
        Door::Graph => {
            "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
        }
        Door::Exchange => "application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8",
    }
}

fn bend_next_link(mut response: Response, link: NextLink, ask: &Ask<'_>) -> Response {
    let Body::Json(body) = &mut response.body else { return response };
    if link == NextLink::Missing {
        body.0.retain(|(key, _)| key != "@odata.nextLink");
        return response;
    }
    let Some(Json::Text(text)) = body.get_mut("@odata.nextLink") else { return response };
    *text = match link {
        NextLink::ForeignHost => text
            .replacen(&ask.origins.graph, "https://graph.microsoft.com.example.net", 1)
            .replacen(&ask.origins.exchange, "https://outlook.office365.com.example.net", 1),
        NextLink::PlainHttp => text.replacen("https://", "http://", 1),
        NextLink::Loops | NextLink::Missing => {
            let origin = if ask.path.starts_with("/adminapi") { &ask.origins.exchange } else { &ask.origins.graph };
            let mark = if ask.query.is_empty() { "" } else { "?" };
            format!("{origin}{}{mark}{}", ask.path, ask.query)
        }
    };
    response
}

/// Spreads the bits of a number (the finaliser of the splitmix64 generator).
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// RFC 3339 with whole seconds, as directory objects show times.
pub(super) fn iso(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The date of an HTTP header.
fn http_date(time: Timestamp) -> String {
    time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// The error envelope that Graph's and the batch's items share.
pub(super) fn envelope(code: &str, message: &str, inner: Object) -> Object {
    object! { "error": object! { "code": code, "message": message, "innerError": inner } }
}
