//! PowerShell's own commands.

use super::*;

fn result_after(files: &[(&str, &str)], body: &str) -> (String, Shell) {
    let mut shell = shell();
    for (path, content) in files {
        shell.put_file(path, *content);
    }
    let is = result_on(&mut shell, &format!("{STRICT}{body}"));
    (is, shell)
}

#[test]
fn files_are_written_in_ascii_with_windows_line_ends() {
    let (is, shell) = result_after(
        &[("/pack/a.txt", "old\r\n")],
        "
$Path = Join-Path -Path $PSScriptRoot -ChildPath 'a.txt'
Add-Content -LiteralPath $Path -Value 'one' -Encoding 'ascii'
Add-Content -LiteralPath $Path -Value @('two', ('n' + [char]0x00D1)) -Encoding 'ascii'
Set-Content -LiteralPath '/pack/b.txt' -Value 'new' -Encoding 'ascii' -NoNewline
$Result = @(Get-Content -LiteralPath $Path -Encoding 'ascii')",
    );
    assert_eq!(is, "('old', 'one', 'two', 'n?')");
    assert_eq!(shell.file("/pack/a.txt"), Some(b"old\r\none\r\ntwo\r\nn?\r\n".as_slice()));
    assert_eq!(shell.file("/pack/b.txt"), Some(b"new".as_slice()));
}

#[test]
fn a_file_in_utf_8_begins_as_the_edition_begins_it() {
    for (edition, mark) in [(Edition::Desktop, "\u{feff}"), (Edition::Core, "")] {
        let mut shell = shell().with_edition(edition);
        let body = "$Text = 'n' + [char]209
Add-Content -LiteralPath '/a' -Value $Text -Encoding 'utf8'
Add-Content -LiteralPath '/a' -Value 'b' -Encoding 'utf8'
$Result = @(Get-Content -LiteralPath '/a' -Encoding 'utf8')";
        assert_eq!(result_on(&mut shell, body), "('n\u{d1}', 'b')");
        assert_eq!(shell.file("/a"), Some(format!("{mark}n\u{d1}\r\nb\r\n").as_bytes()));
        let unnamed = "$Result = Get-Content -LiteralPath '/a'";
        assert!(result_on(&mut shell, unnamed).starts_with("not in the subset"), "the editions differ");
        shell.put_file("/b", "plain\r\n");
        assert_eq!(result_on(&mut shell, "$Result = Get-Content -LiteralPath '/b'"), "'plain'");
    }
}

