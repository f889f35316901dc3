//! MA003. A step that must be vouched for again soon.

use jiff::Span;

use super::standing::{day, end_of};
use super::{Standing, each_step, what_to_do};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::Gap;

/// Attestation that ends soon.
pub static CHECK: Check = Check {
    id: "MA003",
    name: "attestation-ends-soon",
    title: "Attestation that ends soon",
    consequence: "Somebody must look again soon, or the step counts as not done.",
    area: Area::Setup,
    severity: Severity::Info,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/attestation-ends-soon.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let window = context.product.parameters.expiry_days;
    let limit = Span::new().try_days(window).ok().and_then(|days| day(context.now()).checked_add(days).ok());
    each_step(context, |step, standing| match standing {
        // A window that ends after all calendars holds everything.
        Standing::Vouched { end, .. } if limit.is_some_and(|limit| end > limit) => Outcome::Pass,
        Standing::Vouched { end, .. } => {
            let expected = format!("more than {window} days ahead");
            let finding = Finding::new(Reading::of(NAME, end_of(end)), Reading::of(NAME, expected));
            finding.cause(what_to_do(step)).into()
        }
        // MA001 and MA002 say so.
        Standing::Missing | Standing::Expired { .. } => Outcome::NotApplicable,
    })
}

const NAME: &str = "expires";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::Case;
    use crate::check::setup::fixture::entry;

    fn ending(expires: &str) -> Case {
        Case::new().attested(&["review"], &[entry("review", "2026-01-01", expires)]).parameter("expiry_days", "30")
    }

    #[test]
    fn what_ends_within_the_window_is_told() {
        ending("2026-03-10").fails(&CHECK);
        let finding = ending("2026-04-09").fails(&CHECK);
        assert_eq!(finding.severity, None, "however grave the step is, there is time");
        assert_eq!(finding.expected, Reading::of(NAME, "more than 30 days ahead"));
    }

    #[test]
    fn what_ends_later_passes() {
        ending("2026-04-10").passes(&CHECK);
    }

    #[test]
    fn what_has_ended_or_never_began_is_said_elsewhere() {
        ending("2026-03-09").is_not_applicable(&CHECK);
        Case::new().attested(&["review"], &[]).is_not_applicable(&CHECK);
    }
}
