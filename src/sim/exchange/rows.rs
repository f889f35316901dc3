//! The rows of each command. Property names and types as recorded output shows them; arrays, GUIDs and dates carry the
//! type hints that the interface adds. Rows are built when they are on the page.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Outcome, bad_parameter, failure, inside, not_found};
use crate::{
    sim::{
        access::{details, recipient_type, resource_type},
        json::{Json, Object, object},
        simulation::{Found, Simulation, iso},
        state::{Assignment, ExchangePrincipal, Group, GroupKind, Home, Policy, Reach, Room, Scope},
    },
    tenant::{AutomateProcessing, BookingType, Permission, Resource, RoomKind, Untrusted},
};

/// Rows that are built on demand.
pub(in crate::sim) struct Rows<'a> {
    pub(in crate::sim) len: usize,
    build: Box<dyn Fn(usize) -> Object + 'a>,
}

impl<'a> Rows<'a> {
    pub(super) fn of<T: 'a>(items: Vec<T>, build: impl Fn(&T) -> Object + 'a) -> Outcome<'a> {
        Outcome::Rows(Self { len: items.len(), build: Box::new(move |at| build(&items[at])) })
    }

    pub(in crate::sim) fn build(&self, at: usize) -> Object {
        (self.build)(at)
    }
}

pub(in crate::sim) type Parameters = Map<String, Value>;

pub(super) fn text<'p>(parameters: &'p Parameters, name: &str) -> Option<&'p str> {
    let found = parameters.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.and_then(|(_, value)| value.as_str()).filter(|text| !text.is_empty())
}

pub(super) fn flag(parameters: &Parameters, name: &str) -> bool {
    let found = parameters.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    found
        .is_some_and(|(_, value)| value == true || value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("true")))
}

/// The kinds that `RecipientTypeDetails` names: one, several with commas, or an array.
pub(super) fn kinds(parameters: &Parameters) -> Vec<String> {
    match parameters.iter().find(|(key, _)| key.eq_ignore_ascii_case("RecipientTypeDetails")).map(|(_, value)| value) {
        Some(Value::String(kinds)) => kinds.split(',').map(|kind| kind.trim().to_lowercase()).collect(),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).map(str::to_lowercase).collect(),
        Some(_) | None => Vec::new(),
    }
}

/// What a command gives.
pub(in crate::sim) fn of<'a>(simulation: &'a Simulation, name: &str, parameters: &Parameters) -> Outcome<'a> {
    let state = &simulation.state;
    match name {
        "Get-AcceptedDomain" => Rows::of(state.domains.iter().collect(), |name| domain(name, state.domain())),
        "Get-ApplicationAccessPolicy" => {
            Rows::of(state.policies.iter().collect(), |policy| policy_row(simulation, policy))
        }
        "Get-CASMailbox" => protocols(simulation, parameters),
        "Get-CalendarProcessing" => with_room(simulation, parameters, calendar_processing),
        "Get-DistributionGroup" => distribution_groups(simulation, parameters),
        "Get-DistributionGroupMember" => members(simulation, parameters),
        "Get-Mailbox" => mailboxes(simulation, parameters),
        "Get-MailboxCalendarConfiguration" => with_room(simulation, parameters, |_, room| {
            object! {
                "Identity": &room.alias,
                "WorkDays": &*room.settings.work_days,
                "WorkingHoursStartTime": &*room.settings.hours.0,
                "WorkingHoursEndTime": &*room.settings.hours.1,
                "WorkingHoursTimeZone": &room.settings.hours_time_zone,
            }
        }),
        "Get-InboxRule" => inside::rules(simulation, parameters),
        "Get-MailboxFolderStatistics" => inside::folders(simulation, parameters),
        "Get-MailboxFolderPermission" => inside::folder_rights(simulation, parameters),
        "Get-MailboxPermission" => inside::mailbox_rights(simulation, parameters),
        "Get-MailboxStatistics" => with_room(simulation, parameters, inside::statistics),
        "Get-ManagementRoleAssignment" => assignments(simulation, parameters),
        "Get-ManagementScope" => scopes(simulation, parameters),
        "Get-OrganizationConfig" => {
            let asks_for_ews = flag(parameters, "RetrieveEwsOperationAccessPolicy");
            Rows::of(vec![()], move |()| organization_config(simulation, asks_for_ews))
        }
        "Get-Place" => places(simulation, parameters),
        "Get-Recipient" => recipients(simulation, parameters),
        "Get-ServicePrincipal" => principals(simulation, parameters),
        "Test-ApplicationAccessPolicy" => test_policy(simulation, parameters),
        "Test-ServicePrincipalAuthorization" => test_authorization(simulation, parameters),
        _ => Outcome::Failed(failure(400, "BadRequest", "System.Management.Automation.CommandNotFoundException", name)),
    }
}

