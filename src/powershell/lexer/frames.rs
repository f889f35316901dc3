//! What the driver remembers: open brackets, and what it expects next within each.

use super::TokenKind;

/// Whether a value stands among the arguments of a command or in an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    Command,
    Expression,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// A statement.
    Start,
    /// What may follow a block: another statement, `else`, `catch`.
    AfterBlock,
    /// An expression or a command, after `|` or `(`. Words are no keywords here.
    Pipe,
    /// The same after `return`, which the end of a line ends.
    Return,
    /// The name of a command, after `&` or `.`.
    Invoked,
    /// Arguments.
    Command,
    /// An argument, after a comma.
    CommandComma,
    /// A value.
    Operand,
    /// Directly after a value: a member or an index, if nothing stands between.
    AfterOperand(Within),
    /// An operator.
    Operator,
    /// After `[type]`: a value, a member, or an operator.
    AfterType,
    /// The name of a member.
    Member(Within),
    /// The file of a redirection after an expression.
    Target,
    /// A key of a hashtable.
    Key,
    /// The parts of a statement such as `if` up to its block.
    Header,
    /// The name of what is being defined, then as in `Header`.
    Defined,
    /// Within `[…]` of a type.
    Type,
}

/// What a bracket holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Statements: a file, a block, `@(…)`, `$(…)`.
    Statements,
    /// A pipeline: `(…)`.
    Pipeline,
    /// `$x in …` of `foreach`.
    Each,
    /// Values with commas: arguments of a method or an attribute, parameters, an index.
    Values,
    /// The name of a type.
    Type,
    /// Keys and values.
    Table,
    /// The cases of `switch`.
    Cases,
}

impl Holds {
    /// What is expected first.
    pub(super) fn first(self) -> State {
        match self {
            Self::Statements => State::Start,
            Self::Pipeline | Self::Each => State::Pipe,
            Self::Values => State::Operand,
            Self::Type => State::Type,
            Self::Table => State::Key,
            Self::Cases => State::Command,
        }
    }
}

/// Which parts a statement has before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// What its parentheses hold.
    pub(super) parentheses: Holds,
    /// What its braces hold; none when it ends with the parentheses.
    pub(super) braces: Option<Holds>,
    /// Whether `while` or `until` follows.
    pub(super) loops: Loops,
}

/// Whether a block is that of `do`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loops {
    Do,
    Otherwise,
}

impl Header {
    pub(super) const BLOCK: Self =
        Self { parentheses: Holds::Pipeline, braces: Some(Holds::Statements), loops: Loops::Otherwise };
}

/// An open bracket, or the whole text.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) holds: Holds,
    /// What closes it; none for the whole text.
    pub(super) closer: Option<TokenKind>,
    /// The byte where it begins.
    pub(super) opened: usize,
    /// What is expected outside once it is closed.
    pub(super) then: State,
    /// The statement whose parts are being read here.
    pub(super) header: Option<Header>,
    /// Whether a block of `do` has just ended here.
    pub(super) after_do: Loops,
    /// Whether a block has just ended here, in a table.
    pub(super) after_block: After,
}

/// What went before a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    Block,
    Otherwise,
}

impl Frame {
    pub(super) fn new(holds: Holds, closer: Option<TokenKind>, opened: usize, then: State) -> Self {
        Self { holds, closer, opened, then, header: None, after_do: Loops::Otherwise, after_block: After::Otherwise }
    }
}
