//! Accounts of people and of rooms.

use super::{
    super::{
        CommandError, Tenant,
        binding::{Command, Given, Kind, Outcome},
    },
    ALL, FILTER, PROPERTY, bad_request, filtered, narrowed, not_found, shown,
};
use crate::sim::{
    graph::directory::{DEFAULT, user_row},
    json::Object,
    simulation::{Found, Target},
    state::Home,
};

pub(super) const COMMANDS: &[Command] = &[
    Command { name: "Get-MgUser", needs: &[], takes: &[("UserId", Kind::Text), FILTER, ALL, PROPERTY], run: get },
    Command {
        name: "Update-MgUser",
        needs: &["UserId"],
        takes: &[("UserId", Kind::Text), ("AccountEnabled", Kind::Switch)],
        run: update,
    },
];

fn get(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let simulation = tenant.simulation();
    let rows = match given.text("UserId") {
        Some(key) => vec![user_row(simulation, simulation.in_directory(key).ok_or_else(|| not_found(key))?)],
        None => {
            let state = &simulation.state;
            let all = state.users.iter().map(Found::User).chain(state.rooms.iter().map(Found::Room));
            filtered(all.map(|found| user_row(simulation, found)).collect(), given)?
        }
    };
    // Source: without a choice only these come; whether the account may sign in is not among them.
    let object = |row: &Object| if given.has("Property") { shown(row, given) } else { narrowed(row, &DEFAULT) };
    Ok(rows.iter().map(object).collect())
}

fn update(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let key = given.needed("UserId");
    let found = tenant.simulation().account(key);
    let synced = || -> CommandError {
        bad_request(
            "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects \
             currently undergoing migration.",
        )
    };
    let state = tenant.state_mut();
    let place = match found {
        Some(Target::Room(at)) => match state.rooms.get_mut(at) {
            Some(room) if room.dir_synced || room.home == Home::OnPremises => return Err(synced()),
            Some(room) => &mut room.account_enabled,
            None => return Err(not_found(key)),
        },
        Some(Target::User(at)) => match state.users.get_mut(at) {
            Some(user) => &mut user.account_enabled,
            None => return Err(not_found(key)),
        },
        Some(Target::Group(_)) | None => return Err(not_found(key)),
    };
    if let Some(enabled) = given.flag("AccountEnabled") {
        *place = enabled;
    }
    Ok(Vec::new())
}
