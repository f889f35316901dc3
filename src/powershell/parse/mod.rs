//! Text to tree, for the part of the language that [`super::ast`] can say. Everything else is an error, never skipped.
//!
//! It reads templates, and scripts back from disk. Only printable ASCII in lines is read.

mod expression;
mod statement;

use super::ast::{Comment, Script, Statement};
use super::lexer::{LexError, Token, TokenKind, tokenize};
use super::print::is_requirement;

/// How deep brackets may stand within each other.
const DEPTH: usize = 64;
/// How many operators or members may follow each other without brackets.
const CHAIN: usize = 256;

/// Why a text is not a script of ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: found {found}, expected {expected}")]
pub struct ParseError {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What stands there.
    pub found: String,
    /// What could stand there.
    pub expected: &'static str,
}

/// Reads a whole script.
pub fn parse(text: &str) -> Result<Script, ParseError> {
    let mut parser = Parser::new(text)?;
    let script = parser.script()?;
    match parser.peek() {
        None => Ok(script),
        Some(_) => Err(parser.error("the end of the script")),
    }
}

/// Reads statements that are no whole script, such as a part of one.
pub fn parse_statements(text: &str) -> Result<Vec<Statement>, ParseError> {
    Parser::new(text)?.statements(None)
}

/// Whether a comma joins values to a list or begins the next argument.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Commas {
    Join,
    Separate,
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    commas: Commas,
}

impl Parser {
    fn new(text: &str) -> Result<Self, ParseError> {
        let lexed = tokenize(text);
        if let Some(error) = lexed.errors.into_iter().next() {
            return Err(lexical(&error));
        }
        only_ascii(text)?;
        Ok(Self { tokens: lexed.tokens, at: 0, depth: 0, commas: Commas::Join })
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn kind(&self) -> Option<TokenKind> {
        self.peek().map(|token| token.kind)
    }

    fn kind_after(&self, more: usize) -> Option<TokenKind> {
        self.tokens.get(self.at + more).map(|token| token.kind)
    }

    fn is_keyword(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.kind == TokenKind::Keyword && token.value == word)
    }

    fn is_assign(&self, sign: &str) -> bool {
        self.peek().is_some_and(|token| token.kind == TokenKind::Assign && token.value == sign)
    }

    /// Whether the next token follows the last without a blank.
    fn is_adjacent(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.zip(self.peek()).is_some_and(|(before, next)| before.end == next.start)
    }

    fn error(&self, expected: &'static str) -> ParseError {
        let (line, column, found) = match self.peek() {
            Some(token) if token.kind == TokenKind::NewLine => {
                (token.line, token.column, "the end of the line".to_owned())
            }
            Some(token) => (token.line, token.column, format!("`{}`", short(&token.text))),
            None => {
                let last = self.tokens.last();
                let (line, column) = last.map_or((1, 1), |last| (last.line, last.column + last.text.chars().count()));
                (line, column, "the end".to_owned())
            }
        };
        ParseError { line, column, found, expected }
    }

    fn expect(&mut self, kind: TokenKind, expected: &'static str) -> Result<Token, ParseError> {
        match self.peek() {
            Some(token) if token.kind == kind => {
                let token = token.clone();
                self.at += 1;
                Ok(token)
            }
            _ => Err(self.error(expected)),
        }
    }

    fn expect_keyword(&mut self, word: &str, expected: &'static str) -> Result<(), ParseError> {
        if !self.is_keyword(word) {
            return Err(self.error(expected));
        }
        self.at += 1;
        Ok(())
    }

    /// Passes a token of this kind if it is next.
    fn pass(&mut self, kind: TokenKind) -> bool {
        let passes = self.kind() == Some(kind);
        self.at += usize::from(passes);
        passes
    }

    fn pass_lines(&mut self) {
        while self.pass(TokenKind::NewLine) {}
    }

    fn end_of_line(&mut self) -> Result<(), ParseError> {
        if self.peek().is_none() || self.pass(TokenKind::NewLine) {
            return Ok(());
        }
        Err(self.error("the end of the line"))
    }

