//! EN004. Exchange has little left of what it grants to one tenant in a while.

use super::about_tenant;
use crate::check::{Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Fact, Gap};

/// Request budget of Exchange nearly used up.
pub static CHECK: Check = Check {
    id: "EN004",
    name: "request-budget-low",
    title: "Request budget of Exchange nearly used up",
    consequence: "Exchange soon answers \"too many requests\" to this program and to other administration of the tenant.",
    area: Area::Setup,
    severity: Severity::Warning,
    fix: Trust::None,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/request-budget-low.md"),
    probe: Probe::Tenant(probe),
};

/// The least share that should be left.
const LEAST_PERCENT: i64 = 10;

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let fact = &context.snapshot.service.exchange_budget;
    if matches!(fact, Fact::NotGathered) {
        // Exchange names no budget in every answer; where it names none, none can be low.
        return Ok(about_tenant(context, Outcome::NotApplicable));
    }
    let budget = fact.get()?;
    if budget.limit <= 0 {
        return Err(Gap::NotEvaluable { what: "a request budget of Exchange without a limit" });
    }
    let left = i128::from(budget.remaining.max(0)) * 100;
    if left >= i128::from(LEAST_PERCENT) * i128::from(budget.limit) {
        return Ok(about_tenant(context, Outcome::Pass));
    }
    let percent = i64::try_from(left / i128::from(budget.limit)).unwrap_or_default();
    let actual = Reading::of("left_percent", percent)
        .and("requests_left", budget.remaining)
        .and("requests_granted", budget.limit);
    let expected = Reading::of("left_percent", Datum::AtLeast(LEAST_PERCENT));
    Ok(about_tenant(context, Finding::new(actual, expected).into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, known};
    use crate::tenant::RequestBudget;

    fn left(remaining: i64, limit: i64) -> Case {
        let budget = RequestBudget { limit, remaining };
        Case::new().snapshot(|snapshot| snapshot.service.exchange_budget = known(budget))
    }

    #[test]
    fn a_tenth_is_enough() {
        left(1_000, 1_000).passes(&CHECK);
        left(100, 1_000).passes(&CHECK);
    }

    #[test]
    fn less_than_a_tenth_fails() {
        let finding = left(99, 1_000).fails(&CHECK);
        assert_eq!(finding.actual.0["left_percent"], Datum::Int(9));
        left(-5, 1_000).fails(&CHECK);
        left(0, i64::MAX).fails(&CHECK);
    }

    #[test]
    fn a_budget_that_nobody_named_is_not_judged_and_an_odd_one_is_unknown() {
        Case::new().is_not_applicable(&CHECK);
        left(5, 0).is_unknown(&CHECK);
        Case::new().snapshot(|snapshot| snapshot.service.exchange_budget = denied()).is_unknown(&CHECK);
    }
}
