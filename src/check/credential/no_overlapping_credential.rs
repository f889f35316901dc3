//! The credentials that are valid now all end soon, and none that outlives them is there yet.

use super::{credentials, days_until, end, has_successor, is_valid_until, new_secret};
use crate::check::{Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{CredentialKind, Gap};

/// The check.
pub static CHECK: Check = Check {
    id: "CR004",
    name: "no-overlapping-credential",
    title: "No credential to take over",
    consequence: "When the last credential ends there is nothing to change over to, so the change becomes an outage.",
    area: Area::Permissions,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/no-overlapping-credential.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    judge(context).map(|outcome| super::about_app(context, outcome))
}

fn judge(context: &Context<'_>) -> Result<Outcome, Gap> {
    let Some(all) = credentials(context)? else { return Ok(Outcome::NotApplicable) };
    let now = context.now();
    // One that is not valid yet can take over when the time comes.
    if has_successor(&all, context) {
        return Ok(Outcome::Pass);
    }
    let ends = all.iter().map(|one| end(one)).collect::<Result<Vec<_>, _>>()?;
    let valid = all.iter().filter(|one| is_valid_until(one, now, now)).count();
    let Some(last) = ends.into_iter().max().filter(|_| valid > 0) else {
        // Nothing is valid any more: told by `credential-expired`.
        return Ok(Outcome::NotApplicable);
    };
    let actual = Reading::of("last_one_ends", last).and("days_left", days_until(last, now));
    let expected = Reading::of("days_left", Datum::AtLeast(context.product.parameters.expiry_days));
    // The key of a certificate is made where it stays.
    let is_by_secret = all.iter().any(|one| one.kind == CredentialKind::Secret && is_valid_until(one, now, now));
    Ok(Finding::new(actual, expected).mend(is_by_secret.then(|| new_secret(context)).flatten()).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::tenant::Credential;
    use crate::tenant::CredentialKind::{Certificate, Secret};

    fn with(credentials: Vec<Credential>) -> Vec<String> {
        let mut snapshot = healthy();
        registration_mut(&mut snapshot).credentials = credentials;
        lines(&CHECK, &snapshot)
    }

    fn soon() -> Credential {
        credential(1, Secret, "2026-01-01T00:00:00Z", "2026-12-01T00:00:00Z")
    }

    #[test]
    fn a_credential_that_lasts_passes() {
        assert_eq!(lines(&CHECK, &healthy()), ["app: pass"]);
    }

    #[test]
    fn the_only_one_near_its_end_fails() {
        assert_eq!(with(vec![soon()]), ["app: warning"]);
        let expired = credential(2, Secret, "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
        assert_eq!(with(vec![expired, soon()]), ["app: warning"]);
    }

    #[test]
    fn a_successor_passes_even_before_it_is_valid() {
        let next = credential(2, Certificate, "2026-11-25T00:00:00Z", "2027-11-25T00:00:00Z");
        assert_eq!(with(vec![soon(), next]), ["app: pass"]);
    }

    #[test]
    fn expired_or_absent_credentials_are_told_elsewhere() {
        let expired = credential(2, Secret, "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
        assert_eq!(with(vec![expired]), ["app: not applicable"]);
        assert_eq!(with(vec![]), ["app: not applicable"]);
    }

    #[test]
    fn unread_is_unknown() {
        let mut snapshot = healthy();
        snapshot.app.registration = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
