//! What confines the app to rooms: the inventory of `access`.

use super::{Look, Names, layout, visible, words};
use crate::check::SubjectKind;
use crate::tenant::{AccessRight, AssignmentScope, ManagementScope, ScopeGroup, Snapshot, Untrusted};

/// Policies, role assignments, scopes and the groups that they name.
pub fn inventory(snapshot: &Snapshot, look: &Look, names: Names) -> String {
    let view = View { snapshot, look, names };
    look.finish([view.policies(), view.assignments(), view.scopes(), view.groups()].concat())
}

struct View<'a> {
    snapshot: &'a Snapshot,
    look: &'a Look,
    names: Names,
}

impl View<'_> {
    fn name(&self, kind: SubjectKind, text: &Untrusted) -> String {
        match self.names {
            Names::Full => visible::name(text),
            Names::None => self.names.id(kind, text.raw()).into_owned(),
        }
    }

    fn section(&self, title: &str, heading: &[&str], rows: Option<Vec<Vec<String>>>) -> String {
        let title = self.look.heading(title);
        match rows {
            None => format!("{title}: could not be read\n\n"),
            Some(rows) if rows.is_empty() => format!("{title}: none\n\n"),
            Some(rows) => format!("{title}\n{}\n\n", layout::table(self.look, heading, rows)),
        }
    }

    fn policies(&self) -> String {
        let app = self.snapshot.app.app_id;
        let rows = self.snapshot.access.policies.ok().map(|policies| {
            policies
                .iter()
                .filter(|policy| policy.app_id.is_none_or(|id| id == app))
                .map(|policy| {
                    let right = match &policy.right {
                        AccessRight::RestrictAccess => "RestrictAccess".to_owned(),
                        AccessRight::DenyAccess => "DenyAccess".to_owned(),
                        AccessRight::Other(other) => visible::name(other),
                    };
                    let whose = match policy.app_id {
                        Some(_) => "this app".to_owned(),
                        None => "every app".to_owned(),
                    };
                    let description = match (self.names, &policy.description) {
                        (Names::Full, Some(text)) => visible::name(text),
                        (Names::Full | Names::None, _) => String::new(),
                    };
                    vec![whose, right, self.name(SubjectKind::Group, &policy.scope_name), description]
                })
                .collect()
        });
        let mut text = self.section("Application access policies", &["for", "right", "scope", "description"], rows);
        // They confine somebody else; only how many there are matters, because a tenant can hold few.
        let all = self.snapshot.access.policies.ok().map(Vec::as_slice).unwrap_or_default();
        let others = all.iter().filter(|policy| policy.app_id.is_some_and(|id| id != app)).count();
        if others > 0 {
            text.truncate(text.trim_end().len());
            text.push_str(&format!("\n… and {} of other apps\n\n", words::count(others, ("policy", "policies"))));
        }
        text
    }

    fn assignments(&self) -> String {
        let rows = self.snapshot.access.assignments.ok().map(|assignments| {
            assignments
                .iter()
                .map(|assignment| vec![visible::short(&assignment.role, 60), self.reach(&assignment.scope)])
                .collect()
        });
        self.section("Exchange roles of the app", &["role", "reaches"], rows)
    }

    fn reach(&self, scope: &AssignmentScope) -> String {
        let id = |kind: SubjectKind, text: &str| visible::short(&self.names.id(kind, text), visible::NAME_WIDTH);
        match scope {
            AssignmentScope::Organization => "the whole organisation".to_owned(),
            AssignmentScope::CustomScope(name) => format!("scope {}", self.name(SubjectKind::Policy, name)),
            AssignmentScope::AdministrativeUnit(unit) => {
                format!("administrative unit {}", id(SubjectKind::Group, unit))
            }
            AssignmentScope::Group(group) => format!("group {}", id(SubjectKind::Group, group)),
            AssignmentScope::Recipient(recipient) => format!("recipient {}", id(SubjectKind::Mailbox, recipient)),
            AssignmentScope::Other(other) => self.name(SubjectKind::Policy, other),
        }
    }

    fn scopes(&self) -> String {
        let rows = self.snapshot.access.scopes.ok().map(|scopes| {
            scopes
                .iter()
                .map(|ManagementScope { name, recipient_filter, exclusive, .. }| {
                    let filter = match (self.names, recipient_filter) {
                        (_, None) => "–".to_owned(),
                        (Names::Full, Some(filter)) => visible::short(filter.raw(), 200),
                        (Names::None, Some(filter)) => self.name(SubjectKind::Policy, filter),
                    };
                    let exclusive = exclusive.map_or("?", |exclusive| if exclusive { "yes" } else { "no" });
                    vec![self.name(SubjectKind::Policy, name), filter, exclusive.to_owned()]
                })
                .collect()
        });
        self.section("Management scopes", &["scope", "recipients", "exclusive"], rows)
    }

    fn groups(&self) -> String {
        let groups = &self.snapshot.access.groups;
        if groups.is_empty() {
            return String::new();
        }
        let rows = groups.iter().map(|(asked, group)| {
            let asked = || visible::short(&self.names.id(SubjectKind::Group, asked), visible::NAME_WIDTH);
            match group.ok() {
                Some(Some(group)) => self.group(group),
                Some(None) => vec![asked(), "not found".to_owned(), "–".to_owned()],
                None => vec![asked(), "could not be read".to_owned(), "?".to_owned()],
            }
        });
        self.section("Groups that confine", &["group", "kind", "members"], Some(rows.collect()))
    }

    fn group(&self, group: &ScopeGroup) -> Vec<String> {
        let kind =
            group.recipient_type_details.as_deref().map_or_else(|| "?".to_owned(), |kind| visible::short(kind, 40));
        let members = group.members.ok().map_or_else(|| "?".to_owned(), |members| words::number(members.len() as u64));
        vec![self.name(SubjectKind::Group, &group.display_name), kind, members]
    }
}
