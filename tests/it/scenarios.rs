//! Every scenario is gathered and judged, and every check is seen to fail in one run and not to fail in another.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rsync_check::check::{Outcome, REGISTRY};
use rsync_check::exit;
use rsync_check::product::Product;
use rsync_check::report::FailOn;
use rsync_check::sim::{Options, Principal, Scenario, Simulation};
use rsync_check::tenant::{Permission, Snapshot};
use snapbox::{assert_data_eq, str};

use crate::runs::{By, DEMO, Run, judge, now, read, report, runs, said, simulation, title};

#[test]
fn each_scenario_fails_exactly_the_checks_that_it_is_made_for() {
    let mut table = String::new();
    for (run, snapshot) in runs() {
        let cannot = || "  cannot sign in\n".to_owned();
        let said = snapshot.as_ref().map_or_else(cannot, |snapshot| said(&judge(run, snapshot)));
        writeln!(table, "{}\n{said}", title(run)).unwrap();
    }
    assert_data_eq!(
        table,
        str![[r#"
healthy
  info: AC005 AC019 CR008 PV005

mixed
  error: AC008 CP011 CP012 CP013 CP022 MA001 PL002
  warning: CR002 MA001 PL003 PL004 RM005
  info: AC005 AC006 AC019 AC022 CP029 CR008 MA001 PL006 PV005
  pending: RM006
  unknown: 34 checks

nothing-consented
  error: AC001
  warning: EN001
  info: CR008
  unknown: AC001 AC002 AC003 AC004 AC005 AC008 AC010 AC016 AC017 AC020 AC023 AC025 AC026 AC027 AC028 AC029 AC031 CR001 CR002 CR003 CR004 CR005 PL001 PV005 RM014

expired-secret
  cannot sign in

no-room-list
  error: PL001
  info: AC005 AC019 CR008 PV005

hidden-rooms
  warning: RM005
  info: AC005 AC019 CR008 PV005

short-window
  error: CP022
  info: AC005 AC019 CP029 CR008 PV005

unscoped-app
  error: AC008
  info: AC005 AC019 CR008 PV005

policy-scoped
  warning: AC015
  info: AC005 AC006 AC019 CR008 PV005

rbac-leftover-grant
  error: AC008 AC009
  info: AC005 AC019 CR008 PV005

no-exchange-role
  warning: EN001
  info: AC005 AC019 CR008 PV005
  unknown: 52 checks

throttled
  info: AC005 AC019 CR008 PV005

large
  error: CP022
  info: AC005 AC019 CR008 PV005

calendar-faults
  error: CP001 CP002 CP003 CP011 CP012 CP013 CP019 CP022 CP026 CP033 RM010
  warning: CP004 CP005 CP006 CP007 CP008 CP009 CP018 CP020 CP021 CP024 CP025 CP032 CP035
  info: AC005 AC019 CP004 CP014 CP016 CP027 CP028 CP029 CP032 CR008 PV005
  unknown: CP001 CP024 CP027

list-faults
  error: PL002
  warning: PL003 PL004 PL009
  info: AC005 AC019 CR008 PL010 PV005

place-faults
  error: RM004
  warning: PL004 RM005 RM007 RM008 RM015
  info: AC005 AC019 CR008 PL006 PL007 PL008 PV005
  pending: RM006
  unknown: RM004

app-faults
  error: AC001 AC004 AC008
  warning: AC003 AC005 AC017 AC023 AC024 CR003
  info: AC005 AC019 AC022 AC025 CR001 CR005 CR008
  unknown: RM008

access-faults
  error: AC010 AC020 AC029
  warning: AC012 AC013 AC014 AC015
  info: AC005 AC019 CR008 PV005
  unknown: AC010 RM008

vendor-app, read by another app
  error: AC008
  info: AC019 AC028 PV005
  unknown: RM008

separate-reader, read by another app
  info: AC019 CR008 PV005

disabled-app, read by another app
  error: AC007
  info: AC019 CR008 PV005

fresh-consent
  info: AC005 AC019 AC022 CR008 PV005
  pending: AC027

secret-ends-soon
  warning: CR002 CR004
  info: AC005 AC019 CR008 PV005

scope-lacks-rooms
  error: AC008 AC009
  warning: AC021
  info: AC005 AC019 CR008 PV005

no-rooms
  error: PL001 RM014
  info: AC005 AC019 CR008 PV005

earlier-permissions, read by another app
  error: AC001
  info: AC006 AC019 AC022 AC031 CR008 PV005
  unknown: AC008 AC010 AC012 AC013 AC014 AC015 AC020

mailbox-faults
  error: CP010 PV004
  warning: CP010 PV001 PV002 PV003 RM009 RM012
  info: AC005 AC019 CR008 PL011 PV005

access-holes
  error: AC020
  info: AC005 AC019 CR008 PV005
  unknown: AC026 RM008

setup-faults
  warning: AC016 EN002 EN004
  info: AC005 AC019 CR008 PV005

spacewell-ready, read by another app
  info: AC019 CR008 PV005

spacewell-broken, read by another app
  error: CP001 CP011 CP012 CP013 CP022 PL002 PV004
  warning: AC003 CP010 CP021 PL003 RM005 RM007
  info: AC019 CP014 CP029 CR008 PV005
  unknown: AC008 AC009 AC012 AC013 AC014 AC015 AC020

spacewell-as-written, read by another app
  error: AC010 CP011 CP012 CP013 CP022 MA001
  warning: AC015 CP020 CP021 MA001
  info: AC006 AC019 AC022 CP014 CP029 CR008 MA001 PV005

ioffice-ready, read by another app, ioffice, horizon_days 365
  info: CR008

ioffice-broken, read by another app, ioffice, horizon_days 365
  error: CP001 CP022 PV004
  warning: AC003 AC020 CP010 RM005 RM007
  info: CP011 CP012 CP013 CP014 CP021 CP029 CR008
  unknown: AC008 AC009 AC010 AC012 AC013 AC014 AC015 AC020

ioffice-as-written, ioffice, horizon_days 365
  error: CP022 MA001
  warning: AC012 AC015 MA001 SB001
  info: AC005 AC019 CP011 CP012 CP013 CP014 CP020 CP021 CR008 MA001
  unknown: AC010

servicenow-ready, read by another app, servicenow, horizon_days 365, notification_host hooks.workplace.example
  info: CR008

servicenow-strict-ready, read by another app, servicenow, booking_account workplace.bookings@contoso.com, horizon_days 365, mode strict, notification_host hooks.workplace.example
  info: CR008

servicenow-broken, read by another app, servicenow, horizon_days 365, notification_host hooks.workplace.example
  error: AC010 CP001 CP022 PV004
  warning: CP010 RM005 RM007
  info: CP011 CP012 CP013 CP014 CP021 CP029 CR008

servicenow-as-written, servicenow, booking_account workplace.bookings@contoso.com, horizon_days 365, mode strict, notification_host hooks.workplace.example
  error: AC032 CP022 MA001 RM016 SB001 SB005
  warning: AC008 MA001 SB002 SB003
  info: AC005 AC019 CP011 CP012 CP013 CP014 CP020 CP021 CR008 MA001 SB006

spaceiq-ready, read by another app, spaceiq, horizon_days 365
  info: AC019 AC022

spaceiq-broken, read by another app, spaceiq, horizon_days 365
  error: CP001 CP022 PV004
  warning: CP010 PL002 PL003 RM005 RM007
  info: AC019 AC022 CP011 CP012 CP013 CP014 CP021 CP029

spaceiq-as-written, read by another app, spaceiq, booking_account cronofy.service@contoso.com, horizon_days 365, mode full
  error: AC016 AC030 CP022 MA001 RM016
  warning: MA001
  info: AC019 AC028 CP011 CP012 CP013 CP014 CP020 CP021

roomz-ready, read by another app, roomz, horizon_days 365
  info: CR008

roomz-broken, read by another app, roomz, horizon_days 365
  error: AC020 CP001 CP011 CP012 CP013 CP022 PV004
  warning: AC003 CP010 RM005 RM007
  info: CP014 CP015 CP021 CP029 CR008
  unknown: AC008 AC009 AC010 AC012 AC013 AC014 AC015 AC020

roomz-as-written, read by another app, roomz, horizon_days 365
  error: AC010 CP011 CP012 CP013 CP022 MA001
  warning: AC015 MA001
  info: CP014 CP015 CP020 CP021 CP029 CR008 MA001

healthy, generic
  info: AC005 AC019 CR008

healthy, read by another app
  warning: AC005
  info: AC006 AC019 CR008 PV005
  unknown: RM008

separate-reader, read by another app, generic
  info: AC005 AC019 CR008

healthy, signed in with a certificate
  info: AC005 AC019 PV005

expired-secret, read by another app
  error: CR001
  warning: AC005
  info: AC006 AC019 PV005
  unknown: RM008

nothing-consented, read by another app
  error: AC001
  warning: AC002
  info: CR008
  unknown: RM008

calendar-faults, generic
  error: CP001 CP002 CP003 CP019 CP022 CP026 CP033 RM010
  warning: CP004 CP005 CP006 CP007 CP008 CP009 CP011 CP012 CP013 CP018 CP024 CP025 CP032 CP034 CP035
  info: AC005 AC019 CP004 CP014 CP016 CP020 CP021 CP027 CP028 CP029 CP032 CR008
  unknown: CP001 CP024 CP027

calendar-faults, wishes Attachments, wishes ExternalInvitations
  error: CP001 CP002 CP003 CP011 CP012 CP013 CP019 CP022 CP026 CP033 RM010
  warning: CP004 CP005 CP006 CP007 CP008 CP009 CP015 CP017 CP018 CP020 CP021 CP024 CP025 CP032 CP035
  info: AC005 AC019 CP004 CP014 CP016 CP027 CP028 CP029 CP032 CR008 PV005
  unknown: CP001 CP024 CP027

calendar-faults, booking_account lee.gu@contoso.com, max_minutes 480
  error: CP001 CP002 CP003 CP011 CP012 CP013 CP019 CP022 CP026 CP031 CP033 RM010
  warning: CP004 CP005 CP006 CP007 CP008 CP009 CP018 CP020 CP021 CP023 CP024 CP025 CP031 CP032 CP035
  info: AC005 AC019 CP004 CP014 CP016 CP027 CP028 CP029 CP032 CR008 PV005
  unknown: CP001 CP024 CP027 CP031

healthy, nobody@contoso.com, ams-01-rembrandt@contoso.com
  error: RM002
  info: AC005 AC019 CR008 PV005

healthy, with the product's own rooms
  error: RM001 RM002
  warning: RM003 RM011 RM018
  info: AC005 AC019 CR008 PL012 PV005 RM017

healthy, security-review until 2025-12-31
  error: MA001
  warning: MA001 MA002
  info: AC005 AC019 CR008 MA001 PV005

healthy, security-review until 2026-12-01, unheard-of until 2026-12-01
  error: MA001
  warning: MA001 MA004
  info: AC005 AC019 CR008 MA001 MA003 PV005

healthy, not lee.gu@contoso.com
  info: AC005 AC019 CR008 PV005

access-holes, not adele.vance@contoso.com
  error: AC011 AC018 AC020
  info: AC005 AC019 CR008 PV005
  unknown: AC026 RM008

access-holes, user_agent WorkplaceSync/3.2
  error: AC020 AC026
  info: AC005 AC019 CR008 PV005
  unknown: RM008

servicenow-ready, read by another app, servicenow, booking_account lee.gu@contoso.com, mode strict
  error: AC032
  info: CR008

spaceiq-as-written, read by another app, spaceiq
  error: MA001
  warning: AC016 MA001
  info: AC008 AC019 CP011 CP012 CP013 CP014 CP020 CP021

servicenow-strict-ready, read by another app, servicenow, booking_account workplace.bookings@contoso.com, mode personal
  error: AC004
  warning: AC005
  info: CR008

healthy, beside generic without titles
  error: CP036
  info: AC005 AC019 CR008 PV005

healthy, wishes TitlesRemoved, wishes BodyRemoved, wishes AttachmentsRemoved, wishes Approval
  warning: CP037 CP038
  info: AC005 AC019 CR008 PV005

healthy, booking_account lee.gu@contoso.com, wishes CalendarRights
  warning: CP039
  info: AC005 AC019 CR008 PV005

mailbox-faults, booking_account lee.gu@contoso.com, wishes CalendarRights
  error: CP010 PV004
  warning: CP010 CP031 CP039 PV001 PV003 RM009 RM012
  info: AC005 AC019 CR008 PL011 PV005

healthy, read by a person, signed in with a device
  warning: AC005
  info: AC006 AC019 CR008 PV005
  unknown: RM008

setup-faults, read by a person, signed in with a device
  warning: AC005 AC016 EN002 EN004
  info: AC006 AC019 CR008 EN003 PV005
  unknown: RM008

setup-faults, servicenow, domain fabrikam.example, notification_host hooks.workplace.example
  error: EN005 SB001 SB005
  warning: AC005 AC016 EN002 EN004 SB002 SB003 SB004
  info: AC005 AC019 CR008 SB006

list-faults, rooms-without-flag@contoso.com
  warning: PL005
  info: AC005 AC019 CR008 PV005


"#]]
    );
}

#[test]
fn every_check_fails_in_one_run_and_is_content_in_another() {
    let (mut failed, mut content) = (BTreeSet::new(), BTreeSet::new());
    for (run, snapshot) in runs() {
        let Some(snapshot) = snapshot else { continue };
        let judgements = judge(run, snapshot);
        for judgement in &judgements {
            let mut outcomes = judgement.outcomes.iter().map(|judged| &judged.outcome);
            let is_fault = |outcome: &_| matches!(outcome, Ok(Outcome::Fail(_) | Outcome::Pending { .. }));
            if outcomes.clone().any(is_fault) {
                failed.insert(judgement.check.id);
            } else if outcomes.clone().any(|outcome| matches!(outcome, Ok(Outcome::Pass)))
                || outcomes.all(Result::is_ok)
            {
                content.insert(judgement.check.id);
            }
        }
        for (one, other) in judgements.iter().zip(judge(run, snapshot)) {
            assert_eq!(one.outcomes, other.outcomes, "{} judged twice", one.check.id);
        }
    }
    let lacking = |seen: &BTreeSet<&str>| -> Vec<_> {
        REGISTRY.iter().map(|check| check.id).filter(|id| !seen.contains(id)).collect()
    };
    assert_eq!((lacking(&failed), lacking(&content)), (Vec::new(), Vec::new()), "(never failed, never content)");
}

/// Whether nothing is wrong, open or worth more than a note.
#[track_caller]
fn assert_healthy(run: &Run, snapshot: &Snapshot) {
    let said = said(&judge(run, snapshot));
    for word in ["error", "warning", "pending", "unknown"] {
        assert!(!said.contains(word), "{}\n{said}", title(run));
    }
    assert_eq!(report(run, snapshot).verdict(FailOn::Warning, &[]), exit::OK, "{}", title(run));
}

#[test]
fn a_healthy_tenant_is_healthy_for_every_product_and_every_reader() {
    for (scenario, by) in [("healthy", By::App), ("separate-reader", By::Reader)] {
        for (product, parameters) in [("spacewell", DEMO.parameters), ("generic", &[])] {
            let run = Run { scenario, by, product, parameters, ..DEMO };
            assert_healthy(&run, &read(&run, simulation(&run)).unwrap());
        }
    }
}

#[test]
fn a_tenant_that_follows_its_guide_is_green_and_one_that_followed_it_as_written_is_not() {
    let (mut ready, mut as_written) = (BTreeSet::new(), BTreeSet::new());
    for (run, snapshot) in runs() {
        let Some(followed) = Scenario::named(run.scenario).unwrap().followed else { continue };
        let is_its_own_run = run.product == followed.product && run.parameters == followed.parameters;
        let snapshot = snapshot.as_ref().unwrap();
        if run.scenario.ends_with("-ready") && is_its_own_run {
            assert_healthy(run, snapshot);
            ready.insert(followed.product);
        } else if run.scenario.ends_with("-as-written") && is_its_own_run {
            assert_eq!(report(run, snapshot).verdict(FailOn::Error, &[]), exit::FINDINGS, "{}", title(run));
            as_written.insert(followed.product);
        }
    }
    let guides: BTreeSet<_> = Product::builtin_names().into_iter().filter(|name| *name != "generic").collect();
    assert_eq!((ready, as_written), (guides.clone(), guides));
}

#[test]
fn the_documented_least_rights_are_enough_for_exit_0_on_a_healthy_tenant() {
    let documented = std::fs::read_to_string(crate::support::repository("docs/permissions.md")).unwrap();
    let run = Run { scenario: "separate-reader", by: By::Reader, ..DEMO };
    let options = Options::at(now());
    let state = |change: fn(&mut Principal)| {
        let mut state = Scenario::named(run.scenario).unwrap().state(&options);
        let reader = state.reader;
        change(state.app_mut(reader).principal.as_mut().unwrap());
        state
    };
    let role_group = state(|_| {});
    let principal = role_group.apps.iter().find(|app| app.app_id == role_group.reader).unwrap();
    for role in &principal.principal.as_ref().unwrap().exchange_roles {
        assert!(documented.contains(&format!("'{role}'")), "{role} is not what the page asks for");
    }
    for request in &principal.registration.as_ref().unwrap().requested {
        let name = Permission::by_id(request.0, request.1).unwrap().value;
        assert!(documented.contains(name), "{name} is not what the page asks for");
    }
    // The directory role that the page names in place of the role group: all but the role for inbox rules.
    let global_reader = state(|principal| {
        principal.exchange_roles.retain(|role| !role.starts_with("View-Only"));
        principal.directory_roles = vec!["f2ef992c-3afb-46b9-b7cf-a126ee74c451".parse().unwrap()];
    });
    for state in [role_group, global_reader] {
        assert_healthy(&run, &read(&run, Simulation::new(state, &options)).unwrap());
    }
    // One right less, and it shows.
    let one_less = state(|principal| principal.exchange_roles.retain(|role| role != "View-Only Recipients"));
    let snapshot = read(&run, Simulation::new(one_less, &options)).unwrap();
    assert_eq!(report(&run, &snapshot).verdict(FailOn::Error, &[]), exit::INCOMPLETE);
}
