//! Tokens for apps, through `azure_identity` speaking over our own transport.
//!
//! Its client is never used: it would bring its own proxy, certificate and retry rules. The adapter also reads refusals
//! itself, because the library loses Entra's words when the JSON has an escape in it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use azure_core::cloud::{CloudConfiguration, CustomConfiguration};
use azure_core::credentials::TokenCredential;
use azure_core::error::ErrorKind;
use azure_core::http::headers::Headers;
use azure_core::http::{
    AsyncRawResponse, Body, ClientOptions, HttpClient, Method, Request, RetryOptions, Transport as AzureTransport,
};
use azure_identity::{
    AzureCliCredential, AzureCliCredentialOptions, ClientAssertionCredential, ClientAssertionCredentialOptions,
    ClientSecretCredential, ClientSecretCredentialOptions, ManagedIdentityCredential, ManagedIdentityCredentialOptions,
    UserAssignedId, WorkloadIdentityCredential, WorkloadIdentityCredentialOptions,
};
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{Credential, Identity, SignInError};
use crate::session::retry;
use crate::session::secret::Secret;
use crate::session::transport::{Outgoing, Reply, Transport};

/// How long a token is taken to last when nothing says so.
const FIVE_MINUTES: SignedDuration = SignedDuration::from_secs(300);
/// The longest and the shortest lifetime that is believed: a token that ends at once would be asked for with every call.
const LIFETIME: std::ops::RangeInclusive<i64> = 120..=86_400;
/// How often a sign-in is tried when Entra is busy or unreachable.
const TRIES: u32 = 3;

/// Asks Entra (or the machine's own identity service) for a token.
pub async fn token(
    identity: &Identity,
    transport: &Arc<dyn Transport>,
    scope: &str,
    now: Timestamp,
) -> Result<(Secret, Timestamp), SignInError> {
    let wire = Arc::new(Wire {
        transport: Arc::clone(transport),
        login: identity.cloud.login.clone(),
        now,
        refused: Mutex::new(None),
        lifetime: Mutex::new(None),
    });
    // A new credential for every token: the library's cache cannot be told to forget one that was refused.
    let credential = credential(identity, &wire).map_err(|error| SignInError::Local(error.to_string()))?;
    match credential.get_token(&[scope], None).await {
        Ok(token) => {
            // Counted by the clock of the session, as everything else is; the library counts by the machine's.
            let lifetime = *wire.lifetime.lock().unwrap_or_else(PoisonError::into_inner);
            let expires = match lifetime {
                Some(seconds) => now + SignedDuration::from_secs(seconds),
                None => Timestamp::from_second(token.expires_on.unix_timestamp()).unwrap_or(now + FIVE_MINUTES),
            };
            Ok((Secret::new(token.token.secret().to_owned()), expires))
        }
        Err(error) => {
            let refused = wire.refused.lock().unwrap_or_else(PoisonError::into_inner).take();
            Err(refused.unwrap_or_else(|| SignInError::Local(plain(&error.to_string()))))
        }
    }
}

/// The library's words without its link to a troubleshooting page.
fn plain(text: &str) -> String {
    text.split("To troubleshoot").next().unwrap_or(text).trim().trim_end_matches('.').to_owned()
}

fn credential(identity: &Identity, wire: &Arc<Wire>) -> azure_core::Result<Arc<dyn TokenCredential>> {
    let mut cloud = CustomConfiguration::default();
    cloud.authority_host = identity.cloud.login.as_str().trim_end_matches('/').to_owned();
    let options = || ClientOptions {
        cloud: Some(Arc::new(CloudConfiguration::from(cloud.clone()))),
        transport: Some(AzureTransport::new(Arc::clone(wire) as Arc<dyn HttpClient>)),
        retry: RetryOptions::none(),
        ..ClientOptions::default()
    };
    let tenant = identity.tenant.to_string();
    let client = identity.client_id.map(|id| id.to_string()).unwrap_or_default();
    Ok(match &identity.credential {
        Credential::Secret(secret) => ClientSecretCredential::new(
            &tenant,
            client,
            secret.expose().to_owned().into(),
            Some(ClientSecretCredentialOptions { client_options: options() }),
        )?,
        Credential::Certificate(certificate) => {
            let audience = format!("{}{tenant}/oauth2/v2.0/token", identity.cloud.login);
            let assertion = certificate.assertion(audience, client.clone());
            let options = ClientAssertionCredentialOptions { client_options: options() };
            ClientAssertionCredential::new(tenant, client, assertion, Some(options))?
        }
        Credential::Federated(file) => WorkloadIdentityCredential::new(Some(WorkloadIdentityCredentialOptions {
            credential_options: ClientAssertionCredentialOptions { client_options: options() },
            client_id: Some(client),
            tenant_id: Some(tenant),
            token_file_path: Some(file.clone()),
        }))?,
        Credential::ManagedIdentity => ManagedIdentityCredential::new(Some(ManagedIdentityCredentialOptions {
            user_assigned_id: identity.client_id.map(|id| UserAssignedId::ClientId(id.to_string())),
            client_options: options(),
        }))?,
        Credential::AzureCli => AzureCliCredential::new(Some(AzureCliCredentialOptions {
            tenant_id: Some(tenant),
            ..AzureCliCredentialOptions::default()
        }))?,
        Credential::DeviceCode => not_an_app()?,
    })
}

/// Device code has its own file, because `azure_identity` does not know it.
fn not_an_app() -> azure_core::Result<Arc<dyn TokenCredential>> {
    Err(azure_core::Error::with_message(ErrorKind::Credential, "device code does not go through this path"))
}

