//! `lint`: commands that others wrote, read before they are pasted. Offline; nothing is run.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{context, flags, unwritten};
use crate::exit::{self, Exit};
use crate::import;
use crate::lint::{self, RULES, Reading, Rule};
use crate::render;
use crate::render::json::lint_v1;
use crate::report::FailOn;
use crate::ui::{Trouble, Ui};

/// Flags of `lint`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Guides or scripts, as text; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Leave a rule out, by its id (repeatable)
    #[arg(long, value_name = "RULE")]
    ignore: Vec<String>,
    /// Severity that fails: error, warning (default), info
    #[arg(long, value_name = "SEVERITY", default_value = "warning", value_parser = flags::fail_on, hide_default_value = true)]
    fail_on: FailOn,
    /// The versioned document in place of text
    #[arg(long)]
    json: bool,
}

/// The largest file that is read: a guide is text, and the largest one known has 15 KiB.
const MOST_BYTES: usize = 4 << 20;

/// Runs `lint`.
pub fn run(ui: &Ui, args: &Args) -> Result<Exit, Trouble> {
    let ignored = args.ignore.iter().map(|id| rule(id)).collect::<Result<Vec<_>, _>>()?;
    let texts = args.files.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    let readings: Vec<(String, Reading)> = args
        .files
        .iter()
        .zip(&texts)
        .map(|(path, text)| {
            let mut reading = lint::read(text);
            reading.remarks.retain(|remark| !ignored.iter().any(|rule| rule.id == remark.rule.id));
            (path.display().to_string(), reading)
        })
        .collect();
    if args.json {
        ui.document(&lint_v1::render(&readings)).map_err(|error| unwritten(&error))?;
    } else {
        let mut told = BTreeSet::new();
        for ((name, reading), text) in readings.iter().zip(&texts) {
            let page = render::lint::file(name, text, reading, &mut told, &ui.look());
            ui.text(&page).map_err(|error| unwritten(&error))?;
        }
    }
    let fails = |(_, reading): &(String, Reading)| {
        reading.remarks.iter().any(|remark| render::lint::severity(remark) >= args.fail_on.severity())
    };
    Ok(if readings.iter().any(fails) { exit::FINDINGS } else { exit::OK })
}

fn rule(id: &str) -> Result<&'static Rule, Trouble> {
    Rule::named(id).ok_or_else(|| {
        let hint = context::suggestion(id, RULES.iter().map(|rule| rule.id));
        context::usage(format!("no rule is called `{id}`{hint}"), "docs/lint.md lists them")
    })
}

fn read(path: &Path) -> Result<String, Trouble> {
    let bytes = if path == Path::new("-") { context::input(MOST_BYTES)? } else { context::file(path)? };
    if bytes.len() > MOST_BYTES {
        let what = format!("`{}` is larger than {} MiB", path.display(), MOST_BYTES >> 20);
        return Err(context::usage(what, "check that it is the file that was meant, as text"));
    }
    let refused = |error: import::Refused| {
        context::usage(format!("could not read `{}`", path.display()), "save it as text in UTF-8")
            .why(error.to_string())
    };
    import::text(&bytes).map(std::borrow::Cow::into_owned).map_err(refused)
}
