//! PV004. A room whose calendar is open to people who have not signed in.

use super::sight::{self, Sight};
use super::titles_readable_by_colleagues::{narrowed, words};
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Holder, Room};

/// Calendar open to people outside.
pub static CHECK: Check = Check {
    id: "PV004",
    name: "calendar-open-to-anonymous",
    title: "Calendar open to people outside",
    consequence: "People outside the organisation, who need not sign in, can see when the room is taken, or more.",
    area: Area::Mailboxes,
    severity: Severity::Warning,
    fix: Trust::Safe,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/calendar-open-to-anonymous.md"),
    probe: Probe::EachRoom(probe),
};

const NAME: &str = "calendar_right_of_people_outside";

fn probe(room: &Room, _: &Context<'_>) -> Result<Outcome, Gap> {
    if room.has_no_mailbox() {
        return Ok(Outcome::NotApplicable);
    }
    let Some(entry) = sight::anonymous(room.calendar_rights.get()?) else { return Ok(Outcome::Pass) };
    if entry.rights.iter().all(|right| right.eq_ignore_ascii_case("None")) {
        return Ok(Outcome::Pass);
    }
    let finding = Finding::new(Reading::of(NAME, words(entry)), Reading::of(NAME, "None"));
    let finding = finding.mend(narrowed(room, Holder::Anonymous, entry, "None"));
    Ok(match sight::of(entry) {
        Ok(Sight::Everything) => finding.severity(Severity::Error).cause("whole meetings can be read").into(),
        Ok(Sight::Titles) => finding.cause("titles of meetings can be read").into(),
        // Whatever a right is that this version does not know: it is one that nobody outside should have.
        Ok(Sight::Times | Sight::Nothing) | Err(_) => finding.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, guid, known};
    use crate::check::privacy::sight::tests::{entry, rights};
    use crate::tenant::Change;

    #[test]
    fn a_calendar_that_gives_nothing_to_people_outside_passes() {
        rights("AvailabilityOnly", "None").passes(&CHECK);
        Case::new().room(|room| room.calendar_rights = known(vec![entry("Default", &["Reviewer"])])).passes(&CHECK);
    }

    #[test]
    fn any_right_is_a_warning() {
        for right in ["AvailabilityOnly", "LimitedDetails", "FolderVisible", "SomethingNew"] {
            let finding = rights("AvailabilityOnly", right).fails(&CHECK);
            assert_eq!(finding.severity, None, "{right}");
            assert_eq!(finding.actual, Reading::of(NAME, right));
        }
    }

    #[test]
    fn whole_meetings_are_an_error() {
        for right in ["Reviewer", "Editor", "ReadItems"] {
            assert_eq!(rights("AvailabilityOnly", right).fails(&CHECK).severity, Some(Severity::Error), "{right}");
        }
    }

    #[test]
    fn rights_that_were_not_read_are_unknown() {
        Case::new().room(|room| room.calendar_rights = denied()).is_unknown(&CHECK);
    }

    #[test]
    fn its_repair_gives_people_outside_nothing() {
        let change = Change::FolderRight {
            room: guid("a"),
            who: Holder::Anonymous,
            from: vec!["LimitedDetails".to_owned()],
            to: vec!["None".to_owned()],
            flags_from: Vec::new(),
            flags_to: Vec::new(),
        };
        assert!(!change.widens());
        rights("AvailabilityOnly", "LimitedDetails").is_mended_by(&CHECK, &[change]);
    }
}
