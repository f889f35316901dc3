//! `fix verify`: a pack, and a fresh read of the tenant. What of the plan is there?

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::super::{context, flags, profile, source, unwritten};
use super::areas;
use crate::exit::{self, Exit};
use crate::remedy::verify::{self, Counts, FileState, Record, Verified};
use crate::remedy::{Manifest, Stage};
use crate::render::fix::{PLAN, verify as text};
use crate::render::json;
use crate::store::folder;
use crate::tenant::Snapshot;
use crate::ui::{Trouble, Ui};

/// The largest file of a pack that is read.
const MOST_BYTES: u64 = 256 << 20;

/// Flags of `fix verify`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder of the pack
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    whole: flags::Whole,
}

/// Runs `fix verify`.
pub fn run(ui: &Ui, mut args: Args, arguments: &[OsString]) -> Result<Exit, Trouble> {
    profile::apply(&mut args.whole.read)?;
    let manifest = manifest(&args.folder)?;
    let files = files(&args.folder, &manifest)?;
    let records = records(&args.folder, &manifest)?;
    let areas = areas(ui, &args.whole);
    let read = &args.whole.read;
    let source::Facts { snapshot, run, .. } = source::facts(ui, read, flags::wanted(&areas), arguments)?;
    comparable(&manifest, &snapshot)?;
    if run.interrupted {
        let why = "what was not read would be told as unknown";
        return Err(
            Trouble::new(exit::INTERRUPTED, "interrupted before everything was read", "run the command again").why(why)
        );
    }
    let verified = verify::verify(&manifest, &records, &snapshot);
    let verdict = if read.output.exit_zero { exit::OK } else { verdict(&files, &verified) };
    let names = flags::names(read.output.names, ui);
    let read_at = snapshot.header.taken_at;
    if super::is_document(&read.output) {
        let document = json::fix_v1::verified(&manifest, &files, &verified, (read_at, names, verdict));
        ui.document(&document).map_err(|error| unwritten(&error))?;
    } else {
        let folder = args.folder.display().to_string();
        let options = text::Options { look: ui.look(), names, read_at, folder: &folder };
        ui.text(&text::render(&manifest, &files, &verified, &options)).map_err(|error| unwritten(&error))?;
    }
    Ok(verdict)
}

fn manifest(path: &Path) -> Result<Manifest, Trouble> {
    let file = path.join(PLAN);
    let action = "name the folder that rsync-check fix --out made";
    let Some(bytes) = read(&file)? else {
        return Err(context::usage(format!("`{}` is not there", file.display()), action));
    };
    Manifest::parse(&bytes).map_err(|error| {
        context::usage(format!("`{}` is not a plan that can be verified", file.display()), action)
            .why(error.to_string())
    })
}

fn read(path: &Path) -> Result<Option<String>, Trouble> {
    let bytes = folder::read(path, MOST_BYTES)
        .map_err(|error| context::usage(error.to_string(), "check the folder and who may read it"))?;
    Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

/// How the scripts of a plan are now. The manifest may name only files of ours: its names are not followed elsewhere.
fn files(path: &Path, manifest: &Manifest) -> Result<Vec<(String, FileState)>, Trouble> {
    let is_ours = |name: &str| {
        let name = name.strip_prefix("undo-").unwrap_or(name);
        name.strip_suffix(".ps1").is_some_and(|stem| Stage::ALL.iter().any(|stage| stage.stem() == stem))
    };
    let mut files = Vec::new();
    for file in manifest.files.iter().filter(|file| is_ours(&file.name)) {
        let bytes = folder::read(&path.join(&file.name), MOST_BYTES)
            .map_err(|error| context::usage(error.to_string(), "check the folder and who may read it"))?;
        files.push((file.name.clone(), FileState::of(bytes.as_deref(), &file.sha256)));
    }
    Ok(files)
}

fn records(path: &Path, manifest: &Manifest) -> Result<BTreeMap<Stage, Record>, Trouble> {
    let mut records = BTreeMap::new();
    for script in &manifest.scripts {
        let stem = script.stage.stem();
        let journal = read(&path.join(format!("{stem}.journal.txt")))?.unwrap_or_default();
        let log = read(&path.join(format!("{stem}.log.jsonl")))?.unwrap_or_default();
        records.insert(script.stage, Record::read(&journal, &log));
    }
    Ok(records)
}

/// Whether the facts are of the plan's tenant, and not older than the plan.
fn comparable(manifest: &Manifest, snapshot: &Snapshot) -> Result<(), Trouble> {
    let (tenant, read_at) = (snapshot.header.tenant, snapshot.header.taken_at);
    if tenant != manifest.tenant {
        return Err(context::usage(
            format!("the plan is for tenant {}, and these facts are of {tenant}", manifest.tenant),
            "read the tenant of the plan: check --tenant, --profile or --snapshot",
        ));
    }
    if read_at < manifest.facts_from {
        return Err(context::usage(
            format!("these facts are from {read_at}, older than the plan's own from {}", manifest.facts_from),
            "read the tenant again; a snapshot from before the plan cannot tell what became of it",
        ));
    }
    Ok(())
}

fn verdict(files: &[(String, FileState)], verified: &[Verified<'_>]) -> Exit {
    let is_edited = files.iter().any(|(_, state)| *state == FileState::Edited);
    match Counts::of(verified) {
        Counts { open: 0, drifted: 0, unknown: 0, pending: 0, .. } if !is_edited => exit::OK,
        Counts { open: 0, drifted: 0, unknown: 0, .. } if !is_edited => exit::PENDING,
        Counts { open: 0, drifted: 0, .. } if !is_edited => exit::INCOMPLETE,
        _ => exit::FINDINGS,
    }
}
