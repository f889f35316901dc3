//! RM015. A room that accepts, refuses or holds back mail by its sender.

use crate::check::context::field_of;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Room, Source, Untrusted};

/// Room takes mail from some senders only.
pub static CHECK: Check = Check {
    id: "RM015",
    name: "senders-restricted",
    title: "Room takes mail from some senders only",
    consequence: "Invitations that {product} sends may never reach the room, and nobody is told.",
    area: Area::Places,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/senders-restricted.md"),
    probe: Probe::EachRoom(probe),
};

fn probe(room: &Room, context: &Context<'_>) -> Result<Outcome, Gap> {
    let Some(mailbox) = room.mailbox.get()? else { return Ok(Outcome::NotApplicable) };
    let list = |names: &[Untrusted]| Datum::List(names.to_vec());
    let mut actual = Reading::of("accepts_only_from", list(&mailbox.accepts_only_from))
        .and("rejects_from", list(&mailbox.rejects_from));
    let is_restricted = !mailbox.accepts_only_from.is_empty() || !mailbox.rejects_from.is_empty();
    match field_of(&mailbox.moderated, Source::ExchangeMailboxes, "ModerationEnabled") {
        Ok(moderated) => {
            actual = actual.and("moderated", *moderated);
            if !is_restricted && !moderated {
                return Ok(Outcome::Pass);
            }
        }
        Err(gap) if !is_restricted => return Err(gap),
        Err(_) => {}
    }
    let expected = Reading::of("accepts_only_from", list(&[])).and("rejects_from", list(&[])).and("moderated", false);
    let finding = Finding::new(actual, expected);
    let accounts: Vec<_> =
        context.product.parameters.booking_accounts().map(|account| format!("`{account}`")).collect();
    Ok(if accounts.is_empty() || mailbox.accepts_only_from.is_empty() {
        finding.into()
    } else {
        let accounts = accounts.join(" and ");
        finding.cause(format!("{accounts}, which the product books with, must be among the senders")).into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied};

    #[test]
    fn a_room_that_hears_everybody_passes() {
        Case::new().passes(&CHECK);
    }

    #[test]
    fn each_kind_of_restriction_fails() {
        let rejecting = Case::new().mailbox(|mailbox| mailbox.rejects_from = vec!["Guests".into()]);
        assert_eq!(rejecting.fails(&CHECK).actual.0["rejects_from"], Datum::List(vec!["Guests".into()]));
        let moderated = Case::new().mailbox(|mailbox| mailbox.moderated = Some(true));
        assert_eq!(moderated.fails(&CHECK).actual.0["moderated"], Datum::Bool(true));
        assert_eq!(rejecting.fails(&CHECK).expected, moderated.fails(&CHECK).expected);
    }

    #[test]
    fn a_restricted_room_names_the_account_that_must_get_through() {
        let case = Case::new().mailbox(|mailbox| mailbox.accepts_only_from = vec!["Staff".into()]);
        assert_eq!(case.fails(&CHECK).cause, None);
        let cause = case.parameter("booking_account", "sync@contoso.com").fails(&CHECK).cause.unwrap();
        assert!(cause.contains("`sync@contoso.com`"), "{cause}");
    }

    #[test]
    fn moderation_that_was_left_out_is_unknown_unless_something_else_is_wrong() {
        let case = Case::new().mailbox(|mailbox| mailbox.moderated = None);
        case.lacks(&CHECK, "ModerationEnabled");
        case.mailbox(|mailbox| mailbox.rejects_from = vec!["Guests".into()]).fails(&CHECK);
        Case::new().room(|room| room.mailbox = denied()).is_unknown(&CHECK);
    }
}
