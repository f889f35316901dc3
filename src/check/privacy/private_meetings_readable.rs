//! PV002. A room in which somebody can read meetings that their organiser made private.

use super::sight;
use crate::check::context::calendar_field;
use crate::check::mailboxes::account::others;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::tenant::{Change, FolderRight, Gap, Room, Setting, Untrusted};

/// Private meetings can be read.
pub static CHECK: Check = Check {
    id: "PV002",
    name: "private-meetings-readable",
    title: "Private meetings can be read",
    consequence: "Meetings that their organiser marked as private are open to people who were not invited.",
    area: Area::Mailboxes,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/private-meetings-readable.md"),
    probe: Probe::EachRoom(probe),
};

const NAME: &str = "read_private_meetings";

/// The flag that Outlook calls "delegate can see my private items".
const FLAG: &str = "CanViewPrivateItems";

fn probe(room: &Room, context: &Context<'_>) -> Result<Outcome, Gap> {
    if room.has_no_mailbox() {
        return Ok(Outcome::NotApplicable);
    }
    let rights = room.calendar_rights.get()?;
    let has_flag = |right: &&FolderRight| right.flags.iter().any(|flag| flag.eq_ignore_ascii_case(FLAG));
    let flagged = others(rights.iter().filter(has_flag).map(|right| &right.user), context);
    let stripped = open_to_all(room, rights);
    let people = flagged.as_deref().unwrap_or_default();
    let blind: Vec<Change> = rights
        .iter()
        .filter(has_flag)
        .filter(|right| people.contains(&right.user))
        .filter_map(|right| without_flag(room, right, context))
        .collect();
    let finding = |who: Vec<Untrusted>| Finding::new(Reading::of(NAME, Datum::List(who)), Reading::of(NAME, "nobody"));
    match (stripped, flagged) {
        (Ok(Some(who)), _) => {
            let cause =
                "the room removes the private flag, so these meetings are ordinary ones to whoever sees the calendar";
            let mut finding = finding(vec![who.into()]);
            finding.actual = finding.actual.and("remove_private_property", true);
            finding.expected = finding.expected.and("remove_private_property", false);
            let kept = room
                .calendar
                .ok()
                .and_then(|calendar| mend::processing(room, calendar, Setting::RemovePrivateProperty, false));
            Ok(finding.cause(cause).mend(kept).mend(blind).into())
        }
        (_, Ok(mut who)) if !who.is_empty() => {
            who.sort();
            let cause = "they hold a right to see private items (`CanViewPrivateItems`)";
            Ok(finding(who).cause(cause).mend(blind).into())
        }
        (Err(gap), _) | (_, Err(gap)) => Err(gap),
        (Ok(None), Ok(_)) => Ok(Outcome::Pass),
    }
}

/// The same right in the calendar, without private meetings.
fn without_flag(room: &Room, right: &FolderRight, context: &Context<'_>) -> Option<Change> {
    let flags_to = right.flags.iter().filter(|flag| !flag.eq_ignore_ascii_case(FLAG)).cloned().collect();
    Some(Change::FolderRight {
        room: room.guid()?,
        who: mend::holder(&right.user, context),
        from: right.rights.clone(),
        to: right.rights.clone(),
        flags_from: right.flags.clone(),
        flags_to,
    })
}

