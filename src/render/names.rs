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
        let is_word_of_ours = matches!(kind, SubjectKind::Permission | SubjectKind::Step);
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
