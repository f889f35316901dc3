//! Whether the app may use a permission in a mailbox, by everything that was read.
//!
//! Two ways lead into a mailbox, and they add up: a role assignment in Exchange whose scope holds the mailbox, or
//! consent in Entra as far as access policies allow it. Neither narrows the other. Nothing here is asked of a service.

use jiff::Timestamp;

use super::filter::Filter;
use super::membership::{Groups, Nesting};
use super::target::Target;
use super::{policy, role};
use crate::check::app::consent::{Consent, with_broader};
use crate::tenant::{
    AccessPolicy, AccessRight, AssignmentScope, Gap, ManagementScope, Permission, RoleAssignment, Snapshot, Untrusted,
};

/// Whether the app may use a permission in one mailbox.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict<'a> {
    /// It may, on this way.
    Granted(Path<'a>),
    /// It may not; the ways that end before this mailbox, none when it holds the permission nowhere.
    Denied(Vec<Obstacle<'a>>),
    /// What would decide could not be read or evaluated.
    Unknown(Gap),
}

/// A way into a mailbox.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Path<'a> {
    /// Tenant-wide consent to this permission, which no policy confines.
    Consent(&'a str),
    /// Consent, confined by a policy whose group holds the mailbox.
    Policy(&'a AccessPolicy),
    /// A role whose scope holds the mailbox.
    Role(&'a RoleAssignment),
    /// A role without a scope.
    RoleEverywhere(&'a RoleAssignment),
}

impl<'a> Path<'a> {
    /// Whether it leads to some mailboxes only.
    pub fn is_confined(self) -> bool {
        match self {
            Self::Policy(_) | Self::Role(_) => true,
            Self::Consent(_) | Self::RoleEverywhere(_) => false,
        }
    }

    /// How it leads in, in our own words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Consent(_) => "consent opens it, and no access policy keeps the app out",
            Self::Policy(_) => "it is in the group that the app's access policy names",
            Self::Role(_) => "it is in the scope of the app's role assignment",
            Self::RoleEverywhere(_) => "a role of the app has no scope and opens every mailbox",
        }
    }

    /// The name of the group or assignment; consent has none.
    pub fn name(self) -> Option<&'a Untrusted> {
        match self {
            Self::Consent(_) => None,
            Self::Policy(policy) => Some(&policy.scope_name),
            Self::Role(assignment) | Self::RoleEverywhere(assignment) => Some(&assignment.name),
        }
    }
}

/// Why a way ends before a mailbox.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Obstacle<'a> {
    /// A policy denies the members of its group.
    DeniedBy(&'a AccessPolicy),
    /// A policy restricts the app to its group, and the mailbox is not in it.
    OutsidePolicy(&'a AccessPolicy),
    /// The mailbox is not in the scope of the role.
    OutsideScope(&'a RoleAssignment),
    /// The role is assigned to a service principal with a wrong object id, so that it authorises nothing.
    WrongPrincipal(&'a RoleAssignment),
}

impl<'a> Obstacle<'a> {
    /// What happened, in our own words.
    pub fn words(self) -> &'static str {
        match self {
            Self::DeniedBy(_) => "an access policy denies the app this mailbox",
            Self::OutsidePolicy(_) => "the mailbox is not in the group that the app's access policy names",
            Self::OutsideScope(_) => "the mailbox is not in the scope of the app's role assignment",
            Self::WrongPrincipal(_) => {
                "the app's service principal in Exchange carries a wrong object id, so its roles authorise nothing"
            }
        }
    }

    /// The name of the group, scope or assignment.
    pub fn name(self) -> &'a Untrusted {
        match self {
            Self::DeniedBy(policy) | Self::OutsidePolicy(policy) => &policy.scope_name,
            Self::OutsideScope(assignment) => match &assignment.scope {
                AssignmentScope::CustomScope(name) => name,
                AssignmentScope::Organization
                | AssignmentScope::AdministrativeUnit(_)
                | AssignmentScope::Group(_)
                | AssignmentScope::Recipient(_)
                | AssignmentScope::Other(_) => &assignment.name,
            },
            Self::WrongPrincipal(assignment) => &assignment.name,
        }
    }
}

/// Everything about one permission and one mailbox.
#[derive(Clone, Debug, Default)]
pub struct Ways<'a> {
    /// Ways that lead in.
    pub open: Vec<Path<'a>>,
    /// Ways that end before it.
    pub closed: Vec<Obstacle<'a>>,
    /// Ways that could not be judged.
    pub gaps: Vec<Gap>,
}

impl<'a> Ways<'a> {
    /// The verdict: one open way is enough, "denied" needs all ways to be known.
    pub fn verdict(mut self) -> Verdict<'a> {
        if let Some(path) = self.open.first() {
            Verdict::Granted(*path)
        } else if self.gaps.is_empty() {
            Verdict::Denied(self.closed)
        } else {
            Verdict::Unknown(self.gaps.swap_remove(0))
        }
    }
}

