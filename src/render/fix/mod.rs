//! Repairs for people: the text of `fix`, and the files that lie beside the scripts of a pack.
//!
//! - [`table`]: what `fix` says. [`verify`]: what `fix verify` says.
//! - [`readme`], [`steps`]: Markdown beside the scripts. [`csv`]: who is who, and every change for other tools.
//! - [`change`]: one change in words. [`shells`]: lines that a person copies into a shell or opens in a browser.

pub mod change;
pub mod csv;
mod markdown;
mod readme;
mod shells;
mod steps;
pub mod table;
pub mod verify;

pub use shells::word;

use super::Names;
use crate::check::{Check, Trust};
use crate::remedy::{Left, Line, Manifest, Plan, Planned, Written, digest};
use crate::report::Report;
use crate::tenant::{Address, AppId, CloudName, ObjectId};

/// Everything that the files of a pack are made of.
#[derive(Clone, Copy, Debug)]
pub struct Pack<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Its scripts.
    pub written: &'a [Written],
    /// The report that it comes from.
    pub report: &'a Report,
    /// The app's service principal, when it was read.
    pub principal: Option<ObjectId>,
    /// Whether names are written into the files for people. Scripts hold what they need in any case.
    pub names: Names,
}

/// A file of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, with `/` before the names of files in a folder.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl File {
    /// The SHA-256 of its bytes.
    pub fn digest(&self) -> String {
        digest::of(self.text.as_bytes())
    }
}

/// The names of the files that every pack has.
pub const README: &str = "README.md";
/// The plan for `fix verify`.
pub const PLAN: &str = "plan.json";
/// The folder of what a person does.
pub const STEPS: &str = "steps";

/// The files of a pack, in the order in which they are written: the plan last, so that it never speaks of a file that is
/// not there yet.
pub fn files(pack: &Pack<'_>) -> Vec<File> {
    let mut files: Vec<File> =
        pack.written.iter().map(|one| File { name: one.file.clone(), text: one.text.clone() }).collect();
    for planned in &pack.plan.scripts {
        let name = format!("{}.rooms.csv", planned.stage.stem());
        files.push(File { name, text: csv::who_is_who(pack.plan, planned, pack.names) });
    }
    files.extend(
        pack.plan.steps.iter().map(|steps| File { name: steps_file(steps.check), text: steps::page(pack, steps) }),
    );
    files.push(File { name: README.to_owned(), text: readme::page(pack) });
    let mut plan = serde_json::to_string_pretty(&Manifest::of(pack.plan, pack.written))
        .expect("the document holds nothing that JSON cannot");
    plan.push('\n');
    files.push(File { name: PLAN.to_owned(), text: plan });
    files
}

/// Where the steps of a check are, in a pack.
pub fn steps_file(check: &Check) -> String {
    format!("{STEPS}/{}-{}.md", check.id, check.name)
}

/// How many objects a script has, and how many changes of them.
pub fn extent(planned: &Planned) -> (usize, usize) {
    let rows = || planned.sections.iter().flat_map(|section| &section.rows);
    let objects: std::collections::BTreeSet<String> = rows()
        .map(|row| {
            row.changes.first().and_then(|change| change.object()).map_or_else(|| row.key.clone(), |id| id.to_string())
        })
        .collect();
    (objects.len(), rows().map(|row| row.changes.len()).sum())
}

/// The class of a repair, as a word.
pub fn class(trust: Trust) -> &'static str {
    match trust {
        Trust::Safe => "safe",
        Trust::Review => "review",
        Trust::Manual => "manual",
        Trust::None => "none",
    }
}

/// Whether a fault is in the scripts, and if not, why and what to do; `steps` tells where steps are.
fn fate(line: &Line, steps: impl Fn(&Check) -> String) -> String {
    let part = match line.in_scripts {
        0 => "no".to_owned(),
        some => format!("{} of {}", super::words::number(some as u64), super::words::number(line.subjects as u64)),
    };
    let text = match &line.left {
        None => "yes".to_owned(),
        Some(Left::Nothing) => "nothing to repair".to_owned(),
        Some(Left::ToReview) => format!("{part}: add it with --include {}", line.check.id),
        Some(Left::ByHand) => format!("{part}: {}", steps(line.check)),
        Some(Left::Overruled { by }) => format!("{part}: {by} wants the same setting otherwise; {}", steps(line.check)),
    };
    if line.widens { format!("{text} (widens access)") } else { text }
}

/// What links and lines need to know of a pack.
fn place(pack: &Pack<'_>) -> shells::Place {
    let AppId(app) = pack.report.app.id;
    shells::Place { tenant: pack.plan.tenant, cloud: pack.plan.cloud, app, principal: pack.principal.map(|id| id.0) }
}

/// An address, if it may be shown.
fn address(address: Option<&Address>, names: Names) -> String {
    match (address, names) {
        (Some(address), Names::Full) => address.to_string(),
        (Some(_), Names::None) | (None, _) => String::new(),
    }
}

/// Whether the cloud is the one that most tenants are in.
fn is_public(cloud: CloudName) -> bool {
    match cloud {
        CloudName::Public => true,
        CloudName::UsGovHigh | CloudName::UsGovDod | CloudName::China => false,
    }
}
