//! CP005. A room that names people who may ask beyond policy while everybody may.

use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::tenant::{CalendarProcessing, Gap, ListSetting, Room};

/// List of people who may ask beyond policy has no effect.
pub static CHECK: Check = Check {
    id: "CP005",
    name: "pointless-out-of-policy-list",
    title: "List of people who may ask beyond policy has no effect",
    consequence: "The list looks like a restriction, yet everybody may ask for a booking beyond the room's limits.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/pointless-out-of-policy-list.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    if !*calendar_field(&calendar.all_request_out_of_policy, "AllRequestOutOfPolicy")? {
        return Ok(Outcome::Pass);
    }
    let listed = calendar_field(&calendar.request_out_of_policy, "RequestOutOfPolicy")?;
    if listed.is_empty() {
        return Ok(Outcome::Pass);
    }
    let reading =
        |count| Reading::of("all_request_out_of_policy", true).and("request_out_of_policy", Datum::Int(count));
    let finding = Finding::new(reading(i64::try_from(listed.len()).unwrap_or(i64::MAX)), reading(0));
    // Without the list everybody may ask as before; the other way would take it from people.
    let nobody = listed.iter().map(|name| mend::listed(name, context));
    Ok(finding.mend(mend::amended(room, ListSetting::RequestOutOfPolicy, [], nobody)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, names, removed};

    fn open() -> Case {
        Case::new().calendar(|calendar| calendar.all_request_out_of_policy = Some(true))
    }

    #[test]
    fn one_of_the_two_passes() {
        open().passes(&CHECK);
        Case::new().calendar(|calendar| calendar.request_out_of_policy = names(&["Ann"])).passes(&CHECK);
    }

    #[test]
    fn both_at_once_fail() {
        let finding = open().calendar(|calendar| calendar.request_out_of_policy = names(&["Ann", "Bob"])).fails(&CHECK);
        assert_eq!(finding.actual.0["request_out_of_policy"], Datum::Int(2));
    }

    #[test]
    fn what_was_left_out_is_unknown() {
        open().calendar(|calendar| calendar.request_out_of_policy = None).lacks(&CHECK, "RequestOutOfPolicy");
        let case = Case::new().calendar(|calendar| calendar.all_request_out_of_policy = None);
        case.lacks(&CHECK, "AllRequestOutOfPolicy");
    }

    #[test]
    fn its_repair_empties_the_list_and_takes_the_room_from_nobody() {
        let case = open().calendar(|calendar| calendar.request_out_of_policy = names(&["Ann", "Bob"]));
        case.is_mended_by(&CHECK, &[removed(ListSetting::RequestOutOfPolicy, &["Ann", "Bob"])]);
    }
}
