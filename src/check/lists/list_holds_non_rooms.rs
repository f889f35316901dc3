//! PL004. A room list with members that are neither rooms nor groups.

use crate::check::context::field_of;
use crate::check::lists::site;
use crate::check::rooms::remote::is_remote_kind;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Change, Gap, GroupRef, ListMember, RoomKind, RoomList, Source, Untrusted, Way};

/// Room list holds something that is no room.
pub static CHECK: Check = Check {
    id: "PL004",
    name: "list-holds-non-rooms",
    title: "Room list holds something that is no room",
    consequence: "Room Finder and {product} offer an entry that cannot be booked as a room.",
    area: Area::Lists,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/list-holds-non-rooms.md"),
    probe: Probe::EachList(probe),
};

fn probe(list: &RoomList, context: &Context<'_>) -> Result<Outcome, Gap> {
    let members = list.members.get()?;
    let mut kinds = Vec::new();
    let mut changes = Vec::new();
    let mut gap = None;
    // Groups are PL009's. A workspace is a room mailbox for Exchange, and may be in a list.
    for member in members.iter().filter(|member| !member.is_group() && !member.is_room()) {
        match field_of(&member.recipient_type_details, Source::ExchangeGroupMembers, "RecipientTypeDetails") {
            Ok(kind) if is_remote_kind(kind) && is_known_room(member, context) => {}
            Ok(kind) => {
                kinds.push(Untrusted::new(kind));
                changes.extend(taken_out(member, list, context));
            }
            Err(unknown) => gap = Some(unknown),
        }
    }
    match gap {
        None if kinds.is_empty() => Ok(Outcome::Pass),
        Some(gap) if kinds.is_empty() => Err(gap),
        Some(_) | None => {
            let count = i64::try_from(kinds.len()).unwrap_or(i64::MAX);
            kinds.sort();
            kinds.dedup();
            let actual = Reading::of("non_rooms", count).and("kinds", Datum::List(kinds));
            Ok(Finding::new(actual, Reading::of("non_rooms", 0)).mend(changes).into())
        }
    }
}

fn taken_out(member: &ListMember, list: &RoomList, context: &Context<'_>) -> Option<Change> {
    let guid = list.exchange.ok()?.as_ref()?.guid?;
    let group = GroupRef::Known { guid, purpose: site::purpose(list, context) };
    Some(Change::Member { group, member: member.guid?, way: Way::Unmake, side: site::side(list) })
}

/// Whether the member is a room that RM004 reports as being elsewhere.
fn is_known_room(member: &ListMember, context: &Context<'_>) -> bool {
    let room = member.address.as_ref().and_then(|address| context.snapshot.rooms.get(address));
    room.is_some_and(|room| room.kind == RoomKind::Room)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, guid, list, list_guid, member};
    use crate::tenant::{Purpose, Side};

    fn holding(members: &[ListMember]) -> Case {
        Case::new().with_list(list("rooms", members))
    }

    #[test]
    fn rooms_and_groups_pass() {
        holding(&[member("a", "RoomMailbox"), member("inner", "RoomList")]).passes(&CHECK);
        holding(&[]).passes(&CHECK);
    }

    #[test]
    fn everything_else_fails_with_count_and_kinds() {
        let case = holding(&[member("x", "UserMailbox"), member("y", "EquipmentMailbox"), member("z", "UserMailbox")]);
        let kinds = Datum::List(vec!["EquipmentMailbox".into(), "UserMailbox".into()]);
        assert_eq!(case.fails(&CHECK).actual, Reading::of("non_rooms", 3).and("kinds", kinds));
    }

    #[test]
    fn a_room_on_premises_is_left_to_its_own_check() {
        holding(&[member("a", "MailUser")]).passes(&CHECK);
        holding(&[member("x", "MailUser")]).fails(&CHECK);
    }

    #[test]
    fn members_and_kinds_that_were_not_read_are_unknown() {
        Case::new().list(|list| list.members = denied()).is_unknown(&CHECK);
        let nameless = ListMember { recipient_type_details: None, ..member("x", "") };
        holding(std::slice::from_ref(&nameless)).lacks(&CHECK, "RecipientTypeDetails");
        holding(&[nameless, member("y", "UserMailbox")]).fails(&CHECK);
    }

    #[test]
    fn its_repair_takes_them_out() {
        let person = ListMember { guid: Some(guid("x")), ..member("x", "UserMailbox") };
        let group = GroupRef::Known { guid: list_guid("rooms"), purpose: Purpose::RoomList };
        let out = Change::Member { group, member: guid("x"), way: Way::Unmake, side: Side::Cloud };
        holding(&[person, member("a", "RoomMailbox")]).is_mended_by(&CHECK, &[out]);
        holding(&[member("x", "UserMailbox")]).is_mended_by_hand(&CHECK);
    }
}
