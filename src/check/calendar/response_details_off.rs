//! CP028. A room that answers without saying why.

use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// Answers of the room give no reasons.
pub static CHECK: Check = Check {
    id: "CP028",
    name: "response-details-off",
    title: "Answers of the room give no reasons",
    consequence: "People learn that the room declined, but not why or whose meeting holds it, and ask the help desk.",
    area: Area::Calendars,
    severity: Severity::Info,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/response-details-off.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    let Some(rule) = context.product.wish(Wish::ResponseDetails) else { return Ok(Outcome::NotApplicable) };
    let settings = [
        ("enable_response_details", &calendar.enable_response_details, "EnableResponseDetails"),
        ("organizer_info", &calendar.organizer_info, "OrganizerInfo"),
    ];
    let (mut actual, mut expected) = (Reading::default(), Reading::default());
    for (name, value, _) in settings {
        actual = value.iter().fold(actual, |reading, value| reading.and(name, *value));
        expected = expected.and(name, true);
    }
    if settings.iter().all(|(_, value, _)| **value != Some(false)) {
        for (_, value, field) in settings {
            calendar_field(value, field)?;
        }
        return Ok(Outcome::Pass);
    }
    let on = [Setting::EnableResponseDetails, Setting::OrganizerInfo];
    let changes = on.into_iter().filter_map(|setting| mend::processing(room, calendar, setting, true));
    Ok(Finding::new(actual, expected).by(rule).mend(changes).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed};

    fn set(details: Option<bool>, organizer: Option<bool>) -> Case {
        Case::new().calendar(|calendar| {
            calendar.enable_response_details = details;
            calendar.organizer_info = organizer;
        })
    }

    #[test]
    fn both_on_pass() {
        set(Some(true), Some(true)).passes(&CHECK);
    }

    #[test]
    fn either_off_fails_as_the_product_says() {
        let finding = set(Some(true), Some(false)).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Info));
        assert_eq!(finding.actual, Reading::of("enable_response_details", true).and("organizer_info", false));
        assert_eq!(finding.expected, set(Some(false), Some(true)).fails(&CHECK).expected);
    }

    #[test]
    fn products_without_the_wish_are_not_judged() {
        set(Some(false), Some(false)).without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn one_field_that_was_left_out_is_unknown_unless_the_other_is_off() {
        set(None, Some(true)).lacks(&CHECK, "EnableResponseDetails");
        set(Some(true), None).lacks(&CHECK, "OrganizerInfo");
        set(None, Some(false)).fails_with(&CHECK, "organizer_info", false);
    }

    #[test]
    fn its_repair_switches_on_what_is_off() {
        let (details, organizer) = (Setting::EnableResponseDetails, Setting::OrganizerInfo);
        set(Some(true), Some(false)).is_mended_by(&CHECK, &[changed(organizer, false, true)]);
        set(Some(false), Some(false))
            .is_mended_by(&CHECK, &[changed(details, false, true), changed(organizer, false, true)]);
    }
}
