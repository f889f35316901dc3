//! Profiles: the settings of one tenant, kept in `rsync-check.toml`. Never a secret.
//!
//! What was typed comes first, then its `RSYNC_CHECK_*` twin, then the profile, then what the machine is set to
//! (`AZURE_*`), then the default. A profile is only used when it was named.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::{context, flags};
use crate::report::FailOn;
use crate::tenant::{Address, AppId};
use crate::toml_file::{DeTable, DeValue, Document, Step, TomlError};
use crate::ui::Trouble;

/// The file that is looked for in the current folder.
pub const FILE: &str = "rsync-check.toml";

/// Parts of names that say that a secret follows.
const SECRETS: &[&str] = &["secret", "password", "passphrase", "token", "private_key"];
/// Names that hold such a part and are no secrets.
const NO_SECRETS: &[&str] = &["secret_months"];

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    profiles: BTreeMap<String, Profile>,
}

/// The settings of one tenant, as the file has them; paths are relative to the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Profile {
    /// Tenant id or one of its domains.
    pub tenant: Option<String>,
    /// The cloud.
    #[serde(deserialize_with = "word")]
    pub cloud: Option<flags::Cloud>,
    /// The app that signs in.
    pub client_id: Option<AppId>,
    /// The app that is judged.
    pub app: Option<AppId>,
    /// How to sign in.
    #[serde(deserialize_with = "word")]
    pub auth: Option<flags::Auth>,
    /// A certificate with its key.
    pub certificate: Option<PathBuf>,
    /// The products, by name or file.
    #[serde(deserialize_with = "several")]
    pub product: Vec<String>,
    /// The products' own lists of rooms, as `--vendor-rooms` takes them.
    #[serde(deserialize_with = "several")]
    pub vendor_rooms: Vec<String>,
    /// The columns of those lists, as `--vendor-columns` takes them.
    #[serde(deserialize_with = "several")]
    pub vendor_columns: Vec<String>,
    /// What people vouch for.
    pub attestations: Option<PathBuf>,
    /// Mailboxes that the app must not reach, as `--control-mailbox` takes them.
    #[serde(deserialize_with = "addresses")]
    pub control_mailbox: Vec<Address>,
    /// Whether names leave the program.
    #[serde(deserialize_with = "word")]
    pub names: Option<flags::Names>,
    /// The severity that fails the run.
    #[serde(deserialize_with = "severity")]
    pub fail_on: Option<FailOn>,
    /// Parameters of the products, by name; those of one product in a table of its name.
    pub parameters: BTreeMap<String, toml::Value>,
}

/// One of the words that a flag takes.
fn word<'de, D: Deserializer<'de>, T: ValueEnum>(deserializer: D) -> Result<Option<T>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let found =
        T::value_variants().iter().find(|one| one.to_possible_value().is_some_and(|value| value.matches(&text, false)));
    found.cloned().map(Some).ok_or_else(|| {
        let known: Vec<String> = T::value_variants()
            .iter()
            .filter_map(|value| Some(format!("`{}`", value.to_possible_value()?.get_name())))
            .collect();
        D::Error::custom(format!("unknown variant `{text}`, expected one of {}", known.join(", ")))
    })
}

fn severity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<FailOn>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse()
        .map(Some)
        .map_err(|_| D::Error::custom(format!("unknown variant `{text}`, expected one of `error`, `warning`, `info`")))
}

/// One text, or a list of texts.
fn several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let refuse = || D::Error::custom("a text or a list of texts is wanted");
    match toml::Value::deserialize(deserializer)? {
        toml::Value::String(text) => Ok(vec![text]),
        toml::Value::Array(items) => {
            items.iter().map(|item| item.as_str().map(ToOwned::to_owned).ok_or_else(refuse)).collect()
        }
        _ => Err(refuse()),
    }
}

/// One address, or a list of addresses.
fn addresses<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Address>, D::Error> {
    let parsed = |text: String| Address::parse(&text).map_err(|error| D::Error::custom(format!("an address {error}")));
    several(deserializer)?.into_iter().map(parsed).collect()
}

