//! Several products in one tenant: what they ask for together, and what cannot hold together.
//!
//! The merge asks for everything that one of them asks for, as severely as the most severe of them. What is about the app
//! that is judged comes from the first product, whose app it is.

use std::collections::BTreeMap;

use super::{AttestedStep, Guide, Parameters, Product, Rule, Wish};
use crate::tenant::Address;

/// Two demands of two products on the same room that cannot both be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// What they are about, such as "meeting titles".
    pub topic: String,
    /// The wish or parameter of the first product, as files spell it.
    pub key: String,
    /// What the product that was named first asks for.
    pub one: Side,
    /// What the other one asks for.
    pub other: Side,
}

/// One side of a [`Clash`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The product's name on the command line.
    pub name: String,
    /// The product's title.
    pub title: String,
    /// What it asks for, in a few words.
    pub asks: String,
    /// Requirements that ask for it.
    pub cites: Vec<String>,
    /// What happens to the product when the other side wins: a sentence of its guide's, or a clause of ours.
    pub cost: String,
}

/// The merge of products; the app that is judged is the first one's. One product is itself.
///
/// # Panics
/// Never for one product or more: a run without a product does not exist.
pub fn merged(mut products: Vec<Product>) -> Product {
    if products.len() < 2 {
        return products.pop().expect("a run has a product");
    }
    let first = &products[0];
    let (wishes, mut clashes) = wishes(&products);
    let parameters = parameters(&products, &mut clashes);
    let text = |part: fn(&Product) -> String| products.iter().map(part).collect::<Vec<_>>();
    Product {
        name: text(|product| product.name.clone()).join("+"),
        title: listed(&text(|product| product.title.clone())),
        guide: Guide {
            title: text(|product| product.guide.title.clone()).join("; "),
            version: text(|product| product.guide.version.clone()).join("; "),
        },
        parameters,
        permissions: first.permissions.clone(),
        other_permission_sets: first.other_permission_sets.clone(),
        wishes_of_all_modes: wishes.clone(),
        wishes,
        modes: first.modes.clone(),
        requirements: products.iter().flat_map(|product| product.requirements.clone()).collect(),
        attestations: attestations(&products),
        notes: products.iter().flat_map(|product| product.notes.clone()).collect(),
        clashes,
        text: None,
        parts: products,
    }
}

/// "A", "A and B", "A, B and C".
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

fn wishes(products: &[Product]) -> (BTreeMap<Wish, Rule>, Vec<Clash>) {
    let mut all: BTreeMap<Wish, Rule> = BTreeMap::new();
    for (at, product) in products.iter().enumerate() {
        for (wish, rule) in &product.wishes {
            if at > 0 && wish.is_about_the_app() {
                continue;
            }
            match all.get_mut(wish) {
                Some(known) => join(known, rule),
                None => {
                    all.insert(*wish, rule.clone());
                }
            }
        }
    }
    let mut clashes = Vec::new();
    for (at, one) in products.iter().enumerate() {
        for other in products.iter().skip(at + 1) {
            clashes.extend(one.wishes.iter().filter_map(|(wish, rule)| clash(one, (*wish, rule), other)));
        }
    }
    let contested: Vec<Wish> = all
        .keys()
        .copied()
        .filter(|wish| wish.opposite().is_some_and(|opposite| all.contains_key(&opposite)))
        .collect();
    all.retain(|wish, _| !contested.contains(wish));
    (all, clashes)
}

/// The more severe rule, with everybody who asks for it.
fn join(known: &mut Rule, rule: &Rule) {
    if rule.level > known.level {
        known.because.clone_from(&rule.because);
        known.level = rule.level;
    } else if rule.level == known.level && known.because.is_none() {
        known.because.clone_from(&rule.because);
    }
    known.cites.extend(rule.cites.iter().cloned());
}

fn clash(one: &Product, (wish, rule): (Wish, &Rule), other: &Product) -> Option<Clash> {
    let opposite = wish.opposite().filter(|_| !wish.is_about_the_app())?;
    let against = other.wish(opposite)?;
    let side = |product: &Product, wish: Wish, rule: &Rule| Side {
        name: product.name.clone(),
        title: product.title.clone(),
        asks: wish.asks().to_owned(),
        cites: rule.cites.clone(),
        cost: rule.because.clone().unwrap_or_else(|| wish.cost().to_owned()),
    };
    Some(Clash {
        topic: wish.topic().unwrap_or_default().to_owned(),
        key: wish.id(),
        one: side(one, wish, rule),
        other: side(other, opposite, against),
    })
}

