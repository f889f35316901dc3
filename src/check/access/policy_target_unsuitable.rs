//! The target of an access policy is something that policies do not work with, or that makes moving on harder.

use super::{confine, or_not_applicable, policy};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{AccessPolicy, Fact, Gap, ScopeGroup};

/// The check.
pub static CHECK: Check = Check {
    id: "AC012",
    name: "policy-target-unsuitable",
    title: "Access policy with an unsuitable target",
    consequence: "The policy may confine the app to nobody, or to other mailboxes than its author thought.",
    area: Area::Access,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/policy-target-unsuitable.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let policies = policy::in_force(context)?.unwrap_or_default();
    let judged = policies.into_iter().map(|one| Judged { subject: policy::subject(one), outcome: judge(one, context) });
    let mut judged: Vec<_> = judged.collect();
    confine::mend_first(&mut judged, context);
    Ok(or_not_applicable(judged, context))
}

fn judge(policy: &AccessPolicy, context: &Context<'_>) -> Result<Outcome, Gap> {
    let group = context.snapshot.access.groups.get(policy.scope_identity.raw());
    let group = group.map_or(Err(Gap::NotGathered), Fact::get)?;
    let fault = match group {
        None => Some(("missing", "the target does not exist any more, so the policy holds nobody")),
        Some(group) => fault_of(group)?,
    };
    Ok(fault.map_or(Outcome::Pass, |(target, cause)| {
        let expected = Reading::of("target", "mail-enabled security group");
        Finding::new(Reading::of("target", target), expected).cause(cause).into()
    }))
}

fn fault_of(group: &ScopeGroup) -> Result<Option<(&'static str, &'static str)>, Gap> {
    let kind = crate::check::context::field_of(
        &group.recipient_type_details,
        crate::tenant::Source::ExchangeGroup,
        "RecipientTypeDetails",
    )?;
    Ok(match kind.as_str() {
        "RoomMailbox" | "EquipmentMailbox" | "SharedMailbox" => Some((
            "resource mailbox",
            "Exchange does not accept rooms, equipment and shared mailboxes as targets; put them into a security group",
        )),
        "MailUniversalDistributionGroup" | "MailNonUniversalGroup" | "RoomList" | "DynamicDistributionGroup" => Some((
            "distribution list",
            "a distribution list or room list is no security principal; use a mail-enabled security group",
        )),
        "UserMailbox" => None,
        _ => {
            group.members.get()?.iter().any(|member| member.is_group()).then_some((
                "nested group",
                "it holds other groups; policies count their members, role scopes will not",
            ))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::tenant::{AccessRight, ListMember};

    fn word(snapshot: &crate::tenant::Snapshot) -> String {
        lines(&CHECK, snapshot)[0].rsplit(": ").next().unwrap_or_default().to_owned()
    }

    fn with_kind(kind: &str) -> crate::tenant::Snapshot {
        let mut snapshot = confined_by_policy(&[ROOM_1]);
        group_mut(&mut snapshot, "Sync-Rooms").recipient_type_details = Some(kind.into());
        snapshot
    }

    #[test]
    fn a_security_group_of_rooms_passes() {
        assert_eq!(word(&confined_by_policy(&[ROOM_1])), "pass");
    }

    #[test]
    fn targets_that_do_not_work_fail() {
        for kind in ["RoomMailbox", "SharedMailbox", "MailUniversalDistributionGroup", "RoomList"] {
            assert_eq!(word(&with_kind(kind)), "warning", "{kind}");
        }
        assert_eq!(word(&with_kind("UserMailbox")), "pass");
    }

    #[test]
    fn a_deleted_target_fails() {
        let mut snapshot = confined_by_policy(&[]);
        snapshot.access.groups.insert("Sync-Rooms".into(), known(None));
        assert_eq!(finding(&CHECK, &snapshot).actual, Reading::of("target", "missing"));
    }

    #[test]
    fn a_nested_group_fails() {
        let mut snapshot = confined_by_policy(&[ROOM_1]);
        nest(&mut snapshot, "Sync-Rooms", &[ROOM_2]);
        assert_eq!(word(&snapshot), "warning");
    }

    #[test]
    fn policies_without_an_effect_are_not_judged() {
        assert_eq!(word(&unconfined()), "not applicable");
        let mut snapshot = with_kind("RoomList");
        snapshot.app.grants = known(vec![grant("Place.Read.All")]);
        assert_eq!(word(&snapshot), "not applicable");
        snapshot.access.policies = denied();
        assert_eq!(word(&snapshot), "not applicable");
    }

    #[test]
    fn unread_is_unknown() {
        let mut snapshot = confined_by_policy(&[ROOM_1]);
        group_mut(&mut snapshot, "Sync-Rooms").members = denied::<Vec<ListMember>>();
        assert_eq!(word(&snapshot), "unknown");
        snapshot.access.groups.clear();
        assert_eq!(word(&snapshot), "unknown");
        snapshot.access.policies = denied();
        assert_eq!(word(&snapshot), "unknown");
        snapshot.access.policies = known(vec![policy(AccessRight::DenyAccess, "Sync-Rooms")]);
        assert_eq!(word(&snapshot), "unknown");
    }
}
