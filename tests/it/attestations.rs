//! Vouching for steps that no program can see, with the real program.

use std::path::Path;
use std::process::Output;

use crate::support::{code, folder, found, json, program, run, stderr, stdout};

const STEP: &str = "security-review";

/// Runs the program in a folder of its own.
fn within(folder: &Path, arguments: &[&str]) -> Output {
    program().current_dir(folder).args(arguments).output().unwrap()
}

fn add(folder: &Path, more: &[&str]) -> Output {
    within(folder, &[&["attest", "add", STEP, "--owner", "Ann", "--evidence", "ticket 12"], more].concat())
}

#[test]
fn a_step_is_listed_vouched_for_and_checked() {
    let files = folder();
    let list = || stdout(&within(files.path(), &["attest", "list", "--product", "spacewell"]));
    let row = |text: &str| text.lines().find(|line| line.starts_with(STEP)).unwrap().to_owned();
    assert!(row(&list()).contains("missing") && list().contains("attest add security-review"), "{}", list());
    let check = ["attest", "check", "--product", "spacewell", "--fail-on", "info"];
    let output = within(files.path(), &check);
    assert!(code(&output) == 1 && stdout(&output).contains("MA001"), "{}", stdout(&output));
    let output = add(files.path(), &[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(row(&list()).contains("until ") && row(&list()).contains("Ann: ticket 12"), "{}", list());
    assert!(!stdout(&within(files.path(), &check)).contains(STEP));
}

#[test]
fn steps_of_a_file_and_of_several_products_are_listed_each_under_its_own_and_vouched_for() {
    let files = folder();
    let own = "name = 'ours'\ntitle = 'Our Rooms'\nguide = { title = 'Ours', version = '1' }\n\
        permission_sets = [{ name = 'ours', graph = ['Calendars.ReadWrite'] }]\nmodes = [{ name = 'plain', title = 'Plain' }, \
        { name = 'strict', title = 'Strict' }]\n[[attestations]]\nid = 'security-review'\nasks = 'Somebody looked.'\n\
        level = 'error'\nwho = 'officer'\n[[attestations]]\nid = 'strict-only'\nasks = 'Strictness was agreed.'\n\
        level = 'error'\nwho = 'officer'\nmodes = ['strict']\n";
    std::fs::write(files.path().join("ours.toml"), own).unwrap();
    let list = |arguments: &[&str]| {
        let output = within(files.path(), &[&["attest", "list"], arguments].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        stdout(&output)
    };
    let alone = list(&["--product", "ours.toml"]);
    assert!(alone.starts_with("Our Rooms") && !alone.contains("strict-only"), "{alone}");
    assert!(alone.contains("attest add security-review --product ours.toml"), "{alone}");
    assert!(list(&["--product", "ours.toml", "--mode", "strict"]).contains("strict-only"));
    let rows = |text: &str| {
        let rows = text.lines().filter(|line| line.starts_with(STEP) && line.split_whitespace().count() > 1);
        rows.map(|line| line.contains("until ")).collect::<Vec<_>>()
    };
    let both = ["--product", "spacewell,ours.toml"];
    assert_eq!(rows(&list(&both)), [false, false], "{}", list(&both));
    assert_eq!(code(&add(files.path(), &["--product", "ours.toml"])), 0);
    assert_eq!(rows(&list(&both)), [false, true], "{}", list(&both));
    let check = |product: &str| stdout(&within(files.path(), &["attest", "check", "--product", product]));
    assert!(!check("ours.toml").contains(STEP), "{}", check("ours.toml"));
    assert!(check("spacewell,ours.toml").contains(STEP), "what one product asks for again is not vouched for by half");
    let output = add(files.path(), &both);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(rows(&list(&both)), [true, true]);
    assert!(!check("spacewell,ours.toml").contains(STEP));
    let wrong = within(files.path(), &["attest", "add", "strict-onyl", "--product", "ours.toml", "--owner", "Ann"]);
    assert!(stderr(&wrong).contains("did you mean `strict-only`?"), "{}", stderr(&wrong));
}

#[test]
fn adding_keeps_what_is_there_and_is_all_or_nothing() {
    let files = folder();
    let file = files.path().join("ours.toml");
    let before = "# looked at by the board\n\n[[attestation]] # an old one\nstep = \"security-review\"\nowner = \"Bob\"\n\
        date = 2024-01-31\nevidence = \"paper\"\nexpires = 2024-12-31\n";
    std::fs::write(&file, before).unwrap();
    assert_eq!(code(&add(files.path(), &["--file", "ours.toml", "--product", "spacewell"])), 0);
    let after = std::fs::read_to_string(&file).unwrap();
    assert!(after.starts_with(before) && after.contains("product = \"spacewell\""), "{after}");
    std::fs::write(&file, "[[attestation]]\nstpe = 'x'\n").unwrap();
    let output = add(files.path(), &["--file", "ours.toml"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("Did you mean \"step\"?"), "{}", stderr(&output));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "[[attestation]]\nstpe = 'x'\n");
    let there = std::fs::read_dir(files.path()).unwrap().count();
    assert_eq!(there, 1, "no temporary file is left");
}

#[test]
fn what_cannot_be_vouched_for_is_refused() {
    let files = folder();
    let refused = |arguments: &[&str], words: &str| {
        let output = within(files.path(), &[&["attest"], arguments].concat());
        let text = stderr(&output).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(code(&output) == 2 && text.contains(words), "{arguments:?}: {text}");
    };
    let full = ["--owner", "Ann", "--evidence", "ticket 12"];
    refused(&[&["add", "security-reviw"], &full[..]].concat(), "did you mean `security-review`?");
    refused(&["add", STEP, "--owner", "Ann"], "--evidence is missing, and there is no terminal to ask on");
    refused(&["add", STEP, "--owner", " ", "--evidence", "ticket"], "\"owner\" is empty");
    refused(&["add", STEP, "--owner", "Ann", "--evidence", "ok"], "proves nothing");
    refused(&[&["add", STEP, "--date", "2999-01-01"], &full[..]].concat(), "in the future");
    refused(&[&["add", STEP, "--expires", "2999-01-01"], &full[..]].concat(), "365 days at most");
    refused(&[&["add", STEP, "--date", "2026-02-30"], &full[..]].concat(), "--date");
    refused(&["list"], "no product was named");
    refused(&["check", "--product", "spacewel"], "did you mean `spacewell`?");
    refused(&["check", "--product", "spacewell", "--file", "nowhere.toml"], "could not read `nowhere.toml`");
    assert_eq!(std::fs::read_dir(files.path()).unwrap().count(), 0, "nothing was written");
}

#[test]
fn a_run_and_attest_check_give_the_same_verdict() {
    let files = folder();
    let entry = |date: &str, expires: &str| {
        format!(
            "[[attestation]]\nstep = '{STEP}'\nowner = 'Ann'\ndate = {date}\nevidence = 'ticket'\nexpires = {expires}\n"
        )
    };
    let cases = [
        (entry("2026-01-01", "2026-02-01"), Some("MA002")),
        (entry("2020-01-01", "2999-01-01"), Some("MA004")),
        (entry("2026-01-01", "2026-02-01").replace(STEP, "security-reviews"), Some("MA001")),
        (String::new(), Some("MA001")),
    ];
    for (text, id) in cases {
        std::fs::write(files.path().join("attestations.toml"), text).unwrap();
        let run = within(files.path(), &["tenant", "--demo", "--scenario", "mixed", "--json"]);
        assert!(stderr(&run).contains("using attestations.toml"), "{}", stderr(&run));
        let found: Vec<String> = found(&json(&run)).into_iter().filter(|check| check.starts_with("MA")).collect();
        let check = within(files.path(), &["attest", "check", "--product", "spacewell", "--fail-on", "warning"]);
        assert_eq!(code(&check), 1, "{}", stdout(&check));
        for id in found.iter().map(String::as_str).chain(id) {
            assert!(
                found.iter().any(|known| known == id) && stdout(&check).contains(id),
                "{id}: {found:?} {}",
                stdout(&check)
            );
        }
    }
}

#[test]
fn a_file_that_is_named_counts_before_the_simulated_ones() {
    let files = folder();
    let file = files.path().join("none.toml");
    std::fs::write(&file, "# nobody yet\n").unwrap();
    let healthy = ["tenant", "--demo", "--scenario", "healthy", "--json"];
    let output = run(&healthy);
    assert!(stderr(&output).contains("simulated attestations") && !found(&json(&output)).contains(&"MA001".to_owned()));
    let output = run(&[&healthy[..], &["--attestations", file.to_str().unwrap()]].concat());
    assert!(!stderr(&output).contains("simulated attestations") && found(&json(&output)).contains(&"MA001".to_owned()));
    std::fs::write(&file, "[[attestation]]\nstep = 3\n").unwrap();
    let output = run(&[&healthy[..], &["--attestations", file.to_str().unwrap()]].concat());
    assert!(
        code(&output) == 2 && stderr(&output).contains("\"step\" is no text between quotation marks"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_replay_keeps_what_was_vouched_for() {
    let files = folder();
    within(files.path(), &["tenant", "--demo", "--scenario", "healthy", "--save-snapshot", "contoso.json"]);
    std::fs::write(files.path().join("attestations.toml"), "# nobody\n").unwrap();
    let kept = within(files.path(), &["tenant", "--snapshot", "contoso.json", "--json"]);
    assert!(!found(&json(&kept)).contains(&"MA001".to_owned()), "{}", stderr(&kept));
    let named = ["tenant", "--snapshot", "contoso.json", "--json", "--attestations", "attestations.toml"];
    assert!(found(&json(&within(files.path(), &named))).contains(&"MA001".to_owned()));
}
