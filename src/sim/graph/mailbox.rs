//! Calls on one mailbox: settings, calendar, calendar view, free/busy. Who may is decided by `access`.
//!
//! Source: the Outlook pages of the Graph reference; the table of errors of mailbox calls.

use base64::{Engine as _, engine::general_purpose::URL_SAFE as BASE64URL};
use jiff::{Timestamp, civil::DateTime};
use serde_json::Value;

use super::{Call, PLACES, Paging};
use crate::{
    sim::{
        access::Verdict,
        json::{Json, Object, object},
        simulation::{Found, Response},
        state::{Home, Settings},
    },
    tenant::{RoomKind, Untrusted},
};

/// Source: the default page of events is 10.
const EVENTS: Paging = Paging { size: 10, most: 1000, position: "$skip" };

pub(super) fn route(call: &Call<'_>, key: &str, rest: &[&str]) -> Response {
    let permission = match rest {
        ["mailboxsettings", ..] => "MailboxSettings.Read",
        _ => "Calendars.ReadBasic.All",
    };
    let found = match reach(call, key, permission) {
        Ok(found) => found,
        Err(response) => return *response,
    };
    match rest {
        ["mailboxsettings"] => {
            let of = format!("users('{}')/mailboxSettings", found.object_id());
            call.entity(&of, settings_row(found))
        }
        ["mailboxsettings", "userpurpose"] => {
            call.value(&format!("users('{}')/mailboxSettings/userPurpose", found.object_id()), purpose(found))
        }
        ["mailboxsettings", "timezone"] => {
            let settings = settings(found);
            call.value(&format!("users('{}')/mailboxSettings/timeZone", found.object_id()), settings.time_zone)
        }
        ["calendar"] => call.entity(&format!("users('{}')/calendar/$entity", found.object_id()), calendar_row(found)),
        ["calendars"] => call.page(&format!("users('{}')/calendars", found.object_id()), &PLACES, &[found], |found| {
            calendar_row(*found)
        }),
        ["calendar", "calendarpermissions"] => permissions(call, found),
        ["calendarview"] | ["calendar", "calendarview"] => calendar_view(call, found),
        ["events"] | ["calendar", "events"] => {
            call.page(&format!("users('{}')/events", found.object_id()), &EVENTS, &[] as &[()], |()| Object::default())
        }
        ["calendar", "getschedule" | "microsoft.graph.getschedule"] => schedule(call),
        [other, ..] => call.unknown_segment(other),
        [] => call.unknown_segment(key),
    }
}

/// The mailbox that is meant, when the caller may use it.
fn reach<'a>(call: &'a Call<'_>, key: &str, permission: &str) -> Result<Found<'a>, Box<Response>> {
    let Some(app) = call.caller.app else {
        // An administrator has no rights on other people's mailboxes.
        return Err(Box::new(call.access_denied()));
    };
    let config = &call.simulation.state.organization_config;
    let policy = config.ews_application_access_policy.as_deref();
    if is_refused_by_user_agent(call, policy, &config.ews_allow_list, &config.ews_block_list) {
        return Err(Box::new(call.access_denied()));
    }
    let Some(found) = call.simulation.in_directory(key) else { return Err(Box::new(call.not_found(key))) };
    if let Found::Room(room) = found {
        let own = &room.protocols;
        let policy = own.ews_application_access_policy.as_deref();
        if is_refused_by_user_agent(call, policy, &own.ews_allow_list, &own.ews_block_list) {
            return Err(Box::new(call.access_denied()));
        }
    }
    let has_mailbox = match found {
        Found::Room(room) => matches!(room.home, Home::Online | Home::Converted),
        Found::User(user) => user.has_mailbox(),
        Found::Group(_) => false,
    };
    // guess: whether there is a mailbox comes before whether the app may use it.
    if !has_mailbox {
        let text = "The mailbox is either inactive, soft-deleted, or is hosted on-premise.";
        return Err(Box::new(call.error(404, "MailboxNotEnabledForRESTAPI", text)));
    }
    match call.simulation.may_reach(app, permission, found) {
        Verdict::Allowed => Ok(found),
        Verdict::Denied => Err(Box::new(call.access_denied())),
        Verdict::DeniedByPolicy => Err(Box::new(call.error(403, "ErrorAccessDenied", "Access to OData is disabled."))),
    }
}

