//! The mailbox that the product books with is not there, or the app cannot use it.

use super::confine::Opener;
use super::effective::{Reach, Verdict};
use super::target::Target;
use super::{about_app, has_mailbox, mailbox_subject, permissions, recipient, required_in_mailboxes};
use crate::check::app::standing::standing;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::product::{Rule, Wish};
use crate::tenant::{Address, Gap};

/// The check.
pub static CHECK: Check = Check {
    id: "AC032",
    name: "booking-account-out-of-reach",
    title: "Booking account missing or out of the app's reach",
    consequence: "{product} books every room from this mailbox, so no booking made there reaches Outlook.",
    area: Area::Access,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/booking-account-out-of-reach.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    // Another product of the run reaches its own account with its own app.
    let product = context.product.of_the_app();
    let wanted = product.wish(Wish::BookingMailbox).filter(|_| required_in_mailboxes(context).next().is_some());
    let Some(rule) = wanted else { return Ok(about_app(context, Outcome::NotApplicable)) };
    let judged: Vec<_> = product
        .parameters
        .booking_accounts()
        .map(|account| Judged { subject: mailbox_subject(account, context), outcome: judge(account, rule, context) })
        .collect();
    if judged.is_empty() {
        return Err(Gap::NotEvaluable { what: "which mailbox the product books with (the parameter booking_account)" });
    }
    Ok(judged)
}

fn judge(account: &Address, rule: &Rule, context: &Context<'_>) -> Result<Outcome, Gap> {
    let finding = |actual, expected| Finding::new(actual, expected).by(rule);
    let Some(recipient) = recipient(account, context)? else {
        return Ok(finding(Reading::of("mailbox", "not found"), Reading::of("mailbox", "one in Exchange Online"))
            .cause("Exchange knows no recipient with this address")
            .into());
    };
    if !has_mailbox(recipient)? {
        let actual = Reading::of("recipient_type_details", recipient.recipient_type_details.clone());
        return Ok(finding(actual, Reading::of("mailbox", "one in Exchange Online"))
            .cause("the address belongs to something without a mailbox in Exchange Online")
            .into());
    }
    let reach = Reach::of(context.snapshot);
    let target = Target::recipient(account, recipient);
    let (mut wanted, mut granted, mut ends, mut gap) = (Vec::new(), Vec::new(), Vec::new(), None);
    for permission in required_in_mailboxes(context) {
        // What the app was not given at all is told once, by `required-permission-missing`.
        if standing(context.snapshot, permission)?.is_missing() {
            continue;
        }
        wanted.push(permission);
        match reach.verdict(permission, target.clone()) {
            Verdict::Granted(_) => granted.push(permission),
            Verdict::Denied(obstacles) => ends.push(obstacles.first().copied()),
            Verdict::Unknown(unknown) => gap = gap.or(Some(unknown)),
        }
    }
    match (ends.first().copied(), gap) {
        (Some(obstacle), _) => {
            let (mut actual, expected) = (permissions(granted), permissions(wanted));
            if let Some(obstacle) = obstacle {
                actual = actual.and("outside", obstacle.name().clone());
            }
            let changes = Opener::new(&reach, context).open(&ends, recipient.guid);
            let finding = finding(actual, expected).mend(changes);
            Ok(match obstacle {
                Some(obstacle) => finding.cause(obstacle.words()).into(),
                None => finding.into(),
            })
        }
        (None, Some(gap)) => Err(gap),
        (None, None) => Ok(Outcome::Pass),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::product::{Level, Product};
    use crate::tenant::{Recipient, Snapshot};

    const DESK: &str = "desk@contoso.example";

    fn product() -> Product {
        let mut product = wishing(spacewell(), Wish::BookingMailbox, Level::Error);
        product.set("booking_account", DESK).unwrap();
        product
    }

    fn with(mut snapshot: Snapshot, recipient: Option<Recipient>) -> Snapshot {
        look_up(&mut snapshot, DESK, recipient);
        snapshot
    }

    fn word(snapshot: &Snapshot) -> String {
        lines_for(&CHECK, snapshot, &product())[0].rsplit(": ").next().unwrap().to_owned()
    }

    #[test]
    fn a_product_that_books_otherwise_is_not_judged() {
        assert_eq!(lines(&CHECK, &unconfined()), ["app: not applicable"]);
    }

    #[test]
    fn a_product_that_asks_for_no_application_permission_is_not_judged() {
        let mut product = Product::builtin("servicenow").unwrap();
        product.set("mode", "personal").unwrap();
        product.set("booking_account", DESK).unwrap();
        let snapshot = with(unconfined(), None);
        assert_eq!(lines_for(&CHECK, &snapshot, &product), ["app: not applicable"]);
    }

    #[test]
    fn the_account_of_another_product_is_reached_by_that_ones_app() {
        let (mut other, own) = (Product::builtin("servicenow").unwrap(), product());
        other.set("mode", "strict").unwrap();
        other.set("booking_account", "other@contoso.example").unwrap();
        let mut snapshot = with(unconfined(), Some(user(DESK)));
        look_up(&mut snapshot, "other@contoso.example", None);
        let both = |products| lines_for(&CHECK, &snapshot, &crate::product::merged(products));
        assert_eq!(both(vec![own.clone(), other.clone()]), [format!("{}: pass", object_id(0x20))]);
        assert_eq!(both(vec![other, own]), ["other@contoso.example: error"]);
    }

    #[test]
    fn an_account_in_reach_passes() {
        assert_eq!(word(&with(unconfined(), Some(user(DESK)))), "pass");
    }

    #[test]
    fn a_scope_for_rooms_leaves_it_out() {
        let snapshot = with(healthy(), Some(user(DESK)));
        assert_eq!(word(&snapshot), "error");
        let finding = finding_for(&CHECK, &snapshot, &product());
        assert_eq!(finding.actual.0["outside"], "Rooms".into());
        assert!(finding.cause.unwrap().contains("scope of the app's role"));
    }

    #[test]
    fn a_policy_that_holds_it_lets_the_app_in() {
        let mut snapshot = with(confined_by_policy(&[ROOM_1]), Some(user(DESK)));
        assert_eq!(word(&snapshot), "error");
        members_mut(&mut snapshot, "Sync-Rooms").push(member(DESK, "UserMailbox"));
        assert_eq!(word(&snapshot), "pass");
    }

    #[test]
    fn an_address_without_a_mailbox_fails() {
        assert_eq!(word(&with(unconfined(), None)), "error");
        let guest = Recipient { recipient_type_details: Some("GuestMailUser".into()), ..user(DESK) };
        assert_eq!(word(&with(unconfined(), Some(guest))), "error");
        let remote = Recipient { recipient_type_details: Some("RemoteUserMailbox".into()), ..user(DESK) };
        assert_eq!(word(&with(unconfined(), Some(remote))), "error");
    }

    #[test]
    fn the_level_is_the_products() {
        let mut mild = wishing(spacewell(), Wish::BookingMailbox, Level::Warning);
        mild.set("booking_account", DESK).unwrap();
        assert!(lines_for(&CHECK, &with(unconfined(), None), &mild)[0].ends_with("warning"));
    }

    #[test]
    fn what_is_not_known_is_unknown() {
        assert_eq!(word(&unconfined()), "unknown");
        let mut snapshot = with(healthy(), Some(user(DESK)));
        snapshot.access.assignments = denied();
        assert_eq!(word(&snapshot), "unknown");
        let nameless = wishing(spacewell(), Wish::BookingMailbox, Level::Error);
        assert_eq!(lines_for(&CHECK, &unconfined(), &nameless), ["app: unknown"]);
    }
}
