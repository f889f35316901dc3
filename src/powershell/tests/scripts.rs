//! Examples: what is read, printed, refused and filled.

use crate::powershell::ast::*;
use crate::powershell::template::Template;
use crate::powershell::{FillError, PrintError, commands, functions, invocations, parse, print};

const SAMPLE: &str = "\
# Made by a tool, version 1.0
# Tenant 00000000-0000-0000-0000-000000000001

#Requires -Version 5.1
#Requires -Modules ExchangeOnlineManagement

[CmdletBinding()]
param(
    [switch]$Apply,
    [int]$Limit = 0,
    [string[]]$RoomGuid = @()
)

Set-StrictMode -Version '3.0'
$ErrorActionPreference = 'Stop'

function Write-Record {
    param(
        [string]$Kind,
        $Row = @{ Id = ''; 'two words' = -1 }
    )
    $Line = @{ kind = $Kind; id = $Row.Id } | ConvertTo-Json -Compress -Depth 5
    Add-Content -LiteralPath $script:Log -Value $Line -Encoding 'ascii'
}

# One line per room.
$Rows = @(
    @{ Id = 'a''b'; BookingWindowInDays = 180 }
    @{ Id = ('' + [char]0x00D1); BookingWindowInDays = $null }
)
foreach ($Row in $Rows | Where-Object { $_.Id -ne '' }) {
    try {
        $Now = Get-CalendarProcessing -Identity $Row.Id
        if ($Now.BookingWindowInDays -eq 730 -or -not $Apply) {
            $Seen += 1
        } elseif ((Get-Date).ToUniversalTime() -gt [datetime]::UtcNow.AddDays(-7)) {
            Set-CalendarProcessing -Identity $Row.Id -BookingWindowInDays 730 -Confirm:$false
        } else {
            throw ('{0} of {1}' -f $Row.Id, $Rows.Count)
        }
    } catch {
        Write-Warning -Message $_.Exception.Message
        continue
    }
}
while ($Seen -lt 3) {
    $Seen += 1
}
if (Test-Path -LiteralPath $Log) {
    exit 1
}
exit 0
";

fn crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

#[test]
fn a_whole_script_is_read_and_printed_as_it_was() {
    let script = parse(&crlf(SAMPLE)).unwrap();
    assert_eq!(print(&script).unwrap(), crlf(SAMPLE));
}

#[test]
fn a_script_with_bare_lf_is_the_same_script() {
    assert_eq!(parse(SAMPLE), parse(&crlf(SAMPLE)));
}

#[test]
fn commands_are_told_apart_from_functions_of_the_script() {
    let mut script = parse(SAMPLE).unwrap();
    script.body.push(Command::new("write-record").into());
    assert_eq!(functions(&script).into_iter().collect::<Vec<_>>(), ["Write-Record"]);
    assert_eq!(
        commands(&script).into_iter().collect::<Vec<_>>(),
        [
            "Add-Content",
            "ConvertTo-Json",
            "Get-CalendarProcessing",
            "Get-Date",
            "Set-CalendarProcessing",
            "Set-StrictMode",
            "Test-Path",
            "Where-Object",
            "Write-Warning"
        ]
    );
    let set = invocations(&script).into_iter().find(|command| command.name == "Set-CalendarProcessing").unwrap();
    assert_eq!(set.arguments.len(), 3);
    assert_eq!(set.arguments[2], Argument::SwitchIs("Confirm".to_owned(), Expr::Bool(false)));
}

