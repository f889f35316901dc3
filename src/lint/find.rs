//! Tells code from prose: a text is a script, or a guide with commands in it. What is left is code of the same length as
//! the text it came from, so that every place in it is a place in the file; what PowerShell cannot read (prompts,
//! placeholders, a bar at the end of a line) is blanked out and told.

mod line;

pub use line::is_any_dash;

use std::ops::Range;

use super::placeholder;
use super::remark::{Note, Remarks};
use super::rules;
use crate::powershell::cmdlets;
use crate::powershell::lexer;
use line::Look;

/// A piece of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The byte of the text at which it begins.
    pub start: usize,
    /// The code: as long as what it stands for, byte for byte.
    pub code: String,
}

impl Region {
    /// Bytes of the code as bytes of the text.
    pub fn span(&self, of: Range<usize>) -> Range<usize> {
        self.start + of.start..self.start + of.end
    }
}

/// The pieces of code in a text.
pub fn regions(text: &str, remarks: &mut Remarks<'_>) -> Vec<Region> {
    let lines = line::all(text);
    let is_guide = is_guide(text, &lines);
    let runs = if is_guide { runs(text, &lines) } else { vec![vec![0..text.len()]] };
    let mut regions = Vec::new();
    for run in runs {
        let Some((start, end)) = run.first().zip(run.last()).map(|(first, last)| (first.start, last.end)) else {
            continue;
        };
        let mut code = Code::of(text, start..end);
        code.blank_between(&run);
        code.mend(start, remarks);
        regions.extend(pieces(Region { start, code: code.text() }));
    }
    regions
}

/// Whether a text is words with commands in it. A script may have a line or two that read like words.
fn is_guide(text: &str, lines: &[line::Line]) -> bool {
    let count = |wanted: fn(&Look) -> bool| lines.iter().filter(|line| wanted(&line.look)).count();
    let (prose, prompts) = (count(|look| *look == Look::Prose), count(|look| matches!(look, Look::Prompt(_))));
    if prose + prompts == 0 {
        return false;
    }
    let written = count(|look| *look != Look::Blank);
    let begins_with_code =
        lines.iter().find(|line| line.look != Look::Blank).is_some_and(|line| line.look != Look::Prose);
    let is_script = prompts == 0 && begins_with_code && prose * 5 <= written && !is_torn(text);
    !is_script
}

/// Code that is being mended, byte by byte.
struct Code {
    bytes: Vec<u8>,
    start: usize,
}

impl Code {
    fn of(text: &str, span: Range<usize>) -> Self {
        Self { start: span.start, bytes: text.get(span).unwrap_or_default().as_bytes().to_vec() }
    }

    /// Puts one ASCII character in the place of every byte.
    fn blank(&mut self, span: Range<usize>, with: u8) {
        for byte in self.bytes.get_mut(span).into_iter().flatten() {
            *byte = with;
        }
    }

    /// Blanks out what lies between the parts of a run: prompts, list marks, line ends of a transcript.
    fn blank_between(&mut self, parts: &[Range<usize>]) {
        for pair in parts.windows(2) {
            if let [before, after] = pair {
                self.blank(before.end - self.start..after.start - self.start, b' ');
            }
        }
    }

    fn text(&self) -> String {
        // Whole characters are replaced by ASCII, so that this never has anything to mend.
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    fn mend(&mut self, start: usize, remarks: &mut Remarks<'_>) {
        for span in placeholder::bracketed(&self.text()) {
            let words = self.text().get(span.clone()).unwrap_or_default().to_owned();
            let note = Note::new(format!("`{words}` is a placeholder"));
            remarks.add(&rules::PLACEHOLDER, start + span.start..start + span.end, note);
            self.blank(span, b'_');
        }
        self.join_command_names(start, remarks);
        self.join_lines(start, remarks);
        self.cut_pipes(start, remarks);
    }

    /// `Connect ExchangeOnline` → `Connect-ExchangeOnline`.
    fn join_command_names(&mut self, start: usize, remarks: &mut Remarks<'_>) {
        let text = self.text();
        for (at, body) in lines_of(&text) {
            let at = at + (body.len() - body.trim_start().len());
            let Some((verb, noun)) = line::split_command(body.trim_start()) else { continue };
            let gap = at + verb.len()..at + verb.len() + 1;
            let note = Note::new(format!("`{verb} {noun}` lacks its hyphen")).instead([format!("{verb}-{noun}")]);
            remarks.add(&rules::MISSING_HYPHEN, start + at..start + at + verb.len() + 1 + noun.len(), note);
            self.blank(gap, b'-');
        }
    }

    /// A line that begins with a parameter belongs to the one before it.
    fn join_lines(&mut self, start: usize, remarks: &mut Remarks<'_>) {
        let text = self.text();
        let lines: Vec<(usize, &str)> = lines_of(&text).collect();
        for pair in lines.windows(2) {
            let [(before_at, before), (at, body)] = pair else { continue };
            let before = before.trim_end();
            let goes_on =
                before.is_empty() || before.ends_with(['`', '|', ',', '(', '{', ';', '=']) || before.contains('#');
            let Some(name) = line::leading_parameter(body.trim_start()) else { continue };
            if goes_on || !line::begins_with_command(before.trim_start()) {
                continue;
            }
            let from = at + (body.len() - body.trim_start().len());
            let note = Note::new(format!("-{name} stands at the beginning of a line"))
                .instead(["put it behind the line before, or end that line with a space and a backtick"]);
            remarks.add(&rules::BROKEN_LINE, start + from..start + from + 1 + name.len(), note);
            self.blank(before_at + before.len()..from, b' ');
        }
    }

    /// A bar at the end of a line with nothing behind it: the border of a table that was copied with it.
    fn cut_pipes(&mut self, start: usize, remarks: &mut Remarks<'_>) {
        let text = self.text();
        let lines: Vec<(usize, &str)> = lines_of(&text).collect();
        for (number, (at, body)) in lines.iter().enumerate() {
            let trimmed = body.trim_end();
            if !trimmed.ends_with('|') || trimmed.trim_start().starts_with('#') {
                continue;
            }
            let next = lines.get(number + 1).map(|(_, next)| next.trim()).unwrap_or_default();
            if !next.is_empty() {
                continue;
            }
            let bar = at + trimmed.len() - 1;
            let note = Note::new("the line ends in `|`, and nothing follows");
            remarks.add(&rules::TRAILING_PIPE, start + bar..start + bar + 1, note);
            self.blank(bar..bar + 1, b' ');
        }
    }
}

/// The lines of a text with their first bytes, without what ends them.
fn lines_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let here = *at;
        *at += line.len();
        Some((here, line.trim_end_matches(['\r', '\n'])))
    })
}

