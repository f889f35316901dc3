//! Attestations for people: how each step of a product stands, and what is left to do.

use jiff::Timestamp;

use super::{Look, Names, layout, visible, words};
use crate::check::Severity;
use crate::check::setup::Standing;
use crate::check::setup::standing::end_of;
use crate::product::{AttestedStep, Product};
use crate::report::{Report, stand_in};

/// The checks that judge attestations.
pub const CHECKS: [&str; 4] = ["MA001", "MA002", "MA003", "MA004"];

/// A step and how it stands.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The step.
    pub step: &'a AttestedStep,
    /// How it stands.
    pub standing: Standing<'a>,
}

impl Line<'_> {
    /// How it stands in a word or two.
    fn state(&self, now: Timestamp, window: i64) -> String {
        match self.standing {
            Standing::Missing => "missing".to_owned(),
            Standing::Expired { end, .. } => format!("expired {end}"),
            Standing::Vouched { end, .. } => {
                let left = end_of(end).duration_since(now).as_hours() / 24;
                if left <= window { format!("ends soon: {end}") } else { format!("until {end}") }
            }
        }
    }

    fn is_open(&self) -> bool {
        !matches!(self.standing, Standing::Vouched { .. })
    }

    fn vouched_by(&self, names: Names) -> String {
        match self.standing {
            Standing::Missing => "–".to_owned(),
            Standing::Expired { entry, .. } | Standing::Vouched { entry, .. } if names == Names::None => {
                stand_in("owner", entry.owner.raw())
            }
            Standing::Expired { entry, .. } | Standing::Vouched { entry, .. } => {
                format!("{}: {}", visible::name(&entry.owner), visible::name(&entry.evidence))
            }
        }
    }
}

/// All steps of a product in a table, then what is to be done for each that nobody vouches for now. `asked` is how the
/// product is named on a command line, where its steps are not found without.
pub fn render(
    product: &Product,
    asked: Option<&str>,
    lines: &[Line<'_>],
    now: Timestamp,
    look: &Look,
    names: Names,
) -> String {
    let title = visible::short(&product.title, visible::NAME_WIDTH);
    if lines.is_empty() {
        return look.finish(format!("{title} has no step that somebody must vouch for.\n"));
    }
    let window = product.parameters.expiry_days;
    let rows = lines.iter().map(|line| {
        vec![
            visible::short(&line.step.id, visible::NAME_WIDTH),
            words::severity(line.step.level.into()).to_owned(),
            line.state(now, window),
            line.vouched_by(names),
        ]
    });
    let mode = product.mode().map(|mode| format!(", mode {}", visible::short(&mode.name, 40))).unwrap_or_default();
    let mut text = format!("{title}{mode}\n\n");
    text.push_str(&layout::table(look, &["step", "if not", "vouched for", "by"], rows.collect()));
    text.push('\n');
    let open: Vec<_> = lines.iter().filter(|line| line.is_open()).collect();
    for Line { step, .. } in &open {
        let id = visible::short(&step.id, visible::NAME_WIDTH);
        text.push_str(&format!("\n{}\n", look.heading(&id)));
        let mut part = |label: &str, about: &str| {
            // Paragraphs and the lines of a script stay apart.
            for (at, line) in about.trim().lines().enumerate() {
                let label = if at == 0 { label } else { "" };
                let wrapped = layout::labelled(&format!("  {label:<7}"), &visible::visible(line), look.width);
                text.push_str(&format!("{}\n", wrapped.join("\n")));
            }
        };
        part("asks", &step.asks);
        part("who", &step.who);
        if let Some(because) = &step.because {
            part("else", because);
        }
        if let Some(steps) = &step.steps {
            part("steps", steps);
        }
        part("valid", &words::count(usize::try_from(step.valid_days).unwrap_or(0), ("day", "days")));
        let of = asked.map(|name| format!(" --product {name}")).unwrap_or_default();
        part("record", &format!("rsync-check attest add {id}{of} --owner NAME --evidence TEXT"));
    }
    let count = words::count(open.len(), ("step", "steps"));
    let last = match open.len() {
        0 => format!("Every step is vouched for ({}).", words::count(lines.len(), ("step", "steps"))),
        _ => format!("{count} of {} to be vouched for.", lines.len()),
    };
    text.push_str(&format!("\n{last}\n"));
    look.finish(text)
}

/// What is wrong with the attestations, a line a fault; the verdict is the exit code.
pub fn summary(report: &Report, look: &Look) -> String {
    let mut text = String::new();
    for group in &report.groups {
        let ids: Vec<_> =
            group.members.iter().map(|member| visible::short(&member.subject.id, visible::NAME_WIDTH)).collect();
        let severity = look.severe(group.severity, words::severity(group.severity));
        let line = format!("{}  {}: {}", group.check.id, group.check.title, ids.join(", "));
        text.push_str(&format!("{severity:<5}  {line}\n"));
    }
    let told = [Severity::Error, Severity::Warning, Severity::Info];
    let told: Vec<_> = told
        .into_iter()
        .filter(|severity| report.faults(*severity) > 0)
        .map(|severity| words::faults(report.faults(severity), severity))
        .collect();
    match told.is_empty() {
        true => text.push_str("Every step is vouched for.\n"),
        false => text.push_str(&format!("{}: rsync-check attest list\n", told.join(", "))),
    }
    look.finish(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::Case;
    use crate::check::setup::fixture::{entry, step};
    use crate::check::setup::standing;

    fn now() -> Timestamp {
        "2026-03-10T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn steps_with_what_is_left_to_do() {
        let mut product = Case::new().product;
        product.attestations = ["review", "hand-over", "rotation", "record"].map(step).to_vec();
        product.attestations[0].steps = Some("Open the portal.\nPress the button \u{1b}[2J.".into());
        product.attestations[0].because = Some("Nobody has looked.".into());
        let mut hostile = entry("hand-over", "2026-01-01", "2026-02-01");
        hostile.owner = "Ann \u{202e}".into();
        let entries =
            [hostile, entry("rotation", "2026-01-01", "2026-04-01"), entry("record", "2026-01-01", "2026-12-31")];
        let steps = product.attestations.clone();
        let line = |step| Line { step, standing: standing(step, "spacewell", &entries, now()) };
        let lines: Vec<_> = steps.iter().map(line).collect();
        let text = render(&product, None, &lines, now(), &Look::default(), Names::Full);
        assert!(!text.chars().any(|c| c != '\n' && visible::acts(c)));
        let nameless = render(&product, None, &lines, now(), &Look::default(), Names::None);
        assert!(text.contains("Ann") && !nameless.contains("Ann") && nameless.contains("owner-"), "{nameless}");
        insta::assert_snapshot!(text);
    }

    #[test]
    fn nothing_to_do_is_said() {
        let mut product = Case::new().product;
        assert!(render(&product, None, &[], now(), &Look::default(), Names::Full).contains("no step"));
        product.attestations = vec![step("review")];
        let entries = [entry("review", "2026-01-01", "2026-12-31")];
        let one = product.attestations[0].clone();
        let line = Line { step: &one, standing: standing(&one, "spacewell", &entries, now()) };
        let text = render(&product, Some("ours.toml"), &[line], now(), &Look::default(), Names::Full);
        assert!(text.ends_with("Every step is vouched for (1 step).\n"), "{text}");
    }
}