#[test]
fn what_is_outside_of_the_subset_is_an_error_with_its_place() {
    for (text, line, column, expected) in [
        ("Get-X \"a\"", 1, 7, "a value"),
        ("$a = 1; $b = 2", 1, 7, "the end of the line"),
        ("Get-X a", 1, 7, "a value in quotes"),
        ("& 'Get-X'", 1, 1, "a value"),
        ("Get-X @a", 1, 7, "a value"),
        ("$a++", 1, 3, "the end of the line"),
        ("$a -= 1", 1, 4, "the end of the line"),
        ("$env:PATH", 1, 1, "a variable of our scripts"),
        ("${a}", 1, 1, "a variable of our scripts"),
        ("\r\nswitch ($a) { 1 { 2 } }", 2, 1, "a statement of our scripts"),
        ("Get-X `\r\n -A 1", 1, 7, "a value"),
        ("<# a #>", 1, 1, "a comment of one line"),
        ("$a = 0x10", 1, 6, "a whole number in decimal digits, or a text in quotes"),
        ("$a = 1.5", 1, 6, "a whole number in decimal digits, or a text in quotes"),
        ("$a -ieq 1", 1, 4, "the end of the line"),
        ("$a # why", 1, 4, "the end of the line"),
        ("$a = 'é'", 1, 7, "printable ASCII"),
        ("\tGet-X", 1, 1, "printable ASCII"),
        ("Get-X 'a", 1, 7, "text that PowerShell can read"),
        ("if ($a) {", 1, 9, "text that PowerShell can read"),
        ("Get-X -A 1 > b", 1, 12, "a value"),
        ("Get-X | $a", 1, 9, "the name of a command"),
        ("Get-X 'a\r\nb'", 1, 7, "a text on one line"),
        ("try { 1 } finally { 2 }", 1, 11, "`catch`"),
        ("('a' + [char]0xD83D)", 1, 1, "whole characters"),
        ("Get-X $(1)", 1, 7, "a value"),
        ("$a.'b'", 1, 4, "the name of a member"),
        ("[int]::", 1, 8, "the name of a member"),
        ("$a = if ($b) { 1 }", 1, 6, "a value"),
        ("Get`-X", 1, 1, "the name of a command"),
        ("Ge''t-X", 1, 1, "the name of a command"),
    ] {
        let error = parse(text).unwrap_err();
        assert_eq!((error.line, error.column, error.expected), (line, column, expected), "{text}: {error}");
    }
}

#[test]
fn brackets_too_deep_are_refused_instead_of_followed() {
    for (open, close) in
        [("(", ")"), ("@(", ")"), ("{ ", " }"), ("-not ", ""), ("[int]", ""), ("@{ a = ", " }"), ("$a[", "]")]
    {
        let text = format!("{}1{}", open.repeat(5000), close.repeat(5000));
        assert!(parse(&text).is_err(), "{open}");
    }
    assert!(parse(&format!("1{}", " + 1".repeat(5000))).is_err());
    assert!(parse(&format!("$a{}", ".b".repeat(5000))).is_err());
}

#[test]
fn text_beyond_ascii_becomes_numbers_and_comes_back() {
    for (text, code) in [
        ("", "''"),
        ("it's", "'it''s'"),
        ("Ñ", "('' + [char]0x00D1)"),
        ("a\u{2019}b", "('a' + [char]0x2019 + 'b')"),
        ("😀!", "('' + [char]0xD83D + [char]0xDE00 + '!')"),
        ("a\r\n", "('a' + [char]0x000D + [char]0x000A)"),
    ] {
        let printed = crate::powershell::print::print_expression(&Expr::text(text)).unwrap();
        assert_eq!(printed, code);
        assert_eq!(parse(&printed).unwrap().body, [Expr::text(text).into()]);
    }
}

#[test]
fn parentheses_are_added_where_the_tree_needs_them() {
    let sum = |left: Expr, right: Expr| Expr::Binary(Box::new(left), "+".to_owned(), Box::new(right));
    let both = |left: Expr, right: Expr| Expr::Binary(Box::new(left), "-and".to_owned(), Box::new(right));
    let a = || Expr::var("a");
    for (tree, code) in [
        (sum(a(), sum(a(), a())), "$a + ($a + $a)"),
        (sum(sum(a(), a()), a()), "$a + $a + $a"),
        (sum(both(a(), a()), a()), "($a -and $a) + $a"),
        (Expr::Not(Box::new(both(a(), a()))), "-not ($a -and $a)"),
        (sum(a(), a()).member("Length"), "($a + $a).Length"),
        (Expr::Int(3).member("Length"), "(3).Length"),
        (Expr::Call(Box::new(a()), "B".to_owned(), vec![Expr::List(vec![a(), a()]), a()]), "$a.B(($a, $a), $a)"),
        (Expr::Cast("int".to_owned(), Box::new(sum(a(), a()))), "[int]($a + $a)"),
    ] {
        assert_eq!(crate::powershell::print::print_expression(&tree).unwrap(), code);
    }
    for (value, code) in [
        (Expr::Int(-5), "Get-X -A (-5)"),
        (sum(a(), a()), "Get-X -A ($a + $a)"),
        (Expr::StaticCall("guid".to_owned(), "NewGuid".to_owned(), vec![]), "Get-X -A ([guid]::NewGuid())"),
        (
            Expr::StaticMember("datetime".to_owned(), "UtcNow".to_owned()).member("Year"),
            "Get-X -A ([datetime]::UtcNow.Year)",
        ),
        (Expr::List(vec![a(), Expr::text("b")]), "Get-X -A $a, 'b'"),
    ] {
        let statement = Statement::from(Command::new("Get-X").with("A", value));
        assert_eq!(crate::powershell::print::print_statements(&[statement]).unwrap(), format!("{code}\r\n"));
    }
}

