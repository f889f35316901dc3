//! Changes as tables for spreadsheets and for other tools. The only door for text of a tenant to a CSV file.
//!
//! A spreadsheet runs a cell that begins like a formula: such a cell gets one `'` in front. So does one that begins with
//! `'` itself, so that taking one `'` away gives back what was there.

use super::change::told;
use super::{address, class};
use crate::remedy::{Named, Plan, Planned, Row, Section, title};
use crate::render::Names;

/// Whether cells that begin like a formula are guarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cells {
    /// They are: the file is safe to open in a spreadsheet.
    Guarded,
    /// They stay as they are (`--raw-csv`): for programs only.
    Raw,
}

impl Cells {
    /// A cell.
    pub fn cell(self, text: &str) -> String {
        match self {
            Self::Guarded if is_formula(text) => format!("'{text}"),
            Self::Guarded | Self::Raw => text.to_owned(),
        }
    }
}

/// Whether a spreadsheet could take a text for more than text.
fn is_formula(text: &str) -> bool {
    let first = text.trim_start_matches(' ').chars().next();
    first.is_some_and(|first| "=+-@\t\r\n\0＝＋－＠'".contains(first))
}

/// The name of each column of [`changes`].
pub const COLUMNS: [&str; 13] = [
    "tenant", "check", "trust", "widens", "script", "section", "object", "name", "address", "change", "setting",
    "from", "to",
];

/// Every change of a plan as one table.
pub fn changes(plan: &Plan, names: Names, cells: Cells) -> String {
    let mut rows = vec![COLUMNS.map(ToOwned::to_owned).to_vec()];
    for planned in &plan.scripts {
        for (section, row, change) in of_script(planned) {
            let Who { id, name, address, .. } = Who::of(plan, row, change, names);
            let told = told(change, names);
            rows.push(vec![
                plan.tenant.to_string(),
                checks(section),
                class(section.trust).to_owned(),
                if change.widens() { "yes" } else { "no" }.to_owned(),
                format!("{}.ps1", planned.stage.stem()),
                section.id.clone(),
                id,
                name,
                address,
                told.kind.to_owned(),
                told.setting,
                told.from,
                told.to,
            ]);
        }
    }
    table(rows, cells)
}

/// Who is who in a script: the names that are kept out of it.
pub fn who_is_who(plan: &Plan, planned: &Planned, names: Names) -> String {
    let head = ["id", "name", "address", "kind", "section", "what", "checks", "setting", "from", "to"];
    let mut rows = vec![head.map(ToOwned::to_owned).to_vec()];
    for (section, row, change) in of_script(planned) {
        let Who { id, name, address, kind } = Who::of(plan, row, change, names);
        let told = told(change, names);
        let (section_id, what) = (section.id.clone(), title(section));
        rows.push(vec![id, name, address, kind, section_id, what, checks(section), told.setting, told.from, told.to]);
    }
    table(rows, Cells::Guarded)
}

fn of_script(planned: &Planned) -> impl Iterator<Item = (&Section, &Row, &crate::tenant::Change)> {
    let rows = planned.sections.iter().flat_map(|section| section.rows.iter().map(move |row| (section, row)));
    rows.flat_map(|(section, row)| row.changes.iter().map(move |change| (section, row, change)))
}

fn checks(section: &Section) -> String {
    section.checks.iter().copied().collect::<Vec<_>>().join(" ")
}

/// The object of a change as people know it.
struct Who {
    id: String,
    name: String,
    address: String,
    kind: String,
}

impl Who {
    fn of(plan: &Plan, row: &Row, change: &crate::tenant::Change, names: Names) -> Self {
        let id = change.object().map_or_else(|| row.key.clone(), |id| id.to_string());
        let unknown = Named::default();
        let named = plan.names.get(&id).unwrap_or(&unknown);
        let name = match (&named.name, names) {
            (Some(name), Names::Full) => name.raw().to_owned(),
            (Some(_), Names::None) | (None, _) => String::new(),
        };
        Self { id, name, address: address(named.address.as_ref(), names), kind: named.kind.to_owned() }
    }
}

/// A table as CSV: UTF-8 with a byte order mark, every cell quoted, lines that end with CR LF (RFC 4180).
fn table(rows: Vec<Vec<String>>, cells: Cells) -> String {
    let mut writer = ::csv::WriterBuilder::new()
        .quote_style(::csv::QuoteStyle::Always)
        .terminator(::csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| cells.cell(cell))).expect("a row goes into memory");
    }
    let bytes = writer.into_inner().expect("a table goes into memory");
    let text = String::from_utf8(bytes).expect("cells are UTF-8");
    // Without the mark a spreadsheet takes UTF-8 for the code page of the machine.
    format!("\u{feff}{text}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cells_that_begin_like_a_formula_are_guarded() {
        for cell in ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "  =1", "＝1", "－x", "\0x", "'x"] {
            assert_eq!(Cells::Guarded.cell(cell), format!("'{cell}"), "{cell:?}");
            assert_eq!(Cells::Raw.cell(cell), cell);
        }
        for cell in ["", "Berlin", "a=b", "730", "3 - 4"] {
            assert_eq!(Cells::Guarded.cell(cell), cell);
        }
    }

    #[test]
    fn a_table_is_quoted_and_begins_with_a_mark() {
        let rows = vec![vec!["a".to_owned(), "b \"c\"".to_owned()], vec!["=x".to_owned(), "1,2\n3".to_owned()]];
        assert_eq!(table(rows, Cells::Guarded), "\u{feff}\"a\",\"b \"\"c\"\"\"\r\n\"'=x\",\"1,2\n3\"\r\n");
    }

    proptest! {
        #[test]
        fn whatever_a_cell_holds_comes_back_without_its_guard(cells in prop::collection::vec(any::<String>(), 1..6)) {
            let text = table(vec![vec!["head".to_owned(); cells.len()], cells.clone()], Cells::Guarded);
            let text = text.strip_prefix('\u{feff}').unwrap();
            let mut reader = ::csv::Reader::from_reader(text.as_bytes());
            let row = reader.records().next().unwrap().unwrap();
            for (cell, original) in row.iter().zip(&cells) {
                prop_assert!(!cell.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\0']));
                prop_assert_eq!(cell.strip_prefix('\'').unwrap_or(cell), original);
            }
        }
    }
}
