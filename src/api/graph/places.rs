//! Places: rooms, workspaces and room lists. Hidden ones are not listed.

use serde::Deserialize;

use super::get;
use crate::api::lenient;
use crate::session::call::{Call, Page, Unreadable, page};
use crate::tenant::{Address, Place, Source, Untrusted};

/// A place with the address of its mailbox.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomPlace {
    /// The mailbox's address.
    pub address: Address,
    /// What Graph says of the place.
    pub place: Place,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    email_address: Option<String>,
    #[serde(default, deserialize_with = "lenient::word")]
    place_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    display_name: Option<Untrusted>,
    #[serde(default)]
    address: Option<WireAddress>,
    #[serde(default, deserialize_with = "lenient::text")]
    building: Option<Untrusted>,
    #[serde(default, deserialize_with = "lenient::int")]
    floor_number: Option<i64>,
    #[serde(default, deserialize_with = "lenient::text")]
    floor_label: Option<Untrusted>,
    #[serde(default, deserialize_with = "lenient::int")]
    capacity: Option<i64>,
    #[serde(default, deserialize_with = "lenient::word")]
    booking_type: Option<String>,
    #[serde(default, deserialize_with = "lenient::word")]
    parent_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::texts")]
    tags: Option<Vec<Untrusted>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireAddress {
    #[serde(default, deserialize_with = "lenient::text")]
    city: Option<Untrusted>,
    #[serde(default, deserialize_with = "lenient::text")]
    country_or_region: Option<Untrusted>,
}

fn address(text: Option<String>) -> Result<Address, Unreadable> {
    let text = text.ok_or_else(|| Unreadable("a place without an e-mail address".into()))?;
    Address::parse(&text).map_err(|error| Unreadable(format!("an address that {error}")))
}

fn room(wire: Wire) -> Result<RoomPlace, Unreadable> {
    let where_it_is = wire.address.unwrap_or(WireAddress { city: None, country_or_region: None });
    Ok(RoomPlace {
        address: address(wire.email_address)?,
        place: Place {
            place_id: wire.place_id,
            display_name: wire.display_name,
            city: where_it_is.city,
            country: where_it_is.country_or_region,
            building: wire.building,
            floor: wire.floor_number,
            floor_label: wire.floor_label,
            capacity: wire.capacity,
            booking_type: wire.booking_type,
            parent_id: wire.parent_id,
            tags: wire.tags.unwrap_or_default(),
            localities: Vec::new(),
        },
    })
}

fn places(body: &str) -> Result<Page<RoomPlace>, Unreadable> {
    page(body, room)
}

/// All rooms. Least: `Place.Read.All`.
pub fn rooms() -> Call<Page<RoomPlace>> {
    get(Source::GraphRooms, &["places", "microsoft.graph.room"], "", "Place.Read.All", places)
}

/// All workspaces. Least: `Place.Read.All`. China does not offer them.
pub fn workspaces() -> Call<Page<RoomPlace>> {
    get(Source::GraphWorkspaces, &["places", "microsoft.graph.workspace"], "", "Place.Read.All", places)
}

/// A room list as Graph lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct ListPlace {
    /// Its address, which is also the key for its members.
    pub address: Address,
    /// Its name.
    pub display_name: Untrusted,
}

/// All room lists. Least: `Place.Read.All`.
pub fn room_lists() -> Call<Page<ListPlace>> {
    fn read(body: &str) -> Result<Page<ListPlace>, Unreadable> {
        page(body, |wire: Wire| {
            Ok(ListPlace { address: address(wire.email_address)?, display_name: wire.display_name.unwrap_or_default() })
        })
    }
    get(Source::GraphRoomLists, &["places", "microsoft.graph.roomList"], "", "Place.Read.All", read)
}

/// The addresses of the rooms of one list. Least: `Place.Read.All`. The key must be the list's address, not its id.
pub fn rooms_of_list(list: &Address) -> Call<Page<Address>> {
    fn read(body: &str) -> Result<Page<Address>, Unreadable> {
        page(body, |wire: Wire| address(wire.email_address))
    }
    let segments = ["places", list.as_str(), "microsoft.graph.roomlist", "rooms"];
    get(Source::GraphRoomListMembers, &segments, "", "Place.Read.All", read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_room_is_read() {
        let body = r#"{"@odata.context":"x","value":[{"id":"3162F1E1-C4C0-604B-51D8-91DA78989EB1","emailAddress":"CF100@contoso.com",
          "displayName":"Conf Room 100","address":{"street":"4567 Main Street","city":"Buffalo","state":"NY","postalCode":"98052","countryOrRegion":"USA"},
          "geoCoordinates":{"latitude":47.640568,"longitude":-122.1293731},"phone":"000-000-0000","nickname":"Conf Room","label":"100","capacity":50,
          "building":"1","floorLabel":"1P","floorNumber":1,"isWheelChairAccessible":false,"bookingType":"standard","tags":["bean bags"],
          "audioDeviceName":null,"displayDevice":"surface hub","placeId":"3162F1E1-C4C0-604B-51D8-91DA78989EB1"}]}"#;
        let page = (rooms().parse)(body).unwrap();
        let room = page.items[0].as_ref().unwrap();
        assert_eq!(room.address.as_str(), "cf100@contoso.com");
        assert_eq!((room.place.floor, room.place.capacity), (Some(1), Some(50)));
        assert_eq!(room.place.city.as_ref().unwrap().raw(), "Buffalo");
    }

    #[test]
    fn a_room_of_nulls_is_still_a_room_and_one_without_address_is_unreadable() {
        let body =
            r#"{"value":[{"emailAddress":"a@b","capacity":null,"address":null,"tags":null},{"emailAddress":null}]}"#;
        let page = (rooms().parse)(body).unwrap();
        assert!(page.items[0].is_ok() && page.items[1].is_err());
    }
}
