//! One change in words: what is altered, from what, to what. Microsoft's names for settings, our own for the rest.

use crate::render::Names;
use crate::report::stand_in;
use crate::tenant::{
    AccessRight, Change, Entry, GroupRef, Holder, Home, Purpose, Setting, SettingValue, Untrusted, Way,
};

/// A change, ready for a row of a table. Texts of the tenant stay as they are: whoever shows them makes them harmless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What kind of change it is, as a stable word.
    pub kind: &'static str,
    /// What is altered.
    pub setting: String,
    /// What was there.
    pub from: String,
    /// What is to be there.
    pub to: String,
}

/// A change in words.
pub fn told(change: &Change, names: Names) -> Told {
    let hide = |text: &Untrusted| hidden(text, names);
    let new = |kind, setting: String, from: &str, to: &str| Told { kind, setting, from: from.into(), to: to.into() };
    match change {
        Change::Set { setting, from, to, .. } => Told {
            kind: "set",
            setting: setting.parameter().to_owned(),
            from: value(*setting, from, names),
            to: value(*setting, to, names),
        },
        Change::Amend { list, add, remove, .. } => Told {
            kind: "amend",
            setting: list.parameter().to_owned(),
            from: entries("holds", remove, names),
            to: [entries("add", add, names), entries("remove", remove, names)]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("; "),
        },
        Change::Member { group, way, .. } => {
            let which = match group.purpose() {
                Purpose::RoomList => "room list",
                Purpose::Scope => "group that confines the app",
            };
            let (from, to) = ways(*way, "not a member", "member");
            new("member", format!("{which} {}", group_id(group)), from, to)
        }
        Change::Group { group, way } => {
            let (from, to) = ways(*way, "not there", "there");
            new("group", format!("{} ({})", hide(&group.name), group.alias), from, to)
        }
        Change::RoomListFlag { .. } => new("room_list_flag", "room-list flag".to_owned(), "off", "on"),
        Change::Room { room, way } => {
            let (from, to) = ways(*way, "no mailbox", "room mailbox");
            let address = Untrusted::new(room.address.as_str());
            new("room", hide(&address), from, to)
        }
        Change::FolderRight { who, from, to, flags_from, flags_to, .. } => Told {
            kind: "folder_right",
            setting: format!("calendar rights of {}", holder(who, names)),
            from: rights(from, flags_from),
            to: rights(to, flags_to),
        },
        Change::FullAccess { who, way, .. } => {
            let (from, to) = ways(*way, "none", "full access");
            new("full_access", format!("full access of {}", hide(who)), from, to)
        }
        Change::InboxRule { rule, from, to, .. } => {
            new("inbox_rule", format!("inbox rule {}", hide(rule)), on(*from), on(*to))
        }
        Change::ExchangePrincipal { way, .. } => {
            let (from, to) = ways(*way, "not known to Exchange", "known to Exchange");
            new("exchange_principal", "service principal in Exchange".to_owned(), from, to)
        }
        Change::Scope { name, way, .. } => {
            let (from, to) = ways(*way, "not there", "there");
            new("scope", format!("management scope {}", hide(name)), from, to)
        }
        Change::Assignment { role, scope, way, .. } => {
            let scope = scope.as_ref().map_or("everybody".to_owned(), hide);
            let (from, to) = ways(*way, "not given", "given");
            new("assignment", format!("{role} for {scope}"), from, to)
        }
        Change::Policy { right, group, way, .. } => {
            let word = match right {
                AccessRight::RestrictAccess => "RestrictAccess",
                AccessRight::DenyAccess => "DenyAccess",
                AccessRight::Other(_) => "unknown right",
            };
            let (from, to) = ways(*way, "not there", "there");
            new("policy", format!("access policy {word} for {}", group_id(group)), from, to)
        }
        Change::Impersonation { assignment } => {
            new("impersonation", format!("ApplicationImpersonation {}", hide(assignment)), "given", "taken")
        }
        Change::Consent { resource, value, way, .. } => {
            let (from, to) = ways(*way, "not consented", "consented");
            new("consent", format!("{value} on {}", resource.title()), from, to)
        }
        Change::Requested { value, role, way, .. } => {
            let name = if value.is_empty() { role.to_string() } else { value.clone() };
            let (from, to) = ways(*way, "not asked for", "asked for");
            new("requested", name, from, to)
        }
        Change::Delegated { resource, scopes, way, .. } => {
            let (from, to) = ways(*way, "not consented", "consented");
            new("delegated", format!("{} on {}", scopes.join(" "), resource.title()), from, to)
        }
        Change::RedirectUris { uris, way, .. } => {
            let (from, to) = ways(*way, "not there", "there");
            new("redirect_uris", uris.iter().map(hide).collect::<Vec<_>>().join(" "), from, to)
        }
        Change::HideApp { way, .. } => {
            let (from, to) = ways(*way, "shown", "hidden");
            new("hide_app", "My Apps".to_owned(), from, to)
        }
        Change::RemoveSecret { key, .. } => new("remove_secret", format!("client secret {key}"), "there", "gone"),
        Change::NewSecret { name, months, .. } => {
            new("new_secret", format!("client secret {name}"), "not there", &format!("there for {months} months"))
        }
        Change::Application { name, way } => {
            let (from, to) = ways(*way, "not there", "there");
            new("application", format!("app registration {}", hide(name)), from, to)
        }
    }
}

