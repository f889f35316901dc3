//! Calls on one mailbox: its settings, and the proof that the app may see its calendar.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use super::get;
use crate::api::lenient;
use crate::session::call::{Call, Unreadable};
use crate::tenant::{MailboxSettings, Source, Untrusted, WorkingHours};

/// The settings of one mailbox, named by address, user principal name or object id. Least: `MailboxSettings.Read`.
pub fn settings(mailbox: &str) -> Call<MailboxSettings> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire {
        #[serde(default)]
        automatic_replies_setting: Option<Replies>,
        #[serde(default, deserialize_with = "lenient::text")]
        time_zone: Option<Untrusted>,
        #[serde(default)]
        working_hours: Option<Hours>,
        #[serde(default)]
        user_purpose: Value,
    }
    #[derive(Deserialize)]
    struct Replies {
        #[serde(default, deserialize_with = "lenient::word")]
        status: Option<String>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Hours {
        #[serde(default)]
        days_of_week: Option<Vec<String>>,
        #[serde(default, deserialize_with = "lenient::word")]
        start_time: Option<String>,
        #[serde(default, deserialize_with = "lenient::word")]
        end_time: Option<String>,
        #[serde(default)]
        time_zone: Option<Zone>,
    }
    #[derive(Deserialize)]
    struct Zone {
        #[serde(default, deserialize_with = "lenient::text")]
        name: Option<Untrusted>,
    }
    fn read(body: &str) -> Result<MailboxSettings, Unreadable> {
        let wire: Wire = serde_json::from_str(body)?;
        // Some documentation examples wrap the purpose in an object.
        let purpose = wire.user_purpose.as_str().or_else(|| wire.user_purpose.get("value")?.as_str());
        let short = |time: Option<String>| time.map(|time| time.chars().take(8).collect::<String>());
        Ok(MailboxSettings {
            automatic_replies: wire.automatic_replies_setting.and_then(|replies| replies.status),
            time_zone: wire.time_zone,
            working_hours: wire.working_hours.map(|hours| WorkingHours {
                days: hours.days_of_week.unwrap_or_default(),
                start: short(hours.start_time),
                end: short(hours.end_time),
                time_zone: hours.time_zone.and_then(|zone| zone.name),
            }),
            purpose: purpose.map(str::to_owned),
        })
    }
    let query = "$select=automaticRepliesSetting,timeZone,workingHours,userPurpose";
    get(Source::GraphMailboxSettings, &["users", mailbox, "mailboxSettings"], query, "MailboxSettings.Read", read)
}

/// Whether the app may see a calendar: at most the id of one event of the day that begins now.
///
/// Least: `Calendars.ReadBasic.All`. Only the answer itself counts; what is in it is not read.
pub fn calendar_probe(mailbox: &str, now: Timestamp) -> Call<()> {
    fn read(body: &str) -> Result<(), Unreadable> {
        #[derive(Deserialize)]
        struct Wire {
            #[serde(rename = "value")]
            _value: Vec<serde::de::IgnoredAny>,
        }
        let Wire { .. } = serde_json::from_str(body)?;
        Ok(())
    }
    let text = |time: Timestamp| time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let end = now.saturating_add(SignedDuration::from_hours(24)).unwrap_or(now);
    let query = format!("startDateTime={}&endDateTime={}&$top=1&$select=id", text(now), text(end));
    let segments = ["users", mailbox, "calendarView"];
    get(Source::GraphCalendarProbe, &segments, &query, "Calendars.ReadBasic.All", read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_settings_are_read() {
        let body = r#"{"timeZone":"W. Europe Standard Time","automaticRepliesSetting":{"status":"disabled"},
          "workingHours":{"daysOfWeek":["monday"],"startTime":"08:00:00.0000000","endTime":"17:00:00.0000000","timeZone":{"name":"W. Europe Standard Time"}},
          "userPurpose":{"value":"room"}}"#;
        let settings = (settings("a@b").parse)(body).unwrap();
        assert_eq!(settings.purpose.as_deref(), Some("room"));
        assert_eq!(settings.working_hours.unwrap().start.as_deref(), Some("08:00:00"));
    }

    #[test]
    fn the_probe_asks_for_one_id_of_one_day() {
        let call = calendar_probe("a@b", "2026-11-21T09:00:00.5Z".parse().unwrap());
        let crate::session::call::Read::Graph(read) = &call.read else { panic!("{:?}", call.read) };
        assert_eq!(
            read.path,
            "/users/a@b/calendarView?startDateTime=2026-11-21T09:00:00Z&endDateTime=2026-11-22T09:00:00Z&$top=1&$select=id"
        );
        assert!((call.parse)(r#"{"value":[]}"#).is_ok() && (call.parse)(r#"{"value":[{"id":"x"}]}"#).is_ok());
        assert!((call.parse)("<html>").is_err() && (call.parse)("{}").is_err());
    }
}
