//! A group or filter that confines the app lets other mailboxes in than rooms.

use std::collections::BTreeSet;

use super::confine::{self, Method, membership};
use super::effective::{Extent, Reach, is_scope};
use super::filter::Filter;
use super::membership::{Groups, Nesting, is_mailbox};
use super::{or_not_applicable, policy};
use crate::check::{
    Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Subject, SubjectKind, Trust,
};
use crate::product::{Level, Product, Wish};
use crate::tenant::{
    AccessRight, Address, AssignmentScope, Change, Gap, ListMember, MailboxGuid, RoleAssignment, ScopeGroup, Source,
    Untrusted, Way,
};

/// The check.
pub static CHECK: Check = Check {
    id: "AC020",
    name: "scope-holds-non-rooms",
    title: "Scope holds mailboxes that are no rooms",
    consequence: "The app can open the mailboxes of people who never agreed to it.",
    area: Area::Access,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/scope-holds-non-rooms.md"),
    probe: Probe::Tenant(probe),
};

/// How many of the mailboxes a finding names.
const EXAMPLES: usize = 5;

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    // Where the product works in people's calendars too, a scope that holds people does what it should.
    if context.product.wish(Wish::UserCalendars).is_some() {
        return Ok(or_not_applicable(Vec::new(), context));
    }
    let reach = Reach::of(context.snapshot);
    let mut judged = Vec::new();
    let mut seen = BTreeSet::new();
    // Policies that cannot be read matter only with consent that they narrow; `in_force` knows.
    match policy::in_force(context) {
        Ok(policies) => {
            let restricting = policies.unwrap_or_default().into_iter();
            for policy in restricting.filter(|policy| policy.right == AccessRight::RestrictAccess) {
                let key = policy.scope_identity.raw();
                if seen.insert((key, Nesting::Whole)) {
                    judged.push(judge_group(key, Nesting::Whole, policy::subject(policy), &reach, context));
                }
            }
        }
        Err(gap) => judged.push(Judged { subject: context.app(), outcome: Err(gap) }),
    }
    match reach.roles() {
        Ok(roles) => {
            for (assignment, extent) in roles {
                let name = scope_key(assignment);
                if seen.insert((name, Nesting::Direct)) {
                    judged.extend(judge_extent(assignment, extent, &reach, context));
                }
            }
        }
        Err(gap) => judged.push(Judged { subject: context.app(), outcome: Err(gap) }),
    }
    Ok(or_not_applicable(each_once(judged), context))
}

/// A group that a policy and a role name both is told once, with the worse of what was found.
fn each_once(judged: Vec<Judged>) -> Vec<Judged> {
    let weight = |one: &Judged| match one.outcome {
        Ok(Outcome::Fail(_)) => 3,
        Err(_) => 2,
        Ok(Outcome::Pass | Outcome::Pending { .. }) => 1,
        Ok(Outcome::NotApplicable) => 0,
    };
    let mut once: Vec<Judged> = Vec::with_capacity(judged.len());
    for one in judged {
        let is_group = one.subject.kind == SubjectKind::Group;
        match once.iter_mut().find(|known| is_group && known.subject == one.subject) {
            Some(known) if weight(known) >= weight(&one) => {}
            Some(known) => *known = one,
            None => once.push(one),
        }
    }
    once
}

fn scope_key(assignment: &RoleAssignment) -> &str {
    match &assignment.scope {
        AssignmentScope::Organization => "",
        AssignmentScope::CustomScope(name) | AssignmentScope::Other(name) => name.raw(),
        AssignmentScope::AdministrativeUnit(id) | AssignmentScope::Group(id) | AssignmentScope::Recipient(id) => id,
    }
}

