//! Whether to ask again, and when. Pure: the session does the waiting.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;
use tokio::sync::Notify;

/// How often one request is tried at the most.
pub const MAX_ATTEMPTS: u32 = 8;

/// What happened to a request that did not succeed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempt {
    /// Which try it was, from 1.
    pub number: u32,
    /// The HTTP status, or `None` when the connection failed in a way that may pass.
    pub status: Option<u16>,
    /// What the service asked us to wait.
    pub retry_after: Option<Duration>,
    /// The longest single wait that the person accepts (`--max-wait`).
    pub max_wait: Duration,
    /// A number from 0 to 1 that spreads the waits of many runs.
    pub jitter: f64,
}

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Decision {
    /// Wait this long and ask again, if the retry budget allows.
    Wait(Duration),
    /// Do not ask again: it cannot help, it was tried often enough, or the wait would be too long.
    Stop,
}

/// Decides about one failed try. Every request of the program reads, so asking again is always harmless.
pub fn decide(attempt: &Attempt) -> Decision {
    let may_pass = match attempt.status {
        None | Some(408 | 424 | 429 | 500 | 502 | 503 | 504) => true,
        Some(_) => false,
    };
    if !may_pass || attempt.number >= MAX_ATTEMPTS {
        return Decision::Stop;
    }
    // A server error without a word about waiting is not worth as many tries as throttling.
    if attempt.status != Some(429) && attempt.retry_after.is_none() && attempt.number >= 5 {
        return Decision::Stop;
    }
    let wait = match attempt.retry_after {
        Some(asked) if asked > attempt.max_wait => return Decision::Stop,
        // Never sooner than asked; up to a tenth later, so that many runs do not come back at once.
        Some(asked) => asked.mul_f64(1.0 + 0.1 * attempt.jitter),
        None => {
            let ceiling = 2f64.powi(attempt.number.min(7) as i32 - 1).min(60.0);
            Duration::from_secs_f64((ceiling * attempt.jitter).max(1.0)).min(attempt.max_wait)
        }
    };
    Decision::Wait(wait)
}

/// Reads `Retry-After`: whole seconds, decimals (rounded up), or an HTTP date against the answer's own `Date`.
///
/// At least one second. Of several headers the longest counts. `None` when there is none that can be understood.
pub fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let server_now = headers.get(http::header::DATE).and_then(|date| http_date(date.to_str().ok()?)).unwrap_or(now);
    headers
        .get_all(http::header::RETRY_AFTER)
        .iter()
        .filter_map(|value| one_retry_after(value.to_str().ok()?.trim(), server_now))
        .max()
}

fn one_retry_after(text: &str, server_now: Timestamp) -> Option<Duration> {
    let seconds = match text.parse::<f64>() {
        Ok(number) if number.is_finite() => number.ceil(),
        Ok(_) => return None,
        Err(_) => http_date(text)?.duration_since(server_now).as_secs_f64().ceil(),
    };
    // A century is long enough for every purpose, and safe to turn into a duration.
    Some(Duration::from_secs_f64(seconds.clamp(1.0, 3.2e9)))
}

/// Reads the three forms of an HTTP date: RFC 1123, RFC 850, and asctime.
pub(super) fn http_date(text: &str) -> Option<Timestamp> {
    use jiff::fmt::{rfc2822, strtime};
    if let Ok(zoned) = rfc2822::parse(&text.replace("GMT", "+0000")) {
        return Some(zoned.timestamp());
    }
    let civil = strtime::parse("%A, %d-%b-%y %H:%M:%S GMT", text)
        .or_else(|_| strtime::parse("%a %b %e %H:%M:%S %Y", text))
        .ok()?;
    civil.to_datetime().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// The budget of retries of one service: one that keeps refusing sees about a tenth more requests, not many times as many.
///
/// Every request brings a tenth of a token; every retry borrows a whole one; a retry that helps gives it back, so a
/// service that refuses every seventh call is still read to the end. Nobody gives up while a token that is out on loan
/// may still come back.
#[derive(Debug)]
pub struct Budget {
    state: Mutex<BudgetState>,
    changed: Notify,
}

#[derive(Debug)]
struct BudgetState {
    tokens: f64,
    lent: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { state: Mutex::new(BudgetState { tokens: 10.0, lent: 0 }), changed: Notify::new() }
    }
}

impl Budget {
    const FULL: f64 = 500.0;

    fn state(&self) -> MutexGuard<'_, BudgetState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a new request.
    pub fn request(&self) {
        self.add(0.1);
    }

    /// Gives tokens back for earlier retries of a request that succeeded in the end.
    pub fn give_back(&self, retries: u32) {
        self.add(f64::from(retries));
    }

    fn add(&self, tokens: f64) {
        let mut state = self.state();
        state.tokens = (state.tokens + tokens).min(Self::FULL);
        drop(state);
        self.changed.notify_waiters();
    }

    /// Borrows a token for one retry; `None` when there is none and none is out on loan.
    ///
    /// A borrower must end its own loan before it asks for the next one.
    pub async fn borrow(&self) -> Option<Loan<'_>> {
        loop {
            let changed = self.changed.notified();
            let mut changed = std::pin::pin!(changed);
            changed.as_mut().enable();
            {
                let mut state = self.state();
                if state.tokens >= 1.0 {
                    state.tokens -= 1.0;
                    state.lent += 1;
                    return Some(Loan { budget: self, is_returned: false });
                }
                if state.lent == 0 {
                    return None;
                }
            }
            changed.await;
        }
    }
}

