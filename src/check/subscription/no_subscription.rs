//! SB001. A room that the product keeps in step has no live subscription.

use super::{Activity, Subscriptions, not_applicable};
use crate::check::context::field_of;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Room, Source};

/// Room without a live subscription.
pub static CHECK: Check = Check {
    id: "SB001",
    name: "no-subscription",
    title: "Room without a live subscription",
    consequence: "What people change in Outlook does not reach {product}, at least not at once.",
    area: Area::Setup,
    severity: Severity::Error,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/no-subscription.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let Some(all) = Subscriptions::of(context)? else { return Ok(not_applicable(context)) };
    let judged: Vec<_> =
        context.rooms().map(|room| Judged { subject: room.into(), outcome: judge(room, &all) }).collect();
    Ok(if judged.is_empty() { not_applicable(context) } else { judged })
}

fn judge(room: &Room, all: &Subscriptions<'_>) -> Result<Outcome, Gap> {
    if all.activity(room) != Activity::Active || room.has_no_mailbox() {
        return Ok(Outcome::NotApplicable);
    }
    if all.by_room.contains_key(&room.address) {
        return Ok(Outcome::Pass);
    }
    // One that names a mailbox by an id that was not read may be this room's.
    if !all.elsewhere.is_empty()
        && let Some(mailbox) = room.mailbox.get()?
    {
        field_of(&mailbox.object_id, Source::ExchangeMailboxes, "ExternalDirectoryObjectId")?;
    }
    let finding = Finding::new(Reading::of("live_subscriptions", 0), Reading::of("live_subscriptions", 1)).by(all.rule);
    Ok(match all.ended.get(&room.address).and_then(|subscription| subscription.expires) {
        Some(end) => finding.cause(format!("its last one ended on {}", end.strftime("%Y-%m-%d %H:%M UTC"))).into(),
        None => finding.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::check::subscription::fixture::{on, product, with};
    use crate::tenant::{Address, Snapshot, Subscription, VendorRoom};

    fn told(snapshot: &Snapshot) -> Vec<String> {
        lines_for(&CHECK, snapshot, &product())
    }

    fn vendor(address: &str, active: Option<bool>) -> VendorRoom {
        VendorRoom { address: Some(Address::parse(address).unwrap()), active, ..VendorRoom::default() }
    }

    #[test]
    fn a_room_that_is_watched_passes_and_the_other_fails() {
        let snapshot = with(vec![on(ROOM_1)]);
        assert_eq!(told(&snapshot), [format!("{ROOM_1}: pass"), format!("{ROOM_2}: error")]);
        assert_eq!(finding_for(&CHECK, &snapshot, &product()).cause, None);
    }

    #[test]
    fn one_past_its_end_does_not_count_and_is_named() {
        let ended = Subscription { expires: Some(now()), ..on(ROOM_1) };
        let snapshot = with(vec![ended, on(ROOM_2)]);
        assert_eq!(told(&snapshot), [format!("{ROOM_1}: error"), format!("{ROOM_2}: pass")]);
        let cause = finding_for(&CHECK, &snapshot, &product()).cause;
        assert_eq!(cause.as_deref(), Some("its last one ended on 2026-11-21 09:00 UTC"));
    }

    #[test]
    fn one_on_the_mail_of_a_room_does_not_count() {
        let mail = Subscription { resource: format!("users/{ROOM_1}/messages").as_str().into(), ..on(ROOM_1) };
        assert_eq!(told(&with(vec![mail, on(ROOM_2)]))[0], format!("{ROOM_1}: error"));
    }

    #[test]
    fn rooms_that_the_product_does_not_keep_in_step_need_none() {
        let mut snapshot = with(vec![]);
        snapshot.vendor_rooms = known(vec![vendor(ROOM_1, Some(false))]);
        assert_eq!(told(&snapshot), [format!("{ROOM_1}: not applicable"), format!("{ROOM_2}: not applicable")]);
        snapshot.vendor_rooms = known(vec![vendor(ROOM_1, None), vendor(ROOM_2, Some(true))]);
        assert_eq!(told(&snapshot), [format!("{ROOM_1}: error"), format!("{ROOM_2}: error")]);
        let other = VendorRoom { product: Some("other".into()), ..vendor(ROOM_1, Some(true)) };
        snapshot.vendor_rooms = known(vec![other]);
        assert_eq!(told(&snapshot)[0], format!("{ROOM_1}: not applicable"));
    }

    #[test]
    fn of_several_products_the_list_of_the_first_counts_whose_app_it_is() {
        let mut snapshot = with(vec![]);
        let row = |address: &str, product: &str| VendorRoom { product: Some(product.into()), ..vendor(address, None) };
        snapshot.vendor_rooms = known(vec![row(ROOM_1, "spacewell"), row(ROOM_2, "generic")]);
        let both = crate::product::merged(vec![product(), generic()]);
        let told = lines_for(&CHECK, &snapshot, &both);
        assert_eq!(told, [format!("{ROOM_1}: error"), format!("{ROOM_2}: not applicable")]);
    }

    #[test]
    fn a_room_whose_ids_were_not_read_is_unknown_while_a_subscription_may_be_its_own() {
        let mut snapshot = with(vec![on(&object_id(1).to_string())]);
        let address = Address::parse(ROOM_1).unwrap();
        snapshot.rooms.get_mut(&address).unwrap().mailbox = denied();
        assert_eq!(told(&snapshot), [format!("{ROOM_1}: unknown"), format!("{ROOM_2}: error")]);
        snapshot.subscriptions = known(vec![]);
        assert_eq!(told(&snapshot)[0], format!("{ROOM_1}: error"));
    }

    #[test]
    fn the_level_is_the_products() {
        let mild = wishing(product(), crate::product::Wish::Subscriptions, crate::product::Level::Warning);
        assert_eq!(lines_for(&CHECK, &with(vec![]), &mild)[0], format!("{ROOM_1}: warning"));
    }
}
