//! What the product's side tells about itself: its own list of rooms. Read from a file that the vendor exports.

use serde::{Deserialize, Serialize};

use super::{Address, Untrusted};

/// A room as the product knows it: a row of the vendor's list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VendorRoom {
    /// The product whose list it stands in; `None` when the list is for all products of the run.
    pub product: Option<String>,
    /// The row in the file, counted from 1 without the heading: what a person looks up.
    pub row: usize,
    /// The mailbox address that the product has, lower-cased; `None` when the cell is empty.
    pub address: Option<Address>,
    /// The product's own id of the room.
    pub id: Option<Untrusted>,
    /// The product's name of the room.
    pub name: Option<Untrusted>,
    /// How many people the product says it holds.
    pub capacity: Option<i64>,
    /// How many days ahead the product lets people book it.
    pub horizon_days: Option<i64>,
    /// The longest booking that the product offers for it, in minutes.
    pub max_minutes: Option<i64>,
    /// Whether the product keeps it in step; `None` when the list does not say.
    pub active: Option<bool>,
}
