//! A secret or certificate of the app is past its end.

use super::{each, end, is_valid_until, new_secret, without};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Credential, CredentialKind, Gap};

/// The check.
pub static CHECK: Check = Check {
    id: "CR001",
    name: "credential-expired",
    title: "Credential expired",
    consequence: "Whoever still signs in with it is refused, and the sync stands still.",
    area: Area::Permissions,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/credential-expired.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    each(context, |credential, all| judge(credential, all, context))
}

fn judge(credential: &Credential, all: &[&Credential], context: &Context<'_>) -> Result<Outcome, Gap> {
    let now = context.now();
    let end = end(credential)?;
    if end > now {
        return Ok(Outcome::Pass);
    }
    let actual = Reading::of("expired", true).and("kind", credential.kind.word()).and("end", end);
    let finding = Finding::new(actual, Reading::of("expired", false));
    let has_other = all.iter().any(|other| is_valid_until(other, now, now));
    Ok(match has_other {
        true => finding
            .severity(Severity::Info)
            .cause("another credential is valid; this one can be deleted")
            .mend(without(credential, context))
            .into(),
        false if credential.kind == CredentialKind::Secret => {
            finding.cause("no other credential is valid").mend(new_secret(context)).into()
        }
        false => finding.cause("no other credential is valid").into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::tenant::CredentialKind::{Certificate, Secret};

    fn with(credentials: Vec<Credential>) -> crate::tenant::Snapshot {
        let mut snapshot = healthy();
        registration_mut(&mut snapshot).credentials = credentials;
        snapshot
    }

    fn line(number: u128, word: &str) -> String {
        format!("{}: {word}", guid(number))
    }

    #[test]
    fn a_valid_credential_passes_up_to_its_last_second() {
        let last = credential(1, Secret, "2026-01-01T00:00:00Z", "2026-11-21T09:00:01Z");
        assert_eq!(lines(&CHECK, &with(vec![last])), [line(1, "pass")]);
        let over = credential(1, Secret, "2026-01-01T00:00:00Z", "2026-11-21T09:00:00Z");
        assert_eq!(lines(&CHECK, &with(vec![over])), [line(1, "error")]);
    }

    #[test]
    fn beside_a_valid_one_of_any_kind_it_is_information() {
        let old = credential(1, Secret, "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
        let new = credential(2, Certificate, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
        assert_eq!(lines(&CHECK, &with(vec![old.clone(), new])), [line(1, "info"), line(2, "pass")]);
        let future = credential(2, Certificate, "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z");
        assert_eq!(lines(&CHECK, &with(vec![old, future])), [line(1, "error"), line(2, "pass")]);
    }

    #[test]
    fn a_credential_on_the_service_principal_counts() {
        let mut snapshot = with(vec![]);
        let old = credential(3, Secret, "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
        principal_mut(&mut snapshot).credentials = vec![old];
        assert_eq!(lines(&CHECK, &snapshot), [line(3, "error")]);
    }

    #[test]
    fn a_vendors_app_is_not_judged_and_unread_is_unknown() {
        let mut snapshot = healthy();
        snapshot.app.registration = known(None);
        assert_eq!(lines(&CHECK, &snapshot), ["app: not applicable"]);
        snapshot.app.registration = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
        let mut endless = credential(1, Secret, "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
        endless.end = None;
        assert_eq!(lines(&CHECK, &with(vec![endless])), [line(1, "unknown")]);
    }
}
