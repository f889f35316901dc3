//! RM011. A room that the product knows by a secondary address.

use crate::check::rooms::vendor::{Behind, Vendor, no_list};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Address, Gap};

/// Product knows the room by a secondary address.
pub static CHECK: Check = Check {
    id: "RM011",
    name: "vendor-address-is-an-alias",
    title: "Product knows the room by a secondary address",
    consequence: "Exchange and Graph name the room by its primary address, so {product} may not recognise its own room in what they send.",
    area: Area::Places,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/vendor-address-is-an-alias.md"),
    probe: Probe::Tenant(probe),
};

const NAME: &str = "address_in_product";

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let Some(vendor) = Vendor::of(context)? else { return Ok(no_list(context)) };
    Ok(vendor.judge(|address, _| {
        Ok(match vendor.behind(address)? {
            Behind::Room(_) => Outcome::Pass,
            Behind::Alias(room) => compare(address, &room.address),
            Behind::Recipient(recipient) => match &recipient.address {
                Some(primary) => compare(address, primary),
                // No mail address of its own, so nothing to be known by.
                None => Outcome::NotApplicable,
            },
            Behind::Nothing => Outcome::NotApplicable,
        })
    }))
}

fn compare(address: &Address, primary: &Address) -> Outcome {
    if address == primary {
        return Outcome::Pass;
    }
    let actual = Reading::of(NAME, address.as_str()).and("primary_address", primary.as_str());
    Finding::new(actual, Reading::of(NAME, "the primary address")).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, address, known, recipient};

    #[test]
    fn the_primary_address_passes() {
        Case::new().vendor_row("a", |_| {}).passes(&CHECK);
        let elsewhere = Case::new().vendor_row("b", |_| {});
        elsewhere.with_recipient("b@contoso.com", recipient("b", "RoomMailbox")).passes(&CHECK);
    }

    #[test]
    fn another_address_fails_and_names_the_primary_one() {
        let case = Case::new().mailbox(|mailbox| mailbox.addresses.push(address("old"))).vendor_row("old", |_| {});
        let expected = Reading::of(NAME, "old@contoso.com").and("primary_address", "a@contoso.com");
        assert_eq!(case.fails(&CHECK).actual, expected);
        let looked_up = Case::new().vendor_row("old", |_| {});
        let looked_up = looked_up.with_recipient("old@contoso.com", recipient("b", "RoomMailbox"));
        assert_eq!(looked_up.fails(&CHECK).actual.0["primary_address"], "b@contoso.com".into());
    }

    #[test]
    fn what_does_not_exist_has_no_primary_address() {
        let case = Case::new().vendor_row("gone", |_| {});
        case.is_unknown(&CHECK);
        case.with_recipient("gone@contoso.com", known(None)).is_not_applicable(&CHECK);
        Case::new().is_not_applicable(&CHECK);
    }
}
