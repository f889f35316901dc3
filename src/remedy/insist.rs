//! The customer's choice between the two ways of confining an app, where it differs from what checks propose.

use crate::check::Context;
use crate::check::access::confine::{Confinement, Method, confine};
use crate::report::Report;
use crate::tenant::{Change, Way};

/// Puts an application access policy in the place of roles: every repair that would make a role becomes the one that
/// makes the policy. A repair for which there is none that way is left to a person.
pub fn by_policy(report: &mut Report, context: &Context<'_>) {
    let by_policy = confine(context, Method::Policy).map(Confinement::changes).unwrap_or_default();
    for member in report.groups.iter_mut().flat_map(|group| &mut group.members) {
        if member.fix.iter().any(makes_a_role) {
            member.fix.clone_from(&by_policy);
        }
    }
}

fn makes_a_role(change: &Change) -> bool {
    matches!(
        change,
        Change::ExchangePrincipal { way: Way::Make, .. }
            | Change::Scope { way: Way::Make, .. }
            | Change::Assignment { way: Way::Make, .. }
    )
}
