//! The real program: demo, simulator, snapshot, output, exit codes.

use crate::support::{Simulator, code, folder, found, json, program, run, stderr, stdout};

#[test]
fn the_demo_shows_faults_their_counts_and_what_to_do_next() {
    let output = run(&["tenant", "--demo"]);
    let text = stdout(&output);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    assert!(text.contains("CP022  Booking window too short") && text.contains("138 of 140 rooms"), "{text}");
    assert!(text.trim_end().lines().last().unwrap().starts_with("Next: rsync-check "), "{text}");
    assert!(text.lines().count() <= 60, "{text}");
}

#[test]
fn a_healthy_tenant_has_nothing_to_fix() {
    let output = run(&["tenant", "--demo", "--scenario", "healthy"]);
    assert_eq!(code(&output), 0, "{}{}", stdout(&output), stderr(&output));
    assert!(stdout(&output).contains("Nothing to fix"), "{}", stdout(&output));
}

#[test]
fn what_could_not_be_read_is_never_green() {
    let output = run(&["tenant", "--demo", "--scenario", "no-exchange-role", "--json"]);
    let report = json(&output);
    assert_eq!((code(&output), report["complete"].as_bool()), (3, Some(false)));
    let needs = report["not_checked"].to_string();
    assert!(needs.contains("View-Only Recipients"), "{needs}");
}

#[test]
fn one_check_may_be_allowed_to_stay_unknown() {
    let unknown = run(&["calendars", "--demo", "--scenario", "no-exchange-role", "--json"]);
    let checks = json(&unknown)["checks"].as_array().unwrap().clone();
    let mut arguments = vec!["calendars", "--demo", "--scenario", "no-exchange-role"];
    let ids: Vec<&str> =
        checks.iter().filter(|check| check["unknown"] != 0).map(|check| check["id"].as_str().unwrap()).collect();
    for id in &ids {
        arguments.extend(["--allow-incomplete", id]);
    }
    assert_eq!((code(&unknown), code(&run(&arguments))), (3, 0));
}

#[test]
fn each_command_shows_its_own_part_only() {
    let prefixes: [(&str, &[&str]); 7] = [
        ("permissions", &["AC", "CR", "PV"]),
        ("access", &["AC"]),
        ("lists", &["PL"]),
        ("places", &["RM", "PL"]),
        ("calendars", &["CP", "RM"]),
        ("mailboxes", &["CP", "PV", "RM"]),
        ("setup", &["CP", "EN", "MA", "RM", "SB"]),
    ];
    for (command, prefixes) in prefixes {
        let report = json(&run(&[command, "--demo", "--json"]));
        for id in found(&report) {
            assert!(prefixes.contains(&&id[..2]), "{command} shows {id}");
        }
        assert!(!report["checks"].as_array().unwrap().is_empty());
    }
}

