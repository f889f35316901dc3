//! Sections into statements: one file for each family of shapes.

mod app;
mod place;
mod proof;
mod reach;
mod rights;
mod settings;
mod words;

use std::collections::BTreeMap;

pub use proof::{closing, guard};
pub use words::title;

use super::script::{Direction, filled};
use super::section::{Kind, Row, Section, Shape};
use super::{Plan, Stage};
use crate::powershell::{Command, Expr, Statement};
use crate::tenant::SettingValue;

/// The statements of a section, and the helper functions that they call.
pub struct Lowered {
    /// The statements.
    pub statements: Vec<Statement>,
    /// Templates of functions, each put into a script once.
    pub needs: Vec<&'static str>,
}

/// Writes a section; `None` when there is no way back.
pub fn section(plan: &Plan, stage: Stage, section: &Section, direction: Direction) -> Option<Lowered> {
    let about = About { plan, stage, section, direction };
    match &section.shape {
        Shape::Settings(home, values) => Some(settings::settings(&about, *home, values)),
        Shape::Amend(list, add, remove) => Some(settings::amend(&about, *list, add, remove)),
        Shape::Group(way) => Some(place::group(&about, *way)),
        Shape::RoomListFlag => (direction == Direction::Forth).then(|| place::flag(&about)),
        Shape::Room(way) => Some(place::room(&about, *way)),
        Shape::Member(group, way) => Some(place::member(&about, group, *way)),
        Shape::FolderRight(who, to, flags) => Some(rights::folder(&about, who, to, flags)),
        Shape::FullAccess(way) => Some(rights::full_access(&about, *way)),
        Shape::InboxRule(to) => Some(rights::rule(&about, *to)),
        Shape::One(kind, way) => match kind {
            Kind::StaleAssignment | Kind::Assignment => Some(reach::assignment(&about, *way)),
            Kind::ExchangePrincipal => Some(reach::principal(&about, *way)),
            Kind::Scope => Some(reach::scope(&about, *way)),
            Kind::Policy => Some(reach::policy(&about, *way)),
            Kind::Consent => Some(app::consent(&about, *way)),
            Kind::Requested => Some(app::request(&about, *way)),
            Kind::Delegated => Some(app::delegated(&about, *way)),
            Kind::RedirectUris => Some(app::redirect(&about, *way)),
            Kind::HideApp => Some(app::hide(&about, *way)),
            // What cannot be brought back, and what may be in use by then, is not touched on the way back.
            Kind::Impersonation => (direction == Direction::Forth).then(|| reach::impersonation(&about)),
            Kind::NewSecret => (direction == Direction::Forth).then(|| app::new_secret(&about)),
            Kind::RemoveSecret => (direction == Direction::Forth).then(|| app::remove_secret(&about)),
            Kind::Application => (direction == Direction::Forth).then(|| app::application(&about)),
        },
    }
}

/// What all functions here need to know.
pub(super) struct About<'a> {
    pub(super) plan: &'a Plan,
    pub(super) stage: Stage,
    pub(super) section: &'a Section,
    pub(super) direction: Direction,
}

