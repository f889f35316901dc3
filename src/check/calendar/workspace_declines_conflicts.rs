//! CP033. A workspace that refuses overlapping bookings.

use crate::check::calendar::workspace_without_capacity::counted;
use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// Workspace takes one booking at a time.
pub static CHECK: Check = Check {
    id: "CP033",
    name: "workspace-declines-conflicts",
    title: "Workspace takes one booking at a time",
    consequence: "The first person to book a desk takes the whole workspace, and everybody else is declined.",
    area: Area::Calendars,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/workspace-declines-conflicts.md"),
    probe: Probe::EachWorkspaceCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    if *calendar_field(&calendar.allow_conflicts, "AllowConflicts")? {
        return Ok(Outcome::Pass);
    }
    let finding = Finding::new(Reading::of("allow_conflicts", false), Reading::of("allow_conflicts", true));
    // Where nobody counts the desks, a workspace that declines nothing is booked by far too many.
    let counted = counted(room, calendar, context);
    if counted.is_empty() && calendar.enforce_capacity != Some(true) {
        return Ok(finding.into());
    }
    Ok(finding.mend(counted).mend(mend::processing(room, calendar, Setting::AllowConflicts, true)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed};

    #[test]
    fn a_workspace_for_many_passes() {
        Case::new().workspace().passes(&CHECK);
    }

    #[test]
    fn a_workspace_for_one_fails() {
        let case = Case::new().workspace().calendar(|calendar| calendar.allow_conflicts = Some(false));
        case.fails_with(&CHECK, "allow_conflicts", false);
    }

    #[test]
    fn meeting_rooms_are_judged_by_their_own_check() {
        assert_eq!(Case::new().all(&CHECK), []);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        Case::new().workspace().calendar(|calendar| calendar.allow_conflicts = None).lacks(&CHECK, "AllowConflicts");
    }

    #[test]
    fn its_repair_never_leaves_a_workspace_that_counts_nothing() {
        let one = Case::new().workspace().calendar(|calendar| calendar.allow_conflicts = Some(false));
        let many = || changed(Setting::AllowConflicts, false, true);
        one.is_mended_by(&CHECK, &[many()]);
        let uncounted = one.calendar(|calendar| calendar.enforce_capacity = Some(false));
        uncounted.is_mended_by(&CHECK, &[changed(Setting::EnforceCapacity, false, true), many()]);
        let unknown =
            uncounted.place(|place| place.capacity = None).mailbox(|mailbox| mailbox.resource_capacity = None);
        unknown.is_mended_by_hand(&CHECK);
    }
}
