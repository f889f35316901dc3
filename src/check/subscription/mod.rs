//! Checks of the change notifications that the app asked Graph for. Only the app itself sees them.
//!
//! [`resource`] reads what a subscription watches; [`Subscriptions`] sorts them by room. A run in which the app does not
//! sign in itself, or a product that works without them, has nothing to judge here.

pub mod resource;

pub mod no_lifecycle_url;
pub mod no_subscription;
pub mod notification_host_differs;
pub mod several_subscriptions;
pub mod subscription_ends_soon;
pub mod subscription_of_no_room;

use std::collections::{BTreeMap, HashMap};

use self::resource::{Resource, Watches};
use super::{Context, Judged, Outcome, Subject, SubjectKind};
use crate::product::{Rule, Wish};
use crate::tenant::{Address, Fact, Gap, Room, Source, Subscription, Untrusted};

/// The app's subscriptions, sorted by what they watch. Those past their end do not count as live.
#[derive(Debug)]
pub struct Subscriptions<'a> {
    /// The rule of the product that wishes them.
    pub rule: &'a Rule,
    /// Live ones on the events of a room, workspace or equipment of the run, by its address.
    pub by_room: BTreeMap<&'a Address, Vec<&'a Subscription>>,
    /// Live ones on the events of another mailbox, by how they name it.
    pub elsewhere: BTreeMap<String, Vec<&'a Subscription>>,
    /// Live ones on something else than events.
    pub other: Vec<&'a Subscription>,
    /// Past their end, on the events of a room of the run.
    pub ended: BTreeMap<&'a Address, &'a Subscription>,
    /// Whether the product keeps a room in step, by address; `None` when nobody named its list.
    activity: Option<HashMap<&'a Address, bool>>,
}

/// Whether the product keeps a room in step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// It does, or nobody said otherwise.
    Active,
    /// Its list says that it does not.
    Inactive,
    /// Its list does not have the room.
    NotListed,
}

impl<'a> Subscriptions<'a> {
    /// Reads and sorts them; `None` when the question does not arise.
    ///
    /// # Errors
    /// The gap of the subscriptions, of the token, or of the product's list of rooms.
    pub fn of(context: &Context<'a>) -> Result<Option<Self>, Gap> {
        let snapshot = context.snapshot;
        let Some(rule) = context.product.wish(Wish::Subscriptions) else { return Ok(None) };
        if context.product.permissions.graph.is_empty() {
            // Whoever signs in subscribes, and the app on its own does not see it.
            return Ok(None);
        }
        if !snapshot.app.is_reader || !snapshot.app.graph_token.get()?.is_app_only {
            return Ok(None);
        }
        let mut sorted = Self {
            rule,
            by_room: BTreeMap::new(),
            elsewhere: BTreeMap::new(),
            other: Vec::new(),
            ended: BTreeMap::new(),
            activity: activity(context)?,
        };
        let rooms = index(context);
        for subscription in snapshot.subscriptions.get()? {
            let is_live = subscription.expires.is_none_or(|end| end > context.now());
            let Resource { mailbox, watches } = Resource::read(subscription.resource.raw());
            match (mailbox, watches) {
                (Some(mailbox), Watches::Events) => match (rooms.get(&mailbox), is_live) {
                    (Some(room), true) => sorted.by_room.entry(&room.address).or_default().push(subscription),
                    (Some(room), false) => drop(sorted.ended.insert(&room.address, subscription)),
                    (None, true) => sorted.elsewhere.entry(mailbox).or_default().push(subscription),
                    (None, false) => {}
                },
                (_, _) if is_live => sorted.other.push(subscription),
                (_, _) => {}
            }
        }
        Ok(Some(sorted))
    }

    /// Whether the product keeps the room in step.
    pub fn activity(&self, room: &Room) -> Activity {
        let Some(listed) = &self.activity else { return Activity::Active };
        let known = addresses(room).find_map(|address| listed.get(address));
        match known {
            Some(true) => Activity::Active,
            Some(false) => Activity::Inactive,
            None => Activity::NotListed,
        }
    }

    /// Every live subscription on events with its subject: the room, else the mailbox that it names.
    fn each_mailbox<'s>(&'s self, context: &Context<'a>) -> impl Iterator<Item = (Subject, &'s [&'a Subscription])> {
        let rooms = &context.snapshot.rooms;
        let by_room =
            self.by_room.iter().filter_map(|(address, all)| Some((rooms.get(*address)?.into(), all.as_slice())));
        let elsewhere = self.elsewhere.iter().map(|(mailbox, all)| (stranger(mailbox), all.as_slice()));
        by_room.chain(elsewhere)
    }
}

/// A mailbox of which only the name in a subscription is known.
fn stranger(mailbox: &str) -> Subject {
    Subject::new(SubjectKind::Mailbox, mailbox, None)
}

/// Everything by which a subscription can name a room, lower-cased.
fn index<'a>(context: &Context<'a>) -> HashMap<String, &'a Room> {
    let mut index = HashMap::new();
    for room in context.snapshot.rooms.values() {
        let mailbox = room.mailbox.ok().and_then(Option::as_ref);
        let upn = mailbox.and_then(|mailbox| mailbox.user_principal_name.as_ref()).map(|upn| upn.raw().to_lowercase());
        let id = mailbox.and_then(|mailbox| mailbox.object_id).map(|id| id.to_string());
        index.extend(upn.into_iter().chain(id).map(|key| (key, room)));
        index.extend(addresses(room).map(|address| (address.to_string(), room)));
    }
    index
}

fn addresses(room: &Room) -> impl Iterator<Item = &Address> {
    let mailbox = room.mailbox.ok().and_then(Option::as_ref);
    std::iter::once(&room.address).chain(mailbox.into_iter().flat_map(|mailbox| &mailbox.addresses))
}

