//! Lines that do what they say, and harm where their guide does not expect it.

use super::calls::{Call, Calls};
use super::remark::{Note, Remarks};
use super::rules;
use super::table::text_of;
use crate::powershell::cmdlets::{Item, Literal};

/// Judges a call.
pub fn judge(call: &Call, all: &Calls, remarks: &mut Remarks<'_>) {
    lists(call, remarks);
    booking(call, remarks);
    code(call, all, remarks);
    policy(call, remarks);
    secrets(call, remarks);
    lifetimes(call, remarks);
}

/// Secrets in variables, which no call shows.
pub fn assigned(all: &Calls, remarks: &mut Remarks<'_>) {
    for (name, span, text) in &all.assigned {
        let lower = name.to_ascii_lowercase();
        let is_secret = ["password", "passwd", "pwd", "secret", "passphrase"].iter().any(|word| lower.ends_with(word));
        if is_secret && is_told(text) {
            remarks.add(
                &rules::PLAIN_SECRET,
                span.clone(),
                Note::new(format!("${name} holds a secret")).instead([ASK]),
            );
        }
    }
}

const ASK: &str = "$Secret = Read-Host -Prompt 'Secret' -AsSecureString";

/// Whether a text can be a secret, and no placeholder for one.
fn is_told(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && !text.starts_with(['<', '[', '_']) && super::placeholder::made_up(text).is_none()
}

fn lists(call: &Call, remarks: &mut Remarks<'_>) {
    let Some(bound) = call.bound().filter(|_| call.known_name().starts_with("Set-")) else { return };
    for given in &bound.given {
        let is_list = match given.parameter.type_name.as_str() {
            "MultiValuedProperty" | "ProxyAddressCollection" => true,
            "RecipientIdParameter[]" => call.is("Set-CalendarProcessing"),
            _ => false,
        };
        let is_told = matches!(given.value, Some(Literal::Text(_) | Literal::List(_)));
        let Some(word) = given.named_at.and_then(|at| call.words.get(at)).filter(|_| is_list && is_told) else {
            continue;
        };
        let name = &given.parameter.name;
        let instead = if call.is("Set-CalendarProcessing") {
            vec![
                format!("$Kept = @((Get-CalendarProcessing -Identity ROOM).{name})"),
                format!("Set-CalendarProcessing -Identity ROOM -{name} ($Kept + 'NEW')"),
            ]
        } else {
            vec![format!("{} -Identity NAME -{name} @{{ Add = 'NEW' }}", call.known_name())]
        };
        remarks.add(
            &rules::REPLACED_LIST,
            word.span.clone(),
            Note::new(format!("-{name} replaces the whole list")).instead(instead),
        );
    }
}

fn booking(call: &Call, remarks: &mut Remarks<'_>) {
    let Some(bound) = call.bound().filter(|_| call.is("Set-CalendarProcessing")) else { return };
    let Some(given) = bound.of("AllBookInPolicy").filter(|given| given.value == Some(Literal::Bool(false))) else {
        return;
    };
    if let Some(word) = given.named_at.and_then(|at| call.words.get(at)) {
        let note = Note::new("-AllBookInPolicy $false")
            .instead(["Set-CalendarProcessing -Identity ROOM -AllBookInPolicy $true"]);
        remarks.add(&rules::BOOKING_CLOSED_TO_ALL, word.span.clone(), note);
    }
}

fn code(call: &Call, all: &Calls, remarks: &mut Remarks<'_>) {
    let is_fetched = |text: &str| {
        let lower = text.to_ascii_lowercase();
        ["downloadstring", "downloadfile", "invoke-webrequest", "invoke-restmethod", "http://", "https://"]
            .iter()
            .any(|word| lower.contains(word))
    };
    if call.is("Invoke-Expression") {
        let by_pipeline = all.pipeline_of(call).any(|other| {
            ["Invoke-WebRequest", "Invoke-RestMethod"].iter().any(|name| other.is(name))
                || (other.name_span != call.name_span && other.words.iter().any(|word| is_fetched(&word.text)))
        });
        let rule = if by_pipeline || call.words.iter().any(|word| is_fetched(&word.text)) {
            &rules::DOWNLOADED_CODE
        } else {
            &rules::TEXT_RUN_AS_CODE
        };
        let note = Note::new(rule.finds).instead(["save it to a file, read it, then run the file"]);
        remarks.add(rule, call.name_span.clone(), note);
    }
}

