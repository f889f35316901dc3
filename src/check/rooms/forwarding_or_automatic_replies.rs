//! RM008. A room that forwards its mail or answers with an absence note.

use crate::check::context::field_of;
use crate::check::{Area, Check, Context, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Change, Gap, MailboxSettings, Room, Setting, SettingValue, Source, Untrusted};

/// Forwarding or automatic replies on.
pub static CHECK: Check = Check {
    id: "RM008",
    name: "forwarding-or-automatic-replies",
    title: "Forwarding or automatic replies on",
    consequence: "Meeting requests leave the room, or organisers get an absence note from it beside the room's real answer.",
    area: Area::Places,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/forwarding-or-automatic-replies.md"),
    probe: Probe::EachRoom(probe),
};

fn probe(room: &Room, _: &Context<'_>) -> Result<Outcome, Gap> {
    if room.has_no_mailbox() {
        return Ok(Outcome::NotApplicable);
    }
    let expected = || Reading::of("forwarding", false).and("automatic_replies", "disabled");
    let replies = room.settings.get().and_then(automatic_replies);
    let forwarding = room.mailbox.get().map(|mailbox| {
        mailbox.as_ref().and_then(|mailbox| mailbox.forwarding.as_ref()).is_some_and(|target| !target.is_blank())
    });
    let finding = match (forwarding, replies.clone()) {
        (Ok(true), Ok(replies)) => {
            Finding::new(Reading::of("forwarding", true).and("automatic_replies", replies), expected())
        }
        (Ok(true), Err(_)) => Finding::new(Reading::of("forwarding", true), expected()),
        (Ok(false), Ok("disabled")) => return Ok(Outcome::Pass),
        (Ok(false), Ok(replies)) => {
            Finding::new(Reading::of("forwarding", false).and("automatic_replies", replies), expected())
        }
        (Err(_), Ok(replies)) if replies != "disabled" => {
            Finding::new(Reading::of("automatic_replies", replies), expected())
        }
        (Err(gap), _) | (_, Err(gap)) => return Err(gap),
    };
    Ok(finding.mend(no_forwarding(room)).mend(no_replies(room, replies.ok())).into())
}

/// Mail stays in the room. Nothing where only an older snapshot tells that it is forwarded, and not by which setting.
fn no_forwarding(room: &Room) -> impl Iterator<Item = Change> {
    let mailbox = room.mailbox.ok().and_then(Option::as_ref);
    let targets = mailbox.into_iter().flat_map(|mailbox| {
        [
            (Setting::ForwardingAddress, mailbox.forwarding_recipient.clone()),
            (Setting::ForwardingSmtpAddress, mailbox.forwarding_smtp.clone()),
        ]
    });
    let set = targets.filter(|(_, target)| target.as_ref().is_some_and(|target| !target.is_blank()));
    set.filter_map(|(setting, target)| Change::of_room(room, setting, target, SettingValue::Empty))
}

/// The room answers requests only. Exchange has its own words for what Graph tells.
fn no_replies(room: &Room, seen: Option<&str>) -> Option<Change> {
    let state = match seen? {
        "alwaysEnabled" => "Enabled",
        "scheduled" => "Scheduled",
        _ => return None,
    };
    Change::of_room(room, Setting::AutoReplyState, state, "Disabled")
}

/// The status in one spelling: Graph's examples and its metadata differ in case.
fn automatic_replies(settings: &MailboxSettings) -> Result<&'static str, Gap> {
    let (source, field) = (Source::GraphMailboxSettings, "automaticRepliesSetting.status");
    let status = field_of(&settings.automatic_replies, source, field)?;
    match ["disabled", "alwaysEnabled", "scheduled"].into_iter().find(|known| known.eq_ignore_ascii_case(status)) {
        Some(known) => Ok(known),
        None => Err(Gap::Field { source, field, value: Some(Untrusted::new(status)) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, changed, denied, known};

    fn forwarding() -> Case {
        Case::new().mailbox(|mailbox| mailbox.forwarding = Some("smtp:elsewhere@example.com".into()))
    }

    #[test]
    fn neither_passes_in_any_spelling() {
        Case::new().passes(&CHECK);
        Case::new().settings(|settings| settings.automatic_replies = Some("Disabled".into())).passes(&CHECK);
    }

    #[test]
    fn forwarding_fails_even_when_the_settings_are_not_known() {
        let both = Reading::of("forwarding", true).and("automatic_replies", "disabled");
        assert_eq!(forwarding().fails(&CHECK).actual, both);
        forwarding().room(|room| room.settings = denied()).fails_with(&CHECK, "forwarding", true);
    }

    #[test]
    fn automatic_replies_fail_even_when_the_mailbox_is_not_known() {
        let case = Case::new().settings(|settings| settings.automatic_replies = Some("Scheduled".into()));
        let both = Reading::of("forwarding", false).and("automatic_replies", "scheduled");
        assert_eq!(case.fails(&CHECK).actual, both);
        case.room(|room| room.mailbox = denied()).fails_with(&CHECK, "automatic_replies", "scheduled");
    }

    #[test]
    fn half_a_reading_without_a_fault_is_unknown() {
        Case::new().room(|room| room.settings = denied()).is_unknown(&CHECK);
        Case::new().room(|room| room.mailbox = denied()).is_unknown(&CHECK);
        let case = Case::new().settings(|settings| settings.automatic_replies = None);
        case.lacks(&CHECK, "automaticRepliesSetting.status");
        Case::new().settings(|settings| settings.automatic_replies = Some("new".into())).is_unknown(&CHECK);
    }

    #[test]
    fn a_room_that_exchange_does_not_have_is_not_judged() {
        Case::new().room(|room| room.mailbox = known(None)).is_not_applicable(&CHECK);
    }

    #[test]
    fn its_repair_ends_both_by_the_setting_that_does_it() {
        let replying = forwarding().settings(|settings| settings.automatic_replies = Some("AlwaysEnabled".into()));
        let quiet = || changed(Setting::AutoReplyState, "Enabled", "Disabled");
        // An older snapshot does not tell which of the two settings forwards.
        replying.is_mended_by(&CHECK, &[quiet()]);
        let told = replying.mailbox(|mailbox| {
            mailbox.forwarding_smtp = Some("smtp:elsewhere@example.com".into());
            mailbox.forwarding_recipient = Some("Ann".into());
        });
        let off = |setting, from: &str| changed(setting, from, SettingValue::Empty);
        told.is_mended_by(
            &CHECK,
            &[
                off(Setting::ForwardingAddress, "Ann"),
                off(Setting::ForwardingSmtpAddress, "smtp:elsewhere@example.com"),
                quiet(),
            ],
        );
    }
}
