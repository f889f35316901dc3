//! The folder of a pack: whose it is, what of it is replaced, and what is never touched.
//!
//! A folder that holds something else is left alone. A pack of ours is replaced, unless it was applied: its way back fits
//! only its own journal, so the whole of it is set aside then.

use std::path::{Path, PathBuf};

use crate::exit;
use crate::remedy::{Manifest, Plan, Stage, digest};
use crate::render::fix::{File, PLAN, README, STEPS};
use crate::store::folder::{self, Folder};
use crate::store::{self, Existing, SaveError};
use crate::tenant::TenantId;
use crate::ui::Trouble;

/// The largest plan that is read.
const MOST_BYTES: u64 = 256 << 20;

/// Where packs go that were applied and are followed by another.
const EARLIER: &str = "earlier";

/// A folder that a pack goes to.
#[derive(Debug)]
pub struct Target<'a> {
    path: &'a Path,
    before: Before,
    is_forced: bool,
}

/// What the folder held when it was looked at.
#[derive(Debug)]
enum Before {
    /// Nothing, or nothing yet.
    Nothing,
    /// A pack of ours.
    Pack { tenant: TenantId, digest: String, is_applied: bool },
    /// Something else, and `--force`.
    Other { is_applied: bool },
}

/// What writing did besides.
#[derive(Debug, Default)]
pub struct Done {
    /// Where the pack is now that was there before.
    pub set_aside: Option<String>,
}

impl<'a> Target<'a> {
    /// Looks at a folder, before anything is read: whether it is ours and can be written to.
    pub fn look_at(path: &'a Path, is_forced: bool) -> Result<Self, Trouble> {
        let target = |before| Self { path, before, is_forced };
        let names = match folder::look_at(path).map_err(|error| unwritten(&error))? {
            Folder::Missing => return Ok(target(Before::Nothing)),
            Folder::There(names) if names.is_empty() => return Ok(target(Before::Nothing)),
            Folder::There(names) => names,
        };
        let is_applied = names.iter().any(|name| is_trace(name));
        let found = match folder::read(&path.join(PLAN), MOST_BYTES).map_err(|error| unwritten(&error))? {
            None => Err("it holds files, and no plan of rsync-check".to_owned()),
            Some(bytes) => {
                Manifest::parse(&String::from_utf8_lossy(&bytes)).map_err(|error| format!("its {PLAN}: {error}"))
            }
        };
        match found {
            Ok(plan) => Ok(target(Before::Pack { tenant: plan.tenant, digest: plan.digest, is_applied })),
            Err(_) if is_forced => Ok(target(Before::Other { is_applied })),
            Err(why) => Err(not_ours(path, why)),
        }
    }

    /// Writes a pack: removes what the one before had and this one has not, never a journal, a log or a proof.
    pub fn write(&self, plan: &Plan, files: &[File]) -> Result<Done, Trouble> {
        let mut done = Done::default();
        match &self.before {
            Before::Nothing => folder::make(self.path).map_err(|error| unwritten(&error))?,
            Before::Pack { tenant, .. } if *tenant != plan.tenant && !self.is_forced => {
                return Err(not_ours(
                    self.path,
                    format!("its plan is for tenant {tenant}, and this one for {}", plan.tenant),
                ));
            }
            Before::Pack { digest, is_applied: true, .. } if *digest != plan.digest() => {
                done.set_aside = Some(self.set_aside().map_err(|error| unwritten(&error))?);
            }
            Before::Other { is_applied: true } => {
                done.set_aside = Some(self.set_aside().map_err(|error| unwritten(&error))?);
            }
            Before::Pack { .. } | Before::Other { is_applied: false } => {}
        }
        self.clear(files).and_then(|()| self.fill(files)).map_err(|error| unwritten(&error))?;
        Ok(done)
    }

    fn fill(&self, files: &[File]) -> Result<(), SaveError> {
        if files.iter().any(|file| file.name.starts_with(STEPS)) {
            folder::make(&self.path.join(STEPS))?;
        }
        for file in files {
            // What bears one of our names in a folder of ours is ours.
            store::write_file(&self.path.join(&file.name), Existing::Replace, |out| {
                out.write_all(file.text.as_bytes())
            })?;
        }
        Ok(())
    }

