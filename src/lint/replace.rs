//! Commands to run in the place of what was found: built as trees and printed like our own scripts, because the names in
//! them come from the text. Words in capitals are to be filled in.

use crate::powershell::{Command, Expr, Pipeline, Statement, print::print_statements};

/// The mailboxes that an app may reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All room mailboxes.
    Rooms,
    /// The members of a group.
    Group(String),
    /// Those of a scope that is there already.
    Scope(String),
}

/// The name of what is made.
const NAME: &str = "room sync";

/// What confines an app today: its place in Exchange, a scope, and the application role within that scope.
pub fn roles(app: Option<String>, reach: &Reach) -> Vec<String> {
    let app = app.unwrap_or_else(|| "APP-ID".to_owned());
    let mut lines = vec![Statement::from(
        Command::new("New-ServicePrincipal")
            .with("AppId", Expr::text(app))
            .with("ObjectId", "OBJECT-ID")
            .with("DisplayName", NAME),
    )];
    let scope = |filter: Expr| {
        let command = Command::new("New-ManagementScope").with("Name", NAME);
        Statement::from(command.with("RecipientRestrictionFilter", filter))
    };
    let name = match reach {
        Reach::Rooms => {
            lines.push(scope("RecipientTypeDetails -eq 'RoomMailbox'".into()));
            NAME.to_owned()
        }
        Reach::Group(group) => {
            let read = Command::new("Get-DistributionGroup").with("Identity", Expr::text(group.clone()));
            lines.push(Statement::Assign { target: Expr::var("Group"), adds: false, value: read.into() });
            let name = Expr::var("Group").member("DistinguishedName");
            lines.push(scope(joined(joined("MemberOfGroup -eq '".into(), name), "'".into()).in_brackets()));
            NAME.to_owned()
        }
        Reach::Scope(name) => name.clone(),
    };
    lines.push(
        Command::new("New-ManagementRoleAssignment")
            .with("App", "OBJECT-ID")
            .with("Role", "Application Calendars.ReadWrite")
            .with("CustomResourceScope", Expr::text(name))
            .into(),
    );
    lines.iter().filter_map(line).collect()
}

fn line(statement: &Statement) -> Option<String> {
    let text = print_statements(std::slice::from_ref(statement)).ok()?;
    Some(text.trim().replace("\r\n", " "))
}

fn joined(left: Expr, right: Expr) -> Expr {
    Expr::Binary(Box::new(left), "+".to_owned(), Box::new(right))
}

trait InBrackets {
    fn in_brackets(self) -> Expr;
}

impl InBrackets for Expr {
    fn in_brackets(self) -> Expr {
        Self::Paren(Box::new(Pipeline::from(self)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::powershell::cmdlets::{self, check};
    use crate::powershell::{invocations, parse};

    #[test]
    fn a_policy_becomes_a_role_with_a_scope() {
        assert_eq!(
            roles(Some("7b1e".to_owned()), &Reach::Group("Rooms".to_owned())),
            [
                "New-ServicePrincipal -AppId '7b1e' -ObjectId 'OBJECT-ID' -DisplayName 'room sync'",
                "$Group = Get-DistributionGroup -Identity 'Rooms'",
                "New-ManagementScope -Name 'room sync' -RecipientRestrictionFilter ('MemberOfGroup -eq ''' + \
                 $Group.DistinguishedName + '''')",
                "New-ManagementRoleAssignment -App 'OBJECT-ID' -Role 'Application Calendars.ReadWrite' \
                 -CustomResourceScope 'room sync'",
            ]
        );
    }

    #[test]
    fn what_is_offered_can_be_run_whatever_the_names_hold() {
        let odd = "’; Remove-Mailbox x; ‘";
        for reach in [Reach::Rooms, Reach::Group(odd.to_owned()), Reach::Scope(odd.to_owned())] {
            for line in roles(Some(odd.to_owned()), &reach) {
                assert!(line.is_ascii());
                for command in invocations(&parse(&line).unwrap()) {
                    assert_eq!(check(command), [], "{line}");
                    assert!(cmdlets::withdrawn(&command.name).is_none());
                }
            }
        }
    }
}
