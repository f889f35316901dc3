//! The app in Entra: registration, requests, consent, secrets, what people see of it.

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::place::{silent, way};
use super::reach::{is_done, one_by_one};
use super::{About, Lowered, cell, compare, run};
use crate::powershell::{Command, Expr, Statement};
use crate::remedy::script::filled;
use crate::tenant::app::PermissionKind;
use crate::tenant::{Change, Untrusted, Way};

const RESOURCE: &str = include_str!("../templates/find_resource.ps1");
const SECRET: &str = include_str!("../templates/find_secret.ps1");

fn is_made(wanted: Way) -> bool {
    wanted == Way::Make
}

fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Expr {
    Expr::array(words.into_iter().map(Expr::from))
}

/// Consent to application permissions.
pub(super) fn consent(about: &About<'_>, wanted: Way) -> Lowered {
    let wanted = way(about, wanted);
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::Consent { app, resource, role, value, .. }) => vec![
            ("App", Expr::text(app.to_string())),
            ("Resource", Expr::text(resource.app_id().to_string())),
            ("Role", Expr::text(role.to_string())),
            ("Permission", Expr::text(value.clone())),
        ],
        _ => Vec::new(),
    });
    let resource = Command::new("Find-Resource").with("AppId", cell("Resource"));
    let set = match wanted {
        Way::Make => silent(run(Command::new("New-MgServicePrincipalAppRoleAssignment")
            .with("ServicePrincipalId", cell("App"))
            .with("PrincipalId", cell("App"))
            .with("ResourceId", resource)
            .with("AppRoleId", cell("Role")))),
        Way::Unmake => run(Command::new("Remove-MgServicePrincipalAppRoleAssignment")
            .with("ServicePrincipalId", cell("App"))
            .with("AppRoleAssignmentId", Expr::var("Found"))),
    };
    let needs = vec![RESOURCE, include_str!("../templates/find_consent.ps1")];
    let find = Command::new("Find-Consent")
        .with("App", cell("App"))
        .with("Resource", cell("Resource"))
        .with("Role", cell("Role"));
    one_by_one(about, needs, rows, find, is_done(wanted), set)
}

/// What the registration asks for.
pub(super) fn request(about: &About<'_>, wanted: Way) -> Lowered {
    let wanted = way(about, wanted);
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::Requested { application, resource, role, value, kind, .. }) => vec![
            ("Application", Expr::text(application.to_string())),
            ("Resource", Expr::text(resource.to_string())),
            ("Role", Expr::text(role.to_string())),
            ("Kind", Expr::text(kind_of(*kind))),
            ("Permission", Expr::text(value.clone())),
        ],
        _ => Vec::new(),
    });
    let with = |name: &str| {
        ["Application", "Resource", "Role", "Kind"]
            .into_iter()
            .fold(Command::new(name), |command, parameter| command.with(parameter, cell(parameter)))
    };
    let set = run(with("Set-Request").with("Asked", is_made(wanted)));
    let needs = vec![include_str!("../templates/request.ps1")];
    one_by_one(about, needs, rows, with("Find-Request"), is_done(wanted), set)
}

fn kind_of(kind: PermissionKind) -> &'static str {
    match kind {
        PermissionKind::Application => "Role",
        PermissionKind::Delegated => "Scope",
    }
}

/// Consent of an administrator to delegated permissions, for everybody.
pub(super) fn delegated(about: &About<'_>, wanted: Way) -> Lowered {
    let wanted = way(about, wanted);
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::Delegated { app, resource, scopes, .. }) => vec![
            ("App", Expr::text(app.to_string())),
            ("Resource", Expr::text(resource.app_id().to_string())),
            ("Scopes", words(scopes.iter().map(String::as_str))),
        ],
        _ => Vec::new(),
    });
    let with = |name: &str| {
        ["App", "Resource", "Scopes"]
            .into_iter()
            .fold(Command::new(name), |command, parameter| command.with(parameter, cell(parameter)))
    };
    let set = run(with("Set-Delegated").with("Given", is_made(wanted)));
    let needs = vec![RESOURCE, include_str!("../templates/delegated.ps1")];
    one_by_one(about, needs, rows, with("Find-Delegated"), counted(wanted, "Scopes"), set)
}