/// A row that says nothing about it counts as kept in step; of several rows for one room, one is enough.
fn activity<'a>(context: &Context<'a>) -> Result<Option<HashMap<&'a Address, bool>>, Gap> {
    let fact = &context.snapshot.vendor_rooms;
    if matches!(fact, Fact::NotGathered) {
        return Ok(None);
    }
    let mut listed = HashMap::new();
    // The app is the first product's, and so are its subscriptions.
    let product = context.product.of_the_app().name.as_str();
    for row in fact.get()?.iter().filter(|row| row.is_of(product)) {
        if let Some(address) = &row.address {
            *listed.entry(address).or_insert(false) |= row.active != Some(false);
        }
    }
    Ok(Some(listed))
}

/// Judges what each mailbox with live subscriptions has, or says once that there is nothing to judge.
fn each(context: &Context<'_>, judge: impl Fn(&[&Subscription]) -> Result<Outcome, Gap>) -> Result<Vec<Judged>, Gap> {
    let Some(all) = Subscriptions::of(context)? else { return Ok(not_applicable(context)) };
    let judged: Vec<_> = all
        .each_mailbox(context)
        .map(|(subject, subscriptions)| Judged { subject, outcome: judge(subscriptions) })
        .collect();
    Ok(if judged.is_empty() { not_applicable(context) } else { judged })
}

fn not_applicable(context: &Context<'_>) -> Vec<Judged> {
    vec![Judged::new(context.app(), Outcome::NotApplicable)]
}

fn missing(field: &'static str) -> Gap {
    Gap::Field { source: Source::GraphSubscriptions, field, value: None }
}

/// The host of a URL; `None` when it is none.
fn host(url: &Untrusted) -> Option<String> {
    url::Url::parse(url.raw().trim()).ok().and_then(|url| url.host_str().map(str::to_lowercase))
}

#[cfg(test)]
pub(crate) mod fixture {
    use crate::check::app::fixture::{at, healthy, in_mode, known, sign_in, spacewell, wishing};
    use crate::product::{Level, Product, Wish};
    use crate::tenant::{Snapshot, Subscription};

    /// A product that works with subscriptions.
    pub(crate) fn product() -> Product {
        wishing(in_mode(spacewell(), "any", None), Wish::Subscriptions, Level::Error)
    }

    /// A subscription as it should be, on the events of this mailbox.
    pub(crate) fn on(mailbox: &str) -> Subscription {
        Subscription {
            id: format!("id-{mailbox}"),
            resource: format!("users/{mailbox}/events").as_str().into(),
            change_type: Some("created,updated,deleted".into()),
            notification_url: Some("https://hooks.example.com/graph".into()),
            lifecycle_url: Some("https://hooks.example.com/lifecycle".into()),
            expires: Some(at("2026-11-25T09:00:00Z")),
        }
    }

    /// The healthy tenant whose app signed in itself and has these subscriptions.
    pub(crate) fn with(subscriptions: Vec<Subscription>) -> Snapshot {
        let mut snapshot = healthy();
        sign_in(&mut snapshot, &[]);
        snapshot.subscriptions = known(subscriptions);
        let listing = crate::tenant::Listing { count: 2, missing: Vec::new() };
        snapshot.exchange_rooms = known(listing);
        snapshot
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::*;
    use crate::check::{Check, REGISTRY};
    use crate::tenant::Snapshot;

    fn checks() -> impl Iterator<Item = &'static Check> {
        REGISTRY.iter().copied().filter(|check| check.id.starts_with("SB"))
    }

    fn words(snapshot: &Snapshot, product: &crate::product::Product) -> Vec<String> {
        checks().map(|check| format!("{} {}", check.id, lines_for(check, snapshot, product).join(", "))).collect()
    }

    #[test]
    fn nobody_asks_where_the_product_works_without_them_or_another_identity_signed_in() {
        assert_eq!(checks().count(), 6);
        let other = fixture::with(vec![]);
        let mut product = fixture::product();
        product.wishes.remove(&Wish::Subscriptions);
        assert!(words(&other, &product).iter().all(|line| line.ends_with("app: not applicable")));
        let mut for_people = fixture::product();
        for_people.permissions.graph.clear();
        assert!(words(&other, &for_people).iter().all(|line| line.ends_with("app: not applicable")));
        let mut reader = fixture::with(vec![]);
        reader.app.is_reader = false;
        assert!(words(&reader, &fixture::product()).iter().all(|line| line.ends_with("app: not applicable")));
        let mut person = fixture::with(vec![]);
        person.app.graph_token = known(crate::tenant::TokenClaims { is_app_only: false, ..token(&[]) });
        assert!(words(&person, &fixture::product()).iter().all(|line| line.ends_with("app: not applicable")));
    }

    #[test]
    fn one_good_subscription_for_each_room_is_what_is_wanted() {
        let snapshot = fixture::with(vec![fixture::on(ROOM_1), fixture::on(&object_id(2).to_string())]);
        let mut product = fixture::product();
        product.set("notification_host", "hooks.example.com").unwrap();
        for line in words(&snapshot, &product) {
            assert!(line.ends_with(&format!("{ROOM_1}: pass, {ROOM_2}: pass")), "{line}");
        }
    }

    #[test]
    fn unread_is_unknown() {
        let mut snapshot = fixture::with(vec![]);
        snapshot.subscriptions = denied();
        assert!(words(&snapshot, &fixture::product()).iter().filter(|line| line.ends_with(": unknown")).count() >= 5);
        let mut snapshot = fixture::with(vec![]);
        snapshot.vendor_rooms = denied();
        assert!(words(&snapshot, &fixture::product())[0].ends_with(": unknown"));
    }
}
