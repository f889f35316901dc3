//! What somebody sees of the meetings in a room by a right in its calendar folder.

use crate::check::calendar::kept::is_kept;
use crate::tenant::{CalendarProcessing, FolderRight, Gap, Room, Source, Untrusted};

/// How much of a meeting a right shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sight {
    /// Nothing.
    Nothing,
    /// When the room is taken.
    Times,
    /// Title and place too.
    Titles,
    /// Everything: text, people, attachments.
    Everything,
}

/// The rights of Exchange, roles and their parts (Add-MailboxFolderPermission, seen 2026-11-21).
const RIGHTS: [(&str, Sight); 21] = [
    ("None", Sight::Nothing),
    ("AvailabilityOnly", Sight::Times),
    ("LimitedDetails", Sight::Titles),
    ("Reviewer", Sight::Everything),
    ("Contributor", Sight::Nothing),
    ("NonEditingAuthor", Sight::Everything),
    ("Author", Sight::Everything),
    ("PublishingAuthor", Sight::Everything),
    ("Editor", Sight::Everything),
    ("PublishingEditor", Sight::Everything),
    ("Owner", Sight::Everything),
    ("ReadItems", Sight::Everything),
    ("CreateItems", Sight::Nothing),
    ("CreateSubfolders", Sight::Nothing),
    ("DeleteAllItems", Sight::Nothing),
    ("DeleteOwnedItems", Sight::Nothing),
    ("EditAllItems", Sight::Nothing),
    ("EditOwnedItems", Sight::Nothing),
    ("FolderContact", Sight::Nothing),
    ("FolderOwner", Sight::Nothing),
    ("FolderVisible", Sight::Nothing),
];

/// The most that the words of an entry show.
///
/// # Errors
/// [`Gap::Field`] for a word that this version does not know, when no other one shows everything.
pub(crate) fn of(entry: &FolderRight) -> Result<Sight, Gap> {
    let mut most = Sight::Nothing;
    let mut gap = None;
    for word in &entry.rights {
        match RIGHTS.iter().find(|(right, _)| right.eq_ignore_ascii_case(word)) {
            Some((_, sight)) => most = most.max(*sight),
            None => gap = Some(no_rights(Some(Untrusted::new(word.as_str())))),
        }
    }
    match gap {
        Some(gap) if most < Sight::Everything => Err(gap),
        Some(_) | None => Ok(most),
    }
}

fn no_rights(value: Option<Untrusted>) -> Gap {
    Gap::Field { source: Source::ExchangeCalendarRights, field: "AccessRights", value }
}

/// The entry for everybody of the organisation. Exchange always lists it.
///
/// # Errors
/// [`Gap::Field`] when it was left out.
pub(crate) fn everybody(rights: &[FolderRight]) -> Result<&FolderRight, Gap> {
    named(rights, "Default").ok_or_else(|| no_rights(None))
}

/// The entry for people outside; `None` when nothing is given to them.
pub(crate) fn anonymous(rights: &[FolderRight]) -> Option<&FolderRight> {
    named(rights, "Anonymous")
}

fn named<'r>(rights: &'r [FolderRight], name: &str) -> Option<&'r FolderRight> {
    rights.iter().find(|right| right.user.raw().eq_ignore_ascii_case(name))
}

impl Sight {
    /// Whether it shows what a meeting is about: a title or a text that the room kept.
    ///
    /// # Errors
    /// Why it is not known what the room keeps; asked only where the right would show it.
    pub(crate) fn shows_contents(self, room: &Room) -> Result<bool, Gap> {
        let keeps = |what: fn(&CalendarProcessing) -> (Option<bool>, &'static str)| {
            let calendar = room.calendar.get()?;
            let (switch, field) = what(calendar);
            is_kept(calendar, switch, field)
        };
        let titles = || keeps(|calendar| (calendar.delete_subject, "DeleteSubject"));
        let texts = || keeps(|calendar| (calendar.delete_comments, "DeleteComments"));
        match self {
            Self::Nothing | Self::Times => Ok(false),
            Self::Titles => titles(),
            Self::Everything => match (titles(), texts()) {
                (Ok(true), _) | (_, Ok(true)) => Ok(true),
                (Err(gap), _) | (_, Err(gap)) => Err(gap),
                (Ok(false), Ok(false)) => Ok(false),
            },
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, known};

    /// An entry of a calendar's rights.
    pub(crate) fn entry(user: &str, rights: &[&str]) -> FolderRight {
        let rights = rights.iter().map(|word| (*word).to_owned()).collect();
        FolderRight { user: user.into(), rights, flags: Vec::new() }
    }

    /// The room `a` with these rights for everybody and for people outside.
    pub(crate) fn rights(everybody: &str, anonymous: &str) -> Case {
        let rights = vec![entry("Default", &[everybody]), entry("Anonymous", &[anonymous])];
        Case::new().room(|room| room.calendar_rights = known(rights))
    }

    #[test]
    fn roles_and_parts_show_what_exchange_says() {
        let shows = |words: &[&str]| of(&entry("Ann", words)).unwrap();
        assert_eq!(shows(&[]), Sight::Nothing);
        assert_eq!(shows(&["availabilityonly"]), Sight::Times);
        assert_eq!(shows(&["CreateItems", "FolderVisible"]), Sight::Nothing);
        assert_eq!(shows(&["FolderVisible", "ReadItems"]), Sight::Everything);
        assert!(Sight::Titles < Sight::Everything && Sight::Times < Sight::Titles);
    }

    #[test]
    fn a_right_that_is_not_known_is_a_gap_unless_everything_is_shown_anyway() {
        let gap = of(&entry("Ann", &["LimitedDetails", "Glance"])).unwrap_err();
        assert!(matches!(gap, Gap::Field { value: Some(value), .. } if value.raw() == "Glance"));
        assert_eq!(of(&entry("Ann", &["Glance", "Owner"])), Ok(Sight::Everything));
    }

    #[test]
    fn what_the_room_does_not_keep_nobody_reads() {
        let shows = |sight: Sight, subject: Option<bool>, comments: Option<bool>| {
            let case = Case::new().calendar(|calendar| {
                calendar.delete_subject = subject;
                calendar.delete_comments = comments;
            });
            let room = case.snapshot.rooms.values().next().unwrap();
            sight.shows_contents(room)
        };
        assert_eq!(shows(Sight::Titles, Some(true), Some(false)), Ok(false));
        assert_eq!(shows(Sight::Titles, Some(false), Some(true)), Ok(true));
        assert_eq!(shows(Sight::Everything, Some(true), Some(false)), Ok(true));
        assert_eq!(shows(Sight::Everything, Some(true), Some(true)), Ok(false));
        assert_eq!(shows(Sight::Times, None, None), Ok(false));
        assert!(shows(Sight::Everything, Some(true), None).is_err());
    }
}
