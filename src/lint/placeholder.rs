//! Placeholders: what a guide wants its reader to fill in. Found in the text itself, because PowerShell reads brackets
//! as something else.

use std::ops::Range;

/// A placeholder in brackets, such as `<alias>`, `[Your App Id Here]`, `{tenant-id}`; bytes of the given text.
pub fn bracketed(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, byte) in bytes.iter().enumerate() {
        if found.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let closing = match byte {
            b'<' => '>',
            b'[' => ']',
            b'{' => '}',
            _ => continue,
        };
        let rest = text.get(at + 1..).unwrap_or_default();
        let line = rest.split(['\r', '\n']).next().unwrap_or_default();
        let Some(length) = line.find(closing).filter(|length| (1..=80).contains(length)) else { continue };
        let inner = line.get(..length).unwrap_or_default();
        let before = text.get(..at).unwrap_or_default();
        let is_one = match byte {
            b'<' => is_angled(inner),
            b'[' => is_squared(inner, before),
            _ => is_braced(inner, before),
        };
        if is_one {
            found.push(at..at + 1 + length + 1);
        }
    }
    found
}

fn is_angled(inner: &str) -> bool {
    inner.len() > 1
        && inner.starts_with(|c: char| c.is_alphabetic() || c == '%')
        && !inner.contains(['<', '|', '&', '{', '$', ';', '"', '\''])
}

/// Types and attributes stand in square brackets, too: only what cannot be one counts.
fn is_squared(inner: &str, before: &str) -> bool {
    let is_apart = before.ends_with(char::is_whitespace) || before.ends_with(['"', '\'']);
    let is_plain = !inner.contains(['$', '(', '=', '[', ';', '|', '{']);
    let lower = inner.to_lowercase();
    let says_so = lower.contains(' ')
        || lower.contains('@')
        || lower.contains("your")
        || ["redacted", "alias", "appid", "tenantid", "room", "group", "placeholder"].contains(&lower.as_str());
    is_apart && is_plain && says_so && inner.starts_with(char::is_alphanumeric)
}

/// Script blocks stand in braces, too: only a plain word behind a parameter counts.
fn is_braced(inner: &str, before: &str) -> bool {
    let inner = inner.trim();
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ');
    let behind = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_behind_a_parameter = before.ends_with(char::is_whitespace)
        && behind.strip_prefix('-').is_some_and(|name| name.starts_with(char::is_alphabetic));
    let is_code = behind.eq_ignore_ascii_case("-ScriptBlock")
        || behind.to_ascii_lowercase().ends_with("filter")
        || ["-process", "-begin", "-end", "-command"].contains(&behind.to_ascii_lowercase().as_str());
    let is_command = inner.split(' ').any(|word| word.starts_with('-'))
        || inner.split_once('-').is_some_and(|(verb, _)| verb.starts_with(char::is_uppercase));
    is_behind_a_parameter
        && !is_code
        && !is_command
        && inner.chars().all(is_word)
        && inner.chars().any(char::is_alphabetic)
}

/// How a value shows that it was made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MadeUp {
    /// It asks to be filled in: `yourtenant`, `xxxx`, a GUID of zeros.
    ToFillIn,
    /// It is the name of an example: `contoso.com`, `my-room`.
    Sample,
}

/// Whether a value was made up.
pub fn made_up(value: &str) -> Option<MadeUp> {
    let value = value.trim();
    let lower = value.to_lowercase();
    let is_zeros = value.len() == 36 && value.chars().all(|c| matches!(c, '0' | '-'));
    let is_crosses = lower.contains("xxx") && lower.chars().filter(|c| c.is_alphabetic()).all(|c| c == 'x');
    let words = ["yourtenant", "yourdomain", "yourcompany", "yourorg", "your-", "your_", "tenantname", "changeme"];
    let begins_with_your = ["your", "Your", "YOUR"].iter().any(|your| {
        value.strip_prefix(your).is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase() || "-_.".contains(c)))
    });
    if is_zeros
        || is_crosses
        || lower.contains("xxxx")
        || begins_with_your
        || words.iter().any(|word| lower.contains(word))
    {
        return Some(MadeUp::ToFillIn);
    }
    let domains = [
        "contoso.",
        "fabrikam.",
        "@example.",
        "myorganization.",
        "mydomain.",
        "mycompany.",
        "somedomain.",
        "mytenant.",
    ];
    let is_mine = ["my", "My"].iter().any(|my| {
        value
            .strip_prefix(my)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '-' | '_')))
    });
    (is_mine || domains.iter().any(|domain| lower.contains(domain))).then_some(MadeUp::Sample)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<&str> {
        bracketed(text).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn brackets_that_want_to_be_filled_in_are_told_from_code() {
        assert_eq!(
            all("Set-X -A <alias> -B [Your App Id Here] -C {app-id}"),
            ["<alias>", "[Your App Id Here]", "{app-id}"]
        );
        assert_eq!(all("Connect [me@somedomain.com] -AppId [redacted]"), ["[me@somedomain.com]", "[redacted]"]);
        for code in [
            "<# note #>",
            "[string]$x = [int]'5'",
            "[CmdletBinding()]",
            "[Parameter(Mandatory = $true)]",
            "Get-X | where {$_.A -eq 'b'}",
            "Get-Mailbox -Filter {Alias -eq 'b'}",
            "Invoke-Command -ScriptBlock {Get-Date}",
            "$a[0] -lt $b -and $c -gt 1",
            "foreach {Add-X -Member a}",
        ] {
            assert_eq!(all(code), Vec::<&str>::new(), "{code}");
        }
    }

    #[test]
    fn made_up_names_are_known() {
        for name in
            ["yourtenant.onmicrosoft.com", "YourAppId", "xxxx", "XXXXXXXX-xxxx", "00000000-0000-0000-0000-000000000000"]
        {
            assert_eq!(made_up(name), Some(MadeUp::ToFillIn), "{name}");
        }
        for name in ["room1@contoso.com", "my-room", "myROOM", "myAppId", "myRoom@myorganization.fr"] {
            assert_eq!(made_up(name), Some(MadeUp::Sample), "{name}");
        }
        for name in
            ["mystic", "RoomzResources", "Youri", "Oxford", "max@firm.example", "0b1e1b1c-0000-4000-8000-000000000001"]
        {
            assert_eq!(made_up(name), None, "{name}");
        }
    }
}
