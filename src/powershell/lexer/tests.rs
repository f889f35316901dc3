//! The reference tokenizer against PowerShell's published rules, one rule a test.

use super::TokenKind as K;
use super::*;

fn kinds(text: &str) -> Vec<K> {
    tokenize(text).tokens.iter().map(|token| token.kind).collect()
}

/// Kinds and texts; the text must be free of faults.
fn clean(text: &str) -> Vec<(K, String)> {
    let lexed = tokenize(text);
    assert_eq!(lexed.errors, [], "{text}");
    lexed.tokens.into_iter().map(|token| (token.kind, token.text)).collect()
}

fn faults(text: &str) -> Vec<Fault> {
    tokenize(text).errors.into_iter().map(|error| error.fault).collect()
}

fn values(text: &str) -> Vec<String> {
    tokenize(text).tokens.into_iter().map(|token| token.value).collect()
}

fn commands(text: &str) -> Vec<String> {
    let named = |token: &Token| (token.role == Role::CommandName).then(|| token.value.clone());
    tokenize(text).tokens.iter().filter_map(named).collect()
}

#[test]
fn a_typographic_quote_ends_a_literal_and_what_follows_is_code() {
    let lexed = tokenize("Get-X -A 'a\u{2019}; Remove-Everything; \u{2019}b'");
    assert_eq!(lexed.errors, []);
    let statements = lexed.statements();
    assert_eq!(statements.len(), 3);
    assert_eq!(commands("Get-X -A 'a\u{2019}; Remove-Everything; \u{2019}b'"), ["Get-X", "Remove-Everything"]);
}

#[test]
fn any_of_five_quotes_opens_and_closes_and_two_in_a_row_are_the_second() {
    let quotes = ['\'', '\u{2018}', '\u{2019}', '\u{201A}', '\u{201B}'];
    for open in quotes {
        for close in quotes {
            assert_eq!(values(&format!("{open}a{close}")), ["a"]);
            for second in quotes {
                let lexed = tokenize(&format!("{open}a{close}{second}b{open}"));
                assert_eq!(lexed.errors, []);
                assert_eq!(lexed.tokens.len(), 1);
                assert_eq!(lexed.tokens[0].value, format!("a{second}b"));
            }
        }
    }
}

#[test]
fn the_four_double_quotes_are_one() {
    let quotes = ['"', '\u{201C}', '\u{201D}', '\u{201E}'];
    for open in quotes {
        for close in quotes {
            let lexed = tokenize(&format!("{open}a{close}{close}b'{open}"));
            assert_eq!(lexed.errors, []);
            assert_eq!(lexed.tokens[0].value, format!("a{close}b'"));
            assert_eq!(lexed.tokens[0].kind, K::StringExpandable);
        }
    }
}

#[test]
fn every_dash_begins_a_parameter_and_an_operator() {
    for dash in ['-', '\u{2013}', '\u{2014}', '\u{2015}'] {
        let lexed = tokenize(&format!("Get-X {dash}Name a"));
        assert_eq!(lexed.tokens[1].kind, K::Parameter);
        assert_eq!(lexed.tokens[1].value, "Name");
        assert_eq!(values(&format!("$a {dash}EQ 1")), ["a", "-eq", "1"]);
    }
}

#[test]
fn a_dash_within_a_word_is_part_of_it() {
    assert_eq!(clean("a\u{2013}b"), [(K::Generic, "a\u{2013}b".to_owned())]);
    assert_eq!(clean("Get-Item"), [(K::Generic, "Get-Item".to_owned())]);
}

#[test]
fn unicode_separators_and_the_next_line_character_are_blanks_and_end_no_statement() {
    for blank in ['\u{85}', '\u{A0}', '\u{1680}', '\u{2003}', '\u{2028}', '\u{2029}', '\u{202F}', '\u{3000}', '\u{B}'] {
        let lexed = tokenize(&format!("Get-X{blank}a{blank}b"));
        assert_eq!(lexed.tokens.len(), 3, "U+{:04X}", u32::from(blank));
        assert_eq!(lexed.statements().len(), 1);
    }
    assert_eq!(kinds("a\u{200B}b"), [K::Generic], "a zero-width blank is none");
}

