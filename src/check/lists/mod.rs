//! Checks on room lists and their members. [`site`] tells which list is the one of a room.

pub mod hidden_room_list;
pub mod list_holds_non_rooms;
pub mod list_not_flagged;
pub mod list_over_100_members;
pub mod nested_list;
pub mod no_room_list;
pub mod room_in_no_list;
mod site;