pub(super) fn missing(parameter: &str) -> Outcome<'static> {
    // guess: the sentence.
    Outcome::Failed(bad_parameter(&format!(
        "Cannot process command because of one or more missing mandatory parameters: {parameter}."
    )))
}

/// A row about the one mailbox that `Identity` names.
pub(super) fn with_room<'a>(
    simulation: &'a Simulation,
    parameters: &Parameters,
    build: fn(&Simulation, &Room) -> Object,
) -> Outcome<'a> {
    let Some(identity) = text(parameters, "Identity") else { return missing("Identity") };
    match simulation.recipient(identity) {
        Some(Found::Room(room)) if room.home == Home::Online => {
            Rows::of(vec![room], move |room| build(simulation, room))
        }
        // guess: mailboxes of people are left out of these commands; nobody asks for them here.
        Some(Found::Room(_) | Found::User(_) | Found::Group(_)) | None => Outcome::Failed(not_found(identity)),
    }
}

pub(super) fn texts(texts: &[String]) -> Vec<String> {
    texts.to_vec()
}

fn names(names: Option<&Vec<Untrusted>>) -> Json {
    names.map_or(Json::Null, |names| Json::List(names.iter().map(|name| Json::from(name.raw())).collect()))
}

/// Adds the hint of a member in front of it.
pub(super) fn hinted(mut row: Object, hints: &[(&'static str, &'static str)]) -> Object {
    for (name, hint) in hints {
        if let Some(at) = row.0.iter().position(|(key, _)| key == name) {
            let kind = if *hint == "System.DateTime" { "data" } else { "odata" };
            row.0.insert(at, (format!("{name}@{kind}.type").into(), Json::from(*hint)));
        }
    }
    row
}

pub(super) const STRINGS: &str = "#Collection(String)";
pub(super) const GUID: &str = "#Guid";

fn calendar_processing(_: &Simulation, room: &Room) -> Object {
    let calendar = &room.calendar;
    let automate = calendar.automate_processing.as_ref().map(|value| match value {
        AutomateProcessing::None => "None",
        AutomateProcessing::AutoUpdate => "AutoUpdate",
        AutomateProcessing::AutoAccept => "AutoAccept",
        AutomateProcessing::Other(text) => text.raw(),
    });
    let booking = calendar.booking_type.as_ref().map(|value| match value {
        BookingType::Standard => "Standard",
        BookingType::Reserved => "Reserved",
        BookingType::Other(text) => text.raw(),
    });
    let adds = calendar.add_additional_response == Some(true);
    let row = object! {
        "AutomateProcessing": automate,
        "AllowConflicts": calendar.allow_conflicts,
        "AllowDistributionGroup": calendar.allow_distribution_group,
        "AllowMultipleResources": calendar.allow_multiple_resources,
        "BookingType": booking,
        "BookingWindowInDays": calendar.booking_window_days,
        "MaximumDurationInMinutes": calendar.maximum_duration_minutes,
        "MinimumDurationInMinutes": calendar.minimum_duration_minutes,
        "AllowRecurringMeetings": calendar.allow_recurring_meetings,
        "EnforceAdjacencyAsOverlap": false,
        "EnforceCapacity": calendar.enforce_capacity,
        "EnforceSchedulingHorizon": calendar.enforce_scheduling_horizon,
        "ScheduleOnlyDuringWorkHours": calendar.schedule_only_during_work_hours,
        "ConflictPercentageAllowed": calendar.conflict_percentage_allowed,
        "MaximumConflictInstances": calendar.maximum_conflict_instances,
        "ForwardRequestsToDelegates": calendar.forward_requests_to_delegates,
        "DeleteAttachments": calendar.delete_attachments,
        "DeleteComments": calendar.delete_comments,
        "RemovePrivateProperty": calendar.remove_private_property,
        "DeleteSubject": calendar.delete_subject,
        "AddOrganizerToSubject": calendar.add_organizer_to_subject,
        "DeleteNonCalendarItems": calendar.delete_non_calendar_items,
        "TentativePendingApproval": calendar.tentative_pending_approval,
        "EnableResponseDetails": calendar.enable_response_details,
        "OrganizerInfo": calendar.organizer_info,
        "ResourceDelegates": names(calendar.resource_delegates.as_ref()),
        "RequestOutOfPolicy": names(calendar.request_out_of_policy.as_ref()),
        "AllRequestOutOfPolicy": calendar.all_request_out_of_policy,
        "BookInPolicy": names(calendar.book_in_policy.as_ref()),
        "AllBookInPolicy": calendar.all_book_in_policy,
        "RequestInPolicy": names(calendar.request_in_policy.as_ref()),
        "AllRequestInPolicy": calendar.all_request_in_policy,
        "AddAdditionalResponse": calendar.add_additional_response,
        "AdditionalResponse": room.additional_response.clone().or(adds.then(|| "Please leave the room as you found it.".to_owned())),
        "RemoveOldMeetingMessages": calendar.remove_old_meeting_messages,
        "AddNewRequestsTentatively": calendar.add_new_requests_tentatively,
        "ProcessExternalMeetingMessages": calendar.process_external_meeting_messages,
        "RemoveForwardedMeetingNotifications": calendar.remove_forwarded_meeting_notifications,
        // guess: the value; the property's meaning is not documented.
        "AutoRSVPConfiguration": "",
        "RemoveCanceledMeetings": calendar.remove_canceled_meetings,
        "EnableAutoRelease": calendar.enable_auto_release,
        "PostReservationMaxClaimTimeInMinutes": calendar.post_reservation_max_claim_minutes,
        "MailboxOwnerId": &room.alias,
        "Identity": &room.alias,
        "IsValid": true,
        "ObjectState": "Unchanged",
    };
    hinted(
        row,
        &[
            ("ResourceDelegates", STRINGS),
            ("RequestOutOfPolicy", STRINGS),
            ("BookInPolicy", STRINGS),
            ("RequestInPolicy", STRINGS),
        ],
    )
}

