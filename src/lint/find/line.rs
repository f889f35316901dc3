//! What a single line looks like: code, the prompt of a shell with code behind it, prose, or nothing.

use std::ops::Range;

use super::is_command;
use crate::powershell::cmdlets;

/// A line of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its bytes, without what ends it.
    pub span: Range<usize>,
    /// What it looks like.
    pub look: Look,
}

/// What a line looks like; ranges are bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// Nothing.
    Blank,
    /// Code from here on.
    Code(Range<usize>),
    /// Code behind the prompt of a shell.
    Prompt(Range<usize>),
    /// Neither code that begins nor prose: code only where it follows code.
    Continued(Range<usize>),
    /// Words.
    Prose,
}

/// The lines of a text.
pub fn all(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut fence: Option<bool> = None;
    let mut is_comment = false;
    let mut here: Option<[&str; 2]> = None;
    for (at, body) in super::lines_of(text) {
        let span = at..at + body.len();
        let trimmed = body.trim();
        let was_comment = is_comment;
        is_comment =
            trimmed.rfind("<#").map_or(is_comment, |begun| trimmed.rfind("#>").is_none_or(|ended| ended < begun))
                && !(is_comment && trimmed.contains("#>"));
        let was_here = here.is_some();
        here = match here {
            Some(ends) if ends.iter().any(|end| body.starts_with(end)) => None,
            Some(ends) => Some(ends),
            None if trimmed.ends_with("@'") => Some(["'@", "\u{2019}@"]),
            None if trimmed.ends_with("@\"") => Some(["\"@", "\u{201d}@"]),
            None => None,
        };
        let look = if trimmed.starts_with("```") {
            // Only a fence that says so holds code throughout; others show what a console printed.
            let language = trimmed.trim_start_matches('`').trim().to_ascii_lowercase();
            fence =
                fence.map_or_else(|| Some(["powershell", "ps1", "pwsh", "ps"].contains(&language.as_str())), |_| None);
            Look::Prose
        } else if was_comment || was_here || (fence == Some(true) && !trimmed.is_empty()) {
            look(body, at).into_code(at + body.len() - body.trim_start().len()..at + body.trim_end().len())
        } else {
            look(body, at)
        };
        lines.push(Line { span, look });
    }
    lines
}

impl Look {
    fn into_code(self, part: Range<usize>) -> Self {
        match self {
            Self::Prose | Self::Continued(_) => Self::Code(part),
            other => other,
        }
    }
}

fn look(body: &str, at: usize) -> Look {
    let trimmed = body.trim_end();
    let end = at + trimmed.len();
    if trimmed.trim_start().is_empty() {
        return Look::Blank;
    }
    if let Some(length) = prompt(trimmed) {
        return Look::Prompt(at + length..end);
    }
    let indent = trimmed.len() - trimmed.trim_start().len();
    let rest = trimmed.trim_start();
    for skipped in [0, list_mark(rest)] {
        let code = rest.get(skipped..).unwrap_or_default();
        if begins(code) {
            return Look::Code(at + indent + skipped..end);
        }
    }
    if is_prose(rest) { Look::Prose } else { Look::Continued(at + indent..end) }
}

/// How long the prompt is with which a line begins: `PS C:\>`, `[PS] C:\>`, `PS /home>`.
fn prompt(line: &str) -> Option<usize> {
    let indent = line.len() - line.trim_start().len();
    let rest = line.trim_start();
    let is_drive = |text: &str| {
        let mut chars = text.chars();
        chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(':') && chars.next() == Some('\\')
    };
    let is_session = rest.starts_with('[') && rest.contains("]: PS");
    let is_prompt =
        rest.starts_with("PS ") || rest.starts_with("PS>") || rest.starts_with("[PS]") || is_session || is_drive(rest);
    let close = rest.find('>').filter(|close| is_prompt && *close < 120)?;
    let behind = rest.get(close + 1..)?;
    let blanks = behind.len() - behind.trim_start().len();
    Some(indent + close + 1 + blanks)
}

/// How long the mark of a list is with which a line begins: `1. `, `a) `, `- `, `• `.
fn list_mark(line: &str) -> usize {
    let mark = line.split(' ').next().unwrap_or_default();
    let is_bullet = ["-", "*", "+", "\u{2022}", "\u{25cf}", "\u{2013}"].contains(&mark);
    let numbered = mark.strip_suffix(['.', ')']).unwrap_or_default();
    let is_number = (1..=3).contains(&numbered.len()) && numbered.chars().all(|c| c.is_ascii_alphanumeric());
    if !(is_bullet || is_number) || line.len() == mark.len() {
        return 0;
    }
    let behind = line.get(mark.len()..).unwrap_or_default();
    mark.len() + (behind.len() - behind.trim_start().len())
}

