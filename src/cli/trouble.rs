//! Errors from below, as what, why, and what to do.

use crate::exit;
use crate::session::auth::{SignInError, advice_for};
use crate::session::{HttpError, TransportError};
use crate::ui::Trouble;

/// A sign-in that did not work.
pub fn sign_in(error: &SignInError) -> Trouble {
    match error {
        SignInError::Refused { code, error, description, trace } => {
            let number = code.map(|code| format!("AADSTS{code}")).unwrap_or_else(|| error.clone());
            let trouble = match code.and_then(advice_for) {
                Some(advice) => {
                    Trouble::new(exit::SIGN_IN, format!("sign-in refused: {} ({number})", advice.what), advice.action).why(advice.why)
                }
                None => Trouble::new(
                    exit::SIGN_IN,
                    format!("sign-in refused ({number})"),
                    "look the number up in Microsoft's list of Entra error codes",
                )
                .why(description.raw().to_owned()),
            };
            match trace {
                Some(trace) => trouble.reference(format!("trace {trace}")),
                None => trouble,
            }
        }
        SignInError::NotEntra { why } => Trouble::new(
            exit::UNREACHABLE,
            "the sign-in host did not answer like Entra",
            "open the sign-in host in a browser from this machine; check the proxy (HTTPS_PROXY) and any captive portal",
        )
        .why(why.clone()),
        SignInError::OtherTenant { asked, found } => Trouble::new(
            exit::SIGN_IN,
            format!("the token is for tenant {found}, not for {asked}"),
            "name the tenant that you mean with --tenant, and sign in with an identity of that tenant",
        )
        .why("nothing was sent to the service with a token of another tenant"),
        SignInError::NotAccepted { service, challenged, request_id } => {
            let trouble = if *challenged {
                Trouble::new(
                    exit::SIGN_IN,
                    format!("{service} asks for more proof than the token carries"),
                    "ask the administrator of Conditional Access to exclude the app, or run from an allowed network",
                )
                .why("Conditional Access evaluates this identity continuously")
            } else {
                Trouble::new(
                    exit::SIGN_IN,
                    format!("{service} does not accept the token, not even a new one"),
                    "check that --cloud fits the tenant, and run the command again",
                )
                .why("the token is for another cloud, or the identity was disabled a moment ago")
            };
            match request_id {
                Some(id) => trouble.reference(format!("request {id}")),
                None => trouble,
            }
        }
        SignInError::Unreachable(error) => transport(error),
        SignInError::Local(why) => Trouble::new(
            exit::SIGN_IN,
            "sign-in could not be started on this machine",
            "put right what is named above, or choose another way with --auth",
        )
        .why(why.clone()),
        SignInError::Interrupted => Trouble::new(exit::INTERRUPTED, "interrupted before anything was read", "run the command again"),
    }
}

/// A network that did not work.
pub fn transport(error: &TransportError) -> Trouble {
    let (what, action) = match error {
        TransportError::Certificate { host, .. } => (
            format!("the certificate of {host} was not accepted"),
            "if a company proxy opens TLS, pass its certificate authority with --ca-file FILE",
        ),
        TransportError::Connect { host, .. } => (
            format!("{host} could not be reached"),
            "check the network, the name resolution and the proxy (HTTPS_PROXY, NO_PROXY)",
        ),
        TransportError::Timeout { host } => {
            (format!("{host} did not answer in time"), "check the network and the proxy, then run the command again")
        }
        TransportError::Broken { host, .. } | TransportError::TooLarge { host, .. } => {
            (format!("the answer of {host} could not be read"), "check the proxy, then run the command again")
        }
        TransportError::ForeignHost { host } => {
            (format!("{host} does not belong to the selected cloud"), "check --cloud")
        }
    };
    Trouble::new(exit::UNREACHABLE, what, action).why(error.to_string())
}

/// A wire that could not be set up.
pub fn wire(error: &HttpError) -> Trouble {
    let action = match error {
        HttpError::Authorities(_) => "pass a PEM file with CERTIFICATE blocks to --ca-file",
        HttpError::Client(_) => {
            "check the proxy variables and the system's certificate store; --ca-file FILE adds authorities"
        }
        HttpError::NotLoopback(_) => "use an address such as http://127.0.0.1:8080",
    };
    Trouble::new(exit::USAGE, error.to_string(), action)
}
