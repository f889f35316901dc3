//! What the place that text goes to can show.

use anstyle::{AnsiColor, Style};

use crate::check::Severity;

/// Width, colour and characters of a terminal, a pipe or a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Columns.
    pub width: usize,
    /// Whether colours are wanted.
    pub colour: bool,
    /// Whether only ASCII can be shown.
    pub ascii: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { width: Self::DEFAULT_WIDTH, colour: false, ascii: false }
    }
}

impl Look {
    /// The width where there is no terminal.
    pub const DEFAULT_WIDTH: usize = 100;
    /// Nothing is laid out narrower than this.
    pub const LEAST_WIDTH: usize = 80;

    /// The same, at least so wide.
    #[must_use]
    pub fn at_least(self, width: usize) -> Self {
        Self { width: self.width.max(width), ..self }
    }

    /// The text in a style, if colours are wanted.
    pub fn paint(&self, style: Style, text: &str) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// The text as a heading.
    pub fn heading(&self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    /// The text as something of less interest.
    pub fn dim(&self, text: &str) -> String {
        self.paint(Style::new().dimmed(), text)
    }

    /// The text as good news.
    pub fn good(&self, text: &str) -> String {
        self.paint(Style::new().fg_color(Some(AnsiColor::Green.into())), text)
    }

    /// The text in the colour of a severity. The word must be in the text: colour never carries meaning alone.
    pub fn severe(&self, severity: Severity, text: &str) -> String {
        let colour = match severity {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Info => AnsiColor::Cyan,
        };
        self.paint(Style::new().bold().fg_color(Some(colour.into())), text)
    }

    /// The finished text, in characters that can be shown: nothing is lost, decoration becomes plainer.
    pub fn finish(&self, text: String) -> String {
        if !self.ascii || text.is_ascii() {
            return text;
        }
        let mut plain = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '·' | '–' | '—' | '─' => plain.push('-'),
                '│' | '┃' => plain.push('|'),
                '…' => plain.push_str("..."),
                '✓' => plain.push_str("yes"),
                '✗' => plain.push_str("no"),
                '•' => plain.push('*'),
                '→' => plain.push_str("->"),
                '‹' | '“' | '„' => plain.push('<'),
                '›' | '”' => plain.push('>'),
                '’' | '‘' => plain.push('\''),
                _ if c.is_ascii() => plain.push(c),
                _ => plain.push_str(&format!("<U+{:04X}>", u32::from(c))),
            }
        }
        plain
    }
}