const KEYWORDS: &[(&str, &str)] = &[
    ("if", "("),
    ("elseif", "("),
    ("foreach", "("),
    ("for", "("),
    ("while", "("),
    ("switch", "("),
    ("param", "("),
    ("try", "{"),
    ("catch", "{"),
    ("finally", "{"),
    ("else", "{"),
    ("do", "{"),
    ("begin", "{"),
    ("process", "{"),
    ("end", "{"),
];

/// Whether code begins here.
fn begins(rest: &str) -> bool {
    if rest.starts_with('#') && !rest.starts_with("# ") && !rest.starts_with("##") || rest.starts_with("<#") {
        return true;
    }
    if rest.starts_with('$') {
        let name =
            rest.trim_start_matches(['$', '{']).trim_start_matches(|c: char| c.is_alphanumeric() || "_:}".contains(c));
        return name.len() + 1 < rest.len()
            && (name.trim_start().starts_with(['=', '|'])
                || name.starts_with(['.', '['])
                || name.trim_start().starts_with("+="));
    }
    if KEYWORDS.iter().any(|(word, then)| {
        rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
            && rest.get(word.len()..).is_some_and(|behind| behind.trim_start().starts_with(then))
    }) {
        return true;
    }
    let (word, behind) = first_word(rest);
    let is_definition = ["function", "filter", "class", "using"].contains(&word) && behind.starts_with(' ');
    let is_statement = ["return", "throw", "exit", "break", "continue"].contains(&word)
        && (behind.trim().is_empty()
            || behind.trim_start().starts_with(['$', '\'', '"', '(', '@', '0', '1', '2', ';']));
    is_definition || is_statement || begins_with_command(rest)
}

/// Whether a line begins with a command, its arguments behind it.
pub fn begins_with_command(rest: &str) -> bool {
    if split_command(rest).is_some() {
        return true;
    }
    let (word, behind) = first_word(rest);
    let plain = with_hyphens(word);
    let is_shell =
        ["powershell", "powershell.exe", "pwsh", "pwsh.exe", "iex"].contains(&plain.to_ascii_lowercase().as_str());
    let is_new = !is_command(&plain) && is_verb_noun(&plain) && leading_parameter(behind.trim_start()).is_some();
    (is_command(&plain) || is_shell || is_new) && is_plausible(&plain, behind.trim_start())
}

/// A verb and a noun that lack the hyphen between them, when something of a command follows.
pub fn split_command(rest: &str) -> Option<(&str, &str)> {
    let (verb, behind) = first_word(rest);
    let (noun, behind) = first_word(behind.strip_prefix(' ')?);
    let is_one = verb.chars().all(|c| c.is_ascii_alphabetic())
        && noun.chars().all(|c| c.is_ascii_alphabetic())
        && !verb.is_empty()
        && is_command(&format!("{verb}-{noun}"));
    let follows = behind.split_whitespace().any(|word| leading_parameter(word).is_some()) || behind.trim().is_empty();
    (is_one && follows).then_some((verb, noun))
}

fn first_word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| c.is_whitespace() || "|;(){}\"'`,".contains(c)).unwrap_or(text.len());
    text.split_at(end)
}

/// Whether a character is any of the dashes that people type for a hyphen.
pub fn is_any_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

fn with_hyphens(word: &str) -> String {
    word.chars().map(|c| if is_any_dash(c) { '-' } else { c }).collect()
}

