//! A report into a plan: which changes go into scripts, which wait for a decision, which a person makes by hand.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use uuid::Uuid;

use super::proof::Proof;
use super::section::{Section, Wanted, sections};
use super::{Stage, digest};
use crate::check::{Area, Check, Severity, SubjectKind, Trust};
use crate::report::{Group, Member, Report};
use crate::tenant::{
    Address, Change, CloudName, GroupRef, Purpose, RoomKind, Setting, Snapshot, TenantId, Untrusted, Way,
};

/// What the person asked for.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// Repairs to review that go into scripts.
    pub include: Include,
    /// Only these checks; all when it is `None`.
    pub only: Option<BTreeSet<String>>,
    /// Only these rooms, by the id that reports show; all when it is `None`.
    pub rooms: Option<BTreeSet<String>>,
}

/// Which repairs to review go into scripts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Include {
    /// Those of these checks, by id or name.
    Checks(BTreeSet<String>),
    /// All of them.
    All,
}

impl Default for Include {
    fn default() -> Self {
        Self::Checks(BTreeSet::new())
    }
}

impl Include {
    /// Whether the repairs of a check are asked for.
    pub fn holds(&self, check: &Check) -> bool {
        match self {
            Self::All => true,
            Self::Checks(named) => named.iter().any(|name| is_named(check, name)),
        }
    }
}

fn is_named(check: &Check, name: &str) -> bool {
    name.eq_ignore_ascii_case(check.id) || name == check.name
}

/// Everything that is to be done about a report.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The tenant.
    pub tenant: TenantId,
    /// Its cloud.
    pub cloud: CloudName,
    /// When the facts were read: what scripts compare with, and what their age is counted from.
    pub facts_from: Timestamp,
    /// The version of the program.
    pub tool_version: &'static str,
    /// Whether the report was complete.
    pub complete: bool,
    /// What becomes of each fault, the most serious first.
    pub lines: Vec<Line>,
    /// The scripts, in the order of running them.
    pub scripts: Vec<Planned>,
    /// What a person does by hand, by check.
    pub steps: Vec<Steps>,
    /// The test before anything is closed; `None` when nothing confines or closes.
    pub proof: Option<Proof>,
    /// Who is who: the objects that changes name, by their id.
    pub names: BTreeMap<String, Named>,
}

/// An object as people know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Its name.
    pub name: Option<Untrusted>,
    /// Its address.
    pub address: Option<Address>,
    /// What it is: `room`, `room list`, `group`, `recipient`, `app`.
    pub kind: &'static str,
}

/// A script of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// Which one.
    pub stage: Stage,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// What becomes of one fault.
#[derive(Clone, Debug)]
pub struct Line {
    /// The check.
    pub check: &'static Check,
    /// How serious it is.
    pub severity: Severity,
    /// What it is about.
    pub kind: SubjectKind,
    /// How many subjects it has.
    pub subjects: usize,
    /// For how many of them a script has the change.
    pub in_scripts: usize,
    /// How far its repair can be trusted here.
    pub trust: Trust,
    /// Whether its repair lets somebody reach more than before.
    pub widens: bool,
    /// Why the rest is not in a script; `None` when there is no rest.
    pub left: Option<Left>,
}

/// Why a repair is in no script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// It is to be reviewed, and nobody asked for it.
    ToReview,
    /// Only a person can do it.
    ByHand,
    /// A more serious finding sets the same setting otherwise.
    Overruled {
        /// The check of that finding.
        by: &'static str,
    },
    /// There is nothing to repair.
    Nothing,
}

/// What a person does by hand about one fault, or can do in place of a script.
#[derive(Clone, Debug)]
pub struct Steps {
    /// The check, whose page has the steps.
    pub check: &'static Check,
    /// What it is about.
    pub members: Vec<Member>,
    /// Why a person has to; `None` when a script does it and the portal is only the other way.
    pub left: Option<Left>,
}

/// A change that a finding proposes.
struct Proposed<'a> {
    change: &'a Change,
    check: &'static Check,
    severity: Severity,
    group: usize,
    member: usize,
}

