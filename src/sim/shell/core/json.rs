//! `ConvertTo-Json` and `ConvertFrom-Json`.
//!
//! The two editions differ: Windows PowerShell escapes `<`, `>`, `&` and `'`, writes dates as `\/Date(…)\/`, and gives
//! an array of JSON as one object and dates as text; PowerShell 7 gives its elements, and makes a `[datetime]` of every
//! text that looks like one
//! (<https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/convertfrom-json>, notes).

use std::fmt;

use jiff::{Timestamp, tz::Offset};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::super::{
    Edition,
    call::Given,
    convert::{cast, text, truth},
    eval::{Run, Sink},
    fault::{Step, Stop, error, outside},
    item::{Fields, Item},
    time::{Kind, Time, in_json},
};

pub(super) fn to_json(
    run: &mut Run<'_>,
    mut given: Given<'_>,
    input: Option<Vec<Item>>,
    sink: &mut Sink<'_>,
) -> Step<()> {
    let item = match (input, given.take("inputobject")) {
        // One thing of the pipeline is itself, also when it was alone in an array.
        (Some(input), None) if input.is_empty() => return Ok(()),
        (Some(input), None) => Item::kept(input),
        (None, Some(item)) => item,
        _ => return Err(outside("ConvertTo-Json without one object")),
    };
    let depth = match given.take("depth") {
        Some(depth) => match cast("int", depth, run.operators.zone)? {
            Item::Int(depth) => usize::try_from(depth).map_err(|_| outside("a negative depth"))?,
            _ => return Err(outside("this depth")),
        },
        None => 2,
    };
    let writer = Writer {
        edition: run.shell.edition,
        depth,
        is_compressed: given.take("compress").is_some_and(|flag| truth(&flag)),
    };
    let mut written = String::new();
    writer.write(&item, 0, &mut written)?;
    run.emit(Item::text(written), sink);
    Ok(())
}

struct Writer {
    edition: Edition,
    depth: usize,
    is_compressed: bool,
}

impl Writer {
    fn write(&self, item: &Item, level: usize, out: &mut String) -> Step<()> {
        match item {
            Item::Nothing | Item::Null => out.push_str("null"),
            Item::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Item::Int(_) | Item::Double(_) => out.push_str(&text(item)?),
            Item::Text(_) | Item::Char(_) => self.quoted(&text(item)?, out),
            Item::Time(time) => self.time(*time, out)?,
            Item::List(_) | Item::Table(..) | Item::Object(_) if level > self.depth => self.quoted(&text(item)?, out),
            Item::List(items) => {
                let items = items.borrow();
                self.between(('[', ']'), items.iter(), level, out, |item, out| self.write(item, level + 1, out))?;
            }
            Item::Table(fields, _) | Item::Object(fields) => {
                let fields = fields.borrow();
                self.between(('{', '}'), fields.iter(), level, out, |(name, item), out| {
                    self.quoted(name, out);
                    out.push_str(if self.is_compressed { ":" } else { ": " });
                    self.write(item, level + 1, out)
                })?;
            }
            Item::Halves(_) | Item::Span(_) | Item::Error(_) | Item::Exception(_) => {
                return Err(outside(format_args!("JSON of {}", item.type_name())));
            }
        }
        Ok(())
    }

    fn between<T>(
        &self,
        marks: (char, char),
        parts: impl Iterator<Item = T>,
        level: usize,
        out: &mut String,
        mut part: impl FnMut(T, &mut String) -> Step<()>,
    ) -> Step<()> {
        let line = |level: usize, out: &mut String| {
            if !self.is_compressed {
                out.push_str("\r\n");
                out.push_str(&"  ".repeat(level));
            }
        };
        out.push(marks.0);
        let mut is_first = true;
        for one in parts {
            if !is_first {
                out.push(',');
            }
            is_first = false;
            line(level + 1, out);
            part(one, out)?;
        }
        if !is_first {
            line(level, out);
        }
        out.push(marks.1);
        Ok(())
    }

