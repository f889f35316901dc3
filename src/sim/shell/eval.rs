//! Runs the tree of a script: statements and expressions.
//!
//! <https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_try_catch_finally>,
//! `about_preference_variables`, `about_foreach`, `about_arrays`.

use std::{collections::HashMap, rc::Rc};

use super::{
    CommandError, Line, Ran, Shell, Stream,
    convert::{cast, text, truth},
    fault::{Fault, Reach, Step, Stop, error, outside},
    item::{Fields, Item, Order},
    members,
    operators::{Operators, add},
    scope::Frame,
};
use crate::powershell::{Expr, Parameter, Pipeline, Script, Statement};

/// How deep statements, expressions and calls may be nested.
const DEPTH: u32 = 200;

/// A function of the script.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: String,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Vec<Statement>,
}

/// Where output of a statement goes.
#[derive(Debug)]
pub(super) enum Sink<'a> {
    Screen,
    Into(&'a mut Vec<Item>),
}

/// A script in the course of running.
pub(super) struct Run<'a> {
    pub(super) shell: &'a mut Shell,
    pub(super) ran: Ran,
    pub(super) frames: Vec<Frame>,
    pub(super) functions: HashMap<String, Rc<Function>>,
    pub(super) operators: Operators,
    /// `$_`, the innermost last.
    pub(super) current: Vec<Item>,
    /// Whether the script was called with `-Verbose`.
    pub(super) is_verbose: bool,
    steps: u64,
    depth: u32,
    /// How many `try` blocks are around the statement.
    tries: u32,
}

impl<'a> Run<'a> {
    pub(super) fn new(shell: &'a mut Shell, path: &str) -> Self {
        let zone = shell.zone;
        let mut run = Self {
            shell,
            ran: Ran::default(),
            frames: vec![Frame::default()],
            functions: HashMap::new(),
            operators: Operators::in_zone(zone),
            current: Vec::new(),
            is_verbose: false,
            steps: 0,
            depth: 0,
            tries: 0,
        };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        run.declare("PSScriptRoot", Item::text(folder), None);
        run.declare("PSCommandPath", Item::text(path), None);
        run.declare("ErrorActionPreference", Item::text("Continue"), None);
        run
    }

    /// Runs the whole script.
    pub(super) fn script(mut self, script: &Script, arguments: &[(&str, super::Value)]) -> Ran {
        let done = self.started(script, arguments);
        match done {
            Ok(()) | Err(Stop::Return) => {}
            Err(Stop::Exit(code)) => self.ran.exit_code = code,
            Err(Stop::Error(fault)) => {
                self.line(Stream::Error, fault.record.message.clone());
                self.ran.error = Some(fault.record.message.clone());
                self.ran.exit_code = 1;
            }
            Err(stop @ (Stop::Break | Stop::Continue)) => {
                self.failed(&format!("not in the subset: {stop:?} outside of a loop"))
            }
            Err(Stop::Outside(what)) => self.failed(&what),
        }
        self.ran
    }

    fn failed(&mut self, what: &str) {
        self.line(Stream::Error, what.to_owned());
        self.ran.error = Some(what.to_owned());
        self.ran.exit_code = 1;
    }

    fn started(&mut self, script: &Script, arguments: &[(&str, super::Value)]) -> Step<()> {
        for line in &script.requires {
            self.requires(line)?;
        }
        let (common, own): (Vec<_>, Vec<_>) =
            arguments.iter().partition(|(name, _)| name.eq_ignore_ascii_case("verbose"));
        self.is_verbose = common.iter().any(|(_, value)| truth(&Item::from(value)));
        let given = own.iter().map(|(name, value)| ((*name).to_owned(), Item::from(value))).collect();
        self.bind(&script.parameters, given, "the script")?;
        self.block(&script.body, &mut Sink::Screen)
    }

