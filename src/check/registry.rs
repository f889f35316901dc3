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
    &super::access::control_mailbox_in_reach::CHECK,
    &super::access::policy_target_unsuitable::CHECK,
    &super::access::deny_policy::CHECK,
    &super::access::policy_space_nearly_full::CHECK,
    &super::access::legacy_access_policy::CHECK,
    &super::access::impersonation_in_use::CHECK,
    &super::app::ews_permission::CHECK,
    &super::access::probe_disagrees::CHECK,
    &super::access::places_not_confinable::CHECK,
    &super::access::scope_holds_non_rooms::CHECK,
    &super::access::room_missing_from_scope::CHECK,
    &super::access::permission_without_role::CHECK,
    &super::app::not_single_tenant::CHECK,
    &super::app::look_alike_permission::CHECK,
    &super::app::sign_in_settings_unneeded::CHECK,
    &super::access::user_agent_refused::CHECK,
    &super::app::token_lacks_permission::CHECK,
    &super::app::registration_not_visible::CHECK,
    &super::access::exchange_principal_mismatch::CHECK,
    &super::access::retired_access_method::CHECK,
    &super::app::permission_set_of_another_version::CHECK,
    &super::access::booking_account_out_of_reach::CHECK,
    &super::calendar::not_auto_accept::CHECK,
    &super::calendar::nobody_may_book::CHECK,
    &super::calendar::out_of_policy_without_delegates::CHECK,
    &super::calendar::requests_forwarded_to_nobody::CHECK,
    &super::calendar::pointless_out_of_policy_list::CHECK,
    &super::calendar::ignored_book_in_policy_list::CHECK,
    &super::calendar::unusable_recipient_in_policy_list::CHECK,
    &super::calendar::delegate_cannot_answer::CHECK,
    &super::calendar::new_requests_not_added::CHECK,
    &super::mailboxes::inbox_rule_in_room::CHECK,
    &super::calendar::title_removed::CHECK,
    &super::calendar::organizer_added_to_title::CHECK,
    &super::calendar::private_flag_removed::CHECK,
    &super::calendar::body_removed::CHECK,
    &super::calendar::attachments_removed::CHECK,
    &super::calendar::cancelled_meetings_removed::CHECK,
    &super::calendar::external_invitations_rejected::CHECK,
    &super::calendar::recurring_meetings_declined::CHECK,
    &super::calendar::conflicts_allowed::CHECK,
    &super::calendar::series_declined_for_one_conflict::CHECK,
    &super::calendar::long_series_declined::CHECK,
    &super::calendar::booking_window_too_short::CHECK,
    &super::calendar::maximum_duration_too_short::CHECK,
    &super::calendar::minimum_duration_without_effect::CHECK,
    &super::calendar::work_hours_restrict_bookings::CHECK,
    &super::calendar::workspace_without_capacity::CHECK,
    &super::calendar::automatic_release_on::CHECK,
    &super::calendar::response_details_off::CHECK,
    &super::calendar::room_differs_from_its_site::CHECK,
    &super::calendar::booking_account_may_not_book::CHECK,
    &super::calendar::delegates_not_told::CHECK,
    &super::calendar::workspace_declines_conflicts::CHECK,
    &super::calendar::booking_window_today_only::CHECK,
    &super::calendar::pending_shown_as_free::CHECK,
    &super::setup::products_disagree::CHECK,
    &super::calendar::more_kept_than_wanted::CHECK,
    &super::calendar::booked_without_approval::CHECK,
    &super::mailboxes::booking_account_lacks_calendar_rights::CHECK,
    &super::credential::credential_expired::CHECK,
    &super::credential::credential_expires_soon::CHECK,
    &super::credential::secret_lifetime_too_long::CHECK,
    &super::credential::no_overlapping_credential::CHECK,
    &super::credential::several_secrets_valid::CHECK,
    &super::credential::secret_in_place_of_certificate::CHECK,
    &super::environment::exchange_not_readable::CHECK,
    &super::environment::clock_differs::CHECK,
    &super::environment::caller_lacks_roles::CHECK,
    &super::environment::request_budget_low::CHECK,
    &super::environment::domain_not_accepted::CHECK,
    &super::setup::attestation_missing::CHECK,
    &super::setup::attestation_expired::CHECK,
    &super::setup::attestation_ends_soon::CHECK,
    &super::setup::attestation_of_no_step::CHECK,
    &super::lists::no_room_list::CHECK,
    &super::lists::hidden_room_list::CHECK,
    &super::lists::room_in_no_list::CHECK,
    &super::lists::list_holds_non_rooms::CHECK,
    &super::lists::list_not_flagged::CHECK,
    &super::places::place_details_missing::CHECK,
    &super::places::room_missing_in_graph::CHECK,
    &super::places::room_missing_in_exchange::CHECK,
    &super::lists::nested_list::CHECK,
    &super::lists::list_over_100_members::CHECK,
    &super::places::room_without_parent::CHECK,
    &super::places::capacity_differs_from_product::CHECK,
    &super::privacy::titles_readable_by_colleagues::CHECK,
    &super::privacy::private_meetings_readable::CHECK,
    &super::privacy::full_access_holders::CHECK,
    &super::privacy::calendar_open_to_anonymous::CHECK,
    &super::app::basic_details_claim_does_not_hold::CHECK,
    &super::rooms::room_is_no_room_mailbox::CHECK,
    &super::rooms::room_not_found::CHECK,
    &super::rooms::duplicate_vendor_room::CHECK,
    &super::rooms::on_premises_room::CHECK,
    &super::rooms::hidden_room::CHECK,
    &super::rooms::room_not_in_directory_yet::CHECK,
    &super::rooms::room_sign_in_enabled::CHECK,
    &super::rooms::forwarding_or_automatic_replies::CHECK,
    &super::mailboxes::mailbox_nearly_full::CHECK,
    &super::rooms::reserved_room::CHECK,
    &super::rooms::vendor_address_is_an_alias::CHECK,
    &super::mailboxes::deleted_twin::CHECK,
    &super::rooms::no_rooms::CHECK,
    &super::rooms::senders_restricted::CHECK,
    &super::mailboxes::booking_account_without_mailbox::CHECK,
    &super::rooms::room_unknown_to_product::CHECK,
    &super::rooms::vendor_room_without_address::CHECK,
    &super::subscription::no_subscription::CHECK,
    &super::subscription::several_subscriptions::CHECK,
    &super::subscription::subscription_ends_soon::CHECK,
    &super::subscription::subscription_of_no_room::CHECK,
    &super::subscription::notification_host_differs::CHECK,
    &super::subscription::no_lifecycle_url::CHECK,
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::path::Path;

    use super::REGISTRY;

    const SECTIONS: [&str; 8] = [
        "What it looks at",
        "Why it matters",
        "What you see",
        "How to fix",
        "Side effects",
        "How long it takes",
        "Exceptions",
        "References",
    ];

    #[test]
    fn the_list_is_sorted_and_ids_and_names_are_unique() {
        assert!(REGISTRY.is_sorted_by_key(|check| check.id));
        let ids: HashSet<_> = REGISTRY.iter().map(|check| check.id).collect();
        let names: HashSet<_> = REGISTRY.iter().map(|check| check.name).collect();
        assert_eq!((ids.len(), names.len()), (REGISTRY.len(), REGISTRY.len()));
    }

    #[test]
    fn every_page_has_its_title_and_all_sections_in_order_with_something_in_them() {
        for check in REGISTRY {
            let title = format!("# {} {}", check.id, check.title);
            assert_eq!(check.page.lines().next(), Some(title.as_str()));
            let found: Vec<&str> = check.page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
            assert_eq!(found, SECTIONS, "{}", check.name);
            for part in check.page.split("\n## ").skip(1) {
                let (heading, text) = part.split_once('\n').unwrap();
                assert!(text.trim().len() > 1, "{}: `{heading}` is empty", check.name);
            }
        }
    }

    #[test]
    fn every_page_stands_under_the_name_of_its_check() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks");
        let mut names: HashSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        for check in REGISTRY {
            assert!(names.remove(check.name), "docs/checks/{}.md is missing", check.name);
        }
        assert!(names.is_empty(), "pages of no check: {names:?}");
    }

    #[test]
    fn texts_follow_the_house_style() {
        for check in REGISTRY {
            assert!(check.consequence.ends_with('.'), "{}: the consequence is a sentence", check.id);
            assert!(!check.title.ends_with('.') && check.title.len() <= 70, "{}: the title is a heading", check.id);
            let is_kebab = check.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            assert!(is_kebab, "{}", check.name);
        }
    }
}
