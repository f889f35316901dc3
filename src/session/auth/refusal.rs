//! What Entra says when it refuses, turned into what, why and what to do.

use serde::Deserialize;

use crate::session::transport::TransportError;
use crate::tenant::{TenantId, Untrusted};

/// Why there is no token.
#[derive(Clone, Debug, thiserror::Error)]
pub enum SignInError {
    /// Entra refused.
    #[error("sign-in refused{}", code.map(|code| format!(" (AADSTS{code})")).unwrap_or_default())]
    Refused {
        /// The AADSTS number.
        code: Option<u32>,
        /// The OAuth error, such as `invalid_client`.
        error: String,
        /// Entra's own words, first sentence.
        description: Untrusted,
        /// The trace id that Microsoft support asks for.
        trace: Option<String>,
    },
    /// The answer did not come from Entra: a proxy, a captive portal, a wrong address.
    #[error("the sign-in host did not answer like Entra: {why}")]
    NotEntra {
        /// What was seen.
        why: String,
    },
    /// The token is for another tenant than the one that was asked.
    #[error("the token is for tenant {found}, not for {asked}")]
    OtherTenant {
        /// The tenant that was asked.
        asked: TenantId,
        /// The tenant in the token.
        found: TenantId,
    },
    /// The service accepts no token of this identity, also not a new one.
    #[error("{service} does not accept the token")]
    NotAccepted {
        /// The service.
        service: &'static str,
        /// Whether it asked for more proof (Conditional Access).
        challenged: bool,
        /// The id that Microsoft support asks for.
        request_id: Option<String>,
    },
    /// The sign-in host could not be reached.
    #[error(transparent)]
    Unreachable(#[from] TransportError),
    /// Something on this machine is missing: the Azure CLI, a managed identity, a token file.
    #[error("{0}")]
    Local(String),
    /// The run was interrupted.
    #[error("interrupted")]
    Interrupted,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Wire {
    error: Option<String>,
    error_description: Option<String>,
    error_codes: Vec<u32>,
    trace_id: Option<String>,
}

impl SignInError {
    /// Reads a refusal of the token endpoint.
    pub fn from_answer(status: u16, body: &str) -> Self {
        let wire: Wire = serde_json::from_str(body).unwrap_or_default();
        let Some(error) = wire.error else {
            let why = format!("status {status} without an error document (a proxy or a captive portal?)");
            return Self::NotEntra { why };
        };
        let description = wire.error_description.unwrap_or_default();
        let in_text = description.strip_prefix("AADSTS").and_then(|rest| rest.split(':').next()?.parse().ok());
        let first_line = description.lines().next().unwrap_or_default();
        Self::Refused {
            code: wire.error_codes.first().copied().or(in_text),
            error,
            description: Untrusted::new(first_line.chars().take(300).collect::<String>()),
            trace: wire.trace_id,
        }
    }
}

/// What an AADSTS number means and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What happened.
    pub what: &'static str,
    /// Why, as far as it is known.
    pub why: &'static str,
    /// What to do.
    pub action: &'static str,
}

const fn advice(what: &'static str, why: &'static str, action: &'static str) -> Advice {
    Advice { what, why, action }
}

/// The advice for an AADSTS number; `None` for numbers that are not in Microsoft's list for app sign-in.
///
/// Source: Microsoft's reference of Entra error codes; see `docs/sources.md`.
pub fn advice_for(code: u32) -> Option<Advice> {
    let advice = match code {
        7_000_215 => advice(
            "the client secret is wrong",
            "Entra did not accept it; a common cause is copying the Secret ID instead of its Value",
            "copy the column \"Value\" in Certificates & secrets, or make a new secret, and pass it with --secret-stdin",
        ),
        7_000_222 => advice(
            "the client secret has expired",
            "secrets end on the day that was chosen when they were made",
            "make a new secret in Certificates & secrets, hand it to the product too, and pass it with --secret-stdin",
        ),
        7_000_218 => advice(
            "the request carried no secret or certificate",
            "the app is registered as a confidential client, which must prove itself",
            "pass --certificate FILE or --secret-stdin",
        ),
        700_025 => advice(
            "the app is a public client and must not send a secret",
            "its registration allows public client flows for this platform",
            "use --auth device, or sign in with another app",
        ),
        700_016 | 700_011 => advice(
            "the app is not known in this tenant",
            "the client id or the tenant is wrong, or nobody has consented to the app here yet",
            "compare --client-id and --tenant with the Overview page of the app registration",
        ),
        700_027 | 700_030 | 50_012 => advice(
            "the certificate was not accepted",
            "it is not registered for the app, was removed or has expired, or this machine's clock is wrong",
            "upload the certificate's public part in Certificates & secrets and check the clock",
        ),
        70_001 | 7_000_112 => advice(
            "the app is disabled",
            "sign-in is switched off for the enterprise application, or Microsoft disabled the app",
            "enable the enterprise application in Entra (Properties: Enabled for users to sign in)",
        ),
        90_002 | 900_023 | 90_013 => advice(
            "the tenant was not found",
            "the tenant id or domain is mistyped, or the tenant lives in another cloud",
            "check --tenant; for US Government or China add --cloud us-gov-high, us-gov-dod or china",
        ),
        90_038 | 900_382 | 900_432 => advice(
            "the tenant lives in another cloud",
            "a tenant can only be reached through its own cloud's sign-in host",
            "add --cloud us-gov-high, us-gov-dod, china or public",
        ),
        500_011 | 650_052 => advice(
            "the tenant has no Exchange Online or no Microsoft Graph service principal",
            "the service was never set up in this tenant, or the licence for it is missing",
            "check that the tenant has an Exchange Online licence",
        ),
        70_011 | 700_022 => advice(
            "the request for a token was not well-formed",
            "this is a fault of the program",
            "please report it with the trace id",
        ),
        50_194 => advice(
            "the app is single-tenant and the tenant was not named",
            "`common` and `organizations` do not work for it",
            "pass the tenant's id or domain with --tenant",
        ),
        65_001 | 65_004 | 90_094 | 90_095 => advice(
            "consent is missing",
            "an administrator has not agreed to what the app asks for",
            "ask an administrator to grant admin consent in API permissions",
        ),
        65_005 | 650_056 | 650_057 => advice(
            "the app's permissions are not set up",
            "its registration asks for nothing on this service",
            "add the permissions that `rsync-check help permissions` lists and grant admin consent",
        ),
        53_003 | 530_032 | 530_035 => advice(
            "a Conditional Access policy blocks the sign-in",
            "the policy covers this app or this network",
            "ask the administrator of Conditional Access to exclude the app, or run from an allowed network",
        ),
        50_076 | 50_079 | 50_158 => advice(
            "more proof is asked of the person who signs in",
            "multi-factor authentication is required",
            "sign in with --auth device and finish the extra step in the browser, or use an app with a certificate",
        ),
        50_034 | 50_173 => advice(
            "the account cannot sign in",
            "it does not exist in this tenant, or its session was revoked",
            "sign in again with an account of this tenant",
        ),
        50_196 => advice("Entra stopped a loop of requests", "too many sign-ins in a short time", "wait some minutes"),
        90_033 => {
            advice("Entra is not available right now", "a fault on Microsoft's side", "try again in some minutes")
        }
        70_018 | 70_019 => advice(
            "the device code has expired",
            "it was not typed in time",
            "run the command again and type the new code",
        ),
        _ => return None,
    };
    Some(advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_error_body_is_read_with_its_line_ends() {
        let body = r#"{"error":"invalid_client","error_description":"AADSTS7000222: The provided client secret keys for app 'x' are expired.\r\nTrace ID: t","error_codes":[7000222],"trace_id":"t"}"#;
        let SignInError::Refused { code, description, trace, .. } = SignInError::from_answer(401, body) else {
            panic!()
        };
        assert_eq!((code, trace.as_deref()), (Some(7_000_222), Some("t")));
        assert!(description.raw().ends_with("are expired."));
    }

    #[test]
    fn the_number_is_found_in_the_text_when_the_list_is_missing() {
        let body = r#"{"error":"invalid_grant","error_description":"AADSTS50058: Silent"}"#;
        assert!(matches!(SignInError::from_answer(400, body), SignInError::Refused { code: Some(50_058), .. }));
    }

    #[test]
    fn a_page_is_not_entra() {
        assert!(matches!(SignInError::from_answer(407, "<html>"), SignInError::NotEntra { .. }));
    }

    #[test]
    fn every_advice_says_what_why_and_do() {
        for code in [7_000_215, 7_000_222, 7_000_218, 700_016, 700_027, 90_002, 90_038, 500_011, 53_003, 50_076, 70_019]
        {
            let advice = advice_for(code).unwrap();
            assert!(!advice.what.is_empty() && !advice.why.is_empty() && !advice.action.is_empty());
        }
    }
}
