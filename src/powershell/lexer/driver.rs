//! Which mode each token is read in. PowerShell's parser decides that as it goes; here the tokens so far decide, with a
//! stack of the brackets that are open. Nothing is refused: what fits nowhere is kept and read on from.

use super::chars::is_blank;
use super::frames::{After, Frame, Holds, Loops, State, Within};
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

pub(super) struct Driver<'a> {
    pub(super) scanner: Scanner<'a>,
    pub(super) tokens: Vec<Raw>,
    /// Never empty: the first is the whole text.
    pub(super) frames: Vec<Frame>,
    /// How many frames wait for `)`, `}` and `]`.
    pub(super) open: [usize; 3],
    pub(super) state: State,
    pub(super) depth: usize,
    /// Where a comment that looks like a signature ends.
    pub(super) signed: Option<usize>,
}

pub(super) fn slot(closer: TokenKind) -> usize {
    match closer {
        TokenKind::RParen => 0,
        TokenKind::RCurly => 1,
        _ => 2,
    }
}

impl Driver<'_> {
    pub(super) fn finish(mut self) -> (Vec<Raw>, Vec<(Fault, usize)>) {
        let unclosed = self.frames.iter().skip(1).map(|frame| (Fault::Unclosed, frame.opened));
        self.scanner.faults.extend(unclosed);
        (self.tokens, self.scanner.faults)
    }

    pub(super) fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("the whole text is never closed")
    }

    pub(super) fn holds(&self) -> Holds {
        self.frames.last().map_or(Holds::Statements, |frame| frame.holds)
    }

    pub(super) fn push(&mut self, token: Raw) {
        self.push_as(token, Role::Plain);
    }

    pub(super) fn push_as(&mut self, mut token: Raw, role: Role) {
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
    pub(super) fn read_inner(&mut self, token: &mut Raw, inner: Vec<(usize, Vec<(usize, char)>)>) {
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

    pub(super) fn scan(&mut self, mode: Mode, signs: Signs) -> Raw {
        (self.scanner.mode, self.scanner.signs, self.scanner.names) = (mode, signs, Names::AsInMode);
        self.scanner.next()
    }

    pub(super) fn scan_name(&mut self, mode: Mode) -> Raw {
        (self.scanner.mode, self.scanner.signs, self.scanner.names) = (mode, Signs::OfNumbers, Names::Simple);
        self.scanner.next()
    }

    pub(super) fn open(&mut self, token: Raw, holds: Holds, then: State) {
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

    pub(super) fn close(&mut self, token: Raw) {
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
    pub(super) fn step(&mut self) -> bool {
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

    pub(super) fn trivia(&mut self, token: Raw) {
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
    pub(super) fn after_line(&mut self) -> State {
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
    pub(super) fn after_operand(&mut self, within: Within) {
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

    pub(super) fn leave_operand(&mut self, within: Within) {
        self.state = match within {
            Within::Command => State::Command,
            Within::Expression => State::Operator,
        };
    }

    /// What means the same wherever it stands. Gives the token back when it is not of that kind.
    pub(super) fn separator(&mut self, token: Raw) -> Option<Raw> {
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
}
