//! What is inside the rooms' mailboxes, a row for each: the inventory above the problems of `mailboxes`.

use super::places::{more, who, who_heading};
use super::{Look, Names, layout, visible, words};
use crate::tenant::{Quota, Room, Snapshot};

/// The inventory of room mailboxes, at most so many rows of it.
pub fn inventory(snapshot: &Snapshot, look: &Look, names: Names, most: usize) -> String {
    let rooms: Vec<&Room> = snapshot.meeting_rooms().filter(|room| !room.has_no_mailbox()).collect();
    if rooms.is_empty() {
        return look.finish("No room mailbox was found.\n".to_owned());
    }
    let mut heading = who_heading(names);
    heading.extend(["rules", "Default right", "full access", "size", "limit"]);
    let rows = rooms.iter().take(most).map(|room| {
        let mut row = who(room, names);
        row.extend([rules(room), default_right(room), full_access(room), size(room), limit(room)]);
        row
    });
    let mut text = layout::table(look, &heading, rows.collect());
    text.push('\n');
    text.push_str(&more(rooms.len(), most));
    look.finish(text)
}

fn unknown() -> String {
    "?".to_owned()
}

fn rules(room: &Room) -> String {
    room.inbox_rules.ok().map_or_else(unknown, |rules| words::number(rules.len() as u64))
}

/// What everybody in the organisation may see of the calendar.
fn default_right(room: &Room) -> String {
    let Some(rights) = room.calendar_rights.ok() else { return unknown() };
    let default = rights.iter().find(|right| right.user.raw().eq_ignore_ascii_case("Default"));
    default.map_or_else(|| "–".to_owned(), |right| visible::short(&right.rights.join(", "), 32))
}

/// How many, beside the room's own account, were given the whole mailbox.
fn full_access(room: &Room) -> String {
    let Some(rights) = room.mailbox_rights.ok() else { return unknown() };
    let given = rights.iter().filter(|right| {
        right.inherited != Some(true)
            && right.deny != Some(true)
            && right.rights.iter().any(|right| right == "FullAccess")
            && !right.user.raw().to_ascii_uppercase().ends_with("SELF")
    });
    match given.count() {
        0 => "–".to_owned(),
        count => words::number(count as u64),
    }
}

fn size(room: &Room) -> String {
    let statistics = room.statistics.ok();
    statistics.and_then(|statistics| statistics.total_bytes).map_or_else(unknown, bytes)
}

fn limit(room: &Room) -> String {
    match room.mailbox.ok().and_then(Option::as_ref) {
        None => unknown(),
        Some(mailbox) => match mailbox.quota {
            None => unknown(),
            Some(Quota::Unlimited) => "–".to_owned(),
            Some(Quota::Bytes(limit)) => bytes(limit),
        },
    }
}

/// A size for a person: one place behind the point, and no more units than anybody needs here.
fn bytes(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    let tenths = |unit: u32| (u128::from(bytes) * 10) >> (10 * unit);
    let unit = (1..=4).rev().find(|unit| tenths(*unit) >= 10).unwrap_or(1);
    let (whole, tenth) = (tenths(unit) / 10, tenths(unit) % 10);
    let name = UNITS[unit as usize - 1];
    if tenth == 0 { format!("{whole} {name}") } else { format!("{whole}.{tenth} {name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        assert_eq!(bytes(0), "0 kB");
        assert_eq!(bytes(900), "0.8 kB");
        assert_eq!(bytes(48_234_496), "46 MB");
        assert_eq!(bytes(100 << 30), "100 GB");
        assert_eq!(bytes((3 << 30) / 2), "1.5 GB");
    }
}
