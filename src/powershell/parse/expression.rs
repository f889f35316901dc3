//! Expressions, pipelines and commands.

use super::{CHAIN, Commas, ParseError, Parser};
use crate::powershell::ast::{Argument, Command, Expr, Pipeline};
use crate::powershell::lexer::{Role, Token, TokenKind};
use crate::powershell::print::{
    OPERATORS, calls, is_proper_command, is_proper_type, is_proper_variable, precedence, wraps,
};

impl Parser {
    pub(super) fn pipeline(&mut self) -> Result<Pipeline, ParseError> {
        let mut pipeline = Pipeline { input: None, commands: Vec::new() };
        if self.is_command() {
            pipeline.commands.push(self.command()?);
        } else {
            pipeline.input = Some(self.expression()?);
        }
        while self.pass(TokenKind::Pipe) {
            pipeline.commands.push(self.command()?);
        }
        Ok(pipeline)
    }

    pub(super) fn is_command(&self) -> bool {
        self.peek().is_some_and(|token| token.role == Role::CommandName && token.kind == TokenKind::Generic)
    }

    fn command(&mut self) -> Result<Command, ParseError> {
        let name = match self.peek() {
            Some(token) if self.is_command() && token.text == token.value && is_proper_command(&token.value) => {
                token.value.clone()
            }
            _ => return Err(self.error("the name of a command")),
        };
        self.at += 1;
        let mut command = Command { name, arguments: Vec::new() };
        while let Some(token) = self.peek() {
            let argument = match token.kind {
                TokenKind::NewLine | TokenKind::Pipe | TokenKind::RParen | TokenKind::RCurly => break,
                TokenKind::Parameter => self.parameter()?,
                _ => Argument::Positional(self.argument()?),
            };
            command.arguments.push(argument);
        }
        Ok(command)
    }

    fn parameter(&mut self) -> Result<Argument, ParseError> {
        let token = self.expect(TokenKind::Parameter, "a parameter")?;
        let name = token.value;
        let proper = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !proper {
            self.at -= 1;
            return Err(self.error("the name of a parameter"));
        }
        if token.text.ends_with(':') {
            if !self.is_adjacent() {
                return Err(self.error("a value directly after `:`"));
            }
            return Ok(Argument::SwitchIs(name, self.argument()?));
        }
        match self.kind() {
            None
            | Some(
                TokenKind::NewLine | TokenKind::Pipe | TokenKind::RParen | TokenKind::RCurly | TokenKind::Parameter,
            ) => Ok(Argument::Switch(name)),
            Some(_) => Ok(Argument::Named(name, self.argument()?)),
        }
    }

    /// A value, or several with commas, among the arguments of a command.
    fn argument(&mut self) -> Result<Expr, ParseError> {
        let first = self.argument_value()?;
        if self.kind() != Some(TokenKind::Comma) {
            return Ok(first);
        }
        let mut values = vec![first];
        while self.pass(TokenKind::Comma) {
            values.push(self.argument_value()?);
        }
        // Among several values, a call needs parentheses that mean nothing.
        Ok(Expr::List(values.into_iter().map(|value| without_parentheses(value, calls)).collect()))
    }

    fn argument_value(&mut self) -> Result<Expr, ParseError> {
        if matches!(self.kind(), Some(TokenKind::Generic)) {
            return Err(self.error("a value in quotes"));
        }
        if self.kind() == Some(TokenKind::LParen) {
            return Ok(without_parentheses(self.deeper(Self::primary)?, wraps));
        }
        // It may be printed in parentheses, so it counts as if it stood in some.
        self.deeper(|parser| parser.deeper(Self::primary))
    }

    pub(super) fn expression(&mut self) -> Result<Expr, ParseError> {
        self.binary(1)
    }

    fn binary(&mut self, least: u8) -> Result<Expr, ParseError> {
        let mut left = self.list()?;
        for _ in 0..CHAIN {
            let operator = self.peek().filter(|token| token.kind == TokenKind::Operator);
            let known = operator.and_then(|token| OPERATORS.iter().find(|known| **known == token.value));
            let Some(operator) = known.filter(|operator| precedence(operator) >= least) else { return Ok(left) };
            self.at += 1;
            let right = self.deeper(|parser| parser.binary(precedence(operator) + 1))?;
            left = Expr::Binary(Box::new(left), (*operator).to_owned(), Box::new(right));
        }
        Err(self.error("fewer operators in a row"))
    }

    fn list(&mut self) -> Result<Expr, ParseError> {
        let first = self.unary()?;
        if self.commas == Commas::Separate || self.kind() != Some(TokenKind::Comma) {
            return Ok(first);
        }
        let mut values = vec![first];
        while self.pass(TokenKind::Comma) {
            values.push(self.unary()?);
        }
        Ok(Expr::List(values))
    }

