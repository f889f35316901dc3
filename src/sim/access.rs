//! Who may read which mailbox: Entra grants narrowed by access policies, or Exchange roles within their scope.
//!
//! Source: Microsoft's pages "Application Access Policies (legacy)" and "Role Based Access Control for Applications in
//! Exchange Online". A grant from Entra is tenant-wide unless a policy narrows it; RBAC only ever adds.

use super::{
    simulation::{Found, Simulation},
    state::{App, Group, GroupKind, Home, Reach},
};
use crate::tenant::{Permission, Resource, RoomKind};

/// What came of asking for one mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The app may.
    Allowed,
    /// Neither a grant nor a role in scope.
    Denied,
    /// There is a grant, and a policy takes it away.
    DeniedByPolicy,
}

/// Groups inside groups that are followed.
const DEPTH: usize = 8;

impl Simulation {
    /// Whether an app may use one of the permissions on a mailbox. Broader permissions count too.
    pub(super) fn may_reach(&self, app: &App, permission: &str, mailbox: Found<'_>) -> Verdict {
        let Some(asked) = Permission::named(Resource::MicrosoftGraph, permission) else { return Verdict::Denied };
        let mut verdict = Verdict::Denied;
        for name in std::iter::once(&asked.value).chain(asked.included_in) {
            let Some(permission) = Permission::named(Resource::MicrosoftGraph, name) else { continue };
            let is_granted = app.principal.as_ref().is_some_and(|principal| {
                principal
                    .grants
                    .iter()
                    .any(|(resource, id, _)| *resource == Resource::MicrosoftGraph && *id == permission.id)
            });
            if is_granted {
                if !permission.narrowed_by_policy || self.policies_allow(app, mailbox) {
                    return Verdict::Allowed;
                }
                verdict = Verdict::DeniedByPolicy;
            }
            if permission.exchange_role.is_some_and(|role| self.role_reaches(app, role, mailbox)) {
                return Verdict::Allowed;
            }
        }
        verdict
    }

    /// What the access policies of the tenant say: a matching deny denies, a matching restriction allows, any other
    /// restriction denies, no policy allows.
    pub(super) fn policies_allow(&self, app: &App, mailbox: Found<'_>) -> bool {
        let of_app = || self.state.policies.iter().filter(|policy| policy.app_id == app.app_id);
        let holds = |target: &str| match self.recipient(target) {
            // guess: a plain distribution list is no security principal, so it holds nobody.
            Some(Found::Group(group)) => group.kind == GroupKind::MailSecurity && self.holds(group, mailbox, DEPTH),
            // guess: a mailbox in the place of the group is its own only member.
            Some(found) => found.object_id() == mailbox.object_id(),
            None => false,
        };
        if of_app().any(|policy| policy.denies && holds(&policy.target)) {
            return false;
        }
        let mut restrictions = of_app().filter(|policy| !policy.denies).peekable();
        restrictions.peek().is_none() || restrictions.any(|policy| holds(&policy.target))
    }

    /// Whether a group holds a mailbox, itself or through groups inside.
    fn holds(&self, group: &Group, mailbox: Found<'_>, depth: usize) -> bool {
        group.members.iter().any(|member| {
            member.eq_ignore_ascii_case(mailbox.address())
                || match self.recipient(member) {
                    Some(Found::Group(inner)) if depth > 0 => self.holds(inner, mailbox, depth - 1),
                    Some(Found::Group(_) | Found::Room(_) | Found::User(_)) | None => false,
                }
        })
    }

    fn role_reaches(&self, app: &App, role: &str, mailbox: Found<'_>) -> bool {
        let matches = |given: &str| {
            given == role
                || given == "Application Exchange Full Access" && !role.contains("EWS")
                || given == "Application Mail Full Access" && role.starts_with("Application Mail.")
        };
        self.assignments_of(app).any(|at| matches(&at.role) && self.is_in_reach(&at.reach, mailbox))
    }

    /// The role assignments that work for an app: those of an Exchange principal with the right object id.
    pub(super) fn assignments_of<'a>(&'a self, app: &'a App) -> impl Iterator<Item = &'a super::state::Assignment> {
        let id = app.principal.as_ref().map(|principal| principal.object_id);
        let is_known = self
            .state
            .exchange_principals
            .iter()
            .any(|principal| principal.app_id == app.app_id && Some(principal.object_id) == id);
        self.state.assignments.iter().filter(move |at| is_known && Some(at.principal) == id)
    }

    /// Whether an assignment reaches a mailbox.
    pub(super) fn is_in_reach(&self, reach: &Reach, mailbox: Found<'_>) -> bool {
        match reach {
            Reach::Organization => true,
            Reach::Scope(name) => self
                .state
                .scopes
                .iter()
                .find(|scope| scope.name == *name)
                .is_some_and(|scope| self.filter_matches(&scope.filter, mailbox)),
            // Source: RecipientGroupScope counts direct members only.
            Reach::Group(address) => match self.recipient(address) {
                Some(Found::Group(group)) => self.holds(group, mailbox, 0),
                Some(Found::Room(_) | Found::User(_)) | None => false,
            },
            Reach::AdministrativeUnit(id) => match mailbox {
                Found::Room(room) => room.administrative_units.contains(id),
                Found::User(_) | Found::Group(_) => false,
            },
        }
    }

    /// Whether a recipient filter of one of the simple forms matches. Other forms match nothing.
    fn filter_matches(&self, filter: &str, mailbox: Found<'_>) -> bool {
        let Some((property, value)) = filter.split_once("-eq") else { return false };
        let value = value.trim().trim_matches(['\'', '"']);
        match property.trim().trim_start_matches('(').to_ascii_lowercase().as_str() {
            "recipienttypedetails" => details(mailbox).eq_ignore_ascii_case(value),
            "customattribute1" => match mailbox {
                Found::Room(room) => room.custom_attribute_1.eq_ignore_ascii_case(value),
                Found::User(_) | Found::Group(_) => false,
            },
            "memberofgroup" => match self.recipient(value) {
                Some(Found::Group(group)) => self.holds(group, mailbox, 0),
                Some(Found::Room(_) | Found::User(_)) | None => false,
            },
            _ => false,
        }
    }
}

/// `RecipientTypeDetails` of anything.
pub(super) fn details(found: Found<'_>) -> &'static str {
    match found {
        Found::Room(room) => room.details(),
        Found::User(user) => user.details,
        Found::Group(group) => group.kind.details(),
    }
}

/// `RecipientType` of anything.
pub(super) fn recipient_type(found: Found<'_>) -> &'static str {
    match found {
        Found::Room(room) if room.home == Home::OnPremises => "MailUser",
        Found::Room(_) => "UserMailbox",
        Found::User(user) if user.has_mailbox() => "UserMailbox",
        Found::User(user) if user.details == "MailUser" => "MailUser",
        Found::User(_) => "User",
        Found::Group(group) => group.kind.recipient_type(),
    }
}

/// `ResourceType` of a bookable mailbox.
pub(super) fn resource_type(kind: RoomKind) -> &'static str {
    match kind {
        RoomKind::Room => "Room",
        RoomKind::Workspace => "Workspace",
        RoomKind::Equipment => "Equipment",
    }
}
