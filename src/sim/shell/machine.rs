//! The machine that scripts run on: files, clock, connections, and trouble that tests order.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp, tz::Offset};

use super::{super::Simulation, Arguments, CommandError, Tenant, Value, eval::Run};
use crate::{
    powershell::{self, Script},
    tenant::TenantId,
};

/// Which PowerShell it is; they differ in a few commands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edition {
    /// Windows PowerShell 5.1.
    #[default]
    Desktop,
    /// PowerShell 7.
    Core,
}

/// Where a line of output came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// What the script gives.
    Output,
    /// Errors that nothing caught.
    Error,
    /// `Write-Warning`.
    Warning,
    /// `Write-Host`.
    Host,
    /// `Write-Verbose`, under `-Verbose`.
    Verbose,
}

/// A line of output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it came out.
    pub stream: Stream,
    /// What it says.
    pub text: String,
}

/// What came of a script.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ran {
    /// What `exit` said; 1 after an error that ended the script, 0 otherwise.
    pub exit_code: i32,
    /// What it printed, in order.
    pub output: Vec<Line>,
    /// Every command that it ran, with its arguments; functions of the script are not commands.
    pub commands: Vec<(String, Arguments)>,
    /// Why it ended early, if it did. Begins with `not in the subset` where it used what scripts of ours may not use.
    pub error: Option<String>,
}

impl Ran {
    /// What comes of a script that does not start.
    fn refused(why: String) -> Self {
        let output = vec![Line { stream: Stream::Error, text: why.clone() }];
        Self { exit_code: 1, output, commands: Vec::new(), error: Some(why) }
    }

    /// The lines of one stream.
    pub fn lines(&self, stream: Stream) -> impl Iterator<Item = &str> {
        self.output.iter().filter(move |line| line.stream == stream).map(|line| line.text.as_str())
    }

    /// How often a command ran.
    pub fn count(&self, command: &str) -> usize {
        self.commands.iter().filter(|(name, _)| name.eq_ignore_ascii_case(command)).count()
    }
}

/// A failure that was ordered.
#[derive(Debug)]
struct Failure {
    command: String,
    identity: Option<String>,
    error: CommandError,
    times: usize,
}

/// What happens to the tenant before a command.
type Change = Box<dyn FnOnce(&mut Tenant) + Send>;

/// Something that happens behind the script's back.
struct Between {
    command: String,
    left: usize,
    change: Change,
}

/// A machine with PowerShell, connected to a simulated tenant.
pub struct Shell {
    pub(super) tenant: Tenant,
    pub(super) files: BTreeMap<String, Vec<u8>>,
    pub(super) protected: BTreeSet<String>,
    pub(super) missing_modules: Vec<String>,
    pub(super) edition: Edition,
    pub(super) zone: Offset,
    pub(super) step_limit: u64,
    failures: Vec<Failure>,
    between: Vec<Between>,
}

impl std::fmt::Debug for Shell {
    /// Without what only closures know.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shell")
            .field("tenant", &self.tenant)
            .field("files", &self.files.keys())
            .field("failures", &self.failures)
            .finish_non_exhaustive()
    }
}

impl Shell {
    /// A machine that is connected to this tenant in Exchange and Graph, without files, in UTC.
    pub fn new(simulation: Simulation) -> Self {
        Self {
            tenant: Tenant::new(simulation),
            files: BTreeMap::new(),
            protected: BTreeSet::new(),
            missing_modules: Vec::new(),
            edition: Edition::default(),
            zone: Offset::UTC,
            step_limit: 20_000_000,
            failures: Vec::new(),
            between: Vec::new(),
        }
    }

    /// Connected to these tenants instead; `None` where nobody connected.
    #[must_use]
    pub fn connected_to(mut self, exchange: Option<TenantId>, graph: Option<TenantId>) -> Self {
        self.tenant.exchange = exchange;
        self.tenant.graph = graph;
        self
    }

    /// With another edition of PowerShell.
    #[must_use]
    pub fn with_edition(mut self, edition: Edition) -> Self {
        self.edition = edition;
        self
    }

    /// In another time zone.
    #[must_use]
    pub fn in_zone(mut self, zone: Offset) -> Self {
        self.zone = zone;
        self
    }

