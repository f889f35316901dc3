//! Completions are checked in and stay true. `SNAPSHOTS=overwrite cargo test` makes them anew.

use clap_complete::Shell;
use snapbox::assert_data_eq;

fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut rsync_check::cli::command(), "rsync-check", &mut script);
    String::from_utf8(script).unwrap()
}

#[test]
fn bash() {
    assert_data_eq!(completions(Shell::Bash), snapbox::file!["../../completions/rsync-check.bash"].raw());
}

#[test]
fn zsh() {
    assert_data_eq!(completions(Shell::Zsh), snapbox::file!["../../completions/_rsync-check"].raw());
}

#[test]
fn fish() {
    assert_data_eq!(completions(Shell::Fish), snapbox::file!["../../completions/rsync-check.fish"].raw());
}

#[test]
fn powershell() {
    assert_data_eq!(completions(Shell::PowerShell), snapbox::file!["../../completions/_rsync-check.ps1"].raw());
}

#[test]
fn elvish() {
    assert_data_eq!(completions(Shell::Elvish), snapbox::file!["../../completions/rsync-check.elv"].raw());
}
