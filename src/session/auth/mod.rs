//! Sign-in: one identity, two tokens. Tokens stay in memory and are never written anywhere.

mod certificate;
mod claims;
mod device;
mod entra;
pub mod keyring;
mod refusal;
mod tenant;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

pub use certificate::{Certificate, CertificateError};
pub use device::DevicePrompt;
pub use refusal::{Advice, SignInError, advice_for};
pub use tenant::resolve_tenant;

use super::secret::Secret;
use super::transport::Transport;
use super::{Cloud, Service};
use crate::tenant::{AppId, TenantId, TokenClaims};

/// How the program signs in.
#[derive(Clone, Debug)]
pub enum Credential {
    /// A client secret.
    Secret(Secret),
    /// A certificate with its key.
    Certificate(Arc<Certificate>),
    /// A token of another identity provider, read from a file (workload identity federation).
    Federated(PathBuf),
    /// The identity of the machine or container that runs the program.
    ManagedIdentity,
    /// The service principal that is signed in to the Azure CLI.
    AzureCli,
    /// A person, by device code. The app must allow public client flows.
    DeviceCode,
}

impl Credential {
    /// The kind, as `--auth` names it and the report shows it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Secret(_) => "secret",
            Self::Certificate(_) => "certificate",
            Self::Federated(_) => "federated",
            Self::ManagedIdentity => "managed-identity",
            Self::AzureCli => "cli",
            Self::DeviceCode => "device",
        }
    }
}

/// A token for one service.
#[derive(Debug)]
pub struct Token {
    /// The token itself.
    pub secret: Secret,
    /// When it ends.
    pub expires: Timestamp,
    /// What it carries; `None` when it is not a token that can be read.
    pub claims: Option<TokenClaims>,
}

/// What is needed to ask for tokens.
pub struct Identity {
    /// The cloud.
    pub cloud: Cloud,
    /// The tenant.
    pub tenant: TenantId,
    /// The app that signs in; a managed identity of the system and the Azure CLI need none.
    pub client_id: Option<AppId>,
    /// How it signs in.
    pub credential: Credential,
    /// Shows a person where to type the device code.
    pub prompt: Arc<dyn Fn(&DevicePrompt) + Send + Sync>,
    /// Whether tokens that cannot be read are accepted. Only for a simulated service.
    pub accept_opaque: bool,
}

/// What came of asking. A refusal stays: hundreds of calls must not each ask again.
type Got = Result<Arc<Token>, SignInError>;

/// The tokens of a run.
pub struct Tokens {
    identity: Identity,
    transport: Arc<dyn Transport>,
    now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    graph: Mutex<Option<Got>>,
    exchange: Mutex<Option<Got>>,
    device: device::Refresh,
}

impl Tokens {
    /// No token yet.
    pub fn new(
        identity: Identity,
        transport: Arc<dyn Transport>,
        now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    ) -> Self {
        let (graph, exchange) = (Mutex::new(None), Mutex::new(None));
        Self { identity, transport, now, graph, exchange, device: device::Refresh::default() }
    }

    /// A token for a service: the one at hand while it lasts, else a new one.
    ///
    /// `stale` is a token that the service did not accept: it is not handed out again.
    ///
    /// # Errors
    /// [`SignInError`] when Entra refuses, cannot be reached, or answers for another tenant.
    pub async fn get(&self, service: Service, stale: Option<&Token>) -> Result<Arc<Token>, SignInError> {
        let slot = match service {
            Service::Exchange => &self.exchange,
            Service::Graph | Service::Login => &self.graph,
        };
        let mut slot = slot.lock().await;
        match &*slot {
            Some(Ok(token)) => {
                let is_stale = stale.is_some_and(|stale| std::ptr::eq(stale, Arc::as_ptr(token)));
                if !is_stale && token.expires > (self.now)() + SignedDuration::from_secs(60) {
                    return Ok(Arc::clone(token));
                }
            }
            Some(Err(error)) => return Err(error.clone()),
            None => {}
        }
        let got = self.fetch(service).await.map(Arc::new);
        *slot = Some(got.clone());
        got
    }

    async fn fetch(&self, service: Service) -> Result<Token, SignInError> {
        let scope = self.identity.cloud.scope(service);
        let (secret, expires) = match &self.identity.credential {
            Credential::DeviceCode => {
                device::token(&self.identity, &self.transport, &self.device, &scope, (self.now)()).await?
            }
            _ => entra::token(&self.identity, &self.transport, &scope, (self.now)()).await?,
        };
        let claims = match claims::read(&secret) {
            Some(claims) => {
                self.check_tenant(claims.tenant)?;
                Some(claims.rest)
            }
            None if self.identity.accept_opaque => None,
            None => return Err(SignInError::NotEntra { why: "the access token cannot be read".into() }),
        };
        Ok(Token { secret, expires, claims })
    }

    /// The token must be for the tenant that was asked, before it is sent anywhere.
    fn check_tenant(&self, found: Option<TenantId>) -> Result<(), SignInError> {
        match found {
            Some(tenant) if tenant == self.identity.tenant => Ok(()),
            Some(tenant) => Err(SignInError::OtherTenant { asked: self.identity.tenant, found: tenant }),
            None => Err(SignInError::NotEntra { why: "the access token names no tenant".into() }),
        }
    }
}

#[cfg(test)]
mod tests;
