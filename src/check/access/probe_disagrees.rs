//! The app asked for calendars (`--probe`), and the answers are not what the settings promise.
//!
//! The answer is the only proof that counts consent, policies, roles and switches together. Without it there is nothing
//! to compare.

use super::effective::{Reach, Verdict};
use super::target::Target;
use super::{mailbox_subject, or_not_applicable, recipient, settling};
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Address, Fact, Gap, Permission, Probed, Resource, Room, Untrusted};

/// The check.
pub static CHECK: Check = Check {
    id: "AC018",
    name: "probe-disagrees",
    title: "Calendar answers otherwise than the settings say",
    consequence: "What is set is not what the app meets: rooms that look open are closed to it, or closed mailboxes are open.",
    area: Area::Access,
    severity: Severity::Error,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/probe-disagrees.md"),
    probe: Probe::Tenant(probe),
};

/// What the settings say about the calendar.
#[derive(Clone, Debug, PartialEq)]
enum Promise {
    Open,
    Closed,
    Unknown,
}

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    if context.product.permissions.graph.is_empty() {
        // The app is made to work for people who sign in, or not at all; what it opens on its own is no promise.
        return Ok(or_not_applicable(Vec::new(), context));
    }
    let reach = Reach::of(context.snapshot);
    let rooms = context.rooms().filter(|room| !matches!(room.probe, Fact::NotGathered));
    let rooms = rooms.map(|room| Judged { subject: room.into(), outcome: judge_room(room, &reach, context) });
    let controls = context.snapshot.controls.iter().filter(|(_, fact)| !matches!(fact, Fact::NotGathered));
    let controls = controls.map(|(address, fact)| Judged {
        subject: mailbox_subject(address, context),
        outcome: fact.get().and_then(|probed| judge_control(address, probed, &reach, context)),
    });
    Ok(or_not_applicable(rooms.chain(controls).collect(), context))
}

/// Any right to see the calendar, however little of it.
fn promise(reach: &Reach<'_>, target: Target<'_>) -> Promise {
    let basic = Permission::named(Resource::MicrosoftGraph, "Calendars.ReadBasic.All");
    match basic.map(|basic| reach.verdict(basic, target)) {
        Some(Verdict::Granted(_)) => Promise::Open,
        Some(Verdict::Denied(_)) => Promise::Closed,
        Some(Verdict::Unknown(_)) | None => Promise::Unknown,
    }
}

fn judge_room(room: &Room, reach: &Reach<'_>, context: &Context<'_>) -> Result<Outcome, Gap> {
    let probed = room.probe.get()?;
    if room.has_no_mailbox() {
        // There is no mailbox to ask for; other checks say so.
        return Ok(Outcome::NotApplicable);
    }
    let finding = |answer, wanted| Finding::new(Reading::of("calendar", answer), Reading::of("calendar", wanted));
    Ok(match (probed, promise(reach, room.into())) {
        (Probed::Shown, Promise::Open | Promise::Unknown) => Outcome::Pass,
        // Told by `room-out-of-reach`: settings and answer agree.
        (Probed::Refused { .. }, Promise::Closed) => Outcome::Pass,
        (Probed::Shown, Promise::Closed) => pending_or_fail(
            finding("shown", "refused")
                .severity(Severity::Warning)
                .cause("by what was read the app may not; a way in was not found, or an old right still acts"),
            context,
        ),
        (Probed::Refused { code, message }, Promise::Open | Promise::Unknown) => {
            pending_or_fail(finding("refused", "shown").cause(reason(code.as_ref(), message.as_ref())), context)
        }
        (Probed::NotThere, _) => finding("no such mailbox", "shown")
            .cause("Graph finds no mailbox behind the address that Exchange lists")
            .into(),
    })
}

