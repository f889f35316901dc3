//! Statements.

use super::{Commas, ParseError, Parser};
use crate::powershell::ast::{Expr, Parameter, Pipeline, Statement};
use crate::powershell::lexer::{Role, TokenKind};
use crate::powershell::print::{is_key, is_proper_command};

impl Parser {
    /// Statements up to the closing bracket, which is left, or up to the end.
    pub(super) fn statements(&mut self, closer: Option<TokenKind>) -> Result<Vec<Statement>, ParseError> {
        let mut statements = Vec::new();
        loop {
            match self.kind() {
                kind if kind == closer => return Ok(statements),
                None => return Err(self.error("a closing bracket")),
                Some(TokenKind::NewLine) => {
                    self.at += 1;
                    statements.push(Statement::Blank);
                }
                Some(_) => {
                    let statement = match self.comment()? {
                        Some(comment) => Statement::Comment(comment),
                        None => self.deeper(Self::statement)?,
                    };
                    let ends_line = matches!(statement, Statement::Comment(_)) || self.kind() != closer;
                    statements.push(statement);
                    if ends_line {
                        self.end_of_line()?;
                    }
                }
            }
        }
    }

    /// Statements within brackets whose opening one has been read.
    pub(super) fn enclosed(&mut self, closer: TokenKind) -> Result<Vec<Statement>, ParseError> {
        let commas = std::mem::replace(&mut self.commas, Commas::Join);
        self.pass(TokenKind::NewLine);
        let statements = self.statements(Some(closer))?;
        self.expect(closer, "a closing bracket")?;
        self.commas = commas;
        Ok(statements)
    }

    fn block(&mut self) -> Result<Vec<Statement>, ParseError> {
        self.expect(TokenKind::LCurly, "`{`")?;
        self.enclosed(TokenKind::RCurly)
    }

    fn statement(&mut self) -> Result<Statement, ParseError> {
        let word = self.peek().filter(|token| token.kind == TokenKind::Keyword).map(|token| token.value.clone());
        let Some(word) = word else { return self.run_or_assign() };
        self.at += 1;
        match word.as_str() {
            "if" => self.branches(),
            "foreach" => self.each(),
            "while" => {
                let condition = self.condition()?;
                Ok(Statement::While { condition, body: self.block()? })
            }
            "try" => self.attempt(),
            "function" => self.function(),
            "return" => Ok(Statement::Return(self.leaving()?)),
            "exit" => Ok(Statement::Exit(self.leaving()?)),
            "throw" => match self.leaving()? {
                Some(value) => Ok(Statement::Throw(value)),
                None => Err(self.error("what is thrown")),
            },
            "continue" => Ok(Statement::Continue),
            "break" => Ok(Statement::Break),
            _ => {
                self.at -= 1;
                Err(self.error("a statement of our scripts"))
            }
        }
    }

    fn run_or_assign(&mut self) -> Result<Statement, ParseError> {
        let before = self.at;
        let pipeline = self.pipeline()?;
        let adds = self.is_assign("+=");
        if !adds && !self.is_assign("=") {
            return Ok(Statement::Run(pipeline));
        }
        match pipeline {
            Pipeline { input: Some(target @ (Expr::Variable(_) | Expr::Member(..) | Expr::Index(..))), commands }
                if commands.is_empty() =>
            {
                self.at += 1;
                Ok(Statement::Assign { target, adds, value: self.pipeline()? })
            }
            _ => {
                self.at = before;
                Err(self.error("a variable, a member or an element"))
            }
        }
    }

    fn branches(&mut self) -> Result<Statement, ParseError> {
        let condition = self.condition()?;
        let mut branches = vec![(condition, self.block()?)];
        loop {
            let before = self.at;
            self.pass_lines();
            if self.is_keyword("elseif") {
                self.at += 1;
                let condition = self.condition()?;
                branches.push((condition, self.block()?));
            } else if self.is_keyword("else") {
                self.at += 1;
                return Ok(Statement::If { branches, otherwise: Some(self.block()?) });
            } else {
                self.at = before;
                return Ok(Statement::If { branches, otherwise: None });
            }
        }
    }

