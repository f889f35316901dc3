//! The rooms of a tenant as both sources see them: the inventory above the problems of `places`.

use std::collections::HashMap;

use super::{Look, Names, layout, visible, words};
use crate::check::SubjectKind;
use crate::report::Report;
use crate::tenant::{Fact, Place, Room, RoomKind, Snapshot, Untrusted};

/// How many rows a terminal gets.
pub const ROWS: usize = 20;

/// From how many columns on the table has room to say where a room is.
const WIDE: usize = 130;

/// The inventory of rooms and workspaces, at most so many rows of it.
pub fn inventory(snapshot: &Snapshot, report: &Report, look: &Look, names: Names, most: usize) -> String {
    let rooms: Vec<_> = snapshot.rooms.values().filter(|room| room.kind != RoomKind::Equipment).collect();
    if rooms.is_empty() {
        return look.finish("No room was found.\n".to_owned());
    }
    let full = names == Names::Full;
    let reasons = reasons(report);
    let because = |cell: String, room: &Room, checks: &[&str]| match reasons.get(room.id().as_str()) {
        Some(known) if cell == "–" => {
            known.iter().find(|(id, _)| checks.contains(id)).map_or_else(|| cell.clone(), |(_, why)| format!("– {why}"))
        }
        Some(_) | None => cell,
    };
    // Below this width names and addresses would be broken over lines; what is missing there, a check lists.
    let shows_where = full && look.width >= WIDE;
    let mut heading = who_heading(names);
    heading.extend(["Graph", "Exchange", "in list"]);
    heading.extend(shows_where.then_some("where"));
    heading.extend(["seats", "hidden"]);
    let rows = rooms.iter().take(most).map(|room| {
        let mut row = who(room, names);
        row.push(because(present(&room.place), room, &["RM002", "RM004", "RM005", "RM006", "PL007"]));
        row.push(because(present(&room.mailbox), room, &["RM002", "RM004", "PL008"]));
        row.push(lists_of(snapshot, room, names, shows_where));
        if shows_where {
            row.push(location(room));
        }
        row.push(seats(room));
        let mailbox = room.mailbox.ok().and_then(Option::as_ref);
        row.push(yes(mailbox.and_then(|mailbox| mailbox.hidden_from_address_lists)));
        row
    });
    let mut text = layout::table(look, &heading, rows.collect());
    text.push('\n');
    text.push_str(&more(rooms.len(), most));
    look.finish(text)
}

/// Why a room is missing in a source, by the room's id: the checks that found it, and their reason in a word or two.
fn reasons(report: &Report) -> HashMap<&str, Vec<(&'static str, &'static str)>> {
    const WORDS: [(&str, &str); 6] = [
        ("RM002", "no such room"),
        ("RM004", "elsewhere"),
        ("RM005", "hidden"),
        ("RM006", "new"),
        ("PL007", "no reason known"),
        ("PL008", "no room mailbox"),
    ];
    let mut reasons: HashMap<&str, Vec<_>> = HashMap::new();
    for (id, word) in WORDS {
        let failed = report.groups_of(id).flat_map(|group| &group.members);
        let pending =
            report.pending.iter().filter(|pending| pending.check.id == id).flat_map(|pending| &pending.members);
        for member in failed.chain(pending) {
            reasons.entry(&member.subject.id).or_default().push((id, word));
        }
    }
    reasons
}

/// The heading above [`who`].
pub(super) fn who_heading(names: Names) -> Vec<&'static str> {
    match names {
        Names::Full => vec!["room", "address"],
        Names::None => vec!["room"],
    }
}

/// The first cells of a row about a room: its name and address, or its id alone.
pub(super) fn who(room: &Room, names: Names) -> Vec<String> {
    match names {
        Names::Full => vec![
            room.name().map_or_else(|| "–".to_owned(), |name| visible::short(name.raw(), 32)),
            visible::short(room.address.as_str(), 48),
        ],
        Names::None => vec![names.id(SubjectKind::Room, &room.id()).into_owned()],
    }
}

/// The line below a table that was cut.
pub(super) fn more(all: usize, most: usize) -> String {
    match all.saturating_sub(most) {
        0 => String::new(),
        left => format!("… and {} more: --json --detail rooms\n", words::number(left as u64)),
    }
}

/// Whether a source has something: yes, no, or not known.
pub(super) fn present<T>(fact: &Fact<Option<T>>) -> String {
    match fact.ok() {
        Some(Some(_)) => "✓".to_owned(),
        Some(None) => "–".to_owned(),
        None => "?".to_owned(),
    }
}

/// A switch that may not be known.
pub(super) fn yes(value: Option<bool>) -> String {
    match value {
        Some(true) => "yes".to_owned(),
        Some(false) => "no".to_owned(),
        None => "?".to_owned(),
    }
}

fn lists_of(snapshot: &Snapshot, room: &Room, names: Names, has_room: bool) -> String {
    let lists: Vec<_> = snapshot.lists.values().filter(|list| list.holds(&room.address)).collect();
    match (&lists[..], names) {
        ([], _) if snapshot.lists.values().any(|list| !list.members.is_known() && !list.graph_rooms.is_known()) => {
            "?".to_owned()
        }
        ([], _) => "–".to_owned(),
        ([one], Names::Full) if has_room => {
            one.name().map_or_else(|| "✓".to_owned(), |name| visible::short(name.raw(), 24))
        }
        (several, _) => words::count(several.len(), ("list", "lists")),
    }
}

fn places(room: &Room) -> impl Iterator<Item = &Place> {
    [&room.place, &room.exchange_place].into_iter().filter_map(|place| place.ok().and_then(Option::as_ref))
}

fn location(room: &Room) -> String {
    let text = |field: fn(&Place) -> Option<&Untrusted>| {
        places(room).filter_map(field).find(|text| !text.is_blank()).map(|text| visible::short(text.raw(), 20))
    };
    let floor = places(room).find_map(|place| place.floor).map(|floor| format!("floor {floor}"));
    let floor = floor.or_else(|| text(|place| place.floor_label.as_ref()));
    let parts = [text(|place| place.city.as_ref()), text(|place| place.building.as_ref()), floor];
    let known: Vec<_> = parts.into_iter().flatten().collect();
    if known.is_empty() { "–".to_owned() } else { known.join(" · ") }
}

fn seats(room: &Room) -> String {
    let mailbox = room.mailbox.ok().and_then(Option::as_ref).and_then(|mailbox| mailbox.resource_capacity);
    let seats = places(room).find_map(|place| place.capacity).or(mailbox);
    seats.map_or_else(|| "–".to_owned(), words::number)
}
