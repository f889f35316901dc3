//! The examples are made from scenarios. `SNAPSHOTS=overwrite cargo test` makes them anew.

use snapbox::assert_data_eq;

use crate::support::{run, stdout};

/// A report in which the clock, the run and the figures of the run stand still.
fn still(text: &str) -> String {
    let mut report: serde_json::Value = serde_json::from_str(text).unwrap();
    let run = serde_json::json!({
        "id": "20261121T0900Z-0000",
        "started": "2026-11-21T09:00:00Z",
        "finished": "2026-11-21T09:00:01Z",
    });
    for (name, value) in run.as_object().unwrap() {
        report["run"][name] = value.clone();
    }
    report["run"]["taken_at"] = "2026-11-21T09:00:00Z".into();
    // Days that are counted from the run.
    for cause in
        report["groups"].as_array_mut().unwrap().iter_mut().flat_map(|group| group["causes"].as_array_mut().unwrap())
    {
        if cause["text"].as_str().unwrap().starts_with("bookings after ") {
            cause["text"] = "bookings after 2027-05-20 and up to 2028-11-20 are declined".into();
        }
    }
    report["stats"] = serde_json::json!({ "requests": 0, "retries": 0, "throttle_wait_s": 0, "bytes": 0 });
    format!("{report:#}\n")
}

#[test]
fn a_report_of_a_tenant_with_a_short_window() {
    let arguments = ["calendars", "--demo", "--scenario", "short-window", "--json"];
    let report = still(&stdout(&run(&arguments)));
    assert_data_eq!(report, snapbox::file!["../../examples/report.json"].raw());
}

#[test]
fn the_products_of_the_examples_can_be_read() {
    let folder = crate::support::repository("examples/products");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        rsync_check::product::parse(&text).unwrap();
        count += 1;
    }
    assert!(count > 0);
}
