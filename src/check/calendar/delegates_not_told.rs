//! CP032. A room with delegates to whom nothing is forwarded.

use crate::check::calendar::policy;
use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// Delegates are not told about requests.
pub static CHECK: Check = Check {
    id: "CP032",
    name: "delegates-not-told",
    title: "Delegates are not told about requests",
    consequence: "Delegates never hear of a request, so whatever waits for their answer waits for ever.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/delegates-not-told.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    if calendar_field(&calendar.resource_delegates, "ResourceDelegates")?.is_empty() {
        return Ok(Outcome::NotApplicable);
    }
    if *calendar_field(&calendar.forward_requests_to_delegates, "ForwardRequestsToDelegates")? {
        return has_something_to_tell(calendar);
    }
    let name = "forward_requests_to_delegates";
    let finding = Finding::new(Reading::of(name, false), Reading::of(name, true));
    // Delegates who have nothing to decide: whether they should decide or go, no script can know.
    let is_approval_to_come =
        context.product.wish(Wish::Approval).is_some() && policy::delegates(calendar, context).is_some();
    let told = (is_approval_to_come || policy::waits_for_delegates(calendar, context))
        .then(|| mend::processing(room, calendar, Setting::ForwardRequestsToDelegates, true));
    Ok(finding.mend(told.flatten()).into())
}

/// Whether any request can wait for a delegate at all.
fn has_something_to_tell(calendar: &CalendarProcessing) -> Result<Outcome, Gap> {
    if !*calendar_field(&calendar.all_book_in_policy, "AllBookInPolicy")?
        || *calendar_field(&calendar.all_request_out_of_policy, "AllRequestOutOfPolicy")?
        || !calendar_field(&calendar.request_out_of_policy, "RequestOutOfPolicy")?.is_empty()
    {
        return Ok(Outcome::Pass);
    }
    let name = "requests_for_delegates";
    let finding = Finding::new(Reading::of(name, "none"), Reading::of(name, "some, or no delegates"));
    let cause = "everybody books directly within the room's limits and nobody may ask beyond them";
    Ok(finding.severity(Severity::Info).cause(cause).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed, names};

    fn delegated(forward: Option<bool>) -> Case {
        Case::new().calendar(|calendar| {
            calendar.resource_delegates = names(&["Ann"]);
            calendar.forward_requests_to_delegates = forward;
        })
    }

    fn deciding() -> Case {
        delegated(Some(true)).calendar(|calendar| calendar.all_book_in_policy = Some(false))
    }

    #[test]
    fn delegates_who_are_told_pass() {
        deciding().passes(&CHECK);
        let beyond = delegated(Some(true)).calendar(|calendar| calendar.all_request_out_of_policy = Some(true));
        beyond.passes(&CHECK);
        let some = delegated(Some(true)).calendar(|calendar| calendar.request_out_of_policy = names(&["Bob"]));
        some.passes(&CHECK);
    }

    #[test]
    fn delegates_whom_no_request_can_reach_are_worth_knowing() {
        let finding = delegated(Some(true)).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Info));
        assert_eq!(finding.actual, Reading::of("requests_for_delegates", "none"));
    }

    #[test]
    fn delegates_who_are_not_told_fail() {
        delegated(Some(false)).fails_with(&CHECK, "forward_requests_to_delegates", false);
    }

    #[test]
    fn without_delegates_the_question_does_not_arise() {
        let case = delegated(Some(false)).calendar(|calendar| calendar.resource_delegates = names(&[]));
        case.is_not_applicable(&CHECK);
    }

    #[test]
    fn what_was_left_out_is_unknown() {
        delegated(None).lacks(&CHECK, "ForwardRequestsToDelegates");
        delegated(None).calendar(|calendar| calendar.resource_delegates = None).lacks(&CHECK, "ResourceDelegates");
        let case = delegated(Some(true)).calendar(|calendar| calendar.all_request_out_of_policy = None);
        case.lacks(&CHECK, "AllRequestOutOfPolicy");
    }

    #[test]
    fn its_repair_tells_those_who_have_something_to_decide() {
        let deciding = deciding().calendar(|calendar| calendar.forward_requests_to_delegates = Some(false));
        deciding.is_mended_by(&CHECK, &[changed(Setting::ForwardRequestsToDelegates, false, true)]);
        delegated(Some(false)).is_mended_by_hand(&CHECK);
        delegated(Some(true)).is_mended_by_hand(&CHECK);
    }
}
