//! The report for machines, one module per version. `json` is the newest; an old one stays for a full major version.

pub mod v1;
