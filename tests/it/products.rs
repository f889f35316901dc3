//! Products from files, several products at once, profiles: the real program.

use std::path::Path;

use crate::support::{code, folder, found, json, program, run, stderr, stdout};

/// Writes a file and gives its path as text.
fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const OWN: &str = "extends = 'spacewell'\nname = 'ours'\ntitle = 'Our Panels'\n[wishes]\ntitles = 'off'\n\
    private_flag = { level = 'info' }\n[defaults]\nhorizon_days = 90\n";

/// Wants titles gone, and nothing else.
const OPPOSITE: &str = "name = 'quiet'\ntitle = 'Quiet Panels'\nguide = { title = 'Q', version = '1' }\n\
    permission_sets = [{ name = 'a', graph = ['Calendars.ReadWrite'] }]\n\
    wishes = { titles_removed = { level = 'error', cites = ['Q-1'] } }\n";

#[test]
fn the_products_are_listed_and_shown() {
    let list = run(&["product", "list"]);
    assert_eq!(code(&list), 0);
    for name in rsync_check::product::Product::builtin_names() {
        assert!(stdout(&list).lines().any(|line| line.starts_with(name)), "{}", stdout(&list));
        let shown = run(&["product", "show", name]);
        assert_eq!(code(&shown), 0, "{}", stderr(&shown));
        assert!(stdout(&shown).starts_with(name) && stdout(&shown).contains("\nWISHES"), "{}", stdout(&shown));
    }
}

#[test]
fn a_product_is_shown_with_the_parameters_that_were_set() {
    let shown = stdout(&run(&["product", "show", "spacewell", "--horizon-days", "365", "--permission-set", "earlier"]));
    assert!(shown.contains("  horizon_days          365;") && shown.contains("  * earlier "), "{shown}");
    let document = json(&run(&["product", "show", "spacewell", "--set", "max-minutes=480", "--json"]));
    assert_eq!(document["schema"], "urn:rsync-check:product:1");
    assert_eq!(document["product"]["parameters"]["max_minutes"], "480");
    let schema: serde_json::Value = serde_json::from_slice(&run(&["schema", "product"]).stdout).unwrap();
    jsonschema::validate(&schema, &document).unwrap();
}

#[test]
fn a_new_product_file_is_valid_and_never_replaces_one() {
    let files = folder();
    let path = files.path().join("panels.toml");
    let path = path.to_str().unwrap();
    let made = run(&["product", "new", "panels", "--extends", "spacewell", "--out", path]);
    assert_eq!((code(&made), stdout(&made).as_str()), (0, ""), "{}", stderr(&made));
    let checked = run(&["product", "check", path]);
    assert_eq!(code(&checked), 0, "{}", stdout(&checked));
    assert!(stdout(&checked).starts_with("valid: panels "), "{}", stdout(&checked));
    let before = std::fs::read_to_string(path).unwrap();
    let again = run(&["product", "new", "other", "--out", path]);
    assert_eq!(code(&again), 6, "{}", stderr(&again));
    assert_eq!(std::fs::read_to_string(path).unwrap(), before, "nothing is lost");
    assert_eq!(code(&run(&["product", "new", "spacewell"])), 2);
    assert_eq!(code(&run(&["product", "new", "x", "--extends", "spacwell"])), 2);
    assert!(stdout(&run(&["product", "new"])).contains("name = \"own-product\""));
}

