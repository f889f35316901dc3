//! What the simulated tenant holds, as plain data. Scenarios and tests start from [`State::healthy`] and state only what
//! differs. Nothing here answers requests.

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::faults::Faults;
use crate::tenant::{
    AppId, CalendarProcessing, DeletedMailbox, FolderRight, Impersonation, InboxRule, MailboxRight, MailboxStatistics,
    OrganizationConfig, Protocols, Resource, RoomKind, TenantId, app::PermissionKind,
};

/// Everything that the simulated tenant holds.
#[derive(Clone, Debug)]
pub struct State {
    /// The tenant id.
    pub tenant: TenantId,
    /// The organisation's name.
    pub name: String,
    /// Verified domains; the first is the default one, the one that ends in `.onmicrosoft.com` the initial one.
    pub domains: Vec<String>,
    /// Rooms, workspaces and equipment.
    pub rooms: Vec<Room>,
    /// Room lists and all other groups.
    pub groups: Vec<Group>,
    /// People, shared mailboxes, disabled accounts.
    pub users: Vec<User>,
    /// Apps: registrations, service principals, credentials, grants.
    pub apps: Vec<App>,
    /// The app under test.
    pub subject: AppId,
    /// An app that may only read.
    pub reader: AppId,
    /// Application access policies, in order.
    pub policies: Vec<Policy>,
    /// Service principals that Exchange knows.
    pub exchange_principals: Vec<ExchangePrincipal>,
    /// Exchange application roles given to apps.
    pub assignments: Vec<Assignment>,
    /// Management scopes.
    pub scopes: Vec<Scope>,
    /// Organisation switches of Exchange.
    pub organization_config: OrganizationConfig,
    /// Mailboxes of rooms that were deleted and can still be restored.
    pub deleted_mailboxes: Vec<DeletedMailbox>,
    /// Who holds the role `ApplicationImpersonation`; `None` where the tenant has no such role any more.
    pub impersonation: Option<Vec<Impersonation>>,
    /// Change notifications that apps asked for.
    pub subscriptions: Vec<Subscription>,
    /// How far the clock of Graph is ahead of the clock of whoever asks; only the `Date` header shows it.
    pub clock_ahead: SignedDuration,
    /// Requests that Exchange allows in a minute, as its headers say. Nothing is refused beyond them.
    pub exchange_budget: u64,
    /// Template ids of the directory roles of the person who signs in.
    pub person_roles: Vec<Uuid>,
    /// How long a consent takes to show in new tokens.
    pub consent_delay: SignedDuration,
    /// Faults of service and network.
    pub faults: Faults,
    pub(super) seed: u64,
    pub(super) now: Timestamp,
}

