//! RM007. A room whose account can sign in.

use crate::check::context::field_of;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Change, Gap, Room, Setting, Source};

/// Sign-in to the room's account enabled.
pub static CHECK: Check = Check {
    id: "RM007",
    name: "room-sign-in-enabled",
    title: "Sign-in to the room's account enabled",
    consequence: "Whoever learns the room's password can sign in, read the calendar of the room and send mail in its name.",
    area: Area::Places,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/room-sign-in-enabled.md"),
    probe: Probe::EachRoom(probe),
};

fn probe(room: &Room, _: &Context<'_>) -> Result<Outcome, Gap> {
    let Some(mailbox) = room.mailbox.get()? else { return Ok(Outcome::NotApplicable) };
    if *field_of(&mailbox.account_disabled, Source::ExchangeMailboxes, "AccountDisabled")? {
        return Ok(Outcome::Pass);
    }
    let finding = Finding::new(Reading::of("account_disabled", false), Reading::of("account_disabled", true));
    Ok(finding.mend(Change::of_room(room, Setting::AccountEnabled, true, false)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, account, denied, known};

    #[test]
    fn a_blocked_account_passes() {
        Case::new().passes(&CHECK);
    }

    #[test]
    fn an_account_that_can_sign_in_fails() {
        let case = Case::new().mailbox(|mailbox| mailbox.account_disabled = Some(false));
        case.fails_with(&CHECK, "account_disabled", false);
    }

    #[test]
    fn a_room_that_exchange_does_not_have_is_not_judged() {
        Case::new().room(|room| room.mailbox = known(None)).is_not_applicable(&CHECK);
    }

    #[test]
    fn what_was_not_read_is_unknown() {
        Case::new().room(|room| room.mailbox = denied()).is_unknown(&CHECK);
        Case::new().mailbox(|mailbox| mailbox.account_disabled = None).lacks(&CHECK, "AccountDisabled");
    }

    #[test]
    fn its_repair_blocks_the_account() {
        let case = Case::new().mailbox(|mailbox| mailbox.account_disabled = Some(false));
        case.is_mended_by(&CHECK, &[Change::set(account("a").0, Setting::AccountEnabled, true, false)]);
        case.mailbox(|mailbox| mailbox.is_dir_synced = Some(true)).is_mended_by_hand(&CHECK);
    }
}
