//! CP024. A meeting room with a limit that only works for workspaces.

use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// Minimum duration set on a room, where it has no effect.
pub static CHECK: Check = Check {
    id: "CP024",
    name: "minimum-duration-without-effect",
    title: "Minimum duration set on a room, where it has no effect",
    consequence: "Somebody expects short meetings to be refused, but Exchange applies the limit to workspaces only.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Safe,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/minimum-duration-without-effect.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, _: &Context<'_>) -> Result<Outcome, Gap> {
    let minutes = *calendar_field(&calendar.minimum_duration_minutes, "MinimumDurationInMinutes")?;
    if minutes <= 0 {
        return Ok(Outcome::Pass);
    }
    let name = "minimum_duration_minutes";
    let finding = Finding::new(Reading::of(name, minutes), Reading::of(name, 0));
    Ok(finding.mend(mend::processing(room, calendar, Setting::MinimumDurationInMinutes, 0)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed};

    #[test]
    fn a_room_without_the_limit_passes() {
        Case::new().passes(&CHECK);
    }

    #[test]
    fn a_room_with_the_limit_fails() {
        let case = Case::new().calendar(|calendar| calendar.minimum_duration_minutes = Some(30));
        case.fails_with(&CHECK, "minimum_duration_minutes", 30);
    }

    #[test]
    fn a_workspace_may_have_it() {
        let case = Case::new().workspace().calendar(|calendar| calendar.minimum_duration_minutes = Some(30));
        assert_eq!(case.all(&CHECK), []);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        Case::new()
            .calendar(|calendar| calendar.minimum_duration_minutes = None)
            .lacks(&CHECK, "MinimumDurationInMinutes");
    }

    #[test]
    fn its_repair_drops_the_limit() {
        let case = Case::new().calendar(|calendar| calendar.minimum_duration_minutes = Some(30));
        case.is_mended_by(&CHECK, &[changed(Setting::MinimumDurationInMinutes, 30, 0)]);
    }
}
