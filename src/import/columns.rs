//! Which column of a vendor's list means what: by well-known names, or as the person says.

use std::collections::BTreeMap;

use super::{did_you_mean, short};

/// What a column of a vendor's list can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// The mailbox address. Without it nothing can be compared.
    Address,
    /// The product's own id.
    Id,
    /// The product's name of the room.
    Name,
    /// How many people it holds.
    Capacity,
    /// How many days ahead it can be booked.
    HorizonDays,
    /// The longest booking, in minutes.
    MaxMinutes,
    /// The share of conflicts that a series may have.
    ConflictPercentage,
    /// Whether the product keeps it in step.
    Active,
}

/// What columns can mean: the name on the command line, what it is, and the headings that are known without being told.
/// A heading counts whatever its case, blanks and punctuation are; earlier ones are preferred.
pub const COLUMNS: &[(Column, &str, &str, &[&str])] = &[
    (
        Column::Address,
        "address",
        "mailbox address of the room",
        &[
            "address",
            "email",
            "emailaddress",
            "mail",
            "mailbox",
            "mailboxaddress",
            "smtp",
            "smtpaddress",
            "primarysmtpaddress",
            "exchangeemail",
            "exchangeaddress",
            "roomemail",
            "roommailbox",
            "resourceemail",
            "resourcemailbox",
            "calendaremail",
            "calendaraddress",
            "calendar",
            "calendarid",
            "resourceid",
            "userprincipalname",
            "upn",
        ],
    ),
    (
        Column::Id,
        "id",
        "the product's own id of the room",
        &["id", "roomid", "spaceid", "resourceid", "externalid", "sysid", "key", "code", "roomcode", "spacecode"],
    ),
    (
        Column::Name,
        "name",
        "the product's name of the room",
        &["name", "roomname", "displayname", "resourcename", "spacename", "title", "label", "room", "space"],
    ),
    (
        Column::Capacity,
        "capacity",
        "how many people it holds",
        &["capacity", "seats", "numberofseats", "roomcapacity", "maxcapacity", "seatingcapacity", "people"],
    ),
    (
        Column::HorizonDays,
        "horizon-days",
        "how many days ahead it can be booked",
        &[
            "horizondays",
            "horizon",
            "maxdaysahead",
            "maximumdaysahead",
            "daysahead",
            "daysinadvance",
            "maxdaysinadvance",
            "advancebookingdays",
            "bookaheaddays",
            "bookingwindow",
            "bookingwindowdays",
            "bookingwindowindays",
        ],
    ),
    (
        Column::MaxMinutes,
        "max-minutes",
        "the longest booking, in minutes",
        &[
            "maxminutes",
            "maxdurationminutes",
            "maximumdurationminutes",
            "maximumdurationinminutes",
            "maxduration",
            "maximumduration",
            "maxbookingminutes",
            "maxlengthminutes",
        ],
    ),
    (
        Column::ConflictPercentage,
        "conflict-percentage",
        "the share of conflicts that a series may have, in percent",
        &["conflictpercentage", "conflictpercentageallowed", "conflictpercent"],
    ),
    (
        Column::Active,
        "active",
        "whether the product keeps it in step: yes or no",
        &["active", "isactive", "enabled", "isenabled", "sync", "synced", "insync", "syncenabled"],
    ),
];

impl Column {
    /// The name on the command line.
    pub fn id(self) -> &'static str {
        COLUMNS.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    fn named(name: &str) -> Option<Self> {
        let name = plain(name);
        COLUMNS.iter().find(|row| plain(row.1) == name).map(|row| row.0)
    }
}

/// A heading without case, blanks and punctuation.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The headings that a person named (`--vendor-columns`), by what they mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(BTreeMap<Column, String>);

