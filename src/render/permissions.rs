//! What the product asks for beside what the app asked for, was granted and carries: the inventory of `permissions`.

use std::collections::BTreeSet;

use super::{Look, Names, layout, visible, words};
use crate::product::Product;
use crate::tenant::app::PermissionKind;
use crate::tenant::{Credential, Permission, Resource, Snapshot};

/// The permissions side by side, the credentials, and where consent is given if it is missing.
pub fn inventory(snapshot: &Snapshot, product: &Product, look: &Look, names: Names, consent: Option<&str>) -> String {
    let mut out = permissions(snapshot, product, look);
    out.push('\n');
    let delegated = delegated(snapshot);
    if !delegated.is_empty() {
        out.push_str(&delegated);
        out.push('\n');
    }
    out.push_str(&credentials(snapshot, look, names));
    if let Some(link) = consent {
        out.push_str("\nConsent is missing. An administrator gives it here:\n  ");
        out.push_str(&visible::visible(link));
        out.push('\n');
    }
    look.finish(out)
}

fn permissions(snapshot: &Snapshot, product: &Product, look: &Look) -> String {
    let facts = Facts { snapshot, product };
    let title = visible::short(&product.title, visible::NAME_WIDTH);
    let heading = ["permission", "asked for", "requested", "consented", "by role", "in token"];
    let rows = facts.all().into_iter().map(|(resource, value)| {
        let name = match resource {
            Some(Resource::MicrosoftGraph) => visible::short(&value, 48),
            Some(Resource::ExchangeOnline) => format!("{} (Exchange)", visible::short(&value, 48)),
            None => format!("{} (other)", visible::short(&value, 48)),
        };
        let mut row = vec![name];
        row.extend([
            mark(Some(facts.is_asked(resource, &value))),
            mark(facts.is_requested(resource, &value)),
            facts.consented(resource, &value),
            mark(facts.by_role(resource, &value)),
            mark(facts.in_token(resource, &value)),
        ]);
        row
    });
    let table = layout::table(look, &heading, rows.collect());
    let legend = format!(
        "asked for: by {title} · requested: in the app's registration · consented: by an administrator · by role: held \
         through an Exchange role instead · in token: what the app signs in with carries"
    );
    format!("{table}\n\n{}\n", layout::wrap(&legend, look.width, 0, 0).join("\n"))
}

fn mark(value: Option<bool>) -> String {
    match value {
        Some(true) => "✓".to_owned(),
        Some(false) => "–".to_owned(),
        None => "?".to_owned(),
    }
}

struct Facts<'a> {
    snapshot: &'a Snapshot,
    product: &'a Product,
}