    fn quoted(&self, text: &str, out: &mut String) {
        out.push('"');
        for c in text.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\u{8}' => out.push_str("\\b"),
                '\u{c}' => out.push_str("\\f"),
                '<' | '>' | '&' | '\'' if self.edition == Edition::Desktop => {
                    out.push_str(&format!("\\u{:04x}", u32::from(c)));
                }
                c if u32::from(c) < 0x20 || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}') => {
                    out.push_str(&format!("\\u{:04x}", u32::from(c)));
                }
                c => out.push(c),
            }
        }
        out.push('"');
    }

    fn time(&self, time: Time, out: &mut String) -> Step<()> {
        if self.edition == Edition::Desktop {
            out.push_str(&format!("\"\\/Date({})\\/\"", time.at.as_millisecond()));
            return Ok(());
        }
        if time.kind == Kind::Unspecified {
            return Err(outside("JSON of a date without a zone"));
        }
        let shown = time.shown("o").unwrap_or_default();
        // Trailing zeros of the fraction are left out, and the point with them.
        let (face, rest) = shown.split_at(shown.find('.').unwrap_or(shown.len()));
        let end = rest.find(['Z', '+', '-']).map_or("", |at| rest.split_at(at).1);
        let fraction = rest.trim_end_matches(end).trim_end_matches('0').trim_end_matches('.');
        out.push_str(&format!("\"{face}{fraction}{end}\""));
        Ok(())
    }
}

pub(super) fn from_json(
    run: &mut Run<'_>,
    mut given: Given<'_>,
    input: Option<Vec<Item>>,
    sink: &mut Sink<'_>,
) -> Step<()> {
    let texts = match (input, given.take("inputobject")) {
        (Some(input), None) => input,
        (None, Some(item)) => vec![item],
        _ => return Err(outside("ConvertFrom-Json without one source")),
    };
    let texts = texts.iter().map(text).collect::<Step<Vec<_>>>()?;
    let Some(first) = texts.first() else { return Ok(()) };
    if texts.iter().any(String::is_empty) && run.shell.edition == Edition::Desktop {
        let message = "Cannot bind argument to parameter 'InputObject' because it is an empty string.";
        return Err(error("ParameterArgumentValidationErrorEmptyStringNotAllowed", message));
    }
    let reader = Reader { edition: run.shell.edition, zone: run.operators.zone };
    let documents = match read(first, reader) {
        Ok(item) => {
            let rest = texts.iter().skip(1).map(|text| read(text, reader));
            std::iter::once(Ok(item)).chain(rest).collect::<Step<Vec<_>>>()?
        }
        Err(_) => vec![read(&texts.join("\r\n"), reader)?],
    };
    for document in documents {
        match document {
            Item::List(_) if run.shell.edition == Edition::Core => {
                for item in document.walked() {
                    run.emit(item, sink);
                }
            }
            document => run.emit(document, sink),
        }
    }
    Ok(())
}

fn read(text: &str, reader: Reader) -> Step<Item> {
    let mut source = serde_json::Deserializer::from_str(text);
    let read = reader.deserialize(&mut source).and_then(|item| source.end().map(|()| item));
    let bad = |cause: serde_json::Error| -> Stop {
        error(
            "System.ArgumentException,Microsoft.PowerShell.Commands.ConvertFromJsonCommand",
            format!("Invalid JSON: {cause}."),
        )
    };
    read.map_err(bad)
}

/// Reads JSON with its names in order, as this edition does.
#[derive(Clone, Copy)]
struct Reader {
    edition: Edition,
    zone: Offset,
}

impl<'de> DeserializeSeed<'de> for Reader {
    type Value = Item;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Item, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Item, E> {
        Ok(Item::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Item, E> {
        Ok(Item::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Item, E> {
        Ok(Item::Int(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Item, E> {
        i64::try_from(value).map(Item::Int).map_err(|_| E::custom("a number too large"))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Item, E> {
        Ok(Item::Double(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Item, E> {
        let milliseconds = value.strip_prefix("/Date(").and_then(|value| value.strip_suffix(")/"));
        let at = milliseconds.and_then(|value| Timestamp::from_millisecond(value.parse().ok()?).ok());
        let time = match self.edition {
            Edition::Desktop => None,
            Edition::Core => in_json(value, self.zone),
        };
        Ok(at.map(Time::utc).or(time).map_or_else(|| Item::text(value), Item::Time))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Item, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = parts.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Item::list(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<Item, A::Error> {
        let mut fields = Fields::default();
        while let Some(name) = parts.next_key::<String>()? {
            let item = parts.next_value_seed(self)?;
            if fields.get(&name).is_some() {
                return Err(de::Error::custom(format_args!("the key {name} is there twice")));
            }
            fields.set(&name, item);
        }
        Ok(Item::object(fields))
    }
}
