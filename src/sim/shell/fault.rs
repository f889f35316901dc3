//! How a statement of a script can end other than by being done.

use std::rc::Rc;

use super::CommandError;

/// What stopped a statement.
#[derive(Clone, Debug)]
pub(super) enum Stop {
    /// An error that `catch` can catch.
    Error(Fault),
    Return,
    Break,
    Continue,
    Exit(i32),
    /// Something that scripts of ours may not use, or that this cannot run. Nothing catches it.
    Outside(String),
}

/// An error on its way.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) record: Rc<CommandError>,
    pub(super) reach: Reach,
}

/// What an error ends where nothing catches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The statement; `$ErrorActionPreference` decides about the script.
    Statement,
    /// The script: `throw`, and errors of commands under `Stop`.
    Script,
}

pub(super) type Step<T> = Result<T, Stop>;

/// An error of the language, which ends its statement.
pub(super) fn error(id: &str, message: impl Into<String>) -> Stop {
    let record = Rc::new(CommandError { id: id.to_owned(), message: message.into() });
    Stop::Error(Fault { record, reach: Reach::Statement })
}

/// Something outside the subset.
pub(super) fn outside(what: impl std::fmt::Display) -> Stop {
    Stop::Outside(format!("not in the subset: {what}"))
}
