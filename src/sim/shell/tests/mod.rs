//! Tests of the language by hand-built trees: what no text is needed for. Beside it, by text: `semantics` (what an
//! expression is), `commands` (PowerShell's own), `scripts` (whole small scripts and their guards).

mod commands;
mod scripts;
mod semantics;

use super::{
    eval::{Run, Sink},
    fault::Stop,
    item::{Item, Order},
    *,
};
use crate::powershell::{Argument, Command, Expr, Parameter, Pipeline, Script, Statement};
use crate::sim::{Options, Simulation, State};

pub(super) fn shell() -> Shell {
    let options = Options::at("2026-11-21T09:00:00Z".parse().unwrap());
    Shell::new(Simulation::new(State::healthy(&options, 3), &options))
}

/// The script that a text is.
fn parsed(text: &str) -> Script {
    crate::powershell::parse(text).unwrap_or_else(|error| panic!("{error:?} in {text}"))
}

/// A value in short: `'text'`, `5`, `2.5`, `True`, `null`, `nothing`, `(a, b)`, `{Key=value}`, `<Name=value>`.
fn shown(item: &Item) -> String {
    let fields = |fields: &std::cell::RefCell<item::Fields>| {
        fields.borrow().iter().map(|(name, item)| format!("{name}={}", shown(item))).collect::<Vec<_>>().join("; ")
    };
    match item {
        Item::Nothing => "nothing".to_owned(),
        Item::Null => "null".to_owned(),
        Item::Bool(value) => if *value { "True" } else { "False" }.to_owned(),
        Item::Int(value) => value.to_string(),
        Item::Double(value) => format!("{value:?}"),
        Item::Char(unit) => format!("char {unit}"),
        Item::Text(text) => format!("'{text}'"),
        Item::Halves(units) => format!("halves {units:?}"),
        Item::Time(time) => format!("time {} {:?}", time.at, time.kind),
        Item::Span(span) => format!("span {span}"),
        Item::List(items) => format!("({})", items.borrow().iter().map(shown).collect::<Vec<_>>().join(", ")),
        Item::Table(inner, Order::Hash) => format!("{{{}}}", fields(inner)),
        Item::Table(inner, Order::Kept) => format!("[ordered]{{{}}}", fields(inner)),
        Item::Object(inner) => format!("<{}>", fields(inner)),
        Item::Error(record) => format!("error {}", record.id),
        Item::Exception(record) => format!("exception {}", record.message),
    }
}

/// What `$Result` is after these statements, or how they ended.
fn result_on(shell: &mut Shell, text: &str) -> String {
    let script = parsed(text);
    let mut run = Run::new(shell, "/pack/script.ps1");
    match run.block(&script.body, &mut Sink::Screen) {
        Ok(()) => shown(&run.variable("Result").expect("the statements set $Result")),
        Err(Stop::Error(fault)) => format!("error {}", fault.record.id),
        Err(Stop::Outside(what)) => what,
        Err(stop) => format!("{stop:?}"),
    }
}

fn result(text: &str) -> String {
    result_on(&mut shell(), text)
}

const STRICT: &str = "Set-StrictMode -Version '3.0'\n$ErrorActionPreference = 'Stop'\n";

/// What an expression is in a script that begins as ours do.
fn strictly(expression: &str) -> String {
    result(&format!("{STRICT}$Result = {expression}"))
}

fn set(name: &str, value: impl Into<Expr>) -> Statement {
    Statement::Assign { target: Expr::var(name), adds: false, value: Pipeline::from(value.into()) }
}

fn say(value: impl Into<Expr>) -> Statement {
    Command::new("Write-Host").with("Object", value).into()
}

fn run(body: Vec<Statement>) -> Ran {
    shell().run_tree("/pack/script.ps1", &Script { body, ..Script::default() }, &[])
}

fn said(body: Vec<Statement>) -> Vec<String> {
    let ran = run(body);
    assert_eq!(ran.error, None);
    ran.lines(Stream::Host).map(str::to_owned).collect()
}

#[test]
fn a_loop_counts_what_it_walks_over() {
    let body = vec![
        set("Total", 0),
        Statement::ForEach {
            variable: "Row".to_owned(),
            over: Expr::array([Expr::Int(2), Expr::Int(3)]),
            body: vec![Statement::Assign { target: Expr::var("total"), adds: true, value: Expr::var("ROW").into() }],
        },
        say(Expr::var("Total")),
    ];
    assert_eq!(said(body), ["5"]);
}

