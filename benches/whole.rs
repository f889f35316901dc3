//! The whole check against the simulated tenant, each in a process of its own.
//!
//! `cargo bench` runs 1,000 and 10,000 rooms at 50 and 150 ms per answer, and 1,000 rooms where every seventh answer is
//! a 429, and both sizes once more with `--quick`, which leaves the mailboxes out. It prints requests, bytes, wall time, CPU, peak memory, the first byte of output, and the ratio to the least
//! number of round trips. Absolute times depend on the machine; the ratio is what to compare.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark starts programs, prints its figures, and stops when something is wrong"
)]

/// Rooms in a page of Graph.
const PAGE: u64 = 100;
/// Mailboxes in a page of Exchange.
const EXCHANGE_PAGE: u64 = 1_000;
/// Commands in a batch of Exchange.
const EXCHANGE_BATCH: u64 = 10;
/// Requests under way at once on Exchange, at the most.
const EXCHANGE_AT_ONCE: u64 = 16;

/// How much is read.
#[derive(Clone, Copy)]
enum How {
    /// `--quick`: nothing mailbox by mailbox but calendar processing.
    Quick,
    /// Everything.
    Whole,
}

impl How {
    fn word(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Whole => "whole",
        }
    }
}

/// The least time, in round trips: a token, then the longer of two chains that run side by side.
///
/// Graph: its pages one behind the other along nextLink, then the batches of the last page. Exchange: its first page,
/// then all its batches, as many at once as are allowed, while the further pages arrive: one command for each room, and
/// five more inside the mailboxes.
fn floor(rooms: u64, how: How) -> u64 {
    let graph = rooms.div_ceil(PAGE) + 1;
    let commands = match how {
        How::Quick => 1,
        How::Whole => 6,
    };
    let batches = (commands * rooms.div_ceil(EXCHANGE_BATCH)).div_ceil(EXCHANGE_AT_ONCE);
    let exchange = 1 + batches.max(rooms.div_ceil(EXCHANGE_PAGE));
    1 + graph.max(exchange)
}

#[cfg(unix)]
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    match &arguments[..] {
        [case, scenario, rooms, latency, how] if case == "case" => {
            let how = if how == How::Quick.word() { How::Quick } else { How::Whole };
            unix::case(scenario, rooms.parse().unwrap(), latency.parse().unwrap(), how);
        }
        _ => unix::all(),
    }
}

#[cfg(not(unix))]
fn main() {
    println!("the figures of a finished process are read the Unix way; there are none on this system");
}

#[cfg(unix)]
mod unix {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::process::{Command, Stdio};
    use std::time::Instant;

    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeVal;

    use super::{How, floor};

    const CASES: [(&str, u64, u64, How); 8] = [
        ("large", 1_000, 50, How::Quick),
        ("large", 1_000, 150, How::Quick),
        ("large", 10_000, 50, How::Quick),
        ("large", 10_000, 150, How::Quick),
        ("throttled", 1_000, 50, How::Quick),
        ("large", 1_000, 50, How::Whole),
        ("large", 10_000, 50, How::Whole),
        ("throttled", 1_000, 50, How::Whole),
    ];

    pub fn all() {
        println!(
            "{:<10} {:<6} {:>6} {:>6} {:>9} {:>10} {:>8} {:>8} {:>9} {:>10} {:>6} {:>6}",
            "scenario",
            "plan",
            "rooms",
            "ms",
            "requests",
            "bytes",
            "wall s",
            "cpu s",
            "peak MB",
            "first ms",
            "floor",
            "ratio"
        );
        for (scenario, rooms, latency, how) in CASES {
            // A process for each case: what a finished child used is only told for all children together.
            let own = std::env::current_exe().unwrap();
            let (count, pause) = (rooms.to_string(), latency.to_string());
            let status = Command::new(own).args(["case", scenario, &count, &pause, how.word()]).status().unwrap();
            assert!(status.success(), "{scenario} {rooms} {latency}");
        }
    }

    pub fn case(scenario: &str, rooms: u64, latency: u64, how: How) {
        let program = env!("CARGO_BIN_EXE_rsync-check");
        let (count, pause) = (rooms.to_string(), latency.to_string());
        let mut simulator = Command::new(program)
            .args(["simulate", "--scenario", scenario, "--rooms", &count, "--latency-ms", &pause])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(simulator.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        let get = |name: &str| line[name].as_str().unwrap();
        let started = Instant::now();
        let quick = matches!(how, How::Quick).then_some("--quick");
        let mut check = Command::new(program)
            .args(["tenant", "--json", "--product", "spacewell", "--horizon-days", "730", "--secret-stdin"])
            .args(["--simulator", get("url"), "--tenant", get("tenant"), "--client-id", get("app")])
            .args(quick)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        check.stdin.take().unwrap().write_all(get("secret").as_bytes()).unwrap();
        let mut first = [0];
        let mut talk = check.stderr.take().unwrap();
        talk.read_exact(&mut first).unwrap();
        let first_byte = started.elapsed();
        std::thread::spawn(move || std::io::copy(&mut talk, &mut std::io::sink()));
        let mut text = String::new();
        check.stdout.take().unwrap().read_to_string(&mut text).unwrap();
        check.wait().unwrap();
        let wall = started.elapsed();
        // Only the check was waited for so far, so these are its figures alone.
        let usage = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
        let cpu = seconds(usage.user_time()) + seconds(usage.system_time());
        // The kernel tells kilobytes, on macOS bytes.
        let unit = if cfg!(target_os = "macos") { 1_048_576.0 } else { 1_024.0 };
        let peak = usage.max_rss() as f64 / unit;
        simulator.kill().unwrap();
        simulator.wait().unwrap();
        let report: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(report["summary"]["rooms"].as_u64(), Some(rooms), "every room is in the report");
        assert_eq!(report["complete"].as_bool(), Some(true), "every room was read: {}", report["not_checked"]);
        let (floor, plan) = (floor(rooms, how), how.word());
        println!(
            "{scenario:<10} {plan:<6} {rooms:>6} {latency:>6} {:>9} {:>10} {:>8.2} {cpu:>8.2} {peak:>9.1} {:>10.1} {floor:>6} {:>6.2}",
            report["stats"]["requests"].as_u64().unwrap(),
            report["stats"]["bytes"].as_u64().unwrap(),
            wall.as_secs_f64(),
            first_byte.as_secs_f64() * 1e3,
            wall.as_secs_f64() / (floor as f64 * latency as f64 / 1e3),
        );
    }

    fn seconds(time: TimeVal) -> f64 {
        time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6
    }
}
