//! One change held against a snapshot. Every kind of change has its arm; what a snapshot does not keep is not known.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::super::Manifest;
use super::written::{self, words};
use crate::tenant::{
    AppRegistration, AssignmentScope, Change, Entry, Fact, Gap, GroupRef, Holder, Home, ListMember, ListSetting,
    Listing, MailboxGuid, NewGroup, NewRoom, ObjectId, Purpose, Room, RoomList, ScopeGroup, ServicePrincipal, Setting,
    SettingValue, Snapshot, Untrusted, Way,
};

/// How a change looks in a snapshot.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    /// As the plan wants it.
    Made,
    /// As it was before.
    Before,
    /// Neither; what is there, in words.
    Other(String),
    /// Not known.
    Unknown(Unread),
}

/// Why a snapshot does not tell.
#[derive(Clone, Debug, PartialEq)]
pub enum Unread {
    /// The fact was not read.
    Gap(Gap),
    /// The object was not found among what was read.
    NotFound,
    /// Snapshots keep nothing about it.
    NotKept,
    /// The facts are of another app.
    OtherApp,
    /// The facts were read before the script ran.
    ReadEarlier,
}

impl From<Gap> for Unread {
    fn from(gap: Gap) -> Self {
        Self::Gap(gap)
    }
}

/// A way of saying it with `?`.
type Look<T> = Result<T, Unread>;

/// A snapshot, and what a plan calls things.
pub struct Reader<'a> {
    snapshot: &'a Snapshot,
    rooms: BTreeMap<Uuid, &'a Room>,
    /// Groups that the plan makes, by the alias that other changes name them by.
    new_groups: BTreeMap<&'a str, &'a NewGroup>,
}

impl<'a> Reader<'a> {
    /// Looks at a snapshot for a plan.
    pub fn new(manifest: &'a Manifest, snapshot: &'a Snapshot) -> Self {
        let mut rooms = BTreeMap::new();
        for room in snapshot.rooms.values() {
            let mailbox = room.mailbox.ok().and_then(Option::as_ref);
            let ids = mailbox.map(|mailbox| [mailbox.guid.map(|id| id.0), mailbox.object_id.map(|id| id.0)]);
            rooms.extend(ids.into_iter().flatten().flatten().map(|id| (id, room)));
        }
        let new_groups = manifest.changes().filter_map(|change| match change {
            Change::Group { group, .. } => Some((group.alias.as_str(), group)),
            _ => None,
        });
        Self { snapshot, rooms, new_groups: new_groups.collect() }
    }

    /// How a change looks.
    pub fn seen(&self, change: &Change) -> Seen {
        self.look(change).unwrap_or_else(Seen::Unknown)
    }

