//! The room lists of a tenant: the inventory above the problems of `lists`.

use super::places::{more, present};
use super::{Look, Names, layout, visible, words};
use crate::check::SubjectKind;
use crate::tenant::{RoomList, Snapshot};

/// The inventory of room lists, at most so many rows of it.
pub fn inventory(snapshot: &Snapshot, look: &Look, names: Names, most: usize) -> String {
    if snapshot.lists.is_empty() {
        return look.finish("No room list was found.\n".to_owned());
    }
    let full = names == Names::Full;
    let mut heading = if full { vec!["list", "address"] } else { vec!["list"] };
    heading.extend(["Graph", "Exchange", "members", "rooms", "visible"]);
    let rows = snapshot.lists.values().take(most).map(|list| {
        let mut row = Vec::new();
        if full {
            row.push(list.name().map_or_else(|| "–".to_owned(), |name| visible::short(name.raw(), 40)));
            row.push(visible::short(list.address.as_str(), 48));
        } else {
            row.push(names.id(SubjectKind::RoomList, &list.id()).into_owned());
        }
        row.extend([present(&list.graph), present(&list.exchange), members(list), rooms(list), is_visible(list)]);
        row
    });
    let mut text = layout::table(look, &heading, rows.collect());
    text.push('\n');
    text.push_str(&more(snapshot.lists.len(), most));
    look.finish(text)
}

fn members(list: &RoomList) -> String {
    list.members.ok().map_or_else(|| "?".to_owned(), |members| words::number(members.len() as u64))
}

fn rooms(list: &RoomList) -> String {
    let exchange = list.members.ok().map(|members| members.iter().filter(|member| member.is_room()).count());
    let rooms = exchange.or_else(|| list.graph_rooms.ok().map(Vec::len));
    rooms.map_or_else(|| "?".to_owned(), |rooms| words::number(rooms as u64))
}

fn is_visible(list: &RoomList) -> String {
    match list.exchange.ok().and_then(Option::as_ref).and_then(|list| list.hidden_from_address_lists) {
        Some(true) => "hidden".to_owned(),
        Some(false) => "yes".to_owned(),
        None => "?".to_owned(),
    }
}
