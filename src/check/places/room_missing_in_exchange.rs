//! PL008. A room that Graph lists and that has no room mailbox in Exchange.

use std::collections::BTreeSet;

use crate::check::rooms::remote::{held_as_remote, is_remote};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Address, Gap, Room};

/// Room is in Graph but not in Exchange.
pub static CHECK: Check = Check {
    id: "PL008",
    name: "room-missing-in-exchange",
    title: "Room is in Graph but not in Exchange",
    consequence: "People and {product} can pick a room that nothing answers for.",
    area: Area::Places,
    severity: Severity::Info,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/room-missing-in-exchange.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let held = held_as_remote(context);
    Ok(context.rooms().map(|room| Judged { subject: room.into(), outcome: judge(room, &held) }).collect())
}

fn judge(room: &Room, held: &BTreeSet<&Address>) -> Result<Outcome, Gap> {
    if room.mailbox.get()?.is_some() {
        return Ok(Outcome::Pass);
    }
    // RM004 reports rooms that are known to be elsewhere, as the error that it is.
    if room.place.get()?.is_none() || is_remote(room, held) {
        return Ok(Outcome::NotApplicable);
    }
    let cause = if room.settings.is_known() {
        "the account has a mailbox, but not one that Exchange counts among the rooms"
    } else {
        "removed lately, so that the directory still shows it, or on premises"
    };
    let name = "room_mailbox";
    Ok(Finding::new(Reading::of(name, "missing"), Reading::of(name, "there")).cause(cause).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, failed, known, member};

    fn orphan() -> Case {
        Case::new().room(|room| room.mailbox = known(None))
    }

    #[test]
    fn a_room_in_both_passes() {
        Case::new().passes(&CHECK);
    }

    #[test]
    fn a_place_without_a_room_mailbox_fails_with_the_likely_cause() {
        assert!(orphan().fails(&CHECK).cause.unwrap().contains("not one that Exchange counts"));
        let finding = orphan().room(|room| room.settings = denied()).fails(&CHECK);
        assert!(finding.cause.unwrap().contains("removed lately"));
    }

    #[test]
    fn rooms_elsewhere_and_rooms_nowhere_have_their_own_checks() {
        orphan().room(|room| room.settings = failed("MailboxNotEnabledForRESTAPI")).is_not_applicable(&CHECK);
        orphan().list(|list| list.members = known(vec![member("a", "MailUser")])).is_not_applicable(&CHECK);
        orphan().room(|room| room.place = known(None)).is_not_applicable(&CHECK);
    }

    #[test]
    fn one_source_alone_is_unknown() {
        Case::new().room(|room| room.mailbox = denied()).is_unknown(&CHECK);
        orphan().room(|room| room.place = denied()).is_unknown(&CHECK);
    }
}
