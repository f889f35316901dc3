//! Floor 0: TOML files that people write. Text in; a typed value out, or an error that names file, line, column and key.
//!
//! Knows neither products nor profiles, and opens no file. A file may lie over another one ([`Document::over`]): what is
//! wrong is still told by the place where it was written.

use std::fmt;
use std::ops::Range;

use serde::de::DeserializeOwned;
pub use toml::Spanned;
pub use toml::de::{DeArray, DeTable, DeValue};

/// The largest file that is read, in bytes.
pub const MAX_SIZE: usize = 1 << 20;

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct TomlError {
    /// What is wrong, such as `unknown key "tittles"`.
    pub what: String,
    /// The file, as it was named.
    pub file: String,
    /// Line and column, counted from 1; `None` when it is about the whole file.
    pub place: Option<(usize, usize)>,
    /// A sentence that helps, such as `Did you mean "titles"?`.
    pub hint: Option<String>,
}

impl TomlError {
    /// Something about a whole file.
    pub fn of_file(file: impl Into<String>, what: impl Into<String>) -> Self {
        Self { what: what.into(), file: file.into(), place: None, hint: None }
    }

    /// With a sentence that helps.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With the name that was probably meant, when one is near.
    #[must_use]
    pub fn meant<'a>(mut self, typed: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.hint = did_you_mean(typed, known).map(|name| format!("Did you mean \"{name}\"?")).or(self.hint);
        self
    }
}

impl fmt::Display for TomlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.what, self.file)?;
        if let Some((line, column)) = self.place {
            write!(f, ", line {line}, column {column}")?;
        }
        match &self.hint {
            Some(hint) => write!(f, ". {hint}"),
            None => Ok(()),
        }
    }
}

/// The name that is most like what was typed, if one is.
pub fn did_you_mean<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody means a short name by a very long one, and likeness costs the product of both lengths.
    let typed: String = typed.chars().take(100).collect::<String>().to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&typed, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name)
}

/// The text of a file: UTF-8, not too large, a byte order mark taken off.
///
/// # Errors
/// [`TomlError`] about the whole file.
pub fn text<'t>(file: &str, bytes: &'t [u8]) -> Result<&'t str, TomlError> {
    if bytes.len() > MAX_SIZE {
        return Err(TomlError::of_file(file, format!("more than {} MiB", MAX_SIZE >> 20)));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let head = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let place = place_in(std::str::from_utf8(head).unwrap_or_default(), head.len());
        TomlError {
            place: Some(place),
            ..TomlError::of_file(file, "bytes that are not UTF-8 text").hint("Save the file as UTF-8.")
        }
    })?;
    Ok(text.trim_start_matches('\u{feff}'))
}

/// Reads a file of one type.
///
/// # Errors
/// [`TomlError`] with the place of what is wrong.
pub fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, TomlError> {
    Document::parse(file, text)?.read()
}

/// A step on the way to a place in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// The value of this key.
    Key(&'a str),
    /// The item at this place of a list, counted from 0.
    Item(usize),
}

/// A file as a tree that knows where everything in it was written.
#[derive(Clone, Debug)]
pub struct Document<'t> {
    sources: Vec<Source<'t>>,
    root: Spanned<DeTable<'t>>,
}

/// A file of a document. Places count through all of them: those of the second one begin where the first one ends.
#[derive(Clone, Debug)]
struct Source<'t> {
    file: String,
    text: &'t str,
    begins: usize,
}

impl<'t> Document<'t> {
    /// Reads text.
    ///
    /// # Errors
    /// [`TomlError`] when it is no TOML.
    pub fn parse(file: &str, text: &'t str) -> Result<Self, TomlError> {
        if text.len() > MAX_SIZE {
            return Err(TomlError::of_file(file, format!("more than {} MiB", MAX_SIZE >> 20)));
        }
        let source = Source { file: file.to_owned(), text, begins: 0 };
        let root = DeTable::parse(text).map_err(|error| TomlError {
            place: error.span().map(|span| place_in(text, span.start)),
            ..TomlError::of_file(file, format!("no TOML: {}", one_line(error.message())))
        })?;
        Ok(Self { sources: vec![source], root })
    }

