//! Faults that a service or a network shows, seeded and repeatable. Rules count what they match; nothing is random.
//!
//! A rule looks at one line per answer: `graph get /v1.0/users/x/calendar`, `exchange post /adminapi/… get-place x@y`,
//! `login post /…/token`; items of a batch have their own line. All of it is lower-case.

use std::sync::atomic::{AtomicU64, Ordering};

/// Which faults the tenant shows. None by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// The rules; the first one that strikes decides.
    pub rules: Vec<Rule>,
}

/// When a fault shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Lower-case texts, separated by `|`, one of which the line must hold. An empty text is in every line.
    pub on: String,
    /// How many matches pass before the rule begins to count.
    pub after: u64,
    /// Strikes at every so many matches; 1 means always.
    pub every: u64,
    /// How often it strikes at most.
    pub times: Option<u64>,
    /// What happens.
    pub what: Fault,
}

/// What happens instead of, or to, an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 429, with this text as `Retry-After` where there is one.
    Throttled(Option<String>),
    /// A 5xx status.
    Broken(u16),
    /// 401, as when a token ended early.
    SignedOut,
    /// 200 with a web page, as a captive portal or a proxy gives it.
    WebPage,
    /// 302 to a regional Exchange host with this label. Hosts that already are regional are not redirected.
    Region(String),
    /// The next link of a page points somewhere else.
    NextLink(NextLink),
    /// The body ends in the middle.
    CutOff,
}

/// Where a bad next link points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextLink {
    /// Back to the page that it is on.
    Loops,
    /// To a host of somebody else.
    ForeignHost,
    /// To the right host without TLS.
    PlainHttp,
    /// Nowhere: the link is missing although there is more.
    Missing,
}

impl Rule {
    /// A rule that always strikes on lines that hold `on`.
    pub fn on(on: &str, what: Fault) -> Self {
        Self { on: on.to_lowercase(), after: 0, every: 1, times: None, what }
    }

    /// Strikes at every `every`th match.
    #[must_use]
    pub fn every(mut self, every: u64) -> Self {
        self.every = every.max(1);
        self
    }

    /// Lets the first matches pass.
    #[must_use]
    pub fn after(mut self, after: u64) -> Self {
        self.after = after;
        self
    }

    /// Strikes once.
    #[must_use]
    pub fn once(mut self) -> Self {
        self.times = Some(1);
        self
    }

    fn matches(&self, line: &str) -> bool {
        self.on.split('|').any(|text| line.contains(text))
    }
}

impl Faults {
    /// Every `every`th answer of Graph and Exchange, items of batches included, is a 429 with `Retry-After: 1`.
    pub fn throttling(every: u64) -> Self {
        Self { rules: vec![Rule::on("graph |exchange ", Fault::Throttled(Some("1".to_owned()))).every(every)] }
    }

    /// Adds a rule.
    #[must_use]
    pub fn and(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }
}

/// How often each rule matched and struck.
#[derive(Debug, Default)]
pub(crate) struct Counters(Vec<(AtomicU64, AtomicU64)>);

impl Counters {
    pub(crate) fn of(faults: &Faults) -> Self {
        Self(faults.rules.iter().map(|_| Default::default()).collect())
    }

    /// The fault that strikes at this line.
    pub(crate) fn strike<'a>(&self, faults: &'a Faults, line: &str) -> Option<&'a Fault> {
        let mut struck = None;
        for (rule, (matched, strikes)) in faults.rules.iter().zip(&self.0) {
            if !rule.matches(line) {
                continue;
            }
            let count = matched.fetch_add(1, Ordering::Relaxed) + 1;
            let is_due = count > rule.after && (count - rule.after) % rule.every == 0;
            if !is_due || struck.is_some() {
                continue;
            }
            if rule.times.is_none_or(|times| strikes.load(Ordering::Relaxed) < times) {
                strikes.fetch_add(1, Ordering::Relaxed);
                struck = Some(&rule.what);
            }
        }
        struck
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_count_what_they_match_and_end() {
        let faults = Faults { rules: vec![Rule::on("graph |exchange ", Fault::SignedOut).after(1).every(2).once()] };
        let counters = Counters::of(&faults);
        let struck: Vec<bool> = ["login", "graph 1", "graph 2", "exchange 3", "graph 4", "graph 5"]
            .iter()
            .map(|line| counters.strike(&faults, &format!("{line} ")).is_some())
            .collect();
        assert_eq!(struck, [false, false, false, true, false, false]);
    }
}
