//! CP031. A room that does not let the product's own account book.

use crate::check::calendar::named::{kind, resolve};
use crate::check::calendar::policy;
use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::product::Wish;
use crate::tenant::{Address, CalendarProcessing, Change, Gap, ListSetting, Room, Setting, Untrusted};

/// The account that books for the product may not book.
pub static CHECK: Check = Check {
    id: "CP031",
    name: "booking-account-may-not-book",
    title: "The account that books for the product may not book",
    consequence: "Bookings made in {product} are declined by this room, or wait for somebody's approval.",
    area: Area::Calendars,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/booking-account-may-not-book.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    let accounts: Vec<&Address> = context.product.parameters.booking_accounts().collect();
    if accounts.is_empty() {
        return Ok(Outcome::NotApplicable);
    }
    if *calendar_field(&calendar.all_book_in_policy, "AllBookInPolicy")? {
        return Ok(Outcome::Pass);
    }
    // The worst that one of them meets; what is not known about another one hides no fault, and is no pass.
    let mut worst = Ok(Outcome::Pass);
    let mut kept_out = Vec::new();
    for account in &accounts {
        let outcome = of_account(calendar, account, context);
        if matches!(outcome, Ok(Outcome::Fail(_))) {
            kept_out.push(*account);
        }
        let rank = |outcome: &Result<Outcome, Gap>| match outcome {
            Ok(Outcome::Fail(finding)) => {
                if finding.severity.is_none() {
                    3
                } else {
                    2
                }
            }
            Err(_) => 1,
            Ok(Outcome::Pass | Outcome::Pending { .. } | Outcome::NotApplicable) => 0,
        };
        if rank(&outcome) > rank(&worst) {
            worst = outcome;
            if accounts.len() > 1
                && let Ok(Outcome::Fail(finding)) = &mut worst
            {
                let more = finding.cause.as_ref().map(|cause| format!(": {cause}")).unwrap_or_default();
                finding.cause = Some(format!("it is `{account}`{more}"));
            }
        }
    }
    Ok(match worst? {
        Outcome::Fail(finding) => finding.mend(let_in(room, calendar, &kept_out, context)).into(),
        outcome => outcome,
    })
}

/// Lets the accounts do what the product wants of them: book, or ask where a delegate decides.
fn let_in(room: &Room, calendar: &CalendarProcessing, accounts: &[&Address], context: &Context<'_>) -> Vec<Change> {
    if context.product.wish(Wish::Approval).is_none() {
        return policy::with_accounts(room, ListSetting::BookInPolicy, accounts, context).into_iter().collect();
    }
    if policy::delegates(calendar, context).is_none() {
        return Vec::new();
    }
    // Where nobody may ask, everybody is to (CP038); else the accounts join those who may.
    if calendar.request_in_policy.as_ref().is_some_and(|list| !list.is_empty()) {
        return policy::with_accounts(room, ListSetting::RequestInPolicy, accounts, context).into_iter().collect();
    }
    mend::processing(room, calendar, Setting::AllRequestInPolicy, true).into_iter().collect()
}

/// What one account meets in a room that does not let everybody book.
fn of_account(calendar: &CalendarProcessing, account: &Address, context: &Context<'_>) -> Result<Outcome, Gap> {
    if holds(calendar_field(&calendar.book_in_policy, "BookInPolicy")?, account, context)? {
        return Ok(Outcome::Pass);
    }
    let name = "booking_account";
    let wants_approval = context.product.wish(Wish::Approval).is_some();
    let may_ask = *calendar_field(&calendar.all_request_in_policy, "AllRequestInPolicy")?
        || holds(calendar_field(&calendar.request_in_policy, "RequestInPolicy")?, account, context)?;
    let wanted = if wants_approval { "asks a delegate" } else { "books directly" };
    let finding = |actual| Finding::new(Reading::of(name, actual), Reading::of(name, wanted));
    Ok(if may_ask && wants_approval {
        Outcome::Pass
    } else if may_ask {
        finding("asks a delegate")
            .severity(Severity::Warning)
            .cause("each of its bookings waits for an approval")
            .into()
    } else {
        finding("is declined").into()
    })
}