/// Source: `EwsApplicationAccessPolicy` and its lists bind EWS *and* REST connections.
fn is_refused_by_user_agent(
    call: &Call<'_>,
    policy: Option<&str>,
    allowed: &[Untrusted],
    blocked: &[Untrusted],
) -> bool {
    let agent = call.ask.header("user-agent").unwrap_or_default().to_lowercase();
    let is_named = |list: &[Untrusted]| {
        list.iter().any(|entry| agent.contains(entry.raw().trim_matches('*').to_lowercase().as_str()))
    };
    match policy {
        Some("EnforceAllowList") => !is_named(allowed),
        Some("EnforceBlockList") => is_named(blocked),
        Some(_) | None => false,
    }
}

fn settings(found: Found<'_>) -> Settings {
    match found {
        Found::Room(room) => room.settings.clone(),
        Found::User(_) | Found::Group(_) => Settings::default(),
    }
}

fn purpose(found: Found<'_>) -> &'static str {
    match found {
        Found::Room(room) if room.home == Home::Converted => "user",
        Found::Room(room) => match room.kind {
            // guess: a workspace counts as a room here.
            RoomKind::Room | RoomKind::Workspace => "room",
            RoomKind::Equipment => "equipment",
        },
        Found::User(user) if user.details == "SharedMailbox" => "shared",
        Found::User(_) | Found::Group(_) => "user",
    }
}

/// The days of `WorkDays`, as Graph writes them.
fn work_days(words: &str) -> Vec<String> {
    const WEEK: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let has = |day: &str, is_weekend: bool| {
        words.split(',').map(|word| word.trim().to_ascii_lowercase()).any(|word| match word.as_str() {
            "alldays" => true,
            "weekdays" => !is_weekend,
            "weekenddays" => is_weekend,
            other => other == day,
        })
    };
    let days = WEEK.iter().enumerate().filter(|(at, day)| has(day, *at >= 5));
    days.map(|(_, day)| (*day).to_owned()).collect()
}

fn working_hours(settings: &Settings) -> Object {
    object! {
        "daysOfWeek": work_days(&settings.work_days),
        "startTime": format!("{}.0000000", settings.hours.0),
        "endTime": format!("{}.0000000", settings.hours.1),
        "timeZone": object! { "name": &settings.hours_time_zone },
    }
}

fn settings_row(found: Found<'_>) -> Object {
    let settings = settings(found);
    let at = |time: &str| object! { "dateTime": time, "timeZone": "UTC" };
    object! {
        "archiveFolder": Json::Null,
        "timeZone": &settings.time_zone,
        "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
        "dateFormat": "dd/MM/yyyy",
        "timeFormat": "HH:mm",
        "userPurpose": purpose(found),
        "automaticRepliesSetting": object! {
            "status": settings.automatic_replies,
            "externalAudience": "all",
            "internalReplyMessage": "",
            "externalReplyMessage": "",
            "scheduledStartDateTime": at("2026-01-01T00:00:00.0000000"),
            "scheduledEndDateTime": at("2026-01-02T00:00:00.0000000"),
        },
        "language": object! { "locale": "en-US", "displayName": "English (United States)" },
        "workingHours": working_hours(&settings),
    }
}

fn calendar_row(found: Found<'_>) -> Object {
    let name = match found {
        Found::Room(room) => &room.display_name,
        Found::User(user) => &user.display_name,
        Found::Group(group) => &group.display_name,
    };
    let id = BASE64URL.encode(found.object_id().as_bytes());
    object! {
        "id": format!("AAMkAD{id}"),
        "name": "Calendar",
        "color": "auto",
        "hexColor": "",
        "isDefaultCalendar": true,
        "changeKey": id,
        "canShare": true,
        "canViewPrivateItems": true,
        // guess: how this evaluates for an app is not documented.
        "canEdit": true,
        "allowedOnlineMeetingProviders": ["teamsForBusiness"],
        "defaultOnlineMeetingProvider": "teamsForBusiness",
        "isTallyingResponses": false,
        "isRemovable": false,
        "owner": object! { "name": name, "address": found.address() },
    }
}

fn permissions(call: &Call<'_>, found: Found<'_>) -> Response {
    let of = format!("users('{}')/calendar/calendarPermissions", found.object_id());
    call.page(&of, &PLACES, &[()], |()| {
        object! {
            "id": "RGVmYXVsdA==",
            "isRemovable": false,
            "isInsideOrganization": true,
            "role": "freeBusyRead",
            "allowedRoles": ["none", "freeBusyRead", "limitedRead", "read", "write"],
            "emailAddress": object! { "name": "My Organization" },
        }
    })
}

fn calendar_view(call: &Call<'_>, found: Found<'_>) -> Response {
    let time = |name: &str| call.query.get(name).and_then(moment);
    match (time("startDateTime"), time("endDateTime")) {
        (Some(start), Some(end)) if start <= end => {
            // Nobody has booked anything in this tenant: an empty list is success.
            let of = format!("users('{}')/calendarView", found.object_id());
            call.page(&of, &EVENTS, &[] as &[()], |()| Object::default())
        }
        (Some(_), Some(_)) => {
            call.error(400, "ErrorInvalidParameter", "The start of the time window is after its end.")
        }
        (None, _) | (_, None) => call.error(
            400,
            "ErrorInvalidParameter",
            "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.",
        ),
    }
}

/// A time of a query or a body: UTC unless it has an offset. A `+` of an offset may have become a space.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let offset = text.replace(' ', "+");
    offset.parse::<Timestamp>().ok().or_else(|| {
        text.parse::<DateTime>()
            .ok()
            .and_then(|civil| civil.to_zoned(jiff::tz::TimeZone::UTC).ok())
            .map(|zoned| zoned.timestamp())
    })
}

