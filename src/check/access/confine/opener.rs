//! What lets the app into one mailbox that it lacks, by the way that is there already where one is.

use std::cell::OnceCell;

use super::holder::membership;
use super::{Confinement, Method, confine, each_once};
use crate::check::Context;
use crate::check::access::effective::{Extent, Obstacle, Reach};
use crate::check::access::filter::Filter;
use crate::tenant::{Change, MailboxGuid, RoleAssignment, Way};

/// Answers for many mailboxes; the whole confinement is thought out once, and only when one needs it.
#[derive(Debug)]
pub struct Opener<'r, 'a> {
    reach: &'r Reach<'a>,
    context: &'r Context<'a>,
    whole: OnceCell<Confinement>,
}

impl<'r, 'a> Opener<'r, 'a> {
    /// For the reach of an app.
    pub fn new(reach: &'r Reach<'a>, context: &'r Context<'a>) -> Self {
        Self { reach, context, whole: OnceCell::new() }
    }

    /// The changes that let the app in where these ways end before the mailbox; `None` is a permission that ends nowhere
    /// because nothing gives it. Empty where somebody denied it, and where nothing that a script can change would help.
    pub fn open(&self, ends: &[Option<Obstacle<'_>>], mailbox: Option<MailboxGuid>) -> Vec<Change> {
        each_once(ends.iter().flat_map(|end| self.past(*end, mailbox)))
    }

    fn past(&self, end: Option<Obstacle<'_>>, mailbox: Option<MailboxGuid>) -> Vec<Change> {
        let Some(guid) = mailbox else { return Vec::new() };
        let member = match end {
            // Somebody wanted it so, and no role knows a denial.
            Some(Obstacle::DeniedBy(_)) => return Vec::new(),
            Some(Obstacle::OutsidePolicy(policy)) => {
                membership(policy.scope_identity.raw(), guid, Way::Make, Method::Policy, self.reach)
            }
            Some(Obstacle::OutsideScope(assignment)) => {
                let key = self.group_of(assignment);
                key.and_then(|key| membership(key, guid, Way::Make, Method::Roles, self.reach))
            }
            Some(Obstacle::WrongPrincipal(_)) | None => None,
        };
        match member {
            Some(member) => vec![member],
            None => self.whole().opening_of(mailbox),
        }
    }

    /// The group that confines an assignment and nothing else does.
    fn group_of(&self, assignment: &RoleAssignment) -> Option<&str> {
        let roles = self.reach.roles().ok()?;
        let (_, extent) = roles.iter().find(|(one, _)| std::ptr::eq(*one, assignment))?;
        group_of(extent)
    }

    fn whole(&self) -> &Confinement {
        self.whole.get_or_init(|| confine(self.context, Method::Roles).unwrap_or_default())
    }
}

/// The group whose direct members an extent is.
pub fn group_of<'e>(extent: &'e Extent<'_>) -> Option<&'e str> {
    match extent {
        Extent::Filter(Filter::MemberOf(key)) => Some(key),
        Extent::Group(key) => Some(key),
        Extent::Filter(Filter::RecipientType(_) | Filter::ResourceType(_) | Filter::All(_) | Filter::Any(_))
        | Extent::Everywhere
        | Extent::AdministrativeUnit(_)
        | Extent::Recipient(_)
        | Extent::Unknown(_) => None,
    }
}
