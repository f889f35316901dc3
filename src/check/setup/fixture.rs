//! A product with two steps, and entries about them.

use crate::check::calendar::fixture::{Case, known};
use crate::product::{AttestedStep, Level};
use crate::tenant::Attestation;

/// A step that may be vouched for a year.
pub(crate) fn step(id: &str) -> AttestedStep {
    AttestedStep {
        id: id.to_owned(),
        asks: format!("The {id} was done."),
        level: Level::Error,
        who: "security officer".to_owned(),
        valid_days: 365,
        steps: None,
        because: None,
        cites: Vec::new(),
        modes: Vec::new(),
    }
}

/// An entry about a step of any product.
pub(crate) fn entry(step: &str, date: &str, expires: &str) -> Attestation {
    Attestation {
        step: step.to_owned(),
        product: None,
        owner: "Ann".into(),
        date: date.parse().unwrap(),
        evidence: "ticket 12".into(),
        expires: expires.parse().unwrap(),
    }
}

impl Case {
    /// A product with these steps only, and a file with these entries. "Now" is 2026-03-10.
    pub(crate) fn attested(mut self, steps: &[&str], entries: &[Attestation]) -> Self {
        self.product.attestations = steps.iter().map(|id| step(id)).collect();
        self.snapshot.attestations = known(entries.to_vec());
        self
    }
}
