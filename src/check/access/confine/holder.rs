//! Which group or scope holds the rooms: one that confines the app already where it fits, else one of ours.

use std::collections::{BTreeMap, BTreeSet};

use super::Method;
use super::opener::group_of;
use super::rooms::Rooms;
use crate::check::access::effective::{Extent, Reach, is_scope};
use crate::check::access::filter::Filter;
use crate::check::access::membership::Nesting;
use crate::check::{Context, mend};
use crate::tenant::{
    AccessRight, AppId, AssignmentScope, Change, Gap, GroupRef, MailboxGuid, NewGroup, Purpose, ScopeGroup, Side,
    Source, TenantId, Untrusted, Way,
};

/// What holds the rooms.
#[derive(Clone, Debug)]
pub struct Holder {
    /// The management scope that is there; `None` when it is yet to be made, or none is needed.
    scope: Option<Untrusted>,
    /// The group that is there, or is to be.
    group: Group,
    /// Whether an access policy of the app restricts it to this group.
    pub is_in_a_policy: bool,
}

#[derive(Clone, Debug)]
enum Group {
    /// None: the filter of the scope holds every room.
    NotNeeded,
    /// One that is there.
    Known {
        guid: MailboxGuid,
        side: Side,
        /// The mailboxes that are not in it.
        missing: BTreeSet<MailboxGuid>,
    },
    /// One that is yet to be made.
    New,
}

impl Holder {
    /// For roles: a scope of the app that holds every room; else one on a group that can take them; else a group that
    /// an access policy names.
    pub fn of_roles(rooms: &Rooms<'_>, reach: &Reach<'_>, context: &Context<'_>) -> Result<Self, Gap> {
        let mut on_group = None;
        for (assignment, extent) in reach.roles()? {
            let AssignmentScope::CustomScope(name) = &assignment.scope else { continue };
            let Extent::Filter(filter) = extent else { continue };
            let scopes = context.snapshot.access.scopes.ok().map(Vec::as_slice).unwrap_or_default();
            let name = scopes.iter().find(|scope| is_scope(scope, name)).map_or(name, |scope| &scope.name);
            if rooms.places.iter().all(|place| extent.holds(&place.target, &reach.groups) == Ok(true)) {
                return Ok(Self { scope: Some(name.clone()), group: Group::NotNeeded, is_in_a_policy: false });
            }
            if let Filter::MemberOf(key) = filter
                && on_group.is_none()
                && let Some(group) = known(key, Nesting::Direct, &SCOPES, rooms, reach)?
            {
                on_group = Some(Self { scope: Some(name.clone()), group, is_in_a_policy: false });
            }
        }
        if let Some(found) = on_group {
            return Ok(found);
        }
        for (_, extent) in reach.roles()? {
            if let Extent::Group(key) = extent
                && let Some(group) = known(key, Nesting::Direct, &SCOPES, rooms, reach)?
            {
                return Ok(Self { scope: None, group, is_in_a_policy: false });
            }
        }
        let group = of_a_policy(Nesting::Direct, rooms, reach, context)?;
        Ok(Self { scope: None, is_in_a_policy: group.is_some(), group: group.unwrap_or(Group::New) })
    }

    /// For an access policy: the group of one that is there, else the group of a scope, else one of ours.
    pub fn of_policy(rooms: &Rooms<'_>, reach: &Reach<'_>, context: &Context<'_>) -> Result<Self, Gap> {
        if let Some(group) = of_a_policy(Nesting::Whole, rooms, reach, context)? {
            return Ok(Self { scope: None, group, is_in_a_policy: true });
        }
        for (_, extent) in reach.roles().unwrap_or_default() {
            if let Some(key) = group_of(extent)
                && let Some(group) = known(key, Nesting::Whole, &POLICIES, rooms, reach)?
            {
                return Ok(Self { scope: None, group, is_in_a_policy: false });
            }
        }
        Ok(Self { scope: None, group: Group::New, is_in_a_policy: false })
    }

    /// The name of the scope: that of the one that is there, else ours.
    pub fn scope_name(&self, context: &Context<'_>) -> Untrusted {
        self.scope.clone().unwrap_or_else(|| Untrusted::new(own_name(context)))
    }

    /// The group, as changes name it.
    pub fn group_ref(&self, context: &Context<'_>) -> GroupRef {
        match &self.group {
            Group::Known { guid, .. } => GroupRef::Known { guid: *guid, purpose: Purpose::Scope },
            Group::New | Group::NotNeeded => GroupRef::New { alias: own_name(context), purpose: Purpose::Scope },
        }
    }

    /// The change that makes the group, when it is not there.
    pub fn new_group(&self, context: &Context<'_>) -> Option<Change> {
        let Group::New = self.group else { return None };
        let alias = own_name(context);
        let name = Untrusted::new(alias.clone());
        let group = NewGroup { alias, name, address: None, purpose: Purpose::Scope };
        Some(Change::Group { group, way: Way::Make })
    }

