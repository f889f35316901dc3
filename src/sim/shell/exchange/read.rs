//! Commands that read: the rows of the admin interface as objects, and who is connected.

use serde_json::{Map, json};

use super::{
    super::{
        CommandError, Tenant, Value,
        binding::{Command, Given, Kind, Outcome, record},
    },
    Found,
};
use crate::sim::{
    exchange::{Outcome as Rows, rows},
    json::{Json, Object, object},
    simulation::{Body, Response},
    state::Home,
};

const IDENTITY: (&str, Kind) = ("Identity", Kind::Text);
const SIZE: (&str, Kind) = ("ResultSize", Kind::Any);
const KINDS: (&str, Kind) = ("RecipientTypeDetails", Kind::Texts);

macro_rules! reads {
    ($name:literal, $needs:expr, $takes:expr) => {
        Command { name: $name, needs: $needs, takes: $takes, run: |tenant, given| read(tenant, $name, given) }
    };
}

pub(super) const COMMANDS: &[Command] = &[
    Command { name: "Get-ConnectionInformation", needs: &[], takes: &[], run: connection },
    Command { name: "Get-MailboxAutoReplyConfiguration", needs: &["Identity"], takes: &[IDENTITY], run: auto_reply },
    Command { name: "Get-User", needs: &[], takes: &[IDENTITY, SIZE], run: users },
    reads!("Get-AcceptedDomain", &[], &[IDENTITY]),
    reads!("Get-ApplicationAccessPolicy", &[], &[IDENTITY]),
    reads!("Get-CASMailbox", &[], &[IDENTITY, SIZE, KINDS]),
    reads!("Get-CalendarProcessing", &["Identity"], &[IDENTITY, SIZE]),
    reads!("Get-DistributionGroup", &[], &[IDENTITY, SIZE, KINDS]),
    reads!("Get-DistributionGroupMember", &["Identity"], &[IDENTITY, SIZE]),
    reads!("Get-InboxRule", &["Mailbox"], &[("Mailbox", Kind::Text), IDENTITY, ("IncludeHidden", Kind::Switch)]),
    reads!("Get-Mailbox", &[], &[IDENTITY, SIZE, KINDS, ("SoftDeletedMailbox", Kind::Switch)]),
    reads!("Get-MailboxCalendarConfiguration", &["Identity"], &[IDENTITY]),
    reads!("Get-MailboxFolderPermission", &["Identity"], &[IDENTITY, ("User", Kind::Text)]),
    reads!("Get-MailboxFolderStatistics", &["Identity"], &[IDENTITY, ("FolderScope", Kind::Text)]),
    reads!("Get-MailboxPermission", &["Identity"], &[IDENTITY, ("User", Kind::Text)]),
    reads!("Get-MailboxStatistics", &["Identity"], &[IDENTITY]),
    reads!("Get-ManagementRoleAssignment", &[], &[IDENTITY, ("RoleAssignee", Kind::Text), ("Role", Kind::Text)]),
    reads!("Get-ManagementScope", &[], &[IDENTITY]),
    reads!("Get-OrganizationConfig", &[], &[("RetrieveEwsOperationAccessPolicy", Kind::Switch)]),
    reads!("Get-Place", &[], &[IDENTITY, SIZE, ("Type", Kind::Text)]),
    reads!("Get-Recipient", &[], &[IDENTITY, SIZE, KINDS]),
    reads!("Get-ServicePrincipal", &[], &[IDENTITY]),
    reads!("Test-ApplicationAccessPolicy", &["AppId", "Identity"], &[IDENTITY, ("AppId", Kind::Text)]),
    reads!("Test-ServicePrincipalAuthorization", &["Identity"], &[IDENTITY, ("Resource", Kind::Text)]),
];

/// The error that a refusal of the admin interface tells.
pub(super) fn error_of(response: Response) -> CommandError {
    let text = |object: &Object, name: &str| match object.get(name) {
        Some(Json::Text(text)) => text.clone(),
        _ => String::new(),
    };
    if let Body::Json(body) = response.body
        && let Some(Json::Object(error)) = body.get("error")
        && let Some(Json::Object(inner)) = error.get("innererror")
        && let Some(Json::Object(inner)) = inner.get("internalexception")
    {
        return super::failed(&text(inner, "type"), &text(inner, "message"));
    }
    super::failed("System.Exception", "The command failed.")
}

