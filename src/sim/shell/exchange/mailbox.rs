//! Mailboxes of rooms: made, changed, deleted; what they let programs do; the accounts behind them.

use jiff::Timestamp;

use super::{
    super::{
        CommandError, Server, Tenant,
        binding::{Command, Given, Kind, Outcome},
    },
    Home, Target, failed, free_address, may_write, named, not_found, room, room_at, set,
};
use crate::{
    sim::healthy::ascii,
    tenant::{Address, CalendarProcessing, DeletedMailbox, MailboxGuid, RoomKind, Untrusted},
};

const EWS_POLICIES: &[&str] = &["EnforceAllowList", "EnforceBlockList"];

/// What directory synchronisation brings, so that only Exchange Server changes it.
///
/// guess: `ForwardingSmtpAddress`, `DeliverToMailboxAndForward`, the kind of mailbox and its quota belong to the cloud.
const SYNCHRONISED: &[&str] = &[
    "DisplayName",
    "HiddenFromAddressListsEnabled",
    "ForwardingAddress",
    "ModerationEnabled",
    "ModeratedBy",
    "RequireSenderAuthenticationEnabled",
    "AcceptMessagesOnlyFromSendersOrMembers",
    "RejectMessagesFromSendersOrMembers",
    "CustomAttribute1",
    "ResourceCapacity",
    "AccountDisabled",
];

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "Set-Mailbox",
        needs: &["Identity"],
        takes: &[
            ("Identity", Kind::Text),
            ("DisplayName", Kind::Text),
            ("HiddenFromAddressListsEnabled", Kind::Bool),
            ("ForwardingAddress", Kind::Text),
            ("ForwardingSmtpAddress", Kind::Text),
            ("DeliverToMailboxAndForward", Kind::Bool),
            ("ModerationEnabled", Kind::Bool),
            ("ModeratedBy", Kind::Multi),
            ("RequireSenderAuthenticationEnabled", Kind::Bool),
            ("AcceptMessagesOnlyFromSendersOrMembers", Kind::Multi),
            ("RejectMessagesFromSendersOrMembers", Kind::Multi),
            ("CustomAttribute1", Kind::Text),
            ("ResourceCapacity", Kind::MaybeInt),
            ("AccountDisabled", Kind::Bool),
            ("ProhibitSendReceiveQuota", Kind::Text),
            ("Type", Kind::OneOf(&["Regular", "Room", "Equipment", "Shared", "Workspace"])),
        ],
        run: set_mailbox,
    },
    Command {
        name: "Set-RemoteMailbox",
        needs: &["Identity"],
        takes: &[
            ("Identity", Kind::Text),
            ("DisplayName", Kind::Text),
            ("HiddenFromAddressListsEnabled", Kind::Bool),
            ("ModerationEnabled", Kind::Bool),
            ("ModeratedBy", Kind::Multi),
            ("RequireSenderAuthenticationEnabled", Kind::Bool),
            ("AcceptMessagesOnlyFromSendersOrMembers", Kind::Multi),
            ("RejectMessagesFromSendersOrMembers", Kind::Multi),
            ("CustomAttribute1", Kind::Text),
            ("AccountDisabled", Kind::Bool),
            ("Type", Kind::OneOf(&["Regular", "Room", "Equipment", "Shared"])),
        ],
        run: set_remote_mailbox,
    },
    Command {
        name: "New-Mailbox",
        needs: &["Name", "Room"],
        takes: &[
            ("Room", Kind::Switch),
            ("Name", Kind::Text),
            ("DisplayName", Kind::Text),
            ("Alias", Kind::Text),
            ("PrimarySmtpAddress", Kind::Text),
            ("ResourceCapacity", Kind::MaybeInt),
        ],
        run: new_mailbox,
    },
    Command {
        name: "Remove-Mailbox",
        needs: &["Identity"],
        takes: &[("Identity", Kind::Text), ("Force", Kind::Switch)],
        run: remove_mailbox,
    },
    Command {
        name: "Set-CASMailbox",
        needs: &["Identity"],
        takes: &[
            ("Identity", Kind::Text),
            ("EwsEnabled", Kind::Bool),
            ("EwsApplicationAccessPolicy", Kind::MaybeOneOf(EWS_POLICIES)),
            ("EwsAllowList", Kind::Multi),
            ("EwsBlockList", Kind::Multi),
        ],
        run: set_protocols,
    },
    Command {
        name: "Set-User",
        needs: &["Identity"],
        takes: &[
            ("Identity", Kind::Text),
            ("City", Kind::Text),
            ("CountryOrRegion", Kind::Text),
            ("DisplayName", Kind::Text),
            ("Phone", Kind::Text),
            ("PostalCode", Kind::Text),
            ("StateOrProvince", Kind::Text),
            ("StreetAddress", Kind::Text),
        ],
        run: set_user,
    },
];

