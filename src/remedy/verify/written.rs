//! Values as they are compared and shown: the spelling of Exchange for what a snapshot keeps in its own way.

use crate::tenant::{Mailbox, Place, Setting, SettingValue, Untrusted};

/// A value as the scripts write it down to compare it; nothing for `$null`.
pub fn value(value: &SettingValue) -> String {
    match value {
        SettingValue::Empty => String::new(),
        SettingValue::Bool(true) => "True".to_owned(),
        SettingValue::Bool(false) => "False".to_owned(),
        SettingValue::Int(number) => number.to_string(),
        SettingValue::Text(text) => text.raw().to_owned(),
    }
}

/// Words in a row; `none` when there are none.
pub fn words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = words.collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}

/// A setting of a mailbox; `None` when it was left out, or lives elsewhere.
pub fn of_mailbox(mailbox: &Mailbox, setting: Setting) -> Option<SettingValue> {
    match setting {
        Setting::RoomHidden => mailbox.hidden_from_address_lists.map(Into::into),
        // A snapshot keeps one of the two: whichever is set.
        Setting::ForwardingAddress | Setting::ForwardingSmtpAddress => Some(text(mailbox.forwarding.as_ref())),
        Setting::DeliverToMailboxAndForward => mailbox.deliver_and_forward.map(Into::into),
        Setting::ModerationEnabled => mailbox.moderated.map(Into::into),
        Setting::RequireSenderAuthentication => mailbox.require_sender_authentication.map(Into::into),
        Setting::ResourceCapacity => Some(mailbox.resource_capacity.into()),
        _ => None,
    }
}

/// A setting of a place; `None` when it lives elsewhere.
pub fn of_place(place: &Place, setting: Setting) -> Option<SettingValue> {
    match setting {
        Setting::City => Some(text(place.city.as_ref())),
        Setting::CountryOrRegion => Some(text(place.country.as_ref())),
        Setting::Building => Some(text(place.building.as_ref())),
        Setting::Floor => Some(place.floor.into()),
        Setting::FloorLabel => Some(text(place.floor_label.as_ref())),
        Setting::Capacity => Some(place.capacity.into()),
        Setting::ParentId => Some(place.parent_id.as_deref().map_or(SettingValue::Empty, Into::into)),
        _ => None,
    }
}

/// Automatic replies in Exchange's words; Graph has its own.
pub fn replies(status: &str) -> SettingValue {
    match status {
        "disabled" => "Disabled".into(),
        "alwaysEnabled" => "Enabled".into(),
        "scheduled" => "Scheduled".into(),
        other => other.into(),
    }
}

fn text(text: Option<&Untrusted>) -> SettingValue {
    text.filter(|text| !text.is_blank()).cloned().into()
}
