//! The sign-in host: tokens for apps and, by device code, for an administrator; and what makes a token good later.
//!
//! Tokens look like version 1 tokens of Entra. Their signature is a keyed hash, so that made-up tokens are refused;
//! it is not the one of a real token. The signature of a client assertion is *not* verified: the tenant holds
//! thumbprints only. Issuer, subject, audience, times and thumbprint are.
//!
//! Source: entra-docs, client credentials flow, certificate credentials, device code flow, reference of error codes.

use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering},
};

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use http::Method;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use uuid::{Uuid, uuid};

use super::{
    healthy::READING_ON_GRAPH,
    json::{Json, Object, object},
    odata,
    simulation::{Ask, Body, Door, Response, Simulation},
    state::App,
};
use crate::tenant::{AppId, Resource};

/// Global Administrator's role template.
pub(super) const GLOBAL_ADMINISTRATOR: Uuid = uuid!("62e90394-69f5-4237-9190-012177145e10");

/// Public clients of Microsoft that administrators sign in with: Azure CLI, Graph command line tools.
const PUBLIC_CLIENTS: [Uuid; 2] =
    [uuid!("04b07795-8ddb-461a-bbee-02f9e1bf7b46"), uuid!("14d82eec-204b-4c2f-b7e8-296a70dab67e")];

/// How many polls of a device code find that nobody signed in yet.
const PENDING_POLLS: u64 = 2;

/// How long a client's clock may be wrong in an assertion.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Audience {
    One(Resource),
    /// A loopback server that is Graph and Exchange at once.
    Both,
}

/// Whoever a token speaks for.
#[derive(Clone, Debug)]
pub(super) struct Caller<'a> {
    /// The app; `None` when a person signed in.
    pub(super) app: Option<&'a App>,
    scopes: Vec<String>,
}

/// Why a token is no good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Missing,
    Malformed,
    Signature,
    Expired,
    Audience,
}

impl Caller<'_> {
    /// Whether a permission was granted by Entra, to the app or through the person.
    pub(super) fn has(&self, resource: Resource, value: &str) -> bool {
        match self.app.and_then(|app| app.principal.as_ref()) {
            Some(principal) => super::graph::directory::role_id(resource, value).is_some_and(|role| {
                principal.grants.iter().any(|(granted_on, id, _)| *granted_on == resource && *id == role)
            }),
            None => self.app.is_none() && self.scopes.iter().any(|scope| scope == value),
        }
    }

    /// Whether a person signed in: an administrator, here.
    pub(super) fn is_person(&self) -> bool {
        self.app.is_none()
    }
}

/// Answers a request to the sign-in host.
pub(super) fn answer(simulation: &Simulation, ask: &Ask<'_>) -> Response {
    simulation.with_faults(Door::Login, ask, || ask.path.clone(), || route(simulation, ask))
}

fn route(simulation: &Simulation, ask: &Ask<'_>) -> Response {
    let lower = ask.path.to_ascii_lowercase();
    let segments: Vec<&str> = lower.trim_matches('/').split('/').collect();
    match (segments.as_slice(), ask.method) {
        ([tenant, "oauth2", "v2.0", "token"], &Method::POST) => in_tenant(simulation, ask, tenant, token),
        ([tenant, "oauth2", "v2.0", "devicecode"], &Method::POST) => in_tenant(simulation, ask, tenant, device_code),
        ([tenant, "v2.0", ".well-known", "openid-configuration"], &Method::GET) => {
            in_tenant(simulation, ask, tenant, configuration)
        }
        ([_, "discovery", "instance"], &Method::GET) => Response::json(200, instance(ask)),
        ([_, "discovery", "v2.0", "keys"], &Method::GET) => Response::json(200, object! { "keys": Vec::<Json>::new() }),
        ([_, "oauth2", "v2.0", "token" | "devicecode"], _) => {
            let text = "Endpoint only accepts POST requests.";
            refuse(simulation, ask, 400, "invalid_request", 900_561, text)
        }
        _ => Response { body: Body::Raw(Vec::new(), "text/html; charset=utf-8"), ..Response::empty(404) },
    }
}

