//! The list of all checks, sorted by id. One line each.

use super::Check;

/// Every check, sorted by id.
pub static REGISTRY: &[&Check] = &[];
