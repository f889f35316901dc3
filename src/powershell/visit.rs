//! What a script can run: every command of its tree.

use std::collections::BTreeSet;

use super::ast::{Argument, Command, Expr, Parameter, Pipeline, Script, Statement};

/// The names of all commands in a script, without the functions that it defines itself. In one spelling each: the first.
pub fn commands(script: &Script) -> BTreeSet<String> {
    let own: BTreeSet<String> = functions(script).iter().map(|name| name.to_ascii_lowercase()).collect();
    let mut known = BTreeSet::new();
    let mut commands = BTreeSet::new();
    for command in invocations(script) {
        let lower = command.name.to_ascii_lowercase();
        if !own.contains(&lower) && known.insert(lower) {
            commands.insert(command.name.clone());
        }
    }
    commands
}

/// The names of the functions that a script defines.
pub fn functions(script: &Script) -> BTreeSet<String> {
    walk(script).functions.into_iter().map(str::to_owned).collect()
}

/// Every command of a script with its arguments, in the order of the text.
pub fn invocations(script: &Script) -> Vec<&Command> {
    walk(script).commands
}

/// Every text of a script, keys included, in the order of the text.
pub fn texts(script: &Script) -> Vec<&str> {
    walk(script).texts
}

fn walk(script: &Script) -> Walk<'_> {
    let mut walk = Walk::default();
    walk.parameters(&script.parameters);
    walk.statements(&script.body);
    walk
}

#[derive(Default)]
struct Walk<'a> {
    commands: Vec<&'a Command>,
    functions: Vec<&'a str>,
    texts: Vec<&'a str>,
}

impl<'a> Walk<'a> {
    fn parameters(&mut self, parameters: &'a [Parameter]) {
        self.expressions(parameters.iter().filter_map(|parameter| parameter.default.as_ref()));
    }

    fn statements(&mut self, statements: &'a [Statement]) {
        for statement in statements {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &'a Statement) {
        match statement {
            Statement::Comment(_) | Statement::Blank | Statement::Continue | Statement::Break => {}
            Statement::Assign { target, adds: _, value } => {
                self.expression(target);
                self.pipeline(value);
            }
            Statement::Run(pipeline) => self.pipeline(pipeline),
            Statement::If { branches, otherwise } => {
                for (condition, body) in branches {
                    self.expression(condition);
                    self.statements(body);
                }
                self.statements(otherwise.as_deref().unwrap_or_default());
            }
            Statement::ForEach { variable: _, over, body } => {
                self.expression(over);
                self.statements(body);
            }
            Statement::While { condition, body } => {
                self.expression(condition);
                self.statements(body);
            }
            Statement::Try { body, catch, finally } => {
                self.statements(body);
                self.statements(catch);
                self.statements(finally.as_deref().unwrap_or_default());
            }
            Statement::Function { name, parameters, body } => {
                self.functions.push(name);
                self.parameters(parameters);
                self.statements(body);
            }
            Statement::Return(value) | Statement::Exit(value) => self.expressions(value),
            Statement::Throw(value) => self.expression(value),
        }
    }

    fn pipeline(&mut self, pipeline: &'a Pipeline) {
        self.expressions(&pipeline.input);
        for command in &pipeline.commands {
            self.commands.push(command);
            for argument in &command.arguments {
                match argument {
                    Argument::Named(_, value) | Argument::SwitchIs(_, value) | Argument::Positional(value) => {
                        self.expression(value);
                    }
                    Argument::Switch(_) => {}
                }
            }
        }
    }

    fn expressions(&mut self, expressions: impl IntoIterator<Item = &'a Expr>) {
        for expression in expressions {
            self.expression(expression);
        }
    }

    fn expression(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Text(text) => self.texts.push(text),
            Expr::Int(_) | Expr::Bool(_) | Expr::Null | Expr::Variable(_) | Expr::StaticMember(..) => {}
            Expr::Member(of, _) | Expr::Cast(_, of) | Expr::Not(of) => self.expression(of),
            Expr::Index(left, right) | Expr::Binary(left, _, right) => {
                self.expression(left);
                self.expression(right);
            }
            Expr::Call(of, _, arguments) => {
                self.expression(of);
                self.expressions(arguments);
            }
            Expr::StaticCall(_, _, values) | Expr::List(values) => self.expressions(values),
            Expr::Array(statements) | Expr::Block(statements) => self.statements(statements),
            Expr::Table(entries) => {
                for (key, value) in entries {
                    self.texts.push(key);
                    self.expression(value);
                }
            }
            Expr::Paren(pipeline) => self.pipeline(pipeline),
        }
    }
}