    fn unary(&mut self) -> Result<Expr, ParseError> {
        match self.peek() {
            Some(token) if token.kind == TokenKind::Operator && token.value == "-not" => {
                self.at += 1;
                Ok(Expr::Not(Box::new(self.deeper(Self::unary)?)))
            }
            Some(token) if token.kind == TokenKind::LBracket => {
                self.at += 1;
                let kind = self.type_name()?;
                if self.kind() == Some(TokenKind::ColonColon) {
                    let member = self.static_member(kind)?;
                    return self.members(member);
                }
                Ok(Expr::Cast(kind, Box::new(self.deeper(Self::unary)?)))
            }
            _ => self.deeper(Self::primary),
        }
    }

    /// The name of a type up to its `]`.
    pub(super) fn type_name(&mut self) -> Result<String, ParseError> {
        let mut name = self.expect(TokenKind::TypeName, "the name of a type")?.text;
        if !is_proper_type(&name) {
            self.at -= 1;
            return Err(self.error("the name of a type"));
        }
        if self.pass(TokenKind::LBracket) {
            self.expect(TokenKind::RBracket, "`]`")?;
            name.push_str("[]");
        }
        self.expect(TokenKind::RBracket, "`]`")?;
        Ok(name)
    }

    fn static_member(&mut self, kind: String) -> Result<Expr, ParseError> {
        self.at += 1;
        let name = self.member_name()?;
        if self.kind() == Some(TokenKind::LParen) && self.is_adjacent() {
            return Ok(Expr::StaticCall(kind, name, self.call_arguments()?));
        }
        Ok(Expr::StaticMember(kind, name))
    }

    fn member_name(&mut self) -> Result<String, ParseError> {
        match self.peek() {
            Some(token) if token.role == Role::MemberName && token.text.is_ascii() => {
                let name = token.text.clone();
                self.at += 1;
                Ok(name)
            }
            _ => Err(self.error("the name of a member")),
        }
    }

    fn call_arguments(&mut self) -> Result<Vec<Expr>, ParseError> {
        self.expect(TokenKind::LParen, "`(`")?;
        let commas = std::mem::replace(&mut self.commas, Commas::Separate);
        let mut arguments = Vec::new();
        if self.kind() != Some(TokenKind::RParen) {
            arguments.push(self.deeper(Self::expression)?);
            while self.pass(TokenKind::Comma) {
                arguments.push(self.deeper(Self::expression)?);
            }
        }
        self.expect(TokenKind::RParen, "`,` or `)`")?;
        self.commas = commas;
        Ok(arguments)
    }

    /// The name of a variable, without `$`.
    pub(super) fn variable(&mut self) -> Result<String, ParseError> {
        let token = self.expect(TokenKind::Variable, "a variable")?;
        // This leaves out `${…}` and the variables of other scopes.
        if token.text.strip_prefix('$') != Some(token.value.as_str()) || !is_proper_variable(&token.value) {
            self.at -= 1;
            return Err(self.error("a variable of our scripts"));
        }
        Ok(token.value)
    }

    fn primary(&mut self) -> Result<Expr, ParseError> {
        let value = match self.kind() {
            Some(TokenKind::Variable) => named(self.variable()?),
            Some(TokenKind::Number) => self.number()?,
            Some(TokenKind::StringLiteral) => Expr::Text(self.text()?),
            Some(TokenKind::LParen) => match self.pieces()? {
                Some(text) => Expr::Text(text),
                None => self.parentheses()?,
            },
            Some(TokenKind::AtParen) => {
                self.at += 1;
                Expr::Array(self.enclosed(TokenKind::RParen)?)
            }
            Some(TokenKind::LCurly) => {
                self.at += 1;
                Expr::Block(self.enclosed(TokenKind::RCurly)?)
            }
            Some(TokenKind::AtCurly) => self.table()?,
            _ => return Err(self.error("a value")),
        };
        self.members(value)
    }

    fn number(&mut self) -> Result<Expr, ParseError> {
        let number = self.peek().and_then(|token| token.text.parse().ok());
        let Some(number) = number else {
            return Err(self.error("a whole number in decimal digits, or a text in quotes"));
        };
        self.at += 1;
        Ok(Expr::Int(number))
    }

    fn text(&mut self) -> Result<String, ParseError> {
        if self.peek().is_some_and(|token| token.text.contains(['\r', '\n'])) {
            return Err(self.error("a text on one line"));
        }
        Ok(self.expect(TokenKind::StringLiteral, "a text")?.value)
    }

    /// `('a' + [char]0x00D1)`: one text in pieces. Nothing is read when that is not what stands there.
    fn pieces(&mut self) -> Result<Option<String>, ParseError> {
        let Some((units, length)) = pieces_of(self.tokens.get(self.at..).unwrap_or_default()) else { return Ok(None) };
        let Ok(text) = String::from_utf16(&units) else { return Err(self.error("whole characters")) };
        self.at += length;
        Ok(Some(text))
    }

