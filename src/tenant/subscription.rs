//! Change notifications that the app asked Graph for.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Untrusted;

/// A row of `GET /subscriptions`. An app sees its own only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Subscription {
    /// Its id.
    pub id: String,
    /// `resource`, such as `users/room@contoso.com/events`.
    pub resource: Untrusted,
    /// `changeType`, such as `created,updated,deleted`.
    pub change_type: Option<String>,
    /// `notificationUrl`.
    pub notification_url: Option<Untrusted>,
    /// `lifecycleNotificationUrl`.
    pub lifecycle_url: Option<Untrusted>,
    /// `expirationDateTime`.
    pub expires: Option<Timestamp>,
}
