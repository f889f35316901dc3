//! Flags that several commands share. What was typed; what it means is decided in [`super::context`].

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::check::Area;
use crate::report::FailOn;
use crate::tenant::{Address, AppId, CloudName};
use crate::ui::Color;

/// How the program talks. Good before and behind the command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Talk")]
pub struct Talk {
    /// Print help
    #[arg(short, long, global = true, action = clap::ArgAction::HelpShort, help_heading = None, display_order = 900)]
    pub help: Option<bool>,
    /// Print the version
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = None, display_order = 901)]
    pub version: Option<bool>,
    /// Only errors on stderr
    #[arg(short, long, global = true, hide_short_help = true, env = "RSYNC_CHECK_QUIET", hide_env = true)]
    pub quiet: bool,
    /// Say more on stderr; twice shows every request
    #[arg(short, long, global = true, action = clap::ArgAction::Count, hide_short_help = true)]
    pub verbose: u8,
    /// Colours: auto, always, never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", value_parser = color, env = "RSYNC_CHECK_COLOR",
        hide_env = true, hide_default_value = true, hide_short_help = true)]
    pub color: Color,
    /// Never ask anything
    #[arg(long, global = true, env = "RSYNC_CHECK_NO_INPUT", hide_env = true, hide_short_help = true)]
    pub no_input: bool,
}

fn color(text: &str) -> Result<Color, String> {
    text.parse()
}

/// Everything about reading a tenant.
// A doc comment on a flattened group would become its help text.
#[expect(missing_docs, reason = "each group is documented at its type")]
#[derive(Debug, Args)]
pub struct Read {
    #[command(flatten)]
    pub profile: Profile,
    #[command(flatten)]
    pub tenant: Tenant,
    #[command(flatten)]
    pub identity: Identity,
    #[command(flatten)]
    pub product: Product,
    #[command(flatten)]
    pub rooms: Rooms,
    #[command(flatten)]
    pub files: Files,
    #[command(flatten)]
    pub proof: Proof,
    #[command(flatten)]
    pub source: Source,
    #[command(flatten)]
    pub output: Output,
}

/// Where settings come from that were not typed.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tenant and sign-in")]
pub struct Profile {
    /// Saved settings of one tenant, by name
    #[arg(long, value_name = "NAME", env = "RSYNC_CHECK_PROFILE", hide_env = true)]
    pub profile: Option<String>,
    /// File that holds the profiles (default: rsync-check.toml)
    #[arg(long, value_name = "FILE", env = "RSYNC_CHECK_CONFIG", hide_env = true, hide_short_help = true)]
    pub config: Option<PathBuf>,
}

/// Which tenant.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tenant and sign-in")]
pub struct Tenant {
    /// Tenant id or one of its domains [AZURE_TENANT_ID]
    #[arg(long, value_name = "ID|DOMAIN", env = "RSYNC_CHECK_TENANT", hide_env = true)]
    pub tenant: Option<String>,
    /// Cloud: public, us-gov-high, us-gov-dod, china
    #[arg(
        long,
        value_name = "CLOUD",
        env = "RSYNC_CHECK_CLOUD",
        hide_env = true,
        value_enum,
        hide_possible_values = true,
        hide_short_help = true
    )]
    pub cloud: Option<Cloud>,
    /// More certificate authorities to trust (PEM)
    #[arg(long, value_name = "FILE", env = "RSYNC_CHECK_CA_FILE", hide_env = true, hide_short_help = true)]
    pub ca_file: Option<PathBuf>,
}

/// The clouds on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Cloud {
    /// Worldwide and GCC
    Public,
    /// US Government L4 (GCC High)
    UsGovHigh,
    /// US Government L5 (DoD)
    UsGovDod,
    /// China (21Vianet)
    China,
}

impl From<Cloud> for CloudName {
    fn from(cloud: Cloud) -> Self {
        match cloud {
            Cloud::Public => Self::Public,
            Cloud::UsGovHigh => Self::UsGovHigh,
            Cloud::UsGovDod => Self::UsGovDod,
            Cloud::China => Self::China,
        }
    }
}

