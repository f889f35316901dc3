//! The report for people: one line per fault, counts against the whole, the most useful line last.

use super::{Look, Names, layout, visible, words};
use crate::check::{Area, Severity, Subject, SubjectKind, Trust};
use crate::remedy::trust_of;
use crate::report::{CheckCounts, Group, Member, NotChecked, Pending, Report};

/// How the report is shown.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Width, colour, characters.
    pub look: Look,
    /// Whether names are shown.
    pub names: Names,
    /// How many lines the report may have. Details go first, then notes, then the least severe faults.
    pub most_lines: usize,
    /// The flags that give the same facts again, such as `--snapshot FILE`; `None` when they cannot be said in a few words.
    pub again: Option<&'a str>,
}

impl Options<'_> {
    /// How many lines a report has at most, however much is wrong.
    pub const MOST_LINES: usize = 60;

    /// For a look, with names.
    pub fn new(look: Look) -> Self {
        Self { look, names: Names::Full, most_lines: Self::MOST_LINES, again: None }
    }
}

/// Where the details of a fault begin.
const INDENT: usize = 7;
/// How wide an example is.
const EXAMPLE: usize = 32;
/// How many reasons for gaps and how many pending changes are shown.
const GAPS: usize = 6;

/// How much is told about faults.
#[derive(Clone, Copy)]
struct Detail {
    /// How many faults are told in full, the worst first.
    full: usize,
    /// How the other errors are told.
    errors: Depth,
    /// How the other warnings are told.
    warnings: Depth,
    /// How many notes have a line of their own: all of them or none.
    notes: usize,
    faults: usize,
    gaps: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// Everything, with a blank line around it.
    Full,
    /// What was found, what it means, where.
    Brief,
    /// What was found.
    Found,
    Title,
}

/// The whole report as text that ends in a line break.
pub fn render(report: &Report, options: &Options<'_>) -> String {
    let view = View { report, options };
    let most = usize::MAX;
    let all =
        Detail { full: most, errors: Depth::Brief, warnings: Depth::Title, notes: most, faults: most, gaps: GAPS };
    // Notes become one line before anything is taken from a fault.
    let tight = Detail { notes: 0, ..all };
    let brief = (0..=16).rev().map(|full| Detail { full, ..tight });
    let found = [6, 3, 1, 0].map(|full| Detail { full, errors: Depth::Found, ..tight });
    let titles = [3, 1].map(|full| Detail { full, errors: Depth::Title, ..tight });
    let few = [32, 24, 16, 8].map(|faults| Detail { faults, gaps: 3, ..titles[1] });
    let steps = [all, tight].into_iter().chain(brief).chain(found).chain(titles).chain(few);
    let mut lines = Vec::new();
    for detail in steps {
        lines = view.lines(detail);
        if lines.len() <= options.most_lines {
            break;
        }
    }
    let mut text = lines.join("\n");
    text.push('\n');
    options.look.finish(text)
}

struct View<'a> {
    report: &'a Report,
    options: &'a Options<'a>,
}

