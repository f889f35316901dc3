//! What every probe may look at beside its own subject.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Subject, SubjectKind};
use crate::product::Product;
use crate::tenant::{Fact, Gap, Room, RoomKind, Snapshot, Source, VendorRoom};

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

    /// The product's own list of rooms; `None` when nobody named one, so that nothing compares with it.
    ///
    /// # Errors
    /// Why a list that was named is not known.
    pub fn vendor_rooms(&self) -> Result<Option<&'a [VendorRoom]>, Gap> {
        match &self.snapshot.vendor_rooms {
            Fact::NotGathered => Ok(None),
            fact => Ok(Some(fact.get()?)),
        }
    }

    /// The rows of the product's own list that name a room, by any of its addresses.
    pub fn vendor_rows<'r>(&self, room: &'r Room) -> impl Iterator<Item = &'r VendorRoom>
    where
        'a: 'r,
    {
        let others = room.mailbox.ok().and_then(Option::as_ref).map(|mailbox| mailbox.addresses.as_slice());
        let others = others.unwrap_or_default().iter().filter(|other| **other != room.address);
        let (snapshot, product): (&'r Snapshot, &'r str) = (self.snapshot, &self.product.name);
        std::iter::once(&room.address)
            .chain(others)
            .flat_map(|address| snapshot.vendor_rows(address))
            .filter(move |row| row.is_of(product))
    }

    /// How many days ahead the product lets people book the room: as its own list says, else as the product does.
    pub fn horizon_days(&self, room: &Room) -> Option<i64> {
        self.limit(room, |row| row.horizon_days).or(self.product.parameters.horizon_days)
    }

    /// The longest booking that the product offers for the room: as its own list says, else as the product does.
    pub fn max_minutes(&self, room: &Room) -> Option<i64> {
        self.limit(room, |row| row.max_minutes).or(self.product.parameters.max_minutes)
    }

    /// The share of conflicts that the product allows a series: as its own list says, else as the product does.
    pub fn conflict_percentage(&self, room: &Room) -> Option<i64> {
        self.limit(room, |row| row.conflict_percentage).or(self.product.parameters.conflict_percentage)
    }

    /// The largest of what the rows about a room say.
    fn limit(&self, room: &Room, of: impl Fn(&VendorRoom) -> Option<i64>) -> Option<i64> {
        self.vendor_rows(room).filter(|row| row.is_active()).filter_map(of).max()
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
