//! Reports from small hand-made judgements.

use super::samples::{self, WINDOW, clean, hostile, incomplete, mixed, pending, report, snapshot};
use super::*;
use crate::check::{Datum, Finding, Judged, Outcome};
use crate::exit;

fn verdict(report: &Report, fail_on: FailOn, allowed: &[&str]) -> exit::Exit {
    report.verdict(fail_on, &allowed.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
}

#[test]
fn findings_win_over_gaps_and_gaps_over_pending_changes() {
    let table = [
        ("clean", clean(), FailOn::Error, exit::OK),
        ("mixed", mixed(), FailOn::Error, exit::FINDINGS),
        ("incomplete", incomplete(), FailOn::Error, exit::INCOMPLETE),
        ("pending", pending(), FailOn::Error, exit::PENDING),
        ("only warnings, errors fail", hostile(), FailOn::Error, exit::OK),
        ("only warnings, warnings fail", hostile(), FailOn::Warning, exit::FINDINGS),
        ("only warnings, notes fail", hostile(), FailOn::Info, exit::FINDINGS),
    ];
    for (name, report, fail_on, wanted) in table {
        assert_eq!(verdict(&report, fail_on, &[]), wanted, "{name}");
    }
    let mut both = mixed();
    both.not_checked = incomplete().not_checked;
    assert_eq!(verdict(&both, FailOn::Error, &[]), exit::FINDINGS);
    let mut stopped = mixed();
    stopped.run.interrupted = true;
    assert_eq!(verdict(&stopped, FailOn::Error, &[]), exit::INTERRUPTED);
}

#[test]
fn only_the_named_checks_may_stay_unknown() {
    let report = incomplete();
    let all = ["CP022", "subject-deleted", "pl006", "graph.rooms"];
    assert_eq!(verdict(&report, FailOn::Error, &all), exit::OK);
    for left_out in 0..all.len() {
        let some: Vec<_> = all.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, name)| *name).collect();
        assert_eq!(verdict(&report, FailOn::Error, &some), exit::INCOMPLETE, "without {}", all[left_out]);
    }
    assert!(!report.complete);
}

#[test]
fn one_fault_is_one_group_and_says_how_its_values_spread() {
    let report = mixed();
    let group = report.groups_of("booking-window-too-short").next().unwrap();
    assert_eq!((group.count(), group.of), (39, 40));
    let spread: Vec<_> = group.actual.iter().map(|spread| (spread.value.clone(), spread.count)).collect();
    let days = |days: i64| Reading::of("booking_window_days", days);
    assert_eq!(spread, [(days(180), 36), (days(90), 3)]);
    assert_eq!(group.causes, [("set by the policy of the site".to_owned(), 36)]);
    assert!(group.members.is_sorted_by_key(|member| &member.subject.id));
    assert_eq!(group.examples().len(), 3);
    assert_eq!(
        group.consequence,
        "Bookings beyond the window are declined by Exchange and look lost in Spacewell Workplace."
    );
    assert_eq!(group.help_uri(), "docs/checks/booking-window-too-short.md");
    let order: Vec<_> = report.groups.iter().map(|group| group.check.id).collect();
    assert_eq!(order, ["AC008", "CP011", "CP013", "CP022", "PL002", "CR002", "PL006", "CP014"]);
    assert_eq!(report.groups[2].same_as, Some("CP011"));
}

#[test]
fn a_fingerprint_does_not_change_with_counts_names_and_values() {
    let some = |rooms, days| {
        let snapshot = snapshot(rooms);
        let outcomes = snapshot.meeting_rooms().map(|room| Judged::new(room.into(), samples::window(days).into()));
        report(&snapshot, vec![(&WINDOW, outcomes.collect())]).groups[0].fingerprint.clone()
    };
    assert_eq!(some(1, 90), some(7, 180));
    assert_eq!(some(1, 90), "5a61d840fb631f64fbe7293a7317fb7e48224599b1ee25c85e12e702561adf49");
}

