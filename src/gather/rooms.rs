//! Rooms by Graph and by Exchange, and what is read room by room.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::sync::mpsc;

use super::inside::{self, ByRoom, Inside};
use super::meter::Meter;
use super::{Reach, Tally, Wanted, fact, mailbox_settings_right, optional};
use crate::api::exchange::mailboxes::{self, MailboxRow};
use crate::api::exchange::{calendar, places as exchange_places};
use crate::api::graph::places::RoomPlace;
use crate::api::graph::{mailbox, places};
use crate::session::batch::{EXCHANGE_BATCH, GRAPH_BATCH};
use crate::session::call::{Page, Unreadable};
use crate::session::progress::Event;
use crate::session::{CallError, Session};
use crate::tenant::{
    Address, CalendarProcessing, CloudName, Fact, FailureKind, Listing, MailboxSettings, Place, Recipient, RoomKind,
    Snapshot, Source, Untrusted, WorkingHours,
};

/// Rooms and workspaces as Graph lists them.
#[derive(Default)]
pub struct ByGraph {
    pub listing: Fact<Listing>,
    pub workspace_listing: Fact<Listing>,
    pub rooms: BTreeMap<Address, Place>,
    pub workspaces: BTreeMap<Address, Place>,
}

/// Lists rooms; hands every page's addresses on while the next page is on its way.
pub async fn by_graph(
    session: &Session,
    wanted: &Wanted,
    _: &Arc<Reach>,
    found: mpsc::UnboundedSender<Vec<Address>>,
) -> ByGraph {
    if !wanted.rooms() {
        return ByGraph::default();
    }
    let rooms = list_places(session, places::rooms(), Source::GraphRooms, |addresses| {
        found.send(addresses).ok();
    });
    let workspaces = async {
        // China has no workspaces: "not offered" is an empty list there.
        if session.cloud().name == CloudName::China {
            let none = Listing { count: 0, missing: Vec::new() };
            return (Fact::known(none, Source::GraphWorkspaces, session.now()), BTreeMap::new());
        }
        list_places(session, places::workspaces(), Source::GraphWorkspaces, drop).await
    };
    let ((listing, rooms), (workspace_listing, workspaces)) = tokio::join!(rooms, workspaces);
    drop(found);
    ByGraph { listing, workspace_listing, rooms, workspaces }
}

async fn list_places(
    session: &Session,
    call: crate::session::call::Call<Page<RoomPlace>>,
    source: Source,
    mut page_done: impl FnMut(Vec<Address>),
) -> (Fact<Listing>, BTreeMap<Address, Place>) {
    let mut tally = Tally::default();
    let mut all = BTreeMap::new();
    let mut pages = session.pages(call);
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => {
                let mut fresh = Vec::new();
                for item in page.items {
                    match item {
                        // Rooms may move between pages while they are read: the first sight counts.
                        Ok(room) if all.contains_key(&room.address) => {}
                        Ok(room) => {
                            tally.count += 1;
                            fresh.push(room.address.clone());
                            all.insert(room.address, room.place);
                        }
                        Err(error) => tally.unreadable(&error),
                    }
                }
                page_done(fresh);
            }
            Err(error) => tally.error(error),
        }
    }
    (tally.fact(session, source), all)
}

/// The permissions that mailbox settings are read with.
const MAILBOX_SETTINGS: [&str; 2] = ["MailboxSettings.Read", "MailboxSettings.ReadWrite"];

/// Mailbox settings by address.
pub type Settings = BTreeMap<Address, Fact<MailboxSettings>>;

/// Reads mailbox settings in batches while rooms are still being listed.
pub async fn settings(
    session: &Session,
    wanted: &Wanted,
    reach: &Arc<Reach>,
    mut found: mpsc::UnboundedReceiver<Vec<Address>>,
) -> Settings {
    let mut all = Settings::new();
    let mut open: Vec<Address> = Vec::new();
    let mut work = FuturesUnordered::new();
    // The permission may also be held through an Exchange role, which no token shows: one room tells.
    let mut is_probe = reach.lacks(&MAILBOX_SETTINGS);
    let mut is_open = wanted.settings();
    while is_open || !work.is_empty() {
        tokio::select! {
            biased;
            addresses = found.recv(), if is_open => match addresses {
                Some(addresses) => {
                    open.extend(addresses.into_iter().filter(|address| is_meant(wanted, address)));
                    if is_probe && let Some(first) = open.pop() {
                        is_probe = false;
                        let probe = settings_of(session, vec![first]).await;
                        let is_denied = probe.iter().all(|(_, fact)| matches!(fact, Fact::Denied { .. }));
                        all.extend(probe);
                        is_open = !is_denied;
                        if is_denied {
                            open.clear();
                        }
                    }
                    let whole = open.len() - open.len() % GRAPH_BATCH;
                    let ready: Vec<Address> = open.drain(..whole).collect();
                    work.extend(ready.chunks(GRAPH_BATCH).map(|chunk| settings_of(session, chunk.to_vec())));
                }
                None => {
                    is_open = false;
                    if !open.is_empty() {
                        work.push(settings_of(session, std::mem::take(&mut open)));
                    }
                }
            },
            Some(done) = work.next() => all.extend(done),
        }
    }
    all
}

