//! SB003. The last subscription of a room ends within a day, and nobody seems to renew it.

use jiff::SignedDuration;

use super::{Subscriptions, missing, not_applicable};
use crate::check::{Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Subscription};

/// Subscription ends soon.
pub static CHECK: Check = Check {
    id: "SB003",
    name: "subscription-ends-soon",
    title: "Subscription ends within a day",
    consequence: "If {product} does not renew it in time, changes in Outlook stop reaching it and are lost until it does.",
    area: Area::Setup,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/subscription-ends-soon.md"),
    probe: Probe::Tenant(probe),
};

/// Subscriptions on events live for just under seven days at most: a product renews them well before this.
const LEAST_HOURS: i64 = 24;

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let Some(all) = Subscriptions::of(context)? else { return Ok(not_applicable(context)) };
    let rooms = &context.snapshot.rooms;
    let judged: Vec<_> = all
        .by_room
        .iter()
        .filter_map(|(address, subscriptions)| {
            Some(Judged { subject: rooms.get(*address)?.into(), outcome: judge(subscriptions, context) })
        })
        .collect();
    Ok(if judged.is_empty() { not_applicable(context) } else { judged })
}

fn judge(subscriptions: &[&Subscription], context: &Context<'_>) -> Result<Outcome, Gap> {
    let ends: Vec<_> = subscriptions.iter().filter_map(|one| one.expires).collect();
    let last = *ends.iter().max().ok_or(missing("expirationDateTime"))?;
    let left = last.duration_since(context.now());
    if left >= SignedDuration::from_hours(LEAST_HOURS) {
        return Ok(Outcome::Pass);
    }
    if ends.len() < subscriptions.len() {
        // One of them may well live longer.
        return Err(missing("expirationDateTime"));
    }
    let actual = Reading::of("left_hours", left.as_hours()).and("ends", last);
    Ok(Finding::new(actual, Reading::of("left_hours", Datum::AtLeast(LEAST_HOURS))).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::check::subscription::fixture::{on, product, with};

    fn until(end: &str) -> Subscription {
        Subscription { expires: Some(at(end)), ..on(ROOM_1) }
    }

    fn word(subscriptions: Vec<Subscription>) -> String {
        lines_for(&CHECK, &with(subscriptions), &product())[0].rsplit(": ").next().unwrap().to_owned()
    }

    #[test]
    fn a_day_is_enough_and_less_is_not() {
        assert_eq!(word(vec![until("2026-11-22T09:00:00Z")]), "pass");
        assert_eq!(word(vec![until("2026-11-22T08:59:59Z")]), "warning");
    }

    #[test]
    fn the_longest_of_several_counts() {
        assert_eq!(word(vec![until("2026-11-21T10:00:00Z"), until("2026-11-24T09:00:00Z")]), "pass");
    }

    #[test]
    fn an_answer_without_the_end_is_unknown() {
        let endless = Subscription { expires: None, ..on(ROOM_1) };
        assert_eq!(word(vec![endless.clone()]), "unknown");
        assert_eq!(word(vec![endless.clone(), until("2026-11-21T10:00:00Z")]), "unknown");
        assert_eq!(word(vec![endless, until("2026-11-24T09:00:00Z")]), "pass");
    }

    #[test]
    fn a_room_without_a_live_one_is_told_elsewhere() {
        assert_eq!(word(vec![until("2026-11-20T09:00:00Z")]), "not applicable");
    }
}
