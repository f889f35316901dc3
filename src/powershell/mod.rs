//! Floor 0: the part of PowerShell that scripts are made of. A tree, its text, and nothing about rooms.
//!
//! Text is never joined to make a script: a [`Script`] is built as a tree (by hand or from a template
//! whose holes take typed values) and printed in one place. What comes out is ASCII, whatever the values hold.

pub mod ast;
pub mod cmdlets;

pub use ast::{Argument, Command, Comment, Expr, Parameter, Pipeline, Script, Statement};
