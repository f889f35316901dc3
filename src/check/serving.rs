//! Which products a room serves, so that it is judged by what those ask for and no others.
//!
//! A room serves the products whose own list of rooms holds its address. A product without a list serves every room, and
//! a room that stands in no list is judged by all of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::product::{Product, merged};
use crate::tenant::{Address, Room, Snapshot, VendorRoom};

/// The products of the rooms.
#[derive(Debug)]
pub struct Serving<'a> {
    all: &'a Product,
    /// Which products list an address, by their place among the parts.
    listed: BTreeMap<&'a Address, BTreeSet<usize>>,
    /// The products that have no list.
    without_list: BTreeSet<usize>,
    /// What products ask for together, for every set of products that some room serves, other than all of them.
    together: BTreeMap<BTreeSet<usize>, Product>,
}

impl<'a> Serving<'a> {
    /// For a product, or for the merge of several.
    pub fn new(snapshot: &'a Snapshot, product: &'a Product) -> Self {
        let mut serving =
            Self { all: product, listed: BTreeMap::new(), without_list: BTreeSet::new(), together: BTreeMap::new() };
        let rows: &[VendorRoom] = snapshot.vendor_rooms.ok().map(Vec::as_slice).unwrap_or_default();
        if product.parts.len() < 2 || rows.is_empty() {
            return serving;
        }
        for (at, part) in product.parts.iter().enumerate() {
            let is_of_part = |row: &&VendorRoom| row.product.as_ref().is_none_or(|name| *name == part.name);
            let mut rows = rows.iter().filter(is_of_part).peekable();
            if rows.peek().is_none() {
                serving.without_list.insert(at);
            }
            for address in rows.filter_map(|row| row.address.as_ref()) {
                serving.listed.entry(address).or_default().insert(at);
            }
        }
        for room in snapshot.rooms.values() {
            let set = serving.set_of(room);
            if set.len() < product.parts.len() && !serving.together.contains_key(&set) {
                let parts = set.iter().filter_map(|at| product.parts.get(*at)).cloned().collect();
                serving.together.insert(set, merged(parts));
            }
        }
        serving
    }

    /// What the products that a room serves ask for together.
    pub fn product_of(&self, room: &Room) -> &Product {
        if self.listed.is_empty() {
            return self.all;
        }
        self.together.get(&self.set_of(room)).unwrap_or(self.all)
    }

    /// The products of a room, by their place among the parts; never none.
    fn set_of(&self, room: &Room) -> BTreeSet<usize> {
        // A product may hold a room by another of its addresses.
        let others = room.mailbox.ok().and_then(Option::as_ref).into_iter().flat_map(|mailbox| &mailbox.addresses);
        let addresses = std::iter::once(&room.address).chain(others);
        let mut set: BTreeSet<usize> = addresses.filter_map(|one| self.listed.get(one)).flatten().copied().collect();
        if set.is_empty() {
            return (0..self.all.parts.len()).collect();
        }
        set.extend(&self.without_list);
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, address, known, room};

    fn row(product: Option<&str>, name: &str) -> VendorRoom {
        VendorRoom { product: product.map(ToOwned::to_owned), address: Some(address(name)), ..VendorRoom::default() }
    }

    fn case(rows: Vec<VendorRoom>) -> Case {
        let mut case = Case::new().with_room(room("b")).with_room(room("c"));
        case.product = merged(vec![Product::builtin("generic").unwrap(), Product::builtin("spacewell").unwrap()]);
        case.snapshot.vendor_rooms = known(rows);
        case
    }

    fn products(case: &Case) -> Vec<String> {
        let serving = Serving::new(&case.snapshot, &case.product);
        case.snapshot.rooms.values().map(|room| serving.product_of(room).name.clone()).collect()
    }

    #[test]
    fn without_lists_every_room_serves_all() {
        assert_eq!(products(&case(vec![])), ["generic+spacewell"; 3]);
        let mut unread = case(vec![]);
        unread.snapshot.vendor_rooms = crate::tenant::Fact::NotGathered;
        assert_eq!(products(&unread), ["generic+spacewell"; 3]);
    }

    #[test]
    fn a_room_serves_the_products_that_list_it_and_one_in_no_list_all() {
        let rows = vec![row(Some("generic"), "a"), row(Some("spacewell"), "b")];
        assert_eq!(products(&case(rows)), ["generic", "spacewell", "generic+spacewell"]);
    }

    #[test]
    fn a_product_without_a_list_serves_every_room() {
        let rows = vec![row(Some("spacewell"), "a")];
        assert_eq!(products(&case(rows)), ["generic+spacewell"; 3]);
    }

    #[test]
    fn a_list_without_a_product_is_everybodys() {
        let rows = vec![row(None, "a"), row(Some("spacewell"), "b")];
        assert_eq!(products(&case(rows)), ["generic+spacewell", "spacewell", "generic+spacewell"]);
    }

    #[test]
    fn another_address_of_the_mailbox_counts() {
        let mut case = case(vec![row(Some("generic"), "old-a"), row(Some("spacewell"), "b")]);
        case = case.mailbox(|mailbox| mailbox.addresses = vec![address("old-a")]);
        assert_eq!(products(&case)[0], "generic");
    }
}
