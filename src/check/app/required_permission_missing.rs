//! A permission that the product needs was not given to the app, neither by consent nor by a role in Exchange.

use super::about_app;
use super::change::{consent, not_requested, request};
use super::consent::required;
use super::standing::{Standing, standing};
use crate::check::access::confine::{self, Method, confine};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Subject, Trust};
use crate::tenant::app::PermissionKind;
use crate::tenant::{Change, Gap, Permission, SubjectApp, Way};

/// The check.
pub static CHECK: Check = Check {
    id: "AC001",
    name: "required-permission-missing",
    title: "Required permission missing",
    consequence: "{product} is refused by Microsoft 365 wherever it needs this permission.",
    area: Area::Permissions,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/required-permission-missing.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let judged: Vec<_> = required(context.product)
        .map(|permission| Judged {
            subject: Subject::permission(permission.value),
            outcome: judge(permission, context),
        })
        .collect();
    // A mode in which the product acts for people asks for none: `delegated-permission` judges what it asks for.
    Ok(if judged.is_empty() { about_app(context, Outcome::NotApplicable) } else { judged })
}

fn judge(permission: &Permission, context: &Context<'_>) -> Result<Outcome, Gap> {
    Ok(match standing(context.snapshot, permission)? {
        Standing::Consented(_) | Standing::Assigned(_) => Outcome::Pass,
        Standing::Missing => {
            let finding = Finding::new(Reading::of("granted", false), Reading::of("granted", true));
            finding.cause(cause(permission, &context.snapshot.app)).mend(changes(permission, context)).into()
        }
    })
}

/// The narrow way where the customer wants the app confined and a role can do it; else consent, and the request for it.
fn changes(permission: &Permission, context: &Context<'_>) -> Vec<Change> {
    if confine::is_for_a_role(permission, context) {
        let mut changes = confine(context, Method::Roles).map(|missing| missing.opening()).unwrap_or_default();
        // Else the next consent to what is requested would give it in the whole tenant.
        changes.extend(not_requested(permission, context));
        return changes;
    }
    request(permission, context).into_iter().chain(consent(permission, Way::Make, context)).collect()
}

fn cause(permission: &Permission, app: &SubjectApp) -> &'static str {
    let Some(registration) = app.registration.ok() else {
        return "an administrator has not consented to it; whether it was requested could not be read";
    };
    let Some(registration) = registration else {
        return "not granted; the app's owner requests permissions, an administrator of this tenant consents to them";
    };
    let mut requested = registration.requested.iter();
    if requested.any(|one| super::permission_not_consented::is_request_for(one, permission)) {
        return "requested, but an administrator has not consented to it";
    }
    let delegated = registration.requested.iter().any(|one| {
        one.kind == PermissionKind::Delegated
            && one.value.as_deref().is_some_and(|scope| super::delegated_permission::stands_for(scope, permission))
    });
    if delegated { "requested as a delegated permission only" } else { "neither requested nor consented" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::tenant::{AssignmentScope, Resource};

    #[test]
    fn consent_and_roles_both_satisfy() {
        let all = |lines: Vec<String>| lines.len() == 5 && lines.iter().all(|line| line.ends_with(": pass"));
        assert!(all(lines(&CHECK, &healthy())));
        assert!(all(lines(&CHECK, &unconfined())));
    }

    #[test]
    fn a_broader_consent_satisfies() {
        let mut snapshot = unconfined();
        let names = ["Calendars.ReadWrite", "MailboxSettings.ReadWrite", "Place.ReadWrite.All"];
        snapshot.app.grants = known(names.into_iter().map(grant).collect());
        assert!(lines(&CHECK, &snapshot).iter().all(|line| line.ends_with(": pass")));
    }

    #[test]
    fn a_missing_permission_fails_with_its_cause() {
        let mut snapshot = healthy();
        snapshot.app.grants = known(vec![]);
        assert!(lines(&CHECK, &snapshot).contains(&"Place.Read.All: error".to_owned()));
        assert_eq!(
            finding(&CHECK, &snapshot).cause.as_deref(),
            Some("requested, but an administrator has not consented to it")
        );
        registration_mut(&mut snapshot).requested = vec![requested("Place.Read.All", PermissionKind::Delegated)];
        assert_eq!(finding(&CHECK, &snapshot).cause.as_deref(), Some("requested as a delegated permission only"));
        registration_mut(&mut snapshot).requested.clear();
        assert_eq!(finding(&CHECK, &snapshot).cause.as_deref(), Some("neither requested nor consented"));
    }

    #[test]
    fn the_exchange_namesake_does_not_satisfy() {
        let mut snapshot = unconfined();
        let mut grants = vec![grant("Place.Read.All"), grant("MailboxSettings.Read")];
        grants.push(grant_on(Resource::ExchangeOnline, "Calendars.ReadWrite"));
        snapshot.app.grants = known(grants);
        assert!(lines(&CHECK, &snapshot).contains(&"Calendars.ReadWrite: error".to_owned()));
    }

    #[test]
    fn a_role_is_no_way_to_the_places() {
        let mut snapshot = healthy();
        snapshot.app.grants = known(vec![]);
        snapshot.access.assignments = denied();
        let lines = lines(&CHECK, &snapshot);
        assert!(lines.contains(&"Place.Read.All: error".to_owned()), "{lines:?}");
        assert!(lines.contains(&"Calendars.ReadWrite: unknown".to_owned()), "{lines:?}");
    }

    #[test]
    fn the_token_decides_when_the_directory_may_not_be_read_and_the_app_signed_in() {
        let mut snapshot = unconfined();
        snapshot.app.grants = denied();
        assert!(lines(&CHECK, &snapshot).iter().all(|line| line.ends_with(": unknown")));
        sign_in(&mut snapshot, &["Calendars.ReadWrite", "Place.Read.All"]);
        let lines = lines(&CHECK, &snapshot);
        assert!(lines.contains(&"Calendars.ReadWrite: pass".to_owned()), "{lines:?}");
        assert!(lines.contains(&"MailboxSettings.Read: error".to_owned()), "{lines:?}");
    }

    #[test]
    fn a_role_satisfies_although_the_token_never_shows_it() {
        let mut snapshot = healthy();
        snapshot.app.grants = denied();
        sign_in(&mut snapshot, &["Place.Read.All"]);
        assert!(lines(&CHECK, &snapshot).iter().all(|line| line.ends_with(": pass")));
        let organization = role("Application Exchange Full Access", AssignmentScope::Organization);
        snapshot.access.assignments = known(vec![organization]);
        assert!(lines(&CHECK, &snapshot).iter().all(|line| line.ends_with(": pass")));
    }

    #[test]
    fn a_set_without_application_permissions_is_judged_elsewhere() {
        let mut product = spacewell();
        product.permissions.graph.clear();
        product.permissions.delegated = vec!["Calendars.ReadWrite".into()];
        assert_eq!(lines_for(&CHECK, &unconfined(), &product), ["app: not applicable"]);
    }
}
