//! One typed alteration of a tenant, with what was there before, so that there is a way back.
//!
//! A change says what, never how: checks propose it, `remedy` orders it and writes it as PowerShell, the simulated tenant
//! obeys that. Every object that exists is named by its GUID; an object that is yet to be made is named by a name of ours,
//! which the scripts look up before they make it.

mod setting;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use setting::{Home, ListSetting, Master, Setting, SettingValue};

use super::{AccessRight, Address, AppId, MailboxGuid, ObjectId, Resource, Room, Untrusted, app::PermissionKind};

/// One alteration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// A setting gets another value.
    Set {
        /// The object: the GUID of a mailbox or group, or the object id of an account, app or service principal.
        of: Uuid,
        /// The setting.
        setting: Setting,
        /// What it was when it was read.
        from: SettingValue,
        /// What it is to be.
        to: SettingValue,
        /// Where it is mastered.
        side: Side,
    },
    /// Recipients come into or leave a list of an object; the others stay as they are.
    Amend {
        /// The object.
        of: Uuid,
        /// The list.
        list: ListSetting,
        /// Who comes in.
        add: Vec<Entry>,
        /// Who leaves.
        remove: Vec<Entry>,
    },
    /// A recipient becomes or stops being a member of a group.
    Member {
        /// The group.
        group: GroupRef,
        /// The member.
        member: MailboxGuid,
        /// In or out.
        way: Way,
        /// Where the group is mastered.
        side: Side,
    },
    /// A group comes or goes.
    Group {
        /// The group.
        group: NewGroup,
        /// Which of the two.
        way: Way,
    },
    /// A group gets the room-list flag. Exchange takes it back from nobody.
    RoomListFlag {
        /// The group.
        group: MailboxGuid,
    },
    /// A room mailbox comes or goes.
    Room {
        /// The room.
        room: NewRoom,
        /// Which of the two.
        way: Way,
    },
    /// Somebody's right in the calendar folder of a room.
    FolderRight {
        /// The room.
        room: MailboxGuid,
        /// Whose.
        who: Holder,
        /// `AccessRights` as they were; empty when there was no entry.
        from: Vec<String>,
        /// `AccessRights` as they are to be; empty when the entry goes.
        to: Vec<String>,
        /// `SharingPermissionFlags` as they were.
        flags_from: Vec<String>,
        /// `SharingPermissionFlags` as they are to be.
        flags_to: Vec<String>,
    },
    /// Somebody's full access to a mailbox.
    FullAccess {
        /// The mailbox.
        room: MailboxGuid,
        /// Whose, as `Get-MailboxPermission` names them.
        who: Untrusted,
        /// Given or taken.
        way: Way,
    },
    /// An inbox rule is switched.
    InboxRule {
        /// The mailbox.
        room: MailboxGuid,
        /// The rule's name.
        rule: Untrusted,
        /// Whether it was on.
        from: bool,
        /// Whether it is to be on.
        to: bool,
    },
    /// The app's service principal in Exchange.
    ExchangePrincipal {
        /// The app.
        app: AppId,
        /// The object id of the enterprise application in Entra, or what somebody typed in its place.
        object: ObjectId,
        /// Its name.
        name: Untrusted,
        /// Made or removed.
        way: Way,
    },
    /// A management scope that holds the direct members of a group.
    Scope {
        /// Its name: of ours, or as it was read.
        name: Untrusted,
        /// The group.
        group: GroupRef,
        /// Made or removed.
        way: Way,
    },
    /// An Exchange application role for the app.
    Assignment {
        /// The object id of the app's service principal.
        app: ObjectId,
        /// The role, such as `Application Calendars.ReadWrite`.
        role: String,
        /// The management scope, by name; everybody when there is none.
        scope: Option<Untrusted>,
        /// Made or removed.
        way: Way,
    },
    /// An application access policy (legacy).
    Policy {
        /// The app.
        app: AppId,
        /// Its scope.
        group: GroupRef,
        /// Whether it restricts or denies.
        right: AccessRight,
        /// `Description`.
        description: Option<Untrusted>,
        /// `Identity` as it was read; none for a policy that is yet to be made.
        identity: Option<Untrusted>,
        /// Made or removed.
        way: Way,
    },
    /// An assignment of the withdrawn role ApplicationImpersonation goes. Nobody can make it again.
    Impersonation {
        /// The name of the assignment.
        assignment: Untrusted,
    },
    /// Consent to an application permission.
    Consent {
        /// The object id of the app's service principal.
        app: ObjectId,
        /// Whose permission.
        resource: Resource,
        /// The id of the app role.
        role: Uuid,
        /// The name of the permission.
        value: String,
        /// Given or taken.
        way: Way,
    },
    /// A permission that the registration asks for.
    Requested {
        /// The object id of the registration.
        application: ObjectId,
        /// The resource's application id.
        resource: Uuid,
        /// The id of the app role or scope.
        role: Uuid,
        /// Its name, where it is known.
        value: String,
        /// Application or delegated.
        kind: PermissionKind,
        /// Asked for or not any more.
        way: Way,
    },
    /// Consent to delegated permissions goes.
    Delegated {
        /// The object id of the app's service principal.
        app: ObjectId,
        /// Whose permissions.
        resource: Resource,
        /// The scopes that go, such as `User.Read`.
        scopes: Vec<String>,
        /// Given or taken.
        way: Way,
    },
    /// Redirect addresses of the registration go, or come back.
    RedirectUris {
        /// The object id of the registration.
        application: ObjectId,
        /// The addresses of the web platform.
        uris: Vec<Untrusted>,
        /// Made or removed.
        way: Way,
    },
    /// The app is kept out of My Apps (tag `HideApp`), or not.
    HideApp {
        /// The object id of the app's service principal.
        app: ObjectId,
        /// Hidden or shown.
        way: Way,
    },
    /// A client secret goes. Nobody can bring the same one back.
    RemoveSecret {
        /// The object id of the registration.
        application: ObjectId,
        /// Its key id.
        key: Uuid,
    },
    /// A new client secret is made; its value is shown once to the person who runs the script and kept nowhere.
    NewSecret {
        /// The object id of the registration.
        application: ObjectId,
        /// Its description, of ours.
        name: String,
        /// How long it lives, in months.
        months: i64,
    },
    /// The app registration and its service principal are made.
    Application {
        /// Its name.
        name: Untrusted,
        /// Made or removed.
        way: Way,
    },
}

