//! Certificates: PEM and PFX files, and the signed assertion that proves the key.
//!
//! `azure_identity`'s own certificate credential is not used: it needs the system's OpenSSL and reads PFX only.

use std::sync::Arc;

use aws_lc_rs::{digest, rand, rsa, signature};
use azure_core::error::ErrorKind;
use azure_identity::ClientAssertion;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use zeroize::Zeroizing;

use crate::session::secret::Secret;

/// A certificate with its private key.
pub struct Certificate {
    der: Vec<u8>,
    key: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Certificate(***)")
    }
}

/// Why a certificate file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// It is neither PEM nor PFX.
    #[error("the file is neither a PEM file nor a PFX file")]
    Form,
    /// The password does not open it.
    #[error("the password does not open the PFX file")]
    Password,
    /// The certificate is there, the key is not.
    #[error("the file holds no private key")]
    NoKey,
    /// The key is there, the certificate is not.
    #[error("the file holds no certificate")]
    NoCertificate,
    /// The key is not an RSA key.
    #[error("the key is not an RSA key; Entra's assertions are signed with RSA here")]
    NotRsa,
}

impl Certificate {
    /// Reads a certificate and its key from a PEM or a PFX file.
    ///
    /// # Errors
    /// [`CertificateError`] when something is missing or cannot be read.
    pub fn read(bytes: &[u8], password: Option<&Secret>) -> Result<Self, CertificateError> {
        let is_pem = bytes.windows(11).any(|window| window == b"-----BEGIN ");
        let certificate = if is_pem { Self::from_pem(bytes)? } else { Self::from_pfx(bytes, password)? };
        certificate.rsa_key()?;
        Ok(certificate)
    }

    fn from_pem(bytes: &[u8]) -> Result<Self, CertificateError> {
        let der = CertificateDer::from_pem_slice(bytes).map_err(|_| CertificateError::NoCertificate)?;
        let key = PrivateKeyDer::from_pem_slice(bytes).map_err(|_| CertificateError::NoKey)?;
        Ok(Self { der: der.to_vec(), key: Zeroizing::new(key.secret_der().to_vec()) })
    }

    fn from_pfx(bytes: &[u8], password: Option<&Secret>) -> Result<Self, CertificateError> {
        let password = password.map_or("", Secret::expose);
        let store = p12_keystore::KeyStore::from_pkcs12(bytes, password, p12_keystore::Pkcs12ImportPolicy::default())
            .map_err(|error| match error {
            p12_keystore::error::Error::MacError(_) => CertificateError::Password,
            _ => CertificateError::Form,
        })?;
        let (_, chain) = store.private_key_chain().ok_or(CertificateError::NoKey)?;
        let leaf = chain.certs().first().ok_or(CertificateError::NoCertificate)?;
        Ok(Self { der: leaf.as_der().to_vec(), key: Zeroizing::new(chain.key().as_der().to_vec()) })
    }

    fn rsa_key(&self) -> Result<rsa::KeyPair, CertificateError> {
        // PKCS #8 is the usual form; OpenSSL's "RSA PRIVATE KEY" is the bare one.
        rsa::KeyPair::from_pkcs8(&self.key)
            .or_else(|_| rsa::KeyPair::from_der(&self.key))
            .map_err(|_| CertificateError::NotRsa)
    }

    /// The SHA-256 thumbprint, base64url, as the assertion's header names it.
    pub fn thumbprint(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, &self.der))
    }

    /// What signs assertions for one app and one token endpoint.
    pub fn assertion(self: &Arc<Self>, audience: String, client_id: String) -> Assertion {
        Assertion { certificate: Arc::clone(self), audience, client_id }
    }
}

/// Signs assertions: a short-lived statement "I am this app", PS256 with `x5t#S256`.
///
/// Source: Microsoft's page on certificate credentials; see `docs/sources.md`.
#[derive(Debug)]
pub struct Assertion {
    certificate: Arc<Certificate>,
    audience: String,
    client_id: String,
}

impl Assertion {
    fn sign(&self, now: i64) -> Result<String, CertificateError> {
        let encode = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = encode(serde_json::json!({
            "alg": "PS256",
            "typ": "JWT",
            "x5t#S256": self.certificate.thumbprint(),
            "x5c": [STANDARD.encode(&self.certificate.der)],
        }));
        let claims = encode(serde_json::json!({
            "aud": self.audience,
            "iss": self.client_id,
            "sub": self.client_id,
            "jti": uuid::Uuid::new_v4().to_string(),
            "nbf": now,
            "iat": now,
            "exp": now + 600,
        }));
        let signed = format!("{header}.{claims}");
        let key = self.certificate.rsa_key()?;
        let mut signature = vec![0; key.public_modulus_len()];
        key.sign(&signature::RSA_PSS_SHA256, &rand::SystemRandom::new(), signed.as_bytes(), &mut signature)
            .map_err(|_| CertificateError::NotRsa)?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

#[async_trait::async_trait]
impl ClientAssertion for Assertion {
    async fn secret(&self, _: Option<azure_core::http::ClientMethodOptions<'_>>) -> azure_core::Result<String> {
        let now = azure_core::time::OffsetDateTime::now_utc().unix_timestamp();
        self.sign(now).map_err(|error| azure_core::Error::with_message(ErrorKind::Credential, error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pem(algorithm: &'static rcgen::SignatureAlgorithm) -> String {
        let key = rcgen::KeyPair::generate_for(algorithm).unwrap();
        let certificate = rcgen::CertificateParams::new(vec![]).unwrap().self_signed(&key).unwrap();
        format!("{}{}", certificate.pem(), key.serialize_pem())
    }

    #[test]
    fn an_assertion_verifies_with_the_certificates_key() {
        let text = pem(&rcgen::PKCS_RSA_SHA256);
        let certificate = Arc::new(Certificate::read(text.as_bytes(), None).unwrap());
        let public = certificate.rsa_key().unwrap();
        let jwt = certificate.assertion("https://login/t/oauth2/v2.0/token".into(), "app".into()).sign(1_000).unwrap();
        let (signed, signature) = jwt.rsplit_once('.').unwrap();
        let key = signature::UnparsedPublicKey::new(
            &signature::RSA_PSS_2048_8192_SHA256,
            signature::KeyPair::public_key(&public).as_ref(),
        );
        key.verify(signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
        let claims = URL_SAFE_NO_PAD.decode(signed.split('.').nth(1).unwrap()).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
        assert_eq!((claims["iss"].as_str(), claims["exp"].as_i64()), (Some("app"), Some(1_600)));
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        assert_eq!(Certificate::read(b"hello", None).unwrap_err(), CertificateError::Form);
        let text = pem(&rcgen::PKCS_ECDSA_P256_SHA256);
        assert_eq!(Certificate::read(text.as_bytes(), None).unwrap_err(), CertificateError::NotRsa);
        let only_certificate = text.split("-----BEGIN PRIVATE KEY").next().unwrap();
        assert_eq!(Certificate::read(only_certificate.as_bytes(), None).unwrap_err(), CertificateError::NoKey);
    }
}
