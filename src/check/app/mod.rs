//! Checks of the app: its registration, its consent, and what it holds that it should not.
//!
//! [`consent`] reads what was consented to and [`standing`] adds the roles of Exchange; the checks stand beside them.

pub mod change;
pub mod consent;
pub mod standing;

pub mod app_disabled;
pub mod basic_details_claim_does_not_hold;
pub mod delegated_permission;
pub mod ews_permission;
pub mod look_alike_permission;
pub mod not_single_tenant;
pub mod permission_not_consented;
pub mod permission_not_requested;
pub mod permission_set_of_another_version;
pub mod redundant_permission;
pub mod registration_not_visible;
pub mod required_permission_missing;
pub mod sign_in_settings_unneeded;
pub mod surplus_permission;
pub mod token_lacks_permission;

#[cfg(test)]
pub mod fixture;

use super::{Context, Judged, Outcome};

/// One judgement about the app as a whole.
fn about_app(context: &Context<'_>, outcome: Outcome) -> Vec<Judged> {
    vec![Judged::new(context.app(), outcome)]
}

/// The judgements, or a pass of the app when there was nothing to judge.
fn or_pass(judged: Vec<Judged>, context: &Context<'_>) -> Vec<Judged> {
    if judged.is_empty() { about_app(context, Outcome::Pass) } else { judged }
}

#[cfg(test)]
mod tests {
    use super::fixture::{complaints, denied, grant, healthy};
    use crate::check::{Area, Check, REGISTRY};

    fn checks() -> Vec<&'static Check> {
        let areas = [Area::Permissions, Area::Access];
        REGISTRY.iter().copied().filter(|check| areas.contains(&check.area)).collect()
    }

    #[test]
    fn a_healthy_app_confined_by_roles_is_known_and_fine_though_policies_may_not_be_read() {
        let snapshot = healthy();
        assert!(!snapshot.access.policies.is_known());
        assert_eq!(complaints(&checks(), &snapshot), Vec::<String>::new());
    }

    #[test]
    fn what_cannot_be_read_is_unknown_and_never_wrong() {
        let mut snapshot = healthy();
        snapshot.app.registration = denied();
        snapshot.app.service_principal = denied();
        snapshot.app.grants = denied();
        snapshot.app.delegated = denied();
        snapshot.access.exchange_principal = denied();
        snapshot.access.assignments = denied();
        for complaint in complaints(&checks(), &snapshot) {
            assert!(complaint.ends_with("unknown"), "{complaint}");
        }
    }

    #[test]
    fn an_app_that_is_not_in_the_tenant_is_said_once() {
        let mut snapshot = healthy();
        snapshot.app.registration = super::fixture::known(None);
        snapshot.app.service_principal = super::fixture::known(None);
        snapshot.app.grants = super::fixture::known(vec![]);
        snapshot.access.exchange_principal = super::fixture::known(None);
        snapshot.access.assignments = super::fixture::known(vec![]);
        let complaints = complaints(&checks(), &snapshot);
        assert!(complaints.iter().any(|line| line == "AC007 app: error"), "{complaints:?}");
        assert!(complaints.iter().all(|line| line.starts_with("AC007") || line.starts_with("AC001")), "{complaints:?}");
    }

    #[test]
    fn consent_alone_needs_no_knowledge_of_roles_to_be_enough() {
        let mut snapshot = super::fixture::unconfined();
        snapshot.access.assignments = denied();
        snapshot.access.exchange_principal = denied();
        snapshot.app.grants = super::fixture::known(
            ["Calendars.ReadWrite", "MailboxSettings.Read", "Place.Read.All"].into_iter().map(grant).collect(),
        );
        let lines = super::fixture::lines(&super::required_permission_missing::CHECK, &snapshot);
        assert!(lines.iter().all(|line| line.ends_with("pass")), "{lines:?}");
    }
}
