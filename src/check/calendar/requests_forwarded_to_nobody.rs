//! CP004. A room that forwards requests to delegates and has none.

use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{CalendarProcessing, Gap, Room};

/// Requests are forwarded, but there is no delegate.
pub static CHECK: Check = Check {
    id: "CP004",
    name: "requests-forwarded-to-nobody",
    title: "Requests are forwarded, but there is no delegate",
    consequence: "Requests that need an approval wait for a delegate who does not exist.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/requests-forwarded-to-nobody.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(_: &Room, calendar: &CalendarProcessing, _: &Context<'_>) -> Result<Outcome, Gap> {
    // Whether requests are forwarded matters only where not everybody books directly.
    if *calendar_field(&calendar.all_book_in_policy, "AllBookInPolicy")?
        || !calendar_field(&calendar.resource_delegates, "ResourceDelegates")?.is_empty()
        || !*calendar_field(&calendar.forward_requests_to_delegates, "ForwardRequestsToDelegates")?
    {
        return Ok(Outcome::Pass);
    }
    let expected = Reading::of("resource_delegates", Datum::AtLeast(1)).and("forward_requests_to_delegates", true);
    let actual = Reading::of("resource_delegates", 0).and("forward_requests_to_delegates", true);
    let finding = Finding::new(actual, expected);
    let anybody_may_ask = calendar.all_request_in_policy != Some(false)
        || calendar.request_in_policy.as_ref().is_none_or(|list| !list.is_empty());
    Ok(if anybody_may_ask {
        finding.into()
    } else {
        finding.severity(Severity::Info).cause("without effect today: nobody may ask for an approval in policy").into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, names};

    fn asking() -> Case {
        Case::new().calendar(|calendar| {
            calendar.all_book_in_policy = Some(false);
            calendar.all_request_in_policy = Some(true);
        })
    }

    #[test]
    fn a_room_that_everybody_books_directly_passes() {
        Case::new().passes(&CHECK);
    }

    #[test]
    fn a_delegate_or_no_forwarding_passes() {
        asking().calendar(|calendar| calendar.resource_delegates = names(&["Ann"])).passes(&CHECK);
        asking().calendar(|calendar| calendar.forward_requests_to_delegates = Some(false)).passes(&CHECK);
    }

    #[test]
    fn forwarding_to_nobody_fails() {
        let finding = asking().fails(&CHECK);
        assert_eq!(finding.severity, None);
        assert_eq!(finding.actual.0["resource_delegates"], Datum::Int(0));
    }

    #[test]
    fn where_nobody_may_ask_it_is_only_worth_knowing() {
        let finding = asking().calendar(|calendar| calendar.all_request_in_policy = Some(false)).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Info));
    }

    #[test]
    fn what_was_left_out_is_unknown() {
        asking().calendar(|calendar| calendar.resource_delegates = None).lacks(&CHECK, "ResourceDelegates");
        asking().calendar(|calendar| calendar.all_book_in_policy = None).lacks(&CHECK, "AllBookInPolicy");
    }
}
