//! CP008. A delegate who is deleted, disabled, or has no mailbox.

use crate::check::calendar::named::{at_fault, kind, none_at_fault, resolve};
use crate::check::calendar::policy;
use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Severity, Trust, mend};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Change, Gap, ListSetting, Recipient, Room, Untrusted};

/// Delegate who cannot answer.
pub static CHECK: Check = Check {
    id: "CP008",
    name: "delegate-cannot-answer",
    title: "Delegate who cannot answer",
    consequence: "Requests go to somebody who never sees them, and stay tentative.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/delegate-cannot-answer.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    let delegates = calendar_field(&calendar.resource_delegates, "ResourceDelegates")?;
    if delegates.is_empty() {
        return Ok(Outcome::NotApplicable);
    }
    Ok(match at_fault(delegates, context, fault)? {
        Some(actual) => Finding::new(actual, none_at_fault()).mend(without(room, calendar, context)).into(),
        None => Outcome::Pass,
    })
}

/// The list without those who cannot answer. The last ones stay while requests wait for them: somebody has to say who
/// decides instead.
fn without(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Option<Change> {
    let delegates = calendar.resource_delegates.iter().flatten();
    let gone: Vec<&Untrusted> = delegates.filter(|name| !can_answer(name, context)).collect();
    let somebody_waits =
        context.product.wish(Wish::Approval).is_some() || policy::waits_for_delegates(calendar, context);
    if somebody_waits && policy::delegates(calendar, context).is_none() {
        return None;
    }
    mend::amended(room, ListSetting::ResourceDelegates, [], gone.into_iter().map(|name| mend::listed(name, context)))
}

/// Whether nothing is known against a delegate.
pub(super) fn can_answer(name: &Untrusted, context: &Context<'_>) -> bool {
    !resolve(name, context).is_ok_and(|recipient| fault(recipient).is_some())
}

fn fault(recipient: Option<&Recipient>) -> Option<&'static str> {
    let Some(recipient) = recipient else { return Some("deleted") };
    match kind(recipient) {
        "DisabledUser" => Some("disabled"),
        // A mail user has a mailbox, only elsewhere, and gets what is forwarded.
        "User" | "Contact" | "MailContact" | "GuestMailUser" => Some("no mailbox"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, known, names, recipient, removed};
    use crate::check::{Datum, Reading};
    use crate::product::Level;

    fn delegates(delegates: &[&str]) -> Case {
        Case::new()
            .with_recipient("Ann", recipient("ann", "UserMailbox"))
            .with_recipient("Bob", recipient("bob", "User"))
            .with_recipient("Cas", recipient("cas", "MailUser"))
            .with_recipient("Gone", known(None))
            .with_recipient("Closed", denied())
            .calendar(|calendar| calendar.resource_delegates = names(delegates))
    }

    #[test]
    fn people_with_a_mailbox_pass() {
        delegates(&["Ann", "Cas"]).passes(&CHECK);
    }

    #[test]
    fn one_of_them_at_fault_fails() {
        let finding = delegates(&["Ann", "Bob", "Gone"]).fails(&CHECK);
        let who = Datum::List(vec!["Gone".into(), "bob".into()]);
        let why = Datum::List(vec!["deleted".into(), "no mailbox".into()]);
        assert_eq!(finding.actual, Reading::of("unusable_recipients", who).and("reasons", why));
    }

    #[test]
    fn without_delegates_the_question_does_not_arise() {
        Case::new().is_not_applicable(&CHECK);
    }

    #[test]
    fn what_was_not_read_is_unknown() {
        delegates(&["Ann", "Closed"]).is_unknown(&CHECK);
        Case::new().calendar(|calendar| calendar.resource_delegates = None).lacks(&CHECK, "ResourceDelegates");
    }

    #[test]
    fn its_repair_takes_them_out_while_somebody_is_left_or_nobody_asks() {
        let gone = || [removed(ListSetting::ResourceDelegates, &["Gone"])];
        delegates(&["Ann", "Gone"]).is_mended_by(&CHECK, &gone());
        delegates(&["Gone"]).is_mended_by(&CHECK, &gone());
        let asking = delegates(&["Gone"]).calendar(|calendar| calendar.all_book_in_policy = Some(false));
        asking.is_mended_by_hand(&CHECK);
        delegates(&["Gone"]).wishing(Wish::Approval, Level::Warning).is_mended_by_hand(&CHECK);
    }
}
