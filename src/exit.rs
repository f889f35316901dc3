//! Every exit code of the program, one documented constant each. `help exit-codes` prints this table.

/// An exit code with its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit {
    /// The number.
    pub code: u8,
    /// What it means, in one line.
    pub meaning: &'static str,
}

/// Everything that was asked was checked, and nothing is at or above `--fail-on`.
pub const OK: Exit = Exit { code: 0, meaning: "everything asked was checked, nothing at or above --fail-on" };
/// Findings at or above `--fail-on`. Wins over [`INCOMPLETE`].
pub const FINDINGS: Exit = Exit { code: 1, meaning: "findings at or above --fail-on (default: error)" };
/// Bad usage or bad input; nothing was contacted.
pub const USAGE: Exit = Exit { code: 2, meaning: "bad usage, file or configuration; nothing was contacted" };
/// No failing finding, but something could not be checked. Wins over [`PENDING`].
pub const INCOMPLETE: Exit = Exit { code: 3, meaning: "no failing finding, but something could not be checked" };
/// Sign-in failed or is needed; nothing was checked.
pub const SIGN_IN: Exit = Exit { code: 4, meaning: "sign-in failed or is needed; nothing was checked" };
/// The service or the network could not be reached.
pub const UNREACHABLE: Exit = Exit { code: 5, meaning: "service or network unreachable" };
/// Output could not be written.
pub const OUTPUT: Exit = Exit { code: 6, meaning: "output could not be written" };
/// Nothing failing, but a change has not shown yet within its documented delay.
pub const PENDING: Exit = Exit { code: 7, meaning: "nothing failing, but a recent change has not shown yet" };
/// A fault of the program itself.
pub const INTERNAL: Exit = Exit { code: 70, meaning: "internal error: please report it" };
/// Interrupted (Ctrl-C); partial results are marked as such.
pub const INTERRUPTED: Exit = Exit { code: 130, meaning: "interrupted; partial results are marked as such" };

/// All of them, in ascending order.
pub const ALL: &[Exit] =
    &[OK, FINDINGS, USAGE, INCOMPLETE, SIGN_IN, UNREACHABLE, OUTPUT, PENDING, INTERNAL, INTERRUPTED];

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code)
    }
}
