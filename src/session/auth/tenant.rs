//! From a domain to a tenant id, through the sign-in host's public metadata.

use jiff::Timestamp;
use serde::Deserialize;

use super::{SignInError, entra};
use crate::session::Cloud;
use crate::session::transport::{Outgoing, Transport};
use crate::tenant::TenantId;

#[derive(Deserialize)]
struct Metadata {
    issuer: String,
}

/// The tenant that a verified domain belongs to. Sends no token.
///
/// # Errors
/// [`SignInError`] when no tenant has the domain in this cloud, or the sign-in host cannot be reached.
pub async fn resolve_tenant(
    transport: &dyn Transport,
    cloud: &Cloud,
    domain: &str,
    now: Timestamp,
) -> Result<TenantId, SignInError> {
    let mut url = cloud.login.clone();
    url.path_segments_mut().expect("https addresses have a path").extend([
        domain,
        "v2.0",
        ".well-known",
        "openid-configuration",
    ]);
    let reply = entra::send(transport, &Outgoing::get(url), now).await?;
    let body = String::from_utf8_lossy(reply.body());
    if !reply.status().is_success() {
        return Err(SignInError::from_answer(reply.status().as_u16(), &body));
    }
    let metadata: Metadata =
        serde_json::from_str(&body).map_err(|_| SignInError::NotEntra { why: "no metadata document".into() })?;
    let id = metadata.issuer.split('/').find_map(|part| part.parse().ok());
    id.ok_or_else(|| SignInError::NotEntra { why: "the metadata names no tenant".into() })
}
