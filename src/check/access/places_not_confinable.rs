//! The right to read places is always tenant-wide. Worth knowing in a review, and nothing to repair.

use super::or_not_applicable;
use crate::check::app::consent::Consent;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Resource};

/// The check.
pub static CHECK: Check = Check {
    id: "AC019",
    name: "places-not-confinable",
    title: "Reading of places cannot be confined",
    consequence: "The app sees names, addresses and equipment of every room and building; it is no access to calendars.",
    area: Area::Access,
    severity: Severity::Info,
    fix: Trust::None,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/places-not-confinable.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let consent = Consent::read(&context.snapshot.app)?;
    let is_place = |name: &str| ["Place.Read.All", "Place.ReadWrite.All"].contains(&name);
    let held = consent
        .held
        .iter()
        .filter(|held| held.resource == Some(Resource::MicrosoftGraph) && held.name.is_some_and(is_place));
    let judged = held.map(|held| {
        let finding = Finding::new(Reading::of("reach", "every place"), Reading::of("reach", "cannot be confined"));
        Judged::new(held.subject(), Outcome::Fail(finding))
    });
    Ok(or_not_applicable(judged.collect(), context))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    #[test]
    fn the_permission_is_told() {
        assert_eq!(lines(&CHECK, &healthy()), ["Place.Read.All: info"]);
    }

    #[test]
    fn without_it_there_is_nothing_to_tell() {
        let mut snapshot = healthy();
        snapshot.app.grants = known(vec![grant_on(Resource::ExchangeOnline, "Place.Read.All")]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: not applicable"]);
    }

    #[test]
    fn unread_is_unknown() {
        let mut snapshot = healthy();
        snapshot.app.grants = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
