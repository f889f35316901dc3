//! CP021. A room that declines a series for its last meetings.

use crate::check::calendar::flag::Flag;
use crate::check::{Area, Check, Context, Outcome, Probe, Severity, Trust};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// Series beyond the booking window are declined.
pub static CHECK: Check = Check {
    id: "CP021",
    name: "long-series-declined",
    title: "Series beyond the booking window are declined",
    consequence: "A series that runs past the booking window is declined as a whole, although its first meetings would fit.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Safe,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/long-series-declined.md"),
    probe: Probe::EachCalendar(probe),
};

const SETTING: Flag = Flag {
    wish: Wish::LongSeries,
    setting: Setting::EnforceSchedulingHorizon,
    name: "enforce_scheduling_horizon",
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
        Case::new().calendar(|calendar| calendar.enforce_scheduling_horizon = value)
    }

    #[test]
    fn a_series_that_is_shortened_passes() {
        set(Some(false)).passes(&CHECK);
    }

    #[test]
    fn a_series_that_is_declined_fails_as_the_product_says() {
        let finding = set(Some(true)).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Warning));
        assert_eq!(finding.actual, Reading::of("enforce_scheduling_horizon", true));
    }

    #[test]
    fn products_without_the_wish_are_not_judged() {
        set(Some(true)).without_wishes().is_not_applicable(&CHECK);
        set(None).without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        set(None).lacks(&CHECK, "EnforceSchedulingHorizon");
    }

    #[test]
    fn its_repair_sets_the_switch_as_the_product_wants_it() {
        set(Some(true)).is_mended_by(&CHECK, &[changed(Setting::EnforceSchedulingHorizon, true, false)]);
    }
}
