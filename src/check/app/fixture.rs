//! A small healthy tenant for unit tests, and the pieces to make it ill. Its app is confined by roles in Exchange.

use jiff::Timestamp;
use uuid::Uuid;

use crate::check::{Check, Context, Outcome, Severity, engine};
use crate::product::Product;
use crate::tenant::app::{PermissionKind, Requested};
use crate::tenant::*;

pub const ROOM_1: &str = "room1@contoso.example";
pub const ROOM_2: &str = "room2@contoso.example";

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// "Now" in the tenant.
pub fn now() -> Timestamp {
    at("2026-11-21T09:00:00Z")
}

pub fn known<T>(value: T) -> Fact<T> {
    Fact::known(value, Source::GraphServicePrincipal, now())
}

pub fn denied<T>() -> Fact<T> {
    Fact::Denied { source: Source::GraphServicePrincipal, needs: Right::graph("Application.Read.All") }
}

/// A GUID that ends in a number.
pub fn guid(number: u128) -> Uuid {
    Uuid::from_u128(0x0000_0000_0000_4000_8000_0000_0000_0000 + number)
}

pub fn object_id(number: u128) -> ObjectId {
    ObjectId(guid(number))
}

pub fn app_id() -> AppId {
    AppId(guid(0xa))
}

pub fn tenant_id() -> TenantId {
    TenantId(guid(0xb))
}

/// The object id of the app's service principal.
pub fn principal_id() -> ObjectId {
    object_id(0xc)
}

pub fn spacewell() -> Product {
    Product::builtin("spacewell").unwrap()
}

pub fn generic() -> Product {
    Product::builtin("generic").unwrap()
}

/// Rooms within reach by role, nothing in Entra but the places.
pub fn healthy() -> Snapshot {
    let header = Header {
        format: SnapshotVersion::CURRENT,
        tool_version: "1.0.0".into(),
        cloud: CloudName::Public,
        tenant: tenant_id(),
        reader: Some(AppId(guid(0xd))),
        signed_in_with: "certificate".into(),
        taken_at: now(),
        product: "spacewell".into(),
        parameters: spacewell().parameters_as_text(),
        more_products: Vec::new(),
        product_files: std::collections::BTreeMap::new(),
        selection: Selection::default(),
        control_mailboxes: std::collections::BTreeSet::new(),
    };
    let app = SubjectApp {
        registration: known(Some(registration())),
        service_principal: known(Some(service_principal())),
        grants: known(vec![grant("Place.Read.All")]),
        delegated: known(vec![]),
        ..SubjectApp::unread(app_id(), false)
    };
    let mut snapshot = Snapshot::unread(header, app);
    for (number, address) in [(1, ROOM_1), (2, ROOM_2)] {
        let room = room(number, address);
        snapshot.rooms.insert(room.address.clone(), room);
    }
    snapshot.access = AccessFacts {
        policies: denied(),
        exchange_principal: known(Some(principal(principal_id()))),
        assignments: known(vec![
            role("Application Calendars.ReadWrite", AssignmentScope::CustomScope("Rooms".into())),
            role("Application MailboxSettings.Read", AssignmentScope::CustomScope("Rooms".into())),
        ]),
        scopes: known(vec![]),
        groups: Default::default(),
        impersonation: known(vec![]),
    };
    set_filter(&mut snapshot, "RecipientTypeDetails -eq 'RoomMailbox'");
    snapshot.organization_config = known(OrganizationConfig::default());
    snapshot.exchange_rooms = known(Listing { count: 2, missing: vec![] });
    snapshot
}

/// The same tenant with tenant-wide consent to everything and nothing that confines it.
pub fn unconfined() -> Snapshot {
    let mut snapshot = healthy();
    let names = ["Calendars.Read", "Calendars.ReadBasic.All", "Calendars.ReadWrite", "MailboxSettings.Read"];
    let grants = names.into_iter().chain(["Place.Read.All"]).map(grant);
    snapshot.app.grants = known(grants.collect());
    snapshot.access.policies = known(vec![]);
    snapshot.access.assignments = known(vec![]);
    snapshot.access.exchange_principal = known(None);
    snapshot
}

