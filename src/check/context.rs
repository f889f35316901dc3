//! What every probe may look at beside its own subject.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Subject, SubjectKind};
use crate::product::Product;
use crate::tenant::{Gap, Room, RoomKind, Snapshot, Source};

/// The facts and the product, with what several checks derive from them.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The facts.
    pub snapshot: &'a Snapshot,
    /// What the product asks for.
    pub product: &'a Product,
}

impl<'a> Context<'a> {
    /// "Now" for every check: when gathering began, so that a replay agrees with the live run.
    pub fn now(&self) -> Timestamp {
        self.snapshot.header.taken_at
    }

    /// The day of "now", as Microsoft's services count days.
    pub fn today(&self) -> Date {
        TimeZone::UTC.to_datetime(self.now()).date()
    }

    /// Meeting rooms, in the order of their addresses.
    pub fn rooms(&self) -> impl Iterator<Item = &'a Room> {
        self.snapshot.meeting_rooms()
    }

    /// Workspaces, in the order of their addresses.
    pub fn workspaces(&self) -> impl Iterator<Item = &'a Room> {
        self.snapshot.rooms.values().filter(|room| room.kind == RoomKind::Workspace)
    }

    /// The app under test as a subject.
    pub fn app(&self) -> Subject {
        let app = &self.snapshot.app;
        Subject::new(SubjectKind::App, app.app_id.to_string(), app.name().cloned())
    }

    /// The tenant as a subject.
    pub fn tenant(&self) -> Subject {
        let name = self.snapshot.organization.ok().map(|organization| organization.display_name.clone());
        Subject::new(SubjectKind::Tenant, self.snapshot.header.tenant.to_string(), name)
    }
}

/// The value of an optional field of calendar processing; a field that the server left out is a gap, not a default.
///
/// # Errors
/// [`Gap::Field`] naming the field as Microsoft spells it.
pub fn calendar_field<'f, T>(value: &'f Option<T>, field: &'static str) -> Result<&'f T, Gap> {
    field_of(value, Source::ExchangeCalendarProcessing, field)
}

/// The value of an optional field of any source.
///
/// # Errors
/// [`Gap::Field`] naming the field as Microsoft spells it.
pub fn field_of<'f, T>(value: &'f Option<T>, source: Source, field: &'static str) -> Result<&'f T, Gap> {
    value.as_ref().ok_or(Gap::Field { source, field, value: None })
}
