//! The report for machines, one module per version. `json` is the newest; an old one stays for a full major version.

pub mod fix_v1;
pub mod lint_v1;
pub mod product_v1;
pub mod v1;

use std::fmt::Write as _;

use serde::Serialize;

use super::visible;

/// A document as text that ends in a line break. It says what was read, to the letter, in characters that act on nobody
/// who shows it: JSON itself lets DEL, C1 controls and bidirectional marks stand, and build logs act on `##vso[` and
/// `##[` wherever they stand in a line.
fn text(document: &impl Serialize) -> String {
    let json = serde_json::to_string_pretty(document).expect("the document holds nothing that JSON cannot");
    let mut text = String::with_capacity(json.len() + 1);
    let mut last = '\n';
    // Whatever is escaped here can only be inside a string.
    for c in json.chars() {
        let is_marker = c == '#' && last == '#';
        let acts = c != '\n' && !matches!(c, ' '..='~') && visible::acts(c);
        last = if is_marker || acts { '\0' } else { c };
        if is_marker || acts {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a text cannot fail.
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(c);
        }
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_escaped_and_means_the_same() {
        let texts =
            ["\u{1b}[2J\u{9b}31m", "a\u{202e}b\u{200b}", "\u{e0041}", "###[x]##vso[task.x]", "Ñ 香 👑 \\", "\u{7f}"];
        let document = text(&texts);
        assert!(document.chars().all(|c| c == '\n' || !visible::acts(c)), "{document}");
        assert!(!document.contains("##") && document.contains("Ñ 香 👑"), "{document}");
        let read: Vec<String> = serde_json::from_str(&document).unwrap();
        assert_eq!(read, texts);
    }
}
