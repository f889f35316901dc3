//! Properties: no text changes the script that holds it, in any encoding; every tree comes back; another grammar agrees.

use encoding_rs::Encoding;
use proptest::prelude::*;

use crate::powershell::ast::*;
use crate::powershell::lexer::{Fault, tokenize};
use crate::powershell::oracle::{Violation, everywhere, judge_reading, judge_text};
use crate::powershell::{commands, parse, print};

/// Every ANSI code page of Windows, and UTF-8.
fn encodings() -> [&'static Encoding; 15] {
    use encoding_rs::*;
    [
        UTF_8,
        WINDOWS_874,
        WINDOWS_1250,
        WINDOWS_1251,
        WINDOWS_1252,
        WINDOWS_1253,
        WINDOWS_1254,
        WINDOWS_1255,
        WINDOWS_1256,
        WINDOWS_1257,
        WINDOWS_1258,
        SHIFT_JIS,
        GBK,
        EUC_KR,
        BIG5,
    ]
}

/// The bytes as each encoding reads them, and as UTF-8 reads what each encoding writes.
fn readings(bytes: &[u8]) -> Vec<String> {
    let utf8 = String::from_utf8_lossy(bytes);
    let read = |encoding: &'static Encoding| encoding.decode_without_bom_handling(bytes).0.into_owned();
    let written = |encoding: &'static Encoding| String::from_utf8_lossy(&encoding.encode(&utf8).0).into_owned();
    encodings().into_iter().flat_map(|encoding| [read(encoding), written(encoding)]).collect()
}

/// Texts that mean harm, and characters from which more of them are made.
const HOSTILE: &[&str] = &[
    "\u{2019}; Remove-Everything; \u{2018}",
    "'; Remove-Everything; '",
    "\u{201A}\u{201B}\u{2018}\u{2019}'",
    "\"; Remove-Everything; \"",
    "\u{201C}$(Remove-Everything)\u{201D}",
    "$(Remove-Everything)",
    "`$(Remove-Everything)",
    "'@\r\nRemove-Everything\r\n@'",
    "\n'@; Remove-Everything\n",
    "#> Remove-Everything <#",
    "<#",
    "# SIG # Begin signature block",
    "--%",
    "\u{2013}Force",
    "@args",
    "1kb",
    "0x1F",
    "a\0b",
    "\u{202E}gnihtyrevE-evomeR\u{202C}",
    "a\u{2028}Remove-Everything\u{2029}",
    "a\u{85}b",
    "\u{FEFF}a",
    "\u{FFFD}\u{FFFF}\u{E000}",
    "😀👩‍👩‍👧",
    "e\u{301}\u{301}\u{301}",
    "表ソ能",
    "\u{FF07}; Remove-Everything; \u{FF07}",
    "\u{2B9}\u{2032}\u{B4}\u{60}",
    "\u{1B}[2J",
    "",
    " ",
    "a",
    "if",
    "Ñandú",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(HOSTILE).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        2 => "[ -~]{0,12}",
        1 => proptest::sample::select(vec!["'", "\u{2018}", "\u{2019}", "\u{201A}", "\u{201B}", "\"", "`", "$", "\r", "\n", ";"])
            .prop_map(str::to_owned),
    ];
    prop_oneof![proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat()), any::<String>(),]
}

