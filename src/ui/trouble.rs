//! What went wrong, why, and what to do about it: the one form of every error that a person reads.

use crate::exit::Exit;
use crate::render::{Look, visible};

/// An error that a person can do something about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What went wrong, in a sentence without a full stop.
    pub what: String,
    /// Why, where it is known.
    pub why: Option<String>,
    /// What to do. There is always something.
    pub action: String,
    /// Where to read more, or the number to name when asking for help.
    pub reference: Option<String>,
    /// The exit code.
    pub exit: Exit,
}

impl Trouble {
    /// Something went wrong; do this.
    pub fn new(exit: Exit, what: impl Into<String>, action: impl Into<String>) -> Self {
        Self { what: what.into(), why: None, action: action.into(), reference: None, exit }
    }

    /// With a reason.
    #[must_use]
    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }

    /// With a reference.
    #[must_use]
    pub fn reference(mut self, reference: impl Into<String>) -> Self {
        self.reference = Some(reference.into());
        self
    }

    /// The block of lines. Everything in it is made harmless: messages of a service are in it.
    pub fn render(&self, look: &Look) -> String {
        let mut lines = Vec::new();
        let mut part = |label: &str, text: &str| {
            lines.extend(crate::render::labelled(label, &visible::short(text, 2_000), look.width));
        };
        part("error: ", &self.what);
        if let Some(why) = &self.why {
            part("  why  ", why);
        }
        part("  do   ", &self.action);
        let exit = format!("exit {}", self.exit.code);
        match &self.reference {
            Some(reference) => part("  ref  ", &format!("{reference} · {exit}")),
            None => part("  ref  ", &exit),
        }
        let text = lines.join("\n");
        let painted = text
            .strip_prefix("error:")
            .map(|rest| format!("{}{rest}", look.severe(crate::check::Severity::Error, "error:")));
        look.finish(painted.unwrap_or(text))
    }
}
