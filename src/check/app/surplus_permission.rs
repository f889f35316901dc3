//! The app holds an application permission that the product does not ask for.
//!
//! Look-alikes (`look-alike-permission`), EWS (`ews-permission`) and permissions that a required one includes anyway
//! (`redundant-permission`) have checks of their own.

use super::change::{principal_id, taken};
use super::consent::{Consent, Held, required, with_broader};
use super::or_pass;
use crate::check::access::confine::unassign;
use crate::check::access::role;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Subject, Trust};
use crate::tenant::permission::READER_PERMISSIONS;
use crate::tenant::{Fact, Gap, Permission, Resource, RoleAssignment};

/// The check.
pub static CHECK: Check = Check {
    id: "AC005",
    name: "surplus-permission",
    title: "Surplus application permission",
    consequence: "The app can do more in the tenant than {product} needs, and so can whoever gets hold of its credential.",
    area: Area::Permissions,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/surplus-permission.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    if context.product.mode().is_some_and(|mode| mode.retired.is_some()) {
        // Such a mode asks for no permission, and moving to one that does is the way out: `retired-access-method` says so.
        return Ok(super::about_app(context, Outcome::NotApplicable));
    }
    let consent = Consent::read(&context.snapshot.app)?;
    let mut judged: Vec<_> = consent
        .held
        .iter()
        .filter(|held| !super::look_alike_permission::is_look_alike(held) && !super::ews_permission::is_ews(held))
        .map(|held| Judged::new(held.subject(), judge(held, context)))
        .collect();
    if let Some(gap) = consent.exchange_gap.filter(|gap| *gap != Gap::NotGathered) {
        judged.push(Judged { subject: context.app(), outcome: Err(gap) });
    }
    judge_roles(context, &mut judged);
    Ok(or_pass(judged, context))
}

fn judge(held: &Held<'_>, context: &Context<'_>) -> Outcome {
    let Some(permission) = held.permission() else {
        return finding(held.resource).mend(taken(held, context)).into();
    };
    if is_wanted(permission, context) {
        return Outcome::Pass;
    }
    if context.snapshot.app.is_reader && is_for_reading(permission) {
        return finding(held.resource)
            .severity(Severity::Info)
            .cause("needed for this check; use a separate reader in production")
            .into();
    }
    let includes_required = required(context.product).any(|wanted| wanted.included_in.contains(&permission.value));
    let surplus = finding(held.resource).mend(taken(held, context));
    match opens(permission.value) {
        Some(opens) => surplus.cause(opens).into(),
        None if context.product.is_general() => unjudged(held.resource).into(),
        None if acts_for_people(context) => surplus.cause(FOR_PEOPLE).into(),
        // What it includes has to be given in its place, and `required-permission-missing` tells that only then.
        None if includes_required => {
            finding(held.resource).cause("broader than the permission that the product asks for").into()
        }
        None => surplus.into(),
    }
}

/// Said where the product holds application permissions and asks for delegated ones only.
const FOR_PEOPLE: &str = "the product acts for the people who sign in and needs no right of its own";

fn acts_for_people(context: &Context<'_>) -> bool {
    let asked = &context.product.permissions;
    asked.graph.is_empty() && !asked.delegated.is_empty()
}

/// More than every product needs, where nobody said which product it is.
fn unjudged(resource: Option<Resource>) -> Finding {
    finding(resource)
        .severity(Severity::Info)
        .cause("general rules do not know what your product asks for; --product compares with its guide")
}

/// Required, or included in a required one.
pub fn is_wanted(permission: &Permission, context: &Context<'_>) -> bool {
    required(context.product).any(|wanted| {
        wanted.resource == permission.resource
            && with_broader(permission).any(|candidate| candidate.value == wanted.value)
    })
}

/// Whether the program's own reading uses it.
pub fn is_for_reading(permission: &Permission) -> bool {
    match permission.resource {
        Resource::MicrosoftGraph => READER_PERMISSIONS.contains(&permission.value),
        Resource::ExchangeOnline => permission.value == "Exchange.ManageAsApp",
    }
}

