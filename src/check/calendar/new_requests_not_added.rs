//! CP009. A room whose calendar shows new requests only once they are decided.

use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// New requests are not put on the calendar.
pub static CHECK: Check = Check {
    id: "CP009",
    name: "new-requests-not-added",
    title: "New requests are not put on the calendar",
    consequence: "A request that waits for an approval does not show on the room's calendar, so the time looks free.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Safe,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/new-requests-not-added.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, _: &Context<'_>) -> Result<Outcome, Gap> {
    if *calendar_field(&calendar.add_new_requests_tentatively, "AddNewRequestsTentatively")? {
        return Ok(Outcome::Pass);
    }
    let name = "add_new_requests_tentatively";
    let finding = Finding::new(Reading::of(name, false), Reading::of(name, true));
    Ok(finding.mend(mend::processing(room, calendar, Setting::AddNewRequestsTentatively, true)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed};

    #[test]
    fn requests_that_show_at_once_pass() {
        Case::new().passes(&CHECK);
    }

    #[test]
    fn requests_that_do_not_show_fail() {
        let case = Case::new().calendar(|calendar| calendar.add_new_requests_tentatively = Some(false));
        case.fails_with(&CHECK, "add_new_requests_tentatively", false);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        Case::new()
            .calendar(|calendar| calendar.add_new_requests_tentatively = None)
            .lacks(&CHECK, "AddNewRequestsTentatively");
    }

    #[test]
    fn its_repair_shows_them() {
        let case = Case::new().calendar(|calendar| calendar.add_new_requests_tentatively = Some(false));
        case.is_mended_by(&CHECK, &[changed(Setting::AddNewRequestsTentatively, false, true)]);
    }
}