/// Rooms that were not named are not read one by one. Named lists are only known at the end, so they cut nothing here.
pub fn is_meant(wanted: &Wanted, address: &Address) -> bool {
    let selection = &wanted.selection;
    selection.is_everything() || !selection.lists.is_empty() || selection.rooms.contains(address)
}

async fn settings_of(session: &Session, rooms: Vec<Address>) -> Vec<(Address, Fact<MailboxSettings>)> {
    let calls: Vec<_> = rooms.iter().map(|room| mailbox::settings(room.as_str())).collect();
    let answers = session.batch(&calls).await;
    rooms
        .into_iter()
        .zip(answers)
        .map(|(room, answer)| (room, fact(session, Source::GraphMailboxSettings, answer)))
        .collect()
}

/// Asks again, by object id, for rooms whose address is not their account's name.
pub async fn settings_by_id(
    session: &Session,
    reach: &Reach,
    rooms: Vec<(Address, String)>,
) -> Vec<(Address, Fact<MailboxSettings>)> {
    let ask = |chunk: &[(Address, String)]| {
        let calls: Vec<_> = chunk.iter().map(|(_, id)| mailbox::settings(id)).collect();
        let addresses: Vec<Address> = chunk.iter().map(|(address, _)| address.clone()).collect();
        async move {
            let answers = session.batch(&calls).await;
            let facts = answers.into_iter().map(|answer| fact(session, Source::GraphMailboxSettings, answer));
            addresses.into_iter().zip(facts).collect::<Vec<_>>()
        }
    };
    // As with rooms by address: where the token shows no permission, a few rooms tell for all.
    let first = if reach.lacks(&MAILBOX_SETTINGS) { rooms.len().min(GRAPH_BATCH) } else { 0 };
    let mut all = if first > 0 { ask(&rooms[..first]).await } else { Vec::new() };
    if first > 0 && all.iter().all(|(_, fact)| matches!(fact, Fact::Denied { .. })) {
        return all;
    }
    let mut work: FuturesUnordered<_> = rooms[first..].chunks(GRAPH_BATCH).map(ask).collect();
    while let Some(done) = work.next().await {
        all.extend(done);
    }
    all
}

/// The fact for a room whose settings were never asked for.
pub fn settings_not_read(session_reach: bool) -> Fact<MailboxSettings> {
    if session_reach {
        Fact::Denied { source: Source::GraphMailboxSettings, needs: mailbox_settings_right() }
    } else {
        Fact::NotGathered
    }
}

/// Mailboxes as Exchange lists them, with what was read of each.
#[derive(Default)]
pub struct ByExchange {
    pub listing: Fact<Listing>,
    pub rows: BTreeMap<Address, MailboxRow>,
    pub calendars: BTreeMap<Address, Fact<CalendarProcessing>>,
    pub inside: Inside,
    pub places: Fact<Vec<exchange_places::PlaceRow>>,
}

/// Lists mailboxes; reads calendar processing, and what is inside the mailboxes, in batches while the next page is on
/// its way.
pub async fn by_exchange(session: &Session, wanted: &Wanted, reach: &Arc<Reach>) -> ByExchange {
    if !wanted.rooms() {
        return ByExchange::default();
    }
    if let Some(listing) = reach.exchange(Source::ExchangeMailboxes) {
        let places = reach.exchange(Source::ExchangePlaces).unwrap_or_default();
        return ByExchange { listing, places, ..ByExchange::default() };
    }
    let (found, listed) = mpsc::unbounded_channel();
    let (found_too, listed_too) = mpsc::unbounded_channel();
    let listing = list_mailboxes(session, [found, found_too]);
    let own_part = usize::from(wanted.calendars);
    let meter = Meter::new(own_part + if wanted.mailboxes { inside::KINDS } else { 0 });
    let calendars = calendars(session, wanted, listed, &meter);
    let inside = inside::room_by_room(session, wanted, listed_too, &meter, own_part);
    let places = async {
        if !(wanted.lists() || wanted.calendars) {
            return Fact::NotGathered;
        }
        fact(session, Source::ExchangePlaces, super::whole(session.pages(exchange_places::rooms())).await)
    };
    let ((listing, rows), calendars, inside, places) = tokio::join!(listing, calendars, inside, places);
    ByExchange { listing, rows, calendars, inside, places }
}

