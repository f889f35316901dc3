//! Questions. Nothing is asked where nobody can answer, and an aborted question leaves the terminal as it was.

use std::io;

use zeroize::Zeroizing;

/// No answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// There is no terminal, or nothing may be asked.
    #[error("there is no terminal to ask on")]
    NobodyThere,
    /// Somebody pressed Ctrl-C.
    #[error("the question was aborted")]
    Aborted,
    /// The terminal failed.
    #[error("the terminal failed: {0}")]
    Io(#[source] io::Error),
}

pub(super) fn secret(can_ask: bool, prompt: &str) -> Result<Zeroizing<String>, AskError> {
    if !can_ask {
        return Err(AskError::NobodyThere);
    }
    let answer = dialoguer::Password::new().with_prompt(prompt).interact().map_err(repair)?;
    Ok(Zeroizing::new(answer))
}

pub(super) fn yes(can_ask: bool, prompt: &str, default: bool) -> Result<bool, AskError> {
    if !can_ask {
        return Err(AskError::NobodyThere);
    }
    dialoguer::Confirm::new().with_prompt(prompt).default(default).interact().map_err(repair)
}

pub(super) fn text(can_ask: bool, prompt: &str) -> Result<String, AskError> {
    if !can_ask {
        return Err(AskError::NobodyThere);
    }
    dialoguer::Input::new().with_prompt(prompt).interact_text().map_err(repair)
}

/// A prompt that was aborted leaves the cursor hidden.
fn repair(error: dialoguer::Error) -> AskError {
    // If the terminal is gone, so is its cursor.
    let _ = console::Term::stderr().show_cursor();
    let dialoguer::Error::IO(error) = error;
    match error.kind() {
        io::ErrorKind::Interrupted => AskError::Aborted,
        io::ErrorKind::NotConnected => AskError::NobodyThere,
        _ => AskError::Io(error),
    }
}
