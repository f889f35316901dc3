//! Commands of Exchange Online, by their effect on the simulated tenant. What they read is what the admin interface
//! answers; what they write shows there at once.
//!
//! Parameters, ranges and restrictions come from Microsoft's cmdlet reference; sentences of refusals that no public
//! source shows are marked `guess:`.

mod access;
mod calendar;
mod groups;
mod mailbox;
mod place;
mod read;
mod rights;
#[cfg(test)]
mod tests;

use super::{
    Arguments, CommandError, Server, Tenant, Value,
    binding::{Command, Outcome},
};
use crate::sim::{
    simulation::{Found, Target},
    state::{Group, Home, Room},
};

/// Every command, by what it is about.
fn tables() -> [&'static [Command]; 7] {
    [
        read::COMMANDS,
        calendar::COMMANDS,
        mailbox::COMMANDS,
        place::COMMANDS,
        groups::COMMANDS,
        rights::COMMANDS,
        access::COMMANDS,
    ]
}

/// What the command does and gives; `None` when Exchange has no command of this name.
pub fn invoke(tenant: &mut Tenant, name: &str, arguments: &Arguments) -> Option<Result<Vec<Value>, CommandError>> {
    let command = tables().into_iter().flatten().find(|known| known.name.eq_ignore_ascii_case(name))?;
    if tenant.exchange.is_none() && command.name != "Get-ConnectionInformation" {
        // The module knows most of its commands only after it connected.
        return Some(Err(CommandError {
            id: "CommandNotFoundException".to_owned(),
            message: format!(
                "The term '{}' is not recognized as a name of a cmdlet, function, script file, or executable program.",
                command.name
            ),
        }));
    }
    Some(command.invoke(tenant, arguments))
}

/// An error of the service, as the module shows it: a code, the type, the sentence.
fn failed(kind: &str, message: &str) -> CommandError {
    // guess: the code in front is the same for all.
    CommandError { id: kind.to_owned(), message: format!("Ex6F9304|{kind}|{message}") }
}

/// Nothing has this name.
fn not_found(identity: &str) -> CommandError {
    read::error_of(crate::sim::exchange::not_found(identity))
}

/// A list names somebody who is not there.
fn no_such_recipient(identity: &str) -> CommandError {
    failed(
        "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
        &format!(
            "Couldn't find object \"{identity}\". Please make sure that it was spelled correctly or specify a different \
             object."
        ),
    )
}

/// The object belongs to the directory on premises.
///
/// Source: the sentence as the module shows it for `Set-Mailbox`.
fn synchronised(command: &str, what: &str, name: &str, parameters: &[&str]) -> CommandError {
    let quoted: Vec<String> = parameters.iter().map(|parameter| format!("'{parameter}'")).collect();
    failed(
        "System.InvalidOperationException",
        &format!(
            "The operation on {what} \"{name}\" failed because it's out of the current user's write scope. The action \
             '{command}', {}, can't be performed on the object '{name}' because the object is being synchronized from \
             your on-premises organization. This action should be performed on the object in your on-premises \
             organization.",
            quoted.join(",").replace("','", ",")
        ),
    )
}

/// Whether this Exchange is the one to change an object of the directory.
fn may_write(
    tenant: &Tenant,
    is_synchronised: bool,
    command: &str,
    what: &str,
    name: &str,
    parameters: &[&str],
) -> Result<(), CommandError> {
    match (tenant.server, is_synchronised) {
        (Server::Cloud, true) if !parameters.is_empty() => Err(synchronised(command, what, name, parameters)),
        // Exchange Server knows nothing of what was made in the cloud.
        (Server::OnPremises, false) => Err(not_found(name)),
        (Server::Cloud | Server::OnPremises, _) => Ok(()),
    }
}

/// The place of the bookable mailbox in Exchange Online that an identity names.
fn room_at(tenant: &mut Tenant, identity: &str) -> Result<usize, CommandError> {
    let found = tenant.simulation().target(identity);
    match found {
        Some(Target::Room(at)) if tenant.state().rooms.get(at).is_some_and(|room| room.home == Home::Online) => Ok(at),
        Some(_) | None => Err(not_found(identity)),
    }
}

/// A room of the state. Its place was just looked up.
fn room(tenant: &mut Tenant, at: usize) -> &mut Room {
    tenant.state_mut().rooms.get_mut(at).expect("the place of a room was just looked up")
}

/// The place of the group that an identity names. Dynamic groups are none.
fn group_at(tenant: &mut Tenant, identity: &str) -> Result<usize, CommandError> {
    let found = tenant.simulation().target(identity);
    match found {
        Some(Target::Group(at))
            if tenant.state().groups.get(at).is_some_and(|group| group.kind != crate::sim::GroupKind::Dynamic) =>
        {
            Ok(at)
        }
        Some(_) | None => Err(not_found(identity)),
    }
}

/// A group of the state, with its look-ups to be made anew. Its place was just looked up.
fn group(tenant: &mut Tenant, at: usize) -> &mut Group {
    tenant.state_to_reorder().groups.get_mut(at).expect("the place of a group was just looked up")
}

/// What recipients are called: one name for each identity, or the first that names nobody.
fn named(
    tenant: &mut Tenant,
    identities: &[String],
    name: fn(Found<'_>) -> String,
) -> Result<Vec<String>, CommandError> {
    let simulation = tenant.simulation();
    let mut names: Vec<String> = Vec::with_capacity(identities.len());
    for identity in identities {
        let found = simulation.recipient(identity).ok_or_else(|| no_such_recipient(identity))?;
        let name = name(found);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

/// Whether an address can be given: of a domain of the tenant, and nobody's yet.
fn free_address(tenant: &mut Tenant, address: &str) -> Result<String, CommandError> {
    let address = crate::tenant::Address::parse(address).map_err(|_| {
        // guess: the sentence.
        failed(
            "Microsoft.Exchange.Data.DataValidationException",
            &format!("The value \"{address}\" is not a valid SMTP address."),
        )
    })?;
    if !tenant.state().domains.iter().any(|domain| domain.eq_ignore_ascii_case(address.domain())) {
        return Err(failed(
            "Microsoft.Exchange.Management.Tasks.NotAcceptedDomainException",
            "You can't use the domain because it's not an accepted domain for your organization.",
        ));
    }
    if let Some(owner) = tenant.simulation().recipient(address.as_str()) {
        return Err(failed(
            "Microsoft.Exchange.Configuration.Tasks.ProxyAddressExistsException",
            &format!(
                "The proxy address \"SMTP:{address}\" is already being used by the proxy addresses or LegacyExchangeDN of \
                 \"{}\". Please choose another proxy address.",
                owner.display_name()
            ),
        ));
    }
    Ok(address.as_str().to_owned())
}

/// The rows of a command that reads, for what a command that writes gives back.
fn rows_of(tenant: &mut Tenant, command: &str, identity: &str) -> Outcome {
    let arguments = Arguments::from([("identity".to_owned(), Value::from(identity))]);
    invoke(tenant, command, &arguments).unwrap_or_else(|| Ok(Vec::new()))
}

/// Writes a setting when a parameter was given.
fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
