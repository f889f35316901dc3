//! A consented permission is included in another consented one.

use super::change::taken;
use super::consent::{Consent, with_broader};
use super::or_pass;
use super::surplus_permission::is_for_reading;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Permission};

/// The check.
pub static CHECK: Check = Check {
    id: "AC006",
    name: "redundant-permission",
    title: "Redundant permission",
    consequence: "The permission adds nothing to a broader one that the app holds, and lengthens every review.",
    area: Area::Permissions,
    severity: Severity::Info,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/redundant-permission.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let consent = Consent::read(&context.snapshot.app)?;
    let known = consent.held.iter().filter_map(|held| Some((held, held.permission()?)));
    // What only this program's reading needs is told by `surplus-permission`, and leaves with the separate reader.
    let is_own = |permission: &Permission| {
        context.snapshot.app.is_reader
            && is_for_reading(permission)
            && !context.product.permissions.graph.iter().any(|name| name == permission.value)
    };
    let known = known.filter(|(_, permission)| !is_own(permission));
    let judged: Vec<_> = known
        .map(|(held, permission)| {
            let mut broader = with_broader(permission).skip(1);
            let broader =
                broader.find(|broader| consent.held.iter().any(|one| one.is(broader.resource, broader.value)));
            let outcome = broader.map_or(Outcome::Pass, |broader| {
                let actual = Reading::of("held", true).and("included_in", broader.value);
                let finding = Finding::new(actual, Reading::of("held", false));
                let is_asked_for = context.product.permissions.graph.iter().any(|name| name == permission.value);
                match is_asked_for {
                    true => finding.cause("the product's guide asks for both; keep it until the vendor agrees").into(),
                    false => finding.mend(taken(held, context)).into(),
                }
            });
            Judged::new(held.subject(), outcome)
        })
        .collect();
    Ok(or_pass(judged, context))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    #[test]
    fn permissions_that_stand_alone_pass() {
        assert_eq!(lines(&CHECK, &healthy()), ["Place.Read.All: pass"]);
    }

    #[test]
    fn an_included_permission_is_redundant() {
        let mut snapshot = unconfined();
        snapshot.app.grants = known(vec![grant("Place.Read.All"), grant("Place.ReadWrite.All")]);
        assert_eq!(lines(&CHECK, &snapshot), ["Place.Read.All: info", "Place.ReadWrite.All: pass"]);
    }

    #[test]
    fn what_only_the_reading_needs_does_not_count_for_the_reader() {
        let mut snapshot = unconfined();
        snapshot.app.grants = known(vec![grant("Application.Read.All"), grant("Directory.Read.All")]);
        assert_eq!(lines(&CHECK, &snapshot), ["Application.Read.All: info", "Directory.Read.All: pass"]);
        snapshot.app.is_reader = true;
        assert_eq!(lines(&CHECK, &snapshot), ["app: pass"]);
    }

    #[test]
    fn a_permission_that_the_guide_asks_for_says_so() {
        let mut snapshot = unconfined();
        snapshot.app.grants = known(vec![grant("Calendars.Read"), grant("Calendars.ReadWrite")]);
        let cause = finding(&CHECK, &snapshot).cause;
        assert_eq!(cause.as_deref(), Some("the product's guide asks for both; keep it until the vendor agrees"));
        let mut product = generic();
        product.permissions.graph = vec!["Calendars.ReadWrite".into()];
        assert_eq!(lines_for(&CHECK, &snapshot, &product)[0], "Calendars.Read: info");
    }

    #[test]
    fn unread_consent_is_unknown() {
        let mut snapshot = healthy();
        snapshot.app.grants = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
