//! What became new since an earlier snapshot: rooms that were added, renamed or moved. They are repaired alone, so that
//! an administrator who has already mended a tenant looks at a short script.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::tenant::{Address, Listing, Place, Room, RoomKind, Snapshot, Untrusted};

/// A room that is not as it was in an earlier snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// The id that reports show.
    pub id: String,
    /// Its name.
    pub name: Option<Untrusted>,
    /// Every id that a change can name it by: Exchange's GUID, the account's object id, the address.
    pub ids: BTreeSet<String>,
    /// What is new about it, at least one thing.
    pub news: BTreeSet<News>,
}

/// What is new about a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum News {
    /// It was not there.
    Added,
    /// It has another name.
    Renamed,
    /// It has another address.
    Readdressed,
    /// It is in another city, building or on another floor.
    Moved,
    /// It is in other room lists.
    Relisted,
}

impl News {
    /// The word in sentences.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Renamed => "renamed",
            Self::Readdressed => "has another address",
            Self::Moved => "moved",
            Self::Relisted => "in other room lists",
        }
    }
}

/// Everything new, and whether the earlier snapshot can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// The rooms, sorted by id.
    pub rooms: Vec<Newcomer>,
    /// Whether the earlier snapshot read every list of rooms to the end: else a room may only seem to be added.
    pub is_whole: bool,
}

impl Since {
    /// Every id of every room, as [`Ask::rooms`](super::Ask::rooms) wants them.
    pub fn ids(&self) -> BTreeSet<String> {
        self.rooms.iter().flat_map(|room| room.ids.iter().cloned()).collect()
    }

    /// How many rooms have this news.
    pub fn count(&self, news: News) -> usize {
        self.rooms.iter().filter(|room| room.news.contains(&news)).count()
    }
}

/// Compares two snapshots of one tenant. Rooms are the same when Exchange's GUID is, else when the address is.
pub fn since(earlier: &Snapshot, now: &Snapshot) -> Since {
    let before: Vec<&Room> = bookable(earlier).collect();
    let by_guid: BTreeMap<Uuid, &Room> =
        before.iter().filter_map(|room| room.guid().map(|guid| (guid.0, *room))).collect();
    let by_address: BTreeMap<&Address, &Room> = before.iter().map(|room| (&room.address, *room)).collect();
    let lists = Lists::of(earlier).zip(Lists::of(now));
    let mut rooms = Vec::new();
    // A room that nobody found was only asked for.
    for room in bookable(now).filter(|room| !room.has_no_mailbox() || matches!(room.place.ok(), Some(Some(_)))) {
        let same = room.guid().and_then(|guid| by_guid.get(&guid.0)).or_else(|| by_address.get(&room.address));
        let news = match same {
            None => BTreeSet::from([News::Added]),
            Some(before) => {
                let is_relisted =
                    lists.as_ref().is_some_and(|(old, new)| old.that_hold(before, new) != new.that_hold(room, old));
                let is_renamed = before.name().zip(room.name()).is_some_and(|(before, now)| before != now);
                [
                    (News::Renamed, is_renamed),
                    (News::Readdressed, before.address != room.address),
                    (News::Moved, has_moved(before, room)),
                    (News::Relisted, is_relisted),
                ]
                .into_iter()
                .filter_map(|(news, is_so)| is_so.then_some(news))
                .collect()
            }
        };
        if !news.is_empty() {
            rooms.push(Newcomer { id: room.id(), name: room.name().cloned(), ids: ids(room), news });
        }
    }
    rooms.sort_by(|one, other| one.id.cmp(&other.id));
    let listings = [&earlier.exchange_rooms, &earlier.graph_rooms];
    let is_read = listings.iter().all(|listing| listing.ok().is_some_and(Listing::is_complete));
    Since { rooms, is_whole: is_read && earlier.header.selection.is_everything() }
}

fn bookable(snapshot: &Snapshot) -> impl Iterator<Item = &Room> {
    snapshot.rooms.values().filter(|room| room.kind != RoomKind::Equipment)
}

fn ids(room: &Room) -> BTreeSet<String> {
    let mailbox = room.mailbox.ok().and_then(Option::as_ref);
    let guid = room.guid().map(|guid| guid.to_string());
    let object = mailbox.and_then(|mailbox| mailbox.object_id).map(|object| object.to_string());
    [guid, object, Some(room.address.to_string())].into_iter().flatten().collect()
}

/// Whether a source that both snapshots have puts the room elsewhere.
fn has_moved(before: &Room, now: &Room) -> bool {
    let place = |room: &Room| -> [Option<Place>; 2] {
        [&room.exchange_place, &room.place].map(|fact| fact.ok().cloned().flatten())
    };
    let site = |place: &Place| {
        let Place { city, building, floor, floor_label, parent_id, .. } = place.clone();
        (city, building, floor, floor_label, parent_id)
    };
    place(before).iter().zip(place(now).iter()).any(|pair| match pair {
        (Some(before), Some(now)) => site(before) != site(now),
        (Some(_), None) | (None, Some(_)) | (None, None) => false,
    })
}

/// Which lists hold a room, and which lists could not be read.
struct Lists {
    of: BTreeMap<Address, BTreeSet<String>>,
    unread: BTreeSet<String>,
}