    /// The outermost table.
    pub fn root(&self) -> &DeTable<'t> {
        self.root.get_ref()
    }

    /// The outermost table, to be changed.
    pub fn root_mut(&mut self) -> &mut DeTable<'t> {
        self.root.get_mut()
    }

    /// Lays this file over another one: `merge` is handed this file's table and the other one's, and makes one of them.
    #[must_use]
    pub fn over(mut self, base: Self, merge: impl FnOnce(&mut DeTable<'t>, DeTable<'t>)) -> Self {
        let by = self.sources.iter().map(|source| source.begins + source.text.len() + 1).max().unwrap_or_default();
        let mut table = base.root.into_inner();
        shift_table(&mut table, by);
        self.sources.extend(base.sources.into_iter().map(|source| Source { begins: source.begins + by, ..source }));
        merge(self.root.get_mut(), table);
        self
    }

    /// The document as a value of one type.
    ///
    /// # Errors
    /// [`TomlError`] with the place of what does not fit.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, TomlError> {
        T::deserialize(toml::Deserializer::from(self.root.clone())).map_err(|error| self.explain(&error))
    }

    /// An error at a place that a value or a key of this document says it has.
    pub fn error(&self, span: Range<usize>, what: impl Into<String>) -> TomlError {
        let source = self.sources.iter().rev().find(|source| source.begins <= span.start);
        let Some(source) = source.or(self.sources.first()) else { return TomlError::of_file("", what) };
        let place = place_in(source.text, span.start.saturating_sub(source.begins));
        TomlError { place: Some(place), ..TomlError::of_file(&source.file, what) }
    }

    /// An error at a place that is named step by step: at the key if there is one, else as far as the way goes.
    pub fn error_at(&self, way: &[Step<'_>], what: impl Into<String>) -> TomlError {
        let mut found = None;
        let mut table = Some(self.root());
        let mut value: Option<&DeValue<'t>> = None;
        for step in way {
            let next = match step {
                Step::Key(name) => {
                    let holder = table.take().or_else(|| value.and_then(DeValue::as_table));
                    holder
                        .and_then(|holder| holder.iter().find(|(key, _)| key.get_ref().as_ref() == *name))
                        .map(|(key, value)| (key.span(), value.get_ref()))
                }
                Step::Item(at) => value
                    .and_then(DeValue::as_array)
                    .and_then(|items| items.get(*at))
                    .map(|item| (item.span(), item.get_ref())),
            };
            let Some((span, inner)) = next else { break };
            (found, value) = (Some(span), Some(inner));
        }
        match found {
            Some(span) => self.error(span, what),
            None => TomlError::of_file(self.sources.first().map_or("", |source| &source.file), what),
        }
    }

    /// The error of the deserializer in our words.
    fn explain(&self, error: &toml::de::Error) -> TomlError {
        let message = one_line(error.message());
        // What is missing from the outermost table has no place of its own.
        let span = error.span().filter(|span| *span != self.root.span());
        let spot = span.clone().and_then(|span| spot(self.root(), &span));
        let at = |what: String| match span.clone() {
            Some(span) => self.error(span, what),
            None => TomlError::of_file(self.sources.first().map_or("", |source| &source.file), what),
        };
        if let Some((word, known)) =
            unknown(&message, "unknown field `").or_else(|| unknown(&message, "unknown variant `"))
        {
            let is_key = message.starts_with("unknown field") || spot.as_ref().is_some_and(|spot| spot.is_key);
            let what = if is_key { format!("unknown key \"{word}\"") } else { format!("unknown value \"{word}\"") };
            let error = at(what);
            let listed = known.join(", ");
            let error = if listed.len() <= 80 { error.hint(format!("Known: {listed}.")) } else { error };
            return error.meant(&word, known.iter().map(String::as_str));
        }
        if let Some(rest) = message.strip_prefix("missing field `") {
            let name = rest.split('`').next().unwrap_or_default();
            let within = spot.map(|spot| spot.way).filter(|way| !way.is_empty());
            return at(match within {
                Some(way) => format!("the key \"{name}\" is missing under \"{way}\""),
                None => format!("the key \"{name}\" is missing"),
            });
        }
        match spot.map(|spot| spot.way).filter(|way| !way.is_empty()) {
            Some(way) => at(format!("the value of \"{way}\" does not fit ({message})")),
            None => at(message),
        }
    }
}

