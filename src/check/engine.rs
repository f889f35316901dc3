//! Runs the checks over a snapshot. The only place that turns a gap into "unknown" and a page of rooms into calls.

use super::{Area, Check, Context, Judged, Outcome, Probe, REGISTRY, Subject};
use crate::product::Product;
use crate::tenant::{CalendarProcessing, Gap, Room, RoomKind, Snapshot};

/// Everything that one check said.
#[derive(Debug)]
pub struct Judgement {
    /// The check.
    pub check: &'static Check,
    /// What it said about each subject, in the order of the subjects.
    pub outcomes: Vec<Judged>,
}

/// Runs all checks of the areas over a snapshot, in the order of the registry, one at a time as they are asked for:
/// what ten thousand rooms got from one check need not be kept while the next one runs.
pub fn evaluate<'a>(
    snapshot: &'a Snapshot,
    product: &'a Product,
    areas: &'a [Area],
) -> impl Iterator<Item = Judgement> + 'a {
    let context = Context { snapshot, product };
    REGISTRY
        .iter()
        .filter(|check| areas.contains(&check.area))
        .map(move |check| Judgement { check, outcomes: judge(check, &context) })
}

/// Runs one check over a snapshot.
pub fn judge(check: &'static Check, context: &Context<'_>) -> Vec<Judged> {
    match check.probe {
        Probe::EachCalendar(probe) => each_calendar(context, RoomKind::Room, probe),
        Probe::EachWorkspaceCalendar(probe) => each_calendar(context, RoomKind::Workspace, probe),
        Probe::EachRoom(probe) => {
            let rooms = context.rooms();
            rooms.map(|room| Judged { subject: room.into(), outcome: probe(room, context) }).collect()
        }
        Probe::EachList(probe) => {
            let lists = context.snapshot.lists.values();
            lists.map(|list| Judged { subject: list.into(), outcome: probe(list, context) }).collect()
        }
        Probe::Tenant(probe) => match probe(context) {
            Ok(outcomes) => outcomes,
            Err(gap) => vec![Judged { subject: unknown_subject(check, context), outcome: Err(gap) }],
        },
    }
}

type CalendarProbe = fn(&Room, &CalendarProcessing, &Context<'_>) -> Result<Outcome, Gap>;

fn each_calendar(context: &Context<'_>, kind: RoomKind, probe: CalendarProbe) -> Vec<Judged> {
    let rooms = context.snapshot.rooms.values().filter(|room| room.kind == kind);
    rooms
        // A mailbox that Exchange, read to the end, does not have has no calendar processing to judge.
        .filter(|room| !matches!(room.mailbox.ok(), Some(None)))
        .map(|room| {
            let outcome = room.calendar.get().and_then(|calendar| probe(room, calendar, context));
            Judged { subject: room.into(), outcome }
        })
        .collect()
}

fn unknown_subject(check: &Check, context: &Context<'_>) -> Subject {
    match check.area {
        Area::Permissions | Area::Access => context.app(),
        Area::Lists | Area::Places | Area::Calendars | Area::Mailboxes | Area::Setup => context.tenant(),
    }
}
