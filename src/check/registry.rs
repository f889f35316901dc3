//! The list of all checks, sorted by id. One line each.

use super::Check;

/// Every check, sorted by id.
pub static REGISTRY: &[&Check] = &[
    &super::app::required_permission_missing::CHECK,
    &super::app::permission_not_consented::CHECK,
    &super::app::permission_not_requested::CHECK,
    &super::app::delegated_permission::CHECK,
    &super::app::surplus_permission::CHECK,
    &super::app::redundant_permission::CHECK,
    &super::app::app_disabled::CHECK,
    &super::access::tenant_wide_reach::CHECK,
    &super::access::scope_defeated_by_consent::CHECK,
    &super::access::room_out_of_reach::CHECK,
    &super::access::policy_target_unsuitable::CHECK,
    &super::access::deny_policy::CHECK,
    &super::access::policy_space_nearly_full::CHECK,
    &super::access::legacy_access_policy::CHECK,
    &super::app::ews_permission::CHECK,
    &super::access::places_not_confinable::CHECK,
    &super::access::scope_holds_non_rooms::CHECK,
    &super::access::room_missing_from_scope::CHECK,
    &super::access::permission_without_role::CHECK,
    &super::app::not_single_tenant::CHECK,
    &super::app::look_alike_permission::CHECK,
    &super::app::sign_in_settings_unneeded::CHECK,
    &super::app::token_lacks_permission::CHECK,
    &super::app::registration_not_visible::CHECK,
    &super::access::exchange_principal_mismatch::CHECK,
    &super::credential::credential_expired::CHECK,
    &super::credential::credential_expires_soon::CHECK,
    &super::credential::secret_lifetime_too_long::CHECK,
    &super::credential::no_overlapping_credential::CHECK,
    &super::credential::several_secrets_valid::CHECK,
    &super::credential::secret_in_place_of_certificate::CHECK,
];
