//! The one place that turns names and values of readings into words, and numbers into text.

use jiff::{SignedDuration, Timestamp};

use super::visible;
use crate::check::{Datum, Reading, Severity, SubjectKind, Trust};
use crate::report::{Group, NotChecked, Report};
use crate::tenant::Untrusted;

/// How many words of a list are shown.
const LIST: usize = 4;
/// How many different values of a fault are shown.
const VALUES: usize = 3;

/// A number with its thousands apart: `3,140`.
pub fn number(value: impl TryInto<i128>) -> String {
    let Ok(value) = value.try_into() else { return "?".to_owned() };
    let digits = value.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        text.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of things: `1 room`, `3,140 rooms`.
pub fn count(value: usize, (one, several): (&str, &str)) -> String {
    format!("{} {}", number(value as u64), if value == 1 { one } else { several })
}

/// A number of subjects of a kind.
pub fn subjects(value: usize, kind: SubjectKind) -> String {
    count(value, kind.words())
}

/// How many of how many: `3,000 of 3,140 rooms`, `1 app`.
pub fn share(count: usize, of: usize, kind: SubjectKind) -> String {
    if of <= 1 || kind == SubjectKind::Tenant {
        return subjects(count, kind);
    }
    // Checks of the tenant may name only what is wrong: "all" is said of what was counted as a whole.
    let is_whole = matches!(kind, SubjectKind::Room | SubjectKind::Workspace | SubjectKind::RoomList);
    let which = match count == of {
        true if is_whole => "all ".to_owned(),
        true => String::new(),
        false => format!("{} of ", number(count as u64)),
    };
    format!("{which}{}", subjects(of, kind))
}

/// A span of time in its one or two largest units: `1m04s`, `41 s`, `2h05m`, `3 days`.
pub fn duration(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{}m{:02}s", seconds / 60, seconds % 60),
        3_600..172_800 => format!("{}h{:02}m", seconds / 3_600, seconds % 3_600 / 60),
        _ => count(usize::try_from(seconds / 86_400).unwrap_or(usize::MAX), ("day", "days")),
    }
}

/// A time seen from another: `in 9 days`, `3 hours ago`.
pub fn relative(time: Timestamp, now: Timestamp) -> String {
    let between: SignedDuration = time.duration_since(now);
    let seconds = between.unsigned_abs().as_secs();
    let (value, words) = match seconds {
        0..60 => return if between.is_negative() { "just now".to_owned() } else { "in a moment".to_owned() },
        60..3_600 => (seconds / 60, ("minute", "minutes")),
        3_600..86_400 => (seconds / 3_600, ("hour", "hours")),
        _ => (seconds / 86_400, ("day", "days")),
    };
    let span = count(usize::try_from(value).unwrap_or(usize::MAX), words);
    if between.is_negative() { format!("{span} ago") } else { format!("in {span}") }
}

/// A point in time: `2026-11-21 09:26 UTC`.
pub fn time(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// A day: `2026-11-21`.
pub fn day(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d").to_string()
}

/// A severity, as it starts a line.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARN",
        Severity::Info => "INFO",
    }
}

/// How many faults of a severity: `5 errors`.
pub fn faults(count_of: usize, severity: Severity) -> String {
    let words = match severity {
        Severity::Error => ("error", "errors"),
        Severity::Warning => ("warning", "warnings"),
        Severity::Info => ("note", "notes"),
    };
    count(count_of, words)
}

/// How far a repair can be trusted to a script.
pub fn trust(trust: Trust) -> &'static str {
    match trust {
        Trust::Safe => "safe to script",
        Trust::Review => "can be scripted after a review",
        Trust::Manual => "needs a person",
        Trust::None => "nothing to repair",
    }
}

/// How an identity signed in: `secret` becomes "client secret".
pub fn credential(kind: &str) -> String {
    match kind {
        "secret" => "a client secret".to_owned(),
        "certificate" => "a certificate".to_owned(),
        "federated" => "a federated credential".to_owned(),
        "managed-identity" => "a managed identity".to_owned(),
        "device" => "a device code".to_owned(),
        "cli" => "the Azure CLI".to_owned(),
        other => visible::short(other, 40),
    }
}

/// The unit of a value, told by the end of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    None,
    Of(&'static str, &'static str),
    Percent,
}

