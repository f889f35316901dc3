//! Proxies of the environment are for the network, not for this machine's traffic with itself.

use std::process::Stdio;

use crate::support::{Simulator, code, program, stderr};

#[test]
fn a_simulator_is_asked_directly_whatever_proxy_is_set() {
    let simulator = Simulator::start(&["--scenario", "healthy", "--rooms", "5"]);
    // A port that refuses: whoever used it would fail at once.
    let nowhere = "http://127.0.0.1:1";
    let (url, tenant, app) = (simulator.get("url"), simulator.get("tenant"), simulator.get("app"));
    let output = program()
        .args(["tenant", "--json", "--simulator", &url, "--tenant", &tenant, "--client-id", &app])
        .env("AZURE_CLIENT_SECRET", simulator.get("secret"))
        .envs(
            ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"].map(|v| (v, nowhere)),
        )
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(![4, 5, 70].contains(&code(&output)), "{} {}", code(&output), stderr(&output));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(!report["not_checked"].to_string().contains("network"), "{}", report["not_checked"]);
}
