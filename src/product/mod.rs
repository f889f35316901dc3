//! Floor 0: what a reservation product asks of a tenant. Data: one TOML file per product.
//!
//! [`parse`] turns a file into a validated [`Product`]; nothing behind it meets a half-valid one. Which requirement of
//! which vendor guide a rule comes from is kept beside the rule ([`Rule::cites`]).

mod parse;

use std::collections::BTreeMap;

pub use parse::{ParseError, parse};
use serde::{Deserialize, Serialize};

use crate::tenant::Address;

/// What a product asks of a tenant, validated, with its parameters filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// The name on the command line, such as `spacewell`.
    pub name: String,
    /// The name in sentences, such as "Spacewell Workplace".
    pub title: String,
    /// The guide it follows.
    pub guide: Guide,
    /// What can be set for one customer.
    pub parameters: Parameters,
    /// The permission set in force: application permissions on Microsoft Graph.
    pub permissions: PermissionSet,
    /// The other permission sets that versions of the guide name.
    pub other_permission_sets: Vec<PermissionSet>,
    /// The product's wishes, by wish. A wish that is missing is not judged.
    pub wishes: BTreeMap<Wish, Rule>,
}

/// Which guide a product follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// Its title.
    pub title: String,
    /// Its version or date.
    pub version: String,
}

/// A set of application permissions on Microsoft Graph that one version of the guide asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermissionSet {
    /// The name for `--permission-set`.
    pub name: String,
    /// The permissions.
    pub graph: Vec<String>,
    /// Requirements that ask for it.
    #[serde(default)]
    pub cites: Vec<String>,
}

/// One wish of a product: how serious it is when it is not met, and who asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// How serious it is when the tenant does not meet it.
    pub level: Level,
    /// Requirements that ask for it, such as `SW-17`.
    #[serde(default)]
    pub cites: Vec<String>,
    /// What happens in the product when it is not met, in a sentence; used in place of the general one.
    #[serde(default)]
    pub because: Option<String>,
}

/// How serious an unmet wish is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Worth knowing.
    Info,
    /// Should be put right.
    Warning,
    /// The sync does not work.
    Error,
}

/// What a product can wish of a tenant. The closed list that products choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// Meeting titles stay (`DeleteSubject`, `AddOrganizerToSubject` off).
    Titles,
    /// The private flag stays (`RemovePrivateProperty` off).
    PrivateFlag,
    /// The body stays, with its join link (`DeleteComments` off).
    Body,
    /// Attachments stay (`DeleteAttachments` off).
    Attachments,
    /// Requests are answered automatically (`AutomateProcessing` is `AutoAccept`).
    AutoAccept,
    /// The booking window reaches the product's horizon.
    BookingWindow,
    /// Series are allowed.
    Recurrence,
    /// A series with one conflict is not declined as a whole (a deliberate conflict policy).
    ConflictPolicy,
    /// A series that runs past the window is not declined as a whole.
    LongSeries,
    /// Meetings of any length the product offers are allowed (`--max-minutes`).
    Duration,
    /// Invitations from outside the organisation are processed.
    ExternalInvitations,
    /// Cancelled meetings stay visible as cancelled.
    CancelledMeetings,
    /// At least one room list exists.
    RoomList,
    /// Room lists are visible in address lists.
    VisibleRoomLists,
    /// Every room is in a room list.
    RoomInList,
    /// Places carry city, building, floor and capacity.
    PlaceDetails,
    /// The app reaches rooms only.
    ConfinedToRooms,
    /// The app is single-tenant.
    SingleTenant,
    /// Secrets live no longer than the product's cap.
    SecretLifetime,
    /// Reasons are in accept and decline mails (`EnableResponseDetails`, `OrganizerInfo`).
    ResponseDetails,
    /// Pending requests show as tentative (`TentativePendingApproval`).
    PendingShownAsTentative,
    /// Exchange does not release rooms by itself (`EnableAutoRelease` off): the product does.
    NoAutoRelease,
}

/// What can be set for one customer. Every field has a flag and a key of the same name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters {
    /// `horizon_days`: how many days ahead the product lets people book, 0 to 1080; `None` = not known, not judged.
    pub horizon_days: Option<i64>,
    /// `max_minutes`: the longest booking that the product offers; `None` = not known, not judged.
    pub max_minutes: Option<i64>,
    /// `room_centric`: whether the product works on room calendars only, which demands confinement to rooms.
    pub room_centric: bool,
    /// `permission_set`: which of the product's permission sets is in force.
    pub permission_set: String,
    /// `secret_months`: the longest lifetime of a secret, in months.
    pub secret_months: Option<i64>,
    /// `expiry_days`: how many days before its end a credential is reported.
    pub expiry_days: i64,
    /// `booking_account`: the mailbox that the product books with, where it invites the room.
    pub booking_account: Option<Address>,
    /// `conflict_percentage`: the share of conflicting occurrences that the product's recurrence policy allows.
    pub conflict_percentage: Option<i64>,
}

/// The names of all parameters, with one line each for the help.
pub const PARAMETERS: &[(&str, &str)] = &[
    ("horizon_days", "how many days ahead the product lets people book (0 to 1080)"),
    ("max_minutes", "the longest booking that the product offers, in minutes"),
    ("room_centric", "the product works on room calendars only (true, false)"),
    ("permission_set", "which permission set of the guide is in force"),
    ("secret_months", "the longest lifetime of a client secret, in months"),
    ("expiry_days", "how many days before its end a credential is reported"),
    ("booking_account", "the mailbox that the product books with"),
    ("conflict_percentage", "the share of conflicting occurrences that a series may have"),
];

