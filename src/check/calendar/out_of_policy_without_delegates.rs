//! CP003. A room that lets people ask beyond its policy and has no delegate.

use crate::check::calendar::policy;
use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::tenant::{CalendarProcessing, Change, Gap, ListSetting, Room, Setting};

/// Requests beyond policy have nobody to decide them.
pub static CHECK: Check = Check {
    id: "CP003",
    name: "out-of-policy-without-delegates",
    title: "Requests beyond policy have nobody to decide them",
    consequence: "A request beyond the room's limits is taken tentatively and stays so for ever, and blocks the time.",
    area: Area::Calendars,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/out-of-policy-without-delegates.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    if calendar.resource_delegates.as_ref().is_some_and(|delegates| !delegates.is_empty()) {
        return Ok(Outcome::Pass);
    }
    let everybody = calendar_field(&calendar.all_request_out_of_policy, "AllRequestOutOfPolicy");
    let some = calendar_field(&calendar.request_out_of_policy, "RequestOutOfPolicy");
    let who = match (everybody, some) {
        (Ok(true), _) => "everybody",
        (_, Ok(list)) if !list.is_empty() => "some people",
        (Err(gap), _) | (_, Err(gap)) => return Err(gap),
        (Ok(false), Ok(_)) => return Ok(Outcome::Pass),
    };
    calendar_field(&calendar.resource_delegates, "ResourceDelegates")?;
    let actual = Reading::of("resource_delegates", 0).and("may_ask_beyond_policy", who);
    let finding = Finding::new(actual, Reading::of("resource_delegates", Datum::AtLeast(1)));
    Ok(finding.mend(nobody_asks(room, calendar, context)).into())
}

/// Nobody may ask beyond policy any more. Who should decide instead no script can know.
fn nobody_asks(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Vec<Change> {
    let list = ListSetting::RequestOutOfPolicy;
    let listed = calendar.request_out_of_policy.iter().flatten();
    let mut changes: Vec<Change> = mend::processing(room, calendar, Setting::AllRequestOutOfPolicy, false)
        .into_iter()
        .chain(mend::amended(room, list, [], listed.map(|name| mend::listed(name, context))))
        .collect();
    if policy::is_closed(calendar) {
        // Asking beyond policy was the only way in.
        let opened = policy::opened(room, calendar, context);
        if opened.is_empty() {
            return opened;
        }
        changes.extend(opened);
    } else if policy::is_closed(&policy::usable(calendar, context)) {
        // Those who remain cannot book; CP007 names them, and somebody says who is meant instead.
        return Vec::new();
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed, known, names, removed};

    fn open() -> Case {
        Case::new().calendar(|calendar| calendar.all_request_out_of_policy = Some(true))
    }

    #[test]
    fn a_room_that_keeps_to_its_policy_passes() {
        Case::new().passes(&CHECK);
    }

    #[test]
    fn a_delegate_makes_it_fine() {
        open().calendar(|calendar| calendar.resource_delegates = names(&["Ann"])).passes(&CHECK);
    }

    #[test]
    fn asking_beyond_policy_without_a_delegate_fails() {
        assert_eq!(open().fails(&CHECK).actual.0["may_ask_beyond_policy"], "everybody".into());
        let listed = Case::new().calendar(|calendar| calendar.request_out_of_policy = names(&["Ann"]));
        assert_eq!(listed.fails(&CHECK).actual.0["may_ask_beyond_policy"], "some people".into());
        assert_eq!(listed.fails(&CHECK).expected, open().fails(&CHECK).expected);
    }

    #[test]
    fn what_was_left_out_is_unknown_where_it_matters() {
        open().calendar(|calendar| calendar.resource_delegates = None).lacks(&CHECK, "ResourceDelegates");
        Case::new().calendar(|calendar| calendar.resource_delegates = None).passes(&CHECK);
        Case::new().calendar(|calendar| calendar.request_out_of_policy = None).lacks(&CHECK, "RequestOutOfPolicy");
        open().calendar(|calendar| calendar.request_out_of_policy = None).fails(&CHECK);
    }

    #[test]
    fn its_repair_lets_nobody_ask() {
        open().is_mended_by(&CHECK, &[changed(Setting::AllRequestOutOfPolicy, true, false)]);
        let listed = Case::new().calendar(|calendar| calendar.request_out_of_policy = names(&["Ann", "Bob"]));
        listed.is_mended_by(&CHECK, &[removed(ListSetting::RequestOutOfPolicy, &["Ann", "Bob"])]);
    }

    #[test]
    fn where_asking_was_the_only_way_in_another_one_is_opened() {
        let only = open().calendar(|calendar| calendar.all_book_in_policy = Some(false));
        only.is_mended_by(
            &CHECK,
            &[changed(Setting::AllRequestOutOfPolicy, true, false), changed(Setting::AllBookInPolicy, false, true)],
        );
        let left_to_nobody =
            only.with_recipient("Gone", known(None)).calendar(|calendar| calendar.book_in_policy = names(&["Gone"]));
        left_to_nobody.is_mended_by_hand(&CHECK);
    }
}
