//! SB004. A subscription that serves no room: it watches another mailbox, something else than events, a room that the
//! product left, or too few kinds of changes.

use std::collections::BTreeSet;

use super::{Activity, Subscriptions, missing, not_applicable, stranger};
use crate::check::access::recipient_of;
use crate::check::app::consent::words;
use crate::check::context::field_of;
use crate::check::rooms::listing::whole;
use crate::check::{
    Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Subject, SubjectKind, Trust,
};
use crate::tenant::{Address, Gap, Room, Source, Subscription};

/// Subscription that does not serve a room.
pub static CHECK: Check = Check {
    id: "SB004",
    name: "subscription-of-no-room",
    title: "Subscription that does not serve a room",
    consequence: "{product} hears of changes that are none of its business, or does not hear of all changes of a room.",
    area: Area::Setup,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/subscription-of-no-room.md"),
    probe: Probe::Tenant(probe),
};

/// What the sync has to hear of.
const CHANGES: [&str; 3] = ["created", "updated", "deleted"];

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let Some(all) = Subscriptions::of(context)? else { return Ok(not_applicable(context)) };
    let rooms = &context.snapshot.rooms;
    let mut judged = Vec::new();
    for (address, subscriptions) in &all.by_room {
        let Some(room) = rooms.get(*address) else { continue };
        judged.push(Judged { subject: room.into(), outcome: judge_room(room, subscriptions, &all) });
    }
    // A run about some rooms does not know whether the others are rooms.
    if context.snapshot.header.selection.is_everything() {
        let known = all_names_known(context);
        let deleted: BTreeSet<&str> =
            context.snapshot.deleted_addresses().into_iter().map(|one| one.as_str()).collect();
        for mailbox in all.elsewhere.keys() {
            let outcome = judge_stranger(mailbox, &known, &deleted, context);
            judged.push(Judged { subject: stranger(mailbox), outcome });
        }
    }
    for subscription in &all.other {
        let actual = Reading::of("watches", subscription.resource.clone());
        let finding = Finding::new(actual, Reading::of("watches", "events of a room"))
            .cause("the sync of rooms works with events only");
        let subject = Subject::new(SubjectKind::Mailbox, subscription.id.as_str(), None);
        judged.push(Judged::new(subject, finding.into()));
    }
    Ok(if judged.is_empty() { not_applicable(context) } else { judged })
}

fn judge_room(room: &Room, subscriptions: &[&Subscription], all: &Subscriptions<'_>) -> Result<Outcome, Gap> {
    match all.activity(room) {
        Activity::Active => {}
        Activity::Inactive => {
            let finding = Finding::new(Reading::of("room", "inactive"), Reading::of("room", "active"));
            return Ok(finding.cause("the product's own list says that the room is not kept in step").into());
        }
        Activity::NotListed => {
            let finding = Finding::new(Reading::of("room", "not listed"), Reading::of("room", "active"));
            return Ok(finding.cause("the product's own list does not have the room").into());
        }
    }
    let mut heard = BTreeSet::new();
    let mut is_whole = true;
    for subscription in subscriptions {
        match &subscription.change_type {
            Some(types) => heard.extend(types.split(',').map(|one| one.trim().to_ascii_lowercase())),
            None => is_whole = false,
        }
    }
    let unheard = CHANGES.into_iter().filter(|change| !heard.contains(*change)).count();
    match (unheard, is_whole) {
        (0, _) => Ok(Outcome::Pass),
        (_, false) => Err(missing("changeType")),
        (_, true) => {
            let actual = Reading::of("changes", words(heard.iter().map(String::as_str)));
            Ok(Finding::new(actual, Reading::of("changes", words(CHANGES)))
                .cause("some kinds of changes are not told to the product")
                .into())
        }
    }
}

/// Whether every name by which a subscription could mean a room is known.
fn all_names_known(context: &Context<'_>) -> Result<(), Gap> {
    whole(&context.snapshot.exchange_rooms, Source::ExchangeMailboxes)?;
    for room in context.snapshot.rooms.values() {
        if let Some(mailbox) = room.mailbox.get()? {
            field_of(&mailbox.object_id, Source::ExchangeMailboxes, "ExternalDirectoryObjectId")?;
        }
    }
    Ok(())
}

