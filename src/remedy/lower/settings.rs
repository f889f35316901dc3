//! Settings that get values, and lists that are read, amended and written back.

use std::collections::BTreeMap;

use super::{About, Lowered, Parts, all, cell, literal, run, same};
use crate::powershell::{Command, Expr};
use crate::remedy::Shell;
use crate::remedy::script::Direction;
use crate::tenant::{Change, Entry, Home, ListSetting, Setting, SettingValue};

/// Settings of one kind of object.
pub(super) fn settings(about: &About<'_>, home: Home, values: &BTreeMap<Setting, SettingValue>) -> Lowered {
    let is_server = about.stage.shell() == Shell::ExchangeServer;
    // The rows hold what was found; what is wanted is the same for all of them.
    let rows = about.rows(|row| {
        let found = |change: &Change| match change {
            Change::Set { setting, from, .. } => Some((setting.parameter(), literal(from))),
            _ => None,
        };
        let mut cells: Vec<_> = row.changes.iter().filter_map(found).collect();
        if is_server {
            cells.insert(0, ("Address", Expr::text(about.plan.address_of(&row.key))));
        }
        cells
    });
    let now = |setting: Setting| Expr::var("Now").member(setting.property());
    let found = |setting: Setting| cell(setting.parameter());
    // On the way back both change places: what was found is wanted, and what was set is what is seen.
    let wanted = |setting: Setting, value: &SettingValue| match about.direction {
        Direction::Forth => literal(value),
        Direction::Back => found(setting),
    };
    let expected = |setting: Setting, value: &SettingValue| match about.direction {
        Direction::Forth => found(setting),
        Direction::Back => literal(value),
    };
    let done = all(values.iter().map(|(setting, value)| same(now(*setting), wanted(*setting, value))));
    let seen = all(values.iter().map(|(setting, value)| same(now(*setting), expected(*setting, value))));
    let commands = Commands::of(home, is_server);
    let mut set = commands.set();
    for (setting, value) in values {
        let value = wanted(*setting, value);
        set = if commands.has_switches {
            set.switch_is(setting.parameter(), value)
        } else {
            set.with(setting.parameter(), value)
        };
    }
    about.fill(Parts {
        template: include_str!("../templates/settings.ps1"),
        needs: Vec::new(),
        rows,
        holes: vec![
            ("Read", run(commands.get())),
            ("Done", vec![done.into()]),
            ("Seen", vec![seen.into()]),
            ("Set", run(set)),
        ],
        chosen_by: Some("Id"),
    })
}

/// A list of recipients.
pub(super) fn amend(about: &About<'_>, list: ListSetting, add: &[Entry], remove: &[Entry]) -> Lowered {
    let commands = Commands::of(list.home(), about.stage.shell() == Shell::ExchangeServer);
    let (add, remove) = match about.direction {
        Direction::Forth => (add, remove),
        Direction::Back => (remove, add),
    };
    let entries = |entries: &[Entry]| {
        let one = |entry: &Entry| match entry {
            Entry::Recipient(id) => Expr::text(id.to_string()),
            Entry::Named(name) => Expr::text(name.raw()),
        };
        entries.iter().map(|entry| one(entry).into()).collect::<Vec<_>>()
    };
    let read = Expr::from(commands.get()).member(list.parameter());
    about.fill(Parts {
        template: include_str!("../templates/amend.ps1"),
        needs: vec![include_str!("../templates/lists.ps1")],
        rows: about.rows(|_| Vec::new()),
        holes: vec![
            ("Add", entries(add)),
            ("Remove", entries(remove)),
            ("Read", vec![read.into()]),
            ("Set", run(commands.set().with(list.parameter(), Expr::var("Value")))),
        ],
        chosen_by: Some("Id"),
    })
}

/// The pair of commands that reads and writes one kind of object.
struct Commands {
    get: &'static str,
    set: &'static str,
    identity: &'static str,
    /// The cell of a row that names the object.
    cell: &'static str,
    /// Whether yes-or-no settings are switches, as in Microsoft Graph PowerShell.
    has_switches: bool,
    /// Properties that the Get command gives only when asked.
    asks: &'static [&'static str],
}

impl Commands {
    fn of(home: Home, is_server: bool) -> Self {
        let exchange = |get, set| Self { get, set, identity: "Identity", cell: "Id", has_switches: false, asks: &[] };
        let server = |get, set| Self { cell: "Address", ..exchange(get, set) };
        let graph =
            |get, set, identity, has_switches, asks| Self { identity, has_switches, asks, ..exchange(get, set) };
        match (home, is_server) {
            (Home::Mailbox | Home::AutomaticReplies | Home::Protocols, true) => {
                server("Get-RemoteMailbox", "Set-RemoteMailbox")
            }
            (Home::Place, true) => server("Get-User", "Set-User"),
            (Home::Group, true) => server("Get-DistributionGroup", "Set-DistributionGroup"),
            (Home::CalendarProcessing, _) => exchange("Get-CalendarProcessing", "Set-CalendarProcessing"),
            (Home::Mailbox, false) => exchange("Get-Mailbox", "Set-Mailbox"),
            (Home::AutomaticReplies, false) => {
                exchange("Get-MailboxAutoReplyConfiguration", "Set-MailboxAutoReplyConfiguration")
            }
            (Home::Protocols, false) => exchange("Get-CASMailbox", "Set-CASMailbox"),
            (Home::Group, false) => exchange("Get-DistributionGroup", "Set-DistributionGroup"),
            (Home::Place, false) => exchange("Get-Place", "Set-Place"),
            (Home::Account, _) => graph("Get-MgUser", "Update-MgUser", "UserId", true, &["Id", "AccountEnabled"]),
            (Home::Application, _) => graph("Get-MgApplication", "Update-MgApplication", "ApplicationId", false, &[]),
            (Home::ServicePrincipal, _) => {
                graph("Get-MgServicePrincipal", "Update-MgServicePrincipal", "ServicePrincipalId", true, &[])
            }
        }
    }

    fn get(&self) -> Command {
        let get = Command::new(self.get).with(self.identity, cell(self.cell));
        match self.asks {
            [] => get,
            asks => get.with("Property", Expr::array(asks.iter().map(|name| Expr::from(*name)))),
        }
    }

    fn set(&self) -> Command {
        Command::new(self.set).with(self.identity, cell(self.cell))
    }
}
