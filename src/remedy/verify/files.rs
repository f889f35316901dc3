//! Whether a script is still the one that was written. A signature of the organisation's own at its end is no edit.

use crate::remedy::digest;

/// How a file of a pack is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// As it was written.
    Same,
    /// As it was written, with an Authenticode signature behind it. Whether that is valid, PowerShell tells.
    Signed,
    /// Not as it was written.
    Edited,
    /// Not there.
    Missing,
}

impl FileState {
    /// The stable word in documents.
    pub fn id(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Signed => "signed",
            Self::Edited => "edited",
            Self::Missing => "missing",
        }
    }

    /// The state of a file with these bytes, whose SHA-256 was once this.
    pub fn of(bytes: Option<&[u8]>, sha256: &str) -> Self {
        let Some(bytes) = bytes else { return Self::Missing };
        if digest::of(bytes) == sha256 {
            return Self::Same;
        }
        let is_it = unsigned(bytes).is_some_and(|code| {
            // Signing puts a line break between code and signature, or two.
            let shorter = code.strip_suffix(b"\r\n").unwrap_or(code);
            [code, shorter].iter().any(|code| digest::of(code) == sha256)
        });
        if is_it { Self::Signed } else { Self::Edited }
    }
}

/// The line that `Set-AuthenticodeSignature` begins its block with.
const BEGIN: &[u8] = b"# SIG # Begin signature block";
/// The line that ends it.
const END: &[u8] = b"# SIG # End signature block";

/// What stands before a signature block, if one ends the file and is nothing but a block: comment lines of Base64.
fn unsigned(bytes: &[u8]) -> Option<&[u8]> {
    let at = bytes.windows(BEGIN.len()).rposition(|window| window == BEGIN)?;
    let (code, block) = bytes.split_at(at);
    if !code.is_empty() && !code.ends_with(b"\n") {
        return None;
    }
    let mut lines = block.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines.next().filter(|line| *line == BEGIN)?;
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
    for line in lines.by_ref() {
        if line == END {
            return lines.all(<[u8]>::is_empty).then_some(code);
        }
        let text = line.strip_prefix(b"# ")?;
        if !text.iter().all(is_base64) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CODE: &str = "Set-StrictMode -Version 3.0\r\nexit 0\r\n";

    fn state(text: &str) -> FileState {
        FileState::of(Some(text.as_bytes()), &digest::of(CODE.as_bytes()))
    }

    fn signed(code: &str, inside: &str) -> String {
        format!(
            "{code}\r\n# SIG # Begin signature block\r\n# MIIFlAYJKoZIhvcNAQcCoIIF+/==\r\n{inside}# SIG # End signature block\r\n"
        )
    }

    #[test]
    fn a_script_is_the_same_signed_edited_or_missing() {
        assert_eq!(state(CODE), FileState::Same);
        assert_eq!(state(&signed(CODE, "")), FileState::Signed);
        assert_eq!(state(&signed(CODE, "")[..].replace("\r\n\r\n#", "\r\n#")), FileState::Signed);
        assert_eq!(state(&CODE.replace("exit 0", "exit 1")), FileState::Edited);
        assert_eq!(FileState::of(None, "0"), FileState::Missing);
    }

    #[test]
    fn a_block_that_hides_code_is_no_signature() {
        assert_eq!(state(&signed(CODE, "Remove-Mailbox -Identity x\r\n")), FileState::Edited);
        assert_eq!(state(&format!("{}Remove-Mailbox -Identity x\r\n", signed(CODE, ""))), FileState::Edited);
        assert_eq!(state(&signed(&CODE.replace('0', "1"), "")), FileState::Edited);
        assert_eq!(state(&format!("{CODE}\r\n# SIG # Begin signature block\r\n# AA==\r\n")), FileState::Edited);
    }

    proptest! {
        #[test]
        fn any_bytes_have_a_state(bytes in any::<Vec<u8>>()) {
            prop_assert_eq!(FileState::of(Some(&bytes), "0"), FileState::Edited);
        }
    }
}
