//! Rows about the inside of a mailbox: rules, folders, rights, sizes, protocols.
//!
//! Property names come from the output of the commands in PowerShell; forms over REST that no public source shows are
//! marked.

use super::{
    Outcome, not_found,
    rows::{GUID, Parameters, Rows, STRINGS, flag, hinted, missing, text},
};
use crate::{
    sim::{
        healthy::JUNK_RULE,
        json::{Json, Object, object},
        simulation::{Found, Simulation, iso},
        state::{Home, Room, State},
    },
    tenant::{DeletedMailbox, FolderRight, Impersonation, InboxRule, MailboxRight, Untrusted},
};

/// The room whose mailbox an identity opens.
fn room_of<'a>(simulation: &'a Simulation, identity: &str) -> Option<&'a Room> {
    match simulation.recipient(identity) {
        Some(Found::Room(room)) if room.home == Home::Online => Some(room),
        Some(Found::Room(_) | Found::User(_) | Found::Group(_)) | None => None,
    }
}

fn list(texts: &[String]) -> Vec<String> {
    texts.to_vec()
}

/// Rules that Exchange and Outlook keep for themselves.
pub(in crate::sim) fn is_hidden(rule: &InboxRule) -> bool {
    rule.name.as_ref().is_none_or(|name| name.raw() == JUNK_RULE || name.raw().starts_with("Delegate Rule"))
}

/// `RuleIdentity` of the rule at this place: a long number that stays when other rules go.
pub(in crate::sim) fn rule_number(state: &State, room: &Room, at: usize) -> String {
    let name = |rule: &InboxRule| rule.name.as_ref().map(|name| name.raw().to_owned());
    let own = room.inbox_rules.get(at).map(name);
    let twins = room.inbox_rules.iter().take(at).filter(|rule| own.as_ref() == Some(&name(rule))).count();
    let id = state.guid("inbox rule", &format!("{} {own:?} {twins}", room.guid));
    (id.as_u128() % 10_000_000_000_000_000_000).to_string()
}

pub(super) fn rules<'a>(simulation: &'a Simulation, parameters: &Parameters) -> Outcome<'a> {
    let Some(identity) = text(parameters, "Mailbox") else { return missing("Mailbox") };
    let Some(room) = room_of(simulation, identity) else { return Outcome::Failed(not_found(identity)) };
    let with_hidden = flag(parameters, "IncludeHidden");
    let rules: Vec<(usize, usize, &InboxRule)> = room
        .inbox_rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| with_hidden || !is_hidden(rule))
        .enumerate()
        .map(|(order, (at, rule))| (order, at, rule))
        .collect();
    Rows::of(rules, |(order, at, rule)| {
        // guess: a name that may not be read comes as null.
        let name = rule.name.as_ref().map(|name| name.raw().to_owned());
        object! {
            "Name": name.clone(),
            "Enabled": rule.enabled,
            "Priority": i64::try_from(order + 1).unwrap_or(i64::MAX),
            "RuleIdentity": rule_number(&simulation.state, room, *at),
            "Description": "",
            "MailboxOwnerId": &room.alias,
            "Identity": format!("{}\\{}", room.alias, rule_number(&simulation.state, room, *at)),
            "IsValid": true,
            "ObjectState": "Unchanged",
        }
    })
}

pub(super) fn folders<'a>(simulation: &'a Simulation, parameters: &Parameters) -> Outcome<'a> {
    let Some(identity) = text(parameters, "Identity") else { return missing("Identity") };
    let Some(room) = room_of(simulation, identity) else { return Outcome::Failed(not_found(identity)) };
    let calendar = (room.calendar_folder(), "Calendar", room.calendar_folder_id());
    // guess: the type of a calendar beside the mailbox's own.
    let birthdays = ("Birthdays", "BirthdayCalendar", format!("LgAAAAC{}", room.guid.simple()));
    let mut all = vec![birthdays, calendar];
    if text(parameters, "FolderScope").is_none_or(|scope| !scope.eq_ignore_ascii_case("Calendar")) {
        all.push(("Inbox", "Inbox", format!("LgAAAAD{}", room.guid.simple())));
    }
    Rows::of(all, |(name, kind, id)| {
        object! {
            "Name": *name,
            "FolderType": *kind,
            "FolderId": id,
            "FolderPath": format!("/{name}"),
            "Identity": format!("{}\\{name}", room.alias),
            "ItemsInFolder": 0_i64,
        }
    })
}

