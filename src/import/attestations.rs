//! `attestations.toml` ↔ [`Attestation`]s. Reading names line and key of every mistake; adding keeps what is there.

use jiff::civil::Date;
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::{Refused, short};
use crate::tenant::{Attestation, Untrusted};
use crate::toml_file::{self, DeTable, DeValue, Document, Spanned, TomlError};

/// The table that entries stand in.
const ENTRIES: &str = "attestation";
/// The keys of an entry; `product` may be left out.
const KEYS: [&str; 6] = ["step", "product", "owner", "date", "evidence", "expires"];
/// A proof that is shorter than this proves nothing.
const LEAST_EVIDENCE: usize = 3;

/// Reads attestations; `file` is how messages name the file. Whether a step exists and how long it may be vouched for is
/// the product's matter.
///
/// # Errors
/// [`Refused`] with every mistake, its place and its key.
pub fn attestations(file: &str, bytes: &[u8], today: Date) -> Result<Vec<Attestation>, Refused> {
    let text = toml_file::text(file, bytes)?;
    let document = Document::parse(file, text)?;
    let mut reading = Reading { document: &document, today, refused: Refused::default() };
    let mut entries = Vec::new();
    for (key, value) in document.root() {
        if key.get_ref() != ENTRIES {
            reading.unknown(key, [ENTRIES]);
            continue;
        }
        let Some(items) = value.get_ref().as_array() else {
            let error = document.error(key.span(), format!("\"{ENTRIES}\" is no list of entries"));
            reading.refused.add("", error.hint(format!("Write [[{ENTRIES}]] above each entry.")).to_string());
            continue;
        };
        for item in items {
            match item.get_ref().as_table() {
                Some(table) => entries.extend(reading.entry(table, &item.span())),
                None => reading
                    .wrong(item.span(), "an entry that is no table with the keys step, owner, date, evidence, expires"),
            }
        }
    }
    reading.refused.unless(entries)
}

/// The file with one more entry; comments and everything else stay as they are. No text is an empty file.
///
/// # Errors
/// [`Refused`] when the text is no list of attestations.
pub fn add_attestation(file: &str, bytes: &[u8], entry: &Attestation) -> Result<String, Refused> {
    let text = toml_file::text(file, bytes)?;
    // The same reader as everywhere says what is wrong; the one that keeps comments refuses nothing else.
    Document::parse(file, text)?;
    let mut document: DocumentMut =
        text.parse().map_err(|error| TomlError::of_file(file, format!("no TOML: {error}")))?;
    let item = document.entry(ENTRIES).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    // A list in brackets that is empty takes the usual form.
    if item.as_array().is_some_and(Array::is_empty) {
        *item = Item::ArrayOfTables(ArrayOfTables::new());
    }
    match item {
        Item::ArrayOfTables(tables) => {
            let mut table = Table::new();
            fill(&mut table, entry);
            if !(text.trim().is_empty() && tables.is_empty()) {
                table.decor_mut().set_prefix("\n");
            }
            tables.push(table);
        }
        Item::Value(Value::Array(array)) => {
            let mut table = InlineTable::new();
            fill(&mut table, entry);
            array.push(table);
        }
        Item::None | Item::Value(_) | Item::Table(_) => {
            return Err(TomlError::of_file(file, format!("\"{ENTRIES}\" is no list of entries")).into());
        }
    }
    Ok(document.to_string())
}

fn fill(table: &mut dyn TableLike, entry: &Attestation) {
    let mut put = |key: &str, value: &str| {
        table.insert(key, toml_edit::value(value));
    };
    put("step", &entry.step);
    if let Some(product) = &entry.product {
        put("product", product);
    }
    put("owner", entry.owner.raw());
    put("date", &entry.date.to_string());
    put("evidence", entry.evidence.raw());
    put("expires", &entry.expires.to_string());
}

impl From<TomlError> for Refused {
    fn from(error: TomlError) -> Self {
        Self::whole(error.to_string())
    }
}

struct Reading<'d> {
    document: &'d Document<'d>,
    today: Date,
    refused: Refused,
}

type Span = std::ops::Range<usize>;

