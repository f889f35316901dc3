//! CP007. A policy list that names a dynamic group, or somebody deleted or disabled.

use crate::check::calendar::named::{at_fault, kind, none_at_fault};
use crate::check::calendar::policy;
use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Severity, Trust};
use crate::tenant::{CalendarProcessing, Gap, Recipient, Room};

/// Policy list names somebody who cannot book.
pub static CHECK: Check = Check {
    id: "CP007",
    name: "unusable-recipient-in-policy-list",
    title: "Policy list names somebody who cannot book",
    consequence: "People believe that they may book the room and are declined, or the list hides who really may.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/unusable-recipient-in-policy-list.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    let listed = calendar_field(&calendar.book_in_policy, "BookInPolicy")?
        .iter()
        .chain(calendar_field(&calendar.request_in_policy, "RequestInPolicy")?)
        .chain(calendar_field(&calendar.request_out_of_policy, "RequestOutOfPolicy")?);
    Ok(match at_fault(listed, context, fault)? {
        Some(actual) => {
            Finding::new(actual, none_at_fault()).mend(policy::without_unusable(room, calendar, context)).into()
        }
        None => Outcome::Pass,
    })
}

/// Why somebody whom a policy list names cannot book by it.
pub(super) fn fault(recipient: Option<&Recipient>) -> Option<&'static str> {
    let Some(recipient) = recipient else { return Some("deleted") };
    match kind(recipient) {
        "DynamicDistributionGroup" => Some("dynamic group"),
        "DisabledUser" => Some("disabled"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, known, names, recipient, removed};
    use crate::check::{Datum, Reading};
    use crate::tenant::ListSetting;

    fn listing(names_: &[&str]) -> Case {
        Case::new()
            .with_recipient("Ann", recipient("ann", "UserMailbox"))
            .with_recipient("Bob", recipient("bob", "DisabledUser"))
            .with_recipient("All", recipient("all", "DynamicDistributionGroup"))
            .with_recipient("Gone", known(None))
            .with_recipient("Closed", denied())
            .calendar(|calendar| calendar.book_in_policy = names(names_))
    }

    #[test]
    fn people_and_empty_lists_pass() {
        Case::new().passes(&CHECK);
        listing(&["Ann"]).passes(&CHECK);
    }

    #[test]
    fn whoever_cannot_book_is_named_with_the_reason() {
        let finding = listing(&["Ann", "Bob", "All", "Gone"]).fails(&CHECK);
        let who = Datum::List(vec!["Gone".into(), "all".into(), "bob".into()]);
        let why = Datum::List(vec!["deleted".into(), "disabled".into(), "dynamic group".into()]);
        assert_eq!(finding.actual, Reading::of("unusable_recipients", who).and("reasons", why));
    }

    #[test]
    fn all_three_lists_are_looked_at() {
        listing(&[]).calendar(|calendar| calendar.request_in_policy = names(&["Gone"])).fails(&CHECK);
        listing(&[]).calendar(|calendar| calendar.request_out_of_policy = names(&["Gone"])).fails(&CHECK);
    }

    #[test]
    fn somebody_who_could_not_be_looked_up_is_unknown_unless_another_is_at_fault() {
        assert!(matches!(listing(&["Closed"]).is_unknown(&CHECK), Gap::Denied { .. }));
        assert_eq!(listing(&["Never looked up"]).is_unknown(&CHECK), Gap::NotGathered);
        listing(&["Closed", "Gone"]).fails(&CHECK);
        listing(&[]).calendar(|calendar| calendar.request_in_policy = None).lacks(&CHECK, "RequestInPolicy");
    }

    #[test]
    fn its_repair_takes_out_those_at_fault_and_leaves_the_others() {
        let gone = removed(ListSetting::BookInPolicy, &["All", "Bob", "Gone"]);
        listing(&["Ann", "Bob", "All", "Gone"]).is_mended_by(&CHECK, &[gone]);
    }

    #[test]
    fn the_last_who_keep_a_room_open_are_left_to_a_person() {
        let closed = |names: &[&str]| listing(names).calendar(|calendar| calendar.all_book_in_policy = Some(false));
        closed(&["Gone"]).is_mended_by_hand(&CHECK);
        closed(&["Gone", "Ann"]).is_mended_by(&CHECK, &[removed(ListSetting::BookInPolicy, &["Gone"])]);
    }
}
