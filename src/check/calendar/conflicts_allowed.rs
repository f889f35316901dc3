//! CP019. A meeting room that accepts overlapping meetings.

use crate::check::calendar::series_declined_for_one_conflict;
use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// Double bookings are accepted.
pub static CHECK: Check = Check {
    id: "CP019",
    name: "conflicts-allowed",
    title: "Double bookings are accepted",
    consequence: "Two meetings can hold the room at the same time, and both organisers believe that it is theirs.",
    area: Area::Calendars,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/conflicts-allowed.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    if !*calendar_field(&calendar.allow_conflicts, "AllowConflicts")? {
        return Ok(Outcome::Pass);
    }
    let finding = Finding::new(Reading::of("allow_conflicts", true), Reading::of("allow_conflicts", false));
    // Once conflicts are declined, the share that a series may have counts again (CP020).
    let share = series_declined_for_one_conflict::mend(room, calendar, context);
    Ok(finding.mend(mend::processing(room, calendar, Setting::AllowConflicts, false)).mend(share).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed};

    #[test]
    fn a_room_for_one_meeting_at_a_time_passes() {
        Case::new().passes(&CHECK);
    }

    #[test]
    fn a_room_that_takes_two_fails() {
        let case = Case::new().calendar(|calendar| calendar.allow_conflicts = Some(true));
        case.fails_with(&CHECK, "allow_conflicts", true);
    }

    #[test]
    fn workspaces_are_judged_by_their_own_check() {
        assert_eq!(Case::new().workspace().all(&CHECK), []);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        Case::new().calendar(|calendar| calendar.allow_conflicts = None).lacks(&CHECK, "AllowConflicts");
    }

    #[test]
    fn its_repair_brings_the_share_of_the_product_into_force_too() {
        let case = Case::new().calendar(|calendar| calendar.allow_conflicts = Some(true));
        let declined = || changed(Setting::AllowConflicts, true, false);
        case.is_mended_by(&CHECK, &[declined()]);
        let shared = case.parameter("conflict_percentage", "30");
        shared.is_mended_by(&CHECK, &[declined(), changed(Setting::ConflictPercentageAllowed, 20, 30)]);
    }
}