    /// The change that makes the scope, when it is not there.
    pub fn new_scope(&self, context: &Context<'_>) -> Option<Change> {
        let name = self.scope_name(context);
        self.scope.is_none().then(|| Change::Scope { name, group: self.group_ref(context), way: Way::Make })
    }

    /// Who comes into the group.
    pub fn members(&self, context: &Context<'_>, rooms: &Rooms<'_>) -> BTreeMap<MailboxGuid, Change> {
        let (side, missing) = match &self.group {
            Group::NotNeeded => return BTreeMap::new(),
            Group::Known { side, missing, .. } => (*side, missing.clone()),
            Group::New => (Side::Cloud, rooms.places.iter().map(|place| place.guid).collect()),
        };
        let group = self.group_ref(context);
        let member = |guid| Change::Member { group: group.clone(), member: guid, way: Way::Make, side };
        missing.into_iter().map(|guid| (guid, member(guid))).collect()
    }
}

/// Kinds of groups that a scope can look into and whose members a script can change.
const SCOPES: [&str; 2] = ["MailUniversalSecurityGroup", "MailUniversalDistributionGroup"];
/// Kinds of groups that an access policy takes.
const POLICIES: [&str; 1] = ["MailUniversalSecurityGroup"];

/// A group that is there and of a fitting kind, with the rooms that it lacks.
fn known(
    key: &str,
    nesting: Nesting,
    kinds: &[&str],
    rooms: &Rooms<'_>,
    reach: &Reach<'_>,
) -> Result<Option<Group>, Gap> {
    let Some(group) = reach.groups.group(key)? else { return Ok(None) };
    if !fits(group, kinds) {
        return Ok(None);
    }
    let guid = group.guid.ok_or(Gap::Field { source: Source::ExchangeGroup, field: "Guid", value: None })?;
    let mut missing = BTreeSet::new();
    for place in &rooms.places {
        if !reach.groups.holds(key, nesting, &place.target)? {
            missing.insert(place.guid);
        }
    }
    Ok(Some(Group::Known { guid, side: side_of(group), missing }))
}

fn fits(group: &ScopeGroup, kinds: &[&str]) -> bool {
    group.recipient_type_details.as_deref().is_some_and(|kind| kinds.contains(&kind))
}

/// Where the members of a group are changed.
fn side_of(group: &ScopeGroup) -> Side {
    if group.is_dir_synced == Some(true) { Side::OnPremises } else { Side::Cloud }
}

/// The fitting group of the app's own restricting policies that lacks the fewest rooms.
fn of_a_policy(
    nesting: Nesting,
    rooms: &Rooms<'_>,
    reach: &Reach<'_>,
    context: &Context<'_>,
) -> Result<Option<Group>, Gap> {
    let app = context.snapshot.app.app_id;
    let policies = context.snapshot.access.policies.ok().into_iter().flatten();
    let mut best: Option<(usize, Group)> = None;
    for policy in policies.filter(|one| one.app_id == Some(app) && one.right == AccessRight::RestrictAccess) {
        let Some(group) = known(policy.scope_identity.raw(), nesting, &POLICIES, rooms, reach)? else { continue };
        let Group::Known { missing, .. } = &group else { continue };
        if best.as_ref().is_none_or(|(least, _)| missing.len() < *least) {
            best = Some((missing.len(), group));
        }
    }
    Ok(best.map(|(_, group)| group))
}

/// The change that puts a mailbox into the group that a way ends before, or takes it out; `None` when it is no group
/// whose members a script can change.
pub fn membership(key: &str, member: MailboxGuid, way: Way, method: Method, reach: &Reach<'_>) -> Option<Change> {
    let kinds: &[&str] = match method {
        Method::Roles => &SCOPES,
        Method::Policy => &POLICIES,
    };
    let group = reach.groups.group(key).ok().flatten().filter(|group| fits(group, kinds))?;
    let side = side_of(group);
    let group = GroupRef::Known { guid: group.guid?, purpose: Purpose::Scope };
    Some(Change::Member { group, member, way, side })
}

/// The name of ours for the group and the scope of an app: the same in every run, and no other app's.
fn own_name(context: &Context<'_>) -> String {
    name_of(context.snapshot.header.tenant, context.snapshot.app.app_id)
}

fn name_of(tenant: TenantId, app: AppId) -> String {
    format!("reservation-sync-{}", mend::hash(&format!("{tenant}\0{app}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn the_name_of_ours_is_short_plain_and_each_apps_own() {
        let name = |tenant, app| name_of(TenantId(Uuid::from_u128(tenant)), AppId(Uuid::from_u128(app)));
        assert_eq!(name(1, 2), name(1, 2));
        assert_ne!(name(1, 2), name(1, 3));
        assert_ne!(name(1, 2), name(2, 2));
        assert!(name(1, 2).len() <= 64 && name(1, 2).bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    }
}
