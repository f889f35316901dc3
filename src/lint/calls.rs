//! Commands and their arguments, read out of the tokens of a piece of code: every call, however deep it stands in
//! blocks and brackets.

use std::collections::BTreeSet;
use std::ops::Range;

use super::find::Region;
use crate::powershell::cmdlets::{self, Bound, Cmdlet, Fed, Item, Literal};
use crate::powershell::lexer::{Lexed, Role, Token, TokenKind, tokenize};

/// One thing after the name of a command.
#[derive(Clone, Debug)]
pub struct Word {
    /// What it is to the command.
    pub item: Item,
    /// Its bytes in the text.
    pub span: Range<usize>,
    /// As it is written.
    pub text: String,
}

/// A call of a command.
#[derive(Clone, Debug)]
pub struct Call {
    /// The name as it is written.
    pub name: String,
    /// The bytes of the name.
    pub name_span: Range<usize>,
    /// The command of the table, if it is there.
    pub cmdlet: Option<&'static Cmdlet>,
    /// What follows the name.
    pub words: Vec<Word>,
    /// Whether something comes through the pipeline.
    pub fed: Fed,
    /// Which pipeline it belongs to: all calls of one have the same number.
    pub pipeline: usize,
    /// Whether it is run once for each of many things.
    pub repeats: Repeats,
    /// Whether a table of arguments is splatted into it.
    pub splatted: Splatted,
    /// Its faults of writing, told by whoever reads the words.
    pub slips: Vec<Slip>,
    /// From the first byte of the name to behind the last word.
    pub span: Range<usize>,
}

/// How often a call is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// Once.
    Not,
    /// In a loop, or for each row of a pipeline.
    ForEach,
}

/// Whether arguments come from a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Splatted {
    /// No.
    Not,
    /// Yes: what is missing here may be there.
    From,
}

/// Something that is written wrong and can still be read.
#[derive(Clone, Debug, PartialEq)]
pub enum Slip {
    /// A parameter's name without its hyphen.
    Hyphen(Range<usize>, String),
    /// No space before a parameter; the name of the parameter, and whether PowerShell makes one word of the two.
    Space(Range<usize>, String, OneWord),
    /// A command's name that follows another command without a break.
    LineBreak(Range<usize>, String),
}

/// What PowerShell makes of a value with a parameter stuck to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OneWord {
    /// Two words, as meant.
    No,
    /// One word, which is not meant.
    Yes,
}

impl Call {
    /// The words as the binder takes them.
    pub fn items(&self) -> Vec<Item> {
        self.words.iter().map(|word| word.item.clone()).collect()
    }

    /// What the command makes of the words; nothing for a command that is not in the table.
    pub fn bound(&self) -> Option<Bound<'static>> {
        Some(cmdlets::bind(self.cmdlet?, &self.items(), self.fed))
    }

    /// The name of the command in the table, or as it is written.
    pub fn known_name(&self) -> &str {
        self.cmdlet.map_or(self.name.as_str(), |cmdlet| cmdlet.name.as_str())
    }

    /// Whether it is this command; case does not count.
    pub fn is(&self, name: &str) -> bool {
        self.known_name().eq_ignore_ascii_case(name)
    }

    /// The text of the word that holds a parameter's value, with its bytes.
    pub fn value(&self, parameter: &str) -> Option<(String, Range<usize>)> {
        let bound = self.bound()?;
        let word = self.words.get(bound.of(parameter)?.value_at?)?;
        let text = match &word.item {
            Item::Value(Literal::Text(text)) | Item::Parameter(_, Some(Literal::Text(text))) => text.clone(),
            Item::Value(_) | Item::Parameter(..) => word.text.clone(),
        };
        Some((text, word.span.clone()))
    }
}

/// All calls of a text, and what else was learned on the way.
#[derive(Clone, Debug, Default)]
pub struct Calls {
    /// The calls, in the order of their names.
    pub calls: Vec<Call>,
    /// The names of functions that the text defines, in lower case.
    pub functions: BTreeSet<String>,
    /// The texts that were assigned to variables: name, bytes, text.
    pub assigned: Vec<(String, Range<usize>, String)>,
    /// How many pipelines there are.
    pipelines: usize,
    /// The tokens of the piece that was read last.
    pub lexed: Lexed,
}