fn judge_stranger(
    mailbox: &str,
    known: &Result<(), Gap>,
    deleted: &BTreeSet<&str>,
    context: &Context<'_>,
) -> Result<Outcome, Gap> {
    let is_named = |account: &Address| {
        let booking = recipient_of(account, context).and_then(|recipient| recipient.object_id);
        account.as_str() == mailbox || booking.is_some_and(|id| id.to_string() == mailbox)
    };
    if context.product.parameters.booking_accounts().any(is_named) {
        // The mailbox that the product books with may be watched too.
        return Ok(Outcome::Pass);
    }
    known.clone()?;
    let cause = match deleted.contains(mailbox) {
        true => "the room was deleted",
        false => "no room of this tenant goes by that name or id: a person's mailbox, or a room that is gone",
    };
    let actual = Reading::of("watches", "a mailbox that is no room");
    Ok(Finding::new(actual, Reading::of("watches", "a room")).cause(cause).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::check::subscription::fixture::{on, product, with};
    use crate::tenant::{Address, DeletedMailbox, Snapshot, VendorRoom};

    const ANN: &str = "ann@contoso.example";

    fn told(snapshot: &Snapshot) -> Vec<String> {
        lines_for(&CHECK, snapshot, &product())
    }

    fn cause(snapshot: &Snapshot) -> String {
        finding_for(&CHECK, snapshot, &product()).cause.unwrap()
    }

    #[test]
    fn a_person_who_is_watched_fails() {
        let snapshot = with(vec![on(ROOM_1), on(ANN)]);
        assert_eq!(told(&snapshot), [format!("{ROOM_1}: pass"), format!("{ANN}: warning")]);
        assert!(cause(&snapshot).contains("person's mailbox"));
    }

    #[test]
    fn a_deleted_room_is_recognised() {
        let mut snapshot = with(vec![on(ANN)]);
        let address = Address::parse(ANN).unwrap();
        let display_name = "Old room".into();
        snapshot.deleted_mailboxes =
            known(vec![DeletedMailbox { address, guid: None, display_name, deleted: None, litigation_hold: None }]);
        assert_eq!(cause(&snapshot), "the room was deleted");
    }

    #[test]
    fn the_booking_account_may_be_watched() {
        let mut account = product();
        account.set("booking_account", ANN).unwrap();
        let mut snapshot = with(vec![on(ANN)]);
        assert_eq!(lines_for(&CHECK, &snapshot, &account), [format!("{ANN}: pass")]);
        look_up(&mut snapshot, ANN, Some(user(ANN)));
        snapshot.subscriptions = known(vec![on(&object_id(0x20).to_string())]);
        assert!(lines_for(&CHECK, &snapshot, &account)[0].ends_with("pass"));
    }

    #[test]
    fn something_else_than_events_fails() {
        let mail = Subscription { resource: format!("users/{ROOM_1}/messages").as_str().into(), ..on(ROOM_1) };
        assert_eq!(told(&with(vec![mail])), [format!("id-{ROOM_1}: warning")]);
    }

    #[test]
    fn a_kind_of_change_that_nobody_hears_of_fails_unless_another_one_covers_it() {
        let half = |types: &str| Subscription { change_type: Some(types.into()), ..on(ROOM_1) };
        assert_eq!(told(&with(vec![half("created,updated")])), [format!("{ROOM_1}: warning")]);
        assert_eq!(told(&with(vec![half("Created, updated"), half("deleted")])), [format!("{ROOM_1}: pass")]);
        let silent = Subscription { change_type: None, ..on(ROOM_1) };
        assert_eq!(told(&with(vec![silent])), [format!("{ROOM_1}: unknown")]);
    }

    #[test]
    fn a_room_that_the_product_left_fails() {
        let mut snapshot = with(vec![on(ROOM_1), on(ROOM_2)]);
        let left =
            VendorRoom { address: Some(Address::parse(ROOM_1).unwrap()), active: Some(false), ..VendorRoom::default() };
        snapshot.vendor_rooms = known(vec![left]);
        assert_eq!(told(&snapshot), [format!("{ROOM_1}: warning"), format!("{ROOM_2}: warning")]);
    }

    #[test]
    fn a_run_about_some_rooms_does_not_judge_the_others() {
        let mut snapshot = with(vec![on(ANN)]);
        snapshot.header.selection.rooms.insert(Address::parse(ROOM_1).unwrap());
        assert_eq!(told(&snapshot), ["app: not applicable"]);
    }

    #[test]
    fn a_stranger_is_unknown_while_not_all_rooms_are_known() {
        let mut snapshot = with(vec![on(ANN)]);
        snapshot.exchange_rooms = denied();
        assert_eq!(told(&snapshot), [format!("{ANN}: unknown")]);
        let mut snapshot = with(vec![on(ANN)]);
        snapshot.rooms.values_mut().next().unwrap().mailbox = denied();
        assert_eq!(told(&snapshot), [format!("{ANN}: unknown")]);
    }
}
