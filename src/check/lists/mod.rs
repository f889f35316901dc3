//! Checks: lists.
