//! Who may do what inside a mailbox: rights on the calendar folder, rights on the whole, and inbox rules.

use super::{
    super::{
        CommandError, Tenant,
        binding::{Command, Given, Kind, Outcome},
    },
    failed, no_such_recipient, not_found, read, room, room_at,
};
use crate::{
    sim::exchange::inside::{calendar_of, is_hidden, rule_number},
    tenant::{FolderRight, MailboxRight, Untrusted},
};

/// Rights and roles on a folder.
const FOLDER_RIGHTS: &[&str] = &[
    "None",
    "Owner",
    "PublishingEditor",
    "Editor",
    "PublishingAuthor",
    "Author",
    "NonEditingAuthor",
    "Reviewer",
    "Contributor",
    "AvailabilityOnly",
    "LimitedDetails",
    "CreateItems",
    "CreateSubfolders",
    "DeleteAllItems",
    "DeleteOwnedItems",
    "EditAllItems",
    "EditOwnedItems",
    "FolderContact",
    "FolderOwner",
    "FolderVisible",
    "ReadItems",
];

const FLAGS: &[&str] = &["None", "Delegate", "CanViewPrivateItems"];
const MAILBOX_RIGHTS: &[&str] =
    &["ChangeOwner", "ChangePermission", "DeleteItem", "ExternalAccount", "FullAccess", "ReadPermission"];

const FOLDER: &[(&str, Kind)] = &[
    ("Identity", Kind::Text),
    ("User", Kind::Text),
    ("AccessRights", Kind::Words(FOLDER_RIGHTS)),
    ("SharingPermissionFlags", Kind::Words(FLAGS)),
    ("SendNotificationToUser", Kind::Bool),
];

const RULE: &[(&str, Kind)] =
    &[("Identity", Kind::Text), ("Mailbox", Kind::Text), ("AlwaysDeleteOutlookRulesBlob", Kind::Switch)];

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "Add-MailboxFolderPermission",
        needs: &["Identity", "User", "AccessRights"],
        takes: FOLDER,
        run: add_folder_right,
    },
    Command {
        name: "Set-MailboxFolderPermission",
        needs: &["Identity", "User", "AccessRights"],
        takes: FOLDER,
        run: set_folder_right,
    },
    Command {
        name: "Remove-MailboxFolderPermission",
        needs: &["Identity", "User"],
        takes: &[("Identity", Kind::Text), ("User", Kind::Text), ("SendNotificationToUser", Kind::Bool)],
        run: remove_folder_right,
    },
    Command {
        name: "Add-MailboxPermission",
        needs: &["Identity", "User", "AccessRights"],
        takes: &[
            ("Identity", Kind::Text),
            ("User", Kind::Text),
            ("AccessRights", Kind::Words(MAILBOX_RIGHTS)),
            ("InheritanceType", Kind::OneOf(&["None", "All", "Children", "Descendents", "SelfAndChildren"])),
            ("AutoMapping", Kind::Bool),
            ("Deny", Kind::Switch),
        ],
        run: add_mailbox_right,
    },
    Command {
        name: "Remove-MailboxPermission",
        needs: &["Identity", "User", "AccessRights"],
        takes: &[
            ("Identity", Kind::Text),
            ("User", Kind::Text),
            ("AccessRights", Kind::Words(MAILBOX_RIGHTS)),
            ("InheritanceType", Kind::OneOf(&["None", "All", "Children", "Descendents", "SelfAndChildren"])),
            ("Deny", Kind::Switch),
        ],
        run: remove_mailbox_right,
    },
    Command { name: "Disable-InboxRule", needs: &["Identity"], takes: RULE, run: disable_rule },
    Command { name: "Enable-InboxRule", needs: &["Identity"], takes: RULE, run: enable_rule },
    Command { name: "Remove-InboxRule", needs: &["Identity"], takes: RULE, run: remove_rule },
];

/// Nobody of this name has an entry.
pub(super) fn no_entry(user: &str) -> CommandError {
    failed(
        "Microsoft.Exchange.Management.StoreTasks.UserNotFoundInPermissionEntryException",
        &format!("There is no existing permission entry found for user: {user}."),
    )
}

