//! Which characters count as what. PowerShell decides by UTF-16 unit, so nothing beyond U+FFFF is a letter or a space.
//!
//! Taken from `CharTraits.cs` of PowerShell 7; 5.1 agrees in everything that is listed here.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Blank, but not the end of a line. The next-line character and every Unicode separator are blanks.
pub(super) fn is_blank(c: char) -> bool {
    match c {
        ' ' | '\t' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{A0}' => true,
        '\u{101}'..='\u{FFFF}' => is_separator(c),
        _ => false,
    }
}

/// Blank in the wider sense of .NET, which is what counts after a backtick.
pub(super) fn is_space(c: char) -> bool {
    is_blank(c) || matches!(c, '\n' | '\r')
}

fn is_separator(c: char) -> bool {
    use GeneralCategory::{LineSeparator, ParagraphSeparator, SpaceSeparator};
    matches!(c.general_category(), SpaceSeparator | LineSeparator | ParagraphSeparator)
}

/// The ASCII hyphen, the en dash, the em dash and the horizontal bar.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2013}' | '\u{2014}' | '\u{2015}')
}

/// The apostrophe and its four typographic forms: any of them begins or ends a literal.
pub fn is_single_quote(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}')
}

/// The double quote and its three typographic forms.
pub fn is_double_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201C}' | '\u{201D}' | '\u{201E}')
}

/// A letter, of any script.
pub(super) fn is_letter(c: char) -> bool {
    use GeneralCategory::{LowercaseLetter, ModifierLetter, OtherLetter, TitlecaseLetter, UppercaseLetter};
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    c <= '\u{FFFF}'
        && matches!(
            c.general_category(),
            UppercaseLetter | LowercaseLetter | TitlecaseLetter | ModifierLetter | OtherLetter
        )
}

/// A letter or a decimal digit, of any script.
pub(super) fn is_letter_or_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    is_letter(c) || (c <= '\u{FFFF}' && c.general_category() == GeneralCategory::DecimalNumber)
}

/// Begins an identifier.
pub(super) fn starts_identifier(c: char) -> bool {
    c == '_' || is_letter(c)
}

/// Goes on with an identifier.
pub(super) fn continues_identifier(c: char) -> bool {
    c == '_' || is_letter_or_digit(c)
}

/// Begins the name of a variable that has no braces.
pub(super) fn starts_variable(c: char) -> bool {
    matches!(c, '$' | ':' | '?' | '^' | '_') || is_letter_or_digit(c)
}

/// Ends a word in every mode. The zero character is among them; it also stands for the end of the text.
pub(super) fn ends_word(c: char) -> bool {
    matches!(c, '\0' | '\n' | '\r' | '&' | '(' | ')' | ',' | ';' | '{' | '|' | '}') || is_blank(c)
}

/// Ends a number where an expression is read: `7+` is two tokens, `7z` is one.
pub(super) fn ends_number(c: char) -> bool {
    matches!(c, '!' | '#' | '%' | '*' | '+' | '-' | '.' | '/' | '<' | '=' | '>' | ']') || is_dash(c)
}