fn protocols<'a>(simulation: &'a Simulation, parameters: &Parameters) -> Outcome<'a> {
    let kinds = kinds(parameters);
    let is_wanted = |room: &&Room| {
        matches!(room.home, Home::Online | Home::Converted)
            && (kinds.is_empty() || kinds.iter().any(|kind| room.details().eq_ignore_ascii_case(kind)))
    };
    let rooms: Vec<&Room> = match text(parameters, "Identity") {
        // guess: mailboxes of people are left out of this command; nobody asks for them here.
        Some(identity) => match simulation.recipient(identity) {
            Some(Found::Room(room)) if is_wanted(&room) => vec![room],
            Some(Found::Room(_) | Found::User(_) | Found::Group(_)) | None => {
                return Outcome::Failed(not_found(identity));
            }
        },
        None => simulation.state.rooms.iter().filter(is_wanted).collect(),
    };
    Rows::of(rooms, |room| inside::protocols(room))
}

fn mailboxes<'a>(simulation: &'a Simulation, parameters: &Parameters) -> Outcome<'a> {
    let is_mailbox = |found: &Found<'_>| match found {
        Found::Room(room) => matches!(room.home, Home::Online | Home::Converted),
        Found::User(user) => user.has_mailbox(),
        Found::Group(_) => false,
    };
    let kinds = kinds(parameters);
    if flag(parameters, "SoftDeletedMailbox") {
        let deleted = &simulation.state.deleted_mailboxes;
        let wants_rooms = kinds.is_empty() || kinds.iter().any(|kind| kind == "roommailbox");
        return Rows::of(deleted.iter().filter(|_| wants_rooms).collect(), |mailbox| inside::deleted(mailbox));
    }
    let is_wanted =
        |found: &Found<'_>| kinds.is_empty() || kinds.iter().any(|kind| details(*found).eq_ignore_ascii_case(kind));
    let found: Vec<Found<'a>> = match text(parameters, "Identity") {
        Some(identity) => match simulation.recipient(identity).filter(is_mailbox) {
            Some(found) => vec![found],
            None => return Outcome::Failed(not_found(identity)),
        },
        None => {
            let state = &simulation.state;
            let all = state.users.iter().map(Found::User).chain(state.rooms.iter().map(Found::Room));
            all.filter(|found| is_mailbox(found) && is_wanted(found)).collect()
        }
    };
    Rows::of(found, |found| mailbox_row(simulation, *found))
}