/// How far a role assignment reaches.
#[derive(Clone, Debug)]
pub enum Extent<'a> {
    /// Every mailbox.
    Everywhere,
    /// What a filter matches.
    Filter(Filter),
    /// Direct members of a group.
    Group(&'a str),
    /// Mailboxes of an administrative unit.
    AdministrativeUnit(&'a str),
    /// One mailbox.
    Recipient(&'a str),
    /// Not known.
    Unknown(Gap),
}

/// The reach of the app, prepared for many questions.
#[derive(Debug)]
pub struct Reach<'a> {
    consent: Result<Consent<'a>, Gap>,
    policies: Result<Vec<&'a AccessPolicy>, Gap>,
    roles: Result<Vec<(&'a RoleAssignment, Extent<'a>)>, Gap>,
    is_principal_wrong: bool,
    /// The groups that policies and scopes name.
    pub groups: Groups<'a>,
}

impl<'a> Reach<'a> {
    /// Prepares what was read about the app's reach.
    pub fn of(snapshot: &'a Snapshot) -> Self {
        let access = &snapshot.access;
        let app = snapshot.app.app_id;
        let policies = access.policies.get();
        let roles = role::assignments(access);
        let extent = |assignment: &'a RoleAssignment| (assignment, extent(assignment, snapshot));
        Self {
            consent: Consent::read(&snapshot.app),
            policies: policies.map(|all| all.iter().filter(|one| policy::touches(one, app)).collect()),
            roles: roles.map(|assignments| assignments.iter().map(extent).collect()),
            is_principal_wrong: matches!(super::exchange_principal_mismatch::has_mismatch(snapshot), Ok(Some(true))),
            groups: Groups::index(access),
        }
    }

    /// The role assignments with their extents.
    ///
    /// # Errors
    /// The gap of the assignments.
    pub fn roles(&self) -> Result<&[(&'a RoleAssignment, Extent<'a>)], Gap> {
        self.roles.as_deref().map_err(Clone::clone)
    }

    /// Whether the app may use the permission in the mailbox.
    pub fn verdict<'t>(&self, permission: &Permission, target: impl Into<Target<'t>>) -> Verdict<'a> {
        self.ways(permission, target).verdict()
    }

    /// All ways of one permission, or of a broader one, to a mailbox.
    pub fn ways<'t>(&self, permission: &Permission, target: impl Into<Target<'t>>) -> Ways<'a> {
        let target = &target.into();
        let mut ways = Ways::default();
        self.ways_by_role(permission, target, &mut ways);
        match &self.consent {
            Err(gap) => ways.gaps.push(gap.clone()),
            Ok(consent) => {
                for candidate in with_broader(permission) {
                    let held = consent.held.iter().find(|held| held.is(candidate.resource, candidate.value));
                    match held.and_then(|held| held.name) {
                        Some(name) if candidate.narrowed_by_policy => self.way_by_policy(name, target, &mut ways),
                        Some(name) => ways.open.push(Path::Consent(name)),
                        None => {}
                    }
                }
            }
        }
        ways
    }

    /// When the group that opens this way last changed; `None` when it is not by a group, or not known.
    pub fn changed(&self, path: Path<'_>) -> Option<Timestamp> {
        let groups: Vec<&str> = match path {
            Path::Consent(_) | Path::RoleEverywhere(_) => return None,
            Path::Policy(policy) => vec![policy.scope_identity.raw()],
            Path::Role(assignment) => {
                let roles = self.roles.as_ref().ok()?;
                let (_, extent) = roles.iter().find(|(one, _)| std::ptr::eq(*one, assignment))?;
                match extent {
                    Extent::Group(key) => vec![*key],
                    Extent::Filter(filter) => filter.groups(),
                    Extent::Everywhere | Extent::AdministrativeUnit(_) | Extent::Recipient(_) | Extent::Unknown(_) => {
                        return None;
                    }
                }
            }
        };
        let changed = |key: &str| self.groups.group(key).ok().flatten().and_then(|group| group.changed);
        groups.into_iter().filter_map(changed).max()
    }

    fn ways_by_role(&self, permission: &Permission, target: &Target<'_>, ways: &mut Ways<'a>) {
        if with_broader(permission).all(|candidate| candidate.exchange_role.is_none()) {
            return;
        }
        let roles = match &self.roles {
            Ok(roles) => roles,
            Err(gap) => return ways.gaps.push(gap.clone()),
        };
        for (assignment, extent) in roles.iter().filter(|(assignment, _)| role::gives(&assignment.role, permission)) {
            if self.is_principal_wrong {
                ways.closed.push(Obstacle::WrongPrincipal(assignment));
                continue;
            }
            match (extent, extent.holds(target, &self.groups)) {
                (Extent::Everywhere, _) => ways.open.push(Path::RoleEverywhere(assignment)),
                (_, Ok(true)) => ways.open.push(Path::Role(assignment)),
                (_, Ok(false)) => ways.closed.push(Obstacle::OutsideScope(assignment)),
                (_, Err(gap)) => ways.gaps.push(gap),
            }
        }
    }

    /// Deny before restrict with a match before restrict without one before no policy at all.
    fn way_by_policy(&self, name: &'a str, target: &Target<'_>, ways: &mut Ways<'a>) {
        let policies = match &self.policies {
            Ok(policies) => policies,
            Err(gap) => return ways.gaps.push(gap.clone()),
        };
        let (mut allowed, mut outside, mut deny_gap, mut restrict_gap) = (None, None, None, None);
        for policy in policies {
            let is_member = self.groups.holds(policy.scope_identity.raw(), Nesting::Whole, target);
            match (&policy.right, is_member) {
                (AccessRight::DenyAccess, Ok(true)) => return ways.closed.push(Obstacle::DeniedBy(policy)),
                (AccessRight::DenyAccess, Ok(false)) => {}
                (AccessRight::DenyAccess, Err(gap)) => deny_gap = Some(gap),
                (AccessRight::RestrictAccess, Ok(true)) => allowed = Some(*policy),
                (AccessRight::RestrictAccess, Ok(false)) => outside = Some(*policy),
                (AccessRight::RestrictAccess, Err(gap)) => restrict_gap = Some(gap),
                (AccessRight::Other(_), _) => {
                    deny_gap = Some(Gap::NotEvaluable { what: "an access policy with an unknown kind of right" });
                }
            }
        }
        match (deny_gap, allowed, restrict_gap, outside) {
            (Some(gap), ..) | (None, None, Some(gap), _) => ways.gaps.push(gap),
            (None, Some(policy), ..) => ways.open.push(Path::Policy(policy)),
            (None, None, None, Some(policy)) => ways.closed.push(Obstacle::OutsidePolicy(policy)),
            (None, None, None, None) => ways.open.push(Path::Consent(name)),
        }
    }
}