impl Reading<'_> {
    fn wrong(&mut self, span: Span, what: impl Into<String>) {
        self.refused.add("", self.document.error(span, what).to_string());
    }

    fn unknown<'k, K: AsRef<str>>(&mut self, key: &Spanned<K>, known: impl IntoIterator<Item = &'k str>) {
        let name = key.get_ref().as_ref();
        let error = self.document.error(key.span(), format!("unknown key \"{}\"", short(name)));
        self.refused.add("", error.meant(name, known).to_string());
    }

    /// One entry; `None` when something of it was wrong.
    fn entry(&mut self, table: &DeTable<'_>, span: &Span) -> Option<Attestation> {
        let before = self.refused.count();
        for (key, _) in table.iter().filter(|(key, _)| !KEYS.contains(&key.get_ref().as_ref())) {
            self.unknown(key, KEYS);
        }
        let step = self.word(table, "step", span);
        let product = find(table, "product").and_then(|_| self.word(table, "product", span));
        let owner = self.word(table, "owner", span);
        let date = self.date(table, "date", span);
        let evidence = self.word(table, "evidence", span);
        let expires = self.date(table, "expires", span);
        let at = |key: &str| find(table, key).map_or_else(|| span.clone(), Spanned::span);
        if let Some(date) = date.filter(|date| *date > self.today) {
            let error = self.document.error(at("date"), format!("\"date\" {date} is in the future"));
            self.refused.add("", error.hint("What was not done cannot be vouched for.").to_string());
        }
        if let (Some(date), Some(expires)) = (date, expires)
            && expires < date
        {
            self.wrong(at("expires"), format!("\"expires\" {expires} is before \"date\" {date}"));
        }
        if let Some(evidence) = evidence.as_ref().filter(|text| text.chars().count() < LEAST_EVIDENCE) {
            let error = self.document.error(at("evidence"), format!("\"evidence\" \"{evidence}\" proves nothing"));
            self.refused.add("", error.hint("Name a ticket, a document or a place.").to_string());
        }
        if self.refused.count() > before {
            return None;
        }
        Some(Attestation {
            step: step?,
            product,
            owner: Untrusted::new(owner?),
            date: date?,
            evidence: Untrusted::new(evidence?),
            expires: expires?,
        })
    }

    fn word(&mut self, table: &DeTable<'_>, key: &str, span: &Span) -> Option<String> {
        let value = self.value(table, key, span)?;
        match value.get_ref().as_str().map(str::trim) {
            Some("") => self.wrong(value.span(), format!("\"{key}\" is empty")),
            Some(text) if text.chars().any(char::is_control) => {
                self.wrong(value.span(), format!("\"{key}\" holds a line break or another control character"));
            }
            Some(text) => return Some(text.to_owned()),
            None => self.wrong(value.span(), format!("\"{key}\" is no text between quotation marks")),
        }
        None
    }

    fn date(&mut self, table: &DeTable<'_>, key: &str, span: &Span) -> Option<Date> {
        let value = self.value(table, key, span)?;
        // Both `2026-11-21` and `"2026-11-21"` are a day; a time of day means nothing here.
        let written = match value.get_ref() {
            DeValue::String(text) => text.trim().to_owned(),
            DeValue::Datetime(date) => date.to_string(),
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => {
                String::new()
            }
        };
        let date = (written.len() == 10).then(|| written.parse().ok()).flatten();
        if date.is_none() {
            self.wrong(value.span(), format!("\"{key}\" is no day such as 2026-11-21"));
        }
        date
    }

    fn value<'t>(&mut self, table: &'t DeTable<'t>, key: &str, span: &Span) -> Option<&'t Spanned<DeValue<'t>>> {
        let value = find(table, key);
        if value.is_none() {
            self.wrong(span.clone(), format!("the key \"{key}\" is missing under \"{ENTRIES}\""));
        }
        value
    }
}