fn mailbox_row(simulation: &Simulation, found: Found<'_>) -> Object {
    let state = &simulation.state;
    let room = match found {
        Found::Room(room) => Some(room),
        Found::User(_) | Found::Group(_) => None,
    };
    let (upn, name, alias, guid, enabled) = match found {
        Found::Room(room) => (&room.upn, &room.display_name, room.alias.as_str(), room.guid, room.account_enabled),
        Found::User(user) => {
            let alias = user.address.split('@').next().unwrap_or_default();
            (&user.upn, &user.display_name, alias, user.guid, user.account_enabled)
        }
        Found::Group(group) => (&group.address, &group.display_name, group.alias(), group.guid, false),
    };
    let legacy = crate::sim::state::legacy_dn(guid, alias);
    let mut addresses = vec![format!("SMTP:{}", found.address())];
    addresses.extend(room.iter().flat_map(|room| &room.proxies).map(|proxy| format!("smtp:{proxy}")));
    let accepts = room.map(|room| texts(&room.accepts_only_from)).unwrap_or_default();
    let rejects = room.map(|room| texts(&room.rejects_from)).unwrap_or_default();
    let moderators = room.map(|room| texts(&room.moderated_by)).unwrap_or_default();
    let created = room.map_or_else(|| state.days_ago(700), |room| room.created);
    let changed = room.map_or_else(|| state.days_ago(100), |room| room.changed);
    let row = object! {
        "UserPrincipalName": upn,
        "PrimarySmtpAddress": found.address(),
        "DisplayName": name,
        "Name": alias,
        "Alias": alias,
        "Identity": alias,
        "Id": alias,
        "Guid": guid,
        "ExchangeGuid": state.guid("exchange guid", alias),
        "ExternalDirectoryObjectId": found.object_id().to_string(),
        "RecipientTypeDetails": details(found),
        "RecipientType": "UserMailbox",
        "ResourceType": room.map(|room| resource_type(room.kind)),
        "ResourceCapacity": room.and_then(|room| room.place.capacity),
        "IsResource": room.is_some(),
        "RoomMailboxAccountEnabled": room.map(|_| enabled),
        "AccountDisabled": !enabled,
        "HiddenFromAddressListsEnabled": room.is_some_and(|room| room.hidden),
        "IsDirSynced": room.is_some_and(|room| room.dir_synced),
        "IsMailboxEnabled": true,
        "EmailAddresses": addresses,
        "LegacyExchangeDN": legacy,
        "DistinguishedName": state.distinguished_name(alias),
        "AdministrativeUnits": room.map(|room| texts(&room.administrative_units)).unwrap_or_default(),
        "WhenMailboxCreated": iso(created),
        "ForwardingAddress": room.and_then(|room| room.forwarding_recipient.clone()),
        "ForwardingSmtpAddress": room.and_then(|room| room.forwarding.as_ref()).map(|to| format!("smtp:{to}")),
        "DeliverToMailboxAndForward": room.is_some_and(|room| room.deliver_and_forward),
        "ModerationEnabled": room.and_then(|room| room.moderation).unwrap_or(!moderators.is_empty()),
        "ModeratedBy": moderators,
        "RequireSenderAuthenticationEnabled": room.is_some_and(|room| room.require_sender_authentication),
        "AcceptMessagesOnlyFrom": accepts.clone(),
        "AcceptMessagesOnlyFromDLMembers": Vec::<String>::new(),
        "AcceptMessagesOnlyFromSendersOrMembers": accepts,
        "RejectMessagesFrom": rejects.clone(),
        "RejectMessagesFromDLMembers": Vec::<String>::new(),
        "RejectMessagesFromSendersOrMembers": rejects,
        "GrantSendOnBehalfTo": Vec::<String>::new(),
        "MailTip": Json::Null,
        "Languages": Vec::<String>::new(),
        "CalendarRepairDisabled": false,
        "LitigationHoldEnabled": room.is_some_and(|room| room.litigation_hold),
        "RetentionPolicy": "Default MRM Policy",
        "CustomAttribute1": room.map(|room| room.custom_attribute_1.clone()).unwrap_or_default(),
        "ProhibitSendReceiveQuota": inside::shown_quota(room.map_or(Some(100 << 30), |room| room.quota_bytes)),
        "WhenChanged": iso(changed),
        "WhenChangedUTC": iso(changed),
        "IsValid": true,
        "ObjectState": "Unchanged",
    };
    hinted(
        row,
        &[
            ("Guid", GUID),
            ("ExchangeGuid", GUID),
            ("EmailAddresses", STRINGS),
            ("AdministrativeUnits", STRINGS),
            ("WhenMailboxCreated", "System.DateTime"),
            ("WhenChanged", "System.DateTime"),
            ("WhenChangedUTC", "System.DateTime"),
            ("ModeratedBy", STRINGS),
            ("AcceptMessagesOnlyFrom", STRINGS),
            ("AcceptMessagesOnlyFromDLMembers", STRINGS),
            ("AcceptMessagesOnlyFromSendersOrMembers", STRINGS),
            ("RejectMessagesFrom", STRINGS),
            ("RejectMessagesFromDLMembers", STRINGS),
            ("RejectMessagesFromSendersOrMembers", STRINGS),
            ("GrantSendOnBehalfTo", STRINGS),
            ("Languages", STRINGS),
        ],
    )
}

