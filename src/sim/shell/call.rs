//! Calls: arguments, functions of the script, and whom a name belongs to.
//!
//! <https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_parameters>,
//! `about_functions`, `about_command_precedence` (functions before commands).

use std::{collections::BTreeMap, rc::Rc};

use super::{
    Arguments, CommandError,
    convert::cast,
    core,
    eval::{Function, Run, Sink},
    exchange,
    fault::{Step, Stop, error, outside},
    graph,
    item::Item,
    scope::Frame,
};
use crate::powershell::{Argument, Command, Expr, Parameter, Statement};

/// The arguments of a command of the language, by lower-cased name.
#[derive(Debug, Default)]
pub(super) struct Given<'e> {
    pub(super) named: BTreeMap<String, Item>,
    /// The script block, where there is one.
    pub(super) block: Option<&'e [Statement]>,
}

impl Given<'_> {
    pub(super) fn take(&mut self, name: &str) -> Option<Item> {
        self.named.remove(name)
    }
}

fn unknown_parameter(name: &str, of: &str) -> Stop {
    let message = format!("A parameter cannot be found that matches parameter name '{name}'.");
    error(&format!("NamedParameterNotFound,{of}"), message)
}

fn twice(name: &str) -> Stop {
    let message = format!("Cannot bind parameter because parameter '{name}' is specified more than once.");
    error("ParameterAlreadyBound", message)
}

