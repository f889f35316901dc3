//! Expressions, pipelines and commands. Where the tree needs parentheses that it does not hold, they are added.

use super::words;
use super::{PrintError, Printer};
use crate::powershell::ast::{Argument, Command, Expr, Pipeline, Statement};

/// What an expression may stand in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Anything may stand here.
    Free,
    /// Between operators that bind this tightly.
    Operand(u8),
    /// Among values separated by commas, or after `-not` or a type.
    Single,
    /// Before a dot or a bracket.
    Target,
    /// Among the arguments of a command.
    Argument,
    /// Among several values of one argument. Editors misread a call before a comma there.
    Element,
}

impl Printer {
    pub(super) fn expression(&mut self, expression: &Expr) -> Result<(), PrintError> {
        self.placed(expression, Place::Free)
    }

    fn placed(&mut self, expression: &Expr, place: Place) -> Result<(), PrintError> {
        if fits(expression, place) {
            return self.bare(expression);
        }
        self.put("(");
        self.bare(expression)?;
        self.put(")");
        Ok(())
    }

    fn bare(&mut self, expression: &Expr) -> Result<(), PrintError> {
        match expression {
            Expr::Text(text) => self.put(&literal(text)),
            Expr::Int(number) => self.put(&number.to_string()),
            Expr::Bool(true) => self.put("$true"),
            Expr::Bool(false) => self.put("$false"),
            Expr::Null => self.put("$null"),
            Expr::Variable(name) => {
                let name = known(name, words::is_variable, PrintError::Variable)?;
                self.put("$");
                self.put(name);
            }
            Expr::Member(of, name) => {
                let name = known(name, words::is_member, PrintError::Member)?;
                self.placed(of, Place::Target)?;
                self.put(".");
                self.put(name);
            }
            Expr::Index(of, at) => {
                self.placed(of, Place::Target)?;
                self.put("[");
                self.expression(at)?;
                self.put("]");
            }
            Expr::Call(of, name, arguments) => {
                let name = known(name, words::is_member, PrintError::Member)?;
                self.placed(of, Place::Target)?;
                self.put(".");
                self.put(name);
                self.call_arguments(arguments)?;
            }
            Expr::StaticCall(kind, name, arguments) => {
                self.static_name(kind, name)?;
                self.call_arguments(arguments)?;
            }
            Expr::StaticMember(kind, name) => self.static_name(kind, name)?,
            Expr::Cast(kind, value) => {
                let kind = known(kind, words::is_type, PrintError::Type)?;
                self.put("[");
                self.put(kind);
                self.put("]");
                self.placed(value, Place::Single)?;
            }
            Expr::Not(value) => {
                self.put("-not ");
                self.placed(value, Place::Single)?;
            }
            Expr::Binary(left, operator, right) => self.binary(left, operator, right)?,
            Expr::Array(statements) => self.array(statements)?,
            Expr::Table(entries) => self.table(entries)?,
            Expr::Paren(pipeline) => {
                self.put("(");
                self.pipeline(pipeline)?;
                self.put(")");
            }
            Expr::List(values) => self.list(values, Place::Single)?,
            Expr::Block(statements) => self.script_block(statements)?,
        }
        Ok(())
    }

    fn static_name(&mut self, kind: &str, name: &str) -> Result<(), PrintError> {
        let kind = known(kind, words::is_type, PrintError::Type)?;
        let name = known(name, words::is_member, PrintError::Member)?;
        self.put("[");
        self.put(kind);
        self.put("]::");
        self.put(name);
        Ok(())
    }

    fn call_arguments(&mut self, arguments: &[Expr]) -> Result<(), PrintError> {
        self.put("(");
        for (index, argument) in arguments.iter().enumerate() {
            if index > 0 {
                self.put(", ");
            }
            self.separated(argument)?;
        }
        self.put(")");
        Ok(())
    }

    /// A value where a comma begins the next one.
    pub(super) fn separated(&mut self, value: &Expr) -> Result<(), PrintError> {
        self.placed(value, if holds_open_list(value) { Place::Single } else { Place::Free })
    }

    fn binary(&mut self, left: &Expr, operator: &str, right: &Expr) -> Result<(), PrintError> {
        let operator = words::OPERATORS
            .iter()
            .find(|known| **known == operator)
            .ok_or_else(|| PrintError::Operator(operator.to_owned()))?;
        let binds = words::precedence(operator);
        self.placed(left, Place::Operand(binds))?;
        self.put(" ");
        self.put(operator);
        self.put(" ");
        self.placed(right, Place::Operand(binds + 1))
    }

