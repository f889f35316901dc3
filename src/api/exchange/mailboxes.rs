//! Room and equipment mailboxes, and recipients by name.

use jiff::Timestamp;
use serde::Deserialize;

use super::invoke;
use crate::api::lenient;
use crate::session::Cmdlet;
use crate::session::call::{Call, Invocation, Page, Unreadable, page};
use crate::tenant::{
    Address, DeletedMailbox, Mailbox, MailboxGuid, ObjectId, Quota, Recipient, RoomKind, Source, Untrusted,
};

/// A mailbox with its address.
#[derive(Clone, Debug, PartialEq)]
pub struct MailboxRow {
    /// Its primary SMTP address.
    pub address: Address,
    /// Room, workspace or equipment.
    pub kind: RoomKind,
    /// The mailbox.
    pub mailbox: Mailbox,
}

const PROPERTIES: &[&str] = &[
    "PrimarySmtpAddress",
    "DisplayName",
    "Alias",
    "UserPrincipalName",
    "DistinguishedName",
    "LegacyExchangeDN",
    "Guid",
    "ExternalDirectoryObjectId",
    "RecipientTypeDetails",
    "ResourceType",
    "ResourceCapacity",
    "HiddenFromAddressListsEnabled",
    "IsDirSynced",
    "AccountDisabled",
    "EmailAddresses",
    "WhenMailboxCreated",
    "ForwardingAddress",
    "ForwardingSmtpAddress",
    "DeliverToMailboxAndForward",
    "ModerationEnabled",
    "RequireSenderAuthenticationEnabled",
    "AcceptMessagesOnlyFrom",
    "AcceptMessagesOnlyFromDLMembers",
    "AcceptMessagesOnlyFromSendersOrMembers",
    "RejectMessagesFrom",
    "RejectMessagesFromDLMembers",
    "RejectMessagesFromSendersOrMembers",
    "AdministrativeUnits",
    "LitigationHoldEnabled",
    "ProhibitSendReceiveQuota",
    "WhenChanged",
    "WhenChangedUTC",
];

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase", default)]
struct Wire {
    primary_smtp_address: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    display_name: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::text")]
    alias: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::text")]
    user_principal_name: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::text")]
    distinguished_name: Option<Untrusted>,
    #[serde(rename = "LegacyExchangeDN", deserialize_with = "lenient::text")]
    legacy_dn: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::word")]
    guid: Option<String>,
    #[serde(deserialize_with = "lenient::word")]
    external_directory_object_id: Option<String>,
    #[serde(deserialize_with = "lenient::word")]
    recipient_type_details: Option<String>,
    #[serde(deserialize_with = "lenient::word")]
    resource_type: Option<String>,
    #[serde(deserialize_with = "lenient::int")]
    resource_capacity: Option<i64>,
    #[serde(deserialize_with = "lenient::flag")]
    hidden_from_address_lists_enabled: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    is_dir_synced: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    account_disabled: Option<bool>,
    #[serde(deserialize_with = "lenient::texts")]
    email_addresses: Option<Vec<Untrusted>>,
    #[serde(deserialize_with = "lenient::time")]
    when_mailbox_created: Option<Timestamp>,
    #[serde(deserialize_with = "lenient::text")]
    forwarding_address: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::text")]
    forwarding_smtp_address: Option<Untrusted>,
    #[serde(deserialize_with = "lenient::flag")]
    deliver_to_mailbox_and_forward: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    moderation_enabled: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    require_sender_authentication_enabled: Option<bool>,
    #[serde(deserialize_with = "lenient::texts")]
    accept_messages_only_from: Option<Vec<Untrusted>>,
    #[serde(rename = "AcceptMessagesOnlyFromDLMembers", deserialize_with = "lenient::texts")]
    accept_messages_only_from_dl_members: Option<Vec<Untrusted>>,
    #[serde(deserialize_with = "lenient::texts")]
    accept_messages_only_from_senders_or_members: Option<Vec<Untrusted>>,
    #[serde(deserialize_with = "lenient::texts")]
    reject_messages_from: Option<Vec<Untrusted>>,
    #[serde(rename = "RejectMessagesFromDLMembers", deserialize_with = "lenient::texts")]
    reject_messages_from_dl_members: Option<Vec<Untrusted>>,
    #[serde(deserialize_with = "lenient::texts")]
    reject_messages_from_senders_or_members: Option<Vec<Untrusted>>,
    #[serde(deserialize_with = "lenient::texts")]
    administrative_units: Option<Vec<Untrusted>>,
    #[serde(deserialize_with = "lenient::flag")]
    litigation_hold_enabled: Option<bool>,
    #[serde(deserialize_with = "lenient::quota")]
    prohibit_send_receive_quota: Option<Quota>,
    #[serde(deserialize_with = "lenient::time")]
    when_changed: Option<Timestamp>,
    #[serde(rename = "WhenChangedUTC", deserialize_with = "lenient::time")]
    when_changed_utc: Option<Timestamp>,
    #[serde(deserialize_with = "lenient::time")]
    when_soft_deleted: Option<Timestamp>,
}