impl Plan {
    /// Plans the repair of a report.
    pub fn of(report: &Report, snapshot: &Snapshot, ask: &Ask) -> Self {
        let groups: Vec<&Group> = report.groups.iter().filter(|group| ask.wants(group.check)).collect();
        let mut plan = Self {
            tenant: report.tenant.id,
            cloud: report.run.cloud,
            facts_from: report.taken_at,
            tool_version: env!("CARGO_PKG_VERSION"),
            complete: report.complete,
            lines: Vec::new(),
            scripts: Vec::new(),
            steps: Vec::new(),
            proof: None,
            names: names(snapshot),
        };
        let (wanted, overruled) = choose(&groups, ask);
        for (at, group) in groups.iter().enumerate() {
            let members: Vec<(usize, &Member)> =
                group.members.iter().enumerate().filter(|(_, member)| ask.is_about(member)).collect();
            if members.is_empty() {
                continue;
            }
            let (line, left) = line(group, &members, ask, overruled.get(&at));
            let by_hand: Vec<Member> = match line.left {
                Some(Left::Nothing) => Vec::new(),
                Some(Left::ToReview | Left::ByHand | Left::Overruled { .. }) => left.into_iter().cloned().collect(),
                // What is done to an app can be done in the portal too, by somebody who has no PowerShell.
                None if group.check.area == Area::Permissions => {
                    members.iter().map(|(_, one)| (*one).clone()).collect()
                }
                None => Vec::new(),
            };
            if !by_hand.is_empty() {
                // Two faults of one check have one page.
                match plan.steps.iter_mut().find(|steps| steps.check.id == group.check.id) {
                    Some(steps) => {
                        steps.members.extend(by_hand);
                        steps.left = steps.left.take().or_else(|| line.left.clone());
                    }
                    None => {
                        plan.steps.push(Steps { check: group.check, members: by_hand, left: line.left.clone() });
                    }
                }
            }
            plan.lines.push(line);
        }
        plan.proof = Proof::of(snapshot, wanted.iter().map(|one| &one.change));
        let mut scripts = sections(wanted);
        if plan.proof.is_some() && (scripts.contains_key(&Stage::Revoke) || scripts.contains_key(&Stage::CleanUp)) {
            // A scope that is there already is tested all the same.
            scripts.entry(Stage::Scope).or_default();
        }
        plan.scripts = scripts.into_iter().map(|(stage, sections)| Planned { stage, sections }).collect();
        plan
    }

    /// Every change, in the order of the scripts.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        let sections = self.scripts.iter().flat_map(|script| &script.sections);
        sections.flat_map(|section| &section.rows).flat_map(|row| &row.changes)
    }

    /// The address of an object; empty when it is not known.
    pub fn address_of(&self, id: &str) -> String {
        self.names.get(id).and_then(|named| named.address.as_ref()).map(ToString::to_string).unwrap_or_default()
    }

    /// The digest of what is to be changed: equal for equal changes of one tenant from the same facts.
    pub fn digest(&self) -> String {
        digest::of_changes(self.tenant, self.facts_from, self.changes())
    }
}

impl Ask {
    fn wants(&self, check: &Check) -> bool {
        self.only.as_ref().is_none_or(|only| only.iter().any(|name| is_named(check, name)))
    }

    /// Whether a finding is about one of the rooms that were asked for, or about the way of such a room.
    fn is_about(&self, member: &Member) -> bool {
        let Some(rooms) = &self.rooms else { return true };
        rooms.contains(&member.subject.id) || member.fix.iter().any(|change| self.touches(change))
    }

    /// Whether a change belongs to the rooms that were asked for. What such a room needs besides (its group, its list)
    /// comes along.
    fn touches(&self, change: &Change) -> bool {
        let Some(rooms) = &self.rooms else { return true };
        let is_asked = |id: Uuid| rooms.contains(&id.to_string());
        match change {
            // A group that would confine the app to nothing but new rooms is no repair of new rooms.
            Change::Group { .. } | Change::Member { group: GroupRef::New { purpose: Purpose::Scope, .. }, .. } => false,
            other => other.object().is_some_and(is_asked),
        }
    }
}

/// How far the repair of one finding can be trusted.
pub fn trust_of(check: &Check, fix: &[Change]) -> Trust {
    match check.fix {
        _ if fix.is_empty() && check.fix != Trust::None => Trust::Manual,
        Trust::Safe if fix.iter().any(Change::widens) => Trust::Review,
        trust => trust,
    }
}

/// The members of a group of which a more serious finding overrules a change, and the check of that finding.
struct Overruled {
    members: BTreeSet<usize>,
    by: &'static str,
}

/// The changes that go into scripts, each once; and what a more serious finding overrules, by group.
fn choose(groups: &[&Group], ask: &Ask) -> (Vec<Wanted>, BTreeMap<usize, Overruled>) {
    let mut proposed = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        for (number, member) in group.members.iter().enumerate().filter(|(_, member)| ask.is_about(member)) {
            let trust = trust_of(group.check, &member.fix);
            if trust == Trust::Safe || trust == Trust::Review && ask.include.holds(group.check) {
                proposed.extend(member.fix.iter().map(|change| Proposed {
                    change,
                    check: group.check,
                    severity: group.severity,
                    group: at,
                    member: number,
                }));
            }
        }
    }
    // The more serious finding has its way; then the order of the checks decides.
    proposed.sort_by_key(|one| (std::cmp::Reverse(one.severity), one.check.id, one.group, one.member));
    let mut wanted: BTreeMap<&Change, Wanted> = BTreeMap::new();
    let mut held: BTreeMap<(Uuid, Setting), (&Change, &'static str)> = BTreeMap::new();
    let mut overruled: BTreeMap<usize, Overruled> = BTreeMap::new();
    for one in proposed {
        if let Some(rooms) = ask.rooms.as_ref()
            && !ask.touches(one.change)
            && !needed_by(one.change, groups, rooms)
        {
            continue;
        }
        if let Change::Set { of, setting, .. } = one.change {
            let holder = held.entry((*of, *setting)).or_insert((one.change, one.check.id));
            if holder.0 != one.change {
                let entry = overruled.entry(one.group);
                let entry = entry.or_insert_with(|| Overruled { members: BTreeSet::new(), by: holder.1 });
                entry.members.insert(one.member);
                continue;
            }
        }
        let own = if one.change.widens() { Trust::Review } else { one.check.fix };
        let entry = wanted.entry(one.change).or_insert_with(|| Wanted {
            change: one.change.clone(),
            checks: BTreeSet::new(),
            trust: own,
        });
        entry.checks.insert(one.check.id);
        entry.trust = entry.trust.min(own);
    }
    (wanted.into_values().collect(), overruled)
}

