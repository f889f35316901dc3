//! One integration binary: the house rules, the generated files, and the real program over real HTTP.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed, and tests read files and start programs"
)]

mod attestations;
mod bad_input;
mod completions;
mod confinement;
mod examples;
mod fix;
mod floors;
mod generated;
mod hostile;
mod interrupt;
mod lint;
mod mend;
mod products;
mod program;
mod proxies;
mod repairs;
mod runs;
mod scenarios;
mod secrets;
mod sign_in;
mod support;
mod vendor_rooms;
mod wire;
