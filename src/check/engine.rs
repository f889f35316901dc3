//! Runs the checks over a snapshot. The only place that turns a gap into "unknown" and a page of rooms into calls.

use super::serving::Serving;
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
///
/// Of several products that were merged, a room is judged by those that it serves; app, lists and places by all.
pub fn evaluate<'a>(
    snapshot: &'a Snapshot,
    product: &'a Product,
    areas: &'a [Area],
) -> impl Iterator<Item = Judgement> + 'a {
    let run = Run { context: Context { snapshot, product }, serving: Serving::new(snapshot, product) };
    REGISTRY
        .iter()
        .filter(|check| areas.contains(&check.area))
        .map(move |check| Judgement { check, outcomes: run.judge(check) })
}

/// Runs one check over a snapshot.
pub fn judge(check: &'static Check, context: &Context<'_>) -> Vec<Judged> {
    Run { context: *context, serving: Serving::new(context.snapshot, context.product) }.judge(check)
}

/// What all checks of a run share.
struct Run<'a> {
    context: Context<'a>,
    serving: Serving<'a>,
}

type CalendarProbe = fn(&Room, &CalendarProcessing, &Context<'_>) -> Result<Outcome, Gap>;

impl Run<'_> {
    fn judge(&self, check: &'static Check) -> Vec<Judged> {
        let context = &self.context;
        match check.probe {
            Probe::EachCalendar(probe) => self.each_calendar(RoomKind::Room, probe),
            Probe::EachWorkspaceCalendar(probe) => self.each_calendar(RoomKind::Workspace, probe),
            Probe::EachRoom(probe) => context
                .rooms()
                .map(|room| Judged { subject: room.into(), outcome: probe(room, &self.context_of(room)) })
                .collect(),
            Probe::EachRoomSeveral(probe) => context
                .rooms()
                .flat_map(|room| match probe(room, &self.context_of(room)) {
                    Ok(outcomes) => outcomes.into_iter().map(|outcome| Judged::new(room.into(), outcome)).collect(),
                    Err(gap) => vec![Judged { subject: room.into(), outcome: Err(gap) }],
                })
                .collect(),
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

    /// The context of a room: the products that it serves.
    fn context_of(&self, room: &Room) -> Context<'_> {
        Context { product: self.serving.product_of(room), ..self.context }
    }

    fn each_calendar(&self, kind: RoomKind, probe: CalendarProbe) -> Vec<Judged> {
        let rooms = self.context.snapshot.rooms.values().filter(|room| room.kind == kind);
        rooms
            // A mailbox that Exchange, read to the end, does not have has no calendar processing to judge.
            .filter(|room| !room.has_no_mailbox())
            .map(|room| {
                let judge = |calendar| probe(room, calendar, &self.context_of(room));
                Judged { subject: room.into(), outcome: room.calendar.get().and_then(judge) }
            })
            .collect()
    }
}

fn unknown_subject(check: &Check, context: &Context<'_>) -> Subject {
    match check.area {
        Area::Permissions | Area::Access => context.app(),
        Area::Lists | Area::Places | Area::Calendars | Area::Mailboxes | Area::Setup => context.tenant(),
    }
}