impl Unit {
    fn of(name: &str) -> (&str, Self) {
        for (suffix, unit) in [
            ("_days", Self::Of("day", "days")),
            ("_minutes", Self::Of("minute", "minutes")),
            ("_months", Self::Of("month", "months")),
            ("_hours", Self::Of("hour", "hours")),
            ("_years", Self::Of("year", "years")),
            ("_seconds", Self::Of("second", "seconds")),
            ("_percent", Self::Percent),
            ("_percentage", Self::Percent),
        ] {
            if let Some(stem) = name.strip_suffix(suffix) {
                return (stem, unit);
            }
        }
        (name, Self::None)
    }

    fn show(self, value: i64) -> String {
        match self {
            Self::None => number(value),
            Self::Of(_, "seconds") if value >= 60 && value % 60 == 0 => Self::Of("minute", "minutes").show(value / 60),
            Self::Of(one, several) => format!("{} {}", number(value), if value == 1 { one } else { several }),
            Self::Percent => format!("{} %", number(value)),
        }
    }
}

/// Settings that administrators know by Exchange's spelling: our name, Exchange's, and the unit where neither name says
/// it.
const EXCHANGE: &[(&str, &str)] = &[
    ("accepts_only_from", "AcceptMessagesOnlyFromSendersOrMembers"),
    ("account_disabled", "AccountDisabled"),
    ("add_additional_response", "AddAdditionalResponse"),
    ("add_new_requests_tentatively", "AddNewRequestsTentatively"),
    ("add_organizer_to_subject", "AddOrganizerToSubject"),
    ("all_book_in_policy", "AllBookInPolicy"),
    ("all_request_in_policy", "AllRequestInPolicy"),
    ("all_request_out_of_policy", "AllRequestOutOfPolicy"),
    ("allow_conflicts", "AllowConflicts"),
    ("allow_recurring_meetings", "AllowRecurringMeetings"),
    ("automate_processing", "AutomateProcessing"),
    ("book_in_policy", "BookInPolicy"),
    ("booking_type", "BookingType"),
    ("booking_window_days", "BookingWindowInDays"),
    ("conflict_percentage_allowed", "ConflictPercentageAllowed"),
    ("delete_attachments", "DeleteAttachments"),
    ("delete_comments", "DeleteComments"),
    ("delete_non_calendar_items", "DeleteNonCalendarItems"),
    ("delete_subject", "DeleteSubject"),
    ("deliver_and_forward", "DeliverToMailboxAndForward"),
    ("enable_auto_release", "EnableAutoRelease"),
    ("enable_response_details", "EnableResponseDetails"),
    ("enforce_capacity", "EnforceCapacity"),
    ("enforce_scheduling_horizon", "EnforceSchedulingHorizon"),
    ("ews_application_access_policy", "EwsApplicationAccessPolicy"),
    ("ews_enabled", "EwsEnabled"),
    ("forward_requests_to_delegates", "ForwardRequestsToDelegates"),
    ("hidden_from_address_lists", "HiddenFromAddressListsEnabled"),
    ("is_dir_synced", "IsDirSynced"),
    ("litigation_hold", "LitigationHoldEnabled"),
    ("maximum_conflict_instances", "MaximumConflictInstances"),
    ("maximum_duration_minutes", "MaximumDurationInMinutes"),
    ("minimum_duration_minutes", "MinimumDurationInMinutes"),
    ("moderated", "ModerationEnabled"),
    ("organizer_info", "OrganizerInfo"),
    ("post_reservation_max_claim_minutes", "PostReservationMaxClaimTimeInMinutes"),
    ("process_external_meeting_messages", "ProcessExternalMeetingMessages"),
    ("recipient_type_details", "RecipientTypeDetails"),
    ("rejects_from", "RejectMessagesFromSendersOrMembers"),
    ("remove_canceled_meetings", "RemoveCanceledMeetings"),
    ("remove_forwarded_meeting_notifications", "RemoveForwardedMeetingNotifications"),
    ("remove_old_meeting_messages", "RemoveOldMeetingMessages"),
    ("remove_private_property", "RemovePrivateProperty"),
    ("request_in_policy", "RequestInPolicy"),
    ("request_out_of_policy", "RequestOutOfPolicy"),
    ("require_sender_authentication", "RequireSenderAuthenticationEnabled"),
    ("resource_delegates", "ResourceDelegates"),
    ("resource_type", "ResourceType"),
    ("schedule_only_during_work_hours", "ScheduleOnlyDuringWorkHours"),
    ("tentative_pending_approval", "TentativePendingApproval"),
];

