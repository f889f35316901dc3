//! The product's own list of rooms, with the real program: compared, replayed, refused.

use crate::support::{Simulator, code, folder, found, json, program, run, stderr, stdout};

const HEALTHY: [&str; 4] = ["tenant", "--demo", "--scenario", "healthy"];

/// The addresses of the rooms of the healthy tenant.
fn rooms() -> Vec<String> {
    let report = json(&run(&["places", "--demo", "--scenario", "healthy", "--json", "--detail", "rooms"]));
    let rooms = report["rooms"].as_array().unwrap();
    rooms.iter().map(|room| room["address"].as_str().unwrap().to_owned()).collect()
}

/// A list in which everything is as it should be.
fn list(rooms: &[String]) -> String {
    let rows = rooms.iter().enumerate().map(|(at, address)| format!("{at};{address};;730;yes\r\n"));
    format!("Room ID;E-Mail;Seats;Max days ahead;Active\r\n{}", rows.collect::<String>())
}

fn check(arguments: &[&str], list: &str) -> std::process::Output {
    let files = folder();
    let file = files.path().join("rooms.csv");
    std::fs::write(&file, list).unwrap();
    run(&[arguments, &["--vendor-rooms", file.to_str().unwrap()]].concat())
}

#[test]
fn a_list_that_agrees_with_the_tenant_finds_nothing() {
    let output = check(&HEALTHY, &list(&rooms()));
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("Nothing to fix") && !stdout(&output).contains("--vendor-rooms"));
}

/// The list with one mistake of each kind.
fn faulty_list(rooms: &[String]) -> String {
    let mut rooms = rooms.to_vec();
    rooms.pop();
    rooms[2] = rooms[2].replace("@contoso.com", "@contoso.onmicrosoft.com");
    let mut text = list(&rooms).replacen(";730;", ";1000;", 1).replacen(";;730;", ";977;730;", 1);
    text.push_str(&format!("A;{};;;\r\nB;lee.gu@contoso.com;;;\r\nC;nobody@contoso.com;;;\r\nD;;;;\r\n", rooms[5]));
    text
}

#[test]
fn each_difference_is_found_by_its_check() {
    let output = check(&[&HEALTHY[..], &["--json"]].concat(), &faulty_list(&rooms()));
    let report = json(&output);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    let found = found(&report);
    for id in ["CP022", "RM001", "RM002", "RM003", "RM011", "RM017", "RM018", "PL012"] {
        assert!(found.iter().any(|known| known == id), "{id} is not in {found:?}");
    }
    assert_eq!((&report["complete"], &report["notes"]), (&true.into(), &serde_json::json!([])));
    let window = report["groups"].as_array().unwrap().iter().find(|group| group["check"] == "CP022").unwrap();
    assert_eq!((&window["count"], &window["expected"]["booking_window_days"]["min"]), (&1.into(), &1000.into()));
    let lost = window["causes"][0]["text"].as_str().unwrap();
    assert!(lost.starts_with("bookings after ") && lost.ends_with(" are declined"), "{lost}");
}

#[test]
fn the_simulator_over_http_finds_the_same() {
    let simulator = Simulator::start(&["--scenario", "healthy"]);
    let files = folder();
    let file = files.path().join("rooms.csv");
    std::fs::write(&file, faulty_list(&rooms())).unwrap();
    let file = format!("spacewell={}", file.display());
    let arguments = ["places", "--json", "--product", "spacewell", "--vendor-rooms", &file];
    let over_http = found(&json(&simulator.check(&arguments)));
    for id in ["RM001", "RM002", "RM003", "RM011", "RM017", "RM018"] {
        assert!(over_http.iter().any(|known| known == id), "{id} is not in {over_http:?}");
    }
}

#[test]
fn a_replay_keeps_the_list_or_takes_a_new_one() {
    let (files, rooms) = (folder(), rooms());
    let (vendor, snapshot) = (files.path().join("rooms.csv"), files.path().join("contoso.json"));
    std::fs::write(&vendor, faulty_list(&rooms)).unwrap();
    let (vendor, snapshot) = (vendor.to_str().unwrap(), snapshot.to_str().unwrap());
    let live = run(&[&HEALTHY[..], &["--json", "--vendor-rooms", vendor, "--save-snapshot", snapshot]].concat());
    let replay = run(&["tenant", "--snapshot", snapshot, "--json"]);
    assert_eq!(json(&live)["groups"], json(&replay)["groups"]);
    let well = check(&["tenant", "--snapshot", snapshot, "--json"], &list(&rooms));
    assert_eq!(code(&well), 0, "{}", stdout(&well));
    // An address that the run did not look up is unknown, never missing.
    let unknown = check(&["tenant", "--snapshot", snapshot, "--json"], "mail\nsomebody.else@contoso.com\n");
    assert_eq!((code(&unknown), &json(&unknown)["complete"]), (3, &false.into()));
    assert!(!found(&json(&unknown)).contains(&"RM002".to_owned()));
}

