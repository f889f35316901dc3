//! CP002. A room whose six policy settings are all off or empty.

use crate::check::calendar::policy;
use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{CalendarProcessing, Gap, Room, Untrusted};

/// Nobody may book the room.
pub static CHECK: Check = Check {
    id: "CP002",
    name: "nobody-may-book",
    title: "Nobody may book the room",
    consequence: "The room has no policy that lets anybody book or ask, so every request is declined or left lying.",
    area: Area::Calendars,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/nobody-may-book.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    let everybody = [
        (&calendar.all_book_in_policy, "AllBookInPolicy"),
        (&calendar.all_request_in_policy, "AllRequestInPolicy"),
        (&calendar.all_request_out_of_policy, "AllRequestOutOfPolicy"),
    ];
    let some = [
        (&calendar.book_in_policy, "BookInPolicy"),
        (&calendar.request_in_policy, "RequestInPolicy"),
        (&calendar.request_out_of_policy, "RequestOutOfPolicy"),
    ];
    let lists_anybody = |(list, _): &(&Option<Vec<Untrusted>>, _)| list.as_ref().is_some_and(|list| !list.is_empty());
    if everybody.iter().any(|(switch, _)| **switch == Some(true)) || some.iter().any(lists_anybody) {
        return Ok(Outcome::Pass);
    }
    for (switch, field) in everybody {
        calendar_field(switch, field)?;
    }
    for (list, field) in some {
        calendar_field(list, field)?;
    }
    let name = "policies_in_use";
    let finding = Finding::new(Reading::of(name, 0), Reading::of(name, Datum::AtLeast(1)));
    Ok(finding.mend(policy::opened(room, calendar, context)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, added, changed, known, known_recipient, names, recipient};
    use crate::product::{Level, Wish};
    use crate::tenant::{ListSetting, Setting};

    fn closed() -> Case {
        Case::new().calendar(|calendar| calendar.all_book_in_policy = Some(false))
    }

    #[test]
    fn one_way_to_book_is_enough() {
        Case::new().passes(&CHECK);
        closed().calendar(|calendar| calendar.all_request_out_of_policy = Some(true)).passes(&CHECK);
        closed().calendar(|calendar| calendar.request_in_policy = names(&["Ann"])).passes(&CHECK);
    }

    #[test]
    fn six_times_nobody_fails() {
        closed().fails_with(&CHECK, "policies_in_use", 0);
    }

    #[test]
    fn one_field_that_was_left_out_is_unknown_unless_another_lets_people_in() {
        let case = closed().calendar(|calendar| calendar.book_in_policy = None);
        case.lacks(&CHECK, "BookInPolicy");
        case.calendar(|calendar| calendar.all_book_in_policy = Some(true)).passes(&CHECK);
        closed().calendar(|calendar| calendar.all_request_in_policy = None).lacks(&CHECK, "AllRequestInPolicy");
    }

    #[test]
    fn its_repair_opens_the_room_no_further_than_has_to_be() {
        closed().is_mended_by(&CHECK, &[changed(Setting::AllBookInPolicy, false, true)]);
        let decided = closed()
            .with_recipient("Ann", recipient("ann", "UserMailbox"))
            .calendar(|calendar| calendar.resource_delegates = names(&["Ann"]));
        decided.is_mended_by(&CHECK, &[changed(Setting::AllRequestInPolicy, false, true)]);
        let account = decided
            .parameter("booking_account", "sync@contoso.com")
            .with_recipient("sync@contoso.com", known_recipient("sync", "UserMailbox", 9));
        account.is_mended_by(&CHECK, &[added(ListSetting::BookInPolicy, 9)]);
    }

    #[test]
    fn whom_to_ask_for_an_approval_no_script_knows() {
        closed().wishing(Wish::Approval, Level::Warning).is_mended_by_hand(&CHECK);
        let gone = closed()
            .with_recipient("Gone", known(None))
            .calendar(|calendar| calendar.resource_delegates = names(&["Gone"]));
        gone.is_mended_by_hand(&CHECK);
    }
}
