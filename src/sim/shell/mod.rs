//! What PowerShell is to our scripts, against a simulated tenant: the small subset that we emit, and the commands of
//! Exchange Online and Microsoft Graph by their effect. What a script may not use, this cannot run.
//!
//! - [`Shell`]: the machine, with its files, its clock and its connections.
//! - `eval`, `scope`, `call`, `operators`, `compare`, `members`, `convert`: the language. `item`: its values. `fault`: how
//!   statements end.
//! - `core`: PowerShell's own commands. [`exchange`], [`graph`]: the services'; `binding`: their parameters. [`Tenant`]:
//!   what those change.
//!
//! It is Windows PowerShell 5.1 unless told otherwise, and stricter: where PowerShell would quietly do something else
//! than a reader expects, it stops and says "not in the subset".

mod binding;
mod call;
mod compare;
mod convert;
mod core;
mod eval;
pub mod exchange;
mod fault;
pub mod graph;
mod item;
mod machine;
mod members;
mod operators;
mod scope;
pub mod tenant;
mod time;
pub mod value;

#[cfg(test)]
mod tests;

pub use machine::{Edition, Line, Ran, Shell, Stream};
pub use tenant::{Server, Tenant};
pub use value::{Arguments, CommandError, Record, Value};
