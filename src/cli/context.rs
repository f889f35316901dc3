//! From what was typed to what it means: product, rooms, identity. The only step that looks at the environment and at files.

use std::path::Path;

use zeroize::Zeroizing;

use super::flags;
use crate::exit;
use crate::product::{ParameterError, Product};
use crate::session::Secret;
use crate::session::auth::{Certificate, Credential, keyring};
use crate::tenant::{Address, AppId, Selection};
use crate::ui::{Trouble, Ui};

/// Bad usage.
pub fn usage(what: impl Into<String>, action: impl Into<String>) -> Trouble {
    Trouble::new(exit::USAGE, what, action)
}

/// An environment variable that holds something.
#[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The whole content of a file that was named on the command line.
#[expect(clippy::disallowed_methods, reason = "this is where named files are read")]
pub fn file(path: &Path) -> Result<Vec<u8>, Trouble> {
    std::fs::read(path).map_err(|error| {
        usage(format!("could not read `{}`: {error}", path.display()), "check the path and who may read the file")
    })
}

/// The whole content of a file that may be missing.
#[expect(clippy::disallowed_methods, reason = "this is where files of well-known names are read")]
pub fn file_if_there(path: &Path) -> Result<Option<Vec<u8>>, Trouble> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(_) => file(path).map(Some),
    }
}

/// The name that is most like what was typed, if one is.
pub fn did_you_mean<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&typed, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name)
}

/// "; did you mean `…`?", or nothing.
pub fn suggestion<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    did_you_mean(typed, known).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// A check by its id or name.
pub fn check(typed: &str) -> Result<&'static crate::check::Check, Trouble> {
    let registry = crate::check::REGISTRY;
    let found = registry.iter().find(|check| check.id.eq_ignore_ascii_case(typed) || check.name == typed);
    found.copied().ok_or_else(|| {
        let known = registry.iter().flat_map(|check| [check.id, check.name]);
        let what = format!("no check is called `{typed}`{}", suggestion(typed, known));
        usage(what, "rsync-check explain without a name lists all of them")
    })
}

/// The product that was asked for, with its parameters. `base` is what a snapshot or the demo starts from.
pub fn product(flags: &flags::Product, base: Product) -> Result<Product, Trouble> {
    let mut product = match &flags.product {
        Some(name) if *name == base.name => base,
        Some(name) => Product::builtin(name).ok_or_else(|| {
            let known = Product::builtin_names();
            let what = format!("no product is called `{name}`{}", suggestion(name, known.iter().copied()));
            usage(what, format!("products: {}", known.join(", ")))
        })?,
        None => base,
    };
    let single = [
        ("horizon_days", &flags.horizon_days),
        ("room_centric", &flags.room_centric),
        ("permission_set", &flags.permission_set),
    ];
    let single = single.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)));
    let mut all: Vec<(String, String)> = single.collect();
    for text in &flags.set {
        let Some((name, value)) = text.split_once('=') else {
            return Err(usage(
                format!("`--set {text}` is not of the form NAME=VALUE"),
                "such as --set max_minutes=480",
            ));
        };
        all.push((name.trim().replace('-', "_"), value.trim().to_owned()));
    }
    for (name, value) in all {
        product.set(&name, &value).map_err(|error| {
            let known = crate::product::PARAMETERS.iter().map(|(name, _)| *name);
            let hint = match &error {
                ParameterError::Unknown { name } => suggestion(name, known.clone()),
                ParameterError::Value { .. } => String::new(),
            };
            usage(format!("{error}{hint}"), format!("parameters: {}", known.collect::<Vec<_>>().join(", ")))
        })?;
    }
    Ok(product)
}

/// The rooms that were asked for.
pub fn selection(flags: &flags::Rooms) -> Result<Selection, Trouble> {
    let mut selection =
        Selection { rooms: flags.room.iter().cloned().collect(), lists: flags.room_list.iter().cloned().collect() };
    for path in &flags.rooms {
        let bytes = file(path)?;
        let text = String::from_utf8(bytes).map_err(|_| {
            usage(
                format!("`{}` is not UTF-8 text", path.display()),
                "save the list of rooms as UTF-8, one address a line",
            )
        })?;
        let before = selection.rooms.len();
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let address = Address::parse(line).map_err(|error| {
                let place = format!("`{}`, line {}", path.display(), at + 1);
                usage(
                    format!("{place}: not an address: it {error}"),
                    "put one room address on each line; `#` begins a comment",
                )
            })?;
            selection.rooms.insert(address);
        }
        if selection.rooms.len() == before && selection.lists.is_empty() && selection.rooms.is_empty() {
            return Err(usage(format!("`{}` names no room", path.display()), "put one room address on each line"));
        }
    }
    Ok(selection)
}

/// How to sign in, in the order that `docs/sign-in.md` gives: what was asked for, the environment, the keyring, a person.
pub fn credential(ui: &Ui, flags: &flags::Identity, client: Option<AppId>) -> Result<Credential, Trouble> {
    if flags.secret.is_some() {
        let trouble = usage(
            "--secret does not exist: a secret on the command line ends up in history and process lists",
            "what you typed may already be recorded: make a new secret and use --secret-stdin",
        );
        return Err(trouble);
    }
    let credential = asked_for(ui, flags, client)?;
    if let Credential::Secret(secret) = &credential {
        ui.redactor().register(secret.expose());
    }
    Ok(credential)
}

