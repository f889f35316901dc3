//! Which rooms a run is about.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Address;

/// The rooms that were asked for. Empty means all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Selection {
    /// Rooms named one by one (`--room`, `--rooms FILE`).
    pub rooms: BTreeSet<Address>,
    /// Room lists whose rooms are meant (`--room-list`).
    pub lists: BTreeSet<Address>,
}

impl Selection {
    /// Whether every room is meant.
    pub fn is_everything(&self) -> bool {
        self.rooms.is_empty() && self.lists.is_empty()
    }
}
