//! What the commands of Exchange, Microsoft Graph and PowerShell take: names, parameters, types, ranges, as Microsoft's
//! own reference gives them. The scripts that we write and the lines that others wrote are both held against it.
//!
//! The facts are data (`*.toml`); [`table`] reads them, [`bind`] sets the arguments of a call beside them, [`check`]
//! does so for a command of our own tree. What a command does to a tenant is not known here.

mod bind;
mod check;
mod fault;
mod literal;
mod table;
mod withdrawn;

pub use bind::{Bound, Fed, Given, Item, bind};
pub use check::{check, check_pipeline};
pub use fault::{Fault, Found};
pub use literal::Literal;
pub use table::{Cmdlet, Kind, Match, Parameter, Place, Source, all, find, is_documented, meant};
pub use withdrawn::{State, Withdrawn, withdrawals, withdrawn};

#[cfg(test)]
mod tests;
