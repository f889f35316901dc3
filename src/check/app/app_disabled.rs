//! The app cannot sign in at all: nobody added it to the tenant, or somebody switched it off.

use super::about_app;
use crate::check::context::field_of;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::product::Wish;
use crate::tenant::{AppRegistration, Change, Gap, Setting, Source, Way};

/// The check.
pub static CHECK: Check = Check {
    id: "AC007",
    name: "app-disabled",
    title: "App missing or disabled",
    consequence: "{product} cannot sign in, so nothing is synchronised in either direction.",
    area: Area::Permissions,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/app-disabled.md"),
    probe: Probe::Tenant(probe),
};

/// The name of an app that is made new.
const NEW_APP: &str = "Reservation sync";

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    judge(context).map(|outcome| about_app(context, outcome))
}

fn judge(context: &Context<'_>) -> Result<Outcome, Gap> {
    let app = &context.snapshot.app;
    let registration = app.registration.get().map(Option::as_ref);
    if let Ok(Some(registration)) = registration {
        if registration
            .disabled_by_microsoft
            .as_ref()
            .is_some_and(|status| !status.is_blank() && status.raw() != "NotDisabled")
        {
            return Ok(fail(
                "disabled by Microsoft",
                "Microsoft disabled the app; only Microsoft support can lift that",
            )
            .into());
        }
        if registration.is_disabled == Some(true) {
            return Ok(fail("disabled", "the app registration is deactivated").into());
        }
    }
    // An app that just signed in is there and enabled; no directory read can say it better.
    let did_sign_in = app.is_reader && app.graph_token.is_known();
    match app.service_principal.get() {
        Ok(None) => {
            let is_registered = registration.as_ref().is_ok_and(Option::is_some);
            let change = registration.ok().and_then(|registration| application(registration, context));
            Ok(fail("missing", absence(is_registered)).mend(change).into())
        }
        Ok(Some(principal)) if principal.account_enabled == Some(false) => {
            let change = Change::set(principal.id.0, Setting::AppEnabled, false, true);
            Ok(fail("sign-in blocked", "sign-in is switched off on the enterprise application").mend([change]).into())
        }
        Ok(_) | Err(_) if did_sign_in => Ok(Outcome::Pass),
        Ok(Some(principal)) => {
            field_of(&principal.account_enabled, Source::GraphServicePrincipal, "accountEnabled")?;
            registration.map(|_| Outcome::Pass)
        }
        Err(gap) => Err(gap),
    }
}

fn absence(is_registered: bool) -> &'static str {
    if is_registered {
        "registered in this tenant, but without an enterprise application"
    } else {
        "unknown in this tenant: no registration and no enterprise application; check the application id and the tenant"
    }
}

/// What is missing of the app. A vendor's own app comes with the vendor's consent page, and nobody makes it here.
fn application(registration: Option<&AppRegistration>, context: &Context<'_>) -> Option<Change> {
    if context.product.wish(Wish::VendorApp).is_some() {
        return None;
    }
    let name = registration.map(|registration| registration.display_name.clone());
    Some(Change::Application { name: name.unwrap_or_else(|| NEW_APP.into()), way: Way::Make })
}

fn fail(state: &'static str, cause: &'static str) -> Finding {
    Finding::new(Reading::of("state", state), Reading::of("state", "enabled")).cause(cause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    #[test]
    fn an_enabled_app_passes() {
        assert_eq!(lines(&CHECK, &healthy()), ["app: pass"]);
    }

    #[test]
    fn a_blocked_sign_in_fails() {
        let mut snapshot = healthy();
        principal_mut(&mut snapshot).account_enabled = Some(false);
        assert_eq!(lines(&CHECK, &snapshot), ["app: error"]);
    }

    #[test]
    fn a_disabled_registration_fails() {
        let mut snapshot = healthy();
        registration_mut(&mut snapshot).is_disabled = Some(true);
        assert_eq!(lines(&CHECK, &snapshot), ["app: error"]);
        let mut snapshot = healthy();
        registration_mut(&mut snapshot).disabled_by_microsoft =
            Some("DisabledDueToViolationOfServicesAgreement".into());
        assert_eq!(finding(&CHECK, &snapshot).actual, Reading::of("state", "disabled by Microsoft"));
    }

    #[test]
    fn an_absent_app_fails_with_or_without_its_registration() {
        let mut snapshot = healthy();
        snapshot.app.service_principal = known(None);
        assert_eq!(lines(&CHECK, &snapshot), ["app: error"]);
        snapshot.app.registration = known(None);
        assert!(finding(&CHECK, &snapshot).cause.is_some_and(|cause| cause.starts_with("unknown in this tenant")));
    }

    #[test]
    fn an_app_that_signed_in_is_enabled_whatever_may_be_read() {
        let mut snapshot = healthy();
        snapshot.app.service_principal = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
        sign_in(&mut snapshot, &[]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: pass"]);
    }

    #[test]
    fn an_answer_without_the_switch_is_unknown() {
        let mut snapshot = healthy();
        principal_mut(&mut snapshot).account_enabled = None;
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