    fn look(&self, change: &Change) -> Look<Seen> {
        match change {
            Change::Set { of, setting, from, to, .. } => Ok(compared(&self.setting(*of, *setting)?, from, to)),
            Change::Amend { of, list, add, remove } => self.amended(*of, *list, add, remove),
            Change::Member { group, member, way, .. } => {
                let members = self.members(group)?;
                Ok(there(members.iter().any(|one| one.guid == Some(*member)), *way))
            }
            Change::Group { group, way } => Ok(there(self.has_group(group)?, *way)),
            Change::RoomListFlag { group } => self.flag(*group),
            Change::Room { room, way } => Ok(there(self.has_room(room)?, *way)),
            Change::FolderRight { room, who, from, to, flags_from, flags_to } => {
                let rights = self.room(room.0)?.calendar_rights.get()?;
                let entry = rights.iter().find(|right| self.is_holder(who, &right.user));
                let (rights, flags) = entry.map_or((&[][..], &[][..]), |entry| (&entry.rights, &entry.flags));
                Ok(match () {
                    () if same_words(rights, to) && same_words(flags, flags_to) => Seen::Made,
                    () if same_words(rights, from) && same_words(flags, flags_from) => Seen::Before,
                    () => Seen::Other(words(rights.iter().chain(flags).map(String::as_str))),
                })
            }
            Change::FullAccess { room, who, way } => {
                let rights = self.room(room.0)?.mailbox_rights.get()?;
                let is_it = |right: &crate::tenant::MailboxRight| {
                    right.user.raw().eq_ignore_ascii_case(who.raw())
                        && right.inherited != Some(true)
                        && right.deny != Some(true)
                        && right.rights.iter().any(|word| word == "FullAccess")
                };
                Ok(there(rights.iter().any(is_it), *way))
            }
            Change::InboxRule { room, rule, from, to } => {
                let rules = self.room(room.0)?.inbox_rules.get()?;
                let Some(found) = rules.iter().find(|one| one.name.as_ref() == Some(rule)) else {
                    return Ok(Seen::Other("the rule is gone".to_owned()));
                };
                let enabled = found.enabled.ok_or(Unread::NotKept)?;
                Ok(compared(&enabled.into(), &(*from).into(), &(*to).into()))
            }
            Change::ExchangePrincipal { object, way, .. } => {
                let principal = self.snapshot.access.exchange_principal.get()?;
                Ok(there(principal.as_ref().is_some_and(|one| one.object_id == Some(*object)), *way))
            }
            Change::Scope { name, way, .. } => {
                // Only scopes that a role of the app uses are read: one that nothing uses confines nothing.
                let scopes = self.snapshot.access.scopes.get()?;
                Ok(there(scopes.iter().any(|scope| same_name(&scope.name, name)), *way))
            }
            Change::Assignment { role, scope, way, .. } => {
                let assignments = self.snapshot.access.assignments.get()?;
                let is_it = |one: &&crate::tenant::RoleAssignment| {
                    one.role == *role && self.is_scoped(&one.scope, scope.as_ref())
                };
                Ok(there(assignments.iter().any(|one| is_it(&one)), *way))
            }
            Change::Policy { app, group, right, identity, way, .. } => {
                let policies = self.snapshot.access.policies.get()?;
                let is_it = |policy: &crate::tenant::AccessPolicy| match identity {
                    Some(identity) => policy.identity == *identity,
                    None => {
                        policy.app_id == Some(*app)
                            && policy.right == *right
                            && self.is_scope_of(&policy.scope_identity, &policy.scope_name, group)
                    }
                };
                Ok(there(policies.iter().any(is_it), *way))
            }
            Change::Impersonation { assignment } => {
                let all = self.snapshot.access.impersonation.get()?;
                Ok(there(all.iter().any(|one| one.name == *assignment), Way::Unmake))
            }
            Change::Consent { app, resource, role, way, .. } => {
                self.principal(*app)?;
                let grants = self.snapshot.app.grants.get()?;
                Ok(there(grants.iter().any(|one| one.resource == Some(*resource) && one.role_id == *role), *way))
            }
            Change::Requested { application, resource, role, kind, way, .. } => {
                let requested = &self.registration(*application)?.requested;
                let is_it = |one: &crate::tenant::app::Requested| {
                    one.resource_app_id == *resource && one.id == *role && one.kind == *kind
                };
                Ok(there(requested.iter().any(is_it), *way))
            }
            Change::Delegated { app, resource, scopes, way } => {
                self.principal(*app)?;
                let grants = self.snapshot.app.delegated.get()?;
                let held: BTreeSet<&String> =
                    grants.iter().filter(|one| one.resource == Some(*resource)).flat_map(|one| &one.scopes).collect();
                Ok(several(scopes.iter().map(|scope| held.contains(scope)), *way))
            }
            Change::RedirectUris { application, uris, way } => {
                let held = &self.registration(*application)?.redirect_uris;
                Ok(several(uris.iter().map(|uri| held.contains(uri)), *way))
            }
            Change::HideApp { app, way } => {
                let tags = &self.principal(*app)?.tags;
                Ok(there(tags.iter().any(|tag| tag.raw() == "HideApp"), *way))
            }
            Change::RemoveSecret { application, key } => {
                let credentials = &self.registration(*application)?.credentials;
                Ok(there(credentials.iter().any(|one| one.key_id == *key), Way::Unmake))
            }
            Change::NewSecret { application, name, .. } => {
                let credentials = &self.registration(*application)?.credentials;
                let is_it = |text: &Untrusted| text.raw() == name;
                Ok(there(credentials.iter().any(|one| one.display_name.as_ref().is_some_and(is_it)), Way::Make))
            }
            Change::Application { way, .. } => Ok(there(self.snapshot.app.registration.get()?.is_some(), *way)),
        }
    }

