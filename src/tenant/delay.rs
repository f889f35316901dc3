//! How long changes take to act, by everybody who says something about it: the one table of waits.
//!
//! The sources disagree. The program waits for the longest documented one, unless a parameter says otherwise.

use jiff::SignedDuration;
use jiff::civil::Date;

use super::retirement::VERIFIED_ON;

/// Who says how long it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaidBy {
    /// Microsoft's documentation.
    Microsoft,
    /// A vendor's guide.
    Vendor(&'static str),
    /// Administrators and vendors, from what they saw.
    Practice,
}

impl SaidBy {
    /// The word in tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::Microsoft => "Microsoft",
            Self::Vendor(name) => name,
            Self::Practice => "in practice",
        }
    }
}

/// How long one kind of change takes, by one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delay {
    /// The stable id.
    pub id: &'static str,
    /// What has to arrive.
    pub what: &'static str,
    /// The least that it takes, where somebody says so.
    pub least: SignedDuration,
    /// The most that it takes; `None` when nobody names an end.
    pub most: Option<SignedDuration>,
    /// Who says so.
    pub said_by: SaidBy,
    /// Where it is written.
    pub source: &'static str,
    /// When the source was last read.
    pub verified_on: Date,
}

impl Delay {
    /// The span as a person writes it: `up to 15 minutes`, `24 to 48 hours`, `more than 60 minutes`.
    pub fn words(&self) -> String {
        let Some(most) = self.most else { return format!("more than {}", span(self.least)) };
        match self.least.is_zero() {
            true => format!("up to {}", span(most)),
            false if is_hours(self.least) && is_hours(most) => format!("{} to {}", self.least.as_hours(), span(most)),
            false => format!("{} to {}", self.least.as_mins(), span_in_minutes(most)),
        }
    }
}

/// Hours from two hours on, else minutes.
fn is_hours(duration: SignedDuration) -> bool {
    duration.as_mins() >= 120 && duration.as_mins() % 60 == 0
}

fn span(duration: SignedDuration) -> String {
    if is_hours(duration) { format!("{} hours", duration.as_hours()) } else { span_in_minutes(duration) }
}

fn span_in_minutes(duration: SignedDuration) -> String {
    format!("{} minutes", duration.as_mins())
}

const NONE: SignedDuration = SignedDuration::ZERO;

const fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

const fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

/// A token that was issued before a consent.
pub const CONSENT_TOKEN: Delay = Delay {
    id: "consent-token",
    what: "consent, until an app that keeps its token fetches a new one",
    least: minutes(60),
    most: Some(minutes(90)),
    said_by: SaidBy::Microsoft,
    source: "Microsoft Learn: Configurable token lifetimes (access tokens live for 60 to 90 minutes)",
    verified_on: VERIFIED_ON,
};

/// A new room in Graph's directory of places.
pub const DIRECTORY_PLACES: Delay = Delay {
    id: "directory-places",
    what: "a new or changed room, until Graph's places and room lists show it",
    least: NONE,
    most: Some(hours(24)),
    said_by: SaidBy::Microsoft,
    source: "Microsoft Learn: room lists and places (a change may take 24 hours)",
    verified_on: VERIFIED_ON,
};

/// The same, as people saw it.
pub const DIRECTORY_PLACES_PRACTICE: Delay = Delay {
    id: "directory-places-practice",
    what: "a new or changed room, until Graph's places and room lists show it",
    least: hours(24),
    most: Some(hours(48)),
    said_by: SaidBy::Practice,
    source: "vendors' pages (Robin, Envoy); an open issue of Microsoft Graph's documentation",
    verified_on: VERIFIED_ON,
};

/// What is changed on premises, in the cloud.
pub const DIRECTORY_SYNC: Delay = Delay {
    id: "directory-sync",
    what: "a change on premises, until directory synchronisation brings it to the cloud (its usual cycle)",
    least: NONE,
    most: Some(minutes(30)),
    said_by: SaidBy::Microsoft,
    source: "Microsoft Learn: Microsoft Entra Connect Sync: Scheduler",
    verified_on: VERIFIED_ON,
};

