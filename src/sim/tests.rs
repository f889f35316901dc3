//! Tests of the simulated tenant as a whole: every one asks over the wire's own shapes, through the pure core.

use ::http::{HeaderMap, Method, Request};
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::*;
use crate::tenant::{AppId, Resource};

pub(super) const NOW: &str = "2026-11-21T09:00:00Z";

pub(super) fn options() -> Options {
    Options::at(NOW.parse::<Timestamp>().unwrap())
}

pub(super) fn simulate(scenario: &str) -> Simulation {
    Scenario::named(scenario).unwrap().simulation(&options())
}

/// Status, headers and body of an answer.
pub(super) struct Seen {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) bytes: Bytes,
    pub(super) body: Value,
}

impl Seen {
    pub(super) fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or_default()
    }
    pub(super) fn rows(&self) -> &[Value] {
        self.body["value"].as_array().map(Vec::as_slice).unwrap_or_default()
    }
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

fn ask(simulation: &Simulation, method: Method, url: &str, headers: &[(&str, &str)], body: &str) -> Seen {
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap();
    let reply = simulation.answer(&request, &Origins::public()).reply;
    let bytes = reply.body().clone();
    Seen {
        status: reply.status().as_u16(),
        headers: reply.headers().clone(),
        body: serde_json::from_slice(&bytes).unwrap_or_default(),
        bytes,
    }
}

fn sign_in(simulation: &Simulation, tenant: &str, form: &str) -> Seen {
    ask(simulation, Method::POST, &format!("https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"), &[], form)
}

fn form(app: AppId, secret: &str, scope: &str) -> String {
    format!("grant_type=client_credentials&client_id={app}&client_secret={}&scope={scope}", secret.replace('~', "%7E"))
}

const GRAPH: &str = "https%3A%2F%2Fgraph.microsoft.com%2F.default";
const EXCHANGE: &str = "https%3A%2F%2Foutlook.office365.com%2F.default";

fn token(simulation: &Simulation, app: AppId, secret: &str, scope: &str) -> String {
    let tenant = simulation.identity().tenant.to_string();
    let seen = sign_in(simulation, &tenant, &form(app, secret, scope));
    assert_eq!(seen.status, 200, "{}", seen.body);
    seen.body["access_token"].as_str().unwrap().to_owned()
}

fn subject_token(simulation: &Simulation, scope: &str) -> String {
    let identity = simulation.identity();
    token(simulation, identity.app, &identity.secret, scope)
}

fn reader_token(simulation: &Simulation, scope: &str) -> String {
    let (app, secret) = simulation.identity().reader;
    token(simulation, app, &secret, scope)
}

pub(super) fn get(simulation: &Simulation, path: &str) -> Seen {
    get_as(simulation, &reader_token(simulation, GRAPH), path)
}

fn get_as(simulation: &Simulation, token: &str, path: &str) -> Seen {
    let url = if path.starts_with("https:") { path.to_owned() } else { format!("https://graph.microsoft.com{path}") };
    ask(simulation, Method::GET, &url, &[("authorization", &format!("Bearer {token}"))], "")
}

pub(super) fn get_as_subject(simulation: &Simulation, path: &str) -> Seen {
    get_as(simulation, &subject_token(simulation, GRAPH), path)
}

pub(super) fn post_as_subject(simulation: &Simulation, path: &str, body: &Value) -> Seen {
    let bearer = format!("Bearer {}", subject_token(simulation, GRAPH));
    let url = format!("https://graph.microsoft.com{path}");
    ask(simulation, Method::POST, &url, &[("authorization", &bearer)], &body.to_string())
}

fn exchange_url(simulation: &Simulation, tail: &str) -> String {
    format!("https://outlook.office365.com/adminapi/beta/{}/{tail}", simulation.identity().tenant)
}

fn invoke_as(simulation: &Simulation, token: &str, url: &str, command: &str, parameters: &Value) -> Seen {
    let body = json!({"CmdletInput": {"CmdletName": command, "Parameters": parameters}});
    ask(simulation, Method::POST, url, &[("authorization", &format!("Bearer {token}"))], &body.to_string())
}

fn invoke(simulation: &Simulation, command: &str, parameters: &Value) -> Seen {
    let url = exchange_url(simulation, "InvokeCommand");
    invoke_as(simulation, &reader_token(simulation, EXCHANGE), &url, command, parameters)
}

fn error_code(seen: &Seen) -> i64 {
    seen.body["error_codes"][0].as_i64().unwrap_or_default()
}

