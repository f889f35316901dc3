//! What is wrong with the writing itself: quotes, brackets, dashes.

use super::calls::Calls;
use super::find::{Region, is_any_dash};
use super::remark::{Note, Remarks};
use super::rules;
use crate::powershell::lexer::{Fault, Role, Token, TokenKind, is_double_quote, is_single_quote};

/// Whether a fault tears a text apart: what follows is read as something else.
pub fn tears(fault: Fault) -> bool {
    matches!(
        fault,
        Fault::UnterminatedString
            | Fault::UnterminatedHereString
            | Fault::UnterminatedComment
            | Fault::UnterminatedSubExpression
            | Fault::Unclosed
            | Fault::Unopened
    )
}

/// Judges a piece of code.
pub fn judge(region: &Region, calls: &Calls, remarks: &mut Remarks<'_>) {
    for error in &calls.lexed.errors {
        let rule = match error.fault {
            Fault::UnterminatedString | Fault::UnterminatedHereString => &rules::UNCLOSED_QUOTE,
            Fault::Unclosed | Fault::UnterminatedSubExpression => &rules::UNCLOSED_BRACKET,
            Fault::Unopened => &rules::UNOPENED_BRACKET,
            _ => &rules::UNREADABLE,
        };
        let at = region.start + error.start;
        let length = region.code.get(error.start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        remarks.add(rule, at..at + length, Note::new(error.fault.to_string()));
    }
    for token in &calls.lexed.tokens {
        quotes(region, token, remarks);
        dashes(region, token, remarks);
    }
}

fn quotes(region: &Region, token: &Token, remarks: &mut Remarks<'_>) {
    let is_quoted = matches!(
        token.kind,
        TokenKind::StringLiteral
            | TokenKind::StringExpandable
            | TokenKind::HereStringLiteral
            | TokenKind::HereStringExpandable
    );
    if !is_quoted {
        return;
    }
    let is_typographic = |c: &char| (is_single_quote(*c) || is_double_quote(*c)) && !c.is_ascii();
    let ends = [token.text.chars().next(), token.text.chars().next_back()];
    let found: Vec<char> = ends.into_iter().flatten().filter(is_typographic).collect();
    if found.is_empty() {
        return;
    }
    let (straight, names) = match token.kind {
        TokenKind::StringLiteral | TokenKind::HereStringLiteral => ('\'', "single"),
        _ => ('"', "double"),
    };
    let names = format!("{} as {names} quotes", listed(&found));
    let inner: String = token.text.chars().map(|c| if is_typographic(&c) { straight } else { c }).collect();
    let span = region.span(token.start..token.end);
    remarks.add(&rules::TYPOGRAPHIC_QUOTE, span, Note::new(names).instead([inner]));
}

fn listed(found: &[char]) -> String {
    let mut names: Vec<String> = found.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    names.dedup();
    names.join(" and ")
}

fn dashes(region: &Region, token: &Token, remarks: &mut Remarks<'_>) {
    let odd = |c: &char| is_any_dash(*c) && *c != '-';
    let span = region.span(token.start..token.end);
    let straight = || token.text.chars().map(|c| if is_any_dash(c) { '-' } else { c }).collect::<String>();
    let Some(first) = token.text.chars().find(odd) else { return };
    let code = format!("U+{:04X}", u32::from(first));
    let first_char = token.text.chars().next();
    match token.kind {
        TokenKind::Parameter | TokenKind::Operator if first_char.is_some_and(|c| odd(&c)) => {
            let note = Note::new(format!("{code} in the place of a hyphen")).instead([straight()]);
            remarks.add(&rules::TYPOGRAPHIC_DASH, span, note);
        }
        TokenKind::Generic if token.role == Role::CommandName => {
            let note = Note::new(format!("{code} in the name of a command: it is not found")).instead([straight()]);
            remarks.add(&rules::NO_DASH, span, note);
        }
        TokenKind::Generic | TokenKind::Identifier | TokenKind::Unknown if first_char.is_some_and(|c| odd(&c)) => {
            let is_name = token.text.chars().nth(1).is_some_and(char::is_alphabetic);
            if is_name {
                let note = Note::new(format!("{code} begins a value, not a parameter")).instead([straight()]);
                remarks.add(&rules::NO_DASH, span, note);
            }
        }
        _ => {}
    }
}