/// The same tenant, confined by an access policy on a group with these members.
pub fn confined_by_policy(members: &[&str]) -> Snapshot {
    let mut snapshot = unconfined();
    snapshot.access.policies = known(vec![policy(AccessRight::RestrictAccess, "Sync-Rooms")]);
    add_group(&mut snapshot, "Sync-Rooms", members);
    snapshot
}

pub fn registration() -> AppRegistration {
    AppRegistration {
        id: object_id(0xe),
        display_name: "Reservation Sync".into(),
        sign_in_audience: Some("AzureADMyOrg".into()),
        is_disabled: None,
        disabled_by_microsoft: None,
        requested: vec![requested("Place.Read.All", PermissionKind::Application)],
        credentials: vec![credential(1, CredentialKind::Certificate, "2026-06-01T00:00:00Z", "2027-06-01T00:00:00Z")],
        redirect_uris: vec![],
        web_redirect_uris: vec![],
    }
}

pub fn registration_mut(snapshot: &mut Snapshot) -> &mut AppRegistration {
    match &mut snapshot.app.registration {
        Fact::Known { value: Some(registration), .. } => registration,
        _ => panic!("the registration is known"),
    }
}

pub fn service_principal() -> ServicePrincipal {
    ServicePrincipal {
        id: principal_id(),
        display_name: "Reservation Sync".into(),
        account_enabled: Some(true),
        owner_tenant: Some(tenant_id()),
        assignment_required: Some(false),
        tags: vec!["HideApp".into()],
        credentials: vec![],
    }
}

pub fn principal_mut(snapshot: &mut Snapshot) -> &mut ServicePrincipal {
    match &mut snapshot.app.service_principal {
        Fact::Known { value: Some(principal), .. } => principal,
        _ => panic!("the service principal is known"),
    }
}

pub fn requested(name: &str, kind: PermissionKind) -> Requested {
    let permission = Permission::named(Resource::MicrosoftGraph, name).unwrap();
    let resource_app_id = Resource::MicrosoftGraph.app_id();
    Requested { resource_app_id, id: permission.id, value: Some(name.into()), kind }
}

pub fn credential(number: u128, kind: CredentialKind, start: &str, end: &str) -> Credential {
    let (start, end) = (Some(at(start)), Some(at(end)));
    Credential { key_id: guid(number), kind, display_name: None, hint: None, start, end }
}

pub fn grant(name: &str) -> Grant {
    grant_on(Resource::MicrosoftGraph, name)
}

pub fn grant_on(resource: Resource, name: &str) -> Grant {
    let role_id = Permission::named(resource, name).map_or(guid(0xff), |permission| permission.id);
    Grant {
        resource: Some(resource),
        resource_name: resource.title().into(),
        role_id,
        value: Some(name.into()),
        since: Some(at("2026-03-01T10:00:00Z")),
    }
}

pub fn delegated(scopes: &[&str]) -> DelegatedGrant {
    let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
    DelegatedGrant { resource: Some(Resource::MicrosoftGraph), scopes, for_everybody: true }
}

pub fn token(roles: &[&str]) -> TokenClaims {
    let roles = roles.iter().map(|&role| role.to_owned()).collect();
    TokenClaims { roles, object_id: Some(principal_id()), is_app_only: true, ..TokenClaims::default() }
}

/// Makes the app sign in itself, with a token that carries these roles.
pub fn sign_in(snapshot: &mut Snapshot, roles: &[&str]) {
    snapshot.app.is_reader = true;
    snapshot.app.graph_token = known(token(roles));
    snapshot.header.reader = Some(app_id());
}

pub fn policy(right: AccessRight, group: &str) -> AccessPolicy {
    AccessPolicy {
        identity: format!("{}\\{}:S-1-5-21;{}", tenant_id(), app_id(), guid(0xf)).as_str().into(),
        app_id: Some(app_id()),
        right,
        scope_name: group.into(),
        scope_identity: group.into(),
        description: None,
    }
}