/// Where something stands in the tree.
struct Spot {
    /// The keys that lead to it, with dots.
    way: String,
    /// Whether the place is a key's and not a value's.
    is_key: bool,
}

/// The innermost key whose place, or whose value's place, is the one given.
fn spot(root: &DeTable<'_>, span: &Range<usize>) -> Option<Spot> {
    fn walk(table: &DeTable<'_>, way: &str, span: &Range<usize>, best: &mut Option<(usize, Spot)>) {
        for (key, value) in table {
            let way = if way.is_empty() { key.get_ref().to_string() } else { format!("{way}.{}", key.get_ref()) };
            for (own, is_key) in [(key.span(), true), (value.span(), false)] {
                let holds = own.start <= span.start && span.end <= own.end;
                if holds && best.as_ref().is_none_or(|(size, _)| own.len() <= *size) {
                    *best = Some((own.len(), Spot { way: way.clone(), is_key }));
                }
            }
            inside(value.get_ref(), &way, span, best);
        }
    }
    fn inside(value: &DeValue<'_>, way: &str, span: &Range<usize>, best: &mut Option<(usize, Spot)>) {
        match value {
            DeValue::Table(table) => walk(table, way, span, best),
            DeValue::Array(items) => items.iter().for_each(|item| inside(item.get_ref(), way, span, best)),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {}
        }
    }
    let mut best = None;
    walk(root, "", span, &mut best);
    best.map(|(_, spot)| spot)
}

/// The word that serde does not know, and those that it would.
fn unknown(message: &str, beginning: &str) -> Option<(String, Vec<String>)> {
    let (word, rest) = message.strip_prefix(beginning)?.rsplit_once("`, expected ").map_or_else(
        || Some((message.strip_prefix(beginning)?.split('`').next()?, "")),
        |(word, rest)| Some((word.split("`, expected ").next().unwrap_or(word), rest)),
    )?;
    let known = rest.split('`').skip(1).step_by(2).map(ToOwned::to_owned).collect();
    Some((word.to_owned(), known))
}

