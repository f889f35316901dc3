//! What the set-up is judged by: accepted domains, the app's own subscriptions, and what answers told of the services.

use super::{Reach, Wanted, fact, whole};
use crate::api::exchange::organization;
use crate::api::graph::subscriptions;
use crate::session::Session;
use crate::tenant::{AcceptedDomain, Caller, Fact, ServiceFacts, Source, Subscription};

/// What was read.
#[derive(Default)]
pub struct Setup {
    pub accepted_domains: Fact<Vec<AcceptedDomain>>,
    pub subscriptions: Fact<Vec<Subscription>>,
}

/// Only the app itself sees its subscriptions: another reader does not ask.
pub async fn gather(session: &Session, wanted: &Wanted, reach: &Reach, is_reader: bool) -> Setup {
    if !wanted.setup {
        return Setup::default();
    }
    let domains = async {
        if let Some(fact) = reach.exchange(Source::ExchangeAcceptedDomains) {
            return fact;
        }
        let rows = whole(session.pages(organization::accepted_domains())).await;
        fact(session, Source::ExchangeAcceptedDomains, rows)
    };
    let subscriptions = async {
        if !is_reader {
            return Fact::NotGathered;
        }
        fact(session, Source::GraphSubscriptions, whole(session.pages(subscriptions::own())).await)
    };
    let (accepted_domains, subscriptions) = tokio::join!(domains, subscriptions);
    Setup { accepted_domains, subscriptions }
}

/// What the answers so far told of the services themselves, and who asked them.
pub fn services(session: &Session, caller: Fact<Caller>) -> ServiceFacts {
    fn known<T>(session: &Session, value: Option<T>, source: Source) -> Fact<T> {
        value.map_or(Fact::NotGathered, |value| Fact::known(value, source, session.now()))
    }
    ServiceFacts {
        caller,
        clock_ahead_seconds: known(session, session.clock_ahead(), Source::ServiceClock),
        exchange_budget: known(session, session.exchange_budget(), Source::ExchangeBudget),
    }
}