impl Run<'_> {
    /// Runs a command on what the pipeline brings.
    pub(super) fn command(&mut self, command: &Command, input: Option<Vec<Item>>, sink: &mut Sink<'_>) -> Step<()> {
        self.step()?;
        let lower = command.name.to_ascii_lowercase();
        if let Some(function) = self.functions.get(&lower).cloned() {
            if input.is_some() {
                return Err(outside(format_args!("a pipeline into the function {}", function.name)));
            }
            let given = self.named(command)?;
            return self.call(&function, given, sink);
        }
        if let Some(signature) = core::signature(&lower) {
            let given = self.given(command, signature)?;
            self.log(&command.name, given.named.iter().map(|(name, item)| (name.as_str(), item)));
            return core::run(self, signature.name, given, input, sink);
        }
        if input.is_some() {
            return Err(outside(format_args!("a pipeline into {}", command.name)));
        }
        self.of_tenant(command, sink)
    }

    fn log<'i>(&mut self, name: &str, arguments: impl Iterator<Item = (&'i str, &'i Item)>) {
        let arguments = arguments.map(|(name, item)| (name.to_owned(), item.to_value().unwrap_or_default())).collect();
        self.ran.commands.push((name.to_owned(), arguments));
    }

    /// Arguments that all have names.
    fn named(&mut self, command: &Command) -> Step<Vec<(String, Item)>> {
        let mut named: Vec<(String, Item)> = Vec::new();
        for argument in &command.arguments {
            let (name, item) = match argument {
                Argument::Named(_, Expr::Block(_)) => return Err(outside("a script block as an argument")),
                Argument::Named(name, value) => (name, self.eval(value)?),
                Argument::SwitchIs(name, value) => {
                    let value = self.eval(value)?;
                    (name, cast("switch", value, self.operators.zone)?)
                }
                Argument::Switch(name) => (name, Item::Bool(true)),
                Argument::Positional(_) => {
                    return Err(outside(format_args!("an argument without a name for {}", command.name)));
                }
            };
            if named.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
                return Err(twice(name));
            }
            named.push((name.clone(), item));
        }
        Ok(named)
    }

    /// Arguments of a command of the language.
    fn given<'e>(&mut self, command: &'e Command, signature: &core::Signature) -> Step<Given<'e>> {
        let mut given = Given::default();
        let mut places = signature.by_place.iter();
        for argument in &command.arguments {
            let (name, value) = match argument {
                Argument::Named(name, value) | Argument::SwitchIs(name, value) => (name.as_str(), Some(value)),
                Argument::Switch(name) => (name.as_str(), None),
                Argument::Positional(value) => {
                    let without = || outside(format_args!("an argument without a name for {}", command.name));
                    (*places.next().ok_or_else(without)?, Some(value))
                }
            };
            let lower = name.to_ascii_lowercase();
            if !signature.takes.contains(&lower.as_str()) {
                if core::refuses(signature, &lower) {
                    return Err(outside(format_args!("{} -{name}", command.name)));
                }
                return Err(unknown_parameter(name, signature.name));
            }
            match value {
                Some(Expr::Block(block)) if matches!(lower.as_str(), "filterscript" | "process") => {
                    if given.block.replace(block).is_some() {
                        return Err(twice(name));
                    }
                }
                Some(Expr::Block(_)) => return Err(outside(format_args!("a script block as -{name}"))),
                Some(value) => {
                    let item = self.eval(value)?;
                    if given.named.insert(lower, item).is_some() {
                        return Err(twice(name));
                    }
                }
                None => {
                    if given.named.insert(lower, Item::Bool(true)).is_some() {
                        return Err(twice(name));
                    }
                }
            }
        }
        Ok(given)
    }

    /// Gives parameters their values, in the innermost scope.
    pub(super) fn bind(&mut self, parameters: &[Parameter], given: Vec<(String, Item)>, of: &str) -> Step<()> {
        let is_known = |name: &str| parameters.iter().any(|parameter| parameter.name.eq_ignore_ascii_case(name));
        if let Some((name, _)) = given.iter().find(|(name, _)| !is_known(name)) {
            // A function without [CmdletBinding()] would put it among $args and say nothing.
            return Err(if of == "the script" {
                unknown_parameter(name, of)
            } else {
                outside(format_args!("-{name} of the function {of}, which has no such parameter"))
            });
        }
        let zone = self.operators.zone;
        for parameter in parameters {
            let value = given.iter().find(|(name, _)| name.eq_ignore_ascii_case(&parameter.name));
            let kind = Some(parameter.kind.clone()).filter(|kind| !kind.is_empty());
            let item = match (value, &parameter.default) {
                (Some((_, item)), _) => {
                    // What is given is never "no output".
                    let item = if item.is_null() { Item::Null } else { item.clone() };
                    let fitted = kind.as_ref().map_or(Ok(item.clone()), |kind| cast(kind, item, zone));
                    fitted.map_err(|stop| unfit(&parameter.name, stop))?
                }
                (None, Some(default)) => {
                    let item = self.eval(default)?;
                    kind.as_ref().map_or(Ok(item.clone()), |kind| cast(kind, item, zone))?
                }
                (None, None) => match kind.as_deref().map(super::convert::type_word).as_deref() {
                    Some("switch" | "bool") => Item::Bool(false),
                    Some("int" | "long") => Item::Int(0),
                    Some("string") => Item::text(""),
                    _ => Item::Null,
                },
            };
            self.declare(&parameter.name, item, kind);
        }
        Ok(())
    }

    fn call(&mut self, function: &Rc<Function>, given: Vec<(String, Item)>, sink: &mut Sink<'_>) -> Step<()> {
        self.frames.push(Frame::default());
        let mut done = self.bind(&function.parameters, given, &function.name);
        if done.is_ok() {
            done = self.block(&function.body, sink);
        }
        self.frames.pop();
        match done {
            Err(Stop::Return) => Ok(()),
            Err(Stop::Break | Stop::Continue) => Err(outside("break or continue out of a function")),
            other => other,
        }
    }

    fn of_tenant(&mut self, command: &Command, sink: &mut Sink<'_>) -> Step<()> {
        let name = &command.name;
        let mut arguments = Arguments::new();
        let mut action = None;
        for (parameter, item) in self.named(command)? {
            match parameter.to_ascii_lowercase().as_str() {
                "erroraction" => action = Some(item),
                lower => {
                    let refused = |what| outside(format_args!("{what} as -{parameter} of {name}"));
                    arguments.insert(lower.to_owned(), item.to_value().map_err(refused)?);
                }
            }
        }
        self.ran.commands.push((name.clone(), arguments.clone()));
        self.shell.before_command(name);
        let answer = match self.shell.fault_of(name, &arguments) {
            Some(fault) => Some(Err(fault)),
            None => exchange::invoke(&mut self.shell.tenant, name, &arguments)
                .or_else(|| graph::invoke(&mut self.shell.tenant, name, &arguments)),
        };
        match answer {
            Some(Ok(values)) => {
                for value in &values {
                    self.emit(Item::from(value), sink);
                }
                Ok(())
            }
            Some(Err(record)) => self.failed_command(Rc::new(record), action.as_ref()),
            None => Err(not_found(name)),
        }
    }
}

fn not_found(name: &str) -> Stop {
    if !name.contains('-') {
        return outside(format_args!("the command {name}"));
    }
    let message = format!(
        "The term '{name}' is not recognized as the name of a cmdlet, function, script file, or operable program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again."
    );
    error("CommandNotFoundException", message)
}

/// An argument that is not of its parameter's type.
fn unfit(name: &str, stop: Stop) -> Stop {
    match stop {
        Stop::Error(fault) => {
            let CommandError { message, .. } = &*fault.record;
            let message = format!("Cannot process argument transformation on parameter '{name}'. {message}");
            error("ParameterArgumentTransformationError", message)
        }
        other => other,
    }
}
