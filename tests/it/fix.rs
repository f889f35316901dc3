//! `fix` and `fix verify` over the real program: what is written, what is refused, what is told later.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::support::{code, folder, json, run, stderr, stdout};

/// Saves the facts of a simulated tenant.
fn saved(folder: &Path, name: &str, arguments: &[&str]) -> String {
    let path = folder.join(name).to_str().unwrap().to_owned();
    let output = run(&[&["tenant", "--demo", "--demo-rooms", "12", "--save-snapshot", &path], arguments].concat());
    assert!([0, 1, 3, 7].contains(&code(&output)), "{}", stderr(&output));
    path
}

fn edited(path: &str, to: &str, edit: impl FnOnce(&mut Value)) -> String {
    let mut value: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    edit(&mut value);
    let to = Path::new(path).with_file_name(to);
    std::fs::write(&to, value.to_string()).unwrap();
    to.to_str().unwrap().to_owned()
}

/// Every file of a folder and of the folders in it, by its path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            found.insert(name, std::fs::read(&path).unwrap());
        }
    }
    found
}

fn scripts(files: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = (&String, &str)> {
    let scripts = files.iter().filter(|(name, _)| name.ends_with(".ps1"));
    scripts.map(|(name, bytes)| (name, std::str::from_utf8(bytes).unwrap()))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_look_writes_nothing_and_says_how_to_get_files() {
    let files = folder();
    let mut command = crate::support::program();
    let output = command.current_dir(files.path()).args(["fix", "--demo", "--demo-rooms", "12"]).output().unwrap();
    let told = stdout(&output);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    assert!(told.contains("CP022") && told.contains("rsync-check fix --demo --out fix/"), "{told}");
    assert!(told.lines().all(|line| line.chars().count() <= 100), "{told}");
    assert!(std::fs::read_dir(files.path()).unwrap().next().is_none());
}

#[test]
fn a_pack_has_scripts_way_back_tables_steps_and_a_plan() {
    let place = folder();
    let out = place.path().join("fix");
    let output = run(&["fix", "--demo", "--demo-rooms", "12", "--out", text(&out)]);
    let (told, found) = (stdout(&output), files(&out));
    assert_eq!(code(&output), 1, "{told}{}", stderr(&output));
    for name in ["10-calendar.ps1", "undo-10-calendar.ps1", "10-calendar.rooms.csv", "README.md", "plan.json"] {
        assert!(found.contains_key(name), "{name} is not among {:?}", found.keys());
    }
    assert!(found.keys().any(|name| name.starts_with("steps/")));
    for (name, script) in scripts(&found) {
        let is_plain = |c: char| matches!(c, ' '..='~' | '\r' | '\n');
        assert!(
            script.chars().all(is_plain) && script.matches('\n').count() == script.matches("\r\n").count(),
            "{name}"
        );
        rsync_check::powershell::parse(script).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    // The digests that are told, those in the plan and those of the files are the same.
    let plan: Value = serde_json::from_slice(&found["plan.json"]).unwrap();
    for file in plan["files"].as_array().unwrap() {
        let (name, digest) = (file["name"].as_str().unwrap(), file["sha256"].as_str().unwrap());
        assert_eq!(rsync_check::remedy::digest::of(&found[name]), digest, "{name}");
        assert!(told.contains(&digest[..16]), "{name}: {told}");
        assert!(String::from_utf8_lossy(&found["README.md"]).contains(digest), "{name}");
    }
    assert_eq!(plan["files"].as_array().unwrap().len(), scripts(&found).count());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&out), mode(&out.join("steps"))), (0o700, 0o700));
        for name in found.keys() {
            assert_eq!(mode(&out.join(name)), 0o600, "{name}");
        }
    }
}

