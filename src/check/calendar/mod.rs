//! Checks on calendar processing: what becomes of a meeting request.
//!
//! [`flag`], [`kept`], [`named`], [`policy`] and [`site`] hold what several of them share.

pub mod attachments_removed;
pub mod automatic_release_on;
pub mod body_removed;
pub mod booked_without_approval;
pub mod booking_account_may_not_book;
pub mod booking_window_today_only;
pub mod booking_window_too_short;
pub mod cancelled_meetings_removed;
pub mod conflicts_allowed;
pub mod delegate_cannot_answer;
pub mod delegates_not_told;
pub mod external_invitations_rejected;
#[cfg(test)]
pub(crate) mod fixture;
mod flag;
pub mod ignored_book_in_policy_list;
pub(crate) mod kept;
pub mod long_series_declined;
pub mod maximum_duration_too_short;
pub mod minimum_duration_without_effect;
pub mod more_kept_than_wanted;
mod named;
pub mod new_requests_not_added;
pub mod nobody_may_book;
pub mod not_auto_accept;
pub mod organizer_added_to_title;
pub mod out_of_policy_without_delegates;
pub mod pending_shown_as_free;
pub mod pointless_out_of_policy_list;
mod policy;
pub mod private_flag_removed;
pub mod recurring_meetings_declined;
pub mod requests_forwarded_to_nobody;
pub mod response_details_off;
pub mod room_differs_from_its_site;
pub mod series_declined_for_one_conflict;
mod site;
pub mod title_removed;
pub mod unusable_recipient_in_policy_list;
pub mod work_hours_restrict_bookings;
pub mod workspace_declines_conflicts;
pub mod workspace_without_capacity;