impl View<'_> {
    fn lines(&self, detail: Detail) -> Vec<String> {
        let report = self.report;
        let mut lines = self.head();
        if self.is_clean() {
            lines.extend(self.wrapped(&self.areas_in_a_sentence(), 4));
        } else {
            lines.push(String::new());
            lines.extend(self.areas());
            self.problems(detail, &mut lines);
            self.not_checked(detail, &mut lines);
            self.pending(&mut lines);
            self.notes(detail, &mut lines);
            lines.push(String::new());
        }
        for note in &report.notes {
            lines.extend(self.wrapped(&visible::visible(&self.options.names.prose(&note.text)), 2));
        }
        lines.extend(self.wrapped(&stats(report), 0));
        lines.extend(self.wrapped(&next(report, self.options), 6));
        lines
    }

    /// Nothing at all to tell, not even a note.
    fn is_clean(&self) -> bool {
        let report = self.report;
        report.complete && report.groups.is_empty() && report.pending.is_empty()
    }

    fn wrapped(&self, text: &str, hang: usize) -> Vec<String> {
        layout::wrap(text, self.options.look.width, 0, hang)
    }

    fn detail(&self, text: &str) -> Vec<String> {
        layout::wrap(text, self.options.look.width, INDENT, INDENT)
    }

    fn labelled(&self, label: &str, text: &str) -> Vec<String> {
        layout::labelled(&format!("{:INDENT$}{label:<7}", ""), text, self.options.look.width)
    }

    fn head(&self) -> Vec<String> {
        let Report { tenant, app, product, taken_at, .. } = self.report;
        let full = self.options.names == Names::Full;
        let tenant = match &tenant.domain {
            Some(domain) if full => visible::short(domain, visible::NAME_WIDTH),
            Some(_) | None => tenant.id.to_string(),
        };
        let app_name = match &app.name {
            Some(name) if full && !name.is_blank() => format!("app \"{}\"", visible::short(name.raw(), 40)),
            Some(_) | None => format!("app {}", app.id),
        };
        let signed_in = words::credential(&self.report.signed_in_with);
        let reader = if app.is_reader { "signed in with" } else { "read by another identity with" };
        let version = env!("CARGO_PKG_VERSION");
        let first = format!("rsync-check {version} · {tenant} · {app_name} · {reader} {signed_in}");
        let horizon = product.parameters.get("horizon_days");
        let horizon = horizon.map_or_else(String::new, |days| format!(", bookable {days} days ahead"));
        let lists = words::count(self.report.list_count, ("room list", "room lists"));
        let chosen = if self.report.is_everything { "" } else { " chosen" };
        let counted = rooms(self.report).map_or_else(String::new, |rooms| match rooms.as_str() {
            UNREAD => format!("{rooms} · "),
            _ if self.report.checks.iter().any(|counts| counts.check.area == Area::Lists) => {
                format!("{rooms}{chosen}, {lists} · ")
            }
            _ => format!("{rooms}{chosen} · "),
        });
        let title = visible::short(&product.title, visible::NAME_WIDTH);
        let read = words::time(*taken_at);
        let mut lines = self.wrapped(&first, 2);
        lines.extend(self.wrapped(&format!("{title}{horizon} · {counted}read {read}"), 2));
        if self.report.run.interrupted {
            lines.extend(self.wrapped("INTERRUPTED: this is only what was read until then.", 2));
        }
        lines
    }

    fn areas_in_a_sentence(&self) -> String {
        let parts: Vec<_> = Area::ALL
            .into_iter()
            .map(|area| (area, self.checks_of(area).count()))
            .filter(|(_, checks)| *checks > 0)
            .map(|(area, checks)| format!("{} ({})", area.title(), words::count(checks, ("check", "checks"))))
            .collect();
        format!("ok: {}", parts.join(", "))
    }

    fn checks_of(&self, area: Area) -> impl Iterator<Item = &CheckCounts> {
        self.report.checks.iter().filter(move |counts| counts.check.area == area)
    }

    fn areas(&self) -> Vec<String> {
        let mut rows = Vec::new();
        for area in Area::ALL {
            let checks = self.checks_of(area).count();
            if checks == 0 {
                continue;
            }
            let groups = self.report.groups.iter().filter(|group| group.check.area == area);
            let (problems, notes): (Vec<_>, Vec<_>) = groups.partition(|group| group.severity > Severity::Info);
            let unknown = self.checks_of(area).filter(|counts| counts.unknown > 0).count();
            let pending = self.report.pending.iter().filter(|pending| pending.check.area == area).count();
            let told: Vec<_> = [
                (problems.len(), ("problem", "problems")),
                (unknown, ("check without an answer", "checks without an answer")),
                (pending, ("change pending", "changes pending")),
                (notes.len(), ("note", "notes")),
            ]
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| words::count(number, what))
            .collect();
            // What was never asked is not well.
            let is_idle = |one: &CheckCounts| one.pass + one.fail + one.unknown + one.pending + one.not_applicable == 0;
            let told = match told.is_empty() {
                true if self.checks_of(area).all(is_idle) => "nothing to judge".to_owned(),
                true => "ok".to_owned(),
                false => told.join(", "),
            };
            rows.push(vec![format!(" {}", area.title()), words::count(checks, ("check", "checks")), told]);
        }
        layout::columns(&self.options.look, rows)
    }

    fn problems(&self, detail: Detail, lines: &mut Vec<String>) {
        let report = self.report;
        let groups: Vec<_> = report.groups.iter().filter(|group| group.severity > Severity::Info).collect();
        if groups.is_empty() {
            return;
        }
        let counted: Vec<_> = [Severity::Error, Severity::Warning]
            .into_iter()
            .map(|severity| (report.faults(severity), severity))
            .filter(|(faults, _)| *faults > 0)
            .map(|(faults, severity)| words::faults(faults, severity))
            .collect();
        let findings: usize = groups.iter().map(|group| group.count()).sum();
        let single = match findings == groups.len() {
            true => String::new(),
            false => format!("   ({} single findings)", words::number(findings as u64)),
        };
        lines.push(String::new());
        lines.push(format!("{}   {}{single}", self.options.look.heading("PROBLEMS"), counted.join(", ")));
        let mut was_full = true;
        for (at, group) in groups.iter().take(detail.faults).enumerate() {
            let depth = match group.severity {
                _ if at < detail.full => Depth::Full,
                Severity::Error => detail.errors,
                Severity::Warning | Severity::Info => detail.warnings,
            };
            if depth == Depth::Full || was_full {
                lines.push(String::new());
            }
            was_full = depth == Depth::Full;
            lines.extend(self.title(group));
            match depth {
                Depth::Full => lines.extend(self.details(group)),
                Depth::Brief => lines.extend(self.brief(group)),
                Depth::Found => lines.extend(self.in_a_line(group)),
                // Two faults of one check have the same title: only what was found tells them apart.
                Depth::Title if groups.iter().filter(|other| other.check.id == group.check.id).count() > 1 => {
                    lines.extend(self.in_a_line(group));
                }
                Depth::Title => {}
            }
        }
        if let Some(more @ 1..) = groups.len().checked_sub(detail.faults) {
            lines.push(format!("… and {} more: --json shows all", words::count(more, ("problem", "problems"))));
        }
    }

    fn title(&self, group: &Group) -> Vec<String> {
        let severity = words::severity(group.severity);
        let left = format!("{severity:<5}  {}  {}", group.check.id, group.check.title);
        let right = words::share(group.count(), group.of, group.kind);
        let look = self.options.look;
        let mut lines = layout::sides(&left, &right, look.width);
        if let Some(first) = lines.first_mut()
            && let Some(rest) = first.strip_prefix(severity)
        {
            *first = format!("{}{rest}", look.severe(group.severity, severity));
        }
        lines
    }

    fn found_and_wanted(&self, group: &Group) -> Vec<String> {
        let now = self.report.taken_at;
        let show = |reading: &_| self.options.names.reading(reading, self.report).into_owned();
        let found = words::found(group, show, now);
        let wanted = words::wanted(group, show, &words::asks(self.report, group), now);
        let parts: Vec<_> = [found, wanted].into_iter().flatten().collect();
        if parts.is_empty() { Vec::new() } else { self.labelled("found", &parts.join("; ")) }
    }

    /// What helps most where there is room for little: which steps are open, or what was found.
    fn in_a_line(&self, group: &Group) -> Vec<String> {
        match group.kind {
            SubjectKind::Step => self.examples(group),
            _ => self.found_and_wanted(group),
        }
    }

    fn brief(&self, group: &Group) -> Vec<String> {
        let mut lines = self.found_and_wanted(group);
        lines.extend(self.labelled("means", &visible::visible(&self.options.names.prose(&group.consequence))));
        if !matches!(group.kind, SubjectKind::Tenant | SubjectKind::App) {
            lines.extend(self.examples(group));
        }
        lines
    }

    fn details(&self, group: &Group) -> Vec<String> {
        let mut lines = self.brief(group);
        lines.extend(self.causes(group));
        let about = format!("about  rsync-check explain {}", group.check.id);
        lines.push(match group.check.fix {
            Trust::None => format!("{:INDENT$}{about}", ""),
            trust => format!("{:INDENT$}fix    {:<32} {about}", "", words::trust(trust)),
        });
        lines
    }

    fn causes(&self, group: &Group) -> Vec<String> {
        let shown: Vec<_> = group
            .causes
            .iter()
            .take(3)
            .map(|(cause, count)| {
                let cause = visible::short(&self.options.names.prose(cause), 160);
                if *count == group.count() { cause } else { format!("{cause} ({})", words::number(*count as u64)) }
            })
            .collect();
        let more = match group.causes.len().saturating_sub(3) {
            0 => String::new(),
            more => format!(", and {} more", words::number(more as u64)),
        };
        if shown.is_empty() { Vec::new() } else { self.labelled("why", &format!("{}{more}", shown.join("; "))) }
    }

    fn examples(&self, group: &Group) -> Vec<String> {
        if let Some(earlier) = group.same_as {
            return self.labelled("where", &format!("the same {} as {earlier}", group.kind.words().1));
        }
        let names: Vec<_> = group.examples().iter().map(|member| self.subject(&member.subject)).collect();
        match group.count() > names.len() {
            true => self.labelled("e.g.", &format!("{}, … · all: --list {}", names.join(", "), group.check.id)),
            false => self.labelled("only", &names.join(", ")),
        }
    }

    fn subject(&self, subject: &Subject) -> String {
        subject_name(subject, self.options.names, EXAMPLE)
    }

    fn not_checked(&self, detail: Detail, lines: &mut Vec<String>) {
        let gaps = &self.report.not_checked;
        if gaps.is_empty() {
            return;
        }
        lines.push(String::new());
        lines.push(self.options.look.heading("NOT CHECKED"));
        let mut cures: Vec<(String, String, Vec<String>)> = Vec::new();
        for gap in gaps {
            let (why, cure) = (words::why(gap), gap_cure(gap, self.report));
            match cures.iter_mut().find(|known| known.0 == why && known.1 == cure) {
                Some((_, _, subjects)) => subjects.push(gap_subject(gap)),
                None => cures.push((why, cure, vec![gap_subject(gap)])),
            }
        }
        for (why, cure, subjects) in cures.iter().take(detail.gaps) {
            lines.extend(self.detail(&format!("{}: {why}", subjects.join("; "))));
            lines.extend(self.labelled("cure", cure));
        }
        if let Some(more @ 1..) = cures.len().checked_sub(detail.gaps) {
            lines.extend(self.detail(&format!("… and {}: --json shows all", words::count(more, ("more", "more")))));
        }
        if gaps.iter().any(|gap| gap.needs.is_some()) {
            lines.extend(self.detail("which right does what: rsync-check help permissions"));
        }
    }

    fn pending(&self, lines: &mut Vec<String>) {
        let pending = &self.report.pending;
        if pending.is_empty() {
            return;
        }
        lines.push(String::new());
        lines.push(self.options.look.heading("PENDING"));
        for Pending { check, kind, until, members } in pending.iter().take(GAPS) {
            let examples: Vec<_> = members.iter().take(2).map(|Member { subject, .. }| self.subject(subject)).collect();
            let dots = if members.len() > examples.len() { ", …" } else { "" };
            let when = format!("{} ({})", words::time(*until), words::relative(*until, self.report.taken_at));
            let text = format!(
                "{}: {} ({}{dots}); waiting is normal until {when}",
                check.title,
                words::subjects(members.len(), *kind),
                examples.join(", "),
            );
            lines.extend(self.labelled(check.id, &text));
        }
        if let Some(more @ 1..) = pending.len().checked_sub(GAPS) {
            lines.extend(self.detail(&format!("… and {}: --json shows all", words::count(more, ("more", "more")))));
        }
    }

    fn notes(&self, detail: Detail, lines: &mut Vec<String>) {
        let notes: Vec<_> = self.report.groups.iter().filter(|group| group.severity == Severity::Info).collect();
        if notes.is_empty() {
            return;
        }
        lines.push(String::new());
        if detail.notes == 0 {
            let mut ids: Vec<_> = notes.iter().map(|group| group.check.id).collect();
            ids.dedup();
            let line = format!("NOTES  {} (rsync-check explain {})", ids.join(", "), ids[0]);
            lines.extend(self.wrapped(&line, INDENT));
            return;
        }
        lines.push(self.options.look.heading("NOTES"));
        for group in &notes {
            lines.extend(self.title(group));
        }
    }
}