async fn list_mailboxes(
    session: &Session,
    found: [mpsc::UnboundedSender<Vec<(Address, RoomKind)>>; 2],
) -> (Fact<Listing>, BTreeMap<Address, MailboxRow>) {
    let mut tally = Tally::default();
    let mut rows = BTreeMap::new();
    for call in [mailboxes::rooms(), mailboxes::equipment()] {
        let mut pages = session.pages(call);
        while let Some(page) = pages.next().await {
            let page = match page {
                Ok(page) => page,
                Err(error) => {
                    tally.error(error);
                    continue;
                }
            };
            tally.page(&page);
            let mut fresh = Vec::new();
            for item in page.items {
                match item {
                    Ok(row) if rows.contains_key(&row.address) => {}
                    Ok(row) => {
                        tally.count += usize::from(row.kind == RoomKind::Room);
                        fresh.push((row.address.clone(), row.kind));
                        rows.insert(row.address.clone(), row);
                    }
                    Err(error) => tally.unreadable(&error),
                }
            }
            session.tell(Event::RoomsFound(fresh.len()));
            // Who does not listen does not want it.
            let [first, second] = &found;
            second.send(fresh.clone()).ok();
            first.send(fresh).ok();
        }
        if tally.refused.is_some() {
            break;
        }
    }
    session.tell(Event::RoomsTotal(rows.values().filter(|row| row.kind != RoomKind::Equipment).count()));
    (tally.fact(session, Source::ExchangeMailboxes), rows)
}

async fn calendars(
    session: &Session,
    wanted: &Wanted,
    mut listed: mpsc::UnboundedReceiver<Vec<(Address, RoomKind)>>,
    meter: &Meter,
) -> BTreeMap<Address, Fact<CalendarProcessing>> {
    let mut all = BTreeMap::new();
    let mut open: Vec<Address> = Vec::new();
    let mut work = FuturesUnordered::new();
    let mut is_open = wanted.calendars;
    while is_open || !work.is_empty() {
        tokio::select! {
            biased;
            page = listed.recv(), if is_open => match page {
                Some(page) => {
                    let rooms = page.into_iter().filter(|(_, kind)| *kind != RoomKind::Equipment).map(|(address, _)| address);
                    open.extend(rooms.filter(|address| is_meant(wanted, address)));
                    let whole = open.len() - open.len() % EXCHANGE_BATCH;
                    let ready: Vec<Address> = open.drain(..whole).collect();
                    work.extend(ready.chunks(EXCHANGE_BATCH).map(|chunk| calendars_of(session, chunk.to_vec())));
                }
                None => {
                    is_open = false;
                    if !open.is_empty() {
                        work.push(calendars_of(session, std::mem::take(&mut open)));
                    }
                }
            },
            Some(done) = work.next() => {
                meter.done(session, 0, done.len());
                all.extend(done);
            }
        }
    }
    all
}

async fn calendars_of(session: &Session, rooms: Vec<Address>) -> Vec<(Address, Fact<CalendarProcessing>)> {
    let calls: Vec<_> = rooms.iter().map(calendar::processing).collect();
    let answers = session.batch(&calls).await;
    let facts = answers.into_iter().map(|answer| fact(session, Source::ExchangeCalendarProcessing, row(answer)));
    rooms.into_iter().zip(facts).collect()
}

