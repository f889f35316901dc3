//! Floor 3: the command line. One file per command; each parses, calls what is below, and returns an exit.

pub mod flags;

mod attest;
mod auth;
mod complete;
mod context;
mod explain;
mod files;
mod fix;
mod help;
mod inspect;
mod lint;
mod product;
pub mod profile;
mod schema;
mod simulate;
mod source;
mod trouble;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::check::Area;
use crate::exit::{self, Exit};
use crate::ui::{Settings, Trouble, Ui};

/// Tells, with proof, whether a Microsoft 365 tenant is ready for the reservation sync of a workplace product.
#[derive(Debug, Parser)]
#[command(
    name = "rsync-check",
    version,
    about = "Is this Microsoft 365 tenant ready for reservation sync? Reads only; changes nothing.",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = EXAMPLES
)]
pub struct Cli {
    #[command(flatten)]
    talk: flags::Talk,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  rsync-check tenant --demo
  rsync-check tenant --tenant contoso.com --client-id ID --secret-stdin --product spacewell
  rsync-check explain CP022";

#[derive(Debug, Subcommand)]
enum Command {
    /// Check everything: app, reach, lists, places, calendars, mailboxes
    #[command(after_help = TENANT_EXAMPLES)]
    Tenant(flags::Whole),
    /// Check the app: registration, permissions, consent, secrets
    #[command(after_help = AREA_EXAMPLES)]
    Permissions(flags::Read),
    /// Check how far the app reaches: policies and Exchange roles
    #[command(after_help = AREA_EXAMPLES)]
    Access(flags::Read),
    /// Check the room lists and who is in them
    #[command(after_help = AREA_EXAMPLES)]
    Lists(flags::Read),
    /// Check rooms and places, across Graph and Exchange
    #[command(after_help = AREA_EXAMPLES)]
    Places(flags::Read),
    /// Check the calendar processing of every room
    #[command(after_help = AREA_EXAMPLES)]
    Calendars(flags::Read),
    /// Check inside the room mailboxes: rules, rights, size
    #[command(after_help = AREA_EXAMPLES)]
    Mailboxes(flags::Read),
    /// Check what surrounds the sync: subscriptions, domains, clock
    #[command(after_help = AREA_EXAMPLES)]
    Setup(flags::Read),
    /// Write scripts that repair what was found; preview first
    Fix(Box<fix::Args>),
    /// Tell all about one check: why it matters, how to fix it
    Explain(explain::Args),
    /// Show what a product asks for; make and check files of your own
    #[command(after_help = PRODUCT_EXAMPLES)]
    Product(product::Args),
    /// Print the JSON Schema of a document
    Schema(schema::Args),
    /// Vouch for steps that no program can see: list, add, check
    #[command(after_help = ATTEST_EXAMPLES)]
    Attest(attest::Args),
    /// Read commands of a guide or script: what fails, harms or is gone
    #[command(after_help = LINT_EXAMPLES)]
    Lint(lint::Args),
    /// Keep a client secret in the system's own store
    Auth(auth::Args),
    /// Serve a simulated tenant on this machine
    Simulate(simulate::Args),
    /// Print completions for a shell
    Completions(complete::Args),
    /// Explain a topic, such as permissions or dates; alone, list them
    Help(help::Args),
}

const TENANT_EXAMPLES: &str = "Examples:
  rsync-check tenant --demo --scenario mixed
  rsync-check tenant --tenant contoso.com --client-id ID --certificate app.pem --product spacewell
  rsync-check tenant --snapshot contoso.json --json | jq .summary

All flags: rsync-check help flags";

const AREA_EXAMPLES: &str = "Examples:
  rsync-check calendars --demo --room-list berlin@contoso.com
  rsync-check permissions --tenant contoso.com --client-id ID --app PRODUCT-APP-ID --secret-stdin
  rsync-check places --snapshot contoso.json

All flags: rsync-check help flags";

const ATTEST_EXAMPLES: &str = "Examples:
  rsync-check attest list --product spacewell
  rsync-check attest add security-review --owner 'J. de Vries' --evidence 'ticket SEC-118'
  rsync-check attest check --product spacewell";
const LINT_EXAMPLES: &str = "Examples:
  rsync-check lint vendor-guide.txt
  rsync-check lint setup.ps1 --json
  pbpaste | rsync-check lint -";
const PRODUCT_EXAMPLES: &str = "Examples:
  rsync-check product show spacewell
  rsync-check product new our-panels --extends spacewell --out our-panels.toml
  rsync-check product check our-panels.toml";

/// The whole command line, for completions and for the help topics.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the program.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match command().try_get_matches_from(&arguments).and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let ui = Ui::new(cli.talk.settings());
    let place = remember_where_it_broke();
    let run = || run(&ui, cli, &arguments).unwrap_or_else(|trouble| ui.trouble(&trouble));
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| ui.trouble(&internal(&place)))
}

