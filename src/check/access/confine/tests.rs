//! What is missing in tenants of all kinds, as one line for each change.

use super::*;
use crate::check::app::fixture::*;
use crate::product::{Product, Wish};
use crate::tenant::{GroupRef, ManagementScope, Snapshot};

const GROUP: &str = "00000000-0000-0000-0000-000000006700";

fn words(change: &Change) -> String {
    let sign = |way: &Way| if *way == Way::Make { "+" } else { "-" };
    let which = |group: &GroupRef| match group {
        GroupRef::Known { guid, .. } if guid.to_string() == GROUP => "its group".to_owned(),
        GroupRef::Known { guid, .. } => guid.to_string(),
        GroupRef::New { .. } => "our group".to_owned(),
        GroupRef::Gone { name, .. } => format!("gone {}", name.raw()),
    };
    let ours =
        |name: &Untrusted| if name.raw().starts_with("reservation-sync-") { "ours" } else { name.raw() }.to_owned();
    match change {
        Change::Group { group, way } => format!("{}group {}", sign(way), ours(&group.name)),
        Change::Member { group, member, way, side } => {
            let number = member.0.as_u128() & 0xfff;
            format!(
                "{}member {number:x} of {}{}",
                sign(way),
                which(group),
                match side {
                    crate::tenant::Side::Cloud => "",
                    crate::tenant::Side::OnPremises => " on premises",
                }
            )
        }
        Change::ExchangePrincipal { object, way, .. } => {
            format!("{}principal {:x}", sign(way), object.0.as_u128() & 0xfff)
        }
        Change::Scope { name, group, way } => format!("{}scope {} on {}", sign(way), ours(name), which(group)),
        Change::Assignment { app, role, scope, way } => {
            let scope = scope.as_ref().map_or("everybody".to_owned(), ours);
            format!("{}{role} for {:x} on {scope}", sign(way), app.0.as_u128() & 0xfff)
        }
        Change::Policy { group, right, way, .. } => format!("{}policy {right:?} on {}", sign(way), which(group)),
        Change::Consent { value, way, .. } => format!("{}consent {value}", sign(way)),
        Change::Requested { value, way, .. } => format!("{}request {value}", sign(way)),
        other => format!("{other:?}"),
    }
}

fn by(method: Method, snapshot: &Snapshot, product: &Product) -> Vec<String> {
    let context = Context { snapshot, product };
    confine(&context, method).unwrap().changes().iter().map(words).collect()
}

fn roles(snapshot: &Snapshot) -> Vec<String> {
    by(Method::Roles, snapshot, &spacewell())
}

/// Roles on a scope that looks into the group.
fn on_group(rooms: &[&str]) -> Snapshot {
    let mut snapshot = healthy();
    set_filter(&mut snapshot, "MemberOfGroup -eq 'CN=Sync-Rooms,DC=x'");
    add_group(&mut snapshot, "Sync-Rooms", rooms);
    snapshot
}

const NEW: [&str; 7] = [
    "+group ours",
    "+member 101 of our group",
    "+member 102 of our group",
    "+principal c",
    "+scope ours on our group",
    "+Application Calendars.ReadWrite for c on ours",
    "+Application MailboxSettings.Read for c on ours",
];
const CONSENT: [&str; 3] = ["-consent Calendars.Read", "-consent Calendars.ReadWrite", "-consent MailboxSettings.Read"];

fn joined(parts: &[&[&str]]) -> Vec<String> {
    parts.concat().into_iter().map(str::to_owned).collect()
}

#[test]
fn a_confined_app_lacks_nothing() {
    assert_eq!(roles(&healthy()), Vec::<String>::new());
    assert_eq!(roles(&on_group(&[ROOM_1, ROOM_2])), Vec::<String>::new());
}

#[test]
fn an_unconfined_app_lacks_everything_and_loses_the_wide_way_last() {
    assert_eq!(roles(&unconfined()), joined(&[&NEW, &CONSENT]));
}

#[test]
fn what_is_requested_and_taken_is_not_requested_any_more() {
    let mut snapshot = unconfined();
    let kind = crate::tenant::app::PermissionKind::Application;
    registration_mut(&mut snapshot).requested.push(requested("Calendars.ReadWrite", kind));
    assert!(roles(&snapshot).contains(&"-request Calendars.ReadWrite".to_owned()));
}

#[test]
fn the_group_of_a_policy_is_taken_over_and_the_policy_goes_last() {
    let changes = roles(&confined_by_policy(&[ROOM_1]));
    let expected = joined(&[
        &["+member 102 of its group", "+principal c", "+scope ours on its group"],
        &NEW[5..],
        &CONSENT,
        &["-policy RestrictAccess on its group"],
    ]);
    assert_eq!(changes, expected);
}

