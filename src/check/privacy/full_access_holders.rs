//! PV003. People who can open a room's whole mailbox.

use crate::check::context::field_of;
use crate::check::mailboxes::account::others;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Change, Gap, MailboxRight, Room, Source, Untrusted, Way};

/// People can open the room's whole mailbox.
pub static CHECK: Check = Check {
    id: "PV003",
    name: "full-access-holders",
    title: "People can open the room's whole mailbox",
    consequence: "They read every meeting, private ones too, and can change bookings behind the organiser's back.",
    area: Area::Mailboxes,
    severity: Severity::Info,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/full-access-holders.md"),
    probe: Probe::EachRoom(probe),
};

const NAME: &str = "full_access";

/// More holders than this are a warning: nobody keeps an eye on so many.
const FEW: usize = 3;

fn probe(room: &Room, context: &Context<'_>) -> Result<Outcome, Gap> {
    if room.has_no_mailbox() {
        return Ok(Outcome::NotApplicable);
    }
    let mut holders = Vec::new();
    let mut gap = None;
    for right in room.mailbox_rights.get()? {
        match gives_full_access(right) {
            Ok(true) => holders.push(&right.user),
            Ok(false) => {}
            Err(unknown) => gap = Some(unknown),
        }
    }
    let mut holders = others(holders, context)?;
    holders.sort();
    holders.dedup();
    if holders.is_empty() {
        return gap.map_or(Ok(Outcome::Pass), Err);
    }
    let taken: Vec<Change> = holders.iter().filter_map(|who| taken(room, who)).collect();
    let is_nameless = holders.iter().any(is_unresolved);
    let is_many = holders.len() > FEW;
    let finding = Finding::new(Reading::of(NAME, Datum::List(holders)), Reading::of(NAME, "nobody")).mend(taken);
    Ok(if is_nameless {
        let cause =
            "a number in place of a name (S-1-5-…) is an account that no longer exists, or one of another forest";
        finding.severity(Severity::Warning).cause(cause).into()
    } else if is_many {
        finding.severity(Severity::Warning).cause("more people than anybody keeps an eye on").into()
    } else {
        finding.into()
    })
}

fn taken(room: &Room, who: &Untrusted) -> Option<Change> {
    Some(Change::FullAccess { room: room.guid()?, who: who.clone(), way: Way::Unmake })
}

/// Whether the row gives somebody the whole mailbox, given on the mailbox itself.
fn gives_full_access(right: &MailboxRight) -> Result<bool, Gap> {
    let is_full = right.rights.iter().any(|word| word.eq_ignore_ascii_case("FullAccess"));
    if !is_full || is_the_room_itself(&right.user) {
        return Ok(false);
    }
    let source = Source::ExchangeMailboxRights;
    Ok(!*field_of(&right.inherited, source, "IsInherited")? && !*field_of(&right.deny, source, "Deny")?)
}

/// Every mailbox has its own rights, under a name of Windows.
fn is_the_room_itself(user: &Untrusted) -> bool {
    ["SELF", "NT AUTHORITY\\SELF", "S-1-5-10"].iter().any(|name| user.raw().trim().eq_ignore_ascii_case(name))
}

fn is_unresolved(user: &Untrusted) -> bool {
    user.raw().trim().starts_with("S-1-5-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, guid, known};

    fn full(user: &str) -> MailboxRight {
        MailboxRight { user: user.into(), rights: vec!["FullAccess".into()], inherited: Some(false), deny: Some(false) }
    }

    fn holders(rights: Vec<MailboxRight>) -> Case {
        Case::new().room(|room| room.mailbox_rights = known(rights))
    }

    fn people(names: &[&str]) -> Case {
        holders(names.iter().map(|name| full(name)).collect())
    }

    #[test]
    fn a_mailbox_that_only_the_room_itself_opens_passes() {
        people(&[]).passes(&CHECK);
        people(&["NT AUTHORITY\\SELF", "S-1-5-10"]).passes(&CHECK);
    }

    #[test]
    fn what_comes_with_the_organisation_or_is_denied_or_is_less_does_not_count() {
        let inherited = MailboxRight { inherited: Some(true), ..full("CONTOSO\\Domain Admins") };
        let refused = MailboxRight { deny: Some(true), ..full("Ann") };
        let less = MailboxRight { rights: vec!["ReadPermission".into()], ..full("Bob") };
        holders(vec![inherited, refused, less]).passes(&CHECK);
    }

    #[test]
    fn a_few_people_are_worth_knowing() {
        let finding = people(&["Cas", "Ann", "Bob", "ann"]).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Warning), "four different spellings");
        let finding = people(&["Bob", "Ann", "Ann"]).fails(&CHECK);
        assert_eq!(finding.severity, None);
        assert_eq!(finding.actual, Reading::of(NAME, Datum::List(vec!["Ann".into(), "Bob".into()])));
    }

    #[test]
    fn many_people_or_one_without_a_name_are_a_warning() {
        assert_eq!(people(&["A", "B", "C"]).fails(&CHECK).severity, None);
        assert_eq!(people(&["A", "B", "C", "D"]).fails(&CHECK).severity, Some(Severity::Warning));
        let nameless = people(&["S-1-5-21-3623811015-3361044348-30300820-1013"]).fails(&CHECK);
        assert_eq!(nameless.severity, Some(Severity::Warning));
    }

    #[test]
    fn the_account_that_the_product_books_with_may() {
        people(&["sync@contoso.com"]).parameter("booking_account", "sync@contoso.com").passes(&CHECK);
        people(&["Ann"]).parameter("booking_account", "sync@contoso.com").is_unknown(&CHECK);
    }

    #[test]
    fn what_was_left_out_is_unknown_unless_somebody_is_certain() {
        let unclear = MailboxRight { inherited: None, ..full("Ann") };
        holders(vec![unclear.clone()]).lacks(&CHECK, "IsInherited");
        holders(vec![unclear, full("Bob")]).fails(&CHECK);
        Case::new().room(|room| room.mailbox_rights = denied()).is_unknown(&CHECK);
    }

    #[test]
    fn its_repair_takes_it_from_each_of_them() {
        let taken = |who: &str| Change::FullAccess { room: guid("a"), who: who.into(), way: Way::Unmake };
        people(&["Bob", "Ann", "Ann"]).is_mended_by(&CHECK, &[taken("Ann"), taken("Bob")]);
    }
}
