//! `fix`: gather, judge, plan, write scripts; and `fix verify`, which holds a plan against what is there later.

mod pack;
mod verify;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::{context, flags, profile, source, unwritten};
use crate::check::{self, Area, Check, Severity, Trust};
use crate::exit::{self, Exit};
use crate::remedy::{self, Ask, Include, Left, Plan, Since};
use crate::render::fix::{Pack, csv, table};
use crate::render::json;
use crate::report::Report;
use crate::store::{self, Existing};
use crate::tenant::Snapshot;
use crate::ui::{Trouble, Ui};

/// Flags of `fix`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    repair: Repair,
    #[command(flatten)]
    whole: flags::Whole,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Hold a pack against a fresh read: what is applied, open, changed by somebody
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(Box<verify::Args>),
}

const EXAMPLES: &str = "Examples:
  rsync-check fix --demo
  rsync-check fix --snapshot contoso.json --out fix/ --include CP011
  rsync-check fix verify fix/ --profile contoso

All flags: rsync-check help flags";

const VERIFY_EXAMPLES: &str = "Examples:
  rsync-check fix verify fix/ --profile contoso
  rsync-check fix verify fix/ --snapshot after.json
  rsync-check fix verify fix/ --tenant contoso.com --client-id ID --secret-stdin --json | jq .summary

All flags: rsync-check help flags";

/// What is to be repaired, and where the scripts go.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Repair")]
struct Repair {
    /// Folder for scripts, way back, tables, steps
    #[arg(long, value_name = "DIR", env = "RSYNC_CHECK_OUT", hide_env = true)]
    out: Option<PathBuf>,
    /// Only these checks, by id or name
    #[arg(long, value_name = "CHECK", value_delimiter = ',')]
    check: Vec<String>,
    /// Repairs to review that go in too: by id or name, or all
    #[arg(long, value_name = "CHECK|all", value_delimiter = ',')]
    include: Vec<String>,
    /// Only rooms added, renamed or moved since this snapshot
    #[arg(long, value_name = "SNAPSHOT")]
    new_rooms_since: Option<PathBuf>,
    /// How the app is confined: by roles in Exchange, or by an access policy (legacy)
    #[arg(long, value_name = "WAY", default_value = "roles", hide_short_help = true)]
    confine_by: ConfineBy,
    /// Every change as one table, to a file or stdout
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    csv: Option<PathBuf>,
    /// No guard against formulas in that table: for programs
    #[arg(long, requires = "csv", hide_short_help = true)]
    raw_csv: bool,
    /// Use a folder that holds something else; replace a file
    #[arg(long, hide_short_help = true)]
    force: bool,
}

/// How an app is confined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum ConfineBy {
    /// RBAC for Applications: Microsoft's current way.
    Roles,
    /// An application access policy: works, legacy.
    Policy,
}

/// Runs `fix`.
pub fn run(ui: &Ui, args: Args, arguments: &[OsString]) -> Result<Exit, Trouble> {
    match args.command {
        Some(Command::Verify(verify)) => verify::run(ui, *verify, arguments),
        None => repair(ui, &args.repair, args.whole, arguments),
    }
}

/// Which parts of a tenant are looked at.
fn areas(ui: &Ui, whole: &flags::Whole) -> Vec<Area> {
    if !whole.quick {
        return Area::ALL.to_vec();
    }
    ui.note("left out by --quick: inside the mailboxes (rules, rights, size)");
    Area::ALL.into_iter().filter(|area| *area != Area::Mailboxes).collect()
}