fn judge_extent(
    assignment: &RoleAssignment,
    extent: &Extent<'_>,
    reach: &Reach<'_>,
    context: &Context<'_>,
) -> Option<Judged> {
    let subject = scope_subject(assignment, context);
    let outcome = match extent {
        // Told by `tenant-wide-reach`.
        Extent::Everywhere => return None,
        Extent::Group(key) => return Some(judge_group(key, Nesting::Direct, subject, reach, context)),
        Extent::Filter(filter) => strangers(filter, &reach.groups, context).map(|found| {
            let changes = confine::group_of(extent).map(|key| removal(key, Nesting::Direct, &found, reach, context));
            judge(&found, changes.unwrap_or_default(), context)
        }),
        Extent::Recipient(id) => {
            let mut mailboxes = context.rooms().filter_map(|room| room.mailbox.ok().and_then(Option::as_ref));
            let is_room =
                mailboxes.any(|mailbox| mailbox.object_id.is_some_and(|own| own.to_string().eq_ignore_ascii_case(id)));
            is_room
                .then_some(Outcome::Pass)
                .ok_or(Gap::NotEvaluable { what: "a role scope on one recipient that is none of the rooms" })
        }
        Extent::AdministrativeUnit(_) => Err(Gap::NotEvaluable { what: "membership of an administrative unit" }),
        Extent::Unknown(gap) => Err(gap.clone()),
    };
    Some(Judged { subject, outcome })
}

fn scope_subject(assignment: &RoleAssignment, context: &Context<'_>) -> Subject {
    let AssignmentScope::CustomScope(name) = &assignment.scope else {
        return Subject::new(SubjectKind::Policy, assignment.name.raw(), Some(assignment.name.clone()));
    };
    let scopes = context.snapshot.access.scopes.ok().map(Vec::as_slice).unwrap_or_default();
    let label = scopes.iter().find(|scope| is_scope(scope, name)).map_or(name, |scope| &scope.name);
    Subject::new(SubjectKind::Policy, name.raw(), Some(label.clone()))
}

fn judge_group(key: &str, nesting: Nesting, named_by: Subject, reach: &Reach<'_>, context: &Context<'_>) -> Judged {
    let group = match reach.groups.group(key) {
        Ok(Some(group)) if !is_mailbox(group) => group,
        // A target that is no group, or gone, is told by `policy-target-unsuitable`.
        Ok(Some(_) | None) => return Judged::new(named_by, Outcome::NotApplicable),
        Err(gap) => return Judged { subject: named_by, outcome: Err(gap) },
    };
    let outcome = group_strangers(key, nesting, &reach.groups, context)
        .map(|found| judge(&found, removal(key, nesting, &found, reach, context), context));
    Judged { subject: group_subject(key, group), outcome }
}

fn group_subject(key: &str, group: &ScopeGroup) -> Subject {
    let id = group.object_id.map(|id| id.to_string()).or_else(|| group.address.as_ref().map(|one| one.to_string()));
    Subject::new(SubjectKind::Group, id.unwrap_or_else(|| key.to_owned()), Some(group.display_name.clone()))
}