/// Whether something comes or goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// It is removed, taken. Comes first: what is wrong makes room for what is right.
    Unmake,
    /// It is made, added, given.
    Make,
}

impl Way {
    /// The other way.
    #[must_use]
    pub fn back(self) -> Self {
        match self {
            Self::Make => Self::Unmake,
            Self::Unmake => Self::Make,
        }
    }
}

/// Where an object is mastered: where a change of it has to be made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// In Exchange Online or Entra.
    #[default]
    Cloud,
    /// In the directory on premises, from where it is synchronised.
    OnPremises,
}

/// A group that exists, or one that an earlier change makes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupRef {
    /// By Exchange's GUID.
    Known {
        /// The GUID.
        guid: MailboxGuid,
        /// What it is for.
        purpose: Purpose,
    },
    /// By the alias of a [`Change::Group`] of the same plan.
    New {
        /// The alias.
        alias: String,
        /// What it is for.
        purpose: Purpose,
    },
    /// One that was deleted, or stands where a group belongs, under the name that a policy keeps of it. Nothing can be
    /// put into it, and a policy on it cannot be made again.
    Gone {
        /// The name.
        name: Untrusted,
        /// What it was for.
        purpose: Purpose,
    },
}

impl GroupRef {
    /// What it is for.
    pub fn purpose(&self) -> Purpose {
        match self {
            Self::Known { purpose, .. } | Self::New { purpose, .. } | Self::Gone { purpose, .. } => *purpose,
        }
    }
}

/// What a group is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A room list: people find rooms by it.
    RoomList,
    /// It confines an app: what is in it can be reached.
    Scope,
}

/// A group that is yet to be made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NewGroup {
    /// Its alias, of ours: letters, digits and hyphens, at most 64. By it scripts find the group again.
    pub alias: String,
    /// Its name, at most 64 characters.
    pub name: Untrusted,
    /// Its address; none leaves it to Exchange.
    pub address: Option<Address>,
    /// What it is for: decides its type.
    pub purpose: Purpose,
}

/// A room mailbox that is yet to be made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NewRoom {
    /// Its primary address.
    pub address: Address,
    /// Its name, at most 64 characters.
    pub name: Untrusted,
    /// Its seats, where the vendor's list tells.
    pub capacity: Option<i64>,
}

/// Somebody in a list of recipients.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// By GUID or object id: scripts find it among what the list names.
    Recipient(Uuid),
    /// By what the list itself shows, for somebody who is found no more.
    Named(Untrusted),
}

/// Who holds a right in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// Everybody of the organisation.
    Default,
    /// People outside.
    Anonymous,
    /// A recipient by GUID or object id.
    Recipient(Uuid),
    /// Somebody by the name that the folder shows.
    Named(Untrusted),
}

