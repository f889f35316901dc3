//! CP011. A room that empties the titles of meetings.

use crate::check::calendar::flag::Flag;
use crate::check::{Area, Check, Context, Outcome, Probe, Severity, Trust};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// Meeting title removed on arrival.
pub static CHECK: Check = Check {
    id: "CP011",
    name: "title-removed",
    title: "Meeting title removed on arrival",
    consequence: "{product} and the panels at the door show no meeting title.",
    area: Area::Calendars,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/title-removed.md"),
    probe: Probe::EachCalendar(probe),
};

const SETTING: Flag =
    Flag { wish: Wish::Titles, setting: Setting::DeleteSubject, name: "delete_subject", wanted: false };

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    SETTING.judge(room, calendar, context)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Reading;
    use crate::check::calendar::fixture::{Case, changed};

    fn set(value: Option<bool>) -> Case {
        Case::new().calendar(|calendar| calendar.delete_subject = value)
    }

    #[test]
    fn a_title_that_stays_passes() {
        set(Some(false)).passes(&CHECK);
    }

    #[test]
    fn a_title_that_is_removed_fails_as_the_product_says() {
        let finding = set(Some(true)).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Error));
        assert_eq!(finding.actual, Reading::of("delete_subject", true));
    }

    #[test]
    fn products_without_the_wish_are_not_judged() {
        set(Some(true)).without_wishes().is_not_applicable(&CHECK);
        set(None).without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        set(None).lacks(&CHECK, "DeleteSubject");
    }

    #[test]
    fn its_repair_sets_the_switch_as_the_product_wants_it() {
        set(Some(true)).is_mended_by(&CHECK, &[changed(Setting::DeleteSubject, true, false)]);
    }
}
