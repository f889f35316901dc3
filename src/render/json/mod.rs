//! The report for machines, one module per version. `json` is the newest; an old one stays for a full major version.

pub mod product_v1;
pub mod v1;
