//! The page that lies in a pack: order, roles, waits, how to try, apply and take back. Our words, ids and numbers only.

use std::fmt::Write as _;

use super::{PLAN, Pack, README, STEPS, class, extent, fate, markdown, place, shells, steps_file};
use crate::remedy::{Direction, Planned, Stage, Written, digest, title};
use crate::render::words;
use crate::tenant::delay;

/// The page.
pub fn page(pack: &Pack<'_>) -> String {
    let plan = pack.plan;
    let mut text = format!("# Repair of tenant {}\n\n", plan.tenant);
    // Writing to a text cannot fail.
    let _ = writeln!(
        text,
        "Made by rsync-check {} from facts of {}{}.\nPlan: sha256 `{}`.\n",
        plan.tool_version,
        words::time(plan.facts_from),
        if plan.complete { "" } else { ", which were not complete" },
        plan.digest()
    );
    text.push_str(
        "Nothing here has run. A script previews until `-Apply` is added. Read a script before you run it.\n\n",
    );
    if plan.scripts.is_empty() {
        text.push_str("There is nothing that a script could repair.\n\n");
    } else {
        overview(&mut text, plan.scripts.as_slice());
        begin(&mut text, plan.scripts.as_slice());
        text.push_str("## The scripts, in the order of running them\n\n");
        for (at, planned) in plan.scripts.iter().enumerate() {
            script(&mut text, pack, planned, at + 1);
        }
        guards(&mut text);
    }
    left(&mut text, pack);
    after(&mut text, pack);
    text
}

fn overview(text: &mut String, scripts: &[Planned]) {
    text.push_str("| | script | what it does | objects | changes | who | acts in |\n|---|---|---|---|---|---|---|\n");
    for (at, planned) in scripts.iter().enumerate() {
        let (objects, changes) = extent(planned);
        let stage = planned.stage;
        let _ = writeln!(
            text,
            "| {} | {}.ps1 | {} | {objects} | {changes} | {} | {} |",
            at + 1,
            stage.stem(),
            stage.title(),
            stage.role(),
            stage.takes()
        );
    }
    text.push('\n');
}

fn begin(text: &mut String, scripts: &[Planned]) {
    text.push_str("## Before you begin\n\nPowerShell 7 or Windows PowerShell 5.1, and the modules:\n\n");
    let mut modules: Vec<String> = Vec::new();
    for planned in scripts {
        let line = shells::module(planned.stage.shell()).to_owned();
        if !modules.contains(&line) {
            modules.push(line);
        }
    }
    text.push_str(&markdown::block(&modules));
    text.push_str(
        "\nWhere only signed scripts run, sign them with a certificate of your own organisation; `rsync-check fix verify` \
         knows a signature from an edit:\n\n",
    );
    let sign = [
        "$certificate = Get-ChildItem -Path Cert:\\CurrentUser\\My -CodeSigningCert | Select-Object -First 1",
        "Get-ChildItem -Path . -Filter *.ps1 | ForEach-Object { Set-AuthenticodeSignature -FilePath $_.FullName -Certificate $certificate }",
    ];
    text.push_str(&markdown::block(&sign.map(ToOwned::to_owned)));
    text.push('\n');
}

fn script(text: &mut String, pack: &Pack<'_>, planned: &Planned, number: usize) {
    let stage = planned.stage;
    let stem = stage.stem();
    let (objects, changes) = extent(planned);
    let _ = writeln!(text, "### {number}. {stem}.ps1: {}\n", stage.title());
    if let Some(wait) = wait_before(stage, &pack.plan.scripts) {
        let _ = writeln!(text, "**First:** {wait}\n");
    }
    let _ = writeln!(text, "- Who: {}", stage.role());
    let _ = writeln!(text, "- Where: {}", shells::shell_name(stage.shell()));
    let _ = writeln!(
        text,
        "- Extent: {} of {}",
        words::count(changes, ("change", "changes")),
        words::count(objects, ("object", "objects"))
    );
    let _ = writeln!(text, "- Acts in: {}", stage.takes());
    let _ = writeln!(text, "- Who is who: `{stem}.rooms.csv`; the scripts hold ids in place of names");
    for one in pack.written.iter().filter(|one| one.stage == stage) {
        let _ = writeln!(text, "- {}: sha256 `{}`", one.file, digest::of(one.text.as_bytes()));
        let _ = writeln!(text, "  - can run: {}", commands(one));
    }
    text.push_str(
        "\n| section | what it does | asked for by | class | objects | widens access |\n|---|---|---|---|---|---|\n",
    );
    for section in &planned.sections {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            section.id,
            title(section).replace('|', "/"),
            section.checks.iter().copied().collect::<Vec<_>>().join(", "),
            class(section.trust),
            section.rows.len(),
            if section.widens() { "**yes**" } else { "no" }
        );
    }
    text.push('\n');
    text.push_str(&markdown::block(&[
        shells::connect(place(pack), stage),
        format!("./{stem}.ps1                     # preview: shows what it would do"),
        format!("./{stem}.ps1 -Apply -Limit 5     # change five objects, and look at them"),
        format!(
            "./{stem}.ps1 -Apply              # change the rest; run it again at any time, it goes on where it stopped"
        ),
        format!("./undo-{stem}.ps1 -Apply         # take back what the script changed, and only that"),
    ]));
    text.push('\n');
}

