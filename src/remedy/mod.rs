//! Floor 1: mending. Findings in, a plan out: changes merged, grouped and ordered, and the scripts that make them.
//!
//! Pure: the same report gives the same bytes. What a change is, is a word of the tenant ([`crate::tenant::Change`]);
//! checks propose it, this orders it, [`crate::powershell`] prints it, the simulated tenant obeys it.
//!
//! - [`Plan`]: what goes into scripts, what is left to a person, and why.
//! - [`Stage`]: the scripts of a pack in their order. [`section`]: changes of one shape, side by side.
//! - [`script`]: a stage as PowerShell, and the way back. `templates/` holds the fixed parts, readable as they are.
//! - [`manifest`]: the plan as a document. [`verify`]: what became of it, seen in a fresh read.
//! - [`since`]: rooms that are new since an earlier snapshot.

pub mod digest;
pub mod insist;
mod lower;
pub mod manifest;
pub mod plan;
pub mod proof;
pub mod script;
pub mod section;
pub mod since;
pub mod stage;
#[cfg(test)]
mod tests;
pub mod verify;

pub use lower::title;
pub use manifest::Manifest;
pub use plan::{Ask, Include, Left, Line, Named, Plan, Planned, Steps, names, trust_of};
pub use script::{Direction, Written, write};
pub use section::{Kind, Row, Section, Shape};
pub use since::{Newcomer, News, Since, since};
pub use stage::{Shell, Stage};
