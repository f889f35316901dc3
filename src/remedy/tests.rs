//! Whole plans: what is merged, what is left, what the scripts say.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::section::{Wanted, sections};
use super::*;
use crate::check::Trust;
use crate::powershell::{parse, print};
use crate::tenant::*;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn wanted(change: Change, check: &'static str) -> Wanted {
    Wanted { change, checks: BTreeSet::from([check]), trust: Trust::Safe }
}

/// One change of every shape that stands in the scripts of rooms.
fn every_shape() -> Vec<Change> {
    let room = MailboxGuid(id(1));
    let scope = |purpose| GroupRef::New { alias: "rsync-check-rooms-1".to_owned(), purpose };
    let group = |purpose| NewGroup {
        alias: "rsync-check-rooms-1".to_owned(),
        name: "R\u{f4}oms \u{2019}; Remove-Everything; \u{2018}".into(),
        address: None,
        purpose,
    };
    let mut all: Vec<Change> = Setting::ALL
        .iter()
        .map(|setting| Change::set(id(1), *setting, SettingValue::Empty, true))
        .chain(Setting::ALL.iter().filter(|setting| setting.master() == Master::Directory).map(|setting| Change::Set {
            of: id(1),
            setting: *setting,
            from: SettingValue::Empty,
            to: "x".into(),
            side: Side::OnPremises,
        }))
        .collect();
    for list in [
        ListSetting::BookInPolicy,
        ListSetting::RequestInPolicy,
        ListSetting::RequestOutOfPolicy,
        ListSetting::ResourceDelegates,
        ListSetting::AcceptMessagesOnlyFrom,
        ListSetting::RejectMessagesFrom,
    ] {
        all.push(Change::Amend {
            of: id(1),
            list,
            add: vec![Entry::Recipient(id(2))],
            remove: vec![Entry::Named("/o=x/cn=\u{201c}y".into())],
        });
    }
    for way in [Way::Make, Way::Unmake] {
        for purpose in [Purpose::RoomList, Purpose::Scope] {
            all.push(Change::Group { group: group(purpose), way });
            all.push(Change::Member { group: scope(purpose), member: room, way, side: Side::Cloud });
            let known = GroupRef::Known { guid: MailboxGuid(id(3)), purpose };
            all.push(Change::Member { group: known.clone(), member: room, way, side: Side::OnPremises });
        }
        all.push(Change::Room {
            room: crate::tenant::NewRoom {
                address: Address::parse("new@contoso.com").unwrap(),
                name: "New".into(),
                capacity: Some(4),
            },
            way,
        });
        all.push(Change::FullAccess { room, who: "CONTOSO\\ann".into(), way });
    }
    all.push(Change::RoomListFlag { group: MailboxGuid(id(3)) });
    for who in [Holder::Default, Holder::Anonymous, Holder::Recipient(id(4)), Holder::Named("Ann".into())] {
        all.push(Change::FolderRight {
            room,
            who,
            from: vec!["Reviewer".to_owned()],
            to: vec!["Editor".to_owned()],
            flags_from: Vec::new(),
            flags_to: vec!["Delegate".to_owned(), "CanViewPrivateItems".to_owned()],
        });
    }
    all.push(Change::InboxRule { room, rule: "Delegate Rule".into(), from: true, to: false });
    all.extend([Way::Make, Way::Unmake].into_iter().flat_map(of_the_app));
    all
}

/// One change of every shape that is about the app.
fn of_the_app(way: Way) -> Vec<Change> {
    let (app, object, application) = (AppId(id(5)), ObjectId(id(6)), ObjectId(id(7)));
    let group = GroupRef::Known { guid: MailboxGuid(id(3)), purpose: Purpose::Scope };
    let resource = Resource::MicrosoftGraph;
    let hostile = || Untrusted::from("x'; Remove-Everything; \u{2018}");
    let kind = crate::tenant::app::PermissionKind::Application;
    let role = "Application Calendars.ReadWrite".to_owned();
    vec![
        Change::ExchangePrincipal { app, object, name: hostile(), way },
        Change::Scope { name: hostile(), group: group.clone(), way },
        Change::Assignment { app: object, role: role.clone(), scope: Some(hostile()), way },
        Change::Assignment { app: object, role, scope: None, way },
        Change::Policy {
            app,
            group,
            right: AccessRight::RestrictAccess,
            description: Some(hostile()),
            identity: Some(hostile()),
            way,
        },
        Change::Impersonation { assignment: hostile() },
        Change::Consent { app: object, resource, role: id(8), value: "Calendars.ReadWrite".to_owned(), way },
        Change::Requested { application, resource: resource.app_id(), role: id(8), value: String::new(), kind, way },
        Change::Delegated { app: object, resource, scopes: vec!["User.Read".to_owned()], way },
        Change::RedirectUris { application, uris: vec![hostile()], way },
        Change::HideApp { app: object, way },
        Change::RemoveSecret { application, key: id(10) },
        Change::NewSecret { application, name: "Reservation sync".to_owned(), months: 12 },
        Change::Application { name: hostile(), way },
    ]
}

