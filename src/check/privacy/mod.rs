//! Checks on who can read what is booked in a room.
//!
//! [`sight`] tells what a right in the calendar shows.

pub mod calendar_open_to_anonymous;
pub mod full_access_holders;
pub mod private_meetings_readable;
pub(crate) mod sight;
pub mod titles_readable_by_colleagues;
