//! One REST operation as data: what to read, which right it needs, how to understand the answer. Nothing here waits.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use url::Url;

use super::Cmdlet;
use crate::tenant::{Address, Right, Source};

/// One operation. Built without waiting, understood without waiting, tested from bytes.
#[derive(Clone, Debug)]
pub struct Call<T> {
    /// Which fact it reads.
    pub source: Source,
    /// What is read.
    pub read: Read,
    /// The least right that it needs.
    pub needs: Needs,
    /// How the body of a good answer is understood.
    pub parse: fn(&str) -> Result<T, Unreadable>,
}

/// The least rights for a call, for an app and for a person who signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needs {
    /// For an app.
    pub application: Right,
    /// For a person: the delegated scope.
    pub delegated: &'static str,
}

impl Needs {
    /// A permission on Microsoft Graph that has the same name for apps and for people.
    pub fn graph(name: &'static str) -> Self {
        Self { application: Right::graph(name), delegated: name }
    }

    /// What an Exchange command needs.
    pub fn exchange(cmdlet: Cmdlet) -> Self {
        Self { application: Right::exchange_role(cmdlet.role()), delegated: "Exchange.Manage" }
    }
}

/// What is read. There is no variant that writes.
#[derive(Clone, Debug)]
pub enum Read {
    /// A Graph resource.
    Graph(GraphRead),
    /// An Exchange command.
    Exchange(Invocation),
}

/// A Graph resource: version and relative address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphRead {
    /// The version.
    pub version: GraphVersion,
    /// The address below the version, percent-encoded, with a leading `/`.
    pub path: String,
}

/// The two versions of Microsoft Graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraphVersion {
    /// The supported one.
    V1,
    /// The preview; only where v1.0 has nothing.
    Beta,
}

impl GraphVersion {
    /// The first segment of the path.
    pub fn segment(self) -> &'static str {
        match self {
            Self::V1 => "v1.0",
            Self::Beta => "beta",
        }
    }
}

impl GraphRead {
    /// An address from its segments and a query. Segments are encoded here, so an id cannot leave its place.
    ///
    /// The URL library drops the segments `.` and `..` silently; no valid id or address has that form.
    pub fn new(version: GraphVersion, segments: &[&str], query: &str) -> Self {
        let mut url = Url::parse("https://graph.invalid").expect("a constant address");
        url.path_segments_mut().expect("https addresses have a path").clear().extend(segments);
        url.set_query((!query.is_empty()).then_some(query));
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        Self { version, path: format!("{}{query}", url.path()) }
    }
}

/// An Exchange command with its parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Invocation {
    /// The command.
    pub cmdlet: Cmdlet,
    /// Its parameters, by name.
    pub parameters: Map<String, Value>,
    /// The properties that are wanted; empty for all of them.
    pub select: &'static [&'static str],
    /// The mailbox that the command opens, as a routing hint.
    pub anchor: Option<Address>,
}

impl Invocation {
    /// A command without parameters.
    pub fn new(cmdlet: Cmdlet) -> Self {
        Self { cmdlet, parameters: Map::new(), select: &[], anchor: None }
    }

    /// With a parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.parameters.insert(name.to_owned(), value.into());
        self
    }

    /// With the properties that are wanted.
    #[must_use]
    pub fn select(mut self, properties: &'static [&'static str]) -> Self {
        self.select = properties;
        self
    }

    /// With the mailbox that the command opens, so that Exchange sends it there at once.
    #[must_use]
    pub fn opening(mut self, mailbox: &Address) -> Self {
        self.anchor = Some(mailbox.clone());
        self
    }

    /// The body that Exchange expects.
    pub fn body(&self) -> Value {
        serde_json::json!({ "CmdletInput": { "CmdletName": self.cmdlet.name(), "Parameters": self.parameters } })
    }

    /// The query: the wanted properties.
    pub fn query(&self) -> Option<String> {
        (!self.select.is_empty()).then(|| format!("$select={}", self.select.join(",")))
    }
}

/// Why an answer, or one item of it, could not be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the answer could not be understood: {0}")]
pub struct Unreadable(pub String);

impl From<serde_json::Error> for Unreadable {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

/// One page of a list. An item that cannot be understood does not lose the others.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The items, each understood on its own.
    pub items: Vec<Result<T, Unreadable>>,
    /// The link to the next page, as the service gave it.
    pub next: Option<String>,
    /// Warnings that Exchange sent along.
    pub warnings: Vec<String>,
}

#[derive(Deserialize)]
struct WirePage<'a> {
    #[serde(borrow, default)]
    value: Option<Vec<&'a RawValue>>,
    #[serde(rename = "@odata.nextLink", default)]
    next: Option<String>,
    #[serde(rename = "@adminapi.warnings", default)]
    warnings: Option<Vec<String>>,
}

/// Understands a page: items by `W`, turned into `T`. An empty body is an empty page, as Exchange answers.
///
/// # Errors
/// [`Unreadable`] when the page itself is not JSON of the right shape.
pub fn page<'a, W, T>(body: &'a str, read: impl Fn(W) -> Result<T, Unreadable>) -> Result<Page<T>, Unreadable>
where
    W: Deserialize<'a>,
{
    if body.trim().is_empty() {
        return Ok(Page { items: Vec::new(), next: None, warnings: Vec::new() });
    }
    let wire: WirePage<'a> = serde_json::from_str(body)?;
    let items = wire.value.unwrap_or_default();
    let items = items.into_iter().map(|raw| read(serde_json::from_str(raw.get())?)).collect();
    Ok(Page { items, next: wire.next, warnings: wire.warnings.unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Named {
        name: String,
    }

    #[test]
    fn one_bad_item_does_not_lose_the_others() {
        let body = r#"{"value":[{"name":"a"},{"name":"\ud800"},{"name":3},{"name":"b"}],"@odata.nextLink":"n"}"#;
        let page = page(body, |row: Named| Ok(row.name)).unwrap();
        let names: Vec<_> = page.items.iter().map(|item| item.as_deref().ok()).collect();
        assert_eq!(names, [Some("a"), None, None, Some("b")]);
        assert_eq!(page.next.as_deref(), Some("n"));
    }

    #[test]
    fn a_page_without_items_is_empty_and_html_is_no_page() {
        assert!(page("", |row: Named| Ok(row.name)).unwrap().items.is_empty());
        assert!(page(r#"{"@adminapi.warnings":["w"]}"#, |row: Named| Ok(row.name)).unwrap().items.is_empty());
        assert!(page("<html>", |row: Named| Ok(row.name)).is_err());
    }

    #[test]
    fn an_id_cannot_leave_its_place() {
        let read = GraphRead::new(GraphVersion::V1, &["users", "../../me?x=#", "mailboxSettings"], "");
        assert_eq!(read.path, "/users/..%2F..%2Fme%3Fx=%23/mailboxSettings");
    }

    #[test]
    fn queries_are_encoded_with_percent_signs() {
        let read = GraphRead::new(GraphVersion::V1, &["oauth2PermissionGrants"], "$filter=clientId eq 'x'");
        assert_eq!(read.path, "/oauth2PermissionGrants?$filter=clientId%20eq%20%27x%27");
    }

    #[test]
    fn an_invocation_always_sends_its_parameters_as_an_object() {
        let body = Invocation::new(Cmdlet::GetOrganizationConfig).body().to_string();
        assert_eq!(body, r#"{"CmdletInput":{"CmdletName":"Get-OrganizationConfig","Parameters":{}}}"#);
    }
}
