//! PL006. A room whose place lacks a detail that people search by.

use crate::check::rooms::listing::telling;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::product::Wish;
use crate::tenant::{Change, Gap, Place, Room, Untrusted};

/// City, building, floor or capacity missing on the place.
pub static CHECK: Check = Check {
    id: "PL006",
    name: "place-details-missing",
    title: "City, building, floor or capacity missing on the place",
    consequence: "People cannot narrow the search by site, floor or size, and {product} cannot tell where the room is.",
    area: Area::Places,
    severity: Severity::Info,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/place-details-missing.md"),
    probe: Probe::EachRoom(probe),
};

fn probe(room: &Room, context: &Context<'_>) -> Result<Outcome, Gap> {
    let Some(rule) = context.product.wish(Wish::PlaceDetails) else { return Ok(Outcome::NotApplicable) };
    let places: Vec<&Place> =
        [&room.exchange_place, &room.place].into_iter().filter_map(|place| place.ok()).flatten().collect();
    if places.is_empty() {
        match (room.exchange_place.get(), room.place.get()) {
            (Err(exchange), Err(graph)) => return Err(telling(exchange, graph)),
            (Err(gap), Ok(_)) | (Ok(_), Err(gap)) => return Err(gap),
            (Ok(_), Ok(_)) => {}
        }
        // Both sources were read and neither has a place; that is reported once, by the check on the room itself.
        return Ok(Outcome::NotApplicable);
    }
    // Both sources show the same record, so a detail that either has is there, and one that the readable source
    // lacks is missing.
    let missing: Vec<&str> = DETAILS
        .iter()
        .filter(|(_, is_given)| !places.iter().any(|place| is_given(place)))
        .map(|(name, _)| *name)
        .collect();
    if missing.is_empty() {
        return Ok(Outcome::Pass);
    }
    let actual = Reading::of("place_details", format!("without {}", missing.join(", ")));
    let seats = missing.contains(&"capacity").then(|| seats(room, context)).flatten();
    Ok(Finding::new(actual, Reading::of("place_details", "complete")).by(rule).mend(seats).into())
}

/// The seats that the mailbox tells, else the product: the only detail that is kept anywhere else.
fn seats(room: &Room, context: &Context<'_>) -> Option<Change> {
    let mailbox = room.mailbox.ok().and_then(Option::as_ref);
    let own = mailbox.and_then(|mailbox| mailbox.resource_capacity).filter(|seats| *seats > 0);
    mend::seats(room, own.or_else(|| mend::seats_in_product(room, context)))
}

type IsGiven = fn(&Place) -> bool;

const DETAILS: [(&str, IsGiven); 4] = [
    ("city", |place| is_text(place.city.as_ref())),
    ("building", |place| is_text(place.building.as_ref())),
    // Zero and negative numbers are floors too.
    ("floor", |place| place.floor.is_some() || is_text(place.floor_label.as_ref())),
    ("capacity", |place| place.capacity.is_some_and(|seats| seats > 0)),
];

fn is_text(text: Option<&Untrusted>) -> bool {
    text.is_some_and(|text| !text.is_blank())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed, denied, known};
    use crate::tenant::{Setting, SettingValue};

    #[test]
    fn a_complete_place_passes() {
        Case::new().passes(&CHECK);
    }

    #[test]
    fn what_is_missing_is_named_in_a_fixed_order() {
        let case = Case::new().place(|place| {
            place.capacity = Some(0);
            place.city = Some(" ".into());
        });
        case.fails_with(&CHECK, "place_details", "without city, capacity");
        let other = Case::new().place(|place| place.building = None);
        assert_eq!(case.fails(&CHECK).expected, other.fails(&CHECK).expected);
    }

    #[test]
    fn a_label_or_the_ground_floor_is_a_floor() {
        Case::new().place(|place| place.floor = Some(0)).passes(&CHECK);
        Case::new().place(|place| (place.floor, place.floor_label) = (None, Some("M".into()))).passes(&CHECK);
        let case = Case::new().place(|place| place.floor = None);
        case.fails_with(&CHECK, "place_details", "without floor");
    }

    #[test]
    fn either_source_can_give_a_detail() {
        let case = Case::new().room(|room| room.place = known(Some(Place::default())));
        case.passes(&CHECK);
        Case::new().room(|room| room.exchange_place = denied()).passes(&CHECK);
        case.room(|room| room.exchange_place = denied()).fails(&CHECK);
    }

    #[test]
    fn without_a_place_that_was_read_it_is_unknown() {
        Case::new().room(|room| (room.place, room.exchange_place) = (denied(), denied())).is_unknown(&CHECK);
        Case::new().room(|room| (room.place, room.exchange_place) = (known(None), denied())).is_unknown(&CHECK);
    }

    #[test]
    fn rooms_without_a_place_and_products_without_the_wish_are_not_judged() {
        let case = Case::new().room(|room| (room.place, room.exchange_place) = (known(None), known(None)));
        case.is_not_applicable(&CHECK);
        Case::new().without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn its_repair_fills_in_the_seats_that_the_mailbox_or_the_product_tells() {
        let without = Case::new().place(|place| place.capacity = None);
        let seats = |seats: i64| [changed(Setting::Capacity, SettingValue::Empty, seats)];
        without.is_mended_by(&CHECK, &seats(8));
        let empty = without.mailbox(|mailbox| mailbox.resource_capacity = Some(0));
        empty.is_mended_by_hand(&CHECK);
        empty.vendor_row("a", |row| row.capacity = Some(5)).is_mended_by(&CHECK, &seats(5));
        Case::new().place(|place| place.city = None).is_mended_by_hand(&CHECK);
    }
}
