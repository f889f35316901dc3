//! Secrets in a type of their own: no `Display`, stars in `Debug`, gone from memory when dropped.

use zeroize::Zeroizing;

/// A client secret, a password of a certificate file, or a token.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

/// Why a text was refused as a client secret. The text itself is never repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// Nothing was there.
    #[error("the secret is empty")]
    Empty,
    /// No secret is that long.
    #[error("the secret is longer than 4,096 bytes")]
    TooLong,
    /// It has the form of a GUID: somebody copied the portal's "Secret ID".
    #[error("this looks like a Secret ID (a GUID), not like the secret itself")]
    LooksLikeId,
    /// It is not text.
    #[error("the secret is not UTF-8 text")]
    NotText,
}

impl Secret {
    /// Wraps a secret that was checked elsewhere, such as a token.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Reads a client secret as it came from standard input, a file or the environment: one line end is cut off.
    ///
    /// # Errors
    /// [`SecretError`] when it cannot be a secret's value.
    pub fn from_input(bytes: &[u8]) -> Result<Self, SecretError> {
        let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        if bytes.is_empty() {
            return Err(SecretError::Empty);
        }
        if bytes.len() > 4096 {
            return Err(SecretError::TooLong);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| SecretError::NotText)?;
        if uuid::Uuid::try_parse(text.trim()).is_ok() {
            return Err(SecretError::LooksLikeId);
        }
        Ok(Self::new(text.to_owned()))
    }

    /// The secret itself. Only for the request that needs it and for the filter that keeps it out of output.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_end_is_cut_and_nothing_else() {
        assert_eq!(Secret::from_input(b"-ab c%\n\r\n").unwrap().expose(), "-ab c%\n");
        assert_eq!(Secret::from_input(b"x\n").unwrap().expose(), "x");
    }

    #[test]
    fn what_cannot_be_a_secret_is_refused() {
        assert_eq!(Secret::from_input(b"\n").unwrap_err(), SecretError::Empty);
        assert_eq!(Secret::from_input(&[b'a'; 4097]).unwrap_err(), SecretError::TooLong);
        assert_eq!(
            Secret::from_input(b"7b1e8f0a-1111-2222-3333-444455556666\n").unwrap_err(),
            SecretError::LooksLikeId
        );
        assert_eq!(Secret::from_input(&[0xff]).unwrap_err(), SecretError::NotText);
    }

    #[test]
    fn debug_shows_stars() {
        assert_eq!(format!("{:?}", Secret::new("hunter2".into())), "Secret(***)");
    }
}
