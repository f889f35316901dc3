//! Checks: app.
