//! CP025. A room that books within its working hours, and whether those hours can be right.

use crate::check::calendar::site::{Votes, calendars, city};
use crate::check::context::calendar_field;
use crate::check::rooms::listing::telling;
use crate::check::{Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::tenant::{CalendarProcessing, Gap, MailboxSettings, Room, Setting, Source, Untrusted, WorkingHours};

/// Bookings are taken in working hours only.
pub static CHECK: Check = Check {
    id: "CP025",
    name: "work-hours-restrict-bookings",
    title: "Bookings are taken in working hours only",
    consequence: "Meetings outside the room's working hours are declined; with wrong hours or the wrong time zone, so are meetings inside them.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/work-hours-restrict-bookings.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let mut zones = Votes::none();
    for room in context.rooms() {
        if let (Some(zone), Ok(Some(city))) = (hours(room).ok().and_then(|kept| kept.time_zone), city(room)) {
            zones.count(&city, zone);
        }
    }
    let judge = |room: &Room, calendar: Result<&CalendarProcessing, Gap>| judge(room, calendar?, &zones);
    Ok(calendars(context)
        .map(|(room, calendar)| Judged { subject: room.into(), outcome: judge(room, calendar) })
        .collect())
}

fn judge(room: &Room, calendar: &CalendarProcessing, zones: &Votes<&Untrusted>) -> Result<Outcome, Gap> {
    if !*calendar_field(&calendar.schedule_only_during_work_hours, "ScheduleOnlyDuringWorkHours")? {
        return Ok(Outcome::Pass);
    }
    let any_hour = || mend::processing(room, calendar, Setting::ScheduleOnlyDuringWorkHours, false);
    let kept = hours(room)?;
    if !kept.hours.is_some_and(has_length) {
        let name = "working_hours";
        let finding = Finding::new(Reading::of(name, Datum::Missing), Reading::of(name, "set"));
        return Ok(finding.cause("the room has no working hours, so no booking fits them").mend(any_hour()).into());
    }
    let Kept { source, field, .. } = kept;
    let zone = kept.time_zone.ok_or(Gap::Field { source, field, value: None })?;
    let usual = city(room)?.and_then(|city| zones.majority(&city, 50).copied());
    if let Some(usual) = usual.filter(|usual| *usual != zone) {
        let name = "working_hours_time_zone";
        let finding = Finding::new(Reading::of(name, zone.clone()), Reading::of(name, usual.clone()));
        return Ok(finding.cause("most rooms of the same city keep another time zone").mend(any_hour()).into());
    }
    let name = "schedule_only_during_work_hours";
    let finding = Finding::new(Reading::of(name, true), Reading::of(name, false)).severity(Severity::Info);
    Ok(finding.cause("the hours themselves look right; bookings outside them are declined").mend(any_hour()).into())
}

fn has_length(hours: &WorkingHours) -> bool {
    !hours.days.is_empty() && hours.start.is_some() && hours.end.is_some() && hours.start != hours.end
}

/// The working hours of a room, from the source that tells them.
struct Kept<'r> {
    hours: Option<&'r WorkingHours>,
    time_zone: Option<&'r Untrusted>,
    source: Source,
    field: &'static str,
}

/// The hours by Graph; by Exchange where Graph does not tell them. One of the two is enough.
fn hours(room: &Room) -> Result<Kept<'_>, Gap> {
    match (room.settings.get(), room.work_hours.get()) {
        (Err(graph), Err(exchange)) => Err(telling(graph, exchange)),
        (Ok(settings), Err(_)) => Ok(by_graph(settings)),
        (Ok(settings), Ok(_)) if settings.working_hours.as_ref().is_some_and(has_length) => Ok(by_graph(settings)),
        (_, Ok(hours)) => Ok(Kept {
            hours: Some(hours),
            time_zone: hours.time_zone.as_ref().filter(|zone| !zone.is_blank()),
            source: Source::ExchangeCalendarConfiguration,
            field: "WorkingHoursTimeZone",
        }),
    }
}

