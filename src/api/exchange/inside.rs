//! What is inside a room's mailbox: rules, rights, size, and what it lets programs do.

use serde::Deserialize;

use super::invoke;
use crate::api::lenient;
use crate::session::Cmdlet;
use crate::session::call::{Call, Invocation, Page, Unreadable, page};
use crate::tenant::{Address, FolderRight, InboxRule, MailboxRight, MailboxStatistics, Protocols, Source, Untrusted};

/// The inbox rules of a room, hidden ones too. Least: role `Mail Recipients`, or one below it with this command only.
pub fn rules(room: &Address) -> Call<Page<InboxRule>> {
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "PascalCase", default)]
    struct Wire {
        #[serde(deserialize_with = "lenient::text")]
        name: Option<Untrusted>,
        #[serde(deserialize_with = "lenient::flag")]
        enabled: Option<bool>,
    }
    fn read(body: &str) -> Result<Page<InboxRule>, Unreadable> {
        page(body, |wire: Wire| {
            Ok(InboxRule { name: wire.name.filter(|name| !name.is_blank()), enabled: wire.enabled })
        })
    }
    let call = Invocation::new(Cmdlet::GetInboxRule)
        .with("Mailbox", room.as_str())
        .with("IncludeHidden", true)
        .select(&["Name", "Enabled"])
        .opening(room);
    invoke(Source::ExchangeInboxRules, call, read)
}

/// A folder of a mailbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Folder {
    /// `FolderId`.
    pub id: String,
    /// Whether it is the mailbox's own calendar, however the mailbox's language calls it.
    pub is_calendar: bool,
}

/// The calendar folders of a room: the name that rights are asked by is in the mailbox's language, the id is not.
///
/// Least: role `View-Only Recipients`.
pub fn calendar_folders(room: &Address) -> Call<Page<Folder>> {
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "PascalCase", default)]
    struct Wire {
        #[serde(deserialize_with = "lenient::word")]
        folder_id: Option<String>,
        #[serde(deserialize_with = "lenient::word")]
        folder_type: Option<String>,
    }
    fn read(body: &str) -> Result<Page<Folder>, Unreadable> {
        page(body, |wire: Wire| {
            let id = wire.folder_id.ok_or_else(|| Unreadable("a folder without an id".into()))?;
            Ok(Folder { id, is_calendar: wire.folder_type.as_deref() == Some("Calendar") })
        })
    }
    let call = Invocation::new(Cmdlet::GetMailboxFolderStatistics)
        .with("Identity", room.as_str())
        .with("FolderScope", "Calendar")
        .select(&["FolderId", "FolderType"])
        .opening(room);
    invoke(Source::ExchangeCalendarRights, call, read)
}

/// Who may do what in one folder of a room. Least: role `View-Only Recipients`.
pub fn calendar_rights(room: &Address, folder: &str) -> Call<Page<FolderRight>> {
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "PascalCase", default)]
    struct Wire {
        #[serde(deserialize_with = "lenient::who")]
        user: Option<Untrusted>,
        #[serde(deserialize_with = "lenient::words")]
        access_rights: Option<Vec<String>>,
        #[serde(deserialize_with = "lenient::words")]
        sharing_permission_flags: Option<Vec<String>>,
    }
    fn read(body: &str) -> Result<Page<FolderRight>, Unreadable> {
        page(body, |wire: Wire| {
            Ok(FolderRight {
                user: wire.user.ok_or_else(|| Unreadable("a right of nobody".into()))?,
                rights: wire.access_rights.ok_or_else(|| Unreadable("a right that is none".into()))?,
                flags: wire.sharing_permission_flags.unwrap_or_default(),
            })
        })
    }
    let call = Invocation::new(Cmdlet::GetMailboxFolderPermission)
        .with("Identity", format!("{room}:{folder}"))
        .select(&["User", "AccessRights", "SharingPermissionFlags"])
        .opening(room);
    invoke(Source::ExchangeCalendarRights, call, read)
}

