//! Exchange knows the app under another object id than Entra, so that its roles authorise nothing.

use super::{about_app, confine};
use crate::check::context::field_of;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Fact, Gap, ObjectId, Snapshot, Source};

/// The check.
pub static CHECK: Check = Check {
    id: "AC029",
    name: "exchange-principal-mismatch",
    title: "Exchange knows the app under a wrong object id",
    consequence: "The roles look right in every list and open nothing, so the sync is refused in every room.",
    area: Area::Access,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/exchange-principal-mismatch.md"),
    probe: Probe::Tenant(probe),
};

/// Whether Exchange's service principal carries a wrong object id; `None` when Exchange has none or needs none.
///
/// # Errors
/// The gap of the side that could not be read.
pub fn has_mismatch(snapshot: &Snapshot) -> Result<Option<bool>, Gap> {
    Ok(ids(snapshot)?.map(|(exchange, entra)| exchange != entra))
}

fn ids(snapshot: &Snapshot) -> Result<Option<(ObjectId, ObjectId)>, Gap> {
    let access = &snapshot.access;
    let principal = match access.exchange_principal.get() {
        Ok(None) => return Ok(None),
        Ok(Some(principal)) => principal,
        Err(gap) => {
            return match &access.assignments {
                Fact::Known { value, .. } if value.is_empty() => Ok(None),
                // Both Graph and Exchange are asked for the assignments of Entra's id: what they found there carries it.
                Fact::Known { .. } => Ok(entra_id(snapshot).ok().map(|id| (id, id))),
                Fact::Denied { .. } | Fact::Failed { .. } | Fact::NotGathered => Err(gap),
            };
        }
    };
    if matches!(snapshot.app.service_principal.ok(), Some(None)) {
        // Told by `app-disabled`.
        return Ok(None);
    }
    let exchange = *field_of(&principal.object_id, Source::ExchangeServicePrincipal, "ObjectId")?;
    Ok(Some((exchange, entra_id(snapshot)?)))
}

/// The object id of the service principal in Entra: from the directory, or from the app's own token.
///
/// # Errors
/// The gap of the directory; [`Gap::NotGathered`] when the app is not in the tenant.
pub fn entra_id(snapshot: &Snapshot) -> Result<ObjectId, Gap> {
    let app = &snapshot.app;
    let in_token = || {
        let claims = app.graph_token.ok().filter(|claims| app.is_reader && claims.is_app_only)?;
        claims.object_id
    };
    match app.service_principal.get() {
        Ok(Some(principal)) => Ok(principal.id),
        Ok(None) => Err(Gap::NotGathered),
        Err(gap) => in_token().ok_or(gap),
    }
}

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let outcome = match ids(context.snapshot)? {
        None => Outcome::NotApplicable,
        Some((exchange, entra)) if exchange == entra => Outcome::Pass,
        Some((exchange, entra)) => {
            let actual = Reading::of("object_id", exchange.to_string());
            Finding::new(actual, Reading::of("object_id", entra.to_string()))
                .cause("often the object id of the registration was used, or the enterprise application was made anew")
                .mend(confine::confine(context, confine::Method::Roles).map(|all| all.opening()).unwrap_or_default())
                .into()
        }
    };
    Ok(about_app(context, outcome))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    #[test]
    fn the_same_id_passes() {
        assert_eq!(lines(&CHECK, &healthy()), ["app: pass"]);
    }

    #[test]
    fn another_id_fails() {
        let mut snapshot = healthy();
        // The usual mistake: the object id of the registration.
        snapshot.access.exchange_principal = known(Some(principal(object_id(0xe))));
        assert_eq!(lines(&CHECK, &snapshot), ["app: error"]);
    }

    #[test]
    fn an_app_that_exchange_does_not_know_is_not_judged() {
        assert_eq!(lines(&CHECK, &unconfined()), ["app: not applicable"]);
    }

    #[test]
    fn assignments_found_by_entras_id_prove_it() {
        let mut snapshot = healthy();
        snapshot.access.exchange_principal = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: pass"]);
        let assignments = snapshot.access.assignments.ok().cloned().unwrap();
        snapshot.access.assignments = Fact::known(assignments, Source::GraphExchangeRoles, now());
        assert_eq!(lines(&CHECK, &snapshot), ["app: pass"]);
        snapshot.access.assignments = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }

    #[test]
    fn the_token_tells_the_id_when_the_directory_does_not() {
        let mut snapshot = healthy();
        snapshot.app.service_principal = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
        sign_in(&mut snapshot, &[]);
        assert_eq!(lines(&CHECK, &snapshot), ["app: pass"]);
    }

    #[test]
    fn an_answer_without_the_id_is_unknown() {
        let mut snapshot = healthy();
        let nameless = crate::tenant::ExchangePrincipal { object_id: None, ..principal(object_id(1)) };
        snapshot.access.exchange_principal = known(Some(nameless));
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
