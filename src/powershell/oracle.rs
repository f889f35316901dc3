//! What must hold for every text that a script holds, and for every text that is read. Property tests and fuzz targets
//! share it; it judges the printer by the reference tokenizer, not by our own parser alone.

use std::sync::OnceLock;

use super::ast::{Argument, Command, Comment, Expr, Parameter, Pipeline, Script, Statement};
use super::lexer::{Role, Token, TokenKind, tokenize};
use super::parse::parse;
use super::print::{PrintError, print};

/// What did not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// The script could not be printed.
    #[error("it could not be printed: {0}")]
    Print(#[from] PrintError),
    /// The printed script holds something other than printable ASCII in lines of CR LF.
    #[error("byte {0} is neither printable ASCII nor part of CR LF")]
    Bytes(usize),
    /// The tokenizer finds fault with the printed script.
    #[error("the printed script is not clean: {0}")]
    Fault(String),
    /// The text changed the script around it.
    #[error("token {at} is {found}, and {expected} with harmless text")]
    Tokens {
        /// Which token.
        at: usize,
        /// What it is.
        found: String,
        /// What it is when the text is harmless.
        expected: String,
    },
    /// The literal stands for another text.
    #[error("the literal at token {0} stands for another text")]
    Value(usize),
    /// The printed script is read as another tree.
    #[error("the printed script is read as another tree: {0}")]
    Tree(String),
    /// A code page reads the printed bytes in another way.
    #[error("the script reads differently in another encoding")]
    Encoding,
    /// Tokens overlap, leave something out, or misquote the text.
    #[error("the tokens do not cover the text at byte {0}")]
    Cover(usize),
}

/// Needs its quotes as a key, too.
const HARMLESS: &str = "harmless text";

/// A script that holds a text wherever one can stand.
pub fn everywhere(text: &str) -> Script {
    let value = || Expr::text(text);
    let row = || Expr::Table(vec![(text.to_owned(), value()), ("Plain".to_owned(), value())]);
    let equal = || Expr::Binary(Box::new(Expr::var("a")), "-eq".to_owned(), Box::new(value()));
    let mut positional = Command::new("Write-Host").with("Object", value());
    positional.arguments.insert(0, Argument::Positional(value()));
    positional.arguments.push(Argument::Named("Values".to_owned(), Expr::List(vec![value(), value()])));
    positional.arguments.push(Argument::SwitchIs("Confirm".to_owned(), value()));
    let filter = Command {
        name: "Where-Object".to_owned(),
        arguments: vec![Argument::Positional(Expr::Block(vec![equal().into()]))],
    };
    let call = Expr::Call(Box::new(value()), "Split".to_owned(), vec![value(), value()]);
    let assign = |value: Pipeline| Statement::Assign { target: Expr::var("a"), adds: false, value };
    Script {
        header: vec![Comment(text.to_owned())],
        requires: vec!["-Version 5.1".to_owned()],
        parameters: vec![
            Parameter { kind: "string".to_owned(), name: "A".to_owned(), default: Some(value()) },
            Parameter { kind: "switch".to_owned(), name: "B".to_owned(), default: None },
        ],
        body: vec![
            Statement::Comment(Comment(text.to_owned())),
            value().into(),
            positional.into(),
            assign(Expr::array([row(), row(), value()]).into()),
            assign(Expr::array([value()]).into()),
            assign(call.into()),
            assign(Expr::StaticCall("string".to_owned(), "Join".to_owned(), vec![value(), Expr::var("a")]).into()),
            assign(Expr::Index(Box::new(Expr::var("a")), Box::new(value())).into()),
            assign(Expr::Cast("string".to_owned(), Box::new(value())).into()),
            Statement::Run(Pipeline { input: Some(value()), commands: vec![filter] }),
            Statement::If {
                branches: vec![(equal(), vec![Statement::Return(Some(value()))])],
                otherwise: Some(vec![Statement::Throw(value())]),
            },
            Statement::ForEach { variable: "b".to_owned(), over: value(), body: vec![value().into()] },
        ],
    }
}

/// Judges what a text does to a script. `readings` gives the printed bytes as every encoding reads them.
pub fn judge_text(text: &str, readings: impl Fn(&[u8]) -> Vec<String>) -> Result<(), Violation> {
    let script = everywhere(text);
    let printed = print(&script)?;
    judge_bytes(printed.as_bytes())?;
    judge_tokens(text, &printed)?;
    judge_tree(&script, &printed)?;
    if readings(printed.as_bytes()).iter().any(|reading| *reading != printed) {
        return Err(Violation::Encoding);
    }
    Ok(())
}

fn judge_bytes(bytes: &[u8]) -> Result<(), Violation> {
    let mut before = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let fits = match byte {
            b' '..=b'~' => before != b'\r',
            b'\r' => before != b'\r',
            b'\n' => before == b'\r',
            _ => false,
        };
        if !fits {
            return Err(Violation::Bytes(at));
        }
        before = byte;
    }
    Ok(())
}

fn clean_tokens(text: &str) -> Result<Vec<Token>, Violation> {
    let lexed = tokenize(text);
    match lexed.errors.first() {
        Some(error) => Err(Violation::Fault(error.to_string())),
        None => Ok(lexed.tokens),
    }
}

