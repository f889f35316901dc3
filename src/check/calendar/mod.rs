//! Checks: calendar.