fn judge_control(address: &Address, probed: &Probed, reach: &Reach<'_>, context: &Context<'_>) -> Result<Outcome, Gap> {
    let finding = |answer| Finding::new(Reading::of("calendar", answer), Reading::of("calendar", "refused"));
    let promise = match recipient(address, context) {
        Ok(Some(recipient)) => promise(reach, Target::recipient(address, recipient)),
        Ok(None) | Err(_) => Promise::Unknown,
    };
    match (probed, promise) {
        (Probed::Refused { .. }, _) => Ok(Outcome::Pass),
        (Probed::NotThere, _) => Err(Gap::NotEvaluable { what: "a control mailbox that Graph does not find" }),
        (Probed::Shown, Promise::Closed) => Ok(pending_or_fail(
            finding("shown").cause("by what was read the app may not; this is the proof that it can"),
            context,
        )),
        (Probed::Shown, Promise::Open | Promise::Unknown) => {
            Ok(finding("shown").cause("the app opened a mailbox that it must not reach").into())
        }
    }
}

/// A change of the reach that was made lately explains every difference.
fn pending_or_fail(finding: Finding, context: &Context<'_>) -> Outcome {
    match settling::of_anything(context) {
        Some(until) => Outcome::Pending { until, finding },
        None => finding.into(),
    }
}