fn extent<'a>(assignment: &'a RoleAssignment, snapshot: &'a Snapshot) -> Extent<'a> {
    match &assignment.scope {
        AssignmentScope::Organization => Extent::Everywhere,
        AssignmentScope::Group(key) => Extent::Group(key),
        AssignmentScope::AdministrativeUnit(id) => Extent::AdministrativeUnit(id),
        AssignmentScope::Recipient(id) => Extent::Recipient(id),
        AssignmentScope::Other(_) => {
            Extent::Unknown(Gap::NotEvaluable { what: "a role assignment with an unknown kind of scope" })
        }
        AssignmentScope::CustomScope(name) => match snapshot.access.scopes.get() {
            Err(gap) => Extent::Unknown(gap),
            Ok(scopes) => {
                let scope = scopes.iter().find(|scope| is_scope(scope, name));
                filter_of(scope).map_or_else(Extent::Unknown, Extent::Filter)
            }
        },
    }
}

/// Whether an assignment means this scope: by name as Exchange says it, or by id as Graph says it.
pub fn is_scope(scope: &ManagementScope, name: &Untrusted) -> bool {
    scope.name.raw().eq_ignore_ascii_case(name.raw())
        || scope.id.as_deref().is_some_and(|id| id.eq_ignore_ascii_case(name.raw()))
}

