//! A remark about a place in a text, and how remarks are gathered.

use std::ops::Range;

use super::calls::Call;
use super::place::Lines;
use super::rules::{self, Rule};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It fails, or does harm.
    Error,
    /// It works in part, or not for long.
    Warning,
    /// Worth knowing.
    Info,
}

/// Something that is to be said about a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// The rule that says it.
    pub rule: &'static Rule,
    /// The bytes of the text that it is about.
    pub span: Range<usize>,
    /// The line of the first one, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// Line and column behind the last one.
    pub end: (usize, usize),
    /// What was found, as a clause. Holds text of the file.
    pub found: String,
    /// Why it matters, in sentences.
    pub why: String,
    /// What to run in its place, a line each; words in capitals are to be filled in. Holds text of the file.
    pub instead: Vec<String>,
    /// Who says so.
    pub source: String,
}

impl Remark {
    /// Whether the words that it is about must not be shown.
    pub fn conceals(&self) -> bool {
        self.rule.id == rules::PLAIN_SECRET.id
    }
}

/// The most remarks that are kept of one text: nobody reads more, and a hostile text could ask for any number.
const MOST: usize = 2_000;

/// Remarks while they are gathered.
#[derive(Debug)]
pub struct Remarks<'t> {
    text: &'t str,
    lines: &'t Lines<'t>,
    remarks: Vec<Remark>,
}

/// What stands in the place of a secret.
pub const CONCEALED: &str = "********";

/// What a remark takes beside its rule.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// What was found.
    pub found: String,
    /// What to run in its place.
    pub instead: Vec<String>,
    /// Who says so, where that is not the rule's own source.
    pub source: Option<String>,
}

impl Note {
    /// A note that only says what was found.
    pub fn new(found: impl Into<String>) -> Self {
        Self { found: found.into(), ..Self::default() }
    }

    /// With lines to run in its place.
    #[must_use]
    pub fn instead<S: Into<String>>(mut self, lines: impl IntoIterator<Item = S>) -> Self {
        self.instead.extend(lines.into_iter().map(Into::into));
        self
    }

    /// With a source of its own.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl<'t> Remarks<'t> {
    /// None yet, about this text.
    pub fn new(text: &'t str, lines: &'t Lines<'t>) -> Self {
        Self { text, lines, remarks: Vec::new() }
    }

    /// The text that the remarks are about.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Adds a remark about some bytes.
    pub fn add(&mut self, rule: &'static Rule, span: Range<usize>, note: Note) {
        let is_there = |remark: &Remark| remark.rule.id == rule.id && remark.span == span;
        if self.remarks.len() >= MOST || self.remarks.iter().rev().take(64).any(is_there) {
            return;
        }
        let (line, column) = self.lines.place(span.start);
        self.remarks.push(Remark {
            rule,
            line,
            column,
            end: self.lines.place(span.end),
            span,
            found: note.found,
            why: rule.reason(),
            instead: note.instead,
            source: note.source.unwrap_or_else(|| rule.source.to_owned()),
        });
    }

    /// A call with some of its bytes replaced, as one line.
    pub fn rewritten(&self, call: &Call, edits: &[(Range<usize>, String)]) -> String {
        self.rewritten_to(call, call.span.end, edits)
    }

    /// A call and what follows it up to a byte, with some of its bytes replaced, as one line.
    pub fn rewritten_to(&self, call: &Call, end: usize, edits: &[(Range<usize>, String)]) -> String {
        let mut edits: Vec<_> = edits.to_vec();
        if !edits.iter().any(|(span, _)| *span == call.name_span) {
            edits.push((call.name_span.clone(), call.name.clone()));
        }
        edits.sort_by_key(|(span, _)| span.start);
        let mut out = String::new();
        let mut at = call.span.start;
        for (span, new) in &edits {
            out.push_str(self.text.get(at..span.start).unwrap_or_default());
            out.push_str(new);
            at = span.end.max(at);
        }
        out.push_str(self.text.get(at..end).unwrap_or_default());
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Takes secrets that were found out of everything that is told.
    fn conceal(&mut self) {
        let text = |remark: &Remark| self.text.get(remark.span.clone()).map(ToOwned::to_owned);
        let secrets: Vec<String> = self
            .remarks
            .iter()
            .filter(|remark| remark.conceals())
            .filter_map(text)
            .filter(|one| one.len() > 2)
            .collect();
        for remark in &mut self.remarks {
            for told in remark.instead.iter_mut().chain([&mut remark.found]) {
                for secret in &secrets {
                    *told = told.replace(secret.as_str(), CONCEALED);
                }
            }
        }
    }

    /// All of them, in the order of the text; at one place the worst first.
    pub fn finish(mut self) -> Vec<Remark> {
        self.conceal();
        self.remarks.sort_by(|one, other| {
            let key = |remark: &Remark| (remark.span.start, remark.rule.severity, remark.rule.id);
            key(one).cmp(&key(other))
        });
        self.remarks
    }
}
