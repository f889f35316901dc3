//! Version 1 of the report document (`urn:rsync-check:report:1`).
//!
//! Additive within 1.x: keys are added, never renamed or removed. Text of the tenant stays as it was read; JSON escapes
//! it. The same report gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::{Reading, Severity, Subject, SubjectKind, Trust};
use crate::exit::Exit;
use crate::render::Names;
use crate::report::{self, Group, Report};

/// The schema that documents name.
pub const SCHEMA: &str = "urn:rsync-check:report:1";
/// The version that documents carry.
pub const VERSION: &str = "1.0";
/// How many different found values a group lists.
const VALUES: usize = 100;

/// What is written.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether names and addresses are written.
    pub names: Names,
    /// Whether every room is written with its failing checks (`--detail rooms`).
    pub rooms: bool,
    /// The exit code of the run.
    pub exit: Exit,
}

/// The report as a document that ends in a line break.
pub fn render(report: &Report, options: &Options) -> String {
    super::text(&Document::new(report, options))
}

/// The JSON Schema of the document.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Document).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("$id".to_owned(), SCHEMA.into());
        object.insert("title".to_owned(), "rsync-check report".into());
        let about = "All outcomes of one run of rsync-check. Ignore keys that you do not know and tolerate new values of \
                     enumerations: both are added within 1.x.";
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
    run: Run,
    tenant: Tenant,
    /// What the tenant was judged by: the product, or what several products ask for together.
    product: Product,
    /// Every product of the run, in the order in which they were named.
    products: Vec<Product>,
    subject_app: App,
    /// Whether nothing stayed unknown.
    complete: bool,
    /// What could not be judged, and why.
    not_checked: Vec<NotChecked>,
    /// What is not as it should be yet, which is normal until the time given.
    pending: Vec<Pending>,
    summary: Summary,
    /// What is wrong: one group per check, severity, wanted value and kind of subject.
    groups: Vec<Fault>,
    /// Outcome counts of every check, passed ones included.
    checks: Vec<Counts>,
    /// What to know about the run that is no finding.
    notes: Vec<Note>,
    /// Every room with its failing checks; only with `--detail rooms`.
    #[serde(skip_serializing_if = "Option::is_none")]
    rooms: Option<Vec<Room>>,
    stats: Stats,
}

