//! Runs the real program in a scrubbed environment, and the simulated tenant beside it.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// The program, with nothing of this machine's environment that could change what it does.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rsync-check"));
    command.env_clear().env("LANG", "C.UTF-8").env("HOME", std::env::temp_dir()).stdin(Stdio::null());
    command
}

/// Runs the program with arguments.
pub fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

/// What a run wrote to stdout.
pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What a run wrote to stderr.
pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The exit code of a run.
pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// The JSON document of a run.
pub fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}\n{}\n{}", stdout(output), stderr(output)))
}

/// Ids of the checks that found something, in the order of the document.
pub fn found(report: &serde_json::Value) -> Vec<String> {
    report["groups"].as_array().unwrap().iter().map(|group| group["check"].as_str().unwrap().to_owned()).collect()
}

/// A simulated tenant in a process of its own; gone when dropped.
pub struct Simulator {
    child: Child,
    /// What its first line said.
    pub line: serde_json::Value,
}

impl Simulator {
    /// Starts one.
    pub fn start(arguments: &[&str]) -> Self {
        let mut child =
            program().arg("simulate").args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, line: serde_json::from_str(&line).unwrap() }
    }

    /// A value of the first line.
    pub fn get(&self, name: &str) -> String {
        self.line[name].as_str().unwrap().to_owned()
    }

    /// Runs the program against it, signed in as the app.
    pub fn check(&self, arguments: &[&str]) -> Output {
        self.check_with(arguments, &self.get("secret"))
    }

    /// Runs the program against it with some secret.
    pub fn check_with(&self, arguments: &[&str], secret: &str) -> Output {
        let (url, tenant, app) = (self.get("url"), self.get("tenant"), self.get("app"));
        let shared = ["--simulator", &url, "--tenant", &tenant, "--client-id", &app, "--secret-stdin"];
        let mut child = program()
            .args(arguments)
            .args(shared)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(secret.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A folder that is gone when the test ends.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// A file of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
