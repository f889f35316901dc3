//! What a test has to show before anything is closed: the app opens the rooms by the narrow way, and nothing else.

use crate::check::access::effective::{Path, Reach, Verdict};
use crate::check::access::role;
use crate::tenant::{
    AccessRight, AppId, AssignmentScope, Change, MailboxGuid, ObjectId, Permission, Purpose, Resource, Snapshot,
    Untrusted, Way,
};

/// How many rooms are tested at most: Exchange's test takes seconds for each.
const MOST: usize = 50;

/// The test of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// What is tested.
    pub by: By,
    /// The rooms that the app has to open, by GUID; some of them when there are many.
    pub rooms: Vec<String>,
    /// The mailboxes that it must not open, by GUID or address.
    pub controls: Vec<String>,
}

/// What confines the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// Roles with a scope.
    Roles {
        /// The object id of the app's service principal.
        app: ObjectId,
        /// The roles that open each room.
        roles: Vec<String>,
    },
    /// An access policy.
    Policy {
        /// The app.
        app: AppId,
    },
}

impl Proof {
    /// The test of these changes; `None` when they confine nothing and close nothing that a role replaces.
    pub fn of<'c>(snapshot: &Snapshot, changes: impl Iterator<Item = &'c Change>) -> Option<Self> {
        let changes: Vec<&Change> = changes.collect();
        let by = roles(snapshot, &changes).or_else(|| policy(&changes))?;
        let mut rooms = members(&changes);
        rooms.extend(open_already(snapshot, &by));
        rooms.sort_unstable();
        rooms.dedup();
        let rooms = spread(rooms).into_iter().map(|guid| guid.to_string()).collect();
        let controls = snapshot.header.control_mailboxes.iter().map(|address| {
            let found = snapshot.recipients.get(&Untrusted::new(address.as_str())).and_then(|fact| fact.ok()?.as_ref());
            found.and_then(|one| one.guid).map_or_else(|| address.to_string(), |guid| guid.to_string())
        });
        Some(Self { by, rooms, controls: controls.collect() })
    }
}

/// The roles that are given, and those that take the place of consent or of wider roles.
fn roles(snapshot: &Snapshot, changes: &[&Change]) -> Option<By> {
    let mut app = None;
    let mut given: Vec<&str> = Vec::new();
    for change in changes {
        if let Change::Assignment { app: own, role, scope: Some(_), way: Way::Make } = change {
            app = Some(*own);
            given.push(role);
        }
    }
    let standing = snapshot.access.assignments.ok().map(Vec::as_slice).unwrap_or_default();
    let standing: Vec<_> = standing.iter().filter(|one| one.scope != AssignmentScope::Organization).collect();
    let giving = |given: &[&str], permission: &Permission| given.iter().any(|role| role::gives(role, permission));
    let mut replaced: Vec<&'static Permission> = Vec::new();
    for change in changes {
        match change {
            Change::Consent { app: own, resource, role, way: Way::Unmake, .. } => {
                app = app.or(Some(*own));
                replaced.extend(Permission::by_id(*resource, *role));
            }
            Change::Assignment { app: own, role, scope: None, way: Way::Unmake } => {
                app = app.or(Some(*own));
                replaced.extend(role::permissions(role));
            }
            // What a policy narrowed is narrowed by the roles that are there.
            Change::Policy { way: Way::Unmake, .. } => {
                replaced.extend(standing.iter().flat_map(|one| role::permissions(&one.role)));
            }
            Change::Member { group, way: Way::Make, .. } if group.purpose() == Purpose::Scope => {
                replaced.extend(standing.iter().flat_map(|one| role::permissions(&one.role)));
            }
            _ => {}
        }
    }
    for permission in replaced {
        if permission.exchange_role.is_none() || giving(&given, permission) {
            continue;
        }
        let own = standing.iter().find(|one| Some(one.role.as_str()) == permission.exchange_role);
        let role = own.or_else(|| standing.iter().find(|one| role::gives(&one.role, permission)));
        given.extend(role.map(|one| one.role.as_str()));
    }
    given.sort_unstable();
    given.dedup();
    let principal = || snapshot.app.service_principal.ok()?.as_ref().map(|principal| principal.id);
    let roles: Vec<String> = given.into_iter().map(str::to_owned).collect();
    (!roles.is_empty()).then_some(By::Roles { app: app.or_else(principal)?, roles })
}

fn policy(changes: &[&Change]) -> Option<By> {
    changes.iter().find_map(|change| match change {
        Change::Policy { app, right: AccessRight::RestrictAccess, way: Way::Make, .. } => {
            Some(By::Policy { app: *app })
        }
        _ => None,
    })
}

