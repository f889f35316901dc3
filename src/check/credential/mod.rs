//! Checks of the app's secrets and certificates. Their values are never read: dates and counts are enough.

pub mod credential_expired;
pub mod credential_expires_soon;
pub mod no_overlapping_credential;
pub mod secret_in_place_of_certificate;
pub mod secret_lifetime_too_long;
pub mod several_secrets_valid;

use jiff::{SignedDuration, Timestamp};

use super::context::field_of;
use super::{Context, Judged, Outcome, Subject, SubjectKind};
use crate::tenant::{Change, Credential, CredentialKind, Gap, Source};

/// The credentials of the app: those of the registration and those on the service principal itself.
///
/// `None` when there is nothing to judge: the registration lives in another tenant, or the app is not here.
fn credentials<'a>(context: &Context<'a>) -> Result<Option<Vec<&'a Credential>>, Gap> {
    let app = &context.snapshot.app;
    let registration = app.registration.get()?;
    let principal = app.service_principal.ok().and_then(Option::as_ref);
    let own = registration.iter().flat_map(|registration| &registration.credentials);
    let all: Vec<_> = own.chain(principal.into_iter().flat_map(|principal| &principal.credentials)).collect();
    Ok((registration.is_some() || !all.is_empty()).then_some(all))
}

/// Judges every credential, or says once that there is none to judge.
fn each(
    context: &Context<'_>,
    judge: impl Fn(&Credential, &[&Credential]) -> Result<Outcome, Gap>,
) -> Result<Vec<Judged>, Gap> {
    let Some(all) = credentials(context)? else { return Ok(about_app(context, Outcome::NotApplicable)) };
    if all.is_empty() {
        return Ok(about_app(context, Outcome::NotApplicable));
    }
    let judged = all.iter().map(|one| Judged { subject: subject(one), outcome: judge(one, &all) });
    Ok(judged.collect())
}

fn about_app(context: &Context<'_>, outcome: Outcome) -> Vec<Judged> {
    vec![Judged::new(context.app(), outcome)]
}

fn subject(credential: &Credential) -> Subject {
    Subject::new(SubjectKind::Credential, credential.key_id.to_string(), credential.display_name.clone())
}

fn end(credential: &Credential) -> Result<Timestamp, Gap> {
    field_of(&credential.end, Source::GraphApplication, "endDateTime").copied()
}

/// Whether it can be used now and still at the later time.
fn is_valid_until(credential: &Credential, now: Timestamp, later: Timestamp) -> bool {
    credential.end.is_some_and(|end| end > later) && credential.start.is_none_or(|start| start <= now)
}

/// The end of the time in which a credential is reported before it expires.
fn horizon(context: &Context<'_>) -> Timestamp {
    let window = SignedDuration::from_hours(24 * context.product.parameters.expiry_days);
    context.now().checked_add(window).unwrap_or(Timestamp::MAX)
}

/// A new secret beside the ones that are there, named by the day; `None` when the registration is not in this tenant.
fn new_secret(context: &Context<'_>) -> Option<Change> {
    let application = context.snapshot.app.registration.ok()?.as_ref()?.id;
    let name = format!("Reservation sync {}", context.today());
    Some(Change::NewSecret { application, name, months: context.product.parameters.secret_months.unwrap_or(MONTHS) })
}

/// How long a new secret lives where the product's guide does not say, in months.
const MONTHS: i64 = 12;

/// The end of a client secret of the registration.
fn without(credential: &Credential, context: &Context<'_>) -> Option<Change> {
    let registration = context.snapshot.app.registration.ok()?.as_ref()?;
    let is_its = registration.credentials.iter().any(|own| own.key_id == credential.key_id);
    let is_secret = credential.kind == CredentialKind::Secret;
    (is_its && is_secret).then_some(Change::RemoveSecret { application: registration.id, key: credential.key_id })
}

/// Whether something outlives the days in which an end is reported.
fn has_successor(all: &[&Credential], context: &Context<'_>) -> bool {
    let horizon = horizon(context);
    all.iter().any(|one| one.end.is_some_and(|end| end >= horizon))
}

/// Whole days until a time.
fn days_until(time: Timestamp, now: Timestamp) -> i64 {
    time.duration_since(now).as_hours().div_euclid(24)
}
