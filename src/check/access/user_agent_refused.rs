//! Lists of programs that Exchange lets in (`EwsApplicationAccessPolicy`) keep the product out. They bind Graph too.

use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Fact, Gap, Source, Untrusted};

/// The check.
pub static CHECK: Check = Check {
    id: "AC026",
    name: "user-agent-refused",
    title: "Product refused by a list of programs",
    consequence: "Exchange answers 403 to {product} whatever permission it holds.",
    area: Area::Access,
    severity: Severity::Error,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/user-agent-refused.md"),
    probe: Probe::Tenant(probe),
};

/// The three settings that belong together, of the organisation or of one mailbox.
#[derive(Clone, Copy)]
struct Lists<'a> {
    policy: Option<&'a str>,
    allowed: &'a [Untrusted],
    blocked: &'a [Untrusted],
    source: Source,
}

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let agent = context.product.parameters.user_agent.as_deref();
    let organization = context.snapshot.organization_config.get().and_then(|config| {
        let lists = Lists {
            policy: config.ews_application_access_policy.as_deref(),
            allowed: &config.ews_allow_list,
            blocked: &config.ews_block_list,
            source: Source::ExchangeOrganizationConfig,
        };
        judge(lists, agent)
    });
    let mut judged = vec![Judged { subject: context.tenant(), outcome: organization }];
    // Only some runs read the settings of each mailbox.
    let rooms = context.rooms().filter(|room| !matches!(room.protocols, Fact::NotGathered));
    judged.extend(rooms.map(|room| {
        let outcome = room.protocols.get().and_then(|protocols| {
            let lists = Lists {
                policy: protocols.ews_application_access_policy.as_deref(),
                allowed: &protocols.ews_allow_list,
                blocked: &protocols.ews_block_list,
                source: Source::ExchangeProtocols,
            };
            judge(lists, agent)
        });
        Judged { subject: room.into(), outcome }
    }));
    Ok(judged)
}

fn judge(lists: Lists<'_>, agent: Option<&str>) -> Result<Outcome, Gap> {
    let policy = lists.policy.map(str::trim).unwrap_or_default();
    let names = |list: &[Untrusted]| crate::check::Datum::List(list.to_vec());
    let is_listed = |list: &[Untrusted]| agent.map(|agent| list.iter().any(|one| matches(one.raw(), agent)));
    let finding = |list: &'static str, names| {
        let actual = Reading::of("ews_application_access_policy", policy)
            .and(list, names)
            .and("user_agent", agent.map(str::to_owned));
        Finding::new(actual, Reading::of("program", "let in"))
    };
    match policy.to_ascii_lowercase().as_str() {
        "" => Ok(Outcome::Pass),
        "enforceallowlist" => match is_listed(lists.allowed) {
            Some(true) => Ok(Outcome::Pass),
            None if lists.allowed.iter().any(|one| matches_all(one.raw())) => Ok(Outcome::Pass),
            Some(false) => Ok(finding("ews_allow_list", names(lists.allowed))
                .cause("the product is not on the list of programs that are let in")
                .into()),
            None if lists.allowed.is_empty() => Ok(finding("ews_allow_list", names(lists.allowed))
                .cause("the list of programs that are let in is empty, so that none is")
                .into()),
            None => Err(Gap::NotEvaluable {
                what: "whether the list of programs that are let in names the product (its user agent is not known)",
            }),
        },
        "enforceblocklist" => match is_listed(lists.blocked) {
            Some(true) => Ok(finding("ews_block_list", names(lists.blocked))
                .cause("the product is on the list of programs that are kept out")
                .into()),
            None if lists.blocked.iter().any(|one| matches_all(one.raw())) => {
                Ok(finding("ews_block_list", names(lists.blocked)).cause("the list keeps every program out").into())
            }
            Some(false) => Ok(Outcome::Pass),
            None if lists.blocked.is_empty() => Ok(Outcome::Pass),
            None => Err(Gap::NotEvaluable {
                what: "whether the list of programs that are kept out names the product (its user agent is not known)",
            }),
        },
        _ => Err(Gap::Field {
            source: lists.source,
            field: "EwsApplicationAccessPolicy",
            value: Some(Untrusted::from(policy)),
        }),
    }
}

fn matches_all(pattern: &str) -> bool {
    !pattern.trim().is_empty() && pattern.trim().chars().all(|c| c == '*')
}

