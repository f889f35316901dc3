//! How long a new room takes to show everywhere.

use jiff::{SignedDuration, Timestamp};

use crate::check::Context;
use crate::tenant::Room;
use crate::tenant::delay::DIRECTORY_PLACES_PRACTICE;

/// How many hours waiting for a new room is normal: Microsoft's own figure, unless the run says otherwise.
pub(crate) fn documented_hours(context: &Context<'_>) -> i64 {
    context.product.parameters.directory_delay_hours
}

/// What administrators report at worst, and never less than what is normal.
pub(crate) fn observed_hours(context: &Context<'_>) -> i64 {
    let worst = DIRECTORY_PLACES_PRACTICE.most.unwrap_or_default().as_hours();
    worst.max(documented_hours(context))
}

/// When the room's mailbox was made, where that is known.
pub(crate) fn created(room: &Room) -> Option<Timestamp> {
    room.mailbox.ok().and_then(Option::as_ref).and_then(|mailbox| mailbox.created)
}

/// The moment so many hours after the room was made, if that moment is still to come.
pub(crate) fn younger_than(room: &Room, hours: i64, context: &Context<'_>) -> Option<Timestamp> {
    let end = created(room)?.checked_add(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MAX);
    (context.now() < end).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::Case;
    use crate::tenant::delay::DIRECTORY_PLACES;

    #[test]
    fn without_a_word_of_the_user_the_documented_delay_counts() {
        let case = Case::new();
        let context = Context { snapshot: &case.snapshot, product: &case.product };
        assert_eq!(Some(SignedDuration::from_hours(documented_hours(&context))), DIRECTORY_PLACES.most);
        assert_eq!(observed_hours(&context), 48);
    }

    #[test]
    fn a_longer_delay_moves_both_ends() {
        let case = Case::new().parameter("directory_delay_hours", "72");
        let context = Context { snapshot: &case.snapshot, product: &case.product };
        assert_eq!((documented_hours(&context), observed_hours(&context)), (72, 72));
    }
}
