//! Checks of the app's reach: which mailboxes it can open, and what confines it to rooms.
//!
//! [`effective`] is the model that all of them share; [`target`], [`filter`], [`membership`], [`policy`] and [`role`] are its
//! parts.

pub mod confine;
pub mod effective;
pub mod filter;
pub mod membership;
pub mod policy;
pub mod role;
pub mod settling;
pub mod target;

pub mod booking_account_out_of_reach;
pub mod control_mailbox_in_reach;
pub mod deny_policy;
pub mod exchange_principal_mismatch;
pub mod impersonation_in_use;
pub mod legacy_access_policy;
pub mod permission_without_role;
pub mod places_not_confinable;
pub mod policy_space_nearly_full;
pub mod policy_target_unsuitable;
pub mod probe_disagrees;
pub mod retired_access_method;
pub mod room_missing_from_scope;
pub mod room_out_of_reach;
pub mod scope_defeated_by_consent;
pub mod scope_holds_non_rooms;
pub mod tenant_wide_reach;
pub mod user_agent_refused;

use super::app::consent::{required, words};
use super::{Context, Judged, Outcome, Reading, Subject, SubjectKind};
use crate::tenant::{Address, Gap, Permission, Recipient, Untrusted};

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

/// The recipient behind an address that the run was given; `None` when Exchange has none.
fn recipient<'a>(address: &Address, context: &Context<'a>) -> Result<Option<&'a Recipient>, Gap> {
    let fact = context.snapshot.recipients.get(&Untrusted::new(address.as_str())).ok_or(Gap::NotGathered)?;
    fact.get().map(Option::as_ref)
}

/// The recipient behind an address, when it is known and there.
pub(super) fn recipient_of<'a>(address: &Address, context: &Context<'a>) -> Option<&'a Recipient> {
    recipient(address, context).ok().flatten()
}

/// The mailbox behind an address that the run was given, as a subject.
fn mailbox_subject(address: &Address, context: &Context<'_>) -> Subject {
    let found = recipient_of(address, context);
    let id = found.and_then(|recipient| recipient.object_id).map_or_else(|| address.to_string(), |id| id.to_string());
    Subject::new(SubjectKind::Mailbox, id, found.map(|recipient| recipient.display_name.clone()))
}

/// Whether it is a mailbox of Exchange Online, of whatever kind.
fn has_mailbox(recipient: &Recipient) -> Result<bool, Gap> {
    let kind = recipient.recipient_type_details.as_deref();
    let missing =
        Gap::Field { source: crate::tenant::Source::ExchangeRecipient, field: "RecipientTypeDetails", value: None };
    // `RemoteUserMailbox` and its like stand on premises.
    kind.map(|kind| kind.ends_with("Mailbox") && !kind.starts_with("Remote")).ok_or(missing)
}