fn is_verb_noun(word: &str) -> bool {
    let Some((verb, noun)) = word.split_once('-') else { return false };
    let is_known_verb = cmdlets::all()
        .iter()
        .any(|cmdlet| cmdlet.name.split_once('-').is_some_and(|(known, _)| known.eq_ignore_ascii_case(verb)));
    is_known_verb && noun.len() > 2 && noun.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The name of the parameter with which a text begins, whatever dash it has; operators are none.
pub fn leading_parameter(text: &str) -> Option<&str> {
    let behind = text.strip_prefix(is_any_dash)?;
    let name = behind.get(..behind.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(behind.len()))?;
    let operators = [
        "and",
        "or",
        "xor",
        "not",
        "eq",
        "ne",
        "gt",
        "ge",
        "lt",
        "le",
        "like",
        "notlike",
        "match",
        "notmatch",
        "in",
        "notin",
        "contains",
        "notcontains",
        "replace",
        "split",
        "join",
        "is",
        "isnot",
        "as",
        "f",
    ];
    let is_name =
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && !operators.contains(&name.to_ascii_lowercase().as_str());
    is_name.then_some(name)
}

/// Words that follow a command's name in a sentence, never in a call.
const SENTENCE: &[&str] = &[
    "a",
    "adds",
    "allows",
    "also",
    "and",
    "as",
    "can",
    "cmdlet",
    "cmdlets",
    "command",
    "commands",
    "does",
    "for",
    "from",
    "gives",
    "has",
    "in",
    "is",
    "lets",
    "may",
    "must",
    "now",
    "of",
    "on",
    "only",
    "or",
    "parameter",
    "requires",
    "returns",
    "sets",
    "should",
    "shows",
    "the",
    "this",
    "to",
    "uses",
    "was",
    "which",
    "will",
    "with",
];

/// Whether what follows a command's name can be its arguments.
fn is_plausible(command: &str, behind: &str) -> bool {
    let Some(first) = behind.chars().next() else { return true };
    if is_any_dash(first) || "$\"'@({[<|;&>#*\\`_".contains(first) || cmdlets_quote(first) || first.is_ascii_digit() {
        return true;
    }
    let (word, more) = first_word(behind);
    let more = more.trim_start();
    let is_parameter = cmdlets::find(command).is_some_and(|cmdlet| cmdlet.own(word).is_some());
    let goes_on = more.chars().next().is_none_or(|next| is_any_dash(next) || "|;$\"'@(),&`".contains(next));
    is_parameter || (goes_on && !SENTENCE.contains(&word.to_ascii_lowercase().as_str()))
}

fn cmdlets_quote(c: char) -> bool {
    crate::powershell::lexer::is_single_quote(c) || crate::powershell::lexer::is_double_quote(c)
}

/// Whether a line that begins no code is words.
fn is_prose(rest: &str) -> bool {
    let rest = rest.get(list_mark(rest)..).unwrap_or(rest);
    let words = rest.split_whitespace().count();
    let is_bracket = rest.starts_with(['}', ')', '{', '(', '@', '|', '\'', '"', '#', ']', '[', '%', '&', '.']);
    let is_parameter = leading_parameter(rest).is_some();
    // A sentence may name parameters; a line of code that begins with no command does not begin like a sentence.
    let first = rest.split_whitespace().next().unwrap_or_default();
    let is_sentence = words > 3
        && first.starts_with(char::is_uppercase)
        && first.chars().all(char::is_alphabetic)
        && !rest.contains(" = ")
        && !rest.ends_with(['{', '(', '`']);
    let is_own_command = is_verb_noun(&with_hyphens(first)) && !is_command(&with_hyphens(first));
    let is_code_like = (rest.contains('=') && words < 12)
        || rest.contains('|')
        || rest.split('$').skip(1).any(|name| name.starts_with(|c: char| c.is_ascii_alphabetic() || "_({".contains(c)))
        || is_own_command
        || rest.ends_with(['{', '`', ','])
        || rest.split_whitespace().skip(1).any(|word| leading_parameter(word).is_some_and(|name| name.len() > 1));
    let is_short = words < 3 && !rest.starts_with(char::is_uppercase);
    !is_bracket && !is_parameter && !is_short && (is_sentence || !is_code_like)
}

/// The code within a line of prose: between backticks or asterisks, or a command with its parameters.
pub fn inline(body: &str, at: usize) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if body.trim_start().starts_with('#') {
        return found;
    }
    for mark in ['`', '*'] {
        let mut from = 0;
        while let Some(open) = body.get(from..).and_then(|rest| rest.find(mark)).map(|offset| from + offset) {
            let inner = open + 1;
            let Some(length) = body.get(inner..).and_then(|rest| rest.find(mark)) else { break };
            let code = body.get(inner..inner + length).unwrap_or_default();
            let trimmed = code.trim();
            if trimmed.contains(' ') && begins(trimmed) {
                found.push(at + inner..at + inner + length);
                from = inner + length + 1;
            } else {
                from = inner;
            }
        }
    }
    if found.is_empty() {
        found.extend(in_sentence(body).map(|part| at + part.start..at + part.end));
    }
    found.sort_by_key(|part| part.start);
    found
}

/// The first command of a sentence that has a parameter behind its name, up to the end of the line.
fn in_sentence(body: &str) -> Option<Range<usize>> {
    let mut from = 0;
    for word in body.split_inclusive(char::is_whitespace) {
        let start = from + (word.len() - word.trim_start_matches(['(', '"', '\u{201c}', '\'', '\u{2018}', ':']).len());
        from += word.len();
        let rest = body.get(start..).unwrap_or_default();
        let (name, behind) = first_word(rest);
        let has_parameter = leading_parameter(behind.trim_start()).is_some() && behind.starts_with(' ');
        let is_piped = behind.trim_start().starts_with('|');
        if is_command(&with_hyphens(name)) && (has_parameter || is_piped) {
            let end = rest.trim_end().trim_end_matches(['.', ';', ':', '\u{201d}']).len();
            return Some(start..start + end);
        }
    }
    None
}
