//! Floor 3: the person. The only module that writes to the standard streams and that asks.
//!
//! Decides once what the streams can show. Results go to stdout, all talk to stderr. Everything that is written goes
//! through the [`Redactor`].

pub mod ask;
mod environment;
pub mod progress;
pub mod redact;
pub mod trouble;

use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};

use anstream::{AutoStream, ColorChoice};
pub use environment::Environment;
pub use redact::Redactor;
pub use trouble::Trouble;

use crate::exit::{self, Exit};
use crate::render::Look;

/// What the command line says about the streams.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings {
    /// `--color`.
    pub color: Color,
    /// `-q`: nothing on stderr but errors.
    pub quiet: bool,
    /// How many `-v`.
    pub verbose: u8,
    /// `--no-input`: never ask.
    pub no_input: bool,
}

/// `--color auto|always|never`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// On a terminal that can, unless the environment says otherwise.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// The names for the command line.
    pub const NAMES: [&'static str; 3] = ["auto", "always", "never"];
}

impl std::str::FromStr for Color {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "auto" => Ok(Self::Auto),
            "always" => Ok(Self::Always),
            "never" => Ok(Self::Never),
            _ => Err(format!("use one of {}", Self::NAMES.join(", "))),
        }
    }
}

/// A result could not be written.
#[derive(Debug, thiserror::Error)]
#[error("could not write the result: {0}")]
pub struct WriteError(#[from] io::Error);

impl From<WriteError> for Exit {
    fn from(_: WriteError) -> Self {
        exit::OUTPUT
    }
}

/// The standard streams and the person behind them.
pub struct Ui {
    settings: Settings,
    environment: Environment,
    redactor: Redactor,
    out: Mutex<Box<dyn Write + Send>>,
    err: Arc<progress::Talk>,
    out_look: Look,
    err_look: Look,
    out_is_terminal: bool,
    err_is_terminal: bool,
    can_ask: bool,
}

impl std::fmt::Debug for Ui {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ui").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Ui {
    /// The streams of the process.
    #[expect(clippy::disallowed_methods, reason = "this is the module that owns the streams")]
    pub fn new(settings: Settings) -> Self {
        let environment = Environment::read();
        let (out, err) = (io::stdout(), io::stderr());
        let (out_is_terminal, err_is_terminal) = (out.is_terminal(), err.is_terminal());
        let choice = |auto: ColorChoice| match settings.color {
            Color::Auto => auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        let out_choice = choice(AutoStream::choice(&out));
        let err_choice = choice(AutoStream::choice(&err));
        let (out_colour, err_colour) = (out_choice != ColorChoice::Never, err_choice != ColorChoice::Never);
        // Prompts and progress are drawn by libraries that would decide for themselves.
        console::set_colors_enabled(out_colour);
        console::set_colors_enabled_stderr(err_colour);
        let look = |is_terminal: bool, colour, columns: Option<(u16, u16)>| Look {
            width: environment::width(columns.filter(|_| is_terminal).map(|(_, columns)| columns)),
            colour,
            ascii: environment.is_ascii,
        };
        let out_look = look(out_is_terminal, out_colour, console::Term::stdout().size_checked());
        let err_look = look(err_is_terminal, err_colour, console::Term::stderr().size_checked());
        let streams = Streams {
            out: Box::new(AutoStream::new(out, out_choice)),
            err: Box::new(AutoStream::new(err, err_choice)),
        };
        let mut ui = Self::over(settings, environment, streams, out_look, err_look);
        ui.out_is_terminal = out_is_terminal;
        ui.err_is_terminal = err_is_terminal;
        ui.can_ask = !settings.no_input && err_is_terminal && io::stdin().is_terminal();
        ui
    }

    /// Any two streams; neither is a terminal and nothing is asked. For tests.
    pub fn over(
        settings: Settings,
        environment: Environment,
        streams: Streams,
        out_look: Look,
        err_look: Look,
    ) -> Self {
        let redactor = Redactor::default();
        Self {
            settings,
            environment,
            out: Mutex::new(streams.out),
            err: Arc::new(progress::Talk::new(streams.err, redactor.clone(), err_look)),
            redactor,
            out_look,
            err_look,
            out_is_terminal: false,
            err_is_terminal: false,
            can_ask: false,
        }
    }

    /// What stdout can show.
    pub fn look(&self) -> Look {
        self.out_look
    }

    /// Whether stdout is a terminal.
    pub fn is_terminal(&self) -> bool {
        self.out_is_terminal
    }

    /// What stderr can show.
    pub fn talk_look(&self) -> Look {
        self.err_look
    }

    /// The filter that every secret and token must be made known to.
    pub fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// What the environment says.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// Whether a person can be asked.
    pub fn can_ask(&self) -> bool {
        self.can_ask
    }

    /// Writes a result for people to stdout. A reader that went away is no fault: `head` has seen enough.
    ///
    /// # Errors
    /// [`WriteError`] when it could not be written for another reason.
    pub fn text(&self, text: &str) -> Result<(), WriteError> {
        let text = guard_markers(&self.redactor.redact(text));
        match self.write_out(&text) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => Ok(other?),
        }
    }

    /// Writes a document for machines to stdout: all of it, or an error.
    ///
    /// # Errors
    /// [`WriteError`] when it could not be written, a reader that went away included.
    pub fn document(&self, document: &str) -> Result<(), WriteError> {
        Ok(self.write_out(&self.redactor.redact(document))?)
    }

    fn write_out(&self, text: &str) -> io::Result<()> {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        self.err.while_hidden(|| {
            out.write_all(text.as_bytes())?;
            out.flush()
        })
    }

    /// Says something on stderr, unless it should be quiet.
    pub fn note(&self, text: &str) {
        if !self.settings.quiet {
            self.err.line(text);
        }
    }

    /// Says something on stderr when it was asked to be this talkative (`-v` is 1, `-vv` is 2).
    pub fn verbose(&self, level: u8, text: &str) {
        if self.settings.verbose >= level {
            self.err.line(text);
        }
    }

    /// Warns on stderr, even when it should be quiet.
    pub fn warn(&self, text: &str) {
        self.err.line(&format!("warning: {text}"));
    }

    /// Tells on stderr what went wrong and what to do, and gives the exit code.
    pub fn trouble(&self, trouble: &Trouble) -> Exit {
        self.err.block(&trouble.render(&self.err_look));
        trouble.exit
    }

    /// Somebody who shows on stderr how gathering goes.
    pub fn observer(&self) -> Arc<dyn crate::session::progress::Observer> {
        let quiet = self.settings.quiet;
        let draws = self.err_is_terminal && !quiet && self.environment.may_draw;
        progress::observer(Arc::clone(&self.err), quiet, draws, self.err_look.width)
    }

    /// Says things on stderr from any task.
    pub fn tracer(&self) -> Tracer {
        Tracer { talk: Arc::clone(&self.err), verbose: self.settings.verbose }
    }

    /// Asks for a secret without showing it.
    ///
    /// # Errors
    /// [`ask::AskError`] when nobody can be asked or nobody answers.
    pub fn ask_secret(&self, prompt: &str) -> Result<zeroize::Zeroizing<String>, ask::AskError> {
        let secret = ask::secret(self.can_ask, prompt)?;
        self.redactor.register(&secret);
        Ok(secret)
    }

    /// Asks for a line of text.
    ///
    /// # Errors
    /// [`ask::AskError`] when nobody can be asked or nobody answers.
    pub fn ask_text(&self, prompt: &str) -> Result<String, ask::AskError> {
        ask::text(self.can_ask, prompt)
    }

    /// Asks a question with yes or no.
    ///
    /// # Errors
    /// [`ask::AskError`] when nobody can be asked or nobody answers.
    pub fn ask_yes(&self, prompt: &str, default: bool) -> Result<bool, ask::AskError> {
        ask::yes(self.can_ask, prompt, default)
    }
}

/// Says things on stderr, from any task, while progress is drawn.
#[derive(Clone)]
pub struct Tracer {
    talk: Arc<progress::Talk>,
    verbose: u8,
}

impl Tracer {
    /// Says something, also when it should be quiet: somebody waits for it.
    pub fn say(&self, text: &str) {
        self.talk.line(text);
    }

    /// Says something when it was asked to be this talkative; the text is only made then.
    pub fn verbose(&self, level: u8, text: impl FnOnce() -> String) {
        if self.verbose >= level {
            self.talk.line(&text());
        }
    }
}

/// Two streams to write to.
pub struct Streams {
    /// For results.
    pub out: Box<dyn Write + Send>,
    /// For talk.
    pub err: Box<dyn Write + Send>,
}

/// No line may begin with what a build log takes for a command.
fn guard_markers(text: &str) -> String {
    let acts = |line: &str| {
        let line = line.trim_start();
        line.starts_with("::") || line.starts_with("##[") || line.starts_with("##vso[")
    };
    if !text.lines().any(acts) {
        return text.to_owned();
    }
    let guard = |line: &str| match acts(line) {
        true => {
            let (indent, rest) = line.split_at(line.len() - line.trim_start().len());
            format!("{indent}| {rest}")
        }
        false => line.to_owned(),
    };
    text.split('\n').map(guard).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
