//! Tests of the confinement.
