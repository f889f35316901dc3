//! The app's registration cannot be seen from this tenant, so its requests and credentials cannot be judged.

use super::about_app;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::Gap;

/// The check.
pub static CHECK: Check = Check {
    id: "AC028",
    name: "registration-not-visible",
    title: "App registration not visible",
    consequence: "The expiry of the app's credentials is not shown here; whoever owns the registration has to watch it.",
    area: Area::Permissions,
    severity: Severity::Info,
    fix: Trust::None,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/registration-not-visible.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    judge(context).map(|outcome| about_app(context, outcome))
}

fn judge(context: &Context<'_>) -> Result<Outcome, Gap> {
    let app = &context.snapshot.app;
    if app.registration.get()?.is_some() {
        return Ok(Outcome::Pass);
    }
    // An app that is not here at all is the business of `app-disabled`.
    let Some(principal) = app.service_principal.get()? else { return Ok(Outcome::NotApplicable) };
    let is_foreign = principal.owner_tenant.is_some_and(|owner| owner != context.snapshot.header.tenant);
    let cause = if is_foreign {
        "the registration belongs to another tenant, as with a vendor's own app"
    } else {
        "the enterprise application is here and no registration belongs to it; it may have been deleted"
    };
    let actual =
        Reading::of("registration", "not visible").and("owner_tenant", principal.owner_tenant.map(|id| id.to_string()));
    Ok(Finding::new(actual, Reading::of("registration", "visible")).cause(cause).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::tenant::TenantId;

    #[test]
    fn a_visible_registration_passes() {
        assert_eq!(lines(&CHECK, &healthy()), ["app: pass"]);
    }

    #[test]
    fn a_vendors_app_is_told() {
        let mut snapshot = healthy();
        snapshot.app.registration = known(None);
        principal_mut(&mut snapshot).owner_tenant = Some(TenantId(guid(0xabc)));
        assert_eq!(lines(&CHECK, &snapshot), ["app: info"]);
        assert!(finding(&CHECK, &snapshot).cause.is_some_and(|cause| cause.contains("another tenant")));
    }

    #[test]
    fn a_lost_registration_has_another_cause() {
        let mut snapshot = healthy();
        snapshot.app.registration = known(None);
        assert!(finding(&CHECK, &snapshot).cause.is_some_and(|cause| cause.contains("deleted")));
    }

    #[test]
    fn an_absent_app_is_told_elsewhere_and_unread_is_unknown() {
        let mut snapshot = healthy();
        snapshot.app.registration = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
        snapshot.app.registration = known(None);
        snapshot.app.service_principal = known(None);
        assert_eq!(lines(&CHECK, &snapshot), ["app: not applicable"]);
    }
}