fn finding(resource: Option<Resource>) -> Finding {
    let actual = Reading::of("held", true).and("resource", resource.map(Resource::title));
    Finding::new(actual, Reading::of("held", false))
}

/// What a permission of high privilege opens.
pub fn opens(permission: &str) -> Option<&'static str> {
    Some(match permission {
        "Mail.Read" | "Mail.ReadBasic.All" => "opens the mail of every mailbox that the app reaches",
        "Mail.ReadWrite" => "opens the mail of every mailbox that the app reaches, for changing and deleting too",
        "Mail.Send" => "sends mail in the name of every mailbox that the app reaches",
        "User.ReadWrite.All" => "changes every user account",
        "Directory.ReadWrite.All" => "changes nearly everything in the directory",
        "Application.ReadWrite.All" => "adds credentials to any app and so acts as any of them",
        "AppRoleAssignment.ReadWrite.All" => "grants any permission to any app, itself included",
        _ => return None,
    })
}

/// Whether the role gives something that the product needs, beside what it does not.
fn gives_more_than_surplus(name: &str, context: &Context<'_>) -> bool {
    required(context.product).any(|wanted| role::gives(name, wanted))
}

/// Roles of Exchange that give what the product does not ask for.
fn judge_roles(context: &Context<'_>, judged: &mut Vec<Judged>) {
    let assignments = match role::assignments(&context.snapshot.access) {
        Ok(assignments) => assignments,
        // A run about permissions alone does not ask Exchange.
        Err(_) if matches!(context.snapshot.access.assignments, Fact::NotGathered) => return,
        Err(gap) => return judged.push(Judged { subject: context.app(), outcome: Err(gap) }),
    };
    for assignment in assignments {
        let RoleAssignment { role: name, .. } = assignment;
        let mut permissions = role::permissions(name).peekable();
        if permissions.peek().is_none() || judged.iter().any(|one| one.subject.id == *name) {
            continue;
        }
        let surplus = permissions
            .filter(|permission| !super::ews_permission::is_ews_permission(permission))
            .find(|permission| !is_wanted(permission, context));
        let change = || principal_id(context).and_then(|app| unassign(assignment, app, context));
        let held = || finding(Some(Resource::ExchangeOnline)).mend(change());
        let outcome = surplus.map_or(Outcome::Pass, |permission| match opens(permission.value) {
            Some(opens) => held().cause(opens).into(),
            None if context.product.is_general() => unjudged(Some(Resource::ExchangeOnline)).into(),
            None if gives_more_than_surplus(name, context) => finding(Some(Resource::ExchangeOnline)).into(),
            None => held().into(),
        });
        judged.push(Judged::new(Subject::permission(name), outcome));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::product::Product;
    use crate::tenant::AssignmentScope;

    fn surplus(snapshot: &crate::tenant::Snapshot) -> Vec<String> {
        lines(&CHECK, snapshot).into_iter().filter(|line| !line.ends_with(": pass")).collect()
    }

    #[test]
    fn the_products_set_and_what_it_includes_pass() {
        assert_eq!(surplus(&unconfined()), Vec::<String>::new());
        assert_eq!(surplus(&healthy()), Vec::<String>::new());
        let mut product = generic();
        product.permissions.graph = vec!["Calendars.ReadWrite".into()];
        let mut snapshot = unconfined();
        snapshot.app.grants = known(vec![grant("Calendars.Read"), grant("Calendars.ReadWrite")]);
        assert_eq!(lines_for(&CHECK, &snapshot, &product), ["Calendars.Read: pass", "Calendars.ReadWrite: pass"]);
    }

    #[test]
    fn others_fail_and_say_what_they_open() {
        let mut snapshot = unconfined();
        snapshot.app.grants = known(vec![grant("Mail.Read"), grant("User.Read.All")]);
        assert_eq!(surplus(&snapshot), ["Mail.Read: warning", "User.Read.All: warning"]);
        let cause = finding_of(&snapshot).cause;
        assert_eq!(cause.as_deref(), Some("opens the mail of every mailbox that the app reaches"));
    }

    fn finding_of(snapshot: &crate::tenant::Snapshot) -> Finding {
        crate::check::app::fixture::finding(&CHECK, snapshot)
    }

    #[test]
    fn general_rules_know_no_surplus_but_what_opens_much() {
        let mut snapshot = unconfined();
        snapshot.app.grants = known(vec![grant("Mail.Read"), grant("User.Read.All")]);
        let lines = lines_for(&CHECK, &snapshot, &generic());
        assert_eq!(lines, ["Mail.Read: warning", "User.Read.All: info"]);
    }

    #[test]
    fn a_product_that_acts_for_people_needs_no_application_permission() {
        let mut product = spacewell();
        product.permissions.graph.clear();
        product.permissions.delegated = vec!["Calendars.ReadWrite".into()];
        let mut snapshot = unconfined();
        snapshot.app.grants = known(vec![grant("Calendars.ReadWrite")]);
        assert_eq!(lines_for(&CHECK, &snapshot, &product), ["Calendars.ReadWrite: warning"]);
        assert_eq!(finding_for(&CHECK, &snapshot, &product).cause.as_deref(), Some(FOR_PEOPLE));
    }

    #[test]
    fn a_mode_that_was_withdrawn_makes_nothing_surplus() {
        let mut product = Product::builtin("spaceiq").unwrap();
        product.set("mode", "full").unwrap();
        assert_eq!(lines_for(&CHECK, &unconfined(), &product), ["app: not applicable"]);
        product.set("mode", "graph").unwrap();
        assert!(lines_for(&CHECK, &unconfined(), &product).contains(&"MailboxSettings.Read: warning".to_owned()));
    }

    #[test]
    fn broader_than_asked_for_is_surplus() {
        let mut snapshot = unconfined();
        snapshot.app.grants = known(vec![grant("Place.ReadWrite.All")]);
        assert_eq!(surplus(&snapshot), ["Place.ReadWrite.All: warning"]);
    }

    #[test]
    fn what_the_reading_needs_is_information_only_for_the_reader() {
        let mut snapshot = unconfined();
        let manage = grant_on(Resource::ExchangeOnline, "Exchange.ManageAsApp");
        snapshot.app.grants = known(vec![grant("Application.Read.All"), manage]);
        assert_eq!(surplus(&snapshot), ["Application.Read.All: warning", "Exchange.ManageAsApp: warning"]);
        snapshot.app.is_reader = true;
        assert_eq!(surplus(&snapshot), ["Application.Read.All: info", "Exchange.ManageAsApp: info"]);
    }

    #[test]
    fn an_unknown_role_of_another_resource_is_surplus_under_its_id() {
        let mut snapshot = unconfined();
        let mut other = grant("Mail.Read");
        other.resource = None;
        snapshot.app.grants = known(vec![other.clone()]);
        assert_eq!(surplus(&snapshot), [format!("{}: warning", other.role_id)]);
    }

    #[test]
    fn the_default_assignment_is_no_permission() {
        let mut snapshot = unconfined();
        let mut default = grant("Mail.Read");
        default.role_id = uuid::Uuid::nil();
        default.resource = None;
        snapshot.app.grants = known(vec![default]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: pass"]);
    }

    #[test]
    fn a_role_of_exchange_can_be_surplus_too() {
        let mut snapshot = healthy();
        let mail = role("Application Mail.Send", AssignmentScope::Organization);
        snapshot.access.assignments = known(vec![mail]);
        assert_eq!(surplus(&snapshot), ["Application Mail.Send: warning"]);
    }

    #[test]
    fn unread_consent_is_unknown() {
        let mut snapshot = healthy();
        snapshot.app.grants = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
