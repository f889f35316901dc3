//! Bytes → a heading and rows of cells, whatever the format: CSV of any common delimiter, or JSON.
//!
//! Knows nothing of rooms. What a spreadsheet program does to a file is undone here: byte order marks, UTF-16, `sep=`
//! lines, the apostrophe before a formula.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::{MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Refused, short};

/// A table: headings, and rows with their numbers.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub headings: Vec<String>,
    pub rows: Vec<Row>,
}

/// A row: as many cells as there are headings; a cell that is missing is empty.
#[derive(Debug)]
pub(super) struct Row {
    /// Counted from 1, without the heading.
    pub number: usize,
    /// The line in the file, where it has lines.
    pub line: Option<u64>,
    pub cells: Vec<String>,
}

impl Row {
    /// Where it is: `row 3 (line 4)`.
    pub fn place(&self) -> String {
        place(self.number, self.line)
    }
}

fn place(number: usize, line: Option<u64>) -> String {
    match line {
        Some(line) => format!("row {number} (line {line})"),
        None => format!("row {number}"),
    }
}

/// Reads a table from bytes.
pub(super) fn table(bytes: &[u8]) -> Result<Table, Refused> {
    if bytes.len() > MOST_BYTES {
        return Err(Refused::whole(format!("it is larger than {} MiB", MOST_BYTES >> 20)));
    }
    let text = text(bytes)?;
    match text.trim_start().chars().next() {
        None => Err(Refused::whole("it is empty")),
        Some('[' | '{') => json(&text),
        Some(_) => csv(&text),
    }
}

/// The text of a file, in UTF-8 or, where a byte order mark says so, in UTF-16.
///
/// # Errors
/// [`Refused`] when it is no text.
pub fn text(bytes: &[u8]) -> Result<Cow<'_, str>, Refused> {
    let utf16 = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let (pairs, rest) = bytes.as_chunks::<2>();
        let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| read(*pair))).collect();
        match (text, rest.is_empty()) {
            (Ok(text), true) => Ok(Cow::Owned(text)),
            _ => Err(Refused::whole("it begins like UTF-16 text and is none: it was not copied whole")),
        }
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            if bytes.starts_with(b"PK\x03\x04") {
                return Err(Refused::whole(
                    "it is a workbook, a document or an archive; save it as text (a list as CSV), in UTF-8",
                ));
            }
            let text = std::str::from_utf8(bytes).map_err(|error| {
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
                let mut refused = Refused::default();
                refused.add(format!("line {line}"), "it is not UTF-8 text; save the file as UTF-8");
                refused
            })?;
            Ok(Cow::Borrowed(text))
        }
    }
}

const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

fn csv(text: &str) -> Result<Table, Refused> {
    let (delimiter, text, skipped) = match announced(text) {
        Some((delimiter, rest)) => (delimiter, rest, 1),
        None => (delimiter(text), text, 0),
    };
    let mut reader =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut refused = Refused::default();
    let mut table = Table::default();
    let mut record = ::csv::StringRecord::new();
    let (mut last_start, mut last_line) = (0, None);
    let mut number = 0;
    loop {
        let start = reader.position().byte();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            // Text that is UTF-8 has no row that cannot be read.
            Err(error) => return Err(Refused::whole(error.to_string())),
        }
        (last_start, last_line) = (start, record.position().map(|position| position.line() + skipped));
        if record.len() > MOST_COLUMNS {
            return Err(Refused::whole(format!("it has more than {MOST_COLUMNS} columns")));
        }
        let is_blank = record.iter().all(|cell| cell.trim().is_empty());
        if table.headings.is_empty() {
            // Blank lines before the heading count in no row.
            if !is_blank {
                table.headings = record.iter().map(|cell| cell.trim().to_owned()).collect();
            }
            continue;
        }
        number += 1;
        if number > MOST_ROWS {
            return Err(Refused::whole(format!("it has more than {MOST_ROWS} rows")));
        }
        let line = last_line;
        let (width, wanted) = (record.len(), table.headings.len());
        if record.iter().skip(wanted).any(|cell| !cell.trim().is_empty()) {
            refused.add(
                place(number, line),
                format!("it has {width} cells and the heading {wanted}: a delimiter or a quotation mark is wrong"),
            );
        } else if !is_blank {
            let cells = (0..wanted).map(|at| cell(record.get(at).unwrap_or_default())).collect();
            table.rows.push(Row { number, line, cells });
        }
    }
    let last_start = usize::try_from(last_start).unwrap_or(usize::MAX);
    if is_open(text.get(last_start..).unwrap_or_default(), delimiter) {
        refused.add(place(number, last_line), "a quotation mark is not closed");
    }
    if table.headings.is_empty() {
        return Err(Refused::whole("it is empty"));
    }
    refused.unless(table)
}

