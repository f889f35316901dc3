//! RM005. A room that is hidden from address lists.

use crate::check::context::field_of;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Change, Gap, Room, Setting, Source};

/// Room hidden from address lists.
pub static CHECK: Check = Check {
    id: "RM005",
    name: "hidden-room",
    title: "Room hidden from address lists",
    consequence: "The room is missing in Outlook's address book and in the list of rooms that {product} reads.",
    area: Area::Places,
    severity: Severity::Warning,
    fix: Trust::Safe,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/hidden-room.md"),
    probe: Probe::EachRoom(probe),
};

fn probe(room: &Room, _: &Context<'_>) -> Result<Outcome, Gap> {
    let Some(mailbox) = room.mailbox.get()? else { return Ok(Outcome::NotApplicable) };
    let hidden =
        *field_of(&mailbox.hidden_from_address_lists, Source::ExchangeMailboxes, "HiddenFromAddressListsEnabled")?;
    if !hidden {
        return Ok(Outcome::Pass);
    }
    let name = "hidden_from_address_lists";
    let finding = Finding::new(Reading::of(name, true), Reading::of(name, false));
    Ok(finding.mend(Change::of_room(room, Setting::RoomHidden, true, false)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed, denied, known};
    use crate::tenant::Side;

    #[test]
    fn a_visible_room_passes() {
        Case::new().passes(&CHECK);
    }

    #[test]
    fn a_hidden_room_fails() {
        let case = Case::new().mailbox(|mailbox| mailbox.hidden_from_address_lists = Some(true));
        case.fails_with(&CHECK, "hidden_from_address_lists", true);
    }

    #[test]
    fn a_room_that_exchange_does_not_have_is_not_judged() {
        Case::new().room(|room| room.mailbox = known(None)).is_not_applicable(&CHECK);
    }

    #[test]
    fn what_was_not_read_is_unknown() {
        Case::new().room(|room| room.mailbox = denied()).is_unknown(&CHECK);
        let case = Case::new().mailbox(|mailbox| mailbox.hidden_from_address_lists = None);
        case.lacks(&CHECK, "HiddenFromAddressListsEnabled");
    }

    #[test]
    fn its_repair_shows_the_room_where_it_is_mastered() {
        let case = Case::new().mailbox(|mailbox| mailbox.hidden_from_address_lists = Some(true));
        case.is_mended_by(&CHECK, &[changed(Setting::RoomHidden, true, false)]);
        let synced = case.mailbox(|mailbox| mailbox.is_dir_synced = Some(true)).fails(&CHECK).fix;
        assert!(matches!(synced[..], [Change::Set { side: Side::OnPremises, .. }]), "{synced:?}");
    }
}
