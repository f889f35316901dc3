//! Floor 2: files. Snapshots saved and loaded, every other file that the program leaves behind, and the folders it fills.
//!
//! A file appears whole or not at all, readable by its owner only, and never in place of something that is not ours.

pub mod folder;
mod load;
mod write;

pub use load::{LoadError, MAX_SIZE, load, parse};
pub use write::{Existing, SaveError, check_writable, write_file};

use std::io::{self, Write};
use std::path::Path;

use crate::tenant::Snapshot;

/// How a saved snapshot begins: what tells our file from another.
const BEGINNING: &str = r#"{"header":{"format":{"major":"#;

/// Whether the file may already be there, for snapshots: an older snapshot is replaced, anything else is refused.
pub const SNAPSHOT: Existing = Existing::Ours(BEGINNING);

/// Saves a snapshot. `-` is stdout.
///
/// # Errors
/// [`SaveError`] when it could not be written; what was there before is still there then.
#[expect(clippy::disallowed_methods, reason = "`-` names stdout, for a snapshot that goes straight into a pipe")]
pub fn save(path: &Path, snapshot: &Snapshot) -> Result<(), SaveError> {
    if path == Path::new("-") {
        let mut out = io::BufWriter::new(io::stdout().lock());
        return save_to(&mut out, snapshot).map_err(|source| SaveError::Write { path: path.into(), source });
    }
    write_file(path, SNAPSHOT, |file| save_to(file, snapshot))
}

/// Writes a snapshot as JSON on one line, piece by piece.
///
/// # Errors
/// The error of the writer.
pub fn save_to(out: &mut dyn Write, snapshot: &Snapshot) -> io::Result<()> {
    serde_json::to_writer(&mut *out, snapshot).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    out.flush()
}

#[cfg(test)]
mod tests;
