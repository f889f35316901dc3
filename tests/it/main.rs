//! One integration binary: the house rules, the generated files, and the real program.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed, and tests read files and start programs"
)]

mod completions;
mod floors;
mod generated;
mod scenarios;
mod support;
