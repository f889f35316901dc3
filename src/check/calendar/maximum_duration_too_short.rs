//! CP023. A room that takes shorter meetings only than the product offers.

use crate::check::context::calendar_field;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust, mend};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Gap, Room, Setting};

/// Maximum duration too short.
pub static CHECK: Check = Check {
    id: "CP023",
    name: "maximum-duration-too-short",
    title: "Maximum duration too short",
    consequence: "Longer bookings made in {product} are declined by Exchange.",
    area: Area::Calendars,
    severity: Severity::Warning,
    fix: Trust::Safe,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/maximum-duration-too-short.md"),
    probe: Probe::EachCalendar(probe),
};

const NAME: &str = "maximum_duration_minutes";

fn probe(room: &Room, calendar: &CalendarProcessing, context: &Context<'_>) -> Result<Outcome, Gap> {
    let longest = context.max_minutes(room);
    let (Some(rule), Some(longest)) = (context.product.wish(Wish::Duration), longest) else {
        return Ok(Outcome::NotApplicable);
    };
    let minutes = *calendar_field(&calendar.maximum_duration_minutes, "MaximumDurationInMinutes")?;
    // Zero means any length.
    if minutes == 0 || minutes >= longest {
        return Ok(Outcome::Pass);
    }
    let finding = Finding::new(Reading::of(NAME, minutes), Reading::of(NAME, Datum::AtLeast(longest))).by(rule);
    let possible = longest.min(i64::from(i32::MAX));
    Ok(finding.mend(mend::processing(room, calendar, Setting::MaximumDurationInMinutes, possible)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed};

    fn at_most(minutes: i64) -> Case {
        let case = Case::new().parameter("max_minutes", "2880");
        case.calendar(|calendar| calendar.maximum_duration_minutes = Some(minutes))
    }

    #[test]
    fn long_enough_or_any_length_passes() {
        at_most(2880).passes(&CHECK);
        at_most(0).passes(&CHECK);
    }

    #[test]
    fn a_shorter_limit_fails_as_the_product_says() {
        let finding = at_most(1440).fails(&CHECK);
        assert_eq!(finding.severity, Some(Severity::Warning));
        assert_eq!(finding.actual, Reading::of(NAME, 1440));
        at_most(2879).fails(&CHECK);
    }

    #[test]
    fn what_the_products_own_list_says_about_a_room_comes_first() {
        at_most(480).vendor_row("a", |row| row.max_minutes = Some(480)).passes(&CHECK);
        at_most(2880).vendor_row("a", |row| row.max_minutes = Some(3000)).fails(&CHECK);
    }

    #[test]
    fn without_a_length_or_the_wish_it_is_not_judged() {
        Case::new().is_not_applicable(&CHECK);
        at_most(1).without_wishes().is_not_applicable(&CHECK);
    }

    #[test]
    fn a_field_that_was_left_out_is_unknown() {
        at_most(1)
            .calendar(|calendar| calendar.maximum_duration_minutes = None)
            .lacks(&CHECK, "MaximumDurationInMinutes");
    }

    #[test]
    fn its_repair_is_the_longest_that_the_product_offers() {
        at_most(1440).is_mended_by(&CHECK, &[changed(Setting::MaximumDurationInMinutes, 1440, 2880)]);
    }
}
