//! The table is sane, and calls are held against it as PowerShell would.

use super::*;
use crate::powershell::{Argument, Command, Expr, Pipeline};

fn faults(command: &Command) -> Vec<String> {
    check(command).iter().map(ToString::to_string).collect()
}

#[test]
fn every_command_has_a_source_a_page_and_parameters_that_agree() {
    assert!(all().len() > 250, "{}", all().len());
    for cmdlet in all() {
        assert!(cmdlet.source.date.starts_with("2026-") && cmdlet.source.document.starts_with("MicrosoftDocs/"));
        assert!(cmdlet.page.starts_with("https://learn.microsoft.com/powershell/module/"), "{}", cmdlet.page);
        assert_eq!(find(&cmdlet.name.to_uppercase()), Some(cmdlet), "{}", cmdlet.name);
        for parameter in &cmdlet.parameters {
            let of = format!("{} -{}", cmdlet.name, parameter.name);
            assert!(parameter.least <= parameter.most, "{of}");
            assert_eq!(parameter.kind == Kind::Choice, !parameter.values.is_empty(), "{of}");
            assert!(parameter.values.iter().all(|value| !value.is_empty() && !value.contains(' ')), "{of}");
            let sets = parameter.sets.iter().chain(&parameter.required);
            assert!(sets.clone().all(|set| (1..=cmdlet.sets).contains(set)), "{of}");
            assert!(parameter.required.iter().all(|set| parameter.is_in(*set)), "{of}");
            assert_eq!(cmdlet.parameter(&parameter.name), Ok(Match::Full(parameter)), "{of}");
        }
    }
}