fn in_tenant(
    simulation: &Simulation,
    ask: &Ask<'_>,
    tenant: &str,
    answer: fn(&Simulation, &Ask<'_>) -> Response,
) -> Response {
    if matches!(tenant, "common" | "organizations" | "consumers") {
        let text = "Application is not configured as a multi-tenant application. Usage of the /common endpoint is not \
                    supported for such apps. Use a tenant-specific endpoint or configure the application to be \
                    multi-tenant.";
        return refuse(simulation, ask, 400, "invalid_request", 50194, text);
    }
    if !is_tenant(simulation, tenant) {
        let text = format!(
            "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the \
             correct cloud. Check with your subscription administrator, this may happen if there are no active \
             subscriptions for the tenant."
        );
        return refuse(simulation, ask, 400, "invalid_request", 90002, &text);
    }
    answer(simulation, ask)
}

fn is_tenant(simulation: &Simulation, tenant: &str) -> bool {
    tenant.parse::<Uuid>().is_ok_and(|id| id == simulation.state.tenant.0)
        || simulation.state.domains.iter().any(|domain| domain.eq_ignore_ascii_case(tenant))
}

/// The error body of the sign-in host.
fn refuse(simulation: &Simulation, ask: &Ask<'_>, status: u16, error: &'static str, code: i64, text: &str) -> Response {
    let timestamp = simulation.now().strftime("%Y-%m-%d %H:%M:%SZ").to_string();
    let (trace, correlation) = (ask.request_id.to_string(), &ask.client_request_id);
    let description =
        format!("AADSTS{code}: {text} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {timestamp}")
            .replacen(" Trace ID:", "\r\nTrace ID:", 1)
            .replacen(" Correlation ID:", "\r\nCorrelation ID:", 1)
            .replacen(" Timestamp:", "\r\nTimestamp:", 1);
    Response::json(
        status,
        object! {
            "error": error,
            "error_description": description,
            "error_codes": [code],
            "timestamp": timestamp,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": format!("https://login.microsoftonline.com/error?code={code}"),
        },
    )
    .with("cache-control", "no-store, no-cache")
}

fn configuration(simulation: &Simulation, ask: &Ask<'_>) -> Response {
    let (login, tenant) = (&ask.origins.login, simulation.state.tenant);
    Response::json(
        200,
        object! {
            "token_endpoint": format!("{login}/{tenant}/oauth2/v2.0/token"),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "jwks_uri": format!("{login}/{tenant}/discovery/v2.0/keys"),
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "issuer": format!("{login}/{tenant}/v2.0"),
            "request_uri_parameter_supported": false,
            "userinfo_endpoint": "https://graph.microsoft.com/oidc/userinfo",
            "authorization_endpoint": format!("{login}/{tenant}/oauth2/v2.0/authorize"),
            "device_authorization_endpoint": format!("{login}/{tenant}/oauth2/v2.0/devicecode"),
            "http_logout_supported": true,
            "frontchannel_logout_supported": true,
            "end_session_endpoint": format!("{login}/{tenant}/oauth2/v2.0/logout"),
            "claims_supported": ["sub", "iss", "aud", "exp", "iat", "auth_time", "tid", "ver", "oid", "email"],
            "tenant_region_scope": "EU",
            "cloud_instance_name": "microsoftonline.com",
            "cloud_graph_host_name": "graph.windows.net",
            "msgraph_host": "graph.microsoft.com",
            "rbac_url": "https://pas.windows.net",
        },
    )
}

/// What other sign-in libraries ask first: which hosts belong together.
fn instance(ask: &Ask<'_>) -> Object {
    let host = ask.origins.login.split("://").nth(1).unwrap_or_default().to_owned();
    object! {
        "tenant_discovery_endpoint": format!("{}/common/v2.0/.well-known/openid-configuration", ask.origins.login),
        "api-version": "1.1",
        "metadata": [object! {
            "preferred_network": host.clone(), "preferred_cache": host.clone(), "aliases": [host],
        }],
    }
}

type Form = HashMap<String, String>;

fn form(ask: &Ask<'_>) -> Form {
    let body = String::from_utf8_lossy(ask.body);
    let pairs = body.split('&').filter_map(|pair| pair.split_once('='));
    let mut form: Form = pairs.map(|(key, value)| (odata::decode(key, true), odata::decode(value, true))).collect();
    // An HTTP Basic header carries client id and secret, each form-encoded.
    let basic = ask.header("authorization").and_then(|value| value.strip_prefix("Basic "));
    let basic = basic.and_then(|text| base64::engine::general_purpose::STANDARD.decode(text.trim()).ok());
    if let Some((id, secret)) =
        basic.and_then(|bytes| String::from_utf8(bytes).ok()).as_deref().and_then(|text| text.split_once(':'))
    {
        form.entry("client_id".to_owned()).or_insert_with(|| odata::decode(id, true));
        form.entry("client_secret".to_owned()).or_insert_with(|| odata::decode(secret, true));
    }
    form
}

fn token(simulation: &Simulation, ask: &Ask<'_>) -> Response {
    let form = form(ask);
    match form.get("grant_type").map(String::as_str) {
        Some("client_credentials") => client_credentials(simulation, ask, &form),
        Some("urn:ietf:params:oauth:grant-type:device_code") => poll(simulation, ask, &form),
        Some(other) => {
            let text = format!("The app requested an unsupported grant type '{other}'.");
            refuse(simulation, ask, 400, "unsupported_grant_type", 70003, &text)
        }
        None => {
            let text = "The request body must contain the following parameter: 'grant_type'.";
            refuse(simulation, ask, 400, "invalid_request", 900_144, text)
        }
    }
}

fn client_credentials(simulation: &Simulation, ask: &Ask<'_>, form: &Form) -> Response {
    let Some(client) = form.get("client_id") else {
        let text = "The request body must contain the following parameter: 'client_id'.";
        return refuse(simulation, ask, 400, "invalid_request", 900_144, text);
    };
    let app = client.parse::<AppId>().ok().and_then(|id| simulation.app(id));
    let Some((app, principal)) = app.and_then(|app| Some((app, app.principal.as_ref()?))) else {
        let text = format!(
            "Application with identifier '{client}' was not found in the directory '{}'. This can happen if the \
             application has not been installed by the administrator of the tenant or consented to by any user in the \
             tenant. You may have sent your authentication request to the wrong tenant.",
            simulation.state.name
        );
        return refuse(simulation, ask, 400, "unauthorized_client", 700_016, &text);
    };
    // guess: credential first, then scope, then whether the app is switched off.
    let credential_type = match credential(simulation, ask, form, app) {
        Ok(kind) => kind,
        Err(response) => return *response,
    };
    let scopes = form.get("scope").map(String::as_str).unwrap_or_default();
    let (audience, aud) = match resource_of(simulation, ask, scopes, true) {
        Ok(found) => found,
        Err(response) => return *response,
    };
    if !principal.account_enabled {
        let text = format!("Application '{}'({}) is disabled.", app.app_id, app.display_name);
        return refuse(simulation, ask, 401, "unauthorized_client", 7_000_112, &text);
    }
    let mut roles: Vec<&str> = Vec::new();
    // Source: a token carries what was consented to when it was issued. guess: a consent takes a while to arrive there.
    let known_until = simulation.now() - simulation.state.consent_delay;
    for (resource, id, _) in principal.grants.iter().filter(|(_, _, since)| *since <= known_until) {
        let belongs = match audience {
            Audience::One(one) => one == *resource,
            Audience::Both => true,
        };
        if let Some(value) = super::graph::directory::role_value(*resource, *id).filter(|_| belongs) {
            roles.push(value);
        }
    }
    let now = simulation.now();
    let mut claims = common_claims(simulation, &aud, app.app_id.0, now);
    claims.push("appidacr", credential_type);
    claims.push("idp", format!("https://sts.windows.net/{}/", simulation.state.tenant));
    claims.push("idtyp", "app");
    claims.push("oid", principal.object_id);
    if !roles.is_empty() {
        claims.push("roles", roles);
    }
    claims.push("sub", principal.object_id);
    claims.push("tid", simulation.state.tenant.0);
    claims.push("ver", "1.0");
    claims.push("wids", wids(&principal.directory_roles));
    issued(sign(simulation, &claims))
}

/// Directory roles; Entra puts this template where there is none.
fn wids(roles: &[Uuid]) -> Vec<Uuid> {
    if roles.is_empty() { vec![uuid!("0997a1d0-0d1d-4acb-b408-d5ca73121e90")] } else { roles.to_vec() }
}

fn common_claims(simulation: &Simulation, aud: &str, app: Uuid, now: Timestamp) -> Object {
    object! {
        "aud": aud,
        "iss": format!("https://sts.windows.net/{}/", simulation.state.tenant),
        "iat": now.as_second(),
        "nbf": now.as_second(),
        "exp": now.as_second() + 3599,
        "appid": app,
    }
}

fn issued(token: String) -> Response {
    Response::json(
        200,
        object! {
            "token_type": "Bearer", "expires_in": 3599_i64, "ext_expires_in": 3599_i64, "access_token": token,
        },
    )
    .with("cache-control", "no-store, no-cache")
    .with("pragma", "no-cache")
}

type Refused<T> = Result<T, Box<Response>>;

/// How the app proved itself (`appidacr`): `1` with a secret, `2` with an assertion.
fn credential(simulation: &Simulation, ask: &Ask<'_>, form: &Form, app: &App) -> Refused<&'static str> {
    let refuse = |code: i64, text: &str| Err(Box::new(refuse(simulation, ask, 401, "invalid_client", code, text)));
    let now = simulation.now();
    if let Some(assertion) = form.get("client_assertion") {
        return assertion_is_good(simulation, ask, app, assertion)
            .map(|()| "2")
            .or_else(|(code, text)| refuse(code, &text));
    }
    let Some(given) = form.get("client_secret") else {
        return refuse(
            7_000_218,
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
        );
    };
    match app.secrets.iter().find(|secret| secret.value == *given) {
        Some(secret) if now < secret.end => Ok("1"),
        Some(_) => refuse(
            7_000_222,
            &format!(
                "The provided client secret keys for app '{}' are expired. Visit the Azure portal to create new keys \
                 for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added \
                 security: https://aka.ms/certCreds.",
                app.app_id
            ),
        ),
        None => refuse(
            7_000_215,
            &format!(
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret \
                 value, not the client secret ID, for a secret added to app '{}'.",
                app.app_id
            ),
        ),
    }
}

fn assertion_is_good(simulation: &Simulation, ask: &Ask<'_>, app: &App, assertion: &str) -> Result<(), (i64, String)> {
    let malformed = || (50027, "JWT token is invalid or malformed.".to_owned());
    let mut parts = assertion.split('.');
    let (Some(header), Some(claims), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(malformed());
    };
    let read = |part: &str| {
        BASE64URL.decode(part.trim_end_matches('=')).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok())
    };
    let (header, claims) = (read(header).ok_or_else(malformed)?, read(claims).ok_or_else(malformed)?);
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let number = |name: &str| claims.get(name).and_then(Value::as_i64);
    let now = simulation.now();
    let is_early = number("nbf").is_some_and(|from| now.as_second() + SKEW.as_secs() < from);
    if is_early || number("exp").is_none_or(|until| now.as_second() - SKEW.as_secs() > until) {
        return Err((700_024, "Client assertion is not within its valid time range.".to_owned()));
    }
    let (issuer, subject, audience) = (text(&claims, "iss"), text(&claims, "sub"), text(&claims, "aud"));
    if issuer.parse::<AppId>().ok() != Some(app.app_id) {
        return federated_is_good(app, &issuer, &subject, &audience);
    }
    if subject != issuer {
        return Err((
            700_021,
            "Client assertion application identifier doesn't match 'client_id' parameter.".to_owned(),
        ));
    }
    let is_ours = [&ask.origins.login, "https://login.microsoftonline.com"].iter().any(|login| {
        audience.strip_prefix(*login).and_then(|rest| rest.strip_prefix('/')).is_some_and(|rest| {
            rest.strip_suffix("/oauth2/v2.0/token").is_some_and(|tenant| is_tenant(simulation, tenant))
        })
    });
    if !is_ours {
        return Err((700_023, "Client assertion audience claim does not match Realm issuer.".to_owned()));
    }
    let hex = |name: &str| {
        let bytes = BASE64URL.decode(text(&header, name).trim_end_matches('=')).unwrap_or_default();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let (sha256, sha1) = (hex("x5t#S256"), hex("x5t"));
    let is_known_algorithm = matches!(text(&header, "alg").as_str(), "PS256" | "RS256");
    let certificate = app.certificates.iter().find(|certificate| {
        !sha256.is_empty() && certificate.sha256.eq_ignore_ascii_case(&sha256)
            || !sha1.is_empty() && certificate.sha1.eq_ignore_ascii_case(&sha1)
    });
    let thumbprint = if sha256.is_empty() { &sha1 } else { &sha256 };
    let why = match certificate {
        Some(certificate) if is_known_algorithm && certificate.start <= now && now < certificate.end => return Ok(()),
        Some(_) if is_known_algorithm => "The certificate is not within its valid time range",
        Some(_) => "The algorithm is not supported",
        None => "The key was not found",
    };
    Err((
        700_027,
        format!(
            "The certificate with identifier used to sign the client assertion is not registered on application. \
             [Reason - {why}. Thumbprint of key used by client: '{}']",
            thumbprint.to_uppercase()
        ),
    ))
}

fn federated_is_good(app: &App, issuer: &str, subject: &str, audience: &str) -> Result<(), (i64, String)> {
    let none = |what: &str, value: &str, code: i64| {
        Err((code, format!("No matching federated identity record found for presented assertion {what} '{value}'.")))
    };
    if !app.federated.iter().any(|record| record.issuer == issuer) {
        return none("issuer", issuer, 700_211);
    }
    if !app.federated.iter().any(|record| record.issuer == issuer && record.subject == subject) {
        return none("subject", subject, 700_213);
    }
    let is_match =
        |record: &super::Federated| record.issuer == issuer && record.subject == subject && record.audience == audience;
    if app.federated.iter().any(is_match) { Ok(()) } else { none("audience", audience, 700_212) }
}

/// The resource that a scope names, and the `aud` of its tokens.
fn resource_of(simulation: &Simulation, ask: &Ask<'_>, scopes: &str, app_only: bool) -> Refused<(Audience, String)> {
    let refuse = |error, code, text: &str| Err(Box::new(refuse(simulation, ask, 400, error, code, text)));
    let is_plain = |scope: &&str| matches!(*scope, "offline_access" | "openid" | "profile" | "email");
    let mut found: Option<(Audience, String)> = None;
    for scope in scopes.split_whitespace().filter(|scope| !is_plain(scope)) {
        let Some((resource, permission)) = scope.rsplit_once('/') else {
            if app_only {
                return refuse(
                    "invalid_scope",
                    1_002_012,
                    &format!(
                        "The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."
                    ),
                );
            }
            // A scope without resource means Graph.
            found.get_or_insert((Audience::One(Resource::MicrosoftGraph), "https://graph.microsoft.com".to_owned()));
            continue;
        };
        if app_only && permission != ".default" {
            let text = format!(
                "The provided request must include a 'scope' input parameter. The provided value for the input \
                 parameter 'scope' is not valid. The scope {scope} is not valid."
            );
            return refuse("invalid_scope", 70011, &text);
        }
        let resource = resource.trim_end_matches('/');
        let audience = match resource.to_ascii_lowercase().as_str() {
            "https://graph.microsoft.com" | "00000003-0000-0000-c000-000000000000" => {
                Audience::One(Resource::MicrosoftGraph)
            }
            "https://outlook.office365.com" | "https://outlook.office.com" | "00000002-0000-0ff1-ce00-000000000000" => {
                Audience::One(Resource::ExchangeOnline)
            }
            own if own == ask.origins.graph || own == ask.origins.exchange => Audience::Both,
            _ => {
                let text = format!(
                    "The resource principal named {resource} was not found in the tenant named {}. This can happen if \
                     the application has not been installed by the administrator of the tenant or consented to by any \
                     user in the tenant. You might have sent your authentication request to the wrong tenant.",
                    simulation.state.name
                );
                return refuse("invalid_resource", 500_011, &text);
            }
        };
        match &found {
            Some((other, _)) if *other != audience => {
                let text = "The provided value for the input parameter 'scope' is not valid. The scope contains more \
                            than one resource.";
                return refuse("invalid_request", 700_022, text);
            }
            Some(_) => {}
            None => found = Some((audience, resource.to_owned())),
        }
    }
    match found {
        Some(found) => Ok(found),
        None => refuse("invalid_scope", 70011, "The provided value for the input parameter 'scope' is not valid."),
    }
}

fn key(simulation: &Simulation) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, format!("simulated tenant {}", simulation.state.seed).as_bytes())
}

