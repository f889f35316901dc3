//! What Microsoft has withdrawn, and guides still ask for.

use super::calls::Call;
use super::remark::{Note, Remarks};
use super::replace::{Reach, roles as replacing};
use super::rules::{self, Rule};
use crate::powershell::cmdlets::{State, Withdrawn, withdrawn};

/// Judges a call.
pub fn judge(call: &Call, remarks: &mut Remarks<'_>) {
    if let Some(found) = withdrawn(&call.name).or_else(|| withdrawn(call.known_name())) {
        by_name(call, found, remarks);
    }
    roles(call, remarks);
    sessions(call, remarks);
    modules(call, remarks);
}

fn by_name(call: &Call, found: &Withdrawn, remarks: &mut Remarks<'_>) {
    let rule: &'static Rule = match (found.retirement.as_deref(), found.name.as_str(), found.state) {
        (Some("msonline-azuread-modules"), ..) => &rules::MSONLINE_OR_AZUREAD,
        (Some("exchange-remote-powershell"), ..) => &rules::REMOTE_POWERSHELL,
        (Some("application-access-policy"), ..) => &rules::APPLICATION_ACCESS_POLICY,
        (_, "Update-DistributionGroupMember", _) => &rules::REPLACED_MEMBERS,
        (_, "Remove-Mailbox", _) => &rules::MAILBOX_REMOVAL,
        // Both depend on what they are given: see `danger`.
        (_, "Set-ExecutionPolicy" | "Invoke-Expression", _) => return,
        (.., State::Gone) => &rules::RETIRED_COMMAND,
        (.., State::Legacy) => &rules::ON_PREMISES_ONLY,
        (.., State::Dangerous) => &rules::DANGEROUS_COMMAND,
    };
    let instead = match rule.id == rules::APPLICATION_ACCESS_POLICY.id {
        true => replacing(named(call, "AppId"), &named(call, "PolicyScopeGroupId").map_or(Reach::Rooms, Reach::Group)),
        false => found.instead.clone(),
    };
    let what = match rule.retirement {
        None if rule.id == rules::REPLACED_MEMBERS.id || rule.id == rules::MAILBOX_REMOVAL.id => rule.finds,
        Some(_) => rule.finds,
        None => &found.why,
    };
    let note = Note::new(format!("{}: {what}", call.known_name())).instead(instead).source(found.source.clone());
    remarks.add(rule, call.name_span.clone(), note);
}

/// The value of a parameter, unless it is a placeholder or only known when it runs.
fn named(call: &Call, parameter: &str) -> Option<String> {
    let (value, _) = call.value(parameter)?;
    (!value.is_empty() && !value.starts_with(['$', '_', '@', '(', '{'])).then_some(value)
}

fn roles(call: &Call, remarks: &mut Remarks<'_>) {
    for word in &call.words {
        let lower = word.text.to_ascii_lowercase();
        if lower.contains("applicationimpersonation") {
            let note = Note::new("the role ApplicationImpersonation is gone")
                .instead(replacing(None, &named(call, "CustomRecipientWriteScope").map_or(Reach::Rooms, Reach::Scope)));
            remarks.add(&rules::APPLICATION_IMPERSONATION, word.span.clone(), note);
        }
        if lower.contains("full_access_as_app")
            || lower.contains("ews.accessasapp")
            || lower.contains("ews.accessasuser")
        {
            let note = Note::new("a permission on Exchange Web Services").instead(replacing(None, &Reach::Rooms));
            remarks.add(&rules::EWS_ACCESS, word.span.clone(), note);
        }
    }
}

fn sessions(call: &Call, remarks: &mut Remarks<'_>) {
    let instead = ["Connect-ExchangeOnline"];
    if call.is("New-PSSession") {
        let uri = call.value("ConnectionUri");
        let is_cloud = uri.as_ref().is_some_and(|(uri, _)| {
            let uri = uri.to_ascii_lowercase();
            ["outlook.", "office365", "office.com", "protection."].iter().any(|part| uri.contains(part))
        });
        let is_local = uri.is_some() && !is_cloud;
        let is_exchange =
            call.value("ConfigurationName").is_some_and(|(name, _)| name.eq_ignore_ascii_case("Microsoft.Exchange"));
        if is_cloud || (is_exchange && !is_local) {
            let note = Note::new("a remote session with Exchange Online").instead(instead);
            remarks.add(&rules::REMOTE_POWERSHELL, call.name_span.clone(), note);
        }
    }
    if let Some((method, span)) =
        call.value("Authentication").filter(|(method, _)| method.eq_ignore_ascii_case("Basic"))
    {
        let note = Note::new(format!("-Authentication {method}")).instead(instead);
        remarks.add(&rules::BASIC_AUTHENTICATION, span, note);
    }
    if !call.is("Connect-ExchangeOnline") {
        return;
    }
    let Some(bound) = call.bound() else { return };
    for (name, rule) in [
        ("UseRPSSession", &rules::REMOTE_POWERSHELL),
        ("PSSessionOption", &rules::REMOTE_POWERSHELL),
        ("Credential", &rules::PASSWORD_SIGN_IN),
    ] {
        // An unnamed value that landed there by its place is told by the binder.
        let named = bound.of(name).and_then(|given| given.named_at).and_then(|at| call.words.get(at));
        if let Some(word) = named {
            let note = Note::new(format!("Connect-ExchangeOnline -{name}"))
                .instead(["Connect-ExchangeOnline -UserPrincipalName ADMIN"]);
            remarks.add(rule, word.span.clone(), note);
        }
    }
}

fn modules(call: &Call, remarks: &mut Remarks<'_>) {
    if !["Install-Module", "Import-Module", "Update-Module"].iter().any(|name| call.is(name)) {
        return;
    }
    let Some((module, span)) = call.value("Name") else { return };
    if ["MSOnline", "AzureAD", "AzureADPreview"].iter().any(|gone| module.eq_ignore_ascii_case(gone)) {
        let note = Note::new(format!("the module {module}")).instead(["Install-Module -Name Microsoft.Graph"]);
        remarks.add(&rules::MSONLINE_OR_AZUREAD, span, note);
        return;
    }
    if !module.eq_ignore_ascii_case("ExchangeOnlineManagement") {
        return;
    }
    for name in ["RequiredVersion", "MaximumVersion"] {
        let Some((version, span)) = call.value(name) else { continue };
        let major: Option<u32> = version.split('.').next().and_then(|major| major.parse().ok());
        if major.is_some_and(|major| major < 3) {
            let note = Note::new(format!("version {version} of ExchangeOnlineManagement"))
                .instead(["Install-Module -Name ExchangeOnlineManagement -MinimumVersion 3.0.0"]);
            remarks.add(&rules::OUTDATED_MODULE, span, note);
        }
    }
}
