//! What confines apps: service principals of Exchange, scopes, role assignments, access policies, and the switches of
//! the organisation.

use super::{
    super::{
        CommandError, Tenant, Value,
        binding::{Command, Given, Kind, Outcome, guid},
    },
    failed, mailbox, not_found, rows_of, set,
};
use crate::{
    sim::{
        exchange::rows::{assignment_name, policy_row},
        json::Json,
        simulation::Found,
        state::{Assignment, ExchangePrincipal, GroupKind, Policy, Reach, Scope},
    },
    tenant::AppId,
};

/// The roles that apps can be given.
///
/// Source: Microsoft's page "Role Based Access Control for Applications in Exchange Online".
const ROLES: &[&str] = &[
    "Application Mail.Read",
    "Application Mail.ReadBasic",
    "Application Mail.ReadWrite",
    "Application Mail.Send",
    "Application MailboxSettings.Read",
    "Application MailboxSettings.ReadWrite",
    "Application Calendars.Read",
    "Application Calendars.ReadWrite",
    "Application Contacts.Read",
    "Application Contacts.ReadWrite",
    "Application MailboxFolder.Read",
    "Application MailboxFolder.ReadWrite",
    "Application MailboxItem.Read",
    "Application MailboxConfigItem.Read",
    "Application MailboxConfigItem.ReadWrite",
    "Application MailTips.ReadBasic.All",
    "Application Mail-Advanced.ReadWrite.All",
    "Application Mail Full Access",
    "Application Exchange Full Access",
    "Application EWS.AccessAsApp",
    "Application SMTP.SendAsApp",
];

const IDENTITY: (&str, Kind) = ("Identity", Kind::Text);

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "New-ServicePrincipal",
        needs: &["AppId", "ObjectId"],
        takes: &[("AppId", Kind::Text), ("ObjectId", Kind::Text), ("DisplayName", Kind::Text)],
        run: new_principal,
    },
    Command {
        name: "Set-ServicePrincipal",
        needs: &["Identity"],
        takes: &[IDENTITY, ("DisplayName", Kind::Text)],
        run: set_principal,
    },
    Command { name: "Remove-ServicePrincipal", needs: &["Identity"], takes: &[IDENTITY], run: remove_principal },
    Command {
        name: "New-ManagementScope",
        needs: &["Name", "RecipientRestrictionFilter"],
        takes: &[
            ("Name", Kind::Text),
            ("RecipientRestrictionFilter", Kind::Text),
            ("Exclusive", Kind::Switch),
            ("Force", Kind::Switch),
        ],
        run: new_scope,
    },
    Command {
        name: "Set-ManagementScope",
        needs: &["Identity"],
        takes: &[IDENTITY, ("Name", Kind::Text), ("RecipientRestrictionFilter", Kind::Text)],
        run: set_scope,
    },
    Command { name: "Remove-ManagementScope", needs: &["Identity"], takes: &[IDENTITY], run: remove_scope },
    Command {
        name: "New-ManagementRoleAssignment",
        needs: &["App", "Role"],
        takes: &[
            ("Name", Kind::Text),
            ("App", Kind::Text),
            ("Role", Kind::Text),
            ("CustomResourceScope", Kind::Text),
            ("RecipientGroupScope", Kind::Text),
            ("RecipientAdministrativeUnitScope", Kind::Text),
        ],
        run: new_assignment,
    },
    Command {
        name: "Remove-ManagementRoleAssignment",
        needs: &["Identity"],
        takes: &[IDENTITY, ("Force", Kind::Switch)],
        run: remove_assignment,
    },
    Command {
        name: "New-ApplicationAccessPolicy",
        needs: &["AppId", "PolicyScopeGroupId", "AccessRight"],
        takes: &[
            ("AppId", Kind::Texts),
            ("PolicyScopeGroupId", Kind::Text),
            ("AccessRight", Kind::OneOf(&["RestrictAccess", "DenyAccess"])),
            ("Description", Kind::Text),
        ],
        run: new_policy,
    },
    Command {
        name: "Set-ApplicationAccessPolicy",
        needs: &["Identity"],
        takes: &[IDENTITY, ("Description", Kind::Text)],
        run: set_policy,
    },
    Command { name: "Remove-ApplicationAccessPolicy", needs: &["Identity"], takes: &[IDENTITY], run: remove_policy },
    Command {
        name: "Set-OrganizationConfig",
        needs: &[],
        takes: &[
            ("EwsEnabled", Kind::Bool),
            ("EwsApplicationAccessPolicy", Kind::MaybeOneOf(&["EnforceAllowList", "EnforceBlockList"])),
            ("EwsAllowList", Kind::Multi),
            ("EwsBlockList", Kind::Multi),
        ],
        run: set_organization,
    },
];