fn plan(changes: Vec<Change>) -> Plan {
    let wanted = changes.into_iter().map(|change| wanted(change, "CP022")).collect();
    let scripts = sections(wanted).into_iter().map(|(stage, sections)| Planned { stage, sections }).collect();
    Plan {
        tenant: TenantId(id(9)),
        cloud: CloudName::Public,
        facts_from: "2026-11-21T09:26:00Z".parse().unwrap(),
        tool_version: "0.0.0",
        complete: true,
        lines: Vec::new(),
        scripts,
        steps: Vec::new(),
        proof: None,
        names: std::collections::BTreeMap::new(),
    }
}

#[test]
fn every_script_is_ascii_and_reads_back_as_it_was_made() {
    let written = write(&plan(every_shape()));
    assert!(written.len() >= 12);
    for one in &written {
        let bad = one.text.chars().find(|c| !matches!(c, ' '..='~' | '\r' | '\n'));
        assert_eq!(bad, None, "{}", one.file);
        let read = parse(&one.text).unwrap_or_else(|error| panic!("{}: {error}", one.file));
        assert_eq!(read, one.script, "{}", one.file);
        assert_eq!(print(&read).unwrap(), one.text);
    }
}

#[test]
fn a_script_of_calendar_settings_reads_well() {
    let changes = [(1, 180), (2, 180), (3, 30)]
        .map(|(room, days)| Change::set(id(room), Setting::BookingWindowInDays, days, 730));
    let both = changes.into_iter().chain([Change::set(id(2), Setting::DeleteSubject, true, false)]).collect();
    let written = write(&plan(both));
    insta::assert_snapshot!("calendar_forth", written[0].text.replace('\r', ""));
    insta::assert_snapshot!("calendar_back", written[1].text.replace('\r', ""));
}

#[test]
fn every_template_is_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/remedy/templates");
    let mut wrong = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        if let Err(error) = crate::powershell::Template::parse(&text) {
            wrong.push(format!("{}: {error}", path.file_name().unwrap().display()));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_script_runs_in_both_editions_with_nothing_that_they_lack() {
    use crate::sim::shell::{Edition, Shell, Value};
    use crate::sim::{Options, Simulation, State};

    // The simulated Exchange Server has no Get-RemoteMailbox.
    let mut written = write(&plan(every_shape()));
    written.retain(|one| !one.file.contains("on-premises"));
    let options = Options::at("2026-11-21T09:30:00Z".parse().unwrap());
    let mut trouble = BTreeSet::new();
    for edition in [Edition::Desktop, Edition::Core] {
        let mut state = State::healthy(&options, 2);
        state.tenant = TenantId(id(9));
        let mut shell = Shell::new(Simulation::new(state, &options)).with_edition(edition);
        for one in &written {
            shell.put_file(&format!("/pack/{}", one.file), one.text.as_bytes());
        }
        for apply in [false, true] {
            for one in &written {
                let ran = shell.run(&format!("/pack/{}", one.file), &[("Apply", Value::Bool(apply))]);
                // Most of the objects are not there, which is an error of its own.
                let is_of_the_language = |line: &&str| {
                    ["not in the subset", "is not recognized", "parameter", "cannot be retrieved", "property '"]
                        .iter()
                        .any(|words| line.contains(words))
                };
                let lines = ran.output.iter().map(|line| line.text.as_str());
                trouble.extend(lines.filter(is_of_the_language).map(|line| format!("{}: {line}", one.file)));
            }
        }
    }
    assert!(trouble.is_empty(), "{trouble:#?}");
}
