//! CP029. Rooms of one city whose settings differ from those of two thirds of the rooms there.

use crate::check::calendar::site::{Votes, calendars, city};
use crate::check::{Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{CalendarProcessing, Gap, Room, Source};

/// Room is set up unlike the others of its site.
pub static CHECK: Check = Check {
    id: "CP029",
    name: "room-differs-from-its-site",
    title: "Room is set up unlike the others of its site",
    consequence: "The same booking is taken by one room and refused or shown otherwise by the room next door.",
    area: Area::Calendars,
    severity: Severity::Info,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/room-differs-from-its-site.md"),
    probe: Probe::Tenant(probe),
};

type Read = fn(&CalendarProcessing) -> Option<Datum>;

/// Settings that products care about: our name, Microsoft's name, and how to read it.
const SETTINGS: [(&str, &str, Read); 5] = [
    ("booking_window_days", "BookingWindowInDays", |calendar| calendar.booking_window_days.map(Datum::Int)),
    ("delete_subject", "DeleteSubject", |calendar| calendar.delete_subject.map(Datum::Bool)),
    ("add_organizer_to_subject", "AddOrganizerToSubject", |calendar| {
        calendar.add_organizer_to_subject.map(Datum::Bool)
    }),
    ("remove_private_property", "RemovePrivateProperty", |calendar| calendar.remove_private_property.map(Datum::Bool)),
    ("allow_conflicts", "AllowConflicts", |calendar| calendar.allow_conflicts.map(Datum::Bool)),
];

/// Two thirds: where less agree, there is no custom that a room could break.
const SHARE: usize = 66;

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let mut customs: [Votes<Datum>; SETTINGS.len()] = std::array::from_fn(|_| Votes::none());
    for (room, calendar) in calendars(context) {
        let (Ok(calendar), Ok(Some(city))) = (calendar, city(room)) else { continue };
        for (custom, (_, _, read)) in customs.iter_mut().zip(SETTINGS) {
            if let Some(value) = read(calendar) {
                custom.count(&city, value);
            }
        }
    }
    let judge = |room: &Room, calendar: Result<&CalendarProcessing, Gap>| judge(room, calendar?, &customs);
    Ok(calendars(context)
        .map(|(room, calendar)| Judged { subject: room.into(), outcome: judge(room, calendar) })
        .collect())
}

fn judge(room: &Room, calendar: &CalendarProcessing, customs: &[Votes<Datum>]) -> Result<Outcome, Gap> {
    let Some(city) = city(room)? else { return Ok(Outcome::NotApplicable) };
    let (mut actual, mut expected) = (Reading::default(), Reading::default());
    let (mut gap, mut has_custom) = (None, false);
    for (custom, (name, field, read)) in customs.iter().zip(SETTINGS) {
        let Some(usual) = custom.majority(&city, SHARE) else { continue };
        has_custom = true;
        match read(calendar) {
            Some(value) if value == *usual => {}
            Some(value) => {
                actual = actual.and(name, value);
                expected = expected.and(name, usual.clone());
            }
            None => gap = Some(Gap::Field { source: Source::ExchangeCalendarProcessing, field, value: None }),
        }
    }
    if actual != Reading::default() {
        return Ok(Finding::new(actual, expected).cause("at least two thirds of the rooms of its city agree").into());
    }
    match gap {
        Some(gap) => Err(gap),
        None if has_custom => Ok(Outcome::Pass),
        None => Ok(Outcome::NotApplicable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, address, denied, room};

    fn site() -> Case {
        Case::new().with_room(room("b")).with_room(room("c")).with_room(room("d"))
    }

    #[test]
    fn a_room_like_the_others_passes() {
        site().passes(&CHECK);
    }

    #[test]
    fn a_room_unlike_the_others_fails_with_what_differs() {
        let case = site().calendar(|calendar| {
            calendar.booking_window_days = Some(180);
            calendar.delete_subject = Some(true);
        });
        let finding = case.fails(&CHECK);
        assert_eq!(finding.actual, Reading::of("booking_window_days", 180).and("delete_subject", true));
        assert_eq!(finding.expected, Reading::of("booking_window_days", 730).and("delete_subject", false));
        let others = case.all(&CHECK).into_iter().filter(|judged| judged.outcome == Ok(Outcome::Pass)).count();
        assert_eq!(others, 3);
    }

    #[test]
    fn cities_are_compared_without_regard_to_case_and_space() {
        let case = site().place(|place| place.city = Some(" ANTWERP ".into()));
        case.calendar(|calendar| calendar.booking_window_days = Some(180)).fails(&CHECK);
    }

    #[test]
    fn without_a_custom_there_is_nothing_to_break() {
        Case::new().with_room(room("b")).is_not_applicable(&CHECK);
        site().place(|place| place.city = None).is_not_applicable(&CHECK);
        let split = site().calendar(|calendar| calendar.booking_window_days = Some(180)).snapshot(|snapshot| {
            let a = snapshot.rooms[&address("a")].calendar.clone();
            snapshot.rooms.get_mut(&address("b")).unwrap().calendar = a;
        });
        split.passes(&CHECK);
    }

    #[test]
    fn what_was_not_read_is_unknown() {
        site().room(|room| room.calendar = denied()).is_unknown(&CHECK);
        site().room(|room| (room.place, room.exchange_place) = (denied(), denied())).is_unknown(&CHECK);
        site().calendar(|calendar| calendar.allow_conflicts = None).lacks(&CHECK, "AllowConflicts");
    }
}
