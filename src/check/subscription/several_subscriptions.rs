//! SB002. A room is watched more than once.

use super::{Subscriptions, host, not_applicable};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Subscription};

/// Room with several live subscriptions.
pub static CHECK: Check = Check {
    id: "SB002",
    name: "several-subscriptions",
    title: "Several live subscriptions for one room",
    consequence: "{product} hears of every change several times, or an older set-up still listens too.",
    area: Area::Setup,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/several-subscriptions.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let Some(all) = Subscriptions::of(context)? else { return Ok(not_applicable(context)) };
    let rooms = &context.snapshot.rooms;
    let judged: Vec<_> = all
        .by_room
        .iter()
        .filter_map(|(address, subscriptions)| Some(Judged::new(rooms.get(*address)?.into(), judge(subscriptions))))
        .collect();
    Ok(if judged.is_empty() { not_applicable(context) } else { judged })
}

fn judge(subscriptions: &[&Subscription]) -> Outcome {
    if subscriptions.len() <= 1 {
        return Outcome::Pass;
    }
    let count = i64::try_from(subscriptions.len()).unwrap_or(i64::MAX);
    let finding = Finding::new(Reading::of("live_subscriptions", count), Reading::of("live_subscriptions", 1));
    let differ = |value: fn(&Subscription) -> Option<String>| {
        let mut all: Vec<_> = subscriptions.iter().map(|one| value(one)).collect();
        all.sort_unstable();
        all.dedup();
        all.len() > 1
    };
    let cause = if differ(|one| one.notification_url.as_ref().and_then(host)) {
        "they notify different hosts: one of them may be of an older set-up"
    } else if differ(|one| one.change_type.clone()) {
        "they watch different kinds of changes"
    } else {
        "they notify the same host of the same changes"
    };
    finding.cause(cause).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::check::subscription::fixture::{on, product, with};

    fn cause(second: Subscription) -> String {
        finding_for(&CHECK, &with(vec![on(ROOM_1), second]), &product()).cause.unwrap()
    }

    #[test]
    fn one_for_each_room_passes() {
        let snapshot = with(vec![on(ROOM_1), on(ROOM_2)]);
        assert_eq!(lines_for(&CHECK, &snapshot, &product()), [format!("{ROOM_1}: pass"), format!("{ROOM_2}: pass")]);
    }

    #[test]
    fn two_under_different_names_of_a_room_fail() {
        let snapshot = with(vec![on(ROOM_1), on(&object_id(1).to_string())]);
        assert_eq!(lines_for(&CHECK, &snapshot, &product()), [format!("{ROOM_1}: warning")]);
    }

    #[test]
    fn how_they_differ_is_told() {
        assert!(cause(on(ROOM_1)).contains("same host"));
        assert!(cause(Subscription { change_type: Some("created".into()), ..on(ROOM_1) }).contains("kinds of changes"));
        let old = Subscription { notification_url: Some("https://old.example.com/".into()), ..on(ROOM_1) };
        assert!(cause(old).contains("different hosts"));
    }

    #[test]
    fn one_past_its_end_does_not_count() {
        let ended = Subscription { expires: Some(at("2026-11-01T00:00:00Z")), ..on(ROOM_1) };
        assert_eq!(lines_for(&CHECK, &with(vec![on(ROOM_1), ended]), &product()), [format!("{ROOM_1}: pass")]);
        assert_eq!(lines_for(&CHECK, &with(vec![]), &product()), ["app: not applicable"]);
    }
}
