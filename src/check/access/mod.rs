//! Checks of the app's reach: which mailboxes it can open, and what confines it to rooms.
//!
//! [`effective`] is the model that all of them share; [`target`], [`filter`], [`membership`], [`policy`] and [`role`] are its
//! parts.

pub mod effective;
pub mod filter;
pub mod membership;
pub mod policy;
pub mod role;
pub mod settling;
pub mod target;

pub mod deny_policy;
pub mod exchange_principal_mismatch;
pub mod legacy_access_policy;
pub mod permission_without_role;
pub mod places_not_confinable;
pub mod policy_space_nearly_full;
pub mod policy_target_unsuitable;
pub mod room_missing_from_scope;
pub mod room_out_of_reach;
pub mod scope_defeated_by_consent;
pub mod scope_holds_non_rooms;
pub mod tenant_wide_reach;

use super::app::consent::{required, words};
use super::{Context, Judged, Outcome, Reading};
use crate::tenant::Permission;

/// One judgement about the app as a whole.
fn about_app(context: &Context<'_>, outcome: Outcome) -> Vec<Judged> {
    vec![Judged::new(context.app(), outcome)]
}

/// The judgements, or "not applicable" about the app when the question did not arise for anything.
fn or_not_applicable(judged: Vec<Judged>, context: &Context<'_>) -> Vec<Judged> {
    if judged.is_empty() { about_app(context, Outcome::NotApplicable) } else { judged }
}

/// The permissions of the product that open mailboxes and that something can confine.
fn required_in_mailboxes(context: &Context<'_>) -> impl Iterator<Item = &'static Permission> {
    required(context.product).filter(|permission| permission.exchange_role.is_some())
}

/// Permissions as a value of a finding.
fn permissions<'p>(permissions: impl IntoIterator<Item = &'p Permission>) -> Reading {
    Reading::of("permissions", words(permissions.into_iter().map(|permission| permission.value)))
}
