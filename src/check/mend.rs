//! What the repairs of several checks are made of: a setting of a room, an entry of a list.
//!
//! Nothing here decides what is right; that is each check's own.

use super::Context;
use crate::tenant::{
    Address, CalendarProcessing, Change, Entry, Holder, ListSetting, Place, Recipient, Room, Setting, SettingValue,
    Untrusted,
};

/// Sets one setting of the room's calendar processing, from what was read; `None` when it was left out, is as wanted
/// already, or nobody knows the room's GUID.
pub(crate) fn processing(
    room: &Room,
    calendar: &CalendarProcessing,
    setting: Setting,
    to: impl Into<SettingValue>,
) -> Option<Change> {
    let (from, to) = (calendar.setting(setting)?, to.into());
    if from == to { None } else { Change::of_room(room, setting, from, to) }
}

/// Adds to and takes from a list of the room; `None` when nobody comes or goes, or nobody knows the room's GUID.
pub(crate) fn amended(
    room: &Room,
    list: ListSetting,
    add: impl IntoIterator<Item = Entry>,
    remove: impl IntoIterator<Item = Entry>,
) -> Option<Change> {
    let (add, remove) = (in_order(add), in_order(remove));
    if add.is_empty() && remove.is_empty() {
        return None;
    }
    Change::amend_of_room(room, list, add, remove)
}

/// Sets one detail of the room's place, from what the place shows: Exchange's record, or Graph's where that was not read.
/// `None` where there is no place, or it is so already.
pub(crate) fn placed(
    room: &Room,
    setting: Setting,
    seen: fn(&Place) -> SettingValue,
    to: impl Into<SettingValue>,
) -> Option<Change> {
    let place = [&room.exchange_place, &room.place].into_iter().filter_map(|place| place.ok()).flatten().next()?;
    let (from, to) = (seen(place), to.into());
    if from == to { None } else { Change::of_room(room, setting, from, to) }
}

/// Gives the place so many seats; `None` for a number that cannot be one.
pub(crate) fn seats(room: &Room, seats: Option<i64>) -> Option<Change> {
    let seats = seats.filter(|seats| (1..=i64::from(i32::MAX)).contains(seats))?;
    placed(room, Setting::Capacity, |place| place.capacity.into(), seats)
}

/// The seats by the product's own list; `None` where it tells none, or its rows disagree.
pub(crate) fn seats_in_product(room: &Room, context: &Context<'_>) -> Option<i64> {
    let mut rows = context.vendor_rows(room).filter(|row| row.is_active()).filter_map(|row| row.capacity);
    let first = rows.next()?;
    rows.all(|other| other == first).then_some(first)
}

/// Ten hexadecimal digits that tell one text from another: what makes a name of ours the tenant's own.
pub(crate) fn hash(text: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    digest.as_ref().iter().take(5).map(|byte| format!("{byte:02x}")).collect()
}

/// Every entry once, in one order, so that two checks which mean the same change say the same.
fn in_order(entries: impl IntoIterator<Item = Entry>) -> Vec<Entry> {
    let mut all: Vec<Entry> = entries.into_iter().collect();
    all.sort();
    all.dedup();
    all
}

/// Somebody whom a list names: by GUID where the look-up found one, else as the list shows the name.
pub(crate) fn listed(name: &Untrusted, context: &Context<'_>) -> Entry {
    let found = context.snapshot.recipients.get(name).and_then(|fact| fact.ok()).and_then(Option::as_ref);
    found.and_then(by_id).unwrap_or_else(|| Entry::Named(name.clone()))
}

/// Somebody with this address who is to come into a list; `None` when no look-up found an id.
pub(crate) fn addressed(address: &Address, context: &Context<'_>) -> Option<Entry> {
    by_id(context.snapshot.recipients.get(&Untrusted::new(address.as_str()))?.ok()?.as_ref()?)
}

/// Somebody who holds a right in a folder, as [`listed`] finds people; `Default` and `Anonymous` are nobody of that name.
pub(crate) fn holder(user: &Untrusted, context: &Context<'_>) -> Holder {
    let is = |name: &str| user.raw().trim().eq_ignore_ascii_case(name);
    match listed(user, context) {
        _ if is("Default") => Holder::Default,
        _ if is("Anonymous") => Holder::Anonymous,
        Entry::Recipient(id) => Holder::Recipient(id),
        Entry::Named(name) => Holder::Named(name),
    }
}

fn by_id(recipient: &Recipient) -> Option<Entry> {
    let guid = recipient.guid.map(|guid| guid.0);
    guid.or(recipient.object_id.map(|id| id.0)).map(Entry::Recipient)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::check::calendar::fixture::{Case, address, known};
    use crate::tenant::{MailboxGuid, ObjectId};

    fn case() -> Case {
        let of = |guid: Option<u128>, id: Option<u128>| {
            known(Some(Recipient {
                guid: guid.map(|guid| MailboxGuid(Uuid::from_u128(guid))),
                object_id: id.map(|id| ObjectId(Uuid::from_u128(id))),
                ..Recipient::default()
            }))
        };
        Case::new()
            .with_recipient("Ann", of(Some(1), Some(2)))
            .with_recipient("Bea", of(None, Some(2)))
            .with_recipient("Cid", of(None, None))
            .with_recipient("Dan", known(None))
    }

    #[test]
    fn an_entry_is_named_by_its_id_where_one_is_known() {
        let case = case();
        let context = Context { snapshot: &case.snapshot, product: &case.product };
        assert_eq!(listed(&"Ann".into(), &context), Entry::Recipient(Uuid::from_u128(1)));
        assert_eq!(listed(&"Bea".into(), &context), Entry::Recipient(Uuid::from_u128(2)));
        for name in ["Cid", "Dan", "Eve"] {
            assert_eq!(listed(&name.into(), &context), Entry::Named(name.into()));
        }
        assert_eq!(addressed(&address("nobody"), &context), None);
    }

    #[test]
    fn an_entry_stands_once_in_a_change() {
        let case = case();
        let room = &case.snapshot.rooms[&address("a")];
        let two = || [Entry::Named("b".into()), Entry::Named("a".into()), Entry::Named("b".into())];
        let change = amended(room, ListSetting::BookInPolicy, [], two());
        let Some(Change::Amend { remove, .. }) = change else { panic!("{change:?}") };
        assert_eq!(remove, [Entry::Named("a".into()), Entry::Named("b".into())]);
        assert_eq!(amended(room, ListSetting::BookInPolicy, [], []), None);
    }

    #[test]
    fn a_setting_that_is_as_wanted_or_was_left_out_is_not_changed() {
        let case = case().calendar(|calendar| calendar.delete_comments = None);
        let room = &case.snapshot.rooms[&address("a")];
        let calendar = room.calendar.ok().unwrap();
        assert_eq!(processing(room, calendar, Setting::DeleteSubject, false), None);
        assert_eq!(processing(room, calendar, Setting::DeleteComments, true), None);
        assert!(processing(room, calendar, Setting::DeleteSubject, true).is_some());
    }
}
