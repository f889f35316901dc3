//! RM010. A room that is switched off for booking.

use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::tenant::{BookingType, CalendarProcessing, Gap, Room, Setting, Source};

/// Room reserved, so it cannot be booked.
pub static CHECK: Check = Check {
    id: "RM010",
    name: "reserved-room",
    title: "Room reserved, so it cannot be booked",
    consequence: "The room refuses everybody, and whatever is booked in {product} never appears in Exchange.",
    area: Area::Calendars,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/reserved-room.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, _: &Context<'_>) -> Result<Outcome, Gap> {
    match calendar_field(&calendar.booking_type, "BookingType")? {
        BookingType::Standard => Ok(Outcome::Pass),
        BookingType::Reserved => {
            let name = "booking_type";
            let finding = Finding::new(Reading::of(name, "Reserved"), Reading::of(name, "Standard"));
            Ok(finding.mend(mend::processing(room, calendar, Setting::BookingType, "Standard")).into())
        }
        BookingType::Other(value) => Err(Gap::Field {
            source: Source::ExchangeCalendarProcessing,
            field: "BookingType",
            value: Some(value.clone()),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed};

    #[test]
    fn a_standard_room_passes() {
        Case::new().passes(&CHECK);
    }

    #[test]
    fn a_reserved_room_fails() {
        let case = Case::new().calendar(|calendar| calendar.booking_type = Some(BookingType::Reserved));
        case.fails_with(&CHECK, "booking_type", "Reserved");
    }

    #[test]
    fn a_value_that_is_not_known_is_unknown_and_shown() {
        let case = Case::new().calendar(|calendar| calendar.booking_type = Some(BookingType::Other("Paid".into())));
        assert!(matches!(case.is_unknown(&CHECK), Gap::Field { value: Some(value), .. } if value.raw() == "Paid"));
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        Case::new().calendar(|calendar| calendar.booking_type = None).lacks(&CHECK, "BookingType");
    }

    #[test]
    fn its_repair_takes_bookings_again() {
        let case = Case::new().calendar(|calendar| calendar.booking_type = Some(BookingType::Reserved));
        case.is_mended_by(&CHECK, &[changed(Setting::BookingType, "Reserved", "Standard")]);
    }
}