#[test]
fn rooms_of_a_nested_group_become_direct_members_for_a_scope() {
    let mut snapshot = confined_by_policy(&[ROOM_1]);
    nest(&mut snapshot, "Sync-Rooms", &[ROOM_2]);
    assert_eq!(roles(&snapshot)[0], "+member 102 of its group");
    assert_eq!(by(Method::Policy, &snapshot, &spacewell()), Vec::<String>::new());
}

#[test]
fn a_target_that_is_no_security_group_is_not_taken_over() {
    let mut snapshot = confined_by_policy(&[ROOM_1]);
    group_mut(&mut snapshot, "Sync-Rooms").recipient_type_details = Some("RoomList".into());
    assert_eq!(roles(&snapshot)[0], "+group ours");
    let by_policy = by(Method::Policy, &snapshot, &spacewell());
    let expected =
        [&NEW[..3], &["+policy RestrictAccess on our group", "-policy RestrictAccess on its group"]].concat();
    assert_eq!(by_policy, expected);
}

#[test]
fn a_scope_that_lacks_a_room_gets_it_and_nothing_else() {
    assert_eq!(roles(&on_group(&[ROOM_2])), ["+member 101 of its group"]);
}

#[test]
fn members_of_a_synchronised_group_are_changed_on_premises() {
    let mut snapshot = on_group(&[ROOM_2]);
    group_mut(&mut snapshot, "Sync-Rooms").is_dir_synced = Some(true);
    assert_eq!(roles(&snapshot), ["+member 101 of its group on premises"]);
}

#[test]
fn a_role_that_is_missing_joins_the_scope_that_is_there() {
    let mut snapshot = healthy();
    let scope = AssignmentScope::CustomScope("Rooms".into());
    snapshot.access.assignments = known(vec![role("Application Calendars.ReadWrite", scope)]);
    assert_eq!(roles(&snapshot), ["+Application MailboxSettings.Read for c on Rooms"]);
}

#[test]
fn a_scope_with_an_id_is_named_by_its_name() {
    let mut snapshot = healthy();
    let scope = AssignmentScope::CustomScope("a6a7ef59".into());
    snapshot.access.assignments = known(vec![role("Application Calendars.ReadWrite", scope)]);
    let filter = Some("RecipientTypeDetails -eq 'RoomMailbox'".into());
    let scope = ManagementScope {
        id: Some("a6a7ef59".into()),
        name: "Rooms".into(),
        recipient_filter: filter,
        exclusive: None,
    };
    snapshot.access.scopes = known(vec![scope]);
    assert_eq!(roles(&snapshot), ["+Application MailboxSettings.Read for c on Rooms"]);
}

#[test]
fn a_filter_that_nobody_can_judge_gets_a_scope_of_ours_beside_it() {
    let mut snapshot = healthy();
    set_filter(&mut snapshot, "CustomAttribute1 -eq 'rsync'");
    let without_principal: Vec<_> = NEW.into_iter().filter(|line| !line.starts_with("+principal")).collect();
    assert_eq!(roles(&snapshot), without_principal);
}

#[test]
fn consent_beside_a_scope_is_taken() {
    let mut snapshot = healthy();
    snapshot.app.grants = known(vec![grant("Calendars.ReadWrite"), grant("Place.Read.All")]);
    assert_eq!(roles(&snapshot), ["-consent Calendars.ReadWrite"]);
}

#[test]
fn a_role_without_a_scope_goes_after_one_with_a_scope_came() {
    let mut snapshot = healthy();
    snapshot.access.assignments = known(vec![
        role("Application Calendars.ReadWrite", AssignmentScope::Organization),
        role("Application MailboxSettings.Read", AssignmentScope::CustomScope("Rooms".into())),
    ]);
    let expected =
        ["+Application Calendars.ReadWrite for c on Rooms", "-Application Calendars.ReadWrite for c on everybody"];
    assert_eq!(roles(&snapshot), expected);
}

#[test]
fn a_wrong_object_id_goes_with_its_roles_and_comes_again_rightly() {
    let mut snapshot = healthy();
    snapshot.access.exchange_principal = known(Some(principal(object_id(0xe))));
    let expected = [
        "-Application Calendars.ReadWrite for e on Rooms",
        "-Application MailboxSettings.Read for e on Rooms",
        "-principal e",
        "+principal c",
        "+Application Calendars.ReadWrite for c on Rooms",
        "+Application MailboxSettings.Read for c on Rooms",
    ];
    assert_eq!(roles(&snapshot), expected);
}

#[test]
fn a_denied_room_is_not_let_in_by_the_back_door_and_its_policy_stays() {
    let mut snapshot = unconfined();
    add_group(&mut snapshot, "Denied", &[ROOM_1]);
    snapshot.access.policies = known(vec![policy(AccessRight::DenyAccess, "Denied")]);
    let changes = roles(&snapshot);
    assert!(!changes.contains(&"+member 101 of our group".to_owned()), "{changes:?}");
    assert!(!changes.iter().any(|line| line.starts_with("-policy")), "{changes:?}");
    add_group(&mut snapshot, "Denied", &[]);
    assert_eq!(roles(&snapshot).last().unwrap(), "-policy DenyAccess on its group");
}

