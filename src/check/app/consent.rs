//! What the app was consented to: from the directory or, where that may not be read, from the app's own token.
//!
//! A grant is recognised by resource and role id. The Exchange resource still carries roles with the names of Graph
//! permissions that give nothing on Graph, so a name alone proves nothing.

use jiff::Timestamp;
use uuid::Uuid;

use crate::check::{Datum, Subject, SubjectKind};
use crate::tenant::{Gap, Grant, Permission, Resource, SubjectApp, Untrusted};

/// The application permissions that the app holds in the whole tenant, before any access policy.
#[derive(Clone, Debug)]
pub struct Consent<'a> {
    /// One for every permission.
    pub held: Vec<Held<'a>>,
    /// Why the half on the Exchange resource is not known, when only the token for Graph could be read.
    pub exchange_gap: Option<Gap>,
}

/// One consented application permission.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    /// The resource, when it is one of the two that matter here.
    pub resource: Option<Resource>,
    /// The resource's name as the directory gives it; `None` when the token told.
    pub resource_name: Option<&'a Untrusted>,
    /// The permission's name, when it is known.
    pub name: Option<&'a str>,
    /// The id of the app role; `None` when the token told.
    pub role_id: Option<Uuid>,
    /// When it was consented to.
    pub since: Option<Timestamp>,
}

impl<'a> Consent<'a> {
    /// Reads the consent from the directory, else from the token of an app that signed in itself.
    ///
    /// # Errors
    /// The gap of the directory when neither is known.
    pub fn read(app: &'a SubjectApp) -> Result<Self, Gap> {
        // Without a service principal there is nothing that a permission could be granted to.
        if let Some(None) = app.service_principal.ok() {
            return Ok(Self { held: Vec::new(), exchange_gap: None });
        }
        match app.grants.get() {
            Ok(grants) => Ok(Self { held: from_grants(grants), exchange_gap: None }),
            Err(gap) => Self::from_token(app).ok_or(gap),
        }
    }

    fn from_token(app: &'a SubjectApp) -> Option<Self> {
        let claims = app.graph_token.ok().filter(|claims| app.is_reader && claims.is_app_only)?;
        let on = |resource: Resource, roles: &'a [String]| {
            roles.iter().map(move |role| Held {
                resource: Some(resource),
                resource_name: None,
                name: Some(role.as_str()),
                role_id: None,
                since: None,
            })
        };
        let mut held: Vec<_> = on(Resource::MicrosoftGraph, &claims.roles).collect();
        let exchange_gap = match app.exchange_token.get() {
            Ok(claims) => {
                held.extend(on(Resource::ExchangeOnline, &claims.roles));
                None
            }
            Err(gap) => Some(gap),
        };
        Some(Self { held, exchange_gap })
    }

    /// The name of the held permission that gives this one: itself, or a broader one.
    pub fn giving(&self, permission: &Permission) -> Option<&'a str> {
        with_broader(permission).find_map(|candidate| {
            let mut held = self.held.iter();
            held.find(|held| held.is(candidate.resource, candidate.value)).and_then(|held| held.name)
        })
    }

    /// The held permissions that open mailboxes and that an access policy or an Exchange role could confine.
    pub fn confinable(&self) -> impl Iterator<Item = &'static Permission> {
        self.held.iter().filter_map(Held::permission).filter(|permission| permission.narrowed_by_policy)
    }

    /// Whether an access policy has anything to narrow.
    ///
    /// # Errors
    /// The gap of the Exchange half when the Graph half holds nothing of the kind.
    pub fn is_narrowable(&self) -> Result<bool, Gap> {
        match &self.exchange_gap {
            _ if self.confinable().next().is_some() => Ok(true),
            Some(gap) => Err(gap.clone()),
            None => Ok(false),
        }
    }
}

