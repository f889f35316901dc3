//! Microsoft Graph: who calls, which resource, pages, errors. The resources are in their own files.
//!
//! Source: Microsoft's Graph reference and metadata. Every endpoint asks for the permission that its page documents.

mod batch;
pub(super) mod directory;
mod exchange_roles;
mod mailbox;
mod places;
mod subscriptions;

use http::{HeaderMap, Method};

use super::{
    json::{Json, Object, object},
    odata::{self, Query},
    simulation::{Ask, Body, Door, Response, Simulation, envelope},
    token::{Caller, Refusal},
};
use crate::tenant::Resource;

/// Answers a request to Graph.
pub(super) fn answer(simulation: &Simulation, ask: &Ask<'_>) -> Response {
    simulation.with_faults(
        Door::Graph,
        ask,
        || line(ask),
        || {
            let caller = match simulation.caller(ask.header("authorization"), Resource::MicrosoftGraph) {
                Ok(caller) => caller,
                Err(refusal) => return refuse(simulation, ask, refusal),
            };
            let call = Call::new(simulation, ask, &caller);
            if call.is(&["$batch"]) { batch::answer(&call) } else { call.route() }
        },
    )
}

/// How rules of faults see a request.
fn line(ask: &Ask<'_>) -> String {
    format!("{}?{}", odata::decode(&ask.path, false), ask.query)
}

fn refuse(simulation: &Simulation, ask: &Ask<'_>, refusal: Refusal) -> Response {
    invalid_token(
        simulation,
        ask,
        match refusal {
            Refusal::Missing => "Access token is empty.",
            Refusal::Malformed => "CompactToken parsing failed with error code: 80049217",
            Refusal::Signature => "Signature is invalid.",
            Refusal::Expired => "Lifetime validation failed, the token is expired.",
            Refusal::Audience => "Access token validation failure. Invalid audience.",
        },
    )
}

/// 401, with the challenge that Graph sends along.
pub(super) fn invalid_token(simulation: &Simulation, ask: &Ask<'_>, message: &str) -> Response {
    error(simulation, ask, 401, "InvalidAuthenticationToken", message).with(
        "www-authenticate",
        r#"Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000""#,
    )
}

/// An error in Graph's envelope.
pub(super) fn error(simulation: &Simulation, ask: &Ask<'_>, status: u16, code: &str, message: &str) -> Response {
    let inner = object! {
        "date": simulation.now().strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        "request-id": ask.request_id,
        "client-request-id": ask.client_request_id.clone(),
    };
    Response::json(status, envelope(code, message, inner))
}

/// One call on a resource: a request of its own, or an item of a batch.
struct Call<'a> {
    simulation: &'a Simulation,
    ask: &'a Ask<'a>,
    caller: &'a Caller<'a>,
    /// `v1.0` or `beta`, as it was written.
    version: String,
    /// The path behind the version, decoded.
    segments: Vec<String>,
    query: Query,
}

/// How a list is cut into pages.
struct Paging {
    size: usize,
    most: usize,
    /// Places count with `$skip`, the directory with a token.
    position: &'static str,
}

const PLACES: Paging = Paging { size: 100, most: 1000, position: "$skip" }; // guess: the maximum is not documented
const HIERARCHY: Paging = Paging { size: 1000, most: 1000, position: "$skip" };
const DIRECTORY: Paging = Paging { size: 100, most: 999, position: "$skiptoken" };

impl<'a> Call<'a> {
    fn new(simulation: &'a Simulation, ask: &'a Ask<'a>, caller: &'a Caller<'a>) -> Self {
        let mut segments: Vec<String> =
            ask.path.split('/').filter(|part| !part.is_empty()).map(|part| odata::decode(part, false)).collect();
        let version = if segments.is_empty() { String::new() } else { segments.remove(0) };
        Self { simulation, ask, caller, version, segments, query: Query::parse(&ask.query) }
    }

    fn is(&self, path: &[&str]) -> bool {
        self.segments.len() == path.len()
            && self.segments.iter().zip(path).all(|(segment, name)| segment.eq_ignore_ascii_case(name))
    }

    fn is_beta(&self) -> bool {
        self.version.eq_ignore_ascii_case("beta")
    }

    fn route(&self) -> Response {
        let lower: Vec<String> = self.segments.iter().map(|segment| segment.to_lowercase()).collect();
        let segments: Vec<&str> = lower.iter().map(String::as_str).collect();
        let is_schedule = segments.last().is_some_and(|last| last.ends_with("getschedule"));
        let is_read = *self.ask.method == Method::GET || *self.ask.method == Method::POST && is_schedule;
        if !is_read {
            // guess: the status. The tenant never changes, whatever the caller holds.
            return self.error(
                405,
                "Request_BadRequest",
                "Specified HTTP method is not allowed for the request target.",
            );
        }
        match segments.as_slice() {
            ["places", rest @ ..] => places::route(self, rest),
            ["users", user, "findroomlists"] if self.is_beta() => places::find_room_lists(self, user),
            ["users", user, call] if self.is_beta() && call.starts_with("findrooms") => places::find_rooms(self, user),
            ["users"] => directory::users(self),
            ["users", key] => directory::user(self, key),
            ["users", key, rest @ ..] => mailbox::route(self, key, rest),
            ["me", ..] if !self.caller.is_person() => {
                self.error(400, "BadRequest", "/me request is only valid with delegated authentication flow.")
            }
            ["rolemanagement", "exchange", rest @ ..] if self.is_beta() => exchange_roles::route(self, rest),
            ["subscriptions"] => subscriptions::route(self),
            [first, rest @ ..] => directory::route(self, first, rest).unwrap_or_else(|| self.unknown_segment(first)),
            [] => self.error(400, "BadRequest", "Empty path is not supported."),
        }
    }

