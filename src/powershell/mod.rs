//! Floor 0: the part of PowerShell that scripts are made of. A tree, its text, and nothing about rooms.
//!
//! Text is never joined to make a script: a [`Script`] is built as a tree (by hand or from a template
//! whose holes take typed values) and printed in one place. What comes out is ASCII, whatever the values hold.

pub mod ast;

pub use ast::{Argument, Command, Comment, Expr, Parameter, Pipeline, Script, Statement};

// STUB
pub struct Template;
#[derive(Debug)] pub struct TErr;
impl Template { pub fn parse(_: &str) -> Result<Self, TErr> { Ok(Self) } pub fn fill(&self, _: ast::Holes) -> Result<Vec<Statement>, TErr> { Ok(Vec::new()) } }
impl Script { pub fn print(&self) -> String { String::new() } }
pub fn commands(_: &Script) -> std::collections::BTreeSet<String> { Default::default() }
