//! The tenant itself.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Fact, TenantId, TokenClaims, Untrusted};

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

/// A row of `Get-AcceptedDomain`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AcceptedDomain {
    /// `DomainName`, lower-cased.
    pub name: String,
    /// `DomainType`: `Authoritative`, `InternalRelay`, `ExternalRelay`.
    pub kind: Option<String>,
    /// `Default`.
    pub is_default: Option<bool>,
}

/// What the answers of the services tell about the services themselves.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServiceFacts {
    /// How many seconds the clock of this machine is ahead of Graph's (negative: behind).
    pub clock_ahead_seconds: Fact<i64>,
    /// What Exchange says is left of its request budget.
    pub exchange_budget: Fact<RequestBudget>,
    /// Who signed in, as the token for Graph tells.
    pub caller: Fact<Caller>,
}

/// Who signed in to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Caller {
    /// An app on its own.
    App,
    /// A person.
    Person {
        /// The person's directory roles, by template (`wids`).
        directory_roles: Vec<Uuid>,
    },
}

impl From<TokenClaims> for Caller {
    fn from(claims: TokenClaims) -> Self {
        if claims.is_app_only { Self::App } else { Self::Person { directory_roles: claims.directory_roles } }
    }
}

/// `Rate-Limit-Limit` and `Rate-Limit-Remaining`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestBudget {
    /// Requests that a window holds.
    pub limit: i64,
    /// Requests that were left at the lowest answer of the run.
    pub remaining: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_persons_roles_are_kept() {
        let roles = vec![Uuid::nil()];
        let person = TokenClaims { directory_roles: roles.clone(), is_app_only: false, ..TokenClaims::default() };
        let app = TokenClaims { is_app_only: true, ..person.clone() };
        assert_eq!(Caller::from(person), Caller::Person { directory_roles: roles });
        assert_eq!(Caller::from(app), Caller::App);
    }
}