/// Names of ours that say too little by themselves, or are words of the program.
const PLAIN: &[(&str, &str)] = &[
    ("in_the_products_list", "in the product's list"),
    ("left_hours", "time left"),
    ("left_percent", "budget left"),
    ("non_rooms", "mailboxes that are no rooms"),
    ("outside", "not held by"),
    ("read_private_meetings", "who reads private meetings"),
    ("you_cannot_do", "beyond your roles"),
];

/// Answers of yes and no that read badly as such: the name, what "yes" means, and what "no" means.
const ANSWERS: &[(&str, &str, &str)] =
    &[("vouched_for", "somebody to vouch for it", "nobody vouches for it"), ("lifecycle_address", "one", "none")];

/// What a reading's name is called, and its unit: Exchange's spelling where administrators know it.
fn label(name: &str) -> (String, Unit) {
    let (stem, unit) = Unit::of(name);
    match EXCHANGE.iter().find(|(ours, _)| *ours == name) {
        Some((_, theirs)) => {
            let unit = if theirs.contains("Percentage") { Unit::Percent } else { unit };
            ((*theirs).to_owned(), unit)
        }
        None => match PLAIN.iter().find(|(ours, _)| *ours == name) {
            Some((_, plain)) => ((*plain).to_owned(), unit),
            None => (stem.replace('_', " "), unit),
        },
    }
}

fn is_setting(name: &str) -> bool {
    EXCHANGE.iter().any(|(ours, _)| *ours == name)
}

/// A value alone: `180 days`, `on`, `at least 730 days`, `AutoUpdate`.
pub fn value(name: &str, datum: &Datum, now: Timestamp) -> String {
    let (_, unit) = label(name);
    let word = |text: &Untrusted| if text.is_blank() { "\"\"".to_owned() } else { visible::name(text) };
    let several = |list: &[Untrusted], last: &str| {
        let shown: Vec<_> = list.iter().take(LIST).map(word).collect();
        match (shown.split_last(), list.len().saturating_sub(LIST)) {
            (None, _) if is_setting(name) => "empty".to_owned(),
            (None, _) => "none".to_owned(),
            (Some(_), more @ 1..) => format!("{} and {} more", shown.join(", "), number(more as u64)),
            (Some((only, [])), 0) => only.clone(),
            (Some((end, head)), 0) => format!("{} {last} {end}", head.join(", ")),
        }
    };
    if let (Datum::Bool(is_so), Some((_, yes, no))) = (datum, ANSWERS.iter().find(|(ours, ..)| *ours == name)) {
        return (if *is_so { *yes } else { *no }).to_owned();
    }
    match datum {
        Datum::Bool(true) if is_setting(name) => "on".to_owned(),
        Datum::Bool(false) if is_setting(name) => "off".to_owned(),
        Datum::Bool(true) => "yes".to_owned(),
        Datum::Bool(false) => "no".to_owned(),
        Datum::Int(number) => unit.show(*number),
        Datum::Text(text) => word(text),
        Datum::List(list) => several(list, "and"),
        Datum::AtLeast(number) => format!("at least {}", unit.show(*number)),
        Datum::AtMost(number) => format!("at most {}", unit.show(*number)),
        Datum::OneOf(list) => several(list, "or"),
        Datum::Not(text) => format!("anything but {}", word(text)),
        Datum::Time(time) => format!("{} ({})", day(*time), relative(*time, now)),
        Datum::Missing => "not set".to_owned(),
    }
}

/// A named value as a sentence: `DeleteSubject is on`, `members: Ada and Bob`.
fn sentence(name: &str, datum: &Datum, now: Timestamp) -> String {
    let (label, _) = label(name);
    let shown = value(name, datum, now);
    match name {
        "vouched_for" => shown,
        _ if is_setting(name) => format!("{label} is {shown}"),
        _ => format!("{label}: {shown}"),
    }
}

/// All named values of a reading: `DeleteSubject is on, AddOrganizerToSubject is on`.
pub fn reading(reading: &Reading, now: Timestamp) -> String {
    reading.0.iter().map(|(name, datum)| sentence(name, datum, now)).collect::<Vec<_>>().join(", ")
}

/// All values of a reading without their names, for a table cell or a second mention.
pub fn values(reading: &Reading, now: Timestamp) -> String {
    if let [(name, datum)] = reading.0.iter().collect::<Vec<_>>()[..] {
        return value(name, datum, now);
    }
    self::reading(reading, now)
}

