//! Places: rooms, room lists, workspaces, and the beta functions that came before them.
//!
//! Hidden rooms and lists are not there, and a room shows a day after it was made. Property names follow the metadata of
//! v1.0, where pages and metadata disagree.
//!
//! Source: the `place-list`, `place-get`, `place-descendants` pages and the v1.0 metadata of August 2026.

use super::{Call, HIERARCHY, PLACES};
use crate::{
    sim::{
        json::{Json, Object, object},
        simulation::{Found, Response},
        state::{Group, GroupKind, Place, Room},
    },
    tenant::{BookingType, RoomKind},
};

const PERMISSIONS: [&str; 2] = ["Place.Read.All", "Place.ReadWrite.All"];

pub(super) fn route(call: &Call<'_>, rest: &[&str]) -> Response {
    if !call.has_any(&PERMISSIONS) {
        // guess: the code; the page only says 403.
        return call.access_denied();
    }
    let simulation = call.simulation;
    match rest {
        ["microsoft.graph.room" | "graph.room"] => {
            let rooms = simulation.listed(RoomKind::Room);
            call.page("places/microsoft.graph.room", &PLACES, &rooms, |room| place_row(room))
        }
        ["microsoft.graph.workspace" | "graph.workspace"] => {
            let rooms = simulation.listed(RoomKind::Workspace);
            call.page("places/microsoft.graph.workspace", &PLACES, &rooms, |room| place_row(room))
        }
        ["microsoft.graph.roomlist" | "graph.roomlist"] => {
            let lists: Vec<&Group> = simulation.state.lists().filter(|list| !list.hidden).collect();
            call.page("places/microsoft.graph.roomList", &PLACES, &lists, |list| list_row(call, list))
        }
        // The Places hierarchy is not switched on in this tenant.
        [cast]
            if ["building", "floor", "section", "desk"].iter().any(|kind| cast.ends_with(&format!("graph.{kind}"))) =>
        {
            let of = format!("places/{cast}");
            call.page(&of, &HIERARCHY, &[] as &[()], |()| Object::default())
        }
        [key] => match (simulation.place(key), list_of(call, key)) {
            (Some(room), _) => {
                let mut row = place_row(room);
                row.lead("@odata.type", odata_type(room.kind));
                call.entity("places/$entity", row)
            }
            (None, Some(list)) => {
                let mut row = list_row(call, list);
                row.lead("@odata.type", "#microsoft.graph.roomList");
                call.entity("places/$entity", row)
            }
            (None, None) => no_place(call, key),
        },
        [key, "microsoft.graph.roomlist" | "graph.roomlist", what @ ("rooms" | "workspaces")] => {
            // Source: the key must be the list's address, not its id.
            let Some(list) = list_of(call, key).filter(|list| list.address.eq_ignore_ascii_case(key)) else {
                return no_place(call, key);
            };
            let kind = if *what == "rooms" { RoomKind::Room } else { RoomKind::Workspace };
            let of = format!("places('{}')/microsoft.graph.roomList/{what}", list.address);
            call.page(&of, &PLACES, &rooms_of(call, list, kind), |room| place_row(room))
        }
        [_, "descendants"] => call.page("places", &HIERARCHY, &[] as &[()], |()| Object::default()),
        [_, other, ..] => call.unknown_segment(other),
        [] => call.error(400, "BadRequest", "A type of place is needed, such as places/microsoft.graph.room."),
    }
}

fn no_place(call: &Call<'_>, key: &str) -> Response {
    // guess: code and sentence.
    call.error(404, "ErrorItemNotFound", &format!("The place '{key}' was not found."))
}

/// A visible room list, by address or id.
fn list_of<'a>(call: &'a Call<'_>, key: &str) -> Option<&'a Group> {
    let simulation = call.simulation;
    simulation
        .state
        .lists()
        .filter(|list| !list.hidden)
        .find(|list| list.address.eq_ignore_ascii_case(key) || list.guid.to_string().eq_ignore_ascii_case(key))
}

/// Direct members of a list that Graph lists themselves. Groups inside are not followed.
fn rooms_of<'a>(call: &'a Call<'_>, list: &Group, kind: RoomKind) -> Vec<&'a Room> {
    list.members.iter().filter_map(|member| call.simulation.place(member)).filter(|room| room.kind == kind).collect()
}

fn odata_type(kind: RoomKind) -> &'static str {
    match kind {
        RoomKind::Room | RoomKind::Equipment => "#microsoft.graph.room",
        RoomKind::Workspace => "#microsoft.graph.workspace",
    }
}