/// Why a parameter was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParameterError {
    /// There is no parameter of this name.
    #[error("the product has no parameter `{name}`")]
    Unknown {
        /// The name that was given.
        name: String,
    },
    /// The value does not fit.
    #[error("`{value}` does not fit the parameter `{name}`: {why}")]
    Value {
        /// The parameter.
        name: String,
        /// The value that was given.
        value: String,
        /// What would fit.
        why: String,
    },
}

impl Product {
    /// The names of the built-in products, sorted.
    pub fn builtin_names() -> Vec<&'static str> {
        BUILTIN.iter().map(|(name, _)| *name).collect()
    }

    /// The built-in product of this name.
    pub fn builtin(name: &str) -> Option<Self> {
        let (_, text) = BUILTIN.iter().find(|(builtin, _)| *builtin == name)?;
        Some(parse(text).expect("built-in products are parsed by a test"))
    }

    /// The rule for a wish, when the product has it.
    pub fn wish(&self, wish: Wish) -> Option<&Rule> {
        self.wishes.get(&wish)
    }

    /// Whether these are the general rules, which stand in where no product was named.
    pub fn is_general(&self) -> bool {
        self.name == "generic"
    }

    /// Sets one parameter from text, as flags, files and snapshots hold it.
    ///
    /// # Errors
    /// [`ParameterError`] when there is no such parameter or the value does not fit.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), ParameterError> {
        let refuse = |why: &str| ParameterError::Value { name: name.into(), value: value.into(), why: why.into() };
        let number = |least: i64, most: i64| {
            value
                .parse::<i64>()
                .ok()
                .filter(|number| (least..=most).contains(number))
                .ok_or_else(|| refuse(&format!("a whole number from {least} to {most}")))
        };
        match name {
            "horizon_days" => self.parameters.horizon_days = Some(number(0, 1080)?),
            "max_minutes" => self.parameters.max_minutes = Some(number(0, i64::from(i32::MAX))?),
            "secret_months" => self.parameters.secret_months = Some(number(1, 1200)?),
            "expiry_days" => self.parameters.expiry_days = number(0, 3650)?,
            "conflict_percentage" => self.parameters.conflict_percentage = Some(number(0, 100)?),
            "room_centric" => {
                self.parameters.room_centric = value.parse().map_err(|_| refuse("`true` or `false`"))?;
            }
            "booking_account" => {
                let address =
                    Address::parse(value).map_err(|error| refuse(&format!("a mailbox address; this {error}")))?;
                self.parameters.booking_account = Some(address);
            }
            "permission_set" => self.choose_permission_set(value)?,
            _ => return Err(ParameterError::Unknown { name: name.into() }),
        }
        Ok(())
    }

    fn choose_permission_set(&mut self, value: &str) -> Result<(), ParameterError> {
        if self.permissions.name == value {
            return Ok(());
        }
        let Some(at) = self.other_permission_sets.iter().position(|set| set.name == value) else {
            let known: Vec<_> = self.permission_sets().map(|set| set.name.as_str()).collect();
            let why = format!("one of {}", known.join(", "));
            return Err(ParameterError::Value { name: "permission_set".into(), value: value.into(), why });
        };
        std::mem::swap(&mut self.permissions, &mut self.other_permission_sets[at]);
        self.parameters.permission_set = value.to_owned();
        Ok(())
    }

    /// All permission sets, the one in force first.
    pub fn permission_sets(&self) -> impl Iterator<Item = &PermissionSet> {
        std::iter::once(&self.permissions).chain(&self.other_permission_sets)
    }

    /// The parameters that have a value, as text: what a snapshot's header keeps.
    pub fn parameters_as_text(&self) -> BTreeMap<String, String> {
        let p = &self.parameters;
        let number = |value: Option<i64>| value.map(|number| number.to_string());
        [
            ("horizon_days", number(p.horizon_days)),
            ("max_minutes", number(p.max_minutes)),
            ("room_centric", Some(p.room_centric.to_string())),
            ("permission_set", Some(p.permission_set.clone())),
            ("secret_months", number(p.secret_months)),
            ("expiry_days", Some(p.expiry_days.to_string())),
            ("booking_account", p.booking_account.as_ref().map(Address::to_string)),
            ("conflict_percentage", number(p.conflict_percentage)),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
    }
}

const BUILTIN: &[(&str, &str)] =
    &[("generic", include_str!("builtin/generic.toml")), ("spacewell", include_str!("builtin/spacewell.toml"))];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_product_is_valid_and_named_like_its_file() {
        for name in Product::builtin_names() {
            let product = Product::builtin(name).unwrap();
            assert_eq!(product.name, name);
            assert!(!product.permissions.graph.is_empty());
        }
    }

    #[test]
    fn parameters_survive_a_round_trip_through_text() {
        let mut product = Product::builtin("spacewell").unwrap();
        product.set("horizon_days", "730").unwrap();
        product.set("permission_set", "earlier").unwrap();
        product.set("booking_account", "Sync@Contoso.com").unwrap();
        let mut again = Product::builtin("spacewell").unwrap();
        for (name, value) in product.parameters_as_text() {
            again.set(&name, &value).unwrap();
        }
        assert_eq!(product, again);
    }

    #[test]
    fn every_parameter_of_the_help_can_be_set() {
        for (name, _) in PARAMETERS {
            let error = Product::builtin("generic").unwrap().set(name, "\u{1}").unwrap_err();
            assert!(matches!(error, ParameterError::Value { .. }), "{error}");
        }
    }

    #[test]
    fn values_out_of_range_name_the_range() {
        let error = Product::builtin("generic").unwrap().set("horizon_days", "1081").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`1081` does not fit the parameter `horizon_days`: a whole number from 0 to 1080"
        );
    }
}
