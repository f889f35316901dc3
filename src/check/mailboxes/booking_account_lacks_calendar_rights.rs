//! CP039. The account that the product books with may not write into the calendar of a room.

use crate::check::mailboxes::account::Account;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::product::{Rule, Wish};
use crate::tenant::{Change, Entry, FolderRight, Gap, Holder, MailboxRight, Room, Untrusted};

/// The account that books for the product lacks rights in the calendar.
pub static CHECK: Check = Check {
    id: "CP039",
    name: "booking-account-lacks-calendar-rights",
    title: "The account that books for the product lacks rights in the calendar",
    consequence: "{product} cannot make, change or remove bookings in this room's calendar.",
    area: Area::Mailboxes,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/booking-account-lacks-calendar-rights.md"),
    probe: Probe::EachRoom(probe),
};

/// Rights with which everything in a calendar can be made, changed and removed.
const ENOUGH: [&str; 3] = ["Editor", "PublishingEditor", "Owner"];

/// What these rights are made of, where Exchange lists the parts.
const PARTS: [&str; 4] = ["CreateItems", "ReadItems", "EditAllItems", "DeleteAllItems"];

/// Without it private meetings show as taken and nothing more.
const PRIVATE: &str = "CanViewPrivateItems";

fn probe(room: &Room, context: &Context<'_>) -> Result<Outcome, Gap> {
    if room.has_no_mailbox() {
        return Ok(Outcome::NotApplicable);
    }
    let accounts = Account::wanted(Wish::CalendarRights, context)?;
    if accounts.is_empty() {
        return Ok(Outcome::NotApplicable);
    }
    let mut gap = None;
    let mut fault: Option<Finding> = None;
    for (account, rule) in &accounts {
        match judge(room, account, rule, context) {
            Ok(None) => {}
            // The first is told, and all are put right.
            Ok(Some(one)) => fault = Some(fault.map_or(one.clone(), |first| first.mend(one.fix))),
            Err(unknown) => gap = Some(unknown),
        }
    }
    match (fault, gap) {
        (Some(fault), _) => Ok(fault.into()),
        (None, Some(gap)) => Err(gap),
        (None, None) => Ok(Outcome::Pass),
    }
}

fn judge(room: &Room, account: &Account<'_>, rule: &Rule, context: &Context<'_>) -> Result<Option<Finding>, Gap> {
    // Who may open the whole mailbox may do everything in it.
    let opens_mailbox = room.mailbox_rights.get().and_then(|rights| opens_mailbox(rights, account));
    if opens_mailbox == Ok(true) {
        return Ok(None);
    }
    let rights = room.calendar_rights.get()?;
    let right = right_of(rights, account)?;
    let writes = right.is_some_and(|right| is_enough(&right.rights));
    let wants_private = context.product.wish(Wish::PrivateFlag).is_some();
    let sees_private = right.is_some_and(|right| right.flags.iter().any(|flag| flag.eq_ignore_ascii_case(PRIVATE)));
    if writes && (sees_private || !wants_private) {
        return Ok(None);
    }
    opens_mailbox?;
    let given = given(room, account, right, wants_private, context);
    let words = |rights: &[String]| Datum::List(rights.iter().map(|word| Untrusted::new(word.as_str())).collect());
    if !writes {
        let actual = right.map_or(Datum::Missing, |right| words(&right.rights));
        let wanted = Datum::OneOf(ENOUGH.map(Untrusted::from).to_vec());
        return Ok(Some(Finding::new(Reading::of(NAME, actual), Reading::of(NAME, wanted)).by(rule).mend(given)));
    }
    let finding = Finding::new(Reading::of("sees_private_meetings", false), Reading::of("sees_private_meetings", true));
    let cause = "it can write, but private meetings show to it as taken and nothing more";
    Ok(Some(finding.severity(Severity::from(rule.level).min(Severity::Warning)).cause(cause).mend(given)))
}