    fn list(&mut self, values: &[Expr], place: Place) -> Result<(), PrintError> {
        if values.len() < 2 {
            return Err(PrintError::Empty("list of one value or none; use an array"));
        }
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                self.put(", ");
            }
            self.placed(value, place)?;
        }
        Ok(())
    }

    fn table(&mut self, entries: &[(String, Expr)]) -> Result<(), PrintError> {
        if entries.is_empty() {
            self.put("@{}");
            return Ok(());
        }
        self.put("@{ ");
        for (index, (key, value)) in entries.iter().enumerate() {
            if index > 0 {
                self.put("; ");
            }
            if words::is_key(key) {
                self.put(key);
            } else {
                self.put(&literal(key));
            }
            self.put(" = ");
            self.expression(value)?;
        }
        self.put(" }");
        Ok(())
    }

    fn array(&mut self, statements: &[Statement]) -> Result<(), PrintError> {
        self.put("@(");
        if stays_on_line(statements) {
            self.inline(statements)?;
        } else {
            self.lines(statements)?;
        }
        self.put(")");
        Ok(())
    }

    fn script_block(&mut self, statements: &[Statement]) -> Result<(), PrintError> {
        if stays_on_line(statements) {
            self.put("{ ");
            self.inline(statements)?;
            self.put(if statements.is_empty() { "}" } else { " }" });
        } else {
            self.put("{");
            self.lines(statements)?;
            self.put("}");
        }
        Ok(())
    }

    fn inline(&mut self, statements: &[Statement]) -> Result<(), PrintError> {
        match statements {
            [Statement::Run(pipeline)] => self.pipeline(pipeline),
            _ => Ok(()),
        }
    }

    pub(super) fn pipeline(&mut self, pipeline: &Pipeline) -> Result<(), PrintError> {
        if pipeline.input.is_none() && pipeline.commands.is_empty() {
            return Err(PrintError::Empty("pipeline"));
        }
        if let Some(input) = &pipeline.input {
            self.expression(input)?;
        }
        for (index, command) in pipeline.commands.iter().enumerate() {
            if index > 0 || pipeline.input.is_some() {
                self.put(" | ");
            }
            self.command(command)?;
        }
        Ok(())
    }

    fn command(&mut self, command: &Command) -> Result<(), PrintError> {
        self.put(known(&command.name, words::is_command, PrintError::Command)?);
        for (index, argument) in command.arguments.iter().enumerate() {
            self.put(" ");
            let parameter = match argument {
                Argument::Named(name, _) | Argument::Switch(name) | Argument::SwitchIs(name, _) => {
                    Some(known(name, words::is_parameter, PrintError::Parameter)?)
                }
                Argument::Positional(_) => None,
            };
            if let Some(name) = parameter {
                self.put("-");
                self.put(name);
            }
            match argument {
                Argument::Named(_, value) => {
                    self.put(" ");
                    self.argument(value)?;
                }
                Argument::SwitchIs(_, value) => {
                    self.put(":");
                    self.argument(value)?;
                }
                Argument::Positional(value) => self.argument(value)?,
                // A value after it would be taken for the switch's own.
                Argument::Switch(_) if matches!(command.arguments.get(index + 1), Some(Argument::Positional(_))) => {
                    self.put(":$true");
                }
                Argument::Switch(_) => {}
            }
        }
        Ok(())
    }

    fn argument(&mut self, value: &Expr) -> Result<(), PrintError> {
        match value {
            Expr::List(values) => self.list(values, Place::Element),
            _ => self.placed(value, Place::Argument),
        }
    }
}

/// Whether a call is among the members that lead to a value.
pub(in crate::powershell) fn calls(expression: &Expr) -> bool {
    let mut expression = expression;
    loop {
        match expression {
            Expr::Call(..) => return true,
            Expr::Member(of, _) | Expr::Index(of, _) => expression = of,
            _ => return false,
        }
    }
}

/// Whether an expression gets parentheses among arguments that mean nothing and are forgotten when they are read: a
/// number below zero would be a word, and editors misread a member of a quoted text there.
pub(in crate::powershell) fn wraps(expression: &Expr) -> bool {
    match expression {
        Expr::Int(number) => *number < 0,
        Expr::Member(of, _) | Expr::Index(of, _) | Expr::Call(of, _, _) => matches!(root(of), Expr::Text(_)),
        _ => false,
    }
}

