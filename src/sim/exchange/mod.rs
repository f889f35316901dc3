//! Exchange Online's admin REST interface, as its PowerShell module uses it: commands in, rows out.
//!
//! Microsoft does not document it for direct use. The shapes come from public clients and captures; the sentences of
//! refusals are partly guesses and marked. Roles: `Exchange.ManageAsApp` in the token, else 401; an Exchange or directory
//! role that covers the command, else 403 with a body of NUL bytes.

mod batch;
pub(super) mod inside;
pub(super) mod rows;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use http::Method;
use serde_json::Value;
use uuid::Uuid;

use super::{
    graph::preferred_page_size,
    healthy::INBOX_RULES_ROLE,
    json::{Json, Object, object},
    odata::Query,
    simulation::{Ask, Body, Door, Response, Simulation},
    token::Caller,
};
use crate::{session::Cmdlet, tenant::Resource};

/// Rows of one page at most, and rows of one answer when `ResultSize` is not given.
const PAGE: usize = 1000;

const TRUNCATED: &str = "There are more results available than are currently displayed. To view them, increase the value \
                         for the ResultSize parameter.";

/// Commands beside [`Cmdlet`] that readers use, with the role that least suffices.
const OTHERS: [(&str, &str); 2] = [
    ("Test-ApplicationAccessPolicy", "Organization Management"),
    ("Test-ServicePrincipalAuthorization", "Role Management"),
];

/// Every command that the tenant runs, with its role.
fn commands() -> impl Iterator<Item = (&'static str, &'static str)> {
    Cmdlet::ALL.iter().map(|cmdlet| (cmdlet.name(), cmdlet.role())).chain(OTHERS)
}

/// Answers a request to Exchange.
pub(super) fn answer(simulation: &Simulation, ask: &Ask<'_>) -> Response {
    let line = || format!("{} {}", ask.path, command_of(ask.body));
    simulation.with_faults(Door::Exchange, ask, line, || route(simulation, ask, true))
}

/// Name and identity of the command in a body, for the rules of faults.
fn command_of(body: &[u8]) -> String {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let input = &body["CmdletInput"];
    let named = |name: &str| input["Parameters"][name].as_str();
    let identity = named("Identity").or_else(|| named("Mailbox")).unwrap_or_default();
    format!("{} {identity}", input["CmdletName"].as_str().unwrap_or_default())
}

fn route(simulation: &Simulation, ask: &Ask<'_>, may_batch: bool) -> Response {
    let lower = ask.path.to_ascii_lowercase();
    let segments: Vec<&str> = lower.trim_matches('/').split('/').collect();
    let caller = match simulation.caller(ask.header("authorization"), Resource::ExchangeOnline) {
        Ok(caller) => caller,
        Err(_) => return unauthorized(),
    };
    if !caller.has(Resource::ExchangeOnline, "Exchange.ManageAsApp")
        && !caller.has(Resource::ExchangeOnline, "Exchange.Manage")
    {
        return unauthorized();
    }
    match segments.as_slice() {
        [_, _, tenant, ..] if !is_tenant(simulation, tenant) => forbidden(),
        [_, "beta", _, "$batch"] if may_batch && *ask.method == Method::POST => batch::answer(simulation, ask),
        [_, "beta", _, "invokecommand"] if *ask.method == Method::POST => invoke(simulation, ask, &caller),
        [_, "v1.0" | "beta", _, "exomodulefile"] if *ask.method == Method::GET => module_file(simulation, ask, &caller),
        // Measured by public clients: other versions answer 405. The v2.0 endpoints need another permission.
        [_, "v1.0" | "v2.0" | "beta", _, "invokecommand" | "$batch" | "exomodulefile"] => Response::empty(405),
        [_, "v2.0", ..] => Response::empty(403),
        _ => Response::empty(404),
    }
}

fn is_tenant(simulation: &Simulation, tenant: &str) -> bool {
    tenant.parse::<Uuid>().is_ok_and(|id| id == simulation.state.tenant.0)
        || simulation.state.domains.iter().any(|domain| domain.eq_ignore_ascii_case(tenant))
}

