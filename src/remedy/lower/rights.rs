//! Rights in calendar folders, full access to mailboxes, inbox rules.

use super::{About, Lowered, Parts, cell, compare, run};
use crate::powershell::{Command, Expr, Statement};
use crate::remedy::script::{Direction, filled};
use crate::tenant::{Change, Holder, Way};

fn joined(rights: &[String], flags: &[String]) -> String {
    if rights.is_empty() { String::new() } else { format!("{};{}", rights.join(", "), flags.join(", ")) }
}

/// Somebody's right in calendar folders.
pub(super) fn folder(about: &About<'_>, who: &Holder, to: &[String], flags_to: &[String]) -> Lowered {
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::FolderRight { from, flags_from, .. }) => {
            vec![
                ("Was", Expr::text(joined(from, flags_from))),
                ("Rights", Expr::array(from.iter().map(|right| Expr::text(right.clone())))),
                ("Flags", Expr::text(flags_from.join(","))),
            ]
        }
        _ => Vec::new(),
    });
    let user: Expr = match who {
        Holder::Default => "Default".into(),
        Holder::Anonymous => "Anonymous".into(),
        Holder::Recipient(id) => Expr::text(id.to_string()),
        Holder::Named(name) => Expr::text(name.raw()),
    };
    // The folder shows a recipient by its display name.
    let shown: Expr = match who {
        Holder::Recipient(id) => Expr::Cast(
            "string".to_owned(),
            Box::new(
                Expr::from(Command::new("Get-Recipient").with("Identity", Expr::text(id.to_string())))
                    .member("DisplayName"),
            ),
        ),
        Holder::Default | Holder::Anonymous | Holder::Named(_) => user.clone(),
    };
    let wanted_text = Expr::text(joined(to, flags_to));
    let (wanted, seen) = match about.direction {
        Direction::Forth => (wanted_text, cell("Was")),
        Direction::Back => (cell("Was"), wanted_text),
    };
    let now = || Expr::var("Now");
    let (rights, flags): (Expr, Expr) = match about.direction {
        Direction::Forth => {
            (Expr::array(to.iter().map(|right| Expr::text(right.clone()))), Expr::text(flags_to.join(",")))
        }
        Direction::Back => (cell("Rights"), cell("Flags")),
    };
    let command = |name: &str| Command::new(name).with("Identity", Expr::var("Folder")).with("User", user.clone());
    let put = |name: &str| {
        let plain = command(name).with("AccessRights", rights.clone());
        let flagged = plain.clone().with("SharingPermissionFlags", flags.clone());
        match (about.direction, flags_to.is_empty()) {
            (Direction::Forth, true) => quiet(plain),
            (Direction::Forth, false) => quiet(flagged),
            // Each row has flags of its own, or none.
            (Direction::Back, _) => vec![Statement::If {
                branches: vec![(compare(flags.clone(), "-eq", ""), quiet(plain))],
                otherwise: Some(quiet(flagged)),
            }],
        }
    };
    let holes = [
        ("Gone".to_owned(), vec![compare(wanted.clone(), "-eq", "").into()]),
        ("New".to_owned(), vec![compare(now(), "-eq", "").into()]),
        ("Remove".to_owned(), run(command("Remove-MailboxFolderPermission").switch_is("Confirm", false))),
        ("Add".to_owned(), put("Add-MailboxFolderPermission")),
        ("Change".to_owned(), put("Set-MailboxFolderPermission")),
    ];
    let set = filled(include_str!("../templates/set_right.ps1"), holes.into());
    let read = Command::new("Get-FolderRight").with("Folder", Expr::var("Folder")).with("User", Expr::var("User"));
    about.fill(Parts {
        template: include_str!("../templates/folder_right.ps1"),
        needs: vec![include_str!("../templates/folder.ps1")],
        rows,
        holes: vec![
            ("User", vec![shown.into()]),
            ("Read", run(read)),
            ("Done", vec![compare(now(), "-ceq", wanted).into()]),
            ("Seen", vec![compare(now(), "-ceq", seen).into()]),
            ("Set", set),
        ],
        chosen_by: Some("Id"),
    })
}

/// A command whose output is not shown.
fn quiet(command: Command) -> Vec<Statement> {
    vec![Statement::Run(crate::powershell::Pipeline { input: None, commands: vec![command, Command::new("Out-Null")] })]
}

/// Full access to mailboxes.
pub(super) fn full_access(about: &About<'_>, wanted: Way) -> Lowered {
    let wanted = match about.direction {
        Direction::Forth => wanted,
        Direction::Back => wanted.back(),
    };
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::FullAccess { room, who, .. }) => {
            vec![("Room", Expr::text(room.to_string())), ("User", Expr::text(who.raw()))]
        }
        _ => Vec::new(),
    });
    let find = Command::new("Test-FullAccess").with("Room", cell("Room")).with("User", cell("User"));
    let command = |name: &str| {
        Command::new(name)
            .with("Identity", cell("Room"))
            .with("User", cell("User"))
            .with("AccessRights", "FullAccess")
            .switch_is("Confirm", false)
    };
    let (done, set): (Expr, _) = match wanted {
        Way::Make => (Expr::var("Found"), quiet(command("Add-MailboxPermission"))),
        Way::Unmake => (Expr::Not(Box::new(Expr::var("Found"))), quiet(command("Remove-MailboxPermission"))),
    };
    about.fill(Parts {
        template: include_str!("../templates/make.ps1"),
        needs: vec![include_str!("../templates/full_access.ps1")],
        rows,
        holes: vec![("Find", run(find)), ("Done", vec![done.into()]), ("Set", set)],
        chosen_by: Some("Room"),
    })
}

/// Inbox rules that are switched.
pub(super) fn rule(about: &About<'_>, to: bool) -> Lowered {
    let to = match about.direction {
        Direction::Forth => to,
        Direction::Back => !to,
    };
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::InboxRule { room, rule, .. }) => {
            vec![("Room", Expr::text(room.to_string())), ("Rule", Expr::text(rule.raw()))]
        }
        _ => Vec::new(),
    });
    let find = Command::new("Find-Rule").with("Room", cell("Room")).with("Rule", cell("Rule"));
    let done = compare(Expr::var("Found").member("Enabled"), "-eq", to);
    let name = if to { "Enable-InboxRule" } else { "Disable-InboxRule" };
    let set = Command::new(name)
        .with("Mailbox", cell("Room"))
        .with("Identity", Expr::var("Found").member("Identity"))
        .switch_is("Confirm", false);
    about.fill(Parts {
        template: include_str!("../templates/make.ps1"),
        needs: vec![include_str!("../templates/rule.ps1")],
        rows,
        holes: vec![("Find", run(find)), ("Done", vec![done.into()]), ("Set", quiet(set))],
        chosen_by: Some("Room"),
    })
}
