//! PL001. The tenant has no room list.

use crate::check::lists::site::Sites;
use crate::check::rooms::listing::{has_any, telling, whole};
use crate::check::{Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::product::Wish;
use crate::tenant::{Gap, Source};

/// No room list.
pub static CHECK: Check = Check {
    id: "PL001",
    name: "no-room-list",
    title: "No room list",
    consequence: "Room Finder offers nothing, and a product that finds rooms through lists finds none.",
    area: Area::Lists,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/no-room-list.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    Ok(vec![Judged::new(context.tenant(), judge(context)?)])
}

fn judge(context: &Context<'_>) -> Result<Outcome, Gap> {
    let Some(rule) = context.product.wish(Wish::RoomList) else { return Ok(Outcome::NotApplicable) };
    let snapshot = context.snapshot;
    // Listings first: a run about some rooms leaves out the lists that hold none of them.
    if has_any(&snapshot.exchange_lists) || has_any(&snapshot.graph_lists) {
        return Ok(Outcome::Pass);
    }
    // One source that was read to its end is enough; a list that only Exchange knows is hidden, which is PL002's.
    let exchange = whole(&snapshot.exchange_lists, Source::ExchangeRoomLists);
    let graph = whole(&snapshot.graph_lists, Source::GraphRoomLists);
    if let (Err(exchange), Err(graph)) = (exchange, graph) {
        return Err(telling(exchange, graph));
    }
    let finding = Finding::new(Reading::of("room_lists", 0), Reading::of("room_lists", Datum::AtLeast(1))).by(rule);
    Ok(finding.mend(Sites::of(context).all_listed()).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, room};
    use crate::tenant::{Change, Fact};

    #[test]
    fn a_list_in_either_source_passes() {
        let case = Case::new();
        case.clone().snapshot(|snapshot| snapshot.exchange_lists = denied()).passes(&CHECK);
        case.snapshot(|snapshot| snapshot.graph_lists = denied()).passes(&CHECK);
    }

    #[test]
    fn no_list_fails_as_the_product_says() {
        let finding = Case::new().without_lists().fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Error));
        assert_eq!(finding.actual, Reading::of("room_lists", 0));
    }

    #[test]
    fn one_source_read_to_its_end_is_enough() {
        Case::new().without_lists().snapshot(|snapshot| snapshot.graph_lists = denied()).fails(&CHECK);
        Case::new().without_lists().snapshot(|snapshot| snapshot.exchange_lists = denied()).fails(&CHECK);
    }

    #[test]
    fn neither_source_is_unknown_with_the_telling_reason() {
        let case = Case::new().without_lists().snapshot(|snapshot| {
            snapshot.exchange_lists = Fact::NotGathered;
            snapshot.graph_lists = denied();
        });
        assert!(matches!(case.is_unknown(&CHECK), Gap::Denied { .. }));
    }

    #[test]
    fn products_without_the_wish_are_not_judged() {
        Case::new().without_lists().without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn its_repair_makes_a_list_for_each_site() {
        let case = Case::new().without_lists().with_room(room("b")).with_room(room("c"));
        let elsewhere = case.place(|place| place.building = Some("South".into()));
        let fix = elsewhere.fails(&CHECK).fix;
        let names: Vec<_> = fix
            .iter()
            .filter_map(|change| match change {
                Change::Group { group, .. } => Some(group.name.raw()),
                _ => None,
            })
            .collect();
        assert_eq!(names, ["Rooms Antwerp North", "Rooms Antwerp South"]);
        let members = fix.iter().filter(|change| matches!(change, Change::Member { .. })).count();
        assert_eq!((members, fix.len()), (3, 5));
        Case::new().without_lists().without_rooms().is_mended_by_hand(&CHECK);
    }
}