/// Who comes into a group that confines the app.
fn members(changes: &[&Change]) -> Vec<MailboxGuid> {
    let member = |change: &&Change| match change {
        Change::Member { group, member, way: Way::Make, .. } if group.purpose() == Purpose::Scope => Some(*member),
        _ => None,
    };
    changes.iter().filter_map(member).collect()
}

/// The rooms that the narrow way opens today.
fn open_already(snapshot: &Snapshot, by: &By) -> Vec<MailboxGuid> {
    let By::Roles { roles, .. } = by else { return Vec::new() };
    let reach = Reach::of(snapshot);
    let permissions: Vec<&Permission> = roles
        .iter()
        .filter_map(|role| {
            role::permissions(role).find(|permission| {
                permission.resource == Resource::MicrosoftGraph && permission.exchange_role == Some(role.as_str())
            })
        })
        .collect();
    let is_open = |room: &&crate::tenant::Room| {
        !permissions.is_empty()
            && permissions.iter().all(|one| matches!(reach.verdict(one, *room), Verdict::Granted(Path::Role(_))))
    };
    snapshot.meeting_rooms().filter(is_open).filter_map(crate::tenant::Room::guid).collect()
}

/// Some of many, evenly.
fn spread<T: Copy>(all: Vec<T>) -> Vec<T> {
    if all.len() <= MOST {
        return all;
    }
    (0..MOST).filter_map(|at| all.get(at * all.len() / MOST)).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Context;
    use crate::check::access::confine::{Method, confine};
    use crate::check::app::fixture::*;

    fn of(snapshot: &Snapshot, method: Method) -> Option<Proof> {
        let product = spacewell();
        let changes = confine(&Context { snapshot, product: &product }, method).unwrap().changes();
        Proof::of(snapshot, changes.iter())
    }

    #[test]
    fn a_new_scope_is_tested_for_every_room_and_role() {
        let proof = of(&unconfined(), Method::Roles).unwrap();
        assert_eq!(proof.rooms, [guid(0x101).to_string(), guid(0x102).to_string()]);
        let By::Roles { app, roles } = proof.by else { panic!("roles confine the app") };
        assert_eq!(app, principal_id());
        assert_eq!(roles, ["Application Calendars.ReadWrite", "Application MailboxSettings.Read"]);
    }

    #[test]
    fn roles_that_are_there_are_tested_before_the_consent_beside_them_is_taken() {
        let mut snapshot = healthy();
        snapshot.app.grants = known(vec![grant("Calendars.Read"), grant("Place.Read.All")]);
        let proof = of(&snapshot, Method::Roles).unwrap();
        assert_eq!(proof.rooms.len(), 2);
        let By::Roles { roles, .. } = proof.by else { panic!("roles confine the app") };
        assert_eq!(roles, ["Application Calendars.ReadWrite"]);
    }

    #[test]
    fn a_policy_is_tested_as_a_policy() {
        let proof = of(&unconfined(), Method::Policy).unwrap();
        assert_eq!(proof.by, By::Policy { app: app_id() });
        assert_eq!(proof.rooms.len(), 2);
    }

    #[test]
    fn what_no_role_replaces_needs_no_test() {
        let snapshot = unconfined();
        let permission = Permission::named(Resource::MicrosoftGraph, "Place.Read.All").unwrap();
        let taken = Change::Consent {
            app: principal_id(),
            resource: Resource::MicrosoftGraph,
            role: permission.id,
            value: permission.value.to_owned(),
            way: Way::Unmake,
        };
        assert_eq!(Proof::of(&snapshot, [taken].iter()), None);
    }

    #[test]
    fn control_mailboxes_are_named_by_guid_where_it_is_known() {
        let mut snapshot = unconfined();
        control(&mut snapshot, "ann@contoso.example", None);
        assert_eq!(of(&snapshot, Method::Roles).unwrap().controls, ["ann@contoso.example"]);
        let ann = crate::tenant::Recipient { guid: Some(MailboxGuid(guid(0x444))), ..user("ann@contoso.example") };
        control(&mut snapshot, "ann@contoso.example", Some(ann));
        assert_eq!(of(&snapshot, Method::Roles).unwrap().controls, [guid(0x444).to_string()]);
    }

    #[test]
    fn of_many_rooms_some_are_tested() {
        let all: Vec<usize> = (0..1000).collect();
        let some = spread(all);
        assert_eq!((some.len(), some.first(), some.last()), (50, Some(&0), Some(&980)));
        assert_eq!(spread(vec![1, 2]), [1, 2]);
    }
}
