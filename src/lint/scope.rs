//! What an access policy is pointed at: a room, a list, or one policy for each room.

use std::collections::BTreeSet;

use super::calls::{Call, Calls, Repeats};
use super::remark::{Note, Remarks};
use super::rules;
use crate::powershell::cmdlets::Fed;

const GROUP: [&str; 2] =
    ["New-DistributionGroup -Name GROUP -Type Security", "Add-DistributionGroupMember -Identity GROUP -Member ROOM"];

/// Judges all calls of a text together.
pub fn judge(all: &Calls, remarks: &mut Remarks<'_>) {
    let mailboxes = named(&all.calls, MAILBOXES, remarks.text());
    let lists = lists(all, remarks.text());
    let mut apps: Vec<String> = Vec::new();
    for call in all.calls.iter().filter(|call| call.is("New-ApplicationAccessPolicy")) {
        let Some((_, span)) = call.value("PolicyScopeGroupId") else { continue };
        let raw = plain(remarks.text().get(span.clone()).unwrap_or_default());
        let is_mailbox = mailboxes.contains(&raw);
        let is_room = is_mailbox || seems_a_room(&raw);
        if lists.contains(&raw) {
            let note = Note::new("the scope is a distribution list, and no security group").instead(GROUP);
            remarks.add(&rules::LIST_AS_POLICY_SCOPE, span, note);
        } else if is_room {
            let note = Note::new(if is_mailbox { "the scope is a mailbox" } else { "the scope seems to be a room" })
                .instead(GROUP);
            remarks.add(&rules::ROOM_AS_POLICY_SCOPE, span, note);
        }
        let app = call.value("AppId").map(|(app, _)| plain(&app)).unwrap_or_default();
        let is_next = !app.is_empty() && !app.starts_with('_') && apps.contains(&app);
        apps.push(app);
        if is_room || is_next || call.repeats == Repeats::ForEach || call.fed == Fed::ByPipeline {
            let found = if is_next { "another policy for the same app" } else { "one policy for each room" };
            let note = Note::new(found);
            remarks.add(&rules::POLICY_FOR_EACH_ROOM, call.name_span.clone(), note);
        }
    }
}

/// Which parameter of which command names a mailbox.
const MAILBOXES: &[(&str, &str)] = &[
    ("Test-ApplicationAccessPolicy", "Identity"),
    ("Get-CalendarProcessing", "Identity"),
    ("Set-CalendarProcessing", "Identity"),
    ("Set-Mailbox", "Identity"),
    ("Set-Place", "Identity"),
    ("New-Mailbox", "Name"),
    ("New-Mailbox", "Alias"),
    ("New-Mailbox", "PrimarySmtpAddress"),
    ("Add-DistributionGroupMember", "Member"),
];

fn named<'c>(calls: impl IntoIterator<Item = &'c Call>, which: &[(&str, &str)], text: &str) -> BTreeSet<String> {
    let value = |call: &Call, parameter: &str| {
        let (_, span) = call.value(parameter)?;
        Some(plain(text.get(span)?))
    };
    let of = |call: &Call| -> Vec<String> {
        which
            .iter()
            .filter(|(command, _)| call.is(command))
            .filter_map(|(_, parameter)| value(call, parameter))
            .collect()
    };
    calls.into_iter().flat_map(of).filter(|name| !name.is_empty() && !name.starts_with('$')).collect()
}

/// The groups that the text makes, and that are no security principals.
fn lists(all: &Calls, text: &str) -> BTreeSet<String> {
    let is_list = |call: &&Call| {
        let is_secure = call.value("Type").is_some_and(|(kind, _)| kind.eq_ignore_ascii_case("Security"));
        let is_room_list = call.bound().is_some_and(|bound| bound.of("RoomList").is_some());
        (call.is("New-DistributionGroup") && (!is_secure || is_room_list))
            || (call.is("Set-DistributionGroup") && is_room_list)
    };
    named(
        all.calls.iter().filter(is_list),
        &[
            ("New-DistributionGroup", "Name"),
            ("New-DistributionGroup", "Alias"),
            ("New-DistributionGroup", "PrimarySmtpAddress"),
            ("Set-DistributionGroup", "Identity"),
        ],
        text,
    )
}

/// A name as it is compared: without quotes, in lower case.
fn plain(name: &str) -> String {
    let quotes: &[char] = &['\'', '"', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', ' '];
    name.trim_matches(quotes).to_lowercase()
}

/// Whether a name is that of one room. Only what says so itself counts.
fn seems_a_room(name: &str) -> bool {
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    let is_many =
        has(&["rooms", "group", "groups", "list", "lists", "resources", "security", "all"]) || name.contains("rooms");
    has(&["room", "meetingroom", "mailbox", "conferenceroom"]) && !is_many
}
