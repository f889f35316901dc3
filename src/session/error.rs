//! What can go wrong with a call, kept with everything a person needs: status, code, request id, and the right that cures it.

use http::HeaderMap;
use jiff::Timestamp;
use serde::Deserialize;

use super::auth::SignInError;
use super::call::Unreadable;
use super::link::LinkError;
use super::transport::TransportError;
use crate::tenant::{Fact, Failure, FailureKind, Right, Source, Untrusted};

/// Why a call has no result.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CallError {
    /// No token could be had, or the service does not accept it: nothing else will work either.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The service refused: a right is missing.
    #[error("refused: {needs} is needed")]
    Denied {
        /// The right that would cure it.
        needs: Right,
        /// What the service said.
        said: Said,
    },
    /// The object is not there.
    #[error("not found")]
    NotFound(Said),
    /// The service says that the request itself is wrong.
    #[error("the service rejected the request")]
    Rejected(Said),
    /// Throttled or failing for longer than we try.
    #[error("the service could not answer in time")]
    GaveUp {
        /// What the service said last.
        said: Said,
        /// When to try again, if it said so.
        retry_after: Option<Timestamp>,
    },
    /// No answer at all.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// An answer that makes no sense.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// A link that is not followed.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// An answer to one part of a batch never came.
    #[error("the batch came back without an answer to this part")]
    NoAnswer,
    /// The run was interrupted.
    #[error("interrupted")]
    Interrupted,
}

/// What the service said in an error.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// The HTTP status.
    pub status: u16,
    /// The service's code; for Exchange the type of the exception.
    pub code: Option<Untrusted>,
    /// The service's words, shortened.
    pub message: Option<Untrusted>,
    /// The id that Microsoft support asks for.
    pub request_id: Option<String>,
}

impl CallError {
    /// The fact that this error leaves.
    pub fn into_fact<T>(self, source: Source) -> Fact<T> {
        match self {
            Self::Denied { needs, .. } => Fact::Denied { source, needs },
            other => Fact::Failed { source, why: other.into_failure() },
        }
    }

    /// The failure to keep in a snapshot.
    pub fn into_failure(self) -> Failure {
        let from = |kind, said: Said| Failure {
            kind,
            status: Some(said.status).filter(|status| *status != 0),
            code: said.code,
            message: said.message,
            request_id: said.request_id,
            retry_after: None,
        };
        match self {
            Self::Denied { said, .. } => from(FailureKind::Rejected, said),
            Self::NotFound(said) => from(FailureKind::NotFound, said),
            Self::Rejected(said) => from(FailureKind::Rejected, said),
            Self::GaveUp { said, retry_after } => {
                let kind = if said.status == 429 { FailureKind::Throttled } else { FailureKind::Service };
                Failure { retry_after, ..from(kind, said) }
            }
            Self::Transport(error @ TransportError::TooLarge { .. }) => {
                Failure::because(FailureKind::TooLarge, error.to_string())
            }
            Self::Transport(error) => Failure::because(FailureKind::Network, error.to_string()),
            Self::Unreadable(error) => Failure::because(FailureKind::Unreadable, error.to_string()),
            Self::Link(LinkError::Foreign) => {
                Failure::because(FailureKind::SuspiciousLink, LinkError::Foreign.to_string())
            }
            Self::Link(error) => Failure::because(FailureKind::TooLarge, error.to_string()),
            Self::NoAnswer => Failure::because(FailureKind::Service, Self::NoAnswer.to_string()),
            Self::Interrupted | Self::SignIn(SignInError::Interrupted) => Failure::of(FailureKind::Interrupted),
            Self::SignIn(SignInError::Unreachable(error)) => {
                Failure::because(FailureKind::Network, format!("no token: {error}"))
            }
            Self::SignIn(error) => Failure::because(FailureKind::Rejected, error.to_string()),
        }
    }
}