/// The runs of lines that are code, each as the parts of its lines that are.
fn runs(text: &str, lines: &[line::Line]) -> Vec<Vec<Range<usize>>> {
    let mut runs: Vec<Vec<Range<usize>>> = Vec::new();
    let mut is_open = false;
    let mut is_transcript = false;
    for line in lines {
        let body = text.get(line.span.clone()).unwrap_or_default();
        match &line.look {
            Look::Code(part) if is_open && !is_transcript && begins_line(text, line, part) => {
                if let Some(run) = runs.last_mut() {
                    // The line break before it is part of the code.
                    let end = run.last().map_or(part.start, |last| last.end);
                    run.push(end..part.end);
                    run.dedup();
                }
            }
            Look::Code(part) | Look::Prompt(part) => {
                runs.push(vec![part.clone()]);
                is_open = true;
                is_transcript = matches!(line.look, Look::Prompt(_));
            }
            Look::Continued(part) if is_open => {
                if let Some(run) = runs.last_mut() {
                    let end = run.last().map_or(part.start, |last| last.end);
                    // A console breaks long lines anywhere; elsewhere the break is the author's.
                    run.push(if is_transcript { part.start..part.end } else { end..part.end });
                }
            }
            Look::Blank => is_open = false,
            Look::Prose | Look::Continued(_) => {
                is_open = false;
                runs.extend(line::inline(body, line.span.start).into_iter().map(|part| vec![part]));
            }
        }
    }
    runs
}

/// Whether only blanks stand before the code of a line: behind the mark of a list, something new begins.
fn begins_line(text: &str, line: &line::Line, part: &Range<usize>) -> bool {
    text.get(line.span.start..part.start).is_some_and(|before| before.trim().is_empty())
}

/// A region as pieces that can be read alone, where it cannot be read whole: one command that lacks a bracket must not
/// swallow those behind it.
fn pieces(region: Region) -> Vec<Region> {
    if !is_torn(&region.code) {
        return vec![region];
    }
    let mut pieces = Vec::new();
    for paragraph in paragraphs(&region) {
        if is_torn(&paragraph.code) { pieces.extend(statements(&paragraph)) } else { pieces.push(paragraph) }
    }
    pieces
}

/// Whether something is opened and never closed, or the other way round.
fn is_torn(code: &str) -> bool {
    lexer::tokenize(code).errors.iter().any(|error| super::syntax::tears(error.fault))
}

fn paragraphs(region: &Region) -> Vec<Region> {
    let mut paragraphs: Vec<Region> = Vec::new();
    let mut is_open = false;
    for (at, line) in region.code.split_inclusive('\n').scan(0, |at, line| {
        let here = *at;
        *at += line.len();
        Some((here, line))
    }) {
        if line.trim().is_empty() {
            is_open = false;
        } else if is_open && let Some(last) = paragraphs.last_mut() {
            last.code.push_str(line);
        } else {
            paragraphs.push(Region { start: region.start + at, code: line.to_owned() });
            is_open = true;
        }
    }
    paragraphs
}

/// How many lines are tried together before the first of them is given up alone.
const MOST_LINES: usize = 40;

fn statements(paragraph: &Region) -> Vec<Region> {
    let lines: Vec<&str> = paragraph.code.split_inclusive('\n').collect();
    let mut pieces = Vec::new();
    let (mut at, mut start) = (0, paragraph.start);
    while at < lines.len() {
        let whole = (at + 1..=lines.len().min(at + MOST_LINES)).find_map(|end| {
            let code = lines.get(at..end).unwrap_or_default().concat();
            (!is_torn(&code)).then_some((end, code))
        });
        let (end, code) =
            whole.unwrap_or_else(|| (at + 1, lines.get(at).map(|line| (*line).to_owned()).unwrap_or_default()));
        let length = code.len();
        pieces.push(Region { start, code });
        start += length;
        at = end;
    }
    pieces
}

/// Whether a word is the name of a command that is known, by the table or as one that is gone.
fn is_command(word: &str) -> bool {
    word.contains('-') && (cmdlets::find(word).is_some() || cmdlets::withdrawn(word).is_some())
}
