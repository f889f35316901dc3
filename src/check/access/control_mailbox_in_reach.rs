//! A mailbox that was named as out of bounds can be opened by the app, by everything that is set.

use super::confine::{self, Method, group_of, membership};
use super::effective::{Path, Reach, Verdict};
use super::target::Target;
use super::{has_mailbox, mailbox_subject, or_not_applicable, recipient};
use crate::check::app::consent::{required, with_broader, words};
use crate::check::app::surplus_permission::is_for_reading;
use crate::check::{Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Trust};
use crate::tenant::{Address, Change, Gap, KNOWN_PERMISSIONS, MailboxGuid, Permission, Way};

/// The check.
pub static CHECK: Check = Check {
    id: "AC011",
    name: "control-mailbox-in-reach",
    title: "Control mailbox within the app's reach",
    consequence: "A mailbox that the app must not open is open to it, and so are others like it.",
    area: Area::Access,
    severity: Severity::Error,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/control-mailbox-in-reach.md"),
    probe: Probe::Tenant(probe),
};

/// Opens every calendar a little, and nothing can confine it.
const BASIC: &str = "Calendars.ReadBasic.All";

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let reach = Reach::of(context.snapshot);
    let judged =
        context.snapshot.header.control_mailboxes.iter().map(|address| Judged {
            subject: mailbox_subject(address, context),
            outcome: judge(address, &reach, context),
        });
    Ok(or_not_applicable(judged.collect(), context))
}

fn judge(address: &Address, reach: &Reach<'_>, context: &Context<'_>) -> Result<Outcome, Gap> {
    let not_evaluable = |what| Err(Gap::NotEvaluable { what });
    if context.snapshot.rooms.contains_key(address) {
        return not_evaluable("a control mailbox that is a room of this run: name one that the app must not reach");
    }
    let Some(recipient) = recipient(address, context)? else {
        return not_evaluable("a control mailbox that Exchange does not know");
    };
    if !has_mailbox(recipient)? {
        return not_evaluable("a control mailbox that has no mailbox in Exchange Online");
    }
    let target = Target::recipient(address, recipient);
    let (mut granted, mut gap) = (Vec::new(), None);
    for permission in opening(context) {
        match reach.verdict(permission, target.clone()) {
            Verdict::Granted(path) => granted.push((permission, path)),
            Verdict::Denied(_) => {}
            Verdict::Unknown(unknown) => gap = gap.or(Some(unknown)),
        }
    }
    let is_included = |permission: &Permission| {
        granted.iter().any(|(other, _)| with_broader(permission).skip(1).any(|broader| broader.value == other.value))
    };
    let widest: Vec<_> = granted.iter().filter(|(permission, _)| !is_included(permission)).collect();
    match (widest.first(), gap) {
        // What is not known may be worse than what is.
        (Some((permission, _)), Some(gap)) if permission.value == BASIC => Err(gap),
        (Some((permission, path)), _) => {
            let names = words(widest.iter().map(|(permission, _)| permission.value));
            let paths = widest.iter().map(|(permission, path)| (*permission, *path));
            let changes = closing(paths, recipient.guid, reach, context);
            Ok(finding(permission, *path, names).mend(changes).into())
        }
        (None, Some(gap)) => Err(gap),
        (None, None) => Ok(Outcome::Pass),
    }
}

fn finding(permission: &Permission, path: Path<'_>, names: crate::check::Datum) -> Finding {
    let mut actual = Reading::of("reach", "in reach").and("permissions", names);
    if let Some(name) = path.name() {
        actual = actual.and("through", name.clone());
    }
    let finding = Finding::new(actual, Reading::of("reach", "out of reach"));
    if permission.value == BASIC {
        return finding
            .severity(Severity::Warning)
            .cause("nothing can confine this permission; a calendar role with a scope gives rooms the same and more");
    }
    finding.cause(path.words())
}

/// What closes the ways that lead into a control mailbox.
fn closing<'p>(
    paths: impl Iterator<Item = (&'p Permission, Path<'p>)>,
    mailbox: Option<MailboxGuid>,
    reach: &Reach<'_>,
    context: &Context<'_>,
) -> Vec<Change> {
    let closing = paths.flat_map(|(permission, path)| {
        let out_of = |key: &str, method| membership(key, mailbox?, Way::Unmake, method, reach);
        match path {
            Path::Consent(_) if permission.value == BASIC => {
                super::permission_without_role::change(permission, context)
            }
            Path::Consent(_) | Path::RoleEverywhere(_) => confine::mending(context),
            Path::Policy(policy) => out_of(policy.scope_identity.raw(), Method::Policy).into_iter().collect(),
            Path::Role(assignment) => {
                let mut roles = reach.roles().unwrap_or_default().iter();
                let extent = roles.find(|(one, _)| std::ptr::eq(*one, assignment)).map(|(_, extent)| extent);
                extent.and_then(group_of).and_then(|key| out_of(key, Method::Roles)).into_iter().collect()
            }
        }
    });
    confine::each_once(closing)
}

