//! Scripts by effect: what a pack does to a simulated tenant when it is previewed, applied and taken back.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use rsync_check::powershell::{cmdlets, functions, invocations};
use rsync_check::remedy::verify::{Record, Standing, Unread, verify};
use rsync_check::remedy::{Ask, Direction, Include, Manifest, Plan, Stage, Written, write};
use rsync_check::sim::shell::{CommandError, Ran, Server, Shell, Value};
use rsync_check::sim::{Options, SCENARIOS, Scenario, Simulation};
use rsync_check::tenant::{Snapshot, TenantId};
use serde_json::Value as Json;

use crate::runs::{By, DEMO, Run, judge, now, read_at, report, said, simulation};

/// How long the longest documented delay between two scripts is, and a little more.
const WAIT: SignedDuration = SignedDuration::from_hours(3);

/// After how long every change of a script shows everywhere, by the most patient guide.
const SETTLED: SignedDuration = SignedDuration::from_hours(49);

/// A tenant of a scenario, before, mended, and back again.
struct Loop {
    run: Run,
    before: Snapshot,
    written: Vec<Written>,
    forth: Vec<(String, Ran)>,
    after: Snapshot,
    back: Vec<(String, Ran)>,
    undone: Snapshot,
    manifest: Manifest,
    /// What lies in the folder after the scripts, and after the way back.
    folders: [BTreeMap<String, Vec<u8>>; 2],
}

fn run_of(scenario: &Scenario) -> Run {
    Run {
        scenario: scenario.name,
        by: if scenario.is_read_by_another { By::Reader } else { By::App },
        product: scenario.followed.map_or(DEMO.product, |followed| followed.product),
        parameters: scenario.followed.map_or(DEMO.parameters, |followed| followed.parameters),
        ..DEMO
    }
}

fn path(name: &str) -> String {
    format!("C:/fix/{name}")
}

fn shell(simulation: Simulation, written: &[Written]) -> Shell {
    let mut shell = Shell::new(simulation);
    for one in written {
        shell.put_file(&path(&one.file), one.text.clone().into_bytes());
    }
    shell
}

/// Runs scripts one after the other, each by the person and at the time that the pack asks for.
fn play<'w>(shell: &mut Shell, scripts: impl Iterator<Item = &'w Written>) -> Vec<(String, Ran)> {
    let mut ran = Vec::new();
    for one in scripts {
        shell.tenant().server = match one.stage {
            Stage::OnPremises => Server::OnPremises,
            _ => Server::Cloud,
        };
        shell.advance(WAIT);
        ran.push((one.file.clone(), shell.run(&path(&one.file), &[("Apply", Value::Bool(true))])));
    }
    ran
}

fn snapshot(run: &Run, simulation: Simulation, at: Timestamp) -> Snapshot {
    read_at(run, simulation, at).expect("the reader can sign in")
}

fn around(run: Run) -> Loop {
    let before = snapshot(&run, simulation(&run), now());
    let ask = Ask { include: Include::All, ..Ask::default() };
    let plan = Plan::of(&report(&run, &before), &before, &ask);
    let written = write(&plan);
    let mut machine = shell(simulation(&run), &written);
    let forth = play(&mut machine, written.iter().filter(|one| one.direction == Direction::Forth));
    machine.advance(SETTLED);
    let at = machine.now();
    let files = machine.files().clone();
    let mended = machine.tenant().state().clone();
    let options = Options::at(now());
    let after = snapshot(&run, Simulation::new(mended.clone(), &options), at);
    let mut machine = Shell::new(Simulation::new(mended, &options));
    for (name, bytes) in &files {
        machine.put_file(name, bytes.clone());
    }
    machine.set_clock(at);
    let back = play(&mut machine, written.iter().rev().filter(|one| one.direction == Direction::Back));
    machine.advance(SETTLED);
    let at = machine.now();
    let undone = snapshot(&run, Simulation::new(machine.tenant().state().clone(), &options), at);
    let (manifest, folders) = (Manifest::of(&plan, &written), [files, machine.files().clone()]);
    Loop { run, before, written, forth, after, back, undone, manifest, folders }
}

/// Each product's tenant that is broken where scripts can mend it.
fn broken() -> &'static [Loop] {
    static LOOPS: LazyLock<Vec<Loop>> = LazyLock::new(|| {
        let of = SCENARIOS.iter().filter(|scenario| scenario.name.ends_with("-broken"));
        of.map(|scenario| around(run_of(scenario))).collect()
    });
    &LOOPS
}

