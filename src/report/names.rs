//! Which texts in the findings were chosen by people in the tenant.
//!
//! A finding may hold a word of the service (`AutoUpdate`) or a name (a delegate). Both are untrusted text; only the
//! snapshot knows which texts are names.

use std::collections::{BTreeSet, HashSet};

use super::{Group, Pending};
use crate::check::{Datum, Reading};
use crate::tenant::{AppRegistration, ListMember, Place, ServicePrincipal, Snapshot, Untrusted};

/// The texts of the findings that are names in the snapshot.
pub(super) fn of(snapshot: &Snapshot, groups: &[Group], pending: &[Pending]) -> BTreeSet<String> {
    let found: BTreeSet<&str> = groups
        .iter()
        .flat_map(|group| group.actual.iter().map(|spread| &spread.value).chain([&group.expected]))
        .chain(pending.iter().flat_map(|pending| pending.members.iter().map(|member| &member.actual)))
        .flat_map(texts)
        .collect();
    if found.is_empty() {
        return BTreeSet::new();
    }
    let names = names(snapshot);
    found.into_iter().filter(|text| names.contains(text)).map(ToOwned::to_owned).collect()
}

fn texts(reading: &Reading) -> Vec<&str> {
    let mut texts = Vec::new();
    for datum in reading.0.values() {
        match datum {
            Datum::Text(text) | Datum::Not(text) => texts.push(text.raw()),
            Datum::List(list) | Datum::OneOf(list) => texts.extend(list.iter().map(Untrusted::raw)),
            Datum::Bool(_) | Datum::Int(_) | Datum::AtLeast(_) | Datum::AtMost(_) | Datum::Time(_) | Datum::Missing => {
            }
        }
    }
    texts
}

/// Every name in the snapshot. Addresses need no list: they are known by their `@`.
fn names(snapshot: &Snapshot) -> HashSet<&str> {
    let mut names = HashSet::new();
    let mut all: Vec<&Untrusted> = Vec::new();
    if let Some(organization) = snapshot.organization.ok() {
        all.push(&organization.display_name);
        names.extend(organization.initial_domain.iter().chain(&organization.verified_domains).map(String::as_str));
    }
    if let Some(Some(AppRegistration { display_name, credentials, redirect_uris, .. })) = snapshot.app.registration.ok()
    {
        all.push(display_name);
        all.extend(redirect_uris);
        all.extend(credentials.iter().flat_map(|credential| &credential.display_name));
    }
    if let Some(Some(ServicePrincipal { display_name, credentials, .. })) = snapshot.app.service_principal.ok() {
        all.push(display_name);
        all.extend(credentials.iter().flat_map(|credential| &credential.display_name));
    }
    for room in snapshot.rooms.values() {
        for place in [&room.place, &room.exchange_place] {
            if let Some(Some(Place { display_name, city, country, building, floor_label, tags, .. })) = place.ok() {
                all.extend([display_name, city, country, building, floor_label].into_iter().flatten());
                all.extend(tags);
            }
        }
        if let Some(Some(mailbox)) = room.mailbox.ok() {
            all.push(&mailbox.display_name);
            let optional = [
                &mailbox.alias,
                &mailbox.user_principal_name,
                &mailbox.distinguished_name,
                &mailbox.legacy_dn,
                &mailbox.forwarding,
                &mailbox.forwarding_recipient,
                &mailbox.forwarding_smtp,
            ];
            all.extend(optional.into_iter().flatten());
            all.extend(&mailbox.accepts_only_from);
            all.extend(&mailbox.rejects_from);
            all.extend(&mailbox.administrative_units);
        }
        if let Some(calendar) = room.calendar.ok() {
            all.extend(calendar.named_recipients());
        }
        all.extend(room.inbox_rules.ok().into_iter().flatten().filter_map(|rule| rule.name.as_ref()));
        let holders = room.calendar_rights.ok().into_iter().flatten().map(|right| &right.user);
        all.extend(holders.filter(|user| !["Default", "Anonymous"].contains(&user.raw())));
        all.extend(room.mailbox_rights.ok().into_iter().flatten().map(|right| &right.user));
    }
    for list in snapshot.lists.values() {
        all.extend(list.name());
        all.extend(list.graph.ok().and_then(Option::as_ref));
        if let Some(Some(exchange)) = list.exchange.ok() {
            all.push(&exchange.display_name);
            all.extend(&exchange.distinguished_name);
        }
        all.extend(member_names(list.members.ok()));
    }
    all.extend(snapshot.deleted_mailboxes.ok().into_iter().flatten().map(|mailbox| &mailbox.display_name));
    for (asked, recipient) in &snapshot.recipients {
        all.push(asked);
        all.extend(recipient.ok().and_then(Option::as_ref).map(|recipient| &recipient.display_name));
    }
    for row in snapshot.vendor_rooms.ok().into_iter().flatten() {
        all.extend(row.id.iter().chain(&row.name));
    }
    let access = &snapshot.access;
    for policy in access.policies.ok().into_iter().flatten() {
        all.extend([&policy.identity, &policy.scope_name, &policy.scope_identity]);
        all.extend(&policy.description);
    }
    all.extend(access.exchange_principal.ok().and_then(Option::as_ref).and_then(|one| one.display_name.as_ref()));
    all.extend(access.assignments.ok().into_iter().flatten().map(|assignment| &assignment.name));
    for scope in access.scopes.ok().into_iter().flatten() {
        all.push(&scope.name);
        all.extend(&scope.recipient_filter);
    }
    for (asked, group) in &access.groups {
        names.insert(asked.as_str());
        if let Some(Some(group)) = group.ok() {
            all.push(&group.display_name);
            all.extend(&group.distinguished_name);
            all.extend(member_names(group.members.ok()));
            all.extend(group.nested.values().flat_map(|members| member_names(members.ok())));
        }
    }
    for impersonation in access.impersonation.ok().into_iter().flatten() {
        all.extend([&impersonation.name, &impersonation.assignee]);
        all.extend(&impersonation.scope);
    }
    for subscription in snapshot.subscriptions.ok().into_iter().flatten() {
        all.push(&subscription.resource);
    }
    names.extend(snapshot.accepted_domains.ok().into_iter().flatten().map(|domain| domain.name.as_str()));
    names.extend(all.into_iter().map(Untrusted::raw));
    names
}

fn member_names(members: Option<&Vec<ListMember>>) -> impl Iterator<Item = &Untrusted> {
    members.into_iter().flatten().map(|member| &member.display_name)
}
