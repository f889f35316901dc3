//! Statements, commands and their arguments.

use super::chars::is_blank;
use super::driver::Driver;
use super::frames::{Header, Holds, Loops, State, Within};
use super::scan::{Mode, Signs};
use super::values::{begins_value, is_unary};
use super::{Fault, Raw, Role, TokenKind};

impl Driver<'_> {
    pub(super) fn statement(&mut self) {
        let mark = self.scanner.mark();
        let token = self.scan(Mode::Command, Signs::Operators);
        match token.kind {
            TokenKind::Keyword if self.is_keyword_here(&token.value) => self.keyword(token),
            TokenKind::Label => {
                self.push(token);
                self.state = State::Start;
            }
            _ => {
                self.scanner.back_to(mark);
                self.pipeline();
            }
        }
    }

    /// Some words are keywords only before a bracket; elsewhere they are names of commands.
    pub(super) fn is_keyword_here(&mut self, word: &str) -> bool {
        let needs = match word {
            "begin" | "process" | "end" | "clean" | "dynamicparam" => '{',
            "param" => '(',
            "default" | "in" => return false,
            _ => return true,
        };
        let mut ahead = self.scanner.at;
        while let [(_, c)] = self.scanner.between(ahead, ahead + 1) {
            if !is_blank(*c) && !matches!(c, '\r' | '\n') {
                return *c == needs;
            }
            ahead += 1;
        }
        false
    }

    pub(super) fn keyword(&mut self, token: Raw) {
        let word = token.value.clone();
        let start = token.span.start;
        self.push(token);
        let after_do = std::mem::replace(&mut self.frame().after_do, Loops::Otherwise);
        let (state, header) = match word.as_str() {
            "while" | "until" if after_do == Loops::Do => {
                (State::Header, Some(Header { braces: None, ..Header::BLOCK }))
            }
            "do" => (State::Header, Some(Header { loops: Loops::Do, ..Header::BLOCK })),
            "foreach" => (State::Header, Some(Header { parentheses: Holds::Each, ..Header::BLOCK })),
            "switch" => (State::Header, Some(Header { braces: Some(Holds::Cases), ..Header::BLOCK })),
            "param" => (State::Header, Some(Header { parentheses: Holds::Values, braces: None, ..Header::BLOCK })),
            "function" | "filter" | "workflow" | "configuration" | "class" | "enum" | "data" => {
                (State::Defined, Some(Header { parentheses: Holds::Values, ..Header::BLOCK }))
            }
            "return" | "exit" | "throw" => (State::Return, None),
            "break" | "continue" | "using" => (State::Command, None),
            "from" | "define" | "var" => {
                self.scanner.faults.push((Fault::ReservedWord, start));
                (State::Start, None)
            }
            _ => (State::Header, Some(Header::BLOCK)),
        };
        self.frame().header = header;
        self.state = state;
    }

    /// An expression, or else a command.
    pub(super) fn pipeline(&mut self) {
        let mark = self.scanner.mark();
        let token = self.scan(Mode::Expression, Signs::OfNumbers);
        if token.kind == TokenKind::LBracket && !self.type_follows() {
            self.scanner.back_to(mark);
        } else if begins_value(&token) {
            self.value(token, Within::Expression);
            return;
        } else if is_unary(&token) {
            self.push(token);
            self.state = State::Operand;
            return;
        } else {
            self.scanner.back_to(mark);
        }
        let token = self.scan(Mode::Command, Signs::Operators);
        let Some(mut token) = self.separator(token) else { return };
        match token.kind {
            TokenKind::Ampersand | TokenKind::Dot => {
                self.push_as(token, Role::Invocation);
                self.state = State::Invoked;
            }
            TokenKind::Redirection | TokenKind::Comma => {
                self.push(token);
                self.state = State::Command;
            }
            _ => {
                token.kind = TokenKind::Generic;
                token.value = self.word_of(token.value, &token.span);
                self.push_as(token, Role::CommandName);
                self.state = State::Command;
            }
        }
    }

    /// A word keeps the case in which it is written, even where it could have been a keyword.
    pub(super) fn word_of(&self, value: String, span: &std::ops::Range<usize>) -> String {
        let written = self.scanner.written();
        if value.len() == span.len() && written.eq_ignore_ascii_case(&value) { written } else { value }
    }

    pub(super) fn invoked(&mut self) {
        let token = self.scan(Mode::Command, Signs::Operators);
        let Some(mut token) = self.separator(token) else { return };
        if begins_value(&token) && token.kind != TokenKind::LBracket {
            self.value_as(token, Within::Command, Role::CommandName);
        } else {
            if !matches!(token.kind, TokenKind::Ampersand | TokenKind::Comma | TokenKind::Redirection) {
                token.kind = TokenKind::Generic;
            }
            self.push_as(token, Role::CommandName);
            self.state = State::Command;
        }
    }

    pub(super) fn argument(&mut self) {
        let token = self.scan(Mode::Command, Signs::Operators);
        let Some(mut token) = self.separator(token) else { return };
        self.state = State::Command;
        match token.kind {
            TokenKind::Ampersand => {
                self.push(token);
                self.state = State::Start;
            }
            TokenKind::Comma => {
                self.push(token);
                self.state = State::CommandComma;
            }
            TokenKind::LCurly if self.holds() == Holds::Cases => self.open(token, Holds::Statements, State::Command),
            TokenKind::Keyword if self.holds() == Holds::Cases && token.value == "default" => self.push(token),
            TokenKind::Parameter | TokenKind::Redirection | TokenKind::Unknown => self.push(token),
            TokenKind::Operator if token.value == "--" => self.push(token),
            TokenKind::LBracket => self.push_word(token),
            _ if begins_value(&token) => self.value_as(token, Within::Command, Role::Argument),
            TokenKind::Generic if token.value == "--%" => {
                token.role = Role::Argument;
                self.push_word(token);
                self.verbatim();
            }
            _ => {
                token.value = self.word_of(token.value, &token.span);
                self.push_word(token);
            }
        }
    }

    pub(super) fn push_word(&mut self, mut token: Raw) {
        token.kind = TokenKind::Generic;
        self.push_as(token, Role::Argument);
    }

    /// What follows `--%`: everything up to the end of the line or a pipe outside of double quotes.
    pub(super) fn verbatim(&mut self) {
        while is_blank(self.scanner.peek()) {
            self.scanner.at += 1;
        }
        self.scanner.start = self.scanner.at;
        let mut quoted = false;
        while !self.scanner.is_at_end() {
            match (self.scanner.peek(), self.scanner.peek_second()) {
                ('\r' | '\n', _) => break,
                (c, _) if super::is_double_quote(c) => quoted = !quoted,
                ('|', _) | ('&', '&') if !quoted => break,
                _ => {}
            }
            self.scanner.at += 1;
        }
        if self.scanner.start < self.scanner.at {
            let rest = self.scanner.plain(TokenKind::Verbatim);
            self.push(rest);
        }
    }

    pub(super) fn header(&mut self) {
        let header = self.frame().header.unwrap_or(Header::BLOCK);
        let token = self.scan(Mode::Command, Signs::Operators);
        let defines = self.state == State::Defined;
        let brackets =
            token.kind == TokenKind::LBracket || (token.kind == TokenKind::Generic && token.value.starts_with('['));
        if brackets && !defines {
            self.scanner.at = self.scanner.start;
            let bracket = self.scanner.fixed(TokenKind::LBracket, 1);
            let holds = if self.type_follows() { Holds::Type } else { Holds::Values };
            self.open(bracket, holds, State::Header);
            return;
        }
        let Some(mut token) = self.separator(token) else { return };
        match token.kind {
            TokenKind::LParen => {
                let then =
                    if header.braces.is_some() { State::Header } else { State::AfterOperand(Within::Expression) };
                if header.braces.is_none() {
                    self.frame().header = None;
                }
                self.open(token, header.parentheses, then);
            }
            TokenKind::LCurly => self.open(token, header.braces.unwrap_or(Holds::Statements), State::AfterBlock),
            TokenKind::AtParen | TokenKind::DollarParen => self.open(token, Holds::Statements, State::Header),
            TokenKind::AtCurly => self.open(token, Holds::Table, State::Header),
            TokenKind::Generic | TokenKind::Identifier | TokenKind::Keyword | TokenKind::Number => {
                token.value = self.word_of(token.value, &token.span);
                token.kind = TokenKind::Generic;
                self.push_as(token, if defines { Role::Definition } else { Role::Argument });
                self.state = State::Header;
            }
            _ => {
                self.push(token);
                self.state = State::Header;
            }
        }
    }
}
