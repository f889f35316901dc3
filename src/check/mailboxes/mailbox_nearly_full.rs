//! RM009. A room mailbox that has little or no space left.

use crate::check::context::field_of;
use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Gap, Quota, Room, Source};

/// Mailbox nearly full.
pub static CHECK: Check = Check {
    id: "RM009",
    name: "mailbox-nearly-full",
    title: "Mailbox nearly full",
    consequence: "A full mailbox takes no mail, so invitations come back to their senders and the room answers nobody.",
    area: Area::Mailboxes,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/mailbox-nearly-full.md"),
    probe: Probe::EachRoom(probe),
};

/// From how full on a mailbox is told, in percent of its quota.
const NEARLY_FULL: u64 = 90;

const NAME: &str = "quota_used_percent";

fn probe(room: &Room, _: &Context<'_>) -> Result<Outcome, Gap> {
    let Some(mailbox) = room.mailbox.get()? else { return Ok(Outcome::NotApplicable) };
    let source = Source::ExchangeMailboxStatistics;
    let used = *field_of(&room.statistics.get()?.total_bytes, source, "TotalItemSize")?;
    let percent = match *field_of(&mailbox.quota, Source::ExchangeMailboxes, "ProhibitSendReceiveQuota")? {
        Quota::Unlimited => return Ok(Outcome::Pass),
        Quota::Bytes(quota) => percent(used, quota),
    };
    if percent < NEARLY_FULL {
        return Ok(Outcome::Pass);
    }
    let number = |percent: u64| i64::try_from(percent).unwrap_or(i64::MAX);
    let finding =
        Finding::new(Reading::of(NAME, number(percent)), Reading::of(NAME, Datum::AtMost(number(NEARLY_FULL - 1))));
    Ok(if percent >= 100 {
        finding.severity(Severity::Error).cause("it is full: invitations are refused already").into()
    } else {
        finding.into()
    })
}

/// How much of the quota is used, in whole percent, rounded down.
fn percent(used: u64, quota: u64) -> u64 {
    match u128::from(quota) {
        0 => 100,
        quota => u64::try_from(u128::from(used) * 100 / quota).unwrap_or(u64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, known};
    use crate::tenant::MailboxStatistics;

    const GIB: u64 = 1 << 30;

    fn filled(used: u64, quota: u64) -> Case {
        of(used, Some(Quota::Bytes(quota)))
    }

    fn of(used: u64, quota: Option<Quota>) -> Case {
        Case::new()
            .mailbox(|mailbox| mailbox.quota = quota)
            .room(|room| room.statistics = known(MailboxStatistics { total_bytes: Some(used), item_count: None }))
    }

    #[test]
    fn a_mailbox_with_space_left_passes() {
        filled(GIB, 50 * GIB).passes(&CHECK);
        filled(45 * GIB - 1, 50 * GIB).passes(&CHECK);
    }

    #[test]
    fn ninety_percent_are_told() {
        let finding = filled(45 * GIB, 50 * GIB).fails(&CHECK);
        assert_eq!(finding.severity, None);
        assert_eq!(finding.actual, Reading::of(NAME, 90));
        assert_eq!(finding.expected, Reading::of(NAME, Datum::AtMost(89)));
    }

    #[test]
    fn a_full_mailbox_is_an_error() {
        for (used, quota) in [(50, 50), (60, 50), (1, 0)] {
            let finding = filled(used * GIB, quota * GIB).fails(&CHECK);
            assert_eq!(finding.severity, Some(Severity::Error));
        }
        assert_eq!(percent(u64::MAX, 1), u64::MAX, "sizes that make no sense do not overflow");
    }

    #[test]
    fn a_mailbox_without_a_limit_is_never_full() {
        of(900 * GIB, Some(Quota::Unlimited)).passes(&CHECK);
    }

    #[test]
    fn a_limit_that_was_left_out_is_unknown() {
        of(GIB, None).lacks(&CHECK, "ProhibitSendReceiveQuota");
    }

    #[test]
    fn a_room_without_a_mailbox_has_nothing_to_fill() {
        Case::new().room(|room| room.mailbox = known(None)).is_not_applicable(&CHECK);
    }

    #[test]
    fn a_size_that_was_not_read_is_unknown() {
        filled(0, GIB).room(|room| room.statistics = denied()).is_unknown(&CHECK);
        let case = filled(0, GIB).room(|room| room.statistics = known(MailboxStatistics::default()));
        case.lacks(&CHECK, "TotalItemSize");
    }
}
