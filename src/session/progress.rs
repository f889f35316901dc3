//! What the session and the gathering tell while they work. Whoever draws it listens.

use super::Service;

/// Something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A part of the work began.
    Stage(&'static str),
    /// So many more rooms were found.
    RoomsFound(usize),
    /// So many rooms there are in all.
    RoomsTotal(usize),
    /// One more room was read to the end.
    RoomRead,
    /// Nothing is sent to this service for a while.
    Waiting {
        /// The service.
        service: Service,
        /// For how many seconds.
        seconds: u64,
        /// Why.
        because: Wait,
    },
    /// The wait is over.
    WaitOver,
    /// All work is done.
    Finished,
}

/// Why nothing is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// The service asked for it, with this status.
    Throttled(u16),
    /// An answer failed and is asked for again.
    Retry,
}

/// Listens to events. Called from many tasks.
pub trait Observer: Send + Sync {
    /// Takes one event.
    fn event(&self, event: Event);

    /// Takes one answered request; for people who asked to see them.
    fn call(&self, _trace: &CallTrace<'_>) {}

    /// Shows a person where to type the device code.
    fn device(&self, _prompt: &super::auth::DevicePrompt) {}
}

/// One answered request, without anything that could be secret: no header, no body, no address of a room.
#[derive(Clone, Copy, Debug)]
pub struct CallTrace<'a> {
    /// Method and path template.
    pub what: &'a str,
    /// The status of the answer.
    pub status: u16,
    /// The id that Microsoft support asks for.
    pub request_id: Option<&'a str>,
    /// Which try it was, from 1.
    pub attempt: u32,
}

/// Listens to nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn event(&self, _: Event) {}
}
