//! `attestations.toml` ↔ [`Attestation`]s. Reading names line and key of every mistake; adding keeps what is there.

use jiff::civil::Date;
use toml_edit::{Array, ArrayOfTables, Document, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::{MOST_ATTESTATION_BYTES, Refused, did_you_mean, short};
use crate::tenant::{Attestation, Untrusted};

/// The table that entries stand in.
const ENTRIES: &str = "attestation";
/// The keys of an entry; `product` may be left out.
const KEYS: [&str; 6] = ["step", "product", "owner", "date", "evidence", "expires"];
/// A proof that is shorter than this proves nothing.
const LEAST_EVIDENCE: usize = 3;

/// Reads attestations. Whether a step exists and how long it may be vouched for is the product's matter.
///
/// # Errors
/// [`Refused`] with every mistake, its line and its key.
pub fn attestations(bytes: &[u8], today: Date) -> Result<Vec<Attestation>, Refused> {
    let text = text(bytes)?;
    let document = Document::parse(text).map_err(|error| broken(text, &error))?;
    let mut reading = Reading { text, today, refused: Refused::default() };
    let mut entries = Vec::new();
    for (key, item) in document.iter() {
        if key != ENTRIES {
            let place = reading.place(document.key(key).and_then(toml_edit::Key::span));
            reading.refused.add(place, format!("unknown key `{}`{}", short(key), did_you_mean(key, [ENTRIES])));
            continue;
        }
        match (item.as_array_of_tables(), item.as_array()) {
            (Some(tables), _) => {
                for table in tables {
                    entries.extend(reading.entry(table, table.span()));
                }
            }
            (None, Some(array)) => {
                for value in array {
                    match value.as_inline_table() {
                        Some(table) => entries.extend(reading.entry(table, table.span())),
                        None => {
                            let place = reading.place(value.span());
                            reading
                                .refused
                                .add(place, "an entry is a table with the keys step, owner, date, evidence, expires");
                        }
                    }
                }
            }
            (None, None) => {
                let place = reading.place(item.span());
                reading.refused.add(place, format!("`{ENTRIES}` is a list: write [[{ENTRIES}]] above each entry"));
            }
        }
    }
    reading.refused.unless(entries)
}

/// The file with one more entry; comments and everything else stay as they are. No text is an empty file.
///
/// # Errors
/// [`Refused`] when the text is no list of attestations.
pub fn add_attestation(bytes: &[u8], entry: &Attestation) -> Result<String, Refused> {
    let text = text(bytes)?;
    let mut document: DocumentMut = text.parse().map_err(|error| broken(text, &error))?;
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
            return Err(Refused::whole(format!("`{ENTRIES}` is no list of entries")));
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

fn text(bytes: &[u8]) -> Result<&str, Refused> {
    if bytes.len() > MOST_ATTESTATION_BYTES {
        return Err(Refused::whole(format!("it is larger than {} MiB", MOST_ATTESTATION_BYTES >> 20)));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|_| Refused::whole("it is not UTF-8 text"))
}

fn broken(text: &str, error: &toml_edit::TomlError) -> Refused {
    let mut refused = Refused::default();
    refused.add(place(text, error.span()), error.message().trim().replace('\n', ", "));
    refused
}

/// The line of a place in the text: `line 3`.
fn place(text: &str, span: Option<std::ops::Range<usize>>) -> String {
    let Some(span) = span else { return String::new() };
    let before = text.as_bytes().get(..span.start).unwrap_or_default();
    format!("line {}", before.iter().filter(|byte| **byte == b'\n').count() + 1)
}

struct Reading<'t> {
    text: &'t str,
    today: Date,
    refused: Refused,
}

type Span = Option<std::ops::Range<usize>>;

impl Reading<'_> {
    fn place(&self, span: Span) -> String {
        place(self.text, span)
    }

    fn wrong(&mut self, span: Span, what: impl Into<String>) {
        let place = self.place(span);
        self.refused.add(place, what);
    }

    /// One entry; `None` when something of it was wrong.
    fn entry(&mut self, table: &dyn TableLike, span: Span) -> Option<Attestation> {
        let before = self.refused.count();
        for (key, _) in table.iter().filter(|(key, _)| !KEYS.contains(key)) {
            let at = table.key(key).and_then(toml_edit::Key::span);
            self.wrong(at, format!("unknown key `{}`{}", short(key), did_you_mean(key, KEYS)));
        }
        let step = self.word(table, "step", &span);
        let product = table.contains_key("product").then(|| self.word(table, "product", &span)).flatten();
        let owner = self.word(table, "owner", &span);
        let date = self.date(table, "date", &span);
        let evidence = self.word(table, "evidence", &span);
        let expires = self.date(table, "expires", &span);
        let at = |key: &str| table.get(key).and_then(Item::span).or_else(|| span.clone());
        if let Some(date) = date.filter(|date| *date > self.today) {
            self.wrong(at("date"), format!("`date` {date} is in the future: what was not done cannot be vouched for"));
        }
        if let (Some(date), Some(expires)) = (date, expires)
            && expires < date
        {
            self.wrong(at("expires"), format!("`expires` {expires} is before `date` {date}"));
        }
        if let Some(evidence) = evidence.as_ref().filter(|text| text.chars().count() < LEAST_EVIDENCE) {
            self.wrong(
                at("evidence"),
                format!("`evidence` \"{evidence}\" proves nothing: name a ticket, a document or a place"),
            );
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

    fn word(&mut self, table: &dyn TableLike, key: &str, span: &Span) -> Option<String> {
        let Some(item) = table.get(key) else {
            self.wrong(span.clone(), format!("the entry has no `{key}`"));
            return None;
        };
        match item.as_str().map(str::trim) {
            Some("") => self.wrong(item.span(), format!("`{key}` is empty")),
            Some(text) if text.chars().any(char::is_control) => {
                self.wrong(item.span(), format!("`{key}` holds a line break or another control character"));
            }
            Some(text) => return Some(text.to_owned()),
            None => self.wrong(item.span(), format!("`{key}` is a text: put it between quotation marks")),
        }
        None
    }

    fn date(&mut self, table: &dyn TableLike, key: &str, span: &Span) -> Option<Date> {
        let Some(item) = table.get(key) else {
            self.wrong(span.clone(), format!("the entry has no `{key}`"));
            return None;
        };
        // Both `2026-11-21` and `"2026-11-21"` are a day; a time of day means nothing here.
        let written = match (item.as_str(), item.as_datetime()) {
            (Some(text), _) => text.trim().to_owned(),
            (None, Some(date)) => date.to_string(),
            (None, None) => String::new(),
        };
        let date = (written.len() == 10).then(|| written.parse().ok()).flatten();
        if date.is_none() {
            self.wrong(item.span(), format!("`{key}` is no day such as 2026-11-21"));
        }
        date
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn today() -> Date {
        "2026-11-21".parse().unwrap()
    }

    fn read(text: &str) -> Result<Vec<Attestation>, Refused> {
        attestations(text.as_bytes(), today())
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
                "line 3: unknown key `ownr`; did you mean `owner`?",
                "line 1: the entry has no `owner`",
                "line 4: `date` 2026-11-22 is in the future: what was not done cannot be vouched for",
                "line 6: `expires` 2026-01-01 is before `date` 2026-11-22",
                "line 5: `evidence` \"ok\" proves nothing: name a ticket, a document or a place",
                "line 8: `step` is a text: put it between quotation marks",
                "line 9: `owner` is empty",
                "line 10: `date` is no day such as 2026-11-21",
                "line 11: `evidence` holds a line break or another control character",
                "line 7: the entry has no `expires`",
            ]
        );
    }

    #[test]
    fn what_is_no_list_of_attestations_says_so() {
        assert_eq!(refused("[[attestations]]\n"), "line 1: unknown key `attestations`; did you mean `attestation`?");
        assert!(refused("[attestation]\nstep = 'x'\n").contains("write [[attestation]] above each entry"));
        assert!(refused("attestation = [1]").contains("an entry is a table"));
        assert!(refused("\n\nstep = \n").starts_with("line 3: "), "{}", refused("\n\nstep = \n"));
        assert!(attestations(&[0xff], today()).unwrap_err().to_string().contains("UTF-8"));
        let large = vec![b' '; MOST_ATTESTATION_BYTES + 1];
        assert!(attestations(&large, today()).unwrap_err().to_string().contains("larger than 1 MiB"));
        assert!(
            read("[[attestation]]\nstep='a'\nowner='b'\ndate=2026-01-01T10:00:00Z\nevidence='abc'\nexpires=2026-02-01")
                .is_err()
        );
    }

    #[test]
    fn adding_keeps_comments_and_everything_else() {
        let second = Attestation { step: "secret-rotated".into(), product: Some("roomz".into()), ..entry() };
        let text = add_attestation(ONE.as_bytes(), &second).unwrap();
        assert!(text.starts_with(ONE), "{text}");
        assert_eq!(read(&text).unwrap(), [entry(), second]);
    }

    #[test]
    fn adding_to_nothing_makes_a_file() {
        let text = add_attestation(b"", &entry()).unwrap();
        assert!(text.starts_with("[[attestation]]\nstep = \"security-review\"\n"), "{text}");
        assert_eq!(read(&text).unwrap(), [entry()]);
        assert_eq!(read(&add_attestation(b"attestation = []\n", &entry()).unwrap()).unwrap(), [entry()]);
        assert_eq!(read(&add_attestation(b"# ours\n", &entry()).unwrap()).unwrap(), [entry()]);
    }

    #[test]
    fn adding_to_a_list_in_brackets_keeps_its_form() {
        let inline = "attestation = [{ step = 'a', owner = 'Ann', date = 2026-01-31, evidence = 'abc', expires = 2026-12-31 }]\n";
        let text = add_attestation(inline.as_bytes(), &entry()).unwrap();
        assert_eq!(read(&text).unwrap().len(), 2, "{text}");
        assert!(add_attestation(b"attestation = 3", &entry()).is_err());
        assert!(add_attestation(b"x =", &entry()).is_err());
    }

    proptest! {
        #[test]
        fn arbitrary_text_is_survived(text in any::<String>()) {
            let _ = read(&text);
            let _ = read(&format!("[[attestation]]\n{text}"));
            let _ = add_attestation(text.as_bytes(), &entry());
        }

        #[test]
        fn what_was_added_is_read(owner in "[^\\p{C}]{1,20}", evidence in "[^\\p{C}]{3,20}", step in "[a-z-]{1,12}") {
            prop_assume!(!owner.trim().is_empty() && evidence.trim().chars().count() >= LEAST_EVIDENCE);
            let added = Attestation { step, owner: owner.trim().into(), evidence: evidence.trim().into(), ..entry() };
            let text = add_attestation(ONE.as_bytes(), &added).unwrap();
            prop_assert_eq!(read(&text).unwrap(), [entry(), added]);
        }
    }
}