/// Text that is nearly PowerShell.
fn code() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "Get-X",
        " ",
        " ",
        "\r\n",
        "\n",
        "-Name",
        "-Name:",
        "'a'",
        "\"a $b $(c) d\"",
        "$a",
        "$_",
        "${a b}",
        "$__H",
        "@(",
        ")",
        "(",
        "@{",
        "}",
        "{ ",
        " }",
        "[int]",
        "[",
        "]",
        "::",
        ".",
        "Length",
        ",",
        ";",
        "|",
        "&",
        "=",
        " = ",
        "+=",
        "-eq",
        " -and ",
        "-not ",
        "+",
        "-",
        "1",
        "0x1F",
        "-5",
        "if (",
        "else",
        "elseif (",
        "foreach (",
        " in ",
        "while (",
        "try {",
        "catch {",
        "finally {",
        "function ",
        "param(",
        "[CmdletBinding()]",
        "return ",
        "exit",
        "throw ",
        "# c",
        "<# c #>",
        "#Requires -Version 5.1",
        "@'\n",
        "\n'@",
        "\u{2019}",
        "\u{201C}",
        "\u{2013}",
        "\0",
        "`",
        "`\n",
        "$(",
        "--%",
        "2>&1",
        ">",
        "[char]0x00D1",
        "('' + [char]0x00D1)",
        "é",
        "@a",
        ":l ",
        "switch ($a) {",
        "do {",
        "&&",
        "||",
        "..",
        "?",
        "!",
        "*",
        "%",
        "/",
        "1kb",
        "$true",
        "@()",
        "@{}",
    ]);
    prop_oneof![
        3 => proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

proptest! {
    #[test]
    fn no_text_changes_the_script_that_holds_it(text in hostile()) {
        prop_assert_eq!(judge_text(&text, readings), Ok(()));
    }

    #[test]
    fn any_text_is_read_without_loss_and_what_parses_is_printed_as_itself(text in code()) {
        prop_assert_eq!(judge_reading(&text), Ok(()));
    }

    #[test]
    fn what_is_printed_is_read_back_as_the_same_tree(script in trees::script()) {
        let printed = print(&script).unwrap();
        prop_assert_eq!(parse(&printed).map_err(|error| format!("{error}\n{printed}")), Ok(script), "{}", printed);
    }

    #[test]
    fn another_grammar_reads_what_is_printed(script in trees::script(), text in hostile()) {
        prop_assert!(grammar::accepts(&print(&script).unwrap()), "{}", print(&script).unwrap());
        prop_assert!(grammar::accepts(&print(&everywhere(&text)).unwrap()));
    }
}

#[test]
fn every_hostile_text_is_harmless() {
    for text in HOSTILE {
        assert_eq!(judge_text(text, readings), Ok(()), "{text:?}");
    }
}

#[test]
fn a_very_long_text_is_harmless() {
    let long: String = HOSTILE.concat().repeat(200);
    assert_eq!(judge_text(&long, readings), Ok(()));
}

#[test]
fn every_character_alone_is_harmless() {
    for c in ('\0'..='\u{3100}').chain('\u{FE00}'..='\u{FFFF}') {
        let printed = crate::powershell::print::print_expression(&Expr::text(c)).unwrap();
        let read = parse(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"));
        assert_eq!(read.body, [Expr::text(c).into()]);
    }
}

#[test]
fn the_judge_knows_harm_when_it_sees_it() {
    // What a careless printer would have written, with only the ASCII quote doubled.
    let careless = |text: &str| format!("Get-X -A '{}'", text.replace('\'', "''"));
    let lexed = tokenize(&careless("a\u{2019}; Remove-Everything; \u{2019}b"));
    assert_eq!(lexed.statements().len(), 3);
    assert!(readings("Get-X -A 'Ñ'".as_bytes()).iter().any(|reading| reading != "Get-X -A 'Ñ'"));
    assert_eq!(judge_text("a", |_| vec![String::new()]), Err(Violation::Encoding));
    assert_eq!(
        tokenize(&careless("a\u{2019}b")).errors.first().map(|error| error.fault),
        Some(Fault::UnterminatedString)
    );
}

#[test]
fn the_other_grammar_refuses_what_is_broken() {
    let whole = print(&everywhere("a 'quoted' name")).unwrap();
    assert!(grammar::accepts(&whole));
    let brace = whole.rfind('}').unwrap();
    let quote = whole.find("= '").unwrap() + 2;
    for at in [brace, quote] {
        let mut broken = whole.clone();
        broken.remove(at);
        assert!(!grammar::accepts(&broken), "{broken}");
    }
}

#[test]
fn the_corpus_of_the_fuzz_targets_holds() {
    for target in ["script_text", "lexer"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
        let mut seeds = 0;
        for entry in std::fs::read_dir(&folder).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            assert_eq!(judge_text(&text, readings), Ok(()), "{text:?}");
            assert_eq!(judge_reading(&text), Ok(()), "{text:?}");
            seeds += 1;
        }
        assert!(seeds > 4, "{target} has seeds");
    }
}

#[test]
fn commands_of_a_printed_script_are_those_that_the_tokenizer_finds() {
    let script = everywhere("\u{2019}; Remove-Everything; \u{2018}");
    let lexed = tokenize(&print(&script).unwrap());
    let mut found: Vec<_> = lexed
        .tokens
        .iter()
        .filter(|token| token.role == crate::powershell::lexer::Role::CommandName)
        .map(|token| token.value.clone())
        .collect();
    found.sort();
    found.dedup();
    assert_eq!(found, commands(&script).into_iter().collect::<Vec<_>>());
}

mod grammar {
    /// Whether the grammar that editors use finds nothing wrong.
    pub(super) fn accepts(script: &str) -> bool {
        let mut parser = tree_sitter::Parser::new();
        parser.set_language(&tree_sitter_pwsh::LANGUAGE.into()).unwrap();
        let tree = parser.parse(script, None).unwrap();
        !tree.root_node().has_error()
    }
}

/// Trees as the parser gives them: parentheses stand where they are needed.
mod trees {
    use super::*;
    use crate::powershell::print::OPERATORS;

    fn name() -> impl Strategy<Value = String> {
        proptest::sample::select(vec!["Row", "Now", "Id", "a", "_x", "If", "In", "__Hole", "X9"])
            .prop_map(str::to_owned)
    }

    fn kind() -> impl Strategy<Value = String> {
        proptest::sample::select(vec!["string", "int", "string[]", "datetime", "System.Guid"]).prop_map(str::to_owned)
    }

    fn command_name() -> impl Strategy<Value = String> {
        proptest::sample::select(vec!["Get-X", "Set-CalendarProcessing", "Write-Host", "Out-Null"])
            .prop_map(str::to_owned)
    }

    fn parameter_name() -> impl Strategy<Value = String> {
        proptest::sample::select(vec!["Identity", "A", "eq", "not", "X9"]).prop_map(str::to_owned)
    }

    fn variable() -> impl Strategy<Value = Expr> {
        prop_oneof![
            name().prop_map(Expr::Variable),
            name().prop_map(|name| Expr::Variable(format!("script:{name}"))),
            Just(Expr::var("_"))
        ]
    }

    fn simple() -> impl Strategy<Value = Expr> {
        prop_oneof![hostile().prop_map(Expr::Text), any::<bool>().prop_map(Expr::Bool), Just(Expr::Null), variable(),]
    }

    /// What may stand before a dot and among arguments.
    fn primary(inner: impl Strategy<Value = Expr> + Clone + 'static) -> impl Strategy<Value = Expr> + Clone {
        let wrapped = inner.clone().prop_filter_map("these lose their parentheses as arguments", |value| {
            (!crate::powershell::print::wraps(&value)).then(|| Expr::Paren(Box::new(value.into())))
        });
        let boxed = prop_oneof![wrapped, simple()].boxed();
        prop_oneof![
            4 => simple(),
            1 => boxed.clone(),
            1 => (boxed.clone(), name()).prop_map(|(of, name)| Expr::Member(Box::new(of), name)),
            1 => (boxed.clone(), inner.clone()).prop_map(|(of, at)| Expr::Index(Box::new(of), Box::new(at))),
            1 => (boxed.clone(), name(), proptest::collection::vec(boxed.clone(), 0..3))
                .prop_map(|(of, name, arguments)| Expr::Call(Box::new(of), name, arguments)),
            1 => proptest::collection::vec((hostile(), inner.clone()), 0..3).prop_map(Expr::Table),
            1 => proptest::collection::vec(inner.clone(), 0..3).prop_map(Expr::array),
            1 => proptest::collection::vec(inner, 0..2)
                .prop_map(|values| Expr::Block(values.into_iter().map(Statement::from).collect())),
        ]
        .boxed()
    }

    pub(super) fn expression() -> BoxedStrategy<Expr> {
        let leaf = prop_oneof![simple(), any::<i64>().prop_map(Expr::Int)].boxed();
        leaf.prop_recursive(4, 24, 3, |inner| {
            let one = primary(inner.clone());
            prop_oneof![
                3 => one.clone(),
                1 => any::<i64>().prop_map(Expr::Int),
                1 => (kind(), one.clone()).prop_map(|(kind, value)| Expr::Cast(kind, Box::new(value))),
                1 => one.clone().prop_map(|value| Expr::Not(Box::new(value))),
                2 => (one.clone(), proptest::sample::select(OPERATORS), one.clone())
                    .prop_map(|(left, operator, right)| Expr::Binary(Box::new(left), operator.to_owned(), Box::new(right))),
                1 => (one.clone(), one.clone(), one.clone()).prop_map(|(a, b, c)| {
                    let left = Expr::Binary(Box::new(a), "-or".to_owned(), Box::new(b));
                    Expr::Binary(Box::new(left), "-and".to_owned(), Box::new(c))
                }),
                1 => proptest::collection::vec(one.clone(), 2..4).prop_map(Expr::List),
                1 => (kind(), name(), proptest::collection::vec(one.clone(), 0..3))
                    .prop_map(|(kind, name, arguments)| Expr::StaticCall(kind, name, arguments)),
                1 => (kind(), name()).prop_map(|(kind, name)| Expr::StaticMember(kind, name)),
                1 => command(one).prop_map(Expr::from),
            ]
            .boxed()
        })
        .boxed()
    }

    fn command(value: impl Strategy<Value = Expr> + Clone + 'static) -> impl Strategy<Value = Command> {
        let element = value.clone().prop_filter("a call has no parentheses there", |value| match value {
            Expr::Paren(inner) => inner.input.as_ref().is_none_or(|inner| !crate::powershell::print::calls(inner)),
            _ => true,
        });
        let value = prop_oneof![
            4 => value,
            1 => any::<i64>().prop_map(Expr::Int),
            1 => proptest::collection::vec(element, 2..4).prop_map(Expr::List),
        ]
        .boxed();
        let argument = prop_oneof![
            (parameter_name(), value.clone()).prop_map(|(name, value)| Argument::Named(name, value)),
            (parameter_name(), value).prop_map(|(name, value)| Argument::SwitchIs(name, value)),
            parameter_name().prop_map(Argument::Switch),
        ];
        (command_name(), proptest::collection::vec(argument, 0..4))
            .prop_map(|(name, arguments)| Command { name, arguments })
    }

    fn pipeline() -> impl Strategy<Value = Pipeline> {
        let commands = || proptest::collection::vec(command(primary(expression())), 1..3);
        prop_oneof![
            expression().prop_map(Pipeline::from),
            commands().prop_map(|commands| Pipeline { input: None, commands }),
            (expression(), commands()).prop_map(|(input, commands)| Pipeline { input: Some(input), commands }),
        ]
    }

    fn comment() -> impl Strategy<Value = Comment> {
        "[A-Za-z0-9 ._:/,;()+=@-]{0,20}".prop_map(Comment)
    }

    fn parameters() -> impl Strategy<Value = Vec<Parameter>> {
        let default = primary(expression());
        let parameter = (prop_oneof![Just(String::new()), kind()], name(), proptest::option::of(default))
            .prop_map(|(kind, name, default)| Parameter { kind, name, default });
        proptest::collection::vec(parameter, 0..3)
    }

    fn target() -> impl Strategy<Value = Expr> {
        prop_oneof![
            variable(),
            (variable(), name()).prop_map(|(of, name)| of.member(&name)),
            (variable(), simple()).prop_map(|(of, at)| Expr::Index(Box::new(of), Box::new(at))),
        ]
    }

    fn statement() -> BoxedStrategy<Statement> {
        let leaf = prop_oneof![
            comment().prop_map(Statement::Comment),
            Just(Statement::Blank),
            (target(), any::<bool>(), pipeline()).prop_map(|(target, adds, value)| Statement::Assign {
                target,
                adds,
                value
            }),
            pipeline().prop_map(Statement::Run),
            proptest::option::of(expression()).prop_map(Statement::Return),
            proptest::option::of(expression()).prop_map(Statement::Exit),
            expression().prop_map(Statement::Throw),
            Just(Statement::Continue),
            Just(Statement::Break),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            let body = || proptest::collection::vec(inner.clone(), 0..3);
            prop_oneof![
                (proptest::collection::vec((expression(), body()), 1..3), proptest::option::of(body()))
                    .prop_map(|(branches, otherwise)| Statement::If { branches, otherwise }),
                (name(), expression(), body()).prop_map(|(variable, over, body)| Statement::ForEach {
                    variable,
                    over,
                    body
                }),
                (expression(), body()).prop_map(|(condition, body)| Statement::While { condition, body }),
                (body(), body(), proptest::option::of(body())).prop_map(|(body, catch, finally)| Statement::Try {
                    body,
                    catch,
                    finally
                }),
                (command_name(), parameters(), body()).prop_map(|(name, parameters, body)| Statement::Function {
                    name,
                    parameters,
                    body
                }),
                (variable(), body()).prop_map(|(target, body)| {
                    Statement::Assign { target, adds: false, value: Expr::Array(body).into() }
                }),
            ]
        })
        .boxed()
    }

    pub(super) fn script() -> impl Strategy<Value = Script> {
        let requires = proptest::sample::subsequence(
            vec!["-Version 5.1".to_owned(), "-Modules ExchangeOnlineManagement".to_owned()],
            0..=2,
        );
        (
            proptest::collection::vec(comment(), 0..3),
            requires,
            parameters(),
            proptest::collection::vec(statement(), 0..5),
        )
            .prop_map(|(header, requires, parameters, body)| Script { header, requires, parameters, body })
    }
}