/// Whether all of a cell's entries were found, or none.
fn counted(wanted: Way, name: &str) -> Vec<Statement> {
    let all = || {
        let count = Expr::Array(vec![cell(name).into()]).member("Count");
        Expr::Cast("string".to_owned(), Box::new(count))
    };
    let right = match wanted {
        Way::Make => all(),
        Way::Unmake => "0".into(),
    };
    vec![compare(Expr::var("Found"), "-eq", right).into()]
}

/// Redirect addresses of the web platform.
pub(super) fn redirect(about: &About<'_>, wanted: Way) -> Lowered {
    let wanted = way(about, wanted);
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::RedirectUris { uris, .. }) => vec![("Uris", words(uris.iter().map(Untrusted::raw)))],
        _ => Vec::new(),
    });
    let with = |name: &str| Command::new(name).with("Application", cell("Id")).with("Uris", cell("Uris"));
    let set = run(with("Set-Redirect").with("Kept", is_made(wanted)));
    let needs = vec![include_str!("../templates/redirect.ps1")];
    one_by_one(about, needs, rows, with("Find-Redirect"), counted(wanted, "Uris"), set)
}

/// Whether people see the app in My Apps.
pub(super) fn hide(about: &About<'_>, wanted: Way) -> Lowered {
    let wanted = way(about, wanted);
    let set = run(Command::new("Set-Hidden").with("App", cell("Id")).with("Hidden", is_made(wanted)));
    let find = Command::new("Find-Hidden").with("App", cell("Id"));
    let needs = vec![include_str!("../templates/hide.ps1")];
    one_by_one(about, needs, about.rows(|_| Vec::new()), find, is_done(wanted), set)
}

/// A new client secret, whose value is shown once. There is no way back but to remove it by hand.
pub(super) fn new_secret(about: &About<'_>) -> Lowered {
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::NewSecret { application, name, months }) => vec![
            ("Application", Expr::text(application.to_string())),
            ("Name", Expr::text(name.clone())),
            ("End", Expr::text(end(about.plan.facts_from, *months))),
        ],
        _ => Vec::new(),
    });
    let find = Command::new("Find-Secret")
        .with("Application", cell("Application"))
        .with("Key", "")
        .with("Description", cell("Name"));
    let set = filled(include_str!("../templates/set_secret.ps1"), std::collections::BTreeMap::new());
    one_by_one(about, vec![SECRET], rows, find, is_done(Way::Make), set)
}

/// Some months after a time, as the directory takes it.
fn end(from: Timestamp, months: i64) -> String {
    let lifetime = Span::new().try_months(months).unwrap_or_default();
    let end = from.to_zoned(TimeZone::UTC).checked_add(lifetime).map_or(from, |end| end.timestamp());
    end.strftime("%Y-%m-%dT00:00:00Z").to_string()
}

/// Client secrets that go. There is no way back.
pub(super) fn remove_secret(about: &About<'_>) -> Lowered {
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::RemoveSecret { application, .. }) => vec![("Application", Expr::text(application.to_string()))],
        _ => Vec::new(),
    });
    let find = Command::new("Find-Secret")
        .with("Application", cell("Application"))
        .with("Key", cell("Id"))
        .with("Description", "");
    let set = run(Command::new("Remove-MgApplicationPassword")
        .with("ApplicationId", cell("Application"))
        .with("KeyId", cell("Id")));
    one_by_one(about, vec![SECRET], rows, find, is_done(Way::Unmake), set)
}

/// A registration and its enterprise application, as far as they are missing.
pub(super) fn application(about: &About<'_>) -> Lowered {
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::Application { name, .. }) => vec![("Name", Expr::text(name.raw()))],
        _ => Vec::new(),
    });
    let find = Command::new("Find-App").with("DisplayName", cell("Name"));
    let done = vec![compare(Expr::var("Found"), "-eq", "whole").into()];
    let set = run(Command::new("New-App").with("DisplayName", cell("Name")).with("Found", Expr::var("Found")));
    one_by_one(about, vec![include_str!("../templates/application.ps1")], rows, find, done, set)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_ends_months_after_the_facts_at_the_start_of_a_day() {
        let from: Timestamp = "2026-11-21T09:30:00Z".parse().unwrap();
        assert_eq!(end(from, 12), "2027-11-21T00:00:00Z");
        assert_eq!(end(from, 24), "2028-11-21T00:00:00Z");
    }
}