    fn room(&self, id: Uuid) -> Look<&'a Room> {
        if let Some(room) = self.rooms.get(&id) {
            return Ok(room);
        }
        self.snapshot.exchange_rooms.get()?;
        Err(Unread::NotFound)
    }

    fn setting(&self, of: Uuid, setting: Setting) -> Look<SettingValue> {
        let known = |value: Option<SettingValue>| value.ok_or(Unread::NotKept);
        match setting.home() {
            Home::CalendarProcessing => known(self.room(of)?.calendar.get()?.setting(setting)),
            Home::Mailbox => {
                let mailbox = self.room(of)?.mailbox.get()?.as_ref().ok_or(Unread::NotFound)?;
                written::of_mailbox(mailbox, setting).ok_or(Unread::NotKept)
            }
            Home::AutomaticReplies => {
                known(self.room(of)?.settings.get()?.automatic_replies.as_deref().map(written::replies))
            }
            Home::Protocols => known(self.room(of)?.protocols.get()?.ews_enabled.map(Into::into)),
            Home::Group => {
                let list = self.list(MailboxGuid(of)).ok_or(Unread::NotFound)?;
                let list = list.exchange.get()?.as_ref().ok_or(Unread::NotFound)?;
                known(list.hidden_from_address_lists.map(Into::into))
            }
            Home::Place => {
                let room = self.room(of)?;
                // What Exchange tells is newer than what Graph tells.
                let place = match room.exchange_place.ok() {
                    Some(Some(place)) => place,
                    Some(None) | None => room.place.get()?.as_ref().ok_or(Unread::NotFound)?,
                };
                written::of_place(place, setting).ok_or(Unread::NotKept)
            }
            Home::Account => {
                let mailbox = self.room(of)?.mailbox.get()?.as_ref().ok_or(Unread::NotFound)?;
                known(mailbox.account_disabled.map(|is_disabled| (!is_disabled).into()))
            }
            Home::Application => {
                let audience = self.registration(ObjectId(of))?.sign_in_audience.as_deref();
                known(audience.map(Into::into))
            }
            Home::ServicePrincipal => {
                let principal = self.principal(ObjectId(of))?;
                let value = match setting {
                    Setting::AssignmentRequired => principal.assignment_required,
                    _ => principal.account_enabled,
                };
                known(value.map(Into::into))
            }
        }
    }

    fn amended(&self, of: Uuid, list: ListSetting, add: &[Entry], remove: &[Entry]) -> Look<Seen> {
        let room = self.room(of)?;
        let named: &[Untrusted] = match list.home() {
            Home::CalendarProcessing => {
                let calendar = room.calendar.get()?;
                let named = match list {
                    ListSetting::BookInPolicy => &calendar.book_in_policy,
                    ListSetting::RequestInPolicy => &calendar.request_in_policy,
                    ListSetting::RequestOutOfPolicy => &calendar.request_out_of_policy,
                    ListSetting::ResourceDelegates => &calendar.resource_delegates,
                    ListSetting::AcceptMessagesOnlyFrom | ListSetting::RejectMessagesFrom => &None,
                };
                named.as_deref().ok_or(Unread::NotKept)?
            }
            _ => {
                let mailbox = room.mailbox.get()?.as_ref().ok_or(Unread::NotFound)?;
                match list {
                    ListSetting::AcceptMessagesOnlyFrom => &mailbox.accepts_only_from,
                    _ => &mailbox.rejects_from,
                }
            }
        };
        let holds = |entries: &[Entry]| entries.iter().map(|entry| self.holds(named, entry)).collect::<Look<Vec<_>>>();
        let (added, removed) = (holds(add)?, holds(remove)?);
        let done = added.iter().filter(|is_in| **is_in).count() + removed.iter().filter(|is_in| !**is_in).count();
        Ok(match added.len() + removed.len() {
            all if done == all => Seen::Made,
            _ if done == 0 => Seen::Before,
            all => Seen::Other(format!("{done} of {all} done")),
        })
    }

    /// Whether a list that names recipients in Exchange's way holds somebody.
    fn holds(&self, named: &[Untrusted], entry: &Entry) -> Look<bool> {
        let id = match entry {
            Entry::Named(text) => return Ok(named.contains(text)),
            Entry::Recipient(id) => *id,
        };
        let mut gap = None;
        for name in named {
            match self.snapshot.recipients.get(name).map(Fact::get) {
                Some(Ok(Some(recipient))) => {
                    let ids = [recipient.guid.map(|id| id.0), recipient.object_id.map(|id| id.0)];
                    if ids.contains(&Some(id)) {
                        return Ok(true);
                    }
                }
                Some(Ok(None)) => {}
                Some(Err(why)) => gap = Some(why.into()),
                None => gap = gap.or(Some(Unread::NotKept)),
            }
        }
        gap.map_or(Ok(false), Err)
    }

    /// Whether a folder's entry is somebody's.
    fn is_holder(&self, who: &Holder, user: &Untrusted) -> bool {
        match who {
            Holder::Default => user.raw() == "Default",
            Holder::Anonymous => user.raw() == "Anonymous",
            Holder::Named(text) => text == user,
            Holder::Recipient(id) => {
                let is_it = |recipient: &crate::tenant::Recipient| {
                    [recipient.guid.map(|id| id.0), recipient.object_id.map(|id| id.0)].contains(&Some(*id))
                };
                let by_name = self.snapshot.recipients.get(user).and_then(|fact| fact.ok()?.as_ref());
                let mut all = self.snapshot.recipients.values().filter_map(|fact| fact.ok()?.as_ref());
                by_name.is_some_and(is_it) || all.any(|one| is_it(one) && one.display_name == *user)
            }
        }
    }

    fn list(&self, guid: MailboxGuid) -> Option<&'a RoomList> {
        let is_it = |list: &&RoomList| {
            list.exchange.ok().and_then(Option::as_ref).is_some_and(|exchange| exchange.guid == Some(guid))
        };
        self.snapshot.lists.values().find(is_it)
    }

    fn scope_groups(&self) -> impl Iterator<Item = &'a ScopeGroup> {
        self.snapshot.access.groups.values().filter_map(|fact| fact.ok()?.as_ref())
    }

    fn new_list(&self, group: &NewGroup) -> Option<&'a RoomList> {
        self.snapshot.lists.values().find(|list| {
            let is_address = group.address.as_ref() == Some(&list.address);
            is_address || is_local_part(list.address.as_str(), &group.alias) || list.name() == Some(&group.name)
        })
    }

    fn new_scope_group(&self, group: &NewGroup) -> Option<&'a ScopeGroup> {
        self.scope_groups().find(|one| {
            let address = one.address.as_ref();
            let is_address = address.is_some() && address == group.address.as_ref();
            let is_alias = address.is_some_and(|address| is_local_part(address.as_str(), &group.alias));
            is_address || is_alias || one.display_name == group.name
        })
    }

    fn members(&self, group: &GroupRef) -> Look<&'a [ListMember]> {
        let (list, scope) = match group {
            GroupRef::Known { guid, .. } => {
                (self.list(*guid), self.scope_groups().find(|group| group.guid == Some(*guid)))
            }
            GroupRef::New { alias, .. } => {
                let new = self.new_groups.get(alias.as_str()).ok_or(Unread::NotKept)?;
                (self.new_list(new), self.new_scope_group(new))
            }
            GroupRef::Gone { .. } => (None, None),
        };
        match (list, scope, group) {
            (Some(list), _, _) => Ok(list.members.get()?),
            (None, Some(scope), _) => Ok(scope.members.get()?),
            (None, None, GroupRef::New { alias, .. }) => {
                let new = self.new_groups.get(alias.as_str()).ok_or(Unread::NotKept)?;
                // A group that is not there has no members.
                if self.has_group(new)? { Err(Unread::NotFound) } else { Ok(&[]) }
            }
            (None, None, GroupRef::Known { .. } | GroupRef::Gone { .. }) => Err(Unread::NotFound),
        }
    }

    fn has_group(&self, group: &NewGroup) -> Look<bool> {
        match group.purpose {
            Purpose::RoomList if self.new_list(group).is_some() => Ok(true),
            Purpose::RoomList => whole(&self.snapshot.exchange_lists).map(|()| false),
            Purpose::Scope if self.new_scope_group(group).is_some() => Ok(true),
            // Only groups that policies and scopes name are read.
            Purpose::Scope => Err(Unread::NotKept),
        }
    }

    fn has_room(&self, room: &NewRoom) -> Look<bool> {
        if let Some(Some(_)) = self.snapshot.rooms.get(&room.address).and_then(|room| room.mailbox.ok()) {
            return Ok(true);
        }
        whole(&self.snapshot.exchange_rooms).map(|()| false)
    }

    fn flag(&self, group: MailboxGuid) -> Look<Seen> {
        let kind = self.list(group).and_then(|list| list.exchange.ok()?.as_ref()?.recipient_type_details.as_deref());
        if let Some(kind) = kind {
            return Ok(there(kind == "RoomList", Way::Make));
        }
        whole(&self.snapshot.exchange_lists).map(|()| Seen::Before)
    }

    fn is_scoped(&self, found: &AssignmentScope, wanted: Option<&Untrusted>) -> bool {
        match (found, wanted) {
            (AssignmentScope::Organization, None) => true,
            (AssignmentScope::CustomScope(found), Some(wanted)) => {
                let scopes = self.snapshot.access.scopes.ok().into_iter().flatten();
                let by_id = |scope: &crate::tenant::ManagementScope| scope.id.as_deref() == Some(found.raw());
                same_name(found, wanted)
                    || scopes.filter(|scope| by_id(scope)).any(|scope| same_name(&scope.name, wanted))
            }
            _ => false,
        }
    }

    /// Whether the scope of a policy is a group.
    fn is_scope_of(&self, identity: &Untrusted, name: &Untrusted, group: &GroupRef) -> bool {
        let found = self.snapshot.access.groups.get(identity.raw()).and_then(|fact| fact.ok()?.as_ref());
        match group {
            GroupRef::Known { guid, .. } => found.is_some_and(|found| found.guid == Some(*guid)),
            GroupRef::Gone { name: gone, .. } => gone == name,
            GroupRef::New { alias, .. } => {
                let new = self.new_groups.get(alias.as_str());
                new.is_some_and(|new| new.name == *name || found.is_some_and(|found| found.display_name == new.name))
            }
        }
    }

    fn registration(&self, id: ObjectId) -> Look<&'a AppRegistration> {
        let found = self.snapshot.app.registration.get()?.as_ref();
        found.filter(|one| one.id == id).ok_or(Unread::OtherApp)
    }

    fn principal(&self, id: ObjectId) -> Look<&'a ServicePrincipal> {
        let found = self.snapshot.app.service_principal.get()?.as_ref();
        found.filter(|one| one.id == id).ok_or(Unread::OtherApp)
    }
}

