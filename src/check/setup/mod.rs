//! Checks on the set-up as a whole: what was done by hand, and what several products ask for together.

pub mod products_disagree;
