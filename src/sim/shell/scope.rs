//! Variables and the scopes they live in.
//!
//! <https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_scopes>: functions read what
//! their callers see, and write their own.

use std::{collections::HashMap, rc::Rc};

use super::{
    convert::cast,
    eval::Run,
    fault::{Step, error, outside},
    item::Item,
    members::Strict,
};

/// A variable, with the type that it was declared with.
#[derive(Clone, Debug)]
struct Variable {
    item: Item,
    kind: Option<String>,
}

/// What the script itself, or a call of a function, knows.
#[derive(Debug, Default)]
pub(super) struct Frame {
    variables: HashMap<String, Variable>,
    pub(super) strict: Option<Strict>,
}

impl Run<'_> {
    pub(super) fn strict(&self) -> Strict {
        self.frames.iter().rev().find_map(|frame| frame.strict).unwrap_or_default()
    }

    /// Makes a variable of the innermost scope.
    pub(super) fn declare(&mut self, name: &str, item: Item, kind: Option<String>) {
        if let Some(frame) = self.frames.last_mut() {
            frame.variables.insert(name.to_ascii_lowercase(), Variable { item, kind });
        }
    }

    pub(super) fn variable(&self, name: &str) -> Step<Item> {
        let (scope, plain) = scoped(name);
        let lower = plain.to_ascii_lowercase();
        if lower == "_" && scope.is_none() {
            return Ok(self.current.last().cloned().unwrap_or_default());
        }
        let found = match scope {
            Some("script") => self.frames.first().and_then(|frame| frame.variables.get(&lower)),
            None => self.frames.iter().rev().find_map(|frame| frame.variables.get(&lower)),
            Some(other) => return Err(outside(format_args!("the scope {other}"))),
        };
        match found {
            Some(variable) => Ok(variable.item.clone()),
            None if is_automatic(&lower) => Err(outside(format_args!("the variable ${plain}"))),
            None if self.strict() >= Strict::Variables => {
                let message = format!("The variable '${name}' cannot be retrieved because it has not been set.");
                Err(error("VariableIsUndefined", message))
            }
            None => Ok(Item::Null),
        }
    }

    pub(super) fn set_variable(&mut self, name: &str, item: Item) -> Step<()> {
        let (scope, plain) = scoped(name);
        let lower = plain.to_ascii_lowercase();
        if is_automatic(&lower) || matches!(lower.as_str(), "_" | "psscriptroot" | "pscommandpath") {
            return Err(outside(format_args!("a new value for ${plain}")));
        }
        let zone = self.operators.zone;
        let frame = match scope {
            Some("script") => self.frames.first_mut(),
            None => self.frames.last_mut(),
            Some(other) => return Err(outside(format_args!("the scope {other}"))),
        };
        let Some(frame) = frame else { return Ok(()) };
        match frame.variables.get_mut(&lower) {
            Some(Variable { item: old, kind: Some(kind) }) => *old = cast(kind, item, zone)?,
            Some(variable) => variable.item = item,
            None => {
                frame.variables.insert(lower, Variable { item, kind: None });
            }
        }
        Ok(())
    }

    /// Adds to an array that only this variable holds without copying it. Says whether it did.
    pub(super) fn grow(&mut self, name: &str, value: &Item) -> bool {
        let (scope, name) = scoped(name);
        let frame = if scope == Some("script") { self.frames.first_mut() } else { self.frames.last_mut() };
        let variable = frame.and_then(|frame| frame.variables.get_mut(&name.to_ascii_lowercase()));
        let Some(Variable { item: Item::List(items), kind: None }) = variable else { return false };
        if Rc::strong_count(items) > 1 || scope.is_some_and(|scope| scope != "script") {
            return false;
        }
        items.borrow_mut().extend(value.clone().walked());
        true
    }
}

/// A name with the scope before its colon.
fn scoped(name: &str) -> (Option<&str>, &str) {
    match name.split_once(':') {
        Some((scope, name)) if scope.eq_ignore_ascii_case("script") => (Some("script"), name),
        Some((scope, name)) => (Some(scope), name),
        None => (None, name),
    }
}

/// Variables that PowerShell sets by itself and that are not in the subset.
fn is_automatic(lower: &str) -> bool {
    const NAMES: &[&str] = &[
        "?",
        "^",
        "$",
        "args",
        "consolefilename",
        "error",
        "event",
        "executioncontext",
        "foreach",
        "home",
        "host",
        "input",
        "islinux",
        "ismacos",
        "iswindows",
        "iscoreclr",
        "lastexitcode",
        "matches",
        "myinvocation",
        "nestedpromptlevel",
        "ofs",
        "pid",
        "profile",
        "psboundparameters",
        "pscmdlet",
        "psculture",
        "psdebugcontext",
        "psdefaultparametervalues",
        "psedition",
        "pshome",
        "psitem",
        "pssenderinfo",
        "psuiculture",
        "psversiontable",
        "pwd",
        "sender",
        "shellid",
        "stacktrace",
        "switch",
        "this",
        "whatifpreference",
        "confirmpreference",
    ];
    NAMES.contains(&lower)
}