    fn unknown_segment(&self, segment: &str) -> Response {
        self.error(400, "BadRequest", &format!("Resource not found for the segment '{segment}'."))
    }

    fn error(&self, status: u16, code: &str, message: &str) -> Response {
        error(self.simulation, self.ask, status, code, message)
    }

    /// 403 of the directory.
    fn denied(&self) -> Response {
        self.error(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
    }

    /// 403 of Exchange behind Graph.
    fn access_denied(&self) -> Response {
        self.error(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
    }

    fn not_found(&self, key: &str) -> Response {
        let message = format!(
            "Resource '{key}' does not exist or one of its queried reference-property objects are not present."
        );
        self.error(404, "Request_ResourceNotFound", &message)
    }

    fn has_any(&self, permissions: &[&str]) -> bool {
        permissions.iter().any(|permission| self.caller.has(Resource::MicrosoftGraph, permission))
    }

    fn context(&self, of: &str) -> String {
        let selected = self.query.select().map(|names| format!("({})", names.join(","))).unwrap_or_default();
        let (set, entity) = of.split_once("/$entity").map_or((of, ""), |(set, _)| (set, "/$entity"));
        format!("{}/{}/$metadata#{set}{selected}{entity}", self.ask.origins.graph, self.version)
    }

    /// One object, with its context and only what was selected.
    fn entity(&self, of: &str, mut row: Object) -> Response {
        if let Some(names) = self.query.select() {
            row.select(&names);
        }
        row.lead("@odata.context", self.context(of));
        Response::json(200, row)
    }

    /// A value that is not an object.
    fn value(&self, of: &str, value: impl Into<Json>) -> Response {
        let context = format!("{}/{}/$metadata#{of}", self.ask.origins.graph, self.version);
        Response::json(200, object! { "@odata.context": context, "value": value.into() })
    }

    /// One page of a list: filter, count, position, selection, next link.
    fn page<T>(&self, of: &str, paging: &Paging, rows: &[T], build: impl Fn(&T) -> Object) -> Response {
        let bad = |what: &str| self.error(400, "BadRequest", &format!("Invalid or unsupported {what} clause."));
        let filter = match self.query.filter() {
            Ok(filter) => filter,
            Err(odata::Unsupported) => return bad("filter"),
        };
        let top = match self.query.number("$top") {
            Ok(Some(0)) | Err(odata::Unsupported) => return bad("$top"),
            Ok(top) => top,
        };
        let position = match (paging.position, self.query.get("$skiptoken")) {
            ("$skiptoken", Some(token)) => token.rsplit('~').next().and_then(|count| count.parse().ok()),
            _ => self.query.number("$skip").ok().map(Option::unwrap_or_default),
        };
        let Some(position) = position else { return bad(paging.position) };
        let preferred = preferred_page_size(self.ask.headers);
        let size = top.or(preferred).unwrap_or(paging.size).min(paging.most);
        let mut kept: Vec<Object> = Vec::new();
        let (total, page): (usize, Vec<Object>) = match filter {
            Some(filter) => {
                kept.extend(rows.iter().map(&build).filter(|row| filter.matches(row)));
                (kept.len(), kept.into_iter().skip(position).take(size).collect())
            }
            None => (rows.len(), rows.iter().skip(position).take(size).map(&build).collect()),
        };
        let select = self.query.select();
        let value: Vec<Object> = page
            .into_iter()
            .map(|mut row| {
                if let Some(names) = &select {
                    row.select(names);
                }
                row
            })
            .collect();
        let mut body = object! { "@odata.context": self.context(of) };
        if self.query.wants_count() {
            body.push("@odata.count", total);
        }
        let next = position.saturating_add(size);
        if next < total {
            let mark = if paging.position == "$skiptoken" { format!("m~{next}") } else { next.to_string() };
            let link = format!(
                "{}{}?{}{}={mark}",
                self.ask.origins.graph,
                self.ask.path,
                self.query.without_skip(),
                paging.position
            );
            body.push("@odata.nextLink", link);
        }
        body.push("value", value);
        Response::json(200, body)
    }
}

/// `Prefer: odata.maxpagesize=…`, spaces or not.
pub(super) fn preferred_page_size(headers: &HeaderMap) -> Option<usize> {
    headers
        .get_all("prefer")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find_map(|value| {
            value.split([',', ';']).find_map(|part| {
                let (name, count) = part.split_once('=')?;
                (name.trim().eq_ignore_ascii_case("odata.maxpagesize")).then(|| count.trim().parse().ok())?
            })
        })
        .filter(|size| *size > 0)
}

/// The body of a response as a value of a batch item.
fn into_json(body: Body) -> Option<Json> {
    match body {
        Body::Empty => None,
        Body::Json(object) => Some(Json::Object(object)),
        Body::Raw(bytes, _) => Some(Json::Text(String::from_utf8_lossy(&bytes).into_owned())),
    }
}