#[derive(Serialize, JsonSchema)]
struct Tool {
    name: String,
    version: String,
    /// The commit it was built from, when the build knew it.
    commit: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Run {
    id: String,
    /// RFC 3339, UTC.
    started: String,
    /// RFC 3339, UTC.
    finished: String,
    /// When the tenant was read: earlier than `started` when a snapshot was judged again.
    taken_at: String,
    command_without_secrets: Vec<String>,
    cloud: String,
    /// Whether somebody stopped the run.
    interrupted: bool,
    exit_code: u8,
}

#[derive(Serialize, JsonSchema)]
struct Tenant {
    id: String,
    /// The initial domain, when names are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Product {
    name: String,
    title: String,
    guide: Guide,
    parameters: BTreeMap<String, String>,
}

#[derive(Serialize, JsonSchema)]
struct Guide {
    title: String,
    version: String,
}

#[derive(Serialize, JsonSchema)]
struct App {
    id: String,
    /// When names are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Whether the program signed in as this app.
    is_reader: bool,
    /// How the reading identity signed in.
    signed_in_with: String,
}

#[derive(Serialize, JsonSchema)]
struct NotChecked {
    /// What could not be read.
    what: String,
    /// What a person calls it.
    label: String,
    /// How many subjects stay unjudged; for a list that was not read to the end, how many parts are missing.
    count: usize,
    /// For a list that was not read to the end: how many items were.
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<usize>,
    /// Why, as a stable word such as `denied`, `throttled`, `field_missing`.
    reason: String,
    /// The field that was missing or not understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The right that would cure it.
    needs: Option<Right>,
    /// Whether the same run may succeed later without anybody changing anything.
    retryable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    /// The checks that could not judge.
    checks: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct Right {
    /// `graph_application`, `graph_delegated`, `exchange_application` or `exchange_role`.
    kind: String,
    name: String,
}

#[derive(Serialize, JsonSchema)]
struct Pending {
    check: String,
    kind: SubjectKind,
    count: usize,
    /// Until when waiting is normal; RFC 3339, UTC.
    until: String,
    examples: Vec<Example>,
}

#[derive(Serialize, JsonSchema)]
struct Summary {
    /// Groups by severity.
    by_severity: BySeverity,
    /// Single findings: the sum of the groups' counts.
    findings: usize,
    /// Meeting rooms.
    rooms: usize,
    lists: usize,
    waived: usize,
    expired_waivers: usize,
}

#[derive(Serialize, JsonSchema)]
struct BySeverity {
    error: usize,
    warning: usize,
    info: usize,
}

#[derive(Serialize, JsonSchema)]
struct Fault {
    /// The stable id of the check.
    check: String,
    /// The stable name of the check.
    name: String,
    title: String,
    severity: Severity,
    kind: SubjectKind,
    /// Check, wanted value and kind as a hash: stable when found values, names and counts change.
    fingerprint: String,
    /// What was wanted: named values, conditions as small objects such as `{"min": 730}`.
    expected: BTreeMap<String, serde_json::Value>,
    /// What was found, the most frequent first; at most 100 different values.
    actual: Vec<Actual>,
    /// How many different values are left out of `actual`.
    actual_left_out: usize,
    /// Known causes or next steps, the most frequent first.
    causes: Vec<Cause>,
    count: usize,
    /// How many subjects the check applied to.
    of: usize,
    /// At most three subjects.
    examples: Vec<Example>,
    /// What it means for the people who book.
    consequence: String,
    /// How far a repair can be trusted to a script.
    fix: Trust,
    /// The page about the check, in the repository of the program.
    help_uri: String,
}

#[derive(Serialize, JsonSchema)]
struct Actual {
    value: BTreeMap<String, serde_json::Value>,
    count: usize,
}

#[derive(Serialize, JsonSchema)]
struct Cause {
    text: String,
    count: usize,
}

#[derive(Serialize, JsonSchema)]
struct Example {
    id: String,
    /// When names are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Counts {
    id: String,
    name: String,
    pass: usize,
    fail: usize,
    unknown: usize,
    pending: usize,
    not_applicable: usize,
}

#[derive(Serialize, JsonSchema)]
struct Note {
    /// What it is, as a stable word such as `no_vendor_rooms`.
    id: String,
    text: String,
    /// The checks that it is about.
    checks: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct Room {
    id: String,
    kind: SubjectKind,
    /// When names are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// When names are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Ids of the checks that found something wrong with it.
    failing: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct Stats {
    requests: u64,
    retries: u64,
    throttle_wait_s: u64,
    bytes: u64,
}

impl Document {
    fn new(report: &Report, options: &Options) -> Self {
        let names = options.names;
        let full = names == Names::Full;
        Self {
            schema: SCHEMA.to_owned(),
            schema_version: VERSION.to_owned(),
            tool: Tool {
                name: "rsync-check".to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                commit: option_env!("RSYNC_CHECK_COMMIT").map(ToOwned::to_owned),
            },
            run: Run {
                id: report.run.id.clone(),
                started: report.run.started.to_string(),
                finished: report.run.finished.to_string(),
                taken_at: report.taken_at.to_string(),
                command_without_secrets: names.command(&report.run.command),
                cloud: report.run.cloud.id().to_owned(),
                interrupted: report.run.interrupted,
                exit_code: options.exit.code,
            },
            tenant: Tenant { id: report.tenant.id.to_string(), domain: report.tenant.domain.clone().filter(|_| full) },
            product: product(&report.product, names),
            products: report.products.iter().map(|line| product(line, names)).collect(),
            subject_app: App {
                id: report.app.id.to_string(),
                name: report.app.name.as_ref().filter(|_| full).map(|name| name.raw().to_owned()),
                is_reader: report.app.is_reader,
                signed_in_with: report.signed_in_with.clone(),
            },
            complete: report.complete,
            not_checked: report.not_checked.iter().map(NotChecked::new).collect(),
            pending: report
                .pending
                .iter()
                .map(|pending| Pending {
                    check: pending.check.id.to_owned(),
                    kind: pending.kind,
                    count: pending.members.len(),
                    until: pending.until.to_string(),
                    examples: examples(pending.members.iter().take(report::EXAMPLES), names),
                })
                .collect(),
            summary: Summary {
                by_severity: BySeverity {
                    error: report.faults(Severity::Error),
                    warning: report.faults(Severity::Warning),
                    info: report.faults(Severity::Info),
                },
                findings: report.findings(),
                rooms: report.room_count,
                lists: report.list_count,
                waived: 0,
                expired_waivers: 0,
            },
            groups: report.groups.iter().map(|group| Fault::new(group, report, names)).collect(),
            checks: report
                .checks
                .iter()
                .map(|counts| Counts {
                    id: counts.check.id.to_owned(),
                    name: counts.check.name.to_owned(),
                    pass: counts.pass,
                    fail: counts.fail,
                    unknown: counts.unknown,
                    pending: counts.pending,
                    not_applicable: counts.not_applicable,
                })
                .collect(),
            notes: report
                .notes
                .iter()
                .map(|note| Note {
                    id: note.id.to_owned(),
                    text: names.prose(&note.text).into_owned(),
                    checks: note.checks.iter().map(|check| (*check).to_owned()).collect(),
                })
                .collect(),
            rooms: options.rooms.then(|| rooms(report, names)),
            stats: Stats {
                requests: report.stats.requests,
                retries: report.stats.retries,
                throttle_wait_s: report.stats.throttle_wait_s,
                bytes: report.stats.bytes,
            },
        }
    }
}

impl NotChecked {
    fn new(gap: &report::NotChecked) -> Self {
        let text = |text: Option<&'static str>| text.map(ToOwned::to_owned);
        Self {
            what: gap.what.to_owned(),
            label: gap.label.to_owned(),
            count: gap.count,
            at_least: gap.at_least,
            reason: gap.reason.to_owned(),
            field: text(gap.field),
            needs: gap.needs.as_ref().map(|right| Right {
                kind: match right.kind {
                    crate::tenant::RightKind::GraphApplication => "graph_application",
                    crate::tenant::RightKind::GraphDelegated => "graph_delegated",
                    crate::tenant::RightKind::ExchangeApplication => "exchange_application",
                    crate::tenant::RightKind::ExchangeRole => "exchange_role",
                }
                .to_owned(),
                name: right.name.clone(),
            }),
            retryable: gap.retryable,
            retry_after: gap.retry_after.map(|time| time.to_string()),
            request_id: gap.request_id.clone(),
            checks: gap.checks.iter().map(|check| (*check).to_owned()).collect(),
        }
    }
}

impl Fault {
    fn new(group: &Group, report: &Report, names: Names) -> Self {
        let value = |reading: &Reading| object(&names.reading(reading, report));
        let actual = group.actual.iter().take(VALUES);
        Self {
            check: group.check.id.to_owned(),
            name: group.check.name.to_owned(),
            title: group.check.title.to_owned(),
            severity: group.severity,
            kind: group.kind,
            fingerprint: group.fingerprint.clone(),
            expected: value(&group.expected),
            actual: actual.map(|spread| Actual { value: value(&spread.value), count: spread.count }).collect(),
            actual_left_out: group.actual.len().saturating_sub(VALUES),
            causes: group
                .causes
                .iter()
                .map(|(text, count)| Cause { text: names.prose(text).into_owned(), count: *count })
                .collect(),
            count: group.count(),
            of: group.of,
            examples: examples(group.examples().iter(), names),
            consequence: names.prose(&group.consequence).into_owned(),
            fix: group.check.fix,
            help_uri: group.help_uri(),
        }
    }
}

fn product(product: &report::ProductLine, names: Names) -> Product {
    Product {
        name: product.name.clone(),
        title: product.title.clone(),
        guide: Guide { title: product.guide.title.clone(), version: product.guide.version.clone() },
        parameters: product
            .parameters
            .iter()
            .map(|(name, value)| (name.clone(), names.parameter(name, value)))
            .collect(),
    }
}

fn examples<'a>(members: impl Iterator<Item = &'a report::Member>, names: Names) -> Vec<Example> {
    let example = |subject: &Subject| Example {
        id: names.id(subject.kind, &subject.id).into_owned(),
        name: names.name(subject).map(|name| name.raw().to_owned()),
    };
    members.map(|member| example(&member.subject)).collect()
}

fn rooms(report: &Report, names: Names) -> Vec<Room> {
    let mut failing: BTreeMap<(SubjectKind, &str), BTreeSet<&'static str>> = BTreeMap::new();
    for group in report.groups.iter().filter(|one| matches!(one.kind, SubjectKind::Room | SubjectKind::Workspace)) {
        for member in &group.members {
            failing.entry((group.kind, &member.subject.id)).or_default().insert(group.check.id);
        }
    }
    let full = names == Names::Full;
    let mut rooms: Vec<_> = report
        .rooms
        .iter()
        .map(|room| Room {
            id: names.id(room.kind, &room.id).into_owned(),
            kind: room.kind,
            address: full.then(|| room.address.clone()),
            name: room.name.as_ref().filter(|_| full).map(|name| name.raw().to_owned()),
            failing: failing
                .get(&(room.kind, room.id.as_str()))
                .map(|checks| checks.iter().map(|check| (*check).to_owned()).collect())
                .unwrap_or_default(),
        })
        .collect();
    rooms.sort_by(|one, other| one.id.cmp(&other.id));
    rooms
}

fn object(reading: &Reading) -> BTreeMap<String, serde_json::Value> {
    let value = |datum| serde_json::to_value(datum).expect("readings hold nothing that JSON cannot");
    reading.0.iter().map(|(name, datum)| ((*name).to_owned(), value(datum))).collect()
}
