//! The permissions that matter for reservation sync, in one table.
//!
//! Source of the ids: Microsoft's published app role export (see `docs/sources.md`). The live `appRoles` of the
//! resource are preferred where they can be read; this table names what they do not.

use serde::{Deserialize, Serialize};
use uuid::{Uuid, uuid};

/// A resource on which permissions are granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// Microsoft Graph.
    MicrosoftGraph,
    /// Office 365 Exchange Online.
    ExchangeOnline,
}

impl Resource {
    /// The application id of the resource; the same in every tenant and cloud.
    pub const fn app_id(self) -> Uuid {
        match self {
            Self::MicrosoftGraph => uuid!("00000003-0000-0000-c000-000000000000"),
            Self::ExchangeOnline => uuid!("00000002-0000-0ff1-ce00-000000000000"),
        }
    }

    /// The name that the portal shows.
    pub const fn title(self) -> &'static str {
        match self {
            Self::MicrosoftGraph => "Microsoft Graph",
            Self::ExchangeOnline => "Office 365 Exchange Online",
        }
    }

    /// The resource with this application id.
    pub fn from_app_id(id: Uuid) -> Option<Self> {
        [Self::MicrosoftGraph, Self::ExchangeOnline].into_iter().find(|resource| resource.app_id() == id)
    }
}

/// One application permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permission {
    /// The resource that defines it.
    pub resource: Resource,
    /// The `value` of the app role, such as `Calendars.ReadWrite`.
    pub value: &'static str,
    /// The id of the app role.
    pub id: Uuid,
    /// Broader permissions of the same resource that include everything this one gives.
    pub included_in: &'static [&'static str],
    /// The Exchange application role that gives the same within a scope (RBAC for Applications).
    pub exchange_role: Option<&'static str>,
    /// Whether an application access policy narrows it.
    pub narrowed_by_policy: bool,
    /// Whether a room-sync app has no business holding it.
    pub high_privilege: bool,
}

const fn graph(value: &'static str, id: Uuid) -> Permission {
    Permission {
        resource: Resource::MicrosoftGraph,
        value,
        id,
        included_in: &[],
        exchange_role: None,
        narrowed_by_policy: false,
        high_privilege: false,
    }
}

const fn mailbox(
    value: &'static str,
    id: Uuid,
    included_in: &'static [&'static str],
    role: &'static str,
) -> Permission {
    Permission { included_in, exchange_role: Some(role), narrowed_by_policy: true, ..graph(value, id) }
}

const fn within(included_in: &'static [&'static str], permission: Permission) -> Permission {
    Permission { included_in, ..permission }
}

const fn privileged(permission: Permission) -> Permission {
    Permission { high_privilege: true, ..permission }
}

const fn exchange(value: &'static str, id: Uuid) -> Permission {
    Permission { resource: Resource::ExchangeOnline, ..graph(value, id) }
}

