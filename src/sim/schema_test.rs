//! Graph answers against the schema that was cut from the metadata of v1.0. The schema is not part of the tree: its
//! place comes from the environment variable `RSYNC_CHECK_GRAPH_SCHEMA`, and without it nothing is compared.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{
    SCENARIOS, Simulation,
    tests::{get, get_as_subject, options, post_as_subject},
};

const VARIABLE: &str = "RSYNC_CHECK_GRAPH_SCHEMA";

struct Schema {
    whole: Value,
    known: HashMap<String, jsonschema::Validator>,
}

impl Schema {
    /// Compares a value with a definition, and says which answer was wrong in what.
    fn holds(&mut self, definition: &str, value: &Value, what: &str) {
        let validator = self.known.entry(definition.to_owned()).or_insert_with(|| {
            let mut schema = self.whole.clone();
            assert!(schema["$defs"].get(definition).is_some(), "no definition {definition}");
            schema["$ref"] = json!(format!("#/$defs/{definition}"));
            jsonschema::validator_for(&schema).unwrap()
        });
        let faults: Vec<String> =
            validator.iter_errors(value).map(|fault| format!("{} at {}", fault, fault.instance_path())).collect();
        assert!(faults.is_empty(), "{what} is no {definition}: {faults:#?}\n{value:#}");
    }
}

#[test]
fn graph_answers_follow_the_metadata() {
    let Some(path) = std::env::var_os(VARIABLE) else {
        eprintln!("skipped: {VARIABLE} is not set");
        return;
    };
    let whole = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut schema = Schema { whole, known: HashMap::new() };
    // The comparison itself: a property that the metadata does not know is a fault.
    let unknown = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        schema.holds("room", &json!({"id": "1", "displayDevice": "x"}), "a made-up property");
    }));
    assert!(unknown.is_err(), "the schema takes anything");
    for scenario in SCENARIOS {
        let options = super::Options { rooms: (scenario.name == "large").then_some(300), ..options() };
        let mut state = scenario.state(&options);
        state.faults = super::Faults::default();
        let simulation = Simulation::new(state, &options);
        // The app of these two cannot sign in; what its token would open is asked in the others.
        let has_token = !["expired-secret", "disabled-app"].contains(&scenario.name);
        directory(&mut schema, &simulation, scenario.name);
        places(&mut schema, &simulation, scenario.name);
        if has_token {
            mailboxes(&mut schema, &simulation, scenario.name);
        }
    }
}

/// Compares a 200 with a definition, and any refusal with the error envelope.
fn check(schema: &mut Schema, scenario: &str, path: &str, definition: &str, seen: &super::tests::Seen) {
    let what = format!("{scenario} {path} ({})", seen.status);
    let is_refused = definition == "odata.error" || path.contains("cp026");
    assert!(scenario != "healthy" || (seen.status == 200) != is_refused, "{what}: {}", seen.body);
    if seen.status == 200 {
        assert!(seen.body.get("@odata.context").is_some() || definition == "batch.response", "{what}");
        schema.holds(definition, &seen.body, &what);
    } else {
        schema.holds("odata.error", &seen.body, &what);
    }
}

fn directory(schema: &mut Schema, simulation: &Simulation, scenario: &str) {
    let app = simulation.identity().app;
    let sp = get(simulation, &format!("/v1.0/servicePrincipals(appId='{app}')"));
    check(schema, scenario, "servicePrincipal", "servicePrincipal", &sp);
    let id = sp.body["id"].as_str().unwrap_or_default().to_owned();
    let graph = "00000003-0000-0000-c000-000000000000";
    let resource = get(simulation, &format!("/v1.0/servicePrincipals(appId='{graph}')"));
    check(schema, scenario, "Graph itself", "servicePrincipal", &resource);
    let resource = resource.body["id"].as_str().unwrap_or_default().to_owned();
    for (path, definition) in [
        ("/v1.0/organization".to_owned(), "collection.organization"),
        ("/v1.0/organization?$select=id,displayName,verifiedDomains".to_owned(), "collection.organization"),
        ("/v1.0/domains".to_owned(), "collection.domain"),
        ("/v1.0/applications".to_owned(), "collection.application"),
        (format!("/v1.0/applications(appId='{app}')"), "application"),
        (format!("/v1.0/applications(appId='{app}')?$select=id,passwordCredentials"), "application"),
        ("/v1.0/servicePrincipals".to_owned(), "collection.servicePrincipal"),
        (format!("/v1.0/servicePrincipals?$filter=appId%20eq%20'{app}'"), "collection.servicePrincipal"),
        (format!("/v1.0/servicePrincipals/{id}"), "servicePrincipal"),
        (format!("/v1.0/servicePrincipals/{id}/appRoleAssignments?$top=999"), "collection.appRoleAssignment"),
        (format!("/v1.0/servicePrincipals/{resource}/appRoleAssignedTo"), "collection.appRoleAssignment"),
        (format!("/v1.0/servicePrincipals/{id}/oauth2PermissionGrants"), "collection.oAuth2PermissionGrant"),
        (format!("/v1.0/oauth2PermissionGrants?$filter=clientId%20eq%20'{id}'"), "collection.oAuth2PermissionGrant"),
        ("/v1.0/roleManagement/directory/roleAssignments".to_owned(), "collection.unifiedRoleAssignment"),
        ("/v1.0/users".to_owned(), "collection.user"),
        ("/v1.0/users/lee.gu@contoso.com?$select=id,accountEnabled,proxyAddresses,createdDateTime".to_owned(), "user"),
        ("/v1.0/users?$filter=mail%20eq%20'lee.gu@contoso.com'".to_owned(), "collection.user"),
        ("/v1.0/subscriptions".to_owned(), "collection.subscription"),
        ("/v1.0/nonsense".to_owned(), "odata.error"),
    ] {
        let seen = get(simulation, &path);
        assert!(seen.status < 500, "{path}");
        check(schema, scenario, &path, definition, &seen);
    }
}

