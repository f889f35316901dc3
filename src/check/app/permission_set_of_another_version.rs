//! What the app was given is what another version of the guide, or another mode, asks for.
//!
//! Sets are compared by what they give: a permission that a broader one of the same set includes does not count. So a
//! set that is held through roles in Exchange, which know fewer names, is recognised too.

use std::collections::BTreeSet;

use super::about_app;
use super::consent::{Consent, with_broader};
use super::surplus_permission::is_for_reading;
use crate::check::access::role;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Fact, Gap, Permission, Resource};

/// The check.
pub static CHECK: Check = Check {
    id: "AC031",
    name: "permission-set-of-another-version",
    title: "Permissions follow another version of the guide",
    consequence: "The app was set up by another version of the guide or for another mode, so what looks missing or surplus may be right there.",
    area: Area::Permissions,
    severity: Severity::Info,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/permission-set-of-another-version.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    judge(context).map(|outcome| about_app(context, outcome))
}

fn judge(context: &Context<'_>) -> Result<Outcome, Gap> {
    let product = context.product;
    let others: Vec<_> = product.other_permission_sets.iter().filter(|set| !set.graph.is_empty()).collect();
    if others.is_empty() || product.permissions.graph.is_empty() {
        return Ok(Outcome::NotApplicable);
    }
    let own = essence(product.permissions.graph.iter().map(String::as_str));
    let held = essence(held(context)?.iter().copied());
    if held == own {
        return Ok(Outcome::Pass);
    }
    let Some(other) = others.into_iter().find(|set| essence(set.graph.iter().map(String::as_str)) == held) else {
        return Ok(Outcome::Pass);
    };
    let beside: Vec<_> = own.difference(&held).copied().collect();
    let without: Vec<_> = held.difference(&own).copied().collect();
    let mut cause = format!("held is exactly the set `{}`", other.name);
    for (names, word) in [(beside, "asks for"), (without, "does without")] {
        if !names.is_empty() {
            cause = format!("{cause}; `{}` {word} {}", product.permissions.name, names.join(", "));
        }
    }
    let actual = Reading::of("permission_set", other.name.as_str());
    let expected = Reading::of("permission_set", product.permissions.name.as_str());
    Ok(Finding::new(actual, expected).cause(cause).into())
}

/// The names of the set without those that another one of the set includes.
fn essence<'n>(names: impl Iterator<Item = &'n str>) -> BTreeSet<&'n str> {
    let all: BTreeSet<&str> = names.collect();
    let is_included = |name: &str| {
        let known = Permission::named(Resource::MicrosoftGraph, name);
        known.is_some_and(|known| with_broader(known).skip(1).any(|broader| all.contains(broader.value)))
    };
    all.iter().copied().filter(|name| !is_included(name)).collect()
}

/// The permissions on Graph that the app holds by consent or by role, without what only the reading needs.
fn held<'a>(context: &Context<'a>) -> Result<BTreeSet<&'a str>, Gap> {
    let snapshot = context.snapshot;
    let is_asked = |name: &str| {
        let mut sets = context.product.permission_sets();
        sets.any(|set| set.graph.iter().any(|asked| asked == name))
    };
    let is_own = |name: &str| {
        let known = Permission::named(Resource::MicrosoftGraph, name);
        snapshot.app.is_reader && known.is_some_and(is_for_reading) && !is_asked(name)
    };
    let consent = Consent::read(&snapshot.app)?;
    let on_graph = consent.held.iter().filter(|held| held.resource == Some(Resource::MicrosoftGraph));
    let mut names: BTreeSet<&str> = on_graph.filter_map(|held| held.name).filter(|name| !is_own(name)).collect();
    match role::assignments(&snapshot.access) {
        Ok(assignments) => {
            let given = assignments.iter().flat_map(|assignment| role::permissions(&assignment.role));
            let given = given.filter(|permission| permission.resource == Resource::MicrosoftGraph);
            names.extend(given.map(|permission| permission.value));
        }
        // A run about permissions alone does not ask Exchange.
        Err(_) if matches!(snapshot.access.assignments, Fact::NotGathered) => {}
        Err(gap) => return Err(gap),
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    fn granted(names: &[&str]) -> crate::tenant::Snapshot {
        let mut snapshot = unconfined();
        snapshot.app.grants = known(names.iter().map(|name| grant(name)).collect());
        snapshot
    }

    const EARLIER: [&str; 3] = ["Calendars.ReadBasic.All", "Calendars.ReadWrite", "Place.Read.All"];

    #[test]
    fn the_set_in_force_passes_by_consent_and_by_role() {
        assert_eq!(lines(&CHECK, &unconfined()), ["app: pass"]);
        assert_eq!(lines(&CHECK, &healthy()), ["app: pass"]);
    }

    #[test]
    fn the_other_set_is_recognised_and_the_difference_named() {
        let snapshot = granted(&EARLIER);
        assert_eq!(lines(&CHECK, &snapshot), ["app: info"]);
        let finding = finding(&CHECK, &snapshot);
        assert_eq!(finding.actual, Reading::of("permission_set", "earlier"));
        assert!(finding.cause.unwrap().ends_with("`current` asks for MailboxSettings.Read"));
        let mut product = spacewell();
        product.set("permission_set", "earlier").unwrap();
        assert_eq!(lines_for(&CHECK, &snapshot, &product), ["app: pass"]);
        assert_eq!(lines_for(&CHECK, &unconfined(), &product), ["app: info"]);
        let cause = finding_for(&CHECK, &unconfined(), &product).cause.unwrap();
        assert_eq!(cause, "held is exactly the set `current`; `earlier` does without MailboxSettings.Read");
    }

    #[test]
    fn the_other_set_is_recognised_through_roles() {
        let mut snapshot = healthy();
        let calendars = crate::tenant::AssignmentScope::CustomScope("Rooms".into());
        snapshot.access.assignments = known(vec![role("Application Calendars.ReadWrite", calendars)]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: info"]);
    }

    #[test]
    fn a_set_of_neither_is_told_elsewhere() {
        assert_eq!(lines(&CHECK, &granted(&["Calendars.Read"])), ["app: pass"]);
        assert_eq!(lines(&CHECK, &granted(&["Mail.Read", EARLIER[0], EARLIER[1], EARLIER[2]])), ["app: pass"]);
    }

    #[test]
    fn what_only_the_reading_needs_does_not_hide_the_set() {
        let mut snapshot = granted(&["Application.Read.All", EARLIER[0], EARLIER[1], EARLIER[2]]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: pass"]);
        sign_in(&mut snapshot, &[]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: info"]);
    }

    #[test]
    fn a_product_with_one_set_is_not_judged() {
        assert_eq!(lines_for(&CHECK, &unconfined(), &generic()), ["app: not applicable"]);
    }

    #[test]
    fn unread_is_unknown() {
        let mut snapshot = unconfined();
        snapshot.access.assignments = denied();
        snapshot.access.exchange_principal = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
        snapshot.app.grants = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
