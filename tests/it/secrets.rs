//! No secret leaves memory except to the sign-in host.

use base64::Engine;

use crate::support::{Simulator, code, folder, program, stderr, stdout};

#[test]
fn neither_secret_nor_token_appears_in_any_output_or_file() {
    let simulator = Simulator::start(&["--scenario", "place-faults"]);
    let secret = simulator.get("secret");
    let canaries = [
        secret.clone(),
        base64::engine::general_purpose::STANDARD.encode(&secret),
        secret.replace('~', "%7E"),
        "eyJ".to_owned(),
        "Bearer".to_owned(),
    ];
    let files = folder();
    let snapshot = files.path().join("s.json");
    let save = ["--save-snapshot", snapshot.to_str().unwrap()];
    for command in ["tenant", "permissions", "access", "lists", "places", "calendars", "mailboxes", "setup"] {
        let proof = ["--probe", "--control-mailbox", "ceo@contoso.com", "-vv"];
        for more in [&[][..], &proof, &["--json"], &["-vv"], &["--json", "-vv", "--detail", "rooms"], &save] {
            let output = simulator.check(&[&[command], more].concat());
            assert!([0, 1, 3, 7].contains(&code(&output)), "{command} {more:?} {}: {}", code(&output), stderr(&output));
            for canary in &canaries {
                assert!(!stdout(&output).contains(canary) && !stderr(&output).contains(canary), "{command} {more:?}");
            }
        }
    }
    for entry in std::fs::read_dir(files.path()).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(canaries.iter().all(|canary| !text.contains(canary)));
    }
}

#[test]
fn a_refused_secret_is_not_repeated() {
    let simulator = Simulator::start(&["--scenario", "healthy", "--rooms", "2"]);
    for canary in ["-canary%20s'ecret\"~", "canary~with spaces"] {
        let output = simulator.check_with(&["tenant", "-vv"], canary);
        assert_eq!(code(&output), 4, "{}", stderr(&output));
        assert!(!stderr(&output).contains("canary") && !stdout(&output).contains("canary"));
    }
}

#[test]
fn a_secret_comes_from_a_file_too() {
    let simulator = Simulator::start(&["--scenario", "healthy", "--rooms", "2"]);
    let files = folder();
    let file = files.path().join("secret");
    std::fs::write(&file, format!("{}\n", simulator.get("secret"))).unwrap();
    let (url, tenant, app) = (simulator.get("url"), simulator.get("tenant"), simulator.get("app"));
    let output = program()
        .args(["tenant", "--simulator", &url, "--tenant", &tenant, "--client-id", &app, "--secret-file"])
        .arg(&file)
        .output()
        .unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
}

#[test]
fn a_machine_without_a_keyring_says_so() {
    let app = "7b1e8f0a-1111-2222-3333-444455556666";
    let output = program()
        .args(["auth", "status", "--client-id", app])
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
        .output()
        .unwrap();
    if cfg!(target_os = "linux") {
        assert_eq!(code(&output), 4);
        assert!(stderr(&output).contains("no keyring that answers") && stderr(&output).contains("--secret-stdin"));
    }
}

#[test]
fn commands_that_sign_in_nowhere_do_not_look_at_secrets() {
    let files = folder();
    let commands: &[&[&str]] = &[
        &["product", "show", "spacewell", "--json"],
        &["product", "new", "ours", "--extends", "roomz", "--out", "ours.toml"],
        &["product", "check", "ours.toml"],
        &["attest", "add", "security-review", "--owner", "Ann", "--evidence", "ticket 12"],
        &["attest", "list", "--product", "spacewell"],
        &["attest", "check", "--product", "spacewell"],
        &["setup", "--demo", "--demo-rooms", "3", "--save-snapshot", "s.json", "-vv"],
    ];
    for arguments in commands {
        let mut command = program();
        for name in ["AZURE_CLIENT_SECRET", "RSYNC_CHECK_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD"] {
            command.env(name, "canary~secret");
        }
        let output = command.current_dir(files.path()).args(*arguments).output().unwrap();
        assert!([0, 1, 3, 7].contains(&code(&output)), "{arguments:?}: {}", stderr(&output));
        assert!(!stdout(&output).contains("canary") && !stderr(&output).contains("canary"), "{arguments:?}");
    }
    for entry in std::fs::read_dir(files.path()).unwrap() {
        assert!(!std::fs::read_to_string(entry.unwrap().path()).unwrap().contains("canary"));
    }
}
