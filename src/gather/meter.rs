//! Counts rooms that are read to the end, where several things are read of each side by side.

use std::sync::{Mutex, PoisonError};

use crate::session::Session;
use crate::session::progress::Event;

/// One for all rooms of a run.
pub struct Meter {
    inner: Mutex<Inner>,
}

struct Inner {
    /// How many rooms each part is done with.
    done: Vec<usize>,
    /// How many rooms were told of.
    told: usize,
}

impl Meter {
    /// For so many parts.
    pub fn new(parts: usize) -> Self {
        Self { inner: Mutex::new(Inner { done: vec![0; parts], told: 0 }) }
    }

    /// One part is done with so many more rooms. Parts take rooms in the same order, so the slowest one counts.
    pub fn done(&self, session: &Session, part: usize, rooms: usize) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(done) = inner.done.get_mut(part) {
            *done += rooms;
        }
        let least = inner.done.iter().copied().min().unwrap_or_default();
        let fresh = least.saturating_sub(inner.told);
        inner.told = inner.told.max(least);
        drop(inner);
        (0..fresh).for_each(|_| session.tell(Event::RoomRead));
    }
}
