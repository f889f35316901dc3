//! Outcomes into counts, faults and pending changes.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use super::gaps::Gaps;
use super::{CheckCounts, Group, Member, Pending, Spread};
use crate::check::{Area, Check, Finding, Judged, Judgement, Outcome, Reading, Severity, SubjectKind};
use crate::product::Product;

/// Outcomes, sorted into what a report shows.
pub(super) struct Sorted<'a> {
    product: &'a Product,
    pub(super) groups: Vec<Group>,
    pub(super) pending: Vec<Pending>,
    pub(super) checks: Vec<CheckCounts>,
}

/// The members of a fault, and the sentences that their findings brought.
#[derive(Default)]
struct Bucket {
    members: Vec<Member>,
    because: BTreeMap<String, usize>,
}

impl<'a> Sorted<'a> {
    pub(super) fn new(product: &'a Product) -> Self {
        Self { product, groups: Vec::new(), pending: Vec::new(), checks: Vec::new() }
    }

    /// Takes over everything that one check said.
    pub(super) fn take(&mut self, judgement: Judgement, gaps: &mut Gaps) {
        let check = judgement.check;
        let mut counts = CheckCounts { check, pass: 0, fail: 0, unknown: 0, pending: 0, not_applicable: 0 };
        let mut applied: HashMap<SubjectKind, usize> = HashMap::new();
        let mut faults: BTreeMap<(Severity, Reading, SubjectKind), Bucket> = BTreeMap::new();
        let mut waiting: BTreeMap<SubjectKind, Pending> = BTreeMap::new();
        let mut last: Option<(SubjectKind, String)> = None;
        for Judged { subject, outcome } in judgement.outcomes {
            let kind = subject.kind;
            // A check that finds several things about one subject names them one after the other.
            let is_again = last.as_ref().is_some_and(|(last, id)| *last == kind && *id == subject.id);
            if !matches!(outcome, Ok(Outcome::NotApplicable)) && !is_again {
                *applied.entry(kind).or_default() += 1;
                last = Some((kind, subject.id.clone()));
            }
            match outcome {
                Ok(Outcome::Pass) => counts.pass += 1,
                Ok(Outcome::NotApplicable) => counts.not_applicable += 1,
                Ok(Outcome::Fail(Finding { expected, actual, severity, because, cause, fix })) => {
                    counts.fail += 1;
                    let bucket = faults.entry((severity.unwrap_or(check.severity), expected, kind)).or_default();
                    if let Some(because) = because {
                        *bucket.because.entry(because).or_default() += 1;
                    }
                    bucket.members.push(Member { subject, actual, cause, fix });
                }
                Ok(Outcome::Pending { until, finding }) => {
                    counts.pending += 1;
                    let entry =
                        waiting.entry(kind).or_insert_with(|| Pending { check, kind, until, members: Vec::new() });
                    entry.until = entry.until.max(until);
                    entry.members.push(Member {
                        subject,
                        actual: finding.actual,
                        cause: finding.cause,
                        fix: Vec::new(),
                    });
                }
                Err(gap) => {
                    counts.unknown += 1;
                    gaps.add(check, subject, gap);
                }
            }
        }
        for ((severity, expected, kind), bucket) in faults {
            let of = applied.get(&kind).copied().unwrap_or_default();
            self.groups.push(group(check, (severity, expected, kind), bucket, of, self.product));
        }
        for mut pending in waiting.into_values() {
            pending.members.sort();
            self.pending.push(pending);
        }
        self.checks.push(counts);
    }

    /// Puts everything in its final order.
    pub(super) fn finish(mut self) -> Self {
        self.groups.sort_by(|one, other| {
            let key = |group: &Group| (std::cmp::Reverse(group.severity), group.check.id);
            key(one).cmp(&key(other)).then_with(|| one.fingerprint.cmp(&other.fingerprint))
        });
        self.pending.sort_by_key(|pending| (pending.check.id, pending.kind));
        self.checks.sort_by_key(|counts| counts.check.id);
        join_related(&mut self.groups);
        self
    }
}