/// A bookable mailbox.
#[derive(Clone, Debug)]
pub struct Room {
    /// Primary SMTP address, lower-cased.
    pub address: String,
    /// `Alias` and `Name`.
    pub alias: String,
    /// `UserPrincipalName`; it can differ from the address.
    pub upn: String,
    /// `DisplayName`.
    pub display_name: String,
    /// Whether Graph's place row carries a lone surrogate as name, which no strict JSON reader takes.
    pub has_broken_name: bool,
    /// The account's object id in Entra.
    pub object_id: Uuid,
    /// Exchange's `Guid`.
    pub guid: Uuid,
    /// Graph's `placeId`.
    pub place_id: Uuid,
    /// Room, workspace or equipment.
    pub kind: RoomKind,
    /// How it answers requests.
    pub calendar: CalendarProcessing,
    /// Where it is, as `Get-Place` has it.
    pub place: Place,
    /// Where it is as Graph has it, when that differs.
    pub graph_place: Option<Place>,
    /// Its mailbox settings.
    pub settings: Settings,
    /// Whether Graph does not list it, although nothing else explains that.
    pub is_lost_by_graph: bool,
    /// `HiddenFromAddressListsEnabled`.
    pub hidden: bool,
    /// `WhenMailboxCreated`. Graph lists a place a day later.
    pub created: Timestamp,
    /// Where the mailbox is.
    pub home: Home,
    /// `IsDirSynced`.
    pub dir_synced: bool,
    /// Whether the account may sign in.
    pub account_enabled: bool,
    /// `ForwardingSmtpAddress`.
    pub forwarding: Option<String>,
    /// `ForwardingAddress`: the name of a recipient of the tenant.
    pub forwarding_recipient: Option<String>,
    /// `DeliverToMailboxAndForward`.
    pub deliver_and_forward: bool,
    /// `ModeratedBy`.
    pub moderated_by: Vec<String>,
    /// `ModerationEnabled`; `None` is on when somebody moderates.
    pub moderation: Option<bool>,
    /// `RequireSenderAuthenticationEnabled`.
    pub require_sender_authentication: bool,
    /// `AcceptMessagesOnlyFromSendersOrMembers`.
    pub accepts_only_from: Vec<String>,
    /// `RejectMessagesFromSendersOrMembers`.
    pub rejects_from: Vec<String>,
    /// Other addresses, beside the primary one.
    pub proxies: Vec<String>,
    /// `CustomAttribute1`, which scopes can filter on.
    pub custom_attribute_1: String,
    /// Object ids of administrative units.
    pub administrative_units: Vec<String>,
    /// Its inbox rules. Those of Exchange itself and those without a readable name are hidden.
    pub inbox_rules: Vec<InboxRule>,
    /// Who may do what in its calendar folder.
    pub calendar_rights: Vec<FolderRight>,
    /// Who may open the whole mailbox.
    pub mailbox_rights: Vec<MailboxRight>,
    /// How full it is.
    pub statistics: MailboxStatistics,
    /// `ProhibitSendReceiveQuota`; `None` is unlimited.
    pub quota_bytes: Option<u64>,
    /// `LitigationHoldEnabled`.
    pub litigation_hold: bool,
    /// `WhenChanged`.
    pub changed: Timestamp,
    /// What it lets programs do.
    pub protocols: Protocols,
    /// `AdditionalResponse`, where somebody wrote one.
    pub additional_response: Option<String>,
    /// The name of its calendar folder, kept when its country changed later: folders are not renamed by that.
    pub folder_name: Option<&'static str>,
}

/// A change notification that an app asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Its id.
    pub id: Uuid,
    /// The app; nobody else sees it.
    pub app: AppId,
    /// `resource`, such as `users/{object id}/events`.
    pub resource: String,
    /// `changeType`.
    pub change_type: String,
    /// `notificationUrl`.
    pub notification_url: String,
    /// `lifecycleNotificationUrl`.
    pub lifecycle_url: Option<String>,
    /// `expirationDateTime`.
    pub expires: Timestamp,
}

/// Where a bookable mailbox lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// In Exchange Online.
    Online,
    /// On premises: a mail user in the cloud (`RemoteRoomMailbox`).
    OnPremises,
    /// In Exchange Online, as the mailbox of a person: somebody converted it, and the place stayed behind.
    Converted,
    /// Only Graph has it: a place that stayed behind.
    GraphOnly,
}

/// Where a room is and what it offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// Street.
    pub street: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State or province.
    pub state: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Building.
    pub building: Option<String>,
    /// Floor number.
    pub floor: Option<i64>,
    /// Floor label.
    pub floor_label: Option<String>,
    /// Seats.
    pub capacity: Option<i64>,
    /// Label.
    pub label: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Id of the floor above it in the Places hierarchy.
    pub parent_id: Option<String>,
    /// `ParentType`, where it is not a floor.
    pub parent_type: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Latitude and longitude.
    pub coordinates: Option<(f64, f64)>,
    /// `AudioDeviceName`.
    pub audio_device: Option<String>,
    /// `VideoDeviceName`.
    pub video_device: Option<String>,
    /// `DisplayDeviceName`.
    pub display_device: Option<String>,
    /// `IsWheelChairAccessible`.
    pub is_wheelchair_accessible: bool,
    /// `MTREnabled`.
    pub has_teams_room: bool,
}

/// `mailboxSettings` of a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `automaticRepliesSetting.status`.
    pub automatic_replies: &'static str,
    /// Windows name of the time zone.
    pub time_zone: String,
    /// Start and end of the working day, `HH:MM:SS`.
    pub hours: (Cow<'static, str>, Cow<'static, str>),
    /// `WorkDays`, as the command writes them.
    pub work_days: Cow<'static, str>,
    /// Windows name of the time zone of the working hours.
    pub hours_time_zone: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            automatic_replies: "disabled",
            time_zone: "W. Europe Standard Time".to_owned(),
            hours: ("08:00:00".into(), "17:00:00".into()),
            work_days: "Weekdays".into(),
            hours_time_zone: "W. Europe Standard Time".to_owned(),
        }
    }
}