    /// A pipeline in parentheses.
    fn condition(&mut self) -> Result<Expr, ParseError> {
        self.expect(TokenKind::LParen, "`(`")?;
        let condition = self.open_condition()?;
        self.expect(TokenKind::RParen, "`)`")?;
        Ok(condition)
    }

    fn open_condition(&mut self) -> Result<Expr, ParseError> {
        Ok(as_expression(self.pipeline()?))
    }

    fn each(&mut self) -> Result<Statement, ParseError> {
        self.expect(TokenKind::LParen, "`(`")?;
        let variable = self.variable()?;
        self.expect_keyword("in", "`in`")?;
        let over = self.open_condition()?;
        self.expect(TokenKind::RParen, "`)`")?;
        Ok(Statement::ForEach { variable, over, body: self.block()? })
    }

    fn attempt(&mut self) -> Result<Statement, ParseError> {
        let body = self.block()?;
        self.pass_lines();
        self.expect_keyword("catch", "`catch`")?;
        let catch = self.block()?;
        let before = self.at;
        self.pass_lines();
        let finally = if self.is_keyword("finally") {
            self.at += 1;
            Some(self.block()?)
        } else {
            self.at = before;
            None
        };
        Ok(Statement::Try { body, catch, finally })
    }

    fn function(&mut self) -> Result<Statement, ParseError> {
        let name = match self.peek() {
            Some(token) if token.role == Role::Definition && is_proper_command(&token.text) => token.text.clone(),
            _ => return Err(self.error("the name of a function")),
        };
        self.at += 1;
        self.expect(TokenKind::LCurly, "`{`")?;
        self.expect(TokenKind::NewLine, "the end of the line")?;
        let parameters = if self.is_keyword("param") {
            let parameters = self.parameters()?;
            self.expect(TokenKind::NewLine, "the end of the line")?;
            parameters
        } else {
            Vec::new()
        };
        let body = self.statements(Some(TokenKind::RCurly))?;
        self.expect(TokenKind::RCurly, "`}`")?;
        Ok(Statement::Function { name, parameters, body })
    }

    /// `param(…)`.
    pub(super) fn parameters(&mut self) -> Result<Vec<Parameter>, ParseError> {
        self.expect_keyword("param", "`param`")?;
        self.expect(TokenKind::LParen, "`(`")?;
        let commas = std::mem::replace(&mut self.commas, Commas::Separate);
        let mut parameters = Vec::new();
        self.pass_lines();
        loop {
            let kind = if self.pass(TokenKind::LBracket) { self.type_name()? } else { String::new() };
            let name = self.variable()?;
            if !is_key(&name) {
                self.at -= 1;
                return Err(self.error("the name of a parameter"));
            }
            let default = if self.is_assign("=") {
                self.at += 1;
                Some(self.expression()?)
            } else {
                None
            };
            parameters.push(Parameter { kind, name, default });
            self.pass_lines();
            if !self.pass(TokenKind::Comma) {
                break;
            }
            self.pass_lines();
        }
        self.expect(TokenKind::RParen, "`,` or `)`")?;
        self.commas = commas;
        Ok(parameters)
    }

    /// What `return` and its like take along.
    fn leaving(&mut self) -> Result<Option<Expr>, ParseError> {
        match self.kind() {
            None | Some(TokenKind::NewLine | TokenKind::RCurly | TokenKind::RParen) => Ok(None),
            // Commands will stand in parentheses, one level deeper.
            Some(_) if self.is_command() => Ok(Some(as_expression(self.deeper(Self::pipeline)?))),
            Some(_) => Ok(Some(as_expression(self.pipeline()?))),
        }
    }
}

/// A pipeline where a value is wanted: commands get parentheses.
fn as_expression(pipeline: Pipeline) -> Expr {
    match pipeline {
        Pipeline { input: Some(value), commands } if commands.is_empty() => value,
        pipeline => Expr::Paren(Box::new(pipeline)),
    }
}
