//! Floor 2: every REST operation that the program knows, as a function that gives a [`Call`](crate::session::call::Call).
//!
//! Nothing here waits. Wire structs are private to the operation's file and wider than what they become: unknown
//! properties are ignored, nulls count as absent, spellings that Microsoft's own pages mix are all understood.

pub mod exchange;
pub mod graph;
mod lenient;

use crate::session::call::Needs;
use crate::tenant::Source;

/// One line of the permissions table: what is read, and the least rights for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// What is read.
    pub source: Source,
    /// The least rights.
    pub needs: Needs,
}

/// Every reading with its least rights, in the order of the sources. `help permissions` prints it.
pub fn requirements() -> Vec<Requirement> {
    let mut all = graph::requirements();
    all.extend(exchange::requirements());
    all.sort_by_key(|requirement| requirement.source);
    all
}
