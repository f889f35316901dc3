//! RM001. An address of the product's own list that is no room mailbox.

use crate::check::context::field_of;
use crate::check::rooms::vendor::{Behind, Vendor, no_list};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, RoomKind, Source};

/// Product's room is no room mailbox.
pub static CHECK: Check = Check {
    id: "RM001",
    name: "room-is-no-room-mailbox",
    title: "Product's room is no room mailbox",
    consequence: "Exchange answers requests for room mailboxes only, so bookings that {product} makes there stay without an answer.",
    area: Area::Places,
    severity: Severity::Error,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/room-is-no-room-mailbox.md"),
    probe: Probe::Tenant(probe),
};

const NAME: &str = "recipient_type_details";
const ROOM: &str = "RoomMailbox";
const EQUIPMENT: &str = "EquipmentMailbox";

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let Some(vendor) = Vendor::of(context)? else { return Ok(no_list(context)) };
    Ok(vendor.judge(|address, _| {
        Ok(match vendor.behind(address)? {
            Behind::Room(room) | Behind::Alias(room) => match room.kind {
                RoomKind::Room | RoomKind::Workspace => Outcome::Pass,
                RoomKind::Equipment => of_kind(EQUIPMENT),
            },
            Behind::Recipient(recipient) => {
                of_kind(field_of(&recipient.recipient_type_details, Source::ExchangeRecipient, "RecipientTypeDetails")?)
            }
            // RM002 says so.
            Behind::Nothing => Outcome::NotApplicable,
        })
    }))
}

fn of_kind(kind: &str) -> Outcome {
    let finding = Finding::new(Reading::of(NAME, kind), Reading::of(NAME, ROOM));
    match kind {
        ROOM => Outcome::Pass,
        EQUIPMENT => finding.severity(Severity::Warning).cause("equipment answers requests, but is no room").into(),
        "MailUser" | "RemoteRoomMailbox" => finding.cause("its mailbox is not in Exchange Online").into(),
        "SharedMailbox" => finding.cause("if it stands for a room, Set-Mailbox -Type Room makes one of it").into(),
        "UserMailbox" => {
            finding.cause("perhaps a person's: ask whose it is, and give the space a room of its own").into()
        }
        _ => finding.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, address, denied, known, recipient, room};

    fn named(kind: &str) -> Case {
        Case::new().vendor_row("ann", |_| {}).with_recipient("ann@contoso.com", recipient("ann", kind))
    }

    #[test]
    fn a_room_passes_by_any_of_its_addresses() {
        Case::new().vendor_row("a", |_| {}).passes(&CHECK);
        let old = Case::new().mailbox(|mailbox| mailbox.addresses.push(address("old")));
        old.vendor_row("old", |_| {}).passes(&CHECK);
        Case::new().workspace().vendor_row("a", |_| {}).passes(&CHECK);
    }

    #[test]
    fn a_person_or_a_shared_mailbox_fails() {
        for kind in ["UserMailbox", "SharedMailbox", "MailUser", "MailUniversalDistributionGroup"] {
            let finding = named(kind).fails(&CHECK);
            assert_eq!((finding.severity, finding.actual), (None, Reading::of(NAME, kind)));
        }
        assert!(named("SharedMailbox").fails(&CHECK).cause.unwrap().contains("-Type Room"));
    }

    #[test]
    fn equipment_is_a_warning_however_it_was_read() {
        let mut projector = room("projector");
        projector.kind = RoomKind::Equipment;
        let listed = Case::new().without_rooms().with_room(projector).vendor_row("projector", |_| {});
        for case in [listed, named("EquipmentMailbox")] {
            assert_eq!(case.fails(&CHECK).severity, Some(Severity::Warning));
        }
    }

    #[test]
    fn what_was_not_looked_up_is_unknown() {
        Case::new().vendor_row("ann", |_| {}).is_unknown(&CHECK);
        Case::new().vendor_row("ann", |_| {}).with_recipient("ann@contoso.com", denied()).is_unknown(&CHECK);
    }

    #[test]
    fn what_does_not_exist_or_is_not_kept_in_step_is_left_out() {
        Case::new().vendor_row("ann", |_| {}).with_recipient("ann@contoso.com", known(None)).is_not_applicable(&CHECK);
        Case::new().is_not_applicable(&CHECK);
        assert_eq!(Case::new().vendor_row("ann", |row| row.active = Some(false)).all(&CHECK), []);
    }

    #[test]
    fn a_run_about_some_rooms_looks_at_their_rows_only() {
        let case = Case::new().vendor_row("a", |_| {}).vendor_row("ann", |_| {});
        let case = case.snapshot(|snapshot| snapshot.header.selection.rooms = [address("a")].into());
        assert_eq!(case.all(&CHECK).len(), 1);
        case.passes(&CHECK);
    }
}