#[test]
fn a_target_that_is_gone_is_named_and_has_no_way_back() {
    let mut snapshot = confined_by_policy(&[]);
    snapshot.access.groups.insert("Sync-Rooms".into(), known(None));
    let (product, snapshot) = (spacewell(), snapshot);
    let changes = mending(&Context { snapshot: &snapshot, product: &product });
    let last = changes.last().unwrap();
    assert_eq!(words(last), "-policy RestrictAccess on gone Sync-Rooms");
    assert_eq!(last.back(), None);
}

#[test]
fn nothing_is_closed_while_a_room_may_be_unknown() {
    let mut snapshot = unconfined();
    snapshot.header.selection.rooms = [crate::tenant::Address::parse(ROOM_1).unwrap()].into();
    assert_eq!(roles(&snapshot), joined(&[&NEW]));
    let mut snapshot = unconfined();
    snapshot.exchange_rooms = denied();
    assert_eq!(roles(&snapshot), joined(&[&NEW]));
}

#[test]
fn the_products_own_list_tells_when_a_selection_is_whole() {
    let mut snapshot = unconfined();
    snapshot.header.selection.rooms = [crate::tenant::Address::parse(ROOM_1).unwrap()].into();
    let row = |address: &str| crate::tenant::VendorRoom {
        address: crate::tenant::Address::parse(address).ok(),
        ..Default::default()
    };
    snapshot.put_vendor_rooms(vec![row(ROOM_1), row(ROOM_2)], now());
    assert_eq!(roles(&snapshot), joined(&[&NEW, &CONSENT]));
    snapshot.put_vendor_rooms(vec![row(ROOM_1), row("elsewhere@contoso.example")], now());
    assert_eq!(roles(&snapshot), joined(&[&NEW]));
}

#[test]
fn the_booking_account_belongs_to_the_rooms() {
    let mut snapshot = unconfined();
    let mut product = wishing(spacewell(), Wish::BookingMailbox, crate::product::Level::Error);
    product.set("booking_account", "desk@contoso.example").unwrap();
    // Not looked up: nothing is closed.
    assert!(!by(Method::Roles, &snapshot, &product).iter().any(|line| line.starts_with('-')));
    let desk = crate::tenant::Recipient { guid: Some(MailboxGuid(guid(0x333))), ..user("desk@contoso.example") };
    look_up(&mut snapshot, "desk@contoso.example", Some(desk));
    let changes = by(Method::Roles, &snapshot, &product);
    assert!(changes.contains(&"+member 333 of our group".to_owned()), "{changes:?}");
    assert!(changes.contains(&"-consent Calendars.ReadWrite".to_owned()));
}

#[test]
fn what_only_the_reading_needs_stays_and_so_do_the_policies_that_narrow_it() {
    let mut snapshot = confined_by_policy(&[ROOM_1, ROOM_2]);
    sign_in(&mut snapshot, &[]);
    let changes = by(Method::Roles, &snapshot, &generic());
    assert!(!changes.iter().any(|line| line.contains("MailboxSettings") && line.starts_with('-')), "{changes:?}");
    assert!(!changes.iter().any(|line| line.starts_with("-policy")), "{changes:?}");
}

#[test]
fn an_app_that_is_not_here_has_nothing_to_confine() {
    let mut snapshot = unconfined();
    snapshot.app.service_principal = known(None);
    assert_eq!(roles(&snapshot), Vec::<String>::new());
}

#[test]
fn what_could_not_be_read_makes_no_changes() {
    let product = spacewell();
    let is_unknown = |snapshot: &Snapshot| confine(&Context { snapshot, product: &product }, Method::Roles).is_err();
    let mut snapshot = unconfined();
    snapshot.access.assignments = denied();
    snapshot.access.exchange_principal = denied();
    assert!(is_unknown(&snapshot));
    let mut snapshot = unconfined();
    for room in snapshot.rooms.values_mut() {
        room.mailbox = denied();
    }
    assert!(is_unknown(&snapshot));
    let mut snapshot = on_group(&[ROOM_1]);
    group_mut(&mut snapshot, "Sync-Rooms").guid = None;
    assert!(is_unknown(&snapshot));
}

#[test]
fn one_room_gets_its_own_membership_and_what_all_share() {
    let snapshot = unconfined();
    let product = spacewell();
    let whole = confine(&Context { snapshot: &snapshot, product: &product }, Method::Roles).unwrap();
    let one = whole.opening_of(Some(MailboxGuid(guid(0x101))));
    assert_eq!(one.iter().filter(|change| matches!(change, Change::Member { .. })).count(), 1);
    assert!(one.iter().all(|change| whole.opening().contains(change)));
}