fn places(schema: &mut Schema, simulation: &Simulation, scenario: &str) {
    for (path, definition) in [
        ("/v1.0/places/microsoft.graph.room?$count=true", "collection.room"),
        ("/v1.0/places/microsoft.graph.room?$select=id,emailAddress&$top=3", "collection.room"),
        ("/v1.0/places/microsoft.graph.roomList", "collection.roomList"),
        ("/v1.0/places/microsoft.graph.workspace", "collection.workspace"),
        ("/v1.0/places/microsoft.graph.building", "collection.building"),
        ("/v1.0/places/microsoft.graph.floor", "collection.floor"),
        ("/v1.0/places/microsoft.graph.section", "collection.section"),
        ("/v1.0/places/microsoft.graph.desk", "collection.desk"),
        ("/v1.0/places/ams-01-rembrandt@contoso.com", "room"),
        ("/v1.0/places/cp026-workspace-without-capacity@contoso.com", "workspace"),
        ("/v1.0/places/rooms-amsterdam@contoso.com", "roomList"),
        ("/v1.0/places/rooms-amsterdam@contoso.com/microsoft.graph.roomlist/rooms", "collection.room"),
        ("/v1.0/places/rooms-amsterdam@contoso.com/microsoft.graph.roomlist/workspaces", "collection.workspace"),
    ] {
        let seen = get(simulation, path);
        check(schema, scenario, path, definition, &seen);
    }
}

fn mailboxes(schema: &mut Schema, simulation: &Simulation, scenario: &str) {
    let room = simulation.state().rooms.first().map_or("nobody@contoso.com", |room| &room.address).to_owned();
    let window = "startDateTime=2026-11-21T09:00:00Z&endDateTime=2026-11-22T09:00:00Z&$top=1";
    for (tail, definition) in [
        ("mailboxSettings".to_owned(), "mailboxSettings"),
        ("calendar".to_owned(), "calendar"),
        ("calendars".to_owned(), "collection.calendar"),
        ("calendar/calendarPermissions".to_owned(), "collection.calendarPermission"),
        (format!("calendarView?{window}"), "collection.event"),
        ("calendarView".to_owned(), "odata.error"),
    ] {
        let path = format!("/v1.0/users/{room}/{tail}");
        let seen = get_as_subject(simulation, &path);
        check(schema, scenario, &path, definition, &seen);
    }
    // Those of the app itself: the reader of the other paths has none.
    let seen = get_as_subject(simulation, "/v1.0/subscriptions");
    check(schema, scenario, "own subscriptions", "collection.subscription", &seen);
    assert!(scenario != "healthy" || !seen.rows().is_empty());
    let at = |time: &str| json!({"dateTime": time, "timeZone": "UTC"});
    let body = json!({"schedules": [room, "nobody@contoso.com"], "startTime": at("2026-11-23T08:00:00"),
        "endTime": at("2026-11-23T18:00:00")});
    let path = format!("/v1.0/users/{room}/calendar/getSchedule");
    check(schema, scenario, &path, "collection.scheduleInformation", &post_as_subject(simulation, &path, &body));
    let body = json!({"requests": [
        {"id": "1", "method": "GET", "url": format!("/users/{room}/mailboxSettings")},
        {"id": "2", "method": "GET", "url": "/users/nobody@contoso.com/calendar"}]});
    let seen = post_as_subject(simulation, "/v1.0/$batch", &body);
    check(schema, scenario, "$batch", "batch.response", &seen);
    for item in seen.body["responses"].as_array().into_iter().flatten() {
        let definition = if item["status"] == 200 { "mailboxSettings" } else { "odata.error" };
        schema.holds(definition, &item["body"], &format!("{scenario} item of $batch"));
    }
}
