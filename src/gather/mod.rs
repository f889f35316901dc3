//! Floor 2: session → snapshot. Gathers, and judges nothing.
//!
//! The plan follows the least number of round trips: Graph and Exchange side by side; batches for single rooms start
//! while the list of rooms is still being paged; what does not depend on something else does not wait for it.

mod access;
mod directory;
mod inside;
mod lists;
mod meter;
mod probe;
mod rooms;
mod roundup;
mod setup;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::mpsc;

use crate::session::auth::{SignInError, Token};
use crate::session::call::{Page, Unreadable};
use crate::session::progress::Event;
use crate::session::{CallError, Service, Session};
use crate::tenant::{
    Caller, Fact, Failure, FailureKind, Header, Listing, Right, RightKind, Selection, Snapshot, Source, SubjectApp,
    TokenClaims,
};

/// What a run gathers. What is `false` is not read, unless something else needs it.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The app: registration, consent, credentials.
    pub app: bool,
    /// What confines the app.
    pub access: bool,
    /// Room lists with their members.
    pub lists: bool,
    /// Rooms, mailboxes and places.
    pub places: bool,
    /// Calendar processing of each room.
    pub calendars: bool,
    /// What is inside each mailbox: rules, rights, size.
    pub mailboxes: bool,
    /// Subscriptions and what else the set-up is judged by.
    pub setup: bool,
    /// Whether the app asks for each room's calendar, to prove that it may.
    pub probe: bool,
    /// Addresses to look up whatever they are: the vendor's rooms, the account that the product books with.
    pub named: std::collections::BTreeSet<crate::tenant::Address>,
    /// Mailboxes that the app must not reach; asked only when `probe` is set.
    pub controls: std::collections::BTreeSet<crate::tenant::Address>,
    /// The rooms that are meant.
    pub selection: Selection,
}

impl Wanted {
    /// The app is judged with its reach, and its reach with what it was granted.
    fn app(&self) -> bool {
        self.app || self.access
    }

    fn rooms(&self) -> bool {
        self.access || self.lists || self.places || self.calendars || self.mailboxes || self.setup || self.probe
    }

    /// Also when rooms are named by their list.
    fn lists(&self) -> bool {
        self.lists || self.places || !self.selection.lists.is_empty()
    }

    fn settings(&self) -> bool {
        self.places || self.calendars
    }
}

/// Reads everything that is wanted.
///
/// What cannot be read becomes a fact that says why; only the loss of the identity itself ends the run.
///
/// # Errors
/// [`SignInError`] when there is no token for Graph, or Graph stops accepting it.
pub async fn gather(
    session: &Session,
    header: Header,
    app: SubjectApp,
    wanted: &Wanted,
) -> Result<Snapshot, SignInError> {
    let (graph, exchange) = tokio::join!(session.sign_in(Service::Graph), session.sign_in(Service::Exchange));
    let graph = graph?;
    let mut snapshot = Snapshot::unread(header, app);
    let caller = claims(session, Source::GraphToken, &graph).map(Caller::from);
    if snapshot.app.is_reader {
        snapshot.app.graph_token = claims(session, Source::GraphToken, &graph);
        snapshot.app.exchange_token = match &exchange {
            Ok(token) => claims(session, Source::ExchangeToken, token),
            Err(error) => Fact::Failed { source: Source::ExchangeToken, why: unreachable_exchange(error) },
        };
    }
    let reach = Reach {
        graph: graph.claims.clone(),
        exchange: exchange.map(drop).map_err(|error| unreachable_exchange(&error)),
    };
    let reach = Arc::new(reach);

    session.tell(Event::Stage("the app, lists and rooms"));
    let (rooms_by_graph, graph_addresses) = mpsc::unbounded_channel();
    let directory = directory::gather(session, &snapshot.app, wanted);
    let places = rooms::by_graph(session, wanted, &reach, rooms_by_graph);
    let settings = rooms::settings(session, wanted, &reach, graph_addresses);
    let mailboxes = rooms::by_exchange(session, wanted, &reach);
    let at_once = inside::at_once(session, wanted, &reach);
    let lists = lists::gather(session, wanted, &reach);
    let setup = setup::gather(session, wanted, &reach, snapshot.app.is_reader);
    let (directory, places, mut settings, mailboxes, at_once, lists, setup) = tokio::join!(
        async {
            let directory = directory.await;
            let access = access::gather(session, wanted, &reach, snapshot.app.app_id, &directory).await;
            (directory, access)
        },
        places,
        settings,
        mailboxes,
        at_once,
        lists,
        setup
    );
    if let Some(error) = session.lost() {
        return Err(error);
    }
    let (directory, access) = directory;
    snapshot.organization = directory.organization;
    snapshot.app.registration = directory.registration;
    snapshot.app.service_principal = directory.service_principal;
    snapshot.app.grants = directory.grants;
    snapshot.app.delegated = directory.delegated;
    snapshot.access = access.facts;
    snapshot.organization_config = access.organization_config;
    snapshot.accepted_domains = setup.accepted_domains;
    snapshot.subscriptions = setup.subscriptions;
    let by_id = roundup::rooms_to_ask_again(wanted, &mailboxes, &settings);
    settings.extend(rooms::settings_by_id(session, &reach, by_id).await);
    roundup::join(&mut snapshot, wanted, places, mailboxes, at_once, lists, settings);
    let recipients = async {
        if wanted.calendars || !wanted.named.is_empty() {
            rooms::recipients(session, wanted, &reach, &snapshot).await
        } else {
            BTreeMap::new()
        }
    };
    let (recipients, hours) = tokio::join!(recipients, rooms::work_hours(session, wanted, &snapshot));
    snapshot.recipients = recipients;
    for (address, hours) in hours {
        if let Some(room) = snapshot.rooms.get_mut(&address) {
            room.work_hours = hours;
        }
    }
    probe::gather(session, wanted, &mut snapshot).await;
    snapshot.service = setup::services(session, caller);
    match session.lost() {
        Some(error) => Err(error),
        None => {
            session.tell(Event::Finished);
            Ok(snapshot.narrowed(&wanted.selection))
        }
    }
}

