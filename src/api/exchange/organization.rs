//! Organisation switches, and the domains that Exchange takes mail for.

use serde::Deserialize;

use super::invoke;
use crate::api::lenient;
use crate::session::Cmdlet;
use crate::session::call::{Call, Invocation, Page, Unreadable, page};
use crate::tenant::{AcceptedDomain, OrganizationConfig, Source, Untrusted};

/// The switches that look like missing access. Least: role `View-Only Configuration`.
pub fn config() -> Call<Page<OrganizationConfig>> {
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "PascalCase", default)]
    struct Wire {
        #[serde(deserialize_with = "lenient::flag")]
        ews_enabled: Option<bool>,
        #[serde(deserialize_with = "lenient::word")]
        ews_application_access_policy: Option<String>,
        #[serde(deserialize_with = "lenient::texts")]
        ews_allow_list: Option<Vec<Untrusted>>,
        #[serde(deserialize_with = "lenient::texts")]
        ews_block_list: Option<Vec<Untrusted>>,
        #[serde(rename = "EwsAllowedAppIDs", deserialize_with = "lenient::word")]
        ews_allowed_app_ids: Option<String>,
    }
    fn read(body: &str) -> Result<Page<OrganizationConfig>, Unreadable> {
        page(body, |wire: Wire| {
            let ids = wire.ews_allowed_app_ids.unwrap_or_default();
            let ids = ids.split(',').map(str::trim).filter(|id| !id.is_empty());
            Ok(OrganizationConfig {
                ews_enabled: wire.ews_enabled,
                ews_application_access_policy: wire.ews_application_access_policy.filter(|text| !text.is_empty()),
                ews_allow_list: wire.ews_allow_list.unwrap_or_default(),
                ews_block_list: wire.ews_block_list.unwrap_or_default(),
                ews_allowed_app_ids: ids.map(Untrusted::from).collect(),
            })
        })
    }
    let call = Invocation::new(Cmdlet::GetOrganizationConfig).with("RetrieveEwsOperationAccessPolicy", true);
    invoke(Source::ExchangeOrganizationConfig, call, read)
}

/// All accepted domains. Least: role `View-Only Configuration`.
pub fn accepted_domains() -> Call<Page<AcceptedDomain>> {
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "PascalCase", default)]
    struct Wire {
        #[serde(deserialize_with = "lenient::word")]
        domain_name: Option<String>,
        #[serde(deserialize_with = "lenient::word")]
        domain_type: Option<String>,
        #[serde(deserialize_with = "lenient::flag")]
        default: Option<bool>,
    }
    fn read(body: &str) -> Result<Page<AcceptedDomain>, Unreadable> {
        page(body, |wire: Wire| {
            let name = wire.domain_name.ok_or_else(|| Unreadable("a domain without a name".into()))?;
            Ok(AcceptedDomain { name: name.to_lowercase(), kind: wire.domain_type, is_default: wire.default })
        })
    }
    let call = Invocation::new(Cmdlet::GetAcceptedDomain).select(&["DomainName", "DomainType", "Default"]);
    invoke(Source::ExchangeAcceptedDomains, call, read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_read_in_small_letters() {
        let body =
            r#"{"value":[{"DomainName":"Contoso.com","DomainType":"Authoritative","Default":true},{"Default":false}]}"#;
        let page = (accepted_domains().parse)(body).unwrap();
        let domain = page.items[0].as_ref().unwrap();
        assert_eq!((domain.name.as_str(), domain.is_default), ("contoso.com", Some(true)));
        assert!(page.items[1].is_err());
    }
}