/// Something of this name is there already.
fn exists(what: &str, name: &str) -> CommandError {
    // guess: the sentence.
    failed(
        "Microsoft.Exchange.Configuration.Tasks.ManagementObjectAlreadyExistsException",
        &format!("The {what} \"{name}\" already exists."),
    )
}

fn bad_guid(parameter: &str, text: &str) -> CommandError {
    failed(
        "System.Management.Automation.ParameterBindingArgumentTransformationException",
        &format!(
            "Cannot process argument transformation on parameter '{parameter}'. Cannot convert value \"{text}\" to type \
             \"System.Guid\"."
        ),
    )
}

/// The place of a service principal of Exchange by object id, application id or name.
fn principal_at(tenant: &Tenant, identity: &str) -> Result<usize, CommandError> {
    let id = guid(identity);
    let is_it = |known: &ExchangePrincipal| {
        id == Some(known.object_id) || id == Some(known.app_id.0) || known.display_name.eq_ignore_ascii_case(identity)
    };
    tenant.state().exchange_principals.iter().position(is_it).ok_or_else(|| not_found(identity))
}

fn new_principal(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let id = |name: &str| guid(given.needed(name)).ok_or_else(|| bad_guid(name, given.needed(name)));
    let (app_id, object_id) = (id("AppId")?, id("ObjectId")?);
    if tenant.state().exchange_principals.iter().any(|known| known.object_id == object_id || known.app_id.0 == app_id) {
        return Err(exists("service principal", given.needed("AppId")));
    }
    // Source: a wrong object id is taken, and authorises nothing.
    let display_name = given.text("DisplayName").unwrap_or_default().to_owned();
    tenant.state_mut().exchange_principals.push(ExchangePrincipal { app_id: AppId(app_id), object_id, display_name });
    rows_of(tenant, "Get-ServicePrincipal", &object_id.to_string())
}

fn set_principal(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = principal_at(tenant, given.needed("Identity"))?;
    if let Some(principal) = tenant.state_mut().exchange_principals.get_mut(at) {
        set(&mut principal.display_name, given.text("DisplayName").map(str::to_owned));
    }
    Ok(Vec::new())
}

fn remove_principal(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = principal_at(tenant, given.needed("Identity"))?;
    let state = tenant.state_mut();
    let gone = state.exchange_principals.remove(at);
    // guess: its assignments go with it, as they do when Entra's service principal is deleted.
    state.assignments.retain(|assignment| assignment.principal != gone.object_id);
    Ok(Vec::new())
}

fn scope_at(tenant: &Tenant, identity: &str) -> Result<usize, CommandError> {
    let id = guid(identity);
    let is_it = |scope: &Scope| scope.name.eq_ignore_ascii_case(identity) || id == Some(scope.id);
    tenant.state().scopes.iter().position(is_it).ok_or_else(|| not_found(identity))
}

/// Whether a recipient filter can be one at all.
fn filter(text: &str) -> Result<String, CommandError> {
    let lower = text.to_ascii_lowercase();
    let has_operator =
        [" -eq ", " -ne ", " -like ", " -notlike ", " -gt ", " -lt "].iter().any(|operator| lower.contains(operator));
    let is_closed =
        text.matches('\'').count().is_multiple_of(2) && text.matches('(').count() == text.matches(')').count();
    if has_operator && is_closed {
        return Ok(text.to_owned());
    }
    // guess: the sentence.
    Err(failed(
        "System.Management.Automation.ParameterBindingArgumentTransformationException",
        &format!(
            "Invalid filter syntax. For a description of the filter parameter syntax see the command help. \"{text}\""
        ),
    ))
}