    /// Removes files with names of ours that the pack does not have.
    fn clear(&self, files: &[File]) -> Result<(), SaveError> {
        let is_kept = |name: &str| files.iter().any(|file| file.name == name);
        for name in folder::entries(self.path)?.iter().filter(|name| is_written(name) && !is_kept(name)) {
            folder::remove(&self.path.join(name))?;
        }
        let steps = self.path.join(STEPS);
        if matches!(folder::look_at(&steps), Ok(Folder::There(_))) {
            for name in folder::entries(&steps)?.iter().filter(|name| is_page(name)) {
                if !is_kept(&format!("{STEPS}/{name}")) {
                    folder::remove(&steps.join(name))?;
                }
            }
        }
        Ok(())
    }

    /// Moves everything of the pack before to a folder of its own: scripts, way back, journals, logs, proofs.
    fn set_aside(&self) -> Result<String, SaveError> {
        let plan = folder::read(&self.path.join(PLAN), MOST_BYTES)?.unwrap_or_default();
        let label: String = digest::of(&plan).chars().take(12).collect();
        let earlier = self.path.join(EARLIER);
        folder::make(&earlier)?;
        let mut to: PathBuf = earlier.join(&label);
        for number in 2.. {
            if folder::look_at(&to)? == Folder::Missing {
                break;
            }
            to = earlier.join(format!("{label}-{number}"));
        }
        folder::make(&to)?;
        let entries = folder::entries(self.path)?;
        for name in entries.iter().filter(|name| is_written(name) || is_trace(name) || *name == STEPS) {
            folder::set_aside(&self.path.join(name), &to.join(name))?;
        }
        Ok(to.display().to_string())
    }
}

/// Whether a file is one that this program writes.
fn is_written(name: &str) -> bool {
    let is_script = |stage: &Stage| {
        let stem = stage.stem();
        [format!("{stem}.ps1"), format!("undo-{stem}.ps1"), format!("{stem}.rooms.csv")].iter().any(|own| own == name)
    };
    name == README || name == PLAN || Stage::ALL.iter().any(is_script)
}

/// Whether a file is one that a script wrote when it changed something.
fn is_trace(name: &str) -> bool {
    Stage::ALL.iter().any(|stage| {
        let rest = name.strip_prefix(stage.stem());
        rest.is_some_and(|rest| [".journal.txt", ".log.jsonl", ".proof.json"].contains(&rest))
    })
}

/// Whether a file is a page of steps: `CP022-booking-window-too-short.md`.
fn is_page(name: &str) -> bool {
    let checks = crate::check::REGISTRY;
    checks.iter().any(|check| name == format!("{}-{}.md", check.id, check.name))
}

fn not_ours(path: &Path, why: String) -> Trouble {
    Trouble::new(
        exit::OUTPUT,
        format!("`{}` is not a folder of ours", path.display()),
        "name a new folder with --out, or add --force: only files with names of ours are replaced then",
    )
    .why(why)
}

fn unwritten(error: &SaveError) -> Trouble {
    Trouble::new(exit::OUTPUT, error.to_string(), "name another folder with --out")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ours_is_known_by_its_name() {
        for name in ["10-calendar.ps1", "undo-10-calendar.ps1", "10-calendar.rooms.csv", "README.md", "plan.json"] {
            assert!(is_written(name) && !is_trace(name), "{name}");
        }
        for name in ["10-calendar.journal.txt", "60-scope.proof.json", "10-calendar.log.jsonl"] {
            assert!(is_trace(name) && !is_written(name), "{name}");
        }
        for name in ["10-calendar.ps1.bak", "my.ps1", "notes.md", "10-calendar.journal.txt.old", "steps"] {
            assert!(!is_trace(name) && !is_written(name), "{name}");
        }
        assert!(is_page("CP022-booking-window-too-short.md") && !is_page("CP022-mine.md"));
    }
}