fn from_grants(grants: &[Grant]) -> Vec<Held<'_>> {
    let held = grants.iter().map(|grant| {
        let known = grant.resource.and_then(|resource| Permission::by_id(resource, grant.role_id));
        Held {
            resource: grant.resource,
            resource_name: Some(&grant.resource_name),
            name: known.map(|permission| permission.value).or(grant.value.as_deref()),
            role_id: Some(grant.role_id),
            since: grant.since,
        }
    });
    // The all-zero role is the default assignment, which carries no permission.
    held.filter(|held| held.role_id != Some(Uuid::nil())).collect()
}

impl Held<'_> {
    /// Whether it is the permission with this name on this resource.
    pub fn is(&self, resource: Resource, name: &str) -> bool {
        self.resource == Some(resource) && self.name == Some(name)
    }

    /// What the table knows about it.
    pub fn permission(&self) -> Option<&'static Permission> {
        Permission::named(self.resource?, self.name?)
    }

    /// As the subject of a finding. Only names that Microsoft gave become ids.
    pub fn subject(&self) -> Subject {
        match (self.resource, self.name) {
            (Some(resource), Some(name)) => permission_subject(resource, name),
            (_, name) => {
                let id = self.role_id.unwrap_or_default().to_string();
                let label = name.map(Untrusted::from).or_else(|| self.resource_name.cloned());
                Subject::new(SubjectKind::Permission, id, label)
            }
        }
    }
}

/// A permission as a subject; one whose name Graph has too says that it belongs to another resource.
pub fn permission_subject(resource: Resource, name: &str) -> Subject {
    match Permission::named(resource, name) {
        None if resource == Resource::ExchangeOnline => Subject::permission(&format!("{}: {name}", resource.title())),
        Some(_) | None => Subject::permission(name),
    }
}

/// The permission itself, then the broader ones that include it.
pub fn with_broader(permission: &Permission) -> impl Iterator<Item = &Permission> {
    let broader = permission.included_in.iter();
    std::iter::once(permission).chain(broader.filter_map(|broader| Permission::named(permission.resource, broader)))
}

/// The permissions of the product's set, as the table knows them.
pub fn required(product: &crate::product::Product) -> impl Iterator<Item = &'static Permission> {
    product.permissions.graph.iter().filter_map(|name| Permission::named(Resource::MicrosoftGraph, name))
}

/// Several words as one value.
pub fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Datum {
    Datum::List(words.into_iter().map(Untrusted::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;

    const CALENDARS: &Permission = &crate::tenant::KNOWN_PERMISSIONS[0];

    #[test]
    fn a_broader_permission_gives_the_narrower_one() {
        let mut snapshot = healthy();
        snapshot.app.grants = known(vec![grant("Calendars.ReadWrite")]);
        assert_eq!(Consent::read(&snapshot.app).unwrap().giving(CALENDARS), Some("Calendars.ReadWrite"));
    }

    #[test]
    fn the_same_name_on_another_resource_gives_nothing() {
        let mut snapshot = healthy();
        snapshot.app.grants = known(vec![grant_on(Resource::ExchangeOnline, "Calendars.Read")]);
        assert_eq!(Consent::read(&snapshot.app).unwrap().giving(CALENDARS), None);
    }

    #[test]
    fn the_token_tells_only_about_the_app_that_signed_in() {
        let mut snapshot = healthy();
        snapshot.app.grants = denied();
        snapshot.app.graph_token = known(token(&["Calendars.Read"]));
        assert!(Consent::read(&snapshot.app).is_err());
        snapshot.app.is_reader = true;
        let consent = Consent::read(&snapshot.app).unwrap();
        assert_eq!(consent.giving(CALENDARS), Some("Calendars.Read"));
        assert!(consent.exchange_gap.is_some());
    }

    #[test]
    fn without_a_service_principal_nothing_is_granted() {
        let mut snapshot = healthy();
        snapshot.app.service_principal = known(None);
        snapshot.app.grants = denied();
        assert!(Consent::read(&snapshot.app).unwrap().held.is_empty());
    }
}