#[test]
fn lines_end_in_cr_lf_or_both() {
    assert_eq!(tokenize("a\rb\nc\r\nd").statements().len(), 4);
    let lexed = tokenize("a\r\nb\rc\nd");
    let places: Vec<_> = lexed.tokens.iter().filter(|t| t.kind == K::Generic).map(|t| (t.line, t.column)).collect();
    assert_eq!(places, [(1, 1), (2, 1), (3, 1), (4, 1)]);
}

#[test]
fn columns_count_characters_and_offsets_count_bytes() {
    let lexed = tokenize("'é' | b");
    let last = lexed.tokens.last().unwrap();
    assert_eq!((last.line, last.column, last.start), (1, 7, 7));
}

#[test]
fn comments_begin_only_where_a_token_does() {
    assert_eq!(clean("a#b # c"), [(K::Generic, "a#b".to_owned()), (K::Comment, "# c".to_owned())]);
    assert_eq!(kinds("Get-X $a#c"), [K::Generic, K::Generic]);
    assert_eq!(kinds("$a# c"), [K::Variable, K::Comment], "an expression ends before it");
    assert_eq!(kinds("<# a\nb #>c"), [K::Comment, K::Generic]);
    assert_eq!(faults("<# a"), [Fault::UnterminatedComment]);
    assert_eq!(kinds("# a \u{2028} b; c"), [K::Comment], "a line separator does not end a comment");
}

#[test]
fn here_strings_end_at_a_line_start_only_and_with_any_quote() {
    assert_eq!(values("@'\na'@ b\n'@"), ["a'@ b"]);
    assert_eq!(values("@\u{2018}\r\na\r\nb\r\n\u{201B}@"), ["a\r\nb"]);
    assert_eq!(values("@\"\n`t$(Get-X) \"\n\"@").first().map(String::as_str), Some("\t$(Get-X) \""));
    assert_eq!(faults("@' a\n'@ b"), [Fault::HereStringHeader, Fault::UnterminatedString]);
    assert_eq!(faults("@'\na\n '@"), [Fault::UnterminatedHereString]);
    assert_eq!(values("@'\n'@"), [""]);
}

#[test]
fn backticks_escape_continue_lines_and_pass_blanks() {
    assert_eq!(kinds("Get-X `\r\n -A"), [K::Generic, K::LineContinuation, K::Parameter]);
    assert_eq!(kinds("Get-X ` -A"), [K::Generic, K::Parameter]);
    assert_eq!(values("a`;b"), ["a;b"]);
    assert_eq!(values("\"`n`0`u{1F600}`\"\""), ["\n\0\u{1F600}\""]);
    assert_eq!(faults("\"`u{}\""), [Fault::BadEscape]);
    assert_eq!(faults("Get-X `"), [Fault::DanglingBacktick]);
}

#[test]
fn variables_know_scopes_braces_and_members() {
    assert_eq!(values("$script:a.b"), ["script:a", ".", "b"]);
    assert_eq!(values("${a b}"), ["a b"]);
    assert_eq!(values("$a::b"), ["a", "::", "b"]);
    assert_eq!(kinds("$a[0]"), [K::Variable, K::LBracket, K::Number, K::RBracket]);
    assert_eq!(kinds("$_ $? $$"), [K::Variable, K::Variable, K::Variable]);
    assert_eq!(faults("${a"), [Fault::BadVariable]);
    assert_eq!(faults("$a:"), [Fault::BadVariable]);
    assert_eq!(kinds("Get-X @a"), [K::Generic, K::SplattedVariable]);
    assert_eq!(kinds("Get-X @{}"), [K::Generic, K::AtCurly, K::RCurly]);
}

