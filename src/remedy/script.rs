//! A stage of a plan as PowerShell, and the way back: prelude, guards, sections, ending.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::lower::{self, Lowered};
use super::{Plan, Planned, Section, Shell, Stage};
use crate::check::{REGISTRY, Trust};
use crate::powershell::{Comment, Expr, Parameter, Script, Statement, Template, commands, print};

/// Which way a script goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From what was found to what is wanted.
    Forth,
    /// From what the script set to what was found.
    Back,
}

/// A script of a pack, with the bytes of its file.
#[derive(Clone, Debug)]
pub struct Written {
    /// Which one.
    pub stage: Stage,
    /// Which way it goes.
    pub direction: Direction,
    /// The name of its file.
    pub file: String,
    /// The tree.
    pub script: Script,
    /// Its text: ASCII, lines end with CR LF.
    pub text: String,
    /// The commands that it can run, beside those that every script uses to write and count.
    pub commands: BTreeSet<String>,
}

/// Commands that read nothing and change nothing of a tenant: they count, compare, write the log.
pub const OWN: [&str; 15] = [
    "Add-Content",
    "ConvertFrom-Json",
    "ConvertTo-Json",
    "ForEach-Object",
    "Get-Content",
    "Get-Date",
    "Join-Path",
    "Out-Null",
    "Set-Content",
    "Set-StrictMode",
    "Test-Path",
    "Where-Object",
    "Write-Host",
    "Write-Verbose",
    "Write-Warning",
];

/// Both ways of every script of a plan, in the order of running them.
pub fn write(plan: &Plan) -> Vec<Written> {
    let digest = plan.digest();
    let both = |planned| [Direction::Forth, Direction::Back].map(|direction| one(plan, planned, direction, &digest));
    plan.scripts.iter().flat_map(both).collect()
}

fn one(plan: &Plan, planned: &Planned, direction: Direction, digest: &str) -> Written {
    let stem = planned.stage.stem();
    let file = match direction {
        Direction::Forth => format!("{stem}.ps1"),
        Direction::Back => format!("undo-{stem}.ps1"),
    };
    let body = body(plan, planned, direction, digest);
    let mut script = Script { header: Vec::new(), requires: requires(planned.stage), parameters: parameters(), body };
    let mut found = commands(&script);
    found.retain(|name| !OWN.contains(&name.as_str()));
    script.header = header(plan, planned, direction, digest, &found);
    let text = print(&script).expect("a test prints every shape of section");
    Written { stage: planned.stage, direction, file, script, text, commands: found }
}

fn header(
    plan: &Plan,
    planned: &Planned,
    direction: Direction,
    digest: &str,
    commands: &BTreeSet<String>,
) -> Vec<Comment> {
    let stage = planned.stage;
    let rows: usize = planned.sections.iter().map(|section| section.rows.len()).sum();
    let mut lines = vec![match direction {
        Direction::Forth => format!("{}: {}", stage.stem(), stage.title()),
        Direction::Back => {
            format!("undo-{}: takes back what {}.ps1 changed: {}", stage.stem(), stage.stem(), stage.title())
        }
    }];
    lines.push(String::new());
    lines.push(format!("made by   rsync-check {}", plan.tool_version));
    lines.push(format!("tenant    {}", plan.tenant));
    lines.push(format!("facts of  {}", to_the_second(plan.facts_from)));
    lines.push(format!("plan      sha256 {digest}"));
    lines.push(format!("objects   {rows} in {} sections", planned.sections.len()));
    lines.push(format!("needs     {}", stage.role()));
    lines.push(format!("acts in   {}", stage.takes()));
    lines.push(String::new());
    let kind = match stage.shell() {
        Shell::Exchange => "Exchange Online commands",
        Shell::ExchangeServer => "commands of Exchange Server",
        Shell::Graph => "Microsoft Graph commands",
    };
    lines.push(format!("{kind} that this script can run, and no others:"));
    lines.extend(commands.iter().map(|name| format!("  {name}")));
    lines.push(String::new());
    lines.push("It only previews until -Apply is added. Read it before you run it.".to_owned());
    match direction {
        Direction::Forth => {
            lines.push(
                "-Limit 5 takes the first five objects; -RoomGuid takes those named. Names are in the CSV beside it."
                    .to_owned(),
            );
            lines.push(format!(
                "The way back is undo-{}.ps1; without it beside this script nothing is applied.",
                stage.stem()
            ));
        }
        Direction::Back => {
            lines.push(format!(
                "It touches only what {}.journal.txt names, and only what is still as the script left it.",
                stage.stem()
            ));
        }
    }
    lines.into_iter().map(Comment).collect()
}

