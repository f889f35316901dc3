//! `tenant` and its parts: gather, judge, show, exit.

use std::ffi::OsString;
use std::path::Path;

use super::{context, fix, flags, profile, source, unwritten};
use crate::check::{self, Area, Severity};
use crate::exit::{self, Exit};
use crate::render::{self, Names, json, subjects, table};
use crate::report::{FailOn, Report};
use crate::store;
use crate::tenant::Snapshot;
use crate::ui::{Trouble, Ui};

/// How many rows an inventory has for a person.
const ROWS: usize = render::places::ROWS;

/// How wide a row may be where no terminal breaks it.
const PIPE_WIDTH: usize = 240;

/// Runs one of the reading commands.
pub fn run(ui: &Ui, mut read: flags::Read, areas: &[Area], arguments: &[OsString]) -> Result<Exit, Trouble> {
    profile::apply(&mut read)?;
    let output = &read.output;
    let listed = output.list.as_deref().map(context::check).transpose()?;
    for name in output.allow_incomplete.iter().filter(|name| !name.contains('.')) {
        context::check(name)?;
    }
    if let Some(path) = &read.source.save_snapshot {
        store::check_writable(path, store::SNAPSHOT).map_err(|error| unsaved(&error))?;
    }
    let source::Facts { snapshot, product, run, stats } = source::facts(ui, &read, flags::wanted(areas), arguments)?;
    let save = read.source.save_snapshot.as_deref().map(|path| save(path, &snapshot)).transpose();
    let judgements = check::evaluate(&snapshot, &product, areas);
    let report = Report::new(&snapshot, &product, judgements, run, stats);
    let mut verdict = report.verdict(output.fail_on.unwrap_or(FailOn::Error), &output.allow_incomplete);
    if output.exit_zero && matches!(verdict, exit::FINDINGS | exit::INCOMPLETE | exit::PENDING) {
        verdict = exit::OK;
    }
    let names = flags::names(output.names, ui);
    let is_document = output.json || output.format != flags::Format::Table;
    if is_document {
        let detail = output.detail == Some(flags::Detail::Rooms);
        let document = json::v1::render(&report, &json::v1::Options { names, rooms: detail, exit: verdict });
        ui.document(&document).map_err(|error| unwritten(&error))?;
    } else if let Some(check) = listed {
        ui.text(&subjects::render(&report, check, &ui.look(), names)).map_err(|error| unwritten(&error))?;
    } else {
        let mut text = inventory(&snapshot, &product, ui, names, areas, &report);
        let again = fix::again(&read);
        let options = table::Options { names, again: again.as_deref(), ..table::Options::new(ui.look()) };
        text.push_str(&table::render(&report, &options));
        ui.text(&text).map_err(|error| unwritten(&error))?;
    }
    // Written last, told first: a snapshot that could not be saved must not be missed.
    save?;
    if is_document {
        ui.note(&summary(&report, verdict));
    }
    Ok(verdict)
}

/// What the single parts show before their problems.
fn inventory(
    snapshot: &Snapshot,
    product: &crate::product::Product,
    ui: &Ui,
    names: Names,
    areas: &[Area],
    report: &Report,
) -> String {
    let [area] = areas else { return String::new() };
    // A pipe gets all of it, a row on a line: whoever filters the rows must not miss any.
    let (most, look) = if ui.is_terminal() { (ROWS, ui.look()) } else { (usize::MAX, ui.look().at_least(PIPE_WIDTH)) };
    let mut text = match area {
        Area::Permissions => {
            let link = consent_link(snapshot, report);
            // The app is the first product's.
            let product = product.parts.first().unwrap_or(product);
            render::permissions::inventory(snapshot, product, &look, names, link.as_deref())
        }
        Area::Access => render::access::inventory(snapshot, &look, names),
        Area::Lists => render::lists::inventory(snapshot, &look, names, most),
        Area::Places => render::places::inventory(snapshot, report, &look, names, most),
        Area::Mailboxes => render::mailboxes::inventory(snapshot, &look, names, most),
        Area::Calendars | Area::Setup => return String::new(),
    };
    text.push('\n');
    text
}

/// Where an administrator grants what the app asks for, when something of it is missing.
fn consent_link(snapshot: &Snapshot, report: &Report) -> Option<String> {
    let is_missing = ["AC001", "AC002"].iter().any(|id| report.groups_of(id).next().is_some());
    let cloud = crate::session::Cloud::of(snapshot.header.cloud);
    is_missing
        .then(|| format!("{}{}/adminconsent?client_id={}", cloud.login, snapshot.header.tenant, snapshot.app.app_id))
}

fn save(path: &Path, snapshot: &Snapshot) -> Result<(), Trouble> {
    store::save(path, snapshot).map_err(|error| unsaved(&error))
}

fn unsaved(error: &store::SaveError) -> Trouble {
    Trouble::new(exit::OUTPUT, error.to_string(), "name another file with --save-snapshot")
}

fn summary(report: &Report, verdict: Exit) -> String {
    let faults = |severity| render::words::faults(report.faults(severity), severity);
    let unknown = if report.complete { "all read" } else { "not everything could be checked" };
    format!("rsync-check: {}, {}, {unknown}, exit {}", faults(Severity::Error), faults(Severity::Warning), verdict.code)
}
