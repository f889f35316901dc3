//! RM014. Neither Exchange nor Graph has a single room.

use crate::check::rooms::listing::whole;
use crate::check::{Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Room, Source};

/// No rooms at all.
pub static CHECK: Check = Check {
    id: "RM014",
    name: "no-rooms",
    title: "No rooms at all",
    consequence: "There is nothing to book and nothing that {product} could keep in step.",
    area: Area::Places,
    severity: Severity::Error,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/no-rooms.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let is_there = |room: &Room| matches!(room.mailbox.ok(), Some(Some(_))) || matches!(room.place.ok(), Some(Some(_)));
    let outcome = if context.rooms().any(is_there) {
        Outcome::Pass
    } else if !context.snapshot.header.selection.is_everything() {
        // Rooms that were asked for and are missing are RM002's; the others were left out on purpose.
        Outcome::NotApplicable
    } else {
        whole(&context.snapshot.exchange_rooms, Source::ExchangeMailboxes)?;
        whole(&context.snapshot.graph_rooms, Source::GraphRooms)?;
        Finding::new(Reading::of("rooms", 0), Reading::of("rooms", Datum::AtLeast(1))).into()
    };
    Ok(vec![Judged::new(context.tenant(), outcome)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, address, denied, known};
    use crate::tenant::{Failure, FailureKind, Listing};

    #[test]
    fn one_room_in_one_source_is_enough() {
        Case::new().room(|room| room.mailbox = denied()).passes(&CHECK);
        Case::new().room(|room| room.place = known(None)).passes(&CHECK);
    }

    #[test]
    fn a_tenant_without_rooms_fails() {
        Case::new().without_rooms().fails_with(&CHECK, "rooms", 0);
        Case::new().workspace().fails_with(&CHECK, "rooms", 0);
    }

    #[test]
    fn both_sources_must_have_been_read_to_the_end() {
        let case = Case::new().without_rooms();
        case.clone().snapshot(|snapshot| snapshot.graph_rooms = denied()).is_unknown(&CHECK);
        case.clone().snapshot(|snapshot| snapshot.exchange_rooms = denied()).is_unknown(&CHECK);
        let lost_page = Listing { count: 0, missing: vec![Failure::of(FailureKind::Service)] };
        case.snapshot(|snapshot| snapshot.graph_rooms = known(lost_page)).is_unknown(&CHECK);
    }

    #[test]
    fn a_selection_says_nothing_about_the_tenant() {
        let case = Case::new().without_rooms();
        let case = case.snapshot(|snapshot| snapshot.header.selection.lists = [address("rooms")].into());
        case.is_not_applicable(&CHECK);
    }
}