fn find<'t>(table: &'t DeTable<'t>, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
    table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FILE: &str = "attestations.toml";

    fn today() -> Date {
        "2026-11-21".parse().unwrap()
    }

    fn read(text: &str) -> Result<Vec<Attestation>, Refused> {
        attestations(FILE, text.as_bytes(), today())
    }

    fn refused(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    const ONE: &str = "# who looked at it\n[[attestation]]\nstep = \"security-review\" # SW-06\nowner = \"Ann\"\n\
        date = 2026-01-31\nevidence = \"ticket 12\"\nexpires = \"2026-12-31\"\n";

    fn entry() -> Attestation {
        Attestation {
            step: "security-review".into(),
            product: None,
            owner: "Ann".into(),
            date: "2026-01-31".parse().unwrap(),
            evidence: "ticket 12".into(),
            expires: "2026-12-31".parse().unwrap(),
        }
    }

    #[test]
    fn an_entry_is_read_with_days_in_both_forms() {
        assert_eq!(read(ONE).unwrap(), [entry()]);
        let inline = "attestation = [{ step = 'security-review', owner = 'Ann', date = '2026-01-31', evidence = 'ticket 12', \
            expires = 2026-12-31, product = 'spacewell' }]";
        assert_eq!(read(inline).unwrap(), [Attestation { product: Some("spacewell".into()), ..entry() }]);
        assert_eq!(read("").unwrap(), []);
        assert_eq!(read("\u{feff}# nothing yet\n").unwrap(), []);
    }

    #[test]
    fn every_mistake_is_told_with_line_and_key() {
        let text = "[[attestation]]\nstep = \"x\"\nownr = \"Ann\"\ndate = 2026-11-22\nevidence = \"ok\"\nexpires = 2026-01-01\n\
            [[attestation]]\nstep = 3\nowner = \" \"\ndate = \"yesterday\"\nevidence = \"\"\"two\nlines\"\"\"\n";
        let error = read(text).unwrap_err();
        let told: Vec<String> = error.faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "unknown key \"ownr\" in attestations.toml, line 3, column 1. Did you mean \"owner\"?",
                "the key \"owner\" is missing under \"attestation\" in attestations.toml, line 1, column 1",
                "\"date\" 2026-11-22 is in the future in attestations.toml, line 4, column 8. What was not done cannot be \
                 vouched for.",
                "\"expires\" 2026-01-01 is before \"date\" 2026-11-22 in attestations.toml, line 6, column 11",
                "\"evidence\" \"ok\" proves nothing in attestations.toml, line 5, column 12. Name a ticket, a document or a \
                 place.",
                "\"step\" is no text between quotation marks in attestations.toml, line 8, column 8",
                "\"owner\" is empty in attestations.toml, line 9, column 9",
                "\"date\" is no day such as 2026-11-21 in attestations.toml, line 10, column 8",
                "\"evidence\" holds a line break or another control character in attestations.toml, line 11, column 12",
                "the key \"expires\" is missing under \"attestation\" in attestations.toml, line 7, column 1",
            ]
        );
    }

    #[test]
    fn what_is_no_list_of_attestations_says_so() {
        assert_eq!(
            refused("[[attestations]]\n"),
            "unknown key \"attestations\" in attestations.toml, line 1, column 3. Did you mean \"attestation\"?"
        );
        assert!(refused("[attestation]\nstep = 'x'\n").contains("Write [[attestation]] above each entry"));
        assert!(refused("attestation = [1]").contains("an entry that is no table"));
        assert!(refused("\n\nstep = \n").contains(", line 3, "), "{}", refused("\n\nstep = \n"));
        assert!(attestations(FILE, &[0xff], today()).unwrap_err().to_string().contains("UTF-8"));
        let large = vec![b' '; toml_file::MAX_SIZE + 1];
        assert!(attestations(FILE, &large, today()).unwrap_err().to_string().contains("more than 1 MiB"));
        assert!(
            read("[[attestation]]\nstep='a'\nowner='b'\ndate=2026-01-01T10:00:00Z\nevidence='abc'\nexpires=2026-02-01")
                .is_err()
        );
    }

    #[test]
    fn adding_keeps_comments_and_everything_else() {
        let second = Attestation { step: "secret-rotated".into(), product: Some("roomz".into()), ..entry() };
        let text = add_attestation(FILE, ONE.as_bytes(), &second).unwrap();
        assert!(text.starts_with(ONE), "{text}");
        assert_eq!(read(&text).unwrap(), [entry(), second]);
    }

    #[test]
    fn adding_to_nothing_makes_a_file() {
        let text = add_attestation(FILE, b"", &entry()).unwrap();
        assert!(text.starts_with("[[attestation]]\nstep = \"security-review\"\n"), "{text}");
        assert_eq!(read(&text).unwrap(), [entry()]);
        assert_eq!(read(&add_attestation(FILE, b"attestation = []\n", &entry()).unwrap()).unwrap(), [entry()]);
        assert_eq!(read(&add_attestation(FILE, b"# ours\n", &entry()).unwrap()).unwrap(), [entry()]);
    }

    #[test]
    fn adding_to_a_list_in_brackets_keeps_its_form() {
        let inline = "attestation = [{ step = 'a', owner = 'Ann', date = 2026-01-31, evidence = 'abc', expires = 2026-12-31 }]\n";
        let text = add_attestation(FILE, inline.as_bytes(), &entry()).unwrap();
        assert_eq!(read(&text).unwrap().len(), 2, "{text}");
        assert!(add_attestation(FILE, b"attestation = 3", &entry()).is_err());
        assert!(add_attestation(FILE, b"x =", &entry()).is_err());
    }

    proptest! {
        #[test]
        fn arbitrary_text_is_survived(text in any::<String>()) {
            let _ = read(&text);
            let _ = read(&format!("[[attestation]]\n{text}"));
            let _ = add_attestation(FILE, text.as_bytes(), &entry());
        }

        #[test]
        fn what_was_added_is_read(owner in "[^\\p{C}]{1,20}", evidence in "[^\\p{C}]{3,20}", step in "[a-z-]{1,12}") {
            prop_assume!(!owner.trim().is_empty() && evidence.trim().chars().count() >= LEAST_EVIDENCE);
            let added = Attestation { step, owner: owner.trim().into(), evidence: evidence.trim().into(), ..entry() };
            let text = add_attestation(FILE, ONE.as_bytes(), &added).unwrap();
            prop_assert_eq!(read(&text).unwrap(), [entry(), added]);
        }
    }
}
