//! A value as far as it is known before anything runs.

use crate::powershell::{Expr, Pipeline, Statement};

/// What is written in the place of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// A text, in quotes or as a bare word.
    Text(String),
    /// A whole number.
    Int(i64),
    /// `$true`, `$false`.
    Bool(bool),
    /// `$null`.
    Null,
    /// `@{ … }`.
    Table,
    /// `{ … }`.
    Script,
    /// Several values.
    List(Vec<Literal>),
    /// Something that is only known when it runs.
    Unknown,
}

impl Literal {
    /// The words for it in a sentence.
    pub fn words(&self) -> String {
        match self {
            Self::Text(text) => format!("the text \"{}\"", shortened(text)),
            Self::Int(number) => number.to_string(),
            Self::Bool(true) => "$true".to_owned(),
            Self::Bool(false) => "$false".to_owned(),
            Self::Null => "$null".to_owned(),
            Self::Table => "a table".to_owned(),
            Self::Script => "a script block".to_owned(),
            Self::List(values) => format!("{} values", values.len()),
            Self::Unknown => "a value".to_owned(),
        }
    }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if text.chars().nth(40).is_some() {
        short.push('\u{2026}');
    }
    short
}

impl From<&Expr> for Literal {
    fn from(value: &Expr) -> Self {
        match value {
            Expr::Text(text) => Self::Text(text.clone()),
            Expr::Int(number) => Self::Int(*number),
            Expr::Bool(flag) => Self::Bool(*flag),
            Expr::Null => Self::Null,
            Expr::Table(_) => Self::Table,
            Expr::Block(_) => Self::Script,
            Expr::List(values) => Self::List(values.iter().map(Self::from).collect()),
            Expr::Array(statements) => Self::of_statements(statements),
            Expr::Paren(pipeline) => Self::of_pipeline(pipeline),
            Expr::Variable(_)
            | Expr::Member(..)
            | Expr::Index(..)
            | Expr::Call(..)
            | Expr::StaticCall(..)
            | Expr::StaticMember(..)
            | Expr::Cast(..)
            | Expr::Not(_)
            | Expr::Binary(..) => Self::Unknown,
        }
    }
}

impl Literal {
    fn of_statements(statements: &[Statement]) -> Self {
        let values: Option<Vec<Self>> = statements
            .iter()
            .filter(|statement| !matches!(statement, Statement::Blank | Statement::Comment(_)))
            .map(|statement| match statement {
                Statement::Run(pipeline) => Some(Self::of_pipeline(pipeline)).filter(|one| *one != Self::Unknown),
                _ => None,
            })
            .collect();
        values.map_or(Self::Unknown, Self::List)
    }

    fn of_pipeline(pipeline: &Pipeline) -> Self {
        match (&pipeline.input, pipeline.commands.as_slice()) {
            (Some(value), []) => Self::from(value),
            _ => Self::Unknown,
        }
    }
}
