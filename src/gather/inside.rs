//! What is inside each room's mailbox: rules, rights, size. Read room by room while rooms are still being listed, the
//! kinds side by side; and what Exchange tells of all mailboxes at once.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::sync::mpsc;

use super::meter::Meter;
use super::{Reach, Wanted, cut_short, fact, rooms, whole};
use crate::api::exchange::{inside, mailboxes};
use crate::session::batch::EXCHANGE_BATCH;
use crate::session::call::{Call, Page, Unreadable};
use crate::session::{CallError, Session};
use crate::tenant::{
    Address, DeletedMailbox, Fact, FolderRight, InboxRule, MailboxRight, MailboxStatistics, Protocols, Right, RoomKind,
    Source,
};

/// One kind of fact by room.
pub type ByRoom<T> = BTreeMap<Address, Fact<T>>;

/// What was read of the mailboxes.
#[derive(Default)]
pub struct Inside {
    pub rules: ByRoom<Vec<InboxRule>>,
    pub calendar_rights: ByRoom<Vec<FolderRight>>,
    pub mailbox_rights: ByRoom<Vec<MailboxRight>>,
    pub statistics: ByRoom<MailboxStatistics>,
}

/// How many kinds are read room by room.
pub const KINDS: usize = 4;

/// Batches of one kind under way at once, at the most: with all kinds, more than the pace ever lets out.
const MOST_BATCHES: usize = 8;

/// Reads every kind for the meeting rooms that are listed. `first_part` is the number of the first kind in the meter.
pub async fn room_by_room(
    session: &Session,
    wanted: &Wanted,
    mut listed: mpsc::UnboundedReceiver<Vec<(Address, RoomKind)>>,
    meter: &Meter,
    first_part: usize,
) -> Inside {
    if !wanted.mailboxes {
        return Inside::default();
    }
    let (senders, mut receivers): (Vec<_>, Vec<_>) = (0..KINDS).map(|_| mpsc::unbounded_channel()).unzip();
    let mut next = || receivers.pop().expect("there is one for each kind");
    let hand_on = async move {
        while let Some(page) = listed.recv().await {
            let meant = page.into_iter().filter(|(address, _)| rooms::is_meant(wanted, address));
            let (rooms, others): (Vec<_>, Vec<_>) = meant.partition(|(_, kind)| *kind == RoomKind::Room);
            // Workspaces are counted with the rooms, and nothing is read of them here.
            let passed = others.iter().filter(|(_, kind)| *kind == RoomKind::Workspace).count();
            (0..KINDS).for_each(|kind| meter.done(session, first_part + kind, passed));
            let page: Arc<[Address]> = rooms.into_iter().map(|(address, _)| address).collect();
            for sender in &senders {
                sender.send(Arc::clone(&page)).ok();
            }
        }
    };
    let count = |kind: usize| move |rooms: usize| meter.done(session, first_part + kind, rooms);
    let ((), rules, calendar_rights, mailbox_rights, statistics) = tokio::join!(
        hand_on,
        each(next(), count(0), |rooms| rows_of(session, rooms, inside::rules)),
        each(next(), count(1), |rooms| calendar_rights(session, rooms)),
        each(next(), count(2), |rooms| rows_of(session, rooms, inside::mailbox_rights)),
        each(next(), count(3), |rooms| async move {
            let rows = batch_of(session, &rooms, inside::statistics).await;
            rows.into_iter().map(|rows| fact(session, Source::ExchangeMailboxStatistics, rows.and_then(one))).collect()
        }),
    );
    Inside { rules, calendar_rights, mailbox_rights, statistics }
}

/// Reads one kind in batches as rooms come in.
///
/// Which role a reader has shows in no token: the first rooms tell for all, so that a role that is missing costs one
/// request and not one for every ten rooms.
async fn each<T, Asking: Future<Output = Vec<Fact<T>>>>(
    mut rooms: mpsc::UnboundedReceiver<Arc<[Address]>>,
    done: impl Fn(usize),
    read: impl Fn(Vec<Address>) -> Asking,
) -> ByRoom<T> {
    let read = &read;
    let mut all = ByRoom::new();
    let mut open: VecDeque<Address> = VecDeque::new();
    let mut work = FuturesUnordered::new();
    let mut is_open = true;
    let mut most = 1;
    let mut refused: Option<(Source, Right)> = None;
    loop {
        while refused.is_none() && work.len() < most && (open.len() >= EXCHANGE_BATCH || !is_open && !open.is_empty()) {
            let chunk: Vec<Address> = open.drain(..open.len().min(EXCHANGE_BATCH)).collect();
            work.push(async move {
                let facts = read(chunk.clone()).await;
                (chunk, facts)
            });
        }
        if !is_open && work.is_empty() {
            break;
        }
        tokio::select! {
            biased;
            Some((chunk, facts)) = work.next() => {
                if most == 1 {
                    refused = all_denied(&facts);
                    most = MOST_BATCHES;
                }
                done(chunk.len());
                all.extend(chunk.into_iter().zip(facts));
            }
            page = rooms.recv(), if is_open => match page {
                Some(page) => open.extend(page.iter().cloned()),
                None => is_open = false,
            },
        }
    }
    if let Some((source, needs)) = refused {
        done(open.len());
        let denied = |address| (address, Fact::Denied { source, needs: needs.clone() });
        all.extend(open.into_iter().map(denied));
    }
    all
}

