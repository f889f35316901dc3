//! What became of a plan: every change held against facts that were read later, with what the scripts wrote down.
//!
//! - [`standing`]: one change and a snapshot: made, not made, something else, not known.
//! - [`record`]: journal and log of a script: what it changed, when, and what was taken back.
//! - [`files`]: whether the scripts of a pack are still those that were written.

pub mod files;
pub mod record;
pub mod standing;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

pub use files::FileState;
pub use record::Record;
pub use standing::{Reader, Seen, Unread};

use super::{Manifest, Stage};
use crate::tenant::{Change, Delay, Home, Purpose, Setting, Side, Snapshot, delay};

/// What became of one change.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// It is as the plan wants it.
    Applied,
    /// It is as it was.
    Open,
    /// It was applied, and waiting for it to show is normal until this time.
    Pending {
        /// When the script changed it.
        applied: Timestamp,
        /// Until when waiting is normal.
        until: Timestamp,
    },
    /// It is neither as it was nor as the plan wants it; or it was applied and is back to what it was.
    Drifted {
        /// What is there now, in the words of the setting.
        now: String,
    },
    /// The facts do not tell.
    Unknown(Unread),
}

impl Standing {
    /// The stable word in documents.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Open => "open",
            Self::Pending { .. } => "pending",
            Self::Drifted { .. } => "drifted",
            Self::Unknown(_) => "unknown",
        }
    }
}

/// One change of a plan and what became of it.
#[derive(Clone, Debug)]
pub struct Verified<'a> {
    /// The script.
    pub stage: Stage,
    /// The section, such as `S1`.
    pub section: &'a str,
    /// The checks that asked for it.
    pub checks: &'a BTreeSet<String>,
    /// What journal and log name its object by.
    pub key: &'a str,
    /// The change.
    pub change: &'a Change,
    /// What became of it.
    pub standing: Standing,
}

/// Holds every change of a plan against a snapshot, in the order of the scripts.
pub fn verify<'a>(manifest: &'a Manifest, records: &BTreeMap<Stage, Record>, snapshot: &Snapshot) -> Vec<Verified<'a>> {
    let reader = Reader::new(manifest, snapshot);
    let (nothing, read_at) = (Record::default(), snapshot.header.taken_at);
    let mut verified = Vec::new();
    for script in &manifest.scripts {
        let record = records.get(&script.stage).unwrap_or(&nothing);
        for section in &script.sections {
            for row in &section.rows {
                let applied = record.applied(&section.id, &row.key);
                for change in &row.changes {
                    let standing = judge(reader.seen(change), change, applied, read_at);
                    verified.push(Verified {
                        stage: script.stage,
                        section: &section.id,
                        checks: &section.checks,
                        key: &row.key,
                        change,
                        standing,
                    });
                }
            }
        }
    }
    verified
}

/// What was seen, with what the script wrote down about it.
fn judge(seen: Seen, change: &Change, applied: Option<Timestamp>, read_at: Timestamp) -> Standing {
    let (now, applied) = match (seen, applied) {
        (Seen::Made, _) => return Standing::Applied,
        (Seen::Unknown(why), _) => return Standing::Unknown(why),
        (Seen::Before, None) => return Standing::Open,
        (Seen::Other(now), None) => return Standing::Drifted { now },
        (Seen::Before, Some(applied)) => ("back to what it was".to_owned(), applied),
        (Seen::Other(now), Some(applied)) => (now, applied),
    };
    if applied > read_at {
        return Standing::Unknown(Unread::ReadEarlier);
    }
    let wait = delay_of(change).map(|delay| delay.most.unwrap_or(delay.least));
    match wait.and_then(|wait| applied.checked_add(wait).ok()).filter(|until| read_at < *until) {
        Some(until) => Standing::Pending { applied, until },
        None => Standing::Drifted { now },
    }
}

/// How long a change may take to show where this program reads it: the longest that somebody documents. `None` for what
/// Exchange shows at once.
pub fn delay_of(change: &Change) -> Option<&'static Delay> {
    match change {
        Change::Set { side: Side::OnPremises, .. } | Change::Member { side: Side::OnPremises, .. } => {
            Some(&delay::DIRECTORY_SYNC)
        }
        Change::Set { setting, side: Side::Cloud, .. } => match setting {
            Setting::RoomHidden | Setting::GroupHidden => Some(&delay::DIRECTORY_PLACES),
            Setting::EwsEnabled => Some(&delay::EWS_SWITCH),
            other => match other.home() {
                Home::Place => Some(&delay::DIRECTORY_PLACES),
                Home::CalendarProcessing
                | Home::Mailbox
                | Home::AutomaticReplies
                | Home::Protocols
                | Home::Group
                | Home::Account
                | Home::Application
                | Home::ServicePrincipal => None,
            },
        },
        Change::Member { group, .. } => Some(of_purpose(group.purpose())),
        Change::Group { group, .. } => Some(of_purpose(group.purpose)),
        Change::RoomListFlag { .. } => Some(&delay::DIRECTORY_PLACES),
        Change::Room { .. } => Some(&delay::DIRECTORY_PLACES_PRACTICE),
        Change::ExchangePrincipal { .. } | Change::Scope { .. } | Change::Assignment { .. } => Some(&delay::ROLE_BUSY),
        Change::Policy { .. } => Some(&delay::SCOPE_POLICY),
        Change::Consent { .. } | Change::Delegated { .. } => Some(&delay::CONSENT_TOKEN),
        Change::Amend { .. }
        | Change::FolderRight { .. }
        | Change::FullAccess { .. }
        | Change::InboxRule { .. }
        | Change::Impersonation { .. }
        | Change::Requested { .. }
        | Change::RedirectUris { .. }
        | Change::HideApp { .. }
        | Change::RemoveSecret { .. }
        | Change::NewSecret { .. }
        | Change::Application { .. } => None,
    }
}

fn of_purpose(purpose: Purpose) -> &'static Delay {
    match purpose {
        Purpose::RoomList => &delay::DIRECTORY_PLACES,
        Purpose::Scope => &delay::SCOPE_POLICY,
    }
}

/// How many changes stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// As the plan wants them.
    pub applied: usize,
    /// As they were.
    pub open: usize,
    /// Applied, not to be seen yet.
    pub pending: usize,
    /// Something else.
    pub drifted: usize,
    /// Not known.
    pub unknown: usize,
}

impl Counts {
    /// Counts changes.
    pub fn of<'a>(all: impl IntoIterator<Item = &'a Verified<'a>>) -> Self {
        let mut counts = Self::default();
        for one in all {
            match one.standing {
                Standing::Applied => counts.applied += 1,
                Standing::Open => counts.open += 1,
                Standing::Pending { .. } => counts.pending += 1,
                Standing::Drifted { .. } => counts.drifted += 1,
                Standing::Unknown(_) => counts.unknown += 1,
            }
        }
        counts
    }

    /// How many there are.
    pub fn all(self) -> usize {
        self.applied + self.open + self.pending + self.drifted + self.unknown
    }
}

#[cfg(test)]
mod tests;