#[test]
fn tokens_are_refused_with_the_documented_numbers() {
    let simulation = simulate("healthy");
    let identity = simulation.identity();
    let tenant = identity.tenant.to_string();
    let refused = |tenant: &str, form: &str| {
        let seen = sign_in(&simulation, tenant, form);
        assert!(matches!(seen.status, 400 | 401), "{}", seen.body);
        let description = seen.body["error_description"].as_str().unwrap();
        assert!(description.starts_with(&format!("AADSTS{}: ", error_code(&seen))), "{description}");
        assert!(description.contains("\r\nTrace ID: "), "{description}");
        (seen.body["error"].as_str().unwrap().to_owned(), error_code(&seen))
    };
    let is = |kind: &str, code: i64| (kind.to_owned(), code);
    assert_eq!(refused(&tenant, &form(identity.app, "wrong", GRAPH)), is("invalid_client", 7_000_215));
    let nobody = AppId(uuid::Uuid::nil());
    assert_eq!(refused(&tenant, &form(nobody, "x", GRAPH)), is("unauthorized_client", 700_016));
    assert_eq!(refused("example.net", &form(identity.app, "x", GRAPH)), is("invalid_request", 90002));
    let none = format!("grant_type=client_credentials&client_id={}&scope={GRAPH}", identity.app);
    assert_eq!(refused(&tenant, &none), is("invalid_client", 7_000_218));
    let scope = "https%3A%2F%2Fgraph.microsoft.com%2FUser.Read";
    assert_eq!(refused(&tenant, &form(identity.app, &identity.secret, scope)), is("invalid_scope", 70011));
    let scope = "https%3A%2F%2Fexample.net%2F.default";
    assert_eq!(refused(&tenant, &form(identity.app, &identity.secret, scope)), is("invalid_resource", 500_011));

    let expired = simulate("expired-secret");
    let identity = expired.identity();
    let seen = sign_in(&expired, "contoso.com", &form(identity.app, &identity.secret, GRAPH));
    assert_eq!((seen.status, error_code(&seen)), (401, 7_000_222));
}

#[test]
fn a_switched_off_app_gets_no_token() {
    let mut state = Scenario::named("healthy").unwrap().state(&options());
    state.subject_principal_mut().account_enabled = false;
    let simulation = Simulation::new(state, &options());
    let identity = simulation.identity();
    let seen = sign_in(&simulation, "contoso.com", &form(identity.app, &identity.secret, GRAPH));
    assert_eq!(error_code(&seen), 7_000_112);
}

