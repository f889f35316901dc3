//! What expressions are, trap by trap. Each table names the page that says so.

use proptest::prelude::*;

use super::*;

/// Checks a table of expressions, as in a script that begins as ours do.
fn agree(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter_map(|(expression, wanted)| {
            let is = strictly(expression);
            (is != *wanted).then(|| format!("{expression} is {is}, not {wanted}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_right_side_of_a_comparison_becomes_what_the_left_one_is() {
    // about_Comparison_Operators.
    agree(&[
        ("'abc' -eq 'ABC'", "True"),
        ("'abc' -ceq 'ABC'", "False"),
        ("'abc' -cne 'ABC'", "True"),
        ("5 -eq '5'", "True"),
        ("'5' -eq 5", "True"),
        ("5 -eq '5.0'", "True"),
        ("'5.0' -eq 5", "False"),
        ("5 -eq 'five'", "False"),
        ("5 -ne 'five'", "True"),
        ("$true -eq 'False'", "True"),
        ("'False' -eq $false", "True"),
        ("$false -eq ''", "True"),
        ("1 -eq $true", "True"),
        ("$true -eq 2", "True"),
        ("2 -eq $true", "False"),
        ("'10' -lt 9", "True"),
        ("10 -lt '9'", "False"),
        ("730 -ge '180'", "True"),
        ("10 -gt 'x'", "error ComparisonFailure"),
        ("'a b' -eq @('a', 'b')", "True"),
        ("'' -eq @()", "True"),
    ]);
}

#[test]
fn null_is_equal_to_itself_only() {
    // about_Automatic_Variables, $null; PowerShell's Binders.cs, CompareEQ and CompareLT.
    agree(&[
        ("$null -eq $null", "True"),
        ("$null -eq ''", "False"),
        ("'' -eq $null", "False"),
        ("0 -eq $null", "False"),
        ("$false -eq $null", "False"),
        ("$null -ne 0", "True"),
        ("$null -eq @()", "False"),
        ("@() -eq $null", "()"),
        ("@($null, 1) -eq $null", "(null)"),
        ("$null -lt 0", "True"),
        ("$null -lt -1", "False"),
        ("$null -gt -1", "True"),
        ("$null -lt 'a'", "True"),
        ("5 -gt $null", "True"),
        ("$null + 1", "1"),
        ("$null + 'a'", "'a'"),
    ]);
}

#[test]
fn an_array_on_the_left_of_a_comparison_is_filtered() {
    // about_Comparison_Operators.
    agree(&[
        ("@(1, 2, 3) -gt 1", "(2, 3)"),
        ("@('a', 'B') -eq 'b'", "('B')"),
        ("@('a', 'B') -ceq 'b'", "()"),
        ("@('ab', 'c') -like 'A*'", "('ab')"),
        ("@(1, 2) -contains 2", "True"),
        ("@('A') -contains 'a'", "True"),
        ("@('A') -notcontains 'a'", "False"),
        ("@() -contains $null", "False"),
        ("@($null) -contains $null", "True"),
        ("'a' -contains 'A'", "True"),
        ("'a' -in @('b', 'A')", "True"),
        ("'a' -notin @()", "True"),
        ("$null -in @()", "False"),
    ]);
}

#[test]
fn texts_are_matched_as_dot_net_does() {
    // about_Comparison_Operators, about_Regular_Expressions, about_Wildcards, about_Split, about_Join.
    agree(&[
        ("'7B1F' -match '^[0-9a-f]{4}$'", "True"),
        ("('ab' + [char]10) -match '^ab$'", "True"),
        ("('ab' + [char]10) -match '^ab\\z'", "not in the subset: the pattern ^ab\\z"),
        ("'x[y' -match '(?=x)'", "not in the subset: the pattern (?=x)"),
        ("'abc' -notmatch 'B'", "False"),
        ("'Room 1' -like 'room*'", "True"),
        ("'Room 1' -like 'room'", "False"),
        ("'a.b' -like 'a?b'", "True"),
        ("'axb' -like 'a.b'", "False"),
        ("'a,b,,c' -split ','", "('a', 'b', '', 'c')"),
        ("'aXbxc' -split 'x'", "('a', 'b', 'c')"),
        ("'a.b' -split '.'", "('', '', '', '')"),
        ("@('a', 1, $null, $true) -join '-'", "'a-1--True'"),
        ("@() -join ','", "''"),
        ("'Hello' -replace 'L', 'x'", "'Hexxo'"),
        ("'{0} of {1}{{}}' -f 1, 'two'", "'1 of two{}'"),
        ("'{0}' -f $true", "'True'"),
        ("'{1}' -f 1", "error FormatError"),
        ("'{0:N0}' -f 1", "not in the subset: the format {0:N0}"),
    ]);
}

#[test]
fn sums_go_by_the_left_side() {
    // about_Arithmetic_Operators; Binders.cs, BinaryAdd.
    agree(&[
        ("1 + '2'", "3"),
        ("'1' + 2", "'12'"),
        ("1 + 'x'", "error InvalidCastFromStringToInteger"),
        ("'a' + $null", "'a'"),
        ("'a' + $true", "'aTrue'"),
        ("'a' + @(1, 2)", "'a1 2'"),
        ("@(1) + 2", "(1, 2)"),
        ("@(1) + @(2, 3)", "(1, 2, 3)"),
        ("@() + $null", "(null)"),
        ("1 + @(2)", "error MethodNotFound"),
        ("$true + 1", "2"),
        ("7 / 2", "3.5"),
        ("6 / 2", "3"),
        ("1 / 0", "error RuntimeException"),
        ("2 * 3 + 1", "7"),
        ("10 - '4'", "6"),
        ("[char]65 + [char]66", "'AB'"),
        ("([char]55357 + [char]56401).Length", "2"),
        ("@{ A = 1 } + @{ B = 2 }", "{A=1; B=2}"),
        ("@{ A = 1 } + @{ a = 2 }", "error System.ArgumentException"),
    ]);
}

#[test]
fn what_counts_as_true() {
    // about_Booleans.
    agree(&[
        ("-not ''", "True"),
        ("-not 'False'", "False"),
        ("-not 0", "True"),
        ("-not '0'", "False"),
        ("-not $null", "True"),
        ("-not @()", "True"),
        ("-not @(0)", "True"),
        ("-not @($false)", "True"),
        ("-not @('a')", "False"),
        ("-not @(0, 0)", "False"),
        ("-not @{}", "False"),
        ("$true -and 'x'", "True"),
        ("$false -or ''", "False"),
        ("$false -and $Unset", "False"),
        ("$true -or $Unset", "True"),
        ("$true -and $Unset", "error VariableIsUndefined"),
    ]);
}

#[test]
fn casts() {
    // about_Type_Conversion.
    agree(&[
        ("[string]$true", "'True'"),
        ("[string]$null", "''"),
        ("[string]@('a', 2)", "'a 2'"),
        ("[string]@{}", "'System.Collections.Hashtable'"),
        ("[int]'5'", "5"),
        ("[int]' 5 '", "5"),
        ("[int]''", "0"),
        ("[int]$null", "0"),
        ("[int]'2.5'", "2"),
        ("[int]'3.5'", "4"),
        ("[int]'x'", "error InvalidCastFromString"),
        ("[int]'3000000000'", "error InvalidCastFromString"),
        ("[long]'3000000000'", "3000000000"),
        ("[bool]'False'", "True"),
        ("[bool]@()", "False"),
        ("[string[]]'a'", "('a')"),
        ("[string[]]@(1, $true)", "('1', 'True')"),
        ("[string[]]$null", "null"),
        ("[guid]'{0A0B0C0D-0000-0000-0000-000000000001}'", "'0a0b0c0d-0000-0000-0000-000000000001'"),
        ("[guid]'x'", "error InvalidCastFromString"),
        ("[string]::Join(',', @(1, 2))", "'1,2'"),
        ("[string]::IsNullOrEmpty('')", "True"),
        ("[xml]'<a/>'", "not in the subset: the type [xml]"),
    ]);
}

#[test]
fn dates_are_compared_by_their_clock_face() {
    // System.DateTime.Subtract: kinds are not considered. The machine is an hour ahead of UTC.
    let at = |expression: &str| {
        let mut shell = shell().in_zone(jiff::tz::offset(1));
        result_on(&mut shell, &format!("{STRICT}$Result = {expression}"))
    };
    assert_eq!(at("((Get-Date) - [datetime]'2026-11-14T09:00:00Z').TotalDays"), "7.0");
    assert_eq!(
        at("((Get-Date).ToUniversalTime() - ([datetime]'2026-11-14T09:00:00Z').ToUniversalTime()).TotalDays"),
        "7.0"
    );
    assert_eq!(at("((Get-Date).ToUniversalTime() - [datetime]'2026-11-21T09:00:00Z').TotalHours"), "-1.0");
    assert_eq!(at("(Get-Date) -gt [datetime]'2026-11-21T08:59:59Z'"), "True");
    assert_eq!(at("(Get-Date).ToString('o')"), "'2026-11-21T10:00:00.0000000+01:00'");
    assert_eq!(at("(Get-Date).ToUniversalTime().ToString('o')"), "'2026-11-21T09:00:00.0000000Z'");
    assert_eq!(at("(Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ')"), "'2026-11-21T09:00:00Z'");
    assert_eq!(at("(Get-Date).AddDays(-7).ToUniversalTime().ToString('s')"), "'2026-11-14T09:00:00'");
    assert_eq!(at("[datetime]'soon'"), "error InvalidCastFromString");
    assert_eq!(at("(Get-Date).ToString('dddd')"), "not in the subset: the format dddd");
}

#[test]
fn strict_mode_makes_errors_of_what_is_not_there() {
    // Set-StrictMode, versions 1.0 to 3.0; Binders.cs, PropertyDoesntExist.
    agree(&[
        ("$Unset", "error VariableIsUndefined"),
        ("@{ A = 1 }.B", "error PropertyNotFoundStrict"),
        ("@{ A = 1 }['B']", "null"),
        ("@{ A = 1 }.a", "1"),
        ("@{ A = 1 }.ContainsKey('a')", "True"),
        ("@{ A = 1; B = 2 }.Keys", "('A', 'B')"),
        ("@{ A = 1 }.Count", "1"),
        ("@{ Count = 5 }.Count", "5"),
        ("([ordered]@{ A = 1 }).ContainsKey('A')", "error MethodNotFound"),
        ("([ordered]@{ A = 1 }).Contains('A')", "True"),
        ("([pscustomobject]@{ A = 1 }).B", "error PropertyNotFoundStrict"),
        ("(5).Count", "error PropertyNotFoundStrict"),
        ("$null.Count", "error PropertyNotFoundStrict"),
        ("$null.Name", "error PropertyNotFoundStrict"),
        ("$null.ToString()", "error InvokeMethodOnNull"),
        ("$null[0]", "error NullArray"),
        ("@(1)[1]", "error System.IndexOutOfRangeException"),
        ("@(1, 2)[-1]", "2"),
        ("@(1, 2).Count", "2"),
        ("'abc'.Length", "3"),
        ("'abc'[0]", "char 97"),
        ("@(@{ A = 1 }, @{ A = 2 }).A", "(1, 2)"),
        ("@(@{ A = 1 }).A", "1"),
        ("@(@{ A = 1 }, @{ B = 2 }).A", "error PropertyNotFoundStrict"),
        ("@().A", "error PropertyNotFoundStrict"),
    ]);
}

#[test]
fn without_strict_mode_what_is_not_there_is_null() {
    for (expression, wanted) in [
        ("$Unset", "null"),
        ("@{ A = 1 }.B", "null"),
        ("(5).Count", "1"),
        ("$null.Count", "0"),
        ("$null.Name", "null"),
        ("@(1)[1]", "null"),
        ("@(@{ A = 1 }, @{ B = 2 }).A", "1"),
    ] {
        assert_eq!(result(&format!("$Result = {expression}")), wanted, "{expression}");
    }
}

#[test]
fn no_output_is_not_null() {
    // about_Functions_Advanced_Methods and "Everything you wanted to know about $null": an empty result is walked over
    // not at all, `$null` is walked over once.
    agree(&[
        ("@(@() | Where-Object { $true }).Count", "0"),
        ("@($null).Count", "1"),
        ("@($null | ForEach-Object { 1 }).Count", "1"),
        ("@((@() | Where-Object { $true }) | ForEach-Object { 1 }).Count", "0"),
        ("$null -eq (@() | Where-Object { $true })", "True"),
    ]);
    let walked = "function Get-None {\n return\n}\n$Result = 0\n$None = Get-None\n";
    assert_eq!(result(&format!("{STRICT}{walked}foreach ($x in $None) {{ $Result += 1 }}")), "0");
    assert_eq!(result(&format!("{STRICT}{walked}foreach ($x in $null) {{ $Result += 1 }}")), "0");
    assert_eq!(result(&format!("{STRICT}{walked}$Result = @($None).Count")), "0");
    assert_eq!(result(&format!("{STRICT}{walked}$Result = @() + $None")), "()");
    assert_eq!(result(&format!("{STRICT}{walked}$Result = $None.Count")), "error PropertyNotFoundStrict");
}

#[test]
fn output_of_a_pipeline_is_laid_out_one_level_deep() {
    // about_Return, about_Pipelines, about_Arrays.
    let one = "function Get-One {\n return @('a')\n}\nfunction Get-Two {\n'a'\n'b'\n}\n";
    let is = |expression: &str| result(&format!("{STRICT}{one}$Result = {expression}"));
    assert_eq!(is("Get-One"), "'a'");
    assert_eq!(is("@(Get-One)"), "('a')");
    assert_eq!(is("(Get-One).Count"), "error PropertyNotFoundStrict");
    assert_eq!(is("Get-Two"), "('a', 'b')");
    assert_eq!(is("@('a')"), "('a')");
    assert_eq!(is("(@('a'))"), "('a')");
    assert_eq!(is("@('a') | ForEach-Object { $_ }"), "'a'");
    assert_eq!(is("@(@('a', 'b'), @('c')) | ForEach-Object { $_.Count }"), "(2, 1)");
}

#[test]
fn arrays_and_hashtables_are_shared_until_something_is_added() {
    // about_Assignment_Operators (+= makes a new array), about_Hash_Tables.
    let is = |body: &str| result(&format!("{STRICT}{body}"));
    assert_eq!(is("$a = @{ N = 1 }\n$b = $a\n$b.N = 2\n$Result = $a.N"), "2");
    assert_eq!(is("$a = @{ N = 1 }\n$b = $a\n$b['M'] = 2\n$Result = $a.Count"), "2");
    assert_eq!(is("$a = @(1)\n$b = $a\n$b += 2\n$Result = $a.Count"), "1");
    assert_eq!(is("$a = @(1)\n$b = $a\n$b[0] = 2\n$Result = $a[0]"), "2");
    assert_eq!(is("$Result = @()\n$Result += 1\n$Result += @(2, 3)"), "(1, 2, 3)");
    assert_eq!(
        is("$Rows = @( @{ N = 1 }, @{ N = 2 } )\nforeach ($R in $Rows) { $R.N += 5 }\n$Result = $Rows[1].N"),
        "7"
    );
    assert_eq!(is("$a = @(1)\n$a[3] = 1\n$Result = 0"), "error System.IndexOutOfRangeException");
    assert_eq!(is("$a = [pscustomobject]@{ N = 1 }\n$a.M = 1\n$Result = 0"), "error PropertyNotFound");
}

#[test]
fn functions_read_what_is_outside_and_write_their_own() {
    // about_Scopes.
    let is = |body: &str| result(&format!("{STRICT}{body}"));
    assert_eq!(is("$Result = 1\nfunction Set-It {\n$Result = 2\n}\nSet-It"), "1");
    assert_eq!(is("$Result = 1\nfunction Set-It {\n$script:Result = $Result + 1\n}\nSet-It"), "2");
    assert_eq!(
        is(
            "$Result = 1\nfunction Set-It {\n$Result += 1\n$script:Other = $Result\n}\nSet-It\n$Result = $Result + $Other"
        ),
        "3"
    );
    assert_eq!(is("$Result = 0\nforeach ($i in 1, 2) { $Result += $i }"), "3");
    assert_eq!(is("$Result = 0\n1, 2 | ForEach-Object { $Result += $_ }"), "3");
    assert_eq!(is("function Add-All {\nparam([int]$A, [int]$B = 2)\n$A + $B\n}\n$Result = Add-All -a '40'"), "42");
    assert_eq!(
        is("function Add-All {\nparam([int]$A)\n$A\n}\n$Result = Add-All -C 1"),
        "not in the subset: -C of the function Add-All, which has no such parameter"
    );
    assert_eq!(
        is("function Get-It {\nparam([switch]$On)\n$On\n}\n$Result = @((Get-It), (Get-It -On), (Get-It -On:$false))"),
        "(False, True, False)"
    );
    let typed = "function Get-It {\nparam([int]$A)\n$A = ";
    assert_eq!(is(&format!("{typed}'7'\n$A\n}}\n$Result = Get-It -A 5")), "7");
    assert_eq!(is(&format!("{typed}'x'\n$A\n}}\n$Result = Get-It -A 5")), "error InvalidCastFromString");
}

#[test]
fn errors_are_caught_by_their_kind() {
    // about_Try_Catch_Finally, about_Preference_Variables ($ErrorActionPreference), about_Throw.
    let is = |body: &str| result(&format!("{STRICT}{body}"));
    assert_eq!(is("try { throw 'no' } catch { $Result = $_.Exception.Message }"), "'no'");
    assert_eq!(is("try { $x = $null.A } catch { $Result = $_.FullyQualifiedErrorId }"), "'PropertyNotFoundStrict'");
    assert_eq!(is("try { Get-Nothing } catch { $Result = $_.FullyQualifiedErrorId }"), "'CommandNotFoundException'");
    assert_eq!(is("$Result = 1\ntry { $Result = 2 } catch { } finally { $Result += 10 }"), "12");
    assert_eq!(is("try { try { throw 'a' } catch { throw $_ } } catch { $Result = $_.Exception.Message }"), "'a'");
    assert_eq!(is("try { try { throw 'a' } catch { throw 'b' } finally { $Result = 1 } } catch { $Result += 1 }"), "2");
    assert_eq!(
        is("$Result = 0\nforeach ($i in 1, 2, 3) { try { if ($i -eq 2) { continue }\n$Result += $i } catch { } }"),
        "4"
    );
    assert_eq!(
        is("try { $x = 'a'.GetType() } catch { $Result = 'caught' }"),
        "not in the subset: the method GetType here"
    );
    let missing = "Get-Content -LiteralPath '/none' -Encoding 'ascii'";
    assert_eq!(is(&format!("$Result = 1\ntry {{ {missing} }} catch {{ $Result = 2 }}")), "2");
    let gentle = "$ErrorActionPreference = 'Continue'\n$Result = 1\n";
    assert_eq!(
        is(&format!("{gentle}try {{ {missing}\n$Result = 3 }} catch {{ $Result = 2 }}")),
        "3",
        "not terminating: not caught"
    );
    assert_eq!(is(&format!("{gentle}try {{ {missing} -ErrorAction 'Stop' }} catch {{ $Result = 2 }}")), "2");
    assert_eq!(is(&format!("{gentle}$x = $null.A\n$Result = 4")), "4", "ends its statement only");
    assert_eq!(is(&format!("{gentle}throw 'x'\n$Result = 4")), "error x");
}

#[test]
fn methods_of_text() {
    // System.String.
    agree(&[
        ("' a '.Trim()", "'a'"),
        ("'ABC'.ToLowerInvariant()", "'abc'"),
        ("'a,b'.Split(',')", "('a', 'b')"),
        ("'abc'.Contains('B')", "False"),
        ("'abc'.Contains('b')", "True"),
        ("'abc'.StartsWith('a')", "True"),
        ("'abc'.Substring(1)", "'bc'"),
        ("'abc'.Substring(1, 1)", "'b'"),
        ("'abc'.Substring(4)", "error ArgumentOutOfRangeException"),
        ("'abc'.Replace('B', 'x')", "'abc'"),
        ("'abc'.IndexOf('c')", "2"),
        ("(5).ToString()", "'5'"),
        ("$true.ToString()", "'True'"),
        ("@(1, 2).Contains(2)", "True"),
        ("@('A').Contains('a')", "False"),
        ("'abc'.Frobnicate()", "error MethodNotFound"),
        ("@{ A = 1 }.ContainsKey($null)", "error ArgumentNullException"),
    ]);
}

#[test]
fn what_is_outside_of_the_subset_says_so_and_cannot_be_caught() {
    for body in [
        "$Result = $args",
        "$Result = $Matches",
        "$Result = [System.IO.File]::ReadAllText('x')",
        "$Result = @{ A = 1 }[0]",
        "$Result = 'x' * 3",
        "$Result = Get-Content -Path 'x'",
        "Set-Content -LiteralPath 'x' -Value 'y'",
        "1, 2 | ForEach-Object { continue }",
    ] {
        let is = result(&format!("{STRICT}try {{ {body} }} catch {{ $Result = 'caught' }}"));
        assert!(is.starts_with("not in the subset"), "{body} is {is}");
    }
}

#[test]
fn operators_that_mind_the_case() {
    let is = |left: &str, operator: &str, right: Expr| {
        let sum = Expr::Binary(Box::new(left.into()), operator.to_owned(), Box::new(right));
        run(vec![say(sum)]).lines(Stream::Host).map(str::to_owned).collect::<String>()
    };
    assert_eq!(is("7B1F", "-cmatch", "^[0-9a-f]{4}$".into()), "False");
    assert_eq!(is("Room 1", "-clike", "room*".into()), "False");
    assert_eq!(is("Room 1", "-NotLike", "*2".into()), "True");
    assert_eq!(is("aXbxc", "-csplit", "x".into()), "aXb c");
    assert_eq!(is("Hello", "-creplace", Expr::List(vec!["L".into(), "x".into()])), "Hello");
    assert_eq!(is("Hello", "-ireplace", Expr::List(vec!["L".into(), "x".into()])), "Hexxo");
}

#[test]
fn trees_that_no_text_makes_are_refused_too() {
    for expression in [
        Expr::var("env:PATH"),
        Expr::var("global:x"),
        Expr::Binary(Box::new(Expr::Int(1)), "-is".to_owned(), Box::new(Expr::Int(1))),
        Expr::Block(Vec::new()),
    ] {
        let ran = run(vec![say(expression.clone())]);
        assert!(ran.error.unwrap().starts_with("not in the subset"), "{expression:?}");
    }
}

proptest! {
    #[test]
    fn any_text_survives_the_way_through_pieces_json_and_back(text in any::<String>()) {
        let pieces = text.encode_utf16().map(|unit| Expr::Cast("char".to_owned(), Box::new(Expr::Int(i64::from(unit)))));
        let sum = pieces.fold(Expr::from(""), |sum, piece| Expr::Binary(Box::new(sum), "+".to_owned(), Box::new(piece)));
        let json = Pipeline { input: Some(sum), commands: vec![Command::new("ConvertTo-Json").switch("Compress"), Command::new("ConvertFrom-Json")] };
        let script = Script { body: vec![
            Statement::Assign { target: Expr::var("Text"), adds: false, value: json },
            say(Expr::var("Text")),
        ], ..Script::default() };
        for edition in [Edition::Desktop, Edition::Core] {
            let ran = shell().with_edition(edition).run_tree("/a.ps1", &script, &[]);
            prop_assert_eq!(&ran.error, &None);
            prop_assert_eq!(ran.lines(Stream::Host).collect::<Vec<_>>(), [text.as_str()]);
        }
    }

    #[test]
    fn a_text_is_like_itself_and_matches_itself_escaped(text in "[ -~]{0,20}", other in "[ -~]{0,20}") {
        let compare = |operator: &str, right: &str| {
            let sum = Expr::Binary(Box::new(text.as_str().into()), operator.to_owned(), Box::new(right.into()));
            run(vec![say(sum)]).lines(Stream::Host).map(str::to_owned).collect::<String>()
        };
        prop_assert_eq!(compare("-eq", &text), "True");
        prop_assert_eq!(compare("-eq", &other) == "True", text.eq_ignore_ascii_case(&other));
        prop_assert_eq!(compare("-ceq", &other) == "True", text == other);
        prop_assert_eq!(compare("-match", &regex::escape(&text)), "True");
        if !text.contains(['[', ']', '`']) {
            prop_assert_eq!(compare("-like", &text), "True");
        }
    }
}