/// A group: room list, security group, plain or dynamic distribution list.
#[derive(Clone, Debug)]
pub struct Group {
    /// Primary SMTP address, lower-cased.
    pub address: String,
    /// `Alias`, where it is not the first part of the address.
    pub own_alias: Option<String>,
    /// `Name` and `DisplayName`.
    pub display_name: String,
    /// Object id in Entra.
    pub object_id: Uuid,
    /// Exchange's `Guid`.
    pub guid: Uuid,
    /// What kind of group.
    pub kind: GroupKind,
    /// Addresses of its direct members, of any kind.
    pub members: Vec<String>,
    /// `HiddenFromAddressListsEnabled`.
    pub hidden: bool,
    /// `IsDirSynced`.
    pub dir_synced: bool,
    /// `WhenChanged`, members included.
    pub changed: Timestamp,
}

/// What kind of group, by `RecipientTypeDetails`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// `RoomList`.
    RoomList,
    /// `MailUniversalDistributionGroup`.
    Distribution,
    /// `MailUniversalSecurityGroup`.
    MailSecurity,
    /// `DynamicDistributionGroup`.
    Dynamic,
}

impl GroupKind {
    /// `RecipientTypeDetails`.
    pub fn details(self) -> &'static str {
        match self {
            Self::RoomList => "RoomList",
            Self::Distribution => "MailUniversalDistributionGroup",
            Self::MailSecurity => "MailUniversalSecurityGroup",
            Self::Dynamic => "DynamicDistributionGroup",
        }
    }

    /// `RecipientType`.
    pub fn recipient_type(self) -> &'static str {
        match self {
            Self::RoomList | Self::Distribution => "MailUniversalDistributionGroup",
            Self::MailSecurity => "MailUniversalSecurityGroup",
            Self::Dynamic => "DynamicDistributionGroup",
        }
    }
}

/// A person, a shared mailbox or a disabled account.
#[derive(Clone, Debug)]
pub struct User {
    /// Primary SMTP address, lower-cased.
    pub address: String,
    /// `UserPrincipalName`.
    pub upn: String,
    /// `DisplayName`.
    pub display_name: String,
    /// Object id in Entra.
    pub object_id: Uuid,
    /// Exchange's `Guid`.
    pub guid: Uuid,
    /// `RecipientTypeDetails`: `UserMailbox`, `SharedMailbox`, `DisabledUser`, `User`, `MailUser`.
    pub details: &'static str,
    /// Whether the account may sign in.
    pub account_enabled: bool,
}

impl User {
    /// Whether there is a mailbox in Exchange Online.
    pub fn has_mailbox(&self) -> bool {
        matches!(self.details, "UserMailbox" | "SharedMailbox")
    }
}

/// An app, as this tenant and the token endpoint know it.
#[derive(Clone, Debug)]
pub struct App {
    /// Application (client) id.
    pub app_id: AppId,
    /// Its name.
    pub display_name: String,
    /// Its registration, when that lives in this tenant.
    pub registration: Option<Registration>,
    /// Its service principal, when somebody consented.
    pub principal: Option<Principal>,
    /// Client secrets.
    pub secrets: Vec<Secret>,
    /// Certificates.
    pub certificates: Vec<Certificate>,
    /// Federated identity credentials.
    pub federated: Vec<Federated>,
}

/// An app registration.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Its object id; not the service principal's.
    pub object_id: Uuid,
    /// `signInAudience`.
    pub sign_in_audience: String,
    /// What it asks for.
    pub requested: Vec<(Resource, Uuid, PermissionKind)>,
    /// Redirect URIs of the web platform.
    pub redirect_uris: Vec<String>,
    /// Whether it is a public client (device code flow).
    pub is_public_client: bool,
    /// When it was made.
    pub created: Timestamp,
}

/// A service principal.
#[derive(Clone, Debug)]
pub struct Principal {
    /// Its object id.
    pub object_id: Uuid,
    /// `accountEnabled`.
    pub account_enabled: bool,
    /// `appOwnerOrganizationId`.
    pub owner: TenantId,
    /// Tags, such as `HideApp`.
    pub tags: Vec<String>,
    /// `appRoleAssignmentRequired`.
    pub assignment_required: bool,
    /// Consented application permissions: resource, app role id, when.
    pub grants: Vec<(Resource, Uuid, Timestamp)>,
    /// Consented delegated permissions: resource and scopes.
    pub delegated: Vec<(Resource, String)>,
    /// Template ids of Entra directory roles.
    pub directory_roles: Vec<Uuid>,
    /// Exchange management roles that it holds through role groups.
    pub exchange_roles: Vec<String>,
}

