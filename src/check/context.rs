//! What every probe may look at beside its own subject.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Subject, SubjectKind};
use crate::product::{Parameters, Product};
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
        self.limits(room, |row| row.horizon_days, |own| own.horizon_days).max()
    }

    /// The longest booking that the product offers for the room: as its own list says, else as the product does.
    pub fn max_minutes(&self, room: &Room) -> Option<i64> {
        self.limits(room, |row| row.max_minutes, |own| own.max_minutes).max()
    }

    /// The share of conflicts that the product allows a series: as its own list says, else as the product does. Several
    /// products that do not agree on one allow none in particular.
    pub fn conflict_percentage(&self, room: &Room) -> Option<i64> {
        let mut all = self.limits(room, |row| row.conflict_percentage, |own| own.conflict_percentage);
        let first = all.next()?;
        all.all(|other| other == first).then_some(first)
    }

    /// What each product says of a room: the largest of what its own rows say, else its parameter.
    fn limits(
        &self,
        room: &Room,
        of_row: fn(&VendorRoom) -> Option<i64>,
        of_product: fn(&Parameters) -> Option<i64>,
    ) -> impl Iterator<Item = i64> {
        self.product.each().iter().filter_map(move |product| {
            let own = self.vendor_rows(room).filter(|row| row.is_of(&product.name) && row.is_active());
            own.filter_map(of_row).max().or(of_product(&product.parameters))
        })
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

#[cfg(test)]
mod tests {
    use crate::check::calendar::fixture::{Case, address, room};
    use crate::product::{Product, merged};

    use super::*;

    /// Room `a` in the list of the second of two products, whose rows say what the change says.
    fn listed(change: impl FnOnce(&mut VendorRoom)) -> Case {
        let [mut one, mut other] = ["generic", "roomz"].map(|name| Product::builtin(name).unwrap());
        one.set("horizon_days", "365").unwrap();
        other.set("horizon_days", "30").unwrap();
        let mut case = Case::new().with_room(room("b")).vendor_row("a", |row| {
            row.product = Some("roomz".into());
            change(row);
        });
        case.product = merged(vec![one, other]);
        case
    }

    fn of<T>(case: &Case, what: impl for<'c> Fn(&Context<'c>, &Room) -> T) -> T {
        what(&Context { snapshot: &case.snapshot, product: &case.product }, &case.snapshot.rooms[&address("a")])
    }

    #[test]
    fn a_row_of_one_product_leaves_the_limits_of_the_other() {
        assert_eq!(
            of(&listed(|row| row.horizon_days = Some(90)), |context, room| context.horizon_days(room)),
            Some(365)
        );
        assert_eq!(
            of(&listed(|row| row.horizon_days = Some(730)), |context, room| context.horizon_days(room)),
            Some(730)
        );
        let inactive = listed(|row| (row.horizon_days, row.active) = (Some(730), Some(false)));
        assert_eq!(of(&inactive, |context, room| context.horizon_days(room)), Some(365));
    }

    #[test]
    fn shares_of_conflicts_count_where_all_agree() {
        let agreed = listed(|row| row.conflict_percentage = Some(20));
        assert_eq!(of(&agreed, |context, room| context.conflict_percentage(room)), Some(20));
        let mut contested = agreed;
        contested.product.parts[0].set("conflict_percentage", "10").unwrap();
        assert_eq!(of(&contested, |context, room| context.conflict_percentage(room)), None);
        contested.product.parts[0].set("conflict_percentage", "20").unwrap();
        assert_eq!(of(&contested, |context, room| context.conflict_percentage(room)), Some(20));
    }

    #[test]
    fn rows_of_each_product_of_the_run_are_the_rooms() {
        let rows = |case: &Case| of(case, |context, room| context.vendor_rows(room).count());
        assert_eq!(rows(&listed(|_| {})), 1);
        assert_eq!(rows(&listed(|row| row.product = Some("spacewell".into()))), 0);
    }
}
