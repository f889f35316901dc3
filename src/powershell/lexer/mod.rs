//! A reference tokenizer of PowerShell: the whole language's lexical level, not only the part that our scripts use.
//!
//! It is written from PowerShell's own rules and judges what the printer makes, so it shares no code with the printer.
//! In PowerShell the parser tells the tokenizer how to read on (as a command or as an expression); here `driver`
//! does so from the tokens alone. Text that PowerShell would refuse still yields tokens, and errors beside them.

mod chars;
mod commands;
mod driver;
mod frames;
mod numbers;
mod scan;
mod signature;
mod strings;
mod values;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

pub use chars::{is_double_quote, is_single_quote};
pub use signature::resembles_signature;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// CR, LF or CR LF.
    NewLine,
    /// A backtick at the end of a line.
    LineContinuation,
    /// `# …` or `<# … #>`.
    Comment,
    /// `$name`, `${name}`.
    Variable,
    /// `@name`.
    SplattedVariable,
    /// A number, with its suffix and multiplier.
    Number,
    /// `'…'`.
    StringLiteral,
    /// `"…"`.
    StringExpandable,
    /// `@'` … `'@`.
    HereStringLiteral,
    /// `@"` … `"@`.
    HereStringExpandable,
    /// A bare word: the name of a command or an argument without quotes.
    Generic,
    /// A name where an expression is read: of a member, of a key.
    Identifier,
    /// `if`, `foreach`, `param` and so on, where they count as such.
    Keyword,
    /// `:name`.
    Label,
    /// `-Name` or `-Name:`.
    Parameter,
    /// `-eq`, `+`, `!`, `..`, `??` and so on.
    Operator,
    /// `=`, `+=` and so on.
    Assign,
    /// `>`, `>>`, `2>`, `2>&1`, `<`.
    Redirection,
    /// A name within `[…]`.
    TypeName,
    /// What follows `--%` on its line.
    Verbatim,
    /// `(`.
    LParen,
    /// `)`.
    RParen,
    /// `{`.
    LCurly,
    /// `}`.
    RCurly,
    /// `[`.
    LBracket,
    /// `]`.
    RBracket,
    /// `?[`.
    QuestionLBracket,
    /// `@(`.
    AtParen,
    /// `@{`.
    AtCurly,
    /// `$(`.
    DollarParen,
    /// `;`.
    Semi,
    /// `,`.
    Comma,
    /// `|`.
    Pipe,
    /// `&&`.
    AndAnd,
    /// `||`.
    OrOr,
    /// `&`.
    Ampersand,
    /// `.`, of a member or as the operator that runs a file.
    Dot,
    /// `::`.
    ColonColon,
    /// `?.`.
    QuestionDot,
    /// A character that begins nothing.
    Unknown,
}

/// What a token is for, where that is known without parsing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Nothing particular.
    #[default]
    Plain,
    /// The name of a command that is run.
    CommandName,
    /// `&` or `.` that runs what follows.
    Invocation,
    /// A word among the arguments of a command.
    Argument,
    /// The name of a member, after `.` or `::`.
    MemberName,
    /// A key of a hashtable.
    Key,
    /// The name of a function, class or other thing that is being defined.
    Definition,
}

/// A token, with where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// What it is for.
    pub role: Role,
    /// As it is written.
    pub text: String,
    /// What it stands for: the text of a literal, the name of a variable or parameter, a word without its backticks,
    /// an operator or keyword in lower case with an ASCII hyphen.
    pub value: String,
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// The tokens of the variables and sub-expressions within an expandable text or word.
    pub nested: Vec<Token>,
}

/// What is wrong with a text, lexically.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A quote is missing.
    #[error("a text without its closing quote")]
    UnterminatedString,
    /// `'@` or `"@` is missing at the start of a line.
    #[error("a here-string without its closing line")]
    UnterminatedHereString,
    /// Something follows `@'` or `@"` on the line.
    #[error("a here-string whose first line holds more than its opening")]
    HereStringHeader,
    /// `#>` is missing.
    #[error("a block comment without `#>`")]
    UnterminatedComment,
    /// `)` of `$(` is missing.
    #[error("`$(` within a text without its `)`")]
    UnterminatedSubExpression,
    /// `${` without `}`, or with nothing or an open brace inside, or a scope without a name.
    #[error("a variable without a proper name")]
    BadVariable,
    /// `` `u{…} `` is not written properly.
    #[error("a Unicode escape that is not written properly")]
    BadEscape,
    /// The text ends after a backtick.
    #[error("a backtick with nothing after it")]
    DanglingBacktick,
    /// A number beyond its type.
    #[error("a number that does not fit")]
    BadNumber,
    /// A character that begins nothing.
    #[error("a character that begins nothing")]
    UnknownCharacter,
    /// `from`, `define`, `var`.
    #[error("a word that is kept for later versions of PowerShell")]
    ReservedWord,
    /// A bracket, brace or parenthesis is never closed.
    #[error("a bracket that is never closed")]
    Unclosed,
    /// A bracket, brace or parenthesis closes nothing.
    #[error("a bracket that closes nothing")]
    Unopened,
    /// Expandable texts within each other, more than the tokenizer follows.
    #[error("texts nested too deep within each other")]
    TooDeep,
    /// Code after a comment that looks like the start of a signature; PowerShell refuses such scripts.
    #[error("code after a comment that looks like a signature")]
    CodeAfterSignature,
}

