//! Floor 1: all outcomes of one run, counted and grouped. What every renderer reads.
//!
//! Pure: the same snapshot, product and judgements give the same report. No words are made here except the names that
//! documents keep; nothing is printed.

mod gaps;
mod grouping;
mod names;
mod notes;
#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
pub use verdict::{FailOn, UnknownSeverity};

use crate::check::{Area, Check, Judgement, Reading, Severity, Subject, SubjectKind};
use crate::product::{Guide, Product};
use crate::tenant::{AppId, Change, CloudName, Right, RoomKind, Snapshot, TenantId, Untrusted};

/// How many subjects stand for all of a group.
pub const EXAMPLES: usize = 3;

/// All outcomes of one run.
#[derive(Clone, Debug)]
pub struct Report {
    /// Which run it was.
    pub run: RunInfo,
    /// What it cost.
    pub stats: Stats,
    /// The tenant.
    pub tenant: TenantLine,
    /// The product that was judged for.
    pub product: ProductLine,
    /// The products that it was merged from; the product itself when there is only one.
    pub products: Vec<ProductLine>,
    /// The app under test.
    pub app: AppLine,
    /// The identity that read; `None` when a person did.
    pub reader: Option<AppId>,
    /// How it signed in, such as `certificate`.
    pub signed_in_with: String,
    /// When gathering began: "now" for everything relative.
    pub taken_at: Timestamp,
    /// Whether all rooms were asked for.
    pub is_everything: bool,
    /// How many meeting rooms there are. Workspaces and equipment count in no total.
    pub room_count: usize,
    /// How many room lists there are.
    pub list_count: usize,
    /// Whether nothing stayed unknown.
    pub complete: bool,
    /// What is wrong: severity first, then check, then fingerprint.
    pub groups: Vec<Group>,
    /// What could not be judged, and why.
    pub not_checked: Vec<NotChecked>,
    /// What is not as it should be yet.
    pub pending: Vec<Pending>,
    /// The outcomes of every check, sorted by id; passed ones included.
    pub checks: Vec<CheckCounts>,
    /// What to know about the run that is no finding.
    pub notes: Vec<Note>,
    /// Meeting rooms and workspaces, sorted by id.
    pub rooms: Vec<RoomLine>,
    /// Texts in the findings that somebody in the tenant chose: what `--names none` hides.
    names: BTreeSet<String>,
}

/// Which run it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunInfo {
    /// Its id, such as `20261121T0926Z-5d1a`; see [`RunInfo::id_of`].
    pub id: String,
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub finished: Timestamp,
    /// The command as it was typed, without anything secret.
    pub command: Vec<String>,
    /// The cloud.
    pub cloud: CloudName,
    /// Whether somebody stopped it.
    pub interrupted: bool,
}

impl RunInfo {
    /// The id of a run: its start in UTC, and four digits that tell runs of the same minute and of other tenants apart.
    pub fn id_of(started: Timestamp, tenant: TenantId) -> String {
        let digest = grouping::sha256(&[&started.as_nanosecond().to_string(), &tenant.to_string()]);
        format!("{}-{}", started.strftime("%Y%m%dT%H%MZ"), digest.get(..4).unwrap_or_default())
    }
}

/// What a run cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Requests sent, tries included.
    pub requests: u64,
    /// Requests that were tries after the first.
    pub retries: u64,
    /// Seconds spent waiting because a service asked for it.
    pub throttle_wait_s: u64,
    /// Decoded bytes read.
    pub bytes: u64,
}

/// The tenant in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantLine {
    /// Its id.
    pub id: TenantId,
    /// Its `*.onmicrosoft.com` domain, when it was read. A name: only shown when names are.
    pub domain: Option<String>,
}

/// The product in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductLine {
    /// The name on the command line.
    pub name: String,
    /// The name in sentences.
    pub title: String,
    /// The guide.
    pub guide: Guide,
    /// The parameters that have a value.
    pub parameters: BTreeMap<String, String>,
}

impl ProductLine {
    fn of(product: &Product) -> Self {
        Self {
            name: product.name.clone(),
            title: product.title.clone(),
            guide: product.guide.clone(),
            parameters: product.parameters_as_text(),
        }
    }
}

