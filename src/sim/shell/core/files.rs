//! Commands about files. The files are those that [`Shell`](super::super::Shell) holds; nothing touches a disk.
//!
//! Paths are joined with `/` and compared letter by letter. Folders need not exist.

use super::super::{
    CommandError, Edition,
    call::Given,
    convert::{text, truth, units},
    eval::{Run, Sink},
    fault::{Step, error, outside},
    item::{Fields, Item},
};
use std::rc::Rc;

fn path_of(given: &mut Given<'_>, command: &str) -> Step<String> {
    let path = given.take("literalpath").ok_or_else(|| outside(format_args!("{command} without -LiteralPath")))?;
    let path = text(&path)?;
    if path.is_empty() {
        let message = "Cannot bind argument to parameter 'LiteralPath' because it is an empty string.";
        return Err(error("ParameterArgumentValidationErrorEmptyStringNotAllowed", message));
    }
    Ok(path)
}

fn not_there(path: &str, command: &str) -> CommandError {
    CommandError {
        id: format!("PathNotFound,Microsoft.PowerShell.Commands.{}Command", command.replace('-', "")),
        message: format!("Cannot find path '{path}' because it does not exist."),
    }
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Ascii,
    Utf8,
    /// None named: the two editions differ beyond ASCII.
    Unnamed,
}

fn encoding(given: &mut Given<'_>, command: &str) -> Step<Encoding> {
    let Some(name) = given.take("encoding") else { return Ok(Encoding::Unnamed) };
    match text(&name)?.to_ascii_lowercase().as_str() {
        "ascii" => Ok(Encoding::Ascii),
        "utf8" => Ok(Encoding::Utf8),
        other => Err(outside(format_args!("{command} -Encoding {other}"))),
    }
}

const MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

impl Encoding {
    fn read(self, bytes: &[u8]) -> Step<String> {
        match self {
            Self::Ascii => Ok(bytes.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { '?' }).collect()),
            Self::Utf8 => Ok(String::from_utf8_lossy(bytes.strip_prefix(MARK).unwrap_or(bytes)).into_owned()),
            Self::Unnamed => match std::str::from_utf8(bytes) {
                Ok(text) if text.is_ascii() => Ok(text.to_owned()),
                _ => Err(outside("Get-Content without -Encoding of a file that is not ASCII")),
            },
        }
    }

    fn written(self, item: &Item) -> Step<Vec<u8>> {
        let ascii = |unit: u16| u8::try_from(unit).ok().filter(u8::is_ascii).unwrap_or(b'?');
        match self {
            Self::Ascii => Ok(units(item)?.into_iter().map(ascii).collect()),
            Self::Utf8 => Ok(text(item)?.into_bytes()),
            Self::Unnamed => Err(outside("writing to a file without -Encoding")),
        }
    }
}

pub(super) fn run(
    run: &mut Run<'_>,
    name: &str,
    mut given: Given<'_>,
    input: Option<Vec<Item>>,
    sink: &mut Sink<'_>,
) -> Step<()> {
    let action = given.take("erroraction");
    match name {
        "Join-Path" => {
            let (Some(path), Some(child)) = (given.take("path"), given.take("childpath")) else {
                return Err(outside("Join-Path without -Path and -ChildPath"));
            };
            let (path, child) = (text(&path)?, text(&child)?);
            if path.is_empty() {
                let message = "Cannot bind argument to parameter 'Path' because it is an empty string.";
                return Err(error("ParameterArgumentValidationErrorEmptyStringNotAllowed", message));
            }
            let joined = format!("{}/{}", path.trim_end_matches('/'), child.trim_start_matches('/'));
            run.emit(Item::text(joined), sink);
            Ok(())
        }
        "Test-Path" => {
            let path = path_of(&mut given, name)?;
            let is_file = run.shell.files.contains_key(&path);
            let folder = format!("{}/", path.trim_end_matches('/'));
            let is_folder = run.shell.files.keys().any(|known| known.starts_with(&folder));
            let kind = given.take("pathtype").map(|kind| text(&kind)).transpose()?;
            let found = match kind.as_deref().map(str::to_ascii_lowercase).as_deref() {
                None | Some("any") => is_file || is_folder,
                Some("leaf") => is_file,
                Some("container") => is_folder,
                Some(other) => return Err(outside(format_args!("Test-Path -PathType {other}"))),
            };
            run.emit(Item::Bool(found), sink);
            Ok(())
        }
        "Get-Content" => {
            let path = path_of(&mut given, name)?;
            let encoding = encoding(&mut given, name)?;
            let Some(bytes) = run.shell.files.get(&path) else {
                return run.failed_command(Rc::new(not_there(&path, name)), action.as_ref());
            };
            let content = encoding.read(bytes)?;
            if given.take("raw").is_some_and(|raw| truth(&raw)) {
                if !content.is_empty() {
                    run.emit(Item::text(content), sink);
                }
                return Ok(());
            }
            for line in content.lines() {
                run.emit(Item::text(line), sink);
            }
            Ok(())
        }
        "Get-FileHash" => {
            let path = path_of(&mut given, name)?;
            let algorithm = given.take("algorithm").map(|name| text(&name)).transpose()?;
            if algorithm.is_some_and(|name| !name.eq_ignore_ascii_case("sha256")) {
                return Err(outside("Get-FileHash of another kind than SHA256"));
            }
            let Some(bytes) = run.shell.files.get(&path) else {
                return run.failed_command(Rc::new(not_there(&path, name)), action.as_ref());
            };
            let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
            let hash: String = digest.as_ref().iter().map(|byte| format!("{byte:02X}")).collect();
            let fields = [("Algorithm", "SHA256"), ("Hash", hash.as_str()), ("Path", path.as_str())];
            let fields: Fields = fields.into_iter().map(|(name, text)| (name, Item::text(text))).collect();
            run.emit(Item::object(fields), sink);
            Ok(())
        }
        _ => {
            let path = path_of(&mut given, name)?;
            let encoding = encoding(&mut given, name)?;
            let value = given.take("value");
            let items = match (value, input) {
                (Some(value), None) if value.is_null() => Vec::new(),
                (Some(value), None) => value.walked(),
                (None, Some(input)) => input,
                _ => return Err(outside(format_args!("{name} without one source of what to write"))),
            };
            let ends_lines = !given.take("nonewline").is_some_and(|flag| truth(&flag));
            let mut written = Vec::new();
            for item in &items {
                written.extend(encoding.written(item)?);
                if ends_lines {
                    written.extend(b"\r\n");
                }
            }
            if run.shell.protected.contains(&path) {
                let record = CommandError {
                    id: format!(
                        "GetContentWriterUnauthorizedAccessError,Microsoft.PowerShell.Commands.{}Command",
                        name.replace('-', "")
                    ),
                    message: format!("Access to the path '{path}' is denied."),
                };
                return run.failed_command(Rc::new(record), action.as_ref());
            }
            let file = run.shell.files.entry(path).or_default();
            if name == "Set-Content" {
                file.clear();
            }
            // Windows PowerShell begins such a file with a byte order mark.
            if file.is_empty() && encoding == Encoding::Utf8 && run.shell.edition == Edition::Desktop {
                file.extend(MARK);
            }
            file.extend(written);
            Ok(())
        }
    }
}
