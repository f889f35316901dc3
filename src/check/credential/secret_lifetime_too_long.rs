//! A client secret lives longer than the product's guide wants. Certificates are left to the tenant's own rules.

use jiff::{Span, Timestamp, tz::TimeZone};

use super::{each, end, is_valid_until, new_secret};
use crate::check::context::field_of;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::product::{Rule, Wish};
use crate::tenant::{Credential, CredentialKind, Gap, Source};

/// The check.
pub static CHECK: Check = Check {
    id: "CR003",
    name: "secret-lifetime-too-long",
    title: "Secret lives too long",
    consequence: "A secret that leaks opens the calendars for as long as it lives.",
    area: Area::Permissions,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/secret-lifetime-too-long.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let parameters = &context.product.parameters;
    let (Some(rule), Some(months)) = (context.product.wish(Wish::SecretLifetime), parameters.secret_months) else {
        return Ok(super::about_app(context, Outcome::NotApplicable));
    };
    each(context, |credential, all| judge(credential, all, months, rule, context))
}

fn judge(
    credential: &Credential,
    all: &[&Credential],
    months: i64,
    rule: &Rule,
    context: &Context<'_>,
) -> Result<Outcome, Gap> {
    let now = context.now();
    let end = end(credential)?;
    // A secret that is over harms no more; `credential-expired` has it.
    if credential.kind == CredentialKind::Certificate || end <= now {
        return Ok(Outcome::NotApplicable);
    }
    let start = *field_of(&credential.start, Source::GraphApplication, "startDateTime")?;
    if latest_end(start, months).is_none_or(|latest| end <= latest) {
        return Ok(Outcome::Pass);
    }
    let actual = Reading::of("lifetime_days", end.duration_since(start).as_hours() / 24).and("end", end);
    // The long one goes when the product works with a shorter one: `several-secrets-valid` asks for that.
    let has_shorter = all.iter().any(|other| {
        let latest = other.start.and_then(|start| latest_end(start, months));
        other.kind == CredentialKind::Secret
            && is_valid_until(other, now, now)
            && other.end.zip(latest).is_some_and(|(end, latest)| end <= latest)
    });
    let change = (!has_shorter).then(|| new_secret(context)).flatten();
    let expected = Reading::of("lifetime_months", crate::check::Datum::AtMost(months));
    Ok(Finding::new(actual, expected).by(rule).mend(change).into())
}

/// Calendar months, and a day because portals round to the end of a day in the time zone of whoever clicks.
fn latest_end(start: Timestamp, months: i64) -> Option<Timestamp> {
    let lifetime = Span::new().try_months(months).ok()?.try_days(1).ok()?;
    start.to_zoned(TimeZone::UTC).checked_add(lifetime).ok().map(|end| end.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    fn word(kind: CredentialKind, start: &str, end: &str, product: &crate::product::Product) -> String {
        let mut snapshot = healthy();
        registration_mut(&mut snapshot).credentials = vec![credential(1, kind, start, end)];
        lines_for(&CHECK, &snapshot, product)[0].rsplit(": ").next().unwrap_or_default().to_owned()
    }

    #[test]
    fn twelve_calendar_months_and_a_day_pass() {
        let secret = |end| word(CredentialKind::Secret, "2026-03-01T00:00:00Z", end, &spacewell());
        assert_eq!(secret("2027-03-02T00:00:00Z"), "pass");
        assert_eq!(secret("2027-03-02T00:00:01Z"), "warning");
    }

    #[test]
    fn months_follow_the_calendar() {
        // Two years with a leap day between them.
        let secret = |end| word(CredentialKind::Secret, "2026-03-01T00:00:00Z", end, &generic());
        assert_eq!(secret("2028-03-02T00:00:00Z"), "pass");
        assert_eq!(secret("2028-03-02T00:00:01Z"), "warning");
    }

    #[test]
    fn certificates_expired_secrets_and_silent_products_are_not_judged() {
        let (start, end) = ("2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z");
        assert_eq!(word(CredentialKind::Certificate, start, end, &spacewell()), "not applicable");
        assert_eq!(word(CredentialKind::Secret, start, "2026-01-01T00:00:00Z", &spacewell()), "not applicable");
        let mut silent = spacewell();
        silent.wishes.clear();
        assert_eq!(word(CredentialKind::Secret, start, end, &silent), "not applicable");
    }

    #[test]
    fn unread_is_unknown() {
        let mut snapshot = healthy();
        snapshot.app.registration = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
        let mut snapshot = healthy();
        let mut secret = credential(1, CredentialKind::Secret, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
        secret.start = None;
        registration_mut(&mut snapshot).credentials = vec![secret];
        assert!(lines(&CHECK, &snapshot)[0].ends_with("unknown"));
    }
}
