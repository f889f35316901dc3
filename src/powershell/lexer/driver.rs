//! Which mode each token is read in. PowerShell's parser decides that as it goes; here the tokens so far decide, with a
//! stack of the brackets that are open. Nothing is refused: what fits nowhere is kept and read on from.

use super::chars::{ends_word, is_blank, starts_identifier};
use super::frames::{After, Frame, Header, Holds, Loops, State, Within};
use super::scan::{Mode, Names, Scanner, Signs};
use super::signature::resembles_signature;
use super::{Fault, Raw, Role, TokenKind};

/// How deep expandable texts are followed into each other.
const DEPTH: usize = 16;

/// Tokens of some characters, and what is wrong with them.
pub(super) fn drive(chars: &[(usize, char)], depth: usize) -> (Vec<Raw>, Vec<(Fault, usize)>) {
    let mut driver = Driver {
        scanner: Scanner::new(chars),
        tokens: Vec::new(),
        frames: vec![Frame::new(Holds::Statements, None, 0, State::Start)],
        open: [0; 3],
        state: State::Start,
        depth,
        signed: None,
    };
    while driver.step() {}
    driver.finish()
}

struct Driver<'a> {
    scanner: Scanner<'a>,
    tokens: Vec<Raw>,
    /// Never empty: the first is the whole text.
    frames: Vec<Frame>,
    /// How many frames wait for `)`, `}` and `]`.
    open: [usize; 3],
    state: State,
    depth: usize,
    /// Where a comment that looks like a signature ends.
    signed: Option<usize>,
}

fn slot(closer: TokenKind) -> usize {
    match closer {
        TokenKind::RParen => 0,
        TokenKind::RCurly => 1,
        _ => 2,
    }
}