/// The working hours that Exchange keeps, for rooms that take bookings only then and whose hours Graph did not tell.
pub async fn work_hours(session: &Session, wanted: &Wanted, snapshot: &Snapshot) -> ByRoom<WorkingHours> {
    if !wanted.calendars {
        return ByRoom::new();
    }
    let needs_them = |room: &&crate::tenant::Room| {
        let is_restricted = room.calendar.ok().and_then(|calendar| calendar.schedule_only_during_work_hours);
        let is_told = room.settings.ok().is_some_and(|settings| settings.working_hours.is_some());
        is_restricted == Some(true) && !is_told
    };
    let rooms: Vec<Address> = snapshot.meeting_rooms().filter(needs_them).map(|room| room.address.clone()).collect();
    let mut work: FuturesUnordered<_> = rooms
        .chunks(EXCHANGE_BATCH)
        .map(|chunk| async move {
            let calls: Vec<_> = chunk.iter().map(calendar::work_hours).collect();
            let answers = session.batch(&calls).await;
            let facts =
                answers.into_iter().map(|answer| fact(session, Source::ExchangeCalendarConfiguration, row(answer)));
            chunk.iter().cloned().zip(facts).collect::<Vec<_>>()
        })
        .collect();
    let mut all = ByRoom::new();
    while let Some(done) = work.next().await {
        all.extend(done);
    }
    all
}

/// The one row of an answer about one mailbox.
fn row<T>(answer: Result<Page<T>, CallError>) -> Result<T, CallError> {
    match answer?.items.into_iter().next() {
        Some(row) => Ok(row?),
        None => Err(CallError::Unreadable(Unreadable("Exchange answered without a row".into()))),
    }
}

/// Everybody that delegates, policy lists and the run itself name, each once.
pub async fn recipients(
    session: &Session,
    wanted: &Wanted,
    reach: &Arc<Reach>,
    snapshot: &Snapshot,
) -> BTreeMap<Untrusted, Fact<Option<Recipient>>> {
    let named = addresses_to_look_up(wanted, snapshot);
    if let Some(fact) = reach.exchange(Source::ExchangeRecipient) {
        return named.into_iter().map(|name| (name, fact.clone())).collect();
    }
    let calendars = snapshot.rooms.values().filter_map(|room| room.calendar.ok());
    let mut names: BTreeSet<Untrusted> = calendars.flat_map(CalendarProcessing::named_recipients).cloned().collect();
    names.extend(named);
    let names: Vec<Untrusted> = names.into_iter().collect();
    let mut all = BTreeMap::new();
    // Where Exchange would not list its rooms it names no recipient either: a few tell for all.
    let first = if snapshot.exchange_rooms.is_known() { 0 } else { names.len().min(EXCHANGE_BATCH) };
    let (first, rest) = names.split_at(first);
    if !first.is_empty() {
        all.extend(recipients_of(session, first).await);
        let refused = all.values().find(|fact| matches!(fact, Fact::Denied { .. })).cloned();
        if let Some(refused) = refused.filter(|_| all.values().all(|fact| matches!(fact, Fact::Denied { .. }))) {
            all.extend(rest.iter().map(|name| (name.clone(), refused.clone())));
            return all;
        }
    }
    let mut work: FuturesUnordered<_> =
        rest.chunks(EXCHANGE_BATCH).map(|chunk| recipients_of(session, chunk)).collect();
    while let Some(done) = work.next().await {
        all.extend(done);
    }
    all
}

async fn recipients_of(session: &Session, names: &[Untrusted]) -> Vec<(Untrusted, Fact<Option<Recipient>>)> {
    let calls: Vec<_> = names.iter().map(|name| mailboxes::recipient(name.raw())).collect();
    let answers = session.batch(&calls).await;
    let facts = answers.into_iter().map(|answer| {
        // A name that fits nobody may also come back as an empty list.
        let row = answer.and_then(|page| page.items.into_iter().next().transpose().map_err(CallError::from));
        optional(session, Source::ExchangeRecipient, row).map(Option::flatten)
    });
    names.iter().cloned().zip(facts).collect()
}

/// The addresses that the run names and that are no address of a mailbox that was listed.
fn addresses_to_look_up(wanted: &Wanted, snapshot: &Snapshot) -> Vec<Untrusted> {
    let mailboxes = snapshot.rooms.values().filter_map(|room| room.mailbox.ok().and_then(Option::as_ref));
    let listed: BTreeSet<&Address> = mailboxes.flat_map(|mailbox| &mailbox.addresses).collect();
    let unlisted = wanted.named.iter().filter(|address| !listed.contains(address));
    unlisted.map(|address| Untrusted::new(address.as_str())).collect()
}

/// Whether a failed reading means "this account goes by another name".
pub fn is_unknown_name(fact: &Fact<MailboxSettings>) -> bool {
    matches!(fact, Fact::Failed { why, .. } if why.kind == FailureKind::NotFound
        && why.code.as_ref().is_none_or(|code| code.raw() != "MailboxNotEnabledForRESTAPI"))
}
