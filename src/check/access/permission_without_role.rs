//! The product asks for a permission that no role in Exchange gives, so that it stays tenant-wide.
//!
//! Places are left to `places-not-confinable`: they are no mailboxes.

use super::{or_not_applicable, policy, role};
use crate::check::app::change::{consent as consent_change, not_requested};
use crate::check::app::consent::{Consent, required};
use crate::check::{Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Subject, Trust};
use crate::tenant::{AccessRight, AssignmentScope, Change, Gap, Permission, Untrusted, Way};

/// The check.
pub static CHECK: Check = Check {
    id: "AC022",
    name: "permission-without-role",
    title: "Permission that cannot be confined",
    consequence: "The app is confined to rooms but for this permission, which still reaches every mailbox.",
    area: Area::Access,
    severity: Severity::Info,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/permission-without-role.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let without = required(context.product).filter(|permission| permission.exchange_role.is_none());
    let without: Vec<_> = without.filter(|permission| !permission.value.starts_with("Place.")).collect();
    if without.is_empty() || !context.product.parameters.room_centric && !is_confined(context) {
        return Ok(or_not_applicable(Vec::new(), context));
    }
    let consent = Consent::read(&context.snapshot.app);
    let judged = without.into_iter().map(|permission| Judged {
        subject: Subject::permission(permission.value),
        outcome: consent.as_ref().map_err(Clone::clone).map(|consent| judge(permission, consent, context)),
    });
    Ok(judged.collect())
}

/// Whether somebody confined the app. What could not be read does not make a case for information.
fn is_confined(context: &Context<'_>) -> bool {
    let by_role = role::assignments(&context.snapshot.access)
        .is_ok_and(|all| all.iter().any(|one| one.scope != AssignmentScope::Organization));
    let policies = policy::in_force(context).ok().flatten().unwrap_or_default();
    by_role || policies.iter().any(|policy| policy.right == AccessRight::RestrictAccess)
}

/// The end of a consent that nothing can confine, where a permission that the product asks for includes it.
pub fn change(permission: &Permission, context: &Context<'_>) -> Vec<Change> {
    let has_broader = required(context.product)
        .any(|wanted| wanted.exchange_role.is_some() && permission.included_in.contains(&wanted.value));
    if !has_broader {
        return Vec::new();
    }
    consent_change(permission, Way::Unmake, context).into_iter().chain(not_requested(permission, context)).collect()
}

fn judge(permission: &Permission, consent: &Consent<'_>, context: &Context<'_>) -> Outcome {
    if !consent.held.iter().any(|held| held.is(permission.resource, permission.value)) {
        return Outcome::Pass;
    }
    let actual = Reading::of("consented", true).and("reach", "every mailbox");
    let finding = Finding::new(actual, Reading::of("consented", false));
    match permission.included_in.first() {
        Some(broader) => {
            let broader = Untrusted::from(*broader);
            let with = Finding { actual: finding.actual.clone().and("included_in", Datum::Text(broader)), ..finding };
            with.cause("a permission that can be confined includes it; ask the vendor whether it can be left out")
                .mend(change(permission, context))
                .into()
        }
        None => finding.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    #[test]
    fn a_permission_that_is_not_held_passes() {
        assert_eq!(lines(&CHECK, &healthy()), ["Calendars.ReadBasic.All: pass"]);
    }

    #[test]
    fn a_held_permission_is_told_when_the_app_is_or_must_be_confined() {
        assert_eq!(lines(&CHECK, &unconfined()), ["Calendars.ReadBasic.All: info"]);
        let mut relaxed = spacewell();
        relaxed.set("room_centric", "false").unwrap();
        assert_eq!(lines_for(&CHECK, &unconfined(), &relaxed), ["app: not applicable"]);
        let confined = confined_by_policy(&[ROOM_1]);
        assert_eq!(lines_for(&CHECK, &confined, &relaxed), ["Calendars.ReadBasic.All: info"]);
    }

    #[test]
    fn a_product_without_such_a_permission_is_not_judged() {
        assert_eq!(lines_for(&CHECK, &confined_by_policy(&[ROOM_1]), &generic()), ["app: not applicable"]);
    }

    #[test]
    fn unread_is_unknown() {
        let mut snapshot = healthy();
        snapshot.app.grants = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["Calendars.ReadBasic.All: unknown"]);
    }
}