/// Whether a listing was read to the end, so that what is not in it does not exist.
fn whole(listing: &Fact<Listing>) -> Look<()> {
    if listing.get()?.is_complete() { Ok(()) } else { Err(Unread::NotFound) }
}

/// Something that comes or goes.
fn there(is_there: bool, way: Way) -> Seen {
    if is_there == (way == Way::Make) { Seen::Made } else { Seen::Before }
}

/// Several things that come or go together.
fn several(are_there: impl Iterator<Item = bool>, way: Way) -> Seen {
    let all: Vec<Seen> = are_there.map(|is_there| there(is_there, way)).collect();
    let made = all.iter().filter(|seen| **seen == Seen::Made).count();
    match made {
        made if made == all.len() => Seen::Made,
        0 => Seen::Before,
        made => Seen::Other(format!("{made} of {} done", all.len())),
    }
}

/// Values are the same when they are written the same: that is how the scripts compare them.
fn compared(now: &SettingValue, from: &SettingValue, to: &SettingValue) -> Seen {
    let now = written::value(now);
    match () {
        () if now == written::value(to) => Seen::Made,
        () if now == written::value(from) => Seen::Before,
        () => Seen::Other(if now.is_empty() { "nothing".to_owned() } else { now }),
    }
}

fn same_words(one: &[String], other: &[String]) -> bool {
    one.iter().collect::<BTreeSet<_>>() == other.iter().collect::<BTreeSet<_>>()
}

fn same_name(one: &Untrusted, other: &Untrusted) -> bool {
    one.raw().eq_ignore_ascii_case(other.raw())
}

fn is_local_part(address: &str, alias: &str) -> bool {
    address.split_once('@').is_some_and(|(local, _)| local.eq_ignore_ascii_case(alias))
}
