//! PL007. A room that Exchange has and Graph does not list, for none of the usual reasons.

use crate::check::rooms::age::{observed_hours, younger_than};
use crate::check::rooms::remote::is_remote_kind;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Room};

/// Room is in Exchange but not in Graph.
pub static CHECK: Check = Check {
    id: "PL007",
    name: "room-missing-in-graph",
    title: "Room is in Exchange but not in Graph",
    consequence: "Everything that reads rooms from Graph, {product} and Room Finder among them, does not offer the room.",
    area: Area::Places,
    severity: Severity::Info,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/room-missing-in-graph.md"),
    probe: Probe::EachRoom(probe),
};

fn probe(room: &Room, context: &Context<'_>) -> Result<Outcome, Gap> {
    let Some(mailbox) = room.mailbox.get()? else { return Ok(Outcome::NotApplicable) };
    if room.place.get()?.is_some() {
        return Ok(Outcome::Pass);
    }
    // Known reasons have checks of their own: RM005 for hidden rooms, RM006 for new ones, RM004 for rooms elsewhere.
    let elsewhere = mailbox.recipient_type_details.as_deref().is_some_and(is_remote_kind);
    let hidden = mailbox.hidden_from_address_lists == Some(true);
    if hidden || elsewhere || younger_than(room, observed_hours(context), context).is_some() {
        return Ok(Outcome::NotApplicable);
    }
    let cause = if matches!(room.exchange_place.ok(), Some(None)) {
        "Exchange has no place for it either; in a tenant with several regions it may live in another one"
    } else if mailbox.hidden_from_address_lists.is_none() || mailbox.created.is_none() {
        "whether it is hidden or new could not be read"
    } else {
        "it is neither hidden nor new nor on premises"
    };
    Ok(Finding::new(Reading::of("listed_by_graph", false), Reading::of("listed_by_graph", true)).cause(cause).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, hours_ago, known};

    fn unlisted() -> Case {
        Case::new().room(|room| room.place = known(None))
    }

    #[test]
    fn a_room_in_both_passes() {
        Case::new().passes(&CHECK);
    }

    #[test]
    fn an_unlisted_room_without_a_usual_reason_fails() {
        let finding = unlisted().fails(&CHECK);
        assert_eq!(finding.cause.as_deref(), Some("it is neither hidden nor new nor on premises"));
        assert_eq!(finding.actual, Reading::of("listed_by_graph", false));
    }

    #[test]
    fn a_room_that_has_no_place_in_exchange_either_may_live_in_another_region() {
        let finding = unlisted().room(|room| room.exchange_place = known(None)).fails(&CHECK);
        assert!(finding.cause.unwrap().contains("several regions"));
    }

    #[test]
    fn reasons_that_have_their_own_check_are_left_to_it() {
        unlisted().mailbox(|mailbox| mailbox.hidden_from_address_lists = Some(true)).is_not_applicable(&CHECK);
        unlisted().mailbox(|mailbox| mailbox.created = Some(hours_ago(47))).is_not_applicable(&CHECK);
        let remote = unlisted().mailbox(|mailbox| mailbox.recipient_type_details = Some("RemoteRoomMailbox".into()));
        remote.is_not_applicable(&CHECK);
        unlisted().room(|room| room.mailbox = known(None)).is_not_applicable(&CHECK);
    }

    #[test]
    fn reasons_that_could_not_be_read_are_admitted() {
        let finding = unlisted().mailbox(|mailbox| mailbox.created = None).fails(&CHECK);
        assert!(finding.cause.unwrap().contains("could not be read"));
    }

    #[test]
    fn one_source_alone_is_unknown() {
        Case::new().room(|room| room.place = denied()).is_unknown(&CHECK);
        Case::new().room(|room| room.mailbox = denied()).is_unknown(&CHECK);
    }
}
