//! The page of a check as plain text for a terminal.
//!
//! Understands what the pages in `docs/checks` use: headings, paragraphs, lists, tables, fenced code, inline code,
//! emphasis and links. The pages are our own, so nothing here is untrusted.

use super::{Look, layout};
use crate::check::{Check, Trust};

/// How wide prose is at most: longer lines are hard to read.
const PROSE: usize = 100;

/// The page of a check under a line that sums it up.
pub fn render(check: &Check, look: &Look) -> String {
    let left = format!("{}  {}", check.id, check.title);
    let fix = match check.fix {
        Trust::Safe => "safe",
        Trust::Review => "review",
        Trust::Manual => "manual",
        Trust::None => "none",
    };
    let right = format!("severity {} · fix {fix} · since {}", check.severity.id(), check.since);
    let width = look.width.min(PROSE);
    let mut lines = layout::sides(&left, &right, width);
    if let Some(first) = lines.first_mut()
        && let Some(rest) = first.strip_prefix(left.as_str())
    {
        *first = format!("{}{rest}", look.heading(&left));
    }
    lines.push(format!("{:<7}({})", "", check.name));
    let script = match check.fix {
        Trust::Safe => Some(format!("rsync-check fix --check {} --out fix/", check.id)),
        Trust::Review => Some(format!("rsync-check fix --check {0} --include {0} --out fix/", check.id)),
        Trust::Manual | Trust::None => None,
    };
    lines.extend(script.map(|script| format!("{:<7}{script}", "")));
    lines.push(String::new());
    lines.extend(markdown(check.page, look));
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    look.finish(format!("{}\n", lines.join("\n")))
}

/// Markdown as lines of plain text. The first heading of level one is left out: the page's title stands above already.
pub fn markdown(page: &str, look: &Look) -> Vec<String> {
    let mut out = Page { width: look.width.min(PROSE), lines: Vec::new(), open: None };
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") {
            out.close();
            for code in lines.by_ref().take_while(|code| !code.trim_start().starts_with("```")) {
                out.lines.push(format!("    {code}").trim_end().to_owned());
            }
            out.blank();
        } else if trimmed.is_empty() {
            out.close();
            out.blank();
        } else if let Some(heading) = trimmed.strip_prefix("## ").or_else(|| trimmed.strip_prefix("### ")) {
            out.close();
            out.blank();
            let heading = inline(heading);
            out.lines.push(look.heading(&heading));
        } else if trimmed.starts_with("# ") {
            out.close();
        } else if trimmed.starts_with('|') {
            out.close();
            out.row(trimmed);
        } else if let Some((marker, text)) = item(trimmed) {
            out.close();
            let indent = line.len() - trimmed.len() + 2;
            out.open = Some(Block { indent, marker, text: text.to_owned() });
        } else {
            out.continue_with(trimmed);
        }
    }
    out.close();
    out.lines
}

/// The marker and the text of a list item.
fn item(line: &str) -> Option<(String, &str)> {
    if let Some(text) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
        return Some(("- ".to_owned(), text));
    }
    let (digits, rest) = line.split_at(line.find(|c: char| !c.is_ascii_digit())?);
    let text = rest.strip_prefix(". ")?;
    (!digits.is_empty()).then(|| (format!("{digits}. "), text))
}

/// A paragraph or a list item that may go on in the next line.
struct Block {
    indent: usize,
    marker: String,
    text: String,
}

struct Page {
    width: usize,
    lines: Vec<String>,
    open: Option<Block>,
}

impl Page {
    fn continue_with(&mut self, text: &str) {
        match &mut self.open {
            Some(block) => {
                block.text.push(' ');
                block.text.push_str(text);
            }
            None => self.open = Some(Block { indent: 2, marker: String::new(), text: text.to_owned() }),
        }
    }

    fn close(&mut self) {
        let Some(Block { indent, marker, text }) = self.open.take() else { return };
        let hang = indent + marker.len();
        let wrapped = layout::wrap(&inline(&text), self.width, hang, hang);
        for (at, line) in wrapped.into_iter().enumerate() {
            let body = line.get(hang..).unwrap_or_default();
            let lead = if at == 0 { format!("{:indent$}{marker}", "") } else { " ".repeat(hang) };
            self.lines.push(format!("{lead}{body}"));
        }
    }

    fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    /// A row of a table: cells with two blanks between them. Rows of dashes say nothing.
    fn row(&mut self, line: &str) {
        let is_rule = line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
        if is_rule {
            return;
        }
        let cells: Vec<_> = line.trim_matches('|').split('|').map(|cell| inline(cell.trim())).collect();
        self.lines.extend(layout::wrap(&cells.join(" │ "), self.width, 2, 6));
    }
}

/// Inline marks away: code keeps its backticks, emphasis loses its stars, a link shows its text and its address.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['`', '*', '[', '\\']) {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        if let Some((code, after)) = tail.strip_prefix('`').and_then(|code| code.split_once('`')) {
            out.push_str(&format!("`{code}`"));
            rest = after;
        } else if let Some((bold, after)) = tail.strip_prefix("**").and_then(|bold| bold.split_once("**")) {
            out.push_str(&inline(bold));
            rest = after;
        } else if let Some((words, after)) = emphasis(tail) {
            out.push_str(&inline(words));
            rest = after;
        } else if let Some((words, link, after)) = link(tail) {
            let words = inline(words);
            out.push_str(&if words.trim_matches('`') == link { words } else { format!("{words} ({link})") });
            rest = after;
        } else if let Some(escaped) = tail.strip_prefix('\\').filter(|tail| tail.starts_with(is_mark)) {
            out.extend(escaped.chars().take(1));
            rest = escaped.get(1..).unwrap_or_default();
        } else {
            out.extend(tail.chars().take(1));
            rest = tail.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
}

fn emphasis(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('*').filter(|inner| !inner.starts_with([' ', '*']))?;
    let (words, after) = inner.split_once('*')?;
    (!words.ends_with(' ')).then_some((words, after))
}

fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (words, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (link, after) = rest.split_once(')')?;
    (!words.contains('[')).then_some((words, link, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_code_stays() {
        assert_eq!(inline("Use `Set-X -Y *`, **not** *that*."), "Use `Set-X -Y *`, not that.");
        assert_eq!(inline("See [the page](https://x.example/a)."), "See the page (https://x.example/a).");
        assert_eq!(inline("2 * 3 and a [note] and \\*"), "2 * 3 and a [note] and *");
    }

    #[test]
    fn a_page_reads_well_as_plain_text() {
        let page = "# Title\n\nA paragraph that goes on\nin a second line with `code`.\n\n## How to fix\n\n- one item that \
                    is long enough to need a second line because it goes on and on and on and on for ever\n- two\n\n1. \
                    first\n2. second\n\n```powershell\nSet-CalendarProcessing -Identity <room>\n```\n\n| a | b |\n|---|---|\n\
                    | 1 | `2` |\n";
        insta::assert_snapshot!(markdown(page, &Look { width: 80, ..Look::default() }).join("\n"));
    }
}
