//! Places as Exchange knows them.

use serde::Deserialize;

use super::invoke;
use crate::api::lenient;
use crate::session::Cmdlet;
use crate::session::call::{Call, Invocation, Page, Unreadable, page};
use crate::tenant::{Address, Place, Source, Untrusted};

/// A row of `Get-Place`: the identity as Exchange gives it, and the place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRow {
    /// `Identity`: an address in Exchange Online, a name elsewhere.
    pub identity: Untrusted,
    /// The place.
    pub place: Place,
}

/// All places of type room. Least: role `View-Only Recipients`.
pub fn rooms() -> Call<Page<PlaceRow>> {
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "PascalCase", default)]
    struct Wire {
        #[serde(deserialize_with = "lenient::text")]
        identity: Option<Untrusted>,
        #[serde(deserialize_with = "lenient::text")]
        display_name: Option<Untrusted>,
        #[serde(deserialize_with = "lenient::text")]
        city: Option<Untrusted>,
        #[serde(deserialize_with = "lenient::text")]
        country_or_region: Option<Untrusted>,
        #[serde(deserialize_with = "lenient::text")]
        building: Option<Untrusted>,
        #[serde(deserialize_with = "lenient::int")]
        floor: Option<i64>,
        #[serde(deserialize_with = "lenient::text")]
        floor_label: Option<Untrusted>,
        #[serde(deserialize_with = "lenient::int")]
        capacity: Option<i64>,
        #[serde(deserialize_with = "lenient::word")]
        booking_type: Option<String>,
        #[serde(deserialize_with = "lenient::word")]
        parent_id: Option<String>,
        #[serde(deserialize_with = "lenient::texts")]
        tags: Option<Vec<Untrusted>>,
        #[serde(deserialize_with = "lenient::texts")]
        localities: Option<Vec<Untrusted>>,
    }
    fn read(body: &str) -> Result<Page<PlaceRow>, Unreadable> {
        page(body, |wire: Wire| {
            let lists = wire.localities.unwrap_or_default();
            Ok(PlaceRow {
                identity: wire.identity.ok_or_else(|| Unreadable("a place without an identity".into()))?,
                place: Place {
                    place_id: None,
                    display_name: wire.display_name,
                    city: wire.city,
                    country: wire.country_or_region,
                    building: wire.building,
                    floor: wire.floor,
                    floor_label: wire.floor_label,
                    capacity: wire.capacity,
                    booking_type: wire.booking_type,
                    parent_id: wire.parent_id,
                    tags: wire.tags.unwrap_or_default(),
                    localities: lists.iter().filter_map(|list| Address::parse(list.raw()).ok()).collect(),
                },
            })
        })
    }
    let properties = &[
        "Identity",
        "DisplayName",
        "City",
        "CountryOrRegion",
        "Building",
        "Floor",
        "FloorLabel",
        "Capacity",
        "BookingType",
        "ParentId",
        "Tags",
        "Localities",
    ];
    let call =
        Invocation::new(Cmdlet::GetPlace).with("Type", "Room").with("ResultSize", "Unlimited").select(properties);
    invoke(Source::ExchangePlaces, call, read)
}
