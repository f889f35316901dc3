//! The system's own store for a client secret: Keychain, Credential Manager, Secret Service.
//!
//! There is no fallback to a file: where no store answers, that is said.

use std::sync::mpsc;
use std::time::Duration;

use keyring_core::{Entry, Error};

use crate::session::secret::Secret;
use crate::tenant::AppId;

/// The name under which secrets are kept; the account is the app's id.
const SERVICE: &str = "rsync-check";

/// How long a store may take: a locked one may wait for a person who is not there.
const PATIENCE: Duration = Duration::from_secs(3);

/// Why the store could not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// No store answers on this machine.
    #[error("this machine has no keyring that answers: {0}")]
    NoStore(String),
    /// The store is there and refuses, for instance because it is locked.
    #[error("the keyring refused: {0}")]
    Refused(String),
    /// The store does not answer in time.
    #[error("the keyring did not answer within {} seconds; it may be locked", PATIENCE.as_secs())]
    Silent,
}

/// The secret that is kept for an app, if any.
///
/// # Errors
/// [`KeyringError`] when the store cannot be used.
pub fn get(app: AppId) -> Result<Option<Secret>, KeyringError> {
    with_store(app, |entry| match entry.get_password() {
        Ok(text) => Ok(Some(Secret::new(text))),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(KeyringError::Refused(error.to_string())),
    })
}

/// Keeps a secret for an app.
///
/// # Errors
/// [`KeyringError`] when the store cannot be used.
pub fn set(app: AppId, secret: Secret) -> Result<(), KeyringError> {
    with_store(app, move |entry| {
        entry.set_password(secret.expose()).map_err(|error| KeyringError::Refused(error.to_string()))
    })
}

/// Forgets the secret of an app; `false` when there was none.
///
/// # Errors
/// [`KeyringError`] when the store cannot be used.
pub fn remove(app: AppId) -> Result<bool, KeyringError> {
    with_store(app, |entry| match entry.delete_credential() {
        Ok(()) => Ok(true),
        Err(Error::NoEntry) => Ok(false),
        Err(error) => Err(KeyringError::Refused(error.to_string())),
    })
}

/// Works with an entry on a thread of its own, so that a store that hangs does not hang the program.
fn with_store<T: Send + 'static>(
    app: AppId,
    work: impl FnOnce(&Entry) -> Result<T, KeyringError> + Send + 'static,
) -> Result<T, KeyringError> {
    let (answer, answered) = mpsc::channel();
    std::thread::spawn(move || {
        let result = open(app).and_then(|entry| work(&entry));
        answer.send(result).ok();
    });
    answered.recv_timeout(PATIENCE).unwrap_or(Err(KeyringError::Silent))
}

fn open(app: AppId) -> Result<Entry, KeyringError> {
    if keyring_core::get_default_store().is_none() {
        // The first look at the native store installs it and keeps the real error.
        if let Err(error) = keyring::Entry::store_status() {
            return Err(KeyringError::NoStore(error.to_string()));
        }
    }
    Entry::new(SERVICE, &app.to_string()).map_err(|error| KeyringError::NoStore(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_kept_found_and_forgotten() {
        keyring_core::set_default_store(keyring_core::mock::Store::new().unwrap());
        let app = AppId(uuid::Uuid::from_u128(7));
        assert!(get(app).unwrap().is_none());
        set(app, Secret::new("s3cr3t".into())).unwrap();
        assert_eq!(get(app).unwrap().unwrap().expose(), "s3cr3t");
        assert!(remove(app).unwrap());
        assert!(!remove(app).unwrap());
    }
}