/// How a section is written: the parts that its template takes.
pub(super) struct Parts {
    pub(super) template: &'static str,
    pub(super) needs: Vec<&'static str>,
    pub(super) rows: Vec<Expr>,
    pub(super) holes: Vec<(&'static str, Vec<Statement>)>,
    /// The cell by which `-Limit` and `-RoomGuid` choose among the rows; `None` when they do not.
    pub(super) chosen_by: Option<&'static str>,
}

impl About<'_> {
    /// Fills a template whose holes `Section`, `Title`, `Rows`, `Chosen`, `Journal`, `After` are the same everywhere.
    pub(super) fn fill(&self, parts: Parts) -> Lowered {
        let id = || Expr::var("Row").member("Id");
        let chosen = |by| Expr::from(Command::new("Test-Chosen").with("Id", cell(by)));
        let journaled = || Expr::from(Command::new("Test-Journal").with("Id", id()));
        let (chosen, journal, after): (Expr, Vec<Statement>, Vec<Statement>) = match (self.direction, parts.chosen_by) {
            (Direction::Forth, Some(by)) => {
                (chosen(by), vec![Command::new("Add-Journal").with("Id", id()).into()], Vec::new())
            }
            (Direction::Forth, None) => {
                (Expr::Bool(true), vec![Command::new("Add-Journal").with("Id", id()).into()], Vec::new())
            }
            (Direction::Back, Some(by)) => {
                let both = Expr::Binary(Box::new(journaled()), "-and".to_owned(), Box::new(chosen(by)));
                (
                    Expr::Paren(Box::new(both.into())),
                    Vec::new(),
                    vec![Command::new("Add-Undone").with("Id", id()).into()],
                )
            }
            (Direction::Back, None) => {
                (journaled(), Vec::new(), vec![Command::new("Add-Undone").with("Id", id()).into()])
            }
        };
        let mut holes: BTreeMap<String, Vec<Statement>> = BTreeMap::from([
            ("Section".to_owned(), vec![Expr::text(self.section.id.clone()).into()]),
            ("Title".to_owned(), vec![Expr::text(self.title()).into()]),
            ("Rows".to_owned(), parts.rows.into_iter().map(Statement::from).collect()),
            ("Chosen".to_owned(), vec![chosen.into()]),
            ("Journal".to_owned(), journal),
            ("After".to_owned(), after),
        ]);
        holes.extend(parts.holes.into_iter().map(|(name, value)| (name.to_owned(), value)));
        Lowered { statements: filled(parts.template, holes), needs: parts.needs }
    }

    /// What the section is called in this direction.
    pub(super) fn title(&self) -> String {
        match self.direction {
            Direction::Forth => title(self.section),
            Direction::Back => format!("take back: {}", title(self.section)),
        }
    }

    /// The rows of the section, each made by a function.
    pub(super) fn rows(&self, make: impl Fn(&Row) -> Vec<(&'static str, Expr)>) -> Vec<Expr> {
        let row = |row: &Row| {
            let mut cells = vec![("Id".to_owned(), Expr::text(row.key.clone()))];
            cells.extend(make(row).into_iter().map(|(name, value)| (name.to_owned(), value)));
            Expr::Table(cells)
        };
        // What nothing can bring back has no row on the way back.
        let has_way =
            |row: &&Row| self.direction == Direction::Forth || row.changes.iter().all(|one| one.back().is_some());
        self.section.rows.iter().filter(has_way).map(row).collect()
    }
}

/// `$Row.name`.
pub(super) fn cell(name: &str) -> Expr {
    Expr::var("Row").member(name)
}

/// `(Test-Same -Left left -Right right)`.
pub(super) fn same(left: Expr, right: Expr) -> Expr {
    Command::new("Test-Same").with("Left", left).with("Right", right).into()
}

/// Conditions that all hold.
pub(super) fn all(conditions: impl IntoIterator<Item = Expr>) -> Expr {
    let both = |left, right| Expr::Binary(Box::new(left), "-and".to_owned(), Box::new(right));
    conditions.into_iter().reduce(both).unwrap_or(Expr::Bool(true))
}

/// `left -op right`.
pub(super) fn compare(left: Expr, operator: &str, right: impl Into<Expr>) -> Expr {
    Expr::Binary(Box::new(left), operator.to_owned(), Box::new(right.into()))
}

/// A value of a setting.
pub(super) fn literal(value: &SettingValue) -> Expr {
    match value {
        SettingValue::Empty => Expr::Null,
        SettingValue::Bool(value) => Expr::Bool(*value),
        SettingValue::Int(value) => Expr::Int(*value),
        SettingValue::Text(value) => Expr::text(value.raw()),
    }
}

/// A command on its own.
pub(super) fn run(command: Command) -> Vec<Statement> {
    vec![command.into()]
}
