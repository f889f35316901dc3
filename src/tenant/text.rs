//! Text that a tenant stores, and addresses. Text is untrusted: there is no `Display`, only the renderers open it.

use serde::{Deserialize, Serialize};

/// Text that somebody in the tenant chose: names, labels, error messages.
///
/// It has no `Display`, so it cannot slip into a message. A renderer opens it with [`Untrusted::raw`] and makes it
/// harmless for its own kind of output.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Untrusted(String);

impl Untrusted {
    /// Wraps text as it was read.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as it was read. Only for renderers, comparisons and requests that encode it.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// Whether nothing but white space is there.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl From<&str> for Untrusted {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// A primary SMTP address, lower-cased: the key on which Graph and Exchange are joined.
///
/// The grammar is wider than the mail standards and narrower than "any text": one `@` with something on both sides,
/// at most 320 characters, no white space, no control or format characters, none of `"<>()[],;:\/?#%`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(String);

/// Why a text is not an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It does not have exactly one `@` with text on both sides.
    #[error("needs exactly one `@` with text on both sides")]
    NotAnAddress,
    /// It holds a character that no mailbox address of Exchange Online has.
    #[error("holds a character that an address cannot have")]
    Character,
    /// It is longer than 320 characters.
    #[error("is longer than 320 characters")]
    TooLong,
}

impl Address {
    /// Reads an address and lower-cases it.
    ///
    /// # Errors
    /// [`AddressError`] when the text does not follow the grammar above.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.chars().count() > 320 {
            return Err(AddressError::TooLong);
        }
        let is_bad =
            |c: char| c.is_whitespace() || c.is_control() || is_format_character(c) || "\"<>()[],;:\\/?#%".contains(c);
        if text.chars().any(is_bad) {
            return Err(AddressError::Character);
        }
        match text.split_once('@') {
            Some((local, domain)) if !local.is_empty() && !domain.is_empty() && !domain.contains('@') => {
                Ok(Self(text.to_lowercase()))
            }
            Some(_) | None => Err(AddressError::NotAnAddress),
        }
    }

    /// The lower-cased address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Address {
    type Error = AddressError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0
    }
}

impl std::str::FromStr for Address {
    type Err = AddressError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// Whether Unicode calls the character a format character (bidirectional marks, zero-width marks, tags).
pub fn is_format_character(c: char) -> bool {
    use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
    c.general_category() == GeneralCategory::Format
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_lower_cased_and_trimmed() {
        assert_eq!(Address::parse(" Room.1@Contoso.COM ").unwrap().as_str(), "room.1@contoso.com");
        assert_eq!(Address::parse("Room.1@Contoso.COM").unwrap().domain(), "contoso.com");
    }

    #[test]
    fn what_cannot_be_an_address_is_refused_with_the_reason() {
        assert_eq!(Address::parse("room"), Err(AddressError::NotAnAddress));
        assert_eq!(Address::parse("a@b@c"), Err(AddressError::NotAnAddress));
        assert_eq!(Address::parse("@b"), Err(AddressError::NotAnAddress));
        assert_eq!(Address::parse("../../me@x"), Err(AddressError::Character));
        assert_eq!(Address::parse("a\u{202e}@x"), Err(AddressError::Character));
        assert_eq!(Address::parse("a b@x"), Err(AddressError::Character));
        assert_eq!(Address::parse(&format!("{}@x", "a".repeat(320))), Err(AddressError::TooLong));
    }
}
