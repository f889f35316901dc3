//! CP020. What happens to a series when some of its meetings find the room taken.

use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::product::{Rule, Wish};
use crate::tenant::{CalendarProcessing, Change, Gap, Room, Setting};

/// Conflicts in a series are not answered as wanted.
pub static CHECK: Check = Check {
    id: "CP020",
    name: "series-declined-for-one-conflict",
    title: "Conflicts in a series are not answered as wanted",
    consequence: "A series that meets one other booking is declined as a whole, and {product} and Exchange go out of step.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/series-declined-for-one-conflict.md"),
    probe: Probe::EachCalendar(probe),
};

const PERCENTAGE: &str = "conflict_percentage_allowed";
const INSTANCES: &str = "maximum_conflict_instances";

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    let Some(rule) = context.product.wish(Wish::ConflictPolicy) else { return Ok(Outcome::NotApplicable) };
    // Where conflicts are accepted, Exchange looks at neither setting; CP019 reports that.
    if calendar.allow_conflicts == Some(true) {
        return Ok(Outcome::NotApplicable);
    }
    let percentage = *calendar_field(&calendar.conflict_percentage_allowed, "ConflictPercentageAllowed")?;
    if let Some(wanted) = context.conflict_percentage(room) {
        return Ok(if percentage == wanted {
            Outcome::Pass
        } else {
            differs(percentage, wanted, rule).mend(mend(room, calendar, context)).into()
        });
    }
    if percentage > 0 {
        return Ok(Outcome::Pass);
    }
    let instances = *calendar_field(&calendar.maximum_conflict_instances, "MaximumConflictInstances")?;
    if instances > 0 {
        return Ok(Outcome::Pass);
    }
    let actual = Reading::of(PERCENTAGE, percentage).and(INSTANCES, instances);
    Ok(Finding::new(actual, Reading::of(PERCENTAGE, Datum::AtLeast(1))).by(rule).into())
}

/// The share that the product allows comes into force. Without one it is a decision that no script takes.
pub(super) fn mend(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Option<Change> {
    context.product.wish(Wish::ConflictPolicy)?;
    let wanted = context.conflict_percentage(room).filter(|share| (0..=100).contains(share))?;
    crate::check::mend::processing(room, calendar, Setting::ConflictPercentageAllowed, wanted)
}

/// The rule's own sentence is about series that are declined for one conflict; two policies that differ are another
/// matter.
fn differs(percentage: i64, wanted: i64, rule: &Rule) -> Finding {
    let finding = Finding::new(Reading::of(PERCENTAGE, percentage), Reading::of(PERCENTAGE, wanted));
    if percentage == 0 {
        return finding.by(rule);
    }
    let because = "Exchange and {product} answer a series with conflicts differently, and go out of step.";
    Finding { because: Some(because.into()), ..finding.severity(rule.level.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed};

    fn policy(percentage: i64, instances: i64) -> Case {
        Case::new().calendar(|calendar| {
            calendar.conflict_percentage_allowed = Some(percentage);
            calendar.maximum_conflict_instances = Some(instances);
        })
    }

    #[test]
    fn a_share_or_a_number_of_conflicts_passes() {
        policy(10, 0).passes(&CHECK);
        policy(0, 3).passes(&CHECK);
    }

    #[test]
    fn none_at_all_fails_as_the_product_says() {
        let finding = policy(0, 0).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Warning));
        assert_eq!(finding.actual, Reading::of(PERCENTAGE, 0).and(INSTANCES, 0));
        assert!(finding.because.unwrap().contains("single conflict"));
    }

    #[test]
    fn a_share_that_the_product_names_is_compared() {
        policy(20, 0).parameter("conflict_percentage", "20").passes(&CHECK);
        policy(0, 0).parameter("conflict_percentage", "0").passes(&CHECK);
        let finding = policy(20, 0).parameter("conflict_percentage", "50").fails(&CHECK);
        assert_eq!(finding.expected, Reading::of(PERCENTAGE, 50));
        assert!(finding.because.unwrap().contains("differently"));
    }

    #[test]
    fn what_the_products_own_list_says_about_a_room_comes_first() {
        let case = policy(20, 0).parameter("conflict_percentage", "20");
        case.vendor_row("a", |row| row.conflict_percentage = Some(50)).fails(&CHECK);
        policy(0, 0).vendor_row("a", |row| row.conflict_percentage = Some(0)).passes(&CHECK);
    }

    #[test]
    fn where_conflicts_are_accepted_the_question_does_not_arise() {
        policy(0, 0).calendar(|calendar| calendar.allow_conflicts = Some(true)).is_not_applicable(&CHECK);
        policy(0, 0).without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn what_was_left_out_is_unknown_where_it_matters() {
        let case = policy(0, 0).calendar(|calendar| calendar.maximum_conflict_instances = None);
        case.lacks(&CHECK, "MaximumConflictInstances");
        policy(5, 0).calendar(|calendar| calendar.maximum_conflict_instances = None).passes(&CHECK);
        let case = policy(0, 0).calendar(|calendar| calendar.conflict_percentage_allowed = None);
        case.lacks(&CHECK, "ConflictPercentageAllowed");
    }

    #[test]
    fn its_repair_is_the_share_of_the_product_and_without_one_a_decision() {
        let told = policy(0, 0).parameter("conflict_percentage", "20");
        told.is_mended_by(&CHECK, &[changed(Setting::ConflictPercentageAllowed, 0, 20)]);
        policy(0, 0).is_mended_by_hand(&CHECK);
    }
}
