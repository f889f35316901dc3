//! One token at a time, in the mode that `driver` asks for.

use super::chars::{
    ends_word, is_blank, is_dash, is_double_quote, is_letter, is_single_quote, is_space, starts_identifier,
    starts_variable,
};
use super::{Fault, Raw, Role, TokenKind};

/// How the next characters are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// As the name or the arguments of a command: words go on until a blank.
    Command,
    /// As an expression.
    Expression,
    /// As the name of a type within brackets.
    TypeName,
}

/// Whether a sign belongs to the number after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signs {
    /// An operator between two values.
    Operators,
    /// Part of the number: a value is expected here.
    OfNumbers,
}

/// How far names go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// As the mode has it.
    AsInMode,
    /// Letters, digits and underscores only, as after a dot.
    Simple,
}

/// Where a scan stands, to come back to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    at: usize,
    faults: usize,
}

/// The characters and where the scan stands among them.
pub(super) struct Scanner<'a> {
    chars: &'a [(usize, char)],
    /// Index of the next character.
    pub(super) at: usize,
    /// Index of the first character of the token that is being read.
    pub(super) start: usize,
    pub(super) mode: Mode,
    pub(super) signs: Signs,
    pub(super) names: Names,
    pub(super) faults: Vec<(Fault, usize)>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(chars: &'a [(usize, char)]) -> Self {
        let (mode, signs, names) = (Mode::Command, Signs::Operators, Names::AsInMode);
        Self { chars, at: 0, start: 0, mode, signs, names, faults: Vec::new() }
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { at: self.at, faults: self.faults.len() }
    }

    pub(super) fn back_to(&mut self, mark: Mark) {
        self.at = mark.at;
        self.faults.truncate(mark.faults);
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.chars.len()
    }

    /// The next character; zero at the end, as PowerShell has it.
    pub(super) fn peek(&self) -> char {
        self.chars.get(self.at).map_or('\0', |&(_, c)| c)
    }

    pub(super) fn peek_second(&self) -> char {
        self.chars.get(self.at + 1).map_or('\0', |&(_, c)| c)
    }

    /// Reads a character. At the end nothing is read and zero is given.
    pub(super) fn take(&mut self) -> char {
        match self.chars.get(self.at) {
            Some(&(_, c)) => {
                self.at += 1;
                c
            }
            None => '\0',
        }
    }

    /// The byte of the character with this index.
    pub(super) fn byte(&self, index: usize) -> usize {
        match self.chars.get(index) {
            Some(&(byte, _)) => byte,
            None => self.chars.last().map_or(0, |&(byte, c)| byte + c.len_utf8()),
        }
    }

    /// Characters with their bytes.
    pub(super) fn between(&self, from: usize, to: usize) -> &'a [(usize, char)] {
        self.chars.get(from..to.min(self.chars.len())).unwrap_or_default()
    }

    /// What has been read of the present token.
    pub(super) fn written(&self) -> String {
        self.between(self.start, self.at).iter().map(|&(_, c)| c).collect()
    }

    pub(super) fn fault(&mut self, fault: Fault, index: usize) {
        self.faults.push((fault, self.byte(index)));
    }

    pub(super) fn token(&self, kind: TokenKind, value: String) -> Raw {
        Raw {
            kind,
            role: Role::Plain,
            value,
            span: self.byte(self.start)..self.byte(self.at),
            nested: Vec::new(),
            pending: Vec::new(),
        }
    }

    pub(super) fn plain(&self, kind: TokenKind) -> Raw {
        self.token(kind, self.written())
    }

    /// Passes blanks, and gives the comment, new line or continuation that follows, if one does.
    pub(super) fn trivia(&mut self) -> Option<Raw> {
        loop {
            while is_blank(self.peek()) {
                self.at += 1;
            }
            self.start = self.at;
            match (self.peek(), self.peek_second()) {
                ('\n' | '\r', _) => {
                    self.new_line();
                    return Some(self.plain(TokenKind::NewLine));
                }
                ('`', '\n' | '\r') => {
                    self.at += 1;
                    self.new_line();
                    return Some(self.plain(TokenKind::LineContinuation));
                }
                ('`', next) if is_space(next) => self.at += 2,
                ('`', _) if self.at + 1 >= self.chars.len() => {
                    self.fault(Fault::DanglingBacktick, self.at);
                    self.at += 1;
                    return Some(self.plain(TokenKind::Unknown));
                }
                ('#', _) => {
                    while !self.is_at_end() && !matches!(self.peek(), '\n' | '\r') {
                        self.at += 1;
                    }
                    return Some(self.plain(TokenKind::Comment));
                }
                ('<', '#') => {
                    self.at += 2;
                    self.block_comment();
                    return Some(self.plain(TokenKind::Comment));
                }
                _ => return None,
            }
        }
    }

    fn new_line(&mut self) {
        if self.take() == '\r' && self.peek() == '\n' {
            self.at += 1;
        }
    }

    fn block_comment(&mut self) {
        while !self.is_at_end() {
            if self.take() == '#' && self.peek() == '>' {
                self.at += 1;
                return;
            }
        }
        self.fault(Fault::UnterminatedComment, self.start);
    }

    /// A token of exactly these many characters.
    pub(super) fn fixed(&mut self, kind: TokenKind, length: usize) -> Raw {
        self.start = self.at;
        self.at += length;
        self.plain(kind)
    }

    /// The next token. The caller has passed trivia and knows that the text goes on.
    pub(super) fn next(&mut self) -> Raw {
        use TokenKind as K;
        self.start = self.at;
        let c = self.take();
        let next = self.peek();
        match c {
            _ if is_single_quote(c) => self.single_quoted(),
            _ if is_double_quote(c) => self.double_quoted(),
            '@' => self.after_at(next),
            '`' => {
                let next = self.take();
                let escaped = self.escape(next);
                self.word(escaped.to_string())
            }
            '=' => self.operator_or_word(K::Assign),
            '+' if matches!(next, '+') => self.longer(K::Operator),
            '+' | '*' | '/' | '%' if next == '=' => self.longer(K::Assign),
            _ if is_dash(c) && next == '=' => self.longer(K::Assign),
            _ if is_dash(c) && is_dash(next) => self.longer(K::Operator),
            _ if is_dash(c) && (is_letter(next) || matches!(next, '_' | '?')) => self.parameter(),
            _ if (c == '+' || is_dash(c))
                && self.signs == Signs::OfNumbers
                && (next.is_ascii_digit() || next == '.') =>
            {
                self.number(c)
            }
            '*' if next == '>' => self.redirection(),
            '+' | '*' | '/' | '%' => self.operator_or_word(K::Operator),
            _ if is_dash(c) => self.operator_or_word(K::Operator),
            '$' if next == '(' => self.and(1, K::DollarParen),
            '$' => self.variable(K::Variable),
            '<' => self.plain(K::Redirection),
            '>' => self.redirection(),
            '1'..='6' if next == '>' && (self.mode != Mode::Expression || self.merges()) => self.redirection(),
            '0'..='9' => self.number(c),
            '(' => self.plain(K::LParen),
            ')' => self.plain(K::RParen),
            '{' => self.plain(K::LCurly),
            '}' => self.plain(K::RCurly),
            '[' if self.mode == Mode::Command && !ends_word(next) => self.word("[".to_owned()),
            '[' => self.plain(K::LBracket),
            ']' => self.plain(K::RBracket),
            ';' => self.plain(K::Semi),
            ',' => self.plain(K::Comma),
            '.' => self.after_dot(next),
            '&' if next == '&' => self.and(1, K::AndAnd),
            '&' => self.plain(K::Ampersand),
            '|' if next == '|' => self.and(1, K::OrOr),
            '|' => self.plain(K::Pipe),
            '!' => self.after_exclamation(next),
            ':' => self.after_colon(next),
            '?' if self.mode == Mode::Expression => match (next, self.peek_second()) {
                ('?', '=') => self.and(2, K::Assign),
                ('?', _) => self.and(1, K::Operator),
                _ => self.plain(K::Operator),
            },
            _ if starts_identifier(c) => self.identifier(c),
            _ => self.word(c.to_string()),
        }
    }

    pub(super) fn and(&mut self, more: usize, kind: TokenKind) -> Raw {
        self.at += more;
        self.plain(kind)
    }

    /// A sign of two characters.
    fn longer(&mut self, kind: TokenKind) -> Raw {
        self.at += 1;
        self.operator_or_word(kind)
    }

    /// An operator, unless a command is being read and the word goes on.
    fn operator_or_word(&mut self, kind: TokenKind) -> Raw {
        let written = self.written();
        if self.mode == Mode::Command && !ends_word(self.peek()) {
            return self.word(written);
        }
        let plain: String = written.chars().map(|c| if is_dash(c) { '-' } else { c }).collect();
        self.token(kind, plain)
    }

    fn after_at(&mut self, next: char) -> Raw {
        match next {
            '{' => self.and(1, TokenKind::AtCurly),
            '(' => self.and(1, TokenKind::AtParen),
            _ if is_single_quote(next) => self.here_string(TokenKind::HereStringLiteral),
            _ if is_double_quote(next) => self.here_string(TokenKind::HereStringExpandable),
            _ if starts_variable(next) => self.variable(TokenKind::SplattedVariable),
            _ => {
                self.fault(Fault::UnknownCharacter, self.start);
                self.plain(TokenKind::Unknown)
            }
        }
    }

    fn after_dot(&mut self, next: char) -> Raw {
        if next == '.' {
            if self.mode == Mode::Command && !ends_word(self.peek_second()) {
                return self.word(".".to_owned());
            }
            return self.and(1, TokenKind::Operator);
        }
        if next.is_ascii_digit() {
            return self.number('.');
        }
        // `.$command`, `.'a name'` run what follows; `.name` is a word.
        if self.mode == Mode::Command && !ends_word(next) && !matches!(next, '$' | '"' | '\'') {
            return self.word(".".to_owned());
        }
        self.plain(TokenKind::Dot)
    }

    fn after_exclamation(&mut self, next: char) -> Raw {
        let word = match self.mode {
            Mode::Command => !ends_word(next),
            Mode::Expression if starts_identifier(next) => true,
            Mode::Expression if next.is_ascii_digit() || next == '.' => {
                let before = self.at;
                let first = self.take();
                let reads = self.begins_number(first);
                self.at = before;
                !reads
            }
            Mode::Expression | Mode::TypeName => false,
        };
        if word { self.word("!".to_owned()) } else { self.plain(TokenKind::Operator) }
    }

    fn after_colon(&mut self, next: char) -> Raw {
        if next == ':' {
            self.at += 1;
            if self.mode == Mode::Command && self.names == Names::AsInMode && !ends_word(self.peek()) {
                return self.word("::".to_owned());
            }
            return self.plain(TokenKind::ColonColon);
        }
        if self.mode == Mode::Command { self.label() } else { self.plain(TokenKind::Operator) }
    }

    /// Whether `>&1` or `>&2` follows.
    fn merges(&self) -> bool {
        let ahead: Vec<char> = self.between(self.at, self.at + 3).iter().map(|&(_, c)| c).collect();
        matches!(ahead.as_slice(), ['>', '&', '1' | '2'])
    }

    /// `>`, `>>`, `>&1`, where the first character (a stream or the sign itself) has been read.
    fn redirection(&mut self) -> Raw {
        if self.between(self.start, self.at).first().is_some_and(|&(_, c)| c != '>') {
            self.at += 1;
        }
        let merges = self.start + 1 < self.at;
        match (self.peek(), self.peek_second()) {
            ('>', _) => self.at += 1,
            ('&', '1' | '2') if merges => self.at += 2,
            _ => {}
        }
        self.plain(TokenKind::Redirection)
    }
}