#[test]
fn what_is_wrong_with_a_product_file_is_told_by_its_place() {
    let files = folder();
    let text = "name = 'own'\ntitle = 'O'\nguide = { title = 'G', version = '1' }\n\
        permission_sets = [{ name = 'a', graph = ['Calendar.Read'] }]\n\
        [[requirements]]\nid = 'O-1'\nchecks = ['CP022', 'CP222']\n[defaults]\nhorizon_days = 4000\n";
    let path = write(files.path(), "own.toml", text);
    let checked = run(&["product", "check", &path]);
    assert_eq!(code(&checked), 2);
    let told = words(&stdout(&checked)).replace(&path, "own.toml");
    assert_eq!(
        told,
        "not valid: 3 places are wrong in own.toml - unknown Graph permission \"Calendar.Read\" in own.toml, line 4, \
         column 43. Did you mean \"Calendars.Read\"? - unknown check \"CP222\" in own.toml, line 7, column 20. Did you \
         mean \"CP022\"? - `4000` does not fit the parameter `horizon_days`: a whole number from 0 to 1080 in own.toml, \
         line 9, column 1"
    );
    let used = run(&["tenant", "--demo", "--product", &path]);
    assert_eq!(code(&used), 2);
    let error = words(&stderr(&used));
    assert!(error.contains("line 4, column 43") && error.contains("2 more places"), "{error}");
    assert!(used.stdout.is_empty());
    for (content, telling) in [
        (&b"name = '\xff'"[..], "not UTF-8"),
        (&[b' '; (1 << 20) + 1][..], "more than 1 MiB"),
        (b"", "\"name\" is missing"),
        (b"[[[", "no TOML"),
    ] {
        std::fs::write(&path, content).unwrap();
        let checked = run(&["product", "check", &path]);
        assert_eq!(code(&checked), 2);
        assert!(words(&stdout(&checked)).contains(telling), "{}", stdout(&checked));
    }
    let missing = run(&["product", "check", "/nowhere/own.toml"]);
    assert_eq!(code(&missing), 2);
    assert!(stderr(&missing).contains("could not read"), "{}", stderr(&missing));
}

#[test]
fn a_product_file_judges_a_tenant_and_a_replay_needs_neither_flag_nor_file() {
    let files = folder();
    let path = write(files.path(), "ours.toml", OWN);
    let saved = files.path().join("saved.json");
    let saved = saved.to_str().unwrap();
    let demo = ["tenant", "--demo", "--scenario", "calendar-faults", "--json", "--product"];
    let live = json(&run(&[&demo[..], &[&path, "--save-snapshot", saved]].concat()));
    assert_eq!(live["product"]["name"], "ours");
    assert_eq!(live["product"]["parameters"]["horizon_days"], "90");
    assert!(found(&json(&run(&[&demo[..], &["spacewell"]].concat()))).contains(&"CP011".to_owned()));
    assert!(!found(&live).contains(&"CP011".to_owned()), "titles are off");
    std::fs::remove_file(&path).unwrap();
    let again = json(&run(&["tenant", "--snapshot", saved, "--json"]));
    assert_eq!((&again["product"], &again["groups"]), (&live["product"], &live["groups"]));
}

#[test]
fn several_products_are_judged_together_and_say_where_they_disagree() {
    let files = folder();
    let quiet = write(files.path(), "quiet.toml", OPPOSITE);
    let saved = files.path().join("saved.json");
    let saved = saved.to_str().unwrap();
    let both = format!("spacewell,{quiet}");
    let more = ["--json", "--set", "quiet.horizon_days=30", "--save-snapshot", saved];
    let output = run(&[&["tenant", "--demo", "--scenario", "healthy", "--product", &both][..], &more].concat());
    let report = json(&output);
    assert_eq!(code(&output), 1);
    assert_eq!(report["product"]["title"], "Spacewell Workplace and Quiet Panels");
    assert_eq!(report["product"]["name"], "spacewell+quiet");
    assert_eq!(report["product"]["parameters"]["horizon_days"], "730");
    assert_eq!(report["products"][1]["parameters"]["horizon_days"], "30");
    let group = &report["groups"][0];
    assert_eq!(group["check"], "CP036");
    assert_eq!(group["count"], report["summary"]["rooms"]);
    let asked = serde_json::json!(["spacewell: meeting titles stay", "quiet: meeting titles are removed"]);
    assert_eq!(group["actual"][0]["value"]["products_ask_for"], asked);
    let consequence = group["consequence"].as_str().unwrap();
    assert!(consequence.contains("by SW-15") && consequence.contains("by Q-1"), "{consequence}");
    assert!(!found(&report).contains(&"CP011".to_owned()), "neither side is judged");
    let again = json(&run(&["tenant", "--snapshot", saved, "--json"]));
    assert_eq!((&again["products"], &again["groups"]), (&report["products"], &report["groups"]));
    let table = stdout(&run(&["tenant", "--snapshot", saved]));
    assert!(words(&table).contains("Spacewell Workplace and Quiet Panels"), "{table}");
    let shown = stdout(&run(&["product", "show", &both]));
    assert!(shown.contains("meeting titles (titles)"), "{shown}");
}

