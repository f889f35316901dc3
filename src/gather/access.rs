//! What confines the app: policies, role assignments, scopes, and the groups that they name.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;

use super::directory::Directory;
use super::{Reach, Wanted, fact, optional, whole};
use crate::api::exchange::{access, groups, organization};
use crate::api::graph::exchange_roles;
use crate::session::{CallError, Session};
use crate::tenant::{
    AccessFacts, AppId, AssignmentScope, ExchangePrincipal, Fact, Impersonation, ListMember, ManagementScope, ObjectId,
    OrganizationConfig, RoleAssignment, ScopeGroup, Source, Untrusted,
};

/// What was read about the app's reach.
#[derive(Default)]
pub struct Access {
    pub facts: AccessFacts,
    pub organization_config: Fact<OrganizationConfig>,
}

pub async fn gather(session: &Session, wanted: &Wanted, reach: &Reach, app: AppId, directory: &Directory) -> Access {
    if !wanted.app() {
        return Access::default();
    }
    let principal_id = directory.service_principal.ok().and_then(Option::as_ref).map(|principal| principal.id);
    let (policies, exchange_principal, roles, impersonation, organization_config) = tokio::join!(
        policies(session, reach),
        exchange_principal(session, reach, app),
        roles(session, reach, directory, principal_id),
        impersonation(session, reach),
        config(session, reach),
    );
    let (assignments, scopes) = roles;
    let mut facts =
        AccessFacts { policies, exchange_principal, assignments, scopes, groups: BTreeMap::new(), impersonation };
    let named = named_groups(&facts, app);
    let groups = join_all(named.into_iter().map(|name| async move {
        let group = group(session, reach, &name).await;
        (name, group)
    }));
    facts.groups = groups.await.into_iter().collect();
    Access { facts, organization_config }
}

async fn policies(session: &Session, reach: &Reach) -> Fact<Vec<crate::tenant::AccessPolicy>> {
    if let Some(fact) = reach.exchange(Source::ExchangeAccessPolicies) {
        return fact;
    }
    // Exchange answers "not found" when a tenant has no policy at all.
    match whole(session.pages(access::policies())).await {
        Err(CallError::NotFound(_)) => Fact::known(Vec::new(), Source::ExchangeAccessPolicies, session.now()),
        result => fact(session, Source::ExchangeAccessPolicies, result),
    }
}

async fn exchange_principal(session: &Session, reach: &Reach, app: AppId) -> Fact<Option<ExchangePrincipal>> {
    if let Some(fact) = reach.exchange(Source::ExchangeServicePrincipal) {
        return fact;
    }
    let rows = whole(session.pages(access::service_principal(app))).await;
    optional(session, Source::ExchangeServicePrincipal, rows).map(|rows| {
        let rows = rows.unwrap_or_default();
        rows.into_iter().find(|row| row.app_id.is_none_or(|id| id == app))
    })
}

/// Who may impersonate. Exchange answers "not found" where the role itself is gone.
async fn impersonation(session: &Session, reach: &Reach) -> Fact<Vec<Impersonation>> {
    if let Some(fact) = reach.exchange(Source::ExchangeImpersonation) {
        return fact;
    }
    match whole(session.pages(access::impersonation())).await {
        Err(CallError::NotFound(_)) => Fact::known(Vec::new(), Source::ExchangeImpersonation, session.now()),
        result => fact(session, Source::ExchangeImpersonation, result),
    }
}

async fn config(session: &Session, reach: &Reach) -> Fact<OrganizationConfig> {
    if let Some(fact) = reach.exchange(Source::ExchangeOrganizationConfig) {
        return fact;
    }
    let rows = whole(session.pages(organization::config())).await;
    fact(session, Source::ExchangeOrganizationConfig, rows).map(|rows| rows.into_iter().next().unwrap_or_default())
}

type Roles = (Fact<Vec<RoleAssignment>>, Fact<Vec<ManagementScope>>);

/// The app's Exchange roles: from Exchange, or from Graph where Exchange refuses.
async fn roles(session: &Session, reach: &Reach, directory: &Directory, principal: Option<ObjectId>) -> Roles {
    let Some(principal) = principal else {
        // No service principal: nothing can be assigned. Unknown principal: nothing can be asked.
        let none = directory.service_principal.clone();
        return (none.clone().map(|_| Vec::new()), none.map(|_| Vec::new()));
    };
    let (assignments, scopes) = roles_by_exchange(session, reach, principal).await;
    if assignments.is_known() && scopes.is_known() {
        return (assignments, scopes);
    }
    let by_graph = roles_by_graph(session, principal).await;
    match by_graph {
        (Fact::Known { .. }, Fact::Known { .. }) => by_graph,
        _ => (assignments, scopes),
    }
}

async fn roles_by_exchange(session: &Session, reach: &Reach, principal: ObjectId) -> Roles {
    if let (Some(assignments), Some(scopes)) =
        (reach.exchange(Source::ExchangeRoleAssignments), reach.exchange(Source::ExchangeManagementScopes))
    {
        return (assignments, scopes);
    }
    let (assignments, scopes) = tokio::join!(
        whole(session.pages(access::role_assignments(principal))),
        whole(session.pages(access::management_scopes()))
    );
    // An app that Exchange does not know has no roles there.
    let assignments = match assignments {
        Err(CallError::NotFound(_)) => Fact::known(Vec::new(), Source::ExchangeRoleAssignments, session.now()),
        result => fact(session, Source::ExchangeRoleAssignments, result),
    };
    (assignments, fact(session, Source::ExchangeManagementScopes, scopes))
}

