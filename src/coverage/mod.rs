//! Floor 2: what covers each sentence of the guides, each rule of the closest neighbour and each id of the catalogue, as
//! a page in Markdown. Pure. What is left open stands there as open; nothing is counted that a test does not find.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::check::REGISTRY;
use crate::product::{Product, Requirement};

/// The products whose guides are on the page, in the order of the guides.
const GUIDES: [&str; 5] = ["spacewell", "ioffice", "servicenow", "spaceiq", "roomz"];

/// A rule of the neighbour, or a hazard: what it is about and what covers it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    #[serde(alias = "looks")]
    what: String,
    #[serde(default)]
    checks: Vec<String>,
    #[serde(default)]
    shown: Option<String>,
    #[serde(default)]
    guard: Option<String>,
    #[serde(default)]
    open: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PeerRules {
    rules: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hazards {
    hazards: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    ids: Vec<String>,
    elsewhere: Vec<Elsewhere>,
}

/// An id of the catalogue that is no check.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Elsewhere {
    id: String,
    what: String,
    reason: String,
}

fn peer_rules() -> Vec<Entry> {
    let data: PeerRules = toml::from_str(include_str!("peer_rules.toml")).expect("the rules are read by a test");
    data.rules
}

fn hazards() -> Vec<Entry> {
    let data: Hazards = toml::from_str(include_str!("hazards.toml")).expect("the hazards are read by a test");
    data.hazards
}

fn catalogue() -> Catalogue {
    toml::from_str(include_str!("catalogue.toml")).expect("the catalogue is read by a test")
}

fn guides() -> Vec<Product> {
    GUIDES.iter().map(|name| Product::builtin(name).expect("the guides are built in")).collect()
}

/// The page `docs/coverage.md`.
pub fn page() -> String {
    let products = guides();
    let mut page = String::from(
        "# Coverage\n\n\
         What the five guides ask of a tenant, what the closest neighbour looks at, what the program set out to check, and \
         what covers each. A check is linked by its id. \"Vouched for\" names a step that nobody can see from outside and \
         somebody signs for. \"Steps\" are printed by `rsync-check product show`. What nothing covers is marked **open**.\n",
    );
    summary(&mut page, &products);
    for product in &products {
        requirements(&mut page, product);
    }
    neighbour(&mut page);
    checks(&mut page);
    dangers(&mut page, &products);
    page
}

fn summary(page: &mut String, products: &[Product]) {
    page.push_str("\n## In numbers\n\n| guide | sentences | by checks | vouched for | by steps or guards alone | partly open | open |\n|---|---|---|---|---|---|---|\n");
    let mut total = Counts::default();
    for product in products {
        let counts = Counts::of(&product.requirements);
        counts.row(page, &product.guide.title);
        total.add(&counts);
    }
    total.row(page, "all");
    let rules = peer_rules();
    let open = rules.iter().filter(|rule| rule.checks.is_empty() && rule.shown.is_none()).count();
    let catalogue = catalogue();
    let (aside, wanted) = (catalogue.elsewhere.len(), catalogue.ids.len());
    let left = catalogue.elsewhere.iter().filter(|one| one.reason.starts_with("Open")).count();
    // Writing to a string cannot fail.
    let _ = writeln!(
        page,
        "\nOf the {} rules of Get-RBASummary {} are checked or shown and {open} are open. Of the {wanted} ids of the catalogue \
         {} are checks, {} are met in another way and {left} are open.",
        rules.len(),
        rules.len() - open,
        wanted - aside,
        aside - left,
    );
}

/// How the requirements of a guide are covered. A requirement is counted once, by the strongest cover it has.
#[derive(Default)]
struct Counts {
    all: usize,
    by_checks: usize,
    vouched_for: usize,
    otherwise: usize,
    partly_open: usize,
    open: usize,
}

impl Counts {
    fn of(requirements: &[Requirement]) -> Self {
        let mut counts = Self { all: requirements.len(), ..Self::default() };
        for requirement in requirements {
            let has_other_cover = requirement.steps.is_some() || requirement.guard.is_some();
            let is_covered = if !requirement.checks.is_empty() {
                counts.by_checks += 1;
                true
            } else if !requirement.attests.is_empty() {
                counts.vouched_for += 1;
                true
            } else {
                counts.otherwise += usize::from(has_other_cover);
                has_other_cover
            };
            match (&requirement.open, is_covered) {
                (Some(_), true) => counts.partly_open += 1,
                (_, false) => counts.open += 1,
                (None, true) => {}
            }
        }
        counts
    }

