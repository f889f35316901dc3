//! What `fix verify` says: the files, how the changes of each section stand, and which ones need a look.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::change::told;
use crate::remedy::verify::{Counts, FileState, Standing, Unread, Verified};
use crate::remedy::{Manifest, Named};
use crate::render::{Look, Names, layout, visible, words};
use crate::tenant::Gap;

/// How the text is shown.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Width, colour, characters.
    pub look: Look,
    /// Whether names are shown.
    pub names: Names,
    /// When the tenant was read for it.
    pub read_at: Timestamp,
    /// The folder of the pack.
    pub folder: &'a str,
    /// Who is who now, by id.
    pub known: &'a BTreeMap<String, Named>,
}

/// How many changes are named.
const MOST: usize = 20;

/// The whole text, ending in a line break.
pub fn render(
    manifest: &Manifest,
    files: &[(String, FileState)],
    verified: &[Verified<'_>],
    options: &Options<'_>,
) -> String {
    let width = options.look.width;
    let mut lines = layout::wrap(
        &format!(
            "Plan {}… of {} for tenant {}, held against what was read {}.",
            manifest.digest.get(..16).unwrap_or_default(),
            words::time(manifest.facts_from),
            manifest.tenant,
            words::time(options.read_at),
        ),
        width,
        0,
        2,
    );
    for (name, state) in files {
        let what = match state {
            FileState::Same => continue,
            FileState::Signed => "is as it was written, with a signature behind it",
            FileState::Edited => "was EDITED since it was written: read it again before you run it",
            FileState::Missing => "is not there any more",
        };
        lines.extend(layout::wrap(&format!("{} {what}", visible::short(name, 60)), width, 0, 2));
    }
    let same = files.iter().filter(|(_, state)| *state == FileState::Same).count();
    lines.push(format!("{} as written", words::count(same, ("script is", "scripts are"))));
    lines.push(String::new());
    lines.extend(layout::columns(&options.look, counted(verified)));
    let strange: Vec<&Verified<'_>> =
        verified.iter().filter(|one| !matches!(one.standing, Standing::Applied | Standing::Open)).collect();
    if verified.iter().any(|one| one.standing != Standing::Applied) {
        lines.push(String::new());
        lines.push(options.look.heading("TO LOOK AT"));
    }
    for one in strange.iter().take(MOST) {
        lines.extend(line(one, options));
    }
    if let Some(more @ 1..) = strange.len().checked_sub(MOST) {
        lines.push(format!("          … and {}: --json shows all", words::count(more, ("more", "more"))));
    }
    // What nobody has run yet is told section by section.
    for part in verified.chunk_by(same_section) {
        let open: Vec<&Verified<'_>> = part.iter().filter(|one| one.standing == Standing::Open).collect();
        let Some(first) = open.first() else { continue };
        let text = match open.len() {
            1 => about(first, options),
            more => format!("{}, such as {}", words::count(more, ("change", "changes")), about(first, options)),
        };
        lines.extend(layout::labelled(&label(first), &text, width));
    }
    lines.push(String::new());
    lines.extend(layout::wrap(&next(verified, options), width, 0, 6));
    let mut text = lines.join("\n");
    text.push('\n');
    options.look.finish(text)
}

/// A row for each section, and one for all when there are several.
fn counted(verified: &[Verified<'_>]) -> Vec<Vec<String>> {
    let head = ["  script", "section", "applied", "open", "pending", "drifted", "unknown"];
    let mut rows = vec![head.map(ToOwned::to_owned).to_vec()];
    let row = |script: &str, section: &str, counts: Counts| {
        let mut row = vec![format!("  {script}"), section.to_owned()];
        let numbers = [counts.applied, counts.open, counts.pending, counts.drifted, counts.unknown];
        row.extend(numbers.map(|number| words::number(number as u64)));
        row
    };
    for part in verified.chunk_by(same_section) {
        if let Some(first) = part.first() {
            rows.push(row(first.stage.stem(), first.section, Counts::of(part)));
        }
    }
    if rows.len() > 2 {
        rows.push(row("all", "", Counts::of(verified)));
    }
    rows
}

fn same_section(one: &Verified<'_>, other: &Verified<'_>) -> bool {
    one.stage == other.stage && one.section == other.section
}

fn line(one: &Verified<'_>, options: &Options<'_>) -> Vec<String> {
    layout::labelled(&label(one), &about(one, options), options.look.width)
}

fn label(one: &Verified<'_>) -> String {
    let word = one.standing.id().to_uppercase();
    format!("{word:<8}  {} {}  ", one.stage.stem(), one.section)
}

/// One change: whose, what, and how it stands.
fn about(one: &Verified<'_>, options: &Options<'_>) -> String {
    let told = told(one.change, options.names);
    let id = one.change.object().map_or_else(|| one.key.to_owned(), |id| id.to_string());
    let name = options.known.get(&id).and_then(|named| named.name.as_ref()).filter(|name| !name.is_blank());
    let object = match (name, options.names) {
        (Some(name), Names::Full) => format!("{} ({id})", visible::short(name.raw(), 32)),
        (Some(_), Names::None) | (None, _) => id,
    };
    let what = format!("{object} {}", visible::short(&told.setting, 60));
    let (from, wanted) = (visible::short(&told.from, 60), visible::short(&told.to, 60));
    match &one.standing {
        Standing::Applied => format!("{what}: {wanted}"),
        Standing::Open => format!("{what}: still {from}, not {wanted}"),
        Standing::Drifted { now } => {
            format!("{what}: wanted {wanted}, found {}", visible::short(&options.names.prose(now), 80))
        }
        Standing::Pending { applied, until } => format!(
            "{what}: changed {}, and waiting for it to show is normal until {}",
            words::time(*applied),
            words::time(*until)
        ),
        Standing::Unknown(why) => format!("{what}: {}", unread(why)),
    }
}

/// Why something is not known.
pub fn unread(why: &Unread) -> String {
    match why {
        Unread::Gap(Gap::Denied { source, needs }) => format!("{} was refused; grant {needs}", source.label()),
        Unread::Gap(Gap::Failed { source, why }) => {
            format!("{} could not be read ({})", source.label(), why.kind.id().replace('_', " "))
        }
        Unread::Gap(Gap::NotGathered) => "this run did not read it".to_owned(),
        Unread::Gap(Gap::Field { source, field, .. }) => format!("{} came without {field}", source.label()),
        Unread::Gap(Gap::NotEvaluable { what }) => format!("only a person can tell: {what}"),
        Unread::NotFound => "its object is not among what was read".to_owned(),
        Unread::NotKept => "what is read does not tell".to_owned(),
        Unread::OtherApp => "the facts are of another app".to_owned(),
        Unread::ReadEarlier => "the script ran after the facts were read: read again".to_owned(),
    }
}

fn next(verified: &[Verified<'_>], options: &Options<'_>) -> String {
    let counts = Counts::of(verified);
    let folder = super::shells::word(options.folder);
    if counts.drifted > 0 {
        return format!("Next: look at what drifted; rsync-check fix --out {folder} plans anew from what is there now");
    }
    if counts.open > 0 {
        return format!(
            "Next: run the scripts in {folder} that are open, with -Apply; {folder}/README.md has the order"
        );
    }
    if counts.unknown > 0 {
        return "Next: read with more rights (rsync-check help permissions), then verify again".to_owned();
    }
    let until = verified.iter().filter_map(|one| match one.standing {
        Standing::Pending { until, .. } => Some(until),
        _ => None,
    });
    match until.max() {
        Some(until) => format!("Next: verify again after {}", words::time(until)),
        None => format!("All {} applied.", words::count(counts.applied, ("change is", "changes are"))),
    }
}
