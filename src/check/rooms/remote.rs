//! Signs that the mailbox of a room is not in Exchange Online.

use std::collections::BTreeSet;

use crate::check::Context;
use crate::tenant::{Address, Fact, Room};

/// Whether Exchange names recipients of this kind whose mailbox is elsewhere.
pub(crate) fn is_remote_kind(kind: &str) -> bool {
    kind == "MailUser" || kind.starts_with("Remote")
}

/// Addresses that room lists hold as recipients whose mailbox is elsewhere.
pub(crate) fn held_as_remote<'a>(context: &Context<'a>) -> BTreeSet<&'a Address> {
    let members = context.snapshot.lists.values().filter_map(|list| list.members.ok()).flatten();
    let remote = members.filter(|member| member.recipient_type_details.as_deref().is_some_and(is_remote_kind));
    remote.filter_map(|member| member.address.as_ref()).collect()
}

/// Whether Graph said that the account has no mailbox in Exchange Online.
pub(crate) fn refused_by_rest(room: &Room) -> bool {
    match &room.settings {
        Fact::Failed { why, .. } => why.code.as_ref().is_some_and(|code| code.raw() == "MailboxNotEnabledForRESTAPI"),
        Fact::Known { .. } | Fact::Denied { .. } | Fact::NotGathered => false,
    }
}

/// Whether the room's mailbox is known to be elsewhere than in Exchange Online.
pub(crate) fn is_remote(room: &Room, held: &BTreeSet<&Address>) -> bool {
    match room.mailbox.ok() {
        Some(Some(mailbox)) => mailbox.recipient_type_details.as_deref().is_some_and(is_remote_kind),
        Some(None) | None => held.contains(&room.address) || refused_by_rest(room),
    }
}
