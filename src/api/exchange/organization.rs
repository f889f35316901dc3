//! Organisation switches.

use serde::Deserialize;

use super::invoke;
use crate::api::lenient;
use crate::session::Cmdlet;
use crate::session::call::{Call, Invocation, Page, Unreadable, page};
use crate::tenant::{OrganizationConfig, Source, Untrusted};

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