#[test]
fn names_are_in_the_tables_and_never_in_the_scripts() {
    let place = folder();
    let pack = |name: &str, names: &str| {
        let out = place.path().join(name);
        let output = run(&["fix", "--demo", "--demo-rooms", "12", "--names", names, "--out", text(&out)]);
        (stdout(&output), files(&out))
    };
    let (_, full) = pack("full", "full");
    let table = String::from_utf8_lossy(&full["10-calendar.rooms.csv"]);
    assert!(table.starts_with('\u{feff}') && table.contains("Rembrandt"), "{table}");
    assert!(scripts(&full).all(|(_, script)| !script.contains("Rembrandt")));
    let (told, none) = pack("none", "none");
    let told = told.replace(text(place.path()), "");
    let leak = |text: &str| text.to_lowercase().contains("rembrandt");
    assert!(!leak(&told) && !told.contains('@'), "{told}");
    for (name, bytes) in none.iter().filter(|(name, _)| name.ends_with(".csv") || name.ends_with(".md")) {
        assert!(!leak(&String::from_utf8_lossy(bytes)), "{name}");
    }
}

#[test]
fn the_same_facts_give_the_same_pack_and_what_is_gone_from_the_plan_goes() {
    let place = folder();
    let snapshot = saved(place.path(), "s.json", &[]);
    let out = place.path().join("fix");
    let fix = |more: &[&str]| {
        let output = run(&[&["fix", "--snapshot", &snapshot, "--out", text(&out)], more].concat());
        assert!([0, 1, 3].contains(&code(&output)), "{}", stderr(&output));
        files(&out)
    };
    let first = fix(&[]);
    assert_eq!(first, fix(&[]));
    std::fs::write(out.join("mine.txt"), "mine").unwrap();
    let less = fix(&["--check", "CP022"]);
    assert!(less.contains_key("10-calendar.ps1") && less.contains_key("mine.txt"), "{:?}", less.keys());
    let gone: Vec<_> = first.keys().filter(|name| !less.contains_key(*name)).collect();
    assert!(
        gone.iter().any(|name| name.ends_with(".ps1")) && gone.iter().any(|name| name.starts_with("steps/")),
        "{gone:?}"
    );
    assert_eq!(fix(&["--include", "all"]).get("mine.txt"), less.get("mine.txt"));
}

#[test]
fn a_pack_that_was_applied_is_set_aside_with_its_way_back() {
    let place = folder();
    let snapshot = saved(place.path(), "s.json", &[]);
    let out = place.path().join("fix");
    let fix = |more: &[&str]| run(&[&["fix", "--snapshot", &snapshot, "--out", text(&out)], more].concat());
    fix(&["--check", "CP022"]);
    let before = files(&out);
    std::fs::write(out.join("10-calendar.journal.txt"), "changed S1 x\r\n").unwrap();
    // The same plan again is the same pack: nothing moves.
    let again = fix(&["--check", "CP022"]);
    assert!(out.join("10-calendar.journal.txt").exists() && !out.join("earlier").exists(), "{}", stderr(&again));
    let other = fix(&["--check", "CP011", "--include", "CP011"]);
    assert!(stderr(&other).contains("earlier"), "{}", stderr(&other));
    let after = files(&out);
    for (name, bytes) in &before {
        let moved = after.iter().find(|(path, _)| path.starts_with("earlier/") && path.ends_with(&format!("/{name}")));
        assert_eq!(moved.map(|(_, bytes)| bytes), Some(bytes), "{name}");
    }
    assert!(!out.join("10-calendar.journal.txt").exists());
    assert!(after.keys().any(|name| name.starts_with("earlier/") && name.ends_with("10-calendar.journal.txt")));
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let place = folder();
    let fix =
        |out: &Path, more: &[&str]| run(&[&["fix", "--demo", "--demo-rooms", "6", "--out", text(out)], more].concat());
    let theirs = place.path().join("theirs");
    std::fs::create_dir(&theirs).unwrap();
    std::fs::write(theirs.join("a.txt"), "a").unwrap();
    let output = fix(&theirs, &[]);
    assert_eq!((code(&output), files(&theirs).len()), (6, 1), "{}", stderr(&output));
    assert!(stderr(&output).contains("--force"), "{}", stderr(&output));
    let forced = fix(&theirs, &["--force"]);
    assert_eq!(code(&forced), 1, "{}", stderr(&forced));
    assert_eq!(files(&theirs)["a.txt"], b"a");
    // A plan that somebody edited is no plan of ours.
    let plan = std::fs::read_to_string(theirs.join("plan.json")).unwrap();
    std::fs::write(theirs.join("plan.json"), plan.replacen("730", "731", 1)).unwrap();
    assert_eq!(code(&fix(&theirs, &[])), 6);
    assert_eq!(code(&fix(&place.path().join("no/such"), &[])), 6);
    assert_eq!(code(&fix(&theirs.join("a.txt"), &[])), 6);
    #[cfg(unix)]
    {
        let link = place.path().join("link");
        std::os::unix::fs::symlink(&theirs, &link).unwrap();
        assert_eq!(code(&fix(&link, &["--force"])), 6);
        let hidden = place.path().join("hidden");
        std::fs::create_dir(&hidden).unwrap();
        std::os::unix::fs::symlink("/etc", hidden.join("steps")).unwrap();
        let output = fix(&hidden, &["--force"]);
        assert_eq!(code(&output), 6, "{}", stderr(&output));
    }
}