/// A client secret.
#[derive(Clone)]
pub struct Secret {
    /// Key id ("Secret ID").
    pub key_id: Uuid,
    /// Description.
    pub display_name: String,
    /// The value. Invented, like all of the tenant.
    pub value: String,
    /// From when it is valid.
    pub start: Timestamp,
    /// Until when it is valid.
    pub end: Timestamp,
}

impl std::fmt::Debug for Secret {
    /// Without the value, so that no habit of printing secrets starts here.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secret {{ {}, until {} }}", self.display_name, self.end)
    }
}

/// A certificate of an app.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// Key id.
    pub key_id: Uuid,
    /// Description.
    pub display_name: String,
    /// SHA-256 of the DER form, as lower-case hexadecimal digits.
    pub sha256: String,
    /// SHA-1 of the DER form, as lower-case hexadecimal digits; empty when nobody needs it.
    pub sha1: String,
    /// From when it is valid.
    pub start: Timestamp,
    /// Until when it is valid.
    pub end: Timestamp,
}

/// A federated identity credential.
#[derive(Clone, Debug)]
pub struct Federated {
    /// Its name.
    pub name: String,
    /// Issuer of the assertion.
    pub issuer: String,
    /// Subject of the assertion.
    pub subject: String,
    /// Audience of the assertion.
    pub audience: String,
}

/// An application access policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The app.
    pub app_id: AppId,
    /// Whether it denies; else it restricts.
    pub denies: bool,
    /// Address of the group or mailbox that is its scope; it need not exist any more.
    pub target: String,
    /// `Description`.
    pub description: String,
}

/// A service principal in Exchange (`New-ServicePrincipal`).
#[derive(Clone, Debug)]
pub struct ExchangePrincipal {
    /// The app.
    pub app_id: AppId,
    /// The object id that the administrator typed; a wrong one authorises nothing.
    pub object_id: Uuid,
    /// Its name.
    pub display_name: String,
}

/// An Exchange application role given to an app.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// The Exchange principal's object id.
    pub principal: Uuid,
    /// The role, such as `Application Calendars.ReadWrite`.
    pub role: String,
    /// How far it reaches.
    pub reach: Reach,
    /// Its name, where somebody chose one.
    pub name: Option<String>,
}

/// How far an Exchange role assignment reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everybody.
    Organization,
    /// A management scope, by name.
    Scope(String),
    /// A group, by address.
    Group(String),
    /// An administrative unit, by object id.
    AdministrativeUnit(String),
}

/// A management scope.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// `RecipientFilter`.
    pub filter: String,
    /// `Exclusive`.
    pub exclusive: bool,
}

impl Place {
    /// A building, a floor, a city and seats.
    pub fn complete(city: &str, country: &str, building: &str, floor: i64, capacity: i64) -> Self {
        Self {
            city: Some(city.to_owned()),
            country: Some(country.to_owned()),
            building: Some(building.to_owned()),
            floor: Some(floor),
            floor_label: Some(floor.to_string()),
            capacity: Some(capacity),
            ..Self::default()
        }
    }
}

impl Room {
    /// `LegacyExchangeDN`, which policy lists use.
    pub fn legacy_dn(&self) -> String {
        legacy_dn(self.guid, &self.alias)
    }

    /// Whether `places` of Graph lists it at this time: visible, and a day old.
    ///
    /// Source: Microsoft's `place-list` page: hidden rooms are not returned; a new place can take 24 hours.
    pub fn is_listed_by_graph(&self, now: Timestamp) -> bool {
        // guess: a room on premises that directory synchronisation brought is listed like any other.
        !self.hidden
            && !self.is_lost_by_graph
            && self.kind != RoomKind::Equipment
            && now.duration_since(self.created) >= SignedDuration::from_hours(24)
    }

