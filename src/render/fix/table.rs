//! What `fix` says: from which facts, what becomes of each fault, what was written, and how to go on.

use jiff::Timestamp;

use super::{File, PLAN, Pack, README, class, extent, fate, place, readme, shells, steps_file};
use crate::remedy::{Direction, News, Planned, Since, Written};
use crate::render::{Look, Names, layout, visible, words};

/// Where the facts came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facts {
    /// A saved snapshot.
    Snapshot,
    /// The tenant.
    Tenant,
    /// The simulated tenant.
    Simulated,
}

/// What there is to say besides the pack.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Width, colour, characters.
    pub look: Look,
    /// Where the facts came from.
    pub facts: Facts,
    /// The time of this run.
    pub now: Timestamp,
    /// The folder that the pack was written to; `None` when it was only looked at.
    pub folder: Option<&'a str>,
    /// The flags that give the same facts again, such as `--demo`; `None` when they cannot be said in a few words.
    pub again: Option<&'a str>,
    /// The flags that read the tenant anew; `None` when they cannot be said in a few words.
    pub fresh: Option<&'a str>,
    /// What is new since an earlier snapshot of this time, when only that was asked for.
    pub since: Option<(&'a Since, Timestamp)>,
}

/// How many new rooms are named.
const NEW_ROOMS: usize = 12;

/// The whole text, ending in a line break.
pub fn render(pack: &Pack<'_>, files: &[File], options: &Options<'_>) -> String {
    let view = View { pack, files, options };
    let mut lines = view.facts();
    lines.extend(view.since());
    lines.extend(view.faults());
    match options.folder {
        Some(folder) => lines.extend(view.written(folder)),
        None => lines.extend(view.not_written()),
    }
    let mut text = lines.join("\n");
    text.push('\n');
    options.look.finish(text)
}

struct View<'a> {
    pack: &'a Pack<'a>,
    files: &'a [File],
    options: &'a Options<'a>,
}