/// What a script said, for a test that failed.
fn talk(ran: &[(String, Ran)]) -> String {
    let mut text = String::new();
    for (name, ran) in ran {
        text.push_str(&format!("--- {name}: exit {} {:?}\n", ran.exit_code, ran.error));
        for line in &ran.output {
            text.push_str(&format!("{}\n", line.text));
        }
    }
    text
}

/// The facts of a snapshot without times: when something was read, made or changed last.
fn facts(snapshot: &Snapshot) -> Json {
    fn strip(value: &mut Json) {
        match value {
            Json::Object(members) => {
                for name in ["at", "taken_at", "changed", "since", "service", "deleted_mailboxes"] {
                    members.remove(name);
                }
                members.values_mut().for_each(strip);
            }
            Json::Array(items) => {
                items.iter_mut().for_each(strip);
                // What was taken out and put back stands at another place.
                items.sort_by_key(ToString::to_string);
            }
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
        }
    }
    let mut value = serde_json::to_value(snapshot).unwrap();
    strip(&mut value);
    value
}

/// The first places where two documents differ.
fn differences(one: &Json, other: &Json, place: &str, found: &mut Vec<String>) {
    match (one, other) {
        (Json::Object(one), Json::Object(other)) => {
            for name in one.keys().chain(other.keys().filter(|name| !one.contains_key(*name))) {
                let [one, other] = [one, other].map(|members| members.get(name).unwrap_or(&Json::Null));
                differences(one, other, &format!("{place}/{name}"), found);
            }
        }
        (Json::Array(one), Json::Array(other)) if one.len() == other.len() => {
            for (at, (one, other)) in one.iter().zip(other).enumerate() {
                differences(one, other, &format!("{place}/{at}"), found);
            }
        }
        _ if one == other => {}
        _ => found.push(format!("{place}: {one} -> {other}")),
    }
}

fn assert_the_same(title: &str, one: &Snapshot, other: &Snapshot, ran: &[(String, Ran)]) {
    let mut found = Vec::new();
    differences(&facts(one), &facts(other), "", &mut found);
    found.truncate(20);
    assert!(found.is_empty(), "{title}\n{}\n{}", found.join("\n"), talk(ran));
}

#[test]
fn every_product_has_a_broken_tenant_that_its_own_scripts_mend_to_green() {
    assert_eq!(broken().len(), 5);
    for around in broken() {
        let failed: Vec<_> = around.forth.iter().filter(|(_, ran)| ran.exit_code != 0).collect();
        assert!(failed.is_empty(), "{}\n{}", around.run.scenario, talk(&around.forth));
        let said = said(&judge(&around.run, &around.after));
        let bad: Vec<_> = said.lines().filter(|line| !line.contains("info:")).collect();
        let gaps = report(&around.run, &around.after).not_checked;
        assert!(bad.is_empty(), "{}\n{said}\n{gaps:?}\n{}", around.run.scenario, talk(&around.forth));
    }
}

#[test]
fn the_way_back_leads_to_the_first_snapshot() {
    for around in broken() {
        let failed = around.back.iter().any(|(_, ran)| ran.exit_code != 0);
        assert!(!failed, "{}\n{}", around.run.scenario, talk(&around.back));
        let mut changed = Vec::new();
        differences(&facts(&around.before), &facts(&around.after), "", &mut changed);
        assert!(changed.len() > 10, "{}: the scripts changed next to nothing", around.run.scenario);
        assert_the_same(around.run.scenario, &around.before, &around.undone, &around.back);
    }
}