/// The room whose calendar folder an identity such as `room:\\Calendar` names.
pub(in crate::sim) fn calendar_of<'a>(simulation: &'a Simulation, identity: &str) -> Option<&'a Room> {
    let (mailbox, folder) = identity.split_once(':').unwrap_or((identity, ""));
    room_of(simulation, mailbox).filter(|room| match folder.strip_prefix('\\') {
        // Source: the name is in the language of the mailbox.
        Some(name) => name.eq_ignore_ascii_case(room.calendar_folder()),
        None => folder == room.calendar_folder_id(),
    })
}

pub(super) fn folder_rights<'a>(simulation: &'a Simulation, parameters: &Parameters) -> Outcome<'a> {
    let Some(identity) = text(parameters, "Identity") else { return missing("Identity") };
    let Some(room) = calendar_of(simulation, identity) else { return Outcome::Failed(not_found(identity)) };
    Rows::of(room.calendar_rights.iter().collect(), |right: &&FolderRight| {
        let row = object! {
            "FolderName": room.calendar_folder(),
            "User": right.user.raw(),
            "AccessRights": list(&right.rights),
            // guess: as the command prints it.
            "SharingPermissionFlags": (!right.flags.is_empty()).then(|| right.flags.join(", ")),
            "IsValid": true,
            "ObjectState": "Unchanged",
        };
        hinted(row, &[("AccessRights", STRINGS)])
    })
}

pub(super) fn mailbox_rights<'a>(simulation: &'a Simulation, parameters: &Parameters) -> Outcome<'a> {
    let Some(identity) = text(parameters, "Identity") else { return missing("Identity") };
    let Some(room) = room_of(simulation, identity) else { return Outcome::Failed(not_found(identity)) };
    Rows::of(room.mailbox_rights.iter().collect(), |right: &&MailboxRight| {
        let row = object! {
            "Identity": &room.alias,
            "User": right.user.raw(),
            "AccessRights": list(&right.rights),
            "IsInherited": right.inherited,
            // guess: the switch comes as a plain value.
            "Deny": right.deny,
            "InheritanceType": "All",
            "IsValid": true,
            "ObjectState": "Unchanged",
        };
        hinted(row, &[("AccessRights", STRINGS)])
    })
}

pub(super) fn statistics(_: &Simulation, room: &Room) -> Object {
    let statistics = &room.statistics;
    let row = object! {
        "DisplayName": &room.display_name,
        "MailboxGuid": room.guid,
        "ItemCount": statistics.item_count,
        "TotalItemSize": statistics.total_bytes.map(shown),
        "DeletedItemCount": 0_i64,
        "TotalDeletedItemSize": shown(0),
        "LastLogonTime": Json::Null,
        "MailboxTypeDetail": "RoomMailbox",
        "Identity": room.guid.to_string(),
        "IsValid": true,
        "ObjectState": "Unchanged",
    };
    hinted(row, &[("MailboxGuid", GUID)])
}

