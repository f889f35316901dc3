//! `GET /subscriptions`. Source: Microsoft's `subscription-list` page: an app sees its own only, and needs no permission
//! beyond the one that it made them with.

use super::{Call, DIRECTORY};
use crate::sim::{
    json::{Json, Object, object},
    simulation::{Response, iso},
    state::Subscription,
};

pub(super) fn route(call: &Call<'_>) -> Response {
    // guess: an administrator without `Subscription.Read.All` sees those of the signing-in app for himself: none.
    let app = call.caller.app.map(|app| app.app_id);
    let all = call.simulation.state.subscriptions.iter();
    let own: Vec<&Subscription> = all.filter(|subscription| Some(subscription.app) == app).collect();
    let creator = call.caller.app.and_then(|app| app.principal.as_ref()).map(|principal| principal.object_id);
    // guess: pages hold 100.
    call.page("subscriptions", &DIRECTORY, &own, |subscription| row(subscription, creator))
}

fn row(subscription: &Subscription, creator: Option<uuid::Uuid>) -> Object {
    object! {
        "id": subscription.id.to_string(),
        "resource": &subscription.resource,
        "applicationId": subscription.app.to_string(),
        "changeType": &subscription.change_type,
        // Source: never given back.
        "clientState": Json::Null,
        "notificationUrl": &subscription.notification_url,
        "notificationQueryOptions": Json::Null,
        "lifecycleNotificationUrl": subscription.lifecycle_url.clone(),
        "expirationDateTime": iso(subscription.expires),
        "creatorId": creator.map(|id| id.to_string()),
        "includeResourceData": Json::Null,
        "latestSupportedTlsVersion": "v1_2",
        "encryptionCertificate": Json::Null,
        "encryptionCertificateId": Json::Null,
        "notificationUrlAppId": Json::Null,
    }
}
