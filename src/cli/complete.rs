//! `completions`: scripts for five shells.

use clap_complete::Shell;

use super::unwritten;
use crate::exit::{self, Exit};
use crate::ui::{Trouble, Ui};

/// Flags of `completions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// bash, zsh, fish, powershell, elvish
    #[arg(value_enum, hide_possible_values = true)]
    shell: Shell,
}

/// Runs `completions`.
pub fn run(ui: &Ui, args: &Args) -> Result<Exit, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "rsync-check", &mut script);
    ui.document(&String::from_utf8_lossy(&script)).map_err(|error| unwritten(&error))?;
    Ok(exit::OK)
}
