//! Whole small scripts: how they begin, how they end, and trouble on the way.

use super::*;
use crate::tenant::TenantId;

fn run_on(shell: &mut Shell, text: &str, arguments: &[(&str, Value)]) -> Ran {
    shell.put_file("/pack/fix.ps1", text.replace('\n', "\r\n"));
    shell.run("/pack/fix.ps1", arguments)
}

const HEAD: &str = "[CmdletBinding()]
param([switch]$Apply, [int]$Limit = 0, [string[]]$RoomGuid = @())
Set-StrictMode -Version '3.0'
$ErrorActionPreference = 'Stop'
";

#[test]
fn a_script_tells_what_it_did_and_how_it_ended() {
    let text = format!("{HEAD}
function Write-Log {{
    param([string]$Id, [string]$Outcome)
    $Line = @{{ id = $Id; outcome = $Outcome }} | ConvertTo-Json -Compress
    Add-Content -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath 'fix.log') -Value $Line -Encoding 'ascii'
}}
$script:Failed = 0
$Rows = @(
    @{{ Id = 'a' }}
    @{{ Id = 'b' }}
)
foreach ($Row in $Rows) {{
    if ($RoomGuid.Count -gt 0 -and $Row.Id -notin $RoomGuid) {{ continue }}
    try {{
        if ($Row.Id -eq 'b') {{ throw 'no such room' }}
        if ($Apply) {{ Write-Log -Id $Row.Id -Outcome 'applied' }} else {{ Write-Host -Object ('would change ' + $Row.Id) }}
    }} catch {{
        $script:Failed += 1
        Write-Warning -Message ($Row.Id + ': ' + $_.Exception.Message)
    }}
}}
Write-Output -InputObject ('failed: {{0}}' -f $Failed)
if ($Failed -gt 0) {{ exit 1 }}
exit 0
");
    let mut shell = shell();
    let ran = run_on(&mut shell, &text, &[]);
    assert_eq!((ran.exit_code, ran.error.as_deref()), (1, None));
    let lines: Vec<_> = ran.output.iter().map(|line| (line.stream, line.text.as_str())).collect();
    assert_eq!(
        lines,
        [(Stream::Host, "would change a"), (Stream::Warning, "b: no such room"), (Stream::Output, "failed: 1")]
    );
    assert_eq!(shell.file("/pack/fix.log"), None);
    let ran = run_on(&mut shell, &text, &[("Apply", true.into()), ("RoomGuid", Value::List(vec!["A".into()]))]);
    assert_eq!(ran.exit_code, 0);
    assert_eq!(shell.file("/pack/fix.log"), Some(b"{\"id\":\"a\",\"outcome\":\"applied\"}\r\n".as_slice()));
}

#[test]
fn verbose_lines_are_shown_to_whoever_asks() {
    let text = format!("{HEAD}Write-Verbose -Message 'more'");
    assert_eq!(run_on(&mut shell(), &text, &[]).output, []);
    let ran = run_on(&mut shell(), &text, &[("Verbose", true.into())]);
    assert_eq!(ran.lines(Stream::Verbose).collect::<Vec<_>>(), ["more"]);
}

#[test]
fn an_error_that_nothing_catches_ends_the_script_with_1() {
    let ran = run_on(
        &mut shell(),
        &format!("{HEAD}Write-Host -Object 'first'\nGet-Nothing\nWrite-Host -Object 'second'"),
        &[],
    );
    assert_eq!(ran.exit_code, 1);
    assert!(ran.error.unwrap().starts_with("The term 'Get-Nothing' is not recognized"));
    assert_eq!(ran.output.iter().filter(|line| line.stream == Stream::Host).count(), 1);
}

#[test]
fn exit_ends_everything_from_within_a_function_and_a_try() {
    let text = format!(
        "{HEAD}function Stop-All {{\n try {{ exit 3 }} catch {{ exit 4 }} finally {{ Write-Host -Object 'finally' }}\n}}\nStop-All\nexit 5"
    );
    let ran = run_on(&mut shell(), &text, &[]);
    assert_eq!(ran.exit_code, 3);
    assert_eq!(ran.lines(Stream::Host).collect::<Vec<_>>(), ["finally"]);
}

#[test]
fn a_script_that_needs_a_module_does_not_start_without_it() {
    let text = format!(
        "#Requires -Version 5.1\n#Requires -Modules ExchangeOnlineManagement\n{HEAD}Write-Host -Object 'started'"
    );
    let ran = run_on(&mut shell(), &text, &[]);
    assert_eq!(ran.lines(Stream::Host).count(), 1);
    let ran = run_on(&mut shell().without_module("ExchangeOnlineManagement"), &text, &[]);
    assert!(ran.error.as_deref().unwrap().contains("missing: ExchangeOnlineManagement"));
    assert_eq!(ran.lines(Stream::Host).count(), 0);
}

#[test]
fn a_file_that_is_missing_or_no_script_is_an_error() {
    assert_eq!(shell().run("/none.ps1", &[]).exit_code, 1);
    let ran = run_on(&mut shell(), "Write-Host -Object \"expanded $x\"", &[]);
    assert_eq!(ran.exit_code, 1);
    assert!(ran.error.is_some());
}

#[test]
fn ordered_failures_strike_so_often_and_only_their_identity() {
    let error = CommandError { id: "Throttled".to_owned(), message: "too many".to_owned() };
    let mut shell = shell();
    shell.fail("Get-Thing", Some("B"), error, 1);
    let text = format!(
        "{HEAD}
foreach ($Id in 'a', 'b', 'b') {{
    try {{ Get-Thing -Identity $Id }} catch {{ Write-Host -Object $_.FullyQualifiedErrorId }}
}}"
    );
    let ran = run_on(&mut shell, &text, &[]);
    assert_eq!(
        ran.lines(Stream::Host).collect::<Vec<_>>(),
        ["CommandNotFoundException", "Throttled", "CommandNotFoundException"]
    );
    assert_eq!(ran.count("get-thing"), 3);
    let first = ran.commands.iter().find(|(name, _)| name == "Get-Thing").map(|(_, arguments)| arguments.clone());
    assert_eq!(first, Some([("identity".to_owned(), Value::from("a"))].into()));
}

#[test]
fn a_change_behind_the_back_of_a_script_comes_before_the_command_that_it_was_ordered_for() {
    let mut shell = shell();
    shell.before("Get-Thing", 2, |tenant| tenant.state_mut().name = "Changed".to_owned());
    let once = format!("{HEAD}try {{ Get-Thing }} catch {{ }}");
    let before = shell.tenant().state().name.clone();
    run_on(&mut shell, &once, &[]);
    assert_eq!(shell.tenant().state().name, before);
    run_on(&mut shell, &once, &[]);
    assert_eq!(shell.tenant().state().name, "Changed");
}

#[test]
fn connections_are_the_tenants_own_unless_told_otherwise() {
    let mut shell = shell();
    let own = shell.tenant().state().tenant;
    assert_eq!((shell.tenant().exchange, shell.tenant().graph), (Some(own), Some(own)));
    let other = TenantId(uuid::Uuid::nil());
    let mut shell = shell.connected_to(None, Some(other));
    assert_eq!((shell.tenant().exchange, shell.tenant().graph), (None, Some(other)));
}