    /// `RecipientTypeDetails`.
    pub fn details(&self) -> &'static str {
        match (self.home, self.kind) {
            (Home::OnPremises, RoomKind::Room | RoomKind::Workspace) => "RemoteRoomMailbox",
            (Home::OnPremises, RoomKind::Equipment) => "RemoteEquipmentMailbox",
            (Home::Converted, _) => "UserMailbox",
            (Home::Online | Home::GraphOnly, RoomKind::Room | RoomKind::Workspace) => "RoomMailbox",
            (Home::Online | Home::GraphOnly, RoomKind::Equipment) => "EquipmentMailbox",
        }
    }

    /// The name of its calendar folder, in the language of the site.
    pub fn calendar_folder(&self) -> &'static str {
        if let Some(name) = self.folder_name {
            return name;
        }
        match self.place.country.as_deref() {
            Some("NL") => "Agenda",
            Some("DE" | "NO") => "Kalender",
            Some("FR") => "Calendrier",
            Some("ES") => "Calendario",
            _ => "Calendar",
        }
    }

    /// `FolderId` of its calendar.
    pub fn calendar_folder_id(&self) -> String {
        format!("LgAAAAB{}", self.guid.simple())
    }

    /// The place as Graph has it.
    pub fn place_in_graph(&self) -> &Place {
        self.graph_place.as_ref().unwrap_or(&self.place)
    }
}

impl User {
    /// `LegacyExchangeDN`, which policy lists use.
    pub fn legacy_dn(&self) -> String {
        legacy_dn(self.guid, self.alias())
    }

    /// `Alias`.
    pub fn alias(&self) -> &str {
        self.address.split('@').next().unwrap_or_default()
    }
}

impl Group {
    /// `LegacyExchangeDN`, which policy lists use.
    pub fn legacy_dn(&self) -> String {
        legacy_dn(self.guid, self.alias())
    }

    /// `Alias`.
    pub fn alias(&self) -> &str {
        match &self.own_alias {
            Some(alias) => alias,
            None => self.address.split('@').next().unwrap_or_default(),
        }
    }
}

/// The legacy name of a recipient.
pub(super) fn legacy_dn(guid: Uuid, alias: &str) -> String {
    format!(
        "/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn={}-{alias}",
        guid.simple()
    )
}

impl State {
    /// A GUID that depends on the seed, the kind of thing and its name only.
    pub fn guid(&self, kind: &str, name: &str) -> Uuid {
        guid(self.seed, kind, name)
    }

    /// "Now" when the tenant was made.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// A number of days before (or, negative, after) "now".
    pub fn days_ago(&self, days: i64) -> Timestamp {
        self.now - SignedDuration::from_hours(24 * days)
    }

    /// The default domain.
    pub fn domain(&self) -> &str {
        self.domains.first().map_or("contoso.com", String::as_str)
    }

    /// The `*.onmicrosoft.com` domain.
    pub fn initial_domain(&self) -> &str {
        self.domains.iter().find(|domain| domain.ends_with(".onmicrosoft.com")).map_or("", String::as_str)
    }

    /// Room lists.
    pub fn lists(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(|group| group.kind == GroupKind::RoomList)
    }

    /// Room lists, to be changed.
    pub fn lists_mut(&mut self) -> impl Iterator<Item = &mut Group> {
        self.groups.iter_mut().filter(|group| group.kind == GroupKind::RoomList)
    }

    /// An app, to be changed.
    ///
    /// # Panics
    /// When there is no such app: scenarios name only apps that they made.
    pub fn app_mut(&mut self, app: AppId) -> &mut App {
        self.apps.iter_mut().find(|candidate| candidate.app_id == app).expect("scenarios name apps that they made")
    }

    /// The app under test, to be changed.
    pub fn subject_mut(&mut self) -> &mut App {
        self.app_mut(self.subject)
    }

    /// The service principal of the app under test, to be changed.
    ///
    /// # Panics
    /// When it has none.
    pub fn subject_principal_mut(&mut self) -> &mut Principal {
        self.subject_mut().principal.as_mut().expect("the subject app of the scenario has a service principal")
    }

    /// Takes a room out of every group.
    pub fn remove_from_groups(&mut self, address: &str) {
        for group in &mut self.groups {
            group.members.retain(|member| member != address);
        }
    }
}

/// A GUID made of a seed and names.
pub(super) fn guid(seed: u64, kind: &str, name: &str) -> Uuid {
    let digest =
        aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, format!("{seed}\u{0}{kind}\u{0}{name}").as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest.as_ref()[..16]);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
