//! Reading a saved snapshot. The file may come from anybody.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::tenant::{Snapshot, SnapshotVersion};

/// The largest file that is read.
pub const MAX_SIZE: u64 = 512 << 20;

/// Why a snapshot could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file could not be read.
    #[error("could not read `{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is larger than [`MAX_SIZE`].
    #[error("`{}` is larger than {} MiB, too large for a snapshot", path.display(), MAX_SIZE >> 20)]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The file ends too early.
    #[error("`{}` ends too early (line {line}, column {column}): it was not copied whole", path.display())]
    Truncated {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// The file is not a snapshot.
    #[error("`{}` is not a snapshot of rsync-check: {why}", path.display())]
    NotASnapshot {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The file is of another version of the format.
    #[error(
        "`{}` has snapshot format {}.{} (written by rsync-check {tool_version}); this rsync-check reads format {}.x",
        path.display(), found.major, found.minor, SnapshotVersion::CURRENT.major
    )]
    Version {
        /// The file.
        path: PathBuf,
        /// The version of its format.
        found: SnapshotVersion,
        /// The version of the program that wrote it.
        tool_version: String,
    },
    /// One place in the file is wrong.
    #[error("`{}` is damaged at `{place}` (line {line}, column {column}): {why}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The place, such as `rooms.berlin@contoso.com.calendar`.
        place: String,
        /// The line.
        line: usize,
        /// The column.
        column: usize,
        /// What is wrong.
        why: String,
    },
}

/// What every version of the format has.
#[derive(Deserialize)]
struct Start {
    header: StartHeader,
}

#[derive(Deserialize)]
struct StartHeader {
    format: SnapshotVersion,
    #[serde(default)]
    tool_version: String,
}

/// Loads a saved snapshot.
///
/// # Errors
/// [`LoadError`] when it cannot be read, is too large, or is not a whole snapshot of a format that is known.
#[expect(clippy::disallowed_methods, reason = "this module is the one that opens files")]
pub fn load(path: &Path) -> Result<Snapshot, LoadError> {
    let read_error = |source| LoadError::Read { path: path.to_owned(), source };
    let file = File::open(path).map_err(read_error)?;
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that is too large, whatever its length claims to be.
    file.take(MAX_SIZE + 1).read_to_end(&mut bytes).map_err(read_error)?;
    if bytes.len() as u64 > MAX_SIZE {
        return Err(LoadError::TooLarge { path: path.to_owned() });
    }
    parse(path, &bytes)
}

/// Reads a snapshot from bytes; the path is for the error only.
///
/// # Errors
/// As [`load`].
pub fn parse(path: &Path, bytes: &[u8]) -> Result<Snapshot, LoadError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start: Start = serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        serde_json::error::Category::Eof => truncated(path, &error),
        _ => LoadError::NotASnapshot { path: path.to_owned(), why: readable(&error) },
    })?;
    let StartHeader { format, tool_version } = start.header;
    if !format.is_readable() {
        let tool_version = short(&tool_version, 20);
        return Err(LoadError::Version { path: path.to_owned(), found: format, tool_version });
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let snapshot: Snapshot = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let place = short(&error.path().to_string(), 200);
        let error = error.into_inner();
        match error.classify() {
            serde_json::error::Category::Eof => truncated(path, &error),
            _ => damaged(path, place, &error),
        }
    })?;
    json.end().map_err(|error| damaged(path, "the end".to_owned(), &error))?;
    keys_agree(path, &snapshot)?;
    Ok(snapshot)
}

/// Rooms and lists are kept under their addresses, the product's own list in their order; a file that says otherwise was edited by hand.
fn keys_agree(path: &Path, snapshot: &Snapshot) -> Result<(), LoadError> {
    let room = snapshot.rooms.iter().find(|(key, room)| **key != room.address).map(|(key, _)| ("rooms", key));
    let list = snapshot.lists.iter().find(|(key, list)| **key != list.address).map(|(key, _)| ("lists", key));
    let own = snapshot.vendor_rooms.ok().map(Vec::as_slice).unwrap_or_default();
    match room.or(list) {
        None if own.is_sorted_by(|one, other| one.order(other).is_le()) => Ok(()),
        None => {
            Err(LoadError::NotASnapshot { path: path.to_owned(), why: "`vendor_rooms` is out of its order".to_owned() })
        }
        Some((part, key)) => Err(LoadError::NotASnapshot {
            path: path.to_owned(),
            why: format!("`{part}.{key}` holds another address than its own"),
        }),
    }
}

fn truncated(path: &Path, error: &serde_json::Error) -> LoadError {
    LoadError::Truncated { path: path.to_owned(), line: error.line(), column: error.column() }
}

fn damaged(path: &Path, place: String, error: &serde_json::Error) -> LoadError {
    let (line, column) = (error.line(), error.column());
    LoadError::Damaged { path: path.to_owned(), place, line, column, why: readable(error) }
}

/// The message without its place, harmless: it quotes the file.
fn readable(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let end = text.rfind(" at line ").unwrap_or(text.len());
    short(text.get(..end).unwrap_or_default(), 200)
}

/// The first characters of a text from the file. Whoever shows it makes it harmless.
fn short(text: &str, most: usize) -> String {
    text.chars().take(most).map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