/// What was found: "BookingWindowInDays is 180 days in 2,900 rooms, 90 days in 100".
pub fn found(group: &Group, show: impl Fn(&Reading) -> Reading, now: Timestamp) -> Option<String> {
    let (first, rest) = group.actual.split_first()?;
    if first.value.0.is_empty() {
        return None;
    }
    let mut text = reading(&show(&first.value), now);
    if rest.is_empty() {
        return Some(text);
    }
    text.push_str(&format!(" in {}", subjects(first.count, group.kind)));
    for spread in rest.iter().take(VALUES - 1) {
        text.push_str(&format!(", {} in {}", values(&show(&spread.value), now), number(spread.count as u64)));
    }
    let others = rest.iter().skip(VALUES - 1);
    let (kinds, members) = others.fold((0, 0), |(kinds, members), spread| (kinds + 1, members + spread.count));
    if kinds > 0 {
        let values = count(kinds, ("other value", "other values"));
        text.push_str(&format!(", {values} in {}", number(members as u64)));
    }
    Some(text)
}

/// Who asks for what a fault is about: "Spacewell Workplace asks", "Spacewell Workplace and ROOMZ ask".
pub fn asks(report: &Report, group: &Group) -> String {
    let (title, is_one) = report.asker(group);
    format!("{} {}", visible::short(title, 60), if is_one { "asks" } else { "ask" })
}

/// What was wanted: "Spacewell Workplace asks for at least 730 days", or "should be off" where no product asks.
pub fn wanted(group: &Group, show: impl Fn(&Reading) -> Reading, asks: &str, now: Timestamp) -> Option<String> {
    if group.expected.0.is_empty() {
        return None;
    }
    let expected = show(&group.expected);
    let same_names = group.actual.first().is_some_and(|spread| spread.value.0.keys().eq(expected.0.keys()));
    let (is_one, values) = (expected.0.len() == 1, values(&expected, now));
    let text = if is_one && same_names { values } else { reading(&expected, now) };
    Some(match (group.is_product_wish, is_one && same_names) {
        (true, _) if text == "on" || text == "off" => format!("{asks} for it to be {text}"),
        (true, _) => format!("{asks} for {text}"),
        (false, true) => format!("should be {text}"),
        (false, false) => format!("wanted: {text}"),
    })
}

/// Why something was not checked: "refused", "Microsoft was too busy".
pub fn why(gap: &NotChecked) -> String {
    match gap.reason {
        "denied" => "refused".to_owned(),
        "throttled" => "Microsoft asked to wait longer than this run may".to_owned(),
        "service" => "Microsoft's service failed, after all tries".to_owned(),
        "network" => "the network failed".to_owned(),
        "not_found" => "not found".to_owned(),
        "unreadable" => "the answer could not be understood".to_owned(),
        "too_large" => "the answer was too large".to_owned(),
        "suspicious_link" => "a link led out of the service and was not followed".to_owned(),
        "rejected" => "the service did not accept the request".to_owned(),
        "interrupted" => "the run was interrupted".to_owned(),
        "list_incomplete" => "the list was not read to the end".to_owned(),
        "not_gathered" => "not read in this run".to_owned(),
        "not_evaluable" => "only a person can tell".to_owned(),
        "field_missing" => format!("the answer came without {}", gap.field.unwrap_or("a field")),
        "field_not_understood" => format!("the value of {} is not known", gap.field.unwrap_or("a field")),
        other => other.replace('_', " "),
    }
}

