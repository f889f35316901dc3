//! What a section is called: our own words and Microsoft's, never the tenant's.

use crate::remedy::section::{Kind, Section, Shape};
use crate::tenant::{GroupRef, Holder, Purpose, SettingValue, Way};

/// The title of a section: what it changes.
pub fn title(section: &Section) -> String {
    match &section.shape {
        Shape::Group(way) => match way {
            Way::Make => "make groups".to_owned(),
            Way::Unmake => "remove groups".to_owned(),
        },
        Shape::RoomListFlag => "make groups room lists; Exchange has no way back".to_owned(),
        Shape::Room(way) => match way {
            Way::Make => "make room mailboxes".to_owned(),
            Way::Unmake => "remove room mailboxes".to_owned(),
        },
        Shape::Settings(_, values) => {
            let one = |(setting, value): (&crate::tenant::Setting, &SettingValue)| {
                format!("{} = {}", setting.parameter(), shown(value))
            };
            values.iter().map(one).collect::<Vec<_>>().join(", ")
        }
        Shape::Amend(list, add, remove) => match (add.len(), remove.len()) {
            (added, 0) => format!("{}: add {added}, keep the others", list.parameter()),
            (0, removed) => format!("{}: remove {removed}, keep the others", list.parameter()),
            (added, removed) => format!("{}: add {added}, remove {removed}, keep the others", list.parameter()),
        },
        Shape::Member(group, way) => {
            let which = match group {
                GroupRef::Known { guid, .. } => guid.to_string(),
                GroupRef::New { alias, .. } => alias.clone(),
                GroupRef::Gone { .. } => "that is gone".to_owned(),
            };
            let kind = match group.purpose() {
                Purpose::RoomList => "room list",
                Purpose::Scope => "group that confines the app",
            };
            match way {
                Way::Make => format!("add members to the {kind} {which}"),
                Way::Unmake => format!("remove members from the {kind} {which}"),
            }
        }
        Shape::FolderRight(who, to, flags) => {
            let who = match who {
                Holder::Default => "everybody".to_owned(),
                Holder::Anonymous => "people outside".to_owned(),
                Holder::Recipient(id) => id.to_string(),
                Holder::Named(_) => "one holder".to_owned(),
            };
            let to = if to.is_empty() { "no entry".to_owned() } else { to.join(", ") };
            let flags = if flags.is_empty() { String::new() } else { format!(" with {}", flags.join(", ")) };
            format!("calendar folder: {to}{flags} for {who}")
        }
        Shape::FullAccess(way) => match way {
            Way::Make => "give full access to mailboxes".to_owned(),
            Way::Unmake => "take full access to mailboxes".to_owned(),
        },
        Shape::InboxRule(true) => "switch inbox rules on".to_owned(),
        Shape::InboxRule(false) => "switch inbox rules off".to_owned(),
        Shape::One(kind, way) => of_kind(*kind, *way).to_owned(),
    }
}

fn of_kind(kind: Kind, way: Way) -> &'static str {
    match (kind, way) {
        (Kind::Application, Way::Make) => "make the app registration",
        (Kind::Application, Way::Unmake) => "remove the app registration",
        (Kind::Requested, Way::Make) => "let the registration ask for permissions",
        (Kind::Requested, Way::Unmake) => "let the registration no longer ask for permissions",
        (Kind::Consent, Way::Make) => "consent to application permissions, for every mailbox of the tenant",
        (Kind::Consent, Way::Unmake) => "take consent to application permissions",
        (Kind::Delegated, Way::Make) => "consent to delegated permissions",
        (Kind::Delegated, Way::Unmake) => "take consent to delegated permissions",
        (Kind::RedirectUris, Way::Make) => "put redirect addresses back",
        (Kind::RedirectUris, Way::Unmake) => "remove redirect addresses",
        (Kind::HideApp, Way::Make) => "keep the app out of My Apps",
        (Kind::HideApp, Way::Unmake) => "show the app in My Apps",
        (Kind::NewSecret, _) => "make a new client secret",
        (Kind::RemoveSecret, _) => "remove client secrets; there is no way back",
        (Kind::StaleAssignment, Way::Make) => "give roles to an app that Exchange knows under a wrong id",
        (Kind::StaleAssignment, Way::Unmake) => {
            "take roles that authorise nothing, because Exchange knows the app wrongly"
        }
        (Kind::ExchangePrincipal, Way::Make) => "make the app known to Exchange",
        (Kind::ExchangePrincipal, Way::Unmake) => {
            "remove the app from Exchange under a wrong id; roles under that id authorise nothing and go with it"
        }
        (Kind::Scope, Way::Make) => "make the management scope",
        (Kind::Scope, Way::Unmake) => "remove the management scope",
        (Kind::Assignment, Way::Make) => "give the app its roles",
        (Kind::Assignment, Way::Unmake) => "take roles from the app",
        (Kind::Policy, Way::Make) => "make the application access policy",
        (Kind::Policy, Way::Unmake) => "remove application access policies",
        (Kind::Impersonation, _) => "remove assignments of ApplicationImpersonation; there is no way back",
    }
}

/// A value as a title shows it: text only when it is a plain word.
fn shown(value: &SettingValue) -> String {
    match value {
        SettingValue::Empty => "nothing".to_owned(),
        SettingValue::Bool(value) => value.to_string(),
        SettingValue::Int(value) => value.to_string(),
        SettingValue::Text(text) => {
            let is_plain = text.raw().len() <= 32 && text.raw().chars().all(|c| c.is_ascii_alphanumeric());
            if is_plain { text.raw().to_owned() } else { "see the rows".to_owned() }
        }
    }
}
