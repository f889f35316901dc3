//! What PowerShell is to our scripts, against a simulated tenant: the small subset that we emit, and the commands of
//! Exchange Online and Microsoft Graph by their effect. What a script may not use, this cannot run.

pub mod value;

pub use value::{Arguments, CommandError, Record, Value};
