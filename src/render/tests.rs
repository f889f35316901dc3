//! Whole outputs against their recorded form.

use unicode_width::UnicodeWidthStr as _;

use super::*;
use crate::exit;
use crate::report::{FailOn, Report, samples};

fn at(width: usize) -> Look {
    Look { width, ..Look::default() }
}

fn table(report: &Report, look: Look) -> String {
    let text = table::render(report, &table::Options::new(look));
    let plain = anstream::adapter::strip_str(&text).to_string();
    for line in plain.lines() {
        assert!(line.width() <= look.width, "{} columns: {line}", line.width());
        assert_eq!(line.trim_end(), line, "blanks at the end");
    }
    text
}

fn json(report: &Report, names: Names, rooms: bool) -> String {
    let exit = report.verdict(FailOn::Error, &[]);
    json::v1::render(report, &json::v1::Options { names, rooms, exit })
}

#[test]
fn a_clean_tenant_takes_six_lines() {
    let text = table(&samples::clean(), at(100));
    assert_eq!(text.lines().count(), 6);
    insta::assert_snapshot!(text);
}

#[test]
fn a_mixed_tenant() {
    insta::assert_snapshot!(table(&samples::mixed(), at(100)));
}

#[test]
fn a_mixed_tenant_in_80_columns() {
    insta::assert_snapshot!(table(&samples::mixed(), at(80)));
}

#[test]
fn a_mixed_tenant_without_names() {
    let report = samples::mixed();
    let options = table::Options { names: Names::None, ..table::Options::new(at(100)) };
    let text = table::render(&report, &options);
    for name in ["BER-", "contoso", "Berlin", "Workplace Sync", "sync 2025"] {
        assert!(!text.contains(name), "{name}");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_mixed_tenant_in_ascii() {
    let text = table(&samples::mixed(), Look { ascii: true, ..at(100) });
    assert!(text.is_ascii());
    insta::assert_snapshot!(text);
}

#[test]
fn colour_adds_nothing_but_colour() {
    let plain = table(&samples::mixed(), at(100));
    let coloured = table(&samples::mixed(), Look { colour: true, ..at(100) });
    assert_ne!(plain, coloured);
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
}

#[test]
fn an_incomplete_run() {
    insta::assert_snapshot!(table(&samples::incomplete(), at(100)));
}

#[test]
fn a_pending_change() {
    insta::assert_snapshot!(table(&samples::pending(), at(100)));
}

#[test]
fn an_interrupted_run_says_so_first_and_last() {
    let mut report = samples::incomplete();
    report.run.interrupted = true;
    let text = table(&report, at(100));
    assert!(text.lines().nth(2).unwrap().starts_with("INTERRUPTED"));
    assert_eq!(text.lines().last().unwrap(), "Next: run the same command again");
}

#[test]
fn hostile_names_are_harmless() {
    let text = table(&samples::hostile(), at(100));
    assert!(!text.chars().any(|c| c != '\n' && visible::acts(c)));
    assert!(!text.contains("##vso["));
    insta::assert_snapshot!(text);
}

#[test]
fn ten_thousand_rooms_and_sixty_faults_fit_on_sixty_lines() {
    let report = samples::huge();
    for width in [80, 100, 140] {
        let text = table(&report, at(width));
        assert!(text.lines().count() <= 60, "{} lines", text.lines().count());
        assert!(text.lines().last().unwrap().starts_with("Next: rsync-check explain CP"));
    }
}

#[test]
fn all_subjects_of_a_check() {
    let text = subjects::render(&samples::mixed(), &samples::SUBJECT, &at(100), Names::Full);
    insta::assert_snapshot!(text);
}

#[test]
fn a_check_that_found_nothing_says_so() {
    let text = subjects::render(&samples::clean(), &samples::WINDOW, &at(100), Names::Full);
    assert_eq!(text, "CP022 found nothing: 40 as they should be, 0 not concerned.\n");
}

#[test]
fn a_page_has_a_line_that_sums_it_up() {
    insta::assert_snapshot!(explain::render(&samples::WINDOW, &at(80)));
}

#[test]
fn every_report_follows_the_schema() {
    let schema = json::v1::schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let reports = [samples::clean(), samples::mixed(), samples::incomplete(), samples::pending(), samples::hostile()];
    for report in &reports {
        for names in [Names::Full, Names::None] {
            let document: serde_json::Value = serde_json::from_str(&json(report, names, true)).unwrap();
            let errors: Vec<_> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{errors:?}");
        }
    }
}

#[test]
fn the_document_of_a_mixed_tenant() {
    insta::assert_snapshot!(json(&samples::mixed(), Names::Full, false));
}

#[test]
fn the_schema() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&json::v1::schema()).unwrap());
}

#[test]
fn a_document_without_names_has_none() {
    let text = json(&samples::mixed(), Names::None, true);
    for name in ["BER-", "ber-", "contoso", "Berlin", "Workplace Sync", "sync 2025", "@"] {
        assert!(!text.contains(name), "{name}");
    }
}

#[test]
fn names_stay_raw_in_documents_and_cannot_act_in_a_build_log() {
    let text = json(&samples::hostile(), Names::Full, false);
    assert!(!text.contains("##vso[") && !text.contains('\u{1b}'));
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["groups"][0]["examples"][1]["name"], "##vso[task.setvariable]x\n::add-mask::y");
    assert_eq!(document["groups"][0]["actual"][0]["value"]["city"], "Ber\u{1b}[31mlin");
}

