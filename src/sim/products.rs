//! Tenants of five products: each once ready, and once after somebody followed the vendor's guide as it stands, with what
//! the guide leaves out, has wrong or has outlived.
//!
//! Knows the guides' steps, not what any check thinks of them.

use jiff::SignedDuration;
use uuid::uuid;

use super::{
    graph::directory::USER_READ,
    scenario::separate_reader,
    state::{Assignment, GroupKind, Policy, Reach, Room, State},
};
use crate::tenant::{
    AutomateProcessing, CalendarProcessing, FolderRight, Impersonation, InboxRule, Resource, TenantId,
    app::PermissionKind,
};

/// Confines the subject app to the members of a new mail-enabled security group through Exchange roles.
pub(super) fn confine_to_group(state: &mut State, name: &str, members: Vec<String>, roles: &[&str]) {
    state.add_group(name, GroupKind::MailSecurity, members);
    let filter = format!("MemberOfGroup -eq '{}'", state.distinguished_name(name));
    if let Some(scope) = state.scopes.first_mut() {
        scope.filter = filter;
    }
    state.assignments.clear();
    for role in roles {
        state.assign(role, Reach::Scope("Rooms".to_owned()));
    }
}

fn addresses(state: &State) -> Vec<String> {
    state.rooms.iter().map(|room| room.address.clone()).collect()
}

/// An app with the least rights reads, and the subject app holds nothing at all but what an Exchange role gives it.
fn ready(state: &mut State, name: &str) {
    separate_reader(state);
    let subject = state.subject;
    state.revoke(subject, "Place.Read.All");
    if let Some(registration) = &mut state.subject_mut().registration {
        registration.requested.clear();
    }
    call_the_app(state, name);
}

/// An inspector who may see everything reads, and the subject app holds nothing yet.
fn begun(state: &mut State, name: &str) {
    let (subject, reader) = (state.subject, state.reader);
    if let Some(registration) = &mut state.subject_mut().registration {
        registration.requested.clear();
    }
    let principal = state.subject_principal_mut();
    principal.grants.clear();
    principal.exchange_roles.clear();
    state.assignments.clear();
    state.exchange_principals.retain(|principal| principal.app_id != subject);
    state.grant_and_request(reader, Resource::MicrosoftGraph, "MailboxSettings.Read");
    call_the_app(state, name);
}

/// Consents for the whole tenant, as every guide does, and no Exchange role.
fn consent(state: &mut State, permissions: &[&str]) {
    state.assignments.clear();
    for permission in permissions {
        state.grant_and_request(state.subject, Resource::MicrosoftGraph, permission);
    }
}

/// An application access policy of the subject app.
fn policy(state: &mut State, target: String, description: &str) {
    let app_id = state.subject;
    state.policies.push(Policy { app_id, denies: false, target, description: description.to_owned() });
}

/// What Exchange gives a new room, which no guide but Spacewell's and ROOMZ's touches.
fn as_exchange_made_it(room: &mut Room) {
    room.calendar = CalendarProcessing::exchange_defaults();
}

/// How many rooms there were on the day on which the guide was followed; the others were made later.
const ROOMS_OF_THAT_DAY: usize = 36;

/// Three flags as two of the guides set them, in the rooms of that day; nothing else differs from what Exchange made.
fn keep_titles_of_the_first(state: &mut State) {
    state.rooms.iter_mut().for_each(as_exchange_made_it);
    for room in state.rooms.iter_mut().take(ROOMS_OF_THAT_DAY) {
        room.calendar.delete_subject = Some(false);
        room.calendar.add_organizer_to_subject = Some(false);
        room.calendar.remove_private_property = Some(false);
    }
}

/// Names the app as the guide does.
fn call_the_app(state: &mut State, name: &str) {
    state.subject_mut().display_name = name.to_owned();
}

fn keep_subscriptions_of(state: &mut State, rooms: usize) {
    state.subscriptions.truncate(rooms);
}

/// Spacewell: the permissions of the newer guide, a group and an access policy; rooms as the guide sets them, but for the
/// window, which stays where Exchange puts it, and rooms that were made after that day.
pub(super) fn spacewell_as_written(state: &mut State) {
    begun(state, "Spacewell Reservation Sync");
    consent(
        state,
        &["Calendars.Read", "Calendars.ReadBasic.All", "Calendars.ReadWrite", "MailboxSettings.Read", "Place.Read.All"],
    );
    let rooms = addresses(state);
    state.add_group(
        "Workplace rooms",
        GroupKind::MailSecurity,
        rooms.iter().take(ROOMS_OF_THAT_DAY).cloned().collect(),
    );
    let group = state.groups.last().map(|group| group.address.clone()).unwrap_or_default();
    policy(state, group, "Reservation Sync may reach these rooms");
    keep_titles_of_the_first(state);
    state.subscriptions.clear();
}

