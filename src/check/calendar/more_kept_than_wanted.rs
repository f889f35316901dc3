//! CP037. A room that keeps parts of meetings which the product wants removed.

use crate::check::calendar::kept::is_kept;
use crate::check::calendar::not_auto_accept::AUTO_ACCEPT;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::product::{Rule, Wish};
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// More of a meeting kept than wanted.
pub static CHECK: Check = Check {
    id: "CP037",
    name: "more-kept-than-wanted",
    title: "More of a meeting kept than wanted",
    consequence: "Titles, texts or attachments of meetings reach {product}, which was meant to see times only.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/more-kept-than-wanted.md"),
    probe: Probe::EachCalendar(probe),
};

/// A part of a meeting, and the switch that removes it.
struct Part {
    wish: Wish,
    setting: Setting,
    name: &'static str,
    switch: fn(&CalendarProcessing) -> Option<bool>,
}

const PARTS: [Part; 3] = [
    Part {
        wish: Wish::TitlesRemoved,
        setting: Setting::DeleteSubject,
        name: "delete_subject",
        switch: |calendar| calendar.delete_subject,
    },
    Part {
        wish: Wish::BodyRemoved,
        setting: Setting::DeleteComments,
        name: "delete_comments",
        switch: |calendar| calendar.delete_comments,
    },
    Part {
        wish: Wish::AttachmentsRemoved,
        setting: Setting::DeleteAttachments,
        name: "delete_attachments",
        switch: |calendar| calendar.delete_attachments,
    },
];

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    let (mut actual, mut expected) = (Reading::default(), Reading::default());
    let mut changes = Vec::new();
    let mut worst: Option<&Rule> = None;
    let mut gap = None;
    let (mut is_wished, mut is_without_effect) = (false, false);
    for part in &PARTS {
        let Some(rule) = context.product.wish(part.wish) else { continue };
        is_wished = true;
        let switch = (part.switch)(calendar);
        match is_kept(calendar, switch, part.setting.property()) {
            Ok(false) => {}
            Ok(true) => {
                is_without_effect |= switch != Some(false);
                changes.extend(mend::processing(room, calendar, part.setting, true));
                actual = actual.and(part.name, switch);
                expected = expected.and(part.name, true);
                worst = worst.filter(|worst| worst.level >= rule.level).or(Some(rule));
            }
            Err(unknown) => gap = gap.or(Some(unknown)),
        }
    }
    let Some(rule) = worst else {
        return match gap {
            Some(gap) => Err(gap),
            None if is_wished => Ok(Outcome::Pass),
            None => Ok(Outcome::NotApplicable),
        };
    };
    // In the other modes the switches have no effect.
    changes.extend(mend::processing(room, calendar, Setting::AutomateProcessing, AUTO_ACCEPT));
    let finding = Finding::new(actual, expected).by(rule).mend(changes);
    Ok(if is_without_effect {
        finding.cause("the switch has an effect only where requests are answered automatically (`AutoAccept`)").into()
    } else {
        finding.into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed};
    use crate::product::Level;
    use crate::tenant::AutomateProcessing;

    fn case(subject: Option<bool>, comments: Option<bool>) -> Case {
        Case::new()
            .without_wishes()
            .wishing(Wish::TitlesRemoved, Level::Error)
            .wishing(Wish::BodyRemoved, Level::Warning)
            .calendar(|calendar| {
                calendar.delete_subject = subject;
                calendar.delete_comments = comments;
                calendar.delete_attachments = Some(false);
            })
    }

    #[test]
    fn a_room_that_removes_what_it_should_passes() {
        case(Some(true), Some(true)).passes(&CHECK);
    }

    #[test]
    fn what_is_kept_is_named_and_the_worst_rule_counts() {
        let finding = case(Some(false), Some(false)).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Error));
        assert_eq!(finding.actual, Reading::of("delete_subject", false).and("delete_comments", false));
        let finding = case(Some(true), Some(false)).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Warning));
        assert_eq!(finding.actual, Reading::of("delete_comments", false));
    }

    #[test]
    fn each_part_is_judged_by_its_own_wish() {
        let attachments = Case::new().without_wishes().wishing(Wish::AttachmentsRemoved, Level::Info);
        let attachments = attachments.calendar(|calendar| calendar.delete_attachments = Some(false));
        assert_eq!(attachments.fails(&CHECK).severity, Some(Severity::Info));
    }

    #[test]
    fn switches_without_effect_keep_everything() {
        let case = case(Some(true), Some(true))
            .calendar(|calendar| calendar.automate_processing = Some(AutomateProcessing::AutoUpdate));
        let finding = case.fails(&CHECK);
        assert!(finding.cause.unwrap().contains("`AutoAccept`"));
    }

    #[test]
    fn products_that_want_nothing_removed_are_not_judged() {
        case(Some(false), Some(false)).without_wishes().is_not_applicable(&CHECK);
        case(None, None).without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown_unless_another_is_at_fault() {
        case(None, Some(true)).lacks(&CHECK, "DeleteSubject");
        case(None, Some(false)).fails(&CHECK);
    }

    #[test]
    fn its_repair_removes_what_is_not_wanted_in_the_mode_in_which_that_works() {
        let subject = changed(Setting::DeleteSubject, false, true);
        case(Some(false), Some(true)).is_mended_by(&CHECK, std::slice::from_ref(&subject));
        let without_effect = case(Some(false), Some(true)).calendar(|it| {
            it.automate_processing = Some(AutomateProcessing::AutoUpdate);
            it.delete_comments = Some(true);
        });
        let mode = changed(Setting::AutomateProcessing, "AutoUpdate", AUTO_ACCEPT);
        without_effect.is_mended_by(&CHECK, &[subject, mode]);
    }
}
