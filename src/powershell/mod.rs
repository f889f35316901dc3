//! Floor 0: the part of PowerShell that scripts are made of. A tree, its text, and nothing about rooms.
//!
//! Text is never joined to make a script: a [`Script`] is built as a tree (by hand or from a template
//! whose holes take typed values) and printed in one place. What comes out is ASCII, whatever the values hold.

pub mod ast;
pub mod cmdlets;
pub mod lexer;
pub mod oracle;
pub mod parse;
pub mod print;
pub mod template;
pub mod visit;

pub use ast::{Argument, Command, Comment, Expr, Parameter, Pipeline, Script, Statement};
pub use parse::{ParseError, parse};
pub use print::{PrintError, print};
pub use template::{FillError, Template};
pub use visit::{commands, functions, invocations};

#[cfg(test)]
mod tests;
