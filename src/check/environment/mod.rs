//! Checks of what the run itself stands on: the reader's rights, the clock, the request budget, the domain.

pub mod caller_lacks_roles;
pub mod clock_differs;
pub mod domain_not_accepted;
pub mod exchange_not_readable;
pub mod request_budget_low;

use super::{Context, Judged, Outcome};

/// One judgement about the tenant as a whole.
fn about_tenant(context: &Context<'_>, outcome: Outcome) -> Vec<Judged> {
    vec![Judged::new(context.tenant(), outcome)]
}
