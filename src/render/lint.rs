//! Remarks as a compiler shows them: place, line with marks below, why, what instead. Files come from anybody, so every
//! word of theirs goes through [`visible`].

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use super::{Look, layout, visible, words};
use crate::check;
use crate::lint::{Reading, Remark, Severity};

/// How wide prose is at most: longer lines are hard to read.
const WIDEST: usize = 110;

/// How bad a remark is, in the words of findings.
pub fn severity(remark: &Remark) -> check::Severity {
    match remark.rule.severity {
        Severity::Error => check::Severity::Error,
        Severity::Warning => check::Severity::Warning,
        Severity::Info => check::Severity::Info,
    }
}

/// All remarks about a file, and how many there are. `told` keeps the rules whose reasons were given already.
pub fn file(name: &str, text: &str, reading: &Reading, told: &mut BTreeSet<&'static str>, look: &Look) -> String {
    let name = visible::short(name, 100);
    let secrets: Vec<&Range<usize>> =
        reading.remarks.iter().filter(|one| one.conceals()).map(|one| &one.span).collect();
    let mut lines = Vec::new();
    for remark in &reading.remarks {
        let is_new = told.insert(remark.rule.id);
        block(&name, text, remark, &secrets, is_new, look, &mut lines);
        lines.push(String::new());
    }
    lines.push(summary(&name, reading));
    look.finish(format!("{}\n", lines.join("\n")))
}

fn summary(name: &str, reading: &Reading) -> String {
    let commands = words::count(reading.commands.len(), ("command", "commands"));
    let count = |wanted: Severity| reading.remarks.iter().filter(|one| one.rule.severity == wanted).count();
    let counts = [
        (count(Severity::Error), ("error", "errors")),
        (count(Severity::Warning), ("warning", "warnings")),
        (count(Severity::Info), ("note", "notes")),
    ];
    let counts: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, names)| words::count(count, names)).collect();
    match (reading.commands.len(), counts.is_empty()) {
        (0, true) => format!("{name}: no commands found"),
        (_, true) => format!("{name}: {commands}, nothing to remark"),
        (..) => format!("{name}: {commands}, {}", counts.join(", ")),
    }
}

fn block(
    name: &str,
    text: &str,
    remark: &Remark,
    secrets: &[&Range<usize>],
    is_new: bool,
    look: &Look,
    lines: &mut Vec<String>,
) {
    let severity = severity(remark);
    let head = format!("{}[{}]", severity.id(), remark.rule.id);
    lines.push(format!("{}: {}", look.severe(severity, &head), visible::short(&remark.found, 300)));
    let number = remark.line.to_string();
    let gutter = " ".repeat(number.len());
    let bar = if look.ascii { "|" } else { "│" };
    lines.push(look.dim(&format!("{gutter}--> {name}:{}:{}", remark.line, remark.column)));
    let excerpt = Excerpt::of(text, remark, secrets, look.width.saturating_sub(number.len() + 3).max(40));
    lines.push(look.dim(&format!("{gutter} {bar}")));
    lines.push(format!("{} {}", look.dim(&format!("{number} {bar}")), excerpt.line));
    let marks = format!("{}{}", " ".repeat(excerpt.from), "^".repeat(excerpt.width.max(1)));
    lines.push(format!("{} {}", look.dim(&format!("{gutter} {bar}")), look.severe(severity, &marks)));
    let width = look.width.min(WIDEST);
    let mut part =
        |label: &str, text: &str| lines.extend(layout::labelled(&format!("{gutter} = {label}"), text, width));
    if is_new {
        part("why      ", &remark.why);
    }
    if let [first, more @ ..] = remark.instead.as_slice() {
        // Never broken: a line is there to be copied.
        lines.push(format!("{gutter} = instead  {}", copied(first)));
        lines.extend(more.iter().map(|line| format!("{gutter}            {}", copied(line))));
    }
    if is_new {
        let mut part =
            |label: &str, text: &str| lines.extend(layout::labelled(&format!("{gutter} = {label}"), text, width));
        part("source   ", &remark.source);
    }
}

fn copied(line: &str) -> String {
    visible::short(line, 1_000)
}

/// The line that a remark is about, harmless, and where the words are in it.
struct Excerpt {
    line: String,
    from: usize,
    width: usize,
}

