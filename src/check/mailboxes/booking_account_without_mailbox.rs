//! RM016. The account that the product books with has no mailbox to book from.

use crate::check::mailboxes::account::Account;
use crate::check::rooms::remote::is_remote_kind;
use crate::check::{
    Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Subject, SubjectKind, Trust,
};
use crate::product::{Rule, Wish};
use crate::tenant::{Gap, Recipient, Source};

/// The account that books for the product has no mailbox.
pub static CHECK: Check = Check {
    id: "RM016",
    name: "booking-account-without-mailbox",
    title: "The account that books for the product has no mailbox",
    consequence: "{product} writes its bookings into this mailbox, so without it no booking reaches a room.",
    area: Area::Setup,
    severity: Severity::Error,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/booking-account-without-mailbox.md"),
    probe: Probe::Tenant(probe),
};

/// What is behind the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Behind {
    /// A mailbox that can organise meetings.
    Mailbox,
    /// A mailbox that answers invitations by itself.
    Resource,
    /// Nothing that a product can book from, with the reason.
    Nothing(&'static str),
}

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let accounts = Account::wanted(Wish::BookingMailbox, context)?;
    if accounts.is_empty() {
        return Ok(vec![Judged::new(context.tenant(), Outcome::NotApplicable)]);
    }
    Ok(accounts.iter().map(|(account, rule)| judge(account, rule, context)).collect())
}

fn judge(account: &Account<'_>, rule: &Rule, context: &Context<'_>) -> Judged {
    let name = account.recipient.as_ref().ok().and_then(|found| found.map(|recipient| recipient.display_name.clone()));
    let subject = Subject::new(SubjectKind::Mailbox, account.address.as_str(), name);
    let reading = |behind: &'static str| Reading::of("mailbox", behind);
    let outcome = behind(account, context).map(|behind| match behind {
        Behind::Mailbox => Outcome::Pass,
        Behind::Resource => {
            let finding = Finding::new(reading("room or equipment"), reading("user or shared mailbox")).by(rule);
            let cause = "a resource answers invitations by itself and is offered for booking";
            finding.severity(Severity::Warning).cause(cause).into()
        }
        Behind::Nothing(cause) => {
            Finding::new(reading("none"), reading("user or shared mailbox")).by(rule).cause(cause).into()
        }
    });
    Judged { subject, outcome }
}

fn behind(account: &Account<'_>, context: &Context<'_>) -> Result<Behind, Gap> {
    // Addresses of rooms are not looked up again: the list of mailboxes has them.
    let resource = context.snapshot.rooms.get(account.address);
    if resource.is_some_and(|room| matches!(room.mailbox.ok(), Some(Some(_)))) {
        return Ok(Behind::Resource);
    }
    match account.recipient.clone()? {
        Some(recipient) => kind(recipient),
        None => Ok(Behind::Nothing("nothing in Exchange has this address")),
    }
}

