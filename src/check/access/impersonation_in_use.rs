//! Somebody still holds the withdrawn role `ApplicationImpersonation`.

use crate::check::{
    Area, Check, Context, Finding, Judged, Outcome, Probe, Reading, Severity, Subject, SubjectKind, Trust,
};
use crate::tenant::retirement::APPLICATION_IMPERSONATION;
use crate::tenant::{Change, Gap, Impersonation, Untrusted};

/// The check.
pub static CHECK: Check = Check {
    id: "AC016",
    name: "impersonation-in-use",
    title: "Role ApplicationImpersonation still assigned",
    consequence: "Whatever relies on the assignment no longer reads or writes calendars, and nobody is told so.",
    area: Area::Access,
    severity: Severity::Warning,
    fix: Trust::Review,
    since: "0.1.0",
    page: include_str!("../../../docs/checks/impersonation-in-use.md"),
    probe: Probe::Tenant(probe),
};

fn probe(context: &Context<'_>) -> Result<Vec<Judged>, Gap> {
    let assignments = context.snapshot.access.impersonation.get()?;
    if assignments.is_empty() {
        return Ok(vec![Judged::new(context.tenant(), Outcome::Pass)]);
    }
    Ok(assignments.iter().map(|one| Judged::new(subject(one), finding(one, context).into())).collect())
}

fn subject(assignment: &Impersonation) -> Subject {
    Subject::new(SubjectKind::Policy, assignment.name.raw(), Some(assignment.assignee.clone()))
}

fn finding(assignment: &Impersonation, context: &Context<'_>) -> Finding {
    let scope = assignment.scope.clone().unwrap_or_else(|| Untrusted::from("everybody"));
    let actual = Reading::of("role", "ApplicationImpersonation")
        .and("assignee", assignment.assignee.clone())
        .and("assignee_type", assignment.assignee_type.clone())
        .and("scope", scope);
    let retirement = APPLICATION_IMPERSONATION;
    let finding = Finding {
        because: Some(format!(
            "Whatever relies on the assignment no longer reads or writes calendars. {}.",
            retirement.sentence(context.today())
        )),
        ..Finding::new(actual, Reading::of("role", "not assigned"))
    }
    .cause(format!("the way out: {}", retirement.way_out));
    let finding = finding.mend([Change::Impersonation { assignment: assignment.name.clone() }]);
    // A product that is set up this way stands still; anybody else's assignment is left over.
    let is_the_products = context.product.mode().is_some_and(|mode| mode.retired.as_deref() == Some(retirement.id));
    if is_the_products { finding.severity(Severity::Error) } else { finding }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::app::fixture::finding;
    use crate::check::app::fixture::*;

    fn held(scope: Option<&str>) -> crate::tenant::Snapshot {
        let mut snapshot = healthy();
        snapshot.access.impersonation = known(vec![Impersonation {
            name: "ApplicationImpersonation-svc".into(),
            assignee: "Sync service".into(),
            assignee_type: Some("User".into()),
            scope: scope.map(Untrusted::from),
        }]);
        snapshot
    }

    #[test]
    fn a_tenant_without_assignments_passes() {
        assert_eq!(lines(&CHECK, &healthy()), [format!("{}: pass", tenant_id())]);
    }

    #[test]
    fn an_assignment_is_named_with_its_scope_and_the_way_out() {
        assert_eq!(lines(&CHECK, &held(None)), ["ApplicationImpersonation-svc: warning"]);
        let one = finding(&CHECK, &held(None));
        assert_eq!(one.actual.0["scope"], "everybody".into());
        assert!(one.because.unwrap().contains("since February 2025"));
        assert!(one.cause.unwrap().contains("Microsoft Graph"));
        let one = finding(&CHECK, &held(Some("CronofyScope")));
        assert_eq!(one.actual.0["scope"], "CronofyScope".into());
    }

    #[test]
    fn it_is_an_error_where_the_product_works_that_way() {
        let product = in_mode(spacewell(), "full", Some("application-impersonation"));
        assert_eq!(lines_for(&CHECK, &held(None), &product), ["ApplicationImpersonation-svc: error"]);
        let product = in_mode(spacewell(), "other", Some("ews"));
        assert_eq!(lines_for(&CHECK, &held(None), &product), ["ApplicationImpersonation-svc: warning"]);
    }

    #[test]
    fn unread_is_unknown() {
        let mut snapshot = healthy();
        snapshot.access.impersonation = denied();
        assert_eq!(lines(&CHECK, &snapshot), ["app: unknown"]);
    }
}
