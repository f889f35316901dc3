//! CP008. A delegate who is deleted, disabled, or has no mailbox.

use crate::check::calendar::named::{at_fault, kind, none_at_fault};
use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Severity, Trust};
use crate::tenant::{CalendarProcessing, Gap, Recipient, Room};

/// Delegate who cannot answer.
pub static CHECK: Check = Check {
    id: "CP008",
    name: "delegate-cannot-answer",
    title: "Delegate who cannot answer",
    consequence: "Requests go to somebody who never sees them, and stay tentative.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/delegate-cannot-answer.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(_: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    let delegates = calendar_field(&calendar.resource_delegates, "ResourceDelegates")?;
    if delegates.is_empty() {
        return Ok(Outcome::NotApplicable);
    }
    Ok(match at_fault(delegates, context, fault)? {
        Some(actual) => Finding::new(actual, none_at_fault()).into(),
        None => Outcome::Pass,
    })
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
    use crate::check::calendar::fixture::{Case, denied, known, names, recipient};
    use crate::check::{Datum, Reading};

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
}