/// A subject by its name, or by its id where it has none or none may be shown.
pub(super) fn subject_name(subject: &Subject, names: Names, width: usize) -> String {
    match names.name(subject) {
        Some(name) if !name.is_blank() => visible::short(name.raw(), width),
        Some(_) | None => visible::short(&names.id(subject.kind, &subject.id), width.max(36)),
    }
}

/// What a gap is about: "calendar processing of a room (Exchange), 40 rooms, 12 checks".
fn gap_subject(gap: &NotChecked) -> String {
    if let Some(read) = gap.at_least {
        let lost = words::count(gap.count, ("part", "parts"));
        return format!("{}, at least {} read, {lost} missing", gap.label, words::number(read as u64));
    }
    let checks = match &gap.checks[..] {
        [one] => (*one).to_owned(),
        several => words::count(several.len(), ("check", "checks")),
    };
    match gap.kind {
        Some(kind) if kind != SubjectKind::Tenant && kind != SubjectKind::App => {
            format!("{}, {}, {checks}", gap.label, words::subjects(gap.count, kind))
        }
        Some(_) | None => format!("{}, {checks}", gap.label),
    }
}

fn gap_cure(gap: &NotChecked, report: &Report) -> String {
    let request = gap.request_id.as_deref().map(|id| format!(" (request {})", visible::short(id, 40)));
    format!("{}{}", words::cure(gap, report.taken_at), request.unwrap_or_default())
}

