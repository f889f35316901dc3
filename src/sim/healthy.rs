//! The healthy tenant that every scenario starts from: Contoso, with five sites.

use jiff::Timestamp;

use super::{
    simulation::Options,
    state::{
        App, Assignment, ExchangePrincipal, Group, GroupKind, Home, Place, Principal, Reach, Registration, Room, Scope,
        Secret, Settings, State, Subscription, User, guid,
    },
};
use crate::tenant::{
    AppId, CalendarProcessing, FolderRight, InboxRule, MailboxRight, MailboxStatistics, OrganizationConfig, Permission,
    Protocols, Resource, RoomKind, TenantId, app::PermissionKind,
};

/// A site with rooms.
pub(super) struct Site {
    code: &'static str,
    pub(super) city: &'static str,
    country: &'static str,
    street: &'static str,
    postal_code: &'static str,
    coordinates: (f64, f64),
    names: [&'static str; 12],
}

pub(super) const SITES: [Site; 5] = [
    Site {
        code: "AMS",
        city: "Amsterdam",
        country: "NL",
        street: "Keizersgracht 210",
        postal_code: "1016 DX",
        coordinates: (52.3731, 4.8922),
        names: [
            "Rembrandt",
            "Vermeer",
            "Hals",
            "Steen",
            "Ruisdael",
            "Mondriaan",
            "Leyster",
            "Bosch",
            "Escher",
            "Appel",
            "Israels",
            "Toorop",
        ],
    },
    Site {
        code: "BER",
        city: "Berlin",
        country: "DE",
        street: "Friedrichstraße 95",
        postal_code: "10117",
        coordinates: (52.52, 13.3889),
        names: [
            "Bach",
            "Beethoven",
            "Brahms",
            "Clara Schumann",
            "Händel",
            "Hensel",
            "Mendelssohn",
            "Orff",
            "Strauss",
            "Telemann",
            "Wagner",
            "Weill",
        ],
    },
    Site {
        code: "LYS",
        city: "Lyon",
        country: "FR",
        street: "12 Rue de la République",
        postal_code: "69002",
        coordinates: (45.7676, 4.8357),
        names: [
            "Lumière",
            "Ampère",
            "Jacquard",
            "Bocuse",
            "Saint-Exupéry",
            "Labé",
            "Rabelais",
            "Récamier",
            "Tony Garnier",
            "Bellecour",
            "Fourvière",
            "Saône",
        ],
    },
    Site {
        code: "MAD",
        city: "Madrid",
        country: "ES",
        street: "Calle de Alcalá 42",
        postal_code: "28014",
        coordinates: (40.4183, -3.6964),
        names: [
            "Goya",
            "Velázquez",
            "Picasso",
            "Dalí",
            "Sorolla",
            "Cervantes",
            "Lorca",
            "Machado",
            "Quevedo",
            "Ribera",
            "Zurbarán",
            "Murillo",
        ],
    },
    Site {
        code: "OSL",
        city: "Oslo",
        country: "NO",
        street: "Karl Johans gate 11",
        postal_code: "0154",
        coordinates: (59.9127, 10.7461),
        names: [
            "Munch",
            "Grieg",
            "Ibsen",
            "Nansen",
            "Amundsen",
            "Undset",
            "Hamsun",
            "Vigeland",
            "Bjørnson",
            "Heyerdahl",
            "Skram",
            "Collett",
        ],
    },
];

/// Rooms on one building's eight floors: few enough for one page of every old client.
const ROOMS_OF_BUILDING: usize = 96;

const PEOPLE: [&str; 12] = [
    "Adele Vance",
    "Alex Wilber",
    "Diego Siciliani",
    "Grady Archie",
    "Henrietta Mueller",
    "Isaiah Langer",
    "Johanna Lorenz",
    "Joni Sherman",
    "Lee Gu",
    "Lidia Holloway",
    "Lynne Robbins",
    "Megan Bowen",
];

/// What reading a tenant's settings needs on Graph, for every identity of the simulated tenant.
pub(super) const READING_ON_GRAPH: [&str; 5] = [
    "Application.Read.All",
    "Directory.Read.All",
    "Organization.Read.All",
    "Place.Read.All",
    "RoleManagement.Read.Exchange",
];

/// A role of one's own below `Mail Recipients`, of which nothing is left but `Get-InboxRule`; `help permissions` makes it.
pub(super) const INBOX_RULES_ROLE: &str = "rsync-check inbox rules";

/// The rule that every mailbox has and Outlook does not show.
pub(super) const JUNK_RULE: &str = "Junk E-mail Rule";

const READING_IN_EXCHANGE: [&str; 4] =
    ["View-Only Recipients", "View-Only Configuration", "Role Management", "Organization Management"];

/// What calendar processing looks like where every wish is met.
pub(super) fn healthy_calendar() -> CalendarProcessing {
    CalendarProcessing {
        booking_window_days: Some(730),
        enforce_scheduling_horizon: Some(false),
        conflict_percentage_allowed: Some(50),
        maximum_conflict_instances: Some(10),
        maximum_duration_minutes: Some(0),
        delete_subject: Some(false),
        add_organizer_to_subject: Some(false),
        remove_private_property: Some(false),
        delete_comments: Some(false),
        delete_attachments: Some(false),
        ..CalendarProcessing::exchange_defaults()
    }
}

/// Rights on a calendar as a new room has them.
pub(super) fn healthy_calendar_rights() -> Vec<FolderRight> {
    let right =
        |user: &str, right: &str| FolderRight { user: user.into(), rights: vec![right.to_owned()], flags: Vec::new() };
    vec![right("Default", "AvailabilityOnly"), right("Anonymous", "None")]
}

/// Rights on a mailbox as a new room has them: its own account.
pub(super) fn healthy_mailbox_rights() -> Vec<MailboxRight> {
    vec![MailboxRight {
        user: "NT AUTHORITY\\SELF".into(),
        rights: vec!["FullAccess".to_owned(), "ReadPermission".to_owned()],
        inherited: Some(false),
        deny: Some(false),
    }]
}

/// Letters that an alias can have.
pub(super) fn ascii(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
            'ç' => 'c',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
            'ù' | 'ú' | 'û' | 'ü' => 'u',
            c if c.is_ascii_alphanumeric() || c == '-' || c == '.' => c,
            _ => '-',
        })
        .collect()
}