/// Who may open the whole mailbox of a room. Least: role `View-Only Recipients`.
pub fn mailbox_rights(room: &Address) -> Call<Page<MailboxRight>> {
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "PascalCase", default)]
    struct Wire {
        #[serde(deserialize_with = "lenient::who")]
        user: Option<Untrusted>,
        #[serde(deserialize_with = "lenient::words")]
        access_rights: Option<Vec<String>>,
        #[serde(deserialize_with = "lenient::flag")]
        is_inherited: Option<bool>,
        #[serde(deserialize_with = "lenient::flag")]
        deny: Option<bool>,
    }
    fn read(body: &str) -> Result<Page<MailboxRight>, Unreadable> {
        page(body, |wire: Wire| {
            Ok(MailboxRight {
                user: wire.user.ok_or_else(|| Unreadable("a right of nobody".into()))?,
                rights: wire.access_rights.ok_or_else(|| Unreadable("a right that is none".into()))?,
                inherited: wire.is_inherited,
                deny: wire.deny,
            })
        })
    }
    let call = Invocation::new(Cmdlet::GetMailboxPermission)
        .with("Identity", room.as_str())
        .select(&["User", "AccessRights", "IsInherited", "Deny"])
        .opening(room);
    invoke(Source::ExchangeMailboxRights, call, read)
}

/// How full the mailbox of a room is. Least: role `View-Only Recipients`.
pub fn statistics(room: &Address) -> Call<Page<MailboxStatistics>> {
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "PascalCase", default)]
    struct Wire {
        #[serde(deserialize_with = "lenient::size")]
        total_item_size: Option<u64>,
        #[serde(deserialize_with = "lenient::int")]
        item_count: Option<i64>,
    }
    fn read(body: &str) -> Result<Page<MailboxStatistics>, Unreadable> {
        page(body, |wire: Wire| {
            Ok(MailboxStatistics { total_bytes: wire.total_item_size, item_count: wire.item_count })
        })
    }
    let call = Invocation::new(Cmdlet::GetMailboxStatistics)
        .with("Identity", room.as_str())
        .select(&["TotalItemSize", "ItemCount"])
        .opening(room);
    invoke(Source::ExchangeMailboxStatistics, call, read)
}

