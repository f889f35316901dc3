//! The tenant has nearly as many access policies as fit.

use super::{confine, policy};
use crate::check::{Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::Gap;

/// The check.
pub static CHECK: Check = Check {
    id: "AC014",
    name: "policy-space-nearly-full",
    title: "Room for access policies nearly used up",
    consequence: "New policies will soon be refused, for this app and for every other one in the tenant.",
    area: Area::Access,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/policy-space-nearly-full.md"),
    probe: Probe::Tenant(probe),
};

/// How many policies fit into a tenant, about. Older pages of Microsoft's said 100.
const SPACE: i64 = 300;
/// How many may be used before it is worth a warning: 80 %.
const COMFORTABLE: i64 = SPACE * 80 / 100;

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let outcome = match context.snapshot.access.policies.get() {
        Ok(policies) => judge(i64::try_from(policies.len()).unwrap_or(i64::MAX), context),
        // An app that no policy could narrow has no interest in the space.
        Err(gap) => match policy::in_force(context) {
            Ok(_) => Outcome::NotApplicable,
            Err(_) => return Err(gap),
        },
    };
    Ok(vec![Judged::new(context.tenant(), outcome)])
}

fn judge(count: i64, context: &Context<'_>) -> Outcome {
    if count <= COMFORTABLE {
        return Outcome::Pass;
    }
    let actual = Reading::of("policies", count).and("space", SPACE);
    let finding = Finding::new(actual, Reading::of("policies", Datum::AtMost(COMFORTABLE)));
    let app = context.snapshot.app.app_id;
    let has_own =
        context.snapshot.access.policies.ok().is_some_and(|all| all.iter().any(|one| one.app_id == Some(app)));
    // Those of other apps are not this app's to move.
    if has_own { finding.mend(confine::mending(context)).into() } else { finding.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::tenant::AccessRight;

    fn word(count: usize) -> String {
        let mut snapshot = unconfined();
        let policies = vec![policy(AccessRight::RestrictAccess, "Sync-Rooms"); count];
        snapshot.access.policies = known(policies);
        lines(&CHECK, &snapshot)[0].rsplit(": ").next().unwrap_or_default().to_owned()
    }

    #[test]
    fn up_to_four_fifths_pass() {
        assert_eq!(word(0), "pass");
        assert_eq!(word(240), "pass");
        assert_eq!(word(241), "warning");
    }

    #[test]
    fn unread_is_unknown_only_where_policies_matter() {
        let mut snapshot = unconfined();
        snapshot.access.policies = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
        assert!(lines(&CHECK, &healthy())[0].ends_with("not applicable"));
    }
}