/// The place of the mailbox of a room, converted ones too.
fn mailbox_at(tenant: &mut Tenant, identity: &str) -> Result<usize, CommandError> {
    let home = match tenant.simulation().target(identity) {
        Some(Target::Room(at)) => tenant.state().rooms.get(at).map(|room| (at, room.home)),
        // Mailboxes of people exist, but nobody changes them here.
        Some(Target::User(_)) => {
            return Err(failed("System.NotSupportedException", "The simulated tenant changes no mailboxes of people."));
        }
        Some(Target::Group(_)) | None => None,
    };
    match home {
        Some((at, Home::Online | Home::Converted)) => Ok(at),
        Some((at, Home::OnPremises)) if tenant.server == Server::OnPremises => Ok(at),
        Some((_, Home::OnPremises | Home::GraphOnly)) | None => Err(not_found(identity)),
    }
}

fn set_mailbox(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = mailbox_at(tenant, given.needed("Identity"))?;
    let (synced, name) = {
        let room = room(tenant, at);
        (room.dir_synced || room.home == Home::OnPremises, room.display_name.clone())
    };
    may_write(tenant, synced, "Set-Mailbox", "mailbox", &name, &given.names_among(SYNCHRONISED))?;
    change(tenant, given, at)
}

fn set_remote_mailbox(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    if tenant.server == Server::Cloud {
        return Err(failed(
            "CommandNotFoundException",
            "The term 'Set-RemoteMailbox' is not recognized as a name of a cmdlet, function, script file, or executable \
             program.",
        ));
    }
    let identity = given.needed("Identity");
    let at = mailbox_at(tenant, identity)?;
    let room = room(tenant, at);
    if !room.dir_synced && room.home != Home::OnPremises {
        return Err(not_found(identity));
    }
    change(tenant, given, at)
}

/// Writes what was given to a mailbox.
fn change(tenant: &mut Tenant, given: &Given<'_>, at: usize) -> Outcome {
    let display_name = |found: super::Found<'_>| found.display_name().to_owned();
    let forwarding = match given.text("ForwardingAddress") {
        Some(identity) => named(tenant, &[identity.to_owned()], display_name)?.pop(),
        None => None,
    };
    let mut lists = Vec::new();
    for name in ["ModeratedBy", "AcceptMessagesOnlyFromSendersOrMembers", "RejectMessagesFromSendersOrMembers"] {
        let old = {
            let room = room(tenant, at);
            match name {
                "ModeratedBy" => room.moderated_by.clone(),
                "AcceptMessagesOnlyFromSendersOrMembers" => room.accepts_only_from.clone(),
                _ => room.rejects_from.clone(),
            }
        };
        // What the table adds and removes may be spelled otherwise than the list: both become names first.
        lists.push(match list_of(tenant, given, name, &old)? {
            Some(list) => Some(named(tenant, &list, display_name)?),
            None => None,
        });
    }
    let rejects = lists.pop().flatten();
    let accepts = lists.pop().flatten();
    let moderators = lists.pop().flatten();
    let quota = match given.text("ProhibitSendReceiveQuota") {
        Some(text) => Some(quota(text)?),
        None => None,
    };
    let smtp = match given.text("ForwardingSmtpAddress") {
        Some(text) => {
            let address = text.get(..5).filter(|head| head.eq_ignore_ascii_case("smtp:")).map_or(text, |_| &text[5..]);
            let address = Address::parse(address).map_err(|_| {
                failed(
                    "Microsoft.Exchange.Data.DataValidationException",
                    &format!("The value \"{text}\" is not a valid SMTP address."),
                )
            })?;
            Some(address.as_str().to_owned())
        }
        None => None,
    };
    let kind = match given.word("Type") {
        Some("Room") => Some((Home::Online, Some(RoomKind::Room))),
        Some("Workspace") => Some((Home::Online, Some(RoomKind::Workspace))),
        Some("Equipment") => Some((Home::Online, Some(RoomKind::Equipment))),
        Some("Regular") => Some((Home::Converted, None)),
        Some(_) => {
            return Err(failed("System.NotSupportedException", "The simulated tenant makes no shared mailboxes."));
        }
        None => None,
    };
    let now = tenant.now();
    rename(tenant, given, at);
    let room = room(tenant, at);
    set(&mut room.hidden, given.flag("HiddenFromAddressListsEnabled"));
    if given.has("ForwardingAddress") {
        room.forwarding_recipient = forwarding;
    }
    if given.has("ForwardingSmtpAddress") {
        room.forwarding = smtp;
    }
    set(&mut room.deliver_and_forward, given.flag("DeliverToMailboxAndForward"));
    set(&mut room.moderated_by, moderators);
    set(&mut room.moderation, given.flag("ModerationEnabled").map(Some));
    set(&mut room.require_sender_authentication, given.flag("RequireSenderAuthenticationEnabled"));
    set(&mut room.accepts_only_from, accepts);
    set(&mut room.rejects_from, rejects);
    set(&mut room.custom_attribute_1, given.new_text("CustomAttribute1").map(Option::unwrap_or_default));
    // Source: one attribute with the capacity of the place.
    set(&mut room.place.capacity, given.new_number("ResourceCapacity"));
    if let (Some(place), Some(capacity)) = (&mut room.graph_place, given.new_number("ResourceCapacity")) {
        place.capacity = capacity;
    }
    set(&mut room.account_enabled, given.flag("AccountDisabled").map(|disabled| !disabled));
    set(&mut room.quota_bytes, quota);
    if let Some((home, kind)) = kind {
        if room.home != Home::OnPremises {
            room.home = home;
        }
        set(&mut room.kind, kind);
    }
    room.changed = now;
    Ok(Vec::new())
}