/// Every permission that the program knows by name.
pub const KNOWN_PERMISSIONS: &[Permission] = &[
    mailbox(
        "Calendars.Read",
        uuid!("798ee544-9d2d-430c-a058-570e29e34338"),
        &["Calendars.ReadWrite"],
        "Application Calendars.Read",
    ),
    // Neither an access policy nor an Exchange role knows this one: it is always tenant-wide.
    within(
        &["Calendars.Read", "Calendars.ReadWrite"],
        graph("Calendars.ReadBasic.All", uuid!("8ba4a692-bc31-4128-9094-475872af8a53")),
    ),
    mailbox(
        "Calendars.ReadWrite",
        uuid!("ef54d2bf-783f-4e0f-bca1-3210c0444d99"),
        &[],
        "Application Calendars.ReadWrite",
    ),
    // The two look-alikes of 2026: work hours and locations only, no events.
    graph("Calendars.Read.All", uuid!("470229df-a15a-4b08-9d95-8c534862b362")),
    graph("Calendars.ReadWrite.All", uuid!("d91697b0-a708-4c11-a712-8fb2dc081aa2")),
    within(&["Place.ReadWrite.All"], graph("Place.Read.All", uuid!("913b9306-0ce1-42b8-9137-6a7df690a760"))),
    graph("Place.ReadWrite.All", uuid!("f1f5e9aa-ad18-4b97-883e-6aa7e95b7a5f")),
    graph("PlaceDevice.Read.All", uuid!("8b724a84-ceac-4fd9-897e-e31ba8f2d7a3")),
    mailbox(
        "MailboxSettings.Read",
        uuid!("40f97065-369a-49f4-947c-6a255697ae91"),
        &["MailboxSettings.ReadWrite"],
        "Application MailboxSettings.Read",
    ),
    mailbox(
        "MailboxSettings.ReadWrite",
        uuid!("6931bccd-447a-43d1-b442-00a195474933"),
        &[],
        "Application MailboxSettings.ReadWrite",
    ),
    within(
        &["User.ReadWrite.All", "Directory.Read.All"],
        graph("User.Read.All", uuid!("df021288-bdef-4463-88db-98f22de89214")),
    ),
    within(
        &["User.Read.All", "User.ReadWrite.All", "Directory.Read.All"],
        graph("User.ReadBasic.All", uuid!("97235f07-e226-4f63-ace3-39588e11d3a1")),
    ),
    privileged(graph("User.ReadWrite.All", uuid!("741f803b-c850-494e-b5df-cde7c675a1ca"))),
    within(&["Directory.Read.All"], graph("Group.Read.All", uuid!("5b567255-7703-4780-807c-7be8301ae99b"))),
    within(
        &["Group.Read.All", "Directory.Read.All"],
        graph("GroupMember.Read.All", uuid!("98830695-27a2-44f7-8c18-0c3ebc9698f6")),
    ),
    graph("Directory.Read.All", uuid!("7ab1d382-f21e-4acd-a863-ba3e13f7da61")),
    privileged(graph("Directory.ReadWrite.All", uuid!("19dbc75e-c2e2-444c-a770-ec69d8559fc7"))),
    within(
        &["Application.ReadWrite.All", "Directory.Read.All"],
        graph("Application.Read.All", uuid!("9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30")),
    ),
    privileged(graph("Application.ReadWrite.All", uuid!("1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9"))),
    graph("Application.ReadWrite.OwnedBy", uuid!("18a4783c-866b-4cc7-a460-3d5e5662c884")),
    within(&["Directory.Read.All"], graph("Organization.Read.All", uuid!("498476ce-e0fe-48b0-b801-37ba7e2685c6"))),
    within(&["Directory.Read.All"], graph("Domain.Read.All", uuid!("dbb9058a-0e50-45d7-ae91-66909b5d4664"))),
    privileged(mailbox(
        "Mail.Read",
        uuid!("810c84a8-4a9e-49e6-bf7d-12d183f40d01"),
        &["Mail.ReadWrite"],
        "Application Mail.Read",
    )),
    privileged(mailbox(
        "Mail.ReadWrite",
        uuid!("e2a3a72e-5f79-4c64-b1b1-878b674786c9"),
        &[],
        "Application Mail.ReadWrite",
    )),
    privileged(mailbox(
        "Mail.ReadBasic.All",
        uuid!("693c5e45-0940-467d-9b8a-1022fb9d42ef"),
        &["Mail.Read", "Mail.ReadWrite"],
        "Application Mail.ReadBasic",
    )),
    privileged(mailbox("Mail.Send", uuid!("b633e1c5-b582-4048-a93e-9f11b44c7e96"), &[], "Application Mail.Send")),
    within(
        &["Directory.Read.All"],
        graph("RoleManagement.Read.Directory", uuid!("483bed4a-2ad3-4361-a73b-c83ccdbdc53c")),
    ),
    within(
        &["RoleManagement.Read.All"],
        graph("RoleManagement.Read.Exchange", uuid!("c769435f-f061-4d0b-8ff1-3d39870e5f85")),
    ),
    graph("RoleManagement.Read.All", uuid!("c7fbd983-d9aa-4fa7-84b8-17382c103bc4")),
    graph("ConfigurationMonitoring.Read.All", uuid!("aca929ec-9830-44dc-bda1-85cf938aaa95")),
    graph("ConfigurationMonitoring.ReadWrite.All", uuid!("cfa85bfb-2ee8-4e13-8e7f-489e57a015a1")),
    graph("MailboxConfigItem.Read", uuid!("27d9d776-f4d2-426d-80ad-5f22f2b01b0a")),
    privileged(graph("AppRoleAssignment.ReadWrite.All", uuid!("06b708a9-e830-4db3-a914-8e69da51d44f"))),
    graph("AuditLog.Read.All", uuid!("b0afded3-3588-46d8-8b3d-9842eff778da")),
    graph("Reports.Read.All", uuid!("230c1aed-a721-4c5d-9cb4-a90514e508ef")),
    graph("MailboxFolder.Read.All", uuid!("99280d24-a782-4793-93cc-0888549957f6")),
    graph("MailboxItem.Read.All", uuid!("7d9f353d-a7bd-4fbb-822a-26d5dd39a3ce")),
    exchange("Exchange.ManageAsApp", uuid!("dc50a0fb-09a3-484d-be87-e023b12c6440")),
    privileged(Permission {
        exchange_role: Some("Application EWS.AccessAsApp"),
        narrowed_by_policy: true,
        ..exchange("full_access_as_app", uuid!("dc890d15-9560-4a4c-9b7f-a736ec74ec40"))
    }),
];

impl Permission {
    /// The permission with this name on this resource.
    pub fn named(resource: Resource, value: &str) -> Option<&'static Self> {
        KNOWN_PERMISSIONS.iter().find(|permission| permission.resource == resource && permission.value == value)
    }

    /// The permission with this app role id on this resource.
    pub fn by_id(resource: Resource, id: Uuid) -> Option<&'static Self> {
        KNOWN_PERMISSIONS.iter().find(|permission| permission.resource == resource && permission.id == id)
    }
}

/// Names of permissions on Microsoft Graph that only the program's own reading needs, not the product.
pub const READER_PERMISSIONS: &[&str] = &[
    "Application.Read.All",
    "Directory.Read.All",
    "Organization.Read.All",
    "Place.Read.All",
    "MailboxSettings.Read",
    "RoleManagement.Read.Exchange",
    "User.ReadBasic.All",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_names_are_unique_within_a_resource() {
        for (at, one) in KNOWN_PERMISSIONS.iter().enumerate() {
            for other in &KNOWN_PERMISSIONS[at + 1..] {
                assert!(
                    one.resource != other.resource || (one.value != other.value && one.id != other.id),
                    "{one:?} {other:?}"
                );
            }
        }
    }

    #[test]
    fn broader_permissions_are_known_too() {
        for permission in KNOWN_PERMISSIONS {
            for broader in permission.included_in {
                assert!(Permission::named(permission.resource, broader).is_some(), "{broader}");
            }
        }
    }
}
