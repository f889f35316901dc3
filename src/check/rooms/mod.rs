//! Checks: rooms.
