//! Checks on the room itself: whether it exists, where its mailbox is, and what keeps requests from it.
//!
//! [`listing`], [`age`] and [`remote`] hold what the checks on lists and places share with these; [`vendor`] is the
//! product's own list of rooms.

pub(crate) mod age;
pub mod duplicate_vendor_room;
pub mod forwarding_or_automatic_replies;
pub mod hidden_room;
pub(crate) mod listing;
pub mod no_rooms;
pub mod on_premises_room;
pub(crate) mod remote;
pub mod reserved_room;
pub mod room_is_no_room_mailbox;
pub mod room_not_found;
pub mod room_not_in_directory_yet;
pub mod room_sign_in_enabled;
pub mod room_unknown_to_product;
pub mod senders_restricted;
pub(crate) mod vendor;
pub mod vendor_address_is_an_alias;
pub mod vendor_room_without_address;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::check::calendar::fixture::{Case, list, member, names, recipient, room};
    use crate::check::{Area, Check, Outcome, REGISTRY, evaluate};

    const SECTIONS: [&str; 8] = [
        "What it looks at",
        "Why it matters",
        "What you see",
        "How to fix",
        "Side effects",
        "How long it takes",
        "Exceptions",
        "References",
    ];

    const AREAS: [Area; 3] = [Area::Lists, Area::Places, Area::Calendars];

    fn checks() -> impl Iterator<Item = &'static Check> {
        REGISTRY.iter().copied().filter(|check| AREAS.contains(&check.area))
    }

    #[test]
    fn every_page_has_its_title_and_all_sections_in_order() {
        for check in checks() {
            assert_eq!(check.page.lines().next(), Some(format!("# {} {}", check.id, check.title).as_str()));
            let headings: Vec<_> = check.page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
            assert_eq!(headings, SECTIONS, "{}", check.id);
            for section in check.page.split("\n## ").skip(1) {
                let (heading, body) = section.split_once('\n').unwrap();
                assert!(!body.trim().is_empty(), "{} says nothing under {heading}", check.id);
            }
        }
    }

    #[test]
    fn pages_hold_no_command_that_destroys_or_misses_rooms() {
        for check in checks() {
            assert!(!check.page.contains("Update-DistributionGroupMember"), "{}", check.id);
            for line in check.page.lines().filter(|line| line.contains("Get-Mailbox ")) {
                assert!(line.contains("-Identity") || line.contains("-ResultSize Unlimited"), "{}: {line}", check.id);
            }
        }
    }

    #[test]
    fn ids_and_names_are_unique_and_sorted() {
        assert!(REGISTRY.is_sorted_by_key(|check| check.id));
        let names: BTreeSet<_> = REGISTRY.iter().map(|check| check.name).collect();
        let ids: BTreeSet<_> = REGISTRY.iter().map(|check| check.id).collect();
        assert_eq!((names.len(), ids.len()), (REGISTRY.len(), REGISTRY.len()));
    }

    #[test]
    fn a_healthy_tenant_has_no_finding_and_no_gap() {
        let case = Case::new();
        for judgement in evaluate(&case.snapshot, &case.product, &AREAS) {
            for judged in judgement.outcomes {
                let is_fine = matches!(judged.outcome, Ok(Outcome::Pass | Outcome::NotApplicable));
                assert!(is_fine, "{}: {judged:?}", judgement.check.id);
            }
        }
    }

    #[test]
    fn every_room_is_judged_once_by_every_check_in_a_large_tenant() {
        let mut case = Case::new().with_recipient("Ann", recipient("ann", "UserMailbox"));
        for number in 0..3_000 {
            let mut one = room(&format!("r{number:04}"));
            if let crate::tenant::Fact::Known { value, .. } = &mut one.calendar {
                value.book_in_policy = names(&["Ann"]);
            }
            case = case.with_room(one);
        }
        for number in 0..300 {
            let held: Vec<_> =
                (0..10).map(|room| member(&format!("r{:04}", number * 10 + room), "RoomMailbox")).collect();
            case = case.with_list(list(&format!("l{number}"), &held));
        }
        for judgement in evaluate(&case.snapshot, &case.product, &AREAS) {
            let count = judgement.outcomes.len();
            let subjects: BTreeSet<_> = judgement.outcomes.iter().map(|judged| &judged.subject.id).collect();
            assert_eq!(subjects.len(), count, "{}", judgement.check.id);
            assert!([0, 1, 301, 3_001].contains(&count), "{} judged {count}", judgement.check.id);
        }
    }
}
