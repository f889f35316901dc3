//! Whom the app has to reach: the product's rooms, and the mailbox that it books with.

use std::collections::BTreeSet;

use crate::check::Context;
use crate::check::access::membership::{Groups, Nesting};
use crate::check::access::target::Target;
use crate::check::access::{has_mailbox, policy, recipient};
use crate::product::Wish;
use crate::tenant::{AccessPolicy, AccessRight, Address, Gap, MailboxGuid, Recipient, Room, RoomKind, Source};

/// A mailbox that the app has to reach.
#[derive(Debug)]
pub struct Place<'a> {
    /// What scripts name it by.
    pub guid: MailboxGuid,
    /// What scopes and groups compare with.
    pub target: Target<'a>,
}

/// All of them.
#[derive(Debug)]
pub struct Rooms<'a> {
    /// In the order of their addresses; the booking accounts last.
    pub places: Vec<Place<'a>>,
    /// Those that somebody denied the app by a policy: they stay as they are.
    pub denied: Vec<Place<'a>>,
    /// Whether there is none beside these, so that other ways to other mailboxes may be closed.
    pub are_all: bool,
}

impl<'a> Rooms<'a> {
    /// The rooms of the run that have a mailbox, without those that somebody denied the app by a policy.
    ///
    /// # Errors
    /// The gap of a room of which Exchange did not tell the GUID.
    pub fn of(context: &Context<'a>) -> Result<Self, Gap> {
        let snapshot = context.snapshot;
        let mut places = Vec::new();
        let rooms = snapshot.rooms.values().filter(|room| is_the_products(room, context));
        for room in rooms.filter(|room| !room.has_no_mailbox()) {
            let mailbox = room.mailbox.get()?.as_ref();
            let guid = mailbox.and_then(|mailbox| mailbox.guid).ok_or(missing(Source::ExchangeMailboxes))?;
            places.push(Place { guid, target: room.into() });
        }
        let accounts = accounts(context);
        let are_all = accounts.is_ok() && is_everything(context);
        for (address, recipient) in accounts.unwrap_or_default() {
            let guid = recipient.guid.ok_or(missing(Source::ExchangeRecipient))?;
            places.push(Place { guid, target: Target::recipient(address, recipient) });
        }
        let denying: Vec<_> = denying(context).collect();
        let groups = Groups::index(&snapshot.access);
        let is_denied = |place: &Place<'_>| {
            // What may be denied counts as denied: no role knows a denial.
            let may_hold = |policy: &&AccessPolicy| {
                groups.holds(policy.scope_identity.raw(), Nesting::Whole, &place.target) != Ok(false)
            };
            denying.iter().any(may_hold)
        };
        let (denied, places) = places.into_iter().partition(is_denied);
        Ok(Self { places, denied, are_all })
    }
}

fn missing(source: Source) -> Gap {
    Gap::Field { source, field: "Guid", value: None }
}

/// The app's policies that deny.
fn denying<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a AccessPolicy> {
    let app = context.snapshot.app.app_id;
    let policies = context.snapshot.access.policies.ok().into_iter().flatten();
    policies.filter(move |one| policy::touches(one, app) && one.right == AccessRight::DenyAccess)
}

/// Every meeting room of the run, and other bookable mailboxes that the product's own list names.
fn is_the_products(room: &Room, context: &Context<'_>) -> bool {
    match room.kind {
        RoomKind::Room => true,
        RoomKind::Workspace | RoomKind::Equipment => {
            let product = context.product.of_the_app();
            context.vendor_rows(room).any(|row| row.is_of(&product.name) && row.is_active())
        }
    }
}

/// Whether the run knows every room of the product: it looked at the whole tenant, or at all of the product's own list.
fn is_everything(context: &Context<'_>) -> bool {
    let snapshot = context.snapshot;
    if !snapshot.exchange_rooms.ok().is_some_and(|listing| listing.is_complete()) {
        return false;
    }
    if snapshot.header.selection.is_everything() {
        return true;
    }
    let Some(rows) = snapshot.vendor_rooms.ok() else { return false };
    let mailboxes = snapshot.rooms.values().filter_map(|room| room.mailbox.ok().and_then(Option::as_ref));
    let mut known: BTreeSet<&Address> = snapshot.rooms.keys().collect();
    known.extend(mailboxes.flat_map(|mailbox| &mailbox.addresses));
    let product = context.product.of_the_app();
    let mut own = rows.iter().filter(|row| row.is_of(&product.name) && row.is_active()).peekable();
    own.peek().is_some() && own.all(|row| row.address.as_ref().is_some_and(|address| known.contains(address)))
}

/// The mailboxes that the product books with and that are there.
fn accounts<'a>(context: &Context<'a>) -> Result<Vec<(&'a Address, &'a Recipient)>, Gap> {
    let product = context.product.of_the_app();
    if product.wish(Wish::BookingMailbox).is_none() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for account in product.parameters.booking_accounts() {
        if let Some(recipient) = recipient(account, context)?
            && has_mailbox(recipient)?
        {
            found.push((account, recipient));
        }
    }
    Ok(found)
}
