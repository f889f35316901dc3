//! Sending calls: one at a time, page by page, or in batches.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use ::http::{HeaderName, HeaderValue, StatusCode, header};
use jiff::Timestamp;
use tokio::sync::watch;
use url::Url;

use super::auth::{SignInError, Token, Tokens};
use super::batch::{self, EXCHANGE_BATCH, GRAPH_BATCH, Part};
use super::call::{Call, GraphRead, GraphVersion, Invocation, Needs, Page, Read};
use super::error::{CallError, Said, said, status_for_retry};
use super::link::Links;
use super::pace::{Pace, Place};
use super::progress::{CallTrace, Event, Observer, Wait};
use super::retry::{self, Attempt, Budget, Decision, Loan};
use super::signs::Signs;
use super::transport::{Outgoing, Reply, Transport, TransportError};
use super::{Cloud, Service};
use crate::tenant::{RequestBudget, Right, RightKind, TenantId};

/// The mailbox that stands for the organisation in Exchange's routing hint.
const ORGANIZATION_MAILBOX: &str = "SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}";

/// The role without which Exchange serves no app.
const EXCHANGE_ROLE: &str = "Exchange.ManageAsApp";

/// What a session is made of.
pub struct SessionOptions {
    /// The wire.
    pub transport: Arc<dyn Transport>,
    /// The tokens.
    pub tokens: Tokens,
    /// The cloud.
    pub cloud: Cloud,
    /// The tenant.
    pub tenant: TenantId,
    /// Who listens to progress.
    pub observer: Arc<dyn Observer>,
    /// The longest single wait that the person accepts.
    pub max_wait: Duration,
    /// The simulator's address, whose links stand for the services' own.
    pub simulator: Option<Url>,
    /// The clock.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// How much of a wait is really waited: 1 everywhere but in the demo, where nobody is at the other end.
    pub wait_share: f64,
}

/// Figures of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Requests that were sent, sign-in not counted.
    pub requests: u64,
    /// How many of them repeated an earlier one.
    pub retries: u64,
    /// Milliseconds that the service asked us to wait.
    pub waited_ms: u64,
    /// Bytes of answers, decoded.
    pub bytes: u64,
}

#[derive(Debug, Default)]
struct Counters {
    requests: AtomicU64,
    retries: AtomicU64,
    waited_ms: AtomicU64,
    bytes: AtomicU64,
}

/// The shared session. Cheap to clone.
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    options: SessionOptions,
    graph: Line,
    exchange: Line,
    counters: Counters,
    signs: Signs,
    region: RwLock<Option<Url>>,
    lost: OnceLock<SignInError>,
    stop: watch::Sender<bool>,
}

/// What all requests to one service share.
struct Line {
    pace: Arc<Pace>,
    /// Its own, so that a service that keeps refusing does not use up the retries of the other one.
    budget: Budget,
    /// Why nothing more is asked there: the identity is refused as a whole.
    gone: OnceLock<CallError>,
    /// Tokens that parts of batches refused although the batch itself was accepted.
    refused: Mutex<Vec<Arc<Token>>>,
}

/// How many such tokens are replaced.
const MOST_REFUSED: usize = 3;

impl Line {
    fn new(first: usize, most: usize) -> Self {
        Self {
            pace: Pace::new(first, most),
            budget: Budget::default(),
            gone: OnceLock::new(),
            refused: Mutex::default(),
        }
    }

    /// Whether a token that parts of a batch refused may be replaced: for all of its batches, but not for ever.
    fn may_renew(&self, token: &Arc<Token>) -> bool {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let is_known = refused.iter().any(|known| Arc::ptr_eq(known, token));
        if !is_known && refused.len() < MOST_REFUSED {
            refused.push(Arc::clone(token));
            return true;
        }
        is_known
    }
}

/// What one HTTP request is about; put together anew for every try, because the token may have changed.
enum Shape<'a> {
    Get(&'a Url),
    GraphBatch(GraphVersion, &'a [&'a GraphRead]),
    Invoke(&'a Url, &'a Invocation),
    ExchangeBatch(&'a [&'a Invocation]),
}