#[test]
fn quick_leaves_the_mailboxes_out_and_says_so() {
    let read = |arguments: &[&str]| {
        let files = folder();
        let file = files.path().join("facts.json");
        let all =
            [&["tenant", "--demo", "--scenario", "healthy", "--save-snapshot", file.to_str().unwrap()], arguments];
        let output = run(&all.concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let facts: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let state = facts["rooms"]["ams-01-rembrandt@contoso.com"]["inbox_rules"]["state"].clone();
        (state, stderr(&output).matches("left out by --quick").count())
    };
    assert_eq!(read(&["--quick"]), ("not_gathered".into(), 1));
    assert_eq!(read(&[]), ("known".into(), 0));
}

#[test]
fn the_inside_of_the_mailboxes_is_a_table() {
    let text = stdout(&run(&["mailboxes", "--demo", "--scenario", "healthy"]));
    let row = text.lines().find(|line| line.contains("ams-01-rembrandt@contoso.com")).unwrap();
    for cell in ["1", "AvailabilityOnly", "–", "46 MB", "100 GB"] {
        assert!(row.contains(cell), "{cell}: {row}");
    }
    let hidden = stdout(&run(&["mailboxes", "--demo", "--scenario", "healthy", "--names", "none"]));
    assert!(!hidden.contains('@'), "{hidden}");
}

#[test]
fn the_proof_of_access_is_kept_with_the_mailboxes_that_must_refuse() {
    let files = folder();
    let file = files.path().join("facts.json");
    let file = file.to_str().unwrap();
    let control = ["--control-mailbox", "lee.gu@contoso.com"];
    let demo = ["access", "--demo", "--scenario", "healthy", "--save-snapshot", file, "--probe"];
    let output = run(&[&demo[..], &control].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let facts = || serde_json::from_slice::<serde_json::Value>(&std::fs::read(file).unwrap()).unwrap();
    assert_eq!(facts()["header"]["control_mailboxes"], serde_json::json!(["lee.gu@contoso.com"]));
    assert_eq!(facts()["controls"]["lee.gu@contoso.com"]["value"]["answer"], "refused");
    assert_eq!(facts()["rooms"]["ams-01-rembrandt@contoso.com"]["probe"]["value"]["answer"], "shown");
    // Without the app's own sign-in there is nothing to prove, and that is said.
    let other = run(&["access", "--demo", "--scenario", "separate-reader", "--probe"]);
    assert!(stderr(&other).contains("--probe does nothing here"), "{}", stderr(&other));
    assert_eq!(code(&run(&["access", "--snapshot", file, "--probe"])), 2);
}

#[test]
fn narrowing_speaks_of_the_named_rooms_only() {
    let room = "ams-01-rembrandt@contoso.com";
    let one = json(&run(&["calendars", "--demo", "--json", "--room", room]));
    assert_eq!(one["summary"]["rooms"], 1, "{}", one["summary"]);
    let files = folder();
    let file = files.path().join("rooms.txt");
    std::fs::write(&file, format!("# two rooms\n{}\n\nnobody@contoso.com\r\n", room.to_uppercase())).unwrap();
    let two = json(&run(&["tenant", "--demo", "--json", "--rooms", file.to_str().unwrap()]));
    assert_eq!(two["summary"]["rooms"], 2);
    assert!(found(&two).contains(&"RM002".to_owned()), "the room that does not exist is a finding");
}

#[test]
fn a_room_list_stands_for_its_rooms() {
    let lists = stdout(&run(&["lists", "--demo", "--scenario", "healthy"]));
    let address = lists.split_whitespace().find(|word| word.contains('@')).unwrap().to_owned();
    let all = json(&run(&["calendars", "--demo", "--scenario", "healthy", "--json"]))["summary"]["rooms"].clone();
    let some = json(&run(&["calendars", "--demo", "--scenario", "healthy", "--json", "--room-list", &address]));
    let some = some["summary"]["rooms"].as_u64().unwrap();
    assert!(some > 0 && some < all.as_u64().unwrap(), "{some} of {all}");
}

#[test]
fn the_simulator_over_http_gives_what_the_demo_gives() {
    let simulator = Simulator::start(&["--scenario", "mixed"]);
    let product = ["--product", "spacewell", "--horizon-days", "730"];
    let over_http = simulator.check(&[&["tenant", "--json", "--max-wait", "1s"], &product[..]].concat());
    let in_process = run(&[&["tenant", "--demo", "--json"], &product[..]].concat());
    assert_eq!(code(&over_http), code(&in_process), "{}", stderr(&over_http));
    let (one, other) = (json(&over_http), json(&in_process));
    assert_eq!(found(&one), found(&other));
    assert_eq!(one["summary"], other["summary"]);
}

#[test]
fn the_tenant_may_be_named_by_its_domain() {
    let simulator = Simulator::start(&["--scenario", "healthy", "--rooms", "4"]);
    let (url, app, secret) = (simulator.get("url"), simulator.get("app"), simulator.get("secret"));
    let arguments = ["tenant", "--simulator", &url, "--tenant", "Contoso.com", "--client-id", &app, "--json"];
    let output = program().args(arguments).env("AZURE_CLIENT_SECRET", &secret).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(json(&output)["tenant"]["id"], simulator.line["tenant"]);
}

#[test]
fn environment_variables_stand_for_flags() {
    let simulator = Simulator::start(&["--scenario", "healthy", "--rooms", "4"]);
    let output = program()
        .args(["permissions", "--json"])
        .env("RSYNC_CHECK_SIMULATOR", simulator.get("url"))
        .env("AZURE_TENANT_ID", simulator.get("tenant"))
        .env("AZURE_CLIENT_ID", simulator.get("app"))
        .env("AZURE_CLIENT_SECRET", simulator.get("secret"))
        .env("RSYNC_CHECK_PRODUCT", "spacewell")
        .output()
        .unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(json(&output)["product"]["name"], "spacewell");
}

#[test]
fn a_replay_equals_the_live_run_but_for_run_and_stats() {
    let files = folder();
    let file = files.path().join("contoso.json");
    let file = file.to_str().unwrap();
    for scenario in ["mixed", "no-exchange-role", "access-faults"] {
        let live =
            run(&["tenant", "--demo", "--scenario", scenario, "--json", "--detail", "rooms", "--save-snapshot", file]);
        let replay = run(&["tenant", "--snapshot", file, "--json", "--detail", "rooms"]);
        assert_eq!(code(&live), code(&replay), "{}", stderr(&replay));
        let strip = |output| {
            let mut report = json(output);
            let fields = report.as_object_mut().unwrap();
            fields.remove("run").unwrap();
            fields.remove("stats").unwrap();
            report
        };
        assert_eq!(strip(&live), strip(&replay), "{scenario}");
    }
}

#[test]
fn the_report_validates_against_the_schema_that_the_program_prints() {
    let schema: serde_json::Value = serde_json::from_str(&stdout(&run(&["schema", "report"]))).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for scenario in ["healthy", "mixed", "no-exchange-role", "nothing-consented", "app-faults", "no-rooms"] {
        let report = json(&run(&["tenant", "--demo", "--scenario", scenario, "--json", "--detail", "rooms"]));
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{scenario}: {errors:?}");
    }
}

#[test]
fn machine_formats_keep_stdout_to_themselves() {
    let output = run(&["tenant", "--demo", "--format", "json-v1", "-vv"]);
    assert_eq!(json(&output)["schema"], "urn:rsync-check:report:1");
    assert!(stderr(&output).contains("request-id"));
}

#[test]
fn names_stay_at_home_in_builds() {
    let output =
        program().args(["tenant", "--demo", "--json", "--detail", "rooms"]).env("CI", "true").output().unwrap();
    let text = stdout(&output);
    for name in ["Rembrandt", "contoso.com", "Workplace Sync"] {
        assert!(!text.contains(name), "{name} is in the document");
    }
    let full = program().args(["tenant", "--demo", "--json", "--names", "full"]).env("CI", "true").output().unwrap();
    assert!(stdout(&full).contains("Workplace Sync"));
}

#[test]
fn names_that_act_on_a_terminal_are_made_visible() {
    for arguments in [&["tenant", "--demo"][..], &["places", "--demo"], &["calendars", "--demo", "--list", "CP022"]] {
        let output = run(arguments);
        for text in [stdout(&output), stderr(&output)] {
            let acts =
                |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c) || c == '\u{200b}';
            assert!(!text.chars().any(acts), "{arguments:?}: {text:?}");
        }
    }
}

#[test]
fn every_subject_of_a_finding_can_be_listed() {
    let text = stdout(&run(&["calendars", "--demo", "--list", "booking-window-too-short"]));
    assert!(text.lines().filter(|line| line.contains("days")).count() >= 138, "{text}");
}

#[test]
fn fail_on_and_exit_zero_decide_the_code() {
    assert_eq!(code(&run(&["places", "--demo", "--scenario", "hidden-rooms"])), 0);
    assert_eq!(code(&run(&["places", "--demo", "--scenario", "hidden-rooms", "--fail-on", "warning"])), 1);
    assert_eq!(code(&run(&["tenant", "--demo", "--exit-zero"])), 0);
}

#[test]
fn explain_knows_every_check_by_id_and_name_without_a_network() {
    for line in stdout(&run(&["explain"])).lines() {
        let id = line.split_whitespace().next().unwrap();
        let output = run(&["explain", id]);
        assert_eq!(code(&output), 0);
        assert!(stdout(&output).contains("Why it matters"), "{id}");
    }
    assert_eq!(stdout(&run(&["explain", "cp022"])), stdout(&run(&["explain", "booking-window-too-short"])));
}

#[test]
fn the_permission_table_shows_every_side_and_the_consent_link_when_consent_is_missing() {
    let text = stdout(&run(&["permissions", "--demo", "--scenario", "app-faults"]));
    assert!(text.contains("/adminconsent?client_id="), "{text}");
    let healthy = stdout(&run(&["permissions", "--demo", "--scenario", "healthy"]));
    assert!(!healthy.contains("/adminconsent"), "{healthy}");
    for column in ["asked for", "requested", "consented", "in token"] {
        assert!(healthy.contains(column), "{healthy}");
    }
}

#[test]
fn help_fits_a_screen_and_shows_three_examples() {
    for (arguments, lines) in [(&["--help"][..], 32), (&["tenant", "--help"], 42), (&["places", "--help"], 42)] {
        let text = stdout(&run(arguments));
        let examples = text.split("Examples:").nth(1).unwrap();
        assert!(examples.matches("  rsync-check ").count() >= 3, "{text}");
        assert!(text.lines().count() <= lines && text.lines().all(|line| line.chars().count() <= 100), "{text}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_fault_of_the_tenant() {
    let mut child = program()
        .args(["tenant", "--demo"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1), "the verdict's own exit code");
}