fn read(tenant: &mut Tenant, name: &str, given: &Given<'_>) -> Outcome {
    let mut parameters = Map::new();
    for name in ["Identity", "Mailbox", "RoleAssignee", "Role", "Type", "FolderScope", "AppId", "Resource"] {
        if let Some(text) = given.text(name) {
            parameters.insert(name.to_owned(), json!(text));
        }
    }
    for name in ["IncludeHidden", "SoftDeletedMailbox", "RetrieveEwsOperationAccessPolicy"] {
        if let Some(flag) = given.flag(name) {
            parameters.insert(name.to_owned(), json!(flag));
        }
    }
    if let Some(kinds) = given.texts("RecipientTypeDetails") {
        parameters.insert("RecipientTypeDetails".to_owned(), json!(kinds));
    }
    let found = match rows::of(tenant.simulation(), name, &parameters) {
        Rows::Rows(rows) => {
            let most = size(given)?;
            (0..rows.len.min(most)).map(|at| record(&rows.build(at), str::to_owned)).collect::<Vec<_>>()
        }
        Rows::Failed(response) => return Err(error_of(response)),
    };
    narrowed(tenant, name, given, found)
}

/// Who holds the withdrawn role for impersonation: rows that the admin interface gives only when it is asked for them.
fn impersonations(tenant: &mut Tenant) -> Vec<Value> {
    let parameters = Map::from_iter([("Role".to_owned(), json!("ApplicationImpersonation"))]);
    match rows::of(tenant.simulation(), "Get-ManagementRoleAssignment", &parameters) {
        Rows::Rows(rows) => (0..rows.len).map(|at| record(&rows.build(at), str::to_owned)).collect(),
        Rows::Failed(_) => Vec::new(),
    }
}

/// Source: 1000 rows where `ResultSize` is not given.
fn size(given: &Given<'_>) -> Result<usize, CommandError> {
    match given.value("ResultSize") {
        None => Ok(1000),
        Some(Value::Int(number)) if *number >= 0 => Ok(usize::try_from(*number).unwrap_or(usize::MAX)),
        Some(Value::Text(text)) if text.eq_ignore_ascii_case("Unlimited") => Ok(usize::MAX),
        Some(_) => Err(CommandError {
            id: "System.Management.Automation.ParameterBindingArgumentTransformationException".to_owned(),
            message: "Cannot process argument transformation on parameter 'ResultSize'.".to_owned(),
        }),
    }
}

/// What the admin interface lists as a whole and the command narrows down.
fn narrowed(tenant: &mut Tenant, name: &str, given: &Given<'_>, mut rows: Vec<Value>) -> Outcome {
    let has = |row: &Value, properties: &[&str], wanted: &[String]| {
        let Value::Record(row) = row else { return false };
        properties.iter().any(|property| match row.get(property) {
            Some(Value::Text(text)) => wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(text)),
            _ => false,
        })
    };
    if let ("Get-MailboxFolderPermission" | "Get-MailboxPermission", Some(user)) = (name, given.text("User")) {
        let mut names = vec![user.to_owned()];
        names.extend(tenant.simulation().recipient(user).map(every_name).unwrap_or_default());
        rows.retain(|row| has(row, &["User"], &names));
        if rows.is_empty() && name == "Get-MailboxFolderPermission" {
            return Err(super::rights::no_entry(user));
        }
        return Ok(rows);
    }
    let narrows = matches!(
        name,
        "Get-ApplicationAccessPolicy" | "Get-ManagementRoleAssignment" | "Get-AcceptedDomain" | "Get-InboxRule"
    );
    if let (true, Some(identity)) = (narrows, given.text("Identity")) {
        if name == "Get-ManagementRoleAssignment" && !given.has("Role") {
            rows.extend(impersonations(tenant));
        }
        rows.retain(|row| has(row, &["Identity", "Name", "RuleIdentity"], &[identity.to_owned()]));
        if rows.is_empty() {
            return Err(super::not_found(identity));
        }
    }
    Ok(rows)
}

