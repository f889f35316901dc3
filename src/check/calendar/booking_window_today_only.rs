//! CP034. A room whose booking window is zero days.

use crate::check::calendar::booking_window_too_short::days_wanted;
use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// Room can be booked for today only.
pub static CHECK: Check = Check {
    id: "CP034",
    name: "booking-window-today-only",
    title: "Room can be booked for today only",
    consequence: "Every booking for tomorrow or later is declined.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/booking-window-today-only.md"),
    probe: Probe::EachCalendar(probe),
};

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    let is_judged_by_horizon =
        context.product.wish(Wish::BookingWindow).is_some() && context.horizon_days(room).is_some();
    // A known horizon says what is too short (CP022), and a horizon of zero wants exactly this.
    if is_judged_by_horizon {
        return Ok(Outcome::NotApplicable);
    }
    if *calendar_field(&calendar.booking_window_days, "BookingWindowInDays")? != 0 {
        return Ok(Outcome::Pass);
    }
    let name = "booking_window_days";
    let finding = Finding::new(Reading::of(name, 0), Reading::of(name, Datum::AtLeast(1)));
    let days = days_wanted(room, context);
    Ok(finding.mend(mend::processing(room, calendar, Setting::BookingWindowInDays, days)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed};

    fn window(days: Option<i64>) -> Case {
        let mut case = Case::new().calendar(|calendar| calendar.booking_window_days = days);
        case.product.parameters.horizon_days = None;
        case
    }

    #[test]
    fn any_other_window_passes() {
        window(Some(1)).passes(&CHECK);
    }

    #[test]
    fn today_only_fails() {
        window(Some(0)).fails_with(&CHECK, "booking_window_days", 0);
        window(Some(0)).without_wishes().fails(&CHECK);
    }

    #[test]
    fn a_known_horizon_is_judged_elsewhere() {
        window(Some(0)).parameter("horizon_days", "730").is_not_applicable(&CHECK);
        window(Some(0)).parameter("horizon_days", "0").is_not_applicable(&CHECK);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        window(None).lacks(&CHECK, "BookingWindowInDays");
    }

    #[test]
    fn its_repair_is_what_exchange_starts_with() {
        window(Some(0)).is_mended_by(&CHECK, &[changed(Setting::BookingWindowInDays, 0, 180)]);
    }

    #[test]
    fn a_horizon_of_the_products_own_list_is_known_too() {
        window(Some(0)).vendor_row("a", |row| row.horizon_days = Some(90)).is_not_applicable(&CHECK);
    }
}