    fn add(&mut self, other: &Self) {
        self.all += other.all;
        self.by_checks += other.by_checks;
        self.vouched_for += other.vouched_for;
        self.otherwise += other.otherwise;
        self.partly_open += other.partly_open;
        self.open += other.open;
    }

    fn row(&self, page: &mut String, title: &str) {
        let Self { all, by_checks, vouched_for, otherwise, partly_open, open } = self;
        let _ = writeln!(
            page,
            "| {} | {all} | {by_checks} | {vouched_for} | {otherwise} | {partly_open} | {open} |",
            cell(title)
        );
    }
}

fn requirements(page: &mut String, product: &Product) {
    let _ = writeln!(
        page,
        "\n## {}\n\n{}, {}.\n\n| id | where | asks | covered by |\n|---|---|---|---|",
        product.title,
        sentence(&product.guide.title),
        product.guide.version
    );
    for one in &product.requirements {
        let mut covers = Vec::new();
        covers.extend(linked(&one.checks));
        if !one.attests.is_empty() {
            let names: Vec<_> = one.attests.iter().map(|id| format!("`{id}`")).collect();
            covers.push(format!("vouched for: {}", names.join(", ")));
        }
        covers.extend(one.steps.as_ref().map(|_| "steps".to_owned()));
        covers.extend(one.guard.clone());
        covers.extend(one.open.as_ref().map(|why| format!("**open**: {why}")));
        row(page, &[&one.id, &one.section, &one.asks, &covers.join("; ")]);
    }
}

fn neighbour(page: &mut String) {
    page.push_str(
        "\n## Rules of the neighbour\n\nGet-RBASummary.ps1 of CSS-Exchange judges one room at a time. Its rules, in its \
         order.\n\n| rule | looks at | covered by |\n|---|---|---|\n",
    );
    for rule in peer_rules() {
        row(page, &[&rule.id, &rule.what, &covers(&rule)]);
    }
}

fn checks(page: &mut String) {
    let catalogue = catalogue();
    page.push_str(
        "\n## The catalogue\n\nEvery id that the program set out with is a check, listed in [checks.md](checks.md), but for \
         these.\n\n| id | what | why it is no check |\n|---|---|---|\n",
    );
    for one in &catalogue.elsewhere {
        row(page, &[&one.id, &one.what, &one.reason]);
    }
}

fn dangers(page: &mut String, products: &[Product]) {
    page.push_str(
        "\n## Hazards\n\nContradictions, traps and stale advice in the guides. The notes are printed beside the guide by \
         `rsync-check product show`.\n\n| id | what | covered by | notes of |\n|---|---|---|---|\n",
    );
    for hazard in hazards() {
        let noted = products.iter().filter(|product| product.notes.iter().any(|note| note.hazard == hazard.id));
        let noted: Vec<_> = noted.map(|product| product.name.as_str()).collect();
        row(page, &[&hazard.id, &hazard.what, &covers(&hazard), &noted.join(", ")]);
    }
}

fn covers(entry: &Entry) -> String {
    let mut covers = Vec::new();
    covers.extend(linked(&entry.checks));
    covers.extend(entry.shown.as_ref().map(|place| format!("shown: {place}")));
    covers.extend(entry.guard.clone());
    covers.extend(entry.open.as_ref().map(|why| format!("**open**: {why}")));
    covers.join("; ")
}

/// The checks as links, in the order given; none when there are none.
fn linked(ids: &[String]) -> Option<String> {
    let link = |id: &String| match REGISTRY.iter().find(|check| check.id == id) {
        Some(check) => format!("[{id}](checks/{}.md)", check.name),
        None => id.clone(),
    };
    // The same id twice would be a slip of the data; it is shown once.
    let mut seen = BTreeSet::new();
    let links: Vec<_> = ids.iter().filter(|id| seen.insert(id.as_str())).map(link).collect();
    (!links.is_empty()).then(|| links.join(", "))
}

fn row(page: &mut String, cells: &[&str]) {
    let cells: Vec<_> = cells.iter().map(|text| cell(text)).collect();
    let _ = writeln!(page, "| {} |", cells.join(" | "));
}

