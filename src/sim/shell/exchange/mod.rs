//! Commands of Exchange Online, by their effect on the simulated tenant.

use super::{Arguments, CommandError, Tenant, Value};

/// What the command does and gives; `None` when Exchange has no command of this name.
pub fn invoke(_tenant: &mut Tenant, _name: &str, _arguments: &Arguments) -> Option<Result<Vec<Value>, CommandError>> {
    None
}
