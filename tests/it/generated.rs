//! Pages and examples that are made from the code. `SNAPSHOTS=overwrite cargo test` makes them anew.

use std::fmt::Write as _;

use rsync_check::check::{Area, REGISTRY};
use rsync_check::lint::{RULES, Rule};
use snapbox::assert_data_eq;

use crate::support::{code, run, stdout};

fn help(topic: &str) -> String {
    let output = run(&["help", topic]);
    assert_eq!(code(&output), 0);
    format!("<!-- Made from `rsync-check help {topic}` by a test. -->\n\n```text\n{}```\n", stdout(&output))
}

#[test]
fn the_page_on_exit_codes() {
    assert_data_eq!(help("exit-codes"), snapbox::file!["../../docs/exit-codes.md"].raw());
}

#[test]
fn the_page_on_permissions() {
    assert_data_eq!(help("permissions"), snapbox::file!["../../docs/permissions.md"].raw());
}

#[test]
fn the_page_on_the_vendors_list() {
    assert_data_eq!(help("vendor-rooms"), snapbox::file!["../../docs/vendor-rooms.md"].raw());
}

#[test]
fn the_page_on_flags() {
    assert_data_eq!(help("flags"), snapbox::file!["../../docs/flags.md"].raw());
}

#[test]
fn the_page_on_dates() {
    assert_data_eq!(help("dates"), snapbox::file!["../../docs/dates.md"].raw());
}

#[test]
fn the_changes_count_the_checks() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/CHANGELOG.md")).unwrap();
    let wanted = format!("{} checks", REGISTRY.len());
    assert!(text.contains(&wanted), "CHANGELOG.md does not say: {wanted}");
}

#[test]
fn the_list_of_checks() {
    let mut page = String::from("<!-- Made from the registry by a test. -->\n\n# Checks\n");
    for area in Area::ALL {
        let _ = writeln!(page, "\n## {}\n\n| id | severity | check | what it finds |\n|---|---|---|---|", area.title());
        for check in REGISTRY.iter().filter(|check| check.area == area) {
            let _ = writeln!(
                page,
                "| {} | {} | [{2}](checks/{2}.md) | {3} |",
                check.id,
                check.severity.id(),
                check.name,
                check.title
            );
        }
    }
    assert_data_eq!(page, snapbox::file!["../../docs/checks.md"].raw());
}

#[test]
fn the_page_on_coverage() {
    let output = run(&["help", "coverage"]);
    assert_eq!(code(&output), 0);
    let page = format!("<!-- Made from `rsync-check help coverage` by a test. -->\n\n{}", stdout(&output));
    assert_data_eq!(page, snapbox::file!["../../docs/coverage.md"].raw());
}

#[test]
fn the_schema_of_the_report() {
    let output = run(&["schema", "report"]);
    assert_eq!(code(&output), 0);
    assert_data_eq!(stdout(&output), snapbox::file!["../../docs/report.schema.json"].raw());
}

#[test]
fn the_schema_of_the_product() {
    let output = run(&["schema", "product"]);
    assert_eq!(code(&output), 0);
    assert_data_eq!(stdout(&output), snapbox::file!["../../docs/product.schema.json"].raw());
}

#[test]
fn the_schema_of_the_lint_document() {
    let output = run(&["schema", "lint"]);
    assert_eq!(code(&output), 0);
    assert_data_eq!(stdout(&output), snapbox::file!["../../docs/lint.schema.json"].raw());
}

#[test]
fn the_page_on_lint() {
    let mut page = String::from(
        "<!-- Made from the rules by a test. -->\n\n# Rules of `rsync-check lint`\n\n\
         `rsync-check lint FILE` reads the commands of a guide, a script or a ticket and runs nothing. A finding of \
         severity error or\nwarning makes it exit 1; `--fail-on` says from which severity on, `--ignore RULE` leaves \
         a rule out.\n\n| rule | severity | what it finds |\n|---|---|---|\n",
    );
    let severity = |rule: &Rule| format!("{:?}", rule.severity).to_lowercase();
    for rule in RULES {
        let _ = writeln!(page, "| [{0}](#{0}) | {1} | {2} |", rule.id, severity(rule), rule.finds);
    }
    for rule in RULES {
        let _ = writeln!(page, "\n## {}\n\n{}\n\nSource: {}.", rule.id, rule.reason(), rule.source);
    }
    assert_data_eq!(page, snapbox::file!["../../docs/lint.md"].raw());
}

#[test]
fn the_schemas_of_repairs() {
    for (document, page) in [
        ("fix", snapbox::file!["../../docs/fix.schema.json"]),
        ("verify", snapbox::file!["../../docs/verify.schema.json"]),
    ] {
        let output = run(&["schema", document]);
        assert_eq!(code(&output), 0);
        assert_data_eq!(stdout(&output), page.raw());
    }
}

#[test]
fn the_page_on_profiles() {
    assert_data_eq!(help("profiles"), snapbox::file!["../../docs/profiles.md"].raw());
}
