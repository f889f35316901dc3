//! The organisation, the app, and what it was granted.

use std::collections::HashMap;

use super::{Wanted, fact, optional, whole};
use crate::api::graph::directory::{self, DelegatedRow, ResourceRoles, RoleAssignmentRow};
use crate::session::{CallError, Session};
use crate::tenant::{
    AppRegistration, DelegatedGrant, Fact, Grant, ObjectId, Organization, Permission, Resource, ServicePrincipal,
    Source, SubjectApp,
};

/// What was read from the directory.
pub struct Directory {
    pub organization: Fact<Organization>,
    pub registration: Fact<Option<AppRegistration>>,
    pub service_principal: Fact<Option<ServicePrincipal>>,
    pub grants: Fact<Vec<Grant>>,
    pub delegated: Fact<Vec<DelegatedGrant>>,
}

/// The resources as this tenant knows them, as far as they could be read.
type Resources = HashMap<Resource, ResourceRoles>;

pub async fn gather(session: &Session, app: &SubjectApp, wanted: &Wanted) -> Directory {
    let organization =
        async { fact(session, Source::GraphOrganization, session.call(&directory::organization()).await) };
    if !wanted.app() {
        return Directory {
            organization: organization.await,
            registration: Fact::NotGathered,
            service_principal: Fact::NotGathered,
            grants: Fact::NotGathered,
            delegated: Fact::NotGathered,
        };
    }
    let registration = directory::application(app.app_id);
    let principal = directory::service_principal(app.app_id);
    let (organization, registration, service_principal, resources) =
        tokio::join!(organization, session.call(&registration), session.call(&principal), resources(session));
    let mut registration = optional(session, Source::GraphApplication, registration);
    if let Fact::Known { value: Some(registration), .. } = &mut registration {
        name_requested(registration, &resources);
    }
    let service_principal = optional(session, Source::GraphServicePrincipal, service_principal);
    let (grants, delegated) = match service_principal.get() {
        Ok(Some(principal)) => grants(session, principal.id, &resources).await,
        // Without a service principal nothing can have been consented to.
        Ok(None) => (
            Fact::known(Vec::new(), Source::GraphServicePrincipal, session.now()),
            Fact::known(Vec::new(), Source::GraphServicePrincipal, session.now()),
        ),
        Err(_) => (service_principal.clone().map(|_| Vec::new()), service_principal.clone().map(|_| Vec::new())),
    };
    Directory { organization, registration, service_principal, grants, delegated }
}

async fn resources(session: &Session) -> Resources {
    let graph = directory::resource_roles(Resource::MicrosoftGraph);
    let exchange = directory::resource_roles(Resource::ExchangeOnline);
    let (graph, exchange) = tokio::join!(session.call(&graph), session.call(&exchange));
    let known = [(Resource::MicrosoftGraph, graph), (Resource::ExchangeOnline, exchange)];
    known.into_iter().filter_map(|(resource, roles)| Some((resource, roles.ok()?))).collect()
}

/// The name of a role: the tenant's own list first, then the table, never by name alone.
fn role_name(resources: &Resources, resource: Resource, id: uuid::Uuid) -> Option<String> {
    let live = resources.get(&resource).and_then(|roles| roles.roles.get(&id).or_else(|| roles.scopes.get(&id)));
    live.cloned().or_else(|| Permission::by_id(resource, id).map(|permission| permission.value.to_owned()))
}

fn name_requested(registration: &mut AppRegistration, resources: &Resources) {
    for requested in &mut registration.requested {
        if let Some(resource) = Resource::from_app_id(requested.resource_app_id) {
            requested.value = role_name(resources, resource, requested.id);
        }
    }
}

async fn grants(
    session: &Session,
    principal: ObjectId,
    resources: &Resources,
) -> (Fact<Vec<Grant>>, Fact<Vec<DelegatedGrant>>) {
    let roles = whole(session.pages(directory::app_role_assignments(principal)));
    let scopes = whole(session.pages(directory::delegated_grants(principal)));
    let (roles, scopes) = tokio::join!(roles, scopes);
    let of =
        |id: Option<ObjectId>| resources.iter().find(|(_, roles)| Some(roles.id) == id).map(|(resource, _)| *resource);
    let grant = |row: RoleAssignmentRow| {
        // Where the resource's own object could not be read, its unchangeable name is the next best evidence.
        let by_name = [Resource::MicrosoftGraph, Resource::ExchangeOnline]
            .into_iter()
            .find(|resource| !resources.contains_key(resource) && row.resource_name.raw() == resource.title());
        let resource = of(row.resource_id).or(by_name);
        Grant {
            resource,
            resource_name: row.resource_name,
            role_id: row.role_id,
            value: resource.and_then(|resource| role_name(resources, resource, row.role_id)),
            since: row.created,
        }
    };
    // The all-zero role is "default access" and carries no permission.
    let roles: Result<Vec<Grant>, CallError> =
        roles.map(|rows| rows.into_iter().filter(|row| !row.role_id.is_nil()).map(grant).collect());
    let delegated = |row: DelegatedRow| DelegatedGrant { resource: of(row.resource_id), ..row.grant };
    let scopes = scopes.map(|rows| rows.into_iter().map(delegated).collect());
    (fact(session, Source::GraphAppRoleAssignments, roles), fact(session, Source::GraphDelegatedGrants, scopes))
}
