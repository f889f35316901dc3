//! The app under test: its registration, what it asks for, what it was granted, what its token carries.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{AppId, Fact, ObjectId, Resource, TenantId, Untrusted};

/// Everything read about the subject app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubjectApp {
    /// Its application (client) id.
    pub app_id: AppId,
    /// Whether the identity that signed in is the subject app itself.
    pub is_reader: bool,
    /// Its registration; `None` inside when it lives in another tenant or does not exist.
    pub registration: Fact<Option<AppRegistration>>,
    /// Its service principal (enterprise application); `None` inside when nobody consented to the app here.
    pub service_principal: Fact<Option<ServicePrincipal>>,
    /// The application permissions that were consented to.
    pub grants: Fact<Vec<Grant>>,
    /// The delegated permissions that were consented to.
    pub delegated: Fact<Vec<DelegatedGrant>>,
    /// What the token for Graph carries. Not gathered when another identity signed in: nobody has that token.
    pub graph_token: Fact<TokenClaims>,
    /// What the token for Exchange carries.
    pub exchange_token: Fact<TokenClaims>,
}

impl SubjectApp {
    /// An app of which nothing has been read yet.
    pub fn unread(app_id: AppId, is_reader: bool) -> Self {
        Self {
            app_id,
            is_reader,
            registration: Fact::NotGathered,
            service_principal: Fact::NotGathered,
            grants: Fact::NotGathered,
            delegated: Fact::NotGathered,
            graph_token: Fact::NotGathered,
            exchange_token: Fact::NotGathered,
        }
    }

    /// The name to show, if one was read.
    pub fn name(&self) -> Option<&Untrusted> {
        let registered = self.registration.ok().and_then(Option::as_ref).map(|app| &app.display_name);
        registered.or_else(|| self.service_principal.ok().and_then(Option::as_ref).map(|sp| &sp.display_name))
    }
}

/// An app registration (Graph `application`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AppRegistration {
    /// The object id of the registration; not the one of the service principal.
    pub id: ObjectId,
    /// Its name.
    pub display_name: Untrusted,
    /// Who may sign in: `AzureADMyOrg` is single-tenant.
    pub sign_in_audience: Option<String>,
    /// Whether the registration is switched off.
    pub is_disabled: Option<bool>,
    /// Set when Microsoft disabled the app.
    pub disabled_by_microsoft: Option<Untrusted>,
    /// What it asks for: the portal's "Configured permissions".
    pub requested: Vec<Requested>,
    /// Its secrets and certificates.
    pub credentials: Vec<Credential>,
    /// Redirect URIs of all platforms.
    pub redirect_uris: Vec<Untrusted>,
    /// Those of the web platform alone.
    #[serde(default)]
    pub web_redirect_uris: Vec<Untrusted>,
}

/// One permission that a registration asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Requested {
    /// The resource's application id.
    pub resource_app_id: Uuid,
    /// The id of the app role or scope.
    pub id: Uuid,
    /// Its name, when the resource's own list or our table knows it.
    pub value: Option<String>,
    /// Whether it is an application permission (`Role`) or a delegated one (`Scope`).
    pub kind: PermissionKind,
}

/// Application or delegated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PermissionKind {
    /// Used by the app without a person (`Role`).
    Application,
    /// Used on behalf of a person who signed in (`Scope`).
    Delegated,
}

/// A service principal (the portal's "Enterprise application").
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServicePrincipal {
    /// Its object id in this tenant.
    pub id: ObjectId,
    /// Its name.
    pub display_name: Untrusted,
    /// Whether sign-in is allowed.
    pub account_enabled: Option<bool>,
    /// The tenant that owns the registration.
    pub owner_tenant: Option<TenantId>,
    /// Whether users must be assigned before they may use it.
    pub assignment_required: Option<bool>,
    /// Its tags; `HideApp` keeps it out of My Apps.
    pub tags: Vec<Untrusted>,
    /// Credentials that sit on the service principal itself.
    pub credentials: Vec<Credential>,
}

/// A secret or a certificate, without its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Credential {
    /// The key id; for a secret the portal calls it "Secret ID".
    pub key_id: Uuid,
    /// Secret or certificate.
    pub kind: CredentialKind,
    /// Its description.
    pub display_name: Option<Untrusted>,
    /// The first characters of a secret, as the directory shows them.
    pub hint: Option<Untrusted>,
    /// From when it is valid.
    pub start: Option<Timestamp>,
    /// Until when it is valid.
    pub end: Option<Timestamp>,
}

/// What a credential is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    /// A client secret.
    Secret,
    /// A certificate.
    Certificate,
}

impl CredentialKind {
    /// The word in sentences.
    pub fn word(self) -> &'static str {
        match self {
            Self::Secret => "client secret",
            Self::Certificate => "certificate",
        }
    }
}

/// A consented application permission (a row of `appRoleAssignments`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grant {
    /// The resource, when it is one of the two that matter here.
    pub resource: Option<Resource>,
    /// The resource's name as the directory gives it.
    pub resource_name: Untrusted,
    /// The id of the app role.
    pub role_id: Uuid,
    /// The role's name, found by resource *and* id, never by name alone.
    pub value: Option<String>,
    /// When it was consented to.
    pub since: Option<Timestamp>,
}

/// Consented delegated permissions for one resource.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DelegatedGrant {
    /// The resource, when it is one of the two that matter here.
    pub resource: Option<Resource>,
    /// The scopes, such as `User.Read`.
    pub scopes: Vec<String>,
    /// Whether an administrator consented for everybody.
    pub for_everybody: bool,
}

/// Claims of an access token. A hint, never a proof: the directory is the proof.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TokenClaims {
    /// The application permissions that it carries.
    pub roles: Vec<String>,
    /// The delegated scopes that it carries, when a person signed in.
    pub scopes: Vec<String>,
    /// The object id of the service principal or the person.
    pub object_id: Option<ObjectId>,
    /// Directory role templates (`wids`).
    pub directory_roles: Vec<Uuid>,
    /// How the app proved itself: 1 secret, 2 certificate or assertion.
    pub credential_type: Option<u8>,
    /// Whether it is an app's own token rather than a person's.
    pub is_app_only: bool,
}
