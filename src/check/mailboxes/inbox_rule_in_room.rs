//! CP010. A room mailbox with an inbox rule of its own.

use std::collections::BTreeSet;

use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Change, Gap, InboxRule, Room, Untrusted};

/// Inbox rule in a room.
pub static CHECK: Check = Check {
    id: "CP010",
    name: "inbox-rule-in-room",
    title: "Inbox rule in a room",
    consequence: "A rule may take meeting requests away before the room has answered them; a delegate rule stops the answers altogether.",
    area: Area::Mailboxes,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/inbox-rule-in-room.md"),
    probe: Probe::EachRoom(probe),
};

const NAME: &str = "inbox_rules";

/// What a rule does to the booking attendant, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The rule that every mailbox has for junk mail.
    Junk,
    /// What Outlook leaves when somebody makes a person a delegate: requests go to them, and the attendant stands aside.
    Delegate,
    /// Made by somebody.
    Own,
    /// The reader may not see its name.
    Unreadable,
}

fn probe(room: &Room, _: &Context<'_>) -> Result<Outcome, Gap> {
    if room.has_no_mailbox() {
        return Ok(Outcome::NotApplicable);
    }
    let rules = room.inbox_rules.get()?;
    let kinds: Vec<Kind> = rules.iter().map(kind).collect();
    let has = |wanted: Kind| kinds.contains(&wanted);
    let acts =
        |wanted: Kind| rules.iter().zip(&kinds).any(|(rule, kind)| *kind == wanted && rule.enabled != Some(false));
    let unreadable = kinds.iter().filter(|kind| **kind == Kind::Unreadable).count();
    // Every mailbox has the rule for junk mail, so one nameless rule is probably that one.
    let is_probably_junk = unreadable == 1 && !has(Kind::Junk);
    let finding = || {
        let wanted = Reading::of(NAME, "none but the one for junk mail");
        Finding::new(seen(rules, &kinds), wanted).mend(switched_off(room, rules))
    };
    Ok(if acts(Kind::Delegate) {
        finding().cause("a delegate rule, made in Outlook: the booking attendant leaves requests to it").into()
    } else if acts(Kind::Own) || (acts(Kind::Unreadable) && !is_probably_junk) {
        finding().severity(Severity::Warning).into()
    } else if has(Kind::Delegate) || has(Kind::Own) || (unreadable > 0 && !is_probably_junk) {
        finding().severity(Severity::Info).cause("switched off").into()
    } else if unreadable == 1 {
        let cause = "its name may not be seen; a single rule is probably the one for junk mail";
        finding().severity(Severity::Info).cause(cause).into()
    } else {
        Outcome::Pass
    })
}

/// Every rule of a known name that is on, but the one for junk mail, is switched off; it stays, so there is a way back.
fn switched_off(room: &Room, rules: &[InboxRule]) -> Vec<Change> {
    let Some(guid) = room.guid() else { return Vec::new() };
    let on = rules.iter().filter(|rule| rule.enabled == Some(true) && matches!(kind(rule), Kind::Delegate | Kind::Own));
    let names: BTreeSet<&Untrusted> = on.filter_map(|rule| rule.name.as_ref()).collect();
    let off = |rule: &Untrusted| Change::InboxRule { room: guid, rule: rule.clone(), from: true, to: false };
    names.into_iter().map(off).collect()
}

fn kind(rule: &InboxRule) -> Kind {
    let Some(name) = rule.name.as_ref().filter(|name| !name.is_blank()) else { return Kind::Unreadable };
    let name = name.raw().trim().to_lowercase();
    if name.starts_with("delegate rule") {
        Kind::Delegate
    } else if name.starts_with("junk e-mail") || name.starts_with("junk email") || name.starts_with("junk-e-mail") {
        Kind::Junk
    } else {
        Kind::Own
    }
}

/// The names of all rules but the one for junk mail.
fn seen(rules: &[InboxRule], kinds: &[Kind]) -> Reading {
    let shown = rules.iter().zip(kinds).filter(|(_, kind)| **kind != Kind::Junk);
    let name = |rule: &InboxRule| rule.name.clone().filter(|name| !name.is_blank());
    let mut names: Vec<Untrusted> =
        shown.map(|(rule, _)| name(rule).unwrap_or_else(|| Untrusted::from("name not shown"))).collect();
    names.sort();
    Reading::of(NAME, Datum::List(names))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, denied, guid, known};

    fn rule(name: &str) -> InboxRule {
        InboxRule { name: (!name.is_empty()).then(|| name.into()), enabled: Some(true) }
    }

    fn rules(names: &[&str]) -> Case {
        Case::new().room(|room| room.inbox_rules = known(names.iter().map(|name| rule(name)).collect()))
    }

    fn off(name: &str) -> Case {
        let rule = InboxRule { enabled: Some(false), ..rule(name) };
        Case::new().room(|room| room.inbox_rules = known(vec![rule]))
    }

    #[test]
    fn no_rule_and_the_rule_for_junk_mail_pass() {
        rules(&[]).passes(&CHECK);
        rules(&["Junk E-mail Rule"]).passes(&CHECK);
        rules(&["Junk-E-Mail-Regel"]).passes(&CHECK);
    }

    #[test]
    fn a_delegate_rule_is_an_error() {
        let finding = rules(&["Junk E-mail Rule", "Delegate Rule -4611686018427387900"]).fails(&CHECK);
        assert_eq!(finding.severity, None);
        assert!(finding.cause.unwrap().contains("booking attendant"));
        let names = Datum::List(vec!["Delegate Rule -4611686018427387900".into()]);
        assert_eq!(finding.actual, Reading::of(NAME, names));
        rules(&["DELEGATE RULE 1"]).fails(&CHECK);
    }

    #[test]
    fn any_other_rule_is_a_warning() {
        assert_eq!(rules(&["Move to archive"]).fails(&CHECK).severity, Some(Severity::Warning));
        assert_eq!(rules(&["My delegate rule"]).fails(&CHECK).severity, Some(Severity::Warning));
    }

    #[test]
    fn a_single_rule_without_a_name_is_probably_the_one_for_junk_mail() {
        assert_eq!(rules(&[""]).fails(&CHECK).severity, Some(Severity::Info));
        assert_eq!(rules(&["", ""]).fails(&CHECK).severity, Some(Severity::Warning));
        assert_eq!(rules(&["Junk E-mail Rule", ""]).fails(&CHECK).severity, Some(Severity::Warning));
    }

    #[test]
    fn a_rule_that_is_switched_off_is_only_worth_knowing() {
        assert_eq!(off("Delegate Rule 1").fails(&CHECK).severity, Some(Severity::Info));
        assert_eq!(off("Move to archive").fails(&CHECK).severity, Some(Severity::Info));
        off("Junk E-mail Rule").passes(&CHECK);
    }

    #[test]
    fn rules_that_were_not_read_are_unknown() {
        Case::new().room(|room| room.inbox_rules = denied()).is_unknown(&CHECK);
    }

    #[test]
    fn its_repair_switches_off_what_is_on_and_has_a_name() {
        let off = |rule: &str| Change::InboxRule { room: guid("a"), rule: rule.into(), from: true, to: false };
        let names = ["Junk E-mail Rule", "Delegate Rule 3", "Move", "", ""];
        rules(&names).is_mended_by(&CHECK, &[off("Delegate Rule 3"), off("Move")]);
        super::tests::off("Delegate Rule 3").is_mended_by_hand(&CHECK);
    }
}