/// The line `sep=;` with which spreadsheet programs announce a delimiter, and what follows it.
fn announced(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    match first.trim_end_matches('\r').as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] if DELIMITERS.contains(delimiter) => {
            Some((*delimiter, rest))
        }
        _ => None,
    }
}

/// The delimiter that stands most often in the heading, outside of quotation marks.
fn delimiter(text: &str) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut is_quoted = false;
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            byte => {
                if let Some(at) = DELIMITERS.iter().position(|delimiter| *delimiter == byte) {
                    counts[at] += 1;
                }
            }
        }
    }
    let most = counts.iter().zip(DELIMITERS).rev().max_by_key(|(count, _)| **count);
    most.map_or(b',', |(_, delimiter)| delimiter)
}

/// Whether a quotation mark that opens a cell is never closed: then the last row swallowed everything behind it.
fn is_open(text: &str, delimiter: u8) -> bool {
    let (mut is_quoted, mut is_start) = (false, true);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if is_quoted && bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            b'"' if is_quoted => is_quoted = false,
            b'"' if is_start => is_quoted = true,
            _ => {}
        }
        is_start = !is_quoted && (byte == delimiter || byte == b'\n' || byte == b'\r');
    }
    is_quoted
}

/// A cell without the blanks around it and without the apostrophe that keeps a spreadsheet from calculating.
fn cell(text: &str) -> String {
    let text = text.trim();
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches(' ').starts_with(is_formula) => rest.trim().to_owned(),
        Some(_) | None => text.to_owned(),
    }
}

/// What a spreadsheet takes for the start of a formula.
fn is_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠')
}

type Object<'a> = BTreeMap<String, &'a RawValue>;

/// A list of objects, or an object with one such list in it.
fn json(text: &str) -> Result<Table, Refused> {
    let broken = |error: &serde_json::Error| {
        let mut refused = Refused::default();
        let why = error.to_string();
        let why = why.split(" at line ").next().unwrap_or_default();
        refused.add(
            format!("line {}, column {}", error.line(), error.column()),
            format!("it is not JSON: {}", short(why)),
        );
        refused
    };
    let items: Vec<&RawValue> = if text.trim_start().starts_with('[') {
        serde_json::from_str(text).map_err(|error| broken(&error))?
    } else {
        let object: Object<'_> = serde_json::from_str(text).map_err(|error| broken(&error))?;
        let list = the_list(&object)?;
        serde_json::from_str(list.get()).map_err(|error| broken(&error))?
    };
    if items.len() > MOST_ROWS {
        return Err(Refused::whole(format!("it has more than {MOST_ROWS} rows")));
    }
    let mut refused = Refused::default();
    let mut headings: Vec<String> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows = Vec::new();
    for (at, item) in items.into_iter().enumerate() {
        let number = at + 1;
        let object: Object<'_> = match serde_json::from_str(item.get()) {
            Ok(object) => object,
            Err(_) => {
                refused.add(place(number, None), "it is not an object with names and values");
                continue;
            }
        };
        let mut cells = Vec::with_capacity(headings.len());
        for (heading, value) in object {
            let column = *known.entry(heading).or_insert_with_key(|heading| {
                headings.push(heading.clone());
                headings.len() - 1
            });
            if headings.len() > MOST_COLUMNS {
                return Err(Refused::whole(format!("it has more than {MOST_COLUMNS} columns")));
            }
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            match json_cell(value) {
                Ok(text) => cells[column] = text,
                Err(why) => {
                    refused.add(format!("{}, column \"{}\"", place(number, None), short(&headings[column])), why)
                }
            }
        }
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(Row { number, line: None, cells });
        }
    }
    for row in &mut rows {
        row.cells.resize(headings.len(), String::new());
    }
    refused.unless(Table { headings, rows })
}

