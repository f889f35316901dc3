//! Words: identifiers, bare words, variables, parameters, labels, names of types.

use super::chars::{
    continues_identifier, ends_word, is_blank, is_double_quote, is_letter_or_digit, is_single_quote, starts_identifier,
    starts_variable,
};
use super::scan::{Mode, Names, Scanner};
use super::strings::{HereString, Text};
use super::{Fault, Raw, TokenKind};

/// Words that mean something in a place of their own. `inlinescript` and the words of workflows no longer do.
pub(super) const KEYWORDS: &[&str] = &[
    "begin",
    "break",
    "catch",
    "class",
    "clean",
    "configuration",
    "continue",
    "data",
    "default",
    "define",
    "do",
    "dynamicparam",
    "else",
    "elseif",
    "end",
    "enum",
    "exit",
    "filter",
    "finally",
    "for",
    "foreach",
    "from",
    "function",
    "if",
    "in",
    "param",
    "process",
    "return",
    "switch",
    "throw",
    "trap",
    "try",
    "until",
    "using",
    "var",
    "while",
    "workflow",
];

/// What follows a dash to make an operator.
const OPERATORS: &[&str] = &[
    "and",
    "as",
    "band",
    "bnot",
    "bor",
    "bxor",
    "ccontains",
    "ceq",
    "cge",
    "cgt",
    "cin",
    "cle",
    "clike",
    "clt",
    "cmatch",
    "cne",
    "cnotcontains",
    "cnotin",
    "cnotlike",
    "cnotmatch",
    "contains",
    "creplace",
    "csplit",
    "eq",
    "f",
    "ge",
    "gt",
    "icontains",
    "ieq",
    "ige",
    "igt",
    "iin",
    "ile",
    "ilike",
    "ilt",
    "imatch",
    "in",
    "ine",
    "inotcontains",
    "inotin",
    "inotlike",
    "inotmatch",
    "ireplace",
    "is",
    "isnot",
    "isplit",
    "join",
    "le",
    "like",
    "lt",
    "match",
    "ne",
    "not",
    "notcontains",
    "notin",
    "notlike",
    "notmatch",
    "or",
    "replace",
    "shl",
    "shr",
    "split",
    "xor",
];

