//! Scripts with holes: the fixed code of a script is text that we wrote, and data only ever enters through holes.
//!
//! A hole is a variable whose name begins with two underscores: `$__Rows`. On a line of its own (also as the only thing
//! in `@(…)`) it takes any number of statements, elsewhere one value or pipeline.

use std::collections::BTreeSet;

use super::ast::{Argument, Command, Expr, Holes, Pipeline, Script, Statement};
use super::parse::{ParseError, parse};

/// A script with holes.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    script: Script,
    holes: BTreeSet<String>,
}

/// Why a template could not be filled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// A hole for which there is no value.
    #[error("the hole `$__{0}` has no value")]
    NoValue(String),
    /// A value for which there is no hole.
    #[error("the template has no hole `$__{0}`")]
    NoHole(String),
    /// A hole in an expression whose value is not exactly one expression or pipeline.
    #[error("the hole `$__{0}` stands where exactly one value can stand")]
    NotOneValue(String),
}

impl Template {
    /// Reads a template.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let script = parse(text)?;
        let mut holes = BTreeSet::new();
        let mut seeker = Filler {
            take: |name: &str| {
                holes.insert(name.to_owned());
                // Any one value does: the result is not looked at.
                Ok(vec![Statement::from(Expr::Null)])
            },
        };
        let sought = seeker.script(&script);
        debug_assert!(sought.is_ok(), "one value fits every hole");
        Ok(Self { script, holes })
    }

    /// The names of the holes, without `$__`.
    pub fn holes(&self) -> &BTreeSet<String> {
        &self.holes
    }

    /// Puts values into all holes.
    pub fn fill(&self, holes: &Holes) -> Result<Script, FillError> {
        if let Some(name) = holes.keys().find(|name| !self.holes.contains(*name)) {
            return Err(FillError::NoHole(name.clone()));
        }
        let mut filler =
            Filler { take: |name: &str| holes.get(name).cloned().ok_or_else(|| FillError::NoValue(name.to_owned())) };
        filler.script(&self.script)
    }

    /// The same for a template that is no whole script: only its statements.
    pub fn fill_statements(&self, holes: &Holes) -> Result<Vec<Statement>, FillError> {
        Ok(self.fill(holes)?.body)
    }
}

/// Walks over a tree and asks for the value of each hole.
struct Filler<F> {
    take: F,
}

fn hole(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::Variable(name) => name.strip_prefix("__").filter(|name| !name.is_empty()),
        _ => None,
    }
}

impl<F: FnMut(&str) -> Result<Vec<Statement>, FillError>> Filler<F> {
    fn script(&mut self, script: &Script) -> Result<Script, FillError> {
        let mut filled = script.clone();
        for parameter in &mut filled.parameters {
            parameter.default = self.optional(parameter.default.as_ref())?;
        }
        filled.body = self.statements(&script.body)?;
        Ok(filled)
    }

    fn statements(&mut self, statements: &[Statement]) -> Result<Vec<Statement>, FillError> {
        let mut filled = Vec::new();
        for statement in statements {
            match statement {
                Statement::Run(Pipeline { input: Some(value), commands }) if commands.is_empty() => match hole(value) {
                    Some(name) => filled.extend((self.take)(name)?),
                    None => filled.push(self.expression(value)?.into()),
                },
                _ => filled.push(self.statement(statement)?),
            }
        }
        Ok(filled)
    }

    fn statement(&mut self, statement: &Statement) -> Result<Statement, FillError> {
        Ok(match statement {
            Statement::Assign { target, adds, value } => {
                Statement::Assign { target: self.expression(target)?, adds: *adds, value: self.pipeline(value)? }
            }
            Statement::Run(pipeline) => Statement::Run(self.pipeline(pipeline)?),
            Statement::If { branches, otherwise } => Statement::If {
                branches: branches
                    .iter()
                    .map(|(condition, body)| Ok((self.expression(condition)?, self.statements(body)?)))
                    .collect::<Result<_, FillError>>()?,
                otherwise: otherwise.as_deref().map(|body| self.statements(body)).transpose()?,
            },
            Statement::ForEach { variable, over, body } => Statement::ForEach {
                variable: variable.clone(),
                over: self.expression(over)?,
                body: self.statements(body)?,
            },
            Statement::While { condition, body } => {
                Statement::While { condition: self.expression(condition)?, body: self.statements(body)? }
            }
            Statement::Try { body, catch, finally } => Statement::Try {
                body: self.statements(body)?,
                catch: self.statements(catch)?,
                finally: finally.as_deref().map(|body| self.statements(body)).transpose()?,
            },
            Statement::Function { name, parameters, body } => {
                let mut parameters = parameters.clone();
                for parameter in &mut parameters {
                    parameter.default = self.optional(parameter.default.as_ref())?;
                }
                Statement::Function { name: name.clone(), parameters, body: self.statements(body)? }
            }
            Statement::Return(value) => Statement::Return(self.optional(value.as_ref())?),
            Statement::Exit(value) => Statement::Exit(self.optional(value.as_ref())?),
            Statement::Throw(value) => Statement::Throw(self.expression(value)?),
            Statement::Comment(_) | Statement::Blank | Statement::Continue | Statement::Break => statement.clone(),
        })
    }

