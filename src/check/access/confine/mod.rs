//! What confines the app to the product's rooms: the changes that are still missing, in the order in which they are made.
//!
//! First everything that lets the app in by the narrow way (group, members, service principal, scope, roles), then what
//! closes the wide ones (consent, roles without a scope, access policies). The second half is proposed only where every
//! room of the product is known: a room that nobody put into the scope would drop out of the sync that day.

mod closing;
mod holder;
mod opener;
mod rooms;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use self::holder::Holder;
pub use self::holder::membership;
pub use self::opener::{Opener, group_of};
use self::rooms::{Place, Rooms};
use super::effective::{Extent, Reach};
use super::exchange_principal_mismatch::entra_id;
use super::{policy, required_in_mailboxes, role};
use crate::check::app::consent::{Consent, with_broader};
use crate::check::{Context, Judged, Outcome};
use crate::product::Wish;
use crate::tenant::{
    AccessRight, AssignmentScope, Change, Gap, MailboxGuid, ObjectId, Permission, RoleAssignment, Untrusted, Way,
};

/// How an app is confined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// By RBAC for Applications: roles in Exchange with a scope, and no consent for what they give.
    Roles,
    /// By an application access policy (legacy), which narrows the consent.
    Policy,
}

/// The changes that confine the app, in parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confinement {
    /// The group, when it is yet to be made.
    group: Option<Change>,
    /// Who comes into the group.
    members: BTreeMap<MailboxGuid, Change>,
    /// What lets the app into what the group holds.
    giving: Vec<Change>,
    /// What closes the ways that lead into every mailbox, when every room of the product is known.
    closing: Vec<Change>,
}

impl Confinement {
    /// All of it, in the order in which it is made.
    pub fn changes(self) -> Vec<Change> {
        let mut changes = self.opening();
        changes.extend(self.closing);
        changes
    }

    /// Without what closes other ways: nothing that works today stops.
    pub fn opening(&self) -> Vec<Change> {
        self.group.iter().chain(self.members.values()).chain(&self.giving).cloned().collect()
    }

    /// What lets the app into one mailbox. The same changes as in [`Confinement::opening`], without the other members.
    pub fn opening_of(&self, mailbox: Option<MailboxGuid>) -> Vec<Change> {
        let member = mailbox.and_then(|guid| self.members.get(&guid));
        self.group.iter().chain(member).chain(&self.giving).cloned().collect()
    }

    /// Whether nothing is missing.
    pub fn is_empty(&self) -> bool {
        self.group.is_none() && self.members.is_empty() && self.giving.is_empty() && self.closing.is_empty()
    }
}

/// What is missing until the app is confined to the product's rooms.
///
/// Empty where the product does not ask for anything that could be confined, and where the app is not in the tenant.
///
/// # Errors
/// The gap of what decides about it and could not be read.
pub fn confine(context: &Context<'_>, method: Method) -> Result<Confinement, Gap> {
    let wanted = essence(required_in_mailboxes(context));
    if wanted.is_empty() || matches!(context.snapshot.app.service_principal.ok(), Some(None)) {
        return Ok(Confinement::default());
    }
    let reach = Reach::of(context.snapshot);
    let rooms = Rooms::of(context)?;
    let mut confinement = match method {
        Method::Roles => by_roles(&wanted, &rooms, &reach, context)?,
        Method::Policy => by_policy(&rooms, &reach, context)?,
    };
    if rooms.are_all {
        confinement.closing = closing::changes(method, &rooms, &reach, context)?;
    }
    Ok(confinement)
}

/// The changes for a finding: those of [`confine`] by roles; none when they cannot be told.
pub fn mending(context: &Context<'_>) -> Vec<Change> {
    confine(context, Method::Roles).map(Confinement::changes).unwrap_or_default()
}

/// The changes without those that came before, in their order.
pub fn each_once(changes: impl IntoIterator<Item = Change>) -> Vec<Change> {
    let mut seen = BTreeSet::new();
    changes.into_iter().filter(|change| seen.insert(change.clone())).collect()
}