fn repair(ui: &Ui, repair: &Repair, mut whole: flags::Whole, arguments: &[OsString]) -> Result<Exit, Trouble> {
    profile::apply(&mut whole.read)?;
    let areas = areas(ui, &whole);
    let read = &whole.read;
    let mut ask = Ask { include: include(&repair.include)?, only: only(&repair.check)?, rooms: None };
    usable(repair, &read.output)?;
    let earlier = repair.new_rooms_since.as_deref().map(earlier).transpose()?;
    // Whatever cannot be written is told before the tenant is read.
    let target = repair.out.as_deref().map(|path| pack::Target::look_at(path, repair.force)).transpose()?;
    if let Some(path) = &repair.csv {
        store::check_writable(path, table_file(repair)).map_err(|error| table_unwritten(&error))?;
    }
    if let Some(path) = &read.source.save_snapshot {
        store::check_writable(path, store::SNAPSHOT).map_err(|error| unsaved(&error))?;
    }
    let source::Facts { snapshot, product, run, stats } = source::facts(ui, read, flags::wanted(&areas), arguments)?;
    if let Some(path) = &read.source.save_snapshot {
        store::save(path, &snapshot).map_err(|error| unsaved(&error))?;
    }
    let mut report = Report::new(&snapshot, &product, check::evaluate(&snapshot, &product, &areas), run, stats);
    if repair.confine_by == ConfineBy::Policy {
        remedy::insist::by_policy(&mut report, &check::Context { snapshot: &snapshot, product: &product });
    }
    if report.run.interrupted {
        let trouble =
            Trouble::new(exit::INTERRUPTED, "interrupted before everything was read", "run the command again");
        return Err(trouble.why("half of the facts make half of the scripts; nothing was written"));
    }
    let since = earlier.as_ref().map(|earlier| compared(earlier, &snapshot)).transpose()?;
    ask.rooms = since.as_ref().map(Since::ids);
    let plan = Plan::of(&report, &snapshot, &ask);
    let written = remedy::write(&plan);
    let principal = snapshot.app.service_principal.ok().and_then(Option::as_ref).map(|one| one.id);
    let names = flags::names(read.output.names, ui);
    let pack = Pack { plan: &plan, written: &written, report: &report, principal, names };
    let files = crate::render::fix::files(&pack);
    if let Some(target) = &target {
        let done = target.write(&plan, &files)?;
        if let Some(aside) = done.set_aside {
            ui.note(&format!(
                "the pack that was there had been applied: it is in {aside} with its journal and way back"
            ));
        }
    }
    if let Some(path) = repair.csv.as_deref() {
        let cells = if repair.raw_csv { csv::Cells::Raw } else { csv::Cells::Guarded };
        let text = csv::changes(&plan, names, cells);
        if path == Path::new("-") {
            ui.document(&text).map_err(|error| unwritten(&error))?;
        } else {
            store::write_file(path, table_file(repair), |out| out.write_all(text.as_bytes()))
                .map_err(|error| table_unwritten(&error))?;
        }
    }
    let verdict = verdict(&plan, &report, &read.output, &ask);
    let folder = repair.out.as_ref().map(|path| path.display().to_string());
    let since = since.as_ref().zip(earlier.as_ref().map(|earlier| earlier.header.taken_at));
    if is_document(&read.output) {
        let options = json::fix_v1::Options { folder: folder.as_deref(), since, exit: verdict };
        ui.document(&json::fix_v1::render(&pack, &files, &options)).map_err(|error| unwritten(&error))?;
    } else if repair.csv.as_deref() != Some(Path::new("-")) {
        let (again, fresh) = (again(read), fresh(read));
        let options = table::Options {
            look: ui.look(),
            facts: facts(read),
            now: source::now(),
            folder: folder.as_deref(),
            again: again.as_deref(),
            fresh: fresh.as_deref(),
            since,
        };
        ui.text(&table::render(&pack, &files, &options)).map_err(|error| unwritten(&error))?;
    }
    Ok(verdict)
}

/// What to put in besides what is safe.
fn include(typed: &[String]) -> Result<Include, Trouble> {
    if typed.iter().any(|name| name == "all") {
        return Ok(Include::All);
    }
    let mut ids = BTreeSet::new();
    for name in typed {
        let check = context::check(name)?;
        let why = match check.fix {
            Trust::Safe | Trust::Review => {
                ids.insert(check.id.to_owned());
                continue;
            }
            Trust::Manual => format!("{} needs a person: no script can do it", check.id),
            Trust::None => format!("{} is no fault: there is nothing to repair", check.id),
        };
        let action = format!("leave it out of --include; the steps are in rsync-check explain {}", check.id);
        return Err(context::usage(why, action));
    }
    Ok(Include::Checks(ids))
}

/// The checks that were asked for.
fn only(typed: &[String]) -> Result<Option<BTreeSet<String>>, Trouble> {
    let ids = typed.iter().map(|name| context::check(name).map(|check| check.id.to_owned()));
    let ids = ids.collect::<Result<BTreeSet<_>, _>>()?;
    Ok((!ids.is_empty()).then_some(ids))
}

/// Flags of the reading commands that say nothing here, and two that want stdout for themselves.
fn usable(repair: &Repair, output: &flags::Output) -> Result<(), Trouble> {
    for name in output.allow_incomplete.iter().filter(|name| !name.contains('.')) {
        context::check(name)?;
    }
    if output.list.is_some() {
        let action = "name it with --check, or list its subjects with rsync-check tenant --list";
        return Err(context::usage("--list shows findings, and fix repairs them", action));
    }
    if repair.csv.as_deref() == Some(Path::new("-")) && is_document(output) {
        return Err(context::usage("--csv and --json both want stdout", "give the table a file: --csv FILE"));
    }
    Ok(())
}

