//! The test of the confinement, and the guards of the scripts that wait for it.

use crate::powershell::{Expr, Statement};
use crate::remedy::proof::By;
use crate::remedy::script::{Direction, filled, fixed};
use crate::remedy::{Plan, Stage};
use crate::tenant::delay::ROLE_BUSY;

/// What stands before the sections: closing scripts wait for the proof and for each other.
pub fn guard(plan: &Plan, stage: Stage, direction: Direction) -> Vec<Statement> {
    if direction == Direction::Back || plan.proof.is_none() {
        return Vec::new();
    }
    // As long as Exchange may take to know a change of roles.
    let hours = ROLE_BUSY.most.unwrap_or(ROLE_BUSY.least).as_hours();
    let after = |file: String, hours: i64| {
        fixed(include_str!("../templates/guard_proof.ps1"), [("Proof", Expr::text(file)), ("Hours", Expr::Int(hours))])
    };
    match stage {
        Stage::Revoke => after(proof_file(), hours),
        // Policies may go only when the consent that they narrow is gone.
        Stage::CleanUp if plan.scripts.iter().any(|script| script.stage == Stage::Revoke) => after(done_file(), 0),
        Stage::CleanUp => after(proof_file(), hours),
        Stage::Rooms
        | Stage::Calendar
        | Stage::Mailboxes
        | Stage::OnPremises
        | Stage::Lists
        | Stage::Places
        | Stage::App
        | Stage::Secret
        | Stage::Scope => Vec::new(),
    }
}

fn proof_file() -> String {
    format!("{}.proof.json", Stage::Scope.stem())
}

fn done_file() -> String {
    format!("{}.done.json", Stage::Revoke.stem())
}

/// What comes after the last section: the test, or the word that the script is done.
pub fn closing(plan: &Plan, stage: Stage, direction: Direction) -> Vec<Statement> {
    let Some(proof) = &plan.proof else { return Vec::new() };
    let said = |file: String, taken_back: i64| {
        fixed(include_str!("../templates/done.ps1"), [("File", Expr::text(file)), ("TakenBack", Expr::Int(taken_back))])
    };
    match (stage, direction) {
        (Stage::Scope, Direction::Forth) => {
            let texts =
                |all: &[String]| all.iter().map(|one| Expr::text(one.clone()).into()).collect::<Vec<Statement>>();
            let (app, roles, functions) = match &proof.by {
                By::Roles { app, roles } => {
                    (app.to_string(), texts(roles), include_str!("../templates/test_roles.ps1"))
                }
                By::Policy { app } => (app.to_string(), Vec::new(), include_str!("../templates/test_policy.ps1")),
            };
            let holes = [
                ("App", vec![Expr::text(app).into()]),
                ("Roles", roles),
                ("Rooms", texts(&proof.rooms)),
                ("Controls", texts(&proof.controls)),
                ("Functions", fixed(functions, [])),
            ];
            let holes = holes.into_iter().map(|(name, value)| (name.to_owned(), value));
            filled(include_str!("../templates/proof.ps1"), holes.collect())
        }
        // What was proven is proven no more.
        (Stage::Scope, Direction::Back) => said(proof_file(), 1),
        (Stage::Revoke, Direction::Forth) => said(done_file(), 0),
        (Stage::Revoke, Direction::Back) => said(done_file(), 1),
        _ => Vec::new(),
    }
}
