//! Whether the app was given a permission at all, and by which of the two ways: consent in Entra or a role in Exchange.
//!
//! Says nothing about how far it reaches; that is the business of `access::effective`.

use super::consent::{Consent, with_broader};
use crate::check::access::role;
use crate::tenant::{Gap, Permission, RoleAssignment, Snapshot};

/// How the app was given a permission.
#[derive(Clone, Copy, Debug)]
pub enum Standing<'a> {
    /// By consent to this permission: itself, or a broader one.
    Consented(&'a str),
    /// By a role in Exchange.
    Assigned(&'a RoleAssignment),
    /// Not at all.
    Missing,
}

impl Standing<'_> {
    /// Whether the app was not given it.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }
}

/// Finds out how the app was given a permission. One way that answers yes is enough; "missing" needs both to be known.
///
/// # Errors
/// The gap of the way that could not be read, when the other one says no.
pub fn standing<'a>(snapshot: &'a Snapshot, permission: &Permission) -> Result<Standing<'a>, Gap> {
    let consent = Consent::read(&snapshot.app);
    if let Some(name) = consent.as_ref().ok().and_then(|consent| consent.giving(permission)) {
        return Ok(Standing::Consented(name));
    }
    if with_broader(permission).any(|candidate| candidate.exchange_role.is_some()) {
        let assignments = role::assignments(&snapshot.access);
        let giving = assignments
            .as_ref()
            .ok()
            .and_then(|assignments| assignments.iter().find(|assignment| role::gives(&assignment.role, permission)));
        if let Some(assignment) = giving {
            return Ok(Standing::Assigned(assignment));
        }
        consent?;
        assignments?;
    } else {
        consent?;
    }
    Ok(Standing::Missing)
}