#[test]
fn parameters_go_to_the_products_that_know_them() {
    let wrong = |arguments: &[&str]| {
        let output = run(&[&["tenant", "--demo"], arguments].concat());
        assert_eq!(code(&output), 2, "{arguments:?}");
        words(&stderr(&output))
    };
    let both = "spacewell,generic";
    assert!(wrong(&["--product", both, "--set", "genric.horizon_days=3"]).contains("did you mean `generic`?"));
    assert!(wrong(&["--product", both, "--set", "generic.horizon_day=3"]).contains("did you mean `horizon_days`?"));
    assert!(wrong(&["--product", both, "--permission-set", "earlyer"]).contains("one of current, earlier"));
    assert!(wrong(&["--product", "spacewell,spacewell"]).contains("named twice"));
    assert!(wrong(&["--mode", "strict"]).contains("this product has no modes"));
    let one = json(&run(&["tenant", "--demo", "--json", "--product", both, "--permission-set", "earlier"]));
    assert_eq!(one["products"][0]["parameters"]["permission_set"], "earlier");
    assert_eq!(one["products"][1]["parameters"]["permission_set"], "least");
    let flags = ["--booking-account", "sync@contoso.com", "--max-minutes", "480", "--secret-months", "6"];
    let host = ["--notification-host", "hooks.example.com"];
    let all = json(&run(&[&["tenant", "--demo", "--json", "--names", "full"], &flags[..], &host].concat()));
    let parameters = &all["product"]["parameters"];
    assert_eq!(parameters["booking_account"], "sync@contoso.com");
    assert_eq!((&parameters["max_minutes"], &parameters["secret_months"]), (&"480".into(), &"6".into()));
    assert_eq!(parameters["notification_host"], "hooks.example.com");
}

const PROFILE: &str = "[profiles.demo]\nproduct = ['ours.toml', 'generic']\nfail_on = 'warning'\nnames = 'none'\n\
    [profiles.demo.parameters]\nhorizon_days = 365\nours = { horizon_days = 30 }\n";

#[test]
fn a_profile_is_used_only_when_it_was_named_and_flags_come_first() {
    let files = folder();
    write(files.path(), "ours.toml", OWN);
    write(files.path(), "rsync-check.toml", PROFILE);
    let here = |arguments: &[&str]| {
        let mut command = program();
        command.current_dir(files.path()).args(["tenant", "--demo", "--json"]).args(arguments);
        json(&command.output().unwrap())
    };
    assert_eq!(here(&[])["product"]["name"], "spacewell", "the only profile is not taken by itself");
    let used = here(&["--profile", "demo"]);
    assert_eq!(used["product"]["name"], "ours+generic");
    assert_eq!(used["products"][0]["parameters"]["horizon_days"], "30");
    assert_eq!(used["products"][1]["parameters"]["horizon_days"], "365");
    assert!(used["tenant"].get("domain").is_none(), "names: none");
    let typed = here(&["--profile", "demo", "--product", "spacewell", "--horizon-days", "100"]);
    assert_eq!(typed["product"]["name"], "spacewell");
    assert_eq!(typed["product"]["parameters"]["horizon_days"], "100");
    // From elsewhere, and by the environment: paths are relative to the file.
    let config = files.path().join("rsync-check.toml");
    let output = program()
        .args(["tenant", "--demo", "--json"])
        .env("RSYNC_CHECK_PROFILE", "demo")
        .env("RSYNC_CHECK_CONFIG", &config)
        .output()
        .unwrap();
    assert_eq!(json(&output)["product"]["name"], "ours+generic");
}