/// Gives a room another name, which is one of those that it is found by.
fn rename(tenant: &mut Tenant, given: &Given<'_>, at: usize) {
    if let Some(name) = given.text("DisplayName")
        && let Some(room) = tenant.state_to_reorder().rooms.get_mut(at)
    {
        room.display_name = name.to_owned();
    }
}

/// The list that was given, with a table of changes applied by whom the entries mean.
fn list_of(
    tenant: &mut Tenant,
    given: &Given<'_>,
    name: &str,
    old: &[String],
) -> Result<Option<Vec<String>>, CommandError> {
    let Some(super::Value::Record(table)) = given.value(name) else { return Ok(given.texts(name)) };
    let mut resolved = |key: &str| {
        let entries = table.get(key).map(super::super::binding::texts_of).unwrap_or_default();
        named(tenant, &entries, |found| found.display_name().to_owned())
    };
    let (gone, new) = (resolved("Remove")?, resolved("Add")?);
    let mut list: Vec<String> = old.iter().filter(|entry| !gone.contains(entry)).cloned().collect();
    for entry in new {
        if !list.contains(&entry) {
            list.push(entry);
        }
    }
    Ok(Some(list))
}

/// A size such as `100 GB`, `99 GB (106,300,440,576 bytes)`, `Unlimited`.
fn quota(text: &str) -> Result<Option<u64>, CommandError> {
    let refused = || {
        failed(
            "System.Management.Automation.ParameterBindingArgumentTransformationException",
            &format!("Cannot process argument transformation on parameter 'ProhibitSendReceiveQuota': {text}"),
        )
    };
    if text.eq_ignore_ascii_case("Unlimited") {
        return Ok(None);
    }
    if let Some(exact) = text.split_once('(').and_then(|(_, rest)| rest.strip_suffix(" bytes)")) {
        return exact.replace(',', "").parse().map(Some).map_err(|_| refused());
    }
    let text = text.trim().to_ascii_uppercase();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let shift = match unit.trim() {
        "" | "B" => 0,
        "KB" => 10,
        "MB" => 20,
        "GB" => 30,
        "TB" => 40,
        _ => return Err(refused()),
    };
    let number: u64 = number.parse().map_err(|_| refused())?;
    number.checked_mul(1_u64 << shift).map(Some).ok_or_else(refused)
}

fn new_mailbox(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let name = given.needed("Name");
    let alias = match (given.text("Alias"), given.text("PrimarySmtpAddress")) {
        (Some(alias), _) => alias.to_lowercase(),
        (None, Some(address)) => address.split('@').next().unwrap_or_default().to_lowercase(),
        (None, None) => ascii(name),
    };
    let address = match given.text("PrimarySmtpAddress") {
        Some(address) => address.to_owned(),
        None => format!("{alias}@{}", tenant.state().domain()),
    };
    let address = free_address(tenant, &address)?;
    if tenant.simulation().target(&alias).is_some() {
        // guess: the sentence.
        return Err(failed(
            "Microsoft.Exchange.Configuration.Tasks.RecipientTaskException",
            &format!("The value \"{alias}\" of property \"Alias\" is used by another recipient object."),
        ));
    }
    let display_name = given.text("DisplayName").unwrap_or(name).to_owned();
    let now = tenant.now();
    let ids = fresh_ids(tenant);
    let capacity = given.number("ResourceCapacity");
    let state = tenant.state_to_reorder();
    let initial = state.initial_domain().to_owned();
    state.add_room(&display_name);
    // No product has asked for changes of a room that was made just now.
    state.subscriptions.pop();
    let room = state.rooms.last_mut().expect("a room was just added");
    room.proxies = vec![format!("{alias}@{initial}")];
    room.alias = alias;
    room.upn.clone_from(&address);
    room.address = address;
    room.object_id = ids[0];
    room.guid = ids[1];
    room.place_id = ids[2];
    room.calendar = CalendarProcessing::exchange_defaults();
    room.place = crate::sim::Place { capacity, ..crate::sim::Place::default() };
    room.statistics = crate::tenant::MailboxStatistics { total_bytes: Some(0), item_count: Some(0) };
    room.created = now;
    room.changed = now;
    let guid = room.guid.to_string();
    super::rows_of(tenant, "Get-Mailbox", &guid)
}

