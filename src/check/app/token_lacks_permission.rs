//! The token lacks a permission that the directory grants: it was issued before the consent.
//!
//! Only the app that signed in has a token that can be looked at.

use jiff::{SignedDuration, Timestamp};

use super::consent::{Consent, Held};
use super::{about_app, or_pass};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::delay::CONSENT_TOKEN;
use crate::tenant::{Fact, Gap, Resource, SubjectApp, TokenClaims};

/// The check.
pub static CHECK: Check = Check {
    id: "AC027",
    name: "token-lacks-permission",
    title: "Token lacks a granted permission",
    consequence: "Calls are refused although the portal shows the consent, until the app fetches a new token.",
    area: Area::Permissions,
    severity: Severity::Warning,
    fix: Trust::None,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/token-lacks-permission.md"),
    probe: Probe::Tenant(probe),
};

/// How long an old token lives on at most.
fn patience() -> SignedDuration {
    CONSENT_TOKEN.most.unwrap_or(CONSENT_TOKEN.least)
}

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let app = &context.snapshot.app;
    if !app.is_reader || matches!(app.service_principal.ok(), Some(None)) {
        return Ok(about_app(context, Outcome::NotApplicable));
    }
    let is_persons = app.graph_token.get().map(|claims| !claims.is_app_only)?;
    if is_persons {
        return Ok(about_app(context, Outcome::NotApplicable));
    }
    // The consent must come from the directory: compared with itself, a token lacks nothing.
    app.grants.get()?;
    let consent = Consent::read(app)?;
    let judged = consent.held.iter().filter_map(|held| {
        let token = token_for(held.resource?, app);
        // A run that did not call Exchange has no token for it.
        if matches!(token, Fact::NotGathered) {
            return None;
        }
        Some(Judged { subject: held.subject(), outcome: token.get().map(|token| judge(held, token, context.now())) })
    });
    Ok(or_pass(judged.collect(), context))
}

fn token_for(resource: Resource, app: &SubjectApp) -> &Fact<TokenClaims> {
    match resource {
        Resource::MicrosoftGraph => &app.graph_token,
        Resource::ExchangeOnline => &app.exchange_token,
    }
}

fn judge(held: &Held<'_>, token: &TokenClaims, now: Timestamp) -> Outcome {
    let Some(name) = held.name else { return Outcome::NotApplicable };
    if token.roles.iter().any(|role| role == name) {
        return Outcome::Pass;
    }
    let actual = Reading::of("in_token", false).and("granted_on", held.since);
    let finding = Finding::new(actual, Reading::of("in_token", true));
    match held.since.and_then(|since| since.checked_add(patience()).ok()).filter(|until| now < *until) {
        Some(until) => Outcome::Pending { until, finding: finding.cause("consented to after the token was issued") },
        None => finding.cause("the token should carry it by now; sign in again").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    fn signed_in(roles: &[&str]) -> crate::tenant::Snapshot {
        let mut snapshot = healthy();
        sign_in(&mut snapshot, roles);
        snapshot
    }

    #[test]
    fn a_token_with_the_permission_passes() {
        assert_eq!(lines(&CHECK, &signed_in(&["Place.Read.All"])), ["Place.Read.All: pass"]);
    }

    #[test]
    fn a_token_without_it_fails_when_every_older_token_has_ended() {
        let mut snapshot = signed_in(&[]);
        let mut young = grant("Place.Read.All");
        young.since = Some(at("2026-11-21T07:30:01Z"));
        snapshot.app.grants = known(vec![young.clone()]);
        assert_eq!(lines(&CHECK, &snapshot), ["Place.Read.All: pending"]);
        young.since = Some(at("2026-11-21T07:30:00Z"));
        snapshot.app.grants = known(vec![young]);
        assert_eq!(lines(&CHECK, &snapshot), ["Place.Read.All: warning"]);
    }

    #[test]
    fn each_resource_has_its_own_token() {
        let mut snapshot = signed_in(&["Exchange.ManageAsApp"]);
        snapshot.app.grants = known(vec![grant_on(Resource::ExchangeOnline, "Exchange.ManageAsApp")]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: pass"]);
        snapshot.app.exchange_token = known(token(&[]));
        assert_eq!(lines(&CHECK, &snapshot), ["Exchange.ManageAsApp: warning"]);
    }

    #[test]
    fn another_reader_has_no_token_of_the_app() {
        assert_eq!(lines(&CHECK, &healthy()), ["app: not applicable"]);
    }

    #[test]
    fn unread_consent_is_unknown() {
        let mut snapshot = signed_in(&["Place.Read.All"]);
        snapshot.app.grants = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