/// Free/busy. The mailbox of the path only has to exist; other mailboxes answer to it.
fn schedule(call: &Call<'_>) -> Response {
    let Ok(body) = serde_json::from_slice::<Value>(call.ask.body) else {
        return call.error(400, "BadRequest", "Unable to read JSON request payload.");
    };
    let time = |name: &str| body[name]["dateTime"].as_str().and_then(moment);
    let (Some(start), Some(end)) = (time("startTime"), time("endTime")) else {
        return call.error(400, "ErrorInvalidParameter", "startTime and endTime are needed.");
    };
    let interval = body["availabilityViewInterval"].as_i64().unwrap_or(30);
    let minutes = end.duration_since(start).as_mins();
    if minutes <= 0 || minutes >= 62 * 24 * 60 || !(5..=1440).contains(&interval) {
        // Source: less than 62 days, interval of 5 to 1440 minutes. guess: the code.
        return call.error(400, "ErrorInvalidParameter", "The requested time window is not valid.");
    }
    let names: Vec<String> = match body["schedules"].as_array() {
        Some(names) => names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect(),
        None => Vec::new(),
    };
    if names.is_empty() || names.len() > 20 {
        // Source: at most 20 schedules. guess: the code.
        return call.error(400, "ErrorTooManyRecipients", "Between 1 and 20 schedules are needed.");
    }
    let slots = usize::try_from((minutes + interval - 1) / interval).unwrap_or_default();
    let value: Vec<Object> = names
        .iter()
        .map(|name| match call.simulation.in_directory(name) {
            Some(found) => object! {
                "scheduleId": name,
                "availabilityView": "0".repeat(slots),
                "scheduleItems": Vec::<Json>::new(),
                "workingHours": working_hours(&settings(found)),
            },
            None => object! {
                "scheduleId": name,
                "error": object! {
                    "message": "Unable to resolve e-mail address to an Active Directory object.",
                    "responseCode": "ErrorMailRecipientNotFound",
                },
            },
        })
        .collect();
    call.value("Collection(microsoft.graph.scheduleInformation)", value)
}
