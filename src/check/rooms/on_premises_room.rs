//! RM004. The mailbox of a room is on premises, or at least not in Exchange Online.

use std::collections::BTreeSet;

use crate::check::rooms::remote::{held_as_remote, is_remote, refused_by_rest};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Address, Gap, Room};

/// Room mailbox not in Exchange Online.
pub static CHECK: Check = Check {
    id: "RM004",
    name: "on-premises-room",
    title: "Room mailbox not in Exchange Online",
    consequence: "{product} talks to Exchange Online only, so bookings of this room are never seen nor answered.",
    area: Area::Places,
    severity: Severity::Error,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/on-premises-room.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let held = held_as_remote(context);
    Ok(context.rooms().map(|room| Judged { subject: room.into(), outcome: judge(room, &held) }).collect())
}

fn judge(room: &Room, held: &BTreeSet<&Address>) -> Result<Outcome, Gap> {
    if is_remote(room, held) {
        let finding =
            Finding::new(Reading::of("mailbox_in", "elsewhere"), Reading::of("mailbox_in", "Exchange Online"));
        let cause = if refused_by_rest(room) {
            "Graph finds no mailbox in Exchange Online behind the account: it is on premises, unlicensed or removed"
        } else {
            "Exchange Online knows the address as a recipient whose mailbox is on premises"
        };
        return Ok(finding.cause(cause).into());
    }
    match (room.mailbox.get(), room.place.ok()) {
        (Ok(Some(_)), _) => Ok(Outcome::Pass),
        // Neither source has it: there is no room to judge, and RM002 says so.
        (Ok(None), Some(None)) => Ok(Outcome::NotApplicable),
        // Settings that Graph could read prove a mailbox in Exchange Online, whatever Exchange itself let us see.
        (_, _) if room.settings.is_known() => Ok(Outcome::Pass),
        (Ok(None), _) => room.settings.get().map(|_| Outcome::Pass),
        (Err(gap), _) => Err(gap),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, failed, known, member};

    #[test]
    fn a_room_mailbox_passes_by_either_source() {
        Case::new().passes(&CHECK);
        Case::new().room(|room| room.mailbox = denied()).passes(&CHECK);
    }

    #[test]
    fn a_mail_user_in_a_room_list_fails() {
        let case = Case::new().room(|room| room.mailbox = known(None));
        let case = case.list(|list| list.members = known(vec![member("a", "MailUser")]));
        assert!(case.fails(&CHECK).cause.unwrap().contains("on premises"));
    }

    #[test]
    fn an_account_without_a_mailbox_in_the_cloud_fails() {
        let case = Case::new().room(|room| room.settings = failed("MailboxNotEnabledForRESTAPI"));
        case.clone().room(|room| room.mailbox = known(None)).fails_with(&CHECK, "mailbox_in", "elsewhere");
        case.clone().room(|room| room.mailbox = denied()).fails_with(&CHECK, "mailbox_in", "elsewhere");
        // Exchange has the mailbox, so the refusal has another reason.
        case.passes(&CHECK);
    }

    #[test]
    fn without_a_sign_either_way_it_is_unknown() {
        Case::new().room(|room| (room.mailbox, room.settings) = (known(None), denied())).is_unknown(&CHECK);
        Case::new().room(|room| (room.mailbox, room.settings) = (denied(), denied())).is_unknown(&CHECK);
    }

    #[test]
    fn an_address_that_no_source_has_is_not_judged() {
        let lost = Case::new().room(|room| (room.mailbox, room.place) = (known(None), known(None)));
        lost.is_not_applicable(&CHECK);
    }
}