pub(super) fn protocols(room: &Room) -> Object {
    let own = &room.protocols;
    let texts = |entries: &[Untrusted]| entries.iter().map(|entry| entry.raw().to_owned()).collect::<Vec<_>>();
    let row = object! {
        "Identity": &room.alias,
        "DisplayName": &room.display_name,
        "PrimarySmtpAddress": &room.address,
        "Guid": room.guid,
        "ActiveSyncEnabled": true,
        "OWAEnabled": true,
        "PopEnabled": true,
        "ImapEnabled": true,
        "MAPIEnabled": true,
        "SmtpClientAuthenticationDisabled": Json::Null,
        "EwsEnabled": own.ews_enabled,
        "EwsApplicationAccessPolicy": own.ews_application_access_policy.clone(),
        "EwsAllowList": texts(&own.ews_allow_list),
        "EwsBlockList": texts(&own.ews_block_list),
        "IsValid": true,
        "ObjectState": "Unchanged",
    };
    hinted(row, &[("Guid", GUID), ("EwsAllowList", STRINGS), ("EwsBlockList", STRINGS)])
}

pub(super) fn deleted(mailbox: &DeletedMailbox) -> Object {
    let alias = mailbox.address.as_str().split('@').next().unwrap_or_default();
    let row = object! {
        "PrimarySmtpAddress": mailbox.address.as_str(),
        "DisplayName": mailbox.display_name.raw(),
        "Name": alias,
        "Alias": alias,
        "Identity": format!("Soft Deleted Objects\\{alias}"),
        "Guid": mailbox.guid.map(|guid| guid.to_string()),
        "RecipientTypeDetails": "RoomMailbox",
        "WhenSoftDeleted": mailbox.deleted.map(iso),
        "IsSoftDeletedByRemove": true,
        "LitigationHoldEnabled": mailbox.litigation_hold,
        "IsValid": true,
        "ObjectState": "Unchanged",
    };
    hinted(row, &[("Guid", GUID), ("WhenSoftDeleted", "System.DateTime")])
}

pub(super) fn impersonation(held: &Impersonation) -> Object {
    let scope = held.scope.as_ref().map(|scope| scope.raw().to_owned());
    object! {
        "Name": held.name.raw(),
        "Identity": held.name.raw(),
        "Role": "ApplicationImpersonation",
        "RoleAssignee": held.assignee.raw(),
        "RoleAssigneeName": held.assignee.raw(),
        "RoleAssigneeType": held.assignee_type.clone(),
        "RecipientReadScope": "Organization",
        "RecipientWriteScope": if scope.is_some() { "CustomRecipientScope" } else { "Organization" },
        "CustomRecipientWriteScope": scope,
        "CustomResourceScope": Json::Null,
        "Enabled": true,
        "IsValid": true,
        "ObjectState": "Unchanged",
    }
}

/// A limit as Exchange shows it.
pub(super) fn shown_quota(bytes: Option<u64>) -> String {
    bytes.map_or_else(|| "Unlimited".to_owned(), shown)
}

/// A size as Exchange shows it: four digits, and the exact number in brackets.
#[expect(clippy::cast_precision_loss, reason = "the rounded form has four digits; the exact one stands beside it")]
fn shown(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["B", "KB", "MB", "GB", "TB"];
    let (mut rounded, mut unit) = (bytes as f64, 0);
    while rounded >= 1024.0 && unit + 1 < UNITS.len() {
        rounded /= 1024.0;
        unit += 1;
    }
    let places = match rounded {
        1000.0.. => 0,
        100.0.. => 1,
        10.0.. => 2,
        _ => 3,
    };
    let mut number = format!("{rounded:.places$}");
    if number.contains('.') {
        number.truncate(number.trim_end_matches('0').trim_end_matches('.').len());
    }
    let mut exact = bytes.to_string();
    let mut at = exact.len();
    while at > 3 {
        at -= 3;
        exact.insert(at, ',');
    }
    format!("{number} {} ({exact} bytes)", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_look_as_exchange_shows_them() {
        assert_eq!(shown(107_374_182_400), "100 GB (107,374,182,400 bytes)");
        assert_eq!(shown(1_294_000), "1.234 MB (1,294,000 bytes)");
        assert_eq!(shown(0), "0 B (0 bytes)");
        assert_eq!(shown(106_300_440_576), "99 GB (106,300,440,576 bytes)");
        assert_eq!(shown_quota(None), "Unlimited");
    }
}
