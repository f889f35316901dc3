//! The product's own list of rooms, as the vendor exports it → [`VendorRoom`]s.

use super::cells::{self, Table};
use super::columns::{COLUMNS, Column, Columns, plain};
use super::{Refused, did_you_mean, short};
use crate::tenant::{Address, Untrusted, VendorRoom};

/// How many people a room may hold, and other numbers that no list exceeds.
const MOST_PEOPLE: i64 = 1_000_000;
const MOST_DAYS: i64 = 100_000;
const MOST_MINUTES: i64 = 100_000_000;

/// Reads a list of rooms: CSV (comma, semicolon or tab; UTF-8 or UTF-16) or JSON (a list of objects, or an object with
/// one in it). Rows in which nothing is known are left out; a row is never left out because something is wrong with it.
///
/// # Errors
/// [`Refused`] with every mistake and its place.
pub fn vendor_rooms(bytes: &[u8], columns: &Columns, product: Option<&str>) -> Result<Vec<VendorRoom>, Refused> {
    let table = cells::table(bytes)?;
    let found = Found::of(&table, columns)?;
    let mut refused = Refused::default();
    let mut rooms = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let text = |column| found.cell(&row.cells, column).filter(|text| !text.is_empty());
        if COLUMNS.iter().all(|(column, ..)| text(*column).is_none()) {
            continue;
        }
        let mut wrong = |column: Column, what: String| {
            let heading = found.heading(&table, column);
            refused.add(format!("{}, column \"{}\"", row.place(), short(heading)), what);
        };
        let mut number = |column, most| match text(column).map(|text| whole_number(text, most)) {
            None => None,
            Some(Ok(number)) => Some(number),
            Some(Err(why)) => {
                wrong(column, why);
                None
            }
        };
        let capacity = number(Column::Capacity, MOST_PEOPLE);
        let horizon_days = number(Column::HorizonDays, MOST_DAYS);
        let max_minutes = number(Column::MaxMinutes, MOST_MINUTES);
        let conflict_percentage = number(Column::ConflictPercentage, 100);
        let address = text(Column::Address).and_then(|text| match Address::parse(without_scheme(text)) {
            Ok(address) => Some(address),
            Err(error) => {
                wrong(Column::Address, format!("`{}` is no address: it {error}", short(text)));
                None
            }
        });
        let active = text(Column::Active).and_then(|text| match yes_or_no(text) {
            Some(answer) => Some(answer),
            None => {
                wrong(Column::Active, format!("`{}` is neither yes nor no", short(text)));
                None
            }
        });
        rooms.push(VendorRoom {
            product: product.map(ToOwned::to_owned),
            row: row.number,
            address,
            id: text(Column::Id).map(Untrusted::new),
            name: text(Column::Name).map(Untrusted::new),
            capacity,
            horizon_days,
            max_minutes,
            conflict_percentage,
            active,
        });
    }
    refused.unless(rooms)
}

/// Which column of a table means what.
struct Found(Vec<(Column, usize)>);

impl Found {
    fn of(table: &Table, columns: &Columns) -> Result<Self, Refused> {
        let mut refused = Refused::default();
        let plains: Vec<String> = table.headings.iter().map(|heading| plain(heading)).collect();
        let mut found: Vec<(Column, usize)> = Vec::new();
        for (column, heading) in columns.headings() {
            // As it is written first: headings may differ in case only.
            let exact: Vec<usize> = positions(&table.headings, |own| own == heading);
            let wanted = plain(heading);
            let alike: Vec<usize> = positions(&plains, |own| *own == wanted);
            match (&exact[..], &alike[..]) {
                ([one], _) | ([], [one]) => found.push((column, *one)),
                ([], []) => {
                    let hint = did_you_mean(heading, table.headings.iter().map(String::as_str));
                    refused.add("", format!("no column is called `{}` ({}){hint}", short(heading), column.id()));
                }
                _ => refused.add("", format!("several columns are called `{}`", short(heading))),
            }
        }
        for (column, _, _, known) in COLUMNS {
            if columns.heading(*column).is_some() {
                continue;
            }
            for name in *known {
                let free = |at: &usize| found.iter().all(|(_, taken)| taken != at);
                let same: Vec<usize> = positions(&plains, |own| own == name).into_iter().filter(free).collect();
                match same[..] {
                    [] => continue,
                    [one] => found.push((*column, one)),
                    [first, ..] => {
                        let heading = short(&table.headings[first]);
                        refused.add(
                            "",
                            format!("several columns are called `{heading}`: name one of them for `{}`", column.id()),
                        );
                    }
                }
                break;
            }
        }
        let has_address = found.iter().any(|(column, _)| *column == Column::Address);
        if !has_address && columns.heading(Column::Address).is_none() && !table.headings.is_empty() {
            let headings: Vec<_> =
                table.headings.iter().take(30).map(|heading| format!("`{}`", short(heading))).collect();
            refused.add(
                "",
                format!("no column holds the address of the mailbox; the columns are {}", headings.join(", ")),
            );
        }
        refused.unless(Self(found))
    }