fn filter_of(scope: Option<&ManagementScope>) -> Result<Filter, Gap> {
    let not_evaluable = |what| Gap::NotEvaluable { what };
    let scope = scope.ok_or(not_evaluable("a role assignment whose management scope was not found"))?;
    if scope.exclusive == Some(true) {
        return Err(not_evaluable("an exclusive management scope"));
    }
    let filter = scope.recipient_filter.as_ref().map(Untrusted::raw);
    filter
        .and_then(Filter::parse)
        .ok_or(not_evaluable("a management scope with a filter that is not one of the simple forms"))
}

impl Extent<'_> {
    /// Whether the room's mailbox is in it.
    ///
    /// # Errors
    /// The gap of what it depends on.
    pub fn holds(&self, target: &Target<'_>, groups: &Groups<'_>) -> Result<bool, Gap> {
        match self {
            Self::Everywhere => Ok(true),
            Self::Filter(filter) => matches(filter, target, groups),
            Self::Group(key) => groups.holds(key, Nesting::Direct, target),
            Self::Recipient(id) => Ok(target.object_id.clone()?.to_string().eq_ignore_ascii_case(id)),
            Self::AdministrativeUnit(id) => {
                let is_member = target.units.clone()?.iter().any(|unit| unit.raw().eq_ignore_ascii_case(id));
                // Exchange names some units and numbers others, so that "not found" proves nothing.
                is_member.then_some(true).ok_or(Gap::NotEvaluable { what: "membership of an administrative unit" })
            }
            Self::Unknown(gap) => Err(gap.clone()),
        }
    }
}

fn matches(filter: &Filter, target: &Target<'_>, groups: &Groups<'_>) -> Result<bool, Gap> {
    match filter {
        Filter::RecipientType(kind) => Ok(target.recipient_type.clone()?.eq_ignore_ascii_case(kind)),
        Filter::ResourceType(kind) => Ok(target.resource_type.clone()?.eq_ignore_ascii_case(kind)),
        Filter::MemberOf(name) => groups.holds(name, Nesting::Direct, target),
        Filter::All(parts) => decided(parts, false, target, groups),
        Filter::Any(parts) => decided(parts, true, target, groups),
    }
}

