//! Who is in the groups that confine the app, indexed once so that many rooms can be asked for.

use std::collections::{BTreeMap, BTreeSet};

use super::target::Target;
use crate::tenant::{AccessFacts, Address, Fact, Gap, ListMember, MailboxGuid, ScopeGroup, Untrusted};

/// Whether members of groups inside a group count. Access policies count them, role scopes do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nesting {
    /// Only what is in the group itself.
    Direct,
    /// What is in groups inside it, too.
    Whole,
}

/// The groups that policies and scopes name.
#[derive(Debug)]
pub struct Groups<'a> {
    groups: BTreeMap<&'a str, Group<'a>>,
}

#[derive(Debug)]
struct Group<'a> {
    fact: &'a Fact<Option<ScopeGroup>>,
    direct: Result<Index<'a>, Gap>,
    whole: Result<Index<'a>, Gap>,
}

#[derive(Debug, Default)]
struct Index<'a> {
    members: Vec<&'a ListMember>,
    addresses: BTreeSet<&'a Address>,
    guids: BTreeSet<MailboxGuid>,
    /// Why some members are not known.
    unread: Option<Gap>,
}

impl<'a> Groups<'a> {
    /// Indexes all groups that were read.
    pub fn index(access: &'a AccessFacts) -> Self {
        let groups = access.groups.iter().map(|(key, fact)| {
            let group = Group { fact, direct: index(fact, Nesting::Direct), whole: index(fact, Nesting::Whole) };
            (key.as_str(), group)
        });
        Self { groups: groups.collect() }
    }

    /// The group itself; `None` inside when it does not exist.
    ///
    /// # Errors
    /// Its gap.
    pub fn group(&self, key: &str) -> Result<Option<&'a ScopeGroup>, Gap> {
        self.find(key)?.fact.get().map(Option::as_ref)
    }

    /// Whether the mailbox is in the group.
    ///
    /// # Errors
    /// The gap of the members that were not read, when the mailbox is not among those that were.
    pub fn holds(&self, key: &str, nesting: Nesting, target: &Target<'_>) -> Result<bool, Gap> {
        let index = self.members_index(key, nesting)?;
        let is_member = target.addresses.iter().any(|address| index.addresses.contains(address));
        if is_member || target.guid.is_some_and(|guid| index.guids.contains(&guid)) {
            return Ok(true);
        }
        match &index.unread {
            Some(gap) => Err(gap.clone()),
            None => Ok(false),
        }
    }

    /// Everybody in the group who is not a group, and the gap when some could not be read.
    ///
    /// # Errors
    /// The gap of the group.
    pub fn members(&self, key: &str, nesting: Nesting) -> Result<(&[&'a ListMember], Option<&Gap>), Gap> {
        let index = self.members_index(key, nesting)?;
        Ok((&index.members, index.unread.as_ref()))
    }

    fn members_index(&self, key: &str, nesting: Nesting) -> Result<&Index<'a>, Gap> {
        let group = self.find(key)?;
        let index = match nesting {
            Nesting::Direct => &group.direct,
            Nesting::Whole => &group.whole,
        };
        index.as_ref().map_err(Clone::clone)
    }

    /// By the identity that was asked, else by distinguished name or object id.
    fn find(&self, key: &str) -> Result<&Group<'a>, Gap> {
        let by_name = || self.groups.values().find(|group| is_named(group.fact, key));
        self.groups.get(key).or_else(by_name).ok_or(Gap::NotGathered)
    }
}

fn is_named(fact: &Fact<Option<ScopeGroup>>, key: &str) -> bool {
    let Some(Some(group)) = fact.ok() else { return false };
    let name = group.distinguished_name.as_ref().map(Untrusted::raw);
    name.is_some_and(|name| name.eq_ignore_ascii_case(key))
        || group.object_id.is_some_and(|id| id.to_string().eq_ignore_ascii_case(key))
}

/// Whether it is a mailbox that somebody put in the place of a group.
pub fn is_mailbox(group: &ScopeGroup) -> bool {
    group.recipient_type_details.as_deref().is_some_and(|kind| kind.ends_with("Mailbox"))
}

fn index(fact: &Fact<Option<ScopeGroup>>, nesting: Nesting) -> Result<Index<'_>, Gap> {
    let mut index = Index::default();
    // A group that does not exist holds nobody.
    let Some(group) = fact.get()? else { return Ok(index) };
    if is_mailbox(group) {
        return mailbox_index(group);
    }
    let mut open = vec![group.members.get()?];
    let mut seen = BTreeSet::new();
    while let Some(members) = open.pop() {
        for member in members {
            if !member.is_group() {
                index.members.push(member);
                index.addresses.extend(&member.address);
                index.guids.extend(member.guid);
            } else if nesting == Nesting::Whole {
                let nested = member.address.as_ref().filter(|address| seen.insert(*address));
                match nested.map(|address| group.nested.get(address).map_or(Err(Gap::NotGathered), Fact::get)) {
                    Some(Ok(members)) => open.push(members),
                    Some(Err(gap)) => index.unread = Some(gap),
                    None if member.address.is_none() => index.unread = Some(Gap::NotGathered),
                    None => {}
                }
            }
        }
    }
    Ok(index)
}

/// A user's mailbox stands for itself. Whether a policy on a resource mailbox works is disputed: Microsoft says that it
/// does not, and people report that it does.
fn mailbox_index(group: &ScopeGroup) -> Result<Index<'_>, Gap> {
    let mut index = Index::default();
    if group.recipient_type_details.as_deref() == Some("UserMailbox") {
        index.addresses.extend(&group.address);
    } else {
        index.unread = Some(Gap::NotEvaluable { what: "an access policy whose target is a resource mailbox" });
    }
    Ok(index)
}