fn distribution_groups<'a>(simulation: &'a Simulation, parameters: &Parameters) -> Outcome<'a> {
    let kinds = kinds(parameters);
    let groups: Vec<&Group> = match text(parameters, "Identity") {
        Some(identity) => match simulation.recipient(identity) {
            Some(Found::Group(group)) if group.kind != GroupKind::Dynamic => vec![group],
            Some(Found::Group(_) | Found::Room(_) | Found::User(_)) | None => {
                return Outcome::Failed(not_found(identity));
            }
        },
        None => simulation
            .state
            .groups
            .iter()
            .filter(|group| group.kind != GroupKind::Dynamic)
            .filter(|group| {
                kinds.is_empty() || kinds.iter().any(|kind| group.kind.details().eq_ignore_ascii_case(kind))
            })
            .collect(),
    };
    Rows::of(groups, |group| {
        let row = object! {
            "DisplayName": &group.display_name,
            "PrimarySmtpAddress": &group.address,
            "Name": &group.display_name,
            "Alias": group.alias(),
            "Identity": &group.display_name,
            "Guid": group.guid,
            "DistinguishedName": simulation.state.distinguished_name(&group.display_name),
            "ExternalDirectoryObjectId": group.object_id.to_string(),
            "RecipientType": group.kind.recipient_type(),
            "RecipientTypeDetails": group.kind.details(),
            "GroupType": if group.kind == GroupKind::MailSecurity { "Universal, SecurityEnabled" } else { "Universal" },
            "HiddenFromAddressListsEnabled": group.hidden,
            "IsDirSynced": group.dir_synced,
            "WhenChanged": iso(group.changed),
            "WhenChangedUTC": iso(group.changed),
            "IsValid": true,
            "ObjectState": "Unchanged",
        };
        let dates = [("WhenChanged", "System.DateTime"), ("WhenChangedUTC", "System.DateTime")];
        hinted(row, &[&[("Guid", GUID)], &dates[..]].concat())
    })
}

fn recipient_row(simulation: &Simulation, found: Found<'_>) -> Object {
    let (name, guid, alias, legacy, hidden) = match found {
        Found::Room(room) => (&room.display_name, room.guid, room.alias.as_str(), room.legacy_dn(), room.hidden),
        Found::User(user) => {
            let alias = user.address.split('@').next().unwrap_or_default();
            (&user.display_name, user.guid, alias, user.legacy_dn(), false)
        }
        Found::Group(group) => (&group.display_name, group.guid, group.alias(), group.legacy_dn(), group.hidden),
    };
    let mut addresses = vec![format!("SMTP:{}", found.address())];
    if let Found::Room(room) = found {
        addresses.extend(room.proxies.iter().map(|proxy| format!("smtp:{proxy}")));
    }
    let row = object! {
        "Identity": alias,
        "Name": alias,
        "DisplayName": name,
        "Alias": alias,
        "PrimarySmtpAddress": found.address(),
        "EmailAddresses": addresses,
        "RecipientType": recipient_type(found),
        "RecipientTypeDetails": details(found),
        "Guid": guid,
        "ExternalDirectoryObjectId": found.object_id().to_string(),
        "LegacyExchangeDN": legacy,
        "DistinguishedName": simulation.state.distinguished_name(alias),
        "HiddenFromAddressListsEnabled": hidden,
        "IsValid": true,
        "ObjectState": "Unchanged",
    };
    hinted(row, &[("Guid", GUID), ("EmailAddresses", STRINGS)])
}

fn members<'a>(simulation: &'a Simulation, parameters: &Parameters) -> Outcome<'a> {
    let Some(identity) = text(parameters, "Identity") else { return missing("Identity") };
    let Some(Found::Group(group)) = simulation.recipient(identity) else {
        return Outcome::Failed(not_found(identity));
    };
    if group.kind == GroupKind::Dynamic {
        return Outcome::Failed(not_found(identity));
    }
    let found: Vec<Found<'a>> = group.members.iter().filter_map(|member| simulation.recipient(member)).collect();
    Rows::of(found, |found| recipient_row(simulation, *found))
}

fn recipients<'a>(simulation: &'a Simulation, parameters: &Parameters) -> Outcome<'a> {
    // Source: an account without mail is no recipient.
    let is_recipient = |found: &Found<'_>| details(*found) != "User";
    let kinds = kinds(parameters);
    let found: Vec<Found<'a>> = match text(parameters, "Identity") {
        Some(identity) => match simulation.recipient(identity).filter(is_recipient) {
            Some(found) => vec![found],
            None => return Outcome::Failed(not_found(identity)),
        },
        None => {
            let state = &simulation.state;
            let people = state.users.iter().map(Found::User).chain(state.groups.iter().map(Found::Group));
            let rooms = state.rooms.iter().filter(|room| room.home != Home::GraphOnly).map(Found::Room);
            people
                .chain(rooms)
                .filter(is_recipient)
                .filter(|found| kinds.is_empty() || kinds.iter().any(|kind| details(*found).eq_ignore_ascii_case(kind)))
                .collect()
        }
    };
    Rows::of(found, |found| recipient_row(simulation, *found))
}