#[derive(Deserialize)]
struct Envelope {
    error: WireError,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WireError {
    code: Option<String>,
    message: Option<String>,
    details: Vec<Detail>,
    #[serde(alias = "innererror", alias = "innerError")]
    inner: Option<Inner>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Detail {
    message: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Inner {
    #[serde(rename = "request-id")]
    request_id: Option<String>,
    internalexception: Option<Internal>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Internal {
    message: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// Reads an error answer of Graph or Exchange. Never fails: an answer that says nothing is an answer too.
///
/// Exchange repeats one general message in `error.message`; its real text stands behind two bars in the first detail,
/// with the type of the exception, the stable part, in the middle. A body of NUL bytes carries its reason in
/// `x-ms-diagnostics`, if anywhere.
pub fn said(status: u16, headers: &HeaderMap, body: &str) -> Said {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let error = serde_json::from_str::<Envelope>(body).map(|envelope| envelope.error).unwrap_or_default();
    let inner = error.inner.unwrap_or_default();
    let request_id = header("request-id").or(inner.request_id);
    let (mut code, mut message) = (error.code, error.message);
    if let Some(internal) = inner.internalexception {
        message = internal.message.or(message);
        code = internal.kind.map(|kind| last(&kind, '.').to_owned()).or(code);
    }
    if let Some(text) = error.details.into_iter().next().and_then(|detail| detail.message) {
        let mut parts = text.splitn(3, '|');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(_), Some(kind), Some(words)) => {
                code = Some(last(kind, '.').to_owned());
                message = Some(words.to_owned());
            }
            _ => message = Some(text),
        }
    }
    let message = message.or_else(|| header("x-ms-diagnostics"));
    Said { status, code: code.map(shorten), message: message.map(shorten), request_id }
}

fn last(text: &str, separator: char) -> &str {
    text.rsplit(separator).next().unwrap_or(text)
}

fn shorten(text: String) -> Untrusted {
    Untrusted::new(text.chars().filter(|c| !c.is_control()).take(300).collect::<String>())
}

/// Words in an Exchange 400 that mean "not now" rather than "not like this".
const TRANSIENT: [&str; 4] =
    ["CmdletProxyNotAvailableFailure", "ServerBusyException", "TransientException", "BackendCommunicationException"];

/// The status to decide retries by: an Exchange 400 that is only a bad moment counts as 503.
pub fn status_for_retry(status: u16, body: &str) -> u16 {
    if status == 400 && TRANSIENT.iter().any(|word| body.contains(word)) { 503 } else { status }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXCHANGE: &str = r#"{"error":{"code":"NotFound","message":"Error executing cmdlet",
      "details":[{"code":"Client","target":"","message":"Ex6F9304|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|The operation couldn't be performed because object 'x' couldn't be found."}],
      "innererror":{"message":"Error executing cmdlet","internalexception":{"message":"inner","type":"a.b.Inner"}}}}"#;

    #[test]
    fn exchange_errors_are_read_from_the_first_detail() {
        let said = said(404, &HeaderMap::new(), EXCHANGE);
        assert_eq!(said.code.unwrap().raw(), "ManagementObjectNotFoundException");
        assert!(said.message.unwrap().raw().starts_with("The operation couldn't be performed"));
    }

    #[test]
    fn without_details_the_inner_exception_speaks() {
        let body = r#"{"error":{"message":"Invalid Operation","innererror":{"internalexception":{"message":"real","type":"X.Y"}}}}"#;
        let said = said(400, &HeaderMap::new(), body);
        assert_eq!((said.code.unwrap().raw(), said.message.unwrap().raw()), ("Y", "real"));
    }

    #[test]
    fn graph_errors_keep_code_and_request_id() {
        let body =
            r#"{"error":{"code":"ErrorAccessDenied","message":"Access is denied.","innerError":{"request-id":"r1"}}}"#;
        let said = said(403, &HeaderMap::new(), body);
        assert_eq!((said.code.unwrap().raw(), said.request_id.as_deref()), ("ErrorAccessDenied", Some("r1")));
    }

    #[test]
    fn nul_bytes_and_html_say_nothing_and_break_nothing() {
        let mut headers = HeaderMap::new();
        headers.insert("x-ms-diagnostics", http::HeaderValue::from_static("2000008;reason=\"no role\""));
        assert_eq!(said(403, &headers, "\0\0\0\0").message.unwrap().raw(), "2000008;reason=\"no role\"");
        assert_eq!(said(502, &HeaderMap::new(), "<html>"), Said { status: 502, ..Said::default() });
    }

    #[test]
    fn a_bad_moment_counts_as_unavailable() {
        assert_eq!(status_for_retry(400, "…|Microsoft.Exchange.ServerBusyException|…"), 503);
        assert_eq!(status_for_retry(400, "bad parameter"), 400);
    }
}
