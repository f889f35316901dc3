//! Ways to sign in that need something beside the program: a managed identity's endpoint, the Azure CLI.
#![cfg(unix)]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;

use crate::support::{Simulator, code, folder, json, program, stderr};

/// A token of the simulator for one resource, fetched with the app's secret.
fn token(simulator: &Simulator, resource: &str) -> String {
    let scope: String = url_encoded(&format!("{}/.default", resource.trim_end_matches('/')));
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}&scope={scope}",
        simulator.get("app"),
        url_encoded(&simulator.get("secret"))
    );
    let host = simulator.get("url").trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(&host).unwrap();
    let head = format!(
        "POST /{}/oauth2/v2.0/token HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        simulator.get("tenant"),
        form.len()
    );
    stream.write_all(format!("{head}{form}").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let body: serde_json::Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
    body["access_token"].as_str().unwrap().to_owned()
}

fn url_encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { (b as char).to_string() } else { format!("%{b:02X}") })
        .collect()
}

#[test]
fn the_managed_identity_of_a_machine_signs_in() {
    let simulator = Simulator::start(&["--scenario", "healthy", "--rooms", "3"]);
    let graph = token(&simulator, "https://graph.microsoft.com");
    let exchange = token(&simulator, "https://outlook.office365.com");
    let endpoint = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/msi/token", endpoint.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in endpoint.incoming().take(4) {
            let mut stream = stream.unwrap();
            let mut request = vec![0; 4096];
            let read = stream.read(&mut request).unwrap();
            let request = String::from_utf8_lossy(&request[..read]).to_lowercase();
            assert!(request.starts_with("get ") && request.contains("x-identity-header: proof"), "{request}");
            let token = if request.contains("graph.microsoft.com") { &graph } else { &exchange };
            let body = format!(
                r#"{{"access_token":"{token}","expires_on":"1999999999","token_type":"Bearer","resource":"x"}}"#
            );
            let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
            stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
        }
    });
    let (url, tenant, app) = (simulator.get("url"), simulator.get("tenant"), simulator.get("app"));
    let output = program()
        .args(["permissions", "--json", "--auth", "managed-identity", "--app", &app])
        .args(["--simulator", &url, "--tenant", &tenant])
        .env("IDENTITY_ENDPOINT", address)
        .env("IDENTITY_HEADER", "proof")
        .output()
        .unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(json(&output)["complete"], true);
}

#[test]
fn the_azure_cli_signs_in_and_a_missing_one_is_named() {
    let simulator = Simulator::start(&["--scenario", "healthy", "--rooms", "3"]);
    let graph = token(&simulator, "https://graph.microsoft.com");
    let exchange = token(&simulator, "https://outlook.office365.com");
    let files = folder();
    let az = files.path().join("az");
    let answer =
        |token: &str| format!(r#"echo '{{"accessToken":"{token}","expires_on":1999999999,"tokenType":"Bearer"}}'"#);
    let script = format!("#!/bin/sh\ncase \"$*\" in *graph*) {} ;; *) {} ;; esac\n", answer(&graph), answer(&exchange));
    std::fs::write(&az, script).unwrap();
    std::fs::set_permissions(&az, std::fs::Permissions::from_mode(0o755)).unwrap();
    let (url, tenant, app) = (simulator.get("url"), simulator.get("tenant"), simulator.get("app"));
    let check = |path: String| {
        program()
            .args(["permissions", "--json", "--auth", "cli", "--app", &app, "--simulator", &url, "--tenant", &tenant])
            .env("PATH", path)
            .output()
            .unwrap()
    };
    let output = check(format!("{}:/usr/bin:/bin", files.path().display()));
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let empty = folder();
    let missing = check(format!("{}:/bin", empty.path().display()));
    assert_eq!(code(&missing), 4);
    assert!(stderr(&missing).contains("az"), "{}", stderr(&missing));
}