fn parameters(products: &[Product], clashes: &mut Vec<Clash>) -> Parameters {
    let all = || products.iter().map(|product| &product.parameters);
    let first = products.first().map(|product| product.parameters.clone()).unwrap_or_default();
    let most = |of: fn(&Parameters) -> i64| all().map(of).max().unwrap_or_default();
    let mut accounts: Vec<Address> = Vec::new();
    for account in all().flat_map(Parameters::booking_accounts) {
        if !accounts.contains(account) {
            accounts.push(account.clone());
        }
    }
    let mut accounts = accounts.into_iter();
    Parameters {
        horizon_days: all().filter_map(|parameters| parameters.horizon_days).max(),
        max_minutes: all().filter_map(|parameters| parameters.max_minutes).max(),
        secret_months: all().filter_map(|parameters| parameters.secret_months).min(),
        expiry_days: most(|parameters| parameters.expiry_days),
        directory_delay_hours: most(|parameters| parameters.directory_delay_hours),
        scope_delay_minutes: most(|parameters| parameters.scope_delay_minutes),
        conflict_percentage: percentage(products, clashes),
        booking_account: accounts.next(),
        more_booking_accounts: accounts.collect(),
        domain: all().find_map(|parameters| parameters.domain.clone()),
        ..first
    }
}

/// The share of conflicts that all agree on; nothing when two of them do not.
fn percentage(products: &[Product], clashes: &mut Vec<Clash>) -> Option<i64> {
    let asked: Vec<(&Product, i64)> =
        products.iter().filter_map(|product| Some((product, product.parameters.conflict_percentage?))).collect();
    let before = clashes.len();
    for (at, (one, mine)) in asked.iter().enumerate() {
        for (other, theirs) in asked.iter().skip(at + 1).filter(|(_, theirs)| theirs != mine) {
            let side = |product: &Product, share: i64| Side {
                name: product.name.clone(),
                title: product.title.clone(),
                asks: format!("{share} % of a series may be in conflict"),
                cites: product.wish(Wish::ConflictPolicy).map(|rule| rule.cites.clone()).unwrap_or_default(),
                cost: "it and Exchange answer a series with conflicts differently".to_owned(),
            };
            clashes.push(Clash {
                topic: "conflicts within a series".to_owned(),
                key: "conflict_percentage".to_owned(),
                one: side(one, *mine),
                other: side(other, *theirs),
            });
        }
    }
    asked.first().map(|(_, share)| *share).filter(|_| clashes.len() == before)
}

