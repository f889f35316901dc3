//! The plan as a document beside its scripts: what `fix verify` compares with a fresh read.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Plan, Stage, digest, script::Written};
use crate::tenant::{Change, CloudName, TenantId};

/// What the document says of itself.
pub const SCHEMA: &str = "urn:rsync-check:plan:1";

/// A plan, as it is written to `plan.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`SCHEMA`].
    pub schema: String,
    /// The version of the program.
    pub tool_version: String,
    /// The tenant.
    pub tenant: TenantId,
    /// Its cloud.
    pub cloud: CloudName,
    /// When the facts were read.
    pub facts_from: Timestamp,
    /// The digest of what is to be changed.
    pub digest: String,
    /// The files of the pack.
    pub files: Vec<File>,
    /// The scripts, in the order of running them.
    pub scripts: Vec<Planned>,
}

/// A file of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its name.
    pub name: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
}

/// A script of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Planned {
    /// Which one.
    pub stage: Stage,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// A section of a script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// `S1`, `S2`….
    pub id: String,
    /// The checks that asked for it.
    pub checks: BTreeSet<String>,
    /// The objects.
    pub rows: Vec<Row>,
}

/// An object of a section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What journal and log name it by.
    pub key: String,
    /// The changes.
    pub changes: Vec<Change>,
}

/// Why a document is not a plan.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// It cannot be read.
    #[error("{0}")]
    Json(#[from] serde_path_to_error::Error<serde_json::Error>),
    /// It is something else, or of another version.
    #[error("it says `{found}`, not `{SCHEMA}`")]
    Schema {
        /// What it says.
        found: String,
    },
    /// The changes are not those that the digest was made of.
    #[error("its changes do not have the digest that it names: somebody edited it")]
    Edited,
}

impl Manifest {
    /// The document of a plan and its scripts.
    pub fn of(plan: &Plan, written: &[Written]) -> Self {
        let row = |row: &super::Row| Row { key: row.key.clone(), changes: row.changes.clone() };
        let section = |section: &super::Section| Section {
            id: section.id.clone(),
            checks: section.checks.iter().map(|id| (*id).to_owned()).collect(),
            rows: section.rows.iter().map(row).collect(),
        };
        let planned = |script: &super::Planned| Planned {
            stage: script.stage,
            sections: script.sections.iter().map(section).collect(),
        };
        Self {
            schema: SCHEMA.to_owned(),
            tool_version: plan.tool_version.to_owned(),
            tenant: plan.tenant,
            cloud: plan.cloud,
            facts_from: plan.facts_from,
            digest: plan.digest(),
            files: written
                .iter()
                .map(|one| File { name: one.file.clone(), sha256: digest::of(one.text.as_bytes()) })
                .collect(),
            scripts: plan.scripts.iter().map(planned).collect(),
        }
    }

    /// Reads a document and proves that its changes are those of its digest.
    ///
    /// # Errors
    /// [`ManifestError`] when it is no plan, or not the plan that it says it is.
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let manifest: Self = serde_path_to_error::deserialize(&mut reader)?;
        if manifest.schema != SCHEMA {
            return Err(ManifestError::Schema { found: manifest.schema });
        }
        if manifest.own_digest() != manifest.digest {
            return Err(ManifestError::Edited);
        }
        Ok(manifest)
    }

    /// Every change, in the order of the scripts.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        let sections = self.scripts.iter().flat_map(|script| &script.sections);
        sections.flat_map(|section| &section.rows).flat_map(|row| &row.changes)
    }

    fn own_digest(&self) -> String {
        digest::of_changes(self.tenant, self.facts_from, self.changes())
    }
}
