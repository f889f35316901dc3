//! CP016. A room that deletes cancelled meetings.

use crate::check::calendar::flag::Flag;
use crate::check::{Area, Check, Context, Outcome, Probe, Severity, Trust};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// Cancelled meetings deleted from the calendar.
pub static CHECK: Check = Check {
    id: "CP016",
    name: "cancelled-meetings-removed",
    title: "Cancelled meetings deleted from the calendar",
    consequence: "A cancellation reaches {product} as a vanished item, without who cancelled it and when.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Safe,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/cancelled-meetings-removed.md"),
    probe: Probe::EachCalendar(probe),
};

const SETTING: Flag = Flag {
    wish: Wish::CancelledMeetings,
    setting: Setting::RemoveCanceledMeetings,
    name: "remove_canceled_meetings",
    wanted: false,
};

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    SETTING.judge(room, calendar, context)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Reading;
    use crate::check::calendar::fixture::{Case, changed};

    fn set(value: Option<bool>) -> Case {
        Case::new().calendar(|calendar| calendar.remove_canceled_meetings = value)
    }

    #[test]
    fn cancelled_meetings_that_stay_pass() {
        set(Some(false)).passes(&CHECK);
    }

    #[test]
    fn cancelled_meetings_that_vanish_fail_as_the_product_says() {
        let finding = set(Some(true)).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Info));
        assert_eq!(finding.actual, Reading::of("remove_canceled_meetings", true));
    }

    #[test]
    fn products_without_the_wish_are_not_judged() {
        set(Some(true)).without_wishes().is_not_applicable(&CHECK);
        set(None).without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        set(None).lacks(&CHECK, "RemoveCanceledMeetings");
    }

    #[test]
    fn its_repair_sets_the_switch_as_the_product_wants_it() {
        set(Some(true)).is_mended_by(&CHECK, &[changed(Setting::RemoveCanceledMeetings, true, false)]);
    }
}
