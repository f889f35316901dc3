//! EN003. The person who signed in may look, but not put right what was found.

use uuid::{Uuid, uuid};

use super::about_tenant;
use crate::check::app::consent::words;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Caller, Gap, Source};

/// Person lacks roles for the repair.
pub static CHECK: Check = Check {
    id: "EN003",
    name: "caller-lacks-roles",
    title: "You need a colleague for part of the repair",
    consequence: "Some of the steps are refused to the account that ran this check.",
    area: Area::Setup,
    severity: Severity::Info,
    fix: Trust::None,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/caller-lacks-roles.md"),
    probe: Probe::Tenant(probe),
};

// Source: Microsoft Entra built-in roles; template ids are the same in every tenant.
const GLOBAL_ADMINISTRATOR: Uuid = uuid!("62e90394-69f5-4237-9190-012177145e10");
const EXCHANGE_ADMINISTRATOR: Uuid = uuid!("29232cdf-9323-42fd-ade2-1d097af3e4de");
const APPLICATION_ADMINISTRATOR: Uuid = uuid!("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3");
const CLOUD_APPLICATION_ADMINISTRATOR: Uuid = uuid!("158c047a-c907-4556-b7ef-446551a6b5f7");
const PRIVILEGED_ROLE_ADMINISTRATOR: Uuid = uuid!("e8611ab8-c189-46e8-94e1-60213ab1f814");

/// A part of the set-up, and who may do it.
struct Part {
    what: &'static str,
    roles: &'static [Uuid],
    ask: &'static str,
}

const PARTS: [Part; 3] = [
    Part {
        what: "rooms and policies in Exchange",
        roles: &[EXCHANGE_ADMINISTRATOR, GLOBAL_ADMINISTRATOR],
        ask: "an Exchange Administrator",
    },
    Part {
        what: "the app registration",
        roles: &[APPLICATION_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR, GLOBAL_ADMINISTRATOR],
        ask: "an Application Administrator or Cloud Application Administrator",
    },
    Part {
        what: "admin consent to application permissions",
        roles: &[PRIVILEGED_ROLE_ADMINISTRATOR, GLOBAL_ADMINISTRATOR],
        ask: "a Privileged Role Administrator or Global Administrator",
    },
];

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let header = &context.snapshot.header;
    // Only these two ways can sign a person in.
    if !["device", "cli"].contains(&header.signed_in_with.as_str()) {
        return Ok(about_tenant(context, Outcome::NotApplicable));
    }
    let roles = match context.snapshot.service.caller.get()? {
        Caller::App => return Ok(about_tenant(context, Outcome::NotApplicable)),
        Caller::Person { directory_roles } => directory_roles,
    };
    // Every member's token names at least the role that everybody has.
    if roles.is_empty() {
        return Err(Gap::Field { source: Source::GraphToken, field: "wids", value: None });
    }
    let missing: Vec<_> = PARTS.iter().filter(|part| !part.roles.iter().any(|role| roles.contains(role))).collect();
    if missing.is_empty() {
        return Ok(about_tenant(context, Outcome::Pass));
    }
    let actual = Reading::of("you_cannot_do", words(missing.iter().map(|part| part.what)));
    let ask: Vec<_> = missing.iter().map(|part| format!("{}: ask {}", part.what, part.ask)).collect();
    let because = format!("Some of the steps are refused to the account that ran this check. {}.", ask.join("; "));
    let finding = Finding { because: Some(because), ..Finding::new(actual, Reading::default()) };
    Ok(about_tenant(context, finding.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, known};

    /// The role that every member of a tenant has.
    const MEMBER: Uuid = uuid!("b79fbf4d-3ef9-4689-8143-76b194e85509");

    fn person(roles: &[Uuid]) -> Case {
        Case::new().snapshot(|snapshot| {
            snapshot.header.signed_in_with = "device".into();
            snapshot.service.caller = known(Caller::Person { directory_roles: roles.to_vec() });
        })
    }

    #[test]
    fn an_app_is_not_judged() {
        Case::new().is_not_applicable(&CHECK);
        person(&[]).snapshot(|snapshot| snapshot.service.caller = known(Caller::App)).is_not_applicable(&CHECK);
    }

    #[test]
    fn who_may_do_everything_passes() {
        person(&[MEMBER, GLOBAL_ADMINISTRATOR]).passes(&CHECK);
        person(&[EXCHANGE_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR])
            .passes(&CHECK);
    }

    #[test]
    fn the_parts_that_need_a_colleague_are_named_with_the_colleague() {
        let finding = person(&[MEMBER, EXCHANGE_ADMINISTRATOR, APPLICATION_ADMINISTRATOR]).fails(&CHECK);
        assert_eq!(finding.actual.0["you_cannot_do"], words(["admin consent to application permissions"]));
        assert!(finding.because.unwrap().contains("Privileged Role Administrator"));
        let all = person(&[MEMBER]).fails(&CHECK);
        assert_eq!(all.because.unwrap().matches("ask ").count(), 3);
    }

    #[test]
    fn a_token_without_roles_is_unknown() {
        person(&[]).lacks(&CHECK, "wids");
        person(&[]).snapshot(|snapshot| snapshot.service.caller = denied()).is_unknown(&CHECK);
    }
}