/// The permissions that open mailboxes, without those that only this program's own reading holds.
fn opening(context: &Context<'_>) -> impl Iterator<Item = &'static Permission> {
    let is_own = |permission: &Permission| {
        let is_required = required(context.product).any(|wanted| wanted.value == permission.value);
        context.snapshot.app.is_reader && is_for_reading(permission) && !is_required
    };
    KNOWN_PERMISSIONS
        .iter()
        .filter(|permission| permission.narrowed_by_policy || permission.value == BASIC)
        .filter(move |permission| !is_own(permission))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::finding;
    use crate::check::app::fixture::*;
    use crate::tenant::{AccessRight, AssignmentScope, Snapshot};

    const ANN: &str = "ann@contoso.example";

    fn named(mut snapshot: Snapshot) -> Snapshot {
        control(&mut snapshot, ANN, Some(user(ANN)));
        snapshot
    }

    fn word(snapshot: &Snapshot) -> String {
        lines(&CHECK, snapshot)[0].rsplit(": ").next().unwrap().to_owned()
    }

    #[test]
    fn without_a_control_mailbox_there_is_nothing_to_judge() {
        assert_eq!(lines(&CHECK, &unconfined()), ["app: not applicable"]);
    }

    #[test]
    fn roles_for_rooms_leave_it_out() {
        assert_eq!(word(&named(healthy())), "pass");
    }

    #[test]
    fn bare_consent_opens_it() {
        let snapshot = named(unconfined());
        assert_eq!(word(&snapshot), "error");
        let actual = finding(&CHECK, &snapshot).actual;
        assert_eq!(actual.0["permissions"], words(["Calendars.ReadWrite", "MailboxSettings.Read"]));
    }

    #[test]
    fn a_policy_keeps_it_out_unless_its_group_holds_it() {
        let mut snapshot = named(confined_by_policy(&[ROOM_1]));
        snapshot.app.grants = known(vec![grant("Calendars.ReadWrite")]);
        assert_eq!(word(&snapshot), "pass");
        members_mut(&mut snapshot, "Sync-Rooms").push(member(ANN, "UserMailbox"));
        assert_eq!(word(&snapshot), "error");
        assert_eq!(finding(&CHECK, &snapshot).actual.0["through"], "Sync-Rooms".into());
    }

    #[test]
    fn a_group_that_holds_its_primary_address_is_found_by_an_alias() {
        let mut snapshot = confined_by_policy(&[ROOM_1]);
        control(&mut snapshot, "alias@contoso.example", Some(user(ANN)));
        members_mut(&mut snapshot, "Sync-Rooms").push(member(ANN, "UserMailbox"));
        assert_eq!(word(&snapshot), "error");
    }

    #[test]
    fn a_role_without_a_scope_opens_it() {
        let mut snapshot = named(healthy());
        snapshot.access.assignments = known(vec![role("Application Mail.Read", AssignmentScope::Organization)]);
        assert_eq!(word(&snapshot), "error");
    }

    #[test]
    fn a_scope_by_type_or_by_id_is_compared_with_what_exchange_says() {
        let mut snapshot = named(healthy());
        set_filter(&mut snapshot, "RecipientTypeDetails -eq 'UserMailbox'");
        assert_eq!(word(&snapshot), "error");
        set_filter(&mut snapshot, "ResourceType -eq 'Room'");
        assert_eq!(word(&snapshot), "pass");
        let own = AssignmentScope::Recipient(object_id(0x20).to_string());
        snapshot.access.assignments = known(vec![role("Application Calendars.Read", own)]);
        assert_eq!(word(&snapshot), "error");
    }

    #[test]
    fn what_nothing_can_confine_is_a_warning() {
        let mut snapshot = named(confined_by_policy(&[ROOM_1]));
        snapshot.app.grants = known(vec![grant("Calendars.ReadBasic.All")]);
        assert_eq!(word(&snapshot), "warning");
    }

    #[test]
    fn what_only_the_reading_needs_does_not_count() {
        let mut snapshot = named(healthy());
        snapshot.app.grants = known(vec![grant("MailboxSettings.Read")]);
        snapshot.access.policies = known(vec![]);
        sign_in(&mut snapshot, &[]);
        assert!(lines_for(&CHECK, &snapshot, &generic())[0].ends_with("pass"));
        assert_eq!(word(&snapshot), "error");
    }

    #[test]
    fn a_control_that_proves_nothing_is_unknown() {
        let mut snapshot = unconfined();
        control(&mut snapshot, ANN, None);
        assert_eq!(word(&snapshot), "unknown");
        control(
            &mut snapshot,
            ANN,
            Some(crate::tenant::Recipient { recipient_type_details: Some("MailUser".into()), ..user(ANN) }),
        );
        assert_eq!(word(&snapshot), "unknown");
        snapshot.recipients.clear();
        assert_eq!(word(&snapshot), "unknown");
        let mut snapshot = unconfined();
        control(&mut snapshot, ROOM_1, Some(user(ROOM_1)));
        assert_eq!(word(&snapshot), "unknown");
    }

    #[test]
    fn unread_ways_are_unknown() {
        let mut snapshot = named(healthy());
        snapshot.access.assignments = denied();
        assert_eq!(word(&snapshot), "unknown");
        let mut snapshot = named(confined_by_policy(&[]));
        snapshot.access.policies = known(vec![policy(AccessRight::Other("Maybe".into()), "Sync-Rooms")]);
        assert_eq!(word(&snapshot), "unknown");
    }
}