/// The app under test in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppLine {
    /// Its application id.
    pub id: AppId,
    /// Its name, when it was read.
    pub name: Option<Untrusted>,
    /// Whether the program signed in as this app.
    pub is_reader: bool,
}

/// A room in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomLine {
    /// The id that reports show.
    pub id: String,
    /// The address.
    pub address: String,
    /// The name.
    pub name: Option<Untrusted>,
    /// Room or workspace.
    pub kind: SubjectKind,
}

/// One fault: everything that one check found wrong in the same way about the same kind of thing.
#[derive(Clone, Debug)]
pub struct Group {
    /// The check.
    pub check: &'static Check,
    /// How serious it is here.
    pub severity: Severity,
    /// What it is about.
    pub kind: SubjectKind,
    /// What was wanted.
    pub expected: Reading,
    /// How many things of the kind the check applied to, those that could not be judged included.
    pub of: usize,
    /// What was found instead, the most frequent first.
    pub actual: Vec<Spread>,
    /// Known causes or next steps, the most frequent first.
    pub causes: Vec<(String, usize)>,
    /// What it means for the people who book.
    pub consequence: String,
    /// Whether the sentence speaks about the product, so that what is wanted is the product's wish.
    pub is_product_wish: bool,
    /// Check, expected value and kind as a hash, and nothing else: stable when values, names and counts change.
    pub fingerprint: String,
    /// An earlier group about exactly the same subjects.
    pub same_as: Option<&'static str>,
    /// All subjects, sorted by id.
    pub members: Vec<Member>,
}

impl Group {
    /// How many findings it holds.
    pub fn count(&self) -> usize {
        self.members.len()
    }

    /// The few subjects that stand for all.
    pub fn examples(&self) -> &[Member] {
        self.members.get(..EXAMPLES.min(self.members.len())).unwrap_or_default()
    }

    /// The page about the check, in the repository.
    pub fn help_uri(&self) -> String {
        format!("docs/checks/{}.md", self.check.name)
    }
}

/// One value that was found, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The value.
    pub value: Reading,
    /// How often.
    pub count: usize,
}

/// One subject of a group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// What it is.
    pub subject: Subject,
    /// What was found.
    pub actual: Reading,
    /// The known cause or next step.
    pub cause: Option<String>,
    /// The changes that put it right, when a script can make them.
    pub fix: Vec<Change>,
}

/// Something that could not be judged, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotChecked {
    /// What could not be read: the stable name of a source, or `not_gathered` and `not_evaluable`.
    pub what: &'static str,
    /// What a person calls it.
    pub label: &'static str,
    /// How many subjects stay unjudged; for a list, how many parts of it are missing.
    pub count: usize,
    /// What the subjects are; `None` when a list was not read to the end.
    pub kind: Option<SubjectKind>,
    /// For a list that was not read to the end: how many items were.
    pub at_least: Option<usize>,
    /// Why, as a stable word such as `denied`, `throttled`, `field_missing`.
    pub reason: &'static str,
    /// The field that was missing or not understood, as Microsoft spells it.
    pub field: Option<&'static str>,
    /// The right that would cure it.
    pub needs: Option<Right>,
    /// Whether the same run may succeed later without anybody changing anything.
    pub retryable: bool,
    /// The time after which trying again makes sense.
    pub retry_after: Option<Timestamp>,
    /// The `request-id` of one failed call, for Microsoft's support.
    pub request_id: Option<String>,
    /// The checks that could not judge, sorted.
    pub checks: Vec<&'static str>,
}

/// Something that is not as it should be yet, which is normal until a time.
#[derive(Clone, Debug)]
pub struct Pending {
    /// The check.
    pub check: &'static Check,
    /// What it is about.
    pub kind: SubjectKind,
    /// Until when waiting is normal: the latest time of all members.
    pub until: Timestamp,
    /// All subjects, sorted by id.
    pub members: Vec<Member>,
}

/// Something to know about a run that is no finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What it is, as a stable word such as `no_vendor_rooms`.
    pub id: &'static str,
    /// It, in a sentence without a full stop.
    pub text: String,
    /// The checks that it is about, sorted.
    pub checks: Vec<&'static str>,
}