fn sign(simulation: &Simulation, claims: &Object) -> String {
    let header = object! { "typ": "JWT", "alg": "RS256", "x5t": "c2ltdWxhdGVkLXRlbmFudC1rZXk", "kid": "c2ltdWxhdGVkLXRlbmFudC1rZXk" };
    let head = BASE64URL.encode(Json::Object(header).to_bytes());
    let body = BASE64URL.encode(Json::Object(claims.clone()).to_bytes());
    let signed = format!("{head}.{body}");
    let signature = BASE64URL.encode(hmac::sign(&key(simulation), signed.as_bytes()));
    format!("{signed}.{signature}")
}

impl Simulation {
    /// Whoever the `Authorization` header of a request speaks for.
    pub(super) fn caller(&self, authorization: Option<&str>, resource: Resource) -> Result<Caller<'_>, Refusal> {
        let header = authorization.ok_or(Refusal::Missing)?;
        let token = match header.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
            Some(_) | None => return Err(Refusal::Missing),
        };
        let claims = self.claims(token)?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
        if claims.get("exp").and_then(Value::as_i64).is_none_or(|end| end <= self.now().as_second()) {
            return Err(Refusal::Expired);
        }
        let audience = match text("aud").to_ascii_lowercase().as_str() {
            "https://graph.microsoft.com" | "00000003-0000-0000-c000-000000000000" => {
                Audience::One(Resource::MicrosoftGraph)
            }
            "https://outlook.office365.com" | "https://outlook.office.com" | "00000002-0000-0ff1-ce00-000000000000" => {
                Audience::One(Resource::ExchangeOnline)
            }
            _ => Audience::Both,
        };
        if audience != Audience::Both && audience != Audience::One(resource) {
            return Err(Refusal::Audience);
        }
        let scopes: Vec<String> = text("scp").split_whitespace().map(str::to_owned).collect();
        let app =
            if scopes.is_empty() { text("appid").parse::<AppId>().ok().and_then(|id| self.app(id)) } else { None };
        if app.is_none() && scopes.is_empty() {
            return Err(Refusal::Malformed);
        }
        Ok(Caller { app, scopes })
    }

    /// The claims of a token that this tenant signed.
    fn claims(&self, token: &str) -> Result<Arc<Value>, Refusal> {
        let mut verified = self.verified.lock().expect("nothing panics while it holds the lock");
        if let Some(claims) = verified.get(token) {
            return Ok(Arc::clone(claims));
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(Refusal::Malformed)?;
        let signature = BASE64URL.decode(signature).map_err(|_| Refusal::Malformed)?;
        hmac::verify(&key(self), signed.as_bytes(), &signature).map_err(|_| Refusal::Signature)?;
        let claims = signed.split_once('.').and_then(|(_, claims)| BASE64URL.decode(claims).ok());
        let claims: Value = claims.and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or(Refusal::Malformed)?;
        let claims = Arc::new(claims);
        verified.insert(token.to_owned(), Arc::clone(&claims));
        Ok(claims)
    }
}

