//! The scripts of a pack, in the order in which they are run, and who runs each.

use serde::{Deserialize, Serialize};

use crate::tenant::{Change, Home, Purpose, Side, Way};

/// One script of a pack. The order is the order of running them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// New room mailboxes.
    Rooms,
    /// Calendar processing.
    Calendar,
    /// What is set on and in the mailboxes.
    Mailboxes,
    /// What is mastered on premises.
    OnPremises,
    /// Room lists and their members.
    Lists,
    /// Places.
    Places,
    /// The app, what it asks for and what it may do.
    App,
    /// The app's secret.
    Secret,
    /// What confines the app, and the test of it.
    Scope,
    /// Tenant-wide consent goes, once the scope is proven.
    Revoke,
    /// What the scope replaces goes.
    CleanUp,
}

/// Where a script runs, and who may run it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shell {
    /// Exchange Online PowerShell.
    Exchange,
    /// Exchange Management Shell on a server of the organisation.
    ExchangeServer,
    /// Microsoft Graph PowerShell.
    Graph,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 11] = [
        Self::Rooms,
        Self::Calendar,
        Self::Mailboxes,
        Self::OnPremises,
        Self::Lists,
        Self::Places,
        Self::App,
        Self::Secret,
        Self::Scope,
        Self::Revoke,
        Self::CleanUp,
    ];

    /// The name of its files, without `.ps1`.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Rooms => "05-rooms",
            Self::Calendar => "10-calendar",
            Self::Mailboxes => "20-mailboxes",
            Self::OnPremises => "25-on-premises",
            Self::Lists => "30-lists",
            Self::Places => "40-places",
            Self::App => "50-app",
            Self::Secret => "55-secret",
            Self::Scope => "60-scope",
            Self::Revoke => "70-revoke",
            Self::CleanUp => "80-clean-up",
        }
    }

    /// What it does, in a few words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Rooms => "new room mailboxes",
            Self::Calendar => "calendar processing of rooms",
            Self::Mailboxes => "room mailboxes: visibility, mail flow, rights, rules",
            Self::OnPremises => "what is mastered on premises",
            Self::Lists => "room lists and their members",
            Self::Places => "places: city, building, floor, capacity",
            Self::App => "the app registration, its permissions and consent",
            Self::Secret => "the client secret of the app",
            Self::Scope => "confinement of the app to the rooms, and its test",
            Self::Revoke => "tenant-wide consent is taken, after the test",
            Self::CleanUp => "what the confinement replaces is removed",
        }
    }

    /// Where it runs.
    pub fn shell(self) -> Shell {
        match self {
            Self::Rooms
            | Self::Calendar
            | Self::Mailboxes
            | Self::Lists
            | Self::Places
            | Self::Scope
            | Self::CleanUp => Shell::Exchange,
            Self::OnPremises => Shell::ExchangeServer,
            Self::App | Self::Secret | Self::Revoke => Shell::Graph,
        }
    }

    /// Who can run it.
    pub fn role(self) -> &'static str {
        match self {
            Self::Rooms | Self::Calendar | Self::Mailboxes | Self::Lists | Self::Places => "Exchange Administrator",
            Self::OnPremises => "an administrator of the Exchange organisation on premises (Recipient Management)",
            Self::Scope | Self::CleanUp => "Exchange Administrator or Organization Management (role Role Management)",
            Self::App | Self::Secret => {
                "Cloud Application Administrator; consent to application permissions of Microsoft Graph needs Privileged Role Administrator"
            }
            Self::Revoke => "Privileged Role Administrator",
        }
    }

    /// The delegated permissions of Microsoft Graph that it needs, with commas; empty where it runs elsewhere.
    pub fn scopes(self) -> &'static str {
        match self {
            Self::App => {
                "Application.ReadWrite.All,AppRoleAssignment.ReadWrite.All,DelegatedPermissionGrant.ReadWrite.All,User.ReadWrite.All"
            }
            Self::Secret => "Application.ReadWrite.All",
            Self::Revoke => "Application.Read.All,AppRoleAssignment.ReadWrite.All",
            Self::Rooms
            | Self::Calendar
            | Self::Mailboxes
            | Self::OnPremises
            | Self::Lists
            | Self::Places
            | Self::Scope
            | Self::CleanUp => "",
        }
    }

    /// How long it takes until the changes act, by the documented delays.
    pub fn takes(self) -> &'static str {
        match self {
            Self::Rooms => "minutes in Exchange; up to 48 hours until Graph lists a new room",
            Self::Calendar => "minutes; meetings that were already stripped or declined stay as they are",
            Self::Mailboxes => "minutes; up to 24 hours in address lists and Graph",
            Self::OnPremises => "one cycle of directory synchronisation, by default 30 minutes",
            Self::Lists => "minutes in Exchange; up to 24 hours in Graph and Room Finder",
            Self::Places => "minutes in Exchange; up to 24 hours in Graph",
            Self::App => "up to 90 minutes until the next token of the app",
            Self::Secret => "at once; hand the value over, then remove the old secret",
            Self::Scope => "30 minutes for an app at rest, up to 2 hours for one at work",
            Self::Revoke => "up to 90 minutes until the next token of the app",
            Self::CleanUp => "more than one hour",
        }
    }

    /// The script that a change belongs to.
    pub fn of(change: &Change) -> Self {
        match change {
            Change::Set { side: Side::OnPremises, .. } | Change::Member { side: Side::OnPremises, .. } => {
                Self::OnPremises
            }
            Change::Set { setting, side: Side::Cloud, .. } => match setting.home() {
                Home::CalendarProcessing => Self::Calendar,
                Home::Mailbox | Home::AutomaticReplies | Home::Protocols => Self::Mailboxes,
                Home::Group => Self::Lists,
                Home::Place => Self::Places,
                Home::Account | Home::Application | Home::ServicePrincipal => Self::App,
            },
            Change::Amend { list, .. } => match list.home() {
                Home::CalendarProcessing => Self::Calendar,
                Home::Mailbox
                | Home::AutomaticReplies
                | Home::Protocols
                | Home::Group
                | Home::Place
                | Home::Account
                | Home::Application
                | Home::ServicePrincipal => Self::Mailboxes,
            },
            Change::Member { group, .. } => Self::of_purpose(group.purpose()),
            Change::Group { group, .. } => Self::of_purpose(group.purpose),
            Change::RoomListFlag { .. } => Self::Lists,
            Change::Room { .. } => Self::Rooms,
            Change::FolderRight { .. } | Change::FullAccess { .. } | Change::InboxRule { .. } => Self::Mailboxes,
            Change::ExchangePrincipal { .. } | Change::Scope { .. } => Self::Scope,
            Change::Assignment { way, .. } | Change::Policy { way, .. } => match way {
                Way::Make => Self::Scope,
                Way::Unmake => Self::CleanUp,
            },
            Change::Impersonation { .. } => Self::CleanUp,
            Change::Consent { way, .. } => match way {
                Way::Make => Self::App,
                Way::Unmake => Self::Revoke,
            },
            Change::Requested { .. }
            | Change::Delegated { .. }
            | Change::RedirectUris { .. }
            | Change::HideApp { .. }
            | Change::Application { .. } => Self::App,
            Change::RemoveSecret { .. } | Change::NewSecret { .. } => Self::Secret,
        }
    }

    fn of_purpose(purpose: Purpose) -> Self {
        match purpose {
            Purpose::RoomList => Self::Lists,
            Purpose::Scope => Self::Scope,
        }
    }
}
