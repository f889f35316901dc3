//! Values of a running script, and what commands take and give.

use std::collections::BTreeMap;

use jiff::Timestamp;

/// A value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `$null`.
    #[default]
    Null,
    /// `$true`, `$false`; a switch.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Double(f64),
    /// Text; a GUID and a value of an enumeration are text too.
    Text(String),
    /// A `[datetime]`.
    Time(Timestamp),
    /// An array.
    List(Vec<Value>),
    /// A hashtable of the script, or an object that a command gave.
    Record(Record),
}

/// Named values in order; names count without their case, as PowerShell has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record(pub Vec<(String, Value)>);

impl Record {
    /// The value with this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Sets a value, at its place or at the end.
    pub fn set(&mut self, name: &str, value: Value) {
        match self.0.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, old)) => *old = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }
}

/// The named arguments of a command, by lower-cased name. A switch is `Bool`.
pub type Arguments = BTreeMap<String, Value>;

/// Why a command failed: what `$_` is in a `catch`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CommandError {
    /// `FullyQualifiedErrorId` or the exception's type, as the service names it.
    pub id: String,
    /// `Exception.Message`.
    pub message: String,
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
