//! Room lists with their members, by Graph and by Exchange.

use std::collections::BTreeMap;

use futures_util::stream::{FuturesUnordered, StreamExt};

use super::{Reach, Tally, Wanted, cut_short, fact, whole};
use crate::api::exchange::groups;
use crate::api::graph::places;
use crate::session::batch::{EXCHANGE_BATCH, GRAPH_BATCH};
use crate::session::call::{Call, Page};
use crate::session::{CallError, Session};
use crate::tenant::room_list::ExchangeList;
use crate::tenant::{Address, Fact, ListMember, Listing, Source, Untrusted};

/// What was read about room lists.
#[derive(Default)]
pub struct Lists {
    pub graph: Fact<Listing>,
    pub exchange: Fact<Listing>,
    pub by_graph: BTreeMap<Address, Untrusted>,
    pub by_exchange: BTreeMap<Address, ExchangeList>,
    pub graph_rooms: BTreeMap<Address, Fact<Vec<Address>>>,
    pub members: BTreeMap<Address, Fact<Vec<ListMember>>>,
}

pub async fn gather(session: &Session, wanted: &Wanted, reach: &Reach) -> Lists {
    if !wanted.lists() {
        return Lists::default();
    }
    let ((graph, by_graph, graph_rooms), (exchange, by_exchange, members)) =
        tokio::join!(by_graph(session), by_exchange(session, wanted, reach));
    Lists { graph, exchange, by_graph, by_exchange, graph_rooms, members }
}

type ByGraph = (Fact<Listing>, BTreeMap<Address, Untrusted>, BTreeMap<Address, Fact<Vec<Address>>>);

async fn by_graph(session: &Session) -> ByGraph {
    let mut tally = Tally::default();
    let mut lists = BTreeMap::new();
    let mut pages = session.pages(places::room_lists());
    let mut work = FuturesUnordered::new();
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => {
                let mut fresh = Vec::new();
                for item in page.items {
                    match item {
                        Ok(list) => {
                            tally.count += 1;
                            fresh.push(list.address.clone());
                            lists.insert(list.address, list.display_name);
                        }
                        Err(error) => tally.unreadable(&error),
                    }
                }
                for chunk in fresh.chunks(GRAPH_BATCH) {
                    work.push(in_batch(session, Source::GraphRoomListMembers, chunk.to_vec(), |list| {
                        places::rooms_of_list(list)
                    }));
                }
            }
            Err(error) => tally.error(error),
        }
    }
    let mut rooms = BTreeMap::new();
    while let Some(found) = work.next().await {
        rooms.extend(found);
    }
    (tally.fact(session, Source::GraphRoomLists), lists, rooms)
}

type ByExchange = (Fact<Listing>, BTreeMap<Address, ExchangeList>, BTreeMap<Address, Fact<Vec<ListMember>>>);

async fn by_exchange(session: &Session, wanted: &Wanted, reach: &Reach) -> ByExchange {
    if let Some(fact) = reach.exchange(Source::ExchangeRoomLists) {
        return (fact, BTreeMap::new(), BTreeMap::new());
    }
    let mut tally = Tally::default();
    let mut lists = BTreeMap::new();
    let mut pages = session.pages(groups::room_lists());
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => {
                tally.page(&page);
                for item in page.items {
                    match item {
                        Ok(row) => {
                            tally.count += 1;
                            lists.insert(row.address, row.list);
                        }
                        Err(error) => tally.unreadable(&error),
                    }
                }
            }
            Err(error) => tally.error(error),
        }
    }
    // A list that was named may be a group without the flag: that is one of the faults to find.
    for name in wanted.selection.lists.iter().filter(|name| !lists.contains_key(*name)).cloned().collect::<Vec<_>>() {
        match whole(session.pages(groups::named_list(&name))).await {
            Ok(rows) => lists.extend(rows.into_iter().map(|row| (row.address, row.list))),
            Err(CallError::NotFound(_)) => {}
            Err(error) => tally.error(error),
        }
    }
    let names: Vec<Address> = lists.keys().cloned().collect();
    let mut work: FuturesUnordered<_> = names
        .chunks(EXCHANGE_BATCH)
        .map(|chunk| {
            in_batch(session, Source::ExchangeGroupMembers, chunk.to_vec(), |list| groups::members(list.as_str()))
        })
        .collect();
    let mut members = BTreeMap::new();
    while let Some(found) = work.next().await {
        members.extend(found);
    }
    (tally.fact(session, Source::ExchangeRoomLists), lists, members)
}

/// Reads one list for each key in one batch; the further pages of long ones follow on their own.
async fn in_batch<T>(
    session: &Session,
    source: Source,
    keys: Vec<Address>,
    call: impl Fn(&Address) -> Call<Page<T>>,
) -> Vec<(Address, Fact<Vec<T>>)> {
    let calls: Vec<_> = keys.iter().map(&call).collect();
    let answers = session.batch(&calls).await;
    let mut found = Vec::with_capacity(keys.len());
    for (key, answer) in keys.into_iter().zip(answers) {
        let all = match answer {
            Ok(page) => rest(session, call(&key), page).await,
            Err(error) => Err(error),
        };
        found.push((key, fact(session, source, all)));
    }
    found
}

async fn rest<T>(session: &Session, call: Call<Page<T>>, first: Page<T>) -> Result<Vec<T>, CallError> {
    cut_short(&first)?;
    let mut all = first.items.into_iter().collect::<Result<Vec<_>, _>>()?;
    if let Some(link) = first.next {
        all.extend(whole(session.pages_after(call, &link)?).await?);
    }
    Ok(all)
}
