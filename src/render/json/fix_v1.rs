//! Version 1 of the documents of `fix` (`urn:rsync-check:fix:1`) and `fix verify` (`urn:rsync-check:verify:1`).
//!
//! Additive within 1.x, like the report. Text of the tenant is in neither but where names are written; the changes
//! themselves are in `plan.json` of the pack.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::check::{Severity, SubjectKind, Trust};
use crate::exit::Exit;
use crate::remedy::verify::{Counts, FileState, Standing, Verified};
use crate::remedy::{Direction, Left, Manifest, Since, title};
use crate::render::Names;
use crate::render::fix::{self, File, Pack};

/// The schema that the documents of `fix` name.
pub const SCHEMA: &str = "urn:rsync-check:fix:1";
/// The schema that the documents of `fix verify` name.
pub const VERIFY_SCHEMA: &str = "urn:rsync-check:verify:1";
/// The version that both carry.
pub const VERSION: &str = "1.0";

/// What there is to write besides the pack.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The folder that the pack was written to.
    pub folder: Option<&'a str>,
    /// What is new since an earlier snapshot of this time.
    pub since: Option<(&'a Since, Timestamp)>,
    /// The exit code of the run.
    pub exit: Exit,
}

/// A plan and its files as a document that ends in a line break.
pub fn render(pack: &Pack<'_>, files: &[File], options: &Options<'_>) -> String {
    super::text(&Document::new(pack, files, options))
}

/// What became of a plan, as a document that ends in a line break.
pub fn verified(
    manifest: &Manifest,
    files: &[(String, FileState)],
    verified: &[Verified<'_>],
    (read_at, names, exit): (Timestamp, Names, Exit),
) -> String {
    super::text(&Verification::new(manifest, files, verified, (read_at, names, exit)))
}

/// The JSON Schema of the document of `fix`.
pub fn schema() -> serde_json::Value {
    let about = "What `rsync-check fix` plans and writes. Ignore keys that you do not know and tolerate new values of \
                 enumerations: both are added within 1.x.";
    about_it(schemars::schema_for!(Document), SCHEMA, "rsync-check fix", about)
}

/// The JSON Schema of the document of `fix verify`.
pub fn verify_schema() -> serde_json::Value {
    let about = "What became of a plan of `rsync-check fix`. Ignore keys that you do not know and tolerate new values of \
                 enumerations: both are added within 1.x.";
    about_it(schemars::schema_for!(Verification), VERIFY_SCHEMA, "rsync-check fix verify", about)
}

fn about_it(schema: schemars::Schema, id: &str, title: &str, about: &str) -> serde_json::Value {
    let mut schema = schema.to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("$id".to_owned(), id.into());
        object.insert("title".to_owned(), title.into());
        object.insert("description".to_owned(), about.into());
    }
    schema
}

#[derive(Serialize, JsonSchema)]
struct Document {
    /// The schema of this document.
    schema: String,
    /// Grows with additions; a new major version is a new schema.
    schema_version: String,
    tool: Tool,
    tenant: String,
    cloud: String,
    /// When the facts were read. RFC 3339, UTC.
    facts_from: String,
    /// The SHA-256 of what is to be changed.
    plan: String,
    /// Whether nothing stayed unknown.
    complete: bool,
    exit_code: u8,
    /// Where the files are; absent when none were written.
    #[serde(skip_serializing_if = "Option::is_none")]
    folder: Option<String>,
    /// What becomes of each fault, the most serious first.
    lines: Vec<Line>,
    /// The scripts, in the order of running them.
    scripts: Vec<Script>,
    /// The files of the pack, written or not.
    files: Vec<Digest>,
    /// What is new since an earlier snapshot; only with `--new-rooms-since`.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<NewSince>,
}

#[derive(Serialize, JsonSchema)]
struct Tool {
    name: String,
    version: String,
}

#[derive(Serialize, JsonSchema)]
struct Line {
    check: String,
    name: String,
    severity: Severity,
    kind: SubjectKind,
    subjects: usize,
    /// For how many of them a script has the change.
    in_scripts: usize,
    trust: Trust,
    /// Whether the repair lets somebody, or the app, reach more than before.
    widens: bool,
    /// Why the rest is in no script.
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<LeftWhy>,
}

