//! Joins what both sources said into rooms and lists, on the lower-cased primary SMTP address.

use std::collections::HashMap;

use super::Wanted;
use super::inside::{AtOnce, ByRoom};
use super::lists::Lists;
use super::rooms::{self, ByExchange, ByGraph, Settings};
use crate::api::exchange::places::PlaceRow;
use crate::tenant::{
    Address, Fact, Failure, FailureKind, Listing, Mailbox, MailboxSettings, Place, Room, RoomKind, RoomList, Snapshot,
    Source,
};

/// Puts everything into the snapshot.
pub fn join(
    snapshot: &mut Snapshot,
    wanted: &Wanted,
    graph: ByGraph,
    mut exchange: ByExchange,
    at_once: AtOnce,
    lists: Lists,
    mut settings: Settings,
) {
    // After rooms that were all refused, no other room was asked: they lack the same right.
    let is_refused = !settings.is_empty() && settings.values().all(is_denied);

    let mut all: Vec<(Address, RoomKind)> = exchange.rows.values().map(|row| (row.address.clone(), row.kind)).collect();
    all.extend(graph.rooms.keys().map(|address| (address.clone(), RoomKind::Room)));
    all.extend(graph.workspaces.keys().map(|address| (address.clone(), RoomKind::Workspace)));
    all.extend(wanted.selection.rooms.iter().map(|address| (address.clone(), RoomKind::Room)));
    // Whoever named a room first knows its kind.
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    all.dedup_by(|(later, _), (first, _)| later == first);
    let listed = std::mem::take(&mut exchange.places);
    let mut places = exchange_places(&exchange, listed);
    let (mut calendars, mut rows, mut inside) = (exchange.calendars, exchange.rows, exchange.inside);
    let mut protocols = at_once.protocols;
    let (mut rooms, mut workspaces) = (graph.rooms, graph.workspaces);
    // One room after the other, so that what was read is freed while the rooms take it over; and into a map only in the
    // end, which packs what comes sorted and all at once.
    let joined = all.into_iter().map(|(address, kind)| {
        let mut room = Room::unread(address, kind);
        let (listing, found) = match room.kind {
            RoomKind::Workspace => {
                (&graph.workspace_listing, workspaces.remove(&room.address).or_else(|| rooms.remove(&room.address)))
            }
            RoomKind::Room | RoomKind::Equipment => (&graph.listing, rooms.remove(&room.address)),
        };
        room.place = one_of(listing, found);
        room.mailbox = one_of(&exchange.listing, rows.remove(&room.address).map(|row| row.mailbox));
        room.exchange_place = match &mut places {
            Fact::Known { value, source, at } => Fact::known(value.remove(&room.address), *source, *at),
            other => other.clone().map(|_| None),
        };
        let (address, mailbox) = (&room.address, &room.mailbox);
        room.calendar =
            of_mailbox(&mut calendars, address, mailbox, Source::ExchangeCalendarProcessing, wanted.calendars);
        // Of workspaces and equipment nothing of this is asked.
        let is_wanted = wanted.mailboxes && room.kind == RoomKind::Room;
        room.inbox_rules = of_mailbox(&mut inside.rules, address, mailbox, Source::ExchangeInboxRules, is_wanted);
        room.calendar_rights =
            of_mailbox(&mut inside.calendar_rights, address, mailbox, Source::ExchangeCalendarRights, is_wanted);
        room.mailbox_rights =
            of_mailbox(&mut inside.mailbox_rights, address, mailbox, Source::ExchangeMailboxRights, is_wanted);
        room.statistics =
            of_mailbox(&mut inside.statistics, address, mailbox, Source::ExchangeMailboxStatistics, is_wanted);
        room.protocols = match (&mut protocols, room.kind, mailbox) {
            (_, RoomKind::Workspace | RoomKind::Equipment, _) | (_, _, Fact::Known { value: None, .. }) => {
                Fact::NotGathered
            }
            (Fact::Known { value, source, at }, RoomKind::Room, _) => match value.remove(address) {
                Some(protocols) => Fact::known(protocols, *source, *at),
                None => Fact::Failed { source: *source, why: Failure::of(FailureKind::NotFound) },
            },
            (Fact::Denied { source, needs }, RoomKind::Room, _) => {
                Fact::Denied { source: *source, needs: needs.clone() }
            }
            (Fact::Failed { source, why }, RoomKind::Room, _) => Fact::Failed { source: *source, why: why.clone() },
            (Fact::NotGathered, RoomKind::Room, _) => Fact::NotGathered,
        };
        room.settings = settings.remove(&room.address).unwrap_or_else(|| rooms::settings_not_read(is_refused));
        (room.address.clone(), room)
    });
    snapshot.rooms = joined.collect();
    snapshot.graph_rooms = graph.listing;
    snapshot.exchange_rooms = exchange.listing;
    snapshot.deleted_mailboxes = at_once.deleted;
    join_lists(snapshot, lists);
}

