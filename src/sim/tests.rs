//! Tests of the simulated tenant as a whole.