fn row(wire: Wire) -> Result<MailboxRow, Unreadable> {
    let text = wire.primary_smtp_address.ok_or_else(|| Unreadable("a mailbox without an address".into()))?;
    let address = Address::parse(&text).map_err(|error| Unreadable(format!("an address that {error}")))?;
    let kind = match (wire.recipient_type_details.as_deref(), wire.resource_type.as_deref()) {
        (Some("EquipmentMailbox"), _) => RoomKind::Equipment,
        (_, Some("Workspace" | "Desk")) => RoomKind::Workspace,
        _ => RoomKind::Room,
    };
    let addresses = addresses(Some(&address), wire.email_addresses);
    let merged = |lists: [Option<Vec<Untrusted>>; 3]| {
        let mut all: Vec<Untrusted> = lists.into_iter().flatten().flatten().collect();
        all.sort();
        all.dedup();
        all
    };
    let forwarding_recipient = wire.forwarding_address.filter(|text| !text.is_blank());
    let forwarding_smtp = wire.forwarding_smtp_address.filter(|text| !text.is_blank());
    let mailbox = Mailbox {
        guid: wire.guid.and_then(|id| id.parse::<MailboxGuid>().ok()),
        object_id: wire.external_directory_object_id.and_then(|id| id.parse::<ObjectId>().ok()),
        display_name: wire.display_name.unwrap_or_default(),
        alias: wire.alias,
        user_principal_name: wire.user_principal_name,
        distinguished_name: wire.distinguished_name,
        legacy_dn: wire.legacy_dn,
        recipient_type_details: wire.recipient_type_details,
        resource_type: wire.resource_type,
        resource_capacity: wire.resource_capacity,
        hidden_from_address_lists: wire.hidden_from_address_lists_enabled,
        is_dir_synced: wire.is_dir_synced,
        account_disabled: wire.account_disabled,
        addresses,
        created: wire.when_mailbox_created,
        forwarding: forwarding_smtp.as_ref().or(forwarding_recipient.as_ref()).cloned(),
        forwarding_recipient,
        forwarding_smtp,
        deliver_and_forward: wire.deliver_to_mailbox_and_forward,
        moderated: wire.moderation_enabled,
        require_sender_authentication: wire.require_sender_authentication_enabled,
        accepts_only_from: merged([
            wire.accept_messages_only_from,
            wire.accept_messages_only_from_dl_members,
            wire.accept_messages_only_from_senders_or_members,
        ]),
        rejects_from: merged([
            wire.reject_messages_from,
            wire.reject_messages_from_dl_members,
            wire.reject_messages_from_senders_or_members,
        ]),
        administrative_units: wire.administrative_units.unwrap_or_default(),
        litigation_hold: wire.litigation_hold_enabled,
        quota: wire.prohibit_send_receive_quota,
        changed: wire.when_changed_utc.or(wire.when_changed),
    };
    Ok(MailboxRow { address, kind, mailbox })
}

/// The SMTP addresses of a recipient, the primary one first.
fn addresses(primary: Option<&Address>, proxies: Option<Vec<Untrusted>>) -> Vec<Address> {
    let mut addresses: Vec<Address> = primary.into_iter().cloned().collect();
    for proxy in proxies.unwrap_or_default() {
        let Some((prefix, rest)) = proxy.raw().split_once(':') else { continue };
        let Some(other) = Address::parse(rest).ok().filter(|_| prefix.eq_ignore_ascii_case("smtp")) else { continue };
        if Some(&other) != primary {
            addresses.push(other);
        }
    }
    addresses
}