/// iOFFICE: one policy for each room with the room itself as its scope, and rooms as Exchange made them.
pub(super) fn ioffice_as_written(state: &mut State) {
    call_the_app(state, "iOFFICE Reservations");
    consent(state, &["Calendars.ReadWrite"]);
    reads_settings(state);
    for room in addresses(state) {
        policy(state, room, "Restrict users to members of rooms group");
    }
    state.rooms.iter_mut().for_each(as_exchange_made_it);
    let secret = state.make_secret("Workplace Sync", "iOFFICE", 30, 730);
    state.subject_mut().secrets = vec![secret];
    keep_subscriptions_of(state, 30);
}

/// ServiceNow: consent and nothing that confines the app; the general mailbox of strict mode was never made.
pub(super) fn servicenow_as_written(state: &mut State) {
    call_the_app(state, "ServiceNow MS Graph 1");
    consent(state, &["Calendars.ReadWrite"]);
    reads_settings(state);
    state.rooms.iter_mut().for_each(as_exchange_made_it);
    let now = state.now();
    // Renewal failed for some rooms; others are watched twice, by the old instance too.
    keep_subscriptions_of(state, 32);
    for at in 0..4 {
        let mut twice = state.subscriptions[at].clone();
        twice.id = state.guid("subscription of the old instance", &at.to_string());
        twice.notification_url = "https://old-instance.service-now.example/api/notify".to_owned();
        state.subscriptions.push(twice);
    }
    for subscription in state.subscriptions.iter_mut().skip(20).take(6) {
        subscription.expires = now + SignedDuration::from_hours(5);
        subscription.lifecycle_url = None;
    }
}

/// The app reads the settings of rooms too, for this program.
fn reads_settings(state: &mut State) {
    state.grant_and_request(state.subject, Resource::MicrosoftGraph, "MailboxSettings.Read");
}

/// SpaceIQ: the service account of the guide, without a licence and so without a mailbox, and what is left of its
/// impersonation; the vendor's own app was consented to, for the whole tenant.
pub(super) fn spaceiq_as_written(state: &mut State) {
    begun(state, "Cronofy Enterprise Connect");
    vendor_app(state, "Cronofy Enterprise Connect");
    state.add_user("Cronofy Service", "User");
    state.impersonation = Some(vec![Impersonation {
        name: "CronofyImpersonationAssignment".into(),
        assignee: "Cronofy Service".into(),
        assignee_type: Some("User".to_owned()),
        scope: Some("CronofyImpersonationScope".into()),
    }]);
    state.grant(state.subject, Resource::MicrosoftGraph, "Calendars.ReadWrite");
    state.rooms.iter_mut().for_each(as_exchange_made_it);
}

/// SpaceIQ, ready: the vendor's app, confined by Exchange roles.
pub(super) fn spaceiq_ready(state: &mut State) {
    separate_reader(state);
    let mut kept = state.assignments.clone();
    kept.retain(|assignment| assignment.role == "Application Calendars.ReadWrite");
    vendor_app(state, "Cronofy Enterprise Connect");
    let principal = state.subject_principal_mut().object_id;
    state.assignments = kept.into_iter().map(|assignment| Assignment { principal, ..assignment }).collect();
    let app_id = state.subject;
    state.exchange_principals.push(super::state::ExchangePrincipal {
        app_id,
        object_id: principal,
        display_name: "Cronofy Enterprise Connect".to_owned(),
    });
}

/// Only the service principal of the subject app is in this tenant, and it holds nothing for reading settings.
fn vendor_app(state: &mut State, name: &str) {
    state.assignments.clear();
    call_the_app(state, name);
    state.subject_mut().registration = None;
    let subject = state.subject;
    let principal = state.subject_principal_mut();
    principal.owner = TenantId(uuid!("7d2f5c4e-50b1-4b0a-9d0c-3c1b8f6a2e11"));
    principal.exchange_roles.clear();
    principal.grants.clear();
    state.exchange_principals.retain(|principal| principal.app_id != subject);
    for permission in ["Organization.Read.All", "Place.Read.All", "User.Read.All"] {
        state.grant(subject, Resource::MicrosoftGraph, permission);
    }
    state.subscriptions.clear();
}

/// ROOMZ: the command that is meant to speed things up emptied the group, rooms were made after that day, and the
/// permission that was there before was not removed.
pub(super) fn roomz_as_written(state: &mut State) {
    begun(state, "ROOMZGraph");
    consent(state, &["Calendars.ReadWrite"]);
    state.add_group("RoomzResources", GroupKind::MailSecurity, Vec::new());
    let group = state.groups.last().map(|group| group.address.clone()).unwrap_or_default();
    policy(state, group, "Restricted ROOMZ Access");
    keep_titles_of_the_first(state);
    let secret = state.make_secret("Workplace Sync", "ROOMZ", 30, 730);
    let app = state.subject_mut();
    app.secrets = vec![secret];
    if let Some(registration) = &mut app.registration {
        registration.requested.push((Resource::MicrosoftGraph, USER_READ, PermissionKind::Delegated));
    }
    state.subject_principal_mut().delegated = vec![(Resource::MicrosoftGraph, "User.Read".to_owned())];
    state.subscriptions.clear();
}

