//! `auth`: a client secret in the system's own store.

use super::{context, unwritten};
use crate::exit::{self, Exit};
use crate::session::auth::{Credential, keyring};
use crate::tenant::AppId;
use crate::ui::{Trouble, Ui};

/// Flags of `auth`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Keep the secret of an app; asks for it, or reads it with --secret-stdin
    Set {
        /// The app's application (client) id
        #[arg(long, value_name = "ID")]
        client_id: AppId,
        /// Read the secret from standard input
        #[arg(long)]
        secret_stdin: bool,
    },
    /// Forget the secret of an app
    Remove {
        /// The app's application (client) id
        #[arg(long, value_name = "ID")]
        client_id: AppId,
    },
    /// Tell whether a secret is kept for an app
    Status {
        /// The app's application (client) id
        #[arg(long, value_name = "ID")]
        client_id: AppId,
    },
}

/// Runs `auth`.
pub fn run(ui: &Ui, args: &Args) -> Result<Exit, Trouble> {
    let said = match &args.action {
        Action::Set { client_id, secret_stdin } => {
            let credential = if *secret_stdin {
                context::secret(&context::read_stdin()?)?
            } else {
                let typed = ui.ask_secret("Client secret (the Value, not the Secret ID)").map_err(|_| {
                    context::usage("there is no terminal to ask on", "pipe the secret in and add --secret-stdin")
                })?;
                context::secret(typed.as_bytes())?
            };
            if let Credential::Secret(secret) = credential {
                keyring::set(*client_id, secret).map_err(|error| refused(&error))?;
            }
            "the secret is kept in the keyring"
        }
        Action::Remove { client_id } => match keyring::remove(*client_id).map_err(|error| refused(&error))? {
            true => "the secret was removed from the keyring",
            false => "the keyring holds no secret for this app",
        },
        Action::Status { client_id } => match keyring::get(*client_id).map_err(|error| refused(&error))? {
            Some(_) => "the keyring holds a secret for this app",
            None => "the keyring holds no secret for this app",
        },
    };
    ui.text(&format!("{said}\n")).map_err(|error| unwritten(&error))?;
    Ok(exit::OK)
}

fn refused(error: &keyring::KeyringError) -> Trouble {
    Trouble::new(
        exit::SIGN_IN,
        error.to_string(),
        "use --secret-stdin, --secret-file FILE or AZURE_CLIENT_SECRET instead; nothing was written to a file",
    )
}