    fn pipeline(&mut self, pipeline: &Pipeline) -> Result<Pipeline, FillError> {
        let mut commands = Vec::new();
        let input = match pipeline.input.as_ref().map(|input| (input, hole(input))) {
            None => None,
            Some((input, None)) => Some(self.expression(input)?),
            Some((_, Some(name))) => {
                let value = self.one(name)?;
                commands = value.commands;
                value.input
            }
        };
        for command in &pipeline.commands {
            commands.push(self.command(command)?);
        }
        Ok(Pipeline { input, commands })
    }

    fn command(&mut self, command: &Command) -> Result<Command, FillError> {
        let mut filled = Command::new(&command.name);
        for argument in &command.arguments {
            filled.arguments.push(match argument {
                Argument::Named(name, value) => Argument::Named(name.clone(), self.expression(value)?),
                Argument::SwitchIs(name, value) => Argument::SwitchIs(name.clone(), self.expression(value)?),
                Argument::Positional(value) => Argument::Positional(self.expression(value)?),
                Argument::Switch(name) => Argument::Switch(name.clone()),
            });
        }
        Ok(filled)
    }

    fn one(&mut self, name: &str) -> Result<Pipeline, FillError> {
        match <[Statement; 1]>::try_from((self.take)(name)?) {
            Ok([Statement::Run(pipeline)]) => Ok(pipeline),
            _ => Err(FillError::NotOneValue(name.to_owned())),
        }
    }

    fn optional(&mut self, value: Option<&Expr>) -> Result<Option<Expr>, FillError> {
        value.map(|value| self.expression(value)).transpose()
    }

    fn boxed(&mut self, value: &Expr) -> Result<Box<Expr>, FillError> {
        self.expression(value).map(Box::new)
    }

    fn all(&mut self, values: &[Expr]) -> Result<Vec<Expr>, FillError> {
        values.iter().map(|value| self.expression(value)).collect()
    }

    fn expression(&mut self, expression: &Expr) -> Result<Expr, FillError> {
        if let Some(name) = hole(expression) {
            return Ok(match self.one(name)? {
                Pipeline { input: Some(value), commands } if commands.is_empty() => value,
                pipeline => Expr::Paren(Box::new(pipeline)),
            });
        }
        Ok(match expression {
            Expr::Member(of, name) => Expr::Member(self.boxed(of)?, name.clone()),
            Expr::Index(of, at) => Expr::Index(self.boxed(of)?, self.boxed(at)?),
            Expr::Call(of, name, arguments) => Expr::Call(self.boxed(of)?, name.clone(), self.all(arguments)?),
            Expr::StaticCall(kind, name, arguments) => {
                Expr::StaticCall(kind.clone(), name.clone(), self.all(arguments)?)
            }
            Expr::Cast(kind, value) => Expr::Cast(kind.clone(), self.boxed(value)?),
            Expr::Not(value) => Expr::Not(self.boxed(value)?),
            Expr::Binary(left, operator, right) => {
                Expr::Binary(self.boxed(left)?, operator.clone(), self.boxed(right)?)
            }
            Expr::Array(statements) => Expr::Array(self.statements(statements)?),
            Expr::Table(entries) => Expr::Table(
                entries
                    .iter()
                    .map(|(key, value)| Ok((key.clone(), self.expression(value)?)))
                    .collect::<Result<_, FillError>>()?,
            ),
            Expr::Paren(pipeline) => Expr::Paren(Box::new(self.pipeline(pipeline)?)),
            Expr::List(values) => Expr::List(self.all(values)?),
            Expr::Block(statements) => Expr::Block(self.statements(statements)?),
            Expr::Text(_) | Expr::Int(_) | Expr::Bool(_) | Expr::Null | Expr::Variable(_) | Expr::StaticMember(..) => {
                expression.clone()
            }
        })
    }
}
