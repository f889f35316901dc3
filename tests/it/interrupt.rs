//! Ctrl-C: the end comes at once, what was read is shown and marked.
#![cfg(unix)]

use std::io::Read;
use std::process::Stdio;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::support::{Simulator, folder, program};

#[test]
fn an_interrupted_run_ends_at_once_and_says_that_it_is_not_whole() {
    let simulator = Simulator::start(&["--scenario", "healthy", "--rooms", "400", "--latency-ms", "300"]);
    let files = folder();
    let (url, tenant, app) = (simulator.get("url"), simulator.get("tenant"), simulator.get("app"));
    let mut child = program()
        .args(["tenant", "--json", "--simulator", &url, "--tenant", &tenant, "--client-id", &app])
        .env("AZURE_CLIENT_SECRET", simulator.get("secret"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .current_dir(files.path())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(1_200));
    let before = Instant::now();
    kill(Pid::from_raw(i32::try_from(child.id()).unwrap()), Signal::SIGINT).unwrap();
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130), "{text}");
    // Far more than it takes, far less than the run would have.
    assert!(before.elapsed() < Duration::from_secs(5));
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((report["complete"].as_bool(), report["run"]["exit_code"].as_i64()), (Some(false), Some(130)));
    assert!(report["not_checked"].to_string().contains("interrupted"));
    assert_eq!(std::fs::read_dir(files.path()).unwrap().count(), 0, "nothing is left behind");
}