#[test]
fn a_run_about_some_rooms_does_not_miss_the_others() {
    let rooms = rooms();
    let output = check(&[&HEALTHY[..], &["--json", "--room", &rooms[0]]].concat(), &faulty_list(&rooms));
    let report = json(&output);
    for id in ["RM001", "RM002", "RM003", "RM011", "RM017", "RM018"] {
        assert!(!found(&report).contains(&id.to_owned()), "{id}: {}", report["groups"]);
    }
    assert!(found(&report).contains(&"CP022".to_owned()), "the room's own limit counts");
}

#[test]
fn without_a_list_the_report_says_once_what_it_would_compare() {
    let text = stdout(&run(&HEALTHY));
    assert_eq!(text.matches("add --vendor-rooms FILE").count(), 1, "{text}");
    assert!(text.trim_end().lines().last().unwrap().starts_with("Nothing to fix."), "{text}");
    let report = json(&run(&[&HEALTHY[..], &["--json"]].concat()));
    assert_eq!(report["notes"][0]["id"], "no_vendor_rooms");
    assert!(report["notes"][0]["checks"].as_array().unwrap().contains(&"RM017".into()));
}

#[test]
fn columns_and_files_may_be_named_by_the_environment() {
    let files = folder();
    let file = files.path().join("rooms.csv");
    std::fs::write(&file, format!("Kennung;Postfach\n1;{}\n", rooms()[0])).unwrap();
    let output = program()
        .args(["places", "--demo", "--scenario", "healthy", "--json"])
        .env("RSYNC_CHECK_VENDOR_ROOMS", &file)
        .env("RSYNC_CHECK_VENDOR_COLUMNS", "address=postfach,id=Kennung")
        .output()
        .unwrap();
    let report = json(&output);
    assert_eq!((found(&report).contains(&"RM017".to_owned()), &report["complete"]), (true, &true.into()));
}

#[track_caller]
fn refused(arguments: &[&str], list: &str, words: &[&str]) {
    let output = check(arguments, list);
    let text = stderr(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(code(&output), 2, "{text}");
    assert!(output.stdout.is_empty() && !text.contains('\u{1b}'));
    for word in words {
        assert!(text.contains(word), "no `{word}` in {text}");
    }
}

#[test]
fn a_list_with_mistakes_is_refused_with_all_of_them_before_anything_is_read() {
    refused(
        &HEALTHY,
        "Mail,Seats\nnobody,many\na@x,\u{1b}[2J\n",
        &["3 mistakes", "row 1 (line 2), column \"Seats\": `many` is no whole number", "row 2 (line 3)", "‹U+001B›"],
    );
    refused(&HEALTHY, "Raum;Sitze\nA;3\n", &["the columns are `Raum`, `Sitze`", "--vendor-columns"]);
    refused(&HEALTHY, "", &["it is empty"]);
    let columns = [&HEALTHY[..], &["--vendor-columns", "address=Mial"]].concat();
    refused(&columns, "Mail\na@x\n", &["did you mean `Mail`?"]);
    let columns = [&HEALTHY[..], &["--vendor-columns", "adress=Mail"]].concat();
    refused(&columns, "Mail\na@x\n", &["did you mean `address`?"]);
}

#[test]
fn a_list_of_a_product_that_the_run_is_not_about_is_refused() {
    let output = run(&[&HEALTHY[..], &["--vendor-rooms", "spacewel=rooms.csv"]].concat());
    assert_eq!(code(&output), 2);
    let text = stderr(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("did you mean `spacewell`?"), "{text}");
    let output = run(&[&HEALTHY[..], &["--vendor-rooms", "/nowhere/rooms.csv"]].concat());
    assert!(code(&output) == 2 && stderr(&output).contains("could not read `/nowhere/rooms.csv`"));
}

#[test]
fn names_of_the_list_stay_at_home_in_builds() {
    let files = folder();
    let file = files.path().join("rooms.csv");
    std::fs::write(&file, "id;mail;name\nSECRET-ID;nobody@contoso.com;Hidden Room\nSECRET-ID;;Other Room\n").unwrap();
    let arguments = [&HEALTHY[..], &["--json", "--vendor-rooms", file.to_str().unwrap()]].concat();
    let output = program().args(arguments).env("CI", "true").output().unwrap();
    let text = stdout(&output);
    for name in ["nobody@", "Hidden Room", "Other Room", "SECRET-ID"] {
        assert!(!text.contains(name), "{name} is in {text}");
    }
    assert!(found(&json(&output)).contains(&"RM003".to_owned()));
}