    /// Runs a rule one level deeper.
    fn deeper<T>(&mut self, rule: impl FnOnce(&mut Self) -> Result<T, ParseError>) -> Result<T, ParseError> {
        if self.depth >= DEPTH {
            return Err(self.error("fewer brackets within each other"));
        }
        self.depth += 1;
        let result = rule(self);
        self.depth -= 1;
        result
    }

    fn script(&mut self) -> Result<Script, ParseError> {
        let mut script = Script::default();
        while let Some(comment) = self.comment()? {
            script.header.push(comment);
            self.end_of_line()?;
        }
        self.pass(TokenKind::NewLine);
        while let Some(line) = self.requirement() {
            script.requires.push(line);
            self.end_of_line()?;
        }
        if !script.requires.is_empty() {
            self.pass(TokenKind::NewLine);
        }
        if self.kind() == Some(TokenKind::LBracket) && self.kind_after(2) == Some(TokenKind::LParen) {
            self.binding()?;
            script.parameters = self.parameters()?;
            self.end_of_line()?;
            self.pass(TokenKind::NewLine);
        }
        script.body = self.statements(None)?;
        Ok(script)
    }

    /// `[CmdletBinding()]` on a line of its own.
    fn binding(&mut self) -> Result<(), ParseError> {
        self.at += 1;
        let name = self.expect(TokenKind::TypeName, "`CmdletBinding`")?;
        if name.text != "CmdletBinding" {
            self.at -= 1;
            return Err(self.error("`CmdletBinding`"));
        }
        self.expect(TokenKind::LParen, "`(`")?;
        self.expect(TokenKind::RParen, "`)`")?;
        self.expect(TokenKind::RBracket, "`]`")?;
        self.expect(TokenKind::NewLine, "the end of the line").map(drop)
    }

    /// A comment that is no `#Requires`, if one is next.
    fn comment(&mut self) -> Result<Option<Comment>, ParseError> {
        let Some(token) = self.peek().filter(|token| token.kind == TokenKind::Comment) else { return Ok(None) };
        if requirement_of(token).is_some() {
            return Ok(None);
        }
        let text = match token.text.strip_prefix('#') {
            Some("") => "",
            Some(rest) => rest.strip_prefix(' ').ok_or_else(|| self.error("a blank after `#`"))?,
            None => return Err(self.error("a comment of one line")),
        };
        if super::print::readable(text) != text {
            return Err(self.error("a comment of letters, digits, blanks and `._:/,;()+=@-`"));
        }
        let comment = Comment(text.to_owned());
        self.at += 1;
        Ok(Some(comment))
    }

    fn requirement(&mut self) -> Option<String> {
        let line = requirement_of(self.peek()?)?.to_owned();
        self.at += 1;
        Some(line)
    }
}

fn requirement_of(token: &Token) -> Option<&str> {
    (token.kind == TokenKind::Comment)
        .then(|| token.text.strip_prefix("#Requires "))
        .flatten()
        .filter(|line| is_requirement(line))
}

fn lexical(error: &LexError) -> ParseError {
    ParseError {
        line: error.line,
        column: error.column,
        found: error.fault.to_string(),
        expected: "text that PowerShell can read",
    }
}

fn only_ascii(text: &str) -> Result<(), ParseError> {
    let (mut line, mut column) = (1, 0);
    for c in text.chars() {
        column += 1;
        match c {
            '\n' => (line, column) = (line + 1, 0),
            '\r' | ' '..='~' => {}
            _ => {
                let found = format!("U+{:04X}", u32::from(c));
                return Err(ParseError { line, column, found, expected: "printable ASCII" });
            }
        }
    }
    Ok(())
}

/// The beginning of a token, for a message.
fn short(text: &str) -> String {
    let mut shown: String = text.chars().take(40).collect();
    if shown.len() < text.len() {
        shown.push_str("...");
    }
    shown
}