#[test]
fn rooms_of_other_severities_and_wishes_are_other_groups() {
    let snapshot = snapshot(3);
    let mut rooms = snapshot.meeting_rooms();
    let mut judged = |finding: Finding| Judged::new(rooms.next().unwrap().into(), Outcome::Fail(finding));
    let outcomes = vec![
        judged(samples::window(1)),
        judged(samples::window(1).severity(Severity::Info)),
        judged(Finding::new(
            Reading::of("booking_window_days", 1),
            Reading::of("booking_window_days", Datum::AtMost(1080)),
        )),
    ];
    let report = report(&snapshot, vec![(&WINDOW, outcomes)]);
    assert_eq!(report.groups.len(), 3);
    assert_eq!(report.groups[2].severity, Severity::Info);
    assert_eq!((report.faults(Severity::Error), report.findings()), (2, 3));
}

#[test]
fn one_missing_right_is_one_line() {
    let report = incomplete();
    let denied = report.not_checked.iter().find(|gap| gap.reason == "denied").unwrap();
    assert_eq!(
        (denied.what, denied.count, &denied.checks[..]),
        ("exchange.calendar_processing", 40, &["CP011", "CP022"][..])
    );
    assert_eq!(denied.needs.as_ref().unwrap().name, "View-Only Recipients");
    let throttled = report.not_checked.iter().find(|gap| gap.reason == "throttled").unwrap();
    assert_eq!((throttled.count, throttled.retryable), (2, true));
    assert_eq!(throttled.retry_after, Some(samples::time("2026-11-21T11:00:00Z")));
    let list = report.not_checked.iter().find(|gap| gap.what == "graph.rooms").unwrap();
    assert_eq!((list.at_least, list.count, list.reason), (Some(200), 1, "network"));
    assert_eq!(report.not_checked.len(), 3);
}

#[test]
fn the_same_input_gives_the_same_report() {
    assert_eq!(format!("{:?}", mixed()), format!("{:?}", mixed()));
}

#[test]
fn the_id_of_a_run_tells_its_minute() {
    let report = clean();
    assert!(report.run.id.starts_with("20261121T0926Z-") && report.run.id.len() == 19, "{}", report.run.id);
}

#[test]
fn names_in_findings_are_known_as_names() {
    let snapshot = snapshot(2);
    let actual = Reading::of("delegates", Datum::List(vec!["BER-1 Havel".into(), "AutoAccept".into()]));
    let outcomes = snapshot
        .meeting_rooms()
        .map(|room| Judged::new(room.into(), Finding::new(actual.clone(), Reading::default()).into()));
    let report = report(&snapshot, vec![(&WINDOW, outcomes.collect())]);
    assert!(report.is_name("BER-1 Havel") && report.is_name("someone@contoso.com"));
    assert!(!report.is_name("AutoAccept"));
}

#[test]
fn a_room_with_several_findings_of_one_check_counts_once() {
    let facts = snapshot(4);
    let finding = |wanted: i64| {
        let reading = Reading::of("booking_window_days", Datum::AtLeast(wanted));
        Outcome::Fail(Finding::new(Reading::of("booking_window_days", 1), reading))
    };
    let twice = |room: &crate::tenant::Room| {
        [finding(30), finding(60)].map(|outcome| Judged { subject: room.into(), outcome: Ok(outcome) })
    };
    let report = report(&facts, vec![(&WINDOW, facts.meeting_rooms().flat_map(twice).collect())]);
    let groups: Vec<_> = report.groups_of("CP022").map(|group| (group.count(), group.of)).collect();
    assert_eq!(groups, [(4, 4), (4, 4)]);
}

#[test]
fn the_app_is_the_first_products_and_rooms_are_everybodys() {
    let product = crate::product::merged(vec![samples::product(), Product::builtin("generic").unwrap()]);
    let facts = snapshot(2);
    let said = |check, sentence: &str| {
        let finding = Finding { because: Some(sentence.into()), ..Finding::default() };
        let subject = Subject::new(SubjectKind::App, "app", None);
        Judgement { check, outcomes: vec![Judged::new(subject, Outcome::Fail(finding))] }
    };
    let judgements = [said(&samples::REACH, "{product} reaches too far."), said(&WINDOW, "Lost in {product}.")];
    let run = clean().run;
    let report = Report::new(&facts, &product, judgements, run, Stats::default());
    let told: Vec<_> = report.groups.iter().map(|group| (group.consequence.as_str(), report.asker(group))).collect();
    let both = "Spacewell Workplace and the product";
    assert_eq!(
        told,
        [
            ("Spacewell Workplace reaches too far.", ("Spacewell Workplace", true)),
            ("Lost in Spacewell Workplace and the product.", (both, false))
        ]
    );
    assert_eq!(report.products.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(), ["spacewell", "generic"]);
}