/// Fills in what was not typed from the profile that was named; without one nothing happens.
pub fn apply(read: &mut flags::Read) -> Result<(), Trouble> {
    let Some(name) = read.profile.profile.clone() else { return Ok(()) };
    let path = read.profile.config.clone().unwrap_or_else(|| PathBuf::from(FILE));
    let text = context::toml_text(&path).map_err(|trouble| Trouble {
        action: format!("make the file with a table [profiles.{name}], or name another one with --config"),
        ..trouble
    })?;
    let file = path.display().to_string();
    let profile = text.and_then(|text| parse(&file, &text, &name)).map_err(|error| {
        context::usage(error.to_string(), "put the file right; what a profile can hold: rsync-check help profiles")
    })?;
    fill(read, profile.relative_to(path.parent().unwrap_or(Path::new(""))));
    Ok(())
}

/// The profile of this name.
fn parse(file: &str, text: &str, name: &str) -> Result<Profile, TomlError> {
    let document = Document::parse(file, text)?;
    no_secrets(&document, document.root())?;
    let mut profiles = document.read::<File>()?.profiles;
    if let Some(name) = profiles.keys().find(|name| !is_name(name)) {
        let what = format!("the name of the profile \"{name}\" is not made of a to z, 0 to 9 and \"-\", 32 at most");
        return Err(document.error_at(&[Step::Key("profiles"), Step::Key(name)], what));
    }
    let known: Vec<String> = profiles.keys().cloned().collect();
    profiles.remove(name).ok_or_else(|| {
        let error = TomlError::of_file(file, format!("there is no profile \"{name}\""));
        let error = if known.is_empty() { error } else { error.hint(format!("Profiles: {}.", known.join(", "))) };
        error.meant(name, known.iter().map(String::as_str))
    })
}

