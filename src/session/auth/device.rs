//! Device code: a person signs in with a browser, on this or another machine.
//!
//! `azure_identity` does not know this flow. The first token brings a refresh token, which fetches the one for Exchange;
//! it stays in memory.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use tokio::sync::Mutex;
use url::form_urlencoded;

use super::{Identity, SignInError, entra};
use crate::session::secret::Secret;
use crate::session::transport::{Outgoing, Transport};

/// What the person must do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DevicePrompt {
    /// The code to type.
    pub code: String,
    /// Where to type it. Only an https address of Microsoft is shown.
    pub address: String,
    /// For how many seconds the code is good.
    pub seconds: u64,
}

/// The refresh token, once there is one.
#[derive(Default)]
pub struct Refresh(Mutex<Option<Secret>>);

#[derive(Deserialize)]
struct Started {
    device_code: String,
    user_code: String,
    verification_uri: String,
    #[serde(default = "a_quarter_of_an_hour")]
    expires_in: u64,
    #[serde(default = "five")]
    interval: u64,
}

fn a_quarter_of_an_hour() -> u64 {
    900
}

fn five() -> u64 {
    5
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    #[serde(default = "five_minutes")]
    expires_in: i64,
    refresh_token: Option<String>,
}

fn five_minutes() -> i64 {
    300
}

#[derive(Deserialize)]
struct Waiting {
    error: String,
}

/// A token for one scope: by the refresh token when there is one, else by asking the person.
pub async fn token(
    identity: &Identity,
    transport: &Arc<dyn Transport>,
    refresh: &Refresh,
    scope: &str,
    now: Timestamp,
) -> Result<(Secret, Timestamp), SignInError> {
    let mut held = refresh.0.lock().await;
    let client = identity.client_id.map(|id| id.to_string()).unwrap_or_default();
    let scope = format!("{scope} offline_access");
    let ask = Ask { identity, transport, now };
    let granted = match &*held {
        Some(secret) => {
            let form = [
                ("client_id", &*client),
                ("scope", &scope),
                ("grant_type", "refresh_token"),
                ("refresh_token", secret.expose()),
            ];
            ask.granted("token", &form).await?
        }
        None => ask.person(&client, &scope).await?,
    };
    if let Some(next) = granted.refresh_token {
        *held = Some(Secret::new(next));
    }
    let lifetime = SignedDuration::from_secs(granted.expires_in.clamp(0, 86_400));
    Ok((Secret::new(granted.access_token), now + lifetime))
}

struct Ask<'a> {
    identity: &'a Identity,
    transport: &'a Arc<dyn Transport>,
    now: Timestamp,
}

impl Ask<'_> {
    async fn post(&self, endpoint: &str, form: &[(&str, &str)]) -> Result<(u16, String), SignInError> {
        let mut url = self.identity.cloud.login.clone();
        url.set_path(&format!("{}/oauth2/v2.0/{endpoint}", self.identity.tenant));
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let mut request = Outgoing::sign_in(url, Bytes::from(body));
        let form_type = http::HeaderValue::from_static("application/x-www-form-urlencoded");
        request.header(http::header::CONTENT_TYPE, form_type);
        let reply = entra::send(&**self.transport, &request, self.now).await?;
        Ok((reply.status().as_u16(), String::from_utf8_lossy(reply.body()).into_owned()))
    }

    async fn granted(&self, endpoint: &str, form: &[(&str, &str)]) -> Result<Granted, SignInError> {
        let (status, body) = self.post(endpoint, form).await?;
        read(status, &body)
    }

    async fn person(&self, client: &str, scope: &str) -> Result<Granted, SignInError> {
        let (status, body) = self.post("devicecode", &[("client_id", client), ("scope", scope)]).await?;
        let started: Started = read(status, &body)?;
        let address = url::Url::parse(&started.verification_uri).ok().filter(|url| url.scheme() == "https");
        let Some(address) = address else {
            return Err(SignInError::NotEntra { why: "the address to sign in at is not an https address".into() });
        };
        let prompt = DevicePrompt { code: started.user_code, address: address.into(), seconds: started.expires_in };
        (self.identity.prompt)(&prompt);
        let form = [
            ("client_id", client),
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", &started.device_code),
        ];
        let mut interval = started.interval.clamp(1, 60);
        let mut waited = 0;
        while waited < started.expires_in {
            tokio::time::sleep(Duration::from_secs(interval)).await;
            waited += interval;
            let (status, body) = self.post("token", &form).await?;
            match serde_json::from_str::<Waiting>(&body).map(|waiting| waiting.error).as_deref() {
                Ok("authorization_pending") => {}
                Ok("slow_down") => interval += 5,
                Ok(_) | Err(_) => return read(status, &body),
            }
        }
        Err(SignInError::Refused {
            code: Some(70_019),
            error: "expired_token".into(),
            description: "The device code was not used in time.".into(),
            trace: None,
        })
    }
}

fn read<T: for<'de> Deserialize<'de>>(status: u16, body: &str) -> Result<T, SignInError> {
    if !(200..300).contains(&status) {
        return Err(SignInError::from_answer(status, body));
    }
    serde_json::from_str(body).map_err(|_| SignInError::NotEntra { why: "no token document".into() })
}
