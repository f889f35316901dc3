//! Everything that can be typed or met wrongly says what, why and what to do, and loses nothing.

use std::io::{Read, Write};
use std::net::TcpListener;

use crate::support::{Simulator, code, folder, json, program, run, stderr, stdout};

#[track_caller]
fn refused(arguments: &[&str], exit: i32, words: &[&str]) {
    let output = run(arguments);
    let text = stderr(&output);
    assert_eq!(code(&output), exit, "{arguments:?}: {text}");
    assert!(text.starts_with("error: ") || text.contains("\nerror: "), "{text}");
    assert!(text.contains("\n  do   "), "{text}");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in words {
        assert!(text.contains(word), "{arguments:?}: no `{word}` in {text}");
    }
    assert!(output.stdout.is_empty());
}

const APP: &str = "7b1e8f0a-1111-2222-3333-444455556666";

#[test]
fn usage_errors_name_what_was_meant() {
    refused(&["tenant"], 2, &["no tenant was named", "--demo"]);
    refused(&["tenant", "--tenant", "bad tenant"], 2, &["neither a tenant id nor a domain"]);
    refused(&["tenant", "--demo", "--product", "spacwell"], 2, &["did you mean `spacewell`?"]);
    refused(&["tenant", "--demo", "--scenario", "helthy"], 2, &["did you mean `healthy`?"]);
    refused(&["tenant", "--demo", "--horizon-days", "2000"], 2, &["0 to 1080"]);
    refused(&["tenant", "--demo", "--set", "max-minute=5"], 2, &["did you mean `max_minutes`?"]);
    refused(&["tenant", "--demo", "--set", "max_minutes"], 2, &["NAME=VALUE"]);
    refused(
        &["tenant", "--demo", "--list", "booking-window-to-short"],
        2,
        &["did you mean `booking-window-too-short`?"],
    );
    refused(&["tenant", "--demo", "--allow-incomplete", "CP99"], 2, &["no check is called `CP99`"]);
    refused(&["explain", "bookin-window-too-short"], 2, &["did you mean `booking-window-too-short`?"]);
    refused(&["help", "permisions"], 2, &["did you mean `permissions`?"]);
    refused(
        &["tenant", "--tenant", "contoso.com", "--simulator", "http://10.0.0.1", "--client-id", APP],
        2,
        &["loopback"],
    );
    refused(&["tenant", "--demo", "--rooms", "/nowhere/rooms.txt"], 2, &["could not read `/nowhere/rooms.txt`"]);
}

#[test]
fn a_line_that_is_no_address_is_named_by_its_place() {
    let files = folder();
    let file = files.path().join("rooms.txt");
    std::fs::write(&file, "a@contoso.com\nnot an address\n").unwrap();
    refused(&["tenant", "--demo", "--rooms", file.to_str().unwrap()], 2, &["line 2"]);
    std::fs::write(&file, [0xff, 0xfe]).unwrap();
    refused(&["tenant", "--demo", "--rooms", file.to_str().unwrap()], 2, &["UTF-8"]);
}

#[test]
fn a_secret_on_the_command_line_is_refused_and_not_repeated() {
    for flag in ["--secret", "--client-secret", "--password"] {
        let output = run(&["tenant", "--tenant", "contoso.com", "--client-id", APP, flag, "hunter2"]);
        assert_eq!(code(&output), 2);
        assert!(stderr(&output).contains("make a new secret") && !stderr(&output).contains("hunter2"));
    }
}

#[test]
fn a_secrets_id_in_place_of_its_value_is_told_apart() {
    let simulator = Simulator::start(&["--scenario", "healthy", "--rooms", "2"]);
    let output = simulator.check_with(&["tenant"], APP);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("Secret ID") && stderr(&output).contains("\"Value\""), "{}", stderr(&output));
}

#[test]
fn a_wrong_secret_and_an_expired_one_are_told_apart() {
    let simulator = Simulator::start(&["--scenario", "healthy", "--rooms", "2"]);
    let output = simulator.check_with(&["tenant"], "not-the-secret");
    assert_eq!(code(&output), 4);
    assert!(stderr(&output).contains("AADSTS7000215") && stderr(&output).contains("trace "), "{}", stderr(&output));
    let expired = Simulator::start(&["--scenario", "expired-secret"]).check(&["tenant"]);
    assert_eq!(code(&expired), 4);
    assert!(stderr(&expired).contains("AADSTS7000222") && stderr(&expired).contains("expired"), "{}", stderr(&expired));
}