/// What stands in place of a number of rooms that nobody could read.
const UNREAD: &str = "rooms not read";

/// How many rooms there are; nothing where the run was not about rooms.
fn rooms(report: &Report) -> Option<String> {
    let is_unread = |one: &CheckCounts| one.check.id == "RM014" && one.unknown > 0;
    if report.checks.iter().all(|one| one.check.area == Area::Permissions) {
        return None;
    }
    Some(match report.room_count {
        0 if report.checks.iter().any(is_unread) => UNREAD.to_owned(),
        count => words::subjects(count, SubjectKind::Room),
    })
}

fn stats(report: &Report) -> String {
    let stats = report.stats;
    let mut parts: Vec<_> = rooms(report).into_iter().collect();
    if stats.requests > 0 {
        let requests = usize::try_from(stats.requests).unwrap_or(usize::MAX);
        parts.push(words::count(requests, ("request", "requests")));
    }
    if stats.retries > 0 {
        parts.push(format!("{} tried again", words::number(stats.retries)));
    }
    if stats.throttle_wait_s > 0 {
        parts.push(format!("{} spent waiting for Microsoft", words::duration(stats.throttle_wait_s)));
    }
    let took = report.run.finished.duration_since(report.run.started).unsigned_abs().as_secs();
    if took > 0 {
        parts.push(format!("took {}", words::duration(took)));
    }
    parts.join(" · ")
}

