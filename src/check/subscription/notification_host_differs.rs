//! SB005. Graph notifies another host than the product's.

use super::{each, host, missing, not_applicable};
use crate::check::app::consent::words;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Subscription};

/// Notifications go to another host.
pub static CHECK: Check = Check {
    id: "SB005",
    name: "notification-host-differs",
    title: "Notifications go to another host",
    consequence: "Somebody else than {product} is told when meetings change, and {product} perhaps not at all.",
    area: Area::Setup,
    severity: Severity::Error,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/notification-host-differs.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let Some(wanted) = context.product.parameters.notification_host.as_deref() else {
        return Ok(not_applicable(context));
    };
    each(context, |subscriptions| judge(subscriptions, wanted))
}

fn judge(subscriptions: &[&Subscription], wanted: &str) -> Result<Outcome, Gap> {
    let mut others = Vec::new();
    let mut gap = None;
    for subscription in subscriptions {
        match &subscription.notification_url {
            None => gap = Some(missing("notificationUrl")),
            Some(url) => match host(url) {
                Some(host) if host.eq_ignore_ascii_case(wanted) => {}
                Some(host) => others.push(host),
                None => others.push("an address that is no URL".to_owned()),
            },
        }
    }
    others.sort_unstable();
    others.dedup();
    match (others.is_empty(), gap) {
        (false, _) => {
            let actual = Reading::of("notification_host", words(others.iter().map(String::as_str)));
            Ok(Finding::new(actual, Reading::of("notification_host", wanted)).into())
        }
        (true, Some(gap)) => Err(gap),
        (true, None) => Ok(Outcome::Pass),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::check::subscription::fixture::{on, product, with};

    fn told(subscriptions: Vec<Subscription>) -> Vec<String> {
        let mut product = product();
        product.set("notification_host", "Hooks.example.com").unwrap();
        lines_for(&CHECK, &with(subscriptions), &product)
    }

    fn to(url: &str) -> Subscription {
        Subscription { notification_url: Some(url.into()), ..on(ROOM_1) }
    }

    #[test]
    fn without_a_host_to_compare_with_it_is_not_judged() {
        assert_eq!(lines_for(&CHECK, &with(vec![on(ROOM_1)]), &product()), ["app: not applicable"]);
    }

    #[test]
    fn the_products_host_passes_in_any_case_and_with_any_port() {
        assert_eq!(told(vec![to("https://HOOKS.example.com:8443/x?y=1")]), [format!("{ROOM_1}: pass")]);
    }

    #[test]
    fn any_other_host_fails() {
        for url in [
            "https://hooks.example.com.evil.example/",
            "https://evil.example/hooks.example.com",
            "https://hooks.example.com@evil.example/",
            "not a url",
        ] {
            assert_eq!(told(vec![to(url)]), [format!("{ROOM_1}: error")], "{url}");
        }
        assert_eq!(told(vec![on("ann@contoso.example"), on(ROOM_1)]).len(), 2);
    }

    #[test]
    fn one_of_two_is_enough_to_fail_and_an_answer_without_the_url_is_unknown() {
        assert_eq!(told(vec![on(ROOM_1), to("https://old.example.com")]), [format!("{ROOM_1}: error")]);
        let silent = Subscription { notification_url: None, ..on(ROOM_1) };
        assert_eq!(told(vec![silent.clone()]), [format!("{ROOM_1}: unknown")]);
        assert_eq!(told(vec![silent, to("https://old.example.com")]), [format!("{ROOM_1}: error")]);
    }
}
