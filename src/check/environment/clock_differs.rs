//! EN002. The clock of this machine is not the services' clock.

use super::about_tenant;
use crate::check::{Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Fact, Gap};

/// Clock of this machine is wrong.
pub static CHECK: Check = Check {
    id: "EN002",
    name: "clock-differs",
    title: "Clock of this machine differs from Microsoft's",
    consequence: "Tokens and certificate proofs are refused from about five minutes on, and every \"until\" in this report is off.",
    area: Area::Setup,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/clock-differs.md"),
    probe: Probe::Tenant(probe),
};

/// From here on tokens and assertions fail.
const BROKEN: u64 = 300;
/// From here on it is worth knowing; below it an answer may just have been on its way.
const WORTH_KNOWING: u64 = 60;

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let fact = &context.snapshot.service.clock_ahead_seconds;
    if matches!(fact, Fact::NotGathered) {
        // Facts that were saved without a clock: there is nothing to compare, and no machine to put right.
        return Ok(about_tenant(context, Outcome::NotApplicable));
    }
    let ahead = *fact.get()?;
    let off = ahead.unsigned_abs();
    if off <= WORTH_KNOWING {
        return Ok(about_tenant(context, Outcome::Pass));
    }
    let direction = if ahead > 0 { "ahead" } else { "behind" };
    let actual = Reading::of("clock_off_seconds", i64::try_from(off).unwrap_or(i64::MAX)).and("direction", direction);
    let expected = Reading::of("clock_off_seconds", Datum::AtMost(WORTH_KNOWING.cast_signed()));
    let severity = if off > BROKEN { Severity::Warning } else { Severity::Info };
    Ok(about_tenant(context, Finding::new(actual, expected).severity(severity).into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, known};

    fn ahead(seconds: i64) -> Case {
        Case::new().snapshot(|snapshot| snapshot.service.clock_ahead_seconds = known(seconds))
    }

    #[test]
    fn a_minute_is_nothing() {
        ahead(0).passes(&CHECK);
        ahead(60).passes(&CHECK);
        ahead(-60).passes(&CHECK);
    }

    #[test]
    fn more_is_worth_knowing_and_five_minutes_are_too_much() {
        assert_eq!(ahead(61).fails(&CHECK).severity, Some(Severity::Info));
        assert_eq!(ahead(300).fails(&CHECK).severity, Some(Severity::Info));
        assert_eq!(ahead(301).fails(&CHECK).severity, Some(Severity::Warning));
        assert_eq!(ahead(-301).fails(&CHECK).actual.0["direction"], "behind".into());
    }

    #[test]
    fn the_ends_of_all_numbers_are_survived() {
        ahead(i64::MIN).fails(&CHECK);
        ahead(i64::MAX).fails(&CHECK);
    }

    #[test]
    fn saved_facts_without_a_clock_are_not_judged_and_a_failure_is_unknown() {
        Case::new().is_not_applicable(&CHECK);
        Case::new().snapshot(|snapshot| snapshot.service.clock_ahead_seconds = denied()).is_unknown(&CHECK);
    }
}
