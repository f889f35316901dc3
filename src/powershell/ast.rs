//! The tree: only the elements that our scripts use. What is not here cannot be emitted.

use std::collections::BTreeMap;

/// A whole script file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// Comment lines at the very top.
    pub header: Vec<Comment>,
    /// Lines such as `#Requires -Version 5.1`, without the `#Requires`.
    pub requires: Vec<String>,
    /// The parameters of the script, under `[CmdletBinding()]`.
    pub parameters: Vec<Parameter>,
    /// What it does.
    pub body: Vec<Statement>,
}

/// One comment line. Printed with everything outside `[A-Za-z0-9 ._:/,;()+=@-]` replaced by `?`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment(pub String);

/// A parameter of a script or a function: `[switch]$Apply`, `[int]$Limit = 0`.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The type in brackets, such as `switch`, `int`, `string[]`; none when it is empty.
    pub kind: String,
    /// The name without `$`.
    pub name: String,
    /// What it is when nobody says.
    pub default: Option<Expr>,
}

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// A comment on lines of its own.
    Comment(Comment),
    /// An empty line.
    Blank,
    /// `$a = …`, `$a.b = …`, `$a[…] = …`; `+=` when `adds`.
    Assign {
        /// A variable, a member or an element.
        target: Expr,
        /// Whether the value is added to what is there.
        adds: bool,
        /// The value: an expression, or what a pipeline gives.
        value: Pipeline,
    },
    /// A command or an expression on its own.
    Run(Pipeline),
    /// `if (…) {…} elseif (…) {…} else {…}`.
    If {
        /// Conditions with what happens under each.
        branches: Vec<(Expr, Vec<Statement>)>,
        /// What happens otherwise.
        otherwise: Option<Vec<Statement>>,
    },
    /// `foreach ($variable in over) {…}`.
    ForEach {
        /// The name without `$`.
        variable: String,
        /// What is walked over.
        over: Expr,
        /// What happens each time.
        body: Vec<Statement>,
    },
    /// `while (…) {…}`.
    While {
        /// The condition.
        condition: Expr,
        /// What happens each time.
        body: Vec<Statement>,
    },
    /// `try {…} catch {…}`.
    Try {
        /// What is tried.
        body: Vec<Statement>,
        /// What happens after an error, which is `$_`.
        catch: Vec<Statement>,
        /// What happens in any case.
        finally: Option<Vec<Statement>>,
    },
    /// `function Name { param(…) … }`.
    Function {
        /// Its name.
        name: String,
        /// Its parameters.
        parameters: Vec<Parameter>,
        /// What it does.
        body: Vec<Statement>,
    },
    /// `return`, with or without a value.
    Return(Option<Expr>),
    /// `exit`, with or without a code.
    Exit(Option<Expr>),
    /// `throw …`.
    Throw(Expr),
    /// `continue`.
    Continue,
    /// `break`.
    Break,
}

/// `element | element`: an expression alone, or commands after each other; the first may be an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline {
    /// What feeds the first command, or the whole of it when there is no command.
    pub input: Option<Expr>,
    /// The commands.
    pub commands: Vec<Command>,
}

/// A command with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// Its name: `Verb-Noun`. Never a variable.
    pub name: String,
    /// Its arguments in order.
    pub arguments: Vec<Argument>,
}

/// An argument of a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// `-Name value`.
    Named(String, Expr),
    /// `-Name`, a switch that is on.
    Switch(String),
    /// `-Name:$value`, a switch whose value is computed.
    SwitchIs(String, Expr),
    /// A value by position.
    Positional(Expr),
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// Any text. Printed in single quotes; what is not printable ASCII becomes `[char]` pieces joined by `+`.
    Text(String),
    /// A whole number.
    Int(i64),
    /// `$true`, `$false`.
    Bool(bool),
    /// `$null`.
    Null,
    /// `$name`, `$script:name`, `$_`. The name without `$`.
    Variable(String),
    /// `of.name`.
    Member(Box<Expr>, String),
    /// `of[at]`.
    Index(Box<Expr>, Box<Expr>),
    /// `of.Name(…)`.
    Call(Box<Expr>, String, Vec<Expr>),
    /// `[type]::Name(…)`.
    StaticCall(String, String, Vec<Expr>),
    /// `[type]::Name`.
    StaticMember(String, String),
    /// `[type]value`.
    Cast(String, Box<Expr>),
    /// `-not value`.
    Not(Box<Expr>),
    /// `left -op right`; the operator as it is written, such as `-eq`, `-and`, `+`.
    Binary(Box<Expr>, String, Box<Expr>),
    /// `@(…)`: statements whose output is collected. Values on lines of their own when there are several.
    Array(Vec<Statement>),
    /// `@{ … }`, in order. On one line.
    Table(Vec<(String, Expr)>),
    /// `(…)`.
    Paren(Box<Pipeline>),
    /// `a, b`.
    List(Vec<Expr>),
    /// `{ … }`, as the argument of `Where-Object` and its like.
    Block(Vec<Statement>),
}

/// Values for the holes of a template, by name.
pub type Holes = BTreeMap<String, Vec<Statement>>;

impl Expr {
    /// `$name`.
    pub fn var(name: &str) -> Self {
        Self::Variable(name.to_owned())
    }

    /// `self.name`.
    #[must_use]
    pub fn member(self, name: &str) -> Self {
        Self::Member(Box::new(self), name.to_owned())
    }

    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// `@(…)` of values.
    pub fn array(values: impl IntoIterator<Item = Self>) -> Self {
        Self::Array(values.into_iter().map(Statement::from).collect())
    }
}

impl From<bool> for Expr {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
impl From<i64> for Expr {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<&str> for Expr {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl Command {
    /// A command without arguments.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), arguments: Vec::new() }
    }

    /// With `-name value`.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Expr>) -> Self {
        self.arguments.push(Argument::Named(name.to_owned(), value.into()));
        self
    }

    /// With `-name`.
    #[must_use]
    pub fn switch(mut self, name: &str) -> Self {
        self.arguments.push(Argument::Switch(name.to_owned()));
        self
    }

    /// With `-name:value`.
    #[must_use]
    pub fn switch_is(mut self, name: &str, value: impl Into<Expr>) -> Self {
        self.arguments.push(Argument::SwitchIs(name.to_owned(), value.into()));
        self
    }
}

impl From<Command> for Pipeline {
    fn from(command: Command) -> Self {
        Self { input: None, commands: vec![command] }
    }
}
impl From<Expr> for Pipeline {
    fn from(value: Expr) -> Self {
        Self { input: Some(value), commands: Vec::new() }
    }
}
impl From<Command> for Statement {
    fn from(command: Command) -> Self {
        Self::Run(command.into())
    }
}
impl From<Expr> for Statement {
    fn from(value: Expr) -> Self {
        Self::Run(value.into())
    }
}
impl From<Command> for Expr {
    fn from(command: Command) -> Self {
        Self::Paren(Box::new(command.into()))
    }
}