impl Calls {
    /// Joins what was read of another piece.
    pub fn extend(&mut self, other: Self) {
        let shift = self.pipelines;
        self.calls.extend(other.calls.into_iter().map(|call| Call { pipeline: call.pipeline + shift, ..call }));
        self.functions.extend(other.functions);
        self.assigned.extend(other.assigned);
        self.pipelines += other.pipelines;
    }

    /// The calls that stand in the same pipeline, in order.
    pub fn pipeline_of(&self, call: &Call) -> impl Iterator<Item = &Call> {
        let number = call.pipeline;
        self.calls.iter().filter(move |other| other.pipeline == number)
    }
}

/// Reads the calls of a piece of code.
pub fn read(region: &Region) -> Calls {
    let lexed = tokenize(&region.code);
    let tokens: Vec<&Token> = lexed
        .tokens
        .iter()
        .filter(|token| !matches!(token.kind, TokenKind::Comment | TokenKind::LineContinuation))
        .collect();
    let mut reader = Reader { region, tokens, at: 0, depth: 0, out: Calls::default() };
    reader.block(Repeats::Not);
    let mut out = reader.out;
    out.calls.sort_by_key(|call| call.name_span.start);
    out.lexed = lexed;
    out
}

/// How deep brackets are followed.
const DEEPEST: usize = 64;

struct Reader<'r> {
    region: &'r Region,
    tokens: Vec<&'r Token>,
    at: usize,
    depth: usize,
    out: Calls,
}

