//! What a check says: outcomes, findings, and the typed values in them. Words are made from these elsewhere.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};

use super::Severity;
use crate::tenant::{Change, Room, RoomList, Untrusted};

/// What one probe says about one subject. "Unknown" is the `Err(Gap)` beside it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// As it should be.
    Pass,
    /// Not as it should be.
    Fail(Finding),
    /// Not as it should be yet, and that is normal until the time given.
    Pending {
        /// Until when waiting is normal.
        until: Timestamp,
        /// What is expected to show by then.
        finding: Finding,
    },
    /// The question does not arise, for this subject or this product.
    NotApplicable,
}

/// What a check of the whole tenant says about one subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// What it is about.
    pub subject: Subject,
    /// What it says.
    pub outcome: Result<Outcome, crate::tenant::Gap>,
}

impl Judged {
    /// An outcome about a subject.
    pub fn new(subject: Subject, outcome: Outcome) -> Self {
        Self { subject, outcome: Ok(outcome) }
    }
}

/// What is wrong, as values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Finding {
    /// What was wanted.
    pub expected: Reading,
    /// What was seen.
    pub actual: Reading,
    /// How serious it is, when not the check's own severity.
    pub severity: Option<Severity>,
    /// What it means here, when the check's own sentence is too general. Our own words; `{product}` is filled in.
    pub because: Option<String>,
    /// The known cause or the next step for this subject, in our own words, such as "hidden from address lists".
    pub cause: Option<String>,
    /// The changes that put it right, when a script can make them. How far they can be trusted is the check's
    /// [`Trust`](super::Trust), and never safe when one of them widens.
    pub fix: Vec<Change>,
}

impl Finding {
    /// Seen this, wanted that.
    pub fn new(actual: Reading, expected: Reading) -> Self {
        Self { expected, actual, ..Self::default() }
    }

    /// With the severity and the sentence of a product's rule.
    #[must_use]
    pub fn by(mut self, rule: &crate::product::Rule) -> Self {
        self.severity = Some(rule.level.into());
        self.because.clone_from(&rule.because);
        self
    }

    /// With another severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// With a change that puts it right; several in the order in which they are made.
    #[must_use]
    pub fn mend(mut self, changes: impl IntoIterator<Item = Change>) -> Self {
        self.fix.extend(changes);
        self
    }

    /// With a known cause.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }
}

impl From<Finding> for Outcome {
    fn from(finding: Finding) -> Self {
        Self::Fail(finding)
    }
}

/// Named values, in the order of their names: `{"booking_window_days": 180}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Reading(pub BTreeMap<&'static str, Datum>);

impl Reading {
    /// One named value. Names are our own snake-case spelling of the setting.
    pub fn of(name: &'static str, value: impl Into<Datum>) -> Self {
        Self(BTreeMap::from([(name, value.into())]))
    }

    /// And another one.
    #[must_use]
    pub fn and(mut self, name: &'static str, value: impl Into<Datum>) -> Self {
        self.0.insert(name, value.into());
        self
    }
}

/// A value that was seen or wanted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Datum {
    /// Yes or no.
    Bool(bool),
    /// A number; the name of the value says its unit.
    Int(i64),
    /// A word: of the service, of the tenant, or our own. Renderers treat every one as untrusted.
    Text(Untrusted),
    /// Several words.
    List(Vec<Untrusted>),
    /// At least this number.
    AtLeast(i64),
    /// At most this number.
    AtMost(i64),
    /// One of these words.
    OneOf(Vec<Untrusted>),
    /// Anything but this word.
    Not(Untrusted),
    /// A point in time.
    Time(Timestamp),
    /// Nothing there.
    Missing,
}

impl Serialize for Datum {
    /// As documents show it: plain values as they are, conditions as a small object such as `{"min": 730}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let condition = |name: &'static str, value: serde_json::Value| serde_json::json!({ name: value });
        match self {
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Text(value) => value.serialize(serializer),
            Self::List(values) => values.serialize(serializer),
            Self::AtLeast(value) => condition("min", (*value).into()).serialize(serializer),
            Self::AtMost(value) => condition("max", (*value).into()).serialize(serializer),
            Self::OneOf(values) => {
                let values = values.iter().map(Untrusted::raw).collect::<Vec<_>>();
                condition("one_of", values.into()).serialize(serializer)
            }
            Self::Not(value) => condition("not", value.raw().into()).serialize(serializer),
            Self::Time(value) => value.serialize(serializer),
            Self::Missing => serializer.serialize_none(),
        }
    }
}

impl From<bool> for Datum {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
impl From<i64> for Datum {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<&str> for Datum {
    fn from(value: &str) -> Self {
        Self::Text(value.into())
    }
}
impl From<String> for Datum {
    fn from(value: String) -> Self {
        Self::Text(Untrusted::new(value))
    }
}
impl From<Untrusted> for Datum {
    fn from(value: Untrusted) -> Self {
        Self::Text(value)
    }
}
impl From<Timestamp> for Datum {
    fn from(value: Timestamp) -> Self {
        Self::Time(value)
    }
}
impl<T: Into<Datum>> From<Option<T>> for Datum {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// Which kind of thing.
    pub kind: SubjectKind,
    /// The id that reports show, stable over runs: a GUID where there is one.
    pub id: String,
    /// The name that people know it by.
    pub name: Option<Untrusted>,
}

/// The kinds of things that findings are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// The tenant as a whole.
    Tenant,
    /// The app under test.
    App,
    /// A permission.
    Permission,
    /// A secret or a certificate.
    Credential,
    /// An application access policy, a role assignment or a management scope.
    Policy,
    /// A group that confines the app.
    Group,
    /// A room list.
    RoomList,
    /// A meeting room.
    Room,
    /// A workspace.
    Workspace,
    /// Any other mailbox.
    Mailbox,
    /// A row of the product's own list of rooms.
    VendorRoom,
    /// A step that somebody vouches for.
    Step,
}

impl SubjectKind {
    /// One and several, in sentences.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Tenant => ("tenant", "tenants"),
            Self::App => ("app", "apps"),
            Self::Permission => ("permission", "permissions"),
            Self::Credential => ("credential", "credentials"),
            Self::Policy => ("policy", "policies"),
            Self::Group => ("group", "groups"),
            Self::RoomList => ("list", "lists"),
            Self::Room => ("room", "rooms"),
            Self::Workspace => ("workspace", "workspaces"),
            Self::Mailbox => ("mailbox", "mailboxes"),
            Self::VendorRoom => ("entry", "entries"),
            Self::Step => ("step", "steps"),
        }
    }
}

impl Subject {
    /// Something with an id and perhaps a name.
    pub fn new(kind: SubjectKind, id: impl Into<String>, name: Option<Untrusted>) -> Self {
        Self { kind, id: id.into(), name }
    }

    /// A permission, which is known by its name.
    pub fn permission(value: &str) -> Self {
        Self::new(SubjectKind::Permission, value, None)
    }
}

impl From<&Room> for Subject {
    fn from(room: &Room) -> Self {
        let kind = match room.kind {
            crate::tenant::RoomKind::Room => SubjectKind::Room,
            crate::tenant::RoomKind::Workspace => SubjectKind::Workspace,
            crate::tenant::RoomKind::Equipment => SubjectKind::Mailbox,
        };
        Self::new(kind, room.id(), room.name().cloned())
    }
}

impl From<&RoomList> for Subject {
    fn from(list: &RoomList) -> Self {
        Self::new(SubjectKind::RoomList, list.id(), list.name().cloned())
    }
}