#[test]
fn names_are_not_told_twice() {
    let mut names: Vec<String> = all().iter().map(|cmdlet| cmdlet.name.to_lowercase()).collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn the_ranges_of_a_rooms_calendar_are_those_of_the_reference() {
    let cmdlet = find("set-calendarprocessing").unwrap();
    let range = |name: &str| cmdlet.own(name).map(|parameter| (parameter.least, parameter.most)).unwrap();
    assert_eq!(range("BookingWindowInDays"), (Some(0), Some(1080)));
    assert_eq!(range("ConflictPercentageAllowed"), (Some(0), Some(100)));
    assert_eq!(range("MaximumDurationInMinutes"), (Some(0), Some(i64::from(i32::MAX))));
    assert_eq!(cmdlet.own("AutomateProcessing").unwrap().values, ["None", "AutoUpdate", "AutoAccept"]);
    assert_eq!(find("New-DistributionGroup").unwrap().own("Name").unwrap().longest, Some(64));
}

#[test]
fn a_name_in_full_comes_before_its_beginnings_and_an_own_parameter_before_a_common_one() {
    let cmdlet = find("Set-CalendarProcessing").unwrap();
    let found = |typed: &str| cmdlet.parameter(typed).map(|found| found.parameter().name.as_str());
    assert_eq!(found("deletesubject"), Ok("DeleteSubject"));
    assert_eq!(found("DeleteS"), Ok("DeleteSubject"));
    assert_eq!(
        found("Delete"),
        Err(vec!["DeleteAttachments", "DeleteComments", "DeleteNonCalendarItems", "DeleteSubject"])
    );
    assert_eq!(found("Nothing"), Err(vec![]));
    assert_eq!(found("ea"), Ok("ErrorAction"));
    assert_eq!(found("Deb"), Ok("Debug"));
    assert!(found("D").is_err());
    assert_eq!(find("Get-Content").unwrap().parameter("W").map(|found| found.parameter().name.as_str()), Ok("Wait"));
}

#[test]
fn short_names_of_commands_are_known() {
    for (short, name) in
        [("%", "ForEach-Object"), ("?", "Where-Object"), ("ft", "Format-Table"), ("select", "Select-Object")]
    {
        assert_eq!(find(short).map(|cmdlet| cmdlet.name.as_str()), Some(name));
    }
}

#[test]
fn a_right_call_has_no_faults() {
    let command = Command::new("Set-CalendarProcessing")
        .with("Identity", "0b1e1b1c-0000-4000-8000-000000000001")
        .with("BookingWindowInDays", 730_i64)
        .with("DeleteSubject", false)
        .with("AutomateProcessing", "AutoAccept")
        .with("BookInPolicy", Expr::array(["a@contoso.com".into(), "b@contoso.com".into()]));
    assert_eq!(faults(&command), Vec::<String>::new());
    let command = Command::new("New-Mailbox").with("Name", "Board").switch("Room");
    assert_eq!(faults(&command), Vec::<String>::new());
    let command = Command::new("Set-DistributionGroup").with("Identity", "x").switch("RoomList");
    assert_eq!(faults(&command), Vec::<String>::new());
    let command = Command::new("Remove-DistributionGroupMember")
        .with("Identity", "x")
        .with("Member", "y")
        .switch_is("Confirm", false);
    assert_eq!(faults(&command), Vec::<String>::new());
}

#[test]
fn faults_are_told_one_by_one() {
    let command = Command::new("Set-CalendarProcessing")
        .with("Identity", "x")
        .with("BookingWindowInDays", 1081_i64)
        .with("DeletSubject", false)
        .with("AutomateProcessing", "AutoAcept")
        .with("AddOrganizerToSubject", "false")
        .with("Delete", true)
        .with("ForwardRequests", true);
    assert_eq!(
        faults(&command),
        [
            "-BookingWindowInDays takes 0 to 1080, not 1081",
            "Set-CalendarProcessing has no parameter -DeletSubject; -DeleteSubject is one",
            "-AutomateProcessing takes None, AutoUpdate, AutoAccept; not `AutoAcept`",
            "-AddOrganizerToSubject takes $true or $false, not the text \"false\"",
            "-Delete can be -DeleteAttachments, -DeleteComments, -DeleteNonCalendarItems and -DeleteSubject",
            "-ForwardRequests is short for -ForwardRequestsToDelegates",
        ]
    );
}

#[test]
fn what_must_be_there_is_missed() {
    assert_eq!(faults(&Command::new("Add-DistributionGroupMember").with("Identity", "x")), Vec::<String>::new());
    assert_eq!(
        faults(&Command::new("Set-CalendarProcessing").with("DeleteSubject", true)),
        ["Set-CalendarProcessing needs -Identity"]
    );
    assert_eq!(
        faults(&Command::new("New-ApplicationAccessPolicy").with("AppId", "x")),
        ["New-ApplicationAccessPolicy needs -AccessRight and -PolicyScopeGroupId"]
    );
    let fed = Pipeline {
        input: None,
        commands: vec![Command::new("Get-Mailbox"), Command::new("Set-CalendarProcessing").with("DeleteSubject", true)],
    };
    assert_eq!(check_pipeline(&fed), []);
}

#[test]
fn switches_and_values_are_told_apart() {
    let command = Command::new("New-DistributionGroup").with("Name", "x").with("RoomList", true);
    assert_eq!(faults(&command), ["-RoomList is a switch and takes no value"]);
    let command = Command::new("Set-CalendarProcessing").with("Identity", "x").switch("DeleteSubject");
    assert_eq!(faults(&command), ["-DeleteSubject has no value"]);
    let command = Command {
        name: "Get-Mailbox".to_owned(),
        arguments: vec![Argument::Positional("a".into()), Argument::Positional("b".into())],
    };
    assert_eq!(faults(&command), ["Get-Mailbox has no place for the text \"b\""]);
}

#[test]
fn a_command_nobody_knows_is_told_with_the_one_that_was_meant() {
    assert_eq!(
        faults(&Command::new("Set-CalenderProcessing")),
        ["no command `Set-CalenderProcessing`; `Set-CalendarProcessing` is one"]
    );
    assert_eq!(faults(&Command::new("Remove-Everything")), ["the command `Remove-Everything` is not known here"]);
    assert_eq!(meant("Get-Mailboxx"), Some("Get-Mailbox"));
    assert_eq!(meant("Set-Universe"), None);
}

#[test]
fn what_only_exchange_server_or_a_newer_powershell_knows_is_told() {
    let command = Command::new("Get-Mailbox").with("DomainController", "x");
    assert_eq!(faults(&command), ["-DomainController is for Exchange Server only"]);
    let command = Command::new("ConvertFrom-Json").with("InputObject", "x").switch("AsHashtable");
    assert_eq!(faults(&command), ["-AsHashtable needs PowerShell 7"]);
}

#[test]
fn commands_not_to_paste_are_known_by_name() {
    for name in
        ["Connect-MsolService", "get-msoluser", "Connect-AzureAD", "Get-AzureADUser", "Update-DistributionGroupMember"]
    {
        assert!(withdrawn(name).is_some(), "{name}");
    }
    for name in ["Connect-MgGraph", "Get-Mailbox", "Add-DistributionGroupMember", "New-Mailbox"] {
        assert_eq!(withdrawn(name), None);
    }
    for one in withdrawals() {
        assert!(!one.why.is_empty() && !one.source.is_empty());
        let named = one.instead.iter().filter_map(|line| line.split(' ').next());
        for name in named.filter(|name| *name != "New-ComplianceSearch") {
            assert!(find(name).is_some_and(|_| withdrawn(name).is_none()), "{name}");
        }
    }
}