/// Whether one of the rooms becomes a member of the room list that a change makes.
fn needed_by(change: &Change, groups: &[&Group], rooms: &BTreeSet<String>) -> bool {
    let Change::Group { group: new, way: Way::Make } = change else { return false };
    if new.purpose == Purpose::Scope {
        return false;
    }
    let changes = groups.iter().flat_map(|group| &group.members).flat_map(|member| &member.fix);
    changes.into_iter().any(|other| match other {
        Change::Member { group: GroupRef::New { alias, .. }, member, way: Way::Make, .. } => {
            *alias == new.alias && rooms.contains(&member.to_string())
        }
        _ => false,
    })
}

/// What becomes of a fault, and the members that are left to a person.
fn line<'a>(
    group: &'a Group,
    members: &[(usize, &'a Member)],
    ask: &Ask,
    overruled: Option<&Overruled>,
) -> (Line, Vec<&'a Member>) {
    let is_included = ask.include.holds(group.check);
    let is_overruled = |at: &usize| overruled.is_some_and(|one| one.members.contains(at));
    let (mut in_scripts, mut to_review, mut by_hand) = (0_usize, 0_usize, 0_usize);
    let mut trust = Trust::Safe;
    let mut left = Vec::new();
    for (at, member) in members {
        let own = trust_of(group.check, &member.fix);
        trust = trust.max(own);
        let is_scripted = match own {
            Trust::Safe => !is_overruled(at),
            Trust::Review => is_included && !is_overruled(at),
            Trust::Manual => false,
            Trust::None => continue,
        };
        if is_scripted {
            in_scripts += 1;
        } else {
            to_review += usize::from(own == Trust::Review && !is_included);
            by_hand += usize::from(own == Trust::Manual);
            left.push(*member);
        }
    }
    let why = match (overruled, to_review, by_hand) {
        (Some(Overruled { by, .. }), ..) => Some(Left::Overruled { by }),
        (None, 1.., _) => Some(Left::ToReview),
        (None, 0, 1..) => Some(Left::ByHand),
        (None, 0, 0) if trust == Trust::None => Some(Left::Nothing),
        (None, 0, 0) => None,
    };
    let widens = members.iter().flat_map(|(_, member)| &member.fix).any(Change::widens);
    let line = Line {
        check: group.check,
        severity: group.severity,
        kind: group.kind,
        subjects: members.len(),
        in_scripts,
        trust,
        widens,
        left: why,
    };
    (line, left)
}

/// Everything with an id that a snapshot knows by name.
pub fn names(snapshot: &Snapshot) -> BTreeMap<String, Named> {
    let mut names = BTreeMap::new();
    for room in snapshot.rooms.values() {
        let kind = match room.kind {
            RoomKind::Room => "room",
            RoomKind::Workspace => "workspace",
            RoomKind::Equipment => "equipment",
        };
        let named = Named { name: room.name().cloned(), address: Some(room.address.clone()), kind };
        if let Some(object) = room.mailbox.ok().and_then(Option::as_ref).and_then(|mailbox| mailbox.object_id) {
            names.insert(object.to_string(), named.clone());
        }
        names.insert(room.id(), named);
    }
    for list in snapshot.lists.values() {
        let named = Named { name: list.name().cloned(), address: Some(list.address.clone()), kind: "room list" };
        names.insert(list.id(), named);
    }
    for group in snapshot.access.groups.values().filter_map(|group| group.ok()?.as_ref()) {
        if let Some(guid) = group.guid {
            let named = Named { name: Some(group.display_name.clone()), address: group.address.clone(), kind: "group" };
            names.entry(guid.to_string()).or_insert(named);
        }
    }
    for recipient in snapshot.recipients.values().filter_map(|one| one.ok()?.as_ref()) {
        let named =
            Named { name: Some(recipient.display_name.clone()), address: recipient.address.clone(), kind: "recipient" };
        for id in [recipient.guid.map(|id| id.0), recipient.object_id.map(|id| id.0)].into_iter().flatten() {
            names.entry(id.to_string()).or_insert_with(|| named.clone());
        }
    }
    let app = Named { name: snapshot.app.name().cloned(), address: None, kind: "app" };
    let registration = snapshot.app.registration.ok().and_then(Option::as_ref).map(|one| one.id);
    let principal = snapshot.app.service_principal.ok().and_then(Option::as_ref).map(|one| one.id);
    for id in [registration, principal].into_iter().flatten() {
        names.insert(id.to_string(), app.clone());
    }
    names
}

#[cfg(test)]
mod tests;
