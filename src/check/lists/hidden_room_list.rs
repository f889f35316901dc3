//! PL002. A room list that is hidden from address lists.

use crate::check::context::field_of;
use crate::check::lists::site;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::product::Wish;
use crate::tenant::{Change, Gap, RoomList, Setting, Source};

/// Room list hidden from address lists.
pub static CHECK: Check = Check {
    id: "PL002",
    name: "hidden-room-list",
    title: "Room list hidden from address lists",
    consequence: "Nobody sees the list: neither Room Finder nor {product} offers it or the rooms in it.",
    area: Area::Lists,
    severity: Severity::Warning,
    fix: Trust::Safe,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/hidden-room-list.md"),
    probe: Probe::EachList(probe),
};

fn probe(list: &RoomList, context: &Context<'_>) -> Result<Outcome, Gap> {
    let Some(rule) = context.product.wish(Wish::VisibleRoomLists) else { return Ok(Outcome::NotApplicable) };
    let hidden = list.exchange.get().and_then(|list| {
        let Some(list) = list else { return Ok(None) };
        field_of(&list.hidden_from_address_lists, Source::ExchangeRoomLists, "HiddenFromAddressListsEnabled").map(Some)
    });
    match (hidden, list.graph.ok()) {
        (Ok(Some(true)), _) => {
            let name = "hidden_from_address_lists";
            let finding = Finding::new(Reading::of(name, true), Reading::of(name, false)).by(rule);
            Ok(finding.mend(shown(list)).into())
        }
        // Graph lists visible room lists only, so being listed there is proof where Exchange cannot be asked.
        (Ok(Some(false)), _) | (_, Some(Some(_))) => Ok(Outcome::Pass),
        // A list that was asked for and is nowhere; PL005 says so.
        (Ok(None), _) => Ok(Outcome::NotApplicable),
        (Err(gap), _) => Err(gap),
    }
}

fn shown(list: &RoomList) -> Option<Change> {
    let group = list.exchange.ok()?.as_ref()?;
    let (setting, side) = (Setting::GroupHidden, site::side(list));
    Some(Change::Set { of: group.guid?.0, setting, from: true.into(), to: false.into(), side })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, known, list_guid};
    use crate::tenant::Side;

    fn hidden(value: Option<bool>) -> Case {
        Case::new().list(|list| {
            let mut exchange = list.exchange.ok().cloned().flatten();
            exchange.as_mut().unwrap().hidden_from_address_lists = value;
            list.exchange = known(exchange);
        })
    }

    #[test]
    fn a_visible_list_passes_by_either_source() {
        Case::new().passes(&CHECK);
        Case::new().list(|list| list.exchange = denied()).passes(&CHECK);
    }

    #[test]
    fn a_hidden_list_fails_as_the_product_says() {
        let finding = hidden(Some(true)).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Error));
        assert_eq!(finding.actual, Reading::of("hidden_from_address_lists", true));
    }

    #[test]
    fn a_list_that_graph_does_not_show_is_unknown_without_exchange() {
        let case = hidden(None).list(|list| list.graph = known(None));
        case.lacks(&CHECK, "HiddenFromAddressListsEnabled");
        case.list(|list| list.exchange = denied()).is_unknown(&CHECK);
    }

    #[test]
    fn lists_that_are_nowhere_and_products_without_the_wish_are_not_judged() {
        Case::new().list(|list| (list.exchange, list.graph) = (known(None), known(None))).is_not_applicable(&CHECK);
        hidden(Some(true)).without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn its_repair_shows_the_list_where_it_is_mastered() {
        let shown = Change::set(list_guid("rooms").0, Setting::GroupHidden, true, false);
        hidden(Some(true)).is_mended_by(&CHECK, &[shown]);
        let synced = hidden(Some(true)).list(|list| {
            let mut group = list.exchange.ok().cloned().flatten();
            group.as_mut().unwrap().is_dir_synced = Some(true);
            list.exchange = known(group);
        });
        let fix = synced.fails(&CHECK).fix;
        assert!(matches!(fix[..], [Change::Set { side: Side::OnPremises, .. }]), "{fix:?}");
    }
}
