//! The application roles of Exchange, and which permissions they give within their scope.

use crate::check::app::consent::with_broader;
use crate::tenant::{AccessFacts, Gap, KNOWN_PERMISSIONS, Permission, Resource, RoleAssignment};

/// Gives everything in a mailbox.
const EVERYTHING: &str = "Application Exchange Full Access";
/// Gives reading, writing and sending mail.
const ALL_MAIL: &str = "Application Mail Full Access";

/// The app's role assignments. An app that Exchange does not know has none.
///
/// # Errors
/// The gap of the assignments.
pub fn assignments(access: &AccessFacts) -> Result<&[RoleAssignment], Gap> {
    match access.assignments.get() {
        Ok(assignments) => Ok(assignments),
        Err(_) if matches!(access.exchange_principal.ok(), Some(None)) => Ok(&[]),
        Err(gap) => Err(gap),
    }
}

/// Whether the role gives the permission: it is the matching role, or that of a broader permission.
pub fn gives(role: &str, permission: &Permission) -> bool {
    with_broader(permission).any(|candidate| is_role_of(role, candidate))
}

/// The permissions that the role stands for, without those that they include.
pub fn permissions(role: &str) -> impl Iterator<Item = &'static Permission> {
    KNOWN_PERMISSIONS.iter().filter(move |permission| is_role_of(role, permission))
}

fn is_role_of(role: &str, permission: &Permission) -> bool {
    let Some(own) = permission.exchange_role else { return false };
    let is = |name: &str| role.eq_ignore_ascii_case(name);
    is(own)
        || is(EVERYTHING) && permission.resource == Resource::MicrosoftGraph
        || is(ALL_MAIL) && ["Mail.ReadWrite", "Mail.Send"].contains(&permission.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(name: &str) -> &'static Permission {
        Permission::named(Resource::MicrosoftGraph, name).unwrap()
    }

    #[test]
    fn a_role_gives_its_permission_and_the_narrower_ones() {
        assert!(gives("Application Calendars.ReadWrite", graph("Calendars.ReadWrite")));
        assert!(gives("application calendars.readwrite", graph("Calendars.Read")));
        assert!(gives("Application Calendars.Read", graph("Calendars.ReadBasic.All")));
        assert!(!gives("Application Calendars.Read", graph("Calendars.ReadWrite")));
        assert!(!gives("Application Calendars.Read", graph("Place.Read.All")));
    }

    #[test]
    fn the_wide_roles_give_what_they_gather() {
        assert!(gives(EVERYTHING, graph("MailboxSettings.Read")));
        assert!(gives(ALL_MAIL, graph("Mail.Read")));
        assert!(!gives(ALL_MAIL, graph("Calendars.Read")));
    }
}
