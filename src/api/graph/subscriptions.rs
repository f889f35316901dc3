//! Change notifications that the app asked for.

use jiff::Timestamp;
use serde::Deserialize;

use super::get;
use crate::api::lenient;
use crate::session::call::{Call, Page, Unreadable, page};
use crate::tenant::{Source, Subscription, Untrusted};

/// The subscriptions of the app that asks: nobody else sees them. Least: what they were made with, `Calendars.Read`.
///
/// The page that lists permissions also says that an app needs none beyond those it made its subscriptions with.
pub fn own() -> Call<Page<Subscription>> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire {
        id: Option<String>,
        #[serde(default, deserialize_with = "lenient::text")]
        resource: Option<Untrusted>,
        #[serde(default, deserialize_with = "lenient::word")]
        change_type: Option<String>,
        #[serde(default, deserialize_with = "lenient::text")]
        notification_url: Option<Untrusted>,
        #[serde(default, deserialize_with = "lenient::text")]
        lifecycle_notification_url: Option<Untrusted>,
        #[serde(default, deserialize_with = "lenient::time")]
        expiration_date_time: Option<Timestamp>,
    }
    fn read(body: &str) -> Result<Page<Subscription>, Unreadable> {
        page(body, |wire: Wire| {
            Ok(Subscription {
                id: wire.id.ok_or_else(|| Unreadable("a subscription without an id".into()))?,
                resource: wire.resource.ok_or_else(|| Unreadable("a subscription to nothing".into()))?,
                change_type: wire.change_type,
                notification_url: wire.notification_url,
                lifecycle_url: wire.lifecycle_notification_url.filter(|url| !url.is_blank()),
                expires: wire.expiration_date_time,
            })
        })
    }
    // The list takes no query.
    get(Source::GraphSubscriptions, &["subscriptions"], "", "Calendars.Read", read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_subscription_is_read() {
        let body = r#"{"@odata.context":"x","value":[{"id":"0fc0d6db-0073-42e5-a186-853da75fb308","resource":"users/room@contoso.com/events",
          "applicationId":"24d3b144-21ae-4080-943f-7067b395b913","changeType":"created,updated","clientState":null,
          "notificationUrl":"https://hooks.workplace.example/n","lifecycleNotificationUrl":null,"expirationDateTime":"2026-11-23T05:00:00Z",
          "creatorId":"8ee44408-0679-472c-bc2a-692812af3437","latestSupportedTlsVersion":"v1_2"},{"id":"x"}]}"#;
        let page = (own().parse)(body).unwrap();
        let first = page.items[0].as_ref().unwrap();
        assert_eq!(first.resource.raw(), "users/room@contoso.com/events");
        assert!(first.lifecycle_url.is_none() && first.expires.is_some());
        assert!(page.items[1].is_err());
    }
}
