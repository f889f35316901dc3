//! RM006. A room so new that Graph's directory of places does not list it yet.

use crate::check::context::field_of;
use crate::check::rooms::age::{documented_hours, observed_hours, younger_than};
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Room, Source};

/// New room not in the directory yet.
pub static CHECK: Check = Check {
    id: "RM006",
    name: "room-not-in-directory-yet",
    title: "New room not in the directory yet",
    consequence: "People and {product} do not find the room until the directory has caught up, which takes a day or two.",
    area: Area::Places,
    severity: Severity::Info,
    fix: Trust::None,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/room-not-in-directory-yet.md"),
    probe: Probe::EachRoom(probe),
};

fn probe(room: &Room, context: &Context<'_>) -> Result<Outcome, Gap> {
    let Some(mailbox) = room.mailbox.get()? else { return Ok(Outcome::NotApplicable) };
    // A hidden room never shows in Graph, however long one waits; RM005 says so.
    if mailbox.hidden_from_address_lists == Some(true) {
        return Ok(Outcome::NotApplicable);
    }
    if matches!(room.place.ok(), Some(Some(_))) {
        return Ok(Outcome::Pass);
    }
    field_of(&mailbox.created, Source::ExchangeMailboxes, "WhenMailboxCreated")?;
    // Older rooms that are missing in Graph are missing for another reason; PL007 looks for it.
    if younger_than(room, observed_hours(context), context).is_none() {
        return Ok(Outcome::Pass);
    }
    room.place.get()?;
    let finding = Finding::new(Reading::of("listed_by_graph", false), Reading::of("listed_by_graph", true));
    match younger_than(room, documented_hours(context), context) {
        Some(until) => Ok(Outcome::Pending { until, finding }),
        None => Ok(finding.cause("made more than a day ago; up to two days have been seen").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, hours_ago, known};

    fn aged(hours: i64) -> Case {
        Case::new().mailbox(|mailbox| mailbox.created = Some(hours_ago(hours))).room(|room| room.place = known(None))
    }

    #[test]
    fn a_listed_room_passes_whatever_its_age() {
        Case::new().mailbox(|mailbox| mailbox.created = Some(hours_ago(1))).passes(&CHECK);
    }

    #[test]
    fn on_the_first_day_waiting_is_normal() {
        let (until, _) = aged(1).is_pending(&CHECK);
        assert_eq!(until, hours_ago(-23));
        aged(23).is_pending(&CHECK);
    }

    #[test]
    fn on_the_second_day_it_is_worth_knowing() {
        aged(24).fails_with(&CHECK, "listed_by_graph", false);
        aged(47).fails_with(&CHECK, "listed_by_graph", false);
        aged(48).passes(&CHECK);
    }

    #[test]
    fn a_hidden_room_is_not_waited_for() {
        aged(1).mailbox(|mailbox| mailbox.hidden_from_address_lists = Some(true)).is_not_applicable(&CHECK);
    }

    #[test]
    fn a_young_room_is_unknown_while_graph_cannot_be_read() {
        aged(1).room(|room| room.place = denied()).is_unknown(&CHECK);
        aged(72).room(|room| room.place = denied()).passes(&CHECK);
        aged(1).mailbox(|mailbox| mailbox.created = None).lacks(&CHECK, "WhenMailboxCreated");
    }

    #[test]
    fn a_creation_time_at_the_end_of_time_is_survived() {
        aged(1).mailbox(|mailbox| mailbox.created = Some(jiff::Timestamp::MAX)).is_pending(&CHECK);
    }
}
