//! RM017. A room mailbox that the product's own list does not name.

use crate::check::rooms::vendor::is_there;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Room};

/// Room unknown to the product.
pub static CHECK: Check = Check {
    id: "RM017",
    name: "room-unknown-to-product",
    title: "Room unknown to the product",
    consequence: "People book the room in Outlook only; {product} neither shows nor offers it.",
    area: Area::Places,
    severity: Severity::Info,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/room-unknown-to-product.md"),
    probe: Probe::EachRoom(probe),
};

fn probe(room: &Room, context: &Context<'_>) -> Result<Outcome, Gap> {
    if context.vendor_rooms()?.is_none() || !is_there(room) {
        return Ok(Outcome::NotApplicable);
    }
    // A room that the product has switched off is known to it.
    if context.vendor_rows(room).next().is_some() {
        return Ok(Outcome::Pass);
    }
    // The product may know it by an address that only Exchange tells.
    room.mailbox.get()?;
    let name = "in_the_products_list";
    Ok(Finding::new(Reading::of(name, false), Reading::of(name, true)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, address, denied, known};

    #[test]
    fn a_room_that_is_named_by_any_address_passes() {
        Case::new().vendor_row("a", |_| {}).passes(&CHECK);
        Case::new().vendor_row("a", |row| row.active = Some(false)).passes(&CHECK);
        let case = Case::new().mailbox(|mailbox| mailbox.addresses.push(address("old")));
        case.vendor_row("old", |_| {}).passes(&CHECK);
    }

    #[test]
    fn a_room_that_no_row_names_fails() {
        Case::new().vendor_row("b", |_| {}).fails_with(&CHECK, "in_the_products_list", false);
        let empty = Case::new().snapshot(|snapshot| snapshot.vendor_rooms = known(Vec::new()));
        empty.fails(&CHECK);
    }

    #[test]
    fn without_a_list_or_a_room_the_question_does_not_arise() {
        Case::new().is_not_applicable(&CHECK);
        let lost = Case::new().room(|room| (room.mailbox, room.place) = (known(None), known(None)));
        lost.vendor_row("b", |_| {}).is_not_applicable(&CHECK);
    }

    #[test]
    fn addresses_that_were_not_read_leave_it_open() {
        let case = Case::new().room(|room| room.mailbox = denied());
        case.clone().vendor_row("b", |_| {}).is_unknown(&CHECK);
        case.vendor_row("a", |_| {}).passes(&CHECK);
    }
}
