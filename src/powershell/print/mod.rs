//! The one place where a tree becomes text: ASCII from blank to tilde, lines that end in CR LF.
//!
//! Whatever a literal holds, its text can neither end the literal nor look like code in any code page. Names are code,
//! so a name that is not a plain word is refused instead of being quoted.

mod expression;
mod statement;
mod words;

use super::ast::{Comment, Expr, Script, Statement};
use super::lexer::resembles_signature;

pub(super) use expression::{calls, wraps};
pub use words::{OPERATORS, is_key};
pub(super) use words::{
    is_command as is_proper_command, is_requirement, is_type as is_proper_type, is_variable as is_proper_variable,
    precedence,
};

/// What cannot be printed: a name that is not a plain word. Names come from code and templates, never from data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// A command's name.
    #[error("`{0}` cannot be the name of a command")]
    Command(String),
    /// A variable's name.
    #[error("`{0}` cannot be the name of a variable")]
    Variable(String),
    /// A member's name.
    #[error("`{0}` cannot be the name of a member")]
    Member(String),
    /// A parameter's name.
    #[error("`{0}` cannot be the name of a parameter")]
    Parameter(String),
    /// A type.
    #[error("`{0}` cannot be the name of a type")]
    Type(String),
    /// An operator.
    #[error("`{0}` is no operator of our scripts")]
    Operator(String),
    /// A line after `#Requires`.
    #[error("`{0}` cannot stand after #Requires")]
    Requires(String),
    /// A pipeline or a list without anything in it.
    #[error("there is nothing to print in a {0}")]
    Empty(&'static str),
    /// A target of an assignment that holds no value.
    #[error("nothing can be assigned to that")]
    Target,
}

/// Prints a script.
pub fn print(script: &Script) -> Result<String, PrintError> {
    let mut printer = Printer::default();
    printer.script(script)?;
    Ok(printer.text)
}

/// Prints statements on their own, such as an example in a page.
pub fn print_statements(statements: &[Statement]) -> Result<String, PrintError> {
    let mut printer = Printer::default();
    printer.statements(statements)?;
    Ok(printer.text)
}

/// Prints an expression on its own.
pub fn print_expression(expression: &Expr) -> Result<String, PrintError> {
    let mut printer = Printer::default();
    printer.expression(expression)?;
    Ok(printer.text)
}

#[derive(Default)]
struct Printer {
    text: String,
    /// How far lines are indented, in steps of four.
    depth: usize,
}

impl Printer {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn end_line(&mut self) {
        self.text.push_str("\r\n");
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.text.push_str("    ");
        }
    }

    fn script(&mut self, script: &Script) -> Result<(), PrintError> {
        for comment in &script.header {
            self.comment(comment);
            self.end_line();
        }
        let starts_loosely = matches!(script.body.first(), Some(Statement::Comment(_) | Statement::Blank));
        if !script.header.is_empty() || (starts_loosely && script.requires.is_empty() && script.parameters.is_empty()) {
            // Without this line a leading comment of the body would read as the header.
            self.end_line();
        }
        for line in &script.requires {
            if !words::is_requirement(line) {
                return Err(PrintError::Requires(line.clone()));
            }
            self.put("#Requires ");
            self.put(line);
            self.end_line();
        }
        if !script.requires.is_empty() {
            self.end_line();
        }
        if !script.parameters.is_empty() {
            self.put("[CmdletBinding()]");
            self.end_line();
            self.parameters(&script.parameters)?;
            self.end_line();
            self.end_line();
        }
        self.statements(&script.body)
    }

    fn comment(&mut self, comment: &Comment) {
        let text = readable(&comment.0);
        self.put(if text.is_empty() { "#" } else { "# " });
        self.put(&text);
    }
}

/// A comment as it is printed: what could be anything but plain words becomes `?`.
pub fn readable(comment: &str) -> String {
    let text: String = comment.chars().map(|c| if words::is_comment_character(c) { c } else { '?' }).collect();
    // PowerShell refuses a script that goes on after what looks like a signature.
    if resembles_signature(&format!(" {text}")) { "?".to_owned() } else { text }
}
