//! Comments that PowerShell takes for the start of a signature block. No code may follow one.

use super::chars::is_blank;

const BEGINS: &str = "sig#beginsignatureblock\n";
/// Fewer edits than this, and the comment counts as a signature (`tokenizer.cs`, `beginTokenSimilarityThreshold`).
const THRESHOLD: usize = 10;

/// Whether PowerShell takes a line comment (the text after `#`) for the start of a signature block, which it does for
/// anything that merely resembles one.
pub fn resembles_signature(comment: &str) -> bool {
    // Whatever is longer cannot be near; this also bounds the work for a very long line.
    let line: Vec<char> = comment.chars().filter(|&c| !is_blank(c)).take(BEGINS.len() + THRESHOLD + 1).collect();
    let length = line.len() + 1;
    if length > BEGINS.len() + THRESHOLD || length + THRESHOLD < BEGINS.len() {
        return false;
    }
    let first: Vec<char> = line.into_iter().flat_map(char::to_lowercase).chain(['\n']).collect();
    strsim::generic_levenshtein(&first, &BEGINS.chars().collect::<Vec<_>>()) < THRESHOLD
}
