//! RM015. A room that accepts, refuses or holds back mail by its sender.

use crate::check::context::field_of;
use crate::check::mailboxes::account::Account;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::tenant::{Address, Change, Entry, Gap, ListSetting, Mailbox, Room, Setting, Source, Untrusted};

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
    let accounts: Vec<&Address> = context.product.parameters.booking_accounts().collect();
    if accounts.is_empty() {
        return Ok(finding.mend(everybody(room, mailbox)).into());
    }
    if gets_through(mailbox, context) {
        let cause = "the account that the product books with gets through; others who write to the room may not";
        return Ok(finding.severity(Severity::Info).cause(cause).into());
    }
    let finding = finding.mend(the_account(room, mailbox, context));
    Ok(if mailbox.accepts_only_from.is_empty() {
        finding.into()
    } else {
        let accounts: Vec<String> = accounts.into_iter().map(|account| format!("`{account}`")).collect();
        let accounts = accounts.join(" and ");
        finding.cause(format!("{accounts}, which the product books with, must be among the senders")).into()
    })
}

/// Everybody may write to the room: whoever books in the product sends the invitation.
fn everybody(room: &Room, mailbox: &Mailbox) -> Vec<Change> {
    let all = |names: &[Untrusted]| names.iter().cloned().map(Entry::Named).collect::<Vec<_>>();
    let lists = [
        (ListSetting::AcceptMessagesOnlyFrom, &mailbox.accepts_only_from),
        (ListSetting::RejectMessagesFrom, &mailbox.rejects_from),
    ];
    let emptied = lists.into_iter().filter_map(|(list, names)| mend::amended(room, list, [], all(names)));
    emptied.chain(unmoderated(room, mailbox)).collect()
}

/// The accounts that the product books with get through; who else may write is none of the product's business.
fn the_account(room: &Room, mailbox: &Mailbox, context: &Context<'_>) -> Vec<Change> {
    let accounts = Account::named(context);
    let missing = accounts.iter().filter(|account| {
        let mut listed = mailbox.accepts_only_from.iter();
        !mailbox.accepts_only_from.is_empty() && !listed.any(|name| account.is(name) == Ok(true))
    });
    let refused =
        mailbox.rejects_from.iter().filter(|name| accounts.iter().any(|account| account.is(name) == Ok(true)));
    let add = missing.filter_map(|account| mend::addressed(account.address, context));
    [
        mend::amended(room, ListSetting::AcceptMessagesOnlyFrom, add, []),
        mend::amended(room, ListSetting::RejectMessagesFrom, [], refused.cloned().map(Entry::Named)),
        unmoderated(room, mailbox),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether every account that the product books with can write to the room, by its own name.
fn gets_through(mailbox: &Mailbox, context: &Context<'_>) -> bool {
    let is_in = |names: &[Untrusted], account: &Account<'_>| names.iter().any(|name| account.is(name) == Ok(true));
    mailbox.moderated == Some(false)
        // A group among the refused may hold the account.
        && mailbox.rejects_from.is_empty()
        && Account::named(context).iter().all(|account| is_in(&mailbox.accepts_only_from, account))
}

/// No moderator between a request and the room.
fn unmoderated(room: &Room, mailbox: &Mailbox) -> Option<Change> {
    mailbox.moderated.filter(|moderated| *moderated)?;
    Change::of_room(room, Setting::ModerationEnabled, true, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, added, changed, denied, known_recipient, removed};

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

    #[test]
    fn its_repair_lets_everybody_write_where_people_send_the_invitations() {
        let case = Case::new().mailbox(|mailbox| {
            mailbox.accepts_only_from = vec!["Staff".into()];
            mailbox.rejects_from = vec!["Guests".into()];
            mailbox.moderated = Some(true);
        });
        let changes = [
            removed(ListSetting::AcceptMessagesOnlyFrom, &["Staff"]),
            removed(ListSetting::RejectMessagesFrom, &["Guests"]),
            changed(Setting::ModerationEnabled, true, false),
        ];
        case.is_mended_by(&CHECK, &changes);
    }

    #[test]
    fn its_repair_lets_the_account_write_where_it_sends_them() {
        let case = Case::new()
            .parameter("booking_account", "sync@contoso.com")
            .with_recipient("sync@contoso.com", known_recipient("sync", "UserMailbox", 9))
            .mailbox(|mailbox| {
                mailbox.accepts_only_from = vec!["Staff".into()];
                mailbox.rejects_from = vec!["Sync@contoso.com".into(), "Guests".into()];
            });
        let changes = [
            added(ListSetting::AcceptMessagesOnlyFrom, 9),
            removed(ListSetting::RejectMessagesFrom, &["Sync@contoso.com"]),
        ];
        case.is_mended_by(&CHECK, &changes);
    }

    #[test]
    fn a_room_that_hears_the_account_is_only_worth_knowing() {
        let case = Case::new()
            .parameter("booking_account", "sync@contoso.com")
            .with_recipient("sync@contoso.com", known_recipient("sync", "UserMailbox", 9))
            .mailbox(|mailbox| mailbox.accepts_only_from = vec!["Staff".into(), "Sync@contoso.com".into()]);
        assert_eq!(case.fails(&CHECK).severity, Some(Severity::Info));
        case.is_mended_by_hand(&CHECK);
        let moderated = case.mailbox(|mailbox| mailbox.moderated = Some(true));
        assert_eq!(moderated.fails(&CHECK).severity, None);
        moderated.is_mended_by(&CHECK, &[changed(Setting::ModerationEnabled, true, false)]);
    }
}
