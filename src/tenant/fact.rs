//! What is known about a tenant, and why something is not known.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::text::Untrusted;

/// One thing read from the tenant, or the reason why it is not known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Fact<T> {
    /// It was read.
    Known {
        /// What was read.
        value: T,
        /// Where it was read.
        source: Source,
        /// When it was read.
        at: Timestamp,
    },
    /// The service refused; the right in `needs` would cure it.
    Denied {
        /// Where it would have been read.
        source: Source,
        /// The least right that the reading needs.
        needs: Right,
    },
    /// The service could not answer.
    Failed {
        /// Where it would have been read.
        source: Source,
        /// What went wrong.
        why: Failure,
    },
    /// Nobody asked, because the command did not need it.
    NotGathered,
}

/// `NotGathered`, whatever `T` is.
impl<T> Default for Fact<T> {
    fn default() -> Self {
        Self::NotGathered
    }
}

impl<T> Fact<T> {
    /// A fact that was read.
    pub fn known(value: T, source: Source, at: Timestamp) -> Self {
        Self::Known { value, source, at }
    }

    /// The value, or the gap that says why there is none.
    ///
    /// # Errors
    /// The [`Gap`] to hand on with `?`: this is how a check turns into "unknown".
    pub fn get(&self) -> Result<&T, Gap> {
        match self {
            Self::Known { value, .. } => Ok(value),
            Self::Denied { source, needs } => Err(Gap::Denied { source: *source, needs: needs.clone() }),
            Self::Failed { source, why } => Err(Gap::Failed { source: *source, why: why.clone() }),
            Self::NotGathered => Err(Gap::NotGathered),
        }
    }

    /// The value if it is known; for places where "unknown" and "not there" lead to the same thing.
    pub fn ok(&self) -> Option<&T> {
        self.get().ok()
    }

    /// Whether it was read.
    pub fn is_known(&self) -> bool {
        matches!(self, Self::Known { .. })
    }

    /// The same fact about something derived from the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Fact<U> {
        match self {
            Self::Known { value, source, at } => Fact::Known { value: f(value), source, at },
            Self::Denied { source, needs } => Fact::Denied { source, needs },
            Self::Failed { source, why } => Fact::Failed { source, why },
            Self::NotGathered => Fact::NotGathered,
        }
    }
}

/// Several things read as one list, and what of it could not be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// How many items were read. More may exist when `missing` is not empty.
    pub count: usize,
    /// What could not be read: a lost page, an unreadable item. Empty when the list is whole.
    pub missing: Vec<Failure>,
}

impl Listing {
    /// Whether every item of the list was read.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }
}