fn ways<'a>(way: Way, without: &'a str, with: &'a str) -> (&'a str, &'a str) {
    match way {
        Way::Make => (without, with),
        Way::Unmake => (with, without),
    }
}

fn on(is_on: bool) -> &'static str {
    if is_on { "on" } else { "off" }
}

/// Text that somebody in the tenant chose, or a stand-in.
fn hidden(text: &Untrusted, names: Names) -> String {
    match names {
        Names::Full => text.raw().to_owned(),
        Names::None => stand_in("name", text.raw()),
    }
}

/// A value as PowerShell writes it.
fn value(setting: Setting, value: &SettingValue, names: Names) -> String {
    match value {
        SettingValue::Empty => "$null".to_owned(),
        SettingValue::Bool(true) => "$true".to_owned(),
        SettingValue::Bool(false) => "$false".to_owned(),
        SettingValue::Int(number) => number.to_string(),
        SettingValue::Text(text) => match setting.home() {
            // Words of Microsoft's own.
            Home::CalendarProcessing | Home::AutomaticReplies | Home::Application => text.raw().to_owned(),
            Home::Mailbox | Home::Protocols | Home::Group | Home::Place | Home::Account | Home::ServicePrincipal => {
                hidden(text, names)
            }
        },
    }
}

fn entries(word: &str, entries: &[Entry], names: Names) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let one = |entry: &Entry| match entry {
        Entry::Recipient(id) => id.to_string(),
        Entry::Named(text) => hidden(text, names),
    };
    format!("{word} {}", entries.iter().map(one).collect::<Vec<_>>().join(", "))
}

fn holder(who: &Holder, names: Names) -> String {
    match who {
        Holder::Default => "everybody (Default)".to_owned(),
        Holder::Anonymous => "people outside (Anonymous)".to_owned(),
        Holder::Recipient(id) => id.to_string(),
        Holder::Named(text) => hidden(text, names),
    }
}

fn rights(rights: &[String], flags: &[String]) -> String {
    let all: Vec<&str> = rights.iter().chain(flags).map(String::as_str).collect();
    if all.is_empty() { "no entry".to_owned() } else { all.join(", ") }
}

/// The GUID of a group, or the alias that it is going to have.
pub fn group_id(group: &GroupRef) -> String {
    match group {
        GroupRef::Known { guid, .. } => guid.to_string(),
        GroupRef::New { alias, .. } => alias.clone(),
        GroupRef::Gone { .. } => "a group that is gone".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::tenant::{ListSetting, MailboxGuid, Side};

    #[test]
    fn settings_are_told_as_powershell_writes_them() {
        let id = Uuid::from_u128(1);
        let window = told(&Change::set(id, Setting::BookingWindowInDays, 180, 730), Names::None);
        assert_eq!(
            (window.kind, &*window.setting, &*window.from, &*window.to),
            ("set", "BookingWindowInDays", "180", "730")
        );
        let empty = told(&Change::set(id, Setting::DeleteSubject, true, SettingValue::Empty), Names::None);
        assert_eq!((&*empty.from, &*empty.to), ("$true", "$null"));
    }

    #[test]
    fn what_the_tenant_chose_is_hidden_and_what_microsoft_chose_is_not() {
        let id = Uuid::from_u128(1);
        let city = Change::set(id, Setting::City, "Secret", "Berlin");
        let [full, none] = [Names::Full, Names::None].map(|names| told(&city, names));
        assert_eq!(full.to, "Berlin");
        assert!(none.to.starts_with("name-") && !none.from.contains("Secret"), "{none:?}");
        assert_eq!(
            told(&Change::set(id, Setting::AutomateProcessing, "None", "AutoAccept"), Names::None).to,
            "AutoAccept"
        );
        let (add, remove) = (vec![Entry::Recipient(id)], vec![Entry::Named("/o=x/cn=Gone".into())]);
        let amend = told(&Change::Amend { of: id, list: ListSetting::BookInPolicy, add, remove }, Names::None);
        assert!(amend.to.starts_with("add 0000") && amend.to.contains("; remove name-"), "{amend:?}");
    }

    #[test]
    fn a_member_says_of_which_group() {
        let group = GroupRef::New { alias: "rooms-a".to_owned(), purpose: Purpose::RoomList };
        let member =
            Change::Member { group, member: MailboxGuid(Uuid::from_u128(1)), way: Way::Make, side: Side::Cloud };
        let told = told(&member, Names::Full);
        assert_eq!((&*told.setting, &*told.from, &*told.to), ("room list rooms-a", "not a member", "member"));
    }
}