/// Whom a removed flag lays private meetings open to, when everybody or people outside see what meetings are about.
fn open_to_all(room: &Room, rights: &[FolderRight]) -> Result<Option<&'static str>, Gap> {
    let sees = |entry: &FolderRight| sight::of(entry).and_then(|sight| sight.shows_contents(room));
    let everybody = sight::everybody(rights).and_then(sees);
    let anonymous = sight::anonymous(rights).map_or(Ok(false), sees);
    let who = match (everybody, anonymous) {
        (_, Ok(true)) => "everybody, people outside too",
        (Ok(true), _) => "everybody in the organisation",
        (Ok(false), Ok(false)) => return Ok(None),
        (Err(gap), _) | (_, Err(gap)) => return Err(gap),
    };
    let is_removed = *calendar_field(&room.calendar.get()?.remove_private_property, "RemovePrivateProperty")?;
    Ok(is_removed.then_some(who))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed, denied, guid};
    use crate::check::privacy::sight::tests::{entry, rights};
    use crate::tenant::{Fact, Holder};

    fn flagged(names: &[&str]) -> Case {
        rights("AvailabilityOnly", "None").room(|room| {
            let Fact::Known { value, .. } = &mut room.calendar_rights else { panic!("the fixture knows the rights") };
            value.extend(
                names.iter().map(|name| FolderRight {
                    flags: vec!["Delegate".into(), FLAG.into()],
                    ..entry(name, &["Editor"])
                }),
            );
        })
    }

    fn stripping(everybody: &str, anonymous: &str) -> Case {
        rights(everybody, anonymous).calendar(|calendar| calendar.remove_private_property = Some(true))
    }

    fn who(names: &[&str]) -> Datum {
        Datum::List(names.iter().map(|name| Untrusted::from(*name)).collect())
    }

    #[test]
    fn a_room_that_keeps_the_flag_and_gives_nobody_the_right_passes() {
        rights("AvailabilityOnly", "None").passes(&CHECK);
        rights("Reviewer", "None").passes(&CHECK);
    }

    #[test]
    fn people_with_the_right_are_named() {
        assert_eq!(flagged(&["Bob", "Ann"]).fails(&CHECK).actual.0[NAME], who(&["Ann", "Bob"]));
    }

    #[test]
    fn the_account_that_the_product_books_with_may() {
        let named = |names: &[&str]| flagged(names).parameter("booking_account", "sync@contoso.com");
        named(&["sync@contoso.com"]).passes(&CHECK);
        let found = crate::check::calendar::fixture::recipient("sync", "UserMailbox");
        let case = named(&["Ann", "sync"]).with_recipient("sync@contoso.com", found);
        assert_eq!(case.fails(&CHECK).actual.0[NAME], who(&["Ann"]));
        named(&["Ann"]).is_unknown(&CHECK);
    }

    #[test]
    fn a_removed_flag_lays_them_open_where_others_read_along() {
        let finding = stripping("Reviewer", "None").fails(&CHECK);
        assert_eq!(finding.actual.0[NAME], who(&["everybody in the organisation"]));
        assert_eq!(finding.expected.0["remove_private_property"], Datum::Bool(false));
        stripping("LimitedDetails", "None").fails(&CHECK);
        let outside = stripping("AvailabilityOnly", "LimitedDetails").fails(&CHECK);
        assert_eq!(outside.actual.0[NAME], who(&["everybody, people outside too"]));
    }

    #[test]
    fn a_removed_flag_is_harmless_where_only_times_show() {
        stripping("AvailabilityOnly", "None").passes(&CHECK);
        let emptied = stripping("LimitedDetails", "None").calendar(|calendar| calendar.delete_subject = Some(true));
        emptied.passes(&CHECK);
    }

    #[test]
    fn what_was_not_read_is_unknown_unless_somebody_is_found_out_anyway() {
        Case::new().room(|room| room.calendar_rights = denied()).is_unknown(&CHECK);
        rights("Reviewer", "None").room(|room| room.calendar = denied()).is_unknown(&CHECK);
        rights("Reviewer", "None")
            .calendar(|calendar| calendar.remove_private_property = None)
            .lacks(&CHECK, "RemovePrivateProperty");
        rights("AvailabilityOnly", "None").room(|room| room.calendar = denied()).passes(&CHECK);
        flagged(&["Ann"]).room(|room| room.calendar = denied()).fails(&CHECK);
    }

    #[test]
    fn its_repair_keeps_the_mark_and_takes_the_right_to_see_behind_it() {
        let mark = || changed(Setting::RemovePrivateProperty, true, false);
        stripping("Reviewer", "None").is_mended_by(&CHECK, &[mark()]);
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let blind = Change::FolderRight {
            room: guid("a"),
            who: Holder::Named("Bob".into()),
            from: words(&["Editor"]),
            to: words(&["Editor"]),
            flags_from: words(&["Delegate", FLAG]),
            flags_to: words(&["Delegate"]),
        };
        assert!(!blind.widens());
        flagged(&["Bob"]).is_mended_by(&CHECK, &[blind]);
    }
}
