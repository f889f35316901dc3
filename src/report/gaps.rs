//! Reasons why something could not be judged, merged so that one missing right is one line.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::Timestamp;

use super::NotChecked;
use crate::check::{Check, Subject, SubjectKind};
use crate::tenant::{Fact, Failure, Gap, Listing, Right, Snapshot, Source};

/// What makes two gaps one line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    what: &'static str,
    label: &'static str,
    reason: &'static str,
    field: Option<&'static str>,
    needs: Option<Right>,
    is_listing: bool,
    kind: Option<SubjectKind>,
}

#[derive(Debug, Default)]
struct Entry {
    ids: HashSet<String>,
    checks: BTreeSet<&'static str>,
    parts: usize,
    at_least: Option<usize>,
    retryable: bool,
    retry_after: Option<Timestamp>,
    request_id: Option<String>,
}

impl Entry {
    fn failure(&mut self, why: &Failure) {
        self.retryable |= why.kind.is_retryable();
        self.retry_after = self.retry_after.max(why.retry_after);
        // The least one, so that the order of the answers does not show.
        if let Some(id) = &why.request_id
            && self.request_id.as_ref().is_none_or(|known| id < known)
        {
            self.request_id = Some(id.clone());
        }
    }
}

/// All gaps of a run.
#[derive(Debug, Default)]
pub(super) struct Gaps(BTreeMap<Key, Entry>);

impl Gaps {
    /// A check could not judge a subject.
    pub(super) fn add(&mut self, check: &'static Check, subject: Subject, gap: Gap) {
        let kind = Some(subject.kind);
        let of = |source: Source, reason| Key {
            what: source.id(),
            label: source.label(),
            reason,
            field: None,
            needs: None,
            is_listing: false,
            kind,
        };
        let (key, failure) = match gap {
            Gap::Denied { source, needs } => (Key { needs: Some(needs), ..of(source, "denied") }, None),
            Gap::Failed { source, why } => (of(source, why.kind.id()), Some(why)),
            Gap::Field { source, field, value } => {
                let reason = if value.is_some() { "field_not_understood" } else { "field_missing" };
                (Key { field: Some(field), ..of(source, reason) }, None)
            }
            Gap::NotGathered => {
                let (what, label) = ("not_gathered", "facts that this run did not read");
                let key = of(Source::GraphToken, "not_gathered");
                (Key { what, label, ..key }, None)
            }
            Gap::NotEvaluable { what: label } => {
                let key = of(Source::GraphToken, "not_evaluable");
                (Key { what: "not_evaluable", label, ..key }, None)
            }
        };
        let entry = self.0.entry(key).or_default();
        entry.checks.insert(check.id);
        if let Some(why) = failure {
            entry.failure(&why);
        }
        if !entry.ids.contains(&subject.id) {
            entry.ids.insert(subject.id);
        }
    }

    /// Lists that were not read to the end: whatever was counted from them is "at least".
    pub(super) fn listings(&mut self, snapshot: &Snapshot) {
        for (listing, source) in [
            (&snapshot.graph_rooms, Source::GraphRooms),
            (&snapshot.exchange_rooms, Source::ExchangeMailboxes),
            (&snapshot.graph_lists, Source::GraphRoomLists),
            (&snapshot.exchange_lists, Source::ExchangeRoomLists),
        ] {
            let Fact::Known { value: Listing { count, missing }, .. } = listing else { continue };
            for why in missing {
                let key = Key {
                    what: source.id(),
                    label: source.label(),
                    reason: why.kind.id(),
                    field: None,
                    needs: None,
                    is_listing: true,
                    kind: None,
                };
                let entry = self.0.entry(key).or_default();
                entry.parts += 1;
                entry.at_least = Some(*count);
                entry.failure(why);
            }
        }
    }

    /// As the report shows them.
    pub(super) fn finish(self) -> Vec<NotChecked> {
        self.0
            .into_iter()
            .map(|(key, entry)| NotChecked {
                what: key.what,
                label: key.label,
                count: entry.ids.len() + entry.parts,
                kind: key.kind,
                at_least: entry.at_least,
                reason: key.reason,
                field: key.field,
                needs: key.needs,
                retryable: entry.retryable,
                retry_after: entry.retry_after,
                request_id: entry.request_id,
                checks: entry.checks.into_iter().collect(),
            })
            .collect()
    }
}
