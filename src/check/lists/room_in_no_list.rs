//! PL003. A room that no room list holds.

use std::collections::HashSet;

use crate::check::lists::list_not_flagged::is_ordinary_group;
use crate::check::lists::site::Sites;
use crate::check::rooms::age::{documented_hours, younger_than};
use crate::check::rooms::listing::{has_any, telling, whole};
use crate::check::{Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::product::Wish;
use crate::tenant::{Address, Gap, Room, Source};

/// Room in no room list.
pub static CHECK: Check = Check {
    id: "PL003",
    name: "room-in-no-list",
    title: "Room in no room list",
    consequence: "The room does not come up in Room Finder, and a product that finds rooms through lists does not find it.",
    area: Area::Lists,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/room-in-no-list.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let lists = Lists::of(context);
    let sites = Sites::of(context);
    Ok(context
        .rooms()
        .map(|room| Judged { subject: room.into(), outcome: lists.judge(room, &sites, context) })
        .collect())
}

/// What all room lists hold together, so that a room is looked up once and not in every list.
struct Lists<'a> {
    held: HashSet<&'a Address>,
    /// Why some memberships are not known.
    gap: Option<Gap>,
    /// Whether the tenant has any list.
    any: bool,
}

impl<'a> Lists<'a> {
    fn of(context: &Context<'a>) -> Self {
        let snapshot = context.snapshot;
        let listings = (
            whole(&snapshot.exchange_lists, Source::ExchangeRoomLists),
            whole(&snapshot.graph_lists, Source::GraphRoomLists),
        );
        let mut gap = match listings {
            (Err(exchange), Err(graph)) => Some(telling(exchange, graph)),
            (Ok(_), _) | (_, Ok(_)) => None,
        };
        let mut held = HashSet::new();
        // An ordinary group that was asked for is no room list, whatever it holds.
        for list in snapshot.lists.values().filter(|list| !is_ordinary_group(list)) {
            let members = list.members.get();
            let rooms = list.graph_rooms.get();
            held.extend(members.iter().copied().flatten().filter_map(|member| member.address.as_ref()));
            held.extend(rooms.iter().copied().flatten());
            if let (Err(members), Err(rooms)) = (members, rooms) {
                gap = gap.or(Some(telling(members, rooms)));
            }
        }
        let any = has_any(&snapshot.exchange_lists) || has_any(&snapshot.graph_lists) || !snapshot.lists.is_empty();
        Self { held, gap, any }
    }