#[test]
fn a_file_that_is_not_there_is_an_error_and_can_be_asked_for_first() {
    let (is, _) = result_after(&[], "$Result = Get-Content -LiteralPath '/none' -Encoding 'ascii'");
    assert_eq!(is, "error PathNotFound,Microsoft.PowerShell.Commands.GetContentCommand");
    let (is, _) = result_after(&[("/a/b", "")], "
$Result = @((Test-Path -LiteralPath '/a/b'), (Test-Path -LiteralPath '/a'), (Test-Path -LiteralPath '/a' -PathType 'Leaf'), (Test-Path -LiteralPath '/b'))");
    assert_eq!(is, "(True, True, False, False)");
    let (is, _) = result_after(&[("/a", "")], "$Result = @(Get-Content -LiteralPath '/a' -Encoding 'ascii').Count");
    assert_eq!(is, "0");
}

#[test]
fn a_protected_file_takes_nothing() {
    let mut shell = shell();
    shell.protect_file("/a");
    let body = "Add-Content -LiteralPath '/a' -Value 'x' -Encoding 'ascii'\n$Result = 1";
    assert!(result_on(&mut shell, &format!("{STRICT}{body}")).starts_with("error GetContentWriterUnauthorizedAccess"));
    assert_eq!(shell.file("/a"), None);
}

#[test]
fn the_hash_of_a_file_is_in_large_letters() {
    let (is, _) = result_after(&[("/a", "abc")], "$Result = (Get-FileHash -LiteralPath '/a' -Algorithm 'SHA256').Hash");
    // FIPS 180-2, appendix B.1.
    assert_eq!(is, "'BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD'");
}

#[test]
fn json_of_a_script_is_what_the_edition_writes() {
    let json = |edition, body: &str| {
        let mut shell = shell().with_edition(edition);
        result_on(&mut shell, &format!("{STRICT}$Result = {body}"))
    };
    for edition in [Edition::Desktop, Edition::Core] {
        assert_eq!(
            json(edition, "@{ Id = 'a'; N = 5; On = $true; Of = @(1); No = $null } | ConvertTo-Json -Compress"),
            r#"'{"Id":"a","N":5,"On":true,"Of":[1],"No":null}'"#
        );
        assert_eq!(json(edition, "@('a') | ConvertTo-Json -Compress"), r#"'"a"'"#, "the pipeline lays the array out");
        assert_eq!(json(edition, "ConvertTo-Json -InputObject @('a') -Compress"), r#"'["a"]'"#);
        assert_eq!(
            json(edition, "@{ A = @{ B = @{ C = 1 } } } | ConvertTo-Json -Compress -Depth 1"),
            r#"'{"A":{"B":"System.Collections.Hashtable"}}'"#,
            "deeper than asked is text"
        );
        assert_eq!(json(edition, "('{\"B\":1,\"a\":[]}' | ConvertFrom-Json)"), "<B=1; a=()>");
        assert_eq!(
            json(edition, "('{' | ConvertFrom-Json)"),
            "error System.ArgumentException,Microsoft.PowerShell.Commands.ConvertFromJsonCommand"
        );
        assert_eq!(json(edition, "@('{\"a\":1}', '{\"a\":2}') | ConvertFrom-Json | ForEach-Object { $_.a }"), "(1, 2)");
    }
    let tricky = "@{ N = '<''>' } | ConvertTo-Json -Compress";
    assert_eq!(json(Edition::Desktop, tricky), r#"'{"N":"\u003c\u0027\u003e"}'"#);
    assert_eq!(json(Edition::Core, tricky), r#"'{"N":"<'>"}'"#);
    assert_eq!(json(Edition::Desktop, "@('[1]' | ConvertFrom-Json).Count"), "1");
    assert_eq!(json(Edition::Desktop, "@('[1,2]' | ConvertFrom-Json | ForEach-Object { $_.Count })"), "(2)");
    assert_eq!(json(Edition::Core, "@('[1,2]' | ConvertFrom-Json).Count"), "2");
    let date = "@{ At = ([datetime]'2026-11-21T09:00:00.5Z').ToUniversalTime() } | ConvertTo-Json -Compress";
    assert_eq!(json(Edition::Desktop, date), r#"'{"At":"\/Date(1795251600500)\/"}'"#);
    assert_eq!(json(Edition::Core, date), r#"'{"At":"2026-11-21T09:00:00.5Z"}'"#);
    // What looks like a date stays text in Windows PowerShell and becomes one in PowerShell 7. A script that casts it
    // is right in both.
    let read = "('{\"at\":\"2026-11-21T09:00:00Z\"}' | ConvertFrom-Json).at";
    assert_eq!(json(Edition::Desktop, read), "'2026-11-21T09:00:00Z'");
    assert_eq!(json(Edition::Core, read), "time 2026-11-21T09:00:00Z Utc");
    for edition in [Edition::Desktop, Edition::Core] {
        let since = format!("((Get-Date).ToUniversalTime() - ([datetime]{read}).ToUniversalTime()).TotalDays");
        assert_eq!(json(edition, &since), "0.0");
    }
    assert_eq!(json(Edition::Core, &format!("[string]{read}")), "'11/21/2026 09:00:00'");
}

#[test]
fn objects_of_a_pipeline_are_chosen_sorted_and_counted() {
    let is = |body: &str| strictly(body);
    assert_eq!(is("@(3, 1, 2) | Where-Object { $_ -gt 1 } | Sort-Object"), "(2, 3)");
    assert_eq!(is("@('b', 'A', 'a') | Sort-Object -Unique"), "('A', 'b')");
    assert_eq!(is("@('b', 'B') | Select-Object -Unique"), "('b', 'B')");
    assert_eq!(
        is("@(@{ N = 2 }, @{ N = 1 }) | Sort-Object -Property 'N' -Descending | ForEach-Object { $_.N }"),
        "(2, 1)"
    );
    assert_eq!(is("@(1, 2, 3) | Select-Object -First 2"), "(1, 2)");
    assert_eq!(is("@(1, 2, 3) | Select-Object -Skip 1 -First 1"), "2");
    assert_eq!(is("@(@{ N = 2 }) | Select-Object -ExpandProperty 'N'"), "2");
    assert_eq!(is("@(1, 2, 3) | Measure-Object"), "<Count=3>");
    assert_eq!(is("@(1, 2) | Measure-Object -Sum"), "<Count=2; Sum=3.0>");
    assert_eq!(is("@(@(1, 2) | Out-Null).Count"), "0");
    assert_eq!(is("@(1, 2) | Where-Object { return $_ -eq 2 }"), "2");
    assert_eq!(is("@(1, 2) | Select-Object -Index 1"), "not in the subset: Select-Object -Index");
    assert_eq!(is("@(1, 2) | Select-Object -Bogus 1"), "error NamedParameterNotFound,Select-Object");
}

#[test]
fn time_stands_still_until_somebody_sleeps() {
    let mut shell = shell();
    let body = "$Before = Get-Date\nStart-Sleep -Seconds 90\n$Result = ((Get-Date) - $Before).TotalSeconds";
    assert_eq!(result_on(&mut shell, body), "90.0");
    shell.set_clock("2026-12-01T00:00:00Z".parse().unwrap());
    assert_eq!(result_on(&mut shell, "$Result = Get-Date -Format 's'"), "'2026-12-01T00:00:00'");
    let seen = shell.into_simulation().now();
    assert!(seen >= "2026-12-01T00:00:00Z".parse().unwrap(), "the tenant grows older with the machine: {seen}");
}
