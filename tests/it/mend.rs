//! Scripts by effect: what a pack does to a simulated tenant when it is previewed, applied and taken back.

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use rsync_check::remedy::{Ask, Direction, Include, Plan, Stage, Written, write};
use rsync_check::sim::shell::{Ran, Server, Shell, Value};
use rsync_check::sim::{SCENARIOS, Scenario, Simulation};
use rsync_check::tenant::Snapshot;

use crate::runs::{By, DEMO, Run, judge, now, read_at, report, said, simulation};

/// How long the longest documented delay between two scripts is, and a little more.
const WAIT: SignedDuration = SignedDuration::from_hours(3);

/// A tenant of a scenario, before, mended, and back again.
struct Loop {
    run: Run,
    before: Snapshot,
    plan: Plan,
    written: Vec<Written>,
    forth: Vec<(String, Ran)>,
    after: Snapshot,
    back: Vec<(String, Ran)>,
    undone: Snapshot,
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
    let at = machine.now();
    let files = machine.files().clone();
    let mended = machine.tenant().state().clone();
    let options = rsync_check::sim::Options::at(now());
    let after = snapshot(&run, Simulation::new(mended.clone(), &options), at);
    let mut machine = Shell::new(Simulation::new(mended, &options));
    for (name, bytes) in files {
        machine.put_file(&name, bytes);
    }
    machine.set_clock(at);
    let back = play(&mut machine, written.iter().rev().filter(|one| one.direction == Direction::Back));
    let at = machine.now();
    let undone = snapshot(&run, Simulation::new(machine.tenant().state().clone(), &options), at);
    Loop { run, before, plan, written, forth, after, back, undone }
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

#[test]
fn every_product_has_a_broken_tenant_that_its_own_scripts_mend_to_green() {
    assert_eq!(broken().len(), 5);
    for around in broken() {
        let failed: Vec<_> = around.forth.iter().filter(|(_, ran)| ran.exit_code != 0).collect();
        assert!(failed.is_empty(), "{}\n{}", around.run.scenario, talk(&around.forth));
        let said = said(&judge(&around.run, &around.after));
        let bad: Vec<_> = said.lines().filter(|line| !line.contains("info:")).collect();
        assert!(bad.is_empty(), "{}\n{said}\n{}", around.run.scenario, talk(&around.forth));
    }
}