fn policy(call: &Call, remarks: &mut Remarks<'_>) {
    if call.is("Set-ExecutionPolicy") {
        let value = call.value("ExecutionPolicy").map(|(value, _)| value.to_ascii_lowercase()).unwrap_or_default();
        let is_for_now = call.value("Scope").is_some_and(|(scope, _)| scope.eq_ignore_ascii_case("Process"));
        let is_strict = ["restricted", "allsigned", "default", "undefined"].contains(&value.as_str());
        let is_harmless = is_strict || (is_for_now && value == "remotesigned");
        if !is_harmless {
            let note = Note::new("Set-ExecutionPolicy lowers what is asked of scripts")
                .instead(["Unblock-File -Path SCRIPT.ps1"]);
            remarks.add(&rules::EXECUTION_POLICY, call.name_span.clone(), note);
        }
    }
    let name = call.name.to_ascii_lowercase();
    if !["powershell", "powershell.exe", "pwsh", "pwsh.exe"].contains(&name.as_str()) {
        return;
    }
    for pair in call.words.windows(2) {
        let [named, value] = pair else { continue };
        let Item::Parameter(parameter, _) = &named.item else { continue };
        let parameter = parameter.to_ascii_lowercase();
        let is =
            |whole: &str, other: &str| parameter == other || (whole.starts_with(&parameter) && !parameter.is_empty());
        let value = text_of(&value.item).unwrap_or_default().to_ascii_lowercase();
        if is("executionpolicy", "ep") && parameter != "e" && ["bypass", "unrestricted"].contains(&value.as_str()) {
            let note = Note::new(format!("-ExecutionPolicy {value}")).instead(["Unblock-File -Path SCRIPT.ps1"]);
            remarks.add(&rules::EXECUTION_POLICY, named.span.clone(), note);
        } else if is("encodedcommand", "ec") {
            remarks.add(&rules::ENCODED_COMMAND, named.span.clone(), Note::new("-EncodedCommand hides what is run"));
        }
    }
}

fn secrets(call: &Call, remarks: &mut Remarks<'_>) {
    let is_secret = |parameter: &str| {
        let lower = parameter.to_ascii_lowercase();
        ["password", "newpassword", "roommailboxpassword", "clientsecret", "secret", "secrettext"]
            .contains(&lower.as_str())
    };
    for pair in call.words.windows(2) {
        let [named, value] = pair else { continue };
        let Item::Parameter(parameter, None) = &named.item else { continue };
        if let Item::Value(Literal::Text(text)) = &value.item
            && is_secret(parameter)
            && is_told(text)
        {
            let note = Note::new(format!("-{parameter} in plain text")).instead([ASK]);
            remarks.add(&rules::PLAIN_SECRET, value.span.clone(), note);
        }
    }
    let Some(bound) = call.bound().filter(|_| call.is("ConvertTo-SecureString")) else { return };
    let text = bound.of("String").filter(|given| matches!(&given.value, Some(Literal::Text(text)) if is_told(text)));
    let is_plain = bound.of("AsPlainText").is_some();
    if let Some(word) = text.and_then(|given| given.value_at).and_then(|at| call.words.get(at)).filter(|_| is_plain) {
        remarks.add(&rules::PLAIN_SECRET, word.span.clone(), Note::new("a secret in plain text").instead([ASK]));
    }
}

fn lifetimes(call: &Call, remarks: &mut Remarks<'_>) {
    let name = call.known_name().to_ascii_lowercase();
    if !["password", "secret", "credential"].iter().any(|word| name.contains(word)) {
        return;
    }
    for word in &call.words {
        let lower = word.text.to_ascii_lowercase();
        let years =
            lower.split_once("addyears(").and_then(|(_, rest)| rest.split(')').next()?.trim().parse::<u32>().ok());
        let is_far = ["2099", "2199", "2299", "9999"].iter().any(|year| lower.contains(year));
        if years.is_some_and(|years| years > 2) || is_far || lower == "never" {
            let note = Note::new("a secret that lives for more than two years")
                .instead(["Add-MgApplicationPassword -ApplicationId OBJECT-ID -PasswordCredential @{ displayName = 'room sync'; endDateTime = (Get-Date).AddMonths(12) }"]);
            remarks.add(&rules::ENDLESS_SECRET, word.span.clone(), note);
        }
    }
}