fn mailboxes(details: &str) -> Call<Page<MailboxRow>> {
    fn read(body: &str) -> Result<Page<MailboxRow>, Unreadable> {
        page(body, row)
    }
    let call = Invocation::new(Cmdlet::GetMailbox)
        .with("RecipientTypeDetails", details)
        .with("ResultSize", "Unlimited")
        .select(PROPERTIES);
    invoke(Source::ExchangeMailboxes, call, read)
}

/// All room mailboxes, workspaces among them. Least: role `View-Only Recipients`.
pub fn rooms() -> Call<Page<MailboxRow>> {
    mailboxes("RoomMailbox")
}

/// All equipment mailboxes. Least: role `View-Only Recipients`.
pub fn equipment() -> Call<Page<MailboxRow>> {
    mailboxes("EquipmentMailbox")
}

/// Room mailboxes that were deleted and can still be restored. Least: role `View-Only Recipients`.
pub fn deleted() -> Call<Page<DeletedMailbox>> {
    fn read(body: &str) -> Result<Page<DeletedMailbox>, Unreadable> {
        page(body, |wire: Wire| {
            let text = wire.primary_smtp_address.ok_or_else(|| Unreadable("a mailbox without an address".into()))?;
            let address = Address::parse(&text).map_err(|error| Unreadable(format!("an address that {error}")))?;
            Ok(DeletedMailbox {
                address,
                guid: wire.guid.and_then(|id| id.parse::<MailboxGuid>().ok()),
                display_name: wire.display_name.unwrap_or_default(),
                deleted: wire.when_soft_deleted,
                litigation_hold: wire.litigation_hold_enabled,
            })
        })
    }
    let call = Invocation::new(Cmdlet::GetMailbox)
        .with("SoftDeletedMailbox", true)
        .with("RecipientTypeDetails", "RoomMailbox")
        .with("ResultSize", "Unlimited")
        .select(&["PrimarySmtpAddress", "Guid", "DisplayName", "WhenSoftDeleted", "LitigationHoldEnabled"]);
    invoke(Source::ExchangeDeletedMailboxes, call, read)
}

