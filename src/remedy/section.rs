//! Changes of the same shape, side by side: one section of a script.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::Stage;
use crate::check::Trust;
use crate::tenant::{Change, Entry, GroupRef, Holder, Home, ListSetting, ObjectId, Setting, SettingValue, Way};

/// What the rows of a section have in common: rows of one shape are changed by the same commands with the same values.
/// The order is the order in a script.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// A group is made or removed.
    Group(Way),
    /// A group gets the room-list flag.
    RoomListFlag,
    /// A room mailbox is made or removed.
    Room(Way),
    /// Settings of one kind of object get these values.
    Settings(Home, BTreeMap<Setting, SettingValue>),
    /// Recipients come into or leave a list.
    Amend(ListSetting, Vec<Entry>, Vec<Entry>),
    /// Recipients come into or leave a group.
    Member(GroupRef, Way),
    /// Somebody's rights in calendar folders become these (rights, flags).
    FolderRight(Holder, Vec<String>, Vec<String>),
    /// Full access is given or taken.
    FullAccess(Way),
    /// Inbox rules are switched to this.
    InboxRule(bool),
    /// Everything that stands for itself, in the order of its kind.
    One(Kind, Way),
}

/// The kinds of changes that stand for themselves, in the order in which they depend on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The app registration.
    Application,
    /// What the registration asks for.
    Requested,
    /// Consent to application permissions.
    Consent,
    /// Consent to delegated permissions.
    Delegated,
    /// Redirect addresses.
    RedirectUris,
    /// Visibility in My Apps.
    HideApp,
    /// A new secret.
    NewSecret,
    /// A secret that goes.
    RemoveSecret,
    /// A role of an app whose service principal in Exchange goes.
    StaleAssignment,
    /// The app in Exchange.
    ExchangePrincipal,
    /// A management scope.
    Scope,
    /// A role of the app.
    Assignment,
    /// An access policy.
    Policy,
    /// The withdrawn role.
    Impersonation,
}

/// One object in a section.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What the journal and the log name it by: its GUID, or a key of ours for what has none.
    pub key: String,
    /// The changes: several settings of one object, or the one change.
    pub changes: Vec<Change>,
}

/// One section of a script.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// `S1`, `S2`… in its script.
    pub id: String,
    /// What the rows have in common.
    pub shape: Shape,
    /// The objects, in the order of their keys.
    pub rows: Vec<Row>,
    /// Which checks asked for it.
    pub checks: BTreeSet<&'static str>,
    /// How far it can be trusted.
    pub trust: Trust,
}

impl Section {
    /// Whether it lets somebody reach more than before.
    pub fn widens(&self) -> bool {
        self.rows.iter().flat_map(|row| &row.changes).any(Change::widens)
    }
}

/// A change with what asked for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// The change.
    pub change: Change,
    /// The checks that asked for it.
    pub checks: BTreeSet<&'static str>,
    /// How far it can be trusted.
    pub trust: Trust,
}