fn places<'a>(simulation: &'a Simulation, parameters: &Parameters) -> Outcome<'a> {
    let rooms: Vec<&Room> = match text(parameters, "Identity") {
        Some(identity) => match simulation.recipient(identity) {
            Some(Found::Room(room)) if room.home == Home::Online => vec![room],
            Some(Found::Room(_) | Found::User(_) | Found::Group(_)) | None => {
                return Outcome::Failed(not_found(identity));
            }
        },
        None => {
            let kind = match text(parameters, "Type").map(str::to_lowercase).as_deref() {
                Some("room") => Some(RoomKind::Room),
                Some("workspace" | "space") => Some(RoomKind::Workspace),
                // guess: other types are empty, as the Places hierarchy is not switched on.
                Some(_) => return Rows::of(Vec::<()>::new(), |()| Object::default()),
                None => None,
            };
            let is_wanted = |room: &&Room| {
                room.home == Home::Online
                    && room.kind != RoomKind::Equipment
                    && kind.is_none_or(|kind| room.kind == kind)
            };
            simulation.state.rooms.iter().filter(is_wanted).collect()
        }
    };
    Rows::of(rooms, |room| place_row(simulation, room))
}

fn place_row(simulation: &Simulation, room: &Room) -> Object {
    let place = &room.place;
    let booking = match &room.calendar.booking_type {
        Some(BookingType::Reserved) => "Reserved",
        Some(BookingType::Standard | BookingType::Other(_)) | None => "Standard",
    };
    let coordinates = place.coordinates.map(|(latitude, longitude)| format!("{latitude};{longitude}"));
    let row = object! {
        "Identity": &room.address,
        "DisplayName": &room.display_name,
        "Type": resource_type(room.kind),
        "Street": place.street.clone(),
        "City": place.city.clone(),
        "State": place.state.clone(),
        "PostalCode": place.postal_code.clone(),
        "CountryOrRegion": place.country.clone(),
        "GeoCoordinates": coordinates,
        "Phone": place.phone.clone(),
        "Capacity": place.capacity,
        "Building": place.building.clone(),
        "Floor": place.floor,
        "FloorLabel": place.floor_label.clone(),
        "Label": place.label.clone(),
        "Tags": texts(&place.tags),
        "Localities": simulation.localities(&room.address),
        "IsManaged": room.calendar.resource_delegates.as_ref().is_some_and(|delegates| !delegates.is_empty()),
        "BookingType": booking,
        "ResourceDelegates": names(room.calendar.resource_delegates.as_ref()),
        "MTREnabled": place.has_teams_room,
        "AudioDeviceName": place.audio_device.clone(),
        "VideoDeviceName": place.video_device.clone(),
        "DisplayDeviceName": place.display_device.clone(),
        "IsWheelChairAccessible": place.is_wheelchair_accessible,
        "ParentType": match &place.parent_type {
            Some(kind) => kind,
            None if place.parent_id.is_some() => "Floor",
            None => "None",
        },
        "ParentId": place.parent_id.clone(),
        "CampusId": Json::Null,
        "BuildingId": Json::Null,
        "FloorId": Json::Null,
        "SectionId": Json::Null,
        "SpaceType": Json::Null,
        "CustomSpaceType": Json::Null,
        "Desks": Json::Null,
        "IsValid": true,
        "ObjectState": "Unchanged",
    };
    hinted(row, &[("Tags", STRINGS), ("Localities", STRINGS), ("ResourceDelegates", STRINGS)])
}

fn domain(name: &str, default: &str) -> Object {
    // guess: names from the command's output in PowerShell.
    object! {
        "Name": name,
        "DomainName": name,
        "DomainType": "Authoritative",
        "Default": name == default,
        "InitialDomain": name.ends_with(".onmicrosoft.com"),
        "Identity": name,
        "IsValid": true,
        "ObjectState": "Unchanged",
    }
}

/// The row of an access policy.
pub(in crate::sim) fn policy_row(simulation: &Simulation, policy: &Policy) -> Object {
    let state = &simulation.state;
    let target = simulation.recipient(&policy.target);
    let name = match target {
        Some(Found::Group(group)) => group.display_name.clone(),
        Some(Found::Room(room)) => room.alias.clone(),
        Some(Found::User(user)) => user.display_name.clone(),
        // guess: a scope that was deleted leaves its name behind.
        None => policy.target.split('@').next().unwrap_or_default().to_owned(),
    };
    let id = state.guid("policy", &format!("{}{}{}", policy.app_id, policy.target, policy.denies));
    let scope = target.map_or(id, |found| found.object_id());
    let number = scope.as_u128() % 4_000_000_000;
    object! {
        "Identity": format!(
            "{}\\{}:S-1-5-21-1085031214-1563985344-725345543-{number};{id}", state.tenant, policy.app_id
        ),
        "AppId": policy.app_id.0,
        "ScopeName": name.clone(),
        "ScopeIdentity": name,
        "AccessRight": if policy.denies { "DenyAccess" } else { "RestrictAccess" },
        "ShardType": "All",
        "Description": &policy.description,
        "IsValid": true,
        "ObjectState": "Unchanged",
    }
}