/// A recipient by name, address or legacy name. Least: role `View-Only Recipients`.
pub fn recipient(identity: &str) -> Call<Page<Recipient>> {
    fn read(body: &str) -> Result<Page<Recipient>, Unreadable> {
        page(body, |wire: Wire| {
            let address = wire.primary_smtp_address.and_then(|text| Address::parse(&text).ok());
            Ok(Recipient {
                display_name: wire.display_name.unwrap_or_default(),
                addresses: addresses(address.as_ref(), wire.email_addresses),
                address,
                recipient_type_details: wire.recipient_type_details,
                guid: wire.guid.and_then(|id| id.parse::<MailboxGuid>().ok()),
                object_id: wire.external_directory_object_id.and_then(|id| id.parse::<ObjectId>().ok()),
                distinguished_name: wire.distinguished_name,
            })
        })
    }
    let call = Invocation::new(Cmdlet::GetRecipient).with("Identity", identity).select(&[
        "DisplayName",
        "PrimarySmtpAddress",
        "RecipientTypeDetails",
        "Guid",
        "ExternalDirectoryObjectId",
        "DistinguishedName",
        "EmailAddresses",
    ]);
    invoke(Source::ExchangeRecipient, call, read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_with_type_hints_is_read() {
        let body = r##"{"value":[{"Guid@odata.type":"#Guid","Guid":"11111111-1111-1111-1111-111111111111","PrimarySmtpAddress":"Room1@contoso.com",
          "DisplayName":"Room 1","ResourceType":"Room","RecipientTypeDetails":"RoomMailbox","ResourceCapacity":"12","AccountDisabled":"True",
          "EmailAddresses@odata.type":"#Collection(String)","EmailAddresses":["SMTP:Room1@contoso.com","smtp:old@contoso.com","SPO:x"],
          "WhenMailboxCreated":"2026-03-01T10:11:12","ForwardingSmtpAddress":"","ExternalDirectoryObjectId":"",
          "LitigationHoldEnabled":true,"ProhibitSendReceiveQuota":"100 GB (107,374,182,400 bytes)","WhenChanged":"2026-05-01T10:00:00","WhenChangedUTC":"2026-05-01T08:00:00Z"}]}"##;
        let page = (rooms().parse)(body).unwrap();
        let row = page.items[0].as_ref().unwrap();
        assert_eq!((row.kind, row.mailbox.resource_capacity), (RoomKind::Room, Some(12)));
        assert_eq!(row.mailbox.addresses.len(), 2);
        assert_eq!(row.mailbox.account_disabled, Some(true));
        assert_eq!((row.mailbox.litigation_hold, row.mailbox.quota), (Some(true), Some(Quota::Bytes(107_374_182_400))));
        // The one that names its zone: the other is in the server's own time.
        assert_eq!(row.mailbox.changed, Some("2026-05-01T08:00:00Z".parse().unwrap()));
        assert!(row.mailbox.created.is_some() && row.mailbox.forwarding.is_none() && row.mailbox.object_id.is_none());
    }

    #[test]
    fn a_recipient_comes_with_its_ids_and_all_its_addresses() {
        let body = r#"{"value":[{"DisplayName":"Ann","PrimarySmtpAddress":"Ann@contoso.com","RecipientTypeDetails":"UserMailbox",
          "ExternalDirectoryObjectId":"11111111-1111-1111-1111-111111111111","DistinguishedName":"CN=ann",
          "EmailAddresses":["smtp:old@contoso.com","SMTP:Ann@contoso.com","X500:/o=x"]}]}"#;
        let page = (recipient("ann").parse)(body).unwrap();
        let found = page.items[0].as_ref().unwrap();
        let addresses: Vec<_> = found.addresses.iter().map(Address::as_str).collect();
        assert_eq!(addresses, ["ann@contoso.com", "old@contoso.com"]);
        assert!(found.object_id.is_some() && found.distinguished_name == Some("CN=ann".into()));
    }

    #[test]
    fn kinds_are_told_apart() {
        let kind = |text: &str| (rooms().parse)(text).unwrap().items[0].as_ref().unwrap().kind;
        assert_eq!(kind(r#"{"value":[{"PrimarySmtpAddress":"a@b","ResourceType":"Workspace"}]}"#), RoomKind::Workspace);
        assert_eq!(
            kind(r#"{"value":[{"PrimarySmtpAddress":"a@b","RecipientTypeDetails":"EquipmentMailbox"}]}"#),
            RoomKind::Equipment
        );
    }

    #[test]
    fn a_mailbox_without_a_limit_is_told_from_one_whose_limit_was_left_out() {
        let quota = |value: &str| {
            let body = format!(r#"{{"value":[{{"PrimarySmtpAddress":"a@b"{value}}}]}}"#);
            (rooms().parse)(&body).unwrap().items[0].as_ref().unwrap().mailbox.quota
        };
        assert_eq!(quota(r#","ProhibitSendReceiveQuota":"Unlimited""#), Some(Quota::Unlimited));
        assert_eq!(quota(r#","ProhibitSendReceiveQuota":"1 GB (1,073,741,824 bytes)""#), Some(Quota::Bytes(1 << 30)));
        for unread in ["", r#","ProhibitSendReceiveQuota":null"#, r#","ProhibitSendReceiveQuota":"much""#] {
            assert_eq!(quota(unread), None, "{unread}");
        }
    }

    #[test]
    fn a_deleted_mailbox_is_read() {
        let body = r#"{"value":[{"PrimarySmtpAddress":"Old@contoso.com","DisplayName":"Old","WhenSoftDeleted":"2026-11-10T08:00:00Z",
          "LitigationHoldEnabled":false,"Guid":"11111111-1111-1111-1111-111111111111"},{"DisplayName":"x"}]}"#;
        let page = (deleted().parse)(body).unwrap();
        let row = page.items[0].as_ref().unwrap();
        assert_eq!((row.address.as_str(), row.litigation_hold), ("old@contoso.com", Some(false)));
        assert!(row.deleted.is_some() && row.guid.is_some() && page.items[1].is_err());
    }
}