impl Change {
    /// A setting of an object in the cloud.
    pub fn set(of: Uuid, setting: Setting, from: impl Into<SettingValue>, to: impl Into<SettingValue>) -> Self {
        Self::Set { of, setting, from: from.into(), to: to.into(), side: Side::Cloud }
    }

    /// A setting of a room, where it is mastered; `None` when Exchange did not tell the room's GUID.
    ///
    /// What the directory holds of a synchronised mailbox can be changed on premises only; what is inside the mailbox
    /// can be changed in the cloud. Source: Microsoft Learn, "Manage mail users and mailboxes in a hybrid environment".
    pub fn of_room(
        room: &Room,
        setting: Setting,
        from: impl Into<SettingValue>,
        to: impl Into<SettingValue>,
    ) -> Option<Self> {
        let mailbox = room.mailbox.ok()?.as_ref()?;
        let side = match setting.master() {
            Master::Cloud => Side::Cloud,
            Master::Directory if mailbox.is_dir_synced == Some(true) => Side::OnPremises,
            // No command of the mail servers on premises sets it: the steps of the check's page do.
            Master::DirectoryOnly if mailbox.is_dir_synced == Some(true) => return None,
            Master::Directory | Master::DirectoryOnly => Side::Cloud,
        };
        let of = match setting.home() {
            Home::Account => mailbox.object_id?.0,
            Home::CalendarProcessing
            | Home::Mailbox
            | Home::AutomaticReplies
            | Home::Protocols
            | Home::Group
            | Home::Place
            | Home::Application
            | Home::ServicePrincipal => mailbox.guid?.0,
        };
        Some(Self::Set { of, setting, from: from.into(), to: to.into(), side })
    }

    /// Entries that come into or leave a list of a room; `None` when Exchange did not tell the room's GUID, or the list is
    /// mastered on premises: lists of senders of a synchronised mailbox can be changed there only.
    pub fn amend_of_room(room: &Room, list: ListSetting, add: Vec<Entry>, remove: Vec<Entry>) -> Option<Self> {
        let mailbox = room.mailbox.ok()?.as_ref()?;
        if list.home() == Home::Mailbox && mailbox.is_dir_synced == Some(true) {
            return None;
        }
        Some(Self::Amend { of: mailbox.guid?.0, list, add, remove })
    }

    /// The change that takes this one back; `None` when nothing can.
    pub fn back(&self) -> Option<Self> {
        if let Self::Policy { group: GroupRef::Gone { .. }, .. } = self {
            return None;
        }
        let mut back = self.clone();
        match &mut back {
            Self::Set { from, to, .. } => std::mem::swap(from, to),
            Self::Amend { add, remove, .. } => std::mem::swap(add, remove),
            Self::FolderRight { from, to, flags_from, flags_to, .. } => {
                std::mem::swap(from, to);
                std::mem::swap(flags_from, flags_to);
            }
            Self::InboxRule { from, to, .. } => std::mem::swap(from, to),
            Self::Member { way, .. }
            | Self::Group { way, .. }
            | Self::Room { way, .. }
            | Self::FullAccess { way, .. }
            | Self::ExchangePrincipal { way, .. }
            | Self::Scope { way, .. }
            | Self::Assignment { way, .. }
            | Self::Policy { way, .. }
            | Self::Consent { way, .. }
            | Self::Requested { way, .. }
            | Self::Delegated { way, .. }
            | Self::RedirectUris { way, .. }
            | Self::HideApp { way, .. }
            | Self::Application { way, .. } => *way = way.back(),
            Self::RoomListFlag { .. }
            | Self::Impersonation { .. }
            | Self::RemoveSecret { .. }
            | Self::NewSecret { .. } => return None,
        }
        Some(back)
    }

    /// Whether the change lets an app or a person reach more than before. Such a change is never safe.
    pub fn widens(&self) -> bool {
        match self {
            Self::Member { group, way, .. } => group.purpose() == Purpose::Scope && *way == Way::Make,
            Self::Assignment { way, .. } | Self::FullAccess { way, .. } | Self::Consent { way, .. } => {
                *way == Way::Make
            }
            Self::Delegated { way, .. } => *way == Way::Make,
            Self::Policy { right, way, .. } => match right {
                AccessRight::RestrictAccess | AccessRight::DenyAccess => *way == Way::Unmake,
                AccessRight::Other(_) => true,
            },
            Self::FolderRight { from, to, flags_from, flags_to, .. } => {
                (to != from && !is_little(to)) || flags_to.iter().any(|flag| !flags_from.contains(flag))
            }
            Self::Set { setting, to, .. } => match setting {
                Setting::AccountEnabled | Setting::AppEnabled => *to == SettingValue::Bool(true),
                Setting::SignInAudience => *to != SettingValue::from("AzureADMyOrg"),
                _ => false,
            },
            Self::NewSecret { .. } => true,
            Self::Amend { .. }
            | Self::Group { .. }
            | Self::RoomListFlag { .. }
            | Self::Room { .. }
            | Self::InboxRule { .. }
            | Self::ExchangePrincipal { .. }
            | Self::Scope { .. }
            | Self::Impersonation { .. }
            | Self::Requested { .. }
            | Self::RedirectUris { .. }
            | Self::HideApp { .. }
            | Self::RemoveSecret { .. }
            | Self::Application { .. } => false,
        }
    }

