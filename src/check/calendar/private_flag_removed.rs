//! CP013. A room that clears the private flag of meetings.

use crate::check::calendar::flag::Flag;
use crate::check::{Area, Check, Context, Outcome, Probe, Severity, Trust};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// Private flag removed on arrival.
pub static CHECK: Check = Check {
    id: "CP013",
    name: "private-flag-removed",
    title: "Private flag removed on arrival",
    consequence: "Meetings marked private lose the mark, and {product} shows their details to everybody.",
    area: Area::Calendars,
    severity: Severity::Error,
    fix: Trust::Safe,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/private-flag-removed.md"),
    probe: Probe::EachCalendar(probe),
};

const SETTING: Flag = Flag {
    wish: Wish::PrivateFlag,
    setting: Setting::RemovePrivateProperty,
    name: "remove_private_property",
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
        Case::new().calendar(|calendar| calendar.remove_private_property = value)
    }

    #[test]
    fn a_flag_that_stays_passes() {
        set(Some(false)).passes(&CHECK);
    }

    #[test]
    fn a_flag_that_is_removed_fails_as_the_product_says() {
        let finding = set(Some(true)).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Error));
        assert_eq!(finding.actual, Reading::of("remove_private_property", true));
    }

    #[test]
    fn products_without_the_wish_are_not_judged() {
        set(Some(true)).without_wishes().is_not_applicable(&CHECK);
        set(None).without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        set(None).lacks(&CHECK, "RemovePrivateProperty");
    }

    #[test]
    fn its_repair_sets_the_switch_as_the_product_wants_it() {
        set(Some(true)).is_mended_by(&CHECK, &[changed(Setting::RemovePrivateProperty, true, false)]);
    }
}