async fn roles_by_graph(session: &Session, principal: ObjectId) -> Roles {
    let source = Source::GraphExchangeRoles;
    let (rows, scopes) = tokio::join!(
        whole(session.pages(exchange_roles::assignments(principal))),
        whole(session.pages(exchange_roles::scopes()))
    );
    let rows = match rows {
        Ok(rows) => rows,
        Err(error) => return (error.into_fact(source), fact(session, source, scopes)),
    };
    let ids: BTreeSet<&str> = rows.iter().map(|row| row.role_definition_id.as_str()).collect();
    let names = join_all(
        ids.into_iter().map(|id| async move { (id.to_owned(), session.call(&exchange_roles::role_name(id)).await) }),
    );
    let mut known = BTreeMap::new();
    for (id, name) in names.await {
        match name {
            Ok(name) => drop(known.insert(id, name)),
            Err(error) => return (error.into_fact(source), fact(session, source, scopes)),
        }
    }
    let assignments = rows.into_iter().map(|row| RoleAssignment {
        name: Untrusted::new(row.id),
        role: known.get(&row.role_definition_id).cloned().unwrap_or_default(),
        scope: row.scope,
    });
    (Fact::known(assignments.collect(), source, session.now()), fact(session, source, scopes))
}

/// The groups that matter for this app: scopes of its policies, of its assignments, and of their filters.
fn named_groups(facts: &AccessFacts, app: AppId) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for policy in facts.policies.ok().into_iter().flatten().filter(|policy| policy.app_id == Some(app)) {
        names.insert(policy.scope_identity.raw().to_owned());
    }
    for assignment in facts.assignments.ok().into_iter().flatten() {
        match &assignment.scope {
            AssignmentScope::Group(name) => drop(names.insert(name.clone())),
            AssignmentScope::CustomScope(name) => {
                let scopes = facts.scopes.ok().into_iter().flatten();
                let scope = scopes.filter(|scope| scope.name == *name || scope.id.as_deref() == Some(name.raw()));
                names.extend(scope.filter_map(|scope| scope.recipient_filter.as_ref()).flat_map(groups_in_filter));
            }
            AssignmentScope::Organization
            | AssignmentScope::AdministrativeUnit(_)
            | AssignmentScope::Recipient(_)
            | AssignmentScope::Other(_) => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The distinguished names behind `MemberOfGroup -eq '…'` in a filter; a doubled quote inside stands for one.
fn groups_in_filter(filter: &Untrusted) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = filter.raw();
    while let Some(at) = rest.to_ascii_lowercase().find("memberofgroup") {
        rest = &rest[at + "memberofgroup".len()..];
        let trimmed = rest.trim_start();
        let Some(value) =
            trimmed.get(..3).filter(|word| word.eq_ignore_ascii_case("-eq")).map(|_| trimmed[3..].trim_start())
        else {
            continue;
        };
        if let Some(quoted) = value.strip_prefix('\'') {
            let end = quoted.replace("''", "\u{0}\u{0}").find('\'').unwrap_or(quoted.len());
            names.push(quoted[..end].replace("''", "'"));
        }
    }
    names
}

async fn group(session: &Session, reach: &Reach, name: &str) -> Fact<Option<ScopeGroup>> {
    if let Some(fact) = reach.exchange(Source::ExchangeGroup) {
        return fact;
    }
    let mut found = one_group(session, name).await;
    if let Fact::Known { value: Some(group), .. } = &mut found
        && group.recipient_type_details.as_deref().is_some_and(|kind| kind.contains("Group") || kind == "RoomList")
    {
        group.members = members(session, name).await;
        let inner: Vec<_> =
            group.members.ok().into_iter().flatten().filter(|member| member.is_group()).cloned().collect();
        let inner = join_all(inner.into_iter().filter_map(|member| member.address).map(|address| async move {
            let members = members(session, address.as_str()).await;
            (address, members)
        }));
        group.nested = inner.await.into_iter().collect();
    }
    found
}

/// A group; or the mailbox that somebody named in its place.
async fn one_group(session: &Session, name: &str) -> Fact<Option<ScopeGroup>> {
    let groups = match whole(session.pages(groups::group(name))).await {
        Err(CallError::NotFound(_)) => whole(session.pages(groups::any_recipient(name))).await,
        other => other,
    };
    optional(session, Source::ExchangeGroup, groups).map(|rows| rows.unwrap_or_default().into_iter().next())
}

async fn members(session: &Session, name: &str) -> Fact<Vec<ListMember>> {
    fact(session, Source::ExchangeGroupMembers, whole(session.pages(groups::members(name))).await)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_found_in_filters() {
        let found = |text: &str| groups_in_filter(&text.into());
        assert_eq!(found("MemberOfGroup -eq 'CN=Rooms,OU=x'"), ["CN=Rooms,OU=x"]);
        assert_eq!(found("(memberofgroup  -EQ 'CN=O''Brien') -or (MemberOfGroup -eq 'b')"), ["CN=O'Brien", "b"]);
        assert!(found("RecipientTypeDetails -eq 'RoomMailbox'").is_empty());
        assert!(found("MemberOfGroup -ne 'x'").is_empty());
    }
}