#[test]
fn a_value_after_a_switch_is_not_taken_by_it() {
    let mut command = Command::new("Get-X").switch("A");
    command.arguments.push(Argument::Positional("b".into()));
    assert_eq!(crate::powershell::print::print_statements(&[command.into()]).unwrap(), "Get-X -A:$true 'b'\r\n");
}

#[test]
fn names_that_are_not_plain_words_are_refused() {
    let run = |expression: Expr| print(&Script { body: vec![expression.into()], ..Script::default() });
    let bad = "a; Remove-Everything";
    assert_eq!(run(Command::new(bad).into()), Err(PrintError::Command(bad.to_owned())));
    assert_eq!(run(Command::new("if").into()), Err(PrintError::Command("if".to_owned())));
    assert_eq!(run(Command::new("Get-X").with(bad, 1).into()), Err(PrintError::Parameter(bad.to_owned())));
    assert_eq!(run(Expr::var(bad)), Err(PrintError::Variable(bad.to_owned())));
    assert_eq!(run(Expr::var("a").member(bad)), Err(PrintError::Member(bad.to_owned())));
    assert_eq!(run(Expr::Cast(bad.to_owned(), Box::new(Expr::Null))), Err(PrintError::Type(bad.to_owned())));
    assert_eq!(
        run(Expr::Binary(Box::new(Expr::Null), "-or $a".to_owned(), Box::new(Expr::Null))),
        Err(PrintError::Operator("-or $a".to_owned()))
    );
    let requires = Script { requires: vec!["-Version 5.1\r\nRemove-X".to_owned()], ..Script::default() };
    assert!(matches!(print(&requires), Err(PrintError::Requires(_))));
}

#[test]
fn comments_hold_plain_words_only_and_never_look_like_a_signature() {
    let printed = |text: &str| {
        print(&Script { header: vec![Comment(text.to_owned())], body: vec![Expr::Null.into()], ..Script::default() })
            .unwrap()
    };
    assert_eq!(printed("a\r\nRemove-X #> `b’"), "# a??Remove-X ?? ?b?\r\n\r\n$null\r\n");
    assert_eq!(printed("SIG # Begin signature block"), "# ?\r\n\r\n$null\r\n");
}

#[test]
fn holes_take_statements_values_and_pipelines() {
    let template = Template::parse(
        "$Rows = @(\r\n    $__Rows\r\n)\r\n$__Steps\r\n$Now = $__Read\r\nGet-X -A $__Value -B ($__Value + 1)\r\n",
    )
    .unwrap();
    assert_eq!(template.holes().iter().map(String::as_str).collect::<Vec<_>>(), ["Read", "Rows", "Steps", "Value"]);
    let row = |id: &str| Statement::from(Expr::Table(vec![("Id".to_owned(), id.into())]));
    let holes = Holes::from([
        ("Rows".to_owned(), vec![row("a"), row("b")]),
        ("Steps".to_owned(), vec![]),
        ("Read".to_owned(), vec![Command::new("Get-Y").with("Identity", Expr::var("Id")).into()]),
        ("Value".to_owned(), vec![Expr::Int(730).into()]),
    ]);
    assert_eq!(
        print(&template.fill(&holes).unwrap()).unwrap(),
        "$Rows = @(\r\n    @{ Id = 'a' }\r\n    @{ Id = 'b' }\r\n)\r\n$Now = Get-Y -Identity $Id\r\n\
         Get-X -A 730 -B (730 + 1)\r\n"
    );
}

#[test]
fn holes_and_values_must_match() {
    let template = Template::parse("Get-X -A $__Value\r\n").unwrap();
    let value = |statements: Vec<Statement>| Holes::from([("Value".to_owned(), statements)]);
    assert_eq!(template.fill(&Holes::new()), Err(FillError::NoValue("Value".to_owned())));
    assert_eq!(template.fill(&value(vec![])), Err(FillError::NotOneValue("Value".to_owned())));
    assert_eq!(template.fill(&value(vec![Statement::Break])), Err(FillError::NotOneValue("Value".to_owned())));
    let mut more = value(vec![Expr::Null.into()]);
    more.insert("Other".to_owned(), vec![]);
    assert_eq!(template.fill(&more), Err(FillError::NoHole("Other".to_owned())));
}
