//! `rsync-check` tells, with proof, whether a Microsoft 365 tenant is ready for the reservation sync of a workplace
//! product.

pub mod api;
pub mod check;
pub mod exit;
pub mod gather;
pub mod product;
pub mod render;
pub mod report;
pub mod session;
pub mod store;
pub mod sim;
pub mod tenant;
pub mod ui;