impl Driver<'_> {
    fn finish(mut self) -> (Vec<Raw>, Vec<(Fault, usize)>) {
        let unclosed = self.frames.iter().skip(1).map(|frame| (Fault::Unclosed, frame.opened));
        self.scanner.faults.extend(unclosed);
        (self.tokens, self.scanner.faults)
    }

    fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("the whole text is never closed")
    }

    fn holds(&self) -> Holds {
        self.frames.last().map_or(Holds::Statements, |frame| frame.holds)
    }

    fn push(&mut self, token: Raw) {
        self.push_as(token, Role::Plain);
    }

    fn push_as(&mut self, mut token: Raw, role: Role) {
        token.role = role;
        let inner = std::mem::take(&mut token.pending);
        if !inner.is_empty() {
            self.read_inner(&mut token, inner);
        }
        if let Some(end) = self.signed
            && !matches!(token.kind, TokenKind::Comment | TokenKind::NewLine)
            && token.span.start >= end
        {
            self.scanner.faults.push((Fault::CodeAfterSignature, token.span.start));
            self.signed = None;
        }
        self.tokens.push(token);
    }

    /// Reads the sub-expressions of an expandable text.
    fn read_inner(&mut self, token: &mut Raw, inner: Vec<(usize, Vec<(usize, char)>)>) {
        if self.depth >= DEPTH {
            self.scanner.faults.push((Fault::TooDeep, token.span.start));
            return;
        }
        let mut variables = std::mem::take(&mut token.nested).into_iter();
        let mut passed = 0;
        for (before, chars) in inner {
            token.nested.extend(variables.by_ref().take(before.saturating_sub(passed)));
            passed = before.max(passed);
            let (tokens, faults) = drive(&chars, self.depth + 1);
            token.nested.extend(tokens);
            self.scanner.faults.extend(faults);
        }
        token.nested.extend(variables);
    }

    fn scan(&mut self, mode: Mode, signs: Signs) -> Raw {
        (self.scanner.mode, self.scanner.signs, self.scanner.names) = (mode, signs, Names::AsInMode);
        self.scanner.next()
    }

    fn scan_name(&mut self, mode: Mode) -> Raw {
        (self.scanner.mode, self.scanner.signs, self.scanner.names) = (mode, Signs::OfNumbers, Names::Simple);
        self.scanner.next()
    }

    fn open(&mut self, token: Raw, holds: Holds, then: State) {
        let closer = match token.kind {
            TokenKind::LCurly | TokenKind::AtCurly => TokenKind::RCurly,
            TokenKind::LBracket | TokenKind::QuestionLBracket => TokenKind::RBracket,
            _ => TokenKind::RParen,
        };
        if let Some(count) = self.open.get_mut(slot(closer)) {
            *count += 1;
        }
        self.frames.push(Frame::new(holds, Some(closer), token.span.start, then));
        self.push(token);
        self.state = holds.first();
    }

    fn close(&mut self, token: Raw) {
        let waits = self.open.get(slot(token.kind)).copied().unwrap_or_default();
        if waits == 0 {
            self.scanner.faults.push((Fault::Unopened, token.span.start));
            self.push(token);
            return;
        }
        while let Some(frame) = self.frames.pop_if(|frame| frame.closer.is_some()) {
            let Some(closer) = frame.closer else { break };
            if let Some(count) = self.open.get_mut(slot(closer)) {
                *count -= 1;
            }
            self.state = frame.then;
            if closer == token.kind {
                break;
            }
            self.scanner.faults.push((Fault::Unclosed, frame.opened));
        }
        self.push(token);
        if self.state == State::AfterBlock {
            let ended = self.frame().header.take();
            self.frame().after_do = ended.map_or(Loops::Otherwise, |header| header.loops);
        }
    }

    /// Reads one token, or changes what is expected. Gives whether to go on.
    fn step(&mut self) -> bool {
        if let State::AfterOperand(within) = self.state {
            self.after_operand(within);
            return true;
        }
        if let Some(trivia) = self.scanner.trivia() {
            self.trivia(trivia);
            return true;
        }
        if self.scanner.is_at_end() {
            return false;
        }
        match self.state {
            State::Start | State::AfterBlock => self.statement(),
            State::Pipe | State::Return => self.pipeline(),
            State::Invoked => self.invoked(),
            State::Command | State::CommandComma => self.argument(),
            State::Operand => self.operand(),
            State::Operator | State::AfterOperand(_) => self.operator(),
            State::AfterType => self.after_type(),
            State::Member(within) => self.member(within),
            State::Target => self.target(),
            State::Key => self.key(),
            State::Header | State::Defined => self.header(),
            State::Type => self.type_name(),
        }
        true
    }

    fn trivia(&mut self, token: Raw) {
        match token.kind {
            TokenKind::NewLine => self.state = self.after_line(),
            TokenKind::Comment => {
                let text = token.value.strip_prefix('#');
                if text.is_some_and(resembles_signature) {
                    self.signed = Some(token.span.end);
                }
            }
            _ => {}
        }
        self.push(token);
    }

    /// What a new line leads to.
    fn after_line(&mut self) -> State {
        use State as S;
        match (self.state, self.holds()) {
            (
                kept @ (S::Operand
                | S::CommandComma
                | S::Pipe
                | S::Header
                | S::Defined
                | S::Member(_)
                | S::Key
                | S::Type
                | S::Start),
                _,
            ) => kept,
            (S::AfterBlock, Holds::Table) => {
                self.frame().after_block = After::Block;
                S::Key
            }
            (_, Holds::Table) => S::Key,
            (kept, Holds::Values | Holds::Type) => kept,
            (_, Holds::Cases) => S::Command,
            (S::AfterBlock, _) => S::AfterBlock,
            (_, Holds::Statements | Holds::Pipeline | Holds::Each) => S::Start,
        }
    }

    /// Directly after a value: members and indexes, which allow no blank before them.
    fn after_operand(&mut self, within: Within) {
        let (first, second) = (self.scanner.peek(), self.scanner.peek_second());
        let spaced = within == Within::Command && (second == '\0' || is_blank(second) || matches!(second, '\r' | '\n'));
        match (first, second) {
            ('<', '#') => {
                if let Some(comment) = self.scanner.trivia() {
                    self.trivia(comment);
                }
            }
            ('.', '.') => self.leave_operand(within),
            ('.', _) if !spaced => {
                let dot = self.scanner.fixed(TokenKind::Dot, 1);
                self.push(dot);
                self.state = State::Member(within);
            }
            (':', ':') => {
                let colons = self.scanner.fixed(TokenKind::ColonColon, 2);
                self.push(colons);
                self.state = State::Member(within);
            }
            ('?', '.') => {
                let dot = self.scanner.fixed(TokenKind::QuestionDot, 2);
                self.push(dot);
                self.state = State::Member(within);
            }
            ('[', _) => {
                let bracket = self.scanner.fixed(TokenKind::LBracket, 1);
                self.open(bracket, Holds::Values, State::AfterOperand(within));
            }
            ('?', '[') => {
                let bracket = self.scanner.fixed(TokenKind::QuestionLBracket, 2);
                self.open(bracket, Holds::Values, State::AfterOperand(within));
            }
            _ => self.leave_operand(within),
        }
    }

    fn leave_operand(&mut self, within: Within) {
        self.state = match within {
            Within::Command => State::Command,
            Within::Expression => State::Operator,
        };
    }

    /// What means the same wherever it stands. Gives the token back when it is not of that kind.
    fn separator(&mut self, token: Raw) -> Option<Raw> {
        match token.kind {
            TokenKind::RParen | TokenKind::RCurly => self.close(token),
            TokenKind::RBracket if self.frames.last().is_some_and(|f| f.closer == Some(TokenKind::RBracket)) => {
                self.close(token);
            }
            TokenKind::Semi => {
                self.push(token);
                self.frame().header = None;
                self.state = match self.holds() {
                    Holds::Table => State::Key,
                    Holds::Cases => State::Command,
                    Holds::Values | Holds::Type => State::Operand,
                    Holds::Pipeline | Holds::Each => State::Pipe,
                    Holds::Statements => State::Start,
                };
            }
            TokenKind::Pipe | TokenKind::AndAnd | TokenKind::OrOr => {
                self.push(token);
                self.state = State::Pipe;
            }
            _ => return Some(token),
        }
        None
    }

    fn statement(&mut self) {
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
    fn is_keyword_here(&mut self, word: &str) -> bool {
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

    fn keyword(&mut self, token: Raw) {
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
    fn pipeline(&mut self) {
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
    fn word_of(&self, value: String, span: &std::ops::Range<usize>) -> String {
        let written = self.scanner.written();
        if value.len() == span.len() && written.eq_ignore_ascii_case(&value) { written } else { value }
    }

    fn invoked(&mut self) {
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

    fn argument(&mut self) {
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

    fn push_word(&mut self, mut token: Raw) {
        token.kind = TokenKind::Generic;
        self.push_as(token, Role::Argument);
    }

    /// What follows `--%`: everything up to the end of the line or a pipe outside of double quotes.
    fn verbatim(&mut self) {
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

    fn value(&mut self, token: Raw, within: Within) {
        self.value_as(token, within, Role::Plain);
    }

    fn value_as(&mut self, token: Raw, within: Within, role: Role) {
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
    fn type_follows(&self) -> bool {
        let mut ahead = self.scanner.at;
        while let [(_, c)] = self.scanner.between(ahead, ahead + 1) {
            if !is_blank(*c) && !matches!(c, '\r' | '\n') {
                return starts_identifier(*c);
            }
            ahead += 1;
        }
        false
    }

    fn operand(&mut self) {
        let token = self.scan(Mode::Expression, Signs::OfNumbers);
        let Some(token) = self.separator(token) else { return };
        if begins_value(&token) || matches!(token.kind, TokenKind::Identifier | TokenKind::Generic) {
            self.value(token, Within::Expression);
        } else {
            self.push(token);
            self.state = State::Operand;
        }
    }

    fn operator(&mut self) {
        let token = self.scan(Mode::Expression, Signs::Operators);
        self.operator_with(token);
    }

    fn operator_with(&mut self, token: Raw) {
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

    fn after_type(&mut self) {
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

    fn member(&mut self, within: Within) {
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

    fn target(&mut self) {
        let token = self.scan(Mode::Command, Signs::Operators);
        let Some(token) = self.separator(token) else { return };
        if begins_value(&token) && token.kind != TokenKind::LBracket {
            self.value(token, Within::Expression);
        } else {
            self.push_word(token);
            self.state = State::Operator;
        }
    }

    fn key(&mut self) {
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

    fn header(&mut self) {
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

    fn type_name(&mut self) {
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
fn begins_value(token: &Raw) -> bool {
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
fn is_unary(token: &Raw) -> bool {
    let words = ["!", "-not", "-bnot", "-split", "-isplit", "-csplit", "-join", "+", "-", "++", "--"];
    token.kind == TokenKind::Comma || (token.kind == TokenKind::Operator && words.contains(&token.value.as_str()))
}