fn requires(stage: Stage) -> Vec<String> {
    let version = "-Version 5.1".to_owned();
    match stage.shell() {
        Shell::Exchange => {
            vec![version, "-Modules @{ ModuleName = 'ExchangeOnlineManagement'; ModuleVersion = '3.0.0' }".to_owned()]
        }
        Shell::ExchangeServer => vec![version],
        Shell::Graph => vec![
            version,
            "-Modules Microsoft.Graph.Authentication, Microsoft.Graph.Applications, Microsoft.Graph.Identity.SignIns, Microsoft.Graph.Users"
                .to_owned(),
        ],
    }
}

fn parameters() -> Vec<Parameter> {
    let parameter =
        |kind: &str, name: &str, default| Parameter { kind: kind.to_owned(), name: name.to_owned(), default };
    vec![
        parameter("switch", "Apply", None),
        parameter("int", "Limit", Some(Expr::Int(0))),
        parameter("string[]", "RoomGuid", Some(Expr::Array(Vec::new()))),
        parameter("switch", "AllowStale", None),
    ]
}

fn body(plan: &Plan, planned: &Planned, direction: Direction, digest: &str) -> Vec<Statement> {
    let stage = planned.stage;
    let mut body = fixed(
        include_str!("templates/prelude.ps1"),
        [
            ("Name", stage.stem().into()),
            ("TenantId", Expr::text(plan.tenant.to_string())),
            ("PlanDigest", digest.into()),
            ("FactsFrom", Expr::text(to_the_second(plan.facts_from))),
        ],
    );
    body.push(Statement::Blank);
    body.extend(match stage.shell() {
        Shell::Exchange => fixed(include_str!("templates/guard_exchange.ps1"), []),
        Shell::ExchangeServer => Vec::new(),
        Shell::Graph => fixed(include_str!("templates/guard_graph.ps1"), [("Scopes", stage.scopes().into())]),
    });
    body.extend(match direction {
        Direction::Forth => fixed(include_str!("templates/guard_age.ps1"), []),
        Direction::Back => fixed(include_str!("templates/journal.ps1"), []),
    });
    body.extend(lower::guard(plan, stage, direction));
    let mut helpers = BTreeSet::new();
    let mut sections: Vec<Vec<Statement>> = Vec::new();
    let in_order: Vec<&Section> = match direction {
        Direction::Forth => planned.sections.iter().collect(),
        Direction::Back => planned.sections.iter().rev().collect(),
    };
    for section in in_order {
        let Some(Lowered { statements, needs }) = lower::section(plan, stage, section, direction) else { continue };
        helpers.extend(needs);
        let mut lines = vec![Statement::Blank];
        lines.extend(about(section).into_iter().map(|line| Statement::Comment(Comment(line))));
        lines.extend(statements);
        sections.push(lines);
    }
    for helper in helpers {
        body.push(Statement::Blank);
        body.extend(fixed(helper, []));
    }
    body.extend(sections.into_iter().flatten());
    body.push(Statement::Blank);
    body.extend(lower::closing(plan, stage, direction));
    body.extend(fixed(include_str!("templates/ending.ps1"), []));
    body
}

/// A time as every version of .NET reads it: fractions of a second have at most seven digits there.
fn to_the_second(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What a section is for, as comment lines.
fn about(section: &Section) -> Vec<String> {
    let mut lines = vec!["-".repeat(80), format!("{}  {}", section.id, lower::title(section))];
    for id in &section.checks {
        if let Some(check) = REGISTRY.iter().find(|check| check.id == *id) {
            lines.push(format!("    {} {}: {}", check.id, check.name, check.title));
        }
    }
    let trust = match section.trust {
        Trust::Safe => "safe",
        Trust::Review | Trust::Manual | Trust::None => "to be reviewed",
    };
    lines.push(format!("    {trust}, {} objects", section.rows.len()));
    if section.widens() {
        lines.push("    WIDENS ACCESS: after it somebody, or the app, reaches more than before.".to_owned());
    }
    lines
}

/// A fixed part of a script, with values for its holes.
pub(super) fn fixed<const N: usize>(text: &'static str, holes: [(&str, Expr); N]) -> Vec<Statement> {
    let holes = holes.into_iter().map(|(name, value)| (name.to_owned(), vec![value.into()])).collect();
    filled(text, holes)
}

/// The same, for holes that take statements.
pub(super) fn filled(text: &'static str, holes: BTreeMap<String, Vec<Statement>>) -> Vec<Statement> {
    let template = Template::parse(text).expect("templates are parsed by a test");
    let filled = template.fill(&holes).expect("the holes of a template are filled by a test");
    // Comments at the top of a piece belong to what follows them.
    filled.header.into_iter().map(Statement::Comment).chain(filled.body).collect()
}