#[test]
fn what_cannot_be_meant_is_refused_before_anything_is_read() {
    for (arguments, words) in [
        (&["--check", "CP02"][..], "did you mean"),
        (&["--include", "booking-window-to-short"], "did you mean"),
        (&["--include", "EN001"], "needs a person"),
        (&["--list", "CP022"], "--check"),
        (&["--csv", "--json"], "stdout"),
        (&["--new-rooms-since", "nowhere.json"], "nowhere.json"),
    ] {
        let output = run(&[&["fix", "--demo"], arguments].concat());
        assert_eq!(code(&output), 2, "{arguments:?}: {}", stderr(&output));
        let told = stderr(&output).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(words), "{arguments:?}: {told}");
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn the_exit_code_says_whether_somebody_is_needed() {
    let healthy = run(&["fix", "--demo", "--demo-rooms", "6", "--scenario", "healthy"]);
    assert_eq!(code(&healthy), 0, "{}", stderr(&healthy));
    assert!(!stdout(&healthy).contains(".ps1"), "{}", stdout(&healthy));
    let none = run(&["fix", "--demo", "--demo-rooms", "6", "--scenario", "healthy", "--check", "CP022"]);
    assert_eq!((code(&none), stdout(&none).contains("Nothing to repair")), (0, true), "{}", stdout(&none));
    let one = ["fix", "--demo", "--demo-rooms", "12", "--scenario", "short-window", "--check", "CP022"];
    assert_eq!(code(&run(&one)), 0, "{}", stdout(&run(&one)));
    // Somebody is needed whatever else was not read.
    assert_eq!(code(&run(&["fix", "--demo", "--demo-rooms", "6", "--scenario", "no-exchange-role"])), 1);
    let allowed = ["fix", "--demo", "--demo-rooms", "6", "--scenario", "no-exchange-role", "--check", "CP022"];
    assert_eq!(code(&run(&allowed)), 3);
    assert_eq!(code(&run(&[&allowed[..], &["--allow-incomplete", "CP022"]].concat())), 0);
}

#[test]
fn every_change_is_a_row_of_one_table() {
    let output = run(&["fix", "--demo", "--demo-rooms", "12", "--csv"]);
    let table = stdout(&output);
    let mut reader = csv::Reader::from_reader(table.strip_prefix('\u{feff}').unwrap().as_bytes());
    let head = reader.headers().unwrap().clone();
    assert_eq!(&head[0], "tenant");
    let rows: Vec<BTreeMap<String, String>> = reader
        .records()
        .map(|row| {
            head.iter().zip(row.unwrap().iter()).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
        })
        .collect();
    let window = rows.iter().find(|row| row["setting"] == "BookingWindowInDays").unwrap();
    assert_eq!((&*window["to"], &*window["script"], &*window["change"]), ("730", "10-calendar.ps1", "set"));
    assert!(window["check"].contains("CP022"));
    let place = folder();
    let file = place.path().join("changes.csv");
    let output = run(&["fix", "--demo", "--demo-rooms", "12", "--csv", text(&file), "--raw-csv"]);
    assert!(stdout(&output).contains("CP022"), "the text comes as well");
    assert_eq!(std::fs::read_to_string(&file).unwrap().lines().count(), table.lines().count());
}

#[test]
fn both_documents_follow_their_schemas() {
    let place = folder();
    let out = place.path().join("fix");
    let schema = |name| {
        let schema: Value = serde_json::from_str(&stdout(&run(&["schema", name]))).unwrap();
        jsonschema::validator_for(&schema).unwrap()
    };
    let fix = json(&run(&["fix", "--demo", "--demo-rooms", "12", "--json", "--out", text(&out)]));
    let verify = json(&run(&["fix", "verify", text(&out), "--demo", "--demo-rooms", "12", "--json"]));
    for (name, document) in [("fix", &fix), ("verify", &verify)] {
        let errors: Vec<String> = schema(name).iter_errors(document).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
    assert_eq!((&fix["schema"], &fix["exit_code"]), (&"urn:rsync-check:fix:1".into(), &1.into()));
    assert_eq!(fix["plan"], verify["plan"]);
    for file in fix["files"].as_array().unwrap() {
        let bytes = std::fs::read(out.join(file["name"].as_str().unwrap())).unwrap();
        assert_eq!(rsync_check::remedy::digest::of(&bytes), file["sha256"].as_str().unwrap());
    }
}

#[test]
fn a_plan_is_held_against_what_is_there_later() {
    let place = folder();
    let before = saved(place.path(), "before.json", &["--scenario", "short-window"]);
    let out = place.path().join("fix");
    let fix = run(&["fix", "--snapshot", &before, "--check", "CP022", "--out", text(&out)]);
    assert_eq!(code(&fix), 0, "{}", stderr(&fix));
    let verify = |snapshot: &str| run(&["fix", "verify", text(&out), "--snapshot", snapshot]);
    // Nothing was run: everything is as it was.
    let open = verify(&before);
    assert_eq!(code(&open), 1, "{}", stderr(&open));
    assert!(stdout(&open).contains("OPEN"), "{}", stdout(&open));
    // Somebody set all windows, but for one room that has another value now.
    let windows = |snapshot: &mut Value, last: i64| {
        let rooms = snapshot["rooms"].as_object_mut().unwrap().values_mut();
        let mut short =
            rooms.map(|room| &mut room["calendar"]["value"]["booking_window_days"]).filter(|days| **days != 730);
        *short.next().unwrap() = last.into();
        short.for_each(|days| *days = 730.into());
    };
    let done = edited(&before, "done.json", |snapshot| windows(snapshot, 730));
    let applied = verify(&done);
    assert_eq!(code(&applied), 0, "{}{}", stdout(&applied), stderr(&applied));
    let other = edited(&before, "other.json", |snapshot| windows(snapshot, 42));
    let drifted = verify(&other);
    assert_eq!(code(&drifted), 1);
    assert!(stdout(&drifted).contains("DRIFTED") && stdout(&drifted).contains("42"), "{}", stdout(&drifted));
    // What was not read is not known.
    let unread = edited(&done, "unread.json", |snapshot| {
        for room in snapshot["rooms"].as_object_mut().unwrap().values_mut() {
            room["calendar"] = serde_json::json!({"state": "not_gathered"});
        }
    });
    assert_eq!(code(&verify(&unread)), 3, "{}", stdout(&verify(&unread)));
}

#[test]
fn a_plan_is_not_held_against_facts_that_cannot_tell() {
    let place = folder();
    let before = saved(place.path(), "before.json", &[]);
    let out = place.path().join("fix");
    run(&["fix", "--snapshot", &before, "--check", "CP022", "--out", text(&out)]);
    let verify = |snapshot: &str| {
        let output = run(&["fix", "verify", text(&out), "--snapshot", snapshot]);
        (code(&output), stderr(&output).split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let older =
        edited(&before, "older.json", |snapshot| snapshot["header"]["taken_at"] = "2020-01-01T00:00:00Z".into());
    let (exit, told) = verify(&older);
    assert_eq!((exit, told.contains("older than the plan")), (2, true), "{told}");
    let tenant = "99999999-0000-4000-8000-000000000000";
    let other = edited(&before, "other.json", |snapshot| snapshot["header"]["tenant"] = tenant.into());
    let (exit, told) = verify(&other);
    assert_eq!((exit, told.contains(tenant)), (2, true), "{told}");
    // A script that was edited is told; a plan that was edited is refused.
    let script = out.join("10-calendar.ps1");
    std::fs::write(&script, std::fs::read_to_string(&script).unwrap().replace("730", "731")).unwrap();
    let output = run(&["fix", "verify", text(&out), "--snapshot", &before]);
    assert!(stdout(&output).contains("10-calendar.ps1 was EDITED"), "{}", stdout(&output));
    let plan = std::fs::read_to_string(out.join("plan.json")).unwrap().replace("730", "731");
    std::fs::write(out.join("plan.json"), plan).unwrap();
    let (exit, told) = verify(&before);
    assert_eq!((exit, told.contains("edited")), (2, true), "{told}");
    std::fs::remove_file(out.join("plan.json")).unwrap();
    assert_eq!(verify(&before).0, 2);
}

#[test]
fn only_new_rooms_are_repaired_when_only_they_are_asked_for() {
    let place = folder();
    let now = saved(place.path(), "now.json", &["--scenario", "short-window"]);
    let mut guid = String::new();
    let earlier = edited(&now, "earlier.json", |snapshot| {
        let rooms = snapshot["rooms"].as_object_mut().unwrap();
        let is_it = |room: &&Value| room["calendar"]["value"]["booking_window_days"] == 180 && room["kind"] == "room";
        let room = rooms.values().find(is_it).unwrap().clone();
        guid = room["mailbox"]["value"]["guid"].as_str().unwrap().to_owned();
        rooms.remove(room["address"].as_str().unwrap());
    });
    let out = place.path().join("fix");
    let output = run(&["fix", "--snapshot", &now, "--new-rooms-since", &earlier, "--out", text(&out)]);
    let told = stdout(&output);
    assert!(told.contains("1 room is new since") && told.contains("1 added"), "{told}{}", stderr(&output));
    let found = files(&out);
    let table = String::from_utf8_lossy(&found["10-calendar.rooms.csv"]);
    let ids: Vec<&str> = table.lines().skip(1).map(|line| line[1..].split('"').next().unwrap()).collect();
    assert!(!ids.is_empty() && ids.iter().all(|id| *id == guid), "{ids:?} are not {guid}");
    let same = run(&["fix", "--snapshot", &now, "--new-rooms-since", &now]);
    assert_eq!(code(&same), 0, "{}", stderr(&same));
    assert!(stdout(&same).contains("No room was added, renamed or moved"), "{}", stdout(&same));
}

#[test]
fn names_of_anybody_reach_a_script_as_data_only() {
    let place = folder();
    let facts = saved(place.path(), "s.json", &[]);
    let acting = "\u{2019}; Remove-Everything; \u{2018}`$(calc)'@\r\n#>\u{202e}\u{1b}[2J=cmd|x##vso[task.x]";
    fn poison(value: &mut Value, text: &str) {
        const NAMES: [&str; 8] =
            ["display_name", "alias", "building", "floor_label", "city", "description", "scope_name", "forwarding"];
        match value {
            Value::Object(entries) => {
                for (key, inner) in entries.iter_mut() {
                    match inner {
                        Value::String(old) if NAMES.contains(&key.as_str()) => *old = format!("{text}{old}"),
                        inner => poison(inner, text),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| poison(item, text)),
            _ => {}
        }
    }
    let hostile = edited(&facts, "hostile.json", |snapshot| poison(snapshot, acting));
    let out = place.path().join("fix");
    let output = run(&["fix", "--snapshot", &hostile, "--include", "all", "--names", "full", "--out", text(&out)]);
    assert!([1, 3].contains(&code(&output)), "{}", stderr(&output));
    let acts = |c: char| (c.is_control() && !matches!(c, '\n' | '\r')) || c == '\u{202e}';
    for told in [stdout(&output), stderr(&output)] {
        assert!(!told.contains(acts) && !told.contains("##vso["), "{told}");
    }
    let found = files(&out);
    for (name, script) in scripts(&found) {
        assert!(script.chars().all(|c| matches!(c, ' '..='~' | '\r' | '\n')), "{name}");
        let tree = rsync_check::powershell::parse(script).unwrap_or_else(|error| panic!("{name}: {error}"));
        let commands = rsync_check::powershell::commands(&tree);
        assert!(!commands.iter().any(|name| name.contains("Everything")), "{name}");
    }
    for (name, bytes) in found.iter().filter(|(name, _)| name.ends_with(".md")) {
        let page = String::from_utf8_lossy(bytes);
        assert!(!page.contains(acts) && !page.contains("##vso["), "{name}");
    }
    for (name, bytes) in found.iter().filter(|(name, _)| name.ends_with(".csv")) {
        let table = std::str::from_utf8(bytes).unwrap().strip_prefix('\u{feff}').unwrap();
        for row in csv::Reader::from_reader(table.as_bytes()).records() {
            let row = row.unwrap();
            assert!(row.iter().all(|cell| !cell.trim_start().starts_with(['=', '+', '-', '@'])), "{name}: {row:?}");
        }
    }
}

#[test]
fn the_report_names_the_command_that_repairs() {
    let place = folder();
    let snapshot = saved(place.path(), "s.json", &[]);
    let last = |arguments: &[&str]| {
        let text = stdout(&run(arguments)).split_whitespace().collect::<Vec<_>>().join(" ");
        text[text.find("Next:").unwrap()..].to_owned()
    };
    let next = last(&["calendars", "--snapshot", &snapshot]);
    assert!(next.starts_with("Next: rsync-check fix --snapshot ") && next.contains("--out fix/ (covers "), "{next}");
    assert!(last(&["calendars", "--demo"]).starts_with("Next: rsync-check fix --demo --out fix/"));
}

#[test]
fn the_text_of_a_pack_is_as_it_is() {
    let place = folder();
    let out = place.path().join("fix");
    let output = run(&["fix", "--demo", "--demo-rooms", "12", "--check", "CP022", "--out", text(&out)]);
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(&regex_of(text(&out)), "[out]");
    settings.add_filter(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", "[time]");
    settings.add_filter(r"sha256 [0-9a-f]{16}…", "sha256 [digits]…");
    settings.bind(|| insta::assert_snapshot!("fix_text", stdout(&output)));
    let readme = std::fs::read_to_string(out.join("README.md")).unwrap();
    settings.add_filter(r"sha256 `[0-9a-f]{64}`", "sha256 `[digits]`");
    settings.bind(|| insta::assert_snapshot!("fix_readme", readme));
    let verify = run(&["fix", "verify", text(&out), "--demo", "--demo-rooms", "12"]);
    settings.add_filter(r"Plan [0-9a-f]{16}…", "Plan [digits]…");
    settings.bind(|| insta::assert_snapshot!("fix_verify", stdout(&verify)));
}

/// A path as a pattern that matches it even where a line was broken.
fn regex_of(path: &str) -> String {
    path.chars().map(|c| if c.is_ascii_alphanumeric() || c == '/' { c.to_string() } else { format!("\\{c}") }).collect()
}

#[test]
fn a_customer_who_insists_gets_an_access_policy_in_place_of_roles() {
    let place = folder();
    let scope = |way: &str| {
        let out = place.path().join(way);
        let arguments =
            ["fix", "--demo", "--demo-rooms", "6", "--scenario", "servicenow-as-written", "--include", "all"];
        let fix = run(&[&arguments[..], &["--confine-by", way, "--out", text(&out)]].concat());
        assert_eq!(code(&fix), 1, "{}", stderr(&fix));
        std::fs::read_to_string(out.join("60-scope.ps1")).unwrap()
    };
    let (roles, policy) = (scope("roles"), scope("policy"));
    let has = |script: &str| {
        ["New-ManagementRoleAssignment", "New-ApplicationAccessPolicy"].map(|command| script.contains(command))
    };
    assert_eq!(has(&roles), [true, false]);
    assert_eq!(has(&policy), [false, true]);
}
