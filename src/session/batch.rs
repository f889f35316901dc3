//! Bodies of the two `$batch` forms, and their answers. Pure.

use std::collections::HashMap;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::call::{GraphRead, Invocation, Unreadable};

/// How many requests a Graph `$batch` may hold.
pub const GRAPH_BATCH: usize = 20;
/// How many commands an Exchange `$batch` holds; the server's own maximum is not published.
pub const EXCHANGE_BATCH: usize = 10;

/// The answer to one part of a batch.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, as it came.
    pub body: String,
}

/// The body of a Graph `$batch`. Ids are the positions.
pub fn graph_body(reads: &[&GraphRead]) -> Bytes {
    let part = |(at, read): (usize, &&'_ GraphRead)| json!({ "id": at.to_string(), "method": "GET", "url": read.path });
    written(&Requests { requests: reads.iter().enumerate().map(part).collect() })
}

/// The body of an Exchange `$batch`. Each part carries the token and the routing hint, as the service wants it.
pub fn exchange_body(calls: &[&Invocation], url: &str, token: &str, anchor: impl Fn(&Invocation) -> String) -> Bytes {
    // A token has some two thousand characters, and every part repeats it.
    let authorization = format!("Bearer {token}");
    let requests = calls
        .iter()
        .enumerate()
        .map(|(at, call)| ExchangePart {
            id: at.to_string(),
            method: "POST",
            url: match call.query() {
                Some(query) => format!("{url}?{query}"),
                None => url.to_owned(),
            },
            headers: ExchangeHeaders {
                authorization: &authorization,
                content_type: "application/json; charset=utf-8",
                anchor: anchor(call),
                cmdlet: call.cmdlet.name(),
                format: "json",
            },
            body: call.body(),
        })
        .collect();
    written(&Requests { requests })
}

#[derive(Serialize)]
struct Requests<T> {
    requests: Vec<T>,
}

#[derive(Serialize)]
struct ExchangePart<'a> {
    id: String,
    method: &'static str,
    url: String,
    headers: ExchangeHeaders<'a>,
    body: Value,
}

#[derive(Serialize)]
struct ExchangeHeaders<'a> {
    #[serde(rename = "Authorization")]
    authorization: &'a str,
    #[serde(rename = "Content-Type")]
    content_type: &'static str,
    #[serde(rename = "X-AnchorMailbox")]
    anchor: String,
    #[serde(rename = "X-CmdletName")]
    cmdlet: &'static str,
    #[serde(rename = "X-ResponseFormat")]
    format: &'static str,
}

fn written(body: &impl Serialize) -> Bytes {
    serde_json::to_vec(body).expect("writing texts and plain values to memory cannot fail").into()
}

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(borrow)]
    responses: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct WirePart<'a> {
    id: Id,
    #[serde(default)]
    status: Status,
    #[serde(default)]
    headers: Option<HashMap<String, Value>>,
    #[serde(borrow, default)]
    body: Option<&'a RawValue>,
}

/// Services write the id as text; a number is understood too.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(usize),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Status {
    Number(u16),
    Text(String),
}

impl Default for Status {
    fn default() -> Self {
        Self::Number(0)
    }
}

/// The answers of a batch in the order of the requests; `None` where no answer came back.
///
/// # Errors
/// [`Unreadable`] when the answer is no batch at all.
pub fn parts(body: &str, count: usize) -> Result<Vec<Option<Part>>, Unreadable> {
    let wire: Wire<'_> = serde_json::from_str(body)?;
    let mut parts: Vec<Option<Part>> = (0..count).map(|_| None).collect();
    for raw in wire.responses {
        let Ok(part) = serde_json::from_str::<WirePart<'_>>(raw.get()) else { continue };
        let at = match part.id {
            Id::Text(text) => text.parse().ok(),
            Id::Number(number) => Some(number),
        };
        let Some(place) = at.and_then(|at: usize| parts.get_mut(at)) else { continue };
        let status = match part.status {
            Status::Number(status) => status,
            Status::Text(text) => text.parse().unwrap_or(0),
        };
        // A body may come as a JSON document or, from some services, as text that holds one.
        let body = part.body.map_or("", RawValue::get);
        let body = serde_json::from_str::<String>(body).unwrap_or_else(|_| body.to_owned());
        *place = Some(Part { status, headers: headers(part.headers.unwrap_or_default()), body });
    }
    Ok(parts)
}

fn headers(wire: HashMap<String, Value>) -> HeaderMap {
    let pairs = wire.into_iter().filter_map(|(name, value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Some((name.parse::<HeaderName>().ok()?, HeaderValue::from_str(&text).ok()?))
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Cmdlet, call::GraphVersion};

    #[test]
    fn answers_are_matched_by_id_whatever_their_order_and_missing_ones_show() {
        let body = r#"{"responses":[
            {"id":"2","status":429,"headers":{"Retry-After":"12"},"body":{"error":{}}},
            {"id":"0","status":200,"body":{"value":[]}},
            {"id":"9","status":200}, {"broken":true}]}"#;
        let parts = parts(body, 3).unwrap();
        assert_eq!(parts[0].as_ref().unwrap().body, r#"{"value":[]}"#);
        assert!(parts[1].is_none());
        assert_eq!(parts[2].as_ref().unwrap().status, 429);
        assert_eq!(parts[2].as_ref().unwrap().headers["retry-after"], "12");
    }

    #[test]
    fn one_part_that_is_not_unicode_does_not_lose_the_others() {
        let body =
            r#"{"responses":[{"id":"0","status":200,"body":{"n":"\ud800"}},{"id":"1","status":200,"body":{"n":"a"}}]}"#;
        let parts = parts(body, 2).unwrap();
        assert_eq!(parts[1].as_ref().unwrap().body, r#"{"n":"a"}"#);
        assert!(parts[0].is_some());
    }

    #[test]
    fn a_graph_batch_holds_gets_only() {
        let read = GraphRead::new(GraphVersion::V1, &["users", "a@b", "mailboxSettings"], "");
        assert_eq!(
            graph_body(&[&read]),
            r#"{"requests":[{"id":"0","method":"GET","url":"/users/a@b/mailboxSettings"}]}"#
        );
    }

    #[test]
    fn parts_of_an_exchange_batch_carry_their_own_token() {
        let call = Invocation::new(Cmdlet::GetCalendarProcessing).with("Identity", "a@b");
        let body = exchange_body(&[&call], "https://outlook.office365.com/x", "t0ken", |_| "APP:x".into());
        let body: Value = serde_json::from_slice(&body).unwrap();
        let part = &body["requests"][0];
        assert_eq!(part["headers"]["Authorization"], "Bearer t0ken");
        assert_eq!(part["body"]["CmdletInput"]["Parameters"]["Identity"], "a@b");
        assert_eq!(part["url"], "https://outlook.office365.com/x");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC*") {
            drop(parts(&text, 3));
        }
    }
}