/// Whether the pattern, in which `*` stands for anything, is the whole user agent. Case does not matter.
fn matches(pattern: &str, agent: &str) -> bool {
    let (pattern, agent) = (pattern.trim().to_lowercase(), agent.trim().to_lowercase());
    let mut parts = pattern.split('*');
    let Some(mut rest) = agent.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts: Vec<_> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::product::Product;
    use crate::tenant::{OrganizationConfig, Protocols, Snapshot};

    fn lists(policy: &str, allowed: &[&str], blocked: &[&str]) -> Snapshot {
        let mut snapshot = healthy();
        let all = |names: &[&str]| names.iter().copied().map(Untrusted::from).collect();
        snapshot.organization_config = known(OrganizationConfig {
            ews_application_access_policy: Some(policy.into()),
            ews_allow_list: all(allowed),
            ews_block_list: all(blocked),
            ..OrganizationConfig::default()
        });
        snapshot
    }

    fn named() -> Product {
        let mut product = spacewell();
        product.set("user_agent", "Workplace-Sync/4.2 (linux)").unwrap();
        product
    }

    fn word(snapshot: &Snapshot, product: &Product) -> String {
        crate::check::app::fixture::lines_for(&CHECK, snapshot, product)[0].rsplit(": ").next().unwrap().to_owned()
    }

    #[test]
    fn without_lists_everybody_is_let_in() {
        assert_eq!(word(&healthy(), &spacewell()), "pass");
        assert_eq!(word(&lists("", &[], &["*"]), &named()), "pass");
    }

    #[test]
    fn an_allow_list_lets_in_whom_it_names() {
        assert_eq!(word(&lists("EnforceAllowList", &["Outlook*", "workplace-sync/*"], &[]), &named()), "pass");
        assert_eq!(word(&lists("EnforceAllowList", &["Outlook*"], &[]), &named()), "error");
        assert_eq!(word(&lists("enforceallowlist", &[], &[]), &named()), "error");
    }

    #[test]
    fn a_block_list_keeps_out_whom_it_names() {
        assert_eq!(word(&lists("EnforceBlockList", &[], &["*Sync*"]), &named()), "error");
        assert_eq!(word(&lists("EnforceBlockList", &[], &["Outlook*"]), &named()), "pass");
    }

    #[test]
    fn a_product_whose_name_is_not_known_is_judged_only_where_the_name_does_not_matter() {
        assert_eq!(word(&lists("EnforceAllowList", &["Outlook*"], &[]), &spacewell()), "unknown");
        assert_eq!(word(&lists("EnforceAllowList", &["*"], &[]), &spacewell()), "pass");
        assert_eq!(word(&lists("EnforceAllowList", &[], &[]), &spacewell()), "error");
        assert_eq!(word(&lists("EnforceBlockList", &[], &["Outlook*"]), &spacewell()), "unknown");
        assert_eq!(word(&lists("EnforceBlockList", &[], &["*"]), &spacewell()), "error");
        assert_eq!(word(&lists("EnforceBlockList", &[], &[]), &spacewell()), "pass");
    }

    #[test]
    fn a_mailbox_has_lists_of_its_own() {
        let mut snapshot = healthy();
        let room = snapshot.rooms.values_mut().next().unwrap();
        room.protocols = known(Protocols {
            ews_application_access_policy: Some("EnforceBlockList".into()),
            ews_block_list: vec!["Workplace*".into()],
            ..Protocols::default()
        });
        let lines = crate::check::app::fixture::lines_for(&CHECK, &snapshot, &named());
        assert_eq!(lines, [format!("{}: pass", tenant_id()), format!("{ROOM_1}: error")]);
    }

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, agent, is_match) in [
            ("a", "A", true),
            ("a", "ab", false),
            ("a*", "ab", true),
            ("*b", "ab", true),
            ("*b", "ba", false),
            ("a*a", "a", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("**", "x", true),
            ("", "x", false),
        ] {
            assert_eq!(matches(pattern, agent), is_match, "{pattern} {agent}");
        }
    }

    #[test]
    fn what_is_not_known_is_unknown() {
        assert_eq!(word(&lists("EnforceMaybe", &[], &[]), &named()), "unknown");
        let mut snapshot = healthy();
        snapshot.organization_config = denied();
        assert_eq!(word(&snapshot, &named()), "unknown");
    }
}
