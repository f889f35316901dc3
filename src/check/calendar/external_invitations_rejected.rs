//! CP017. A room that answers people of the organisation only.

use crate::check::calendar::flag::Flag;
use crate::check::{Area, Check, Context, Outcome, Probe, Severity, Trust};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// Invitations from outside are rejected.
pub static CHECK: Check = Check {
    id: "CP017",
    name: "external-invitations-rejected",
    title: "Invitations from outside are rejected",
    consequence: "Bookings that come from outside the organisation are refused, even where {product} itself sends them.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/external-invitations-rejected.md"),
    probe: Probe::EachCalendar(probe),
};

const SETTING: Flag = Flag {
    wish: Wish::ExternalInvitations,
    setting: Setting::ProcessExternalMeetingMessages,
    name: "process_external_meeting_messages",
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
    use crate::product::Level;

    fn set(value: Option<bool>) -> Case {
        Case::new()
            .wishing(Wish::ExternalInvitations, Level::Error)
            .calendar(|calendar| calendar.process_external_meeting_messages = value)
    }

    #[test]
    fn a_room_that_answers_everybody_passes() {
        set(Some(true)).passes(&CHECK);
    }

    #[test]
    fn a_room_that_rejects_outsiders_fails_as_the_product_says() {
        let finding = set(Some(false)).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Error));
        assert_eq!(finding.actual, Reading::of("process_external_meeting_messages", false));
    }

    #[test]
    fn products_without_the_wish_are_not_judged() {
        set(Some(false)).without_wishes().is_not_applicable(&CHECK);
        set(None).without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        set(None).lacks(&CHECK, "ProcessExternalMeetingMessages");
    }

    #[test]
    fn its_repair_sets_the_switch_as_the_product_wants_it() {
        set(Some(false)).is_mended_by(&CHECK, &[changed(Setting::ProcessExternalMeetingMessages, false, true)]);
    }
}
