//! What comes from files and tenants of anybody acts on nobody: not on a terminal, a build log or a machine, and not on
//! the names that were to stay hidden.

use std::path::Path;

use serde_json::json;

use crate::support::{code, folder, json as json_of, program, run, stderr, stdout};

/// Text that acts: escape sequences of both kinds, a bidirectional mark, commands of build logs.
const ACTING: &str = r#"\u001b[2J\u009b31m\u202e\n::error::x\n##vso[task.setvariable]y##[group]"#;

/// Neither stream holds what acts on a terminal or a build log.
#[track_caller]
fn harmless(output: &std::process::Output, about: &str) {
    for text in [stdout(output), stderr(output)] {
        let acts = |c: char| {
            c != '\n'
                && (c.is_control() || ('\u{200b}'..='\u{200f}').contains(&c) || ('\u{202a}'..='\u{202e}').contains(&c))
        };
        if let Some(at) = text.find(acts) {
            panic!("{about}: {:?} in {:?}", &text[at..].chars().next(), &text[at.saturating_sub(60)..at]);
        }
        let is_command = |line: &&str| {
            let line = line.trim_start();
            line.starts_with("::") || line.contains("##vso[") || line.contains("##[")
        };
        assert_eq!(text.lines().find(is_command), None, "{about}");
    }
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn acting_product(folder: &Path) -> String {
    let text = format!(
        "extends = 'spacewell'\nname = 'ours'\ntitle = \"T {ACTING}\"\n\
         [[notes]]\ntext = \"{ACTING}\"\n\
         [[requirements]]\nid = \"R {ACTING}\"\n\
         [[attestations]]\nid = \"s {ACTING}\"\nasks = \"{ACTING}\"\nlevel = 'error'\nwho = \"{ACTING}\"\n\
         steps = \"{ACTING}\"\nbecause = \"{ACTING}\"\n"
    );
    write(folder, "ours.toml", &text)
}

#[test]
fn a_product_file_acts_on_nobody() {
    let files = folder();
    let product = acting_product(files.path());
    let commands: &[&[&str]] = &[
        &["product", "check", &product],
        &["product", "show", &product],
        &["product", "show", &product, "--json"],
        &["product", "show", &format!("{product},roomz")],
        &["attest", "list", "--product", &product],
        &["attest", "check", "--product", &product],
        &["tenant", "--demo", "--demo-rooms", "6", "--product", &product],
        &["setup", "--demo", "--demo-rooms", "6", "--product", &product, "--json"],
        &["setup", "--demo", "--demo-rooms", "6", "--product", &product, "--list", "MA001"],
    ];
    for arguments in commands {
        let output = program().current_dir(files.path()).args(*arguments).output().unwrap();
        assert!([0, 1, 3, 7].contains(&code(&output)), "{arguments:?}: {}", stderr(&output));
        harmless(&output, &format!("{arguments:?}"));
    }
}

#[test]
fn a_document_says_to_the_letter_what_was_read() {
    let files = folder();
    let product = acting_product(files.path());
    let title = json_of(&run(&["product", "show", &product, "--json"]))["product"]["title"].clone();
    assert_eq!(title, "T \u{1b}[2J\u{9b}31m\u{202e}\n::error::x\n##vso[task.setvariable]y##[group]");
}

#[test]
fn mistakes_of_a_product_file_act_on_nobody() {
    let files = folder();
    let head = "extends = 'spacewell'\nname = 'ours'\ntitle = 'T'\n";
    let wrong = [
        format!("{head}\"{ACTING}\" = 1\n"),
        format!("{head}[defaults]\n\"{ACTING}\" = 1\n"),
        format!("extends = \"{ACTING}\"\nname = 'x'\ntitle = 'T'\n"),
        format!("extends = 'spacewell'\nname = \"{ACTING}\"\ntitle = 'T'\n"),
        format!("{head}[[requirements]]\nid = 'A'\nchecks = [\"{ACTING}\"]\n"),
        format!("{head}[[requirements]]\nid = \"{ACTING}\"\n[[requirements]]\nid = \"{ACTING}\"\n"),
    ];
    for text in wrong {
        let product = write(files.path(), "wrong.toml", &text);
        for arguments in [&["product", "check", &product][..], &["setup", "--demo", "--product", &product]] {
            let output = run(arguments);
            assert_eq!(code(&output), 2, "{text}");
            harmless(&output, &text);
        }
    }
}

#[test]
fn a_file_without_an_end_is_refused() {
    if !Path::new("/dev/zero").exists() {
        return;
    }
    let attest = ["attest", "list", "--product", "spacewell", "--file", "/dev/zero"];
    let commands: &[&[&str]] = &[
        &["places", "--demo", "--vendor-rooms", "/dev/zero"],
        &["places", "--demo", "--rooms", "/dev/zero"],
        &["setup", "--demo", "--attestations", "/dev/zero"],
        &["setup", "--demo", "--product", "/dev/zero"],
        &["product", "check", "/dev/zero"],
        &["setup", "--demo", "--profile", "x", "--config", "/dev/zero"],
        &attest,
    ];
    for arguments in commands {
        let output = run(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}: {}", stderr(&output));
        let told = stdout(&output) + &stderr(&output);
        assert!(told.contains("larger than") || told.contains("more than 1 MiB"), "{arguments:?}: {told}");
    }
}

#[test]
fn names_that_were_typed_stay_out_of_a_nameless_report() {
    let files = folder();
    let snapshot = files.path().join("s.json");
    let snapshot = snapshot.to_str().unwrap();
    let typed = ["tenant", "--demo", "--demo-rooms", "12", "--control-mailbox", "ceo@contoso.com", "--names", "none"];
    let parameters = ["--set", "booking_account=sync@contoso.com", "--set", "domain=contoso.example"];
    let typed = [&typed[..], &parameters].concat();
    for more in [
        &["--json", "--detail", "rooms"][..],
        &[],
        &["--save-snapshot", snapshot],
        &["--list", "CP038"],
        &["--list", "EN005"],
    ] {
        let output = run(&[&typed[..], more].concat());
        assert!([0, 1, 3, 7].contains(&code(&output)), "{}", stderr(&output));
        for text in [stdout(&output), stderr(&output)] {
            let leak = text.lines().find(|line| line.contains('@') || line.contains("contoso"));
            assert_eq!(leak, None, "{more:?}");
        }
    }
}

/// A snapshot of the demo, changed by hand.
fn edited(folder: &Path, edit: impl FnOnce(&mut serde_json::Value)) -> String {
    let path = folder.join("edited.json");
    // What was edited before no longer begins like a file of ours.
    std::fs::remove_file(&path).ok();
    let named = path.to_str().unwrap().to_owned();
    let saved = run(&["tenant", "--demo", "--scenario", "mixed", "--demo-rooms", "8", "--save-snapshot", &named]);
    assert!([0, 1, 3, 7].contains(&code(&saved)), "{}", stderr(&saved));
    let mut snapshot = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    edit(&mut snapshot);
    std::fs::write(&path, serde_json::to_vec(&snapshot).unwrap()).unwrap();
    named
}

/// Puts text behind every name that is there.
fn poison(value: &mut serde_json::Value, text: &str) {
    const NAMES: [&str; 10] = [
        "display_name",
        "alias",
        "distinguished_name",
        "legacy_dn",
        "building",
        "floor_label",
        "city",
        "description",
        "recipient_filter",
        "scope_name",
    ];
    match value {
        serde_json::Value::Object(entries) => {
            for (key, inner) in entries.iter_mut() {
                match inner {
                    serde_json::Value::String(old) if NAMES.contains(&key.as_str()) => old.push_str(text),
                    inner => poison(inner, text),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| poison(item, text)),
        _ => {}
    }
}

/// Facts from inside the mailboxes and from the services, in which every text that a tenant chooses begins like this.
fn hostile_facts(snapshot: &mut serde_json::Value, text: &str) {
    let (word, text) = (format!("Reviewer{text}"), format!("Secret Person {text}"));
    let mut first = String::new();
    for (address, room) in snapshot["rooms"].as_object_mut().unwrap() {
        first.clone_from(address);
        room["inbox_rules"]["value"] = json!([{"name": text, "enabled": true}]);
        room["calendar_rights"]["value"] = json!([
            {"user": text, "rights": ["Editor"], "flags": ["CanViewPrivateItems"]},
            {"user": "Default", "rights": [word], "flags": []},
        ]);
        room["mailbox_rights"]["value"] =
            json!([{"user": text, "rights": ["FullAccess"], "deny": false, "inherited": false}]);
    }
    snapshot["subscriptions"]["value"] = json!([{
        "id": text, "resource": format!("users/{text}/messages"), "change_type": text, "lifecycle_url": null,
        "notification_url": format!("https://{text}"), "expires": "2100-01-01T00:00:00Z",
    }]);
    snapshot["deleted_mailboxes"]["value"] =
        json!([{"address": first, "display_name": text, "guid": null, "deleted": null}]);
    snapshot["access"]["impersonation"]["value"] =
        json!([{"name": text, "assignee": text, "scope": text, "assignee_kind": null}]);
}

#[test]
fn a_hostile_tenant_acts_on_nobody() {
    let files = folder();
    let long = "x".repeat(20_000);
    let acting = format!("\u{1b}[2J\u{9b}31m\u{202e}\n::error::x\n##vso[task.x]\u{200b}\u{e0041}{long}");
    let snapshot = edited(files.path(), |snapshot| {
        poison(snapshot, &acting);
        hostile_facts(snapshot, &acting);
    });
    let runs = |arguments: &[&str]| {
        let output = run(&[arguments, &["--snapshot", &snapshot]].concat());
        assert!([0, 1, 3, 7].contains(&code(&output)), "{arguments:?}: {}", stderr(&output));
        harmless(&output, &format!("{arguments:?}"));
        if arguments.contains(&"none") {
            let text = stdout(&output);
            let leak = text.lines().find(|line| line.contains("Secret Person") || line.contains('@'));
            assert_eq!(leak, None, "{arguments:?}");
        }
        output
    };
    for command in ["tenant", "permissions", "access", "lists", "places", "calendars", "mailboxes", "setup"] {
        for names in ["full", "none"] {
            runs(&[command, "--names", names]);
        }
    }
    let full = ["tenant", "--names", "full", "--json", "--detail", "rooms"];
    let report = json_of(&runs(&full));
    runs(&["tenant", "--names", "none", "--json", "--detail", "rooms"]);
    let found = crate::support::found(&report);
    for check in ["RM012", "PV002", "PV003"] {
        assert!(found.iter().any(|one| one == check), "{check} is not among {found:?}");
        runs(&["tenant", "--list", check, "--names", "none"]);
        runs(&["tenant", "--list", check, "--names", "full"]);
    }
}

#[test]
fn a_header_that_was_edited_is_refused() {
    let files = folder();
    let one = |name: &str| json!({"name": name, "parameters": {}});
    let cases: Vec<(serde_json::Value, &str)> = vec![
        (json!(vec![one("spacewell"); 1]), "names a product twice"),
        (json!(vec![one("roomz"); 500_000]), "names 500001 products"),
        (json!([one("\u{1b}[2J::error::")]), "does not know"),
    ];
    for (more, words) in cases {
        let snapshot = edited(files.path(), |snapshot| snapshot["header"]["more_products"] = more);
        let output = run(&["setup", "--snapshot", &snapshot]);
        let told = stderr(&output).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!((code(&output), told.contains(words)), (2, true), "{told}");
        harmless(&output, words);
    }
    let snapshot = edited(files.path(), |snapshot| {
        snapshot["header"]["product"] = "ours".into();
        snapshot["header"]["product_files"]["ours"] = "extends = 'roomz'\nname = 'theirs'\ntitle = 'T'\n".into();
    });
    let output = run(&["setup", "--snapshot", &snapshot]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("calls itself"), "{}", stderr(&output));
}

#[test]
fn attestations_are_added_to_a_file_of_ours_only() {
    let files = folder();
    let step = ["attest", "add", "security-review", "--owner", "Ann", "--evidence", "ticket 12", "--file"];
    let add = |file: &str| program().current_dir(files.path()).args(step).arg(file).output().unwrap();
    let mine = write(files.path(), "mine.toml", "# mine\n");
    std::fs::write(files.path().join("other.toml"), "key = 1\n").unwrap();
    assert_eq!(code(&add("-")), 2);
    assert!(!files.path().join("-").exists());
    assert_eq!(code(&add("other.toml")), 2);
    assert_eq!(std::fs::read_to_string(files.path().join("other.toml")).unwrap(), "key = 1\n");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&mine, files.path().join("link.toml")).unwrap();
        assert_eq!(code(&add("link.toml")), 6);
    }
    let mut permissions = std::fs::metadata(&mine).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&mine, permissions).unwrap();
    let output = add("mine.toml");
    assert_eq!(code(&output), 6);
    assert!(stderr(&output).contains("read-only") && stderr(&output).contains("  do   "), "{}", stderr(&output));
    assert_eq!(std::fs::read_to_string(&mine).unwrap(), "# mine\n");
}

#[test]
fn a_list_of_attestations_can_be_nameless() {
    let files = folder();
    let line = ["attest", "add", "security-review", "--owner", "Ann Smith", "--evidence", "ticket 12"];
    let within = |arguments: &[&str]| program().current_dir(files.path()).args(arguments).output().unwrap();
    assert_eq!(code(&within(&line)), 0);
    let list = ["attest", "list", "--product", "spacewell"];
    assert!(stdout(&within(&list)).contains("Ann Smith"));
    let hidden = stdout(&within(&[&list[..], &["--names", "none"]].concat()));
    assert!(!hidden.contains("Ann") && !hidden.contains("ticket 12") && hidden.contains("owner-"), "{hidden}");
    let in_ci = program().current_dir(files.path()).env("CI", "true").args(list).output().unwrap();
    assert!(!stdout(&in_ci).contains("Ann"), "{}", stdout(&in_ci));
}
