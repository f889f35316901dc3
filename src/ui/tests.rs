//! What goes to which stream, and in which form.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use super::*;
use crate::exit;
use crate::session::progress::Event;

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Closed(io::ErrorKind);

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn ui(settings: Settings) -> (Ui, Buffer, Buffer) {
    let (out, err) = (Buffer::default(), Buffer::default());
    let streams = Streams { out: Box::new(out.clone()), err: Box::new(err.clone()) };
    (Ui::over(settings, Environment::default(), streams, Look::default(), Look::default()), out, err)
}

fn closed(kind: io::ErrorKind) -> Ui {
    let streams = Streams { out: Box::new(Closed(kind)), err: Box::new(Closed(kind)) };
    Ui::over(Settings::default(), Environment::default(), streams, Look::default(), Look::default())
}

#[test]
fn results_go_to_stdout_and_talk_to_stderr() {
    let (ui, out, err) = ui(Settings { verbose: 1, ..Settings::default() });
    ui.text("result\n").unwrap();
    ui.note("note");
    ui.verbose(1, "more");
    ui.verbose(2, "too much");
    ui.warn("careful \u{1b}[2J");
    assert_eq!(out.text(), "result\n");
    assert_eq!(err.text(), "note\nmore\nwarning: careful ‹U+001B›[2J\n");
}

#[test]
fn quiet_keeps_warnings_and_errors() {
    let (ui, _, err) = ui(Settings { quiet: true, ..Settings::default() });
    ui.note("note");
    ui.observer().event(Event::RoomsTotal(7));
    ui.warn("careful");
    assert_eq!(ui.trouble(&Trouble::new(exit::USAGE, "no such check", "see `rsync-check help checks`")), exit::USAGE);
    assert_eq!(
        err.text(),
        "warning: careful\nerror: no such check\n  do   see `rsync-check help checks`\n  ref  exit 2\n"
    );
}

#[test]
fn a_reader_that_went_away_is_a_fault_for_machines_only() {
    let gone = closed(io::ErrorKind::BrokenPipe);
    assert!(gone.text("x").is_ok());
    assert_eq!(Exit::from(gone.document("x").unwrap_err()), exit::OUTPUT);
    gone.note("nobody reads this");
    assert!(closed(io::ErrorKind::StorageFull).text("x").is_err());
}

#[test]
fn a_secret_gets_out_nowhere() {
    let (ui, out, err) = ui(Settings { verbose: 2, ..Settings::default() });
    ui.redactor().register("Canary~Secret");
    ui.text("text Canary~Secret\n").unwrap();
    ui.document("{\"a\":\"Canary~Secret\"}\n").unwrap();
    ui.note("note Canary~Secret");
    ui.warn("Canary~Secret");
    ui.verbose(2, "Canary%7ESecret");
    ui.trouble(&Trouble::new(exit::SIGN_IN, "Canary~Secret", "Q2FuYXJ5flNlY3JldA==").why("Canary~Secret"));
    for text in [out.text(), err.text()] {
        assert!(!text.contains("Canary") && !text.contains("Q2FuYXJ5"), "{text}");
    }
}

#[test]
fn no_line_begins_like_a_command_of_a_build_log() {
    let (ui, out, err) = ui(Settings::default());
    ui.text("a\n  ::add-mask::x\n##[error]\n").unwrap();
    ui.note("::stop-commands::x");
    assert_eq!(out.text(), "a\n  | ::add-mask::x\n| ##[error]\n");
    assert_eq!(err.text(), "| ::stop-commands::x\n");
}

#[test]
fn trouble_says_what_why_what_to_do_and_where_to_read_on() {
    let trouble = Trouble::new(
        exit::SIGN_IN,
        "sign-in refused: the client secret is wrong (AADSTS7000215)",
        "copy the \"Value\" column, or make a new secret; then run the command again with --secret-stdin, and mind the gap",
    )
    .why("Entra did not accept it. A common cause is pasting the Secret ID \u{1b}[2J instead of its Value.")
    .reference("trace 2f6c · rsync-check explain CR006");
    insta::assert_snapshot!(trouble.render(&Look { width: 80, ..Look::default() }));
}

#[test]
fn nobody_is_asked_where_nobody_is() {
    let (ui, ..) = ui(Settings::default());
    assert!(matches!(ui.ask_secret("Client secret"), Err(ask::AskError::NobodyThere)));
    assert!(matches!(ui.ask_yes("Go on?", true), Err(ask::AskError::NobodyThere)));
}

#[test]
fn a_short_run_without_a_terminal_says_nothing() {
    let (ui, _, err) = ui(Settings::default());
    let observer = ui.observer();
    for event in [Event::Stage("rooms"), Event::RoomsTotal(2), Event::RoomRead, Event::RoomRead, Event::Finished] {
        observer.event(event);
    }
    assert_eq!(err.text(), "");
}
