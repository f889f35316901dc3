//! Quoted texts, here-strings, and what expands within them.

use super::chars::{is_blank, is_double_quote, is_single_quote, starts_variable};
use super::scan::{Mode, Scanner};
use super::{Fault, Raw, TokenKind};

/// A text that is being read, and what expands in it.
#[derive(Default)]
pub(super) struct Text {
    pub(super) value: String,
    pub(super) nested: Vec<Raw>,
    pub(super) pending: Vec<(usize, Vec<(usize, char)>)>,
}

impl Text {
    fn into_token(self, scanner: &Scanner<'_>, kind: TokenKind) -> Raw {
        Raw { nested: self.nested, pending: self.pending, ..scanner.token(kind, self.value) }
    }
}

impl Scanner<'_> {
    pub(super) fn single_quoted(&mut self) -> Raw {
        let mut value = String::new();
        self.rest_of_single_quoted(&mut value);
        self.token(TokenKind::StringLiteral, value)
    }

    pub(super) fn double_quoted(&mut self) -> Raw {
        let mut text = Text::default();
        self.rest_of_double_quoted(&mut text);
        text.into_token(self, TokenKind::StringExpandable)
    }

    /// Reads up to the closing quote. Any two quotes in a row are one: the second.
    pub(super) fn rest_of_single_quoted(&mut self, value: &mut String) {
        let opening = self.at.saturating_sub(1);
        while !self.is_at_end() {
            let mut c = self.take();
            if is_single_quote(c) {
                if !is_single_quote(self.peek()) {
                    return;
                }
                c = self.take();
            }
            value.push(c);
        }
        self.fault(Fault::UnterminatedString, opening);
    }

    pub(super) fn rest_of_double_quoted(&mut self, text: &mut Text) {
        let opening = self.at.saturating_sub(1);
        while !self.is_at_end() {
            let mut c = self.take();
            if is_double_quote(c) {
                if !is_double_quote(self.peek()) {
                    return;
                }
                c = self.take();
            } else if c == '$' {
                if self.expands(text, HereString::No) {
                    continue;
                }
            } else if c == '`' {
                c = self.escaped_or_backtick();
            }
            text.value.push(c);
        }
        self.fault(Fault::UnterminatedString, opening);
    }

    /// The character that a backtick and what follows it stand for.
    pub(super) fn escaped_or_backtick(&mut self) -> char {
        if self.peek() == '\0' {
            return '`';
        }
        let next = self.take();
        self.escape(next)
    }

    pub(super) fn escape(&mut self, c: char) -> char {
        match c {
            '0' => '\0',
            'a' => '\u{07}',
            'b' => '\u{08}',
            'e' => '\u{1B}',
            'f' => '\u{0C}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{0B}',
            'u' => self.unicode_escape(),
            _ => c,
        }
    }

    /// What stands in braces after `` `u ``; PowerShell puts U+FFFF where that is not proper.
    fn unicode_escape(&mut self) -> char {
        let begin = self.at;
        let mut digits = String::new();
        if self.peek() == '{' {
            self.at += 1;
            while digits.len() < 6 && self.peek().is_ascii_hexdigit() {
                digits.push(self.take());
            }
            if self.peek() == '}'
                && let Ok(value) = u32::from_str_radix(&digits, 16)
                && value <= 0x10_FFFF
            {
                self.at += 1;
                // Half of a pair cannot be held here; nothing depends on which half it is.
                return char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER);
            }
        }
        self.fault(Fault::BadEscape, begin);
        '\u{FFFF}'
    }

    /// After `$` in a text: a variable or a sub-expression, if one follows.
    pub(super) fn expands(&mut self, text: &mut Text, here: HereString) -> bool {
        let dollar = self.at.saturating_sub(1);
        let next = self.peek();
        if next == '(' {
            self.at += 1;
            let inner = self.sub_expression(dollar, here);
            text.pending.push((text.nested.len(), inner));
        } else if next == '{' || starts_variable(next) {
            let (start, mode) = (self.start, self.mode);
            (self.start, self.mode) = (dollar, Mode::Expression);
            let variable = self.variable_in_text();
            (self.start, self.mode) = (start, mode);
            text.nested.push(variable);
        } else {
            return false;
        }
        text.value.extend(self.between(dollar, self.at).iter().map(|&(_, c)| c));
        true
    }

    /// Reads up to the `)` that belongs to `$(`, by counting alone. A doubled quote within a quoted text is one quote of
    /// the code inside.
    fn sub_expression(&mut self, dollar: usize, here: HereString) -> Vec<(usize, char)> {
        let mut inner = self.between(dollar, self.at).to_vec();
        let mut depth = 1_usize;
        while !self.is_at_end() {
            let index = self.at;
            let c = self.take();
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ if (c == '`' || is_double_quote(c)) && here == HereString::No && is_double_quote(self.peek()) => {
                    self.at += 1;
                    inner.extend(self.between(index + 1, index + 2));
                    continue;
                }
                _ => {}
            }
            inner.extend(self.between(index, index + 1));
            if depth == 0 {
                return inner;
            }
        }
        self.fault(Fault::UnterminatedSubExpression, dollar);
        inner
    }

    /// After `@`, where a quote follows.
    pub(super) fn here_string(&mut self, kind: TokenKind) -> Raw {
        let closes = if kind == TokenKind::HereStringLiteral { is_single_quote } else { is_double_quote };
        self.at += 1;
        let mut text = Text::default();
        if self.here_string_begins(kind) {
            self.here_string_body(&mut text, kind, closes);
        }
        text.into_token(self, kind)
    }

    /// Nothing but blanks may follow the opening on its line.
    fn here_string_begins(&mut self, kind: TokenKind) -> bool {
        while is_blank(self.peek()) {
            self.at += 1;
        }
        match self.peek() {
            '\r' | '\n' => {
                if self.take() == '\r' && self.peek() == '\n' {
                    self.at += 1;
                }
                return true;
            }
            _ if self.is_at_end() => self.fault(Fault::UnterminatedHereString, self.start),
            _ => {
                self.fault(Fault::HereStringHeader, self.at);
                let quote = if kind == TokenKind::HereStringLiteral { '\'' } else { '"' };
                while !self.is_at_end() && !matches!(self.peek(), '\r' | '\n') {
                    if self.take() == quote && self.peek() == '@' {
                        self.at += 1;
                        break;
                    }
                }
            }
        }
        false
    }

    fn here_string_body(&mut self, text: &mut Text, kind: TokenKind, closes: fn(char) -> bool) {
        let mut before_line = 0;
        let mut at_line_start = true;
        loop {
            if at_line_start && closes(self.peek()) && self.peek_second() == '@' {
                self.at += 2;
                text.value.truncate(before_line);
                return;
            }
            at_line_start = false;
            if self.is_at_end() {
                self.fault(Fault::UnterminatedHereString, self.start);
                return;
            }
            let mut c = self.take();
            match c {
                '\r' | '\n' => {
                    before_line = text.value.len();
                    at_line_start = true;
                    text.value.push(c);
                    if c == '\r' && self.peek() == '\n' {
                        text.value.push(self.take());
                    }
                    continue;
                }
                '$' if kind == TokenKind::HereStringExpandable && self.expands(text, HereString::Yes) => continue,
                '`' if kind == TokenKind::HereStringExpandable => c = self.escaped_or_backtick(),
                _ => {}
            }
            text.value.push(c);
        }
    }
}

/// Whether a sub-expression stands in a here-string, where quotes are not doubled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum HereString {
    Yes,
    No,
}
