//! PL005. A list that was asked for by name and is no room list, or is nowhere.

use crate::check::context::field_of;
use crate::check::rooms::listing::telling;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, RoomList, Source};

/// Group asked for is no room list.
pub static CHECK: Check = Check {
    id: "PL005",
    name: "list-not-flagged",
    title: "Group asked for is no room list",
    consequence: "Outlook and {product} take it for an ordinary group and do not offer its rooms.",
    area: Area::Lists,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/list-not-flagged.md"),
    probe: Probe::EachList(probe),
};

fn probe(list: &RoomList, context: &Context<'_>) -> Result<Outcome, Gap> {
    match (list.exchange.get(), list.graph.get()) {
        (Ok(Some(group)), _) => {
            let kind = field_of(&group.recipient_type_details, Source::ExchangeRoomLists, "RecipientTypeDetails")?;
            if kind == WANTED {
                return Ok(Outcome::Pass);
            }
            Ok(Finding::new(Reading::of(NAME, kind.as_str()), Reading::of(NAME, WANTED)).into())
        }
        // Graph lists nothing but room lists.
        (_, Ok(Some(_))) => Ok(Outcome::Pass),
        (Ok(None), Ok(None)) if context.snapshot.header.selection.lists.contains(&list.address) => {
            let finding = Finding::new(Reading::of(NAME, Datum::Missing), Reading::of(NAME, WANTED));
            Ok(finding.severity(Severity::Error).cause("no group has this address").into())
        }
        (Ok(None), Ok(None)) => Ok(Outcome::NotApplicable),
        (Err(exchange), Err(graph)) => Err(telling(exchange, graph)),
        (Err(gap), Ok(None)) | (Ok(None), Err(gap)) => Err(gap),
    }
}

const NAME: &str = "recipient_type_details";
const WANTED: &str = "RoomList";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, address, denied, known};

    fn kind(kind: Option<&str>) -> Case {
        Case::new().list(|list| {
            let mut exchange = list.exchange.ok().cloned().flatten();
            exchange.as_mut().unwrap().recipient_type_details = kind.map(str::to_owned);
            list.exchange = known(exchange);
            list.graph = known(None);
        })
    }

    #[test]
    fn a_room_list_passes_by_either_source() {
        Case::new().passes(&CHECK);
        Case::new().list(|list| list.exchange = denied()).passes(&CHECK);
    }

    #[test]
    fn an_ordinary_group_fails() {
        kind(Some("MailUniversalDistributionGroup")).fails_with(&CHECK, NAME, "MailUniversalDistributionGroup");
    }

    #[test]
    fn an_address_without_a_group_fails_when_it_was_asked_for() {
        let case = Case::new().list(|list| (list.exchange, list.graph) = (known(None), known(None)));
        case.is_not_applicable(&CHECK);
        let asked = case.snapshot(|snapshot| snapshot.header.selection.lists = [address("rooms")].into());
        assert_eq!(asked.fails(&CHECK).severity, Some(Severity::Error));
    }

    #[test]
    fn what_was_not_read_is_unknown() {
        kind(None).lacks(&CHECK, "RecipientTypeDetails");
        kind(None).list(|list| list.exchange = denied()).is_unknown(&CHECK);
        kind(None).list(|list| (list.exchange, list.graph) = (known(None), denied())).is_unknown(&CHECK);
    }
}