    fn position(&self, column: Column) -> Option<usize> {
        self.0.iter().find(|(known, _)| *known == column).map(|(_, at)| *at)
    }

    fn cell<'c>(&self, cells: &'c [String], column: Column) -> Option<&'c str> {
        cells.get(self.position(column)?).map(String::as_str)
    }

    fn heading<'t>(&self, table: &'t Table, column: Column) -> &'t str {
        self.position(column).and_then(|at| table.headings.get(at)).map_or("", String::as_str)
    }
}

fn positions(all: &[String], is_meant: impl Fn(&String) -> bool) -> Vec<usize> {
    all.iter().enumerate().filter(|(_, heading)| is_meant(heading)).map(|(at, _)| at).collect()
}

/// Exports of directories write `SMTP:` or `mailto:` before an address.
fn without_scheme(text: &str) -> &str {
    let scheme = |name: &str| text.get(..name.len()).filter(|start| start.eq_ignore_ascii_case(name));
    let length = scheme("smtp:").or_else(|| scheme("mailto:")).map_or(0, str::len);
    text.get(length..).unwrap_or(text)
}

/// A whole number; spreadsheets write `12.0`, or `12,0` where the comma is the decimal sign.
fn whole_number(text: &str, most: i64) -> Result<i64, String> {
    let whole = text
        .split_once(['.', ','])
        .filter(|(_, rest)| (1..=2).contains(&rest.len()) && rest.bytes().all(|b| b == b'0'));
    let digits = whole.map_or(text, |(whole, _)| whole);
    match digits.parse::<i64>() {
        Ok(number) if (0..=most).contains(&number) => Ok(number),
        Ok(_) => Err(format!("`{}` is not between 0 and {most}", short(text))),
        Err(_) => Err(format!("`{}` is no whole number", short(text))),
    }
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "on" | "active" | "enabled" | "x" => Some(true),
        "no" | "n" | "false" | "0" | "off" | "inactive" | "disabled" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Vec<VendorRoom>, Refused> {
        vendor_rooms(text.as_bytes(), &Columns::default(), None)
    }

    fn refused(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    fn with(text: &str, columns: &str) -> Result<Vec<VendorRoom>, Refused> {
        vendor_rooms(text.as_bytes(), &Columns::parse(columns).unwrap(), None)
    }

    #[test]
    fn well_known_columns_are_found_whatever_their_spelling() {
        let rooms = read(
            "Room ID,ROOM_NAME,e-mail,Seats,Max days ahead,maxDuration,Conflict percentage,Enabled,Photo\n\
             7,Spree,SMTP:Berlin@Contoso.com,12,730,480,20,yes,x.png\n",
        );
        let expected = VendorRoom {
            product: None,
            row: 1,
            address: Some(Address::parse("berlin@contoso.com").unwrap()),
            id: Some("7".into()),
            name: Some("Spree".into()),
            capacity: Some(12),
            horizon_days: Some(730),
            max_minutes: Some(480),
            conflict_percentage: Some(20),
            active: Some(true),
        };
        assert_eq!(rooms.unwrap(), [expected]);
    }

    #[test]
    fn a_resource_id_is_the_address_only_where_nothing_else_is() {
        let rooms = read("resourceId,name\na@x,A\n").unwrap();
        assert!(rooms[0].address.is_some() && rooms[0].id.is_none());
        let rooms = read("resourceId,mail\n17,a@x\n").unwrap();
        assert_eq!((rooms[0].id.clone(), rooms[0].address.is_some()), (Some("17".into()), true));
    }

    #[test]
    fn a_person_may_say_which_column_is_which() {
        let text = "Kennung;Postfach;mail\n7;a@x;contact@x\n";
        let rooms = with(text, "address=Postfach,id=kennung").unwrap();
        assert_eq!(rooms[0].address, Some(Address::parse("a@x").unwrap()));
        assert_eq!(rooms[0].id, Some("7".into()));
        let error = with(text, "address=Postfch").unwrap_err().to_string();
        assert_eq!(error, "no column is called `Postfch` (address); did you mean `Postfach`?");
        let twice = with("a,A\n1@x,2@x\n", "address=A").unwrap();
        assert_eq!(twice[0].address, Some(Address::parse("2@x").unwrap()), "as it is written comes first");
        assert!(with("a,a\n1@x,2@x\n", "address=A").unwrap_err().to_string().contains("several columns"));
    }

    #[test]
    fn without_an_address_column_the_headings_are_listed() {
        assert_eq!(
            refused("Raum;Sitze\nA;3\n"),
            "no column holds the address of the mailbox; the columns are `Raum`, `Sitze`"
        );
        assert!(refused("mail,Mail\na@x,b@x\n").contains("several columns are called `mail`"));
    }

    #[test]
    fn every_mistake_is_told_with_row_line_and_column() {
        let error = read("mail,capacity,active\nnobody,many,maybe\na@x,-1,\nb@x,12.0,no\n").unwrap_err();
        let told: Vec<String> = error.faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "row 1 (line 2), column \"capacity\": `many` is no whole number",
                "row 1 (line 2), column \"mail\": `nobody` is no address: it needs exactly one `@` with text on both sides",
                "row 1 (line 2), column \"active\": `maybe` is neither yes nor no",
                "row 2 (line 3), column \"capacity\": `-1` is not between 0 and 1000000",
            ]
        );
    }

    #[test]
    fn twenty_mistakes_are_told_and_the_others_counted() {
        let text = format!("mail\n{}", "nobody\n".repeat(25));
        let error = read(&text).unwrap_err();
        assert_eq!((error.faults.len(), error.more), (20, 5));
    }

    #[test]
    fn rows_without_an_address_stay_and_rows_without_anything_go() {
        let rooms = read("mail,name,note\n,Atrium,\n,,only a note\na@x,,\n").unwrap();
        let rows: Vec<_> = rooms.iter().map(|room| (room.row, room.address.is_some())).collect();
        assert_eq!(rows, [(1, false), (3, true)]);
    }

    #[test]
    fn a_list_of_nothing_is_a_list() {
        assert_eq!(read("mail,name\n").unwrap(), []);
        assert_eq!(read("[]").unwrap(), []);
    }

    #[test]
    fn json_says_the_same_and_a_value_with_parts_is_no_address() {
        let rooms = read(r#"{"value": [{"mail": "a@x", "capacity": 12, "active": false}]}"#).unwrap();
        assert_eq!((rooms[0].capacity, rooms[0].active), (Some(12), Some(false)));
        let error = refused(r#"[{"mail": {"address": "a@x"}}]"#);
        assert!(error.starts_with("row 1, column \"mail\": "), "{error}");
    }

    #[test]
    fn numbers_of_spreadsheets_are_whole() {
        for (text, number) in [("12", Ok(12)), ("12.0", Ok(12)), ("12,00", Ok(12)), ("0", Ok(0))] {
            assert_eq!(whole_number(text, 100), number);
        }
        for text in ["12.5", "1,000", "", "1e3", "9999999999999999999", "101", "-1"] {
            assert!(whole_number(text, 100).is_err(), "{text}");
        }
    }

    /// A cell as it comes back: blanks around it go.
    fn kept(text: &str) -> Option<Untrusted> {
        Some(text.trim()).filter(|text| !text.is_empty()).map(Untrusted::new)
    }

    fn row() -> impl Strategy<Value = (String, String, Option<i64>, Option<bool>)> {
        let text = "[^']{0,20}";
        ("[a-z0-9.]{1,12}@[a-z]{1,8}", text, proptest::option::of(0_i64..5_000), proptest::option::of(any::<bool>()))
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = vendor_rooms(&bytes, &Columns::default(), None);
        }

        #[test]
        fn arbitrary_text_behind_a_heading_is_survived(text in any::<String>(), is_json: bool) {
            let text = if is_json { format!("[{{\"mail\": {text}") } else { format!("mail;name\n{text}") };
            let _ = vendor_rooms(text.as_bytes(), &Columns::default(), None);
        }

        #[test]
        fn what_was_written_is_read(
            rows in proptest::collection::vec(row(), 0..20),
            delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t')],
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
            writer.write_record(["mail", "name", "capacity", "active"]).unwrap();
            for (address, name, capacity, active) in &rows {
                let capacity = capacity.map(|number| number.to_string()).unwrap_or_default();
                let active = active.map(|answer| answer.to_string()).unwrap_or_default();
                writer.write_record([address.as_str(), name, &capacity, &active]).unwrap();
            }
            let read = vendor_rooms(&writer.into_inner().unwrap(), &Columns::default(), Some("roomz")).unwrap();
            prop_assert_eq!(read.len(), rows.len());
            for (at, (found, (address, name, capacity, active))) in read.iter().zip(&rows).enumerate() {
                prop_assert_eq!(found.row, at + 1);
                prop_assert_eq!(found.address.as_ref().map(Address::as_str), Some(address.as_str()));
                prop_assert_eq!(&found.name, &kept(name));
                prop_assert_eq!((found.capacity, found.active), (*capacity, *active));
                prop_assert_eq!(found.product.as_deref(), Some("roomz"));
            }
        }
    }
}