impl Lists {
    /// The lists of a snapshot, by Exchange: it knows at once who is in a list, Graph a day later. `None` when Exchange
    /// did not tell all of its lists.
    fn of(snapshot: &Snapshot) -> Option<Self> {
        snapshot.exchange_lists.ok().filter(|listing| listing.is_complete())?;
        let mut lists = Self { of: BTreeMap::new(), unread: BTreeSet::new() };
        for list in snapshot.lists.values() {
            let Some(members) = list.members.ok() else {
                lists.unread.insert(list.id());
                continue;
            };
            for address in members.iter().filter_map(|member| member.address.clone()) {
                lists.of.entry(address).or_default().insert(list.id());
            }
        }
        Some(lists)
    }

    /// The lists that hold a room, but for those that another snapshot could not read.
    fn that_hold(&self, room: &Room, other: &Self) -> BTreeSet<&String> {
        let all = self.of.get(&room.address).into_iter().flatten();
        all.filter(|list| !self.unread.contains(*list) && !other.unread.contains(*list)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;
    use crate::tenant::{Fact, Source};

    fn known<T>(value: T) -> Fact<T> {
        Fact::known(value, Source::ExchangeMailboxes, samples::time("2026-11-21T09:26:00Z"))
    }

    fn snapshot() -> Snapshot {
        let mut snapshot = samples::snapshot(6);
        let listing = || known(Listing { count: 6, missing: Vec::new() });
        (snapshot.exchange_rooms, snapshot.graph_rooms, snapshot.exchange_lists) = (listing(), listing(), listing());
        snapshot
    }

    fn first(snapshot: &mut Snapshot) -> &mut Room {
        snapshot.rooms.values_mut().next().unwrap()
    }

    /// What is new about the first room; about the others nothing is.
    #[track_caller]
    fn news(earlier: &Snapshot, now: &Snapshot) -> Vec<News> {
        let since = since(earlier, now);
        assert!(since.rooms.len() < 2, "{since:?}");
        since.rooms.into_iter().flat_map(|room| room.news).collect()
    }

    #[test]
    fn nothing_is_new_in_the_same_snapshot() {
        let since = since(&snapshot(), &snapshot());
        assert!(since.rooms.is_empty() && since.is_whole, "{since:?}");
    }

    #[test]
    fn a_room_that_was_not_there_is_added_and_known_by_all_of_its_ids() {
        let (mut earlier, now) = (snapshot(), snapshot());
        let (address, room) = earlier.rooms.pop_first().unwrap();
        assert_eq!(news(&earlier, &now), [News::Added]);
        let ids = since(&earlier, &now).ids();
        assert!(ids.contains(address.as_str()) && ids.contains(&room.id()), "{ids:?}");
    }

    #[test]
    fn a_room_that_somebody_only_asked_for_is_not_new() {
        let (earlier, mut now) = (snapshot(), snapshot());
        let address = Address::parse("nobody@contoso.com").unwrap();
        let room = Room { mailbox: known(None), place: known(None), ..Room::unread(address.clone(), RoomKind::Room) };
        now.rooms.insert(address, room);
        assert!(news(&earlier, &now).is_empty());
    }

    #[test]
    fn a_room_is_the_same_by_its_guid_whatever_it_is_called() {
        let (earlier, mut now) = (snapshot(), snapshot());
        let (_, mut room) = now.rooms.pop_first().unwrap();
        room.address = Address::parse("other@contoso.com").unwrap();
        if let Fact::Known { value: Some(mailbox), .. } = &mut room.mailbox {
            mailbox.display_name = "Another name".into();
        }
        now.rooms.insert(room.address.clone(), room);
        // No list holds the new address yet, and Exchange's lists say so.
        assert_eq!(news(&earlier, &now), [News::Renamed, News::Readdressed, News::Relisted]);
    }

    #[test]
    fn a_room_on_another_floor_has_moved() {
        let (earlier, mut now) = (snapshot(), snapshot());
        if let Fact::Known { value: Some(place), .. } = &mut first(&mut now).place {
            place.floor = Some(3);
        }
        assert_eq!(news(&earlier, &now), [News::Moved]);
        // A place that only one of the two knows tells nothing.
        first(&mut now).place = Fact::NotGathered;
        assert!(news(&earlier, &now).is_empty());
    }

    #[test]
    fn a_room_that_came_into_a_list_is_told_unless_the_list_was_not_read() {
        let (mut earlier, now) = (snapshot(), snapshot());
        let list = earlier.lists.values_mut().next().unwrap();
        let Fact::Known { value: members, .. } = &mut list.members else { panic!() };
        members.remove(0);
        assert_eq!(news(&earlier, &now), [News::Relisted]);
        earlier.lists.values_mut().next().unwrap().members = Fact::NotGathered;
        assert!(news(&earlier, &now).is_empty());
    }

    #[test]
    fn a_snapshot_that_was_not_read_to_the_end_says_so() {
        let (mut earlier, now) = (snapshot(), snapshot());
        earlier.exchange_rooms = Fact::NotGathered;
        assert!(!since(&earlier, &now).is_whole);
    }
}
