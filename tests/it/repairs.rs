//! Over all simulated tenants: which findings a script can put right, and that no repair is trusted further than it may be.

use std::collections::{BTreeMap, BTreeSet};

use rsync_check::check::{Area, Finding, Judgement, Outcome, Trust};
use rsync_check::tenant::{Change, Fact, Snapshot};

use crate::runs::{judge, runs, title};

/// Findings that no script puts right although the check has a script for others, and why.
const BY_HAND: &[(&str, &str)] = &[
    ("AC001", "whose registration or service principal is out of sight, or does not know the permission"),
    ("AC005", "what this program itself reads with, while it signs in as the app"),
    ("AC006", "what the product's own guide asks for: the vendor has to agree"),
    ("AC010", "a policy that denies the mailbox: somebody wanted that"),
    ("AC012", "what has no id, or stays until the app is confined otherwise"),
    ("AC013", "a policy that denies a room: somebody wanted that"),
    ("AC015", "what cannot be confined by roles until something else is decided"),
    ("AC022", "a permission without a role: the vendor has to do without it"),
    ("AC032", "a mailbox that is not there"),
    ("CP007", "the last names that keep a room open: somebody says who is meant instead"),
    ("CP020", "a share of conflicts that neither the product nor its list tells is a decision"),
    ("CP026", "a number of desks that nobody tells"),
    ("CP032", "delegates with nothing to decide: whether they should decide or go"),
    ("CP038", "a delegate to decide: whom to name nobody knows"),
    ("CR002", "a secret whose successor is there, or that only its owner can replace"),
    ("CR003", "a secret that is in use until its successor is"),
    ("PL001", "a tenant without rooms"),
    ("PL006", "city, building and floor, which nothing but the place tells"),
    ("PL011", "a floor that no neighbour shows the place of"),
    ("RM002", "a room that no product's list describes, or whose address is not proved to be free"),
];

/// What is wrong, or not yet right, by check.
fn findings(judgement: &Judgement) -> impl Iterator<Item = &Finding> {
    judgement.outcomes.iter().filter_map(|judged| match &judged.outcome {
        Ok(Outcome::Fail(finding) | Outcome::Pending { finding, .. }) => Some(finding),
        Ok(Outcome::Pass | Outcome::NotApplicable) | Err(_) => None,
    })
}

#[test]
fn what_a_script_can_put_right_comes_with_its_changes() {
    let mut without = BTreeMap::new();
    for (run, snapshot) in runs() {
        let Some(snapshot) = snapshot else { continue };
        for judgement in judge(run, snapshot) {
            let check = judgement.check;
            for finding in findings(&judgement) {
                match check.fix {
                    Trust::Safe | Trust::Review if finding.fix.is_empty() => {
                        let seen = format!("{}: {:?} {:?}", title(run), finding.actual, finding.cause);
                        without.entry(check.id).or_insert(seen);
                    }
                    Trust::Safe | Trust::Review => {}
                    Trust::Manual | Trust::None => assert_eq!(finding.fix, [], "{} is left to people", check.id),
                }
            }
        }
    }
    let excused: BTreeSet<&str> = BY_HAND.iter().map(|(id, _)| *id).collect();
    let found: BTreeSet<&str> = without.keys().copied().collect();
    assert_eq!(found, excused, "{without:#?}");
}

#[test]
fn what_lets_somebody_reach_more_is_never_safe() {
    for (run, snapshot) in runs() {
        let Some(snapshot) = snapshot else { continue };
        for judgement in judge(run, snapshot).iter().filter(|judgement| judgement.check.fix == Trust::Safe) {
            for finding in findings(judgement) {
                let widening: Vec<&Change> = finding.fix.iter().filter(|change| change.widens()).collect();
                assert_eq!(widening, [] as [&Change; 0], "{} in {}", judgement.check.id, title(run));
            }
        }
    }
}

#[test]
fn nothing_is_changed_whose_id_nobody_knows() {
    let areas = [Area::Lists, Area::Places, Area::Calendars, Area::Mailboxes];
    for (run, snapshot) in runs() {
        let Some(snapshot) = snapshot else { continue };
        let nameless = without_ids(snapshot.clone());
        for judgement in judge(run, &nameless).iter().filter(|judgement| areas.contains(&judgement.check.area)) {
            for change in findings(judgement).flat_map(|finding| &finding.fix) {
                let makes = matches!(change, Change::Room { .. });
                assert!(makes, "{} in {}: {change:?}", judgement.check.id, title(run));
            }
        }
    }
}

/// The tenant as read from servers that tell no id of a mailbox or a list.
fn without_ids(mut snapshot: Snapshot) -> Snapshot {
    for room in snapshot.rooms.values_mut() {
        if let Fact::Known { value: Some(mailbox), .. } = &mut room.mailbox {
            (mailbox.guid, mailbox.object_id) = (None, None);
        }
    }
    for list in snapshot.lists.values_mut() {
        if let Fact::Known { value: Some(group), .. } = &mut list.exchange {
            group.guid = None;
        }
    }
    snapshot
}
