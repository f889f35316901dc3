//! The product's own list of rooms beside the tenant's: which row means which recipient.
//!
//! A row whose address could not be looked up is unknown, never missing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::check::{Context, Judged, Outcome, Subject, SubjectKind};
use crate::tenant::{Address, Gap, Recipient, Room, Untrusted, VendorRoom};

/// The rows that the run is about.
pub(crate) struct Vendor<'a> {
    context: Context<'a>,
    rows: Vec<&'a VendorRoom>,
    /// Rooms by their secondary addresses.
    aliases: HashMap<&'a Address, &'a Room>,
}

/// What stands behind an address of the product's list.
#[derive(Debug)]
pub(crate) enum Behind<'a> {
    /// A room or equipment, by its primary address.
    Room(&'a Room),
    /// A room or equipment, by another of its addresses.
    Alias(&'a Room),
    /// Something that Exchange does not list among its rooms.
    Recipient(&'a Recipient),
    /// Nothing at all: Exchange was asked for the address and does not know it.
    Nothing,
}

impl<'a> Vendor<'a> {
    /// The product's list; `None` when nobody named one.
    ///
    /// # Errors
    /// Why a list that was named is not known.
    pub(crate) fn of(context: &Context<'a>) -> Result<Option<Self>, Gap> {
        let Some(all) = context.vendor_rooms()? else { return Ok(None) };
        let mut aliases = HashMap::new();
        for room in context.snapshot.rooms.values() {
            let Some(mailbox) = room.mailbox.ok().and_then(Option::as_ref) else { continue };
            aliases.extend(mailbox.addresses.iter().filter(|other| **other != room.address).map(|other| (other, room)));
        }
        let product = context.product.name.as_str();
        let mut vendor = Self { context: *context, rows: Vec::new(), aliases };
        vendor.rows = all.iter().filter(|row| row.is_of(product) && vendor.is_meant(row)).collect();
        Ok(Some(vendor))
    }

    /// Rows that name none of the chosen rooms are not part of a run that is about some rooms only.
    fn is_meant(&self, row: &VendorRoom) -> bool {
        let snapshot = self.context.snapshot;
        let is_chosen = |address: &Address| snapshot.rooms.contains_key(address) || self.aliases.contains_key(address);
        snapshot.header.selection.is_everything() || row.address.as_ref().is_some_and(is_chosen)
    }

    /// The rows that the product keeps in step.
    pub(crate) fn active(&self) -> impl Iterator<Item = &'a VendorRoom> {
        self.rows.iter().copied().filter(|row| row.is_active())
    }

    /// One row for each address that the product keeps in step.
    pub(crate) fn addresses(&self) -> BTreeMap<&'a Address, &'a VendorRoom> {
        let mut all = BTreeMap::new();
        for row in self.active() {
            if let Some(address) = &row.address {
                all.entry(address).or_insert(row);
            }
        }
        all
    }

    /// Judges each address once.
    pub(crate) fn judge(&self, judge: impl Fn(&'a Address, &'a VendorRoom) -> Result<Outcome, Gap>) -> Vec<Judged> {
        let each = self
            .addresses()
            .into_iter()
            .map(|(address, row)| Judged { subject: subject(row), outcome: judge(address, row) });
        each.collect()
    }

    /// The address by which a mailbox is known: the primary one of a listed room, else the address itself.
    pub(crate) fn primary(&self, address: &'a Address) -> &'a Address {
        self.aliases.get(address).map_or(address, |room| &room.address)
    }

    /// What stands behind an address.
    ///
    /// # Errors
    /// Why that is not known: an address that was not looked up is a gap.
    pub(crate) fn behind(&self, address: &'a Address) -> Result<Behind<'a>, Gap> {
        let snapshot = self.context.snapshot;
        if let Some(room) = snapshot.rooms.get(address).filter(|room| is_there(room)) {
            return Ok(Behind::Room(room));
        }
        if let Some(room) = self.aliases.get(address) {
            return Ok(Behind::Alias(room));
        }
        match snapshot.recipients.get(&Untrusted::new(address.as_str())) {
            Some(fact) => Ok(fact.get()?.as_ref().map_or(Behind::Nothing, Behind::Recipient)),
            None => {
                snapshot.exchange_rooms.get()?;
                Err(Gap::NotGathered)
            }
        }
    }
}

/// Whether one of the sources has the room.
pub(crate) fn is_there(room: &Room) -> bool {
    matches!(room.mailbox.ok(), Some(Some(_))) || matches!(room.place.ok(), Some(Some(_)))
}

/// A row as a subject: its address, else the product's own id, else its place in the list.
pub(crate) fn subject(row: &VendorRoom) -> Subject {
    let id = match (&row.address, &row.id) {
        (Some(address), _) => address.to_string(),
        (None, Some(id)) => format!("{} (row {})", id.raw(), row.row),
        (None, None) => format!("row {}", row.row),
    };
    let id = match (&row.address, &row.product) {
        (None, Some(product)) => format!("{id} of {product}"),
        (Some(_), _) | (None, None) => id,
    };
    Subject::new(SubjectKind::VendorRoom, id, row.name.clone())
}

/// The one outcome of a check of the whole list when nobody named a list.
pub(crate) fn no_list(context: &Context<'_>) -> Vec<Judged> {
    vec![Judged::new(context.tenant(), Outcome::NotApplicable)]
}

/// Rows in words: "rows 3, 17 and 20", at most ten of them.
pub(crate) fn rows(numbers: &BTreeSet<usize>) -> String {
    const MOST: usize = 10;
    let shown: Vec<String> = numbers.iter().take(MOST).map(ToString::to_string).collect();
    match (shown.split_last(), numbers.len().saturating_sub(MOST)) {
        (None, _) => "no row".to_owned(),
        (Some(_), more @ 1..) => format!("rows {} and {more} more", shown.join(", ")),
        (Some((only, [])), 0) => format!("row {only}"),
        (Some((last, head)), 0) => format!("rows {} and {last}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_named_up_to_ten() {
        assert_eq!(rows(&[3].into()), "row 3");
        assert_eq!(rows(&[17, 3].into()), "rows 3 and 17");
        assert_eq!(rows(&(1..=12).collect()), "rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more");
    }

    #[test]
    fn rows_without_an_address_stay_apart() {
        let row = |row, product: Option<&str>, id: Option<&str>| {
            let (product, id) = (product.map(Into::into), id.map(Into::into));
            subject(&VendorRoom { row, product, id, ..VendorRoom::default() }).id
        };
        let ids = [row(1, None, None), row(1, Some("roomz"), None), row(2, None, Some("A")), row(3, None, Some("A"))];
        assert_eq!(ids, ["row 1", "row 1 of roomz", "A (row 2)", "A (row 3)"]);
    }
}
