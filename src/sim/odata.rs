//! Query options: `$select`, `$top`, `$skip`, `$count`, and the simple `$filter`s that readers of rooms use.
//!
//! Liberal in what it takes: `%24select` and `$select`, `+` and `%20`, any case of option and property names. Filters
//! beyond `eq`, `startswith` and `and` are refused, so that no client believes a filter that was not applied.

use super::json::{Json, Object};

/// The query of one request, decoded.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

/// A filter that the simulated tenant cannot apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unsupported;

impl Query {
    /// Decodes a raw query.
    pub(crate) fn parse(raw: &str) -> Self {
        Self(
            raw.split('&')
                .filter(|pair| !pair.is_empty())
                .map(|pair| {
                    let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decode(key, true), decode(value, true))
                })
                .collect(),
        )
    }

    /// The value of an option.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The properties that `$select` names.
    pub(crate) fn select(&self) -> Option<Vec<String>> {
        let names: Vec<String> = self
            .get("$select")?
            .split(',')
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty() && name != "*")
            .collect();
        (!names.is_empty()).then_some(names)
    }

    /// A number; `Err` when the option is there and is none.
    pub(crate) fn number(&self, name: &str) -> Result<Option<usize>, Unsupported> {
        self.get(name).map(|text| text.trim().parse().map_err(|_| Unsupported)).transpose()
    }

    /// Whether `$count=true` was asked.
    pub(crate) fn wants_count(&self) -> bool {
        self.get("$count").is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// The filter, if there is one.
    pub(crate) fn filter(&self) -> Result<Option<Filter>, Unsupported> {
        self.get("$filter").map(Filter::parse).transpose()
    }

    /// The query again, without the position, encoded for a next link.
    pub(crate) fn without_skip(&self) -> String {
        let mut out = String::new();
        for (key, value) in self.0.iter().filter(|(key, _)| !is_position(key)) {
            out.push_str(&encode(key));
            out.push('=');
            out.push_str(&encode(value));
            out.push('&');
        }
        out
    }
}

/// Whether an option says where a page begins.
fn is_position(key: &str) -> bool {
    key.eq_ignore_ascii_case("$skip") || key.eq_ignore_ascii_case("$skiptoken")
}

/// Decodes percent signs, and `+` where a query is meant. Broken bytes become U+FFFD.
pub(crate) fn decode(text: &str, is_query: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'%' => match text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                Some(byte) => {
                    out.push(byte);
                    at += 2;
                }
                None => out.push(b'%'),
            },
            b'+' if is_query => out.push(b' '),
            byte => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Encodes a query part; `$` and `,` stay as the services write them.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~$,@:/'()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Tests joined by `and`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Filter(pub(crate) Vec<Test>);

/// One test of a filter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Test {
    /// The property, with `/` between levels.
    pub(crate) path: String,
    /// The literal, without quotes.
    pub(crate) literal: String,
    /// Whether a common beginning is enough.
    pub(crate) is_prefix: bool,
}

impl Filter {
    fn parse(text: &str) -> Result<Self, Unsupported> {
        split_and(text).iter().map(|part| Test::parse(part)).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a row passes every test.
    pub(crate) fn matches(&self, row: &Object) -> bool {
        self.0.iter().all(|test| test.matches(row))
    }

    /// The literal that a property is compared with, where that is the whole filter.
    pub(crate) fn only(&self, path: &str) -> Option<&str> {
        match self.0.as_slice() {
            [test] if test.path.eq_ignore_ascii_case(path) && !test.is_prefix => Some(&test.literal),
            _ => None,
        }
    }
}

impl Test {
    fn parse(text: &str) -> Result<Self, Unsupported> {
        let text = text.trim();
        if let Some(inner) = text
            .get(..11)
            .filter(|start| start.eq_ignore_ascii_case("startswith("))
            .and_then(|_| text[11..].strip_suffix(')'))
        {
            let (path, literal) = inner.split_once(',').ok_or(Unsupported)?;
            let literal = unquote(literal.trim()).ok_or(Unsupported)?;
            return Ok(Self { path: path.trim().to_owned(), literal, is_prefix: true });
        }
        let mut words = text.splitn(3, ' ');
        let (Some(path), Some(operator), Some(literal)) = (words.next(), words.next(), words.next()) else {
            return Err(Unsupported);
        };
        if !operator.eq_ignore_ascii_case("eq") {
            return Err(Unsupported);
        }
        let literal = literal.trim();
        let literal = unquote(literal).unwrap_or_else(|| literal.to_owned());
        Ok(Self { path: path.to_owned(), literal, is_prefix: false })
    }

    fn matches(&self, row: &Object) -> bool {
        let mut steps = self.path.split('/');
        let mut value = steps.next().and_then(|step| row.get(step));
        for step in steps {
            value = match value {
                Some(Json::Object(object)) => object.get(step),
                _ => None,
            };
        }
        let holds = |text: &str| {
            let (text, literal) = (text.to_lowercase(), self.literal.to_lowercase());
            if self.is_prefix { text.starts_with(&literal) } else { text == literal }
        };
        match value {
            Some(Json::Text(text)) => holds(text),
            Some(Json::Bool(flag)) => holds(if *flag { "true" } else { "false" }),
            Some(Json::Int(number)) => holds(&number.to_string()),
            Some(Json::Null) | None => self.literal == "null",
            Some(Json::Float(_) | Json::Raw(_) | Json::List(_) | Json::Object(_)) => false,
        }
    }
}

/// The text of a quoted literal; two apostrophes inside mean one.
fn unquote(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('\'')?.strip_suffix('\'')?;
    Some(inner.replace("''", "'"))
}

/// Splits at ` and ` outside quotes.
fn split_and(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if !quoted && rest.get(..5).is_some_and(|word| word.eq_ignore_ascii_case(" and ")) {
            parts.push(String::new());
            rest = &rest[5..];
            continue;
        }
        quoted ^= c == '\'';
        parts.last_mut().expect("there is always one part").push(c);
        rest = &rest[c.len_utf8()..];
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::json::object;
    use super::*;

    #[test]
    fn options_are_read_in_every_encoding() {
        let query = Query::parse("%24select=id,displayName&$TOP=5&$filter=displayName+eq%20'O''Brien%20and%20sons'");
        assert_eq!(query.select().unwrap(), ["id", "displayName"]);
        assert_eq!(query.number("$top"), Ok(Some(5)));
        let filter = query.filter().unwrap().unwrap();
        assert_eq!(filter.only("displayname"), Some("O'Brien and sons"));
        assert_eq!(Query::parse("$top=x").number("$top"), Err(Unsupported));
    }

    #[test]
    fn filters_reach_into_objects_and_unknown_ones_are_refused() {
        let row = object! { "displayName": "AMS-01", "address": object! { "city": "Amsterdam" }, "capacity": 4_i64 };
        let matches = |text: &str| Filter::parse(text).unwrap().matches(&row);
        assert!(matches("address/city eq 'amsterdam' and capacity eq 4"));
        assert!(matches("startswith(displayName,'AMS')"));
        assert!(!matches("address/city eq 'Berlin'"));
        assert_eq!(Filter::parse("capacity gt 3"), Err(Unsupported));
    }
}
