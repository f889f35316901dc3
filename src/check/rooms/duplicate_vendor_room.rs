//! RM003. A mailbox or an id that stands twice in the product's own list of rooms.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::rooms::vendor::{Vendor, no_list, rows, subject};
use crate::check::{
    Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Subject, SubjectKind, Trust,
};
use crate::product::Wish;
use crate::tenant::{Address, Gap, Untrusted, VendorRoom};

/// Room listed twice by the product.
pub static CHECK: Check = Check {
    id: "RM003",
    name: "duplicate-vendor-room",
    title: "Room listed twice by the product",
    consequence: "Two rooms of {product} share one calendar: each shows the other's bookings, or one of them none.",
    area: Area::Places,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/duplicate-vendor-room.md"),
    probe: Probe::Tenant(probe),
};

const NAME: &str = "times_listed";

/// One list: what belongs to one product.
#[derive(Default)]
struct List<'a> {
    mailboxes: BTreeMap<&'a Address, Vec<&'a VendorRoom>>,
    ids: BTreeMap<&'a Untrusted, Vec<&'a VendorRoom>>,
}

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let Some(vendor) = Vendor::of(context)? else { return Ok(no_list(context)) };
    let mut lists: BTreeMap<Option<&str>, List<'_>> = BTreeMap::new();
    for row in vendor.active() {
        let list = lists.entry(row.product.as_deref()).or_default();
        if let Some(address) = &row.address {
            list.mailboxes.entry(vendor.primary(address)).or_default().push(row);
        }
        if let Some(id) = row.id.as_ref().filter(|id| !id.is_blank()) {
            list.ids.entry(id).or_default().push(row);
        }
    }
    let mut judged = Vec::new();
    let mut seen = BTreeSet::new();
    for (product, list) in &lists {
        for same in list.mailboxes.values() {
            let Some(first) = same.first() else { continue };
            let outcome = outcome(same, "the same mailbox", context);
            // The same room in the lists of two products is no duplicate, and is counted once.
            if seen.insert(first.address.as_ref()) || outcome != Outcome::Pass {
                judged.push(Judged::new(subject(first), outcome));
            }
        }
        for (id, same) in list.ids.iter().filter(|(_, same)| same.len() > 1) {
            let of = product.map(|product| format!(" of {product}")).unwrap_or_default();
            let subject = Subject::new(SubjectKind::VendorRoom, format!("id {}{of}", id.raw()), None);
            judged.push(Judged::new(subject, outcome(same, "the same id", context)));
        }
    }
    Ok(judged)
}

fn outcome(same: &[&VendorRoom], what: &str, context: &Context<'_>) -> Outcome {
    if same.len() < 2 {
        return Outcome::Pass;
    }
    let times = i64::try_from(same.len()).unwrap_or(i64::MAX);
    let numbers = same.iter().map(|row| row.row).collect();
    let finding = Finding::new(Reading::of(NAME, times), Reading::of(NAME, 1));
    let finding = finding.cause(format!("{} have {what}", rows(&numbers)));
    match context.product.wish(Wish::OneRoomEach) {
        Some(rule) => finding.by(rule).into(),
        None => finding.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, address};
    use crate::product::Level;

    fn only_finding(case: &Case) -> Finding {
        let mut all = case.all(&CHECK);
        all.retain(|judged| judged.outcome != Ok(Outcome::Pass));
        assert_eq!(all.len(), 1, "{all:?}");
        match all.remove(0).outcome {
            Ok(Outcome::Fail(finding)) => finding,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_list_in_which_every_room_stands_once_passes() {
        let case = Case::new().vendor_row("a", |row| row.id = Some("1".into()));
        case.vendor_row("b", |row| row.id = Some("2".into())).all(&CHECK).iter().for_each(|judged| {
            assert_eq!(judged.outcome, Ok(Outcome::Pass));
        });
        Case::new().is_not_applicable(&CHECK);
    }

    #[test]
    fn the_same_address_names_its_rows() {
        let finding =
            only_finding(&Case::new().vendor_row("a", |_| {}).vendor_row("b", |_| {}).vendor_row("a", |_| {}));
        assert_eq!(finding.actual, Reading::of(NAME, 2));
        assert_eq!(finding.cause.unwrap(), "rows 1 and 3 have the same mailbox");
        assert_eq!(finding.severity, None);
    }

    #[test]
    fn an_alias_is_the_same_mailbox() {
        let case = Case::new().mailbox(|mailbox| mailbox.addresses.push(address("old")));
        only_finding(&case.vendor_row("a", |_| {}).vendor_row("old", |_| {}));
    }

    #[test]
    fn the_same_id_fails_too() {
        let case = Case::new().vendor_row("a", |row| row.id = Some("7".into()));
        let finding = only_finding(&case.vendor_row("b", |row| row.id = Some("7".into())));
        assert!(finding.cause.unwrap().contains("the same id"));
    }

    #[test]
    fn a_product_that_wants_a_room_for_each_says_how_serious_it_is() {
        let case = Case::new().vendor_row("a", |_| {}).vendor_row("a", |_| {});
        let finding = only_finding(&case.wishing(Wish::OneRoomEach, Level::Error));
        assert_eq!(finding.severity, Some(Severity::Error));
    }

    #[test]
    fn lists_of_two_products_may_share_rooms() {
        let mut case = Case::new().vendor_row("a", |row| row.product = Some("one".into()));
        case = case.vendor_row("a", |row| row.product = Some("two".into()));
        case.product.name = "one+two".into();
        assert_eq!(case.all(&CHECK).len(), 1);
        case.passes_all(&CHECK);
    }

    #[test]
    fn rooms_that_are_not_kept_in_step_do_not_count() {
        let case = Case::new().vendor_row("a", |_| {}).vendor_row("a", |row| row.active = Some(false));
        case.passes_all(&CHECK);
    }
}