#[test]
fn a_right_that_cures_several_things_is_named_once() {
    let snapshot = samples::snapshot(1);
    let denied =
        |source| crate::tenant::Gap::Denied { source, needs: crate::tenant::Right::graph("Application.Read.All") };
    let about = |source| {
        let rooms = snapshot.meeting_rooms();
        rooms.map(|room| crate::check::Judged { subject: room.into(), outcome: Err(denied(source)) }).collect()
    };
    let (one, other) = (crate::tenant::Source::GraphApplication, crate::tenant::Source::GraphServicePrincipal);
    let report = samples::report(&snapshot, vec![(&samples::WINDOW, about(one)), (&samples::SUBJECT, about(other))]);
    let text = table::render(&report, &table::Options::new(at(100)));
    assert_eq!(report.not_checked.len(), 2);
    assert_eq!(text.matches("grant `Application.Read.All`").count(), 1, "{text}");
    assert!(text.contains("CP022; ") && text.contains("CP011: refused"), "{text}");
}

#[test]
fn two_faults_of_one_check_are_told_apart_even_when_there_is_little_room() {
    use crate::check::{Datum, Finding, Judged, Outcome, Reading};
    let snapshot = samples::snapshot(2);
    let wants = [Datum::AtLeast(730), Datum::AtMost(1080)];
    let judged = snapshot.meeting_rooms().zip(wants).map(|(room, wanted)| {
        let name = "booking_window_days";
        let finding = Finding::new(Reading::of(name, 7), Reading::of(name, wanted));
        Judged::new(room.into(), Outcome::Fail(finding))
    });
    let report = samples::report(&snapshot, vec![(&samples::WINDOW, judged.collect())]);
    let options = table::Options { most_lines: 1, ..table::Options::new(at(100)) };
    let text = table::render(&report, &options);
    assert!(text.contains("at least 730 days") && text.contains("at most 1,080 days"), "{text}");
}

#[test]
fn what_was_never_asked_is_not_called_ok() {
    let snapshot = samples::snapshot(1);
    let fault = snapshot.meeting_rooms().map(|room| {
        let finding = crate::check::Finding::default();
        crate::check::Judged::new(room.into(), finding.into())
    });
    let mut report = samples::report(&snapshot, vec![(&samples::DETAILS, fault.collect())]);
    for counts in report.checks.iter_mut().filter(|counts| counts.check.area == crate::check::Area::Calendars) {
        (counts.pass, counts.not_applicable) = (0, 0);
    }
    let text = table::render(&report, &table::Options::new(at(100)));
    assert!(text.contains("nothing to judge"), "{text}");
}

#[test]
fn a_room_that_a_source_lacks_says_why() {
    let mut snapshot = samples::snapshot(2);
    for room in snapshot.rooms.values_mut() {
        room.place = room.place.clone().map(|_| None);
    }
    let first = snapshot.meeting_rooms().next().map(|room| {
        let finding = crate::check::Finding::default();
        crate::check::Judged::new(room.into(), finding.into())
    });
    let hidden = &crate::check::rooms::hidden_room::CHECK;
    let report = samples::report(&snapshot, vec![(hidden, first.into_iter().collect())]);
    let text = places::inventory(&snapshot, &report, &at(100), Names::Full, 20);
    assert_eq!(text.matches("– hidden").count(), 1, "{text}");
}

#[test]
fn a_run_about_permissions_counts_no_rooms() {
    let mut report = samples::clean();
    report.checks.retain(|counts| counts.check.area == crate::check::Area::Permissions);
    let text = table::render(&report, &table::Options::new(at(100)));
    assert!(!text.contains("rooms"), "{text}");
}

#[test]
fn policies_of_other_apps_are_counted_only() {
    let mut snapshot = samples::app();
    let mut policies = snapshot.access.policies.ok().cloned().unwrap();
    policies[0].app_id = Some(crate::tenant::AppId(uuid::Uuid::from_u128(77)));
    snapshot.access.policies = snapshot.access.policies.clone().map(|_| policies);
    let text = access::inventory(&snapshot, &at(100), Names::Full);
    assert!(text.contains("… and 1 policy of other apps") && text.contains("every app"), "{text}");
    assert!(!text.contains("this app"), "{text}");
}

#[test]
fn the_inventories() {
    let snapshot = samples::snapshot(23);
    let look = at(100);
    insta::assert_snapshot!("places", places::inventory(&snapshot, &samples::clean(), &look, Names::Full, 6));
    insta::assert_snapshot!(
        "places_without_names",
        places::inventory(&snapshot, &samples::clean(), &look, Names::None, 3)
    );
    insta::assert_snapshot!("lists", lists::inventory(&snapshot, &look, Names::Full, places::ROWS));
    let (snapshot, product) = (samples::app(), samples::product());
    let link = "https://login.microsoftonline.com/x/adminconsent?client_id=y";
    insta::assert_snapshot!("permissions", permissions::inventory(&snapshot, &product, &look, Names::Full, Some(link)));
    insta::assert_snapshot!("access", access::inventory(&snapshot, &look, Names::Full));
    insta::assert_snapshot!("access_without_names", access::inventory(&snapshot, &look, Names::None));
    let unread = samples::snapshot(0);
    assert!(permissions::inventory(&unread, &product, &look, Names::Full, None).contains("could not be read"));
    assert!(access::inventory(&unread, &look, Names::Full).contains("could not be read"));
}

#[test]
fn exit_codes_are_in_the_document() {
    let document: serde_json::Value = serde_json::from_str(&json(&samples::mixed(), Names::None, false)).unwrap();
    assert_eq!(document["run"]["exit_code"], exit::FINDINGS.code);
    assert_eq!(document["summary"]["by_severity"], serde_json::json!({ "error": 5, "warning": 2, "info": 1 }));
}
