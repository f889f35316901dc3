//! Reading values that services write in more than one way.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::tenant::{Quota, Untrusted};

/// A number, also when it stands in text.
pub fn int<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(match Option::<Value>::deserialize(deserializer)? {
        Some(Value::Number(number)) => number.as_i64(),
        Some(Value::String(text)) => text.trim().parse().ok(),
        _ => None,
    })
}

/// Yes or no, also as `"True"` and `"False"`, and as PowerShell's switches are written.
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(match Option::<Value>::deserialize(deserializer)? {
        Some(Value::Bool(value)) => Some(value),
        Some(Value::Object(fields)) => fields.get("IsPresent").and_then(Value::as_bool),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Some(true),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    })
}

/// Text; other kinds of values count as absent.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Untrusted>, D::Error> {
    Ok(Option::<Value>::deserialize(deserializer)?.and_then(|value| value.as_str().map(Untrusted::from)))
}

/// A word of the service, such as an enum; other kinds of values count as absent.
pub fn word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<Value>::deserialize(deserializer)?.and_then(|value| value.as_str().map(str::to_owned)))
}

/// Several texts, also when a single one stands without its list.
pub fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Untrusted>>, D::Error> {
    Ok(match Option::<Value>::deserialize(deserializer)? {
        Some(Value::Array(values)) => Some(values.iter().filter_map(Value::as_str).map(Untrusted::from).collect()),
        Some(Value::String(text)) if text.is_empty() => Some(Vec::new()),
        Some(Value::String(text)) => Some(vec![Untrusted::new(text)]),
        _ => None,
    })
}

/// Several words of the service, as a list, alone, or one behind the other with commas. Null is none of them.
pub fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    let split = |text: &str| -> Vec<String> {
        text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    Ok(match Option::<Value>::deserialize(deserializer)? {
        Some(Value::Array(values)) => Some(values.iter().filter_map(Value::as_str).flat_map(split).collect()),
        Some(Value::String(text)) => Some(split(&text)),
        Some(Value::Null) | None => Some(Vec::new()),
        Some(_) => None,
    })
}

/// Somebody's name; also where an object with the name stands in its place.
pub fn who<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Untrusted>, D::Error> {
    Ok(match Option::<Value>::deserialize(deserializer)? {
        Some(Value::String(text)) => Some(Untrusted::new(text)),
        Some(Value::Object(fields)) => fields.get("DisplayName").and_then(Value::as_str).map(Untrusted::from),
        _ => None,
    })
}

/// A size in bytes out of what Exchange shows of it, such as `1.5 GB (1,610,612,736 bytes)`; `Unlimited` is none.
pub fn size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Ok(Option::<Value>::deserialize(deserializer)?.as_ref().and_then(bytes))
}

/// A limit on a size: `Unlimited`, or the size as Exchange shows it.
pub fn quota<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Quota>, D::Error> {
    let is_unlimited = |value: &Value| match value {
        Value::String(text) => text.trim().eq_ignore_ascii_case("unlimited"),
        Value::Object(fields) => fields.get("IsUnlimited") == Some(&Value::Bool(true)),
        _ => false,
    };
    Ok(Option::<Value>::deserialize(deserializer)?.and_then(|value| match is_unlimited(&value) {
        true => Some(Quota::Unlimited),
        false => bytes(&value).map(Quota::Bytes),
    }))
}

fn bytes(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => shown_size(text),
        Value::Object(fields) => bytes(fields.get("Value")?),
        _ => None,
    }
}

/// Only the exact number in brackets counts: the rounded one in front may be off by a twentieth.
fn shown_size(text: &str) -> Option<u64> {
    let exact = text.split_once('(').and_then(|(_, rest)| rest.split_once(" byte")).map(|(number, _)| number);
    let digits: String = exact.unwrap_or(text).chars().filter(|c| !matches!(c, ',' | '.' | ' ' | '\u{a0}')).collect();
    digits.parse().ok()
}

/// A point in time; Exchange leaves out the zone, which is UTC then.
pub fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let text = Option::<Value>::deserialize(deserializer)?.and_then(|value| value.as_str().map(str::to_owned));
    Ok(text.and_then(|text| text.parse().ok().or_else(|| format!("{text}Z").parse().ok())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Row {
        #[serde(deserialize_with = "int")]
        int: Option<i64>,
        #[serde(deserialize_with = "flag")]
        flag: Option<bool>,
        #[serde(deserialize_with = "texts")]
        texts: Option<Vec<Untrusted>>,
        #[serde(deserialize_with = "time")]
        time: Option<Timestamp>,
        #[serde(deserialize_with = "words")]
        words: Option<Vec<String>>,
        #[serde(deserialize_with = "who")]
        who: Option<Untrusted>,
        #[serde(deserialize_with = "size")]
        size: Option<u64>,
    }

    fn row(text: &str) -> Row {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn values_are_understood_in_every_form_that_was_seen() {
        let odd = row(r#"{"int":"180","flag":"True","texts":"one","time":"2026-03-01T10:11:12"}"#);
        let usual = row(r#"{"int":180,"flag":true,"texts":["one"],"time":"2026-03-01T10:11:12Z"}"#);
        assert_eq!((odd.int, odd.flag, &odd.texts, odd.time), (usual.int, usual.flag, &usual.texts, usual.time));
        assert_eq!(usual.int, Some(180));
    }

    #[test]
    fn nulls_and_other_kinds_are_absent_not_wrong() {
        let row = row(r#"{"int":null,"flag":3,"texts":null,"time":"soon"}"#);
        assert_eq!((row.int, row.flag, row.texts, row.time), (None, None, None, None));
    }

    #[test]
    fn sizes_are_read_from_the_number_of_bytes() {
        let size = |text: &str| row(&format!(r#"{{"size":{text}}}"#)).size;
        assert_eq!(size(r#""1.234 MB (1,294,000 bytes)""#), Some(1_294_000));
        assert_eq!(size(r#""100 GB (107,374,182,400 bytes)""#), Some(107_374_182_400));
        assert_eq!(size(r#""0 B (0 bytes)""#), Some(0));
        assert_eq!(size(r#"{"IsUnlimited":false,"Value":"1 KB (1,024 bytes)"}"#), Some(1_024));
        assert_eq!(size("42"), Some(42));
        for none in [r#""Unlimited""#, "null", r#""1.2 GB""#, r#""""#, "[]"] {
            assert_eq!(size(none), None, "{none}");
        }
    }

    #[test]
    fn words_and_names_are_read_alone_and_in_lists() {
        let words = |text: &str| row(&format!(r#"{{"words":{text}}}"#)).words;
        assert_eq!(words(r#"["FullAccess","ReadPermission"]"#).unwrap(), ["FullAccess", "ReadPermission"]);
        assert_eq!(words(r#""FullAccess, ReadPermission""#).unwrap(), ["FullAccess", "ReadPermission"]);
        assert_eq!(words("null"), Some(Vec::new()));
        assert_eq!(words("3"), None);
        let who = |text: &str| row(&format!(r#"{{"who":{text}}}"#)).who;
        assert_eq!(who(r#""Default""#), Some("Default".into()));
        assert_eq!(who(r#"{"DisplayName":"Lee Gu"}"#), Some("Lee Gu".into()));
        assert_eq!(row(r#"{"flag":{"IsPresent":true}}"#).flag, Some(true));
    }
}
