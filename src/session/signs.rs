//! What the headers of answers tell about the services themselves: their clock, and what is left of their patience.
//!
//! Remembers, and judges nothing.

use std::sync::{Mutex, MutexGuard, PoisonError};

use http::HeaderMap;
use jiff::Timestamp;

use super::retry::http_date;
use crate::tenant::RequestBudget;

/// What was seen so far.
#[derive(Debug, Default)]
pub struct Signs(Mutex<Seen>);

#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    clock_ahead: Option<i64>,
    budget: Option<RequestBudget>,
}

impl Signs {
    /// Takes the headers of an answer of Graph, at the time when it arrived.
    pub fn of_graph(&self, headers: &HeaderMap, now: Timestamp) {
        let Some(date) = headers.get(http::header::DATE).and_then(|date| http_date(date.to_str().ok()?)) else {
            return;
        };
        let ahead = now.as_second() - date.as_second();
        let mut seen = self.seen();
        // The way here takes time and only ever makes the difference larger: the smallest one is the truest.
        if seen.clock_ahead.is_none_or(|before| ahead.abs() < before.abs()) {
            seen.clock_ahead = Some(ahead);
        }
    }

    /// Takes the headers of an answer of Exchange.
    pub fn of_exchange(&self, headers: &HeaderMap) {
        let number = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()?.trim().parse::<i64>().ok());
        let (Some(limit), Some(remaining)) = (number("rate-limit-limit"), number("rate-limit-remaining")) else {
            return;
        };
        let mut seen = self.seen();
        if seen.budget.is_none_or(|before| remaining < before.remaining) {
            seen.budget = Some(RequestBudget { limit, remaining });
        }
    }

    /// How many seconds this machine's clock is ahead of Graph's; `None` before the first answer.
    pub fn clock_ahead(&self) -> Option<i64> {
        self.seen().clock_ahead
    }

    /// The least that Exchange said was left of its budget; `None` when it said nothing about it.
    pub fn budget(&self) -> Option<RequestBudget> {
        self.seen().budget
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_smallest_difference_of_the_clocks_counts_on_either_side() {
        let signs = Signs::default();
        assert_eq!(signs.clock_ahead(), None);
        let nine = headers(&[("date", "Sat, 21 Nov 2026 09:00:00 GMT")]);
        signs.of_graph(&nine, at("2026-11-21T09:10:09Z"));
        signs.of_graph(&nine, at("2026-11-21T09:10:02.9Z"));
        signs.of_graph(&nine, at("2026-11-21T09:10:30Z"));
        assert_eq!(signs.clock_ahead(), Some(602));
        let behind = Signs::default();
        behind.of_graph(&nine, at("2026-11-21T08:55:00Z"));
        behind.of_graph(&nine, at("2026-11-21T08:54:00Z"));
        assert_eq!(behind.clock_ahead(), Some(-300));
    }

    #[test]
    fn an_answer_without_a_date_says_nothing_about_the_clock() {
        let signs = Signs::default();
        signs.of_graph(&headers(&[]), at("2026-11-21T09:00:00Z"));
        signs.of_graph(&headers(&[("date", "yesterday")]), at("2026-11-21T09:00:00Z"));
        assert_eq!(signs.clock_ahead(), None);
    }

    #[test]
    fn the_lowest_budget_of_the_run_is_kept() {
        let signs = Signs::default();
        for remaining in ["900", "120", "29000"] {
            signs.of_exchange(&headers(&[("rate-limit-limit", "30000"), ("rate-limit-remaining", remaining)]));
        }
        signs.of_exchange(&headers(&[("rate-limit-remaining", "1")]));
        assert_eq!(signs.budget(), Some(RequestBudget { limit: 30_000, remaining: 120 }));
    }
}
