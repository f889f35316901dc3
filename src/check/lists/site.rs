//! Where rooms are, and which room list holds the rooms of a place: what repairs of lists have to know.
//!
//! A site is a building of a city; a city where buildings are not told; rooms of which neither is told are one more.

use std::collections::BTreeMap;

use crate::check::lists::list_not_flagged::is_ordinary_group;
use crate::check::rooms::remote::is_remote_kind;
use crate::check::{Context, mend};
use crate::tenant::{
    Address, Change, GroupRef, MailboxGuid, NewGroup, Place, Purpose, Room, RoomKind, RoomList, Side, Untrusted, Way,
};

/// A city and a building, written one way; empty where not told.
type Key = (String, String);

/// What Exchange takes as the name of a group, in characters (New-DistributionGroup, seen 2026-11-21).
const LONGEST_NAME: usize = 64;

/// The sites of the tenant's meeting rooms.
pub(super) struct Sites<'a> {
    /// By site: how the first of its rooms writes it, and how many of its rooms each list holds.
    sites: BTreeMap<Key, Site<'a>>,
    /// By city: how many of its rooms each list holds that holds rooms of several sites.
    of_cities: BTreeMap<String, BTreeMap<&'a Address, usize>>,
    context: Context<'a>,
}

struct Site<'a> {
    name: String,
    lists: BTreeMap<&'a Address, usize>,
}

impl<'a> Sites<'a> {
    pub(super) fn of(context: &Context<'a>) -> Self {
        let mut sites: BTreeMap<Key, Site<'a>> = BTreeMap::new();
        let mut keys: BTreeMap<&Address, Key> = BTreeMap::new();
        for room in context.rooms() {
            let (key, name) = site_of(room);
            keys.insert(&room.address, key.clone());
            sites.entry(key).or_insert_with(|| Site { name, lists: BTreeMap::new() });
        }
        let mut of_cities: BTreeMap<String, BTreeMap<&'a Address, usize>> = BTreeMap::new();
        for list in context.snapshot.lists.values().filter(|list| can_take_rooms(list)) {
            let mut here: BTreeMap<&Key, usize> = BTreeMap::new();
            let held: std::collections::BTreeSet<&Address> = list.rooms().collect();
            for key in held.into_iter().filter_map(|address| keys.get(address)) {
                *here.entry(key).or_default() += 1;
            }
            let several = here.len() > 1;
            for (key, count) in here {
                if let Some(site) = sites.get_mut(key) {
                    site.lists.insert(&list.address, count);
                }
                if several && !key.0.is_empty() {
                    *of_cities.entry(key.0.clone()).or_default().entry(&list.address).or_default() += count;
                }
            }
        }
        Self { sites, of_cities, context: *context }
    }

    /// Puts a room into the list that holds most of its site, else into one that holds several sites of its city, else
    /// into a new one for the site. Nothing for a room of which no site is told, unless a list holds others like it.
    pub(super) fn listed(&self, room: &Room) -> Vec<Change> {
        let (key, _) = site_of(room);
        let Some(member) = member(room) else { return Vec::new() };
        let Some(site) = self.sites.get(&key) else { return Vec::new() };
        let of_city = self.of_cities.get(&key.0);
        match most(&site.lists).or_else(|| most(of_city?)).and_then(|address| self.context.snapshot.lists.get(address))
        {
            Some(list) => self.joined(list, member).into_iter().collect(),
            None if key.0.is_empty() && key.1.is_empty() => Vec::new(),
            None => self.in_new(&key, site, [member]).collect(),
        }
    }

    /// A list for each site, with its rooms.
    pub(super) fn all_listed(&self) -> Vec<Change> {
        let mut members: BTreeMap<Key, Vec<MailboxGuid>> = BTreeMap::new();
        for room in self.context.rooms() {
            if let Some(member) = member(room) {
                members.entry(site_of(room).0).or_default().push(member);
            }
        }
        let all = members.into_iter().filter_map(|(key, members)| Some((self.sites.get(&key)?, key, members)));
        all.flat_map(|(site, key, members)| self.in_new(&key, site, members).collect::<Vec<_>>()).collect()
    }

