//! The proof of access: the app asks for each calendar itself, and for those that it must not see.

use std::collections::BTreeMap;

use futures_util::stream::{FuturesUnordered, StreamExt};

use super::{Wanted, fact};
use crate::api::graph::mailbox;
use crate::session::batch::GRAPH_BATCH;
use crate::session::progress::Event;
use crate::session::{CallError, Session};
use crate::tenant::{Address, Fact, Probed, Snapshot, Source};

/// Asks for every meeting room's calendar and for the control mailboxes, when that was wanted and the app itself asks:
/// what another identity meets proves nothing about the app.
pub async fn gather(session: &Session, wanted: &Wanted, snapshot: &mut Snapshot) {
    if !wanted.probe || !snapshot.app.is_reader {
        return;
    }
    session.tell(Event::Stage("the proof of access"));
    let mut asked: Vec<(Address, String)> = Vec::new();
    for room in snapshot.meeting_rooms().filter(|room| super::rooms::is_meant(wanted, &room.address)) {
        // Graph knows accounts by sign-in name or object id; the address is often the name, and not always.
        let id = room.mailbox.ok().and_then(Option::as_ref).and_then(|mailbox| mailbox.object_id);
        asked.push((room.address.clone(), id.map_or_else(|| room.address.to_string(), |id| id.to_string())));
    }
    let rooms = asked.len();
    for address in &wanted.controls {
        let recipient = snapshot.recipients.iter().find(|(name, _)| name.raw().eq_ignore_ascii_case(address.as_str()));
        let id = recipient.and_then(|(_, fact)| fact.ok()?.as_ref()?.object_id);
        asked.push((address.clone(), id.map_or_else(|| address.to_string(), |id| id.to_string())));
    }
    // The time of the run and not of the request, so that all calendars are asked for the same day.
    let day = snapshot.header.taken_at;
    let ask = |at: usize, chunk: &[(Address, String)]| {
        let calls: Vec<_> = chunk.iter().map(|(_, id)| mailbox::calendar_probe(id, day)).collect();
        async move {
            let answers = session.batch(&calls).await;
            (at, answers.into_iter().map(|answer| probed(session, answer)).collect::<Vec<_>>())
        }
    };
    let mut work: FuturesUnordered<_> =
        asked.chunks(GRAPH_BATCH).enumerate().map(|(at, chunk)| ask(at * GRAPH_BATCH, chunk)).collect();
    let mut found: BTreeMap<usize, Fact<Probed>> = BTreeMap::new();
    while let Some((first, facts)) = work.next().await {
        found.extend(facts.into_iter().enumerate().map(|(at, fact)| (first + at, fact)));
    }
    drop(work);
    for (at, fact) in found {
        let Some((address, _)) = asked.get(at) else { continue };
        if at >= rooms {
            snapshot.controls.insert(address.clone(), fact);
        } else if let Some(room) = snapshot.rooms.get_mut(address) {
            room.probe = fact;
        }
    }
}

/// A refusal is what was asked for here, so it is an answer and no gap.
fn probed(session: &Session, answer: Result<(), CallError>) -> Fact<Probed> {
    let answer = match answer {
        Ok(()) => Ok(Probed::Shown),
        Err(CallError::Denied { said, .. }) => Ok(Probed::Refused { code: said.code, message: said.message }),
        Err(CallError::NotFound(_)) => Ok(Probed::NotThere),
        Err(error) => Err(error),
    };
    fact(session, Source::GraphCalendarProbe, answer)
}
