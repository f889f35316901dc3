//! `rsync-check` tells, with proof, whether a Microsoft 365 tenant is ready for the reservation sync of a workplace
//! product.

pub mod check;
pub mod exit;
pub mod product;
pub mod session;
pub mod sim;
pub mod tenant;
