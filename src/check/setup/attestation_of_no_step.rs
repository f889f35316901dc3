//! MA004. An entry of the attestations that does not count as it was written.

use super::standing::{day, end_of, is_of, latest_end};
use crate::check::{
    Area, Check, Context, Datum, Finding, Judged, Outcome, Probe, Reading, Severity, Subject, SubjectKind, Trust,
};
use crate::product::Product;
use crate::tenant::{Attestation, Fact, Gap, Untrusted};

/// Attestation that does not count as written.
pub static CHECK: Check = Check {
    id: "MA004",
    name: "attestation-of-no-step",
    title: "Attestation that does not count as written",
    consequence: "Somebody believes that a step is vouched for, and the entry does not say so.",
    area: Area::Setup,
    severity: Severity::Warning,
    fix: Trust::Manual,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/attestation-of-no-step.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let all = match &context.snapshot.attestations {
        // What nobody wrote cannot be wrong.
        Fact::NotGathered => &Vec::new(),
        fact => fact.get()?,
    };
    if all.is_empty() {
        return Ok(vec![Judged::new(context.tenant(), Outcome::NotApplicable)]);
    }
    let judged = all.iter().enumerate().map(|(at, entry)| {
        let subject = Subject::new(SubjectKind::Step, format!("{} (entry {})", entry.step, at + 1), None);
        Judged::new(subject, judge(entry, context))
    });
    Ok(judged.collect())
}

fn judge(entry: &Attestation, context: &Context<'_>) -> Outcome {
    let product = context.product;
    if !product.each().iter().any(|one| is_of(entry, &one.name)) {
        let of = entry.product.as_deref().unwrap_or_default();
        return if Product::builtin_names().contains(&of) {
            Outcome::NotApplicable
        } else {
            let finding = Finding::new(Reading::of("product", of), Reading::of("product", "one that is known"));
            // A file may serve a product of somebody's own that this run is not about.
            finding.severity(Severity::Info).cause(CAUSE_PRODUCT).into()
        };
    }
    // The merge keeps the steps in force only, and each product knows all of its own.
    let own = product.each().iter().filter(|one| is_of(entry, &one.name)).flat_map(|one| &one.attestations);
    let Some(step) = own.clone().filter(|step| step.id == entry.step).min_by_key(|step| step.valid_days) else {
        return if entry.product.is_none() && is_step_of_another(&entry.step) {
            Outcome::NotApplicable
        } else {
            let expected = own.map(|step| Untrusted::from(step.id.as_str())).collect();
            let finding =
                Finding::new(Reading::of("step", entry.step.as_str()), Reading::of("step", Datum::OneOf(expected)));
            finding.cause("no step of this id is known; rsync-check attest list names them").into()
        };
    };
    if entry.date > day(context.now()) {
        let finding = Finding::new(Reading::of("date", end_of(entry.date)), Reading::of("date", "today or earlier"));
        return finding.cause("it counts from its day on").into();
    }
    let latest = latest_end(entry.date, step);
    if entry.expires > latest {
        let expected = format!("at most {} days after its date", step.valid_days);
        let finding = Finding::new(Reading::of("expires", end_of(entry.expires)), Reading::of("expires", expected));
        return finding.cause("it counts no longer than the step allows").into();
    }
    Outcome::Pass
}

const CAUSE_PRODUCT: &str = "no product of this name is known to this run";

fn is_step_of_another(step: &str) -> bool {
    let all = Product::builtin_names().into_iter().filter_map(Product::builtin);
    all.flat_map(|product| product.attestations).any(|known| known.id == step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::Case;
    use crate::check::setup::fixture::entry;

    fn one(entry: Attestation) -> Case {
        Case::new().attested(&["review"], &[entry])
    }

    #[test]
    fn an_entry_that_counts_as_written_passes() {
        one(entry("review", "2026-03-10", "2027-03-10")).passes(&CHECK);
        let mut named = entry("review", "2026-01-01", "2026-06-30");
        named.product = Some("spacewell".into());
        one(named).passes(&CHECK);
    }

    #[test]
    fn an_entry_of_no_step_names_the_steps_there_are() {
        let finding = one(entry("reveiw", "2026-01-01", "2026-06-30")).fails(&CHECK);
        assert_eq!(finding.expected, Reading::of("step", Datum::OneOf(vec!["review".into()])));
    }

    #[test]
    fn an_entry_that_lasts_longer_than_the_step_allows_fails() {
        one(entry("review", "2026-03-10", "2027-03-11")).fails(&CHECK);
    }

    #[test]
    fn an_entry_of_tomorrow_fails_today() {
        let finding = one(entry("review", "2026-03-11", "2026-06-30")).fails(&CHECK);
        assert!(finding.cause.unwrap().contains("from its day on"));
    }

    #[test]
    fn a_file_may_serve_several_products() {
        let mut of_another = entry("whatever", "2026-01-01", "2026-06-30");
        of_another.product = Some("generic".into());
        one(of_another.clone()).is_not_applicable(&CHECK);
        of_another.product = Some("spacwell".into());
        assert_eq!(one(of_another).fails(&CHECK).severity, Some(Severity::Info));
        let of_another_mode = one(entry("review", "2026-01-01", "2026-06-30"));
        let mut case = of_another_mode;
        case.product.attestations[0].modes = vec!["strict".into()];
        case.passes(&CHECK);
    }

    #[test]
    fn an_entry_is_measured_by_the_steps_of_its_own_product() {
        let with_step = |name: &str, id: &str| {
            let mut product = Product::builtin(name).unwrap();
            product.attestations = vec![crate::check::setup::fixture::step(id)];
            product
        };
        let of = |product: &str, step: &str| {
            let entry = Attestation { product: Some(product.into()), ..entry(step, "2026-01-01", "2026-06-30") };
            let mut case = one(entry);
            case.product = crate::product::merged(vec![with_step("spacewell", "review"), with_step("roomz", "portal")]);
            case
        };
        of("roomz", "portal").passes(&CHECK);
        let finding = of("roomz", "review").fails(&CHECK);
        assert_eq!(finding.expected, Reading::of("step", Datum::OneOf(vec!["portal".into()])));
    }

    #[test]
    fn no_entries_cannot_be_wrong() {
        Case::new().attested(&["review"], &[]).is_not_applicable(&CHECK);
        Case::new().is_not_applicable(&CHECK);
    }
}
