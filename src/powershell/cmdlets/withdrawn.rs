//! Commands that are gone, have a successor, or do more than their guide says: by name, with what to use instead.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::toml_file;

/// How it stands with a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It fails.
    Gone,
    /// It works and has a successor.
    Legacy,
    /// It works, and does harm where its guide does not expect it.
    Dangerous,
}

/// A command that should not be pasted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// Its name; `*` stands for any letters.
    pub name: String,
    /// How it stands with it.
    pub state: State,
    /// The row of the table of retirements that has its dates.
    pub retirement: Option<String>,
    /// Why not, as a clause.
    pub why: String,
    /// What to run in its place; words in capitals are to be filled in.
    pub instead: Vec<String>,
    /// Who says so.
    pub source: String,
}

impl Withdrawn {
    /// Whether this entry is about a command of that name.
    fn is_about(&self, name: &str) -> bool {
        let (pattern, name) = (self.name.to_ascii_lowercase(), name.to_ascii_lowercase());
        let mut parts = pattern.split('*');
        let Some(mut rest) = parts.next().and_then(|head| name.strip_prefix(head)) else { return false };
        if !pattern.contains('*') {
            return rest.is_empty();
        }
        for part in parts {
            let Some(at) = rest.find(part) else { return false };
            rest = rest.get(at + part.len()..).unwrap_or_default();
        }
        pattern.ends_with('*') || rest.is_empty()
    }
}

/// All such commands.
pub fn withdrawals() -> &'static [Withdrawn] {
    &TABLE
}

/// What is known against the command of this name; case does not count.
pub fn withdrawn(name: &str) -> Option<&'static Withdrawn> {
    TABLE.iter().find(|one| one.is_about(name))
}

static TABLE: LazyLock<Vec<Withdrawn>> = LazyLock::new(|| {
    let file: File = toml_file::read("withdrawn.toml", include_str!("withdrawn.toml")).expect("parsed by a test");
    file.command
});

#[derive(Deserialize)]
struct File {
    command: Vec<Withdrawn>,
}