fn new_scope(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let name = given.needed("Name");
    if scope_at(tenant, name).is_ok() {
        return Err(exists("management scope", name));
    }
    let filter = filter(given.needed("RecipientRestrictionFilter"))?;
    let id = tenant.simulation().next_id();
    let exclusive = given.flag("Exclusive") == Some(true);
    tenant.state_mut().scopes.push(Scope { id, name: name.to_owned(), filter, exclusive });
    rows_of(tenant, "Get-ManagementScope", name)
}

fn set_scope(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = scope_at(tenant, given.needed("Identity"))?;
    let filter = given.text("RecipientRestrictionFilter").map(filter).transpose()?;
    let name = given.text("Name").map(str::to_owned);
    if let Some(name) = &name
        && scope_at(tenant, name).is_ok_and(|other| other != at)
    {
        return Err(exists("management scope", name));
    }
    let state = tenant.state_mut();
    let Some(scope) = state.scopes.get_mut(at) else { return Ok(Vec::new()) };
    set(&mut scope.filter, filter);
    if let Some(name) = name {
        let old = std::mem::replace(&mut scope.name, name.clone());
        for assignment in &mut state.assignments {
            if assignment.reach == Reach::Scope(old.clone()) {
                assignment.reach = Reach::Scope(name.clone());
            }
        }
    }
    Ok(Vec::new())
}

fn remove_scope(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = scope_at(tenant, given.needed("Identity"))?;
    let state = tenant.state_mut();
    let name = state.scopes.get(at).map(|scope| scope.name.clone()).unwrap_or_default();
    // Source: a scope that assignments use cannot be removed. guess: the sentence.
    if state.assignments.iter().any(|assignment| assignment.reach == Reach::Scope(name.clone())) {
        return Err(failed(
            "System.InvalidOperationException",
            &format!("The management scope \"{name}\" can't be removed because role assignments use it."),
        ));
    }
    state.scopes.remove(at);
    Ok(Vec::new())
}

fn new_assignment(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = principal_at(tenant, given.needed("App"))?;
    let principal = tenant.state().exchange_principals.get(at).map(|known| known.object_id).unwrap_or_default();
    let asked = given.needed("Role");
    let Some(role) = ROLES.iter().find(|role| role.eq_ignore_ascii_case(asked)) else { return Err(not_found(asked)) };
    let scopes = ["CustomResourceScope", "RecipientGroupScope", "RecipientAdministrativeUnitScope"];
    let given_scopes: Vec<_> = scopes.into_iter().filter_map(|name| Some((name, given.text(name)?))).collect();
    let reach = match given_scopes.as_slice() {
        [] => Reach::Organization,
        [("CustomResourceScope", name)] => {
            let at = scope_at(tenant, name)?;
            Reach::Scope(tenant.state().scopes.get(at).map(|scope| scope.name.clone()).unwrap_or_default())
        }
        [("RecipientGroupScope", identity)] => match tenant.simulation().recipient(identity) {
            Some(Found::Group(group)) => Reach::Group(group.address.clone()),
            Some(Found::Room(_) | Found::User(_)) | None => return Err(not_found(identity)),
        },
        // Units are known by the rooms in them only.
        [(_, unit)] => Reach::AdministrativeUnit((*unit).to_owned()),
        _ => {
            return Err(CommandError {
                id: "System.Management.Automation.ParameterBindingException".to_owned(),
                message: "Parameter set cannot be resolved using the specified named parameters.".to_owned(),
            });
        }
    };
    let mut assignment = Assignment { principal, role: (*role).to_owned(), reach, name: None };
    let taken = |name: &str| tenant.state().assignments.iter().any(|known| assignment_name(known) == name);
    if let Some(name) = given.text("Name") {
        if taken(name) {
            return Err(exists("role assignment", name));
        }
        assignment.name = Some(name.to_owned());
    } else {
        let own = assignment_name(&assignment);
        if taken(&own) {
            // guess: a name that is taken gets a number behind it.
            assignment.name = (1..).map(|number| format!("{own}-{number}")).find(|name| !taken(name));
        }
    }
    let name = assignment_name(&assignment);
    tenant.state_mut().assignments.push(assignment);
    rows_of(tenant, "Get-ManagementRoleAssignment", &name)
}

