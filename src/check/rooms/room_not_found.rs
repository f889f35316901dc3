//! RM002. A room that was asked for by its address is in neither source.

use std::collections::BTreeSet;

use crate::check::rooms::listing::whole;
use crate::check::rooms::remote::held_as_remote;
use crate::check::rooms::vendor::{Behind, Vendor, subject};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{AcceptedDomain, Address, Change, Gap, NewRoom, Room, Source, Untrusted, VendorRoom, Way};

/// Room not found.
pub static CHECK: Check = Check {
    id: "RM002",
    name: "room-not-found",
    title: "Room not found",
    consequence: "Nobody can book the room and {product} cannot link it, because no room has this address.",
    area: Area::Places,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/room-not-found.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let remote = held_as_remote(context);
    let deleted = context.snapshot.deleted_addresses();
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
        let row = context.vendor_rows(room).find(|row| row.is_active());
        Ok(missing(&room.address, &deleted).mend(row.and_then(|row| made(row, context))).into())
    };
    let mut all: Vec<_> = context.rooms().map(|room| Judged { subject: room.into(), outcome: judge(room) }).collect();
    let Some(vendor) = Vendor::of(context)? else { return Ok(all) };
    let is_asked = |address: &Address| context.snapshot.rooms.get(address).is_some_and(|room| room.asked);
    let rows = vendor.addresses().into_iter().filter(|(address, _)| !is_asked(address));
    all.extend(rows.map(|(address, row)| {
        let outcome = if remote.contains(address) {
            Ok(Outcome::NotApplicable)
        } else {
            of_list(address, row, &vendor, &deleted, context)
        };
        Judged { subject: subject(row), outcome }
    }));
    Ok(all)
}

/// An address of the product's own list.
fn of_list<'a>(
    address: &'a Address,
    row: &VendorRoom,
    vendor: &Vendor<'a>,
    deleted: &BTreeSet<&Address>,
    context: &Context<'_>,
) -> Result<Outcome, Gap> {
    match vendor.behind(address)? {
        Behind::Room(_) | Behind::Alias(_) => Ok(Outcome::Pass),
        // Something is there; RM001 says what.
        Behind::Recipient(_) => Ok(Outcome::NotApplicable),
        Behind::Nothing => {
            whole(&context.snapshot.graph_rooms, Source::GraphRooms)?;
            Ok(missing(address, deleted).mend(made(row, context)).into())
        }
    }
}

/// What Exchange takes as the name of a mailbox, in characters (New-Mailbox, seen 2026-11-21).
const LONGEST_NAME: usize = 64;

/// The room as the product has it. Nothing unless it is proved that nobody and no deleted mailbox has the address, and
/// that mail for its domain comes to this tenant.
fn made(row: &VendorRoom, context: &Context<'_>) -> Option<Change> {
    let (snapshot, address) = (context.snapshot, row.address.as_ref()?);
    let is_free = snapshot.recipients.get(&Untrusted::new(address.as_str()))?.ok()?.is_none();
    let is_deleted = snapshot.deleted_mailboxes.ok()?.iter().any(|mailbox| mailbox.address == *address);
    let is_own = |domain: &AcceptedDomain| {
        domain.name.eq_ignore_ascii_case(address.domain())
            && domain.kind.as_deref().is_none_or(|kind| kind.eq_ignore_ascii_case("Authoritative"))
    };
    if !is_free || is_deleted || !snapshot.accepted_domains.ok()?.iter().any(is_own) {
        return None;
    }
    let local = || address.as_str().split('@').next().unwrap_or_default();
    let name = row.name.as_ref().map(|name| name.raw().trim()).filter(|name| !name.is_empty()).unwrap_or_else(local);
    let name: String = name.chars().take(LONGEST_NAME).collect();
    let capacity = row.capacity.filter(|seats| (1..=i64::from(i32::MAX)).contains(seats));
    let room = NewRoom { address: address.clone(), name: Untrusted::new(name.trim_end()), capacity };
    Some(Change::Room { room, way: Way::Make })
}