impl Shape<'_> {
    fn service(&self) -> Service {
        match self {
            Self::Get(_) | Self::GraphBatch(..) => Service::Graph,
            Self::Invoke(..) | Self::ExchangeBatch(_) => Service::Exchange,
        }
    }

    /// What to show of it: never an address of a room, never a query.
    fn label(&self) -> String {
        match self {
            Self::Get(url) => {
                let template = url.path().split('/').map(|part| match part.split_once('(') {
                    Some((name, _)) => format!("{name}(…)"),
                    None if is_name(part) => part.to_owned(),
                    None => "{…}".to_owned(),
                });
                format!("GET {}", template.collect::<Vec<_>>().join("/"))
            }
            Self::GraphBatch(version, reads) => format!("POST /{}/$batch ({} parts)", version.segment(), reads.len()),
            Self::Invoke(_, call) => format!("POST InvokeCommand {}", call.cmdlet.name()),
            Self::ExchangeBatch(calls) => {
                let name = calls.first().map_or("", |call| call.cmdlet.name());
                format!("POST $batch {name} ({} parts)", calls.len())
            }
        }
    }
}

/// Whether a path segment is a word of the API rather than somebody's id or address.
fn is_name(part: &str) -> bool {
    part.chars().all(|c| c.is_ascii_alphabetic() || c == '.' || c == '$') || part == "v1.0"
}

impl Session {
    /// A session that has sent nothing yet.
    pub fn new(options: SessionOptions) -> Self {
        Self(Arc::new(Inner {
            options,
            graph: Line::new(8, 16),
            exchange: Line::new(4, 16),
            counters: Counters::default(),
            signs: Signs::default(),
            region: RwLock::new(None),
            lost: OnceLock::new(),
            stop: watch::Sender::new(false),
        }))
    }

    /// The tenant.
    pub fn tenant(&self) -> TenantId {
        self.0.options.tenant
    }

    /// The cloud.
    pub fn cloud(&self) -> &Cloud {
        &self.0.options.cloud
    }

    /// The point in time, by the session's clock.
    pub fn now(&self) -> Timestamp {
        (self.0.options.now)()
    }

    /// Tells whoever listens.
    pub fn tell(&self, event: Event) {
        self.0.options.observer.event(event);
    }

    /// The figures so far.
    pub fn stats(&self) -> Stats {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let c = &self.0.counters;
        Stats {
            requests: read(&c.requests),
            retries: read(&c.retries),
            waited_ms: read(&c.waited_ms),
            bytes: read(&c.bytes),
        }
    }

    /// How many seconds this machine's clock is ahead of Graph's, as its answers so far tell.
    pub fn clock_ahead(&self) -> Option<i64> {
        self.0.signs.clock_ahead()
    }

    /// The least that Exchange said was left of its request budget.
    pub fn exchange_budget(&self) -> Option<RequestBudget> {
        self.0.signs.budget()
    }

    /// Why the identity was lost on the way, if it was: nothing read after that means anything.
    pub fn lost(&self) -> Option<SignInError> {
        self.0.lost.get().cloned()
    }

    /// Lets nothing more be sent: what is under way ends at once, what was read stays.
    pub fn interrupt(&self) {
        self.0.stop.send_replace(true);
    }

    /// Whether the run was interrupted.
    pub fn is_interrupted(&self) -> bool {
        *self.0.stop.borrow()
    }

