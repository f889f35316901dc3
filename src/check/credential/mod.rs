//! Checks: credential.