/// An entry of the account's own with which it writes, and sees private meetings where the product wants them.
fn given(
    room: &Room,
    account: &Account<'_>,
    right: Option<&FolderRight>,
    wants_private: bool,
    context: &Context<'_>,
) -> Option<Change> {
    let who = match mend::addressed(account.address, context)? {
        Entry::Recipient(id) => Holder::Recipient(id),
        Entry::Named(name) => Holder::Named(name),
    };
    // What everybody may do is no entry of the account's own.
    let own = right.filter(|right| !right.user.raw().eq_ignore_ascii_case("Default"));
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    // Exchange takes the flags beside `Editor` only, and the one for private meetings only beside `Delegate`
    // (Set-MailboxFolderPermission, seen 2026-11-21).
    let flags_to = if wants_private { words(&["Delegate", PRIVATE]) } else { words(&[]) };
    Some(Change::FolderRight {
        room: room.guid()?,
        who,
        from: own.map(|right| right.rights.clone()).unwrap_or_default(),
        to: words(&["Editor"]),
        flags_from: own.map(|right| right.flags.clone()).unwrap_or_default(),
        flags_to,
    })
}

const NAME: &str = "calendar_right";

fn is_enough(rights: &[String]) -> bool {
    let has = |word: &str| rights.iter().any(|right| right.eq_ignore_ascii_case(word));
    ENOUGH.into_iter().any(has) || PARTS.into_iter().all(has)
}

/// The account's own entry; what everybody may do where it has none.
fn right_of<'r>(rights: &'r [FolderRight], account: &Account<'_>) -> Result<Option<&'r FolderRight>, Gap> {
    let is_somebody =
        |right: &FolderRight| !["Default", "Anonymous"].iter().any(|name| right.user.raw().eq_ignore_ascii_case(name));
    let mut gap = None;
    for right in rights.iter().filter(|right| is_somebody(right)) {
        match account.is(&right.user) {
            Ok(true) => return Ok(Some(right)),
            Ok(false) => {}
            Err(unknown) => gap = Some(unknown),
        }
    }
    match gap {
        Some(gap) => Err(gap),
        None => Ok(rights.iter().find(|right| right.user.raw().eq_ignore_ascii_case("Default"))),
    }
}

