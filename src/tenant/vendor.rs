//! What the product's side tells about itself: its own list of rooms. Read from a file that the vendor exports.

use serde::{Deserialize, Serialize};

use super::{Address, Untrusted};

/// A room as the product knows it: a row of the vendor's list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct VendorRoom {
    /// The product whose list it stands in; `None` when the list is for all products of the run.
    pub product: Option<String>,
    /// The row in the file, counted from 1 without the heading: what a person looks up.
    pub row: usize,
    /// The mailbox address that the product has, lower-cased; `None` when the cell is empty.
    pub address: Option<Address>,
    /// The product's own id of the room.
    pub id: Option<Untrusted>,
    /// The product's name of the room.
    pub name: Option<Untrusted>,
    /// How many people the product says it holds.
    pub capacity: Option<i64>,
    /// How many days ahead the product lets people book it.
    pub horizon_days: Option<i64>,
    /// The longest booking that the product offers for it, in minutes.
    pub max_minutes: Option<i64>,
    /// The share of conflicting occurrences that the product's policy allows for it.
    pub conflict_percentage: Option<i64>,
    /// Whether the product keeps it in step; `None` when the list does not say.
    pub active: Option<bool>,
}

impl VendorRoom {
    /// Whether it stands in the list of this product. The name of several products together has a `+` between them.
    pub fn is_of(&self, product: &str) -> bool {
        self.product.as_deref().is_none_or(|own| product.split('+').any(|name| name == own))
    }

    /// Whether the product keeps it in step, as far as its list says.
    pub fn is_active(&self) -> bool {
        self.active != Some(false)
    }

    /// The order that lists are kept in: by address, rooms without one last, then by row.
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        let key = |room: &Self| (room.address.is_none(), room.address.clone(), room.product.clone(), room.row);
        key(self).cmp(&key(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_without_a_product_is_for_all() {
        let row = |product: Option<&str>| VendorRoom { product: product.map(Into::into), ..VendorRoom::default() };
        assert!(row(None).is_of("roomz") && row(Some("roomz")).is_of("roomz"));
        assert!(row(Some("roomz")).is_of("spacewell+roomz"));
        assert!(!row(Some("roomz")).is_of("spacewell"));
    }

    #[test]
    fn rows_without_an_address_come_last() {
        let row = |address: Option<&str>, row| VendorRoom {
            address: address.map(|text| Address::parse(text).unwrap()),
            row,
            ..VendorRoom::default()
        };
        let mut rows = [row(None, 1), row(Some("b@x"), 2), row(Some("a@x"), 4), row(Some("a@x"), 3)];
        rows.sort_by(VendorRoom::order);
        assert_eq!(rows.map(|row| row.row), [3, 4, 2, 1]);
    }
}
