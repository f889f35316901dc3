//! The one door for text of a tenant to Markdown: it stands in a code span, where nothing marks, links or mentions.

use crate::render::visible;

/// How wide a text may be.
const WIDTH: usize = 160;

/// Text as a code span: what acts is made visible, and no run of backticks inside can end it.
pub fn code(text: &str) -> String {
    let text = visible::short(text, WIDTH);
    if text.trim().is_empty() {
        return "` `".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // One blank on each side belongs to the marks, so that a backtick may stand first or last.
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A block of PowerShell.
pub fn block(lines: &[String]) -> String {
    format!("```powershell\n{}\n```\n", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_stands_in_a_code_span() {
        assert_eq!(code("a|b [x](y) <b> @me #1"), "`a|b [x](y) <b> @me #1`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`x"), "`` `x ``");
        assert_eq!(code("a\nb\u{202e}"), "`a‹U+000A›b‹U+202E›`");
        assert_eq!(code(" \t"), "`  ‹U+0009› `");
        assert_eq!(code(""), "` `");
    }

    proptest! {
        #[test]
        fn a_span_ends_where_it_should(text in "[`a \\n|*]{0,40}") {
            let span = code(&text);
            let fence = span.len() - span.trim_start_matches('`').len();
            let inner = &span[fence..span.len() - fence];
            let runs = inner.split(|c| c != '`').map(str::len);
            prop_assert!(!inner.is_empty() && !span.contains('\n'));
            prop_assert!(runs.into_iter().all(|run| run != fence), "{span}");
            prop_assert!(!inner.starts_with('`') && !inner.ends_with('`'), "{span}");
        }
    }
}