/// The right that all of them lack, if all were refused.
fn all_denied<T>(facts: &[Fact<T>]) -> Option<(Source, Right)> {
    let denied = |fact: &Fact<T>| match fact {
        Fact::Denied { source, needs } => Some((*source, needs.clone())),
        Fact::Known { .. } | Fact::Failed { .. } | Fact::NotGathered => None,
    };
    let mut all = facts.iter().map(denied);
    let first = all.next()??;
    all.all(|fact| fact.is_some()).then_some(first)
}

type Rows<T> = Result<Vec<T>, CallError>;

async fn batch_of<T>(session: &Session, rooms: &[Address], call: fn(&Address) -> Call<Page<T>>) -> Vec<Rows<T>> {
    let calls: Vec<_> = rooms.iter().map(call).collect();
    session.batch(&calls).await.into_iter().map(|answer| answer.and_then(all_rows)).collect()
}

async fn rows_of<T>(session: &Session, rooms: Vec<Address>, call: fn(&Address) -> Call<Page<T>>) -> Vec<Fact<Vec<T>>> {
    let Some(source) = rooms.first().map(|room| call(room).source) else { return Vec::new() };
    let rows = batch_of(session, &rooms, call).await;
    rows.into_iter().map(|rows| fact(session, source, rows)).collect()
}

/// The rows of an answer, if it holds all of them.
fn all_rows<T>(page: Page<T>) -> Rows<T> {
    cut_short(&page)?;
    if page.next.is_some() {
        return Err(Unreadable("Exchange gave only a part of the rows".into()).into());
    }
    page.items.into_iter().map(|row| row.map_err(CallError::from)).collect()
}

fn one<T>(rows: Vec<T>) -> Result<T, CallError> {
    let row = rows.into_iter().next();
    row.ok_or_else(|| CallError::Unreadable(Unreadable("Exchange answered without a row".into())))
}

/// Rights on calendars, in two steps: the id of the folder, whose name differs from language to language, then its
/// rights.
async fn calendar_rights(session: &Session, rooms: Vec<Address>) -> Vec<Fact<Vec<FolderRight>>> {
    let folders = batch_of(session, &rooms, inside::calendar_folders).await;
    let folders: Vec<Result<String, CallError>> = folders
        .into_iter()
        .map(|rows| {
            let calendar = rows?.into_iter().find(|folder| folder.is_calendar);
            let none = || CallError::Unreadable(Unreadable("Exchange named no calendar folder".into()));
            calendar.map(|folder| folder.id).ok_or_else(none)
        })
        .collect();
    let known = rooms.iter().zip(&folders).filter_map(|(room, folder)| Some((room, folder.as_ref().ok()?)));
    let calls: Vec<_> = known.map(|(room, folder)| inside::calendar_rights(room, folder)).collect();
    let mut rights = if calls.is_empty() { Vec::new() } else { session.batch(&calls).await }.into_iter();
    let rights = folders.into_iter().map(|folder| {
        let rows = folder.and_then(|_| rights.next().unwrap_or(Err(CallError::NoAnswer)).and_then(all_rows));
        fact(session, Source::ExchangeCalendarRights, rows)
    });
    rights.collect()
}

/// What Exchange tells of all room mailboxes at once.
#[derive(Default)]
pub struct AtOnce {
    pub protocols: Fact<BTreeMap<Address, Protocols>>,
    pub deleted: Fact<Vec<DeletedMailbox>>,
}

pub async fn at_once(session: &Session, wanted: &Wanted, reach: &Reach) -> AtOnce {
    let protocols = async {
        if !(wanted.mailboxes || wanted.access) {
            return Fact::NotGathered;
        }
        if let Some(fact) = reach.exchange(Source::ExchangeProtocols) {
            return fact;
        }
        let rows = whole(session.pages(inside::protocols())).await;
        fact(session, Source::ExchangeProtocols, rows).map(|rows| rows.into_iter().collect())
    };
    let deleted = async {
        if !(wanted.mailboxes || wanted.places) {
            return Fact::NotGathered;
        }
        if let Some(fact) = reach.exchange(Source::ExchangeDeletedMailboxes) {
            return fact;
        }
        match whole(session.pages(mailboxes::deleted())).await {
            Err(CallError::NotFound(_)) => Fact::known(Vec::new(), Source::ExchangeDeletedMailboxes, session.now()),
            rows => fact(session, Source::ExchangeDeletedMailboxes, rows),
        }
    };
    let (protocols, deleted) = tokio::join!(protocols, deleted);
    AtOnce { protocols, deleted }
}