/// Mailboxes that a scope holds and that are no rooms.
enum Stranger<'a> {
    /// One of a group.
    Member(&'a ListMember),
    /// All of a kind.
    Kind(&'a str),
}

/// Takes the strangers out of the group. One who comes in through a group inside leaves with it, once the rooms of that
/// inner group are members themselves: what else that group serves is not touched.
fn removal(
    key: &str,
    nesting: Nesting,
    found: &[Stranger<'_>],
    reach: &Reach<'_>,
    context: &Context<'_>,
) -> Vec<Change> {
    let method = match nesting {
        Nesting::Direct => Method::Roles,
        Nesting::Whole => Method::Policy,
    };
    let change = |member: Option<MailboxGuid>, way| membership(key, member?, way, method, reach);
    let group = reach.groups.group(key).ok().flatten();
    let direct = group.and_then(|group| group.members.ok()).map(Vec::as_slice).unwrap_or_default();
    let is_direct = |one: &ListMember| direct.iter().any(|member| member.address == one.address);
    let strangers: Vec<&ListMember> = found.iter().filter_map(Stranger::member).collect();
    let out = strangers.iter().filter(|one| is_direct(one)).filter_map(|one| change(one.guid, Way::Unmake));
    let (mut changes, mut leaving) = (Vec::new(), Vec::new());
    if strangers.iter().any(|one| !is_direct(one)) {
        let rooms =
            context.rooms().filter(|room| !direct.iter().any(|one| one.address.as_ref() == Some(&room.address)));
        let nested = rooms.filter(|room| reach.groups.holds(key, Nesting::Whole, &(*room).into()) == Ok(true));
        changes.extend(nested.filter_map(|room| change(room.guid(), Way::Make)));
        let inner = direct.iter().filter(|member| member.is_group());
        leaving.extend(inner.filter_map(|member| change(member.guid, Way::Unmake)));
    }
    changes.extend(out);
    changes.extend(leaving);
    changes
}

fn judge(found: &[Stranger<'_>], changes: Vec<Change>, context: &Context<'_>) -> Outcome {
    if found.is_empty() {
        return Outcome::Pass;
    }
    let kind = found.iter().find_map(|one| match one {
        Stranger::Kind(kind) => Some(Untrusted::from(*kind)),
        Stranger::Member(_) => None,
    });
    let actual = match kind {
        Some(kind) => Reading::of("non_rooms", "every mailbox of a kind").and("kind", kind),
        None => {
            let members = found.iter().filter_map(|one| match one {
                Stranger::Member(member) => Some(member.display_name.clone()),
                Stranger::Kind(_) => None,
            });
            let examples = members.take(EXAMPLES).collect();
            let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
            Reading::of("non_rooms", count).and("examples", Datum::List(examples))
        }
    };
    let finding = Finding::new(actual, Reading::of("non_rooms", 0));
    // Where these may be the people whom the product works for, only a person can tell who leaves.
    let is_known = !matches!(mode(context.product.of_the_app()), Mode::People);
    let finding = finding.mend(changes.into_iter().filter(|_| is_known));
    match mode(context.product.of_the_app()) {
        Mode::Rooms => finding.severity(Severity::Error).into(),
        Mode::NotKnown => finding.into(),
        Mode::People => finding.severity(Severity::Info).cause(IN_PEOPLES_CALENDARS).into(),
    }
}

const IN_PEOPLES_CALENDARS: &str =
    "you said that the product works in people's calendars too (room_centric false): look whether these are the people";

/// Whose calendars the product works in.
enum Mode {
    /// Those of rooms only.
    Rooms,
    /// Those of some people too, as the customer says.
    People,
    /// Nobody said.
    NotKnown,
}

fn mode(product: &Product) -> Mode {
    let of_rooms = product.wish(Wish::ConfinedToRooms).is_some_and(|rule| rule.level == Level::Error);
    match (product.parameters.room_centric, of_rooms) {
        (true, _) => Mode::Rooms,
        // A guide that insists on rooms, for a customer who says otherwise.
        (false, true) => Mode::People,
        (false, false) => Mode::NotKnown,
    }
}

/// Whether it is the mailbox that the product books with, which the app has to reach beside the rooms.
fn is_booking_account(address: &Address, context: &Context<'_>) -> bool {
    let mut products = context.product.wishing(Wish::BookingMailbox);
    products.any(|(product, _)| product.parameters.booking_accounts().any(|account| account == address))
}

fn group_strangers<'a>(
    key: &str,
    nesting: Nesting,
    groups: &Groups<'a>,
    context: &Context<'_>,
) -> Result<Vec<Stranger<'a>>, Gap> {
    let (members, unread) = groups.members(key, nesting)?;
    let mut strangers = Vec::new();
    let mut gap = unread.cloned();
    for &member in members {
        let is_ours = member.address.as_ref().is_some_and(|address| {
            context.snapshot.rooms.contains_key(address) || is_booking_account(address, context)
        });
        match &member.recipient_type_details {
            _ if is_ours || member.is_room() => {}
            Some(_) => strangers.push(Stranger::Member(member)),
            None => {
                let source = Source::ExchangeGroupMembers;
                gap = Some(Gap::Field { source, field: "RecipientTypeDetails", value: None });
            }
        }
    }
    match gap {
        Some(gap) if strangers.is_empty() => Err(gap),
        Some(_) | None => Ok(strangers),
    }
}

fn strangers<'a>(filter: &'a Filter, groups: &Groups<'a>, context: &Context<'_>) -> Result<Vec<Stranger<'a>>, Gap> {
    Ok(match filter {
        Filter::RecipientType(kind) if kind.eq_ignore_ascii_case("RoomMailbox") => Vec::new(),
        Filter::ResourceType(kind) if ["Room", "Workspace"].iter().any(|room| kind.eq_ignore_ascii_case(room)) => {
            Vec::new()
        }
        Filter::RecipientType(kind) | Filter::ResourceType(kind) => vec![Stranger::Kind(kind)],
        Filter::MemberOf(name) => group_strangers(name, Nesting::Direct, groups, context)?,
        Filter::Any(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(strangers(part, groups, context)?);
            }
            all
        }
        Filter::All(parts) => {
            let mut gap = None;
            let mut all = Vec::new();
            for part in parts {
                match strangers(part, groups, context) {
                    // One part that admits rooms only is enough.
                    Ok(found) if found.is_empty() => return Ok(found),
                    Ok(found) => all.push(found),
                    Err(unknown) => gap = Some(unknown),
                }
            }
            match gap {
                Some(gap) => return Err(gap),
                None => in_all(all),
            }
        }
    })
}

