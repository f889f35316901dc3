//! What an access token says about itself. Decoded, never validated: tokens are the service's business, this is a hint.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use uuid::Uuid;

use crate::session::secret::Secret;
use crate::tenant::{ObjectId, TenantId, TokenClaims};

/// The claims that matter.
pub struct Claims {
    /// `tid`.
    pub tenant: Option<TenantId>,
    /// The others.
    pub rest: TokenClaims,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Wire {
    tid: Option<String>,
    oid: Option<String>,
    roles: Vec<String>,
    scp: Option<String>,
    wids: Vec<String>,
    idtyp: Option<String>,
    appidacr: Option<String>,
    azpacr: Option<String>,
}

/// Reads the claims; `None` when the token is not of the form that can be read.
pub fn read(token: &Secret) -> Option<Claims> {
    let payload = token.expose().split('.').nth(1)?;
    let bytes = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    let wire: Wire = serde_json::from_slice(&bytes).ok()?;
    let scopes: Vec<String> = wire.scp.iter().flat_map(|text| text.split(' ')).map(str::to_owned).collect();
    let rest = TokenClaims {
        object_id: wire.oid.and_then(|id| id.parse::<ObjectId>().ok()),
        directory_roles: wire.wids.iter().filter_map(|id| id.parse::<Uuid>().ok()).collect(),
        credential_type: wire.appidacr.or(wire.azpacr).and_then(|text| text.parse().ok()),
        is_app_only: scopes.is_empty() && wire.idtyp.as_deref() != Some("user"),
        roles: wire.roles,
        scopes,
    };
    Some(Claims { tenant: wire.tid.and_then(|id| id.parse().ok()), rest })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(payload: &str) -> Secret {
        Secret::new(format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(payload)))
    }

    #[test]
    fn an_apps_token_carries_roles() {
        let claims = read(&token(
            r#"{"tid":"11111111-1111-1111-1111-111111111111","roles":["A"],"idtyp":"app","appidacr":"2"}"#,
        ))
        .unwrap();
        assert!(claims.tenant.is_some());
        assert!(claims.rest.is_app_only);
        assert_eq!((claims.rest.roles, claims.rest.credential_type), (vec!["A".to_owned()], Some(2)));
    }

    #[test]
    fn a_persons_token_carries_scopes() {
        let claims = read(&token(r#"{"scp":"A B"}"#)).unwrap();
        assert!(!claims.rest.is_app_only);
        assert_eq!(claims.rest.scopes, ["A", "B"]);
    }

    #[test]
    fn anything_else_is_opaque() {
        for text in ["", "opaque", "a.b.c", "a.!!.c"] {
            assert!(read(&Secret::new(text.to_owned())).is_none(), "{text}");
        }
    }
}
