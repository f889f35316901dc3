//! Distribution groups, security groups and room lists, and who is in them.

use super::{
    super::{
        CommandError, Tenant,
        binding::{Command, Given, Kind, Outcome},
    },
    failed, free_address, group, group_at, may_write, named, no_such_recipient, rows_of, set,
};
use crate::sim::{
    healthy::ascii,
    state::{Group, GroupKind},
};

const IDENTITY: (&str, Kind) = ("Identity", Kind::Text);
const BYPASS: (&str, Kind) = ("BypassSecurityGroupManagerCheck", Kind::Switch);

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "New-DistributionGroup",
        needs: &["Name"],
        takes: &[
            ("Name", Kind::Text),
            ("DisplayName", Kind::Text),
            ("Alias", Kind::Text),
            ("PrimarySmtpAddress", Kind::Text),
            ("RoomList", Kind::Switch),
            ("Type", Kind::OneOf(&["Distribution", "Security"])),
            ("Members", Kind::Texts),
        ],
        run: new_group,
    },
    Command {
        name: "Set-DistributionGroup",
        needs: &["Identity"],
        takes: &[
            IDENTITY,
            BYPASS,
            ("Name", Kind::Text),
            ("DisplayName", Kind::Text),
            ("Alias", Kind::Text),
            ("PrimarySmtpAddress", Kind::Text),
            ("HiddenFromAddressListsEnabled", Kind::Bool),
            ("RoomList", Kind::Switch),
        ],
        run: set_group,
    },
    Command { name: "Remove-DistributionGroup", needs: &["Identity"], takes: &[IDENTITY, BYPASS], run: remove_group },
    Command {
        name: "Add-DistributionGroupMember",
        needs: &["Identity", "Member"],
        takes: &[IDENTITY, BYPASS, ("Member", Kind::Text)],
        run: add_member,
    },
    Command {
        name: "Remove-DistributionGroupMember",
        needs: &["Identity", "Member"],
        takes: &[IDENTITY, BYPASS, ("Member", Kind::Text)],
        run: remove_member,
    },
    Command {
        name: "Update-DistributionGroupMember",
        needs: &["Identity", "Members"],
        takes: &[IDENTITY, BYPASS, ("Members", Kind::Texts)],
        run: update_members,
    },
];

/// The group that an identity names, when this Exchange may change it.
fn writable(tenant: &mut Tenant, given: &Given<'_>, command: &str, names: &[&str]) -> Result<usize, CommandError> {
    let at = group_at(tenant, given.needed("Identity"))?;
    let known = tenant.state().groups.get(at);
    let (synced, name) = known.map(|group| (group.dir_synced, group.display_name.clone())).unwrap_or_default();
    may_write(tenant, synced, command, "object", &name, &given.names_among(names))?;
    Ok(at)
}

/// Whether a name can be given to a group.
fn free_name(tenant: &mut Tenant, name: &str) -> Result<(), CommandError> {
    let is_taken = tenant.state().groups.iter().any(|group| group.display_name.eq_ignore_ascii_case(name));
    if is_taken {
        return Err(failed(
            "Microsoft.Exchange.Configuration.Tasks.NameNotAvailableException",
            &format!("The name \"{name}\" is already being used. Please try another name."),
        ));
    }
    Ok(())
}

fn free_alias(tenant: &mut Tenant, alias: &str) -> Result<(), CommandError> {
    if tenant.simulation().target(alias).is_some() {
        // guess: the sentence.
        return Err(failed(
            "Microsoft.Exchange.Configuration.Tasks.RecipientTaskException",
            &format!("The value \"{alias}\" of property \"Alias\" is used by another recipient object."),
        ));
    }
    Ok(())
}

fn new_group(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let name = given.needed("Name");
    // guess: the name and the name that is shown are one here; the latter where both were given.
    let shown = given.text("DisplayName").unwrap_or(name).to_owned();
    free_name(tenant, &shown)?;
    let local = |address: &str| address.split('@').next().unwrap_or_default().to_lowercase();
    let alias = match (given.text("Alias"), given.text("PrimarySmtpAddress")) {
        (Some(alias), _) => alias.to_lowercase(),
        (None, Some(address)) => local(address),
        (None, None) => ascii(name),
    };
    free_alias(tenant, &alias)?;
    let address = match given.text("PrimarySmtpAddress") {
        Some(address) => address.to_owned(),
        None => format!("{alias}@{}", tenant.state().domain()),
    };
    let address = free_address(tenant, &address)?;
    let members = named(tenant, &given.texts("Members").unwrap_or_default(), |found| found.address().to_owned())?;
    let kind = match (given.flag("RoomList") == Some(true), given.word("Type")) {
        (true, Some("Security")) => {
            // guess: the two exclude each other, and the sentence.
            return Err(failed(
                "Microsoft.Exchange.Configuration.Tasks.RecipientTaskException",
                "A room list can't be a security group.",
            ));
        }
        (true, _) => GroupKind::RoomList,
        (false, Some("Security")) => GroupKind::MailSecurity,
        (false, _) => GroupKind::Distribution,
    };
    let [object_id, guid, _] = super::mailbox::fresh_ids(tenant);
    let changed = tenant.now();
    let own_alias = (local(&address) != alias).then_some(alias);
    tenant.state_to_reorder().groups.push(Group {
        address,
        own_alias,
        display_name: shown,
        object_id,
        guid,
        kind,
        members,
        hidden: false,
        dir_synced: false,
        changed,
    });
    rows_of(tenant, "Get-DistributionGroup", &guid.to_string())
}