/// A room in a listing: there, not there, or not known because the list was not read to the end.
fn one_of<T: Clone>(listing: &Fact<Listing>, found: Option<T>) -> Fact<Option<T>> {
    match (listing, found) {
        (Fact::Known { source, at, .. }, Some(value)) => Fact::known(Some(value), *source, *at),
        (Fact::Known { value, source, at }, None) if value.is_complete() => Fact::known(None, *source, *at),
        (Fact::Known { source, .. }, None) => {
            Fact::Failed { source: *source, why: Failure::of(FailureKind::ListIncomplete) }
        }
        (other, _) => other.clone().map(|_| None),
    }
}

/// What was read of one mailbox. What kept the mailbox from being listed keeps this from being known.
fn of_mailbox<T>(
    found: &mut ByRoom<T>,
    address: &Address,
    mailbox: &Fact<Option<Mailbox>>,
    source: Source,
    is_wanted: bool,
) -> Fact<T> {
    found.remove(address).unwrap_or_else(|| match mailbox {
        Fact::Denied { needs, .. } if is_wanted => Fact::Denied { source, needs: needs.clone() },
        Fact::Failed { why, .. } if is_wanted => Fact::Failed { source, why: why.clone() },
        _ => Fact::NotGathered,
    })
}

/// Exchange names a place by address; older servers by the mailbox's name, which is only used where it is unique.
fn exchange_places(exchange: &ByExchange, listed: Fact<Vec<PlaceRow>>) -> Fact<HashMap<Address, Place>> {
    let mut names: HashMap<&str, Option<&Address>> = HashMap::new();
    for row in exchange.rows.values() {
        for name in [Some(row.mailbox.display_name.raw()), row.mailbox.alias.as_ref().map(|alias| alias.raw())] {
            let Some(name) = name else { continue };
            names
                .entry(name)
                .and_modify(|known| *known = known.filter(|known| **known == row.address))
                .or_insert(Some(&row.address));
        }
    }
    listed.map(|rows| {
        let by_address =
            |identity: &str| Address::parse(identity).ok().or_else(|| names.get(identity).copied().flatten().cloned());
        rows.into_iter().filter_map(|row| Some((by_address(row.identity.raw())?, row.place))).collect()
    })
}

/// Rooms that Graph does not know by their address, with the object id that Exchange gives them; and rooms that Graph
/// did not list, because they are hidden or new.
pub fn rooms_to_ask_again(wanted: &Wanted, exchange: &ByExchange, settings: &Settings) -> Vec<(Address, String)> {
    if !wanted.settings() || !settings.is_empty() && settings.values().all(is_denied) {
        return Vec::new();
    }
    let rooms = exchange.rows.values().filter(|row| row.kind == RoomKind::Room);
    rooms
        .filter(|row| rooms::is_meant(wanted, &row.address))
        .filter(|row| settings.get(&row.address).is_none_or(rooms::is_unknown_name))
        .filter_map(|row| Some((row.address.clone(), row.mailbox.object_id?.to_string())))
        .collect()
}

fn is_denied(fact: &Fact<MailboxSettings>) -> bool {
    matches!(fact, Fact::Denied { .. })
}

fn join_lists(snapshot: &mut Snapshot, lists: Lists) {
    let Lists { graph, exchange, mut by_graph, mut by_exchange, mut graph_rooms, mut members } = lists;
    let all: Vec<Address> = by_graph.keys().chain(by_exchange.keys()).cloned().collect();
    for address in all {
        if snapshot.lists.contains_key(&address) {
            continue;
        }
        let mut list = RoomList::unread(address.clone());
        list.graph = one_of(&graph, by_graph.remove(&address));
        list.exchange = one_of(&exchange, by_exchange.remove(&address));
        list.graph_rooms = graph_rooms.remove(&address).unwrap_or_default();
        list.members = members.remove(&address).unwrap_or_else(|| match &list.exchange {
            // A list that only Graph has is no group with members in Exchange.
            Fact::Known { source, at, .. } => Fact::known(Vec::new(), *source, *at),
            other => other.clone().map(|_| Vec::new()),
        });
        snapshot.lists.insert(address, list);
    }
    snapshot.graph_lists = graph;
    snapshot.exchange_lists = exchange;
}