/// The names of a user in lists of rights, the one that is shown first; as it is for the two that are no users.
fn names_of(tenant: &mut Tenant, user: &str) -> Result<Vec<String>, CommandError> {
    if let Some(word) = ["Default", "Anonymous"].into_iter().find(|word| word.eq_ignore_ascii_case(user)) {
        return Ok(vec![word.to_owned()]);
    }
    let found = tenant.simulation().recipient(user).ok_or_else(|| no_such_recipient(user))?;
    Ok(read::every_name(found))
}

/// The room of a calendar folder.
fn folder_at(tenant: &mut Tenant, given: &Given<'_>) -> Result<usize, CommandError> {
    let identity = given.needed("Identity");
    let address = calendar_of(tenant.simulation(), identity).map(|room| room.address.clone());
    match address {
        Some(address) => room_at(tenant, &address),
        None => Err(not_found(identity)),
    }
}

/// The place of a user's entry among the rights on a calendar; also of one whose user is gone.
fn entry(rights: &[FolderRight], names: &[String]) -> Option<usize> {
    rights.iter().position(|right| names.iter().any(|name| name.eq_ignore_ascii_case(right.user.raw())))
}

/// The flags that were given. Source: only for `Editor`, and the private items only for delegates.
fn flags_of(given: &Given<'_>, rights: &[String]) -> Result<Option<Vec<String>>, CommandError> {
    let Some(flags) = given.words("SharingPermissionFlags") else { return Ok(None) };
    let flags: Vec<String> = flags.into_iter().filter(|flag| flag != "None").collect();
    let is_editor = rights.iter().any(|right| right == "Editor");
    let is_alone =
        flags.iter().any(|flag| flag == "CanViewPrivateItems") && !flags.iter().any(|flag| flag == "Delegate");
    if !flags.is_empty() && !is_editor || is_alone {
        // guess: the sentence.
        return Err(failed(
            "Microsoft.Exchange.Management.StoreTasks.InvalidSharingPermissionFlagsException",
            "The SharingPermissionFlags parameter needs the access right Editor, and CanViewPrivateItems needs Delegate.",
        ));
    }
    Ok(Some(flags))
}

fn add_folder_right(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = folder_at(tenant, given)?;
    let names = names_of(tenant, given.needed("User"))?;
    let rights = given.words("AccessRights").unwrap_or_default();
    let flags = flags_of(given, &rights)?.unwrap_or_default();
    let room = room(tenant, at);
    let shown = names.first().cloned().unwrap_or_default();
    if entry(&room.calendar_rights, &names).is_some() {
        return Err(failed(
            "Microsoft.Exchange.Management.StoreTasks.UserAlreadyExistsInPermissionEntryException",
            &format!("An existing permission entry was found for user: {shown}."),
        ));
    }
    room.calendar_rights.push(FolderRight { user: Untrusted::new(shown), rights, flags });
    Ok(Vec::new())
}

fn set_folder_right(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = folder_at(tenant, given)?;
    let user = given.needed("User");
    let names = names_of(tenant, user)?;
    let rights = given.words("AccessRights").unwrap_or_default();
    let flags = flags_of(given, &rights)?;
    let room = room(tenant, at);
    let Some(right) = entry(&room.calendar_rights, &names).and_then(|at| room.calendar_rights.get_mut(at)) else {
        return Err(no_entry(user));
    };
    // Source: without flags a delegate stays one, unless somebody decides about the invitation.
    right.flags = match flags {
        Some(flags) => flags,
        None if given.has("SendNotificationToUser") => Vec::new(),
        // guess: who is no editor any more is no delegate any more.
        None if !rights.iter().any(|right| right == "Editor") => Vec::new(),
        None => std::mem::take(&mut right.flags),
    };
    right.rights = rights;
    Ok(Vec::new())
}

fn remove_folder_right(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = folder_at(tenant, given)?;
    let user = given.needed("User");
    // An entry whose user is gone is removed by the name that it shows.
    let names = names_of(tenant, user).unwrap_or_else(|_| vec![user.to_owned()]);
    if matches!(names.as_slice(), [name] if name == "Default" || name == "Anonymous") {
        // guess: the sentence.
        return Err(failed(
            "Microsoft.Exchange.Management.StoreTasks.CannotRemoveSpecialUserException",
            &format!("The permission entry of \"{user}\" can't be removed."),
        ));
    }
    let room = room(tenant, at);
    let Some(entry) = entry(&room.calendar_rights, &names) else { return Err(no_entry(user)) };
    room.calendar_rights.remove(entry);
    Ok(Vec::new())
}