fn is_name(name: &str) -> bool {
    (1..=32).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// A key that would hold a secret, anywhere. Its value is not repeated.
fn no_secrets(document: &Document<'_>, table: &DeTable<'_>) -> Result<(), TomlError> {
    for (key, value) in table {
        let name = key.get_ref().to_lowercase().replace('-', "_");
        if SECRETS.iter().any(|part| name.contains(part)) && !NO_SECRETS.contains(&name.as_str()) {
            let what = format!("the key \"{}\", and a profile holds no secret", key.get_ref());
            let hint = "Take it out, make a new secret if the file was shared, and keep it with rsync-check auth set.";
            return Err(document.error(key.span(), what).hint(hint));
        }
        no_secrets_in(document, value.get_ref())?;
    }
    Ok(())
}

fn no_secrets_in(document: &Document<'_>, value: &DeValue<'_>) -> Result<(), TomlError> {
    if let Some(table) = value.as_table() {
        return no_secrets(document, table);
    }
    value
        .as_array()
        .into_iter()
        .flat_map(|items| items.iter())
        .try_for_each(|item| no_secrets_in(document, item.get_ref()))
}

impl Profile {
    fn relative_to(mut self, folder: &Path) -> Self {
        let absolute = |path: PathBuf| folder.join(path);
        self.certificate = self.certificate.map(absolute);
        self.attestations = self.attestations.map(absolute);
        for product in self.product.iter_mut().filter(|product| context::is_file(product)) {
            *product = folder.join(&*product).display().to_string();
        }
        for rooms in &mut self.vendor_rooms {
            *rooms = match rooms.split_once('=') {
                Some((product, file)) => format!("{product}={}", folder.join(file).display()),
                None => folder.join(&*rooms).display().to_string(),
            };
        }
        self
    }

    /// The parameters as names and texts; those of one product have its name and a dot before their own.
    fn texts(&self) -> Vec<(String, String)> {
        let text = |value: &toml::Value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
        let mut all = Vec::new();
        for (name, value) in &self.parameters {
            match value.as_table() {
                Some(own) => all.extend(own.iter().map(|(inner, value)| (format!("{name}.{inner}"), text(value)))),
                None => all.push((name.clone(), text(value))),
            }
        }
        // A mode brings its permission set, which another parameter may then replace; what is one product's comes last.
        all.sort_by_key(|(name, _)| (name.contains('.'), !name.ends_with("mode")));
        all
    }
}

/// Puts the profile where nothing was typed.
fn fill(read: &mut flags::Read, profile: Profile) {
    let parameters = profile.texts();
    let identity = &mut read.identity;
    let has_secret = identity.secret_stdin || identity.secret_file.is_some();
    if identity.auth.is_none() && identity.certificate.is_none() && !has_secret {
        identity.auth = profile.auth;
    }
    if identity.certificate.is_none() && !has_secret {
        identity.certificate.clone_from(&profile.certificate);
    }
    identity.client_id = identity.client_id.or(profile.client_id);
    identity.app = identity.app.or(profile.app);
    read.tenant.cloud = read.tenant.cloud.or(profile.cloud);
    read.output.names = read.output.names.or(profile.names);
    read.output.fail_on = read.output.fail_on.or(profile.fail_on);
    let files = &mut read.files;
    if files.vendor_rooms.is_empty() {
        // The columns of the profile are those of its lists.
        files.profile_rooms = profile.vendor_rooms;
        let columns = profile.vendor_columns.join(",");
        files.vendor_columns = files.vendor_columns.take().or((!columns.is_empty()).then_some(columns));
    }
    files.attestations = files.attestations.take().or(profile.attestations);
    if read.proof.control_mailbox.is_empty() {
        read.proof.control_mailbox = profile.control_mailbox;
    }
    if read.product.product.is_empty() {
        read.product.parameters.profile = parameters;
        read.product.product = profile.product;
    } else {
        let is_of_one = |(name, _): &(String, String)| name.contains('.');
        let (of_one, all) = parameters.into_iter().partition(is_of_one);
        read.product.parameters.profile = all;
        read.product.parameters.profile_of_others = of_one;
    }
    read.tenant.tenant = read.tenant.tenant.take().or(profile.tenant);
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        read: flags::Read,
    }

    fn read(arguments: &[&str]) -> flags::Read {
        Line::parse_from(std::iter::once(&"x").chain(arguments)).read
    }

    const TEXT: &str = "[profiles.contoso]\ntenant = 'contoso.com'\ncloud = 'us-gov-high'\nauth = 'certificate'\n\
        client_id = '7b1e8f0a-1111-2222-3333-444455556666'\ncertificate = 'keys/app.pem'\n\
        product = ['roomz', 'own.toml']\nvendor_rooms = ['roomz=rooms.csv', 'all.csv']\nnames = 'none'\n\
        vendor_columns = ['address=Mail', 'id=Room ID']\nattestations = 'ours.toml'\ncontrol_mailbox = 'Ann@contoso.com'\n\
        fail_on = 'warning'\n\
        [profiles.contoso.parameters]\nhorizon_days = 365\nroomz = { horizon_days = 90 }\nmode = 'strict'\n";

    fn wrong(text: &str, name: &str) -> String {
        parse("rsync-check.toml", text, name).unwrap_err().to_string()
    }

    #[test]
    fn a_profile_fills_in_what_was_not_typed() {
        let mut typed = read(&["--tenant", "fabrikam.com", "--fail-on", "info"]);
        fill(&mut typed, parse("x", TEXT, "contoso").unwrap().relative_to(Path::new("conf")));
        assert_eq!(typed.tenant.tenant.as_deref(), Some("fabrikam.com"), "what was typed wins");
        assert_eq!(typed.output.fail_on, Some("info".parse().unwrap()));
        assert_eq!(typed.tenant.cloud, Some(flags::Cloud::UsGovHigh));
        assert_eq!(typed.identity.auth, Some(flags::Auth::Certificate));
        assert_eq!(typed.identity.certificate, Some(PathBuf::from("conf").join("keys/app.pem")));
        assert_eq!(
            typed.product.product,
            ["roomz".to_owned(), Path::new("conf").join("own.toml").display().to_string()]
        );
        let parameters: Vec<_> =
            typed.product.parameters.profile.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(parameters, ["mode=strict", "horizon_days=365", "roomz.horizon_days=90"]);
    }

    #[test]
    fn a_way_to_sign_in_that_was_typed_puts_the_profiles_aside() {
        let mut typed = read(&["--secret-stdin"]);
        fill(&mut typed, parse("x", TEXT, "contoso").unwrap());
        assert!(typed.identity.auth.is_none() && typed.identity.certificate.is_none());
        let mut other = read(&["--certificate", "mine.pem"]);
        fill(&mut other, parse("x", TEXT, "contoso").unwrap());
        assert_eq!((other.identity.certificate, other.identity.auth), (Some("mine.pem".into()), None));
    }

    #[test]
    fn files_of_the_profile_are_found_beside_it() {
        let profile = parse("x", TEXT, "contoso").unwrap().relative_to(Path::new("/etc/check"));
        assert_eq!(profile.vendor_rooms, ["roomz=/etc/check/rooms.csv", "/etc/check/all.csv"]);
    }

    #[test]
    fn lists_attestations_and_control_mailboxes_come_from_the_profile_unless_they_were_typed() {
        let filled = |arguments: &[&str]| {
            let mut typed = read(arguments);
            fill(&mut typed, parse("x", TEXT, "contoso").unwrap().relative_to(Path::new("/conf")));
            let controls = typed.proof.control_mailbox.iter().map(Address::to_string).collect::<Vec<_>>().join(",");
            (typed.files, controls)
        };
        let (files, controls) = filled(&[]);
        assert_eq!(files.profile_rooms, ["roomz=/conf/rooms.csv", "/conf/all.csv"]);
        assert_eq!(files.vendor_columns.as_deref(), Some("address=Mail,id=Room ID"));
        assert_eq!((files.attestations, controls.as_str()), (Some("/conf/ours.toml".into()), "ann@contoso.com"));
        let (files, controls) = filled(&[
            "--vendor-rooms",
            "mine.csv",
            "--attestations",
            "mine.toml",
            "--control-mailbox",
            "bob@contoso.com",
        ]);
        assert!(files.profile_rooms.is_empty() && files.vendor_columns.is_none(), "columns belong to their list");
        assert_eq!((files.attestations, controls.as_str()), (Some("mine.toml".into()), "bob@contoso.com"));
        assert!(wrong("[profiles.x]\ncontrol_mailbox = 'nobody'\n", "x").contains("an address "));
    }

    #[test]
    fn a_secret_is_refused_and_not_repeated() {
        for key in ["client_secret", "secret", "password", "certificate-password", "Access_Token"] {
            let error = wrong(&format!("[profiles.x]\n{key} = 'hunter2'\n"), "x");
            assert!(error.contains("holds no secret") && error.contains("line 2, column 1"), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
        for inside in
            ["vendor_rooms = [{ client_secret = 'hunter2' }]", "parameters = { a = [[{ password = 'hunter2' }]] }"]
        {
            let error = wrong(&format!("[profiles.x]\n{inside}\n"), "x");
            assert!(error.contains("holds no secret") && !error.contains("hunter2"), "{error}");
        }
        parse("x", "[profiles.x.parameters]\nsecret_months = 12\n", "x").unwrap();
    }

    #[test]
    fn mistakes_are_told_by_their_place() {
        assert_eq!(
            wrong("[profiles.x]\ntennant = 'a'\n", "x"),
            "unknown key \"tennant\" in rsync-check.toml, line 2, column 1. Did you mean \"tenant\"?"
        );
        assert_eq!(
            wrong("[profiles.x]\nauth = 'certifcate'\n", "x"),
            "unknown value \"certifcate\" in rsync-check.toml, line 2, column 8. Did you mean \"certificate\"?"
        );
        assert_eq!(
            wrong(TEXT, "contso"),
            "there is no profile \"contso\" in rsync-check.toml. Did you mean \"contoso\"?"
        );
        assert!(wrong("[profiles.'Big One']\n", "x").contains("not made of a to z"));
        assert!(wrong("[profiles.x]\nproduct = 3\n", "x").contains("a text or a list of texts is wanted"));
        assert!(wrong("[profiles.x]\nfail_on = 'worst'\n", "x").starts_with("unknown value \"worst\""));
    }
}
