//! SB006. Nobody is told when Graph drops a subscription.

use super::each;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Subscription, Untrusted};

/// Subscription without a lifecycle address.
pub static CHECK: Check = Check {
    id: "SB006",
    name: "no-lifecycle-url",
    title: "Subscription without a lifecycle address",
    consequence: "When Microsoft removes the subscription or misses notifications, {product} does not hear of it.",
    area: Area::Setup,
    severity: Severity::Info,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/no-lifecycle-url.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    each(context, |subscriptions| Ok(judge(subscriptions)))
}

/// One address is enough: the product that hears of one loss looks after all.
fn judge(subscriptions: &[&Subscription]) -> Outcome {
    let has = |one: &&Subscription| one.lifecycle_url.as_ref().is_some_and(|url: &Untrusted| !url.is_blank());
    if subscriptions.iter().any(has) {
        return Outcome::Pass;
    }
    Finding::new(Reading::of("lifecycle_address", false), Reading::of("lifecycle_address", true)).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::check::subscription::fixture::{on, product, with};

    #[test]
    fn an_address_passes_and_none_or_a_blank_one_is_told() {
        let told = |url: Option<&str>| {
            let one = Subscription { lifecycle_url: url.map(Untrusted::from), ..on(ROOM_1) };
            lines_for(&CHECK, &with(vec![one]), &product())
        };
        assert_eq!(told(Some("https://hooks.example.com/l")), [format!("{ROOM_1}: pass")]);
        assert_eq!(told(None), [format!("{ROOM_1}: info")]);
        assert_eq!(told(Some(" ")), [format!("{ROOM_1}: info")]);
    }

    #[test]
    fn without_subscriptions_there_is_nothing_to_judge() {
        assert_eq!(lines_for(&CHECK, &with(vec![]), &product()), ["app: not applicable"]);
    }
}