fn by_graph(settings: &MailboxSettings) -> Kept<'_> {
    let hours = settings.working_hours.as_ref();
    let zone = hours.and_then(|hours| hours.time_zone.as_ref()).or(settings.time_zone.as_ref());
    Kept {
        hours,
        time_zone: zone.filter(|zone| !zone.is_blank()),
        source: Source::GraphMailboxSettings,
        field: "timeZone",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed, denied, known, room};

    fn restricted() -> Case {
        let case = Case::new().with_room(room("b")).with_room(room("c")).with_room(room("d"));
        case.calendar(|calendar| calendar.schedule_only_during_work_hours = Some(true))
    }

    #[test]
    fn a_room_without_the_restriction_passes_whatever_its_hours() {
        Case::new().room(|room| room.settings = denied()).passes(&CHECK);
    }

    #[test]
    fn right_hours_are_only_worth_knowing() {
        assert_eq!(restricted().fails(&CHECK).severity, Some(Severity::Info));
    }

    #[test]
    fn hours_without_length_fail() {
        restricted().settings(|settings| settings.working_hours = None).fails_with(
            &CHECK,
            "working_hours",
            Datum::Missing,
        );
        let no_days = restricted().settings(|settings| settings.working_hours.as_mut().unwrap().days.clear());
        assert_eq!(no_days.fails(&CHECK).severity, None);
        let no_time =
            restricted().settings(|settings| settings.working_hours.as_mut().unwrap().end = Some("08:00:00".into()));
        no_time.fails_with(&CHECK, "working_hours", Datum::Missing);
    }

    #[test]
    fn another_time_zone_than_the_neighbours_fails() {
        let zone = |settings: &mut MailboxSettings| {
            settings.working_hours.as_mut().unwrap().time_zone = Some("Pacific Standard Time".into());
        };
        let finding = restricted().settings(zone).fails(&CHECK);
        assert_eq!(finding.actual, Reading::of("working_hours_time_zone", "Pacific Standard Time"));
        assert_eq!(finding.expected, Reading::of("working_hours_time_zone", "Romance Standard Time"));
        let alone = restricted().settings(zone).place(|place| place.city = Some("Oslo".into()));
        assert_eq!(alone.fails(&CHECK).severity, Some(Severity::Info));
    }

    #[test]
    fn exchange_tells_the_hours_where_graph_does_not() {
        let hours = |zone: &str| WorkingHours {
            days: vec!["monday".into()],
            start: Some("08:00:00".into()),
            end: Some("18:00:00".into()),
            time_zone: Some(zone.into()),
        };
        let unread = restricted().room(|room| room.settings = denied());
        let with = |hours: WorkingHours| unread.clone().room(|room| room.work_hours = known(hours));
        assert_eq!(with(hours("Romance Standard Time")).fails(&CHECK).severity, Some(Severity::Info));
        let wrong = with(hours("Pacific Standard Time")).fails(&CHECK);
        assert_eq!(wrong.actual, Reading::of("working_hours_time_zone", "Pacific Standard Time"));
        with(WorkingHours::default()).fails_with(&CHECK, "working_hours", Datum::Missing);
        with(hours(" ")).lacks(&CHECK, "WorkingHoursTimeZone");
        let silent = restricted().settings(|settings| settings.working_hours = None);
        let told = silent.room(|room| room.work_hours = known(hours("Romance Standard Time")));
        assert_eq!(told.fails(&CHECK).severity, Some(Severity::Info));
    }

    #[test]
    fn what_was_not_read_is_unknown() {
        restricted().room(|room| room.settings = denied()).is_unknown(&CHECK);
        restricted().room(|room| room.calendar = denied()).is_unknown(&CHECK);
        let case = restricted().calendar(|calendar| calendar.schedule_only_during_work_hours = None);
        case.lacks(&CHECK, "ScheduleOnlyDuringWorkHours");
    }

    #[test]
    fn its_repair_takes_bookings_at_any_hour_whatever_was_wrong() {
        let any_hour = || [changed(Setting::ScheduleOnlyDuringWorkHours, true, false)];
        restricted().is_mended_by(&CHECK, &any_hour());
        restricted().settings(|settings| settings.working_hours = None).is_mended_by(&CHECK, &any_hour());
    }
}
