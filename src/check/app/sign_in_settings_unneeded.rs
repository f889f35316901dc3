//! The app carries settings for people who sign in, which a background app has no use for.

use super::about_app;
use crate::check::{Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Change, Gap, Setting, Way};

/// The check.
pub static CHECK: Check = Check {
    id: "AC025",
    name: "sign-in-settings-unneeded",
    title: "Sign-in settings that a background app does not need",
    consequence: "Nothing in the sync depends on it; people may see the app in their portal, and an old redirect address is one more thing to guard.",
    area: Area::Permissions,
    severity: Severity::Info,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/sign-in-settings-unneeded.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    judge(context).map(|outcome| about_app(context, outcome))
}

fn judge(context: &Context<'_>) -> Result<Outcome, Gap> {
    if !context.product.permissions.delegated.is_empty() {
        // People sign in to this app, and come back by its redirect address.
        return Ok(Outcome::NotApplicable);
    }
    let app = &context.snapshot.app;
    // The settings of a vendor's app are the vendor's.
    let Some(registration) = app.registration.get()? else { return Ok(Outcome::NotApplicable) };
    let Some(principal) = app.service_principal.get()? else { return Ok(Outcome::NotApplicable) };
    let is_visible = !principal.tags.iter().any(|tag| tag.raw() == "HideApp");
    let is_assignment_required = principal.assignment_required == Some(true);
    if registration.redirect_uris.is_empty() && !is_visible && !is_assignment_required {
        return Ok(Outcome::Pass);
    }
    let actual = Reading::of("redirect_uris", Datum::List(registration.redirect_uris.clone()))
        .and("visible_in_my_apps", is_visible)
        .and("assignment_required", is_assignment_required);
    let expected = Reading::of("redirect_uris", Datum::List(Vec::new()))
        .and("visible_in_my_apps", false)
        .and("assignment_required", false);
    let (application, sp) = (registration.id, principal.id);
    let uris = registration.web_redirect_uris.clone();
    let uris = (!uris.is_empty()).then_some(Change::RedirectUris { application, uris, way: Way::Unmake });
    let hide = is_visible.then_some(Change::HideApp { app: sp, way: Way::Make });
    let open = is_assignment_required.then(|| Change::set(sp.0, Setting::AssignmentRequired, true, false));
    Ok(Finding::new(actual, expected).mend(uris.into_iter().chain(hide).chain(open)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    #[test]
    fn an_app_that_people_sign_in_to_is_not_judged() {
        let mut product = crate::product::Product::builtin("servicenow").unwrap();
        product.set("mode", "personal").unwrap();
        let mut snapshot = healthy();
        registration_mut(&mut snapshot).redirect_uris = vec!["https://contoso.service-now.example/oauth".into()];
        assert_eq!(lines(&CHECK, &snapshot), ["app: info"]);
        assert_eq!(lines_for(&CHECK, &snapshot, &product), ["app: not applicable"]);
    }

    #[test]
    fn a_background_app_passes() {
        assert_eq!(lines(&CHECK, &healthy()), ["app: pass"]);
    }

    #[test]
    fn each_setting_is_told() {
        let mut snapshot = healthy();
        registration_mut(&mut snapshot).redirect_uris = vec!["https://localhost".into()];
        assert_eq!(lines(&CHECK, &snapshot), ["app: info"]);
        let mut snapshot = healthy();
        principal_mut(&mut snapshot).tags.clear();
        assert_eq!(lines(&CHECK, &snapshot), ["app: info"]);
        let mut snapshot = healthy();
        principal_mut(&mut snapshot).assignment_required = Some(true);
        assert_eq!(lines(&CHECK, &snapshot), ["app: info"]);
    }

    #[test]
    fn a_vendors_app_is_not_judged() {
        let mut snapshot = healthy();
        snapshot.app.registration = known(None);
        assert_eq!(lines(&CHECK, &snapshot), ["app: not applicable"]);
    }

    #[test]
    fn unread_is_unknown() {
        let mut snapshot = healthy();
        snapshot.app.service_principal = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