/// Who signs in.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tenant and sign-in")]
pub struct Identity {
    /// App that signs in and reads [AZURE_CLIENT_ID]
    #[arg(long, value_name = "ID", env = "RSYNC_CHECK_CLIENT_ID", hide_env = true)]
    pub client_id: Option<AppId>,
    /// App that is judged (default: the one that signs in)
    #[arg(long, value_name = "ID", env = "RSYNC_CHECK_APP", hide_env = true)]
    pub app: Option<AppId>,
    /// How: secret, certificate, federated, managed-identity, cli, device
    #[arg(
        long,
        value_name = "KIND",
        env = "RSYNC_CHECK_AUTH",
        hide_env = true,
        value_enum,
        hide_possible_values = true,
        hide_short_help = true
    )]
    pub auth: Option<Auth>,
    /// Certificate with key, PEM or PFX [AZURE_CLIENT_CERTIFICATE_PATH]
    #[arg(long, value_name = "FILE", env = "RSYNC_CHECK_CERTIFICATE", hide_env = true)]
    pub certificate: Option<PathBuf>,
    /// Read the client secret from standard input
    #[arg(long, conflicts_with_all = ["secret_file", "certificate"], env = "RSYNC_CHECK_SECRET_STDIN", hide_env = true)]
    pub secret_stdin: bool,
    /// Read the client secret from a file
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "certificate",
        env = "RSYNC_CHECK_SECRET_FILE",
        hide_env = true,
        hide_short_help = true
    )]
    pub secret_file: Option<PathBuf>,
    /// Does not exist: a secret must not stand on a command line
    #[arg(long, alias = "client-secret", alias = "password", value_name = "VALUE", hide = true, num_args = 0..=1, default_missing_value = "")]
    pub secret: Option<String>,
}

/// The kinds of sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Auth {
    /// A client secret
    Secret,
    /// A certificate with its key
    Certificate,
    /// A token of another identity provider, from a file (AZURE_FEDERATED_TOKEN_FILE)
    Federated,
    /// The identity of this machine or container
    ManagedIdentity,
    /// The service principal signed in to the Azure CLI
    Cli,
    /// A person, with a browser and a code
    Device,
}

/// Which product, and how the customer uses it.
// A doc comment on a flattened group would become its help text.
#[expect(missing_docs, reason = "the group is documented at its type")]
#[derive(Debug, Args)]
#[command(next_help_heading = "Product")]
pub struct Product {
    /// Product whose rules apply, or a file; several together
    // The names are the built-in products', so that a new one is in the help at once.
    #[arg(
        long,
        value_name = "NAME|FILE",
        env = "RSYNC_CHECK_PRODUCT",
        hide_env = true,
        value_delimiter = ',',
        help = product_help()
    )]
    pub product: Vec<String>,
    #[command(flatten)]
    pub parameters: Parameters,
}

fn product_help() -> String {
    format!("Product whose rules apply: {}, or FILE.toml", crate::product::Product::builtin_names().join(", "))
}

/// How the customer uses the product.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Product")]
pub struct Parameters {
    /// How many days ahead the product lets people book
    #[arg(long, value_name = "N", env = "RSYNC_CHECK_HORIZON_DAYS", hide_env = true, allow_hyphen_values = true)]
    pub horizon_days: Option<String>,
    /// Which mode of the product is in use
    #[arg(long, value_name = "NAME", env = "RSYNC_CHECK_MODE", hide_env = true, hide_short_help = true)]
    pub mode: Option<String>,
    /// Mailbox that the product books with
    #[arg(long, value_name = "ADDRESS", env = "RSYNC_CHECK_BOOKING_ACCOUNT", hide_env = true, hide_short_help = true)]
    pub booking_account: Option<String>,
    /// Host that Microsoft Graph notifies of changes
    #[arg(long, value_name = "HOST", env = "RSYNC_CHECK_NOTIFICATION_HOST", hide_env = true, hide_short_help = true)]
    pub notification_host: Option<String>,
    /// Longest lifetime of a client secret, in months
    #[arg(
        long,
        value_name = "N",
        env = "RSYNC_CHECK_SECRET_MONTHS",
        hide_env = true,
        hide_short_help = true,
        allow_hyphen_values = true
    )]
    pub secret_months: Option<String>,
    /// Longest booking that the product offers, in minutes
    #[arg(
        long,
        value_name = "N",
        env = "RSYNC_CHECK_MAX_MINUTES",
        hide_env = true,
        hide_short_help = true,
        allow_hyphen_values = true
    )]
    pub max_minutes: Option<String>,
    /// Whether the product works on room calendars only: true, false
    #[arg(long, value_name = "BOOL", env = "RSYNC_CHECK_ROOM_CENTRIC", hide_env = true, hide_short_help = true)]
    pub room_centric: Option<String>,
    /// Which permission set of the guide
    #[arg(long, value_name = "NAME", env = "RSYNC_CHECK_PERMISSION_SET", hide_env = true, hide_short_help = true)]
    pub permission_set: Option<String>,
    /// Any parameter, such as domain=contoso.com or, of one product, roomz.horizon_days=90
    #[arg(
        long,
        value_name = "NAME=VALUE",
        hide_short_help = true,
        env = "RSYNC_CHECK_SET",
        hide_env = true,
        value_delimiter = ','
    )]
    pub set: Vec<String>,
    /// What the profile says; flags come after it.
    #[arg(skip)]
    pub profile: Vec<(String, String)>,
    /// What the profile says about single products, which may not be those of this run: others were typed.
    #[arg(skip)]
    pub profile_of_others: Vec<(String, String)>,
}

