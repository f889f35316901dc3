//! Expressions: values, operators, members, keys and types.

use super::chars::{ends_word, is_blank, starts_identifier};
use super::driver::{Driver, slot};
use super::frames::{After, Holds, State, Within};
use super::scan::{Mode, Signs};
use super::{Fault, Raw, Role, TokenKind};

impl Driver<'_> {
    pub(super) fn value(&mut self, token: Raw, within: Within) {
        self.value_as(token, within, Role::Plain);
    }

    pub(super) fn value_as(&mut self, token: Raw, within: Within, role: Role) {
        let then = State::AfterOperand(within);
        match token.kind {
            TokenKind::LParen => self.open(token, Holds::Pipeline, then),
            TokenKind::AtParen | TokenKind::DollarParen | TokenKind::LCurly => {
                self.open(token, Holds::Statements, then);
            }
            TokenKind::AtCurly => self.open(token, Holds::Table, then),
            TokenKind::LBracket if self.type_follows() => self.open(token, Holds::Type, State::AfterType),
            TokenKind::LBracket => self.open(token, Holds::Values, then),
            _ => {
                self.push_as(token, role);
                self.state = then;
            }
        }
    }

    /// After `[`: whether the name of a type follows.
    pub(super) fn type_follows(&self) -> bool {
        let mut ahead = self.scanner.at;
        while let [(_, c)] = self.scanner.between(ahead, ahead + 1) {
            if !is_blank(*c) && !matches!(c, '\r' | '\n') {
                return starts_identifier(*c);
            }
            ahead += 1;
        }
        false
    }

    pub(super) fn operand(&mut self) {
        let token = self.scan(Mode::Expression, Signs::OfNumbers);
        let Some(token) = self.separator(token) else { return };
        if begins_value(&token) || matches!(token.kind, TokenKind::Identifier | TokenKind::Generic) {
            self.value(token, Within::Expression);
        } else {
            self.push(token);
            self.state = State::Operand;
        }
    }

    pub(super) fn operator(&mut self) {
        let token = self.scan(Mode::Expression, Signs::Operators);
        self.operator_with(token);
    }

    pub(super) fn operator_with(&mut self, token: Raw) {
        let Some(mut token) = self.separator(token) else { return };
        match token.kind {
            TokenKind::Assign => {
                self.push(token);
                self.state = if self.holds() == Holds::Values { State::Operand } else { State::Start };
            }
            TokenKind::Operator if matches!(token.value.as_str(), "++" | "--") => {
                self.push(token);
                self.state = State::Operator;
            }
            TokenKind::Operator | TokenKind::Parameter | TokenKind::Comma => {
                self.push(token);
                self.state = State::Operand;
            }
            TokenKind::Ampersand => {
                self.push(token);
                self.state = State::Start;
            }
            TokenKind::Redirection => {
                let merges = token.value.contains('&');
                self.push(token);
                self.state = if merges { State::Operator } else { State::Target };
            }
            TokenKind::Dot | TokenKind::ColonColon => {
                self.push(token);
                self.state = State::Member(Within::Expression);
            }
            TokenKind::LBracket => self.open(token, Holds::Values, State::AfterOperand(Within::Expression)),
            TokenKind::Identifier if self.holds() == Holds::Each && token.value.eq_ignore_ascii_case("in") => {
                token.kind = TokenKind::Keyword;
                token.value = "in".to_owned();
                self.push(token);
                self.state = State::Pipe;
            }
            _ if begins_value(&token) => self.value(token, Within::Expression),
            _ => {
                self.push(token);
                self.state = State::AfterOperand(Within::Expression);
            }
        }
    }

    pub(super) fn after_type(&mut self) {
        let mark = self.scanner.mark();
        let token = self.scan(Mode::Expression, Signs::OfNumbers);
        if token.kind == TokenKind::Identifier && self.holds() == Holds::Statements {
            // `[CmdletBinding()] param(…)` on one line.
            self.scanner.back_to(mark);
            let word = self.scan(Mode::Command, Signs::Operators);
            if word.kind == TokenKind::Keyword && self.is_keyword_here(&word.value) {
                self.keyword(word);
                return;
            }
            self.scanner.back_to(mark);
            let token = self.scan(Mode::Expression, Signs::OfNumbers);
            self.operator_with(token);
        } else if begins_value(&token) {
            self.value(token, Within::Expression);
        } else {
            self.operator_with(token);
        }
    }

    pub(super) fn member(&mut self, within: Within) {
        let mode = if within == Within::Command { Mode::Command } else { Mode::Expression };
        let mark = self.scanner.mark();
        let token = self.scan_name(mode);
        if token.kind == TokenKind::Identifier {
            self.push_as(token, Role::MemberName);
            let then = State::AfterOperand(within);
            match self.scanner.peek() {
                '(' => {
                    let parenthesis = self.scanner.fixed(TokenKind::LParen, 1);
                    self.open(parenthesis, Holds::Values, then);
                }
                '{' => {
                    let brace = self.scanner.fixed(TokenKind::LCurly, 1);
                    self.open(brace, Holds::Statements, then);
                }
                _ => self.state = then,
            }
        } else if begins_value(&token) {
            self.value(token, within);
        } else {
            self.scanner.back_to(mark);
            self.leave_operand(within);
        }
    }

    pub(super) fn target(&mut self) {
        let token = self.scan(Mode::Command, Signs::Operators);
        let Some(token) = self.separator(token) else { return };
        if begins_value(&token) && token.kind != TokenKind::LBracket {
            self.value(token, Within::Expression);
        } else {
            self.push_word(token);
            self.state = State::Operator;
        }
    }

    pub(super) fn key(&mut self) {
        let after = std::mem::replace(&mut self.frame().after_block, After::Otherwise);
        let mut token = self.scan_name(Mode::Expression);
        if token.kind == TokenKind::Identifier {
            let word = token.value.to_ascii_lowercase();
            if after == After::Block && matches!(word.as_str(), "else" | "elseif" | "catch" | "finally") {
                (token.kind, token.value) = (TokenKind::Keyword, word);
                self.keyword(token);
                return;
            }
            self.push_as(token, Role::Key);
            self.state = State::Operator;
            return;
        }
        let Some(token) = self.separator(token) else { return };
        if begins_value(&token) {
            self.value_as(token, Within::Expression, Role::Key);
        } else {
            self.operator_with(token);
        }
    }

    pub(super) fn type_name(&mut self) {
        let mark = self.scanner.mark();
        let token = self.scan(Mode::TypeName, Signs::Operators);
        match token.kind {
            TokenKind::LBracket => self.open(token, Holds::Type, State::Type),
            TokenKind::LParen => self.open(token, Holds::Values, State::Type),
            TokenKind::RBracket => self.close(token),
            TokenKind::TypeName | TokenKind::Comma | TokenKind::Generic | TokenKind::Number | TokenKind::Assign => {
                self.push(token);
            }
            TokenKind::Operator if ends_word(self.scanner.peek()) || token.value == "*" => self.push(token),
            // Nothing that a type holds: read on as if the bracket were closed.
            _ => {
                self.scanner.back_to(mark);
                if let Some(frame) = self.frames.pop_if(|frame| frame.holds == Holds::Type) {
                    if let Some(count) = self.open.get_mut(slot(TokenKind::RBracket)) {
                        *count -= 1;
                    }
                    self.scanner.faults.push((Fault::Unclosed, frame.opened));
                }
                self.state = State::Operator;
            }
        }
    }
}

/// Whether a value begins with this token, where one is expected.
pub(super) fn begins_value(token: &Raw) -> bool {
    use TokenKind as K;
    matches!(
        token.kind,
        K::Variable
            | K::SplattedVariable
            | K::Number
            | K::StringLiteral
            | K::StringExpandable
            | K::HereStringLiteral
            | K::HereStringExpandable
            | K::LParen
            | K::AtParen
            | K::DollarParen
            | K::AtCurly
            | K::LCurly
            | K::LBracket
    )
}

/// Whether an expression may begin with this token though no value does.
pub(super) fn is_unary(token: &Raw) -> bool {
    let words = ["!", "-not", "-bnot", "-split", "-isplit", "-csplit", "-join", "+", "-", "++", "--"];
    token.kind == TokenKind::Comma || (token.kind == TokenKind::Operator && words.contains(&token.value.as_str()))
}