/// A secret value as Entra makes them: 40 characters with `8Q~` near the front.
pub(super) fn secret_value(seed: u64, name: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    let mut value = String::with_capacity(40);
    for part in 0..3 {
        for byte in guid(seed, "secret value", &format!("{name} {part}")).into_bytes() {
            value.push(char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
        }
    }
    value.truncate(37);
    // A value that begins with a dash would be read as a flag somewhere.
    let value = value.replacen(['-', '.', '_', '~'], "a", 1);
    format!("{}8Q~{}", &value[..3], &value[3..])
}

impl State {
    /// A healthy tenant of so many rooms.
    pub fn healthy(options: &Options, rooms: usize) -> Self {
        let (seed, now) = (options.seed, options.now);
        let id = |kind: &str, name: &str| guid(seed, kind, name);
        let mut state = Self {
            tenant: TenantId(id("tenant", "contoso")),
            name: "Contoso".to_owned(),
            domains: vec!["contoso.com".to_owned(), "contoso.onmicrosoft.com".to_owned()],
            rooms: Vec::with_capacity(rooms),
            groups: Vec::new(),
            users: Vec::new(),
            apps: Vec::new(),
            subject: AppId(id("app", "Workplace Sync")),
            reader: AppId(id("app", "rsync-check reader")),
            policies: Vec::new(),
            exchange_principals: Vec::new(),
            assignments: Vec::new(),
            scopes: vec![Scope {
                id: id("scope", "Rooms"),
                name: "Rooms".to_owned(),
                filter: "RecipientTypeDetails -eq 'RoomMailbox'".to_owned(),
                exclusive: false,
            }],
            organization_config: OrganizationConfig::default(),
            deleted_mailboxes: Vec::new(),
            impersonation: None,
            subscriptions: Vec::with_capacity(rooms),
            clock_ahead: jiff::SignedDuration::ZERO,
            exchange_budget: 30_000,
            person_roles: vec![super::token::GLOBAL_ADMINISTRATOR],
            consent_delay: jiff::SignedDuration::ZERO,
            faults: super::Faults::default(),
            seed,
            now,
        };
        for at in 0..rooms {
            let (site, nth) = (at % SITES.len(), at / SITES.len());
            state.add_room_of_site(site, nth);
        }
        for name in PEOPLE {
            state.add_user(name, "UserMailbox");
        }
        let subject = state.make_app(state.subject, "Workplace Sync");
        state.apps.push(subject);
        let reader = state.make_app(state.reader, "rsync-check reader");
        state.apps.push(reader);
        for app in [state.subject, state.reader] {
            for permission in READING_ON_GRAPH {
                state.grant_and_request(app, Resource::MicrosoftGraph, permission);
            }
            state.grant_and_request(app, Resource::ExchangeOnline, "Exchange.ManageAsApp");
        }
        state.assign("Application Calendars.ReadWrite", Reach::Scope("Rooms".to_owned()));
        state.assign("Application MailboxSettings.Read", Reach::Scope("Rooms".to_owned()));
        state
    }

    /// Adds the `nth` room of a site and puts it into the list of its building.
    fn add_room_of_site(&mut self, site: usize, nth: usize) {
        let site = &SITES[site];
        let building = nth / ROOMS_OF_BUILDING + 1;
        let floor = (nth % ROOMS_OF_BUILDING) / site.names.len() + 1;
        let name = site.names[nth % site.names.len()];
        let code = if building == 1 { site.code.to_owned() } else { format!("{}{building}", site.code) };
        let capacity = [4, 6, 8, 12, 16, 20][nth % 6];
        let address = self.add_room(&format!("{code}-{floor:02}-{name}"));
        let floor = i64::try_from(floor).unwrap_or(i64::MAX);
        let room = self.rooms.last_mut().expect("a room was just added");
        room.place = Place {
            street: Some(site.street.to_owned()),
            postal_code: Some(site.postal_code.to_owned()),
            coordinates: Some(site.coordinates),
            ..Place::complete(site.city, site.country, &format!("{} {building}", site.city), floor, capacity)
        };
        let list = if building == 1 { site.city.to_owned() } else { format!("{} {building}", site.city) };
        self.add_to_list(&list, &address);
    }

    /// Adds a healthy room that is in no list and gives back its address.
    pub fn add_room(&mut self, name: &str) -> String {
        let alias = ascii(name);
        let address = format!("{alias}@{}", self.domain());
        let created: Timestamp = self.days_ago(400);
        let object_id = self.guid("account", &alias);
        self.subscribe(object_id);
        self.rooms.push(Room {
            upn: address.clone(),
            display_name: name.to_owned(),
            has_broken_name: false,
            object_id,
            guid: self.guid("mailbox", &alias),
            place_id: self.guid("place", &alias),
            kind: RoomKind::Room,
            calendar: healthy_calendar(),
            place: Place::complete("Amsterdam", "NL", "Amsterdam 1", 1, 8),
            graph_place: None,
            settings: Settings::default(),
            is_lost_by_graph: false,
            hidden: false,
            created,
            home: Home::Online,
            dir_synced: false,
            account_enabled: false,
            forwarding: None,
            forwarding_recipient: None,
            deliver_and_forward: false,
            moderated_by: Vec::new(),
            moderation: None,
            require_sender_authentication: false,
            accepts_only_from: Vec::new(),
            rejects_from: Vec::new(),
            proxies: vec![format!("{alias}@{}", self.initial_domain())],
            custom_attribute_1: String::new(),
            administrative_units: Vec::new(),
            inbox_rules: vec![InboxRule { name: Some(JUNK_RULE.into()), enabled: Some(true) }],
            calendar_rights: healthy_calendar_rights(),
            mailbox_rights: healthy_mailbox_rights(),
            statistics: MailboxStatistics { total_bytes: Some(48_234_496), item_count: Some(1_240) },
            quota_bytes: Some(100 << 30),
            litigation_hold: false,
            changed: self.days_ago(40),
            protocols: Protocols { ews_enabled: Some(true), ..Protocols::default() },
            additional_response: None,
            folder_name: None,
            address: address.clone(),
            alias,
        });
        address
    }

    /// The subject app asks for changes in one calendar, as products do for every room.
    fn subscribe(&mut self, room: uuid::Uuid) {
        self.subscriptions.push(Subscription {
            id: self.guid("subscription", &room.to_string()),
            app: self.subject,
            resource: format!("users/{room}/events"),
            change_type: "created,updated,deleted".to_owned(),
            notification_url: "https://hooks.workplace.example/graph".to_owned(),
            lifecycle_url: Some("https://hooks.workplace.example/graph/lifecycle".to_owned()),
            expires: self.days_ago(-2),
        });
    }

    /// Adds a healthy room to the list of Amsterdam and changes it.
    pub fn add_room_with(&mut self, name: &str, change: impl FnOnce(&mut Room)) -> String {
        let address = self.add_room(name);
        self.add_to_list("Amsterdam", &address);
        change(self.rooms.last_mut().expect("a room was just added"));
        address
    }

    /// Puts a member into the room list of a site, which is made where it is missing.
    pub fn add_to_list(&mut self, site: &str, member: &str) {
        let name = format!("Rooms {site}");
        // Rooms come site by site in turn, so the list is among the last few.
        match self.groups.iter_mut().rev().find(|group| group.display_name == name) {
            Some(list) => list.members.push(member.to_owned()),
            None => self.add_group(&name, GroupKind::RoomList, vec![member.to_owned()]),
        }
    }

    /// Adds a group. Its address is made of its name.
    pub fn add_group(&mut self, name: &str, kind: GroupKind, members: Vec<String>) {
        let alias = ascii(name);
        self.groups.push(Group {
            address: format!("{alias}@{}", self.domain()),
            own_alias: None,
            display_name: name.to_owned(),
            object_id: self.guid("group", &alias),
            guid: self.guid("group mailbox", &alias),
            kind,
            members,
            hidden: false,
            dir_synced: false,
            changed: self.days_ago(60),
        });
    }

    /// Adds a person (or a shared mailbox, or a disabled account) and gives back the address.
    pub fn add_user(&mut self, name: &str, details: &'static str) -> String {
        let alias = ascii(name).replace('-', ".");
        let address = format!("{alias}@{}", self.domain());
        self.users.push(User {
            upn: address.clone(),
            display_name: name.to_owned(),
            object_id: self.guid("account", &alias),
            guid: self.guid("mailbox", &alias),
            details,
            account_enabled: details == "UserMailbox",
            address: address.clone(),
        });
        address
    }

    /// A single-tenant app with a secret of 365 days that was made 90 days ago, and nothing granted.
    pub fn make_app(&mut self, app_id: AppId, name: &str) -> App {
        let principal = self.guid("service principal", name);
        self.exchange_principals.push(ExchangePrincipal {
            app_id,
            object_id: principal,
            display_name: name.to_owned(),
        });
        App {
            app_id,
            display_name: name.to_owned(),
            registration: Some(Registration {
                object_id: self.guid("application", name),
                sign_in_audience: "AzureADMyOrg".to_owned(),
                requested: Vec::new(),
                redirect_uris: Vec::new(),
                is_public_client: false,
                created: self.days_ago(90),
            }),
            principal: Some(Principal {
                object_id: principal,
                account_enabled: true,
                owner: self.tenant,
                tags: vec!["WindowsAzureActiveDirectoryIntegratedApp".to_owned(), "HideApp".to_owned()],
                assignment_required: false,
                grants: Vec::new(),
                delegated: Vec::new(),
                directory_roles: Vec::new(),
                exchange_roles: READING_IN_EXCHANGE.map(str::to_owned).to_vec(),
            }),
            secrets: vec![self.make_secret(name, "prod", 90, 365)],
            certificates: Vec::new(),
            federated: Vec::new(),
        }
    }

    /// A secret that was made so many days ago and lives so many days.
    pub fn make_secret(&self, app: &str, name: &str, age: i64, lifetime: i64) -> Secret {
        let label = format!("{app} {name}");
        Secret {
            key_id: self.guid("secret", &label),
            display_name: name.to_owned(),
            value: secret_value(self.seed, &label),
            start: self.days_ago(age),
            end: self.days_ago(age - lifetime),
        }
    }

    /// Consents to an application permission. Unknown names are a fault of the scenario.
    ///
    /// # Panics
    /// When the permission or the app is not known.
    pub fn grant(&mut self, app: AppId, resource: Resource, value: &str) {
        let role = super::graph::directory::role_id(resource, value).expect("scenarios grant roles that exist");
        let since = self.days_ago(80);
        let principal = self.app_mut(app).principal.as_mut().expect("only an app with a service principal is granted");
        principal.grants.push((resource, role, since));
    }

    /// Puts a permission on the list of what the app's registration asks for.
    ///
    /// # Panics
    /// When the permission or the app is not known.
    pub fn request(&mut self, app: AppId, resource: Resource, value: &str) {
        let role = super::graph::directory::role_id(resource, value).expect("scenarios request roles that exist");
        if let Some(registration) = &mut self.app_mut(app).registration {
            registration.requested.push((resource, role, PermissionKind::Application));
        }
    }

    /// Asks for a permission and consents to it.
    pub fn grant_and_request(&mut self, app: AppId, resource: Resource, value: &str) {
        self.request(app, resource, value);
        self.grant(app, resource, value);
    }

    /// Takes back the consent to a permission of Graph.
    pub fn revoke(&mut self, app: AppId, value: &str) {
        let role = Permission::named(Resource::MicrosoftGraph, value).map(|permission| permission.id);
        if let Some(principal) = &mut self.app_mut(app).principal {
            principal.grants.retain(|(resource, id, _)| *resource != Resource::MicrosoftGraph || Some(*id) != role);
        }
    }

    /// Gives the subject app an Exchange application role.
    pub fn assign(&mut self, role: &str, reach: Reach) {
        let principal = self.guid("service principal", "Workplace Sync");
        self.assignments.push(Assignment { principal, role: role.to_owned(), reach, name: None });
    }
}
