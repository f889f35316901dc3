//! CP036. Two products that ask for opposite settings of the same room.

use crate::check::{Area, Check, Context, Datum, Finding, Outcome, Probe, Reading, Severity, Trust};
use crate::product::{Clash, Side};
use crate::tenant::{Gap, Room, Untrusted};

/// Products ask for opposite settings.
pub static CHECK: Check = Check {
    id: "CP036",
    name: "products-disagree",
    title: "Products ask for opposite settings of the same room",
    consequence: "Whichever way the room is set, one of the products that use it does not work as its guide says.",
    area: Area::Setup,
    severity: Severity::Error,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/products-disagree.md"),
    probe: Probe::EachRoomSeveral(probe),
};

const NAME: &str = "products_ask_for";

fn probe(_: &Room, context: &Context<'_>) -> Result<Vec<Outcome>, Gap> {
    let product = context.product;
    if product.parts.len() < 2 {
        return Ok(vec![Outcome::NotApplicable]);
    }
    if product.clashes.is_empty() {
        return Ok(vec![Outcome::Pass]);
    }
    Ok(product.clashes.iter().map(|clash| finding(clash).into()).collect())
}

fn finding(clash: &Clash) -> Finding {
    let Clash { topic, one, other, .. } = clash;
    let asked = [one, other].map(|side| Untrusted::new(format!("{}: {}", side.name, side.asks)));
    let loses = |side: &Side| format!("{}{} ({})", side.title, cited(&side.cites), side.cost.trim_end_matches('.'));
    let because = format!("One of them does not work as its guide says: {}, or {}.", loses(one), loses(other));
    Finding {
        because: Some(because),
        ..Finding::new(
            Reading::of(NAME, Datum::List(asked.to_vec())),
            Reading::of(NAME, format!("one answer about {topic}")),
        )
        .cause(format!("decide whether {} or {} gives way", one.name, other.name))
    }
}

/// " by SW-15".
fn cited(cites: &[String]) -> String {
    if cites.is_empty() { String::new() } else { format!(" by {}", cites.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, address, known, room};
    use crate::product::{Level, Product, Rule, Wish, merged};
    use crate::tenant::VendorRoom;

    fn wishing(name: &str, wishes: &[Wish]) -> Product {
        let mut product = Product::builtin("generic").unwrap();
        product.wishes.clear();
        (product.name, product.title) = (name.to_lowercase(), name.to_owned());
        for wish in wishes {
            let cites = vec![format!("{name}-1")];
            product.wishes.insert(*wish, Rule { level: Level::Warning, cites, because: None });
        }
        product
    }

    fn case(one: &[Wish], other: &[Wish]) -> Case {
        let mut case = Case::new();
        case.product = merged(vec![wishing("One", one), wishing("Other", other)]);
        case
    }

    #[test]
    fn one_product_cannot_disagree() {
        Case::new().is_not_applicable(&CHECK);
    }

    #[test]
    fn products_that_agree_pass() {
        case(&[Wish::Titles], &[Wish::Titles, Wish::Body]).passes(&CHECK);
        case(&[Wish::SingleTenant], &[Wish::VendorApp]).passes(&CHECK);
    }

    #[test]
    fn an_opposite_names_both_sides_and_what_each_costs() {
        let finding = case(&[Wish::Titles], &[Wish::TitlesRemoved]).fails(&CHECK);
        let asked = ["one: meeting titles stay", "other: meeting titles are removed"].map(Untrusted::from);
        assert_eq!(finding.actual, Reading::of(NAME, Datum::List(asked.to_vec())));
        assert_eq!(finding.expected, Reading::of(NAME, "one answer about meeting titles"));
        let because = finding.because.unwrap();
        assert!(
            because.contains(": One by One-1 (its panels") && because.contains(", or Other by Other-1 ("),
            "{because}"
        );
        assert_eq!(finding.cause.as_deref(), Some("decide whether one or other gives way"));
        assert_eq!(finding.severity, None, "an error, whatever the rules' own levels are");
    }

    #[test]
    fn every_clash_is_a_finding_of_its_own() {
        let case = case(&[Wish::Titles, Wish::AutoAccept], &[Wish::TitlesRemoved, Wish::Approval]);
        assert_eq!(case.all(&CHECK).len(), 2);
    }

    #[test]
    fn a_room_of_one_of_the_products_is_not_concerned() {
        let mut case = case(&[Wish::Titles], &[Wish::TitlesRemoved]).with_room(room("b"));
        let row = |product: &str, name: &str| VendorRoom {
            product: Some(product.into()),
            address: Some(address(name)),
            ..VendorRoom::default()
        };
        case.snapshot.vendor_rooms = known(vec![row("one", "a"), row("one", "b"), row("other", "b")]);
        let outcomes: Vec<_> = case.all(&CHECK).into_iter().map(|judged| judged.outcome.unwrap()).collect();
        assert!(matches!(outcomes.as_slice(), [Outcome::NotApplicable, Outcome::Fail(_)]), "{outcomes:?}");
    }
}