/// A token on loan: spent when dropped, unless it is returned.
#[derive(Debug)]
pub struct Loan<'a> {
    budget: &'a Budget,
    is_returned: bool,
}

impl Loan<'_> {
    /// The retry helped.
    pub fn returned(mut self) {
        self.is_returned = true;
    }
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        let mut state = self.budget.state();
        state.lent -= 1;
        if self.is_returned {
            state.tokens = (state.tokens + 1.0).min(Budget::FULL);
        }
        drop(state);
        self.budget.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, HeaderValue::from_str(value).unwrap());
        }
        map
    }

    fn seconds(pairs: &[(&'static str, &str)]) -> Option<u64> {
        retry_after(&headers(pairs), "2026-11-21T09:00:00Z".parse().unwrap()).map(|wait| wait.as_secs())
    }

    #[test]
    fn whole_and_decimal_seconds_are_rounded_up_to_at_least_one() {
        assert_eq!(seconds(&[("retry-after", "7")]), Some(7));
        assert_eq!(seconds(&[("retry-after", "0.249")]), Some(1));
        assert_eq!(seconds(&[("retry-after", "2.128")]), Some(3));
        assert_eq!(seconds(&[("retry-after", "-5")]), Some(1));
        assert_eq!(seconds(&[("retry-after", "0")]), Some(1));
    }

    #[test]
    fn dates_are_read_against_the_date_of_the_answer() {
        let date = ("date", "Sat, 21 Nov 2020 09:00:00 GMT");
        assert_eq!(seconds(&[date, ("retry-after", "Sat, 21 Nov 2020 09:00:30 GMT")]), Some(30));
        assert_eq!(seconds(&[date, ("retry-after", "Saturday, 21-Nov-20 09:00:30 GMT")]), Some(30));
        assert_eq!(seconds(&[date, ("retry-after", "Sat Nov 21 09:00:30 2020")]), Some(30));
        assert_eq!(seconds(&[date, ("retry-after", "Fri, 20 Nov 2020 09:00:30 GMT")]), Some(1));
    }

    #[test]
    fn garbage_is_nothing_and_the_larger_of_two_counts() {
        assert_eq!(seconds(&[("retry-after", "soon")]), None);
        assert_eq!(seconds(&[("retry-after", "inf")]), None);
        assert_eq!(seconds(&[("retry-after", "2"), ("retry-after", "9")]), Some(9));
        assert_eq!(seconds(&[]), None);
    }

    fn attempt(number: u32, status: Option<u16>, retry_after: Option<u64>) -> Attempt {
        Attempt {
            number,
            status,
            retry_after: retry_after.map(Duration::from_secs),
            max_wait: Duration::from_secs(300),
            jitter: 0.5,
        }
    }

    #[test]
    fn the_wait_is_never_shorter_than_asked() {
        assert_eq!(decide(&attempt(1, Some(429), Some(7))), Decision::Wait(Duration::from_millis(7350)));
    }

    #[test]
    fn a_wait_beyond_what_the_person_accepts_stops() {
        assert_eq!(decide(&attempt(1, Some(429), Some(86_400))), Decision::Stop);
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        for status in [400, 401, 403, 404, 405, 501, 505] {
            assert_eq!(decide(&attempt(1, Some(status), None)), Decision::Stop, "{status}");
        }
        for status in [408, 424, 429, 500, 502, 503, 504] {
            assert!(matches!(decide(&attempt(1, Some(status), None)), Decision::Wait(_)), "{status}");
        }
    }

    #[test]
    fn tries_end() {
        assert_eq!(decide(&attempt(5, Some(500), None)), Decision::Stop);
        assert_eq!(decide(&attempt(8, Some(429), Some(1))), Decision::Stop);
    }

    #[tokio::test]
    async fn a_service_that_always_refuses_sees_about_a_tenth_more() {
        let budget = Budget::default();
        let mut retries = 0;
        for _ in 0..1000 {
            budget.request();
            retries += u32::from(budget.borrow().await.is_some());
        }
        assert!((100..=111).contains(&retries), "{retries}");
    }

    #[tokio::test]
    async fn a_moody_service_is_read_whole_however_many_retries_wait_at_once() {
        let budget = std::sync::Arc::new(Budget::default());
        let retries = (0..1000).map(|_| {
            let budget = std::sync::Arc::clone(&budget);
            tokio::spawn(async move {
                let loan = budget.borrow().await.expect("a token comes back");
                tokio::task::yield_now().await;
                loan.returned();
            })
        });
        for retry in retries.collect::<Vec<_>>() {
            retry.await.unwrap();
        }
    }

    #[tokio::test]
    async fn those_who_wait_for_a_loan_that_is_spent_give_up() {
        let budget = std::sync::Arc::new(Budget::default());
        let mut loans = Vec::new();
        for _ in 0..10 {
            loans.push(budget.borrow().await.unwrap());
        }
        let waiting = tokio::spawn({
            let budget = std::sync::Arc::clone(&budget);
            async move { budget.borrow().await.is_some() }
        });
        tokio::task::yield_now().await;
        drop(loans);
        assert!(!waiting.await.unwrap());
    }

    proptest::proptest! {
        #[test]
        fn any_header_is_read_without_panic(text in "\\PC*") {
            if let Ok(value) = HeaderValue::from_str(&text) {
                let mut map = HeaderMap::new();
                map.insert("retry-after", value);
                if let Some(wait) = retry_after(&map, Timestamp::UNIX_EPOCH) {
                    proptest::prop_assert!(wait >= Duration::from_secs(1));
                }
            }
        }
    }
}