/// What the reading identity can reach, as far as its tokens tell.
struct Reach {
    /// The claims of the token for Graph; `None` when they cannot be read.
    graph: Option<TokenClaims>,
    /// Why Exchange cannot be asked at all, if so.
    exchange: Result<(), Failure>,
}

impl Reach {
    /// Whether the token says that it holds none of these permissions. `false` also when it cannot be read.
    fn lacks(&self, permissions: &[&str]) -> bool {
        self.graph.as_ref().is_some_and(|claims| {
            let held = if claims.is_app_only { &claims.roles } else { &claims.scopes };
            !held.iter().any(|name| permissions.contains(&name.as_str()))
        })
    }

    /// The fact that stands for everything that Exchange would have told, when it cannot be asked.
    fn exchange<T>(&self, source: Source) -> Option<Fact<T>> {
        self.exchange.as_ref().err().map(|why| Fact::Failed { source, why: why.clone() })
    }
}

fn claims(session: &Session, source: Source, token: &Token) -> Fact<TokenClaims> {
    match &token.claims {
        Some(claims) => Fact::known(claims.clone(), source, session.now()),
        None => Fact::Failed { source, why: Failure::because(FailureKind::Unreadable, "the token cannot be read") },
    }
}

fn unreachable_exchange(error: &SignInError) -> Failure {
    let message = format!("no token for Exchange: {error}");
    match error {
        SignInError::Refused { description, .. } => {
            Failure { code: Some(description.clone()), ..Failure::because(FailureKind::Rejected, message) }
        }
        SignInError::Interrupted => Failure::of(FailureKind::Interrupted),
        SignInError::Unreachable(_) => Failure::because(FailureKind::Network, message),
        _ => Failure::because(FailureKind::Rejected, message),
    }
}

/// A result as a fact.
fn fact<T>(session: &Session, source: Source, result: Result<T, CallError>) -> Fact<T> {
    match result {
        Ok(value) => Fact::known(value, source, session.now()),
        Err(error) => error.into_fact(source),
    }
}

/// A result as a fact in which "not found" is an answer.
fn optional<T>(session: &Session, source: Source, result: Result<T, CallError>) -> Fact<Option<T>> {
    match result {
        Ok(value) => Fact::known(Some(value), source, session.now()),
        Err(CallError::NotFound(_)) => Fact::known(None, source, session.now()),
        Err(error) => error.into_fact(source),
    }
}

/// A whole list read to the end: one unreadable item or lost page makes all of it unknown.
async fn whole<T>(mut pages: crate::session::Pages<T>) -> Result<Vec<T>, CallError> {
    let mut all = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page?;
        cut_short(&page)?;
        for item in page.items {
            all.push(item?);
        }
    }
    Ok(all)
}

/// Exchange warns when there are more rows than it gives.
fn cut_short<T>(page: &Page<T>) -> Result<(), Unreadable> {
    match page.warnings.iter().find(|warning| warning.contains("ResultSize")) {
        Some(warning) => Err(Unreadable(format!("Exchange cut the list short: {warning}"))),
        None => Ok(()),
    }
}

/// How the reading of a long list went: what was lost on the way does not lose the rest.
#[derive(Default)]
struct Tally {
    count: usize,
    missing: Vec<Failure>,
    refused: Option<Right>,
}

impl Tally {
    /// What a page itself tells about the list.
    fn page<T>(&mut self, page: &Page<T>) {
        if let Err(error) = cut_short(page) {
            self.unreadable(&error);
        }
    }

    fn unreadable(&mut self, error: &Unreadable) {
        self.missing.push(Failure::because(FailureKind::Unreadable, error.to_string()));
    }

    /// An error in place of a page. A refusal of the first page refuses the whole list.
    fn error(&mut self, error: CallError) {
        match error {
            CallError::Denied { needs, .. } if self.count == 0 => self.refused = Some(needs),
            error => self.missing.push(error.into_failure()),
        }
    }

    fn fact(self, session: &Session, source: Source) -> Fact<Listing> {
        match (self.refused, self.count) {
            (Some(needs), _) => Fact::Denied { source, needs },
            (None, 0) if !self.missing.is_empty() => {
                let why = self.missing.into_iter().next().unwrap_or_else(|| Failure::of(FailureKind::Unreadable));
                Fact::Failed { source, why }
            }
            (None, count) => Fact::known(Listing { count, missing: self.missing }, source, session.now()),
        }
    }
}

/// The right without which no mailbox settings are read.
fn mailbox_settings_right() -> Right {
    Right { kind: RightKind::GraphApplication, name: "MailboxSettings.Read".into() }
}