/// The strangers that every part admits.
fn in_all(parts: Vec<Vec<Stranger<'_>>>) -> Vec<Stranger<'_>> {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |kept, part| {
        let kinds: Vec<&str> = part.iter().filter_map(Stranger::kind).collect();
        let addresses: BTreeSet<_> = part.iter().filter_map(Stranger::address).collect();
        let is_kept = |stranger: &Stranger<'_>| match stranger {
            Stranger::Member(member) => {
                let is_member = member.address.as_ref().is_some_and(|address| addresses.contains(address));
                is_member || member.recipient_type_details.as_deref().is_some_and(|own| is_among(own, &kinds))
            }
            Stranger::Kind(kind) => is_among(kind, &kinds),
        };
        let own_kinds: Vec<&str> = kept.iter().filter_map(Stranger::kind).collect();
        let by_kind = part.iter().filter_map(|stranger| match stranger {
            Stranger::Member(member) => member
                .recipient_type_details
                .as_deref()
                .filter(|own| is_among(own, &own_kinds))
                .map(|_| Stranger::Member(member)),
            Stranger::Kind(_) => None,
        });
        let by_kind: Vec<_> = by_kind.collect();
        kept.into_iter().filter(is_kept).chain(by_kind).collect()
    })
}

fn is_among(kind: &str, kinds: &[&str]) -> bool {
    kinds.iter().any(|one| one.eq_ignore_ascii_case(kind))
}