fn opens_mailbox(rights: &[MailboxRight], account: &Account<'_>) -> Result<bool, Gap> {
    let full = rights.iter().filter(|right| right.rights.iter().any(|word| word.eq_ignore_ascii_case("FullAccess")));
    let mut gap = None;
    let mut opens = false;
    for right in full {
        match account.is(&right.user) {
            // What is denied wins over what is given.
            Ok(true) if right.deny == Some(true) => return Ok(false),
            Ok(true) => opens = true,
            Ok(false) => {}
            Err(unknown) => gap = Some(unknown),
        }
    }
    match gap {
        Some(gap) if !opens => Err(gap),
        Some(_) | None => Ok(opens),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, address, denied, guid, known};
    use crate::product::Level;
    use crate::tenant::Recipient;

    fn right(user: &str, rights: &[&str], flags: &[&str]) -> FolderRight {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        FolderRight { user: user.into(), rights: words(rights), flags: words(flags) }
    }

    fn full(user: &str) -> MailboxRight {
        MailboxRight { user: user.into(), rights: vec!["FullAccess".into()], inherited: Some(false), deny: Some(false) }
    }

    fn room_sync() -> Recipient {
        Recipient { display_name: "Room Sync".into(), address: Some(address("sync")), ..Recipient::default() }
    }

    /// A product that asks for rights and does not mind private meetings.
    fn case(rights: Vec<FolderRight>) -> Case {
        Case::new()
            .without_wishes()
            .wishing(Wish::CalendarRights, Level::Error)
            .parameter("booking_account", "sync@contoso.com")
            .with_recipient("sync@contoso.com", known(Some(room_sync())))
            .room(|room| room.calendar_rights = known(rights))
    }

    fn with_default(own: FolderRight) -> Vec<FolderRight> {
        vec![right("Default", &["AvailabilityOnly"], &[]), right("Anonymous", &["None"], &[]), own]
    }

    #[test]
    fn an_account_that_may_edit_everything_passes() {
        for word in ["Editor", "PublishingEditor", "Owner", "editor"] {
            case(with_default(right("Room Sync", &[word], &[]))).passes(&CHECK);
        }
        case(with_default(right("sync@contoso.com", &PARTS, &[]))).passes(&CHECK);
    }

    #[test]
    fn the_accounts_of_all_products_that_ask_for_it_must_have_the_rights() {
        let one = case(with_default(right("Room Sync", &["Editor"], &[])));
        let mut both = one.clone().with_recipient("other@contoso.com", known(None));
        let mut other = one.product.clone();
        other.set("booking_account", "other@contoso.com").unwrap();
        both.product = crate::product::merged(vec![one.product.clone(), other.clone()]);
        both.fails(&CHECK);
        other.wishes.clear();
        both.product = crate::product::merged(vec![one.product, other]);
        both.passes(&CHECK);
    }

    #[test]
    fn an_account_with_less_fails_with_what_it_has() {
        let finding = case(with_default(right("Room Sync", &["Reviewer"], &[]))).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Error));
        assert_eq!(finding.actual, Reading::of(NAME, Datum::List(vec!["Reviewer".into()])));
        case(with_default(right("Room Sync", &["Author"], &[]))).fails(&CHECK);
    }

    #[test]
    fn an_account_without_an_entry_has_what_everybody_has() {
        let finding = case(with_default(right("Ann", &["Editor"], &[]))).fails(&CHECK);
        assert_eq!(finding.actual, Reading::of(NAME, Datum::List(vec!["AvailabilityOnly".into()])));
        case(vec![]).fails_with(&CHECK, NAME, Datum::Missing);
        case(vec![right("Default", &["Editor"], &[])]).passes(&CHECK);
    }

    #[test]
    fn full_access_to_the_mailbox_is_enough() {
        let short = case(with_default(right("Room Sync", &["Reviewer"], &[])));
        short.clone().room(|room| room.mailbox_rights = known(vec![full("sync@contoso.com")])).passes(&CHECK);
        let denied = MailboxRight { deny: Some(true), ..full("sync@contoso.com") };
        short.room(|room| room.mailbox_rights = known(vec![denied, full("Ann")])).fails(&CHECK);
    }

    #[test]
    fn private_meetings_need_a_flag_where_the_product_wants_them() {
        let wanting = |flags: &[&str]| {
            case(with_default(right("Room Sync", &["Editor"], flags))).wishing(Wish::PrivateFlag, Level::Error)
        };
        wanting(&["Delegate", "CanViewPrivateItems"]).passes(&CHECK);
        let finding = wanting(&["Delegate"]).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Warning));
        assert_eq!(finding.actual, Reading::of("sees_private_meetings", false));
        let mild = wanting(&[]).wishing(Wish::CalendarRights, Level::Info);
        assert_eq!(mild.fails(&CHECK).severity, Some(Severity::Info));
    }

    #[test]
    fn what_was_not_read_is_unknown_unless_one_path_is_enough() {
        let able = case(with_default(right("Room Sync", &["Editor"], &[])));
        able.clone().room(|room| room.mailbox_rights = denied()).passes(&CHECK);
        able.clone().room(|room| room.calendar_rights = denied()).is_unknown(&CHECK);
        let short = case(with_default(right("Room Sync", &["Reviewer"], &[])));
        short.clone().room(|room| room.mailbox_rights = denied()).is_unknown(&CHECK);
        let unread = short.with_recipient("sync@contoso.com", denied());
        unread.is_unknown(&CHECK);
        unread.room(|room| room.mailbox_rights = known(vec![full("sync@contoso.com")])).passes(&CHECK);
    }

    #[test]
    fn without_the_wish_or_the_account_it_is_not_judged() {
        case(vec![]).without_wishes().is_not_applicable(&CHECK);
        let unnamed = Case::new().wishing(Wish::CalendarRights, Level::Error);
        assert!(matches!(unnamed.is_unknown(&CHECK), Gap::NotEvaluable { .. }));
    }

    #[test]
    fn its_repair_gives_the_account_an_entry_of_its_own() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let given = |from: &[&str], flags_to: &[&str]| Change::FolderRight {
            room: guid("a"),
            who: Holder::Recipient(guid("sync").0),
            from: words(from),
            to: words(&["Editor"]),
            flags_from: Vec::new(),
            flags_to: words(flags_to),
        };
        let looked_up = |rights| {
            let found = Recipient { guid: Some(guid("sync")), ..room_sync() };
            case(rights).with_recipient("sync@contoso.com", known(Some(found)))
        };
        let reader = || with_default(right("Room Sync", &["Reviewer"], &[]));
        looked_up(reader()).is_mended_by(&CHECK, &[given(&["Reviewer"], &[])]);
        looked_up(vec![right("Default", &["AvailabilityOnly"], &[])]).is_mended_by(&CHECK, &[given(&[], &[])]);
        let private = looked_up(reader()).wishing(Wish::PrivateFlag, Level::Error);
        private.is_mended_by(&CHECK, &[given(&["Reviewer"], &["Delegate", PRIVATE])]);
        assert!(private.fails(&CHECK).fix.iter().all(Change::widens));
        case(reader()).is_mended_by_hand(&CHECK);
    }
}