/// Gives the first finding of a check the changes of [`mending`]: one and the same set mends all of them, and there may
/// be hundreds.
pub fn mend_first(judged: &mut [Judged], context: &Context<'_>) {
    let first = judged.iter_mut().find_map(|one| match &mut one.outcome {
        Ok(Outcome::Fail(finding)) => Some(finding),
        Ok(Outcome::Pass | Outcome::Pending { .. } | Outcome::NotApplicable) | Err(_) => None,
    });
    if let Some(finding) = first {
        finding.fix = mending(context);
    }
}

/// Whether an access policy confines the app today, and no role with a scope does: somebody chose that way.
pub fn is_by_policy_only(context: &Context<'_>) -> bool {
    let has_scope = role::assignments(&context.snapshot.access)
        .is_ok_and(|all| all.iter().any(|one| one.scope != AssignmentScope::Organization));
    let policies = policy::in_force(context).ok().flatten().unwrap_or_default();
    !has_scope && policies.iter().any(|policy| policy.right == AccessRight::RestrictAccess)
}

/// Whether the customer wants this permission confined, and a role in Exchange can do it.
pub fn is_for_a_role(permission: &Permission, context: &Context<'_>) -> bool {
    context.product.wish(Wish::ConfinedToRooms).is_some()
        && permission.exchange_role.is_some()
        && !is_by_policy_only(context)
}

