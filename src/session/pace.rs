//! How many requests are under way at once, per service. Grows while answers stay quick, shrinks when told to wait.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// The pacer of one service for one app and tenant.
#[derive(Debug)]
pub struct Pace {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug)]
struct State {
    limit: usize,
    most: usize,
    in_flight: usize,
    paused_until: Option<Instant>,
    quickest: Option<Duration>,
    refused_at: Option<Instant>,
}

/// A place among the requests under way; free again when dropped.
#[derive(Debug)]
pub struct Place {
    pace: Arc<Pace>,
    since: Instant,
}

impl Pace {
    /// Begins with `first` requests under way and never has more than `most`.
    pub fn new(first: usize, most: usize) -> Arc<Self> {
        let state = State { limit: first, most, in_flight: 0, paused_until: None, quickest: None, refused_at: None };
        Arc::new(Self { state: Mutex::new(state), changed: Notify::new() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a place.
    pub async fn enter(self: &Arc<Self>) -> Place {
        loop {
            let changed = self.changed.notified();
            let wait_until = {
                let mut state = self.state();
                let now = Instant::now();
                match state.paused_until {
                    Some(until) if until > now => Some(until),
                    Some(_) | None if state.in_flight < state.limit => {
                        state.in_flight += 1;
                        return Place { pace: Arc::clone(self), since: now };
                    }
                    Some(_) | None => None,
                }
            };
            match wait_until {
                Some(until) => tokio::time::sleep_until(until).await,
                None => changed.await,
            }
        }
    }

    /// Lets no request start for a while: the service said so.
    pub fn pause(&self, wait: Duration) {
        let mut state = self.state();
        let until = Instant::now() + wait;
        state.paused_until = Some(state.paused_until.map_or(until, |before| before.max(until)));
        drop(state);
        self.refused();
    }

    /// Halves the number of requests under way, once for answers that came back together.
    pub fn refused(&self) {
        let mut state = self.state();
        let now = Instant::now();
        let just_now = state.refused_at.is_some_and(|before| now - before < Duration::from_millis(500));
        if !just_now {
            state.limit = (state.limit / 2).max(1);
            state.refused_at = Some(now);
        }
    }
}

impl Place {
    /// Tells that the answer was a good one: while answers stay as quick as the quickest so far, one more may start.
    pub fn succeeded(&self) {
        let took = self.since.elapsed();
        let mut state = self.pace.state();
        let quickest = state.quickest.map_or(took, |before| before.min(took));
        state.quickest = Some(quickest);
        if took <= quickest * 2 + Duration::from_millis(50) {
            state.limit = (state.limit + 1).min(state.most);
        }
        drop(state);
        self.pace.changed.notify_one();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.pace.state().in_flight -= 1;
        self.pace.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Pace {
        fn limit(&self) -> usize {
            self.state().limit
        }
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_than_the_limit_are_under_way() {
        let pace = Pace::new(2, 4);
        let first = pace.enter().await;
        let _second = pace.enter().await;
        assert!(tokio::time::timeout(Duration::from_secs(1), pace.enter()).await.is_err());
        drop(first);
        assert!(tokio::time::timeout(Duration::from_secs(1), pace.enter()).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn quick_answers_let_more_start_up_to_the_most() {
        let pace = Pace::new(2, 4);
        for _ in 0..10 {
            pace.enter().await.succeeded();
        }
        assert_eq!(pace.limit(), 4);
    }

    #[tokio::test(start_paused = true)]
    async fn slow_answers_do_not() {
        let pace = Pace::new(2, 8);
        pace.enter().await.succeeded();
        assert_eq!(pace.limit(), 3);
        let place = pace.enter().await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        place.succeeded();
        assert_eq!(pace.limit(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_pause_everybody_comes_in_as_many_at_once_as_the_limit_allows() {
        let pace = Pace::new(8, 8);
        let second = Duration::from_secs(1);
        let before = Instant::now();
        let waiters: Vec<_> = (0..40)
            .map(|_| {
                let pace = Arc::clone(&pace);
                tokio::spawn(async move {
                    let place = pace.enter().await;
                    tokio::time::sleep(second).await;
                    drop(place);
                })
            })
            .collect();
        tokio::time::sleep(second / 2).await;
        pace.pause(second * 10);
        for waiter in waiters {
            waiter.await.unwrap();
        }
        // Eight before the pause, then eight rounds of four behind its end.
        assert_eq!(before.elapsed(), second / 2 + second * 10 + second * 8);
    }

    #[tokio::test(start_paused = true)]
    async fn who_gives_up_waiting_does_not_take_the_place_of_the_next() {
        let pace = Pace::new(1, 1);
        let place = pace.enter().await;
        let mut first = Box::pin(pace.enter());
        let mut next = Box::pin(pace.enter());
        let at_once = Duration::ZERO;
        assert!(tokio::time::timeout(at_once, &mut first).await.is_err());
        assert!(tokio::time::timeout(at_once, &mut next).await.is_err());
        drop(place);
        drop(first);
        assert!(tokio::time::timeout(Duration::from_secs(1), next).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_everybody_and_halves_the_limit_once() {
        let pace = Pace::new(8, 8);
        pace.pause(Duration::from_secs(7));
        pace.pause(Duration::from_secs(3));
        assert_eq!(pace.limit(), 4);
        let before = Instant::now();
        let _place = pace.enter().await;
        assert_eq!(before.elapsed().as_secs(), 7);
    }
}