    /// With a limit to how many statements and commands a script may run.
    #[must_use]
    pub fn with_step_limit(mut self, steps: u64) -> Self {
        self.step_limit = steps;
        self
    }

    /// Without a module that `#Requires -Modules` may ask for.
    #[must_use]
    pub fn without_module(mut self, name: &str) -> Self {
        self.missing_modules.push(name.to_owned());
        self
    }

    /// Puts a file on the machine.
    pub fn put_file(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.to_owned(), bytes.into());
    }

    /// Takes a file away.
    pub fn remove_file(&mut self, path: &str) {
        self.files.remove(path);
    }

    /// A file of the machine.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// All files, by path.
    pub fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    /// Makes every write to this path fail.
    pub fn protect_file(&mut self, path: &str) {
        self.protected.insert(path.to_owned());
    }

    /// "Now" on the machine. It stands still, but for [`Shell::advance`] and `Start-Sleep`.
    pub fn now(&self) -> Timestamp {
        self.tenant.now()
    }

    /// Lets time pass.
    pub fn advance(&mut self, by: SignedDuration) {
        self.tenant.advance(by);
    }

    /// Sets the clock.
    pub fn set_clock(&mut self, now: Timestamp) {
        self.advance(now.duration_since(self.now()));
    }

    /// The tenant, to look at or to change behind a script's back.
    pub fn tenant(&mut self) -> &mut Tenant {
        &mut self.tenant
    }

    /// The tenant, to read it over its services again.
    #[must_use]
    pub fn into_simulation(self) -> Simulation {
        self.tenant.into_simulation()
    }

    /// Makes a command fail so many times, for one identity (the text of any of its arguments) or for all.
    pub fn fail(&mut self, command: &str, identity: Option<&str>, error: CommandError, times: usize) {
        let identity = identity.map(str::to_owned);
        self.failures.push(Failure { command: command.to_owned(), identity, error, times });
    }

    /// Changes the tenant just before the n-th run of a command from now; the first is 1.
    pub fn before(&mut self, command: &str, nth: usize, change: impl FnOnce(&mut Tenant) + Send + 'static) {
        self.between.push(Between { command: command.to_owned(), left: nth, change: Box::new(change) });
    }

    /// Runs a script from a file of the machine.
    ///
    /// What does not parse as a script of ours does not run at all, and neither does a file that is not pure ASCII:
    /// what such bytes mean depends on the machine.
    pub fn run(&mut self, path: &str, arguments: &[(&str, Value)]) -> Ran {
        let Some(bytes) = self.files.get(path) else {
            return Ran::refused(format!("The argument '{path}' to the -File parameter does not exist."));
        };
        let text = std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii());
        let Some(text) = text else {
            return Ran::refused("not in the subset: a script with bytes beyond ASCII".to_owned());
        };
        match powershell::parse(text) {
            Ok(script) => self.run_tree(path, &script, arguments),
            Err(error) => Ran::refused(format!("not in the subset: {error}")),
        }
    }

    /// Runs a tree as if it stood in the file of this path.
    pub fn run_tree(&mut self, path: &str, script: &Script, arguments: &[(&str, Value)]) -> Ran {
        Run::new(self, path).script(script, arguments)
    }

    pub(super) fn before_command(&mut self, name: &str) {
        for between in self.between.iter_mut().filter(|between| between.command.eq_ignore_ascii_case(name)) {
            between.left = between.left.saturating_sub(1);
        }
        for due in self.between.extract_if(.., |between| between.left == 0) {
            (due.change)(&mut self.tenant);
        }
    }

    pub(super) fn fault_of(&mut self, name: &str, arguments: &Arguments) -> Option<CommandError> {
        let is_meant = |identity: &str| {
            arguments.values().any(|value| matches!(value, Value::Text(text) if text.eq_ignore_ascii_case(identity)))
        };
        let failure = self.failures.iter_mut().find(|failure| {
            failure.times > 0
                && failure.command.eq_ignore_ascii_case(name)
                && failure.identity.as_deref().is_none_or(is_meant)
        })?;
        failure.times -= 1;
        Some(failure.error.clone())
    }
}
