//! What PowerShell is to our scripts, against a simulated tenant: the small subset that we emit, and the commands of
//! Exchange Online and Microsoft Graph by their effect. What a script may not use, this cannot run.

mod binding;
pub mod exchange;
pub mod graph;
pub mod tenant;
pub mod value;

pub use tenant::{Server, Tenant};
pub use value::{Arguments, CommandError, Record, Value};