impl Facts<'_> {
    /// Every application permission that one of the columns knows: Graph first, then Exchange, then the rest.
    fn all(&self) -> BTreeSet<(Option<Resource>, String)> {
        let app = &self.snapshot.app;
        let graph = Some(Resource::MicrosoftGraph);
        let mut all: BTreeSet<_> = self.product.permissions.graph.iter().map(|value| (graph, value.clone())).collect();
        let registration = app.registration.ok().and_then(Option::as_ref);
        for requested in registration.iter().flat_map(|registration| &registration.requested) {
            if requested.kind == PermissionKind::Application {
                let name = requested.value.clone().unwrap_or_else(|| requested.id.to_string());
                all.insert((Resource::from_app_id(requested.resource_app_id), name));
            }
        }
        for grant in app.grants.ok().into_iter().flatten() {
            all.insert((grant.resource, grant.value.clone().unwrap_or_else(|| grant.role_id.to_string())));
        }
        for (resource, token) in
            [(Resource::MicrosoftGraph, &app.graph_token), (Resource::ExchangeOnline, &app.exchange_token)]
        {
            all.extend(token.ok().iter().flat_map(|token| &token.roles).map(|role| (Some(resource), role.clone())));
        }
        // `None` sorts first; what belongs to neither resource goes last in the table through its own mark.
        all
    }

    fn is_asked(&self, resource: Option<Resource>, value: &str) -> bool {
        resource == Some(Resource::MicrosoftGraph) && self.product.permissions.graph.iter().any(|asked| asked == value)
    }

    fn is_requested(&self, resource: Option<Resource>, value: &str) -> Option<bool> {
        let registration = self.snapshot.app.registration.ok()?.as_ref()?;
        Some(registration.requested.iter().any(|requested| {
            requested.kind == PermissionKind::Application
                && Resource::from_app_id(requested.resource_app_id) == resource
                && (requested.value.as_deref() == Some(value) || requested.id.to_string() == value)
        }))
    }

    fn consented(&self, resource: Option<Resource>, value: &str) -> String {
        let Some(grants) = self.snapshot.app.grants.ok() else { return mark(None) };
        let has = |name: &str| {
            grants.iter().any(|grant| {
                grant.resource == resource
                    && (grant.value.as_deref() == Some(name) || grant.role_id.to_string() == name)
            })
        };
        if has(value) {
            return mark(Some(true));
        }
        let known = resource.and_then(|resource| Permission::named(resource, value));
        match known.and_then(|known| known.included_in.iter().find(|broader| has(broader))) {
            Some(broader) => format!("in {broader}"),
            None => mark(Some(false)),
        }
    }

    fn by_role(&self, resource: Option<Resource>, value: &str) -> Option<bool> {
        let Some(role) = Permission::named(resource?, value)?.exchange_role else { return Some(false) };
        let assignments = self.snapshot.access.assignments.ok()?;
        Some(assignments.iter().any(|assignment| assignment.role == role))
    }

    fn in_token(&self, resource: Option<Resource>, value: &str) -> Option<bool> {
        let app = &self.snapshot.app;
        let token = match resource? {
            Resource::MicrosoftGraph => app.graph_token.ok()?,
            Resource::ExchangeOnline => app.exchange_token.ok()?,
        };
        Some(token.roles.iter().any(|role| role == value))
    }
}

fn delegated(snapshot: &Snapshot) -> String {
    let Some(grants) = snapshot.app.delegated.ok() else { return String::new() };
    let scopes: BTreeSet<_> = grants.iter().flat_map(|grant| &grant.scopes).collect();
    if scopes.is_empty() {
        return String::new();
    }
    let shown: Vec<_> = scopes.iter().take(8).map(|scope| visible::short(scope, 40)).collect();
    let more = if scopes.len() > shown.len() { ", …" } else { "" };
    format!("Delegated, without effect for an app that signs in by itself: {}{more}\n", shown.join(", "))
}

fn credentials(snapshot: &Snapshot, look: &Look, names: Names) -> String {
    let app = &snapshot.app;
    let of_principal = app.service_principal.ok().and_then(Option::as_ref).map(|principal| &principal.credentials);
    // What is on the registration is never guessed from what is on the service principal.
    let (registered, remark) = match app.registration.ok() {
        Some(Some(registration)) => (Some(&registration.credentials), ""),
        Some(None) => (None, "The app is registered in another tenant; its credentials there cannot be seen.\n"),
        None => (None, "The credentials of the app's registration could not be read.\n"),
    };
    let now = snapshot.header.taken_at;
    let mut all: Vec<&Credential> = registered.into_iter().chain(of_principal).flatten().collect();
    all.sort_by_key(|credential| (credential.end, credential.key_id));
    if all.is_empty() {
        let none = "The app has neither a secret nor a certificate.\n";
        return if remark.is_empty() { none } else { remark }.to_owned();
    }
    let full = names == Names::Full;
    let mut heading = vec!["credential"];
    heading.extend(full.then_some("description"));
    heading.extend(["id", "ends", "days left"]);
    let rows = all.iter().map(|credential| {
        let mut row = vec![credential.kind.word().to_owned()];
        if full {
            row.push(credential.display_name.as_ref().map(|name| visible::short(name.raw(), 32)).unwrap_or_default());
        }
        row.push(credential.key_id.to_string());
        match credential.end {
            Some(end) if end <= now => row.extend([words::day(end), words::relative(end, now)]),
            Some(end) => {
                let days = end.duration_since(now).as_secs() / 86_400;
                row.extend([words::day(end), words::number(days)]);
            }
            None => row.extend(["?".to_owned(), "?".to_owned()]),
        }
        row
    });
    format!("{}\n{remark}", layout::table(look, &heading, rows.collect()))
}
