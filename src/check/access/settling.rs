//! How long a change of the app's reach may take to act (`scope_delay_minutes`).

use jiff::{SignedDuration, Timestamp};

use crate::check::Context;

/// Until when a change made at this time may not act yet, if that moment is still to come.
pub fn until(changed: Timestamp, context: &Context<'_>) -> Option<Timestamp> {
    let delay = SignedDuration::from_mins(context.product.parameters.scope_delay_minutes);
    let end = changed.checked_add(delay).unwrap_or(Timestamp::MAX);
    (context.now() < end).then_some(end)
}

/// Until when some change of the app's reach may not act yet: of a group that confines it, or of its consent.
pub fn of_anything(context: &Context<'_>) -> Option<Timestamp> {
    let groups = context.snapshot.access.groups.values();
    let groups = groups.filter_map(|group| group.ok().and_then(Option::as_ref)).filter_map(|group| group.changed);
    let grants = context.snapshot.app.grants.ok().into_iter().flatten().filter_map(|grant| grant.since);
    until(groups.chain(grants).max()?, context)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::tenant::delay::ROLE_BUSY;

    #[test]
    fn without_a_word_of_the_user_the_longest_that_microsoft_names_counts() {
        let minutes = SignedDuration::from_mins(spacewell().parameters.scope_delay_minutes);
        assert_eq!(Some(minutes), ROLE_BUSY.most);
    }

    #[test]
    fn a_change_settles_at_the_end_of_the_delay_and_the_future_is_survived() {
        let (snapshot, product) = (healthy(), spacewell());
        let context = Context { snapshot: &snapshot, product: &product };
        assert_eq!(until(at("2026-11-21T07:00:01Z"), &context), Some(at("2026-11-21T09:00:01Z")));
        assert_eq!(until(at("2026-11-21T07:00:00Z"), &context), None);
        assert_eq!(until(Timestamp::MAX, &context), Some(Timestamp::MAX));
        assert_eq!(of_anything(&context), None);
    }
}
