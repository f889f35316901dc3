//! The guide says that the app sees basic details of meetings only, and a permission shows it more.

use super::consent::Consent;
use super::or_pass;
use crate::check::access::role;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Subject, Trust};
use crate::product::Wish;
use crate::tenant::{Fact, Gap, Resource};

/// The check.
pub static CHECK: Check = Check {
    id: "PV005",
    name: "basic-details-claim-does-not-hold",
    title: "App sees more of meetings than the guide says",
    consequence: "The permission opens title, text, attachments and people of every meeting in reach, which a security review must know.",
    area: Area::Permissions,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/basic-details-claim-does-not-hold.md"),
    probe: Probe::Tenant(probe),
};

/// The permissions on Graph that show everything of a meeting. `Calendars.ReadBasic.All` leaves out text and attachments.
const SHOWING_ALL: [&str; 2] = ["Calendars.Read", "Calendars.ReadWrite"];

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let Some(rule) = context.product.wish(Wish::BasicDetailsOnly) else {
        return Ok(vec![Judged::new(context.app(), Outcome::NotApplicable)]);
    };
    let snapshot = context.snapshot;
    let finding = |name: &str| {
        let is_asked = context.product.permissions.graph.iter().any(|asked| asked == name);
        let cause = match is_asked {
            true => {
                "the guide itself asks for this permission; only Calendars.ReadBasic.All leaves text and attachments out"
            }
            false => "the guide does not ask for it",
        };
        let actual = Reading::of("shows", "title, text, attachments and people of meetings");
        Finding::new(actual, Reading::of("shows", "basic details of meetings")).by(rule).cause(cause)
    };
    let mut judged = Vec::new();
    let mut gap = None;
    match Consent::read(&snapshot.app) {
        Ok(consent) => {
            let held = SHOWING_ALL
                .into_iter()
                .filter(|name| consent.held.iter().any(|held| held.is(Resource::MicrosoftGraph, name)));
            judged.extend(held.map(|name| Judged::new(Subject::permission(name), finding(name).into())));
        }
        Err(unread) => gap = Some(unread),
    }
    match role::assignments(&snapshot.access) {
        Ok(assignments) => {
            for assignment in assignments {
                let shown = role::permissions(&assignment.role).map(|permission| permission.value);
                let is_told = judged.iter().any(|one: &Judged| one.subject.id == assignment.role);
                if let Some(name) = shown.into_iter().find(|name| SHOWING_ALL.contains(name)).filter(|_| !is_told) {
                    judged.push(Judged::new(Subject::permission(&assignment.role), finding(name).into()));
                }
            }
        }
        // A run about permissions alone does not ask Exchange.
        Err(_) if matches!(snapshot.access.assignments, Fact::NotGathered) => {}
        Err(unread) => gap = gap.or(Some(unread)),
    }
    match gap {
        Some(gap) if judged.is_empty() => Err(gap),
        Some(_) | None => Ok(or_pass(judged, context)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::product::{Level, Product};

    fn promising(level: Level) -> Product {
        wishing(spacewell(), Wish::BasicDetailsOnly, level)
    }

    #[test]
    fn a_product_that_promises_nothing_is_not_judged() {
        let mut product = spacewell();
        product.wishes.remove(&Wish::BasicDetailsOnly);
        assert_eq!(lines_for(&CHECK, &unconfined(), &product), ["app: not applicable"]);
    }

    #[test]
    fn permissions_that_show_all_break_the_promise_as_hard_as_the_product_says() {
        let told = lines_for(&CHECK, &unconfined(), &promising(Level::Info));
        assert_eq!(told, ["Calendars.Read: info", "Calendars.ReadWrite: info"]);
        assert!(lines_for(&CHECK, &unconfined(), &promising(Level::Error))[0].ends_with("error"));
        let cause = finding_for(&CHECK, &unconfined(), &promising(Level::Info)).cause.unwrap();
        assert!(cause.contains("the guide itself asks"), "{cause}");
    }

    #[test]
    fn a_role_shows_as_much() {
        let told = lines_for(&CHECK, &healthy(), &promising(Level::Warning));
        assert_eq!(told, ["Application Calendars.ReadWrite: warning"]);
    }

    #[test]
    fn basic_details_and_namesakes_pass() {
        let mut snapshot = unconfined();
        let namesake = grant_on(Resource::ExchangeOnline, "Calendars.Read");
        snapshot.app.grants = known(vec![grant("Calendars.ReadBasic.All"), namesake]);
        assert_eq!(lines_for(&CHECK, &snapshot, &promising(Level::Warning)), ["app: pass"]);
    }

    #[test]
    fn unread_is_unknown_unless_the_other_way_tells() {
        let mut snapshot = healthy();
        snapshot.app.grants = denied();
        assert!(lines_for(&CHECK, &snapshot, &promising(Level::Warning))[0].ends_with("warning"));
        snapshot.access.assignments = denied();
        assert_eq!(lines_for(&CHECK, &snapshot, &promising(Level::Warning)), ["app: unknown"]);
    }
}