/// Whether the list names the account.
fn holds(list: &[Untrusted], account: &Address, context: &Context<'_>) -> Result<bool, Gap> {
    let mut gap = None;
    for name in list {
        if name.raw().eq_ignore_ascii_case(account.as_str()) {
            return Ok(true);
        }
        match resolve(name, context) {
            Ok(Some(recipient)) if recipient.address.as_ref() == Some(account) => return Ok(true),
            Ok(Some(recipient)) if kind(recipient).ends_with("Group") => {
                let what = "whether a group in the policy list holds the account that the product books with";
                gap = Some(Gap::NotEvaluable { what });
            }
            Ok(_) => {}
            Err(unknown) => gap = gap.or(Some(unknown)),
        }
    }
    gap.map_or(Ok(false), Err)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, added, changed, denied, known_recipient, names, recipient};

    fn only(list: &[&str]) -> Case {
        Case::new()
            .parameter("booking_account", "sync@contoso.com")
            .with_recipient("Sync", recipient("sync", "UserMailbox"))
            .with_recipient("Ann", recipient("ann", "UserMailbox"))
            .with_recipient("Staff", recipient("staff", "MailUniversalSecurityGroup"))
            .with_recipient("Closed", denied())
            .calendar(|calendar| {
                calendar.all_book_in_policy = Some(false);
                calendar.book_in_policy = names(list);
            })
    }

    #[test]
    fn an_account_that_books_directly_passes() {
        only(&["Ann", "Sync"]).passes(&CHECK);
        only(&["SYNC@contoso.com"]).passes(&CHECK);
        only(&[]).calendar(|calendar| calendar.all_book_in_policy = Some(true)).passes(&CHECK);
    }

    #[test]
    fn an_account_on_no_list_fails() {
        only(&["Ann"]).fails_with(&CHECK, "booking_account", "is declined");
        only(&[]).fails_with(&CHECK, "booking_account", "is declined");
    }

    #[test]
    fn an_account_that_must_ask_is_a_lesser_fault() {
        let finding = only(&[]).calendar(|calendar| calendar.request_in_policy = names(&["Sync"])).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Warning));
        let everybody = only(&[]).calendar(|calendar| calendar.all_request_in_policy = Some(true));
        everybody.fails_with(&CHECK, "booking_account", "asks a delegate");
    }

    #[test]
    fn a_group_or_a_name_that_was_not_looked_up_might_hold_it() {
        assert!(matches!(only(&["Staff"]).is_unknown(&CHECK), Gap::NotEvaluable { .. }));
        assert!(matches!(only(&["Closed"]).is_unknown(&CHECK), Gap::Denied { .. }));
        only(&["Staff", "Sync"]).passes(&CHECK);
        only(&[]).calendar(|calendar| calendar.book_in_policy = None).lacks(&CHECK, "BookInPolicy");
    }

    #[test]
    fn an_account_that_must_ask_is_right_where_the_product_wants_approval() {
        let wanting = |case: Case| case.wishing(Wish::Approval, crate::product::Level::Error);
        wanting(only(&[])).fails_with(&CHECK, "booking_account", "is declined");
        wanting(only(&[])).calendar(|calendar| calendar.all_request_in_policy = Some(true)).passes(&CHECK);
    }

    #[test]
    fn every_account_is_judged_and_the_worst_is_told() {
        let mut both = only(&["Sync"]);
        both.product.parameters.more_booking_accounts = vec![Address::parse("ann@contoso.com").unwrap()];
        let finding = both.fails(&CHECK);
        assert_eq!(finding.cause.as_deref(), Some("it is `ann@contoso.com`"));
        let mut unknown = only(&["Closed"]);
        unknown.product.parameters.more_booking_accounts = vec![Address::parse("ann@contoso.com").unwrap()];
        unknown.is_unknown(&CHECK);
        let mut fine = only(&["Sync", "Ann"]);
        fine.product.parameters.more_booking_accounts = vec![Address::parse("ann@contoso.com").unwrap()];
        fine.passes(&CHECK);
    }

    #[test]
    fn without_an_account_it_is_not_judged() {
        Case::new().calendar(|calendar| calendar.all_book_in_policy = Some(false)).is_not_applicable(&CHECK);
    }

    #[test]
    fn its_repair_puts_the_account_into_the_list_that_the_product_needs() {
        only(&["Ann"]).is_mended_by_hand(&CHECK);
        let sync = known_recipient("sync", "UserMailbox", 9);
        let case = only(&["Ann"]).with_recipient("sync@contoso.com", sync);
        case.is_mended_by(&CHECK, &[added(ListSetting::BookInPolicy, 9)]);
        let undecided = case.wishing(Wish::Approval, crate::product::Level::Error);
        undecided.is_mended_by_hand(&CHECK);
        let decided = undecided.calendar(|calendar| calendar.resource_delegates = names(&["Ann"]));
        decided.is_mended_by(&CHECK, &[changed(Setting::AllRequestInPolicy, false, true)]);
        let some = decided.calendar(|calendar| calendar.request_in_policy = names(&["Ann"]));
        some.is_mended_by(&CHECK, &[added(ListSetting::RequestInPolicy, 9)]);
    }
}
