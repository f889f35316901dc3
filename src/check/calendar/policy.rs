//! Who may book a room, and what changes when the lists of people and delegates do.
//!
//! A repair of one setting must not close a room or leave requests with nobody to decide them; these are the questions
//! that such repairs ask first.

use super::{delegate_cannot_answer, named, unusable_recipient_in_policy_list};
use crate::check::{Context, mend};
use crate::product::Wish;
use crate::tenant::{Address, CalendarProcessing, Change, Entry, ListSetting, Room, Setting, Untrusted};

/// Whether nobody may book or ask within the room's limits, as far as is known.
pub(super) fn is_closed(calendar: &CalendarProcessing) -> bool {
    let lists = [&calendar.book_in_policy, &calendar.request_in_policy];
    calendar.all_book_in_policy != Some(true)
        && calendar.all_request_in_policy != Some(true)
        && lists.into_iter().flatten().all(Vec::is_empty)
}

/// The same settings without those in policy lists who cannot book by them.
pub(super) fn usable(calendar: &CalendarProcessing, context: &Context<'_>) -> CalendarProcessing {
    let mut usable = calendar.clone();
    let lists = [&mut usable.book_in_policy, &mut usable.request_in_policy, &mut usable.request_out_of_policy];
    for list in lists.into_iter().flatten() {
        list.retain(|name| !is_unusable(name, context));
    }
    usable
}

/// Takes those who cannot book out of the policy lists; nothing where they are all that keeps the room open, so that
/// somebody has to say who is meant instead.
pub(super) fn without_unusable(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Vec<Change> {
    let left = usable(calendar, context);
    let lets_ask_beyond = delegates(calendar, context).is_some()
        && (left.all_request_out_of_policy == Some(true)
            || left.request_out_of_policy.as_ref().is_some_and(|list| !list.is_empty()));
    // Where the product wants an approval, the last who could ask for one are no better gone.
    let is_approval_lost = context.product.wish(Wish::Approval).is_some()
        && left.all_request_in_policy != Some(true)
        && left.request_in_policy != calendar.request_in_policy
        && left.request_in_policy.as_ref().is_some_and(Vec::is_empty);
    if (is_closed(&left) && !lets_ask_beyond) || is_approval_lost {
        return Vec::new();
    }
    let lists = [
        (ListSetting::BookInPolicy, &calendar.book_in_policy),
        (ListSetting::RequestInPolicy, &calendar.request_in_policy),
        (ListSetting::RequestOutOfPolicy, &calendar.request_out_of_policy),
    ];
    lists
        .into_iter()
        .filter_map(|(list, names)| {
            let out = names.iter().flatten().filter(|name| is_unusable(name, context));
            mend::amended(room, list, [], out.map(|name| mend::listed(name, context)))
        })
        .collect()
}

fn is_unusable(name: &Untrusted, context: &Context<'_>) -> bool {
    named::resolve(name, context).is_ok_and(|found| unusable_recipient_in_policy_list::fault(found).is_some())
}

/// A delegate against whom nothing is known; `None` when there is no delegate, or none who can answer.
pub(super) fn delegates<'c>(calendar: &'c CalendarProcessing, context: &Context<'_>) -> Option<&'c Untrusted> {
    let mut all = calendar.resource_delegates.iter().flatten();
    all.find(|name| delegate_cannot_answer::can_answer(name, context))
}

/// Whether a request can be left waiting for a delegate: by somebody who can make one, as far as is known.
pub(super) fn waits_for_delegates(calendar: &CalendarProcessing, context: &Context<'_>) -> bool {
    calendar.all_book_in_policy != Some(true)
        || calendar.all_request_out_of_policy != Some(false)
        || usable(calendar, context).request_out_of_policy.is_none_or(|list| !list.is_empty())
}

/// Opens a room in which nobody may book or ask, no further than has to be: to requests where delegates decide, else to
/// the accounts that the product books with, else to everybody. Nothing where the product wants an approval and nobody
/// is there to give it.
pub(super) fn opened(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Vec<Change> {
    let everybody = |setting| mend::processing(room, calendar, setting, true).into_iter().collect();
    let decided = delegates(calendar, context).is_some();
    if context.product.wish(Wish::Approval).is_some() {
        return if decided { everybody(Setting::AllRequestInPolicy) } else { Vec::new() };
    }
    let accounts: Vec<&Address> = context.product.parameters.booking_accounts().collect();
    if let Some(change) = with_accounts(room, ListSetting::BookInPolicy, &accounts, context) {
        return vec![change];
    }
    if decided {
        return everybody(Setting::AllRequestInPolicy);
    }
    let has_delegates = calendar.resource_delegates.as_ref().is_some_and(|delegates| !delegates.is_empty());
    if has_delegates { Vec::new() } else { everybody(Setting::AllBookInPolicy) }
}

/// Puts accounts of the product into a list of the room; `None` when no look-up found an id of any.
pub(super) fn with_accounts(
    room: &Room,
    list: ListSetting,
    accounts: &[&Address],
    context: &Context<'_>,
) -> Option<Change> {
    let entries: Vec<Entry> = accounts.iter().filter_map(|account| mend::addressed(account, context)).collect();
    mend::amended(room, list, entries, [])
}