/// What rows of one section have in common: their script, their shape, and the checks that asked for them.
type Alike = (Stage, Shape, BTreeSet<&'static str>);

/// Sorts changes into scripts and sections: settings of one object are merged, identical ones stand together.
pub fn sections(wanted: Vec<Wanted>) -> BTreeMap<Stage, Vec<Section>> {
    let mut settings: BTreeMap<(Stage, Uuid, Home), Vec<Wanted>> = BTreeMap::new();
    let mut groups: BTreeMap<Alike, (Vec<Row>, Trust)> = BTreeMap::new();
    let mut put = |stage, shape, checks, row, trust: Trust| {
        let entry = groups.entry((stage, shape, checks)).or_insert_with(|| (Vec::new(), trust));
        entry.0.push(row);
        entry.1 = entry.1.max(trust);
    };
    let leaving = leaving(&wanted);
    for one in wanted {
        let stage = Stage::of(&one.change);
        match &one.change {
            // Its roles go before it, in the same script.
            Change::Assignment { app, way: Way::Unmake, .. } if leaving.contains(app) => {
                let row = Row { key: key(&one.change), changes: vec![one.change.clone()] };
                put(Stage::Scope, Shape::One(Kind::StaleAssignment, Way::Unmake), one.checks, row, one.trust);
            }
            Change::Set { of, setting, .. } => settings.entry((stage, *of, setting.home())).or_default().push(one),
            other => {
                let row = Row { key: key(other), changes: vec![other.clone()] };
                put(stage, shape(other), one.checks, row, one.trust);
            }
        }
    }
    for ((stage, of, home), all) in settings {
        let mut values = BTreeMap::new();
        let (mut changes, mut checks, mut trust) = (Vec::new(), BTreeSet::new(), Trust::Safe);
        for one in all {
            if let Change::Set { setting, to, .. } = &one.change {
                values.insert(*setting, to.clone());
            }
            checks.extend(one.checks);
            trust = trust.max(one.trust);
            changes.push(one.change);
        }
        put(stage, Shape::Settings(home, values), checks, Row { key: of.to_string(), changes }, trust);
    }
    let mut scripts: BTreeMap<Stage, Vec<Section>> = BTreeMap::new();
    for ((stage, shape, checks), (mut rows, trust)) in groups {
        rows.sort_by(|one, other| one.key.cmp(&other.key));
        let sections = scripts.entry(stage).or_default();
        sections.push(Section { id: format!("S{}", sections.len() + 1), shape, rows, checks, trust });
    }
    scripts
}

/// The service principals that leave Exchange.
fn leaving(wanted: &[Wanted]) -> BTreeSet<ObjectId> {
    let object = |one: &Wanted| match &one.change {
        Change::ExchangePrincipal { object, way: Way::Unmake, .. } => Some(*object),
        _ => None,
    };
    wanted.iter().filter_map(object).collect()
}

/// What journal and log call an object.
fn key(change: &Change) -> String {
    if let Some(id) = change.object() {
        return match change {
            // Several of these can be about one object.
            Change::Consent { role, .. } => role.to_string(),
            Change::Requested { role, kind, .. } => format!("{role}:{kind:?}"),
            Change::RemoveSecret { key, .. } => key.to_string(),
            Change::InboxRule { rule, .. } => format!("{id}:{}", super::digest::short(rule.raw())),
            Change::FullAccess { who, .. } => format!("{id}:{}", super::digest::short(who.raw())),
            Change::Assignment { role, scope, .. } => {
                format!(
                    "{}:{}",
                    role.replace(' ', "-"),
                    super::digest::short(scope.as_ref().map_or("", |one| one.raw()))
                )
            }
            Change::Delegated { resource, scopes, .. } => {
                format!("{id}:{}", super::digest::short(&format!("{resource:?} {scopes:?}")))
            }
            _ => id.to_string(),
        };
    }
    match change {
        Change::Group { group, .. } => group.alias.clone(),
        Change::Room { room, .. } => super::digest::short(room.address.as_str()),
        Change::Scope { name, .. } | Change::Application { name, .. } => super::digest::short(name.raw()),
        Change::Impersonation { assignment } => super::digest::short(assignment.raw()),
        Change::Policy { app, group, identity, .. } => {
            super::digest::short(&format!("{app} {group:?} {:?}", identity.as_ref().map(|text| text.raw())))
        }
        other => super::digest::short(&format!("{other:?}")),
    }
}

fn shape(change: &Change) -> Shape {
    match change {
        Change::Set { setting, to, .. } => Shape::Settings(setting.home(), BTreeMap::from([(*setting, to.clone())])),
        Change::Amend { list, add, remove, .. } => Shape::Amend(*list, add.clone(), remove.clone()),
        Change::Member { group, way, .. } => Shape::Member(group.clone(), *way),
        Change::Group { way, .. } => Shape::Group(*way),
        Change::RoomListFlag { .. } => Shape::RoomListFlag,
        Change::Room { way, .. } => Shape::Room(*way),
        Change::FolderRight { who, to, flags_to, .. } => Shape::FolderRight(who.clone(), to.clone(), flags_to.clone()),
        Change::FullAccess { way, .. } => Shape::FullAccess(*way),
        Change::InboxRule { to, .. } => Shape::InboxRule(*to),
        Change::ExchangePrincipal { way, .. } => Shape::One(Kind::ExchangePrincipal, *way),
        Change::Scope { way, .. } => Shape::One(Kind::Scope, *way),
        Change::Assignment { way, .. } => Shape::One(Kind::Assignment, *way),
        Change::Policy { way, .. } => Shape::One(Kind::Policy, *way),
        Change::Impersonation { .. } => Shape::One(Kind::Impersonation, Way::Unmake),
        Change::Consent { way, .. } => Shape::One(Kind::Consent, *way),
        Change::Requested { way, .. } => Shape::One(Kind::Requested, *way),
        Change::Delegated { way, .. } => Shape::One(Kind::Delegated, *way),
        Change::RedirectUris { way, .. } => Shape::One(Kind::RedirectUris, *way),
        Change::HideApp { way, .. } => Shape::One(Kind::HideApp, *way),
        Change::RemoveSecret { .. } => Shape::One(Kind::RemoveSecret, Way::Unmake),
        Change::NewSecret { .. } => Shape::One(Kind::NewSecret, Way::Make),
        Change::Application { way, .. } => Shape::One(Kind::Application, *way),
    }
}
