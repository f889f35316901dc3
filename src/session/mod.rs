//! Floor 2: the one shared session. The only thing that waits for the network, and the only place where a token meets
//! a request.
//!
//! A [`Call`](call::Call) says what to read; [`Session::call`], [`Session::pages`] and [`Session::batch`] read it, with
//! the retry, pacing, paging and origin rules of `docs/architecture.md`. The request type cannot express a write.

pub mod auth;
pub mod batch;
pub mod call;
mod cloud;
mod cmdlet;
mod error;
mod http;
mod link;
mod pace;
pub mod progress;
pub mod retry;
mod secret;
mod send;
mod signs;
mod transport;

pub use cloud::{Cloud, Service};
pub use cmdlet::Cmdlet;
pub use error::{CallError, Said};
pub use http::{Http, HttpError, HttpOptions, simulator_address};
pub use link::LinkError;
pub use secret::{Secret, SecretError};
pub use send::{Pages, Session, SessionOptions, Stats};
pub use transport::{Outgoing, Reply, Transport, TransportError, reply};

/// How many decoded bytes one answer may have (32 MiB).
pub const MAX_BODY: usize = 32 << 20;
