//! The app holds the right to use Exchange Web Services, which Microsoft is switching off.
//!
//! The dates come from the table of retirements.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::change::{principal_id, taken};
use super::consent::{Consent, Held};
use super::or_pass;
use crate::check::access::confine::unassign;
use crate::check::access::role;
use crate::check::{Area, Check, Context, Finding, Judged, Probe, Reading, Severity, Subject, Trust};
use crate::tenant::retirement::EWS_APPS;
use crate::tenant::{Fact, Gap, OrganizationConfig, Permission, Resource, SubjectApp};

/// The check.
pub static CHECK: Check = Check {
    id: "AC017",
    name: "ews-permission",
    title: "Permission for Exchange Web Services",
    consequence: "Whatever still runs over Exchange Web Services stops for good on 1 April 2027, and until then the right opens whole mailboxes.",
    area: Area::Permissions,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/ews-permission.md"),
    probe: Probe::Tenant(probe),
};

/// The name of the permission on the Exchange resource.
const EWS: &str = "full_access_as_app";

/// Whether it is the permission for EWS.
pub fn is_ews(held: &Held<'_>) -> bool {
    held.is(Resource::ExchangeOnline, EWS)
}

/// Whether it is the permission for EWS.
pub fn is_ews_permission(permission: &Permission) -> bool {
    permission.resource == Resource::ExchangeOnline && permission.value == EWS
}

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let snapshot = context.snapshot;
    let mut judged = Vec::new();
    let consent = Consent::read(&snapshot.app)?;
    if let Some(held) = consent.held.iter().find(|held| is_ews(held)) {
        judged.push(Judged::new(Subject::permission(EWS), finding(context).mend(taken(held, context)).into()));
    } else if let Some(gap) = consent.exchange_gap.filter(|gap| *gap != Gap::NotGathered) {
        judged.push(Judged { subject: Subject::permission(EWS), outcome: Err(gap) });
    }
    match role::assignments(&snapshot.access) {
        Ok(assignments) => {
            let gives = |name: &str| role::permissions(name).any(is_ews_permission);
            if let Some(assignment) = assignments.iter().find(|assignment| gives(&assignment.role)) {
                let change = principal_id(context).and_then(|app| unassign(assignment, app, context));
                judged.push(Judged::new(Subject::permission(&assignment.role), finding(context).mend(change).into()));
            }
        }
        // A run about permissions alone does not ask Exchange.
        Err(_) if matches!(snapshot.access.assignments, Fact::NotGathered) => {}
        Err(gap) => judged.push(Judged { subject: context.app(), outcome: Err(gap) }),
    }
    Ok(or_pass(judged, context))
}

/// The first moment of a day, as Microsoft's services count days.
fn start_of(day: Date) -> Option<Timestamp> {
    day.to_zoned(TimeZone::UTC).ok().map(|midnight| midnight.timestamp())
}

fn finding(context: &Context<'_>) -> Finding {
    let today = context.today();
    let end = EWS_APPS.end().and_then(|phase| start_of(phase.date));
    let days = EWS_APPS.days_left(today).unwrap_or_default();
    let actual = Reading::of("held", true).and("ews_ends", end).and("days_left", days);
    let finding = Finding::new(actual, Reading::of("held", false));
    if EWS_APPS.is_over(today) {
        return finding
            .severity(Severity::Error)
            .cause("EWS is gone from Exchange Online; the permission opens nothing any more");
    }
    match context.snapshot.organization_config.ok().and_then(|config| refusal(config, &context.snapshot.app)) {
        Some(refusal) => finding.cause(refusal),
        None => finding,
    }
}

/// Why the tenant refuses the app on EWS today, if it does.
fn refusal(config: &OrganizationConfig, app: &SubjectApp) -> Option<&'static str> {
    let id = app.app_id.to_string();
    let is_listed = config.ews_allowed_app_ids.iter().any(|listed| listed.raw().trim().eq_ignore_ascii_case(&id));
    match config.ews_enabled {
        Some(false) => Some("EWS is switched off in this tenant"),
        Some(true) if !is_listed => Some("EWS is switched on in this tenant, but the app is not on its allow list"),
        Some(true) => None,
        None => Some(
            "this tenant follows Microsoft's schedule, which switches EWS off tenant by tenant since 1 October 2026",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::tenant::AssignmentScope;

    fn with_ews() -> crate::tenant::Snapshot {
        let mut snapshot = unconfined();
        snapshot.app.grants = known(vec![grant_on(Resource::ExchangeOnline, EWS)]);
        snapshot
    }

    #[test]
    fn the_words_about_it_name_the_dates_of_the_table() {
        let phases: Vec<_> = EWS_APPS.phases.iter().map(crate::tenant::retirement::Phase::words).collect();
        assert!(CHECK.consequence.contains(phases.last().unwrap()));
        for phase in phases {
            assert!(CHECK.page.contains(&phase), "{phase}");
        }
    }

    #[test]
    fn an_app_without_the_permission_passes() {
        assert_eq!(lines(&CHECK, &healthy()), ["app: pass"]);
    }

    #[test]
    fn the_permission_counts_down_and_then_fails() {
        let mut snapshot = with_ews();
        assert_eq!(lines(&CHECK, &snapshot), ["full_access_as_app: warning"]);
        assert_eq!(
            crate::check::app::fixture::finding(&CHECK, &snapshot).actual,
            Reading::of("held", true).and("ews_ends", at("2027-04-01T00:00:00Z")).and("days_left", 131)
        );
        snapshot.header.taken_at = at("2027-03-31T23:59:59Z");
        assert_eq!(lines(&CHECK, &snapshot), ["full_access_as_app: warning"]);
        snapshot.header.taken_at = at("2027-04-01T00:00:00Z");
        assert_eq!(lines(&CHECK, &snapshot), ["full_access_as_app: error"]);
    }

    #[test]
    fn the_switches_of_the_tenant_are_named() {
        let mut snapshot = with_ews();
        let cause = |snapshot: &crate::tenant::Snapshot| crate::check::app::fixture::finding(&CHECK, snapshot).cause;
        assert!(cause(&snapshot).is_some_and(|cause| cause.contains("schedule")));
        snapshot.organization_config = denied();
        assert_eq!(cause(&snapshot), None);
        let config = OrganizationConfig { ews_enabled: Some(true), ..OrganizationConfig::default() };
        snapshot.organization_config = known(config.clone());
        assert!(cause(&snapshot).is_some_and(|cause| cause.contains("allow list")));
        let ews_allowed_app_ids = vec![app_id().to_string().to_uppercase().as_str().into()];
        snapshot.organization_config = known(OrganizationConfig { ews_allowed_app_ids, ..config });
        assert_eq!(cause(&snapshot), None);
    }

    #[test]
    fn the_role_of_exchange_counts_too() {
        let mut snapshot = healthy();
        let ews = role("Application EWS.AccessAsApp", AssignmentScope::Organization);
        snapshot.access.assignments = known(vec![ews]);
        assert_eq!(lines(&CHECK, &snapshot), ["Application EWS.AccessAsApp: warning"]);
    }

    #[test]
    fn unread_consent_is_unknown() {
        let mut snapshot = healthy();
        snapshot.app.grants = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