/// How to repair what scripts can repair, and how much of what was found that is.
fn repair(report: &Report, options: &Options<'_>) -> Option<String> {
    let trusts = |wanted: Trust| {
        let problems = report.groups.iter().filter(|group| group.severity > Severity::Info);
        let all = problems.flat_map(|group| group.members.iter().map(|member| trust_of(group.check, &member.fix)));
        all.filter(|trust| *trust == wanted).count()
    };
    let (safe, review) = (trusts(Trust::Safe), trusts(Trust::Review));
    let all = words::count(report.findings(), ("finding", "findings"));
    let covers = match (safe, review) {
        (0, 0) => return None,
        (0, review) => format!("can repair {} of {all} after a review", words::number(review as u64)),
        (safe, 0) => format!("covers {} of {all}", words::number(safe as u64)),
        (safe, review) => {
            let (safe, review) = (words::number(safe as u64), words::number(review as u64));
            format!("covers {safe} of {all}, {review} more after a review")
        }
    };
    let again = options.again.map(|again| format!("{} ", visible::short(&options.names.prose(again), 200)));
    Some(match again {
        Some(again) => format!("Next: rsync-check fix {again}--out fix/ ({covers})"),
        None => format!("Next: rsync-check fix --out fix/ with the flags of this run ({covers})"),
    })
}

/// The most useful line: what to do next.
fn next(report: &Report, options: &Options<'_>) -> String {
    let worst = report.groups.first().filter(|group| group.severity > Severity::Info);
    let rights_missing = report.not_checked.iter().any(|gap| gap.needs.is_some());
    if report.run.interrupted {
        return "Next: run the same command again".to_owned();
    }
    if let Some(repair) = repair(report, options) {
        return repair;
    }
    if let Some(group) = worst {
        return format!("Next: rsync-check explain {}", group.check.id);
    }
    if rights_missing {
        return "Next: rsync-check help permissions".to_owned();
    }
    if let Some(gap) = report.not_checked.first() {
        let after = gap.retry_after.map(|after| format!(" after {}", words::time(after))).unwrap_or_default();
        return match (gap.retryable, gap.checks.first()) {
            (false, Some(check)) => format!("Next: rsync-check explain {check}"),
            (true, _) | (false, None) => format!("Next: run the same command again{after}"),
        };
    }
    if let Some(until) = report.pending.iter().map(|pending| pending.until).max() {
        return format!("Next: run the same command again after {}", words::time(until));
    }
    let rooms = rooms(report).map_or_else(String::new, |rooms| format!("{rooms}, "));
    let checks = words::count(report.checks.len(), ("check", "checks"));
    format!("Nothing to fix. {rooms}{checks}, all read.")
}