/// The script has the tokens that it has with harmless text, but for those of the literals themselves.
fn judge_tokens(text: &str, printed: &str) -> Result<(), Violation> {
    static TOKENS: OnceLock<Result<Vec<Token>, Violation>> = OnceLock::new();
    let harmless =
        TOKENS.get_or_init(|| clean_tokens(&print(&everywhere(HARMLESS))?)).as_ref().map_err(Clone::clone)?;
    let tokens = clean_tokens(printed)?;
    let mut at = 0;
    for expected in harmless {
        let rest = tokens.get(at..).unwrap_or_default();
        let Some(found) = rest.first() else { return Err(differs(at, "missing", expected)) };
        let same = match expected.kind {
            TokenKind::StringLiteral if expected.value == HARMLESS => {
                let (value, length) = literal(rest).ok_or_else(|| differs(at, &found.text, expected))?;
                if value != text {
                    return Err(Violation::Value(at));
                }
                at += length;
                continue;
            }
            // Comments take the text, in fewer characters.
            TokenKind::Comment => found.kind == TokenKind::Comment,
            _ => (found.kind, found.role, &found.text) == (expected.kind, expected.role, &expected.text),
        };
        if !same {
            return Err(differs(at, &found.text, expected));
        }
        at += 1;
    }
    match tokens.get(at) {
        Some(more) => Err(Violation::Tokens { at, found: more.text.clone(), expected: "nothing".to_owned() }),
        None => Ok(()),
    }
}

fn differs(at: usize, found: &str, expected: &Token) -> Violation {
    Violation::Tokens { at, found: found.to_owned(), expected: expected.text.clone() }
}

/// The text of the literal at the beginning of these tokens, and how many of them it takes.
fn literal(tokens: &[Token]) -> Option<(String, usize)> {
    let first = tokens.first()?;
    match first.kind {
        TokenKind::StringLiteral => return Some((first.value.clone(), 1)),
        TokenKind::Identifier if first.role == Role::Key => return Some((first.text.clone(), 1)),
        TokenKind::LParen => {}
        _ => return None,
    }
    let end = tokens.iter().position(|token| token.kind == TokenKind::RParen)?;
    let mut units = Vec::new();
    for (index, piece) in tokens.get(1..end)?.split(|token| token.kind == TokenKind::Operator).enumerate() {
        match piece {
            [text] if text.kind == TokenKind::StringLiteral => units.extend(text.value.encode_utf16()),
            [open, name, close, number] if index > 0 => {
                let written = format!("{}{}{}{}", open.text, name.text, close.text, number.text);
                let digits = written.strip_prefix("[char]0x").filter(|digits| digits.len() == 4)?;
                units.push(u16::from_str_radix(digits, 16).ok()?);
            }
            _ => return None,
        }
    }
    Some((String::from_utf16(&units).ok()?, end + 1))
}

fn judge_tree(script: &Script, printed: &str) -> Result<(), Violation> {
    let mut read = parse(printed).map_err(|error| Violation::Tree(error.to_string()))?;
    // Comments alone are not kept as they are.
    read.header.clone_from(&script.header);
    if let (Some(first), Some(Statement::Comment(comment))) = (script.body.first(), read.body.first_mut())
        && let Statement::Comment(original) = first
    {
        comment.clone_from(original);
    }
    if read == *script { Ok(()) } else { Err(Violation::Tree(format!("{read:?}"))) }
}

/// Judges how any text is read: tokens cover it, and whatever our parser takes is printed as itself.
pub fn judge_reading(text: &str) -> Result<(), Violation> {
    let lexed = tokenize(text);
    cover(text, &lexed.tokens)?;
    let Ok(script) = parse(text) else { return Ok(()) };
    let printed = print(&script)?;
    judge_bytes(printed.as_bytes())?;
    clean_tokens(&printed)?;
    let again = parse(&printed).map_err(|error| Violation::Tree(error.to_string()))?;
    if again == script { Ok(()) } else { Err(Violation::Tree(format!("{again:?}"))) }
}

/// Tokens stand in order, quote the text, and leave nothing out but blanks and backticks before them.
fn cover(text: &str, tokens: &[Token]) -> Result<(), Violation> {
    let mut end = 0;
    for token in tokens {
        if token.start < end || token.start >= token.end || text.get(token.start..token.end) != Some(&token.text) {
            return Err(Violation::Cover(token.start));
        }
        passes(text, end, token.start)?;
        nested(text, token)?;
        end = token.end;
    }
    passes(text, end, text.len())
}

fn passes(text: &str, from: usize, to: usize) -> Result<(), Violation> {
    let gap = text.get(from..to).unwrap_or("missing");
    if gap.chars().all(|c| c.is_whitespace() || c == '`') { Ok(()) } else { Err(Violation::Cover(from)) }
}

fn nested(text: &str, token: &Token) -> Result<(), Violation> {
    let mut end = token.start;
    for inner in &token.nested {
        let within = inner.start >= end && inner.start < inner.end && inner.end <= token.end;
        if !within || text.get(inner.start..inner.end) != Some(&inner.text) {
            return Err(Violation::Cover(inner.start));
        }
        nested(text, inner)?;
        end = inner.end;
    }
    Ok(())
}
