//! Lines that a person copies into a shell, and pages of portals with the ids already in them.

use uuid::Uuid;

use crate::check::{Area, Check};
use crate::remedy::{Shell, Stage};
use crate::tenant::{CloudName, TenantId};

/// What links and lines are about.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The tenant.
    pub tenant: TenantId,
    /// Its cloud.
    pub cloud: CloudName,
    /// The app, by its application id.
    pub app: Uuid,
    /// Its service principal, by object id.
    pub principal: Option<Uuid>,
}

/// The line that connects a session for a script.
pub fn connect(place: Place, stage: Stage) -> String {
    match stage.shell() {
        Shell::Exchange => {
            let environment = match place.cloud {
                CloudName::Public => "",
                CloudName::UsGovHigh => " -ExchangeEnvironmentName O365USGovGCCHigh",
                CloudName::UsGovDod => " -ExchangeEnvironmentName O365USGovDoD",
                CloudName::China => " -ExchangeEnvironmentName O365China",
            };
            format!("Connect-ExchangeOnline -ShowBanner:$false{environment}")
        }
        Shell::ExchangeServer => "# in the Exchange Management Shell of a server on premises".to_owned(),
        Shell::Graph => {
            let environment = match place.cloud {
                CloudName::Public => "",
                CloudName::UsGovHigh => " -Environment USGov",
                CloudName::UsGovDod => " -Environment USGovDoD",
                CloudName::China => " -Environment China",
            };
            let scopes: Vec<String> = stage.scopes().split(',').map(|scope| format!("'{scope}'")).collect();
            format!("Connect-MgGraph -TenantId '{}' -Scopes {}{environment}", place.tenant, scopes.join(", "))
        }
    }
}

/// The module that a script needs, as the line that installs it.
pub fn module(shell: Shell) -> &'static str {
    match shell {
        Shell::Exchange => "Install-Module -Name ExchangeOnlineManagement -Scope CurrentUser",
        Shell::ExchangeServer => "# nothing to install: the Exchange Management Shell has it",
        Shell::Graph => {
            "Install-Module -Name Microsoft.Graph.Authentication, Microsoft.Graph.Applications, Microsoft.Graph.Identity.SignIns, Microsoft.Graph.Users -Scope CurrentUser"
        }
    }
}

/// Where a script runs, in words.
pub fn shell_name(shell: Shell) -> &'static str {
    match shell {
        Shell::Exchange => "Exchange Online PowerShell",
        Shell::ExchangeServer => "Exchange Management Shell, on premises",
        Shell::Graph => "Microsoft Graph PowerShell",
    }
}

/// The line that runs a script in PowerShell. A path that is not plain is quoted: PowerShell ends a text in single
/// quotes at any of five quotation marks, and takes two of them for one.
pub fn run(path: &str, arguments: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/\\:".contains(c);
    let is_absolute = path.starts_with(['/', '\\']) || path.get(1..2) == Some(":");
    let path = if is_absolute || path.starts_with("./") || path.starts_with("../") {
        path.to_owned()
    } else {
        format!("./{path}")
    };
    let command = if path.chars().all(is_plain) {
        path
    } else {
        let quoted: String = path
            .chars()
            .flat_map(|c| std::iter::repeat_n(c, if "'\u{2018}\u{2019}\u{201a}\u{201b}".contains(c) { 2 } else { 1 }))
            .collect();
        format!("& '{quoted}'")
    };
    format!("{command} {arguments}").trim_end().to_owned()
}

/// A word for a command line that PowerShell and a POSIX shell read the same.
pub fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/\\:@=,+".contains(c);
    match () {
        () if !text.is_empty() && text.chars().all(is_plain) && !text.contains('\\') => text.to_owned(),
        () if !text.contains(['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}']) => format!("'{text}'"),
        () if !text.contains(['"', '$', '`', '\\', '!', '\u{201c}', '\u{201d}', '\u{201e}']) => format!("\"{text}\""),
        () => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

/// Pages of portals for a check: a name and an address each. Every part of an address is ours or an id.
pub fn portals(place: Place, check: &Check) -> Vec<(&'static str, String)> {
    // The admin centre of Entra is there in the public cloud; the Azure portal has the same pages in the others.
    let entra = match place.cloud {
        CloudName::Public => "https://entra.microsoft.com",
        CloudName::UsGovHigh | CloudName::UsGovDod => "https://portal.azure.us",
        CloudName::China => "https://portal.azure.cn",
    };
    let app = place.app;
    let registration =
        |page: &str| format!("{entra}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/{page}/appId/{app}");
    let enterprise = |page: &str| {
        place
            .principal
            .map(|id| format!("{entra}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/{page}/objectId/{id}/appId/{app}"))
    };
    let exchange =
        |page: &str| super::is_public(place.cloud).then(|| format!("https://admin.exchange.microsoft.com/#/{page}"));
    let found = match check.area {
        Area::Permissions if check.id.starts_with("CR") => {
            vec![("Certificates & secrets of the app registration", Some(registration("Credentials")))]
        }
        Area::Permissions => vec![
            ("API permissions of the app registration", Some(registration("CallAnAPI"))),
            ("Permissions of the enterprise application", enterprise("Permissions")),
            ("Properties of the enterprise application", enterprise("Properties")),
            ("Authentication of the app registration", Some(registration("Authentication"))),
        ],
        Area::Access => vec![
            ("Permissions of the enterprise application", enterprise("Permissions")),
            ("Groups in the Exchange admin center", exchange("groups")),
        ],
        Area::Lists => vec![("Groups in the Exchange admin center", exchange("groups"))],
        Area::Places | Area::Calendars | Area::Mailboxes => {
            vec![("Resources in the Exchange admin center", exchange("resources"))]
        }
        Area::Setup => Vec::new(),
    };
    found.into_iter().filter_map(|(name, link)| Some((name, link?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_paths_run_as_they_are_and_others_are_quoted() {
        assert_eq!(run("fix/10-calendar.ps1", "-Apply"), "./fix/10-calendar.ps1 -Apply");
        assert_eq!(run("/srv/fix/10-calendar.ps1", ""), "/srv/fix/10-calendar.ps1");
        assert_eq!(run("C:\\fix\\a.ps1", ""), "C:\\fix\\a.ps1");
        assert_eq!(run("my fix/a.ps1", "-Limit 5"), "& './my fix/a.ps1' -Limit 5");
        assert_eq!(run("o'n\u{2019}x/a.ps1", ""), "& './o''n\u{2019}\u{2019}x/a.ps1'");
        assert_eq!(run("a;rm/b.ps1", ""), "& './a;rm/b.ps1'");
    }

    #[test]
    fn words_mean_the_same_in_both_shells() {
        assert_eq!(word("fix"), "fix");
        assert_eq!(word("my fix"), "'my fix'");
        assert_eq!(word("o'neil"), "\"o'neil\"");
        assert_eq!(word("$HOME"), "'$HOME'");
        assert_eq!(word(""), "''");
    }
}