fn group(
    check: &'static Check,
    (severity, expected, kind): (Severity, Reading, SubjectKind),
    bucket: Bucket,
    of: usize,
    product: &Product,
) -> Group {
    let Bucket { mut members, because } = bucket;
    members.sort();
    let mut values: HashMap<&Reading, usize> = HashMap::new();
    let mut causes: HashMap<&String, usize> = HashMap::new();
    for member in &members {
        *values.entry(&member.actual).or_default() += 1;
        if let Some(cause) = &member.cause {
            *causes.entry(cause).or_default() += 1;
        }
    }
    let mut actual: Vec<_> = values.into_iter().map(|(value, count)| Spread { value: value.clone(), count }).collect();
    actual.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
    let mut causes: Vec<_> = causes.into_iter().map(|(cause, count)| (cause.clone(), count)).collect();
    causes.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));

    let own = because.into_iter().max_by(|one, other| one.1.cmp(&other.1).then_with(|| other.0.cmp(&one.0)));
    let sentence = own.as_ref().map_or(check.consequence, |(because, _)| because);
    // The app is the first product's.
    let asker = match check.area {
        Area::Permissions | Area::Access => product.parts.first().unwrap_or(product),
        Area::Lists | Area::Places | Area::Calendars | Area::Mailboxes | Area::Setup => product,
    };
    let json = serde_json::to_string(&expected).expect("readings hold nothing that JSON cannot");
    Group {
        check,
        severity,
        kind,
        of,
        actual,
        causes,
        consequence: as_a_sentence(&sentence.replace("{product}", &asker.title)),
        is_product_wish: own.is_some() || check.consequence.contains("{product}"),
        fingerprint: sha256(&[check.id, &json, kind_id(kind)]),
        expected,
        same_as: None,
        members,
    }
}

/// The kind as documents spell it.
fn kind_id(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Tenant => "tenant",
        SubjectKind::App => "app",
        SubjectKind::Permission => "permission",
        SubjectKind::Credential => "credential",
        SubjectKind::Policy => "policy",
        SubjectKind::Group => "group",
        SubjectKind::RoomList => "room_list",
        SubjectKind::Room => "room",
        SubjectKind::Workspace => "workspace",
        SubjectKind::Mailbox => "mailbox",
        SubjectKind::VendorRoom => "vendor_room",
        SubjectKind::Step => "step",
    }
}

/// Marks faults about exactly the same subjects as an earlier one, unless that says nothing: all of them, or one.
fn join_related(groups: &mut [Group]) {
    let mut seen: HashMap<(SubjectKind, u64), usize> = HashMap::new();
    for at in 0..groups.len() {
        let Some(group) = groups.get(at) else { continue };
        if group.count() < 2 || group.count() == group.of {
            continue;
        }
        let earlier = *seen.entry((group.kind, hash_of(group))).or_insert(at);
        let Some(first) = groups.get(earlier).filter(|_| earlier != at) else { continue };
        let ids = |group: &Group| group.members.iter().map(|member| member.subject.id.clone()).collect::<HashSet<_>>();
        let (id, is_same) = (first.check.id, ids(first) == ids(group) && first.check.id != group.check.id);
        if let Some(group) = groups.get_mut(at).filter(|_| is_same) {
            group.same_as = Some(id);
        }
    }
}

fn hash_of(group: &Group) -> u64 {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    for member in &group.members {
        member.subject.id.hash(&mut hasher);
    }
    hasher.finish()
}

/// The SHA-256 of some texts, kept apart from each other, in hexadecimal.
pub(super) fn sha256(parts: &[&str]) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, parts.join("\0").as_bytes());
    digest.as_ref().iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a `String` cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
/// With a capital at its beginning where no name stands there: general rules speak of "the product".
fn as_a_sentence(text: &str) -> String {
    text.strip_prefix("the ").map_or_else(|| text.to_owned(), |rest| format!("The {rest}"))
}