#[test]
fn lists_of_rooms_and_attestations_of_a_profile_are_found_beside_it() {
    let files = folder();
    write(files.path(), "rooms.csv", "Box,Id\nnobody@contoso.com,A-1\n");
    let profile = "[profiles.demo]\nproduct = 'spacewell'\nvendor_rooms = ['spacewell=rooms.csv']\n\
        vendor_columns = 'address=Box'\nattestations = 'ours.toml'\n";
    let config = write(files.path(), "rsync-check.toml", profile);
    write(files.path(), "ours.toml", "# nobody yet\n");
    let ids = |more: &[&str]| {
        let demo = ["tenant", "--demo", "--scenario", "healthy", "--json", "--config", &config, "--profile", "demo"];
        crate::support::found(&json(&run(&[&demo[..], more].concat())))
    };
    let has = |found: &[String], id: &str| found.iter().any(|one| one == id);
    let used = ids(&[]);
    assert!(has(&used, "RM002") && has(&used, "RM017") && has(&used, "MA001"), "{used:?}");
    let other = ids(&["--product", "generic"]);
    assert!(!has(&other, "RM017"), "the list of a product that this run is not about is left out: {other:?}");
    write(files.path(), "ours.toml", "[[attestation]]\nstep = 3\n");
    let output = run(&["tenant", "--demo", "--config", &config, "--profile", "demo"]);
    assert!(code(&output) == 2 && stderr(&output).contains("ours.toml"), "{}", stderr(&output));
}

#[test]
fn a_profile_holds_no_secret_and_mistakes_are_told_by_their_place() {
    let files = folder();
    let refused = |text: &str, profile: &str| {
        let path = write(files.path(), "conf.toml", text);
        let output = run(&["tenant", "--demo", "--config", &path, "--profile", profile]);
        assert_eq!(code(&output), 2, "{text}");
        words(&stderr(&output)).replace(&path, "conf.toml")
    };
    let secret = refused("[profiles.x]\nclient_secret = 'hunter2'\n", "x");
    assert!(secret.contains("a profile holds no secret") && !secret.contains("hunter2"), "{secret}");
    let typo = refused("[profiles.x]\ntennant = 'contoso.com'\n", "x");
    assert!(typo.contains("conf.toml, line 2, column 1. Did you mean \"tenant\"?"), "{typo}");
    assert!(refused("[profiles.x]\n", "y").contains("there is no profile \"y\" in conf.toml"));
    assert!(refused("[profiles.x]\n[profiles.x.parameters]\nhorizon_dais = 3\n", "x").contains("`horizon_days`?"));
    let missing = run(&["tenant", "--demo", "--config", "/nowhere/c.toml", "--profile", "x"]);
    assert!(stderr(&missing).contains("could not read `/nowhere/c.toml`"), "{}", stderr(&missing));
}

#[test]
fn a_snapshot_of_a_broken_product_file_is_refused_by_its_place() {
    let files = folder();
    let path = write(files.path(), "ours.toml", OWN);
    let saved = files.path().join("saved.json");
    let saved = saved.to_str().unwrap();
    run(&["tenant", "--demo", "--demo-rooms", "2", "--product", &path, "--save-snapshot", saved]);
    let text = std::fs::read_to_string(saved).unwrap();
    std::fs::write(saved, text.replacen("titles = 'off'", "tittles = 'off'", 1)).unwrap();
    let output = run(&["tenant", "--snapshot", saved]);
    assert_eq!(code(&output), 2);
    assert!(words(&stderr(&output)).contains("line 5, column 1. Did you mean \"titles\"?"), "{}", stderr(&output));
    assert_eq!(code(&run(&["tenant", "--snapshot", saved, "--product", "generic", "--exit-zero"])), 0);
}
