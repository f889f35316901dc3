//! The one door for untrusted text to a terminal or a log: everything that could act is made visible.
//!
//! Control and format characters (ESC, bidirectional marks, zero-width marks, tags), line and paragraph separators and
//! piled-up combining marks become `‹U+202E›`. Markers of build logs (`##vso[`, `##[`) are broken apart.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::tenant::Untrusted;

/// How many combining marks one character may carry before they are shown by number.
const MARKS: usize = 3;

/// How wide a name may be in a sentence.
pub const NAME_WIDTH: usize = 60;

/// Untrusted text, harmless, at most [`NAME_WIDTH`] columns wide.
pub fn name(text: &Untrusted) -> String {
    short(text.raw(), NAME_WIDTH)
}

/// Text, harmless, at most so many columns wide; what is left out ends in an ellipsis.
pub fn short(text: &str, width: usize) -> String {
    // A name of many megabytes is cut before it is looked at closely.
    let most = width.saturating_mul(16).saturating_add(64);
    let head: String = text.chars().take(most).collect();
    let is_cut = head.len() < text.len();
    let visible = visible(&head);
    if !is_cut && visible.width() <= width {
        return visible;
    }
    let mut out = String::new();
    for grapheme in visible.graphemes(true) {
        if out.width() + grapheme.width() + 1 > width {
            break;
        }
        out.push_str(grapheme);
    }
    out.push('…');
    out
}

/// Text with everything that could act made visible.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    let mut has_base = false;
    for c in text.chars() {
        if acts(c) {
            show(&mut out, c);
            (marks, has_base) = (0, false);
        } else if c.general_category_group() == GeneralCategoryGroup::Mark {
            marks += 1;
            if has_base && marks <= MARKS {
                out.push(c);
            } else {
                show(&mut out, c);
            }
        } else {
            out.push(c);
            (marks, has_base) = (0, true);
        }
    }
    if out.contains("##") { break_markers(&out) } else { out }
}

/// Whether a character does something other than to be seen.
pub fn acts(c: char) -> bool {
    matches!(
        c.general_category(),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
            | GeneralCategory::PrivateUse
            | GeneralCategory::Unassigned
    )
}

fn show(out: &mut String, c: char) {
    out.push_str(&format!("‹U+{:04X}›", u32::from(c)));
}

/// Build logs act on these wherever they stand in a line.
fn break_markers(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    let mut rest = text;
    while let Some(at) = rest.find("##") {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let follows = tail.get(2..).unwrap_or_default();
        let is_marker = follows.starts_with('[') || follows.get(..4).is_some_and(|s| s.eq_ignore_ascii_case("vso["));
        out.push_str(if is_marker { "# " } else { "#" });
        rest = tail.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_control_and_format_character_is_shown_by_number() {
        let (mut controls, mut formats) = (0, 0);
        for c in '\0'..=char::MAX {
            match c.general_category() {
                GeneralCategory::Control => controls += 1,
                GeneralCategory::Format => formats += 1,
                _ => continue,
            }
            let shown = visible(&format!("a{c}b"));
            assert_eq!(shown, format!("a‹U+{:04X}›b", u32::from(c)));
        }
        assert_eq!(controls, 65);
        assert!(formats >= 163, "{formats}");
    }

    #[test]
    fn names_of_people_and_places_stay_as_they_are() {
        for name in ["Ñandú", "香港 会議室", "Zürich 2.OG", "e\u{301}t\u{301}", "नमस्ते", "Raum “Spree”"]
        {
            assert_eq!(visible(name), name);
        }
    }

    #[test]
    fn marks_pile_up_only_so_far_and_need_something_to_stand_on() {
        let shown = visible(&format!("a{}", "\u{301}".repeat(5)));
        assert_eq!(shown, "a\u{301}\u{301}\u{301}‹U+0301›‹U+0301›");
        assert_eq!(visible("\u{301}a"), "‹U+0301›a");
    }

    #[test]
    fn markers_of_build_logs_are_broken_wherever_they_stand() {
        assert_eq!(visible("x ##vso[task.setvariable]"), "x # #vso[task.setvariable]");
        assert_eq!(visible("##VSO[x"), "# #VSO[x");
        assert_eq!(visible("###[error]"), "## #[error]");
        assert_eq!(visible("room ## 7"), "room ## 7");
    }

    #[test]
    fn names_are_cut_between_graphemes() {
        assert_eq!(short("Berlin conference room", 10), "Berlin co…");
        assert_eq!(short("会議室会議室", 7), "会議室…");
        assert_eq!(short("short", 5), "short");
        assert_eq!(short(&"x".repeat(100_000), 5), "xxxx…");
    }

    proptest! {
        #[test]
        fn nothing_that_acts_gets_through(text in any::<String>(), width in 1_usize..80) {
            let shown = short(&text, width);
            prop_assert!(!shown.chars().any(acts));
            prop_assert!(shown.width() <= width.max(1), "{shown:?}");
            prop_assert!(!shown.contains("##[") && !shown.to_lowercase().contains("##vso["));
        }
    }
}
