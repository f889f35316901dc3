//! The registration admits accounts of other tenants, where the product wishes a single-tenant app.

use super::about_app;
use crate::check::context::field_of;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::product::Wish;
use crate::tenant::{Change, Gap, Setting, Source};

/// The check.
pub static CHECK: Check = Check {
    id: "AC023",
    name: "not-single-tenant",
    title: "App is not single-tenant",
    consequence: "Other organisations can add the app to their tenants, and its credential would then work there too.",
    area: Area::Permissions,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/not-single-tenant.md"),
    probe: Probe::Tenant(probe),
};

/// How the registration spells "accounts of this tenant only".
const SINGLE_TENANT: &str = "AzureADMyOrg";

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    judge(context).map(|outcome| about_app(context, outcome))
}

fn judge(context: &Context<'_>) -> Result<Outcome, Gap> {
    // A product that brings its vendor's app has no such wish; whether it is the vendor's app, AC028 says.
    let Some(rule) = context.product.wish(Wish::SingleTenant) else { return Ok(Outcome::NotApplicable) };
    if context.product.wish(Wish::VendorApp).is_some() {
        return Ok(Outcome::NotApplicable);
    }
    // A vendor's own app is multi-tenant by nature, and its registration is not this tenant's to change.
    let Some(registration) = context.snapshot.app.registration.get()? else { return Ok(Outcome::NotApplicable) };
    let audience = field_of(&registration.sign_in_audience, Source::GraphApplication, "signInAudience")?;
    if audience == SINGLE_TENANT {
        return Ok(Outcome::Pass);
    }
    let actual = Reading::of("sign_in_audience", audience.as_str());
    let change = Change::set(registration.id.0, Setting::SignInAudience, audience.as_str(), SINGLE_TENANT);
    Ok(Finding::new(actual, Reading::of("sign_in_audience", SINGLE_TENANT)).by(rule).mend([change]).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    #[test]
    fn a_single_tenant_app_passes() {
        assert_eq!(lines(&CHECK, &healthy()), ["app: pass"]);
    }

    #[test]
    fn a_multi_tenant_app_fails_where_the_product_minds() {
        let mut snapshot = healthy();
        registration_mut(&mut snapshot).sign_in_audience = Some("AzureADMultipleOrgs".into());
        assert_eq!(lines(&CHECK, &snapshot), ["app: warning"]);
        assert_eq!(lines_for(&CHECK, &snapshot, &generic()), ["app: not applicable"]);
    }

    #[test]
    fn a_vendors_app_is_not_judged() {
        let mut snapshot = healthy();
        snapshot.app.registration = known(None);
        assert_eq!(lines(&CHECK, &snapshot), ["app: not applicable"]);
    }

    #[test]
    fn a_product_that_brings_its_vendors_app_is_not_judged() {
        let product = wishing(spacewell(), Wish::VendorApp, crate::product::Level::Warning);
        assert_eq!(lines_for(&CHECK, &healthy(), &product), ["app: not applicable"]);
    }

    #[test]
    fn unread_is_unknown() {
        let mut snapshot = healthy();
        registration_mut(&mut snapshot).sign_in_audience = None;
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
        snapshot.app.registration = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
