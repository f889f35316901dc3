//! The app's registration cannot be seen from this tenant, so its requests and credentials cannot be judged; or it can,
//! where the product brings the vendor's own app.

use super::about_app;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::product::Wish;
use crate::tenant::Gap;

/// The check.
pub static CHECK: Check = Check {
    id: "AC028",
    name: "registration-not-visible",
    title: "App registration not where it is expected",
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
    let is_vendors = context.product.wish(Wish::VendorApp).is_some();
    match (app.registration.get()?.is_some(), is_vendors) {
        (true, false) => return Ok(Outcome::Pass),
        (true, true) => return Ok(own_in_place_of_the_vendors().into()),
        (false, _) => {}
    }
    // An app that is not here at all is the business of `app-disabled`.
    let Some(principal) = app.service_principal.get()? else { return Ok(Outcome::NotApplicable) };
    let is_foreign = principal.owner_tenant.is_some_and(|owner| owner != context.snapshot.header.tenant);
    if is_foreign && is_vendors {
        return Ok(Outcome::Pass);
    }
    let cause = if is_foreign {
        "the registration belongs to another tenant, as with a vendor's own app"
    } else {
        "the enterprise application is here and no registration belongs to it; it may have been deleted"
    };
    let actual =
        Reading::of("registration", "not visible").and("owner_tenant", principal.owner_tenant.map(|id| id.to_string()));
    Ok(Finding::new(actual, Reading::of("registration", "visible")).cause(cause).into())
}

fn own_in_place_of_the_vendors() -> Finding {
    Finding {
        because: Some(
            "{product} brings its vendor's own app; one that is registered in your tenant may be the wrong one.".into(),
        ),
        ..Finding::new(Reading::of("registration", "in this tenant"), Reading::of("registration", "the vendor's"))
    }
    .cause("look up the vendor's app under Enterprise applications and name its application id with --app")
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

    #[test]
    fn where_the_vendor_brings_the_app_it_is_the_other_way_round() {
        let product = wishing(generic(), Wish::VendorApp, crate::product::Level::Warning);
        let mut snapshot = healthy();
        assert_eq!(lines_for(&CHECK, &snapshot, &product), ["app: info"]);
        assert!(finding_for(&CHECK, &snapshot, &product).because.unwrap().contains("vendor's own app"));
        snapshot.app.registration = known(None);
        principal_mut(&mut snapshot).owner_tenant = Some(TenantId(guid(0xabc)));
        assert_eq!(lines_for(&CHECK, &snapshot, &product), ["app: pass"]);
        // Neither here nor at the vendor's: lost.
        principal_mut(&mut snapshot).owner_tenant = Some(tenant_id());
        assert_eq!(lines_for(&CHECK, &snapshot, &product), ["app: info"]);
    }
}
