//! Floor 0: what a Microsoft 365 tenant is made of, as plain data.
//!
//! Nothing here reads, judges or prints. Every part of a [`Snapshot`] that had to be read is a [`Fact`], so that
//! "could not be read" can never be mistaken for "is not there".

pub mod access;
pub mod app;
pub mod attestation;
pub mod calendar;
pub mod change;
pub mod delay;
pub mod fact;
pub mod ids;
pub mod organization;
pub mod permission;
pub mod place;
pub mod retirement;
pub mod room;
pub mod room_list;
pub mod selection;
pub mod snapshot;
pub mod subscription;
pub mod text;
pub mod vendor;

pub use access::{
    AccessFacts, AccessPolicy, AccessRight, AssignmentScope, ExchangePrincipal, Impersonation, ManagementScope,
    RoleAssignment, ScopeGroup,
};
pub use app::{
    AppRegistration, Credential, CredentialKind, DelegatedGrant, Grant, ServicePrincipal, SubjectApp, TokenClaims,
};
pub use attestation::Attestation;
pub use calendar::{AutomateProcessing, BookingType, CalendarProcessing};
pub use change::{
    Change, Entry, GroupRef, Holder, Home, ListSetting, Master, NewGroup, NewRoom, Purpose, Setting, SettingValue,
    Side, Way,
};
pub use delay::{DELAYS, Delay};
pub use fact::{Fact, Failure, FailureKind, Gap, Listing, Right, RightKind, Source};
pub use ids::{AppId, MailboxGuid, ObjectId, TenantId};
pub use organization::{AcceptedDomain, Caller, Organization, OrganizationConfig, RequestBudget, ServiceFacts};
pub use permission::{KNOWN_PERMISSIONS, Permission, Resource};
pub use place::Place;
pub use retirement::{RETIREMENTS, Retirement};
pub use room::{
    DeletedMailbox, FolderRight, InboxRule, Mailbox, MailboxRight, MailboxSettings, MailboxStatistics, Probed,
    Protocols, Quota, Recipient, Room, RoomKind, WorkingHours,
};
pub use room_list::{ListMember, RoomList};
pub use selection::Selection;
pub use snapshot::{CloudName, Header, HeaderProduct, Snapshot, SnapshotVersion};
pub use subscription::Subscription;
pub use text::{Address, Untrusted};
pub use vendor::VendorRoom;