/// The steps in force of all products; a step that several of them have is one step, as severe as the most severe.
fn attestations(products: &[Product]) -> Vec<AttestedStep> {
    let mut all: Vec<AttestedStep> = Vec::new();
    for step in products.iter().flat_map(Product::attestations_in_force) {
        // Which mode of which product asks is settled.
        let step = AttestedStep { modes: Vec::new(), ..step.clone() };
        match all.iter_mut().find(|known| known.id == step.id) {
            Some(known) => {
                let cites: Vec<String> = known.cites.iter().chain(&step.cites).cloned().collect();
                let valid_days = known.valid_days.min(step.valid_days);
                if step.level > known.level {
                    *known = step;
                }
                (known.cites, known.valid_days) = (cites, valid_days);
            }
            None => all.push(step),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::{Level, Mode};
    use super::*;

    fn product(name: &str) -> Product {
        let text = format!(
            "name = '{name}'\ntitle = '{}'\nguide = {{ title = 'Guide of {name}', version = '1' }}\n\
             permission_sets = [{{ name = '{name}', graph = ['Calendars.ReadWrite'] }}]\n",
            name.to_uppercase()
        );
        super::super::parse(&text).unwrap()
    }

    fn wishing(name: &str, wishes: &[(Wish, Level)]) -> Product {
        let mut product = product(name);
        for (wish, level) in wishes {
            let cites = vec![format!("{}-1", name.to_uppercase())];
            product.wishes.insert(*wish, Rule { level: *level, cites, because: None });
        }
        product
    }

    fn set(mut product: Product, values: &[(&str, &str)]) -> Product {
        for (name, value) in values {
            product.set(name, value).unwrap();
        }
        product
    }

    fn step(id: &str, level: Level, valid_days: i64, modes: &[&str]) -> AttestedStep {
        AttestedStep {
            id: id.into(),
            asks: String::new(),
            level,
            who: String::new(),
            valid_days,
            steps: None,
            because: None,
            cites: vec![id.to_uppercase()],
            modes: modes.iter().map(|mode| (*mode).to_owned()).collect(),
        }
    }

    #[test]
    fn one_product_is_itself() {
        let one = Product::builtin("spacewell").unwrap();
        assert_eq!(merged(vec![one.clone()]), one);
    }

    #[test]
    fn names_and_titles_are_joined() {
        let three = merged(vec![product("a"), product("b"), product("c")]);
        assert_eq!((three.name.as_str(), three.title.as_str()), ("a+b+c", "A, B and C"));
        assert_eq!(three.guide.title, "Guide of a; Guide of b; Guide of c");
        assert_eq!(three.parts.len(), 3);
    }

    #[test]
    fn a_wish_is_as_severe_as_the_most_severe_and_names_everybody() {
        let mut severe = wishing("b", &[(Wish::Body, Level::Error)]);
        severe.wishes.get_mut(&Wish::Body).unwrap().because = Some("B breaks.".into());
        let both = merged(vec![wishing("a", &[(Wish::Body, Level::Info), (Wish::Titles, Level::Info)]), severe]);
        let rule = both.wish(Wish::Body).unwrap();
        assert_eq!((rule.level, rule.because.as_deref()), (Level::Error, Some("B breaks.")));
        assert_eq!(rule.cites, ["A-1", "B-1"]);
        assert!(both.wish(Wish::Titles).is_some() && both.clashes.is_empty());
    }

    #[test]
    fn what_is_about_the_app_comes_from_the_first_product() {
        let first = wishing("a", &[(Wish::VendorApp, Level::Warning)]);
        let second = wishing("b", &[(Wish::SingleTenant, Level::Error), (Wish::Subscriptions, Level::Error)]);
        let both = merged(vec![first, second]);
        assert_eq!(both.wishes.keys().collect::<Vec<_>>(), [&Wish::VendorApp]);
        assert!(both.clashes.is_empty(), "each product has an app of its own");
        assert_eq!(both.permissions.name, "a");
    }

    #[test]
    fn opposites_clash_and_neither_is_asked_for() {
        let first = wishing("a", &[(Wish::Titles, Level::Error), (Wish::Body, Level::Info)]);
        let both = merged(vec![first, wishing("b", &[(Wish::TitlesRemoved, Level::Warning)])]);
        assert_eq!(both.wishes.keys().collect::<Vec<_>>(), [&Wish::Body]);
        let [clash] = both.clashes.as_slice() else { panic!("{:?}", both.clashes) };
        assert_eq!((clash.topic.as_str(), clash.key.as_str()), ("meeting titles", "titles"));
        assert_eq!(
            (clash.one.asks.as_str(), clash.other.asks.as_str()),
            ("meeting titles stay", "meeting titles are removed")
        );
        assert_eq!((clash.one.cites.as_slice(), clash.other.title.as_str()), (&["A-1".to_owned()][..], "B"));
        assert!(clash.one.cost.contains("organiser"), "{}", clash.one.cost);
    }

    #[test]
    fn different_shares_of_conflicts_clash_and_equal_ones_do_not() {
        let share = |name: &str, value: &str| set(product(name), &[("conflict_percentage", value)]);
        let both = merged(vec![share("a", "10"), share("b", "20")]);
        assert_eq!((both.parameters.conflict_percentage, both.clashes.len()), (None, 1));
        assert_eq!(both.clashes[0].other.asks, "20 % of a series may be in conflict");
        let same = merged(vec![share("a", "10"), product("b"), share("c", "10")]);
        assert_eq!((same.parameters.conflict_percentage, same.clashes.len()), (Some(10), 0));
    }

    #[test]
    fn numbers_are_those_that_satisfy_everybody() {
        let first = set(product("a"), &[("horizon_days", "90"), ("max_minutes", "600"), ("secret_months", "24")]);
        let second =
            set(product("b"), &[("horizon_days", "730"), ("secret_months", "12"), ("scope_delay_minutes", "1440")]);
        let both = merged(vec![first, second]).parameters;
        assert_eq!((both.horizon_days, both.max_minutes, both.secret_months), (Some(730), Some(600), Some(12)));
        assert_eq!((both.scope_delay_minutes, both.directory_delay_hours), (1440, 24));
    }

    #[test]
    fn every_booking_account_is_kept_once() {
        let booking = |name: &str, account: &str| set(product(name), &[("booking_account", account)]);
        let all = merged(vec![
            product("a"),
            booking("b", "one@contoso.com"),
            booking("c", "two@contoso.com"),
            booking("d", "one@contoso.com"),
        ]);
        let accounts: Vec<_> = all.parameters.booking_accounts().map(Address::to_string).collect();
        assert_eq!(accounts, ["one@contoso.com", "two@contoso.com"]);
        assert_eq!(all.parameters_as_text()["booking_account"], "one@contoso.com, two@contoso.com");
    }

    #[test]
    fn steps_of_the_modes_in_force_are_asked_for_once() {
        let (mut first, mut second) = (product("a"), product("b"));
        let mode = |name: &str| Mode { name: name.into(), ..Mode::default() };
        second.modes = vec![mode("normal"), mode("strict")];
        second.set("mode", "strict").unwrap();
        first.attestations = vec![step("review", Level::Info, 90, &[])];
        second.attestations = vec![
            step("review", Level::Warning, 365, &[]),
            step("mailbox", Level::Error, 30, &["strict"]),
            step("other", Level::Error, 30, &["normal"]),
        ];
        let both = merged(vec![first, second]);
        let steps: Vec<_> =
            both.attestations_in_force().map(|step| (step.id.as_str(), step.level, step.valid_days)).collect();
        assert_eq!(steps, [("review", Level::Warning, 90), ("mailbox", Level::Error, 30)]);
        assert_eq!(both.modes_in_force().map(|(_, mode)| mode.name.as_str()).collect::<Vec<_>>(), ["strict"]);
    }
}
