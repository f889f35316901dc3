//! Checks: access.
