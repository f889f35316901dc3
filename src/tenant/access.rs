//! What confines an app to rooms: application access policies and RBAC for Applications.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Address, AppId, Fact, ListMember, MailboxGuid, ObjectId, Untrusted};

/// Everything read about the reach of the subject app.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AccessFacts {
    /// All application access policies of the tenant.
    #[serde(default)]
    pub policies: Fact<Vec<AccessPolicy>>,
    /// The app's service principal in Exchange; `None` inside when Exchange has none.
    #[serde(default)]
    pub exchange_principal: Fact<Option<ExchangePrincipal>>,
    /// The app's role assignments. Read from Exchange, or from Graph (beta) where Exchange refuses.
    #[serde(default)]
    pub assignments: Fact<Vec<RoleAssignment>>,
    /// The management scopes that assignments name.
    #[serde(default)]
    pub scopes: Fact<Vec<ManagementScope>>,
    /// Groups that policies and scopes name, by the identity that was asked; `None` inside when it does not exist.
    #[serde(default)]
    pub groups: BTreeMap<String, Fact<Option<ScopeGroup>>>,
    /// Who still holds the withdrawn role `ApplicationImpersonation`, of all assignees of the tenant.
    #[serde(default)]
    pub impersonation: Fact<Vec<Impersonation>>,
}

/// A row of `Get-ManagementRoleAssignment -Role ApplicationImpersonation`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Impersonation {
    /// `Name` of the assignment.
    pub name: Untrusted,
    /// `RoleAssigneeName`: an account or a role group.
    pub assignee: Untrusted,
    /// `RoleAssigneeType`, such as `User` or `RoleGroup`.
    pub assignee_type: Option<String>,
    /// `CustomRecipientWriteScope`; `None` means everybody.
    pub scope: Option<Untrusted>,
}

/// A row of `Get-ApplicationAccessPolicy`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccessPolicy {
    /// `Identity`, such as `tenant\app:SID;guid`.
    pub identity: Untrusted,
    /// `AppId`; `None` when it is not a GUID (a wildcard policy).
    pub app_id: Option<AppId>,
    /// `AccessRight`.
    pub right: AccessRight,
    /// `ScopeName`.
    pub scope_name: Untrusted,
    /// `ScopeIdentity`: the key into [`AccessFacts::groups`].
    pub scope_identity: Untrusted,
    /// `Description`.
    pub description: Option<Untrusted>,
}

/// `AccessRight` of a policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessRight {
    /// Only members of the scope are reachable.
    RestrictAccess,
    /// Members of the scope are not reachable.
    DenyAccess,
    /// A value that this version does not know.
    Other(Untrusted),
}

/// A row of `Get-ServicePrincipal` in Exchange.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExchangePrincipal {
    /// `ObjectId`: must equal the service principal's id in Entra, or it authorises nothing.
    pub object_id: Option<ObjectId>,
    /// `AppId`.
    pub app_id: Option<AppId>,
    /// `DisplayName`.
    pub display_name: Option<Untrusted>,
}

/// An Exchange role given to the app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleAssignment {
    /// The assignment's name or id.
    pub name: Untrusted,
    /// The role, such as `Application Calendars.ReadWrite`.
    pub role: String,
    /// How far it reaches.
    pub scope: AssignmentScope,
}

/// How far a role assignment reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "name", rename_all = "snake_case")]
pub enum AssignmentScope {
    /// The whole organisation.
    Organization,
    /// A management scope, by name (Exchange) or id (Graph): found in [`AccessFacts::scopes`].
    CustomScope(Untrusted),
    /// An administrative unit, by object id.
    AdministrativeUnit(String),
    /// A group, by the identity that is the key into [`AccessFacts::groups`].
    Group(String),
    /// One recipient, by object id.
    Recipient(String),
    /// A form that this version does not know.
    Other(Untrusted),
}

/// A row of `Get-ManagementScope`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ManagementScope {
    /// Its id, where Graph gave one.
    pub id: Option<String>,
    /// `Name`.
    pub name: Untrusted,
    /// `RecipientFilter` (OPATH).
    pub recipient_filter: Option<Untrusted>,
    /// `Exclusive`: does not restrict apps.
    pub exclusive: Option<bool>,
}

/// A group that a policy or a scope names, or the mailbox that somebody put in its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScopeGroup {
    /// `PrimarySmtpAddress`.
    pub address: Option<Address>,
    /// `DisplayName`.
    pub display_name: Untrusted,
    /// `DistinguishedName`, which `MemberOfGroup` filters name.
    pub distinguished_name: Option<Untrusted>,
    /// `ExternalDirectoryObjectId`, which assignments scoped to a group name.
    pub object_id: Option<ObjectId>,
    /// Exchange's `Guid`: what scripts name it by.
    #[serde(default)]
    pub guid: Option<MailboxGuid>,
    /// `IsDirSynced`: mastered on premises.
    #[serde(default)]
    pub is_dir_synced: Option<bool>,
    /// `RecipientTypeDetails`: `MailUniversalSecurityGroup` is the right kind for a policy.
    pub recipient_type_details: Option<String>,
    /// Its direct members. Not gathered when it is no group.
    #[serde(default)]
    pub members: Fact<Vec<ListMember>>,
    /// `WhenChanged`: the last change of the group, members included.
    #[serde(default)]
    pub changed: Option<jiff::Timestamp>,
    /// Members of groups inside it, by the inner group's address, as far as they were read (policies count them).
    #[serde(default)]
    pub nested: BTreeMap<Address, Fact<Vec<ListMember>>>,
}