fn set_group(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    const ALL: &[&str] =
        &["Name", "DisplayName", "Alias", "PrimarySmtpAddress", "HiddenFromAddressListsEnabled", "RoomList"];
    let at = writable(tenant, given, "Set-DistributionGroup", ALL)?;
    let (kind, old_name, old_alias, old_address) = {
        let group = group(tenant, at);
        (group.kind, group.display_name.clone(), group.alias().to_owned(), group.address.clone())
    };
    let kind = match (given.flag("RoomList"), kind) {
        (None, kind)
        | (Some(false), kind @ (GroupKind::Distribution | GroupKind::MailSecurity | GroupKind::Dynamic)) => kind,
        (Some(true), GroupKind::Distribution | GroupKind::RoomList) => GroupKind::RoomList,
        // guess: both sentences. Source: a group that became a room list stays one.
        (Some(false), GroupKind::RoomList) => {
            return Err(failed(
                "Microsoft.Exchange.Configuration.Tasks.RecipientTaskException",
                &format!("The group \"{old_name}\" is a room list and can't be converted to a distribution group."),
            ));
        }
        (Some(true), GroupKind::MailSecurity | GroupKind::Dynamic) => {
            return Err(failed(
                "Microsoft.Exchange.Configuration.Tasks.RecipientTaskException",
                &format!("The group \"{old_name}\" is not a distribution group and can't be converted to a room list."),
            ));
        }
    };
    let name = given.text("DisplayName").or(given.text("Name"));
    if let Some(name) = name.filter(|name| !name.eq_ignore_ascii_case(&old_name)) {
        free_name(tenant, name)?;
    }
    let alias = given.text("Alias").map(str::to_lowercase);
    if let Some(alias) = alias.as_ref().filter(|alias| **alias != old_alias) {
        free_alias(tenant, alias)?;
    }
    let address = match given.text("PrimarySmtpAddress") {
        Some(address) if !address.eq_ignore_ascii_case(&old_address) => Some(free_address(tenant, address)?),
        Some(_) | None => None,
    };
    let now = tenant.now();
    let group = group(tenant, at);
    group.kind = kind;
    set(&mut group.display_name, name.map(str::to_owned));
    set(&mut group.hidden, given.flag("HiddenFromAddressListsEnabled"));
    set(&mut group.address, address);
    let alias = alias.unwrap_or(old_alias);
    let is_first_part = group.address.split('@').next() == Some(alias.as_str());
    group.own_alias = (!is_first_part).then_some(alias);
    group.changed = now;
    let new_address = group.address.clone();
    if new_address != old_address {
        let state = tenant.state_to_reorder();
        // Memberships and scopes go by the object, not by its address.
        for member in state.groups.iter_mut().flat_map(|group| &mut group.members) {
            if *member == old_address {
                member.clone_from(&new_address);
            }
        }
        for policy in state.policies.iter_mut().filter(|policy| policy.target == old_address) {
            policy.target.clone_from(&new_address);
        }
    }
    Ok(Vec::new())
}

fn remove_group(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = writable(tenant, given, "Remove-DistributionGroup", &["Identity"])?;
    let state = tenant.state_to_reorder();
    // Policies and scopes that name it stay behind, and hold nobody.
    let group = state.groups.remove(at);
    state.remove_from_groups(&group.address);
    Ok(Vec::new())
}

fn add_member(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = writable(tenant, given, "Add-DistributionGroupMember", &["Identity", "Member"])?;
    let member = given.needed("Member");
    let (address, name) = one(tenant, member)?;
    let now = tenant.now();
    let group = group(tenant, at);
    if group.members.contains(&address) {
        return Err(failed(
            "Microsoft.Exchange.Management.Tasks.MemberAlreadyExistsException",
            &format!("The recipient \"{name}\" is already a member of the group \"{}\".", group.display_name),
        ));
    }
    group.members.push(address);
    group.changed = now;
    Ok(Vec::new())
}

fn remove_member(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = writable(tenant, given, "Remove-DistributionGroupMember", &["Identity", "Member"])?;
    let member = given.needed("Member");
    let (address, name) = one(tenant, member)?;
    let now = tenant.now();
    let group = group(tenant, at);
    if !group.members.contains(&address) {
        return Err(failed(
            "Microsoft.Exchange.Management.Tasks.MemberNotFoundException",
            &format!("The recipient \"{name}\" isn't a member of the group \"{}\".", group.display_name),
        ));
    }
    group.members.retain(|known| *known != address);
    group.changed = now;
    Ok(Vec::new())
}

fn update_members(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = writable(tenant, given, "Update-DistributionGroupMember", &["Identity", "Members"])?;
    let list = given.texts("Members").unwrap_or_default();
    let members = named(tenant, &list, |found| found.address().to_owned())?;
    let now = tenant.now();
    let group = group(tenant, at);
    group.members = members;
    group.changed = now;
    Ok(Vec::new())
}

/// Address and name of whom an identity names.
fn one(tenant: &mut Tenant, identity: &str) -> Result<(String, String), CommandError> {
    let found = tenant.simulation().recipient(identity).ok_or_else(|| no_such_recipient(identity))?;
    Ok((found.address().to_owned(), found.display_name().to_owned()))
}
