//! A permission was granted that has nearly the right name and does not open calendars on Graph.

use super::change::taken;
use super::consent::{Consent, Held};
use super::or_pass;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Resource};

/// The check.
pub static CHECK: Check = Check {
    id: "AC024",
    name: "look-alike-permission",
    title: "Look-alike permission granted",
    consequence: "The permission looks like access to calendars and gives none, so the grant that {product} needs may be missing.",
    area: Area::Permissions,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/look-alike-permission.md"),
    probe: Probe::Tenant(probe),
};

const WORK_HOURS: &str = "opens work hours and locations only, no calendar";
const OUTLOOK_REST: &str = "belongs to the retired Outlook REST service and gives nothing on Microsoft Graph";

/// Whether it looks like a permission of the sync and is none.
pub fn is_look_alike(held: &Held<'_>) -> bool {
    what_it_is(held).is_some()
}

fn what_it_is(held: &Held<'_>) -> Option<&'static str> {
    let name = held.name?;
    match held.resource? {
        Resource::MicrosoftGraph => {
            ["Calendars.Read.All", "Calendars.ReadWrite.All"].contains(&name).then_some(WORK_HOURS)
        }
        Resource::ExchangeOnline => {
            let families = ["Calendars.", "Contacts.", "Mail.", "MailboxSettings.", "Place.", "User."];
            families.iter().any(|family| name.starts_with(family)).then_some(OUTLOOK_REST)
        }
    }
}

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let consent = Consent::read(&context.snapshot.app)?;
    let found = consent.held.iter().filter_map(|held| Some((held, what_it_is(held)?)));
    let mut judged: Vec<_> = found
        .map(|(held, what)| {
            let actual = Reading::of("held", true).and("resource", held.resource.map(Resource::title));
            let finding = Finding::new(actual, Reading::of("held", false)).cause(what).mend(taken(held, context));
            Judged::new(held.subject(), Outcome::Fail(finding))
        })
        .collect();
    if let Some(gap) = consent.exchange_gap.filter(|gap| *gap != Gap::NotGathered) {
        judged.push(Judged { subject: context.app(), outcome: Err(gap) });
    }
    Ok(or_pass(judged, context))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    #[test]
    fn the_right_permissions_pass() {
        assert_eq!(lines(&CHECK, &unconfined()), ["app: pass"]);
    }

    #[test]
    fn look_alikes_of_both_resources_fail() {
        let mut snapshot = unconfined();
        let legacy = grant_on(Resource::ExchangeOnline, "Calendars.Read");
        snapshot.app.grants = known(vec![grant("Calendars.ReadWrite.All"), legacy]);
        assert_eq!(
            lines(&CHECK, &snapshot),
            ["Calendars.ReadWrite.All: warning", "Office 365 Exchange Online: Calendars.Read: warning"]
        );
    }

    #[test]
    fn exchange_has_permissions_of_its_own_that_are_no_look_alikes() {
        let mut snapshot = unconfined();
        snapshot.app.grants = known(vec![grant_on(Resource::ExchangeOnline, "Exchange.ManageAsApp")]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: pass"]);
    }

    #[test]
    fn unread_consent_is_unknown() {
        let mut snapshot = healthy();
        snapshot.app.grants = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