fn principals<'a>(simulation: &'a Simulation, parameters: &Parameters) -> Outcome<'a> {
    let all: Vec<&ExchangePrincipal> = simulation.state.exchange_principals.iter().collect();
    let found = match text(parameters, "Identity") {
        Some(identity) => {
            let id = identity.parse::<Uuid>().ok();
            let is_it = |principal: &&ExchangePrincipal| {
                id == Some(principal.object_id)
                    || id == Some(principal.app_id.0)
                    || principal.display_name.eq_ignore_ascii_case(identity)
            };
            match all.into_iter().find(is_it) {
                Some(principal) => vec![principal],
                None => return Outcome::Failed(not_found(identity)),
            }
        }
        None => all,
    };
    Rows::of(found, |principal| {
        object! {
            "DisplayName": &principal.display_name,
            "ObjectId": principal.object_id.to_string(),
            "AppId": principal.app_id.to_string(),
            "Identity": principal.object_id.to_string(),
            "IsValid": true,
            "ObjectState": "Unchanged",
        }
    })
}

/// The name of an assignment: chosen, or made of role and assignee.
pub(in crate::sim) fn assignment_name(at: &Assignment) -> String {
    at.name.clone().unwrap_or_else(|| format!("{}-{}", at.role, &at.principal.to_string()[..8]))
}

fn assignments<'a>(simulation: &'a Simulation, parameters: &Parameters) -> Outcome<'a> {
    let state = &simulation.state;
    let assignee = match text(parameters, "RoleAssignee") {
        None => None,
        Some(given) => {
            let id = given.parse::<Uuid>().ok();
            let is_it = |principal: &&ExchangePrincipal| {
                id == Some(principal.object_id)
                    || id == Some(principal.app_id.0)
                    || principal.display_name.eq_ignore_ascii_case(given)
            };
            match state.exchange_principals.iter().find(is_it) {
                Some(principal) => Some(principal.object_id),
                None => return Outcome::Failed(not_found(given)),
            }
        }
    };
    let role = text(parameters, "Role");
    // Source: the role for impersonation was withdrawn; guess: asking for a role that is gone gives this error.
    if let Some(role) = role.filter(|role| role.eq_ignore_ascii_case("ApplicationImpersonation")) {
        return match &state.impersonation {
            Some(held) => Rows::of(held.iter().collect(), |held| inside::impersonation(held)),
            None => Outcome::Failed(not_found(role)),
        };
    }
    // guess: roles that come through role groups are not listed for a service principal.
    let found: Vec<&Assignment> = state
        .assignments
        .iter()
        .filter(|at| assignee.is_none_or(|id| at.principal == id))
        .filter(|at| role.is_none_or(|role| at.role.eq_ignore_ascii_case(role)))
        .collect();
    Rows::of(found, |at| {
        let principal = state.exchange_principals.iter().find(|principal| principal.object_id == at.principal);
        let (write, custom, unit) = match &at.reach {
            Reach::Organization => ("Organization", None, None),
            Reach::Scope(name) => ("CustomRecipientScope", Some(name.clone()), None),
            Reach::Group(address) => {
                let name = match simulation.recipient(address) {
                    Some(Found::Group(group)) => group.display_name.clone(),
                    Some(Found::Room(_) | Found::User(_)) | None => address.clone(),
                };
                // guess: the name of this kind of scope.
                ("Group", Some(name), None)
            }
            Reach::AdministrativeUnit(id) => ("AdministrativeUnit", None, Some(id.clone())),
        };
        object! {
            "Name": assignment_name(at),
            "Identity": assignment_name(at),
            "Role": &at.role,
            "RoleAssignee": at.principal.to_string(),
            "RoleAssigneeName": principal.map_or_else(|| at.principal.to_string(), |known| known.display_name.clone()),
            "RoleAssigneeType": "ServicePrincipal",
            "App": at.principal.to_string(),
            "CustomResourceScope": custom,
            "CustomRecipientWriteScope": Json::Null,
            "RecipientReadScope": "Organization",
            "RecipientWriteScope": write,
            "RecipientAdministrativeUnitScope": unit,
            "Enabled": true,
            "IsValid": true,
            "ObjectState": "Unchanged",
        }
    })
}

