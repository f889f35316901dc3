//! JSON values that keep the order of their members, as the services write them, and that can hold broken text.
//!
//! `serde_json::Value` sorts members and cannot hold a lone surrogate; answers need both.

use std::borrow::Cow;

/// A JSON value on its way out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    /// Written as it is: for text that no well-behaved writer would produce.
    Raw(&'static str),
    List(Vec<Json>),
    Object(Object),
}

/// A JSON object whose members stay in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Object(pub(crate) Vec<(Cow<'static, str>, Json)>);

/// Builds an [`Object`] in the order that is written.
macro_rules! object {
    ($($key:literal : $value:expr),* $(,)?) => {
        $crate::sim::json::Object(vec![$((::std::borrow::Cow::Borrowed($key), $crate::sim::json::Json::from($value))),*])
    };
}
pub(crate) use object;

impl Object {
    /// Adds a member at the end.
    pub(crate) fn push(&mut self, key: impl Into<Cow<'static, str>>, value: impl Into<Json>) {
        self.0.push((key.into(), value.into()));
    }

    /// Adds a member at the front.
    pub(crate) fn lead(&mut self, key: impl Into<Cow<'static, str>>, value: impl Into<Json>) {
        self.0.insert(0, (key.into(), value.into()));
    }

    /// The member with this name, whatever its case.
    pub(crate) fn get(&self, key: &str) -> Option<&Json> {
        self.0.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    /// The member with exactly this name, to be changed.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Json> {
        self.0.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Keeps the named members (and annotations of them), whatever their case.
    pub(crate) fn select(&mut self, wanted: &[String]) {
        self.0.retain(|(key, _)| {
            let name = key.split_once('@').map_or(&**key, |(name, _)| name);
            name.is_empty() || wanted.iter().any(|want| want.eq_ignore_ascii_case(name))
        });
    }
}

impl Json {
    /// The value as bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(1024);
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Bool(true) => out.extend_from_slice(b"true"),
            Self::Bool(false) => out.extend_from_slice(b"false"),
            Self::Int(number) => write_leaf(out, number),
            Self::Float(number) => write_leaf(out, number),
            Self::Text(text) => write_leaf(out, text),
            Self::Raw(raw) => out.extend_from_slice(raw.as_bytes()),
            Self::List(items) => {
                out.push(b'[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(b',');
                    }
                    item.write(out);
                }
                out.push(b']');
            }
            Self::Object(object) => {
                out.push(b'{');
                for (at, (key, value)) in object.0.iter().enumerate() {
                    if at > 0 {
                        out.push(b',');
                    }
                    write_leaf(out, &**key);
                    out.push(b':');
                    value.write(out);
                }
                out.push(b'}');
            }
        }
    }
}

fn write_leaf(out: &mut Vec<u8>, value: &(impl serde::Serialize + ?Sized)) {
    serde_json::to_writer(out, value).expect("writing a number or a text to memory cannot fail");
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<usize> for Json {
    fn from(value: usize) -> Self {
        Self::Int(i64::try_from(value).unwrap_or(i64::MAX))
    }
}
impl From<f64> for Json {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}
impl From<&str> for Json {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl From<&String> for Json {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}
impl From<String> for Json {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<uuid::Uuid> for Json {
    fn from(value: uuid::Uuid) -> Self {
        Self::Text(value.to_string())
    }
}
impl From<Object> for Json {
    fn from(value: Object) -> Self {
        Self::Object(value)
    }
}
impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(value: Vec<T>) -> Self {
        Self::List(value.into_iter().map(Into::into).collect())
    }
}
impl<T: Into<Json>, const N: usize> From<[T; N]> for Json {
    fn from(value: [T; N]) -> Self {
        Self::List(value.into_iter().map(Into::into).collect())
    }
}
