//! CP022. A room that takes bookings less far ahead than the product offers.

use jiff::Span;
use jiff::tz::TimeZone;

use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Change, Gap, Room, Setting};

/// Booking window too short.
pub static CHECK: Check = Check {
    id: "CP022",
    name: "booking-window-too-short",
    title: "Booking window too short",
    consequence: "Bookings beyond the window are declined by Exchange and look lost in {product}.",
    area: Area::Calendars,
    severity: Severity::Error,
    fix: Trust::Safe,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/booking-window-too-short.md"),
    probe: Probe::EachCalendar(probe),
};

const NAME: &str = "booking_window_days";

/// What Exchange accepts as a window, in days.
const POSSIBLE: std::ops::RangeInclusive<i64> = 0..=1080;

/// The window of a new room, in days (Set-CalendarProcessing, seen 2026-11-21).
const EXCHANGE_STARTS_WITH: i64 = 180;

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    let horizon = context.horizon_days(room);
    let (Some(rule), Some(horizon)) = (context.product.wish(Wish::BookingWindow), horizon) else {
        return Ok(match calendar.booking_window_days {
            Some(days) if !POSSIBLE.contains(&days) => impossible(days).mend(mended(room, calendar, context)).into(),
            Some(_) | None => Outcome::NotApplicable,
        });
    };
    let days = *calendar_field(&calendar.booking_window_days, "BookingWindowInDays")?;
    if !POSSIBLE.contains(&days) {
        return Ok(impossible(days).mend(mended(room, calendar, context)).into());
    }
    if days >= horizon {
        return Ok(Outcome::Pass);
    }
    let finding = Finding::new(Reading::of(NAME, days), Reading::of(NAME, Datum::AtLeast(horizon))).by(rule);
    let finding = finding.mend(mended(room, calendar, context));
    Ok(match lost(days, horizon, context) {
        Some(range) => finding.cause(range).into(),
        None => finding.into(),
    })
}

