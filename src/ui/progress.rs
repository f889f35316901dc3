//! How gathering goes, for a person: a line that is drawn over on a terminal, a plain line now and then elsewhere.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Redactor, guard_markers};
use crate::render::{Look, words};
use crate::session::Service;
use crate::session::progress::{Event, Observer, Wait};

/// How often a plain line is written at most.
const PLAIN_EVERY: Duration = Duration::from_secs(30);

/// stderr, and the bar that may be drawn on it.
pub(super) struct Talk {
    err: Mutex<Box<dyn Write + Send>>,
    bar: Mutex<Option<ProgressBar>>,
    redactor: Redactor,
    look: Look,
}

impl Talk {
    pub(super) fn new(err: Box<dyn Write + Send>, redactor: Redactor, look: Look) -> Self {
        Self { err: Mutex::new(err), bar: Mutex::new(None), redactor, look }
    }

    /// Writes one line of talk. A closed stderr is nobody's fault.
    pub(super) fn line(&self, text: &str) {
        let clean: Vec<_> = text.lines().map(crate::render::visible::visible).collect();
        self.block(&self.look.finish(clean.join("\n")));
    }

    /// Writes lines that are harmless already.
    pub(super) fn block(&self, text: &str) {
        let text = guard_markers(&self.redactor.redact(text));
        let mut err = self.err.lock().unwrap_or_else(PoisonError::into_inner);
        self.while_hidden(|| {
            // There is nowhere left to complain about a closed stderr.
            let _ = writeln!(err, "{text}");
        });
    }

    /// Does something while no bar is drawn.
    pub(super) fn while_hidden<T>(&self, f: impl FnOnce() -> T) -> T {
        let bar = self.bar.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match bar {
            Some(bar) => bar.suspend(f),
            None => f(),
        }
    }

    fn set_bar(&self, bar: Option<ProgressBar>) {
        *self.bar.lock().unwrap_or_else(PoisonError::into_inner) = bar;
    }
}

/// An observer that draws, writes plain lines, or says nothing.
pub(super) fn observer(talk: Arc<Talk>, quiet: bool, draws: bool, width: usize) -> Arc<dyn Observer> {
    if quiet {
        return Arc::new(crate::session::progress::Silent);
    }
    let show = if draws {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{spinner} {wide_msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.enable_steady_tick(Duration::from_millis(120));
        talk.set_bar(Some(bar.clone()));
        Show::Drawn(bar)
    } else {
        Show::Plain { last: None }
    };
    let now = Instant::now();
    Arc::new(Progress { talk, width, inner: Mutex::new(Inner { state: State::default(), show, started: now }) })
}

struct Progress {
    talk: Arc<Talk>,
    width: usize,
    inner: Mutex<Inner>,
}

struct Inner {
    state: State,
    show: Show,
    /// When the first room was to be read.
    started: Instant,
}

enum Show {
    Drawn(ProgressBar),
    Plain { last: Option<Instant> },
}

impl Drop for Progress {
    /// However gathering ended, the terminal is left clean.
    fn drop(&mut self) {
        let inner = self.inner.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Show::Drawn(bar) = &inner.show {
            bar.finish_and_clear();
            self.talk.set_bar(None);
        }
    }
}

impl Observer for Progress {
    fn event(&self, event: Event) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(event, Event::RoomsTotal(_)) && inner.state.total.is_none() {
            inner.started = Instant::now();
        }
        let is_new = inner.state.apply(event);
        let elapsed = inner.started.elapsed();
        let Inner { state, show, .. } = &mut *inner;
        match show {
            Show::Drawn(bar) if state.is_finished => {
                bar.finish_and_clear();
                self.talk.set_bar(None);
            }
            Show::Drawn(bar) => bar.set_message(self.talk.look.finish(drawn(state, elapsed, self.width))),
            Show::Plain { last } => {
                let is_due = last.is_none_or(|last| last.elapsed() >= PLAIN_EVERY);
                if is_due && is_new && !state.is_finished {
                    // The first line comes after the first pause, not at once: short runs stay quiet.
                    if last.replace(Instant::now()).is_some() {
                        self.talk.line(&plain(state));
                    }
                }
            }
        }
    }
}

/// What is known about how it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    stage: Option<&'static str>,
    found: usize,
    total: Option<usize>,
    done: usize,
    waiting: Option<(Service, u64, Wait)>,
    is_finished: bool,
}

