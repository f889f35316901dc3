//! The product is set up in a way that Microsoft has withdrawn.

use super::or_not_applicable;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::product::{Mode, Product};
use crate::tenant::retirement::EWS;
use crate::tenant::{Gap, Retirement};

/// The check.
pub static CHECK: Check = Check {
    id: "AC030",
    name: "retired-access-method",
    title: "Way of access that Microsoft has withdrawn",
    consequence: "{product} cannot be set up this way any more, and where it still runs it stops.",
    area: Area::Access,
    severity: Severity::Error,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/retired-access-method.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let retired = context.product.modes_in_force().filter_map(|(product, mode)| {
        let id = mode.retired.as_deref()?;
        Some(Judged { subject: context.app(), outcome: judge(product, mode, id, context) })
    });
    Ok(or_not_applicable(retired.collect(), context))
}

fn judge(product: &Product, mode: &Mode, id: &str, context: &Context<'_>) -> Result<Outcome, Gap> {
    let retirement = Retirement::named(id)
        .ok_or(Gap::NotEvaluable { what: "a retirement that the product names and this version does not know" })?;
    let today = context.today();
    let level = Level::of(mode);
    let mut because = format!("{} cannot be set up this way any more. {}.", product.title, retirement.sentence(today));
    if let Some(level) = level {
        because = format!("{because} Today: {}.", equivalent(level));
    }
    if level == Some(Level::FreeBusy) && retirement.id != EWS.id {
        because = format!("{because} {}.", EWS.sentence(today));
    }
    let actual = Reading::of("access_method", mode.name.as_str());
    let expected = Reading::of("access_method", "Microsoft Graph");
    let finding = Finding { because: Some(because), ..Finding::new(actual, expected) }
        .cause(format!("the way out: {}", retirement.way_out));
    let has_begun = retirement.current(today).is_some() || retirement.phases.is_empty();
    let severity = if has_begun { Severity::Error } else { Severity::Warning };
    Ok(finding.severity(severity).into())
}

/// The access levels of a service account, told by the name of the mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Full,
    Restricted,
    FreeBusy,
}

impl Level {
    fn of(mode: &Mode) -> Option<Self> {
        let name: String = mode.name.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
        [("freebusy", Self::FreeBusy), ("restricted", Self::Restricted), ("full", Self::Full)]
            .into_iter()
            .find_map(|(word, level)| name.contains(word).then_some(level))
    }
}

/// What an access level of a service account has become.
fn equivalent(level: Level) -> &'static str {
    match level {
        Level::Full => {
            "an administrator consents to the vendor's app on Graph (Calendars.ReadWrite), which reaches every mailbox \
             until an application role with a scope takes the place of the consent"
        }
        Level::Restricted => {
            "the role `Application Calendars.ReadWrite` with a scope that holds the rooms: calendars only, rooms only"
        }
        Level::FreeBusy => {
            "rights on calendar folders can still be given, but the service account that uses them came in over EWS; on \
             Graph the least is Calendars.ReadBasic.All, which nothing confines to rooms, and the vendor may not offer it"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    fn because(mode: &str, retired: &str) -> String {
        finding_for(&CHECK, &healthy(), &in_mode(spacewell(), mode, Some(retired))).because.unwrap()
    }

    #[test]
    fn a_mode_that_lives_is_not_judged() {
        assert_eq!(lines(&CHECK, &healthy()), ["app: not applicable"]);
        assert_eq!(lines_for(&CHECK, &healthy(), &in_mode(spacewell(), "graph", None)), ["app: not applicable"]);
    }

    #[test]
    fn a_retired_mode_fails_with_its_dates_and_the_way_out() {
        let product = in_mode(spacewell(), "full", Some("application-impersonation"));
        assert_eq!(lines_for(&CHECK, &healthy(), &product), ["app: error"]);
        let because = because("full", "application-impersonation");
        assert!(because.contains("since February 2025"), "{because}");
        assert!(because.contains("consents to the vendor's app"), "{because}");
        assert!(finding_for(&CHECK, &healthy(), &product).cause.unwrap().contains("Microsoft Graph"));
    }

    #[test]
    fn each_level_of_access_is_told_what_it_became() {
        assert!(because("restricted", "application-impersonation").contains("Application Calendars.ReadWrite"));
        let free_busy = because("free-busy", "application-impersonation");
        assert!(free_busy.contains("calendar folders") && free_busy.contains("in 131 days"), "{free_busy}");
        assert!(because("access_free_busy", "ews").contains("calendar folders"));
        assert_eq!(because("free-busy", "ews").matches("1 April 2027").count(), 1);
    }

    #[test]
    fn every_product_of_the_run_is_judged_by_its_own_mode_and_name() {
        let mut retired = Product::builtin("spaceiq").unwrap();
        retired.set("mode", "full").unwrap();
        let both = crate::product::merged(vec![spacewell(), retired]);
        assert_eq!(lines_for(&CHECK, &healthy(), &both), ["app: error"]);
        let because = finding_for(&CHECK, &healthy(), &both).because.unwrap();
        assert!(because.starts_with("SpaceIQ with Cronofy cannot be set up"), "{because}");
    }

    #[test]
    fn before_its_first_day_it_is_a_warning() {
        let mut snapshot = healthy();
        snapshot.header.taken_at = at("2024-08-31T23:59:59Z");
        let product = in_mode(spacewell(), "full", Some("application-impersonation"));
        assert_eq!(lines_for(&CHECK, &snapshot, &product), ["app: warning"]);
    }

    #[test]
    fn a_retirement_that_is_not_known_is_unknown() {
        let product = in_mode(spacewell(), "full", Some("carrier-pigeon"));
        assert_eq!(lines_for(&CHECK, &healthy(), &product), ["app: unknown"]);
    }
}