/// One part that says `decisive` decides, even when others are not known.
fn decided(parts: &[Filter], decisive: bool, target: &Target<'_>, groups: &Groups<'_>) -> Result<bool, Gap> {
    let mut gap = None;
    for part in parts {
        match matches(part, target, groups) {
            Ok(answer) if answer == decisive => return Ok(decisive),
            Ok(_) => {}
            Err(unknown) => gap = Some(unknown),
        }
    }
    gap.map_or(Ok(!decisive), Err)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::tenant::{Resource, Room, ScopeGroup};

    fn calendars() -> &'static Permission {
        Permission::named(Resource::MicrosoftGraph, "Calendars.ReadWrite").unwrap()
    }

    /// What the model says about the first room, in a word.
    fn word(snapshot: &Snapshot) -> &'static str {
        match Reach::of(snapshot).verdict(calendars(), room(snapshot)) {
            Verdict::Granted(Path::Consent(_)) => "unconfined",
            Verdict::Granted(Path::Policy(_)) => "by policy",
            Verdict::Granted(Path::Role(_)) => "by role",
            Verdict::Granted(Path::RoleEverywhere(_)) => "by role everywhere",
            Verdict::Denied(_) => "denied",
            Verdict::Unknown(_) => "unknown",
        }
    }

    fn room(snapshot: &Snapshot) -> &Room {
        snapshot.rooms.values().next().unwrap()
    }

    /// A tenant by the columns of the table: consent, policy on a group with these members, role for the rooms.
    fn tenant(consent: bool, policy_on: Option<(AccessRight, &[&str])>, has_role: bool) -> Snapshot {
        let mut snapshot = healthy();
        let grants = if consent { vec![grant("Calendars.ReadWrite")] } else { vec![] };
        snapshot.app.grants = known(grants);
        snapshot.access.policies = known(vec![]);
        if let Some((right, members)) = policy_on {
            snapshot.access.policies = known(vec![policy(right, "Sync-Rooms")]);
            add_group(&mut snapshot, "Sync-Rooms", members);
        }
        if !has_role {
            snapshot.access.assignments = known(vec![]);
        }
        snapshot
    }

    #[test]
    fn consent_without_a_policy_is_unconfined() {
        assert_eq!(word(&tenant(true, None, false)), "unconfined");
    }

    #[test]
    fn consent_with_a_policy_reaches_its_members() {
        let policy = Some((AccessRight::RestrictAccess, &[ROOM_1][..]));
        assert_eq!(word(&tenant(true, policy, false)), "by policy");
    }

    #[test]
    fn consent_with_a_policy_does_not_reach_others() {
        let policy = Some((AccessRight::RestrictAccess, &[ROOM_2][..]));
        assert_eq!(word(&tenant(true, policy, false)), "denied");
    }

    #[test]
    fn a_role_reaches_what_the_policy_leaves_out() {
        let policy = Some((AccessRight::RestrictAccess, &[ROOM_2][..]));
        assert_eq!(word(&tenant(true, policy, true)), "by role");
    }

    #[test]
    fn deny_is_a_blocklist_and_not_confinement() {
        assert_eq!(word(&tenant(true, Some((AccessRight::DenyAccess, &[ROOM_2][..])), false)), "unconfined");
        assert_eq!(word(&tenant(true, Some((AccessRight::DenyAccess, &[ROOM_1][..])), false)), "denied");
    }

    #[test]
    fn a_role_in_scope_is_enough() {
        assert_eq!(word(&tenant(false, None, true)), "by role");
    }

    #[test]
    fn neither_consent_nor_role_is_no_access() {
        assert_eq!(word(&tenant(false, None, false)), "denied");
        let mut snapshot = tenant(false, None, true);
        set_filter(&mut snapshot, "RecipientTypeDetails -eq 'UserMailbox'");
        assert_eq!(word(&snapshot), "denied");
    }

    #[test]
    fn deny_wins_over_restrict() {
        let mut snapshot = tenant(true, Some((AccessRight::RestrictAccess, &[ROOM_1][..])), false);
        snapshot.access.policies = known(vec![
            policy(AccessRight::RestrictAccess, "Sync-Rooms"),
            policy(AccessRight::DenyAccess, "Sync-Rooms"),
        ]);
        assert_eq!(word(&snapshot), "denied");
    }

    #[test]
    fn a_policy_about_another_app_does_not_matter() {
        let mut snapshot = tenant(true, Some((AccessRight::RestrictAccess, &[ROOM_2][..])), false);
        let mut other = policy(AccessRight::RestrictAccess, "Sync-Rooms");
        other.app_id = Some("00000000-0000-4000-8000-00000000ffff".parse().unwrap());
        snapshot.access.policies = known(vec![other]);
        assert_eq!(word(&snapshot), "unconfined");
    }

    #[test]
    fn policies_count_nested_groups_and_scopes_do_not() {
        let mut snapshot = tenant(true, Some((AccessRight::RestrictAccess, &[][..])), false);
        nest(&mut snapshot, "Sync-Rooms", &[ROOM_1]);
        assert_eq!(word(&snapshot), "by policy");

        let mut snapshot = tenant(false, None, true);
        set_filter(&mut snapshot, "MemberOfGroup -eq 'CN=Sync-Rooms,DC=x'");
        add_group(&mut snapshot, "Sync-Rooms", &[]);
        nest(&mut snapshot, "Sync-Rooms", &[ROOM_1]);
        assert_eq!(word(&snapshot), "denied");
        add_group(&mut snapshot, "Sync-Rooms", &[ROOM_1]);
        assert_eq!(word(&snapshot), "by role");
    }

    #[test]
    fn a_nested_group_that_was_not_read_is_unknown() {
        let mut snapshot = tenant(true, Some((AccessRight::RestrictAccess, &[][..])), false);
        nest(&mut snapshot, "Sync-Rooms", &[]);
        group_mut(&mut snapshot, "Sync-Rooms").nested.clear();
        assert_eq!(word(&snapshot), "unknown");
    }

    #[test]
    fn policies_that_cannot_be_read_matter_only_with_consent() {
        let mut snapshot = tenant(false, None, true);
        snapshot.access.policies = denied();
        assert_eq!(word(&snapshot), "by role");
        snapshot.app.grants = known(vec![grant("Calendars.ReadWrite")]);
        assert_eq!(word(&snapshot), "by role");
        snapshot.access.assignments = known(vec![]);
        assert_eq!(word(&snapshot), "unknown");
    }

    #[test]
    fn what_no_policy_narrows_stays_tenant_wide() {
        let mut snapshot = tenant(true, Some((AccessRight::RestrictAccess, &[][..])), false);
        snapshot.app.grants = known(vec![grant("Calendars.ReadBasic.All")]);
        let permission = Permission::named(Resource::MicrosoftGraph, "Calendars.ReadBasic.All").unwrap();
        let verdict = Reach::of(&snapshot).verdict(permission, room(&snapshot));
        assert_eq!(verdict, Verdict::Granted(Path::Consent("Calendars.ReadBasic.All")));
    }

    #[test]
    fn a_filter_that_is_not_simple_is_not_evaluated() {
        let mut snapshot = tenant(false, None, true);
        set_filter(&mut snapshot, "CustomAttribute1 -eq 'rsync'");
        assert_eq!(word(&snapshot), "unknown");
        set_filter(&mut snapshot, "(RecipientTypeDetails -eq 'RoomMailbox') -and (ResourceType -eq 'Room')");
        assert_eq!(word(&snapshot), "by role");
    }

    #[test]
    fn one_decisive_part_of_a_filter_is_enough() {
        let mut snapshot = tenant(false, None, true);
        set_filter(&mut snapshot, "MemberOfGroup -eq 'CN=never read' -or RecipientTypeDetails -eq 'RoomMailbox'");
        assert_eq!(word(&snapshot), "by role");
        set_filter(&mut snapshot, "MemberOfGroup -eq 'CN=never read' -and RecipientTypeDetails -eq 'UserMailbox'");
        assert_eq!(word(&snapshot), "denied");
        set_filter(&mut snapshot, "MemberOfGroup -eq 'CN=never read' -or RecipientTypeDetails -eq 'UserMailbox'");
        assert_eq!(word(&snapshot), "unknown");
    }

    #[test]
    fn other_kinds_of_scope() {
        let mut snapshot = tenant(false, None, true);
        let with = |snapshot: &mut Snapshot, scope| {
            snapshot.access.assignments = known(vec![role("Application Calendars.ReadWrite", scope)]);
        };
        with(&mut snapshot, AssignmentScope::Organization);
        assert_eq!(word(&snapshot), "by role everywhere");
        with(&mut snapshot, AssignmentScope::Recipient(object_id(1).to_string()));
        assert_eq!(word(&snapshot), "by role");
        with(&mut snapshot, AssignmentScope::Recipient(object_id(2).to_string()));
        assert_eq!(word(&snapshot), "denied");
        with(&mut snapshot, AssignmentScope::AdministrativeUnit("62ef60ab-0736-495b-b2b0-a4ca2c5b11d7".into()));
        assert_eq!(word(&snapshot), "unknown");
        with(&mut snapshot, AssignmentScope::Group("Sync-Rooms".into()));
        assert_eq!(word(&snapshot), "unknown");
        add_group(&mut snapshot, "Sync-Rooms", &[ROOM_1]);
        assert_eq!(word(&snapshot), "by role");
    }

    #[test]
    fn a_policy_on_a_deleted_group_holds_nobody() {
        let mut snapshot = tenant(true, Some((AccessRight::RestrictAccess, &[ROOM_1][..])), false);
        snapshot.access.groups.insert("Sync-Rooms".into(), known(None::<ScopeGroup>));
        assert_eq!(word(&snapshot), "denied");
    }

    #[test]
    fn roles_of_a_wrong_service_principal_authorise_nothing() {
        let mut snapshot = tenant(false, None, true);
        snapshot.access.exchange_principal = known(Some(principal(object_id(99))));
        assert_eq!(word(&snapshot), "denied");
    }
}