impl State {
    /// Takes over an event; whether something worth telling changed.
    pub fn apply(&mut self, event: Event) -> bool {
        match event {
            Event::Stage(stage) => self.stage = Some(stage),
            Event::RoomsFound(found) => self.found += found,
            Event::RoomsTotal(total) => self.total = Some(total),
            Event::RoomRead => self.done += 1,
            Event::Waiting { service, seconds, because } => self.waiting = Some((service, seconds, because)),
            Event::WaitOver => self.waiting = None,
            Event::Finished => self.is_finished = true,
        }
        !matches!(event, Event::WaitOver)
    }

    fn waiting(&self) -> Option<String> {
        let (service, seconds, because) = self.waiting?;
        let who = match service {
            Service::Login => "Microsoft's sign-in",
            Service::Graph | Service::Exchange => "Microsoft",
        };
        Some(match because {
            Wait::Throttled(status) => {
                format!("waiting {} for {who} ({status})", words::duration(seconds).replace(' ', ""))
            }
            Wait::Retry => format!("trying again in {}", words::duration(seconds).replace(' ', "")),
        })
    }
}

/// The line of a log: `rsync-check: 2204/3140 rooms, waiting 8s for Microsoft (429)`.
pub fn plain(state: &State) -> String {
    let what = match (state.total, state.found, state.stage) {
        (Some(total), _, _) => format!("{}/{total} rooms", state.done),
        (None, found @ 1.., _) => format!("{found} rooms found"),
        (None, 0, Some(stage)) => format!("reading {stage}"),
        (None, 0, None) => "starting".to_owned(),
    };
    let waiting = state.waiting().map(|waiting| format!(", {waiting}")).unwrap_or_default();
    format!("rsync-check: {what}{waiting}")
}

/// The line that is drawn over: how far, how fast, how long still, and why it waits.
pub fn drawn(state: &State, elapsed: Duration, width: usize) -> String {
    let mut parts = Vec::new();
    match state.total {
        Some(total) if total > 0 => {
            let bar_width = if width >= 100 { 20 } else { 12 };
            let filled = (state.done * bar_width / total).min(bar_width);
            let bar = format!("[{}{}]", "#".repeat(filled), ".".repeat(bar_width - filled));
            parts.push(format!("{bar} {}/{} rooms", words::number(state.done as u64), words::number(total as u64)));
            let seconds = elapsed.as_secs_f64();
            if state.done > 0 && seconds >= 1.0 {
                let rate = state.done as f64 / seconds;
                parts.push(format!("{rate:.0}/s"));
                let left = total.saturating_sub(state.done) as f64 / rate;
                if left >= 1.0 {
                    parts.push(format!("{} left", words::duration(left.round() as u64)));
                }
            }
        }
        Some(_) | None => {
            let stage = state.stage.unwrap_or("the tenant");
            parts.push(format!("reading {stage}"));
            if state.found > 0 {
                parts.push(format!("{} rooms found", words::number(state.found as u64)));
            }
        }
    }
    parts.extend(state.waiting());
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(events: &[Event]) -> State {
        let mut state = State::default();
        for event in events {
            state.apply(*event);
        }
        state
    }

    #[test]
    fn a_log_line_says_how_far_it_is_and_why_it_waits() {
        assert_eq!(plain(&state(&[])), "rsync-check: starting");
        assert_eq!(plain(&state(&[Event::Stage("room lists")])), "rsync-check: reading room lists");
        assert_eq!(plain(&state(&[Event::RoomsFound(100), Event::RoomsFound(40)])), "rsync-check: 140 rooms found");
        let waiting = Event::Waiting { service: Service::Graph, seconds: 8, because: Wait::Throttled(429) };
        let mut state = state(&[Event::RoomsTotal(3140), Event::RoomRead, Event::RoomRead, waiting]);
        assert_eq!(plain(&state), "rsync-check: 2/3140 rooms, waiting 8s for Microsoft (429)");
        state.apply(Event::WaitOver);
        assert_eq!(plain(&state), "rsync-check: 2/3140 rooms");
    }

    #[test]
    fn a_drawn_line_says_how_fast_and_how_long_still() {
        let mut events = vec![Event::RoomsTotal(3140)];
        events.extend([Event::RoomRead; 2204]);
        let mut state = state(&events);
        let line = |state: &State| drawn(state, Duration::from_secs(150), 100);
        assert_eq!(line(&state), "[##############......] 2,204/3,140 rooms · 15/s · 1m04s left");
        state.apply(Event::Waiting { service: Service::Exchange, seconds: 8, because: Wait::Retry });
        assert_eq!(line(&state), "[##############......] 2,204/3,140 rooms · 15/s · 1m04s left · trying again in 8s");
    }
}
