//! CP035. A room with delegates whose undecided requests do not block the time.

use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// Requests that wait for a delegate show as free.
pub static CHECK: Check = Check {
    id: "CP035",
    name: "pending-shown-as-free",
    title: "Requests that wait for a delegate show as free",
    consequence: "While a delegate decides, {product} offers the same time to the next person.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Safe,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/pending-shown-as-free.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    let Some(rule) = context.product.wish(Wish::PendingShownAsTentative) else { return Ok(Outcome::NotApplicable) };
    if *calendar_field(&calendar.tentative_pending_approval, "TentativePendingApproval")? {
        return Ok(Outcome::Pass);
    }
    if calendar_field(&calendar.resource_delegates, "ResourceDelegates")?.is_empty() {
        return Ok(Outcome::Pass);
    }
    let name = "tentative_pending_approval";
    let finding = Finding::new(Reading::of(name, false), Reading::of(name, true)).by(rule);
    Ok(finding.mend(mend::processing(room, calendar, Setting::TentativePendingApproval, true)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed, names};

    fn delegated(tentative: Option<bool>) -> Case {
        Case::new().calendar(|calendar| {
            calendar.resource_delegates = names(&["Ann"]);
            calendar.tentative_pending_approval = tentative;
        })
    }

    #[test]
    fn requests_that_show_as_tentative_pass() {
        delegated(Some(true)).passes(&CHECK);
    }

    #[test]
    fn requests_that_show_as_free_fail_as_the_product_says() {
        assert_eq!(delegated(Some(false)).fails(&CHECK).severity, Some(Severity::Warning));
        delegated(Some(false)).fails_with(&CHECK, "tentative_pending_approval", false);
    }

    #[test]
    fn without_delegates_nothing_is_ever_pending() {
        delegated(Some(false)).calendar(|calendar| calendar.resource_delegates = names(&[])).passes(&CHECK);
    }

    #[test]
    fn what_was_left_out_is_unknown_where_it_matters() {
        delegated(None).lacks(&CHECK, "TentativePendingApproval");
        let case = delegated(Some(false)).calendar(|calendar| calendar.resource_delegates = None);
        case.lacks(&CHECK, "ResourceDelegates");
        delegated(None).without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn its_repair_shows_them_as_tentative() {
        delegated(Some(false)).is_mended_by(&CHECK, &[changed(Setting::TentativePendingApproval, false, true)]);
    }
}