/// Text that stays within one cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sentence(text: &str) -> String {
    text.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_check(id: &str) -> bool {
        REGISTRY.iter().any(|check| check.id == id)
    }

    #[test]
    fn every_rule_of_the_neighbour_is_there_in_order_and_says_where_it_is_covered() {
        let rules = peer_rules();
        let ids: Vec<_> = rules.iter().map(|rule| rule.id.clone()).collect();
        let wanted: Vec<_> = (1..=57).map(|number| format!("R{number}")).collect();
        assert_eq!(ids, wanted);
        for rule in &rules {
            assert!(!covers(rule).is_empty(), "{}", rule.id);
        }
    }

    #[test]
    fn every_hazard_is_there_in_order_with_what_stands_against_it_and_a_note() {
        let hazards = hazards();
        let ids: Vec<_> = hazards.iter().map(|hazard| hazard.id.clone()).collect();
        let wanted: Vec<_> = (1..=20).map(|number| format!("H{number}")).collect();
        assert_eq!(ids, wanted);
        let products = guides();
        for hazard in &hazards {
            assert!(!covers(hazard).is_empty(), "{}", hazard.id);
            let is_noted = products.iter().any(|product| product.notes.iter().any(|note| note.hazard == hazard.id));
            assert!(is_noted, "no product has a note on {}", hazard.id);
        }
    }

    #[test]
    fn every_check_that_is_named_exists() {
        let products = guides();
        let by_guides = products.iter().flat_map(|product| &product.requirements).flat_map(|one| {
            let id = one.id.clone();
            one.checks.iter().map(move |check| (id.clone(), check.clone()))
        });
        let entries = peer_rules().into_iter().chain(hazards());
        let by_entries = entries.flat_map(|entry| {
            let id = entry.id;
            entry.checks.into_iter().map(move |check| (id.clone(), check))
        });
        for (who, check) in by_guides.chain(by_entries) {
            assert!(is_check(&check), "{who} names {check}, which is no check");
        }
    }

    #[test]
    fn every_id_of_the_catalogue_is_a_check_or_says_why_not() {
        let catalogue = catalogue();
        let unique: BTreeSet<_> = catalogue.ids.iter().collect();
        assert_eq!(unique.len(), catalogue.ids.len());
        for id in &catalogue.ids {
            let reasons = catalogue.elsewhere.iter().filter(|one| one.id == *id).count();
            assert_eq!(
                usize::from(is_check(id)) + reasons,
                1,
                "{id} must be a check, or have one reason, and not both"
            );
        }
        for one in &catalogue.elsewhere {
            assert!(catalogue.ids.contains(&one.id), "{} has a reason and is not in the catalogue", one.id);
            assert!(one.reason.ends_with('.'), "{}", one.id);
        }
    }

    #[test]
    fn every_check_of_the_registry_is_asked_for_by_somebody() {
        let catalogue = catalogue();
        let products = guides();
        let by_guides = products.iter().flat_map(|product| &product.requirements).flat_map(|one| one.checks.clone());
        let by_entries = peer_rules().into_iter().chain(hazards()).flat_map(|entry| entry.checks);
        let asked: BTreeSet<String> = by_guides.chain(by_entries).chain(catalogue.ids).collect();
        // What grew out of the others: a check that was cut in two, or found on the way.
        let of_our_own = ["CP035", "CP036", "CP038"];
        for check in REGISTRY {
            assert!(asked.contains(check.id) || of_our_own.contains(&check.id), "{} is asked for by nobody", check.id);
        }
    }

    #[test]
    fn a_requirement_is_counted_once_by_its_strongest_cover() {
        let by_check = Requirement { checks: vec!["CP001".into()], steps: Some("x".into()), ..Requirement::default() };
        let by_person = Requirement { attests: vec!["a".into()], open: Some("x".into()), ..Requirement::default() };
        let by_steps = Requirement { steps: Some("x".into()), ..Requirement::default() };
        let open = Requirement { open: Some("x".into()), ..Requirement::default() };
        let counts = Counts::of(&[by_check, by_person, by_steps, open]);
        let Counts { all, by_checks, vouched_for, otherwise, partly_open, open } = counts;
        assert_eq!([all, by_checks, vouched_for, otherwise, partly_open, open], [4, 1, 1, 1, 1, 1]);
    }

    #[test]
    fn a_bar_in_a_text_does_not_open_a_cell() {
        let mut page = String::new();
        row(&mut page, &["a | b", "c\n  d"]);
        assert_eq!(page, "| a \\| b | c d |\n");
    }

    #[test]
    fn the_page_has_a_row_for_every_requirement() {
        let page = page();
        for product in guides() {
            for one in &product.requirements {
                assert_eq!(page.matches(&format!("\n| {} |", one.id)).count(), 1, "{}", one.id);
            }
        }
    }
}
