//! Floor 1: judging. Pure: facts and a product in, outcomes out.
//!
//! # Adding a check
//!
//! 1. One file `src/check/<area>/<name_with_underscores>.rs`: a static [`Check`] called `CHECK`, its probe function, its
//!    tests (passes, fails, the edge, unknown).
//! 2. One page `docs/checks/<name-with-dashes>.md`, which `explain` shows.
//! 3. One line in [`registry`]. 4. A scenario of the simulated tenant that fails it.
//!
//! A name says the fault and reads well after "ignore …". The probe takes the narrowest [`Probe`] that fits. A fact is
//! opened with [`Fact::get`](crate::tenant::Fact::get) and `?`: what is not known makes the outcome unknown, never a pass.

pub mod access;
pub mod app;
pub mod calendar;
pub mod context;
pub mod credential;
pub mod engine;
pub mod environment;
pub mod finding;
pub mod lists;
pub mod mailboxes;
pub(crate) mod mend;
pub mod places;
pub mod privacy;
pub mod registry;
pub mod rooms;
pub mod serving;
pub mod setup;
pub mod subscription;
#[cfg(test)]
mod tests;

pub use context::Context;
pub use engine::{Judgement, evaluate};
pub use finding::{Datum, Finding, Judged, Outcome, Reading, Subject, SubjectKind};
pub use registry::REGISTRY;

use serde::{Deserialize, Serialize};

use crate::tenant::{CalendarProcessing, Gap, Room, RoomList};

/// One judgement over facts and a product. Everything about it that is not its probe is data.
#[derive(Debug)]
pub struct Check {
    /// The stable id, such as `CP022`. Published once, never reused.
    pub id: &'static str,
    /// The stable name: the fault in kebab case, equal to the file's and the page's name.
    pub name: &'static str,
    /// The fault in a few words, as a heading: "Booking window too short".
    pub title: &'static str,
    /// What it means for the people who book, in one sentence. `{product}` becomes the product's title.
    pub consequence: &'static str,
    /// Which command shows it.
    pub area: Area,
    /// How serious it is, unless the outcome says otherwise.
    pub severity: Severity,
    /// How far a repair can be trusted to a script.
    pub fix: Trust,
    /// The version that brought it.
    pub since: &'static str,
    /// Its page in Markdown.
    pub page: &'static str,
    /// What it looks at, and how.
    pub probe: Probe,
}

/// The parts of the program, one command each; `tenant` shows all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// The app, its permissions and its credentials.
    Permissions,
    /// How far the app reaches.
    Access,
    /// Room lists.
    Lists,
    /// Rooms, their mailboxes and places.
    Places,
    /// Calendar processing.
    Calendars,
    /// What is inside the mailboxes: rules, rights, size. Read mailbox by mailbox.
    Mailboxes,
    /// What was done by hand, and the services themselves: attestations, subscriptions, environment.
    Setup,
}

impl Area {
    /// All of them, in the order of the report.
    pub const ALL: [Self; 7] =
        [Self::Permissions, Self::Access, Self::Lists, Self::Places, Self::Calendars, Self::Mailboxes, Self::Setup];

    /// The heading in the report.
    pub fn title(self) -> &'static str {
        match self {
            Self::Permissions => "sign-in and permissions",
            Self::Access => "reach of the app",
            Self::Lists => "room lists",
            Self::Places => "rooms and places",
            Self::Calendars => "calendar processing",
            Self::Mailboxes => "inside the mailboxes",
            Self::Setup => "set-up and hand-over",
        }
    }
}

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Should be put right.
    Warning,
    /// The sync does not work, or reaches what it must not.
    Error,
}

impl Severity {
    /// The name in documents and flags.
    pub fn id(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl From<crate::product::Level> for Severity {
    fn from(level: crate::product::Level) -> Self {
        match level {
            crate::product::Level::Info => Self::Info,
            crate::product::Level::Warning => Self::Warning,
            crate::product::Level::Error => Self::Error,
        }
    }
}

/// How far a repair can be trusted to a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// A script can do it without a decision.
    Safe,
    /// A script can do it after somebody looked at it.
    Review,
    /// Only a person can do it.
    Manual,
    /// There is nothing to repair.
    None,
}

/// What a check looks at. The scope decides how often the function is called and which facts it is handed.
#[derive(Clone, Copy, Debug)]
pub enum Probe {
    /// Once for every meeting room whose calendar processing is known; unknown for the others without being called.
    EachCalendar(fn(&Room, &CalendarProcessing, &Context<'_>) -> Result<Outcome, Gap>),
    /// Like `EachCalendar`, for workspaces.
    EachWorkspaceCalendar(fn(&Room, &CalendarProcessing, &Context<'_>) -> Result<Outcome, Gap>),
    /// Once for every meeting room.
    EachRoom(fn(&Room, &Context<'_>) -> Result<Outcome, Gap>),
    /// Like `EachRoom`, for a check that can find several things about one room; at least one outcome for each.
    EachRoomSeveral(fn(&Room, &Context<'_>) -> Result<Vec<Outcome>, Gap>),
    /// Once for every room list.
    EachList(fn(&RoomList, &Context<'_>) -> Result<Outcome, Gap>),
    /// Once for the tenant; the function names the subjects.
    Tenant(fn(&Context<'_>) -> Result<Vec<Judged>, Gap>),
}