    fn requires(&mut self, line: &str) -> Step<()> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [flag, "5.1"] if flag.eq_ignore_ascii_case("-version") => Ok(()),
            [flag, modules @ ..] if flag.eq_ignore_ascii_case("-modules") => {
                let names = modules.iter().flat_map(|word| word.split(',')).filter(|name| !name.is_empty());
                let lacks =
                    |name: &&str| self.shell.missing_modules.iter().any(|missing| missing.eq_ignore_ascii_case(name));
                let missing: Vec<&str> = names.filter(lacks).collect();
                if missing.is_empty() {
                    return Ok(());
                }
                let message = format!(
                    "The script cannot be run because the following modules that are specified by the \"#requires\" statements of the script are missing: {}.",
                    missing.join(", ")
                );
                Err(error("ScriptRequiresMissingModules", message))
            }
            _ => Err(outside(format_args!("#Requires {line}"))),
        }
    }

    pub(super) fn line(&mut self, stream: Stream, text: String) {
        self.ran.output.push(Line { stream, text });
    }

    pub(super) fn emit(&mut self, item: Item, sink: &mut Sink<'_>) {
        match sink {
            Sink::Into(items) => items.push(item),
            Sink::Screen if item.is_null() => {}
            Sink::Screen => {
                for item in item.walked() {
                    let shown = match &item {
                        Item::Time(time) => time.shown("o").unwrap_or_default(),
                        other => text(other).unwrap_or_else(|_| other.type_name().to_owned()),
                    };
                    self.line(Stream::Output, shown);
                }
            }
        }
    }

    /// Counts a step, so that no loop runs for ever.
    pub(super) fn step(&mut self) -> Step<()> {
        self.steps += 1;
        if self.steps > self.shell.step_limit {
            return Err(outside(format_args!("more than {} steps", self.shell.step_limit)));
        }
        Ok(())
    }

    fn deeper<T>(&mut self, what: impl FnOnce(&mut Self) -> Step<T>) -> Step<T> {
        if self.depth >= DEPTH {
            return Err(outside("statements or calls nested this deep"));
        }
        self.depth += 1;
        let done = what(self);
        self.depth -= 1;
        done
    }

    pub(super) fn block(&mut self, statements: &[Statement], sink: &mut Sink<'_>) -> Step<()> {
        for statement in statements {
            self.step()?;
            match self.deeper(|run| run.statement(statement, sink)) {
                Err(Stop::Error(fault)) if fault.reach == Reach::Statement && self.tries == 0 => {
                    self.failed_command(fault.record, None)?;
                }
                Ok(()) => {}
                Err(stop) => return Err(stop),
            }
        }
        Ok(())
    }

    /// What an error does that need not end the script: `$ErrorActionPreference`, or `-ErrorAction`, decides.
    pub(super) fn failed_command(&mut self, record: Rc<CommandError>, action: Option<&Item>) -> Step<()> {
        let action = match action {
            Some(action) => text(action)?,
            None => text(&self.variable("ErrorActionPreference")?)?,
        };
        match action.to_ascii_lowercase().as_str() {
            "stop" => Err(Stop::Error(Fault { record, reach: Reach::Script })),
            "continue" => {
                self.line(Stream::Error, record.message.clone());
                Ok(())
            }
            "silentlycontinue" | "ignore" => Ok(()),
            _ => Err(outside(format_args!("the error action {action}"))),
        }
    }

    fn statement(&mut self, statement: &Statement, sink: &mut Sink<'_>) -> Step<()> {
        match statement {
            Statement::Comment(_) | Statement::Blank => Ok(()),
            Statement::Assign { target, adds, value } => self.assign(target, *adds, value),
            Statement::Run(pipeline) => self.pipeline(pipeline, sink),
            Statement::If { branches, otherwise } => {
                for (condition, body) in branches {
                    if truth(&self.eval(condition)?) {
                        return self.block(body, sink);
                    }
                }
                otherwise.as_ref().map_or(Ok(()), |body| self.block(body, sink))
            }
            Statement::ForEach { variable, over, body } => {
                let over = self.eval(over)?;
                // Over `$null` it does not run at all.
                let items = if over.is_null() { Vec::new() } else { over.walked() };
                for item in items {
                    self.step()?;
                    self.set_variable(variable, item)?;
                    if self.turn(body, sink)? == Turn::Last {
                        break;
                    }
                }
                Ok(())
            }
            Statement::While { condition, body } => {
                while truth(&self.eval(condition)?) {
                    self.step()?;
                    if self.turn(body, sink)? == Turn::Last {
                        break;
                    }
                }
                Ok(())
            }
            Statement::Try { body, catch, finally } => self.attempt(body, catch, finally.as_deref(), sink),
            Statement::Function { name, parameters, body } => {
                if self.frames.len() > 1 {
                    return Err(outside("a function within a function"));
                }
                let function = Function { name: name.clone(), parameters: parameters.clone(), body: body.clone() };
                self.functions.insert(name.to_ascii_lowercase(), Rc::new(function));
                Ok(())
            }
            Statement::Return(value) => {
                if let Some(value) = value {
                    for item in self.eval(value)?.walked() {
                        self.emit(item, sink);
                    }
                }
                Err(Stop::Return)
            }
            Statement::Exit(code) => {
                let code = code.as_ref().map(|code| self.eval(code)).transpose()?.unwrap_or(Item::Int(0));
                match cast("int", code, self.operators.zone)? {
                    Item::Int(code) => Err(Stop::Exit(i32::try_from(code).unwrap_or(1))),
                    _ => Err(outside("this exit code")),
                }
            }
            Statement::Throw(what) => {
                let record = match self.eval(what)? {
                    Item::Error(record) | Item::Exception(record) => record,
                    Item::Text(message) => {
                        Rc::new(CommandError { id: message.to_string(), message: message.to_string() })
                    }
                    other => return Err(outside(format_args!("throw of {}", other.type_name()))),
                };
                Err(Stop::Error(Fault { record, reach: Reach::Script }))
            }
            Statement::Continue => Err(Stop::Continue),
            Statement::Break => Err(Stop::Break),
        }
    }

    /// One turn of a loop.
    fn turn(&mut self, body: &[Statement], sink: &mut Sink<'_>) -> Step<Turn> {
        match self.block(body, sink) {
            Ok(()) | Err(Stop::Continue) => Ok(Turn::Next),
            Err(Stop::Break) => Ok(Turn::Last),
            Err(stop) => Err(stop),
        }
    }

    fn attempt(
        &mut self,
        body: &[Statement],
        catch: &[Statement],
        finally: Option<&[Statement]>,
        sink: &mut Sink<'_>,
    ) -> Step<()> {
        self.tries += 1;
        let tried = self.block(body, sink);
        self.tries -= 1;
        let done = match tried {
            Err(Stop::Error(fault)) => {
                self.current.push(Item::Error(fault.record));
                let caught = self.block(catch, sink);
                self.current.pop();
                caught
            }
            other => other,
        };
        if matches!(done, Err(Stop::Outside(_))) {
            return done;
        }
        if let Some(finally) = finally {
            self.block(finally, sink)?;
        }
        done
    }

    fn assign(&mut self, target: &Expr, adds: bool, value: &Pipeline) -> Step<()> {
        let value = self.value(value)?;
        match target {
            Expr::Variable(name) if adds => {
                if self.grow(name, &value) {
                    return Ok(());
                }
                let sum = add(&self.variable(name)?, &value)?;
                self.set_variable(name, sum)
            }
            Expr::Variable(name) => self.set_variable(name, value),
            Expr::Member(of, name) => {
                let of = self.eval(of)?;
                let value = if adds { add(&members::property(&of, name, self.strict())?, &value)? } else { value };
                members::set_property(&of, name, value)
            }
            Expr::Index(of, at) => {
                let (of, at) = (self.eval(of)?, self.eval(at)?);
                let zone = self.operators.zone;
                let value = if adds { add(&members::element(&of, &at, self.strict(), zone)?, &value)? } else { value };
                members::set_element(&of, &at, value, zone)
            }
            _ => Err(outside("this assignment")),
        }
    }

    /// What a pipeline gives to a variable or a parenthesis.
    fn value(&mut self, pipeline: &Pipeline) -> Step<Item> {
        match &pipeline.input {
            Some(expression) if pipeline.commands.is_empty() => self.eval(expression),
            _ => {
                let mut output = Vec::new();
                self.pipeline(pipeline, &mut Sink::Into(&mut output))?;
                Ok(Item::kept(output))
            }
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline, sink: &mut Sink<'_>) -> Step<()> {
        let mut input = match &pipeline.input {
            Some(expression) => Some(self.eval(expression)?.walked()),
            None => None,
        };
        let Some((last, earlier)) = pipeline.commands.split_last() else {
            for item in input.unwrap_or_default() {
                self.emit(item, sink);
            }
            return Ok(());
        };
        // Each command runs to its end before the next one starts; in PowerShell they take turns.
        for command in earlier {
            let mut output = Vec::new();
            self.command(command, input, &mut Sink::Into(&mut output))?;
            input = Some(output);
        }
        self.command(last, input, sink)
    }

    pub(super) fn eval(&mut self, expression: &Expr) -> Step<Item> {
        match expression {
            Expr::Text(text) => Ok(Item::text(text.as_str())),
            Expr::Int(value) => Ok(Item::Int(*value)),
            Expr::Bool(value) => Ok(Item::Bool(*value)),
            Expr::Null => Ok(Item::Null),
            Expr::Variable(name) => self.variable(name),
            other => self.deeper(|run| run.compound(other)),
        }
    }

    fn all(&mut self, expressions: &[Expr]) -> Step<Vec<Item>> {
        expressions.iter().map(|expression| self.eval(expression)).collect()
    }

    fn compound(&mut self, expression: &Expr) -> Step<Item> {
        match expression {
            Expr::Member(of, name) => {
                let of = self.eval(of)?;
                members::property(&of, name, self.strict())
            }
            Expr::Index(of, at) => {
                let (of, at) = (self.eval(of)?, self.eval(at)?);
                members::element(&of, &at, self.strict(), self.operators.zone)
            }
            Expr::Call(of, name, arguments) => {
                let of = self.eval(of)?;
                let arguments = self.all(arguments)?;
                members::method(&of, name, &arguments, self.operators.zone)
            }
            Expr::StaticCall(kind, name, arguments) => {
                let arguments = self.all(arguments)?;
                members::static_method(kind, name, &arguments, self.operators.zone)
            }
            Expr::StaticMember(kind, name) => {
                members::static_member(kind, name, self.shell.tenant.now(), self.operators.zone)
            }
            Expr::Cast(kind, value) => {
                let value = self.eval(value)?;
                cast(kind, value, self.operators.zone)
            }
            Expr::Not(value) => Ok(Item::Bool(!truth(&self.eval(value)?))),
            Expr::Binary(..) => self.binary(expression),
            Expr::Array(statements) => {
                let mut output = Vec::new();
                self.block(statements, &mut Sink::Into(&mut output))?;
                Ok(Item::list(output))
            }
            Expr::Table(entries) => {
                let mut fields = Fields::default();
                for (name, value) in entries {
                    if fields.get(name).is_some() {
                        let message = format!("Duplicate keys '{name}' are not allowed in hash literals.");
                        return Err(error("DuplicateKeyInHashLiteral", message));
                    }
                    let value = self.eval(value)?;
                    fields.set(name, value);
                }
                Ok(Item::table(fields, Order::Hash))
            }
            Expr::Paren(pipeline) => self.value(pipeline),
            Expr::List(values) => Ok(Item::list(self.all(values)?)),
            Expr::Block(_) => Err(outside("a script block here")),
            Expr::Text(_) | Expr::Int(_) | Expr::Bool(_) | Expr::Null | Expr::Variable(_) => self.eval(expression),
        }
    }

    /// Operators of one level after each other, from the left and without recursion: long sums are common.
    fn binary(&mut self, expression: &Expr) -> Step<Item> {
        let mut steps = Vec::new();
        let mut first = expression;
        while let Expr::Binary(left, operator, right) = first {
            steps.push((operator, right));
            first = left;
        }
        let mut value = self.eval(first)?;
        for (operator, right) in steps.into_iter().rev() {
            value = match operator.to_ascii_lowercase().as_str() {
                "-and" => Item::Bool(truth(&value) && truth(&self.eval(right)?)),
                "-or" => Item::Bool(truth(&value) || truth(&self.eval(right)?)),
                _ => {
                    let right = self.eval(right)?;
                    self.operators.apply(&value, operator, &right)?
                }
            };
        }
        Ok(value)
    }
}

/// Whether a loop goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Next,
    Last,
}
