//! The tenant itself.

use serde::{Deserialize, Serialize};

use super::{TenantId, Untrusted};

/// The organisation as Graph describes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Organization {
    /// The tenant id.
    pub id: TenantId,
    /// Its name.
    pub display_name: Untrusted,
    /// The `*.onmicrosoft.com` domain.
    pub initial_domain: Option<String>,
    /// All verified domains.
    pub verified_domains: Vec<String>,
}

/// Organisation switches that look like missing access (`Get-OrganizationConfig`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganizationConfig {
    /// `EwsEnabled`; `None` when Exchange answers null (the tenant follows Microsoft's schedule).
    pub ews_enabled: Option<bool>,
    /// `EwsApplicationAccessPolicy`: `EnforceAllowList` or `EnforceBlockList`; also binds Graph.
    pub ews_application_access_policy: Option<String>,
    /// `EwsAllowList`: user agents.
    pub ews_allow_list: Vec<Untrusted>,
    /// `EwsBlockList`: user agents.
    pub ews_block_list: Vec<Untrusted>,
    /// `EwsAllowedAppIDs`, split.
    pub ews_allowed_app_ids: Vec<Untrusted>,
}
