//! What can be wrong with a call of a command.

use std::fmt;

/// A fault, and which of the items it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The place (from 0) of the item; `None` when it is about the call as a whole.
    pub at: Option<usize>,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No command of this name is known.
    UnknownCommand {
        /// The name as it is written.
        name: String,
        /// The name that was probably meant.
        meant: Option<String>,
    },
    /// The command has no such parameter.
    UnknownParameter {
        /// The command.
        command: String,
        /// The name as it is written, without the hyphen.
        name: String,
        /// The name that was probably meant.
        meant: Option<String>,
    },
    /// The beginning of several parameters' names.
    AmbiguousParameter {
        /// The name as it is written.
        name: String,
        /// What it could be.
        candidates: Vec<String>,
    },
    /// Not the parameter's own name in full.
    NotInFull {
        /// The name as it is written.
        name: String,
        /// The name in full.
        full: String,
    },
    /// A value of a type that the parameter does not take.
    WrongType {
        /// The parameter.
        parameter: String,
        /// What it takes.
        wanted: String,
        /// What is there.
        given: String,
    },
    /// A number outside the range.
    OutOfRange {
        /// The parameter.
        parameter: String,
        /// The smallest number.
        least: i64,
        /// The largest number.
        most: i64,
        /// What is there.
        given: i64,
    },
    /// More characters than are taken.
    TooLong {
        /// The parameter.
        parameter: String,
        /// How many characters are taken.
        longest: usize,
        /// How many there are.
        given: usize,
    },
    /// A value outside the closed list.
    NotOfList {
        /// The parameter.
        parameter: String,
        /// The list.
        values: Vec<String>,
        /// What is there.
        given: String,
        /// The value that was probably meant.
        meant: Option<String>,
    },
    /// Parameters that must be there and are not.
    Missing {
        /// The command.
        command: String,
        /// Their names.
        names: Vec<String>,
    },
    /// A value after a switch.
    SwitchWithValue {
        /// The switch.
        parameter: String,
    },
    /// A parameter without its value.
    ValueMissing {
        /// The parameter.
        parameter: String,
    },
    /// The same parameter twice.
    Twice {
        /// The parameter.
        parameter: String,
    },
    /// A value that no parameter is there for.
    Surplus {
        /// The command.
        command: String,
        /// What is there.
        given: String,
    },
    /// Parameters that no way of calling the command has together.
    NotTogether {
        /// The parameters.
        parameters: Vec<String>,
    },
    /// Only Exchange Server knows it.
    OnlyOnPremises {
        /// The command or the parameter.
        what: String,
    },
    /// Only newer versions of PowerShell know it.
    OnlySince {
        /// The command or the parameter.
        what: String,
        /// The version.
        version: String,
    },
}

impl Fault {
    /// A parameter of a withdrawn, older or other product is no mistake in the call itself.
    pub fn is_about_versions(&self) -> bool {
        matches!(self, Self::OnlyOnPremises { .. } | Self::OnlySince { .. })
    }
}

/// `-A`, `-A and -B`, `-A, -B and -C`.
fn hyphened(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("-{name}")).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCommand { name, meant: Some(meant) } => write!(f, "no command `{name}`; `{meant}` is one"),
            Self::UnknownCommand { name, meant: None } => write!(f, "the command `{name}` is not known here"),
            Self::UnknownParameter { command, name, meant: Some(meant) } => {
                write!(f, "{command} has no parameter -{name}; -{meant} is one")
            }
            Self::UnknownParameter { command, name, meant: None } => write!(f, "{command} has no parameter -{name}"),
            Self::AmbiguousParameter { name, candidates } => {
                write!(f, "-{name} can be {}", hyphened(candidates))
            }
            Self::NotInFull { name, full } => write!(f, "-{name} is short for -{full}"),
            Self::WrongType { parameter, wanted, given } => write!(f, "-{parameter} takes {wanted}, not {given}"),
            Self::OutOfRange { parameter, least, most, given } => {
                write!(f, "-{parameter} takes {least} to {most}, not {given}")
            }
            Self::TooLong { parameter, longest, given } => {
                write!(f, "-{parameter} takes {longest} characters at most; these are {given}")
            }
            Self::NotOfList { parameter, values, given, .. } => {
                let shown: Vec<&str> = values.iter().take(8).map(String::as_str).collect();
                let more = if values.len() > shown.len() { " and others" } else { "" };
                write!(f, "-{parameter} takes {}{more}; not `{given}`", shown.join(", "))
            }
            Self::Missing { command, names } => write!(f, "{command} needs {}", hyphened(names)),
            Self::SwitchWithValue { parameter } => write!(f, "-{parameter} is a switch and takes no value"),
            Self::ValueMissing { parameter } => write!(f, "-{parameter} has no value"),
            Self::Twice { parameter } => write!(f, "-{parameter} is given twice"),
            Self::Surplus { command, given } => write!(f, "{command} has no place for {given}"),
            Self::NotTogether { parameters } => write!(f, "{} cannot be given together", hyphened(parameters)),
            Self::OnlyOnPremises { what } => write!(f, "{what} is for Exchange Server only"),
            Self::OnlySince { what, version } => write!(f, "{what} needs PowerShell {version}"),
        }
    }
}
