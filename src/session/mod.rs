//! Floor 2: the one shared session. The only thing that waits for the network, and the only place where a token meets
//! a request.

mod cloud;
mod cmdlet;
pub mod progress;
mod transport;

pub use cloud::{Cloud, Service};
pub use cmdlet::Cmdlet;
pub use transport::{Outgoing, Reply, Transport, TransportError, reply};

/// How many decoded bytes one answer may have (32 MiB).
pub const MAX_BODY: usize = 32 << 20;
