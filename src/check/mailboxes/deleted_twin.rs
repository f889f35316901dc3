//! RM012. A deleted mailbox that has a room's address, or a room that is kept by a hold.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::check::{
    Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Subject, SubjectKind, Trust,
};
use crate::tenant::{Address, DeletedMailbox, Fact, Gap, Mailbox, Room};

/// Deleted mailbox beside a room, or a room on hold.
pub static CHECK: Check = Check {
    id: "RM012",
    name: "deleted-twin",
    title: "Deleted mailbox beside a room, or a room on hold",
    consequence: "More of the room is kept than its calendar shows, and what was booked in a deleted mailbox is missing from the new one.",
    area: Area::Mailboxes,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/deleted-twin.md"),
    probe: Probe::Tenant(probe),
};

/// How long Exchange Online keeps a deleted mailbox that nothing holds.
const KEPT_DAYS: i64 = 30;

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let deleted = match context.snapshot.deleted_mailboxes.get() {
        Ok(deleted) => Ok(latest(deleted)),
        Err(gap) => Err(gap),
    };
    let mut judged: Vec<Judged> =
        context.rooms().map(|room| Judged { subject: room.into(), outcome: judge(room, &deleted, context) }).collect();
    if let Ok(deleted) = &deleted {
        let lost = vendor_addresses_without_room(context).into_iter().filter_map(|address| deleted.get(address));
        judged.extend(lost.map(|twin| {
            let id = twin.guid.map_or_else(|| twin.address.to_string(), |guid| guid.to_string());
            let subject = Subject::new(SubjectKind::Mailbox, id, Some(twin.display_name.clone()));
            Judged::new(subject, removed(twin, context).into())
        }));
    }
    Ok(judged)
}

/// Deleted mailboxes by address; of several with one address the one that was deleted last.
fn latest(deleted: &[DeletedMailbox]) -> BTreeMap<&Address, &DeletedMailbox> {
    let mut by_address: BTreeMap<&Address, &DeletedMailbox> = BTreeMap::new();
    for one in deleted {
        let known = by_address.entry(&one.address).or_insert(one);
        if one.deleted > known.deleted {
            *known = one;
        }
    }
    by_address
}

type Deleted<'a> = Result<BTreeMap<&'a Address, &'a DeletedMailbox>, Gap>;

fn judge(room: &Room, deleted: &Deleted<'_>, context: &Context<'_>) -> Result<Outcome, Gap> {
    let mailbox = match &room.mailbox {
        Fact::Known { value, .. } => value.as_ref(),
        Fact::Denied { .. } | Fact::Failed { .. } | Fact::NotGathered => None,
    };
    let on_hold = mailbox.is_some_and(|mailbox| mailbox.litigation_hold == Some(true));
    let deleted = match deleted {
        Ok(deleted) => deleted,
        Err(_) if on_hold => return Ok(held().into()),
        Err(gap) => return Err(gap.clone()),
    };
    let aliases = mailbox.into_iter().flat_map(|mailbox| &mailbox.addresses);
    let twin = std::iter::once(&room.address).chain(aliases).find_map(|address| deleted.get(address));
    match (room.mailbox.get(), twin) {
        (Ok(None), Some(twin)) => Ok(removed(twin, context).into()),
        (Ok(None), None) => Ok(Outcome::NotApplicable),
        (Ok(Some(mailbox)), Some(twin)) if twin.guid.is_none() || twin.guid != mailbox.guid => {
            Ok(beside(twin, mailbox, context).into())
        }
        (Ok(Some(_)), _) if on_hold => Ok(held().into()),
        (Ok(Some(_)), _) => Ok(Outcome::Pass),
        (Err(gap), _) => Err(gap),
    }
}

/// The room has a new mailbox, and the old one can still be restored.
fn beside(twin: &DeletedMailbox, mailbox: &Mailbox, context: &Context<'_>) -> Finding {
    let finding = Finding::new(reading(twin), Reading::of("deleted_mailbox", "none"));
    let is_alias = mailbox.addresses.first().is_some_and(|primary| *primary != twin.address);
    let what = if is_alias {
        "a deleted mailbox had an address that is now an alias of the room"
    } else {
        "a deleted mailbox had the address of the room"
    };
    finding.cause(format!("{what}; {}", kept(twin, context)))
}

/// The room is gone, and its mailbox can still be restored.
fn removed(twin: &DeletedMailbox, context: &Context<'_>) -> Finding {
    let finding = Finding::new(reading(twin), Reading::of("deleted_mailbox", "none"));
    finding.cause(format!("no room has the address now: its mailbox was deleted and {}", kept(twin, context)))
}

fn held() -> Finding {
    let finding = Finding::new(Reading::of("litigation_hold", true), Reading::of("litigation_hold", false));
    let cause = "bookings that are deleted stay in the mailbox, where an investigator can read them";
    finding.severity(Severity::Info).cause(cause)
}

fn reading(twin: &DeletedMailbox) -> Reading {
    match twin.deleted {
        Some(time) => Reading::of("deleted_mailbox", "still kept").and("deleted", time),
        None => Reading::of("deleted_mailbox", "still kept"),
    }
}

/// Until when it can be restored, in words.
fn kept(twin: &DeletedMailbox, context: &Context<'_>) -> String {
    if twin.litigation_hold == Some(true) {
        return "is kept by a hold for as long as the hold lasts".to_owned();
    }
    let end = |time: Timestamp| time.checked_add(SignedDuration::from_hours(24 * KEPT_DAYS)).ok();
    match twin.deleted.and_then(end) {
        Some(end) if end > context.now() => format!("can be restored until {}", end.strftime("%Y-%m-%d")),
        Some(_) => format!("is older than {KEPT_DAYS} days and may go any day"),
        None => format!("can be restored for {KEPT_DAYS} days from its deletion"),
    }
}