/// The list in an object: the only one, or the one with a usual name.
fn the_list<'a>(object: &Object<'a>) -> Result<&'a RawValue, Refused> {
    let lists: Vec<(&String, &'a RawValue)> =
        object.iter().filter(|(_, value)| value.get().starts_with('[')).map(|(name, value)| (name, *value)).collect();
    let usual = ["value", "rooms", "resources", "spaces", "items", "data", "results", "result", "records"];
    let named = usual.iter().find_map(|name| lists.iter().find(|(list, _)| list.eq_ignore_ascii_case(name)));
    match (named, &lists[..]) {
        (Some((_, list)), _) | (None, [(_, list)]) => Ok(list),
        (None, []) => {
            Err(Refused::whole("it holds no list of rooms: a list of objects is wanted, or an object with one in it"))
        }
        (None, several) => {
            let names: Vec<_> = several.iter().map(|(name, _)| format!("`{}`", short(name))).collect();
            Err(Refused::whole(format!(
                "it holds several lists ({}); the rooms must be in one called `rooms`",
                names.join(", ")
            )))
        }
    }
}

/// A value as text; what has parts itself stays JSON, so that nobody takes it for an empty cell.
fn json_cell(value: &RawValue) -> Result<String, &'static str> {
    let text = value.get();
    match text.as_bytes().first() {
        Some(b'"') => {
            let text: String = serde_json::from_str(text).map_err(|_| "the text in it cannot be read")?;
            Ok(cell(&text))
        }
        Some(b'{' | b'[') => Ok(short(text)),
        _ if text == "null" => Ok(String::new()),
        _ => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let table = table(bytes).unwrap();
        std::iter::once(table.headings).chain(table.rows.into_iter().map(|row| row.cells)).collect()
    }

    fn refused(bytes: &[u8]) -> String {
        table(bytes).unwrap_err().to_string()
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    const PLAIN: [[&str; 2]; 2] = [["Mail", "Name"], ["a@x", "Zürich, 2"]];

    #[test]
    fn every_common_form_of_a_list_says_the_same() {
        let forms: [&[u8]; 10] = [
            "Mail,Name\na@x,\"Zürich, 2\"\n".as_bytes(),
            "Mail,Name\r\na@x,\"Zürich, 2\"".as_bytes(),
            "\u{feff}Mail;Name\r\na@x;Zürich, 2\r\n".as_bytes(),
            "sep=;\r\nMail;Name\r\na@x;Zürich, 2\r\n".as_bytes(),
            "Mail\tName\na@x\tZürich, 2\n".as_bytes(),
            &utf16("Mail\tName\r\na@x\tZürich, 2\r\n", u16::to_le_bytes),
            &utf16("Mail;Name\na@x;Zürich, 2", u16::to_be_bytes),
            r#"[{"Mail": "a@x", "Name": "Zürich, 2"}]"#.as_bytes(),
            r#"{"@odata.context": "x", "value": [{"Mail": "a@x", "Name": "Zürich, 2"}]}"#.as_bytes(),
            r#"{"Buildings": [{"Mail": "a@x", "Name": "Zürich, 2"}], "count": 1}"#.as_bytes(),
        ];
        for form in forms {
            assert_eq!(cells(form), PLAIN, "{}", String::from_utf8_lossy(form));
        }
    }

    #[test]
    fn the_delimiter_is_the_most_frequent_one_of_the_heading() {
        assert_eq!(cells(b"a;\"b,c,d\";e\n1;2;3\n")[0], ["a", "b,c,d", "e"]);
        assert_eq!(cells(b"only\n1\n"), [["only"], ["1"]]);
    }

    #[test]
    fn rows_are_numbered_as_they_stand_in_the_file() {
        let table = table(b"\n\nMail,Name\n\"a@x\",\"two\nlines\"\n,\nb@x\n").unwrap();
        let rows: Vec<_> = table.rows.iter().map(|row| (row.number, row.line)).collect();
        assert_eq!(rows, [(1, Some(4)), (3, Some(7))], "blank rows are counted and left out");
        assert_eq!(table.rows[1].cells, ["b@x", ""], "a cell that is missing is empty");
    }

    #[test]
    fn a_row_that_is_too_long_and_a_quotation_mark_that_stays_open_lose_nothing_silently() {
        assert!(refused(b"a,b\n1,2,3\n").contains("row 1 (line 2): it has 3 cells and the heading 2"));
        assert_eq!(cells(b"a,b\n1,2,,\n")[1], ["1", "2"]);
        assert!(refused(b"a,b\n1,\"two\n3,4\n").contains("row 1 (line 2): a quotation mark is not closed"));
        assert_eq!(cells(b"a,b\n1,24\" screen\n")[1], ["1", "24\" screen"]);
        assert_eq!(cells(b"a,b\n1,\"say \"\"x\"\"\"\n")[1], ["1", "say \"x\""]);
    }

    #[test]
    fn formula_guards_are_taken_off_once() {
        assert_eq!(cells(b"a\n'=1+1\n''=x\n'quoted'\n' -1\n"), [["a"], ["=1+1"], ["''=x"], ["'quoted'"], ["-1"]]);
    }

    #[test]
    fn values_of_json_are_taken_as_text() {
        let rows = cells(br#"[{"a": 12, "b": true, "c": null, "d": {"x": 1}}, {"e": "late", "a": "1"}]"#);
        assert_eq!(rows[0], ["a", "b", "c", "d", "e"]);
        assert_eq!(rows[1], ["12", "true", "", "{\"x\": 1}", ""]);
        assert_eq!(rows[2], ["1", "", "", "", "late"]);
    }

    #[test]
    fn what_is_no_list_says_why() {
        assert_eq!(refused(b""), "it is empty");
        assert_eq!(refused(b" \r\n \n"), "it is empty");
        assert!(refused(b"PK\x03\x04rest").contains("a list as CSV"));
        assert!(refused(b"a,b\n1,\xff\n").starts_with("line 2: it is not UTF-8"));
        assert!(refused(&[0xff, 0xfe, 0x00]).contains("UTF-16"));
        assert!(refused(&[0xff, 0xfe, 0x00, 0xd8]).contains("UTF-16"));
        assert!(refused(b"[{\"a\": 1},\n").starts_with("line 2, column 0: it is not JSON"));
        assert!(refused(b"{\"a\": 1}").contains("no list of rooms"));
        assert!(refused(b"{\"a\": [], \"b\": []}").contains("several lists (`a`, `b`)"));
        assert!(refused(b"[1, {\"a\": \"\\ud800\"}]").contains("row 1: it is not an object"));
        let deep = format!("[{}1{}]", "[".repeat(100_000), "]".repeat(100_000));
        assert!(refused(deep.as_bytes()).contains("row 1: it is not an object"));
    }

    #[test]
    fn sizes_are_limited() {
        assert!(refused(&vec![b'a'; MOST_BYTES + 1]).contains("larger than 32 MiB"));
        assert!(refused(vec![b','; MOST_COLUMNS - 1].as_slice()).contains("empty"), "blanks are no heading");
        let wide = format!("x{}\n", ",x".repeat(MOST_COLUMNS));
        assert!(refused(wide.as_bytes()).contains("more than 256 columns"));
        let long = format!("a\n{}", "1\n".repeat(MOST_ROWS + 1));
        assert!(refused(long.as_bytes()).contains("more than 200000 rows"));
    }
}