impl<'r> Reader<'r> {
    fn peek(&self) -> Option<&'r Token> {
        self.tokens.get(self.at).copied()
    }

    fn span(&self, token: &Token) -> Range<usize> {
        self.region.span(token.start..token.end)
    }

    fn next_pipeline(&mut self) -> usize {
        self.out.pipelines += 1;
        self.out.pipelines
    }

    /// Reads statements up to the bracket that closes them, which is taken.
    fn block(&mut self, repeats: Repeats) {
        let mut pipeline = self.next_pipeline();
        let mut fed = Fed::ByNothing;
        let mut body = repeats;
        while let Some(token) = self.peek() {
            match token.kind {
                kind if kind.closes() => {
                    self.at += 1;
                    return;
                }
                TokenKind::NewLine | TokenKind::Semi | TokenKind::AndAnd | TokenKind::OrOr => {
                    self.at += 1;
                    let goes_on = token.kind == TokenKind::NewLine && self.is_behind_pipe();
                    if !goes_on {
                        (pipeline, fed) = (self.next_pipeline(), Fed::ByNothing);
                    }
                }
                TokenKind::Pipe => {
                    self.at += 1;
                    fed = Fed::ByPipeline;
                }
                TokenKind::Keyword if ["foreach", "for", "while", "do"].contains(&token.value.as_str()) => {
                    self.at += 1;
                    body = Repeats::ForEach;
                }
                TokenKind::LCurly => {
                    self.at += 1;
                    self.inner(body);
                    body = repeats;
                }
                kind if kind.opens() => {
                    self.at += 1;
                    self.inner(repeats);
                }
                _ if token.role == Role::CommandName => self.call(pipeline, fed, repeats),
                _ => {
                    self.other(token);
                    self.at += 1;
                }
            }
        }
    }

    fn inner(&mut self, repeats: Repeats) {
        if self.depth >= DEEPEST {
            self.skip();
            return;
        }
        self.depth += 1;
        self.block(repeats);
        self.depth -= 1;
    }

    /// Past everything up to the bracket that closes what was just opened.
    fn skip(&mut self) {
        let mut depth = 1_usize;
        while let Some(token) = self.peek() {
            self.at += 1;
            if token.kind.opens() {
                depth += 1;
            } else if token.kind.closes() {
                depth -= 1;
                if depth == 0 {
                    return;
                }
            }
        }
    }

    fn is_behind_pipe(&self) -> bool {
        let before = self.tokens.get(..self.at).unwrap_or_default();
        before
            .iter()
            .rev()
            .find(|token| token.kind != TokenKind::NewLine)
            .is_some_and(|token| token.kind == TokenKind::Pipe)
    }

    /// Functions that are defined, and texts that are assigned.
    fn other(&mut self, token: &'r Token) {
        if token.role == Role::Definition {
            self.out.functions.insert(token.value.to_ascii_lowercase());
        }
        let behind = |by: usize| self.tokens.get(self.at + by);
        if token.kind == TokenKind::Variable
            && behind(1).is_some_and(|token| token.kind == TokenKind::Assign)
            && let Some(text) = behind(2).filter(|token| is_text(token) && token.nested.is_empty())
        {
            self.out.assigned.push((token.value.clone(), self.span(text), text.value.clone()));
        }
    }

    fn call(&mut self, pipeline: usize, fed: Fed, repeats: Repeats) {
        let Some(token) = self.peek() else { return };
        self.at += 1;
        let name = token.value.clone();
        let cmdlet = cmdlets::find(&name);
        let is_loop = cmdlet.is_some_and(|cmdlet| cmdlet.name == "ForEach-Object");
        let name_span = self.span(token);
        let mut call = Call {
            span: name_span.clone(),
            name,
            name_span,
            cmdlet,
            words: Vec::new(),
            fed,
            pipeline,
            repeats,
            splatted: Splatted::Not,
            slips: Vec::new(),
        };
        let inside = if is_loop { Repeats::ForEach } else { repeats };
        let mut follower = None;
        while let Some(token) = self.peek() {
            match token.kind {
                kind if kind.closes() => break,
                TokenKind::NewLine | TokenKind::Semi | TokenKind::Pipe | TokenKind::AndAnd | TokenKind::OrOr => break,
                TokenKind::Redirection => {
                    self.at += 1;
                    if !token.text.contains('&') && self.peek().is_some_and(is_word) {
                        self.at += 1;
                    }
                }
                TokenKind::SplattedVariable => {
                    call.splatted = Splatted::From;
                    self.at += 1;
                }
                TokenKind::Parameter => self.parameter(&mut call, token, inside),
                _ if self.is_lost_command(&call, token) => {
                    call.slips.push(Slip::LineBreak(self.span(token), token.value.clone()));
                    follower = Some(token);
                    break;
                }
                _ => self.value(&mut call, inside),
            }
        }
        call.span.end = call.words.last().map_or(call.name_span.end, |word| word.span.end);
        self.out.calls.push(call);
        if follower.is_some() {
            let pipeline = self.next_pipeline();
            self.call(pipeline, Fed::ByNothing, repeats);
        }
    }

    /// Whether an argument is the name of another command whose line break was lost.
    fn is_lost_command(&self, call: &Call, token: &Token) -> bool {
        let is_name = |name: &str| name.contains('-') && cmdlets::find(name).is_some();
        let asks_about_commands =
            ["Get-Command", "Get-Help", "Set-Alias", "New-Alias"].iter().any(|name| call.is(name));
        let is_value = matches!(
            call.words.last().map(|word| &word.item),
            Some(Item::Parameter(name, None)) if !self.is_switch(call, name)
        );
        token.kind == TokenKind::Generic
            && call.cmdlet.is_some()
            && !asks_about_commands
            && !is_value
            && is_name(&token.value)
    }

    fn is_switch(&self, call: &Call, name: &str) -> bool {
        let parameter = call.cmdlet.and_then(|cmdlet| cmdlet.parameter(name).ok());
        parameter.is_some_and(|found| found.parameter().kind == cmdlets::Kind::Switch)
    }

    fn parameter(&mut self, call: &mut Call, token: &'r Token, inside: Repeats) {
        self.at += 1;
        let before = self.tokens.get(self.at.saturating_sub(2)).filter(|before| before.end == token.start);
        let span = self.span(token);
        let is_colon = token.text.ends_with(':');
        let name = token.value.trim_end_matches(':').to_owned();
        if before.is_some_and(|before| before.kind != TokenKind::Comma) && !call.words.is_empty() {
            call.slips.push(Slip::Space(span.clone(), name.clone(), OneWord::No));
        }
        // `-Identity\Calendar`: the name ends where a name must, whatever PowerShell reads on.
        let plain = name.find(|c: char| !c.is_alphanumeric() && c != '_').filter(|end| *end > 0);
        if let Some((own, rest)) = plain.and_then(|end| name.split_at_checked(end))
            && call.cmdlet.is_some_and(|cmdlet| cmdlet.own(own).is_some())
        {
            call.slips.push(Slip::Space(span.start + 1 + own.len()..span.end, own.to_owned(), OneWord::Yes));
            call.words.push(Word {
                item: Item::Parameter(own.to_owned(), None),
                span: span.clone(),
                text: token.text.clone(),
            });
            call.words.push(Word { item: Item::Value(Literal::Text(rest.to_owned())), span, text: rest.to_owned() });
            return;
        }
        if is_colon && self.peek().is_some_and(|next| is_word(next) || next.kind.opens()) {
            let (value, end) = self.one_value(inside);
            let whole = span.start..end;
            call.words.push(Word { item: Item::Parameter(name, Some(value)), span: whole, text: token.text.clone() });
        } else {
            call.words.push(Word { item: Item::Parameter(name, None), span, text: token.text.clone() });
        }
    }

    fn value(&mut self, call: &mut Call, inside: Repeats) {
        let Some(token) = self.peek() else { return };
        let start = self.span(token).start;
        if let Some(cmdlet) = call.cmdlet {
            if self.torn_word(call, cmdlet, token) {
                return;
            }
            // A dash that PowerShell does not take for one: read as the parameter that was meant.
            let meant = token.text.strip_prefix(super::find::is_any_dash).filter(|_| token.kind == TokenKind::Generic);
            if let Some(name) = meant.filter(|name| cmdlet.parameter(name).is_ok()) {
                self.at += 1;
                let span = self.span(token);
                let item = Item::Parameter(name.to_owned(), None);
                call.words.push(Word { item, span, text: token.text.clone() });
                return;
            }
            let is_bare = matches!(token.kind, TokenKind::Generic | TokenKind::Identifier);
            let is_named = matches!(call.words.last().map(|word| &word.item), Some(Item::Parameter(name, None)) if !self.is_switch(call, name));
            let lacks_hyphen = is_bare
                && !is_named
                && !cmdlet.module.starts_with("Microsoft.PowerShell")
                && token.value.len() > 4
                && cmdlet.parameters.iter().any(|parameter| parameter.name == token.value)
                && self.tokens.get(self.at + 1).is_some_and(|next| is_word(next));
            if lacks_hyphen {
                self.at += 1;
                let span = self.span(token);
                call.slips.push(Slip::Hyphen(span.clone(), token.value.clone()));
                call.words.push(Word {
                    item: Item::Parameter(token.value.clone(), None),
                    span,
                    text: token.text.clone(),
                });
                return;
            }
        }
        let before = self.at;
        let (value, end) = self.one_value(inside);
        if self.at == before {
            // Nothing that could be a value: past it, so that reading goes on.
            self.at += 1;
        }
        let text = self.region.code.get(start - self.region.start..end - self.region.start).unwrap_or_default();
        call.words.push(Word { item: Item::Value(value), span: start..end, text: text.to_owned() });
    }

    /// `$false-DeleteSubject`: a value and a parameter that became one word. Read as the two that were meant.
    fn torn_word(&mut self, call: &mut Call, cmdlet: &'static Cmdlet, token: &'r Token) -> bool {
        if !matches!(token.kind, TokenKind::Generic | TokenKind::Identifier) {
            return false;
        }
        let torn = token.text.char_indices().filter(|(at, c)| *at > 0 && super::find::is_any_dash(*c)).find_map(
            |(at, dash)| {
                let name = token.text.get(at + dash.len_utf8()..)?;
                cmdlet.own(name).map(|parameter| (at, dash.len_utf8(), parameter.name.clone()))
            },
        );
        let Some((at, dash, name)) = torn else { return false };
        let Some(head) = token.text.get(..at) else { return false };
        let is_named = matches!(call.words.last().map(|word| &word.item), Some(Item::Parameter(..)));
        if !head.starts_with('$') && !is_named {
            return false;
        }
        self.at += 1;
        let span = self.span(token);
        let value = match head.to_ascii_lowercase().as_str() {
            "$true" => Literal::Bool(true),
            "$false" => Literal::Bool(false),
            head if head.starts_with('$') => Literal::Unknown,
            _ => Literal::Text(head.to_owned()),
        };
        call.words.push(Word { item: Item::Value(value), span: span.start..span.start + at, text: head.to_owned() });
        let named = span.start + at..span.end;
        call.slips.push(Slip::Space(named.clone(), name.clone(), OneWord::Yes));
        let text = token.text.get(at..).unwrap_or_default().to_owned();
        debug_assert!(dash > 0);
        call.words.push(Word { item: Item::Parameter(name, None), span: named, text });
        true
    }

    /// A value with everything that is stuck to it, and the list that it begins.
    fn one_value(&mut self, inside: Repeats) -> (Literal, usize) {
        let mut values = Vec::new();
        let mut end;
        loop {
            let (value, behind) = self.element(inside);
            values.push(value);
            end = behind;
            if self.peek().is_none_or(|token| token.kind != TokenKind::Comma) {
                break;
            }
            self.at += 1;
            while self.peek().is_some_and(|token| token.kind == TokenKind::NewLine) {
                self.at += 1;
            }
            if self.peek().is_none_or(|token| !is_word(token) && !token.kind.opens()) {
                break;
            }
        }
        match (values.pop(), values.is_empty()) {
            (Some(only), true) => (only, end),
            (last, _) => {
                values.extend(last);
                (Literal::List(values), end)
            }
        }
    }

    fn element(&mut self, inside: Repeats) -> (Literal, usize) {
        let Some(token) = self.peek() else { return (Literal::Unknown, self.region.start + self.region.code.len()) };
        if !is_word(token) && !token.kind.opens() {
            return (Literal::Unknown, self.span(token).start);
        }
        self.at += 1;
        let mut value = literal(token);
        let mut end = token.end;
        if token.kind.opens() {
            let repeats = if token.kind == TokenKind::LCurly { inside } else { Repeats::Not };
            self.inner(repeats);
            end = self.end_of_last();
        }
        // What is stuck to it belongs to it: members, elements, calls.
        while let Some(next) = self.peek() {
            let is_joint = matches!(
                next.kind,
                TokenKind::Dot
                    | TokenKind::ColonColon
                    | TokenKind::QuestionDot
                    | TokenKind::LBracket
                    | TokenKind::QuestionLBracket
                    | TokenKind::LParen
            );
            if next.start != end || !(is_joint || next.role == Role::MemberName) {
                break;
            }
            value = Literal::Unknown;
            self.at += 1;
            end = next.end;
            if next.kind.opens() {
                self.inner(Repeats::Not);
                end = self.end_of_last();
            }
        }
        (value, self.region.start + end)
    }

    fn end_of_last(&self) -> usize {
        self.at.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(0, |token| token.end)
    }
}

fn is_text(token: &Token) -> bool {
    matches!(
        token.kind,
        TokenKind::StringLiteral
            | TokenKind::StringExpandable
            | TokenKind::HereStringLiteral
            | TokenKind::HereStringExpandable
    )
}

/// Whether a token can be a value, or begin one.
fn is_word(token: &Token) -> bool {
    is_text(token)
        || matches!(
            token.kind,
            TokenKind::Variable | TokenKind::Number | TokenKind::Generic | TokenKind::Identifier | TokenKind::Verbatim
        )
}

fn literal(token: &Token) -> Literal {
    match token.kind {
        TokenKind::Variable => match token.value.to_ascii_lowercase().as_str() {
            "true" => Literal::Bool(true),
            "false" => Literal::Bool(false),
            "null" => Literal::Null,
            _ => Literal::Unknown,
        },
        TokenKind::Number => token.text.parse().map_or(Literal::Unknown, Literal::Int),
        TokenKind::AtCurly => Literal::Table,
        TokenKind::LCurly => Literal::Script,
        kind if kind.opens() => Literal::Unknown,
        _ if token.nested.is_empty() => Literal::Text(token.value.clone()),
        _ => Literal::Unknown,
    }
}
