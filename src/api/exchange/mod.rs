//! Exchange commands over the administration endpoint that the PowerShell module uses.
//!
//! That endpoint is not documented for direct use. Rows carry many more properties than are read here; type hints
//! (`Name@odata.type`) are passed over because every value is read leniently.

pub mod access;
pub mod calendar;
pub mod groups;
pub mod inside;
pub mod mailboxes;
pub mod organization;
pub mod places;

use super::Requirement;
use crate::session::call::{Call, Invocation, Needs, Page, Read, Unreadable};
use crate::tenant::Source;

fn invoke<T>(source: Source, call: Invocation, parse: fn(&str) -> Result<Page<T>, Unreadable>) -> Call<Page<T>> {
    let needs = Needs::exchange(call.cmdlet);
    Call { source, read: Read::Exchange(call), needs, parse }
}

fn of<T>(call: &Call<T>) -> Requirement {
    Requirement { source: call.source, needs: call.needs.clone() }
}

/// Every Exchange reading with its least rights.
pub fn requirements() -> Vec<Requirement> {
    let nobody = crate::tenant::Address::parse("nobody@example.com").expect("a constant address");
    let none = uuid::Uuid::nil();
    vec![
        of(&mailboxes::rooms()),
        of(&mailboxes::recipient(nobody.as_str())),
        of(&calendar::processing(&nobody)),
        of(&places::rooms()),
        of(&groups::room_lists()),
        of(&groups::group(nobody.as_str())),
        of(&groups::members(nobody.as_str())),
        of(&access::policies()),
        of(&access::service_principal(crate::tenant::AppId(none))),
        of(&access::role_assignments(crate::tenant::ObjectId(none))),
        of(&access::management_scopes()),
        of(&access::impersonation()),
        of(&organization::config()),
        of(&organization::accepted_domains()),
        of(&inside::rules(&nobody)),
        of(&inside::calendar_rights(&nobody, "")),
        of(&inside::mailbox_rights(&nobody)),
        of(&inside::statistics(&nobody)),
        of(&inside::protocols()),
        of(&calendar::work_hours(&nobody)),
        of(&mailboxes::deleted()),
    ]
}