fn is_document(output: &flags::Output) -> bool {
    output.json || output.format != flags::Format::Table
}

fn earlier(path: &Path) -> Result<Snapshot, Trouble> {
    store::load(path).map_err(|error| {
        context::usage(error.to_string(), "name a snapshot that --save-snapshot made with --new-rooms-since")
    })
}

fn compared(earlier: &Snapshot, now: &Snapshot) -> Result<Since, Trouble> {
    let action = "name an earlier snapshot of this tenant with --new-rooms-since";
    if earlier.header.tenant != now.header.tenant {
        let (one, other) = (earlier.header.tenant, now.header.tenant);
        return Err(context::usage(
            format!("the earlier snapshot is of tenant {one}, and these facts of {other}"),
            action,
        ));
    }
    if earlier.header.taken_at > now.header.taken_at {
        return Err(context::usage("the earlier snapshot is newer than these facts", action));
    }
    Ok(remedy::since(earlier, now))
}

/// Something needs a person, or something is not known, or everything that was asked for is in the scripts.
fn verdict(plan: &Plan, report: &Report, output: &flags::Output, ask: &Ask) -> Exit {
    let needs_a_person = plan.lines.iter().any(|line| {
        line.severity > Severity::Info
            && matches!(line.left, Some(Left::ToReview | Left::ByHand | Left::Overruled { .. }))
    });
    let is_about = |check: &Check| {
        // Where no room is new, what could not be judged is about others; a list that was cut short may hide one.
        let is_anybody = ask.rooms.as_ref().is_none_or(|rooms| !rooms.is_empty());
        is_anybody && ask.only.as_ref().is_none_or(|only| only.contains(check.id))
    };
    match () {
        () if output.exit_zero => exit::OK,
        () if needs_a_person => exit::FINDINGS,
        () if report.has_gaps(&output.allow_incomplete, is_about) => exit::INCOMPLETE,
        () => exit::OK,
    }
}

fn facts(read: &flags::Read) -> table::Facts {
    match () {
        () if read.source.snapshot.is_some() => table::Facts::Snapshot,
        () if read.source.demo || read.source.simulator.is_some() => table::Facts::Simulated,
        () => table::Facts::Tenant,
    }
}

/// The flags that give the same facts, where a few words can say them.
pub fn again(read: &flags::Read) -> Option<String> {
    let saved = read.source.snapshot.as_ref().or(read.source.save_snapshot.as_ref());
    match saved {
        Some(path) if path != Path::new("-") => {
            Some(format!("--snapshot {}", crate::render::fix::word(&path.display().to_string())))
        }
        Some(_) | None => fresh(read),
    }
}

/// The flags that read the tenant anew, where a few words can say them.
fn fresh(read: &flags::Read) -> Option<String> {
    match (&read.source, &read.profile.profile) {
        (flags::Source { demo: true, scenario: Some(scenario), .. }, _) => {
            Some(format!("--demo --scenario {scenario}"))
        }
        (flags::Source { demo: true, .. }, _) => Some("--demo".to_owned()),
        (_, Some(profile)) => Some(format!("--profile {}", crate::render::fix::word(profile))),
        (_, None) => None,
    }
}

fn table_file(repair: &Repair) -> Existing {
    // A table begins with its heading, whoever wrote it: ours is known by it.
    if repair.force { Existing::Replace } else { Existing::Ours("\u{feff}\"tenant\",\"check\",\"trust\",\"widens\",") }
}

fn table_unwritten(error: &store::SaveError) -> Trouble {
    Trouble::new(exit::OUTPUT, error.to_string(), "name another file with --csv, or add --force")
}

fn unsaved(error: &store::SaveError) -> Trouble {
    Trouble::new(exit::OUTPUT, error.to_string(), "name another file with --save-snapshot")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_does_cannot_be_included() {
        assert_eq!(include(&["all".to_owned()]).unwrap(), Include::All);
        let manual = check::REGISTRY.iter().find(|check| check.fix == Trust::Manual).unwrap();
        let trouble = include(&[manual.id.to_owned()]).unwrap_err();
        assert!(trouble.what.contains("needs a person") && trouble.action.contains(manual.id), "{trouble:?}");
        let trouble = include(&["CP02".to_owned()]).unwrap_err();
        assert!(trouble.what.contains("did you mean"), "{trouble:?}");
    }
}
