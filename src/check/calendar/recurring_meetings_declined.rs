//! CP018. A room that takes no series.

use crate::check::calendar::flag::Flag;
use crate::check::{Area, Check, Context, Outcome, Probe, Severity, Trust};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// Recurring meetings are declined.
pub static CHECK: Check = Check {
    id: "CP018",
    name: "recurring-meetings-declined",
    title: "Recurring meetings are declined",
    consequence: "Every series is declined, whatever {product} lets people book.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/recurring-meetings-declined.md"),
    probe: Probe::EachCalendar(probe),
};

const SETTING: Flag = Flag {
    wish: Wish::Recurrence,
    setting: Setting::AllowRecurringMeetings,
    name: "allow_recurring_meetings",
    wanted: true,
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
        Case::new().calendar(|calendar| calendar.allow_recurring_meetings = value)
    }

    #[test]
    fn a_room_that_takes_series_passes() {
        set(Some(true)).passes(&CHECK);
    }

    #[test]
    fn a_room_that_takes_none_fails_as_the_product_says() {
        let finding = set(Some(false)).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Warning));
        assert_eq!(finding.actual, Reading::of("allow_recurring_meetings", false));
    }

    #[test]
    fn products_without_the_wish_are_not_judged() {
        set(Some(false)).without_wishes().is_not_applicable(&CHECK);
        set(None).without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        set(None).lacks(&CHECK, "AllowRecurringMeetings");
    }

    #[test]
    fn its_repair_sets_the_switch_as_the_product_wants_it() {
        set(Some(false)).is_mended_by(&CHECK, &[changed(Setting::AllowRecurringMeetings, false, true)]);
    }
}