/// A message on one line: the parser's own may have several.
fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Line and column of a place in a text, counted from 1; columns in characters.
fn place_in(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let head = text.get(..at).unwrap_or_default();
    let line = head.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = head.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

fn shift_table(table: &mut DeTable<'_>, by: usize) {
    let entries = std::mem::take(table);
    for (key, mut value) in entries {
        let span = key.span();
        let key = Spanned::new(span.start + by..span.end + by, key.into_inner());
        shift(&mut value, by);
        table.insert(key, value);
    }
}

fn shift(value: &mut Spanned<DeValue<'_>>, by: usize) {
    let span = value.span();
    let mut inner = std::mem::replace(value.get_mut(), DeValue::Boolean(false));
    match &mut inner {
        DeValue::Table(table) => shift_table(table, by),
        DeValue::Array(items) => items.iter_mut().for_each(|item| shift(item, by)),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
    *value = Spanned::new(span.start + by..span.end + by, inner);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Colour {
        Red,
        Green,
    }

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Thing {
        titles: String,
        #[serde(default)]
        colours: BTreeMap<Colour, Colour>,
        #[serde(default)]
        parts: Vec<Part>,
    }

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Part {
        size: u8,
    }

    fn wrong(text: &str) -> String {
        read::<Thing>("own.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn a_file_becomes_a_value() {
        let thing: Thing = read("x", "titles = 'x'\ncolours = { red = 'green' }\n[[parts]]\nsize = 3\n").unwrap();
        let colours = BTreeMap::from([(Colour::Red, Colour::Green)]);
        assert_eq!(thing, Thing { titles: "x".into(), colours, parts: vec![Part { size: 3 }] });
    }

    #[test]
    fn an_unknown_key_is_named_with_its_place_and_the_one_that_was_meant() {
        assert_eq!(
            wrong("# a comment\ntittles = 'x'\n"),
            "unknown key \"tittles\" in own.toml, line 2, column 1. Did you mean \"titles\"?"
        );
        assert_eq!(
            wrong("titles = 'x'\n[[parts]]\nsiez = 1\n"),
            "unknown key \"siez\" in own.toml, line 3, column 1. Did you mean \"size\"?"
        );
        assert_eq!(
            wrong("titles = 'x'\ncolours = { gren = 'red' }\n"),
            "unknown key \"gren\" in own.toml, line 2, column 13. Did you mean \"green\"?"
        );
    }

    #[test]
    fn an_unknown_value_a_missing_key_and_a_wrong_kind_are_told_apart() {
        assert_eq!(
            wrong("titles = 'x'\ncolours = { red = 'blue' }\n"),
            "unknown value \"blue\" in own.toml, line 2, column 19. Known: red, green."
        );
        assert_eq!(wrong("colours = {}\n"), "the key \"titles\" is missing in own.toml");
        assert_eq!(
            wrong("titles = 'x'\n[[parts]]\n"),
            "the key \"size\" is missing under \"parts\" in own.toml, line 2, column 1"
        );
        let kind = wrong("titles = 'é'\nparts = [{ size = 'big' }]\n");
        assert!(kind.starts_with("the value of \"parts.size\" does not fit (invalid type: string"), "{kind}");
        assert!(kind.ends_with("in own.toml, line 2, column 19"), "{kind}");
    }

    #[test]
    fn what_is_no_toml_is_told_by_its_place() {
        let error = wrong("titles = 'x'\ntitles = 'y'\n");
        assert!(error.starts_with("no TOML: ") && error.contains("line 2, column 1"), "{error}");
        assert!(wrong("titles = \n").contains("line 1"), "{}", wrong("titles = \n"));
    }

    #[test]
    fn text_is_utf_8_of_a_bearable_size() {
        assert_eq!(text("x", "\u{feff}a = 1".as_bytes()).unwrap(), "a = 1");
        let error = text("own.toml", b"a = 1\nb = \"\xff\"").unwrap_err().to_string();
        assert_eq!(error, "bytes that are not UTF-8 text in own.toml, line 2, column 6. Save the file as UTF-8.");
        assert_eq!(text("x", &vec![b' '; MAX_SIZE + 1]).unwrap_err().to_string(), "more than 1 MiB in x");
        assert_eq!(Document::parse("x", &" ".repeat(MAX_SIZE + 1)).unwrap_err().to_string(), "more than 1 MiB in x");
    }

    #[test]
    fn an_error_below_names_the_file_below() {
        let own = Document::parse("own.toml", "titles = 'x'\n").unwrap();
        let base = Document::parse("base.toml", "\n\nparts = [{ size = 'big' }]\n").unwrap();
        let both = own.over(base, |own, base| {
            own.extend(base);
        });
        let error = both.read::<Thing>().unwrap_err().to_string();
        assert!(error.ends_with("in base.toml, line 3, column 19"), "{error}");
    }

    #[test]
    fn a_place_is_found_step_by_step_as_far_as_it_goes() {
        let text = "a = 1\n[[b]]\nc = 1\n[[b]]\nc = 2\n";
        let document = Document::parse("x", text).unwrap();
        let place = |way: &[Step<'_>]| document.error_at(way, "wrong").place;
        assert_eq!(place(&[Step::Key("b"), Step::Item(1), Step::Key("c")]), Some((5, 1)));
        assert_eq!(place(&[Step::Key("b"), Step::Item(1), Step::Key("d")]), Some((4, 1)));
        assert_eq!(place(&[Step::Key("z")]), None);
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_are_refused_or_read_but_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(text) = text("x", &bytes) {
                let _ = read::<Thing>("x", text).map_err(|error| error.to_string());
            }
        }

        #[test]
        fn places_are_within_the_text(text in "[a-z =\\[\\]\"'\n{}é.]{0,80}") {
            if let Err(error) = read::<Thing>("x", &text)
                && let Some((line, column)) = error.place
            {
                prop_assert!(line <= text.split('\n').count());
                prop_assert!(column <= text.split('\n').nth(line - 1).unwrap_or_default().chars().count() + 1);
            }
        }
    }
}