/// Where a fault of the program itself showed: file and line, never what was in its hands.
type Place = Arc<Mutex<String>>;

/// Takes the place of Rust's own message, which could show text of the tenant.
fn remember_where_it_broke() -> Place {
    let place = Place::default();
    let kept = Arc::clone(&place);
    std::panic::set_hook(Box::new(move |panic| {
        let location = panic.location().map(ToString::to_string).unwrap_or_default();
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = location;
    }));
    place
}

fn internal(place: &Place) -> Trouble {
    let place = place.lock().unwrap_or_else(PoisonError::into_inner);
    let version = env!("CARGO_PKG_VERSION");
    Trouble::new(
        exit::INTERNAL,
        format!("internal error at {place} in rsync-check {version}"),
        "please report it with this line and the command; leave names of your tenant out",
    )
    .why("this is a fault of the program, not of the tenant")
}

fn run(ui: &Ui, cli: Cli, arguments: &[OsString]) -> Result<Exit, Trouble> {
    let inspect = |read: flags::Read, areas: &[Area]| inspect::run(ui, read, areas, arguments);
    match cli.command {
        Command::Tenant(flags::Whole { read, quick: false }) => inspect(read, &Area::ALL),
        Command::Tenant(flags::Whole { read, quick: true }) => {
            ui.note("left out by --quick: inside the mailboxes (rules, rights, size)");
            let areas: Vec<Area> = Area::ALL.into_iter().filter(|area| *area != Area::Mailboxes).collect();
            inspect(read, &areas)
        }
        Command::Permissions(read) => inspect(read, &[Area::Permissions]),
        Command::Access(read) => inspect(read, &[Area::Access]),
        Command::Lists(read) => inspect(read, &[Area::Lists]),
        Command::Places(read) => inspect(read, &[Area::Places]),
        Command::Calendars(read) => inspect(read, &[Area::Calendars]),
        Command::Mailboxes(read) => inspect(read, &[Area::Mailboxes]),
        Command::Setup(read) => inspect(read, &[Area::Setup]),
        Command::Fix(args) => fix::run(ui, *args, arguments),
        Command::Explain(args) => explain::run(ui, &args),
        Command::Product(args) => product::run(ui, args),
        Command::Schema(args) => schema::run(ui, &args),
        Command::Attest(args) => attest::run(ui, &args),
        Command::Lint(args) => lint::run(ui, &args),
        Command::Auth(args) => auth::run(ui, &args),
        Command::Simulate(args) => simulate::run(ui, &args),
        Command::Completions(args) => complete::run(ui, &args),
        Command::Help(args) => help::run(ui, &args),
    }
}

/// Help and version are results; everything else that the parser says is bad usage.
fn usage(error: &clap::Error) -> Exit {
    let is_help = !error.use_stderr();
    if error.print().is_err() {
        return exit::OUTPUT;
    }
    if is_help { exit::OK } else { exit::USAGE }
}

/// A result that could not be written.
fn unwritten(error: &crate::ui::WriteError) -> Trouble {
    Trouble::new(exit::OUTPUT, error.to_string(), "check that whatever reads the output is still there and has room")
}

impl flags::Talk {
    fn settings(&self) -> Settings {
        Settings { color: self.color, quiet: self.quiet, verbose: self.verbose, no_input: self.no_input }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_internal_error_names_its_place_and_nothing_else() {
        let place = Place::default();
        *place.lock().unwrap() = "src/x.rs:1:2".into();
        let trouble = internal(&place);
        assert_eq!(trouble.exit, exit::INTERNAL);
        assert!(trouble.what.contains("src/x.rs:1:2") && trouble.action.contains("report"));
    }

    #[test]
    fn the_command_line_is_well_formed() {
        command().debug_assert();
    }
}
