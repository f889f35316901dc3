//! Every way to sign in that needs no other program, against the simulated sign-in host.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::sim::{InProcess, Options, Simulation, State};
use crate::tenant::CloudName;

fn now() -> Timestamp {
    "2026-11-21T09:00:00Z".parse().unwrap()
}

struct Signing {
    tokens: Tokens,
    prompts: Arc<Mutex<Vec<DevicePrompt>>>,
}

/// Tokens for the subject app of a healthy tenant that was changed first.
fn signing(credential: Credential, start: Timestamp, change: impl FnOnce(&mut State)) -> Signing {
    let options = Options::at(start);
    let mut state = State::healthy(&options, 2);
    change(&mut state);
    let simulation = Simulation::new(state, &options);
    let known = simulation.identity();
    let prompts = Arc::new(Mutex::new(Vec::new()));
    let shown = Arc::clone(&prompts);
    let identity = Identity {
        cloud: Cloud::of(CloudName::Public),
        tenant: known.tenant,
        client_id: Some(known.app),
        credential,
        prompt: Arc::new(move |prompt: &DevicePrompt| shown.lock().unwrap().push(prompt.clone())),
        accept_opaque: false,
    };
    let transport = Arc::new(InProcess::new(Arc::new(simulation)));
    Signing { tokens: Tokens::new(identity, transport, Arc::new(move || start)), prompts }
}

fn certificate() -> Arc<Certificate> {
    let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).unwrap();
    let certificate = rcgen::CertificateParams::new(vec![]).unwrap().self_signed(&key).unwrap();
    let pem = format!("{}{}", certificate.pem(), key.serialize_pem());
    Arc::new(Certificate::read(pem.as_bytes(), None).unwrap())
}

/// The thumbprint as the simulator keeps it.
fn hexadecimal(certificate: &Certificate) -> String {
    use base64::Engine;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(certificate.thumbprint()).unwrap();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Assertions are signed with the time of this machine, so the simulated host's clock must be near it.
#[expect(clippy::disallowed_methods, reason = "an assertion says when it was made by the real clock")]
fn real_now() -> Timestamp {
    Timestamp::now()
}

#[tokio::test]
async fn a_registered_certificate_signs_in_and_another_one_does_not() {
    let start = real_now();
    for is_registered in [true, false] {
        let certificate = certificate();
        let sha256 = hexadecimal(&certificate);
        let signing = signing(Credential::Certificate(certificate), start, |state| {
            let kept = crate::sim::Certificate {
                key_id: uuid::Uuid::from_u128(1),
                display_name: "CN=test".into(),
                sha256: if is_registered { sha256 } else { "00".repeat(32) },
                sha1: String::new(),
                start: start - SignedDuration::from_hours(1),
                end: start + SignedDuration::from_hours(24),
            };
            state.subject_mut().certificates.push(kept);
        });
        match signing.tokens.get(Service::Graph, None).await {
            Ok(token) => {
                assert!(is_registered);
                assert_eq!(token.claims.as_ref().unwrap().credential_type, Some(2));
            }
            Err(SignInError::Refused { code, .. }) => assert!(!is_registered && code == Some(700_027), "{code:?}"),
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test]
async fn a_federated_token_of_the_registered_issuer_signs_in() {
    use base64::Engine;
    let start = now();
    let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let seconds = start.as_second();
    let claims = format!(
        r#"{{"iss":"https://idp.example","sub":"repo:x","aud":"api://AzureADTokenExchange","iat":{seconds},"nbf":{seconds},"exp":{}}}"#,
        seconds + 600
    );
    let assertion = format!("{}.{}.c2ln", encode(r#"{"alg":"RS256","typ":"JWT","kid":"1"}"#), encode(&claims));
    let mut file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file, assertion.as_bytes()).unwrap();
    for (subject, signs_in) in [("repo:x", true), ("repo:y", false)] {
        let signing = signing(Credential::Federated(file.path().to_owned()), start, |state| {
            state.subject_mut().federated.push(crate::sim::Federated {
                name: "ci".into(),
                issuer: "https://idp.example".into(),
                subject: subject.into(),
                audience: "api://AzureADTokenExchange".into(),
            });
        });
        let token = signing.tokens.get(Service::Graph, None).await;
        assert_eq!(token.is_ok(), signs_in, "{:?}", token.err());
    }
}

#[tokio::test(start_paused = true)]
async fn a_person_signs_in_with_a_code_that_is_shown_once() {
    let signing = signing(Credential::DeviceCode, now(), |state| {
        if let Some(registration) = &mut state.subject_mut().registration {
            registration.is_public_client = true;
        }
    });
    let token = signing.tokens.get(Service::Graph, None).await.unwrap();
    let claims = token.claims.as_ref().unwrap();
    assert!(!claims.is_app_only && !claims.scopes.is_empty(), "{claims:?}");
    let prompts = signing.prompts.lock().unwrap();
    assert_eq!(prompts.len(), 1);
    assert!(prompts[0].address.starts_with("https://") && !prompts[0].code.is_empty());
}

#[tokio::test]
async fn a_token_is_kept_for_its_service_and_fetched_anew_when_it_is_stale() {
    let simulation = Simulation::new(State::healthy(&Options::at(now()), 2), &Options::at(now()));
    let secret = Secret::new(simulation.identity().secret);
    let signing = signing(Credential::Secret(secret), now(), |_| {});
    let first = signing.tokens.get(Service::Graph, None).await.unwrap();
    let again = signing.tokens.get(Service::Graph, None).await.unwrap();
    assert!(Arc::ptr_eq(&first, &again));
    let fresh = signing.tokens.get(Service::Graph, Some(&first)).await.unwrap();
    assert!(!Arc::ptr_eq(&first, &fresh));
}
