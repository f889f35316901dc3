//! Floor 2: files that people and vendors make, as words of the tenant. Pure: bytes in, data or a list of mistakes out.
//!
//! A file is taken whole or not at all. Every mistake in it is told with its place, up to twenty at a time, so that
//! nobody has to run again for the next one.

mod attestations;
mod cells;
mod columns;
mod vendor_rooms;

pub use attestations::{add_attestation, attestations};
pub use cells::text;
pub use columns::{COLUMNS, Column, Columns, ColumnsError};
pub use vendor_rooms::vendor_rooms;

use crate::toml_file;

/// The largest list of rooms, in bytes.
pub const MOST_BYTES: usize = 32 << 20;
/// The longest list of rooms.
pub const MOST_ROWS: usize = 200_000;
/// The widest list of rooms.
pub const MOST_COLUMNS: usize = 256;
/// How many mistakes are told at a time.
pub const MOST_FAULTS: usize = 20;

/// Why a file was not taken: everything that is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text())]
pub struct Refused {
    /// The first mistakes, in the order of the file.
    pub faults: Vec<Fault>,
    /// How many there are beside them.
    pub more: usize,
}

/// One mistake and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where, such as `row 3 (line 4), column "Capacity"`; empty for the file as a whole.
    pub place: String,
    /// What is wrong. It may quote the file: whoever shows it makes it harmless.
    pub what: String,
}

impl Refused {
    /// A file that is wrong as a whole.
    fn whole(what: impl Into<String>) -> Self {
        Self { faults: vec![Fault { place: String::new(), what: what.into() }], more: 0 }
    }

    fn add(&mut self, place: impl Into<String>, what: impl Into<String>) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(Fault { place: place.into(), what: what.into() });
        } else {
            self.more += 1;
        }
    }

    /// The data, unless something was wrong with it.
    fn unless<T>(self, value: T) -> Result<T, Self> {
        if self.faults.is_empty() { Ok(value) } else { Err(self) }
    }

    /// How many mistakes there are.
    pub fn count(&self) -> usize {
        self.faults.len() + self.more
    }

    fn text(&self) -> String {
        let told: Vec<_> = self.faults.iter().map(ToString::to_string).collect();
        let more = if self.more > 0 { format!("; and {} more", self.more) } else { String::new() };
        format!("{}{more}", told.join("; "))
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.place.as_str() {
            "" => f.write_str(&self.what),
            place => write!(f, "{place}: {}", self.what),
        }
    }
}

/// The name that is most like what was typed, as the end of a sentence.
fn did_you_mean<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    toml_file::did_you_mean(typed, known).map(|name| format!("; did you mean `{}`?", short(name))).unwrap_or_default()
}

/// The beginning of a text from a file, for a message.
fn short(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_mistakes_are_told_and_the_others_counted() {
        let mut refused = Refused::default();
        for row in 1..=23 {
            refused.add(format!("row {row}"), "wrong");
        }
        assert_eq!((refused.faults.len(), refused.more, refused.count()), (20, 3, 23));
        let text = refused.to_string();
        assert!(text.starts_with("row 1: wrong; row 2: wrong; ") && text.ends_with("; and 3 more"), "{text}");
        assert!(refused.unless(()).is_err());
        assert!(Refused::default().unless(()).is_ok());
    }

    #[test]
    fn what_is_quoted_is_cut_between_characters() {
        assert_eq!(short("plain"), "plain");
        assert_eq!(short(&"ü".repeat(70)).chars().count(), 61);
    }
}
