//! CP027. A room that Exchange frees when nobody checks in.

use crate::check::calendar::flag::Flag;
use crate::check::{Area, Check, Context, Outcome, Probe, Severity, Trust};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// Exchange releases unclaimed rooms by itself.
pub static CHECK: Check = Check {
    id: "CP027",
    name: "automatic-release-on",
    title: "Exchange releases unclaimed rooms by itself",
    consequence: "Two systems release rooms by different rules, and people lose a room that {product} still shows as theirs.",
    area: Area::Calendars,
    severity: Severity::Info,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/automatic-release-on.md"),
    probe: Probe::EachCalendar(probe),
};

const SETTING: Flag =
    Flag { wish: Wish::NoAutoRelease, setting: Setting::EnableAutoRelease, name: "enable_auto_release", wanted: false };

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    SETTING.judge(room, calendar, context)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Reading;
    use crate::check::calendar::fixture::{Case, changed};

    fn set(value: Option<bool>) -> Case {
        Case::new().calendar(|calendar| calendar.enable_auto_release = value)
    }

    #[test]
    fn a_room_that_only_the_product_releases_passes() {
        set(Some(false)).passes(&CHECK);
    }

    #[test]
    fn a_room_that_exchange_releases_fails_as_the_product_says() {
        let finding = set(Some(true)).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Info));
        assert_eq!(finding.actual, Reading::of("enable_auto_release", true));
    }

    #[test]
    fn products_without_the_wish_are_not_judged() {
        set(Some(true)).without_wishes().is_not_applicable(&CHECK);
        set(None).without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        set(None).lacks(&CHECK, "EnableAutoRelease");
    }

    #[test]
    fn its_repair_sets_the_switch_as_the_product_wants_it() {
        set(Some(true)).is_mended_by(&CHECK, &[changed(Setting::EnableAutoRelease, true, false)]);
    }
}