#[test]
fn numbers_take_suffixes_and_words_that_begin_with_digits_are_words() {
    for number in ["1", "0x1F", "1e3", "1.5e-3", ".5", "10kb", "3l", "7d", "1KB", "2ul", "-5", "0b101", "9999999999999"]
    {
        assert_eq!(clean(number), [(K::Number, number.to_owned())]);
    }
    for word in ["77z", "1kbx", "0x", "7z.exe"] {
        let kind = if word == "0x" { K::Number } else { K::Generic };
        assert_eq!(clean(word), [(kind, word.to_owned())]);
    }
    assert_eq!(kinds("1..5"), [K::Number, K::Operator, K::Number]);
    assert_eq!(kinds("1-5"), [K::Number, K::Operator, K::Number]);
    assert_eq!(kinds("1 -5"), [K::Number, K::Operator, K::Number]);
    assert_eq!(kinds("1 - -5"), [K::Number, K::Operator, K::Number]);
    assert_eq!(kinds("Get-X -5"), [K::Generic, K::Generic]);
    assert_eq!(kinds("Get-X 0xFFFFFFFFFFFFFFFFFF"), [K::Generic, K::Generic]);
    assert_eq!(faults("$a + 0xFFFFFFFFFFFFFFFFFF"), [Fault::BadNumber]);
}

#[test]
fn an_unquoted_argument_can_become_a_number_or_code() {
    assert_eq!(kinds("Get-X 1kb"), [K::Generic, K::Number]);
    assert_eq!(kinds("Get-X a,b"), [K::Generic, K::Generic, K::Comma, K::Generic]);
    assert_eq!(kinds("Get-X a;b"), [K::Generic, K::Generic, K::Semi, K::Generic]);
    assert_eq!(kinds("Get-X a{b}"), [K::Generic, K::Generic, K::LCurly, K::Generic, K::RCurly]);
    assert_eq!(commands("Get-X a$(Remove-Y)"), ["Get-X"]);
    let nested = &tokenize("Get-X a$(Remove-Y)").tokens[1].nested;
    assert!(nested.iter().any(|token| token.role == Role::CommandName && token.value == "Remove-Y"));
}

#[test]
fn what_expands_in_a_text_is_read_as_code_with_its_own_place() {
    let lexed = tokenize("\"a $b $(Get-X \"\"c\"\") `$d\"");
    assert_eq!(lexed.errors, []);
    assert_eq!(lexed.tokens.len(), 1);
    let nested: Vec<_> = lexed.tokens[0].nested.iter().map(|t| (t.kind, t.value.as_str())).collect();
    assert_eq!(
        nested,
        [
            (K::Variable, "b"),
            (K::DollarParen, "$("),
            (K::Generic, "Get-X"),
            (K::StringExpandable, "c"),
            (K::RParen, ")")
        ]
    );
    assert_eq!(lexed.tokens[0].nested[2].start, 8);
}

#[test]
fn verbatim_arguments_go_to_the_end_of_the_line_or_a_pipe() {
    let lexed = tokenize("icacls --% a;b 'c | Get-X\nd");
    assert_eq!(lexed.errors, []);
    assert_eq!(commands("icacls --% a;b 'c | Get-X\nd"), ["icacls", "Get-X", "d"]);
    assert!(lexed.tokens.iter().any(|token| token.kind == K::Verbatim && token.text == "a;b 'c "));
}

#[test]
fn parameters_stop_at_colons_dots_and_brackets() {
    assert_eq!(
        clean("Get-X -A:$true -B.c --"),
        [
            (K::Generic, "Get-X".to_owned()),
            (K::Parameter, "-A:".to_owned()),
            (K::Variable, "$true".to_owned()),
            (K::Parameter, "-B".to_owned()),
            (K::Generic, ".c".to_owned()),
            (K::Operator, "--".to_owned())
        ]
    );
    assert_eq!(kinds("Get-X -a'b'"), [K::Generic, K::Generic]);
}

#[test]
fn redirections_labels_and_types_are_told_apart() {
    assert_eq!(kinds("Get-X 2>&1 > a"), [K::Generic, K::Redirection, K::Redirection, K::Generic]);
    assert_eq!(kinds("$a 2>&1"), [K::Variable, K::Redirection]);
    assert_eq!(kinds(":outer while ($a) {}").first(), Some(&K::Label));
    assert_eq!(kinds("[int]$a"), [K::LBracket, K::TypeName, K::RBracket, K::Variable]);
    assert_eq!(kinds("Get-X [int]"), [K::Generic, K::Generic]);
    assert_eq!(
        kinds("[System.Collections.Generic.List[string]]::new()"),
        [
            K::LBracket,
            K::TypeName,
            K::LBracket,
            K::TypeName,
            K::RBracket,
            K::RBracket,
            K::ColonColon,
            K::Identifier,
            K::LParen,
            K::RParen
        ]
    );
}

