//! `[datetime]` as .NET has it: an instant that is shown in one of two zones, and arithmetic that looks at the clock
//! face only (<https://learn.microsoft.com/dotnet/api/system.datetime.subtract>: kinds are not considered).

use jiff::{
    SignedDuration, Timestamp,
    civil::DateTime,
    tz::{Offset, TimeZone},
};

/// Which clock face a time is shown on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Utc,
    Local,
    /// Neither: text without a zone. Taken as local wherever it matters.
    Unspecified,
}

/// A `[datetime]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    pub(super) at: Timestamp,
    pub(super) kind: Kind,
    /// How far its clock is ahead of UTC.
    offset: Offset,
}

impl Time {
    pub(super) fn utc(at: Timestamp) -> Self {
        Self { at, kind: Kind::Utc, offset: Offset::UTC }
    }

    /// On the clock of a machine in this zone.
    pub(super) fn local(at: Timestamp, zone: Offset) -> Self {
        Self { at, kind: Kind::Local, offset: zone }
    }

    /// What its clock shows.
    pub(super) fn face(self) -> DateTime {
        self.offset.to_datetime(self.at)
    }

    /// `self - other`: the difference of the two clock faces.
    pub(super) fn since(self, other: Self) -> SignedDuration {
        other.face().duration_until(self.face())
    }

    /// `self + by`, of the same kind.
    pub(super) fn plus(self, by: SignedDuration) -> Option<Self> {
        Some(Self { at: self.at.checked_add(by).ok()?, ..self })
    }

    /// `[datetime]'…'`: text with a zone becomes local time, text without one keeps its clock face.
    pub(super) fn read(text: &str, zone: Offset) -> Option<Self> {
        let text = text.trim();
        if let Ok(at) = text.parse::<Timestamp>() {
            return Some(Self::local(at, zone));
        }
        let face: DateTime = text.parse().ok()?;
        let at = TimeZone::fixed(zone).to_timestamp(face).ok()?;
        Some(Self { at, kind: Kind::Unspecified, offset: zone })
    }

    /// `.ToString('…')`: the standard formats `o`, `s` and `u`, and custom ones of the usual pieces. `None` for others.
    pub(super) fn shown(self, format: &str) -> Option<String> {
        let face = self.face();
        match format {
            "o" | "O" => {
                let ticks = face.subsec_nanosecond() / 100;
                let end = match self.kind {
                    Kind::Utc => "Z".to_owned(),
                    Kind::Local => distance(self.offset),
                    Kind::Unspecified => String::new(),
                };
                Some(format!("{}.{ticks:07}{end}", face.strftime("%Y-%m-%dT%H:%M:%S")))
            }
            "s" => Some(face.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
            // The format says Z but does not convert.
            "u" => Some(face.strftime("%Y-%m-%d %H:%M:%SZ").to_string()),
            _ if format.len() < 2 => None,
            _ => custom(face, format),
        }
    }
}

/// A date in the text of a JSON document that PowerShell 7 takes for one: ISO 8601 with a time.
pub(super) fn in_json(text: &str, zone: Offset) -> Option<Time> {
    if text.as_bytes().get(10) != Some(&b'T') {
        return None;
    }
    let time = Time::read(text, zone)?;
    Some(if text.ends_with('Z') { Time::utc(time.at) } else { time })
}

fn distance(zone: Offset) -> String {
    let minutes = zone.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// A custom format of `yyyy MM dd HH mm ss fff…`, marks, and text in single quotes. A bare `T` or `Z` is itself.
fn custom(face: DateTime, format: &str) -> Option<String> {
    let mut shown = String::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            let (quoted, after) = rest.get(1..)?.split_once('\'')?;
            shown.push_str(quoted);
            rest = after;
            continue;
        }
        let run: String = rest.chars().take_while(|c| *c == first).collect();
        rest = rest.get(run.len()..)?;
        match run.as_str() {
            "yyyy" => shown.push_str(&format!("{:04}", face.year())),
            "MM" => shown.push_str(&format!("{:02}", face.month())),
            "dd" => shown.push_str(&format!("{:02}", face.day())),
            "HH" => shown.push_str(&format!("{:02}", face.hour())),
            "mm" => shown.push_str(&format!("{:02}", face.minute())),
            "ss" => shown.push_str(&format!("{:02}", face.second())),
            fraction if first == 'f' && fraction.len() <= 7 => {
                let digits = format!("{:07}", face.subsec_nanosecond() / 100);
                shown.push_str(digits.get(..fraction.len())?);
            }
            // `:` and `/` stand for the separators of the culture.
            marks if matches!(first, '-' | '.' | ' ' | ',' | '_' | 'T' | 'Z' | ':') => shown.push_str(marks),
            _ => return None,
        }
    }
    Some(shown)
}