pub fn role(name: &str, scope: AssignmentScope) -> RoleAssignment {
    RoleAssignment { name: format!("{name}-1").as_str().into(), role: name.into(), scope }
}

pub fn principal(id: ObjectId) -> ExchangePrincipal {
    ExchangePrincipal { object_id: Some(id), app_id: Some(app_id()), display_name: None }
}

/// The filter of the scope `Rooms`.
pub fn set_filter(snapshot: &mut Snapshot, filter: &str) {
    let recipient_filter = Some(filter.into());
    let scope = ManagementScope { id: None, name: "Rooms".into(), recipient_filter, exclusive: Some(false) };
    snapshot.access.scopes = known(vec![scope]);
}

pub fn member(address: &str, kind: &str) -> ListMember {
    let address = Some(Address::parse(address).unwrap());
    ListMember { guid: None, address, display_name: "A member".into(), recipient_type_details: Some(kind.into()) }
}

/// A mail-enabled security group of rooms, asked for by its name; its DN is `CN=<name>,DC=x`.
pub fn add_group(snapshot: &mut Snapshot, name: &str, rooms: &[&str]) {
    let members = rooms.iter().map(|room| member(room, "RoomMailbox")).collect();
    let group = ScopeGroup {
        guid: Some(MailboxGuid(uuid::Uuid::from_u128(0x6700))),
        is_dir_synced: Some(false),
        address: Some(Address::parse(&format!("{name}@contoso.example")).unwrap()),
        display_name: name.into(),
        distinguished_name: Some(format!("CN={name},DC=x").as_str().into()),
        object_id: Some(object_id(0x10)),
        recipient_type_details: Some("MailUniversalSecurityGroup".into()),
        members: known(members),
        nested: Default::default(),
        changed: None,
    };
    snapshot.access.groups.insert(name.into(), known(Some(group)));
}

pub fn group_mut<'s>(snapshot: &'s mut Snapshot, name: &str) -> &'s mut ScopeGroup {
    match snapshot.access.groups.get_mut(name) {
        Some(Fact::Known { value: Some(group), .. }) => group,
        _ => panic!("the group is known"),
    }
}

pub fn members_mut<'s>(snapshot: &'s mut Snapshot, name: &str) -> &'s mut Vec<ListMember> {
    match &mut group_mut(snapshot, name).members {
        Fact::Known { value, .. } => value,
        _ => panic!("the members are known"),
    }
}

/// Puts a group of rooms into a group.
pub fn nest(snapshot: &mut Snapshot, name: &str, rooms: &[&str]) {
    let inner = member("inner@contoso.example", "MailUniversalSecurityGroup");
    let address = inner.address.clone().unwrap();
    members_mut(snapshot, name).push(inner);
    let members = rooms.iter().map(|room| member(room, "RoomMailbox")).collect();
    group_mut(snapshot, name).nested.insert(address, known(members));
}

fn room(number: u128, address: &str) -> Room {
    let mailbox = Mailbox {
        guid: Some(MailboxGuid(guid(0x100 + number))),
        object_id: Some(object_id(number)),
        display_name: address.into(),
        alias: None,
        user_principal_name: None,
        distinguished_name: None,
        legacy_dn: None,
        recipient_type_details: Some("RoomMailbox".into()),
        resource_type: Some("Room".into()),
        resource_capacity: None,
        hidden_from_address_lists: None,
        is_dir_synced: None,
        account_disabled: None,
        addresses: vec![],
        created: None,
        forwarding: None,
        forwarding_recipient: None,
        forwarding_smtp: None,
        deliver_and_forward: None,
        moderated: None,
        require_sender_authentication: None,
        accepts_only_from: vec![],
        rejects_from: vec![],
        administrative_units: vec![],
        litigation_hold: None,
        quota: None,
        changed: None,
    };
    Room { mailbox: known(Some(mailbox)), ..Room::unread(Address::parse(address).unwrap(), RoomKind::Room) }
}

