//! Reading values that services write in more than one way.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::tenant::Untrusted;

/// A number, also when it stands in text.
pub fn int<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(match Option::<Value>::deserialize(deserializer)? {
        Some(Value::Number(number)) => number.as_i64(),
        Some(Value::String(text)) => text.trim().parse().ok(),
        _ => None,
    })
}

/// Yes or no, also as `"True"` and `"False"`.
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    Ok(match Option::<Value>::deserialize(deserializer)? {
        Some(Value::Bool(value)) => Some(value),
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
}