    /// Does something unless, or until, the run is interrupted.
    async fn unless_stopped<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut stop = self.0.stop.subscribe();
        tokio::select! {
            biased;
            _ = stop.wait_for(|stopped| *stopped) => None,
            done = work => Some(done),
        }
    }

    /// Signs in to a service.
    ///
    /// # Errors
    /// [`SignInError`] when there is no token.
    pub async fn sign_in(&self, service: Service) -> Result<Arc<Token>, SignInError> {
        let token = self.unless_stopped(self.0.options.tokens.get(service, None)).await;
        token.unwrap_or(Err(SignInError::Interrupted))
    }

    /// Reads one thing.
    ///
    /// # Errors
    /// [`CallError`] when there is no result.
    pub async fn call<T>(&self, call: &Call<T>) -> Result<T, CallError> {
        let url = self.url(&call.read);
        let body = self.body(&call.read, &url, &call.needs).await?;
        Ok((call.parse)(&body)?)
    }

    /// Reads a list page by page.
    pub fn pages<T>(&self, call: Call<Page<T>>) -> Pages<T> {
        let first = self.url(&call.read);
        // Regions stand for the service's own host, whichever of them a link names.
        let mut own = first.clone();
        if call.read.service() == Service::Exchange {
            own.set_host(self.0.options.cloud.exchange.host_str()).ok();
        }
        let links = Links::from(&own, self.0.options.simulator.as_ref());
        Pages { session: self.clone(), call, links, next: Some(first), bad_link: None }
    }

    /// Reads the rest of a list whose first page came another way, such as in a batch.
    ///
    /// # Errors
    /// [`CallError::Link`] when the link must not be followed.
    pub fn pages_after<T>(&self, call: Call<Page<T>>, link: &str) -> Result<Pages<T>, CallError> {
        let mut pages = self.pages(call);
        pages.next = Some(pages.links.follow(link)?);
        Ok(pages)
    }

    /// Reads several things of one service and version in as few requests as it allows; results in the order asked.
    ///
    /// Takes at most [`GRAPH_BATCH`] or [`EXCHANGE_BATCH`] calls; the caller cuts its work to that size.
    pub async fn batch<T>(&self, calls: &[Call<T>]) -> Vec<Result<T, CallError>> {
        debug_assert!(calls.len() <= GRAPH_BATCH.max(EXCHANGE_BATCH), "cut the work to the size of a batch");
        let mut results: Vec<Option<Result<T, CallError>>> = calls.iter().map(|_| None).collect();
        let mut open: Vec<usize> = (0..calls.len()).collect();
        let mut number = 0;
        let mut loan: Option<Loan<'_>> = None;
        let mut stale: Option<Arc<Token>> = None;
        while let Some(first) = open.first().map(|at| &calls[*at]) {
            number += 1;
            let asked = open.len();
            let (service, line) = (first.read.service(), self.line(first.read.service()));
            let (parts, token) = match self.batch_once(calls, &open, stale.clone()).await {
                Ok(answer) => answer,
                Err(error) => {
                    open.iter().for_each(|at| results[*at] = Some(Err(error.clone())));
                    break;
                }
            };
            // The batch itself was accepted: the token ended halfway, or some rooms refuse every token.
            let is_odd = parts.iter().flatten().any(|part| part.status == 401);
            let may_renew = is_odd && stale.is_none() && line.may_renew(&token);
            let mut again = Vec::new();
            let mut unauthorized = 0;
            let mut wait = Duration::ZERO;
            for (at, part) in open.into_iter().zip(parts) {
                let Some(part) = part else {
                    results[at] = Some(Err(CallError::NoAnswer));
                    continue;
                };
                if part.status == 401 && may_renew && !is_challenged(&part.headers) {
                    unauthorized += 1;
                    again.push((at, part));
                    continue;
                }
                match self.judge_part(&calls[at], &part, number, &token) {
                    Verdict::Done(result) => results[at] = Some(result),
                    Verdict::Again(after) => {
                        if part.status == 429 {
                            self.tell(Event::Waiting {
                                service,
                                seconds: after.as_secs().max(1),
                                because: Wait::Throttled(429),
                            });
                        }
                        wait = wait.max(after);
                        again.push((at, part));
                    }
                }
            }
            // A retry that got further gives its token back, so a moody service is read to the end.
            match loan.take() {
                Some(loan) if again.len() < asked => loan.returned(),
                spent => drop(spent),
            }
            if again.is_empty() {
                break;
            }
            if unauthorized > 0 {
                stale = Some(token);
            }
            // A new token is worth a try of its own; everything else is paid for.
            if unauthorized < again.len() {
                loan = self.unless_stopped(line.budget.borrow()).await.flatten();
                if loan.is_none() {
                    for (at, part) in again {
                        results[at] = Some(Err(self.gave_up(part.status, &part.headers, &part.body)));
                    }
                    break;
                }
                if self.unless_stopped(self.wait(wait)).await.is_none() {
                    again.iter().for_each(|(at, _)| results[*at] = Some(Err(CallError::Interrupted)));
                    break;
                }
                self.tell(Event::WaitOver);
            }
            self.0.counters.retries.fetch_add(1, Ordering::Relaxed);
            open = again.into_iter().map(|(at, _)| at).collect();
        }
        results.into_iter().map(|result| result.unwrap_or(Err(CallError::NoAnswer))).collect()
    }

    async fn batch_once<T>(
        &self,
        calls: &[Call<T>],
        open: &[usize],
        stale: Option<Arc<Token>>,
    ) -> Result<Parts, CallError> {
        let graph: Vec<&GraphRead> = open.iter().filter_map(|at| calls[*at].read.graph()).collect();
        let exchange: Vec<&Invocation> = open.iter().filter_map(|at| calls[*at].read.exchange()).collect();
        let first = &calls[open[0]];
        let shape = match &first.read {
            Read::Graph(read) => Shape::GraphBatch(read.version, &graph),
            Read::Exchange(_) => Shape::ExchangeBatch(&exchange),
        };
        let (body, token) = self.send(&shape, &first.needs, stale).await?;
        Ok((batch::parts(&body, open.len())?, token))
    }

    fn judge_part<T>(&self, call: &Call<T>, part: &Part, number: u32, token: &Token) -> Verdict<T> {
        if (200..300).contains(&part.status) {
            return Verdict::Done((call.parse)(&part.body).map_err(CallError::from));
        }
        let service = call.read.service();
        match self.decide(service, number, Some(part.status), &part.headers, &part.body) {
            Decision::Wait(wait) => {
                if part.status == 429 {
                    self.line(service).pace.refused();
                }
                Verdict::Again(wait)
            }
            Decision::Stop if part.status == 401 && !is_challenged(&part.headers) => {
                Verdict::Done(Err(CallError::Rejected(said(401, &part.headers, &part.body))))
            }
            Decision::Stop => {
                Verdict::Done(Err(self.refusal(part.status, &part.headers, &part.body, &call.needs, service, token)))
            }
        }
    }

    fn url(&self, read: &Read) -> Url {
        let cloud = &self.0.options.cloud;
        match read {
            Read::Graph(read) => {
                let text = format!("{}{}{}", cloud.graph, read.version.segment(), read.path);
                Url::parse(&text).expect("paths of calls are percent-encoded")
            }
            Read::Exchange(call) => {
                let mut url = self.exchange_url("InvokeCommand");
                url.set_query(call.query().as_deref());
                url
            }
        }
    }

    fn exchange_url(&self, endpoint: &str) -> Url {
        let region = self.0.region.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut url = region.unwrap_or_else(|| self.0.options.cloud.exchange.clone());
        url.set_path(&format!("/adminapi/beta/{}/{endpoint}", self.0.options.tenant));
        url
    }

    fn line(&self, service: Service) -> &Line {
        match service {
            Service::Exchange => &self.0.exchange,
            Service::Graph | Service::Login => &self.0.graph,
        }
    }

    async fn body(&self, read: &Read, url: &Url, needs: &Needs) -> Result<String, CallError> {
        let answer = match read {
            Read::Graph(_) => self.send(&Shape::Get(url), needs, None).await,
            Read::Exchange(call) => self.send(&Shape::Invoke(url, call), needs, None).await,
        };
        answer.map(|(body, _)| body)
    }

    async fn send(&self, shape: &Shape<'_>, needs: &Needs, stale: Option<Arc<Token>>) -> Result<Answer, CallError> {
        let answer = self.unless_stopped(self.send_until_answered(shape, needs, stale)).await;
        answer.unwrap_or(Err(CallError::Interrupted))
    }

    /// Sends until there is an answer that trying again would not change.
    async fn send_until_answered(
        &self,
        shape: &Shape<'_>,
        needs: &Needs,
        mut stale: Option<Arc<Token>>,
    ) -> Result<Answer, CallError> {
        let service = shape.service();
        let line = self.line(service);
        let mut earlier = 0;
        let mut loan: Option<Loan<'_>> = None;
        line.budget.request();
        let mut number = 0;
        loop {
            number += 1;
            let place = line.pace.enter().await;
            // Others may have learnt meanwhile that nothing is to be had here; and a token may have ended.
            self.still_served(service)?;
            let token = self.0.options.tokens.get(service, stale.as_deref()).await?;
            let outcome = self.once(shape, &token).await;
            let (status, headers, body) = match outcome {
                Ok(reply) => self.open(shape, reply, number),
                Err(error) if error.is_transient() => {
                    let decision = self.decide(service, number, None, &::http::HeaderMap::new(), "");
                    earlier += u32::from(loan.take().is_some());
                    loan = Some(self.again(line, decision, place).await.ok_or(error)?);
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            if (200..300).contains(&status) {
                place.succeeded();
                line.budget.give_back(earlier);
                loan.into_iter().for_each(Loan::returned);
                return Ok((body, token));
            }
            if service == Service::Exchange && matches!(status, 302 | 307 | 308) && number <= 3 {
                self.move_to_region(&headers)?;
                continue;
            }
            if status == 401 && stale.is_none() && !is_challenged(&headers) {
                stale = Some(token);
                continue;
            }
            let decision = self.decide(service, number, Some(status), &headers, &body);
            if let (Decision::Wait(wait), 429 | 503) = (decision, status) {
                line.pace.pause(wait.mul_f64(self.0.options.wait_share));
                self.tell(Event::Waiting { service, seconds: wait.as_secs().max(1), because: Wait::Throttled(status) });
            }
            earlier += u32::from(loan.take().is_some());
            loan = self.again(line, decision, place).await;
            if loan.is_none() {
                return Err(self.refusal(status, &headers, &body, needs, service, &token));
            }
        }
    }

    /// Whether anything is to be had from a service: not when it refused the identity as a whole.
    fn still_served(&self, service: Service) -> Result<(), CallError> {
        match (self.lost(), self.line(service).gone.get()) {
            (Some(error), _) => Err(error.into()),
            (None, Some(error)) => Err(error.clone()),
            (None, None) => Ok(()),
        }
    }

    /// Waits when the decision and the budget say so; `None` means to stop.
    async fn again<'l>(&self, line: &'l Line, decision: Decision, place: Place) -> Option<Loan<'l>> {
        drop(place);
        let Decision::Wait(wait) = decision else { return None };
        let loan = line.budget.borrow().await?;
        self.0.counters.retries.fetch_add(1, Ordering::Relaxed);
        self.wait(wait).await;
        self.tell(Event::WaitOver);
        Some(loan)
    }

    async fn wait(&self, wait: Duration) {
        let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        self.0.counters.waited_ms.fetch_add(millis, Ordering::Relaxed);
        tokio::time::sleep(wait.mul_f64(self.0.options.wait_share)).await;
    }

    fn decide(
        &self,
        service: Service,
        number: u32,
        status: Option<u16>,
        headers: &::http::HeaderMap,
        body: &str,
    ) -> Decision {
        let status = match (service, status) {
            (Service::Exchange, Some(status)) => Some(status_for_retry(status, body)),
            (_, status) => status,
        };
        retry::decide(&Attempt {
            number,
            status,
            retry_after: retry::retry_after(headers, self.now()),
            max_wait: self.0.options.max_wait,
            jitter: jitter(),
        })
    }

    async fn once(&self, shape: &Shape<'_>, token: &Token) -> Result<Reply, TransportError> {
        let mut request = match shape {
            Shape::Get(url) => Outgoing::get((*url).clone()),
            Shape::GraphBatch(version, reads) => {
                let mut url = self.0.options.cloud.graph.clone();
                url.set_path(&format!("/{}/$batch", version.segment()));
                Outgoing::graph_batch(url, batch::graph_body(reads))
            }
            Shape::Invoke(url, call) => {
                let mut own = (*url).clone();
                let region = self.exchange_url("InvokeCommand");
                own.set_host(region.host_str()).ok();
                Outgoing::invoke(own, call.body().to_string().into())
            }
            Shape::ExchangeBatch(calls) => {
                let inner = self.exchange_url("InvokeCommand");
                let body = batch::exchange_body(calls, inner.as_str(), token.secret.expose(), |call| self.anchor(call));
                Outgoing::invoke(self.exchange_url("$batch"), body)
            }
        };
        self.authorise(&mut request, shape, token)?;
        self.0.counters.requests.fetch_add(1, Ordering::Relaxed);
        self.0.options.transport.send(&request).await
    }

    /// Puts the token on a request, after looking once more at where the request goes.
    fn authorise(&self, request: &mut Outgoing, shape: &Shape<'_>, token: &Token) -> Result<(), TransportError> {
        let url = request.url();
        let host = url.host_str().unwrap_or_default().to_owned();
        let is_right = url.scheme() == "https"
            && url.port().is_none()
            && url.username().is_empty()
            && self.0.options.cloud.service_of(&host) == Some(shape.service());
        if !is_right {
            return Err(TransportError::ForeignHost { host });
        }
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.secret.expose()))
            .map_err(|_| TransportError::ForeignHost { host })?;
        bearer.set_sensitive(true);
        request.header(header::AUTHORIZATION, bearer);
        request.header(header::ACCEPT, HeaderValue::from_static("application/json"));
        let id = uuid::Uuid::new_v4().to_string();
        if let Ok(id) = HeaderValue::from_str(&id) {
            request.header(HeaderName::from_static("client-request-id"), id);
        }
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        match shape {
            Shape::Get(_) => {}
            Shape::GraphBatch(..) => request.header(header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
            Shape::Invoke(_, call) => {
                request.header(header::CONTENT_TYPE, json);
                request.header(HeaderName::from_static("prefer"), HeaderValue::from_static("odata.maxpagesize=1000"));
                request.header(HeaderName::from_static("x-cmdletname"), HeaderValue::from_static(call.cmdlet.name()));
                request.header(HeaderName::from_static("x-responseformat"), HeaderValue::from_static("json"));
                if let Ok(anchor) = HeaderValue::from_str(&self.anchor(call)) {
                    request.header(HeaderName::from_static("x-anchormailbox"), anchor);
                }
            }
            Shape::ExchangeBatch(calls) => {
                request.header(header::CONTENT_TYPE, json);
                let prefer = HeaderValue::from_static("odata.maxpagesize=1000;odata.continue-on-error");
                request.header(HeaderName::from_static("prefer"), prefer);
                let routing = HeaderName::from_static("parameter-based-routing");
                request.header(routing, HeaderValue::from_static("true"));
                let anchor = calls.first().map(|call| self.anchor(call)).unwrap_or_default();
                if let Ok(anchor) = HeaderValue::from_str(&anchor) {
                    request.header(HeaderName::from_static("x-anchormailbox"), anchor);
                }
            }
        }
        Ok(())
    }

    fn anchor(&self, call: &Invocation) -> String {
        match &call.anchor {
            Some(mailbox) => format!("UPN:{mailbox}"),
            None => format!("APP:{ORGANIZATION_MAILBOX}@{}", self.0.options.tenant),
        }
    }

    /// Counts an answer, shows it to whoever traces, and takes it apart. Bytes that are no UTF-8 become visible signs.
    fn open(&self, shape: &Shape<'_>, reply: Reply, number: u32) -> (u16, ::http::HeaderMap, String) {
        let (parts, body) = reply.into_parts();
        self.0.counters.bytes.fetch_add(body.len() as u64, Ordering::Relaxed);
        match shape.service() {
            Service::Exchange => self.0.signs.of_exchange(&parts.headers),
            Service::Graph | Service::Login => self.0.signs.of_graph(&parts.headers, self.now()),
        }
        let request_id = parts.headers.get("request-id").and_then(|id| id.to_str().ok());
        let trace = CallTrace { what: &shape.label(), status: parts.status.as_u16(), request_id, attempt: number };
        self.0.options.observer.call(&trace);
        let body = match String::from_utf8(body.into()) {
            Ok(body) => body,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        };
        let body = match body.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => body,
        };
        (parts.status.as_u16(), parts.headers, body)
    }

    /// Follows Exchange to the region of the tenant: only the first label of the host is taken from the answer.
    fn move_to_region(&self, headers: &::http::HeaderMap) -> Result<(), CallError> {
        let location = headers.get(header::LOCATION).and_then(|value| Url::parse(value.to_str().ok()?).ok());
        let label = location.as_ref().and_then(Url::host_str).and_then(|host| host.split('.').next());
        let is_label = |label: &&str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        let host = self.0.options.cloud.exchange.host_str().unwrap_or_default();
        let region = label.filter(is_label).and_then(|label| Url::parse(&format!("https://{label}.{host}")).ok());
        let Some(region) = region else { return Err(CallError::Link(super::LinkError::Foreign)) };
        *self.0.region.write().unwrap_or_else(PoisonError::into_inner) = Some(region);
        Ok(())
    }

    fn gave_up(&self, status: u16, headers: &::http::HeaderMap, body: &str) -> CallError {
        let wait = retry::retry_after(headers, self.now());
        let retry_after = wait.and_then(|wait| self.now().checked_add(jiff::SignedDuration::try_from(wait).ok()?).ok());
        CallError::GaveUp { said: said(status, headers, body), retry_after }
    }

    /// What a final refusal means.
    fn refusal(
        &self,
        status: u16,
        headers: &::http::HeaderMap,
        body: &str,
        needs: &Needs,
        service: Service,
        token: &Token,
    ) -> CallError {
        let said = said(status, headers, body);
        match StatusCode::from_u16(status) {
            Ok(StatusCode::UNAUTHORIZED) => self.not_accepted(said, is_challenged(headers), service, token),
            Ok(StatusCode::FORBIDDEN) => CallError::Denied { needs: needs.application.clone(), said },
            // Without a word of the service, the 404 may be anybody's: that an object is not there takes its own error.
            Ok(StatusCode::NOT_FOUND) if said.code.is_some() => CallError::NotFound(said),
            _ if said.code.as_ref().is_some_and(|code| code.raw() == "ManagementObjectNotFoundException") => {
                CallError::NotFound(said)
            }
            _ if matches!(status_for_retry(status, body), 408 | 424 | 429 | 500..=599) => {
                self.gave_up(status, headers, body)
            }
            _ => CallError::Rejected(said),
        }
    }

    /// A new token was refused as well. Exchange answers so when its role is not in the token: nothing else will work
    /// there either. Graph only says it of a token that it does not accept at all.
    fn not_accepted(&self, said: Said, challenged: bool, service: Service, token: &Token) -> CallError {
        let is_exchange = service == Service::Exchange;
        let name = if is_exchange { "Exchange Online" } else { "Microsoft Graph" };
        let error = SignInError::NotAccepted { service: name, challenged, request_id: said.request_id.clone() };
        if challenged || !is_exchange {
            return self.0.lost.get_or_init(|| error).clone().into();
        }
        let has_role = token.claims.as_ref().is_some_and(|claims| {
            claims.roles.iter().any(|role| role == EXCHANGE_ROLE)
                || claims.scopes.iter().any(|scope| scope == "Exchange.Manage")
        });
        let needs = Right { kind: RightKind::ExchangeApplication, name: EXCHANGE_ROLE.into() };
        let error = if has_role { error.into() } else { CallError::Denied { needs, said } };
        self.line(service).gone.get_or_init(|| error).clone()
    }
}