fn add_mailbox_right(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = room_at(tenant, given.needed("Identity"))?;
    let user = given.needed("User");
    let shown = names_of(tenant, user)?;
    let rights = given.words("AccessRights").unwrap_or_default();
    let deny = given.flag("Deny") == Some(true);
    let now = tenant.now();
    let room = room(tenant, at);
    let known = room
        .mailbox_rights
        .iter_mut()
        .find(|right| right.inherited != Some(true) && right.deny.unwrap_or_default() == deny && is_of(right, &shown));
    match known {
        // Source: what is there already stays, with a warning.
        Some(right) => {
            for new in rights {
                if !right.rights.contains(&new) {
                    right.rights.push(new);
                }
            }
        }
        None => room.mailbox_rights.push(MailboxRight {
            user: Untrusted::new(shown.get(1).cloned().unwrap_or_else(|| user.to_owned())),
            rights,
            inherited: Some(false),
            deny: Some(deny),
        }),
    }
    room.changed = now;
    Ok(Vec::new())
}

fn is_of(right: &MailboxRight, names: &[String]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(right.user.raw()))
}

fn remove_mailbox_right(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = room_at(tenant, given.needed("Identity"))?;
    let user = given.needed("User");
    // An entry whose user is gone is removed by its SID.
    let mut names = names_of(tenant, user).unwrap_or_default();
    names.push(user.to_owned());
    let rights = given.words("AccessRights").unwrap_or_default();
    let deny = given.flag("Deny") == Some(true);
    let now = tenant.now();
    let room = room(tenant, at);
    // Source: an entry that is not there, or comes from above, is a warning and no error.
    for right in room
        .mailbox_rights
        .iter_mut()
        .filter(|right| right.inherited != Some(true) && right.deny.unwrap_or_default() == deny && is_of(right, &names))
    {
        right.rights.retain(|known| !rights.contains(known));
        room.changed = now;
    }
    room.mailbox_rights.retain(|right| !right.rights.is_empty());
    Ok(Vec::new())
}

/// A rule by its name, its number or its identity. Rules that Exchange keeps for itself are not to be found.
fn rule_at(tenant: &mut Tenant, given: &Given<'_>) -> Result<(usize, usize), CommandError> {
    let identity = given.needed("Identity");
    let (mailbox, rule) = match (given.text("Mailbox"), identity.split_once('\\')) {
        (Some(mailbox), None) => (mailbox, identity),
        (Some(mailbox), Some((_, rule))) => (mailbox, rule),
        (None, Some((mailbox, rule))) => (mailbox, rule),
        (None, None) => return Err(not_found(identity)),
    };
    let at = room_at(tenant, mailbox)?;
    let state = tenant.state();
    let found = state.rooms.get(at).and_then(|room| {
        room.inbox_rules.iter().enumerate().position(|(place, known)| {
            let is_named = known.name.as_ref().is_some_and(|name| name.raw().eq_ignore_ascii_case(rule));
            // guess: rules with a name that nobody may read are found by their number only.
            let is_numbered = rule_number(state, room, place) == rule;
            is_numbered || is_named && !is_hidden(known)
        })
    });
    match found {
        Some(found) => Ok((at, found)),
        None => Err(failed(
            "Microsoft.Exchange.Management.StoreTasks.ManagementObjectNotFoundException",
            &format!("The rule with Identity '{rule}' wasn't found."),
        )),
    }
}

fn switch(tenant: &mut Tenant, given: &Given<'_>, enabled: bool) -> Outcome {
    let (at, rule) = rule_at(tenant, given)?;
    if let Some(rule) = room(tenant, at).inbox_rules.get_mut(rule) {
        rule.enabled = Some(enabled);
    }
    Ok(Vec::new())
}

fn disable_rule(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    switch(tenant, given, false)
}

fn enable_rule(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    switch(tenant, given, true)
}

fn remove_rule(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let (at, rule) = rule_at(tenant, given)?;
    room(tenant, at).inbox_rules.remove(rule);
    Ok(Vec::new())
}
