//! Statements, one on a line.

use super::words;
use super::{PrintError, Printer};
use crate::powershell::ast::{Expr, Parameter, Pipeline, Statement};

impl Printer {
    /// Statements on lines of their own, each with its end of line.
    pub(super) fn statements(&mut self, statements: &[Statement]) -> Result<(), PrintError> {
        for statement in statements {
            if *statement != Statement::Blank {
                self.indent();
                self.statement(statement)?;
            }
            self.end_line();
        }
        Ok(())
    }

    /// Statements within brackets: from the line after the opening one to the line of the closing one.
    pub(super) fn lines(&mut self, statements: &[Statement]) -> Result<(), PrintError> {
        self.end_line();
        self.depth += 1;
        self.statements(statements)?;
        self.depth -= 1;
        self.indent();
        Ok(())
    }

    fn block(&mut self, statements: &[Statement]) -> Result<(), PrintError> {
        self.put(" {");
        self.lines(statements)?;
        self.put("}");
        Ok(())
    }

    fn statement(&mut self, statement: &Statement) -> Result<(), PrintError> {
        match statement {
            Statement::Comment(comment) => self.comment(comment),
            Statement::Blank => {}
            Statement::Assign { target, adds, value } => {
                if !matches!(target, Expr::Variable(_) | Expr::Member(..) | Expr::Index(..)) {
                    return Err(PrintError::Target);
                }
                self.expression(target)?;
                self.put(if *adds { " += " } else { " = " });
                self.pipeline(value)?;
            }
            Statement::Run(pipeline) => self.pipeline(pipeline)?,
            Statement::If { branches, otherwise } => self.branches(branches, otherwise.as_deref())?,
            Statement::ForEach { variable, over, body } => {
                self.put("foreach (");
                self.expression(&Expr::Variable(variable.clone()))?;
                self.put(" in ");
                self.open_condition(over)?;
                self.put(")");
                self.block(body)?;
            }
            Statement::While { condition, body } => {
                self.put("while (");
                self.open_condition(condition)?;
                self.put(")");
                self.block(body)?;
            }
            Statement::Try { body, catch, finally } => {
                self.put("try");
                self.block(body)?;
                self.put(" catch");
                self.block(catch)?;
                if let Some(finally) = finally {
                    self.put(" finally");
                    self.block(finally)?;
                }
            }
            Statement::Function { name, parameters, body } => self.function(name, parameters, body)?,
            Statement::Return(value) => self.leave("return", value.as_ref())?,
            Statement::Exit(value) => self.leave("exit", value.as_ref())?,
            Statement::Throw(value) => self.leave("throw", Some(value))?,
            Statement::Continue => self.put("continue"),
            Statement::Break => self.put("break"),
        }
        Ok(())
    }

    fn branches(
        &mut self,
        branches: &[(Expr, Vec<Statement>)],
        otherwise: Option<&[Statement]>,
    ) -> Result<(), PrintError> {
        if branches.is_empty() {
            return Err(PrintError::Empty("condition without branches"));
        }
        for (index, (condition, body)) in branches.iter().enumerate() {
            self.put(if index == 0 { "if (" } else { " elseif (" });
            self.open_condition(condition)?;
            self.put(")");
            self.block(body)?;
        }
        if let Some(otherwise) = otherwise {
            self.put(" else");
            self.block(otherwise)?;
        }
        Ok(())
    }

    /// What stands in the parentheses of `if` and its like: a command needs no second pair.
    fn open_condition(&mut self, condition: &Expr) -> Result<(), PrintError> {
        match condition {
            Expr::Paren(pipeline) if is_command(pipeline) => self.pipeline(pipeline),
            _ => self.expression(condition),
        }
    }

    fn function(&mut self, name: &str, parameters: &[Parameter], body: &[Statement]) -> Result<(), PrintError> {
        if !words::is_command(name) {
            return Err(PrintError::Command(name.to_owned()));
        }
        self.put("function ");
        self.put(name);
        self.put(" {");
        self.end_line();
        self.depth += 1;
        if !parameters.is_empty() {
            self.indent();
            self.parameters(parameters)?;
            self.end_line();
        }
        self.statements(body)?;
        self.depth -= 1;
        self.indent();
        self.put("}");
        Ok(())
    }

    /// `param(…)`, one on a line.
    pub(super) fn parameters(&mut self, parameters: &[Parameter]) -> Result<(), PrintError> {
        self.put("param(");
        self.end_line();
        self.depth += 1;
        for (index, parameter) in parameters.iter().enumerate() {
            self.indent();
            if !parameter.kind.is_empty() {
                if !words::is_type(&parameter.kind) {
                    return Err(PrintError::Type(parameter.kind.clone()));
                }
                self.put("[");
                self.put(&parameter.kind);
                self.put("]");
            }
            if !words::is_key(&parameter.name) {
                return Err(PrintError::Variable(parameter.name.clone()));
            }
            self.put("$");
            self.put(&parameter.name);
            if let Some(default) = &parameter.default {
                self.put(" = ");
                self.separated(default)?;
            }
            if index + 1 < parameters.len() {
                self.put(",");
            }
            self.end_line();
        }
        self.depth -= 1;
        self.indent();
        self.put(")");
        Ok(())
    }

    fn leave(&mut self, word: &str, value: Option<&Expr>) -> Result<(), PrintError> {
        self.put(word);
        if let Some(value) = value {
            self.put(" ");
            self.expression(value)?;
        }
        Ok(())
    }
}

fn is_command(pipeline: &Pipeline) -> bool {
    !pipeline.commands.is_empty()
}
