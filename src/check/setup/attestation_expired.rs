//! MA002. A step that somebody vouched for, longer ago than that counts.

use super::standing::end_of;
use super::{Standing, each_step, what_to_do};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::Gap;

/// Attestation that has expired.
pub static CHECK: Check = Check {
    id: "MA002",
    name: "attestation-expired",
    title: "Attestation that has expired",
    consequence: "A step of {product} was vouched for once and may no longer be true; it counts as not done until somebody looks again.",
    area: Area::Setup,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/attestation-expired.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    each_step(context, |step, standing| match standing {
        Standing::Vouched { .. } => Outcome::Pass,
        Standing::Expired { end, .. } => {
            let finding = Finding::new(Reading::of(NAME, end_of(end)), Reading::of(NAME, "today or later"));
            finding.severity(step.level.into()).cause(what_to_do(step)).into()
        }
        // MA001 says so.
        Standing::Missing => Outcome::NotApplicable,
    })
}

const NAME: &str = "expires";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::Case;
    use crate::check::setup::fixture::entry;

    #[test]
    fn an_entry_counts_on_its_last_day() {
        Case::new().attested(&["review"], &[entry("review", "2026-01-01", "2026-03-10")]).passes(&CHECK);
    }

    #[test]
    fn the_day_after_it_fails_as_gravely_as_the_product_says() {
        let finding = Case::new().attested(&["review"], &[entry("review", "2026-01-01", "2026-03-09")]).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Error));
        let end = "2026-03-09T23:59:59Z".parse::<jiff::Timestamp>().unwrap();
        assert_eq!(finding.actual, Reading::of(NAME, end));
    }

    #[test]
    fn the_step_ends_an_entry_that_claims_more() {
        Case::new().attested(&["review"], &[entry("review", "2024-01-01", "2099-01-01")]).fails(&CHECK);
    }

    #[test]
    fn what_nobody_vouched_for_cannot_expire() {
        Case::new().attested(&["review"], &[]).is_not_applicable(&CHECK);
        Case::new().attested(&[], &[]).is_not_applicable(&CHECK);
    }
}