/// Where a fact is read. The closed list of everything the program looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Microsoft Graph `GET /organization`.
    GraphOrganization,
    /// Microsoft Graph `GET /applications(appId=…)`.
    GraphApplication,
    /// Microsoft Graph `GET /servicePrincipals(appId=…)`.
    GraphServicePrincipal,
    /// Microsoft Graph `GET /servicePrincipals/{id}/appRoleAssignments`.
    GraphAppRoleAssignments,
    /// Microsoft Graph `GET /oauth2PermissionGrants`.
    GraphDelegatedGrants,
    /// Microsoft Graph `GET /places/microsoft.graph.room`.
    GraphRooms,
    /// Microsoft Graph `GET /places/microsoft.graph.workspace`.
    GraphWorkspaces,
    /// Microsoft Graph `GET /places/microsoft.graph.roomList`.
    GraphRoomLists,
    /// Microsoft Graph `GET /places/{list}/microsoft.graph.roomlist/rooms`.
    GraphRoomListMembers,
    /// Microsoft Graph `GET /users/{room}/mailboxSettings`.
    GraphMailboxSettings,
    /// Microsoft Graph (beta) `GET /roleManagement/exchange/roleAssignments` and what belongs to it.
    GraphExchangeRoles,
    /// The claims of the access token that Microsoft Graph is called with.
    GraphToken,
    /// The claims of the access token that Exchange is called with.
    ExchangeToken,
    /// Exchange `Get-Mailbox` for rooms and equipment.
    ExchangeMailboxes,
    /// Exchange `Get-CalendarProcessing`.
    ExchangeCalendarProcessing,
    /// Exchange `Get-Place`.
    ExchangePlaces,
    /// Exchange `Get-DistributionGroup` for room lists.
    ExchangeRoomLists,
    /// Exchange `Get-DistributionGroupMember`.
    ExchangeGroupMembers,
    /// Exchange `Get-DistributionGroup` for one group.
    ExchangeGroup,
    /// Exchange `Get-Recipient`.
    ExchangeRecipient,
    /// Exchange `Get-ApplicationAccessPolicy`.
    ExchangeAccessPolicies,
    /// Exchange `Get-ServicePrincipal`.
    ExchangeServicePrincipal,
    /// Exchange `Get-ManagementRoleAssignment`.
    ExchangeRoleAssignments,
    /// Exchange `Get-ManagementScope`.
    ExchangeManagementScopes,
    /// Exchange `Get-OrganizationConfig`.
    ExchangeOrganizationConfig,
    /// Exchange `Get-AcceptedDomain`.
    ExchangeAcceptedDomains,
    /// Exchange `Get-InboxRule` for one room.
    ExchangeInboxRules,
    /// Exchange `Get-MailboxFolderPermission` for the calendar of one room.
    ExchangeCalendarRights,
    /// Exchange `Get-MailboxPermission` for one room.
    ExchangeMailboxRights,
    /// Exchange `Get-MailboxStatistics` for one room.
    ExchangeMailboxStatistics,
    /// Exchange `Get-MailboxCalendarConfiguration` for one room.
    ExchangeCalendarConfiguration,
    /// Exchange `Get-CASMailbox` for rooms.
    ExchangeProtocols,
    /// Exchange `Get-Mailbox -SoftDeletedMailbox`.
    ExchangeDeletedMailboxes,
    /// Exchange `Get-ManagementRoleAssignment -Role ApplicationImpersonation`.
    ExchangeImpersonation,
    /// Microsoft Graph `GET /subscriptions`, as the app itself.
    GraphSubscriptions,
    /// Microsoft Graph `GET /users/{mailbox}/calendarView`, as the app itself: the proof of access.
    GraphCalendarProbe,
    /// The `Date` header of Microsoft Graph beside the clock of this machine.
    ServiceClock,
    /// The `Rate-Limit` headers of Exchange.
    ExchangeBudget,
    /// The product's own list of rooms (`--vendor-rooms`).
    VendorRooms,
    /// The attestations of the team (`--attestations`).
    Attestations,
}

