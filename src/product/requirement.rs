//! What a guide asks for, sentence by sentence, and what the program does about it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Level, Rule, Wish};

/// One thing that a guide asks for, states or warns of, and what covers it. At least one cover is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Requirement {
    /// The stable id, such as `SW-17`.
    pub id: String,
    /// The section of the guide, as its reader finds it.
    pub section: String,
    /// What it asks for, in our own words.
    pub asks: String,
    /// Ids of the checks that judge it.
    pub checks: Vec<String>,
    /// Ids of the steps of this product that somebody vouches for.
    pub attests: Vec<String>,
    /// The exact steps for a person, where no check can see them or to put right what a check found.
    pub steps: Option<String>,
    /// What the program itself does or refuses to do about it, such as "commands that replace members are never made".
    pub guard: Option<String>,
    /// Why nothing covers it yet.
    pub open: Option<String>,
}

impl Requirement {
    /// Whether anything says what happens to it.
    pub fn is_covered_or_open(&self) -> bool {
        !self.checks.is_empty()
            || !self.attests.is_empty()
            || self.steps.is_some()
            || self.guard.is_some()
            || self.open.is_some()
    }
}

/// A step that nobody can see from outside: a portal click, a switch at the vendor, a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttestedStep {
    /// The id in `attestations.toml`, such as `security-review`.
    pub id: String,
    /// What must be true, in a sentence.
    pub asks: String,
    /// How serious it is when nobody vouches for it.
    pub level: Level,
    /// Who can do and vouch for it, such as "information-security officer".
    pub who: String,
    /// For how many days it may be vouched for at most.
    #[serde(default = "a_year")]
    pub valid_days: i64,
    /// The steps, for the person who does them.
    #[serde(default)]
    pub steps: Option<String>,
    /// What happens when it is not done.
    #[serde(default)]
    pub because: Option<String>,
    /// Requirements that ask for it.
    #[serde(default)]
    pub cites: Vec<String>,
    /// The modes that ask for it; empty means all.
    #[serde(default)]
    pub modes: Vec<String>,
}

fn a_year() -> i64 {
    365
}

/// A way to use a product that asks for different things than another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mode {
    /// The name for `--mode`.
    pub name: String,
    /// What it is, in a sentence.
    pub title: String,
    /// The permission set that it uses.
    pub permission_set: Option<String>,
    /// Wishes that it adds or changes.
    pub wishes: BTreeMap<Wish, Rule>,
    /// Wishes that it does not have.
    pub without: Vec<Wish>,
    /// Parameters without which it cannot be judged.
    pub needs: Vec<String>,
    /// The retirement that ended it, by id, where it cannot be set up any more.
    pub retired: Option<String>,
    /// Requirements that describe it.
    pub cites: Vec<String>,
}

/// Something to know about a guide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The hazard that it is about, such as `H1`, or empty.
    #[serde(default)]
    pub hazard: String,
    /// What the guide says and what is the matter with it.
    pub text: String,
    /// Requirements that it is about.
    #[serde(default)]
    pub cites: Vec<String>,
}