/// Everything that a recipient is called in lists of rights.
pub(super) fn every_name(found: Found<'_>) -> Vec<String> {
    let upn = match found {
        Found::Room(room) => room.upn.clone(),
        Found::User(user) => user.upn.clone(),
        Found::Group(group) => group.address.clone(),
    };
    let own = [found.display_name(), found.address(), found.alias()].map(str::to_owned);
    let ids = [found.guid().to_string(), found.object_id().to_string(), found.legacy_dn(), upn];
    own.into_iter().chain(ids).collect()
}

/// Source: Microsoft's page on `Get-ConnectionInformation`.
fn connection(tenant: &mut Tenant, _: &Given<'_>) -> Outcome {
    let Some(id) = tenant.exchange else { return Ok(Vec::new()) };
    let domain = tenant.state().initial_domain().to_owned();
    let row = object! {
        "ConnectionId": tenant.state().guid("connection", "exchange"),
        "State": "Connected",
        "Id": 1_i64,
        "Name": "ExchangeOnline_1",
        "UserPrincipalName": format!("admin@{domain}"),
        "ConnectionUri": "https://outlook.office365.com",
        "AzureAdAuthorizationEndpointUri": "https://login.microsoftonline.com/organizations",
        "TokenExpiryTimeUTC": Json::Null,
        "CertificateAuthentication": false,
        "ModuleName": "",
        "ModulePrefix": "",
        "Organization": Json::Null,
        "DelegatedOrganization": Json::Null,
        "AppId": Json::Null,
        "PageSize": 1000_i64,
        "TenantID": id.0,
        "TokenStatus": "Active",
        "ConnectionUsedForInbuiltCmdlets": true,
        "IsEopSession": false,
    };
    Ok(vec![record(&row, str::to_owned)])
}

fn auto_reply(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = super::room_at(tenant, given.needed("Identity"))?;
    let room = super::room(tenant, at);
    let state = match room.settings.automatic_replies {
        "alwaysEnabled" => "Enabled",
        "scheduled" => "Scheduled",
        _ => "Disabled",
    };
    let row = object! {
        "AutoReplyState": state,
        "ExternalAudience": "All",
        "ExternalMessage": "",
        "InternalMessage": "",
        "MailboxOwnerId": &room.alias,
        "Identity": &room.alias,
        "IsValid": true,
        "ObjectState": "Unchanged",
    };
    Ok(vec![record(&row, str::to_owned)])
}

/// Accounts of rooms as the directory shows them, with their addresses on the map.
fn users(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let rooms: Vec<usize> = match given.text("Identity") {
        Some(identity) => match tenant.simulation().target(identity) {
            Some(super::Target::Room(at)) => vec![at],
            Some(_) | None => return Err(super::not_found(identity)),
        },
        None => (0..tenant.state().rooms.len()).collect(),
    };
    let rooms = rooms.iter().filter_map(|at| tenant.state().rooms.get(*at)).filter(|room| room.home != Home::GraphOnly);
    let rows = rooms.map(|room| {
        let row = object! {
            "DisplayName": &room.display_name,
            "Name": &room.alias,
            "Identity": &room.alias,
            "Guid": room.guid,
            "UserPrincipalName": &room.upn,
            "WindowsEmailAddress": &room.address,
            "RecipientTypeDetails": room.details(),
            "City": room.place.city.clone(),
            "StateOrProvince": room.place.state.clone(),
            "StreetAddress": room.place.street.clone(),
            "PostalCode": room.place.postal_code.clone(),
            "CountryOrRegion": room.place.country.clone(),
            "Phone": room.place.phone.clone(),
            "AccountDisabled": !room.account_enabled,
            "IsDirSynced": room.dir_synced,
            "IsValid": true,
            "ObjectState": "Unchanged",
        };
        record(&row, str::to_owned)
    });
    Ok(rows.collect())
}