impl Source {
    /// The stable name in documents, such as `exchange.calendar_processing`.
    pub fn id(self) -> &'static str {
        self.row().0
    }

    /// What a person calls it, such as "calendar processing of a room (Exchange)".
    pub fn label(self) -> &'static str {
        self.row().1
    }

    fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::GraphOrganization => ("graph.organization", "the organisation (Graph)"),
            Self::GraphApplication => ("graph.application", "the app registration (Graph)"),
            Self::GraphServicePrincipal => ("graph.service_principal", "the enterprise application (Graph)"),
            Self::GraphAppRoleAssignments => {
                ("graph.app_role_assignments", "the consented application permissions (Graph)")
            }
            Self::GraphDelegatedGrants => ("graph.delegated_grants", "the delegated permissions (Graph)"),
            Self::GraphRooms => ("graph.rooms", "the rooms (Graph places)"),
            Self::GraphWorkspaces => ("graph.workspaces", "the workspaces (Graph places)"),
            Self::GraphRoomLists => ("graph.room_lists", "the room lists (Graph places)"),
            Self::GraphRoomListMembers => ("graph.room_list_members", "the members of a room list (Graph places)"),
            Self::GraphMailboxSettings => ("graph.mailbox_settings", "mailbox settings of a room (Graph)"),
            Self::GraphExchangeRoles => ("graph.exchange_roles", "Exchange role assignments (Graph beta)"),
            Self::GraphToken => ("graph.token", "the access token for Graph"),
            Self::ExchangeToken => ("exchange.token", "the access token for Exchange"),
            Self::ExchangeMailboxes => ("exchange.mailboxes", "the room mailboxes (Exchange)"),
            Self::ExchangeCalendarProcessing => {
                ("exchange.calendar_processing", "calendar processing of a room (Exchange)")
            }
            Self::ExchangePlaces => ("exchange.places", "the places (Exchange)"),
            Self::ExchangeRoomLists => ("exchange.room_lists", "the room lists (Exchange)"),
            Self::ExchangeGroupMembers => ("exchange.group_members", "the members of a group (Exchange)"),
            Self::ExchangeGroup => ("exchange.group", "a group (Exchange)"),
            Self::ExchangeRecipient => ("exchange.recipient", "a recipient (Exchange)"),
            Self::ExchangeAccessPolicies => ("exchange.access_policies", "the application access policies (Exchange)"),
            Self::ExchangeServicePrincipal => ("exchange.service_principal", "the app's service principal in Exchange"),
            Self::ExchangeRoleAssignments => ("exchange.role_assignments", "the app's role assignments (Exchange)"),
            Self::ExchangeManagementScopes => ("exchange.management_scopes", "the management scopes (Exchange)"),
            Self::ExchangeOrganizationConfig => {
                ("exchange.organization_config", "the organisation settings (Exchange)")
            }
            Self::ExchangeAcceptedDomains => ("exchange.accepted_domains", "the accepted domains (Exchange)"),
            Self::ExchangeInboxRules => ("exchange.inbox_rules", "the inbox rules of a room (Exchange)"),
            Self::ExchangeCalendarRights => ("exchange.calendar_rights", "the rights on a room's calendar (Exchange)"),
            Self::ExchangeMailboxRights => ("exchange.mailbox_rights", "the rights on a room's mailbox (Exchange)"),
            Self::ExchangeMailboxStatistics => {
                ("exchange.mailbox_statistics", "the size of a room's mailbox (Exchange)")
            }
            Self::ExchangeCalendarConfiguration => {
                ("exchange.calendar_configuration", "the working hours of a room (Exchange)")
            }
            Self::ExchangeProtocols => ("exchange.protocols", "the protocol settings of rooms (Exchange)"),
            Self::ExchangeDeletedMailboxes => ("exchange.deleted_mailboxes", "the deleted room mailboxes (Exchange)"),
            Self::ExchangeImpersonation => ("exchange.impersonation", "the impersonation assignments (Exchange)"),
            Self::GraphSubscriptions => ("graph.subscriptions", "the app's own subscriptions (Graph)"),
            Self::GraphCalendarProbe => {
                ("graph.calendar_probe", "the calendar of a mailbox, as the app sees it (Graph)")
            }
            Self::ServiceClock => ("graph.clock", "the clock of Microsoft Graph"),
            Self::ExchangeBudget => ("exchange.budget", "what is left of Exchange's request budget"),
            Self::VendorRooms => ("vendor.rooms", "the product's own list of rooms"),
            Self::Attestations => ("attestations", "the attestations"),
        }
    }
}

/// A right that an identity can be given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Right {
    /// What kind of right it is, which decides who grants it and where.
    pub kind: RightKind,
    /// Its name as Microsoft spells it, such as `Application.Read.All` or `View-Only Recipients`.
    pub name: String,
}

/// The kinds of rights that the program can name as a cure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RightKind {
    /// An application permission on Microsoft Graph.
    GraphApplication,
    /// A delegated permission on Microsoft Graph, for a person who signed in.
    GraphDelegated,
    /// An application permission on Office 365 Exchange Online (`Exchange.ManageAsApp`).
    ExchangeApplication,
    /// A role in Exchange, held through a role group or a directory role such as Global Reader.
    ExchangeRole,
}