/// What cures it, if anybody can do something.
pub fn cure(gap: &NotChecked, now: Timestamp) -> String {
    if let Some(right) = &gap.needs {
        return format!("grant {right} to the identity that reads");
    }
    match gap.reason {
        "not_gathered" => "run `rsync-check tenant`, which reads everything".to_owned(),
        "not_evaluable" => "look it up; the page of the check says where".to_owned(),
        "field_missing" => "nothing to do here: an older server leaves it out".to_owned(),
        "field_not_understood" | "unreadable" | "too_large" | "suspicious_link" | "rejected" => {
            "report it with the request id, if one is given".to_owned()
        }
        "not_found" => "check that it still exists".to_owned(),
        _ => match gap.retry_after {
            Some(after) => format!("run it again after {} ({})", time(after), relative(after, now)),
            None => "run it again later".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-21T09:26:00Z".parse().unwrap()
    }

    #[test]
    fn numbers_have_their_thousands_apart() {
        let shown = [0_i64, 7, 999, 1_000, 3_140, 1_234_567, -45_678].map(number);
        assert_eq!(shown, ["0", "7", "999", "1,000", "3,140", "1,234,567", "-45,678"]);
    }

    #[test]
    fn things_are_counted_against_the_whole() {
        assert_eq!(share(3_000, 3_140, SubjectKind::Room), "3,000 of 3,140 rooms");
        assert_eq!(share(40, 40, SubjectKind::Room), "all 40 rooms");
        assert_eq!(share(1, 1, SubjectKind::App), "1 app");
        assert_eq!(share(2, 2, SubjectKind::Credential), "2 credentials");
        assert_eq!(share(1, 42, SubjectKind::RoomList), "1 of 42 lists");
    }

    #[test]
    fn spans_and_times_read_well() {
        assert_eq!([8, 64, 7_500, 259_200].map(duration), ["8 s", "1m04s", "2h05m", "3 days"]);
        let at = |text: &str| relative(text.parse().unwrap(), now());
        assert_eq!(at("2026-11-30T10:00:00Z"), "in 9 days");
        assert_eq!(at("2026-11-21T06:00:00Z"), "3 hours ago");
        assert_eq!(at("2026-11-21T09:27:00Z"), "in 1 minute");
    }

    #[test]
    fn values_carry_the_unit_of_their_name() {
        let show = |name: &str, datum: Datum| sentence(name, &datum, now());
        assert_eq!(show("booking_window_days", Datum::AtLeast(730)), "BookingWindowInDays is at least 730 days");
        assert_eq!(show("maximum_duration_minutes", Datum::Int(1)), "MaximumDurationInMinutes is 1 minute");
        assert_eq!(show("conflict_percentage_allowed", Datum::AtMost(50)), "ConflictPercentageAllowed is at most 50 %");
        assert_eq!(show("lifetime_months", Datum::Int(24)), "lifetime: 24 months");
        assert_eq!(show("delete_subject", true.into()), "DeleteSubject is on");
        assert_eq!(show("in_scope", false.into()), "in scope: no");
        assert_eq!(show("automate_processing", "AutoUpdate".into()), "AutomateProcessing is AutoUpdate");
        assert_eq!(show("booking_type", Datum::Not("Reserved".into())), "BookingType is anything but Reserved");
        assert_eq!(show("city", Datum::Missing), "city: not set");
        assert_eq!(show("expires", now().into()), "expires: 2026-11-21 (in a moment)");
        let list = |words: &[&str]| Datum::List(words.iter().map(|word| Untrusted::from(*word)).collect());
        assert_eq!(show("members", list(&["Ada", "Bob"])), "members: Ada and Bob");
        assert_eq!(show("members", list(&["a", "b", "c", "d", "e"])), "members: a, b, c, d and 1 more");
        assert_eq!(show("resource_delegates", list(&[])), "ResourceDelegates is empty");
    }

    #[test]
    fn what_is_inside_mailboxes_reads_well() {
        let show = |name: &str, datum: Datum| sentence(name, &datum, now());
        assert_eq!(show("quota_used_percent", Datum::Int(93)), "quota used: 93 %");
        assert_eq!(show("litigation_hold", true.into()), "LitigationHoldEnabled is on");
        assert_eq!(show("full_access", Datum::List(vec!["Ada".into()])), "full access: Ada");
        assert_eq!(show("calendar_right_of_everybody", "Reviewer".into()), "calendar right of everybody: Reviewer");
        assert_eq!(show("read_private_meetings", Datum::List(vec!["Ada".into()])), "who reads private meetings: Ada");
    }

    #[test]
    fn names_and_answers_of_the_program_are_told_in_plain_words() {
        let show = |name: &str, datum: Datum| sentence(name, &datum, now());
        assert_eq!(show("vouched_for", false.into()), "nobody vouches for it");
        assert_eq!(value("vouched_for", &true.into(), now()), "somebody to vouch for it");
        assert_eq!(show("lifecycle_address", false.into()), "lifecycle address: none");
        assert_eq!(show("non_rooms", Datum::Int(2)), "mailboxes that are no rooms: 2");
        assert_eq!(show("left_percent", Datum::Int(7)), "budget left: 7 %");
        assert_eq!(show("left_hours", Datum::AtLeast(24)), "time left: at least 24 hours");
        assert_eq!(show("permissions", Datum::List(Vec::new())), "permissions: none");
        assert_eq!(show("clock_off_seconds", Datum::Int(600)), "clock off: 10 minutes");
        assert_eq!(show("clock_off_seconds", Datum::Int(90)), "clock off: 90 seconds");
    }

    #[test]
    fn hostile_words_are_harmless_here_too() {
        assert_eq!(value("city", &"\u{1b}[2J".into(), now()), "‹U+001B›[2J");
    }

    #[test]
    fn the_table_of_settings_is_sorted() {
        assert!(EXCHANGE.is_sorted());
    }
}