#[test]
fn a_wrong_tenant_and_an_unknown_app_are_told_apart() {
    let simulator = Simulator::start(&["--scenario", "healthy", "--rooms", "2"]);
    let sign_in = |tenant: &str, app: &str| {
        let url = simulator.get("url");
        program()
            .args(["tenant", "--simulator", &url, "--tenant", tenant, "--client-id", app])
            .env("AZURE_CLIENT_SECRET", simulator.get("secret"))
            .output()
            .unwrap()
    };
    let wrong = sign_in(APP, &simulator.get("app"));
    assert_eq!(code(&wrong), 4);
    assert!(stderr(&wrong).contains("AADSTS90002") && stderr(&wrong).contains("--cloud"), "{}", stderr(&wrong));
    let domain = sign_in("nobody.example", &simulator.get("app"));
    assert_eq!(code(&domain), 4, "{}", stderr(&domain));
    let unknown = sign_in(&simulator.get("tenant"), APP);
    assert!(stderr(&unknown).contains("AADSTS700016"), "{}", stderr(&unknown));
}

#[test]
fn no_network_is_no_finding() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{free}");
    let output = program()
        .args(["tenant", "--simulator", &url, "--tenant", APP, "--client-id", APP])
        .env("AZURE_CLIENT_SECRET", "x~secret")
        .output()
        .unwrap();
    assert_eq!(code(&output), 5, "{}", stderr(&output));
    assert!(stderr(&output).contains("127.0.0.1") && stderr(&output).contains("  do   "), "{}", stderr(&output));
}

/// A server that answers everything with one page, as a captive portal or a company proxy does.
fn portal(status: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().take(16) {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let page = "<html><body>Please sign in to the network</body></html>";
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: text/html\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                page.len()
            );
            let _ = stream.write_all(format!("{head}{page}").as_bytes());
        }
    });
    format!("http://{address}")
}

#[test]
fn a_proxy_that_answers_html_is_recognised() {
    for status in ["200 OK", "407 Proxy Authentication Required"] {
        let url = portal(status);
        let output = program()
            .args(["tenant", "--simulator", &url, "--tenant", APP, "--client-id", APP])
            .env("AZURE_CLIENT_SECRET", "x~secret")
            .output()
            .unwrap();
        assert_eq!(code(&output), 5, "{}", stderr(&output));
        assert!(stderr(&output).contains("did not answer like Entra"), "{}", stderr(&output));
    }
}

#[test]
fn a_tenant_without_rooms_is_not_green() {
    let output = run(&["tenant", "--demo", "--scenario", "no-rooms"]);
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).contains("RM014"), "{}", stdout(&output));
}

#[test]
fn an_unreadable_snapshot_names_the_place() {
    let files = folder();
    let whole = files.path().join("whole.json");
    run(&[
        "tenant",
        "--demo",
        "--scenario",
        "healthy",
        "--demo-rooms",
        "3",
        "--save-snapshot",
        whole.to_str().unwrap(),
    ]);
    let text = std::fs::read_to_string(&whole).unwrap();
    let broken = files.path().join("broken.json");
    let broken_path = broken.to_str().unwrap();
    let cases = [
        (text[..text.len() / 2].to_owned(), "ends too early"),
        (text.replacen("\"major\":1", "\"major\":99", 1), "99.1"),
        (text.replacen("\"booking_window_days\":730", "\"booking_window_days\":[]", 1), ".calendar`"),
        ("[".repeat(100_000), "not a snapshot"),
        (String::new(), "ends too early"),
    ];
    for (text, words) in cases {
        std::fs::write(&broken, text).unwrap();
        refused(&["tenant", "--snapshot", broken_path], 2, &[words]);
    }
}

#[test]
fn an_output_that_cannot_be_written_is_refused_before_the_run() {
    let files = folder();
    let mine = files.path().join("letter.txt");
    std::fs::write(&mine, "dear").unwrap();
    let arguments = ["tenant", "--demo", "--scenario", "healthy", "--save-snapshot", mine.to_str().unwrap()];
    let output = run(&arguments);
    assert_eq!(code(&output), 6, "{}", stderr(&output));
    assert_eq!(std::fs::read_to_string(&mine).unwrap(), "dear", "nothing is lost");
    assert!(output.stdout.is_empty());
    let nowhere = ["tenant", "--demo", "--save-snapshot", "/nowhere/x.json"];
    assert_eq!(code(&run(&nowhere)), 6);
}

#[test]
fn a_moody_service_is_read_to_the_end() {
    let output = run(&["tenant", "--demo", "--scenario", "throttled", "--json"]);
    let report = json(&output);
    assert_eq!((code(&output), report["complete"].as_bool()), (0, Some(true)), "{}", report["not_checked"]);
    assert!(report["stats"]["retries"].as_u64().unwrap() > 0);
}
