//! A folder that the program fills: made for its owner only, never reached through a link, and nothing in it is touched
//! that the caller did not name.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::write::{self, SaveError};

/// What stands at the place of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Folder {
    /// Nothing.
    Missing,
    /// A folder with these entries, sorted.
    There(Vec<String>),
}

/// Looks at a folder and proves that files can be made in it, or that it can be made itself. To be asked before a long
/// run.
///
/// # Errors
/// [`SaveError`] when it is a link, no folder, open to anybody, or cannot be written to.
pub fn look_at(path: &Path) -> Result<Folder, SaveError> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            write::check_folder(write::folder(path))?;
            write::temporary(path).map(drop)?;
            Ok(Folder::Missing)
        }
        Err(source) => Err(SaveError::Write { path: path.to_owned(), source }),
        Ok(there) if there.file_type().is_symlink() => Err(SaveError::Link(path.to_owned())),
        Ok(there) if !there.is_dir() => Err(SaveError::NotAFolder(path.to_owned())),
        Ok(_) => {
            write::check_folder(path)?;
            write::temporary(&path.join("x")).map(drop)?;
            entries(path).map(Folder::There)
        }
    }
}

/// Makes a folder for its owner only, unless it is there.
///
/// # Errors
/// [`SaveError`] when it is a link, no folder, open to anybody, or could not be made.
pub fn make(path: &Path) -> Result<(), SaveError> {
    match fs::symlink_metadata(path) {
        Ok(there) if there.file_type().is_symlink() => Err(SaveError::Link(path.to_owned())),
        Ok(there) if !there.is_dir() => Err(SaveError::NotAFolder(path.to_owned())),
        Ok(_) => write::check_folder(path),
        Err(_) => {
            let mut builder = fs::DirBuilder::new();
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(path).map_err(|source| SaveError::Write { path: path.to_owned(), source })
        }
    }
}

/// The names of what is in a folder, sorted. A name that is no text is left out: the program writes none.
///
/// # Errors
/// [`SaveError`] when it could not be read.
pub fn entries(path: &Path) -> Result<Vec<String>, SaveError> {
    let read = || -> io::Result<Vec<String>> {
        let names = fs::read_dir(path)?.map(|entry| Ok(entry?.file_name().into_string()));
        let names: Vec<_> = names.collect::<io::Result<_>>()?;
        Ok(names.into_iter().flatten().collect())
    };
    let mut names = read().map_err(|source| SaveError::Write { path: path.to_owned(), source })?;
    names.sort();
    Ok(names)
}

/// Removes a file of ours; nothing happens when it is not there. A link goes itself, not what it leads to.
///
/// # Errors
/// [`SaveError`] when it could not be removed.
pub fn remove(path: &Path) -> Result<(), SaveError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(SaveError::Write { path: path.to_owned(), source: error })
        }
        _ => Ok(()),
    }
}

/// Gives a file or folder of ours another place on the same disk, where nothing is yet.
///
/// # Errors
/// [`SaveError`] when something is there, or it could not be moved.
pub fn set_aside(from: &Path, to: &Path) -> Result<(), SaveError> {
    if fs::symlink_metadata(to).is_ok() {
        return Err(SaveError::NotOurs(to.to_owned()));
    }
    fs::rename(from, to).map_err(|source| SaveError::Write { path: to.to_owned(), source })
}

/// The bytes of a file; `None` when it is not there, is a link, or is no file.
///
/// # Errors
/// [`SaveError`] when it could not be read or has more than so many bytes.
#[expect(clippy::disallowed_methods, reason = "this module is one of those that open files")]
pub fn read(path: &Path, most: u64) -> Result<Option<Vec<u8>>, SaveError> {
    let failed = |source| SaveError::Write { path: path.to_owned(), source };
    match fs::symlink_metadata(path) {
        Ok(there) if there.is_file() => {}
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(failed(source)),
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() as u64 > most {
        return Err(failed(io::Error::new(io::ErrorKind::InvalidData, "it is too large to be one of ours")));
    }
    Ok(Some(bytes))
}
