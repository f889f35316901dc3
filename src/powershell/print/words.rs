//! Which words may be printed as they are.

/// The operators between two values that our scripts use.
pub const OPERATORS: &[&str] = &[
    "-and",
    "-or",
    "-eq",
    "-ne",
    "-ceq",
    "-cne",
    "-gt",
    "-ge",
    "-lt",
    "-le",
    "-contains",
    "-notcontains",
    "-in",
    "-notin",
    "-match",
    "-notmatch",
    "-like",
    "-notlike",
    "-join",
    "-split",
    "-replace",
    "+",
    "-",
    "*",
    "/",
    "-f",
];

/// How tightly an operator binds; `-and` and `-or` bind the same (`token.cs`, `BinaryPrecedence…`).
pub(in crate::powershell) fn precedence(operator: &str) -> u8 {
    match operator {
        "-and" | "-or" => 1,
        "+" | "-" => 3,
        "*" | "/" => 4,
        "-f" => 5,
        _ => 2,
    }
}

pub(super) fn is_comment_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || " ._:/,;()+=@-".contains(c)
}

fn is_word(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && characters.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a key of a hashtable needs no quotes.
pub fn is_key(text: &str) -> bool {
    is_word(text)
}

pub(super) fn is_member(text: &str) -> bool {
    is_word(text)
}

pub(super) fn is_parameter(text: &str) -> bool {
    is_word(text) && !text.starts_with('_')
}

/// `name`, `script:name`, `_`.
pub(in crate::powershell) fn is_variable(text: &str) -> bool {
    is_word(text.strip_prefix("script:").unwrap_or(text))
}

/// `Verb-Noun`, or a word alone that is no keyword.
pub(in crate::powershell) fn is_command(text: &str) -> bool {
    let mut parts = text.split('-');
    let (first, second, more) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    is_parameter(first)
        && more.is_none()
        && match second {
            Some(noun) => is_word(noun),
            None => !RESERVED.contains(&first.to_ascii_lowercase().as_str()),
        }
}

/// Words that begin a statement of another kind.
const RESERVED: &[&str] = &[
    "begin",
    "break",
    "catch",
    "class",
    "clean",
    "configuration",
    "continue",
    "data",
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

/// `string`, `string[]`, `System.Text.Encoding`.
pub(in crate::powershell) fn is_type(text: &str) -> bool {
    text.strip_suffix("[]").unwrap_or(text).split('.').all(is_word)
}

/// What may follow `#Requires` on its line.
pub(in crate::powershell) fn is_requirement(text: &str) -> bool {
    text.starts_with('-')
        && !text.ends_with(' ')
        && text.chars().all(|c| matches!(c, ' '..='~') && !"#`$\"".contains(c))
}
