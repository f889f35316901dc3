//! Floor 2: showing. Pure: a report in, text out. Nothing here writes, and nothing here decides.
//!
//! Text that a tenant stores reaches a terminal only through [`visible`]; numbers, settings and readings become words
//! only in [`words`].

pub mod access;
pub mod attestations;
pub mod explain;
pub mod fix;
pub mod json;
mod layout;
pub mod lint;
pub mod lists;
pub mod look;
pub mod mailboxes;
pub mod names;
pub mod permissions;
pub mod places;
pub mod product;
pub mod subjects;
pub mod table;
pub mod visible;
pub mod words;

pub(crate) use layout::labelled;
pub use look::Look;
pub use names::Names;

#[cfg(test)]
mod tests;