#[test]
fn pieces_of_a_character_become_one_character_when_they_meet() {
    let piece = |unit| Expr::Cast("char".to_owned(), Box::new(Expr::Int(unit)));
    let plus = |left, right| Expr::Binary(Box::new(left), "+".to_owned(), Box::new(right));
    let text = plus(plus(plus(piece(0xD83D), piece(0xDC51)), Expr::from("a")), piece(0xD1));
    assert_eq!(said(vec![say(text)]), ["👑aÑ"]);
}

#[test]
fn a_sum_of_thousands_of_pieces_is_no_deep_call() {
    let mut sum = Expr::from("a");
    for _ in 0..3_000 {
        sum = Expr::Binary(Box::new(sum), "+".to_owned(), Box::new(Expr::from("b")));
    }
    assert_eq!(said(vec![say(sum)]).first().map(String::len), Some(3_001));
}

#[test]
fn nesting_that_no_script_needs_is_refused_before_the_stack_ends() {
    let mut deep = Expr::Int(1);
    for _ in 0..2_000 {
        deep = Expr::Not(Box::new(deep));
    }
    assert!(run(vec![say(deep)]).error.unwrap().starts_with("not in the subset"));
}

#[test]
fn a_function_that_calls_itself_for_ever_is_stopped() {
    let call = Statement::from(Command::new("Invoke-Self"));
    let body = vec![
        Statement::Function { name: "Invoke-Self".to_owned(), parameters: Vec::new(), body: vec![call.clone()] },
        call,
    ];
    assert!(run(body).error.unwrap().starts_with("not in the subset"));
}

#[test]
fn a_loop_that_never_ends_is_stopped() {
    let body = vec![Statement::While { condition: Expr::Bool(true), body: Vec::new() }];
    let script = Script { body, ..Script::default() };
    let ran = shell().with_step_limit(1_000).run_tree("/a.ps1", &script, &[]);
    assert_eq!(ran.error.as_deref(), Some("not in the subset: more than 1000 steps"));
    assert_eq!(ran.exit_code, 1);
}

#[test]
fn parameters_take_their_types_and_unknown_ones_are_refused() {
    let parameter =
        |kind: &str, name: &str, default| Parameter { kind: kind.to_owned(), name: name.to_owned(), default };
    let script = Script {
        parameters: vec![
            parameter("switch", "Apply", None),
            parameter("int", "Limit", Some(Expr::Int(0))),
            parameter("string[]", "RoomGuid", Some(Expr::Array(Vec::new()))),
        ],
        body: vec![say(Expr::var("Apply")), say(Expr::var("Limit")), say(Expr::var("RoomGuid").member("Count"))],
        ..Script::default()
    };
    let mut shell = shell();
    let mut said = |arguments: &[(&str, Value)]| {
        let ran = shell.run_tree("/a.ps1", &script, arguments);
        (ran.lines(Stream::Host).map(str::to_owned).collect::<Vec<_>>().join(" "), ran.error)
    };
    assert_eq!(said(&[]), ("False 0 0".to_owned(), None));
    let given = [("apply", Value::Bool(true)), ("Limit", "5".into()), ("RoomGuid", "a".into())];
    assert_eq!(said(&given), ("True 5 1".to_owned(), None));
    let (_, error) = said(&[("Aply", Value::Bool(true))]);
    assert_eq!(error.as_deref(), Some("A parameter cannot be found that matches parameter name 'Aply'."));
    let (_, error) = said(&[("Limit", "many".into())]);
    assert!(error.unwrap().starts_with("Cannot process argument transformation on parameter 'Limit'."));
}

#[test]
fn a_command_that_nobody_knows_is_an_error_in_the_words_of_powershell() {
    let ran = run(vec![Command { name: "Get-Nothing".to_owned(), arguments: vec![] }.into(), say("after")]);
    let error = ran.lines(Stream::Error).next().unwrap().to_owned();
    assert!(error.starts_with("The term 'Get-Nothing' is not recognized"), "{error}");
    assert_eq!(ran.lines(Stream::Host).collect::<Vec<_>>(), ["after"], "without Stop the script goes on");
    let ran = run(vec![
        Command { name: "Get-Nothing".to_owned(), arguments: vec![Argument::Positional(Expr::Int(1))] }.into(),
    ]);
    assert!(ran.error.unwrap().starts_with("not in the subset"));
}
