//! How a step stands that somebody has to vouch for: pure dates, each day to its end in UTC.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::product::{AttestedStep, Product};
use crate::tenant::Attestation;

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing<'a> {
    /// Nobody vouches for it.
    Missing,
    /// Somebody did, and it counts no more.
    Expired {
        /// The entry that lasted longest.
        entry: &'a Attestation,
        /// The last day on which it counted.
        end: Date,
    },
    /// Somebody vouches for it.
    Vouched {
        /// The entry that lasts longest.
        entry: &'a Attestation,
        /// The last day on which it counts.
        end: Date,
    },
}

/// How a step stands for every product of a run that asks for it: as it stands for the one that it serves worst.
pub fn standing_in<'a>(
    step: &AttestedStep,
    product: &Product,
    entries: &'a [Attestation],
    now: Timestamp,
) -> Standing<'a> {
    let asks = |one: &&Product| product.parts.is_empty() || one.attestations_in_force().any(|own| own.id == step.id);
    let each = product.each().iter().filter(asks).map(|one| standing(step, &one.name, entries, now));
    let lasts = |standing: &Standing<'_>| match standing {
        Standing::Missing => None,
        Standing::Expired { end, .. } | Standing::Vouched { end, .. } => Some(*end),
    };
    each.min_by_key(lasts).unwrap_or(Standing::Missing)
}

/// How a step of a product stands at a time.
///
/// An entry counts from its day on, until it expires or until the step may be vouched for no longer, whichever comes
/// first. Of several entries the one that lasts longest decides.
pub fn standing<'a>(step: &AttestedStep, product: &str, entries: &'a [Attestation], now: Timestamp) -> Standing<'a> {
    let today = day(now);
    let of_step = entries.iter().filter(|entry| entry.step == step.id && is_of(entry, product) && entry.date <= today);
    // The first of equals, so that the order of the file decides and nothing else.
    let longest = of_step.map(|entry| (last_day(entry, step), entry)).reduce(|one, other| match other.0 > one.0 {
        true => other,
        false => one,
    });
    match longest {
        None => Standing::Missing,
        Some((end, entry)) if end < today => Standing::Expired { entry, end },
        Some((end, entry)) => Standing::Vouched { entry, end },
    }
}

/// The last day on which an entry counts for a step.
pub fn last_day(entry: &Attestation, step: &AttestedStep) -> Date {
    entry.expires.min(latest_end(entry.date, step))
}

/// The last day for which a step that was done on a day may be vouched for.
pub fn latest_end(date: Date, step: &AttestedStep) -> Date {
    let days = Span::new().try_days(step.valid_days.max(0));
    days.ok().and_then(|days| date.checked_add(days).ok()).unwrap_or(Date::MAX)
}

/// Whether an entry is about a product.
pub fn is_of(entry: &Attestation, product: &str) -> bool {
    entry.product.as_deref().is_none_or(|own| own == product)
}

/// The day of a time, in UTC.
pub fn day(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

/// The end of a day, in UTC.
pub fn end_of(date: Date) -> Timestamp {
    let zoned = date.at(23, 59, 59, 0).to_zoned(TimeZone::UTC);
    zoned.map_or(Timestamp::MAX, |end| end.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::setup::fixture::{entry, step};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn end(entries: &[Attestation], now: &str) -> (bool, Option<String>) {
        match standing(&step("review"), "spacewell", entries, at(now)) {
            Standing::Missing => (false, None),
            Standing::Expired { end, .. } => (false, Some(end.to_string())),
            Standing::Vouched { end, .. } => (true, Some(end.to_string())),
        }
    }

    #[test]
    fn the_last_day_counts_to_its_end() {
        let entries = [entry("review", "2026-01-01", "2026-03-10")];
        assert_eq!(end(&entries, "2026-03-10T23:59:59Z"), (true, Some("2026-03-10".into())));
        assert_eq!(end(&entries, "2026-03-11T00:00:00Z"), (false, Some("2026-03-10".into())));
    }

    #[test]
    fn nothing_counts_before_its_day() {
        let entries = [entry("review", "2026-03-11", "2026-12-31")];
        assert_eq!(end(&entries, "2026-03-10T12:00:00Z"), (false, None));
        assert!(end(&entries, "2026-03-11T00:00:00Z").0);
    }

    #[test]
    fn the_step_says_how_long_at_most() {
        let entries = [entry("review", "2025-01-01", "2099-01-01")];
        assert_eq!(end(&entries, "2026-03-10T12:00:00Z"), (false, Some("2026-01-01".into())));
    }

    #[test]
    fn of_several_entries_the_longest_decides() {
        let entries = [
            entry("review", "2025-12-01", "2026-01-31"),
            entry("review", "2026-01-15", "2026-06-30"),
            entry("review", "2026-02-01", "2026-03-01"),
            entry("other", "2026-02-01", "2026-12-01"),
        ];
        assert_eq!(end(&entries, "2026-03-10T12:00:00Z"), (true, Some("2026-06-30".into())));
    }

    #[test]
    fn an_entry_of_another_product_does_not_count() {
        let mut of_another = entry("review", "2026-01-01", "2026-06-30");
        of_another.product = Some("roomz".into());
        assert_eq!(end(&[of_another.clone()], "2026-03-10T12:00:00Z"), (false, None));
        assert!(is_of(&of_another, "roomz") && !is_of(&of_another, "spacewell"));
    }

    #[test]
    fn a_step_of_several_products_is_vouched_for_once_or_for_each() {
        let of = |product: Option<&str>, expires: &str| Attestation {
            product: product.map(Into::into),
            ..entry("review", "2026-01-01", expires)
        };
        let with_step = |name: &str| {
            let mut product = Product::builtin(name).unwrap();
            product.attestations = vec![step("review")];
            product
        };
        let both = crate::product::merged(vec![with_step("spacewell"), with_step("roomz")]);
        let one = crate::product::merged(vec![Product::builtin("generic").unwrap(), with_step("roomz")]);
        let end = |product: &Product, entries: &[Attestation]| match standing_in(
            &step("review"),
            product,
            entries,
            at("2026-03-10T12:00:00Z"),
        ) {
            Standing::Missing => "missing".to_owned(),
            Standing::Expired { end, .. } => format!("until {end}"),
            Standing::Vouched { end, .. } => end.to_string(),
        };
        assert_eq!(end(&one, &[of(Some("roomz"), "2026-06-30")]), "2026-06-30");
        assert_eq!(end(&both, &[of(None, "2026-06-30")]), "2026-06-30");
        assert_eq!(end(&both, &[of(Some("roomz"), "2026-06-30")]), "missing");
        let each = [of(Some("roomz"), "2026-06-30"), of(Some("spacewell"), "2026-03-01")];
        assert_eq!(end(&both, &each), "until 2026-03-01");
    }

    #[test]
    fn dates_at_the_end_of_time_are_survived() {
        let entries = [entry("review", "9999-12-31", "9999-12-31")];
        assert_eq!(end(&entries, "2026-03-10T12:00:00Z"), (false, None));
        assert_eq!(latest_end(Date::MAX, &step("review")), Date::MAX);
        end_of(Date::MAX);
    }
}