/// The outcomes of one check.
#[derive(Clone, Copy, Debug)]
pub struct CheckCounts {
    /// The check.
    pub check: &'static Check,
    /// As it should be.
    pub pass: usize,
    /// Not as it should be.
    pub fail: usize,
    /// Could not be judged.
    pub unknown: usize,
    /// Not as it should be yet.
    pub pending: usize,
    /// The question does not arise.
    pub not_applicable: usize,
}

impl Report {
    /// Counts and groups the outcomes of a run.
    pub fn new(
        snapshot: &Snapshot,
        product: &Product,
        judgements: impl IntoIterator<Item = Judgement>,
        run: RunInfo,
        stats: Stats,
    ) -> Self {
        let mut sorted = grouping::Sorted::new(product);
        let mut gaps = gaps::Gaps::default();
        for judgement in judgements {
            sorted.take(judgement, &mut gaps);
        }
        gaps.listings(snapshot);
        let grouping::Sorted { groups, pending, checks, .. } = sorted.finish();
        let not_checked = gaps.finish();
        let mut names = names::of(snapshot, &groups, &pending);
        names.extend(product.parameters.domain.clone());
        let organization = snapshot.organization.ok();
        Self {
            complete: not_checked.is_empty() && !run.interrupted,
            tenant: TenantLine {
                id: snapshot.header.tenant,
                domain: organization.and_then(|organization| organization.initial_domain.clone()),
            },
            product: ProductLine::of(product),
            products: match product.parts.as_slice() {
                [] => vec![ProductLine::of(product)],
                parts => parts.iter().map(ProductLine::of).collect(),
            },
            app: AppLine {
                id: snapshot.app.app_id,
                name: snapshot.app.name().cloned(),
                is_reader: snapshot.app.is_reader,
            },
            reader: snapshot.header.reader,
            signed_in_with: snapshot.header.signed_in_with.clone(),
            taken_at: snapshot.header.taken_at,
            is_everything: snapshot.header.selection.is_everything(),
            room_count: snapshot.meeting_rooms().count(),
            list_count: snapshot.lists.len(),
            notes: notes::of(snapshot, &checks),
            rooms: room_lines(snapshot),
            run,
            stats,
            groups,
            not_checked,
            pending,
            checks,
            names,
        }
    }

    /// Whose wish a fault is about, and whether that is one product: the app is the first one's, everything else is
    /// wished for by all of them.
    pub fn asker(&self, group: &Group) -> (&str, bool) {
        match (group.check.area, self.products.first()) {
            (Area::Permissions | Area::Access, Some(first)) => (&first.title, true),
            _ => (&self.product.title, self.products.len() < 2),
        }
    }

    /// How many faults there are of a severity.
    pub fn faults(&self, severity: Severity) -> usize {
        self.groups.iter().filter(|group| group.severity == severity).count()
    }

    /// How many findings there are, one for each subject of each fault.
    pub fn findings(&self) -> usize {
        self.groups.iter().map(Group::count).sum()
    }

    /// The faults that a check found, by its id or its name.
    pub fn groups_of(&self, check: &str) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(move |group| is_named(group.check, check))
    }

    /// Whether a text of a finding was chosen by somebody in the tenant and can tell who or where.
    pub fn is_name(&self, text: &str) -> bool {
        text.contains('@') || self.names.contains(text)
    }
}

/// Whether a check goes by this id or name; ids may be typed in any case.
pub fn is_named(check: &Check, text: &str) -> bool {
    check.id.eq_ignore_ascii_case(text) || check.name == text
}

/// A short, stable stand-in for something that must not be named: `room-1a2b3c4d`.
pub fn stand_in(kind: &str, text: &str) -> String {
    format!("{kind}-{}", grouping::sha256(&[text]).get(..8).unwrap_or_default())
}

fn room_lines(snapshot: &Snapshot) -> Vec<RoomLine> {
    let bookable = snapshot.rooms.values().filter(|room| room.kind != RoomKind::Equipment);
    let mut lines: Vec<_> = bookable
        .map(|room| RoomLine {
            id: room.id(),
            address: room.address.to_string(),
            name: room.name().cloned(),
            kind: if room.kind == RoomKind::Workspace { SubjectKind::Workspace } else { SubjectKind::Room },
        })
        .collect();
    lines.sort_by(|one, other| one.id.cmp(&other.id));
    lines
}