/// The list of apps that may still use EWS.
pub const EWS_SWITCH: Delay = Delay {
    id: "ews-switch",
    what: "EwsEnabled and EwsAllowedAppIDs of the organisation",
    least: NONE,
    most: Some(hours(24)),
    said_by: SaidBy::Microsoft,
    source: "Set-OrganizationConfig; Microsoft Learn: Control access to EWS in Exchange",
    verified_on: VERIFIED_ON,
};

/// An app's Exchange role while the app is at rest.
pub const ROLE_IDLE: Delay = Delay {
    id: "role-idle",
    what: "an Exchange role or its scope, for an app that made no calls lately",
    least: NONE,
    most: Some(minutes(30)),
    said_by: SaidBy::Microsoft,
    source: "Microsoft Learn: Role Based Access Control for Applications in Exchange Online",
    verified_on: VERIFIED_ON,
};

/// An app's Exchange role while the app is at work.
pub const ROLE_BUSY: Delay = Delay {
    id: "role-busy",
    what: "an Exchange role or its scope, for an app that makes calls",
    least: minutes(30),
    most: Some(hours(2)),
    said_by: SaidBy::Microsoft,
    source: "Microsoft Learn: Role Based Access Control for Applications in Exchange Online",
    verified_on: VERIFIED_ON,
};

/// A room in the vendor's portal.
pub const ROOMZ_PORTAL: Delay = Delay {
    id: "roomz-portal",
    what: "a new resource, until the ROOMZ portal shows it green",
    least: NONE,
    most: Some(hours(24)),
    said_by: SaidBy::Vendor("ROOMZ"),
    source: "ROOMZ guide (RZ-23)",
    verified_on: VERIFIED_ON,
};

/// A policy or its group, by one guide.
pub const SCOPE_IOFFICE: Delay = Delay {
    id: "scope-ioffice",
    what: "an access policy or the members of its group",
    least: NONE,
    most: Some(hours(24)),
    said_by: SaidBy::Vendor("iOFFICE"),
    source: "iOFFICE guide (iO-23)",
    verified_on: VERIFIED_ON,
};

/// A policy or its group.
pub const SCOPE_POLICY: Delay = Delay {
    id: "scope-policy",
    what: "an access policy or the members of its group",
    least: minutes(60),
    most: None,
    said_by: SaidBy::Microsoft,
    source: "Microsoft Graph: Limiting application permissions (even when the test cmdlet already says \"Granted\")",
    verified_on: VERIFIED_ON,
};

/// A policy or its group, by another guide.
pub const SCOPE_ROOMZ: Delay = Delay {
    id: "scope-roomz",
    what: "an access policy or the members of its group",
    least: NONE,
    most: Some(minutes(15)),
    said_by: SaidBy::Vendor("ROOMZ"),
    source: "ROOMZ guide (RZ-14)",
    verified_on: VERIFIED_ON,
};

/// All delays, sorted by id.
pub static DELAYS: &[&Delay] = &[
    &CONSENT_TOKEN,
    &DIRECTORY_PLACES,
    &DIRECTORY_PLACES_PRACTICE,
    &DIRECTORY_SYNC,
    &EWS_SWITCH,
    &ROLE_BUSY,
    &ROLE_IDLE,
    &ROOMZ_PORTAL,
    &SCOPE_IOFFICE,
    &SCOPE_POLICY,
    &SCOPE_ROOMZ,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_their_spans_are_spans() {
        assert!(DELAYS.is_sorted_by_key(|one| one.id));
        for one in DELAYS {
            assert!(one.most.is_none_or(|most| one.least < most), "{}", one.id);
        }
    }

    #[test]
    fn spans_read_like_spans() {
        assert_eq!(SCOPE_ROOMZ.words(), "up to 15 minutes");
        assert_eq!(SCOPE_POLICY.words(), "more than 60 minutes");
        assert_eq!(CONSENT_TOKEN.words(), "60 to 90 minutes");
        assert_eq!(DIRECTORY_PLACES.words(), "up to 24 hours");
        assert_eq!(DIRECTORY_PLACES_PRACTICE.words(), "24 to 48 hours");
        assert_eq!(ROLE_BUSY.words(), "30 to 120 minutes");
    }
}