    /// The room, group or other object that the change is about, where it exists: what `-RoomGuid` and `-Limit` count.
    pub fn object(&self) -> Option<Uuid> {
        match self {
            Self::Set { of, .. } | Self::Amend { of, .. } => Some(*of),
            Self::Member { member, .. } => Some(member.0),
            Self::RoomListFlag { group } => Some(group.0),
            Self::FolderRight { room, .. } | Self::FullAccess { room, .. } | Self::InboxRule { room, .. } => {
                Some(room.0)
            }
            Self::ExchangePrincipal { object, .. } => Some(object.0),
            Self::Assignment { app, .. } | Self::Consent { app, .. } | Self::Delegated { app, .. } => Some(app.0),
            Self::HideApp { app, .. } => Some(app.0),
            Self::Requested { application, .. }
            | Self::RedirectUris { application, .. }
            | Self::RemoveSecret { application, .. }
            | Self::NewSecret { application, .. } => Some(application.0),
            Self::Group { .. }
            | Self::Room { .. }
            | Self::Scope { .. }
            | Self::Policy { .. }
            | Self::Impersonation { .. }
            | Self::Application { .. } => None,
        }
    }
}

/// Whether rights show nothing but free and busy.
fn is_little(rights: &[String]) -> bool {
    rights.iter().all(|right| matches!(right.as_str(), "None" | "AvailabilityOnly"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_of_the_way_back_is_the_change() {
        let id = Uuid::from_u128(1);
        let group = GroupRef::Known { guid: MailboxGuid(id), purpose: Purpose::Scope };
        for change in [
            Change::set(id, Setting::BookingWindowInDays, 180, 730),
            Change::Member { group, member: MailboxGuid(id), way: Way::Make, side: Side::Cloud },
            Change::InboxRule { room: MailboxGuid(id), rule: "x".into(), from: true, to: false },
        ] {
            let back = change.back().unwrap();
            assert_ne!(back, change);
            assert_eq!(back.back(), Some(change));
        }
        assert_eq!(Change::Impersonation { assignment: "x".into() }.back(), None);
    }

    #[test]
    fn what_lets_an_app_reach_more_widens() {
        let member = |purpose, way| Change::Member {
            group: GroupRef::New { alias: "a".to_owned(), purpose },
            member: MailboxGuid(Uuid::from_u128(1)),
            way,
            side: Side::Cloud,
        };
        assert!(member(Purpose::Scope, Way::Make).widens());
        assert!(!member(Purpose::Scope, Way::Unmake).widens());
        assert!(!member(Purpose::RoomList, Way::Make).widens());
    }

    #[test]
    fn a_right_that_shrinks_does_not_widen() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let right = |from: &[&str], to: &[&str], flags_from: &[&str], flags_to: &[&str]| Change::FolderRight {
            room: MailboxGuid(Uuid::from_u128(1)),
            who: Holder::Default,
            from: words(from),
            to: words(to),
            flags_from: words(flags_from),
            flags_to: words(flags_to),
        };
        let private = &["Delegate", "CanViewPrivateItems"];
        assert!(!right(&["Reviewer"], &["AvailabilityOnly"], &[], &[]).widens());
        assert!(!right(&["Editor"], &["Editor"], private, &["Delegate"]).widens());
        assert!(right(&["Editor"], &["Editor"], &["Delegate"], private).widens());
        assert!(right(&[], &["Editor"], &[], &[]).widens());
    }

    #[test]
    fn changes_survive_their_document() {
        let change = Change::set(Uuid::from_u128(7), Setting::DeleteSubject, true, false);
        let json = serde_json::to_string(&change).unwrap();
        assert_eq!(serde_json::from_str::<Change>(&json).unwrap(), change);
        let empty = Change::set(Uuid::from_u128(7), Setting::ForwardingSmtpAddress, "a@b", SettingValue::Empty);
        assert_eq!(serde_json::from_str::<Change>(&serde_json::to_string(&empty).unwrap()).unwrap(), empty);
    }
}