/// The permissions without those that another one of them includes: its role gives both.
fn essence(wanted: impl Iterator<Item = &'static Permission>) -> Vec<&'static Permission> {
    let all: Vec<_> = wanted.collect();
    let is_included = |permission: &Permission| {
        with_broader(permission).skip(1).any(|broader| all.iter().any(|other| other.value == broader.value))
    };
    all.iter().copied().filter(|permission| !is_included(permission)).collect()
}

fn by_roles(
    wanted: &[&'static Permission],
    rooms: &Rooms<'_>,
    reach: &Reach<'_>,
    context: &Context<'_>,
) -> Result<Confinement, Gap> {
    let app = entra_id(context.snapshot)?;
    let principal = known_by_exchange(app, reach, context)?;
    let roles = reach.roles()?;
    let in_force = if principal.is_wrong { &[] } else { roles };
    let is_open = |permission: &Permission, place: &Place<'_>| {
        in_force.iter().any(|(assignment, extent)| {
            role::gives(&assignment.role, permission)
                && !matches!(extent, Extent::Everywhere)
                && extent.holds(&place.target, &reach.groups) == Ok(true)
        })
    };
    let lacking: Vec<_> = wanted
        .iter()
        .copied()
        .filter(|permission| !rooms.places.iter().all(|place| is_open(permission, place)))
        .collect();
    if lacking.is_empty() {
        return Ok(Confinement::default());
    }
    let holder = Holder::of_roles(rooms, reach, context)?;
    let scope = holder.scope_name(context);
    let is_assigned = |permission: &Permission| {
        in_force.iter().any(|(assignment, _)| {
            role::gives(&assignment.role, permission) && is_on_scope(assignment, &scope, context)
        })
    };
    let assignments = lacking.into_iter().filter(|permission| !is_assigned(permission)).filter_map(|permission| {
        let role = permission.exchange_role?.to_owned();
        Some(Change::Assignment { app, role, scope: Some(scope.clone()), way: Way::Make })
    });
    let assignments: Vec<_> = assignments.collect();
    let mut giving = if assignments.is_empty() { Vec::new() } else { principal.changes };
    giving.extend(holder.new_scope(context));
    giving.extend(assignments);
    Ok(Confinement {
        group: holder.new_group(context),
        members: holder.members(context, rooms),
        giving,
        closing: Vec::new(),
    })
}

/// Whether the assignment is confined by the management scope of this name.
fn is_on_scope(assignment: &RoleAssignment, name: &Untrusted, context: &Context<'_>) -> bool {
    let AssignmentScope::CustomScope(own) = &assignment.scope else { return false };
    own.raw().eq_ignore_ascii_case(name.raw())
        || context.snapshot.access.scopes.ok().is_some_and(|scopes| {
            scopes.iter().any(|scope| super::effective::is_scope(scope, own) && scope.name.raw() == name.raw())
        })
}

/// What makes Exchange know the app.
struct Principal {
    /// The changes, before the first role.
    changes: Vec<Change>,
    /// Whether Exchange knows it under a wrong id, so that no role works.
    is_wrong: bool,
}

fn known_by_exchange(app: ObjectId, reach: &Reach<'_>, context: &Context<'_>) -> Result<Principal, Gap> {
    let access = &context.snapshot.access;
    let id = context.snapshot.app.app_id;
    let name = context.snapshot.app.name().cloned().unwrap_or_else(|| Untrusted::new(id.to_string()));
    let make = Change::ExchangePrincipal { app: id, object: app, name: name.clone(), way: Way::Make };
    let principal = match access.exchange_principal.get() {
        Ok(principal) => principal,
        // What was assigned by Entra's id proves that Exchange knows the app under it.
        Err(_) if access.assignments.ok().is_some_and(|all| !all.is_empty()) => {
            return Ok(Principal { changes: Vec::new(), is_wrong: false });
        }
        Err(gap) => return Err(gap),
    };
    let Some(principal) = principal else { return Ok(Principal { changes: vec![make], is_wrong: false }) };
    let Some(wrong) = principal.object_id.filter(|object| *object != app) else {
        return Ok(Principal { changes: Vec::new(), is_wrong: false });
    };
    // Its roles go first, one by one: they authorise nothing, and so there is a way back to every one of them.
    let mut changes: Vec<_> =
        reach.roles()?.iter().filter_map(|(assignment, _)| unassign(assignment, wrong, context)).collect();
    let name = principal.display_name.clone().unwrap_or(name);
    changes.push(Change::ExchangePrincipal { app: id, object: wrong, name, way: Way::Unmake });
    changes.push(make);
    Ok(Principal { changes, is_wrong: true })
}

/// The change that takes an assignment away; `None` when its scope is of a kind that no change names.
pub fn unassign(assignment: &RoleAssignment, app: ObjectId, context: &Context<'_>) -> Option<Change> {
    let scope = match &assignment.scope {
        AssignmentScope::Organization => None,
        AssignmentScope::CustomScope(name) => {
            let scopes = context.snapshot.access.scopes.ok().map(Vec::as_slice).unwrap_or_default();
            let known = scopes.iter().find(|scope| super::effective::is_scope(scope, name));
            Some(known.map_or(name, |scope| &scope.name).clone())
        }
        AssignmentScope::AdministrativeUnit(_)
        | AssignmentScope::Group(_)
        | AssignmentScope::Recipient(_)
        | AssignmentScope::Other(_) => return None,
    };
    Some(Change::Assignment { app, role: assignment.role.clone(), scope, way: Way::Unmake })
}

fn by_policy(rooms: &Rooms<'_>, reach: &Reach<'_>, context: &Context<'_>) -> Result<Confinement, Gap> {
    let holder = Holder::of_policy(rooms, reach, context)?;
    let app = context.snapshot.app.app_id;
    let is_there = holder.is_in_a_policy;
    let policy = (!is_there).then(|| Change::Policy {
        app,
        group: holder.group_ref(context),
        right: AccessRight::RestrictAccess,
        description: Some("Reservation sync: rooms only".into()),
        identity: None,
        way: Way::Make,
    });
    Ok(Confinement {
        group: holder.new_group(context),
        members: holder.members(context, rooms),
        giving: policy.into_iter().collect(),
        closing: Vec::new(),
    })
}

/// The consent that the app holds and that a role or policy could confine, without what only this program's reading
/// needs. `Err` when it could not be read.
fn open_consent(context: &Context<'_>) -> Result<Vec<&'static Permission>, Gap> {
    let consent = Consent::read(&context.snapshot.app)?;
    Ok(consent.confinable().filter(|permission| !is_only_for_reading(permission, context)).collect())
}

/// Whether the app holds it for this program's own reading, and the product does not ask for it.
pub fn is_only_for_reading(permission: &Permission, context: &Context<'_>) -> bool {
    let is_required =
        crate::check::app::consent::required(context.product).any(|wanted| wanted.value == permission.value);
    context.snapshot.app.is_reader && crate::check::app::surplus_permission::is_for_reading(permission) && !is_required
}