/// A fault, with where it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {fault}")]
pub struct LexError {
    /// What is wrong.
    pub fault: Fault,
    /// Where, as a byte.
    pub start: usize,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
}

/// A text as tokens. Between them stand only blanks, and backticks before blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexed {
    /// The tokens in order.
    pub tokens: Vec<Token>,
    /// What is wrong, in order of place.
    pub errors: Vec<LexError>,
}

impl Lexed {
    /// The tokens of each statement outside of all brackets, without comments.
    pub fn statements(&self) -> Vec<Vec<&Token>> {
        let mut statements = vec![Vec::new()];
        let mut depth = 0_usize;
        for token in &self.tokens {
            match token.kind {
                TokenKind::Comment | TokenKind::LineContinuation => continue,
                TokenKind::NewLine | TokenKind::Semi if depth == 0 => {
                    statements.push(Vec::new());
                    continue;
                }
                kind if kind.opens() => depth += 1,
                kind if kind.closes() => depth = depth.saturating_sub(1),
                _ => {}
            }
            if let Some(statement) = statements.last_mut() {
                statement.push(token);
            }
        }
        statements.retain(|statement| !statement.is_empty());
        statements
    }
}

impl TokenKind {
    /// Whether it opens a bracket of any form.
    pub fn opens(self) -> bool {
        use TokenKind::{AtCurly, AtParen, DollarParen, LBracket, LCurly, LParen, QuestionLBracket};
        matches!(self, LParen | AtParen | DollarParen | LCurly | AtCurly | LBracket | QuestionLBracket)
    }

    /// Whether it closes a bracket of any form.
    pub fn closes(self) -> bool {
        matches!(self, Self::RParen | Self::RCurly | Self::RBracket)
    }
}

/// Reads a text as tokens. Never fails: what is wrong is told beside the tokens.
pub fn tokenize(text: &str) -> Lexed {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let places = Places::new(text, &chars);
    let (raw, faults) = driver::drive(&chars, 0);
    let tokens = raw.into_iter().map(|token| places.token(token)).collect();
    let mut errors: Vec<LexError> = faults.into_iter().map(|(fault, at)| places.error(fault, at)).collect();
    errors.sort_by_key(|error| error.start);
    Lexed { tokens, errors }
}

/// A token before its place is known in lines.
#[derive(Clone, Debug)]
struct Raw {
    kind: TokenKind,
    role: Role,
    value: String,
    /// Bytes of the whole text.
    span: Range<usize>,
    nested: Vec<Raw>,
    /// Text of sub-expressions within, not yet read; how many nested tokens come before each.
    pending: Vec<(usize, Vec<(usize, char)>)>,
}

/// Where lines begin.
struct Places<'a> {
    text: &'a str,
    chars: &'a [(usize, char)],
    /// Index of the first character of each line.
    lines: Vec<usize>,
}

impl<'a> Places<'a> {
    fn new(text: &'a str, chars: &'a [(usize, char)]) -> Self {
        let mut lines = vec![0];
        let mut after_cr = false;
        for (index, &(_, c)) in chars.iter().enumerate() {
            if c == '\n' && after_cr {
                if let Some(last) = lines.last_mut() {
                    *last = index + 1;
                }
            } else if c == '\n' || c == '\r' {
                lines.push(index + 1);
            }
            after_cr = c == '\r';
        }
        Self { text, chars, lines }
    }

    fn of(&self, byte: usize) -> (usize, usize) {
        let index = self.chars.partition_point(|&(at, _)| at < byte);
        let line = self.lines.partition_point(|&first| first <= index);
        let first = line.checked_sub(1).and_then(|line| self.lines.get(line)).copied().unwrap_or_default();
        (line, index - first + 1)
    }

    fn token(&self, raw: Raw) -> Token {
        let (line, column) = self.of(raw.span.start);
        Token {
            kind: raw.kind,
            role: raw.role,
            text: self.text.get(raw.span.clone()).unwrap_or_default().to_owned(),
            value: raw.value,
            start: raw.span.start,
            end: raw.span.end,
            line,
            column,
            nested: raw.nested.into_iter().map(|inner| self.token(inner)).collect(),
        }
    }

    fn error(&self, fault: Fault, at: usize) -> LexError {
        let (line, column) = self.of(at);
        LexError { fault, start: at, line, column }
    }
}