fn device_code(simulation: &Simulation, ask: &Ask<'_>) -> Response {
    let form = form(ask);
    let (client, scope) =
        (form.get("client_id").cloned().unwrap_or_default(), form.get("scope").cloned().unwrap_or_default());
    if let Err(response) = public_client(simulation, ask, &client) {
        return *response;
    }
    if let Err(response) = resource_of(simulation, ask, &scope, false) {
        return *response;
    }
    simulation.polls.store(0, Ordering::Relaxed);
    let until = simulation.now().as_second() + 900;
    let code = sign(simulation, &object! { "client": client, "scope": scope, "until": until });
    let user_code = &code.to_ascii_uppercase().replace(['-', '_', '.'], "X")[code.len() - 9..];
    let message = format!(
        "To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code \
         {user_code} to authenticate."
    );
    Response::json(
        200,
        object! {
            "user_code": user_code,
            "device_code": code,
            "verification_uri": "https://microsoft.com/devicelogin",
            "expires_in": 900_i64,
            "interval": 5_i64,
            "message": message,
        },
    )
}

fn public_client(simulation: &Simulation, ask: &Ask<'_>, client: &str) -> Refused<Uuid> {
    let id = client.parse::<Uuid>().ok();
    let app = id.and_then(|id| simulation.app(AppId(id)));
    match (id, app) {
        (Some(id), None) if PUBLIC_CLIENTS.contains(&id) => Ok(id),
        (Some(id), Some(app)) if app.registration.as_ref().is_some_and(|app| app.is_public_client) => Ok(id),
        (Some(_), Some(_)) => {
            let text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
            Err(Box::new(refuse(simulation, ask, 401, "invalid_client", 7_000_218, text)))
        }
        (Some(_) | None, None) | (None, Some(_)) => {
            let text = format!(
                "Application with identifier '{client}' was not found in the directory '{}'.",
                simulation.state.name
            );
            Err(Box::new(refuse(simulation, ask, 400, "unauthorized_client", 700_016, &text)))
        }
    }
}

