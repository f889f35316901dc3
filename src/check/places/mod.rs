//! Checks on places: what Graph and Exchange say about where a room is.

pub mod capacity_differs_from_product;
pub mod place_details_missing;
pub mod room_missing_in_exchange;
pub mod room_missing_in_graph;
pub mod room_without_parent;
