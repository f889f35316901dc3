//! The wire: one request in, one response out. Swapping it is how tests, the demo and the simulator work.
//!
//! [`Outgoing`] can only be made inside `session`, and only as one of the reads below: nothing else in the program can
//! put together a request that writes.

use async_trait::async_trait;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use url::Url;

/// A request that reads. Its constructors are the whole list of what the program can send.
#[derive(Clone)]
pub struct Outgoing {
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Bytes,
    limit: usize,
}

/// What a transport gives back: status, headers, and the whole decoded body.
pub type Reply = http::Response<Bytes>;

impl Outgoing {
    /// `GET` a resource.
    pub(super) fn get(url: Url) -> Self {
        Self::new(Method::GET, url, Bytes::new())
    }

    /// `POST` a form to the sign-in host (token, device code). The body holds a credential.
    pub(super) fn sign_in(url: Url, form: Bytes) -> Self {
        Self::new(Method::POST, url, form)
    }

    /// `POST` a Graph `$batch`, made of `GET`s by [`super::batch`].
    pub(super) fn graph_batch(url: Url, body: Bytes) -> Self {
        Self::new(Method::POST, url, body)
    }

    /// `POST` an Exchange command, or a `$batch` of them, made from the closed list of [`super::Cmdlet`]s.
    pub(super) fn invoke(url: Url, body: Bytes) -> Self {
        Self::new(Method::POST, url, body)
    }

    fn new(method: Method, url: Url, body: Bytes) -> Self {
        Self { method, url, headers: HeaderMap::new(), body, limit: super::MAX_BODY }
    }

    pub(super) fn header(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.insert(name, value);
    }

    /// The method: `GET` or `POST`.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The address.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The headers, the token among them.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body; empty for a `GET`.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// How many decoded bytes the answer may have.
    pub fn limit(&self) -> usize {
        self.limit
    }
}

impl std::fmt::Debug for Outgoing {
    /// Method and path only: headers and bodies hold secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method, self.url.path())
    }
}

/// Why there was no response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No connection: name, network, refused, proxy.
    #[error("could not connect to {host}: {why}")]
    Connect {
        /// The host that was asked.
        host: String,
        /// The chain of causes, without addresses that hold a query or a password.
        why: String,
    },
    /// The certificate was not accepted.
    #[error("the certificate of {host} was not accepted: {why}")]
    Certificate {
        /// The host that was asked.
        host: String,
        /// The chain of causes.
        why: String,
    },
    /// No answer, or no more of it, in time.
    #[error("no answer from {host} in time")]
    Timeout {
        /// The host that was asked.
        host: String,
    },
    /// The connection broke before the answer was whole.
    #[error("the answer of {host} broke off: {why}")]
    Broken {
        /// The host that was asked.
        host: String,
        /// The chain of causes.
        why: String,
    },
    /// The answer is larger than we accept.
    #[error("the answer of {host} is larger than {limit} bytes")]
    TooLarge {
        /// The host that was asked.
        host: String,
        /// The cap.
        limit: usize,
    },
    /// The address is outside the cloud's table.
    #[error("{host} does not belong to the selected cloud")]
    ForeignHost {
        /// The host that was asked.
        host: String,
    },
}

impl TransportError {
    /// Whether asking again can help.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Connect { .. } | Self::Timeout { .. } | Self::Broken { .. })
    }
}

/// Sends one request and gives back one response. Follows no redirects, retries nothing, logs nothing.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Sends a request.
    async fn send(&self, request: &Outgoing) -> Result<Reply, TransportError>;
}

/// A response made of its parts; for transports that do not come from a network.
pub fn reply(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Reply {
    let mut reply = http::Response::new(body.into());
    *reply.status_mut() = status;
    *reply.headers_mut() = headers;
    reply
}
