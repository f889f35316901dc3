//! CP026. A workspace that does not count its desks.

use crate::check::context::calendar_field;
use crate::check::rooms::listing::telling;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::tenant::{CalendarProcessing, Change, Gap, Room, Setting};

/// Workspace without an enforced capacity.
pub static CHECK: Check = Check {
    id: "CP026",
    name: "workspace-without-capacity",
    title: "Workspace without an enforced capacity",
    consequence: "Exchange cannot count the desks, so the workspace is booked by the first person or by far too many.",
    area: Area::Calendars,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/workspace-without-capacity.md"),
    probe: Probe::EachWorkspaceCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    let enforced = *calendar_field(&calendar.enforce_capacity, "EnforceCapacity")?;
    let seats = capacity(room);
    let actual = Reading::of("enforce_capacity", enforced);
    let actual = match seats {
        Ok(Some(_)) if enforced => return Ok(Outcome::Pass),
        Ok(seats) => actual.and("capacity", seats),
        Err(gap) if enforced => return Err(gap),
        Err(_) => actual,
    };
    let expected = Reading::of("enforce_capacity", true).and("capacity", Datum::AtLeast(1));
    Ok(Finding::new(actual, expected).mend(counted(room, calendar, context)).into())
}

/// Makes Exchange count the desks: as many as the tenant says, else as the product does. Nothing where neither tells.
pub(super) fn counted(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Vec<Change> {
    let seats = match capacity(room) {
        Ok(Some(_)) => None,
        Ok(None) => match mend::seats(room, mend::seats_in_product(room, context)) {
            Some(change) => Some(change),
            None => return Vec::new(),
        },
        Err(_) => return Vec::new(),
    };
    seats.into_iter().chain(mend::processing(room, calendar, Setting::EnforceCapacity, true)).collect()
}

/// The desks as the place or the mailbox gives them; `None` when what was read gives none.
fn capacity(room: &Room) -> Result<Option<i64>, Gap> {
    let places = [&room.exchange_place, &room.place];
    let of_place = places.into_iter().filter_map(|place| place.ok()).flatten().filter_map(|place| place.capacity);
    let mailbox = room.mailbox.ok().and_then(Option::as_ref);
    let seats = of_place.chain(mailbox.and_then(|mailbox| mailbox.resource_capacity)).find(|seats| *seats > 0);
    match (room.exchange_place.get(), room.place.get()) {
        (Err(exchange), Err(graph)) if seats.is_none() && mailbox.is_none() => Err(telling(exchange, graph)),
        (Ok(_) | Err(_), Ok(_) | Err(_)) => Ok(seats),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed, denied};
    use crate::tenant::SettingValue;

    fn desks() -> Case {
        Case::new().workspace()
    }

    fn without_seats() -> Case {
        desks().place(|place| place.capacity = None).mailbox(|mailbox| mailbox.resource_capacity = Some(0))
    }

    #[test]
    fn an_enforced_capacity_passes_wherever_it_is_written() {
        desks().passes(&CHECK);
        desks().place(|place| place.capacity = None).passes(&CHECK);
    }

    #[test]
    fn either_half_missing_fails() {
        let finding = desks().calendar(|calendar| calendar.enforce_capacity = Some(false)).fails(&CHECK);
        assert_eq!(finding.actual, Reading::of("enforce_capacity", false).and("capacity", 8));
        let finding = without_seats().fails(&CHECK);
        assert_eq!(finding.actual, Reading::of("enforce_capacity", true).and("capacity", Datum::Missing));
    }

    #[test]
    fn meeting_rooms_are_not_asked() {
        assert_eq!(Case::new().all(&CHECK), []);
    }

    #[test]
    fn what_was_not_read_is_unknown() {
        desks().calendar(|calendar| calendar.enforce_capacity = None).lacks(&CHECK, "EnforceCapacity");
        let unread = desks().room(|room| {
            (room.place, room.exchange_place, room.mailbox) = (denied(), denied(), denied());
        });
        unread.is_unknown(&CHECK);
        unread.calendar(|calendar| calendar.enforce_capacity = Some(false)).fails(&CHECK);
    }

    #[test]
    fn its_repair_counts_the_desks_that_somebody_tells() {
        let enforced = || changed(Setting::EnforceCapacity, false, true);
        let counted = desks().calendar(|calendar| calendar.enforce_capacity = Some(false));
        counted.is_mended_by(&CHECK, &[enforced()]);
        without_seats().is_mended_by_hand(&CHECK);
        let listed = without_seats().vendor_row("a", |row| row.capacity = Some(20));
        let seats = || changed(Setting::Capacity, SettingValue::Empty, 20);
        listed.is_mended_by(&CHECK, &[seats()]);
        let both = listed.clone().calendar(|calendar| calendar.enforce_capacity = Some(false));
        both.is_mended_by(&CHECK, &[seats(), enforced()]);
        listed.vendor_row("a", |row| row.capacity = Some(21)).is_mended_by_hand(&CHECK);
    }
}