/// A person with a mailbox.
pub fn user(address: &str) -> Recipient {
    let address = Address::parse(address).unwrap();
    Recipient {
        guid: None,
        display_name: "A person".into(),
        recipient_type_details: Some("UserMailbox".into()),
        object_id: Some(object_id(0x20)),
        distinguished_name: Some("CN=person,DC=x".into()),
        addresses: vec![address.clone()],
        address: Some(address),
    }
}

/// A recipient that was looked up under an address.
pub fn look_up(snapshot: &mut Snapshot, address: &str, recipient: Option<Recipient>) {
    snapshot.recipients.insert(address.into(), known(recipient));
}

/// Names a mailbox that the app must not reach.
pub fn control(snapshot: &mut Snapshot, address: &str, recipient: Option<Recipient>) {
    snapshot.header.control_mailboxes = [Address::parse(address).unwrap()].into();
    look_up(snapshot, address, recipient);
}

/// The product in a mode of its own, made for one test.
pub fn in_mode(mut product: Product, name: &str, retired: Option<&str>) -> Product {
    let mode = crate::product::Mode {
        name: name.into(),
        title: format!("mode {name}"),
        retired: retired.map(str::to_owned),
        ..Default::default()
    };
    product.modes.push(mode);
    product.set("mode", name).unwrap();
    product
}

/// The product with one more wish.
pub fn wishing(mut product: Product, wish: crate::product::Wish, level: crate::product::Level) -> Product {
    product.wishes.insert(wish, crate::product::Rule { level, cites: vec![], because: None });
    product
}

/// The first finding of a check for another product.
pub fn finding_for(check: &'static Check, snapshot: &Snapshot, product: &Product) -> crate::check::Finding {
    let judged = engine::judge(check, &Context { snapshot, product });
    let mut findings = judged.into_iter().filter_map(|judged| match judged.outcome {
        Ok(Outcome::Fail(finding) | Outcome::Pending { finding, .. }) => Some(finding),
        _ => None,
    });
    findings.next().unwrap()
}

/// What a check says about the tenant of a Spacewell customer: `name: pass`, `name: error`, `name: unknown`…
pub fn lines(check: &'static Check, snapshot: &Snapshot) -> Vec<String> {
    lines_for(check, snapshot, &spacewell())
}

/// The same for another product. Rooms are named by their address, everything else by its id; the app is `app`.
pub fn lines_for(check: &'static Check, snapshot: &Snapshot, product: &Product) -> Vec<String> {
    let judged = engine::judge(check, &Context { snapshot, product });
    let line = |judged: &crate::check::Judged| {
        let word = match &judged.outcome {
            Ok(Outcome::Pass) => "pass",
            Ok(Outcome::NotApplicable) => "not applicable",
            Ok(Outcome::Pending { .. }) => "pending",
            Ok(Outcome::Fail(finding)) => finding.severity.unwrap_or(check.severity).id(),
            Err(_) => "unknown",
        };
        let id = &judged.subject.id;
        let room = snapshot.rooms.values().find(|room| room.id() == *id);
        let name = match room {
            Some(room) => room.address.to_string(),
            None if *id == app_id().to_string() => "app".to_owned(),
            None => id.clone(),
        };
        format!("{name}: {word}")
    };
    judged.iter().map(line).collect()
}

/// The first finding of a check.
pub fn finding(check: &'static Check, snapshot: &Snapshot) -> crate::check::Finding {
    finding_for(check, snapshot, &spacewell())
}

/// Every check of this area that says more than a word of information, or does not know.
pub fn complaints(checks: &[&'static Check], snapshot: &Snapshot) -> Vec<String> {
    let is_complaint = |line: &String| !["pass", "not applicable", "info"].iter().any(|word| line.ends_with(word));
    let all = checks.iter().flat_map(|check| {
        assert!(check.severity >= Severity::Info);
        lines(check, snapshot).into_iter().map(|line| format!("{} {line}", check.id))
    });
    all.filter(is_complaint).collect()
}
