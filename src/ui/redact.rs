//! The last line of defence: known secrets, in any of their forms, and everything shaped like a token, are replaced.
//!
//! Secrets have types that do not print; this filter is for the day when one gets out some other way.

use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

/// What stands in place of a secret.
pub const REDACTED: &str = "[redacted]";

/// Texts shorter than this are not replaced: it would hide ordinary words and tell the secret by what is missing.
const SHORTEST: usize = 4;

/// Knows all secrets of the process. Clones know the same ones.
#[derive(Clone, Default)]
pub struct Redactor(Arc<RwLock<Vec<Zeroizing<String>>>>);

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Redactor(***)")
    }
}

impl Redactor {
    /// Makes a secret or a token known, in all forms in which it can show up.
    pub fn register(&self, secret: &str) {
        if secret.len() < SHORTEST {
            return;
        }
        let quoted = serde_json::Value::from(secret).to_string();
        let forms = [
            secret.to_owned(),
            STANDARD.encode(secret),
            STANDARD_NO_PAD.encode(secret),
            URL_SAFE.encode(secret),
            URL_SAFE_NO_PAD.encode(secret),
            percent(secret, false),
            percent(secret, true),
            url::form_urlencoded::byte_serialize(secret.as_bytes()).collect(),
            quoted.trim_matches('"').to_owned(),
        ];
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for form in forms.map(Zeroizing::new) {
            if !known.contains(&form) {
                known.push(form);
            }
        }
        // Longer forms first: the padded form holds the unpadded one.
        known.sort_by_key(|form| std::cmp::Reverse(form.len()));
    }

    /// The text without secrets and without anything shaped like a token.
    pub fn redact(&self, text: &str) -> String {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut clean = text.to_owned();
        for secret in known.iter() {
            if clean.contains(secret.as_str()) {
                clean = clean.replace(secret.as_str(), REDACTED);
            }
        }
        without_tokens(&clean)
    }
}

/// Everything but letters, digits and `-._~` as `%2F`, or `%2f`.
fn percent(text: &str, lower: bool) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            _ if lower => format!("%{byte:02x}"),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// Replaces `eyJ….….…`: a base64url object, a dot, another part, and perhaps a third.
fn without_tokens(text: &str) -> String {
    const START: &str = "eyJ";
    if !text.contains(START) {
        return text.to_owned();
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '=';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(START) {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let part = |text: &str| text.find(|c| !is_part(c)).unwrap_or(text.len());
        let header = part(tail);
        let after = tail.get(header..).unwrap_or_default();
        let payload = after.strip_prefix('.').map_or(0, part);
        if header < 10 || payload < 4 {
            out.push_str(START);
            rest = tail.get(START.len()..).unwrap_or_default();
            continue;
        }
        let mut end = header + 1 + payload;
        let signature = tail.get(end..).and_then(|text| text.strip_prefix('.')).map(part);
        end += signature.map_or(0, |length| length + 1);
        out.push_str(REDACTED);
        rest = tail.get(end..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_replaced_in_all_its_forms() {
        let secret = "pa~ss/w+rd \"ü\"&=";
        let redactor = Redactor::default();
        redactor.register(secret);
        for form in [
            secret.to_owned(),
            STANDARD.encode(secret),
            URL_SAFE_NO_PAD.encode(secret),
            percent(secret, false),
            percent(secret, true),
            url::form_urlencoded::byte_serialize(secret.as_bytes()).collect(),
            serde_json::to_string(secret).unwrap().trim_matches('"').to_owned(),
        ] {
            assert_eq!(redactor.redact(&format!("a {form} b")), "a [redacted] b", "{form}");
        }
    }

    #[test]
    fn whatever_looks_like_a_token_is_replaced() {
        let redactor = Redactor::default();
        let token = "eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ4In0.c2lnbmF0dXJl";
        assert_eq!(redactor.redact(&format!("Bearer {token}, eyJ alone")), "Bearer [redacted], eyJ alone");
        assert_eq!(redactor.redact("eyJ0eXAiOiJKV1QifQ.eyJhdWQi"), "[redacted]");
        assert_eq!(redactor.redact("keyJob.name.x"), "keyJob.name.x");
    }

    #[test]
    fn words_stay_when_a_secret_is_too_short_to_be_one() {
        let redactor = Redactor::default();
        redactor.register("a");
        assert_eq!(redactor.redact("a room"), "a room");
    }
}