fn remove_assignment(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let identity = given.needed("Identity");
    let state = tenant.state_mut();
    if let Some(at) = state.assignments.iter().position(|known| assignment_name(known).eq_ignore_ascii_case(identity)) {
        state.assignments.remove(at);
        return Ok(Vec::new());
    }
    let held = state.impersonation.as_mut().and_then(|held| {
        let at = held.iter().position(|known| known.name.raw().eq_ignore_ascii_case(identity))?;
        Some(held.remove(at))
    });
    held.map(|_| Vec::new()).ok_or_else(|| not_found(identity))
}

fn new_policy(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let identity = given.needed("PolicyScopeGroupId");
    let (target, is_plain) = match tenant.simulation().recipient(identity) {
        Some(Found::Group(group)) => (group.address.clone(), group.kind != GroupKind::MailSecurity),
        // Source: resource mailboxes do not work as scope. A vendor's transcript shows one that was taken.
        Some(found) => (found.address().to_owned(), false),
        None => return Err(not_found(identity)),
    };
    if is_plain {
        // Source: the scope must be a security principal. guess: the sentence.
        return Err(failed(
            "Microsoft.Exchange.Configuration.Tasks.RecipientTaskException",
            &format!("The identity of the policy scope '{identity}' isn't a security principal."),
        ));
    }
    let denies = given.word("AccessRight") == Some("DenyAccess");
    let apps: Vec<AppId> = given
        .texts("AppId")
        .unwrap_or_default()
        .iter()
        .map(|text| guid(text).map(AppId).ok_or_else(|| bad_guid("AppId", text)))
        .collect::<Result<_, _>>()?;
    let mut rows = Vec::new();
    for app_id in apps {
        let policy = Policy {
            app_id,
            denies,
            target: target.clone(),
            description: given.text("Description").unwrap_or_default().to_owned(),
        };
        let id = identity_of(tenant, &policy);
        let known: Vec<Policy> = tenant.state().policies.clone();
        if known.iter().any(|known| known.app_id == app_id && identity_of(tenant, known) == id) {
            return Err(exists("application access policy", &id));
        }
        tenant.state_mut().policies.push(policy);
        rows.extend(rows_of(tenant, "Get-ApplicationAccessPolicy", &id)?);
    }
    Ok(rows)
}

/// `Identity` of a policy.
fn identity_of(tenant: &mut Tenant, policy: &Policy) -> String {
    match policy_row(tenant.simulation(), policy).get("Identity") {
        Some(Json::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

fn policy_at(tenant: &mut Tenant, identity: &str) -> Result<usize, CommandError> {
    let policies = tenant.state().policies.clone();
    policies
        .iter()
        .position(|policy| identity_of(tenant, policy).eq_ignore_ascii_case(identity))
        .ok_or_else(|| not_found(identity))
}

fn set_policy(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = policy_at(tenant, given.needed("Identity"))?;
    if let Some(policy) = tenant.state_mut().policies.get_mut(at) {
        set(&mut policy.description, given.new_text("Description").map(Option::unwrap_or_default));
    }
    Ok(Vec::new())
}

fn remove_policy(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let at = policy_at(tenant, given.needed("Identity"))?;
    tenant.state_mut().policies.remove(at);
    Ok(Vec::new())
}

fn set_organization(tenant: &mut Tenant, given: &Given<'_>) -> Outcome {
    let config = &mut tenant.state_mut().organization_config;
    if let Some(Value::Bool(enabled)) = given.value("EwsEnabled") {
        config.ews_enabled = Some(*enabled);
    }
    if given.has("EwsApplicationAccessPolicy") {
        config.ews_application_access_policy = given.word("EwsApplicationAccessPolicy").map(str::to_owned);
    }
    for (name, list) in [("EwsAllowList", &mut config.ews_allow_list), ("EwsBlockList", &mut config.ews_block_list)] {
        set(list, mailbox::agents(given, name, list));
    }
    Ok(Vec::new())
}
