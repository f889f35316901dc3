//! What a running script holds. Unlike [`Value`], which commands take and give, arrays and hashtables are shared by
//! whoever names them, as in PowerShell; and "no output" is not the same as `$null`.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use jiff::SignedDuration;

use super::{CommandError, Record, Value, time::Time};

/// A value inside of a running script.
#[derive(Clone, Debug, Default)]
pub(super) enum Item {
    /// What a command without output gives (`AutomationNull`): `$null` to look at, nothing to walk over.
    Nothing,
    #[default]
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    /// A `[char]`: one unit of UTF-16.
    Char(u16),
    Text(Rc<str>),
    /// Text that is not whole Unicode yet, as between the two halves of a character.
    Halves(Rc<[u16]>),
    Time(Time),
    /// A `[timespan]`.
    Span(SignedDuration),
    List(Rc<RefCell<Vec<Item>>>),
    /// A hashtable; the flag tells `[ordered]` ones.
    Table(Rc<RefCell<Fields>>, Order),
    /// What a command gave, or a `[pscustomobject]`.
    Object(Rc<RefCell<Fields>>),
    /// An error record.
    Error(Rc<CommandError>),
    /// Its `.Exception`.
    Exception(Rc<CommandError>),
}

/// Which class a hashtable is of: they differ in their methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// `System.Collections.Hashtable`.
    Hash,
    /// `System.Collections.Specialized.OrderedDictionary`.
    Kept,
}

/// Items by name; names count without their case.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    entries: Vec<(Rc<str>, Item)>,
    places: HashMap<String, usize>,
}

impl Fields {
    pub(super) fn get(&self, name: &str) -> Option<&Item> {
        if let Some((_, item)) = self.entries.iter().take(SHORT).find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            return Some(item);
        }
        if self.entries.len() <= SHORT && name.is_ascii() {
            return None;
        }
        self.place(name).and_then(|at| self.entries.get(at)).map(|(_, item)| item)
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.places.get(&name.to_lowercase()).copied()
    }

    pub(super) fn set(&mut self, name: &str, item: Item) {
        match self.place(name).and_then(|at| self.entries.get_mut(at)) {
            Some((_, old)) => *old = item,
            None => {
                self.places.insert(name.to_lowercase(), self.entries.len());
                self.entries.push((name.into(), item));
            }
        }
    }

    pub(super) fn remove(&mut self, name: &str) {
        if let Some(at) = self.place(name) {
            self.entries.remove(at);
            self.places = self.entries.iter().enumerate().map(|(at, (key, _))| (key.to_lowercase(), at)).collect();
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Item)> {
        self.entries.iter().map(|(name, item)| (&**name, item))
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}

/// So many names are compared one by one before the map is asked.
const SHORT: usize = 8;

impl<'a> FromIterator<(&'a str, Item)> for Fields {
    fn from_iter<T: IntoIterator<Item = (&'a str, Item)>>(entries: T) -> Self {
        let mut fields = Self::default();
        for (name, item) in entries {
            fields.set(name, item);
        }
        fields
    }
}

impl Item {
    pub(super) fn text(text: impl Into<Rc<str>>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn list(items: Vec<Item>) -> Self {
        Self::List(Rc::new(RefCell::new(items)))
    }

    pub(super) fn object(fields: Fields) -> Self {
        Self::Object(Rc::new(RefCell::new(fields)))
    }

    pub(super) fn table(fields: Fields, order: Order) -> Self {
        Self::Table(Rc::new(RefCell::new(fields)), order)
    }

    /// A count or a length.
    pub(super) fn count(count: usize) -> Self {
        Self::Int(i64::try_from(count).unwrap_or(i64::MAX))
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Nothing | Self::Null)
    }

    /// What output of a statement or a command becomes when it is kept: nothing, the one thing, or an array.
    pub(super) fn kept(mut output: Vec<Item>) -> Self {
        match output.len() {
            0 => Self::Nothing,
            1 => output.pop().unwrap_or_default(),
            _ => Self::list(output),
        }
    }

    /// What a pipeline or `foreach` walks over: the elements of an array, nothing for no output, else the thing itself.
    pub(super) fn walked(self) -> Vec<Item> {
        match self {
            Self::Nothing => Vec::new(),
            Self::List(items) => match Rc::try_unwrap(items) {
                Ok(items) => items.into_inner(),
                Err(shared) => shared.borrow().clone(),
            },
            other => vec![other],
        }
    }

    /// The .NET type, as error messages name it.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Self::Nothing | Self::Null => "null",
            Self::Bool(_) => "System.Boolean",
            Self::Int(value) if i32::try_from(*value).is_ok() => "System.Int32",
            Self::Int(_) => "System.Int64",
            Self::Double(_) => "System.Double",
            Self::Char(_) => "System.Char",
            Self::Text(_) | Self::Halves(_) => "System.String",
            Self::Time(_) => "System.DateTime",
            Self::Span(_) => "System.TimeSpan",
            Self::List(_) => "System.Object[]",
            Self::Table(_, Order::Hash) => "System.Collections.Hashtable",
            Self::Table(_, Order::Kept) => "System.Collections.Specialized.OrderedDictionary",
            Self::Object(_) => "System.Management.Automation.PSCustomObject",
            Self::Error(_) => "System.Management.Automation.ErrorRecord",
            Self::Exception(_) => "System.Exception",
        }
    }
}

impl From<&Value> for Item {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(value) => Self::Int(*value),
            Value::Double(value) => Self::Double(*value),
            Value::Text(text) => Self::text(text.as_str()),
            Value::Time(at) => Self::Time(Time::utc(*at)),
            Value::List(values) => Self::list(values.iter().map(Self::from).collect()),
            Value::Record(record) => Self::object(record.into()),
        }
    }
}

impl From<&Record> for Fields {
    fn from(record: &Record) -> Self {
        record.0.iter().map(|(name, value)| (name.as_str(), Item::from(value))).collect()
    }
}

impl Item {
    /// What a command gets; the word for what it cannot get.
    pub(super) fn to_value(&self) -> Result<Value, &'static str> {
        Ok(match self {
            Self::Nothing | Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Int(value) => Value::Int(*value),
            Self::Double(value) => Value::Double(*value),
            Self::Text(text) => Value::Text(text.to_string()),
            Self::Char(unit) => Value::Text(String::from_utf16(&[*unit]).map_err(|_| "half a character")?),
            Self::Time(time) => Value::Time(time.at),
            Self::List(items) => Value::List(items.borrow().iter().map(Self::to_value).collect::<Result<_, _>>()?),
            Self::Table(fields, _) | Self::Object(fields) => {
                let named = |(name, item): (&str, &Self)| Ok::<_, &'static str>((name.to_owned(), item.to_value()?));
                Value::Record(Record(fields.borrow().iter().map(named).collect::<Result<_, _>>()?))
            }
            Self::Halves(_) => return Err("half a character"),
            Self::Span(_) => return Err("a length of time"),
            Self::Error(_) | Self::Exception(_) => return Err("an error record"),
        })
    }
}
