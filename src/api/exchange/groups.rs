//! Distribution groups: room lists, the groups that confine apps, and their members.

use jiff::Timestamp;
use serde::Deserialize;

use super::invoke;
use crate::api::lenient;
use crate::session::Cmdlet;
use crate::session::call::{Call, Invocation, Page, Unreadable, page};
use crate::tenant::room_list::ExchangeList;
use crate::tenant::{Address, Fact, ListMember, MailboxGuid, ObjectId, ScopeGroup, Source, Untrusted};

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Wire {
    primary_smtp_address: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    display_name: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::text")]
    distinguished_name: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::word")]
    guid: Option<String>,
    #[serde(deserialize_with = "lenient::word")]
    external_directory_object_id: Option<String>,
    #[serde(deserialize_with = "lenient::word")]
    recipient_type_details: Option<String>,
    #[serde(deserialize_with = "lenient::flag")]
    hidden_from_address_lists_enabled: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    is_dir_synced: Option<bool>,
    #[serde(deserialize_with = "lenient::time")]
    when_changed: Option<Timestamp>,
    #[serde(rename = "WhenChangedUTC", deserialize_with = "lenient::time")]
    when_changed_utc: Option<Timestamp>,
}

impl Wire {
    fn address(&self) -> Option<Address> {
        Address::parse(self.primary_smtp_address.as_deref()?).ok()
    }

    fn guid(&self) -> Option<MailboxGuid> {
        self.guid.as_deref()?.parse().ok()
    }
}

const GROUP_PROPERTIES: &[&str] = &[
    "PrimarySmtpAddress",
    "DisplayName",
    "DistinguishedName",
    "Guid",
    "ExternalDirectoryObjectId",
    "RecipientTypeDetails",
    "HiddenFromAddressListsEnabled",
    "IsDirSynced",
    "WhenChanged",
    "WhenChangedUTC",
];

/// A room list with its address.
#[derive(Clone, Debug, PartialEq)]
pub struct ListRow {
    /// Its primary SMTP address.
    pub address: Address,
    /// The list.
    pub list: ExchangeList,
}

fn list(wire: Wire) -> Result<ListRow, Unreadable> {
    let address = wire.address().ok_or_else(|| Unreadable("a room list without a usable address".into()))?;
    let list = ExchangeList {
        guid: wire.guid(),
        display_name: wire.display_name.unwrap_or_default(),
        recipient_type_details: wire.recipient_type_details,
        hidden_from_address_lists: wire.hidden_from_address_lists_enabled,
        is_dir_synced: wire.is_dir_synced,
        distinguished_name: wire.distinguished_name,
    };
    Ok(ListRow { address, list })
}

/// All room lists. Least: role `View-Only Recipients`.
pub fn room_lists() -> Call<Page<ListRow>> {
    fn read(body: &str) -> Result<Page<ListRow>, Unreadable> {
        page(body, list)
    }
    let call = Invocation::new(Cmdlet::GetDistributionGroup)
        .with("RecipientTypeDetails", "RoomList")
        .with("ResultSize", "Unlimited")
        .select(GROUP_PROPERTIES);
    invoke(Source::ExchangeRoomLists, call, read)
}

/// One group as a room list, also when it does not carry the flag. Least: role `View-Only Recipients`.
pub fn named_list(identity: &Address) -> Call<Page<ListRow>> {
    fn read(body: &str) -> Result<Page<ListRow>, Unreadable> {
        page(body, list)
    }
    let call =
        Invocation::new(Cmdlet::GetDistributionGroup).with("Identity", identity.as_str()).select(GROUP_PROPERTIES);
    invoke(Source::ExchangeRoomLists, call, read)
}

/// One group by name, address, distinguished name or id. Least: role `View-Only Recipients`.
pub fn group(identity: &str) -> Call<Page<ScopeGroup>> {
    let call = Invocation::new(Cmdlet::GetDistributionGroup).with("Identity", identity).select(GROUP_PROPERTIES);
    invoke(Source::ExchangeGroup, call, read_group)
}

/// Whatever stands behind an identity, group or not: a mailbox in the place of a group is found this way.
pub fn any_recipient(identity: &str) -> Call<Page<ScopeGroup>> {
    let call = Invocation::new(Cmdlet::GetRecipient).with("Identity", identity).select(GROUP_PROPERTIES);
    invoke(Source::ExchangeGroup, call, read_group)
}

fn read_group(body: &str) -> Result<Page<ScopeGroup>, Unreadable> {
    page(body, |wire: Wire| {
        Ok(ScopeGroup {
            address: wire.address(),
            guid: wire.guid(),
            is_dir_synced: wire.is_dir_synced,
            object_id: wire.external_directory_object_id.as_deref().and_then(|id| id.parse::<ObjectId>().ok()),
            display_name: wire.display_name.unwrap_or_default(),
            distinguished_name: wire.distinguished_name,
            recipient_type_details: wire.recipient_type_details,
            members: Fact::NotGathered,
            nested: std::collections::BTreeMap::new(),
            changed: wire.when_changed_utc.or(wire.when_changed),
        })
    })
}

/// The direct members of a group. Least: role `View-Only Recipients`.
pub fn members(identity: &str) -> Call<Page<ListMember>> {
    fn read(body: &str) -> Result<Page<ListMember>, Unreadable> {
        page(body, |wire: Wire| {
            Ok(ListMember {
                guid: wire.guid(),
                address: wire.address(),
                display_name: wire.display_name.unwrap_or_default(),
                recipient_type_details: wire.recipient_type_details,
            })
        })
    }
    let call = Invocation::new(Cmdlet::GetDistributionGroupMember)
        .with("Identity", identity)
        .with("ResultSize", "Unlimited")
        .select(&["PrimarySmtpAddress", "DisplayName", "Guid", "RecipientTypeDetails"]);
    invoke(Source::ExchangeGroupMembers, call, read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_tells_when_it_was_changed_last() {
        let read = |body: &str| (group("x").parse)(body).unwrap().items.remove(0).unwrap().changed;
        let at: Timestamp = "2026-11-21T08:30:00Z".parse().unwrap();
        assert_eq!(read(r#"{"value":[{"WhenChanged":"2026-11-21T08:30:00"}]}"#), Some(at));
        assert_eq!(
            read(r#"{"value":[{"WhenChanged":"2026-11-21T10:30:00","WhenChangedUTC":"2026-11-21T08:30:00Z"}]}"#),
            Some(at)
        );
        assert_eq!(read(r#"{"value":[{"DisplayName":"x"}]}"#), None);
    }
}