/// `azure_identity`'s view of our transport.
struct Wire {
    transport: Arc<dyn Transport>,
    login: url::Url,
    now: Timestamp,
    refused: Mutex<Option<SignInError>>,
    lifetime: Mutex<Option<i64>>,
}

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wire")
    }
}

impl Wire {
    fn refuse(&self, error: SignInError) -> azure_core::Error {
        let message = error.to_string();
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        azure_core::Error::with_message(ErrorKind::Credential, message)
    }

    /// Turns the library's request into one of ours: the sign-in form, or the `GET` of a managed identity.
    fn outgoing(&self, request: &Request) -> Option<Outgoing> {
        let url = request.url().clone();
        match (request.method(), request.body()) {
            (Method::Post, Body::Bytes(form)) if url.host_str() == self.login.host_str() => {
                let mut outgoing = Outgoing::sign_in(url, Bytes::copy_from_slice(form));
                let form_type = http::HeaderValue::from_static("application/x-www-form-urlencoded");
                outgoing.header(http::header::CONTENT_TYPE, form_type);
                outgoing.header(http::header::ACCEPT, http::HeaderValue::from_static("application/json"));
                Some(outgoing)
            }
            (Method::Get, _) => {
                let mut outgoing = Outgoing::get(url);
                for (name, value) in request.headers().iter() {
                    let name = http::HeaderName::from_bytes(name.as_str().as_bytes()).ok()?;
                    outgoing.header(name, http::HeaderValue::from_str(value.as_str()).ok()?);
                }
                Some(outgoing)
            }
            _ => None,
        }
    }
}

#[async_trait::async_trait]
impl HttpClient for Wire {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let Some(outgoing) = self.outgoing(request) else {
            return Err(self.refuse(SignInError::Local("the sign-in library asked for something unexpected".into())));
        };
        let reply = send(&*self.transport, &outgoing, self.now).await.map_err(|error| self.refuse(error))?;
        let body = String::from_utf8_lossy(reply.body());
        if !reply.status().is_success() {
            return Err(self.refuse(SignInError::from_answer(reply.status().as_u16(), &body)));
        }
        let (body, lifetime) = normalised(&body).map_err(|why| self.refuse(SignInError::NotEntra { why }))?;
        *self.lifetime.lock().unwrap_or_else(PoisonError::into_inner) = lifetime;
        let status = azure_core::http::StatusCode::from(reply.status().as_u16());
        Ok(AsyncRawResponse::from_bytes(status, Headers::new(), body))
    }
}

/// Sends a sign-in request; asks again when Entra is busy or the network hiccups.
///
/// # Errors
/// [`SignInError::Unreachable`] when there is no answer at all.
pub async fn send(transport: &dyn Transport, request: &Outgoing, now: Timestamp) -> Result<Reply, SignInError> {
    let mut number = 1;
    loop {
        let outcome = transport.send(request).await;
        let (status, retry_after) = match &outcome {
            Ok(reply) => (Some(reply.status().as_u16()), retry::retry_after(reply.headers(), now)),
            Err(error) if error.is_transient() => (None, None),
            Err(_) => return Ok(outcome?),
        };
        let attempt = retry::Attempt { number, status, retry_after, max_wait: Duration::from_secs(30), jitter: 0.5 };
        match retry::decide(&attempt) {
            retry::Decision::Wait(wait) if number < TRIES => tokio::time::sleep(wait).await,
            retry::Decision::Wait(_) | retry::Decision::Stop => return Ok(outcome?),
        }
        number += 1;
    }
}

/// A token answer in the form that the library understands, whatever liberties were taken with it.
///
/// Without `access_token` it is no token answer. A missing `expires_in` counts as five minutes; a number in text is a
/// number. Comes with the lifetime in seconds, where the answer has one.
fn normalised(body: &str) -> Result<(String, Option<i64>), String> {
    let mut answer: Value = serde_json::from_str(body).map_err(|_| "a page instead of a token".to_owned())?;
    let Some(fields) = answer.as_object_mut() else { return Err("no token document".into()) };
    if fields.get("access_token").and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err("no access token in the answer".into());
    }
    // A managed identity answers with the point in time (`expires_on`) instead.
    let mut lifetime = None;
    if !fields.contains_key("expires_on") {
        let seconds = fields.get("expires_in").and_then(|value| match value {
            Value::String(text) => text.parse().ok(),
            other => other.as_i64(),
        });
        let seconds = seconds.unwrap_or(FIVE_MINUTES.as_secs()).clamp(*LIFETIME.start(), *LIFETIME.end());
        fields.insert("expires_in".into(), seconds.into());
        lifetime = Some(seconds);
    }
    fields.entry("token_type").or_insert_with(|| "Bearer".into());
    Ok((answer.to_string(), lifetime))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_answer_without_or_with_odd_lifetime_is_made_whole() {
        let read = |body: &str| serde_json::from_str::<Value>(&normalised(body).unwrap().0).unwrap();
        assert_eq!(read(r#"{"access_token":"t"}"#)["expires_in"], 300);
        assert_eq!(read(r#"{"access_token":"t","expires_in":"3599"}"#)["expires_in"], 3599);
        assert_eq!(read(r#"{"access_token":"t","expires_in":0}"#)["expires_in"], 120);
        assert_eq!(read(r#"{"access_token":"t","expires_in":-1}"#)["expires_in"], 120);
    }

    #[test]
    fn what_is_no_token_answer_is_refused() {
        for body in ["<html>", "[]", "{}", r#"{"access_token":""}"#, r#"{"access_token":null}"#] {
            assert!(normalised(body).is_err(), "{body}");
        }
    }

    #[test]
    fn the_librarys_link_is_cut_off() {
        assert_eq!(plain("az not found on PATH. To troubleshoot, visit https://x"), "az not found on PATH");
    }
}