/// 401: no token, a token for something else, or one without the app permission.
pub(super) fn unauthorized() -> Response {
    Response::empty(401)
        .with(
            "www-authenticate",
            r#"Bearer client_id="00000002-0000-0ff1-ce00-000000000000", trusted_issuers="00000001-0000-0000-c000-000000000000@*", token_types="app_asserted_user_v1 service_asserted_app_v1", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="invalid_token""#,
        )
        // guess: number and sentence.
        .with("x-ms-diagnostics", r#"2000008;reason="The token has no permission of this resource.";error_category="invalid_token""#)
}

/// 403 as public clients saw it: the body is NUL bytes, the reason is in a header.
fn forbidden() -> Response {
    Response { body: Body::Raw(vec![0; 32], "application/octet-stream"), ..Response::empty(403) }.with(
        "x-ms-diagnostics",
        // guess: the number; the sentence is the one that the PowerShell module shows.
        r#"2000012;reason="The role assigned to application isn't supported in this scenario. Please check online documentation for assigning correct Directory Roles to Azure AD Application for EXO App-Only Authentication.";error_category="insufficient_roles""#,
    )
}

/// A failed command, in the envelope of this interface.
pub(super) fn failure(status: u16, code: &str, kind: &str, message: &str) -> Response {
    let detail = if kind.is_empty() { message.to_owned() } else { format!("Ex6F9304|{kind}|{message}") };
    Response::json(
        status,
        object! {
            "error": object! {
                "code": code,
                "message": "Error executing cmdlet",
                "details": [object! { "code": "Client", "target": "", "message": detail }],
                "innererror": object! {
                    "message": "Error executing cmdlet",
                    "type": "Microsoft.Exchange.Admin.OData.Core.ODataServiceException",
                    "stacktrace": "",
                    "internalexception": object! { "message": message, "type": kind, "stacktrace": "" },
                },
                "adminapi.warnings@odata.type": "#Collection(String)",
                "@adminapi.warnings": Vec::<String>::new(),
            },
        },
    )
}

/// An object that a command names is not there.
pub(super) fn not_found(identity: &str) -> Response {
    failure(
        404,
        "NotFound",
        "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
        &format!(
            "The operation couldn't be performed because object '{identity}' couldn't be found on \
             'AM0PR01A001DC01.EURPR01A001.PROD.OUTLOOK.COM'."
        ),
    )
}

/// A parameter that is missing or wrong.
fn bad_parameter(message: &str) -> Response {
    failure(400, "BadRequest", "System.Management.Automation.ParameterBindingException", message)
}

/// Whether the caller may run a command that needs this role.
///
/// Source: Microsoft's page on `Get-InboxRule` says that Global Reader and the view-only role group do not run it.
fn covers(caller: &Caller<'_>, command: &str, role: &str) -> bool {
    let Some(app) = caller.app else { return caller.is_person() };
    let Some(principal) = &app.principal else { return false };
    let by_group = principal.exchange_roles.iter().any(|held| {
        held == role
            || held == "Organization Management"
            || held == "View-Only Organization Management" && role.starts_with("View-Only")
            || held == INBOX_RULES_ROLE && command == "Get-InboxRule"
    });
    by_group
        || principal.directory_roles.iter().any(|template| match template.to_string().as_str() {
            // guess: Global Reader does not read service principals and access policies of Exchange.
            "f2ef992c-3afb-46b9-b7cf-a126ee74c451" => role.starts_with("View-Only"),
            "31392ffb-586c-42d1-9346-e59415a2cc4e" => matches!(role, "View-Only Recipients" | "Mail Recipients"),
            "29232cdf-9323-42fd-ade2-1d097af3e4de" | "62e90394-69f5-4237-9190-012177145e10" => true,
            _ => false,
        })
}

/// What a command gave: rows, or a refusal of its own.
pub(super) enum Outcome<'a> {
    Rows(rows::Rows<'a>),
    Failed(Response),
}

fn invoke(simulation: &Simulation, ask: &Ask<'_>, caller: &Caller<'_>) -> Response {
    let Ok(body) = serde_json::from_slice::<Value>(ask.body) else {
        return bad_parameter("The request body is not valid JSON.");
    };
    let input = &body["CmdletInput"];
    let Some(name) = input["CmdletName"].as_str() else {
        return bad_parameter("The property 'CmdletName' is required.");
    };
    // Source: a command that is not known, and one that the roles do not cover, look the same. Commands that write are
    // covered by no role here.
    let Some((name, _)) =
        commands().find(|(known, role)| known.eq_ignore_ascii_case(name) && covers(caller, known, role))
    else {
        return forbidden();
    };
    let empty = serde_json::Map::new();
    let parameters = match &input["Parameters"] {
        Value::Object(parameters) => parameters,
        Value::Null if input.get("Parameters").is_none() => &empty,
        _ => return bad_parameter("The property 'Parameters' must be an object."),
    };
    let query = Query::parse(&ask.query);
    let rows = match rows::of(simulation, name, parameters) {
        Outcome::Rows(rows) => rows,
        Outcome::Failed(response) => return response,
    };
    let mut warnings: Vec<&str> = Vec::new();
    let limit = match &parameters.get("ResultSize") {
        None => PAGE,
        Some(Value::String(text)) if text.eq_ignore_ascii_case("unlimited") => usize::MAX,
        Some(value) => {
            let number = value.as_u64().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
            let Some(number) = number.and_then(|number| usize::try_from(number).ok()) else {
                return bad_parameter("Cannot process argument transformation on parameter 'ResultSize'.");
            };
            number
        }
    };
    if rows.len > limit {
        warnings.push(TRUNCATED);
    }
    let total = rows.len.min(limit);
    let Some(position) = position(&query, name) else {
        return failure(
            400,
            "BadRequest",
            "Microsoft.Exchange.Admin.OData.Core.ODataServiceException",
            "Expired or Invalid pagination request. Default Expiry time is 00:30:00",
        );
    };
    let size = preferred_page_size(ask.headers).unwrap_or(PAGE).min(PAGE);
    let select = query.select();
    let value: Vec<Object> = (position..total)
        .take(size)
        .map(|at| {
            let mut row = rows.build(at);
            if let Some(names) = &select {
                row.select(names);
            }
            row
        })
        .collect();
    let tenant = simulation.state.tenant;
    let mut answer = object! {
        "@odata.context": format!(
            "{}/adminapi/beta/{tenant}/$metadata#Collection(Exchange.GenericHashTable)", ask.origins.exchange
        ),
        "adminapi.warnings@odata.type": "#Collection(String)",
        "@adminapi.warnings": warnings,
        "value": value,
    };
    let next = position.saturating_add(size);
    if next < total {
        let mark = BASE64URL.encode(format!("{name}~{next}"));
        let select = select.map(|names| format!("%24select={}&", names.join(","))).unwrap_or_default();
        answer.push(
            "@odata.nextLink",
            format!("{}/adminapi/beta/{tenant}/InvokeCommand?{select}%24skiptoken={mark}", ask.origins.exchange),
        );
    }
    Response::json(200, answer)
}

/// Where the page begins; `None` when the token is not one of ours for this command.
fn position(query: &Query, name: &str) -> Option<usize> {
    let Some(token) = query.get("$skiptoken") else { return Some(0) };
    let token = String::from_utf8(BASE64URL.decode(token).ok()?).ok()?;
    let (command, position) = token.rsplit_once('~')?;
    (command == name).then(|| position.parse().ok())?
}

/// The list of commands that the caller may run.
fn module_file(simulation: &Simulation, ask: &Ask<'_>, caller: &Caller<'_>) -> Response {
    // guess: filtered by role over plain REST too, as it is in the PowerShell module.
    let names: Vec<&str> = commands().filter(|(name, role)| covers(caller, name, role)).map(|(name, _)| name).collect();
    if names.is_empty() {
        return forbidden();
    }
    Response::json(
        200,
        object! {
            "@odata.context": format!("{}/adminapi/v1.0/{}/$metadata#EXOModuleFile", ask.origins.exchange, simulation.state.tenant),
            "value": [object! { "exportedCmdlets": names.join(","), "module": Json::Null }],
        },
    )
}