/// Addresses of the product's own list that no room has, neither as its own nor as an alias.
fn vendor_addresses_without_room<'a>(context: &Context<'a>) -> BTreeSet<&'a Address> {
    let mut wanted: BTreeSet<&Address> = match context.snapshot.vendor_rooms.ok() {
        Some(rows) => {
            let rows = rows.iter().filter(|row| row.is_of(&context.product.name) && row.is_active());
            rows.filter_map(|row| row.address.as_ref()).collect()
        }
        None => return BTreeSet::new(),
    };
    for (address, room) in &context.snapshot.rooms {
        wanted.remove(address);
        for alias in room.mailbox.ok().into_iter().flatten().flat_map(|mailbox| &mailbox.addresses) {
            wanted.remove(alias);
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Datum;
    use crate::check::calendar::fixture::{Case, address, denied, hours_ago, known, room};
    use crate::tenant::VendorRoom;

    fn gone(name: &str, days: i64) -> DeletedMailbox {
        DeletedMailbox {
            address: address(name),
            guid: Some(crate::tenant::MailboxGuid(uuid::Uuid::from_u128(99))),
            display_name: "Old room".into(),
            deleted: Some(hours_ago(24 * days)),
            litigation_hold: Some(false),
        }
    }

    fn with(deleted: Vec<DeletedMailbox>) -> Case {
        Case::new().snapshot(|snapshot| snapshot.deleted_mailboxes = known(deleted))
    }

    #[test]
    fn a_room_without_a_twin_passes() {
        with(Vec::new()).passes(&CHECK);
        with(vec![gone("elsewhere", 3)]).passes(&CHECK);
    }

    #[test]
    fn a_deleted_mailbox_with_the_address_of_a_room_fails_and_says_until_when_it_lasts() {
        let finding = with(vec![gone("a", 10)]).fails(&CHECK);
        assert_eq!(finding.severity, None);
        assert_eq!(finding.actual.0["deleted"], Datum::Time(hours_ago(240)));
        assert!(finding.cause.unwrap().ends_with("can be restored until 2026-03-30"));
    }

    #[test]
    fn an_alias_counts_too() {
        let case = with(vec![gone("old-a", 1)]);
        case.passes(&CHECK);
        let cause = case.mailbox(|mailbox| mailbox.addresses.push(address("old-a"))).fails(&CHECK).cause.unwrap();
        assert!(cause.contains("alias"), "{cause}");
    }

    #[test]
    fn of_several_the_one_deleted_last_is_told() {
        let finding = with(vec![gone("a", 20), gone("a", 2), gone("a", 9)]).fails(&CHECK);
        assert_eq!(finding.actual.0["deleted"], Datum::Time(hours_ago(48)));
    }

    #[test]
    fn a_hold_keeps_a_deleted_mailbox_without_end() {
        let held = DeletedMailbox { litigation_hold: Some(true), ..gone("a", 400) };
        assert!(with(vec![held]).fails(&CHECK).cause.unwrap().contains("as long as the hold lasts"));
        assert!(with(vec![gone("a", 40)]).fails(&CHECK).cause.unwrap().contains("may go any day"));
    }

    #[test]
    fn a_room_that_was_asked_for_and_is_gone_can_be_restored() {
        let case = with(vec![gone("a", 1)]).room(|room| room.mailbox = known(None));
        assert!(case.fails(&CHECK).cause.unwrap().starts_with("no room has the address now"));
        with(Vec::new()).room(|room| room.mailbox = known(None)).is_not_applicable(&CHECK);
    }

    #[test]
    fn a_room_of_the_product_that_is_gone_is_a_subject_of_its_own() {
        let rows = |names: &[(&str, Option<bool>)]| {
            let row = |(name, active): &(&str, Option<bool>)| VendorRoom {
                address: Some(address(name)),
                active: *active,
                ..VendorRoom::default()
            };
            names.iter().map(row).collect::<Vec<_>>()
        };
        let deleted = vec![gone("gone", 1), gone("switched-off", 1), gone("a", 1)];
        let case = with(deleted).snapshot(|snapshot| {
            snapshot.vendor_rooms = known(rows(&[("gone", None), ("switched-off", Some(false)), ("a", None)]));
        });
        let all = case.all(&CHECK);
        assert_eq!(all.len(), 2, "{all:?}");
        assert_eq!((all[1].subject.kind, all[1].subject.name.clone()), (SubjectKind::Mailbox, Some("Old room".into())));
    }

    #[test]
    fn a_hold_on_the_room_itself_is_only_worth_knowing() {
        let on_hold = |case: Case| case.mailbox(|mailbox| mailbox.litigation_hold = Some(true));
        let finding = on_hold(with(Vec::new())).fails(&CHECK);
        assert_eq!((finding.severity, finding.actual), (Some(Severity::Info), Reading::of("litigation_hold", true)));
        let unread = Case::new().snapshot(|snapshot| snapshot.deleted_mailboxes = denied());
        assert_eq!(on_hold(unread).fails(&CHECK).severity, Some(Severity::Info));
    }

    #[test]
    fn what_was_not_read_is_unknown_for_every_room() {
        let case = Case::new().with_room(room("b")).snapshot(|snapshot| snapshot.deleted_mailboxes = denied());
        assert_eq!(case.all(&CHECK).iter().filter(|judged| judged.outcome.is_err()).count(), 2);
        with(vec![gone("a", 1)]).room(|room| room.mailbox = denied()).is_unknown(&CHECK);
    }
}
