//! Checks on what was done by hand: the steps of a product that no program can see.
//!
//! [`standing`] says how a step stands; the checks and the command `attest` both ask it.

pub mod attestation_ends_soon;
pub mod attestation_expired;
pub mod attestation_missing;
pub mod attestation_of_no_step;
#[cfg(test)]
pub(crate) mod fixture;
pub mod products_disagree;
pub mod standing;

pub use standing::{Standing, standing, standing_in};

use super::{Context, Judged, Outcome, Subject, SubjectKind};
use crate::product::{AttestedStep, Product};
use crate::tenant::Gap;

/// Judges each step of the product that is in force, by how it stands.
fn each_step(
    context: &Context<'_>,
    judge: impl Fn(&AttestedStep, Standing<'_>) -> Outcome,
) -> Result<Vec<Judged>, Gap> {
    let mut steps = context.product.attestations_in_force().peekable();
    if steps.peek().is_none() {
        return Ok(vec![Judged::new(context.tenant(), Outcome::NotApplicable)]);
    }
    let entries = context.snapshot.attestations.get()?;
    let judged = steps.map(|step| {
        let standing = standing_in(step, context.product, entries, context.now());
        Judged::new(Subject::new(SubjectKind::Step, &step.id, None), judge(step, standing))
    });
    Ok(judged.collect())
}

/// The consequence, and the command that tells how each step is done and how it is recorded.
fn with_next_command(consequence: &str, context: &Context<'_>) -> Option<String> {
    let name = &context.product.name;
    let builtin = Product::builtin_names();
    // A product of one's own is called by its file, which is not known here.
    let asked = match name.split('+').all(|part| builtin.contains(&part)) {
        true => name.replace('+', ","),
        false => "FILE".to_owned(),
    };
    Some(format!("{consequence} How to do it and record it: rsync-check attest list --product {asked}"))
}

/// What the step asks for and who can do it: the next thing to do.
fn what_to_do(step: &AttestedStep) -> String {
    format!("{} ({})", step.asks.trim_end_matches('.'), step.who)
}
