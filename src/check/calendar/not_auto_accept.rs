//! CP001. A room that does not process requests as products expect.

use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::product::Wish;
use crate::tenant::{AutomateProcessing, CalendarProcessing, Gap, Room, Setting, Source};

/// Requests are not answered automatically.
pub static CHECK: Check = Check {
    id: "CP001",
    name: "not-auto-accept",
    title: "Requests are not answered automatically",
    consequence: "The room never accepts or declines by itself, so every booking stays tentative or goes unanswered.",
    area: Area::Calendars,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/not-auto-accept.md"),
    probe: Probe::EachCalendar(probe),
};

/// The mode in which requests are answered.
pub(super) const AUTO_ACCEPT: &str = "AutoAccept";

const NOBODY_DECIDES: &str =
    "Delegates are sent no requests in this mode, so bookings made in {product} wait for ever.";

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    let product = context.product;
    // Delegates, too, are sent requests only in this mode, so it is wanted either way.
    let (rule, by_delegates) = match (product.wish(Wish::AutoAccept), product.wish(Wish::Approval)) {
        (Some(rule), _) => (rule, false),
        (None, Some(rule)) => (rule, true),
        (None, None) => return Ok(Outcome::NotApplicable),
    };
    let actual = match calendar_field(&calendar.automate_processing, "AutomateProcessing")? {
        AutomateProcessing::AutoAccept => return Ok(Outcome::Pass),
        AutomateProcessing::AutoUpdate => "AutoUpdate",
        AutomateProcessing::None => "None",
        AutomateProcessing::Other(value) => {
            let (source, field) = (Source::ExchangeCalendarProcessing, "AutomateProcessing");
            return Err(Gap::Field { source, field, value: Some(value.clone()) });
        }
    };
    let name = "automate_processing";
    let finding = Finding::new(Reading::of(name, actual), Reading::of(name, AUTO_ACCEPT));
    let finding = match by_delegates {
        // The rule's own sentence is about bookings that nobody approved.
        true => Finding { because: Some(NOBODY_DECIDES.to_owned()), ..finding.severity(rule.level.into()) },
        false => finding.by(rule),
    };
    let finding = finding.mend(mend::processing(room, calendar, Setting::AutomateProcessing, AUTO_ACCEPT));
    let has_delegates = calendar.resource_delegates.as_ref().is_some_and(|delegates| !delegates.is_empty());
    Ok(if has_delegates { finding.cause("its delegates get no requests in this mode").into() } else { finding.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed, names};
    use crate::product::Level;

    fn mode(mode: AutomateProcessing) -> Case {
        Case::new().calendar(|calendar| calendar.automate_processing = Some(mode))
    }

    #[test]
    fn auto_accept_passes() {
        Case::new().passes(&CHECK);
    }

    #[test]
    fn the_other_modes_fail_as_the_product_says() {
        mode(AutomateProcessing::None).fails_with(&CHECK, "automate_processing", "None");
        let finding = mode(AutomateProcessing::AutoUpdate).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Error));
        assert_eq!(finding.cause, None);
    }

    #[test]
    fn delegates_do_not_excuse_it() {
        let case = mode(AutomateProcessing::AutoUpdate);
        let finding = case.calendar(|calendar| calendar.resource_delegates = names(&["Ann"])).fails(&CHECK);
        assert!(finding.cause.unwrap().contains("delegates get no requests"));
    }

    #[test]
    fn products_whose_delegates_decide_need_it_too() {
        let case = mode(AutomateProcessing::AutoUpdate).without_wishes().wishing(Wish::Approval, Level::Warning);
        let finding = case.fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Warning));
        assert_eq!(finding.because.as_deref(), Some(NOBODY_DECIDES));
        case.calendar(|calendar| calendar.automate_processing = Some(AutomateProcessing::AutoAccept)).passes(&CHECK);
    }

    #[test]
    fn a_value_that_is_not_known_is_unknown_and_shown() {
        let gap = mode(AutomateProcessing::Other("AutoThink".into())).is_unknown(&CHECK);
        assert!(matches!(gap, Gap::Field { value: Some(value), .. } if value.raw() == "AutoThink"));
    }

    #[test]
    fn products_without_the_wish_are_not_judged() {
        mode(AutomateProcessing::None).without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        Case::new().calendar(|calendar| calendar.automate_processing = None).lacks(&CHECK, "AutomateProcessing");
    }

    #[test]
    fn its_repair_has_requests_answered() {
        mode(AutomateProcessing::None)
            .is_mended_by(&CHECK, &[changed(Setting::AutomateProcessing, "None", AUTO_ACCEPT)]);
        mode(AutomateProcessing::AutoUpdate)
            .is_mended_by(&CHECK, &[changed(Setting::AutomateProcessing, "AutoUpdate", AUTO_ACCEPT)]);
    }
}
