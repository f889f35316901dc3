//! A mailbox as the model of the app's reach sees it: a room of the run, or any other recipient that was looked up.

use crate::tenant::{Address, Gap, Mailbox, MailboxGuid, ObjectId, Place, Recipient, Room, Source, Untrusted};

/// What policies, scopes and filters compare with. What is not known is a gap, told only when something depends on it.
#[derive(Clone, Debug)]
pub struct Target<'a> {
    /// Its addresses, the one it was found by first.
    pub addresses: Vec<&'a Address>,
    /// Exchange's `Guid`.
    pub guid: Option<MailboxGuid>,
    /// `ExternalDirectoryObjectId`.
    pub object_id: Result<ObjectId, Gap>,
    /// `RecipientTypeDetails`.
    pub recipient_type: Result<&'a str, Gap>,
    /// `ResourceType`; empty when it is no resource.
    pub resource_type: Result<&'a str, Gap>,
    /// `AdministrativeUnits`, as far as they were read.
    pub units: Result<&'a [Untrusted], Gap>,
}

impl<'a> From<&'a Room> for Target<'a> {
    fn from(room: &'a Room) -> Self {
        let field = |field| Gap::Field { source: Source::ExchangeMailboxes, field, value: None };
        let mailbox = || room.mailbox.get().map(Option::as_ref);
        let of = |name, value: fn(&'a Mailbox) -> Option<&'a str>| {
            mailbox().and_then(|mailbox| mailbox.and_then(value).ok_or(field(name)))
        };
        let recipient_type = match of("RecipientTypeDetails", |mailbox| mailbox.recipient_type_details.as_deref()) {
            // What Graph lists as a room is a room mailbox: a second way to know the type.
            Err(_) if room.mailbox.get().is_err() && is_listed(room.place.ok()) => Ok("RoomMailbox"),
            known_or_gap => known_or_gap,
        };
        Self {
            addresses: vec![&room.address],
            guid: room.mailbox.ok().and_then(Option::as_ref).and_then(|mailbox| mailbox.guid),
            object_id: mailbox().and_then(|mailbox| {
                mailbox.and_then(|mailbox| mailbox.object_id).ok_or(field("ExternalDirectoryObjectId"))
            }),
            recipient_type,
            resource_type: of("ResourceType", |mailbox| mailbox.resource_type.as_deref()),
            units: mailbox().map(|mailbox| mailbox.map(|one| one.administrative_units.as_slice()).unwrap_or_default()),
        }
    }
}

fn is_listed(place: Option<&Option<Place>>) -> bool {
    place.is_some_and(Option::is_some)
}

impl<'a> Target<'a> {
    /// A recipient that was looked up by an address.
    pub fn recipient(asked: &'a Address, recipient: &'a Recipient) -> Self {
        let field = |field| Gap::Field { source: Source::ExchangeRecipient, field, value: None };
        let kind = recipient.recipient_type_details.as_deref();
        let mut addresses = vec![asked];
        addresses.extend(recipient.address.iter().chain(&recipient.addresses));
        Self {
            addresses,
            guid: None,
            object_id: recipient.object_id.ok_or(field("ExternalDirectoryObjectId")),
            recipient_type: kind.ok_or(field("RecipientTypeDetails")),
            resource_type: match kind {
                // Only these have a `ResourceType`, and `Get-Recipient` was not asked for it.
                Some("RoomMailbox" | "EquipmentMailbox") | None => Err(field("ResourceType")),
                Some(_) => Ok(""),
            },
            units: Ok(&[]),
        }
    }
}
