//! Each command by its effect on the rows that are read afterwards, and each refusal.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::{
    sim::{Scenario, Simulation, State, shell::Record, tests::options},
    tenant::{BookingType, InboxRule},
};

fn tenant_with(change: impl FnOnce(&mut State)) -> Tenant {
    let mut state = State::healthy(&options(), 10);
    change(&mut state);
    Tenant::new(Simulation::new(state, &options()))
}

fn healthy() -> Tenant {
    tenant_with(|_| {})
}

fn run(tenant: &mut Tenant, name: &str, arguments: &[(&str, Value)]) -> Outcome {
    let arguments = arguments.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
    invoke(tenant, name, &arguments).unwrap_or_else(|| panic!("{name} is not known"))
}

#[track_caller]
fn does(tenant: &mut Tenant, name: &str, arguments: &[(&str, Value)]) -> Vec<Value> {
    run(tenant, name, arguments).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[track_caller]
fn refuses(tenant: &mut Tenant, name: &str, arguments: &[(&str, Value)], kind: &str) -> String {
    let before = seen(tenant);
    let error = run(tenant, name, arguments).expect_err(name);
    assert!(error.id.ends_with(kind), "{error:?}");
    assert_eq!(seen(tenant), before, "a refused command changed something");
    error.message
}

#[track_caller]
fn rows(tenant: &mut Tenant, name: &str, arguments: &[(&str, Value)]) -> Vec<Record> {
    let rows = does(tenant, name, arguments);
    let records = rows.into_iter().map(|row| match row {
        Value::Record(row) => row,
        other => panic!("{other:?}"),
    });
    records.collect()
}

#[track_caller]
fn row(tenant: &mut Tenant, name: &str, identity: &str) -> Record {
    let mut rows = rows(tenant, name, &[("Identity", text(identity))]);
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

/// The whole state, but for the times of changes.
fn seen(tenant: &Tenant) -> String {
    let mut state = tenant.state().clone();
    for room in &mut state.rooms {
        room.changed = Timestamp::UNIX_EPOCH;
        room.folder_name = Some(room.calendar_folder());
    }
    state.groups.iter_mut().for_each(|group| group.changed = Timestamp::UNIX_EPOCH);
    format!("{state:#?}")
}

fn text(text: &str) -> Value {
    Value::from(text)
}

fn list(texts: &[&str]) -> Value {
    Value::List(texts.iter().map(|text| Value::from(*text)).collect())
}

/// GUID of the room that comes so many-th.
fn guid_of(tenant: &Tenant, at: usize) -> String {
    tenant.state().rooms[at].guid.to_string()
}

#[test]
fn a_room_is_named_by_everything_that_identifies_it() {
    let mut tenant = healthy();
    let room = tenant.state().rooms[3].clone();
    let dn = tenant.state().distinguished_name(&room.alias);
    let ids = [room.guid.to_string(), room.object_id.to_string(), room.legacy_dn(), dn];
    let names = [room.address.to_uppercase(), room.alias.clone(), room.display_name.clone(), room.upn.clone()];
    for (window, identity) in ids.into_iter().chain(names).enumerate() {
        let days = Value::Int(i64::try_from(window).unwrap());
        does(&mut tenant, "Set-CalendarProcessing", &[("Identity", text(&identity)), ("BookingWindowInDays", days)]);
        assert_eq!(tenant.state().rooms[3].calendar.booking_window_days, Some(i64::try_from(window).unwrap()));
    }
    let message = refuses(
        &mut tenant,
        "Set-CalendarProcessing",
        &[("Identity", text("nobody")), ("BookingWindowInDays", Value::Int(1))],
        "ManagementObjectNotFoundException",
    );
    assert!(message.contains("object 'nobody' couldn't be found"), "{message}");
}

#[test]
fn every_setting_of_calendar_processing_is_written_and_read_back() {
    let mut tenant = healthy();
    let id = guid_of(&tenant, 0);
    let before = row(&mut tenant, "Get-CalendarProcessing", &id);
    for (name, old) in &before.0 {
        let new = match old {
            Value::Bool(old) => Value::Bool(!old),
            Value::Int(old) => Value::Int(if *old == 7 { 8 } else { 7 }),
            _ => continue,
        };
        if ["AllowDistributionGroup", "AllowMultipleResources", "EnforceAdjacencyAsOverlap", "IsValid"]
            .contains(&name.as_str())
        {
            // Read, never written.
            let known = [("Identity", text(&id)), (name.as_str(), new)];
            refuses(&mut tenant, "Set-CalendarProcessing", &known, "ParameterBindingException");
            continue;
        }
        does(&mut tenant, "Set-CalendarProcessing", &[("Identity", text(&id)), (name, new.clone())]);
        assert_eq!(row(&mut tenant, "Get-CalendarProcessing", &id).get(name), Some(&new), "{name}");
        does(&mut tenant, "Set-CalendarProcessing", &[("Identity", text(&id)), (name, old.clone())]);
    }
    assert_eq!(row(&mut tenant, "Get-CalendarProcessing", &id), before);
    let words = [("AutomateProcessing", text("autoupdate")), ("BookingType", text("Reserved"))];
    let words: Vec<_> = [("Identity", text(&id))].into_iter().chain(words).collect();
    does(&mut tenant, "Set-CalendarProcessing", &words);
    let after = row(&mut tenant, "Get-CalendarProcessing", &id);
    assert_eq!(after.get("AutomateProcessing"), Some(&text("AutoUpdate")));
    assert_eq!(tenant.state().rooms[0].calendar.booking_type, Some(BookingType::Reserved));
}

#[test]
fn policy_lists_are_replaced_and_kept_as_legacy_names() {
    let mut tenant = healthy();
    let id = guid_of(&tenant, 0);
    let people: Vec<_> = tenant.state().users.iter().take(3).cloned().collect();
    let set = |tenant: &mut Tenant, value: Value| {
        does(tenant, "Set-CalendarProcessing", &[("Identity", text(&id)), ("BookInPolicy", value)]);
        row(tenant, "Get-CalendarProcessing", &id).get("BookInPolicy").cloned().unwrap()
    };
    let both = set(&mut tenant, list(&[&people[0].address, &people[1].guid.to_string(), &people[0].upn]));
    assert_eq!(both, list(&[&people[0].legacy_dn(), &people[1].legacy_dn()]));
    assert_eq!(set(&mut tenant, text(&people[2].legacy_dn())), list(&[&people[2].legacy_dn()]));
    assert_eq!(set(&mut tenant, Value::Null), list(&[]));
    let delegates = [("Identity", text(&id)), ("ResourceDelegates", list(&[&people[0].address]))];
    does(&mut tenant, "Set-CalendarProcessing", &delegates);
    let after = row(&mut tenant, "Get-CalendarProcessing", &id);
    assert_eq!(after.get("ResourceDelegates"), Some(&list(&[&people[0].display_name])));
    let gone = [("Identity", text(&id)), ("BookInPolicy", list(&[&people[0].address, "gone@contoso.com"]))];
    let message = refuses(&mut tenant, "Set-CalendarProcessing", &gone, "ManagementObjectNotFoundException");
    assert!(message.contains("Couldn't find object \"gone@contoso.com\""), "{message}");
}

#[test]
fn parameters_are_of_their_type_and_within_their_range() {
    let mut tenant = healthy();
    let id = guid_of(&tenant, 0);
    let set = "Set-CalendarProcessing";
    let wrong = "ParameterBindingArgumentTransformationException";
    for (name, value, kind) in [
        ("DeleteSubject", text("False"), wrong),
        ("DeleteSubject", Value::Int(0), wrong),
        ("DeleteSubject", Value::Null, wrong),
        ("BookingWindowInDays", text("180"), wrong),
        ("BookingWindowInDays", Value::Int(1081), "DataValidationException"),
        ("BookingWindowInDays", Value::Int(-1), "DataValidationException"),
        ("ConflictPercentageAllowed", Value::Int(101), "DataValidationException"),
        ("AutomateProcessing", text("Sometimes"), wrong),
        ("BookInPolicy", Value::Record(Record::default()), wrong),
        ("DeleteSubjects", Value::Bool(false), "ParameterBindingException"),
    ] {
        refuses(&mut tenant, set, &[("Identity", text(&id)), (name, value)], kind);
    }
    refuses(&mut tenant, set, &[("DeleteSubject", Value::Bool(false))], "ParameterBindingException");
    refuses(&mut tenant, set, &[("Identity", Value::Null)], "ParameterBindingException");
    refuses(&mut tenant, set, &[("Identity", text(""))], "ParameterBindingException");
}

#[test]
fn what_if_changes_nothing_and_confirm_is_taken() {
    let mut tenant = healthy();
    let id = guid_of(&tenant, 0);
    let before = seen(&tenant);
    does(&mut tenant, "Remove-Mailbox", &[("Identity", text(&id)), ("WhatIf", Value::Bool(true))]);
    assert_eq!(seen(&tenant), before);
    does(&mut tenant, "Remove-Mailbox", &[("Identity", text(&id)), ("Confirm", Value::Bool(false))]);
    assert_ne!(seen(&tenant), before);
}

#[test]
fn a_mailbox_takes_its_settings_and_gives_them_back() {
    let mut tenant = healthy();
    let id = guid_of(&tenant, 1);
    let person = tenant.state().users[0].clone();
    let before = seen(&tenant);
    let cases: [(&str, Value, Value, Value); 13] = [
        ("HiddenFromAddressListsEnabled", true.into(), true.into(), false.into()),
        ("ForwardingAddress", text(&person.address), text(&person.display_name), Value::Null),
        ("ForwardingSmtpAddress", text("smtp:out@example.net"), text("smtp:out@example.net"), Value::Null),
        ("DeliverToMailboxAndForward", true.into(), true.into(), false.into()),
        ("ModeratedBy", list(&[&person.address]), list(&[&person.display_name]), Value::Null),
        ("RequireSenderAuthenticationEnabled", true.into(), true.into(), false.into()),
        (
            "AcceptMessagesOnlyFromSendersOrMembers",
            text(&person.guid.to_string()),
            list(&[&person.display_name]),
            Value::Null,
        ),
        ("RejectMessagesFromSendersOrMembers", list(&[&person.upn]), list(&[&person.display_name]), list(&[])),
        ("CustomAttribute1", text("rsync"), text("rsync"), text("")),
        ("ResourceCapacity", Value::Int(77), Value::Int(77), Value::Int(4)),
        ("AccountDisabled", false.into(), false.into(), true.into()),
        (
            "ProhibitSendReceiveQuota",
            text("50 GB"),
            text("50 GB (53,687,091,200 bytes)"),
            text("100 GB (107,374,182,400 bytes)"),
        ),
        ("DisplayName", text("Salle"), text("Salle"), text("BER-01-Bach")),
    ];
    for (name, new, shown, old) in cases {
        does(&mut tenant, "Set-Mailbox", &[("Identity", text(&id)), (name, new)]);
        assert_eq!(row(&mut tenant, "Get-Mailbox", &id).get(name), Some(&shown), "{name}");
        does(&mut tenant, "Set-Mailbox", &[("Identity", text(&id)), (name, old)]);
    }
    assert_eq!(seen(&tenant), before);
    assert_eq!(tenant.state().rooms[1].changed, tenant.now());
}

#[test]
fn lists_of_a_mailbox_can_be_added_to_and_removed_from() {
    let mut tenant = healthy();
    let id = guid_of(&tenant, 1);
    let people: Vec<_> = tenant.state().users.iter().take(2).cloned().collect();
    for (change, person, left) in [
        ("Add", &people[0], vec![people[0].display_name.as_str()]),
        ("Add", &people[1], vec![people[0].display_name.as_str(), &people[1].display_name]),
        ("Remove", &people[0], vec![people[1].display_name.as_str()]),
    ] {
        let table = Value::Record(Record(vec![(change.to_owned(), text(&person.address))]));
        does(&mut tenant, "Set-Mailbox", &[("Identity", text(&id)), ("ModeratedBy", table)]);
        assert_eq!(row(&mut tenant, "Get-Mailbox", &id).get("ModeratedBy"), Some(&list(&left)));
    }
    assert_eq!(row(&mut tenant, "Get-Mailbox", &id).get("ModerationEnabled"), Some(&Value::Bool(true)));
    does(&mut tenant, "Set-Mailbox", &[("Identity", text(&id)), ("ModerationEnabled", false.into())]);
    let after = row(&mut tenant, "Get-Mailbox", &id);
    assert_eq!(after.get("ModerationEnabled"), Some(&Value::Bool(false)));
    assert_eq!(after.get("ModeratedBy"), Some(&list(&[&people[1].display_name])));
}

#[test]
fn synchronised_rooms_are_changed_on_premises_only() {
    let mut tenant = tenant_with(|state| state.rooms[0].dir_synced = true);
    let id = guid_of(&tenant, 0);
    let hide = [("Identity", text(&id)), ("HiddenFromAddressListsEnabled", Value::Bool(true))];
    let message = refuses(&mut tenant, "Set-Mailbox", &hide, "InvalidOperationException");
    assert!(
        message.contains("The action 'Set-Mailbox', 'HiddenFromAddressListsEnabled', can't be performed"),
        "{message}"
    );
    refuses(
        &mut tenant,
        "Set-Place",
        &[("Identity", text(&id)), ("City", text("Oslo")), ("Floor", Value::Int(2))],
        "InvalidOperationException",
    );
    refuses(&mut tenant, "Set-User", &[("Identity", text(&id)), ("City", text("Oslo"))], "InvalidOperationException");
    refuses(&mut tenant, "Remove-Mailbox", &[("Identity", text(&id))], "InvalidOperationException");
    refuses(&mut tenant, "Set-RemoteMailbox", &hide, "CommandNotFoundException");
    // What lives in the mailbox, or is not synchronised, is changed in the cloud.
    does(&mut tenant, "Set-Place", &[("Identity", text(&id)), ("Floor", Value::Int(2))]);
    does(&mut tenant, "Set-CalendarProcessing", &[("Identity", text(&id)), ("DeleteSubject", true.into())]);
    does(&mut tenant, "Set-Mailbox", &[("Identity", text(&id)), ("DeliverToMailboxAndForward", true.into())]);

    tenant.server = Server::OnPremises;
    does(&mut tenant, "Set-RemoteMailbox", &hide);
    does(&mut tenant, "Set-User", &[("Identity", text(&id)), ("City", text("Oslo"))]);
    assert_eq!(row(&mut tenant, "Get-Mailbox", &id).get("HiddenFromAddressListsEnabled"), Some(&Value::Bool(true)));
    assert_eq!(row(&mut tenant, "Get-Place", &id).get("City"), Some(&text("Oslo")));
    let cloud = guid_of(&tenant, 1);
    let other = [("Identity", text(&cloud)), ("HiddenFromAddressListsEnabled", Value::Bool(true))];
    refuses(&mut tenant, "Set-RemoteMailbox", &other, "ManagementObjectNotFoundException");
}

#[test]
fn a_mailbox_changes_its_kind_and_back() {
    let mut tenant = healthy();
    let id = guid_of(&tenant, 0);
    let before = seen(&tenant);
    for (kind, details) in [("Regular", "UserMailbox"), ("Equipment", "EquipmentMailbox"), ("Room", "RoomMailbox")] {
        does(&mut tenant, "Set-Mailbox", &[("Identity", text(&id)), ("Type", text(kind))]);
        assert_eq!(row(&mut tenant, "Get-Mailbox", &id).get("RecipientTypeDetails"), Some(&text(details)));
    }
    assert_eq!(seen(&tenant), before);
}

#[test]
fn a_new_room_is_a_room_with_the_defaults_and_a_deleted_one_can_be_restored() {
    let mut tenant = healthy();
    let arguments = [
        ("Room", Value::Bool(true)),
        ("Name", text("Meeting 1")),
        ("PrimarySmtpAddress", text("Meeting1@contoso.com")),
        ("ResourceCapacity", Value::Int(6)),
    ];
    let made = rows(&mut tenant, "New-Mailbox", &arguments).remove(0);
    assert_eq!(made.get("RecipientTypeDetails"), Some(&text("RoomMailbox")));
    assert_eq!(made.get("PrimarySmtpAddress"), Some(&text("meeting1@contoso.com")));
    assert_eq!(made.get("ResourceCapacity"), Some(&Value::Int(6)));
    let calendar = row(&mut tenant, "Get-CalendarProcessing", "meeting1");
    assert_eq!(calendar.get("BookingWindowInDays"), Some(&Value::Int(180)));
    let guids: Vec<_> = tenant.state().rooms.iter().map(|room| room.guid).collect();
    assert_eq!(guids.iter().filter(|guid| **guid == *guids.last().unwrap()).count(), 1);

    let message = refuses(&mut tenant, "New-Mailbox", &arguments, "ProxyAddressExistsException");
    assert!(message.contains("SMTP:meeting1@contoso.com"), "{message}");
    let foreign = [("Room", true.into()), ("Name", text("X")), ("PrimarySmtpAddress", text("x@example.net"))];
    refuses(&mut tenant, "New-Mailbox", &foreign, "NotAcceptedDomainException");

    does(&mut tenant, "Remove-Mailbox", &[("Identity", text("meeting1"))]);
    refuses(&mut tenant, "Get-Mailbox", &[("Identity", text("meeting1"))], "ManagementObjectNotFoundException");
    let deleted = rows(&mut tenant, "Get-Mailbox", &[("SoftDeletedMailbox", true.into())]);
    assert_eq!(deleted[0].get("PrimarySmtpAddress"), Some(&text("meeting1@contoso.com")));
    assert_eq!(deleted[0].get("WhenSoftDeleted"), Some(&Value::Time(options().now)));
}

#[test]
fn a_place_takes_every_field_and_keeps_its_calendar_folder() {
    let mut tenant = healthy();
    let id = guid_of(&tenant, 0);
    let folder = tenant.state().rooms[0].calendar_folder();
    let cases = [
        ("AudioDeviceName", text("A")),
        ("VideoDeviceName", text("V")),
        ("DisplayDeviceName", text("D")),
        ("Building", text("B 7")),
        ("Capacity", Value::Int(31)),
        ("City", text("Praha")),
        ("CountryOrRegion", text("CZ")),
        ("Floor", Value::Int(-1)),
        ("FloorLabel", text("Basement")),
        ("IsWheelChairAccessible", Value::Bool(true)),
        ("Label", text("Quiet")),
        ("MTREnabled", Value::Bool(true)),
        ("Phone", text("+420 1")),
        ("PostalCode", text("110 00")),
        ("State", text("Praha")),
        ("Street", text("Na Příkopě 1")),
        ("Tags", list(&["Window", "Sofa"])),
        ("ParentId", text("5c1d8f0e-2f6a-4f4e-9c53-0f5a1b7c9d21")),
        ("ParentType", text("Section")),
        ("GeoCoordinates", text("50.08;14.42")),
    ];
    for (name, value) in &cases {
        does(&mut tenant, "Set-Place", &[("Identity", text(&id)), (name, value.clone())]);
    }
    let after = row(&mut tenant, "Get-Place", &id);
    for (name, value) in &cases {
        assert_eq!(after.get(name), Some(value), "{name}");
    }
    assert_eq!(row(&mut tenant, "Get-Mailbox", &id).get("ResourceCapacity"), Some(&Value::Int(31)));
    assert_eq!(tenant.state().rooms[0].calendar_folder(), folder);
    does(&mut tenant, "Set-Place", &[("Identity", text(&id)), ("Floor", Value::Null), ("Label", Value::Null)]);
    assert_eq!(row(&mut tenant, "Get-Place", &id).get("Floor"), Some(&Value::Null));
    assert_eq!(row(&mut tenant, "Get-Place", &id).get("Label"), Some(&Value::Null));
    let far = [("Identity", text(&id)), ("GeoCoordinates", text("95;14"))];
    refuses(&mut tenant, "Set-Place", &far, "ParameterBindingArgumentTransformationException");
}

#[test]
fn members_come_and_go_and_the_place_tells_its_lists() {
    let mut tenant = tenant_with(|state| state.add_group("Rooms Extra", crate::sim::GroupKind::RoomList, Vec::new()));
    tenant.advance(SignedDuration::from_mins(5));
    let (room, list_id) = (tenant.state().rooms[0].clone(), tenant.state().groups.last().unwrap().guid.to_string());
    let both = [("Identity", text(&list_id)), ("Member", text(&room.guid.to_string()))];
    let before = seen(&tenant);
    does(&mut tenant, "Add-DistributionGroupMember", &both);
    assert_eq!(tenant.state().groups.last().unwrap().changed, tenant.now());
    let members = rows(&mut tenant, "Get-DistributionGroupMember", &[("Identity", text(&list_id))]);
    assert_eq!(members[0].get("Guid"), Some(&text(&room.guid.to_string())));
    let Some(Value::List(lists)) = row(&mut tenant, "Get-Place", &room.address).get("Localities").cloned() else {
        panic!("a place has its lists");
    };
    assert!(lists.contains(&text("rooms-extra@contoso.com")), "{lists:?}");
    let message = refuses(&mut tenant, "Add-DistributionGroupMember", &both, "MemberAlreadyExistsException");
    assert!(message.contains("is already a member of the group \"Rooms Extra\""), "{message}");
    does(&mut tenant, "Remove-DistributionGroupMember", &both);
    refuses(&mut tenant, "Remove-DistributionGroupMember", &both, "MemberNotFoundException");
    assert_eq!(seen(&tenant), before);
    let nobody = [("Identity", text(&list_id)), ("Member", text("nobody"))];
    refuses(&mut tenant, "Add-DistributionGroupMember", &nobody, "ManagementObjectNotFoundException");
}

#[test]
fn groups_are_made_renamed_flagged_and_removed() {
    let mut tenant = healthy();
    let rooms: Vec<String> = tenant.state().rooms.iter().take(2).map(|room| room.address.clone()).collect();
    let before = seen(&tenant);
    let made = rows(
        &mut tenant,
        "New-DistributionGroup",
        &[("Name", text("Rooms Paris")), ("Members", list(&[&rooms[0], &rooms[1]]))],
    )
    .remove(0);
    assert_eq!(made.get("RecipientTypeDetails"), Some(&text("MailUniversalDistributionGroup")));
    assert_eq!(made.get("PrimarySmtpAddress"), Some(&text("rooms-paris@contoso.com")));
    let Some(Value::Text(id)) = made.get("Guid").cloned() else { panic!("a group has a GUID") };
    does(&mut tenant, "Set-DistributionGroup", &[("Identity", text(&id)), ("RoomList", true.into())]);
    let hide = [("Identity", text(&id)), ("HiddenFromAddressListsEnabled", true.into()), ("Alias", text("paris"))];
    does(&mut tenant, "Set-DistributionGroup", &hide);
    let after = row(&mut tenant, "Get-DistributionGroup", "paris");
    assert_eq!(after.get("RecipientTypeDetails"), Some(&text("RoomList")));
    assert_eq!(after.get("HiddenFromAddressListsEnabled"), Some(&Value::Bool(true)));
    let flag = [("Identity", text(&id)), ("RoomList", Value::Bool(false))];
    refuses(&mut tenant, "Set-DistributionGroup", &flag, "RecipientTaskException");
    let again = [("Name", text("rooms paris")), ("RoomList", Value::Bool(true))];
    refuses(&mut tenant, "New-DistributionGroup", &again, "NameNotAvailableException");
    does(&mut tenant, "Remove-DistributionGroup", &[("Identity", text(&id))]);
    assert_eq!(seen(&tenant), before);

    let security = [("Name", text("Sync")), ("Type", text("Security")), ("Alias", text("sync-scope"))];
    let made = rows(&mut tenant, "New-DistributionGroup", &security).remove(0);
    assert_eq!(made.get("RecipientTypeDetails"), Some(&text("MailUniversalSecurityGroup")));
    let flag = [("Identity", text("sync-scope")), ("RoomList", Value::Bool(true))];
    refuses(&mut tenant, "Set-DistributionGroup", &flag, "RecipientTaskException");
    does(&mut tenant, "Update-DistributionGroupMember", &[("Identity", text("Sync")), ("Members", list(&[&rooms[0]]))]);
    assert_eq!(rows(&mut tenant, "Get-DistributionGroupMember", &[("Identity", text("Sync"))]).len(), 1);
}

#[test]
fn a_synchronised_group_refuses_members_in_the_cloud() {
    let mut tenant = tenant_with(|state| state.groups[0].dir_synced = true);
    let id = tenant.state().groups[0].guid.to_string();
    let room = guid_of(&tenant, 1);
    let both = [("Identity", text(&id)), ("Member", text(&room))];
    let message = refuses(&mut tenant, "Add-DistributionGroupMember", &both, "InvalidOperationException");
    assert!(message.contains("synchronized from your on-premises organization"), "{message}");
    tenant.server = Server::OnPremises;
    does(&mut tenant, "Add-DistributionGroupMember", &both);
}

#[test]
fn rights_on_a_calendar_follow_their_rules() {
    let mut tenant = healthy();
    let (room, lee) = (tenant.state().rooms[0].clone(), tenant.state().users[8].clone());
    let folder = format!("{}:\\{}", room.guid, room.calendar_folder());
    let by_id = format!("{}:{}", room.guid, room.calendar_folder_id());
    let with = |folder: &str, user: &str, right: &str| {
        vec![("Identity", text(folder)), ("User", text(user)), ("AccessRights", text(right))]
    };
    let shown = |tenant: &mut Tenant, user: &str| {
        let both = [("Identity", text(&folder)), ("User", text(user))];
        rows(tenant, "Get-MailboxFolderPermission", &both).remove(0)
    };
    let before = seen(&tenant);
    does(&mut tenant, "Set-MailboxFolderPermission", &with(&by_id, "default", "LimitedDetails"));
    assert_eq!(shown(&mut tenant, "Default").get("AccessRights"), Some(&list(&["LimitedDetails"])));
    does(&mut tenant, "Set-MailboxFolderPermission", &with(&folder, "Default", "AvailabilityOnly"));

    refuses(
        &mut tenant,
        "Set-MailboxFolderPermission",
        &with(&folder, &lee.address, "Editor"),
        "UserNotFoundInPermissionEntryException",
    );
    let mut add = with(&folder, &lee.address, "Editor");
    add.push(("SharingPermissionFlags", text("Delegate, CanViewPrivateItems")));
    does(&mut tenant, "Add-MailboxFolderPermission", &add);
    assert_eq!(shown(&mut tenant, &lee.upn).get("User"), Some(&text(&lee.display_name)));
    refuses(&mut tenant, "Add-MailboxFolderPermission", &add, "UserAlreadyExistsInPermissionEntryException");
    // A delegate stays one when only the right is written.
    does(&mut tenant, "Set-MailboxFolderPermission", &with(&folder, &lee.guid.to_string(), "Editor"));
    assert_eq!(
        shown(&mut tenant, &lee.upn).get("SharingPermissionFlags"),
        Some(&text("Delegate, CanViewPrivateItems"))
    );
    let mut only = with(&folder, &lee.address, "Editor");
    only.push(("SharingPermissionFlags", text("Delegate")));
    does(&mut tenant, "Set-MailboxFolderPermission", &only);
    assert_eq!(shown(&mut tenant, &lee.upn).get("SharingPermissionFlags"), Some(&text("Delegate")));
    let mut bad = with(&folder, &lee.address, "Reviewer");
    bad.push(("SharingPermissionFlags", text("Delegate")));
    refuses(&mut tenant, "Set-MailboxFolderPermission", &bad, "InvalidSharingPermissionFlagsException");

    let user = |user: &str| [("Identity", text(&folder)), ("User", text(user))];
    does(&mut tenant, "Remove-MailboxFolderPermission", &user(&lee.address));
    refuses(
        &mut tenant,
        "Remove-MailboxFolderPermission",
        &user(&lee.address),
        "UserNotFoundInPermissionEntryException",
    );
    refuses(&mut tenant, "Remove-MailboxFolderPermission", &user("Default"), "CannotRemoveSpecialUserException");
    assert_eq!(seen(&tenant), before);
    let english = format!("{}:\\Calendar", room.guid);
    refuses(
        &mut tenant,
        "Set-MailboxFolderPermission",
        &with(&english, "Default", "None"),
        "ManagementObjectNotFoundException",
    );
}

#[test]
fn rights_on_a_mailbox_are_given_and_taken_even_from_accounts_that_are_gone() {
    let sid = "S-1-5-21-1111111111-2222222222-3333333333-4444";
    let mut tenant = Tenant::new(
        Scenario::named("mailbox-faults")
            .map_or_else(|| panic!("the scenario is known"), |scenario| scenario.simulation(&options())),
    );
    let at = tenant.state().rooms.iter().position(|room| room.display_name == "PV003 Full Access").unwrap();
    let id = guid_of(&tenant, at);
    let with = |user: &str| vec![("Identity", text(&id)), ("User", text(user)), ("AccessRights", text("FullAccess"))];
    does(&mut tenant, "Remove-MailboxPermission", &with(sid));
    assert_eq!(tenant.state().rooms[at].mailbox_rights.len(), 1);
    let before = seen(&tenant);
    let person = tenant.state().users[0].clone();
    does(&mut tenant, "Add-MailboxPermission", &with(&person.guid.to_string()));
    let both = [("Identity", text(&id)), ("User", text(&person.address))];
    assert_eq!(rows(&mut tenant, "Get-MailboxPermission", &both).len(), 1);
    does(&mut tenant, "Remove-MailboxPermission", &with(&person.display_name));
    // Taking what nobody has is a warning.
    does(&mut tenant, "Remove-MailboxPermission", &with(&person.display_name));
    assert_eq!(seen(&tenant), before);
    refuses(&mut tenant, "Add-MailboxPermission", &with(sid), "ManagementObjectNotFoundException");
}

#[test]
fn inbox_rules_are_named_by_a_number_that_stays() {
    let rule = |name: &str| InboxRule { name: Some(name.into()), enabled: Some(true) };
    let mut tenant = tenant_with(|state| {
        let rules = [rule("Delegate Rule 3"), rule("One"), rule("Two"), InboxRule { name: None, enabled: Some(true) }];
        state.rooms[0].inbox_rules.extend(rules);
    });
    let id = guid_of(&tenant, 0);
    let listed = |tenant: &mut Tenant| {
        rows(tenant, "Get-InboxRule", &[("Mailbox", text(&id)), ("IncludeHidden", true.into())])
            .into_iter()
            .map(|row| (row.get("RuleIdentity").cloned().unwrap(), row.get("Enabled").cloned().unwrap()))
            .collect::<Vec<_>>()
    };
    let before = listed(&mut tenant);
    assert_eq!(before.len(), 5);
    does(&mut tenant, "Disable-InboxRule", &[("Mailbox", text(&id)), ("Identity", text("two"))]);
    assert_eq!(listed(&mut tenant)[3], (before[3].0.clone(), Value::Bool(false)));
    does(&mut tenant, "Enable-InboxRule", &[("Mailbox", text(&id)), ("Identity", before[3].0.clone())]);
    assert_eq!(listed(&mut tenant), before);
    let hidden = [("Mailbox", text(&id)), ("Identity", text("Delegate Rule 3"))];
    refuses(&mut tenant, "Remove-InboxRule", &hidden, "ManagementObjectNotFoundException");
    does(&mut tenant, "Remove-InboxRule", &[("Mailbox", text(&id)), ("Identity", text("One"))]);
    let after = listed(&mut tenant);
    assert_eq!(after.len(), 4);
    assert_eq!(after[2..], before[3..]);
}

#[test]
fn replies_and_hours_of_a_room_are_set() {
    let mut tenant = healthy();
    let id = guid_of(&tenant, 0);
    does(
        &mut tenant,
        "Set-MailboxAutoReplyConfiguration",
        &[("Identity", text(&id)), ("AutoReplyState", text("Enabled"))],
    );
    assert_eq!(
        row(&mut tenant, "Get-MailboxAutoReplyConfiguration", &id).get("AutoReplyState"),
        Some(&text("Enabled"))
    );
    assert_eq!(tenant.state().rooms[0].settings.automatic_replies, "alwaysEnabled");
    let hours = [
        ("Identity", text(&id)),
        ("WorkingHoursStartTime", text("07:30:00")),
        ("WorkDays", text("Weekdays, Saturday")),
        ("WorkingHoursTimeZone", text("Central Europe Standard Time")),
    ];
    does(&mut tenant, "Set-MailboxCalendarConfiguration", &hours);
    let after = row(&mut tenant, "Get-MailboxCalendarConfiguration", &id);
    assert_eq!(after.get("WorkingHoursStartTime"), Some(&text("07:30:00")));
    assert_eq!(after.get("WorkingHoursEndTime"), Some(&text("17:00:00")));
    assert_eq!(after.get("WorkDays"), Some(&text("Weekdays, Saturday")));
    let wrong = [("Identity", text(&id)), ("WorkingHoursStartTime", text("25:00"))];
    refuses(&mut tenant, "Set-MailboxCalendarConfiguration", &wrong, "ParameterBindingArgumentTransformationException");
}

#[test]
fn an_app_is_confined_step_by_step() {
    let mut tenant = healthy();
    let (app, principal) = {
        let app = tenant.state().apps.first().unwrap();
        (app.app_id.to_string(), app.principal.as_ref().unwrap().object_id.to_string())
    };
    let known = |tenant: &mut Tenant| rows(tenant, "Get-ManagementRoleAssignment", &[]).len();
    assert_eq!(known(&mut tenant), 2);
    does(&mut tenant, "Remove-ServicePrincipal", &[("Identity", text(&app))]);
    assert_eq!(known(&mut tenant), 0);
    let unknown = [("App", text(&principal)), ("Role", text("Application Calendars.Read"))];
    refuses(&mut tenant, "New-ManagementRoleAssignment", &unknown, "ManagementObjectNotFoundException");
    let new = [("AppId", text(&app)), ("ObjectId", text(&principal)), ("DisplayName", text("Sync"))];
    does(&mut tenant, "New-ServicePrincipal", &new);
    refuses(&mut tenant, "New-ServicePrincipal", &new, "ManagementObjectAlreadyExistsException");
    does(&mut tenant, "Set-ServicePrincipal", &[("Identity", text(&app)), ("DisplayName", text("Workplace Sync"))]);
    assert_eq!(row(&mut tenant, "Get-ServicePrincipal", &principal).get("DisplayName"), Some(&text("Workplace Sync")));

    let scope = [("Name", text("Two")), ("RecipientRestrictionFilter", text("CustomAttribute1 -eq 'two'"))];
    does(&mut tenant, "New-ManagementScope", &scope);
    refuses(&mut tenant, "New-ManagementScope", &scope, "ManagementObjectAlreadyExistsException");
    let broken = [("Identity", text("Two")), ("RecipientRestrictionFilter", text("CustomAttribute1 -eq 'two"))];
    refuses(&mut tenant, "Set-ManagementScope", &broken, "ParameterBindingArgumentTransformationException");
    let assign = [
        ("App", text(&principal)),
        ("Role", text("application calendars.readwrite")),
        ("CustomResourceScope", text("Two")),
    ];
    let one = rows(&mut tenant, "New-ManagementRoleAssignment", &assign).remove(0);
    let two = rows(&mut tenant, "New-ManagementRoleAssignment", &assign).remove(0);
    assert_ne!(one.get("Name"), two.get("Name"));
    assert_eq!(one.get("CustomResourceScope"), Some(&text("Two")));
    refuses(&mut tenant, "Remove-ManagementScope", &[("Identity", text("Two"))], "InvalidOperationException");
    does(&mut tenant, "Set-Mailbox", &[("Identity", text("ber-01-bach")), ("CustomAttribute1", text("two"))]);
    let reach = |tenant: &mut Tenant, room: &str| {
        let both = [("Identity", text(&app)), ("Resource", text(room))];
        rows(tenant, "Test-ServicePrincipalAuthorization", &both)[0].get("InScope").cloned().unwrap()
    };
    assert_eq!(reach(&mut tenant, "ber-01-bach"), text("True"));
    assert_eq!(reach(&mut tenant, "ams-01-rembrandt"), text("False"));
    for name in [one.get("Identity").cloned().unwrap(), two.get("Identity").cloned().unwrap()] {
        does(&mut tenant, "Remove-ManagementRoleAssignment", &[("Identity", name.clone()), ("Confirm", false.into())]);
        refuses(
            &mut tenant,
            "Remove-ManagementRoleAssignment",
            &[("Identity", name)],
            "ManagementObjectNotFoundException",
        );
    }
    does(&mut tenant, "Remove-ManagementScope", &[("Identity", text("Two"))]);
    let unknown = [("App", text(&app)), ("Role", text("Application Place.Read.All"))];
    refuses(&mut tenant, "New-ManagementRoleAssignment", &unknown, "ManagementObjectNotFoundException");
}

#[test]
fn a_wrong_object_id_is_taken_and_authorises_nothing() {
    let mut tenant = healthy();
    let app = tenant.state().subject.to_string();
    let wrong = "11111111-2222-3333-4444-555555555555";
    does(&mut tenant, "Remove-ServicePrincipal", &[("Identity", text(&app))]);
    does(&mut tenant, "New-ServicePrincipal", &[("AppId", text(&app)), ("ObjectId", text(wrong))]);
    let assign = [("App", text(&app)), ("Role", text("Application Calendars.ReadWrite"))];
    does(&mut tenant, "New-ManagementRoleAssignment", &assign);
    assert!(rows(&mut tenant, "Test-ServicePrincipalAuthorization", &[("Identity", text(&app))]).is_empty());
}

#[test]
fn an_access_policy_narrows_and_goes_again() {
    let mut tenant = healthy();
    let room = tenant.state().rooms[0].address.clone();
    let other = tenant.state().rooms[1].address.clone();
    let app = tenant.state().subject.to_string();
    let group = [("Name", text("Scope")), ("Type", text("Security")), ("Members", list(&[&room]))];
    does(&mut tenant, "New-DistributionGroup", &group);
    let before = seen(&tenant);
    let new = [
        ("AppId", text(&app)),
        ("PolicyScopeGroupId", text("scope@contoso.com")),
        ("AccessRight", text("RestrictAccess")),
        ("Description", text("rooms only")),
    ];
    let made = rows(&mut tenant, "New-ApplicationAccessPolicy", &new).remove(0);
    let id = made.get("Identity").cloned().unwrap();
    let test = |tenant: &mut Tenant, room: &str| {
        let both = [("AppId", text(&app)), ("Identity", text(room))];
        rows(tenant, "Test-ApplicationAccessPolicy", &both)[0].get("AccessCheckResult").cloned().unwrap()
    };
    assert_eq!(test(&mut tenant, &room), text("Granted"));
    assert_eq!(test(&mut tenant, &other), text("Denied"));
    refuses(&mut tenant, "New-ApplicationAccessPolicy", &new, "ManagementObjectAlreadyExistsException");
    does(&mut tenant, "Set-ApplicationAccessPolicy", &[("Identity", id.clone()), ("Description", text("all rooms"))]);
    assert_eq!(tenant.state().policies[0].description, "all rooms");
    does(&mut tenant, "Remove-ApplicationAccessPolicy", &[("Identity", id.clone()), ("Confirm", false.into())]);
    assert_eq!(seen(&tenant), before);
    refuses(&mut tenant, "Remove-ApplicationAccessPolicy", &[("Identity", id)], "ManagementObjectNotFoundException");
    let plain = [
        ("AppId", text(&app)),
        ("PolicyScopeGroupId", text("Rooms Amsterdam")),
        ("AccessRight", text("RestrictAccess")),
    ];
    refuses(&mut tenant, "New-ApplicationAccessPolicy", &plain, "RecipientTaskException");
}

#[test]
fn switches_of_organisation_and_mailbox_for_programs_are_set() {
    let mut tenant = healthy();
    let id = guid_of(&tenant, 0);
    let before = seen(&tenant);
    let add = Value::Record(Record(vec![("Add".to_owned(), text("Sync/*"))]));
    let set = [("EwsApplicationAccessPolicy", text("EnforceAllowList")), ("EwsAllowList", add.clone())];
    does(&mut tenant, "Set-OrganizationConfig", &set);
    let config = rows(&mut tenant, "Get-OrganizationConfig", &[]).remove(0);
    assert_eq!(config.get("EwsApplicationAccessPolicy"), Some(&text("EnforceAllowList")));
    assert_eq!(config.get("EwsAllowList"), Some(&list(&["Sync/*"])));
    let own: Vec<_> = [("Identity", text(&id)), ("EwsEnabled", false.into())].into_iter().chain(set).collect();
    does(&mut tenant, "Set-CASMailbox", &own);
    let protocols = row(&mut tenant, "Get-CASMailbox", &id);
    assert_eq!(protocols.get("EwsAllowList"), Some(&list(&["Sync/*"])));
    assert_eq!(protocols.get("EwsEnabled"), Some(&Value::Bool(false)));
    let none = [("EwsApplicationAccessPolicy", Value::Null), ("EwsAllowList", Value::Null)];
    does(&mut tenant, "Set-OrganizationConfig", &none);
    let own: Vec<_> = [("Identity", text(&id)), ("EwsEnabled", true.into())].into_iter().chain(none).collect();
    does(&mut tenant, "Set-CASMailbox", &own);
    assert_eq!(seen(&tenant), before);
}

#[test]
fn what_is_left_of_impersonation_is_taken_away() {
    let mut tenant = tenant_with(|state| {
        state.impersonation = Some(vec![crate::tenant::Impersonation {
            name: "Old sync".into(),
            assignee: "svc-sync".into(),
            assignee_type: Some("User".to_owned()),
            scope: None,
        }]);
    });
    let found = row(&mut tenant, "Get-ManagementRoleAssignment", "Old sync");
    assert_eq!(found.get("Role"), Some(&text("ApplicationImpersonation")));
    does(&mut tenant, "Remove-ManagementRoleAssignment", &[("Identity", text("old sync"))]);
    let left = rows(&mut tenant, "Get-ManagementRoleAssignment", &[("Role", text("ApplicationImpersonation"))]);
    assert!(left.is_empty());
}

#[test]
fn the_connection_names_its_tenant_and_without_one_nothing_runs() {
    let mut tenant = healthy();
    let known = rows(&mut tenant, "Get-ConnectionInformation", &[]).remove(0);
    assert_eq!(known.get("TenantID"), Some(&text(&tenant.state().tenant.to_string())));
    assert_eq!(known.get("State"), Some(&text("Connected")));
    tenant.exchange = None;
    assert!(rows(&mut tenant, "Get-ConnectionInformation", &[]).is_empty());
    refuses(&mut tenant, "Get-Mailbox", &[], "CommandNotFoundException");
    assert!(invoke(&mut tenant, "Get-Something", &Arguments::new()).is_none());
}

#[test]
fn what_was_written_shows_on_the_wire() {
    let mut tenant = healthy();
    let room = tenant.state().rooms[0].clone();
    does(
        &mut tenant,
        "Set-Mailbox",
        &[("Identity", text(&room.guid.to_string())), ("HiddenFromAddressListsEnabled", true.into())],
    );
    let parameters =
        [("Identity", text("Rooms Amsterdam")), ("Member", text(&tenant.state().rooms[1].address.clone()))];
    does(&mut tenant, "Add-DistributionGroupMember", &parameters);
    let other = tenant.state().rooms[1].address.clone();
    let simulation = tenant.into_simulation();
    let seen = crate::sim::tests::get_as_subject(&simulation, "/v1.0/places/microsoft.graph.room?$top=100");
    assert_eq!(seen.rows().len(), 9, "{}", seen.body);
    let list = "/v1.0/places/rooms-amsterdam@contoso.com/microsoft.graph.roomlist/rooms";
    let seen = crate::sim::tests::get_as_subject(&simulation, list);
    assert!(seen.rows().iter().any(|row| row["emailAddress"] == other.as_str()), "{}", seen.body);
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        (-5..2_000_i64).prop_map(Value::Int),
        ".{0,12}".prop_map(Value::Text),
        prop_oneof![
            "ams-01-rembrandt",
            "Rooms Amsterdam",
            "Lee Gu",
            "Default",
            "Rooms",
            "contoso.com",
            "x@contoso.com"
        ]
        .prop_map(Value::Text),
    ];
    prop_oneof![
        4 => leaf.clone(),
        1 => proptest::collection::vec(leaf.clone(), 0..3).prop_map(Value::List),
        1 => proptest::collection::vec(("(Add|Remove|Id)", leaf), 0..3).prop_map(|items| Value::Record(Record(items))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn no_arguments_make_a_command_panic(
        picks in proptest::collection::vec((any::<prop::sample::Index>(), proptest::collection::vec(any_value(), 40)), 1..8),
    ) {
        let all: Vec<_> = tables().into_iter().flatten().collect();
        let mut tenant = healthy();
        for (index, values) in picks {
            let command = index.get(&all);
            // The parameters that are needed, and every third of the others.
            let arguments = command.takes.iter().zip(values).enumerate().filter(|(at, ((name, _), _))| {
                command.needs.contains(name) || at % 3 == 0
            });
            let arguments = arguments.map(|(_, ((name, _), value))| (name.to_ascii_lowercase(), value)).collect();
            let _ = command.invoke(&mut tenant, &arguments);
        }
        prop_assert!(tenant.into_simulation().state().rooms.len() <= 18);
    }
}
