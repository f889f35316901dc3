//! RM018. A room of the product's own list that names no mailbox.

use crate::check::rooms::vendor::{Vendor, no_list, subject};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, VendorRoom};

/// Product's room without an address.
pub static CHECK: Check = Check {
    id: "RM018",
    name: "vendor-room-without-address",
    title: "Product's room without an address",
    consequence: "{product} offers the room, and no calendar in Exchange stands behind it.",
    area: Area::Places,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/vendor-room-without-address.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let Some(vendor) = Vendor::of(context)? else { return Ok(no_list(context)) };
    let (with, without): (Vec<_>, Vec<&VendorRoom>) = vendor.active().partition(|row| row.address.is_some());
    let name = "address_in_product";
    let lacking = Finding::new(Reading::of(name, None::<&str>), Reading::of(name, "the address of a room"));
    let without = without.into_iter().map(|row| Judged::new(subject(row), lacking.clone().into()));
    // One for each address: a room that stands twice is RM003's.
    let mut all: Vec<_> = with.into_iter().map(subject).map(|row| Judged::new(row, Outcome::Pass)).collect();
    all.dedup_by(|one, other| one.subject.id == other.subject.id);
    all.extend(without);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::Case;

    fn without(case: Case) -> Case {
        case.vendor_row("x", |row| (row.address, row.name) = (None, Some("a".into())))
    }

    #[test]
    fn rows_with_an_address_pass() {
        Case::new().vendor_row("a", |_| {}).vendor_row("a", |_| {}).passes(&CHECK);
    }

    #[test]
    fn an_active_row_without_one_fails_and_is_named_by_its_row() {
        let case = without(Case::new().vendor_row("b", |_| {}));
        assert_eq!(case.fails(&CHECK).actual, Reading::of("address_in_product", None::<&str>));
        assert_eq!(case.all(&CHECK)[1].subject.id, "row 2");
    }

    #[test]
    fn rows_that_the_product_has_switched_off_need_none() {
        let case = Case::new().vendor_row("x", |row| (row.address, row.active) = (None, Some(false)));
        assert_eq!(case.all(&CHECK), []);
        Case::new().is_not_applicable(&CHECK);
    }
}
