//! Checks on the room itself: whether it exists, where its mailbox is, and what keeps requests from it.
//!
//! [`listing`], [`age`] and [`remote`] hold what the checks on lists and places share with these.

pub(crate) mod age;
pub mod forwarding_or_automatic_replies;
pub mod hidden_room;
pub(crate) mod listing;
pub mod no_rooms;
pub mod on_premises_room;
pub(crate) mod remote;
pub mod reserved_room;
pub mod room_not_found;
pub mod room_not_in_directory_yet;
pub mod room_sign_in_enabled;
pub mod senders_restricted;