#[test]
fn the_names_of_commands_are_found_wherever_they_stand() {
    let text = "
        [CmdletBinding()] param([Parameter(Mandatory)][string]$A = 'x', [switch]$B)
        function Get-Own { param($C) process { Inner-One $C } }
        if (Test-A) { Do-B } elseif ($x -eq (Get-C)) { & 'Do-D' } else { . Do-E }
        foreach ($a in Get-F) { $b = Get-G | Where-Object { $_.Name -eq 'x' } | % { Do-H } }
        @{ a = Get-I; b = if ($x) { Get-J } else { Get-K }
           c = 1, 2 }
        switch ($x) { 'a' { Do-L } default { Do-M } }
        do { Do-N } while (Test-O)
        try { Do-P } catch [System.Exception] { Do-Q } finally { Do-R }
        return Get-S
        $x.Method((Get-T), { Get-U }).Other[(Get-V)]
        Get-W; Get-X && Get-Y || Get-Z
    ";
    assert_eq!(
        commands(text),
        [
            "Inner-One",
            "Test-A",
            "Do-B",
            "Get-C",
            "Do-D",
            "Do-E",
            "Get-F",
            "Get-G",
            "Where-Object",
            "%",
            "Do-H",
            "Get-I",
            "Get-J",
            "Get-K",
            "Do-L",
            "Do-M",
            "Do-N",
            "Test-O",
            "Do-P",
            "Do-Q",
            "Do-R",
            "Get-S",
            "Get-T",
            "Get-U",
            "Get-V",
            "Get-W",
            "Get-X",
            "Get-Y",
            "Get-Z"
        ]
    );
    assert_eq!(faults(text), []);
}

#[test]
fn brackets_that_do_not_match_are_told() {
    assert_eq!(faults("( a"), [Fault::Unclosed]);
    assert_eq!(faults("a )"), [Fault::Unopened]);
    assert_eq!(faults("@{ a = ( 1 }"), [Fault::Unclosed]);
    assert_eq!(faults("'a"), [Fault::UnterminatedString]);
    assert!(faults("\"a $(b\"").contains(&Fault::UnterminatedSubExpression));
}

#[test]
fn code_after_what_looks_like_a_signature_is_refused_as_powershell_does() {
    assert_eq!(faults("# SIG # Begin signature block\r\nGet-X"), [Fault::CodeAfterSignature]);
    assert_eq!(faults("# SIG + Begin signature b1ock\r\nGet-X"), [Fault::CodeAfterSignature]);
    assert_eq!(faults("# Begin with the signature of the plan\r\nGet-X"), []);
    assert_eq!(faults("# SIG # Begin signature block\r\n# MII\r\n"), []);
}

#[test]
fn a_zero_character_ends_a_word_and_begins_another() {
    assert_eq!(kinds("a\0b"), [K::Generic, K::Generic]);
    assert_eq!(values("'a\0b'"), ["a\0b"]);
}

#[test]
fn texts_within_texts_are_followed_only_so_far() {
    let text = (0..40).fold("x".to_owned(), |inner, _| format!("@\"\n$({inner})\n\"@"));
    assert!(faults(&text).contains(&Fault::TooDeep));
}

#[test]
fn long_rows_of_anything_are_read_in_reasonable_time() {
    let begun = std::time::Instant::now();
    for part in [
        "(", "[", "{", "@{", "$(", "\"$(", "'", "`", "-", "$", "a.", "$a[", ")", "(}", "if ", "${", "@'\n", "# \n",
        "1", "param \n", "[ ",
    ] {
        let text = part.repeat(20_000);
        let lexed = tokenize(&text);
        assert!(lexed.tokens.iter().all(|token| token.start < token.end));
    }
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}