impl Parameters {
    /// The parameters that have a flag of their own, with what was typed.
    pub fn flags(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            // A mode brings its permission set, which another flag may then replace.
            ("mode", &self.mode),
            ("horizon_days", &self.horizon_days),
            ("booking_account", &self.booking_account),
            ("notification_host", &self.notification_host),
            ("secret_months", &self.secret_months),
            ("max_minutes", &self.max_minutes),
            ("room_centric", &self.room_centric),
            ("permission_set", &self.permission_set),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.as_deref()?)))
    }
}

/// Which rooms.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rooms")]
pub struct Rooms {
    /// Only this room (repeatable)
    #[arg(long, value_name = "ADDRESS", env = "RSYNC_CHECK_ROOM", hide_env = true, value_delimiter = ',')]
    pub room: Vec<Address>,
    /// Only the rooms of this list (repeatable)
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "RSYNC_CHECK_ROOM_LIST",
        hide_env = true,
        value_delimiter = ',',
        hide_short_help = true
    )]
    pub room_list: Vec<Address>,
    /// Only the rooms in this file, one address a line (repeatable)
    #[arg(
        long,
        value_name = "FILE",
        hide_short_help = true,
        env = "RSYNC_CHECK_ROOMS",
        hide_env = true,
        value_delimiter = ','
    )]
    pub rooms: Vec<PathBuf>,
}

/// What the vendor and the team know and no service tells.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rooms")]
pub struct Files {
    /// The product's own rooms, CSV or JSON (repeatable)
    #[arg(long, value_name = "[NAME=]FILE", env = "RSYNC_CHECK_VENDOR_ROOMS", hide_env = true, value_delimiter = ',')]
    pub vendor_rooms: Vec<String>,
    /// Lists of the profile, where none was typed. Those of a product that this run is not about are left out.
    #[arg(skip)]
    pub profile_rooms: Vec<String>,
    /// Columns of that list: address=Mail,id="Room ID"
    #[arg(
        long,
        value_name = "NAME=HEAD",
        requires = "vendor_rooms",
        hide_short_help = true,
        env = "RSYNC_CHECK_VENDOR_COLUMNS",
        hide_env = true
    )]
    pub vendor_columns: Option<String>,
    /// Who vouches for what (default: attestations.toml, if it is there)
    #[arg(
        long,
        value_name = "FILE",
        help_heading = "Source",
        hide_short_help = true,
        env = "RSYNC_CHECK_ATTESTATIONS",
        hide_env = true
    )]
    pub attestations: Option<PathBuf>,
}

/// What the app is made to prove.
#[derive(Debug, Args)]
#[command(next_help_heading = "Proof of access")]
pub struct Proof {
    /// Let the app itself ask for each room's calendar
    #[arg(long, conflicts_with = "snapshot", env = "RSYNC_CHECK_PROBE", hide_env = true, hide_short_help = true)]
    pub probe: bool,
    /// Mailbox that the app must not reach (repeatable)
    #[arg(
        long,
        value_name = "ADDRESS",
        hide_short_help = true,
        env = "RSYNC_CHECK_CONTROL_MAILBOX",
        hide_env = true,
        value_delimiter = ','
    )]
    pub control_mailbox: Vec<Address>,
}

/// Everything about reading a tenant, and how much of it.
// A doc comment on a flattened group would become its help text.
#[expect(missing_docs, reason = "each group is documented at its type")]
#[derive(Debug, Args)]
pub struct Whole {
    #[command(flatten)]
    pub read: Read,
    /// Leave out what is read mailbox by mailbox: rules, rights, size
    #[arg(long, env = "RSYNC_CHECK_QUICK", hide_env = true, help_heading = "Source")]
    pub quick: bool,
}