fn mended(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Option<Change> {
    mend::processing(room, calendar, Setting::BookingWindowInDays, days_wanted(room, context))
}

/// The window that a repaired room gets: as far as the product lets people book and Exchange lets rooms, else what
/// Exchange itself starts with.
pub(super) fn days_wanted(room: &Room, context: &Context<'_>) -> i64 {
    let horizon = context.product.wish(Wish::BookingWindow).and_then(|_| context.horizon_days(room));
    horizon.map_or(EXCHANGE_STARTS_WITH, |days| days.clamp(*POSSIBLE.start(), *POSSIBLE.end()))
}

/// Which bookings the room declines although the product takes them, in days of UTC.
fn lost(window: i64, horizon: i64, context: &Context<'_>) -> Option<String> {
    let today = context.now().to_zoned(TimeZone::UTC).date();
    let in_days = |days| today.checked_add(Span::new().try_days(days).ok()?).ok();
    let (after, until) = (in_days(window)?, in_days(horizon)?);
    Some(format!("bookings after {after} and up to {until} are declined"))
}

fn impossible(days: i64) -> Finding {
    let because = "Exchange knows no such window, so nobody can say which bookings the room takes.";
    Finding {
        because: Some(because.to_owned()),
        ..Finding::new(Reading::of(NAME, days), Reading::of(NAME, "a window that Exchange allows: 0 to 1080 days"))
            .severity(Severity::Error)
            .cause("outside what Set-CalendarProcessing accepts; the value was not set by Exchange's own tools")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, address, changed, denied, known};

    fn window(days: i64) -> Case {
        Case::new().calendar(|calendar| calendar.booking_window_days = Some(days))
    }

    #[test]
    fn a_window_that_reaches_the_horizon_passes() {
        window(730).passes(&CHECK);
        window(1080).passes(&CHECK);
    }

    #[test]
    fn a_shorter_window_fails_as_the_product_says() {
        let finding = window(180).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Error));
        assert_eq!(finding.actual, Reading::of(NAME, 180));
        assert_eq!(finding.expected, Reading::of(NAME, Datum::AtLeast(730)));
        assert!(finding.because.unwrap().contains("look lost"));
        window(729).fails(&CHECK);
        window(0).fails(&CHECK);
    }

    #[test]
    fn the_days_that_are_lost_are_named() {
        let cause = window(180).fails(&CHECK).cause.unwrap();
        assert_eq!(cause, "bookings after 2026-09-06 and up to 2028-03-09 are declined");
        let far = window(0).vendor_row("a", |row| row.horizon_days = Some(i64::MAX));
        assert_eq!(far.fails(&CHECK).cause, None, "a horizon beyond every calendar");
    }

    #[test]
    fn what_the_products_own_list_says_about_a_room_comes_first() {
        window(180).vendor_row("a", |row| row.horizon_days = Some(180)).passes(&CHECK);
        let longer = window(730).vendor_row("a", |row| row.horizon_days = Some(800));
        assert_eq!(longer.fails(&CHECK).expected, Reading::of(NAME, Datum::AtLeast(800)));
        let twice = longer.clone().vendor_row("a", |row| row.horizon_days = Some(90));
        assert_eq!(twice.fails(&CHECK).expected, longer.fails(&CHECK).expected, "the larger one counts");
        window(730).vendor_row("b", |row| row.horizon_days = Some(800)).passes(&CHECK);
        let inactive = window(730).vendor_row("a", |row| (row.horizon_days, row.active) = (Some(800), Some(false)));
        inactive.passes(&CHECK);
        let of_another = window(730).vendor_row("a", |row| {
            (row.horizon_days, row.product) = (Some(800), Some("roomz".into()));
        });
        of_another.passes(&CHECK);
        let by_alias = window(730)
            .mailbox(|mailbox| mailbox.addresses.push(address("old")))
            .vendor_row("old", |row| row.horizon_days = Some(800));
        by_alias.fails(&CHECK);
        let mut no_parameter = window(90).vendor_row("a", |row| row.horizon_days = Some(91));
        no_parameter.product.parameters.horizon_days = None;
        no_parameter.fails(&CHECK);
    }

    #[test]
    fn values_that_exchange_does_not_know_fail_for_every_product() {
        window(1081).fails_with(&CHECK, NAME, 1081);
        window(-1).without_wishes().fails_with(&CHECK, NAME, -1);
    }

    #[test]
    fn without_a_horizon_or_the_wish_it_is_not_judged() {
        let mut unknown_horizon = window(1);
        unknown_horizon.product.parameters.horizon_days = None;
        unknown_horizon.is_not_applicable(&CHECK);
        window(1).without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn a_room_that_exchange_does_not_have_is_left_out_and_one_that_was_not_read_is_unknown() {
        assert_eq!(Case::new().room(|room| room.mailbox = known(None)).all(&CHECK), []);
        Case::new().room(|room| room.calendar = denied()).is_unknown(&CHECK);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        Case::new().calendar(|calendar| calendar.booking_window_days = None).lacks(&CHECK, "BookingWindowInDays");
    }

    #[test]
    fn its_repair_is_the_horizon_as_far_as_exchange_goes() {
        let to = |from: i64, to: i64| [changed(Setting::BookingWindowInDays, from, to)];
        window(180).is_mended_by(&CHECK, &to(180, 730));
        window(180).parameter("horizon_days", "1080").is_mended_by(&CHECK, &to(180, 1080));
        let beyond = |days| window(days).vendor_row("a", |row| row.horizon_days = Some(2000));
        beyond(180).is_mended_by(&CHECK, &to(180, 1080));
        beyond(1080).is_mended_by_hand(&CHECK);
        window(2000).is_mended_by(&CHECK, &to(2000, 730));
        window(-1).without_wishes().is_mended_by(&CHECK, &to(-1, 180));
    }
}
