//! CP006. A room that names people who may book while everybody may.

use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::tenant::{CalendarProcessing, Gap, ListSetting, Room};

/// List of people who may book has no effect.
pub static CHECK: Check = Check {
    id: "CP006",
    name: "ignored-book-in-policy-list",
    title: "List of people who may book has no effect",
    consequence: "The list looks like a restriction, yet everybody may book the room.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/ignored-book-in-policy-list.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    if !*calendar_field(&calendar.all_book_in_policy, "AllBookInPolicy")? {
        return Ok(Outcome::Pass);
    }
    let listed = calendar_field(&calendar.book_in_policy, "BookInPolicy")?;
    if listed.is_empty() {
        return Ok(Outcome::Pass);
    }
    let reading = |count| Reading::of("all_book_in_policy", true).and("book_in_policy", Datum::Int(count));
    let finding = Finding::new(reading(i64::try_from(listed.len()).unwrap_or(i64::MAX)), reading(0));
    // Without the list everybody may book as before; the other way would take the room from people.
    let nobody = listed.iter().map(|name| mend::listed(name, context));
    Ok(finding.mend(mend::amended(room, ListSetting::BookInPolicy, [], nobody)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, names, removed};

    #[test]
    fn one_of_the_two_passes() {
        Case::new().passes(&CHECK);
        let case = Case::new().calendar(|calendar| calendar.all_book_in_policy = Some(false));
        case.calendar(|calendar| calendar.book_in_policy = names(&["Ann"])).passes(&CHECK);
    }

    #[test]
    fn both_at_once_fail() {
        let finding = Case::new().calendar(|calendar| calendar.book_in_policy = names(&["Ann"])).fails(&CHECK);
        assert_eq!(finding.actual.0["book_in_policy"], Datum::Int(1));
    }

    #[test]
    fn what_was_left_out_is_unknown() {
        Case::new().calendar(|calendar| calendar.book_in_policy = None).lacks(&CHECK, "BookInPolicy");
        Case::new().calendar(|calendar| calendar.all_book_in_policy = None).lacks(&CHECK, "AllBookInPolicy");
    }

    #[test]
    fn its_repair_empties_the_list_and_takes_the_room_from_nobody() {
        let case = Case::new().calendar(|calendar| calendar.book_in_policy = names(&["Ann"]));
        case.is_mended_by(&CHECK, &[removed(ListSetting::BookInPolicy, &["Ann"])]);
    }
}