/// ROOMZ, ready: the group of its guide as the scope of Exchange roles, and a secret of two years.
pub(super) fn roomz_ready(state: &mut State) {
    ready(state, "ROOMZGraph");
    let rooms = addresses(state);
    confine_to_group(state, "RoomzResources", rooms, &["Application Calendars.ReadWrite"]);
    let secret = state.make_secret("Workplace Sync", "ROOMZ", 30, 730);
    state.subject_mut().secrets = vec![secret];
    state.subscriptions.clear();
}

/// iOFFICE, ready: rooms in a group that is the scope of Exchange roles, one subscription for each.
pub(super) fn ioffice_ready(state: &mut State) {
    ready(state, "iOFFICE Reservations");
    let rooms = addresses(state);
    confine_to_group(state, "iOFFICE rooms", rooms, &["Application Calendars.ReadWrite"]);
}

/// ServiceNow, ready.
pub(super) fn servicenow_ready(state: &mut State) {
    ready(state, "ServiceNow MS Graph 1");
    let rooms = addresses(state);
    confine_to_group(state, "ServiceNow rooms", rooms, &["Application Calendars.ReadWrite"]);
}

/// ServiceNow in strict mode, ready: the general mailbox is there, and in the scope.
pub(super) fn servicenow_strict_ready(state: &mut State) {
    ready(state, "ServiceNow MS Graph 1");
    let mailbox = state.add_user("Workplace Bookings", "SharedMailbox");
    let mut members = addresses(state);
    members.push(mailbox);
    confine_to_group(state, "ServiceNow rooms", members, &["Application Calendars.ReadWrite"]);
}

/// Spacewell, ready: the newer permission set through Exchange roles where there is one.
pub(super) fn spacewell_ready(state: &mut State) {
    separate_reader(state);
    call_the_app(state, "Spacewell Reservation Sync");
}

/// What scripts can mend: rooms as Exchange made them, rooms and lists out of sight, rooms that fell out of their list or
/// out of the group that confines the app, and somebody who got into it.
fn broken(state: &mut State) {
    for (at, room) in state.rooms.iter_mut().enumerate() {
        match at {
            // How many conflicts a series may have is the customer's choice, so it is made.
            0..=7 => {
                room.calendar = CalendarProcessing {
                    conflict_percentage_allowed: room.calendar.conflict_percentage_allowed,
                    maximum_conflict_instances: room.calendar.maximum_conflict_instances,
                    ..CalendarProcessing::exchange_defaults()
                }
            }
            8 => room.calendar.booking_window_days = Some(30),
            9 => room.calendar.automate_processing = Some(AutomateProcessing::AutoUpdate),
            10 => room.hidden = true,
            11 => room.calendar_rights = vec![right("Default", "AvailabilityOnly"), right("Anonymous", "Reviewer")],
            12 => room.calendar.remove_private_property = Some(true),
            13 => room.account_enabled = true,
            14 => room.inbox_rules.push(InboxRule { name: Some("Move to archive".into()), enabled: Some(true) }),
            _ => {}
        }
    }
    let address = |at: usize| state.rooms.get(at).map(|room| room.address.clone()).unwrap_or_default();
    let (lost, outside) = (address(15), address(16));
    let person = state.users.first().map(|user| user.address.clone()).unwrap_or_default();
    for group in &mut state.groups {
        match group.kind {
            GroupKind::RoomList => group.members.retain(|member| *member != lost),
            GroupKind::MailSecurity => {
                group.members.retain(|member| *member != outside);
                group.members.push(person.clone());
            }
            GroupKind::Distribution | GroupKind::Dynamic => {}
        }
    }
    if let Some(list) = state.lists_mut().next() {
        list.hidden = true;
    }
}

/// Consent for the whole tenant beside the roles: it undoes what they confine.
fn consent_beside_roles(state: &mut State) {
    state.grant(state.subject, Resource::MicrosoftGraph, "Calendars.ReadWrite");
}

fn right(user: &str, right: &str) -> FolderRight {
    FolderRight { user: user.into(), rights: vec![right.to_owned()], flags: Vec::new() }
}

/// Broken where scripts can mend it.
pub(super) fn spacewell_broken(state: &mut State) {
    spacewell_ready(state);
    broken(state);
    consent_beside_roles(state);
}

/// Broken where scripts can mend it.
pub(super) fn ioffice_broken(state: &mut State) {
    ioffice_ready(state);
    broken(state);
    consent_beside_roles(state);
}

/// Broken where scripts can mend it.
pub(super) fn servicenow_broken(state: &mut State) {
    servicenow_ready(state);
    broken(state);
}

/// Broken where scripts can mend it.
pub(super) fn spaceiq_broken(state: &mut State) {
    spaceiq_ready(state);
    broken(state);
}

/// Broken where scripts can mend it.
pub(super) fn roomz_broken(state: &mut State) {
    roomz_ready(state);
    broken(state);
    consent_beside_roles(state);
}
