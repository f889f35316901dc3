//! PL005. A list that was asked for by name and is no room list, or is nowhere.

use crate::check::context::field_of;
use crate::check::rooms::listing::{telling, whole};
use crate::check::{
    Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Subject, SubjectKind, Trust,
};
use crate::tenant::{Change, Gap, RoomList, Source};

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
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let snapshot = context.snapshot;
    let found = snapshot.lists.values().map(|list| Judged { subject: list.into(), outcome: judge(list, context) });
    let asked = &snapshot.header.selection.lists;
    let nowhere = asked.iter().filter(|address| !snapshot.lists.contains_key(*address)).map(|address| {
        let subject = Subject::new(SubjectKind::RoomList, address.as_str(), Some(address.as_str().into()));
        // Exchange is asked for every list that was named, so its word is enough; Graph does not see ordinary groups.
        let read = whole(&snapshot.exchange_lists, Source::ExchangeRoomLists);
        Judged { subject, outcome: read.map(|_| missing().into()) }
    });
    Ok(found.chain(nowhere).collect())
}

fn judge(list: &RoomList, context: &Context<'_>) -> Result<Outcome, Gap> {
    match (list.exchange.get(), list.graph.get()) {
        (Ok(Some(group)), _) => {
            let kind = field_of(&group.recipient_type_details, Source::ExchangeRoomLists, "RecipientTypeDetails")?;
            if kind == WANTED {
                return Ok(Outcome::Pass);
            }
            let finding = Finding::new(Reading::of(NAME, kind.as_str()), Reading::of(NAME, WANTED));
            Ok(finding.mend(flagged(list, kind)).into())
        }
        // Graph lists nothing but room lists.
        (_, Ok(Some(_))) => Ok(Outcome::Pass),
        (Ok(None), Ok(None)) if context.snapshot.header.selection.lists.contains(&list.address) => Ok(missing().into()),
        (Ok(None), Ok(None)) => Ok(Outcome::NotApplicable),
        (Err(exchange), Err(graph)) => Err(telling(exchange, graph)),
        (Err(gap), Ok(None)) | (Ok(None), Err(gap)) => Err(gap),
    }
}

/// The flag, for a distribution group of the cloud that holds nothing but rooms and groups: Exchange takes it back from
/// nobody, and people on a room list get no mail that is meant for them.
fn flagged(list: &RoomList, kind: &str) -> Option<Change> {
    let group = list.exchange.ok()?.as_ref()?;
    let holds_rooms_only = list.members.ok()?.iter().all(|member| member.is_room() || member.is_group());
    if kind != "MailUniversalDistributionGroup" || group.is_dir_synced == Some(true) || !holds_rooms_only {
        return None;
    }
    Some(Change::RoomListFlag { group: group.guid? })
}

fn missing() -> Finding {
    Finding::new(Reading::of(NAME, Datum::Missing), Reading::of(NAME, WANTED))
        .severity(Severity::Error)
        .cause("no group has this address")
}

/// Whether Exchange knows the group, and knows it as something else than a room list.
pub(super) fn is_ordinary_group(list: &RoomList) -> bool {
    let group = list.exchange.ok().and_then(Option::as_ref);
    group.and_then(|group| group.recipient_type_details.as_deref()).is_some_and(|kind| kind != WANTED)
}

const NAME: &str = "recipient_type_details";
const WANTED: &str = "RoomList";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, address, denied, known, list_guid, member};

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
    fn an_address_that_no_source_mentions_is_judged_too() {
        let asked = Case::new().without_lists();
        let asked = asked.snapshot(|snapshot| snapshot.header.selection.lists = [address("typo")].into());
        assert_eq!(asked.fails(&CHECK).cause.as_deref(), Some("no group has this address"));
        asked.snapshot(|snapshot| snapshot.exchange_lists = denied()).is_unknown(&CHECK);
    }

    #[test]
    fn what_was_not_read_is_unknown() {
        kind(None).lacks(&CHECK, "RecipientTypeDetails");
        kind(None).list(|list| list.exchange = denied()).is_unknown(&CHECK);
        kind(None).list(|list| (list.exchange, list.graph) = (known(None), denied())).is_unknown(&CHECK);
    }

    #[test]
    fn its_repair_flags_a_group_of_the_cloud_that_holds_rooms_only() {
        let plain = || kind(Some("MailUniversalDistributionGroup"));
        plain().is_mended_by(&CHECK, &[Change::RoomListFlag { group: list_guid("rooms") }]);
        kind(Some("DynamicDistributionGroup")).is_mended_by_hand(&CHECK);
        let with_people = plain().list(|list| list.members = known(vec![member("x", "UserMailbox")]));
        with_people.is_mended_by_hand(&CHECK);
        plain().list(|list| list.members = denied()).is_mended_by_hand(&CHECK);
    }
}
