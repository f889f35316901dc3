//! What each wish means, in words: for the page of a product, and for what it costs when another product wins.

use super::Wish;

impl Wish {
    /// All of them, in the order of their definition.
    pub fn all() -> impl Iterator<Item = Self> {
        ALL.iter().copied()
    }

    /// What is wished for, in a few words.
    pub fn asks(self) -> &'static str {
        match self {
            Self::Titles => "meeting titles stay",
            Self::PrivateFlag => "the private flag stays",
            Self::Body => "the text of a meeting stays, with its join link",
            Self::Attachments => "attachments stay",
            Self::AutoAccept => "rooms answer requests by themselves",
            Self::BookingWindow => "rooms can be booked as far ahead as in the product",
            Self::Recurrence => "rooms take series",
            Self::ConflictPolicy => "a series is not declined as a whole for one conflict",
            Self::LongSeries => "a series that runs past the window is cut, not declined",
            Self::Duration => "rooms take meetings as long as the product offers",
            Self::ExternalInvitations => "rooms process invitations from outside",
            Self::CancelledMeetings => "cancelled meetings stay visible as cancelled",
            Self::RoomList => "there is a room list",
            Self::VisibleRoomLists => "room lists are visible in address lists",
            Self::RoomInList => "every room is in a room list",
            Self::PlaceDetails => "places tell city, building, floor and capacity",
            Self::ConfinedToRooms => "the app reaches rooms only",
            Self::SingleTenant => "the app is registered for this organisation only",
            Self::SecretLifetime => "secrets end within the allowed time",
            Self::ResponseDetails => "answers say why a request was accepted or declined",
            Self::PendingShownAsTentative => "requests that wait show as tentative",
            Self::NoAutoRelease => "Exchange does not release rooms by itself",
            Self::TitlesRemoved => "meeting titles are removed",
            Self::BodyRemoved => "the text of a meeting is removed",
            Self::AttachmentsRemoved => "attachments are removed",
            Self::Approval => "delegates decide about requests",
            Self::VendorApp => "the app is the vendor's own and serves many organisations",
            Self::UserCalendars => "the app works in people's calendars too",
            Self::BookingMailbox => "the account that the product books with has a mailbox",
            Self::CalendarRights => "the account that the product books with may write in each room's calendar",
            Self::Subscriptions => "every room has one live subscription of the app",
            Self::BasicDetailsOnly => "the app sees basic details only",
            Self::OneRoomEach => "every room of the product has a room mailbox of its own",
        }
    }

    /// What two opposite wishes are about; `None` for a wish that has no opposite.
    pub fn topic(self) -> Option<&'static str> {
        match self {
            Self::Titles | Self::TitlesRemoved => Some("meeting titles"),
            Self::Body | Self::BodyRemoved => Some("the text of meetings"),
            Self::Attachments | Self::AttachmentsRemoved => Some("attachments"),
            Self::AutoAccept | Self::Approval => Some("who answers requests"),
            Self::SingleTenant | Self::VendorApp => Some("whose app it is"),
            Self::ConfinedToRooms | Self::UserCalendars => Some("which calendars the app reaches"),
            Self::PrivateFlag
            | Self::BookingWindow
            | Self::Recurrence
            | Self::ConflictPolicy
            | Self::LongSeries
            | Self::Duration
            | Self::ExternalInvitations
            | Self::CancelledMeetings
            | Self::RoomList
            | Self::VisibleRoomLists
            | Self::RoomInList
            | Self::PlaceDetails
            | Self::SecretLifetime
            | Self::ResponseDetails
            | Self::PendingShownAsTentative
            | Self::NoAutoRelease
            | Self::BookingMailbox
            | Self::CalendarRights
            | Self::Subscriptions
            | Self::BasicDetailsOnly
            | Self::OneRoomEach => None,
        }
    }

    /// What a product loses when its wish is not met, where no guide says it better. Only for wishes with an opposite.
    pub(super) fn cost(self) -> &'static str {
        match self {
            Self::Titles => "its panels and lists show the organiser's name in place of the title",
            Self::TitlesRemoved => "its panels and whoever reads the room's calendar see what meetings are about",
            Self::Body => "join links and agendas are gone from its copy of the meeting",
            Self::BodyRemoved => "the text of every meeting can be read in the room's calendar",
            Self::Attachments => "images and files that it shows are gone",
            Self::AttachmentsRemoved => "attachments fill the room's mailbox and can be read there",
            Self::AutoAccept => "its bookings wait for a person, and may be declined later",
            Self::Approval => "nobody is asked before a room is taken",
            _ => "it does not work as its guide says",
        }
    }

    /// Whether the wish is about the app that is judged, and not about rooms, lists or places. Each product has an app of
    /// its own, so only the first product of a merge wishes it.
    pub fn is_about_the_app(self) -> bool {
        matches!(
            self,
            Self::SingleTenant
                | Self::VendorApp
                | Self::ConfinedToRooms
                | Self::UserCalendars
                | Self::SecretLifetime
                | Self::BasicDetailsOnly
                | Self::Subscriptions
        )
    }
}

const ALL: &[Wish] = &[
    Wish::Titles,
    Wish::PrivateFlag,
    Wish::Body,
    Wish::Attachments,
    Wish::AutoAccept,
    Wish::BookingWindow,
    Wish::Recurrence,
    Wish::ConflictPolicy,
    Wish::LongSeries,
    Wish::Duration,
    Wish::ExternalInvitations,
    Wish::CancelledMeetings,
    Wish::RoomList,
    Wish::VisibleRoomLists,
    Wish::RoomInList,
    Wish::PlaceDetails,
    Wish::ConfinedToRooms,
    Wish::SingleTenant,
    Wish::SecretLifetime,
    Wish::ResponseDetails,
    Wish::PendingShownAsTentative,
    Wish::NoAutoRelease,
    Wish::TitlesRemoved,
    Wish::BodyRemoved,
    Wish::AttachmentsRemoved,
    Wish::Approval,
    Wish::VendorApp,
    Wish::UserCalendars,
    Wish::BookingMailbox,
    Wish::CalendarRights,
    Wish::Subscriptions,
    Wish::BasicDetailsOnly,
    Wish::OneRoomEach,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_every_wish_that_a_file_can_name() {
        let message = serde_json::from_str::<Wish>("\"?\"").unwrap_err().to_string();
        let known: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
        assert_eq!(Wish::all().map(Wish::id).collect::<Vec<_>>(), known);
    }

    #[test]
    fn opposites_are_about_the_same_and_have_words_of_their_own() {
        for wish in Wish::all() {
            assert_eq!(wish.topic().is_some(), wish.opposite().is_some(), "{wish:?}");
            if let Some(opposite) = wish.opposite() {
                assert_eq!((wish.topic(), wish.is_about_the_app()), (opposite.topic(), opposite.is_about_the_app()));
                assert!(wish.cost() != opposite.cost() || wish.is_about_the_app(), "{wish:?}");
                assert_ne!(wish.asks(), opposite.asks());
            }
        }
    }
}
