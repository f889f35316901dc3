//! Rooms of one site, and what most of them have in common.

use std::collections::BTreeMap;

use crate::check::Context;
use crate::check::rooms::listing::telling;
use crate::tenant::{CalendarProcessing, Gap, Room};

/// Meeting rooms with their calendar processing. Rooms that Exchange, read to the end, does not have are left out.
pub(super) fn calendars<'a>(
    context: &Context<'a>,
) -> impl Iterator<Item = (&'a Room, Result<&'a CalendarProcessing, Gap>)> {
    let rooms = context.rooms().filter(|room| !room.has_no_mailbox());
    rooms.map(|room| (room, room.calendar.get()))
}

/// The city of a room, written one way; `None` when no source that was read names one.
///
/// # Errors
/// A gap when neither source is known.
pub(super) fn city(room: &Room) -> Result<Option<String>, Gap> {
    let sources = [&room.exchange_place, &room.place];
    let places = sources.into_iter().filter_map(|place| place.ok()).flatten();
    if let Some(city) = places.filter_map(|place| place.city.as_ref()).find(|city| !city.is_blank()) {
        return Ok(Some(city.raw().trim().to_lowercase()));
    }
    match (room.exchange_place.get(), room.place.get()) {
        (Err(exchange), Err(graph)) => Err(telling(exchange, graph)),
        (Ok(_), _) | (_, Ok(_)) => Ok(None),
    }
}

/// Counts what the members of each site have, to tell what most of them have.
pub(super) struct Votes<V>(BTreeMap<String, BTreeMap<V, usize>>);

impl<V: Ord> Votes<V> {
    /// Nothing counted yet.
    pub(super) fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// Counts one more value of a site.
    pub(super) fn count(&mut self, site: &str, value: V) {
        *self.0.entry(site.to_owned()).or_default().entry(value).or_default() += 1;
    }

    /// The value that more than `share` percent of a site have, where the site has at least three votes.
    pub(super) fn majority(&self, site: &str, share: usize) -> Option<&V> {
        let values = self.0.get(site)?;
        let all: usize = values.values().sum();
        let (value, count) = values.iter().max_by_key(|(_, count)| **count)?;
        (all >= 3 && count * 100 > all * share).then_some(value)
    }
}
