//! From what was typed to what it means: product, rooms, identity. The only step that looks at the environment and at files.

use std::path::Path;

use zeroize::Zeroizing;

use super::flags;
use crate::exit;
use crate::product::{self, ParameterError, Product};
use crate::session::Secret;
use crate::session::auth::{Certificate, Credential, keyring};
use crate::tenant::{Address, AppId, Selection};
pub use crate::toml_file::did_you_mean;
use crate::toml_file::{self, TomlError};
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

/// The largest file that is read whole, in bytes; some are refused much earlier.
const MOST_BYTES: usize = crate::import::MOST_BYTES;

/// The whole content of a file that was named on the command line.
pub fn file(path: &Path) -> Result<Vec<u8>, Trouble> {
    whole(path, head(path, MOST_BYTES + 1))
}

/// The whole content of a file that may be missing.
pub fn file_if_there(path: &Path) -> Result<Option<Vec<u8>>, Trouble> {
    match head(path, MOST_BYTES + 1) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        read => whole(path, read).map(Some),
    }
}

/// What was read of a file, unless there is more of it: a device has no end.
fn whole(path: &Path, read: std::io::Result<Vec<u8>>) -> Result<Vec<u8>, Trouble> {
    let action = "check the path and who may read the file";
    match read {
        Ok(bytes) if bytes.len() > MOST_BYTES => {
            let what = format!("`{}` is larger than {} MiB", path.display(), MOST_BYTES >> 20);
            Err(usage(what, "check that it is the file that was meant"))
        }
        Ok(bytes) => Ok(bytes),
        Err(error) => Err(usage(format!("could not read `{}`: {error}", path.display()), action)),
    }
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

/// How many products may be judged together.
pub const MOST_PRODUCTS: usize = 8;

/// What the products that were asked for ask of the tenant, with their parameters. `bases` is what a snapshot or the demo
/// starts from.
pub fn product(flags: &flags::Product, bases: Vec<Product>) -> Result<Product, Trouble> {
    Ok(product::merged(products(flags, bases)?))
}

/// The products that were asked for, one by one.
pub fn products(flags: &flags::Product, bases: Vec<Product>) -> Result<Vec<Product>, Trouble> {
    let mut products = if flags.product.is_empty() { bases } else { named_products(&flags.product, &bases)? };
    let parameters = &flags.parameters;
    for (name, value) in &parameters.profile {
        set(&mut products, name, value)?;
    }
    for (name, value) in &parameters.profile_of_others {
        if products.iter().any(|product| name.split_once('.').is_some_and(|(of, _)| of == product.name)) {
            set(&mut products, name, value)?;
        }
    }
    for (name, value) in parameters.flags() {
        set(&mut products, name, value)?;
    }
    for text in &parameters.set {
        let Some((name, value)) = text.split_once('=') else {
            return Err(usage(
                format!("`--set {text}` is not of the form NAME=VALUE"),
                "such as --set max_minutes=480",
            ));
        };
        set(&mut products, name.trim(), value.trim())?;
    }
    Ok(products)
}

fn named_products(names: &[String], bases: &[Product]) -> Result<Vec<Product>, Trouble> {
    let mut products: Vec<Product> = Vec::new();
    for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
        let product = match bases.iter().find(|base| base.name == name) {
            Some(base) => base.clone(),
            None => one_product(name)?,
        };
        if products.iter().any(|known| known.name == product.name) {
            let what = format!("the product `{}` was named twice", product.name);
            return Err(usage(what, "name each product once: --product spacewell,roomz"));
        }
        products.push(product);
    }
    match products.len() {
        0 => Err(usage("no product was named", format!("products: {}", Product::builtin_names().join(", ")))),
        1..=MOST_PRODUCTS => Ok(products),
        more => Err(usage(
            format!("{more} products were named"),
            format!("a room serves a few products; name {MOST_PRODUCTS} at most"),
        )),
    }
}

/// A built-in product by its name, or one from a file.
pub fn one_product(name: &str) -> Result<Product, Trouble> {
    if is_file(name) {
        return product_file(Path::new(name))?.map_err(|errors| refused(name, &errors));
    }
    Product::builtin(name).ok_or_else(|| {
        let known = Product::builtin_names();
        let what = format!("no product is called `{name}`{}", suggestion(name, known.iter().copied()));
        usage(what, format!("products: {}; a file has a path or ends in .toml", known.join(", ")))
    })
}