/// What all room mailboxes let programs do, by address. Least: role `View-Only Recipients`.
pub fn protocols() -> Call<Page<(Address, Protocols)>> {
    #[derive(Deserialize, Default)]
    #[serde(rename_all = "PascalCase", default)]
    struct Wire {
        primary_smtp_address: Option<String>,
        #[serde(deserialize_with = "lenient::flag")]
        ews_enabled: Option<bool>,
        #[serde(deserialize_with = "lenient::word")]
        ews_application_access_policy: Option<String>,
        #[serde(deserialize_with = "lenient::texts")]
        ews_allow_list: Option<Vec<Untrusted>>,
        #[serde(deserialize_with = "lenient::texts")]
        ews_block_list: Option<Vec<Untrusted>>,
    }
    fn read(body: &str) -> Result<Page<(Address, Protocols)>, Unreadable> {
        page(body, |wire: Wire| {
            let address = wire.primary_smtp_address.ok_or_else(|| Unreadable("a mailbox without an address".into()))?;
            let address = Address::parse(&address).map_err(|error| Unreadable(format!("an address that {error}")))?;
            let protocols = Protocols {
                ews_enabled: wire.ews_enabled,
                ews_application_access_policy: wire.ews_application_access_policy.filter(|text| !text.is_empty()),
                ews_allow_list: wire.ews_allow_list.unwrap_or_default(),
                ews_block_list: wire.ews_block_list.unwrap_or_default(),
            };
            Ok((address, protocols))
        })
    }
    let call = Invocation::new(Cmdlet::GetCasMailbox)
        .with("RecipientTypeDetails", "RoomMailbox")
        .with("ResultSize", "Unlimited")
        .select(&["PrimarySmtpAddress", "EwsEnabled", "EwsApplicationAccessPolicy", "EwsAllowList", "EwsBlockList"]);
    invoke(Source::ExchangeProtocols, call, read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::call::Read;

    fn room() -> Address {
        Address::parse("room@contoso.com").unwrap()
    }

    fn rows<T>(call: &Call<Page<T>>, rows: &str) -> Vec<Result<T, Unreadable>> {
        (call.parse)(&format!(r#"{{"value":[{rows}]}}"#)).unwrap().items
    }

    #[test]
    fn a_rule_whose_name_may_not_be_read_is_still_a_rule() {
        let found =
            rows(&rules(&room()), r#"{"Name":"Junk E-mail Rule","Enabled":true},{"Name":""},{"Enabled":"False"}"#);
        let found: Vec<InboxRule> = found.into_iter().map(Result::unwrap).collect();
        assert_eq!(found[0], InboxRule { name: Some("Junk E-mail Rule".into()), enabled: Some(true) });
        assert_eq!(found[1], InboxRule { name: None, enabled: None });
        assert_eq!(found[2], InboxRule { name: None, enabled: Some(false) });
    }

    #[test]
    fn the_calendar_itself_is_told_from_the_calendars_beside_it() {
        let found = rows(
            &calendar_folders(&room()),
            r#"{"Name":"Agenda","FolderType":"Calendar","FolderId":"LgA1"},{"Name":"Holidays","FolderType":"User Created","FolderId":"LgA2"},{"FolderType":"Calendar"}"#,
        );
        let marks: Vec<Option<bool>> =
            found.iter().map(|row| row.as_ref().ok().map(|folder| folder.is_calendar)).collect();
        assert_eq!(marks, [Some(true), Some(false), None]);
    }

    #[test]
    fn rights_on_a_calendar_are_read_with_their_flags() {
        let found = rows(
            &calendar_rights(&room(), "LgA1"),
            r##"{"FolderName":"Agenda","User":"Default","AccessRights@odata.type":"#Collection(String)","AccessRights":["LimitedDetails"],"SharingPermissionFlags":null},
               {"User":{"DisplayName":"Lee Gu"},"AccessRights":["Editor"],"SharingPermissionFlags":"Delegate, CanViewPrivateItems"},{"AccessRights":["Reviewer"]},{"User":"x","AccessRights":7}"##,
        );
        let first = found[0].as_ref().unwrap();
        assert_eq!(
            (first.user.raw(), &first.rights[..], first.flags.len()),
            ("Default", &["LimitedDetails".to_owned()][..], 0)
        );
        let second = found[1].as_ref().unwrap();
        assert_eq!((second.user.raw(), second.flags.len()), ("Lee Gu", 2));
        // A right that cannot be told must not look like none.
        assert!(found[2].is_err() && found[3].is_err());
    }

    #[test]
    fn rights_on_a_mailbox_are_read_whatever_form_the_switch_has() {
        let found = rows(
            &mailbox_rights(&room()),
            r#"{"User":"NT AUTHORITY\\SELF","AccessRights":["FullAccess","ReadPermission"],"IsInherited":false,"Deny":{"IsPresent":false}},
               {"User":"S-1-5-21-1","AccessRights":"FullAccess","IsInherited":"True","Deny":"False"}"#,
        );
        let first = found[0].as_ref().unwrap();
        assert_eq!((first.rights.len(), first.inherited, first.deny), (2, Some(false), Some(false)));
        let second = found[1].as_ref().unwrap();
        assert_eq!(
            (&second.rights[..], second.inherited, second.deny),
            (&["FullAccess".to_owned()][..], Some(true), Some(false))
        );
    }

    #[test]
    fn sizes_and_protocols_are_read() {
        let found = rows(&statistics(&room()), r#"{"TotalItemSize":"1.234 MB (1,294,000 bytes)","ItemCount":310}"#);
        assert_eq!(
            found[0].as_ref().unwrap(),
            &MailboxStatistics { total_bytes: Some(1_294_000), item_count: Some(310) }
        );
        let found = rows(
            &protocols(),
            r#"{"PrimarySmtpAddress":"Room@contoso.com","EwsEnabled":null,"EwsApplicationAccessPolicy":"EnforceAllowList","EwsAllowList":["Sync/*"]},{"EwsEnabled":true}"#,
        );
        let (address, first) = found[0].as_ref().unwrap();
        assert_eq!((address.as_str(), first.ews_enabled, first.ews_allow_list.len()), ("room@contoso.com", None, 1));
        assert!(found[1].is_err());
    }

    #[test]
    fn commands_that_open_a_mailbox_are_sent_to_it() {
        let room = room();
        let anchor = |read: &Read| match read {
            Read::Exchange(call) => call.anchor.clone(),
            Read::Graph(_) => None,
        };
        for read in [
            rules(&room).read,
            calendar_folders(&room).read,
            calendar_rights(&room, "x").read,
            mailbox_rights(&room).read,
            statistics(&room).read,
        ] {
            assert_eq!(anchor(&read), Some(room.clone()), "{read:?}");
        }
        assert_eq!(anchor(&protocols().read), None);
    }
}
