//! From a report to an exit code.

use std::str::FromStr;

use super::{CheckCounts, Report, is_named};
use crate::check::{Check, Severity};
use crate::exit::{self, Exit};

/// From which severity on a finding fails the run (`--fail-on`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailOn {
    /// Only errors.
    #[default]
    Error,
    /// Warnings too.
    Warning,
    /// Everything.
    Info,
}

/// There is no such severity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no severity is called `{0}`: use `error`, `warning` or `info`")]
pub struct UnknownSeverity(pub String);

impl FailOn {
    /// The names for the command line.
    pub const NAMES: [&'static str; 3] = ["error", "warning", "info"];

    /// The least severity that fails the run.
    pub fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Info => Severity::Info,
        }
    }
}

impl FromStr for FailOn {
    type Err = UnknownSeverity;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "error" => Ok(Self::Error),
            "warning" => Ok(Self::Warning),
            "info" => Ok(Self::Info),
            _ => Err(UnknownSeverity(text.to_owned())),
        }
    }
}

impl Report {
    /// The exit code: an interrupted run says so; findings win over what is unknown, and that over what is pending.
    ///
    /// `allow_incomplete` names checks (by id or name) that may stay unknown, or lists (such as `graph.rooms`) that may
    /// stay incomplete; everything else that is unknown still counts.
    pub fn verdict(&self, fail_on: FailOn, allow_incomplete: &[String]) -> Exit {
        if self.run.interrupted {
            exit::INTERRUPTED
        } else if self.groups.iter().any(|group| group.severity >= fail_on.severity()) {
            exit::FINDINGS
        } else if self.has_gaps(allow_incomplete, |_| true) {
            exit::INCOMPLETE
        } else if !self.pending.is_empty() {
            exit::PENDING
        } else {
            exit::OK
        }
    }

    /// Whether something about these checks stayed unknown that may not: one of them, or part of a list of the tenant.
    pub fn has_gaps(&self, allow_incomplete: &[String], about: impl Fn(&Check) -> bool) -> bool {
        let is_allowed = |counts: &CheckCounts| allow_incomplete.iter().any(|name| is_named(counts.check, name));
        let mut checks = self.checks.iter().filter(|counts| about(counts.check));
        let mut lists = self.not_checked.iter().filter(|one| one.at_least.is_some());
        checks.any(|counts| counts.unknown > 0 && !is_allowed(counts))
            || lists.any(|one| !allow_incomplete.iter().any(|name| name == one.what))
    }
}