fn commands(written: &Written) -> String {
    written.commands.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// What has to pass between a script and the ones before it.
pub fn wait_before(stage: Stage, scripts: &[Planned]) -> Option<String> {
    let has = |other: Stage| scripts.iter().any(|planned| planned.stage == other);
    match stage {
        Stage::Calendar | Stage::Mailboxes if has(Stage::Rooms) => {
            Some("new room mailboxes take some minutes until other commands find them".to_owned())
        }
        Stage::Scope if has(Stage::App) => {
            Some("a service principal that was just made takes some minutes until Exchange takes it".to_owned())
        }
        Stage::Revoke => Some(format!(
            "wait until 60-scope.ps1 has proven that the app reaches its rooms and nothing else ({} for an app at work), \
             and keep its file 60-scope.proof.json here: without it this script does nothing",
            delay::ROLE_BUSY.words()
        )),
        Stage::CleanUp if has(Stage::Revoke) => {
            Some("only after 70-revoke.ps1, and when the product has been seen at work since".to_owned())
        }
        Stage::Rooms
        | Stage::Calendar
        | Stage::Mailboxes
        | Stage::OnPremises
        | Stage::Lists
        | Stage::Places
        | Stage::App
        | Stage::Secret
        | Stage::Scope
        | Stage::CleanUp => None,
    }
}

fn guards(text: &mut String) {
    text.push_str(
        "## What the scripts guard against\n\n\
         - They stop unless the session is connected to this tenant.\n\
         - They stop when the facts are older than 7 days, unless `-AllowStale` is added.\n\
         - They do not apply anything when the undo script is not beside them.\n\
         - An object that somebody changed since the facts were read is left alone and named.\n\
         - Before each change a line goes to `<script>.journal.txt`; the undo script touches only what stands there.\n\
         - After each change the value is read back. One failure does not stop the others; the exit code is 1 then.\n\
         - Everything applied is in `<script>.log.jsonl`, one JSON object a line.\n\n",
    );
}

fn left(text: &mut String, pack: &Pack<'_>) {
    let lines: Vec<_> = pack.plan.lines.iter().filter(|line| line.left.is_some()).collect();
    if lines.is_empty() {
        return;
    }
    text.push_str("## What is not in the scripts\n\n");
    for line in lines {
        let fate = fate(line, |check| format!("[steps]({})", steps_file(check)));
        let about = words::subjects(line.subjects, line.kind);
        let _ = writeln!(text, "- {} {} ({about}, {}): {fate}", line.check.id, line.check.title, class(line.trust));
    }
    text.push('\n');
}

fn after(text: &mut String, pack: &Pack<'_>) {
    text.push_str("## Afterwards\n\nIn this folder, with the flags that read the tenant:\n\n");
    text.push_str("```sh\nrsync-check fix verify .      # what of the plan is applied, open, changed by somebody, still to show\nrsync-check tenant            # the whole judgement again\n```\n\n");
    text.push_str("## The files\n\n");
    let _ = writeln!(text, "- `{README}`: this page");
    for one in pack.written {
        let what = match one.direction {
            Direction::Forth => "the script",
            Direction::Back => "its way back",
        };
        let _ = writeln!(text, "- `{}`: {what}, ASCII", one.file);
    }
    for planned in &pack.plan.scripts {
        let _ = writeln!(text, "- `{}.rooms.csv`: who is who in it", planned.stage.stem());
    }
    if !pack.plan.steps.is_empty() {
        let _ = writeln!(text, "- `{STEPS}/`: what a person does, a page for each check");
    }
    let _ = writeln!(text, "- `{PLAN}`: the plan, for `rsync-check fix verify`; it proves its own digest");
    text.push_str("- `*.journal.txt`, `*.log.jsonl`, `*.proof.json`: written by the scripts; keep them\n\n");
    text.push_str(
        "No file holds a secret. Ids and settings of the tenant are in all of them, names in the CSV files.\n",
    );
}
