//! `$batch` of Graph: at most 20 items, unique ids, answers in any order, items throttled one by one.
//!
//! Source: Microsoft's page on JSON batching.

use std::collections::HashSet;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde_json::Value;

use super::{Call, Response, into_json, line};
use crate::sim::{
    json::{Json, Object, object},
    simulation::{Ask, Door},
};

const MOST: usize = 20;

pub(super) fn answer(call: &Call<'_>) -> Response {
    if *call.ask.method != Method::POST {
        return call.error(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");
    }
    let Ok(body) = serde_json::from_slice::<Value>(call.ask.body) else {
        return call.error(400, "BadRequest", "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");
    };
    let Some(items) = body["requests"].as_array() else {
        return call.error(400, "BadRequest", "Invalid batch payload format.");
    };
    if items.len() > MOST {
        let text = format!("Number of batch request steps exceeds the maximum value of {MOST}.");
        return call.error(400, "BadRequest", &text);
    }
    let mut ids = HashSet::new();
    for item in items {
        let is_whole = item["method"].is_string() && item["url"].is_string();
        let Some(id) = item["id"].as_str().filter(|_| is_whole) else {
            return call.error(400, "BadRequest", "Invalid batch payload format.");
        };
        if !ids.insert(id) {
            return call.error(400, "BadRequest", &format!("Request Id {id} has to be unique in a batch."));
        }
        if item.get("body").is_some() && !has_content_type(item) {
            let text = "Write request id : {id} does not contain Content-Type header or body.".replace("{id}", id);
            return call.error(400, "BadRequest", &text);
        }
        let depends = item["dependsOn"].as_array().map(Vec::as_slice).unwrap_or_default();
        if depends.iter().any(|on| on.as_str().is_none_or(|on| on == id || !ids.contains(on))) {
            return call.error(
                400,
                "BadRequest",
                &format!("Request Id {id} depends on a request that is not before it."),
            );
        }
    }
    let mut answers: Vec<(String, u16, Object)> = Vec::with_capacity(items.len());
    for item in items {
        let id = item["id"].as_str().unwrap_or_default();
        let depends = item["dependsOn"].as_array().map(Vec::as_slice).unwrap_or_default();
        let has_failed = depends
            .iter()
            .filter_map(Value::as_str)
            .any(|on| answers.iter().any(|(known, status, _)| known == on && *status >= 400));
        let response = if has_failed {
            // guess: the code of the item.
            call.error(424, "FailedDependency", "A request that this one depends on failed.")
        } else {
            answer_item(call, item)
        };
        answers.push((id.to_owned(), response.status, item_row(id, response)));
    }
    // Source: responses come in any order. Chains keep theirs, as they run one after the other.
    if items.iter().all(|item| item.get("dependsOn").is_none()) {
        call.simulation.shuffle(&mut answers);
    }
    let rows: Vec<Object> = answers.into_iter().map(|(_, _, row)| row).collect();
    Response::json(200, object! { "responses": rows })
}

fn has_content_type(item: &Value) -> bool {
    item["headers"]
        .as_object()
        .is_some_and(|headers| headers.keys().any(|name| name.eq_ignore_ascii_case("content-type")))
}

fn answer_item(call: &Call<'_>, item: &Value) -> Response {
    let method = item["method"].as_str().unwrap_or_default().to_ascii_uppercase();
    let Ok(method) = method.parse::<Method>() else {
        return call.error(400, "BadRequest", "The method of the request is not known.");
    };
    let url = item["url"].as_str().unwrap_or_default();
    // Relative to the version; some clients write the version again.
    let url = url.trim_start_matches('/');
    let url = ["v1.0/", "beta/"].iter().find_map(|version| url.strip_prefix(version)).unwrap_or(url);
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let mut headers = HeaderMap::new();
    for (name, value) in item["headers"].as_object().into_iter().flatten() {
        let name = name.parse::<HeaderName>().ok();
        let value = value.as_str().and_then(|value| HeaderValue::from_str(value).ok());
        if let (Some(name), Some(value)) = (name, value) {
            headers.insert(name, value);
        }
    }
    if let Some(agent) = call.ask.headers.get("user-agent") {
        headers.entry("user-agent").or_insert_with(|| agent.clone());
    }
    let body = serde_json::to_vec(&item["body"]).unwrap_or_default();
    let request_id = call.simulation.next_id();
    let ask = Ask {
        method: &method,
        path: format!("/{}/{path}", call.version),
        query: query.to_owned(),
        headers: &headers,
        body: &body,
        origins: call.ask.origins,
        request_id,
        client_request_id: call.ask.client_request_id.clone(),
    };
    call.simulation.with_faults(
        Door::Graph,
        &ask,
        || line(&ask),
        || {
            let inner = Call::new(call.simulation, &ask, call.caller);
            if inner.is(&["$batch"]) {
                return inner.error(400, "BadRequest", "A batch cannot hold a batch.");
            }
            inner.route()
        },
    )
}

fn item_row(id: &str, response: Response) -> Object {
    let mut headers = Object::default();
    for (name, value) in response.headers {
        let name = if name == "retry-after" { "Retry-After" } else { name };
        headers.push(name, value);
    }
    headers.push("Content-Type", "application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8");
    let mut row = object! { "id": id, "status": i64::from(response.status), "headers": headers };
    row.push("body", into_json(response.body).unwrap_or(Json::Null));
    row
}