/// A body, and the token that it was had with.
type Answer = (String, Arc<Token>);
/// The parts of a batch in the order of its calls, and the token that they were had with.
type Parts = (Vec<Option<Part>>, Arc<Token>);

/// Whether the service asks for more proof than this token carries (Conditional Access).
fn is_challenged(headers: &::http::HeaderMap) -> bool {
    let challenges = headers.get_all(header::WWW_AUTHENTICATE).iter();
    challenges.filter_map(|value| value.to_str().ok()).any(|value| value.contains("claims="))
}

/// Spreads the waits of many runs. Tests all wait alike.
fn jitter() -> f64 {
    if cfg!(test) { 0.5 } else { f64::from(uuid::Uuid::new_v4().as_bytes()[0]) / 255.0 }
}

enum Verdict<T> {
    Done(Result<T, CallError>),
    Again(Duration),
}

impl Read {
    fn graph(&self) -> Option<&GraphRead> {
        match self {
            Self::Graph(read) => Some(read),
            Self::Exchange(_) => None,
        }
    }

    fn exchange(&self) -> Option<&Invocation> {
        match self {
            Self::Exchange(call) => Some(call),
            Self::Graph(_) => None,
        }
    }

    fn service(&self) -> Service {
        match self {
            Self::Graph(_) => Service::Graph,
            Self::Exchange(_) => Service::Exchange,
        }
    }
}

/// A list that is read page by page.
pub struct Pages<T> {
    session: Session,
    call: Call<Page<T>>,
    links: Links,
    next: Option<Url>,
    bad_link: Option<super::LinkError>,
}

impl<T> Pages<T> {
    /// The next page; `None` behind the last one, and behind an error.
    pub async fn next(&mut self) -> Option<Result<Page<T>, CallError>> {
        // The items of the page with a bad link were good; the error comes in place of the next page.
        if let Some(error) = self.bad_link.take() {
            return Some(Err(error.into()));
        }
        let url = self.next.take()?;
        let body = self.session.body(&self.call.read, &url, &self.call.needs).await;
        let page = match body.and_then(|body| Ok((self.call.parse)(&body)?)) {
            Ok(page) => page,
            Err(error) => return Some(Err(error)),
        };
        match page.next.as_deref().map(|link| self.links.follow(link)) {
            Some(Ok(url)) => self.next = Some(url),
            Some(Err(error)) => self.bad_link = Some(error),
            None => {}
        }
        Some(Ok(page))
    }
}