fn kind(recipient: &Recipient) -> Result<Behind, Gap> {
    let (source, field) = (Source::ExchangeRecipient, "RecipientTypeDetails");
    let details = recipient.recipient_type_details.as_deref().filter(|details| !details.is_empty());
    let details = details.ok_or(Gap::Field { source, field, value: None })?;
    Ok(match details {
        "UserMailbox" | "SharedMailbox" | "LinkedMailbox" | "LegacyMailbox" | "TeamMailbox" | "SchedulingMailbox" => {
            Behind::Mailbox
        }
        "RoomMailbox" | "EquipmentMailbox" | "LinkedRoomMailbox" => Behind::Resource,
        "MailUser" => Behind::Nothing(
            "the account has an address but no mailbox in Exchange Online: no licence, or its mailbox is on premises",
        ),
        details if is_remote_kind(details) => Behind::Nothing("the mailbox is on premises"),
        "User" => {
            Behind::Nothing("the account has no mailbox: it never had a licence, or lost it more than 30 days ago")
        }
        "DisabledUser" => Behind::Nothing("the account is disabled and has no mailbox"),
        "GroupMailbox" => Behind::Nothing("a Microsoft 365 group: apps cannot write into the calendar of one"),
        "MailContact" | "GuestMailUser" => {
            Behind::Nothing("a contact or guest, whose mailbox is in another organisation")
        }
        details if details.ends_with("Group") || details == "RoomList" => {
            Behind::Nothing("a group, which has members and no mailbox")
        }
        other => return Err(Gap::Field { source, field, value: Some(other.into()) }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, known, recipient};
    use crate::product::Level;

    fn unnamed() -> Case {
        Case::new().wishing(Wish::BookingMailbox, Level::Error)
    }

    fn account(kind: &str) -> Case {
        let case = unnamed().parameter("booking_account", "sync@contoso.com");
        case.with_recipient("sync@contoso.com", recipient("sync", kind))
    }

    #[test]
    fn a_user_or_shared_mailbox_passes() {
        account("UserMailbox").passes(&CHECK);
        account("SharedMailbox").passes(&CHECK);
    }

    #[test]
    fn an_account_without_a_mailbox_fails_with_the_reason() {
        for kind in ["User", "DisabledUser", "MailUser", "GroupMailbox", "MailUniversalSecurityGroup", "MailContact"] {
            let finding = account(kind).fails(&CHECK);
            assert_eq!(finding.severity, Some(Severity::Error), "{kind}");
            assert_eq!(finding.actual, Reading::of("mailbox", "none"), "{kind}");
            assert!(finding.cause.is_some(), "{kind}");
        }
        let cause = account("RemoteUserMailbox").fails(&CHECK).cause.unwrap();
        assert_eq!(cause, "the mailbox is on premises");
    }

    #[test]
    fn an_address_that_nothing_has_fails() {
        let case = account("UserMailbox").with_recipient("sync@contoso.com", known(None));
        assert_eq!(case.fails(&CHECK).cause.unwrap(), "nothing in Exchange has this address");
    }

    #[test]
    fn a_room_in_its_place_is_a_warning() {
        assert_eq!(account("RoomMailbox").fails(&CHECK).severity, Some(Severity::Warning));
        let listed = unnamed().parameter("booking_account", "a@contoso.com");
        assert_eq!(listed.fails(&CHECK).severity, Some(Severity::Warning));
    }

    #[test]
    fn the_level_is_the_products() {
        let case = account("User").wishing(Wish::BookingMailbox, Level::Warning);
        assert_eq!(case.fails(&CHECK).severity, Some(Severity::Warning));
    }

    #[test]
    fn an_account_that_nobody_named_or_read_is_unknown() {
        assert!(matches!(unnamed().is_unknown(&CHECK), Gap::NotEvaluable { .. }));
        let unread = unnamed().parameter("booking_account", "sync@contoso.com");
        assert_eq!(unread.is_unknown(&CHECK), Gap::NotGathered);
        unread.with_recipient("sync@contoso.com", denied()).is_unknown(&CHECK);
        let gap = account("FutureMailbox").is_unknown(&CHECK);
        assert!(matches!(gap, Gap::Field { value: Some(_), .. }), "{gap:?}");
    }

    #[test]
    fn each_product_that_books_so_has_an_account_of_its_own() {
        let [one, mut other] = [account("UserMailbox"), account("UserMailbox")];
        let merge = |one: &Case, other: &Case| Case {
            product: crate::product::merged(vec![one.product.clone(), other.product.clone()]),
            ..one.clone()
        };
        other.product.name = "other".into();
        let other = other.parameter("booking_account", "other@contoso.com");
        let both = merge(&one, &other).with_recipient("other@contoso.com", known(None));
        let outcomes: Vec<bool> = both.all(&CHECK).iter().map(|judged| judged.outcome == Ok(Outcome::Pass)).collect();
        assert_eq!(outcomes, [true, false]);
        assert!(matches!(merge(&one, &unnamed()).is_unknown(&CHECK), Gap::NotEvaluable { .. }));
        // The account of a product that books otherwise is that product's matter.
        merge(&one, &Case::new().parameter("booking_account", "none@contoso.com")).passes(&CHECK);
    }

    #[test]
    fn products_without_such_an_account_are_not_judged() {
        Case::new().is_not_applicable(&CHECK);
    }
}
