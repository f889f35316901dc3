//! PV001. A room whose calendar shows everybody what its meetings are about.

use super::sight::{self, Sight};
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Change, FolderRight, Gap, Holder, Room, Untrusted};

/// Colleagues can read what meetings are about.
pub static CHECK: Check = Check {
    id: "PV001",
    name: "titles-readable-by-colleagues",
    title: "Colleagues can read what meetings are about",
    consequence: "Everybody in the organisation who opens the room's calendar reads what its meetings are about.",
    area: Area::Mailboxes,
    severity: Severity::Info,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/titles-readable-by-colleagues.md"),
    probe: Probe::EachRoom(probe),
};

const NAME: &str = "calendar_right_of_everybody";

/// What a new room gives everybody: when it is taken, and no more.
const WANTED: &str = "AvailabilityOnly";

fn probe(room: &Room, _: &Context<'_>) -> Result<Outcome, Gap> {
    if room.has_no_mailbox() {
        return Ok(Outcome::NotApplicable);
    }
    let entry = sight::everybody(room.calendar_rights.get()?)?;
    let sight = sight::of(entry)?;
    if !sight.shows_contents(room)? {
        return Ok(Outcome::Pass);
    }
    let finding = Finding::new(Reading::of(NAME, words(entry)), Reading::of(NAME, WANTED));
    let finding = finding.mend(narrowed(room, Holder::Default, entry, WANTED));
    Ok(match sight {
        Sight::Everything => finding
            .severity(Severity::Warning)
            .cause("everybody can open the meetings themselves, with text, people and attachments")
            .into(),
        Sight::Nothing | Sight::Times | Sight::Titles => finding.cause("titles and places, not more").into(),
    })
}

/// Gives somebody one right in the calendar, and no flags, in place of what they have.
pub(super) fn narrowed(room: &Room, who: Holder, entry: &FolderRight, to: &str) -> Option<Change> {
    let (from, flags_from) = (entry.rights.clone(), entry.flags.clone());
    Some(Change::FolderRight {
        room: room.guid()?,
        who,
        from,
        to: vec![to.to_owned()],
        flags_from,
        flags_to: Vec::new(),
    })
}

/// The rights of an entry as a value of a finding.
pub(super) fn words(entry: &FolderRight) -> Datum {
    match entry.rights.as_slice() {
        [one] => one.as_str().into(),
        several => Datum::List(several.iter().map(|word| Untrusted::new(word.as_str())).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, guid, known};
    use crate::check::privacy::sight::tests::rights;
    use crate::tenant::AutomateProcessing;

    #[test]
    fn free_and_busy_times_are_no_secret() {
        rights("AvailabilityOnly", "None").passes(&CHECK);
        rights("None", "None").passes(&CHECK);
    }

    #[test]
    fn titles_alone_are_worth_knowing() {
        let finding = rights("LimitedDetails", "None").fails(&CHECK);
        assert_eq!(finding.severity, None);
        assert_eq!(finding.actual, Reading::of(NAME, "LimitedDetails"));
    }

    #[test]
    fn meetings_that_everybody_can_open_are_a_warning() {
        assert_eq!(rights("Reviewer", "None").fails(&CHECK).severity, Some(Severity::Warning));
        assert_eq!(rights("Editor", "None").fails(&CHECK).severity, Some(Severity::Warning));
    }

    #[test]
    fn a_room_that_removes_titles_and_texts_shows_none() {
        let removed = |case: Case| {
            case.calendar(|calendar| {
                calendar.delete_subject = Some(true);
                calendar.delete_comments = Some(true);
            })
        };
        removed(rights("LimitedDetails", "None")).passes(&CHECK);
        removed(rights("Reviewer", "None")).passes(&CHECK);
        let unanswered = removed(rights("LimitedDetails", "None"))
            .calendar(|calendar| calendar.automate_processing = Some(AutomateProcessing::AutoUpdate));
        unanswered.fails(&CHECK);
    }

    #[test]
    fn what_was_not_read_is_unknown_where_it_matters() {
        Case::new().room(|room| room.calendar_rights = denied()).is_unknown(&CHECK);
        Case::new().room(|room| room.calendar_rights = known(Vec::new())).lacks(&CHECK, "AccessRights");
        rights("LimitedDetails", "None").room(|room| room.calendar = denied()).is_unknown(&CHECK);
        rights("AvailabilityOnly", "None").room(|room| room.calendar = denied()).passes(&CHECK);
    }

    #[test]
    fn its_repair_shows_everybody_when_the_room_is_taken_and_no_more() {
        let words = |word: &str| vec![word.to_owned()];
        let change = Change::FolderRight {
            room: guid("a"),
            who: Holder::Default,
            from: words("Reviewer"),
            to: words("AvailabilityOnly"),
            flags_from: Vec::new(),
            flags_to: Vec::new(),
        };
        assert!(!change.widens());
        rights("Reviewer", "None").is_mended_by(&CHECK, &[change]);
    }
}
