//! What gathering tells while it runs. The session and the gatherer report here; who listens is not their concern.

use super::Service;

/// Something that happened while a tenant was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A part of the tenant is being read; the text names it, such as "room lists".
    Stage(&'static str),
    /// So many rooms more were listed; the total is not known yet.
    RoomsFound(usize),
    /// So many rooms will be read one by one.
    RoomsTotal(usize),
    /// One of them was read, or given up.
    RoomRead,
    /// A service is not asked for some seconds.
    Waiting {
        /// The service.
        service: Service,
        /// For how long.
        seconds: u64,
        /// Why.
        because: Wait,
    },
    /// The wait is over.
    WaitOver,
    /// Everything was read.
    Finished,
}

/// Why nothing is asked for some seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// The service asked for it, with this status.
    Throttled(u16),
    /// A failed call is tried again.
    Retry,
}

/// Somebody who is told what happens while a tenant is read.
pub trait Observer: Send + Sync {
    /// Is told about one event. Must return at once.
    fn event(&self, event: Event);
}

/// Nobody listens.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn event(&self, _: Event) {}
}
