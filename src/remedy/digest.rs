//! SHA-256, whole and shortened.

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::tenant::{Change, TenantId};

/// The SHA-256 of some bytes, as 64 lower-case hexadecimal digits.
pub fn of(bytes: &[u8]) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    digest.as_ref().iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a `String` cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Twelve digits of it: a key for what has no GUID.
pub fn short(text: &str) -> String {
    of(text.as_bytes()).chars().take(12).collect()
}

/// The digest of what is to be changed in a tenant: equal for equal changes from the same facts.
pub fn of_changes<'a>(tenant: TenantId, facts_from: Timestamp, changes: impl Iterator<Item = &'a Change>) -> String {
    let changes: Vec<&Change> = changes.collect();
    let document = serde_json::json!({ "tenant": tenant, "facts_from": facts_from, "changes": changes });
    of(document.to_string().as_bytes())
}
