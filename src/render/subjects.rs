//! All subjects of one check (`--list CP022`): the long form of one line of the report.

use super::{Look, Names, layout, visible, words};
use crate::check::{Check, Reading, Subject};
use crate::report::{Member, Report};

/// Everything that one check found, as a table for each fault, or a sentence when it found nothing.
pub fn render(report: &Report, check: &Check, look: &Look, names: Names) -> String {
    let mut out = String::new();
    let now = report.taken_at;
    let show = |reading: &Reading| names.reading(reading, report).into_owned();
    for group in report.groups_of(check.id) {
        let share = words::share(group.count(), group.of, group.kind);
        out.push_str(&format!("{}  {}  {}: {share}\n", words::severity(group.severity), check.id, check.title));
        if let Some(wanted) = words::wanted(group, show, &words::asks(report, group), now) {
            out.push_str(&format!("{wanted}\n"));
        }
        out.push_str(&members(report, &group.members, look, names));
    }
    for pending in report.pending.iter().filter(|pending| pending.check.id == check.id) {
        out.push_str(&format!("PENDING  {}  {} until {}\n", check.id, check.title, words::time(pending.until)));
        out.push_str(&members(report, &pending.members, look, names));
    }
    if let Some(counts) = report.checks.iter().find(|counts| counts.check.id == check.id) {
        if counts.unknown > 0 {
            out.push_str(&format!("{} could not judge {} more.\n", check.id, words::number(counts.unknown as u64)));
        }
        if out.is_empty() {
            let passed = words::number(counts.pass as u64);
            let not = words::number(counts.not_applicable as u64);
            out.push_str(&format!("{} found nothing: {passed} as they should be, {not} not concerned.\n", check.id));
        }
    } else {
        out.push_str(&format!("{} was not part of this run.\n", check.id));
    }
    look.finish(out)
}

fn members(report: &Report, members: &[Member], look: &Look, names: Names) -> String {
    let has_names = members.iter().any(|member| names.name(&member.subject).is_some());
    let has_causes = members.iter().any(|member| member.cause.is_some());
    let mut heading = vec!["id"];
    heading.extend(has_names.then_some("name"));
    heading.push("found");
    heading.extend(has_causes.then_some("why"));
    let rows = members.iter().map(|Member { subject, actual, cause, .. }| {
        let mut row = vec![id(subject, names)];
        if has_names {
            row.push(names.name(subject).map(visible::name).unwrap_or_default());
        }
        row.push(words::values(&names.reading(actual, report), report.taken_at));
        if has_causes {
            row.push(cause.as_deref().map(|cause| visible::visible(&names.prose(cause))).unwrap_or_default());
        }
        row
    });
    format!("{}\n\n", layout::table(look, &heading, rows.collect()))
}

fn id(subject: &Subject, names: Names) -> String {
    visible::short(&names.id(subject.kind, &subject.id), visible::NAME_WIDTH)
}