fn missing(address: &Address, deleted: &BTreeSet<&Address>) -> Finding {
    let finding = Finding::new(Reading::of("room", "not found"), Reading::of("room", "found"));
    match deleted.contains(address) {
        true => finding.cause("its mailbox was deleted, and Exchange still keeps it"),
        false => finding,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, address, denied, known, member, recipient};
    use crate::tenant::DeletedMailbox;

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

    fn listed() -> Case {
        Case::new().without_rooms().vendor_row("b", |row| row.name = Some("a".into()))
    }

    #[test]
    fn an_address_of_the_products_list_that_nothing_has_fails() {
        let lost = listed().with_recipient("b@contoso.com", known(None));
        lost.fails_with(&CHECK, "room", "not found");
        let deleted = lost.snapshot(|snapshot| {
            snapshot.deleted_mailboxes = known(vec![DeletedMailbox {
                address: address("b"),
                guid: None,
                display_name: "b".into(),
                deleted: None,
                litigation_hold: None,
            }]);
        });
        assert!(deleted.fails(&CHECK).cause.unwrap().contains("deleted"));
    }

    #[test]
    fn an_address_of_the_products_list_is_missing_only_where_it_was_looked_for() {
        listed().is_unknown(&CHECK);
        listed().with_recipient("b@contoso.com", denied()).is_unknown(&CHECK);
        let half = listed().with_recipient("b@contoso.com", known(None));
        half.snapshot(|snapshot| snapshot.graph_rooms = denied()).is_unknown(&CHECK);
    }

    #[test]
    fn an_address_of_the_products_list_that_is_something_else_is_not_missing() {
        listed().with_recipient("b@contoso.com", recipient("b", "UserMailbox")).is_not_applicable(&CHECK);
        let known_room = Case::new().vendor_row("a", |row| row.name = Some("row".into()));
        let all = known_room.all(&CHECK);
        assert_eq!((all.len(), &all[1].outcome), (2, &Ok(Outcome::Pass)));
        let both = asked().vendor_row("a", |_| {});
        assert_eq!(both.all(&CHECK).len(), 1, "a room is judged once");
    }

    #[test]
    fn rooms_that_nobody_asked_for_and_rooms_elsewhere_are_not_judged() {
        Case::new().is_not_applicable(&CHECK);
        let elsewhere = asked().room(|room| (room.mailbox, room.place) = (known(None), known(None)));
        elsewhere.list(|list| list.members = known(vec![member("a", "MailUser")])).is_not_applicable(&CHECK);
    }

    /// An address that is free, as the product has it.
    fn wanted(name: &str) -> Case {
        let case = Case::new().without_rooms().with_recipient("b@contoso.com", known(None));
        case.vendor_row("b", |row| row.name = Some(name.into())).snapshot(|snapshot| {
            let domain = AcceptedDomain { name: "contoso.com".into(), kind: None, is_default: None };
            snapshot.accepted_domains = known(vec![domain]);
        })
    }

    #[test]
    fn its_repair_makes_the_room_as_the_product_has_it() {
        let made = |name: &str| {
            let room = NewRoom { address: address("b"), name: name.into(), capacity: None };
            [Change::Room { room, way: Way::Make }]
        };
        assert_eq!(wanted(" Tower ").fails(&CHECK).fix, made("Tower"));
        assert_eq!(wanted(" ").fails(&CHECK).fix, made("b"));
        let long = "x".repeat(65);
        assert_eq!(wanted(&long).fails(&CHECK).fix, made(&long[..64]));
    }

    #[test]
    fn no_room_is_made_where_the_address_may_be_taken_or_is_not_ours() {
        wanted("x").snapshot(|snapshot| snapshot.deleted_mailboxes = denied()).is_mended_by_hand(&CHECK);
        wanted("x").snapshot(|snapshot| snapshot.accepted_domains = denied()).is_mended_by_hand(&CHECK);
        wanted("x").snapshot(|snapshot| snapshot.accepted_domains = known(Vec::new())).is_mended_by_hand(&CHECK);
        let lost = asked().room(|room| (room.mailbox, room.place) = (known(None), known(None)));
        lost.is_mended_by_hand(&CHECK);
    }
}