/// Whether a product was named by its file.
pub fn is_file(name: &str) -> bool {
    name.ends_with(".toml") || name.contains(['/', std::path::MAIN_SEPARATOR])
}

/// Reads a product file; what is wrong with its content is left to the caller to tell.
pub fn product_file(path: &Path) -> Result<Result<Product, product::ParseError>, Trouble> {
    let text = match toml_text(path)? {
        Ok(text) => text,
        Err(error) => return Ok(Err(error.into())),
    };
    Ok(product_text(&path.display().to_string(), &text))
}

/// Reads the text of a customer's product.
pub fn product_text(file: &str, text: &str) -> Result<Product, product::ParseError> {
    let checks: Vec<&str> = crate::check::REGISTRY.iter().map(|check| check.id).collect();
    product::parse_file(file, text, &checks)
}

/// The text of a TOML file.
pub fn toml_text(path: &Path) -> Result<Result<String, TomlError>, Trouble> {
    let name = path.display().to_string();
    let unread = |error: std::io::Error| {
        usage(format!("could not read `{name}`: {error}"), "check the path and who may read the file")
    };
    let bytes = head(path, toml_file::MAX_SIZE + 1).map_err(unread)?;
    Ok(toml_file::text(&name, &bytes).map(ToOwned::to_owned))
}

/// The first bytes of a file.
#[expect(clippy::disallowed_methods, reason = "this is where named files are read")]
fn head(path: &Path, most: usize) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A product file that is no valid product.
fn refused(file: &str, error: &product::ParseError) -> Trouble {
    let first = error.errors.first().map(ToString::to_string).unwrap_or_default();
    let trouble = usage(first, format!("put it right; rsync-check product check {file} tells when it is"));
    match error.errors.len() {
        0 | 1 => trouble,
        2 => trouble.why("one more place in the file is wrong"),
        all => trouble.why(format!("{} more places in the file are wrong", all - 1)),
    }
}

/// Sets a parameter of every product, or of the one that stands before a dot.
pub fn set(products: &mut [Product], name: &str, value: &str) -> Result<(), Trouble> {
    if let Some((product, parameter)) = name.split_once('.') {
        let known: Vec<String> = products.iter().map(|product| product.name.clone()).collect();
        let Some(one) = products.iter_mut().find(|one| one.name == product) else {
            let known = known.iter().map(String::as_str);
            let what = format!("`{product}` is no product of this run{}", suggestion(product, known.clone()));
            return Err(usage(what, format!("products of this run: {}", known.collect::<Vec<_>>().join(", "))));
        };
        return one.set(&parameter.replace('-', "_"), value).map_err(|error| unset(&error));
    }
    let name = name.replace('-', "_");
    // A mode and a permission set are names of one product's own: they go to those that have one of that name.
    let is_own_name = ["mode", "permission_set"].contains(&name.as_str());
    let mut refusal = None;
    let mut is_set = false;
    for product in products {
        match product.set(&name, value) {
            Ok(()) => is_set = true,
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    match refusal {
        Some(error) if !is_own_name || !is_set => Err(unset(&error)),
        Some(_) | None => Ok(()),
    }
}

fn unset(error: &ParameterError) -> Trouble {
    let known = product::PARAMETERS.iter().map(|(name, _)| *name);
    let hint = match error {
        ParameterError::Unknown { name } => suggestion(name, known.clone()),
        ParameterError::Value { .. } => String::new(),
    };
    usage(format!("{error}{hint}"), format!("parameters: {}", known.collect::<Vec<_>>().join(", ")))
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

/// The whole of standard input, and one byte more than it may have when there is more.
#[expect(clippy::disallowed_methods, reason = "this is where standard input is read")]
pub fn input(most: usize) -> Result<Vec<u8>, Trouble> {
    use std::io::Read;
    let mut bytes = Vec::new();
    let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let read = std::io::stdin().take(most).read_to_end(&mut bytes);
    read.map_err(|error| usage(format!("could not read standard input: {error}"), "pipe the text into the command"))?;
    Ok(bytes)
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