fn address(place: &Place) -> Object {
    object! {
        "street": place.street.clone(),
        "city": place.city.clone(),
        "state": place.state.clone(),
        "postalCode": place.postal_code.clone(),
        "countryOrRegion": place.country.clone(),
    }
}

fn place_row(room: &Room) -> Object {
    let place = room.place_in_graph();
    let name = if room.has_broken_name { Json::Raw(r#""\ud800""#) } else { Json::from(&room.display_name) };
    let coordinates =
        place.coordinates.map(|(latitude, longitude)| object! { "latitude": latitude, "longitude": longitude });
    if room.kind == RoomKind::Workspace {
        return object! {
            "id": room.place_id,
            "emailAddress": &room.address,
            "displayName": name.clone(),
            "address": address(place),
            "geoCoordinates": coordinates,
            "phone": place.phone.clone(),
            "nickname": name,
            "label": place.label.clone(),
            "capacity": place.capacity,
            "isWheelChairAccessible": false,
            "tags": place.tags.clone(),
            "displayDeviceName": Json::Null,
            "mode": object! { "@odata.type": "#microsoft.graph.reservablePlaceMode" },
            "parentId": Json::Null,
            "placeId": room.place_id,
        };
    }
    let booking_type = match &room.calendar.booking_type {
        Some(BookingType::Standard) => Json::from("standard"),
        Some(BookingType::Reserved) => Json::from("reserved"),
        Some(BookingType::Other(_)) => Json::from("unknown"),
        None => Json::Null,
    };
    object! {
        "id": room.place_id,
        "emailAddress": &room.address,
        "displayName": name.clone(),
        "address": address(place),
        "geoCoordinates": coordinates,
        "phone": place.phone.clone(),
        "nickname": name,
        "label": place.label.clone(),
        "capacity": place.capacity,
        "building": place.building.clone(),
        "floorLabel": place.floor_label.clone(),
        "floorNumber": place.floor,
        "isWheelChairAccessible": false,
        "bookingType": booking_type,
        "tags": place.tags.clone(),
        "audioDeviceName": Json::Null,
        "videoDeviceName": Json::Null,
        "displayDeviceName": Json::Null,
        "teamsEnabledState": "unknown",
        "parentId": Json::Null,
        "placeId": room.place_id,
    }
}

fn list_row(call: &Call<'_>, list: &Group) -> Object {
    // guess: an invented place id. Source: the id is not the group's object id.
    let id = call.simulation.state.guid("list place", &list.address);
    object! {
        "id": id,
        "displayName": &list.display_name,
        "address": object! {
            "street": Json::Null, "city": Json::Null, "state": Json::Null, "postalCode": Json::Null,
            "countryOrRegion": Json::Null,
        },
        "geoCoordinates": Json::Null,
        "phone": "",
        "emailAddress": &list.address,
        "tags": Vec::<String>::new(),
        "label": Json::Null,
        "isWheelChairAccessible": Json::Null,
        "parentId": Json::Null,
        "placeId": id,
    }
}

const PEOPLE: [&str; 3] = ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All"];

pub(super) fn find_room_lists(call: &Call<'_>, user: &str) -> Response {
    if !call.has_any(&PEOPLE) {
        return call.denied();
    }
    if call.simulation.in_directory(user).is_none() {
        return call.not_found(user);
    }
    let lists: Vec<&Group> = call.simulation.state.lists().filter(|list| !list.hidden).collect();
    call.page("Collection(microsoft.graph.emailAddress)", &PLACES, &lists, |list| {
        object! { "name": &list.display_name, "address": &list.address }
    })
}

pub(super) fn find_rooms(call: &Call<'_>, user: &str) -> Response {
    if !call.has_any(&PEOPLE) {
        return call.denied();
    }
    if call.simulation.in_directory(user).is_none() {
        return call.not_found(user);
    }
    let asked = call.segments.last().and_then(|segment| segment.split('\'').nth(1));
    let mut rooms = match asked.map(|list| call.simulation.recipient(list)) {
        None => call.simulation.listed(RoomKind::Room),
        Some(Some(Found::Group(list))) if list.kind == GroupKind::RoomList => rooms_of(call, list, RoomKind::Room),
        Some(Some(Found::Group(_) | Found::Room(_) | Found::User(_)) | None) => {
            return no_place(call, asked.unwrap_or_default());
        }
    };
    // guess: never more than 100 rooms.
    rooms.truncate(100);
    call.page("Collection(microsoft.graph.emailAddress)", &PLACES, &rooms, |room| {
        object! { "name": &room.display_name, "address": &room.address }
    })
}