impl Right {
    /// An application permission on Microsoft Graph.
    pub fn graph(name: &str) -> Self {
        Self { kind: RightKind::GraphApplication, name: name.to_owned() }
    }

    /// A role in Exchange.
    pub fn exchange_role(name: &str) -> Self {
        Self { kind: RightKind::ExchangeRole, name: name.to_owned() }
    }
}

impl std::fmt::Display for Right {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let of = match self.kind {
            RightKind::GraphApplication => "application permission on Microsoft Graph",
            RightKind::GraphDelegated => "delegated permission on Microsoft Graph",
            RightKind::ExchangeApplication => "application permission on Office 365 Exchange Online",
            RightKind::ExchangeRole => "role in Exchange",
        };
        write!(f, "`{}` ({of})", self.name)
    }
}

/// Why the service could not answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// What kind of failure it was.
    pub kind: FailureKind,
    /// The HTTP status, when there was an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The service's own code, such as `MailboxNotEnabledForRESTAPI` or `ManagementObjectNotFoundException`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Untrusted>,
    /// The service's own words, shortened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Untrusted>,
    /// The `request-id` to name when Microsoft support is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The time after which trying again makes sense, when the service named one beyond what we wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<Timestamp>,
}

impl Failure {
    /// A failure of which only the kind is known.
    pub fn of(kind: FailureKind) -> Self {
        Self { kind, status: None, code: None, message: None, request_id: None, retry_after: None }
    }

    /// A failure in our own words.
    pub fn because(kind: FailureKind, message: impl Into<String>) -> Self {
        Self { message: Some(Untrusted::new(message)), ..Self::of(kind) }
    }
}

/// The kinds of failures, by what a person can do about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// Throttled for longer than the run may wait.
    Throttled,
    /// The service answered with a server error, after all tries.
    Service,
    /// The network failed: no connection, name, or answer in time.
    Network,
    /// The object is not there (where absence is not itself the fact).
    NotFound,
    /// The answer could not be understood.
    Unreadable,
    /// The answer was larger than the cap, or paged without end.
    TooLarge,
    /// A link that leads out of the service was not followed.
    SuspiciousLink,
    /// The service says that the request itself is wrong.
    Rejected,
    /// The run was interrupted.
    Interrupted,
    /// The list that would hold it was not read to the end.
    ListIncomplete,
}

impl FailureKind {
    /// The stable name in documents.
    pub fn id(self) -> &'static str {
        match self {
            Self::Throttled => "throttled",
            Self::Service => "service",
            Self::Network => "network",
            Self::NotFound => "not_found",
            Self::Unreadable => "unreadable",
            Self::TooLarge => "too_large",
            Self::SuspiciousLink => "suspicious_link",
            Self::Rejected => "rejected",
            Self::Interrupted => "interrupted",
            Self::ListIncomplete => "list_incomplete",
        }
    }

    /// Whether the same run may succeed later without anybody changing anything.
    pub fn is_retryable(self) -> bool {
        matches!(self, Self::Throttled | Self::Service | Self::Network | Self::Interrupted | Self::ListIncomplete)
    }
}

/// Why a check could not judge: what [`Fact::get`] gives in place of a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "gap", rename_all = "snake_case")]
pub enum Gap {
    /// A right is missing.
    Denied {
        /// Where the fact is read.
        source: Source,
        /// The right that would cure it.
        needs: Right,
    },
    /// The service could not answer.
    Failed {
        /// Where the fact is read.
        source: Source,
        /// What went wrong.
        why: Failure,
    },
    /// The fact was not asked for in this run.
    NotGathered,
    /// The answer came without this field (older hybrid servers leave some out), or with a value that is not known.
    Field {
        /// Where the fact is read.
        source: Source,
        /// The field as Microsoft spells it.
        field: &'static str,
        /// The value that was not understood; `None` when the field was absent.
        value: Option<Untrusted>,
    },
    /// Something that only a person can tell; the text says what.
    NotEvaluable {
        /// What could not be evaluated, in our own words.
        what: &'static str,
    },
}
