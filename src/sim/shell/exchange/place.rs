//! Where a room is and what it offers.

use super::{
    super::{
        Tenant,
        binding::{Command, Given, Kind, Outcome},
    },
    failed, mailbox, may_write, room, room_at, set,
};

/// Source: the page on `Set-Place`: these do not work on rooms that directory synchronisation brought.
const SYNCHRONISED: &[&str] = &["City", "CountryOrRegion", "GeoCoordinates", "Phone", "PostalCode", "State", "Street"];

pub(super) const COMMANDS: &[Command] = &[Command {
    name: "Set-Place",
    needs: &["Identity"],
    takes: &[
        ("Identity", Kind::Text),
        ("AudioDeviceName", Kind::Text),
        ("Building", Kind::Text),
        // guess: `$null` takes a number back; the page names the type in the form of one that may be absent.
        ("Capacity", Kind::MaybeInt),
        ("City", Kind::Text),
        ("CountryOrRegion", Kind::Text),
        ("DisplayDeviceName", Kind::Text),
        ("Floor", Kind::MaybeInt),
        ("FloorLabel", Kind::Text),
        ("GeoCoordinates", Kind::Text),
        ("IsWheelChairAccessible", Kind::Bool),
        ("Label", Kind::Text),
        ("MTREnabled", Kind::Bool),
        ("ParentId", Kind::Text),
        ("ParentType", Kind::MaybeOneOf(&["Floor", "Section"])),
        ("Phone", Kind::Text),
        ("PostalCode", Kind::Text),
        ("State", Kind::Text),
        ("Street", Kind::Text),
        ("Tags", Kind::Texts),
        ("VideoDeviceName", Kind::Text),
    ],
    run: set_place,
}];

fn set_place(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = room_at(tenant, given.needed("Identity"))?;
    let (synced, name) = {
        let room = room(tenant, at);
        (room.dir_synced, room.display_name.clone())
    };
    if synced && tenant.server == super::Server::Cloud {
        may_write(tenant, synced, "Set-Place", "mailbox", &name, &given.names_among(SYNCHRONISED))?;
    }
    let coordinates = match given.text("GeoCoordinates") {
        Some(text) => Some(coordinates(text).ok_or_else(|| {
            failed(
                "System.Management.Automation.ParameterBindingArgumentTransformationException",
                &format!("Cannot process argument transformation on parameter 'GeoCoordinates': {text}"),
            )
        })?),
        None => None,
    };
    let now = tenant.now();
    mailbox::write_address(tenant, given, at, now, "State", "Street");
    let room = room(tenant, at);
    for place in std::iter::once(&mut room.place).chain(&mut room.graph_place) {
        set(&mut place.building, given.new_text("Building"));
        set(&mut place.capacity, given.new_number("Capacity"));
        set(&mut place.floor, given.new_number("Floor"));
        set(&mut place.floor_label, given.new_text("FloorLabel"));
        set(&mut place.label, given.new_text("Label"));
        set(&mut place.parent_id, given.new_text("ParentId"));
        if given.has("ParentType") {
            place.parent_type = given.word("ParentType").map(str::to_owned);
        }
        if given.has("GeoCoordinates") {
            place.coordinates = coordinates;
        }
        // Source: the list replaces what is there.
        set(&mut place.tags, given.texts("Tags"));
        set(&mut place.audio_device, given.new_text("AudioDeviceName"));
        set(&mut place.video_device, given.new_text("VideoDeviceName"));
        set(&mut place.display_device, given.new_text("DisplayDeviceName"));
        set(&mut place.is_wheelchair_accessible, given.flag("IsWheelChairAccessible"));
        set(&mut place.has_teams_room, given.flag("MTREnabled"));
    }
    Ok(Vec::new())
}

/// Latitude and longitude, and an altitude that nobody keeps.
fn coordinates(text: &str) -> Option<(f64, f64)> {
    let mut parts = text.split(';').map(|part| part.trim().parse::<f64>().ok());
    let (latitude, longitude) = (parts.next()??, parts.next()??);
    let fits = latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && parts.all(|part| part.is_some());
    fits.then_some((latitude, longitude))
}
