//! RM002. A room that was asked for by its address is in neither source.

use crate::check::rooms::remote::held_as_remote;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Room};

/// Room not found.
pub static CHECK: Check = Check {
    id: "RM002",
    name: "room-not-found",
    title: "Room not found",
    consequence: "Nobody can book the room and {product} cannot link it, because no room has this address.",
    area: Area::Places,
    severity: Severity::Error,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/room-not-found.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let remote = held_as_remote(context);
    let judge = |room: &Room| {
        // A room whose mailbox is elsewhere is not lost; RM004 says where it is.
        if !room.asked || remote.contains(&room.address) {
            return Ok(Outcome::NotApplicable);
        }
        if matches!(room.mailbox.ok(), Some(Some(_))) || matches!(room.place.ok(), Some(Some(_))) {
            return Ok(Outcome::Pass);
        }
        room.mailbox.get()?;
        room.place.get()?;
        Ok(Finding::new(Reading::of("room", "not found"), Reading::of("room", "found")).into())
    };
    Ok(context.rooms().map(|room| Judged { subject: room.into(), outcome: judge(room) }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, known, member};

    fn asked() -> Case {
        Case::new().room(|room| room.asked = true)
    }

    #[test]
    fn one_source_that_has_it_is_enough() {
        asked().room(|room| room.place = denied()).passes(&CHECK);
        asked().room(|room| room.mailbox = known(None)).passes(&CHECK);
    }

    #[test]
    fn an_address_that_neither_source_has_fails() {
        let lost = asked().room(|room| (room.mailbox, room.place) = (known(None), known(None)));
        lost.fails_with(&CHECK, "room", "not found");
    }

    #[test]
    fn one_source_that_does_not_have_it_proves_nothing() {
        asked().room(|room| (room.mailbox, room.place) = (denied(), known(None))).is_unknown(&CHECK);
        asked().room(|room| (room.mailbox, room.place) = (known(None), denied())).is_unknown(&CHECK);
    }

    #[test]
    fn rooms_that_nobody_asked_for_and_rooms_elsewhere_are_not_judged() {
        Case::new().is_not_applicable(&CHECK);
        let elsewhere = asked().room(|room| (room.mailbox, room.place) = (known(None), known(None)));
        elsewhere.list(|list| list.members = known(vec![member("a", "MailUser")])).is_not_applicable(&CHECK);
    }
}