impl Excerpt {
    fn of(text: &str, remark: &Remark, secrets: &[&Range<usize>], width: usize) -> Self {
        let head = text.get(..remark.span.start).unwrap_or_default();
        let start = head.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let rest = text.get(start..).unwrap_or_default();
        let end = start + rest.find(['\n', '\r']).unwrap_or(rest.len());
        let last = remark.span.end.min(end);
        let shown = |span: Range<usize>| shown(text, span, secrets);
        let before = shown(start..remark.span.start);
        let words = shown(remark.span.start..last);
        let after = shown(last..end);
        // What stands before the words may take two fifths of the room when there is too little of it.
        let total = before.width() + words.width() + after.width();
        let before = if total <= width { before } else { tail(&before, width * 2 / 5) };
        let words = visible::short(&words, width.saturating_sub(before.width()).max(1));
        let left = width.saturating_sub(before.width() + words.width());
        let after = if after.width() <= left { after } else { cut(&after, left) };
        Self {
            from: before.width(),
            width: words.width(),
            line: format!("{before}{words}{after}").trim_end().to_owned(),
        }
    }
}

/// Bytes of the text, harmless, with secrets taken out.
fn shown(text: &str, span: Range<usize>, secrets: &[&Range<usize>]) -> String {
    let mut out = String::new();
    // A line of megabytes is not looked at whole.
    let most = 4_000;
    for (offset, c) in text.get(span.clone()).unwrap_or_default().char_indices().take(most) {
        let at = span.start + offset;
        let is_secret = secrets.iter().any(|secret| secret.contains(&at));
        match c {
            _ if is_secret => out.push('*'),
            '\t' => out.push_str("    "),
            _ => out.push(c),
        }
    }
    visible::visible(&out)
}

/// The end of a text, at most so wide.
fn tail(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut used = 1;
    for grapheme in text.graphemes(true).rev() {
        if used + grapheme.width() > width {
            break;
        }
        used += grapheme.width();
        kept.push(grapheme);
    }
    kept.reverse();
    format!("…{}", kept.concat())
}

/// The beginning of a text that is too wide.
fn cut(text: &str, width: usize) -> String {
    if width == 0 { String::new() } else { visible::short(text, width) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint;

    fn told(text: &str, look: &Look) -> String {
        file("guide.txt", text, &lint::read(text), &mut BTreeSet::new(), look)
    }

    #[test]
    fn a_remark_points_at_its_words() {
        insta::assert_snapshot!(told(
            "Set-CalendarProcessing -Identity 'x'-DeletSubject $false\r\nUpdate-DistributionGroupMember Rooms\r\n",
            &Look::default()
        ));
    }

    #[test]
    fn a_long_line_is_cut_around_the_words() {
        let line =
            format!("Set-Place -Identity r -Tags {} -Flor 3 -Street {}", "'a', ".repeat(60) + "'b'", "y".repeat(90));
        let told = told(&line, &Look::default());
        assert!(told.lines().all(|line| line.width() <= 100 || line.contains("= instead")), "{told}");
        let marks = told.lines().find(|line| line.contains("^^^^^")).unwrap();
        let shown = told.lines().find(|line| line.contains("-Flor")).map(|_| told.lines().nth(3).unwrap()).unwrap();
        let column = |line: &str, part: &str| line.find(part).map(|at| line[..at].width());
        assert_eq!(column(shown, "-Flor"), column(marks, "^"));
    }

    #[test]
    fn what_acts_on_a_terminal_is_shown_and_not_done() {
        let text = "Get-Mailbox -Identitty \"\u{1b}[2J\u{202e}x\" # ##vso[task.complete]";
        let told = told(text, &Look::default());
        assert!(told.contains("‹U+001B›[2J‹U+202E›x") && !told.contains("##vso["), "{told}");
        assert!(!told.contains(['\u{1b}', '\u{202e}']));
    }

    #[test]
    fn a_secret_is_not_told_again() {
        let text = "$Password = 'Sommer2026!'\nConvertTo-SecureString 'Sommer2026!' -AsPlainText -Forc";
        let told = told(text, &Look::default());
        assert!(told.contains("plain-secret") && told.contains("***") && !told.contains("Sommer2026"), "{told}");
    }

    #[test]
    fn a_text_without_commands_and_one_without_faults_say_so() {
        assert_eq!(told("Nothing to run here, only words.\n", &Look::default()), "guide.txt: no commands found\n");
        assert_eq!(
            told("Get-CalendarProcessing -Identity room1@firm.com\n", &Look::default()),
            "guide.txt: 1 command, nothing to remark\n"
        );
    }
}