#[derive(Serialize, JsonSchema)]
struct LeftWhy {
    /// `to_review`, `by_hand`, `overruled` or `nothing_to_repair`.
    reason: String,
    /// The check whose finding sets the same setting otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// The steps, in the folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    steps: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Script {
    file: String,
    undo: String,
    title: String,
    /// Who can run it.
    role: String,
    /// How long it takes until the changes act.
    acts_in: String,
    objects: usize,
    changes: usize,
    /// The commands that it can run, beside those that only write and count.
    commands: Vec<String>,
    sections: Vec<Section>,
}

#[derive(Serialize, JsonSchema)]
struct Section {
    id: String,
    title: String,
    checks: Vec<String>,
    trust: Trust,
    objects: usize,
    widens: bool,
}

#[derive(Serialize, JsonSchema)]
struct Digest {
    name: String,
    /// The SHA-256 of its bytes.
    sha256: String,
}

#[derive(Serialize, JsonSchema)]
struct NewSince {
    /// When the earlier snapshot was taken. RFC 3339, UTC.
    time: String,
    /// Whether it held all rooms: else some may only seem to be new.
    whole: bool,
    rooms: Vec<NewRoom>,
}

#[derive(Serialize, JsonSchema)]
struct NewRoom {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    news: Vec<String>,
}

