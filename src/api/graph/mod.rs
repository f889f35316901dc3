//! Microsoft Graph.

pub mod directory;
pub mod exchange_roles;
pub mod mailbox;
pub mod places;
pub mod subscriptions;

use super::Requirement;
use crate::session::call::{Call, GraphRead, GraphVersion, Needs, Read, Unreadable};
use crate::tenant::Source;

fn get<T>(
    source: Source,
    segments: &[&str],
    query: &str,
    needs: &'static str,
    parse: fn(&str) -> Result<T, Unreadable>,
) -> Call<T> {
    let read = Read::Graph(GraphRead::new(GraphVersion::V1, segments, query));
    Call { source, read, needs: Needs::graph(needs), parse }
}

fn of<T>(call: &Call<T>) -> Requirement {
    Requirement { source: call.source, needs: call.needs.clone() }
}

/// Every Graph reading with its least rights.
pub fn requirements() -> Vec<Requirement> {
    let nobody = uuid::Uuid::nil();
    let list = crate::tenant::Address::parse("list@example.com").expect("a constant address");
    vec![
        of(&directory::organization()),
        of(&directory::application(crate::tenant::AppId(nobody))),
        of(&directory::service_principal(crate::tenant::AppId(nobody))),
        of(&directory::app_role_assignments(crate::tenant::ObjectId(nobody))),
        of(&directory::delegated_grants(crate::tenant::ObjectId(nobody))),
        of(&places::rooms()),
        of(&places::workspaces()),
        of(&places::room_lists()),
        of(&places::rooms_of_list(&list)),
        of(&mailbox::settings(list.as_str())),
        of(&subscriptions::own()),
        of(&mailbox::calendar_probe(list.as_str(), jiff::Timestamp::UNIX_EPOCH)),
        of(&exchange_roles::assignments(crate::tenant::ObjectId(nobody))),
    ]
}
