//! The simulated tenant as another client sees it: plain HTTP, no help from our own session.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::support::Simulator;

/// A client of a few lines: one request, the whole answer.
fn send(simulator: &Simulator, method: &str, path: &str, headers: &str, body: &str) -> (u16, String) {
    let host = simulator.get("url").trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(&host).unwrap();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer.split_once("\r\n\r\n").unwrap().1.to_owned())
}

fn token(simulator: &Simulator, scope: &str) -> String {
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}&scope={scope}",
        simulator.get("app"),
        simulator.get("secret").replace('~', "%7E")
    );
    let path = format!("/{}/oauth2/v2.0/token", simulator.get("tenant"));
    let (status, body) = send(simulator, "POST", &path, "content-type: application/x-www-form-urlencoded\r\n", &form);
    assert_eq!(status, 200, "{body}");
    let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
    answer["access_token"].as_str().unwrap().to_owned()
}

#[test]
fn any_client_can_sign_in_and_page_through_rooms() {
    let simulator = Simulator::start(&["--scenario", "healthy", "--rooms", "250"]);
    let bearer =
        format!("authorization: Bearer {}\r\n", token(&simulator, "https%3A%2F%2Fgraph.microsoft.com%2F.default"));
    let mut path = "/v1.0/places/microsoft.graph.room".to_owned();
    let (mut rooms, mut pages) = (0, 0);
    loop {
        let (status, body) = send(&simulator, "GET", &path, &bearer, "");
        assert_eq!(status, 200, "{body}");
        let page: serde_json::Value = serde_json::from_str(&body).unwrap();
        rooms += page["value"].as_array().unwrap().len();
        pages += 1;
        let Some(next) = page["@odata.nextLink"].as_str() else { break };
        path = next.strip_prefix(&simulator.get("url")).expect("links lead back to the simulator").to_owned();
    }
    assert_eq!((rooms, pages), (250, 3));
}

#[test]
fn an_app_lists_its_own_subscriptions_and_sees_only_what_its_role_reaches() {
    let simulator = Simulator::start(&["--scenario", "healthy", "--rooms", "3"]);
    let bearer =
        format!("authorization: Bearer {}\r\n", token(&simulator, "https%3A%2F%2Fgraph.microsoft.com%2F.default"));
    let (status, body) = send(&simulator, "GET", "/v1.0/subscriptions", &bearer, "");
    let page: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!((status, page["value"].as_array().unwrap().len()), (200, 3), "{body}");
    let window = "startDateTime=2026-11-21T09:00:00Z&endDateTime=2026-11-22T09:00:00Z&$top=1&$select=id";
    let probe = |mailbox: &str| {
        send(&simulator, "GET", &format!("/v1.0/users/{mailbox}@contoso.com/calendarView?{window}"), &bearer, "").0
    };
    assert_eq!((probe("ams-01-rembrandt"), probe("lee.gu"), probe("nobody")), (200, 403, 404));
}

#[test]
fn what_would_write_is_refused() {
    let simulator = Simulator::start(&["--scenario", "healthy", "--rooms", "2"]);
    let bearer =
        format!("authorization: Bearer {}\r\n", token(&simulator, "https%3A%2F%2Fgraph.microsoft.com%2F.default"));
    for method in ["POST", "PATCH", "DELETE", "PUT"] {
        let (status, body) = send(&simulator, method, "/v1.0/places/microsoft.graph.room", &bearer, "{}");
        assert!((400..500).contains(&status), "{method}: {status} {body}");
    }
}

#[test]
fn without_a_token_nothing_is_told() {
    let simulator = Simulator::start(&["--scenario", "healthy", "--rooms", "2"]);
    let (status, body) = send(&simulator, "GET", "/v1.0/organization", "", "");
    assert_eq!(status, 401);
    assert!(body.contains("InvalidAuthenticationToken"), "{body}");
}
