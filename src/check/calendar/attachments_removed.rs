//! CP015. A room that drops the attachments of meetings.

use crate::check::calendar::flag::Flag;
use crate::check::{Area, Check, Context, Outcome, Probe, Severity, Trust};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// Attachments removed on arrival.
pub static CHECK: Check = Check {
    id: "CP015",
    name: "attachments-removed",
    title: "Attachments removed on arrival",
    consequence: "Files and pictures of a meeting do not reach {product}.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/attachments-removed.md"),
    probe: Probe::EachCalendar(probe),
};

const SETTING: Flag =
    Flag { wish: Wish::Attachments, setting: Setting::DeleteAttachments, name: "delete_attachments", wanted: false };

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    SETTING.judge(room, calendar, context)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Reading;
    use crate::check::calendar::fixture::{Case, changed};
    use crate::product::Level;

    fn set(value: Option<bool>) -> Case {
        Case::new().wishing(Wish::Attachments, Level::Warning).calendar(|calendar| calendar.delete_attachments = value)
    }

    #[test]
    fn attachments_that_stay_pass() {
        set(Some(false)).passes(&CHECK);
    }

    #[test]
    fn attachments_that_are_removed_fail_as_the_product_says() {
        let finding = set(Some(true)).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Warning));
        assert_eq!(finding.actual, Reading::of("delete_attachments", true));
    }

    #[test]
    fn products_without_the_wish_are_not_judged() {
        set(Some(true)).without_wishes().is_not_applicable(&CHECK);
        set(None).without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        set(None).lacks(&CHECK, "DeleteAttachments");
    }

    #[test]
    fn its_repair_sets_the_switch_as_the_product_wants_it() {
        set(Some(true)).is_mended_by(&CHECK, &[changed(Setting::DeleteAttachments, true, false)]);
    }
}