    fn judge(&self, room: &Room, sites: &Sites<'_>, context: &Context<'_>) -> Result<Outcome, Gap> {
        let Some(rule) = context.product.wish(Wish::RoomInList) else { return Ok(Outcome::NotApplicable) };
        if matches!((room.mailbox.ok(), room.place.ok()), (Some(None), Some(None))) {
            return Ok(Outcome::NotApplicable);
        }
        let localities = room.exchange_place.ok().and_then(Option::as_ref).map(|place| &place.localities);
        if self.held.contains(&room.address) || localities.is_some_and(|lists| !lists.is_empty()) {
            return Ok(Outcome::Pass);
        }
        if let Some(gap) = &self.gap {
            return Err(gap.clone());
        }
        // Without any list PL001 has said it once; no need to say it for every room.
        if !self.any && context.product.wish(Wish::RoomList).is_some() {
            return Ok(Outcome::NotApplicable);
        }
        let finding = Finding::new(Reading::of("room_lists", 0), Reading::of("room_lists", Datum::AtLeast(1))).by(rule);
        let finding = finding.mend(sites.listed(room));
        Ok(match younger_than(room, documented_hours(context), context) {
            Some(until) => Outcome::Pending { until, finding },
            None => finding.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{
        Case, address, denied, guid, hours_ago, known, list, list_guid, member, room,
    };
    use crate::product::Level;
    use crate::tenant::{Change, Fact, GroupRef, Purpose, Side, Way};

    fn left_out() -> Case {
        Case::new().with_list(list("rooms", &[member("b", "RoomMailbox")]))
    }

    #[test]
    fn each_of_the_three_sources_can_tell_that_a_list_holds_it() {
        Case::new().list(|list| list.graph_rooms = denied()).passes(&CHECK);
        Case::new().list(|list| list.members = denied()).passes(&CHECK);
        left_out().place(|place| place.localities = vec![address("rooms")]).passes(&CHECK);
    }

    #[test]
    fn a_room_in_no_list_fails_as_the_product_says() {
        let finding = left_out().fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Warning));
        assert_eq!(finding.actual, Reading::of("room_lists", 0));
    }

    #[test]
    fn an_ordinary_group_does_not_count_as_a_list() {
        let case = Case::new().list(|list| {
            let mut group = list.exchange.ok().cloned().flatten();
            group.as_mut().unwrap().recipient_type_details = Some("MailUniversalDistributionGroup".into());
            (list.exchange, list.graph, list.graph_rooms) = (known(group), known(None), Fact::NotGathered);
        });
        case.fails(&CHECK);
    }

    #[test]
    fn a_room_of_today_is_waited_for() {
        let case = left_out().mailbox(|mailbox| mailbox.created = Some(hours_ago(2)));
        assert_eq!(case.is_pending(&CHECK).0, hours_ago(-22));
    }

    #[test]
    fn a_list_whose_members_are_not_known_might_hold_it() {
        let mut closed = list("closed", &[]);
        (closed.members, closed.graph_rooms) = (denied(), Fact::NotGathered);
        assert!(matches!(left_out().with_list(closed.clone()).is_unknown(&CHECK), Gap::Denied { .. }));
        Case::new().with_list(closed).passes(&CHECK);
        let lists_unread = left_out().snapshot(|snapshot| {
            (snapshot.exchange_lists, snapshot.graph_lists) = (denied(), denied());
        });
        lists_unread.is_unknown(&CHECK);
    }

    #[test]
    fn a_tenant_without_lists_is_told_once_by_the_other_check() {
        Case::new().without_lists().is_not_applicable(&CHECK);
        let case = Case::new().without_lists().without_wishes().wishing(Wish::RoomInList, Level::Warning);
        case.fails(&CHECK);
    }

    #[test]
    fn rooms_that_do_not_exist_and_products_without_the_wish_are_not_judged() {
        left_out().without_wishes().is_not_applicable(&CHECK);
        left_out().room(|room| (room.mailbox, room.place) = (known(None), known(None))).is_not_applicable(&CHECK);
    }

    /// A room of this building.
    fn in_building(name: &str, building: &str) -> Room {
        let mut room = room(name);
        let place = room.place.ok().cloned().flatten().unwrap();
        let place = crate::tenant::Place { building: Some(building.into()), ..place };
        (room.place, room.exchange_place) = (known(Some(place.clone())), known(Some(place)));
        room
    }

    fn into(list: &str) -> [Change; 1] {
        let group = GroupRef::Known { guid: list_guid(list), purpose: Purpose::RoomList };
        [Change::Member { group, member: guid("a"), way: Way::Make, side: Side::Cloud }]
    }

    #[test]
    fn its_repair_is_the_list_that_holds_most_of_the_building() {
        let case = Case::new()
            .without_lists()
            .with_room(room("b"))
            .with_room(room("c"))
            .with_room(in_building("d", "South"))
            .with_list(list("few", &[member("b", "RoomMailbox")]))
            .with_list(list("most", &[member("b", "RoomMailbox"), member("c", "RoomMailbox")]))
            .with_list(list("south", &[member("d", "RoomMailbox")]));
        case.is_mended_by(&CHECK, &into("most"));
    }

    #[test]
    fn a_list_of_several_buildings_takes_the_room_of_another_building_of_the_city() {
        let case = Case::new()
            .without_lists()
            .with_room(in_building("b", "South"))
            .with_room(in_building("c", "West"))
            .with_list(list("south", &[member("b", "RoomMailbox")]))
            .with_list(list("town", &[member("b", "RoomMailbox"), member("c", "RoomMailbox")]));
        case.is_mended_by(&CHECK, &into("town"));
    }

    #[test]
    fn rooms_of_a_building_without_a_list_get_one_and_the_same() {
        let case = Case::new()
            .with_room(in_building("b", "South"))
            .with_room(in_building("d", " south"))
            .with_list(list("rooms", &[member("a", "RoomMailbox")]));
        let fix = |name: &str| {
            let judged = case.all(&CHECK).into_iter().find(|judged| judged.subject.name == Some(name.into())).unwrap();
            let Ok(Outcome::Fail(finding)) = judged.outcome else { panic!("{name} should fail") };
            finding.fix
        };
        let [Change::Group { group, way: Way::Make }, Change::Member { .. }] = &fix("b")[..] else {
            panic!("a group and its member")
        };
        assert_eq!(group.name.raw(), "Rooms Antwerp South");
        assert!(group.alias.len() <= 64 && group.alias.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
        assert_eq!(fix("b")[0], fix("d")[0], "a plan makes it once");
    }

    #[test]
    fn a_room_of_no_known_site_waits_for_a_person() {
        left_out().place(|place| (place.city, place.building) = (None, None)).is_mended_by_hand(&CHECK);
    }

    #[test]
    fn a_list_that_confines_the_app_lets_it_reach_further() {
        let case = left_out().with_room(room("b")).snapshot(|snapshot| {
            let group = crate::tenant::ScopeGroup {
                address: Some(address("rooms")),
                display_name: "rooms".into(),
                distinguished_name: None,
                object_id: None,
                guid: Some(list_guid("rooms")),
                is_dir_synced: None,
                recipient_type_details: None,
                members: Fact::NotGathered,
                changed: None,
                nested: std::collections::BTreeMap::new(),
            };
            snapshot.access.groups.insert("rooms".into(), known(Some(group)));
        });
        assert!(case.fails(&CHECK).fix.iter().any(Change::widens));
        assert!(!left_out().with_room(room("b")).fails(&CHECK).fix.iter().any(Change::widens));
    }
}