/// What a refusal means. Observed wordings; Microsoft documents neither.
fn reason(code: Option<&Untrusted>, message: Option<&Untrusted>) -> &'static str {
    let has = |text: Option<&Untrusted>, part: &str| {
        text.is_some_and(|text| text.raw().to_ascii_lowercase().contains(&part.to_ascii_lowercase()))
    };
    if has(message, "[RAOP]") {
        "Exchange answered \"Access to OData is disabled: [RAOP]\": an application access policy refuses the app here"
    } else if has(message, "Access to OData is disabled") {
        "Exchange answered \"Access to OData is disabled\": an application access policy, or a list of programs \
         (EwsApplicationAccessPolicy), refuses the app here"
    } else if has(code, "MailboxNotEnabledForRESTAPI") {
        "the mailbox is not in Exchange Online, is inactive, or has no licence that opens it to Graph"
    } else {
        "neither consent nor a role acts here, whatever the lists show: look at the app's object id in Exchange and at \
         changes of the last hours"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::tenant::Snapshot;

    const ANN: &str = "ann@contoso.example";

    fn refused(message: &str) -> Probed {
        Probed::Refused { code: Some("ErrorAccessDenied".into()), message: Some(message.into()) }
    }

    /// The tenant in which only the first room was asked for.
    fn asked(mut snapshot: Snapshot, probed: Probed) -> Snapshot {
        snapshot.rooms.get_mut(&Address::parse(ROOM_1).unwrap()).unwrap().probe = known(probed);
        snapshot
    }

    fn word(snapshot: &Snapshot) -> String {
        lines(&CHECK, snapshot)[0].rsplit(": ").next().unwrap().to_owned()
    }

    #[test]
    fn without_a_probe_there_is_nothing_to_compare() {
        assert_eq!(lines(&CHECK, &healthy()), ["app: not applicable"]);
    }

    #[test]
    fn a_product_that_asks_for_no_application_permission_is_not_judged() {
        let mut product = spacewell();
        product.permissions.graph.clear();
        let snapshot = asked(healthy(), refused("x"));
        assert_eq!(lines_for(&CHECK, &snapshot, &product), ["app: not applicable"]);
    }

    #[test]
    fn answers_that_follow_the_settings_pass() {
        assert_eq!(word(&asked(healthy(), Probed::Shown)), "pass");
        assert_eq!(word(&asked(confined_by_policy_only(&[]), refused("x"))), "pass");
    }

    /// Consent that a policy narrows, without the one that nothing narrows.
    fn confined_by_policy_only(rooms: &[&str]) -> Snapshot {
        let mut snapshot = confined_by_policy(rooms);
        snapshot.app.grants = known(vec![grant("Calendars.ReadWrite")]);
        snapshot
    }

    #[test]
    fn a_refusal_in_reach_is_an_error_and_decoded() {
        let snapshot = asked(healthy(), refused("Access to OData is disabled: [RAOP] blocked"));
        assert_eq!(word(&snapshot), "error");
        assert!(finding(&CHECK, &snapshot).cause.unwrap().contains("access policy refuses"));
        let snapshot = asked(healthy(), refused("access to odata is disabled."));
        assert!(finding(&CHECK, &snapshot).cause.unwrap().contains("EwsApplicationAccessPolicy"));
        let snapshot = asked(healthy(), refused("no"));
        assert!(finding(&CHECK, &snapshot).cause.unwrap().contains("object id"));
        let rest = Probed::Refused { code: Some("MailboxNotEnabledForRESTAPI".into()), message: None };
        assert!(finding(&CHECK, &asked(healthy(), rest)).cause.unwrap().contains("licence"));
    }

    #[test]
    fn every_reason_is_short_enough_to_be_shown_whole() {
        for (code, message) in [
            ("", "Access to OData is disabled: [RAOP] x"),
            ("", "Access to OData is disabled"),
            ("MailboxNotEnabledForRESTAPI", ""),
            ("ErrorAccessDenied", ""),
        ] {
            let reason = reason(Some(&code.into()), Some(&message.into()));
            assert!(reason.chars().count() <= 160, "{reason}");
        }
    }

    #[test]
    fn a_refusal_after_a_change_is_waited_for() {
        let mut snapshot = asked(confined_by_policy_only(&[ROOM_1]), refused("x"));
        group_mut(&mut snapshot, "Sync-Rooms").changed = Some(at("2026-11-21T07:00:01Z"));
        assert_eq!(word(&snapshot), "pending");
        group_mut(&mut snapshot, "Sync-Rooms").changed = Some(at("2026-11-21T07:00:00Z"));
        assert_eq!(word(&snapshot), "error");
        let mut young = grant("Calendars.ReadWrite");
        young.since = Some(at("2026-11-21T08:30:00Z"));
        snapshot.app.grants = known(vec![young]);
        assert_eq!(word(&snapshot), "pending");
    }

    #[test]
    fn an_answer_out_of_reach_is_a_warning() {
        assert_eq!(word(&asked(confined_by_policy_only(&[]), Probed::Shown)), "warning");
    }

    #[test]
    fn the_answer_decides_where_the_settings_are_not_known() {
        let mut snapshot = asked(healthy(), Probed::Shown);
        snapshot.access.assignments = denied();
        assert_eq!(word(&snapshot), "pass");
        assert_eq!(word(&asked(snapshot, refused("x"))), "error");
    }

    #[test]
    fn a_mailbox_that_graph_does_not_find_fails_unless_exchange_has_none_either() {
        let mut snapshot = asked(healthy(), Probed::NotThere);
        assert_eq!(word(&snapshot), "error");
        snapshot.rooms.get_mut(&Address::parse(ROOM_1).unwrap()).unwrap().mailbox = known(None);
        assert_eq!(word(&snapshot), "not applicable");
    }

    #[test]
    fn a_control_mailbox_that_opens_is_the_proof_of_too_much_reach() {
        let with = |probed| {
            let mut snapshot = healthy();
            control(&mut snapshot, ANN, Some(user(ANN)));
            snapshot.controls.insert(Address::parse(ANN).unwrap(), probed);
            word(&snapshot)
        };
        assert_eq!(with(known(Probed::Shown)), "error");
        assert_eq!(with(known(refused("x"))), "pass");
        assert_eq!(with(known(Probed::NotThere)), "unknown");
        assert_eq!(with(denied()), "unknown");
        assert_eq!(with(Fact::NotGathered), "not applicable");
    }

    #[test]
    fn an_answer_that_failed_is_unknown() {
        let mut snapshot = healthy();
        snapshot.rooms.get_mut(&Address::parse(ROOM_1).unwrap()).unwrap().probe = denied();
        assert_eq!(word(&snapshot), "unknown");
    }
}
