//! Checks on what is inside the mailboxes: rules, rights, size, and what was deleted.
//!
//! [`account`] tells which of the names that rights are given to is the account that the product books with.

pub(crate) mod account;
pub mod booking_account_lacks_calendar_rights;
pub mod booking_account_without_mailbox;
pub mod deleted_twin;
pub mod inbox_rule_in_room;
pub mod mailbox_nearly_full;

#[cfg(test)]
mod tests {
    use crate::check::calendar::fixture::Case;
    use crate::check::{Area, Outcome, evaluate};

    #[test]
    fn a_healthy_tenant_has_no_finding_and_no_gap() {
        let case = Case::new();
        for judgement in evaluate(&case.snapshot, &case.product, &[Area::Mailboxes]) {
            for judged in judgement.outcomes {
                let is_fine = matches!(judged.outcome, Ok(Outcome::Pass | Outcome::NotApplicable));
                assert!(is_fine, "{}: {judged:?}", judgement.check.id);
            }
        }
    }

    #[test]
    fn rooms_that_exchange_does_not_have_are_not_judged() {
        let case = Case::new().room(|room| room.mailbox = crate::check::calendar::fixture::known(None));
        for judgement in evaluate(&case.snapshot, &case.product, &[Area::Mailboxes]) {
            for judged in judgement.outcomes {
                assert_eq!(judged.outcome, Ok(Outcome::NotApplicable), "{}", judgement.check.id);
            }
        }
    }
}