fn poll(simulation: &Simulation, ask: &Ask<'_>, form: &Form) -> Response {
    let code = form.get("device_code").or_else(|| form.get("code")).map(String::as_str).unwrap_or_default();
    let read = || {
        let (signed, signature) = code.rsplit_once('.')?;
        hmac::verify(&key(simulation), signed.as_bytes(), &BASE64URL.decode(signature).ok()?).ok()?;
        serde_json::from_slice::<Value>(&BASE64URL.decode(signed.split_once('.')?.1).ok()?).ok()
    };
    let Some(code) = read().filter(|code| code.get("client").is_some()) else {
        let text = "Verification code expired or invalid.";
        return refuse(simulation, ask, 400, "bad_verification_code", 70018, text);
    };
    let now = simulation.now();
    if code["until"].as_i64().is_none_or(|until| until < now.as_second()) {
        return refuse(simulation, ask, 400, "expired_token", 70019, "Verification code expired.");
    }
    if simulation.polls.fetch_add(1, Ordering::Relaxed) < PENDING_POLLS {
        let text = "OAuth 2.0 device flow error. Authorization is pending. Continue polling.";
        return refuse(simulation, ask, 400, "authorization_pending", 70016, text);
    }
    let scope = code["scope"].as_str().unwrap_or_default();
    let (audience, aud) = match resource_of(simulation, ask, scope, false) {
        Ok(found) => found,
        Err(response) => return *response,
    };
    let mut scopes: Vec<String> = Vec::new();
    for one in scope.split_whitespace() {
        match one.rsplit('/').next().unwrap_or_default() {
            ".default" if audience == Audience::One(Resource::ExchangeOnline) => {
                scopes.push("Exchange.Manage".to_owned())
            }
            ".default" => {
                scopes.extend(READING_ON_GRAPH.map(str::to_owned));
                scopes.push("Exchange.Manage".to_owned());
            }
            "offline_access" | "openid" | "profile" | "email" => {}
            name => scopes.push(name.to_owned()),
        }
    }
    let client = code["client"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
    let administrator = simulation.state.users.first();
    let mut claims = common_claims(simulation, &aud, client, now);
    claims.push("appidacr", "0");
    claims.push("idtyp", "user");
    claims.push("oid", administrator.map_or(simulation.state.tenant.0, |user| user.object_id));
    claims.push("scp", scopes.join(" "));
    claims.push("tid", simulation.state.tenant.0);
    claims.push("upn", administrator.map(|user| user.upn.clone()));
    claims.push("ver", "1.0");
    claims.push("wids", simulation.state.person_roles.clone());
    let mut response = issued(sign(simulation, &claims));
    if let Body::Json(body) = &mut response.body {
        body.push("scope", scopes.join(" "));
    }
    response
}
