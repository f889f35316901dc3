//! `$batch` of Exchange: full addresses, every item with its own token, answers matched by id.
//!
//! Not documented; as public clients use it, with 10 items.

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde_json::Value;

use super::{bad_parameter, command_of, route};
use crate::sim::{
    json::{Json, Object, object},
    simulation::{Ask, Body, Door, Response, Simulation},
};

/// guess: the server's maximum is not known; clients send 10.
const MOST: usize = 20;

pub(super) fn answer(simulation: &Simulation, ask: &Ask<'_>) -> Response {
    let body: Value = serde_json::from_slice(ask.body).unwrap_or_default();
    let Some(items) = body["requests"].as_array() else {
        return bad_parameter("The batch request must have a 'requests' property.");
    };
    if items.len() > MOST {
        // guess: number and sentence.
        return bad_parameter(&format!("The batch has more than {MOST} requests."));
    }
    let mut rows: Vec<Object> = items.iter().map(|item| answer_item(simulation, ask, item)).collect();
    simulation.shuffle(&mut rows);
    Response::json(200, object! { "responses": rows })
}

fn answer_item(simulation: &Simulation, outer: &Ask<'_>, item: &Value) -> Object {
    let id = item["id"].as_str().unwrap_or_default();
    let mut headers = HeaderMap::new();
    for (name, value) in item["headers"].as_object().into_iter().flatten() {
        let value = value.as_str().and_then(|value| HeaderValue::from_str(value).ok());
        if let (Ok(name), Some(value)) = (name.parse::<HeaderName>(), value) {
            headers.insert(name, value);
        }
    }
    let method = item["method"].as_str().and_then(|method| method.parse::<Method>().ok()).unwrap_or(Method::GET);
    let url = item["url"].as_str().unwrap_or_default();
    let Some(rest) = url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])) else {
        return row(id, bad_parameter("The url of a batch item must be absolute."));
    };
    let host = url.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
    if let Ok(host) = HeaderValue::from_str(host) {
        headers.insert(http::header::HOST, host);
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let body = serde_json::to_vec(&item["body"]).unwrap_or_default();
    let ask = Ask {
        method: &method,
        path: path.to_owned(),
        query: query.to_owned(),
        headers: &headers,
        body: &body,
        origins: outer.origins,
        request_id: simulation.next_id(),
        client_request_id: outer.client_request_id.clone(),
    };
    let line = || format!("{path} {}", command_of(&body));
    row(id, simulation.with_faults(Door::Exchange, &ask, line, || route(simulation, &ask, false)))
}

fn row(id: &str, response: Response) -> Object {
    let mut headers = Object::default();
    for (name, value) in response.headers {
        let name = if name == "retry-after" { "Retry-After" } else { name };
        headers.push(name, value);
    }
    let body = match response.body {
        Body::Empty => Json::Null,
        Body::Json(object) => {
            headers.push("Content-Type", "application/json; odata.metadata=minimal");
            Json::Object(object)
        }
        Body::Raw(bytes, _) => Json::Text(String::from_utf8_lossy(&bytes).into_owned()),
    };
    object! { "id": id, "status": i64::from(response.status), "headers": headers, "body": body }
}
