//! Writing a file whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// What happens to a file that is already there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is written.
    Refuse,
    /// It is replaced if it is empty or begins like this, blanks aside: then it is one of ours.
    Ours(&'static str),
    /// It is replaced (`--force`).
    Replace,
}

/// Why a file was not written. What was there before is still there.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The path is a link: it may lead anywhere.
    #[error("`{}` is a link and is not followed; name the file itself", .0.display())]
    Link(PathBuf),
    /// The path is a folder, or something else that is no file.
    #[error("`{}` is not a file", .0.display())]
    NotAFile(PathBuf),
    /// The path is a file, or something else that is no folder.
    #[error("`{}` is not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// A file that is not ours is there.
    #[error("`{}` is there already and was not written by rsync-check; name another file or remove it", .0.display())]
    NotOurs(PathBuf),
    /// Somebody said that it stays as it is.
    #[error("`{}` may not be written: it is set to read-only", .0.display())]
    ReadOnly(PathBuf),
    /// The folder is not there.
    #[error("the folder `{}` does not exist", .0.display())]
    NoFolder(PathBuf),
    /// Anybody could replace the file.
    #[error("anybody may replace files in `{}` (it is world-writable without the sticky bit)", .0.display())]
    OpenFolder(PathBuf),
    /// The file could not be written.
    #[error("could not write `{}`: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Whether a file could be written, without writing it. To be asked before a long run.
///
/// # Errors
/// [`SaveError`] when it could not.
pub fn check_writable(path: &Path, existing: Existing) -> Result<(), SaveError> {
    if path == Path::new("-") {
        return Ok(());
    }
    judge(path, existing)?;
    // A file that is made and removed at once: permissions, quotas and read-only disks answer truthfully only to this.
    temporary(path).map(drop)
}

/// Writes a file whole or not at all, readable by its owner only.
///
/// # Errors
/// [`SaveError`] when it could not be written; what was there before is still there then.
pub fn write_file(
    path: &Path,
    existing: Existing,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), SaveError> {
    let write_error = |source| SaveError::Write { path: path.to_owned(), source };
    judge(path, existing)?;
    let mut file = temporary(path)?;
    {
        let mut out = BufWriter::new(file.as_file_mut());
        write(&mut out).and_then(|()| out.flush()).map_err(write_error)?;
    }
    file.as_file().sync_all().map_err(write_error)?;
    if existing == Existing::Refuse {
        // Fails if somebody else made the file in the meantime.
        file.persist_noclobber(path).map_err(|error| write_error(error.error))?;
    } else {
        // A link that appeared in the meantime is replaced, not followed: that is how renaming works.
        file.persist(path).map_err(|error| write_error(error.error))?;
    }
    sync_folder(folder(path));
    Ok(())
}

/// The folder of a path.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file beside the path that is gone when it is dropped.
pub(super) fn temporary(path: &Path) -> Result<NamedTempFile, SaveError> {
    // `tempfile` makes it with O_EXCL and mode 0600, whatever the umask is.
    Builder::new()
        .prefix(".rsync-check-")
        .suffix(".part")
        .tempfile_in(folder(path))
        .map_err(|source| SaveError::Write { path: path.to_owned(), source })
}

/// Whether files may be made in a folder: it is one, and not everybody may replace them.
pub(super) fn check_folder(folder: &Path) -> Result<(), SaveError> {
    let found = fs::metadata(folder).map_err(|_| SaveError::NoFolder(folder.to_owned()))?;
    if !found.is_dir() {
        return Err(SaveError::NoFolder(folder.to_owned()));
    }
    if is_open(&found) {
        return Err(SaveError::OpenFolder(folder.to_owned()));
    }
    Ok(())
}

fn judge(path: &Path, existing: Existing) -> Result<(), SaveError> {
    check_folder(folder(path))?;
    let there = match fs::symlink_metadata(path) {
        Ok(there) => there,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(SaveError::Write { path: path.to_owned(), source }),
    };
    if there.file_type().is_symlink() {
        return Err(SaveError::Link(path.to_owned()));
    }
    if !there.is_file() {
        return Err(SaveError::NotAFile(path.to_owned()));
    }
    let may_replace = match existing {
        Existing::Refuse => false,
        Existing::Ours(beginning) => {
            let source = |source| SaveError::Write { path: path.to_owned(), source };
            begins_like(path, beginning).map_err(source)?
        }
        Existing::Replace => true,
    };
    match may_replace {
        false => Err(SaveError::NotOurs(path.to_owned())),
        // Renaming over it would work all the same.
        true if there.permissions().readonly() => Err(SaveError::ReadOnly(path.to_owned())),
        true => Ok(()),
    }
}

/// Whether a file is empty or begins with a text, blanks aside.
#[expect(clippy::disallowed_methods, reason = "this module is the one that opens files")]
fn begins_like(path: &Path, beginning: &str) -> io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?.take(4_096).read_to_end(&mut head)?;
    head.retain(|byte| !byte.is_ascii_whitespace());
    Ok(head.is_empty() || head.starts_with(beginning.as_bytes()))
}

#[cfg(unix)]
fn is_open(folder: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    folder.permissions().mode() & 0o1002 == 0o0002
}

#[cfg(not(unix))]
fn is_open(_: &fs::Metadata) -> bool {
    false
}

/// The new name survives a power cut only when the folder is written too.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "this module is the one that opens files")]
fn sync_folder(folder: &Path) {
    // Some file systems cannot; the file itself is safe already.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) {}
