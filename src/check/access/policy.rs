//! Which application access policies matter for the app.

use crate::check::Context;
use crate::check::app::consent::Consent;
use crate::check::{Subject, SubjectKind};
use crate::tenant::{AccessPolicy, AppId, Gap};

/// Whether the policy is about the app: it names it, or every app.
pub fn touches(policy: &AccessPolicy, app: AppId) -> bool {
    policy.app_id.is_none_or(|named| named == app)
}

/// The policies about the app; `None` when it holds no consent that a policy narrows, so that none can matter.
///
/// # Errors
/// The gap of the policies, when they may matter and could not be read.
pub fn in_force<'a>(context: &Context<'a>) -> Result<Option<Vec<&'a AccessPolicy>>, Gap> {
    let app = &context.snapshot.app;
    if let Ok(false) = Consent::read(app).and_then(|consent| consent.is_narrowable()) {
        return Ok(None);
    }
    let policies = context.snapshot.access.policies.get()?;
    Ok(Some(policies.iter().filter(|policy| touches(policy, app.app_id)).collect()))
}

/// A policy as a subject.
pub fn subject(policy: &AccessPolicy) -> Subject {
    Subject::new(SubjectKind::Policy, policy.identity.raw(), Some(policy.scope_name.clone()))
}
