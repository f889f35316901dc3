//! How long a new room takes to show everywhere.

use jiff::{SignedDuration, Timestamp};

use crate::check::Context;
use crate::tenant::Room;

/// Microsoft's own figure: after so many hours a new room or a change of one shows in the directory and in room lists.
pub(crate) const DOCUMENTED_HOURS: i64 = 24;

/// What administrators report at worst.
pub(crate) const OBSERVED_HOURS: i64 = 48;

/// When the room's mailbox was made, where that is known.
pub(crate) fn created(room: &Room) -> Option<Timestamp> {
    room.mailbox.ok().and_then(Option::as_ref).and_then(|mailbox| mailbox.created)
}

/// The moment so many hours after the room was made, if that moment is still to come.
pub(crate) fn younger_than(room: &Room, hours: i64, context: &Context<'_>) -> Option<Timestamp> {
    let end = created(room)?.checked_add(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MAX);
    (context.now() < end).then_some(end)
}
