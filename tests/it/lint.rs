//! `lint` as a person and a pipeline run it.

use std::io::Write as _;
use std::process::Stdio;

use crate::support::{code, folder, json, program, run, stderr, stdout};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/guides/");

fn guide(name: &str) -> String {
    format!("{FIXTURES}{name}.ps1.txt")
}

fn piped(arguments: &[&str], text: &[u8]) -> std::process::Output {
    let mut child =
        program().args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn the_exit_code_follows_the_severity_that_fails() {
    assert_eq!(code(&run(&["lint", &guide("spacewell")])), 0);
    assert_eq!(code(&run(&["lint", &guide("roomz")])), 1);
    let warning = piped(&["lint", "-"], b"Get-Mailbox\n");
    assert_eq!(code(&warning), 1);
    assert!(stdout(&warning).starts_with("warning[results-cut-off]: "), "{}", stdout(&warning));
    assert_eq!(code(&piped(&["lint", "-", "--fail-on", "error"], b"Get-Mailbox\n")), 0);
    assert_eq!(code(&piped(&["lint", "-", "--ignore", "results-cut-off"], b"Get-Mailbox\n")), 0);
    assert_eq!(code(&piped(&["lint", "-", "--fail-on", "info"], b"Get-Place room@contoso.com\n")), 1);
}

#[test]
fn what_cannot_be_read_is_bad_usage() {
    let files = folder();
    let bytes = files.path().join("bytes.txt");
    std::fs::write(&bytes, b"Get-Mailbox \x96Identity x").unwrap();
    let refused = run(&["lint", bytes.to_str().unwrap()]);
    assert_eq!(code(&refused), 2);
    assert!(stderr(&refused).contains("UTF-8"), "{}", stderr(&refused));
    assert_eq!(code(&run(&["lint", "no-such-file.txt"])), 2);
    let unknown = run(&["lint", &guide("roomz"), "--ignore", "replaced-member"]);
    assert_eq!(code(&unknown), 2);
    assert!(stderr(&unknown).contains("replaced-members"), "{}", stderr(&unknown));
}

#[test]
fn text_of_an_editor_that_writes_utf_16_is_read() {
    let units = "\u{feff}Update-DistributionGroupMember Rooms\r\n".encode_utf16().flat_map(u16::to_le_bytes);
    let output = piped(&["lint", "-", "--json"], &units.collect::<Vec<u8>>());
    assert_eq!(json(&output)["files"][0]["remarks"][0]["rule"], "replaced-members");
    assert_eq!(json(&output)["files"][0]["remarks"][0]["column"], 1);
}

#[test]
fn the_document_holds_every_file_and_command() {
    let files = [guide("ioffice"), guide("roomz"), guide("spaceiq"), guide("spacewell")];
    let mut arguments = vec!["lint", "--json"];
    arguments.extend(files.iter().map(String::as_str));
    let output = run(&arguments);
    assert_eq!(code(&output), 1);
    let document = json(&output);
    assert_eq!(document["schema"], "urn:rsync-check:lint:1");
    let schema = json(&run(&["schema", "lint"]));
    assert!(jsonschema::is_valid(&schema, &document));
    let counts: Vec<usize> =
        document["files"].as_array().unwrap().iter().map(|file| file["commands"].as_array().unwrap().len()).collect();
    assert_eq!(counts, [8, 15, 14, 1]);
}

#[test]
fn a_guide_acts_on_nobody_and_its_secrets_stay_in_it() {
    let text = "Set-Place -Idntity \"\u{1b}[2J\u{9b}31m\u{202e}\" \n::error::x\n##vso[task.setvariable]y\n\
                ConvertTo-SecureString 'Hunter22hunter' -AsPlainText -Forc\n";
    for arguments in [["lint", "-"].as_slice(), &["lint", "-", "--json"]] {
        let output = piped(arguments, text.as_bytes());
        let shown = format!("{}{}", stdout(&output), stderr(&output));
        assert!(!shown.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{shown}");
        assert!(!shown.contains("##vso[") && !shown.contains("Hunter22"), "{shown}");
        assert!(shown.lines().all(|line| !line.trim_start().starts_with("::")), "{shown}");
    }
}
