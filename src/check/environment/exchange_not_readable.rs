//! EN001. Exchange could not be read at all, so that many checks stay unknown for one reason.

use super::about_tenant;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Fact, FailureKind, Gap};

/// Exchange cannot be read.
pub static CHECK: Check = Check {
    id: "EN001",
    name: "exchange-not-readable",
    title: "Exchange cannot be read",
    consequence: "Mailboxes, booking rules and access policies stay unchecked; whatever is said about them here is \"not known\".",
    area: Area::Setup,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/exchange-not-readable.md"),
    probe: Probe::Tenant(probe),
};

/// What it means, with the least rights that are enough.
const RECIPE: &str = "Mailboxes, booking rules and access policies stay unchecked. An app needs the application permission \
    Exchange.ManageAsApp (Office 365 Exchange Online) with admin consent, and the directory role Global Reader or a role \
    group with View-Only Recipients and View-Only Configuration; a person needs Exchange.Manage and one of these roles.";

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let refused = |needs: Option<String>| {
        let actual = Reading::of("exchange", "refused").and("needs", needs);
        Finding { because: Some(RECIPE.into()), ..Finding::new(actual, Reading::of("exchange", "readable")) }
            .cause("the steps and a script: rsync-check help permissions")
    };
    // The list of mailboxes is the first thing that Exchange is asked for, and needs the least.
    match &context.snapshot.exchange_rooms {
        Fact::Known { .. } => Ok(about_tenant(context, Outcome::Pass)),
        Fact::Denied { needs, .. } => Ok(about_tenant(context, refused(Some(needs.name.clone())).into())),
        // No token was given out: an answer of Exchange itself would have a status.
        Fact::Failed { why, .. } if why.kind == FailureKind::Rejected && why.status.is_none() => {
            Ok(about_tenant(context, refused(None).into()))
        }
        Fact::Failed { .. } | Fact::NotGathered => context.snapshot.exchange_rooms.get().map(|_| Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, failed};
    use crate::tenant::{Failure, Source};

    fn with(fact: Fact<crate::tenant::Listing>) -> Case {
        Case::new().snapshot(|snapshot| snapshot.exchange_rooms = fact)
    }

    #[test]
    fn mailboxes_that_were_listed_pass() {
        Case::new().passes(&CHECK);
    }

    #[test]
    fn a_refusal_names_the_right_and_the_least_way_to_it() {
        let finding = with(denied()).fails(&CHECK);
        assert_eq!(finding.actual.0["needs"], "View-Only Recipients".into());
        assert!(finding.because.unwrap().contains("Exchange.ManageAsApp"));
    }

    #[test]
    fn a_token_that_was_refused_fails_too() {
        let why = Failure::because(FailureKind::Rejected, "no token for Exchange");
        with(Fact::Failed { source: Source::ExchangeMailboxes, why: why.clone() }).fails(&CHECK);
        let why = Failure { status: Some(400), ..why };
        with(Fact::Failed { source: Source::ExchangeMailboxes, why }).is_unknown(&CHECK);
    }

    #[test]
    fn a_service_that_failed_says_nothing_about_rights() {
        with(failed("x")).is_unknown(&CHECK);
        with(Fact::NotGathered).is_unknown(&CHECK);
    }
}
