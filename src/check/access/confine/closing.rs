//! What closes the ways that lead past the rooms, once the narrow way is proven.

use super::rooms::Rooms;
use super::{Method, is_only_for_reading, open_consent, unassign};
use crate::check::Context;
use crate::check::access::effective::{Extent, Reach};
use crate::check::access::exchange_principal_mismatch::entra_id;
use crate::check::access::membership::Nesting;
use crate::check::access::role;
use crate::check::app::change::{consent, not_requested};
use crate::check::app::consent::Consent;
use crate::tenant::{AccessPolicy, AccessRight, Change, Gap, GroupRef, Permission, Purpose, Way};

/// Consent that a role replaces, roles without a scope, and last the policies that have nothing to narrow any more.
pub fn changes(
    method: Method,
    rooms: &Rooms<'_>,
    reach: &Reach<'_>,
    context: &Context<'_>,
) -> Result<Vec<Change>, Gap> {
    let mut changes = Vec::new();
    let open = match method {
        Method::Roles => open_consent(context)?,
        Method::Policy => Vec::new(),
    };
    for permission in &open {
        changes.extend(consent(permission, Way::Unmake, context));
        changes.extend(not_requested(permission, context));
    }
    changes.extend(roles_without_scope(reach, context)?);
    changes.extend(match method {
        Method::Roles => policies_without_effect(&open, rooms, reach, context),
        Method::Policy => unsuitable_policies(context),
    });
    Ok(changes)
}

/// Roles that open every mailbox, without those that only this program's reading needs.
fn roles_without_scope(reach: &Reach<'_>, context: &Context<'_>) -> Result<Vec<Change>, Gap> {
    let app = entra_id(context.snapshot)?;
    let everywhere = reach.roles()?.iter().filter(|(_, extent)| matches!(extent, Extent::Everywhere));
    let opening = everywhere.filter(|(assignment, _)| {
        let mut permissions = role::permissions(&assignment.role);
        permissions.any(|permission| !is_only_for_reading(permission, context))
    });
    Ok(opening.filter_map(|(assignment, _)| unassign(assignment, app, context)).collect())
}

/// The app's own policies, once no consent is left that they narrow.
fn policies_without_effect(
    taken: &[&'static Permission],
    rooms: &Rooms<'_>,
    reach: &Reach<'_>,
    context: &Context<'_>,
) -> Vec<Change> {
    let Ok(consent) = Consent::read(&context.snapshot.app) else { return Vec::new() };
    let is_taken = |permission: &Permission| taken.iter().any(|one| one.id == permission.id);
    if consent.exchange_gap.is_some() || !consent.confinable().all(is_taken) {
        return Vec::new();
    }
    let is_superfluous =
        |policy: &&AccessPolicy| match policy.right {
            AccessRight::RestrictAccess => true,
            // Roles know no denial. One that closes none of the rooms is superfluous: the scope lets nobody else in.
            AccessRight::DenyAccess => rooms.places.iter().chain(&rooms.denied).all(|place| {
                reach.groups.holds(policy.scope_identity.raw(), Nesting::Whole, &place.target) == Ok(false)
            }),
            AccessRight::Other(_) => false,
        };
    own_policies(context).filter(is_superfluous).map(|policy| unmake(policy, context)).collect()
}

/// Restricting policies whose target is no group that a policy works with, beside the one that confines.
fn unsuitable_policies(context: &Context<'_>) -> Vec<Change> {
    let is_unsuitable = |policy: &&AccessPolicy| {
        policy.right == AccessRight::RestrictAccess
            && context
                .snapshot
                .access
                .groups
                .get(policy.scope_identity.raw())
                .and_then(crate::tenant::Fact::ok)
                .is_some_and(|group| {
                    let kind = group.as_ref().and_then(|group| group.recipient_type_details.as_deref());
                    !matches!(kind, Some("MailUniversalSecurityGroup" | "UserMailbox"))
                })
    };
    own_policies(context).filter(is_unsuitable).map(|policy| unmake(policy, context)).collect()
}

/// The policies that name this app. Those for every app at once are not its own to remove.
fn own_policies<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a AccessPolicy> {
    let app = context.snapshot.app.app_id;
    context.snapshot.access.policies.ok().into_iter().flatten().filter(move |policy| policy.app_id == Some(app))
}

/// The change that removes a policy.
pub fn unmake(policy: &AccessPolicy, context: &Context<'_>) -> Change {
    let group = context.snapshot.access.groups.get(policy.scope_identity.raw());
    let guid = group.and_then(|group| group.ok()).and_then(Option::as_ref).and_then(|group| group.guid);
    let purpose = Purpose::Scope;
    let group = match guid {
        Some(guid) => GroupRef::Known { guid, purpose },
        None => GroupRef::Gone { name: policy.scope_name.clone(), purpose },
    };
    Change::Policy {
        app: context.snapshot.app.app_id,
        group,
        right: policy.right.clone(),
        description: policy.description.clone(),
        identity: Some(policy.identity.clone()),
        way: Way::Unmake,
    }
}