impl View<'_> {
    fn wrapped(&self, text: &str, hang: usize) -> Vec<String> {
        layout::wrap(text, self.options.look.width, 0, hang)
    }

    fn labelled(&self, label: &str, text: &str) -> Vec<String> {
        layout::labelled(&format!("  {label:<11}"), text, self.options.look.width)
    }

    fn facts(&self) -> Vec<String> {
        let plan = self.pack.plan;
        let from = match self.options.facts {
            Facts::Snapshot => "the snapshot of",
            Facts::Tenant => "the tenant, read",
            Facts::Simulated => "the simulated tenant, read",
        };
        let age = words::relative(plan.facts_from, self.options.now);
        let whole = match unknown(self.pack) {
            _ if plan.complete => "complete".to_owned(),
            0 => "not complete".to_owned(),
            checks => {
                format!("not complete: {}", words::count(checks, ("check has no answer", "checks have no answer")))
            }
        };
        self.wrapped(&format!("From {from} {} ({age}, {whole}).", words::time(plan.facts_from)), 2)
    }

    fn since(&self) -> Vec<String> {
        let Some((since, time)) = self.options.since else { return Vec::new() };
        let time = words::time(time);
        let mut lines = Vec::new();
        if since.rooms.is_empty() {
            lines.extend(self.wrapped(&format!("No room was added, renamed or moved since {time}."), 2));
        } else {
            let all = [News::Added, News::Renamed, News::Readdressed, News::Moved, News::Relisted];
            let counted: Vec<String> = all
                .into_iter()
                .map(|news| (since.count(news), news.word()))
                .filter(|(count, _)| *count > 0)
                .map(|(count, word)| format!("{} {word}", words::number(count as u64)))
                .collect();
            let rooms = words::count(since.rooms.len(), ("room is new", "rooms are new"));
            lines.extend(
                self.wrapped(&format!("{rooms} since {time}: {}. Only they are looked at.", counted.join(", ")), 2),
            );
            for room in since.rooms.iter().take(NEW_ROOMS) {
                let name = match (self.pack.names, &room.name) {
                    (Names::Full, Some(name)) if !name.is_blank() => visible::short(name.raw(), 40),
                    _ => visible::short(&self.pack.names.id(crate::check::SubjectKind::Room, &room.id), 40),
                };
                let news: Vec<&str> = room.news.iter().map(|news| news.word()).collect();
                lines.extend(self.wrapped(&format!("  {name}: {}", news.join(", ")), 4));
            }
            if let Some(more @ 1..) = since.rooms.len().checked_sub(NEW_ROOMS) {
                lines.push(format!("  … and {} more: --json shows all", words::number(more as u64)));
            }
        }
        if !since.is_whole {
            let text = "The earlier snapshot did not hold all rooms: some may only seem to be new.";
            lines.extend(self.wrapped(text, 2));
        }
        lines
    }

    fn faults(&self) -> Vec<String> {
        let plan = self.pack.plan;
        if plan.lines.is_empty() {
            return vec![String::new(), "Nothing to repair.".to_owned()];
        }
        let head = ["  check", "fault", "about", "class", "in a script?"];
        let mut rows = vec![head.map(ToOwned::to_owned).to_vec()];
        for line in &plan.lines {
            let steps = |check: &crate::check::Check| match self.options.folder {
                Some(_) => format!("steps in {}", steps_file(check)),
                None => format!("rsync-check explain {}", check.id),
            };
            rows.push(vec![
                format!("  {}", line.check.id),
                visible::short(line.check.title, 40),
                words::subjects(line.subjects, line.kind),
                class(line.trust).to_owned(),
                fate(line, steps),
            ]);
        }
        let mut lines = vec![String::new()];
        lines.extend(layout::columns(&self.options.look, rows));
        lines
    }

    fn not_written(&self) -> Vec<String> {
        let plan = self.pack.plan;
        let mut lines = vec![String::new()];
        for planned in &plan.scripts {
            lines.extend(self.wrapped(&format!("{}.ps1 would hold {}", planned.stage.stem(), self.extent(planned)), 2));
        }
        if plan.scripts.is_empty() && plan.steps.is_empty() {
            return if plan.lines.is_empty() {
                Vec::new()
            } else {
                vec![String::new(), "No script is needed.".to_owned()]
            };
        }
        lines.push("Nothing was written. Files come with --out DIR:".to_owned());
        let again = self.options.again.map(|again| format!("{again} ")).unwrap_or_default();
        lines.push(format!("  rsync-check fix {again}--out fix/"));
        lines
    }

    fn extent(&self, planned: &Planned) -> String {
        let (objects, changes) = extent(planned);
        let widening = planned.sections.iter().filter(|section| section.widens()).count();
        let widens = match widening {
            0 => String::new(),
            some => format!(", {} of {} sections widen access", some, planned.sections.len()),
        };
        let objects = words::count(objects, ("object", "objects"));
        format!("{} of {objects}{widens}", words::count(changes, ("change", "changes")))
    }

    /// A path below the folder.
    fn path(folder: &str, name: &str) -> String {
        let folder = folder.trim_end_matches(['/', std::path::MAIN_SEPARATOR]);
        let folder = if folder.is_empty() { "/" } else { folder };
        if folder == "/" { format!("/{name}") } else { format!("{folder}/{name}") }
    }

    fn written(&self, folder: &str) -> Vec<String> {
        let plan = self.pack.plan;
        let mut lines = vec![String::new()];
        let mut wrote = |name: &str, what: &str| {
            let path = visible::short(&Self::path(folder, name), 60);
            lines.extend(layout::labelled(&format!("wrote {path:<32}  "), what, self.options.look.width));
        };
        for planned in &plan.scripts {
            let stem = planned.stage.stem();
            for one in self.pack.written.iter().filter(|one| one.stage == planned.stage) {
                let digest = self.files.iter().find(|file| file.name == one.file).map(File::digest).unwrap_or_default();
                let what = match one.direction {
                    Direction::Forth => self.extent(planned),
                    Direction::Back => "the way back".to_owned(),
                };
                let digest = digest.get(..16).unwrap_or_default();
                wrote(&one.file, &format!("{what} · sha256 {digest}… · ASCII · mode 0600"));
            }
            wrote(&format!("{stem}.rooms.csv"), "who is who: names are kept out of the scripts");
        }
        if !plan.steps.is_empty() {
            wrote("steps/", &format!("{} for a person", words::count(plan.steps.len(), ("page", "pages"))));
        }
        wrote(README, "order, roles, waits, how to sign, how to take back; whole digests");
        wrote(PLAN, "the plan, for fix verify");
        if plan.scripts.is_empty() {
            return lines;
        }
        lines.push(String::new());
        let guards = format!(
            "A script only previews until you add -Apply, checks that it is connected to tenant {}, leaves alone what \
             somebody changed since the facts were read, and writes down each change before it makes it. It refuses to \
             apply without its undo script beside it.",
            plan.tenant
        );
        lines.extend(self.wrapped(&guards, 0));
        lines.push("Read it before you run it. In PowerShell:".to_owned());
        for planned in &plan.scripts {
            lines.extend(self.script(folder, planned));
        }
        lines.push(String::new());
        let fresh = self.options.fresh.map(|fresh| format!(" {fresh}")).unwrap_or_default();
        lines.push(format!("After:  rsync-check fix verify {}{fresh}", shells::word(folder)));
        lines
    }

    fn script(&self, folder: &str, planned: &Planned) -> Vec<String> {
        let stage = planned.stage;
        let path = Self::path(folder, &format!("{}.ps1", stage.stem()));
        let undo = Self::path(folder, &format!("undo-{}.ps1", stage.stem()));
        let mut lines = vec![String::new(), self.options.look.heading(&format!("{}: {}", stage.stem(), stage.title()))];
        let mut line = |label: &str, text: &str| lines.extend(self.labelled(label, text));
        if let Some(wait) = readme::wait_before(stage, &self.pack.plan.scripts) {
            line("first", &wait);
        }
        line("needs", stage.role());
        let commands = self.pack.written.iter().filter(|one| one.stage == stage && one.direction == Direction::Forth);
        let commands: Vec<&str> = commands.flat_map(|one: &Written| &one.commands).map(String::as_str).collect();
        line("can run", &commands.join(", "));
        line("acts in", stage.takes());
        // Lines to be copied are not broken.
        let copy = |label: &str, text: String| format!("  {label:<11}{}", visible::short(&text, 400));
        lines.push(copy("connect", shells::connect(place(self.pack), stage)));
        lines.push(copy("preview", shells::run(&path, "")));
        lines.push(copy("try five", shells::run(&path, "-Apply -Limit 5")));
        lines.push(copy("apply", shells::run(&path, "-Apply")));
        lines.push(copy("take back", shells::run(&undo, "-Apply")));
        lines
    }
}

/// How many checks have no answer.
fn unknown(pack: &Pack<'_>) -> usize {
    pack.report.checks.iter().filter(|counts| counts.unknown > 0).count()
}