fn asked_for(ui: &Ui, flags: &flags::Identity, client: Option<AppId>) -> Result<Credential, Trouble> {
    let certificate_path =
        flags.certificate.clone().or_else(|| variable("AZURE_CLIENT_CERTIFICATE_PATH").map(Into::into));
    let federated = || variable("AZURE_FEDERATED_TOKEN_FILE").map(|path| Credential::Federated(path.into()));
    if flags.secret_stdin {
        return secret(&read_stdin()?);
    }
    if let Some(path) = &flags.secret_file {
        return secret(&file(path)?);
    }
    match flags.auth {
        None if flags.certificate.is_some() => certificate(ui, flags.certificate.as_deref()),
        None => {
            if let Some(credential) = federated() {
                return Ok(credential);
            }
            if certificate_path.is_some() {
                return certificate(ui, certificate_path.as_deref());
            }
            stored_secret(ui, client)?.map_or_else(|| by_person(ui), Ok)
        }
        Some(flags::Auth::Secret) => match stored_secret(ui, client)? {
            Some(credential) => Ok(credential),
            None => {
                let typed =
                    ui.ask_secret("Client secret (the Value, not the Secret ID)").map_err(|_| no_credential())?;
                secret(typed.as_bytes())
            }
        },
        Some(flags::Auth::Certificate) => certificate(ui, certificate_path.as_deref()),
        Some(flags::Auth::Federated) => federated().ok_or_else(|| {
            usage(
                "no federated token: AZURE_FEDERATED_TOKEN_FILE is not set",
                "set it to the file that your identity provider writes the token to",
            )
        }),
        Some(flags::Auth::ManagedIdentity) => Ok(Credential::ManagedIdentity),
        Some(flags::Auth::Cli) => Ok(Credential::AzureCli),
        Some(flags::Auth::Device) => Ok(Credential::DeviceCode),
    }
}

/// A secret of the environment or of the keyring.
fn stored_secret(ui: &Ui, client: Option<AppId>) -> Result<Option<Credential>, Trouble> {
    if let Some(text) = variable("AZURE_CLIENT_SECRET").or_else(|| variable("RSYNC_CHECK_SECRET")) {
        return secret(Zeroizing::new(text).as_bytes()).map(Some);
    }
    let Some(client) = client else { return Ok(None) };
    match keyring::get(client) {
        Ok(found) => Ok(found.map(Credential::Secret)),
        Err(error) => {
            ui.verbose(1, &error.to_string());
            Ok(None)
        }
    }
}

fn by_person(ui: &Ui) -> Result<Credential, Trouble> {
    if ui.can_ask() { Ok(Credential::DeviceCode) } else { Err(no_credential()) }
}

fn no_credential() -> Trouble {
    Trouble::new(
        exit::SIGN_IN,
        "nothing to sign in with",
        "pass --secret-stdin or --certificate FILE, set AZURE_CLIENT_SECRET, or choose with --auth",
    )
    .why("no secret, certificate or federated token was named, found in the environment or kept in the keyring")
}

/// A client secret from text that came from somewhere.
pub fn secret(bytes: &[u8]) -> Result<Credential, Trouble> {
    Secret::from_input(bytes).map(Credential::Secret).map_err(|error| {
        let action = match error {
            crate::session::SecretError::LooksLikeId => {
                "copy the column \"Value\" in Certificates & secrets; it is shown once, when the secret is made"
            }
            _ => "pass the value of the client secret, as the portal showed it",
        };
        usage(error.to_string(), action).reference("rsync-check explain CR001")
    })
}

#[expect(clippy::disallowed_methods, reason = "this is where standard input is read")]
pub fn read_stdin() -> Result<Zeroizing<Vec<u8>>, Trouble> {
    use std::io::Read;
    let mut bytes = Zeroizing::new(Vec::new());
    // One byte more than a secret may have is enough to see that it has too many.
    let read = std::io::stdin().take(4_200).read_to_end(&mut bytes);
    match read {
        Ok(_) => Ok(bytes),
        Err(error) => Err(usage(format!("could not read standard input: {error}"), "pipe the secret into the command")),
    }
}

fn certificate(ui: &Ui, path: Option<&Path>) -> Result<Credential, Trouble> {
    let Some(path) = path else {
        return Err(usage(
            "no certificate was named",
            "pass --certificate FILE, a PEM or PFX file with certificate and key",
        ));
    };
    let bytes = Zeroizing::new(file(path)?);
    let password = variable("AZURE_CLIENT_CERTIFICATE_PASSWORD").map(Secret::new);
    if let Some(password) = &password {
        ui.redactor().register(password.expose());
    }
    let certificate = match Certificate::read(&bytes, password.as_ref()) {
        Err(crate::session::auth::CertificateError::Password) if ui.can_ask() => {
            let typed = ui.ask_secret("Password of the PFX file").map_err(|_| no_credential())?;
            Certificate::read(&bytes, Some(&Secret::new(typed.to_string())))
        }
        other => other,
    };
    let certificate = certificate.map_err(|error| {
        let action =
            "pass a PEM or PFX file with an RSA key and its certificate; AZURE_CLIENT_CERTIFICATE_PASSWORD opens a PFX";
        usage(format!("`{}`: {error}", path.display()), action)
    })?;
    Ok(Credential::Certificate(std::sync::Arc::new(certificate)))
}
