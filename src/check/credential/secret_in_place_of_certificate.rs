//! The app proves itself with a secret although a certificate would do.

use super::{credentials, is_valid_until};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{CredentialKind, Gap};

/// The check.
pub static CHECK: Check = Check {
    id: "CR008",
    name: "secret-in-place-of-certificate",
    title: "Secret in place of a certificate",
    consequence: "A secret is copied from hand to hand and works from anywhere; the key of a certificate can stay where it was made.",
    area: Area::Permissions,
    severity: Severity::Info,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/secret-in-place-of-certificate.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    judge(context).map(|outcome| super::about_app(context, outcome))
}

fn judge(context: &Context<'_>) -> Result<Outcome, Gap> {
    let snapshot = context.snapshot;
    if snapshot.app.is_reader {
        // How the app signed in a moment ago says more than what is registered.
        return Ok(if snapshot.header.signed_in_with == "secret" { finding("secret") } else { Outcome::Pass });
    }
    let Some(all) = credentials(context)? else { return Ok(Outcome::NotApplicable) };
    let now = context.now();
    let has = |kind| all.iter().any(|one| one.kind == kind && is_valid_until(one, now, now));
    Ok(match (has(CredentialKind::Secret), has(CredentialKind::Certificate)) {
        (true, false) => finding("secret"),
        (_, true) => Outcome::Pass,
        (false, false) => Outcome::NotApplicable,
    })
}

fn finding(actual: &'static str) -> Outcome {
    Finding::new(Reading::of("credential", actual), Reading::of("credential", "certificate")).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    fn with_secret() -> crate::tenant::Snapshot {
        let mut snapshot = healthy();
        let secret = credential(9, CredentialKind::Secret, "2026-06-01T00:00:00Z", "2027-06-01T00:00:00Z");
        registration_mut(&mut snapshot).credentials = vec![secret];
        snapshot
    }

    #[test]
    fn a_certificate_passes() {
        assert_eq!(lines(&CHECK, &healthy()), ["app: pass"]);
    }

    #[test]
    fn only_secrets_are_told() {
        assert_eq!(lines(&CHECK, &with_secret()), ["app: info"]);
    }

    #[test]
    fn how_the_app_signed_in_decides_when_it_did() {
        let mut snapshot = with_secret();
        sign_in(&mut snapshot, &[]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: pass"]);
        let mut snapshot = healthy();
        sign_in(&mut snapshot, &[]);
        snapshot.header.signed_in_with = "secret".into();
        assert_eq!(lines(&CHECK, &snapshot), ["app: info"]);
    }

    #[test]
    fn no_credential_is_not_judged_and_unread_is_unknown() {
        let mut snapshot = healthy();
        registration_mut(&mut snapshot).credentials.clear();
        assert_eq!(lines(&CHECK, &snapshot), ["app: not applicable"]);
        snapshot.app.registration = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
