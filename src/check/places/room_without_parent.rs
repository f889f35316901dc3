//! PL011. A room outside the Places hierarchy, in a tenant that has one.

use std::collections::BTreeMap;

use crate::check::rooms::listing::telling;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::tenant::{Change, Gap, Place, Room, Setting, Untrusted};

/// Room outside the Places hierarchy.
pub static CHECK: Check = Check {
    id: "PL011",
    name: "room-without-parent",
    title: "Room outside the Places hierarchy",
    consequence: "The room is missing wherever people and programs browse by building and floor.",
    area: Area::Places,
    severity: Severity::Info,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/room-without-parent.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let all = || context.snapshot.rooms.values();
    let floors = floors(context);
    let is_in_use = all().any(|room| parent(room) == Ok(Some(true)));
    let judge = |room: &Room| {
        let Some(has_parent) = parent(room)? else { return Ok(Outcome::NotApplicable) };
        if !is_in_use {
            return Ok(Outcome::NotApplicable);
        }
        Ok(if has_parent {
            Outcome::Pass
        } else {
            let finding = Finding::new(Reading::of("parent", "none"), Reading::of("parent", "a floor or a section"));
            finding.mend(hung(room, &floors)).into()
        })
    };
    Ok(context.rooms().map(|room| Judged { subject: room.into(), outcome: judge(room) }).collect())
}

/// A floor as places write it: city, building, number, label.
type Floor = (String, String, Option<i64>, String);

/// What each floor is in the hierarchy, as far as rooms tell: the one place that all rooms of a floor hang below.
fn floors(context: &Context<'_>) -> BTreeMap<Floor, Option<String>> {
    let mut floors: BTreeMap<Floor, Option<String>> = BTreeMap::new();
    for place in context.rooms().flat_map(places) {
        let Some((floor, id)) = floor(place).zip(place.parent_id.as_deref().filter(|id| is_given(Some(id)))) else {
            continue;
        };
        let known = floors.entry(floor).or_insert_with(|| Some(id.to_owned()));
        if known.as_deref().is_some_and(|known| !known.eq_ignore_ascii_case(id)) {
            *known = None;
        }
    }
    floors
}

/// The floor of a place; `None` where building or floor are not told.
fn floor(place: &Place) -> Option<Floor> {
    let text = |text: Option<&Untrusted>| text.map(|text| text.raw().trim().to_lowercase()).unwrap_or_default();
    let (building, label) = (text(place.building.as_ref()), text(place.floor_label.as_ref()));
    let is_told = !building.is_empty() && (place.floor.is_some() || !label.is_empty());
    is_told.then(|| (text(place.city.as_ref()), building, place.floor, label))
}

/// Hangs a room below the place of its floor, where its neighbours show which one that is.
fn hung(room: &Room, floors: &BTreeMap<Floor, Option<String>>) -> Option<Change> {
    let parent = places(room).filter_map(floor).find_map(|floor| floors.get(&floor))?.as_deref()?;
    mend::placed(room, Setting::ParentId, |place| place.parent_id.as_deref().into(), parent)
}

fn places(room: &Room) -> impl Iterator<Item = &Place> {
    [&room.exchange_place, &room.place].into_iter().filter_map(|place| place.ok()).flatten()
}

/// Whether the room's place hangs below another one; `None` when no source has a place for the room.
fn parent(room: &Room) -> Result<Option<bool>, Gap> {
    let places: Vec<&Place> = places(room).collect();
    if !places.is_empty() {
        return Ok(Some(places.iter().any(|place| is_given(place.parent_id.as_deref()))));
    }
    match (room.exchange_place.get(), room.place.get()) {
        (Err(exchange), Err(graph)) => Err(telling(exchange, graph)),
        (Err(gap), Ok(_)) | (Ok(_), Err(gap)) => Err(gap),
        (Ok(_), Ok(_)) => Ok(None),
    }
}

fn is_given(id: Option<&str>) -> bool {
    let is_zero = |id: &str| id.chars().all(|c| c == '0' || c == '-');
    id.is_some_and(|id| !id.trim().is_empty() && !is_zero(id) && !id.eq_ignore_ascii_case("None"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed, denied, known, room};
    use crate::tenant::{RoomKind, SettingValue};

    fn hierarchy() -> Case {
        let mut parented = room("b");
        let place = Place { parent_id: Some("6f1c2f6e-2f3c-4c0e-9f0a-1f6a2b3c4d5e".into()), ..Place::default() };
        parented.place = known(Some(place));
        Case::new().with_room(parented)
    }

    #[test]
    fn without_a_hierarchy_nothing_is_judged() {
        Case::new().is_not_applicable(&CHECK);
    }

    #[test]
    fn a_room_outside_is_told_and_one_inside_passes() {
        hierarchy().fails_with(&CHECK, "parent", "none");
        let all = hierarchy().all(&CHECK);
        assert_eq!(all[1].outcome, Ok(Outcome::Pass));
    }

    #[test]
    fn one_source_that_names_a_parent_is_enough() {
        let inside = Place { parent_id: Some("floor-2".into()), ..Place::default() };
        hierarchy().room(|room| room.exchange_place = known(Some(inside))).passes(&CHECK);
    }

    #[test]
    fn a_parent_of_zeros_is_none() {
        let zeros = "00000000-0000-0000-0000-000000000000";
        hierarchy().place(|place| place.parent_id = Some(zeros.into())).fails(&CHECK);
        Case::new().place(|place| place.parent_id = Some(zeros.into())).is_not_applicable(&CHECK);
    }

    #[test]
    fn desks_in_the_hierarchy_show_that_it_is_in_use() {
        let mut desk = room("d");
        desk.kind = RoomKind::Workspace;
        desk.place = known(Some(Place { parent_id: Some("section".into()), ..Place::default() }));
        Case::new().with_room(desk).fails(&CHECK);
    }

    #[test]
    fn a_room_without_a_place_is_not_judged_and_an_unread_one_is_unknown() {
        let none = hierarchy().room(|room| (room.place, room.exchange_place) = (known(None), known(None)));
        none.is_not_applicable(&CHECK);
        hierarchy().room(|room| (room.place, room.exchange_place) = (denied(), denied())).is_unknown(&CHECK);
        hierarchy().room(|room| room.place = denied()).fails(&CHECK);
    }

    #[test]
    fn its_repair_hangs_the_room_where_its_neighbours_hang() {
        let floor = "6f1c2f6e-2f3c-4c0e-9f0a-1f6a2b3c4d5e";
        let neighbour = |name: &str, parent: &str| {
            let mut neighbour = room(name);
            let place = neighbour.place.ok().cloned().flatten().unwrap();
            neighbour.place = known(Some(Place { parent_id: Some(parent.into()), ..place }));
            neighbour
        };
        let case = Case::new().with_room(neighbour("b", floor));
        case.is_mended_by(&CHECK, &[changed(Setting::ParentId, SettingValue::Empty, floor)]);
        case.clone().place(|place| place.floor = Some(3)).is_mended_by_hand(&CHECK);
        case.with_room(neighbour("c", "another")).is_mended_by_hand(&CHECK);
        hierarchy().is_mended_by_hand(&CHECK);
    }
}