impl<'a> Stranger<'a> {
    fn member(&self) -> Option<&'a ListMember> {
        match self {
            Self::Member(member) => Some(member),
            Self::Kind(_) => None,
        }
    }

    fn kind(&self) -> Option<&'a str> {
        match self {
            Self::Kind(kind) => Some(kind),
            Self::Member(_) => None,
        }
    }

    fn address(&self) -> Option<&'a Address> {
        match self {
            Self::Member(member) => member.address.as_ref(),
            Self::Kind(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_that_is_named_twice_is_told_once_with_the_worse() {
        let group = || Subject::new(SubjectKind::Group, "g", None);
        let fail = || Outcome::Fail(Finding::default());
        for order in [[Outcome::Pass, fail()], [fail(), Outcome::Pass]] {
            let once = each_once(order.into_iter().map(|outcome| Judged::new(group(), outcome)).collect());
            assert_eq!(once, [Judged::new(group(), fail())]);
        }
    }

    use crate::check::app::fixture::*;

    fn word(snapshot: &crate::tenant::Snapshot) -> String {
        lines(&CHECK, snapshot)[0].rsplit(": ").next().unwrap_or_default().to_owned()
    }

    fn with_person() -> crate::tenant::Snapshot {
        let mut snapshot = confined_by_policy(&[ROOM_1]);
        members_mut(&mut snapshot, "Sync-Rooms").push(member("ann@contoso.example", "UserMailbox"));
        snapshot
    }

    #[test]
    fn scopes_of_rooms_pass() {
        assert_eq!(lines(&CHECK, &healthy()), ["Rooms: pass"]);
        assert_eq!(word(&confined_by_policy(&[ROOM_1])), "pass");
    }

    #[test]
    fn a_person_in_the_policy_group_fails_as_hard_as_the_product_minds() {
        let snapshot = with_person();
        assert_eq!(lines(&CHECK, &snapshot), [format!("{}: error", object_id(0x10))]);
        assert!(lines_for(&CHECK, &snapshot, &generic())[0].ends_with("warning"));
        assert_eq!(finding(&CHECK, &snapshot).actual.0.get("non_rooms"), Some(&Datum::Int(1)));
    }

    #[test]
    fn the_mailbox_that_the_product_books_with_belongs_into_the_scope() {
        let snapshot = with_person();
        let mut strict = crate::product::Product::builtin("servicenow").unwrap();
        strict.set("mode", "strict").unwrap();
        strict.set("booking_account", "ann@contoso.example").unwrap();
        assert!(lines_for(&CHECK, &snapshot, &strict)[0].ends_with("pass"));
        strict.set("booking_account", "desk@contoso.example").unwrap();
        assert!(lines_for(&CHECK, &snapshot, &strict)[0].ends_with("warning"));
    }

    #[test]
    fn the_mailboxes_of_all_products_of_the_run_belong_into_the_scope() {
        let strict = |account: &str| {
            let mut strict = Product::builtin("servicenow").unwrap();
            strict.set("mode", "strict").unwrap();
            strict.set("booking_account", account).unwrap();
            strict
        };
        let both = crate::product::merged(vec![strict("desk@contoso.example"), strict("ann@contoso.example")]);
        assert!(lines_for(&CHECK, &with_person(), &both)[0].ends_with("pass"));
    }

    #[test]
    fn people_are_information_where_the_customer_says_that_the_product_works_in_their_calendars() {
        let mut product = spacewell();
        product.set("room_centric", "false").unwrap();
        assert!(lines_for(&CHECK, &with_person(), &product)[0].ends_with("info"));
        let finding = finding_for(&CHECK, &with_person(), &product);
        assert_eq!(finding.cause.as_deref(), Some(IN_PEOPLES_CALENDARS));
    }

    #[test]
    fn people_in_the_scope_of_a_product_that_works_in_their_calendars_are_no_fault() {
        let normal = crate::product::Product::builtin("servicenow").unwrap();
        assert_eq!(lines_for(&CHECK, &with_person(), &normal), ["app: not applicable"]);
    }

    #[test]
    fn a_person_in_a_nested_group_counts_for_policies_only() {
        let mut snapshot = confined_by_policy(&[ROOM_1]);
        nest(&mut snapshot, "Sync-Rooms", &[]);
        let person = member("ann@contoso.example", "UserMailbox");
        let inner = group_mut(&mut snapshot, "Sync-Rooms").nested.values_mut().next().unwrap();
        *inner = known(vec![person]);
        assert_eq!(word(&snapshot), "error");
        snapshot.app.grants = known(vec![]);
        snapshot.access.assignments =
            known(vec![role("Application Calendars.ReadWrite", AssignmentScope::Group("Sync-Rooms".into()))]);
        assert_eq!(word(&snapshot), "pass");
    }

    #[test]
    fn filters_are_followed_into_their_groups() {
        let mut snapshot = healthy();
        add_group(&mut snapshot, "Sync-Rooms", &[ROOM_1]);
        members_mut(&mut snapshot, "Sync-Rooms").push(member("ann@contoso.example", "UserMailbox"));
        for (filter, expected) in [
            ("MemberOfGroup -eq 'CN=Sync-Rooms,DC=x'", "error"),
            ("(MemberOfGroup -eq 'CN=Sync-Rooms,DC=x') -and (RecipientTypeDetails -eq 'RoomMailbox')", "pass"),
            ("(MemberOfGroup -eq 'CN=Sync-Rooms,DC=x') -and (RecipientTypeDetails -eq 'SharedMailbox')", "pass"),
            ("(RecipientTypeDetails -eq 'UserMailbox') -and (MemberOfGroup -eq 'CN=Sync-Rooms,DC=x')", "error"),
            ("(MemberOfGroup -eq 'CN=Sync-Rooms,DC=x') -or (RecipientTypeDetails -eq 'RoomMailbox')", "error"),
            ("RecipientTypeDetails -eq 'UserMailbox'", "error"),
            ("ResourceType -eq 'Room'", "pass"),
            ("CustomAttribute1 -eq 'rsync'", "unknown"),
        ] {
            set_filter(&mut snapshot, filter);
            assert_eq!(word(&snapshot), expected, "{filter}");
        }
    }

    #[test]
    fn two_roles_with_one_scope_are_one_subject() {
        assert_eq!(lines(&CHECK, &healthy()).len(), 1);
    }

    #[test]
    fn an_unconfined_app_is_told_elsewhere() {
        assert_eq!(lines(&CHECK, &unconfined()), ["app: not applicable"]);
    }

    #[test]
    fn unread_is_unknown() {
        let mut snapshot = confined_by_policy(&[ROOM_1]);
        group_mut(&mut snapshot, "Sync-Rooms").members = denied();
        assert_eq!(word(&snapshot), "unknown");
        snapshot.access.policies = denied();
        assert_eq!(word(&snapshot), "unknown");
    }
}