impl Scanner<'_> {
    /// The first character, a letter or an underscore, has been read.
    pub(super) fn identifier(&mut self, first: char) -> Raw {
        let mut name = String::from(first);
        while continues_identifier(self.peek()) {
            name.push(self.take());
        }
        if self.mode == Mode::TypeName {
            while matches!(self.peek(), '.' | '`' | '_' | '+' | '#' | '\\') || is_letter_or_digit(self.peek()) {
                self.at += 1;
            }
            return self.plain(TokenKind::TypeName);
        }
        if self.names == Names::AsInMode && self.mode == Mode::Command {
            if !ends_word(self.peek()) {
                return self.word(name);
            }
            let lower = name.to_lowercase();
            if KEYWORDS.contains(&lower.as_str()) {
                return self.token(TokenKind::Keyword, lower);
            }
        }
        self.token(TokenKind::Identifier, name)
    }

    /// A bare word, some of which may have been read. Quotes within it are dropped, variables expand.
    pub(super) fn word(&mut self, begun: String) -> Raw {
        let mut text = Text { value: begun, ..Text::default() };
        while !ends_word(self.peek()) {
            if self.mode == Mode::TypeName && matches!(self.peek(), ']' | '=') {
                break;
            }
            let mut c = self.take();
            if c == '`' {
                c = self.escaped_or_backtick();
            } else if is_single_quote(c) {
                self.rest_of_single_quoted(&mut text.value);
                continue;
            } else if is_double_quote(c) {
                self.rest_of_double_quoted(&mut text);
                continue;
            } else if c == '$' && self.expands(&mut text, HereString::No) {
                continue;
            }
            text.value.push(c);
        }
        Raw { nested: text.nested, pending: text.pending, ..self.token(TokenKind::Generic, text.value) }
    }

    /// A variable outside of texts; `$` or `@` has been read.
    pub(super) fn variable(&mut self, kind: TokenKind) -> Raw {
        if self.peek() == '{' && kind == TokenKind::Variable {
            return self.braced_variable(InText::No);
        }
        if !starts_variable(self.peek()) {
            return self.word("$".to_owned());
        }
        self.bare_variable(kind)
    }

    /// A variable within a text; the caller has seen that one follows.
    pub(super) fn variable_in_text(&mut self) -> Raw {
        if self.peek() == '{' { self.braced_variable(InText::Yes) } else { self.bare_variable(TokenKind::Variable) }
    }

    fn bare_variable(&mut self, kind: TokenKind) -> Raw {
        let first = self.take();
        let mut name = String::from(first);
        if !matches!(first, '$' | '?' | '^') {
            loop {
                match self.peek() {
                    // `$a::b` is a member of a type.
                    ':' if self.peek_second() == ':' => break,
                    '_' | '?' | ':' => name.push(self.take()),
                    c if is_letter_or_digit(c) => name.push(self.take()),
                    _ => break,
                }
            }
        }
        let next = self.peek();
        let special = matches!(first, '$' | '?' | '^');
        let ends = ends_word(next) || (!special && matches!(next, '.' | '[' | '=' | ':'));
        if self.mode == Mode::Command && !ends {
            // Part of a longer word, such as `$a/b`.
            self.at = self.start;
            return self.word(String::new());
        }
        if name.ends_with(':') {
            self.fault(Fault::BadVariable, self.start);
        }
        self.token(kind, name)
    }

    fn braced_variable(&mut self, within: InText) -> Raw {
        self.at += 1;
        let mut name = String::new();
        let mut closed = false;
        while !self.is_at_end() && !closed {
            let mut c = self.take();
            match c {
                '}' => {
                    closed = true;
                    continue;
                }
                '`' if self.is_at_end() => break,
                '`' => {
                    let next = self.take();
                    c = self.escape(next);
                }
                '{' => self.fault(Fault::BadVariable, self.at),
                _ if within == InText::Yes && is_double_quote(c) && is_double_quote(self.peek()) => c = self.take(),
                _ => {}
            }
            name.push(c);
        }
        if !closed || name.is_empty() || name.ends_with(':') {
            self.fault(Fault::BadVariable, self.start);
        }
        let next = self.peek();
        if self.mode == Mode::Command && !ends_word(next) && !matches!(next, '.' | '[') && closed {
            self.at = self.start;
            return self.word(String::new());
        }
        self.token(TokenKind::Variable, name)
    }

    /// A parameter or an operator of letters; the dash has been read.
    pub(super) fn parameter(&mut self) -> Raw {
        let mut name = String::new();
        loop {
            let c = self.peek();
            if is_blank(c)
                || matches!(c, '{' | '}' | '(' | ')' | ';' | ',' | '|' | '&' | '.' | '[' | '\r' | '\n' | '\0')
            {
                break;
            }
            if c == ':' {
                if self.mode == Mode::Command {
                    self.at += 1;
                }
                break;
            }
            if is_single_quote(c) || is_double_quote(c) {
                if self.mode == Mode::Command {
                    // A quote is never part of a parameter: this is a word.
                    self.at = self.start + 1;
                    let dash: String = self.between(self.start, self.at).iter().map(|&(_, c)| c).collect();
                    return self.word(dash);
                }
                break;
            }
            if self.mode != Mode::Command && !c.is_ascii_alphabetic() {
                break;
            }
            name.push(self.take());
        }
        let lower = name.to_ascii_lowercase();
        if self.mode == Mode::Expression && OPERATORS.contains(&lower.as_str()) {
            return self.token(TokenKind::Operator, format!("-{lower}"));
        }
        if name.is_empty() {
            return self.token(TokenKind::Operator, "-".to_owned());
        }
        self.token(TokenKind::Parameter, name)
    }

    /// `:name` in a command; the colon has been read.
    pub(super) fn label(&mut self) -> Raw {
        if !starts_identifier(self.peek()) {
            return self.word(":".to_owned());
        }
        let mut name = String::new();
        while continues_identifier(self.peek()) {
            name.push(self.take());
        }
        if !ends_word(self.peek()) {
            return self.word(format!(":{name}"));
        }
        self.token(TokenKind::Label, name)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum InText {
    Yes,
    No,
}