    fn parentheses(&mut self) -> Result<Expr, ParseError> {
        self.expect(TokenKind::LParen, "`(`")?;
        let commas = std::mem::replace(&mut self.commas, Commas::Join);
        let pipeline = self.pipeline()?;
        self.expect(TokenKind::RParen, "`)`")?;
        self.commas = commas;
        Ok(Expr::Paren(Box::new(pipeline)))
    }

    fn table(&mut self) -> Result<Expr, ParseError> {
        self.expect(TokenKind::AtCurly, "`@{`")?;
        let commas = std::mem::replace(&mut self.commas, Commas::Join);
        let mut entries = Vec::new();
        self.pass_lines();
        while self.kind() != Some(TokenKind::RCurly) {
            let key = self.key()?;
            if !self.is_assign("=") {
                return Err(self.error("`=`"));
            }
            self.at += 1;
            entries.push((key, self.expression()?));
            if !self.pass(TokenKind::Semi) && self.kind() != Some(TokenKind::NewLine) {
                break;
            }
            self.pass_lines();
        }
        self.expect(TokenKind::RCurly, "`;` or `}`")?;
        self.commas = commas;
        Ok(Expr::Table(entries))
    }

    fn key(&mut self) -> Result<String, ParseError> {
        match self.peek() {
            Some(token) if token.role == Role::Key && token.kind == TokenKind::Identifier => {
                let key = token.text.clone();
                self.at += 1;
                Ok(key)
            }
            Some(token) if token.kind == TokenKind::StringLiteral => self.text(),
            _ => match self.pieces()? {
                Some(key) => Ok(key),
                None => Err(self.error("a key")),
            },
        }
    }

    /// Members, calls and elements that follow a value without a blank.
    fn members(&mut self, value: Expr) -> Result<Expr, ParseError> {
        let mut value = value;
        for _ in 0..CHAIN {
            if !self.is_adjacent() {
                return Ok(value);
            }
            match self.kind() {
                Some(TokenKind::Dot) => {
                    self.at += 1;
                    let name = self.member_name()?;
                    value = if self.kind() == Some(TokenKind::LParen) && self.is_adjacent() {
                        Expr::Call(Box::new(value), name, self.call_arguments()?)
                    } else {
                        Expr::Member(Box::new(value), name)
                    };
                }
                Some(TokenKind::LBracket) => {
                    self.at += 1;
                    let commas = std::mem::replace(&mut self.commas, Commas::Join);
                    let at = self.deeper(Self::expression)?;
                    self.expect(TokenKind::RBracket, "`]`")?;
                    self.commas = commas;
                    value = Expr::Index(Box::new(value), Box::new(at));
                }
                _ => return Ok(value),
            }
        }
        Err(self.error("fewer members in a row"))
    }
}

/// What parentheses hold, if that is one value of a certain kind.
fn without_parentheses(value: Expr, unwraps: impl Fn(&Expr) -> bool) -> Expr {
    match value {
        Expr::Paren(inner) => match *inner {
            Pipeline { input: Some(value), commands } if commands.is_empty() && unwraps(&value) => value,
            pipeline => Expr::Paren(Box::new(pipeline)),
        },
        value => value,
    }
}

fn named(variable: String) -> Expr {
    match variable.to_ascii_lowercase().as_str() {
        "true" => Expr::Bool(true),
        "false" => Expr::Bool(false),
        "null" => Expr::Null,
        _ => Expr::Variable(variable),
    }
}

/// The UTF-16 units of a text in pieces, at least one of which is a character by number, and how many tokens it takes.
fn pieces_of(tokens: &[Token]) -> Option<(Vec<u16>, usize)> {
    let kind = |at: usize| tokens.get(at).map(|token| token.kind);
    let mut units = Vec::new();
    let mut numbers = false;
    let mut at = 1;
    loop {
        let token = tokens.get(at)?;
        match token.kind {
            TokenKind::StringLiteral if !token.text.contains(['\r', '\n']) => {
                units.extend(token.value.encode_utf16());
                at += 1;
            }
            TokenKind::LBracket if at > 1 => {
                let name = tokens.get(at + 1).filter(|name| name.text == "char")?;
                let number = tokens.get(at + 3)?;
                if name.kind != TokenKind::TypeName
                    || kind(at + 2) != Some(TokenKind::RBracket)
                    || number.kind != TokenKind::Number
                    || number.text.len() != 6
                {
                    return None;
                }
                units.push(u16::from_str_radix(number.text.strip_prefix("0x")?, 16).ok()?);
                numbers = true;
                at += 4;
            }
            _ => return None,
        }
        let next = tokens.get(at)?;
        match next.kind {
            TokenKind::Operator if next.value == "+" => at += 1,
            TokenKind::RParen if numbers => return Some((units, at + 1)),
            _ => return None,
        }
    }
}
