//! Whether names leave the program, and what stands in their place when they do not.

use std::borrow::Cow;

use uuid::Uuid;

use crate::check::{Datum, Reading, Subject, SubjectKind};
use crate::report::{Report, stand_in};
use crate::tenant::Untrusted;

/// Whether names and addresses are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// They are.
    #[default]
    Full,
    /// Only identifiers are: logs and artefacts outlive the run.
    None,
}

impl Names {
    /// The id of a subject. An address that serves as id, or a name, gets a stand-in such as `room-1a2b3c4d`.
    pub fn id<'a>(self, kind: SubjectKind, id: &'a str) -> Cow<'a, str> {
        let is_word_of_ours = matches!(kind, SubjectKind::Permission | SubjectKind::Step) && !id.contains('@');
        let tells = !is_word_of_ours && Uuid::try_parse(id).is_err();
        match self {
            Self::None if tells => Cow::Owned(stand_in(kind.words().0, id)),
            Self::Full | Self::None => Cow::Borrowed(id),
        }
    }

    /// The name of a subject, if it may be shown.
    pub fn name(self, subject: &Subject) -> Option<&Untrusted> {
        match self {
            Self::Full => subject.name.as_ref(),
            Self::None => None,
        }
    }

    /// A sentence without addresses, if they may not be shown.
    pub fn prose(self, text: &str) -> Cow<'_, str> {
        if self == Self::Full || !text.contains('@') {
            return Cow::Borrowed(text);
        }
        let is_between = |c: char| c.is_whitespace() || "`\"(),;:=<>[]{}|".contains(c);
        let hidden = text.split_inclusive(is_between).map(|part| {
            let word = part.trim_end_matches(|c| is_between(c) || c == '.');
            let rest = part.get(word.len()..).unwrap_or_default();
            if word.contains('@') {
                format!("{}{rest}", stand_in("mailbox", &word.to_lowercase()))
            } else {
                part.to_owned()
            }
        });
        Cow::Owned(hidden.collect())
    }

    /// The command as it was typed, without addresses and domains, if they may not be shown.
    pub fn command(self, words: &[String]) -> Vec<String> {
        let mut before = "";
        let mut shown = Vec::with_capacity(words.len());
        for word in words {
            shown.push(match word.split_once('=') {
                _ if self == Self::Full => word.clone(),
                Some((name, value)) if is_of_domain(name) => format!("{name}={}", domain(value)),
                _ if is_of_domain(before) && !word.starts_with('-') => domain(word),
                _ => self.prose(word).into_owned(),
            });
            before = word;
        }
        shown
    }

    /// A parameter of a product without addresses and domains, if they may not be shown.
    pub fn parameter(self, name: &str, value: &str) -> String {
        match self {
            Self::None if is_of_domain(name) => domain(value),
            Self::Full | Self::None => self.prose(value).into_owned(),
        }
    }

    /// A reading without names, if they may not be shown.
    pub fn reading<'a>(self, reading: &'a Reading, report: &Report) -> Cow<'a, Reading> {
        if self == Self::Full || reading.0.values().all(|datum| texts(datum).all(|text| !report.is_name(text.raw()))) {
            return Cow::Borrowed(reading);
        }
        let hide = |text: &Untrusted| match report.is_name(text.raw()) {
            true => Untrusted::new(stand_in("name", text.raw())),
            false => text.clone(),
        };
        let hidden = reading.0.iter().map(|(name, datum)| {
            let datum = match datum {
                Datum::Text(text) => Datum::Text(hide(text)),
                Datum::Not(text) => Datum::Not(hide(text)),
                Datum::List(list) => Datum::List(list.iter().map(hide).collect()),
                Datum::OneOf(list) => Datum::OneOf(list.iter().map(hide).collect()),
                Datum::Bool(_)
                | Datum::Int(_)
                | Datum::AtLeast(_)
                | Datum::AtMost(_)
                | Datum::Time(_)
                | Datum::Missing => datum.clone(),
            };
            (*name, datum)
        });
        Cow::Owned(Reading(hidden.collect()))
    }
}

/// Whether a flag or a parameter, perhaps with the product's name before it, says which tenant it is.
fn is_of_domain(name: &str) -> bool {
    ["tenant", "domain"].contains(&name.rsplit(['-', '.']).next().unwrap_or_default())
}

/// A tenant's id stays, any other name of it does not.
fn domain(text: &str) -> String {
    if Uuid::try_parse(text).is_ok() { text.to_owned() } else { stand_in("domain", &text.to_lowercase()) }
}

fn texts(datum: &Datum) -> impl Iterator<Item = &Untrusted> {
    let texts: &[Untrusted] = match datum {
        Datum::Text(text) | Datum::Not(text) => std::slice::from_ref(text),
        Datum::List(list) | Datum::OneOf(list) => list,
        Datum::Bool(_) | Datum::Int(_) | Datum::AtLeast(_) | Datum::AtMost(_) | Datum::Time(_) | Datum::Missing => &[],
    };
    texts.iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_go_from_sentences() {
        let text = "it is `Sync@contoso.com`: see o'neil@contoso.com, (b@x) and c@x.";
        let hidden = Names::None.prose(text);
        assert!(!hidden.contains('@') && !hidden.contains("neil"), "{hidden}");
        assert!(
            hidden.starts_with("it is `mailbox-") && hidden.ends_with('.') && hidden.contains("`: see "),
            "{hidden}"
        );
        assert_eq!(Names::Full.prose(text), text);
        assert_eq!(Names::None.prose("nothing to hide"), "nothing to hide");
    }

    #[test]
    fn addresses_and_domains_go_from_the_command() {
        let typed = "tenant --tenant contoso.com --room a@x --set domain=contoso.com --set roomz.domain=contoso.com \
            --domain=contoso.com --control-mailbox=b@x --horizon-days 730 --set booking_account=a@x,b@x";
        let words: Vec<String> = typed.split_whitespace().map(ToOwned::to_owned).collect();
        let hidden = Names::None.command(&words).join(" ");
        assert!(!hidden.contains("contoso") && !hidden.contains('@'), "{hidden}");
        assert!(hidden.starts_with("tenant --tenant domain-") && hidden.contains("--horizon-days 730"), "{hidden}");
        assert_eq!(Names::Full.command(&words), words);
        let id = ["--tenant".to_owned(), "11111111-1111-4111-8111-111111111111".to_owned()];
        assert_eq!(Names::None.command(&id), id);
    }

    #[test]
    fn an_address_that_serves_as_id_gets_a_stand_in() {
        let id = Names::None.id(SubjectKind::Room, "berlin@contoso.com");
        assert!(id.starts_with("room-") && id.len() == 13, "{id}");
        assert_eq!(Names::Full.id(SubjectKind::Room, "berlin@contoso.com"), "berlin@contoso.com");
        let guid = "11111111-1111-4111-8111-111111111111";
        assert_eq!(Names::None.id(SubjectKind::Room, guid), guid);
        assert_eq!(Names::None.id(SubjectKind::Permission, "Place.Read.All"), "Place.Read.All");
        assert_eq!(Names::None.id(SubjectKind::Step, "security-review"), "security-review");
    }
}
