//! What a subscription watches, read from its resource path.

/// What is behind a resource path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// The mailbox that it names, by object id, user principal name or address, lower-cased.
    pub mailbox: Option<String>,
    /// What of it.
    pub watches: Watches,
}

/// What of a mailbox is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watches {
    /// The events of a calendar.
    Events,
    /// Anything else.
    Other,
}

impl Resource {
    /// Reads a path in all the forms that Graph accepts and gives back: `users/{id}/events`, `/Users('{id}')/events`,
    /// `users/{id}/calendar/events`, `users/{id}/calendars/{id}/events`, with or without host, version and query.
    pub fn read(resource: &str) -> Self {
        let other = |mailbox| Self { mailbox, watches: Watches::Other };
        let path = resource.trim().split(['?', '#']).next().unwrap_or_default();
        let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
        let mut parts = path.split('/').filter(|part| !part.is_empty()).peekable();
        if parts.peek().is_some_and(|part| ["v1.0", "beta"].iter().any(|one| part.eq_ignore_ascii_case(one))) {
            parts.next();
        }
        let first = parts.next().unwrap_or_default();
        let mailbox = match in_brackets(first) {
            Some((collection, key)) if collection.eq_ignore_ascii_case("users") => key,
            None if first.eq_ignore_ascii_case("users") => parts.next().unwrap_or_default().to_owned(),
            Some(_) | None => return other(None),
        };
        let mailbox = decoded(&mailbox).to_lowercase();
        if mailbox.is_empty() {
            return other(None);
        }
        let rest: Vec<String> = parts.map(str::to_ascii_lowercase).collect();
        let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
        let watches = match rest[..] {
            ["events"] | ["calendar", "events"] | ["calendars", _, "events"] => Watches::Events,
            [calendar, "events"] if calendar.starts_with("calendars(") => Watches::Events,
            _ => Watches::Other,
        };
        Self { mailbox: Some(mailbox), watches }
    }
}

/// `users('a''b')` is `users` and `a'b`.
fn in_brackets(part: &str) -> Option<(&str, String)> {
    let (collection, key) = part.split_once('(')?;
    let key = decoded(key.strip_suffix(')')?);
    let key = key.strip_prefix('\'').and_then(|key| key.strip_suffix('\'')).unwrap_or(&key);
    Some((collection, key.replace("''", "'")))
}

/// Percent signs followed by two hexadecimal digits; what is no text afterwards stays as it was.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        let code = code.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| byte == b'%') {
            Some(value) => {
                out.push(value);
                at += 3;
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(mailbox: &str) -> Resource {
        Resource { mailbox: Some(mailbox.into()), watches: Watches::Events }
    }

    #[test]
    fn all_spellings_of_a_rooms_events_are_the_same() {
        for text in [
            "users/room@contoso.com/events",
            "/users/Room@Contoso.com/events",
            "Users('room@contoso.com')/Events",
            "users('room%40contoso.com')/events",
            "users/room%40contoso.com/calendar/events",
            "users/room@contoso.com/calendars/AAMk=/events",
            "users/room@contoso.com/calendars('AAMk=')/events",
            "users/room@contoso.com/events?$select=subject",
            "https://graph.microsoft.com/v1.0/users/room@contoso.com/events",
            "/beta/users/room@contoso.com/events/",
        ] {
            assert_eq!(Resource::read(text), events("room@contoso.com"), "{text}");
        }
        assert_eq!(Resource::read("users('o''brien@contoso.com')/events"), events("o'brien@contoso.com"));
    }

    #[test]
    fn other_resources_are_other() {
        for (text, mailbox) in [
            ("users/a@b/messages", Some("a@b")),
            ("users/a@b/mailFolders('inbox')/messages", Some("a@b")),
            ("users/a@b", Some("a@b")),
            ("me/events", None),
            ("groups/1/events", None),
            ("chats('x')/messages", None),
            ("users//", None),
            ("", None),
            ("%", None),
            ("users('", None),
        ] {
            let expected = Resource { mailbox: mailbox.map(str::to_owned), watches: Watches::Other };
            assert_eq!(Resource::read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_code_stays() {
        assert_eq!(decoded("a%4"), "a%4");
        assert_eq!(decoded("%+1%ff"), "%+1%ff");
        assert_eq!(decoded("é%40"), "é@");
    }
}
