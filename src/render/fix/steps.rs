//! What a person does about one fault: a page of the pack, made from the page of the check.

use std::fmt::Write as _;

use super::{Pack, markdown, place, shells};
use crate::remedy::{Left, Steps};
use crate::render::{Names, words};

/// The page.
pub fn page(pack: &Pack<'_>, steps: &Steps) -> String {
    let check = steps.check;
    let mut text = format!("# {} {}\n\n", check.id, check.title);
    // Writing to a text cannot fail.
    let _ = writeln!(
        text,
        "Tenant `{}`, as it was read {}. {}\n",
        pack.plan.tenant,
        words::time(pack.plan.facts_from),
        why(steps)
    );
    let _ = writeln!(text, "{}\n", check.consequence.replace("{product}", "the product"));
    let _ = writeln!(text, "## What it is about\n");
    for member in &steps.members {
        let id = markdown::code(&pack.names.id(member.subject.kind, &member.subject.id));
        let name = pack.names.name(&member.subject).map(|name| format!(" {}", markdown::code(name.raw())));
        let found = words::values(&pack.names.reading(&member.actual, pack.report), pack.plan.facts_from);
        let found = if found.is_empty() { String::new() } else { format!(": {}", markdown::code(&found)) };
        let cause = member.cause.as_deref().map(|cause| format!(" ({})", markdown::code(&pack.names.prose(cause))));
        let _ = writeln!(text, "- {id}{}{found}{}", name.unwrap_or_default(), cause.unwrap_or_default());
    }
    text.push('\n');
    for heading in ["How to fix", "Side effects", "How long it takes", "Exceptions"] {
        if let Some(part) = section(check.page, heading) {
            let _ = writeln!(text, "## {heading}\n\n{}\n", part.trim());
        }
    }
    let portals = shells::portals(place(pack), check);
    if !portals.is_empty() {
        text.push_str("## Where it is\n\n");
        for (name, link) in portals {
            let _ = writeln!(text, "- {name}: <{link}>");
        }
        text.push('\n');
    }
    if pack.names == Names::None {
        text.push_str("Names were left out (`--names none`).\n\n");
    }
    let _ = writeln!(
        text,
        "Afterwards: `rsync-check tenant`, or `rsync-check explain {}` for all about this check.",
        check.id
    );
    text
}

fn why(steps: &Steps) -> String {
    match &steps.left {
        None => {
            "A script of this pack does it; these are the steps in the portal, for whoever prefers them.".to_owned()
        }
        Some(Left::ToReview) => {
            format!("A script can do it after somebody looked at it: `rsync-check fix --include {}`.", steps.check.id)
        }
        Some(Left::ByHand | Left::Nothing) => "No script can do it: it needs a person.".to_owned(),
        Some(Left::Overruled { by }) => {
            format!(
                "{by} wants the same setting otherwise, and is more serious or comes first: somebody has to decide."
            )
        }
    }
}

/// What stands under a heading of a check's page.
fn section<'a>(page: &'a str, heading: &str) -> Option<&'a str> {
    let marked = format!("\n## {heading}\n");
    let (_, rest) = page.split_once(&marked)?;
    Some(rest.split("\n## ").next().unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::REGISTRY;

    #[test]
    fn every_check_has_steps() {
        for check in REGISTRY {
            let part = section(check.page, "How to fix").unwrap_or_default();
            assert!(part.trim().len() > 20 && !part.contains("\n## "), "{}", check.id);
        }
    }
}