/// What the scripts of a folder wrote down.
fn records(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<Stage, Record> {
    let text = |name: String| files.get(&path(&name)).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let record = |stage: Stage| {
        let journal = text(format!("{}.journal.txt", stage.stem())).unwrap_or_default();
        let log = text(format!("{}.log.jsonl", stage.stem())).unwrap_or_default();
        (stage, Record::read(&journal, &log))
    };
    Stage::ALL.into_iter().map(record).collect()
}

#[test]
fn a_fresh_read_tells_what_the_scripts_did_and_what_was_taken_back() {
    for around in broken() {
        let stands = |files, snapshot| -> Vec<(String, Standing)> {
            let records = records(files);
            let verified = verify(&around.manifest, &records, snapshot);
            verified.into_iter().map(|one| (format!("{:?}", one.change), one.standing)).collect()
        };
        let [applied, taken_back] = &around.folders;
        for (change, standing) in stands(applied, &around.after) {
            let is_made = matches!(standing, Standing::Applied | Standing::Pending { .. });
            assert!(is_made || standing == Standing::Unknown(Unread::NotKept), "{change}: {standing:?}");
        }
        let back = stands(taken_back, &around.undone);
        let open = back.iter().filter(|(_, standing)| *standing == Standing::Open).count();
        assert!(open * 10 >= back.len() * 7, "{}: {open} of {}", around.run.scenario, back.len());
        for (change, standing) in back {
            // Some changes have no way back.
            assert!(!matches!(standing, Standing::Drifted { .. }), "{change}: {standing:?}");
        }
    }
}

#[test]
fn a_preview_changes_nothing_and_writes_nothing() {
    let around = &broken()[0];
    let mut machine = shell(simulation(&around.run), &around.written);
    let files = machine.files().len();
    for one in around.written.iter().filter(|one| one.direction == Direction::Forth) {
        let ran = machine.run(&path(&one.file), &[]);
        assert!(
            ran.commands.iter().all(|(name, _)| ["Get", "Test", "Write"].iter().any(|verb| name.starts_with(verb))
                || !name.contains('-')
                || is_of_the_core(name)),
            "{:?}",
            ran.commands.iter().map(|(name, _)| name).collect::<Vec<_>>()
        );
    }
    assert_eq!(machine.files().len(), files);
    let state = machine.tenant().state().clone();
    let after = snapshot(&around.run, Simulation::new(state, &Options::at(now())), now());
    assert_the_same("preview", &around.before, &after, &[]);
}

fn is_of_the_core(name: &str) -> bool {
    ["Join-Path", "Where-Object", "Set-StrictMode", "ConvertTo-Json", "ForEach-Object", "Out-Null", "ConvertFrom-Json"]
        .contains(&name)
}

fn calendar(around: &Loop) -> &Written {
    let is_it = |one: &&Written| one.stage == Stage::Calendar && one.direction == Direction::Forth;
    around.written.iter().find(is_it).unwrap()
}

#[test]
fn what_somebody_changed_since_is_left_alone_and_said() {
    let around = &broken()[0];
    let mut machine = shell(simulation(&around.run), &around.written);
    machine.tenant().state_mut().rooms[0].calendar.booking_window_days = Some(99);
    let ran = machine.run(&path(&calendar(around).file), &[("Apply", Value::Bool(true))]);
    assert_eq!(ran.exit_code, 1);
    let state = machine.tenant().state();
    assert_eq!(state.rooms[0].calendar.booking_window_days, Some(99));
    assert_eq!(state.rooms[0].calendar.delete_subject, Some(true));
    assert_eq!(state.rooms[1].calendar.booking_window_days, Some(730));
    let id = state.rooms[0].guid.to_string();
    assert!(ran.output.iter().any(|line| line.text.contains(&id) && line.text.contains("left alone")));
    // The way back leaves it alone too: the script never touched it.
    let back = machine.run(&path(&format!("undo-{}", calendar(around).file)), &[("Apply", Value::Bool(true))]);
    assert_eq!(back.exit_code, 0, "{}", talk(&[("undo".to_owned(), back.clone())]));
    let state = machine.tenant().state();
    assert_eq!(state.rooms[0].calendar.booking_window_days, Some(99));
    assert_eq!(state.rooms[1].calendar.booking_window_days, Some(180));
}

#[test]
fn five_rooms_first_then_all_then_nothing_is_left() {
    let around = &broken()[0];
    let mut machine = shell(simulation(&around.run), &around.written);
    let file = path(&calendar(around).file);
    let changed = |ran: &Ran| ran.count("Set-CalendarProcessing");
    let apply = ("Apply", Value::Bool(true));
    let five = machine.run(&file, &[apply.clone(), ("Limit", Value::Int(5))]);
    assert_eq!((five.exit_code, changed(&five)), (0, 5), "{}", talk(&[("five".to_owned(), five.clone())]));
    let all = machine.run(&file, std::slice::from_ref(&apply));
    assert_eq!((all.exit_code, changed(&all)), (0, 6));
    let again = machine.run(&file, std::slice::from_ref(&apply));
    assert_eq!((again.exit_code, changed(&again)), (0, 0));
    let id = machine.tenant().state().rooms[2].guid.to_string();
    let one = [apply, ("RoomGuid", Value::List(vec![id.clone().into()]))];
    let back = machine.run(&path(&format!("undo-{}", calendar(around).file)), &one);
    assert_eq!((back.exit_code, changed(&back)), (0, 1));
    assert_eq!(machine.tenant().state().rooms[2].calendar.booking_window_days, Some(180));
}

#[test]
fn a_room_that_fails_does_not_stop_the_others_and_the_next_run_goes_on() {
    let around = &broken()[0];
    let mut machine = shell(simulation(&around.run), &around.written);
    let id = machine.tenant().state().rooms[1].guid.to_string();
    let fault = CommandError { id: "ServerBusy".to_owned(), message: "the server is busy".to_owned() };
    machine.fail("Set-CalendarProcessing", Some(&id), fault, 1);
    let file = path(&calendar(around).file);
    let first = machine.run(&file, &[("Apply", Value::Bool(true))]);
    assert_eq!(first.exit_code, 1);
    assert_eq!(first.count("Set-CalendarProcessing"), 11);
    assert!(first.output.iter().any(|line| line.text.contains("the server is busy")));
    let second = machine.run(&file, &[("Apply", Value::Bool(true))]);
    assert_eq!((second.exit_code, second.count("Set-CalendarProcessing")), (0, 1));
}

#[test]
fn the_wrong_tenant_old_facts_and_a_missing_way_back_stop_a_script_before_it_reads_a_room() {
    let around = &broken()[0];
    let file = calendar(around).file.clone();
    let run = |machine: &mut Shell, more: &[(&str, Value)]| {
        let mut arguments = vec![("Apply", Value::Bool(true))];
        arguments.extend(more.iter().cloned());
        let ran = machine.run(&path(&file), &arguments);
        (ran.exit_code, ran.count("Get-CalendarProcessing"))
    };
    let fresh = || shell(simulation(&around.run), &around.written);
    let other = TenantId("11111111-2222-3333-4444-555555555555".parse().unwrap());
    assert_eq!(run(&mut fresh().connected_to(Some(other), None), &[]), (2, 0));
    assert_eq!(run(&mut fresh().connected_to(None, None), &[]), (2, 0));
    let mut old = fresh();
    old.advance(SignedDuration::from_hours(24 * 8));
    assert_eq!(run(&mut old, &[]), (2, 0));
    let (exit, reads) = run(&mut old, &[("AllowStale", Value::Bool(true))]);
    assert_eq!((exit, reads > 0), (0, true));
    let mut alone = fresh();
    alone.remove_file(&path(&format!("undo-{file}")));
    assert_eq!(run(&mut alone, &[]), (2, 0));
}

#[test]
fn scripts_run_nothing_beside_the_commands_that_they_name() {
    for around in broken() {
        for (name, ran) in around.forth.iter().chain(&around.back) {
            let one = around.written.iter().find(|one| one.file == *name).unwrap();
            for (command, _) in &ran.commands {
                let is_named = one.commands.iter().any(|known| known.eq_ignore_ascii_case(command));
                let is_own = rsync_check::remedy::script::OWN.contains(&command.as_str());
                assert!(is_named || is_own, "{name} ran {command}");
            }
        }
    }
}

#[test]
fn every_command_of_every_script_is_as_its_reference_says() {
    for around in broken() {
        for one in &around.written {
            for command in invocations(&one.script) {
                if functions(&one.script).contains(&command.name) {
                    continue;
                }
                let faults = cmdlets::check(command);
                assert!(faults.is_empty(), "{}: {command:?}: {faults:?}", one.file);
            }
        }
    }
}

#[test]
fn every_script_parses_with_a_grammar_that_others_keep() {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_pwsh::LANGUAGE.into()).unwrap();
    for around in broken() {
        for one in &around.written {
            let tree = parser.parse(&one.text, None).unwrap();
            assert!(!tree.root_node().has_error(), "{} of {}", one.file, around.run.scenario);
            // A grammar that takes anything would prove nothing.
            let cut = one.text.replacen('}', "", 1);
            assert!(parser.parse(&cut, None).unwrap().root_node().has_error(), "{}", one.file);
        }
    }
}