/// Where the facts come from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Source")]
pub struct Source {
    /// Use the simulated tenant: no account, no network
    #[arg(long, conflicts_with_all = ["snapshot", "simulator"], env = "RSYNC_CHECK_DEMO", hide_env = true)]
    pub demo: bool,
    /// Which simulated tenant
    #[arg(
        long,
        value_name = "NAME",
        requires = "demo",
        hide_short_help = true,
        env = "RSYNC_CHECK_SCENARIO",
        hide_env = true
    )]
    pub scenario: Option<String>,
    /// How many rooms the simulated tenant has
    #[arg(
        long,
        value_name = "N",
        requires = "demo",
        hide_short_help = true,
        env = "RSYNC_CHECK_DEMO_ROOMS",
        hide_env = true
    )]
    pub demo_rooms: Option<usize>,
    /// Send all traffic to a simulator on this machine
    #[arg(
        long,
        value_name = "URL",
        conflicts_with = "snapshot",
        env = "RSYNC_CHECK_SIMULATOR",
        hide_env = true,
        hide_short_help = true
    )]
    pub simulator: Option<String>,
    /// Judge saved facts again; no network
    #[arg(long, value_name = "FILE", env = "RSYNC_CHECK_SNAPSHOT", hide_env = true)]
    pub snapshot: Option<PathBuf>,
    /// Save the facts of this run
    #[arg(long, value_name = "FILE", env = "RSYNC_CHECK_SAVE_SNAPSHOT", hide_env = true)]
    pub save_snapshot: Option<PathBuf>,
    /// Longest single wait when Microsoft throttles (default 5m)
    #[arg(long, value_name = "D", default_value = "5m", value_parser = wait, env = "RSYNC_CHECK_MAX_WAIT", hide_env = true, hide_default_value = true, hide_short_help = true)]
    pub max_wait: Duration,
}

fn wait(text: &str) -> Result<Duration, String> {
    let span: jiff::SignedDuration = text.parse().map_err(|_| "a duration such as 90s, 5m or 1h".to_owned())?;
    Duration::try_from(span).map_err(|_| "a duration that is not negative".to_owned())
}

/// What comes out.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct Output {
    /// Format: table, json, json-v1
    #[arg(
        long,
        value_name = "KIND",
        value_enum,
        default_value = "table",
        hide_default_value = true,
        hide_possible_values = true,
        env = "RSYNC_CHECK_FORMAT",
        hide_env = true,
        hide_short_help = true
    )]
    pub format: Format,
    /// Short for --format json
    #[arg(long, env = "RSYNC_CHECK_JSON", hide_env = true)]
    pub json: bool,
    /// Every subject of one finding, by id or name
    #[arg(long, value_name = "CHECK", conflicts_with = "json", env = "RSYNC_CHECK_LIST", hide_env = true)]
    pub list: Option<String>,
    /// More in the JSON document: rooms
    #[arg(
        long,
        value_name = "WHAT",
        value_enum,
        hide_possible_values = true,
        hide_short_help = true,
        env = "RSYNC_CHECK_DETAIL",
        hide_env = true
    )]
    pub detail: Option<Detail>,
    /// Severity that fails the run: error (default), warning, info
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on, env = "RSYNC_CHECK_FAIL_ON", hide_env = true)]
    pub fail_on: Option<FailOn>,
    /// Check that may stay unknown (repeatable)
    #[arg(
        long,
        value_name = "CHECK",
        hide_short_help = true,
        env = "RSYNC_CHECK_ALLOW_INCOMPLETE",
        hide_env = true,
        value_delimiter = ','
    )]
    pub allow_incomplete: Vec<String>,
    /// Names and addresses: full, none (default in CI: none)
    #[arg(
        long,
        value_name = "WHICH",
        value_enum,
        hide_possible_values = true,
        env = "RSYNC_CHECK_NAMES",
        hide_env = true,
        hide_short_help = true
    )]
    pub names: Option<Names>,
    /// Exit 0 whatever was found
    #[arg(long, hide_short_help = true, env = "RSYNC_CHECK_EXIT_ZERO", hide_env = true)]
    pub exit_zero: bool,
}

/// Reads a severity.
pub fn fail_on(text: &str) -> Result<FailOn, String> {
    text.parse().map_err(|error: crate::report::UnknownSeverity| error.to_string())
}

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// The newest JSON document
    Json,
    /// The JSON document of version 1
    #[value(name = "json-v1")]
    JsonV1,
}

/// What more the JSON document can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Detail {
    /// Every room with its failing checks
    Rooms,
}

/// Whether names leave the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Names {
    /// They do
    Full,
    /// Only ids do
    None,
}

impl From<Names> for crate::render::Names {
    fn from(names: Names) -> Self {
        match names {
            Names::Full => Self::Full,
            Names::None => Self::None,
        }
    }
}

/// What was asked for, or what is right where it runs: build logs outlive the run.
pub fn names(asked: Option<Names>, ui: &crate::ui::Ui) -> crate::render::Names {
    let usual = if ui.environment().is_ci { Names::None } else { Names::Full };
    asked.unwrap_or(usual).into()
}

/// What each area needs read.
pub fn wanted(areas: &[Area]) -> crate::gather::Wanted {
    let has = |area| areas.contains(&area);
    crate::gather::Wanted {
        app: has(Area::Permissions),
        access: has(Area::Access),
        lists: has(Area::Lists),
        places: has(Area::Places),
        calendars: has(Area::Calendars),
        mailboxes: has(Area::Mailboxes),
        setup: has(Area::Setup),
        ..crate::gather::Wanted::default()
    }
}