/// Why a mapping of columns was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// A part is not of the form `name=heading`.
    #[error("`{0}` is not of the form NAME=HEADING")]
    Form(String),
    /// There is no such meaning.
    #[error("a column cannot mean `{name}`{hint}")]
    Unknown {
        /// What was typed.
        name: String,
        /// "; did you mean …?", or nothing.
        hint: String,
    },
    /// The same meaning was given twice.
    #[error("`{0}` is given twice")]
    Twice(&'static str),
    /// A quotation mark is not closed.
    #[error("a quotation mark is not closed")]
    Quote,
}

impl Columns {
    /// Reads `address=Mail,id="Room ID"`: parts between commas; quotation marks keep commas and blanks.
    ///
    /// # Errors
    /// [`ColumnsError`] when it is not of this form.
    pub fn parse(text: &str) -> Result<Self, ColumnsError> {
        let mut columns = BTreeMap::new();
        for part in parts(text)? {
            let Some((name, heading)) = part.split_once('=').filter(|(_, heading)| !heading.trim().is_empty()) else {
                return Err(ColumnsError::Form(short(&part)));
            };
            let column = Column::named(name).ok_or_else(|| {
                let hint = did_you_mean(name, COLUMNS.iter().map(|row| row.1));
                ColumnsError::Unknown { name: short(name.trim()), hint }
            })?;
            if columns.insert(column, heading.trim().to_owned()).is_some() {
                return Err(ColumnsError::Twice(column.id()));
            }
        }
        Ok(Self(columns))
    }

    /// The heading that was named for a meaning.
    pub(super) fn heading(&self, column: Column) -> Option<&str> {
        self.0.get(&column).map(String::as_str)
    }

    /// All headings that were named.
    pub(super) fn headings(&self) -> impl Iterator<Item = (Column, &str)> {
        self.0.iter().map(|(column, heading)| (*column, heading.as_str()))
    }
}

/// The parts between commas, without their quotation marks; a doubled mark inside of two is one.
fn parts(text: &str) -> Result<Vec<String>, ColumnsError> {
    let mut parts = vec![String::new()];
    let mut is_quoted = false;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if is_quoted && rest.peek() == Some(&'"') => {
                rest.next();
                push(&mut parts, '"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => parts.push(String::new()),
            c => push(&mut parts, c),
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    if is_quoted { Err(ColumnsError::Quote) } else { Ok(parts) }
}

fn push(parts: &mut [String], c: char) {
    if let Some(part) = parts.last_mut() {
        part.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_with_and_without_quotation_marks() {
        let columns = Columns::parse(r#"address=Mail, id="Room ID, old",horizon_days=Max "#).unwrap();
        let named: Vec<_> = columns.headings().collect();
        let expected = [(Column::Address, "Mail"), (Column::Id, "Room ID, old"), (Column::HorizonDays, "Max")];
        assert_eq!(named, expected);
        assert_eq!(Columns::parse("").unwrap(), Columns::default());
        assert_eq!(Columns::parse(r#"name=the ""big"" one"#).unwrap().heading(Column::Name), Some("the big one"));
        assert_eq!(Columns::parse(r#"name="a ""b""""#).unwrap().heading(Column::Name), Some("a \"b\""));
    }

    #[test]
    fn what_is_no_mapping_says_why() {
        assert_eq!(Columns::parse("address").unwrap_err().to_string(), "`address` is not of the form NAME=HEADING");
        let text = Columns::parse("adress=Mail").unwrap_err().to_string();
        assert_eq!(text, "a column cannot mean `adress`; did you mean `address`?");
        assert_eq!(Columns::parse("id=A,id=B").unwrap_err(), ColumnsError::Twice("id"));
        assert_eq!(Columns::parse("id=\"A").unwrap_err(), ColumnsError::Quote);
    }

    #[test]
    fn known_headings_are_written_plainly_and_names_are_unique() {
        for (_, name, about, headings) in COLUMNS {
            assert!(!about.is_empty() && headings.iter().all(|heading| plain(heading) == **heading), "{name}");
            assert_eq!(Column::named(name).map(Column::id), Some(*name));
        }
    }
}
