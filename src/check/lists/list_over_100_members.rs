//! PL010. A room list longer than one page of an answer.

use crate::check::rooms::listing::telling;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, RoomList};

/// Room list with more than 100 members.
pub static CHECK: Check = Check {
    id: "PL010",
    name: "list-over-100-members",
    title: "Room list with more than 100 members",
    consequence: "Old clients read the first 100 rooms and stop, so the rest seems not to exist.",
    area: Area::Lists,
    severity: Severity::Info,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/list-over-100-members.md"),
    probe: Probe::EachList(probe),
};

fn probe(list: &RoomList, _: &Context<'_>) -> Result<Outcome, Gap> {
    let count = match (list.members.get(), list.graph_rooms.get()) {
        (Ok(members), Ok(rooms)) => members.len().max(rooms.len()),
        (Ok(members), Err(_)) => members.len(),
        (Err(_), Ok(rooms)) => rooms.len(),
        (Err(members), Err(rooms)) => return Err(telling(members, rooms)),
    };
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    if count <= ONE_PAGE {
        return Ok(Outcome::Pass);
    }
    Ok(Finding::new(Reading::of("members", count), Reading::of("members", Datum::AtMost(ONE_PAGE))).into())
}

/// The default page of Graph's room lists, and the cap of the function that older clients call.
const ONE_PAGE: i64 = 100;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, list, member};

    fn long(count: usize) -> Case {
        let members: Vec<_> = (0..count).map(|number| member(&format!("r{number}"), "RoomMailbox")).collect();
        Case::new().with_list(list("rooms", &members))
    }

    #[test]
    fn a_hundred_members_pass() {
        long(100).passes(&CHECK);
    }

    #[test]
    fn one_more_fails() {
        long(101).fails_with(&CHECK, "members", 101);
    }

    #[test]
    fn either_source_can_count() {
        long(101).list(|list| list.members = denied()).fails(&CHECK);
        long(101).list(|list| list.graph_rooms = denied()).fails(&CHECK);
    }

    #[test]
    fn without_any_count_it_is_unknown() {
        let case = long(101).list(|list| (list.members, list.graph_rooms) = (denied(), denied()));
        case.is_unknown(&CHECK);
    }
}
