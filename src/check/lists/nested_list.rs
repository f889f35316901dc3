//! PL009. A room list with groups among its members.

use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, RoomList};

/// Room list holds another group.
pub static CHECK: Check = Check {
    id: "PL009",
    name: "nested-list",
    title: "Room list holds another group",
    consequence: "Room Finder and {product} read direct members only, so rooms of the inner group do not come up.",
    area: Area::Lists,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/nested-list.md"),
    probe: Probe::EachList(probe),
};

fn probe(list: &RoomList, _: &Context<'_>) -> Result<Outcome, Gap> {
    let groups = list.members.get()?.iter().filter(|member| member.is_group()).count();
    if groups == 0 {
        return Ok(Outcome::Pass);
    }
    let groups = i64::try_from(groups).unwrap_or(i64::MAX);
    Ok(Finding::new(Reading::of("groups_inside", groups), Reading::of("groups_inside", 0)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, list, member};

    #[test]
    fn a_list_of_rooms_passes() {
        Case::new().passes(&CHECK);
    }

    #[test]
    fn each_kind_of_group_inside_counts() {
        let inner = [
            member("a", "RoomMailbox"),
            member("b", "RoomList"),
            member("c", "MailUniversalSecurityGroup"),
            member("d", "DynamicDistributionGroup"),
        ];
        Case::new().with_list(list("rooms", &inner)).fails_with(&CHECK, "groups_inside", 3);
    }

    #[test]
    fn an_empty_list_passes() {
        Case::new().with_list(list("rooms", &[])).passes(&CHECK);
    }

    #[test]
    fn members_that_were_not_read_are_unknown() {
        Case::new().list(|list| list.members = denied()).is_unknown(&CHECK);
    }
}
