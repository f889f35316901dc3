//! Rooms and groups that come, go, and belong to each other.

use super::{About, Lowered, Parts, cell, compare, run};
use crate::powershell::{Command, Expr, Statement};
use crate::remedy::Shell;
use crate::remedy::script::{Direction, filled};
use crate::tenant::{Change, GroupRef, Purpose, Way};

pub(super) const FIND: &str = include_str!("../templates/find.ps1");
pub(super) const NOT_FOUND: &str = include_str!("../templates/not_found.ps1");

/// The way of a section in the direction of its script.
pub(super) fn way(about: &About<'_>, way: Way) -> Way {
    match about.direction {
        Direction::Forth => way,
        Direction::Back => way.back(),
    }
}

fn found(identity: Expr) -> Expr {
    Command::new("Find-Recipient").with("Identity", identity).into()
}

/// Whether what was looked for is as wanted.
fn is_done(way: Way) -> Vec<Statement> {
    let operator = match way {
        Way::Make => "-ne",
        Way::Unmake => "-eq",
    };
    vec![compare(Expr::var("Found"), operator, "").into()]
}

/// Groups that are made or removed.
pub(super) fn group(about: &About<'_>, wanted: Way) -> Lowered {
    let wanted = way(about, wanted);
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::Group { group, .. }) => vec![
            ("Name", Expr::text(group.name.raw())),
            ("Address", Expr::text(group.address.as_ref().map_or("", |address| address.as_str()))),
        ],
        _ => Vec::new(),
    });
    let is_list = about
        .section
        .rows
        .iter()
        .flat_map(|row| &row.changes)
        .any(|change| matches!(change, Change::Group { group, .. } if group.purpose == Purpose::RoomList));
    let set = match wanted {
        Way::Make => {
            let new = || {
                let new = Command::new("New-DistributionGroup").with("Name", cell("Name")).with("Alias", cell("Id"));
                if is_list { new.switch("RoomList") } else { new.with("Type", "Security") }
            };
            let holes = [
                ("New".to_owned(), run(new())),
                ("NewAt".to_owned(), run(new().with("PrimarySmtpAddress", cell("Address")))),
            ];
            filled(include_str!("../templates/set_group.ps1"), holes.into())
        }
        Way::Unmake => run(Command::new("Remove-DistributionGroup")
            .with("Identity", Expr::var("Found"))
            .switch_is("Confirm", false)),
    };
    about.fill(Parts {
        template: include_str!("../templates/make.ps1"),
        needs: vec![NOT_FOUND, FIND],
        rows,
        holes: vec![("Find", vec![found(cell("Id")).into()]), ("Done", is_done(wanted)), ("Set", silent(set))],
        chosen_by: None,
    })
}

/// What a command gives is not shown.
pub(super) fn silent(statements: Vec<Statement>) -> Vec<Statement> {
    statements
        .into_iter()
        .map(|statement| match statement {
            Statement::Run(mut pipeline) if !pipeline.commands.is_empty() => {
                pipeline.commands.push(Command::new("Out-Null"));
                Statement::Run(pipeline)
            }
            Statement::If { branches, otherwise } => Statement::If {
                branches: branches.into_iter().map(|(condition, body)| (condition, silent(body))).collect(),
                otherwise: otherwise.map(silent),
            },
            other => other,
        })
        .collect()
}

/// Groups that become room lists.
pub(super) fn flag(about: &About<'_>) -> Lowered {
    let read = Command::new("Get-DistributionGroup").with("Identity", cell("Id"));
    let kind = Expr::from(read).member("RecipientTypeDetails");
    about.fill(Parts {
        template: include_str!("../templates/make.ps1"),
        needs: Vec::new(),
        rows: about.rows(|_| Vec::new()),
        holes: vec![
            ("Find", vec![Expr::Cast("string".to_owned(), Box::new(kind)).into()]),
            ("Done", vec![compare(Expr::var("Found"), "-eq", "RoomList").into()]),
            ("Set", run(Command::new("Set-DistributionGroup").with("Identity", cell("Id")).switch("RoomList"))),
        ],
        chosen_by: Some("Id"),
    })
}

/// Room mailboxes that are made or removed.
pub(super) fn room(about: &About<'_>, wanted: Way) -> Lowered {
    let wanted = way(about, wanted);
    let rows = about.rows(|row| match row.changes.first() {
        Some(Change::Room { room, .. }) => vec![
            ("Name", Expr::text(room.name.raw())),
            ("Address", Expr::text(room.address.as_str())),
            ("Capacity", room.capacity.map_or(Expr::Null, Expr::Int)),
        ],
        _ => Vec::new(),
    });
    let set = match wanted {
        Way::Make => run(Command::new("New-Mailbox")
            .switch("Room")
            .with("Name", cell("Name"))
            .with("DisplayName", cell("Name"))
            .with("PrimarySmtpAddress", cell("Address"))
            .with("ResourceCapacity", cell("Capacity"))),
        Way::Unmake => {
            run(Command::new("Remove-Mailbox").with("Identity", Expr::var("Found")).switch_is("Confirm", false))
        }
    };
    about.fill(Parts {
        template: include_str!("../templates/make.ps1"),
        needs: vec![NOT_FOUND, FIND],
        rows,
        holes: vec![("Find", vec![found(cell("Address")).into()]), ("Done", is_done(wanted)), ("Set", silent(set))],
        chosen_by: Some("Id"),
    })
}

/// Members that come into a group or leave it.
pub(super) fn member(about: &About<'_>, group: &GroupRef, wanted: Way) -> Lowered {
    let wanted = way(about, wanted);
    let is_server = about.stage.shell() == Shell::ExchangeServer;
    let rows = about.rows(|row| match is_server {
        true => vec![("Address", Expr::text(about.plan.address_of(&row.key)))],
        false => Vec::new(),
    });
    let (which, needs) = match group {
        GroupRef::Known { guid, .. } if is_server => (Expr::text(about.plan.address_of(&guid.to_string())), Vec::new()),
        GroupRef::Known { guid, .. } => (Expr::text(guid.to_string()), Vec::new()),
        GroupRef::New { alias, .. } => (found(Expr::text(alias.clone())), vec![NOT_FOUND, FIND]),
        // Nothing can be put into it.
        GroupRef::Gone { .. } => (Expr::text(""), Vec::new()),
    };
    let listed = if is_server { ("PrimarySmtpAddress", "Address") } else { ("Guid", "Id") };
    let is_there = Expr::Call(Box::new(Expr::var("Members")), "ContainsKey".to_owned(), vec![cell(listed.1)]);
    let (done, name) = match wanted {
        Way::Make => (is_there, "Add-DistributionGroupMember"),
        Way::Unmake => (Expr::Not(Box::new(is_there)), "Remove-DistributionGroupMember"),
    };
    let mut set = Command::new(name).with("Identity", Expr::var("Group")).with("Member", cell(listed.1));
    if wanted == Way::Unmake {
        set = set.switch_is("Confirm", false);
    }
    about.fill(Parts {
        template: include_str!("../templates/member.ps1"),
        needs,
        rows,
        holes: vec![
            ("Group", vec![which.into()]),
            ("Listed", vec![Expr::var("Member").member(listed.0).into()]),
            ("Done", vec![done.into()]),
            ("Set", run(set)),
        ],
        chosen_by: Some("Id"),
    })
}
