//! What to know about a run that is no finding: said once, at the end, and never counted.

use super::{CheckCounts, Note};
use crate::tenant::{Fact, Snapshot};

/// The checks that compare with the product's own list of rooms.
const COMPARING: [&str; 7] = ["PL012", "RM001", "RM002", "RM003", "RM011", "RM017", "RM018"];

/// The notes of a run.
pub(super) fn of(snapshot: &Snapshot, checks: &[CheckCounts]) -> Vec<Note> {
    let idle: Vec<&'static str> =
        checks.iter().map(|counts| counts.check.id).filter(|id| COMPARING.contains(id)).collect();
    let mut notes = Vec::new();
    if snapshot.vendor_rooms == Fact::NotGathered && idle.len() > 1 {
        let text = format!("{} checks compare with the product's own rooms: add --vendor-rooms FILE", idle.len());
        notes.push(Note { id: "no_vendor_rooms", text, checks: idle });
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::Case;
    use crate::check::{Area, Outcome, REGISTRY, evaluate};
    use crate::report::samples;

    fn notes(snapshot: &Snapshot, areas: &[Area]) -> Vec<Note> {
        let judgements = evaluate(snapshot, &Case::new().product, areas).collect::<Vec<_>>();
        let judged = judgements.into_iter().map(|judgement| (judgement.check, judgement.outcomes)).collect();
        samples::report(snapshot, judged).notes
    }

    #[test]
    fn checks_that_wait_for_the_products_own_list_are_told_once() {
        let case = Case::new();
        let told = notes(&case.snapshot, &Area::ALL);
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].id, &told[0].checks[..]), ("no_vendor_rooms", &COMPARING[..]));
        assert!(told[0].text.starts_with("7 checks"));
        assert_eq!(notes(&case.snapshot, &[Area::Permissions]), []);
        assert_eq!(notes(&case.vendor_row("a", |_| {}).snapshot, &Area::ALL), []);
    }

    #[test]
    fn they_judge_nothing_without_it() {
        let case = Case::new();
        for check in REGISTRY.iter().filter(|check| COMPARING.contains(&check.id)) {
            let is_idle = |outcome: &_| matches!(outcome, Ok(Outcome::NotApplicable));
            assert!(case.all(check).iter().all(|judged| is_idle(&judged.outcome)), "{}", check.id);
        }
    }
}
