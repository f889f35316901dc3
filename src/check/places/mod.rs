//! Checks: places.
