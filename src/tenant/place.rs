//! What is known about where a room is and what it offers.

use serde::{Deserialize, Serialize};

use super::{Address, Untrusted};

/// A place as Graph (`room`, `workspace`) or Exchange (`Get-Place`) describes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The immutable id (`placeId`), where the source gives one.
    pub place_id: Option<String>,
    /// The name.
    pub display_name: Option<Untrusted>,
    /// City.
    pub city: Option<Untrusted>,
    /// Country or region.
    pub country: Option<Untrusted>,
    /// Building.
    pub building: Option<Untrusted>,
    /// Floor number.
    pub floor: Option<i64>,
    /// Floor label.
    pub floor_label: Option<Untrusted>,
    /// Seats.
    pub capacity: Option<i64>,
    /// `standard`, `reserved` or `unknown`.
    pub booking_type: Option<String>,
    /// The place above it in the Places hierarchy.
    pub parent_id: Option<String>,
    /// Tags.
    pub tags: Vec<Untrusted>,
    /// Room lists that hold it (`Localities`, Exchange only).
    pub localities: Vec<Address>,
}