impl Tool {
    fn new() -> Self {
        Self { name: "rsync-check".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

impl Document {
    fn new(pack: &Pack<'_>, files: &[File], options: &Options<'_>) -> Self {
        let plan = pack.plan;
        let has_steps = |id: &str| plan.steps.iter().any(|steps| steps.check.id == id);
        let line = |line: &crate::remedy::Line| {
            let (reason, by) = match &line.left {
                None => (None, None),
                Some(Left::ToReview) => (Some("to_review"), None),
                Some(Left::ByHand) => (Some("by_hand"), None),
                Some(Left::Overruled { by }) => (Some("overruled"), Some((*by).to_owned())),
                Some(Left::Nothing) => (Some("nothing_to_repair"), None),
            };
            Line {
                check: line.check.id.to_owned(),
                name: line.check.name.to_owned(),
                severity: line.severity,
                kind: line.kind,
                subjects: line.subjects,
                in_scripts: line.in_scripts,
                trust: line.trust,
                widens: line.widens,
                left: reason.map(|reason| LeftWhy {
                    reason: reason.to_owned(),
                    by,
                    steps: has_steps(line.check.id).then(|| fix::steps_file(line.check)),
                }),
            }
        };
        let script = |planned: &crate::remedy::Planned| {
            let (objects, changes) = fix::extent(planned);
            let stage = planned.stage;
            let forth = pack.written.iter().find(|one| one.stage == stage && one.direction == Direction::Forth);
            Script {
                file: format!("{}.ps1", stage.stem()),
                undo: format!("undo-{}.ps1", stage.stem()),
                title: stage.title().to_owned(),
                role: stage.role().to_owned(),
                acts_in: stage.takes().to_owned(),
                objects,
                changes,
                commands: forth.into_iter().flat_map(|one| one.commands.iter().cloned()).collect(),
                sections: planned
                    .sections
                    .iter()
                    .map(|section| Section {
                        id: section.id.clone(),
                        title: title(section),
                        checks: section.checks.iter().map(|id| (*id).to_owned()).collect(),
                        trust: section.trust,
                        objects: section.rows.len(),
                        widens: section.widens(),
                    })
                    .collect(),
            }
        };
        Self {
            schema: SCHEMA.to_owned(),
            schema_version: VERSION.to_owned(),
            tool: Tool::new(),
            tenant: plan.tenant.to_string(),
            cloud: plan.cloud.id().to_owned(),
            facts_from: plan.facts_from.to_string(),
            plan: plan.digest(),
            complete: plan.complete,
            exit_code: options.exit.code,
            folder: options.folder.map(ToOwned::to_owned),
            lines: plan.lines.iter().map(line).collect(),
            scripts: plan.scripts.iter().map(script).collect(),
            files: files.iter().map(|file| Digest { name: file.name.clone(), sha256: file.digest() }).collect(),
            since: options.since.map(|(since, time)| NewSince::new(since, time, pack.names)),
        }
    }
}

impl NewSince {
    fn new(since: &Since, time: Timestamp, names: Names) -> Self {
        let room = |room: &crate::remedy::Newcomer| NewRoom {
            id: names.id(SubjectKind::Room, &room.id).into_owned(),
            name: match names {
                Names::Full => room.name.as_ref().map(|name| name.raw().to_owned()),
                Names::None => None,
            },
            news: room.news.iter().map(|news| news.word().replace(' ', "_")).collect(),
        };
        Self { time: time.to_string(), whole: since.is_whole, rooms: since.rooms.iter().map(room).collect() }
    }
}

#[derive(Serialize, JsonSchema)]
struct Verification {
    /// The schema of this document.
    schema: String,
    /// Grows with additions; a new major version is a new schema.
    schema_version: String,
    tool: Tool,
    tenant: String,
    /// The SHA-256 of what was to be changed.
    plan: String,
    /// When the facts of the plan were read. RFC 3339, UTC.
    facts_from: String,
    /// When the tenant was read for this document. RFC 3339, UTC.
    read_at: String,
    exit_code: u8,
    files: Vec<ScriptFile>,
    summary: Summary,
    sections: Vec<SectionSummary>,
    /// Every change that is not applied.
    changes: Vec<Stands>,
}

#[derive(Serialize, JsonSchema)]
struct ScriptFile {
    name: String,
    /// `same`, `signed`, `edited` or `missing`.
    state: String,
}

#[derive(Clone, Copy, Serialize, JsonSchema)]
struct Summary {
    applied: usize,
    open: usize,
    pending: usize,
    drifted: usize,
    unknown: usize,
}

impl From<Counts> for Summary {
    fn from(counts: Counts) -> Self {
        let Counts { applied, open, pending, drifted, unknown } = counts;
        Self { applied, open, pending, drifted, unknown }
    }
}

#[derive(Serialize, JsonSchema)]
struct SectionSummary {
    script: String,
    section: String,
    checks: Vec<String>,
    #[serde(flatten)]
    counts: Summary,
}

#[derive(Serialize, JsonSchema)]
struct Stands {
    script: String,
    section: String,
    /// The object that it is about.
    object: String,
    checks: Vec<String>,
    /// What kind of change it is.
    change: String,
    /// What is altered.
    setting: String,
    from: String,
    to: String,
    /// `open`, `pending`, `drifted` or `unknown`.
    standing: String,
    /// What is there now, when it is neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<String>,
    /// Until when waiting is normal. RFC 3339, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// Why it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl Verification {
    fn new(
        manifest: &Manifest,
        files: &[(String, FileState)],
        verified: &[Verified<'_>],
        (read_at, names, exit): (Timestamp, Names, Exit),
    ) -> Self {
        let parts = verified.chunk_by(|one, other| one.stage == other.stage && one.section == other.section);
        let sections = parts.filter_map(|part| {
            let first = part.first()?;
            Some(SectionSummary {
                script: first.stage.stem().to_owned(),
                section: first.section.to_owned(),
                checks: first.checks.iter().cloned().collect(),
                counts: Counts::of(part).into(),
            })
        });
        Self {
            schema: VERIFY_SCHEMA.to_owned(),
            schema_version: VERSION.to_owned(),
            tool: Tool::new(),
            tenant: manifest.tenant.to_string(),
            plan: manifest.digest.clone(),
            facts_from: manifest.facts_from.to_string(),
            read_at: read_at.to_string(),
            exit_code: exit.code,
            files: files
                .iter()
                .map(|(name, state)| ScriptFile { name: name.clone(), state: state.id().to_owned() })
                .collect(),
            summary: Counts::of(verified).into(),
            sections: sections.collect(),
            changes: verified
                .iter()
                .filter(|one| one.standing != Standing::Applied)
                .map(|one| Stands::new(one, names))
                .collect(),
        }
    }
}

impl Stands {
    fn new(one: &Verified<'_>, names: Names) -> Self {
        let told = fix::change::told(one.change, names);
        let (mut now, mut until, mut why) = (None, None, None);
        match &one.standing {
            Standing::Applied | Standing::Open => {}
            Standing::Drifted { now: text } => now = Some(names.prose(text).into_owned()),
            Standing::Pending { until: time, .. } => until = Some(time.to_string()),
            Standing::Unknown(reason) => why = Some(fix::verify::unread(reason)),
        }
        Self {
            script: one.stage.stem().to_owned(),
            section: one.section.to_owned(),
            object: one.change.object().map_or_else(|| one.key.to_owned(), |id| id.to_string()),
            checks: one.checks.iter().cloned().collect(),
            change: told.kind.to_owned(),
            setting: told.setting,
            from: told.from,
            to: told.to,
            standing: one.standing.id().to_owned(),
            now,
            until,
            why,
        }
    }
}
