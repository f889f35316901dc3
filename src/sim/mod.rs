//! Floor 2: the simulated tenant, the only one that developers and CI ever see.
//!
//! One state ([`State`]) and one pure core ([`Simulation::answer`]) with two doors: [`InProcess`], a transport for the
//! demo and for tests, and [`serve`], a loopback HTTP server for real clients. It answers as Microsoft documents its
//! services; what no public source confirms is marked `guess:` in the code. It reads requests and never writes: what
//! would change a tenant is refused. Nothing here knows what a check thinks.
//!
//! - [`Scenario`]: tenants by name. They start from [`State::healthy`] and state only what differs.
//! - [`Faults`]: throttling, broken pages and the like, by rules that count.
//! - `token`, `graph`, `exchange`: the three services. `access`: who may read which mailbox.

mod access;
mod exchange;
mod faults;
mod graph;
mod healthy;
mod http;
mod in_process;
mod json;
mod odata;
mod products;
mod scenario;
pub mod shell;
mod simulation;
mod state;
mod token;

#[cfg(test)]
mod schema_test;
#[cfg(test)]
mod tests;

pub use self::http::serve;
pub use faults::{Fault, Faults, NextLink, Rule};
pub use in_process::InProcess;
pub use scenario::{Followed, SCENARIOS, Scenario, Vouches};
pub use simulation::{Answer, Identity, Options, Origins, Recorded, Simulation};
pub use state::{
    App, Assignment, Certificate, ExchangePrincipal, Federated, Group, GroupKind, Home, Place, Policy, Principal,
    Reach, Registration, Room, Scope, Secret, Settings, State, Subscription, User,
};