fn scopes<'a>(simulation: &'a Simulation, parameters: &Parameters) -> Outcome<'a> {
    let all: Vec<&Scope> = simulation.state.scopes.iter().collect();
    let found = match text(parameters, "Identity") {
        Some(identity) => match all.into_iter().find(|scope| scope.name.eq_ignore_ascii_case(identity)) {
            Some(scope) => vec![scope],
            None => return Outcome::Failed(not_found(identity)),
        },
        None => all,
    };
    Rows::of(found, |scope| {
        object! {
            "Name": &scope.name,
            "Identity": &scope.name,
            "RecipientFilter": &scope.filter,
            "RecipientRoot": Json::Null,
            "ScopeRestrictionType": "RecipientScope",
            "Exclusive": scope.exclusive,
            "Guid": scope.id,
            "IsValid": true,
            "ObjectState": "Unchanged",
        }
    })
}

fn organization_config(simulation: &Simulation, asks_for_ews: bool) -> Object {
    let state = &simulation.state;
    let config = &state.organization_config;
    let list = |entries: &[Untrusted]| entries.iter().map(|entry| entry.raw().to_owned()).collect::<Vec<_>>();
    let mut row = object! {
        "Name": state.initial_domain(),
        "DisplayName": &state.name,
        "Identity": state.initial_domain(),
        "IsDehydrated": false,
        "EwsEnabled": config.ews_enabled,
        "EwsApplicationAccessPolicy": config.ews_application_access_policy.clone(),
        "EwsAllowList": list(&config.ews_allow_list),
        "EwsBlockList": list(&config.ews_block_list),
    };
    if asks_for_ews {
        let ids = list(&config.ews_allowed_app_ids).join(",");
        row.push("EwsAllowedAppIDs", (!ids.is_empty()).then_some(ids));
    }
    row.push("IsValid", true);
    row.push("ObjectState", "Unchanged");
    hinted(row, &[("EwsAllowList", STRINGS), ("EwsBlockList", STRINGS)])
}

fn app_of<'a>(simulation: &'a Simulation, identity: &str) -> Option<&'a crate::sim::App> {
    let id = identity.parse::<Uuid>().ok()?;
    simulation
        .state
        .apps
        .iter()
        .find(|app| app.app_id.0 == id || app.principal.as_ref().is_some_and(|principal| principal.object_id == id))
}

fn test_policy<'a>(simulation: &'a Simulation, parameters: &Parameters) -> Outcome<'a> {
    let (Some(app), Some(identity)) = (text(parameters, "AppId"), text(parameters, "Identity")) else {
        return missing("AppId Identity");
    };
    let Some(mailbox) = simulation.recipient(identity) else { return Outcome::Failed(not_found(identity)) };
    // Source: evaluates policies only, neither grants nor roles. An app that nobody knows has no policies.
    let granted = app_of(simulation, app).is_none_or(|app| simulation.policies_allow(app, mailbox));
    let app = app.to_owned();
    Rows::of(vec![mailbox], move |mailbox| {
        object! {
            "AppId": &app,
            "Mailbox": mailbox.address().split('@').next(),
            "MailboxId": mailbox.object_id(),
            "AccessCheckResult": if granted { "Granted" } else { "Denied" },
        }
    })
}

fn test_authorization<'a>(simulation: &'a Simulation, parameters: &Parameters) -> Outcome<'a> {
    let Some(identity) = text(parameters, "Identity") else { return missing("Identity") };
    let Some(app) = app_of(simulation, identity) else { return Outcome::Failed(not_found(identity)) };
    let resource = match text(parameters, "Resource") {
        None => None,
        Some(resource) => match simulation.recipient(resource) {
            Some(found) => Some(found),
            None => return Outcome::Failed(not_found(resource)),
        },
    };
    let found: Vec<&Assignment> = simulation.assignments_of(app).collect();
    Rows::of(found, move |at| {
        let permission = crate::tenant::KNOWN_PERMISSIONS
            .iter()
            .find(|permission| permission.exchange_role == Some(at.role.as_str()))
            .or_else(|| Permission::named(Resource::MicrosoftGraph, at.role.trim_start_matches("Application ")));
        let (scope, kind) = match &at.reach {
            Reach::Organization => ("Organization".to_owned(), "Organization"),
            Reach::Scope(name) => (name.clone(), "CustomRecipientScope"),
            Reach::Group(address) => (address.clone(), "Group"),
            Reach::AdministrativeUnit(id) => (id.clone(), "AdministrativeUnit"),
        };
        let in_scope = match resource {
            None => "Not Run",
            Some(found) if simulation.is_in_reach(&at.reach, found) => "True",
            Some(_) => "False",
        };
        object! {
            "RoleName": &at.role,
            "GrantedPermissions": permission.map_or("", |permission| permission.value),
            "AllowedResourceScope": scope,
            "ScopeType": kind,
            "InScope": in_scope,
        }
    })
}
