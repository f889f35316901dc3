//! Lines: widths, wrapping, columns. Knows nothing about reports.

use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, presets};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use super::Look;

/// Wraps words at the width; every line after the first starts with `hang` blanks. Words that are too long are cut.
pub(super) fn wrap(text: &str, width: usize, indent: usize, hang: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = " ".repeat(indent);
    let mut is_empty = true;
    for word in text.split_whitespace() {
        for part in pieces(word, width.saturating_sub(hang.max(indent)).max(8)) {
            if !is_empty && line.width() + 1 + part.width() > width {
                lines.push(std::mem::replace(&mut line, " ".repeat(hang)));
                is_empty = true;
            }
            if !is_empty {
                line.push(' ');
            }
            line.push_str(&part);
            is_empty = false;
        }
    }
    if !is_empty {
        lines.push(line);
    }
    lines
}

/// A label, and text that is wrapped beside it: every line after the first starts below the text.
pub(crate) fn labelled(label: &str, text: &str, width: usize) -> Vec<String> {
    let indent = label.width();
    let mut lines = wrap(text, width, indent, indent);
    match lines.first_mut() {
        Some(first) => first.replace_range(..indent, label),
        None => lines.push(label.trim_end().to_owned()),
    }
    lines
}

/// A word in pieces that fit.
fn pieces(word: &str, width: usize) -> Vec<String> {
    // An address that is broken cannot be opened.
    if word.width() <= width || word.starts_with("https://") {
        return vec![word.to_owned()];
    }
    let mut pieces = vec![String::new()];
    for grapheme in word.graphemes(true) {
        let is_full = pieces.last().is_some_and(|piece| piece.width() + grapheme.width() > width);
        if is_full {
            pieces.push(String::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push_str(grapheme);
        }
    }
    pieces
}

/// Text on the left, text on the right, at least two blanks between them; on two lines if it must be.
pub(super) fn sides(left: &str, right: &str, width: usize) -> Vec<String> {
    let used = left.width() + right.width();
    if used + 2 <= width {
        return vec![format!("{left}{}{right}", " ".repeat(width - used))];
    }
    vec![left.to_owned(), format!("{}{right}", " ".repeat(width.saturating_sub(right.width())))]
}

/// A heading with a line below it, and nothing between the rows.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));
const ASCII_STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('-').junction('-'));

/// A column without blanks is not broken up to this width: identifiers are copied.
const UNBROKEN: usize = 50;
/// Other columns wrap rather than get narrower than this.
const LEAST_COLUMN: usize = 10;

/// A real table: a heading, rows, as wide as its content but never wider than the look allows.
pub(super) fn table(look: &Look, heading: &[&str], rows: Vec<Vec<String>>) -> String {
    let unbroken: Vec<bool> = (0..heading.len())
        .map(|column| {
            let mut cells = rows.iter().filter_map(|row| row.get(column));
            cells.all(|cell| cell.width() <= UNBROKEN && !cell.contains(' '))
        })
        .collect();
    let mut table = plain_table(look, if look.ascii { ASCII_STYLE } else { STYLE });
    table.set_header(heading.to_vec());
    table.add_rows(rows);
    let widths: Vec<usize> = table.column_max_content_widths().into_iter().map(usize::from).collect();
    // Narrow columns and identifiers first, as long as the others keep room to wrap in.
    let least = |width: usize| width.min(LEAST_COLUMN) + 2;
    let mut left = look.width.saturating_sub(widths.iter().map(|width| least(*width)).sum());
    for ((column, width), unbroken) in table.column_iter_mut().zip(widths).zip(unbroken) {
        column.set_padding((0, 2));
        let extra = width + 2 - least(width);
        if (unbroken || extra == 0) && extra <= left {
            left -= extra;
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table.trim_fmt()
}

/// Columns without lines between them.
pub(super) fn columns(look: &Look, rows: Vec<Vec<String>>) -> Vec<String> {
    let mut table = plain_table(look, presets::NOTHING);
    table.add_rows(rows);
    table.trim_fmt().lines().map(ToOwned::to_owned).collect()
}

/// Colour is ours: comfy-table decides differently about `NO_COLOR`, so it is told that there is no terminal.
fn plain_table(look: &Look, style: TableStyle) -> Table {
    let mut table = Table::new();
    table.load_style(style).force_no_tty().set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(look.width.max(Look::LEAST_WIDTH)).unwrap_or(u16::MAX));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_and_long_ones_are_cut() {
        assert_eq!(wrap("one two three", 8, 0, 2), ["one two", "  three"]);
        assert_eq!(wrap(&"x".repeat(20), 12, 2, 2), [format!("  {}", "x".repeat(10)), format!("  {}", "x".repeat(10))]);
        assert!(wrap("  ", 10, 0, 0).is_empty());
    }

    #[test]
    fn text_stays_beside_its_label() {
        assert_eq!(labelled("why  ", "one two three", 12), ["why  one two", "     three"]);
        assert_eq!(labelled("why  ", "", 12), ["why"]);
    }

    #[test]
    fn sides_keep_apart() {
        assert_eq!(sides("left", "right", 12), ["left   right"]);
        assert_eq!(sides("left", "right", 9), ["left", "    right"]);
    }
}