/// Whether an expression may stand there without parentheses of its own.
fn fits(expression: &Expr, place: Place) -> bool {
    match (expression, place) {
        (_, Place::Element) => !calls(expression) && fits(expression, Place::Argument),
        (_, Place::Free) => true,
        (Expr::Binary(_, operator, _), Place::Operand(binds)) => words::precedence(operator) >= binds,
        (_, Place::Operand(_)) => true,
        (Expr::Binary(..) | Expr::List(_), _) => false,
        (_, Place::Single) => true,
        (_, Place::Argument) if wraps(expression) => false,
        (Expr::Int(_), Place::Argument) => true,
        (Expr::Int(_) | Expr::Cast(..) | Expr::Not(_), _) => false,
        (Expr::StaticCall(..) | Expr::StaticMember(..), place) => place == Place::Target,
        (Expr::Member(of, _) | Expr::Index(of, _) | Expr::Call(of, _, _), Place::Argument) => {
            !matches!(root(of), Expr::StaticCall(..) | Expr::StaticMember(..))
        }
        _ => true,
    }
}

/// Whether an expression holds a list that no bracket encloses.
fn holds_open_list(expression: &Expr) -> bool {
    match expression {
        Expr::List(_) => true,
        Expr::Binary(left, _, right) => holds_open_list(left) || holds_open_list(right),
        _ => false,
    }
}

fn root(expression: &Expr) -> &Expr {
    let mut expression = expression;
    while let Expr::Member(of, _) | Expr::Index(of, _) | Expr::Call(of, _, _) = expression {
        expression = of;
    }
    expression
}

/// Whether statements can be printed on the line of their brackets.
pub(super) fn stays_on_line(statements: &[Statement]) -> bool {
    match statements {
        [] => true,
        [Statement::Run(pipeline)] => pipeline_stays(pipeline),
        _ => false,
    }
}

fn pipeline_stays(pipeline: &Pipeline) -> bool {
    pipeline.input.iter().all(stays)
        && pipeline.commands.iter().flat_map(|command| &command.arguments).all(|argument| match argument {
            Argument::Named(_, value) | Argument::SwitchIs(_, value) | Argument::Positional(value) => stays(value),
            Argument::Switch(_) => true,
        })
}

fn stays(expression: &Expr) -> bool {
    match expression {
        Expr::Array(statements) | Expr::Block(statements) => stays_on_line(statements),
        Expr::Member(of, _) | Expr::Cast(_, of) | Expr::Not(of) => stays(of),
        Expr::Index(left, right) | Expr::Binary(left, _, right) => stays(left) && stays(right),
        Expr::Call(of, _, arguments) => stays(of) && arguments.iter().all(stays),
        Expr::StaticCall(_, _, values) | Expr::List(values) => values.iter().all(stays),
        Expr::Table(entries) => entries.iter().all(|(_, value)| stays(value)),
        Expr::Paren(pipeline) => pipeline_stays(pipeline),
        Expr::Text(_) | Expr::Int(_) | Expr::Bool(_) | Expr::Null | Expr::Variable(_) | Expr::StaticMember(..) => true,
    }
}

/// A text as code: in single quotes, or in pieces when it holds more than printable ASCII. The first piece is always a
/// quoted one, since a character plus a text would be a sum of numbers.
pub(super) fn literal(text: &str) -> String {
    if text.chars().all(is_printable) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut code = String::from("('");
    let mut quoted = true;
    for c in text.chars() {
        if is_printable(c) {
            if !quoted {
                code.push_str(" + '");
                quoted = true;
            }
            code.push(c);
            if c == '\'' {
                code.push(c);
            }
            continue;
        }
        if quoted {
            code.push('\'');
            quoted = false;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            code.push_str(&format!(" + [char]0x{unit:04X}"));
        }
    }
    code.push_str(if quoted { "')" } else { ")" });
    code
}

fn is_printable(c: char) -> bool {
    matches!(c, ' '..='~')
}

fn known(name: &str, is_proper: fn(&str) -> bool, error: fn(String) -> PrintError) -> Result<&str, PrintError> {
    if is_proper(name) { Ok(name) } else { Err(error(name.to_owned())) }
}