/// Identifiers of something new.
pub(super) fn fresh_ids(tenant: &mut Tenant) -> [uuid::Uuid; 3] {
    let simulation = tenant.simulation();
    [simulation.next_id(), simulation.next_id(), simulation.next_id()]
}

fn remove_mailbox(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = mailbox_at(tenant, given.needed("Identity"))?;
    let (synced, name) = {
        let room = room(tenant, at);
        (room.dir_synced, room.display_name.clone())
    };
    may_write(tenant, synced, "Remove-Mailbox", "mailbox", &name, &["Identity"])?;
    let now = tenant.now();
    let state = tenant.state_to_reorder();
    let room = state.rooms.remove(at);
    state.remove_from_groups(&room.address);
    // Source: for 30 days it can be restored.
    if let Ok(address) = Address::parse(&room.address) {
        state.deleted_mailboxes.push(DeletedMailbox {
            address,
            guid: Some(MailboxGuid(room.guid)),
            display_name: Untrusted::new(room.display_name),
            deleted: Some(now),
            litigation_hold: Some(room.litigation_hold),
        });
    }
    Ok(Vec::new())
}

fn set_protocols(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let identity = given.needed("Identity");
    let at = mailbox_at(tenant, identity)?;
    let now = tenant.now();
    let room = room(tenant, at);
    let own = &mut room.protocols;
    set(&mut own.ews_enabled, given.flag("EwsEnabled").map(Some));
    if given.has("EwsApplicationAccessPolicy") {
        own.ews_application_access_policy = given.word("EwsApplicationAccessPolicy").map(str::to_owned);
    }
    for (name, list) in [("EwsAllowList", &mut own.ews_allow_list), ("EwsBlockList", &mut own.ews_block_list)] {
        set(list, agents(given, name, list));
    }
    room.changed = now;
    Ok(Vec::new())
}

/// A list of user agents after the change.
pub(super) fn agents(given: &Given<'_>, name: &str, old: &[Untrusted]) -> Option<Vec<Untrusted>> {
    let old: Vec<String> = old.iter().map(|entry| entry.raw().to_owned()).collect();
    given.applied(name, &old).map(|list| list.into_iter().map(Untrusted::new).collect())
}

fn set_user(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    const ALL: &[&str] =
        &["City", "CountryOrRegion", "DisplayName", "Phone", "PostalCode", "StateOrProvince", "StreetAddress"];
    let identity = given.needed("Identity");
    let at = match tenant.server {
        Server::Cloud => room_at(tenant, identity)?,
        Server::OnPremises => mailbox_at(tenant, identity)?,
    };
    let (synced, name) = {
        let room = room(tenant, at);
        (room.dir_synced || room.home == Home::OnPremises, room.display_name.clone())
    };
    may_write(tenant, synced, "Set-User", "mailbox", &name, &given.names_among(ALL))?;
    let now = tenant.now();
    rename(tenant, given, at);
    write_address(tenant, given, at, now, "StateOrProvince", "StreetAddress");
    Ok(Vec::new())
}

/// Writes where a room is; Graph's place follows.
pub(super) fn write_address(
    tenant: &mut Tenant,
    given: &Given<'_>,
    at: usize,
    now: Timestamp,
    state: &str,
    street: &str,
) {
    let room = room(tenant, at);
    room.folder_name = Some(room.calendar_folder());
    for place in std::iter::once(&mut room.place).chain(&mut room.graph_place) {
        set(&mut place.city, given.new_text("City"));
        set(&mut place.country, given.new_text("CountryOrRegion"));
        set(&mut place.phone, given.new_text("Phone"));
        set(&mut place.postal_code, given.new_text("PostalCode"));
        set(&mut place.state, given.new_text(state));
        set(&mut place.street, given.new_text(street));
    }
    room.changed = now;
}
