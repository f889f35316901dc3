//! `explain`: all about one check, offline.

use std::fmt::Write as _;

use super::{context, unwritten};
use crate::check::REGISTRY;
use crate::exit::{self, Exit};
use crate::render;
use crate::ui::{Trouble, Ui};

/// Flags of `explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Id or name of a check, such as CP022; without one all checks are listed
    check: Option<String>,
}

/// Runs `explain`.
pub fn run(ui: &Ui, args: &Args) -> Result<Exit, Trouble> {
    let text = match &args.check {
        Some(name) => render::explain::render(context::check(name)?, &ui.look()),
        None => list(),
    };
    ui.text(&text).map_err(|error| unwritten(&error))?;
    Ok(exit::OK)
}

fn list() -> String {
    let mut text = String::new();
    for check in REGISTRY {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}  {:<8}  {:<38}  {}", check.id, check.severity.id(), check.name, check.title);
    }
    text
}
