//! MA001. A step of the product that nobody vouches for.

use super::{Standing, each_step, what_to_do, with_next_command};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::Gap;

/// Step that nobody vouches for.
pub static CHECK: Check = Check {
    id: "MA001",
    name: "attestation-missing",
    title: "Step that nobody vouches for",
    consequence: "A step that {product} needs, and that no program can see, may never have been done.",
    area: Area::Setup,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/attestation-missing.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    each_step(context, |step, standing| match standing {
        Standing::Vouched { .. } => Outcome::Pass,
        // It was done once; MA002 says that it must be looked at again.
        Standing::Expired { .. } => Outcome::Pass,
        Standing::Missing => {
            let finding = Finding {
                because: with_next_command(CHECK.consequence, context),
                ..Finding::new(Reading::of("vouched_for", false), Reading::of("vouched_for", true))
            };
            finding.severity(step.level.into()).cause(what_to_do(step)).into()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::Case;
    use crate::check::setup::fixture::entry;

    #[test]
    fn a_step_with_an_entry_passes_even_when_the_entry_is_old() {
        Case::new().attested(&["review"], &[entry("review", "2026-01-01", "2026-12-31")]).passes(&CHECK);
        Case::new().attested(&["review"], &[entry("review", "2025-01-01", "2025-12-31")]).passes(&CHECK);
    }

    #[test]
    fn a_step_without_one_fails_as_gravely_as_the_product_says() {
        let finding = Case::new().attested(&["review"], &[entry("other", "2026-01-01", "2026-12-31")]).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Error));
        assert_eq!(finding.cause.unwrap(), "The review was done (security officer)");
    }

    #[test]
    fn the_command_that_tells_how_to_do_and_record_a_step_is_named() {
        let named = |name: &str| {
            let mut case = Case::new().attested(&["review"], &[]);
            case.product.name = name.into();
            case.fails(&CHECK).because.unwrap()
        };
        assert!(named("roomz").ends_with("record it: rsync-check attest list --product roomz"));
        assert!(named("spacewell+roomz").ends_with("rsync-check attest list --product spacewell,roomz"));
        assert!(named("our-own").ends_with("rsync-check attest list --product FILE"));
    }

    #[test]
    fn every_step_in_force_is_judged() {
        let mut case = Case::new().attested(&["one", "two", "three"], &[]);
        case.product.attestations[2].modes = vec!["strict".into()];
        let subjects: Vec<_> = case.all(&CHECK).into_iter().map(|judged| judged.subject.id).collect();
        assert_eq!(subjects, ["one", "two"]);
    }

    #[test]
    fn a_product_without_steps_asks_nothing_and_a_file_that_was_not_read_is_unknown() {
        Case::new().attested(&[], &[]).is_not_applicable(&CHECK);
        let case = Case::new().attested(&["review"], &[]);
        case.snapshot(|snapshot| snapshot.attestations = crate::tenant::Fact::NotGathered).is_unknown(&CHECK);
    }
}
