//! Steps that no program can see, as somebody vouched for them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Untrusted;

/// One entry of `attestations.toml`: somebody says that a step was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attestation {
    /// The step, by the id that the product gives it, such as `security-review`.
    pub step: String,
    /// The product whose step it is; `None` means every product that has a step of this id.
    #[serde(default)]
    pub product: Option<String>,
    /// Who vouches for it.
    pub owner: Untrusted,
    /// When it was done.
    pub date: Date,
    /// Where the proof is: a ticket, a document, a name.
    pub evidence: Untrusted,
    /// Until when it counts, that day included (UTC).
    pub expires: Date,
}
