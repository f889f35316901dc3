//! Identifiers. All of them are GUIDs on the wire; as types they cannot be confused.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! guid {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.trim().parse().map(Self)
            }
        }
    };
}

guid!(
    /// The directory (tenant) id.
    TenantId
);
guid!(
    /// The application (client) id of an app registration; the same in every tenant.
    AppId
);
guid!(
    /// The object id of a directory object, such as a service principal; different in every tenant.
    ObjectId
);
guid!(
    /// Exchange's `Guid` of a recipient: what reports show as a room's id and what scripts use as identity.
    MailboxGuid
);
