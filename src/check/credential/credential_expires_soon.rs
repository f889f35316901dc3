//! A secret or certificate of the app ends within the days that the product sets.

use super::{days_until, each, end, has_successor, horizon, new_secret};
use crate::check::{Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Credential, CredentialKind, Gap};

/// The check.
pub static CHECK: Check = Check {
    id: "CR002",
    name: "credential-expires-soon",
    title: "Credential expires soon",
    consequence: "Unless {product} is given a new one in time, it is refused from that day on.",
    area: Area::Permissions,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/credential-expires-soon.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    each(context, |credential, all| judge(credential, all, context))
}

fn judge(credential: &Credential, all: &[&Credential], context: &Context<'_>) -> Result<Outcome, Gap> {
    let now = context.now();
    let end = end(credential)?;
    if end <= now {
        // Told by `credential-expired`.
        return Ok(Outcome::NotApplicable);
    }
    if end >= horizon(context) {
        return Ok(Outcome::Pass);
    }
    let actual = Reading::of("days_left", days_until(end, now)).and("kind", credential.kind.word()).and("end", end);
    let expected = Reading::of("days_left", Datum::AtLeast(context.product.parameters.expiry_days));
    // The key of a certificate is made where it stays.
    let needs_secret = credential.kind == CredentialKind::Secret && !has_successor(all, context);
    Ok(Finding::new(actual, expected).mend(needs_secret.then(|| new_secret(context)).flatten()).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::tenant::CredentialKind::Secret;

    fn ending(end: &str) -> Vec<String> {
        let mut snapshot = healthy();
        registration_mut(&mut snapshot).credentials = vec![credential(1, Secret, "2026-01-01T00:00:00Z", end)];
        let lines = lines(&CHECK, &snapshot);
        lines.into_iter().map(|line| line.rsplit(": ").next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn the_window_is_closed_at_its_edge() {
        assert_eq!(ending("2026-12-21T09:00:00Z"), ["pass"]);
        assert_eq!(ending("2026-12-21T08:59:59Z"), ["warning"]);
        assert_eq!(ending("2026-11-21T09:00:01Z"), ["warning"]);
        assert_eq!(ending("2026-11-21T09:00:00Z"), ["not applicable"]);
    }

    #[test]
    fn the_days_left_are_told() {
        let mut snapshot = healthy();
        registration_mut(&mut snapshot).credentials =
            vec![credential(1, Secret, "2026-01-01T00:00:00Z", "2026-12-01T00:00:00Z")];
        let finding = finding(&CHECK, &snapshot);
        assert_eq!(finding.actual.0.get("days_left"), Some(&Datum::Int(9)));
        assert_eq!(finding.expected, Reading::of("days_left", Datum::AtLeast(30)));
    }

    #[test]
    fn unread_is_unknown() {
        let mut snapshot = healthy();
        snapshot.app.registration = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
