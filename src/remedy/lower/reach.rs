//! What confines the app: its service principal in Exchange, scopes, roles, access policies, the withdrawn role.

use super::place::{FIND, NOT_FOUND, silent, way};
use super::{About, Lowered, Parts, cell, compare, run};
use crate::powershell::{Command, Expr, Statement};
use crate::remedy::script::filled;
use crate::tenant::{AccessRight, Change, GroupRef, Way};

/// The template of everything that is looked for, made or removed one by one.
const MAKE: &str = include_str!("../templates/make.ps1");

/// Whether what was looked for is as wanted: there, or gone.
pub(super) fn is_done(wanted: Way) -> Vec<Statement> {
    let operator = match wanted {
        Way::Make => "-ne",
        Way::Unmake => "-eq",
    };
    vec![compare(Expr::var("Found"), operator, "").into()]
}

/// A section of [`MAKE`].
pub(super) fn one_by_one(
    about: &About<'_>,
    needs: Vec<&'static str>,
    rows: Vec<Expr>,
    find: Command,
    done: Vec<Statement>,
    set: Vec<Statement>,
) -> Lowered {
    let find = Expr::from(find);
    about.fill(Parts {
        template: MAKE,
        needs,
        rows,
        holes: vec![("Find", vec![find.into()]), ("Done", done), ("Set", set)],
        chosen_by: None,
    })
}

/// The identity of a group, as the commands of Exchange take it; empty for one that is no more.
fn identity(group: &GroupRef) -> String {
    match group {
        GroupRef::Known { guid, .. } => guid.to_string(),
        GroupRef::New { alias, .. } => alias.clone(),
        GroupRef::Gone { .. } => String::new(),
    }
}

/// The app in Exchange.
pub(super) fn principal(about: &About<'_>, wanted: Way) -> Lowered {
    let wanted = way(about, wanted);
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::ExchangePrincipal { app, name, .. }) => {
            vec![("AppId", Expr::text(app.to_string())), ("Name", Expr::text(name.raw()))]
        }
        _ => Vec::new(),
    });
    let set = match wanted {
        Way::Make => silent(run(Command::new("New-ServicePrincipal")
            .with("AppId", cell("AppId"))
            .with("ObjectId", cell("Id"))
            .with("DisplayName", cell("Name")))),
        Way::Unmake => {
            run(Command::new("Remove-ServicePrincipal").with("Identity", cell("Id")).switch_is("Confirm", false))
        }
    };
    let needs = vec![NOT_FOUND, include_str!("../templates/find_principal.ps1")];
    let find = Command::new("Find-Principal").with("Object", cell("Id"));
    one_by_one(about, needs, rows, find, is_done(wanted), set)
}

/// A management scope on a group.
pub(super) fn scope(about: &About<'_>, wanted: Way) -> Lowered {
    let wanted = way(about, wanted);
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::Scope { name, group, .. }) => {
            vec![("Name", Expr::text(name.raw())), ("Group", Expr::text(identity(group)))]
        }
        _ => Vec::new(),
    });
    let set = match wanted {
        Way::Make => filled(include_str!("../templates/set_scope.ps1"), std::collections::BTreeMap::new()),
        Way::Unmake => {
            run(Command::new("Remove-ManagementScope").with("Identity", cell("Name")).switch_is("Confirm", false))
        }
    };
    let needs = vec![NOT_FOUND, include_str!("../templates/find_scope.ps1")];
    let find = Command::new("Find-Scope").with("Scope", cell("Name")).with("Group", cell("Group"));
    one_by_one(about, needs, rows, find, is_done(wanted), set)
}

/// Roles of the app.
pub(super) fn assignment(about: &About<'_>, wanted: Way) -> Lowered {
    let wanted = way(about, wanted);
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::Assignment { app, role, scope, .. }) => vec![
            ("App", Expr::text(app.to_string())),
            ("Role", Expr::text(role.clone())),
            ("Scope", Expr::text(scope.as_ref().map_or("", |scope| scope.raw()))),
        ],
        _ => Vec::new(),
    });
    let set = match wanted {
        Way::Make => filled(include_str!("../templates/set_assignment.ps1"), std::collections::BTreeMap::new()),
        Way::Unmake => run(Command::new("Remove-ManagementRoleAssignment")
            .with("Identity", Expr::var("Found"))
            .switch_is("Confirm", false)),
    };
    let needs = vec![NOT_FOUND, include_str!("../templates/find_assignment.ps1")];
    let find = Command::new("Find-Assignment")
        .with("App", cell("App"))
        .with("Role", cell("Role"))
        .with("Scope", cell("Scope"));
    one_by_one(about, needs, rows, find, is_done(wanted), set)
}

/// Access policies of the app.
pub(super) fn policy(about: &About<'_>, wanted: Way) -> Lowered {
    let wanted = way(about, wanted);
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::Policy { app, group, right, description, identity: seen, .. }) => vec![
            ("App", Expr::text(app.to_string())),
            ("Group", Expr::text(identity(group))),
            ("Right", Expr::text(word(right))),
            ("Seen", Expr::text(seen.as_ref().map_or("", |seen| seen.raw()))),
            // Not empty: Exchange stores a description of one space as well.
            ("Text", Expr::text(description.as_ref().map_or(" ", |text| text.raw()))),
        ],
        _ => Vec::new(),
    });
    let set = match wanted {
        Way::Make => silent(run(Command::new("New-ApplicationAccessPolicy")
            .with("AppId", cell("App"))
            .with("PolicyScopeGroupId", cell("Group"))
            .with("AccessRight", cell("Right"))
            .with("Description", cell("Text")))),
        Way::Unmake => run(Command::new("Remove-ApplicationAccessPolicy")
            .with("Identity", Expr::var("Found"))
            .switch_is("Confirm", false)),
    };
    let needs = vec![NOT_FOUND, FIND, include_str!("../templates/find_policy.ps1")];
    let find = Command::new("Find-Policy")
        .with("App", cell("App"))
        .with("Group", cell("Group"))
        .with("Right", cell("Right"))
        .with("Seen", cell("Seen"));
    one_by_one(about, needs, rows, find, is_done(wanted), set)
}

fn word(right: &AccessRight) -> &str {
    match right {
        AccessRight::RestrictAccess => "RestrictAccess",
        AccessRight::DenyAccess => "DenyAccess",
        AccessRight::Other(word) => word.raw(),
    }
}

/// Assignments of the withdrawn role. There is no way back.
pub(super) fn impersonation(about: &About<'_>) -> Lowered {
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::Impersonation { assignment }) => vec![("Name", Expr::text(assignment.raw()))],
        _ => Vec::new(),
    });
    let set =
        run(Command::new("Remove-ManagementRoleAssignment").with("Identity", cell("Name")).switch_is("Confirm", false));
    let needs = vec![NOT_FOUND, include_str!("../templates/find_impersonation.ps1")];
    let find = Command::new("Find-Impersonation").with("Assignment", cell("Name"));
    one_by_one(about, needs, rows, find, is_done(Way::Unmake), set)
}