fn claims(token: &str) -> Value {
    use base64::Engine as _;
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

#[test]
fn a_token_carries_only_what_entra_granted_on_that_resource() {
    let simulation = simulate("healthy");
    let graph = claims(&subject_token(&simulation, GRAPH));
    let roles: Vec<&str> = graph["roles"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(roles.contains(&"Place.Read.All") && !roles.contains(&"Calendars.ReadWrite"), "{roles:?}");
    assert_eq!(graph["idtyp"], "app");
    assert_eq!(graph["appidacr"], "1");
    assert_eq!(claims(&subject_token(&simulation, EXCHANGE))["roles"], json!(["Exchange.ManageAsApp"]));
    assert!(claims(&subject_token(&simulate("nothing-consented"), GRAPH)).get("roles").is_none());
}

fn assertion(header: &Value, claims: &Value) -> String {
    use base64::Engine as _;
    let encode = |value: &Value| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.c2ln", encode(header), encode(claims))
}

#[test]
fn certificates_and_federated_credentials_sign_in() {
    let mut state = Scenario::named("healthy").unwrap().state(&options());
    let (start, end) = (state.days_ago(1), state.days_ago(-100));
    let subject = state.subject_mut();
    subject.certificates.push(Certificate {
        key_id: uuid::Uuid::nil(),
        display_name: "CN=test".to_owned(),
        sha256: "ab".repeat(32),
        sha1: String::new(),
        start,
        end,
    });
    subject.federated.push(Federated {
        name: "ci".to_owned(),
        issuer: "https://token.example".to_owned(),
        subject: "repo:x".to_owned(),
        audience: "api://AzureADTokenExchange".to_owned(),
    });
    let simulation = Simulation::new(state, &options());
    let identity = simulation.identity();
    let (app, tenant) = (identity.app.to_string(), identity.tenant.to_string());
    let now = simulation.now().as_second();
    let sign = |header: &Value, claims: &Value| {
        let form = format!(
            "grant_type=client_credentials&client_id={app}&scope={GRAPH}&client_assertion={}",
            assertion(header, claims)
        );
        sign_in(&simulation, &tenant, &form)
    };
    use base64::Engine as _;
    let thumbprint = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode([0xab_u8; 32]);
    let header = json!({"alg": "PS256", "typ": "JWT", "x5t#S256": thumbprint});
    let aud = format!("https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token");
    let good = json!({"aud": aud, "iss": app, "sub": app, "nbf": now, "exp": now + 300});
    let seen = sign(&header, &good);
    assert_eq!(seen.status, 200, "{}", seen.body);
    assert_eq!(claims(seen.body["access_token"].as_str().unwrap())["appidacr"], "2");
    assert_eq!(error_code(&sign(&json!({"alg": "PS256", "x5t#S256": "AAAA"}), &good)), 700_027);
    let late = json!({"aud": aud, "iss": app, "sub": app, "exp": now - 3600});
    assert_eq!(error_code(&sign(&header, &late)), 700_024);
    let elsewhere = json!({"aud": "https://example.net", "iss": app, "sub": app, "exp": now + 300});
    assert_eq!(error_code(&sign(&header, &elsewhere)), 700_023);
    let federated = |subject: &str| json!({"aud": "api://AzureADTokenExchange", "iss": "https://token.example", "sub": subject, "exp": now + 300});
    assert_eq!(sign(&json!({"alg": "RS256"}), &federated("repo:x")).status, 200);
    assert_eq!(error_code(&sign(&json!({"alg": "RS256"}), &federated("repo:y"))), 700_213);
}

#[test]
fn a_device_code_is_pending_and_then_signs_an_administrator_in() {
    let simulation = simulate("healthy");
    let client = "client_id=04b07795-8ddb-461a-bbee-02f9e1bf7b46";
    let url = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/devicecode";
    let scope = "scope=https%3A%2F%2Fgraph.microsoft.com%2FApplication.Read.All+offline_access";
    let seen = ask(&simulation, Method::POST, url, &[], &format!("{client}&{scope}"));
    assert_eq!(seen.body["interval"], 5);
    let code = seen.body["device_code"].as_str().unwrap();
    let poll = format!("grant_type=urn:ietf:params:oauth:grant-type:device_code&{client}&device_code={code}");
    for _ in 0..2 {
        assert_eq!(sign_in(&simulation, "contoso.com", &poll).body["error"], "authorization_pending");
    }
    let token = sign_in(&simulation, "contoso.com", &poll).body["access_token"].as_str().unwrap().to_owned();
    assert_eq!(claims(&token)["scp"], "Application.Read.All");
    assert_eq!(get_as(&simulation, &token, "/v1.0/applications").status, 200);
    assert_eq!(get_as(&simulation, &token, "/v1.0/organization").status, 403);
}

#[test]
fn made_up_expired_and_foreign_tokens_are_refused() {
    let simulation = simulate("healthy");
    let good = reader_token(&simulation, GRAPH);
    let forged = format!("{}x.{}", good.rsplit_once('.').unwrap().0, good.rsplit_once('.').unwrap().1);
    for token in [forged.as_str(), "abc", &reader_token(&simulation, EXCHANGE)] {
        let seen = get_as(&simulation, token, "/v1.0/organization");
        assert_eq!((seen.status, seen.code()), (401, "InvalidAuthenticationToken"));
    }
    let url = "https://graph.microsoft.com/v1.0/organization";
    let headers = [("authorization", &*format!("Bearer {good}")), ("client-request-id", "abc")];
    let seen = ask(&simulation, Method::GET, url, &headers, "");
    assert_eq!((seen.status, seen.header("client-request-id")), (200, "abc"));
    assert!(!seen.header("request-id").is_empty());
    assert!(seen.header("date").ends_with(" GMT"));
}

#[test]
fn pages_hold_100_rooms_and_links_lead_to_all_of_them() {
    let options = Options { rooms: Some(250), ..options() };
    let simulation = Scenario::named("healthy").unwrap().simulation(&options);
    let token = reader_token(&simulation, GRAPH);
    let mut link = Some("/v1.0/places/microsoft.graph.room?%24select=emailAddress&$count=true".to_owned());
    let mut sizes = Vec::new();
    while let Some(path) = link {
        let seen = get_as(&simulation, &token, &path);
        assert_eq!(seen.body["@odata.count"], 250);
        assert_eq!(seen.rows()[0].as_object().unwrap().len(), 1);
        sizes.push(seen.rows().len());
        link = seen.body["@odata.nextLink"].as_str().map(str::to_owned);
    }
    assert_eq!(sizes, [100, 100, 50]);
    let seen = get_as(&simulation, &token, "/v1.0/places/graph.roomList?$top=2&$skip=1");
    assert_eq!(seen.rows().len(), 2);
    let seen = get_as(&simulation, &token, "/v1.0/places/microsoft.graph.room?$filter=address/city+eq+'Lyon'");
    assert_eq!(seen.rows().len(), 50);
}

#[test]
fn hidden_and_young_rooms_are_missing_from_places() {
    let simulation = simulate("place-faults");
    let seen = get(&simulation, "/v1.0/places/microsoft.graph.room?$top=500");
    let names: Vec<&str> = seen.rows().iter().filter_map(|row| row["displayName"].as_str()).collect();
    assert!(!names.contains(&"RM Hidden") && !names.contains(&"RM Young"), "{names:?}");
    assert!(names.contains(&"PL Only In Graph"));
    let seen = invoke(&simulation, "Get-Mailbox", &json!({"RecipientTypeDetails": "RoomMailbox"}));
    let names: Vec<&str> = seen.rows().iter().filter_map(|row| row["DisplayName"].as_str()).collect();
    assert!(names.contains(&"RM Hidden") && names.contains(&"RM Young"));
    assert!(!names.contains(&"PL Only In Graph") && !names.contains(&"RM On Premises"));
    let seen = get(&simulate("mixed"), "/v1.0/places/microsoft.graph.roomList");
    assert!(seen.rows().iter().all(|row| row["displayName"] != "Rooms Video"));
}

#[test]
fn the_list_of_a_room_list_takes_its_address_only() {
    let simulation = simulate("healthy");
    let seen = get(&simulation, "/v1.0/places/rooms-lyon@contoso.com/microsoft.graph.roomList/rooms");
    assert_eq!(seen.rows().len(), 8);
    let list =
        get(&simulation, "/v1.0/places/microsoft.graph.roomlist").body["value"][0]["id"].as_str().unwrap().to_owned();
    let seen = get(&simulation, &format!("/v1.0/places/{list}/microsoft.graph.roomlist/rooms"));
    assert_eq!(seen.status, 404);
}

fn batch_of(urls: &[&str]) -> Value {
    let items: Vec<Value> =
        urls.iter().enumerate().map(|(at, url)| json!({"id": at.to_string(), "method": "GET", "url": url})).collect();
    json!({ "requests": items })
}

#[test]
fn batches_follow_their_rules() {
    let simulation = simulate("healthy");
    let batch = |body: &Value| post_as_subject(&simulation, "/v1.0/$batch", body);
    let seen = batch(&batch_of(&["/organization", "domains", "/users/nobody@contoso.com", "/v1.0/domains"]));
    let mut statuses: Vec<(String, i64)> = seen.body["responses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["id"].as_str().unwrap().to_owned(), item["status"].as_i64().unwrap()))
        .collect();
    statuses.sort();
    let statuses: Vec<i64> = statuses.into_iter().map(|(_, status)| status).collect();
    assert_eq!(statuses, [200, 200, 404, 200]);
    assert_eq!(batch(&batch_of(&["/domains"; 20])).status, 200);
    assert_eq!(batch(&batch_of(&["/domains"; 21])).status, 400);
    let twice = json!({"requests": [
        {"id": "1", "method": "GET", "url": "/domains"}, {"id": "1", "method": "GET", "url": "/domains"}]});
    assert_eq!(batch(&twice).status, 400);
    let chain = json!({"requests": [
        {"id": "1", "method": "GET", "url": "/users/nobody@contoso.com"},
        {"id": "2", "method": "GET", "url": "/domains", "dependsOn": ["1"]}]});
    assert_eq!(batch(&chain).body["responses"][1]["status"], 424);
    let write = json!({"requests": [{"id": "1", "method": "DELETE", "url": "/users/nobody@contoso.com"}]});
    assert_eq!(batch(&write).body["responses"][0]["status"], 405);
}

#[test]
fn answers_of_a_batch_come_in_another_order() {
    let simulation = simulate("healthy");
    let seen = post_as_subject(&simulation, "/beta/$batch", &batch_of(&["/domains"; 20]));
    let ids: Vec<&str> =
        seen.body["responses"].as_array().unwrap().iter().filter_map(|item| item["id"].as_str()).collect();
    assert!(!ids.is_sorted_by_key(|id| id.parse::<u32>().unwrap()), "{ids:?}");
}

/// The seven rows of the access table: (grant, policy, RBAC) → status, and what the message says.
#[test]
fn effective_access_follows_the_table() {
    #[derive(Clone, Copy)]
    enum Narrowed {
        No,
        Around,
        Elsewhere,
        DenyElsewhere,
        DenyRoom,
    }
    let case = |granted: bool, narrowed: Narrowed, in_scope: bool| {
        let mut state = Scenario::named("healthy").unwrap().state(&options());
        let subject = state.subject;
        if granted {
            state.grant_and_request(subject, Resource::MicrosoftGraph, "Calendars.ReadWrite");
        }
        if !in_scope {
            state.assignments.clear();
        }
        let (room, other) = (state.rooms[0].address.clone(), state.rooms[1].address.clone());
        let (member, denies) = match narrowed {
            Narrowed::No => (None, false),
            Narrowed::Around => (Some(room.clone()), false),
            Narrowed::Elsewhere => (Some(other), false),
            Narrowed::DenyElsewhere => (Some(other), true),
            Narrowed::DenyRoom => (Some(room.clone()), true),
        };
        if let Some(member) = member {
            state.add_group("Scope", GroupKind::MailSecurity, vec![member]);
            let target = "scope@contoso.com".to_owned();
            state.policies.push(Policy { app_id: subject, denies, target, description: String::new() });
        }
        let simulation = Simulation::new(state, &options());
        let window = "startDateTime=2026-11-21T09:00:00Z&endDateTime=2026-11-22T09:00:00Z";
        let seen = get_as_subject(&simulation, &format!("/v1.0/users/{room}/calendarView?{window}"));
        (seen.status, seen.body["error"]["message"].as_str().unwrap_or_default().contains("OData is disabled"))
    };
    assert_eq!(case(true, Narrowed::No, true), (200, false));
    assert_eq!(case(true, Narrowed::Around, false), (200, false));
    assert_eq!(case(true, Narrowed::Elsewhere, false), (403, true));
    assert_eq!(case(true, Narrowed::Elsewhere, true), (200, false));
    assert_eq!(case(true, Narrowed::DenyElsewhere, false), (200, false));
    assert_eq!(case(true, Narrowed::DenyRoom, false), (403, true));
    assert_eq!(case(false, Narrowed::No, true), (200, false));
    assert_eq!(case(false, Narrowed::No, false), (403, false));
}

#[test]
fn a_confined_app_does_not_reach_people_and_an_unscoped_one_does() {
    let person = "/v1.0/users/lee.gu@contoso.com/mailboxSettings";
    for (scenario, status) in [("healthy", 403), ("policy-scoped", 403), ("unscoped-app", 200)] {
        let seen = get_as_subject(&simulate(scenario), person);
        assert_eq!(seen.status, status, "{scenario}: {}", seen.body);
    }
    let seen = get_as_subject(&simulate("place-faults"), "/v1.0/users/rm-on-premises@contoso.com/calendar");
    assert_eq!((seen.status, seen.code()), (404, "MailboxNotEnabledForRESTAPI"));
}

#[test]
fn permissions_are_asked_for() {
    let simulation = simulate("nothing-consented");
    for path in ["/v1.0/organization", "/v1.0/applications", "/v1.0/servicePrincipals", "/v1.0/users", "/v1.0/domains"]
    {
        let seen = get_as_subject(&simulation, path);
        assert_eq!((seen.status, seen.code()), (403, "Authorization_RequestDenied"), "{path}");
    }
    assert_eq!(get_as_subject(&simulation, "/v1.0/places/microsoft.graph.room").status, 403);
    assert_eq!(get(&simulation, "/v1.0/me").status, 400);
    assert_eq!(get(&simulation, "/v1.0/nowhere").code(), "BadRequest");
}

#[test]
fn grants_name_resource_and_role() {
    let simulation = simulate("app-faults");
    let app = simulation.identity().app;
    let principal = get(&simulation, &format!("/v1.0/servicePrincipals(appId='{app}')"));
    let id = principal.body["id"].as_str().unwrap().to_owned();
    let grants = get(&simulation, &format!("/v1.0/servicePrincipals/{id}/appRoleAssignments?$top=999"));
    let on_exchange: Vec<&Value> =
        grants.rows().iter().filter(|row| row["resourceDisplayName"] == "Office 365 Exchange Online").collect();
    assert_eq!(on_exchange.len(), 3);
    let resource = "/v1.0/servicePrincipals(appId='00000002-0000-0ff1-ce00-000000000000')?$select=id,appRoles";
    let roles = get(&simulation, resource).body["appRoles"].clone();
    let values: Vec<&str> = roles.as_array().unwrap().iter().filter_map(|role| role["value"].as_str()).collect();
    assert!(values.contains(&"Calendars.Read"), "{values:?}");
    let delegated =
        get(&simulation, &format!("/v1.0/oauth2PermissionGrants?$filter=clientId eq '{id}'").replace(' ', "%20"));
    assert_eq!(delegated.rows()[0]["scope"], "User.Read Calendars.ReadWrite");
    let vendor = simulate("vendor-app");
    let seen = get(&vendor, &format!("/v1.0/applications(appId='{app}')"));
    assert_eq!((seen.status, seen.code()), (404, "Request_ResourceNotFound"));
}

#[test]
fn exchange_refuses_by_permission_and_by_role() {
    let simulation = simulate("nothing-consented");
    let url = exchange_url(&simulation, "InvokeCommand");
    let token = subject_token(&simulation, EXCHANGE);
    assert_eq!(invoke_as(&simulation, &token, &url, "Get-Mailbox", &json!({})).status, 401);
    let simulation = simulate("no-exchange-role");
    let seen = invoke(&simulation, "Get-Mailbox", &json!({}));
    assert_eq!(seen.status, 403);
    assert!(!seen.bytes.is_empty() && seen.bytes.iter().all(|byte| *byte == 0));
    assert!(!seen.header("x-ms-diagnostics").is_empty());
    let simulation = simulate("healthy");
    assert_eq!(invoke(&simulation, "Set-CalendarProcessing", &json!({"Identity": "x"})).status, 403);
    let token = reader_token(&simulation, EXCHANGE);
    let other = exchange_url(&simulation, "InvokeCommand").replace("/beta/", "/v2.0/");
    assert_eq!(invoke_as(&simulation, &token, &other, "Get-Mailbox", &json!({})).status, 405);
    let seen = invoke(&simulation, "Get-CalendarProcessing", &json!({"Identity": "nobody@contoso.com"}));
    assert_eq!((seen.status, seen.code()), (404, "NotFound"));
    let detail = seen.body["error"]["details"][0]["message"].as_str().unwrap();
    assert!(detail.contains("|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|"), "{detail}");
    let seen = invoke(&simulation, "Get-Mailbox", &json!(null));
    assert_eq!(seen.status, 400);
}

#[test]
fn exchange_pages_by_post_and_says_when_it_cut_off() {
    let options = Options { rooms: Some(2300), ..options() };
    let simulation = Scenario::named("healthy").unwrap().simulation(&options);
    let token = reader_token(&simulation, EXCHANGE);
    let rooms = |size: Value| {
        let mut parameters = json!({"RecipientTypeDetails": "RoomMailbox"});
        parameters["ResultSize"] = size;
        parameters
    };
    let mut url = format!("{}?$select=PrimarySmtpAddress", exchange_url(&simulation, "InvokeCommand"));
    let mut sizes = Vec::new();
    loop {
        let seen = invoke_as(&simulation, &token, &url, "Get-Mailbox", &rooms(json!("Unlimited")));
        assert_eq!(seen.rows()[0].as_object().unwrap().len(), 1);
        sizes.push(seen.rows().len());
        match seen.body["@odata.nextLink"].as_str() {
            Some(next) => url = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(sizes, [1000, 1000, 300]);
    let seen = invoke(&simulation, "Get-Mailbox", &json!({"RecipientTypeDetails": "RoomMailbox"}));
    assert_eq!(seen.rows().len(), 1000);
    assert!(seen.body["@adminapi.warnings"][0].as_str().unwrap().contains("ResultSize"));
    assert!(seen.body.get("@odata.nextLink").is_none());
    let bad = format!("{}?$skiptoken=zzz", exchange_url(&simulation, "InvokeCommand"));
    assert_eq!(invoke_as(&simulation, &token, &bad, "Get-Mailbox", &json!({})).status, 400);
}

#[test]
fn every_item_of_an_exchange_batch_needs_its_own_token() {
    let simulation = simulate("healthy");
    let token = reader_token(&simulation, EXCHANGE);
    let url = exchange_url(&simulation, "InvokeCommand");
    let item = |id: &str, headers: Value| {
        json!({"id": id, "method": "POST", "url": url, "headers": headers, "body": {"CmdletInput": {
            "CmdletName": "Get-CalendarProcessing", "Parameters": {"Identity": "ams-01-rembrandt@contoso.com"}}}})
    };
    let bearer = format!("Bearer {token}");
    let body = json!({"requests": [item("1", json!({"Authorization": bearer})), item("2", json!({}))]});
    let headers = [("authorization", bearer.as_str())];
    let seen = ask(&simulation, Method::POST, &exchange_url(&simulation, "$batch"), &headers, &body.to_string());
    for response in seen.body["responses"].as_array().unwrap() {
        assert_eq!(response["status"], if response["id"] == "1" { 200 } else { 401 }, "{response}");
        if response["id"] == "1" {
            assert_eq!(response["body"]["value"][0]["BookingWindowInDays"], 730);
            assert_eq!(response["body"]["value"][0]["BookInPolicy@odata.type"], "#Collection(String)");
        }
    }
}

#[test]
fn recipients_are_found_by_every_name_that_rows_carry() {
    let simulation = simulate("calendar-faults");
    let seen = invoke(&simulation, "Get-CalendarProcessing", &json!({"Identity": "cp007-dynamic-group@contoso.com"}));
    let group = seen.rows()[0]["BookInPolicy"][0].as_str().unwrap();
    assert_eq!(
        invoke(&simulation, "Get-Recipient", &json!({"Identity": group})).rows()[0]["RecipientTypeDetails"],
        "DynamicDistributionGroup"
    );
    assert_eq!(
        invoke(&simulation, "Get-Recipient", &json!({"Identity": "Nestor Wilke"})).rows()[0]["RecipientTypeDetails"],
        "DisabledUser"
    );
    assert_eq!(invoke(&simulation, "Get-Recipient", &json!({"Identity": "Somebody Gone"})).status, 404);
    let seen = invoke(&simulation, "Get-Place", &json!({"Identity": "ams-01-rembrandt@contoso.com"}));
    assert_eq!(seen.rows()[0]["Localities"], json!(["rooms-amsterdam@contoso.com"]));
}

#[test]
fn the_inside_of_a_mailbox_is_shown_as_the_commands_show_it() {
    let mut state = Scenario::named("healthy").unwrap().state(&options());
    let room = state.rooms[1].address.clone();
    state.rooms[1].calendar_rights[0].flags = vec!["Delegate".to_owned(), "CanViewPrivateItems".to_owned()];
    state.rooms[1].inbox_rules.push(crate::tenant::InboxRule { name: None, enabled: Some(true) });
    state.rooms[1].quota_bytes = None;
    state.deleted_mailboxes.push(crate::tenant::DeletedMailbox {
        address: crate::tenant::Address::parse("old@contoso.com").unwrap(),
        guid: None,
        display_name: "Old".into(),
        deleted: Some(state.days_ago(3)),
        litigation_hold: Some(false),
    });
    let simulation = Simulation::new(state, &options());
    let invoke = |command: &str, parameters: Value| super::tests::invoke(&simulation, command, &parameters);

    let rules = invoke("Get-InboxRule", json!({"Mailbox": room, "IncludeHidden": true}));
    assert_eq!((rules.rows().len(), &rules.rows()[0]["Name"]), (2, &json!("Junk E-mail Rule")));
    assert_eq!(invoke("Get-InboxRule", json!({"Mailbox": room})).rows().len(), 0);
    assert_eq!(invoke("Get-InboxRule", json!({"Mailbox": "nobody@contoso.com"})).status, 404);

    let folders = invoke("Get-MailboxFolderStatistics", json!({"Identity": room, "FolderScope": "Calendar"}));
    let folder = folders.rows().iter().find(|row| row["FolderType"] == "Calendar").unwrap();
    // Berlin: the folder has another name there.
    assert_eq!((folders.rows().len(), &folder["Name"]), (2, &json!("Kalender")));
    let by_id = format!("{room}:{}", folder["FolderId"].as_str().unwrap());
    let rights = invoke("Get-MailboxFolderPermission", json!({"Identity": by_id}));
    assert_eq!(rights.rows()[0]["AccessRights"], json!(["AvailabilityOnly"]));
    assert_eq!(rights.rows()[0]["SharingPermissionFlags"], "Delegate, CanViewPrivateItems");
    assert_eq!(invoke("Get-MailboxFolderPermission", json!({"Identity": format!("{room}:\\Kalender")})).status, 200);
    assert_eq!(invoke("Get-MailboxFolderPermission", json!({"Identity": format!("{room}:\\Calendar")})).status, 404);

    let rights = invoke("Get-MailboxPermission", json!({"Identity": room}));
    assert_eq!(rights.rows()[0]["User"], "NT AUTHORITY\\SELF");
    let size = invoke("Get-MailboxStatistics", json!({"Identity": room}));
    assert_eq!(size.rows()[0]["TotalItemSize"], "46 MB (48,234,496 bytes)");
    let mailbox = invoke("Get-Mailbox", json!({"Identity": room}));
    assert_eq!(mailbox.rows()[0]["ProhibitSendReceiveQuota"], "Unlimited");
    assert_eq!(mailbox.rows()[0]["WhenChanged@data.type"], "System.DateTime");
    let protocols = invoke("Get-CASMailbox", json!({"RecipientTypeDetails": "RoomMailbox", "ResultSize": "Unlimited"}));
    assert_eq!(protocols.rows().len(), 40);
    let deleted = invoke("Get-Mailbox", json!({"SoftDeletedMailbox": true, "RecipientTypeDetails": "RoomMailbox"}));
    assert_eq!((deleted.rows().len(), &deleted.rows()[0]["PrimarySmtpAddress"]), (1, &json!("old@contoso.com")));
    let gone = invoke("Get-ManagementRoleAssignment", json!({"Role": "ApplicationImpersonation"}));
    assert_eq!(gone.status, 404);
}

#[test]
fn no_view_only_role_shows_inbox_rules() {
    let allowed = |change: fn(&mut Principal)| {
        let mut state = Scenario::named("separate-reader").unwrap().state(&options());
        let (reader, room) = (state.reader, state.rooms[0].address.clone());
        change(state.app_mut(reader).principal.as_mut().unwrap());
        let simulation = Simulation::new(state, &options());
        let rules = invoke(&simulation, "Get-InboxRule", &json!({"Mailbox": room})).status;
        let rights = invoke(&simulation, "Get-MailboxPermission", &json!({"Identity": room})).status;
        (rules, rights)
    };
    assert_eq!(allowed(|_| {}), (200, 200));
    const GLOBAL_READER: &str = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
    assert_eq!(
        allowed(|principal| {
            principal.exchange_roles.clear();
            principal.directory_roles = vec![GLOBAL_READER.parse().unwrap()];
        }),
        (403, 200)
    );
    assert_eq!(
        allowed(|principal| principal.exchange_roles = vec!["View-Only Organization Management".to_owned()]),
        (403, 200)
    );
    // The role of one's own opens this command and nothing else.
    assert_eq!(allowed(|principal| principal.exchange_roles.retain(|role| !role.starts_with("View"))), (200, 403));
}

#[test]
fn an_app_sees_its_own_subscriptions_only() {
    let simulation = simulate("healthy");
    let own = get_as_subject(&simulation, "/v1.0/subscriptions");
    assert_eq!((own.status, own.rows().len()), (200, 40));
    let room = &simulation.state().rooms[0];
    assert_eq!(own.rows()[0]["resource"], format!("users/{}/events", room.object_id));
    assert_eq!(own.rows()[0]["expirationDateTime"], "2026-11-23T09:00:00Z");
    assert_eq!(get(&simulation, "/v1.0/subscriptions").rows().len(), 0);
}

#[test]
fn the_headers_tell_of_clock_and_budget() {
    let mut state = Scenario::named("healthy").unwrap().state(&options());
    state.clock_ahead = jiff::SignedDuration::from_hours(1);
    state.exchange_budget = 3;
    let simulation = Simulation::new(state, &options());
    assert!(get(&simulation, "/v1.0/organization").header("date").starts_with("Sat, 21 Nov 2026 10:00:0"));
    let left: Vec<String> = (0..4)
        .map(|_| invoke(&simulation, "Get-AcceptedDomain", &json!({})).header("rate-limit-remaining").to_owned())
        .collect();
    assert_eq!(left, ["2", "1", "0", "0"]);
}

#[test]
fn a_mailbox_may_refuse_a_program_by_its_name() {
    let mut state = Scenario::named("healthy").unwrap().state(&options());
    state.rooms[0].protocols.ews_application_access_policy = Some("EnforceAllowList".to_owned());
    state.rooms[0].protocols.ews_allow_list = vec!["SomebodyElse*".into()];
    let rooms: Vec<String> = state.rooms.iter().take(2).map(|room| room.address.clone()).collect();
    let simulation = Simulation::new(state, &options());
    let status = |room: &str| get_as_subject(&simulation, &format!("/v1.0/users/{room}/calendar")).status;
    assert_eq!((status(&rooms[0]), status(&rooms[1])), (403, 200));
}

#[test]
fn confinement_shows_in_exchange_and_in_graph() {
    let simulation = simulate("healthy");
    let app = simulation.identity().app.to_string();
    let seen = invoke(
        &simulation,
        "Test-ServicePrincipalAuthorization",
        &json!({"Identity": app, "Resource": "lee.gu@contoso.com"}),
    );
    assert_eq!(seen.rows()[0]["InScope"], "False");
    let seen = invoke(&simulation, "Get-ServicePrincipal", &json!({"Identity": app}));
    let id = seen.rows()[0]["ObjectId"].as_str().unwrap().to_owned();
    let seen = invoke(&simulation, "Get-ManagementRoleAssignment", &json!({"RoleAssignee": id}));
    assert_eq!(seen.rows()[0]["CustomResourceScope"], "Rooms");
    let filter = format!("principalId%20eq%20'/ServicePrincipals/{id}'");
    let seen = get(&simulation, &format!("/beta/roleManagement/exchange/roleAssignments?$filter={filter}"));
    assert_eq!(seen.rows().len(), 2);
    let scope = seen.rows()[0]["appScopeId"].as_str().unwrap().to_owned();
    let seen = get(&simulation, &format!("/beta/roleManagement/exchange/customAppScopes/{scope}"));
    assert_eq!(seen.body["displayName"], "Rooms");
    let faults = simulate("access-faults");
    let seen = invoke(&faults, "Get-ApplicationAccessPolicy", &json!({}));
    assert!(seen.rows().len() > 240);
}

#[test]
fn throttling_strikes_requests_and_items_alike() {
    let simulation = simulate("throttled");
    let seen = post_as_subject(&simulation, "/v1.0/$batch", &batch_of(&["/domains"; 20]));
    let throttled: Vec<&Value> =
        seen.body["responses"].as_array().unwrap().iter().filter(|item| item["status"] == 429).collect();
    assert_eq!(throttled.len(), 3);
    assert_eq!(throttled[0]["headers"]["Retry-After"], "1");
}

#[test]
fn faults_bend_answers() {
    let with = |rule: Rule| {
        let mut state = Scenario::named("healthy").unwrap().state(&options());
        state.rooms[0].has_broken_name = true;
        state.faults.rules.push(rule);
        Simulation::new(state, &options())
    };
    let page = "/v1.0/places/microsoft.graph.room?$top=10";
    let link = |what: NextLink| {
        let seen = get(&with(Rule::on("graph.room?", Fault::NextLink(what))), page);
        assert!(String::from_utf8_lossy(&seen.bytes).contains(r"\ud800"));
        String::from_utf8_lossy(&seen.bytes)
            .split("nextLink\":\"")
            .nth(1)
            .map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
    };
    assert_eq!(link(NextLink::Missing), None);
    assert_eq!(link(NextLink::Loops).as_deref(), Some(&*format!("https://graph.microsoft.com{page}")));
    assert!(link(NextLink::ForeignHost).unwrap().contains(".example.net/"));
    assert!(link(NextLink::PlainHttp).unwrap().starts_with("http://graph.microsoft.com/"));
    let simulation = with(Rule::on("exchange ", Fault::Region("eurprd01".to_owned())));
    let seen = invoke(&simulation, "Get-Mailbox", &json!({}));
    assert_eq!(seen.status, 302);
    assert!(seen.header("location").starts_with("https://eurprd01.outlook.office365.com:446/adminapi/beta/"));
    let simulation = with(Rule::on("graph ", Fault::SignedOut).once());
    assert_eq!(get(&simulation, page).status, 401);
    assert_eq!(get(&simulation, page).status, 200);
    let simulation = with(Rule::on("", Fault::WebPage).after(1));
    assert_eq!(get(&simulation, page).header("content-type"), "text/html; charset=utf-8");
    let simulation = with(Rule::on("graph ", Fault::CutOff));
    assert_eq!(get(&simulation, page).body, Value::Null);
}

#[test]
fn free_busy_answers_for_known_mailboxes() {
    let simulation = simulate("healthy");
    let at = |time: &str| json!({"dateTime": time, "timeZone": "UTC"});
    let mut body = json!({"schedules": ["ams-01-rembrandt@contoso.com", "nobody@contoso.com"],
        "startTime": at("2026-11-23T08:00:00"), "endTime": at("2026-11-23T18:00:00")});
    let path = "/v1.0/users/ams-01-rembrandt@contoso.com/calendar/getSchedule";
    let seen = post_as_subject(&simulation, path, &body);
    assert_eq!(seen.rows()[0]["availabilityView"].as_str().unwrap().len(), 20);
    assert_eq!(seen.rows()[1]["error"]["responseCode"], "ErrorMailRecipientNotFound");
    body["schedules"] = json!(vec!["a@contoso.com"; 21]);
    assert_eq!(post_as_subject(&simulation, path, &body).status, 400);
}

#[test]
fn every_scenario_builds_and_answers_and_is_the_same_twice() {
    let mut names: Vec<&str> = SCENARIOS.iter().map(|scenario| scenario.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), SCENARIOS.len());
    for scenario in SCENARIOS {
        let options = Options { rooms: scenario.name.eq("large").then_some(1000), ..options() };
        let simulation = scenario.simulation(&options);
        let seen = get(&simulation, "/v1.0/places/microsoft.graph.room");
        assert!(matches!(seen.status, 200 | 429), "{}: {}", scenario.name, seen.body);
        let again = get(&scenario.simulation(&options), "/v1.0/places/microsoft.graph.room");
        assert_eq!(seen.body, again.body, "{}", scenario.name);
        let addresses: std::collections::HashSet<&str> =
            simulation.state().rooms.iter().map(|room| room.address.as_str()).collect();
        assert_eq!(addresses.len(), simulation.state().rooms.len(), "{}", scenario.name);
        for address in addresses {
            assert!(crate::tenant::Address::parse(address).is_ok(), "{address}");
        }
        assert_eq!(simulation.identity().secret.len(), 40);
    }
    assert!(Scenario::named("nonsense").is_none());
}

#[test]
fn ten_thousand_rooms_are_quick() {
    let start = std::time::Instant::now();
    let simulation = simulate("large");
    let token = reader_token(&simulation, GRAPH);
    let mut link = Some("/v1.0/places/microsoft.graph.room".to_owned());
    let mut count = 0;
    while let Some(path) = link {
        let seen = get_as(&simulation, &token, &path);
        count += seen.rows().len();
        link = seen.body["@odata.nextLink"].as_str().map(str::to_owned);
    }
    assert_eq!(count, 10_000);
    // Wide, for slow machines and unoptimised builds.
    assert!(start.elapsed() < std::time::Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn requests_are_recorded_when_that_is_wanted() {
    let simulation = simulate("healthy").recording();
    get(&simulation, "/v1.0/domains?$top=1");
    let last = simulation.recorded().pop().unwrap();
    assert_eq!((last.path.as_str(), last.query.as_str()), ("/v1.0/domains", "$top=1"));
    assert_eq!(simulation.recorded().len(), 2);
}

#[tokio::test]
async fn the_server_answers_over_loopback() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let simulation = std::sync::Arc::new(simulate("healthy"));
    let token = reader_token(&simulation, GRAPH);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(serve(listener, simulation));
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!(
        "GET /v1.0/places/microsoft.graph.room?$top=10 HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains(&format!("http://{address}/v1.0/places/microsoft.graph.room?")), "{answer}");
    server.abort();
}