    fn joined(&self, list: &RoomList, member: MailboxGuid) -> Option<Change> {
        let group = list.exchange.ok()?.as_ref()?;
        let group_ref = GroupRef::Known { guid: group.guid?, purpose: purpose(list, &self.context) };
        Some(Change::Member { group: group_ref, member, way: Way::Make, side: side(list) })
    }

    /// The same group for every room of a site, so that a plan makes it once.
    fn in_new(
        &self,
        key: &Key,
        site: &Site<'_>,
        members: impl IntoIterator<Item = MailboxGuid>,
    ) -> impl Iterator<Item = Change> {
        let tenant = self.context.snapshot.header.tenant;
        let alias = format!("room-list-{}", mend::hash(&format!("{tenant}\0{}\0{}", key.0, key.1)));
        let name = format!("Rooms {}", site.name).trim().chars().take(LONGEST_NAME).collect::<String>();
        let name = Untrusted::new(name.trim_end());
        let group = NewGroup { alias: alias.clone(), name, address: None, purpose: Purpose::RoomList };
        let group_ref = GroupRef::New { alias, purpose: Purpose::RoomList };
        let join = move |member| Change::Member { group: group_ref.clone(), member, way: Way::Make, side: Side::Cloud };
        std::iter::once(Change::Group { group, way: Way::Make }).chain(members.into_iter().map(join))
    }
}

/// What a list is for: one that also confines the app reaches further with each room.
pub(super) fn purpose(list: &RoomList, context: &Context<'_>) -> Purpose {
    let guid = list.exchange.ok().and_then(Option::as_ref).and_then(|group| group.guid);
    let confining = context.snapshot.access.groups.values().filter_map(|group| group.ok()).flatten();
    let is_scope = |group: &crate::tenant::ScopeGroup| {
        (guid.is_some() && group.guid == guid) || group.address.as_ref() == Some(&list.address)
    };
    if confining.into_iter().any(is_scope) { Purpose::Scope } else { Purpose::RoomList }
}

/// Where a list is mastered.
pub(super) fn side(list: &RoomList) -> Side {
    let group = list.exchange.ok().and_then(Option::as_ref);
    match group.and_then(|group| group.is_dir_synced) {
        Some(true) => Side::OnPremises,
        Some(false) | None => Side::Cloud,
    }
}

/// The list with the most rooms; of equal ones the first by address.
fn most<'a>(lists: &BTreeMap<&'a Address, usize>) -> Option<&'a Address> {
    lists.iter().max_by_key(|(address, count)| (**count, std::cmp::Reverse(**address))).map(|(address, _)| *address)
}

fn can_take_rooms(list: &RoomList) -> bool {
    !is_ordinary_group(list) && list.exchange.ok().and_then(Option::as_ref).is_some_and(|group| group.guid.is_some())
}

/// The room as a member of a list: a mailbox of Exchange Online whose GUID is known.
fn member(room: &Room) -> Option<MailboxGuid> {
    let mailbox = room.mailbox.ok()?.as_ref()?;
    let is_remote = mailbox.recipient_type_details.as_deref().is_some_and(is_remote_kind);
    if is_remote || room.kind != RoomKind::Room { None } else { mailbox.guid }
}

/// The site of a room, and how the room writes it.
fn site_of(room: &Room) -> (Key, String) {
    let told = |what: fn(&Place) -> Option<&Untrusted>| {
        let places = [&room.exchange_place, &room.place].into_iter().filter_map(|place| place.ok()).flatten();
        let text = places.filter_map(what).find(|text| !text.is_blank());
        text.map(|text| text.raw().trim().to_owned()).unwrap_or_default()
    };
    let (city, building) = (told(|place| place.city.as_ref()), told(|place| place.building.as_ref()));
    let name = format!("{city} {building}").trim().to_owned();
    ((city.to_lowercase(), building.to_lowercase()), name)
}
