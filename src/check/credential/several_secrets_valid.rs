//! Several client secrets are valid at once: the older ones were left behind by a change.

use super::{each, end, is_valid_until, without};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Credential, CredentialKind, Gap};

/// The check.
pub static CHECK: Check = Check {
    id: "CR005",
    name: "several-secrets-valid",
    title: "Older secret still valid",
    consequence: "A secret that nobody uses any more still opens the calendars to whoever kept a copy.",
    area: Area::Permissions,
    severity: Severity::Info,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/several-secrets-valid.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    each(context, |credential, all| judge(credential, all, context))
}

fn judge(credential: &Credential, all: &[&Credential], context: &Context<'_>) -> Result<Outcome, Gap> {
    let now = context.now();
    let own_end = end(credential)?;
    if credential.kind == CredentialKind::Certificate || own_end <= now {
        return Ok(Outcome::NotApplicable);
    }
    let newer = all.iter().any(|other| {
        other.kind == CredentialKind::Secret
            && is_valid_until(other, now, now)
            && (other.start, other.end, other.key_id) > (credential.start, credential.end, credential.key_id)
    });
    if !newer {
        return Ok(Outcome::Pass);
    }
    let actual = Reading::of("newer_secret_valid", true).and("end", own_end);
    Ok(Finding::new(actual, Reading::of("newer_secret_valid", false)).mend(without(credential, context)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::tenant::CredentialKind::{Certificate, Secret};

    fn words(credentials: Vec<Credential>) -> Vec<String> {
        let mut snapshot = healthy();
        registration_mut(&mut snapshot).credentials = credentials;
        let lines = lines(&CHECK, &snapshot);
        lines.iter().map(|line| line.rsplit(": ").next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn one_secret_passes() {
        let only = credential(1, Secret, "2026-06-01T00:00:00Z", "2027-06-01T00:00:00Z");
        assert_eq!(words(vec![only]), ["pass"]);
    }

    #[test]
    fn all_but_the_newest_are_told() {
        let old = credential(1, Secret, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
        let new = credential(2, Secret, "2026-06-01T00:00:00Z", "2027-06-01T00:00:00Z");
        assert_eq!(words(vec![old, new]), ["info", "pass"]);
    }

    #[test]
    fn expired_future_and_other_kinds_do_not_count() {
        let secret = credential(1, Secret, "2026-06-01T00:00:00Z", "2027-06-01T00:00:00Z");
        let expired = credential(2, Secret, "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
        let future = credential(3, Secret, "2026-12-01T00:00:00Z", "2027-12-01T00:00:00Z");
        let certificate = credential(4, Certificate, "2026-07-01T00:00:00Z", "2027-07-01T00:00:00Z");
        assert_eq!(
            words(vec![secret, expired, future, certificate]),
            ["pass", "not applicable", "pass", "not applicable"]
        );
    }

    #[test]
    fn unread_is_unknown() {
        let mut snapshot = healthy();
        snapshot.app.registration = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
