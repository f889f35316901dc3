//! EN005. The domain that was typed into the product is not one of the tenant's.

use super::about_tenant;
use crate::check::{Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Untrusted};

/// Domain is not one of the tenant's.
pub static CHECK: Check = Check {
    id: "EN005",
    name: "domain-not-accepted",
    title: "Domain in the product is not one of the tenant's",
    consequence: "{product} looks for the tenant by this domain and does not find it, or finds another one.",
    area: Area::Setup,
    severity: Severity::Error,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/domain-not-accepted.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let Some(domain) = &context.product.parameters.domain else {
        return Ok(about_tenant(context, Outcome::NotApplicable));
    };
    let accepted = context.snapshot.accepted_domains.get();
    let is_accepted =
        accepted.as_ref().is_ok_and(|domains| domains.iter().any(|one| one.name.eq_ignore_ascii_case(domain)));
    let organization = context.snapshot.organization.get();
    let verified = organization.as_ref().map(|organization| {
        let initial = organization.initial_domain.iter();
        initial.chain(&organization.verified_domains).map(String::as_str).collect::<Vec<_>>()
    });
    let is_verified = verified.as_ref().is_ok_and(|domains| domains.iter().any(|one| one.eq_ignore_ascii_case(domain)));
    if is_accepted || is_verified {
        return Ok(about_tenant(context, Outcome::Pass));
    }
    // Exchange takes mail only for domains that the tenant has verified: the longer list decides alone.
    let Ok(verified) = verified else {
        return Err(organization.err().unwrap_or(Gap::NotGathered));
    };
    let own = verified.into_iter().map(Untrusted::from).collect();
    let actual = Reading::of("domain", domain.as_str());
    Ok(about_tenant(context, Finding::new(actual, Reading::of("domain", Datum::OneOf(own))).into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, known};
    use crate::tenant::{AcceptedDomain, Organization, TenantId};

    fn case(typed: &str) -> Case {
        let organization = Organization {
            id: TenantId(uuid::Uuid::nil()),
            display_name: "Contoso".into(),
            initial_domain: Some("contoso.onmicrosoft.com".into()),
            verified_domains: vec!["contoso.com".into()],
        };
        Case::new().parameter("domain", typed).snapshot(|snapshot| snapshot.organization = known(organization))
    }

    fn accepting(case: Case, name: &str) -> Case {
        let domain = AcceptedDomain { name: name.into(), kind: None, is_default: None };
        case.snapshot(|snapshot| snapshot.accepted_domains = known(vec![domain]))
    }

    #[test]
    fn without_a_domain_there_is_nothing_to_compare() {
        Case::new().is_not_applicable(&CHECK);
    }

    #[test]
    fn one_of_the_tenants_domains_passes() {
        case("Contoso.com").passes(&CHECK);
        case("contoso.onmicrosoft.com").passes(&CHECK);
    }

    #[test]
    fn either_list_is_enough() {
        let unread = case("contoso.com").snapshot(|snapshot| snapshot.organization = denied());
        accepting(unread, "contoso.com").passes(&CHECK);
        case("contoso.com").snapshot(|snapshot| snapshot.accepted_domains = denied()).passes(&CHECK);
    }

    #[test]
    fn any_other_domain_fails_and_names_those_there_are() {
        let finding = accepting(case("contoso.example"), "contoso.com").fails(&CHECK);
        let own = vec!["contoso.onmicrosoft.com".into(), "contoso.com".into()];
        assert_eq!(finding.expected.0["domain"], Datum::OneOf(own));
    }

    #[test]
    fn a_domain_that_is_not_found_is_unknown_while_the_tenants_own_are() {
        let unread = case("contoso.example").snapshot(|snapshot| snapshot.organization = denied());
        accepting(unread, "contoso.com").is_unknown(&CHECK);
    }
}
