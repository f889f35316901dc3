//! What a script wrote down: its journal (one line before each change, one after each change that was taken back) and
//! its log (one JSON object a line). Both may have been edited by anybody; lines that mean nothing are skipped.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

/// What one script wrote down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The last word of the journal on an object of a section.
    last: BTreeMap<(String, String), Word>,
    /// When the log last says that the object was changed.
    changed: BTreeMap<(String, String), Timestamp>,
    /// How many lines of the log name a failure.
    pub failures: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Changed,
    Undone,
}

#[derive(Deserialize)]
struct Entry {
    time: Timestamp,
    section: String,
    id: String,
    outcome: String,
}

impl Record {
    /// Reads journal and log; an empty text stands for a file that is not there.
    pub fn read(journal: &str, log: &str) -> Self {
        let mut record = Self::default();
        for line in without_mark(journal).lines() {
            let mut words = line.split_whitespace();
            let (Some(word), Some(section), Some(id)) = (words.next(), words.next(), words.next()) else { continue };
            let word = match word {
                "changed" => Word::Changed,
                "undone" => Word::Undone,
                _ => continue,
            };
            record.last.insert((section.to_owned(), id.to_owned()), word);
        }
        for line in without_mark(log).lines() {
            let Ok(Entry { time, section, id, outcome }) = serde_json::from_str(line) else { continue };
            match outcome.as_str() {
                "Changed" => {
                    record.changed.insert((section, id), time);
                }
                "Failed" => record.failures += 1,
                _ => {}
            }
        }
        record
    }

    /// When the script changed the object of a section; `None` when it did not, or when that was taken back.
    pub fn applied(&self, section: &str, id: &str) -> Option<Timestamp> {
        let key = (section.to_owned(), id.to_owned());
        match self.last.get(&key) {
            Some(Word::Undone) => None,
            Some(Word::Changed) | None => self.changed.get(&key).copied(),
        }
    }

    /// Whether anything was written down.
    pub fn is_empty(&self) -> bool {
        self.last.is_empty() && self.changed.is_empty()
    }
}

/// Windows PowerShell writes a byte order mark before UTF-8.
fn without_mark(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LOG: &str = "\u{feff}{\"time\":\"2026-11-21T09:30:00.1234567Z\",\"section\":\"S1\",\"id\":\"a\",\"outcome\":\"Changed\",\"script\":\"10-calendar\",\"text\":\"\"}\r\n\
        {\"time\":\"2026-11-21T09:31:00Z\",\"section\":\"S1\",\"id\":\"b\",\"outcome\":\"Failed\",\"text\":\"no\"}\r\nnot json\r\n";

    #[test]
    fn what_was_changed_has_its_time() {
        let record = Record::read("changed S1 a\r\nchanged S1 b\r\n", LOG);
        assert_eq!(record.applied("S1", "a"), Some("2026-11-21T09:30:00.1234567Z".parse().unwrap()));
        // It failed: the journal names it, because the line comes before the change.
        assert_eq!((record.applied("S1", "b"), record.failures), (None, 1));
        assert_eq!(record.applied("S2", "a"), None);
    }

    #[test]
    fn what_was_taken_back_was_not_applied() {
        assert_eq!(Record::read("changed S1 a\nundone S1 a\n", LOG).applied("S1", "a"), None);
        let again = Record::read("changed S1 a\nundone S1 a\nchanged S1 a\n", LOG);
        assert!(again.applied("S1", "a").is_some());
    }

    proptest! {
        #[test]
        fn any_text_is_read(journal in any::<String>(), log in any::<String>()) {
            Record::read(&journal, &log);
        }
    }
}
