//! PL012. A room that holds more or fewer people in the product than in the tenant.

use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::product::Wish;
use crate::tenant::{Fact, Gap, Place, Room};

/// Capacity differs from the product's.
pub static CHECK: Check = Check {
    id: "PL012",
    name: "capacity-differs-from-product",
    title: "Capacity differs from the product's",
    consequence: "People who look for a room by its size are offered different rooms in Outlook and in {product}.",
    area: Area::Places,
    severity: Severity::Info,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/capacity-differs-from-product.md"),
    probe: Probe::EachRoom(probe),
};

fn probe(room: &Room, context: &Context<'_>) -> Result<Outcome, Gap> {
    context.vendor_rooms()?;
    let rows = context.vendor_rows(room).filter(|row| row.is_active());
    let theirs: Vec<i64> = rows.filter_map(|row| row.capacity).collect();
    let Some(first) = theirs.first() else { return Ok(Outcome::NotApplicable) };
    // A place that tells no capacity is PL006's.
    let Some(ours) = capacity(room)? else { return Ok(Outcome::NotApplicable) };
    if theirs.contains(&ours) {
        return Ok(Outcome::Pass);
    }
    let actual = Reading::of("capacity", ours).and("capacity_in_product", *first);
    let finding = Finding::new(actual, Reading::of("capacity", "the same in both"));
    let finding = finding.mend(mend::seats(room, mend::seats_in_product(room, context)));
    Ok(match context.product.wish(Wish::PlaceDetails) {
        // Which of the two is right nobody can tell from here, so it is never an error.
        Some(rule) => finding.severity(Severity::from(rule.level).min(Severity::Warning)).into(),
        None => finding.into(),
    })
}

/// The capacity of the place: as Graph tells it, else as Exchange does.
fn capacity(room: &Room) -> Result<Option<i64>, Gap> {
    let of = |place: &Fact<Option<Place>>| place.ok().and_then(Option::as_ref).and_then(|place| place.capacity);
    if let Some(capacity) = of(&room.place).or_else(|| of(&room.exchange_place)) {
        return Ok(Some(capacity));
    }
    room.place.get()?;
    room.exchange_place.get()?;
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed, denied};
    use crate::product::Level;
    use crate::tenant::Setting;

    fn seats(capacity: Option<i64>) -> Case {
        Case::new().vendor_row("a", |row| row.capacity = capacity)
    }

    #[test]
    fn the_same_capacity_passes_in_whatever_source_it_is() {
        seats(Some(8)).passes(&CHECK);
        seats(Some(8)).room(|room| room.place = denied()).passes(&CHECK);
        seats(Some(9)).vendor_row("a", |row| row.capacity = Some(8)).passes(&CHECK);
    }

    #[test]
    fn another_capacity_fails_as_gravely_as_details_matter_to_the_product() {
        let finding = seats(Some(12)).without_wishes().fails(&CHECK);
        assert_eq!(finding.actual, Reading::of("capacity", 8).and("capacity_in_product", 12));
        assert_eq!(finding.severity, None);
        let severity = |level| seats(Some(12)).wishing(Wish::PlaceDetails, level).fails(&CHECK).severity;
        assert_eq!(severity(Level::Info), Some(Severity::Info));
        assert_eq!(severity(Level::Error), Some(Severity::Warning));
    }

    #[test]
    fn where_one_side_tells_none_there_is_nothing_to_compare() {
        Case::new().is_not_applicable(&CHECK);
        seats(None).is_not_applicable(&CHECK);
        seats(Some(8)).place(|place| place.capacity = None).is_not_applicable(&CHECK);
        let off = Case::new().vendor_row("a", |row| (row.capacity, row.active) = (Some(1), Some(false)));
        off.is_not_applicable(&CHECK);
    }

    #[test]
    fn a_place_that_was_not_read_is_unknown() {
        let case = seats(Some(8)).place(|place| place.capacity = None);
        case.clone().room(|room| room.place = denied()).is_unknown(&CHECK);
        case.room(|room| room.exchange_place = denied()).is_unknown(&CHECK);
    }

    #[test]
    fn its_repair_is_what_the_product_says_where_it_says_one_thing() {
        seats(Some(12)).is_mended_by(&CHECK, &[changed(Setting::Capacity, 8, 12)]);
        seats(Some(12)).vendor_row("a", |row| row.capacity = Some(13)).is_mended_by_hand(&CHECK);
    }
}
