//! Any bytes as the name of a room: the script that holds it stays the same script, in every encoding.

#![no_main]

use encoding_rs::*;
use libfuzzer_sys::fuzz_target;
use rsync_check_fuzz::powershell::oracle::judge_text;

const ENCODINGS: [&Encoding; 15] = [
    UTF_8,
    WINDOWS_874,
    WINDOWS_1250,
    WINDOWS_1251,
    WINDOWS_1252,
    WINDOWS_1253,
    WINDOWS_1254,
    WINDOWS_1255,
    WINDOWS_1256,
    WINDOWS_1257,
    WINDOWS_1258,
    SHIFT_JIS,
    GBK,
    EUC_KR,
    BIG5,
];

fn readings(bytes: &[u8]) -> Vec<String> {
    let utf8 = String::from_utf8_lossy(bytes);
    ENCODINGS
        .iter()
        .flat_map(|encoding| {
            let read = encoding.decode_without_bom_handling(bytes).0.into_owned();
            [read, String::from_utf8_lossy(&encoding.encode(&utf8).0).into_owned()]
        })
        .collect()
}

fuzz_target!(|bytes: &[u8]| {
    // The first byte chooses: UTF-8, or UTF-16 for characters that bytes seldom make.
    let text = match bytes.split_first() {
        Some((first, rest)) if first % 4 == 0 => {
            let units: Vec<u16> = rest.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    if let Err(violation) = judge_text(&text, readings) {
        panic!("{violation}: {text:?}");
    }
});
