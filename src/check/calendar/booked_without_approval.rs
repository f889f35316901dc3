//! CP038. A room that is booked without the approval that the product counts on.

use crate::check::calendar::policy;
use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Change, Gap, ListSetting, Room, Setting};

/// Booked without approval.
pub static CHECK: Check = Check {
    id: "CP038",
    name: "booked-without-approval",
    title: "Booked without approval",
    consequence: "Bookings are confirmed, or declined, without the people who should decide about them in {product}.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/booked-without-approval.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    let Some(rule) = context.product.wish(Wish::Approval) else { return Ok(Outcome::NotApplicable) };
    let fails = |actual: Reading, expected: Reading, cause: &str| {
        Ok(Finding::new(actual, expected).by(rule).cause(cause).mend(asked(room, calendar, context)).into())
    };
    let books = calendar_field(&calendar.all_book_in_policy, "AllBookInPolicy");
    if books == Ok(&true) {
        let name = "all_book_in_policy";
        return fails(Reading::of(name, true), Reading::of(name, false), "everybody books directly");
    }
    let delegates = calendar_field(&calendar.resource_delegates, "ResourceDelegates");
    if delegates.as_ref().is_ok_and(|delegates| delegates.is_empty()) {
        let name = "resource_delegates";
        return fails(Reading::of(name, 0), Reading::of(name, Datum::AtLeast(1)), "nobody is there to decide");
    }
    let asks = calendar_field(&calendar.all_request_in_policy, "AllRequestInPolicy");
    let listed = calendar_field(&calendar.request_in_policy, "RequestInPolicy");
    if asks == Ok(&false) && listed.as_ref().is_ok_and(|list| list.is_empty()) {
        let (all, some) = ("all_request_in_policy", "request_in_policy");
        let actual = Reading::of(all, false).and(some, 0);
        return fails(actual, Reading::of(all, true), "nobody may ask, so requests are declined at once");
    }
    books?;
    delegates?;
    if asks != Ok(&true) && !listed.as_ref().is_ok_and(|list| !list.is_empty()) {
        asks?;
        listed?;
    }
    let direct = calendar_field(&calendar.book_in_policy, "BookInPolicy")?.len();
    if direct == 0 {
        return Ok(Outcome::Pass);
    }
    let name = "book_in_policy";
    let direct = i64::try_from(direct).unwrap_or(i64::MAX);
    let finding = Finding::new(Reading::of(name, direct), Reading::of(name, 0)).severity(Severity::Info);
    Ok(finding.cause("the people in the list book without asking").mend(asked(room, calendar, context)).into())
}

/// Everybody asks and nobody books directly. Nothing where no delegate can decide: whom to name no script can know.
fn asked(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Vec<Change> {
    if policy::delegates(calendar, context).is_none() {
        return Vec::new();
    }
    let listed = calendar.book_in_policy.iter().flatten().map(|name| mend::listed(name, context));
    let changes = [
        mend::processing(room, calendar, Setting::AllRequestInPolicy, true),
        mend::processing(room, calendar, Setting::AllBookInPolicy, false),
        mend::amended(room, ListSetting::BookInPolicy, [], listed),
    ];
    changes.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed, known, names, removed};
    use crate::product::Level;

    fn asking() -> Case {
        Case::new().without_wishes().wishing(Wish::Approval, Level::Error).calendar(|calendar| {
            calendar.all_book_in_policy = Some(false);
            calendar.book_in_policy = names(&[]);
            calendar.all_request_in_policy = Some(true);
            calendar.request_in_policy = names(&[]);
            calendar.resource_delegates = names(&["Ann"]);
        })
    }

    #[test]
    fn a_room_whose_requests_all_go_to_delegates_passes() {
        asking().passes(&CHECK);
        let listed = asking().calendar(|calendar| {
            calendar.all_request_in_policy = Some(false);
            calendar.request_in_policy = names(&["Staff"]);
        });
        listed.passes(&CHECK);
    }

    #[test]
    fn a_room_that_everybody_books_directly_fails_as_the_product_says() {
        let finding = asking().calendar(|calendar| calendar.all_book_in_policy = Some(true)).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Error));
        assert_eq!(finding.actual, Reading::of("all_book_in_policy", true));
    }

    #[test]
    fn a_room_without_delegates_fails() {
        let case = asking().calendar(|calendar| calendar.resource_delegates = names(&[]));
        case.fails_with(&CHECK, "resource_delegates", 0);
    }

    #[test]
    fn a_room_that_nobody_may_ask_for_fails() {
        let finding = asking().calendar(|calendar| calendar.all_request_in_policy = Some(false)).fails(&CHECK);
        assert_eq!(finding.expected, Reading::of("all_request_in_policy", true));
    }

    #[test]
    fn people_who_need_not_ask_are_worth_knowing() {
        let finding = asking().calendar(|calendar| calendar.book_in_policy = names(&["Board"])).fails(&CHECK);
        assert_eq!((finding.severity, finding.actual), (Some(Severity::Info), Reading::of("book_in_policy", 1)));
    }

    #[test]
    fn products_that_want_no_approval_are_not_judged() {
        asking().without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn what_was_left_out_is_unknown_unless_something_else_is_wrong() {
        asking().calendar(|calendar| calendar.all_book_in_policy = None).lacks(&CHECK, "AllBookInPolicy");
        asking().calendar(|calendar| calendar.resource_delegates = None).lacks(&CHECK, "ResourceDelegates");
        asking().calendar(|calendar| calendar.all_request_in_policy = None).lacks(&CHECK, "AllRequestInPolicy");
        asking().calendar(|calendar| calendar.book_in_policy = None).lacks(&CHECK, "BookInPolicy");
        asking().calendar(|calendar| calendar.request_in_policy = None).passes(&CHECK);
        let worse = asking().calendar(|calendar| {
            calendar.all_book_in_policy = None;
            calendar.resource_delegates = names(&[]);
        });
        worse.fails(&CHECK);
    }

    #[test]
    fn its_repair_has_everybody_ask_a_delegate_who_is_there() {
        let open = asking().calendar(|calendar| {
            calendar.all_book_in_policy = Some(true);
            calendar.all_request_in_policy = Some(false);
            calendar.book_in_policy = names(&["Bob"]);
        });
        let asks = changed(Setting::AllRequestInPolicy, false, true);
        let direct = changed(Setting::AllBookInPolicy, true, false);
        open.is_mended_by(&CHECK, &[asks, direct, removed(ListSetting::BookInPolicy, &["Bob"])]);
        open.clone().calendar(|calendar| calendar.resource_delegates = names(&[])).is_mended_by_hand(&CHECK);
        open.with_recipient("Ann", known(None)).is_mended_by_hand(&CHECK);
    }
}
